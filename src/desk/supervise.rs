//! 督办: a numbered demand on a case with a clock of its own, its answer, and why a case is late.
//!
//! Owns what a supervisor may put on a case (信访工作条例39, 40) and the plain words for what a late
//! case lacks. Moves no stage: the case stays with whom it is.

use super::access::{allow, is_own};
use super::deadlines::{finish, start};
use super::{Desk, Done, Failure, Outcome};
use crate::domain::case::{Case, Kept, Stage};
use crate::domain::deadline::is_elsewhere;
use crate::domain::forms;
use crate::domain::number::Series;
use crate::domain::role::{Operation, who_may};
use crate::store;
use crate::store::deadline::DeadlineState;
use crate::store::supervision::Supervision;
use crate::validation::{self, Checked, Draft};

impl Desk {
    /// Issues a 督办单: gives it a number and starts its clock (DL-19), due by the rule or by the day
    /// demanded, whichever is earlier.
    pub fn supervise(&mut self, case: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Supervise)?;
        let form = validation::check(&forms::SUPERVISION, draft, self.now())?;
        self.write(|w| {
            let actor = w.actor()?;
            let held =
                store::case::load(w.tx, case)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))?;
            super::cases::check_readable(actor, &held)?;
            if !held.stage.is_open() {
                return Err(Failure::refusal(
                    format!("案件已是“{}”,不再督办", held.stage.label()),
                    "确需督办的,先由主任重开",
                ));
            }
            let demanded = form.date("feedback_by").unwrap_or_else(|| w.today());
            if demanded < w.today() {
                return Err(Failure::problem("feedback_by", "限反馈日期早于今天;请改为今天或以后"));
            }
            decided(&form)?;
            let number = w.number(Series::Supervision)?;
            let cal = super::calendar::current(w.tx)?;
            let clock = start(w, case, "DL-19", w.today(), &demanded.to_string(), &number, &cal)?;
            let id = store::supervision::insert(w.tx, case, &number, &form, clock.due, w.now, actor.user)?;
            let kind = form.get("kind");
            let change = serde_json::json!({
                "number": number, "kind": kind, "reason": form.get("reason"), "feedback_by": clock.due.to_string(),
            });
            w.journal("supervise", "case", case, &format!("督办{number}"), &change.to_string())?;
            let done = if kind == "督办单" { "督办" } else { kind };
            Ok(Done { text: format!("已{done},{number},限{}前反馈", clock.due), id })
        })
    }

    /// As [`Desk::supervise`], of the case that the form names.
    pub fn issue_supervision(&mut self, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Supervise)?;
        validation::check(&forms::SUPERVISION_ISSUE, draft, self.now())?;
        let case = self.case_called(draft.get("case"))?;
        self.supervise(case.id, &draft.clone().with("case", ""))
    }

    /// What a 督办 of a case begins with: its latest clock, whose it is, and what that calls for.
    pub(super) fn supervision_known(&self, case: i64) -> Outcome<Draft> {
        let case = self.readable_case(case)?;
        let handler = case.handler.map(|id| store::overdue::staff_name(&self.conn, id)).transpose()?.flatten();
        let clocks = self.deadlines_of(case.id)?;
        let latest = clocks.iter().find(|c| c.state == "running" && c.keeper.is_empty());
        let late = latest.map_or(0, |c| (self.today() - c.due).num_days());
        let (kind, demand) = crate::domain::warning::proposal(late);
        let trigger = latest.filter(|_| late > 0).map_or(String::new(), |c| format!("{}{}", c.label, c.words));
        let target = handler.unwrap_or_else(|| "工作室主任".to_string());
        Ok(Draft::default()
            .with("case", case.title())
            .with("target", target)
            .with("kind", kind)
            .with("trigger", trigger)
            .with("demand", demand)
            .with("feedback_by", "+7"))
    }

    /// 督办单 of a case, newest first.
    pub fn supervisions(&self, case: i64) -> Outcome<Vec<Supervision>> {
        self.readable_case(case)?;
        Ok(store::supervision::list(&self.conn, case)?)
    }

    /// Answers a 督办单 and stops its clock.
    pub fn answer_supervision(&mut self, supervision: i64, draft: &Draft) -> Outcome<Done> {
        self.require_actor()?;
        let form = validation::check(&forms::FEEDBACK, draft, self.now())?;
        self.write(|w| {
            let note = store::supervision::load(w.tx, supervision)?
                .ok_or_else(|| Failure::refusal("没有这份督办单", "在案卷中重新选择"))?;
            let case =
                store::case::load(w.tx, note.case)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))?;
            let actor = w.actor()?;
            super::cases::check_readable(actor, &case)?;
            allow(actor, Operation::Work, is_own(actor, &case))?;
            if note.closed_on.is_some() || note.answered_on.is_some() {
                return Err(Failure::refusal(format!("{}已经反馈", note.number), "有新情况的,记入案件"));
            }
            store::supervision::answer(w.tx, supervision, form.get("feedback"), w.today())?;
            let clocks = store::deadline::list_of_case(w.tx, note.case)?;
            let own = |c: &&store::deadline::Deadline| {
                c.rule == "DL-19"
                    && c.state.is_live()
                    && (c.note == note.number
                        || c.note.is_empty() && c.start == note.issued_on && c.due == note.feedback_by)
            };
            if let Some(clock) = clocks.iter().find(own) {
                finish(w, &mut clock.clone(), DeadlineState::Met)?;
            }
            store::deadline::clear_silence(w.tx, note.case)?;
            let change = serde_json::json!({ "number": note.number }).to_string();
            w.journal("supervise.answer", "case", note.case, &format!("督办{}反馈", note.number), &change)?;
            Ok(Done { text: format!("{}已反馈", note.number), id: supervision })
        })
    }

    /// The issuer's side finds the answer enough: closes the 督办单.
    pub fn accept_supervision(&mut self, supervision: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Supervise)?;
        let form = validation::check(&forms::SUPERVISION_ACCEPT, draft, self.now())?;
        self.write(|w| {
            let note = answered(w, supervision)?;
            if !note.advice.is_empty() && form.get("adopted").is_empty() {
                return Err(Failure::problem("adopted", "提过改进建议的督办,审结时须写明是否采纳(条例40);请选一项"));
            }
            store::supervision::close(w.tx, supervision, form.get("closing"), form.get("adopted"), w.today())?;
            w.journal("supervise.accept", "case", note.case, &format!("督办{}审结", note.number), "{}")?;
            Ok(Done { text: format!("{}已审结", note.number), id: supervision })
        })
    }

    /// The answer is not enough: back with a reason and a new day, and the clock runs again.
    pub fn return_supervision(&mut self, supervision: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Supervise)?;
        let form = validation::check(&forms::SUPERVISION_RETURN, draft, self.now())?;
        self.write(|w| {
            let note = answered(w, supervision)?;
            let by = form.date("feedback_by").unwrap_or_else(|| w.today());
            if by < w.today() {
                return Err(Failure::problem("feedback_by", "重新反馈期限早于今天;请改为今天或以后"));
            }
            let cal = super::calendar::current(w.tx)?;
            let clock = start(w, note.case, "DL-19", w.today(), &by.to_string(), &note.number, &cal)?;
            store::supervision::send_back(w.tx, supervision, form.get("closing"), clock.due, w.today())?;
            w.journal("supervise.return", "case", note.case, &format!("督办{}退回", note.number), "{}")?;
            Ok(Done { text: format!("{}已退回,限{}前重新反馈", note.number, clock.due), id: supervision })
        })
    }

    /// Why a case does not move, in plain words: since when nothing was recorded, what the next step
    /// lacks, who must act. Empty for a case that is over or has no running clock.
    pub fn why_late(&self, case: i64) -> Outcome<Vec<String>> {
        let case = self.readable_case(case)?;
        let clocks = store::deadline::list_of_case(&self.conn, case.id)?;
        let live: Vec<_> = clocks.iter().filter(|c| c.state.is_live() && !is_elsewhere(&c.rule)).collect();
        if live.is_empty() || !case.stage.is_open() {
            return Ok(Vec::new());
        }
        let mut why = Vec::new();
        let (action, on) = store::deadline::last_action(&self.conn, case.id)?;
        if let Some(on) = on.filter(|day| *day < self.today()) {
            why.push(format!("{} {action}后无记录", on.format("%m-%d")));
        }
        let records = store::case::list_kept(&self.conn, case.id)?;
        let missing = missing(&case, &records);
        if !missing.is_empty() {
            why.push(format!("缺 {}", missing.join(", ")));
        }
        for clock in &live {
            let label = super::reckoning::rule_of(&clock.rule)?.label;
            let pauses = store::deadline::list_pauses(&self.conn, clock.id)?;
            if let Some(open) = pauses.iter().find(|p| p.until.is_none()) {
                why.push(format!("{label}自{}起暂停:{}", open.since.format("%m-%d"), open.why));
            }
            for e in store::deadline::list_extensions(&self.conn, clock.id)?.iter().filter(|e| !e.applied) {
                why.push(format!("{label}延期{}已批准,尚未告知信访人,灯不变(条例34)", e.days));
            }
        }
        why.push(self.who_acts(&case)?);
        Ok(why)
    }

    /// Who must take the next step.
    fn who_acts(&self, case: &Case) -> Outcome<String> {
        let handler = match case.handler {
            Some(id) => store::overdue::staff_name(&self.conn, id)?,
            None => None,
        };
        let operation = match case.stage {
            Stage::Draft | Stage::Registered => Operation::Register,
            Stage::Assessing => Operation::Assess,
            Stage::Supplementing => return Ok("待信访人补正".to_string()),
            Stage::Accepted => Operation::Entrust,
            Stage::Entrusted => Operation::Assign,
            _ => Operation::Work,
        };
        Ok(match handler {
            Some(name) if operation == Operation::Work => format!("待承办人{name}办理"),
            _ => format!("待{}办理", who_may(operation)),
        })
    }
}

