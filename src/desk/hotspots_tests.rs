//! What rises, on hand-made months of which the right answer is known.

use super::*;
use crate::desk::trial_file::File;
use crate::domain::role::Role;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn spots(f: &File) -> Hotspots {
    f.desk.hotspots(day("2026-11-05")).expect("hot spots")
}

fn labels(spots: &Hotspots, group: Group) -> Vec<(&str, usize, usize)> {
    spots.rises.iter().filter(|r| r.group == group).map(|r| (r.label.as_str(), r.now, r.before)).collect()
}

/// So many matters against a respondent on a day.
fn tell(f: &mut File, n: usize, respondent: &str, on: &str, more: &[(&str, &str)]) {
    for _ in 0..n {
        let fields: Vec<(&str, &str)> =
            [("respondent", respondent), ("registered_on", on)].into_iter().chain(more.iter().copied()).collect();
        f.tell("反映的事项", &fields);
    }
}

#[test]
fn what_rises_beyond_chance_is_told_and_small_numbers_are_not() {
    let mut f = File::open();
    tell(&mut f, 7, "雪域旅行社", "2026-11-10", &[("place", "533401101"), ("dispute", "12")]);
    tell(&mut f, 1, "雪域旅行社", "2026-10-10", &[("place", "533401101"), ("dispute", "12")]);
    tell(&mut f, 3, "市自然资源局", "2026-11-10", &[]);
    tell(&mut f, 6, "三坝乡政府", "2026-11-11", &[]);
    tell(&mut f, 4, "三坝乡政府", "2026-10-11", &[]);
    let s = spots(&f);
    assert_eq!(labels(&s, Group::Unit), [("雪域旅行社", 7, 1)], "three of none and six of four are chance");
    assert_eq!(labels(&s, Group::Place), [("香格里拉市建塘镇", 7, 1)]);
    assert_eq!(labels(&s, Group::Dispute), [("旅游", 7, 1)]);
    assert_eq!(s.head(), "2026年11月1日至23日登记16件(上期5件 去年同期0件)");
    assert_eq!((s.rises[0].ratio().as_str(), s.rises[0].cases.len()), ("7.0倍", 7));
    let rows = f.desk.hotspot_cases(&s.rises[0].cases, 50).expect("cases");
    assert_eq!((rows.len(), rows[0].id), (7, 7), "newest first");
}

#[test]
fn what_comes_every_year_at_this_time_is_no_rise() {
    let mut f = File::open();
    tell(&mut f, 7, "雪域旅行社", "2026-11-10", &[]);
    tell(&mut f, 7, "雪域旅行社", "2025-11-10", &[]);
    assert!(spots(&f).rises.is_empty());
    assert_eq!(spots(&f).year_ago.matters, 7);
}

#[test]
fn a_month_that_is_not_over_is_compared_with_as_many_days() {
    let mut f = File::open();
    tell(&mut f, 6, "雪域旅行社", "2026-11-10", &[]);
    tell(&mut f, 9, "雪域旅行社", "2026-10-28", &[]);
    let s = spots(&f);
    assert_eq!((labels(&s, Group::Unit), s.unfinished), (vec![("雪域旅行社", 6, 0)], true));
    let over = f.desk.hotspots(day("2026-10-01")).expect("hot spots");
    assert_eq!((labels(&over, Group::Unit), over.unfinished), (vec![("雪域旅行社", 9, 0)], false));
}

#[test]
fn matters_count_once_and_sealed_ones_not_at_all() {
    let mut f = File::open();
    tell(&mut f, 9, "雪域旅行社", "2026-11-10", &[]);
    for case in 2..=4 {
        f.set(case, "merged_into = 1");
    }
    f.set(5, "sealed = 1");
    f.desk.conn.execute("UPDATE visit SET category = 'B' WHERE case_id = 6", []).expect("set");
    assert_eq!(spots(&f).now.matters, 4);
    assert!(spots(&f).rises.is_empty(), "four are left, of nine visits");
    tell(&mut f, 2, "雪域旅行社", "2026-11-12", &[]);
    let s = spots(&f);
    assert_eq!(labels(&s, Group::Unit), [("雪域旅行社", 6, 0)]);
    assert!(!s.rises[0].cases.contains(&5) && !s.rises[0].cases.contains(&2));
    let shown = f.desk.hotspot_cases(&[5, 7], 9).expect("cases");
    assert_eq!(shown.iter().map(|r| r.id).collect::<Vec<_>>(), [7], "not even to the director");
}

#[test]
fn the_unit_answerable_goes_before_the_respondent() {
    let mut f = File::open();
    tell(&mut f, 6, "不明确", "2026-11-10", &[("unit", "市水务局")]);
    assert_eq!(labels(&spots(&f), Group::Unit), [("市水务局", 6, 0)]);
}

#[test]
fn words_of_matters_rise_and_names_never_do() {
    let mut f = File::open();
    for i in 0..9 {
        let told = [
            "电站蓄水后移民款没有发,马建国说再等等",
            "移民款停发半年,找过马建国也没有结果",
            "村里的移民款被扣,马建国和和志军打人",
        ][i % 3];
        let fields = [("name", "扎西顿珠"), ("respondent", "和志军"), ("registered_on", "2026-11-10")];
        f.tell(&format!("扎西顿珠反映,{told}"), &fields);
    }
    f.tell("入户路被堵,三轮车过不去", &[("registered_on", "2026-10-10")]);
    let s = spots(&f);
    assert_eq!(labels(&s, Group::Word).first().map(|w| (w.0, w.1, w.2)), Some(("移民款", 9, 0)), "{:?}", s.rises);
    for name in ["马建国", "建国", "和志军", "志军", "扎西", "顿珠"] {
        assert!(s.rises.iter().all(|r| !r.label.contains(name)), "{name}: {:?}", s.rises);
    }
    assert!(labels(&s, Group::Unit).is_empty(), "a respondent who is a person is not shown");
    assert_eq!(s.rises.iter().find(|r| r.label == "移民款").map(|r| r.cases.len()), Some(9));
}

#[test]
fn those_who_watch_over_matters_see_it_and_nobody_else() {
    let mut f = File::open();
    for (role, sees) in [
        (Role::Director, true),
        (Role::Supervisor, true),
        (Role::Office, true),
        (Role::Reception, false),
        (Role::Handler, false),
        (Role::Finance, false),
        (Role::Admin, false),
    ] {
        f.sit(role);
        assert_eq!(f.desk.hotspots(day("2026-11-01")).is_ok(), sees, "{role:?}");
        assert_eq!(f.desk.hotspot_cases(&[], 1).is_ok(), sees, "{role:?}");
    }
    f.sit(Role::Supervisor);
    let early = f.desk.hotspots(day("2026-12-01")).expect_err("to come").to_string();
    assert!(early.contains("还没有到") && early.contains("2026-11"), "{early}");
}
