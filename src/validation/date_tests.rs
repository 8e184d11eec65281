use super::*;
use proptest::prelude::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}
fn now() -> NaiveDateTime {
    today().and_hms_opt(16, 42, 31).unwrap()
}

#[test]
fn every_way_to_write_a_day() {
    for (typed, day) in [
        ("0312", "2026-03-12"),
        ("3-12", "2026-03-12"),
        ("3/12", "2026-03-12"),
        ("3.12", "2026-03-12"),
        ("3月12日", "2026-03-12"),
        ("3月12号", "2026-03-12"),
        ("20260312", "2026-03-12"),
        ("2026.3.12", "2026-03-12"),
        ("2026-03-12", "2026-03-12"),
        ("2026年3月12日", "2026-03-12"),
        ("\u{FF10}\u{FF13}\u{FF11}\u{FF12}", "2026-03-12"),
        ("2026。3。12", "2026-03-12"),
        (" +15 ", "2026-12-08"),
        ("\u{FF0B}15", "2026-12-08"),
        ("-3", "2026-11-20"),
        ("15天后", "2026-12-08"),
        ("今天", "2026-11-23"),
        ("昨天", "2026-11-22"),
        ("前天", "2026-11-21"),
        ("明天", "2026-11-24"),
        ("后天", "2026-11-25"),
        ("周一", "2026-11-23"),
        ("周五", "2026-11-27"),
        ("星期天", "2026-11-29"),
        ("本周日", "2026-11-29"),
        ("下周一", "2026-11-30"),
        ("下下周一", "2026-12-07"),
        ("上周五", "2026-11-20"),
        ("2026-11-23 周一", "2026-11-23"),
        ("2028-02-29", "2028-02-29"),
    ] {
        assert_eq!(parse_date(typed, today()).map(|d| d.to_string()).as_deref(), Ok(day), "{typed}");
    }
}

#[test]
fn days_that_are_not() {
    for (typed, word) in [
        ("2-30", "2026年2月没有30日"),
        ("0229", "该月到28日为止"),
        ("13-1", "没有13月"),
        ("20260431", "2026年4月没有31日"),
        ("1899-01-01", "1900"),
        ("312", "看不懂"),
        ("下个月", "看不懂"),
        ("", "看不懂"),
        ("+99999999999999999999", "太大"),
        ("2026-11-23 周二", "是周一"),
        ("3-12-2026", "看不懂"),
    ] {
        let problem = parse_date(typed, today()).unwrap_err();
        assert!(problem.contains(word), "{typed}: {problem}");
    }
}

#[test]
fn times() {
    for (typed, time) in [
        ("现在", "2026-11-23T16:42"),
        ("1642", "2026-11-23T16:42"),
        ("9:05", "2026-11-23T09:05"),
        ("\u{FF19}\u{FF1A}05", "2026-11-23T09:05"),
        ("9点半", "2026-11-23T09:30"),
        ("下午3点", "2026-11-23T15:00"),
        ("3-12 09:30", "2026-03-12T09:30"),
        ("昨天 0930", "2026-11-22T09:30"),
        ("昨天9:30", "2026-11-22T09:30"),
        ("2026-11-23T16:42", "2026-11-23T16:42"),
        ("2026-11-23 周一 16:42", "2026-11-23T16:42"),
        ("2026-11-23T16:42:31", "2026-11-23T16:42"),
        ("202603120930", "2026-03-12T09:30"),
        ("3月12日下午3点20分", "2026-03-12T15:20"),
    ] {
        assert_eq!(parse_datetime(typed, now()).map(canonical_time).as_deref(), Ok(time), "{typed}");
    }
    for (typed, word) in [
        ("3-12", "还缺时间"),
        ("昨天", "还缺时间"),
        ("2-30", "没有30日"),
        ("2-30 9:00", "没有30日"),
        ("2561", "没有25点61分"),
        ("早饭后", "看不懂"),
        ("", "看不懂"),
    ] {
        let problem = parse_datetime(typed, now()).unwrap_err();
        assert!(problem.contains(word), "{typed}: {problem}");
    }
}

#[test]
fn shown_with_weekday() {
    assert_eq!(with_weekday(today()), "2026-11-23 周一");
}

proptest! {
    #[test]
    fn what_is_stored_is_read_as_in_every_other_way(text in r"(18|19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?") {
        prop_assert_eq!(parse_date(&text, today()), read_date(&text, today()));
        prop_assert_eq!(parse_datetime(&text, now()), read_datetime(&text, now()));
    }

    #[test]
    fn nothing_panics_and_what_is_read_reads_again(text in r"([0-9]|-|\.|月|日|下|周|一|天|:|点|\+|\PC){0,12}") {
        if let Ok(date) = parse_date(&text, today()) {
            prop_assert_eq!(parse_date(&date.to_string(), today()), Ok(date));
            prop_assert_eq!(parse_date(&with_weekday(date), today()), Ok(date));
        }
        if let Ok(time) = parse_datetime(&text, now()) {
            prop_assert_eq!(parse_datetime(&canonical_time(time), now()), Ok(time));
        }
    }
}
