//! Warnings: raised in the write that causes them, then told, signed for, disposed of and closed.
//!
//! Counts by index only, so that a save stays a save on a large file. Decides nothing: the limits
//! stand in `domain::warning`. A sealed matter is never named and goes to no unit.

use super::access::{allow, is_own};
use super::{Desk, Done, Failure, Outcome, Writing};
use crate::domain::case::Case;
use crate::domain::flow::Move;
use crate::domain::forms;
use crate::domain::number::Series;
use crate::domain::role::Operation;
use crate::domain::urgent::kind_of;
use crate::domain::visit::Visit;
use crate::domain::warning::{self as rules, Rule};
use crate::store;
use crate::validation::{self, Checked, Draft};
use chrono::{Datelike, Days, Months, NaiveDate};

/// What is to be warned of.
pub(super) struct Alarm<'a> {
    pub case: i64,
    pub sealed: bool,
    pub rule: &'static str,
    pub level: &'a str,
    pub to: &'a str,
    /// What the rule saw, so that one fact warns once.
    pub subject: &'a str,
    pub fact: &'a str,
}

/// Writes a warning unless the same fact warned since that day. Says whether it did. Of a sealed matter
/// nothing is said, and to the director only.
pub(super) fn sound(w: &Writing, alarm: &Alarm, since: NaiveDate) -> Outcome<bool> {
    if store::warning::warned(w.tx, alarm.rule, alarm.subject, since)? {
        return Ok(false);
    }
    let (fact, to) = rules::told(alarm.sealed, alarm.fact, alarm.to);
    let number = w.number(Series::Warning)?;
    store::warning::insert(w.tx, alarm.case, &number, alarm.rule, alarm.level, fact, to, "", w.now, w.actor()?.user)?;
    store::warning::set_subject(w.tx, &number, alarm.subject)?;
    let change = serde_json::json!({ "number": number, "rule": alarm.rule }).to_string();
    w.journal("warning", "case", alarm.case, &format!("预警{number}"), &change)?;
    Ok(true)
}

/// Warns by a rule as it stands, once within its window.
fn raise(w: &Writing, case: &Case, id: &str, subject: &str, fact: &str) -> Outcome<bool> {
    let rule: &Rule = rules::rule(id).expect("invariant: rules are called by their ids");
    let window = u64::try_from(rule.window).unwrap_or_default();
    let alarm =
        Alarm { case: case.id, sealed: case.sealed, rule: rule.id, level: rule.level, to: rule.to, subject, fact };
    sound(w, &alarm, w.today() - Days::new(window))
}

/// A5: the warning, and in the same write the record of 重大紧急事项 (信访工作条例25).
fn danger(w: &Writing, case: &Case, safety: &str, fact: &str) -> Outcome<()> {
    if raise(w, case, "A5", &format!("case:{}", case.id), fact)? {
        super::urgent::open_for(w, case.id, case.sealed, kind_of(safety), fact)?;
    }
    Ok(())
}

/// What a visit that was taken in calls for. A visit that opens a case is judged at 登记.
pub(super) fn after_visit(w: &Writing, case: i64, visit: &Visit, attached: bool) -> Outcome<()> {
    if !attached {
        return Ok(());
    }
    let Some(case) = store::case::load(w.tx, case)? else { return Ok(()) };
    again(w, &case)?;
    judge(w, &case, visit.people(), visit.involved(), visit.form().values())
}

/// What a move calls for.
pub(super) fn after_move(w: &Writing, mv: &Move, after: &Case, form: &Checked) -> Outcome<()> {
    match mv.id {
        "T01" => {
            if let Some(first) = store::visit::load_first(w.tx, after.id)? {
                judge(w, after, after.people, after.involved, &first.draft)?;
            }
            unit(w, after)?;
        }
        "T02" => {
            if let Some(original) = after.merged_into.map(|id| store::case::load(w.tx, id)).transpose()?.flatten() {
                again(w, &original)?;
            }
        }
        _ if form.table().field("risk").is_some() && rules::may_escalate(form.get("risk"), "0") => {
            danger(w, after, form.get("risk"), &format!("{}时评估:纠纷可能激化或民转刑", mv.label))?;
        }
        _ => {}
    }
    Ok(())
}

/// A1; A9 while a 督办 of the matter waits for its answer.
fn again(w: &Writing, case: &Case) -> Outcome<()> {
    if let Some(number) = store::supervision::unanswered(w.tx, case.id)? {
        raise(w, case, "A9", &format!("again:{number}"), &format!("{number}督办期间,信访人再次反映"))?;
    }
    if store::warning::count_visits(w.tx, case.id, w.today() - Days::new(7))? >= 2 {
        raise(w, case, "A1", &format!("case:{}", case.id), "同一事项7日内再次来访,办理未见进展")?;
    }
    Ok(())
}

