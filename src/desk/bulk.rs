//! A whole caseload moved at once (方案六(三), 信访工作条例28): previewed, then carried out in one transaction.
//!
//! Each case goes as 改派 does: the same guard, record, team and journal. A case nobody of those named may
//! take stays where it is and is named with the reason. What moved is kept for the paper that both sign.

use super::people::{named, one_a_line};
use super::teams::{fit_to_take, hand_over};
use super::{Desk, Failure, Outcome, mask};
use crate::domain::case::Case;
use crate::domain::forms;
use crate::domain::role::{Actor, Operation};
use crate::store;
use crate::store::reassignment::{Moved, Reassignment, Wanted};
use crate::validation::date::canonical_time;
use crate::validation::{self, Checked, Draft};
use chrono::{NaiveDate, NaiveDateTime};
use rusqlite::Connection;

/// One case of a caseload and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseloadLine {
    pub case: i64,
    pub title: String,
    /// Masked.
    pub petitioner: String,
    pub stage: &'static str,
    /// What changes hands: `handler` or `member`.
    pub part: String,
    pub from: String,
    /// Who takes over; "" when it stays, or when he only leaves the team.
    pub to: String,
    /// Nearest deadline, "" when none runs.
    pub due: String,
    /// Why it stays, in words; "" when it goes.
    pub hindrance: String,
}

/// A caseload that would move, or has moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caseload {
    /// Number of the paper; none for a preview, or when nothing could move.
    pub id: Option<i64>,
    pub lines: Vec<CaseloadLine>,
    preview: bool,
}

impl Caseload {
    pub fn moved(&self) -> usize {
        self.lines.iter().filter(|l| l.hindrance.is_empty()).count()
    }
    pub fn left(&self) -> usize {
        self.lines.len() - self.moved()
    }
    /// The result in one line.
    pub fn words(&self) -> String {
        let left = if self.left() > 0 { format!(",留下{}件", self.left()) } else { String::new() };
        match (self.preview, self.id) {
            (true, _) => format!("预览,什么也没有改:可改派{}件{left}", self.moved()),
            (false, Some(id)) => format!("已改派{}件{left};交接清单{id}号", self.moved()),
            (false, None) => format!("没有改派{left}"),
        }
    }
}

/// A case with the form that moves it, or why it stays.
struct Plan {
    case: Case,
    part: String,
    from: i64,
    to: Option<i64>,
    was: Vec<i64>,
    form: Result<Checked, String>,
    due: Option<String>,
}

/// Somebody who takes over, with what he has in hand once the cases before are his.
struct Taker {
    id: i64,
    name: String,
    load: i64,
}

/// The wish of a checked form.
fn wanted(form: &Checked) -> Outcome<Wanted> {
    let listed = (!form.get("listed").is_empty()).then(|| form.is("listed", "1"));
    let text = |key: &str| form.get(key).to_string();
    let (unit, stage, dispute) = (text("unit"), text("stage"), text("dispute"));
    let from = form.number("from");
    if from.is_none() && unit.is_empty() && stage.is_empty() && dispute.is_empty() && listed.is_none() {
        return Err(Failure::problem("from", "请选移交人,或至少填一个条件(责任单位、阶段、纠纷类型、包案)"));
    }
    Ok(Wanted { from, members: form.is("members", "1"), unit, stage, dispute, listed })
}

/// The team after `from` gave his part to `to`; `None` = he leaves, and the others carry on.
fn team_after(was: &[i64], part: &str, from: i64, to: Option<i64>) -> Vec<i64> {
    let mut ids: Vec<i64> = Vec::new();
    if part == "handler" {
        ids.extend(to);
    }
    for id in was {
        ids.extend(if *id != from {
            Some(*id)
        } else if part == "member" {
            to
        } else {
            None
        });
    }
    let mut seen = Vec::new();
    ids.retain(|id| {
        !seen.contains(id) && {
            seen.push(*id);
            true
        }
    });
    ids
}

struct Hands<'a> {
    conn: &'a Connection,
    actor: &'a Actor,
    now: NaiveDateTime,
    reason: &'a str,
}

