//! The supervisor's windows on the running clocks of all cases.
//!
//! Every statement is a range of a partial index over the live clocks (`deadline_due`,
//! `deadline_rule`, `deadline_silent`, `deadline_paused`) or, when a handler, unit or team is asked for, starts from
//! that person's cases with a clock. The index is named in the statement, so a plan cannot drift into a scan.

use super::deadline::{day, maybe_day};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Result, Row};

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

/// Where the rows of a window lie. SQLite finds the place in an index by the day alone when day and id are compared
/// as one; a day on which thousands of clocks end would be read through for each window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// On the day of the edge, beyond its clock.
    SameDay,
    /// On the days beyond.
    Beyond,
    /// Both, where the clocks are found by whose they are.
    Both,
}

/// The statement of one window. Parameters: :today :floor :until :day :id :limit, and those of `whose`.
fn statement(part: Part, whose: &Whose, reach: Reach, backwards: bool) -> String {
    let (index, key, state) = match part {
        Part::Silent => ("deadline_silent", "d.silent_from", "d.state = 'running' AND d.silent_from IS NOT NULL"),
        Part::Paused => ("deadline_paused", "d.due", "d.state = 'paused'"),
        _ if whose.rule.is_some() => ("deadline_rule", "d.due", "d.state = 'running'"),
        _ => ("deadline_due", "d.due", "d.state = 'running'"),
    };
    let light = match part {
        Part::Red => " AND d.red_from <= :today",
        Part::Amber => " AND d.red_from > :today AND d.amber_from <= :today",
        Part::Normal => " AND d.amber_from > :today",
        _ => "",
    };
    let range = match (reach, backwards) {
        (Reach::SameDay, false) => format!("{key} = :day AND d.id > :id"),
        (Reach::SameDay, true) => format!("{key} = :day AND d.id < :id"),
        (Reach::Beyond, false) => format!("{key} > :day AND {key} <= :until"),
        (Reach::Beyond, true) => format!("{key} < :day AND {key} >= :floor"),
        (Reach::Both, false) => format!("({key}, d.id) > (:day, :id) AND {key} <= :until"),
        (Reach::Both, true) => format!("({key}, d.id) < (:day, :id) AND {key} >= :floor"),
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

/// A window on one part of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub today: NaiveDate,
    /// First and last day of the part.
    pub floor: NaiveDate,
    pub until: NaiveDate,
    /// `None` = from the beginning, or from the end going backwards.
    pub edge: Option<Edge>,
    pub backwards: bool,
    pub limit: usize,
}

/// Rows beyond the edge of the window, at most its limit; going backwards the nearest comes first.
pub fn list(conn: &Connection, part: Part, whose: &Whose, window: &Window) -> Result<Vec<Found>> {
    let is_own = whose.handlers.is_some() || whose.units.is_some() || whose.team.is_some();
    let reaches: &[Reach] = match window.edge {
        _ if is_own => &[Reach::Both],
        None => &[Reach::Beyond],
        Some(_) => &[Reach::SameDay, Reach::Beyond],
    };
    let mut list = Vec::new();
    for reach in reaches {
        let left = window.limit - list.len();
        if left > 0 {
            read(conn, &statement(part, whose, *reach, window.backwards), whose, window, left, &mut list)?;
        }
    }
    Ok(list)
}

fn read(conn: &Connection, sql: &str, whose: &Whose, w: &Window, limit: usize, list: &mut Vec<Found>) -> Result<()> {
    // Without an edge the day before the first (or after the last) stands for it.
    let outside = if w.backwards { w.until.succ_opt() } else { w.floor.pred_opt() };
    let edge = w.edge.unwrap_or(Edge { day: outside.unwrap_or(w.floor), id: if w.backwards { -1 } else { i64::MAX } });
    let mut query = conn.prepare_cached(sql)?;
    let texts = [
        (":today", w.today.to_string()),
        (":floor", w.floor.to_string()),
        (":until", w.until.to_string()),
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
    while let Some(row) = rows.next()? {
        list.push(found(row)?);
    }
    Ok(())
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
    fn every_window_is_a_range_of_its_partial_index() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = crate::store::open(&folder.path().join("a.db"), true).expect("open");
        let of_handler = Whose { handlers: Some(vec![1]), ..Whose::default() };
        let of_unit = Whose { units: Some(vec!["甲".into()]), ..Whose::default() };
        let of_rule = Whose { rule: Some("DL-07".into()), ..Whose::default() };
        for part in [Part::Overdue, Part::Red, Part::Amber, Part::Normal, Part::Silent, Part::Paused] {
            for backwards in [false, true] {
                for (whose, reach) in [
                    (&Whose::default(), Reach::SameDay),
                    (&Whose::default(), Reach::Beyond),
                    (&of_rule, Reach::SameDay),
                    (&of_rule, Reach::Beyond),
                ] {
                    let index = match (part, reach) {
                        (Part::Silent, Reach::SameDay) => "deadline_silent (silent_from=? AND rowid",
                        (Part::Silent, Reach::Beyond) => "deadline_silent (silent_from",
                        (Part::Paused, Reach::SameDay) => "deadline_paused (due=? AND id",
                        (Part::Paused, Reach::Beyond) => "deadline_paused (due",
                        (_, Reach::SameDay) if whose.rule.is_some() => "deadline_rule (rule=? AND due=? AND id",
                        (_, Reach::Beyond) if whose.rule.is_some() => "deadline_rule (rule=? AND due",
                        (_, Reach::SameDay) => "deadline_due (due=? AND id",
                        (_, Reach::Beyond | Reach::Both) => "deadline_due (due",
                    };
                    let plan = plan(&conn, &statement(part, whose, reach, backwards));
                    assert!(plan.contains(index) && plan.contains("SEARCH d USING"), "{part:?} {backwards}: {plan}");
                    assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{part:?}: {plan}");
                }
                let whose = plan(&conn, &statement(part, &of_handler, Reach::Both, backwards));
                assert!(whose.contains("cases_clock_handler (handler_id=?)"), "{whose}");
                assert!(whose.contains("COVERING INDEX deadline_live (case_id=?"), "{whose}");
                let whose = plan(&conn, &statement(part, &of_unit, Reach::Both, backwards));
                assert!(whose.contains("cases_clock_unit (unit=?)"), "{whose}");
            }
        }
    }
}
