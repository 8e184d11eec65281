//! What happens ([`Msg`]) and what is asked of the desk ([`Effect`]): plain values, so that tests can
//! compare them.

use crate::desk::register::{Ask, Line};
use crate::desk::{
    CaseFilter, CaseRow, Counts, DraftRow, Earlier, Failure, Filters, Hit, Hotspots, OverdueFilter, OverdueRow, Page,
    Proposal, Similar, StaffRow, Ticket, UserRow,
};
use crate::domain::role::Actor;
use crate::domain::team::Candidate;
use crate::exchange::import::Look;
use crate::exchange::map::Map;
use crate::reports::{Axis, Made, Period};
use crate::store::report::Filter;
use crate::tui::case_view::CaseView;
pub use crate::tui::jobs::{JobNews, Work};
pub use crate::tui::papers::{MadePaper, PaperLine, Wanted};
pub use crate::tui::writes::{Reply, Write};
use crate::validation::Draft;
use chrono::NaiveDateTime;
use crossterm::event::KeyEvent;
use std::path::PathBuf;

/// What happened.
#[derive(Debug)]
pub enum Msg {
    Start,
    Key(KeyEvent),
    Paste(String),
    Resize(u16, u16),
    /// The keys rest: what follows the selection may be drawn.
    Settled,
    /// A second passed without input; `changed`: another process wrote.
    Tick {
        now: NaiveDateTime,
        changed: bool,
    },
    Loaded(Loaded),
    /// A write is through, or was refused.
    Saved(Write, Result<Reply, Failure>),
    /// A read failed.
    Failed(Query, Failure),
    /// How the work beside the desk stands.
    Job(JobNews),
    /// The user was put out while sitting here.
    Dismissed(Failure),
    Hangup,
}

/// What the runtime does, one effect after the other, each before the next key is looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Load(Query),
    Save(Write),
    /// Work beside the desk.
    Work(Work),
    /// What was typed, to disk.
    Draft {
        form: &'static str,
        subject: String,
        label: String,
        draft: Draft,
        base_rev: Option<i64>,
    },
    /// A write that ends a form; the draft of it goes in the same transaction.
    Finish {
        write: Write,
        form: &'static str,
        subject: String,
    },
    /// Draw everything anew.
    Redraw,
    Bell,
    Quit,
}

/// A read.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    /// Studio, whether it is set up, who is logged in.
    Session,
    Counts,
    Queue,
    Drafts,
    /// A visit as it may be shown: masked.
    Visit(i64),
    /// A stored visit for the form; the reading is journalled.
    Edit(i64),
    /// As `Edit`, for the form that already holds it: only its rev is taken.
    Revisit(i64),
    /// The form of a ticket: its stored visit, or a blank one.
    EditTicket(i64),
    /// As `Edit`, the opening visit of a case.
    EditFirst(i64),
    Earlier {
        name: String,
        document: String,
        phone: String,
        except: Option<i64>,
    },
    Case(i64),
    /// Cases like this one.
    Similar(i64),
    /// What may be proposed for the form of a visit, as far as it is filled.
    Propose {
        draft: Draft,
        case: Option<i64>,
    },
    /// What may be proposed for a move of a case.
    ProposeFor(i64),
    /// The hot spots of the month of this day.
    Hotspots(chrono::NaiveDate),
    HotspotCases(Vec<i64>),
    Candidates(i64),
    MoveForm {
        case: i64,
        mv: &'static str,
    },
    /// What was typed into a boxed form before and not submitted.
    Left {
        form: &'static str,
        subject: String,
    },
    /// The words for ids in a form: field, list, id.
    Names {
        ids: Vec<(&'static str, &'static str, String)>,
        case: Option<i64>,
    },
    /// Choices for a record field: the list, and what was typed to narrow it.
    Choices {
        source: &'static str,
        query: String,
        case: Option<i64>,
    },
    Overdue {
        filter: OverdueFilter,
        from: Option<OverdueRow>,
        backwards: bool,
    },
    Filters,
    Find(String),
    Cases {
        filter: CaseFilter,
        from: Option<CaseRow>,
        backwards: bool,
    },
    Users,
    Roster,
    Calendar,
    /// A slip of a case, to be read and handed out.
    Slip {
        case: i64,
        slip: &'static str,
    },
    /// The paper that what was just done calls for, if it can be made.
    Offer {
        done: &'static str,
        case: i64,
    },
    /// The papers of a case, for a menu: slips, and documents as they stand.
    Papers {
        case: i64,
    },
    /// The registers that may be opened, for a menu.
    Registers {
        case: Option<i64>,
    },
    Register {
        register: &'static str,
        ask: Ask,
    },
    RegisterLine {
        register: &'static str,
        id: i64,
    },
    RegisterActs {
        register: &'static str,
        line: Option<i64>,
        case: Option<i64>,
    },
    RegisterForm {
        register: &'static str,
        act: &'static str,
        line: Option<i64>,
        case: Option<i64>,
    },
    /// The reports that may be opened.
    Reports,
    Report {
        report: &'static str,
        period: Period,
        axis: Option<Axis>,
    },
    /// The cases behind a figure.
    ReportCases {
        report: &'static str,
        filter: Filter,
        after: Option<i64>,
        limit: usize,
    },
    ReportTrend {
        report: &'static str,
        period: Period,
        axis: Option<Axis>,
        filter: Filter,
    },
    /// Files and folders whose path begins so.
    Files(String),
    /// The columns of a ledger.
    LedgerLook {
        path: PathBuf,
    },
}

