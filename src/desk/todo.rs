//! 待我办: all that waits for the person at the desk, by his role, the most pressing first.
//!
//! Decides nothing: every line leads to the case in which it is done.

use super::access::is_own_of;
use super::{Desk, Outcome, STATION, mask};
use crate::domain::case::Stage;
use crate::domain::flow::FLOW;
use crate::domain::number::short;
use crate::domain::role::{Grant, Operation, Role, grant};
use crate::store::todo::{self, Waiting};

/// Lines of one kind that are read at most.
const MOST: usize = 200;

/// A thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Todo {
    /// `None` for what is no case yet.
    pub case: Option<i64>,
    pub title: String,
    pub petitioner: String,
    /// `待受理`, `结案申请`.
    pub what: String,
    pub since: String,
    /// Nearest day of a clock, "" for none.
    pub due: String,
    pub detail: String,
}

/// What a stage waits for, of whom.
const STAGES: &[(Stage, Operation, &str)] = &[
    (Stage::Assessing, Operation::Assess, "待评析决定"),
    (Stage::Entrusted, Operation::Assign, "待指派"),
    (Stage::Registered, Operation::Register, "待提交评析"),
    (Stage::Supplementing, Operation::Entrust, "待补正材料"),
    (Stage::Accepted, Operation::Entrust, "待办委托"),
    (Stage::Closed, Operation::Archive, "待归档"),
    (Stage::Struck, Operation::Archive, "待归档"),
];

impl Desk {
    /// Everything that waits for the actor.
    pub fn todo(&self) -> Outcome<Vec<Todo>> {
        let actor = self.require_actor()?;
        let here = self.own_station()?.name;
        // A station works off what lies there; the director of the county studio sees all (方案四(四)).
        let station = (actor.role != Role::Director || here != STATION).then_some(here.as_str());
        let mut list = Vec::new();
        // A handler has his own cases; the stages are worked off by the front desk and the director.
        if actor.role != Role::Handler {
            for (stage, operation, what) in STAGES {
                if grant(actor.role, *operation) == Grant::Full {
                    let found = todo::in_stage(&self.conn, stage.code(), stage.is_open(), station, MOST)?;
                    list.extend(found.into_iter().map(|w| (w, (*what).to_string())));
                }
            }
        }
        for mv in FLOW {
            let (Some(operation), Some(form)) = (mv.asks, mv.form) else { continue };
            if grant(actor.role, operation) == Grant::Full {
                let found = todo::requests(&self.conn, form.name, MOST)?;
                list.extend(found.into_iter().map(|w| (w, form.title.to_string())));
            }
        }
        if grant(actor.role, Operation::OwnData) == Grant::Full {
            let found = todo::own_data(&self.conn, MOST)?;
            list.extend(found.into_iter().map(|w| (w, "本人信息申请".to_string())));
        }
        if let (Role::Handler, Some(staff)) = (actor.role, actor.staff) {
            for w in todo::of_handler(&self.conn, staff, MOST)? {
                let stage = Stage::from_code(&w.detail).map_or("", Stage::label);
                list.push((Waiting { detail: String::new(), ..w }, stage.to_string()));
            }
        }
        if grant(actor.role, Operation::HandOver) == Grant::Full {
            let found = todo::handovers(&self.conn, &here, actor.role == Role::Director, MOST)?;
            list.extend(found.into_iter().map(|w| (w, "待接收移交".to_string())));
        }
        if matches!(actor.role, Role::Handler | Role::Director | Role::Supervisor) {
            for w in todo::supervisions(&self.conn, MOST)? {
                if actor.role != Role::Handler || actor.handles(w.handler) {
                    list.push((w, "督办待反馈".to_string()));
                }
            }
        }
        let sealed_too = grant(actor.role, Operation::Sealed) == Grant::Full;
        let mut shown: Vec<Todo> = list
            .into_iter()
            .filter(|(w, _)| sealed_too || !w.sealed)
            .filter(|(w, _)| {
                grant(actor.role, Operation::ReadCase) != Grant::Own || is_own_of(actor, w.handler, w.registrar)
            })
            .map(|(w, what)| {
                let title = w.number.or(w.docket).unwrap_or_else(|| format!("暂存{}", w.case));
                Todo {
                    case: Some(w.case),
                    title: short(&title),
                    petitioner: mask::name(&w.petitioner),
                    what,
                    since: w.since.chars().take(10).collect(),
                    due: w.due,
                    detail: w.detail,
                }
            })
            .collect();
        // What has no clock comes after what has one; equal ones in the order they came.
        shown.sort_by(|a, b| (a.due.is_empty(), &a.due, &a.since).cmp(&(b.due.is_empty(), &b.due, &b.since)));
        let mut first = self.urgent_first()?;
        first.append(&mut shown);
        Ok(first)
    }

    /// 重大紧急事项 that wait for a report come before all else (条例25).
    fn urgent_first(&self) -> Outcome<Vec<Todo>> {
        let line = |u: crate::store::urgent::Urgent| {
            let [oral, written] = super::register::reports(&u, self.now());
            let oral = if oral.done { String::new() } else { format!("口头{} ", oral.words) };
            let day: String = u.found_at.chars().take(10).collect();
            Todo {
                case: u.case,
                title: Some(super::register::matter(&u)).filter(|m| !m.is_empty()).unwrap_or_else(|| u.number.clone()),
                petitioner: String::new(),
                what: "紧急待报告".to_string(),
                since: day.clone(),
                due: day,
                detail: format!("{oral}书面{} {}", written.words, u.fact),
            }
        };
        Ok(self.urgent_waiting()?.into_iter().map(line).collect())
    }
}
