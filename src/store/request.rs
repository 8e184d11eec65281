//! The petitioner's own data asked for: requests, and what was corrected on them.

use super::Seen;
use crate::validation::Checked;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params};

/// A request. Document numbers were compared when it was made and are not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub id: i64,
    pub number: String,
    pub case: i64,
    /// The first visit of the person whose data it is.
    pub visit: i64,
    /// Code of `forms::REQUEST_KIND`.
    pub kind: String,
    pub asked_on: String,
    pub due: String,
    pub asker: String,
    pub agent: String,
    pub authority: String,
    pub identified: String,
    pub detail: String,
    /// "" while open: `given`, `corrected`, `noted`, `refused`, `withdrawn`.
    pub outcome: String,
    pub answer: String,
    pub answered_on: Option<String>,
    /// Name of the petitioner on the visit, in clear.
    pub person: String,
    /// 案号 or 接谈号.
    pub title: String,
}

const SELECT: &str = "SELECT r.id, r.number, r.case_id, r.visit_id, r.kind, r.asked_on, ifnull(r.due, ''), r.asker, \
    r.agent, r.authority, r.identified, r.detail, r.outcome, r.answer, r.answered_on, ifnull(v.name, ''), \
    ifnull(c.number, ifnull(c.docket, '暂存' || c.id)) \
    FROM request r JOIN cases c ON c.id = r.case_id LEFT JOIN visit v ON v.id = r.visit_id";

fn from_row(r: &Row) -> Result<Request> {
    Ok(Request {
        id: r.get(0)?,
        number: r.get(1)?,
        case: r.get(2)?,
        visit: r.get::<_, Option<i64>>(3)?.unwrap_or(0),
        kind: r.get(4)?,
        asked_on: r.get(5)?,
        due: r.get(6)?,
        asker: r.get(7)?,
        agent: r.get(8)?,
        authority: r.get(9)?,
        identified: r.get(10)?,
        detail: r.get(11)?,
        outcome: r.get(12)?,
        answer: r.get(13)?,
        answered_on: r.get(14)?,
        person: r.get(15)?,
        title: r.get(16)?,
    })
}

/// What a new request adds to its form.
pub struct New<'a> {
    pub number: &'a str,
    pub case: i64,
    pub visit: i64,
    pub identified: &'a str,
    pub due: &'a str,
    pub user: i64,
}

pub fn insert(tx: &Transaction, new: &New, form: &Checked) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO request (uid, number, case_id, visit_id, kind, asked_on, due, asker, agent, authority, identified,
           detail, user_id)
         VALUES (:uid, :number, :case, :visit, :kind, :asked, :due, :asker, :agent, :authority, :identified, :detail,
           :user)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":number": new.number, ":case": new.case, ":visit": new.visit,
        ":kind": form.get("kind"), ":asked": form.get("asked_on"), ":due": new.due, ":asker": form.get("asker"),
        ":agent": form.get("agent"), ":authority": form.get("authority"), ":identified": new.identified,
        ":detail": form.get("detail"), ":user": new.user,
    })?;
    Ok(tx.last_insert_rowid())
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Request>> {
    conn.prepare_cached(&format!("{SELECT} WHERE r.id = ?1"))?.query_row([id], from_row).optional()
}

/// Newest first. `view`: `open`, `answered` or `all`.
pub fn window(conn: &Connection, view: &str, search: &str, seen: &Seen) -> Result<Vec<Request>> {
    let view = match view {
        "all" => "1",
        "answered" => "r.answered_on IS NOT NULL",
        _ => "r.answered_on IS NULL",
    };
    let case = if seen.case.is_some() { "r.case_id = :case" } else { ":case IS NULL" };
    let sql = format!(
        "{SELECT} WHERE {view} AND {case} AND r.id < :after AND (:sealed OR c.sealed = 0)
         AND (:all OR c.registrar = :user OR c.handler_id = :staff)
         AND (:search = '' OR instr(r.number || ifnull(c.number, '') || ifnull(c.docket, ''), :search))
         ORDER BY r.id DESC LIMIT :limit"
    );
    conn.prepare_cached(&sql)?
        .query_map(
            named_params! { ":case": seen.case, ":after": seen.after, ":sealed": seen.sealed, ":all": seen.all,
            ":user": seen.user, ":staff": seen.staff, ":search": search, ":limit": seen.limit },
            from_row,
        )?
        .collect()
}

/// Requests of a case, oldest first.
pub fn list_of_case(conn: &Connection, case: i64) -> Result<Vec<Request>> {
    conn.prepare_cached(&format!("{SELECT} WHERE r.case_id = ?1 ORDER BY r.id"))?.query_map([case], from_row)?.collect()
}

/// Answers an open request; false when it was answered before.
pub fn answer(tx: &Transaction, id: i64, outcome: &str, words: &str, on: &str) -> Result<bool> {
    let done = tx
        .prepare_cached(
            "UPDATE request SET rev = rev + 1, outcome = ?2, answer = ?3, answered_on = ?4
             WHERE id = ?1 AND answered_on IS NULL",
        )?
        .execute((id, outcome, words, on))?;
    Ok(done == 1)
}

/// Something put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    pub visit: i64,
    /// Key of the visit.
    pub field: String,
    /// The right value where the visit keeps the old one, else "".
    pub note: String,
    pub ground: String,
    pub day: String,
}

pub fn insert_correction(tx: &Transaction, request: &Request, done: &Correction, user: i64) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO correction (uid, request_id, case_id, visit_id, field, note, ground, day, user_id)
         VALUES (:uid, :request, :case, :visit, :field, :note, :ground, :day, :user)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":request": request.id, ":case": request.case, ":visit": done.visit,
        ":field": done.field, ":note": done.note, ":ground": done.ground, ":day": done.day, ":user": user,
    })?;
    Ok(())
}

fn correction(r: &Row) -> Result<Correction> {
    Ok(Correction { visit: r.get(0)?, field: r.get(1)?, note: r.get(2)?, ground: r.get(3)?, day: r.get(4)? })
}

pub fn corrections_of(conn: &Connection, request: i64) -> Result<Vec<Correction>> {
    conn.prepare_cached("SELECT visit_id, field, note, ground, day FROM correction WHERE request_id = ?1 ORDER BY id")?
        .query_map([request], correction)?
        .collect()
}

/// Corrections that stand beside the visits of a case, oldest first.
pub fn notes_of_case(conn: &Connection, case: i64) -> Result<Vec<Correction>> {
    conn.prepare_cached(
        "SELECT visit_id, field, note, ground, day FROM correction WHERE case_id = ?1 AND note <> '' ORDER BY id",
    )?
    .query_map([case], correction)?
    .collect()
}
