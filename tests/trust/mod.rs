//! Trust in the file: backups, restores and migrations that are cut off, many processes at once, and a
//! journal somebody meddled with.
//!
//! A child is this very test binary, run again for the one test [`child::a_child_does_as_it_is_told`]. It is
//! killed with SIGKILL between two acknowledgements, or by the system at the write that would pass a file size.

mod child;
mod copies;
mod encrypted;
mod fault;
mod kills;
mod many;
mod tamper;

use crate::support::Studio;
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// How many times something is cut off: `FENGQIAO_TRUST_ROUNDS`, or few enough for every run.
fn rounds(few: usize) -> usize {
    std::env::var("FENGQIAO_TRUST_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(few)
}

/// Everything the program itself can find wrong with the file.
fn wrong(studio: &Studio) -> Vec<String> {
    let desk = crate::desk::desk(studio, "admin", "查");
    let found = desk.check_with(false).expect("checked");
    found.into_iter().filter(|f| !f.ok).map(|f| format!("{}:{}", f.name, f.detail)).collect()
}

/// Whole and unbroken, without the replays.
fn sound(db: &Path) {
    let conn = Connection::open(db).expect("it opens");
    let found = fengqiao::store::health::integrity(&conn).expect("read");
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(fengqiao::store::journal::first_break(&conn).expect("read"), None);
}

/// A number out of the file.
fn number(db: &Path, sql: &str) -> i64 {
    Connection::open(db).expect("it opens").query_row(sql, [], |r| r.get(0)).expect(sql)
}

/// Files of a folder whose names end so, without hidden ones.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|e| e.path())
        .filter(|p| {
            let name = p.file_name().unwrap_or_default().to_string_lossy().to_string();
            name.ends_with(end) && !name.starts_with('.')
        })
        .collect();
    found.sort();
    found
}
