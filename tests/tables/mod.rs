//! The rules as data: printed for a lawyer's review, checked against each other, and walked at random.
//!
//! A changed snapshot is a changed rule: read it as such before accepting it (`INSTA_UPDATE=always`).

mod agreement;
mod forms;
pub mod printed;
mod registers;
mod reports;
mod resolving;
mod samples;
mod walk;
mod working;

use chrono::{NaiveDate, NaiveDateTime};
use fengqiao::domain::case::{Case, Chosen, Facts, Kept, LiveClock, Stage};
use fengqiao::domain::flow::{FLOW, Ground, Move};
use fengqiao::domain::role::{Actor, Role};
use fengqiao::validation::{self, Checked, Draft};
use samples::filled;

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
        leader: String::new(),
        outcome: String::new(),
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

/// [`facts`] of a case that holds every record once.
fn complete_facts(handling: &str) -> Facts {
    let mut facts = facts(handling);
    facts.clocks.push(LiveClock {
        rule: "DL-07".into(),
        note: String::new(),
        due: today(),
        rolled: today(),
        paused: false,
    });
    for mv in FLOW.iter().filter(|m| m.form.is_some()) {
        facts.records.push(kept(mv, &checked(mv)[0]));
    }
    facts
}

/// A filled form as the case keeps it.
fn kept(mv: &Move, form: &Checked) -> Kept {
    Kept {
        id: 1,
        form: form.table().name.to_string(),
        mv: mv.id.to_string(),
        number: mv.numbers.map(|s| s.write("香格里拉", today(), 1)).unwrap_or_default(),
        on: today(),
        user: 9,
        body: form.values().clone(),
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

/// The forms of [`filled`], checked.
fn checked(mv: &Move) -> Vec<Checked> {
    let table = mv.form.unwrap_or_else(|| panic!("{} has no form", mv.id));
    let check = |d: &Draft| validation::check(table, d, now()).unwrap_or_else(|p| panic!("{}: {p:?}", mv.id));
    filled(mv).iter().map(check).collect()
}
