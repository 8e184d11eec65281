//! Obligations of an agreement (人民调解法29, 31): what is owed in which term, and how it stands.
//!
//! Computed from the records of the case: the agreement, what was performed, what was changed or
//! handed to a court. Stores nothing.

use super::case::Facts;
use chrono::NaiveDate;

/// How an obligation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    Performed,
    /// 申请强制执行 or 起诉.
    InCourt,
}

/// One term of the agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// 期次, from 1.
    pub term: usize,
    pub debtor: String,
    pub what: String,
    /// The day agreed, or agreed anew.
    pub due: NaiveDate,
    /// In 分; 0 for what is no payment.
    pub amount: i64,
    pub paid: i64,
    pub state: State,
}

impl Obligation {
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.state == State::Open && self.due < today
    }
}

/// The note that tells the clock of a term apart: `第1期`.
pub fn note(term: usize) -> String {
    format!("第{term}期")
}

/// The lines of 履行计划 as (debtor, what, due, amount in 分).
pub fn lines<'a>(rows: impl Iterator<Item = Vec<&'a str>>) -> Vec<(String, String, NaiveDate, i64)> {
    rows.filter_map(|row| {
        let cell = |n: usize| row.get(n).copied().unwrap_or_default();
        Some((cell(0).to_string(), cell(1).to_string(), cell(2).parse().ok()?, cell(3).parse().unwrap_or(0)))
    })
    .collect()
}

/// The obligations of the case's latest agreement; empty without one.
pub fn of(facts: &Facts) -> Vec<Obligation> {
    let Some(agreement) = facts.last("agreement") else { return Vec::new() };
    // What is due when the agreement is made is performed on the spot (即时履行).
    let made = agreement.date("reached_on").unwrap_or(agreement.on);
    let later = |form: &'static str| facts.all(form).filter(|r| r.id >= agreement.id);
    let mut list = Vec::new();
    for (i, (debtor, what, due, amount)) in lines(agreement.rows("obligations")).into_iter().enumerate() {
        let term = i + 1;
        let about = |get: &str| get.parse() == Ok(term);
        let paid: i64 =
            later("performance").filter(|r| about(r.get("term"))).map(|r| r.get("amount").parse().unwrap_or(0)).sum();
        let told = later("performance").any(|r| about(r.get("term")));
        let breaches: Vec<_> = later("breach").filter(|r| about(r.get("term"))).collect();
        let due =
            breaches.iter().filter(|r| r.is("kind", "1")).filter_map(|r| r.date("new_due")).next_back().unwrap_or(due);
        let performed = due <= made || told && paid >= amount;
        let in_court = breaches.last().is_some_and(|r| matches!(r.get("kind"), "2" | "3"));
        let state = match (performed, in_court) {
            (true, _) => State::Performed,
            (false, true) => State::InCourt,
            (false, false) => State::Open,
        };
        list.push(Obligation { term, debtor, what, due, amount, paid, state });
    }
    list
}

/// Terms that still wait.
pub fn open(facts: &Facts) -> Vec<Obligation> {
    of(facts).into_iter().filter(|o| o.state == State::Open).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Kept;
    use crate::validation::Draft;

    fn kept(id: i64, form: &str, pairs: &[(&str, &str)]) -> Kept {
        let body = pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
        let on = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
        Kept { id, form: form.into(), mv: String::new(), number: String::new(), on, user: 1, body }
    }

    fn agreement() -> Kept {
        let rows = "甲\t道歉\t2026-11-23\t\n甲\t首付\t2026-12-01\t100000\n甲\t尾款\t2027-01-31\t200000";
        kept(1, "agreement", &[("reached_on", "2026-11-23"), ("obligations", rows)])
    }

    fn states(records: Vec<Kept>) -> Vec<(i64, State)> {
        let facts = Facts { records, ..Facts::default() };
        of(&facts).into_iter().map(|o| (o.paid, o.state)).collect()
    }

    #[test]
    fn what_is_due_at_once_is_performed_and_a_part_payment_is_not() {
        use State::{Open, Performed};
        assert_eq!(states(vec![agreement()]), [(0, Performed), (0, Open), (0, Open)]);
        let part = kept(2, "performance", &[("term", "2"), ("amount", "40000")]);
        let rest = kept(3, "performance", &[("term", "2"), ("amount", "60000")]);
        assert_eq!(states(vec![agreement(), part.clone()])[1], (40_000, Open));
        assert_eq!(states(vec![agreement(), part, rest])[1], (100_000, Performed));
    }

    #[test]
    fn a_term_goes_to_court_or_gets_a_new_day() {
        let moved = kept(2, "breach", &[("term", "2"), ("kind", "1"), ("new_due", "2027-02-01")]);
        let facts = Facts { records: vec![agreement(), moved.clone()], ..Facts::default() };
        assert_eq!(of(&facts)[1].due.to_string(), "2027-02-01");
        assert!(of(&facts)[1].is_overdue("2027-02-02".parse().expect("a day")));
        let court = kept(3, "breach", &[("term", "2"), ("kind", "2")]);
        assert_eq!(states(vec![agreement(), moved, court])[1].1, State::InCourt);
    }
}
