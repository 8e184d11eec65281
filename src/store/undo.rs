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

/// Columns of `cases` that a revocable move may change. Numbers stay once given: the case keeps them and
/// uses them again.
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
    "merged_into",
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
const PAUSE: &[&str] = &["id", "deadline_id", "since", "until", "why"];
const TEAM: &[&str] = &["staff_id", "part", "since", "active"];
const LISTING: &[&str] = &[
    "uid",
    "rev",
    "team_number",
    "leader",
    "post",
    "level",
    "source",
    "approved_on",
    "goal",
    "plan",
    "posted_by",
    "budget",
    "progress_on",
    "struck_on",
];
/// Of the original of a merge.
const ORIGINAL: &[&str] = &["id", "visits", "people", "involved"];
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

/// The state of a case now, as JSON; with `merged_into`, the visits that are about to go there, too.
pub fn snapshot(conn: &Connection, case: i64, merged_into: Option<i64>) -> Result<String> {
    let pauses = "pause WHERE deadline_id IN (SELECT id FROM deadline WHERE case_id = ?1) ORDER BY id";
    let mut state = serde_json::json!({
        "case": rows(conn, CASE, "cases WHERE id = ?1", case)?,
        "clocks": rows(conn, CLOCK, "deadline WHERE case_id = ?1 ORDER BY id", case)?,
        "pauses": rows(conn, PAUSE, pauses, case)?,
        "team": rows(conn, TEAM, "team_member WHERE case_id = ?1 ORDER BY staff_id", case)?,
        "asked": rows(conn, ASKED, "pending WHERE case_id = ?1 ORDER BY record_id", case)?,
        "listing": rows(conn, LISTING, "listing WHERE case_id = ?1", case)?,
    });
    if let Some(original) = merged_into {
        state["original"] = rows(conn, ORIGINAL, "cases WHERE id = ?1", original)?;
        state["visits"] = rows(conn, &["id"], "visit WHERE case_id = ?1 ORDER BY id", case)?;
    }
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

/// The move of the newest record that stands, "" for a case without one.
pub fn last_move(conn: &Connection, case: i64) -> Result<String> {
    let mv = conn
        .prepare_cached("SELECT move FROM record WHERE case_id = ?1 AND voided = 0 ORDER BY id DESC LIMIT 1")?
        .query_row([case], |r| r.get(0))
        .optional()?;
    Ok(mv.unwrap_or_default())
}

/// Acts on the case after that row: not readings, not what came of the step itself, not the days of a
/// new calendar.
pub fn acts_since(conn: &Connection, case: i64, seq: i64) -> Result<i64> {
    conn.prepare_cached(
        "SELECT count(*) FROM journal WHERE object = 'case' AND object_id = ?1 AND seq > ?2
         AND action NOT IN ('read', 'reveal', 'slip', 'deadline.recount') AND action NOT LIKE '%.read'
         AND coalesce(json_extract(change, '$.by'), 0) <> ?2",
    )?
    .query_row(params![case, seq], |r| r.get(0))
}

/// Numbers of the warnings that came of a step.
pub fn warnings_of(conn: &Connection, case: i64, seq: i64) -> Result<Vec<String>> {
    conn.prepare_cached(
        "SELECT json_extract(change, '$.number') FROM journal WHERE object = 'case' AND object_id = ?1 AND seq > ?2
         AND action = 'warning' AND json_extract(change, '$.by') = ?2 AND json_extract(change, '$.number') IS NOT NULL",
    )?
    .query_map(params![case, seq], |r| r.get(0))?
    .collect()
}

/// The row by which the original took in the visits of a merge; the last one before `seq`.
pub fn merge_row(conn: &Connection, original: i64, seq: i64) -> Result<Option<i64>> {
    conn.prepare_cached(
        "SELECT max(seq) FROM journal WHERE object = 'case' AND object_id = ?1 AND action = 'T02' AND seq < ?2",
    )?
    .query_row(params![original, seq], |r| r.get(0))
}

/// The original of a merge as it stood: (case, visits to give back); `None` for any other move.
pub fn original(kept: &Kept) -> Option<(i64, Vec<i64>)> {
    let whole: Value = serde_json::from_str(&kept.before).ok()?;
    let id = whole["original"][0]["id"].as_i64()?;
    Some((id, whole["visits"].as_array()?.iter().filter_map(|v| v["id"].as_i64()).collect()))
}

/// The original counts its visits and people as before the merge.
pub fn restore_original(tx: &Transaction, kept: &Kept, at: &str) -> Result<()> {
    let whole: Value = serde_json::from_str(&kept.before).unwrap_or_default();
    let row = &whole["original"][0];
    tx.prepare_cached(
        "UPDATE cases SET rev = rev + 1, visits = json_extract(:row, '$.visits'), people = json_extract(:row, '$.people'),
           involved = json_extract(:row, '$.involved'), last_action = '撤回并案', last_action_at = :at WHERE id = :id",
    )?
    .execute(named_params! { ":row": row.to_string(), ":id": row["id"].as_i64(), ":at": at })?;
    Ok(())
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
    tx.prepare_cached("UPDATE cases SET last_action = '撤回上一步', last_action_at = ?2 WHERE id = ?1")?
        .execute(params![case, at])?;
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
    let listing = format!("INSERT INTO listing (case_id, {})", LISTING.join(", "));
    let again = [
        ("listing", listing.as_str(), LISTING, true),
        ("pauses", "INSERT INTO pause (id, deadline_id, since, until, why)", PAUSE, false),
        ("team", "INSERT INTO team_member (case_id, staff_id, part, since, active)", TEAM, true),
        ("asked", "INSERT INTO pending (case_id, record_id, form, at, user_id)", ASKED, true),
    ];
    tx.prepare_cached("DELETE FROM team_member WHERE case_id = ?1")?.execute([case])?;
    tx.prepare_cached("DELETE FROM pending WHERE case_id = ?1")?.execute([case])?;
    tx.prepare_cached("DELETE FROM listing WHERE case_id = ?1")?.execute([case])?;
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
