//! The rules as data: printed for a lawyer's review, checked against each other, and walked at random.
//!
//! A changed snapshot is a changed rule: read it as such before accepting it (`INSTA_UPDATE=always`).

mod agreement;
mod forms;
mod printed;
mod walk;

use chrono::{NaiveDate, NaiveDateTime};
use fengqiao::domain::case::{Case, Chosen, Facts, Stage};
use fengqiao::domain::flow::{Ground, Move};
use fengqiao::domain::role::{Actor, Role};
use fengqiao::validation::{self, Checked, Draft};

fn now() -> NaiveDateTime {
    "2026-11-23T16:42:00".parse().expect("a time")
}

fn today() -> NaiveDate {
    now().date()
}

/// A case at a stage, all facts known: registered by user 9, handled by person 7.
fn case_at(stage: Stage) -> Case {
    Case {
        id: 1,
        uid: String::new(),
        rev: 1,
        station: "测试".into(),
        stage,
        docket: None,
        number: None,
        petitioner: "和志强".into(),
        respondent: "建塘镇政府".into(),
        gist: "宅基地边界被占".into(),
        category: "C".into(),
        nature: "1".into(),
        dispute: "03".into(),
        grade: String::new(),
        place: "533401".into(),
        language: "1".into(),
        safety: "1".into(),
        people: 1,
        involved: 1,
        visits: 1,
        unit: String::new(),
        handler: None,
        listed: false,
        listing_level: String::new(),
        sealed: false,
        opened: today(),
        accepted_on: None,
        entrusted_on: None,
        closed_on: None,
        registrar: 9,
        merged_into: None,
    }
}

/// The facts under which every guard may be satisfied. `handling` 2 = answered on the spot.
fn facts(handling: &str) -> Facts {
    let person = |staff, profession: &str| Chosen {
        staff,
        name: "李秀英".into(),
        profession: profession.into(),
        active: true,
        conflict: String::new(),
    };
    Facts {
        petitioned_on: Some(today()),
        repeat_answer: "1".into(),
        handling: handling.into(),
        target: Some(Stage::Working),
        chosen: vec![person(7, "01"), person(8, "04")],
        ..Facts::default()
    }
}

/// A user of a role; with `own` he is the registrar and the handler of [`case_at`].
fn actor(role: Role, own: bool) -> Actor {
    let (user, staff) = if own { (9, Some(7)) } else { (3, Some(4)) };
    Actor { user, login: String::new(), name: String::new(), role, staff }
}

fn ground<'a>(case: &'a Case, facts: &'a Facts, actor: &'a Actor) -> Ground<'a> {
    Ground { case, facts, actor, today: today() }
}

/// Drafts of a move's form that its guard may let through, one a way it may be filled.
fn filled(mv: &Move) -> Vec<Draft> {
    let draft = |pairs: &[(&str, &str)]| pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
    let accept = draft(&[
        ("abstract", "邻居建房占用宅基地两米"),
        ("focus", "宅基地四至"),
        ("nature", "1"),
        ("petitioner_agrees", "1"),
        ("respondent_agrees", "1"),
        ("liable_clear", "1"),
        ("liable_unit", "建塘镇政府"),
        ("grade", "G1"),
        ("risk", "1"),
        ("listed", "0"),
        ("term_days", "30"),
        ("consult", "0"),
        ("opinion", "同意受理"),
    ]);
    let listed = accept.clone().with("listed", "1").with("listing_level", "3");
    let hard = listed.clone().with("grade", "G2").with("consult", "1");
    match mv.form.map_or("", |t| t.name) {
        "confirm" => vec![Draft::default()],
        "merge" => vec![draft(&[("target", "2"), ("same_matter", "1")])],
        "supplement" => vec![draft(&[("list", "身份证复印件"), ("told_on", "2026-11-23")])],
        "supplemented" => vec![draft(&[("received_on", "2026-11-23")])],
        "decline" => vec![draft(&[
            ("reason", "N02"),
            ("advice", "向原办理法院申请执行"),
            ("notified", "建塘镇政府 函"),
            ("risk", "1"),
            ("told_on", "2026-11-23"),
        ])],
        "transfer" => {
            vec![draft(&[("destination", "县林草局"), ("reason", "属该局职权"), ("told_on", "2026-11-23")])]
        }
        "accept" => vec![accept, listed, hard],
        "entrust" => vec![draft(&[
            ("liable_clear", "1"),
            ("principal_kind", "1"),
            ("principal", "建塘镇政府"),
            ("trustee", "本工作室"),
            ("matter", "宅基地纠纷调解"),
            ("powers", "调查、调解"),
            ("until", "2027-01-31"),
            ("payer", "3"),
            ("clerk", "杨文华"),
            ("clerk_phone", "0887-8222333"),
            ("signed_on", "2026-11-23"),
            ("petitioner_statement", "1"),
        ])],
        "assign" => vec![draft(&[("handler", "7"), ("members", "8"), ("recusal_checked", "1")])],
        "withdraw" => vec![draft(&[("ground", "1"), ("signed_on", "2026-11-23"), ("reason", "已和解")])],
        other => panic!("{} {}: say here how a satisfied form “{other}” looks", mv.id, mv.label),
    }
}

/// The forms of [`filled`], checked.
fn checked(mv: &Move) -> Vec<Checked> {
    let table = mv.form.unwrap_or_else(|| panic!("{} has no form", mv.id));
    let check = |d: &Draft| validation::check(table, d, now()).unwrap_or_else(|p| panic!("{}: {p:?}", mv.id));
    filled(mv).iter().map(check).collect()
}
