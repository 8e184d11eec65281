//! A line of text being edited, on `tui-input`: limit, cleaned paste, undo, horizontal scroll, and the
//! hardware cursor where an input method wants it. It does not know what the text means; it never
//! clears text by itself.

use super::{Edit, words};
use crate::tui::{cells, keys};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use tui_input::{Input as Line, InputRequest};

const UNDO_STEPS: usize = 200;

/// The editor of one line.
#[derive(Clone, Debug, Default)]
pub struct Input {
    line: Line,
    original: String,
    max: usize,
    undo: Vec<(String, usize)>,
    redo: Vec<(String, usize)>,
    secret: bool,
}

impl Input {
    /// `max` counts characters. A longer `text` is kept; only typing is limited.
    pub fn new(text: &str, max: usize) -> Self {
        Self { line: Line::new(text.to_string()), original: text.to_string(), max, ..Self::default() }
    }
    /// A password: drawn as stars.
    pub fn secret(mut self) -> Self {
        self.secret = true;
        self
    }
    pub fn text(&self) -> &str {
        self.line.value()
    }
    /// Whether the text differs from what the editor was opened with.
    pub fn is_changed(&self) -> bool {
        self.text() != self.original
    }

    /// Edits by a key. Ctrl-U clears, Ctrl-W deletes a word, Ctrl-Z and Ctrl-Y undo and redo.
    pub fn update(&mut self, key: KeyEvent) -> Edit {
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let word = key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        let (text, at) = (self.text().to_string(), self.line.cursor());
        match key.code {
            KeyCode::Char('z') if ctrl => return self.step(false),
            KeyCode::Char('y') if ctrl => return self.step(true),
            KeyCode::Char('u') if ctrl => return self.replace(String::new(), 0),
            KeyCode::Char('w') if ctrl => return self.cut(words::word_before(&text, at), at),
            KeyCode::Char('a') if ctrl => self.go(0),
            KeyCode::Char('e') if ctrl => self.go(usize::MAX),
            KeyCode::Backspace if word => return self.cut(words::word_before(&text, at), at),
            KeyCode::Backspace => return self.cut(words::glyph_before(&text, at), at),
            KeyCode::Delete if word => return self.cut(at, words::word_after(&text, at)),
            KeyCode::Delete => return self.cut(at, words::glyph_after(&text, at)),
            KeyCode::Left if word => self.go(words::word_before(&text, at)),
            KeyCode::Left => self.go(words::glyph_before(&text, at)),
            KeyCode::Right if word => self.go(words::word_after(&text, at)),
            KeyCode::Right => self.go(words::glyph_after(&text, at)),
            KeyCode::Home => self.go(0),
            KeyCode::End => self.go(usize::MAX),
            _ => match keys::typed(key) {
                Some(c) => return self.insert(&c.to_string()),
                None => return Edit::Ignored,
            },
        }
        Edit::Taken
    }

    /// Inserts pasted text, cleaned to one line and cut at the limit; one undo step.
    pub fn paste(&mut self, text: &str) -> Edit {
        self.insert(&cells::clean_line(text))
    }

    /// Back to what the editor was opened with (undoable).
    pub fn restore(&mut self) -> Edit {
        let original = self.original.clone();
        let end = original.chars().count();
        self.replace(original, end)
    }

    fn insert(&mut self, add: &str) -> Edit {
        let (text, at) = (self.text(), self.line.cursor());
        let room = self.max.saturating_sub(text.chars().count());
        let add: String = add.chars().take(room).collect();
        if add.is_empty() {
            return Edit::Full;
        }
        let byte = words::byte_of(text, at);
        let next = format!("{}{add}{}", &text[..byte], &text[byte..]);
        self.replace(next, at + add.chars().count())
    }

    fn cut(&mut self, from: usize, to: usize) -> Edit {
        let text = self.text();
        let next = format!("{}{}", &text[..words::byte_of(text, from)], &text[words::byte_of(text, to)..]);
        self.replace(next, from)
    }

