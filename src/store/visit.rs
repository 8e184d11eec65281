//! Visits: one row per reception. The columns of the form are the rows of its field table, so the SQL
//! is made from the table once.

use crate::domain::visit::Visit;
use crate::domain::visit_table::VISIT;
use crate::validation::date::canonical_time;
use crate::validation::display::editable;
use crate::validation::{Draft, Kind};
use chrono::NaiveDateTime;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Result, Transaction, params_from_iter};
use std::sync::OnceLock;

/// A stored visit: its place, and the form as it was saved.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub id: i64,
    pub rev: i64,
    pub case: i64,
    pub ticket: Option<i64>,
    pub docket: Option<String>,
    pub registered: bool,
    pub created_at: String,
    pub registrar: i64,
    pub draft: Draft,
}

/// Where a visit comes from.
pub struct Origin<'a> {
    /// "" = a new one; else what tells this visit from all others.
    pub uid: &'a str,
    pub station: &'a str,
    pub case: i64,
    pub ticket: Option<i64>,
    pub registrar: i64,
    pub at: NaiveDateTime,
}

fn columns() -> String {
    VISIT.fields.iter().map(|f| f.key).collect::<Vec<_>>().join(", ")
}

/// Numbers are stored as numbers, an empty field as NULL.
fn sql_value(kind: &Kind, text: &str) -> Value {
    match kind {
        _ if text.is_empty() => Value::Null,
        Kind::Number(..) => text.parse().map_or(Value::Null, Value::Integer),
        _ => Value::Text(text.to_string()),
    }
}

fn form_values(visit: &Visit) -> impl Iterator<Item = Value> {
    VISIT.fields.iter().map(|f| sql_value(&f.kind, visit.form().get(f.key)))
}

/// Stores a new visit; returns its id.
pub fn insert(tx: &Transaction, visit: &Visit, origin: &Origin) -> Result<i64> {
    static SQL: OnceLock<String> = OnceLock::new();
    let sql = SQL.get_or_init(|| {
        let marks = vec!["?"; VISIT.fields.len() + 6].join(", ");
        format!(
            "INSERT INTO visit (uid, station, case_id, ticket_id, created_at, registrar, {}) VALUES ({marks})",
            columns()
        )
    });
    let head = [
        Value::Text(if origin.uid.is_empty() { super::new_uid() } else { origin.uid.to_string() }),
        Value::Text(origin.station.to_string()),
        Value::Integer(origin.case),
        origin.ticket.map_or(Value::Null, Value::Integer),
        Value::Text(canonical_time(origin.at)),
        Value::Integer(origin.registrar),
    ];
    tx.prepare_cached(sql)?.execute(params_from_iter(head.into_iter().chain(form_values(visit))))?;
    Ok(tx.last_insert_rowid())
}

/// The visit stored under this uid.
pub fn load_called(conn: &Connection, uid: &str) -> Result<Option<Stored>> {
    let id = conn.prepare_cached("SELECT id FROM visit WHERE uid = ?1")?.query_row([uid], |r| r.get(0)).optional()?;
    id.map_or(Ok(None), |id| load(conn, id))
}

/// Writes the form of a visit again if nobody changed it since `rev`; false otherwise.
pub fn update(tx: &Transaction, id: i64, rev: i64, visit: &Visit) -> Result<bool> {
    static SQL: OnceLock<String> = OnceLock::new();
    let sql = SQL.get_or_init(|| {
        let sets = VISIT.fields.iter().map(|f| format!("{} = ?", f.key)).collect::<Vec<_>>().join(", ");
        format!("UPDATE visit SET {sets}, rev = rev + 1 WHERE id = ? AND rev = ?")
    });
    let tail = [Value::Integer(id), Value::Integer(rev)];
    Ok(tx.prepare_cached(sql)?.execute(params_from_iter(form_values(visit).chain(tail)))? == 1)
}

/// Marks a visit as registered under its 接谈号.
pub fn register(tx: &Transaction, id: i64, docket: &str) -> Result<()> {
    tx.prepare_cached("UPDATE visit SET docket = ?2, registered = 1, rev = rev + 1 WHERE id = ?1")?
        .execute((id, docket))?;
    Ok(())
}

