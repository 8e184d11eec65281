//! What the counting rules promise: the worked examples, the edges, and the table itself.

use super::*;
use crate::domain::calendar::Calendar;
use chrono::Days;
use proptest::prelude::*;
use std::collections::BTreeSet;
use unicode_width::UnicodeWidthStr;

fn d(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn rule(id: &str) -> &'static Rule {
    find(id).unwrap_or_else(|| panic!("no rule {id}"))
}

fn span(from: &str, until: &str) -> Span {
    Span { from: d(from), until: (!until.is_empty()).then(|| d(until)), why: "鉴定".into() }
}

fn state(id: &str, start: &str, spans: &[Span], extension: u16) -> State {
    compute(rule(id), d(start), Calendar::embedded(), spans, extension).expect("computes")
}

fn due(id: &str, start: &str, spans: &[Span], extension: u16) -> Due {
    *state(id, start, spans, extension).due().expect("not paused")
}

#[test]
fn the_worked_examples() {
    let vectors = "DL-02 2026-09-15 2026-09-30 2026-09-30
        DL-02 2026-09-16 2026-10-01 2026-10-08
        DL-02 2026-01-30 2026-02-14 2026-02-14
        DL-02 2026-02-01 2026-02-16 2026-02-24
        DL-02 2026-06-04 2026-06-19 2026-06-22
        DL-02 2025-09-16 2025-10-01 2025-10-09
        DL-09 2026-04-02 2026-05-02 2026-05-06
        DL-09 2025-12-05 2026-01-04 2026-01-04
        DL-08 2026-03-02 2026-05-01 2026-05-06
        DL-08 2026-08-02 2026-10-01 2026-10-08
        DL-04 2026-09-30 2026-10-13 2026-10-13
        DL-04 2026-02-13 2026-02-27 2026-02-27
        DL-04 2026-04-30 2026-05-11 2026-05-11
        DL-04 2025-12-31 2026-01-08 2026-01-08
        G10 2025-08-31 2026-02-28 2026-02-28
        G10 2026-04-04 2026-10-04 2026-10-08
        G10 2026-08-31 2027-02-28 2027-03-01";
    for line in vectors.lines() {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let got = calculate(cells[0], cells[1], Calendar::embedded()).unwrap();
        assert_eq!((got.raw, got.rolled), (d(cells[2]), d(cells[3])), "{line}");
        assert_eq!(got.provisional, cells[3].starts_with("2027"), "{line}");
    }
}

#[test]
fn the_calculator_speaks_json_and_explains_itself() {
    let cal = Calendar::embedded();
    let json = serde_json::to_string(&calculate(" g10 ", "2026-08-31", cal).unwrap()).unwrap();
    assert_eq!(
        json,
        r#"{"rule":"G10","start":"2026-08-31","raw":"2027-02-28","rolled":"2027-03-01","provisional":true,"basis":"行政诉讼法第46条"}"#
    );
    let said = |id, start| calculate(id, start, cal).unwrap_err().to_string();
    assert!(said("DL-99", "2026-01-01").contains("DL-99"));
    assert!(said("DL-02", "2026-02-30").contains("2026-02-30"));
    assert!(said("G02", "2026-01-01").contains("不受诉讼时效限制"));
    assert!(said("DL-02", "9999-12-30").contains("9999"));
    assert!(said("DL-02", "+12026-01-01").contains("9999"));
}

#[test]
fn months_and_years_end_on_the_corresponding_day_or_the_months_end() {
    let raw = |id, start| due(id, start, &[], 0).raw;
    assert_eq!(raw("DL-07", "2026-01-31"), d("2026-02-28"));
    assert_eq!(raw("DL-07", "2028-01-31"), d("2028-02-29"));
    assert_eq!(raw("DL-07", "2026-10-20"), d("2026-11-20"));
    assert_eq!(raw("G01", "2024-02-29"), d("2027-02-28"));
    assert_eq!(raw("G12", "2025-12-31"), d("2026-08-28"), "two months first, then six from their end");
}

#[test]
fn the_same_day_is_not_rolled_and_an_agreed_day_warns_before_it_comes() {
    let saturday = due("DL-01", "2026-11-21", &[], 0);
    assert_eq!((saturday.raw, saturday.rolled, saturday.red_from), (saturday.start, saturday.start, saturday.start));
    let instalment = due("DL-15", "2026-11-21", &[], 0);
    assert_eq!((instalment.raw, instalment.rolled), (d("2026-11-21"), d("2026-11-23")));
    assert_eq!((instalment.amber_from, instalment.red_from), (d("2026-11-14"), d("2026-11-20")));
    let found = d("2026-11-23").and_hms_opt(23, 45, 0).unwrap();
    assert_eq!(rule("DL-20").due_time(found), d("2026-11-24").and_hms_opt(0, 15, 0));
    assert_eq!(rule("DL-07").due_time(found), None);
}

