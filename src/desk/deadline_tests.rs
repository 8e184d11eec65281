//! Clocks through the desk, on a real file: moves, extensions, pauses, the calendar, the lists.

use super::{Clock, Desk, Failure, OverdueFilter, OverdueJson, OverdueRow};
use crate::domain::case::Case;
use crate::domain::flow::{FLOW, Stop, Term};
use crate::domain::role::{Actor, Role};
use crate::store;
use crate::validation::Draft;
use chrono::NaiveDate;
use std::path::{Path, PathBuf};

fn d(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn at(day: &str) -> Clock {
    Clock::Fixed(d(day).and_hms_opt(9, 0, 0).expect("a time"))
}

fn actor(role: Role) -> Actor {
    Actor { user: 1, login: role.code().into(), name: "甲".into(), role, staff: (role == Role::Handler).then_some(1) }
}

/// A file with a user, two members of the roster and a desk where the director sits.
fn desk(folder: &Path, day: &str) -> Desk {
    let mut desk = Desk::create(&folder.join("a.db"), at(day), "一号窗口").expect("a desk");
    desk.conn
        .execute_batch(
            "INSERT INTO staff (id, uid, name, initials, profession) VALUES (1, 's1', '李秀英', 'lxy', '04'), (2, 's2', '扎西', 'zx', '01');
             INSERT INTO user (id, uid, login, name, role, password) VALUES (1, 'u1', 'director', '甲', 'director', ''),
               (9, 'u9', 'reception', '乙', 'reception', '');",
        )
        .expect("people");
    desk.actor = Some(actor(Role::Director));
    desk
}

fn add_case(desk: &Desk, id: i64, stage: &str, handler: Option<i64>, unit: &str) {
    desk.conn
        .execute(
            "INSERT INTO cases (id, uid, station, stage, number, petitioner, gist, grade, unit, handler_id, opened,
               registrar, last_action, last_action_at)
             VALUES (?1, 'c' || ?1, '县工作室', ?2, '香格里拉信调〔2026〕' || printf('%04d', ?1) || '号', '和志强',
               '土地权属', 'G2', ?4, ?3, '2026-10-01', 9, '调查', '2026-11-12T10:00')",
            rusqlite::params![id, stage, handler, unit],
        )
        .expect("a case");
}

fn case(desk: &Desk, id: i64) -> Case {
    store::case::load(&desk.conn, id).expect("read").expect("there")
}

fn carry(desk: &mut Desk, id: i64, starts: &[(&'static str, &str, &'static str)], stops: &[Stop]) {
    let case = case(desk, id);
    let starts: Vec<_> =
        starts.iter().map(|(rule, from, cap)| Term { rule, from: d(from), cap, note: String::new() }).collect();
    desk.write(|w| super::deadlines::carry(w, &case, &starts, &[], stops)).expect("carried");
}

fn one(desk: &Desk, id: i64, rule: &str) -> super::DeadlineRow {
    desk.deadlines_of(id).expect("rows").into_iter().find(|r| r.rule == rule).expect("the rule")
}

fn refusal(answer: Result<impl std::fmt::Debug, Failure>) -> String {
    match answer.expect_err("refused") {
        Failure::Refusal { reason, .. } => reason,
        other => panic!("{other:?}"),
    }
}

fn extension(days: &str, told: &str) -> Draft {
    Draft::default()
        .with("days", days)
        .with("reason", "双方同意继续调解")
        .with("both_agree", "1")
        .with("approver", "王建国")
        .with("approved_on", "2026-11-20")
        .with("told_on", told)
}

#[test]
fn every_rule_of_the_flow_is_in_the_table() {
    for mv in FLOW {
        for start in mv.starts {
            assert_eq!(crate::domain::deadline::find(start.rule).map(|r| r.id), Some(start.rule), "{}", mv.id);
        }
        for stop in mv.stops {
            if let Stop::Met(rule) | Stop::Pause(rule) | Stop::Resume(rule) = stop {
                assert!(crate::domain::deadline::find(rule).is_some(), "{} {rule}", mv.id);
            }
        }
    }
}

