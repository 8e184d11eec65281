//! The flow of a case: every lawful move, declared once.
//!
//! A row of [`FLOW`] makes the action menu, `fengqiao act`, the permission check, the deadlines that
//! start and stop, and the manual's table. A row without a target stage is a record: work that is
//! kept with the case and leaves it where it is. [`plan`] is pure; only `desk::cases` carries a plan out.

mod elsewhere;
mod filing;
mod filing_guards;
mod guards;
mod lasting;
mod opening;
mod resolving;
mod resolving_guards;
mod working;
mod working_guards;

use super::case::{Case, Facts, Stage};
use super::number::Series;
use super::role::{Actor, Grant, Operation, grant, who_may};
use crate::validation::{Checked, Table};
use chrono::NaiveDate;
use guards as g;
pub use lasting::lasting;
pub use working_guards::held as held_evidence;

/// What a guard looks at.
pub struct Ground<'a> {
    pub case: &'a Case,
    pub facts: &'a Facts,
    pub actor: &'a Actor,
    pub today: NaiveDate,
}

/// Why a move is refused, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub what: String,
    pub remedy: String,
}

impl Reason {
    pub fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into() }
    }
}

/// What a guard answers.
type Verdict = Result<(), Reason>;

/// A deadline that a move starts.
#[derive(Clone, Copy)]
pub struct Start {
    pub rule: &'static str,
    /// When it starts at all.
    pub when: fn(&Case) -> bool,
    /// The day it counts from (itself not counted).
    pub from: fn(&Ground, &Checked) -> NaiveDate,
    /// Never later than this running deadline, "" = no cap.
    pub cap: &'static str,
}

/// A deadline that a filled form starts, as many as it names: instalments, terms agreed with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub rule: &'static str,
    pub from: NaiveDate,
    pub cap: &'static str,
    /// Tells clocks of one rule apart: `第1期`; "" for a rule that runs once.
    pub note: String,
}

/// A clock, told apart by its note, that a filled form ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub rule: &'static str,
    pub note: String,
    /// Kept, or given up (handed to a court, agreed anew).
    pub met: bool,
}

/// What a move does to the running deadlines of the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The deadline was kept or missed on this day.
    Met(&'static str),
    /// Every running deadline ends without being met.
    All,
    /// The deadline ends without being met.
    Ended(&'static str),
    Pause(&'static str),
    Resume(&'static str),
}

/// A row of the flow.
#[derive(Clone, Copy)]
pub struct Move {
    /// `T05`, as in the tables of the office; the word of `fengqiao case act`.
    pub id: &'static str,
    pub label: &'static str,
    pub basis: &'static str,
    pub from: &'static [Stage],
    /// Where it leads; `None`: the case stays, a record is kept.
    pub to: Option<Stage>,
    pub operation: Operation,
    /// What it asks. `None`: the move is part of the machine, but its form is not there yet, so it
    /// is not offered.
    pub form: Option<&'static Table>,
    /// What must hold before the form is even shown.
    pub ready: fn(&Ground) -> Result<(), Reason>,
    /// What must hold for the filled form.
    pub guard: fn(&Ground, &Checked) -> Result<(), Reason>,
    /// What the form changes in the case.
    pub effect: fn(&mut Case, &Ground, &Checked),
    pub starts: &'static [Start],
    /// Deadlines that the filled form names.
    pub terms: fn(&Ground, &Checked) -> Vec<Term>,
    /// Clocks that the filled form ends.
    pub kept: fn(&Ground, &Checked) -> Vec<Ending>,
    pub stops: &'static [Stop],
    pub numbers: Option<Series>,
    /// Documents it calls for.
    pub documents: &'static [&'static str],
    /// A request: waits for the decision of whoever may do this.
    pub asks: Option<Operation>,
    /// Forms of requests that this move answers. A move to another stage answers every request.
    pub answers: &'static [&'static str],
    /// Whether a slip of the hand may be taken back within minutes, before anybody outside was told.
    pub revocable: bool,
}

const BASE: Move = Move {
    id: "",
    label: "",
    basis: "",
    from: &[],
    to: None,
    operation: Operation::Work,
    form: None,
    ready: g::always,
    guard: g::any_form,
    effect: g::nothing,
    starts: &[],
    terms: g::no_terms,
    kept: g::none_kept,
    stops: &[],
    numbers: None,
    documents: &[],
    asks: None,
    answers: &[],
    revocable: false,
};

const ROOMS: [&[Move]; 4] = [opening::ROWS, working::ROWS, resolving::ROWS, filing::ROWS];
const COUNT: usize = ROOMS[0].len() + ROOMS[1].len() + ROOMS[2].len() + ROOMS[3].len();
static ALL: [Move; COUNT] = {
    let mut all = [BASE; COUNT];
    let (mut room, mut n) = (0, 0);
    while room < ROOMS.len() {
        let mut i = 0;
        while i < ROOMS[room].len() {
            all[n] = ROOMS[room][i];
            i += 1;
            n += 1;
        }
        room += 1;
    }
    all
};

/// The whole machine.
pub static FLOW: &[Move] = &ALL;

impl Move {
    /// The stage a case at `stage` is in after it.
    pub fn leads_to(&self, stage: Stage) -> Stage {
        self.to.unwrap_or(stage)
    }
    /// Whether it only keeps a record.
    pub fn is_record(&self) -> bool {
        self.to.is_none()
    }
}

/// The move of that id (`t07`, `T07`) or label.
pub fn find(word: &str) -> Option<&'static Move> {
    FLOW.iter().find(|m| m.id.eq_ignore_ascii_case(word) || m.label == word)
}

