//! A list window: columns chosen by the width there is, one selected row, and only the rows at hand
//! ([`Window`]); the pane fetches the rows before and after when asked. The selection is a marker in
//! the accent and the cursor, never a row drawn otherwise, and lists page instead of scrolling: over a
//! slow line a move then costs some twenty bytes.

use crate::tui::theme::{Theme, Tone};
use crate::tui::{cells, keys};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;

/// A column. Columns of higher `rank` are dropped first when the width is short; rank 0 never is.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub title: &'static str,
    /// Cells at least; a `grow` column takes what is left.
    pub width: u16,
    pub grow: bool,
    pub right: bool,
    pub rank: u8,
}

impl Column {
    pub const fn new(title: &'static str, width: u16) -> Self {
        Self { title, width, grow: false, right: false, rank: 0 }
    }
    pub const fn grow(mut self) -> Self {
        self.grow = true;
        self
    }
    pub const fn right(mut self) -> Self {
        self.right = true;
        self
    }
    pub const fn rank(mut self, rank: u8) -> Self {
        self.rank = rank;
        self
    }
}

/// A row: its identity, one text a column, and a tone for each cell that is not plain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<I> {
    pub id: I,
    pub cells: Vec<(String, Tone)>,
}

impl<I> Row<I> {
    pub fn new<S: Into<String>>(id: I, cells: impl IntoIterator<Item = S>) -> Self {
        Self { id, cells: cells.into_iter().map(|c| (c.into(), Tone::Normal)).collect() }
    }
    /// Gives the cell of a column a tone.
    pub fn tone(mut self, column: usize, tone: Tone) -> Self {
        if let Some(cell) = self.cells.get_mut(column) {
            cell.1 = tone;
        }
        self
    }
}

/// The rows at hand, and whether there are more on either side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window<I> {
    pub rows: Vec<Row<I>>,
    pub has_before: bool,
    pub has_after: bool,
}

impl<I> Default for Window<I> {
    fn default() -> Self {
        Self { rows: Vec::new(), has_before: false, has_after: false }
    }
}

/// What a key did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListEvent {
    Move,
    PageUp,
    PageDown,
    /// Enter on the selected row.
    Open,
    /// The selection stands at the first row and wants earlier ones.
    NeedBefore,
    NeedAfter,
    /// Taken, nothing changed.
    None,
    /// Not a key of lists.
    Ignored,
}

/// The state of a list.
#[derive(Clone, Debug)]
pub struct List<I> {
    columns: &'static [Column],
    window: Window<I>,
    index: usize,
    /// What to say when there are no rows.
    pub empty: &'static str,
    /// Rows of the last drawing: a measurement for the page keys, not state.
    page: Cell<usize>,
}

impl<I: Clone + PartialEq> List<I> {
    pub fn new(columns: &'static [Column]) -> Self {
        Self { columns, window: Window::default(), index: 0, empty: "没有记录", page: Cell::new(10) }
    }
    /// New rows; the selection stays on its id, else on its place.
    pub fn set_window(&mut self, window: Window<I>) {
        let selected = self.selected().cloned();
        self.window = window;
        let same = selected.and_then(|id| self.window.rows.iter().position(|r| r.id == id));
        self.index = same.unwrap_or(self.index).min(self.window.rows.len().saturating_sub(1));
    }
    pub fn rows(&self) -> &[Row<I>] {
        &self.window.rows
    }
    pub fn selected(&self) -> Option<&I> {
        self.window.rows.get(self.index).map(|r| &r.id)
    }
    pub fn index(&self) -> usize {
        self.index
    }
    /// Selects a row by id; false when it is not at hand.
    pub fn select(&mut self, id: &I) -> bool {
        let found = self.window.rows.iter().position(|r| r.id == *id);
        self.index = found.unwrap_or(self.index);
        found.is_some()
    }
    /// First and last id at hand, to fetch the rows before and after.
    pub fn edges(&self) -> Option<(&I, &I)> {
        Some((&self.window.rows.first()?.id, &self.window.rows.last()?.id))
    }

