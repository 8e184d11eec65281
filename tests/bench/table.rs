//! The one table of figures: what, how much, and what it should be at most. Nothing is asserted.

use std::cell::RefCell;
use std::time::Duration;
use unicode_width::UnicodeWidthStr;

/// Collected figures, printed as they come so that a long run shows where it is.
pub struct Table {
    wide: usize,
    /// Cases in the file.
    cases: u64,
    kept: RefCell<Vec<Kept>>,
}

/// A median or value. An indented figure is of the one above it; numbers of rows and pages are no part of a name.
struct Kept {
    name: String,
    value: f64,
    unit: String,
}

impl Table {
    pub fn begin(cases: u64) -> Table {
        let table = Table { wide: 58, cases, kept: RefCell::default() };
        println!("\n{cases} cases, 120x40");
        table.line("figure", "p50 / value", "p99 / most", "target", "");
        println!("{}", "-".repeat(table.wide + 50));
        table
    }

    /// Cases in the file that is measured.
    pub fn cases(&self) -> u64 {
        self.cases
    }

    fn keep(&self, what: &str, value: f64, unit: &str) {
        let mut kept = self.kept.borrow_mut();
        let own = what.replace(|c: char| c.is_ascii_digit(), "");
        let above = if what.starts_with(' ') { kept.iter().rev().find(|k| !k.name.contains(" | ")) } else { None };
        let name = above.map_or(own.clone(), |above| format!("{} | {}", above.name, own.trim()));
        kept.push(Kept { name, value, unit: unit.to_string() });
    }

    /// A number that should be no smaller than the target.
    pub fn least(&self, what: &str, value: f64, unit: &str, target: f64) {
        self.keep(what, value, unit);
        self.line(what, &format!("{value} {unit}"), "", &format!(">= {target} {unit}"), mark_of(value < target));
    }

    fn line(&self, what: &str, value: &str, most: &str, target: &str, mark: &str) {
        let pad = self.wide.saturating_sub(what.width());
        println!("{what}{}  {value:>12}  {most:>12}  {target:>14} {mark}", " ".repeat(pad));
    }

    /// Times of many runs: median and 99th of a hundred, each with its target in milliseconds.
    pub fn times(&self, what: &str, mut runs: Vec<Duration>, target: Option<(f64, f64)>) {
        if runs.is_empty() {
            self.line(what, "-", "-", "", "no runs");
            return;
        }
        runs.sort_unstable();
        let (half, most) = (quantile(&runs, 50), quantile(&runs, 99));
        self.keep(what, ms(half), "ms");
        let mark = target.is_some_and(|(a, b)| ms(half) > a || ms(most) > b);
        let wanted = match target {
            None => String::new(),
            Some((a, b)) if (a - b).abs() < f64::EPSILON => format!("<= {a} ms"),
            Some((a, b)) => format!("<= {a}/{b} ms"),
        };
        self.line(what, &shown(half), &shown(most), &wanted, mark_of(mark));
    }

    /// A number with its unit; `most` is the greatest of several.
    pub fn value(&self, what: &str, value: f64, most: Option<f64>, unit: &str, target: Option<f64>) {
        let show = |v: f64| if v.fract() == 0.0 { format!("{v} {unit}") } else { format!("{v:.1} {unit}") };
        self.keep(what, value, unit);
        let over = target.is_some_and(|t| most.unwrap_or(value) > t);
        let wanted = target.map_or(String::new(), |t| format!("<= {t} {unit}"));
        self.line(what, &show(value), &most.map_or(String::new(), show), &wanted, mark_of(over));
    }
}

/// Differences below this many milliseconds are of the machine, not of the file.
const NOISE: f64 = 1.0;

/// The same figures for files of several sizes beside each other, and by how much they grew.
pub fn growth(tables: &[Table]) {
    let (Some(small), Some(large)) = (tables.first(), tables.last()) else { return };
    #[allow(clippy::cast_precision_loss)]
    let allowed = (large.cases as f64).ln() / (small.cases as f64).ln();
    println!("\ngrowth of the medians; a logarithm grows {allowed:.1} times");
    let heads: String = tables.iter().map(|t| format!("{:>16}", t.cases)).collect();
    println!("{}{heads}{:>10}", " ".repeat(large.wide), "times");
    for Kept { name, value: last, unit } in large.kept.borrow().iter() {
        let found = |t: &Table| t.kept.borrow().iter().find(|k| k.name == *name).map(|k| k.value);
        let values: Vec<Option<f64>> = tables.iter().map(found).collect();
        let Some(first) = values.first().copied().flatten() else { continue };
        let cells: String =
            values.iter().map(|v| format!("{:>16}", v.map_or("-".into(), |v| format!("{v:.2} {unit}")))).collect();
        let times = last / first.max(f64::MIN_POSITIVE);
        let over = unit == "ms" && times > allowed && last - first > NOISE;
        let pad = large.wide.saturating_sub(name.width());
        println!("{name}{}{cells}{times:>10.1} {}", " ".repeat(pad), if over { "<-- faster" } else { "" });
    }
}

fn mark_of(over: bool) -> &'static str {
    if over { "<-- over" } else { "" }
}

/// The `percent`th of sorted runs.
fn quantile(sorted: &[Duration], percent: usize) -> Duration {
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn shown(time: Duration) -> String {
    format!("{:.2} ms", ms(time))
}
