//! The conditions and effects of 引导解决, 履行, 救助 and 结案.

use super::working_guards::this_round;
use super::{Ending, Ground, Reason, Term, Verdict};
use crate::domain::case::{Case, Stage};
use crate::domain::obligation::{self, State};
use crate::validation::Checked;
use chrono::{Days, NaiveDate};

/// A session was recorded before it is ended either way; of a reopened case, one since then.
pub(super) fn mediated(g: &Ground) -> Verdict {
    if this_round(g.facts, "mediation").next().is_some() {
        return Ok(());
    }
    Err(Reason::new("还没有调解记录(人民调解法27)", "承办人先选“记调解”"))
}

/// The day an agreement takes effect: signed and sealed, or, by word of mouth, reached (29, 30).
fn effective(form: &Checked) -> Option<NaiveDate> {
    if form.is("form", "1") { form.date("sealed_on") } else { form.date("reached_on") }
}

/// T14: what 人民调解法28-30 asks beyond the fields.
pub(super) fn agreed(g: &Ground, form: &Checked) -> Verdict {
    super::guards::ways_stated(g, form)?;
    let reached = form.date("reached_on");
    if form.date("sealed_on").zip(reached).is_some_and(|(sealed, reached)| sealed < reached) {
        return Err(Reason::new("签章齐全日早于达成日期", "请核对两个日期"));
    }
    for (i, (_, what, due, amount)) in obligation::lines(form.rows("obligations")).into_iter().enumerate() {
        if reached.is_some_and(|reached| due < reached) {
            return Err(Reason::new(format!("第{}期“{what}”的期限早于达成日期", i + 1), "当日履行的写达成当日"));
        }
        if amount < 0 {
            return Err(Reason::new(format!("第{}期金额不能为负", i + 1), "请核对金额"));
        }
    }
    Ok(())
}

pub(super) fn agree(case: &mut Case, _: &Ground, form: &Checked) {
    case.outcome = form.get("form").to_string();
}

/// 司法确认 from the effective day, and a clock for each term that is not performed on the spot.
pub(super) fn agreement_terms(_: &Ground, form: &Checked) -> Vec<Term> {
    let mut terms = Vec::new();
    let clock = |rule, from, note: String| Term { rule, from, cap: "", note };
    terms.extend(effective(form).map(|day| clock("DL-13", day, String::new())));
    let reached = form.date("reached_on").unwrap_or_default();
    for (i, (_, _, due, _)) in obligation::lines(form.rows("obligations")).into_iter().enumerate() {
        if due > reached {
            terms.push(clock("DL-15", due, obligation::note(i + 1)));
        }
    }
    terms
}

/// T15: nobody is sent on without being told by when.
pub(super) fn limits_told(g: &Ground) -> Verdict {
    if this_round(g.facts, "limits").next().is_some() {
        return Ok(());
    }
    Err(Reason::new("还没有向信访人提示期限(方案五(六))", "承办人先选“提示期限”,把期限提示单交给信访人"))
}

pub(super) fn guide(case: &mut Case, _: &Ground, form: &Checked) {
    case.outcome = match form.get("route") {
        "1" => "4",
        "2" => "5",
        "3" => "6",
        _ => "7",
    }
    .to_string();
}

pub(super) fn fail(case: &mut Case, _: &Ground, form: &Checked) {
    case.outcome = "8".to_string();
    case.safety = form.get("risk").to_string();
}

pub(super) fn has_agreement(g: &Ground) -> Verdict {
    if g.facts.has("agreement") {
        Ok(())
    } else {
        Err(Reason::new("本案没有调解协议", "达成协议后办理"))
    }
}

pub(super) fn something_owed(g: &Ground) -> Verdict {
    if obligation::open(g.facts).is_empty() {
        return Err(Reason::new("没有待履行的期次", "已全部履行的,选“满意度”后结案"));
    }
    Ok(())
}

/// R12: what was handed to a court is performed in the end, too.
pub(super) fn something_unperformed(g: &Ground) -> Verdict {
    if obligation::of(g.facts).iter().any(|o| o.state != State::Performed) {
        return Ok(());
    }
    something_owed(g)
}

fn term(form: &Checked) -> usize {
    form.get("term").parse().unwrap_or(0)
}

