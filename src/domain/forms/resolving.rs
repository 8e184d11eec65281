//! Forms of 引导解决, 履行 and 救助 (方案五(六)(七)).

use crate::validation::Table;

pub(super) static ALL: &[&Table] = &[];
