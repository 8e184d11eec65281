//! A text of several lines being edited, on `tui_textarea`: it edits and remembers the undo steps;
//! this file wraps by cells (Chinese punctuation never opens a line), draws, and keeps to the limit,
//! since the library does none of these for Chinese text. Enter is a line end, never a command.

use super::{Edit, words};
use crate::tui::theme::Theme;
use crate::tui::{cells, keys};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;
use tui_textarea::{CursorMove, TextArea as Engine};

const UNDO_STEPS: usize = 1000;

/// The editor of a text.
#[derive(Clone, Debug)]
pub struct TextArea {
    engine: Engine<'static>,
    max: usize,
    /// Width of the last drawing, in cells: a measurement for the arrow keys, not state.
    width: Cell<u16>,
}

/// A line on screen: which line of the text, and its part as character indices.
struct Piece {
    row: usize,
    from: usize,
    to: usize,
    last: bool,
    text: String,
}

impl TextArea {
    /// `max` counts characters, line ends included. A longer text is kept; only typing is limited.
    pub fn new(text: &str, max: usize) -> Self {
        let mut engine = Engine::new(text.split('\n').map(String::from).collect());
        engine.set_max_histories(UNDO_STEPS);
        engine.move_cursor(CursorMove::Bottom);
        engine.move_cursor(CursorMove::End);
        Self { engine, max, width: Cell::new(40) }
    }
    pub fn text(&self) -> String {
        self.engine.lines().join("\n")
    }
    /// Characters in the text, line ends included.
    pub fn len(&self) -> usize {
        let lines = self.engine.lines();
        lines.iter().map(|l| l.chars().count()).sum::<usize>() + lines.len().saturating_sub(1)
    }
    pub fn is_empty(&self) -> bool {
        self.engine.is_empty()
    }
    /// `12/2000`
    pub fn count(&self) -> String {
        format!("{}/{}", self.len(), self.max)
    }

    fn at(&self) -> (usize, usize) {
        let cursor = self.engine.cursor();
        (cursor.0, cursor.1)
    }
    fn line(&self, row: usize) -> &str {
        self.engine.lines().get(row).map_or("", String::as_str)
    }
    fn go(&mut self, row: usize, column: usize) {
        let fit = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        self.engine.move_cursor(CursorMove::Jump(fit(row), fit(column)));
    }

    /// Edits by a key. Ctrl-U clears all, Ctrl-W deletes a word, Ctrl-Z and Ctrl-Y undo and redo.
    /// Up on the first and Down on the last line on screen are [`Edit::Ignored`]: the form moves on.
    pub fn update(&mut self, key: KeyEvent) -> Edit {
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let word = key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        let (row, column) = self.at();
        match key.code {
            KeyCode::Char('z') if ctrl => return changed(self.engine.undo()),
            KeyCode::Char('y') if ctrl => return changed(self.engine.redo()),
            KeyCode::Char('u') if ctrl => return self.clear(),
            KeyCode::Char('w') if ctrl => return self.delete_back(true),
            KeyCode::Backspace => return self.delete_back(word),
            KeyCode::Delete => return self.delete_forward(word),
            KeyCode::Enter if !word => return self.insert("\n"),
            KeyCode::Left if word && column > 0 => self.go(row, words::word_before(self.line(row), column)),
            KeyCode::Left if column > 0 => self.go(row, words::glyph_before(self.line(row), column)),
            KeyCode::Left if row > 0 => self.go(row - 1, usize::MAX),
            KeyCode::Right if column < self.line(row).chars().count() => {
                let line = self.line(row);
                let to = if word { words::word_after(line, column) } else { words::glyph_after(line, column) };
                self.go(row, to);
            }
            KeyCode::Right if row + 1 < self.engine.lines().len() => self.go(row + 1, 0),
            KeyCode::Left | KeyCode::Right => {}
            KeyCode::Home if ctrl => self.go(0, 0),
            KeyCode::End if ctrl => self.go(usize::MAX, usize::MAX),
            KeyCode::Home => self.go(row, 0),
            KeyCode::End => self.go(row, usize::MAX),
            KeyCode::Up if key.modifiers.is_empty() => return self.vertical(-1),
            KeyCode::Down if key.modifiers.is_empty() => return self.vertical(1),
            _ => match keys::typed(key) {
                Some(c) => return self.insert(c.encode_utf8(&mut [0; 4])),
                None => return Edit::Ignored,
            },
        }
        Edit::Taken
    }

    /// Inserts pasted text, cleaned and cut at the limit; one undo step.
    pub fn paste(&mut self, text: &str) -> Edit {
        self.insert(&cells::clean_text(text))
    }

    fn insert(&mut self, add: &str) -> Edit {
        let room = self.max.saturating_sub(self.len());
        let add: String = add.chars().take(room).collect();
        if add.is_empty() { Edit::Full } else { changed(self.engine.insert_str(add)) }
    }

    fn clear(&mut self) -> Edit {
        let all = self.len();
        self.go(0, 0);
        changed(all > 0 && self.engine.delete_str(all))
    }

    fn delete_back(&mut self, word: bool) -> Edit {
        let (row, column) = self.at();
        if column == 0 {
            return changed(self.engine.delete_newline());
        }
        let line = self.line(row);
        let from = if word { words::word_before(line, column) } else { words::glyph_before(line, column) };
        self.go(row, from);
        changed(self.engine.delete_str(column - from))
    }

    fn delete_forward(&mut self, word: bool) -> Edit {
        let (row, column) = self.at();
        let line = self.line(row);
        let to = if word { words::word_after(line, column) } else { words::glyph_after(line, column) };
        // At the line's end the line end itself goes.
        changed(self.engine.delete_str(to.saturating_sub(column).max(1)))
    }

