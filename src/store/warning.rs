//! Warnings about matters (预警通报, 方案五(二)): what was told to whom, and whether they signed.
//!
//! A warning names a matter and its risk, never a person as a risk.

use crate::validation::date::canonical_time;
use chrono::{NaiveDate, NaiveDateTime};
use rusqlite::{Connection, OptionalExtension, Result, Transaction, named_params};

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
        ":recipient": recipient, ":way": way, ":at": canonical_time(now), ":user": user,
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

/// Notes what the rule saw, so that one fact warns once.
pub fn set_subject(tx: &Transaction, number: &str, subject: &str) -> Result<()> {
    tx.prepare_cached("UPDATE warning SET subject = ?2 WHERE number = ?1")?.execute((number, subject))?;
    Ok(())
}

/// The step that raised a warning was taken back: it is closed with that word, and the same fact may
/// warn again.
pub fn withdraw(tx: &Transaction, number: &str, on: NaiveDate) -> Result<()> {
    tx.prepare_cached(
        "UPDATE warning SET rev = rev + 1, closed_on = ?2, subject = '',
           disposal = CASE disposal WHEN '' THEN '随撤回' ELSE disposal || ';随撤回' END
         WHERE number = ?1 AND closed_on IS NULL",
    )?
    .execute((number, on.to_string()))?;
    Ok(())
}

/// Whether this rule warned of the same since that day.
pub fn warned(conn: &Connection, rule: &str, subject: &str, since: NaiveDate) -> Result<bool> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM warning WHERE rule = ?1 AND subject = ?2 AND subject <> '' AND at >= ?3)",
    )?
    .query_row((rule, subject, since.to_string()), |r| r.get(0))
}

/// Matters of a unit opened from one day to before another; sealed ones are not counted.
pub fn count_unit(conn: &Connection, unit: &str, from: NaiveDate, before: NaiveDate) -> Result<i64> {
    conn.prepare_cached(
        "SELECT count(*) FROM cases WHERE respondent = ?1 AND respondent <> '' AND sealed = 0
         AND opened >= ?2 AND opened < ?3 AND stage NOT IN ('S00', 'X20')",
    )?
    .query_row((unit, from.to_string(), before.to_string()), |r| r.get(0))
}

/// Visits of a case since that day.
pub fn count_visits(conn: &Connection, case: i64, since: NaiveDate) -> Result<i64> {
    conn.prepare_cached("SELECT count(*) FROM visit WHERE case_id = ?1 AND created_at >= ?2")?
        .query_row((case, since.to_string()), |r| r.get(0))
}

/// What part of a register of matters its reader sees.
pub struct Seen {
    pub case: Option<i64>,
    /// Only rows with a smaller id.
    pub after: i64,
    /// Sealed matters too.
    pub sealed: bool,
    /// All matters, not only his own.
    pub all: bool,
    pub user: i64,
    pub staff: Option<i64>,
    pub limit: i64,
}

/// A warning and whose matter it is.
pub struct Listed {
    pub case: i64,
    pub warning: Warning,
    pub disposal: String,
}

const LISTED: &str = "SELECT w.id, w.number, w.rule, w.level, w.fact, w.recipient, w.way, w.at, w.signed, w.closed_on, \
     w.case_id, w.disposal FROM warning w JOIN cases c ON c.id = w.case_id";

fn listed(r: &rusqlite::Row) -> Result<Listed> {
    Ok(Listed {
        case: r.get(10)?,
        disposal: r.get(11)?,
        warning: Warning {
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
        },
    })
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Listed>> {
    conn.prepare_cached(&format!("{LISTED} WHERE w.id = ?1"))?.query_row([id], listed).optional()
}

/// Newest first. `view`: `open`, `red` or `all`.
pub fn window(conn: &Connection, view: &str, search: &str, seen: &super::Seen) -> Result<Vec<Listed>> {
    let view = match view {
        "all" => "",
        "red" => " AND w.closed_on IS NULL AND w.level = '红'",
        _ => " AND w.closed_on IS NULL",
    };
    let case = if seen.case.is_some() { "w.case_id = :case" } else { ":case IS NULL" };
    let sql = format!(
        "{LISTED} WHERE {case}{view} AND w.id < :after AND (:sealed OR c.sealed = 0)
         AND (:all OR c.registrar = :user OR c.handler_id = :staff)
         AND (:search = '' OR instr(w.number || w.fact || w.recipient, :search)) ORDER BY w.id DESC LIMIT :limit"
    );
    conn.prepare_cached(&sql)?
        .query_map(
            named_params! { ":case": seen.case, ":after": seen.after, ":sealed": seen.sealed, ":all": seen.all,
            ":user": seen.user, ":staff": seen.staff, ":search": search, ":limit": seen.limit },
            listed,
        )?
        .collect()
}

pub fn send(tx: &Transaction, id: i64, recipient: &str, way: &str) -> Result<()> {
    tx.prepare_cached("UPDATE warning SET rev = rev + 1, recipient = ?2, way = ?3 WHERE id = ?1")?
        .execute((id, recipient, way))?;
    Ok(())
}
pub fn sign(tx: &Transaction, id: i64, by: &str, on: &str) -> Result<()> {
    tx.prepare_cached("UPDATE warning SET rev = rev + 1, signed = ?2, signed_on = ?3 WHERE id = ?1")?
        .execute((id, by, on))?;
    Ok(())
}
pub fn dispose(tx: &Transaction, id: i64, disposal: &str) -> Result<()> {
    tx.prepare_cached("UPDATE warning SET rev = rev + 1, disposal = ?2 WHERE id = ?1")?.execute((id, disposal))?;
    Ok(())
}
pub fn close(tx: &Transaction, id: i64, on: &str) -> Result<()> {
    tx.prepare_cached("UPDATE warning SET rev = rev + 1, closed_on = ?2 WHERE id = ?1")?.execute((id, on))?;
    Ok(())
}
