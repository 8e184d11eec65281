//! The journal: append only, each row hashed over itself and the row before it.

use crate::domain::backup::{Head, hex};
use crate::validation::date::canonical_time;
use chrono::{Days, NaiveDate, NaiveDateTime, Timelike};
use rusqlite::{Connection, OptionalExtension, Result, Transaction, named_params, params};
use sha2::{Digest, Sha256};

/// What happened, before it has a place in the chain. Values that name people are masked by the
/// caller; `change` is JSON `{field: [before, after]}`.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    pub at: NaiveDateTime,
    pub terminal: &'a str,
    pub actor: &'a str,
    pub role: &'a str,
    pub action: &'a str,
    pub object: &'a str,
    pub object_id: i64,
    pub note: &'a str,
    pub change: &'a str,
}

/// A row as it is shown in 流水.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub seq: i64,
    pub at: String,
    pub actor: String,
    pub role: String,
    pub action: String,
    pub note: String,
    pub change: String,
}

/// Times in the journal carry their offset; the office has one.
pub fn stamp(at: NaiveDateTime) -> String {
    format!("{}:{:02}+08:00", canonical_time(at), at.second())
}

/// The hash of a row: the one before it, then every column, each with its length so that no two rows
/// run together.
pub fn hash(before: &[u8], seq: i64, at: &str, entry: &Entry) -> [u8; 32] {
    let mut sha = Sha256::new();
    sha.update(before);
    sha.update(seq.to_le_bytes());
    sha.update(entry.object_id.to_le_bytes());
    for text in [at, entry.terminal, entry.actor, entry.role, entry.action, entry.object, entry.note, entry.change] {
        sha.update((text.len() as u64).to_le_bytes());
        sha.update(text.as_bytes());
    }
    sha.finalize().into()
}

/// Seq and hash of the newest row; (0, zeros) for an empty journal.
pub fn head(conn: &Connection) -> Result<(i64, Vec<u8>)> {
    let row = conn
        .prepare_cached("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")?
        .query_row([], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    Ok(row.unwrap_or((0, vec![0; 32])))
}

/// The newest row as it is told on paper.
pub fn head_told(conn: &Connection) -> Result<Head> {
    let (seq, hash) = head(conn)?;
    Ok(Head::new(seq, &hash))
}

/// The hash of one row in hexadecimal.
pub fn hash_at(conn: &Connection, seq: i64) -> Result<Option<String>> {
    conn.prepare_cached("SELECT hash FROM journal WHERE seq = ?1")?
        .query_row([seq], |r| Ok(hex(&r.get::<_, Vec<u8>>(0)?)))
        .optional()
}

/// Adds a row at the head of the chain.
pub fn append(tx: &Transaction, entry: &Entry) -> Result<i64> {
    let (last, before) = head(tx)?;
    let seq = last + 1;
    let at = stamp(entry.at);
    let hash = hash(&before, seq, &at, entry);
    tx.prepare_cached(
        "INSERT INTO journal (seq, at, terminal, actor, role, action, object, object_id, note, change, hash)
         VALUES (:seq, :at, :terminal, :actor, :role, :action, :object, :object_id, :note, :change, :hash)",
    )?
    .execute(named_params! {
        ":seq": seq, ":at": at, ":terminal": entry.terminal, ":actor": entry.actor, ":role": entry.role,
        ":action": entry.action, ":object": entry.object, ":object_id": entry.object_id, ":note": entry.note,
        ":change": entry.change, ":hash": hash.as_slice(),
    })?;
    Ok(seq)
}

/// Rows about one object, newest first, with the person's name where the login still has one.
pub fn list(conn: &Connection, object: &str, object_id: i64, limit: i64) -> Result<Vec<Row>> {
    conn.prepare_cached(
        "SELECT j.seq, j.at, coalesce(u.name, j.actor), j.role, j.action, j.note, j.change
         FROM journal j LEFT JOIN user u ON u.login = j.actor
         WHERE j.object = ?1 AND j.object_id = ?2 ORDER BY j.seq DESC LIMIT ?3",
    )?
    .query_map(params![object, object_id, limit], |r| {
        Ok(Row {
            seq: r.get(0)?,
            at: r.get(1)?,
            actor: r.get(2)?,
            role: r.get(3)?,
            action: r.get(4)?,
            note: r.get(5)?,
            change: r.get(6)?,
        })
    })?
    .collect()
}

/// A row as a replay reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    pub seq: i64,
    /// With seconds and offset.
    pub at: String,
    pub role: String,
    pub action: String,
    /// JSON object.
    pub change: String,
}