    fn vertical(&mut self, by: isize) -> Edit {
        let pieces = self.pieces(self.width.get().into());
        let (now, column) = self.cursor_in(&pieces);
        let Some(piece) = now.checked_add_signed(by).and_then(|to| pieces.get(to)) else { return Edit::Ignored };
        let mut chars = cells::take(&piece.text, column).chars().count();
        // The end of a wrapped piece is the start of the next: stay on this one.
        if !piece.last && piece.from + chars == piece.to {
            chars = words::glyph_before(&piece.text, chars);
        }
        let (row, to) = (piece.row, piece.from + chars);
        self.go(row, to);
        Edit::Taken
    }

    fn pieces(&self, width: usize) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (row, line) in self.engine.lines().iter().enumerate() {
            let mut from = 0;
            for range in cells::wrap_ranges(line, width) {
                let (text, last) = (line[range.clone()].to_string(), range.end == line.len());
                let to = from + text.chars().count();
                pieces.push(Piece { row, from, to, last, text });
                from = to;
            }
        }
        pieces
    }

    /// The piece that holds the cursor, and the cell inside it.
    fn cursor_in(&self, pieces: &[Piece]) -> (usize, usize) {
        let (row, column) = self.at();
        let holds = |p: &Piece| p.row == row && column >= p.from && (column < p.to || p.last);
        let index = pieces.iter().position(holds).unwrap_or(pieces.len().saturating_sub(1));
        let column = pieces.get(index).map_or(0, |p| {
            let byte = words::byte_of(&p.text, column.saturating_sub(p.from));
            cells::width(&p.text[..byte])
        });
        (index, column)
    }

    /// Rows the text takes at `width` cells, at least one.
    pub fn height(&self, width: u16) -> usize {
        self.pieces(text_width(width)).len()
    }
    /// Row of the cursor at `width` cells.
    pub fn cursor_row(&self, width: u16) -> usize {
        self.cursor_in(&self.pieces(text_width(width))).0
    }

    /// Draws the part of the text around the cursor; sets the hardware cursor when `focused`.
    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme, focused: bool) {
        let area = area.intersection(frame.area());
        if area.is_empty() {
            return;
        }
        let width = text_width(area.width);
        self.width.set(width as u16);
        let pieces = self.pieces(width);
        let (row, column) = self.cursor_in(&pieces);
        let height = usize::from(area.height);
        let top = if focused { (row + 1).saturating_sub(height) } else { 0 };
        let style = if focused { theme.strong() } else { ratatui::style::Style::new() };
        for (y, piece) in pieces.iter().skip(top).take(height).enumerate() {
            frame.buffer_mut().set_stringn(area.x, area.y + y as u16, &piece.text, area.width.into(), style);
        }
        if focused {
            let x = (column as u16).min(area.width - 1);
            frame.set_cursor_position(Position::new(area.x + x, area.y + (row - top) as u16));
        }
    }
}

/// One cell is kept free for the cursor behind a full line.
fn text_width(width: u16) -> usize {
    usize::from(width.saturating_sub(1).max(1))
}

fn changed(yes: bool) -> Edit {
    if yes { Edit::Changed } else { Edit::Taken }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::{ctrl, drawn, key, typing};

    #[test]
    fn paste_is_one_undo_step() {
        let mut area = TextArea::new("甲", 100);
        assert_eq!(area.paste("乙\r\n丙\r\x1b[31m丁\0"), Edit::Changed);
        assert_eq!(area.text(), "甲乙\n丙\n丁");
        area.update(ctrl('z'));
        assert_eq!(area.text(), "甲");
        area.update(ctrl('y'));
        assert_eq!((area.text().as_str(), area.count().as_str()), ("甲乙\n丙\n丁", "6/100"));
    }

    #[test]
    fn a_word_is_not_the_sentence() {
        let mut area = TextArea::new("当事人因宅基地，排水abc", 100);
        area.update(ctrl('w'));
        area.update(ctrl('w'));
        assert_eq!(area.text(), "当事人因宅基地，");
        area.update(ctrl('z'));
        assert_eq!(area.text(), "当事人因宅基地，排水");
    }

    #[test]
    fn limit_and_clear() {
        let mut area = TextArea::new("", 3);
        for k in typing("甲\n乙丙") {
            area.update(k);
        }
        assert_eq!(area.text(), "甲\n乙");
        area.update(ctrl('u'));
        assert!(area.is_empty());
        area.update(ctrl('z'));
        assert_eq!(area.text(), "甲\n乙");
    }

    #[test]
    fn wraps_and_places_the_cursor() {
        let mut area = TextArea::new("双方同意，再议。", 100);
        let (text, cursor) = drawn(9, 4, |f| area.view(f, f.area(), &Theme::default(), true));
        assert_eq!((text.as_str(), cursor), ("双方同\n意，再\n议。\n", Some(Position::new(4, 2))));
        assert_eq!(area.update(key(KeyCode::Up)), Edit::Taken);
        let (_, cursor) = drawn(9, 4, |f| area.view(f, f.area(), &Theme::default(), true));
        assert_eq!(cursor, Some(Position::new(4, 1)));
        area.update(key(KeyCode::Up));
        assert_eq!(area.update(key(KeyCode::Up)), Edit::Ignored);
    }

    #[test]
    fn a_joined_glyph_is_one_step() {
        let mut area = TextArea::new("甲👨‍👩‍👧乙", 100);
        area.update(key(KeyCode::Left));
        area.update(key(KeyCode::Backspace));
        assert_eq!(area.text(), "甲乙");
    }
}