    pub fn update(&mut self, key: KeyEvent) -> ListEvent {
        let page = self.page.get().max(1);
        let last = self.window.rows.len().saturating_sub(1);
        match keys::ascii_key(key).code {
            KeyCode::Up if self.index > 0 => self.to(self.index - 1, ListEvent::Move),
            KeyCode::Down if self.index < last => self.to(self.index + 1, ListEvent::Move),
            KeyCode::PageUp if self.index > 0 => self.to(self.index.saturating_sub(page), ListEvent::PageUp),
            KeyCode::PageDown if self.index < last => self.to((self.index + page).min(last), ListEvent::PageDown),
            KeyCode::Up | KeyCode::PageUp if self.window.has_before => ListEvent::NeedBefore,
            KeyCode::Down | KeyCode::PageDown if self.window.has_after => ListEvent::NeedAfter,
            KeyCode::Home if self.index == 0 && self.window.has_before => ListEvent::NeedBefore,
            KeyCode::Home => self.to(0, ListEvent::Move),
            KeyCode::End if self.index == last && self.window.has_after => ListEvent::NeedAfter,
            KeyCode::End => self.to(last, ListEvent::Move),
            KeyCode::Enter if !self.window.rows.is_empty() => ListEvent::Open,
            KeyCode::Up | KeyCode::Down | KeyCode::PageUp | KeyCode::PageDown | KeyCode::Enter => ListEvent::None,
            _ => ListEvent::Ignored,
        }
    }

    fn to(&mut self, index: usize, event: ListEvent) -> ListEvent {
        if index == self.index {
            return ListEvent::None;
        }
        self.index = index;
        event
    }

