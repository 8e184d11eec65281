//! The whole state of the terminal: screens on a stack, modals on top, the form in hand. Plain data;
//! only `update` changes it.

use super::form_modal::FormModal;
use super::msg::Effect;
use super::pane::case_file::CaseFile;
use super::pane::cases::Cases;
use super::pane::find::Find;
use super::pane::gate::{FirstStart, Lock, Login};
use super::pane::home::Home;
use super::pane::ledger::LedgerPane;
use super::pane::manage::Manage;
use super::pane::register::RegisterPane;
use super::pane::reports::Reports;
use super::pane::supervise::Supervise;
use super::theme::Theme;
use super::widget::help::Help;
use super::widget::modal::Modal as Dialog;
use crate::desk::Counts;
use crate::domain::role::{Actor, Role};
use chrono::NaiveDateTime;

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
    Move { case: i64, mv: &'static str },
    Draft(usize),
    Attach(i64),
    Filter(crate::desk::OverdueFilter),
    FilterMenu(FilterBy),
    Quit,
    Serve(i64),
    Slip { case: i64, slip: &'static str },
    Document { case: i64, word: String },
    Volume { case: i64 },
    TicketSlip(i64),
    Register { register: &'static str, case: Option<i64> },
    // The registers of a group that the actor may open.
    Registers { ids: Vec<&'static str>, case: Option<i64> },
    RegisterAct { register: &'static str, act: &'static str, line: Option<i64>, case: Option<i64> },
    Reports,
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
    pub lock: Option<Lock>,
    /// The user named by `--as`, who still has to give a password.
    pub asked_user: String,
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
            lock: None,
            asked_user: String::new(),
            touched: now,
        }
    }

    pub fn screen(&self) -> &Screen {
        self.screens.last().unwrap_or(&Screen::Opening)
    }

    /// Whether all that follows a selection is drawn, and no work goes on beside the screen.
    pub fn is_settled(&self) -> bool {
        let working = |s: &Screen| matches!(s, Screen::Ledger(pane) if pane.is_working());
        !matches!(self.screen(), Screen::Supervise(s) if !s.is_settled()) && !self.screens.iter().any(working)
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
