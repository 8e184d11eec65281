//! Batches of an old ledger: what they brought, past matters, and taking a batch back. Their rows are
//! written by [`super::import_rows`].

use super::search::keys_of;
use super::visit;
use crate::validation::Draft;
use crate::validation::date::canonical_time;
use chrono::NaiveDateTime;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params, params};

/// A batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    pub id: i64,
    pub name: String,
    pub sha256: String,
    pub at: String,
    /// Name of the user.
    pub by: String,
    pub cases: i64,
    pub past: i64,
    pub rejected: i64,
    /// First and last id; the first is greater when there is none.
    pub case_ids: (i64, i64),
    pub visit_ids: (i64, i64),
    pub undone_at: String,
}

/// A matter that was over before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    pub id: i64,
    pub import: i64,
    pub line: i64,
    pub happened_on: String,
    pub name: String,
    pub document_no: String,
    pub phone: String,
    pub gist: String,
    pub outcome: String,
    pub sealed: bool,
    /// The draft of its row as JSON.
    pub body: String,
}

const BATCH: &str = "SELECT i.id, i.name, i.sha256, i.at, u.name, i.cases, i.past, i.rejected, i.first_case, i.last_case, \
     i.first_visit, i.last_visit, coalesce(i.undone_at, '') FROM import i JOIN user u ON u.id = i.user_id";

