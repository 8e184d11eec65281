//! The flow of a case: every lawful move, declared once.
//!
//! A row of [`FLOW`] makes the action menu, `fengqiao act`, the permission check, the deadlines that
//! start and stop, and the manual's table. [`plan`] is pure; only `desk::cases` carries a plan out.

use super::case::{Case, Facts, Stage};
use super::flow_guards as g;
use super::number::Series;
use super::role::{Actor, Grant, Operation, grant, who_may};
use crate::domain::forms;
use crate::validation::{Checked, Table};
use chrono::NaiveDate;

/// What a guard looks at.
pub struct Ground<'a> {
    pub case: &'a Case,
    pub facts: &'a Facts,
    pub actor: &'a Actor,
    pub today: NaiveDate,
}

/// Why a move is refused, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub what: String,
    pub remedy: String,
}

impl Reason {
    pub fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into() }
    }
}

/// A deadline that a move starts.
pub struct Start {
    pub rule: &'static str,
    /// When it starts at all.
    pub when: fn(&Case) -> bool,
    /// The day it counts from (itself not counted).
    pub from: fn(&Ground, &Checked) -> NaiveDate,
    /// Never later than this running deadline, "" = no cap.
    pub cap: &'static str,
}

/// What a move does to the running deadlines of the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The deadline was kept or missed on this day.
    Met(&'static str),
    /// Every running deadline ends without being met.
    All,
    Pause(&'static str),
    Resume(&'static str),
}

/// A row of the flow.
pub struct Move {
    /// `T05`, as in the tables of the office; the word of `fengqiao case act`.
    pub id: &'static str,
    pub label: &'static str,
    pub basis: &'static str,
    pub from: &'static [Stage],
    pub to: Stage,
    pub operation: Operation,
    /// What it asks. `None`: the move is part of the machine, but its form is not there yet, so it
    /// is not offered.
    pub form: Option<&'static Table>,
    /// What must hold before the form is even shown.
    pub ready: fn(&Ground) -> Result<(), Reason>,
    /// What must hold for the filled form.
    pub guard: fn(&Ground, &Checked) -> Result<(), Reason>,
    /// What the form changes in the case.
    pub effect: fn(&mut Case, &Ground, &Checked),
    pub starts: &'static [Start],
    pub stops: &'static [Stop],
    pub numbers: Option<Series>,
    /// Documents it calls for.
    pub documents: &'static [&'static str],
}

const BASE: Move = Move {
    id: "",
    label: "",
    basis: "",
    from: &[],
    to: Stage::Draft,
    operation: Operation::Work,
    form: None,
    ready: g::always,
    guard: g::any_form,
    effect: g::nothing,
    starts: &[],
    stops: &[],
    numbers: None,
    documents: &[],
};

/// Every stage that T22 leaves.
const UNTIL_CLOSED: &[Stage] = &[
    Stage::Registered,
    Stage::Assessing,
    Stage::Supplementing,
    Stage::Accepted,
    Stage::Entrusted,
    Stage::Working,
    Stage::Appraising,
    Stage::Consulting,
    Stage::Advised,
    Stage::Mediating,
];

/// The whole machine.
#[rustfmt::skip]
pub const FLOW: &[Move] = &[
    Move { id: "T01", label: "登记", basis: "信访工作条例19,22①;方案五(一)", from: &[Stage::Draft], to: Stage::Registered,
        operation: Operation::Register, form: Some(&forms::CONFIRM), ready: g::visit_complete, numbers: Some(Series::Docket),
        starts: &[Start { rule: "DL-02", when: g::every, from: g::petitioned, cap: "" }], documents: &["接谈登记表", "知情告知书"], ..BASE },
    Move { id: "T02", label: "并入在办案件", basis: "信访工作条例19③;方案六(一)一案一号", from: &[Stage::Registered], to: Stage::Merged,
        operation: Operation::ProposeRepeat, form: Some(&forms::MERGE), guard: g::same_matter, effect: g::merge, stops: &[Stop::All], ..BASE },
    Move { id: "T03", label: "提交评析", basis: "方案五(二)", from: &[Stage::Registered], to: Stage::Assessing,
        operation: Operation::Register, form: Some(&forms::CONFIRM), ready: g::classified,
        starts: &[Start { rule: "DL-05", when: g::every, from: g::today, cap: "DL-02" }], ..BASE },
    Move { id: "T04", label: "通知补正", basis: "方案五(二)", from: &[Stage::Assessing], to: Stage::Supplementing,
        operation: Operation::Assess, form: Some(&forms::SUPPLEMENT), ready: g::once_only, stops: &[Stop::Pause("DL-05")], documents: &["补正通知书"], ..BASE },
    Move { id: "T04b", label: "补正收到", basis: "方案五(二)", from: &[Stage::Supplementing], to: Stage::Assessing,
        operation: Operation::Entrust, form: Some(&forms::SUPPLEMENTED), stops: &[Stop::Resume("DL-05")], ..BASE },
    Move { id: "T05", label: "不予受理", basis: "方案五(二);信访工作条例22②", from: &[Stage::Assessing], to: Stage::Declined,
        operation: Operation::Assess, form: Some(&forms::DECLINE), guard: g::decline, stops: &[Stop::Met("DL-02"), Stop::Met("DL-05"), Stop::All],
        documents: &["不予受理告知书", "预警通报函"], ..BASE },
    Move { id: "T06", label: "转送", basis: "信访工作条例22②", from: &[Stage::Assessing], to: Stage::Transferred,
        operation: Operation::Assess, form: Some(&forms::TRANSFER), stops: &[Stop::Met("DL-02"), Stop::Met("DL-05"), Stop::All], documents: &["转送函"], ..BASE },
    Move { id: "T07", label: "受理", basis: "方案五(二);人民调解法17", from: &[Stage::Assessing], to: Stage::Accepted,
        operation: Operation::Assess, form: Some(&forms::ACCEPT), guard: g::mediable, effect: g::accept, numbers: Some(Series::Case),
        starts: &[Start { rule: "DL-06", when: g::every, from: g::today, cap: "" }], stops: &[Stop::Met("DL-02"), Stop::Met("DL-05")],
        documents: &["受理告知书", "人民调解受理登记表"], ..BASE },
    Move { id: "T08", label: "办理委托", basis: "方案五(三)", from: &[Stage::Accepted], to: Stage::Entrusted,
        operation: Operation::Entrust, form: Some(&forms::ENTRUST), guard: g::principal, effect: g::entrust,
        starts: &[Start { rule: "DL-06b", when: g::every, from: g::today, cap: "" }], stops: &[Stop::Met("DL-06")],
        documents: &["委托函"], ..BASE },
    Move { id: "T09", label: "指派承办", basis: "方案五(四);信访工作条例28", from: &[Stage::Entrusted], to: Stage::Working,
        operation: Operation::Assign, form: Some(&forms::ASSIGN), guard: g::team, effect: g::assign, starts: &[
            Start { rule: "DL-07", when: g::not_medical, from: g::entrusted, cap: "" },
            Start { rule: "DL-07m", when: g::medical, from: g::entrusted, cap: "" },
            Start { rule: "DL-18", when: g::listed_plain, from: g::accepted, cap: "" },
            Start { rule: "DL-18b", when: g::listed_hard, from: g::accepted, cap: "" },
        ], stops: &[Stop::Met("DL-06b")], ..BASE },
    Move { id: "T10", label: "委托鉴定", basis: "方案五(四)", from: &[Stage::Working], to: Stage::Appraising, stops: &[Stop::Pause("DL-07"), Stop::Pause("DL-07m")], ..BASE },
    Move { id: "T10b", label: "鉴定完成", basis: "方案五(四)", from: &[Stage::Appraising], to: Stage::Working, stops: &[Stop::Resume("DL-07"), Stop::Resume("DL-07m")], ..BASE },
    Move { id: "T11", label: "提交会商", basis: "方案五(五)", from: &[Stage::Working], to: Stage::Consulting, operation: Operation::Consult, ..BASE },
    Move { id: "T11b", label: "会商结论", basis: "方案五(五)", from: &[Stage::Consulting], to: Stage::Working, operation: Operation::Consult, ..BASE },
    Move { id: "T12", label: "告知处理意见", basis: "方案五(五)", from: &[Stage::Working], to: Stage::Advised, ..BASE },
    Move { id: "T13", label: "开始调解", basis: "方案五(六);人民调解法23", from: &[Stage::Advised], to: Stage::Mediating, ..BASE },
    Move { id: "T14", label: "达成协议", basis: "人民调解法28-30", from: &[Stage::Mediating], to: Stage::Agreed, ..BASE },
    Move { id: "T15", label: "引导法定途径", basis: "方案五(六)", from: &[Stage::Advised, Stage::Mediating], to: Stage::Guided, ..BASE },
    Move { id: "T16", label: "终止调解", basis: "人民调解法26", from: &[Stage::Mediating], to: Stage::Failed, ..BASE },
    Move { id: "T17", label: "转入履行", basis: "人民调解法31", from: &[Stage::Agreed], to: Stage::Performing, ..BASE },
    Move { id: "T18", label: "结案", basis: "方案六(一)", from: &[Stage::Agreed, Stage::Guided, Stage::Failed, Stage::Performing], to: Stage::Closed, operation: Operation::Close, ..BASE },
    Move { id: "T19", label: "销号", basis: "方案六(一)限时销号", from: &[Stage::Closed], to: Stage::Struck, operation: Operation::Strike, ..BASE },
    Move { id: "T20", label: "归档", basis: "方案五(八)", from: &[Stage::Closed, Stage::Struck], to: Stage::Archived, operation: Operation::Archive, ..BASE },
    Move { id: "T21", label: "重开", basis: "人民调解法32", from: &[Stage::Archived], to: Stage::Working, operation: Operation::Reopen, ..BASE },
    Move { id: "T22", label: "撤回", basis: "人民调解法23(二)", from: UNTIL_CLOSED, to: Stage::Withdrawn,
        operation: Operation::Entrust, form: Some(&forms::WITHDRAW), stops: &[Stop::All], ..BASE },
    Move { id: "T23", label: "咨询办结", basis: "方案五(一)提供法律咨询解答", from: &[Stage::Registered], to: Stage::Answered,
        operation: Operation::Register, form: Some(&forms::CONFIRM), ready: g::answered, stops: &[Stop::Met("DL-02"), Stop::All], ..BASE },
];

/// The move of that id (`t07`, `T07`) or label.
pub fn find(word: &str) -> Option<&'static Move> {
    FLOW.iter().find(|m| m.id.eq_ignore_ascii_case(word) || m.label == word)
}

