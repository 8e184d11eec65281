//! The conditions of 办理 and 处理意见 (方案五(四)(五)): pure, each with its refusal in the clerk's words.
//!
//! After a reopening only what was done since counts; older papers stay with the case as they are.

use super::{Ground, Reason, Verdict};
use crate::domain::case::{Case, Facts, Kept};
use crate::domain::number::case_serial;
use crate::domain::role::{Grant, Operation, grant, who_may};
use crate::domain::{codes, deadline};
use crate::validation::{Checked, Draft};
use chrono::NaiveDate;
use std::collections::BTreeSet;

fn no<T>(what: impl Into<String>, remedy: impl Into<String>) -> Result<T, Reason> {
    Err(Reason::new(what, remedy))
}

/// Records of a form since the case was last reopened.
pub(super) fn this_round<'a>(facts: &'a Facts, form: &'a str) -> impl DoubleEndedIterator<Item = &'a Kept> {
    let since = facts.records.iter().rev().find(|r| r.mv == "T21").map(|r| r.on);
    facts.all(form).filter(move |r| since.is_none_or(|day| r.on >= day))
}

/// R01: by whom it was signed, and not before there was a matter.
pub(super) fn investigated(g: &Ground, form: &Checked) -> Verdict {
    let signed: Vec<&str> = form.get("signed").split(',').collect();
    if !signed.contains(&"2") || !signed.contains(&"3") {
        return no("调查记录须有调查人和记录人签名", "签名后在“已签名”中勾选调查人、记录人");
    }
    if form.date("time").is_some_and(|day| day < g.case.opened) {
        return no(format!("调查时间早于登记日期{}", g.case.opened), "请核对调查时间;登记前已有的材料作证据登记");
    }
    Ok(())
}

/// The evidence a receipt number or its serial means, among what was kept before.
fn named<'a>(earlier: &'a [Kept], word: &str) -> Option<&'a Kept> {
    let serial = word.parse::<i64>().ok();
    earlier
        .iter()
        .rev()
        .filter(|k| k.form == "evidence")
        .find(|k| k.number == word || serial.is_some() && case_serial(&k.number).map(|(_, n)| n) == serial)
}

fn copies(body: &Draft) -> i64 {
    body.get("copies").parse().unwrap_or(1)
}

/// How many copies of this evidence went back.
fn gone(facts: &Facts, evidence: &Kept) -> i64 {
    let back = facts.records.iter().enumerate().filter(|(_, r)| r.form == "evidence_return");
    back.filter(|(i, r)| named(&facts.records[..*i], r.get("evidence")).is_some_and(|e| e.number == evidence.number))
        .map(|(_, r)| copies(&r.body))
        .sum()
}

/// Evidence that still lies with the studio, oldest first, with the copies left.
pub fn held(facts: &Facts) -> impl Iterator<Item = (&Kept, i64)> {
    facts.all("evidence").map(|e| (e, copies(&e.body) - gone(facts, e))).filter(|(_, left)| *left > 0)
}

/// R05.
pub(super) fn holds_evidence(g: &Ground) -> Verdict {
    if !g.facts.has("evidence") {
        return no("本案没有登记过证据", "收到证据时按F4选“证据登记”");
    }
    if held(g.facts).next().is_none() {
        return no("本案的证据都已退还", "在案卷中查看退还记录");
    }
    Ok(())
}

/// R05: what was taken in, goes back once, to whoever signs for it.
pub(super) fn returned(g: &Ground, form: &Checked) -> Verdict {
    let word = form.get("evidence");
    let Some(evidence) = named(&g.facts.records, word) else {
        return no(format!("本案没有收据“{word}”"), "按证据收据上的编号填写");
    };
    let name = format!("{}({})", evidence.get("name"), evidence.number);
    let left = copies(&evidence.body) - gone(g.facts, evidence);
    if left <= 0 {
        return no(format!("{name}已经退还"), "请核对收据编号");
    }
    if form.number("copies").is_some_and(|n| n > left) {
        return no(format!("{name}只剩{left}份未退"), format!("退还份数改为{left}以内"));
    }
    if form.date("returned_on").zip(evidence.date("received_on")).is_some_and(|(back, came)| back < came) {
        return no("退还日期早于收到日期", "请核对退还日期");
    }
    if !form.is("signed", "1") {
        return no("领取人未签字,不能记为已退还", "请领取人在收据上签字后再记");
    }
    Ok(())
}

