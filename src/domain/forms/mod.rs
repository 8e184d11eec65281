//! The forms that moves ask for. Each is a field table; what was filled in is kept as a record of
//! the case under the table's name. One file a room of the plan.

mod clocks;
mod duty;
mod filing;
mod money;
mod office;
mod opening;
mod people;
mod petitioner;
mod resolving;
mod stations;
mod tracks;
mod urgent;
mod warning;
mod working;

pub use clocks::*;
pub use duty::*;
pub use filing::*;
pub use money::*;
pub use office::*;
pub use opening::*;
pub use people::*;
pub use petitioner::*;
pub use resolving::*;
pub use stations::*;
pub use tracks::*;
pub use urgent::*;
pub use warning::*;
pub use working::*;

use crate::validation::Table;

/// Every table of the desk, for the walks of the tests and for `--help`.
pub fn all() -> impl Iterator<Item = &'static Table> {
    [
        opening::ALL,
        working::ALL,
        resolving::ALL,
        tracks::ALL,
        filing::ALL,
        clocks::ALL,
        warning::ALL,
        urgent::ALL,
        money::ALL,
        duty::ALL,
        people::ALL,
        stations::ALL,
        petitioner::ALL,
        office::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The table of that name.
pub fn find(name: &str) -> Option<&'static Table> {
    all().find(|t| t.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validation::Kind as K;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn rows_are_unique_labelled_and_explained() {
        for table in all() {
            for field in table.fields {
                let name = format!("{}.{}", table.name, field.key);
                assert_eq!(table.fields.iter().filter(|f| f.key == field.key).count(), 1, "{name} twice");
                assert!(field.label.width() <= 12 && !field.label.is_empty(), "{name} label");
                assert!(!field.help.is_empty(), "{name} help");
                if let K::Choice(list) | K::Many(list) = field.kind {
                    assert!(!list.is_empty(), "{name} choices");
                }
            }
        }
    }
}
