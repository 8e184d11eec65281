//! Random walks of real cases on a real file: moves by whoever may, and between them visits, pauses,
//! extensions, calendars, reassignments, 督办 and steps taken back. After every act the same things hold.

use super::replay::{self, Replayed};
use super::trial_town::{PEOPLE, Town, dump, state};
use super::{Desk, Failure, Outcome};
use crate::domain::case::Stage;
use crate::domain::deadline;
use crate::domain::flow::{self, Move};
use crate::domain::role::{Grant, grant};
use crate::store;
use crate::store::deadline::DeadlineState;
use crate::store::health::{INVARIANTS, broken};
use crate::validation::Draft;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Open stages beyond 暂存 that may stand without a clock, with the reason.
const WITHOUT_CLOCK: &[(Stage, &str)] = &[];

fn draft(pairs: &[(&str, &str)]) -> Draft {
    pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v))
}

/// What holds of every case at any time.
fn hold(desk: &Desk, cases: &[i64], what: &str) {
    for rule in INVARIANTS {
        let (n, first) = broken(&desk.conn, rule).expect("looked at");
        assert_eq!(n, 0, "after {what}: {} {first:?}", rule.name);
    }
    let calendars = replay::calendars(&desk.conn).expect("read").expect("told");
    for id in cases {
        let case = store::case::load(&desk.conn, *id).expect("read").expect("a case");
        let at = format!("case {id} at {} after {what}", case.stage.label());
        let clocks = store::deadline::list_of_case(&desk.conn, *id).expect("clocks");
        let live = clocks.iter().filter(|c| c.state.is_live()).count();
        if case.stage.is_open() && case.stage != Stage::Draft {
            let excused = WITHOUT_CLOCK.iter().any(|(s, why)| *s == case.stage && !why.is_empty());
            assert!(live > 0 || excused, "{at} has no clock");
        }
        let looked_after = matches!(case.stage, Stage::Closed | Stage::Struck | Stage::Archived);
        if !case.stage.is_open() && !looked_after {
            assert_eq!(live, 0, "{at} leaves clocks");
        }
        for c in &clocks {
            let clock = format!("{at}: {}{}", c.rule, c.note);
            assert!(c.raw <= c.rolled, "{clock} {} {}", c.raw, c.rolled);
            let earlier = c.raw.min(c.rolled);
            if deadline::find(&c.rule).is_some_and(|r| r.is_elsewhere()) {
                assert!(c.due > earlier, "{clock} of another office presses nobody here: {}", c.due);
                continue;
            }
            assert!(if c.cap.is_empty() { c.due == earlier } else { c.due <= earlier }, "{clock} {}", c.due);
            let pauses = store::deadline::list_pauses(&desk.conn, c.id).expect("pauses");
            let open = pauses.iter().filter(|p| p.until.is_none()).count();
            match c.state {
                DeadlineState::Paused => assert_eq!(open, 1, "{clock} stands still"),
                DeadlineState::Running => assert!(open <= 1 && c.ended_on.is_none(), "{clock} runs"),
                DeadlineState::Met | DeadlineState::Ended => {
                    assert!(open == 0 && c.ended_on.is_some(), "{clock} is over");
                }
            }
        }
        let found = replay::replay(&desk.conn, &calendars, *id).expect("replayed");
        assert_eq!(found, Replayed::Same, "{at}");
    }
}

/// A refusal leaves every table as it was.
fn refused<T>(town: &mut Town, what: &str, act: impl FnOnce(&mut Desk) -> Outcome<T>) -> Failure {
    let before = dump(&town.desk);
    let Err(failure) = act(&mut town.desk) else { panic!("{what} went through") };
    assert_eq!(before, dump(&town.desk), "{what} changed something: {failure}");
    failure
}

struct Walk {
    town: Town,
    cases: Vec<i64>,
    told: Vec<String>,
    /// Moves that were carried out, and those that were taken back.
    done: BTreeSet<&'static str>,
    undone: BTreeSet<&'static str>,
    /// Where each case has been.
    been: BTreeSet<(i64, Stage)>,
}

impl Walk {
    fn new() -> Walk {
        let mut town = Town::new();
        let cases = (0..2).map(|_| town.visit(None, &[]).expect("a visit")).collect();
        Walk { town, cases, told: Vec::new(), done: BTreeSet::new(), undone: BTreeSet::new(), been: BTreeSet::new() }
    }

