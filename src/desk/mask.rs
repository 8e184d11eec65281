//! What is shown of a person unless there is a reason to see more.
//!
//! 姓名 first character and ＊, 证件 first 6 and last 4, 手机 first 3 and last 4, 住址 to the township
//! (个人信息保护法6, 51). Masking never fails and never shows more than the rule.

use crate::domain::wording::is_unit;
use crate::validation::text::is_han;
use unicode_segmentation::UnicodeSegmentation;

/// `和志强` becomes `和＊＊`; units and 匿名 are no persons and stay.
pub fn name(text: &str) -> String {
    let count = text.chars().count();
    // Only in hanzi is a long name a unit's: བཀྲ་ཤིས་ཚེ་རིང is a person.
    let is_long = count > 6 && !text.contains('·') && text.chars().any(is_han);
    if count == 0 || text == "匿名" || text == "不明确" || is_long {
        return text.to_string();
    }
    // With the marks that stand over and under it.
    let mut out: String = text.graphemes(true).take(1).collect();
    out.extend(std::iter::repeat_n('＊', count.saturating_sub(1).clamp(1, 2)));
    out
}

/// A party of a dispute: an organisation is shown, a person masked.
pub fn party(text: &str) -> String {
    // 张三(兄长): the name is masked, what he is to the other stays.
    if let Some(at) = text.find(['(', '（']).filter(|at| *at > 0) {
        return party(text[..at].trim_end()) + &text[at..];
    }
    if text.is_empty() || is_unit(text) { text.to_string() } else { name(text) }
}

/// Who pays, by the kind in the ledger: units and the finance office are shown, a person at fault masked.
pub fn payer(kind: &str, text: &str) -> String {
    if kind == crate::domain::payer::PERSON {
        text.chars().take(1).chain("＊＊".chars()).collect()
    } else {
        text.to_string()
    }
}

/// `533422********0026`; shorter numbers keep their last 4 only.
pub fn document(text: &str) -> String {
    middle(text, 6, 4)
}

/// Last 4, for lists.
pub fn document_tail(text: &str) -> String {
    let count = text.chars().count();
    text.chars().skip(count.saturating_sub(4)).collect()
}

/// `138****0000`.
pub fn phone(text: &str) -> String {
    middle(text, 3, 4)
}

fn middle(text: &str, head: usize, tail: usize) -> String {
    let count = text.chars().count();
    let head = if count > head + tail { head } else { 0 };
    let tail = tail.min(count.saturating_sub(head) / 2);
    text.chars().enumerate().map(|(i, c)| if i < head || i >= count - tail { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_hidden() {
        assert_eq!(name("和志强"), "和＊＊");
        assert_eq!(name("香格里拉市林业和草原局"), "香格里拉市林业和草原局");
        assert_eq!(name("བཀྲ་ཤིས་ཚེ་རིང"), "བ＊＊", "in Tibetan script a person's name is long");
        assert_eq!(name("ཚེ་རིང"), "ཚེ＊＊", "the vowel is part of the first letter");
        assert_eq!(name("E\u{301}lise Martin"), "E\u{301}＊＊");
        assert_eq!(document("533422198506150026"), "533422********0026");
        assert_eq!(phone("13800000000"), "138****0000");
        assert_eq!(document("E1234"), "***34");
        assert_eq!(phone(""), "");
        assert_eq!(party("县林草局"), "县林草局");
        assert_eq!(party("达娃安姆"), "达＊＊");
        assert_eq!(party("乔四益(兄长)"), "乔＊＊(兄长)");
    }
}
