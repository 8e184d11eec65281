//! Replay: a case worked out again from its journal and its records, by the rules of the flow, to be
//! laid beside the case as it is stored.
//!
//! A move is decided anew by `flow::plan` on the form as it was kept and the facts as they were then;
//! what else touched the case is taken from the journal row that tells of it (`desk::marks`). Writes
//! nothing. A case whose journal does not tell enough (demonstration data, files of older programs) is
//! said to be untold, never guessed at.

use super::replay_clocks::Clocks;
use super::{Outcome, marks};
use crate::domain::calendar::{Calendar, CalendarDay, DayKind};
use crate::domain::case::{Case, Chosen, Facts, Kept, Stage};
use crate::domain::flow::{self, Ground, Move};
use crate::domain::number::Series;
use crate::domain::role::{Actor, Role};
use crate::store;
use crate::store::journal::Past;
use crate::validation::{self, Checked, Draft, editable};
use chrono::{NaiveDate, NaiveDateTime};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Most journal rows of one case that are replayed.
const MOST_ROWS: i64 = 10_000;

/// What a replay found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Replayed {
    Same,
    /// The first thing that differs, without words that name somebody.
    Differs(String),
    /// The journal does not hold what a replay needs.
    Untold,
}

/// The calendars of a file: from which journal row each was in force. The embedded one from 0.
pub(super) type Calendars = Vec<(i64, Calendar)>;

/// The days of an import, for its journal row.
pub(super) fn arrangement(days: &[CalendarDay]) -> Value {
    let kind = |d: &CalendarDay| if d.kind == DayKind::Makeup { "补班" } else { "放假" };
    days.iter().map(|d| json!([d.date.to_string(), kind(d), d.name, d.official])).collect()
}

fn imported(arrangement: &Value) -> Option<Vec<CalendarDay>> {
    let day = |row: &Value| {
        Some(CalendarDay {
            date: row[0].as_str()?.parse().ok()?,
            kind: if row[1] == "补班" { DayKind::Makeup } else { DayKind::Off },
            name: row[2].as_str()?.to_string(),
            official: row[3].as_bool()?,
        })
    };
    arrangement.as_array()?.iter().map(day).collect()
}

/// The calendars of the file; `None` when an import does not tell its days.
pub(super) fn calendars(conn: &Connection) -> Outcome<Option<Calendars>> {
    let mut list = vec![(0, Calendar::embedded().clone())];
    for (seq, change) in store::journal::list_action(conn, "calendar", "calendar.import")? {
        let change: Value = serde_json::from_str(&change).unwrap_or_default();
        let Some(days) = imported(&change["arrangement"]) else { return Ok(None) };
        let before = &list[list.len() - 1].1;
        list.push((seq, before.with_notice(&days)));
    }
    Ok(Some(list))
}

/// How a case stood at some point of its journal.
#[derive(Clone)]
struct State {
    case: Case,
    clocks: Clocks,
    records: Vec<Kept>,
    team: Vec<i64>,
    /// Records that ask for a decision.
    asked: Vec<(i64, String)>,
}

/// A replay on its way.
struct Replay<'a> {
    calendars: &'a Calendars,
    /// The newest calendar that the clocks were counted with.
    reckoned: usize,
    records: BTreeMap<i64, Kept>,
    voided: BTreeSet<i64>,
    /// The state before the newest step that may be taken back, and its row.
    before: Option<(i64, State)>,
}

