//! Drawing a form: label, value, problem; the hint of the focused field in the last row; two rows free
//! below the cursor, where input methods open their candidates.

use super::Form;
use super::layout::{Block, LABEL, Part, blocks};
use super::state::Editor;
use crate::tui::cells;
use crate::tui::theme::{Theme, Tone};
use crate::validation::{Field, Kind, Need, date};
use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// Rows kept free below the cursor.
const FREE: usize = 2;

impl Form {
    /// Draws the form in `area`; the cursor is set when `focused`. `now` reads days such as 明天.
    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme, focused: bool, now: NaiveDateTime) {
        let area = area.intersection(frame.area());
        if area.is_empty() {
            return;
        }
        let lines = self.hint_lines(usize::from(area.width));
        let hint = if area.height > 3 + lines.len() as u16 { lines.len() as u16 } else { u16::from(area.height > 3) };
        let sheet = Rect { height: area.height - hint, ..area };
        let blocks = blocks(self, area.width);
        let cursor = self.cursor_row(&blocks);
        let top = first_row(cursor, sheet.height.into());
        for block in &blocks {
            self.block(frame, sheet, top, block, (theme, focused, now));
        }
        if hint > 0 {
            self.hint(frame, Rect { y: area.bottom() - hint, height: hint, ..area }, &lines, theme);
        }
        if let (Some(picker), true) = (&self.picker, focused) {
            let column = blocks.iter().find(|b| self.is_focus(b)).map_or(0, |b| b.x + LABEL);
            picker.view(frame, popup(sheet, column, cursor.saturating_sub(top), picker.wants()), theme);
        }
    }

    fn is_focus(&self, block: &Block) -> bool {
        matches!(block.part, Part::Field { index, .. } if index == self.focus)
    }

    /// The sheet's row where the cursor stands.
    fn cursor_row(&self, blocks: &[Block]) -> usize {
        let Some(block) = blocks.iter().find(|b| self.is_focus(b)) else { return 0 };
        let head = usize::from(matches!(block.part, Part::Field { field, .. } if matches!(field.kind, Kind::Rows(..))));
        let inside = match self.editor() {
            Some(Editor::Text(area)) => area.cursor_row(block.value_width()).min(block.rows.saturating_sub(1 + head)),
            _ => 0,
        };
        block.y + head + inside
    }

    fn block(&self, frame: &mut Frame, sheet: Rect, top: usize, block: &Block, how: (&Theme, bool, NaiveDateTime)) {
        let (theme, focused, now) = how;
        let row = |offset: usize| visible(sheet, top, block.y + offset, 1).map(|(y, _)| y);
        let x = sheet.x.saturating_add(block.x);
        let room = |x: u16| usize::from(sheet.right().saturating_sub(x));
        match block.part {
            Part::Heading(title) => {
                if let Some(y) = row(0) {
                    let left = usize::from(block.width).saturating_sub(cells::width(title) + 4);
                    let text = format!("{} {title} {}", theme.rule(2), theme.rule(left));
                    frame.buffer_mut().set_stringn(x, y, text.trim_start(), room(x), theme.dim());
                }
            }
            Part::Field { index, field } => {
                let here = index == self.focus;
                if let Some(y) = row(0) {
                    let mark = if here && focused { ">" } else { " " };
                    let need = if field.is_required(&self.draft) { "*" } else { " " };
                    let label = format!("{mark}{need}{}", cells::pad(field.label, 12));
                    let style = if here { theme.accent() } else { Style::new() };
                    frame.buffer_mut().set_stringn(x, y, label, room(x).min(block.width.into()), style);
                }
                let x = x.saturating_add(LABEL);
                if let Some((y, height)) = visible(sheet, top, block.y, block.rows).filter(|_| x < sheet.right()) {
                    let place = Rect { x, y, width: block.value_width(), height: height as u16 };
                    self.value(frame, place, field, here && focused && self.picker.is_none(), theme);
                    self.echo(frame, place, field, theme, now);
                }
                let tone = if self.problem(field.key).is_some() { Tone::Red } else { Tone::Amber };
                for (i, note) in block.notes.iter().enumerate() {
                    if let Some(y) = row(block.rows + i).filter(|_| x < sheet.right()) {
                        frame.buffer_mut().set_stringn(x, y, note, room(x), theme.style(tone));
                    }
                }
            }
        }
    }

    fn value(&self, frame: &mut Frame, mut area: Rect, field: &'static Field, cursor: bool, theme: &Theme) {
        area = area.intersection(frame.area());
        if let (Kind::Rows(columns, _), true) = (&field.kind, area.height > 1) {
            let names: Vec<&str> = columns.iter().map(|c| c.label).collect();
            let text = cells::truncate(&format!("每行：{}", names.join(",")), area.width.into());
            frame.buffer_mut().set_stringn(area.x, area.y, text, area.width.into(), theme.dim());
            area = Rect { y: area.y + 1, height: area.height - 1, ..area };
        }
        if area.is_empty() {
            return;
        }
        if !self.read_only {
            match self.editors.get(field.key) {
                Some(Editor::Line(input)) => return input.view(frame, area, weight(theme, cursor), cursor),
                Some(Editor::Text(text)) => return text.view(frame, area, theme, cursor),
                _ => {}
            }
        }
        let (text, tone) = self.words(field);
        let style = if cursor { theme.style(tone).patch(theme.strong()) } else { theme.style(tone) };
        let lines = cells::wrap(&text, area.width.into());
        let many = matches!(field.kind, Kind::Text(..) | Kind::Rows(..));
        for (y, line) in lines.iter().take(area.height.into()).enumerate() {
            let line = if many { line.clone() } else { cells::truncate(&text, area.width.into()) };
            frame.buffer_mut().set_stringn(area.x, area.y + y as u16, line, area.width.into(), style);
        }
        if cursor {
            frame.set_cursor_position(Position::new(area.x, area.y));
        }
    }

    /// What a field shows when it is not being typed in.
    fn words(&self, field: &'static Field) -> (String, Tone) {
        let text = self.draft.get(field.key);
        if text.is_empty() {
            let empty = match (field.kind, field.need) {
                _ if self.read_only => "-",
                (_, Need::Auto) => "自动",
                (Kind::Choice(_) | Kind::Many(_) | Kind::Division | Kind::Record(_), _) => "请选择",
                _ => "",
            };
            return (empty.to_string(), Tone::Dim);
        }
        let label = self.labels.get(field.key).filter(|l| !l.is_empty());
        let words = match field.kind {
            Kind::Record(_) | Kind::Division if label.is_some() => label.cloned().unwrap_or_default(),
            Kind::Choice(_) | Kind::Many(_) | Kind::Division | Kind::Secret(_) => {
                crate::validation::display::display(field, text)
            }
            Kind::Rows(..) => text.replace('\t', ","),
            _ if self.read_only || matches!(field.need, Need::Auto) => crate::validation::display::display(field, text),
            _ => text.to_string(),
        };
        (words, if matches!(field.need, Need::Auto) { Tone::Dim } else { Tone::Normal })
    }

    /// The day that was typed, with its weekday, behind the text.
    fn echo(&self, frame: &mut Frame, area: Rect, field: &Field, theme: &Theme, now: NaiveDateTime) {
        let text = self.draft.get(field.key);
        let typed = !self.read_only && !matches!(field.need, Need::Auto);
        if !typed || text.is_empty() || !matches!(field.kind, Kind::Date | Kind::PastDate) {
            return;
        }
        let Ok(day) = date::parse_date(text, now.date()) else { return };
        let x = area.x.saturating_add(cells::width(text) as u16 + 2);
        let echo = date::with_weekday(day);
        // While it is just that date, the weekday says all.
        let echo = echo.strip_prefix(text).map_or(echo.as_str(), str::trim_start);
        if usize::from(area.right().saturating_sub(x)) >= cells::width(echo) {
            frame.buffer_mut().set_stringn(x, area.y, echo, cells::width(echo), theme.dim());
        }
    }

    /// What stands below the form: the help of the field, or what is proposed for it with its ground.
    fn hint_lines(&self, width: usize) -> Vec<String> {
        let Some(field) = self.focused() else { return vec![String::new()] };
        if let Some((_, words)) = self.proposal() {
            let mut lines = cells::wrap(&format!("^Y采用 {words}"), width);
            lines.truncate(3);
            return lines;
        }
        let count = match self.editor() {
            Some(Editor::Text(text)) if !self.read_only => format!("{} ", text.count()),
            _ => String::new(),
        };
        vec![cells::truncate(&format!("{count}{}", field.help), width)]
    }

    fn hint(&self, frame: &mut Frame, area: Rect, lines: &[String], theme: &Theme) {
        let room = usize::from(area.width);
        // A problem of no shown field has no other place.
        let lost = self.problems.iter().find(|p| !self.shown().any(|(_, f)| f.key == p.field));
        if let Some(problem) = lost {
            let text = cells::truncate(&format!("! {}", problem.text), room);
            frame.buffer_mut().set_stringn(area.x, area.y, text, room, theme.red());
            return;
        }
        let style = if self.proposal().is_some() { theme.strong() } else { theme.dim() };
        for (y, line) in (area.y..area.bottom()).zip(lines) {
            frame.buffer_mut().set_stringn(area.x, y, line, room, style);
        }
    }
}

