//! The guards of 办理 and 处理意见, each by the words of its refusal.

use super::{actor, case_at, complete_facts, facts, filled, ground, kept, now};
use chrono::NaiveDate;
use fengqiao::domain::case::{Case, Facts, LiveClock, Stage};
use fengqiao::domain::flow::{self, held_evidence, plan};
use fengqiao::domain::role::Role;
use fengqiao::validation::{self, Checked, Draft};

/// The first satisfied form of a move, with some fields set anew.
pub(super) fn form(mv: &str, changes: &[(&str, &str)]) -> Checked {
    let mv = flow::find(mv).expect("a move");
    let sample = filled(mv).swap_remove(0);
    let draft: Draft = changes.iter().fold(sample, |d, (k, v)| d.with(k, *v));
    validation::check(mv.form.expect("a form"), &draft, now()).unwrap_or_else(|p| panic!("{}: {p:?}", mv.id))
}

pub(super) fn hold(facts: &mut Facts, mv: &str, changes: &[(&str, &str)]) {
    facts.records.push(kept(flow::find(mv).expect("a move"), &form(mv, changes)));
}

/// What the director, or with `own` the handler, is told: "" when it goes through.
pub(super) fn by(role: Role, case: &Case, facts: &Facts, mv: &str, changes: &[(&str, &str)]) -> String {
    let actor = actor(role, true);
    match plan(flow::find(mv).expect("a move"), &ground(case, facts, &actor), &form(mv, changes)) {
        Ok(_) => String::new(),
        Err(reason) => format!("{};{}", reason.what, reason.remedy),
    }
}

pub(super) fn told(case: &Case, facts: &Facts, mv: &str, changes: &[(&str, &str)]) -> String {
    by(Role::Handler, case, facts, mv, changes)
}

/// A case of a grade at a stage, handled by the handler of [`actor`].
pub(super) fn graded(stage: Stage, grade: &str) -> Case {
    Case { grade: grade.into(), handler: Some(7), unit: "建塘镇政府".into(), ..case_at(stage) }
}

#[track_caller]
pub(super) fn refused(said: &str, words: &[&str]) {
    for word in words {
        assert!(said.contains(word), "“{said}” lacks “{word}”");
    }
    assert!(!words.is_empty() || said.is_empty(), "{said}");
}

#[test]
fn an_investigation_is_signed_by_who_made_it_and_not_older_than_the_matter() {
    let (case, facts) = (graded(Stage::Working, "G1"), facts("1"));
    refused(&told(&case, &facts, "R01", &[]), &[]);
    refused(&told(&case, &facts, "R01", &[("signed", "1,2")]), &["记录人签名"]);
    refused(&told(&case, &facts, "R01", &[("time", "2026-11-20T10:00")]), &["早于登记日期", "证据登记"]);
    let mv = flow::find("R01").expect("a move");
    let unsigned = filled(mv).swap_remove(0).with("signed", "2,3");
    let problems = validation::check(mv.form.expect("a form"), &unsigned, now()).expect_err("no reason given");
    assert_eq!(problems[0].field, "unsigned_why");
    refused(&told(&case, &facts, "R01", &[("signed", "2,3"), ("unsigned_why", "不愿签名")]), &[]);
}

#[test]
fn evidence_goes_back_once_and_only_what_was_taken_in() {
    let case = graded(Stage::Working, "G1");
    let mut facts = facts("1");
    refused(&told(&case, &facts, "R05", &[]), &["没有登记过证据"]);
    hold(&mut facts, "R02", &[]);
    refused(&told(&case, &facts, "R05", &[("evidence", "收〔2026〕009号")]), &["没有收据", "009"]);
    refused(&told(&case, &facts, "R05", &[("copies", "3")]), &["只剩2份", "2以内"]);
    refused(&told(&case, &facts, "R05", &[("returned_on", "2026-11-22")]), &["早于收到日期"]);
    refused(&told(&case, &facts, "R05", &[("signed", "0")]), &["未签字"]);
    hold(&mut facts, "R05", &[("evidence", "1")]);
    assert_eq!(held_evidence(&facts).map(|(_, left)| left).collect::<Vec<_>>(), [1]);
    hold(&mut facts, "R05", &[]);
    refused(&told(&case, &facts, "R05", &[]), &["都已退还"]);
    hold(&mut facts, "R02", &[("name", "土地承包合同")]);
    facts.records.last_mut().expect("kept").number = "收〔2026〕002号".into();
    refused(&told(&case, &facts, "R05", &[]), &["宅基地使用证", "已经退还"]);
    refused(&told(&case, &facts, "R05", &[("evidence", "002")]), &[]);
    refused(&told(&graded(Stage::Closed, "G1"), &facts, "R05", &[("evidence", "2")]), &[]);
}

