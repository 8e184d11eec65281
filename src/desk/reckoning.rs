//! Counting a stored clock: its ends under a cap, its warnings, its light.
//!
//! Pure glue between a row of `deadline` and the engine of `domain::deadline`; reads and writes
//! nothing. The list and the light of a clock go by the same day, so they never differ.

use super::{Failure, Outcome};
use crate::domain::calendar::Calendar;
use crate::domain::deadline::{self, Light, Rule, Span, State, Unit};
use crate::store::deadline::{Deadline, DeadlineState, Pause};
use chrono::{Days, NaiveDate};

/// The rule a stored clock runs by; a name of an older table counts as unknown.
pub(super) fn rule_of(id: &str) -> Outcome<&'static Rule> {
    deadline::find(id)
        .ok_or_else(|| Failure::Fault(format!("期限规则“{id}”不在规则表中;请用更新的程序打开,或联系管理员")))
}

/// A new clock of this rule, not yet counted.
pub(super) fn fresh(case: i64, rule: &Rule, start: NaiveDate, cap: &str) -> Deadline {
    Deadline {
        id: 0,
        rev: 1,
        case,
        rule: rule.id.to_string(),
        start,
        raw: start,
        rolled: start,
        due: start,
        provisional: false,
        amber_from: start,
        red_from: start,
        silent_from: (!rule.info_only).then_some(start),
        extension_days: 0,
        cap: cap.to_string(),
        note: String::new(),
        state: DeadlineState::Running,
        ended_on: None,
    }
}

/// Counts a live clock: its ends, its warnings, whether it stands still. `cap` is the latest day it
/// may reach. A span that begins after the end stops nothing: what is late stays late.
pub(super) fn count(clock: &mut Deadline, cal: &Calendar, pauses: &[Pause], cap: Option<NaiveDate>) -> Outcome<()> {
    let rule = rule_of(&clock.rule)?;
    let spans: Vec<Span> = pauses.iter().map(|p| Span { from: p.since, until: p.until, why: p.why.clone() }).collect();
    let extension = u16::try_from(clock.extension_days).unwrap_or(u16::MAX);
    let state = deadline::compute(rule, clock.start, cal, &spans, extension)
        .map_err(|e| Failure::refusal(e.to_string(), "请核对起算日和暂停记录"))?;
    let (due, since) = match &state {
        State::Running(due) => (due, None),
        State::Paused(paused) => (&paused.without, Some(paused.since)),
    };
    clock.raw = due.raw;
    clock.rolled = due.rolled;
    clock.provisional = due.provisional;
    clock.due = due.raw.min(due.rolled);
    clock.amber_from = due.amber_from;
    clock.red_from = due.red_from;
    if let Some(cap) = cap.filter(|cap| *cap < clock.due) {
        clock.due = cap.max(clock.start);
        clock.red_from = warning(rule, rule.red, clock.due, cal, due.red_from).max(clock.start);
        clock.amber_from =
            warning(rule, rule.amber, clock.due, cal, due.amber_from).max(clock.start).min(clock.red_from);
    }
    clock.state =
        if since.is_some_and(|day| day <= clock.due) { DeadlineState::Paused } else { DeadlineState::Running };
    if rule.is_elsewhere() {
        // Lists and counts go by these days; both ends stay as they are, to be read.
        clock.due = deadline::NEVER;
        clock.amber_from = deadline::NEVER;
        clock.red_from = deadline::NEVER;
    }
    if clock.silent_from.is_some() {
        let half = (clock.due - clock.start).num_days().unsigned_abs() / 2;
        clock.silent_from = clock.start.checked_add_days(Days::new(half));
    }
    Ok(())
}

/// So many days before an end that a cap drew nearer.
fn warning(rule: &Rule, left: Option<u16>, due: NaiveDate, cal: &Calendar, or: NaiveDate) -> NaiveDate {
    let day = left.and_then(|n| match rule.unit() {
        Unit::Days => due.checked_sub_days(Days::new(u64::from(n))),
        Unit::WorkingDays => cal.sub_working(due, u32::from(n)),
    });
    day.unwrap_or(or).min(due)
}

/// The latest day a clock may reach: a day, or the end of another live clock of the case.
pub(super) fn cap_day(clock: &Deadline, others: &[Deadline]) -> Option<NaiveDate> {
    if clock.cap.is_empty() {
        return None;
    }
    let other = others.iter().filter(|o| o.rule == clock.cap && o.state.is_live()).map(|o| o.due).min();
    clock.cap.parse().ok().or(other)
}

/// The light of a clock: by the day lists go by, so that list and light never differ.
pub(super) fn light(rule: &Rule, c: &Deadline, today: NaiveDate, cal: &Calendar) -> Light {
    match c.state {
        DeadlineState::Met | DeadlineState::Ended => Light::Met,
        DeadlineState::Paused => Light::Paused,
        DeadlineState::Running => {
            let due = deadline::Due {
                start: c.start,
                raw: c.due,
                rolled: c.rolled,
                provisional: c.provisional,
                absent: None,
                amber_from: c.amber_from,
                red_from: c.red_from,
                unit: rule.unit(),
            };
            Light::at(&due, today, cal)
        }
    }
}
