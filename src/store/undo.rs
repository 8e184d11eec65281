//! How a case stood before a revocable move: kept as JSON, so that a slip of the hand can be taken
//! back whole. Only columns that moves change are kept.

use rusqlite::{Connection, OptionalExtension, Result, Transaction, named_params, params};
use serde_json::{Map, Value};

/// A kept state of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub record: i64,
    /// The journal row of the move.
    pub seq: i64,
    pub at: String,
    pub user: i64,
    /// The move's id.
    pub mv: String,
    pub before: String,
}

/// Columns of `cases` that a revocable move may change. Numbers stay once given.
const CASE: &[&str] = &[
    "stage",
    "is_open",
    "grade",
    "nature",
    "safety",
    "unit",
    "handler_id",
    "listed",
    "listing_level",
    "leader",
    "outcome",
    "accepted_on",
    "entrusted_on",
    "closed_on",
];
const CLOCK: &[&str] = &[
    "id",
    "raw",
    "rolled",
    "due",
    "provisional",
    "amber_from",
    "red_from",
    "silent_from",
    "extension_days",
    "state",
    "ended_on",
];
const PAUSE: &[&str] = &["deadline_id", "since", "until", "why"];
const TEAM: &[&str] = &["staff_id", "part", "since"];
const ASKED: &[&str] = &["record_id", "form", "at", "user_id"];

fn rows(conn: &Connection, columns: &[&str], from: &str, case: i64) -> Result<Value> {
    let mut query = conn.prepare_cached(&format!("SELECT {} FROM {from}", columns.join(", ")))?;
    let list = query.query_map([case], |r| {
        let mut row = Map::new();
        for (i, name) in columns.iter().enumerate() {
            let value = match r.get_ref(i)? {
                rusqlite::types::ValueRef::Integer(n) => Value::from(n),
                rusqlite::types::ValueRef::Text(t) => Value::from(String::from_utf8_lossy(t).into_owned()),
                _ => Value::Null,
            };
            row.insert((*name).to_string(), value);
        }
        Ok(Value::Object(row))
    })?;
    Ok(Value::Array(list.collect::<Result<_>>()?))
}

/// The state of a case now, as JSON.
pub fn snapshot(conn: &Connection, case: i64) -> Result<String> {
    let pauses = "pause WHERE deadline_id IN (SELECT id FROM deadline WHERE case_id = ?1) ORDER BY id";
    let state = serde_json::json!({
        "case": rows(conn, CASE, "cases WHERE id = ?1", case)?,
        "clocks": rows(conn, CLOCK, "deadline WHERE case_id = ?1 ORDER BY id", case)?,
        "pauses": rows(conn, PAUSE, pauses, case)?,
        "team": rows(conn, TEAM, "team_member WHERE case_id = ?1 ORDER BY staff_id", case)?,
        "asked": rows(conn, ASKED, "pending WHERE case_id = ?1 ORDER BY record_id", case)?,
    });
    Ok(state.to_string())
}

#[allow(clippy::too_many_arguments)]
pub fn insert(tx: &Transaction, record: i64, case: i64, seq: i64, at: &str, user: i64, before: &str) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO undo (record_id, case_id, seq, at, user_id, before) VALUES (:record, :case, :seq, :at, :user, :before)",
    )?
    .execute(named_params! {
        ":record": record, ":case": case, ":seq": seq, ":at": at, ":user": user, ":before": before,
    })?;
    Ok(())
}

/// The kept state of the newest record of the case, if that record's move was revocable.
pub fn last(conn: &Connection, case: i64) -> Result<Option<Kept>> {
    conn.prepare_cached(
        "SELECT u.record_id, u.seq, u.at, u.user_id, r.move, u.before FROM undo u JOIN record r ON r.id = u.record_id
         WHERE u.case_id = ?1 AND u.used_at IS NULL
         AND u.record_id = (SELECT max(id) FROM record WHERE case_id = ?1 AND voided = 0)",
    )?
    .query_row([case], |r| {
        Ok(Kept { record: r.get(0)?, seq: r.get(1)?, at: r.get(2)?, user: r.get(3)?, mv: r.get(4)?, before: r.get(5)? })
    })
    .optional()
}

/// Journal rows of the case after that one, without readings.
pub fn acts_since(conn: &Connection, case: i64, seq: i64) -> Result<i64> {
    conn.prepare_cached(
        "SELECT count(*) FROM journal WHERE object = 'case' AND object_id = ?1 AND seq > ?2
         AND action NOT IN ('read', 'reveal', 'slip', 'case.read', 'visit.read')",
    )?
    .query_row(params![case, seq], |r| r.get(0))
}

/// Puts the case, its clocks, team and requests back as they stood, and marks the record.
pub fn restore(tx: &Transaction, case: i64, kept: &Kept, at: &str) -> Result<()> {
    let whole: Value = serde_json::from_str(&kept.before).unwrap_or_default();
    let set = |columns: &[&str]| {
        columns.iter().map(|c| format!("{c} = json_extract(:row, '$.{c}')")).collect::<Vec<_>>().join(", ")
    };
    let row = whole["case"][0].to_string();
    tx.prepare_cached(&format!("UPDATE cases SET rev = rev + 1, {} WHERE id = :id", set(CASE)))?
        .execute(named_params! { ":row": row, ":id": case })?;
    // Clocks that the move started are gone; the others stand as they stood.
    let clocks = whole["clocks"].to_string();
    tx.prepare_cached("DELETE FROM pause WHERE deadline_id IN (SELECT id FROM deadline WHERE case_id = ?1)")?
        .execute([case])?;
    tx.prepare_cached(
        "DELETE FROM deadline WHERE case_id = ?1
         AND id NOT IN (SELECT json_extract(value, '$.id') FROM json_each(?2))",
    )?
    .execute(params![case, clocks])?;
    for clock in whole["clocks"].as_array().into_iter().flatten() {
        tx.prepare_cached(&format!("UPDATE deadline SET rev = rev + 1, {} WHERE id = :id", set(&CLOCK[1..])))?
            .execute(named_params! { ":row": clock.to_string(), ":id": clock["id"].as_i64() })?;
    }
    let again = [
        ("pauses", "INSERT INTO pause (deadline_id, since, until, why)", PAUSE, false),
        ("team", "INSERT INTO team_member (case_id, staff_id, part, since)", TEAM, true),
        ("asked", "INSERT INTO pending (case_id, record_id, form, at, user_id)", ASKED, true),
    ];
    tx.prepare_cached("DELETE FROM team_member WHERE case_id = ?1")?.execute([case])?;
    tx.prepare_cached("DELETE FROM pending WHERE case_id = ?1")?.execute([case])?;
    for (key, insert, columns, of_case) in again {
        let values: Vec<String> = columns.iter().map(|c| format!("json_extract(value, '$.{c}')")).collect();
        let first = if of_case { "?2, " } else { "" };
        let sql = format!("{insert} SELECT {first}{} FROM json_each(?1) WHERE ?2 > 0", values.join(", "));
        tx.prepare_cached(&sql)?.execute(params![whole[key].to_string(), case])?;
    }
    tx.prepare_cached(
        "UPDATE cases SET clocked = EXISTS (SELECT 1 FROM deadline WHERE case_id = ?1 AND state IN ('running','paused'))
         WHERE id = ?1",
    )?
    .execute([case])?;
    tx.prepare_cached("UPDATE record SET voided = 1 WHERE id = ?1")?.execute([kept.record])?;
    tx.prepare_cached("UPDATE undo SET used_at = ?2 WHERE record_id = ?1")?.execute(params![kept.record, at])?;
    Ok(())
}
