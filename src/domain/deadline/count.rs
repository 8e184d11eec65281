//! Computing the end of a deadline.
//!
//! Owns the counting: start day excluded, month ends, rest days, suspensions, extensions. Two ends
//! are computed: `raw`, as the assessment counts it, and `rolled`, moved off a rest day (民法典203).
//! Lights and queues go by `raw`, the earlier. Must not read a clock: "today" is for [`super::light`].
//!
//! Where a rule names no warning: amber when 75% have elapsed, red when 90% have or two are left.

use super::{Length, Rule, Unit, find};
use crate::domain::calendar::{Calendar, Known};
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::Serialize;

/// A suspension (鉴定, 听证, 补正, 不可抗力). Both `from` and `until` are days that do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: NaiveDate,
    /// `None` while it lasts.
    pub until: Option<NaiveDate>,
    pub why: String,
}

/// The two ends of a running deadline, and from when it warns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub start: NaiveDate,
    /// 考核届满: the counted end; of a rule in working days the same as `rolled`.
    pub raw: NaiveDate,
    /// 法定届满: the next working day if `raw` is a rest day.
    pub rolled: NaiveDate,
    /// The ends rest on a year whose notice is not out (also when it has no rows): show 暂定.
    pub provisional: bool,
    /// A year without any rows: only its weekends were reckoned as rest.
    pub absent: Option<i32>,
    pub amber_from: NaiveDate,
    pub red_from: NaiveDate,
    pub unit: Unit,
}

/// A deadline that an open span has stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paused {
    pub since: NaiveDate,
    pub why: String,
    /// The ends as they would be had it not been stopped.
    pub without: Due,
}

/// How a deadline stands, whatever the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    Running(Due),
    Paused(Paused),
}

impl State {
    /// The ends, unless the clock is stopped.
    pub fn due(&self) -> Option<&Due> {
        match self {
            Self::Running(due) => Some(due),
            Self::Paused(_) => None,
        }
    }
}

/// Why there is no date, in the user's words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCounted {
    #[error("没有编号为“{0}”的期限，请写如 DL-07 或 G10")]
    UnknownRule(String),
    #[error("起算日“{0}”不对，请写成 2026-09-15")]
    BadDate(String),
    #[error("{id} {label}：{why}")]
    Unmeasured { id: &'static str, label: &'static str, why: &'static str },
    #[error("届满日超出可计算的范围（公元1年至9999年），请核对起算日")]
    OutOfRange,
    #[error("暂停的止日 {until} 早于起日 {from}，请改正暂停记录")]
    BackwardSpan { from: NaiveDate, until: NaiveDate },
}

/// Computes a deadline that starts on `start`.
///
/// `extension` days, counted in the rule's unit, follow the original end; suspensions then move the
/// end by the days they take (for a rule in working days: by their working days). Overlapping
/// spans count once; days up to the start and spans after the end change nothing; a rule that is
/// not pausable takes no notice of spans. An open span stops the clock.
pub fn compute(
    rule: &Rule,
    start: NaiveDate,
    cal: &Calendar,
    spans: &[Span],
    extension: u16,
) -> Result<State, NotCounted> {
    in_range(start)?;
    let mut raw = original_end(rule, start, cal, extension)?;
    let without = |raw: NaiveDate| due(rule, start, raw, cal);
    if rule.pausable {
        for stop in merged(spans, start)? {
            if stop.from > raw {
                break;
            }
            let Some(until) = stop.until else {
                return Ok(State::Paused(Paused { since: stop.from, why: stop.why, without: without(raw)? }));
            };
            raw = moved(rule, raw, stop.from, until, cal)?;
        }
    }
    Ok(State::Running(without(raw)?))
}

fn in_range(date: NaiveDate) -> Result<NaiveDate, NotCounted> {
    // Outside these years a date has no ISO form of ten characters.
    if (1..=9999).contains(&date.year()) { Ok(date) } else { Err(NotCounted::OutOfRange) }
}

fn original_end(rule: &Rule, start: NaiveDate, cal: &Calendar, extension: u16) -> Result<NaiveDate, NotCounted> {
    let months = |date: NaiveDate, n: u32| date.checked_add_months(Months::new(n));
    let natural = match rule.length {
        Length::Unmeasured(why) => return Err(NotCounted::Unmeasured { id: rule.id, label: rule.label, why }),
        Length::WorkingDays(n) => {
            let end = cal.add_working(start, u32::from(n) + u32::from(extension));
            return end.ok_or(NotCounted::OutOfRange).and_then(in_range);
        }
        Length::Days(n) => start.checked_add_days(Days::new(u64::from(n))),
        Length::Months(n) => months(start, u32::from(n)),
        Length::Years(n) => months(start, 12 * u32::from(n)),
        Length::MonthsThen(a, b) => months(start, u32::from(a)).and_then(|end| months(end, u32::from(b))),
        Length::SameDay | Length::Minutes(_) | Length::Agreed => Some(start),
    };
    let end = natural.and_then(|end| end.checked_add_days(Days::new(u64::from(extension))));
    end.ok_or(NotCounted::OutOfRange).and_then(in_range)
}

