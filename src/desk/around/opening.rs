//! Around the steps from 接谈 to 指派.

use super::{After, Around, Known};
use crate::desk::cases::team_ids;
use crate::desk::visits::update_case;
use crate::desk::{Failure, Outcome};
use crate::domain::number::Series;
use crate::store;

pub(super) const ROWS: &[Around] = &[
    Around { after: merge_visits, ..Around::of("T02") },
    Around { after: warn, ..Around::of("T05") },
    Around { fill: entrustment, ..Around::of("T08") },
    Around { after: form_team, ..Around::of("T09") },
];

fn entrustment(k: &Known) -> Outcome<Vec<(&'static str, String)>> {
    let case = k.case;
    Ok(vec![
        ("liable_clear", if case.unit.is_empty() { "0".into() } else { String::new() }),
        ("matter", format!("{}与{}纠纷的调查、调解", case.petitioner, case.respondent)),
    ])
}

/// T09: handler and members become the team of the case.
fn form_team(a: &After) -> Outcome<()> {
    Ok(store::staff::set_team(a.w.tx, a.before.id, &team_ids(a.form), a.w.today())?)
}

/// T02: the visits go to the original, whose count rises.
fn merge_visits(a: &After) -> Outcome<()> {
    let (w, before) = (a.w, a.before);
    let target = a.after.merged_into.unwrap_or_default();
    let mut original = store::case::load(w.tx, target)?
        .ok_or_else(|| Failure::refusal("没有找到要并入的案件", "用F3查到原案后重选"))?;
    original.visits += before.visits;
    // As one more visit is taken in: the largest of each.
    original.people = original.people.max(before.people);
    original.involved = original.involved.max(before.involved);
    store::visit::attach_all(w.tx, before.id, target)?;
    store::search::move_keys(w.tx, before.id, target)?;
    update_case(w, &original, "并入重复来访")?;
    w.journal("T02", "case", target, "并入重复来访", &serde_json::json!({ "from": before.title() }).to_string())?;
    Ok(())
}

/// A7: 不予受理 warns the areas and departments named (方案五(二)).
fn warn(a: &After) -> Outcome<()> {
    let (w, case, form) = (a.w, a.before, a.form);
    for row in form.rows("notified") {
        let number = w.number(Series::Warning)?;
        let recipient = row.first().copied().unwrap_or_default();
        let way = row.get(1).copied().unwrap_or_default();
        let fact = format!("{}:{}", form.get("reason"), form.get("advice"));
        // A sealed matter is told to no unit (信访工作条例30③).
        let (fact, recipient) = if case.sealed { ("密封件", "主任") } else { (fact.as_str(), recipient) };
        store::warning::insert(w.tx, case.id, &number, "A7", "黄", fact, recipient, way, w.now, w.actor()?.user)?;
    }
    Ok(())
}