/// R06: mediation is voluntary and free, and is said to be.
pub(super) fn ways_told(g: &Ground, form: &Checked) -> Verdict {
    if !form.is("voluntary", "1") {
        return no("尚未说明调解自愿(人民调解法3)", "说明当事人可不参加、可随时终止后再记");
    }
    if !form.is("free", "1") {
        return no("尚未说明调解免费(人民调解法4)", "说明调解不收任何费用后再记");
    }
    if form.date("told_on").is_some_and(|day| day < g.case.opened) {
        return no("告知日期早于登记日期", "请核对告知日期");
    }
    Ok(())
}

/// R07: a clock that is there, and no more days than its rule may give.
pub(super) fn extensible(g: &Ground, form: &Checked) -> Verdict {
    let asked = form.get("clock");
    if !g.facts.clocks.iter().any(|c| c.rule == asked) {
        let live: Vec<&str> = g.facts.clocks.iter().filter_map(|c| deadline::find(&c.rule)).map(|r| r.label).collect();
        let live = if live.is_empty() { "没有".to_string() } else { live.join("、") };
        return no("本案没有正在计算的这个期限", format!("另选期限;本案在计的期限:{live}"));
    }
    let Some(rule) = deadline::find(asked) else {
        return no("没有这个期限", "另选期限");
    };
    let days = form.number("days").and_then(|n| u16::try_from(n).ok()).unwrap_or(u16::MAX);
    if let Err(why) = rule.extension.allows(days, 0) {
        return no(format!("{}:{why}({})", rule.label, rule.basis), "请改延长天数,或按期办理");
    }
    if let deadline::Extension::Agreement { usual } = rule.extension {
        if usual > 0 && days > usual {
            return no(format!("{}一般只延{usual}日({})", rule.label, rule.basis), format!("延长天数改为{usual}以内"));
        }
        if !form.is("both_agree", "1") {
            return no(format!("{}须双方同意才能延长", rule.label), "取得双方同意后“双方同意”选“是”");
        }
    }
    Ok(())
}

/// R08: a request that was not refused yet.
pub(super) fn extension_asked(g: &Ground) -> Verdict {
    let at = |form: &str| g.facts.records.iter().rposition(|r| r.form == form);
    if at("extension_request") > at("extension_refusal") {
        return Ok(());
    }
    no("本案没有待批的延期申请", "需要延期的由承办人先申请")
}

/// T10: the parties entrust the appraisal; the studio only brings them together (方案五(四)).
pub(super) fn entrusted_by_a_party(g: &Ground, form: &Checked) -> Verdict {
    let by = form.get("entruster");
    let respondent = g.case.respondent.as_str();
    let party = |name: &str, side: &str| {
        if by.contains(name) {
            return Ok(());
        }
        no(
            format!("委托人姓名中没有{side}{name};鉴定由信访当事人委托,工作室只协调联系(方案五(四))"),
            format!("由{name}签委托书;代理人代签的写“{name}(代理人某某)”"),
        )
    };
    if matches!(form.get("who_entrusts"), "1" | "3") {
        party(&g.case.petitioner, "信访人")?;
    }
    if matches!(form.get("who_entrusts"), "2" | "3") {
        if respondent.is_empty() || respondent == "不明确" {
            return no("对方当事人尚不明确,不能由对方委托", "委托人选“信访人”,或先查明对方");
        }
        party(respondent, "对方")?;
    }
    if form.is("payer", "1") && g.facts.last("entrust").is_some_and(|e| e.is("liable_clear", "0")) {
        return no("责任主体不明确,鉴定费由同级财政承担(方案六(四)2)", "鉴定费承担选“同级财政”");
    }
    if form.date("ordered_on").is_some_and(|day| day < g.case.opened) {
        return no("委托日期早于登记日期", "请核对委托日期");
    }
    Ok(())
}

/// The day the running appraisal was ordered.
fn ordered(g: &Ground) -> Option<NaiveDate> {
    g.facts.last("appraisal_order").and_then(|o| o.date("ordered_on"))
}

/// T10b.
pub(super) fn appraised(g: &Ground, form: &Checked) -> Verdict {
    if form.date("received_on").zip(ordered(g)).is_some_and(|(came, went)| came < went) {
        return no("收到日期早于委托日期", "请核对收到鉴定意见书的日期");
    }
    if form.date("told_on").zip(form.date("received_on")).is_some_and(|(told, came)| told < came) {
        return no("告知双方日期早于收到日期", "请核对告知日期");
    }
    Ok(())
}

