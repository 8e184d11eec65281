//! 办理 and 处理意见 through the desk on a real file: council before opinion, a clock that stands still
//! during an appraisal, receipts without gaps.

use super::Desk;
use super::trial::Office;
use super::trial_case::{ADVICE, ANALYSIS, INVESTIGATION, ORDER, act_filled, in_hand};
use crate::domain::case::Stage;
use crate::domain::flow;
use crate::validation::Draft;
use chrono::{NaiveDate, TimeDelta};

/// Days and state of the clock of mediation.
fn clock(desk: &Desk, case: i64, rule: &str) -> (NaiveDate, &'static str) {
    let clocks = desk.deadlines_of(case).expect("clocks");
    clocks.into_iter().find(|c| c.rule == rule).map(|c| (c.raw, c.state)).expect("the clock")
}

#[test]
fn a_hard_case_is_not_advised_upon_before_three_people_gave_their_view() {
    let office = Office::new();
    let case = in_hand(&office, "G2", "03");
    let mut desk = office.desk("zhuren", "主任室");
    act_filled(&mut desk, case, "R01", INVESTIGATION).expect("调查记录");
    act_filled(&mut desk, case, "R03", ANALYSIS).expect("分析");
    let no = act_filled(&mut desk, case, "T12", ADVICE).expect_err("no council").to_string();
    assert!(no.contains("会商纪要") && no.contains("方案五(五)") && !no.contains("调查记录"), "{no}");

    let call = [("questions", "使用证与现状不符时以何为准"), ("when", "+1"), ("invited", "李秀英、扎西、杨文华")];
    act_filled(&mut desk, case, "T11", &call).expect("提交会商");
    assert_eq!(desk.readable_case(case).expect("a case").stage, Stage::Consulting);
    assert_eq!(clock(&desk, case, "DL-07").1, "running");
    let council = |people: &'static str| {
        [
            ("kind", "2"),
            ("place", "会议室"),
            ("host", "李秀英"),
            ("participants", people),
            ("conclusion", "以测绘结果为准组织调解"),
        ]
    };
    let two = council("李秀英  工作室  律师  支持返还\n杨文华  县局  测绘  以测绘为准");
    let no = act_filled(&mut desk, case, "T11b", &two).expect_err("two").to_string();
    assert!(no.contains("只有2人"), "{no}");
    let three = council("李秀英  工作室  律师  支持返还\n扎西  工作室  调解员  先调解\n杨文华  县局  测绘  以测绘为准");
    act_filled(&mut desk, case, "T11b", &three).expect("会商结论");
    assert_eq!(desk.readable_case(case).expect("a case").grade, "G2", "confirmed as it was");
    act_filled(&mut desk, case, "T12", ADVICE).expect("处理意见");
    assert_eq!(desk.readable_case(case).expect("a case").stage, Stage::Advised);
    assert_eq!(clock(&desk, case, "DL-07").1, "running", "mediation still has its month");
}

#[test]
fn an_appraisal_moves_the_end_by_the_days_it_took() {
    for (dispute, rule) in [("03", "DL-07"), ("15", "DL-07m")] {
        let office = Office::new();
        let case = in_hand(&office, "G1", dispute);
        let mut desk = office.desk("zhuren", "主任室");
        let before = clock(&desk, case, rule).0;
        act_filled(&mut desk, case, "T10", ORDER).expect("委托鉴定");
        assert_eq!(
            (desk.readable_case(case).expect("a case").stage, clock(&desk, case, rule).1),
            (Stage::Appraising, "paused")
        );
        let done = [("opinion", "围墙越界1.98米"), ("number", "测鉴〔2026〕12号")];
        // 14 days are ten working days, without a holiday between.
        let mut later = office.desk_later("zhuren", "主任室", TimeDelta::days(14));
        act_filled(&mut later, case, "T10b", &done).expect("鉴定完成");
        let (after, state) = clock(&later, case, rule);
        assert_eq!(state, "running");
        if rule == "DL-07" {
            assert_eq!(after - before, TimeDelta::days(14));
        } else {
            assert!(after - before >= TimeDelta::days(14), "{before} {after}");
        }
        // A second one that comes to nothing stops the clock only while it lasted.
        act_filled(&mut later, case, "T10", ORDER).expect("再次委托");
        let mut last = office.desk_later("zhuren", "主任室", TimeDelta::days(17));
        act_filled(&mut last, case, "T10c", &[("reason", "委托人撤回委托")]).expect("鉴定终止");
        assert_eq!(last.readable_case(case).expect("a case").stage, Stage::Working);
        assert_eq!(clock(&last, case, rule).1, "running");
        assert!(clock(&last, case, rule).0 > after);
    }
}

#[test]
fn receipts_are_numbered_without_a_gap_and_papers_go_back_once() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "03");
    let mut desk = office.desk("zhuren", "主任室");
    let paper = |name: &'static str| [("kind", "2"), ("name", name), ("original", "1"), ("kept_at", "卷宗柜2-3")];
    let number = |text: String| text.rsplit(',').next().unwrap_or_default().to_string();
    let first = act_filled(&mut desk, case, "R02", &paper("宅基地使用证")).map(number).expect("first");
    act_filled(&mut desk, case, "R02", &[("kind", "2"), ("name", "无存放处")]).expect_err("not kept anywhere");
    let second = act_filled(&mut desk, case, "R02", &paper("承包合同")).map(number).expect("second");
    assert_eq!((first.as_str(), second.as_str()), ("收〔2026〕001号", "收〔2026〕002号"));

    let form = desk.move_form(case, flow::find("R05").expect("a move")).expect("a form");
    assert_eq!((form.get("evidence"), form.get("returned_to")), ("收〔2026〕001号", "和志强"));
    act_filled(&mut desk, case, "R05", &[("signed", "1")]).expect("退还");
    let no = act_filled(&mut desk, case, "R05", &[("signed", "1"), ("evidence", "1")]).expect_err("twice").to_string();
    assert!(no.contains("已经退还"), "{no}");
    act_filled(&mut desk, case, "R05", &[("signed", "1")]).expect("the other one");
    assert_eq!(desk.readable_case(case).expect("a case").stage, Stage::Working);
}

#[test]
fn a_request_for_more_days_waits_until_it_is_granted_or_refused() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "03");
    let mut desk = office.desk("zhuren", "主任室");
    let waiting = |desk: &Desk| crate::store::pending::list(&desk.conn, "extension_request", 9).expect("list").len();
    let ask = [("days", "10"), ("reason", "等待测绘结果"), ("both_agree", "1")];
    act_filled(&mut desk, case, "R07", &ask).expect("申请");
    assert_eq!(waiting(&desk), 1);
    act_filled(&mut desk, case, "R08", &[("reason", "测绘结果已到")]).expect("不予延期");
    assert_eq!(waiting(&desk), 0);

    act_filled(&mut desk, case, "R07", &ask).expect("再申请");
    let row = desk.deadlines_of(case).expect("clocks").into_iter().find(|c| c.rule == "DL-07").expect("the clock");
    let grant = [("days", "10"), ("reason", "等待测绘"), ("both_agree", "1"), ("approver", "李秀英")];
    let grant = grant.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
    desk.extend(row.id, &grant.with("approved_on", "2026-11-23").with("told_on", "2026-11-23")).expect("延期");
    assert_eq!(waiting(&desk), 0);
    assert_eq!(clock(&desk, case, "DL-07").0 - row.raw, TimeDelta::days(10));
}