/// R12, R13: a term that still waits.
fn term_is_open(g: &Ground, form: &Checked) -> Verdict {
    let all = obligation::of(g.facts);
    let Some(one) = all.iter().find(|o| o.term == term(form)) else {
        return Err(Reason::new(format!("协议只有{}期", all.len()), "请核对期次"));
    };
    match one.state {
        State::Performed => Err(Reason::new(format!("第{}期已经履行", one.term), "请核对期次")),
        _ => Ok(()),
    }
}

/// R12: no more than is owed.
pub(super) fn performance(g: &Ground, form: &Checked) -> Verdict {
    term_is_open(g, form)?;
    let reached = g.facts.last("agreement").and_then(|a| a.date("reached_on"));
    if form.date("performed_on").zip(reached).is_some_and(|(done, reached)| done < reached) {
        return Err(Reason::new("履行日期早于协议达成日期", "请核对履行日期;达成前已给付的写入协议内容"));
    }
    let all = obligation::of(g.facts);
    let Some(one) = all.iter().find(|o| o.term == term(form) && o.amount > 0) else { return Ok(()) };
    match form.number("amount") {
        None | Some(0) => Err(Reason::new(format!("第{}期是给付,须填金额", one.term), "填写本次金额")),
        Some(n) if one.paid + n > one.amount => {
            let owed = (one.amount - one.paid) / 100;
            Err(Reason::new(format!("第{}期只欠{owed}元", one.term), "请核对金额"))
        }
        Some(_) => Ok(()),
    }
}

/// Whether this payment settles the term.
fn settles(g: &Ground, form: &Checked) -> bool {
    obligation::of(g.facts)
        .iter()
        .find(|o| o.term == term(form))
        .is_some_and(|o| o.paid + form.number("amount").unwrap_or(0) >= o.amount)
}

pub(super) fn term_performed(g: &Ground, form: &Checked) -> Vec<Ending> {
    let ending = Ending { rule: "DL-15", note: obligation::note(term(form)), met: true };
    let mut kept = if settles(g, form) { vec![ending] } else { Vec::new() };
    kept.extend(confirmation_lapsed(g));
    kept
}

/// The right to ask for 司法确认 ends with its days (人民调解法33): it is nobody's delay, so the next
/// work on the case ends its clock.
fn confirmation_lapsed(g: &Ground) -> Option<Ending> {
    let over = g.facts.clocks.iter().any(|c| c.rule == "DL-13" && c.rolled < g.today);
    over.then(|| Ending { rule: "DL-13", note: String::new(), met: false })
}

/// T18.
pub(super) fn lapsed(g: &Ground, _: &Checked) -> Vec<Ending> {
    confirmation_lapsed(g).into_iter().collect()
}

/// Nothing waits any more: the case is to be closed.
fn close_soon(g: &Ground, form: &Checked, settled: bool) -> Vec<Term> {
    let rest = obligation::open(g.facts).iter().any(|o| o.term != term(form));
    let running = g.facts.clocks.iter().any(|c| c.rule == "DL-24");
    if rest || !settled || running {
        return Vec::new();
    }
    vec![Term { rule: "DL-24", from: g.today, cap: "", note: String::new() }]
}

pub(super) fn all_settled(g: &Ground, form: &Checked) -> Vec<Term> {
    close_soon(g, form, settles(g, form))
}

pub(super) fn breach(g: &Ground, form: &Checked) -> Verdict {
    term_is_open(g, form)?;
    if obligation::of(g.facts).iter().any(|o| o.term == term(form) && o.state == State::InCourt) {
        return Err(Reason::new(format!("第{}期已转司法", term(form)), "履行了的选“记履行”"));
    }
    if form.date("new_due").is_some_and(|day| day <= g.today) {
        return Err(Reason::new("新的期限须在今天之后", "请核对新的期限"));
    }
    Ok(())
}

/// A changed or surrendered term: its clock ends without being met.
pub(super) fn term_given_up(g: &Ground, form: &Checked) -> Vec<Ending> {
    let given_up = !form.is("kind", "4");
    let ending = given_up.then(|| Ending { rule: "DL-15", note: obligation::note(term(form)), met: false });
    ending.into_iter().chain(confirmation_lapsed(g)).collect()
}

