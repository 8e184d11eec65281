//! An old ledger taken in: every row is a visit that passed the check of the desk; the file is one act.
//!
//! What the ledger says is open becomes a case in 暂存, with its own dates, to be registered and worked on
//! by the flow from there. What it says was over becomes a past matter (旧案), found when somebody comes
//! again, and no case: its steps were not done here, so none is written down. Reads no file.

use super::{Desk, Done, Failure, Outcome, Writing, visits};
use crate::domain::case::{Case, Stage};
use crate::domain::role::Operation;
use crate::domain::visit::Visit;
use crate::store;
use crate::store::import::{Batch, Error};
use crate::store::import_rows::{Origin, Prepared, Taking};
use crate::validation::date::canonical_time;
use chrono::NaiveDateTime;
use rusqlite::Connection;
use std::path::Path;

/// A ledger as a file.
#[derive(Clone, Copy, Debug)]
pub struct Ledger<'a> {
    pub name: &'a str,
    pub sha256: &'a str,
}

/// What comes next from a ledger.
pub enum Arrival {
    /// A row that passed its check.
    Row {
        line: u64,
        row: Box<Prepared>,
    },
    /// A row that is left out.
    Rejected,
    End,
}

/// Tells whether a visit is there already.
pub struct Known<'a>(store::import_rows::Known<'a>);

impl Known<'_> {
    /// Whether the same person's same request of the same day is there.
    pub fn has(&mut self, visit: &Visit) -> Outcome<bool> {
        Ok(self.0.has(visit.form().values())?)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error {
            Error::Sql(error) => error.into(),
            Error::Disk(error) => {
                Failure::Fault(format!("写不了临时文件:{};请检查磁盘空间", store::disk::words(&error)))
            }
        }
    }
}

/// Pages kept at hand while a ledger is written, in KiB.
const ROOM: i64 = 80 * 1024;

