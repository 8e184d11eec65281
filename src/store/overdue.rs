//! The supervisor's windows on the running clocks of all cases, and their counts.
//!
//! Every statement is a range of a partial index over the live clocks (`deadline_due`,
//! `deadline_silent`, `deadline_paused`) or, when a handler, unit or team is asked for, starts from
//! that person's cases with a clock. The index is named in the statement, so a plan cannot drift into a scan.

use super::deadline::{day, maybe_day};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};

/// A part of the list, in the order it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Overdue,
    Red,
    Amber,
    /// Due some day, no light yet.
    Normal,
    /// Past half its time without a record of work.
    Silent,
    Paused,
}

/// Whose cases: each list holds the accepted values, `None` = all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Whose {
    pub handlers: Option<Vec<i64>>,
    pub units: Option<Vec<String>>,
    pub team: Option<String>,
    pub rule: Option<String>,
}

/// Where a window begins: after (or before) this day and clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    pub day: NaiveDate,
    pub id: i64,
}

/// A row as stored; nothing is masked here.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub deadline: i64,
    pub case: i64,
    pub rule: String,
    /// Tells clocks of one rule apart, "" for a rule that runs once.
    pub note: String,
    pub start: NaiveDate,
    pub raw: NaiveDate,
    pub rolled: NaiveDate,
    pub due: NaiveDate,
    pub provisional: bool,
    pub amber_from: NaiveDate,
    pub red_from: NaiveDate,
    pub silent_from: Option<NaiveDate>,
    pub extension_days: i64,
    pub paused: bool,
    pub number: Option<String>,
    pub docket: Option<String>,
    pub petitioner: String,
    pub sealed: bool,
    pub handler: String,
    pub unit: String,
    pub team: String,
    pub last_action: String,
    pub last_action_on: String,
    pub stage: String,
    pub grade: String,
    pub listed: bool,
    pub gist: String,
}

fn found(r: &Row) -> Result<Found> {
    Ok(Found {
        deadline: r.get("id")?,
        case: r.get("case_id")?,
        rule: r.get("rule")?,
        note: r.get("note")?,
        start: day(r, "start")?,
        raw: day(r, "raw")?,
        rolled: day(r, "rolled")?,
        due: day(r, "due")?,
        provisional: r.get("provisional")?,
        amber_from: day(r, "amber_from")?,
        red_from: day(r, "red_from")?,
        silent_from: maybe_day(r, "silent_from")?,
        extension_days: r.get("extension_days")?,
        paused: r.get::<_, String>("state")? == "paused",
        number: r.get("number")?,
        docket: r.get("docket")?,
        petitioner: r.get("petitioner")?,
        sealed: r.get("sealed")?,
        handler: r.get::<_, Option<String>>("handler")?.unwrap_or_default(),
        unit: r.get("unit")?,
        team: r.get("team")?,
        last_action: r.get("last_action")?,
        last_action_on: r.get::<_, String>("last_action_at")?.chars().take(10).collect(),
        stage: r.get("stage")?,
        grade: r.get("grade")?,
        listed: r.get("listed")?,
        gist: r.get("gist")?,
    })
}

const COLUMNS: &str = "d.id, d.case_id, d.rule, d.note, d.start, d.raw, d.rolled, d.due, d.provisional, d.amber_from, d.red_from, \
     d.silent_from, d.extension_days, d.state, c.number, c.docket, c.petitioner, c.sealed, s.name AS handler, c.unit, \
     c.team, c.last_action, c.last_action_at, c.stage, c.grade, c.listed, c.gist";

