//! The calendar of the file: embedded years, overridden by the notices the administrator imported.
//!
//! Owns the import: the year is replaced as a whole and every live clock is counted anew in the same
//! transaction, so no desk ever sees dates of two calendars. A wrong file stores nothing.

use super::reckoning::{cap_day, count, rule_of};
use super::{Desk, Failure, Outcome, Writing};
use crate::domain::calendar::{Calendar, Known, doubts, parse_csv};
use crate::domain::role::Operation;
use crate::store;
use crate::store::deadline::{Deadline, Pause};
use crate::validation::Problem;
use chrono::{Datelike, NaiveDate};
use rusqlite::Connection;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A deadline that an imported calendar moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// What the case is called; `密封件` for a sealed one.
    pub case: String,
    pub rule: String,
    pub label: String,
    /// 法定届满 before and after.
    pub old_due: NaiveDate,
    pub new_due: NaiveDate,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    pub year: i32,
    pub days: usize,
    pub moved: Vec<Moved>,
    /// What the administrator should still look at.
    pub notes: Vec<String>,
}

/// The calendar as the file has it now; read within the transaction that counts with it.
pub(super) fn current(conn: &Connection) -> Outcome<Calendar> {
    let days = store::calendar::list_days(conn)?;
    let embedded = Calendar::embedded();
    Ok(if days.is_empty() { embedded.clone() } else { embedded.with_notice(&days) })
}

impl Desk {
    /// Reads the calendar again.
    pub(super) fn load_calendar(&mut self) -> Outcome<()> {
        self.calendar = Arc::new(current(&self.conn)?);
        Ok(())
    }

    /// The years there are arrangements for, and how far each is known.
    pub fn calendar_years(&self) -> Outcome<Vec<(i32, String)>> {
        self.require_actor()?;
        let cal = current(&self.conn)?;
        let mut years: BTreeMap<i32, (usize, usize)> = BTreeMap::new();
        for day in cal.days() {
            let counts = years.entry(day.date.year()).or_default();
            match day.kind {
                crate::domain::calendar::DayKind::Off => counts.0 += 1,
                crate::domain::calendar::DayKind::Makeup => counts.1 += 1,
            }
        }
        let next = years.keys().last().map_or(self.today().year(), |y| y + 1);
        let words = |year: i32, (off, makeup): (usize, usize)| {
            let status = match NaiveDate::from_ymd_opt(year, 1, 1).map(|day| cal.status(day)) {
                Some(Known::Official) => "正式",
                _ => "暂定,待导入国务院通知",
            };
            format!("{status}(放假{off}天 补班{makeup}天)")
        };
        let mut list: Vec<_> = years.iter().map(|(year, counts)| (*year, words(*year, *counts))).collect();
        list.push((next, "未录入,只按周末推算".to_string()));
        Ok(list)
    }

    /// Imports one year's notice (`date,kind,name,status` a line) and counts every live clock anew.
    ///
    /// # Errors
    /// Problems naming line and remedy; a refusal for anyone but the administrator.
    pub fn import_calendar(&mut self, csv_text: &str) -> Outcome<Imported> {
        self.allow(Operation::Administer)?;
        let days = parse_csv(csv_text)
            .map_err(|lines| lines.into_iter().map(|text| Problem::new("calendar", text)).collect::<Vec<_>>())?;
        let year = days.first().map_or(0, |d| d.date.year());
        let moved = self.write(|w| {
            store::calendar::replace_years(w.tx, &days)?;
            let moved = recount_all(w, &current(w.tx)?)?;
            let change = serde_json::json!({
                "year": year, "days": days.len(), "moved": moved.len(), "arrangement": super::replay::arrangement(&days),
            });
            let change = change.to_string();
            w.journal("calendar.import", "calendar", i64::from(year), &format!("导入{year}年放假安排"), &change)?;
            Ok(moved)
        })?;
        self.load_calendar()?;
        Ok(Imported { year, days: days.len(), moved, notes: doubts(&days) })
    }
}

/// Counts every live clock with this calendar and tells which moved. Capped clocks come last, when
/// what caps them is already right.
fn recount_all(w: &Writing, cal: &Calendar) -> Outcome<Vec<Moved>> {
    let mut clocks = store::deadline::list_live(w.tx)?;
    clocks.sort_by_key(|c| (!c.cap.is_empty(), c.due, c.id));
    let mut caps: HashMap<i64, Vec<Deadline>> = HashMap::new();
    for c in clocks.iter().filter(|c| !c.cap.is_empty()) {
        caps.entry(c.case).or_default();
    }
    let mut moved = Vec::new();
    for before in clocks {
        let rule = rule_of(&before.rule)?;
        let pauses: Vec<Pause> =
            if rule.pausable { store::deadline::list_pauses(w.tx, before.id)? } else { Vec::new() };
        let mut after = before.clone();
        let others = caps.get(&before.case).map_or(&[][..], Vec::as_slice);
        count(&mut after, cal, &pauses, cap_day(&before, others))?;
        if after != before {
            store::deadline::update(w.tx, &after)?;
        }
        if (after.due, after.rolled) != (before.due, before.rolled) {
            moved.push(tell(w, &before, &after, rule.label)?);
        }
        if let Some(of_case) = caps.get_mut(&before.case) {
            of_case.push(after);
        }
    }
    Ok(moved)
}

/// The row of the list, and the journal row of the case.
fn tell(w: &Writing, before: &Deadline, after: &Deadline, label: &str) -> Outcome<Moved> {
    let case = store::case::load(w.tx, before.case)?
        .ok_or_else(|| Failure::Fault(format!("期限{}没有对应的案件;请运行 fengqiao check 并联系管理员", before.id)))?;
    let change = serde_json::json!({
        "rule": before.rule, "due": [before.due.to_string(), after.due.to_string()],
        "rolled": [before.rolled.to_string(), after.rolled.to_string()],
    });
    w.journal("deadline.recount", "case", before.case, &format!("日历更新,{label}重算"), &change.to_string())?;
    Ok(Moved {
        case: if case.sealed { "密封件".to_string() } else { case.title() },
        rule: before.rule.clone(),
        label: label.to_string(),
        old_due: before.rolled,
        new_due: after.rolled,
    })
}
