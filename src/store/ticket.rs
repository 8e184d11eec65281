//! Tickets of the queue. Everything that looks for open tickets repeats the condition of the partial
//! index `ticket_open`, so that years of closed ones are never read.

use crate::domain::queue::{self, Step, TicketState};
use crate::validation::Checked;
use chrono::{NaiveDate, NaiveDateTime};
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params, params};

/// A stored ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    pub id: i64,
    pub rev: i64,
    /// Whose line it stands in.
    pub station: String,
    /// `A012`; restarts each day, so only with [`Ticket::day`] is it unique.
    pub number: String,
    pub state: TicketState,
    pub name: String,
    pub document_no: String,
    /// People who came together.
    pub people: i64,
    pub representatives: Option<i64>,
    /// For whom the visitor came, or "".
    pub proxy_for: String,
    /// Code of `codes::PRIORITY`, or "".
    pub priority: String,
    /// Code of `codes::LANGUAGE`, or "".
    pub language: String,
    pub interpreter_needed: bool,
    pub taken_at: NaiveDateTime,
    /// The latest call.
    pub called_at: Option<NaiveDateTime>,
    /// When the reception first began.
    pub served_at: Option<NaiveDateTime>,
    pub calls: i64,
    /// Where the visitor was last called to, or "".
    pub window: String,
    pub day: NaiveDate,
}

impl Ticket {
    /// Minutes the visitor waited for the reception, by the clock; still growing until it begins.
    pub fn waited(&self, now: NaiveDateTime) -> i64 {
        (self.served_at.unwrap_or(now) - self.taken_at).num_minutes().max(0)
    }
    /// Minutes in the present state, for the list: waiting since taken, called or served since then.
    pub fn minutes(&self, now: NaiveDateTime) -> i64 {
        let since = match self.state {
            TicketState::Called => self.called_at,
            TicketState::Serving => self.served_at,
            _ => None,
        };
        (now - since.unwrap_or(self.taken_at)).num_minutes().max(0)
    }
}

/// The condition of the index `ticket_open`, word for word.
const OPEN: &str = "state IN ('waiting','called','serving','held')";
/// Who is next: those to be looked after first, then as they came. A ticket keeps its id, so whoever
/// stepped away and is back stands where he stood.
const ORDER: &str = "priority = '', id";
const COLUMNS: &str = "id, rev, station, number, state, name, document_no, people, representatives, proxy_for, priority, \
     language, interpreter_needed, taken_at, called_at, served_at, calls, window, day";
const TIME: &str = "%Y-%m-%dT%H:%M:%S";
/// Times told to the minute, as other ledgers keep them.
const MINUTE: &str = "%Y-%m-%dT%H:%M";

fn stamp(at: NaiveDateTime) -> String {
    at.format(TIME).to_string()
}

fn time(row: &Row, column: &str) -> Result<Option<NaiveDateTime>> {
    Ok(row.get::<_, Option<String>>(column)?.and_then(|t| {
        NaiveDateTime::parse_from_str(&t, TIME).or_else(|_| NaiveDateTime::parse_from_str(&t, MINUTE)).ok()
    }))
}

fn from_row(row: &Row) -> Result<Ticket> {
    let state: String = row.get("state")?;
    let state = TicketState::from_code(&state).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(3, rusqlite::types::Type::Text, format!("state {state}").into())
    })?;
    Ok(Ticket {
        id: row.get("id")?,
        rev: row.get("rev")?,
        station: row.get("station")?,
        number: row.get("number")?,
        state,
        name: row.get("name")?,
        document_no: row.get("document_no")?,
        people: row.get("people")?,
        representatives: row.get("representatives")?,
        proxy_for: row.get("proxy_for")?,
        priority: row.get("priority")?,
        language: row.get("language")?,
        interpreter_needed: row.get::<_, String>("interpreter_needed")? == "1",
        taken_at: time(row, "taken_at")?.unwrap_or_default(),
        called_at: time(row, "called_at")?,
        served_at: time(row, "served_at")?,
        calls: row.get("calls")?,
        window: row.get("window")?,
        day: row.get::<_, String>("day")?.parse().unwrap_or_default(),
    })
}

/// Stores a new ticket, waiting, from the checked form of a ticket; returns the id.
pub fn insert(
    tx: &Transaction,
    form: &Checked,
    number: &str,
    station: &str,
    user: i64,
    now: NaiveDateTime,
) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO ticket (uid, station, day, number, state, name, document_no, people, representatives, proxy_for,
           priority, language, interpreter_needed, taken_at, user_id)
         VALUES (:uid, :station, :day, :number, 'waiting', :name, :document_no, :people, :representatives, :proxy_for,
           :priority, :language, :interpreter_needed, :taken_at, :user_id)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":station": station, ":day": now.date().to_string(), ":number": number,
        ":name": form.get("name"), ":document_no": form.get("document_no"),
        ":people": form.number("people").unwrap_or(1), ":representatives": form.number("representatives"),
        ":proxy_for": form.get("proxy_for"), ":priority": form.get("priority"), ":language": form.get("language"),
        ":interpreter_needed": form.get("interpreter_needed"), ":taken_at": stamp(now), ":user_id": user,
    })?;
    Ok(tx.last_insert_rowid())
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Ticket>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM ticket WHERE id = ?1"))?.query_row([id], from_row).optional()
}

