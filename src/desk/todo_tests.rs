//! 待我办: each sees what waits for him, and it goes when it is done.

use super::Desk;
use super::register::{self, Ask};
use super::trial::Office;
use super::trial_case::{REPORT, SATISFIED, act_filled, agreement, in_mediation};

fn waiting(desk: &Desk) -> Vec<String> {
    desk.todo().expect("a list").into_iter().map(|t| t.what).collect()
}

#[test]
fn a_request_waits_for_the_director_and_filing_for_the_front_desk() {
    let office = Office::new();
    let case = in_mediation(&office);
    let mut director = office.desk("zhuren", "主任室");
    let owed = agreement("建塘镇政府  当面道歉  2026-11-23", false);
    act_filled(&mut director, case, "T14", &owed).expect("口头协议");
    act_filled(&mut director, case, "R20", SATISFIED).expect("满意度");
    assert!(waiting(&director).is_empty(), "{:?}", waiting(&director));
    act_filled(&mut director, case, "R21", &[("summary", "已当面道歉")]).expect("申请结案");
    assert_eq!(waiting(&director), ["结案申请"]);
    let front = office.desk("qiantai", "窗口1");
    assert!(waiting(&front).is_empty());
    act_filled(&mut director, case, "T18", REPORT).expect("结案");
    assert_eq!(waiting(&front), ["待归档"]);
    let rows = |desk: &Desk, view: &str| {
        let ask = Ask { view: view.into(), limit: 9, ..Ask::default() };
        desk.register_rows(register::find("todo").expect("待我办"), &ask).expect("rows")
    };
    let all = rows(&front, "all");
    assert_eq!((all.len(), all[0].case), (1, Some(case)));
    assert_eq!(all[0].cells[4], "剩7天", "the first revisit is due before the filing");
    assert!(rows(&front, "late").is_empty());
}
