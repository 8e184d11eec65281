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
