//! The roster and the teams: who could handle a case, who does, who must stand aside (条例28).
//!
//! Assigning for the first time is a move of the flow (`desk::cases`); here are the changes outside
//! the flow: 改派 and 回避申报. Never writes a stage; the roster itself is changed in `people`.

use super::cases::{SEPARATORS, chosen, team_ids};
use super::visits::{conflict, update_case};
use super::{Desk, Done, Failure, Outcome, Writing};
use crate::domain::case::{Case, Facts};
use crate::domain::flow::{self, Ground};
use crate::domain::forms;
use crate::domain::role::{Actor, Operation};
use crate::domain::{codes, team};
use crate::store;
use crate::validation::{self, Checked, Draft};
use rusqlite::Connection;

pub use crate::store::staff::{Recusal, StaffRow};
pub use crate::store::warning::Warning;

/// One person of a case's team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamMember {
    pub staff: i64,
    pub name: String,
    /// Code of `codes::PROFESSION`.
    pub profession: String,
    /// `handler` or `member`.
    pub part: String,
    /// Open cases in hand, this one included.
    pub load: i64,
}

/// The draft with members' names written as their numbers in the roster. A name that two people bear, or
/// nobody, stays as it is and is refused by the check that follows.
pub(super) fn by_number(conn: &Connection, draft: &Draft) -> Outcome<Draft> {
    let words: Vec<&str> = draft.get("members").split(SEPARATORS).filter(|w| !w.is_empty()).collect();
    if words.iter().all(|w| w.parse::<i64>().is_ok()) {
        return Ok(draft.clone());
    }
    let roster = store::staff::list_members(conn)?;
    let number = |word: &str| {
        let mut named = roster.iter().filter(|m| m.active && m.name == word);
        match (named.next(), named.next()) {
            (Some(one), None) => one.id.to_string(),
            _ => word.to_string(),
        }
    };
    let numbers: Vec<String> = words.into_iter().map(number).collect();
    Ok(draft.clone().with("members", numbers.join(",")))
}

impl Desk {
    /// The active roster for a case, best first; those who must stand aside come last with the ground.
    pub fn candidates(&self, case: i64) -> Outcome<Vec<team::Candidate>> {
        let case = self.readable_case(case)?;
        let roster = store::staff::list_members(&self.conn)?;
        let parties = store::staff::parties(&self.conn, &case)?;
        let declared = store::staff::declared(&self.conn, case.id)?;
        Ok(team::candidates(&case, roster, &parties, &declared))
    }

    /// The team of a case, its handler first.
    pub fn team_of(&self, case: i64) -> Outcome<Vec<TeamMember>> {
        self.readable_case(case)?;
        let mut team = Vec::new();
        for (staff, part) in store::staff::list_team(&self.conn, case)? {
            if let Some(m) = store::staff::load_member(&self.conn, staff)? {
                team.push(TeamMember { staff, name: m.name, profession: m.profession, part, load: m.load });
            }
        }
        Ok(team)
    }

