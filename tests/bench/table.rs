//! The one table of figures: what, how much, and what it should be at most. Nothing is asserted.

use std::time::Duration;
use unicode_width::UnicodeWidthStr;

/// Collected figures, printed as they come so that a long run shows where it is.
pub struct Table {
    wide: usize,
}

impl Table {
    pub fn begin(title: &str) -> Table {
        let table = Table { wide: 58 };
        println!("\n{title}");
        table.line("figure", "p50 / value", "p99 / most", "target", "");
        println!("{}", "-".repeat(table.wide + 50));
        table
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
        let over = target.is_some_and(|t| most.unwrap_or(value) > t);
        let wanted = target.map_or(String::new(), |t| format!("<= {t} {unit}"));
        self.line(what, &show(value), &most.map_or(String::new(), show), &wanted, mark_of(over));
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
