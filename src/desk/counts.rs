//! The numbers of the status line, and what is reckoned again only when something may have changed it.
//!
//! Every screen shows them, and each key that opens or leaves one asks anew; over a million cases that
//! is milliseconds a key, while most keys of a day change nothing.

use super::{Desk, Outcome};
use crate::domain::case::Stage;
use crate::domain::role::{Actor, Grant, Operation, grant};
use crate::store;
use chrono::NaiveDate;
use std::cell::RefCell;

/// The numbers of the status line, of what the actor may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub overdue: i64,
    pub red: i64,
    pub amber: i64,
    pub paused: i64,
    pub silent: i64,
    /// Cases awaiting 评析.
    pub pending: i64,
    /// People waiting in the queue.
    pub waiting: i64,
    /// 重大紧急事项 not yet reported in writing.
    pub urgent: i64,
}

/// What was reckoned, with what it holds for.
pub(super) struct Kept<T> {
    stand: Stand,
    value: T,
}

/// What must be the same for it to hold.
#[derive(PartialEq)]
struct Stand {
    /// Commits of other processes.
    elsewhere: i64,
    /// Rows changed by this one.
    here: u64,
    today: NaiveDate,
    actor: Actor,
}

impl Desk {
    /// What lies in `place` while nothing changed, reckoned anew otherwise.
    pub(super) fn kept<T: Clone>(
        &self,
        place: &RefCell<Option<Kept<T>>>,
        reckon: impl FnOnce(&Actor) -> Outcome<T>,
    ) -> Outcome<T> {
        let actor = self.require_actor()?;
        let stand = Stand {
            elsewhere: self.read_version()?,
            here: self.conn.total_changes(),
            today: self.today(),
            actor: actor.clone(),
        };
        if let Some(kept) = place.borrow().as_ref().filter(|k| k.stand == stand) {
            return Ok(kept.value.clone());
        }
        let value = reckon(actor)?;
        place.replace(Some(Kept { stand, value: value.clone() }));
        Ok(value)
    }

    /// The numbers of the status line: over all cases, or a handler's own. A role that reads no cases
    /// gets zeros.
    pub fn counts(&self) -> Outcome<Counts> {
        self.kept(&self.counted, |actor| self.count(actor))
    }

    fn count(&self, actor: &Actor) -> Outcome<Counts> {
        let today = self.today();
        let tally = match (grant(actor.role, Operation::ReadCase), actor.staff) {
            (Grant::No, _) => return Ok(Counts::default()),
            (Grant::Own, None) => store::tally::Tally::default(),
            (Grant::Own, Some(staff)) => store::tally::clocks(&self.conn, Some(staff), today)?,
            _ => store::tally::clocks(&self.conn, None, today)?,
        };
        Ok(Counts {
            overdue: tally.overdue,
            red: tally.red,
            amber: tally.amber,
            paused: tally.paused,
            silent: tally.silent,
            pending: match grant(actor.role, Operation::Assess) {
                Grant::No => 0,
                _ => store::tally::open_in(&self.conn, Stage::Assessing.code())?,
            },
            waiting: match grant(actor.role, Operation::Queue) {
                Grant::No => 0,
                _ => store::tally::waiting(&self.conn)?,
            },
            urgent: match grant(actor.role, Operation::Urgent) {
                Grant::No => 0,
                _ => store::urgent::count_unreported(&self.conn, &super::urgent::seen_by(actor, None, 1))?,
            },
        })
    }
}
