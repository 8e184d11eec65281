//! Filling a new file fast: plain rows by prepared statements, the secondary indexes made afterwards.
//!
//! Owns what differs from everyday writing: no journal of the file while it is filled (it is new; a
//! failed load is thrown away), one transaction, keys in the order of their table, words in few large
//! segments. The shape of each row is that of the schema. Must not be used on a file with work in it.

use super::bulk_batch::Batch;
use super::bulk_kept::{self, Kept};
use super::bulk_rows::{CaseRow, DeadlineRow, VisitRow};
use super::key_sort::KeySort;
use super::tally;
use crate::domain::number::Series;
use crate::domain::visit_table::VISIT;
use crate::validation::Kind;
use crate::validation::date::canonical_time;
use chrono::NaiveDate;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, Result, ToSql, params, params_from_iter};

/// A new file that is being filled.
pub struct Load {
    conn: Connection,
    /// Indexes of the schema, put aside: name, statement.
    indexes: Vec<(String, String)>,
    visit_sql: String,
    deadlines: i64,
    /// Words that wait: any other statement between two of them would make a segment of the first.
    words: Vec<(i64, String)>,
    words_bytes: usize,
}

/// Memory of the sorter while the indexes are made, in KiB.
const SORT_KIB: i64 = 32 * 1024;
/// Bytes of words that wait before they are written together.
const WORDS_WAITING: usize = 16 * 1024 * 1024;
/// Words kept in memory before a segment is written; large segments need no merging on the way.
const WORDS_IN_HAND: i64 = 24 * 1024 * 1024;

/// Words kept in memory in everyday work, as the schema sets it.
pub(super) const WORDS_STAY: i64 = 1024 * 1024;

impl Load {
    /// Takes a file fresh from `store::open`, drops its secondary indexes and begins.
    pub fn begin(conn: Connection) -> Result<Load> {
        conn.pragma_update(None, "foreign_keys", false)?;
        conn.pragma_update(None, "secure_delete", false)?;
        conn.pragma_update(None, "synchronous", "OFF")?;
        conn.pragma_update(None, "journal_mode", "OFF")?;
        conn.pragma_update(None, "cache_size", -24 * 1024)?;
        conn.pragma_update(None, "threads", 2)?;
        // What is loaded has been validated; the tables' own checks would only be paid for again.
        conn.pragma_update(None, "ignore_check_constraints", true)?;
        // What triggers keep comes with the rows (`bulk_kept`), or is counted at the end (`tally`).
        wake_triggers(&conn, false)?;
        let indexes = conn
            .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid")?
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<Result<Vec<(String, String)>>>()?;
        for (name, _) in &indexes {
            conn.execute_batch(&format!("DROP INDEX {name}"))?;
        }
        conn.execute_batch("BEGIN IMMEDIATE")?;
        tune_words(&conn, 0, WORDS_IN_HAND)?;
        let keys: Vec<_> = VISIT.fields.iter().map(|f| f.key).collect();
        let marks = vec!["?"; keys.len() + 9].join(", ");
        let visit_sql = format!(
            "INSERT INTO visit (id, uid, station, case_id, ticket_id, docket, registered, created_at, registrar, {})
             VALUES ({marks})",
            keys.join(", ")
        );
        Ok(Load { conn, indexes, visit_sql, deadlines: 0, words: Vec::new(), words_bytes: 0 })
    }

    /// The connection, for the few rows that everyday statements write (settings, roster, users).
    pub fn conn(&self) -> &Connection {
        &self.conn
    }

