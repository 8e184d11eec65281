//! The imported arrangements of rest days: one row a day, a year replaced as a whole.
//!
//! Owns the SQL of `calendar_day`. Knows nothing of counting; the calendar itself is the domain's.

use crate::domain::calendar::{CalendarDay, DayKind};
use chrono::Datelike;
use rusqlite::{Connection, Result, Transaction, params};

/// Every imported day, by date.
pub fn list_days(conn: &Connection) -> Result<Vec<CalendarDay>> {
    conn.prepare_cached("SELECT date, kind, name, status FROM calendar_day ORDER BY date")?
        .query_map([], |r| {
            let kind: String = r.get("kind")?;
            let status: String = r.get("status")?;
            Ok(CalendarDay {
                date: super::deadline::day(r, "date")?,
                kind: if kind == "补班" { DayKind::Makeup } else { DayKind::Off },
                name: r.get("name")?,
                official: status == "official",
            })
        })?
        .collect()
}

/// Puts the days in place of whatever was imported for their years.
pub fn replace_years(tx: &Transaction, days: &[CalendarDay]) -> Result<()> {
    let mut years: Vec<i32> = days.iter().map(|d| d.date.year()).collect();
    years.dedup();
    for year in years {
        tx.prepare_cached("DELETE FROM calendar_day WHERE date BETWEEN ?1 AND ?2")?
            .execute(params![format!("{year:04}-01-01"), format!("{year:04}-12-31")])?;
    }
    let mut insert =
        tx.prepare_cached("INSERT INTO calendar_day (date, kind, name, status) VALUES (?1, ?2, ?3, ?4)")?;
    for day in days {
        let kind = match day.kind {
            DayKind::Off => "放假",
            DayKind::Makeup => "补班",
        };
        let status = if day.official { "official" } else { "provisional" };
        insert.execute(params![day.date.to_string(), kind, day.name, status])?;
    }
    Ok(())
}