/// Works the case out again and lays it beside what is stored.
///
/// # Errors
/// A fault of the file.
pub(super) fn replay(conn: &Connection, calendars: &Calendars, id: i64) -> Outcome<Replayed> {
    let Some(stored) = store::case::load(conn, id)? else { return Ok(Replayed::Untold) };
    let first = store::journal::list_past(conn, "case", id, 1)?;
    let Some(mut state) = first.first().and_then(|row| begun(&stored, row)) else { return Ok(Replayed::Untold) };
    let all = store::case::list_all_kept(conn, id)?;
    let voided: BTreeSet<i64> = all.iter().filter(|r| r.1).map(|r| r.0.id).collect();
    let records = all.into_iter().map(|(kept, _)| (kept.id, kept)).collect();
    let mut replay = Replay { calendars, reckoned: 0, records, voided: BTreeSet::new(), before: None };
    for row in store::journal::list_past(conn, "case", id, MOST_ROWS)?.iter().skip(1) {
        if let Err(what) = replay.step(&mut state, row) {
            return Ok(Replayed::Differs(format!("第{}条流水{}:{what}", row.seq, row.action)));
        }
    }
    replay.calendar_until(&mut state, i64::MAX);
    if replay.voided != voided {
        return Ok(Replayed::Differs("已撤回的记录与流水不符".into()));
    }
    if replay.records.keys().any(|id| !voided.contains(id) && !state.records.iter().any(|r| r.id == *id)) {
        return Ok(Replayed::Differs("有流水中没有的记录".into()));
    }
    let team = store::staff::list_team(conn, id)?.into_iter().map(|m| m.0).collect::<BTreeSet<_>>();
    if team != state.team.iter().copied().collect() {
        return Ok(Replayed::Differs("小组".into()));
    }
    if store::pending::list_of_case(conn, id)? != state.asked.iter().map(|a| a.0).collect::<Vec<_>>() {
        return Ok(Replayed::Differs("待批的申请".into()));
    }
    let difference = cases_differ(&state.case, &stored).or(state.clocks.differ(conn, id)?);
    Ok(difference.map_or(Replayed::Same, Replayed::Differs))
}

/// The case as it was opened: codes from the journal row, names from the case as stored (they are not
/// in the journal, and the rules ask for them only after they stand).
fn begun(stored: &Case, row: &Past) -> Option<State> {
    let change: Value = serde_json::from_str(&row.change).ok()?;
    change["case"]["opened"].as_str()?;
    let mut case = Case { unit: String::new(), leader: String::new(), ..stored.clone() };
    apply(&mut case, &change["case"])?;
    let (team, asked) = (Vec::new(), Vec::new());
    Some(State { case, clocks: Clocks::new(stored.id), records: Vec::new(), team, asked })
}

/// Writes what a row says of the columns of a case.
fn apply(case: &mut Case, changed: &Value) -> Option<()> {
    let text = |v: &Value| v.as_str().map(str::to_string);
    let day = |v: &Value| v.as_str().and_then(|d| d.parse::<NaiveDate>().ok());
    for (key, v) in changed.as_object().into_iter().flatten() {
        match key.as_str() {
            "stage" => case.stage = Stage::from_code(v.as_str()?)?,
            "docket" => case.docket = text(v),
            "number" => case.number = text(v),
            "category" => case.category = text(v)?,
            "nature" => case.nature = text(v)?,
            "dispute" => case.dispute = text(v)?,
            "grade" => case.grade = text(v)?,
            "place" => case.place = text(v)?,
            "language" => case.language = text(v)?,
            "safety" => case.safety = text(v)?,
            "people" => case.people = v.as_i64()?,
            "involved" => case.involved = v.as_i64()?,
            "visits" => case.visits = v.as_i64()?,
            "handler" => case.handler = v.as_i64(),
            "listed" => case.listed = v.as_bool()?,
            "listing_level" => case.listing_level = text(v)?,
            "outcome" => case.outcome = text(v)?,
            "sealed" => case.sealed = v.as_bool()?,
            "opened" => case.opened = day(v)?,
            "accepted_on" => case.accepted_on = day(v),
            "entrusted_on" => case.entrusted_on = day(v),
            "closed_on" => case.closed_on = day(v),
            "registrar" => case.registrar = v.as_i64()?,
            "merged_into" => case.merged_into = v.as_i64(),
            _ => return None,
        }
    }
    Some(())
}

