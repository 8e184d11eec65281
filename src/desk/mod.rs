//! The one door for every read and write of the studio.
//!
//! Each method authorises, validates, plans, writes in one IMMEDIATE transaction and journals in it.
//! Terminal, commands and import all come through here and get the same answers. Draws nothing,
//! prints nothing, and leaves SQL to `store`.

mod access;
mod around;
pub mod backup;
mod budget;
mod bulk;
mod calendar;
mod cases;
mod check;
mod claiming;
mod clock;
mod counts;
mod deadlines;
pub mod demo;
mod discipline;
pub mod documents;
mod drafts;
mod duty;
mod earlier;
pub mod encrypted;
pub mod export;
mod failure;
mod filing;
mod find;
mod guidance;
#[cfg(test)]
mod guidance_tests;
mod handovers;
mod hotspots;
pub mod import;
#[cfg(test)]
mod import_tests;
mod leads;
mod ledger;
mod listed;
mod lists;
mod login;
mod marks;
pub mod mask;
mod money;
mod officers;
mod overdue;
mod own_data;
#[cfg(test)]
mod own_data_tests;
pub mod page;
mod password;
mod people;
mod proposing;
mod queue;
mod reading;
mod reckoning;
pub mod register;
mod replay;
mod replay_clocks;
mod reporting;
pub mod restore;
mod reveal;
mod shares;
mod similar;
pub mod slips;
mod stations;
mod supervise;
mod sweep;
mod teams;
mod todo;
#[cfg(test)]
pub(crate) mod trial;
mod undo;
mod urgent;
mod users;
mod visit_list;
mod visits;
#[cfg(test)]
mod warning_tests;
mod warnings;

#[cfg(test)]
mod access_tests;
#[cfg(test)]
mod bulk_tests;
#[cfg(test)]
mod case_tests;
#[cfg(test)]
mod deadline_tests;
#[cfg(test)]
mod duty_tests;
#[cfg(test)]
mod elsewhere_tests;
#[cfg(test)]
mod filing_tests;
#[cfg(test)]
mod ledger_tests;
#[cfg(test)]
mod money_tests;
#[cfg(test)]
mod people_tests;
#[cfg(test)]
mod replay_tests;
#[cfg(test)]
mod resolving_tests;
#[cfg(test)]
mod slip_tests;
#[cfg(test)]
mod stations_tests;
#[cfg(test)]
mod supervision_tests;
#[cfg(test)]
mod sweep_tests;
#[cfg(test)]
mod todo_tests;
#[cfg(test)]
pub(crate) mod trial_case;
#[cfg(test)]
mod trial_file;
#[cfg(test)]
mod trial_town;
#[cfg(test)]
mod undo_tests;
#[cfg(test)]
mod urgent_tests;
#[cfg(test)]
mod walk_tests;
#[cfg(test)]
mod whole_tests;
#[cfg(test)]
mod working_tests;

pub use access::{may, may_view};
pub use bulk::{Caseload, CaseloadLine};
pub use calendar::{Imported, Moved};
pub use check::Finding;
pub use clock::Clock;
pub use counts::Counts;
pub use deadlines::DeadlineRow;
pub use drafts::DraftRow;
pub use earlier::Earlier;
pub use failure::{Done, Failure, Outcome};
pub use find::{Found, Hit};
pub use hotspots::{Group, Hotspots, RULE as HOTSPOT_RULE, Rise, Span};
pub use lists::{CaseFilter, CaseRow};
pub use overdue::{Filters, OverdueFilter, OverdueJson, OverdueRow};
pub use page::Page;
pub use proposing::{Fared, PROPOSED, Proposal};
pub use queue::Ticket;
pub use reveal::Revealed;
pub use similar::{Ended, Like, Similar};
pub use sweep::Swept;
pub use teams::{Recusal, StaffRow, TeamMember, Warning};
pub use users::{KeyOwner, UserRow};
pub use visit_list::VisitLine;
pub use visits::{VisitSaved, VisitWrite};

use crate::domain::calendar::Calendar;
use crate::domain::role::Actor;
use crate::store;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A desk: one open file, one clock, and, after login, one actor.
pub struct Desk {
    conn: Connection,
    path: PathBuf,
    clock: Clock,
    calendar: Arc<Calendar>,
    actor: Option<Actor>,
    /// Where the user sits: window name or terminal, for the journal and the queue.
    terminal: String,
    /// Short name of the county, for numbers.
    place: String,
    /// The studio's name.
    studio: String,
    data_version: i64,
    counted: RefCell<Option<counts::Kept<Counts>>>,
    narrowed: RefCell<Option<counts::Kept<Filters>>>,
    /// Form and subject of the draft that the next write ends.
    ending: Option<(&'static str, String)>,
}

/// The county studio: the station that every file has from the start, and where users serve unless said otherwise.
pub const STATION: &str = "县工作室";

impl Desk {
    /// Opens an existing file.
    ///
    /// # Errors
    /// [`Failure::Fault`] with the remedy: newer file, damaged file, network disk, no file, a file or a backup
    /// of it that others could read.
    pub fn open(path: &Path, clock: Clock, terminal: &str) -> Outcome<Desk> {
        store::modes::check(path, &store::folder_of(path).join(backup::FOLDER))?;
        Desk::from(store::open(path, false)?, path, clock, terminal)
    }