/// More than a plain note goes out by somebody's decision: 通报, 约谈 and 责令限期整改 are 联席会议's (条例39),
/// 挂牌督办 that of 领导小组, 联席会议 or the office that supervises.
fn decided(form: &Checked) -> Outcome<()> {
    if matches!(form.get("kind"), "通报" | "约谈" | "责令限期整改") && !form.is("decided_by", "2") {
        let what = format!("{}由信访工作联席会议决定(条例39);请在决定单位中选它,或改用督办单", form.get("kind"));
        return Err(Failure::problem("decided_by", what));
    }
    Ok(())
}

/// A 督办单 that was answered and waits for review.
fn answered(w: &super::Writing, id: i64) -> Outcome<Supervision> {
    let note = store::supervision::load(w.tx, id)?
        .ok_or_else(|| Failure::refusal("没有这份督办单", "在督办台账中重新选择"))?;
    let case = store::case::load(w.tx, note.case)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))?;
    super::cases::check_readable(w.actor()?, &case)?;
    if note.closed_on.is_some() {
        return Err(Failure::refusal(format!("{}已经审结", note.number), "有新情况的,另发督办单"));
    }
    if note.answered_on.is_none() {
        return Err(Failure::refusal(format!("{}尚未反馈", note.number), "待承办人反馈后审核"));
    }
    Ok(note)
}

