//! What waits for a decision: cases in a stage, requests, 督办单 without an answer. Each a range of a
//! partial index, oldest first.

use rusqlite::{Connection, Result, Row, named_params};

/// A case that waits, with its nearest clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub case: i64,
    pub number: Option<String>,
    pub docket: Option<String>,
    pub petitioner: String,
    pub sealed: bool,
    pub handler: Option<i64>,
    pub registrar: i64,
    /// Since when: the last act on the case, or when it was asked.
    pub since: String,
    /// Nearest day of a running clock, "" for none.
    pub due: String,
    /// Nothing, or the words of a request or demand.
    pub detail: String,
}

const COLUMNS: &str = "c.id, c.number, c.docket, c.petitioner, c.sealed, c.handler_id, c.registrar,
   ifnull((SELECT min(d.due) FROM deadline d INDEXED BY deadline_live WHERE d.case_id = c.id AND d.state = 'running' AND d.due < '9999-12-31'
           AND d.state IN ('running','paused')), '') AS due";

fn waiting(r: &Row) -> Result<Waiting> {
    Ok(Waiting {
        case: r.get("id")?,
        number: r.get("number")?,
        docket: r.get("docket")?,
        petitioner: r.get("petitioner")?,
        sealed: r.get("sealed")?,
        handler: r.get("handler_id")?,
        registrar: r.get("registrar")?,
        due: r.get("due")?,
        since: r.get("since")?,
        detail: r.get("detail")?,
    })
}

fn most(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// Cases in a stage, the oldest first; with `station` only those that lie there. `open` says by which
/// index the stage is found.
pub fn in_stage(
    conn: &Connection,
    stage: &str,
    open: bool,
    station: Option<&str>,
    limit: usize,
) -> Result<Vec<Waiting>> {
    let from = if open {
        "cases c INDEXED BY cases_open_stage WHERE c.is_open = 1 AND c.stage = :stage AND (:station IS NULL OR c.station = :station) ORDER BY c.id"
    } else {
        "cases c INDEXED BY cases_closed_stage WHERE c.is_open = 0 AND c.stage = :stage AND (:station IS NULL OR c.station = :station) ORDER BY c.opened, c.id"
    };
    let sql = format!("SELECT {COLUMNS}, c.last_action_at AS since, '' AS detail FROM {from} LIMIT :limit");
    conn.prepare_cached(&sql)?
        .query_map(named_params! { ":stage": stage, ":station": station, ":limit": most(limit) }, waiting)?
        .collect()
}

/// Open cases of a handler.
pub fn of_handler(conn: &Connection, staff: i64, limit: usize) -> Result<Vec<Waiting>> {
    let sql = format!(
        "SELECT {COLUMNS}, c.last_action_at AS since, c.stage AS detail FROM cases c INDEXED BY cases_open_handler
         WHERE c.is_open = 1 AND c.handler_id = :staff LIMIT :limit"
    );
    conn.prepare_cached(&sql)?.query_map(named_params! { ":staff": staff, ":limit": most(limit) }, waiting)?.collect()
}

/// Requests of a form that nobody decided.
pub fn requests(conn: &Connection, form: &str, limit: usize) -> Result<Vec<Waiting>> {
    let sql = format!(
        "SELECT {COLUMNS}, p.at AS since, u.name AS detail FROM pending p INDEXED BY pending_form
         JOIN cases c ON c.id = p.case_id JOIN user u ON u.id = p.user_id
         WHERE p.form = :form ORDER BY p.record_id LIMIT :limit"
    );
    conn.prepare_cached(&sql)?.query_map(named_params! { ":form": form, ":limit": most(limit) }, waiting)?.collect()
}

/// Hand-overs to a station that nobody answered; with `unmanned` those to stations without users, too.
pub fn handovers(conn: &Connection, station: &str, unmanned: bool, limit: usize) -> Result<Vec<Waiting>> {
    let sql = format!(
        "SELECT {COLUMNS}, h.at AS since, '自' || h.sender AS detail
         FROM handover h INDEXED BY handover_open JOIN cases c ON c.id = h.case_id
         WHERE h.state = 'sent' AND (h.receiver = :station OR :unmanned
           AND NOT EXISTS (SELECT 1 FROM user u WHERE u.station = h.receiver AND u.active = 1))
         ORDER BY h.id LIMIT :limit"
    );
    conn.prepare_cached(&sql)?
        .query_map(named_params! { ":station": station, ":unmanned": unmanned, ":limit": most(limit) }, waiting)?
        .collect()
}

/// Requests for one's own data without an answer; due is the day of the answer.
pub fn own_data(conn: &Connection, limit: usize) -> Result<Vec<Waiting>> {
    let sql = "SELECT c.id, c.number, c.docket, c.petitioner, c.sealed, c.handler_id, c.registrar,
           ifnull(r.due, '') AS due, r.asked_on AS since, r.number AS detail
         FROM request r INDEXED BY request_open JOIN cases c ON c.id = r.case_id
         WHERE r.answered_on IS NULL ORDER BY r.id LIMIT :limit";
    conn.prepare_cached(sql)?.query_map(named_params! { ":limit": most(limit) }, waiting)?.collect()
}

/// 督办单 without an answer.
pub fn supervisions(conn: &Connection, limit: usize) -> Result<Vec<Waiting>> {
    let sql = format!(
        "SELECT {COLUMNS}, s.issued_at AS since, s.number || ' 限' || s.feedback_by AS detail
         FROM supervision s INDEXED BY supervision_open JOIN cases c ON c.id = s.case_id
         WHERE s.closed_on IS NULL ORDER BY s.id LIMIT :limit"
    );
    conn.prepare_cached(&sql)?.query_map(named_params! { ":limit": most(limit) }, waiting)?.collect()
}
