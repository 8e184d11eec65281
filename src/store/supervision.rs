//! 督办单: what was demanded of whom, by when, and what came back.

use crate::validation::date::canonical_time;
use chrono::{NaiveDate, NaiveDateTime};
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params, params};

/// A row of `supervision`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supervision {
    pub id: i64,
    /// 督办号.
    pub number: String,
    /// A word of `forms::SUPERVISION_KIND`.
    pub kind: String,
    /// Codes of `forms::SUPERVISION_REASON` and `SUPERVISION_BY`, "" for none.
    pub reason: String,
    pub decided_by: String,
    pub case: i64,
    /// Whom it is addressed to.
    pub target: String,
    pub trigger: String,
    pub demand: String,
    /// Day it was issued.
    pub issued_on: NaiveDate,
    pub feedback_by: NaiveDate,
    /// Name of the issuer.
    pub by: String,
    /// "" until it was answered.
    pub feedback: String,
    pub answered_on: Option<NaiveDate>,
    /// Words of the review: why it was closed, or sent back.
    pub closing: String,
    pub closed_on: Option<NaiveDate>,
    /// 改进建议, and at the end whether it was taken: a code of `forms::ADOPTED`.
    pub advice: String,
    pub adopted: String,
    /// The day the answer was sent back, until it is answered anew.
    pub returned_on: Option<NaiveDate>,
}

const SELECT: &str = "SELECT s.id, s.number, s.kind, s.reason, s.decided_by, s.advice, s.adopted, s.returned_on, s.case_id, s.target, s.trigger, s.demand, substr(s.issued_at, 1, 10) AS issued_on, \
     s.feedback_by, u.name AS by_name, s.feedback, s.answered_on, s.closing, s.closed_on FROM supervision s JOIN user u ON u.id = s.user_id";

fn from_row(r: &Row) -> Result<Supervision> {
    Ok(Supervision {
        id: r.get("id")?,
        number: r.get("number")?,
        kind: r.get("kind")?,
        reason: r.get("reason")?,
        decided_by: r.get("decided_by")?,
        case: r.get("case_id")?,
        target: r.get("target")?,
        trigger: r.get("trigger")?,
        demand: r.get("demand")?,
        issued_on: super::deadline::day(r, "issued_on")?,
        feedback_by: super::deadline::day(r, "feedback_by")?,
        by: r.get("by_name")?,
        feedback: r.get("feedback")?,
        answered_on: super::deadline::maybe_day(r, "answered_on")?,
        closing: r.get("closing")?,
        closed_on: super::deadline::maybe_day(r, "closed_on")?,
        advice: r.get("advice")?,
        adopted: r.get("adopted")?,
        returned_on: super::deadline::maybe_day(r, "returned_on")?,
    })
}

/// Inserts the filled form under its number. Returns the id.
pub fn insert(
    tx: &Transaction,
    case: i64,
    number: &str,
    form: &crate::validation::Checked,
    feedback_by: NaiveDate,
    at: NaiveDateTime,
    user: i64,
) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO supervision (uid, number, case_id, kind, reason, decided_by, advice, target, trigger, demand,
           issued_at, feedback_by, user_id)
         VALUES (:uid, :number, :case, :kind, :reason, :decided, :advice, :target, :trigger, :demand, :at, :by, :user)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":number": number, ":case": case, ":target": form.get("target"),
        ":kind": form.get("kind"), ":reason": form.get("reason"), ":decided": form.get("decided_by"),
        ":advice": form.get("advice"),
        ":trigger": form.get("trigger"), ":demand": form.get("demand"),
        ":at": canonical_time(at), ":by": feedback_by.to_string(), ":user": user,
    })?;
    Ok(tx.last_insert_rowid())
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Supervision>> {
    conn.prepare_cached(&format!("{SELECT} WHERE s.id = ?1"))?.query_row([id], from_row).optional()
}

/// Notes on a case, newest first.
pub fn list(conn: &Connection, case: i64) -> Result<Vec<Supervision>> {
    conn.prepare_cached(&format!("{SELECT} WHERE s.case_id = ?1 ORDER BY s.id DESC"))?
        .query_map([case], from_row)?
        .collect()
}

/// The number of the newest 督办 of a case that waits for its answer.
pub fn unanswered(conn: &Connection, case: i64) -> Result<Option<String>> {
    conn.prepare_cached(
        "SELECT number FROM supervision WHERE case_id = ?1 AND closed_on IS NULL AND answered_on IS NULL
         ORDER BY id DESC LIMIT 1",
    )?
    .query_row([case], |r| r.get(0))
    .optional()
}

/// Keeps the answer; the note waits for review.
pub fn answer(tx: &Transaction, id: i64, feedback: &str, on: NaiveDate) -> Result<()> {
    tx.prepare_cached(
        "UPDATE supervision SET rev = rev + 1, feedback = ?2, answered_on = ?3, returned_on = NULL WHERE id = ?1",
    )?
    .execute(params![id, feedback, on.to_string()])?;
    Ok(())
}

/// The answer is enough.
pub fn close(tx: &Transaction, id: i64, closing: &str, adopted: &str, on: NaiveDate) -> Result<()> {
    tx.prepare_cached(
        "UPDATE supervision SET rev = rev + 1, closing = ?2, adopted = ?3, closed_on = ?4 WHERE id = ?1",
    )?
    .execute(params![id, closing, adopted, on.to_string()])?;
    Ok(())
}

/// The answer is not enough: it waits again, by a new day.
pub fn send_back(tx: &Transaction, id: i64, closing: &str, feedback_by: NaiveDate, on: NaiveDate) -> Result<()> {
    tx.prepare_cached(
        "UPDATE supervision SET rev = rev + 1, closing = ?2, feedback_by = ?3, answered_on = NULL, returned_on = ?4
         WHERE id = ?1",
    )?
    .execute(params![id, closing, feedback_by.to_string(), on.to_string()])?;
    Ok(())
}

/// Newest first. `view`: `waiting`, `review`, `late` or `all`.
pub fn window(
    conn: &Connection,
    view: &str,
    search: &str,
    today: NaiveDate,
    seen: &super::Seen,
) -> Result<Vec<Supervision>> {
    let view = match view {
        "all" => "",
        "review" => " AND s.closed_on IS NULL AND s.answered_on IS NOT NULL",
        "late" => " AND s.closed_on IS NULL AND s.answered_on IS NULL AND s.feedback_by < :today",
        _ => " AND s.closed_on IS NULL AND s.answered_on IS NULL",
    };
    let case = if seen.case.is_some() { "s.case_id = :case" } else { ":case IS NULL" };
    let sql = format!(
        "{SELECT} JOIN cases c ON c.id = s.case_id WHERE {case}{view} AND :today <> '' AND s.id < :after
         AND (:sealed OR c.sealed = 0) AND (:all OR c.registrar = :user OR c.handler_id = :staff)
         AND (:search = '' OR instr(s.number || s.target || s.demand, :search)) ORDER BY s.id DESC LIMIT :limit"
    );
    conn.prepare_cached(&sql)?
        .query_map(
            named_params! { ":case": seen.case, ":today": today.to_string(), ":after": seen.after, ":sealed": seen.sealed,
            ":all": seen.all, ":user": seen.user, ":staff": seen.staff, ":search": search, ":limit": seen.limit },
            from_row,
        )?
        .collect()
}
