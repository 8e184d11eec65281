//! Forms of 经费 (方案六(四)).

use crate::validation::Table;

pub(super) static ALL: &[&Table] = &[];