fn load_where(conn: &Connection, condition: &str, id: i64) -> Result<Option<Stored>> {
    let sql = format!(
        "SELECT id, rev, case_id, ticket_id, docket, registered, created_at, registrar, {} FROM visit {condition}",
        columns()
    );
    conn.prepare_cached(&sql)?
        .query_row([id], |r| {
            let mut draft = Draft::default();
            for (i, f) in VISIT.fields.iter().enumerate() {
                let text = match r.get::<_, Value>(8 + i)? {
                    Value::Text(text) => text,
                    Value::Integer(n) => n.to_string(),
                    _ => String::new(),
                };
                // Stored in canonical form; a draft holds what a person would type (元, not 分).
                draft.set(f.key, editable(f.kind, &text));
            }
            Ok(Stored {
                id: r.get(0)?,
                rev: r.get(1)?,
                case: r.get(2)?,
                ticket: r.get(3)?,
                docket: r.get(4)?,
                registered: r.get(5)?,
                created_at: r.get(6)?,
                registrar: r.get(7)?,
                draft,
            })
        })
        .optional()
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Stored>> {
    load_where(conn, "WHERE id = ?1", id)
}

/// The rev of a visit, 1 when there is none.
pub fn load_rev(conn: &Connection, id: i64) -> Result<i64> {
    let rev = conn.prepare_cached("SELECT rev FROM visit WHERE id = ?1")?.query_row([id], |r| r.get(0)).optional()?;
    Ok(rev.unwrap_or(1))
}

/// The visit that opened a case: the one whose 接谈号 it bears, else the oldest; a merge may bring an
/// older visit in. That of a merged case lies with its original, under its own 接谈号.
pub fn load_first(conn: &Connection, case: i64) -> Result<Option<Stored>> {
    let first = "WHERE case_id = ?1
         ORDER BY docket IS NOT NULL AND docket = (SELECT c.docket FROM cases c WHERE c.id = ?1) DESC, id LIMIT 1";
    match load_where(conn, first, case)? {
        None => load_where(
            conn,
            "WHERE case_id = (SELECT merged_into FROM cases WHERE id = ?1)
               AND docket = (SELECT docket FROM cases WHERE id = ?1) ORDER BY id LIMIT 1",
            case,
        ),
        found => Ok(found),
    }
}

/// The newest visit taken in for a ticket.
pub fn of_ticket(conn: &Connection, ticket: i64) -> Result<Option<i64>> {
    conn.prepare_cached("SELECT max(id) FROM visit WHERE ticket_id = ?1 AND ticket_id IS NOT NULL")?
        .query_row([ticket], |r| r.get(0))
}

/// Ids and times of every visit of a case, oldest first.
pub fn list_of_case(conn: &Connection, case: i64) -> Result<Vec<(i64, String)>> {
    conn.prepare_cached("SELECT id, created_at FROM visit WHERE case_id = ?1 ORDER BY id")?
        .query_map([case], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect()
}

/// Ids of the visits of several cases, newest first.
pub fn list_of_cases(conn: &Connection, cases: &[i64]) -> Result<Vec<i64>> {
    let mut query = conn.prepare_cached("SELECT id FROM visit WHERE case_id = ?1")?;
    let mut ids = Vec::with_capacity(cases.len());
    for case in cases {
        for id in query.query_map([case], |r| r.get(0))? {
            ids.push(id?);
        }
    }
    ids.sort_unstable_by(|a: &i64, b| b.cmp(a));
    Ok(ids)
}

/// Ids of visits below `below`, newest first; of one case or of all.
pub fn list_newest(conn: &Connection, case: Option<i64>, below: i64, limit: i64) -> Result<Vec<i64>> {
    let sql = match case {
        Some(_) => "SELECT id FROM visit WHERE id < ?2 AND case_id = ?1 ORDER BY id DESC LIMIT ?3",
        None => "SELECT id FROM visit WHERE id < ?2 AND ?1 IS NULL ORDER BY id DESC LIMIT ?3",
    };
    conn.prepare_cached(sql)?.query_map((case, below, limit), |r| r.get(0))?.collect()
}

/// Gives these visits to a case.
pub fn attach(tx: &Transaction, visits: &[i64], to: i64) -> Result<()> {
    let mut attach = tx.prepare_cached("UPDATE visit SET case_id = ?2, rev = rev + 1 WHERE id = ?1")?;
    visits.iter().try_for_each(|visit| attach.execute((visit, to)).map(drop))
}

/// Moves the visits of one case to another (并案).
pub fn attach_all(tx: &Transaction, from: i64, to: i64) -> Result<usize> {
    tx.prepare_cached("UPDATE visit SET case_id = ?2, rev = rev + 1 WHERE case_id = ?1")?.execute((from, to))
}
