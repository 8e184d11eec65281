//! The screen's writer: a ratatui `Backend` for slow lines and terminals that disagree about widths.
//!
//! It knows that a wide glyph moves the cursor two columns (half the bytes of the stock backend on a
//! Chinese screen); it places the cursor anew after every glyph whose width terminals dispute, so a
//! disagreement costs one cell and not the row; it writes a frame at once, a large one
//! inside a synchronized update; and it writes nothing at all when nothing changed. It must not decide what is drawn.

use crate::validation::text;
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Cell, CellWidth};
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use std::io::{self, Write};
use unicode_width::UnicodeWidthChar;

/// How frames are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Output {
    /// Replace glyphs of uncertain width by ASCII.
    pub ascii: bool,
    /// Write colours; bold, dim, underline and reverse are written in any case.
    pub color: bool,
    /// Frame each write with `CSI ? 2026 h/l`; terminals that do not know it ignore it.
    pub sync: bool,
}

impl Default for Output {
    fn default() -> Self {
        Self { ascii: false, color: true, sync: true }
    }
}

/// Bytes of a frame that a terminal takes in with one read, and shows as one.
const AT_ONCE: usize = 256;

/// Where the size of the screen comes from.
enum Extent {
    Fixed(Size),
    Asked(fn() -> io::Result<Size>),
}

/// The look of a cell, as far as it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const PLAIN: Look = Look { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };
const SHOWN: Modifier =
    Modifier::BOLD.union(Modifier::DIM).union(Modifier::UNDERLINED).union(Modifier::REVERSED).union(Modifier::ITALIC);

/// The backend; `W` should be unbuffered, each frame is one `write_all`.
pub struct DeskBackend<W: Write> {
    out: W,
    output: Output,
    extent: Extent,
    frame: Vec<u8>,
    /// Where the terminal's cursor is for certain.
    at: Option<Position>,
    /// Where the application wants it.
    wanted: Position,
    visible: bool,
    visible_now: Option<bool>,
}

impl<W: Write> DeskBackend<W> {
    /// A screen that asks `size` before each frame.
    pub fn new(out: W, output: Output, size: fn() -> io::Result<Size>) -> Self {
        Self::with_extent(out, output, Extent::Asked(size))
    }

    /// A screen of fixed size (tests, pipes).
    pub fn fixed(out: W, output: Output, size: Size) -> Self {
        Self::with_extent(out, output, Extent::Fixed(size))
    }

    fn with_extent(out: W, output: Output, extent: Extent) -> Self {
        let (frame, at, wanted) = (Vec::new(), None, Position::ORIGIN);
        Self { out, output, extent, frame, at, wanted, visible: true, visible_now: None }
    }

    /// Tells a fixed screen its new size.
    pub fn set_size(&mut self, size: Size) {
        self.extent = Extent::Fixed(size);
    }

    fn move_to(&mut self, to: Position) {
        if self.at == Some(to) {
            return;
        }
        let place = placed(to);
        match self.at.map(|at| led(at, to)) {
            Some(way) if way.len() < place.len() => self.frame.extend_from_slice(way.as_bytes()),
            _ => self.frame.extend_from_slice(place.as_bytes()),
        }
        self.at = Some(to);
    }
}

/// The cursor set to a place, wherever it was.
fn placed(to: Position) -> String {
    match (u32::from(to.y) + 1, u32::from(to.x) + 1) {
        (1, 1) => "\x1b[H".into(),
        (y, 1) => format!("\x1b[{y}H"),
        (y, x) => format!("\x1b[{y};{x}H"),
    }
}

/// The cursor led from a place that is certain: a byte or two for the next row of a list, three over a blank.
fn led(at: Position, to: Position) -> String {
    let step = |n: u16, way: char| match n {
        0 => String::new(),
        1 => format!("\x1b[{way}"),
        n => format!("\x1b[{n}{way}"),
    };
    let row = match (at.y, to.y) {
        // Rows below are on the screen: nothing scrolls.
        (from, y) if y > from && y - from <= 3 && to.x == 0 => "\n".repeat(usize::from(y - from)),
        (from, y) if y > from => step(y - from, 'B'),
        (from, y) => step(from - y, 'A'),
    };
    let column = match (at.x, to.x) {
        (from, 0) if from > 0 || row.starts_with('\n') => "\r".into(),
        (from, x) if x < from && from - x <= 3 => "\x08".repeat(usize::from(from - x)),
        (from, x) if x < from => step(from - x, 'D'),
        (from, x) => step(x - from, 'C'),
    };
    column + &row
}

/// Whether every terminal agrees on the width of this glyph.
fn is_certain(glyph: &str) -> bool {
    let mut chars = glyph.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => {
            let emoji = matches!(c as u32, 0x2600..=0x27BF | 0x1F000..=0x1FAFF);
            c.is_ascii() || (c.width().is_some_and(|w| w > 0) && c.width() == c.width_cjk() && !emoji)
        }
        _ => false,
    }
}

