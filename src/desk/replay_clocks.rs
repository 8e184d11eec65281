//! The clocks of a replayed case: started, stopped, paused and counted by the same engine as the stored
//! ones, from what the journal tells.
//!
//! Follows `desk::deadlines` act for act, on rows in memory; reads the stored clocks only to compare.

use super::Outcome;
use super::reckoning::{cap_day, count, fresh, rule_of};
use crate::domain::calendar::Calendar;
use crate::domain::case::LiveClock;
use crate::domain::flow::{Ending, Stop, Term};
use crate::store;
use crate::store::deadline::{Deadline, DeadlineState, Pause};
use chrono::NaiveDate;
use rusqlite::Connection;
use serde_json::Value;

#[derive(Clone)]
struct Clock {
    row: Deadline,
    pauses: Vec<Pause>,
}

/// The clocks of one case.
#[derive(Clone)]
pub(super) struct Clocks {
    case: i64,
    list: Vec<Clock>,
}

type Step = Result<(), String>;

fn live(c: &Clock) -> bool {
    c.row.state.is_live()
}

impl Clocks {
    pub fn new(case: i64) -> Clocks {
        Clocks { case, list: Vec::new() }
    }

    /// What guards see.
    pub fn live(&self) -> Vec<LiveClock> {
        let mut list: Vec<&Clock> = self.list.iter().filter(|c| live(c)).collect();
        list.sort_by_key(|c| c.row.due);
        let seen = |c: &Clock| LiveClock {
            rule: c.row.rule.clone(),
            note: c.row.note.clone(),
            due: c.row.due,
            rolled: c.row.rolled,
            paused: c.row.state == DeadlineState::Paused,
        };
        list.into_iter().map(seen).collect()
    }

    fn recount(&mut self, i: usize, calendar: &Calendar) -> Step {
        let others: Vec<Deadline> = self.list.iter().map(|c| c.row.clone()).collect();
        let clock = &mut self.list[i];
        let cap = cap_day(&clock.row, &others);
        count(&mut clock.row, calendar, &clock.pauses, cap).map_err(|e| e.to_string())
    }

    /// Every live clock by this calendar; those under a cap when what caps them is right.
    pub fn recount_all(&mut self, calendar: &Calendar) {
        let mut order: Vec<usize> = (0..self.list.len()).filter(|i| live(&self.list[*i])).collect();
        order.sort_by_key(|i| !self.list[*i].row.cap.is_empty());
        for i in order {
            // A clock that cannot be counted keeps its days, and is found by the comparison.
            let _ = self.recount(i, calendar);
        }
    }

    fn start(&mut self, rule: &str, note: &str, from: NaiveDate, cap: &str, calendar: &Calendar) -> Step {
        let mut row = fresh(self.case, rule_of(rule).map_err(|e| e.to_string())?, from, cap);
        row.note = note.to_string();
        self.list.push(Clock { row, pauses: Vec::new() });
        self.recount(self.list.len() - 1, calendar)
    }

    fn close_pause(&mut self, i: usize, until: NaiveDate) {
        for p in self.list[i].pauses.iter_mut().filter(|p| p.until.is_none()) {
            p.until = Some(until.max(p.since));
        }
    }

    fn finish(&mut self, i: usize, state: DeadlineState, today: NaiveDate) {
        self.close_pause(i, today);
        self.list[i].row.state = state;
        self.list[i].row.ended_on = Some(today);
    }

    fn pause(&mut self, i: usize, since: NaiveDate, until: Option<NaiveDate>) {
        self.list[i].pauses.push(Pause { since, until, why: String::new() });
        self.list[i].pauses.sort_by_key(|p| p.since);
    }

