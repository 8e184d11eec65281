//! Word bounds for moving and deleting in mixed text: punctuation, space and a change of script are
//! bounds, so that deleting a word never takes a whole Chinese sentence with it.

use unicode_segmentation::UnicodeSegmentation;

#[derive(PartialEq, Eq, Clone, Copy)]
enum Script {
    Space,
    Mark,
    Han,
    Latin,
    Tibetan,
    Other,
}

fn script(c: char) -> Script {
    match c {
        c if c.is_whitespace() => Script::Space,
        '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '々' | '〇' => Script::Han,
        '\u{f0b}' | '\u{f0d}' => Script::Mark,
        '\u{f00}'..='\u{fff}' => Script::Tibetan,
        'a'..='z' | 'A'..='Z' | '0'..='9' | '\u{c0}'..='\u{24f}' | '\u{300}'..='\u{36f}' => Script::Latin,
        c if c.is_alphanumeric() => Script::Other,
        _ => Script::Mark,
    }
}

/// Character index of the start of the word before `at`.
pub fn word_before(line: &str, at: usize) -> usize {
    let chars: Vec<char> = line.chars().collect();
    let mut i = at.min(chars.len());
    while i > 0 && script(chars[i - 1]) == Script::Space {
        i -= 1;
    }
    let Some(kind) = i.checked_sub(1).map(|last| script(chars[last])) else { return 0 };
    while i > 0 && script(chars[i - 1]) == kind {
        i -= 1;
    }
    i
}

/// Character index of the end of the word after `at`.
pub fn word_after(line: &str, at: usize) -> usize {
    let chars: Vec<char> = line.chars().collect();
    let mut i = at.min(chars.len());
    while i < chars.len() && script(chars[i]) == Script::Space {
        i += 1;
    }
    let Some(kind) = chars.get(i).map(|c| script(*c)) else { return i };
    while i < chars.len() && script(chars[i]) == kind {
        i += 1;
    }
    i
}

/// Character index of the start of the glyph before `at`.
pub fn glyph_before(line: &str, at: usize) -> usize {
    bounds(line).take_while(|b| *b < at).last().unwrap_or(0)
}

/// Character index of the end of the glyph at `at`.
pub fn glyph_after(line: &str, at: usize) -> usize {
    let end = line.chars().count();
    bounds(line).find(|b| *b > at).unwrap_or(end)
}

fn bounds(line: &str) -> impl Iterator<Item = usize> + '_ {
    line.graphemes(true).scan(0, |at, g| {
        let start = *at;
        *at += g.chars().count();
        Some(start)
    })
}

/// Byte offset of a character index.
pub fn byte_of(line: &str, at: usize) -> usize {
    line.char_indices().nth(at).map_or(line.len(), |(byte, _)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_commas_and_scripts_are_bounds() {
        let line = "当事人因宅基地，排水abc";
        assert_eq!([word_before(line, 13), word_before(line, 10), word_before(line, 8)], [10, 8, 7]);
        assert_eq!([word_after(line, 0), word_after(line, 7), word_after(line, 8)], [7, 8, 10]);
        assert_eq!(word_before("甲 ", 2), 0);
    }

    #[test]
    fn glyphs_are_whole() {
        let line = "甲👨‍👩‍👧e\u{301}";
        assert_eq!([glyph_after(line, 0), glyph_after(line, 1), glyph_after(line, 6)], [1, 6, 8]);
        assert_eq!([glyph_before(line, 8), glyph_before(line, 6), glyph_before(line, 0)], [6, 1, 0]);
    }
}
