//! Forms of 办理 and 处理意见 (方案五(四)(五)).

use crate::validation::Table;

pub(super) static ALL: &[&Table] = &[];
