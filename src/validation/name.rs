//! Names of persons and units.
//!
//! Owns the spelling rules of a name: the separator · (U+00B7) and its look-alikes, blanks, length,
//! what is no part of a name. Names are never split into surname and given name: many Tibetan names
//! have none. Accepts every script and rare hanzi (民委发〔2016〕33号: 间隔符 U+00B7, at least 50
//! characters, GB 18030 in full).

use super::field::Value;
use super::text::{chars, clean_line, is_han};

/// Most characters of a name.
pub const MAX: usize = 50;
/// 姓名间隔符.
pub const SEPARATOR: char = '·';

/// Checks and normalises a name; the error says the remedy.
pub fn check_name(text: &str) -> Result<Value, String> {
    let name = normalize(text);
    if name.is_empty() {
        return Err("请填写姓名或单位名称".into());
    }
    if let Some(c) = name.chars().find(|&c| is_emoji(c)) {
        return Err(format!("不能含表情符号“{c}”,请删去后照证件填写"));
    }
    if name.contains('\u{FFFD}') {
        return Err("含无法辨认的乱码“\u{FFFD}”,请照证件重新输入;打不出的字可用拼音代替".into());
    }
    if !name.chars().any(char::is_alphabetic) {
        return Err("没有文字,请照证件填写姓名或单位全称".into());
    }
    let count = chars(&name);
    if count > MAX {
        return Err(format!("最多{MAX}字,现为{count}字,请用规范简称"));
    }
    let warning = name
        .chars()
        .any(is_private)
        .then(|| "含造字区的字,换一台电脑可能显示不出,请改用国标生僻字或记下拼音".to_string());
    Ok(Value { text: name, warning })
}

/// The canonical spelling: one kind of separator, single spaces, none at the ends. Judges nothing.
pub fn normalize(text: &str) -> String {
    // Hanzi alone have no other spelling.
    if text.chars().all(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')) {
        return text.to_string();
    }
    let line = clean_line(text);
    let typed: Vec<char> = line.chars().map(|c| if c == '\u{3000}' { ' ' } else { c }).collect();
    let mut out: Vec<char> = Vec::with_capacity(typed.len());
    for (i, &c) in typed.iter().enumerate() {
        let c = if is_separator(c) || (is_dot(c) && between_han(&typed, i)) { SEPARATOR } else { c };
        match (c, out.last().copied()) {
            (' ', None | Some(' ' | SEPARATOR)) | (SEPARATOR, None | Some(SEPARATOR)) => {}
            (SEPARATOR, Some(' ')) => {
                out.pop();
                out.push(SEPARATOR);
            }
            _ => out.push(c),
        }
    }
    while matches!(out.last(), Some(&(' ' | SEPARATOR))) {
        out.pop();
    }
    out.into_iter().collect()
}

/// Characters that input methods and old systems put for U+00B7, wherever they stand.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        SEPARATOR
            | '\u{2022}'
            | '\u{2027}'
            | '\u{30FB}'
            | '\u{FF65}'
            | '\u{2219}'
            | '\u{22C5}'
            | '\u{0387}'
            | '\u{2E31}'
            | '\u{A78F}'
    )
}

/// Full stops stand for the separator only between hanzi: `J. Smith` keeps its own.
fn is_dot(c: char) -> bool {
    matches!(c, '.' | '\u{FF0E}' | '\u{FE52}')
}

/// Whether the nearest characters, blanks and other dots aside, are hanzi; at an end of the name one
/// side decides (and the separator is dropped there).
fn between_han(typed: &[char], at: usize) -> bool {
    let solid = |c: &&char| **c != ' ' && !is_separator(**c) && !is_dot(**c);
    let before = typed[..at].iter().rev().find(solid);
    let after = typed[at + 1..].iter().find(solid);
    let sides = [before, after];
    sides.iter().flatten().all(|c| is_han(**c)) && sides.iter().any(Option::is_some)
}

/// Pictographs and what joins them.
fn is_emoji(c: char) -> bool {
    matches!(u32::from(c),
        0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2B00..=0x2BFF | 0x2300..=0x23FF | 0x2190..=0x21FF
        | 0xFE0E..=0xFE0F | 0x20E3 | 0x303D | 0x3297 | 0x3299)
}

fn is_private(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF0000..=0xFFFFD | 0x10_0000..=0x10_FFFD)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn look_alikes_become_the_separator() {
        for dot in ['\u{2022}', '\u{2027}', '\u{30FB}', '\u{FF65}', '.', '\u{2219}', '\u{22C5}', '\u{FF0E}', '·'] {
            assert_eq!(check_name(&format!("扎西{dot}次仁")).unwrap().text, "扎西·次仁", "{dot:?}");
            assert_eq!(check_name(&format!(" 扎西 {dot} 次仁{dot}")).unwrap().text, "扎西·次仁");
        }
    }

    #[test]
    fn spellings() {
        for (typed, kept) in [
            ("  和  志强 ", "和 志强"),
            ("··扎西··次仁··", "扎西·次仁"),
            ("John A. Smith", "John A. Smith"),
            ("Smith Jr.", "Smith Jr."),
            ("和志强.", "和志强"),
            ("བཀྲ་ཤིས་ཚེ་རིང་།", "བཀྲ་ཤིས་ཚེ་རིང་།"),
            ("𠮷㐂", "𠮷㐂"),
            ("德钦县升平镇人民政府(信访办)", "德钦县升平镇人民政府(信访办)"),
            ("阿里木江·买买提.努尔", "阿里木江·买买提·努尔"),
            ("匿名", "匿名"),
            ("和\u{200B}志\u{1B}[1m强", "和志强"),
        ] {
            let value = check_name(typed).unwrap();
            assert_eq!(value.text, kept);
            assert_eq!(value.warning, None);
        }
    }

    #[test]
    fn refusals_say_the_remedy() {
        for (typed, word) in [
            ("", "请填写"),
            ("···", "请填写"),
            ("和志强😀", "表情"),
            ("⭐和志强", "删去"),
            ("12345", "没有文字"),
            ("和\u{FFFD}强", "乱码"),
        ] {
            let problem = check_name(typed).unwrap_err();
            assert!(problem.contains(word), "{typed:?}: {problem}");
        }
        assert!(check_name(&"和".repeat(50)).is_ok());
        assert!(check_name(&"𠮷".repeat(51)).unwrap_err().contains("51"));
        assert!(check_name("和\u{E000}").unwrap().warning.is_some());
    }

    proptest! {
        #[test]
        fn idempotent(text in r"(和|扎|a|ཀ|\.|.| |·|•|・|\PC){0,20}") {
            let once = normalize(&text);
            prop_assert_eq!(&normalize(&once), &once);
            let _ = check_name(&text);
        }
    }
}