#[test]
fn a_clock_starts_under_its_cap_pauses_resumes_and_is_met() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = desk(folder.path(), "2026-11-23");
    add_case(&desk, 1, "S20", None, "");
    carry(&mut desk, 1, &[("DL-02", "2026-11-10", "")], &[]);
    carry(&mut desk, 1, &[("DL-05", "2026-11-23", "DL-02")], &[]);
    let capped = one(&desk, 1, "DL-05");
    assert_eq!((capped.raw, capped.due), (d("2026-11-30"), d("2026-11-25")));
    assert_eq!(capped.words, "剩2工作日");
    assert_eq!(capped.light.code(), "amber");

    desk.clock = at("2026-11-24");
    carry(&mut desk, 1, &[], &[Stop::Pause("DL-05")]);
    let paused = one(&desk, 1, "DL-05");
    assert_eq!((paused.state, paused.words.as_str(), paused.paused_since), ("paused", "暂停", Some(d("2026-11-24"))));
    assert_eq!(one(&desk, 1, "DL-02").state, "running");

    desk.clock = at("2026-11-25");
    carry(&mut desk, 1, &[], &[Stop::Resume("DL-05")]);
    let resumed = one(&desk, 1, "DL-05");
    assert_eq!((resumed.state, resumed.raw, resumed.due), ("running", d("2026-12-02"), d("2026-11-25")));
    assert_eq!(resumed.words, "今天到期");

    carry(&mut desk, 1, &[("DL-06", "2026-11-25", "")], &[Stop::Met("DL-02"), Stop::Met("DL-05")]);
    assert_eq!(one(&desk, 1, "DL-05").state, "met");
    carry(&mut desk, 1, &[], &[Stop::All]);
    let last = one(&desk, 1, "DL-06");
    assert_eq!((last.state, last.words.as_str()), ("ended", "已终止"));
}

#[test]
fn an_extension_counts_only_once_the_petitioner_was_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = desk(folder.path(), "2026-11-23");
    add_case(&desk, 1, "S40", Some(1), "");
    carry(&mut desk, 1, &[("DL-07", "2026-10-20", ""), ("DL-18", "2026-10-20", ""), ("DL-02", "2026-11-20", "")], &[]);
    let clock = one(&desk, 1, "DL-07");
    assert_eq!((clock.due, clock.words.as_str()), (d("2026-11-20"), "逾期3天"));

    let silent = Draft::default()
        .with("days", "30")
        .with("reason", "案情复杂")
        .with("approver", "王建国")
        .with("approved_on", "2026-11-20");
    assert!(matches!(desk.extend(clock.id, &silent), Err(Failure::Problems(p)) if p[0].field == "both_agree"));
    let no = refusal(desk.extend(clock.id, &extension("31", "2026-11-21")));
    assert!(no.contains("30以内") && no.contains("若干规定"), "{no}");
    let no = refusal(desk.extend(one(&desk, 1, "DL-02").id, &extension("5", "2026-11-21")));
    assert!(no.contains("不得延长") && no.contains("信访工作条例"), "{no}");

    let done = desk.extend(clock.id, &extension("30", "")).expect("kept");
    assert!(done.text.contains("灯不变"), "{}", done.text);
    let untold = one(&desk, 1, "DL-07");
    assert_eq!((untold.due, untold.extension_days, untold.words.as_str()), (d("2026-11-20"), 0, "逾期3天"));
    assert!(desk.why_late(1).expect("why").iter().any(|w| w.contains("尚未告知")));
    let early = desk.extension_told(done.id, &Draft::default().with("told_on", "2026-11-19"));
    assert!(matches!(early, Err(Failure::Problems(_))));
    desk.extension_told(done.id, &Draft::default().with("told_on", "2026-11-23")).expect("told");
    let told = one(&desk, 1, "DL-07");
    assert_eq!((told.due, told.extension_days, told.light.code()), (d("2026-12-20"), 30, "normal"));
    assert!(refusal(desk.extend(clock.id, &extension("10", "2026-11-21"))).contains("一次"));
    assert!(
        refusal(desk.extension_told(done.id, &Draft::default().with("told_on", "2026-11-23"))).contains("已经告知")
    );

    let listed = one(&desk, 1, "DL-18");
    desk.extend(listed.id, &extension("30", "2026-11-21")).expect("told at once");
    assert_eq!(one(&desk, 1, "DL-18").due, d("2026-12-19"));
    desk.actor = Some(actor(Role::Supervisor));
    assert!(refusal(desk.extend(clock.id, &extension("5", ""))).contains("没有“延期审批”的权限"));
}

