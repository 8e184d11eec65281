//! Cleaning what was typed or pasted, before any rule looks at it.
//!
//! Owns removal of what no reader sees (control characters, terminal escape sequences, bidirectional
//! controls, zero-width characters) and the folding of full-width forms. Must not judge a value:
//! that is the business of the module of its kind. Every function here is idempotent.

use std::borrow::Cow;

/// One line: no control characters, no escape sequences, blanks as plain spaces, trimmed.
/// Full-width letters and digits are kept; see [`fold_width`] for codes and numbers.
pub fn clean_line(text: &str) -> String {
    if is_plain(text) {
        return text.trim().to_string();
    }
    let one_line = scrub(text, |c| match c {
        '\t' | '\n' => Some(' '),
        c => Some(c),
    });
    one_line.trim().to_string()
}

/// Several lines: as [`clean_line`] but keeping line breaks, all as `\n`. Blank lines at both ends
/// and blanks at the end of each line go; the first line of a paragraph may be indented.
pub fn clean_text(text: &str) -> String {
    if is_plain(text) {
        return text.trim_end().to_string();
    }
    let text = scrub(text, |c| if c == '\t' { Some(' ') } else { Some(c) });
    let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    let first = lines.iter().position(|l| !l.is_empty()).unwrap_or(lines.len());
    let last = lines.iter().rposition(|l| !l.is_empty()).map_or(first, |i| i + 1);
    lines[first..last].join("\n")
}

/// As [`clean_text`] but tabs stay: they part the cells of a row.
pub(super) fn clean_rows(text: &str) -> String {
    scrub(text, Some)
}

/// Full-width digits, letters and punctuation (and the ideographic space) as ASCII; dashes that a
/// Chinese keyboard makes for `-` as `-`. For numbers, codes and dates, never for prose or names.
pub fn fold_width(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// [`fold_width`] of one character.
pub fn fold_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '。' | '\u{FF61}' => '.',
        '、' => ',',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => '-',
        _ => c,
    }
}

/// Number of characters (Unicode scalar values), as the limits of the forms count them.
pub fn chars(text: &str) -> usize {
    text.chars().count()
}

/// Whether `c` is a hanzi of any block, the iteration mark and 〇 included.
pub fn is_han(c: char) -> bool {
    matches!(u32::from(c),
        0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF | 0x3005 | 0x3007)
}

/// Drops the invisible, turns exotic blanks into spaces and every line break into `\n`, and hands
/// what is left to `keep`.
fn scrub(text: &str, keep: impl Fn(char) -> Option<char>) -> String {
    if is_plain(text) {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let c = match c {
            '\u{1B}' | '\u{9B}' | '\u{90}' | '\u{98}' | '\u{9D}'..='\u{9F}' => {
                let after = escape_length(c, rest.clone());
                for _ in 0..after {
                    rest.next();
                }
                continue;
            }
            '\r' => {
                if rest.peek() == Some(&'\n') {
                    rest.next();
                }
                '\n'
            }
            '\n' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            '\t' => '\t',
            '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => ' ',
            c if c.is_control() || is_invisible(c) => continue,
            c => c,
        };
        out.extend(keep(c));
    }
    out
}

/// Whether a text has nothing to drop or turn, and one line: most of what is typed.
fn is_plain(text: &str) -> bool {
    text.chars()
        .all(|c| matches!(c, ' '..='~' | '\u{3001}'..='\u{301F}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF5E}'))
}

/// How many characters after the introducer belong to the escape sequence. A string sequence
/// (title, clipboard) that never ends takes only its introducer, so that typed text is not lost.
fn escape_length(introducer: char, mut rest: impl Iterator<Item = char> + Clone) -> usize {
    let (kind, head) = match introducer {
        '\u{1B}' => match rest.next() {
            Some(c) => (c, 1),
            None => return 0,
        },
        '\u{9B}' => ('[', 0),
        _ => (']', 0),
    };
    match kind {
        '[' => {
            let mut n = head;
            for c in rest {
                match c {
                    '\u{20}'..='\u{3F}' => n += 1,
                    '\u{40}'..='\u{7E}' => return n + 1,
                    _ => break,
                }
            }
            n
        }
        ']' | 'P' | 'X' | '^' | '_' => {
            let mut n = head;
            let mut rest = rest.peekable();
            while let Some(c) = rest.next() {
                n += 1;
                match c {
                    '\u{7}' | '\u{9C}' => return n,
                    '\u{1B}' if rest.peek() == Some(&'\\') => return n + 1,
                    _ => {}
                }
            }
            head
        }
        '\u{20}'..='\u{2F}' => {
            let after: Vec<char> = rest.take(3).collect();
            let middle = after.iter().take_while(|c| matches!(c, '\u{20}'..='\u{2F}')).count();
            head + middle + usize::from(matches!(after.get(middle), Some('\u{30}'..='\u{7E}')))
        }
        '\u{30}'..='\u{7E}' => head,
        _ => 0,
    }
}

