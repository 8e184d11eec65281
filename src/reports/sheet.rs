//! A report as a table: headings, rows, figures, and behind each figure the filter of its cases.
//!
//! Knows neither terminal nor file; `words` is what all of them show.

use crate::store::report::Filter;
use crate::validation::money;

/// A figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Figure {
    #[default]
    None,
    Count(i64),
    /// In 分.
    Money(i64),
    /// The first of the second.
    Rate(i64, i64),
    /// The sum over so many.
    Average(i64, i64),
    /// Now and before: the change in percent, with its mark.
    Change(i64, i64),
    /// The rate now and before, each as (of, all): the change in points.
    Points((i64, i64), (i64, i64)),
    Text(String),
}

/// Tenths of a percent, rounded half away from zero.
fn permille(part: i64, whole: i64) -> i64 {
    let doubled = part.saturating_mul(2000) / whole;
    (doubled + doubled.signum()) / 2
}

/// Tenths of an average, rounded half away from zero, as they are printed. `n` is not 0.
pub fn average(sum: i64, n: i64) -> i64 {
    let doubled = sum.saturating_mul(20) / n;
    (doubled + doubled.signum()) / 2
}

fn tenths(n: i64) -> String {
    format!("{}{}.{}", if n < 0 { "-" } else { "" }, (n / 10).abs(), (n % 10).abs())
}

fn signed(n: i64) -> String {
    if n < 0 { tenths(n) } else { format!("+{}", tenths(n)) }
}

impl Figure {
    /// What a reader sees; `-` where nothing can be said.
    pub fn words(&self) -> String {
        match self {
            Figure::None => String::new(),
            Figure::Count(n) => n.to_string(),
            Figure::Money(fen) => money::format_yuan(*fen),
            Figure::Rate(_, 0) | Figure::Average(_, 0) => "-".to_string(),
            Figure::Rate(part, whole) => format!("{}%", tenths(permille(*part, *whole))),
            Figure::Average(sum, n) => tenths(average(*sum, *n)),
            Figure::Change(now, was) if now == was => "持平".to_string(),
            Figure::Change(_, 0) => "-".to_string(),
            Figure::Change(now, was) => {
                let change = permille(now - was, *was);
                format!("{}%{}", signed(change), alarm(now - was, *was))
            }
            Figure::Points((_, 0), _) | Figure::Points(_, (_, 0)) => "-".to_string(),
            Figure::Points(now, was) => format!("{}点", signed(permille(now.0, now.1) - permille(was.0, was.1))),
            Figure::Text(text) => text.clone(),
        }
    }

    /// The length of a bar: counts and money as they are, rates in thousandths.
    pub fn size(&self) -> Option<i64> {
        match self {
            Figure::Count(n) | Figure::Money(n) => Some(*n),
            Figure::Rate(part, whole) | Figure::Average(part, whole) if *whole > 0 => Some(permille(*part, *whole)),
            _ => None,
        }
    }

    /// Whether it stands on the right of its column.
    pub fn is_number(&self) -> bool {
        !matches!(self, Figure::Text(_) | Figure::None)
    }
}

/// |Δ| over a tenth is 异常, over a fifth 告警 (工作室默认,依各地做法).
fn alarm(change: i64, was: i64) -> &'static str {
    let (change, was) = (change.abs(), was.abs());
    if change.saturating_mul(5) > was {
        " 告警"
    } else if change.saturating_mul(10) > was {
        " 异常"
    } else {
        ""
    }
}

/// A cell: a figure and the cases it counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    pub figure: Figure,
    pub behind: Option<Filter>,
}

impl Cell {
    pub fn of(figure: Figure) -> Cell {
        Cell { figure, behind: None }
    }
    pub fn behind(figure: Figure, filter: Filter) -> Cell {
        Cell { figure, behind: Some(filter) }
    }
}

/// What a row is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rank {
    #[default]
    Plain,
    /// A heading among the rows; its cells are empty.
    Section,
    Total,
    /// Compares totals of periods.
    Compare,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub label: String,
    pub rank: Rank,
    pub cells: Vec<Cell>,
}

impl Row {
    pub fn section(label: impl Into<String>) -> Row {
        Row { label: label.into(), rank: Rank::Section, cells: Vec::new() }
    }
}

/// The table. The first heading is that of the row labels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
    /// Sentences about this table alone, after the definitions.
    pub notes: Vec<String>,
}

impl Sheet {
    /// The cell in a row and a column, both counted from 1 as a reader does; column 1 is the first figure.
    pub fn cell(&self, row: usize, column: usize) -> Option<(&Row, &Cell)> {
        let row = self.rows.get(row.checked_sub(1)?)?;
        Some((row, row.cells.get(column.checked_sub(1)?)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_said_in_words() {
        for (figure, words) in [
            (Figure::Count(12), "12"),
            (Figure::Money(300_000), "3,000.00"),
            (Figure::Rate(6, 7), "85.7%"),
            (Figure::Rate(0, 0), "-"),
            (Figure::Rate(1, 1), "100.0%"),
            (Figure::Average(37, 3), "12.3"),
            (Figure::Average(1779, 60), "29.7"),
            (Figure::Change(110, 100), "+10.0%"),
            (Figure::Change(111, 100), "+11.0% 异常"),
            (Figure::Change(80, 100), "-20.0% 异常"),
            (Figure::Change(79, 100), "-21.0% 告警"),
            (Figure::Change(5, 0), "-"),
            (Figure::Change(0, 5), "-100.0% 告警"),
            (Figure::Change(0, 0), "持平"),
            (Figure::Points((3, 4), (1, 2)), "+25.0点"),
            (Figure::Points((3, 4), (0, 0)), "-"),
        ] {
            assert_eq!(figure.words(), words, "{figure:?}");
        }
    }
}
