//! Hand-overs of a case between stations: sent, then received or returned; none is erased.

use super::warning::Seen;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params, params};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    pub id: i64,
    pub case: i64,
    pub title: String,
    pub sender: String,
    pub receiver: String,
    pub reason: String,
    pub papers: String,
    /// `YYYY-MM-DDTHH:MM`.
    pub at: String,
    pub by: String,
    pub user: i64,
    /// `sent`, `received` or `returned`.
    pub state: String,
    pub answered_at: String,
    pub answered_by: String,
    /// Receipt, or the reason of a return.
    pub answer: String,
}

const SELECT: &str = "SELECT h.id, h.case_id, coalesce(c.number, c.docket, '暂存' || c.id), h.sender, h.receiver, h.reason, \
     h.papers, h.at, u.name, h.user_id, h.state, ifnull(h.answered_at, ''), h.answered_by, h.answer \
     FROM handover h JOIN cases c ON c.id = h.case_id JOIN user u ON u.id = h.user_id";

fn from_row(r: &Row) -> Result<Handover> {
    Ok(Handover {
        id: r.get(0)?,
        case: r.get(1)?,
        title: r.get(2)?,
        sender: r.get(3)?,
        receiver: r.get(4)?,
        reason: r.get(5)?,
        papers: r.get(6)?,
        at: r.get(7)?,
        by: r.get(8)?,
        user: r.get(9)?,
        state: r.get(10)?,
        answered_at: r.get(11)?,
        answered_by: r.get(12)?,
        answer: r.get(13)?,
    })
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Handover>> {
    conn.prepare_cached(&format!("{SELECT} WHERE h.id = ?1"))?.query_row([id], from_row).optional()
}

/// Hand-overs of a case, oldest first.
pub fn list(conn: &Connection, case: i64) -> Result<Vec<Handover>> {
    conn.prepare_cached(&format!("{SELECT} WHERE h.case_id = ?1 ORDER BY h.id"))?.query_map([case], from_row)?.collect()
}

fn window_sql(view: &str, of_case: bool) -> String {
    let view = match view {
        "open" => "h.state = 'sent'",
        "here" => {
            "h.id IN (SELECT id FROM handover WHERE sender = :station
                      UNION ALL SELECT id FROM handover WHERE receiver = :station)"
        }
        _ => "1",
    };
    // Of one case the index of the case, else newest first by id.
    let case = if of_case { "h.case_id = :case" } else { ":case IS NULL" };
    format!(
        "{SELECT} WHERE {view} AND {case} AND h.id < :after AND (:sealed OR c.sealed = 0)
         AND (:all OR c.handler_id = :staff OR c.registrar = :user) AND :station IS NOT NULL
         AND (:search = '' OR instr(h.sender || ' ' || h.receiver || ' ' || h.reason, :search)
              OR instr(coalesce(c.number, c.docket, ''), :search))
         ORDER BY h.id DESC LIMIT :limit"
    )
}

/// A window for who sees `seen`, newest first. `view`: `open`, `here` (to or from `station`), or all.
pub fn window(conn: &Connection, view: &str, search: &str, station: &str, seen: &Seen) -> Result<Vec<Handover>> {
    let sql = window_sql(view, seen.case.is_some());
    conn.prepare_cached(&sql)?
        .query_map(
            named_params! {
                ":case": seen.case, ":after": seen.after, ":sealed": seen.sealed, ":all": seen.all,
                ":staff": seen.staff, ":user": seen.user, ":station": station, ":search": search, ":limit": seen.limit,
            },
            from_row,
        )?
        .collect()
}

/// The open hand-over of a case.
pub fn open_of(conn: &Connection, case: i64) -> Result<Option<Handover>> {
    conn.prepare_cached(&format!("{SELECT} WHERE h.case_id = ?1 AND h.state = 'sent'"))?
        .query_row([case], from_row)
        .optional()
}

pub fn insert(
    tx: &Transaction,
    case: i64,
    (sender, receiver): (&str, &str),
    form: &crate::validation::Checked,
    at: &str,
    user: i64,
) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO handover (uid, case_id, sender, receiver, reason, papers, at, user_id, state)
         VALUES (:uid, :case, :sender, :receiver, :reason, :papers, :at, :user, 'sent')",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":case": case, ":sender": sender, ":receiver": receiver,
        ":reason": form.get("reason"), ":papers": form.get("papers"), ":at": at, ":user": user,
    })?;
    Ok(tx.last_insert_rowid())
}

/// `state`: `received` or `returned`. False when it was answered already.
pub fn answer(tx: &Transaction, id: i64, state: &str, at: &str, by: &str, words: &str) -> Result<bool> {
    let changed = tx
        .prepare_cached(
            "UPDATE handover SET rev = rev + 1, state = ?2, answered_at = ?3, answered_by = ?4, answer = ?5
             WHERE id = ?1 AND state = 'sent'",
        )?
        .execute(params![id, state, at, by, words])?;
    Ok(changed == 1)
}

#[cfg(test)]
mod tests {
    use super::super::listing::fixture::plan;
    use super::*;

    #[test]
    fn a_window_never_walks_the_cases() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = super::super::open(&folder.path().join("desk.db"), true).expect("a file");
        for (view, of_case, index) in
            [("open", false, "handover_open"), ("here", false, "handover_sender"), ("all", true, "handover_case")]
        {
            let plan = plan(&conn, &window_sql(view, of_case)).expect(view);
            assert!(plan.contains(index) && !plan.contains("SCAN c"), "{view}\n{plan}");
        }
    }
}
