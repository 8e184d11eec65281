//! The catalogue of documents, in the order of the volume (卷内目录).
//!
//! A row is a document: its template, its line of `fengqiao print`, its item of the menu. One file a
//! room of the plan.

mod filing;
mod opening;
mod resolving;
mod working;

use super::sheet::Sheet;

/// Every document, in the order of the volume.
pub static CATALOGUE: [&[Sheet]; 5] =
    [filing::FRONT, opening::SHEETS, working::SHEETS, resolving::SHEETS, filing::BACK];

/// Every document, in the order of the volume.
pub fn all() -> impl Iterator<Item = &'static Sheet> {
    CATALOGUE.into_iter().flatten()
}

/// The document of that id or name.
pub fn find(word: &str) -> Option<&'static Sheet> {
    all().find(|s| s.id == word || s.title == word || !s.heading.is_empty() && s.heading == word)
}

/// Its place in the volume: items of the list in their order, sheets in theirs.
pub fn place(sheet: &Sheet) -> (usize, usize) {
    let items = crate::domain::checklist::ITEMS;
    let item = items.iter().position(|i| i.code == sheet.item).unwrap_or(items.len());
    (item, all().position(|s| s.id == sheet.id).unwrap_or(usize::MAX))
}
