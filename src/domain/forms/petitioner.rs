//! Forms of the petitioner's side: own data, consultation.

use crate::validation::Table;

pub(super) static ALL: &[&Table] = &[];
