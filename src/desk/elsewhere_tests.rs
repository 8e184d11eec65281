//! Clocks of other offices: seen with the case, in no count and no list, ended by the record that brings the
//! result; and 转为包案 with a whole team.

use super::trial::Office;
use super::trial_case::{act, act_filled, agreement, in_hand, in_mediation};
use super::{Desk, OverdueFilter};
use crate::domain::deadline::Light;
use chrono::TimeDelta;

/// The clocks of those rules: rule, both ends, state.
fn clocks(desk: &Desk, case: i64, rule: &str) -> Vec<(String, String, &'static str)> {
    let rows = desk.deadlines_of(case).expect("clocks").into_iter().filter(|c| c.rule.starts_with(rule));
    rows.map(|c| (c.rule, c.rolled.to_string(), c.state)).collect()
}

fn one(rule: &str, rolled: &str, state: &'static str) -> (String, String, &'static str) {
    (rule.to_string(), rolled.to_string(), state)
}

#[test]
fn the_court_has_its_days_and_the_studio_is_not_late_for_it() {
    let office = Office::new();
    let case = in_mediation(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let owed = agreement("建塘镇政府  补偿款  2027-06-01  1000元", true);
    act_filled(&mut desk, case, "T14", &owed).expect("达成协议");
    act_filled(&mut desk, case, "T17", &[("watcher", "李秀英")]).expect("转入履行");
    let court = |event: &'static str| [("event", event), ("court", "香格里拉市人民法院"), ("on", "2026-11-23")];
    act_filled(&mut desk, case, "R14", &court("1")).expect("申请");
    assert_eq!(clocks(&desk, case, "DL-13")[0].2, "met");
    assert_eq!(clocks(&desk, case, "DL-14"), [one("DL-14a", "2026-11-26", "running")]);
    act_filled(&mut desk, case, "R14", &court("1")).expect("the same again");
    assert_eq!(clocks(&desk, case, "DL-14").len(), 1, "a clock that runs is not started twice");

    // Ten days on the court has not answered; nothing of the studio's is late.
    let late = office.desk_later("zhuren", "主任室", TimeDelta::days(10));
    let counts = late.counts().expect("counts");
    assert_eq!((counts.overdue, counts.red, counts.amber, counts.silent), (0, 0, 0, 0));
    for light in ["overdue", "red", "amber", "normal", "paused"] {
        let filter = OverdueFilter { light: Some(light.into()), ..OverdueFilter::default() };
        let rows = late.overdue(&filter, None, 50, false).expect("rows").rows;
        assert!(rows.iter().all(|r| !r.rule.starts_with("DL-14")), "{light}: {rows:?}");
    }
    assert!(late.filters().expect("filters").rules.iter().all(|r| !r.0.starts_with("DL-14")));
    let seen = late.deadlines_of(case).expect("clocks").into_iter().find(|c| c.rule == "DL-14a").expect("seen");
    assert_eq!((seen.words.as_str(), seen.keeper), ("已过7天", "法院"));
    assert!(matches!(seen.light, Light::Normal(_)), "{:?}", seen.light);
    let bad: Vec<_> = office.desk("ducha", "督查室").check().expect("looked").into_iter().filter(|f| !f.ok).collect();
    assert!(bad.is_empty(), "{bad:?}");
    let why = late.why_late(case).expect("why").join(";");
    assert!(!why.contains("法院"), "{why}");

    act_filled(&mut desk, case, "R14", &court("2")).expect("受理");
    assert_eq!(
        clocks(&desk, case, "DL-14"),
        [one("DL-14", "2026-12-08", "running"), one("DL-14a", "2026-11-26", "met")]
    );
    // 院长 may give ten days more; the answer tells the day itself.
    let id = desk.deadlines_of(case).expect("clocks").into_iter().find(|c| c.rule == "DL-14").expect("running").id;
    let more = [("days", "10"), ("reason", "院长批准"), ("approver", "和志刚"), ("approved_on", "2026-11-23")];
    let more = more.iter().fold(crate::validation::Draft::default(), |d, (k, v)| d.with(k, *v));
    let told = desk.extend(id, &more.with("told_on", "2026-11-23")).expect("延期").text;
    assert!(told.contains("由2026-12-08改为2026-12-18"), "{told}");
    assert_eq!(desk.counts().expect("counts").amber, 0);
    act_filled(&mut desk, case, "R14", &court("3")).expect("裁定");
    assert!(clocks(&desk, case, "DL-14").iter().all(|c| c.2 == "met"));
}

#[test]
fn a_withdrawn_application_ends_the_courts_clocks_without_a_result() {
    let office = Office::new();
    let case = in_mediation(&office);
    let mut desk = office.desk("zhuren", "主任室");
    act_filled(&mut desk, case, "T14", &agreement("建塘镇政府  道歉  2026-11-23", true)).expect("达成协议");
    let court = |event: &'static str| [("event", event), ("court", "香格里拉市人民法院"), ("on", "2026-11-23")];
    let no = act_filled(&mut desk, case, "R14", &court("2")).expect_err("nobody asked").to_string();
    assert!(no.contains("共同申请"), "{no}");
    act_filled(&mut desk, case, "R14", &court("1")).expect("申请");
    act_filled(&mut desk, case, "R14", &court("5")).expect("撤回");
    assert_eq!(clocks(&desk, case, "DL-14"), [one("DL-14a", "2026-11-26", "ended")]);
}

#[test]
fn legal_aid_relief_and_notary_are_asked_after_by_their_own_days() {
    let office = Office::new();
    let case = in_mediation(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let aid = |event: &'static str| [("event", event), ("institution", "市法律援助中心"), ("on", "2026-11-23")];
    act_filled(&mut desk, case, "R18", &aid("1")).expect("引导");
    assert!(clocks(&desk, case, "DL-21").is_empty(), "nobody applied yet");
    act_filled(&mut desk, case, "R18", &aid("2")).expect("申请");
    assert_eq!(clocks(&desk, case, "DL-21"), [one("DL-21", "2026-11-30", "running")]);
    act_filled(&mut desk, case, "R18", &aid("3")).expect("给予");
    assert_eq!(
        clocks(&desk, case, "DL-21"),
        [one("DL-21b", "2026-11-26", "running"), one("DL-21", "2026-11-30", "met")]
    );
    act_filled(&mut desk, case, "R18", &aid("5")).expect("指派");
    assert!(clocks(&desk, case, "DL-21").iter().all(|c| c.2 == "met"));

    let state = |event: &'static str| [("kind", "1"), ("event", event), ("organ", "市委政法委"), ("on", "2026-11-23")];
    act_filled(&mut desk, case, "R19", &state("2")).expect("申请");
    assert_eq!(clocks(&desk, case, "DL-23"), [one("DL-23", "2026-12-07", "running")]);
    act_filled(&mut desk, case, "R19", &state("5")).expect("报送");
    act_filled(&mut desk, case, "R19", &state("6")).expect("批准");
    let running =
        |desk: &Desk| clocks(desk, case, "DL-23").into_iter().filter(|c| c.2 == "running").collect::<Vec<_>>();
    assert_eq!(running(&desk), [one("DL-23c", "2026-11-25", "running")]);
    act_filled(&mut desk, case, "R19", &state("4")).expect("未获");
    assert!(running(&desk).is_empty());
    let other = [("kind", "9"), ("event", "2"), ("organ", "市民政局"), ("on", "2026-11-23")];
    act_filled(&mut desk, case, "R19", &other).expect("临时救助");
    assert!(running(&desk).is_empty(), "other relief has rules of its own");

    act_filled(&mut desk, case, "T14", &agreement("建塘镇政府  补偿款  2027-06-01  1000元", true)).expect("达成协议");
    let notary =
        |event: &'static str| [("event", event), ("office", "市公证处"), ("consent", "1"), ("on", "2026-11-23")];
    act_filled(&mut desk, case, "R15", &notary("1")).expect("申请");
    assert!(clocks(&desk, case, "DL-22").is_empty(), "fifteen days from the acceptance (公证法30)");
    act_filled(&mut desk, case, "R15", &notary("5")).expect("受理");
    assert_eq!(clocks(&desk, case, "DL-22"), [one("DL-22", "2026-12-14", "running")]);
    act_filled(&mut desk, case, "R15", &notary("2")).expect("出证");
    assert_eq!(clocks(&desk, case, "DL-22")[0].2, "met");
}

#[test]
fn a_case_is_listed_only_with_a_whole_team() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "02");
    let person = |name: &str, profession: &str| {
        let form =
            [("name", name), ("profession", profession), ("full_time", "1"), ("languages", "1"), ("official", "0")];
        let form = form.iter().fold(crate::validation::Draft::default(), |d, (k, v)| d.with(k, *v));
        office.desk("admin", "机房").add_staff(&form).expect("added").id.to_string()
    };
    let (lawyer, mediator) = (person("杨文华", "01"), person("扎西", "04"));
    let mut desk = office.desk("zhuren", "主任室");
    let mut list = |handler: &str, members: &str, checked: &str| {
        let form = [
            ("leader", "和志刚"),
            ("level", "3"),
            ("approved_on", "2026-11-23"),
            ("reason", "久拖未决"),
            ("handler", handler),
            ("members", members),
            ("recusal_checked", checked),
        ];
        act(&mut desk, case, "R36", &form)
    };
    let refused = |answer: Result<String, super::Failure>| answer.expect_err("refused").to_string();
    assert!(refused(list("1", "1", "1")).contains("至少2人"));
    assert!(refused(list("1", &lawyer, "1")).contains("至少要有1名人民调解员"));
    assert!(refused(list("1", &mediator, "0")).contains("核对回避"));
    assert!(refused(list(&lawyer, &mediator, "1")).contains("不换承办人"));
    list("1", &mediator, "1").expect("转为包案");
    let team: Vec<String> = desk.team_of(case).expect("a team").into_iter().map(|m| m.name).collect();
    assert_eq!(team, ["李秀英", "扎西"]);
    assert!(desk.readable_case(case).expect("a case").listed);
}
