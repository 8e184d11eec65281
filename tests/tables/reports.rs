//! The catalogue of reports, printed for a lawyer: what each figure means and on what it rests.

use super::printed::compare;
use crate::support::{NOW, Studio};
use fengqiao::desk::{Clock, Desk};
use fengqiao::reports::{self, By, Period, REPORTS};
use std::fmt::Write as _;

#[test]
fn every_report_is_unique_explained_and_has_its_basis() {
    for (i, r) in REPORTS.iter().enumerate() {
        assert!(!r.basis.is_empty() && !r.unit.is_empty() && !r.frequency.is_empty(), "{}", r.id);
        assert!(r.definitions.iter().all(|d| d.ends_with('。')) && r.definitions.len() >= 2, "{}", r.id);
        assert!(REPORTS[..i].iter().all(|o| o.id != r.id && o.title != r.title), "{} twice", r.id);
    }
    for n in 1..=15 {
        assert!(reports::find(&format!("r{n:02}")).is_some(), "R{n:02}");
    }
}

#[test]
fn the_reports() {
    let studio = Studio::new();
    let now = format!("{NOW}:00").parse().expect("a time");
    let mut desk = Desk::open(&studio.db, Clock::Fixed(now), "测试").expect("a desk");
    desk.login_as("zhuren").expect("a user");
    let mut out = String::new();
    for report in REPORTS {
        let period = Period::parse("2025", desk.today()).expect("a period");
        let made = reports::make(&desk, report, period, None).unwrap_or_else(|e| panic!("{e}"));
        let often: Vec<&str> = report.frequency.iter().map(|k| k.label()).collect();
        let by = match report.by {
            By::Choice(axis) => format!("{}(可换)", axis.label()),
            By::Fixed(words) => format!("{words}(固定)"),
        };
        let rows: Vec<&str> = made.sheet.rows.iter().map(|r| r.label.trim()).collect();
        let _ = writeln!(out, "{} {} ({})", report.id, report.title, report.basis);
        let _ = writeln!(out, "    期间  {}    口径  {by}    单位  {}", often.join("、"), report.unit);
        let _ = writeln!(out, "    栏目  {}", made.sheet.columns.join("、"));
        let _ = writeln!(out, "    项目  {}", rows.join("、"));
        for words in report.definitions {
            let _ = writeln!(out, "    说明  {words}");
        }
    }
    for words in reports::COMMON {
        let _ = writeln!(out, "通用说明  {words}");
    }
    compare("reports", &out);
}
