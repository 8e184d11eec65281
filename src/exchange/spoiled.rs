//! What spreadsheets do to cells: numbers of documents in scientific notation, telephones with a decimal
//! point, days as serials. What was lost is told, never guessed.

use super::reading::Cell;
use crate::validation::date;
use crate::validation::text::{clean_line, fold_width};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

pub const RUINED: &str = "长号码被表格软件改写,后几位已经丢失;请从原件重填,先把这一列设为文本";

/// Whether a text is a number as a spreadsheet shortens it: `5.33422E+17`.
fn is_scientific(text: &str) -> bool {
    let folded = fold_width(text).to_uppercase();
    folded.split_once('E').is_some_and(|(head, tail)| {
        head.parse::<f64>().is_ok() && tail.trim_start_matches('+').parse::<u8>().is_ok_and(|n| n >= 9)
    })
}

/// The number of a document as it was typed.
///
/// # Errors
/// What a spreadsheet did to it, and the remedy; so below.
pub fn document(cell: &Cell, text: &str) -> Result<String, String> {
    match cell {
        // 15 digits are still exact; a number of 18 is not.
        Cell::Number(n) if n.abs() >= 1e15 || n.fract() != 0.0 => Err(format!("{RUINED}({text})")),
        Cell::Time(_) => Err("这一格是日期,请核对列".into()),
        _ if is_scientific(text) => Err(format!("{RUINED}({text})")),
        _ => Ok(clean_line(text)),
    }
}

/// A telephone as it was typed.
pub fn phone(cell: &Cell, text: &str) -> Result<String, String> {
    match cell {
        Cell::Number(n) if n.fract() != 0.0 || n.abs() >= 1e15 => Err(format!("“{text}”不是电话号码,请核对")),
        Cell::Time(_) => Err("这一格是日期,请核对列".into()),
        _ if is_scientific(text) => Err(format!("“{text}”是科学计数,末几位已经丢失;请从原件重填,先把这一列设为文本")),
        _ => Ok(clean_line(text.strip_suffix(".0").unwrap_or(text))),
    }
}

/// A day with its year, and the time when there is one. A ledger has no "this year".
pub fn moment(cell: &Cell, text: &str, now: NaiveDateTime) -> Result<NaiveDateTime, String> {
    let serial = |n: f64| {
        // Days since 1899-12-30; 1950 to 2100.
        (18_264.0..73_051.0).contains(&n).then(|| {
            let minutes = (n.fract() * 1440.0).round();
            #[allow(clippy::cast_possible_truncation)]
            let (days, minutes) = (n.trunc() as i64, minutes as i64);
            NaiveDate::from_ymd_opt(1899, 12, 30)
                .and_then(|d| d.and_hms_opt(0, 0, 0))
                .map(|start| start + TimeDelta::days(days) + TimeDelta::minutes(minutes))
        })
    };
    let folded = fold_width(text);
    let text = folded.trim();
    let found = match cell {
        Cell::Time(at) => Some(*at),
        Cell::Number(n) => serial(*n).flatten(),
        _ => text.parse().ok().filter(|_| text.len() == 5 || text.contains('.')).and_then(|n| serial(n).flatten()),
    };
    if let Some(at) = found {
        return Ok(at);
    }
    let year: String = text.chars().take_while(char::is_ascii_digit).collect();
    if !(year.len() == 4 || year.len() >= 8) || !matches!(year.get(..2), Some("19" | "20")) {
        return Err(format!("“{text}”没有写全年份,请写成2024-03-06"));
    }
    let midnight = |day: NaiveDate| day.and_hms_opt(0, 0, 0).ok_or_else(String::new);
    match date::parse_date(text, now.date()) {
        Ok(day) => midnight(day),
        Err(problem) => date::parse_datetime(text, now).map_err(|_| problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(cell: &Cell) -> Result<String, String> {
        let now = "2026-11-23T16:42:00".parse().expect("a time");
        moment(cell, &cell.text(), now).map(date::canonical_time)
    }
    fn text(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[test]
    fn days_are_read_as_text_serial_and_time_but_never_without_their_year() {
        for cell in ["2024.3.6", "2024年3月6日", "2024/3/6", "2024-03-06", "20240306", "45357", "２０２４．３．６"]
        {
            assert_eq!(at(&text(cell)).as_deref(), Ok("2024-03-06T00:00"), "{cell}");
        }
        assert_eq!(at(&Cell::Number(45357.4)).as_deref(), Ok("2024-03-06T09:36"));
        assert_eq!(at(&text("2024-3-6 9:30")).as_deref(), Ok("2024-03-06T09:30"));
        for cell in ["3.6", "3月6日", "今天", "24.3.6", "+15", "下周一"] {
            assert!(at(&text(cell)).expect_err(cell).contains("年份"), "{cell}");
        }
        assert!(at(&text("2024-02-30")).is_err());
    }

    #[test]
    fn long_numbers_that_were_rounded_are_refused_and_exact_ones_kept() {
        assert!(document(&Cell::Number(5.334_221_985_061_5e17), "5.3342E+17").is_err());
        assert!(document(&text("5.33422E+17"), "5.33422E+17").expect_err("lost").contains("丢失"));
        let old = Cell::Number(533_422_850_615_002.0);
        assert_eq!(document(&old, &old.text()).as_deref(), Ok("533422850615002"));
        let mobile = Cell::Number(13_800_000_000.0);
        assert_eq!(phone(&mobile, &mobile.text()).as_deref(), Ok("13800000000"));
        assert_eq!(phone(&text("13800000000.0"), "13800000000.0").as_deref(), Ok("13800000000"));
        assert!(phone(&text("1.38E+10"), "1.38E+10").is_err());
    }
}