/// An act of a register in a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActLine {
    pub id: &'static str,
    pub label: &'static str,
    pub basis: &'static str,
    /// Why not yet, and what to do about it; "" when it may be done now.
    pub hindrance: String,
}

/// What a read brought.
#[derive(Debug)]
pub enum Loaded {
    Session {
        set_up: bool,
        studio: String,
        actor: Option<Actor>,
        now: NaiveDateTime,
    },
    Counts(Counts),
    Queue(Vec<Ticket>),
    Drafts(Vec<DraftRow>),
    Visit(i64, Vec<(String, String, String)>),
    Edit(Box<crate::store::visit::Stored>),
    /// The ticket has no visit yet.
    Unregistered(i64),
    Earlier(Vec<Earlier>),
    Case(Box<CaseView>),
    Similar(i64, Similar),
    Proposals(Vec<Proposal>),
    Hotspots(Box<Hotspots>),
    HotspotCases(Vec<CaseRow>),
    Candidates(i64, Vec<Candidate>),
    MoveForm {
        case: i64,
        mv: &'static str,
        draft: Draft,
    },
    /// The draft left behind under this subject.
    Left(String, Draft),
    /// Words by field.
    Names(Vec<(&'static str, String)>),
    /// Nothing to do.
    Nothing,
    Choices {
        source: &'static str,
        items: Vec<ChoiceItem>,
    },
    Overdue {
        page: Page<OverdueRow>,
        backwards: bool,
    },
    Filters(Filters),
    Found {
        query: String,
        hits: Vec<Hit>,
    },
    Cases {
        page: Page<CaseRow>,
        backwards: bool,
    },
    Users(Vec<UserRow>),
    Roster(Vec<StaffRow>),
    Calendar(Vec<(i32, String)>),
    Slip(&'static str, Vec<String>),
    Offer {
        title: &'static str,
        wanted: Wanted,
    },
    Papers {
        case: i64,
        /// Slips, and what each still waits for.
        slips: Vec<(&'static str, String)>,
        lines: Vec<PaperLine>,
        /// Why the actor may not make documents, "" when he may.
        barred: String,
    },
    Registers(Vec<&'static str>, Option<i64>),
    Register(&'static str, Vec<Line>),
    Reports(Vec<&'static str>),
    Report(Box<Made>),
    ReportCases(Filter, Page<CaseRow>),
    ReportTrend(&'static str, Vec<(String, i64)>),
    /// What was typed, and the paths that begin so.
    Files(String, Vec<String>),
    LedgerLook(Look, Map),
    RegisterLine(&'static str, Vec<(String, String)>),
    RegisterActs {
        register: &'static str,
        line: Option<i64>,
        case: Option<i64>,
        acts: Vec<ActLine>,
    },
    RegisterForm {
        register: &'static str,
        act: &'static str,
        line: Option<i64>,
        case: Option<i64>,
        draft: Draft,
    },
}

/// A row of a list to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceItem {
    /// What the field stores: a record's id or a code.
    pub id: String,
    pub label: String,
    pub detail: String,
    /// Why it cannot be chosen, "" when it can.
    pub barred: String,
}