/// T10c.
pub(super) fn appraisal_ended(g: &Ground, form: &Checked) -> Verdict {
    if form.date("ended_on").zip(ordered(g)).is_some_and(|(ended, went)| ended < went) {
        return no("终止日期早于委托日期", "请核对终止日期");
    }
    Ok(())
}

/// T11.
pub(super) fn called(g: &Ground, form: &Checked) -> Verdict {
    if form.date("when").is_some_and(|day| day < g.today) {
        return no("会商日期已过", "填今天或以后;已开过的会商按提交后的日期补记");
    }
    Ok(())
}

/// T11b: three people, each with his own view; a lower grade is the director's word.
pub(super) fn consulted(g: &Ground, form: &Checked) -> Verdict {
    let names: BTreeSet<String> =
        form.rows("participants").filter_map(|row| row.first().map(ToString::to_string)).collect();
    if names.len() < 3 {
        return no(
            format!("会商参加人只有{}人,至少3人且逐人有意见(方案五(五))", names.len()),
            "在“参会人”中补写,每人一行:姓名 单位 专业 意见",
        );
    }
    let called = g.facts.last("consult_call").map(|c| c.on);
    if form.date("held_at").zip(called).is_some_and(|(held, called)| held < called) {
        return no("会商时间早于提交会商的日期(方案五(五)先提交后会商)", "请核对会商时间");
    }
    let grade = form.get("grade");
    if grade == g.case.grade || g.case.grade.is_empty() {
        return Ok(());
    }
    if form.get("grade_why").is_empty() {
        return no(format!("等级由{}改为{}没有写理由", words(&g.case.grade), words(grade)), "填“定级理由”");
    }
    if grade < g.case.grade.as_str() {
        if grade == "G1" && g.case.involved >= 10 {
            let what = format!("涉及{}人,10人以上群众性案件为疑难复杂(方案六(四)1)", g.case.involved);
            return no(what, "会商定级选疑难复杂或重大");
        }
        if grant(g.actor.role, Operation::Assess) != Grant::Full {
            return no("降低案件等级须由主任确认(方案五(五))", format!("请{}记会商结论", who_may(Operation::Assess)));
        }
    }
    Ok(())
}
fn words(grade: &str) -> &str {
    codes::GRADE.iter().find(|c| c.code == grade).map_or(grade, |c| c.label)
}
pub(super) fn regrade(case: &mut Case, _: &Ground, form: &Checked) {
    case.grade = form.get("grade").to_string();
}

/// Whether the case may not be advised upon without a council (方案五(五)).
fn council_due(g: &Ground) -> bool {
    g.case.grade != "G1" || g.facts.last("accept").is_some_and(|a| a.is("consult", "1"))
}

/// T12: on facts, on policies and laws, and after the council where one is due.
pub(super) fn ripe(g: &Ground) -> Verdict {
    let lacks = |form: &str| this_round(g.facts, form).next().is_none();
    let mut missing = Vec::new();
    if lacks("investigation") {
        missing.push("调查记录(方案五(四))");
    }
    if lacks("analysis") {
        missing.push("政策法规适用性分析(方案五(四))");
    }
    let council = council_due(g) && lacks("consult");
    if council {
        missing.push("会商纪要(重大、疑难、复杂先会商,方案五(五))");
    }
    if missing.is_empty() {
        return Ok(());
    }
    let mut remedy = format!("由{}按F4补办", who_may(Operation::Work));
    if council {
        remedy.push_str(&format!(";会商由{}按F4选“提交会商”", who_may(Operation::Consult)));
    }
    no(format!("还缺 {}", missing.join(", ")), remedy)
}

/// T12: nobody is told before it was looked into.
pub(super) fn told(g: &Ground, form: &Checked) -> Verdict {
    super::guards::ways_stated(g, form)?;
    let Some(told) = form.date("told_on") else { return Ok(()) };
    let after = |name: &str, key: &str, what: &str| match g.facts.all(name).filter_map(|r| r.date(key)).max() {
        Some(day) if told < day => no(format!("告知日期早于{what}({day})"), "请核对告知日期"),
        _ => Ok(()),
    };
    after("investigation", "time", "最近一次调查")?;
    after("consult", "held_at", "会商")
}
