//! One step of a synthetic case, as `desk::cases` would carry it out: stage, record, clocks, journal.
//!
//! A case that is told for sure asks the flow first, and what is told here must be what the flow planned.

use super::chronicle::{Act, Told};
use super::deadlines::fault;
use super::life::{Telling, verified};
use super::roster::{self, DIRECTOR, HANDLER, USERS};
use crate::desk::Outcome;
use crate::domain::case::{Case, Chosen, Kept, Stage};
use crate::domain::flow::{self, Ending, FLOW, Ground, Move, Term};
use crate::domain::role::{Actor, Role};
use crate::store::bulk_beside::PendingRow;
use crate::store::bulk_rows::RecordRow;
use crate::validation::{Draft, Table};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use std::sync::LazyLock;

/// The journal's words of each move, in the order of the flow.
static ACTS: LazyLock<Vec<Act>> =
    LazyLock::new(|| FLOW.iter().map(|m| Act { action: m.id, note: m.label, object: "case" }).collect());

/// A step about to be told.
pub(super) struct Step {
    mv: &'static str,
    pub(super) day: NaiveDate,
    user: usize,
    form: Draft,
    number: Option<String>,
    kept: Vec<Ending>,
    terms: Vec<Term>,
    /// Which clocks it ends and starts is asked of the flow.
    asks_flow: bool,
}

pub(super) fn step(mv: &'static str, day: NaiveDate, user: usize, form: Draft) -> Step {
    Step { mv, day, user, form, number: None, kept: Vec::new(), terms: Vec::new(), asks_flow: false }
}

impl Step {
    /// With the number it gives.
    pub(super) fn numbered(mut self, number: Option<String>) -> Step {
        self.number = number;
        self
    }
    /// With whatever clocks the flow ends and starts by its form.
    pub(super) fn by_flow(mut self) -> Step {
        self.asks_flow = true;
        self
    }
    /// With the clocks that its form ends and starts.
    pub(super) fn clocks(mut self, kept: Vec<Ending>, terms: Vec<Term>) -> Step {
        (self.kept, self.terms) = (kept, terms);
        self
    }
}

/// The user of a place in the list.
pub(super) fn actor(user: usize) -> Actor {
    let (login, name, role, staff) = USERS[user];
    let role = Role::from_code(role).unwrap_or(Role::Reception);
    Actor { user: user as i64 + 1, login: login.to_string(), name: name.to_string(), role, staff }
}

impl Telling<'_, '_> {
    /// A step that changes nothing in the case but its stage.
    pub(super) fn plain(&mut self, step: Step) -> Outcome<()> {
        self.carry_out(step, |_| ())
    }

    /// Tells a step; `effect` is what it changes in the case.
    pub(super) fn carry_out(&mut self, mut step: Step, effect: impl FnOnce(&mut Case)) -> Outcome<()> {
        let found = FLOW.iter().position(|m| m.id == step.mv);
        let Some((i, table)) = found.and_then(|i| Some((i, FLOW[i].form?))) else {
            return Err(fault(format!("没有“{}”这一步", step.mv)));
        };
        let mv = &FLOW[i];
        let at = self.moment(step.day)?;
        let plan = if self.sure || step.asks_flow { Some(self.planned(mv, table, &step, at)?) } else { None };
        if let Some(plan) = plan.as_ref().filter(|_| step.asks_flow) {
            step.kept.clone_from(&plan.kept);
            step.terms.clone_from(&plan.starts);
        }
        let from = self.case.stage;
        self.case.stage = mv.leads_to(from);
        effect(&mut self.case);
        let starts = self.begun(mv, step.terms, step.day);
        if let Some(plan) = plan {
            let differs = if plan.after != self.case {
                "案件"
            } else if plan.starts != starts {
                "起算的期限"
            } else if plan.kept != step.kept {
                "了结的期限"
            } else {
                ""
            };
            if !differs.is_empty() {
                let made = format!("{:?} {starts:?} {:?}", self.case, step.kept);
                return Err(fault(format!("演示数据与流程不符:{}{differs}: {plan:?} / {made}", mv.label)));
            }
        }
        self.carry(mv.stops, &step.kept, &starts, step.day)?;
        let told = Told { at, about: self.case.id, user: step.user };
        self.c.moved(&told, &ACTS[i], (from, self.case.stage), step.number.as_deref());
        let record = self.record(table, mv.id, step.form, step.number, at, step.user);
        self.wait(mv, table, record, at, step.user);
        self.case.rev += 1;
        self.last = (mv.label, at);
        Ok(())
    }

