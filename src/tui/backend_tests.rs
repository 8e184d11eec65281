use super::*;
use crate::tui::cells;
use crate::tui::theme::Theme;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use std::{cell::RefCell, rc::Rc};

/// Bytes and number of writes.
#[derive(Clone, Default)]
struct Wire(Rc<RefCell<(Vec<u8>, usize)>>);

impl Wire {
    fn take(&self) -> (Vec<u8>, usize) {
        std::mem::take(&mut *self.0.borrow_mut())
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut wire = self.0.borrow_mut();
        wire.0.extend_from_slice(bytes);
        wire.1 += 1;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const SIZE: Size = Size::new(60, 12);

fn parser() -> vt100::Parser {
    vt100::Parser::new(12.try_into().unwrap(), 60.try_into().unwrap(), 0)
}

/// A page of Chinese rows, some of uncertain width, with a popup over it at step 2.
fn page(frame: &mut Frame, step: usize) {
    let theme = Theme::default();
    let area = frame.area();
    frame.render_widget(theme.pane("待办案件", true), area);
    for y in 1..area.height - 1 {
        let row = usize::from(y) + step;
        let uncertain = if row.is_multiple_of(5) { "“边界”·བོད e\u{301}" } else { "边界" };
        let text = format!("2026-{row:06} 张三丰 宅基地{uncertain}纠纷第{row}次约谈 𠮷家村村民小组 调解中");
        let style = [Style::new(), theme.red(), theme.dim(), theme.overdue(), theme.strong()][row % 5];
        frame.buffer_mut().set_stringn(1, y, text, 58, style);
    }
    if step == 2 {
        let popup = Rect::new(16, 3, 21, 5);
        cells::clear_wide(frame.buffer_mut(), popup);
        frame.render_widget(theme.pane("确认", true), popup);
    }
    frame.set_cursor_position((3, step as u16 + 1));
}

fn options() -> TerminalOptions {
    TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, SIZE.width, SIZE.height)) }
}

#[test]
fn same_screens_as_the_stock_backend_for_half_the_bytes() {
    let (stock_wire, desk_wire) = (Wire::default(), Wire::default());
    let mut stock = Terminal::with_options(CrosstermBackend::new(stock_wire.clone()), options()).unwrap();
    let desk = DeskBackend::fixed(desk_wire.clone(), Output::default(), SIZE);
    let mut desk = Terminal::with_options(desk, options()).unwrap();
    let (mut stock_screen, mut desk_screen) = (parser(), parser());
    let (mut stock_bytes, mut desk_bytes) = (0, 0);
    for step in [0, 1, 2, 1, 5] {
        stock.draw(|f| page(f, step)).unwrap();
        desk.draw(|f| page(f, step)).unwrap();
        let ((a, _), (b, writes)) = (stock_wire.take(), desk_wire.take());
        stock_screen.process(&a);
        desk_screen.process(&b);
        (stock_bytes, desk_bytes) = (stock_bytes + a.len(), desk_bytes + b.len());
        assert_eq!(writes, 1, "one write a frame");
        assert_eq!(stock_screen.screen().contents_formatted(), desk_screen.screen().contents_formatted());
        assert_eq!(stock_screen.screen().cursor_position(), desk_screen.screen().cursor_position());
    }
    assert!(desk_bytes * 10 < stock_bytes * 7, "{desk_bytes} of {stock_bytes}");
}

#[test]
fn nothing_changed_writes_nothing() {
    let wire = Wire::default();
    let mut desk =
        Terminal::with_options(DeskBackend::fixed(wire.clone(), Output::default(), SIZE), options()).unwrap();
    desk.draw(|f| page(f, 0)).unwrap();
    wire.take();
    desk.draw(|f| page(f, 0)).unwrap();
    assert_eq!(wire.take(), (vec![], 0));
    let mut moved = |x| {
        desk.draw(|f| {
            page(f, 0);
            f.set_cursor_position((x, 4));
        })
        .unwrap();
        String::from_utf8(wire.take().0).unwrap()
    };
    assert_eq!(moved(7), "\x1b[5;8H");
    assert_eq!(moved(7), "");
    assert_eq!(moved(5), "\x08\x08");
    assert_eq!(moved(0), "\r");
    assert_eq!(moved(9), "\x1b[9C");
}