/// Whether a character must not leave the program in stored text: a control character other than line
/// end and tab, which a terminal might obey, or one that no reader sees and that may turn the text round.
pub fn is_unseen(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t') || is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Text on its way out, without [`is_unseen`] characters. Input is cleaned, so this is the second wall: for
/// what an older program, another one or a damaged disk left in the file.
pub fn shown(text: &str) -> Cow<'_, str> {
    if text.contains(is_unseen) { text.replace(is_unseen, "").into() } else { text.into() }
}

/// Zero-width characters, bidirectional controls, soft hyphen, tags, noncharacters.
fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0xAD | 0x61C | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFEFF | 0xFFF9..=0xFFFB
        | 0xFDD0..=0xFDEF | 0xE0000..=0xE007F)
        || u32::from(c) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_line() {
        for (typed, kept) in [
            ("  和志强\t ", "和志强"),
            ("和\u{200B}志\u{202E}强\u{FEFF}", "和志强"),
            ("\u{1B}[31m和志强\u{1B}[0m", "和志强"),
            ("\u{1B}]0;title\u{7}和志强", "和志强"),
            ("\u{1B}]0;和志强", "0;和志强"),
            ("\u{9B}2J和", "和"),
            ("a\u{1B}(Bb", "ab"),
            ("\u{1B}和", "和"),
            ("\u{1B}", ""),
            ("第一行\r\n第二行", "第一行 第二行"),
            ("a\tb\u{A0}c", "a b c"),
            ("\u{3000}\u{FF11}\u{FF12}全角\u{3000}", "\u{FF11}\u{FF12}全角"),
            ("བཀྲ་ཤིས་", "བཀྲ་ཤིས་"),
        ] {
            assert_eq!(clean_line(typed), kept, "{typed:?}");
        }
    }

    #[test]
    fn several_lines() {
        for (typed, kept) in [
            ("a\r\nb\rc\n", "a\nb\nc"),
            ("\n\n  段首\n\n第二段  \n \n", "  段首\n\n第二段"),
            ("a\u{2028}b\u{85}c", "a\nb\nc"),
            (" \n\t", ""),
        ] {
            assert_eq!(clean_text(typed), kept, "{typed:?}");
        }
        assert_eq!(clean_rows("a\tb\r\nc\u{200B}"), "a\tb\nc");
    }

    #[test]
    fn widths() {
        assert_eq!(fold_width("\u{FF15}\u{FF13}\u{FF38}\u{FF0D}1\u{FF0C}"), "53X-1,");
        assert_eq!(fold_width("2026.3。12—1–2−3"), "2026.3.12-1-2-3");
        assert_eq!(chars("𠮷·a"), 3);
        assert!(is_han('𠮷') && is_han('〇') && !is_han('ཀ') && !is_han('a'));
    }

    proptest! {
        #[test]
        fn nothing_unseen_goes_out(text in r"(?s)(\x{1B}\[|\x{9B}|\x{202E}|\x{200B}|\x{7F}|和|\n|\t|.){0,40}") {
            let out = shown(&text);
            prop_assert!(!out.contains(is_unseen));
            prop_assert!(!out.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
            let seen: String = text.chars().filter(|c| !is_unseen(*c)).collect();
            prop_assert_eq!(out, seen);
            // What was cleaned on its way in goes out as it is.
            let clean = clean_text(&text);
            prop_assert_eq!(shown(&clean), clean.as_str());
        }

        #[test]
        fn cleaning_is_idempotent(text in r"(?s)(\x{1B}|\x{9B}|\[|\]|[a-z ]|\n|\r|\t|.){0,40}") {
            let line = clean_line(&text);
            prop_assert_eq!(&clean_line(&line), &line);
            prop_assert!(!line.chars().any(char::is_control));
            let many = clean_text(&text);
            prop_assert_eq!(&clean_text(&many), &many);
            let folded = fold_width(&text);
            prop_assert_eq!(&fold_width(&folded), &folded);
        }
    }
}
