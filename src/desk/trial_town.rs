//! A studio with somebody in every role, for the tests that walk the whole flow: one desk at which
//! anybody may sit down, filled sample forms, and the contents of every table as text.

use super::trial::Office;
use super::trial_case::VISIT;
use super::{Clock, Desk, Done, Outcome, VisitWrite};
use crate::domain::flow::{self, Move};
use crate::domain::role::{Actor, Role};
use crate::validation::Draft;
use chrono::{NaiveDateTime, TimeDelta};
use rusqlite::types::ValueRef;
use std::collections::BTreeMap;

#[path = "../../tests/tables/samples/mod.rs"]
mod samples;

pub(super) struct Town {
    /// Keeps the folder of the file.
    _office: Office,
    pub desk: Desk,
}

/// Everybody of the town: two of those whose word counts twice.
pub(super) const PEOPLE: &[(&str, Role, Option<i64>)] = &[
    ("qiantai", Role::Reception, None),
    ("zhuren", Role::Director, None),
    ("banli", Role::Handler, Some(1)),
    ("bangshou", Role::Handler, Some(2)),
    ("ducha", Role::Supervisor, None),
    ("caiwu", Role::Finance, None),
    ("admin", Role::Admin, None),
    ("bangong", Role::Office, None),
];

impl Town {
    pub fn new() -> Town {
        let office = Office::new();
        let desk = office.desk("admin", "机房");
        // No test of a town is about a lost current.
        desk.conn.pragma_update(None, "synchronous", "OFF").expect("fast");
        desk.conn
            .execute_batch(
                "INSERT INTO staff (id, uid, name, profession, languages) VALUES
                   (1, 's1', '李秀英', '01', '1'), (2, 's2', '扎西', '04', '1'), (3, 's3', '和文军', '04', '1');
                 INSERT INTO user (uid, login, name, role, staff_id, password) VALUES
                   ('u1', 'banli', '李秀英', 'handler', 1, ''), ('u2', 'bangshou', '扎西', 'handler', 2, ''),
                   ('u3', 'caiwu', '杨文华', 'finance', NULL, ''), ('u4', 'bangong', '和志刚', 'office', NULL, '')",
            )
            .expect("people");
        Town { _office: office, desk }
    }

    /// Lets somebody sit down at the desk.
    pub fn seat(&mut self, login: &str) -> &mut Desk {
        let (_, role, staff) = *PEOPLE.iter().find(|p| p.0 == login).expect("somebody of the town");
        let user =
            self.desk.conn.query_row("SELECT id FROM user WHERE login = ?1", [login], |r| r.get(0)).expect("a user");
        self.desk.actor = Some(Actor { user, login: login.into(), name: login.into(), role, staff });
        &mut self.desk
    }

    pub fn later(&mut self, days: i64) {
        let to = self.desk.now() + TimeDelta::days(days);
        self.desk.clock = Clock::Fixed(to);
    }

    /// A whole visit, as the front desk takes it in; it opens a case or joins one.
    pub fn visit(&mut self, attach: Option<i64>, changes: &[(&str, &str)]) -> Outcome<i64> {
        let draft = VISIT.iter().chain(changes).fold(Draft::default(), |d, (k, v)| d.with(k, *v)).with("dispute", "03");
        self.seat("qiantai").save_visit(&VisitWrite { draft, attach, ..VisitWrite::default() }).map(|s| s.case)
    }

    /// The ways in which a move may be filled here and now, over what the desk knows of the case.
    pub fn forms(&mut self, case: i64, mv: &'static Move) -> Vec<Draft> {
        let known = self.desk.move_form(case, mv).unwrap_or_default();
        let today = self.desk.now();
        let sets = samples::filled(mv).into_iter();
        // Which paper goes back is known to the desk.
        let sample = |k: &str| k != "evidence" || !known.has(k);
        sets.map(|set| {
            set.iter().filter(|(k, _)| sample(k)).fold(known.clone(), |d, (k, v)| d.with(k, here(mv, k, v, today)))
        })
        .collect()
    }

    /// Carries out a move with its first sample and some changes.
    pub fn act(&mut self, login: &str, case: i64, mv: &str, changes: &[(&str, &str)]) -> Outcome<Done> {
        let mv = flow::find(mv).expect("a move");
        self.seat(login);
        let form = self.forms(case, mv).swap_remove(0);
        let form = changes.iter().fold(form, |d, (k, v)| d.with(k, *v));
        self.desk.act(case, None, mv, &form)
    }