impl Hands<'_> {
    /// The form that gives the case this team, or why it may not have it.
    fn form(&self, case: &Case, ids: &[i64]) -> Outcome<Result<Checked, String>> {
        let Some((handler, members)) = ids.split_first() else { return Ok(Err("没有承办人".to_string())) };
        let members: Vec<String> = members.iter().map(ToString::to_string).collect();
        let draft = Draft::default()
            .with("handler", handler.to_string())
            .with("members", members.join(","))
            .with("recusal_checked", "1")
            .with("reason", self.reason);
        let form = validation::check(&forms::REASSIGN, &draft, self.now)?;
        Ok(match fit_to_take(self.conn, case, &form, self.actor, self.today()) {
            Ok(_) => Ok(form),
            Err(Failure::Refusal { reason, .. }) => Err(reason),
            Err(Failure::Problems(list)) => Err(list.into_iter().map(|p| p.text).collect::<Vec<_>>().join(";")),
            Err(other) => return Err(other),
        })
    }

    fn today(&self) -> NaiveDate {
        self.now.date()
    }

    /// Gives a case to whoever has least in hand and may take it; the first in the roster when equal.
    fn place(&self, case: Case, part: String, from: i64, takers: &mut [Taker]) -> Outcome<Plan> {
        let was: Vec<i64> = store::staff::list_team(self.conn, case.id)?.iter().map(|m| m.0).collect();
        let due = store::reassignment::nearest_due(self.conn, case.id)?;
        if let Some(t) = takers.iter().find(|t| t.id == from) {
            let form = Err(format!("现在就由{}承办", t.name));
            return Ok(Plan { case, part, from, to: None, was, form, due });
        }
        takers.sort_by_key(|t| (t.load, t.id));
        let mut reasons: Vec<String> = Vec::new();
        for taker in takers.iter_mut() {
            // Who is of the team already cannot take the place of a member beside himself.
            if part == "member" && was.contains(&taker.id) {
                continue;
            }
            match self.form(&case, &team_after(&was, &part, from, Some(taker.id)))? {
                Ok(form) => {
                    taker.load += i64::from(!was.contains(&taker.id));
                    return Ok(Plan { case, part, from, to: Some(taker.id), was, form: Ok(form), due });
                }
                Err(reason) if !reasons.contains(&reason) => reasons.push(reason),
                Err(_) => {}
            }
        }
        // All of those named are of the team: he leaves it, and they carry on.
        if part == "member" && takers.iter().all(|t| was.contains(&t.id)) {
            match self.form(&case, &team_after(&was, &part, from, None))? {
                Ok(form) => return Ok(Plan { case, part, from, to: None, was, form: Ok(form), due }),
                Err(reason) => reasons.push(reason),
            }
        }
        Ok(Plan { case, part, from, to: None, was, form: Err(reasons.join(";")), due })
    }

    fn plan(&self, form: &Checked) -> Outcome<Vec<Plan>> {
        let wanted = wanted(form)?;
        let mut takers: Vec<Taker> = named(self.conn, form, "to")?
            .into_iter()
            .map(|p| Taker { id: p.row.id, name: p.row.name, load: p.row.load })
            .collect();
        if let Some(t) = takers.iter().find(|t| Some(t.id) == wanted.from) {
            return Err(Failure::problem("to", format!("{}就是移交人;请另选接收人", t.name)));
        }
        let mut plans = Vec::new();
        for (id, part) in store::reassignment::list_caseload(self.conn, &wanted)? {
            let Some(case) = store::case::load(self.conn, id)? else { continue };
            let Some(from) = wanted.from.or(case.handler) else { continue };
            plans.push(self.place(case, part, from, &mut takers)?);
        }
        if plans.is_empty() {
            return Err(Failure::refusal("没有符合条件的在办案件", "核对移交人和条件;责任单位要写全称"));
        }
        Ok(plans)
    }

    fn lines(&self, plans: &[Plan]) -> Outcome<Vec<CaseloadLine>> {
        let names = store::staff::list_names(self.conn)?;
        let name = |id: i64| names.iter().find(|n| n.0 == id).map_or_else(String::new, |n| n.1.clone());
        let line = |p: &Plan| CaseloadLine {
            case: p.case.id,
            title: p.case.title(),
            petitioner: mask::name(&p.case.petitioner),
            stage: p.case.stage.label(),
            part: p.part.clone(),
            from: name(p.from),
            to: p.to.map(name).unwrap_or_default(),
            due: p.due.clone().unwrap_or_default(),
            hindrance: p.form.as_ref().err().cloned().unwrap_or_default(),
        };
        Ok(plans.iter().map(line).collect())
    }
}

