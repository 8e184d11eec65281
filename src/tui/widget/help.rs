//! A page of text to read: scrolls by line and page, wraps by width. The text is the caller's.

use crate::tui::cells;
use crate::tui::theme::Theme;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;

/// A text with its place. Lines that start with `# ` are headings.
#[derive(Clone, Debug, Default)]
pub struct Help {
    title: String,
    text: String,
    top: usize,
    /// Last row that may stand on top, and rows shown, of the last drawing: measurements, not state.
    measured: Cell<(usize, usize)>,
}

impl Help {
    pub fn new(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { title: title.into(), text: text.into(), top: 0, measured: Cell::new((usize::MAX, 10)) }
    }

    /// A table as text: the first column padded to its widest cell (keys and what they do).
    pub fn table(title: impl Into<String>, rows: &[(String, String)]) -> Self {
        let widest = rows.iter().map(|(a, _)| cells::width(a)).max().unwrap_or(0);
        let lines: Vec<String> = rows.iter().map(|(a, b)| format!("{}  {b}", cells::pad(a, widest))).collect();
        Self::new(title, lines.join("\n"))
    }

    /// True when the page should close (Esc, Enter, F1).
    pub fn update(&mut self, key: KeyEvent) -> bool {
        let (last, page) = self.measured.get();
        self.top = match key.code {
            KeyCode::Up => self.top.saturating_sub(1),
            KeyCode::Down => self.top.saturating_add(1),
            KeyCode::PageUp => self.top.saturating_sub(page.max(1)),
            KeyCode::PageDown | KeyCode::Char(' ') => self.top.saturating_add(page.max(1)),
            KeyCode::Home => 0,
            KeyCode::End => last,
            KeyCode::Esc | KeyCode::Enter | KeyCode::F(1) => return true,
            _ => self.top,
        }
        .min(last);
        false
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme) {
        let area = area.intersection(frame.area());
        let Some(inner) = super::popup(frame, area, &self.title, theme) else { return };
        let height = usize::from(inner.height);
        let lines = cells::wrap(&self.text, inner.width.into());
        let last = lines.len().saturating_sub(height);
        self.measured.set((last, height));
        for (y, line) in lines.iter().skip(self.top.min(last)).take(height).enumerate() {
            let heading = line.strip_prefix("# ");
            let style = if heading.is_some() { theme.strong() } else { ratatui::style::Style::new() };
            let text = heading.unwrap_or(line);
            frame.buffer_mut().set_stringn(inner.x, inner.y + y as u16, text, inner.width.into(), style);
        }
        frame.set_cursor_position(Position::new(inner.x, inner.y));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::{drawn, key};

    #[test]
    fn scrolls_to_its_end_and_no_further() {
        let mut help = Help::new("帮助", "# 键\n一\n二\n三\n四");
        let show = |h: &Help| drawn(10, 4, |f| h.view(f, f.area(), &Theme { ascii: true, ..Theme::default() })).0;
        assert_eq!(show(&help), "+帮助----+\n|键      |\n|一      |\n+--------+");
        for _ in 0..9 {
            help.update(key(KeyCode::Down));
        }
        assert!(show(&help).contains("|四"));
        help.update(key(KeyCode::Up));
        assert!(show(&help).contains("|二"));
        assert!(help.update(key(KeyCode::Esc)));
    }
}
