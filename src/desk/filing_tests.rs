//! 归档, 借阅, 重开 and 包案 through the desk on a real file.

use super::register::{self, Ask, Tone};
use super::trial::Office;
use super::trial_case::in_hand;
use super::{Desk, Failure};
use crate::domain::case::Stage;
use crate::domain::flow;
use crate::store;
use crate::validation::{self, Draft, Field, Kind, Need, Table};
use chrono::TimeDelta;

fn draft(pairs: &[(&str, &str)]) -> Draft {
    pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v))
}

fn act(desk: &mut Desk, case: i64, mv: &str, draft: &Draft) -> Result<String, Failure> {
    desk.act(case, None, flow::find(mv).expect("a move"), draft).map(|d| d.text)
}

/// What stands in the way of a move, as F4 says it.
fn hindered(desk: &Desk, case: i64, mv: &str) -> String {
    let offers = desk.offers(case).expect("offers");
    let offer = offers.into_iter().find(|o| o.mv.id == mv).expect("offered");
    offer.hindrance.map(|r| format!("{}。{}", r.what, r.remedy)).unwrap_or_default()
}

/// 一案一组: the handler (1) and a 人民调解员 new to the roster.
fn whole_team(office: &Office, list: &Draft) -> Draft {
    let person =
        draft(&[("name", "扎西"), ("profession", "04"), ("full_time", "1"), ("languages", "1"), ("official", "0")]);
    let member = office.desk("admin", "机房").add_staff(&person).expect("added").id.to_string();
    list.clone().with("handler", "1").with("members", member).with("recusal_checked", "1")
}

const FIELDS: &[Field] = &[Field::new("note", "备注", Kind::Line(20), Need::Optional, "可不填")];
/// What 结案 keeps with the case, as far as filing looks at it.
static CLOSING: Table = Table { name: "closing", title: "结案", fields: FIELDS };

/// The end of a case: stage, report and the clock of filing.
fn close(desk: &mut Desk, case: i64) {
    let now = desk.now();
    let form = validation::check(&CLOSING, &Draft::default(), now).expect("a form");
    let done = desk.write(|w| {
        let mut held = store::case::load(w.tx, case)?.expect("a case");
        held.stage = Stage::Closed;
        held.closed_on = Some(w.today());
        held.outcome = "9".into();
        store::case::update(w.tx, &held, "结案", w.now)?;
        store::case::insert_record(w.tx, case, "T18", &form, None, w.now, w.actor()?.user)?;
        let cal = super::calendar::current(w.tx)?;
        for mut clock in store::deadline::list_of_case(w.tx, case)? {
            if clock.rule == "DL-07" && clock.state.is_live() {
                super::deadlines::finish(w, &mut clock, store::deadline::DeadlineState::Met)?;
            }
        }
        super::deadlines::start(w, case, "DL-17", w.today(), "", "", &cal)
    });
    done.expect("closed");
}

fn identity() -> Draft {
    draft(&[("papers", "06\t身份证复印件\t2\t2\t卷内")])
}

fn filing(desk: &Desk, case: i64, mv: &str) -> Draft {
    let form = desk.move_form(case, flow::find(mv).expect("a move")).expect("a form");
    form.with("place", "档案室1柜").with("checker", "李秀英")
}

/// Closed and filed; the first volume.
fn filed(office: &Office) -> i64 {
    let case = in_hand(office, "G1", "02");
    let mut reception = office.desk("qiantai", "1号窗");
    close(&mut reception, case);
    act(&mut reception, case, "R30", &identity()).expect("材料入卷");
    let form = filing(&reception, case, "T20");
    act(&mut reception, case, "T20", &form).expect("归档");
    case
}