/// ASCII for a glyph of uncertain width, of the same width as ratatui counts.
fn ascii_glyph(glyph: &str) -> Option<&'static str> {
    Some(match glyph {
        "─" | "━" | "═" | "—" => "-",
        "│" | "┃" | "║" => "|",
        "┌" | "┐" | "└" | "┘" | "├" | "┤" | "┬" | "┴" | "┼" | "╭" | "╮" | "╰" | "╯" | "╔" | "╗" | "╚" | "╝" => {
            "+"
        }
        "█" | "▓" | "▒" | "■" => "#",
        "·" => ".",
        "…" => "~",
        "“" | "”" => "\"",
        "‘" | "’" => "'",
        "→" | "▶" | "►" => ">",
        "←" | "◀" => "<",
        "●" | "★" | "※" => "*",
        "×" => "x",
        "√" => "v",
        _ => return None,
    })
}

/// Appends the SGR that leads from one look to another.
fn write_look(out: &mut Vec<u8>, from: Look, to: Look) {
    let mut from = from;
    let mut codes: Vec<String> = Vec::new();
    if !(from.modifier - to.modifier).is_empty() || (to == PLAIN && from != PLAIN) {
        codes.push("0".into());
        from = PLAIN;
    }
    for (modifier, code) in [
        (Modifier::BOLD, "1"),
        (Modifier::DIM, "2"),
        (Modifier::ITALIC, "3"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::REVERSED, "7"),
    ] {
        if (to.modifier - from.modifier).contains(modifier) {
            codes.push(code.into());
        }
    }
    if from.fg != to.fg {
        codes.push(color_code(to.fg, 30));
    }
    if from.bg != to.bg {
        codes.push(color_code(to.bg, 40));
    }
    if codes == ["0"] {
        out.extend_from_slice(b"\x1b[m");
    } else if !codes.is_empty() {
        out.extend_from_slice(format!("\x1b[{}m", codes.join(";")).as_bytes());
    }
}

/// SGR code of a colour; `base` is 30 for text and 40 for the ground.
fn color_code(color: Color, base: u8) -> String {
    let number = match color {
        Color::Reset => return (base + 9).to_string(),
        Color::Indexed(i) => return format!("{};5;{i}", base + 8),
        Color::Rgb(r, g, b) => return format!("{};2;{r};{g};{b}", base + 8),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
    };
    (base + number).to_string()
}

impl<W: Write> Backend for DeskBackend<W> {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        let right = self.size()?.width;
        let mut look = PLAIN;
        for (x, y, cell) in content {
            self.move_to(Position { x, y });
            let (fg, bg) = if self.output.color { (cell.fg, cell.bg) } else { (Color::Reset, Color::Reset) };
            let next = Look { fg, bg, modifier: cell.modifier & SHOWN };
            write_look(&mut self.frame, look, next);
            look = next;
            let glyph = cell.symbol();
            let glyph = if self.output.ascii { ascii_glyph(glyph).unwrap_or(glyph) } else { glyph };
            self.frame.extend_from_slice(text::shown(glyph).as_bytes());
            let after = x.saturating_add(cell.cell_width().max(1));
            // At the right margin the terminal holds the wrap back: its cursor is nowhere for certain.
            self.at = (is_certain(glyph) && after < right).then_some(Position { x: after, y });
        }
        write_look(&mut self.frame, look, PLAIN);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.visible = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.visible = true;
        Ok(())
    }

    /// The last place that was asked for; the terminal itself is never asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.wanted)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.wanted = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.frame.clear();
        self.frame.extend_from_slice(b"\x1b[m\x1b[2J");
        self.at = None;
        Ok(())
    }

    /// Clears everything, whatever the region: the desk owns the whole screen.
    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        match self.extent {
            Extent::Fixed(size) => Ok(size),
            Extent::Asked(ask) => ask(),
        }
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        let drawn = !self.frame.is_empty();
        if self.visible {
            self.move_to(self.wanted);
        }
        if self.visible_now != Some(self.visible) {
            self.frame.extend_from_slice(if self.visible { b"\x1b[?25h" } else { b"\x1b[?25l" });
            self.visible_now = Some(self.visible);
        }
        if self.frame.is_empty() {
            return Ok(());
        }
        // What fits one read of the terminal is drawn at once anyway.
        if drawn && self.output.sync && self.frame.len() > AT_ONCE {
            self.frame.splice(0..0, *b"\x1b[?2026h");
            self.frame.extend_from_slice(b"\x1b[?2026l");
        }
        let result = self.out.write_all(&self.frame).and_then(|()| self.out.flush());
        self.frame.clear();
        result
    }
}

#[cfg(test)]
#[path = "backend_tests.rs"]
mod tests;