#[test]
fn spans_move_the_end_by_their_days() {
    let end = |spans: &[Span]| due("DL-07", "2026-10-20", spans, 0).raw;
    assert_eq!(end(&[span("2026-11-01", "2026-11-05")]), d("2026-11-25"), "both ends are left out");
    assert_eq!(end(&[span("2026-11-01", "2026-11-05"), span("2026-11-03", "2026-11-07")]), d("2026-11-27"));
    assert_eq!(end(&[span("2026-11-01", "2026-11-05"), span("2026-11-05", "2026-11-07")]), d("2026-11-27"));
    assert_eq!(end(&[span("2026-11-06", "2026-11-07"), span("2026-11-01", "2026-11-05")]), d("2026-11-27"));
    assert_eq!(end(&[span("2026-10-15", "2026-10-22")]), d("2026-11-22"), "the start does not count anyway");
    assert_eq!(end(&[span("2026-11-20", "2026-11-20")]), d("2026-11-21"), "stopped on the last day");
    assert_eq!(end(&[span("2026-11-21", "2026-11-30")]), d("2026-11-20"), "too late: it had ended");
    let second = [span("2026-11-20", "2026-11-22"), span("2026-11-23", "2026-11-23")];
    assert_eq!(end(&second), d("2026-11-24"), "the second begins within the moved end");
    assert_eq!(due("DL-09", "2026-10-20", &[span("2026-11-01", "2026-11-05")], 0).raw, d("2026-11-19"));
    let backward =
        compute(rule("DL-07"), d("2026-10-20"), Calendar::embedded(), &[span("2026-11-05", "2026-11-01")], 0);
    assert!(matches!(backward, Err(NotCounted::BackwardSpan { .. })));
}

#[test]
fn a_span_takes_working_days_from_a_rule_in_working_days() {
    let end = |spans: &[Span]| due("DL-05", "2026-11-16", spans, 0).raw;
    assert_eq!(end(&[]), d("2026-11-23"));
    assert_eq!(end(&[span("2026-11-21", "2026-11-22")]), d("2026-11-23"), "a weekend takes none");
    assert_eq!(end(&[span("2026-11-19", "2026-11-22")]), d("2026-11-25"));
}

#[test]
fn an_open_span_stops_the_clock() {
    let open = Span { why: "听证".into(), ..span("2026-11-10", "") };
    let stopped = state("DL-07", "2026-10-20", &[span("2026-11-08", "2026-11-12"), open.clone()], 0);
    let State::Paused(paused) = &stopped else { panic!("{stopped:?}") };
    assert_eq!((paused.since, paused.why.as_str(), paused.without.raw), (d("2026-11-08"), "听证", d("2026-11-20")));
    let cal = Calendar::embedded();
    assert_eq!(Light::of(&stopped, d("2026-11-23"), cal), Light::Paused);
    assert_eq!(Light::of(&stopped, d("2026-11-05"), cal).words(), "剩15天");
    let late = state("DL-07", "2026-10-20", &[span("2026-11-21", "")], 0);
    assert_eq!(Light::of(&late, d("2026-11-23"), cal), Light::Overdue(3), "a pause does not undo what is overdue");
}

#[test]
fn an_extension_follows_the_original_end_in_the_rules_unit() {
    assert_eq!(due("DL-08", "2026-08-02", &[], 30).raw, d("2026-10-31"), "from 10-01, not from the rolled 10-08");
    assert_eq!(due("DL-06", "2026-11-19", &[], 0).raw, d("2026-11-24"));
    assert_eq!(due("DL-06", "2026-11-19", &[], 3).raw, d("2026-11-27"));
    assert!(rule("DL-08").extension.allows(30, 0).is_ok());
    assert!(rule("DL-08").extension.allows(31, 0).is_err() && rule("DL-08").extension.allows(5, 1).is_err());
    assert!(rule("DL-02").extension.allows(1, 0).is_err() && rule("DL-07").extension.allows(30, 3).is_ok());
}

