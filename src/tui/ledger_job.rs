//! A ledger judged or taken in beside the screen, at a desk of its own, so that no key waits for it.
//!
//! Owns the thread and what it tells while it works; the pane looks at it whenever the keys rest. Decides
//! nothing: what is stored, and whether, is `exchange::import`'s.

use crate::desk::{Desk, Outcome, mask};
use crate::exchange::import::{Row, RowVerdict, Told, Wish, import};
use crate::exchange::map::Map;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// Rows of each verdict kept to be looked at.
pub const MOST: usize = 2000;

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    pub path: PathBuf,
    pub map: Map,
    /// The ledger is of matters that are over.
    pub over: bool,
    /// `None`: judge only.
    pub store: Option<Store>,
    pub news: News,
}

/// How a judged ledger is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Store {
    /// Fingerprint of the file that was judged.
    pub sha256: String,
    /// Where the wrong rows go; `None`: there must be none.
    pub rejects: Option<PathBuf>,
}

/// A row to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub line: u64,
    pub verdict: RowVerdict,
    /// Masked.
    pub name: String,
    pub words: String,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Report {
    pub told: Told,
    /// At most [`MOST`] of each verdict, in the order of the file.
    pub rows: Vec<Seen>,
}

#[derive(Debug, Default)]
struct State {
    rows: AtomicU64,
    stop: AtomicBool,
    done: Mutex<Option<Outcome<Report>>>,
}

/// What the thread tells.
#[derive(Clone, Debug, Default)]
pub struct News(Arc<State>);

impl PartialEq for News {
    fn eq(&self, other: &News) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl News {
    /// Rows judged so far.
    pub fn rows(&self) -> u64 {
        self.0.rows.load(Ordering::Relaxed)
    }
    /// What came of it, once.
    pub fn take(&self) -> Option<Outcome<Report>> {
        self.0.done.lock().ok()?.take()
    }
    /// Asks the thread to stop at the next row; nothing is stored then.
    pub fn stop(&self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }
}

/// Starts the work.
///
/// # Errors
/// The file of the database cannot be opened a second time.
pub fn start(desk: &Desk, job: Job) -> Outcome<()> {
    let mut desk = desk.beside()?;
    std::thread::spawn(move || {
        let done = work(&mut desk, &job);
        if let Ok(mut slot) = job.news.0.done.lock() {
            *slot = Some(done);
        }
    });
    Ok(())
}

fn work(desk: &mut Desk, job: &Job) -> Outcome<Report> {
    let state = &job.news.0;
    let wish = Wish {
        map: Some(&job.map),
        dry_run: job.store.is_none(),
        only_good: job.store.as_ref().is_some_and(|s| s.rejects.is_some()),
        over: job.over,
        rejects: job.store.as_ref().and_then(|s| s.rejects.as_deref()),
        force: false,
        seen: job.store.as_ref().map_or("", |s| &s.sha256),
        stop: Some(&state.stop),
    };
    if !wish.dry_run {
        desk.backup_before_import()?;
    }
    let (mut rows, mut kept) = (Vec::new(), [0_usize; 3]);
    let told = import(desk, &job.path, &wish, &mut |row: &Row| {
        state.rows.fetch_add(1, Ordering::Relaxed);
        let count = &mut kept[row.verdict as usize];
        *count += 1;
        if *count <= MOST {
            rows.push(Seen { line: row.line, verdict: row.verdict, name: mask::name(row.name()), words: row.words() });
        }
    })?;
    Ok(Report { told, rows })
}

/// Files and folders whose path begins as typed; folders end with a slash.
///
/// # Errors
/// Of the folder.
pub fn completions(typed: &str) -> std::io::Result<Vec<String>> {
    let (folder, begin) = typed.rfind('/').map_or(("", typed), |at| typed.split_at(at + 1));
    let place = if folder.is_empty() { Path::new(".") } else { Path::new(folder) };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(place)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let folder_itself = entry.path().is_dir();
        let kind = Path::new(&name).extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
        let fits = folder_itself || matches!(kind.as_str(), "xlsx" | "xlsm" | "xls" | "ods" | "csv" | "txt");
        if name.starts_with(begin) && fits && (begin.starts_with('.') || !name.starts_with('.')) {
            found.push(format!("{folder}{name}{}", if folder_itself { "/" } else { "" }));
        }
    }
    found.sort();
    Ok(found)
}
