//! How a satisfied form of each move looks, one file a room of the flow.

mod filing;
mod opening;
mod resolving;
mod working;

use fengqiao::domain::flow::Move;
use fengqiao::validation::Draft;

fn draft(pairs: &[(&str, &str)]) -> Draft {
    pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v))
}

/// Drafts of a move's form that its guard may let through, one a way it may be filled.
pub fn filled(mv: &Move) -> Vec<Draft> {
    let form = mv.form.map_or("", |t| t.name);
    [opening::of, working::of, resolving::of, filing::of]
        .into_iter()
        .find_map(|room| room(form))
        .unwrap_or_else(|| panic!("{} {}: say in samples how a satisfied form “{form}” looks", mv.id, mv.label))
}
