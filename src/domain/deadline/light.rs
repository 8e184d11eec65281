//! How a deadline stands today: the light, and what is left in words.
//!
//! Goes by the earlier (raw) end, as the assessment does. What is left of a rule in working days is
//! counted in working days; what is overdue always in natural days. Must not read a clock: today
//! is handed in. Lights order as a supervisor reads them: overdue, red, amber, normal, paused, met.

use super::Unit;
use super::count::{Due, State};
use crate::domain::calendar::Calendar;
use chrono::NaiveDate;
use std::cmp::Ordering;

/// What is left, in the rule's unit; 0 = due today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    pub count: i64,
    pub unit: Unit,
}

/// The light of a deadline on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// Natural days since the end, at least 1.
    Overdue(i64),
    Red(Left),
    Amber(Left),
    Normal(Left),
    Paused,
    /// Done; the caller knows, no date tells.
    Met,
}

impl Light {
    /// The light of an unfinished deadline. A pause shows from its first day on.
    pub fn of(state: &State, today: NaiveDate, cal: &Calendar) -> Self {
        match state {
            State::Running(due) => Self::at(due, today, cal),
            State::Paused(paused) if today < paused.since => Self::at(&paused.without, today, cal),
            State::Paused(_) => Self::Paused,
        }
    }

    /// The light of a running deadline.
    pub fn at(due: &Due, today: NaiveDate, cal: &Calendar) -> Self {
        if today > due.raw {
            return Self::Overdue((today - due.raw).num_days());
        }
        let count = match due.unit {
            Unit::Days => (due.raw - today).num_days(),
            Unit::WorkingDays => cal.working_between(today, due.raw),
        };
        let left = Left { count, unit: due.unit };
        if today >= due.red_from {
            Self::Red(left)
        } else if today >= due.amber_from {
            Self::Amber(left)
        } else {
            Self::Normal(left)
        }
    }

    /// `逾期3天` `今天到期` `剩2天` `剩2工作日` `暂停` `已办`.
    pub fn words(&self) -> String {
        match self {
            Self::Overdue(days) => format!("逾期{days}天"),
            Self::Red(left) | Self::Amber(left) | Self::Normal(left) if left.count == 0 => "今天到期".into(),
            Self::Red(left) | Self::Amber(left) | Self::Normal(left) => {
                format!("剩{}{}", left.count, left.unit.label())
            }
            Self::Paused => "暂停".into(),
            Self::Met => "已办".into(),
        }
    }

    /// The name in JSON and exports.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Overdue(_) => "overdue",
            Self::Red(_) => "red",
            Self::Amber(_) => "amber",
            Self::Normal(_) => "normal",
            Self::Paused => "paused",
            Self::Met => "met",
        }
    }

    /// What is left in the rule's unit, negative natural days when overdue; `None` when no clock runs.
    pub fn left(&self) -> Option<i64> {
        match self {
            Self::Overdue(days) => Some(-days),
            Self::Red(left) | Self::Amber(left) | Self::Normal(left) => Some(left.count),
            Self::Paused | Self::Met => None,
        }
    }

    fn rank(&self) -> (u8, i64, u8) {
        let (class, unit) = match self {
            Self::Overdue(_) => (0, Unit::Days),
            Self::Red(left) => (1, left.unit),
            Self::Amber(left) => (2, left.unit),
            Self::Normal(left) => (3, left.unit),
            Self::Paused => (4, Unit::Days),
            Self::Met => (5, Unit::Days),
        };
        (class, self.left().unwrap_or(0), unit as u8)
    }
}

impl Ord for Light {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for Light {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