/// The statement of one window. Parameters: :today :floor :until :day :id :limit, and those of `whose`.
fn statement(part: Part, whose: &Whose, backwards: bool) -> String {
    let (index, key, state) = match part {
        Part::Silent => ("deadline_silent", "d.silent_from", "d.state = 'running' AND d.silent_from IS NOT NULL"),
        Part::Paused => ("deadline_paused", "d.due", "d.state = 'paused'"),
        _ => ("deadline_due", "d.due", "d.state = 'running'"),
    };
    let light = match part {
        Part::Red => " AND d.red_from <= :today",
        Part::Amber => " AND d.red_from > :today AND d.amber_from <= :today",
        Part::Normal => " AND d.amber_from > :today",
        _ => "",
    };
    let range = if backwards {
        format!("({key}, d.id) < (:day, :id) AND {key} >= :floor")
    } else {
        format!("({key}, d.id) > (:day, :id) AND {key} <= :until")
    };
    let order = if backwards { "DESC" } else { "ASC" };
    let order = format!("ORDER BY {key} {order}, d.id {order}");
    let own = [
        (whose.handlers.is_some(), "cases_clock_handler", "c.handler_id IN (SELECT value FROM json_each(:handlers))"),
        (whose.units.is_some(), "cases_clock_unit", "c.unit IN (SELECT value FROM json_each(:units))"),
        (whose.team.is_some(), "cases_clock_team", "c.team = :team"),
    ];
    let own: Vec<_> = own.iter().filter(|o| o.0).collect();
    let mut wanted = format!("{state} AND {range}{light}");
    for (_, _, term) in &own {
        wanted.push_str(&format!(" AND c.clocked = 1 AND {term}"));
    }
    // Whoever has thousands of clocks has them put in order by two indexes alone; only the rows of the
    // window are then read.
    let from = match own.first() {
        None => format!("deadline d INDEXED BY {index} CROSS JOIN cases c ON c.id = d.case_id"),
        Some((_, of, _)) if whose.rule.is_none() => format!(
            "(SELECT d.id FROM cases c INDEXED BY {of} CROSS JOIN deadline d INDEXED BY deadline_live ON d.case_id = c.id
              WHERE {wanted} AND d.state IN ('running','paused') {order} LIMIT :limit) n
             CROSS JOIN deadline d ON d.id = n.id CROSS JOIN cases c ON c.id = d.case_id"
        ),
        Some((_, of, _)) => {
            format!("cases c INDEXED BY {of} CROSS JOIN deadline d INDEXED BY deadline_case ON d.case_id = c.id")
        }
    };
    let rule = if whose.rule.is_some() { " AND d.rule = :rule" } else { "" };
    format!(
        "SELECT {COLUMNS} FROM {from} LEFT JOIN staff s ON s.id = c.handler_id WHERE {wanted}{rule}
         AND :today IS NOT NULL AND :floor <= :until {order} LIMIT :limit"
    )
}

/// One window of one part: rows beyond `edge`, at most `limit`, between `floor` and `until`. Going
/// backwards the nearest row comes first.
#[allow(clippy::too_many_arguments)]
pub fn list(
    conn: &Connection,
    part: Part,
    whose: &Whose,
    today: NaiveDate,
    (floor, until): (NaiveDate, NaiveDate),
    edge: Option<Edge>,
    backwards: bool,
    limit: usize,
) -> Result<Vec<Found>> {
    let edge = edge.unwrap_or(if backwards { Edge { day: until, id: i64::MAX } } else { Edge { day: floor, id: -1 } });
    let mut query = conn.prepare_cached(&statement(part, whose, backwards))?;
    let texts = [
        (":today", today.to_string()),
        (":floor", floor.to_string()),
        (":until", until.to_string()),
        (":day", edge.day.to_string()),
        (":handlers", serde_json::json!(whose.handlers).to_string()),
        (":units", serde_json::json!(whose.units).to_string()),
        (":team", whose.team.clone().unwrap_or_default()),
        (":rule", whose.rule.clone().unwrap_or_default()),
    ];
    for (name, value) in &texts {
        if let Some(at) = query.parameter_index(name)? {
            query.raw_bind_parameter(at, value)?;
        }
    }
    for (name, value) in [(":id", edge.id), (":limit", i64::try_from(limit).unwrap_or(i64::MAX))] {
        if let Some(at) = query.parameter_index(name)? {
            query.raw_bind_parameter(at, value)?;
        }
    }
    let mut rows = query.raw_query();
    let mut list = Vec::new();
    while let Some(row) = rows.next()? {
        list.push(found(row)?);
    }
    Ok(list)
}

/// How many clocks there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub overdue: i64,
    pub red: i64,
    pub amber: i64,
    pub paused: i64,
    pub silent: i64,
}

