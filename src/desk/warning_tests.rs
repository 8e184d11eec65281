//! Warnings and leads through the desk on a real file.

use super::VisitWrite;
use super::trial::Office;
use crate::validation::Draft;

fn visit(source: &str) -> Draft {
    Draft::default()
        .with("name", "和志军")
        .with("document_no", "533423197212310030")
        .with("phone", "13800000000")
        .with("people", "6")
        .with("gist", "宅基地被占要求退还")
        .with("source", source)
}

#[test]
fn a_second_visit_within_the_week_warns_once() {
    let office = Office::new();
    let mut desk = office.desk("zhuren", "二号窗");
    let case = desk.save_visit(&VisitWrite { draft: visit("4"), ..VisitWrite::default() }).expect("saved").case;
    assert!(desk.warnings(case).expect("none").is_empty());
    desk.write(|w| {
        let mut held = crate::store::case::load(w.tx, case)?.expect("held");
        held.stage = crate::domain::case::Stage::Registered;
        super::visits::update_case(w, &held, "登记")
    })
    .expect("registered");
    for _ in 0..2 {
        let write = VisitWrite { draft: visit("4"), attach: Some(case), ..VisitWrite::default() };
        desk.save_visit(&write).expect("attached");
    }
    let rules: Vec<_> = desk.warnings(case).expect("warned").into_iter().map(|w| w.rule).collect();
    assert_eq!(rules, ["A1", "A4"]);
}

#[test]
fn a_lead_becomes_a_case_once() {
    let office = Office::new();
    let mut desk = office.desk("qiantai", "一号窗");
    let lead = Draft::default().with("reporter", "网格员").with("heard_on", "2026-11-23").with("gist", "两家争水");
    let id = desk.report_lead(&lead).expect("reported").id;
    let turn = Draft::default().with("name", "和志军");
    let case = desk.turn_lead(id, &turn).expect("turned").id;
    assert_eq!(desk.readable_case(case).expect("readable").gist, "两家争水");
    assert!(desk.turn_lead(id, &turn).is_err());
}

/// The visit as it opens a case, with the rest of the form.
fn whole(more: &[(&str, &str)]) -> Draft {
    super::trial_case::VISIT
        .iter()
        .chain(&[("dispute", "03")])
        .chain(more)
        .fold(Draft::default(), |d, (k, v)| d.with(k, *v))
}

fn register(office: &Office, more: &[(&str, &str)]) -> i64 {
    let mut desk = office.desk("zhuren", "主任室");
    let case = desk.save_visit(&VisitWrite { draft: whole(more), ..VisitWrite::default() }).expect("saved").case;
    super::trial_case::act(&mut desk, case, "T01", &[]).expect("登记");
    case
}

fn rules(office: &Office, case: i64) -> Vec<String> {
    let list = office.desk("zhuren", "主任室").warnings(case).expect("warnings");
    list.into_iter().map(|w| format!("{} {}", w.rule, w.fact)).collect()
}

#[test]
fn the_fifth_matter_of_a_unit_in_a_week_warns_and_a_rising_month_too() {
    let office = Office::new();
    let cases: Vec<i64> = (0..5).map(|_| register(&office, &[])).collect();
    assert!(rules(&office, cases[3]).is_empty(), "four are not five");
    assert_eq!(rules(&office, cases[4]), ["A2 建塘镇政府7日内5件"], "a month without one before says nothing");
    assert!(rules(&office, register(&office, &[])).is_empty(), "the same unit warned this week");
    // Of the six of November three more in December's first days are no rise; ten are.
    let mut month = office.desk_later("zhuren", "主任室", chrono::TimeDelta::days(35));
    let mut last = 0;
    for _ in 0..9 {
        last = month.save_visit(&VisitWrite { draft: whole(&[]), ..VisitWrite::default() }).expect("saved").case;
        super::trial_case::act(&mut month, last, "T01", &[]).expect("登记");
    }
    assert_eq!(rules(&office, last), ["A3 建塘镇政府本月9件,上月6件"]);
}

