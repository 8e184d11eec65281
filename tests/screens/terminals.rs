//! The screens as terminals show them: drawn over what stood there, at odd and even widths, with letters that stand
//! over others, popups that cut hanzi, and terminals that give some signs two columns.

use super::*;
use fengqiao::tui::backend::{DeskBackend, Output};
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use std::io;
use std::sync::{Arc, Mutex};
use unicode_width::UnicodeWidthChar;

/// A name, a respondent and a gist with vowels over and under their letters, and with a mark of its own.
const NAME: &str = "བཀྲ་ཤིས་ཚེ་རིང";
const AGAINST: &str = "རྒྱལ་ཐང་ཚོང་ཁང་有限公司";
const GIST: &str = "ཀྲུང་གོ“e\u{301}”·欠工资三个月ཡིག";

/// What was written to the terminal.
#[derive(Clone, Default)]
struct Wire(Arc<Mutex<Vec<u8>>>);

impl io::Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("one thread").extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A seat on a terminal.
struct Shown {
    seat: Seat,
    wire: Wire,
    terminal: Terminal<DeskBackend<Wire>>,
    screen: vt100::Parser,
    glass: Glass,
}

fn rows(n: u16) -> std::num::NonZero<u16> {
    n.try_into().expect("not none")
}

impl Shown {
    fn new(seat: Seat, wide: bool) -> Shown {
        let (width, height) = seat.model.size;
        let theme = seat.model.theme;
        let output = Output { ascii: theme.ascii, color: theme.color, sync: true };
        let wire = Wire::default();
        let backend = DeskBackend::fixed(wire.clone(), output, Size::new(width, height));
        let terminal = Terminal::new(backend).expect("a terminal");
        let screen = vt100::Parser::new(rows(height), rows(width), 0);
        Shown { seat, wire, terminal, screen, glass: Glass::new(width, height, wide) }
    }

    /// Draws what changed; the buffer it was drawn from.
    fn draw(&mut self) -> Buffer {
        let mut buffer = Buffer::default();
        let model = &self.seat.model;
        self.terminal
            .draw(|frame| {
                view::view(model, frame);
                buffer = frame.buffer_mut().clone();
            })
            .expect("drawn");
        let bytes = std::mem::take(&mut *self.wire.0.lock().expect("one thread"));
        self.screen.process(&bytes);
        self.glass.process(std::str::from_utf8(&bytes).expect("text"));
        buffer
    }

    /// What a terminal shows that was empty before.
    fn afresh(&self) -> Vec<String> {
        let (width, height) = self.seat.model.size;
        let theme = self.seat.model.theme;
        let output = Output { ascii: theme.ascii, color: theme.color, sync: true };
        let wire = Wire::default();
        let backend = DeskBackend::fixed(wire.clone(), output, Size::new(width, height));
        let mut terminal = Terminal::new(backend).expect("a terminal");
        terminal.draw(|frame| view::view(&self.seat.model, frame)).expect("drawn");
        let mut screen = vt100::Parser::new(rows(height), rows(width), 0);
        screen.process(&wire.0.lock().expect("one thread"));
        look(screen.screen())
    }
}

/// Every cell of a screen with its look; one that was never written is as blank as one that was wiped.
fn look(screen: &vt100::Screen) -> Vec<String> {
    let (height, width) = screen.size();
    let all = (0..height.get()).flat_map(|y| (0..width.get()).map(move |x| (y, x)));
    let cell = |(y, x)| {
        let cell = screen.cell(y, x).expect("a cell");
        let sign = if cell.contents().is_empty() { " " } else { cell.contents() };
        // The colour and weight of a blank are nowhere to be seen.
        let is_seen = sign != " " || cell.inverse();
        let colours = (if is_seen { cell.fgcolor() } else { vt100::Color::Default }, cell.bgcolor());
        let marks = (is_seen && cell.bold(), is_seen && cell.dim(), cell.underline(), cell.inverse());
        format!("{y} {x} {sign:?} {} {} {colours:?} {marks:?}", cell.is_wide(), cell.is_wide_continuation())
    };
    all.map(cell).collect()
}

/// A terminal that gives signs of uncertain width one column or two, and shows nothing of a wide sign of which half
/// was written over, as terminals do.
struct Glass {
    width: usize,
    cells: Vec<Vec<String>>,
    at: (usize, usize),
    wide: bool,
    /// A sign at the right margin did not fit, and went on to the next row.
    wrapped: bool,
}

impl Glass {
    fn new(width: u16, height: u16, wide: bool) -> Glass {
        let (width, height) = (usize::from(width), usize::from(height));
        Glass { width, cells: vec![vec![" ".to_string(); width]; height], at: (0, 0), wide, wrapped: false }
    }