#[test]
fn only_a_pausable_clock_pauses_and_the_span_moves_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = desk(folder.path(), "2026-11-23");
    add_case(&desk, 1, "S40", Some(1), "");
    carry(&mut desk, 1, &[("DL-07", "2026-11-02", ""), ("DL-18", "2026-11-02", "")], &[]);
    let id = one(&desk, 1, "DL-07").id;
    let pause = |from: &str, until: &str| Draft::default().with("from", from).with("until", until).with("why", "1");
    assert!(refusal(desk.pause(one(&desk, 1, "DL-18").id, &pause("2026-11-10", ""))).contains("不得暂停"));
    assert!(matches!(desk.pause(id, &pause("2026-11-02", "")), Err(Failure::Problems(p)) if p[0].field == "from"));
    desk.pause(id, &pause("2026-11-04", "2026-11-05")).expect("a span that is over");
    assert_eq!(one(&desk, 1, "DL-07").due, d("2026-12-04"));
    desk.pause(id, &pause("2026-11-20", "")).expect("paused");
    assert!(refusal(desk.pause(id, &pause("2026-11-21", ""))).contains("已在暂停"));
    assert_eq!(desk.counts().expect("counts").paused, 1);
    assert!(desk.why_late(1).expect("why").contains(&"调解期限自11-20起暂停:鉴定".to_string()));
    desk.resume(id, &Draft::default().with("until", "2026-11-23")).expect("resumed");
    let row = one(&desk, 1, "DL-07");
    assert_eq!((row.due, row.state, row.pauses.len()), (d("2026-12-08"), "running", 2));
    assert!(refusal(desk.resume(id, &Draft::default().with("until", "2026-11-23"))).contains("没有暂停"));
}

#[test]
fn a_notice_moves_running_clocks_and_another_desk_counts_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = desk(folder.path(), "2026-11-23");
    let path: PathBuf = folder.path().join("a.db");
    add_case(&desk, 1, "S20", None, "");
    add_case(&desk, 2, "S40", None, "");
    carry(&mut desk, 1, &[("DL-05", "2026-12-30", "")], &[]);
    carry(&mut desk, 2, &[("DL-18", "2026-12-02", "")], &[]);
    let before = one(&desk, 1, "DL-05");
    assert!(before.provisional && one(&desk, 2, "DL-18").provisional);
    assert!(refusal(desk.import_calendar("2027-01-01,放假,元旦,")).contains("没有"));
    desk.actor = Some(actor(Role::Admin));
    let wrong = desk.import_calendar("2027-01-01,放假,元旦,\n2027-01-0x,放假,元旦,").expect_err("wrong");
    assert!(matches!(&wrong, Failure::Problems(p) if p[0].text.contains("第2行")), "{wrong}");
    assert_eq!(store::calendar::list_days(&desk.conn).expect("days"), []);

    let mut other = Desk::open(&path, at("2026-12-30"), "二号窗口").expect("another desk");
    other.actor = Some(actor(Role::Director));
    let notice = "2027-01-01,放假,元旦,\n2027-01-04,放假,元旦,\n2027-01-05,放假,元旦,\n2027-01-09,补班,元旦,\n";
    let done = desk.import_calendar(notice).expect("imported");
    assert_eq!((done.year, done.days), (2027, 4));
    assert!(done.notes.iter().any(|n| n.contains("少于法定13天")));
    let moved: Vec<_> = done.moved.iter().map(|m| (m.rule.as_str(), m.old_due, m.new_due)).collect();
    let after = one_as_director(&mut desk, 1, "DL-05");
    // Working days after 12-30: 12-31, then 01-06, 07, 08 and the make-up Saturday 01-09.
    assert_eq!(after.due, d("2027-01-09"));
    assert!(moved.contains(&("DL-05", before.rolled, d("2027-01-09"))), "{moved:?}");
    assert!(!after.provisional && !one_as_director(&mut desk, 2, "DL-18").provisional);
    assert!(desk.calendar_years().expect("years").iter().any(|(y, w)| *y == 2027 && w.contains("正式")));
    assert_eq!(desk.journal_of(1).expect("journal")[0].action, "deadline.recount");

    // The other desk has not read the calendar again, yet counts with it.
    add_case(&other, 3, "S20", None, "");
    carry(&mut other, 3, &[("DL-05", "2026-12-30", "")], &[]);
    assert_eq!(one(&other, 3, "DL-05").due, d("2027-01-09"));
    assert_eq!(one(&other, 1, "DL-05").due, d("2027-01-09"));
}

fn one_as_director(desk: &mut Desk, id: i64, rule: &str) -> super::DeadlineRow {
    desk.actor = Some(actor(Role::Director));
    one(desk, id, rule)
}

/// Nine cases: three overdue, two red, two amber, one without a light, one paused.
fn full(folder: &Path) -> Desk {
    let mut desk = desk(folder, "2026-11-23");
    let starts = ["10-20", "10-15", "10-20", "10-25", "10-26", "10-28", "10-30", "11-20", "11-20"];
    for (i, from) in starts.iter().enumerate() {
        let id = i64::try_from(i).expect("small") + 1;
        let unit = if id % 2 == 0 { "香格里拉市林业和草原局" } else { "建塘镇人民政府" };
        add_case(&desk, id, "S40", Some(1 + id % 2), unit);
        carry(&mut desk, id, &[("DL-07", &format!("2026-{from}"), "")], &[]);
    }
    carry(&mut desk, 9, &[], &[Stop::Pause("DL-07")]);
    desk
}