    /// 改派: another handler, or another team, with the same checks as the first assignment. Blank
    /// members stay as they are, without the handler who leaves.
    ///
    /// # Errors
    /// Problems of the form, the refusal of the team rules, or a conflict; nothing is stored then.
    pub fn reassign(&mut self, case: i64, rev: Option<i64>, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Assign)?;
        let now = self.now();
        validation::check(&forms::REASSIGN, draft, now)?;
        self.readable_case(case)?;
        self.write(|w| {
            let before = load(w.tx, case)?;
            if rev.is_some_and(|seen| seen != before.rev) {
                return Err(conflict(w, case)?);
            }
            let Some(old) = before.handler.filter(|_| before.stage.is_open()) else {
                return Err(Failure::refusal(
                    format!("案件现在是“{}”,没有可改派的承办人", before.stage.label()),
                    "尚未指派的,先办理“指派承办”;已结束的不再改派",
                ));
            };
            let current = store::staff::list_team(w.tx, case)?;
            let mut full = by_number(w.tx, draft)?;
            if !full.has("members") {
                let stay: Vec<String> =
                    current.iter().map(|m| m.0).filter(|m| *m != old).map(|m| m.to_string()).collect();
                full.set("members", stay.join(","));
            }
            let form = validation::check(&forms::REASSIGN, &full, now)?;
            let facts = fit_to_take(w.tx, &before, &form, w.actor()?, w.today())?;
            let was: Vec<i64> = current.iter().map(|m| m.0).collect();
            let ids = team_ids(&form);
            if before.handler == ids.first().copied() && same_people(&was, &ids) {
                return Err(Failure::refusal("承办人和小组成员都没有变化", "选另一名承办人或另外的成员"));
            }
            hand_over(w, &before, &was, &form)?;
            let name = facts.chosen.first().map_or("", |p| p.name.as_str());
            Ok(Done { text: format!("已改派,承办人{name}"), id: case })
        })
    }

    /// 回避申报: by the director, or by the person himself for any case.
    ///
    /// # Errors
    /// A refusal when the same was declared before or the person is not in the roster.
    pub fn declare_recusal(&mut self, case: i64, draft: &Draft) -> Outcome<Done> {
        let now = self.now();
        let form = validation::check(&forms::RECUSAL, draft, now)?;
        let actor = self.require_actor()?;
        if actor.staff.is_none() || actor.staff != form.number("staff") {
            self.allow(Operation::Assign)?;
        }
        self.write(|w| {
            let held = load(w.tx, case)?;
            if !held.stage.is_open() {
                let what = format!("案件已是“{}”,不再申报回避", held.stage.label());
                return Err(Failure::refusal(what, "重开后仍应回避的,重开后申报"));
            }
            let staff = form.number("staff").unwrap_or_default();
            let Some(member) = store::staff::load_member(w.tx, staff)? else {
                return Err(Failure::problem("staff", format!("人员库中没有编号{staff};请从名单中选择")));
            };
            let ground = form.get("ground");
            if store::staff::declared(w.tx, case)?.iter().any(|d| d.staff == staff && d.ground == ground) {
                return Err(Failure::refusal("同一情形已经申报过", "不必重复申报"));
            }
            let id = store::staff::insert_recusal(w.tx, case, &form, w.now)?;
            let label = codes::label(codes::RECUSAL, ground);
            let change = serde_json::json!({ "staff": staff, "ground": ground }).to_string();
            w.journal("case.recusal", "case", case, label, &change)?;
            let in_team = store::staff::list_team(w.tx, case)?.iter().any(|m| m.0 == staff);
            let next = if in_team { ";现在本案小组中,请改派" } else { "" };
            Ok(Done { text: format!("已记下{}回避:{label}{next}", member.name), id })
        })
    }

    /// Relations declared for a case.
    pub fn recusals(&self, case: i64) -> Outcome<Vec<Recusal>> {
        self.readable_case(case)?;
        Ok(store::staff::list_recusals(&self.conn, case)?)
    }

    /// Warnings that went out about a case.
    pub fn warnings(&self, case: i64) -> Outcome<Vec<Warning>> {
        self.readable_case(case)?;
        Ok(store::warning::list(&self.conn, case)?)
    }

    /// The roster with loads, the active first. Every user may see it: it holds colleagues.
    pub fn roster(&self) -> Outcome<Vec<StaffRow>> {
        self.require_actor()?;
        Ok(store::staff::list(&self.conn)?)
    }

    /// Ids and names of the roster, without loads.
    pub fn staff_names(&self) -> Outcome<Vec<(i64, String)>> {
        self.require_actor()?;
        Ok(store::staff::list_names(&self.conn)?)
    }
}

/// Whether the people of a form may take the case: the guard of the move that assigns.
///
/// # Errors
/// The refusal of the team rules (条例28, 方案六(一)); problems of a name.
pub(super) fn fit_to_take(
    conn: &Connection,
    case: &Case,
    form: &Checked,
    actor: &Actor,
    today: chrono::NaiveDate,
) -> Outcome<Facts> {
    let facts = Facts { chosen: chosen(conn, case, form)?, ..Facts::default() };
    let assign = flow::find("T09").expect("invariant: the flow has the move that assigns");
    (assign.guard)(&Ground { case, facts: &facts, actor, today }, form)?;
    Ok(facts)
}

/// Writes another team: handler, members, record and journal. `was` are the ids before.
pub(super) fn hand_over(w: &Writing, before: &Case, was: &[i64], form: &Checked) -> Outcome<()> {
    let ids = team_ids(form);
    let after = Case { handler: ids.first().copied(), ..before.clone() };
    update_case(w, &after, "改派")?;
    store::staff::set_team(w.tx, before.id, &ids, w.today())?;
    let record = store::case::insert_record(w.tx, before.id, "reassign", form, None, w.now, w.actor()?.user)?;
    w.marks.put(before.id, "record", record.into());
    let change = serde_json::json!({ "handler": [before.handler, after.handler], "team": [was, ids] });
    w.journal("case.reassign", "case", before.id, form.get("reason"), &change.to_string())?;
    Ok(())
}

fn load(conn: &Connection, case: i64) -> Outcome<Case> {
    store::case::load(conn, case)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))
}

