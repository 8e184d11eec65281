//! The whole state of the terminal: screens on a stack, modals on top, the form in hand. Plain data;
//! only `update` changes it.

use super::form_modal::FormModal;
use super::msg::{Effect, PaperLine, Wanted};
use super::pane::case_file::CaseFile;
use super::pane::cases::Cases;
use super::pane::find::Find;
use super::pane::gate::{FirstStart, Lock, Login};
use super::pane::home::{Home, PaneId};
use super::pane::hotspots::HotspotPane;
use super::pane::ledger::LedgerPane;
use super::pane::manage::Manage;
use super::pane::register::RegisterPane;
use super::pane::reports::Reports;
use super::pane::supervise::Supervise;
use super::theme::Theme;
use super::widget::help::Help;
use super::widget::modal::Modal as Dialog;
use crate::desk::{Counts, Failure};
use crate::domain::role::{Actor, Role};
use chrono::NaiveDateTime;
use std::path::PathBuf;

/// A full screen.
#[derive(Debug)]
pub enum Screen {
    /// Nothing is known yet; lasts until the first read.
    Opening,
    FirstStart(Box<FirstStart>),
    Login(Login),
    Home(Box<Home>),
    CaseFile(Box<CaseFile>),
    Supervise(Box<Supervise>),
    Find(Box<Find>),
    Cases(Box<Cases>),
    Manage(Box<Manage>),
    Register(Box<RegisterPane>),
    Reports(Box<Reports>),
    Hotspots(Box<HotspotPane>),
    Ledger(Box<LedgerPane>),
}

/// What lies over the screen. The top one has the keys.
#[derive(Debug)]
pub enum Modal {
    Message(Dialog),
    Menu(Dialog, Vec<Choice>),
    Form(Box<FormModal>),
    Help(Help),
}

/// What an item of a menu does.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    Step(i64, crate::domain::queue::Step),
    Move {
        case: i64,
        mv: &'static str,
    },
    Draft(usize),
    Attach(i64),
    Filter(crate::desk::OverdueFilter),
    FilterMenu(FilterBy),
    Quit,
    Serve(i64),
    Slip {
        case: i64,
        slip: &'static str,
    },
    Make(Wanted),
    /// A document that was made before: what can be done with it.
    Paper {
        case: i64,
        line: Box<PaperLine>,
    },
    Volume {
        case: i64,
    },
    Pdf(PathBuf),
    Open(PathBuf),
    AttachScan {
        case: i64,
        word: String,
    },
    /// Closes the menu.
    Nothing,
    Register {
        register: &'static str,
        case: Option<i64>,
    },
    // The registers of a group that the actor may open.
    Registers {
        ids: Vec<&'static str>,
        case: Option<i64>,
    },
    RegisterAct {
        register: &'static str,
        act: &'static str,
        line: Option<i64>,
        case: Option<i64>,
    },
    Reports,
    Hotspots,
    Ledger,
}

/// By what the supervisor's list is narrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterBy {
    Light,
    Handler,
    Unit,
    Team,
    Rule,
}

/// What a pane asks for, besides changing itself.
#[derive(Debug)]
pub enum Next {
    Do(Effect),
    Open(Screen),
    Show(Modal),
    Back,
    Say(String),
}

/// The state.
#[derive(Debug)]
pub struct Model {
    pub theme: Theme,
    pub size: (u16, u16),
    pub now: NaiveDateTime,
    pub studio: String,
    pub actor: Option<Actor>,
    /// The day whose clocks were last looked at for warnings from here.
    pub swept: Option<chrono::NaiveDate>,
    pub counts: Counts,
    pub screens: Vec<Screen>,
    pub modals: Vec<Modal>,
    pub status: String,
    /// What the line of status offers to print by one key, until another key is pressed.
    pub offer: Option<Wanted>,
    /// The work beside the desk and how far it is, "" for none.
    pub job: String,
    /// The keys are at the line of that work.
    pub at_job: bool,
    /// What has ended and was not read yet.
    pub news: String,
    pub lock: Option<Lock>,
    /// The user named by `--as`, who still has to give a password.
    pub asked_user: String,
    /// The desk of one person's key: who leaves it ends the program.
    pub own: bool,
    /// Why the user of a key was put out, to be told when the terminal is given back.
    pub dismissed: Option<Failure>,
    /// When a key was last pressed: five idle minutes lock the screen.
    pub touched: NaiveDateTime,
}

/// Idle minutes after which the screen locks (the desk faces the public).
pub const LOCK_AFTER_MINUTES: i64 = 5;

impl Model {
    pub fn new(theme: Theme, size: (u16, u16), now: NaiveDateTime) -> Self {
        Self {
            theme,
            size,
            now,
            studio: String::new(),
            actor: None,
            swept: None,
            counts: Counts::default(),
            screens: vec![Screen::Opening],
            modals: Vec::new(),
            status: String::new(),
            offer: None,
            job: String::new(),
            at_job: false,
            news: String::new(),
            lock: None,
            asked_user: String::new(),
            own: false,
            dismissed: None,
            touched: now,
        }
    }

    pub fn screen(&self) -> &Screen {
        self.screens.last().unwrap_or(&Screen::Opening)
    }

    /// Whether all that waits for the keys to rest is done: what follows a selection is drawn, what may
    /// be proposed for the field in hand was asked, and no work goes on beside the screen.
    pub fn is_settled(&self) -> bool {
        if self.screens.iter().any(|s| matches!(s, Screen::Ledger(pane) if pane.is_working())) {
            return false;
        }
        match (self.modals.last(), self.screen()) {
            (Some(Modal::Form(form)), _) => !form.wants_proposals(),
            (Some(_), _) => true,
            (None, Screen::Supervise(s)) => s.is_settled(),
            (None, Screen::Home(home)) => home.focus != PaneId::Registration || !home.registration.wants_proposals(),
            _ => true,
        }
    }

    /// The home of a role.
    pub fn home_of(actor: &Actor, now: NaiveDateTime) -> Screen {
        match actor.role {
            Role::Supervisor | Role::Office => Screen::Supervise(Box::new(Supervise::new())),
            Role::Admin => Screen::Manage(Box::new(Manage::new())),
            Role::Finance => match crate::desk::register::find("claims") {
                Some(claims) => RegisterPane::open(claims, None),
                None => Screen::Opening,
            },
            _ => Screen::Home(Box::new(Home::new(now))),
        }
    }
}
