//! What a key means when it is a command: full-width characters of a running input method count as
//! ASCII. In text they stay text, so only command positions (lists, menus, pickers) call this.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The ASCII character that a full-width one stands for, or itself.
pub fn ascii_char(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '。' => '.',
        '、' => '/',
        _ => c,
    }
}

/// A key in command position.
pub fn ascii_key(mut key: KeyEvent) -> KeyEvent {
    if let KeyCode::Char(c) = key.code {
        key.code = KeyCode::Char(ascii_char(c));
    }
    key
}

/// The character a key types: none with Ctrl or Alt, none for a control character.
pub fn typed(key: KeyEvent) -> Option<char> {
    match key.code {
        KeyCode::Char(c) if !c.is_control() && !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => {
            Some(c)
        }
        _ => None,
    }
}

/// Whether this is Ctrl with the letter.
pub fn is_ctrl(key: KeyEvent, letter: char) -> bool {
    key.modifiers.contains(KeyModifiers::CONTROL) && key.code == KeyCode::Char(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_counts_as_ascii() {
        let read: String = "１／？：，ａ　".chars().map(ascii_char).collect();
        assert_eq!(read, "1/?:,a ");
        let key = KeyEvent::new(KeyCode::Char('９'), KeyModifiers::NONE);
        assert_eq!(ascii_key(key).code, KeyCode::Char('9'));
    }
}
