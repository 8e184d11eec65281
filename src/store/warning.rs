//! stub
use chrono::NaiveDateTime;
use rusqlite::{Result, Transaction};
#[allow(clippy::too_many_arguments)]
pub fn insert(
    _tx: &Transaction,
    _case: i64,
    _number: &str,
    _rule: &str,
    _level: &str,
    _fact: &str,
    _recipient: &str,
    _way: &str,
    _now: NaiveDateTime,
    _user: i64,
) -> Result<()> {
    Ok(())
}
