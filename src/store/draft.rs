//! What was typed and not yet saved: one row per user, form and subject.
//!
//! A draft is text as it was typed, checked by nobody; it never leaves its user.

use crate::validation::Draft;
use chrono::NaiveDateTime;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, params};

/// A stored draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    pub id: i64,
    /// Name of the field table.
    pub form: String,
    /// Whose it is: `new`, `ticket:12`, `case:7:T05`.
    pub subject: String,
    /// The words it is offered by.
    pub label: String,
    pub draft: Draft,
    /// Rev of the record the form was opened on.
    pub base_rev: Option<i64>,
    /// `YYYY-MM-DDTHH:MM:SS`, when it was last kept.
    pub at: String,
}

const COLUMNS: &str = "id, form, subject, label, body, base_rev, at";

fn from_row(row: &Row) -> Result<DraftRow> {
    let body: String = row.get("body")?;
    let draft = serde_json::from_str(&body)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(4, rusqlite::types::Type::Text, Box::new(e)))?;
    Ok(DraftRow {
        id: row.get("id")?,
        form: row.get("form")?,
        subject: row.get("subject")?,
        label: row.get("label")?,
        draft,
        base_rev: row.get("base_rev")?,
        at: row.get("at")?,
    })
}

/// What a draft belongs to, and the words it is offered by.
pub struct Place<'a> {
    pub user: i64,
    pub form: &'a str,
    pub subject: &'a str,
    pub label: &'a str,
}

/// Keeps a draft in its place, over the one that was there.
pub fn save(tx: &Transaction, place: &Place, draft: &Draft, base_rev: Option<i64>, at: NaiveDateTime) -> Result<()> {
    let body = serde_json::to_string(draft).map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
    tx.prepare_cached(
        "INSERT INTO draft (user_id, form, subject, label, body, base_rev, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (user_id, form, subject) DO UPDATE SET
           label = excluded.label, body = excluded.body, base_rev = excluded.base_rev, at = excluded.at",
    )?
    .execute(params![
        place.user,
        place.form,
        place.subject,
        place.label,
        body,
        base_rev,
        at.format("%Y-%m-%dT%H:%M:%S").to_string()
    ])?;
    Ok(())
}

/// A user's drafts, newest first.
pub fn list(conn: &Connection, user: i64) -> Result<Vec<DraftRow>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM draft WHERE user_id = ?1 ORDER BY at DESC, id DESC"))?
        .query_map([user], from_row)?
        .collect()
}

pub fn load(conn: &Connection, user: i64, form: &str, subject: &str) -> Result<Option<DraftRow>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM draft WHERE user_id = ?1 AND form = ?2 AND subject = ?3"))?
        .query_row(params![user, form, subject], from_row)
        .optional()
}

/// Forgets a draft; nothing happens when there is none.
pub fn delete(tx: &Transaction, user: i64, form: &str, subject: &str) -> Result<()> {
    tx.prepare_cached("DELETE FROM draft WHERE user_id = ?1 AND form = ?2 AND subject = ?3")?
        .execute(params![user, form, subject])?;
    Ok(())
}