    fn say(&mut self, what: impl Into<String>) {
        self.told.push(what.into());
    }

    /// Tries an act; a refusal must leave no trace.
    fn try_act<T>(&mut self, what: &str, login: &str, act: impl FnOnce(&mut Desk) -> Outcome<T>) -> bool {
        self.town.seat(login);
        let before = dump(&self.town.desk);
        match act(&mut self.town.desk) {
            Ok(_) => {
                self.say(what);
                true
            }
            Err(Failure::Fault(fault)) => panic!("{what} after {:?}: {fault}", self.told),
            Err(no) => {
                assert_eq!(before, dump(&self.town.desk), "{what} was refused and changed something: {no}");
                self.told.push(format!("NO {what}: {no}"));
                false
            }
        }
    }

    fn step(&mut self, pick: usize) {
        let case = self.cases[pick / 7 % self.cases.len()];
        let clocks = store::deadline::list_of_case(&self.town.desk.conn, case).expect("clocks");
        let live: Vec<_> = clocks.into_iter().filter(|c| c.state.is_live()).collect();
        let clock = live.get(pick / 11 % live.len().max(1)).cloned();
        let today = self.town.desk.today().to_string();
        match pick % 25 {
            0 => {
                let days = i64::try_from(pick / 25 % 6).expect("few") + 1;
                self.town.later(days);
                self.say(format!("{days} days"));
            }
            1 => {
                // A year as a whole, one day more or less each time; now and then only provisional.
                let (year, odd) = (2026 + pick / 25 % 2, pick / 50 % 9);
                let rows = (1..=3 + odd).map(|n| format!("{year}-12-{:02},放假,测试,official", n + 20));
                let csv = format!("{year}-01-01,放假,元旦,official\n{}\n", rows.collect::<Vec<_>>().join("\n"));
                self.try_act("calendar", "admin", |d| d.import_calendar(&csv));
            }
            2 => drop(self.town.visit(Some(case), &[("people", "6")]).map(|_| self.say("visit"))),
            3 => {
                if let Some(c) = clock {
                    let form = draft(&[("from", &today), ("why", "1")]);
                    self.try_act("pause", "zhuren", |d| d.pause(c.id, &form));
                }
            }
            4 => {
                if let Some(c) = clock {
                    let form = draft(&[("until", &today)]);
                    self.try_act("resume", "zhuren", |d| d.resume(c.id, &form));
                }
            }
            5 => {
                if let Some(c) = clock {
                    let told = if (pick / 25).is_multiple_of(2) { today.as_str() } else { "" };
                    let form = draft(&[
                        ("days", "5"),
                        ("reason", "等待测绘"),
                        ("approver", "李秀英"),
                        ("approved_on", &today),
                        ("both_agree", "1"),
                        ("told_on", told),
                    ]);
                    self.try_act("extend", "zhuren", |d| d.extend(c.id, &form));
                }
            }
            6 => {
                let kept = clock.map(|c| store::deadline::list_extensions(&self.town.desk.conn, c.id).expect("read"));
                if let Some(e) = kept.into_iter().flatten().find(|e| !e.applied) {
                    self.try_act("told", "zhuren", |d| d.extension_told(e.id, &draft(&[("told_on", &today)])));
                }
            }
            7 => {
                let to = if (pick / 25).is_multiple_of(2) { "2" } else { "3" };
                let form = draft(&[("handler", to), ("recusal_checked", "1"), ("reason", "原承办人请假")]);
                self.try_act("reassign", "zhuren", |d| d.reassign(case, None, &form));
            }
            8 => {
                let by = self.town.desk.today() + chrono::TimeDelta::days(5);
                let form = draft(&[
                    ("target", "承办人"),
                    ("trigger", "久无记录"),
                    ("demand", "请说明进展"),
                    ("feedback_by", &by.to_string()),
                ]);
                self.try_act("supervise", "ducha", |d| d.supervise(case, &form));
            }
            9 => {
                let list = store::supervision::list(&self.town.desk.conn, case).expect("read");
                if let Some(s) = list.into_iter().find(|s| s.answered_on.is_none()) {
                    let form = draft(&[("feedback", "已约双方下周见面")]);
                    self.try_act("answer", "zhuren", |d| d.answer_supervision(s.id, &form));
                }
            }
            10 => self.amend(case, pick),
            11 => {
                let why = draft(&[("reason", "选错了一步")]);
                self.try_act("undo", "zhuren", |d| d.undo(case, &why));
            }
            12 if self.cases.len() < 5 => {
                let opened = self.town.visit(None, &[]).expect("never refused");
                self.cases.push(opened);
            }
            _ => self.go(case, pick),
        }
    }