    fn replace(&mut self, next: String, at: usize) -> Edit {
        if next == self.text() {
            return Edit::Taken;
        }
        self.undo.push((self.text().to_string(), self.line.cursor()));
        if self.undo.len() > UNDO_STEPS {
            self.undo.remove(0);
        }
        self.redo.clear();
        self.line = Line::new(next).with_cursor(at);
        Edit::Changed
    }

    fn step(&mut self, forward: bool) -> Edit {
        let now = (self.text().to_string(), self.line.cursor());
        let (from, to) = if forward { (&mut self.redo, &mut self.undo) } else { (&mut self.undo, &mut self.redo) };
        let Some((text, at)) = from.pop() else { return Edit::Taken };
        to.push(now);
        self.line = Line::new(text).with_cursor(at);
        Edit::Changed
    }

    fn go(&mut self, at: usize) {
        self.line.handle(InputRequest::SetCursor(at));
    }

    /// Draws the line in the first row of `area`, scrolled so that the cursor is inside; sets the
    /// hardware cursor when `focused`.
    pub fn view(&self, frame: &mut Frame, area: Rect, style: Style, focused: bool) {
        let area = area.intersection(frame.area());
        if area.is_empty() {
            return;
        }
        let room = usize::from(area.width);
        if self.secret {
            let stars = "*".repeat(self.text().chars().count().min(room - 1));
            frame.buffer_mut().set_stringn(area.x, area.y, &stars, room, style);
            if focused {
                let column = self.line.cursor().min(room - 1);
                frame.set_cursor_position(Position::new(area.x + column as u16, area.y));
            }
            return;
        }
        // One cell stays free for the cursor behind the last glyph.
        let scroll = if focused { self.line.visual_scroll(room.saturating_sub(1).max(1)) } else { 0 };
        let text = skip_cells(self.text(), scroll);
        let shown = if focused { cells::take(text, room).to_string() } else { cells::truncate(text, room) };
        frame.buffer_mut().set_stringn(area.x, area.y, shown, room, style);
        if focused {
            let column = self.line.visual_cursor().saturating_sub(scroll).min(room - 1);
            frame.set_cursor_position(Position::new(area.x + column as u16, area.y));
        }
    }
}

fn skip_cells(text: &str, count: usize) -> &str {
    let mut end = cells::take(text, count).len();
    while end < text.len() && !text.is_char_boundary(end) {
        end += 1;
    }
    &text[end..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::{ctrl, drawn, key, typing};

    #[test]
    fn types_undoes_and_restores() {
        let mut input = Input::new("张三", 4);
        for k in typing("丰收多") {
            input.update(k);
        }
        assert_eq!(input.text(), "张三丰收");
        assert_eq!(input.update(key(KeyCode::Char('x'))), Edit::Full);
        input.update(ctrl('u'));
        assert_eq!(input.text(), "");
        input.update(ctrl('z'));
        assert_eq!(input.text(), "张三丰收");
        input.restore();
        assert_eq!((input.text(), input.is_changed()), ("张三", false));
    }

    #[test]
    fn a_glyph_goes_as_a_whole() {
        let mut input = Input::new("甲👨‍👩‍👧", 40);
        input.update(key(KeyCode::Backspace));
        assert_eq!(input.text(), "甲");
    }

    #[test]
    fn paste_is_one_line_and_one_step() {
        let mut input = Input::new("", 30);
        assert_eq!(input.paste("建塘镇\r\n\x1b[31m北门\0街"), Edit::Changed);
        assert_eq!(input.text(), "建塘镇 北门街");
        input.update(ctrl('z'));
        assert_eq!(input.text(), "");
    }

    #[test]
    fn the_cursor_stays_inside() {
        let input = Input::new("香格里拉市建塘镇", 40);
        let (text, cursor) = drawn(7, 1, |f| input.view(f, f.area(), Style::new(), true));
        assert_eq!((text.as_str(), cursor), ("建塘镇", Some(Position::new(6, 0))));
    }
}
