//! The catalogue of a volume (卷内目录): which papers the path of a case calls for, and which are there.
//!
//! A row names a paper once. Records of the case prove the papers they make; other papers come in by
//! 材料入卷. Also proposes how long a volume is kept. Pure: decides no move (that is `flow::filing_guards`).

use super::case::{Case, Facts, Kept, Stage};
use crate::choices;
use crate::validation::Choice;

/// The lines of the catalogue, in their order in the volume.
pub const ITEMS: &[Choice] = choices![
    ("00", "卷宗封面和卷内目录"),
    ("01", "接谈登记表"),
    ("02", "评析表或告知书"),
    ("03", "委托函"),
    ("04", "申请书或受理登记表"),
    ("05", "权利义务告知书"),
    ("06", "当事人身份证明"),
    ("07", "授权委托书"),
    ("08", "调查记录"),
    ("09", "证据材料"),
    ("10a", "会商纪要"),
    ("10b", "政策法规适用性分析"),
    ("10c", "处理意见书"),
    ("11", "调解记录"),
    ("12", "协议书或终止告知"),
    ("13", "履行凭证"),
    ("14", "回访记录"),
    ("15", "司法确认公证材料"),
    ("16", "引导告知书及附件"),
    ("17a", "结案报告表"),
    ("17b", "满意度评价"),
    ("17c", "销号审批"),
    ("18", "经费申报审批表"),
    ("19", "卷宗情况说明"),
    ("20", "封底"),
];

pub const RETENTION: &[Choice] = choices![("1", "永久"), ("2", "30年"), ("3", "10年")];

type Rule = fn(&Case, &Facts) -> bool;

/// A row of the catalogue.
struct Row {
    no: &'static str,
    /// Without it the volume is not filed.
    must: Rule,
    /// Whether the path of the case has it at all; what must be is always called for.
    called: Rule,
    /// How many are there, papers brought in not counted.
    there: fn(&Facts) -> usize,
}

/// A line of the catalogue of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub no: &'static str,
    pub title: &'static str,
    /// 必须, otherwise 按需.
    pub must: bool,
    /// How many are there.
    pub present: usize,
}

fn yes(_: &Case, _: &Facts) -> bool {
    true
}
fn no(_: &Case, _: &Facts) -> bool {
    false
}
fn one(_: &Facts) -> usize {
    1
}
fn none(_: &Facts) -> usize {
    0
}

/// Records of these forms since the case was last reopened: an earlier run has its own volume.
fn since(f: &Facts, forms: &[&str]) -> usize {
    let from = f.last("reopened").map_or(0, |r| r.id);
    f.records.iter().filter(|r| r.id >= from && forms.contains(&r.form.as_str())).count()
}
fn ever(f: &Facts, forms: &[&str]) -> usize {
    f.records.iter().filter(|r| forms.contains(&r.form.as_str())).count()
}

