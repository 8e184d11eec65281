//! Slips say what is the petitioner's own, by when, and never ask him for money.

use super::slips;
use super::trial::Office;
use super::trial_case::{act_filled, advised};

fn slip(desk: &mut super::Desk, case: i64, id: &str) -> Result<String, super::Failure> {
    desk.slip(case, slips::find(id).expect("a slip")).map(|l| l.join("\n"))
}

#[test]
fn the_progress_slip_tells_what_was_done_what_comes_and_whom_to_ask() {
    let office = Office::new();
    let case = advised(&office);
    let demand = [("target", "李秀英"), ("trigger", "进展慢"), ("demand", "尽快办理"), ("feedback_by", "+3")];
    let demand = demand.iter().fold(crate::domain::forms::SUPERVISION.blank(), |d, (k, v)| d.with(k, *v));
    office.desk("ducha", "督查室").supervise(case, &demand).expect("督办");
    let mut desk = office.desk("zhuren", "主任室");
    let text = slip(&mut desk, case, "progress").expect("made");
    assert!(!text.contains("督办"), "what binds the office inside is not told: {text}");
    for word in
        ["第5步 处理意见  在办", "第4步 调查办理  已办", "2026-11-23  受理", "调解期限  2026-12-23前", "承办人李秀英"]
    {
        assert!(text.contains(word), "{word}\n{text}");
    }
    assert!(text.contains("不收任何费用") && !text.contains("元"), "{text}");
    assert!(!text.contains("调查记录"), "what was looked into is not told here");
    assert_eq!(desk.journal_of(case).expect("journal")[0].action, "slip");
}

#[test]
fn the_limits_slip_counts_from_the_day_asked_and_warns_at_seven_days() {
    let office = Office::new();
    let case = advised(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let no = slip(&mut desk, case, "limits").expect_err("nothing told yet").to_string();
    assert!(no.contains("还没有提示过期限"), "{no}");
    let told = |route: &'static str, start: &'static str| {
        [("route", route), ("start", start), ("fact", "收到处理决定"), ("told_on", "2026-11-23")]
    };
    act_filled(&mut desk, case, "R16", &told("G07", "2026-09-28")).expect("提示");
    act_filled(&mut desk, case, "R16", &told("G01", "2026-09-28")).expect("提示");
    let text = slip(&mut desk, case, "limits").expect("made");
    assert!(text.contains("届满: 2026-11-27  还有4天") && text.contains("法律援助法44"), "{text}");
    assert!(text.contains("届满: 2029-09-28") && text.contains("民法典第188"), "{text}");
    assert!(text.contains("不代替法律意见"), "{text}");
}
