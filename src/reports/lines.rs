//! Reports whose rows are figures one under the other, each against the period before and the same
//! period of the year before (环比, 同比), or against the two years before.

use super::period::Period;
use super::sheet::{Cell, Figure, Rank, Row, Sheet, average};
use super::{Axis, Frame};
use crate::desk::Outcome;
use crate::store::report::{Base, Filter, Sought, Sum};
use crate::store::report_sql::{Day, Fact, Mark, Weight};
use chrono::Days;
use std::collections::BTreeMap;

/// What a row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    Section,
    Count,
    Rate,
    /// All but these, of all.
    Rest,
    Average,
    Money,
}

/// A row of such a report.
#[derive(Clone, Debug)]
pub struct Line {
    label: String,
    fact: Fact,
    /// `None`: by the axis that the reader chose.
    day: Option<Day>,
    /// Days that the cohort was earlier than the period.
    earlier: u64,
    marks: Vec<Mark>,
    /// The whole of a rate.
    over: Option<(Fact, Vec<Mark>)>,
    weight: Weight,
    shows: Shows,
}

impl Line {
    pub fn section(label: &str) -> Line {
        Line { shows: Shows::Section, ..Line::count(label, Fact::Cases, &[]) }
    }
    pub fn count(label: impl Into<String>, fact: Fact, marks: &[Mark]) -> Line {
        Line {
            label: label.into(),
            fact,
            day: None,
            earlier: 0,
            marks: marks.to_vec(),
            over: None,
            weight: Weight::People,
            shows: Shows::Count,
        }
    }
    /// By this day, whatever the axis.
    pub fn by(mut self, day: Day) -> Line {
        self.day = Some(day);
        self
    }
    pub fn earlier(mut self, days: u64) -> Line {
        self.earlier = days;
        self
    }
    /// As the share of these.
    pub fn over(mut self, marks: &[Mark]) -> Line {
        self.over = Some((self.fact, marks.to_vec()));
        self.shows = Shows::Rate;
        self
    }
    /// All of these that the marks do not hold for, as a share.
    pub fn rest_of(mut self, fact: Fact, marks: &[Mark]) -> Line {
        self.over = Some((fact, marks.to_vec()));
        self.shows = Shows::Rest;
        self
    }
    pub fn average(mut self, weight: Weight) -> Line {
        (self.weight, self.shows) = (weight, Shows::Average);
        self
    }
    pub fn money(mut self) -> Line {
        (self.weight, self.shows) = (Weight::Money, Shows::Money);
        self
    }
    /// Counts lines alone: of what is counted once its people would be counted twice.
    pub fn lines_only(mut self) -> Line {
        self.weight = Weight::Involved;
        self
    }
}

/// A figure that a query is to bring: of which line, whether it is the part or the whole of a rate.
type Wanted = (usize, bool, Sought);

/// What a line came to in one period: the figure's sum and the whole of its rate.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    part: Sum,
    whole: Sum,
}

fn base(frame: &Frame, line: &Line, fact: Fact, period: Period) -> Base {
    let day = line.day.unwrap_or(match frame.axis {
        Axis::Petitioned => Day::Petitioned,
        Axis::Registered => Day::Registered,
        Axis::Closed => Day::Closed,
    });
    let back = Days::new(line.earlier);
    Base { fact, day, from: period.from - back, to: period.to - back }
}

/// The mark that leads to the rows of a clock or a record: each rule and each form is a query of its
/// own, since their index begins with it.
fn lead(fact: Fact, marks: &[Mark]) -> String {
    match (fact, marks.first()) {
        (Fact::Clocks | Fact::Records, Some(mark)) => format!("{mark:?}"),
        _ => String::new(),
    }
}

/// The figures of every line in one period, one query a base.
fn found(frame: &Frame, lines: &[Line], period: Period) -> Outcome<Vec<Found>> {
    let mut wanted: BTreeMap<(Base, String), Vec<Wanted>> = BTreeMap::new();
    // What runs now is the same in every period: it is asked once, and shown in this one.
    let asked = |l: &Line| l.shows != Shows::Section && (!is_now(l) || period == frame.period);
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| asked(l)) {
        let part = Sought { marks: line.marks.clone(), weight: line.weight };
        let key = (base(frame, line, line.fact, period), lead(line.fact, &line.marks));
        wanted.entry(key).or_default().push((i, true, part));
        if let Some((fact, marks)) = &line.over {
            let whole = Sought { marks: marks.clone(), weight: Weight::People };
            let key = (base(frame, line, *fact, period), lead(*fact, marks));
            wanted.entry(key).or_default().push((i, false, whole));
        }
    }
    let mut all = vec![Found::default(); lines.len()];
    for ((base, _), list) in wanted {
        let sought: Vec<Sought> = list.iter().map(|(.., s)| s.clone()).collect();
        let rows = frame.desk.report_figures(frame.report.money, &base, None, &sought)?;
        let Some((_, sums)) = rows.into_iter().next() else { continue };
        for ((i, part, _), sum) in list.into_iter().zip(sums) {
            if part { all[i].part = sum } else { all[i].whole = sum }
        }
    }
    Ok(all)
}

fn figure(line: &Line, found: Found) -> Figure {
    match line.shows {
        Shows::Section => Figure::None,
        Shows::Count => Figure::Count(found.part.lines),
        Shows::Money => Figure::Money(found.part.weight),
        Shows::Average => Figure::Average(found.part.weight, found.part.lines),
        Shows::Rate => Figure::Rate(found.part.lines, found.whole.lines),
        Shows::Rest => Figure::Rate(found.whole.lines - found.part.lines, found.whole.lines),
    }
}

