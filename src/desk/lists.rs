//! Windows on the cases, newest first, and what an actor sees of a line.
//!
//! Owns the rule of sight for lists: a handler sees his own cases, a sealed case is shown as 密封件 to
//! all but the director, names are masked. Whole cases are opened through `cases`.

use super::page::{Cursor, Page};
use super::{Desk, Outcome, mask};
use crate::domain::case::Stage;
use crate::domain::number;
use crate::domain::role::{Actor, Grant, Operation, grant};
use crate::store;
use crate::store::listing::{Among, Brief};
use chrono::NaiveDate;

/// What stands in place of the petitioner of a sealed case (信访工作条例30③).
pub const SEALED: &str = "密封件";

/// Which cases a list shows; the default is all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter {
    pub stage: Option<Stage>,
    /// Id in the roster.
    pub handler: Option<i64>,
    pub open_only: bool,
    /// What the actor handles, or registered himself.
    pub mine: bool,
}

/// A line of the list of cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    pub id: i64,
    pub title: String,
    pub short: String,
    /// Masked.
    pub petitioner: String,
    pub stage: Stage,
    /// Code of `codes::GRADE`.
    pub grade: String,
    pub handler: String,
    pub opened: NaiveDate,
    pub gist: String,
    pub last_action: String,
    /// `YYYY-MM-DDTHH:MM`.
    pub last_action_at: String,
    /// The station that took it in, and where it lies now; "" for a sealed case.
    pub intake: String,
    pub station: String,
}

impl CaseRow {
    /// The edge of a window that ends with this row.
    pub fn cursor(&self) -> Cursor {
        Cursor { key: self.opened.to_string(), id: self.id }
    }
}

/// How much of a case an actor sees in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    None,
    /// That there is a sealed case, and no more.
    Sealed,
    Masked,
}

/// Whether the actor registered or handles the case of the line.
pub(super) fn owns(actor: &Actor, brief: &Brief) -> bool {
    actor.owns(brief.handler_id, brief.registrar)
}

/// Whether a sealed case is closed to the actor. Who took it in sees it until it is registered.
pub(super) fn is_sealed_to(actor: &Actor, brief: &Brief) -> bool {
    brief.sealed
        && grant(actor.role, Operation::Sealed) != Grant::Full
        && !(owns(actor, brief) && brief.stage == Stage::Draft)
}

pub(super) fn sight(actor: &Actor, brief: &Brief) -> Sight {
    match grant(actor.role, Operation::ReadCase) {
        Grant::No => Sight::None,
        Grant::Own if !owns(actor, brief) => Sight::None,
        _ if is_sealed_to(actor, brief) => Sight::Sealed,
        _ => Sight::Masked,
    }
}

pub(super) fn row(brief: Brief, sight: Sight) -> CaseRow {
    let title = brief.title();
    let clear = sight == Sight::Masked;
    CaseRow {
        id: brief.id,
        short: number::short(&title),
        title,
        petitioner: if clear { mask::name(&brief.petitioner) } else { SEALED.to_string() },
        stage: brief.stage,
        grade: brief.grade,
        handler: brief.handler,
        opened: brief.opened,
        gist: if clear { brief.gist } else { String::new() },
        last_action: if clear { brief.last_action } else { String::new() },
        last_action_at: brief.last_action_at,
        intake: if clear { brief.intake } else { String::new() },
        station: if clear { brief.station } else { String::new() },
    }
}

impl Desk {
    /// The window after `cursor` (before it, with `backwards`), newest first; at most `limit` rows.
    /// A handler's list is always his own.
    pub fn list_cases(
        &self,
        filter: &CaseFilter,
        cursor: Option<&Cursor>,
        limit: usize,
        backwards: bool,
    ) -> Outcome<Page<CaseRow>> {
        self.allow_view(Operation::ReadCase)?;
        let actor = self.require_actor()?;
        let among = among(actor, filter);
        let keeps = |brief: &Brief| {
            sight(actor, brief) != Sight::None
                && filter.stage.is_none_or(|s| s == brief.stage)
                && filter.handler.is_none_or(|h| Some(h) == brief.handler_id)
                && (!filter.open_only || brief.stage.is_open())
        };
        let mut rows = Vec::new();
        let mut edge = cursor.map(|c| (c.key.clone(), c.id));
        // The index answers one filter, the rest is looked at row by row; rarely more than one round.
        for _ in 0..40 {
            let from = edge.as_ref().map(|(key, id)| (key.as_str(), *id));
            let chunk = limit.saturating_add(1).max(64);
            let ids = store::listing::list_ids(&self.conn, &among, from, chunk, backwards)?;
            let fetched = ids.len();
            for id in ids {
                let Some(brief) = store::listing::load_brief(&self.conn, id)? else { continue };
                edge = Some((brief.opened.to_string(), id));
                if keeps(&brief) && rows.len() <= limit {
                    let seen = sight(actor, &brief);
                    rows.push(row(brief, seen));
                }
            }
            if rows.len() > limit || fetched < chunk {
                break;
            }
        }
        Ok(Page::from_walk(rows, limit, cursor.is_some(), backwards))
    }
}

/// The index that answers a filter best.
fn among(actor: &Actor, filter: &CaseFilter) -> Among {
    let open_only = filter.open_only || filter.stage.is_some_and(Stage::is_open);
    let own = filter.mine || grant(actor.role, Operation::ReadCase) == Grant::Own;
    match (own, actor.staff, filter.handler, filter.stage) {
        (true, Some(staff), _, _) => Among::Mine { staff, user: actor.user, open_only },
        (true, None, _, _) => Among::Registered { user: actor.user, open_only },
        (false, _, Some(staff), _) => Among::Handler { staff, open_only },
        (false, _, None, Some(stage)) => Among::Stage(stage),
        (false, _, None, None) if filter.open_only => Among::Open,
        (false, _, None, None) => Among::All,
    }
}