    /// A case carried so far along the plain way.
    pub fn along(&mut self, moves: &[&str]) -> i64 {
        let case = self.visit(None, &[]).expect("a visit");
        for mv in moves {
            self.act("zhuren", case, mv, &[]).unwrap_or_else(|e| panic!("{mv}: {e}"));
        }
        case
    }

    /// What is not in order, by the desk's own check with every case replayed.
    pub fn faults(&mut self) -> Vec<String> {
        let found = self.seat("admin").check_with(true).expect("checked");
        found.into_iter().filter(|f| !f.ok).map(|f| format!("{}: {}", f.name, f.detail)).collect()
    }
}

/// A sample value at this desk: its days move with the clock, its people are those of the town.
fn here(mv: &Move, key: &str, value: &str, at: NaiveDateTime) -> String {
    match (mv.form.map_or("", |t| t.name), key) {
        ("assign" | "list_case", "handler") => "1".into(),
        ("assign" | "list_case", "members") => "2".into(),
        _ => value
            .replace("2026-11-23", &at.date().to_string())
            .replace("2026-11-24", &(at.date() + TimeDelta::days(1)).to_string())
            .replace("2026-12-31", &(at.date() + TimeDelta::days(38)).to_string())
            .replace("2027-01-31", &(at.date() + TimeDelta::days(69)).to_string()),
    }
}

/// Every row of every table as text, without the words of the search index.
pub(super) fn dump(desk: &Desk) -> BTreeMap<String, Vec<String>> {
    let mut names = desk
        .conn
        .prepare(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'narrative'",
        )
        .expect("a schema");
    let names: Vec<String> = names.query_map([], |r| r.get(0)).and_then(Iterator::collect).expect("tables");
    names.into_iter().map(|name| (name.clone(), rows(desk, &format!("SELECT * FROM {name}"), &[]))).collect()
}

/// The rows of a question as text, in order, without some columns.
pub(super) fn rows(desk: &Desk, sql: &str, without: &[&str]) -> Vec<String> {
    let mut question = desk.conn.prepare(sql).expect("a question");
    let names: Vec<String> = question.column_names().map(str::to_string).collect();
    let list = question.query_map([], |r| {
        let mut row = String::new();
        for (i, name) in names.iter().enumerate().filter(|(_, n)| !without.contains(&n.as_str())) {
            let value = match r.get_ref(i)? {
                ValueRef::Null => "-".to_string(),
                ValueRef::Integer(n) => n.to_string(),
                ValueRef::Text(t) | ValueRef::Blob(t) => String::from_utf8_lossy(t).into_owned(),
                ValueRef::Real(x) => x.to_string(),
            };
            row += &format!("{name}={value} ");
        }
        Ok(row)
    });
    let mut list: Vec<String> = list.and_then(Iterator::collect).expect("rows");
    list.sort();
    list
}

/// What an undo must bring back: everything but what it may leave behind (journal, marks, numbers given,
/// warnings closed with it).
pub(super) fn state(desk: &Desk) -> Vec<(&'static str, Vec<String>)> {
    let all: &[(&str, &str, &[&str])] = &[
        ("cases", "SELECT * FROM cases", &["rev", "last_action", "last_action_at", "docket", "number"]),
        ("deadline", "SELECT * FROM deadline", &["rev", "uid"]),
        ("pause", "SELECT * FROM pause", &[]),
        ("extension", "SELECT * FROM extension", &[]),
        ("team_member", "SELECT * FROM team_member", &[]),
        ("pending", "SELECT * FROM pending", &[]),
        ("listing", "SELECT * FROM listing", &[]),
        ("visit", "SELECT * FROM visit", &["rev"]),
        ("lookup", "SELECT * FROM lookup WHERE kind <> 1", &[]),
        ("record", "SELECT * FROM record WHERE voided = 0", &[]),
        ("warning", "SELECT * FROM warning WHERE disposal <> '随撤回'", &[]),
        ("supervision", "SELECT * FROM supervision", &[]),
        ("recusal", "SELECT * FROM recusal", &[]),
        ("volume", "SELECT * FROM volume", &[]),
        ("claim", "SELECT * FROM claim", &[]),
        ("lead", "SELECT * FROM lead", &[]),
        ("handover", "SELECT * FROM handover", &[]),
        ("request", "SELECT * FROM request", &[]),
        ("staff", "SELECT * FROM staff", &[]),
    ];
    all.iter().map(|(name, sql, without)| (*name, rows(desk, sql, without))).collect()
}