    fn process(&mut self, text: &str) {
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\r' => self.at.1 = 0,
                '\n' => self.at.0 += 1,
                '\x08' => self.at.1 -= 1,
                '\x1b' => {}
                c => self.print(c),
            }
            if c != '\x1b' {
                continue;
            }
            assert_eq!(chars.next(), Some('['), "only CSI is written");
            let mut numbers = String::new();
            let last = loop {
                match chars.next().expect("a whole sequence") {
                    c if c.is_ascii_alphabetic() => break c,
                    c => numbers.push(c),
                }
            };
            let mut numbers = numbers.split(';').map(|n| n.parse::<usize>().unwrap_or(1));
            let first = numbers.next().unwrap_or(1);
            match last {
                'H' => self.at = (first - 1, numbers.next().unwrap_or(1) - 1),
                'A' => self.at.0 -= first,
                'B' => self.at.0 += first,
                'C' => self.at.1 += first,
                'D' => self.at.1 -= first,
                'J' => self.cells.iter_mut().flatten().for_each(|c| *c = " ".to_string()),
                _ => {}
            }
        }
    }

    fn print(&mut self, c: char) {
        let width = if self.wide { c.width_cjk() } else { c.width() }.unwrap_or(0);
        let (y, x) = self.at;
        if width == 0 {
            // Onto the sign before it, of which the second column is empty.
            let row = &mut self.cells[y];
            if let Some(before) = (0..x.min(row.len())).rev().find(|i| !row[*i].is_empty()) {
                row[before].push(c);
            }
            return;
        }
        if x + width > self.width {
            self.wrapped = true;
            return;
        }
        for column in x..x + width {
            self.erase(y, column);
        }
        self.cells[y][x] = c.to_string();
        if width == 2 {
            self.cells[y][x + 1] = String::new();
        }
        self.at.1 = x + width;
    }

    /// A sign goes whole.
    fn erase(&mut self, y: usize, x: usize) {
        let row = &mut self.cells[y];
        if row[x].is_empty() && x > 0 {
            row[x - 1] = " ".to_string();
        }
        if row.get(x + 1).is_some_and(String::is_empty) {
            row[x + 1] = " ".to_string();
        }
        row[x] = " ".to_string();
    }
}

/// The synthetic studio with a visitor and cases that are written in Tibetan script, at a look and a width.
fn seat(login: &str, size: (u16, u16), theme: Theme) -> Seat {
    let mut seat = Seat::new("qiantai", size);
    let draft = FULL.iter().filter_map(|pair| pair.split_once('=')).fold(VISIT.blank(), |d, (k, v)| d.with(k, v));
    let draft = draft.with("respondent", AGAINST).with("gist", GIST).with("name_native", NAME);
    seat.desk.save_visit(&VisitWrite { draft, ..VisitWrite::default() }).expect("saved");
    for name in ["旦增e\u{301}卓玛", NAME] {
        seat.desk.take_number(&Draft::default().with("name", name).with("people", "1")).expect("a number");
    }
    seat.desk.login_as(login).expect("a user");
    seat.model = Model::new(theme, size, seat.desk.now());
    seat.tell(Msg::Start);
    seat
}

/// Keys that open popups over lists, scroll, search and go back, one after another.
fn story(mut each: impl FnMut(&str, &mut dyn FnMut(&mut Seat))) {
    each("desk", &mut |_| {});
    each("down", &mut |s| {
        s.key(KeyCode::Down).key(KeyCode::Down);
    });
    each("cases", &mut |s| {
        s.f(11);
    });
    each("further down", &mut |s| {
        for _ in 0..9 {
            s.key(KeyCode::Down);
        }
    });
    each("page", &mut |s| {
        s.key(KeyCode::PageDown);
    });
    each("back up", &mut |s| {
        s.key(KeyCode::Home);
    });
    each("help over the list", &mut |s| {
        s.f(1);
    });
    each("help scrolled", &mut |s| {
        s.key(KeyCode::PageDown);
    });
    each("without help", &mut |s| {
        s.key(KeyCode::Esc);
    });
    each("case", &mut |s| {
        s.key(KeyCode::Enter);
    });
    each("moves over the case", &mut |s| {
        s.f(4);
    });
    each("without moves", &mut |s| {
        s.key(KeyCode::Esc);
    });
    each("desk again", &mut |s| {
        s.key(KeyCode::Esc).key(KeyCode::Esc);
    });
    each("found by its script", &mut |s| {
        s.f(3).types("ཀྲུང");
    });
    each("registers", &mut |s| {
        s.key(KeyCode::Esc).f(9);
    });
    each("form", &mut |s| {
        s.key(KeyCode::Esc).ctrl('t').types(NAME).key(KeyCode::Tab);
    });
    each("locked", &mut |s| {
        s.f(10);
    });
}

const LOOKS: [Theme; 4] = [
    Theme { ascii: false, color: true, plain: false },
    Theme { ascii: false, color: false, plain: false },
    Theme { ascii: true, color: true, plain: false },
    Theme { ascii: false, color: false, plain: true },
];

