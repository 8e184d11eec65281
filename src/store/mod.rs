//! The only SQL. One file per aggregate; verbs are `load_`, `list_`, `insert_`, `update_`.
//!
//! Owns opening, migrations and the mapping of rows. Writes take a `&Transaction` that the desk began
//! IMMEDIATE; reads take a `&Connection`. Inserts take checked values only. Decides nothing.

pub mod budget;
pub mod bulk;
pub mod bulk_batch;
pub mod bulk_beside;
mod bulk_kept;
pub mod bulk_rows;
pub mod bulk_studio;
pub mod calendar;
pub mod case;
pub mod claim;
pub mod copy;
pub mod counter;
pub mod deadline;
pub mod disk;
pub mod document;
pub mod draft;
pub mod duty;
pub mod finding;
pub mod guidance;
pub mod handover;
pub mod health;
pub mod hotspots;
pub mod import;
pub mod import_rows;
pub mod importing;
pub mod journal;
pub mod key_sort;
pub mod lead;
pub mod ledger;
pub mod listing;
pub mod listing_case;
pub mod modes;
pub mod narrative;
pub mod officer;
pub mod open;
pub mod overdue;
pub mod pending;
pub mod reassignment;
pub mod report;
pub mod report_sql;
pub mod request;
pub mod roster;
pub mod search;
pub mod setting;
pub mod similar;
pub mod staff;
pub mod staff_event;
pub mod station;
pub mod supervision;
pub mod sweep;
pub mod tally;
pub mod ticket;
pub mod todo;
pub mod undo;
pub mod urgent;
pub mod user;
pub mod visit;
pub mod volume;
pub mod warning;

pub use open::{OpenError, open, open_apart};
pub use warning::Seen;

/// A new record's uid: time-ordered, the same in every file it is ever merged into.
pub fn new_uid() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// The folder a file stands in.
pub fn folder_of(path: &std::path::Path) -> &std::path::Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."))
}

/// Whether an error means that another process holds the lock.
pub fn is_busy(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode as Code;
    // The last: a process that held the index of the log was kept from running for ten seconds.
    let busy = [Code::DatabaseBusy, Code::DatabaseLocked, Code::FileLockingProtocolFailed];
    error.sqlite_error_code().is_some_and(|code| busy.contains(&code))
}
