//! Where each field lies on a sheet as long as needed, in one column or two by the width; the view
//! shows a part of it.

use super::Form;
use super::state::Editor;
use crate::tui::cells;
use crate::validation::{Field, Kind};

/// From this width on, short fields stand in two columns.
const TWO_COLUMNS: u16 = 96;
/// Focus mark, required mark, label of 12 cells, a space.
pub(super) const LABEL: u16 = 15;

/// What stands in a block.
pub(super) enum Part {
    Heading(&'static str),
    Field { index: usize, field: &'static Field },
}

/// A block of the sheet; `y` counts from the sheet's top.
pub(super) struct Block {
    pub part: Part,
    pub x: u16,
    pub y: usize,
    pub width: u16,
    /// Rows of the value, without those of the problem.
    pub rows: usize,
    /// Problem or warning, wrapped.
    pub notes: Vec<String>,
}

impl Block {
    pub fn value_width(&self) -> u16 {
        self.width.saturating_sub(LABEL)
    }
    fn height(&self) -> usize {
        self.rows + self.notes.len()
    }
}

/// Lays out the shown fields for `width` cells.
pub(super) fn blocks(form: &Form, width: u16) -> Vec<Block> {
    let columns = if width >= TWO_COLUMNS { 2 } else { 1 };
    let half = if columns == 2 { (width - 2) / 2 } else { width };
    let mut blocks: Vec<Block> = Vec::new();
    let mut y = 0;
    // The block left of the place that is free, when one is.
    let mut left: Option<usize> = None;
    for (index, field) in form.shown() {
        if !field.section.is_empty() {
            y = close(&blocks, &mut left, y);
            y += usize::from(y > 0 && width > 40);
            let part = Part::Heading(field.section);
            blocks.push(Block { part, x: 0, y, width, rows: 1, notes: vec![] });
            y += 1;
        }
        let wide = matches!(field.kind, Kind::Text(..) | Kind::Rows(..) | Kind::Many(_)) || columns == 1;
        if wide {
            y = close(&blocks, &mut left, y);
        }
        let (x, own) = match (wide, left) {
            (true, _) => (0, width),
            (false, None) => (0, half),
            (false, Some(_)) => (half + 2, half),
        };
        let block = place(form, index, field, (x, y, own));
        let height = block.height();
        blocks.push(block);
        if wide {
            y += height;
        } else if let Some(first) = left.take() {
            y += height.max(blocks[first].height());
        } else {
            left = Some(blocks.len() - 1);
        }
    }
    blocks
}

/// Ends a row of which only the left half is filled.
fn close(blocks: &[Block], left: &mut Option<usize>, y: usize) -> usize {
    y + left.take().map_or(0, |i| blocks[i].height())
}

fn place(form: &Form, index: usize, field: &'static Field, (x, y, width): (u16, usize, u16)) -> Block {
    let value = width.saturating_sub(LABEL).max(1);
    let focused = index == form.focus;
    let rows = match (&field.kind, form.editors.get(field.key)) {
        (Kind::Text(..), Some(Editor::Text(area))) => area.height(value).clamp(1, if focused { 8 } else { 4 }),
        (Kind::Rows(..), Some(Editor::Text(area))) => 1 + area.height(value).clamp(1, if focused { 8 } else { 4 }),
        (Kind::Text(..), _) => {
            cells::wrap(form.draft.get(field.key), value.into()).len().clamp(1, if form.read_only { 40 } else { 4 })
        }
        (Kind::Rows(..), _) => {
            1 + form.draft.get(field.key).lines().count().clamp(1, if form.read_only { 40 } else { 4 })
        }
        _ => 1,
    };
    let note = form.problem(field.key).or_else(|| form.warning(field.key));
    let mut notes = note.map(|p| cells::wrap(&format!("! {}", p.text), value.into())).unwrap_or_default();
    notes.truncate(3);
    Block { part: Part::Field { index, field }, x, y, width, rows, notes }
}
