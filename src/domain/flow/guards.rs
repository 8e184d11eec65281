//! The conditions and effects that rows of the flow name. Each is a small pure function with the
//! refusal in the clerk's words.

use super::{Ending, Ground, Reason, Term};
use crate::domain::case::{Case, Stage};
use crate::validation::Checked;
use chrono::NaiveDate;

use super::Verdict;

pub(super) fn always(_: &Ground) -> Verdict {
    Ok(())
}
pub(super) fn any_form(_: &Ground, _: &Checked) -> Verdict {
    Ok(())
}
pub(super) fn no_terms(_: &Ground, _: &Checked) -> Vec<Term> {
    Vec::new()
}
pub(super) fn none_kept(_: &Ground, _: &Checked) -> Vec<Ending> {
    Vec::new()
}
pub(super) fn nothing(_: &mut Case, _: &Ground, _: &Checked) {}

pub(super) fn every(_: &Case) -> bool {
    true
}
/// 医疗纠纷预防和处理条例38 gives medical disputes a clock of their own.
pub(super) fn medical(case: &Case) -> bool {
    case.dispute == "15"
}
pub(super) fn not_medical(case: &Case) -> bool {
    !medical(case)
}
pub(super) fn listed_plain(case: &Case) -> bool {
    case.listed && case.grade == "G1"
}
pub(super) fn listed_hard(case: &Case) -> bool {
    case.listed && case.grade != "G1"
}

pub(super) fn today(g: &Ground, _: &Checked) -> NaiveDate {
    g.today
}
pub(super) fn petitioned(g: &Ground, _: &Checked) -> NaiveDate {
    g.facts.petitioned_on.unwrap_or(g.today)
}
/// 调解期限 counts from the day the entrustment was complete.
pub(super) fn entrusted(g: &Ground, _: &Checked) -> NaiveDate {
    g.case.entrusted_on.unwrap_or(g.today)
}
pub(super) fn accepted(g: &Ground, _: &Checked) -> NaiveDate {
    g.case.accepted_on.unwrap_or(g.today)
}

/// T01: the whole form, the answer to the repeat check, and the notice.
pub(super) fn visit_complete(g: &Ground) -> Verdict {
    let problems = &g.facts.visit_problems;
    if let Some(first) = problems.first() {
        let what = format!("登记表还有{}处未完成,如:{}", problems.len(), first.text);
        return Err(Reason::new(what, "回到登记表补齐后按F2保存"));
    }
    if g.facts.repeat_answer.is_empty() || g.facts.repeat_answer == "4" {
        return Err(Reason::new("重复访尚未判明", "在登记表“初访重访”中回答初访、重复或新事项"));
    }
    Ok(())
}

/// T03.
pub(super) fn classified(g: &Ground) -> Verdict {
    if g.facts.handling == "2" {
        return Err(Reason::new("本次是政策咨询,已解答", "选“咨询办结”;需要办理的先改处理方式"));
    }
    if g.case.category.is_empty() || g.case.nature.is_empty() {
        return Err(Reason::new("诉求分类或争议性质未填", "在登记表补齐后再提交"));
    }
    Ok(())
}

pub(super) fn answered(g: &Ground) -> Verdict {
    if g.facts.handling == "2" {
        Ok(())
    } else {
        Err(Reason::new("处理方式不是“政策咨询予以解答”", "需要办理的选“提交评析”"))
    }
}

