//! What is said of a row of a ledger.

use super::reading::Cell;
use crate::store::import_rows::Prepared;
use crate::validation::Problem;

/// How a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Good,
    /// Taken in; somebody should look at it.
    Warning,
    /// Not taken in.
    Wrong,
}

impl Verdict {
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Good => "好",
            Verdict::Warning => "警告",
            Verdict::Wrong => "错",
        }
    }
}

/// A row that was looked at.
#[derive(Clone, Debug)]
pub struct Judged {
    pub line: u64,
    pub verdict: Verdict,
    /// Field and words with the remedy; of a wrong row what is wrong, else what to look at.
    pub notes: Vec<Problem>,
    /// Fields whose value stands in a merged cell that begins further up, in words. Nothing to look at: an
    /// office merges cells for 同上. Empty when wrong.
    pub taken: Vec<Problem>,
    /// `None` when wrong.
    pub visit: Option<Box<Prepared>>,
    /// As they stand: whoever is rejected gets them back.
    pub cells: Vec<Cell>,
    /// The person, as far as one was read.
    pub(super) name: String,
}

impl Judged {
    /// Makes it wrong for another reason.
    pub fn reject(&mut self, field: &str, text: String) {
        self.verdict = Verdict::Wrong;
        self.notes = vec![Problem::new(field, text)];
        self.taken.clear();
        self.visit = None;
    }
    /// Whether the matter is over.
    pub fn is_over(&self) -> bool {
        self.visit.as_ref().is_some_and(|v| v.outcome().is_some())
    }
    pub fn name(&self) -> &str {
        &self.name
    }
    pub fn words(&self) -> String {
        self.notes.iter().chain(&self.taken).map(|n| n.text.as_str()).collect::<Vec<_>>().join("; ")
    }
}