fn batch(r: &Row) -> Result<Batch> {
    Ok(Batch {
        id: r.get(0)?,
        name: r.get(1)?,
        sha256: r.get(2)?,
        at: r.get(3)?,
        by: r.get(4)?,
        cases: r.get(5)?,
        past: r.get(6)?,
        rejected: r.get(7)?,
        case_ids: (r.get(8)?, r.get(9)?),
        visit_ids: (r.get(10)?, r.get(11)?),
        undone_at: r.get(12)?,
    })
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Batch>> {
    conn.prepare_cached(&format!("{BATCH} WHERE i.id = ?1"))?.query_row([id], batch).optional()
}

/// The batch of a file with this fingerprint that still stands.
pub fn load_same(conn: &Connection, sha256: &str) -> Result<Option<Batch>> {
    conn.prepare_cached(&format!("{BATCH} WHERE i.sha256 = ?1 AND i.undone_at IS NULL"))?
        .query_row([sha256], batch)
        .optional()
}

/// Batches below `below`, newest first.
pub fn window(conn: &Connection, search: &str, below: i64, limit: i64) -> Result<Vec<Batch>> {
    conn.prepare_cached(&format!(
        "{BATCH} WHERE i.id < ?1 AND (?2 = '' OR instr(i.name, ?2)) ORDER BY i.id DESC LIMIT ?3"
    ))?
    .query_map(params![below, search, limit], batch)?
    .collect()
}

/// Begins a batch; returns its id.
pub fn begin(tx: &Transaction, name: &str, sha256: &str, at: NaiveDateTime, user: i64) -> Result<i64> {
    tx.prepare_cached("INSERT INTO import (uid, name, sha256, at, user_id) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![super::new_uid(), name, sha256, canonical_time(at), user])?;
    Ok(tx.last_insert_rowid())
}

/// Writes down what a batch brought.
pub fn end(tx: &Transaction, b: &Batch) -> Result<()> {
    tx.prepare_cached(
        "UPDATE import SET cases = :cases, past = :past, rejected = :rejected, first_case = :first_case,
           last_case = :last_case, first_visit = :first_visit, last_visit = :last_visit WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": b.id, ":cases": b.cases, ":past": b.past, ":rejected": b.rejected, ":first_case": b.case_ids.0,
        ":last_case": b.case_ids.1, ":first_visit": b.visit_ids.0, ":last_visit": b.visit_ids.1,
    })?;
    Ok(())
}

const PAST: &str =
    "SELECT id, import_id, line, happened_on, name, document_no, phone, gist, outcome, sealed, body FROM past";

fn past(r: &Row) -> Result<Past> {
    Ok(Past {
        id: r.get(0)?,
        import: r.get(1)?,
        line: r.get(2)?,
        happened_on: r.get(3)?,
        name: r.get(4)?,
        document_no: r.get(5)?,
        phone: r.get(6)?,
        gist: r.get(7)?,
        outcome: r.get(8)?,
        sealed: r.get(9)?,
        body: r.get(10)?,
    })
}

pub fn load_past(conn: &Connection, id: i64) -> Result<Option<Past>> {
    conn.prepare_cached(&format!("{PAST} WHERE id = ?1"))?.query_row([id], past).optional()
}

/// Past matters below `below`, newest first; with `search` those of exactly this name, document or
/// telephone. `sealed`: the sealed ones too.
pub fn window_past(conn: &Connection, search: &str, sealed: bool, below: i64, limit: i64) -> Result<Vec<Past>> {
    let by = match search {
        "" => "?1 = ''",
        // Each part by its own index.
        _ => "(name = ?1 OR (document_no = ?1 AND document_no <> '') OR (phone = ?1 AND phone <> ''))",
    };
    conn.prepare_cached(&format!("{PAST} WHERE {by} AND id < ?3 AND (?2 OR sealed = 0) ORDER BY id DESC LIMIT ?4"))?
        .query_map(params![search, sealed, below, limit], past)?
        .collect()
}

/// The day of a visit.
pub fn day_of(draft: &Draft) -> &str {
    draft.get("visited_at").get(..10).unwrap_or_default()
}

/// Of the database, or of the disk beside it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
    #[error(transparent)]
    Disk(#[from] std::io::Error),
}

/// The first case of a batch that somebody worked on or looked into since, if any.
pub fn first_touched(conn: &Connection, b: &Batch) -> Result<Option<i64>> {
    let (first, last) = b.case_ids;
    let looked: Option<i64> = conn
        .prepare_cached(
            "SELECT min(id) FROM cases WHERE id BETWEEN ?1 AND ?2 AND
               (rev > 1 OR stage <> 'S00' OR visits > 1
                OR EXISTS (SELECT 1 FROM journal j WHERE j.object = 'case' AND j.object_id = cases.id))",
        )?
        .query_row([first, last], |r| r.get(0))?;
    if looked.is_some() {
        return Ok(looked);
    }
    let (from, to) = b.visit_ids;
    conn.prepare_cached("SELECT min(case_id) FROM visit WHERE id BETWEEN ?1 AND ?2 AND (rev > 1 OR registered = 1)")?
        .query_row([from, to], |r| r.get(0))
}

/// Takes away what a batch brought. The batch itself stays, marked.
///
/// # Errors
/// A constraint, when something else holds on to one of its cases.
pub fn undo(tx: &Transaction, b: &Batch, at: NaiveDateTime, user: i64) -> Result<()> {
    let (first, last) = b.visit_ids;
    for id in first..=last {
        let Some(stored) = visit::load(tx, id)? else { continue };
        for (kind, key) in keys_of(&stored.draft) {
            tx.prepare_cached("DELETE FROM lookup WHERE kind = ?1 AND key = ?2 AND case_id = ?3")?.execute(params![
                kind,
                key,
                stored.case
            ])?;
        }
        tx.prepare_cached("DELETE FROM narrative WHERE rowid = ?1")?.execute([id])?;
    }
    // Who still points at a case is asked of every table as it goes; the search keys alone are not kept
    // by case, so a large batch is worth an index of its own.
    let many = b.case_ids.1 - b.case_ids.0 > 500;
    if many {
        tx.execute_batch("CREATE INDEX lookup_of_case ON lookup (case_id)")?;
    }
    tx.prepare_cached("DELETE FROM visit WHERE id BETWEEN ?1 AND ?2")?.execute([first, last])?;
    tx.prepare_cached("DELETE FROM cases WHERE id BETWEEN ?1 AND ?2")?.execute([b.case_ids.0, b.case_ids.1])?;
    if many {
        tx.execute_batch("DROP INDEX lookup_of_case")?;
    }
    tx.prepare_cached("DELETE FROM past WHERE import_id = ?1")?.execute([b.id])?;
    tx.prepare_cached("UPDATE import SET undone_at = ?2, undone_by = ?3, rev = rev + 1 WHERE id = ?1")?
        .execute(params![b.id, canonical_time(at), user])?;
    Ok(())
}