/// What was done to an object, oldest first, without readings.
pub fn list_past(conn: &Connection, object: &str, object_id: i64, limit: i64) -> Result<Vec<Past>> {
    conn.prepare_cached(
        "SELECT seq, at, role, action, change FROM journal WHERE object = ?1 AND object_id = ?2
         AND action NOT IN ('read', 'reveal', 'slip') AND action NOT LIKE '%.read' ORDER BY seq LIMIT ?3",
    )?
    .query_map(params![object, object_id, limit], |r| {
        Ok(Past { seq: r.get(0)?, at: r.get(1)?, role: r.get(2)?, action: r.get(3)?, change: r.get(4)? })
    })?
    .collect()
}

/// Rows of one action about objects of a kind: (seq, change), oldest first.
pub fn list_action(conn: &Connection, object: &str, action: &str) -> Result<Vec<(i64, String)>> {
    conn.prepare_cached("SELECT seq, change FROM journal WHERE object = ?1 AND action = ?2 ORDER BY seq")?
        .query_map([object, action], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect()
}

/// Cases of the newest rows before `seq`: (seq, case), newest first; a case comes once for each row.
pub fn list_latest_cases(conn: &Connection, before: i64, limit: i64) -> Result<Vec<(i64, i64)>> {
    conn.prepare_cached(
        "SELECT seq, object_id FROM journal WHERE seq < ?1 AND object = 'case' ORDER BY seq DESC LIMIT ?2",
    )?
    .query_map([before, limit], |r| Ok((r.get(0)?, r.get(1)?)))?
    .collect()
}

/// Rows after `seq`, and the visits taken in among them.
pub fn count_after(conn: &Connection, seq: i64) -> Result<(i64, i64)> {
    conn.prepare_cached("SELECT count(*), coalesce(sum(action = 'visit.add'), 0) FROM journal WHERE seq > ?1")?
        .query_row([seq], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// The first row from `day` on, and the first after it: rows of one day stand together, since rows are only
/// added. Halves the numbers instead of reading them; `(n, n)` for a day without rows.
pub fn span(conn: &Connection, day: NaiveDate) -> Result<(i64, i64)> {
    let mut at = conn.prepare_cached("SELECT seq, at FROM journal WHERE seq >= ?1 ORDER BY seq LIMIT 1")?;
    let last = head(conn)?.0;
    let mut from = |day: String| -> Result<i64> {
        let (mut low, mut high) = (1, last + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            let row: Option<(i64, String)> = at.query_row([middle], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
            match row {
                Some((seq, when)) if when < day => low = seq + 1,
                _ => high = middle,
            }
        }
        Ok(low)
    };
    Ok((from(day.to_string())?, from((day + Days::new(1)).to_string())?))
}

/// How often each thing was done in the rows `from..to`: (action, times), without readings; of sealed cases
/// only when `sealed`.
pub fn count_actions(conn: &Connection, (from, to): (i64, i64), sealed: bool) -> Result<Vec<(String, i64)>> {
    conn.prepare_cached(
        "SELECT action, count(*) FROM journal j WHERE seq >= ?1 AND seq < ?2
         AND (?3 OR object <> 'case' OR NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = j.object_id AND c.sealed = 1))
         GROUP BY action ORDER BY action",
    )?
    .query_map(params![from, to, sealed], |r| Ok((r.get(0)?, r.get(1)?)))?
    .collect()
}

/// Walks the chain; `Some(seq)` names the first row that does not fit, or is missing.
pub fn first_break(conn: &Connection) -> Result<Option<i64>> {
    let mut before = vec![0; 32];
    let mut expected = 1;
    let mut statement = conn.prepare(
        "SELECT seq, at, terminal, actor, role, action, object, object_id, note, change, hash FROM journal ORDER BY seq",
    )?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let seq: i64 = r.get(0)?;
        // What is not even text was not written here.
        let fits = fits(r, &before, seq).unwrap_or(false);
        if seq != expected || !fits {
            return Ok(Some(seq.min(expected)));
        }
        before = r.get(10)?;
        expected += 1;
    }
    Ok(None)
}

fn fits(r: &rusqlite::Row<'_>, before: &[u8], seq: i64) -> Result<bool> {
    let text = |i| r.get_ref(i).and_then(|v| v.as_str().map_err(Into::into));
    let entry = Entry {
        at: NaiveDateTime::default(),
        terminal: text(2)?,
        actor: text(3)?,
        role: text(4)?,
        action: text(5)?,
        object: text(6)?,
        object_id: r.get(7)?,
        note: text(8)?,
        change: text(9)?,
    };
    Ok(hash(before, seq, text(1)?, &entry) == r.get::<_, Vec<u8>>(10)?.as_slice())
}
