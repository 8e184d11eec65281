//! Clocks whose light changed since a day: what the warnings of a new day are made of.
//!
//! Every statement is a range of a partial index over the running clocks. A clock of another office
//! has no light (its `due` lies beyond every day) and is never found here.

use crate::domain::warning::Step;
use chrono::{Days, NaiveDate};
use rusqlite::{Connection, Result, named_params};

/// A clock that came to a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turned {
    pub clock: i64,
    pub case: i64,
    pub rule: String,
    pub note: String,
    pub due: NaiveDate,
    pub sealed: bool,
    pub handled: bool,
}

/// The clocks at one step of one handler (or of nobody), counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heap {
    pub handler: Option<i64>,
    pub name: String,
    pub sealed: bool,
    pub count: i64,
    /// The nearest end of them, and its case.
    pub due: NaiveDate,
    pub case: i64,
}

/// Index and condition of a step. Each takes :since and :today; :week is 8 days before today, :from
/// 8 days before :since.
fn part(step: Step) -> (&'static str, &'static str) {
    match step {
        Step::Long => ("deadline_due", "d.due > :from AND d.due <= :week"),
        Step::Late => ("deadline_due", "d.due >= :since AND d.due > :week AND d.due < :today"),
        Step::Red => ("deadline_due", "d.due >= :today AND d.red_from > :since AND d.red_from <= :today"),
        Step::Amber => (
            "deadline_due",
            "d.due >= :today AND d.red_from > :today AND d.amber_from > :since AND d.amber_from <= :today",
        ),
        Step::Silent => (
            "deadline_silent",
            "d.silent_from IS NOT NULL AND d.silent_from > :since AND d.silent_from <= :today AND d.due >= :today",
        ),
    }
}

fn statement(step: Step, heaps: bool) -> String {
    let (index, condition) = part(step);
    let (columns, tail) = if heaps {
        // With min() the other columns are those of the row that has it.
        let columns = "min(d.due) AS due, count(*) AS n, c.handler_id, ifnull(s.name, '') AS name, c.sealed, d.case_id";
        (columns, "GROUP BY c.handler_id, c.sealed")
    } else {
        ("d.id, d.case_id, d.rule, d.note, d.due, c.sealed, c.handler_id IS NOT NULL AS handled", "LIMIT :limit")
    };
    format!(
        "SELECT {columns} FROM deadline d INDEXED BY {index} CROSS JOIN cases c ON c.id = d.case_id
         LEFT JOIN staff s ON s.id = c.handler_id
         WHERE d.state = 'running' AND {condition} AND :today > :since AND :from < :week {tail}"
    )
}

/// The days of a statement, as text.
struct Span {
    since: String,
    today: String,
    from: String,
    week: String,
}

fn span(since: NaiveDate, today: NaiveDate) -> Span {
    let before = |day: NaiveDate| day.checked_sub_days(Days::new(8)).unwrap_or(day).to_string();
    Span { since: since.to_string(), today: today.to_string(), from: before(since), week: before(today) }
}

/// Clocks that came to this step after `since` and stand there `today`, at most `limit`.
pub fn turned(conn: &Connection, step: Step, since: NaiveDate, today: NaiveDate, limit: usize) -> Result<Vec<Turned>> {
    let s = span(since, today);
    conn.prepare_cached(&statement(step, false))?
        .query_map(
            named_params! { ":since": s.since, ":today": s.today, ":from": s.from, ":week": s.week,
            ":limit": i64::try_from(limit).unwrap_or(i64::MAX) },
            |r| {
                Ok(Turned {
                    clock: r.get("id")?,
                    case: r.get("case_id")?,
                    rule: r.get("rule")?,
                    note: r.get("note")?,
                    due: super::deadline::day(r, "due")?,
                    sealed: r.get("sealed")?,
                    handled: r.get("handled")?,
                })
            },
        )?
        .collect()
}

/// The same, counted by handler.
pub fn heaps(conn: &Connection, step: Step, since: NaiveDate, today: NaiveDate) -> Result<Vec<Heap>> {
    let s = span(since, today);
    conn.prepare_cached(&statement(step, true))?
        .query_map(named_params! { ":since": s.since, ":today": s.today, ":from": s.from, ":week": s.week }, |r| {
            Ok(Heap {
                handler: r.get("handler_id")?,
                name: r.get("name")?,
                sealed: r.get("sealed")?,
                count: r.get("n")?,
                due: super::deadline::day(r, "due")?,
                case: r.get("case_id")?,
            })
        })?
        .collect()
}

/// A 督办 that was sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentBack {
    pub id: i64,
    pub number: String,
    pub case: i64,
    pub sealed: bool,
    /// The day, `YYYY-MM-DD`.
    pub on: String,
}

/// 督办 sent back before that day and not answered since.
pub fn returned(conn: &Connection, before: NaiveDate) -> Result<Vec<SentBack>> {
    conn.prepare_cached(
        "SELECT s.id, s.number, s.case_id, c.sealed, s.returned_on
         FROM supervision s INDEXED BY supervision_open CROSS JOIN cases c ON c.id = s.case_id
         WHERE s.closed_on IS NULL AND s.answered_on IS NULL AND s.returned_on < ?1",
    )?
    .query_map([before.to_string()], |r| {
        Ok(SentBack { id: r.get(0)?, number: r.get(1)?, case: r.get(2)?, sealed: r.get(3)?, on: r.get(4)? })
    })?
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_a_range_of_its_partial_index() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = crate::store::open(&folder.path().join("a.db"), true).expect("open");
        for step in Step::ALL {
            let (index, _) = part(step);
            for heaps in [false, true] {
                let sql = format!("EXPLAIN QUERY PLAN {}", statement(step, heaps));
                let mut statement = conn.prepare(&sql).expect("a statement");
                let mut rows = statement.raw_query();
                let mut plan = String::new();
                while let Some(row) = rows.next().expect("a row") {
                    plan.push_str(&row.get::<_, String>(3).expect("text"));
                }
                assert!(
                    plan.contains("SEARCH d USING") && plan.contains(&format!("INDEX {index} (")),
                    "{step:?} {heaps}: {plan}"
                );
            }
        }
    }
}