fn cases(rows: &[OverdueRow]) -> Vec<i64> {
    rows.iter().map(|r| r.case).collect()
}

#[test]
fn the_list_is_overdue_then_red_then_amber_in_windows_both_ways() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = full(folder.path());
    let all = OverdueFilter { within_days: OverdueFilter::LIGHTS, ..OverdueFilter::default() };
    let whole = desk.overdue(&all, None, 50, false).expect("rows");
    assert_eq!(cases(&whole.rows), [2, 1, 3, 4, 5, 6, 7]);
    let lights: Vec<_> = whole.rows.iter().map(|r| r.light.code()).collect();
    assert_eq!(lights, ["overdue", "overdue", "overdue", "red", "red", "amber", "amber"]);
    assert_eq!(whole.rows[0].words, "逾期8天");
    assert_eq!((whole.rows[0].petitioner.as_str(), whole.rows[0].short.as_str()), ("和＊＊", "0002"));

    for size in 1..4 {
        let mut seen = Vec::new();
        let mut from: Option<OverdueRow> = None;
        loop {
            let page = desk.overdue(&all, from.as_ref(), size, false).expect("a window");
            seen.extend(page.rows.iter().map(|r| r.case));
            assert_eq!(page.before, from.is_some());
            from = page.rows.last().cloned();
            if !page.after {
                break;
            }
        }
        assert_eq!(seen, [2, 1, 3, 4, 5, 6, 7], "windows of {size}");
        let back = desk.overdue(&all, whole.rows.last(), size, true).expect("a window");
        assert_eq!(cases(&back.rows), cases(&whole.rows[6 - size..6]));
        assert!(back.before && back.after);
    }

    let counts = desk.counts().expect("counts");
    assert_eq!((counts.overdue, counts.red, counts.amber, counts.paused), (3, 2, 2, 1));
    let few = |filter: OverdueFilter| cases(&desk.overdue(&filter, None, 50, false).expect("rows").rows);
    assert_eq!(few(OverdueFilter::default()), [2, 1, 3], "overdue, and nothing is due today");
    assert_eq!(few(OverdueFilter { within_days: 40, ..OverdueFilter::default() }), [2, 1, 3, 4, 5, 6, 7, 8]);
    assert_eq!(few(OverdueFilter { light: Some("red".into()), ..OverdueFilter::default() }), [4, 5]);
    assert_eq!(few(OverdueFilter { light: Some("paused".into()), ..OverdueFilter::default() }), [9]);
    assert_eq!(few(OverdueFilter { handler: Some("lxy".into()), ..all.clone() }), [2, 4, 6]);
    assert_eq!(few(OverdueFilter { unit: Some("建塘".into()), ..all.clone() }), [1, 3, 5, 7]);
    assert_eq!(few(OverdueFilter { rule: Some("dl-19".into()), ..all.clone() }), Vec::<i64>::new());
    assert!(desk.overdue(&OverdueFilter { handler: Some("无此人".into()), ..all.clone() }, None, 5, false).is_err());
    let filters = desk.filters().expect("filters");
    assert_eq!(filters.handlers[0], ("扎西".to_string(), "扎西".to_string(), 5));
    assert_eq!(filters.rules, [("DL-07".to_string(), "调解期限".to_string(), 8)]);

    desk.actor = Some(Actor { user: 7, ..actor(Role::Handler) });
    assert_eq!(cases(&desk.overdue(&all, None, 50, false).expect("own").rows), [2, 4, 6]);
    let own = desk.counts().expect("counts");
    assert_eq!((own.overdue, own.red, own.amber, own.paused), (1, 1, 1, 0));
    desk.actor = Some(actor(Role::Admin));
    assert!(desk.overdue(&all, None, 50, false).is_err());
}

