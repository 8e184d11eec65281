//! Asking the permission table: the only place where the desk does.

use super::{Desk, Failure, Outcome};
use crate::domain::case::Case;
use crate::domain::role::{Actor, Grant, Operation, grant, label, who_may};

/// Whether the actor registered or handles the case.
pub(super) fn is_own(actor: &Actor, case: &Case) -> bool {
    actor.owns(case.handler, case.registrar)
}

/// As [`is_own`], for a case of which only that is known.
pub(super) fn is_own_of(actor: &Actor, handler: Option<i64>, registrar: i64) -> bool {
    actor.owns(handler, registrar)
}

/// Whether a visit of the case, taken in `today` or earlier, is still the actor's own: who took it
/// in has it for the day, who handles the case until it is done.
pub(super) fn is_own_still(actor: &Actor, case: &Case, today: bool) -> bool {
    actor.handles(case.handler) || today && is_own(actor, case)
}

/// Refuses unless the role may carry the operation out; `own` says whether the object is his.
pub(super) fn allow(actor: &Actor, operation: Operation, own: bool) -> Outcome<()> {
    match grant(actor.role, operation) {
        Grant::Full => Ok(()),
        Grant::Own if own => Ok(()),
        Grant::Own => Err(Failure::refusal(
            format!("{}只能办理自己经手的“{}”", actor.role.label(), label(operation)),
            format!("可由{}办理", who_may(operation)),
        )),
        Grant::No | Grant::View => Err(Failure::refusal(
            format!("{}没有“{}”的权限", actor.role.label(), label(operation)),
            format!("可由{}办理", who_may(operation)),
        )),
    }
}

/// As [`allow`], for looking only.
pub(super) fn allow_view(actor: &Actor, operation: Operation) -> Outcome<()> {
    match grant(actor.role, operation) {
        Grant::No => allow(actor, operation, false),
        _ => Ok(()),
    }
}

/// Whether the role could ever carry the operation out, asked before a form is opened for it; the write
/// asks again, about the object.
///
/// # Errors
/// The refusal that the write would meet.
pub fn may(actor: &Actor, operation: Operation) -> Outcome<()> {
    allow(actor, operation, true)
}

/// As [`may`], for looking only.
///
/// # Errors
/// The refusal that the read would meet.
pub fn may_view(actor: &Actor, operation: Operation) -> Outcome<()> {
    allow_view(actor, operation)
}

impl Desk {
    /// The logged-in user, or a refusal.
    pub(super) fn require_actor(&self) -> Outcome<&Actor> {
        self.actor.as_ref().ok_or_else(|| Failure::refusal("尚未登录", "请先登录"))
    }

    /// Asks the table for the logged-in user.
    pub(super) fn allow(&self, operation: Operation) -> Outcome<()> {
        allow(self.require_actor()?, operation, true)
    }

    pub(super) fn allow_view(&self, operation: Operation) -> Outcome<()> {
        allow_view(self.require_actor()?, operation)
    }
}
