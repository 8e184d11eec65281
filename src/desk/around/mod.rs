//! What the desk does around a move beyond what the flow says: what the form is filled with, and
//! what is written in the same transaction besides case, record, clocks and journal.
//!
//! One row a move that needs either. A row decides nothing: guards stand in `domain::flow`.

mod filing;
mod opening;
mod resolving;
mod working;

use super::{Desk, Outcome, Writing};
use crate::domain::case::{Case, Facts};
use crate::domain::flow::Move;
use crate::validation::Checked;

/// What is known before a form opens.
pub(super) struct Known<'a> {
    pub desk: &'a Desk,
    pub case: &'a Case,
    pub facts: &'a Facts,
}

/// A move that is being written.
pub(super) struct After<'a> {
    pub w: &'a Writing<'a>,
    pub before: &'a Case,
    pub after: &'a Case,
    pub form: &'a Checked,
    /// The number the move was given.
    pub given: Option<&'a str>,
}

type Filled = Vec<(&'static str, String)>;

#[derive(Clone, Copy)]
pub(super) struct Around {
    mv: &'static str,
    /// Field keys and what is known for them.
    fill: fn(&Known) -> Outcome<Filled>,
    after: fn(&After) -> Outcome<()>,
}

impl Around {
    const fn of(mv: &'static str) -> Self {
        Self { mv, fill: nothing_known, after: nothing_more }
    }
}

fn nothing_known(_: &Known) -> Outcome<Filled> {
    Ok(Vec::new())
}
fn nothing_more(_: &After) -> Outcome<()> {
    Ok(())
}

fn row(mv: &Move) -> Option<&'static Around> {
    [opening::ROWS, working::ROWS, resolving::ROWS, filing::ROWS].into_iter().flatten().find(|r| r.mv == mv.id)
}

/// What a form begins with: what its row knows, then what every form of a case knows.
pub(super) fn fill(mv: &Move, k: &Known) -> Outcome<Filled> {
    let mut known = row(mv).map_or(Ok(Vec::new()), |r| (r.fill)(k))?;
    let today = k.desk.today().to_string();
    let unit = if k.case.respondent == "不明确" { String::new() } else { k.case.respondent.clone() };
    known.extend([
        ("nature", k.case.nature.clone()),
        ("risk", k.case.safety.clone()),
        ("liable_unit", unit),
        ("principal", k.case.unit.clone()),
        ("trustee", k.desk.studio.clone()),
        ("told_on", today.clone()),
        ("signed_on", today),
        ("handler", k.case.handler.map(|h| h.to_string()).unwrap_or_default()),
    ]);
    Ok(known)
}

/// What else a move writes.
pub(super) fn after(mv: &Move, a: &After) -> Outcome<()> {
    row(mv).map_or(Ok(()), |r| (r.after)(a))
}
