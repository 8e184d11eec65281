//! Reports that count by group: a row a group, 件次 and 人次 a column, the total below, and the total
//! against the period before and the same period of the year before.

use super::lines::change;
use super::period::Period;
use super::sheet::{Cell, Figure, Rank, Row, Sheet};
use super::{Axis, Frame};
use crate::desk::Outcome;
use crate::store::report::{Base, Filter, Sought, Sum};
use crate::store::report_sql::{Day, Dim, Fact, Mark, Weight};

/// What a column shows of its sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Lines,
    Weight,
    Money,
    /// Lines of this column as a share of those of another.
    ShareOf(usize),
}

/// A column of figures.
#[derive(Clone, Debug)]
pub struct Column {
    pub label: String,
    pub marks: Vec<Mark>,
    pub weight: Weight,
    pub shown: Shown,
}

impl Column {
    pub fn new(label: impl Into<String>, marks: &[Mark], shown: Shown) -> Column {
        let weight = if shown == Shown::Money { Weight::Money } else { Weight::People };
        Column { label: label.into(), marks: marks.to_vec(), weight, shown }
    }
    /// As a share of the lines of that column.
    pub fn share_of(mut self, column: usize) -> Column {
        self.shown = Shown::ShareOf(column);
        self
    }
    /// 件次 and 人次 of the same lines.
    pub fn pair(label: &str, marks: &[Mark]) -> [Column; 2] {
        [
            Column::new(format!("{label}件次"), marks, Shown::Lines),
            Column::new(format!("{label}人次"), marks, Shown::Weight),
        ]
    }
}

/// Where the lines of a key stand.
pub struct Place {
    pub label: String,
    /// Low comes first; equal ones by their figures.
    pub order: usize,
}

/// A grid to be counted.
pub struct Grid<'a> {
    pub heading: &'static str,
    pub fact: Fact,
    /// `None`: by the axis that the reader chose.
    pub day: Option<Day>,
    pub dim: Dim,
    pub columns: &'a [Column],
    /// Keys with the same label share a row.
    pub place: &'a dyn Fn(&str) -> Place,
    /// Rows that stand there even with nothing to count: (key, ..).
    pub fixed: &'a [&'a str],
    /// Rows of groups of order 0; the rest of them share one row.
    pub most: usize,
}

/// A row before it is drawn: its keys, and the sum of each column.
struct Counted {
    place: Place,
    keys: Vec<String>,
    sums: Vec<Sum>,
}

