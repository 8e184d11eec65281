//! Around 结案, 销号, 归档, 重开 and 包案.

use super::{After, Around, Filled, Known};
use crate::desk::{Failure, Outcome};
use crate::domain::checklist;
use crate::domain::number::Series;
use crate::store;
use crate::validation::editable;

pub(super) const ROWS: &[Around] = &[
    Around { fill: known_plan, after: save_plan, ..Around::of("R34") },
    Around { fill: today, after: progress, ..Around::of("R35") },
    Around { fill: known_team, after: list_case, ..Around::of("R36") },
    Around { fill: today, ..Around::of("R32") },
    Around { after: strike, ..Around::of("T19") },
    Around { fill: proposal, after: file, ..Around::of("T20") },
    Around { fill: proposal, after: file_once, ..Around::of("R37") },
    Around { after: unstrike, ..Around::of("T21") },
];

fn today(k: &Known) -> Outcome<Filled> {
    Ok(vec![("day", k.desk.today().to_string())])
}

/// The plan so far, so that a revision begins from it.
fn known_plan(k: &Known) -> Outcome<Filled> {
    let mut known = vec![
        ("leader", k.case.leader.clone()),
        ("level", k.case.listing_level.clone()),
        ("approved_on", k.case.accepted_on.unwrap_or(k.desk.today()).to_string()),
    ];
    let Some(l) = store::listing_case::load(&k.desk.conn, k.case.id)? else { return Ok(known) };
    if let Some(on) = l.approved_on {
        known[2].1 = on.to_string();
    }
    if let Some(last) = k.facts.last("listing") {
        let rest = ["post", "source", "goal", "plan", "posted", "posted_by", "budget"];
        let value = |key| crate::domain::forms::LISTING.field(key).map(|f| editable(f.kind, last.get(key)));
        known.extend(rest.into_iter().filter_map(|key| Some((key, value(key)?))).filter(|(_, v)| !v.is_empty()));
    }
    Ok(known)
}

/// R36: the plan so far, and who works on the case already besides its handler.
fn known_team(k: &Known) -> Outcome<Filled> {
    let mut known = known_plan(k)?;
    let team = k.desk.team_of(k.case.id)?;
    let others = team.iter().filter(|m| Some(m.staff) != k.case.handler).map(|m| m.staff.to_string());
    known.push(("members", others.collect::<Vec<_>>().join(",")));
    Ok(known)
}

/// 一案一组: the number is given with the first plan and stays with the case.
fn save_plan(a: &After) -> Outcome<()> {
    let held = store::listing_case::load(a.w.tx, a.before.id)?.map(|l| l.team_number).unwrap_or_default();
    let number = if held.is_empty() { a.w.number(Series::Team)? } else { held };
    Ok(store::listing_case::save_plan(a.w.tx, a.before.id, &number, a.form)?)
}

fn list_case(a: &After) -> Outcome<()> {
    store::staff::set_team(a.w.tx, a.before.id, &crate::desk::cases::team_ids(a.form), a.w.today())?;
    Ok(store::listing_case::insert(a.w.tx, a.before.id, a.form)?)
}

fn progress(a: &After) -> Outcome<()> {
    let day = a.form.date("day").unwrap_or_else(|| a.w.today());
    Ok(store::listing_case::update_progress(a.w.tx, a.before.id, day)?)
}

fn strike(a: &After) -> Outcome<()> {
    Ok(store::listing_case::update_struck(a.w.tx, a.before.id, Some(a.w.today()))?)
}

fn unstrike(a: &After) -> Outcome<()> {
    Ok(store::listing_case::update_struck(a.w.tx, a.before.id, None)?)
}

/// Pages in the order of the catalogue, a page for each record and the known pages of each paper; the
/// clerk corrects them by the volume in hand.
fn proposal(k: &Known) -> Outcome<Filled> {
    let (mut next, mut lines) = (1usize, Vec::new());
    for item in checklist::checklist(k.case, k.facts).iter().filter(|i| i.present > 0) {
        if matches!(item.no, "00" | "20") {
            continue;
        }
        lines.push(format!("{}\t{next}", item.no));
        let papers: Vec<usize> = checklist::papers(k.facts)
            .filter(|p| p.first() == Some(&item.no))
            .map(|p| p.get(3).and_then(|n| n.parse().ok()).unwrap_or(1))
            .collect();
        next += papers.iter().sum::<usize>() + item.present.saturating_sub(papers.len());
    }
    let (retention, ground) = checklist::retention(k.case, k.facts);
    Ok(vec![
        ("pages", lines.join("\n")),
        ("total", (next - 1).to_string()),
        ("retention", retention.to_string()),
        ("ground", ground),
        ("filer", k.desk.require_actor()?.name.clone()),
    ])
}

/// A matter that left the flow is filed once; only a reopened case gets a second volume.
fn file_once(a: &After) -> Outcome<()> {
    if let Some(held) = store::volume::list_of_case(a.w.tx, a.before.id)?.first() {
        return Err(Failure::refusal(format!("已立卷,{}", held.number), "在“卷宗”台账查找"));
    }
    file(a)
}

fn file(a: &After) -> Outcome<()> {
    store::volume::insert(a.w.tx, a.before.id, a.given.unwrap_or_default(), a.form, a.w.today())?;
    Ok(())
}
