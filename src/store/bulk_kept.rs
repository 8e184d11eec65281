//! What the triggers of the schema keep beside the rows, reckoned for the rows of a bulk load.
//!
//! The triggers sleep while a file is loaded, and the rows bring what they would have kept. Owns the same
//! rules as the triggers `visit_opens`, `deadline_starts`, `record_tells`, `record_told`; a test lets the triggers
//! run over a loaded file and compares.

use super::bulk_batch::Batch;
use super::bulk_rows::{RecordRow, VisitRow};
use super::deadline::DeadlineState;
use crate::domain::case::Case;
use chrono::NaiveDate;
use serde_json::Value;

/// Columns of a case that repeat what its visits, clocks and records say.
#[derive(Default)]
pub struct Kept {
    pub first_visit: Option<i64>,
    pub petitioned_on: Option<String>,
    pub source: String,
    pub repeat: String,
    pub accepted_after: Option<i64>,
    pub clocked: bool,
    pub declined_for: String,
    pub satisfied: String,
    /// 分.
    pub amount: i64,
}

/// A row of `told`: what a record of 引导 or 救助 tells.
pub struct Told<'a> {
    pub record: &'a RecordRow,
    pub event: String,
    pub kind: String,
}

/// What is kept with each case of the batch, in its order. Rows about earlier cases add nothing: their
/// first visit is known, and their records came with them.
pub fn of_cases(batch: &Batch) -> Vec<Kept> {
    let mut kept: Vec<Kept> = batch.cases.iter().map(|_| Kept::default()).collect();
    let first = batch.cases.first().map_or(0, |c| c.case.id);
    let place = |id: i64| {
        let at = usize::try_from(id - first).ok()?;
        batch.cases.get(at).is_some_and(|c| c.case.id == id).then_some(at)
    };
    for visit in &batch.visits {
        let Some(at) = place(visit.case) else { continue };
        if kept[at].first_visit.is_none() {
            open(&mut kept[at], visit, &batch.cases[at].case);
        }
    }
    for row in &batch.deadlines {
        if let Some(at) =
            place(row.clock.case).filter(|_| matches!(row.clock.state, DeadlineState::Running | DeadlineState::Paused))
        {
            kept[at].clocked = true;
        }
    }
    for record in &batch.records {
        let Some(at) = place(record.case) else { continue };
        match record.form {
            "decline" => kept[at].declined_for = told(record, "reason"),
            "satisfaction" => kept[at].satisfied = told(record, "level"),
            "agreement" => kept[at].amount = owed(&told(record, "obligations")),
            _ => {}
        }
    }
    kept
}

fn open(kept: &mut Kept, visit: &VisitRow, case: &Case) {
    let said = |key: &str| Some(visit.form.get(key)).filter(|text| !text.is_empty());
    kept.first_visit = Some(visit.id);
    let day = said("petitioned_on").or_else(|| said("registered_on"));
    kept.petitioned_on = Some(day.map_or_else(|| case.opened.to_string(), str::to_string));
    kept.source = said("source").unwrap_or_default().to_string();
    kept.repeat = said("repeat_answer").unwrap_or_default().to_string();
    kept.accepted_after = case.accepted_on.map(|day: NaiveDate| (day - case.opened).num_days());
}

/// Of a record whose form tells something.
pub fn of_record(record: &RecordRow) -> Option<Told<'_>> {
    let key = match record.form {
        "guide" => "route",
        "legal_aid" | "notarisation" | "confirmation" | "relief" => "event",
        _ => return None,
    };
    let kind = if record.form == "relief" { told(record, "kind") } else { String::new() };
    Some(Told { record, event: told(record, key), kind })
}

fn told(record: &RecordRow, key: &str) -> String {
    let body: Value = serde_json::from_str(&record.body).unwrap_or_default();
    body[key].as_str().unwrap_or_default().to_string()
}

/// The sum of the fourth cell of each line.
fn owed(obligations: &str) -> i64 {
    obligations.lines().filter_map(|line| line.split('\t').nth(3)?.parse::<i64>().ok()).sum()
}