#[test]
fn unknown_years_are_told() {
    assert_eq!(due("DL-02", "2027-12-20", &[], 0).absent, Some(2028));
    assert_eq!(due("DL-04", "2027-12-30", &[], 0).absent, Some(2028));
    let of_2027 = due("DL-02", "2027-06-01", &[], 0);
    assert!(of_2027.provisional && of_2027.absent.is_none());
    let known = due("DL-02", "2026-06-01", &[], 0);
    assert!(!known.provisional && known.absent.is_none());
}

#[test]
fn lights_change_on_their_day() {
    let cal = Calendar::embedded();
    let one = due("DL-02", "2026-09-16", &[], 0);
    let on = |today| Light::at(&one, d(today), cal);
    assert_eq!((one.amber_from, one.red_from), (d("2026-09-26"), d("2026-09-29")));
    for (today, code, words) in [
        ("2026-09-25", "normal", "剩6天"),
        ("2026-09-26", "amber", "剩5天"),
        ("2026-09-29", "red", "剩2天"),
        ("2026-10-01", "red", "今天到期"),
        ("2026-10-04", "overdue", "逾期3天"),
    ] {
        assert_eq!((on(today).code(), on(today).words().as_str()), (code, words), "{today}");
    }
    let work = due("DL-05", "2026-09-30", &[], 0);
    assert_eq!(work.raw, d("2026-10-13"));
    assert_eq!(Light::at(&work, d("2026-10-08"), cal).words(), "剩4工作日");
    assert_eq!(Light::at(&work, d("2026-10-10"), cal), Light::Amber(Left { count: 2, unit: Unit::WorkingDays }));
    assert_eq!(Light::at(&work, d("2026-10-12"), cal).code(), "red");
    assert_eq!(Light::Met.words(), "已办");
}

#[test]
fn a_rule_without_warnings_takes_the_shares() {
    let court = due("DL-14c", "2026-11-01", &[], 0);
    assert_eq!((court.amber_from, court.red_from), (d("2026-11-24"), d("2026-11-28")));
    let short = due("DL-14a", "2026-11-02", &[], 0);
    assert_eq!((short.amber_from, short.red_from), (d("2026-11-03"), d("2026-11-03")));
    let printed = due("G16", "2026-11-02", &[], 0);
    assert_eq!((printed.amber_from, printed.red_from), (d("2026-11-02"), d("2026-11-02")), "never before the start");
}

#[test]
fn lights_sort_as_a_supervisor_reads() {
    let left = |count| Left { count, unit: Unit::Days };
    let order = [
        Light::Overdue(9),
        Light::Overdue(1),
        Light::Red(left(0)),
        Light::Red(left(2)),
        Light::Amber(left(1)),
        Light::Normal(left(0)),
        Light::Paused,
        Light::Met,
    ];
    let mut mixed = order;
    mixed.reverse();
    mixed.sort();
    assert_eq!(mixed, order);
}

#[test]
fn the_table_is_whole() {
    let mut ids = BTreeSet::new();
    for r in RULES {
        assert!(ids.insert(r.id), "{} twice", r.id);
        assert!(!r.basis.is_empty() && !r.label.is_empty() && !r.start_event.is_empty(), "{}", r.id);
        assert!(r.label.width() <= 24, "{} is {} wide", r.label, r.label.width());
        assert!(r.amber.zip(r.red).is_none_or(|(amber, red)| amber >= red), "{}", r.id);
        assert_eq!(r.id, find(r.id).unwrap().id);
        match compute(r, d("2026-03-02"), Calendar::embedded(), &[], 0) {
            Ok(state) => assert!(state.due().is_some(), "{}", r.id),
            Err(why) => assert!(why.to_string().chars().count() > 20, "{}: {why}", r.id),
        }
    }
    let studio = "01 02 03a 03b 04 05 06 07 07m 08 08s 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23";
    for number in studio.split(' ') {
        assert!(ids.contains(format!("DL-{number}").as_str()), "DL-{number}");
    }
    for number in 1..=22 {
        assert!(ids.contains(format!("G{number:02}").as_str()), "G{number:02}");
    }
    for r in RULES.iter().filter(|r| r.id.starts_with('G')) {
        assert!(r.info_only && r.owner != Owner::Studio, "{} binds the studio", r.id);
    }
}

