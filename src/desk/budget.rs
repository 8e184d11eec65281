//! 预算 (方案六(四)7): the grant of a year, what last year came to, what is left.
//!
//! A budget warns and never stops a claim: what the plan grants is owed.

use super::money::changed;
use super::{Desk, Done, Failure, Outcome};
use crate::domain::role::Operation;
use crate::domain::{forms, payer};
use crate::store;
use crate::store::budget::Budget;
use crate::store::claim::Claim;
use crate::validation::{self, Draft, money};
use chrono::{Datelike, NaiveDate};
use rusqlite::Connection;

/// A year as the register shows it; all in 分.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    pub year: i32,
    pub budget: Option<Budget>,
    /// 上年实际支出; none for the first year.
    pub proposed: Option<i64>,
    pub paid: i64,
    /// Claimed and not paid; only the year that runs has any.
    pub under_way: i64,
}

impl Year {
    pub fn granted(&self) -> i64 {
        self.budget.as_ref().map_or(0, |b| b.granted)
    }
    /// What is left after what was paid and what is under way; below 0 it is exceeded.
    pub fn left(&self) -> i64 {
        self.granted() - self.paid - self.under_way
    }
    /// 执行率 in tenths of a per cent.
    pub fn rate(&self) -> Option<i64> {
        (self.granted() > 0).then(|| self.paid * 1000 / self.granted())
    }
}

fn year_of(conn: &Connection, year: i32, today: NaiveDate) -> Outcome<Year> {
    let payer = payer::own_finance();
    let first = store::budget::first_year(conn)?.unwrap_or(year);
    let proposed = if year > first { Some(store::budget::paid(conn, &payer, year - 1)?) } else { None };
    let under_way = if year == today.year() { store::budget::under_way(conn, &payer)? } else { 0 };
    Ok(Year {
        year,
        budget: store::budget::load(conn, year)?,
        proposed,
        paid: store::budget::paid(conn, &payer, year)?,
        under_way,
    })
}

/// What to tell of a stored claim that goes beyond what is left of the year; "" while it does not.
pub(super) fn beyond(conn: &Connection, claim: &Claim, today: NaiveDate) -> Outcome<String> {
    if claim.payer != payer::own_finance() {
        return Ok(String::new());
    }
    let year = year_of(conn, today.year(), today)?;
    if year.budget.is_none() {
        return Ok(format!("提醒:{}年预算还没有列入,请办公室在“预算”台账列入(方案六(四)7)", year.year));
    }
    let left = year.left();
    if left >= 0 {
        return Ok(String::new());
    }
    let (granted, over) = (money::format_yuan(year.granted()), money::format_yuan(-left));
    Ok(format!("提醒:{}年预算{granted}元,连同在途已超出{over}元,请办公室核对", year.year))
}

impl Desk {
    /// Years of the budget, the latest first: from the first grant or payment to the one after this.
    pub fn budget_years(&self, before: Option<i64>, limit: usize) -> Outcome<Vec<Year>> {
        self.allow_view(Operation::Budget)?;
        let today = self.today();
        let first = store::budget::first_year(&self.conn)?.unwrap_or(today.year()).min(today.year());
        let last = store::budget::last_year(&self.conn)?.unwrap_or(0).max(today.year() + 1);
        let from = before.and_then(|b| i32::try_from(b - 1).ok()).unwrap_or(last).min(last);
        (first..=from).rev().take(limit).map(|y| year_of(&self.conn, y, today)).collect()
    }

    /// One year.
    pub fn budget_year(&self, year: i64) -> Outcome<Year> {
        self.allow_view(Operation::Budget)?;
        let year = i32::try_from(year).map_err(|_| Failure::refusal("没有这个年度", "重新打开预算"))?;
        year_of(&self.conn, year, self.today())
    }

    /// Puts the grant of a year in.
    pub fn set_budget(&mut self, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Budget)?;
        let form = validation::check(&forms::BUDGET, draft, self.now())?;
        self.write(|w| {
            let year = form.get("year").parse().unwrap_or_else(|_| w.today().year());
            if store::budget::load(w.tx, year)?.is_some() {
                return Err(Failure::refusal(format!("{year}年预算已列入"), "选中该年,办“调整预算”"));
            }
            let granted = form.number("granted").unwrap_or_default();
            let proposed = year_of(w.tx, year, w.today())?.proposed;
            if proposed.is_some_and(|p| p != granted) && form.get("note").is_empty() {
                let words = money::format_yuan(proposed.unwrap_or_default());
                return Err(Failure::problem(
                    "note",
                    format!("说明: 与建议数(上年实际支出{words}元,方案六(四)7)不同的,请写原因"),
                ));
            }
            let budget = Budget {
                year,
                rev: 1,
                granted,
                source: form.get("source").into(),
                document: form.get("document").into(),
                note: form.get("note").into(),
            };
            if !store::budget::save(w.tx, &budget, w.actor()?.user, w.now)? {
                return Err(changed());
            }
            let change = serde_json::json!({ "granted": granted, "document": budget.document }).to_string();
            w.journal("budget.set", "budget", year.into(), &format!("列入{year}年预算"), &change)?;
            Ok(Done { text: format!("已列入{year}年预算{}元", money::format_yuan(granted)), id: year.into() })
        })
    }

    /// Amends the grant of a year; the journal keeps what stood there.
    pub fn amend_budget(&mut self, year: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Budget)?;
        let form = validation::check(&forms::BUDGET_AMEND, draft, self.now())?;
        self.write(|w| {
            let held = store::budget::load(w.tx, i32::try_from(year).unwrap_or_default())?
                .ok_or_else(|| Failure::refusal(format!("{year}年预算还没有列入"), "先办“列入预算”"))?;
            let budget = Budget {
                granted: form.number("granted").unwrap_or_default(),
                source: form.get("source").into(),
                document: form.get("document").into(),
                note: form.get("reason").into(),
                ..held.clone()
            };
            if !store::budget::save(w.tx, &budget, w.actor()?.user, w.now)? {
                return Err(changed());
            }
            let change = serde_json::json!({
                "granted": [held.granted, budget.granted], "document": budget.document, "reason": budget.note,
            });
            w.journal("budget.amend", "budget", year, &format!("调整{year}年预算"), &change.to_string())?;
            let (a, b) = (money::format_yuan(held.granted), money::format_yuan(budget.granted));
            Ok(Done { text: format!("{year}年预算由{a}元调整为{b}元"), id: year })
        })
    }
}
