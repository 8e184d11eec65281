//! What registers share: a column, the line an act is done to, the size of a window, whose lines are seen.

use super::{Ask, Column};
use crate::desk::{Desk, Failure, Outcome};
use crate::domain::role::{Grant, Operation, grant};
use crate::store::Seen;

/// A column of so many cells; 0 = what is left.
pub(super) const fn col(key: &'static str, label: &'static str, width: u16) -> Column {
    Column { key, label, width }
}

/// The line an act is done to.
///
/// # Errors
/// A refusal when none was chosen.
pub(super) fn line(id: Option<i64>) -> Outcome<i64> {
    id.ok_or_else(|| Failure::refusal("没有选中一行", "先在台账中选一行"))
}

/// Lines of a window, as the store counts.
pub(super) fn limit(ask: &Ask) -> i64 {
    i64::try_from(ask.limit).unwrap_or(i64::MAX)
}

/// Whose lines the actor sees by this operation: all, or those of his own cases; sealed ones as he may.
pub(super) fn seen(desk: &Desk, ask: &Ask, operation: Operation) -> Outcome<Seen> {
    let actor = desk.require_actor()?;
    let own = [operation, Operation::ReadCase].iter().any(|o| grant(actor.role, *o) == Grant::Own);
    Ok(Seen {
        case: ask.case,
        after: ask.after.unwrap_or(i64::MAX),
        sealed: grant(actor.role, Operation::Sealed) == Grant::Full,
        all: !own,
        user: actor.user,
        staff: actor.staff,
        limit: limit(ask),
    })
}
