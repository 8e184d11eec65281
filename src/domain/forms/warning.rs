//! Forms of 预警, 督办反馈, 苗头 and 移交 (方案四, 五(二)).

use crate::validation::Table;

pub(super) static ALL: &[&Table] = &[];