    fn amend(&mut self, case: i64, pick: usize) {
        let Some(first) = store::visit::load_first(&self.town.desk.conn, case).expect("read") else { return };
        let write = super::VisitWrite {
            visit: Some((first.id, first.rev)),
            draft: first.draft.with("involved", (pick / 25 % 15 + 1).to_string()).with("phone", "13800000001"),
            ..super::VisitWrite::default()
        };
        self.try_act("amend", "zhuren", |d| d.save_visit(&write));
    }

    /// A lawful move, by whoever may; what may be taken back is taken back first, and done again.
    fn go(&mut self, case: i64, pick: usize) {
        let mut ways: Vec<(&str, &'static Move)> = Vec::new();
        for (login, ..) in PEOPLE {
            let offers = self.town.seat(login).offers(case).unwrap_or_default();
            ways.extend(offers.into_iter().filter(|o| o.hindrance.is_none()).map(|o| (*login, o.mv)));
        }
        // Ways out are many; most walks are to go on.
        if !pick.is_multiple_of(31) {
            ways.retain(|w| !matches!(w.1.id, "T02" | "T05" | "T06" | "T22" | "T23"));
        }
        // Two of three go on where the case has not been yet, or the walk would go round in the middle.
        let new = |mv: &Move| mv.to.is_some_and(|to| !self.been.contains(&(case, to)));
        if !pick.is_multiple_of(3) && ways.iter().any(|w| new(w.1)) {
            ways.retain(|w| new(w.1));
        } else if pick % 3 == 1 {
            ways.retain(|w| w.1.is_record());
        }
        if ways.is_empty() {
            return;
        }
        let (login, mv) = ways[pick / 3 % ways.len()];
        self.town.seat(login);
        let mut forms = self.town.forms(case, mv);
        let mut form = forms.swap_remove(pick / 2 % forms.len());
        if mv.id == "T02" {
            let other = self.cases.iter().find(|c| **c != case).copied().unwrap_or(case);
            form.set("target", other.to_string());
        }
        let before = state(&self.town.desk);
        if !self.try_act(mv.id, login, |d| d.act(case, None, mv, &form)) {
            return;
        }
        self.done.insert(mv.id);
        self.been.extend(mv.to.map(|to| (case, to)));
        if !mv.revocable || pick.is_multiple_of(4) {
            return;
        }
        let number = store::case::load(&self.town.desk.conn, case).expect("read").expect("a case").number;
        let why = draft(&[("reason", "选错了一步")]);
        let undone = self.town.desk.undo(case, &why);
        assert!(undone.is_ok(), "{} is not taken back after {:?}: {undone:?}", mv.id, self.told);
        for (was, is) in before.iter().zip(state(&self.town.desk)) {
            assert_eq!(*was, is, "{} leaves a trace after {:?}", mv.id, self.told);
        }
        self.undone.insert(mv.id);
        hold(&self.town.desk, &self.cases, &format!("undo of {} in {:?}", mv.id, self.told));
        if pick.is_multiple_of(2) {
            self.town.seat(login);
            self.town.desk.act(case, None, mv, &form).unwrap_or_else(|e| panic!("{} again: {e}", mv.id));
            let again = store::case::load(&self.town.desk.conn, case).expect("read").expect("a case").number;
            assert_eq!(number, again, "{} gave another number", mv.id);
        }
    }
}

fn walked(picks: &[usize]) -> Walk {
    let mut walk = Walk::new();
    for pick in picks {
        walk.step(*pick);
        hold(&walk.town.desk, &walk.cases, &format!("{:?}", walk.told));
    }
    assert_eq!(walk.town.faults(), Vec::<String>::new(), "after {:?}", walk.told);
    walk
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_case_was_and_is_agree_on_every_walk(picks in prop::collection::vec(0usize..100_000, 20..60)) {
        walked(&picks);
    }
}

/// The walks do not pass because they go nowhere.
#[test]
fn a_long_walk_reaches_the_archive_and_takes_back_most_of_what_may_be() {
    let mut seed = 7_usize;
    let picks = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % 100_000
    });
    let walk = walked(&picks.take(320).collect::<Vec<_>>());
    let (done, undone) = (&walk.done, &walk.undone);
    assert!(done.len() >= 25 && undone.len() >= 8, "{done:?} {undone:?}");
}