    /// What a move does: stops in their order, what the form ends, then starts.
    pub fn carry(
        &mut self,
        starts: &[Term],
        kept: &[Ending],
        stops: &[Stop],
        today: NaiveDate,
        calendar: &Calendar,
    ) -> Step {
        for stop in stops {
            for i in 0..self.list.len() {
                if !live(&self.list[i]) {
                    continue;
                }
                let rule = self.list[i].row.rule.clone();
                match stop {
                    Stop::All => self.finish(i, DeadlineState::Ended, today),
                    Stop::Ended(r) if rule == *r => self.finish(i, DeadlineState::Ended, today),
                    Stop::Met(r) if rule == *r => self.finish(i, DeadlineState::Met, today),
                    Stop::Pause(r) if rule == *r => {
                        if !self.list[i].pauses.iter().any(|p| p.until.is_none()) {
                            self.pause(i, today, None);
                        }
                        self.recount(i, calendar)?;
                    }
                    Stop::Resume(r) if rule == *r => {
                        self.close_pause(i, today);
                        self.recount(i, calendar)?;
                    }
                    Stop::Met(_) | Stop::Ended(_) | Stop::Pause(_) | Stop::Resume(_) => {}
                }
            }
        }
        for e in kept {
            for i in 0..self.list.len() {
                let row = &self.list[i].row;
                if live(&self.list[i]) && row.rule == e.rule && row.note == e.note {
                    self.finish(i, if e.met { DeadlineState::Met } else { DeadlineState::Ended }, today);
                }
            }
        }
        starts.iter().try_for_each(|t| self.start(t.rule, &t.note, t.from, t.cap, calendar))
    }

    /// An act on a clock as `desk::marks` wrote it: `[act, rule, note, first day, ..]`.
    pub fn act(&mut self, act: &Value, today: NaiveDate, calendar: &Calendar) -> Step {
        let text = |i: usize| act[i].as_str().unwrap_or_default();
        let day = |i: usize| text(i).parse::<NaiveDate>().ok();
        let first = day(3).ok_or("期限的起算日读不出")?;
        if text(0) == "start" {
            return self.start(text(1), text(2), first, text(4), calendar);
        }
        let is = |c: &Clock| live(c) && c.row.rule == text(1) && c.row.note == text(2) && c.row.start == first;
        let i = self.list.iter().rposition(is).ok_or_else(|| format!("没有在计的{}{}", text(1), text(2)))?;
        match text(0) {
            "end" => {
                self.finish(i, DeadlineState::from_code(text(4)), today);
                return Ok(());
            }
            "extend" => self.list[i].row.extension_days = act[4].as_i64().ok_or("延长天数读不出")?,
            "pause" => self.pause(i, day(4).ok_or("暂停日期读不出")?, day(5)),
            "resume" => self.close_pause(i, day(4).ok_or("恢复日期读不出")?),
            other => return Err(format!("不认得的期限动作{other}")),
        }
        self.recount(i, calendar)
    }

    /// The first way in which the stored clocks differ.
    pub fn differ(&self, conn: &Connection, case: i64) -> Outcome<Option<String>> {
        let mut stored = Vec::new();
        for row in store::deadline::list_of_case(conn, case)? {
            let pauses = store::deadline::list_pauses(conn, row.id)?;
            stored.push(Clock { row, pauses });
        }
        let mut told = self.list.clone();
        let order = |c: &Clock| (c.row.rule.clone(), c.row.note.clone(), c.row.start, c.row.ended_on, c.row.due);
        stored.sort_by_key(order);
        told.sort_by_key(order);
        for (a, b) in told.iter().zip(&stored) {
            let name = format!("{}{}", b.row.rule, b.row.note);
            if let Some((what, was, is)) =
                seen(a).into_iter().zip(seen(b)).find_map(|(a, b)| (a.1 != b.1).then_some((a.0, a.1, b.1)))
            {
                return Ok(Some(format!("期限{name}的{what}:流水{was},现为{is}")));
            }
        }
        if told.len() != stored.len() {
            return Ok(Some(format!("期限:流水{}条,现有{}条", told.len(), stored.len())));
        }
        Ok(None)
    }
}

/// What is compared of a clock, in the order it is told.
fn seen(c: &Clock) -> Vec<(&'static str, String)> {
    let r = &c.row;
    let spans: Vec<String> = c
        .pauses
        .iter()
        .map(|p| format!("{}至{}", p.since, p.until.map(|d| d.to_string()).unwrap_or_default()))
        .collect();
    vec![
        ("规则", r.rule.clone()),
        ("期次", r.note.clone()),
        ("起算", r.start.to_string()),
        ("考核届满", r.raw.to_string()),
        ("法定届满", r.rolled.to_string()),
        ("届满", r.due.to_string()),
        ("黄灯", r.amber_from.to_string()),
        ("红灯", r.red_from.to_string()),
        ("暂定", r.provisional.to_string()),
        ("状态", r.state.code().to_string()),
        ("终结日", r.ended_on.map(|d| d.to_string()).unwrap_or_default()),
        ("延长", r.extension_days.to_string()),
        ("上限", r.cap.clone()),
        ("暂停", spans.join(",")),
    ]
}