#[test]
fn filing_names_what_is_missing_and_asks_a_second_person() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "02");
    let mut reception = office.desk("qiantai", "1号窗");
    close(&mut reception, case);
    let no = hindered(&reception, case, "T20");
    assert!(no.contains("还缺1件:当事人身份证明"), "{no}");
    act(&mut reception, case, "R30", &identity()).expect("材料入卷");
    assert_eq!(hindered(&reception, case, "T20"), "");

    let form = filing(&reception, case, "T20");
    assert_eq!((form.get("filer"), form.get("retention"), form.get("ground")), ("和丽英", "3", "一般案件"));
    let alone = act(&mut reception, case, "T20", &form.clone().with("checker", "和丽英")).expect_err("alone");
    assert!(alone.to_string().contains("检查人不能是立卷人"), "{alone}");
    let short = act(&mut reception, case, "T20", &form.clone().with("total", "1")).expect_err("too few pages");
    assert!(short.to_string().contains("超过总页数1"), "{short}");
    let back = act(&mut reception, case, "T20", &form.clone().with("pages", "01\t5\n02\t3")).expect_err("falling");
    assert!(back.to_string().contains("小于前一项"), "{back}");
    let bare = act(&mut reception, case, "T20", &form.clone().with("pages", "01\t1")).expect_err("unpaged");
    assert!(bare.to_string().contains("没有页号"), "{bare}");

    let done = act(&mut reception, case, "T20", &form).expect("归档");
    assert!(done.contains("（2026）香格里拉人调卷字第0001号"), "{done}");
    let clock = reception.deadlines_of(case).expect("clocks").into_iter().find(|d| d.rule == "DL-17").expect("DL-17");
    assert_eq!(clock.state, "met");
    let offers: Vec<&str> = reception.offers(case).expect("offers").iter().map(|o| o.mv.id).collect();
    assert_eq!(offers, ["T21", "R32", "R31"], "an archived case is read-only");
}

#[test]
fn a_reopening_takes_two_persons_and_makes_a_second_volume() {
    let office = Office::new();
    let case = filed(&office);
    let (mut director, mut supervisor) = (office.desk("zhuren", "主任室"), office.desk("ducha", "督查室"));
    let no = hindered(&supervisor, case, "T21");
    assert!(no.contains("还没有重开申请"), "{no}");
    let why = draft(&[("reason", "2"), ("detail", "提交了新的测绘图,界址不同")]);
    act(&mut director, case, "R31", &why).expect("申请重开");
    let decide = draft(&[("opinion", "同意重开"), ("told_on", "2026-11-23")]);
    assert!(act(&mut director, case, "T21", &decide).is_err(), "not by who asked");
    act(&mut supervisor, case, "T21", &decide).expect("重开");
    let held = director.readable_case(case).expect("a case");
    assert_eq!((held.stage, held.closed_on, held.outcome.as_str()), (Stage::Working, None, ""));
    let live: Vec<String> = director
        .deadlines_of(case)
        .expect("clocks")
        .into_iter()
        .filter(|d| d.state == "running")
        .map(|d| d.rule)
        .collect();
    assert_eq!(live, ["DL-07"]);

    let mut reception = office.desk("qiantai", "1号窗");
    close(&mut reception, case);
    let form = filing(&reception, case, "T20");
    act(&mut reception, case, "T20", &form).expect("second filing");
    let numbers: Vec<String> = reception.volumes_of(case).expect("volumes").into_iter().map(|v| v.number).collect();
    assert_eq!(numbers, ["（2026）香格里拉人调卷字第0001号", "（2026）香格里拉人调卷字第0002号"]);
    let again = hindered(&supervisor, case, "T21");
    assert!(again.contains("还没有重开申请"), "an answered request does not open twice: {again}");
}

