//! Forms of 结案, 销号, 归档, 回访, 包案 (方案五(八), 六(一)).

use crate::validation::Table;

pub(super) static ALL: &[&Table] = &[];
