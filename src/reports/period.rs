//! Periods of a report: 日, 周, 月, 季, 年; what was typed, what came before, the same a year ago.
//!
//! Dates only; reads no clock.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Kind {
    pub const ALL: [Kind; 5] = [Kind::Day, Kind::Week, Kind::Month, Kind::Quarter, Kind::Year];
    pub fn label(self) -> &'static str {
        match self {
            Kind::Day => "日",
            Kind::Week => "周",
            Kind::Month => "月",
            Kind::Quarter => "季",
            Kind::Year => "年",
        }
    }
}

/// A period; both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    pub kind: Kind,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// What may be typed, for help and refusals.
pub const FORMS: &str =
    "2026-11-23、2026-W47、2026-11、2026-Q4、2026,或 今天 昨天 本周 上周 本月 上月 本季 上季 本年 上年";

impl Period {
    /// The period of that kind in which a day lies.
    pub fn of(kind: Kind, day: NaiveDate) -> Period {
        let (from, next) = match kind {
            Kind::Day => (Some(day), day.checked_add_days(Days::new(1))),
            Kind::Week => {
                let monday = day - Days::new(u64::from(day.weekday().num_days_from_monday()));
                (Some(monday), monday.checked_add_days(Days::new(7)))
            }
            Kind::Month => (first(day.year(), day.month()), first_after(day.year(), day.month(), 1)),
            Kind::Quarter => {
                let month = (day.month() - 1) / 3 * 3 + 1;
                (first(day.year(), month), first_after(day.year(), month, 3))
            }
            Kind::Year => (first(day.year(), 1), first(day.year() + 1, 1)),
        };
        let from = from.unwrap_or(day);
        Period { kind, from, to: next.and_then(|d| d.pred_opt()).unwrap_or(day) }
    }

    /// What was typed.
    ///
    /// # Errors
    /// The text of a problem, with the forms that are understood.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Period, String> {
        let typed = crate::validation::text::fold_width(text);
        let typed = typed.trim();
        let word = match typed {
            "今天" | "本日" | "今日" => Some(Period::of(Kind::Day, today)),
            "昨天" | "昨日" => Some(Period::of(Kind::Day, today).previous()),
            "本周" | "这周" => Some(Period::of(Kind::Week, today)),
            "上周" => Some(Period::of(Kind::Week, today).previous()),
            "" | "本月" | "这月" => Some(Period::of(Kind::Month, today)),
            "上月" => Some(Period::of(Kind::Month, today).previous()),
            "本季" | "本季度" => Some(Period::of(Kind::Quarter, today)),
            "上季" | "上季度" => Some(Period::of(Kind::Quarter, today).previous()),
            "本年" | "今年" => Some(Period::of(Kind::Year, today)),
            "上年" | "去年" => Some(Period::of(Kind::Year, today).previous()),
            _ => None,
        };
        word.or_else(|| written(typed)).ok_or_else(|| format!("看不懂期间“{typed}”,请写 {FORMS}"))
    }

    /// The period of the same kind before this one.
    pub fn previous(self) -> Period {
        self.from.pred_opt().map_or(self, |day| Period::of(self.kind, day))
    }

    pub fn next(self) -> Period {
        self.to.succ_opt().map_or(self, |day| Period::of(self.kind, day))
    }

    /// The same period of the year before; a week by its number, the 53rd by the last there was.
    pub fn year_ago(self) -> Period {
        let year = self.from.year() - 1;
        let day = match self.kind {
            Kind::Week => {
                let week = self.from.iso_week();
                NaiveDate::from_isoywd_opt(week.year() - 1, week.week(), Weekday::Mon)
                    .or_else(|| NaiveDate::from_isoywd_opt(week.year() - 1, 52, Weekday::Mon))
            }
            _ => {
                let (month, day) = (self.from.month(), self.from.day());
                NaiveDate::from_ymd_opt(year, month, day).or_else(|| NaiveDate::from_ymd_opt(year, month, day - 1))
            }
        };
        day.map_or(self, |day| Period::of(self.kind, day))
    }

    /// As it is typed: `2026-W47`.
    pub fn code(self) -> String {
        let (year, month) = (self.from.year(), self.from.month());
        match self.kind {
            Kind::Day => self.from.to_string(),
            Kind::Week => format!("{}-W{:02}", self.from.iso_week().year(), self.from.iso_week().week()),
            Kind::Month => format!("{year}-{month:02}"),
            Kind::Quarter => format!("{year}-Q{}", (month - 1) / 3 + 1),
            Kind::Year => year.to_string(),
        }
    }

    /// In words: `2026年第47周(11-16至11-22)`.
    pub fn label(self) -> String {
        let (year, month) = (self.from.year(), self.from.month());
        match self.kind {
            Kind::Day => self.from.format("%Y年%m月%d日").to_string(),
            Kind::Week => format!(
                "{}年第{}周({}至{})",
                self.from.iso_week().year(),
                self.from.iso_week().week(),
                self.from.format("%m-%d"),
                self.to.format("%m-%d")
            ),
            Kind::Month => format!("{year}年{month}月"),
            Kind::Quarter => format!("{year}年第{}季度", (month - 1) / 3 + 1),
            Kind::Year => format!("{year}年"),
        }
    }
}