impl Desk {
    /// For a trial run, which writes nothing.
    ///
    /// # Errors
    /// The refusal of the table; of a file that is in already.
    pub fn known(&self, ledger: &Ledger) -> Outcome<Known<'_>> {
        self.allow(Operation::Import)?;
        fresh(&self.conn, ledger)?;
        Ok(Known(store::import_rows::Known::new(&self.conn)?))
    }

    /// Takes a ledger in: all that `next` gives, in one transaction, or nothing.
    ///
    /// # Errors
    /// As [`Desk::known`], and whatever `next` answers with; nothing is stored then.
    pub fn import(&mut self, ledger: &Ledger, next: &mut dyn FnMut(&mut Known) -> Outcome<Arrival>) -> Outcome<Batch> {
        self.allow(Operation::Import)?;
        let beside = self.path.clone();
        // Pages of many indexes are touched at once: room for them while it lasts.
        self.conn.pragma_update(None, "cache_size", -ROOM)?;
        // What a row would have to be taken back by stays in memory: on disk it is more than the row itself.
        self.conn.pragma_update(None, "temp_store", "MEMORY")?;
        store::import_rows::trust_references(&self.conn, true)?;
        let done = self.take_in(ledger, &beside, next);
        store::import_rows::trust_references(&self.conn, false)?;
        self.conn.pragma_update(None, "cache_size", store::open::CACHE)?;
        self.conn.pragma_update(None, "temp_store", "DEFAULT")?;
        done
    }

    fn take_in(
        &mut self,
        ledger: &Ledger,
        beside: &Path,
        next: &mut dyn FnMut(&mut Known) -> Outcome<Arrival>,
    ) -> Outcome<Batch> {
        self.write(|w| {
            fresh(w.tx, ledger)?;
            let actor = w.actor()?;
            let user = actor.user;
            let _told = store::importing::Mark::set(beside, &format!("{} {}开始", actor.name, w.now.format("%H:%M")));
            let id = store::import::begin(w.tx, ledger.name, ledger.sha256, w.now, user)?;
            let mut batch = Batch { id, case_ids: (0, -1), visit_ids: (0, -1), ..Batch::default() };
            let mut known = Known(store::import_rows::Known::new(w.tx)?);
            let station = w.station()?;
            let origin = Origin { station: &station, registrar: user, now: w.now };
            let mut taking = Taking::begin(w.tx, &origin, beside)?;
            loop {
                match next(&mut known)? {
                    Arrival::End => break,
                    Arrival::Rejected => batch.rejected += 1,
                    Arrival::Row { line, row } if row.outcome().is_some() => taking.past(&row, line, &mut batch)?,
                    Arrival::Row { row, .. } => {
                        let case = case_of(w, &station, &row.visit)?;
                        let at = taken_at(&row.visit, w.now);
                        taking.open(&case, *row, &at, &mut batch)?;
                    }
                }
            }
            if batch.cases + batch.past == 0 {
                return Err(Failure::refusal("没有一行可以导入", "请按各行的提示改正后再导入"));
            }
            taking.finish()?;
            store::import::end(w.tx, &batch)?;
            let change = serde_json::json!({
                "file": ledger.name, "sha256": ledger.sha256, "cases": batch.cases, "past": batch.past,
                "rejected": batch.rejected, "case_ids": batch.case_ids,
            });
            let note = format!("导入旧台账:暂存{}件,旧案{}件,未导入{}行", batch.cases, batch.past, batch.rejected);
            w.journal("import", "import", id, &note, &change.to_string())?;
            Ok(batch)
        })
    }

    /// Takes a batch back while nobody touched what it brought. `reason` is kept in the journal.
    ///
    /// # Errors
    /// A refusal that names the first case somebody worked on or looked into.
    pub fn undo_import(&mut self, id: i64, reason: &str) -> Outcome<Done> {
        self.allow(Operation::Import)?;
        self.write(|w| {
            let batch = store::import::load(w.tx, id)?
                .ok_or_else(|| Failure::refusal(format!("没有第{id}批"), "批次号见台账“导入批次”"))?;
            if !batch.undone_at.is_empty() {
                return Err(Failure::refusal(format!("第{id}批已于{}撤销", batch.undone_at), "不用再撤销"));
            }
            let held = |case: String| {
                Failure::refusal(
                    format!("第{id}批的{case}导入后已有人办理或查看过明文,整批不能撤销"),
                    "在这件案件上接着办;导错的逐件在登记表中改正",
                )
            };
            if let Some(case) = store::import::first_touched(w.tx, &batch)? {
                return Err(held(format!("暂存{case}")));
            }
            store::import::undo(w.tx, &batch, w.now, w.actor()?.user).map_err(|error| {
                match error.sqlite_error_code() {
                    Some(rusqlite::ErrorCode::ConstraintViolation) => held("某件案件".into()),
                    _ => error.into(),
                }
            })?;
            let change = serde_json::json!({ "cases": batch.cases, "past": batch.past, "sha256": batch.sha256 });
            let why = if reason.is_empty() { String::new() } else { format!(",原因:{reason}") };
            let note = format!("撤销导入:暂存{}件,旧案{}件{why}", batch.cases, batch.past);
            w.journal("import.undo", "import", id, &note, &change.to_string())?;
            Ok(Done { text: format!("已撤销第{id}批:暂存{}件,旧案{}件", batch.cases, batch.past), id })
        })
    }
}

/// Refuses a file that is in already.
fn fresh(conn: &Connection, ledger: &Ledger) -> Outcome<()> {
    match store::import::load_same(conn, ledger.sha256)? {
        Some(batch) => Err(Failure::refusal(
            format!("这个文件已于{}由{}导入(第{}批)", batch.at.replace('T', " "), batch.by, batch.id),
            format!("要重新导入,先撤销:fengqiao import --undo {}", batch.id),
        )),
        None => Ok(()),
    }
}

/// A case in 暂存, opened on the day that the ledger says.
fn case_of(w: &Writing, station: &str, visit: &Visit) -> Outcome<Case> {
    let mut case = visits::new_case(w, station, visit)?;
    debug_assert_eq!(case.stage, Stage::Draft);
    case.opened = visit.form().date("visited_at").unwrap_or(case.opened);
    Ok(case)
}

/// When the visit was, with its time when the ledger has one.
fn taken_at(visit: &Visit, now: NaiveDateTime) -> String {
    let at = visit.form().get("visited_at");
    let at = at.parse().or_else(|_| format!("{at}:00").parse()).unwrap_or(now);
    canonical_time(at)
}