/// What the next step of a stage lacks, in the words of the papers; forms already on record are there.
fn missing(case: &Case, records: &[Kept]) -> Vec<&'static str> {
    let consulted: &[(&str, &str)] = if case.grade == "G1" {
        &[("investigation", "调查记录"), ("opinion", "处理意见")]
    } else {
        &[("investigation", "调查记录"), ("consult", "会商")]
    };
    let wanted: &[(&str, &str)] = match case.stage {
        Stage::Draft => &[("confirm", "登记")],
        Stage::Registered => &[("", "提交评析")],
        Stage::Assessing => &[("accept", "评析决定")],
        Stage::Supplementing => &[("supplemented", "补正材料")],
        Stage::Accepted => &[("entrust", "委托手续")],
        Stage::Entrusted => &[("assign", "指派承办人")],
        Stage::Working => consulted,
        Stage::Appraising => &[("appraisal", "鉴定意见")],
        Stage::Consulting => &[("consult", "会商结论")],
        Stage::Advised => &[("mediation", "调解记录")],
        Stage::Mediating => &[("agreement", "调解结果")],
        Stage::Performing => &[("performance", "履行记录")],
        _ => &[("closing", "结案")],
    };
    wanted.iter().filter(|(form, _)| !records.iter().any(|r| r.form == *form)).map(|w| w.1).collect()
}
