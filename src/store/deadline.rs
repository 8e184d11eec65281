//! Deadlines of cases with their pauses and extensions: rows in, rows out.
//!
//! Owns the SQL of one case's clocks and of the recount of all live ones; the windows of the
//! supervisor are in `overdue`. Computes no date and decides nothing: the desk hands over dates.

use crate::domain::case::LiveClock;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params, params};

/// Whether a clock runs. `code` is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadlineState {
    Running,
    Paused,
    /// The step was taken, in time or late.
    Met,
    /// The case left the flow.
    Ended,
}

impl DeadlineState {
    pub fn code(self) -> &'static str {
        match self {
            DeadlineState::Running => "running",
            DeadlineState::Paused => "paused",
            DeadlineState::Met => "met",
            DeadlineState::Ended => "ended",
        }
    }
    pub fn from_code(code: &str) -> DeadlineState {
        match code {
            "running" => DeadlineState::Running,
            "paused" => DeadlineState::Paused,
            "met" => DeadlineState::Met,
            _ => DeadlineState::Ended,
        }
    }
    /// Running or paused.
    pub fn is_live(self) -> bool {
        matches!(self, DeadlineState::Running | DeadlineState::Paused)
    }
}

/// A row of `deadline`. `due` is the day that lights and lists go by: `raw`, or the cap if earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub id: i64,
    pub rev: i64,
    pub case: i64,
    pub rule: String,
    pub start: NaiveDate,
    pub raw: NaiveDate,
    pub rolled: NaiveDate,
    pub due: NaiveDate,
    pub provisional: bool,
    pub amber_from: NaiveDate,
    pub red_from: NaiveDate,
    pub silent_from: Option<NaiveDate>,
    pub extension_days: i64,
    /// A rule of the same case, or a day, that this one never outlasts; "" = none.
    pub cap: String,
    /// Tells clocks of one rule apart: `第1期`; "" for a rule that runs once.
    pub note: String,
    pub state: DeadlineState,
    pub ended_on: Option<NaiveDate>,
}

/// A span that does not count; both ends belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
    pub why: String,
}

/// An approved extension; it moves the end only once the petitioner was told (条例34).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    pub id: i64,
    pub deadline: i64,
    pub days: i64,
    pub reason: String,
    pub approver: String,
    pub approved_on: NaiveDate,
    pub told_on: Option<NaiveDate>,
    pub applied: bool,
}

const COLUMNS: &str = "id, rev, case_id, rule, start, raw, rolled, due, provisional, amber_from, red_from, silent_from, \
     extension_days, cap, state, ended_on, note";

/// A date column. Stored dates are checked by the schema, so a wrong one means a damaged row.
pub(super) fn day(row: &Row, column: &str) -> Result<NaiveDate> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, format!("{column} {text}").into())
    })
}

pub(super) fn maybe_day(row: &Row, column: &str) -> Result<Option<NaiveDate>> {
    Ok(row.get::<_, Option<String>>(column)?.and_then(|t| t.parse().ok()))
}

fn clock(row: &Row) -> Result<Deadline> {
    Ok(Deadline {
        id: row.get("id")?,
        rev: row.get("rev")?,
        case: row.get("case_id")?,
        rule: row.get("rule")?,
        start: day(row, "start")?,
        raw: day(row, "raw")?,
        rolled: day(row, "rolled")?,
        due: day(row, "due")?,
        provisional: row.get("provisional")?,
        amber_from: day(row, "amber_from")?,
        red_from: day(row, "red_from")?,
        silent_from: maybe_day(row, "silent_from")?,
        extension_days: row.get("extension_days")?,
        cap: row.get::<_, Option<String>>("cap")?.unwrap_or_default(),
        note: row.get("note")?,
        state: DeadlineState::from_code(&row.get::<_, String>("state")?),
        ended_on: maybe_day(row, "ended_on")?,
    })
}

fn text(day: Option<NaiveDate>) -> Option<String> {
    day.map(|d| d.to_string())
}

/// Inserts a clock; its id and rev are ignored. Returns the id.
pub fn insert(tx: &Transaction, c: &Deadline) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO deadline (uid, case_id, rule, start, raw, rolled, due, provisional, amber_from, red_from,
           silent_from, extension_days, cap, state, ended_on, note)
         VALUES (:uid, :case, :rule, :start, :raw, :rolled, :due, :provisional, :amber, :red, :silent, :extension,
           nullif(:cap, ''), :state, :ended, :note)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":case": c.case, ":rule": c.rule, ":start": c.start.to_string(),
        ":raw": c.raw.to_string(), ":rolled": c.rolled.to_string(), ":due": c.due.to_string(),
        ":provisional": c.provisional, ":amber": c.amber_from.to_string(), ":red": c.red_from.to_string(),
        ":silent": text(c.silent_from), ":extension": c.extension_days, ":cap": c.cap, ":note": c.note, ":state": c.state.code(),
        ":ended": text(c.ended_on),
    })?;
    Ok(tx.last_insert_rowid())
}

/// What guards see of the clocks of a case that run or stand still.
pub fn list_live_of(conn: &Connection, case: i64) -> Result<Vec<LiveClock>> {
    conn.prepare_cached(
        "SELECT rule, note, due, state, rolled FROM deadline WHERE case_id = ?1 AND state IN ('running', 'paused') ORDER BY due, id",
    )?
    .query_map([case], |r| {
        let due: String = r.get(2)?;
        let state: String = r.get(3)?;
        Ok(LiveClock {
            rule: r.get(0)?,
            note: r.get(1)?,
            due: due.parse().unwrap_or_default(),
            rolled: r.get::<_, String>(4)?.parse().unwrap_or_default(),
            paused: state == "paused",
        })
    })?
    .collect()
}