/// T02: only into an open case, and only the same matter of the same person.
pub(super) fn same_matter(g: &Ground, form: &Checked) -> Verdict {
    if !form.is("same_matter", "1") {
        return Err(Reason::new("未确认同人同事", "不是同一事项的,选“提交评析”作新事项办理"));
    }
    if form.number("target") == Some(g.case.id) {
        return Err(Reason::new("不能并入自己", "选择原来的在办案件"));
    }
    match g.facts.target {
        None => Err(Reason::new("没有找到要并入的案件", "用F3查到原案后重选")),
        Some(stage) if !stage.is_open() || stage == Stage::Draft => {
            Err(Reason::new(format!("原案已是“{}”,不能并入", stage.label()), "作新事项办理,并在登记表关联原案"))
        }
        // A visit lies with its case: an accusation must not come to lie in an open file, nor an open
        // matter vanish in a sealed one.
        Some(_) if g.case.sealed != g.facts.target_sealed => {
            Err(Reason::new("检举控告件和其他案件不能并案(条例30③)", "分别办理;检举控告件选“提交评析”后密送"))
        }
        Some(_) => Ok(()),
    }
}
pub(super) fn merge(case: &mut Case, _: &Ground, form: &Checked) {
    case.merged_into = form.number("target");
}

/// T04: the list is told once, whole.
pub(super) fn once_only(g: &Ground) -> Verdict {
    if g.facts.records_of("supplement") > 0 {
        return Err(Reason::new("补正已通知过一次", "补正应一次性告知;请决定受理、不予受理或转送"));
    }
    Ok(())
}

/// T05: each reason must fit the matter it is used for.
pub(super) fn decline(g: &Ground, form: &Checked) -> Verdict {
    let reason = form.get("reason");
    let sealed = g.case.sealed;
    if reason == "N08" && !sealed {
        return Err(Reason::new("N08只用于检举控告件", "先在登记表把诉求分类改为检举控告,或另选理由"));
    }
    if sealed && reason != "N08" {
        return Err(Reason::new("检举控告件应密送纪检监察机关", "理由选N08;不得通报被检举人"));
    }
    if sealed && !g.case.respondent.is_empty() {
        let told = form.rows("notified").any(|row| row.first().is_some_and(|to| *to == g.case.respondent));
        if told {
            return Err(Reason::new("不得把检举控告通报给被检举人(条例30③)", "改填纪检监察机关"));
        }
    }
    if form.date("told_on").is_some_and(|d| d < g.case.opened) {
        return Err(Reason::new("告知日期早于登记日期", "请核对告知日期"));
    }
    Ok(())
}

/// T07: mediable, nobody refused, and the grade fits what is known.
/// The other lawful ways were told, in print: mediation is a choice at every step (人民调解法3, 4, 26).
pub(super) fn ways_stated(_: &Ground, form: &Checked) -> Verdict {
    if form.is("ways_told", "1") {
        return Ok(());
    }
    Err(Reason::new(
        "尚未告知其他途径(人民调解法3,4,26)",
        "先打印其他途径告知单交给信访人(案卷按Ctrl+P),说明调解自愿、免费,再选“是”",
    ))
}

pub(super) fn mediable(g: &Ground, form: &Checked) -> Verdict {
    match form.get("nature") {
        "1" | "2" => {}
        "3" => return Err(Reason::new("行政争议不属于人民调解范围", "选“不予受理”N04,引导复议或诉讼")),
        "6" => return Err(Reason::new("检举控告不能调解", "选“不予受理”N08,密送纪检监察")),
        "7" => return Err(Reason::new("建议意见不是纠纷", "选“不予受理”N09,转研究采纳单位")),
        _ => return Err(Reason::new("争议性质尚不能调解", "查明为民事权利义务争议后受理,否则选“不予受理”N03")),
    }
    if form.is("petitioner_agrees", "0") || form.is("respondent_agrees", "0") || g.facts.refused {
        return Err(Reason::new("一方明确拒绝调解(人民调解法17)", "选“不予受理”N05,告知仲裁、行政、司法途径"));
    }
    let hard = form.get("difficulty").split(',').filter(|c| !c.is_empty()).collect::<Vec<_>>();
    if form.is("grade", "G1") {
        if g.case.involved >= 10 {
            let what = format!("涉及{}人,10人以上群众性案件为疑难复杂(方案六(四)1)", g.case.involved);
            return Err(Reason::new(what, "案件等级选疑难复杂或重大"));
        }
        if hard.iter().any(|c| matches!(*c, "5" | "6" | "7")) || hard.len() >= 2 {
            return Err(Reason::new("所选疑难标志已构成疑难复杂", "案件等级选疑难复杂或重大,或改疑难标志"));
        }
    } else if !form.is("consult", "1") {
        return Err(Reason::new("重大、疑难、复杂案件必须会商(方案五(五))", "“是否会商”选“是”"));
    }
    ways_stated(g, form)
}
pub(super) fn accept(case: &mut Case, g: &Ground, form: &Checked) {
    case.nature = form.get("nature").to_string();
    case.grade = form.get("grade").to_string();
    case.safety = form.get("risk").to_string();
    case.unit = form.get("liable_unit").to_string();
    case.listed = form.is("listed", "1");
    case.listing_level = form.get("listing_level").to_string();
    case.accepted_on = Some(g.today);
}

