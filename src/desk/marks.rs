//! What a write did to a case and its clocks, gathered until the journal row that tells of it, so that
//! the row holds what changed in a form that can be replayed (`desk::replay`).
//!
//! Codes, days, numbers and row ids only: what names a person stays in the record or the visit, which
//! the row points at. Writes nothing by itself.

use crate::domain::case::{Case, Facts};
use crate::store::deadline::Deadline;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use std::cell::{Cell, RefCell};

/// The marks of one write.
#[derive(Default)]
pub(super) struct Marks {
    list: RefCell<Vec<(i64, &'static str, Value)>>,
    /// The journal row of the move of this write, 0 before it.
    step: Cell<i64>,
}

/// What a case shows of itself to a replay, without the words that name somebody: key and value.
pub(super) fn columns(c: &Case) -> Vec<(&'static str, Value)> {
    let day = |d: Option<NaiveDate>| json!(d.map(|d| d.to_string()));
    vec![
        ("stage", json!(c.stage.code())),
        ("docket", json!(c.docket)),
        ("number", json!(c.number)),
        ("category", json!(c.category)),
        ("nature", json!(c.nature)),
        ("dispute", json!(c.dispute)),
        ("grade", json!(c.grade)),
        ("place", json!(c.place)),
        ("language", json!(c.language)),
        ("safety", json!(c.safety)),
        ("people", json!(c.people)),
        ("involved", json!(c.involved)),
        ("visits", json!(c.visits)),
        ("handler", json!(c.handler)),
        ("listed", json!(c.listed)),
        ("listing_level", json!(c.listing_level)),
        ("outcome", json!(c.outcome)),
        ("sealed", json!(c.sealed)),
        ("opened", json!(c.opened.to_string())),
        ("accepted_on", day(c.accepted_on)),
        ("entrusted_on", day(c.entrusted_on)),
        ("closed_on", day(c.closed_on)),
        ("registrar", json!(c.registrar)),
        ("merged_into", json!(c.merged_into)),
    ]
}

/// The facts of a move that stand neither in the records nor in the clocks of its case.
fn outside(facts: &Facts) -> Value {
    // No `..`: a fact added later must say here whether a replay needs it.
    let Facts {
        visit_problems: _,
        petitioned_on,
        repeat_answer,
        handling,
        target,
        target_sealed,
        chosen,
        entrusted: _,
        refused,
        records: _,
        clocks: _,
    } = facts;
    let mut kept = Map::new();
    let mut put = |key: &str, value: Value| kept.insert(key.to_string(), value);
    if let Some(day) = petitioned_on {
        put("petitioned_on", json!(day.to_string()));
    }
    for (key, text) in [("repeat", repeat_answer), ("handling", handling)] {
        if !text.is_empty() {
            put(key, json!(text));
        }
    }
    if let Some(stage) = target {
        put("target", json!([stage.code(), target_sealed]));
    }
    if !chosen.is_empty() {
        let rows: Vec<Value> = chosen.iter().map(|c| json!([c.staff, c.profession, c.active])).collect();
        put("chosen", Value::Array(rows));
    }
    if *refused {
        put("refused", json!(true));
    }
    Value::Object(kept)
}

impl Marks {
    /// Something the next journal row of the case shall say.
    pub fn put(&self, case: i64, key: &'static str, value: Value) {
        self.list.borrow_mut().push((case, key, value));
    }

    /// A case as it is written for the first time.
    pub fn opened(&self, case: &Case) {
        self.put(case.id, "case", columns(case).into_iter().collect());
    }

    /// What an update changes in a case; nothing changed, nothing said.
    pub fn changed(&self, before: &Case, after: &Case) {
        let was = columns(before);
        let now: Map<String, Value> = columns(after)
            .into_iter()
            .zip(was)
            .filter(|(now, was)| now != was)
            .map(|((key, value), _)| (key.to_string(), value))
            .collect();
        if !now.is_empty() {
            self.put(after.id, "case", Value::Object(now));
        }
    }

    /// What was known from outside the case when a move was decided.
    pub fn facts(&self, case: i64, facts: &Facts, staff: Option<i64>) {
        self.put(case, "facts", outside(facts));
        if let Some(staff) = staff {
            self.put(case, "staff", json!(staff));
        }
    }

    /// An act on a clock, told apart by rule, note and first day; `more` are its days.
    pub fn clock(&self, act: &str, c: &Deadline, more: &[Value]) {
        let mut row = vec![json!(act), json!(c.rule), json!(c.note), json!(c.start.to_string())];
        row.extend_from_slice(more);
        self.put(c.case, "clocks", Value::Array(row));
    }

    /// From here on every row of this write came of that move.
    pub fn came_of(&self, seq: i64) {
        self.step.set(seq);
    }

    /// The change of a journal row about a case, with the marks of the case, which are then told.
    pub fn told(&self, case: i64, change: &str) -> String {
        let mut list = self.list.borrow_mut();
        let step = self.step.get();
        if step == 0 && !list.iter().any(|m| m.0 == case) {
            return change.to_string();
        }
        let mut whole: Map<String, Value> = serde_json::from_str(change).unwrap_or_default();
        if step > 0 {
            whole.insert("by".to_string(), json!(step));
        }
        list.retain(|(of, key, value)| {
            if *of == case {
                add(&mut whole, key, value);
            }
            *of != case
        });
        Value::Object(whole).to_string()
    }
}

/// Acts on clocks are a list; changes of a case are one object, the later word counting.
fn add(whole: &mut Map<String, Value>, key: &str, value: &Value) {
    match (whole.get_mut(key), key, value) {
        (Some(Value::Array(list)), "clocks", _) => list.push(value.clone()),
        (None, "clocks", _) => drop(whole.insert(key.to_string(), json!([value]))),
        (Some(Value::Object(known)), _, Value::Object(more)) => known.extend(more.clone()),
        _ => drop(whole.insert(key.to_string(), value.clone())),
    }
}