#[test]
fn a_volume_is_lent_once_and_shows_as_late_until_it_is_back() {
    let office = Office::new();
    let case = filed(&office);
    let mut reception = office.desk("qiantai", "1号窗");
    let volumes = register::find("volumes").expect("卷宗");
    let loans = register::find("loans").expect("借阅登记");
    let ask = |view: &str| Ask { view: view.into(), limit: 50, ..Ask::default() };
    let inside = reception.register_rows(volumes, &ask("in")).expect("rows");
    assert_eq!(inside.iter().map(|l| (l.case, l.cells[4].as_str())).collect::<Vec<_>>(), [(Some(case), "在库")]);
    let volume = Some(inside[0].id);

    let lend = volumes.act("lend").expect("借阅");
    let form = reception.register_form(lend, volume, None).expect("a form");
    let form = form.with("borrower", "王建国").with("purpose", "复核案情").with("until", "2026-11-30");
    let same = reception.register_act(lend, volume, &form.clone().with("approver", "王建国")).expect_err("same");
    assert!(same.to_string().contains("批准人不能是借阅人"), "{same}");
    let form = form.with("approver", "李秀英");
    reception.register_act(lend, volume, &form).expect("借阅");
    let twice = reception.register_act(lend, volume, &form).expect_err("twice");
    assert!(twice.to_string().contains("应于2026-11-30归还"), "{twice}");
    assert!(reception.register_rows(volumes, &ask("in")).expect("rows").is_empty());
    assert!(reception.journal_of(case).expect("journal").iter().any(|r| r.action == "volume.lend"));

    let mut late = office.desk_later("qiantai", "1号窗", TimeDelta::days(10));
    let out = late.register_rows(loans, &ask("out")).expect("rows");
    assert_eq!(
        (out[0].tone, out[0].cells[5].as_str(), out[0].cells[1].as_str()),
        (Tone::Over, "逾期3天未还", "王＊＊")
    );
    let back = volumes.act("back").expect("归还");
    let form = late.register_form(back, volume, None).expect("a form").with("state", "完好");
    late.register_act(back, volume, &form).expect("归还");
    assert!(late.register_rows(loans, &ask("out")).expect("rows").is_empty());
    assert_eq!(late.register_rows(loans, &ask("all")).expect("rows")[0].tone, Tone::Done);
    let no = late.register_act(back, volume, &form).expect_err("in the archive");
    assert!(no.to_string().contains("在库"), "{no}");
    let copy = volumes.act("copy").expect("复印");
    let form = late.register_form(copy, volume, None).expect("a form");
    let form = form.with("borrower", "王建国").with("purpose", "诉讼").with("copied", "1-3").with("approver", "李秀英");
    late.register_act(copy, volume, &form).expect("复印");
    assert!(late.register_rows(loans, &ask("out")).expect("rows").is_empty(), "a copy takes nothing out");
    let mut supervisor = office.desk("ducha", "督查室");
    assert_eq!(supervisor.register_rows(volumes, &ask("all")).expect("looks").len(), 1);
    let no = supervisor.register_act(lend, volume, &form).expect_err("only looks");
    assert!(no.to_string().contains("权限"), "{no}");
}

