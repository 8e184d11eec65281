//! The deadlines of a synthetic case, computed by the real engine from the days of its moves.

use super::life::Telling;
use super::people::chance;
use super::plot::is_accepted;
use super::roster::DIRECTOR;
use crate::desk::{Failure, Outcome};
use crate::domain::case::Stage;
use crate::domain::deadline::{self, Span, State};
use crate::store::bulk_rows::{DeadlineRow, ExtensionRow, PauseRow};
use chrono::{Days, NaiveDate};

/// A deadline about to be computed.
pub(super) struct Deadline {
    rule: &'static str,
    from: NaiveDate,
    cap: (&'static str, Option<NaiveDate>),
    ended: Option<(NaiveDate, bool)>,
    pauses: Vec<(NaiveDate, Option<NaiveDate>, &'static str)>,
    extended: bool,
    silent: bool,
}

impl Deadline {
    pub(super) fn new(rule: &'static str, from: NaiveDate) -> Deadline {
        Deadline { rule, from, cap: ("", None), ended: None, pauses: Vec::new(), extended: false, silent: false }
    }
    pub(super) fn met(mut self, on: Option<NaiveDate>) -> Deadline {
        self.ended = on.map(|day| (day, true));
        self
    }
    pub(super) fn over(mut self, on: Option<NaiveDate>) -> Deadline {
        self.ended = on.map(|day| (day, false));
        self
    }
}

impl Telling<'_, '_> {
    /// The clocks that the moves started and stopped.
    pub(super) fn clocks(&mut self) -> Outcome<()> {
        use Stage as S;
        let c = self.course;
        if c.stage == S::Draft {
            return Ok(());
        }
        let left = matches!(c.stage, S::Merged | S::Withdrawn);
        let first = Deadline::new("DL-02", c.opened);
        let capped = self.clock(if left { first.over(c.decided) } else { first.met(c.decided) })?;
        let Some(assessed) = c.assessed else { return Ok(()) };
        let mut second = Deadline::new("DL-05", assessed);
        second.cap = ("DL-02", Some(capped));
        second.pauses = c.supplement.map(|(from, back)| (from, back, "3")).into_iter().collect();
        self.clock(if left { second.over(c.decided) } else { second.met(c.decided) })?;
        let Some(decided) = c.decided.filter(|_| is_accepted(c)) else { return Ok(()) };
        self.clock(Deadline::new("DL-06", decided).met(c.entrusted))?;
        let Some(entrusted) = c.entrusted else { return Ok(()) };
        self.clock(Deadline::new("DL-06b", entrusted).met(c.assigned))?;
        if c.assigned.is_none() {
            return Ok(());
        }
        let mut main = Deadline::new(if self.case.dispute == "15" { "DL-07m" } else { "DL-07" }, entrusted);
        main.pauses = c.appraisal.map(|(from, back)| (from, back, "1")).into_iter().collect();
        main.extended = c.traits.extended;
        main.silent = c.appraisal.is_none() && c.consulted.is_none() && c.advised.is_none();
        self.clock(main.met(c.outcome.map(|o| o.0)))?;
        if c.traits.listed {
            let mut listed = Deadline::new(if self.cast.grade == "G1" { "DL-18" } else { "DL-18b" }, decided);
            listed.silent = c.appraisal.is_none() && c.consulted.is_none() && c.advised.is_none();
            self.clock(listed.met(c.struck.or(c.closed)))?;
        }
        Ok(())
    }

    /// Computes a clock and keeps its row; gives the day it falls due.
    pub(super) fn clock(&mut self, clock: Deadline) -> Outcome<NaiveDate> {
        let Some(rule) = deadline::find(clock.rule) else {
            return Err(Failure::Fault(format!("没有期限“{}”", clock.rule)));
        };
        let spans: Vec<Span> =
            clock.pauses.iter().map(|p| Span { from: p.0, until: p.1, why: p.2.to_string() }).collect();
        let extension = clock.extended.then(|| self.extension(clock.from)).flatten();
        let days = extension.as_ref().map_or(0, |e| u16::try_from(e.days).unwrap_or(0));
        let state = deadline::compute(rule, clock.from, self.t.calendar, &spans, days)
            .map_err(|e| Failure::Fault(e.to_string()))?;
        let (due, running) = match state {
            State::Running(due) => (due, "running"),
            State::Paused(paused) => (paused.without, "paused"),
        };
        let silent = clock.silent && clock.ended.is_none();
        let row = DeadlineRow {
            uid: self.c.uid(self.t.at(self.course, self.course.opened, 0)),
            case: self.case.id,
            rule: rule.id,
            due,
            silent_from: silent.then(|| clock.from + Days::new(((due.raw - clock.from).num_days() / 2).unsigned_abs())),
            cap: clock.cap,
            state: match clock.ended {
                Some((_, true)) => "met",
                Some((_, false)) => "ended",
                None => running,
            },
            ended_on: clock.ended.map(|e| e.0),
            pauses: clock.pauses.iter().map(|p| PauseRow { since: p.0, until: p.1, why: p.2.to_string() }).collect(),
            extension,
        };
        let end = row.cap.1.map_or(due.raw, |cap| cap.min(due.raw));
        self.c.batch.deadlines.push(row);
        Ok(end)
    }

    pub(super) fn extension(&mut self, from: NaiveDate) -> Option<ExtensionRow> {
        let day = from + Days::new(26);
        if day > self.t.now.date() {
            return None;
        }
        let told = chance(&mut self.rng, 90).then_some(day);
        Some(ExtensionRow {
            days: if told.is_some() { 30 } else { 0 },
            reason: "双方同意继续调解，需再次到现场勘验".to_string(),
            approver: "王建国".to_string(),
            approved_on: day,
            told_on: told,
            user: DIRECTOR as i64 + 1,
        })
        .filter(|e| e.days > 0)
    }
}
