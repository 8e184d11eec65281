//! Taking a step back: stage, clocks and requests stand as they stood; not later, not another's, not
//! what was given out.

use super::trial::Office;
use super::trial_case::{
    ANALYSIS, INVESTIGATION, ORDER, REPORT, SATISFIED, act_filled, agreement, in_hand, in_mediation,
};
use super::{Desk, Failure};
use crate::domain::case::Stage;
use crate::validation::Draft;
use chrono::TimeDelta;

fn undo(desk: &mut Desk, case: i64) -> Result<String, Failure> {
    desk.undo(case, &Draft::default().with("reason", "选错了一步")).map(|d| d.text)
}

fn clocks(desk: &Desk, case: i64) -> Vec<(String, String, String, &'static str)> {
    let rows = desk.deadlines_of(case).expect("clocks").into_iter();
    rows.map(|c| (c.rule, c.note, c.raw.to_string(), c.state)).collect()
}

#[test]
fn a_step_to_performance_is_taken_back_with_its_clocks() {
    let office = Office::new();
    let case = in_mediation(&office);
    let mut desk = office.desk("zhuren", "主任室");
    act_filled(&mut desk, case, "T14", &agreement("建塘镇政府  补偿  2026-12-20  100元", true)).expect("达成协议");
    let before = clocks(&desk, case);
    act_filled(&mut desk, case, "T17", &[("watcher", "李秀英")]).expect("转入履行");
    assert_ne!(clocks(&desk, case), before);
    assert_eq!(desk.undoable(case).expect("asked"), Some(("转入履行", 30)));
    let done = undo(&mut desk, case).expect("taken back");
    assert!(done.contains("达成协议"), "{done}");
    assert_eq!(desk.readable_case(case).expect("a case").stage, Stage::Agreed);
    assert_eq!(clocks(&desk, case), before);
    let kept = desk.records(case).expect("records");
    assert!(kept.iter().any(|r| r.form == "performing" && r.voided), "nothing is erased");
    assert_eq!(desk.journal_of(case).expect("journal")[0].action, "undo");
    assert!(undo(&mut desk, case).is_err(), "the agreement was signed");
    act_filled(&mut desk, case, "T17", &[("watcher", "李秀英")]).expect("again");
}

#[test]
fn a_request_taken_back_no_longer_waits() {
    let office = Office::new();
    let case = in_mediation(&office);
    let mut desk = office.desk("zhuren", "主任室");
    act_filled(&mut desk, case, "T14", &agreement("建塘镇政府  道歉  2026-11-23", false)).expect("口头协议");
    act_filled(&mut desk, case, "R20", SATISFIED).expect("满意度");
    act_filled(&mut desk, case, "R21", &[("summary", "已当面道歉")]).expect("申请结案");
    assert_eq!(desk.todo().expect("todo").len(), 1);
    undo(&mut desk, case).expect("taken back");
    assert!(desk.todo().expect("todo").is_empty());
    act_filled(&mut desk, case, "T18", REPORT).expect("结案");
    assert!(undo(&mut desk, case).is_err(), "a closing is not taken back");
}

#[test]
fn not_after_half_an_hour_not_anothers_and_not_what_others_built_on() {
    let office = Office::new();
    let case = in_hand(&office, "G2", "03");
    let mut desk = office.desk("zhuren", "主任室");
    act_filled(&mut desk, case, "R01", INVESTIGATION).expect("调查记录");
    act_filled(&mut desk, case, "R03", ANALYSIS).expect("分析");
    let mut late = office.desk_later("zhuren", "主任室", TimeDelta::minutes(31));
    let no = undo(&mut late, case).expect_err("too late").to_string();
    assert!(no.contains("超过30分钟"), "{no}");
    let no = undo(&mut office.desk("qiantai", "窗口1"), case).expect_err("another's").to_string();
    assert!(no.contains("别人办的"), "{no}");
    act_filled(&mut desk, case, "T10", ORDER).expect("委托鉴定");
    assert!(undo(&mut desk, case).is_err(), "the order was given to an institution");
    assert_eq!(desk.readable_case(case).expect("a case").stage, Stage::Appraising);
}
