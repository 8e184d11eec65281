//! Caseloads: which open cases a person, or a filter, holds, and what changed hands at once.

use crate::validation::Draft;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params};

/// Which open cases are meant; "" and `None` = any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Whose; otherwise of every handler.
    pub from: Option<i64>,
    /// Those in which he is a member only, too.
    pub members: bool,
    pub unit: String,
    /// Codes.
    pub stage: String,
    pub dispute: String,
    pub listed: Option<bool>,
}

const MATCHES: &str = "(:unit = '' OR c.unit = :unit) AND (:stage = '' OR c.stage = :stage)
     AND (:dispute = '' OR c.dispute = :dispute) AND (:listed IS NULL OR c.listed = :listed)";

/// Ids of the cases and the part the person has in each, `handler` or `member`, in the order of entry.
pub fn list_caseload(conn: &Connection, wanted: &Wanted) -> Result<Vec<(i64, String)>> {
    // Each branch walks an index of open cases only.
    let sql = match wanted.from {
        Some(_) => format!(
            "SELECT c.id AS id, 'handler' FROM cases c INDEXED BY cases_open_handler
             WHERE c.is_open = 1 AND c.handler_id = :from AND {MATCHES}
             UNION ALL
             SELECT c.id AS id, 'member' FROM team_member t INDEXED BY team_load CROSS JOIN cases c ON c.id = t.case_id
             WHERE t.active = 1 AND t.staff_id = :from AND t.part = 'member' AND :members AND {MATCHES} ORDER BY id"
        ),
        None if !wanted.unit.is_empty() => format!(
            "SELECT c.id, 'handler' FROM cases c INDEXED BY cases_open_unit
             WHERE c.is_open = 1 AND c.unit = :unit AND c.handler_id IS NOT NULL AND :from IS NULL
               AND :members IS NOT NULL AND {MATCHES} ORDER BY c.id"
        ),
        None => format!(
            "SELECT c.id, 'handler' FROM cases c INDEXED BY cases_open_handler
             WHERE c.is_open = 1 AND c.handler_id > 0 AND :from IS NULL AND :members IS NOT NULL AND {MATCHES}
             ORDER BY c.id"
        ),
    };
    conn.prepare_cached(&sql)?
        .query_map(
            named_params! {
                ":from": wanted.from, ":members": wanted.members, ":unit": wanted.unit, ":stage": wanted.stage,
                ":dispute": wanted.dispute, ":listed": wanted.listed,
            },
            |r| Ok((r.get(0)?, r.get(1)?)),
        )?
        .collect()
}

/// The nearest day on which a deadline of a case falls due.
pub fn nearest_due(conn: &Connection, case: i64) -> Result<Option<String>> {
    conn.prepare_cached("SELECT min(due) FROM deadline WHERE case_id = ?1 AND state = 'running'")?
        .query_row([case], |r| r.get(0))
}

/// A caseload that changed hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reassignment {
    pub id: i64,
    /// Whose it was, "" when several people's.
    pub origin: String,
    pub reason: String,
    pub at: String,
    /// Who carried it out.
    pub by: String,
    pub cases: i64,
    /// Names of those who took over, joined by `、`.
    pub to: String,
}

const SELECT: &str = "SELECT r.id, coalesce(s.name, ''), r.reason, r.at, u.name,
       (SELECT count(*) FROM reassigned_case c WHERE c.reassignment_id = r.id),
       coalesce((SELECT group_concat(name, '、') FROM (SELECT DISTINCT p.name FROM reassigned_case c
         JOIN staff p ON p.id = c.to_id WHERE c.reassignment_id = r.id ORDER BY p.id)), '')
     FROM reassignment r JOIN user u ON u.id = r.user_id LEFT JOIN staff s ON s.id = r.origin_id";

fn from_row(r: &Row) -> Result<Reassignment> {
    Ok(Reassignment {
        id: r.get(0)?,
        origin: r.get(1)?,
        reason: r.get(2)?,
        at: r.get(3)?,
        by: r.get(4)?,
        cases: r.get(5)?,
        to: r.get(6)?,
    })
}

/// A case of it: ids, part, names of who gave and who took it over, and the deadline that ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub case: i64,
    pub part: String,
    pub from: String,
    /// "" when he only left the team.
    pub to: String,
    pub due: String,
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Reassignment>> {
    conn.prepare_cached(&format!("{SELECT} WHERE r.id = ?1"))?.query_row([id], from_row).optional()
}

/// The newest first. `case`: only those that moved this case.
pub fn window(conn: &Connection, search: &str, case: Option<i64>, after: i64, limit: i64) -> Result<Vec<Reassignment>> {
    conn.prepare_cached(&format!(
        "{SELECT} WHERE r.id < ?1 AND (?2 = '' OR instr(coalesce(s.name, '') || r.reason || r.at, ?2))
           AND (?3 IS NULL OR EXISTS (SELECT 1 FROM reassigned_case c
                WHERE c.reassignment_id = r.id AND c.case_id = ?3)) ORDER BY r.id DESC LIMIT ?4"
    ))?
    .query_map((after, search, case, limit), from_row)?
    .collect()
}

/// Its cases, by who took over.
pub fn list_cases(conn: &Connection, id: i64) -> Result<Vec<Moved>> {
    conn.prepare_cached(
        "SELECT m.case_id, m.part, f.name, coalesce(t.name, ''), coalesce(m.due, '') FROM reassigned_case m
         JOIN staff f ON f.id = m.from_id LEFT JOIN staff t ON t.id = m.to_id
         WHERE m.reassignment_id = ?1 ORDER BY m.to_id, m.case_id",
    )?
    .query_map([id], |r| {
        Ok(Moved { case: r.get(0)?, part: r.get(1)?, from: r.get(2)?, to: r.get(3)?, due: r.get(4)? })
    })?
    .collect()
}

pub fn insert(tx: &Transaction, origin: Option<i64>, filter: &Draft, reason: &str, at: &str, user: i64) -> Result<i64> {
    let filter = serde_json::to_string(filter).expect("invariant: a map of texts is JSON");
    tx.prepare_cached(
        "INSERT INTO reassignment (uid, origin_id, filter, reason, at, user_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute((super::new_uid(), origin, filter, reason, at, user))?;
    Ok(tx.last_insert_rowid())
}

/// `to`: `None` when the person only left the team.
pub fn insert_case(
    tx: &Transaction,
    id: i64,
    case: i64,
    part: &str,
    from: i64,
    to: Option<i64>,
    due: Option<&str>,
) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO reassigned_case (reassignment_id, case_id, part, from_id, to_id, due)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute((id, case, part, from, to, due))?;
    Ok(())
}