#[test]
fn mediation_is_said_to_be_voluntary_and_free() {
    let (case, facts) = (graded(Stage::Accepted, "G1"), facts("1"));
    refused(&told(&case, &facts, "R06", &[]), &[]);
    refused(&told(&case, &facts, "R06", &[("voluntary", "0")]), &["自愿", "人民调解法3"]);
    refused(&told(&case, &facts, "R06", &[("free", "0")]), &["免费", "人民调解法4"]);
    refused(&told(&case, &facts, "R06", &[("told_on", "2026-11-01")]), &["早于登记日期"]);
}

#[test]
fn an_extension_is_asked_for_a_clock_that_runs_and_within_its_rule() {
    let case = graded(Stage::Working, "G1");
    let mut facts = facts("1");
    refused(&told(&case, &facts, "R07", &[]), &["没有正在计算的这个期限"]);
    let clock = |rule: &str| LiveClock {
        rule: rule.into(),
        note: String::new(),
        due: super::today(),
        rolled: super::today(),
        paused: false,
    };
    facts.clocks = vec![clock("DL-07"), clock("DL-18")];
    refused(&told(&case, &facts, "R07", &[]), &[]);
    refused(&told(&case, &facts, "R07", &[("days", "31")]), &["30日", "30以内"]);
    refused(&told(&case, &facts, "R07", &[("both_agree", "0")]), &["双方同意"]);
    refused(&told(&case, &facts, "R07", &[("clock", "DL-18"), ("both_agree", ""), ("days", "31")]), &["30"]);
    refused(&told(&case, &facts, "R07", &[("clock", "DL-06"), ("both_agree", "")]), &["调解期限"]);
    refused(&by(Role::Director, &case, &facts, "R08", &[]), &["没有待批的延期申请"]);
    hold(&mut facts, "R07", &[]);
    refused(&by(Role::Director, &case, &facts, "R08", &[]), &[]);
    refused(&told(&case, &facts, "R08", &[]), &["没有“不予延期”的权限"]);
    hold(&mut facts, "R08", &[]);
    refused(&by(Role::Director, &case, &facts, "R08", &[]), &["没有待批的延期申请"]);
}

#[test]
fn an_appraisal_is_entrusted_by_a_party_and_never_backwards_in_time() {
    let case = graded(Stage::Working, "G1");
    let mut facts = facts("1");
    refused(&told(&case, &facts, "T10", &[]), &[]);
    refused(&told(&case, &facts, "T10", &[("entruster", "本工作室")]), &["方案五(四)", "由信访当事人委托", "和志强签"]);
    refused(&told(&case, &facts, "T10", &[("who_entrusts", "3")]), &["建塘镇政府"]);
    refused(&told(&case, &facts, "T10", &[("who_entrusts", "3"), ("entruster", "和志强、建塘镇政府")]), &[]);
    let unknown = Case { respondent: "不明确".into(), ..case.clone() };
    refused(&told(&unknown, &facts, "T10", &[("who_entrusts", "2")]), &["对方当事人尚不明确"]);
    refused(&told(&case, &facts, "T10", &[("ordered_on", "2026-11-01")]), &["早于登记日期"]);
    hold(&mut facts, "T08", &[("liable_clear", "0"), ("unclear_why", "企业已注销")]);
    refused(&told(&case, &facts, "T10", &[("payer", "1"), ("public_why", "")]), &["同级财政", "方案六(四)2"]);

    let case = graded(Stage::Appraising, "G1");
    hold(&mut facts, "T10", &[]);
    refused(&told(&case, &facts, "T10b", &[]), &[]);
    refused(&told(&case, &facts, "T10b", &[("received_on", "2026-11-22")]), &["早于委托日期"]);
    refused(&told(&case, &facts, "T10b", &[("told_on", "2026-11-22")]), &["早于收到日期"]);
    refused(&told(&case, &facts, "T10c", &[("ended_on", "2026-11-22")]), &["终止日期早于委托日期"]);
}

