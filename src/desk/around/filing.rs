//! Around 结案, 销号, 归档, 重开 and 包案.

use super::Around;

pub(super) const ROWS: &[Around] = &[];
