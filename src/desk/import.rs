//! An old ledger taken in: every row is a visit that passed the check of the desk; the file is one act.
//!
//! What the ledger says is open becomes a case in 暂存, with its own dates, to be registered and worked on
//! by the flow from there. What it says was over becomes a past matter (旧案), found when somebody comes
//! again, and no case: its steps were not done here, so none is written down. Reads no file.

use super::{Desk, Done, Failure, Outcome, Writing, visits};
use crate::domain::case::Stage;
use crate::domain::role::Operation;
use crate::domain::visit::Visit;
use crate::store;
use crate::store::import::{Batch, Error, Finding, Past, day_of};
use chrono::NaiveDate;
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
        visit: Box<Visit>,
        /// How the matter ended, when it was over.
        outcome: Option<String>,
    },
    /// A row that is left out.
    Rejected,
    End,
}

/// Tells whether a visit is there already.
pub struct Known<'a> {
    conn: &'a Connection,
}

impl Known<'_> {
    /// Whether the same person's same request of the same day is there.
    pub fn has(&self, visit: &Visit) -> Outcome<bool> {
        Ok(store::import::is_known(self.conn, visit.form().values())?)
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

impl Desk {
    /// For a trial run, which writes nothing.
    ///
    /// # Errors
    /// The refusal of the table; of a file that is in already.
    pub fn known(&self, ledger: &Ledger) -> Outcome<Known<'_>> {
        self.allow(Operation::Import)?;
        fresh(&self.conn, ledger)?;
        Ok(Known { conn: &self.conn })
    }

    /// Takes a ledger in: all that `next` gives, in one transaction, or nothing.
    ///
    /// # Errors
    /// As [`Desk::known`], and whatever `next` answers with; nothing is stored then.
    pub fn import(&mut self, ledger: &Ledger, next: &mut dyn FnMut(&Known) -> Outcome<Arrival>) -> Outcome<Batch> {
        self.allow(Operation::Import)?;
        let beside = self.path.clone();
        // Pages of many indexes are touched at once: room for them while it lasts.
        self.conn.pragma_update(None, "cache_size", -96 * 1024)?;
        let done = self.take_in(ledger, &beside, next);
        self.conn.pragma_update(None, "cache_size", store::open::CACHE)?;
        done
    }

    fn take_in(
        &mut self,
        ledger: &Ledger,
        beside: &Path,
        next: &mut dyn FnMut(&Known) -> Outcome<Arrival>,
    ) -> Outcome<Batch> {
        self.write(|w| {
            fresh(w.tx, ledger)?;
            let user = w.actor()?.user;
            let id = store::import::begin(w.tx, ledger.name, ledger.sha256, w.now, user)?;
            let mut batch = Batch { id, case_ids: (0, -1), visit_ids: (0, -1), ..Batch::default() };
            let mut finding = Finding::new(beside);
            let known = Known { conn: w.tx };
            let station = w.station()?;
            loop {
                match next(&known)? {
                    Arrival::End => break,
                    Arrival::Rejected => batch.rejected += 1,
                    Arrival::Row { line, visit, outcome: Some(outcome) } => {
                        store::import::insert_past(w.tx, &past(&batch, line, &visit, outcome))?;
                        batch.past += 1;
                    }
                    Arrival::Row { visit, outcome: None, .. } => {
                        let (case, id) = open(w, &station, &visit)?;
                        finding.add(w.tx, case, id, &visit)?;
                        if batch.cases == 0 {
                            (batch.case_ids.0, batch.visit_ids.0) = (case, id);
                        }
                        (batch.case_ids.1, batch.visit_ids.1) = (case, id);
                        batch.cases += 1;
                    }
                }
            }
            if batch.cases + batch.past == 0 {
                return Err(Failure::refusal("没有一行可以导入", "请按各行的提示改正后再导入"));
            }
            finding.finish(w.tx)?;
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

/// A case in 暂存 with its visit, dated as the ledger says.
fn open(w: &Writing, station: &str, visit: &Visit) -> Outcome<(i64, i64)> {
    let mut case = visits::new_case(w, station, visit)?;
    debug_assert_eq!(case.stage, Stage::Draft);
    let form = visit.form();
    let day: Option<NaiveDate> = form.date("visited_at");
    case.opened = day.unwrap_or(case.opened);
    let id = store::case::insert(w.tx, &case, "导入旧台账", w.now)?;
    let at = form.get("visited_at").parse().or_else(|_| format!("{}:00", form.get("visited_at")).parse());
    let origin =
        store::visit::Origin { station, case: id, ticket: None, registrar: case.registrar, at: at.unwrap_or(w.now) };
    Ok((id, store::visit::insert(w.tx, visit, &origin)?))
}

fn past(batch: &Batch, line: u64, visit: &Visit, outcome: String) -> Past {
    let values = visit.form().values();
    let text = |key: &str| values.get(key).to_string();
    Past {
        id: 0,
        import: batch.id,
        line: i64::try_from(line).unwrap_or(i64::MAX),
        happened_on: day_of(values).to_string(),
        name: text("name"),
        document_no: text("document_no"),
        phone: text("phone"),
        gist: text("gist"),
        outcome,
        sealed: visit.is_sealed(),
        body: serde_json::to_string(values).expect("invariant: a map of texts is JSON"),
    }
}
