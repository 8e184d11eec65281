//! The tables agree with each other: stages, moves, roles, deadlines, columns.

use super::{actor, case_at, checked, complete_facts, ground};
use crate::support::Studio;
use fengqiao::domain::case::Stage;
use fengqiao::domain::deadline::RULES;
use fengqiao::domain::flow::{self, FLOW, Stop};
use fengqiao::domain::role::Role;
use fengqiao::domain::{codes, forms};
use std::collections::BTreeSet;

#[test]
fn the_visit_table_is_the_visit_column_by_column() {
    const FIXED: &[&str] =
        &["id", "uid", "rev", "station", "case_id", "ticket_id", "docket", "registered", "created_at", "registrar"];
    let studio = Studio::new();
    let conn = rusqlite::Connection::open(&studio.db).expect("the file");
    let mut read = conn.prepare("SELECT name FROM pragma_table_info('visit') ORDER BY cid").expect("SQL");
    let columns: Vec<String> = read.query_map([], |r| r.get(0)).expect("rows").map(|n| n.expect("a name")).collect();
    let found: BTreeSet<&str> = columns.iter().map(String::as_str).filter(|c| !FIXED.contains(c)).collect();
    let declared: BTreeSet<&str> = forms::find("visit").expect("the visit").fields.iter().map(|f| f.key).collect();
    assert_eq!(found, declared);
}

#[test]
fn moves_name_rules_and_forms_that_exist() {
    for mv in FLOW {
        let stopped = mv.stops.iter().filter_map(|stop| match stop {
            Stop::Met(rule) | Stop::Ended(rule) | Stop::Pause(rule) | Stop::Resume(rule) => Some(*rule),
            Stop::All => None,
        });
        let caps = mv.starts.iter().map(|s| s.cap).filter(|cap| !cap.is_empty());
        for rule in mv.starts.iter().map(|s| s.rule).chain(stopped).chain(caps) {
            assert!(RULES.iter().any(|r| r.id == rule), "{} names {rule}", mv.id);
        }
        for stop in mv.stops {
            if let Stop::Pause(rule) = stop {
                assert!(RULES.iter().any(|r| r.id == *rule && r.pausable), "{} pauses {rule}", mv.id);
            }
        }
        if let Some(form) = mv.form {
            assert!(forms::all().any(|t| t.name == form.name), "{} asks {}", mv.id, form.name);
        }
        assert!(!mv.from.is_empty() && !mv.label.is_empty() && !mv.basis.is_empty(), "{}", mv.id);
        assert_eq!(FLOW.iter().filter(|m| m.id == mv.id || m.label == mv.label).count(), 1, "{}", mv.id);
    }
}

#[test]
fn every_stage_is_reached_and_what_is_final_stays() {
    let mut reached = vec![Stage::Draft];
    let mut i = 0;
    while let Some(stage) = reached.get(i).copied() {
        for mv in FLOW.iter().filter(|m| m.from.contains(&stage)) {
            if let Some(to) = mv.to.filter(|to| !reached.contains(to)) {
                reached.push(to);
            }
        }
        i += 1;
    }
    const FINAL: &[Stage] =
        &[Stage::Declined, Stage::Archived, Stage::Withdrawn, Stage::Merged, Stage::Transferred, Stage::Answered];
    for (stage, code, label, _) in Stage::ALL {
        assert!(reached.contains(stage), "{code} {label} is never reached");
        let exits: Vec<&str> = FLOW.iter().filter(|m| m.to.is_some() && m.from.contains(stage)).map(|m| m.id).collect();
        if FINAL.contains(stage) {
            assert!(!stage.is_open(), "{code} {label}");
            assert!(exits.is_empty() || *stage == Stage::Archived, "{code} {label} is left by {exits:?}");
        } else {
            assert!(!exits.is_empty(), "{code} {label} has no way out");
        }
    }
}

/// What is offered without hindrance is carried out with a satisfied form; what is hindered is
/// refused with the same words; what is not offered is refused.
#[test]
fn what_is_offered_is_what_may_be_done() {
    let incomplete = fengqiao::domain::case::Facts::default();
    for (stage, ..) in Stage::ALL {
        for role in Role::ALL {
            for (own, known) in [
                (false, complete_facts("1")),
                (true, complete_facts("1")),
                (true, complete_facts("2")),
                (true, incomplete.clone()),
            ] {
                let (mut case, actor) = (case_at(*stage), actor(role, own));
                case.handler = Some(7);
                let ground = ground(&case, &known, &actor);
                let offers = flow::offers(&ground);
                for mv in FLOW {
                    let at = format!("{} at {} for {} (own: {own})", mv.id, stage.code(), role.label());
                    let offer = offers.iter().find(|o| o.mv.id == mv.id);
                    let Some(form) = mv.form.map(|_| checked(mv).remove(0)) else {
                        assert!(offer.is_none(), "{at} has no form yet");
                        continue;
                    };
                    match (offer.map(|o| &o.hindrance), flow::plan(mv, &ground, &form)) {
                        (Some(None), Ok(plan)) => assert_eq!(plan.after.stage, mv.leads_to(*stage), "{at}"),
                        // The facts leave a guard unsatisfied, which only the filled form can tell.
                        (Some(None), Err(reason)) => assert!(known == incomplete, "{at}: {reason:?}"),
                        (Some(Some(said)), Err(reason)) => assert_eq!(*said, reason, "{at}"),
                        (Some(Some(said)), Ok(_)) => panic!("{at} is hindered by {said:?} and done"),
                        (None, planned) => assert!(planned.is_err(), "{at} is not offered and done"),
                    }
                }
            }
        }
    }
}

#[test]
fn every_reason_to_decline_has_its_basis() {
    let reasons: Vec<&str> = codes::DECLINE_REASON.iter().map(|c| c.code).collect();
    let grounds: Vec<&str> = codes::DECLINE_BASIS.iter().map(|b| b.0).collect();
    assert_eq!(reasons, grounds);
    assert!(codes::DECLINE_BASIS.iter().all(|(_, basis, next)| !basis.is_empty() && !next.is_empty()));
}
