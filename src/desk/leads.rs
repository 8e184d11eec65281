//! Leads (苗头, 方案二防控在先): heard of, followed, settled on the spot, or turned into a visit.
//!
//! A lead concerns a dispute; nobody's papers are asked for.

use super::{Desk, Done, Failure, Outcome, Writing};
use crate::domain::forms;
use crate::domain::number::Series;
use crate::domain::role::Operation;
use crate::domain::visit::{Completeness, Visit};
use crate::store;
use crate::store::lead::Lead;
use crate::validation::{self, Draft};

/// A lead that is still followed.
fn open(w: &Writing, id: i64) -> Outcome<Lead> {
    let lead = store::lead::load(w.tx, id)?.ok_or_else(|| Failure::refusal("没有这条苗头", "在苗头台账中重新选择"))?;
    if matches!(lead.state.as_str(), "new" | "watched") {
        return Ok(lead);
    }
    Err(Failure::refusal(format!("{}已了结或已转接谈", lead.number), "有新情况的,另报苗头"))
}

impl Desk {
    pub fn report_lead(&mut self, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Lead)?;
        let form = validation::check(&forms::LEAD_REPORT, draft, self.now())?;
        self.write(|w| {
            let number = w.number(Series::Lead)?;
            let station = match super::stations::chosen(w.tx, &form)? {
                Some(chosen) => Some(chosen.id),
                None => store::station::load_by_name(w.tx, &w.station()?)?.map(|own| own.id),
            };
            let id = store::lead::insert(w.tx, &number, &form, station, w.actor()?.user)?;
            w.journal("lead.report", "lead", id, &number, "{}")?;
            Ok(Done { text: format!("已报送,{number}"), id })
        })
    }

    pub fn watch_lead(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Lead)?;
        let form = validation::check(&forms::LEAD_WATCH, draft, self.now())?;
        self.write(|w| {
            let lead = open(w, id)?;
            store::lead::watch(w.tx, id, form.get("handling"))?;
            w.journal("lead.watch", "lead", id, &format!("{}跟踪", lead.number), "{}")?;
            Ok(Done { text: format!("{}已记跟踪", lead.number), id })
        })
    }

    /// Settled on the spot, or closed for another reason.
    pub fn end_lead(&mut self, id: i64, settled: bool, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Lead)?;
        let table = if settled { &forms::LEAD_SETTLE } else { &forms::LEAD_CLOSE };
        let form = validation::check(table, draft, self.now())?;
        self.write(|w| {
            let lead = open(w, id)?;
            let (state, words) = if settled { ("settled", "就地化解") } else { ("closed", "了结") };
            store::lead::end(w.tx, id, state, form.get("outcome"), &w.today().to_string())?;
            w.journal("lead.end", "lead", id, &format!("{}{words}", lead.number), "{}")?;
            Ok(Done { text: format!("{}已{words}", lead.number), id })
        })
    }

    /// A visit and a case in 暂存, as a fast save makes them, linked to the lead. Returns the case.
    pub fn turn_lead(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Register)?;
        let now = self.now();
        let form = validation::check(&forms::LEAD_CASE, draft, now)?;
        let begun = self.begun(None)?;
        self.write(|w| {
            let lead = open(w, id)?;
            let mut visit = Draft::default()
                .with("name", form.get("name"))
                .with("no_document", "1")
                .with("people", "1")
                .with("gist", &lead.gist)
                .with("source", "5");
            match form.get("phone") {
                "" => visit.set("no_phone", "1"),
                phone => visit.set("phone", phone),
            }
            for (key, value) in begun {
                visit.set(key, value);
            }
            let visit = Visit::check(&visit, Completeness::Fast, now)?;
            let (_, _, case) = super::visits::insert(w, &visit, None, None, "")?;
            store::lead::link(w.tx, id, case)?;
            w.journal("lead.case", "lead", id, &format!("{}转接谈", lead.number), "{}")?;
            Ok(Done { text: format!("{}已转接谈,案件暂存", lead.number), id: case })
        })
    }
}
