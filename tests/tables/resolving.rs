//! The guards of 履行, 回访, 结案 and 归档 where a case holds several records of a kind, each by the words
//! of its refusal.

use super::working::{form, graded, hold, refused, told};
use super::{actor, facts, ground};
use fengqiao::domain::case::{Case, Facts, LiveClock, Stage};
use fengqiao::domain::flow::{self, Plan, plan};
use fengqiao::domain::role::Role;

const TWO: &str = "甲\t首付\t2026-12-01\t100元\n甲\t尾款\t2027-01-31\t200元";

/// Ids rise, as those of the desk do: what follows an agreement is told by them.
fn keep(facts: &mut Facts, mv: &str, changes: &[(&str, &str)]) {
    hold(facts, mv, changes);
    let n = i64::try_from(facts.records.len()).expect("few");
    facts.records.last_mut().expect("kept").id = n;
}

fn performing(obligations: &str) -> (Case, Facts) {
    let mut facts = facts("1");
    keep(&mut facts, "T14", &[("obligations", obligations)]);
    for note in ["第1期", "第2期"] {
        facts.clocks.push(LiveClock {
            rule: "DL-15".into(),
            note: note.into(),
            due: super::today(),
            rolled: super::today(),
            paused: false,
        });
    }
    (graded(Stage::Performing, "G1"), facts)
}

fn planned(case: &Case, facts: &Facts, mv: &str, changes: &[(&str, &str)]) -> Plan {
    let actor = actor(Role::Handler, true);
    let mv = flow::find(mv).expect("a move");
    plan(mv, &ground(case, facts, &actor), &form(mv.id, changes)).unwrap_or_else(|e| panic!("{}: {e:?}", mv.id))
}

fn told_director(case: &Case, facts: &Facts, mv: &str) -> String {
    super::working::by(Role::Director, case, facts, mv, &[])
}

#[test]
fn a_term_is_performed_in_parts_and_its_clock_ends_with_the_last() {
    let (case, mut facts) = performing(TWO);
    let part = |n: &'static str| [("term", "2"), ("amount", n)];
    refused(&told(&case, &facts, "R12", &[("term", "3"), ("amount", "1元")]), &["协议只有2期"]);
    refused(&told(&case, &facts, "R12", &part("201元")), &["第2期只欠200元"]);
    refused(&told(&case, &facts, "R12", &part("0元")), &["须填金额"]);
    refused(&told(&case, &facts, "R12", &part("")), &["须填金额"]);
    refused(&told(&case, &facts, "R12", &[("performed_on", "2026-11-22"), ("amount", "1元")]), &["早于协议达成日期"]);
    assert_eq!(planned(&case, &facts, "R12", &part("150元")).kept, []);
    keep(&mut facts, "R12", &part("150元"));
    refused(&told(&case, &facts, "R12", &part("60元")), &["只欠50元"]);
    let last = planned(&case, &facts, "R12", &part("50元"));
    assert_eq!((last.kept[0].note.as_str(), last.starts.len()), ("第2期", 0), "the first term still waits");
    keep(&mut facts, "R12", &part("50元"));
    refused(&told(&case, &facts, "R12", &part("1元")), &["第2期已经履行"]);
    refused(&told_director(&case, &facts, "T18"), &["还有1期没有履行", "第1期首付"]);
    let first = planned(&case, &facts, "R12", &[("term", "1"), ("amount", "100元")]);
    assert_eq!(first.starts.iter().map(|t| t.rule).collect::<Vec<_>>(), ["DL-24"], "now the case is to be closed");
}

#[test]
fn a_term_moved_or_sent_to_court_is_told_apart_from_the_others() {
    let (case, mut facts) = performing(TWO);
    let court = [("term", "1"), ("kind", "2")];
    assert_eq!(planned(&case, &facts, "R13", &[("term", "1"), ("kind", "2")]).starts, [], "the second term waits");
    keep(&mut facts, "R13", &court);
    refused(&told(&case, &facts, "R13", &court), &["第1期已转司法", "记履行"]);
    let moved = [("term", "2"), ("new_due", "2027-02-28"), ("both_agree", "1")];
    let anew = planned(&case, &facts, "R13", &moved);
    assert_eq!((anew.kept[0].met, anew.starts[0].note.as_str()), (false, "第2期"));
    keep(&mut facts, "R13", &moved);
    keep(&mut facts, "R13", &[("term", "2"), ("kind", "3")]);
    refused(&told(&case, &facts, "R13", &[("term", "2")]), &["没有待履行的期次"]);
    // The court made him pay: that is recorded, though nothing waits for the studio any more.
    refused(&told(&case, &facts, "R12", &[("term", "1"), ("amount", "100元")]), &[]);
    keep(&mut facts, "R12", &[("term", "1"), ("amount", "100元")]);
    keep(&mut facts, "R12", &[("term", "2"), ("amount", "200元")]);
    refused(&told(&case, &facts, "R12", &[("term", "2"), ("amount", "1元")]), &["没有待履行的期次"]);
}

#[test]
fn a_revisit_ends_one_clock_a_time_and_is_not_older_than_what_it_looks_after() {
    let (case, mut facts) = performing(TWO);
    refused(&told(&case, &facts, "R32", &[("day", "2026-11-20")]), &["早于协议达成日期2026-11-23"]);
    let closed = Case { closed_on: Some(super::today()), ..graded(Stage::Closed, "G1") };
    refused(&told(&closed, &facts, "R32", &[("day", "2026-11-22")]), &["早于结案日期"]);
    facts.clocks.clear();
    for rule in ["DL-16b", "DL-16"] {
        facts.clocks.push(LiveClock {
            rule: rule.into(),
            note: String::new(),
            due: super::today(),
            rolled: super::today(),
            paused: false,
        });
    }
    assert_eq!(planned(&closed, &facts, "R32", &[]).kept[0].rule, "DL-16");
    facts.clocks.pop();
    assert_eq!(planned(&closed, &facts, "R32", &[]).kept[0].rule, "DL-16b");
    facts.clocks.clear();
    assert_eq!(planned(&closed, &facts, "R32", &[]).kept, [], "a third visit is welcome and ends nothing");
}

/// What was said before the reopening does not carry the second ending.
#[test]
fn a_reopened_case_is_mediated_guided_and_judged_anew() {
    let mut facts = facts("1");
    for mv in ["R11", "R16", "R20"] {
        keep(&mut facts, mv, &[]);
    }
    let (mediating, failed) = (graded(Stage::Mediating, "G1"), graded(Stage::Failed, "G1"));
    for (case, mv) in [(&mediating, "T14"), (&mediating, "T15"), (&mediating, "T16")] {
        refused(&told(case, &facts, mv, &[]), &[]);
    }
    refused(&told_director(&failed, &facts, "T18"), &[]);
    for record in &mut facts.records {
        record.on = "2026-10-01".parse().expect("a day");
    }
    keep(&mut facts, "T21", &[]);
    refused(&told(&mediating, &facts, "T14", &[]), &["还没有调解记录"]);
    refused(&told(&mediating, &facts, "T16", &[]), &["还没有调解记录"]);
    refused(&told(&mediating, &facts, "T15", &[]), &["还没有向信访人提示期限"]);
    refused(&told_director(&failed, &facts, "T18"), &["还没有问过满意度"]);
    keep(&mut facts, "R20", &[]);
    refused(&told_director(&failed, &facts, "T18"), &[]);
}