/// A move that may be offered for a case, and what stands in its way, if anything.
pub struct Offer {
    pub mv: &'static Move,
    pub hindrance: Option<Reason>,
}

/// Every move with a form that leaves the case's stage, with what hinders the actor: his role,
/// whose case it is, or what is still missing.
pub fn offers(ground: &Ground) -> Vec<Offer> {
    FLOW.iter()
        .filter(|m| m.form.is_some() && m.from.contains(&ground.case.stage))
        .map(|mv| Offer { mv, hindrance: permitted(mv, ground).and_then(|()| (mv.ready)(ground)).err() })
        .collect()
}

/// Asks the permission table about a move on this case.
fn permitted(mv: &Move, ground: &Ground) -> Result<(), Reason> {
    let mine = ground.actor.owns(ground.case.handler, ground.case.registrar);
    match grant(ground.actor.role, mv.operation) {
        Grant::Full => Ok(()),
        Grant::Own if mine => Ok(()),
        Grant::Own => Err(Reason::new("本案不是您承办的", format!("请承办人或{}办理", who_may(mv.operation)))),
        Grant::No | Grant::View => Err(Reason::new(
            format!("{}没有“{}”的权限", ground.actor.role.label(), mv.label),
            format!("可由{}办理", who_may(mv.operation)),
        )),
    }
}