/// A move that may be offered for a case, and what stands in its way, if anything.
pub struct Offer {
    pub mv: &'static Move,
    pub hindrance: Option<Reason>,
}

/// Every move with a form that leaves the case's stage, with what hinders the actor: his role,
/// whose case it is, or what is still missing.
pub fn offers(ground: &Ground) -> Vec<Offer> {
    let mut list: Vec<Offer> = FLOW
        .iter()
        .filter(|m| m.form.is_some() && m.from.contains(&ground.case.stage))
        .map(|mv| Offer { mv, hindrance: permitted(mv, ground).and_then(|()| (mv.ready)(ground)).err() })
        .collect();
    // What leads on comes first, then what is only kept, the way out last.
    list.sort_by_key(|o| (o.mv.to == Some(Stage::Withdrawn), o.mv.is_record()));
    list
}

/// Asks the permission table about a move on this case.
fn permitted(mv: &Move, ground: &Ground) -> Result<(), Reason> {
    let mine = ground.actor.owns(ground.case.handler, ground.case.registrar);
    match grant(ground.actor.role, mv.operation) {
        Grant::Full => Ok(()),
        Grant::Own if mine => Ok(()),
        Grant::Own => Err(Reason::new("本案不是您承办的", format!("请承办人或{}办理", who_may(mv.operation)))),
        Grant::No | Grant::View => Err(Reason::new(
            format!("{}没有“{}”的权限", ground.actor.role.label(), mv.label),
            format!("可由{}办理", who_may(mv.operation)),
        )),
    }
}

/// What carrying out a move will do; no side effects yet.
#[derive(Debug)]
pub struct Plan {
    pub mv: &'static str,
    pub after: Case,
    pub starts: Vec<Term>,
    pub kept: Vec<Ending>,
    pub stops: &'static [Stop],
    pub numbers: Option<Series>,
}

/// Decides a move: stage, role, readiness, guard, then the case as it will be.
///
/// # Errors
/// The first reason that forbids it, with the remedy.
pub fn plan(mv: &'static Move, ground: &Ground, form: &Checked) -> Result<Plan, Reason> {
    if !mv.from.contains(&ground.case.stage) {
        return Err(Reason::new(
            format!("案件现在是“{}”,不能“{}”", ground.case.stage.label(), mv.label),
            "按F4看现在能办的事",
        ));
    }
    if mv.form.is_none() {
        return Err(Reason::new(format!("“{}”的表单尚未启用", mv.label), "请按现有流程办理"));
    }
    permitted(mv, ground)?;
    (mv.ready)(ground)?;
    (mv.guard)(ground, form)?;
    let mut after = ground.case.clone();
    after.stage = mv.leads_to(ground.case.stage);
    (mv.effect)(&mut after, ground, form);
    let begun = mv.starts.iter().filter(|s| (s.when)(&after)).map(|s| Term {
        rule: s.rule,
        from: (s.from)(ground, form),
        cap: s.cap,
        note: String::new(),
    });
    let starts = begun.chain((mv.terms)(ground, form)).collect();
    let kept = (mv.kept)(ground, form);
    Ok(Plan { mv: mv.id, after, starts, kept, stops: mv.stops, numbers: mv.numbers })
}
