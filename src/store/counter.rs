//! Numbers without gaps or doubles: counted in the transaction that uses them.

use crate::domain::number::Series;
use chrono::NaiveDate;
use rusqlite::{Result, Transaction, params};

/// The next number of a part of a series that counts for itself: the queue of one station.
pub fn next_of(tx: &Transaction, series: Series, part: &str, on: NaiveDate) -> Result<i64> {
    count(tx, &format!("{}:{part}", series.code()), &series.period(on))
}

/// The next number of a series for the period of `on`, from 1.
pub fn next(tx: &Transaction, series: Series, on: NaiveDate) -> Result<i64> {
    count(tx, series.code(), &series.period(on))
}

fn count(tx: &Transaction, series: &str, period: &str) -> Result<i64> {
    let sql = "INSERT INTO counter (series, period, last) VALUES (?1, ?2, 1)
               ON CONFLICT (series, period) DO UPDATE SET last = last + 1 RETURNING last";
    tx.prepare_cached(sql)?.query_row(params![series, period], |r| r.get(0))
}
