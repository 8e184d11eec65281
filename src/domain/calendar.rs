//! The calendar of rest days and make-up workdays: which day counts as a working day.
//!
//! Owns the State Council's yearly notices as rows (放假 / 补班), the county's own decreed holidays
//! laid over them, and the arithmetic of working days. A year without rows is counted by weekends
//! alone and says so ([`Known::Absent`]); a guessed year says so too ([`Known::Provisional`]).
//! Must not read a file or a clock: the rows are compiled in or handed over by the caller.
//! Source: 全国年节及纪念日放假办法(2024修订) and the yearly notices; 民法典203.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// What a row does to its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DayKind {
    /// A rest day by notice (放假), also on a weekend.
    #[serde(rename = "放假")]
    Off,
    /// A weekend day worked in exchange (补班).
    #[serde(rename = "补班")]
    Makeup,
}

/// One row of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDay {
    pub date: NaiveDate,
    pub kind: DayKind,
    pub name: String,
    /// False while the year's notice is not out and the row is reckoned (暂定).
    pub official: bool,
}

/// How far a year's arrangement is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// By the State Council's notice.
    Official,
    /// At least one row is reckoned: show 暂定.
    Provisional,
    /// No rows: only weekends rest.
    Absent,
}

/// Rest days and workdays, ready for many lookups (binary search).
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// Sorted by date, one row a date.
    days: Vec<CalendarDay>,
    /// `shift[i]`: working days that the first `i` rows add to (or take from) plain weekdays.
    shift: Vec<i64>,
    years: BTreeMap<i32, bool>,
}

const EMBEDDED: &str = include_str!("../../assets/holidays.csv");