/// The change between two figures of one line.
pub fn change(now: &Figure, was: &Figure) -> Figure {
    match (now, was) {
        (Figure::Count(a), Figure::Count(b)) | (Figure::Money(a), Figure::Money(b)) => Figure::Change(*a, *b),
        (Figure::Rate(a, b), Figure::Rate(c, d)) => Figure::Points((*a, *b), (*c, *d)),
        (Figure::Average(a, b), Figure::Average(c, d)) if *b > 0 && *d > 0 => {
            // Compared in tenths of a day, as they are printed.
            Figure::Change(average(*a, *b), average(*c, *d))
        }
        _ => Figure::Text("-".to_string()),
    }
}

/// A figure with what lies behind it: of a rate, what stands above the line.
fn cell(frame: &Frame, line: &Line, period: Period, figure: Figure) -> Cell {
    if line.shows == Shows::Section {
        return Cell::default();
    }
    let base = base(frame, line, line.fact, period);
    Cell::behind(figure, Filter { base, marks: line.marks.clone(), group: None })
}

fn is_now(line: &Line) -> bool {
    line.day == Some(Day::Now)
}

/// 本期 件次 人次, 上期, 环比, 去年同期, 同比.
pub fn sheet(frame: &Frame, lines: &[Line]) -> Outcome<Sheet> {
    let spans = [frame.period, frame.period.previous(), frame.period.year_ago()];
    let now = found(frame, lines, spans[0])?;
    let before = found(frame, lines, spans[1])?;
    let year_ago = if spans[2] == spans[1] { before.clone() } else { found(frame, lines, spans[2])? };
    let mut rows = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        if line.shows == Shows::Section {
            rows.push(Row::section(line.label.clone()));
            continue;
        }
        let figures = [figure(line, now[i]), figure(line, before[i]), figure(line, year_ago[i])];
        let people = match line.shows {
            Shows::Count if line.weight == Weight::People => Figure::Count(now[i].part.weight),
            Shows::Money => Figure::Count(now[i].part.lines),
            _ => Figure::None,
        };
        let people = if people == Figure::None { Cell::default() } else { cell(frame, line, spans[0], people) };
        let mut cells = vec![cell(frame, line, spans[0], figures[0].clone()), people];
        for (was, span) in figures[1..].iter().zip(&spans[1..]) {
            if is_now(line) {
                cells.extend([Cell::default(), Cell::default()]);
            } else {
                cells.push(cell(frame, line, *span, was.clone()));
                cells.push(Cell::of(change(&figures[0], was)));
            }
        }
        rows.push(Row { label: line.label.clone(), rank: Rank::Plain, cells });
    }
    let columns = ["项目", "本期件次", "本期人次", "上期件次", "环比", "去年同期", "同比"];
    Ok(Sheet { columns: columns.map(String::from).to_vec(), rows, notes: Vec::new() })
}

/// Three years side by side: the goals of 方案三.
pub fn years(frame: &Frame, lines: &[Line]) -> Outcome<Sheet> {
    let last = frame.period;
    let spans = [last.year_ago().year_ago(), last.year_ago(), last];
    let mut found_in = Vec::new();
    for span in spans {
        found_in.push(found(frame, lines, span)?);
    }
    let mut rows = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        if line.shows == Shows::Section {
            rows.push(Row::section(line.label.clone()));
            continue;
        }
        let figures: Vec<Figure> = found_in.iter().map(|f| figure(line, f[i])).collect();
        let mut cells: Vec<Cell> =
            spans.iter().zip(&figures).map(|(span, f)| cell(frame, line, *span, f.clone())).collect();
        let people = if line.shows == Shows::Count { Figure::Count(found_in[2][i].part.weight) } else { Figure::None };
        cells.push(if people == Figure::None { Cell::default() } else { cell(frame, line, last, people) });
        cells.push(Cell::of(change(&figures[2], &figures[1])));
        cells.push(Cell::of(change(&figures[2], &figures[0])));
        rows.push(Row { label: line.label.clone(), rank: Rank::Plain, cells });
    }
    let mut columns = vec!["项目".to_string()];
    columns.extend(spans.iter().map(|s| s.label()));
    columns.extend(["本年人次", "比上年", "比前年"].map(String::from));
    Ok(Sheet { columns, rows, notes: Vec::new() })
}

/// One line in the last periods, oldest first: the trend behind a row.
pub fn trend(frame: &Frame, filter: &Filter, periods: usize) -> Outcome<Vec<(String, i64)>> {
    let mut list = Vec::new();
    let mut period = frame.period;
    for _ in 0..periods {
        let base = Base { from: period.from, to: period.to, ..filter.base };
        let (dim, keys) = filter.group.as_ref().map_or((None, None), |(d, k)| (Some(*d), Some(k)));
        let sought = [Sought { marks: filter.marks.clone(), weight: Weight::People }];
        let rows = frame.desk.report_figures(frame.report.money, &base, dim, &sought)?;
        let counted = rows.iter().filter(|(key, _)| keys.is_none_or(|k| k.contains(key)));
        list.push((period.code(), counted.map(|(_, sums)| sums[0].lines).sum()));
        period = period.previous();
    }
    list.reverse();
    Ok(list)
}