pub(super) fn breach_terms(g: &Ground, form: &Checked) -> Vec<Term> {
    match form.date("new_due").filter(|_| form.is("kind", "1")) {
        Some(day) => vec![Term { rule: "DL-15", from: day, cap: "", note: obligation::note(term(form)) }],
        None => close_soon(g, form, matches!(form.get("kind"), "2" | "3")),
    }
}

/// R14: asked for by both within 30 days of the effect (人民调解法33).
pub(super) fn confirmation(g: &Ground, form: &Checked) -> Verdict {
    let asked = g.facts.all("confirmation").any(|r| r.is("event", "1"));
    if form.is("event", "1") {
        let Some(agreement) = g.facts.last("agreement") else { return has_agreement(g) };
        let day = if agreement.is("form", "1") { agreement.date("sealed_on") } else { agreement.date("reached_on") };
        // The last day may be rolled over a holiday: the running clock knows it.
        let last = g.facts.clocks.iter().find(|c| c.rule == "DL-13").map(|c| c.rolled);
        let last = last.or(day.and_then(|d| d.checked_add_days(Days::new(30))));
        if form.date("on").zip(last).is_some_and(|(on, last)| on > last) {
            return Err(Reason::new(
                "协议生效已超过30日,不能再申请司法确认(人民调解法33)",
                "可办赋强公证,或就协议的履行向法院起诉(人民调解法32)",
            ));
        }
        return Ok(());
    }
    if asked { Ok(()) } else { Err(Reason::new("还没有记过双方共同申请", "先记“双方共同申请”")) }
}

/// R15: only a promise to pay or deliver can be made enforceable (公证法37).
pub(super) fn owes_payment(g: &Ground) -> Verdict {
    has_agreement(g)?;
    if obligation::of(g.facts).iter().any(|o| o.amount > 0) {
        return Ok(());
    }
    Err(Reason::new("协议没有给付内容,不能办赋强公证(公证法37)", "可在30日内共同申请司法确认"))
}

pub(super) fn no_conflict(_: &Ground, form: &Checked) -> Verdict {
    if form.is("choice", "2") && form.is("conflict", "1") {
        return Err(Reason::new("该律师应当回避,不能代理本案", "另行委托律师,或申请法律援助"));
    }
    Ok(())
}

/// R19: 国家司法救助 first; other relief when it was not enough or not open (方案五(七)).
pub(super) fn state_relief_first(g: &Ground, form: &Checked) -> Verdict {
    if form.is("kind", "1") || form.is("event", "1") {
        return Ok(());
    }
    let open = g
        .facts
        .all("relief")
        .any(|r| r.is("kind", "1") && (r.is("event", "4") || r.is("event", "3") && r.is("still_hard", "1")));
    if open {
        return Ok(());
    }
    Err(Reason::new(
        "尚未记明国家司法救助的结果(方案五(七))",
        "先记国家司法救助:获得后仍有困难,或不符合条件,再申请其他社会救助",
    ))
}

/// R21, T18: what must be done before a case is closed.
pub(super) fn closable(g: &Ground) -> Verdict {
    let waiting = obligation::open(g.facts);
    if g.case.stage == Stage::Agreed && !waiting.is_empty() {
        return Err(Reason::new(format!("还有{}期没有履行", waiting.len()), "先选“转入履行”"));
    }
    if let Some(first) = waiting.first() {
        let what = format!("还有{}期没有履行,如第{}期{}", waiting.len(), first.term, first.what);
        return Err(Reason::new(what, "记履行;逾期的记“逾期或反悔”,变更期限或转司法"));
    }
    if this_round(g.facts, "satisfaction").next().is_none() {
        return Err(Reason::new("还没有问过满意度", "先选“满意度”;不愿评价的记未评价"));
    }
    Ok(())
}

pub(super) fn closing(g: &Ground, form: &Checked) -> Verdict {
    if g.case.stage == Stage::Guided && form.get("receipt").is_empty() && !form.is("own_choice", "1") {
        return Err(Reason::new("导入法定途径的,须有受理回执或信访人书面选择", "填受理回执号,或确认信访人已书面选择"));
    }
    if g.facts.has("agreement") && form.get("performed").is_empty() {
        return Err(Reason::new("有协议的案件须填履行情况", "在“履行情况”中选一项"));
    }
    Ok(())
}

pub(super) fn close(case: &mut Case, g: &Ground, _: &Checked) {
    case.closed_on = Some(g.today);
}
