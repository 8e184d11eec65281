//! stub
use crate::domain::queue::{Step, TicketState};
use chrono::NaiveDateTime;
use rusqlite::{Result, Transaction};
pub fn link(_tx: &Transaction, _ticket: i64, _to: TicketState, _step: Step, _now: NaiveDateTime) -> Result<()> {
    Ok(())
}
