//! stub
use crate::domain::visit::Visit;
use crate::validation::Draft;
use chrono::NaiveDate;
use rusqlite::{Connection, Result, Transaction};
pub fn index_visit(_tx: &Transaction, _case: i64, _visit: i64, _v: &Visit) -> Result<()> {
    Ok(())
}
pub fn reindex_visit(_tx: &Transaction, _case: i64, _visit: i64, _before: &Draft, _v: &Visit) -> Result<()> {
    Ok(())
}
pub fn index_number(_tx: &Transaction, _case: i64, _number: &str) -> Result<()> {
    Ok(())
}
pub fn move_keys(_tx: &Transaction, _from: i64, _to: i64) -> Result<()> {
    Ok(())
}
pub fn cases_numbered(_conn: &Connection, _title: &str, _today: NaiveDate) -> Result<Vec<i64>> {
    Ok(vec![])
}