/// What carrying out a move will do; no side effects yet.
#[derive(Debug)]
pub struct Plan {
    pub mv: &'static str,
    pub after: Case,
    pub starts: Vec<(&'static str, NaiveDate, &'static str)>,
    pub stops: &'static [Stop],
    pub numbers: Option<Series>,
}

/// Decides a move: stage, role, readiness, guard, then the case as it will be.
///
/// # Errors
/// The first reason that forbids it, with the remedy.
pub fn plan(mv: &'static Move, ground: &Ground, form: &Checked) -> Result<Plan, Reason> {
    if !mv.from.contains(&ground.case.stage) {
        return Err(Reason::new(
            format!("案件现在是“{}”,不能“{}”", ground.case.stage.label(), mv.label),
            "按F4看现在能办的事",
        ));
    }
    if mv.form.is_none() {
        return Err(Reason::new(format!("“{}”的表单尚未启用", mv.label), "请按现有流程办理"));
    }
    permitted(mv, ground)?;
    (mv.ready)(ground)?;
    (mv.guard)(ground, form)?;
    let mut after = ground.case.clone();
    after.stage = mv.to;
    (mv.effect)(&mut after, ground, form);
    let starts =
        mv.starts.iter().filter(|s| (s.when)(&after)).map(|s| (s.rule, (s.from)(ground, form), s.cap)).collect();
    Ok(Plan { mv: mv.id, after, starts, stops: mv.stops, numbers: mv.numbers })
}
