//! Around 办理 and 处理意见: what their forms begin with.

use super::{Around, Filled, Known};
use crate::desk::Outcome;

pub(super) const ROWS: &[Around] = &[
    Around { fill: by_me, ..Around::of("R01") },
    Around { fill: evidence, ..Around::of("R02") },
    Around { fill: next_return, ..Around::of("R05") },
    Around { fill: publicity, ..Around::of("R04") },
    Around { fill: running, ..Around::of("R07") },
    Around { fill: appraisal_order, ..Around::of("T10") },
    Around { fill: received, ..Around::of("T10b") },
    Around { fill: ended, ..Around::of("T10c") },
    Around { fill: council, ..Around::of("T11b") },
    Around { fill: opinion, ..Around::of("T12") },
];

fn today(k: &Known) -> String {
    k.desk.today().to_string()
}

fn by_me(k: &Known) -> Outcome<Filled> {
    let me = k.desk.require_actor()?.name.clone();
    Ok(vec![("investigator", me.clone()), ("recorder", me)])
}

fn evidence(k: &Known) -> Outcome<Filled> {
    Ok(vec![("provider", k.case.petitioner.clone()), ("received_on", today(k))])
}

/// The oldest evidence that still lies here, all that is left of it.
fn next_return(k: &Known) -> Outcome<Filled> {
    let mut known = vec![("returned_on", today(k))];
    if let Some((evidence, _)) = crate::domain::flow::held_evidence(k.facts).next() {
        known.push(("evidence", evidence.number.clone()));
        known.push(("returned_to", evidence.get("provider").to_string()));
    }
    Ok(known)
}

fn publicity(k: &Known) -> Outcome<Filled> {
    Ok(vec![("on", today(k)), ("audience", k.case.petitioner.clone())])
}

/// The clock of mediation that runs, which is what is mostly asked for.
fn running(k: &Known) -> Outcome<Filled> {
    let clock = k.facts.clocks.iter().find(|c| c.rule.starts_with("DL-07"));
    Ok(clock.map(|c| ("clock", c.rule.clone())).into_iter().collect())
}

fn appraisal_order(k: &Known) -> Outcome<Filled> {
    Ok(vec![("who_entrusts", "1".into()), ("entruster", k.case.petitioner.clone()), ("ordered_on", today(k))])
}

fn received(k: &Known) -> Outcome<Filled> {
    Ok(vec![("received_on", today(k))])
}

fn ended(k: &Known) -> Outcome<Filled> {
    Ok(vec![("ended_on", today(k))])
}

fn council(k: &Known) -> Outcome<Filled> {
    Ok(vec![("grade", k.case.grade.clone()), ("held_at", k.desk.now().format("%Y-%m-%dT%H:%M").to_string())])
}

/// What the case already says of request, reasons and laws.
fn opinion(k: &Known) -> Outcome<Filled> {
    let mut known = vec![("request", k.case.gist.clone())];
    if let Some(analysis) = k.facts.last("analysis") {
        known.push(("reasons", analysis.get("application").to_string()));
        known.push(("laws", analysis.get("laws").to_string()));
    }
    Ok(known)
}
