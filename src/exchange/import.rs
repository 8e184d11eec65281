//! An old ledger, row by row, into the desk: all of it, or its good rows, or only a look.
//!
//! Owns the order of things: read, judge on as many cores as there are, in the order of the file; say what
//! is there twice; hand the good rows to the desk, which stores them in one transaction. Memory holds a few
//! hundred rows, however long the file is.

use super::headings::{Plan, Target};
use super::map::Map;
use super::pipeline::{Judgement, spread};
use super::prints::Prints;
use super::reading::{self, Source};
use super::sheet::{Column, Form, Value, Writer};
use super::verdict::{Judged, Verdict};
use crate::desk::import::{Arrival, Known, Ledger};
use crate::desk::{Desk, Failure, Outcome};
use crate::domain::role::Operation;
use crate::store::import::{Batch, Error, day_of};
use crate::store::import_rows::Prepared;
use crate::validation::Draft;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

pub use super::verdict::{Judged as Row, Verdict as RowVerdict};

/// What is to be done with a ledger.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// The office's own words for its columns.
    pub map: Option<&'a Map>,
    /// Judge only.
    pub dry_run: bool,
    /// Store the good rows and leave the wrong ones out; otherwise one wrong row keeps the whole file out.
    pub only_good: bool,
    /// The ledger is of matters that are over.
    pub over: bool,
    /// A file for the wrong rows, as they stand, with the reason.
    pub rejects: Option<&'a Path>,
    pub force: bool,
    /// Fingerprint of the file that was looked at before; another file is refused.
    pub seen: &'a str,
    /// Set by whoever wants to stop.
    pub stop: Option<&'a AtomicBool>,
}

/// What became of a ledger.
#[derive(Clone, Debug, Default)]
pub struct Told {
    pub how: String,
    pub sha256: String,
    pub rows: u64,
    pub good: u64,
    pub warnings: u64,
    pub wrong: u64,
    /// Rows that are, or would be, past matters.
    pub over: u64,
    /// Rows with a value from a merged cell above them.
    pub merged: u64,
    pub unknown: Vec<String>,
    /// Lacks of the whole ledger.
    pub lacks: Vec<String>,
    /// What was stored; `None` when nothing was.
    pub batch: Option<Batch>,
}

/// Judges a ledger and, unless only a look was wished, stores it. `seen` hears every row but empty ones, in
/// the order of the file.
///
/// # Errors
/// The refusal of the role, of the file, of its heading; a fault of the disk. Nothing is stored then.
pub fn import(desk: &mut Desk, path: &Path, wish: &Wish, seen: &mut dyn FnMut(&Row)) -> Outcome<Told> {
    // Before the file is opened: whoever may not import learns nothing of it from here.
    if let Some(actor) = desk.actor() {
        crate::desk::may(actor, Operation::Import)?;
    }
    let none = Map::default();
    let Source { name, sha256, how, rows } = reading::open(path)?;
    let mut rows = rows.peekable();
    if !matches!(wish.seen, "") && wish.seen != sha256 {
        return Err(Failure::refusal("文件在核对之后改动过", "请重新核对,看过结论再导入"));
    }
    let plan = Plan::find(&mut rows, wish.map.unwrap_or(&none))?;
    let ledger = Ledger { name: &name, sha256: &sha256 };
    desk.known(&ledger)?;
    let mut told = Told {
        how,
        sha256: sha256.clone(),
        unknown: plan.unknown().iter().map(ToString::to_string).collect(),
        lacks: lacks(&plan),
        ..Told::default()
    };
    let mut rejects = wish.rejects.map(|path| rejects_of(path, &plan, wish.force)).transpose()?;
    let (now, beside) = (desk.now(), desk.path().to_path_buf());
    let batch = std::thread::scope(|scope| {
        let judged = spread(scope, rows, &plan, now, wish.over);
        let prints = Prints::new(&beside);
        let mut run = Run { judged, told: &mut told, rejects: &mut rejects, seen, prints, stop: wish.stop };
        if wish.dry_run {
            let mut known = desk.known(&ledger)?;
            while run.next(&mut known)?.is_some() {}
            return Ok(None);
        }
        let mut broken = false;
        let stored = desk.import(&ledger, &mut |known| match run.next(known)? {
            None => Ok(Arrival::End),
            Some(row) => match row.visit {
                Some(visit) => Ok(Arrival::Row { line: row.line, row: visit }),
                None if wish.only_good => Ok(Arrival::Rejected),
                None => {
                    broken = true;
                    Err(Failure::refusal("", ""))
                }
            },
        });
        match stored {
            Err(_) if broken => {
                // One row keeps the file out; the others are judged all the same, with nothing held up.
                let mut known = desk.known(&ledger)?;
                while run.next(&mut known)?.is_some() {}
                Ok(None)
            }
            other => other.map(Some),
        }
    })?;
    told.batch = batch;
    if let Some(mut writer) = rejects.filter(|w| w.rows() > 0) {
        writer.close()?;
        writer.finish()?;
    }
    Ok(told)
}

/// A ledger as its first rows show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub how: String,
    /// Number of the row of headings.
    pub line: u64,
    pub headings: Vec<String>,
    pub targets: Vec<Target>,
    /// A few values of each column.
    pub samples: Vec<Vec<String>>,
    /// What keeps the columns from being enough; "" = nothing.
    pub lack: String,
}

