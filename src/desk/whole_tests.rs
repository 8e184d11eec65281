//! A case from the window to the archive and the money, with the forms that people fill in: what one
//! part keeps, the next must find.

use super::trial::Office;
use super::trial_case::{REPORT, SATISFIED, act_filled, agreement, in_mediation};
use crate::domain::case::Stage;
use crate::domain::flow;
use crate::validation::Draft;

#[test]
fn a_written_agreement_is_performed_filed_reopened_and_claimed() {
    let office = Office::new();
    let case = in_mediation(&office);
    let mut director = office.desk("zhuren", "主任室");
    let owed = agreement("建塘镇政府  补偿款  2026-12-20  1000元", true);
    act_filled(&mut director, case, "T14", &owed).expect("达成协议");
    act_filled(&mut director, case, "T17", &[("watcher", "李秀英")]).expect("转入履行");
    let paid = [("term", "1"), ("performed_on", "2026-11-23"), ("amount", "1000元"), ("proof", "汇款单")];
    act_filled(&mut director, case, "R12", &paid).expect("履行");
    act_filled(&mut director, case, "R20", SATISFIED).expect("满意度");
    act_filled(&mut director, case, "T18", REPORT).expect("结案");

    let mut front = office.desk("qiantai", "窗口1");
    let file = flow::find("T20").expect("归档");
    let missing = |desk: &super::Desk| {
        let list = desk.checklist(case).expect("a list");
        list.into_iter().filter(|i| i.must && i.present == 0).map(|i| i.title).collect::<Vec<_>>()
    };
    assert_eq!(missing(&front), ["当事人身份证明", "回访记录"], "everything else came from the forms");
    let before = front.offers(case).expect("offers");
    let hindrance = before.iter().find(|o| o.mv.id == "T20").and_then(|o| o.hindrance.clone()).expect("not yet");
    assert!(hindrance.what.contains("身份证明") && hindrance.what.contains("回访"), "{hindrance:?}");
    act_filled(&mut front, case, "R30", &[("papers", "06\t身份证复印件\t2\t2\t卷内")]).expect("材料入卷");
    let seen = [("way", "2"), ("performed", "1"), ("satisfied", "1"), ("trouble", "0")];
    act_filled(&mut director, case, "R32", &seen).expect("回访");
    assert!(missing(&front).is_empty());
    let form = front.move_form(case, file).expect("a form").with("place", "档案室1柜").with("checker", "李秀英");
    front.act(case, None, file, &form).expect("归档");
    let held = front.readable_case(case).expect("a case");
    assert_eq!((held.stage, held.outcome.as_str()), (Stage::Archived, "1"));

    let claim = crate::desk::register::find("claims").expect("经费台账").act("claim").expect("申报");
    let form = director.register_form(claim, None, Some(case)).expect("a form");
    assert_eq!(form.get("payer"), "建塘镇政府", "who entrusted the case pays");
    let done = director.register_act(claim, None, &form.with("shares", "李秀英")).expect("claimed");
    assert!(done.text.contains("SB1"), "{}", done.text);

    let why = Draft::default().with("reason", "2").with("detail", "提交了新的测绘图,界址不同");
    director.act(case, None, flow::find("R31").expect("申请"), &why).expect("申请重开");
    let yes = Draft::default().with("opinion", "同意重开").with("told_on", "2026-11-23");
    office.desk("ducha", "督查室").act(case, None, flow::find("T21").expect("重开"), &yes).expect("重开");
    let held = director.readable_case(case).expect("a case");
    assert_eq!((held.stage, held.outcome.as_str(), held.closed_on), (Stage::Working, "", None));
    let offers = director.offers(case).expect("offers");
    let advise = offers.iter().find(|o| o.mv.id == "T12").and_then(|o| o.hindrance.clone());
    assert!(advise.is_none(), "what was looked into on the day of reopening counts: {advise:?}");
}
