//! Reports as they are asked for on the command line: a whole process each, over the whole file.

use crate::file::{NOW, PROGRAM, forget};
use crate::table::Table;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Code, and the period before the present one that it knows.
const REPORTS: &[(&str, &str)] = &[
    ("R01", "2026-10"),
    ("R01U", "2026-10"),
    ("R02", "2026-10"),
    ("R03", "2026-10"),
    ("R04", "2026-10"),
    ("R05", "2026-10"),
    ("R06", "2026-10"),
    ("R07", "2026-10"),
    ("R08", "2026-10"),
    ("R09", "2026-10"),
    ("R10", "2026-10"),
    ("R11", "2026-10"),
    ("R12", "2026-W45"),
    ("R13", "2026-10"),
    ("R14", "2026-10"),
];

pub fn measure(path: &Path, table: &Table) {
    let month = |cold: bool| {
        let asked = REPORTS.iter().map(|(code, period)| {
            if cold {
                forget(path);
            }
            made(path, code, period)
        });
        asked.collect::<Vec<_>>()
    };
    table.times("reports of a month or week, file not in memory", month(true), Some((300.0, 300.0)));
    table.times("reports of a month or week", month(false), Some((300.0, 300.0)));
    let years = ["R10", "R13", "R15"].map(|code| made(path, code, "2025"));
    table.times("reports of a year", years.to_vec(), Some((2000.0, 2000.0)));
}

fn made(path: &Path, code: &str, period: &str) -> Duration {
    let start = Instant::now();
    let status = Command::new(PROGRAM)
        .args(["report", code, "--period", period, "--format", "csv", "--as", "zhuren", "--db"])
        .arg(path)
        .env("FENGQIAO_NOW", NOW)
        .stdout(Stdio::null())
        .status()
        .expect("the program starts");
    let time = start.elapsed();
    assert!(status.success(), "{code} {period}");
    time
}