#[test]
fn the_way_back_is_the_way_there_for_every_filter_also_over_what_ends_today() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = full(folder.path());
    let today = desk.today().to_string();
    let due = "UPDATE deadline SET due = ?1, red_from = min(red_from, ?1), amber_from = min(amber_from, ?1) WHERE case_id IN (4, 5)";
    desk.conn.execute(due, [&today]).expect("two end today");
    let all = OverdueFilter { within_days: OverdueFilter::LIGHTS, ..OverdueFilter::default() };
    for filter in [
        all.clone(),
        OverdueFilter { handler: Some("lxy".into()), ..all.clone() },
        OverdueFilter { unit: Some("建塘".into()), ..all.clone() },
        OverdueFilter { rule: Some("DL-07".into()), ..all.clone() },
    ] {
        let there = desk.overdue(&filter, None, 50, false).expect("rows").rows;
        assert!(there.len() > 2 && there.iter().any(|r| r.words.contains("今天") || r.days_left == 0), "{filter:?}");
        let back = desk.overdue(&filter, there.last(), 50, true).expect("rows").rows;
        assert_eq!(cases(&back), cases(&there[..there.len() - 1]), "{filter:?}");
        for pair in there.windows(2) {
            let next = desk.overdue(&filter, Some(&pair[0]), 1, false).expect("a row").rows;
            assert_eq!(cases(&next), cases(&pair[1..]), "{filter:?}");
        }
    }
}

#[test]
fn silence_ends_with_the_next_record_and_sealed_cases_stay_closed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = full(folder.path());
    let silent = OverdueFilter { silent: true, ..OverdueFilter::default() };
    assert_eq!(desk.counts().expect("counts").silent, 7);
    carry(&mut desk, 2, &[], &[]);
    let rows = desk.overdue(&silent, None, 50, false).expect("rows").rows;
    assert_eq!(cases(&rows), [1, 3, 4, 5, 6, 7]);
    let page = desk.overdue(&silent, Some(&rows[2]), 2, false).expect("a window");
    assert_eq!(cases(&page.rows), [5, 6]);
    desk.conn.execute("UPDATE cases SET sealed = 1 WHERE id = 1", []).expect("sealed");
    let row = desk.overdue(&silent, None, 1, false).expect("rows").rows.remove(0);
    assert_eq!((row.petitioner.as_str(), row.gist.as_str(), row.unit.as_str()), ("密封件", "密封件", ""));
    let json = serde_json::to_value(OverdueJson::from(&row)).expect("json");
    let mut keys: Vec<_> = json.as_object().expect("an object").keys().cloned().collect();
    keys.sort();
    assert_eq!(
        keys,
        ["case", "days_left", "due", "due_raw", "handler", "label", "light", "petitioner", "rule", "unit"]
    );
    assert_eq!(json["days_left"], -3);
}

#[test]
fn a_supervision_has_a_number_a_clock_and_an_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = full(folder.path());
    let form = |by: &str| {
        Draft::default()
            .with("kind", "督办单")
            .with("reason", "5")
            .with("target", "李秀英")
            .with("trigger", "逾期8天")
            .with("demand", "三日内调解")
            .with("feedback_by", by)
    };
    assert!(refusal(desk.supervise(2, &form("2026-11-26"))).contains("督办"));
    desk.actor = Some(actor(Role::Supervisor));
    assert!(matches!(desk.supervise(2, &form("2026-11-20")), Err(Failure::Problems(_))));
    let first = desk.supervise(2, &form("2026-11-26")).expect("issued");
    assert!(first.text.contains("DB20260001"), "{}", first.text);
    let second = desk.supervise(2, &form("2026-12-20")).expect("issued");
    assert!(second.text.contains("DB20260002"), "{}", second.text);
    let dues: Vec<_> =
        desk.deadlines_of(2).expect("rows").into_iter().filter(|r| r.rule == "DL-19").map(|r| r.due).collect();
    assert_eq!(dues, [d("2026-11-26"), d("2026-11-30")], "the earlier of what is demanded and seven days");
    let notes = desk.supervisions(2).expect("notes");
    assert_eq!((notes.len(), notes[0].feedback_by), (2, d("2026-11-30")));
    assert_eq!(desk.journal_of(2).expect("journal")[0].action, "supervise");

    let why = desk.why_late(2).expect("why");
    assert_eq!(why, ["11-12 调查后无记录", "缺 调查记录, 会商", "待承办人李秀英办理"]);

    let answer = Draft::default().with("feedback", "已约定双方到场调解");
    assert!(refusal(desk.answer_supervision(first.id, &answer)).contains("督查"));
    desk.actor = Some(actor(Role::Director));
    desk.answer_supervision(first.id, &answer).expect("answered");
    let open: Vec<_> = desk
        .deadlines_of(2)
        .expect("rows")
        .into_iter()
        .filter(|r| r.rule == "DL-19" && r.state == "running")
        .map(|r| r.due)
        .collect();
    assert_eq!(open, [d("2026-11-30")]);
    assert!(refusal(desk.answer_supervision(first.id, &answer)).contains("已经反馈"));
}
