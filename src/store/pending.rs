//! Requests that wait for a decision: 结案申请, 延期申请, 销号申请, 重开申请. A row goes when it is answered;
//! the request itself stays with the case as a record.

use crate::validation::date::canonical_time;
use chrono::NaiveDateTime;
use rusqlite::{Connection, Result, Transaction, named_params};

/// A request that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    pub record: i64,
    pub case: i64,
    /// Name of the form: `closing_request`.
    pub form: String,
    pub at: String,
    pub user: i64,
}

pub fn insert(tx: &Transaction, record: i64, case: i64, form: &str, at: NaiveDateTime, user: i64) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO pending (record_id, case_id, form, at, user_id) VALUES (:record, :case, :form, :at, :user)",
    )?
    .execute(named_params! {
        ":record": record, ":case": case, ":form": form, ":at": canonical_time(at), ":user": user,
    })?;
    Ok(())
}

/// The requests of this form on a case are decided.
pub fn answer(tx: &Transaction, case: i64, form: &str) -> Result<()> {
    tx.prepare_cached("DELETE FROM pending WHERE case_id = ?1 AND form = ?2")?.execute((case, form))?;
    Ok(())
}

/// The case moved on: nothing waits any more.
pub fn answer_all(tx: &Transaction, case: i64) -> Result<()> {
    tx.prepare_cached("DELETE FROM pending WHERE case_id = ?1")?.execute([case])?;
    Ok(())
}

/// Whether a request of this form waits on a case.
pub fn waits(conn: &Connection, case: i64, form: &str) -> Result<bool> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM pending WHERE case_id = ?1 AND form = ?2)")?
        .query_row((case, form), |r| r.get(0))
}

/// Records of the requests that wait on a case, oldest first.
pub fn list_of_case(conn: &Connection, case: i64) -> Result<Vec<i64>> {
    conn.prepare_cached("SELECT record_id FROM pending WHERE case_id = ?1 ORDER BY record_id")?
        .query_map([case], |r| r.get(0))?
        .collect()
}

/// Every request of these forms, oldest first.
pub fn list(conn: &Connection, form: &str, limit: usize) -> Result<Vec<Pending>> {
    conn.prepare_cached(
        "SELECT record_id, case_id, form, at, user_id FROM pending WHERE form = ?1 ORDER BY record_id LIMIT ?2",
    )?
    .query_map((form, i64::try_from(limit).unwrap_or(i64::MAX)), |r| {
        Ok(Pending { record: r.get(0)?, case: r.get(1)?, form: r.get(2)?, at: r.get(3)?, user: r.get(4)? })
    })?
    .collect()
}
