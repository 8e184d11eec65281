//! Text measured in terminal cells: width, truncation, padding, wrapping, cleaning, and erasing under a popup.
//!
//! Everything on screen is laid out with these functions, so that a Chinese character (2 cells), a
//! combining mark (0) and a joined emoji (2) never break a column. Never use chars or bytes as width.
//! Nothing here draws text or knows what the text means.

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Cells that one grapheme takes; a control character takes none, as ratatui draws none.
pub fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) { 0 } else { usize::from(grapheme.cell_width()) }
}

/// Cells that a line of text takes.
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(grapheme_width).sum()
}

/// The longest start of `text` that fits in `max` cells, in whole glyphs.
pub fn take(text: &str, max: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme_width(grapheme);
        if used > max {
            return &text[..at];
        }
    }
    text
}

/// `text` in at most `max` cells; what is cut is marked by `..` (ASCII: the usual sign has no certain width).
pub fn truncate(text: &str, max: usize) -> String {
    if width(text) <= max {
        return text.to_string();
    }
    // Two marks after less than a glyph would say nothing.
    if max < 4 {
        return take(text, max).to_string();
    }
    format!("{}..", take(text, max - 2))
}

/// `text` in exactly `cells` cells, cut or filled with spaces on the right.
pub fn pad(text: &str, cells: usize) -> String {
    let cut = truncate(text, cells);
    let fill = cells.saturating_sub(width(&cut));
    cut + &" ".repeat(fill)
}

/// `text` in exactly `cells` cells, cut or filled with spaces on the left (numbers).
pub fn pad_left(text: &str, cells: usize) -> String {
    let cut = truncate(text, cells);
    " ".repeat(cells.saturating_sub(width(&cut))) + &cut
}

/// Marks that must not open a line.
const NOT_FIRST: &str = "，。、；：？！）》」』】〉〕”’…—·％%,.;:?!)]}～";
/// Marks that must not end a line.
const NOT_LAST: &str = "（《「『【〈〔“‘([{￥";

/// Cuts one line (no newline inside) into pieces of at most `max` cells; the byte ranges cover the
/// whole line, in order. Chinese punctuation does not start a piece, and a Latin word or number is
/// kept whole, where the width allows. An empty line is one empty piece.
pub fn wrap_ranges(line: &str, max: usize) -> Vec<Range<usize>> {
    let max = max.max(1);
    let glyphs: Vec<(usize, &str)> = line.grapheme_indices(true).collect();
    let end_of = |i: usize| glyphs.get(i).map_or(line.len(), |(at, _)| *at);
    let mut pieces = Vec::new();
    let (mut first, mut used, mut i) = (0, 0, 0);
    while i < glyphs.len() {
        let cells = grapheme_width(glyphs[i].1);
        if used + cells > max && i > first {
            let stop = break_before(&glyphs, first, i);
            pieces.push(end_of(first)..end_of(stop));
            (first, i, used) = (stop, stop, 0);
        } else {
            used += cells;
            i += 1;
        }
    }
    pieces.push(end_of(first)..line.len());
    pieces
}

/// The glyph before which to break when glyph `over` no longer fits on the line that began at `first`.
fn break_before(glyphs: &[(usize, &str)], first: usize, over: usize) -> usize {
    // A long run of marks is cut anyway: looking back further would leave a ragged hole.
    (first + 1..=over).rev().take(24).find(|&i| may_break(glyphs[i - 1].1, glyphs[i].1)).unwrap_or(over)
}

fn may_break(before: &str, after: &str) -> bool {
    let in_word = |g: &str| g.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.'));
    !(NOT_FIRST.contains(after) || NOT_LAST.contains(before) || (in_word(before) && in_word(after)))
}

/// Wraps a text of several lines to `max` cells.
pub fn wrap(text: &str, max: usize) -> Vec<String> {
    let lines = text.split('\n');
    lines.flat_map(|line| wrap_ranges(line, max).into_iter().map(|r| line[r].to_string())).collect()
}

/// Pasted or imported text made fit for a field of several lines: line ends become `\n`, tabs and
/// other spaces one space, control characters and escape sequences go.
pub fn clean_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\x1b' => skip_escape(&mut chars),
            '\t' | '\u{a0}' => out.push(' '),
            // Direction marks and the byte-order mark are unseen, and would be stored unseen.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Drops the rest of an escape sequence: `CSI … final` or one character.
fn skip_escape(chars: &mut std::iter::Peekable<std::str::Chars>) {
    if chars.next_if_eq(&'[').is_some() {
        while chars.next_if(|c| matches!(c, '\x20'..='\x3f')).is_some() {}
        chars.next_if(|c| matches!(c, '\x40'..='\x7e'));
    }
}

/// As [`clean_text`], on one line: line ends become a space, ends are trimmed.
pub fn clean_line(text: &str) -> String {
    clean_text(text).split('\n').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Erases `area` for a popup, whole glyphs only: a wide glyph whose second half lies under the left
/// edge would hide the popup's border there, and its first half would stay behind.
pub fn clear_wide(buffer: &mut Buffer, area: Rect) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        if area.x > buffer.area.x && area.width > 0 && buffer[(area.x - 1, y)].cell_width() > 1 {
            buffer[(area.x - 1, y)].set_symbol(" ");
        }
        for x in area.left()..area.right() {
            buffer[(x, y)].reset();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn measures_glyphs_not_characters() {
        assert_eq!(width("张三a丰"), 7);
        assert_eq!(width("𠮷"), 2);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("👨‍👩‍👧"), 2);
        assert_eq!(truncate("香格里拉市建塘镇", 7), "香格..");
        assert_eq!(pad("张三", 3), "张 ");
        assert_eq!(pad_left("12", 4), "  12");
    }

    #[test]
    fn punctuation_does_not_open_a_line() {
        assert_eq!(wrap("双方同意，再议。", 8), ["双方同", "意，再", "议。"]);
        assert_eq!(wrap("说（甲）乙", 6), ["说", "（甲）", "乙"]);
    }

    #[test]
    fn words_and_numbers_stay_whole_where_they_fit() {
        assert_eq!(wrap("案号2026-000123办", 12), ["案号", "2026-000123", "办"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn pasted_text_is_cleaned() {
        assert_eq!(clean_text("甲\r\n乙\r\x1b[31m丙\0\t丁"), "甲\n乙\n丙 丁");
        assert_eq!(clean_line("  甲\r\n\n 乙 "), "甲 乙");
    }

    #[test]
    fn a_popup_erases_the_glyph_it_cuts() {
        let mut buffer = Buffer::with_lines(["张三丰张三丰"]);
        clear_wide(&mut buffer, Rect::new(3, 0, 4, 1));
        assert_eq!(crate::tui::testing::screen_text(&buffer), "张     丰三丰".replace("丰三丰", " 三丰"));
    }

    proptest! {
        #[test]
        fn wrapping_covers_the_line(line in "[a-z张，。（）𠮷བོ\u{301}👨 ]{0,60}", max in 1usize..20) {
            let ranges = wrap_ranges(&line, max);
            let mut at = 0;
            for r in &ranges {
                prop_assert_eq!(r.start, at);
                at = r.end;
            }
            prop_assert_eq!(at, line.len());
            prop_assert!(max < 2 || ranges.iter().all(|r| width(&line[r.clone()]) <= max));
        }
    }
}