    pub fn write(&mut self, batch: &mut Batch) -> Result<()> {
        for (row, kept) in batch.cases.iter().zip(bulk_kept::of_cases(batch)) {
            self.case(row, &kept)?;
        }
        for row in &mut batch.visits {
            self.visit(row)?;
            self.words_bytes += row.words.len();
            self.words.push((row.id, std::mem::take(&mut row.words)));
        }
        if self.words_bytes >= WORDS_WAITING {
            self.write_words()?;
        }
        for row in &batch.deadlines {
            self.deadline(row)?;
        }
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO record (id, uid, case_id, form, move, number, at, user_id, body) VALUES (?,?,?,?,?,?,?,?,?)",
        )?;
        for row in &batch.records {
            let at = canonical_time(row.at);
            insert.execute(params![row.id, row.uid, row.case, row.form, row.mv, row.number, at, row.user, row.body])?;
        }
        let mut insert = self
            .conn
            .prepare_cached("INSERT INTO told (form, at, record_id, case_id, event, kind) VALUES (?,?,?,?,?,?)")?;
        for told in batch.records.iter().filter_map(bulk_kept::of_record) {
            let row = told.record;
            insert.execute(params![row.form, canonical_time(row.at), row.id, row.case, told.event, told.kind])?;
        }
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO team_member (case_id, staff_id, part, since, active)
             VALUES (?1, ?2, ?3, ?4, (SELECT is_open FROM cases WHERE id = ?1))",
        )?;
        for row in &batch.team {
            let part = if row.handler { "handler" } else { "member" };
            insert.execute(params![row.case, row.staff, part, row.since.to_string()])?;
        }
        self.beside(batch)?;
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO journal (seq, at, terminal, actor, role, action, object, object_id, note, change, hash)
             VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        )?;
        for row in &batch.journal {
            insert.execute(params![
                row.seq,
                row.at,
                row.terminal,
                row.actor,
                row.role,
                row.action,
                row.object,
                row.object_id,
                row.note,
                row.change,
                row.hash.as_slice()
            ])?;
        }
        Ok(())
    }

    fn write_words(&mut self) -> Result<()> {
        let mut insert = self.conn.prepare_cached("INSERT INTO narrative (rowid, words) VALUES (?, ?)")?;
        for (visit, words) in self.words.drain(..) {
            insert.execute(params![visit, words])?;
        }
        self.words_bytes = 0;
        Ok(())
    }

    /// What lies beside the cases.
    fn beside(&self, batch: &Batch) -> Result<()> {
        let conn = &self.conn;
        batch.warnings.iter().try_for_each(|row| row.insert(conn))?;
        batch.supervisions.iter().try_for_each(|row| row.insert(conn))?;
        batch.pending.iter().try_for_each(|row| row.insert(conn))?;
        batch.listings.iter().try_for_each(|row| row.insert(conn))?;
        batch.volumes.iter().try_for_each(|row| row.insert(conn))?;
        batch.loans.iter().try_for_each(|row| row.insert(conn))?;
        batch.claims.iter().try_for_each(|row| row.insert(conn))
    }

    fn case(&self, row: &CaseRow, kept: &Kept) -> Result<()> {
        let c = &row.case;
        let day = |d: Option<NaiveDate>| d.map(|d| d.to_string());
        self.conn
            .prepare_cached(
                "INSERT INTO cases (id, uid, rev, station, stage, is_open, docket, number, petitioner, respondent, gist,
                   category, nature, dispute, grade, place, language, safety, people, involved, visits, unit,
                   handler_id, listed, listing_level, leader, outcome, sealed, opened, accepted_on, entrusted_on, closed_on,
                   registrar, merged_into, last_action, last_action_at, intake, clocked, first_visit, petitioned_on, source,
                   repeat, declined_for, satisfied, amount, accepted_after)
                 VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            )?
            .execute(params_from_iter::<[&dyn ToSql; 46]>([
                &c.id,
                &c.uid,
                &c.rev,
                &c.station,
                &c.stage.code(),
                &c.stage.is_open(),
                &c.docket,
                &c.number,
                &c.petitioner,
                &c.respondent,
                &c.gist,
                &c.category,
                &c.nature,
                &c.dispute,
                &c.grade,
                &c.place,
                &c.language,
                &c.safety,
                &c.people,
                &c.involved,
                &c.visits,
                &c.unit,
                &c.handler,
                &c.listed,
                &c.listing_level,
                &c.leader,
                &c.outcome,
                &c.sealed,
                &c.opened.to_string(),
                &day(c.accepted_on),
                &day(c.entrusted_on),
                &day(c.closed_on),
                &c.registrar,
                &c.merged_into,
                &row.last_action,
                &canonical_time(row.last_at),
                &c.station,
                &kept.clocked,
                &kept.first_visit,
                &kept.petitioned_on,
                &kept.source,
                &kept.repeat,
                &kept.declined_for,
                &kept.satisfied,
                &kept.amount,
                &kept.accepted_after,
            ]))?;
        Ok(())
    }

    fn visit(&self, row: &VisitRow) -> Result<()> {
        let mut statement = self.conn.prepare_cached(&self.visit_sql)?;
        let head: [&dyn ToSql; 9] = [
            &row.id,
            &row.uid,
            &row.station,
            &row.case,
            &row.ticket,
            &row.docket,
            &row.docket.is_some(),
            &canonical_time(row.created_at),
            &row.registrar,
        ];
        for (i, value) in head.iter().enumerate() {
            statement.raw_bind_parameter(i + 1, value)?;
        }
        for (i, field) in VISIT.fields.iter().enumerate() {
            let text = row.form.get(field.key);
            match field.kind {
                _ if text.is_empty() => statement.raw_bind_parameter(i + 10, rusqlite::types::Null)?,
                Kind::Number(..) => statement.raw_bind_parameter(i + 10, text.parse::<i64>().ok())?,
                _ => statement.raw_bind_parameter(i + 10, text)?,
            }
        }
        statement.raw_execute().map(|_| ())
    }

    fn deadline(&mut self, row: &DeadlineRow) -> Result<()> {
        self.deadlines += 1;
        let id = self.deadlines;
        let c = &row.clock;
        self.conn
            .prepare_cached(
                "INSERT INTO deadline (id, uid, case_id, rule, start, raw, rolled, due, provisional, amber_from,
                   red_from, silent_from, extension_days, cap, state, ended_on, note)
                 VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            )?
            .execute(params_from_iter::<[&dyn ToSql; 17]>([
                &id,
                &row.uid,
                &c.case,
                &c.rule,
                &c.start.to_string(),
                &c.raw.to_string(),
                &c.rolled.to_string(),
                &c.due.to_string(),
                &c.provisional,
                &c.amber_from.to_string(),
                &c.red_from.to_string(),
                &c.silent_from.map(|d| d.to_string()),
                &c.extension_days,
                &(!c.cap.is_empty()).then_some(c.cap.as_str()),
                &c.state.code(),
                &c.ended_on.map(|d| d.to_string()),
                &c.note,
            ]))?;
        for pause in &row.pauses {
            self.conn
                .prepare_cached("INSERT INTO pause (deadline_id, since, until, why) VALUES (?,?,?,?)")?
                .execute(params![id, pause.since.to_string(), pause.until.map(|d| d.to_string()), pause.why])?;
        }
        if let Some(e) = &row.extension {
            self.conn
                .prepare_cached(
                    "INSERT INTO extension (deadline_id, days, reason, approver, approved_on, told_on, applied, user_id)
                     VALUES (?,?,?,?,?,?,?,?)",
                )?
                .execute(params![
                    id,
                    e.days,
                    e.reason,
                    e.approver,
                    e.approved_on.to_string(),
                    e.told_on.map(|d| d.to_string()),
                    e.told_on.is_some(),
                    e.user
                ])?;
        }
        Ok(())
    }

    /// Writes keys and counters, merges the words, makes the indexes, and leaves the file as
    /// `store::open` would have it: WAL, full syncing, everything on disk.
    ///
    /// # Errors
    /// Of the disk; the file is then worth nothing.
    pub fn finish(mut self, keys: KeySort, counters: &[(Series, String, i64)]) -> Result<()> {
        self.write_words()?;
        let conn = &self.conn;
        let mut insert = conn.prepare("INSERT INTO lookup (kind, key, case_id) VALUES (?, ?, ?)")?;
        keys.drain(|kind, key, case| insert.execute(params![kind, key, case]).map(|_| ()).map_err(SortError::Sql))
            .map_err(SortError::into_sql)?;
        drop(insert);
        for (series, period, last) in counters {
            conn.prepare_cached("INSERT INTO counter (series, period, last) VALUES (?, ?, ?)")?.execute(params![
                series.code(),
                period,
                last
            ])?;
        }
        // A single segment would stay among the smallest, and a later save would write it all again with
        // them; two are merged to a level of their own. The second holds a row that is gone at once.
        conn.execute_batch(
            "INSERT INTO narrative (narrative) VALUES ('flush');
             INSERT INTO narrative (rowid, words) VALUES (0, '尾');
             INSERT INTO narrative (narrative) VALUES ('flush');
             DELETE FROM narrative WHERE rowid = 0;
             INSERT INTO narrative (narrative) VALUES ('optimize')",
        )?;
        tune_words(conn, 0, WORDS_STAY)?;
        // The sorter works in runs of this size; nothing else needs memory any more.
        conn.pragma_update(None, "cache_size", -SORT_KIB)?;
        for (_, sql) in &self.indexes {
            conn.execute_batch(sql)?;
        }
        tally::fill(conn)?;
        conn.execute_batch("COMMIT")?;
        conn.flush_prepared_statement_cache();
        conn.pragma_update(None, "synchronous", "FULL")?;
        conn.pragma_update(None, "journal_mode", "WAL")?;
        conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        self.conn.close().map_err(|(_, error)| error)
    }
}

/// Lets the triggers of a connection sleep while rows are written that bring what they would keep, or wakes them. A
/// statement on a table with a trigger costs several times the row, whether or not one fires.
pub(super) fn wake_triggers(conn: &Connection, awake: bool) -> Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, awake).map(drop)
}

/// `automerge` segments a level and bytes in memory, of the word index. Both are kept in the file.
pub(super) fn tune_words(conn: &Connection, automerge: i64, bytes: i64) -> Result<()> {
    for (setting, value) in [("automerge", automerge), ("hashsize", bytes)] {
        conn.execute("INSERT INTO narrative (narrative, rank) VALUES (?, ?)", params![setting, value])?;
    }
    Ok(())
}

enum SortError {
    Sql(rusqlite::Error),
    Disk(std::io::Error),
}

impl From<std::io::Error> for SortError {
    fn from(error: std::io::Error) -> Self {
        SortError::Disk(error)
    }
}

impl SortError {
    fn into_sql(self) -> rusqlite::Error {
        match self {
            SortError::Sql(error) => error,
            SortError::Disk(error) => rusqlite::Error::ToSqlConversionFailure(Box::new(error)),
        }
    }
}
