//! 报表: R01-R15, each declared once. A row of [`REPORTS`] makes a screen, the command
//! `fengqiao report`, the printed table and the xlsx file.
//!
//! Owns what a figure means: which facts it counts, by which day, and the sentence that says so under
//! the table. Reads through the desk, which decides whose facts a role counts. Writes nothing.

mod acceptance;
mod chart;
mod dispute;
mod endings;
pub mod file;
mod grid;
mod lines;
mod money;
mod office;
mod period;
mod sheet;
mod text;
mod visits;
mod xlsx;
mod year;

pub use chart::bars;
pub use period::{FORMS, Kind, Period};
pub use sheet::{Cell, Figure, Rank, Row, Sheet};
pub use text::{csv, json, table};

use crate::desk::{Desk, Outcome};
use crate::store::report::Filter;

/// Every report, in the order of the menu.
pub static REPORTS: &[&Report] = &[
    &visits::R01,
    &visits::R01U,
    &visits::R02,
    &acceptance::R03,
    &acceptance::R04,
    &acceptance::R05,
    &endings::R06,
    &endings::R07,
    &endings::R08,
    &visits::R09,
    &dispute::R10,
    &office::R11,
    &office::R12,
    &money::R13,
    &office::R14,
    &year::R15,
];

/// By which day a visit or a case belongs to a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    Petitioned,
    Registered,
    Closed,
}

impl Axis {
    pub const ALL: [Axis; 3] = [Axis::Petitioned, Axis::Registered, Axis::Closed];
    /// Word of the command.
    pub fn code(self) -> &'static str {
        match self {
            Axis::Petitioned => "petitioned",
            Axis::Registered => "registered",
            Axis::Closed => "closed",
        }
    }
    pub fn label(self) -> &'static str {
        match self {
            Axis::Petitioned => "信访日期",
            Axis::Registered => "登记日期",
            Axis::Closed => "结案日",
        }
    }
    pub fn find(word: &str) -> Option<Axis> {
        Axis::ALL.into_iter().find(|a| a.code() == word || a.label() == word)
    }
}

/// Whether a reader chooses the day by which a report counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// He does; this is what holds until he has.
    Choice(Axis),
    /// He does not; what holds in words.
    Fixed(&'static str),
}

/// A report.
pub struct Report {
    /// `R03`.
    pub id: &'static str,
    pub title: &'static str,
    pub basis: &'static str,
    /// Periods for which it is made; any other may be asked for.
    pub frequency: &'static [Kind],
    pub by: By,
    /// The line of units under the title.
    pub unit: &'static str,
    /// About 经费: open to 财务, closed to who may not see the ledger.
    pub money: bool,
    /// What the figures mean, a sentence each; printed under the table.
    pub definitions: &'static [&'static str],
    pub build: fn(&Frame) -> Outcome<Sheet>,
}

/// What a report is made for.
pub struct Frame<'a> {
    pub desk: &'a Desk,
    pub report: &'static Report,
    pub period: Period,
    pub axis: Axis,
}

/// A report that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    pub report: &'static Report,
    pub period: Period,
    pub axis: Axis,
    pub studio: String,
    /// Whose facts it counts, in words.
    pub scope: String,
    /// When it was made: `2026-11-23 16:42`.
    pub made: String,
    /// The period is not over.
    pub unfinished: bool,
    pub sheet: Sheet,
}

impl Report {
    /// The period it is usually made for: the month, or what it is made for instead.
    pub fn usual(&self, today: chrono::NaiveDate) -> Period {
        let kind = self.frequency.iter().find(|k| **k == Kind::Month).or_else(|| self.frequency.first());
        Period::of(kind.copied().unwrap_or(Kind::Month), today)
    }
}

/// One a code: what they count is told by it.
impl PartialEq for Report {
    fn eq(&self, other: &Report) -> bool {
        self.id == other.id
    }
}

impl std::fmt::Debug for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

/// The report of that word or title.
pub fn find(word: &str) -> Option<&'static Report> {
    REPORTS.iter().copied().find(|r| r.id.eq_ignore_ascii_case(word) || r.title == word)
}

/// The reports this user may open.
pub fn open_to(desk: &Desk) -> Vec<&'static Report> {
    REPORTS.iter().copied().filter(|r| desk.report_scope(r.money).is_ok()).collect()
}

/// Makes a report. `axis` of `None` is the report's own.
///
/// # Errors
/// A refusal of the role; a fault of the disk.
pub fn make(desk: &Desk, report: &'static Report, period: Period, axis: Option<Axis>) -> Outcome<Made> {
    // What is made by the year alone is made of the year in which a shorter period lies.
    let period = if report.frequency == [Kind::Year] { Period::of(Kind::Year, period.from) } else { period };
    let own = match report.by {
        By::Choice(axis) => axis,
        By::Fixed(_) => Axis::Registered,
    };
    let axis = match report.by {
        By::Choice(_) => axis.unwrap_or(own),
        By::Fixed(_) => own,
    };
    let frame = Frame { desk, report, period, axis };
    Ok(Made {
        report,
        period,
        axis,
        studio: desk.studio().to_string(),
        scope: desk.report_scope_words(report.money)?,
        made: desk.now().format("%Y-%m-%d %H:%M").to_string(),
        unfinished: period.to >= desk.today(),
        sheet: (report.build)(&frame)?,
    })
}

/// The figure behind a cell in the last twelve periods, oldest first.
pub fn trend(
    desk: &Desk,
    report: &'static Report,
    period: Period,
    axis: Option<Axis>,
    filter: &Filter,
) -> Outcome<Vec<(String, i64)>> {
    let frame = Frame { desk, report, period, axis: axis.unwrap_or(Axis::Registered) };
    lines::trend(&frame, filter, 12)
}

impl Made {
    /// By which day it counts, in words.
    pub fn by(&self) -> &'static str {
        match self.report.by {
            By::Choice(_) => self.axis.label(),
            By::Fixed(words) => words,
        }
    }

    /// The line under the title.
    pub fn unit_line(&self) -> String {
        format!(
            "{}  {}  口径:按{}  范围:{}  单位:{}  制表:{}",
            self.studio,
            self.period.label(),
            self.by(),
            self.scope,
            self.report.unit,
            self.made
        )
    }

    /// What is printed under the table.
    pub fn definitions(&self) -> Vec<String> {
        let own = self.report.definitions.iter().map(|d| (*d).to_string());
        let everywhere = COMMON.iter().map(|d| (*d).to_string());
        let unfinished = self.unfinished.then(|| "本期未过完,数字到制表时为止,与整期相比只供参考。".to_string());
        own.chain(self.sheet.notes.iter().cloned()).chain(unfinished).chain(everywhere).collect()
    }
}

/// What holds for every report.
pub const COMMON: &[&str] = &[
    "环比是与紧接着的上一期比,同比是与去年同一期比;变化超过10%标异常,超过20%标告警(工作室默认),比率只列相差的百分点;上期为0不算比例。",
    "检举控告件计入总数,不列属地、单位和内容(信访工作条例30)。数字截至制表时刻,案件后来有变化的,同一期再制会变。",
];
