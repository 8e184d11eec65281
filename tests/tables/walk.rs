//! Random walks over the flow: a matter that is open always has a clock.

use super::{actor, case_at, checked, facts, ground};
use fengqiao::domain::case::{Case, Stage};
use fengqiao::domain::flow::{FLOW, Plan, Stop, plan};
use fengqiao::domain::role::Role;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Open stages beyond 暂存 that may stand without a clock, with the reason.
const WITHOUT_CLOCK: &[(Stage, &str)] = &[];

/// The deadlines of a walked case: running and paused ones alike bind somebody.
#[derive(Default)]
struct Deadlines {
    live: BTreeSet<&'static str>,
}

impl Deadlines {
    /// As the desk carries a plan out: stops in their order, then starts.
    fn carry(&mut self, plan: &Plan) {
        for stop in plan.stops {
            match stop {
                Stop::All => self.live.clear(),
                Stop::Met(rule) => {
                    self.live.remove(rule);
                }
                Stop::Pause(_) | Stop::Resume(_) => {}
            }
        }
        self.live.extend(plan.starts.iter().map(|s| s.0));
    }
}

/// Every lawful way on, by the director with satisfied forms.
fn lawful(case: &Case, answered: bool) -> Vec<Plan> {
    let known = facts(if answered { "2" } else { "1" });
    let director = actor(Role::Director, true);
    let ground = ground(case, &known, &director);
    let leaving = FLOW.iter().filter(|m| m.form.is_some() && m.from.contains(&case.stage));
    leaving.flat_map(|m| checked(m).into_iter().filter_map(|form| plan(m, &ground, &form).ok())).collect()
}

proptest! {
    #[test]
    fn an_open_matter_always_has_a_clock(
        picks in prop::collection::vec(0usize..1000, 1..16), answered in any::<bool>(), medical in any::<bool>(),
    ) {
        let mut case = case_at(Stage::Draft);
        if medical {
            case.dispute = "15".into();
        }
        let mut deadlines = Deadlines::default();
        let mut walked = Vec::new();
        for pick in picks {
            let mut ways = lawful(&case, answered);
            if ways.is_empty() {
                break;
            }
            let chosen = ways.swap_remove(pick % ways.len());
            deadlines.carry(&chosen);
            walked.push(chosen.mv);
            case = chosen.after;
            let stage = case.stage;
            if stage.is_open() && stage != Stage::Draft {
                let excused = WITHOUT_CLOCK.iter().any(|(s, why)| *s == stage && !why.is_empty());
                prop_assert!(excused || !deadlines.live.is_empty(), "{} by {:?} has no clock", stage.label(), walked);
            } else if stage != Stage::Draft {
                prop_assert!(deadlines.live.is_empty(), "{} by {:?} leaves {:?} running", stage.label(), walked, deadlines.live);
            }
        }
    }
}

/// The walks do not pass because they go nowhere: every move that has a form can be walked.
#[test]
fn every_move_with_a_form_can_be_walked() {
    let mut walked: BTreeSet<&str> = BTreeSet::new();
    let mut ahead = vec![case_at(Stage::Draft)];
    while let Some(case) = ahead.pop() {
        for way in lawful(&case, false).into_iter().chain(lawful(&case, true)) {
            if walked.insert(way.mv) {
                ahead.push(way.after);
            }
        }
    }
    let never: Vec<&str> = FLOW.iter().filter(|m| m.form.is_some() && !walked.contains(m.id)).map(|m| m.id).collect();
    assert!(never.is_empty(), "{never:?}");
}