impl Grid<'_> {
    fn base(&self, frame: &Frame, period: Period) -> Base {
        let day = self.day.unwrap_or(match frame.axis {
            Axis::Petitioned => Day::Petitioned,
            Axis::Registered => Day::Registered,
            Axis::Closed => Day::Closed,
        });
        Base { fact: self.fact, day, from: period.from, to: period.to }
    }

    fn sought(&self) -> Vec<Sought> {
        self.columns.iter().map(|c| Sought { marks: c.marks.clone(), weight: c.weight }).collect()
    }

    fn total(&self, frame: &Frame, period: Period) -> Outcome<Vec<Sum>> {
        let base = self.base(frame, period);
        let rows = frame.desk.report_figures(frame.report.money, &base, None, &self.sought())?;
        Ok(rows.into_iter().next().map_or_else(|| vec![Sum::default(); self.columns.len()], |r| r.1))
    }

    fn counted(&self, frame: &Frame) -> Outcome<Vec<Counted>> {
        let base = self.base(frame, frame.period);
        let mut rows: Vec<Counted> = Vec::new();
        let mut add = |key: String, sums: Vec<Sum>| {
            let place = (self.place)(&key);
            match rows.iter_mut().find(|r| r.place.label == place.label) {
                Some(row) => {
                    if !row.keys.contains(&key) {
                        row.keys.push(key);
                    }
                    row.sums.iter_mut().zip(sums).for_each(|(a, b)| *a += b);
                }
                None => rows.push(Counted { place, keys: vec![key], sums }),
            }
        };
        for key in self.fixed {
            add((*key).to_string(), vec![Sum::default(); self.columns.len()]);
        }
        for (key, sums) in frame.desk.report_figures(frame.report.money, &base, Some(self.dim), &self.sought())? {
            if sums.iter().any(|s| s.lines != 0) {
                add(key, sums);
            }
        }
        rows.sort_by(|a, b| {
            let size = |c: &Counted| c.sums.first().map_or(0, |s| s.lines);
            (a.place.order, size(b), &a.place.label).cmp(&(b.place.order, size(a), &b.place.label))
        });
        // What is no name of its own (不明确, 个人, 密封件) keeps its row; names beyond the most share one.
        let named = rows.iter().filter(|r| r.place.order == 0).count();
        if named > self.most {
            let rest: Vec<Counted> = rows.drain(self.most..named).collect();
            let mut all = Counted {
                place: Place { label: format!("其余{}项", rest.len()), order: 0 },
                keys: Vec::new(),
                sums: vec![Sum::default(); self.columns.len()],
            };
            for row in rest {
                all.keys.extend(row.keys);
                all.sums.iter_mut().zip(row.sums).for_each(|(a, b)| *a += b);
            }
            rows.insert(self.most, all);
        }
        Ok(rows)
    }

    fn figure(&self, column: usize, sums: &[Sum]) -> Figure {
        let sum = sums[column];
        match self.columns[column].shown {
            Shown::Lines => Figure::Count(sum.lines),
            Shown::Weight => Figure::Count(sum.weight),
            Shown::Money => Figure::Money(sum.weight),
            Shown::ShareOf(of) => Figure::Rate(sum.lines, sums[of].lines),
        }
    }

    fn cells(&self, frame: &Frame, period: Period, sums: &[Sum], group: Option<(Dim, Vec<String>)>) -> Vec<Cell> {
        let base = self.base(frame, period);
        (0..self.columns.len())
            .map(|i| {
                let marks = self.columns[i].marks.clone();
                Cell::behind(self.figure(i, sums), Filter { base, marks, group: group.clone() })
            })
            .collect()
    }

    /// Rows of the groups alone.
    pub fn rows(&self, frame: &Frame) -> Outcome<Vec<Row>> {
        let rows = self.counted(frame)?.into_iter().map(|c| Row {
            cells: self.cells(frame, frame.period, &c.sums, Some((self.dim, c.keys))),
            label: c.place.label,
            rank: Rank::Plain,
        });
        Ok(rows.collect())
    }

    /// Groups, total, and the total against the two other periods.
    pub fn sheet(&self, frame: &Frame) -> Outcome<Sheet> {
        let mut columns = vec![self.heading.to_string()];
        columns.extend(self.columns.iter().map(|c| c.label.clone()));
        let mut rows = self.rows(frame)?;
        let now = self.total(frame, frame.period)?;
        let figures: Vec<Figure> = (0..self.columns.len()).map(|i| self.figure(i, &now)).collect();
        rows.push(Row {
            label: "合计".to_string(),
            rank: Rank::Total,
            cells: self.cells(frame, frame.period, &now, None),
        });
        let (before, year_ago) = (frame.period.previous(), frame.period.year_ago());
        for (label, words, period) in [("上期合计", "环比", before), ("去年同期合计", "同比", year_ago)] {
            let was = self.total(frame, period)?;
            let changes = (0..self.columns.len()).map(|i| Cell::of(change(&figures[i], &self.figure(i, &was))));
            rows.push(Row { label: words.to_string(), rank: Rank::Compare, cells: changes.collect() });
            let at = rows.len() - 1;
            let cells = self.cells(frame, period, &was, None);
            rows.insert(at, Row { label: label.to_string(), rank: Rank::Compare, cells });
        }
        Ok(Sheet { columns, rows, notes: Vec::new() })
    }
}