/// Every open ticket of a station, whatever its day, in the order of the line.
pub fn list_open(conn: &Connection, station: &str) -> Result<Vec<Ticket>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM ticket WHERE {OPEN} AND station = ?1 ORDER BY {ORDER}"))?
        .query_map([station], from_row)?
        .collect()
}

/// How many wait at a station and how many stepped away.
pub fn count_open(conn: &Connection, station: &str) -> Result<(i64, i64)> {
    let sql = format!(
        "SELECT coalesce(sum(state = 'waiting'), 0), coalesce(sum(state = 'held'), 0) FROM ticket WHERE {OPEN} AND station = ?1"
    );
    conn.prepare_cached(&sql)?.query_row([station], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// How many of its station are called before this ticket, were no one else to come.
pub fn count_before(conn: &Connection, ticket: &Ticket) -> Result<i64> {
    let sql = format!(
        "SELECT count(*) FROM ticket WHERE {OPEN} AND state = 'waiting' AND station = ?3 AND (priority = '', id) < (?1, ?2)"
    );
    conn.prepare_cached(&sql)?.query_row(params![ticket.priority.is_empty(), ticket.id, ticket.station], |r| r.get(0))
}

/// Calls the next in a station's line to a window: found and taken in one statement, so that no other window can
/// have the same visitor.
pub fn call_next(tx: &Transaction, station: &str, window: &str, now: NaiveDateTime) -> Result<Option<Ticket>> {
    let sql = format!(
        "UPDATE ticket SET state = 'called', rev = rev + 1, calls = calls + 1, called_at = ?1, window = ?2
         WHERE id = (SELECT id FROM ticket WHERE {OPEN} AND state = 'waiting' AND station = ?3 ORDER BY {ORDER} LIMIT 1)
         RETURNING {COLUMNS}"
    );
    tx.prepare_cached(&sql)?.query_row(params![stamp(now), window, station], from_row).optional()
}

/// Carries a step out on a ticket that is still as `before` says; false when it changed meanwhile.
pub fn update(tx: &Transaction, before: &Ticket, step: Step, window: &str, now: NaiveDateTime) -> Result<bool> {
    let mut after = before.clone();
    after.state = queue::step(step).to;
    let mut ended = None;
    match step {
        Step::Call | Step::Recall => {
            after.calls += 1;
            after.called_at = Some(now);
            after.window = window.to_string();
        }
        Step::Serve => {
            after.served_at = before.served_at.or(Some(now));
            after.window = window.to_string();
        }
        // Away from the window, and back in the line, the visitor belongs to no window.
        Step::Hold => after.window.clear(),
        Step::Return => after.called_at = None,
        Step::Leave | Step::Finish => ended = Some(stamp(now)),
    }
    let done = tx
        .prepare_cached(
            "UPDATE ticket SET state = :state, rev = rev + 1, calls = :calls, called_at = :called_at,
               served_at = :served_at, ended_at = :ended_at, window = :window
             WHERE id = :id AND rev = :rev",
        )?
        .execute(named_params! {
            ":state": after.state.code(), ":calls": after.calls, ":called_at": after.called_at.map(stamp),
            ":served_at": after.served_at.map(stamp), ":ended_at": ended, ":window": after.window,
            ":id": before.id, ":rev": before.rev,
        })?;
    Ok(done == 1)
}

/// Follows what a registration does to its ticket: carries `step` out where the ticket's state allows
/// it, and leaves any other ticket as it is.
pub fn link(tx: &Transaction, ticket: i64, to: TicketState, step: Step, now: NaiveDateTime) -> Result<()> {
    debug_assert_eq!(to, queue::step(step).to);
    if let Some(before) = load(tx, ticket)?.filter(|t| queue::step(step).from.contains(&t.state)) {
        update(tx, &before, step, &before.window, now)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_read_by_its_index_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = crate::store::open(&folder.path().join("desk.db"), true).expect("opened");
        let order = format!("SELECT {COLUMNS} FROM ticket WHERE {OPEN} AND station = ?1 ORDER BY {ORDER}");
        let next = format!(
            "SELECT id FROM ticket WHERE {OPEN} AND state = 'waiting' AND station = ?1 ORDER BY {ORDER} LIMIT 1"
        );
        let count = format!("SELECT sum(state = 'waiting') FROM ticket WHERE {OPEN} AND station = ?1");
        for sql in [order, next, count] {
            let plan = super::super::listing::fixture::plan(&conn, &sql).expect("a plan");
            assert!(plan.contains("ticket_open"), "{plan}");
        }
    }
}