/// Writes dates, extension and state of a clock back. Raises rev.
pub fn update(tx: &Transaction, c: &Deadline) -> Result<()> {
    tx.prepare_cached(
        "UPDATE deadline SET rev = rev + 1, raw = :raw, rolled = :rolled, due = :due, provisional = :provisional,
           amber_from = :amber, red_from = :red, silent_from = :silent, extension_days = :extension, state = :state,
           ended_on = :ended
         WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": c.id, ":raw": c.raw.to_string(), ":rolled": c.rolled.to_string(), ":due": c.due.to_string(),
        ":provisional": c.provisional, ":amber": c.amber_from.to_string(), ":red": c.red_from.to_string(),
        ":silent": text(c.silent_from), ":extension": c.extension_days, ":state": c.state.code(),
        ":ended": text(c.ended_on),
    })?;
    Ok(())
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Deadline>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM deadline WHERE id = ?1"))?.query_row([id], clock).optional()
}

/// Every clock of a case, the live ones by due date first, then the finished ones.
pub fn list_of_case(conn: &Connection, case: i64) -> Result<Vec<Deadline>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM deadline WHERE case_id = ?1
         ORDER BY state NOT IN ('running', 'paused'), due, id"
    ))?
    .query_map([case], clock)?
    .collect()
}

/// Every running or paused clock of the file: for a recount.
pub fn list_live(conn: &Connection) -> Result<Vec<Deadline>> {
    let mut list = Vec::new();
    for state in ["running", "paused"] {
        let mut statement = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM deadline WHERE state = '{state}'"))?;
        for row in statement.query_map([], clock)? {
            list.push(row?);
        }
    }
    Ok(list)
}

/// A process record was made: the running clocks of the case are no longer silent.
pub fn clear_silence(tx: &Transaction, case: i64) -> Result<()> {
    tx.prepare_cached(
        "UPDATE deadline SET silent_from = NULL
         WHERE case_id = ?1 AND state IN ('running', 'paused') AND silent_from IS NOT NULL",
    )?
    .execute([case])?;
    Ok(())
}

pub fn insert_pause(
    tx: &Transaction,
    deadline: i64,
    since: NaiveDate,
    until: Option<NaiveDate>,
    why: &str,
) -> Result<()> {
    tx.prepare_cached("INSERT INTO pause (deadline_id, since, until, why) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![deadline, since.to_string(), text(until), why])?;
    Ok(())
}

/// Closes the open span of a clock; false when there is none.
pub fn close_pause(tx: &Transaction, deadline: i64, until: NaiveDate) -> Result<bool> {
    let closed = tx
        .prepare_cached("UPDATE pause SET until = max(?2, since) WHERE deadline_id = ?1 AND until IS NULL")?
        .execute(params![deadline, until.to_string()])?;
    Ok(closed > 0)
}

/// Spans of a clock, oldest first.
pub fn list_pauses(conn: &Connection, deadline: i64) -> Result<Vec<Pause>> {
    conn.prepare_cached("SELECT since, until, why FROM pause WHERE deadline_id = ?1 ORDER BY since, id")?
        .query_map([deadline], |r| {
            Ok(Pause { since: day(r, "since")?, until: maybe_day(r, "until")?, why: r.get("why")? })
        })?
        .collect()
}

const EXTENSION: &str = "id, deadline_id, days, reason, approver, approved_on, told_on, applied";

fn extension(row: &Row) -> Result<Extension> {
    Ok(Extension {
        id: row.get("id")?,
        deadline: row.get("deadline_id")?,
        days: row.get("days")?,
        reason: row.get("reason")?,
        approver: row.get("approver")?,
        approved_on: day(row, "approved_on")?,
        told_on: maybe_day(row, "told_on")?,
        applied: row.get("applied")?,
    })
}

/// Inserts an extension; its id is ignored. Returns the id.
pub fn insert_extension(tx: &Transaction, e: &Extension, user: i64) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO extension (deadline_id, days, reason, approver, approved_on, told_on, applied, user_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        e.deadline,
        e.days,
        e.reason,
        e.approver,
        e.approved_on.to_string(),
        text(e.told_on),
        e.applied,
        user
    ])?;
    Ok(tx.last_insert_rowid())
}

pub fn load_extension(conn: &Connection, id: i64) -> Result<Option<Extension>> {
    conn.prepare_cached(&format!("SELECT {EXTENSION} FROM extension WHERE id = ?1"))?
        .query_row([id], extension)
        .optional()
}

/// Extensions of a clock, oldest first.
pub fn list_extensions(conn: &Connection, deadline: i64) -> Result<Vec<Extension>> {
    conn.prepare_cached(&format!("SELECT {EXTENSION} FROM extension WHERE deadline_id = ?1 ORDER BY id"))?
        .query_map([deadline], extension)?
        .collect()
}

/// The petitioner was told: from now on the extension counts.
pub fn apply_extension(tx: &Transaction, id: i64, told_on: NaiveDate) -> Result<()> {
    tx.prepare_cached("UPDATE extension SET told_on = ?2, applied = 1 WHERE id = ?1")?
        .execute(params![id, told_on.to_string()])?;
    Ok(())
}

/// Last recorded action on a case: its words and its day.
pub fn last_action(conn: &Connection, case: i64) -> Result<(String, Option<NaiveDate>)> {
    conn.prepare_cached("SELECT last_action, last_action_at FROM cases WHERE id = ?1")?.query_row([case], |r| {
        let at: String = r.get(1)?;
        Ok((r.get(0)?, at.get(..10).and_then(|d| d.parse().ok())))
    })
}