const LATE: &str = "SELECT count(*) FROM deadline INDEXED BY deadline_due WHERE state = 'running' AND due < ?1";
/// Red is never later than amber, so one pass over what is not yet due gives both.
const WARNED: &str = "SELECT ifnull(sum(red_from <= ?1), 0), ifnull(sum(amber_from <= ?1 AND red_from > ?1), 0)
     FROM deadline INDEXED BY deadline_due WHERE state = 'running' AND due >= ?1";
const PAUSED: &str = "SELECT count(*) FROM deadline INDEXED BY deadline_paused
     WHERE state = 'paused' AND due < '9999-12-31'";
const SILENT: &str = "SELECT count(*) FROM deadline INDEXED BY deadline_silent
     WHERE state = 'running' AND silent_from IS NOT NULL AND silent_from <= ?1";

/// Counts over the whole file. A clock of another office is due on 9999-12-31, beyond every light; it
/// is left out by that day where no light is asked for.
pub fn tally(conn: &Connection, today: NaiveDate) -> Result<Tally> {
    let today = today.to_string();
    let overdue = conn.prepare_cached(LATE)?.query_row([&today], |r| r.get(0))?;
    let (red, amber) = conn.prepare_cached(WARNED)?.query_row([&today], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let paused = conn.prepare_cached(PAUSED)?.query_row([], |r| r.get(0))?;
    let silent = conn.prepare_cached(SILENT)?.query_row([&today], |r| r.get(0))?;
    Ok(Tally { overdue, red, amber, paused, silent })
}

/// Open cases of every stage: one of each is read from the index alone.
pub fn count_open(conn: &Connection) -> Result<i64> {
    conn.prepare_cached("SELECT count(*) FROM cases INDEXED BY cases_open_stage WHERE is_open = 1")?
        .query_row([], |r| r.get(0))
}

/// Counts over one handler's cases with a clock.
pub fn tally_of(conn: &Connection, handler: i64, today: NaiveDate) -> Result<Tally> {
    conn.prepare_cached(TALLY_OF)?.query_row(named_params! { ":today": today.to_string(), ":handler": handler }, |r| {
        Ok(Tally { overdue: r.get(0)?, red: r.get(1)?, amber: r.get(2)?, paused: r.get(3)?, silent: r.get(4)? })
    })
}

const TALLY_OF: &str = "SELECT ifnull(sum(d.state = 'running' AND d.due < :today), 0),
           ifnull(sum(d.state = 'running' AND d.due >= :today AND d.red_from <= :today), 0),
           ifnull(sum(d.state = 'running' AND d.due >= :today AND d.red_from > :today AND d.amber_from <= :today), 0),
           ifnull(sum(d.state = 'paused' AND d.due < '9999-12-31'), 0),
           ifnull(sum(d.state = 'running' AND ifnull(d.silent_from <= :today, 0)), 0)
         FROM cases c INDEXED BY cases_clock_handler
         CROSS JOIN deadline d INDEXED BY deadline_live ON d.case_id = c.id
         WHERE c.clocked = 1 AND c.handler_id = :handler AND d.state IN ('running','paused')";

/// Open cases in one stage, counted in their partial index.
pub fn count_stage(conn: &Connection, stage: &str) -> Result<i64> {
    conn.prepare_cached("SELECT count(*) FROM cases INDEXED BY cases_open_stage WHERE is_open = 1 AND stage = ?1")?
        .query_row(params![stage], |r| r.get(0))
}

/// People waiting. The list of states repeats the one of the partial index, which is how it is found.
pub fn count_waiting(conn: &Connection) -> Result<i64> {
    conn.prepare_cached(
        "SELECT count(*) FROM ticket INDEXED BY ticket_open
         WHERE state = 'waiting' AND state IN ('waiting','called','serving','held')",
    )?
    .query_row([], |r| r.get(0))
}

/// Units of cases with a clock with how many each has, most first.
pub fn units(conn: &Connection) -> Result<Vec<(String, i64)>> {
    pairs(
        conn,
        "SELECT unit, count(*) AS n FROM cases INDEXED BY cases_clock_unit WHERE clocked = 1 AND unit > ''
         GROUP BY unit ORDER BY n DESC, unit",
    )
}

/// Teams of cases with a clock with how many each has, most first.
pub fn teams(conn: &Connection) -> Result<Vec<(String, i64)>> {
    pairs(
        conn,
        "SELECT team, count(*) AS n FROM cases INDEXED BY cases_clock_team WHERE clocked = 1 AND team > ''
         GROUP BY team ORDER BY n DESC, team",
    )
}

/// Handlers with their cases that have a clock, most first.
pub fn handlers(conn: &Connection) -> Result<Vec<(String, i64)>> {
    pairs(
        conn,
        "SELECT s.name, n FROM (SELECT handler_id, count(*) AS n FROM cases INDEXED BY cases_clock_handler
           WHERE clocked = 1 AND handler_id IS NOT NULL GROUP BY handler_id) JOIN staff s ON s.id = handler_id
         ORDER BY n DESC, s.name",
    )
}