/// The next row of a list: what a clerk sends for most of the day, often over a slow line.
#[test]
fn the_next_row_of_a_list_costs_a_few_bytes_and_shows_as_it_should() {
    let wire = Wire::default();
    let mut desk =
        Terminal::with_options(DeskBackend::fixed(wire.clone(), Output::default(), SIZE), options()).unwrap();
    let list = |frame: &mut Frame, at: u16| {
        for y in 0..SIZE.height {
            let mark = if y == at { ("> ", Theme::default().strong()) } else { ("  ", Style::new()) };
            frame.buffer_mut().set_string(0, y, mark.0, mark.1);
            frame.buffer_mut().set_string(2, y, format!("第{y}行 宅基地纠纷"), Style::new());
        }
        frame.set_cursor_position((0, at));
    };
    let mut screen = parser();
    let mut at = 0;
    for to in [1, 2, 3, 11, 10, 9, 0, 5] {
        desk.draw(|f| list(f, at)).unwrap();
        screen.process(&wire.take().0);
        desk.draw(|f| list(f, to)).unwrap();
        let bytes = wire.take().0;
        assert!(bytes.len() <= 24, "{at} to {to}: {:?}", String::from_utf8(bytes));
        screen.process(&bytes);
        for y in 0..SIZE.height {
            let mark = if y == to { ("> ", true) } else { ("  ", false) };
            let row = screen.screen().contents_between(y, 0, y, SIZE.width);
            assert_eq!(row, format!("{}第{y}行 宅基地纠纷", mark.0), "{at} to {to}");
            assert_eq!(screen.screen().cell(y, 0).map(vt100::Cell::bold), Some(mark.1), "{at} to {to}, row {y}");
        }
        assert_eq!(screen.screen().cursor_position(), (to, 0));
        at = to;
    }
}

#[test]
fn uncertain_glyphs_are_followed_by_a_place() {
    let wire = Wire::default();
    let mut desk =
        Terminal::with_options(DeskBackend::fixed(wire.clone(), Output::default(), SIZE), options()).unwrap();
    desk.draw(|f| f.buffer_mut().set_string(0, 0, "张三·丰", Style::new())).unwrap();
    let text = String::from_utf8(wire.take().0).unwrap();
    assert!(text.contains("张三·\x1b[1;6H丰"), "{text:?}");
}

#[test]
fn ascii_mode_and_no_color() {
    let wire = Wire::default();
    let output = Output { ascii: true, color: false, sync: false };
    let mut desk = Terminal::with_options(DeskBackend::fixed(wire.clone(), output, SIZE), options()).unwrap();
    desk.draw(|f| page(f, 0)).unwrap();
    let bytes = wire.take().0;
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(!text.contains(['─', '“', '·']) && !text.contains("31m"));
    assert!(text.contains("\x1b[1m"), "bold stays");
    let mut screen = parser();
    screen.process(&bytes);
    let first = screen.screen().contents();
    assert!(first.starts_with("+待办案件--"), "{first}");
}

#[test]
fn a_new_size_starts_from_a_clear_screen() {
    let wire = Wire::default();
    let mut desk = Terminal::new(DeskBackend::fixed(wire.clone(), Output::default(), SIZE)).unwrap();
    desk.draw(|f| page(f, 0)).unwrap();
    let mut screen = parser();
    screen.process(&wire.take().0);
    desk.backend_mut().set_size(Size::new(40, 8));
    screen.screen_mut().set_size(8.try_into().unwrap(), 40.try_into().unwrap());
    desk.draw(|f| page(f, 1)).unwrap();
    screen.process(&wire.take().0);
    let fresh_wire = Wire::default();
    let fresh = DeskBackend::fixed(fresh_wire.clone(), Output::default(), Size::new(40, 8));
    Terminal::new(fresh).unwrap().draw(|f| page(f, 1)).unwrap();
    let mut expected = vt100::Parser::new(8.try_into().unwrap(), 40.try_into().unwrap(), 0);
    expected.process(&fresh_wire.take().0);
    assert_eq!(screen.screen().contents(), expected.screen().contents());
}