impl Desk {
    /// Moves a caseload, or with `preview` = 1 only says what would move.
    ///
    /// # Errors
    /// Problems of [`forms::CASELOAD`]; a refusal when no open case is meant. Then nothing is stored.
    pub fn move_caseload(&mut self, draft: &Draft) -> Outcome<Caseload> {
        self.allow(Operation::Assign)?;
        let now = self.now();
        let form = validation::check(&forms::CASELOAD, &one_a_line(draft, "to"), now)?;
        if form.is("preview", "1") {
            let reason = if form.get("reason").is_empty() { "预览" } else { form.get("reason") };
            let hands = Hands { conn: &self.conn, actor: self.require_actor()?, now, reason };
            let plans = hands.plan(&form)?;
            return Ok(Caseload { id: None, lines: hands.lines(&plans)?, preview: true });
        }
        if !form.is("recusal_checked", "1") {
            return Err(Failure::problem("recusal_checked", "先看预览并核对回避,再选“是”(条例28)"));
        }
        self.write(|w| {
            let reason = form.get("reason");
            let hands = Hands { conn: w.tx, actor: w.actor()?, now, reason };
            let plans = hands.plan(&form)?;
            let lines = hands.lines(&plans)?;
            if plans.iter().all(|p| p.form.is_err()) {
                return Ok(Caseload { id: None, lines, preview: false });
            }
            let mut filter = form.values().clone();
            for key in ["from", "to", "preview", "recusal_checked", "reason"] {
                filter.set(key, "");
            }
            let at = canonical_time(now);
            let id = store::reassignment::insert(w.tx, form.number("from"), &filter, reason, &at, w.actor()?.user)?;
            for plan in &plans {
                let Ok(form) = &plan.form else { continue };
                hand_over(w, &plan.case, &plan.was, form)?;
                let due = plan.due.as_deref();
                store::reassignment::insert_case(w.tx, id, plan.case.id, &plan.part, plan.from, plan.to, due)?;
            }
            let moved = plans.iter().filter(|p| p.form.is_ok()).count();
            let change = serde_json::json!({ "moved": moved, "left": plans.len() - moved }).to_string();
            w.journal("caseload.move", "reassignment", id, reason, &change)?;
            Ok(Caseload { id: Some(id), lines, preview: false })
        })
    }

    /// Caseloads that were moved, the newest first.
    pub(super) fn reassignments(
        &self,
        search: &str,
        case: Option<i64>,
        after: i64,
        limit: i64,
    ) -> Outcome<Vec<Reassignment>> {
        self.allow_view(Operation::Assign)?;
        Ok(store::reassignment::window(&self.conn, search, case, after, limit)?)
    }

    /// 交接清单: the lines of the paper of a caseload that moved, for those who gave and took it over to
    /// sign. A case the actor may not read is named as such and no more.
    pub fn handover_paper(&self, id: i64) -> Outcome<Vec<String>> {
        self.allow_view(Operation::Assign)?;
        let held = store::reassignment::load(&self.conn, id)?
            .ok_or_else(|| Failure::refusal(format!("没有{id}号交接清单"), "在批量改派台账中查看编号"))?;
        let moved = store::reassignment::list_cases(&self.conn, id)?;
        let mut lines = vec![
            format!("{}案件交接清单", self.studio()),
            format!("编号{id}  日期{}  经办{}", &held.at[..10], held.by),
            format!("改派原因:{}", held.reason),
        ];
        let mut givers: Vec<&str> = Vec::new();
        let mut taker = None;
        let mut n = 0;
        for m in &moved {
            if taker != Some(m.to.as_str()) {
                taker = Some(m.to.as_str());
                lines.push(String::new());
                let count = moved.iter().filter(|o| o.to == m.to).count();
                let who = if m.to.is_empty() { "退出小组".to_string() } else { format!("接收人:{}", m.to) };
                lines.push(format!("{who}  {count}件"));
            }
            if !givers.contains(&m.from.as_str()) {
                givers.push(&m.from);
            }
            n += 1;
            lines.push(format!("{n:>3} {}", self.paper_line(m, held.origin.is_empty())?));
        }
        lines.push(String::new());
        lines.push("卷宗、证据和未到期的期限已当面点清。".to_string());
        let mut takers: Vec<&str> = Vec::new();
        for m in moved.iter().filter(|m| !m.to.is_empty()) {
            if !takers.contains(&m.to.as_str()) {
                takers.push(&m.to);
            }
        }
        lines.extend(givers.iter().map(|g| format!("移交人{g}(签字)____________    日期____________")));
        lines.extend(takers.iter().map(|t| format!("接收人{t}(签字)____________    日期____________")));
        lines.push("监交人(签字)____________    日期____________".to_string());
        Ok(lines)
    }

    fn paper_line(&self, m: &Moved, several: bool) -> Outcome<String> {
        let case = match self.readable_case(m.case) {
            Ok(case) => case,
            Err(Failure::Refusal { .. }) => return Ok(super::lists::SEALED.to_string()),
            Err(other) => return Err(other),
        };
        let part = if m.part == "handler" { "承办" } else { "组员" };
        let from = if several { format!(" 原{}", m.from) } else { String::new() };
        let due = if m.due.is_empty() { String::new() } else { format!(" 期限{}", m.due) };
        Ok(format!("{} {} {part}{from}{due}", case.title(), mask::name(&case.petitioner)))
    }
}

#[cfg(test)]
mod tests {
    use super::team_after;

    #[test]
    fn a_place_is_taken_once_and_the_rest_stay() {
        assert_eq!(team_after(&[1, 2, 3], "handler", 1, Some(9)), [9, 2, 3]);
        assert_eq!(team_after(&[1, 2, 3], "handler", 1, Some(2)), [2, 3]);
        assert_eq!(team_after(&[1, 2, 3], "member", 3, Some(9)), [1, 2, 9]);
        assert_eq!(team_after(&[1, 2, 3], "member", 3, None), [1, 2]);
    }
}
