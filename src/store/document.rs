//! Made documents: which, of what, in which version, with its fingerprint and its signed scan.

use crate::validation::date::canonical_time;
use chrono::NaiveDateTime;
use rusqlite::{Connection, Result, Transaction, named_params, params};

/// A row of `document`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub id: i64,
    /// Id of the catalogue.
    pub document: String,
    /// What of several it tells: `record:12`; "" for what a case has once.
    pub subject: String,
    pub version: i64,
    pub made_at: String,
    /// Name of the user.
    pub by: String,
    pub sha256: String,
    /// File name.
    pub name: String,
    pub scan: Option<Scan>,
}

/// The signed paper, scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    pub path: String,
    pub sha256: String,
    pub attached_at: String,
}

/// Every version made of the documents of a case, oldest first.
pub fn list(conn: &Connection, case: i64) -> Result<Vec<Document>> {
    conn.prepare_cached(
        "SELECT d.id, d.document, d.subject, d.version, d.made_at, u.name, d.sha256, d.name, d.scan, d.scan_sha256, d.attached_at
         FROM document d JOIN user u ON u.id = d.user_id WHERE d.case_id = ?1 ORDER BY d.document, d.subject, d.version",
    )?
    .query_map([case], |r| {
        let scan = match (r.get(8)?, r.get(9)?, r.get(10)?) {
            (Some(path), Some(sha256), Some(attached_at)) => Some(Scan { path, sha256, attached_at }),
            _ => None,
        };
        Ok(Document {
            id: r.get(0)?,
            document: r.get(1)?,
            subject: r.get(2)?,
            version: r.get(3)?,
            made_at: r.get(4)?,
            by: r.get(5)?,
            sha256: r.get(6)?,
            name: r.get(7)?,
            scan,
        })
    })?
    .collect()
}

/// The version that is made next.
pub fn next_version(conn: &Connection, case: i64, document: &str, subject: &str) -> Result<i64> {
    conn.prepare_cached(
        "SELECT coalesce(max(version), 0) + 1 FROM document WHERE case_id = ?1 AND document = ?2 AND subject = ?3",
    )?
    .query_row(params![case, document, subject], |r| r.get(0))
}

/// Keeps a version. Returns the id.
#[allow(clippy::too_many_arguments)]
pub fn insert(
    tx: &Transaction,
    case: i64,
    document: &str,
    subject: &str,
    version: i64,
    sha256: &str,
    name: &str,
    at: NaiveDateTime,
    user: i64,
) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO document (uid, case_id, document, subject, version, made_at, user_id, sha256, name)
         VALUES (:uid, :case, :document, :subject, :version, :at, :user, :sha256, :name)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":case": case, ":document": document, ":subject": subject, ":version": version,
        ":at": canonical_time(at), ":user": user, ":sha256": sha256, ":name": name,
    })?;
    Ok(tx.last_insert_rowid())
}

/// Tells where the signed paper of a version lies; an earlier scan is replaced.
pub fn attach(tx: &Transaction, id: i64, path: &str, sha256: &str, at: NaiveDateTime) -> Result<()> {
    tx.prepare_cached(
        "UPDATE document SET rev = rev + 1, scan = ?2, scan_sha256 = ?3, attached_at = ?4 WHERE id = ?1",
    )?
    .execute(params![id, path, sha256, canonical_time(at)])?;
    Ok(())
}
