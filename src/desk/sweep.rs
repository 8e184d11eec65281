//! The warnings that time causes (A8, A9): looked for once a day, when the day opens or by a timer.
//!
//! What turned since the last look is read without the lock, by index. It is written in short
//! transactions, so that nobody's save waits for it; each asks again whether the day is done and
//! whether a clock has warned of this light, so several desks at once, or one that was cut off, warn
//! neither twice nor too little. Too many become one line a handler. Decides no limit: those stand in
//! `domain::warning` and with the clocks.

use super::reckoning::rule_of;
use super::warnings::{Alarm, sound};
use super::{Desk, Failure, Outcome, Writing};
use crate::domain::role::{Grant, Operation, grant};
use crate::domain::warning::{Step, escalation};
use crate::store;
use crate::store::sweep::Heap;
use chrono::{Days, NaiveDate};

/// The setting that holds the last day that was looked at to its end.
const DAY: &str = "sweep";
/// More clocks than this are told in one line a handler.
const MOST: usize = 200;
/// Warnings in one transaction: a few milliseconds.
const AT_ONCE: usize = 25;
/// 反馈退回 so many days ago and not answered again (A9).
const RETURNED: u64 = 5;
const EVER: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 10).expect("invariant: a date");

/// What a look brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Warnings written.
    pub raised: usize,
    /// The day had been looked at before; nothing was done.
    pub already: bool,
    /// There were too many: one line a handler.
    pub summed: bool,
}

impl Swept {
    /// The answer in words.
    pub fn text(&self) -> String {
        match (self.already, self.summed) {
            (true, _) => "今天的期限已经查过".to_string(),
            (_, true) => format!("今天的期限已查,变灯的太多,按承办人汇总预警{}条", self.raised),
            _ => format!("今天的期限已查,新预警{}条", self.raised),
        }
    }
}

/// An alarm that waits to be written.
struct Found {
    case: i64,
    sealed: bool,
    rule: &'static str,
    level: &'static str,
    to: String,
    subject: String,
    fact: String,
}

fn done(conn: &rusqlite::Connection, today: NaiveDate) -> Outcome<(bool, NaiveDate)> {
    let last: Option<NaiveDate> = store::setting::load(conn, DAY)?.and_then(|day| day.parse().ok());
    Ok((last.is_some_and(|day| day >= today), last.unwrap_or(EVER)))
}

impl Desk {
    /// Looks for clocks that turned amber, red or late since the last day that was looked at, for
    /// clocks past half their time without a record, and for 督办 sent back and not answered.
    ///
    /// # Errors
    /// A refusal of the role: the director and the supervisor open the day.
    pub fn sweep(&mut self) -> Outcome<Swept> {
        if grant(self.require_actor()?.role, Operation::Warn) != Grant::Full {
            return Err(Failure::refusal("期限预警由主任、督查或定时任务查", "请主任或督查登录"));
        }
        let today = self.today();
        let (already, since) = done(&self.conn, today)?;
        if already {
            return Ok(Swept { already, ..Swept::default() });
        }
        let (found, summed) = self.turned(since, today)?;
        let mut swept = Swept { summed, ..Swept::default() };
        let mut parts = found.chunks(AT_ONCE).peekable();
        loop {
            let part = parts.next().unwrap_or_default();
            let last = parts.peek().is_none();
            let total = swept.raised;
            let Some(raised) = self.write(|w| write_part(w, part, last, total))? else {
                // Another desk was quicker with the rest.
                return Ok(swept);
            };
            swept.raised += raised;
            if last {
                return Ok(swept);
            }
        }
    }

