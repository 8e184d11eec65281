//! What happened to a person's standing: 遴选, 考核, 培训, 承诺书, 核验, 离任.
//!
//! Rows are added and, when entered by mistake, marked; never changed or removed.

use crate::validation::Draft;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params};

/// An event of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub id: i64,
    pub staff: i64,
    pub name: String,
    /// Code of `forms::STAFF_EVENT`.
    pub kind: String,
    pub day: String,
    pub year: i64,
    /// Of a training, else 0.
    pub hours: i64,
    /// The form as it was filled, without the names.
    pub body: Draft,
    /// Why it does not count, "" while it does.
    pub void: String,
    /// Who entered it.
    pub by: String,
}

/// What is stored of a new event.
#[derive(Clone, Debug)]
pub struct New<'a> {
    pub staff: i64,
    pub kind: &'a str,
    pub day: &'a str,
    pub year: i64,
    pub hours: i64,
    pub body: &'a Draft,
    pub at: &'a str,
    pub user: i64,
}

const SELECT: &str = "SELECT e.id, e.staff_id, s.name, e.kind, e.day, e.year, e.hours, e.body, e.void, u.name
     FROM staff_event e JOIN staff s ON s.id = e.staff_id JOIN user u ON u.id = e.user_id";

fn from_row(r: &Row) -> Result<Event> {
    let body: String = r.get(7)?;
    Ok(Event {
        id: r.get(0)?,
        staff: r.get(1)?,
        name: r.get(2)?,
        kind: r.get(3)?,
        day: r.get(4)?,
        year: r.get(5)?,
        hours: r.get(6)?,
        body: serde_json::from_str(&body)
            .map_err(|e| rusqlite::Error::FromSqlConversionFailure(7, rusqlite::types::Type::Text, Box::new(e)))?,
        void: r.get(8)?,
        by: r.get(9)?,
    })
}

pub fn insert(tx: &Transaction, event: &New) -> Result<i64> {
    let body = serde_json::to_string(event.body).expect("invariant: a map of texts is JSON");
    tx.prepare_cached(
        "INSERT INTO staff_event (uid, staff_id, kind, day, year, hours, body, at, user_id)
         VALUES (:uid, :staff, :kind, :day, :year, :hours, :body, :at, :user)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":staff": event.staff, ":kind": event.kind, ":day": event.day, ":year": event.year,
        ":hours": event.hours, ":body": body, ":at": event.at, ":user": event.user,
    })?;
    Ok(tx.last_insert_rowid())
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Event>> {
    conn.prepare_cached(&format!("{SELECT} WHERE e.id = ?1"))?.query_row([id], from_row).optional()
}

/// Marks an event as entered by mistake.
pub fn update_void(tx: &Transaction, id: i64, reason: &str) -> Result<()> {
    tx.prepare_cached("UPDATE staff_event SET void = ?2 WHERE id = ?1")?.execute((id, reason))?;
    Ok(())
}

/// Events of one person, the newest first.
pub fn list_of(conn: &Connection, staff: i64, limit: i64) -> Result<Vec<Event>> {
    conn.prepare_cached(&format!("{SELECT} WHERE e.staff_id = ?1 ORDER BY e.day DESC, e.id DESC LIMIT ?2"))?
        .query_map((staff, limit), from_row)?
        .collect()
}

/// A window of all events, the newest first. `kind`: of `forms::STAFF_EVENT`, or "" for every kind;
/// `case`: only of people in the team of that case.
pub fn window(
    conn: &Connection,
    kind: &str,
    search: &str,
    case: Option<i64>,
    after: i64,
    limit: i64,
) -> Result<Vec<Event>> {
    // Two statements, so that each walks its own index from the newest.
    let of = if kind.is_empty() { "?1 = ''" } else { "e.kind = ?1" };
    conn.prepare_cached(&format!(
        "{SELECT} WHERE {of} AND e.id < ?2
           AND (?3 = '' OR instr(s.name || e.day, ?3)
                OR EXISTS (SELECT 1 FROM json_each(e.body) j WHERE j.key IN ('topic', 'organ') AND instr(j.value, ?3)))
           AND (?4 IS NULL OR EXISTS (SELECT 1 FROM team_member t WHERE t.case_id = ?4 AND t.staff_id = e.staff_id))
         ORDER BY e.id DESC LIMIT ?5"
    ))?
    .query_map((kind, after, search, case, limit), from_row)?
    .collect()
}

/// Hours of training of a person in a year.
pub fn hours(conn: &Connection, staff: i64, year: i64) -> Result<i64> {
    conn.prepare_cached(
        "SELECT coalesce(sum(hours), 0) FROM staff_event
         WHERE staff_id = ?1 AND kind = 'training' AND year = ?2 AND void = ''",
    )?
    .query_row((staff, year), |r| r.get(0))
}

/// The day on which a person signed the pledge of a year.
pub fn pledged(conn: &Connection, staff: i64, year: i64) -> Result<Option<String>> {
    conn.prepare_cached(
        "SELECT day FROM staff_event WHERE staff_id = ?1 AND kind = 'pledge' AND year = ?2 AND void = ''",
    )?
    .query_row((staff, year), |r| r.get(0))
    .optional()
}

/// Whether the same training of a person stands already: same day, kind and topic.
pub fn is_trained(conn: &Connection, staff: i64, day: &str, mode: &str, topic: &str) -> Result<bool> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM staff_event WHERE staff_id = ?1 AND kind = 'training' AND day = ?2 AND void = ''
           AND body ->> 'mode' = ?3 AND body ->> 'topic' = ?4)",
    )?
    .query_row((staff, day, mode, topic), |r| r.get(0))
}

/// Whether a person was appraised for a year already.
pub fn is_appraised(conn: &Connection, staff: i64, year: i64) -> Result<bool> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM staff_event
           WHERE staff_id = ?1 AND kind = 'appraisal' AND year = ?2 AND void = '')",
    )?
    .query_row((staff, year), |r| r.get(0))
}