fn same_people(a: &[i64], b: &[i64]) -> bool {
    a.len() == b.len() && a.iter().all(|id| b.contains(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Clock;
    use crate::domain::role::{Actor, Role};

    /// A desk with a director, three of the roster and one open case in the hand of the first.
    fn desk(folder: &std::path::Path) -> Desk {
        let now = "2026-11-23T16:42:00".parse().expect("a time");
        let mut desk = Desk::create(&folder.join("desk.db"), Clock::Fixed(now), "窗口1").expect("a desk");
        desk.conn
            .execute_batch(
                "INSERT INTO user (id, uid, login, name, role, password) VALUES (1, 'u1', 'zhuren', '和丽英', 'director', '');
                 INSERT INTO staff (id, uid, name, profession, languages, employer) VALUES
                   (1, 's1', '李秀英', '01', '1,2', ''), (2, 's2', '扎西', '04', '1,2', ''),
                   (3, 's3', '和文军', '04', '1', '建塘镇政府');
                 INSERT INTO cases (id, uid, station, stage, petitioner, respondent, opened, registrar, handler_id)
                   VALUES (7, 'c7', '县工作室', 'S40', '和志强', '建塘镇政府', '2026-11-01', 1, 1);
                 INSERT INTO team_member (case_id, staff_id, part, since) VALUES (7, 1, 'handler', '2026-11-01'), (7, 2, 'member', '2026-11-01');",
            )
            .expect("rows");
        desk.actor =
            Some(Actor {
                user: 1, login: "zhuren".into(), name: "和丽英".into(), role: Role::Director, staff: None
            });
        desk
    }

    fn to(handler: &str) -> Draft {
        Draft::default().with("handler", handler).with("recusal_checked", "1").with("reason", "原承办人请假")
    }

    fn load_of(desk: &Desk, staff: i64) -> i64 {
        desk.roster().expect("roster").iter().find(|s| s.id == staff).expect("a person").load
    }

    #[test]
    fn reassigning_moves_the_load_at_once_and_keeps_the_members() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut desk = desk(folder.path());
        assert_eq!((load_of(&desk, 1), load_of(&desk, 2)), (1, 1));
        desk.reassign(7, Some(1), &to("2")).expect("reassigned");
        assert_eq!((load_of(&desk, 1), load_of(&desk, 2)), (0, 1));
        let other = Desk::open(desk.path(), Clock::Office, "窗口2").map(|mut d| {
            d.actor.clone_from(&desk.actor);
            d
        });
        let team = other.expect("a second window").team_of(7).expect("team");
        assert_eq!(team.iter().map(|m| (m.staff, m.part.as_str())).collect::<Vec<_>>(), [(2, "handler")]);
        assert!(matches!(desk.reassign(7, Some(1), &to("1")), Err(Failure::Conflict { .. })));
        assert_eq!(desk.journal_of(7).expect("journal")[0].action, "case.reassign");
    }

    #[test]
    fn nobody_with_a_conflict_or_off_the_roster_takes_a_case() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut desk = desk(folder.path());
        let refused = desk.reassign(7, None, &to("3")).expect_err("of the unit in dispute").to_string();
        assert!(refused.contains("同一单位"), "{refused}");
        let relation = Draft::default().with("staff", "2").with("ground", "2");
        desk.declare_recusal(7, &relation).expect("declared");
        assert!(matches!(desk.declare_recusal(7, &relation), Err(Failure::Refusal { .. })));
        assert!(desk.reassign(7, None, &to("2")).expect_err("a relative").to_string().contains("近亲属"));
        let list = desk.candidates(7).expect("candidates");
        assert_eq!(list.iter().map(|c| (c.member.id, c.conflict.is_empty())).next(), Some((1, true)));
        assert_eq!(list.iter().filter(|c| !c.conflict.is_empty()).count(), 2);
    }

    #[test]
    fn who_has_open_cases_stays_on_the_roster() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut desk = desk(folder.path());
        let refused = desk.set_staff_active(1, false).expect_err("one case in hand").to_string();
        assert!(refused.contains("还有1件"), "{refused}");
        desk.conn.execute_batch("UPDATE cases SET is_open = 0, stage = 'S80'").expect("closed");
        desk.set_staff_active(1, false).expect("nothing in hand");
        assert!(!desk.roster().expect("roster").iter().any(|s| s.id == 1 && s.active));
        assert!(matches!(desk.reassign(7, None, &to("2")), Err(Failure::Refusal { .. })));
    }

    #[test]
    fn a_person_is_added_from_the_form_and_the_handler_may_not_assign() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut desk = desk(folder.path());
        let form = forms::STAFF.blank().with("name", "鲁茸").with("profession", "04").with("languages", "1,2");
        let done = desk.add_staff(&form).expect("added");
        assert_eq!(desk.roster().expect("roster").iter().filter(|s| s.id == done.id && s.load == 0).count(), 1);
        if let Some(actor) = desk.actor.as_mut() {
            actor.role = Role::Handler;
            actor.staff = Some(1);
        }
        assert!(matches!(desk.reassign(7, None, &to("2")), Err(Failure::Refusal { .. })));
        assert!(matches!(desk.add_staff(&form), Err(Failure::Refusal { .. })));
        desk.declare_recusal(7, &Draft::default().with("staff", "1").with("ground", "5")).expect("his own");
    }
}