    /// What is to be told; the second says that there was too much to tell of each.
    fn turned(&self, since: NaiveDate, today: NaiveDate) -> Outcome<(Vec<Found>, bool)> {
        let mut found = Vec::new();
        let before = today.checked_sub_days(Days::new(RETURNED)).unwrap_or(today);
        for back in store::sweep::returned(&self.conn, before)? {
            found.push(Found {
                case: back.case,
                sealed: back.sealed,
                rule: "A9",
                level: "黄",
                to: "督查".to_string(),
                subject: format!("returned:{}:{}", back.id, back.on),
                fact: format!("{}反馈于{}退回,超过{RETURNED}日未重报", back.number, back.on),
            });
        }
        let mut clocks = Vec::new();
        for step in Step::ALL {
            let left = (MOST + 1).saturating_sub(clocks.len());
            let turned = store::sweep::turned(&self.conn, step, since, today, left)?;
            clocks.extend(turned.into_iter().map(|t| (step, t)));
            if clocks.len() > MOST {
                found.extend(self.heaps(since, today)?);
                return Ok((found, true));
            }
        }
        // The register shows the newest first: the latest clock is written last.
        for (step, t) in clocks.into_iter().rev() {
            let days = (t.due - today).num_days().abs();
            let label = format!("{}{}", rule_of(&t.rule)?.label, t.note);
            found.push(Found {
                case: t.case,
                sealed: t.sealed,
                rule: step.rule(),
                level: step.level(),
                to: step.to(t.handled).to_string(),
                // An extended clock has another end and may warn again.
                subject: format!("clock:{}:{}:{}", t.clock, step.code(), t.due),
                fact: step.fact(&label, days),
            });
        }
        Ok((found, false))
    }

    /// One line for each handler: how many of each light, the longest, and what it calls for. It leads
    /// to the case that is latest.
    fn heaps(&self, since: NaiveDate, today: NaiveDate) -> Outcome<Vec<Found>> {
        let mut all: Vec<(Step, Heap)> = Vec::new();
        for step in Step::ALL {
            all.extend(store::sweep::heaps(&self.conn, step, since, today)?.into_iter().map(|h| (step, h)));
        }
        let mut whose: Vec<(Option<i64>, bool)> = all.iter().map(|(_, h)| (h.handler, h.sealed)).collect();
        whose.sort_unstable();
        whose.dedup();
        let mut found = Vec::new();
        for (handler, sealed) in whose {
            let mine: Vec<&(Step, Heap)> =
                all.iter().filter(|(_, h)| (h.handler, h.sealed) == (handler, sealed)).collect();
            let Some((_, worst)) = mine.iter().min_by_key(|(_, h)| h.due) else { continue };
            let step = mine.iter().map(|(s, _)| *s).min().unwrap_or(Step::Silent);
            let count = |s: Step| mine.iter().filter(|(o, _)| *o == s).map(|(_, h)| h.count).sum::<i64>();
            let name = if worst.name.is_empty() { "待指派" } else { &worst.name };
            let late = (today - worst.due).num_days();
            let mut fact = format!(
                "{name}的期限:逾期{}件(超7日{}件)、红{}件、黄{}件、静默{}件",
                count(Step::Long) + count(Step::Late),
                count(Step::Long),
                count(Step::Red),
                count(Step::Amber),
                count(Step::Silent)
            );
            if late > 0 {
                fact.push_str(&format!(",最久逾期{late}天,{}", escalation(late)));
            }
            found.push(Found {
                case: worst.case,
                sealed,
                rule: step.rule(),
                level: step.level(),
                to: step.to(handler.is_some()).to_string(),
                subject: format!("handler:{}:{sealed}:{today}", handler.unwrap_or_default()),
                fact,
            });
        }
        Ok(found)
    }
}

/// Writes a part; with the last one the day is done. `None`: another desk has done the day.
fn write_part(w: &Writing, part: &[Found], last: bool, before: usize) -> Outcome<Option<usize>> {
    if done(w.tx, w.today())?.0 {
        return Ok(None);
    }
    let mut raised = 0;
    for f in part {
        let alarm = Alarm {
            case: f.case,
            sealed: f.sealed,
            rule: f.rule,
            level: f.level,
            to: &f.to,
            subject: &f.subject,
            fact: &f.fact,
        };
        raised += usize::from(sound(w, &alarm, EVER)?);
    }
    if last {
        let today = w.today().to_string();
        store::setting::set(w.tx, DAY, &today)?;
        w.journal("sweep", "setting", 0, &format!("期限预警{}条", before + raised), "{}")?;
    }
    Ok(Some(raised))
}