#[test]
fn a_council_has_three_voices_and_a_lower_grade_is_the_directors_word() {
    let facts = facts("1");
    refused(&told(&graded(Stage::Working, "G2"), &facts, "T11", &[("when", "2026-11-20")]), &["会商日期已过"]);
    let case = graded(Stage::Consulting, "G2");
    refused(&told(&case, &facts, "T11b", &[]), &[]);
    let two = [("participants", "李秀英  工作室  律师  支持\n李秀英  工作室  律师  再说\n杨文华  县局  测绘  同意")];
    refused(&told(&case, &facts, "T11b", &two), &["只有2人", "至少3人", "方案五(五)"]);
    let mv = flow::find("T11b").expect("a move");
    let silent = filled(mv).swap_remove(0).with("participants", "李秀英\t工作室\t律师\t");
    assert!(validation::check(mv.form.expect("a form"), &silent, now()).is_err(), "each gives an opinion");

    let lower = [("grade", "G1")];
    refused(&told(&case, &facts, "T11b", &lower), &["主任", "方案五(五)"]);
    refused(&by(Role::Director, &case, &facts, "T11b", &lower), &[]);
    refused(&told(&case, &facts, "T11b", &[("grade", "G3"), ("grade_why", "")]), &["由疑难复杂改为重大", "定级理由"]);
    let crowd = Case { involved: 12, ..case.clone() };
    refused(&by(Role::Director, &crowd, &facts, "T11b", &lower), &["涉及12人", "方案六(四)1"]);
    let after = plan(mv, &ground(&case, &facts, &actor(Role::Director, true)), &form("T11b", &lower)).expect("a plan");
    assert_eq!((after.after.stage, after.after.grade.as_str()), (Stage::Working, "G1"));

    let mut later = facts.clone();
    hold(&mut later, "T11", &[]);
    refused(&told(&case, &later, "T11b", &[("held_at", "2026-11-20T10:00")]), &["先提交后会商"]);
}

#[test]
fn an_opinion_rests_on_facts_on_laws_and_on_the_council_where_one_is_due() {
    let (plain, hard) = (graded(Stage::Working, "G1"), graded(Stage::Working, "G2"));
    let mut facts = facts("1");
    refused(&told(&plain, &facts, "T12", &[]), &["调查记录", "适用性分析", "由主任、承办按F4补办"]);
    hold(&mut facts, "R01", &[]);
    refused(&told(&plain, &facts, "T12", &[]), &["还缺 政策法规适用性分析"]);
    hold(&mut facts, "R03", &[]);
    refused(&told(&plain, &facts, "T12", &[]), &[]);
    refused(&told(&hard, &facts, "T12", &[]), &["会商纪要", "方案五(五)", "提交会商"]);
    let mut asked = facts.clone();
    hold(&mut asked, "T07", &[("consult", "1")]);
    refused(&told(&plain, &asked, "T12", &[]), &["会商纪要"]);
    hold(&mut asked, "T11b", &[]);
    refused(&told(&plain, &asked, "T12", &[]), &[]);
    refused(&told(&hard, &asked, "T12", &[]), &[]);
    refused(&told(&hard, &asked, "T12", &[("told_on", "2026-11-22")]), &["早于最近一次调查(2026-11-23)"]);

    // After a reopening the old papers do not carry a new opinion.
    let mut reopened = facts.records[0].clone();
    (reopened.form, reopened.mv) = ("reopened".into(), "T21".into());
    reopened.on = super::today();
    for record in &mut asked.records {
        record.on = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a day");
    }
    asked.records.push(reopened);
    refused(&told(&plain, &asked, "T12", &[]), &["调查记录", "适用性分析", "会商纪要"]);
}

#[test]
fn four_steps_wait_until_the_other_ways_were_told() {
    let facts = complete_facts("1");
    let who = actor(Role::Director, true);
    for id in ["T07", "T12", "T13", "T14"] {
        let mv = flow::find(id).expect("a move");
        let case = Case { grade: "G1".into(), ..case_at(mv.from[0]) };
        let form = |told: &str| {
            let draft = filled(mv)[0].clone().with("ways_told", told);
            validation::check(mv.form.expect("a form"), &draft, now())
        };
        let blank = form("").expect_err("the program says nothing of itself");
        assert!(blank.iter().any(|p| p.field == "ways_told"), "{id}: {blank:?}");
        let no = plan(mv, &ground(&case, &facts, &who), &form("0").expect("well formed")).expect_err(id);
        assert!(no.what.contains("尚未告知其他途径") && no.remedy.contains("其他途径告知单"), "{id}: {no:?}");
        plan(mv, &ground(&case, &facts, &who), &form("1").expect("well formed")).expect(id);
    }
}