fn accepted(c: &Case, f: &Facts) -> bool {
    f.has("accept") && !matches!(c.stage, Stage::Declined | Stage::Transferred)
}
fn entrusted(c: &Case, f: &Facts) -> bool {
    accepted(c, f) && f.has("entrust")
}
/// 受理 was decided, or refused with a notice.
fn assessed(c: &Case, f: &Facts) -> bool {
    accepted(c, f) || matches!(c.stage, Stage::Declined | Stage::Transferred)
}
fn advised(c: &Case, f: &Facts) -> bool {
    accepted(c, f) && f.has("opinion")
}
/// 重大、疑难、复杂案件必须会商 (方案五(五)).
fn consulted(c: &Case, f: &Facts) -> bool {
    advised(c, f) && f.last("accept").is_some_and(|r| r.is("consult", "1"))
}
fn mediated(c: &Case, f: &Facts) -> bool {
    accepted(c, f) && f.has("mediation_start")
}
/// A session was held, or should have been: who withdraws before it leaves no record of one.
fn in_session(c: &Case, f: &Facts) -> bool {
    mediated(c, f) && c.stage != Stage::Withdrawn
}
fn agreed(_: &Case, f: &Facts) -> bool {
    since(f, &["agreement"]) > 0
}
/// The mediation ended in one or the other way.
fn ended(c: &Case, f: &Facts) -> bool {
    in_session(c, f) && !guided(c, f) && since(f, &["closing"]) > 0 || since(f, &["agreement", "termination"]) > 0
}
fn performing(_: &Case, f: &Facts) -> bool {
    since(f, &["performing"]) > 0
}
fn secured(_: &Case, f: &Facts) -> bool {
    since(f, &["confirmation", "notarisation"]) > 0
}
fn guided(_: &Case, f: &Facts) -> bool {
    since(f, &["guide"]) > 0
}
fn closed(c: &Case, _: &Facts) -> bool {
    matches!(c.stage, Stage::Closed | Stage::Struck | Stage::Archived)
}
fn listed(c: &Case, f: &Facts) -> bool {
    c.listed && closed(c, f)
}
fn signs_for_other(c: &Case, f: &Facts) -> bool {
    mediated(c, f)
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // Cover, list and back are printed from the case when it is filed.
    Row { no: "00", must: yes, called: yes, there: one },
    Row { no: "01", must: yes, called: yes, there: |f| usize::from(f.petitioned_on.is_some()) },
    Row { no: "02", must: assessed, called: no, there: |f| ever(f, &["accept", "decline", "transfer"]) },
    Row { no: "03", must: entrusted, called: no, there: |f| ever(f, &["entrust"]) },
    Row { no: "04", must: accepted, called: no, there: |f| ever(f, &["accept"]) },
    Row { no: "05", must: mediated, called: no, there: |f| ever(f, &["mediation_start"]) },
    Row { no: "06", must: yes, called: yes, there: none },
    Row { no: "07", must: no, called: signs_for_other, there: none },
    Row { no: "08", must: advised, called: accepted, there: |f| ever(f, &["investigation"]) },
    Row { no: "09", must: no, called: accepted, there: |f| ever(f, &["evidence", "appraisal"]) },
    Row { no: "10a", must: consulted, called: advised, there: |f| ever(f, &["consult"]) },
    Row { no: "10b", must: advised, called: no, there: |f| ever(f, &["analysis"]) },
    Row { no: "10c", must: advised, called: no, there: |f| ever(f, &["opinion"]) },
    Row { no: "11", must: in_session, called: no, there: |f| ever(f, &["mediation"]) },
    Row { no: "12", must: ended, called: no, there: |f| since(f, &["agreement", "termination"]) },
    Row { no: "13", must: no, called: performing, there: |f| since(f, &["performance"]) },
    Row { no: "14", must: agreed, called: closed, there: |f| since(f, &["revisit"]) },
    Row { no: "15", must: no, called: secured, there: |f| since(f, &["confirmation", "notarisation"]) },
    Row { no: "16", must: guided, called: closed, there: |f| since(f, &["guide"]) + ever(f, &["limits", "relief", "legal_aid"]) },
    Row { no: "17a", must: closed, called: no, there: |f| since(f, &["closing"]) },
    Row { no: "17b", must: no, called: closed, there: |f| since(f, &["satisfaction"]) },
    Row { no: "17c", must: listed, called: no, there: |f| since(f, &["strike"]) },
    Row { no: "18", must: no, called: closed, there: none },
    Row { no: "19", must: no, called: yes, there: none },
    Row { no: "20", must: yes, called: yes, there: one },
];

/// The lines that people brought in by 材料入卷: item, name, original or copy, pages, place.
pub fn papers(facts: &Facts) -> impl Iterator<Item = Vec<&str>> {
    facts.all("paper").flat_map(|r: &Kept| r.rows("papers"))
}

fn papers_of(facts: &Facts, no: &str) -> usize {
    papers(facts).filter(|p| p.first() == Some(&no)).count()
}

/// The catalogue of a case by the path it took: what must be there, what may, and what is.
pub fn checklist(case: &Case, facts: &Facts) -> Vec<Item> {
    let line = |row: &Row| {
        let must = (row.must)(case, facts);
        let present = (row.there)(facts) + papers_of(facts, row.no);
        let title = ITEMS.iter().find(|i| i.code == row.no).map_or("", |i| i.label);
        (must || present > 0 || (row.called)(case, facts)).then_some(Item { no: row.no, title, must, present })
    };
    ROWS.iter().filter_map(line).collect()
}

/// What must be there and is not.
pub fn missing(case: &Case, facts: &Facts) -> Vec<Item> {
    checklist(case, facts).into_iter().filter(|i| i.must && i.present == 0).collect()
}

/// How long the volume is kept, a code of [`RETENTION`], with its ground. No law fixes it; these are
/// the studio's defaults after the three terms of 机关档案.
pub fn retention(case: &Case, facts: &Facts) -> (&'static str, String) {
    let hard = facts.last("accept").map_or("", |r| r.get("difficulty"));
    if case.involved >= 10 || hard.split(',').any(|c| c == "7") {
        return ("1", format!("群体性纠纷,涉及{}人", case.involved));
    }
    if matches!(case.dispute.as_str(), "03" | "07" | "08") {
        return ("1", "涉及土地房屋权属".into());
    }
    if case.dispute == "01" {
        return ("1", "涉及身份关系".into());
    }
    if case.grade == "G3" {
        return ("1", "重大案件".into());
    }
    if facts.clocks.iter().any(|c| c.rule == "DL-15") {
        return ("2", "协议未履行完毕".into());
    }
    if case.grade == "G2" {
        return ("2", "疑难复杂案件".into());
    }
    ("3", "一般案件".into())
}

#[cfg(test)]
#[path = "checklist_tests.rs"]
mod tests;
