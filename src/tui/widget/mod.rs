//! The parts that all panes are made of. Each holds plain state, an `update` that takes a key and
//! says what happened, and a view that takes `&state`. None knows the studio, a file or the clock.

pub mod footer;
pub mod form;
pub mod help;
pub mod input;
pub mod modal;
pub mod picker;
pub mod table;
pub mod textarea;
pub mod words;

use crate::tui::cells;
use crate::tui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws the empty box of a popup over `area`; gives the room inside, `None` when there is none.
fn popup(frame: &mut Frame, area: Rect, title: &str, theme: &Theme) -> Option<Rect> {
    cells::clear_wide(frame.buffer_mut(), area);
    let pane = theme.pane(title, true);
    let inner = pane.inner(area);
    frame.render_widget(pane, area);
    (!inner.is_empty()).then_some(inner)
}

/// What a text editor did with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The text is another one now.
    Changed,
    /// Only the cursor moved, or the key was taken without effect.
    Taken,
    /// The text is at its limit; nothing was typed.
    Full,
    /// Not a key of the editor.
    Ignored,
}
