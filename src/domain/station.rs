//! Stations (网点, 方案四(一)(二)(三)): their levels, which lies above which, and the letters of a queue.
//!
//! A file counts its stations from the county studio on; nothing here knows which there are.

use super::case::Stage;
use crate::choices;
use crate::validation::Choice;

/// Level of a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    County,
    Township,
    Village,
    Channel,
}

impl Level {
    /// Every level in the order of lists: (level, code, label, basis).
    pub const ALL: &[(Level, &'static str, &'static str, &'static str)] = &[
        (Level::County, "county", "县工作室", "方案四(四)"),
        (Level::Township, "township", "乡镇接待窗口", "方案四(二)"),
        (Level::Village, "village", "村联系点", "方案四(一)"),
        (Level::Channel, "channel", "行业绿色通道", "方案四(三)"),
    ];
    fn row(self) -> &'static (Level, &'static str, &'static str, &'static str) {
        Level::ALL.iter().find(|r| r.0 == self).expect("invariant: every level has a row")
    }
    pub fn code(self) -> &'static str {
        self.row().1
    }
    pub fn label(self) -> &'static str {
        self.row().2
    }
    pub fn basis(self) -> &'static str {
        self.row().3
    }
    pub fn from_code(code: &str) -> Option<Level> {
        Level::ALL.iter().find(|r| r.1 == code).map(|r| r.0)
    }
    /// Height, for 上交: 村 under 乡镇 under 县. A channel stands beside the township (工作室默认);
    /// the trigger `cases_moved` counts by the same figures.
    pub fn height(self) -> u8 {
        match self {
            Level::Village => 1,
            Level::Township | Level::Channel => 2,
            Level::County => 3,
        }
    }
}

/// Levels of which stations are added; the county studio is one and there from the start (方案六(一)).
pub const LEVELS: &[Choice] =
    choices![("township", "乡镇接待窗口"), ("village", "村联系点"), ("channel", "行业绿色通道")];

/// Industries of the green channels, as 方案四(三) names them.
pub const INDUSTRIES: &[Choice] = choices![
    ("1", "医患纠纷"),
    ("2", "交通事故"),
    ("3", "物业管理"),
    ("4", "劳动争议"),
    ("5", "环境保护"),
    ("9", "其他")
];

/// Stages in which a case counts as done by the studio: 结案, 销号, 归档.
pub const DONE: [Stage; 3] = [Stage::Closed, Stage::Struck, Stage::Archived];

/// The letters of the `nth` station of a file, from 1: `A` to `Z`, then `AA` and on.
pub fn mark(nth: i64) -> String {
    let mut letters = Vec::new();
    let mut left = nth.max(1);
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    letters.iter().rev().collect()
}

/// A number of the queue: `A012`, `B001`; four cells with two letters as well: `AB07`.
pub fn ticket(mark: &str, n: i64) -> String {
    let digits = 4usize.saturating_sub(mark.len()).max(1);
    format!("{mark}{n:0digits$}")
}

/// A share as words and whole percent, rounded down so that it never flatters: `7件中6件 85%`.
pub fn share(part: i64, whole: i64) -> String {
    match whole {
        0 => "尚无结案".to_string(),
        _ => format!("{whole}件中{part}件 {}%", part * 100 / whole),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::number::Series;

    #[test]
    fn every_station_has_letters_of_its_own_and_numbers_fit_the_queue() {
        assert_eq!([1, 2, 26, 27, 52, 53, 702, 703].map(mark), ["A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
        let all: std::collections::BTreeSet<String> = (1..=800).map(mark).collect();
        assert_eq!(all.len(), 800);
        assert_eq!(
            (ticket("B", 1), ticket("AB", 7), ticket("AB", 107)),
            ("B001".into(), "AB07".into(), "AB107".into())
        );
        // The county's numbers are written as they always were.
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
        assert_eq!(ticket(&mark(1), 12), Series::Ticket.write("", day, 12));
    }

    #[test]
    fn shares_never_flatter() {
        assert_eq!(share(199, 200), "200件中199件 99%");
        assert_eq!((share(3, 3), share(0, 0)), ("3件中3件 100%".into(), "尚无结案".into()));
    }

    #[test]
    fn levels_of_the_form_are_levels() {
        for choice in LEVELS {
            let level = Level::from_code(choice.code).expect("a level");
            assert_eq!(level.label(), choice.label);
            assert!(level.height() < Level::County.height());
        }
        assert!(Level::Village.height() < Level::Township.height());
    }
}