#[test]
fn a_listed_case_is_planned_struck_by_another_and_then_filed() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "02");
    let (mut director, mut supervisor) = (office.desk("zhuren", "主任室"), office.desk("ducha", "督查室"));
    let no = hindered(&director, case, "R34");
    assert!(no.contains("不是包案"), "{no}");
    let list = draft(&[("leader", "杨文华"), ("level", "3"), ("approved_on", "2026-11-23"), ("reason", "多次来访")]);
    let list = whole_team(&office, &list);
    act(&mut director, case, "R36", &list).expect("转为包案");
    assert!(director.deadlines_of(case).expect("clocks").iter().any(|d| d.rule == "DL-18" && d.state == "running"));
    let board = register::find("listed").expect("看板");
    let ask = |view: &str| Ask { view: view.into(), limit: 50, ..Ask::default() };
    let rows = director.register_rows(board, &ask("open")).expect("rows");
    assert_eq!(rows[0].cells[3], "未定包案方案");
    let plan = draft(&[
        ("leader", "杨文华"),
        ("post", "副市长"),
        ("level", "3"),
        ("source", "7"),
        ("approved_on", "2026-11-23"),
        ("goal", "恢复通道"),
        ("plan", "现场踏勘\t扎西顿珠\t2026-12-01"),
        ("posted", "0"),
        ("budget", "5000"),
    ]);
    let early = plan.clone().with("plan", "现场踏勘\t扎西顿珠\t2026-11-01");
    assert!(act(&mut director, case, "R34", &early).expect_err("too early").to_string().contains("早于批准日期"));
    act(&mut director, case, "R34", &plan).expect("包案方案");
    let again = director.move_form(case, flow::find("R34").expect("a move")).expect("a form");
    assert_eq!((again.get("post"), again.get("budget")), ("副市长", "5000.00"), "a revision begins from the plan");
    act(&mut director, case, "R34", &again.with("goal", "恢复通道并道歉")).expect("revised");
    let progress = draft(&[
        ("day", "2026-11-23"),
        ("progress", "已踏勘"),
        ("factual", "1"),
        ("reasonable", "1"),
        ("crux", "宽度不一"),
        ("next", "测绘"),
    ]);
    act(&mut director, case, "R35", &progress).expect("进度");
    let shown = director.register_line(board, case).expect("a line");
    assert!(shown.contains(&("专调小组".to_string(), "专调〔2026〕001号".to_string())), "one number a team: {shown:?}");
    let late = office.desk_later("zhuren", "主任室", TimeDelta::days(40));
    let rows = late.register_rows(board, &ask("late")).expect("rows");
    assert_eq!((rows[0].cells[2].as_str(), rows[0].cells[3].as_str()), ("逾期10天", "40天无进度"));

    close(&mut director, case);
    let mut reception = office.desk("qiantai", "1号窗");
    act(&mut reception, case, "R30", &identity()).expect("材料入卷");
    let no = hindered(&reception, case, "T20");
    assert!(no.contains("包案尚未销号"), "{no}");
    let no = hindered(&supervisor, case, "T19");
    assert!(no.contains("还没有销号申请"), "{no}");
    act(&mut director, case, "R33", &draft(&[("result", "1"), ("proof", "协议和收条")])).expect("申请");
    let strike = draft(&[("verified", "1"), ("opinion", "同意销号")]);
    assert!(act(&mut director, case, "T19", &strike).is_err(), "the supervisor strikes");
    assert!(act(&mut supervisor, case, "T19", &strike.clone().with("verified", "0")).is_err());
    act(&mut supervisor, case, "T19", &strike).expect("销号");
    assert!(director.deadlines_of(case).expect("clocks").iter().any(|d| d.rule == "DL-18" && d.state == "met"));
    let rows = director.register_rows(board, &ask("struck")).expect("rows");
    assert_eq!((rows.len(), rows[0].tone), (1, Tone::Done));
    assert!(director.register_rows(board, &ask("open")).expect("rows").is_empty());
    let form = filing(&reception, case, "T20");
    act(&mut reception, case, "T20", &form).expect("归档");
}

#[test]
fn a_declined_matter_is_filed_once_and_stays_declined() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "02");
    let mut reception = office.desk("qiantai", "1号窗");
    let withdraw = draft(&[("ground", "1"), ("signed_on", "2026-11-23"), ("reason", "已和解")]);
    act(&mut reception, case, "T22", &withdraw).expect("撤回");
    act(&mut reception, case, "R30", &identity()).expect("材料入卷");
    let form = filing(&reception, case, "R37");
    act(&mut reception, case, "R37", &form).expect("立卷");
    assert_eq!(reception.readable_case(case).expect("a case").stage, Stage::Withdrawn);
    let no = act(&mut reception, case, "R37", &form).expect_err("once").to_string();
    assert!(no.contains("已立卷,（2026）香格里拉人调卷字第0001号"), "{no}");
}

#[test]
fn the_first_revisit_ends_the_first_clock_and_the_next_the_second() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "02");
    let mut director = office.desk("zhuren", "主任室");
    close(&mut director, case);
    let started = director.write(|w| {
        let cal = super::calendar::current(w.tx)?;
        super::deadlines::start(w, case, "DL-16", w.today(), "", "", &cal)?;
        super::deadlines::start(w, case, "DL-16b", w.today(), "", "", &cal)
    });
    started.expect("started");
    let form = draft(&[("day", "2026-11-23"), ("way", "2"), ("performed", "1"), ("satisfied", "1"), ("trouble", "0")]);
    let state = |desk: &Desk, rule: &str| {
        desk.deadlines_of(case).expect("clocks").into_iter().find(|d| d.rule == rule).map(|d| d.state)
    };
    act(&mut director, case, "R32", &form).expect("回访");
    assert_eq!((state(&director, "DL-16"), state(&director, "DL-16b")), (Some("met"), Some("running")));
    act(&mut director, case, "R32", &form).expect("回访");
    assert_eq!(state(&director, "DL-16b"), Some("met"));
}
