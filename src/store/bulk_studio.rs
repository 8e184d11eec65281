//! Rows of a bulk load that belong to the studio and to no case: stations, duty, budgets. A few a file.

use crate::validation::date::canonical_time;
use chrono::{NaiveDate, NaiveDateTime};
use rusqlite::{Connection, Result, params};

/// A 接待网点: name, level, industry, place, keeper.
pub type Station = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// # Errors
/// Of the file; so for every function here.
pub fn station(conn: &Connection, uid: &str, s: &Station, mark: &str, phone: &str) -> Result<()> {
    conn.execute(
        "INSERT INTO station (uid, name, level, industry, place, keeper, mark, phone) VALUES (?1,?2,?3,?4,?5,?6,?7,?8)",
        params![uid, s.0, s.1, s.2, s.3, s.4, mark, phone],
    )
    .map(|_| ())
}

/// A person's day on duty.
pub fn duty(conn: &Connection, uid: &str, day: NaiveDate, staff: i64, served: bool, at: NaiveDateTime) -> Result<()> {
    conn.execute(
        "INSERT INTO duty (uid, day, staff_id, served, at, user_id) VALUES (?1,?2,?3,?4,?5,2)",
        params![uid, day.to_string(), staff, served, canonical_time(at)],
    )
    .map(|_| ())
}

/// What a year was granted, in 分.
pub fn budget(conn: &Connection, year: i32, granted: i64, document: &str, at: NaiveDateTime) -> Result<()> {
    conn.execute(
        "INSERT INTO budget (year, granted, source, document, user_id, at) VALUES (?1,?2,'同级财政',?3,7,?4)",
        params![year, granted, document, canonical_time(at)],
    )
    .map(|_| ())
}
