//! Random walks over the flow: a matter that is open always has a clock.

use super::{actor, case_at, checked, complete_facts, facts, ground, kept};
use fengqiao::domain::case::{Case, Facts, LiveClock, Stage};
use fengqiao::domain::deadline::is_elsewhere;
use fengqiao::domain::flow::{FLOW, Move, Plan, Stop, plan};
use fengqiao::domain::role::Role;
use fengqiao::validation::Checked;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Open stages beyond 暂存 that may stand without a clock, with the reason.
const WITHOUT_CLOCK: &[(Stage, &str)] = &[];

/// What a walk has in hand: the case, what was kept, and its clocks, running and paused alike.
struct Walk {
    case: Case,
    facts: Facts,
}

impl Walk {
    fn new(answered: bool, medical: bool) -> Walk {
        let mut case = case_at(Stage::Draft);
        if medical {
            case.dispute = "15".into();
        }
        Walk { case, facts: facts(if answered { "2" } else { "1" }) }
    }

    /// Every lawful way on, by whoever may, with satisfied forms.
    fn lawful(&self) -> Vec<(&'static Move, Checked, Plan)> {
        let mut ways = Vec::new();
        for mv in FLOW.iter().filter(|m| m.form.is_some() && m.from.contains(&self.case.stage)) {
            // A second person, where the flow wants two.
            let who = Role::ALL.into_iter().flat_map(|role| [actor(role, true), actor(role, false)]);
            for form in checked(mv) {
                let planned =
                    who.clone().find_map(|actor| plan(mv, &ground(&self.case, &self.facts, &actor), &form).ok());
                ways.extend(planned.map(|p| (mv, form, p)));
            }
        }
        ways
    }

    /// As the desk carries a plan out: stops in their order, then what was kept, then starts.
    fn go(&mut self, mv: &'static Move, form: &Checked, plan: Plan) {
        let clocks = &mut self.facts.clocks;
        for stop in plan.stops {
            match stop {
                Stop::All => clocks.clear(),
                Stop::Met(rule) | Stop::Ended(rule) => clocks.retain(|c| c.rule != *rule),
                Stop::Pause(rule) | Stop::Resume(rule) => {
                    for clock in clocks.iter_mut().filter(|c| c.rule == *rule) {
                        clock.paused = matches!(stop, Stop::Pause(_));
                    }
                }
            }
        }
        for e in &plan.kept {
            clocks.retain(|c| c.rule != e.rule || c.note != e.note);
        }
        clocks.extend(plan.starts.into_iter().map(|t| LiveClock {
            rule: t.rule.to_string(),
            note: t.note,
            due: t.from,
            rolled: t.from,
            paused: false,
        }));
        self.facts.records.push(kept(mv, form));
        self.case = plan.after;
    }
}

/// Clocks that may run on when a matter is closed: filing, and looking after the agreement.
const AFTER_CLOSING: &[&str] = &["DL-13", "DL-15", "DL-16", "DL-16b", "DL-17", "DL-18", "DL-18b"];

proptest! {
    #[test]
    fn an_open_matter_always_has_a_clock(
        picks in prop::collection::vec(0usize..1000, 1..60), answered in any::<bool>(), medical in any::<bool>(),
    ) {
        let mut walk = Walk::new(answered, medical);
        let mut walked = Vec::new();
        for pick in picks {
            let mut ways = walk.lawful();
            // Records would lead nowhere for long: two steps of three go on.
            if pick % 3 > 0 && ways.iter().any(|w| !w.0.is_record()) {
                ways.retain(|w| !w.0.is_record());
            }
            if ways.is_empty() {
                break;
            }
            let (mv, form, plan) = ways.swap_remove(pick % ways.len());
            walk.go(mv, &form, plan);
            walked.push(mv.id);
            let stage = walk.case.stage;
            // Clocks of other offices run beside and bind nobody here; they end when no record can come.
            let (elsewhere, live): (Vec<&str>, Vec<&str>) =
                walk.facts.clocks.iter().map(|c| c.rule.as_str()).partition(|rule| is_elsewhere(rule));
            let may_record = stage.is_open() || matches!(stage, Stage::Closed | Stage::Struck);
            prop_assert!(may_record || elsewhere.is_empty(), "{} by {walked:?} leaves {elsewhere:?}", stage.label());
            match stage {
                Stage::Draft => {}
                Stage::Closed | Stage::Struck => {
                    prop_assert!(live.contains(&"DL-17"), "{} by {walked:?} waits for filing without a clock", stage.label());
                    prop_assert!(live.iter().all(|r| AFTER_CLOSING.contains(r)), "{} by {walked:?} leaves {live:?}", stage.label());
                }
                Stage::Archived => {
                    prop_assert!(live.iter().all(|r| AFTER_CLOSING.contains(r)), "{} by {walked:?} leaves {live:?}", stage.label());
                }
                _ if stage.is_open() => {
                    let excused = WITHOUT_CLOCK.iter().any(|(s, why)| *s == stage && !why.is_empty());
                    prop_assert!(excused || !live.is_empty(), "{} by {walked:?} has no clock", stage.label());
                }
                _ => prop_assert!(live.is_empty(), "{} by {walked:?} leaves {live:?} running", stage.label()),
            }
        }
    }
}

/// The walks do not pass because they go nowhere: every move that has a form can be walked.
#[test]
fn every_move_with_a_form_can_be_walked() {
    let mut walked: BTreeSet<&str> = BTreeSet::new();
    // Nothing kept, everything kept, and an agreement still owed in a volume still open.
    for known in [0, 1, 2] {
        for answered in [false, true] {
            let handling = if answered { "2" } else { "1" };
            let mut ahead = vec![Walk::new(answered, false).case];
            let mut seen = BTreeSet::new();
            while let Some(case) = ahead.pop() {
                let mut facts = if known == 0 { facts(handling) } else { complete_facts(handling) };
                if known == 2 {
                    facts
                        .records
                        .retain(|r| !matches!(r.form.as_str(), "performance" | "breach" | "filing" | "strike"));
                }
                let walk = Walk { case, facts };
                for (mv, _, plan) in walk.lawful() {
                    walked.insert(mv.id);
                    if seen.insert((mv.id, plan.after.stage, plan.after.listed, plan.after.grade.clone())) {
                        ahead.push(plan.after);
                    }
                }
            }
        }
    }
    let never: Vec<&str> = FLOW.iter().filter(|m| m.form.is_some() && !walked.contains(m.id)).map(|m| m.id).collect();
    assert!(never.is_empty(), "{never:?}");
}
