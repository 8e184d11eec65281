//! Stored values in the words of paper: 2026年11月23日, 1,000.00元, names for ids, labels for codes.

use crate::validation::display::display_kind;
use crate::validation::{Kind, money};
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use std::collections::HashMap;

/// `2026年11月23日`.
pub fn day(on: NaiveDate) -> String {
    format!("{}年{}月{}日", on.year(), on.month(), on.day())
}

/// A stored day or time as [`day`]; what is none stays as it is.
pub fn day_of(text: &str) -> String {
    text.get(..10).and_then(|t| t.parse().ok()).map_or_else(|| text.to_string(), day)
}

/// `1,000.00元`.
pub fn yuan(fen: i64) -> String {
    format!("{}元", money::format_yuan(fen))
}

/// A stored value of a field. `staff` names the roster by id.
pub fn value(kind: Kind, key: &str, text: &str, staff: &HashMap<i64, String>) -> String {
    let name = |id: &str| {
        let found = id.trim().parse::<i64>().ok().and_then(|id| staff.get(&id));
        found.cloned().unwrap_or_else(|| id.to_string())
    };
    match kind {
        _ if text.is_empty() => String::new(),
        Kind::Date | Kind::PastDate => day_of(text),
        Kind::PastTime => match NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M") {
            Ok(t) => format!("{}{}时{:02}分", day(t.date()), t.hour(), t.minute()),
            Err(_) => text.to_string(),
        },
        Kind::Money => text.parse().map_or_else(|_| text.to_string(), yuan),
        Kind::Record("staff") => name(text),
        Kind::Line(_) if key == "members" => text.split(',').map(name).collect::<Vec<_>>().join("、"),
        Kind::Rows(columns, _) => {
            let line = |line: &str| {
                let cells = columns.iter().zip(line.split('\t')).map(|(c, cell)| value(c.kind, c.key, cell, staff));
                cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ")
            };
            text.lines().map(line).collect::<Vec<_>>().join("\n")
        }
        kind => display_kind(kind, text),
    }
}

/// The amount in 大写, "" for none.
pub fn capitals(text: &str) -> String {
    text.parse().map_or_else(|_| String::new(), money::uppercase)
}
