//! Around 办理 and 处理意见.

use super::Around;

pub(super) const ROWS: &[Around] = &[];