fn first(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1)
}

fn first_after(year: i32, month: u32, months: u32) -> Option<NaiveDate> {
    let at = month + months;
    if at > 12 { first(year + 1, at - 12) } else { first(year, at) }
}

fn written(typed: &str) -> Option<Period> {
    if let Ok(day) = typed.parse::<NaiveDate>() {
        return Some(Period::of(Kind::Day, day)).filter(|p| (1900..=2200).contains(&p.from.year()));
    }
    let (year, rest) = typed.split_once('-').unwrap_or((typed, ""));
    if year.len() != 4 || !year.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let year: i32 = year.parse().ok().filter(|y| (1900..=2200).contains(y))?;
    let number = |text: &str| text.parse::<u32>().ok();
    match rest.chars().next() {
        None if !typed.contains('-') => Some(Period::of(Kind::Year, first(year, 1)?)),
        Some('W' | 'w') => {
            let day = NaiveDate::from_isoywd_opt(year, number(&rest[1..])?, Weekday::Mon)?;
            Some(Period::of(Kind::Week, day))
        }
        Some('Q' | 'q') => {
            let quarter = number(&rest[1..]).filter(|q| (1..=4).contains(q))?;
            Some(Period::of(Kind::Quarter, first(year, quarter * 3 - 2)?))
        }
        Some(_) => Some(Period::of(Kind::Month, first(year, number(rest)?)?)),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-23".parse().expect("a date")
    }
    fn at(text: &str) -> (String, String, String, String) {
        let p = Period::parse(text, today()).expect(text);
        (p.from.to_string(), p.to.to_string(), p.previous().code(), p.year_ago().code())
    }
    fn four(a: &str, b: &str, c: &str, d: &str) -> (String, String, String, String) {
        (a.into(), b.into(), c.into(), d.into())
    }

    #[test]
    fn what_is_typed_becomes_days() {
        assert_eq!(at("2026-11-23"), four("2026-11-23", "2026-11-23", "2026-11-22", "2025-11-23"));
        assert_eq!(at("2024-02-29").3, "2023-02-28");
        assert_eq!(at("2026-W47"), four("2026-11-16", "2026-11-22", "2026-W46", "2025-W47"));
        assert_eq!(at("2026-W53"), four("2026-12-28", "2027-01-03", "2026-W52", "2025-W52"));
        assert_eq!(at("2026-11"), four("2026-11-01", "2026-11-30", "2026-10", "2025-11"));
        assert_eq!(at("2026-q4"), four("2026-10-01", "2026-12-31", "2026-Q3", "2025-Q4"));
        assert_eq!(at("２０２６"), four("2026-01-01", "2026-12-31", "2025", "2025"));
        assert_eq!(at("上月").0, "2026-10-01");
        assert_eq!(at("本周").0, "2026-11-23");
        assert_eq!(at("").0, "2026-11-01");
        for wrong in ["2026-13", "2026-W54", "2026-Q5", "26-11", "2026-", "2026-02-30", "前天"] {
            assert!(Period::parse(wrong, today()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn periods_follow_each_other_without_gap() {
        for kind in Kind::ALL {
            let mut p = Period::of(kind, "2023-12-30".parse().expect("a date"));
            // Years are written up to 2200.
            for _ in 0..170 {
                let next = p.next();
                assert_eq!(next.from.pred_opt(), Some(p.to), "{}", p.code());
                assert_eq!(next.previous(), p);
                assert_eq!(Period::parse(&p.code(), today()), Ok(p));
                p = next;
            }
        }
    }
}