#[test]
fn rules_are_found_however_they_are_typed() {
    for (typed, id) in [
        ("dl07", "DL-07"),
        ("DL-7m", "DL-07m"),
        (" dl 03A ", "DL-03a"),
        ("g4", "G04"),
        ("G04b", "G04"),
        ("g-04a", "G04a"),
        ("G10", "G10"),
        ("DL-18a", "DL-18"),
    ] {
        assert_eq!(rule(typed).id, id, "{typed}");
    }
    for typed in ["", "DL", "07", "DL-07x", "G99", "G99999999999", "期限"] {
        assert!(find(typed).is_none(), "{typed}");
    }
    for (also, main) in ALSO {
        assert!(RULES.iter().all(|r| r.id != *also), "{also} is a row of its own");
        assert_eq!(rule(also).id, *main);
    }
}

#[test]
fn the_printed_table_has_a_line_for_each_rule() {
    let table = rules_table();
    assert_eq!(table.lines().count(), RULES.len() + 1);
    for r in RULES {
        assert!(table.lines().any(|line| line.starts_with(r.id) && line.contains(r.basis)), "{}", r.id);
    }
}

fn any_rule() -> impl Strategy<Value = &'static Rule> {
    (0..RULES.len()).prop_map(|i| &RULES[i])
}

fn start_day() -> impl Strategy<Value = NaiveDate> {
    (738_000i32..741_500).prop_map(|n| NaiveDate::from_num_days_from_ce_opt(n).unwrap())
}

fn any_span() -> impl Strategy<Value = Span> {
    (start_day(), 0u64..400).prop_map(|(from, days)| Span {
        from,
        until: Some(from + Days::new(days)),
        why: String::new(),
    })
}

fn ends(rule: &Rule, start: NaiveDate, spans: &[Span], extension: u16) -> Option<Due> {
    compute(rule, start, Calendar::embedded(), spans, extension).ok()?.due().copied()
}

proptest! {
    #[test]
    fn ends_never_lie_before_what_they_follow(
        rule in any_rule(), start in start_day(), mut spans in prop::collection::vec(any_span(), 0..4), more in any_span(), extension in 0u16..60,
    ) {
        if let Some(one) = ends(rule, start, &spans, extension) {
            prop_assert!(start <= one.raw && one.raw <= one.rolled && one.amber_from <= one.red_from && one.red_from <= one.raw);
            prop_assert!(rule.unit() == Unit::Days || one.raw == one.rolled);
            spans.push(more);
            let longer = ends(rule, start, &spans, extension).unwrap();
            prop_assert!(longer.raw >= one.raw && longer.rolled >= one.rolled, "a span made it earlier");
            prop_assert!(ends(rule, start, &spans, extension + 1).unwrap().raw >= longer.raw);
        }
    }

    #[test]
    fn a_later_start_never_ends_earlier(rule in any_rule(), start in start_day(), later in 0u64..90) {
        if let (Some(a), Some(b)) = (ends(rule, start, &[], 0), ends(rule, start + Days::new(later), &[], 0)) {
            prop_assert!(a.raw <= b.raw && a.rolled <= b.rolled);
        }
    }

    #[test]
    fn days_are_the_nth_that_is_not_stopped(start in start_day(), spans in prop::collection::vec(any_span(), 0..5)) {
        let stopped = |day: &NaiveDate| spans.iter().any(|s| s.from <= *day && s.until.unwrap() >= *day);
        let rule = Rule { pausable: true, ..*rule("DL-08") };
        let by_hand = start.iter_days().skip(1).filter(|day| !stopped(day)).nth(59);
        prop_assert_eq!(ends(&rule, start, &spans, 0).map(|e| e.raw), by_hand);
        let cal = Calendar::embedded();
        let rule = Rule { pausable: true, ..*self::rule("DL-08s") };
        let by_hand = start.iter_days().skip(1).filter(|day| !stopped(day) && cal.is_working(*day)).nth(9);
        prop_assert_eq!(ends(&rule, start, &spans, 0).map(|e| e.raw), by_hand);
    }

    #[test]
    fn no_date_makes_it_panic(
        rule in any_rule(), days in any::<[i32; 4]>(), open in any::<bool>(), extension in any::<u16>(), near in any::<bool>(),
    ) {
        let edge = |n: i32| NaiveDate::from_num_days_from_ce_opt(if near { 3_652_000 + n.rem_euclid(70) } else { n % 96_000_000 });
        let dates: Vec<NaiveDate> = days.into_iter().filter_map(edge).collect();
        if let [start, from, until, today] = dates[..] {
            let spans = [Span { from, until: (!open).then_some(until), why: String::new() }];
            if let Ok(state) = compute(rule, start, Calendar::embedded(), &spans, extension) {
                Light::of(&state, today, Calendar::embedded()).words();
            }
        }
    }
}