/// Rules with their running clocks, most first.
pub fn rules(conn: &Connection) -> Result<Vec<(String, i64)>> {
    pairs(
        conn,
        "SELECT rule, count(*) AS n FROM deadline INDEXED BY deadline_due WHERE state = 'running' AND due < '9999-12-31'
         GROUP BY rule ORDER BY n DESC, rule",
    )
}

fn pairs(conn: &Connection, sql: &str) -> Result<Vec<(String, i64)>> {
    conn.prepare_cached(sql)?.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect()
}

/// Members of the roster who are meant: by name, initials or number.
pub fn staff_called(conn: &Connection, word: &str) -> Result<Vec<i64>> {
    conn.prepare_cached(
        "SELECT id FROM staff WHERE name = ?1 OR (initials <> '' AND initials = lower(?1)) OR CAST(id AS TEXT) = ?1",
    )?
    .query_map([word], |r| r.get(0))?
    .collect()
}

/// Name of a member of the roster.
pub fn staff_name(conn: &Connection, id: i64) -> Result<Option<String>> {
    conn.prepare_cached("SELECT name FROM staff WHERE id = ?1")?.query_row([id], |r| r.get(0)).optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(conn: &Connection, sql: &str) -> String {
        let mut statement = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("a statement");
        let mut rows = statement.raw_query();
        let mut lines = Vec::new();
        while let Some(row) = rows.next().expect("a row") {
            lines.push(row.get::<_, String>(3).expect("text"));
        }
        lines.join("\n")
    }

    #[test]
    fn every_window_and_count_is_a_range_of_its_partial_index() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = crate::store::open(&folder.path().join("a.db"), true).expect("open");
        let of_handler = Whose { handlers: Some(vec![1]), ..Whose::default() };
        let of_unit = Whose { units: Some(vec!["甲".into()]), ..Whose::default() };
        let of_rule = Whose { rule: Some("DL-07".into()), ..Whose::default() };
        for part in [Part::Overdue, Part::Red, Part::Amber, Part::Normal, Part::Silent, Part::Paused] {
            for backwards in [false, true] {
                let index = match part {
                    Part::Silent => "deadline_silent (silent_from",
                    Part::Paused => "deadline_paused (due",
                    _ => "deadline_due (due",
                };
                for whose in [&Whose::default(), &of_rule] {
                    let plan = plan(&conn, &statement(part, whose, backwards));
                    assert!(plan.contains(index) && plan.contains("SEARCH d USING"), "{part:?} {backwards}: {plan}");
                    assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{part:?}: {plan}");
                }
                let whose = plan(&conn, &statement(part, &of_handler, backwards));
                assert!(whose.contains("cases_clock_handler (handler_id=?)"), "{whose}");
                assert!(whose.contains("COVERING INDEX deadline_live (case_id=?"), "{whose}");
                let whose = plan(&conn, &statement(part, &of_unit, backwards));
                assert!(whose.contains("cases_clock_unit (unit=?)"), "{whose}");
            }
        }
        for (sql, index) in [
            (LATE, "COVERING INDEX deadline_due (due<?)"),
            (WARNED, "COVERING INDEX deadline_due (due>?)"),
            (SILENT, "COVERING INDEX deadline_silent (silent_from"),
            (PAUSED, "COVERING INDEX deadline_paused"),
            (TALLY_OF, "COVERING INDEX deadline_live (case_id=?"),
        ] {
            let plan = plan(&conn, sql);
            assert!(plan.contains(index), "{plan}");
        }
    }
}
