//! Days and times as a clerk types them, with the input method on.
//!
//! Owns reading (`0312`, `3-12`, `+15`, `下周一`, `现在`) and showing with the weekday. Has no clock:
//! today and now are arguments. Knows nothing of working days or deadlines.

use super::text::{clean_line, fold_width};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

/// First and last year that a date may have.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
const REMEDY: &str = "请写如 0312、3-12、20260312、+15、昨天、下周一";

/// Reads a day. Month and day alone mean the year of `today`; a weekday alone means this week's
/// (Monday first); `+15` and `-3` count calendar days from `today`.
pub fn parse_date(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    match stored_day(text) {
        Some(day) => Ok(day),
        None => read_date(text, today),
    }
}

/// A day as it is stored, `2026-03-12`; `None` = read it in every way.
fn stored_day(text: &str) -> Option<NaiveDate> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text.as_bytes() else { return None };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0_u32, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(**b - b'0')))
    };
    let year = i32::try_from(number(&[y0, y1, y2, y3])?).ok().filter(|y| YEARS.contains(y))?;
    NaiveDate::from_ymd_opt(year, number(&[m0, m1])?, number(&[d0, d1])?)
}

fn read_date(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let folded = fold_width(&clean_line(text));
    let whole = folded.trim();
    // 下周一 is a day by itself; in `11-23 周一` the weekday only confirms.
    let (date, weekday) = match relative(whole, today) {
        Some(date) => (date?, None),
        None => {
            let (typed, weekday) = split_weekday(whole);
            let typed = typed.trim_end();
            (relative(typed, today).unwrap_or_else(|| absolute(typed, today))?, weekday)
        }
    };
    if !YEARS.contains(&date.year()) {
        return Err(format!("年份须在{}至{}之间,请核对", YEARS.start(), YEARS.end()));
    }
    match weekday {
        Some(day) if date.weekday() != day => {
            Err(format!("{date}是{},不是{},请核对", weekday_name(date), weekday_label(day)))
        }
        _ => Ok(date),
    }
}

/// Reads a day and time: a date as [`parse_date`] with `HH:MM`, a time alone (`1642`, `16:42`, of
/// today), or `现在`. Seconds are dropped.
pub fn parse_datetime(text: &str, now: NaiveDateTime) -> Result<NaiveDateTime, String> {
    // As it is stored: `2026-03-12T16:42`.
    if let Some((day, time)) = text.split_once('T')
        && let (Some(day), [_, _, b':', _, _]) = (stored_day(day), time.as_bytes())
        && let Ok(time) = parse_time(time)
    {
        return Ok(day.and_time(time));
    }
    read_datetime(text, now)
}

fn read_datetime(text: &str, now: NaiveDateTime) -> Result<NaiveDateTime, String> {
    let folded = fold_width(&clean_line(text));
    let typed = folded.trim();
    if matches!(typed, "现在" | "此刻" | "刚才" | "now") {
        return Ok(to_minute(now));
    }
    if typed.len() == 12 && typed.bytes().all(|b| b.is_ascii_digit()) {
        let day = parse_date(&typed[..8], now.date())?;
        return Ok(day.and_time(parse_time(&typed[8..])?));
    }
    let (date, time) = match typed.rsplit_once([' ', 'T', 't']) {
        Some((date, time)) if !date.trim().is_empty() => (Some(date), time),
        _ => match split_glued(typed) {
            Some((date, time)) => (Some(date), time),
            None => (None, typed),
        },
    };
    match date {
        Some(date) => match parse_time(time) {
            Ok(time) => Ok(parse_date(date, now.date())?.and_time(time)),
            Err(_) if parse_date(typed, now.date()).is_ok() => Err(time_missing(typed)),
            Err(problem) => Err(problem),
        },
        None => match parse_time(time) {
            Ok(time) => Ok(now.date().and_time(time)),
            Err(_) if parse_date(typed, now.date()).is_ok() => Err(time_missing(typed)),
            Err(_) if typed.contains(['-', '/', '.', '月']) => {
                Err(parse_date(typed, now.date()).err().unwrap_or_else(|| time_missing(typed)))
            }
            Err(problem) => Err(problem),
        },
    }
}