fn weight(theme: &Theme, cursor: bool) -> Style {
    if cursor { theme.strong() } else { Style::new() }
}

/// The sheet's first row on screen: by half pages, so that the screen rarely moves, and with rows free
/// below the cursor.
fn first_row(cursor: usize, height: usize) -> usize {
    let free = FREE.min(height.saturating_sub(1));
    let over = (cursor + 1 + free).saturating_sub(height);
    let step = (height / 2).min(height.saturating_sub(1 + free)).max(1);
    (over.div_ceil(step) * step).min(cursor)
}

/// The part of the sheet's rows `y..y+rows` on screen: its first row there, and how many.
fn visible(sheet: Rect, top: usize, y: usize, rows: usize) -> Option<(u16, usize)> {
    let first = y.max(top);
    let end = (y + rows).min(top + usize::from(sheet.height));
    (first < end).then(|| (sheet.y + (first - top) as u16, end - first))
}

/// Under the field where there is room, else above it, else as high as the sheet.
fn popup(sheet: Rect, column: u16, row: usize, (width, height): (u16, u16)) -> Rect {
    let width = width.min(sheet.width);
    let x = sheet.x + column.min(sheet.width - width);
    let row = row as u16;
    let below = sheet.height.saturating_sub(row + 1);
    let (y, height) = if below >= height.min(6) {
        (row + 1, height.min(below))
    } else if row >= height.min(6) {
        (row - height.min(row), height.min(row))
    } else {
        (0, height.min(sheet.height))
    };
    Rect { x, y: sheet.y + y, width, height }
}