/// Ways through the flow on which every step that may be taken back lies.
const WAYS: &[&[&str]] = &[
    &["T01", "T23"],
    &["T01", "T02"],
    &[
        "T01", "T03", "T04", "T04b", "T07", "T08", "T09", "R01", "R03", "R04", "R16", "R07", "R08", "T11", "T11b",
        "R36", "R34", "R35", "T12", "T13", "R11", "T14", "T17", "R12", "R20", "R21", "T18", "R33", "T19", "R30", "R32",
        "T20", "R31",
    ],
];

#[test]
fn every_revocable_step_is_taken_back_without_a_trace() {
    let mut town = Town::new();
    let original = town.along(&["T01"]);
    let mut undone = BTreeSet::new();
    for way in WAYS {
        let handling = if way.contains(&"T23") { "2" } else { "1" };
        let case = town.visit(None, &[("handling", handling)]).expect("a visit");
        for id in *way {
            let mv = flow::find(id).expect("a move");
            let login = match *id {
                "T19" => "ducha",
                "R33" => "banli",
                _ => "zhuren",
            };
            let (to, more) = (original.to_string(), [("checker", "李秀英"), ("filer", "和丽英")]);
            let changes: &[(&str, &str)] = match *id {
                "T02" => &[("target", &to)],
                "T20" => &more,
                _ => &[],
            };
            let before = state(&town.desk);
            town.act(login, case, id, changes).unwrap_or_else(|e| panic!("{id}: {e}"));
            let why = draft(&[("reason", "选错了一步")]);
            if !mv.revocable {
                let no = refused(&mut town, id, |d| d.undo(case, &why)).to_string();
                assert!(no.contains(flow::lasting(id)), "{id}: {no}");
                continue;
            }
            town.seat(login).undo(case, &why).unwrap_or_else(|e| panic!("undo of {id}: {e}"));
            assert_eq!(before, state(&town.desk), "{id} leaves a trace");
            undone.insert(mv.id);
            town.act(login, case, id, changes).unwrap_or_else(|e| panic!("{id} again: {e}"));
            hold(&town.desk, &[case, original], id);
        }
    }
    let never: Vec<&str> = flow::FLOW.iter().filter(|m| m.revocable && !undone.contains(m.id)).map(|m| m.id).collect();
    assert!(never.is_empty(), "{never:?} lie on none of the WAYS");
    assert_eq!(town.faults(), Vec::<String>::new());
}

/// Nobody does what the permission table denies him, at whatever stage, and a refusal leaves no trace.
#[test]
fn whoever_the_table_denies_is_refused_every_move_at_every_stage() {
    let mut town = Town::new();
    let case = town.visit(None, &[]).expect("a visit");
    let way = ["T01", "T03", "T07", "T08", "T09", "R01", "R03", "T12", "T13", "R11", "T14", "T17"];
    let mut tried = 0;
    for next in way.iter().map(Some).chain([None]) {
        for (login, role, staff) in PEOPLE {
            town.seat(login);
            let held = store::case::load(&town.desk.conn, case).expect("read").expect("a case");
            let user = town.desk.actor().expect("somebody").user;
            let own = held.registrar == user || staff.is_some() && held.handler == *staff;
            for mv in flow::FLOW.iter().filter(|m| m.from.contains(&held.stage)) {
                let denied = match grant(*role, mv.operation) {
                    Grant::Full => false,
                    Grant::Own => !own,
                    Grant::No | Grant::View => true,
                };
                if denied {
                    let form = town.forms(case, mv).swap_remove(0);
                    let what = format!("{} by {login} at {}", mv.id, held.stage.label());
                    let no = refused(&mut town, &what, |d| d.act(case, None, mv, &form));
                    assert!(matches!(no.exit_code(), 3 | 4), "{what}: {no}");
                    tried += 1;
                }
            }
        }
        if let Some(mv) = next {
            town.act("zhuren", case, mv, &[]).unwrap_or_else(|e| panic!("{mv}: {e}"));
        }
    }
    assert!(tried > 500, "{tried}");
}
