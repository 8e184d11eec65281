//! For tests inside and outside the crate: a screen as text, keys by name, a drawing without a terminal.
//! Always compiled, since integration tests need it; nothing else may use it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::backend::{Backend, TestBackend};
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Position;
use ratatui::{Frame, Terminal};

/// The buffer as lines of text: what lies under the second half of a wide glyph is left out, line
/// ends are trimmed.
pub fn screen_text(buffer: &Buffer) -> String {
    let area = buffer.area;
    let mut lines = Vec::with_capacity(area.height.into());
    for y in area.top()..area.bottom() {
        let (mut line, mut x) = (String::new(), area.left());
        while x < area.right() {
            let cell = &buffer[(x, y)];
            line.push_str(cell.symbol());
            x += cell.cell_width().max(1);
        }
        lines.push(line.trim_end().to_string());
    }
    lines.join("\n")
}

/// Draws once at `width`×`height`; returns the screen and where the cursor was set, if it was.
pub fn drawn(width: u16, height: u16, draw: impl FnOnce(&mut Frame)) -> (String, Option<Position>) {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("invariant: a test screen opens");
    terminal.draw(draw).expect("invariant: a test screen draws");
    let backend = terminal.backend_mut();
    let cursor = backend.cursor_visible().then(|| backend.get_cursor_position().unwrap_or_default());
    (screen_text(backend.buffer()), cursor)
}

/// A key without modifiers.
pub fn key(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

/// Ctrl with a letter.
pub fn ctrl(letter: char) -> KeyEvent {
    KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)
}

/// The keys that type a text.
pub fn typing(text: &str) -> impl Iterator<Item = KeyEvent> + '_ {
    text.chars().map(|c| key(if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) }))
}