/// A4, A5, A6.
fn judge(w: &Writing, case: &Case, people: i64, involved: i64, visit: &Draft) -> Outcome<()> {
    let subject = format!("case:{}", case.id);
    if rules::is_crowd(people, involved) {
        raise(w, case, "A4", &subject, &format!("来访{people}人,涉及{involved}人"))?;
    }
    if rules::may_escalate(visit.get("safety"), visit.get("threat")) {
        danger(w, case, visit.get("safety"), "纠纷可能激化或民转刑,须及时报告")?;
    }
    if rules::is_before_higher_office(visit.get("petition_form"), visit.get("source")) {
        raise(w, case, "A6", &subject, "同一事项上级已转送、交办或批办")?;
    }
    Ok(())
}

/// A2, A3: the unit a case is about.
fn unit(w: &Writing, case: &Case) -> Outcome<()> {
    let name = case.respondent.as_str();
    if case.sealed || name.is_empty() || name == "不明确" {
        return Ok(());
    }
    let today = w.today();
    let tomorrow = today + Days::new(1);
    let week = store::warning::count_unit(w.tx, name, today - Days::new(6), tomorrow)?;
    if week >= 5 {
        raise(w, case, "A2", &format!("unit:{name}"), &format!("{name}7日内{week}件"))?;
    }
    let month = today.with_day(1).unwrap_or(today);
    let now = store::warning::count_unit(w.tx, name, month, tomorrow)?;
    let before = store::warning::count_unit(w.tx, name, month - Months::new(1), month)?;
    if rules::rises(now, before) {
        let subject = format!("unit:{name}:{}", month.format("%Y-%m"));
        raise(w, case, "A3", &subject, &format!("{name}本月{now}件,上月{before}件"))?;
    }
    Ok(())
}

/// An open warning on which the actor may carry the operation out.
fn workable(w: &Writing, id: i64, operation: Operation) -> Outcome<store::warning::Listed> {
    let held =
        store::warning::load(w.tx, id)?.ok_or_else(|| Failure::refusal("没有这条预警", "在预警台账中重新选择"))?;
    let case = store::case::load(w.tx, held.case)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))?;
    let actor = w.actor()?;
    super::cases::check_readable(actor, &case)?;
    allow(actor, operation, is_own(actor, &case))?;
    if held.warning.closed_on.is_some() {
        return Err(Failure::refusal(format!("{}已闭环", held.warning.number), "有新情况的,另报人工预警"));
    }
    Ok(held)
}

fn noted(w: &Writing, held: &store::warning::Listed, action: &str, what: &str) -> Outcome<Done> {
    let number = &held.warning.number;
    w.journal(action, "case", held.case, &format!("预警{number}{what}"), "{}")?;
    Ok(Done { text: format!("{number}已{what}"), id: held.warning.id })
}

impl Desk {
    /// A warning by hand.
    pub fn raise_warning(&mut self, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::RaiseWarning)?;
        let form = validation::check(&forms::WARNING_RAISE, draft, self.now())?;
        let case = self.case_called(form.get("case"))?;
        self.write(|w| {
            let actor = w.actor()?;
            allow(actor, Operation::RaiseWarning, is_own(actor, &case))?;
            let (fact, to) =
                if case.sealed { ("密封件", "主任") } else { (form.get("fact"), form.get("recipient")) };
            let number = w.number(Series::Warning)?;
            store::warning::insert(w.tx, case.id, &number, "人工", form.get("level"), fact, to, "", w.now, actor.user)?;
            w.journal("warning", "case", case.id, &format!("预警{number}"), "{}")?;
            Ok(Done { text: format!("已预警,{number}"), id: case.id })
        })
    }

    pub fn send_warning(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let form = validation::check(&forms::WARNING_SEND, draft, self.now())?;
        self.write(|w| {
            let held = workable(w, id, Operation::Warn)?;
            if held.warning.fact == "密封件" && form.get("recipient") != "主任" {
                return Err(Failure::problem("recipient", "检举控告件不通报单位(条例30③);请只填主任"));
            }
            store::warning::send(w.tx, id, form.get("recipient"), form.get("way"))?;
            noted(w, &held, "warning.send", "通报")
        })
    }

    pub fn sign_warning(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let form = validation::check(&forms::WARNING_RECEIPT, draft, self.now())?;
        self.write(|w| {
            let held = workable(w, id, Operation::Warn)?;
            if held.warning.way.is_empty() {
                return Err(Failure::refusal("预警尚未通报", "先办理“通报”"));
            }
            store::warning::sign(w.tx, id, form.get("signed"), form.get("signed_on"))?;
            noted(w, &held, "warning.sign", "签收")
        })
    }

    pub fn dispose_warning(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let form = validation::check(&forms::WARNING_DISPOSAL, draft, self.now())?;
        self.write(|w| {
            let held = workable(w, id, Operation::RaiseWarning)?;
            store::warning::dispose(w.tx, id, form.get("disposal"))?;
            noted(w, &held, "warning.dispose", "处置")
        })
    }

    pub fn close_warning(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let form = validation::check(&forms::WARNING_CLOSE, draft, self.now())?;
        self.write(|w| {
            let held = workable(w, id, Operation::Warn)?;
            if held.disposal.is_empty() {
                return Err(Failure::refusal("预警尚未处置", "先办理“处置”,写明做了什么"));
            }
            store::warning::close(w.tx, id, form.get("closed_on"))?;
            noted(w, &held, "warning.close", "闭环")
        })
    }
}
