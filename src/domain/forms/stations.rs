//! Forms of stations and hand-overs (方案四).

use crate::validation::Table;

pub(super) static ALL: &[&Table] = &[];
