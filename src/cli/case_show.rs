//! `case show`: everything about one case, people masked.

use super::args::text;
use super::case::reason;
use super::output::{Format, line, print};
use super::{Next, draft, personal, session};
use crate::desk::{Desk, mask};
use crate::domain::case::Case;
use crate::domain::visit_table::VISIT;
use crate::domain::{codes, forms};
use crate::validation::Draft;
use crate::validation::display::aligned;
use clap::ArgMatches;
use serde_json::{Map, Value, json};

/// A field of the form: key, label, value for machines, words for people.
type Shown = (&'static str, &'static str, String, String);

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let mut desk = session::desk(here)?;
    let case = draft::called(&desk, text(here, "number"))?;
    let mut visit = personal::shown(&VISIT, &desk.first_visit(case.id)?.draft);
    let mut petitioner = mask::name(&case.petitioner);
    if let Some(reason) = reason(here) {
        let open = desk.reveal(case.id, &reason)?;
        petitioner.clone_from(&open.name);
        for (key, value) in [
            ("name", &open.name),
            ("name_native", &open.name_native),
            ("document_no", &open.document_no),
            ("phone", &open.phone),
            ("contact", &open.contact),
            ("address", &open.address),
        ] {
            if let Some(field) = visit.iter_mut().find(|f| f.0 == key) {
                field.2.clone_from(value);
                field.3.clone_from(value);
            }
        }
    }
    let whole = gather(&desk, &case, &petitioner, &visit)?;
    match Format::of(here) {
        Format::Json => print(&format!("{}\n", super::output::spelled(&serde_json::to_string_pretty(&whole)?)))?,
        Format::Csv => {
            let rows: Vec<_> = visit.iter().map(|f| vec![f.0.into(), f.1.into(), f.2.clone().into()]).collect();
            super::output::list(Format::Csv, &[("key", ""), ("label", ""), ("value", "")], &rows)?;
        }
        Format::Table => print(&sheet(&whole, &visit))?,
    }
    Ok(Next::Exit(0))
}

/// The case as one JSON object; the sheet for people is made from it.
fn gather(desk: &Desk, case: &Case, petitioner: &str, visit: &[Shown]) -> anyhow::Result<Value> {
    let team = desk.team_of(case.id)?;
    let handler = team.iter().find(|m| m.part == "handler").map(|m| m.name.clone()).unwrap_or_default();
    let form: Map<String, Value> = visit.iter().map(|f| (f.0.to_string(), Value::from(f.2.clone()))).collect();
    let deadlines: Vec<Value> = desk
        .deadlines_of(case.id)?
        .iter()
        .map(|d| {
            json!({
                "rule": d.rule, "label": d.label, "start": d.start.to_string(), "raw": d.raw.to_string(),
                "rolled": d.rolled.to_string(), "due": d.due.to_string(), "provisional": d.provisional,
                "light": d.light.code(), "words": d.words, "state": d.state, "basis": d.basis,
            })
        })
        .collect();
    let records: Vec<Value> = desk
        .records(case.id)?
        .iter()
        .map(|r| json!({ "move": r.mv, "form": r.form, "number": r.number, "at": r.at, "by": r.by, "fields": body(&r.form, &r.body) }))
        .collect();
    let journal: Vec<Value> = desk
        .journal_of(case.id)?
        .iter()
        .map(|j| json!({ "seq": j.seq, "at": j.at, "actor": j.actor, "role": j.role, "action": j.action, "note": j.note }))
        .collect();
    let moves: Vec<Value> = desk
        .offers(case.id)?
        .iter()
        .map(|o| {
            let why = o.hindrance.as_ref().map(|h| format!("{}。{}", h.what, h.remedy));
            json!({ "move": o.mv.id, "label": o.mv.label, "hindrance": why })
        })
        .collect();
    let people: Vec<Value> = team
        .iter()
        .map(
            |m| json!({ "staff": m.staff, "name": m.name, "profession": m.profession, "part": m.part, "load": m.load }),
        )
        .collect();
    let (intake, station, handovers) = desk.whereabouts(case.id)?;
    Ok(json!({
        "case": case.title(), "case_id": case.id, "rev": case.rev, "docket": case.docket, "petitioner": petitioner,
        "respondent": case.respondent, "gist": case.gist, "stage": case.stage.code(), "stage_label": case.stage.label(),
        "step": case.stage.step(), "grade": case.grade, "handler": handler, "unit": case.unit, "listed": case.listed,
        "opened": case.opened.to_string(), "accepted_on": case.accepted_on.map(|d| d.to_string()),
        "entrusted_on": case.entrusted_on.map(|d| d.to_string()), "closed_on": case.closed_on.map(|d| d.to_string()),
        "intake": intake, "station": station, "handovers": handovers,
        "visits": case.visits, "people": case.people, "involved": case.involved,
        "visit": form, "deadlines": deadlines, "team": people, "records": records, "moves": moves, "journal": journal,
    }))
}

