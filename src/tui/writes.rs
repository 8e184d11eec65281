//! What is asked to be written, and what the desk answers.

use crate::desk::{Imported, Ticket, VisitSaved, VisitWrite};
use crate::domain::queue::Step;
use crate::domain::role::Actor;
use crate::exchange::map::Map;
use crate::reports::Made;
use crate::tui::ledger_job::Job;
use crate::tui::papers::{MadePaper, Wanted};
use crate::validation::Draft;

/// A write.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    SetUp(Draft),
    Login {
        login: String,
        password: String,
    },
    Lock,
    Unlock {
        password: String,
    },
    Logout,
    Take(Draft),
    CallNext,
    Step(i64, Step),
    Visit(VisitWrite),
    Act {
        case: i64,
        rev: i64,
        mv: &'static str,
        draft: Draft,
    },
    Reassign {
        case: i64,
        rev: i64,
        draft: Draft,
    },
    Recusal {
        case: i64,
        draft: Draft,
    },
    Extend {
        deadline: i64,
        draft: Draft,
    },
    Told {
        extension: i64,
        draft: Draft,
    },
    Pause {
        deadline: i64,
        draft: Draft,
    },
    Resume {
        deadline: i64,
        draft: Draft,
    },
    Supervise {
        case: i64,
        draft: Draft,
    },
    /// The warnings of a new day.
    Sweep,
    Reveal {
        case: i64,
        reason: String,
    },
    Undo {
        case: i64,
        draft: Draft,
    },
    Paper(Wanted),
    AttachScan {
        case: i64,
        word: String,
        path: String,
    },
    AddUser {
        draft: Draft,
        password: String,
    },
    AddStaff(Draft),
    ImportCalendar {
        path: String,
    },
    /// A report as it stands on the screen, to a file.
    Report {
        made: Box<Made>,
        path: String,
    },
    /// Work beside the screen: the answer says only that it began.
    Ledger(Box<Job>),
    /// What the columns of the office mean.
    LedgerMap(Map),
    RegisterAct {
        register: &'static str,
        act: &'static str,
        line: Option<i64>,
        draft: Draft,
    },
}

impl Write {
    /// Whether an act of a register only tells what it would do: then its form stays.
    pub fn only_tells(&self) -> bool {
        let Write::RegisterAct { register, act, draft, .. } = self else { return false };
        crate::desk::register::find(register).and_then(|r| r.act(act)).is_some_and(|a| (a.tells)(draft))
    }
}

/// What a write answers with.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    Done(String),
    /// A number was taken: the words, and its id.
    Taken(String, i64),
    Paper(MadePaper),
    Actor(Actor),
    Ticket(Ticket),
    Visit(VisitSaved),
    Revealed(Vec<(String, String)>),
    Imported(Imported),
}
