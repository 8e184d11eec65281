//! stub
use crate::domain::case::Case;
use crate::domain::team::{Declared, Member, Party};
use chrono::NaiveDate;
use rusqlite::{Connection, Result, Transaction};
pub fn parties(_conn: &Connection, _case: &Case) -> Result<Vec<Party>> {
    Ok(vec![])
}
pub fn declared(_conn: &Connection, _case: i64) -> Result<Vec<Declared>> {
    Ok(vec![])
}
pub fn load_member(_conn: &Connection, _id: i64) -> Result<Option<Member>> {
    Ok(None)
}
pub fn set_team(_tx: &Transaction, _case: i64, _ids: &[i64], _today: NaiveDate) -> Result<()> {
    Ok(())
}