/// Rows from which values are shown.
const SAMPLES: usize = 20;

/// Looks at the headings of a ledger and a few of its values.
///
/// # Errors
/// A fault of the disk, a refusal when no row looks like a heading.
pub fn look(path: &Path, map: &Map) -> Outcome<Look> {
    let Source { how, rows, .. } = reading::open(path)?;
    let mut rows = rows.peekable();
    let plan = match Plan::seek(&mut rows, map) {
        Ok(plan) => plan,
        Err(failure) => {
            rows = reading::open(path)?.rows.peekable();
            Plan::guess(&mut rows, map)?.ok_or(failure)?
        }
    };
    let mut samples = vec![Vec::new(); plan.headings.len()];
    for raw in rows.take(SAMPLES) {
        for (values, cell) in samples.iter_mut().zip(&raw?.cells) {
            let text = cell.text();
            if values.len() < 3 && !text.trim().is_empty() && !values.contains(&text) {
                values.push(text);
            }
        }
    }
    let lack = match plan.check() {
        Ok(()) => String::new(),
        Err(Failure::Refusal { reason, .. }) => reason,
        Err(other) => other.to_string(),
    };
    Ok(Look { how, line: plan.line, headings: plan.headings, targets: plan.targets, samples, lack })
}

/// A file for the wrong rows, beside the ledger and of its kind, that is not there yet.
pub fn rejects_beside(path: &Path) -> PathBuf {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    let kind = if matches!(extension.as_str(), "csv" | "txt") { "csv" } else { "xlsx" };
    let named = |n: usize| {
        let again = if n > 1 { n.to_string() } else { String::new() };
        path.with_extension(format!("未导入{again}.{kind}"))
    };
    (1..).map(named).find(|p| !p.exists()).expect("invariant: numbers do not end")
}

/// What the whole ledger does not tell.
fn lacks(plan: &Plan) -> Vec<String> {
    let mut list = Vec::new();
    for (key, words) in [
        ("document_no", "没有证件号码列,各行按“旧台账未记”登记"),
        ("phone", "没有联系电话列,各行按“旧台账未记”登记"),
        ("source", "没有案件来源列,各行按“其他”登记"),
    ] {
        if !plan.has(key) {
            list.push(words.to_string());
        }
    }
    list
}

/// A ledger on its way.
struct Run<'a> {
    judged: Judgement,
    told: &'a mut Told,
    rejects: &'a mut Option<Writer>,
    seen: &'a mut dyn FnMut(&Row),
    /// What stands twice in the file.
    prints: Prints,
    stop: Option<&'a AtomicBool>,
}

impl Run<'_> {
    /// The next row, with what only the whole file and the desk can tell.
    fn next(&mut self, known: &mut Known) -> Outcome<Option<Judged>> {
        if self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return Err(Failure::refusal("已停下,没有存", "要导入时重新开始"));
        }
        let Some(row) = self.judged.next() else { return Ok(None) };
        let mut row = row?;
        if let Some(Prepared { visit, .. }) = row.visit.as_deref() {
            let print = print_of(visit.form().values());
            let line = u32::try_from(row.line).unwrap_or(u32::MAX);
            if let Some(first) = self.prints.line(print).map_err(Error::from)? {
                row.reject("line", format!("与第{first}行重复:同一人、同一天、同一诉求;请删去一行"));
            } else if known.has(visit)? {
                row.reject("line", "已有同一人同一天同一诉求的登记;请删去这一行".to_string());
            } else {
                self.prints.add(print, line).map_err(Error::from)?;
            }
        }
        let told = &mut *self.told;
        told.rows += 1;
        match row.verdict {
            Verdict::Good => told.good += 1,
            Verdict::Warning => told.warnings += 1,
            Verdict::Wrong => told.wrong += 1,
        }
        told.over += u64::from(row.is_over());
        told.merged += u64::from(!row.taken.is_empty());
        if let (None, Some(writer)) = (&row.visit, self.rejects.as_mut()) {
            let cells = writer.columns() - 2;
            let mut values: Vec<Value> = row.cells.iter().take(cells).map(|c| c.text().into()).collect();
            values.resize(cells, "".into());
            values.extend([Value::Text(row.line.to_string()), row.words().into()]);
            writer.row(&values)?;
        }
        (self.seen)(&row);
        Ok(Some(row))
    }
}

/// Tells rows apart: the person, the day, the request.
fn print_of(draft: &Draft) -> u64 {
    let mut hasher = DefaultHasher::new();
    let person = if draft.has("document_no") { draft.get("document_no") } else { draft.get("name") };
    (person, day_of(draft), draft.get("gist")).hash(&mut hasher);
    hasher.finish()
}

/// The file of the wrong rows: the columns of the ledger, the line and the reason.
fn rejects_of(path: &Path, plan: &Plan, force: bool) -> Outcome<Writer> {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    let form = match extension.as_str() {
        "xlsx" => Form::Xlsx,
        "csv" => Form::Csv,
        _ => return Err(Failure::refusal("未导入的行写成什么文件,看不出来", "文件名请以 .csv 或 .xlsx 结尾")),
    };
    let own = plan.headings.iter().map(|h| Column::new(h, h, 18));
    let more = [Column::new("line", "行号", 8), Column::new("reason", "原因", 60)];
    Writer::create(path, form, own.chain(more).collect(), force)
}
