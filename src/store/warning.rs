//! Warnings about matters (预警通报, 方案五(二)): what was told to whom, and whether they signed.
//!
//! A warning names a matter and its risk, never a person as a risk.

use chrono::NaiveDateTime;
use rusqlite::{Connection, Result, Transaction, named_params};

/// Keeps a warning under its number.
///
/// `rule` is the rule that called for it (`A7`), `level` its colour in words, `way` a code of
/// `codes::NOTICE_WAY`.
#[allow(clippy::too_many_arguments)]
pub fn insert(
    tx: &Transaction,
    case: i64,
    number: &str,
    rule: &str,
    level: &str,
    fact: &str,
    recipient: &str,
    way: &str,
    now: NaiveDateTime,
    user: i64,
) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO warning (uid, number, case_id, rule, level, fact, recipient, way, at, user_id)
         VALUES (:uid, :number, :case, :rule, :level, :fact, :recipient, :way, :at, :user)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":number": number, ":case": case, ":rule": rule, ":level": level, ":fact": fact,
        ":recipient": recipient, ":way": way, ":at": now.format("%Y-%m-%dT%H:%M").to_string(), ":user": user,
    })?;
    Ok(())
}

/// A stored warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub id: i64,
    pub number: String,
    pub rule: String,
    pub level: String,
    pub fact: String,
    pub recipient: String,
    /// Code of `codes::NOTICE_WAY`.
    pub way: String,
    pub at: String,
    /// Who signed for it, "" while nobody did.
    pub signed: String,
    pub closed_on: Option<String>,
}

/// Warnings of a case, oldest first.
pub fn list(conn: &Connection, case: i64) -> Result<Vec<Warning>> {
    conn.prepare_cached(
        "SELECT id, number, rule, level, fact, recipient, way, at, signed, closed_on FROM warning
         WHERE case_id = ?1 ORDER BY id",
    )?
    .query_map([case], |r| {
        Ok(Warning {
            id: r.get(0)?,
            number: r.get(1)?,
            rule: r.get(2)?,
            level: r.get(3)?,
            fact: r.get(4)?,
            recipient: r.get(5)?,
            way: r.get(6)?,
            at: r.get(7)?,
            signed: r.get(8)?,
            closed_on: r.get(9)?,
        })
    })?
    .collect()
}
