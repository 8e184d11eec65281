//! Taking back a slip of the hand: a revocable move, minutes ago, by whoever made it.
//!
//! Nothing is erased: the record stays, marked, and a correcting journal row says why. A number that was
//! given stays with the case, a warning that the step raised is closed with the word 随撤回. What a party
//! or another office was told or signed is not taken back (`flow::lasting`).

use super::{Desk, Done, Failure, Outcome, Writing};
use crate::domain::case::Case;
use crate::domain::flow::{self, Move};
use crate::domain::forms;
use crate::domain::role::Role;
use crate::store;
use crate::validation::date::canonical_time;
use crate::validation::{self, Draft};
use chrono::NaiveDateTime;

/// Minutes in which a step may be taken back.
const MINUTES: i64 = 30;

/// How the case stood before a revocable move.
pub(super) fn snapshot(w: &Writing, mv: &Move, before: &Case, after: &Case) -> Outcome<Option<String>> {
    if !mv.revocable {
        return Ok(None);
    }
    let merged_into = after.merged_into.filter(|_| before.merged_into.is_none());
    Ok(Some(store::undo::snapshot(w.tx, before.id, merged_into)?))
}

/// Keeps the snapshot with the record of the move.
pub(super) fn keep(w: &Writing, case: i64, record: i64, seq: i64, was: Option<String>) -> Outcome<()> {
    if let Some(before) = was {
        store::undo::insert(w.tx, record, case, seq, &canonical_time(w.now), w.actor()?.user, &before)?;
    }
    Ok(())
}

/// Whether the step may be taken back by this person now; minutes that are left.
fn may(kept: &store::undo::Kept, user: i64, role: Role, now: NaiveDateTime) -> Outcome<i64> {
    if kept.user != user && role != Role::Director {
        return Err(Failure::refusal("上一步是别人办的", "请办理人或主任撤回"));
    }
    let at = NaiveDateTime::parse_from_str(&kept.at, "%Y-%m-%dT%H:%M").unwrap_or(now);
    let left = MINUTES - (now - at).num_minutes();
    if left < 0 {
        return Err(Failure::refusal(
            format!("上一步办理已超过{MINUTES}分钟,不能撤回"),
            "按F4继续办理;确有错误的,由主任另行更正并写明原因",
        ));
    }
    Ok(left)
}

/// Why the last step of a case stays.
fn lasts(mv: &str) -> Failure {
    let label = flow::find(mv).map_or("上一步", |m| m.label);
    match flow::lasting(mv) {
        "" => Failure::refusal("没有可以撤回的上一步", "按F4继续办理"),
        why => Failure::refusal(format!("“{label}”不能撤回:{why}"), "按F4继续办理;确有错误的,由主任另行更正并写明原因"),
    }
}

/// Nothing else was done to the case since that row.
fn unmoved(w: &Writing, case: i64, seq: i64, name: &str) -> Outcome<()> {
    if store::undo::acts_since(w.tx, case, seq)? > 0 {
        return Err(Failure::refusal(format!("此后{name}又有变动,不能撤回"), "按F4继续办理"));
    }
    Ok(())
}

/// Takes a merge apart: the visits and what leads to them go back, the original counts as before.
fn part(w: &Writing, case: i64, original: i64, visits: &[i64], kept: &store::undo::Kept) -> Outcome<()> {
    unmoved(w, original, kept.seq, "原案")?;
    store::visit::attach(w.tx, visits, case)?;
    store::search::return_keys(w.tx, original, case)?;
    store::undo::restore_original(w.tx, kept, &canonical_time(w.now))?;
    let change = serde_json::json!({ "takes_back": store::undo::merge_row(w.tx, original, kept.seq)?, "from": case });
    w.journal("undo", "case", original, "撤回并入的来访", &change.to_string())?;
    Ok(())
}

impl Desk {
    /// The step that may be taken back now, and the minutes left for it.
    pub fn undoable(&self, case: i64) -> Outcome<Option<(&'static str, i64)>> {
        let case = self.readable_case(case)?;
        let actor = self.require_actor()?;
        let Some(kept) = store::undo::last(&self.conn, case.id)? else { return Ok(None) };
        let of = |id| store::undo::acts_since(&self.conn, id, kept.seq);
        if of(case.id)? > 0 || store::undo::original(&kept).is_some_and(|(id, _)| of(id).is_ok_and(|n| n > 0)) {
            return Ok(None);
        }
        let label = flow::find(&kept.mv).map_or("", |m| m.label);
        Ok(may(&kept, actor.user, actor.role, self.now()).ok().map(|left| (label, left)))
    }

    /// Takes the last step of a case back.
    ///
    /// # Errors
    /// A refusal when it was not revocable, too long ago, another's, or not the last thing done.
    pub fn undo(&mut self, case: i64, draft: &Draft) -> Outcome<Done> {
        self.require_actor()?;
        let form = validation::check(&forms::UNDO, draft, self.now())?;
        self.write(|w| {
            let actor = w.actor()?;
            let held =
                store::case::load(w.tx, case)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))?;
            super::cases::check_readable(actor, &held)?;
            let Some(kept) = store::undo::last(w.tx, case)? else {
                return Err(lasts(&store::undo::last_move(w.tx, case)?));
            };
            may(&kept, actor.user, actor.role, w.now)?;
            unmoved(w, case, kept.seq, "案件")?;
            let mut warnings = store::undo::warnings_of(w.tx, case, kept.seq)?;
            store::undo::restore(w.tx, case, &kept, &canonical_time(w.now))?;
            if let Some((original, visits)) = store::undo::original(&kept) {
                warnings.extend(store::undo::warnings_of(w.tx, original, kept.seq)?);
                part(w, case, original, &visits, &kept)?;
            }
            for number in &warnings {
                store::warning::withdraw(w.tx, number, w.today())?;
            }
            if store::journal::list_action(w.tx, "calendar", "calendar.import")?.iter().any(|i| i.0 > kept.seq) {
                super::deadlines::recount_case(w, case)?;
            }
            let label = flow::find(&kept.mv).map_or("", |m| m.label);
            let after = store::case::load(w.tx, case)?.map_or(held.stage, |c| c.stage);
            let change = serde_json::json!({
                "stage": [held.stage.code(), after.code()], "takes_back": kept.seq, "reason": form.get("reason"),
                "warnings": warnings,
            });
            w.journal("undo", "case", case, &format!("撤回{label}"), &change.to_string())?;
            Ok(Done { text: format!("已撤回“{label}”,案件回到“{}”", after.label()), id: case })
        })
    }
}