    /// Requests that a step makes and answers.
    fn wait(&mut self, mv: &Move, table: &'static Table, record: i64, at: NaiveDateTime, user: usize) {
        if mv.asks.is_some() {
            let (case, user) = (self.case.id, user as i64 + 1);
            self.waiting.push(PendingRow { record, case, form: table.name, at, user });
        }
        if mv.to.is_some() {
            self.waiting.clear();
        }
        self.waiting.retain(|p| !mv.answers.contains(&p.form));
    }

    /// The clocks that a step starts, those of its row first.
    fn begun(&self, mv: &Move, terms: Vec<Term>, day: NaiveDate) -> Vec<Term> {
        let from = |rule: &str| match rule {
            "DL-02" => self.course.opened,
            "DL-07" | "DL-07m" => self.case.entrusted_on.unwrap_or(day),
            "DL-18" | "DL-18b" => self.case.accepted_on.unwrap_or(day),
            _ => day,
        };
        let row = mv.starts.iter().filter(|s| (s.when)(&self.case));
        let row = row.map(|s| Term { rule: s.rule, from: from(s.rule), cap: s.cap, note: String::new() });
        row.chain(terms).collect()
    }

    /// What the flow makes of the step.
    fn planned(
        &mut self,
        mv: &'static Move,
        table: &'static Table,
        step: &Step,
        at: NaiveDateTime,
    ) -> Outcome<flow::Plan> {
        let form = verified(table, &step.form, at)?;
        self.facts.clocks = self.live();
        self.facts.entrusted = self.facts.has("entrust");
        // The original was chosen among those open on that day.
        self.facts.target = form.table().field("target").map(|_| Stage::Registered);
        self.facts.chosen = if table.name == "assign" { chosen(&step.form) } else { Vec::new() };
        let actor = actor(step.user);
        let ground = Ground { case: &self.case, facts: &self.facts, actor: &actor, today: step.day };
        flow::plan(mv, &ground, &form).map_err(|r| {
            fault(format!("演示数据不合流程:{}{} {}:{}({})", self.case.title(), mv.id, mv.label, r.what, r.remedy))
        })
    }

    /// The time of the next step: on that day in office hours, after what was told before, not in the
    /// future.
    pub(super) fn moment(&self, day: NaiveDate) -> Outcome<NaiveDateTime> {
        if day < self.last.1.date() || day > self.t.now.date() {
            return Err(fault(format!("案件{}的{day}不在{}之后", self.case.id, self.last.1)));
        }
        let usual = self.t.at(self.course, day, 1);
        Ok(usual.max(self.last.1 + TimeDelta::minutes(11)).min(self.t.now).max(self.last.1))
    }

    /// Keeps a filled form; gives its id.
    pub(super) fn record(
        &mut self,
        table: &'static Table,
        mv: &'static str,
        form: Draft,
        number: Option<String>,
        at: NaiveDateTime,
        user: usize,
    ) -> i64 {
        let body = serde_json::to_string(&form).expect("invariant: a map of texts is JSON");
        let uid = self.c.uid();
        self.c.records += 1;
        let (id, case, user) = (self.c.records, self.case.id, user as i64 + 1);
        self.facts.records.push(Kept {
            id,
            form: table.name.to_string(),
            mv: mv.to_string(),
            number: number.clone().unwrap_or_default(),
            on: at.date(),
            user,
            body: form,
        });
        self.c.batch.records.push(RecordRow { id, uid, case, form: table.name, mv, number, at, user, body });
        id
    }

    /// Who works on the case: the handler himself if he is a user, otherwise the director for him.
    pub(super) fn worker(&self) -> usize {
        if self.case.handler == USERS[HANDLER].3 { HANDLER } else { DIRECTOR }
    }

    /// The name of the handler.
    pub(super) fn handler_name(&self) -> &'static str {
        let place = self.case.handler.and_then(|h| usize::try_from(h - 1).ok());
        place.and_then(|i| roster::STAFF.get(i)).map_or(USERS[DIRECTOR].1, |s| s.0)
    }
}

/// The chosen team as the roster knows them; nobody with a conflict is ever chosen.
fn chosen(form: &Draft) -> Vec<Chosen> {
    let ids = form.get("handler").split(',').chain(form.get("members").split(','));
    ids.filter_map(|id| id.parse::<i64>().ok())
        .filter_map(|id| Some((id, roster::STAFF.get(usize::try_from(id - 1).ok()?)?)))
        .map(|(staff, s)| Chosen {
            staff,
            name: s.0.to_string(),
            profession: s.1.to_string(),
            active: true,
            conflict: String::new(),
        })
        .collect()
}