/// T08: an unclear responsible party is stood in for by the petition office (方案五(三)).
pub(super) fn principal(g: &Ground, form: &Checked) -> Verdict {
    let unclear = form.is("liable_clear", "0");
    if unclear && form.is("principal_kind", "1") {
        return Err(Reason::new("责任主体不明确,不能由被访单位委托", "委托方类别选“党委政府信访部门”"));
    }
    if !unclear && form.is("principal_kind", "2") {
        return Err(Reason::new("责任主体明确,应由被访单位委托", "委托方类别选“被访单位”,或把责任主体改为不明确"));
    }
    if !form.is("petitioner_statement", "1") {
        return Err(Reason::new("信访人尚未声明同意调解", "调解须自愿;取得声明后再办委托"));
    }
    if form.date("signed_on").zip(g.case.accepted_on).is_some_and(|(signed, accepted)| signed < accepted) {
        return Err(Reason::new("签章日期早于受理日期", "请核对签章日期"));
    }
    if form.date("until").zip(form.date("signed_on")).is_some_and(|(until, signed)| until <= signed) {
        return Err(Reason::new("委托期限在签章日期之前", "请核对委托期限"));
    }
    Ok(())
}
pub(super) fn entrust(case: &mut Case, g: &Ground, form: &Checked) {
    case.entrusted_on = form.date("signed_on").or(Some(g.today));
    if form.is("principal_kind", "1") {
        case.unit = form.get("principal").to_string();
    }
}

/// T09: a handler without conflict; for 包案 a whole team (一案一组).
pub(super) fn team(g: &Ground, form: &Checked) -> Verdict {
    if !form.is("recusal_checked", "1") {
        return Err(Reason::new("尚未核对回避", "核对后把“已核对回避”选“是”"));
    }
    let Some(handler) = form.number("handler") else {
        return Err(Reason::new("没有承办人", "选一名承办人"));
    };
    for person in &g.facts.chosen {
        if !person.active {
            return Err(Reason::new(format!("{}已停用", person.name), "另选人员"));
        }
        if !person.conflict.is_empty() {
            return Err(Reason::new(format!("{}应当回避:{}", person.name, person.conflict), "另选人员(条例28)"));
        }
    }
    if !g.facts.chosen.iter().any(|p| p.staff == handler) {
        return Err(Reason::new("人员库中没有这名承办人", "从名单中选择"));
    }
    if g.case.listed {
        if g.facts.chosen.len() < 2 {
            return Err(Reason::new("包案须组建专调小组,至少2人(方案六(一))", "在“小组成员”中补选"));
        }
        if !g.facts.chosen.iter().any(|p| p.profession == "04") {
            return Err(Reason::new("专调小组至少要有1名人民调解员", "在“小组成员”中补选人民调解员"));
        }
    }
    Ok(())
}
pub(super) fn assign(case: &mut Case, _: &Ground, form: &Checked) {
    case.handler = form.number("handler");
}

/// T22: what was withdrawn after it was accepted ended by itself.
pub(super) fn withdraw(case: &mut Case, _: &Ground, _: &Checked) {
    case.outcome = "3".to_string();
}
