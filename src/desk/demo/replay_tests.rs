//! The stored cases are walked again by their journal: the flow must accept each step with what the
//! file holds up to it, and come to the same case, clocks and waiting requests.

use super::life::retyped_form;
use super::roster::USERS;
use super::step::actor;
use super::*;
use crate::domain::case::{Case, Facts, Kept, LiveClock, Stage};
use crate::domain::flow::{self, Ground, Stop};
use crate::validation;
use rusqlite::Connection;
use std::collections::BTreeMap;

fn now() -> NaiveDateTime {
    "2026-11-23T16:42:00".parse().expect("a time")
}

/// Rule, note, start, rolled, state, end.
type StoredClock = (String, String, String, NaiveDate, String, Option<String>);

fn clocks(conn: &Connection, case: i64) -> Vec<StoredClock> {
    let sql = "SELECT rule, note, start, rolled, state, ended_on FROM deadline WHERE case_id = ?1 ORDER BY id";
    let row = |r: &rusqlite::Row| {
        let rolled: String = r.get(3)?;
        Ok((r.get(0)?, r.get(1)?, r.get(2)?, rolled.parse().expect("a day"), r.get(4)?, r.get(5)?))
    };
    conn.prepare(sql).expect("sql").query_map([case], row).expect("rows").collect::<Result<_, _>>().expect("clocks")
}

/// A case as it was when it came in, from what it is now and its first visit.
fn fresh(last: &Case, visit: Option<&crate::validation::Draft>) -> Case {
    let of = |key: &str, now: &str| visit.map_or(now.to_string(), |v| v.get(key).to_string());
    Case {
        stage: Stage::Draft,
        nature: of("nature", &last.nature),
        safety: of("safety", &last.safety),
        grade: String::new(),
        unit: String::new(),
        handler: None,
        listed: false,
        listing_level: String::new(),
        leader: String::new(),
        outcome: String::new(),
        accepted_on: None,
        entrusted_on: None,
        closed_on: None,
        merged_into: None,
        ..last.clone()
    }
}