/// Names of the columns for the one who reads the finding.
const NAMES: &[(&str, &str)] = &[
    ("stage", "阶段"),
    ("docket", "接谈号"),
    ("number", "案号"),
    ("category", "诉求分类"),
    ("nature", "争议性质"),
    ("dispute", "纠纷类型"),
    ("grade", "案件等级"),
    ("place", "发生地"),
    ("language", "语言"),
    ("safety", "安全评估"),
    ("people", "来访人数"),
    ("involved", "涉及人数"),
    ("visits", "来访次数"),
    ("handler", "承办人"),
    ("listed", "包案"),
    ("listing_level", "包案级别"),
    ("outcome", "结果"),
    ("sealed", "密封"),
    ("opened", "登记日"),
    ("accepted_on", "受理日"),
    ("entrusted_on", "委托日"),
    ("closed_on", "结案日"),
    ("registrar", "首接人"),
    ("merged_into", "并入案件"),
];

fn cases_differ(told: &Case, stored: &Case) -> Option<String> {
    let plain = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_string);
    let pairs = marks::columns(told).into_iter().zip(marks::columns(stored));
    for ((key, told), (_, stored)) in pairs {
        if told != stored {
            let name = NAMES.iter().find(|n| n.0 == key).map_or(key, |n| n.1);
            return Some(format!("{name}:流水{},现为{}", plain(&told), plain(&stored)));
        }
    }
    // Names of units and leaders are compared, not shown.
    [("责任单位", told.unit != stored.unit), ("包案领导", told.leader != stored.leader)]
        .into_iter()
        .find(|(_, differs)| *differs)
        .map(|(name, _)| name.to_string())
}

/// Why a row cannot be followed.
type Step = Result<(), String>;

impl Replay<'_> {
    /// Counts the live clocks with every calendar that came into force before that row.
    fn calendar_until(&mut self, state: &mut State, seq: i64) {
        while self.calendars.get(self.reckoned + 1).is_some_and(|next| next.0 < seq) {
            self.reckoned += 1;
            state.clocks.recount_all(&self.calendars[self.reckoned].1);
        }
    }

    fn step(&mut self, state: &mut State, row: &Past) -> Step {
        self.calendar_until(state, row.seq);
        let change: Value = serde_json::from_str(&row.change).map_err(|_| "内容读不出")?;
        let today: NaiveDate = row.at.get(..10).and_then(|d| d.parse().ok()).ok_or("日期读不出")?;
        let record = change["record"].as_i64();
        match (flow::find(&row.action).filter(|m| m.id == row.action), record) {
            (Some(mv), Some(record)) => return self.act(state, row, mv, record, &change),
            // The original of a merge: taken back with it.
            (Some(_), None) => self.before = Some((row.seq, state.clone())),
            (None, Some(record)) => {
                let kept = self.records.get(&record).ok_or("没有这条记录")?;
                state.records.push(kept.clone());
            }
            (None, None) => {}
        }
        if row.action == "undo" {
            return self.take_back(state, &change);
        }
        apply(&mut state.case, &change["case"]).ok_or("案件内容读不出")?;
        let calendar = &self.calendars[self.reckoned].1;
        for act in change["clocks"].as_array().into_iter().flatten() {
            state.clocks.act(act, today, calendar)?;
        }
        if let Some(team) = change["team"][1].as_array() {
            state.team = team.iter().filter_map(Value::as_i64).collect();
        }
        if let Some(form) = change["answers"].as_str() {
            state.asked.retain(|a| a.1 != form);
        }
        Ok(())
    }

    /// The state before a step; numbers once given stay.
    fn take_back(&mut self, state: &mut State, change: &Value) -> Step {
        let (seq, before) = self.before.take().ok_or("没有可撤回的步骤")?;
        if change["takes_back"].as_i64() != Some(seq) {
            return Err("撤回的不是最近一步".into());
        }
        let gone = state.records.iter().filter(|r| !before.records.iter().any(|b| b.id == r.id));
        self.voided.extend(gone.map(|r| r.id));
        let (docket, number) = (state.case.docket.take(), state.case.number.take());
        *state = before;
        state.case.docket = docket.or(state.case.docket.take());
        state.case.number = number.or(state.case.number.take());
        // A calendar that came in between moved these clocks, too.
        if self.calendars[self.reckoned].0 > seq {
            state.clocks.recount_all(&self.calendars[self.reckoned].1);
        }
        Ok(())
    }

    fn act(&mut self, state: &mut State, row: &Past, mv: &'static Move, record: i64, change: &Value) -> Step {
        let kept = self.records.get(&record).ok_or("没有这条记录")?.clone();
        let at = row.at.get(..19).and_then(|t| t.parse::<NaiveDateTime>().ok()).ok_or("时间读不出")?;
        if mv.revocable {
            self.before = Some((row.seq, state.clone()));
        }
        let form = form(mv, &kept, at)?;
        let actor = Actor {
            user: kept.user,
            login: String::new(),
            name: String::new(),
            role: Role::from_code(&row.role).ok_or("角色读不出")?,
            staff: change["staff"].as_i64(),
        };
        let facts = facts(state, &change["facts"]);
        let ground = Ground { case: &state.case, facts: &facts, actor: &actor, today: at.date() };
        let planned = flow::plan(mv, &ground, &form);
        state.records = facts.records;
        let plan = planned.map_err(|why| format!("按规则不能办理,{}", why.what))?;
        let given = change["number"].as_str();
        if given.unwrap_or_default() != kept.number {
            return Err("编号与记录不符".into());
        }
        let held = state.case.number.take();
        state.case = plan.after;
        match plan.numbers {
            Some(Series::Docket) => state.case.docket = Some(given.ok_or("没有接谈号")?.to_string()),
            Some(Series::Case) => {
                let number = given.ok_or("没有案号")?.to_string();
                if held.is_some_and(|held| held != number) {
                    return Err("案号给过两个".into());
                }
                state.case.number = Some(number);
            }
            _ => {}
        }
        let calendar = &self.calendars[self.reckoned].1;
        state.clocks.carry(&plan.starts, &plan.kept, plan.stops, at.date(), calendar)?;
        if mv.to.is_some() {
            state.asked.clear();
        } else if mv.asks.is_some() {
            state.asked.push((kept.id, kept.form.clone()));
        }
        state.asked.retain(|a| !mv.answers.contains(&a.1.as_str()));
        if mv.id == "T09" {
            state.team = super::cases::team_ids(&form);
        }
        state.records.push(kept);
        Ok(())
    }
}

