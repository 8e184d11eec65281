//! 引导解决 through the desk on a real file: instalments with their clocks, confirmation in time, the
//! way to court with its limits, closing only when nothing is owed.

use super::Desk;
use super::trial::Office;
use super::trial_case::{REPORT, SATISFIED, START, act_filled, advised, agreement, in_mediation};
use crate::domain::case::Stage;
use chrono::TimeDelta;

const INSTALMENTS: &str =
    "建塘镇政府  退还越界部分  2026-11-23\n建塘镇政府  首付  2026-12-01  1000元\n建塘镇政府  尾款  2026-12-20  2000元";

/// The live clocks of a rule: note, due, state.
fn clocks(desk: &Desk, case: i64, rule: &str) -> Vec<(String, String, &'static str)> {
    let rows = desk.deadlines_of(case).expect("clocks").into_iter();
    rows.filter(|c| c.rule == rule).map(|c| (c.note, c.raw.to_string(), c.state)).collect()
}

fn stage(desk: &Desk, case: i64) -> Stage {
    desk.readable_case(case).expect("a case").stage
}

fn refused(desk: &mut Desk, case: i64, mv: &str, form: &[(&str, &str)]) -> String {
    act_filled(desk, case, mv, form).expect_err("refused").to_string()
}

#[test]
fn instalments_run_one_by_one_and_the_case_closes_when_all_are_paid() {
    let office = Office::new();
    let case = in_mediation(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let done = act_filled(&mut desk, case, "T14", &agreement(INSTALMENTS, true)).expect("达成协议");
    assert!(done.contains("人调字第0001号"), "{done}");
    assert_eq!(clocks(&desk, case, "DL-07")[0].2, "met");
    assert_eq!(clocks(&desk, case, "DL-13")[0].1, "2026-12-23");
    let terms = clocks(&desk, case, "DL-15");
    assert_eq!(terms[0], ("第2期".to_string(), "2026-12-01".to_string(), "running"), "the first was done at once");
    assert_eq!(terms[1], ("第3期".to_string(), "2026-12-20".to_string(), "running"));

    let no = refused(&mut desk, case, "T18", REPORT);
    assert!(no.contains("还有2期没有履行") && no.contains("转入履行"), "{no}");
    act_filled(&mut desk, case, "T17", &[("watcher", "李秀英")]).expect("转入履行");
    let pay = |term: &'static str, yuan: &'static str| {
        [("term", term), ("performed_on", "2026-11-23"), ("amount", yuan), ("proof", "汇款单")]
    };
    assert!(refused(&mut desk, case, "R12", &pay("1", "1元")).contains("第1期已经履行"));
    assert!(refused(&mut desk, case, "R12", &pay("4", "1元")).contains("只有3期"));
    assert!(refused(&mut desk, case, "R12", &pay("2", "1001元")).contains("只欠1000元"));
    act_filled(&mut desk, case, "R12", &pay("2", "400元")).expect("a part");
    assert_eq!(clocks(&desk, case, "DL-15")[0].2, "running", "a part does not end the clock");
    act_filled(&mut desk, case, "R12", &pay("2", "600元")).expect("the rest");
    let terms = clocks(&desk, case, "DL-15");
    assert_eq!(terms.iter().filter(|t| t.2 == "running").map(|t| t.0.as_str()).collect::<Vec<_>>(), ["第3期"]);

    let later = [
        ("term", "3"),
        ("kind", "1"),
        ("new_due", "2027-01-31"),
        ("both_agree", "1"),
        ("reason", "资金未到"),
        ("on", "2026-11-23"),
    ];
    act_filled(&mut desk, case, "R13", &later).expect("变更");
    let running: Vec<_> = clocks(&desk, case, "DL-15").into_iter().filter(|t| t.2 == "running").collect();
    assert_eq!(running, [("第3期".to_string(), "2027-01-31".to_string(), "running")]);
    assert!(refused(&mut desk, case, "T18", REPORT).contains("第3期尾款"));
    act_filled(&mut desk, case, "R12", &pay("3", "2000元")).expect("paid");
    assert!(clocks(&desk, case, "DL-24").iter().any(|c| c.2 == "running"), "to be closed");

    assert!(refused(&mut desk, case, "T18", REPORT).contains("满意度"));
    act_filled(&mut desk, case, "R20", SATISFIED).expect("满意度");
    act_filled(&mut desk, case, "R21", &[("summary", "协议已经履行")]).expect("申请结案");
    assert_eq!(crate::store::pending::list(&desk.conn, "closing_request", 9).expect("list").len(), 1);
    act_filled(&mut desk, case, "T18", REPORT).expect("结案");
    let held = desk.readable_case(case).expect("a case");
    assert_eq!((held.stage, held.outcome.as_str(), held.closed_on), (Stage::Closed, "1", Some(desk.today())));
    assert_eq!(clocks(&desk, case, "DL-17")[0].2, "running", "to be filed");
    assert_eq!(clocks(&desk, case, "DL-16")[0].2, "running", "to be visited again");
    assert!(crate::store::pending::list(&desk.conn, "closing_request", 9).expect("list").is_empty());
}

#[test]
fn an_overdue_term_goes_to_court_and_ends_its_clock_unmet() {
    let office = Office::new();
    let case = in_mediation(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let owed = "建塘镇政府  补偿款  2026-12-01  1000元";
    act_filled(&mut desk, case, "T14", &agreement(owed, true)).expect("达成协议");
    act_filled(&mut desk, case, "T17", &[("watcher", "李秀英")]).expect("转入履行");
    let mut late = office.desk_later("zhuren", "主任室", TimeDelta::days(20));
    let court = [("term", "1"), ("kind", "2"), ("reason", "催告后仍不履行"), ("on", "2026-12-10")];
    act_filled(&mut late, case, "R13", &court).expect("转执行");
    assert_eq!(clocks(&late, case, "DL-15")[0].2, "ended");
    act_filled(&mut late, case, "R20", SATISFIED).expect("满意度");
    act_filled(&mut late, case, "T18", REPORT).expect("结案");
    assert_eq!(stage(&late, case), Stage::Closed);
}

#[test]
fn an_oral_agreement_binds_from_its_day_and_confirmation_is_asked_within_thirty() {
    let office = Office::new();
    let case = in_mediation(&office);
    let mut desk = office.desk("zhuren", "主任室");
    act_filled(&mut desk, case, "T14", &agreement("建塘镇政府  当面道歉  2026-11-23", false)).expect("口头协议");
    assert_eq!(clocks(&desk, case, "DL-13")[0].1, "2026-12-23");
    let enforce = [("event", "1"), ("office", "市公证处"), ("consent", "1"), ("on", "2026-11-23")];
    assert!(refused(&mut desk, case, "R15", &enforce).contains("没有给付内容"));
    let ask = |on: &'static str| [("event", "1"), ("court", "香格里拉市人民法院"), ("on", on)];
    let mut late = office.desk_later("zhuren", "主任室", TimeDelta::days(31));
    let no = refused(&mut late, case, "R14", &ask("2026-12-24"));
    assert!(no.contains("超过30日") && no.contains("人民调解法33"), "{no}");
    act_filled(&mut late, case, "R14", &ask("2026-12-23")).expect("the last day");
    assert_eq!(clocks(&late, case, "DL-13")[0].2, "met");
    assert_eq!(late.readable_case(case).expect("a case").outcome, "2");
}

#[test]
fn nobody_is_sent_to_court_without_knowing_by_when() {
    let office = Office::new();
    let case = advised(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let guide = [
        ("route", "1"),
        ("organ", "香格里拉市人民法院"),
        ("papers", "起诉状、证据"),
        ("limits_told", "1"),
        ("aid_told", "1"),
        ("own_choice", "1"),
    ];
    assert!(refused(&mut desk, case, "T15", &guide).contains("提示期限"));
    let limit = [("route", "G01"), ("start", "2026-10-01"), ("fact", "发现院墙越界"), ("told_on", "2026-11-23")];
    act_filled(&mut desk, case, "R16", &limit).expect("提示期限");
    act_filled(&mut desk, case, "T15", &guide).expect("引导");
    assert_eq!(desk.readable_case(case).expect("a case").outcome, "4");
    act_filled(&mut desk, case, "R20", SATISFIED).expect("满意度");
    let report = [("facts", "院墙越界两米"), ("result", "已向法院起诉"), ("opinion", "同意结案")];
    assert!(refused(&mut desk, case, "T18", &report).contains("受理回执"));
    let with_receipt: Vec<_> = report.into_iter().chain([("receipt", "(2026)云3401民初12号")]).collect();
    act_filled(&mut desk, case, "T18", &with_receipt).expect("结案");
}

#[test]
fn other_relief_comes_after_the_states_own() {
    let office = Office::new();
    let case = advised(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let other = [("kind", "9"), ("event", "2"), ("organ", "市民政局"), ("on", "2026-11-23")];
    assert!(refused(&mut desk, case, "R19", &other).contains("国家司法救助"));
    let state = [("kind", "1"), ("event", "4"), ("organ", "市委政法委"), ("on", "2026-11-23")];
    act_filled(&mut desk, case, "R19", &state).expect("不符合条件");
    act_filled(&mut desk, case, "R19", &other).expect("临时救助");
}

#[test]
fn an_end_without_agreement_tells_the_other_ways() {
    let office = Office::new();
    let case = advised(&office);
    let mut desk = office.desk("zhuren", "主任室");
    act_filled(&mut desk, case, "T13", START).expect("开始调解");
    let end = [("reason", "1"), ("detail", "对方拒绝继续"), ("ways", "1,3"), ("risk", "2")];
    assert!(refused(&mut desk, case, "T16", &end).contains("调解记录"));
    act_filled(&mut desk, case, "R11", super::trial_case::SESSION).expect("调解记录");
    act_filled(&mut desk, case, "T16", &end).expect("终止");
    let held = desk.readable_case(case).expect("a case");
    assert_eq!((held.stage, held.outcome.as_str(), held.safety.as_str()), (Stage::Failed, "8", "2"));
    assert_eq!(clocks(&desk, case, "DL-24")[0].2, "running");
}