#[test]
fn danger_a_higher_office_and_a_refusal_each_warn_whom_they_concern() {
    let office = Office::new();
    let case = register(&office, &[("safety", "3"), ("source", "1")]);
    assert_eq!(rules(&office, case), ["A5 纠纷可能激化或民转刑,须及时报告", "A6 同一事项上级已转送、交办或批办"]);
    let desk = office.desk("zhuren", "主任室");
    let to: Vec<String> = desk.warnings(case).expect("warnings").into_iter().map(|w| w.recipient).collect();
    assert_eq!(to, ["公安机关、党委政府、联席办", "主任"]);

    let calm = register(&office, &[]);
    let mut desk = office.desk("zhuren", "主任室");
    super::trial_case::act(&mut desk, calm, "T03", &[]).expect("提交评析");
    let decline = [("reason", "N05"), ("advice", "可向法院起诉"), ("notified", "建塘镇政府 函"), ("risk", "1")];
    super::trial_case::act_filled(&mut desk, calm, "T05", &decline).expect("不予受理");
    let told = desk.warnings(calm).expect("warnings");
    assert_eq!((told[0].rule.as_str(), told[0].recipient.as_str(), told[0].way.as_str()), ("A7", "建塘镇政府", "1"));
}

#[test]
fn a_sealed_matter_is_named_by_no_warning_and_told_to_the_director_only() {
    let office = Office::new();
    let case =
        register(&office, &[("category", "B"), ("nature", "6"), ("safety", "4"), ("source", "1"), ("involved", "12")]);
    let desk = office.desk("zhuren", "主任室");
    let told = desk.warnings(case).expect("warnings");
    let known: Vec<_> = told.iter().map(|w| (w.rule.as_str(), w.fact.as_str(), w.recipient.as_str())).collect();
    assert_eq!(known, [("A4", "密封件", "主任"), ("A5", "密封件", "主任"), ("A6", "密封件", "主任")]);
    let ask = super::register::Ask { view: "all".into(), limit: 9, ..Default::default() };
    let list = super::register::find("warnings").expect("预警");
    for login in ["qiantai", "ducha"] {
        assert!(office.desk(login, "窗口").register_rows(list, &ask).expect("rows").is_empty(), "{login}");
    }
    let mut desk = office.desk("zhuren", "主任室");
    let out = Draft::default().with("recipient", "建塘镇政府").with("way", "1");
    let no = desk.send_warning(told[0].id, &out).expect_err("to the accused").to_string();
    assert!(no.contains("条例30③"), "{no}");
    desk.send_warning(told[0].id, &out.with("recipient", "主任")).expect("told");
}

#[test]
fn a_warning_is_told_signed_for_disposed_of_and_closed_in_that_order() {
    let office = Office::new();
    let case = register(&office, &[("safety", "3")]);
    let mut desk = office.desk("zhuren", "主任室");
    let id = desk.warnings(case).expect("warnings")[0].id;
    let list = super::register::find("warnings").expect("预警");
    let form = desk.register_form(list.act("send").expect("an act"), Some(id), None).expect("a form");
    assert_eq!(form.get("recipient"), "公安机关、党委政府、联席办", "whom the rule names");
    let mut done = |word: &str, pairs: &[(&str, &str)]| {
        let draft = pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
        desk.register_act(list.act(word).expect("an act"), Some(id), &draft).map(|d| d.text).map_err(|f| f.to_string())
    };
    let (sign, close) = ([("signed", "杨文华"), ("signed_on", "2026-11-23")], [("closed_on", "2026-11-23")]);
    assert!(done("receipt", &sign).expect_err("not told").contains("尚未通报"));
    assert!(done("close", &close).expect_err("not disposed of").contains("尚未处置"));
    assert!(done("send", &[("recipient", "市公安局")]).expect_err("no way").contains("通报方式"));
    done("send", &[("recipient", "市公安局"), ("way", "2")]).expect("通报");
    assert!(done("receipt", &[("signed", "杨文华"), ("signed_on", "2026-12-01")]).is_err(), "not tomorrow");
    done("receipt", &sign).expect("签收");
    done("dispose", &[("disposal", "民警到场劝离,双方同意调解")]).expect("处置");
    done("close", &close).expect("闭环");
    assert!(done("dispose", &[("disposal", "再处置")]).expect_err("over").contains("已闭环"));
    let front = office.desk("ducha", "督查室");
    let ask = |view: &str| super::register::Ask { view: view.into(), limit: 9, ..Default::default() };
    assert!(front.register_rows(list, &ask("open")).expect("rows").is_empty());
    assert_eq!(front.register_rows(list, &ask("all")).expect("rows")[0].cells[5], "已闭环");
}
