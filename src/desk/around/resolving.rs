//! Around 引导解决, 履行 and 救助.

use super::Around;

pub(super) const ROWS: &[Around] = &[];