/// `2026-11-23 周一`.
pub fn with_weekday(date: NaiveDate) -> String {
    format!("{date} {}", weekday_name(date))
}

/// `周一` … `周日`.
pub fn weekday_name(date: NaiveDate) -> String {
    weekday_label(date.weekday())
}

/// The canonical text of a time: `YYYY-MM-DDTHH:MM`.
pub fn canonical_time(time: NaiveDateTime) -> String {
    // Written by hand: rows come by the million, and a format string is read anew each time.
    format!("{}T{:02}:{:02}", time.date(), time.hour(), time.minute())
}

/// `time` without its seconds.
pub fn to_minute(time: NaiveDateTime) -> NaiveDateTime {
    time.with_second(0).and_then(|t| t.with_nanosecond(0)).unwrap_or(time)
}

fn weekday_label(day: Weekday) -> String {
    format!("周{}", WEEKDAYS[day.num_days_from_monday() as usize])
}

fn unreadable(typed: &str) -> String {
    let shown: String = typed.chars().take(20).collect();
    format!("看不懂日期“{shown}”,{REMEDY}")
}

fn time_missing(typed: &str) -> String {
    format!("还缺时间,请补上,如 {typed} 09:30")
}

/// Today, weekdays, and days counted from today; `None` when the text is none of these.
fn relative(typed: &str, today: NaiveDate) -> Option<Result<NaiveDate, String>> {
    let days = match typed {
        "今天" | "今日" | "今" | "today" => 0,
        "昨天" | "昨日" => -1,
        "前天" => -2,
        "大前天" => -3,
        "明天" | "明日" => 1,
        "后天" => 2,
        "大后天" => 3,
        _ => return counted(typed, today).or_else(|| in_week(typed, today)),
    };
    Some(shift(today, days))
}

/// `+15`, `-3`, `15天后`, `3天前`.
fn counted(typed: &str, today: NaiveDate) -> Option<Result<NaiveDate, String>> {
    let (sign, digits) = if let Some(rest) = typed.strip_prefix('+') {
        (1, rest)
    } else if let Some(rest) = typed.strip_prefix('-') {
        (-1, rest)
    } else if let Some(rest) = typed.strip_suffix("天后") {
        (1, rest)
    } else {
        (-1, typed.strip_suffix("天前")?)
    };
    let digits = digits.trim().trim_end_matches('天');
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(match digits.parse::<i64>() {
        Ok(n) if n <= 36_525 => shift(today, sign * n),
        _ => Err(format!("天数“{digits}”太大,请写完整日期,如 20260312")),
    })
}

/// `周五`, `下周一`, `上周三`, `下下周二`, `星期天`, `礼拜三`.
fn in_week(typed: &str, today: NaiveDate) -> Option<Result<NaiveDate, String>> {
    let (head, day) = split_weekday(typed);
    let day = day?;
    let weeks = match head {
        "" | "本" | "这" => 0,
        "下" => 1,
        "下下" => 2,
        "上" => -1,
        "上上" => -2,
        _ => return None,
    };
    let from_monday = i64::from(day.num_days_from_monday()) - i64::from(today.weekday().num_days_from_monday());
    Some(shift(today, weeks * 7 + from_monday))
}

fn shift(today: NaiveDate, days: i64) -> Result<NaiveDate, String> {
    let moved = if days < 0 {
        today.checked_sub_days(Days::new(days.unsigned_abs()))
    } else {
        today.checked_add_days(Days::new(days.unsigned_abs()))
    };
    moved.ok_or_else(|| "日期超出范围,请核对".to_string())
}

/// Takes a weekday off the end: `2026-11-23 周一` → (`2026-11-23`, Monday), `下周一` → (`下`, Monday).
fn split_weekday(typed: &str) -> (&str, Option<Weekday>) {
    let Some(last) = typed.chars().last() else { return (typed, None) };
    let number = if last == '天' { Some(6) } else { WEEKDAYS.iter().position(|w| w.starts_with(last)) };
    let body = &typed[..typed.len() - last.len_utf8()];
    let head = ["周", "星期", "礼拜"].iter().find_map(|w| body.strip_suffix(w));
    match (head, number.and_then(|n| u8::try_from(n).ok()).and_then(|n| Weekday::try_from(n).ok())) {
        (Some(head), Some(day)) => (head.trim_end_matches(['(', ',', ' ']), Some(day)),
        _ => (typed, None),
    }
}

