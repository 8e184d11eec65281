//! The rows of a ledger, written into a file with work in it: the same rows that everyday writing makes.
//!
//! Owns what makes a million of them quick: statements held from the first row to the last, what triggers
//! would write a second time written at once, words gathered and put into their index together (any
//! statement between two of them that opens a savepoint would make a segment of the first), search keys in
//! the order of their table at the end. Decides nothing; all of it stands in the transaction of the import.

use super::bulk::{WORDS_STAY, tune_words, wake_triggers};
use super::import::{Batch, Error, day_of};
use super::key_sort::KeySort;
use super::search::{DOCUMENT, NAME, document_key, keys_of, name_key};
use super::{narrative, new_uid, tally};
use crate::domain::case::Case;
use crate::domain::visit::Visit;
use crate::domain::visit_table::VISIT;
use crate::validation::date::canonical_time;
use crate::validation::{Draft, Kind};
use chrono::NaiveDateTime;
use rusqlite::{Connection, OptionalExtension, Result, Statement, Transaction, params};
use std::collections::BTreeMap;
use std::path::Path;

/// Bytes of words that wait before they are put into their index together.
const WORDS_WAITING: usize = 6 * 1024 * 1024;
/// Bytes the index itself keeps in memory before it writes a segment.
const WORDS_IN_HAND: i64 = 16 * 1024 * 1024;

/// A visit with what is stored beside it, made where no transaction waits.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub visit: Visit,
    beside: Beside,
}

#[derive(Clone, Debug)]
enum Beside {
    /// What an open matter is found by.
    Open { keys: Vec<(i64, String)>, words: String },
    /// The row of a past matter as JSON.
    Past { body: String, outcome: String },
}

impl Prepared {
    /// An open matter, or with its `outcome` one that is over.
    pub fn new(visit: Visit, outcome: Option<String>) -> Prepared {
        let values = visit.form().values();
        let beside = match outcome {
            None => Beside::Open { keys: keys_of(values), words: narrative::tokens(&narrative::text_of(values)) },
            Some(outcome) => {
                let body = serde_json::to_string(values).expect("invariant: a map of texts is JSON");
                Beside::Past { body, outcome }
            }
        };
        Prepared { visit, beside }
    }
    /// How the matter ended; `None` = open.
    pub fn outcome(&self) -> Option<&str> {
        if let Beside::Past { outcome, .. } = &self.beside { Some(outcome) } else { None }
    }
}

/// Whether a row is there already: by document, else by name, the day and the request. Sealed cases give
/// no answer. What is asked for is held over a whole ledger.
pub struct Known<'c> {
    /// `None` when no case, or no past matter, could answer. Of a name that many bear the newest cases are
    /// looked at, and those of the day.
    visits: Option<(Statement<'c>, Statement<'c>)>,
    past: Option<(Statement<'c>, Statement<'c>)>,
}

impl<'c> Known<'c> {
    pub fn new(conn: &'c Connection) -> Result<Known<'c>> {
        let any = |table: &str| -> Result<bool> {
            Ok(conn.query_row(&format!("SELECT 1 FROM {table} LIMIT 1"), [], |_| Ok(())).optional()?.is_some())
        };
        let visits = any("lookup")?
            .then(|| {
                let by_key = conn.prepare(
                    "SELECT 1 FROM (SELECT case_id FROM lookup WHERE kind = ?1 AND key = ?2 ORDER BY case_id DESC LIMIT 50) l
                     CROSS JOIN cases c ON c.id = l.case_id CROSS JOIN visit v ON v.case_id = c.id
                     WHERE c.sealed = 0 AND substr(v.visited_at, 1, 10) = ?3 AND v.gist = ?4",
                )?;
                let by_day = conn.prepare(
                    "SELECT 1 FROM cases WHERE opened = ?1 AND petitioner = ?2 AND gist = ?3 AND sealed = 0",
                )?;
                Ok::<_, rusqlite::Error>((by_key, by_day))
            })
            .transpose()?;
        let by = |column: &str| {
            conn.prepare(&format!(
                "SELECT 1 FROM past WHERE {column} AND happened_on = ?2 AND gist = ?3 AND sealed = 0"
            ))
        };
        let past = any("past")?
            .then(|| Ok::<_, rusqlite::Error>((by("document_no = ?1 AND document_no <> ''")?, by("name = ?1")?)))
            .transpose()?;
        Ok(Known { visits, past })
    }

    pub fn has(&mut self, draft: &Draft) -> Result<bool> {
        let (document, day, gist) = (draft.get("document_no"), day_of(draft), draft.get("gist"));
        if let Some((visits, by_day)) = &mut self.visits {
            let (kind, key) = match document {
                "" => (NAME, name_key(draft.get("name"))),
                number => (DOCUMENT, document_key(number)),
            };
            if visits.exists(params![kind, key, day, gist])?
                || document.is_empty() && by_day.exists(params![day, draft.get("name"), gist])?
            {
                return Ok(true);
            }
        }
        match &mut self.past {
            None => Ok(false),
            Some((_, by_name)) if document.is_empty() => by_name.exists(params![draft.get("name"), day, gist]),
            Some((by_document, _)) => by_document.exists(params![document, day, gist]),
        }
    }
}

/// Spares a connection, while it takes a ledger in, from looking up what each row refers to: its case and its
/// clerk, which this transaction wrote or read itself. Must be called outside of a transaction.
///
/// # Errors
/// Of the database.
pub fn trust_references(conn: &Connection, trusted: bool) -> Result<()> {
    conn.pragma_update(None, "foreign_keys", !trusted)
}

/// The triggers of `cases` and `visit` would find that their work is done, but for the count of open cases, which
/// `finish` adds at once: a row that may set one off keeps every page it touches until it is through. They sleep as
/// long as this lives.
struct Sleep<'t>(&'t Connection);