impl Calendar {
    /// The calendar compiled in.
    pub fn embedded() -> &'static Self {
        static CALENDAR: OnceLock<Calendar> = OnceLock::new();
        CALENDAR.get_or_init(|| {
            Self::from_rows(parse_rows(EMBEDDED).expect("invariant: the embedded calendar is well formed"))
        })
    }

    /// A calendar of these rows. Of two rows for one date the later one holds.
    pub fn from_rows(rows: impl IntoIterator<Item = CalendarDay>) -> Self {
        let days: BTreeMap<_, _> = rows.into_iter().map(|d| (d.date, d)).collect();
        let mut years = BTreeMap::new();
        for day in days.values() {
            *years.entry(day.date.year()).or_insert(true) &= day.official;
        }
        Self::assemble(days, years)
    }

    /// This calendar with the year (or years) of `rows` put in place of its own: the new notice.
    pub fn with_notice(&self, rows: &[CalendarDay]) -> Self {
        let replaced: BTreeSet<i32> = rows.iter().map(|d| d.date.year()).collect();
        let kept = self.days.iter().filter(|d| !replaced.contains(&d.date.year()));
        Self::from_rows(kept.chain(rows).cloned())
    }

    /// This calendar with the county's own days laid over it (放假办法第4条: holidays of minorities,
    /// decreed locally). They decide their day, but do not make a year known.
    pub fn with_local(&self, rows: &[CalendarDay]) -> Self {
        let days = self.days.iter().chain(rows).map(|d| (d.date, d.clone())).collect();
        Self::assemble(days, self.years.clone())
    }

    fn assemble(days: BTreeMap<NaiveDate, CalendarDay>, years: BTreeMap<i32, bool>) -> Self {
        let days: Vec<_> = days.into_values().collect();
        let mut shift = vec![0];
        let mut sum = 0;
        for day in &days {
            sum += i64::from(day.kind == DayKind::Makeup) - i64::from(!is_weekend(day.date));
            shift.push(sum);
        }
        Self { days, shift, years }
    }

    /// The rows, by date.
    pub fn days(&self) -> &[CalendarDay] {
        &self.days
    }
    /// The row of a date, if any: its name for the screen.
    pub fn day(&self, date: NaiveDate) -> Option<&CalendarDay> {
        let at = self.days.binary_search_by_key(&date, |d| d.date).ok()?;
        self.days.get(at)
    }

    /// A statutory rest day: weekend or holiday, less make-up workdays.
    pub fn is_rest(&self, date: NaiveDate) -> bool {
        self.day(date).map_or_else(|| is_weekend(date), |d| d.kind == DayKind::Off)
    }

    pub fn is_working(&self, date: NaiveDate) -> bool {
        !self.is_rest(date)
    }
    /// `date` itself if it is a working day, else the next one (民法典203).
    pub fn next_working(&self, date: NaiveDate) -> NaiveDate {
        let mut day = date;
        while self.is_rest(day) {
            match day.succ_opt() {
                Some(next) => day = next,
                None => return day,
            }
        }
        day
    }

    /// The `n`-th working day after `date` (`date` not counted); `date` for 0; `None` past the end of time.
    pub fn add_working(&self, date: NaiveDate, n: u32) -> Option<NaiveDate> {
        let mut day = date;
        let mut left = i64::from(n);
        // So many natural days hold at most so many working days: a stride never jumps too far.
        while left > 16 {
            let far = day.checked_add_days(Days::new(left.unsigned_abs() - 1))?;
            left -= self.working_between(day, far);
            day = far;
        }
        while left > 0 {
            day = day.succ_opt()?;
            left -= i64::from(self.is_working(day));
        }
        Some(day)
    }

    /// The `n`-th working day before `date`; `date` for 0; `None` before the beginning of time.
    pub fn sub_working(&self, date: NaiveDate, n: u32) -> Option<NaiveDate> {
        let mut day = date;
        let mut left = n;
        while left > 0 {
            day = day.pred_opt()?;
            left -= u32::from(self.is_working(day));
        }
        Some(day)
    }

    /// Working days after `a` up to and with `b`; negative when `b` lies before `a`.
    pub fn working_between(&self, a: NaiveDate, b: NaiveDate) -> i64 {
        if b < a {
            return -self.working_between(b, a);
        }
        let upto = |date: NaiveDate| self.days.partition_point(|d| d.date <= date);
        weekdays_upto(b) - weekdays_upto(a) + self.shift[upto(b)] - self.shift[upto(a)]
    }

    /// How far the arrangement of this day's year is known.
    pub fn status(&self, date: NaiveDate) -> Known {
        match self.years.get(&date.year()) {
            Some(true) => Known::Official,
            Some(false) => Known::Provisional,
            None => Known::Absent,
        }
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Mondays to Fridays from Monday, 0001-01-01 to `date`, signed before it.
fn weekdays_upto(date: NaiveDate) -> i64 {
    let n = i64::from(date.num_days_from_ce());
    n.div_euclid(7) * 5 + n.rem_euclid(7).min(5)
}

/// Reads one year's arrangement, as an administrator imports it: `date,kind,name,status` with or
/// without that heading. An empty status is official. Errors name the line and the remedy.
pub fn parse_csv(text: &str) -> Result<Vec<CalendarDay>, Vec<String>> {
    let days = parse_rows(text)?;
    let years: BTreeSet<i32> = days.iter().map(|d| d.date.year()).collect();
    match years.len() {
        0 => Err(vec!["文件里没有日期：请按 date,kind,name,status 每行一天填写".into()]),
        1 => Ok(days),
        _ => {
            let list: Vec<String> = years.iter().map(i32::to_string).collect();
            Err(vec![format!("文件里有{}年的日期：一次只导入一年，请分成几个文件", list.join("、"))])
        }
    }
}

/// What the administrator should still look at before a year takes effect. Nothing here is refused.
pub fn doubts(days: &[CalendarDay]) -> Vec<String> {
    let mut doubts = Vec::new();
    for day in days.iter().filter(|d| d.kind == DayKind::Makeup && !is_weekend(d.date)) {
        doubts.push(format!("{} 是工作日却记为补班：请核对通知，不是周末就不必写", day.date));
    }
    let off = days.iter().filter(|d| d.kind == DayKind::Off).count();
    if off < 13 {
        doubts.push(format!("放假只有{off}天，少于法定13天：请核对是否漏了节日"));
    }
    if !days.is_empty() && days.iter().all(|d| d.kind == DayKind::Off) {
        doubts.push("没有补班日：请核对通知里的调休上班安排".into());
    }
    if days.iter().any(|d| !d.official) {
        doubts.push("有暂定的日期：这一年的期限都会显示“暂定”".into());
    }
    doubts
}

fn parse_rows(text: &str) -> Result<Vec<CalendarDay>, Vec<String>> {
    let mut days: BTreeMap<NaiveDate, (usize, CalendarDay)> = BTreeMap::new();
    let mut errors = Vec::new();
    let mut heading_may_come = true;
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let cells: Vec<&str> = line.split([',', '，', '\t']).map(|c| c.trim().trim_matches('"').trim()).collect();
        if cells.iter().all(|c| c.is_empty()) {
            continue;
        }
        if std::mem::take(&mut heading_may_come) && matches!(cells[0], "date" | "日期") {
            continue;
        }
        match parse_row(&cells) {
            Err(problem) => errors.push(format!("第{}行：{problem}", at + 1)),
            Ok(day) => match days.get(&day.date) {
                Some((first, _)) => {
                    errors.push(format!("第{}行：{} 与第{first}行重复，请删去一行", at + 1, day.date));
                }
                None => drop(days.insert(day.date, (at + 1, day))),
            },
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(days.into_values().map(|(_, day)| day).collect())
}

fn parse_row(cells: &[&str]) -> Result<CalendarDay, String> {
    let cell = |at: usize| cells.get(at).copied().unwrap_or("");
    if cells.len() > 4 && cells[4..].iter().any(|c| !c.is_empty()) {
        return Err("多于四列，请只留 date,kind,name,status".into());
    }
    // Spreadsheets rewrite 2027-01-01 as 2027/1/1 when they save.
    let date = NaiveDate::parse_from_str(&cell(0).replace(['/', '.'], "-"), "%Y-%m-%d")
        .ok()
        .filter(|d| (1949..=9999).contains(&d.year()))
        .ok_or_else(|| format!("日期“{}”不对，请写成 2027-01-01", cell(0)))?;
    let kind = match cell(1) {
        "放假" => DayKind::Off,
        "补班" => DayKind::Makeup,
        other => return Err(format!("类别“{other}”不认识，请写“放假”或“补班”")),
    };
    let official = match cell(3) {
        "" | "official" | "正式" => true,
        "provisional" | "暂定" => false,
        other => return Err(format!("状态“{other}”不认识，请写 official（正式）或 provisional（暂定）")),
    };
    Ok(CalendarDay { date, kind, name: cell(2).to_string(), official })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn d(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn each_published_year_has_its_number_of_workdays() {
        let cal = Calendar::embedded();
        for (year, days) in [(2024, 251), (2025, 248), (2026, 248)] {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let count = first.iter_days().take_while(|d| d.year() == year).filter(|d| cal.is_working(*d)).count();
            assert_eq!(count, days, "{year}");
        }
    }

    #[test]
    fn makeup_days_of_2026_are_worked_and_holidays_rest() {
        let cal = Calendar::embedded();
        for day in ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"] {
            assert!(cal.is_working(d(day)), "{day}");
        }
        assert!(cal.is_rest(d("2026-10-01")) && cal.is_rest(d("2026-11-21")) && cal.is_working(d("2026-11-23")));
        assert_eq!(cal.day(d("2026-10-01")).unwrap().name, "国庆节");
        assert_eq!(cal.next_working(d("2026-10-01")), d("2026-10-08"));
        assert_eq!(cal.next_working(d("2026-10-10")), d("2026-10-10"));
    }

    #[test]
    fn a_year_says_how_far_it_is_known() {
        let cal = Calendar::embedded();
        assert_eq!(cal.status(d("2026-06-01")), Known::Official);
        assert_eq!(cal.status(d("2027-06-01")), Known::Provisional);
        assert_eq!(cal.status(d("2028-06-01")), Known::Absent);
        assert!(cal.is_working(d("2028-10-02")) && cal.is_rest(d("2028-10-01")));
    }

    #[test]
    fn a_new_notice_replaces_its_year_and_local_days_lie_over_it() {
        let notice = parse_csv("2027-01-01,放假,元旦,official\n2027-01-02,补班,元旦调休上班,\n").unwrap();
        let cal = Calendar::embedded().with_notice(&notice);
        assert_eq!(cal.status(d("2027-06-01")), Known::Official);
        assert!(cal.is_working(d("2027-10-01")), "the guessed rows are gone");
        assert!(cal.is_working(d("2027-01-02")) && cal.is_rest(d("2026-10-01")));

        let local = CalendarDay { date: d("2028-09-13"), kind: DayKind::Off, name: "州庆".into(), official: true };
        let cal = cal.with_local(&[local]);
        assert!(cal.is_rest(d("2028-09-13")));
        assert_eq!(cal.status(d("2028-09-13")), Known::Absent);
        assert_eq!(cal.working_between(d("2028-09-11"), d("2028-09-15")), 3);
    }

    #[test]
    fn an_import_names_line_and_remedy() {
        let errors = parse_csv("date,kind,name,status\n2027-13-01,放假,x,\n2027-01-01,休,元旦,\n\n2027-01-03,放假,a,maybe\n2027-01-04,放假,a,\n2027-1-4,放假,b,\n").unwrap_err();
        assert_eq!(
            errors,
            [
                "第2行：日期“2027-13-01”不对，请写成 2027-01-01",
                "第3行：类别“休”不认识，请写“放假”或“补班”",
                "第5行：状态“maybe”不认识，请写 official（正式）或 provisional（暂定）",
                "第7行：2027-01-04 与第6行重复，请删去一行",
            ]
        );
        let mixed = parse_csv("2027-01-01,放假,元旦,\n2028-01-01,放假,元旦,").unwrap_err();
        assert!(mixed[0].contains("2027、2028"), "{mixed:?}");
        assert!(parse_csv("date,kind,name,status\n").unwrap_err()[0].contains("没有日期"));
        assert!(parse_csv("2027-01-01,放假,元旦,official,多,\n").is_err());
    }

    #[test]
    fn spreadsheet_spellings_are_read() {
        let text = "\u{feff}日期,类别,名称,状态\r\n2027/1/1,放假,元旦,正式\r\n\"2027.10.9\",\"补班\",国庆节,暂定\r\n";
        let days = parse_csv(text).unwrap();
        assert_eq!(days.iter().map(|x| x.date).collect::<Vec<_>>(), [d("2027-01-01"), d("2027-10-09")]);
        assert_eq!(days.iter().map(|x| x.official).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn doubts_are_told_not_refused() {
        let days = parse_csv("2027-01-04,补班,x,\n2027-01-01,放假,元旦,暂定").unwrap();
        let told = doubts(&days).join("\n");
        assert!(["是工作日却记为补班", "放假只有1天", "暂定"].iter().all(|part| told.contains(part)), "{told}");
        let of_2026: Vec<_> = Calendar::embedded().days().iter().filter(|x| x.date.year() == 2026).cloned().collect();
        assert_eq!(doubts(&of_2026), Vec::<String>::new());
    }

    fn day() -> impl Strategy<Value = NaiveDate> {
        (738_000i32..740_500).prop_map(|n| NaiveDate::from_num_days_from_ce_opt(n).unwrap())
    }

    proptest! {
        #[test]
        fn counting_by_arithmetic_agrees_with_counting_by_hand(a in day(), len in 0u64..900) {
            let cal = Calendar::embedded();
            let b = a + Days::new(len);
            let by_hand = a.iter_days().skip(1).take_while(|x| *x <= b).filter(|x| cal.is_working(*x)).count();
            prop_assert_eq!(cal.working_between(a, b), by_hand as i64);
            prop_assert_eq!(cal.working_between(b, a), -(by_hand as i64));
        }

        #[test]
        fn adding_is_the_inverse_of_counting(a in day(), n in 1u32..600) {
            let cal = Calendar::embedded();
            let end = cal.add_working(a, n).unwrap();
            prop_assert!(cal.is_working(end));
            prop_assert_eq!(cal.working_between(a, end), i64::from(n));
            prop_assert_eq!(cal.working_between(cal.sub_working(end, n).unwrap(), end), i64::from(n));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "[0-9,/\\-放假补班\n\r\" a]{0,60}") {
            let _ = parse_csv(&text);
        }
    }

    #[test]
    fn the_ends_of_time_are_not_passed() {
        let cal = Calendar::embedded();
        assert_eq!(cal.add_working(NaiveDate::MAX, u32::MAX), None);
        assert_eq!(cal.sub_working(NaiveDate::MIN, 1), None);
        cal.working_between(NaiveDate::MIN, NaiveDate::MAX);
    }
}