#[test]
fn each_screen_over_the_one_before_is_as_on_an_empty_terminal() {
    for (size, theme) in [(80, 24), (81, 25), (120, 40), (95, 30)].into_iter().zip(LOOKS) {
        let mut shown = Shown::new(seat("zhuren", size, theme), false);
        story(|what, act| {
            act(&mut shown.seat);
            shown.draw();
            let (now, fresh) = (look(shown.screen.screen()), shown.afresh());
            let unlike: Vec<_> = now.iter().zip(&fresh).filter(|(a, b)| a != b).take(9).collect();
            assert!(unlike.is_empty(), "{what} {size:?} {theme:?} {unlike:#?}\n{}", shown.screen.screen().contents());
            let coloured = now.iter().any(|c| !c.contains("(Default, Default)"));
            assert!(theme.color || !coloured, "{what}: a colour though none is wanted");
        });
    }
}

/// Every sign whose width is certain stands in its column, and no row runs over into the next.
fn in_place(buffer: &Buffer, glass: &Glass, what: &str) {
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            let cells = cells::width(symbol).max(1);
            let certain = symbol.chars().all(|c| c.is_ascii() || fengqiao::validation::text::is_han(c));
            if certain && !symbol.trim().is_empty() {
                let there = &glass.cells[usize::from(y)][usize::from(x)];
                assert_eq!(there, symbol, "{what}: row {y}, column {x}");
            }
            x += u16::try_from(cells).expect("few");
        }
    }
    assert!(!glass.wrapped, "{what}: a row ran over its end");
}

#[test]
fn every_hanzi_stands_in_its_column_though_the_terminal_gives_some_signs_two() {
    let ascii = Theme { ascii: true, ..Theme::default() };
    for (wide, theme) in [(false, Theme::default()), (true, ascii), (true, Theme { plain: true, ..ascii })] {
        for size in [(80, 24), (101, 30)] {
            let mut shown = Shown::new(seat("zhuren", size, theme), wide);
            story(|what, act| {
                act(&mut shown.seat);
                let buffer = shown.draw();
                in_place(&buffer, &shown.glass, &format!("{what} {size:?} wide {wide}"));
            });
        }
    }
}

/// The columns of the corners of a kind, each with its row.
fn corners(screen: &vt100::Screen, sign: &str) -> Vec<(u16, u16)> {
    let (height, width) = screen.size();
    let (height, width) = (height.get(), width.get());
    let all = (0..height).flat_map(|y| (0..width).map(move |x| (y, x)));
    all.filter(|&(y, x)| screen.cell(y, x).is_some_and(|c| c.contents() == sign)).collect()
}

#[test]
fn the_edges_of_a_popup_are_straight_wherever_they_cut_the_hanzi_below() {
    let mut cut = [0, 0];
    for width in 80..88 {
        let mut shown = Shown::new(seat("qiantai", (width, 24), Theme::default()), false);
        shown.seat.f(11);
        let below = shown.draw();
        let before = [corners(shown.screen.screen(), "┌"), corners(shown.screen.screen(), "┐")].concat();
        for open in [1, 9] {
            shown.seat.f(open);
            shown.draw();
            let screen = shown.screen.screen();
            let mut edges = 0;
            for (first, last) in [("┌", "└"), ("┐", "┘")] {
                for (top, x) in corners(screen, first).into_iter().filter(|c| !before.contains(c)) {
                    let end = (top + 1..24).find(|y| screen.cell(*y, x).is_some_and(|c| c.contents() == last));
                    let end = end.unwrap_or_else(|| panic!("{width}: no lower corner\n{}", screen.contents()));
                    for y in top + 1..end {
                        let edge = screen.cell(y, x).expect("a cell").contents();
                        assert!(
                            ["│", "├", "┤"].contains(&edge),
                            "{width}: {edge:?} in the edge\n{}",
                            screen.contents()
                        );
                    }
                    edges += 1;
                    // Second halves of hanzi that lay under the left edge, and first halves under the right one.
                    let halves = |x: u16| (top..=end).filter(|y| cells::width(below[(x, *y)].symbol()) == 2).count();
                    cut[usize::from(first == "┐")] +=
                        if first == "┐" { halves(x) } else { x.checked_sub(1).map_or(0, halves) };
                }
            }
            assert!(edges >= 2, "no popup at {width}\n{}", screen.contents());
            shown.seat.key(KeyCode::Esc);
            shown.draw();
        }
    }
    assert!(cut[0] > 5 && cut[1] > 5, "the edges cut hanzi: {cut:?}");
}

#[test]
fn tibetan_and_marks_in_a_list_and_under_a_popup() {
    for width in [80, 81] {
        let mut shown = Shown::new(seat("qiantai", (width, 24), Theme::default()), false);
        shown.draw();
        let picture = |shown: &mut Shown, name: &str| {
            shown.draw();
            insta::with_settings!({
                snapshot_path => "../snapshots",
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, {
                insta::assert_snapshot!(format!("{name}_{width}x24"), shown.screen.screen().contents());
            });
        };
        picture(&mut shown, "tibetan_queue");
        shown.seat.f(11).key(KeyCode::Down);
        picture(&mut shown, "tibetan_cases");
        shown.seat.f(9);
        picture(&mut shown, "tibetan_under_a_popup");
        shown.seat.key(KeyCode::Esc).key(KeyCode::Esc).f(3).types("ཀྲུང");
        picture(&mut shown, "tibetan_found");
    }
}
