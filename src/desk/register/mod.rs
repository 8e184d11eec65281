//! Registers (台账): every list of the office that is no list of cases, each declared once.
//!
//! A row of [`REGISTERS`] makes a screen, the commands `fengqiao register …` and the menu of what can
//! be done with a line. Reading and writing go through the same desk; a register draws nothing.

mod alerts;
mod budget;
mod caseload;
mod duty;
mod filing;
mod ledger;
mod listed;
mod money;
mod officers;
mod past;
mod people;
mod petitioner;
mod shape;
mod stations;
mod todo;
mod training;
mod urgent;

pub(in crate::desk) use urgent::{matter, reports};

use super::{Desk, Done, Outcome};
use crate::domain::role::Operation;
use crate::validation::{Draft, Table};

/// Every register, in the order of the menu.
pub static REGISTERS: &[&Register] = &[
    &todo::TODO,
    &listed::LISTED,
    &filing::VOLUMES,
    &filing::LOANS,
    &past::PAST,
    &past::IMPORTS,
    &urgent::URGENT,
    &alerts::WARNINGS,
    &alerts::SUPERVISIONS,
    &alerts::LEADS,
    &money::CLAIMS,
    &ledger::LEDGER,
    &ledger::TOTALS,
    &duty::DUTY,
    &budget::BUDGET,
    &budget::DISCIPLINE,
    &petitioner::REQUESTS,
    &petitioner::GUIDANCE,
    &petitioner::CONSULTATIONS,
    &stations::STATIONS,
    &stations::HANDOVERS,
    &stations::LEVELS,
    &people::STAFF,
    &training::TRAINING,
    &officers::OFFICERS,
    &caseload::REASSIGNMENTS,
];

/// All there is to say about a line: labels and values.
pub type Facts = Vec<(String, String)>;

/// A register.
pub struct Register {
    /// Word of the command: `claims`.
    pub id: &'static str,
    pub title: &'static str,
    /// The line of the menu it stands under: a menu of twenty is read by nobody.
    pub group: &'static str,
    pub basis: &'static str,
    /// May open it who may at least look at this.
    pub operation: Operation,
    pub columns: &'static [Column],
    /// Views of it, (word, label); the first is what opens.
    pub views: &'static [(&'static str, &'static str)],
    /// Newest or most urgent first, at most [`Ask::limit`] lines. Checks what the actor may see.
    pub rows: fn(&Desk, &Ask) -> Outcome<Vec<Line>>,
    /// All there is to say about a line: label and value, personal data masked.
    pub show: fn(&Desk, i64) -> Outcome<Facts>,
    pub acts: &'static [Act],
}

/// A column of a register: key in JSON, heading, cells on screen; 0 = the rest of the width.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub key: &'static str,
    pub label: &'static str,
    pub width: u16,
}

/// What is asked of a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// Word of a view; "" = the first.
    pub view: String,
    /// Words typed to narrow it.
    pub search: String,
    /// Only what concerns this case.
    pub case: Option<i64>,
    /// Lines after this id, in the order of the register.
    pub after: Option<i64>,
    pub limit: usize,
}

/// How much a line presses; never told by colour alone, the cells say it in words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    Amber,
    Red,
    Over,
    Done,
}

/// A line of a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pub id: i64,
    /// The case it concerns: Enter leads there.
    pub case: Option<i64>,
    /// One a column.
    pub cells: Vec<String>,
    pub tone: Tone,
}

/// What can be done with a register.
pub struct Act {
    /// Word of the command: `review`.
    pub id: &'static str,
    pub label: &'static str,
    pub basis: &'static str,
    pub operation: Operation,
    /// Done to a line; otherwise it makes a new one.
    pub on_line: bool,
    pub form: &'static Table,
    /// Refuses with reason and remedy while it cannot be done (role is asked before).
    pub ready: fn(&Desk, Option<i64>) -> Outcome<()>,
    /// What the form begins with. The second is the case in hand, if any.
    pub fill: fn(&Desk, Option<i64>, Option<i64>) -> Outcome<Draft>,
    /// Whether with this draft it only tells, so that the form stays open to be carried out.
    pub tells: fn(&Draft) -> bool,
    /// Authorises, validates and writes.
    pub run: fn(&mut Desk, Option<i64>, &Draft) -> Outcome<Done>,
}

impl Act {
    /// A row without conditions, for `..Act::base()`.
    pub const fn base(form: &'static Table, run: fn(&mut Desk, Option<i64>, &Draft) -> Outcome<Done>) -> Self {
        Self {
            id: "",
            label: "",
            basis: "",
            operation: Operation::ReadCase,
            on_line: true,
            form,
            ready: always,
            fill: blank,
            tells: never,
            run,
        }
    }
}

fn always(_: &Desk, _: Option<i64>) -> Outcome<()> {
    Ok(())
}
fn blank(_: &Desk, _: Option<i64>, _: Option<i64>) -> Outcome<Draft> {
    Ok(Draft::default())
}

fn never(_: &Draft) -> bool {
    false
}

/// The register of that word or title.
pub fn find(word: &str) -> Option<&'static Register> {
    REGISTERS.iter().copied().find(|r| r.id == word || r.title == word)
}

impl Register {
    pub fn act(&self, word: &str) -> Option<&'static Act> {
        self.acts.iter().find(|a| a.id == word || a.label == word)
    }
}

impl Desk {
    /// The registers this actor may open.
    pub fn registers(&self) -> Vec<&'static Register> {
        REGISTERS.iter().copied().filter(|r| self.allow_view(r.operation).is_ok()).collect()
    }

    /// A window of a register.
    pub fn register_rows(&self, register: &Register, ask: &Ask) -> Outcome<Vec<Line>> {
        self.allow_view(register.operation)?;
        (register.rows)(self, ask)
    }

    /// All about one line.
    pub fn register_line(&self, register: &Register, id: i64) -> Outcome<Facts> {
        self.allow_view(register.operation)?;
        (register.show)(self, id)
    }

    /// What can be done with a line (or without one), and what stands in the way of each: "" = nothing.
    pub fn register_acts(&self, register: &Register, id: Option<i64>) -> Outcome<Vec<(&'static Act, String)>> {
        self.require_actor()?;
        let offered = register.acts.iter().filter(|a| !a.on_line || id.is_some());
        Ok(offered
            .map(|act| {
                let hindrance = self.allow(act.operation).and_then(|()| (act.ready)(self, id.filter(|_| act.on_line)));
                (act, hindrance.err().map_or_else(String::new, |f| f.to_string()))
            })
            .collect())
    }

    /// The form of an act, with what is known.
    pub fn register_form(&self, act: &Act, id: Option<i64>, case: Option<i64>) -> Outcome<Draft> {
        self.allow(act.operation)?;
        let mut draft = act.form.blank();
        for (key, value) in (act.fill)(self, id, case)?.iter() {
            draft.set(key, value);
        }
        Ok(draft)
    }

    /// Carries an act out.
    ///
    /// # Errors
    /// Problems of the form, the refusal of a rule or of the role; nothing is stored then.
    pub fn register_act(&mut self, act: &Act, id: Option<i64>, draft: &Draft) -> Outcome<Done> {
        self.allow(act.operation)?;
        (act.ready)(self, id.filter(|_| act.on_line))?;
        (act.run)(self, id, draft)
    }
}