    /// Draws a heading line and the page that holds the selection; the hardware cursor goes to the
    /// selected row when `focused`.
    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme, focused: bool) {
        let area = area.intersection(frame.area());
        if area.is_empty() {
            return;
        }
        let shown = self.layout(usize::from(area.width).saturating_sub(2));
        let heading: Vec<(String, Tone)> = self.columns.iter().map(|c| (c.title.into(), Tone::Dim)).collect();
        let with_heading = area.height > 1;
        if with_heading {
            self.line(frame, area, &shown, &heading, theme, None);
        }
        let top_row = area.y + u16::from(with_heading);
        let height = usize::from(area.height - u16::from(with_heading));
        self.page.set(height);
        if self.window.rows.is_empty() {
            let text = cells::truncate(self.empty, area.width.saturating_sub(2).into());
            frame.buffer_mut().set_stringn(
                area.x + 2.min(area.width - 1),
                top_row,
                text,
                area.width.into(),
                theme.dim(),
            );
        }
        let first = self.index / height * height;
        for (y, (i, row)) in self.window.rows.iter().enumerate().skip(first).take(height).enumerate() {
            let place = Rect { y: top_row + y as u16, height: 1, ..area };
            self.line(frame, place, &shown, &row.cells, theme, Some(i == self.index));
            if i == self.index && focused {
                frame.set_cursor_position(Position::new(place.x, place.y));
            }
        }
    }

    /// One line; `selected` is None for the heading.
    fn line(
        &self,
        frame: &mut Frame,
        area: Rect,
        shown: &[(usize, usize)],
        texts: &[(String, Tone)],
        theme: &Theme,
        selected: Option<bool>,
    ) {
        let buffer = frame.buffer_mut();
        let (end, chosen) = (area.right(), selected == Some(true));
        if chosen {
            buffer.set_stringn(area.x, area.y, "> ", area.width.into(), theme.accent());
        }
        let mut x = area.x.saturating_add(2);
        for (column, width) in shown {
            if x >= end {
                break;
            }
            let Some((text, tone)) = texts.get(*column) else { continue };
            let right = self.columns[*column].right;
            let text = if right { cells::pad_left(text, *width) } else { cells::truncate(text, *width) };
            buffer.set_stringn(x, area.y, text, (*width).min(usize::from(end - x)), theme.style(*tone));
            x = x.saturating_add(*width as u16 + 1);
        }
    }

    /// Which columns fit in `room` cells, and how wide each is.
    fn layout(&self, room: usize) -> Vec<(usize, usize)> {
        let mut kept: Vec<usize> = (0..self.columns.len()).collect();
        let need = |kept: &[usize]| kept.iter().map(|i| usize::from(self.columns[*i].width) + 1).sum::<usize>();
        while need(&kept) > room + 1 {
            let Some(drop) =
                kept.iter().copied().filter(|i| self.columns[*i].rank > 0).max_by_key(|i| (self.columns[*i].rank, *i))
            else {
                break;
            };
            kept.retain(|i| *i != drop);
        }
        let spare = (room + 1).saturating_sub(need(&kept));
        let growing = kept.iter().filter(|i| self.columns[**i].grow).count();
        let share = spare.checked_div(growing).unwrap_or(0);
        let width = |i: usize| usize::from(self.columns[i].width) + if self.columns[i].grow { share } else { 0 };
        kept.into_iter().map(|i| (i, width(i))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::backend::{DeskBackend, Output};
    use crate::tui::testing::{drawn, key};
    use ratatui::layout::Size;
    use ratatui::{Terminal, TerminalOptions, Viewport};
    use std::{cell::RefCell, io, rc::Rc};

    static COLUMNS: [Column; 4] = [
        Column::new("剩余", 9),
        Column::new("案号", 11),
        Column::new("责任单位", 12).rank(2),
        Column::new("事由", 8).grow().rank(1),
    ];

    fn list(rows: i64) -> List<i64> {
        let mut list = List::new(&COLUMNS);
        let row = |i| {
            Row::new(i, ["剩2工作日".into(), format!("2026-{i:06}"), "建塘镇政府".into(), "宅基地排水".to_string()])
        };
        list.set_window(Window { rows: (0..rows).map(row).collect(), has_before: false, has_after: true });
        list
    }

    #[test]
    fn columns_go_by_rank() {
        let show = |width| drawn(width, 2, |f| list(1).view(f, f.area(), &Theme::default(), true)).0;
        assert_eq!(show(60).lines().nth(1), Some("> 剩2工作日 2026-000000 建塘镇政府   宅基地排水"));
        assert_eq!(show(34).lines().nth(1), Some("> 剩2工作日 2026-000000 宅基地排水"));
        assert_eq!(show(24).lines().nth(1), Some("> 剩2工作日 2026-000000"));
        assert_eq!(show(8).lines().nth(1), Some("> 剩2工"));
    }

    #[test]
    fn selection_stays_on_its_id_and_asks_for_more() {
        let mut list = list(3);
        assert_eq!(list.update(key(KeyCode::Up)), ListEvent::None);
        assert_eq!(list.update(key(KeyCode::End)), ListEvent::Move);
        assert_eq!(list.update(key(KeyCode::Down)), ListEvent::NeedAfter);
        let rows = vec![Row::new(9, ["a"]), Row::new(2, ["b"]), Row::new(1, ["c"])];
        list.set_window(Window { rows, ..Window::default() });
        assert_eq!((list.selected(), list.index()), (Some(&2), 1));
        list.set_window(Window::default());
        assert_eq!(list.selected(), None);
        assert_eq!(list.update(key(KeyCode::Enter)), ListEvent::None);
    }

    #[derive(Clone, Default)]
    struct Wire(Rc<RefCell<Vec<u8>>>);
    impl io::Write for Wire {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_cursor_move_is_cheap() {
        let (wire, mut list) = (Wire::default(), list(38));
        let viewport = Viewport::Fixed(Rect::new(0, 0, 120, 40));
        let backend = DeskBackend::fixed(wire.clone(), Output::default(), Size::new(120, 40));
        let mut terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
        let mut bytes = |list: &List<i64>| {
            wire.0.borrow_mut().clear();
            terminal
                .draw(|f| {
                    let pane = Theme::default().pane("期限", true);
                    let inner = pane.inner(f.area());
                    f.render_widget(pane, f.area());
                    list.view(f, inner, &Theme::default(), true);
                })
                .unwrap();
            wire.0.borrow().len()
        };
        assert!(bytes(&list) > 1000);
        for _ in 0..30 {
            list.update(key(KeyCode::Down));
            let cost = bytes(&list);
            assert!(cost <= 120, "{cost} bytes");
        }
        assert_eq!(bytes(&list), 0, "an unchanged frame is silent");
    }
}