/// The body of a record, masked by its own table.
fn body(form: &str, body: &str) -> Value {
    let draft: Draft = serde_json::from_str(body).unwrap_or_default();
    let fields = forms::find(form).map(|t| personal::shown(t, &draft)).unwrap_or_default();
    Value::Object(fields.into_iter().map(|f| (f.0.to_string(), Value::from(f.2))).collect())
}

/// The sheet for people.
fn sheet(whole: &Value, visit: &[Shown]) -> String {
    let word = |value: &Value, key: &str| match &value[key] {
        Value::String(s) => line(s),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let mut out = String::new();
    let grade = word(whole, "grade");
    let head = [
        ("案号", word(whole, "case")),
        ("信访人", word(whole, "petitioner")),
        ("被访单位", word(whole, "respondent")),
        ("诉求", word(whole, "gist")),
        ("阶段", format!("{} 第{}步", word(whole, "stage_label"), word(whole, "step"))),
        ("等级", codes::label(codes::GRADE, &grade).to_string()),
        ("承办", word(whole, "handler")),
        ("责任单位", word(whole, "unit")),
        ("首接网点", word(whole, "intake")),
        ("现在网点", word(whole, "station")),
        ("登记", word(whole, "opened")),
        ("版本", word(whole, "rev")),
    ];
    out.push_str(&aligned(&head.map(|(k, v)| vec![k.to_string(), v])));
    let mut part = |title: &str, lines: Vec<Vec<String>>| {
        if !lines.is_empty() {
            out.push_str(&format!("\n[{title}]\n{}", aligned(&lines)));
        }
    };
    let rows = |key: &str| whole[key].as_array().cloned().unwrap_or_default();
    let pick = |key: &str, keys: &[&str]| -> Vec<Vec<String>> {
        rows(key).iter().map(|r| keys.iter().map(|k| word(r, k)).collect()).collect()
    };
    part("期限", pick("deadlines", &["words", "label", "start", "raw", "rolled", "basis"]));
    let profession = |code: String| codes::label(codes::PROFESSION, &code).to_string();
    let team = rows("team")
        .iter()
        .map(|m| {
            let part = if m["part"] == "handler" { "承办人" } else { "组员" };
            vec![
                part.to_string(),
                word(m, "name"),
                profession(word(m, "profession")),
                format!("在办{}", word(m, "load")),
            ]
        })
        .collect();
    part("专调小组", team);
    part("现在能办", pick("moves", &["move", "label", "hindrance"]));
    part("移交", rows("handovers").iter().map(|h| vec![h.as_str().map(line).unwrap_or_default()]).collect());
    part("登记", visit.iter().map(|f| vec![f.1.to_string(), line(&f.3.replace('\n', "; "))]).collect());
    part("记录", pick("records", &["at", "move", "form", "number", "by"]));
    part("流水", pick("journal", &["at", "actor", "action", "note"]));
    out
}