/// A clock of the replay: rule, note, start, and how it ended.
struct Walked {
    rule: String,
    note: String,
    start: NaiveDate,
    ended: Option<(&'static str, NaiveDate)>,
}

fn walk(conn: &Connection, id: i64) -> usize {
    let last = store::case::load(conn, id).expect("read").expect("a case");
    let visit = store::visit::load_first(conn, id).expect("read");
    let draft = visit.as_ref().map(|v| &v.draft);
    let mut case = fresh(&last, draft);
    let mut facts = Facts { petitioned_on: Some(last.opened), ..Facts::default() };
    // The visit of a merged case lies with its original.
    facts.repeat_answer = draft.map_or("2".to_string(), |d| d.get("repeat_answer").to_string());
    facts.handling = draft.map_or("1".to_string(), |d| d.get("handling").to_string());
    let mut records: std::collections::VecDeque<Kept> = store::case::list_kept(conn, id).expect("read").into();
    let stored = clocks(conn, id);
    let mut walked: Vec<Walked> = Vec::new();
    let mut waiting: Vec<(i64, &'static str)> = Vec::new();
    let sql = "SELECT action, actor, at FROM journal WHERE object = 'case' AND object_id = ?1 ORDER BY seq";
    let mut journal = conn.prepare(sql).expect("sql");
    let rows = journal.query_map([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).expect("rows");
    let mut steps = 0;
    for (action, who, at) in rows.collect::<Result<Vec<(String, String, String)>, _>>().expect("rows") {
        let at = NaiveDateTime::parse_from_str(&at[..16], "%Y-%m-%dT%H:%M").expect("a time");
        if action == "case.reassign" {
            let record = records.pop_front().expect("its record");
            case.handler = record.get("handler").parse().ok();
            facts.records.push(record);
            continue;
        }
        if action == "deadline.extend" {
            waiting.retain(|w| w.1 != "extension_request");
        }
        let Some(mv) = flow::FLOW.iter().find(|m| m.id == action) else { continue };
        let table = mv.form.expect("a form");
        let record = records.pop_front().unwrap_or_else(|| panic!("{id}: no record of {action}"));
        assert_eq!((record.mv.as_str(), record.form.as_str(), record.on), (mv.id, table.name, at.date()), "{id}");
        let typed = retyped_form(table, &record.body);
        let form = validation::check(table, &typed, at).unwrap_or_else(|p| panic!("{id} {action}: {p:?}"));
        assert_eq!(form.values(), &record.body, "{id} {action}: not as it would be stored");
        let user = USERS.iter().position(|u| u.0 == who).expect("a user");
        assert_eq!(record.user, user as i64 + 1);
        if table.name == "assign" {
            facts.chosen = crate::desk::cases::chosen(conn, &case, &form).expect("the team");
        }
        if mv.id == "T02" {
            let target = store::case::load(conn, form.number("target").expect("a case")).expect("read").expect("it");
            let over = target.closed_on.is_some_and(|day| day <= at.date());
            facts.target = Some(if over { target.stage } else { Stage::Working });
        }
        facts.entrusted = facts.has("entrust");
        facts.clocks = walked
            .iter()
            .filter(|w| w.ended.is_none())
            .map(|w| {
                let of = |c: &&StoredClock| c.0 == w.rule && c.1 == w.note && c.2 == w.start.to_string();
                let rolled = stored.iter().find(of).unwrap_or_else(|| panic!("{id}: no {}{}", w.rule, w.note)).3;
                LiveClock { rule: w.rule.clone(), note: w.note.clone(), due: rolled, rolled, paused: false }
            })
            .collect();
        let who = actor(user);
        let ground = Ground { case: &case, facts: &facts, actor: &who, today: at.date() };
        let plan = flow::plan(mv, &ground, &form)
            .unwrap_or_else(|r| panic!("{id} {action}{} on {at}: {}({})", mv.label, r.what, r.remedy));
        for stop in plan.stops {
            for w in walked.iter_mut().filter(|w| w.ended.is_none()) {
                match stop {
                    Stop::All => w.ended = Some(("ended", at.date())),
                    Stop::Ended(rule) if w.rule == *rule => w.ended = Some(("ended", at.date())),
                    Stop::Met(rule) if w.rule == *rule => w.ended = Some(("met", at.date())),
                    _ => {}
                }
            }
        }
        for kept in &plan.kept {
            let one = walked.iter_mut().find(|w| w.ended.is_none() && w.rule == kept.rule && w.note == kept.note);
            if let Some(w) = one {
                w.ended = Some((if kept.met { "met" } else { "ended" }, at.date()));
            }
        }
        for term in plan.starts {
            walked.push(Walked { rule: term.rule.to_string(), note: term.note, start: term.from, ended: None });
        }
        if mv.to.is_some() {
            waiting.clear();
        }
        waiting.retain(|w| !mv.answers.contains(&w.1));
        if mv.asks.is_some() {
            waiting.push((record.id, table.name));
        }
        case = plan.after;
        facts.records.push(record);
        steps += 1;
    }
    assert!(records.is_empty(), "{id}: {} records without a step", records.len());
    case.merged_into = last.merged_into;
    let (rev, visits) = (last.rev, last.visits);
    if last.stage != Stage::Draft {
        assert_eq!(Case { rev, visits, ..case }, last, "{id}: another case came out");
    }
    // What the supervisor started is no step of the flow.
    let told: Vec<_> = stored
        .iter()
        .filter(|c| c.0 != "DL-19")
        .map(|c| {
            let state = if c.4 == "paused" { "running" } else { c.4.as_str() };
            (c.0.clone(), c.1.clone(), c.2.clone(), state.to_string(), c.5.clone())
        })
        .collect();
    let made: Vec<_> = walked
        .iter()
        .map(|w| {
            let state = w.ended.map_or("running", |e| e.0).to_string();
            (w.rule.clone(), w.note.clone(), w.start.to_string(), state, w.ended.map(|e| e.1.to_string()))
        })
        .collect();
    assert_eq!(told, made, "{id}: other clocks");
    let sql = "SELECT record_id, form FROM pending WHERE case_id = ?1 ORDER BY record_id";
    let mut query = conn.prepare(sql).expect("sql");
    let asked = query.query_map([id], |r| Ok((r.get(0)?, r.get(1)?))).expect("rows");
    let asked: Vec<(i64, String)> = asked.collect::<Result<_, _>>().expect("rows");
    assert_eq!(asked, waiting.iter().map(|w| (w.0, w.1.to_string())).collect::<Vec<_>>(), "{id}: other requests");
    steps
}

#[test]
fn the_flow_accepts_every_step_of_every_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("desk.db");
    // More than the script, so that the long years with their leaner cases are among them.
    demo(&path, 900, 11, now(), &mut |_| ()).unwrap_or_else(|e| panic!("{e}"));
    let conn = store::open(&path, false).expect("opens");
    let mut seen: BTreeMap<String, i64> = BTreeMap::new();
    let mut steps = 0;
    for id in 1..=900 {
        steps += walk(&conn, id);
    }
    assert!(steps > 9000, "{steps}");
    let mut query = conn.prepare("SELECT move, count(*) FROM record GROUP BY move").expect("sql");
    for row in query.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).expect("rows") {
        let (mv, n): (String, i64) = row.expect("a row");
        seen.insert(mv, n);
    }
    // Ways that a demo need not show: an appraisal that ended, reopening, listing later, other relief.
    let spared = ["R08", "R17", "R36", "R37", "T10c", "T21"];
    let unseen: Vec<_> =
        flow::FLOW.iter().map(|m| m.id).filter(|id| !seen.contains_key(*id) && !spared.contains(id)).collect();
    assert!(unseen.is_empty(), "{unseen:?}");
}