/// The form of a move as it was checked then.
fn form(mv: &'static Move, kept: &Kept, at: NaiveDateTime) -> Result<Checked, String> {
    let table = mv.form.ok_or("这一步没有表")?;
    if table.name != kept.form || mv.id != kept.mv {
        return Err("记录不是这一步的".into());
    }
    let field = |key: &str| table.field(key);
    let draft = kept.body.iter().fold(Draft::default(), |d, (key, value)| {
        let typed = field(key).map_or_else(|| value.to_string(), |f| editable(f.kind, value));
        d.with(key, typed)
    });
    validation::check(table, &draft, at).map_err(|p| {
        let fields: Vec<&str> = p.iter().map(|p| p.field.as_str()).collect();
        format!("记录的表单不合规定:{}", fields.join("、"))
    })
}

/// The facts as they were: records and clocks from the replay, the rest from the row.
fn facts(state: &mut State, told: &Value) -> Facts {
    let text = |key: &str| told[key].as_str().unwrap_or_default().to_string();
    let chosen = |row: &Value| Chosen {
        staff: row[0].as_i64().unwrap_or_default(),
        name: String::new(),
        profession: row[1].as_str().unwrap_or_default().to_string(),
        active: row[2].as_bool().unwrap_or_default(),
        conflict: String::new(),
    };
    let records = std::mem::take(&mut state.records);
    Facts {
        petitioned_on: told["petitioned_on"].as_str().and_then(|d| d.parse().ok()),
        repeat_answer: text("repeat"),
        handling: text("handling"),
        target: told["target"][0].as_str().and_then(Stage::from_code),
        target_sealed: told["target"][1].as_bool().unwrap_or_default(),
        chosen: told["chosen"].as_array().into_iter().flatten().map(chosen).collect(),
        entrusted: records.iter().any(|r| r.form == "entrust"),
        refused: told["refused"].as_bool().unwrap_or_default(),
        clocks: state.clocks.live(),
        records,
        ..Facts::default()
    }
}