/// `end` moved by the days of a span that begins on or before it.
fn moved(
    rule: &Rule,
    end: NaiveDate,
    from: NaiveDate,
    until: NaiveDate,
    cal: &Calendar,
) -> Result<NaiveDate, NotCounted> {
    let eve = from.pred_opt().ok_or(NotCounted::OutOfRange)?;
    let moved = match rule.unit() {
        Unit::Days => end.checked_add_days(Days::new((until - eve).num_days().unsigned_abs())),
        Unit::WorkingDays => {
            let stopped = u32::try_from(cal.working_between(eve, until)).map_err(|_| NotCounted::OutOfRange)?;
            cal.add_working(end, stopped)
        }
    };
    moved.ok_or(NotCounted::OutOfRange).and_then(in_range)
}

/// The spans by date, cut off at `start` (which does not count anyway), overlapping ones made one.
fn merged(spans: &[Span], start: NaiveDate) -> Result<Vec<Span>, NotCounted> {
    let mut sorted: Vec<&Span> = spans.iter().collect();
    sorted.sort_by_key(|s| s.from);
    let first = start.succ_opt().ok_or(NotCounted::OutOfRange)?;
    let mut out: Vec<Span> = Vec::new();
    for span in sorted {
        if let Some(until) = span.until.filter(|until| *until < span.from) {
            return Err(NotCounted::BackwardSpan { from: span.from, until });
        }
        if span.until.is_some_and(|until| until < first) {
            continue;
        }
        let span = Span { from: span.from.max(first), ..span.clone() };
        match out.last_mut() {
            // An open span swallows what follows it.
            Some(last) if last.until.is_none_or(|until| span.from <= until) => {
                if last.until.is_some() && span.until.is_none() {
                    last.why = span.why;
                }
                last.until = last.until.zip(span.until).map(|(a, b)| a.max(b));
            }
            _ => out.push(span),
        }
    }
    Ok(out)
}

fn due(rule: &Rule, start: NaiveDate, raw: NaiveDate, cal: &Calendar) -> Result<Due, NotCounted> {
    let on_the_spot = matches!(rule.length, Length::SameDay | Length::Minutes(_));
    let rolled = if on_the_spot { raw } else { in_range(cal.next_working(raw))? };
    let (mut provisional, mut absent) = (false, None);
    // Working days depend on every year they cross; a natural end only on the years it rolls in.
    let first = if rule.unit() == Unit::WorkingDays { start.succ_opt().unwrap_or(start) } else { raw };
    for year in first.year()..=if on_the_spot { first.year() - 1 } else { rolled.year() } {
        let known = NaiveDate::from_ymd_opt(year, 1, 1).map_or(Known::Absent, |day| cal.status(day));
        provisional |= known != Known::Official;
        if known == Known::Absent {
            absent = absent.or(Some(year));
        }
    }
    let (amber_from, red_from) = warnings(rule, start, raw, cal);
    Ok(Due { start, raw, rolled, provisional, absent, amber_from, red_from, unit: rule.unit() })
}

/// From when it is amber, from when red. Never before the start, except of a day agreed beforehand.
fn warnings(rule: &Rule, start: NaiveDate, raw: NaiveDate, cal: &Calendar) -> (NaiveDate, NaiveDate) {
    let left = |n: u16| match rule.unit() {
        Unit::Days => raw.checked_sub_days(Days::new(u64::from(n))).unwrap_or(start),
        Unit::WorkingDays => cal.sub_working(raw, u32::from(n)).unwrap_or(start),
    };
    let total = (raw - start).num_days().unsigned_abs();
    let elapsed = |percent: u64| start.checked_add_days(Days::new((total * percent).div_ceil(100))).unwrap_or(raw);
    let floor = if rule.length == Length::Agreed { NaiveDate::MIN } else { start };
    let red = rule.red.map_or_else(|| elapsed(90).min(left(2)), left).max(floor);
    let amber = rule.amber.map_or_else(|| elapsed(75), left).max(floor);
    (amber.min(red), red)
}

/// A line of the calculator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Calculation {
    pub rule: &'static str,
    pub start: NaiveDate,
    pub raw: NaiveDate,
    pub rolled: NaiveDate,
    pub provisional: bool,
    pub basis: &'static str,
}

/// The calculator: a rule by its name and a start date as `YYYY-MM-DD`.
pub fn calculate(rule_id: &str, start: &str, cal: &Calendar) -> Result<Calculation, NotCounted> {
    let rule = find(rule_id).ok_or_else(|| NotCounted::UnknownRule(rule_id.trim().to_string()))?;
    let date = NaiveDate::parse_from_str(start.trim(), "%Y-%m-%d")
        .map_err(|_| NotCounted::BadDate(start.trim().to_string()))?;
    let due = match compute(rule, date, cal, &[], 0)? {
        State::Running(due) => due,
        State::Paused(paused) => paused.without,
    };
    let Due { start, raw, rolled, provisional, .. } = due;
    Ok(Calculation { rule: rule.id, start, raw, rolled, provisional, basis: rule.basis })
}
