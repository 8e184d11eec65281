//! Asks the terminal, once and before the keys are read, how wide it draws a box glyph: prints one and
//! reads the cursor's place. Opt-in, as a terminal that does not answer costs a tenth of a second.
//! Keys typed meanwhile are handed on, never lost.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rustix::termios::{self, OptionalActions, SpecialCodeIndex};
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::AsFd;

/// What the terminal said, and the keys that came with it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Cells of `─`; `None` without an answer.
    pub width: Option<usize>,
    pub keys: Vec<KeyEvent>,
}

/// Asks; waits 0.1 s at most for each part of the answer. Raw mode must be on.
pub fn box_width() -> Answer {
    ask().unwrap_or_default()
}

fn ask() -> io::Result<Answer> {
    let mut input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let before = termios::tcgetattr(&input)?;
    let mut timed = before.clone();
    // Reading returns after a tenth of a second without a byte: no poll, no second thread.
    timed.special_codes[SpecialCodeIndex::VMIN] = 0;
    timed.special_codes[SpecialCodeIndex::VTIME] = 1;
    termios::tcsetattr(&input, OptionalActions::Now, &timed)?;
    let read = exchange(&mut input);
    termios::tcsetattr(&input, OptionalActions::Now, &before)?;
    Ok(split(&read?))
}

fn exchange(input: &mut File) -> io::Result<Vec<u8>> {
    let mut out = io::stdout();
    out.write_all("\r─\x1b[6n\r\x1b[K".as_bytes())?;
    out.flush()?;
    let (mut bytes, mut part) = (Vec::new(), [0; 64]);
    while find_report(&bytes).is_none() && bytes.len() < 4096 {
        match input.read(&mut part)? {
            0 => break,
            n => bytes.extend_from_slice(&part[..n]),
        }
    }
    Ok(bytes)
}

/// Range of `ESC [ row ; column R`, and the column.
fn find_report(bytes: &[u8]) -> Option<(std::ops::Range<usize>, usize)> {
    for start in 0..bytes.len() {
        let Some(rest) = bytes[start..].strip_prefix(b"\x1b[") else { continue };
        let Some(len) = rest.iter().position(|b| !b.is_ascii_digit() && *b != b';') else { continue };
        let body = std::str::from_utf8(&rest[..len]).unwrap_or_default();
        if let (b'R', Some((_, column))) = (rest[len], body.split_once(';')) {
            return Some((start..start + len + 3, column.parse().ok()?));
        }
    }
    None
}

fn split(bytes: &[u8]) -> Answer {
    let Some((range, column)) = find_report(bytes) else { return Answer { width: None, keys: keys(bytes) } };
    let rest = [&bytes[..range.start], &bytes[range.end..]].concat();
    Answer { width: column.checked_sub(1).filter(|w| (1..=2).contains(w)), keys: keys(&rest) }
}

/// The keys of what was typed early: text, Enter, Tab, Backspace, Esc, arrows, Ctrl with a letter.
/// Sequences of other keys are dropped whole.
fn keys(bytes: &[u8]) -> Vec<KeyEvent> {
    let text = String::from_utf8_lossy(bytes);
    let (mut keys, mut chars) = (Vec::new(), text.chars().peekable());
    while let Some(c) = chars.next() {
        let (code, modifiers) = match c {
            '\r' | '\n' => (KeyCode::Enter, KeyModifiers::NONE),
            '\t' => (KeyCode::Tab, KeyModifiers::NONE),
            '\x7f' | '\x08' => (KeyCode::Backspace, KeyModifiers::NONE),
            '\x1b' => match chars.next_if(|c| matches!(c, '[' | 'O')) {
                None => (KeyCode::Esc, KeyModifiers::NONE),
                Some(_) => {
                    while chars.next_if(|c| matches!(c, '\x20'..='\x3f')).is_some() {}
                    let code = match chars.next() {
                        Some('A') => KeyCode::Up,
                        Some('B') => KeyCode::Down,
                        Some('C') => KeyCode::Right,
                        Some('D') => KeyCode::Left,
                        _ => continue,
                    };
                    (code, KeyModifiers::NONE)
                }
            },
            '\x01'..='\x1a' => (KeyCode::Char((b'a' - 1 + c as u8) as char), KeyModifiers::CONTROL),
            c if c.is_control() => continue,
            c => (KeyCode::Char(c), KeyModifiers::NONE),
        };
        keys.push(KeyEvent::new(code, modifiers));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::{ctrl, key};

    #[test]
    fn the_answer_is_found_among_early_keys() {
        let answer = split("张\x1b[12;3R\x1b[A\x13\r".as_bytes());
        assert_eq!(answer.width, Some(2));
        let early = [key(KeyCode::Char('张')), key(KeyCode::Up), ctrl('s'), key(KeyCode::Enter)];
        assert_eq!(answer.keys, early);
        assert_eq!(split(b"\x1b[1;2R"), Answer { width: Some(1), keys: vec![] });
    }

    #[test]
    fn no_answer_loses_no_key() {
        assert_eq!(split(b"ab"), Answer { width: None, keys: vec![key(KeyCode::Char('a')), key(KeyCode::Char('b'))] });
        assert_eq!(split(b"\x1b[15~"), Answer::default());
    }
}
