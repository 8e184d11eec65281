//! The catalogue by the path a case took.

use super::*;
use crate::validation::Draft;
use chrono::NaiveDate;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")
}

fn case(stage: Stage) -> Case {
    Case {
        id: 1,
        uid: String::new(),
        rev: 1,
        station: String::new(),
        stage,
        docket: None,
        number: None,
        petitioner: "和志强".into(),
        respondent: "建塘镇政府".into(),
        gist: String::new(),
        category: "C".into(),
        nature: "1".into(),
        dispute: "02".into(),
        grade: "G1".into(),
        place: String::new(),
        language: String::new(),
        safety: String::new(),
        people: 1,
        involved: 1,
        visits: 1,
        unit: String::new(),
        handler: None,
        listed: false,
        listing_level: String::new(),
        leader: String::new(),
        outcome: String::new(),
        sealed: false,
        opened: day(),
        accepted_on: None,
        entrusted_on: None,
        closed_on: None,
        registrar: 1,
        merged_into: None,
    }
}

fn facts(forms: &[&str]) -> Facts {
    let kept = |(i, form): (usize, &&str)| Kept {
        id: i64::try_from(i).expect("few") + 1,
        form: (*form).to_string(),
        mv: String::new(),
        number: String::new(),
        on: day(),
        user: 1,
        body: Draft::default(),
    };
    Facts { petitioned_on: Some(day()), records: forms.iter().enumerate().map(kept).collect(), ..Facts::default() }
}

fn lacking(case: &Case, facts: &Facts) -> Vec<&'static str> {
    missing(case, facts).iter().map(|i| i.no).collect()
}

const WORKED: &[&str] = &["accept", "entrust", "investigation", "analysis", "opinion"];

fn worked(more: &[&str]) -> Facts {
    facts(&[WORKED, more].concat())
}

#[test]
fn every_row_has_its_words_in_the_order_of_the_volume() {
    let rows: Vec<&str> = ROWS.iter().map(|r| r.no).collect();
    let items: Vec<&str> = ITEMS.iter().map(|i| i.code).collect();
    assert_eq!(rows, items);
}

#[test]
fn a_declined_matter_needs_its_notice_and_who_it_was() {
    assert_eq!(lacking(&case(Stage::Declined), &facts(&["decline"])), ["06"]);
    assert_eq!(lacking(&case(Stage::Declined), &facts(&[])), ["02", "06"]);
}

#[test]
fn a_transferred_matter_needs_the_letter() {
    assert_eq!(lacking(&case(Stage::Transferred), &facts(&[])), ["02", "06"]);
    assert_eq!(lacking(&case(Stage::Transferred), &facts(&["transfer"])), ["06"]);
}

#[test]
fn who_withdraws_early_leaves_no_session_behind() {
    assert_eq!(lacking(&case(Stage::Withdrawn), &facts(&["accept", "entrust", "withdraw"])), ["06"]);
    assert_eq!(lacking(&case(Stage::Withdrawn), &worked(&["mediation_start", "withdraw"])), ["06"]);
}

#[test]
fn an_agreement_needs_sessions_a_revisit_and_the_report() {
    let done = worked(&["mediation_start", "agreement"]);
    assert_eq!(lacking(&case(Stage::Closed), &done), ["06", "11", "14", "17a"]);
    let done = worked(&["mediation_start", "mediation", "agreement", "performing", "revisit", "closing"]);
    assert_eq!(lacking(&case(Stage::Closed), &done), ["06"]);
    let lines = checklist(&case(Stage::Closed), &done);
    assert!(lines.iter().any(|i| i.no == "13" && !i.must), "履行凭证 is called for, not demanded");
}

#[test]
fn a_termination_needs_its_notice_and_no_revisit() {
    let done = worked(&["mediation_start", "mediation", "closing"]);
    assert_eq!(lacking(&case(Stage::Closed), &done), ["06", "12"]);
    let done = worked(&["mediation_start", "mediation", "termination", "closing"]);
    assert_eq!(lacking(&case(Stage::Closed), &done), ["06"]);
}

#[test]
fn a_guided_matter_needs_the_guidance_and_no_agreement() {
    assert_eq!(lacking(&case(Stage::Closed), &worked(&["guide", "closing"])), ["06"]);
}

#[test]
fn a_listed_case_needs_the_striking_and_a_hard_one_the_consultation() {
    let mut hard = worked(&["guide", "closing"]);
    hard.records[0].body.set("consult", "1");
    let listed = Case { listed: true, grade: "G2".into(), ..case(Stage::Closed) };
    assert_eq!(lacking(&listed, &hard), ["06", "10a", "17c"]);
}

#[test]
fn a_paper_brought_in_counts_for_its_line() {
    let mut known = facts(&["decline", "paper"]);
    known.records[1].body.set("papers", "06\t身份证复印件\t2\t1\t卷内");
    assert_eq!(lacking(&case(Stage::Declined), &known), Vec::<&str>::new());
}

#[test]
fn a_reopened_case_closes_again_with_papers_of_its_own() {
    let first = ["mediation_start", "mediation", "agreement", "revisit", "closing", "filing", "reopened"];
    assert_eq!(lacking(&case(Stage::Closed), &worked(&first)), ["06", "17a"]);
}

#[test]
fn retention_follows_what_the_matter_was_about() {
    let plain = case(Stage::Closed);
    assert_eq!(retention(&plain, &facts(&[])).0, "3");
    assert_eq!(retention(&Case { grade: "G2".into(), ..plain.clone() }, &facts(&[])).0, "2");
    assert_eq!(retention(&Case { dispute: "07".into(), ..plain.clone() }, &facts(&[])).0, "1");
    assert_eq!(retention(&Case { involved: 12, ..plain }, &facts(&[])), ("1", "群体性纠纷,涉及12人".to_string()));
}