    /// Opens the file, making it first when there is none.
    pub fn create(path: &Path, clock: Clock, terminal: &str) -> Outcome<Desk> {
        store::modes::check(path, &store::folder_of(path).join(backup::FOLDER))?;
        Desk::from(store::open(path, true)?, path, clock, terminal)
    }

    fn from(conn: Connection, path: &Path, clock: Clock, terminal: &str) -> Outcome<Desk> {
        let mut desk = Desk {
            conn,
            path: path.to_path_buf(),
            clock,
            calendar: Arc::new(Calendar::embedded().clone()),
            actor: None,
            terminal: terminal.to_string(),
            place: String::new(),
            studio: String::new(),
            data_version: 0,
            counted: RefCell::new(None),
            narrowed: RefCell::new(None),
            ending: None,
        };
        desk.refresh()?;
        desk.data_version = desk.read_version()?;
        Ok(desk)
    }

    /// Reads again what the desk keeps in hand: studio, county, calendar.
    pub fn refresh(&mut self) -> Outcome<()> {
        self.studio = store::setting::load(&self.conn, "studio")?.unwrap_or_default();
        let division = store::setting::load(&self.conn, "division")?.unwrap_or_default();
        self.place = crate::validation::division::short_name(&division).unwrap_or_default().to_string();
        self.load_calendar()
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
    pub fn now(&self) -> chrono::NaiveDateTime {
        self.clock.now()
    }
    pub fn today(&self) -> chrono::NaiveDate {
        self.now().date()
    }
    pub fn calendar(&self) -> &Arc<Calendar> {
        &self.calendar
    }
    pub fn studio(&self) -> &str {
        &self.studio
    }
    pub fn terminal(&self) -> &str {
        &self.terminal
    }
    pub fn actor(&self) -> Option<&Actor> {
        self.actor.as_ref()
    }

    fn read_version(&self) -> Outcome<i64> {
        Ok(self.conn.pragma_query_value(None, "data_version", |r| r.get(0))?)
    }

    /// Whether another process committed since the last call.
    pub fn changed_elsewhere(&mut self) -> Outcome<bool> {
        let now = self.read_version()?;
        Ok(std::mem::replace(&mut self.data_version, now) != now)
    }

    /// One IMMEDIATE transaction: all of `work` is stored, or none of it.
    fn write<T>(&mut self, work: impl FnOnce(&Writing) -> Outcome<T>) -> Outcome<T> {
        let actor = self.actor.clone();
        let now = self.clock.now();
        // A ledger takes longer than anybody waits: no screen stands still for it.
        store::open::hurry(&mut self.conn, store::importing::told(&self.path).is_some())?;
        let tx = match self.conn.transaction_with_behavior(TransactionBehavior::Immediate) {
            Ok(tx) => tx,
            Err(error) if store::is_busy(&error) => {
                return Err(store::importing::told(&self.path).map_or_else(|| error.into(), Failure::importing));
            }
            Err(error) => return Err(error.into()),
        };
        let marks = marks::Marks::default();
        let (terminal, place) = (self.terminal.as_str(), self.place.as_str());
        let writing = Writing { tx: &tx, actor: actor.as_ref(), now, terminal, place, marks: &marks };
        let done = work(&writing)?;
        if let (Some((form, subject)), Some(actor)) = (&self.ending, &actor) {
            store::draft::delete(&tx, actor.user, form, subject)?;
        }
        tx.commit()?;
        Ok(done)
    }

    /// Another desk at the same file, of the same user at the same window: for work beside the screen.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub fn beside(&self) -> Outcome<Desk> {
        let mut desk = Desk::open(&self.path, self.clock, &self.terminal)?;
        desk.actor.clone_from(&self.actor);
        Ok(desk)
    }
}

/// What a write has in hand: the transaction, who writes, when and where.
struct Writing<'a> {
    tx: &'a Transaction<'a>,
    actor: Option<&'a Actor>,
    now: chrono::NaiveDateTime,
    terminal: &'a str,
    place: &'a str,
    /// What the next journal row of a case shall tell.
    marks: &'a marks::Marks,
}

impl Writing<'_> {
    fn today(&self) -> chrono::NaiveDate {
        self.now.date()
    }

    /// The logged-in user.
    fn actor(&self) -> Outcome<&Actor> {
        self.actor.ok_or_else(|| Failure::refusal("尚未登录", "请先登录"))
    }

    /// Adds the journal row of this write. `change` is a JSON object, already masked; what was done to the
    /// case and its clocks joins it.
    fn journal(&self, action: &str, object: &str, object_id: i64, note: &str, change: &str) -> Outcome<i64> {
        let told = if object == "case" { self.marks.told(object_id, change) } else { change.to_string() };
        let entry = store::journal::Entry {
            at: self.now,
            terminal: self.terminal,
            actor: self.actor.map_or("-", |a| a.login.as_str()),
            role: self.actor.map_or("-", |a| a.role.code()),
            action,
            object,
            object_id,
            note,
            change: &told,
        };
        Ok(store::journal::append(self.tx, &entry)?)
    }

    /// The next number of a series, written out.
    fn number(&self, series: crate::domain::number::Series) -> Outcome<String> {
        let n = store::counter::next(self.tx, series, self.today())?;
        Ok(series.write(self.place, self.today(), n))
    }
}
