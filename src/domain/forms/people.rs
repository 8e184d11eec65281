//! Forms of the roster, its training and duty (方案六(三)).

use crate::validation::Table;

pub(super) static ALL: &[&Table] = &[];
