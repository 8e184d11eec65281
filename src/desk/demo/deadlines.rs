//! The clocks of a synthetic case while it is told: started, stopped, prolonged as the desk does it, and
//! counted by the desk's own reckoning.

use super::life::Telling;
use crate::desk::reckoning::{count, fresh, rule_of};
use crate::desk::{Failure, Outcome};
use crate::domain::case::LiveClock;
use crate::domain::flow::{Ending, Stop, Term};
use crate::store::bulk_rows::{DeadlineRow, ExtensionRow};
use crate::store::deadline::{Deadline, DeadlineState, Pause};
use chrono::NaiveDate;

/// A clock with its spans and its extension.
pub(super) struct Clock {
    pub(super) row: Deadline,
    pauses: Vec<Pause>,
    extension: Option<ExtensionRow>,
}

impl Telling<'_, '_> {
    /// What a move does to the clocks: silence ends, stops first, then what the form ended, then starts.
    pub(super) fn carry(
        &mut self,
        stops: &'static [Stop],
        kept: &[Ending],
        starts: &[Term],
        day: NaiveDate,
    ) -> Outcome<()> {
        for clock in self.clocks.iter_mut().filter(|c| c.row.state.is_live()) {
            clock.row.silent_from = None;
        }
        for stop in stops {
            for i in 0..self.clocks.len() {
                if self.clocks[i].row.state.is_live() {
                    self.stop(i, stop, day)?;
                }
            }
        }
        for ending in kept {
            let state = if ending.met { DeadlineState::Met } else { DeadlineState::Ended };
            for clock in &mut self.clocks {
                if clock.row.state.is_live() && clock.row.rule == ending.rule && clock.row.note == ending.note {
                    clock.end(day, state);
                }
            }
        }
        for term in starts {
            self.start(term)?;
        }
        Ok(())
    }

    fn stop(&mut self, i: usize, stop: &Stop, day: NaiveDate) -> Outcome<()> {
        let rule = self.clocks[i].row.rule.as_str();
        match stop {
            Stop::All => self.clocks[i].end(day, DeadlineState::Ended),
            Stop::Ended(r) if *r == rule => self.clocks[i].end(day, DeadlineState::Ended),
            Stop::Met(r) if *r == rule => self.clocks[i].end(day, DeadlineState::Met),
            Stop::Pause(r) if *r == rule => {
                let why = if rule == "DL-05" { "补正" } else { "鉴定" };
                self.clocks[i].pauses.push(Pause { since: day, until: None, why: why.to_string() });
                self.recount(i)?;
            }
            Stop::Resume(r) if *r == rule => {
                self.clocks[i].close_pause(day);
                self.recount(i)?;
            }
            Stop::Met(_) | Stop::Ended(_) | Stop::Pause(_) | Stop::Resume(_) => {}
        }
        Ok(())
    }

    /// Starts a clock; gives its place.
    pub(super) fn start(&mut self, term: &Term) -> Outcome<usize> {
        self.start_capped(term, term.cap)
    }

    /// As [`Self::start`], under another rule or a day.
    pub(super) fn start_capped(&mut self, term: &Term, cap: &str) -> Outcome<usize> {
        let mut row = fresh(self.case.id, rule_of(term.rule)?, term.from, cap);
        row.note.clone_from(&term.note);
        self.clocks.push(Clock { row, pauses: Vec::new(), extension: None });
        let i = self.clocks.len() - 1;
        self.recount(i)?;
        Ok(i)
    }

    fn recount(&mut self, i: usize) -> Outcome<()> {
        let cap = &self.clocks[i].row.cap;
        let cap = match cap.as_str() {
            "" => None,
            word => word.parse().ok().or_else(|| {
                self.clocks.iter().filter(|c| c.row.rule == word && c.row.state.is_live()).map(|c| c.row.due).min()
            }),
        };
        let clock = &mut self.clocks[i];
        count(&mut clock.row, self.t.calendar, &clock.pauses, cap)
    }

    /// Prolongs the clock of mediation that runs; false when there is none.
    pub(super) fn prolong(&mut self, extension: ExtensionRow) -> Outcome<bool> {
        let Some(i) = self.clocks.iter().position(|c| c.row.state.is_live() && c.row.rule.starts_with("DL-07")) else {
            return Ok(false);
        };
        if extension.told_on.is_some() {
            self.clocks[i].row.extension_days += extension.days;
        }
        self.clocks[i].extension = Some(extension);
        self.recount(i)?;
        Ok(true)
    }

    /// What guards see of the clocks, in their order.
    pub(super) fn live(&self) -> Vec<LiveClock> {
        let mut list: Vec<LiveClock> = self
            .clocks
            .iter()
            .map(|c| &c.row)
            .filter(|c| c.state.is_live())
            .map(|c| LiveClock {
                rule: c.rule.clone(),
                note: c.note.clone(),
                due: c.due,
                rolled: c.rolled,
                paused: c.state == DeadlineState::Paused,
            })
            .collect();
        list.sort_by_key(|c| c.due);
        list
    }

    /// Whether a clock of that rule runs.
    pub(super) fn runs(&self, rule: &str) -> bool {
        self.clocks.iter().any(|c| c.row.rule == rule && c.row.state.is_live())
    }

    /// The day a live clock of that rule falls due (法定届满).
    pub(super) fn rolled(&self, rule: &str) -> Option<NaiveDate> {
        self.clocks.iter().find(|c| c.row.rule == rule && c.row.state.is_live()).map(|c| c.row.rolled)
    }

    /// Ends the clock at a place as kept.
    pub(super) fn met(&mut self, i: usize, day: NaiveDate) {
        self.clocks[i].end(day, DeadlineState::Met);
    }

    /// Hands the clocks to the writer.
    pub(super) fn keep_clocks(&mut self) {
        for clock in std::mem::take(&mut self.clocks) {
            let uid = self.c.uid();
            let Clock { row, pauses, extension } = clock;
            self.c.batch.deadlines.push(DeadlineRow { uid, clock: row, pauses, extension });
        }
    }
}

impl Clock {
    fn close_pause(&mut self, day: NaiveDate) {
        for pause in self.pauses.iter_mut().filter(|p| p.until.is_none()) {
            pause.until = Some(day);
        }
    }

    fn end(&mut self, day: NaiveDate, state: DeadlineState) {
        self.close_pause(day);
        self.row.state = state;
        self.row.ended_on = Some(day);
    }
}

/// A term without a note, of a rule that runs once.
pub(super) fn once(rule: &'static str, from: NaiveDate) -> Term {
    Term { rule, from, cap: "", note: String::new() }
}

/// A fault of the telling itself.
pub(super) fn fault(words: impl Into<String>) -> Failure {
    Failure::Fault(words.into())
}
