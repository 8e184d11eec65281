//! Taking back a slip of the hand: a revocable move, minutes ago, by whoever made it.
//!
//! Nothing is erased: the record stays, marked, and a correcting journal row says why.

use super::{Outcome, Writing};
use crate::domain::case::Case;
use crate::domain::flow::Move;

/// How the case stood before a revocable move.
pub(super) fn snapshot(_w: &Writing, _mv: &Move, _before: &Case) -> Outcome<Option<String>> {
    Ok(None)
}

/// Keeps the snapshot with the record of the move.
pub(super) fn keep(_w: &Writing, _case: i64, _record: i64, _seq: i64, _was: Option<String>) -> Outcome<()> {
    Ok(())
}