impl<'t> Sleep<'t> {
    fn new(conn: &'t Connection) -> Result<Sleep<'t>> {
        wake_triggers(conn, false).map(|()| Sleep(conn))
    }
}

impl Drop for Sleep<'_> {
    fn drop(&mut self) {
        let _ = wake_triggers(self.0, true);
    }
}

/// Who takes a ledger in, where and when.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    pub station: &'a str,
    pub registrar: i64,
    pub now: NaiveDateTime,
}

/// A column of `visit`: its place in the statement.
struct Column {
    key: &'static str,
    at: usize,
    is_number: bool,
}

/// A ledger being written.
pub struct Taking<'t> {
    tx: &'t Transaction<'t>,
    case: Statement<'t>,
    visit: Statement<'t>,
    past: Statement<'t>,
    columns: Vec<Column>,
    station: String,
    registrar: i64,
    now: String,
    next_case: i64,
    next_visit: i64,
    words: Vec<(i64, String)>,
    words_bytes: usize,
    keys: KeySort,
    /// Open cases by stage.
    opened: BTreeMap<&'static str, i64>,
    _sleep: Sleep<'t>,
}

impl<'t> Taking<'t> {
    /// Begins; `beside` is the file whose folder takes what memory does not hold.
    pub fn begin(tx: &'t Transaction<'t>, origin: &Origin, beside: &Path) -> Result<Taking<'t>> {
        tune_words(tx, 0, WORDS_IN_HAND)?;
        let after = |table: &str| -> Result<i64> {
            tx.query_row(&format!("SELECT coalesce(max(id), 0) + 1 FROM {table}"), [], |r| r.get(0))
        };
        let sleep = Sleep::new(tx)?;
        let number = |kind: &Kind| matches!(kind, Kind::Number(..));
        let places = VISIT.fields.iter().zip(7..);
        let mut columns: Vec<Column> =
            places.map(|(f, at)| Column { key: f.key, at, is_number: number(&f.kind) }).collect();
        columns.sort_unstable_by_key(|c| c.key);
        let fields: Vec<_> = VISIT.fields.iter().map(|f| f.key).collect();
        let marks = vec!["?"; fields.len() + 6].join(", ");
        Ok(Taking {
            tx,
            // What the triggers of `visit` and of the station tell the case stands here at once.
            case: tx.prepare(
                "INSERT INTO cases (id, uid, station, intake, stage, is_open, petitioner, respondent, gist, category, nature,
                   dispute, place, language, safety, people, involved, sealed, opened, registrar, last_action,
                   last_action_at, first_visit, petitioned_on, source, repeat)
                 VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
                   '导入旧台账', ?20, ?21, ?22, ?23, ?24)",
            )?,
            visit: tx.prepare(&format!(
                "INSERT INTO visit (id, uid, station, case_id, created_at, registrar, {}) VALUES ({marks})",
                fields.join(", ")
            ))?,
            past: tx.prepare(
                "INSERT INTO past (uid, import_id, line, happened_on, name, document_no, phone, gist, outcome, sealed, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?,
            columns,
            station: origin.station.to_string(),
            registrar: origin.registrar,
            now: canonical_time(origin.now),
            next_case: after("cases")?,
            next_visit: after("visit")?,
            words: Vec::new(),
            words_bytes: 0,
            keys: KeySort::new(beside),
            opened: BTreeMap::new(),
            _sleep: sleep,
        })
    }

    /// Writes an open matter: its case in 暂存 and its visit, taken in at `at`.
    ///
    /// # Errors
    /// Of the database, or of the disk beside it.
    pub fn open(&mut self, case: &Case, row: Prepared, at: &str, batch: &mut Batch) -> std::result::Result<(), Error> {
        let (case_id, visit_id) = (self.next_case, self.next_visit);
        let form = row.visit.form();
        let opened = case.opened.to_string();
        let petitioned = [form.get("petitioned_on"), form.get("registered_on"), opened.as_str()];
        let petitioned = petitioned.into_iter().find(|d| !d.is_empty()).unwrap_or_default();
        self.case.execute(params![
            case_id,
            case.uid,
            self.station,
            case.stage.code(),
            case.stage.is_open(),
            case.petitioner,
            case.respondent,
            case.gist,
            case.category,
            case.nature,
            case.dispute,
            case.place,
            case.language,
            case.safety,
            case.people,
            case.involved,
            case.sealed,
            opened,
            case.registrar,
            self.now,
            visit_id,
            petitioned,
            form.get("source"),
            form.get("repeat_answer"),
        ])?;
        let statement = &mut self.visit;
        statement.clear_bindings();
        statement.raw_bind_parameter(1, visit_id)?;
        statement.raw_bind_parameter(2, new_uid())?;
        statement.raw_bind_parameter(3, self.station.as_str())?;
        statement.raw_bind_parameter(4, case_id)?;
        statement.raw_bind_parameter(5, at)?;
        statement.raw_bind_parameter(6, self.registrar)?;
        // Both stand in the order of the keys; what is not there stays NULL.
        let mut columns = self.columns.iter();
        for (key, text) in form.values().iter() {
            match columns.find(|c| c.key == key) {
                Some(c) if c.is_number => statement.raw_bind_parameter(c.at, text.parse::<i64>().ok())?,
                Some(c) => statement.raw_bind_parameter(c.at, text)?,
                None => debug_assert!(false, "a checked form holds no {key}"),
            }
        }
        statement.raw_execute()?;
        if let Beside::Open { keys, words } = row.beside {
            for (kind, key) in &keys {
                self.keys.push(*kind, key, case_id)?;
            }
            self.words_bytes += words.len();
            self.words.push((visit_id, words));
        }
        if self.words_bytes >= WORDS_WAITING {
            self.write_words()?;
        }
        if batch.cases == 0 {
            (batch.case_ids.0, batch.visit_ids.0) = (case_id, visit_id);
        }
        (batch.case_ids.1, batch.visit_ids.1) = (case_id, visit_id);
        batch.cases += 1;
        if case.stage.is_open() {
            *self.opened.entry(case.stage.code()).or_default() += 1;
        }
        (self.next_case, self.next_visit) = (case_id + 1, visit_id + 1);
        Ok(())
    }

    /// Keeps a matter that was over; `line` is that of the ledger.
    pub fn past(&mut self, row: &Prepared, line: u64, batch: &mut Batch) -> Result<()> {
        let Beside::Past { body, outcome } = &row.beside else { return Ok(()) };
        let values = row.visit.form().values();
        self.past.execute(params![
            new_uid(),
            batch.id,
            i64::try_from(line).unwrap_or(i64::MAX),
            day_of(values),
            values.get("name"),
            values.get("document_no"),
            values.get("phone"),
            values.get("gist"),
            outcome,
            row.visit.is_sealed(),
            body
        ])?;
        batch.past += 1;
        Ok(())
    }

    fn write_words(&mut self) -> Result<()> {
        let mut insert = self.tx.prepare_cached("INSERT INTO narrative (rowid, words) VALUES (?1, ?2)")?;
        for (visit, words) in self.words.drain(..) {
            insert.execute(params![visit, words])?;
        }
        self.words_bytes = 0;
        Ok(())
    }

    /// Writes what waited: words, keys and counts.
    ///
    /// # Errors
    /// Of the database, or of the disk beside it.
    pub fn finish(mut self) -> std::result::Result<(), Error> {
        self.write_words()?;
        let mut put = self.tx.prepare("INSERT OR IGNORE INTO lookup (kind, key, case_id) VALUES (?1, ?2, ?3)")?;
        self.keys.drain(|kind, key, case| put.execute(params![kind, key, case]).map(|_| ()).map_err(Error::from))?;
        for (stage, n) in &self.opened {
            tally::add_open(self.tx, stage, *n)?;
        }
        Ok(tune_words(self.tx, 0, WORDS_STAY)?)
    }
}