/// Year, month and day, or month and day, in digits.
fn absolute(typed: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let numbers: Vec<&str> = typed.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let plain = typed
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | ',' | ' ' | '年' | '月' | '日' | '号'));
    if !plain {
        return Err(unreadable(typed));
    }
    let this_year = today.year().to_string();
    let (year, month, day) = match numbers.as_slice() {
        [all] if all.len() == 8 => (&all[..4], &all[4..6], &all[6..]),
        [all] if all.len() == 4 && typed == *all => (this_year.as_str(), &all[..2], &all[2..]),
        [month, day] if month.len() <= 2 && day.len() <= 2 => (this_year.as_str(), *month, *day),
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => (*year, *month, *day),
        _ => return Err(unreadable(typed)),
    };
    let number = |part: &str| part.parse::<u32>().map_err(|_| unreadable(typed));
    real_day(i32::try_from(number(year)?).unwrap_or(0), number(month)?, number(day)?)
}

/// The day, or which part of it does not exist.
fn real_day(year: i32, month: u32, day: u32) -> Result<NaiveDate, String> {
    if let Some(date) = NaiveDate::from_ymd_opt(year, month, day) {
        return Ok(date);
    }
    if !(1..=12).contains(&month) {
        return Err(format!("没有{month}月,月份为1至12,{REMEDY}"));
    }
    let last = (28..=31).rev().find(|&d| NaiveDate::from_ymd_opt(year, month, d).is_some()).unwrap_or(31);
    Err(format!("{year}年{month}月没有{day}日,该月到{last}日为止,请核对"))
}

/// Splits `昨天16:42`, `3月12日9点`: a date and a time written together.
fn split_glued(typed: &str) -> Option<(&str, &str)> {
    let mark = typed.find([':', '点', '时'])?;
    let before = &typed[..mark];
    let digits = before.chars().rev().take_while(char::is_ascii_digit).count();
    let (date, _) = before.split_at(before.len() - digits);
    let at = ["上午", "下午", "晚上", "早上"].iter().find_map(|w| date.strip_suffix(w)).map_or(date.len(), str::len);
    (at > 0).then(|| (&typed[..at], &typed[at..]))
}

/// `16:42`, `1642`, `9点`, `9点30分`, `9时30`, `下午3点半`.
fn parse_time(typed: &str) -> Result<NaiveTime, String> {
    let wrong = || format!("看不懂时间“{}”,请写如 16:42 或 1642", typed.chars().take(20).collect::<String>());
    let text = typed.trim();
    let (afternoon, text) = if let Some(rest) = text.strip_prefix("下午").or_else(|| text.strip_prefix("晚上")) {
        (true, rest.trim())
    } else {
        (false, text.strip_prefix("上午").or_else(|| text.strip_prefix("早上")).unwrap_or(text).trim())
    };
    let (hour, minute) = if let Some((hour, rest)) = text.split_once([':', '点', '时']) {
        let rest = rest.trim_end_matches('分');
        let minute = match rest {
            "" | "整" if !text.contains(':') => "0",
            "半" => "30",
            _ => rest.split(':').next().unwrap_or(rest),
        };
        (hour, minute)
    } else if text.len() == 4 && text.is_ascii() {
        text.split_at(2)
    } else {
        return Err(wrong());
    };
    let short = |s: &str| (1..=2).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    if !short(hour) || !short(minute) {
        return Err(wrong());
    }
    let hour: u32 = hour.parse().map_err(|_| wrong())?;
    let minute: u32 = minute.parse().map_err(|_| wrong())?;
    let hour = if afternoon && (1..12).contains(&hour) { hour + 12 } else { hour };
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or_else(|| format!("没有{hour}点{minute}分,时间为00:00至23:59,请核对"))
}

#[cfg(test)]
#[path = "date_tests.rs"]
mod tests;
