//! Trust in the file: the head of the journal as it is told on paper, and which backups are kept.
//!
//! Pure: knows no file and no clock. A head names one state of the journal; whoever holds it can tell
//! later that nothing before it was changed and that the end was not cut off (domain.md 14).

use chrono::{Datelike, NaiveDateTime};
use std::collections::HashSet;
use std::fmt;

/// Newest of a day, for so many days that have one: a week of daily work can be gone back to.
pub const DAILY: usize = 7;
/// Newest of an ISO week: what is noticed at the monthly count of the office is still there.
pub const WEEKLY: usize = 5;
/// Newest of a month: a year, the period of the office's reports. 工作室默认.
pub const MONTHLY: usize = 12;

/// Fewest hexadecimal digits of a hash typed from paper: 64 bits, more than anybody can search through.
const TYPED: usize = 16;
/// Hexadecimal digits of a whole hash.
const WHOLE: usize = 64;

/// The newest row of a journal: its number and its hash in lower-case hexadecimal. Seq 0 is an empty journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub hash: String,
}

impl Head {
    pub fn new(seq: i64, hash: &[u8]) -> Head {
        Head { seq, hash: hex(hash) }
    }

    /// Reads `SEQ:HASH`; of the hash the first 16 digits or more, spaces and case do not matter.
    ///
    /// # Errors
    /// What is wrong with the text, and how it is written.
    pub fn parse(text: &str) -> Result<Head, String> {
        let how = "请照日结单或备份旁注写成 序号:哈希,哈希至少写前16位";
        let text: String = crate::validation::text::fold_width(text).chars().filter(|c| !c.is_whitespace()).collect();
        let (seq, hash) = text.split_once(':').ok_or_else(|| format!("流水末条“{text}”缺少冒号;{how}"))?;
        let seq =
            seq.parse().ok().filter(|n| *n > 0).ok_or_else(|| format!("流水末条的序号“{seq}”不是正整数;{how}"))?;
        let hash = hash.to_ascii_lowercase();
        if !(TYPED..=WHOLE).contains(&hash.len()) || !hash.chars().all(|c| c.is_ascii_hexdigit()) {
            return Err(format!("流水末条的哈希“{hash}”不是16至64位十六进制数;{how}"));
        }
        Ok(Head { seq, hash })
    }

    /// Whether a row with that hash is the one this head names; a head from paper may hold less of the hash.
    pub fn names(&self, hash: &str) -> bool {
        self.hash.len() >= TYPED && hash.starts_with(&self.hash)
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Which of the backups taken at these times are kept, in the same order: the newest of each of the last
/// [`DAILY`] days, [`WEEKLY`] weeks and [`MONTHLY`] months that have one. Counted are days with a backup,
/// not days gone by, so that a long holiday empties nothing.
pub fn keep(taken: &[NaiveDateTime]) -> Vec<bool> {
    let mut newest: Vec<usize> = (0..taken.len()).collect();
    newest.sort_by_key(|i| std::cmp::Reverse((taken[*i], *i)));
    let mut kept = vec![false; taken.len()];
    let period = |at: NaiveDateTime, by: usize| match by {
        0 => (at.year(), at.ordinal()),
        1 => (at.iso_week().year(), at.iso_week().week()),
        _ => (at.year(), at.month()),
    };
    for (by, most) in [DAILY, WEEKLY, MONTHLY].into_iter().enumerate() {
        let mut seen = HashSet::new();
        for i in &newest {
            let held = period(taken[*i], by);
            if seen.len() < most && seen.insert(held) {
                kept[*i] = true;
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Days, NaiveDate};

    fn at(day: NaiveDate, hour: u32) -> NaiveDateTime {
        day.and_hms_opt(hour, 0, 0).expect("a time")
    }

    #[test]
    fn of_two_years_of_days_a_week_five_weeks_and_twelve_months_stay() {
        let first = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a day");
        let taken: Vec<_> = (0..700).flat_map(|n| [9, 18].map(|h| at(first + Days::new(n), h))).collect::<Vec<_>>();
        let kept: Vec<_> = taken.iter().zip(keep(&taken)).filter(|k| k.1).map(|k| *k.0).collect();
        let last = first + Days::new(699);
        for n in 0..7 {
            assert!(kept.contains(&at(last - Days::new(n), 18)), "{n} days ago");
        }
        assert!(kept.iter().all(|t| t.format("%H").to_string() == "18"), "the newest of its day");
        let months: HashSet<_> = kept.iter().map(|t| (t.year(), t.month())).collect();
        assert_eq!(months.len(), MONTHLY);
        // 7 days, 4 weeks besides this one, the months not told by those.
        assert!((7 + 3 + 10..=7 + 4 + 11).contains(&kept.len()), "{kept:?}");
    }

    #[test]
    fn nothing_goes_for_age_alone_and_order_does_not_matter() {
        let old = at(NaiveDate::from_ymd_opt(2019, 5, 1).expect("a day"), 9);
        let new = at(NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day"), 9);
        assert_eq!(keep(&[old]), [true]);
        assert_eq!(keep(&[new, old]), [true, true]);
        let early = at(new.date(), 8);
        assert_eq!(keep(&[early, old, new]), [false, true, true], "the older of one day goes");
    }

    #[test]
    fn a_head_is_read_as_it_stands_on_paper() {
        let whole = Head::new(12, &[0xAB; 32]);
        assert_eq!(Head::parse(&whole.to_string()), Ok(whole.clone()));
        let typed = Head::parse(" 12：ABAB abab ABAB abab ").expect("typed");
        assert!(typed.names(&whole.hash) && !typed.names(&hex(&[0xAC; 32])));
        for bad in ["12", "12:abab", "0:abababababababab", "x:abababababababab", "12:ghghghghghghghgh"] {
            assert!(Head::parse(bad).expect_err(bad).contains("日结单"), "{bad}");
        }
    }
}
