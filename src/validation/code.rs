//! Choosing in a code list, and the lists that every form shares.
//!
//! A choice may be typed as its code, its words or the initials of its words. What is not certain
//! is not chosen: two candidates are none.

use super::field::Choice;
use super::pinyin;
use super::text::{clean_line, fold_width};
use crate::choices;

/// 是, 否.
pub const YES_NO: &[Choice] = choices![("1", "是"), ("0", "否")];

/// 是, 否, or not known.
pub const YES_NO_UNKNOWN: &[Choice] = choices![("1", "是"), ("0", "否"), ("9", "不清楚")];

/// GB/T 3304-1991, with 97 and 98 as the household registers use them.
pub const ETHNIC_GROUPS: &[Choice] = choices![
    ("01", "汉族"),
    ("02", "蒙古族"),
    ("03", "回族"),
    ("04", "藏族"),
    ("05", "维吾尔族"),
    ("06", "苗族"),
    ("07", "彝族"),
    ("08", "壮族"),
    ("09", "布依族"),
    ("10", "朝鲜族"),
    ("11", "满族"),
    ("12", "侗族"),
    ("13", "瑶族"),
    ("14", "白族"),
    ("15", "土家族"),
    ("16", "哈尼族"),
    ("17", "哈萨克族"),
    ("18", "傣族"),
    ("19", "黎族"),
    ("20", "傈僳族"),
    ("21", "佤族"),
    ("22", "畲族"),
    ("23", "高山族"),
    ("24", "拉祜族"),
    ("25", "水族"),
    ("26", "东乡族"),
    ("27", "纳西族"),
    ("28", "景颇族"),
    ("29", "柯尔克孜族"),
    ("30", "土族"),
    ("31", "达斡尔族"),
    ("32", "仫佬族"),
    ("33", "羌族"),
    ("34", "布朗族"),
    ("35", "撒拉族"),
    ("36", "毛南族"),
    ("37", "仡佬族"),
    ("38", "锡伯族"),
    ("39", "阿昌族"),
    ("40", "普米族"),
    ("41", "塔吉克族"),
    ("42", "怒族"),
    ("43", "乌孜别克族"),
    ("44", "俄罗斯族"),
    ("45", "鄂温克族"),
    ("46", "德昂族"),
    ("47", "保安族"),
    ("48", "裕固族"),
    ("49", "京族"),
    ("50", "塔塔尔族"),
    ("51", "独龙族"),
    ("52", "鄂伦春族"),
    ("53", "赫哲族"),
    ("54", "门巴族"),
    ("55", "珞巴族"),
    ("56", "基诺族"),
    ("97", "其他"),
    ("98", "外国血统中国籍"),
];

/// The choice that `typed` means: by code (leading zeros do not matter), by its label, by code and
/// label together, by a beginning of one label only, or by pinyin initials of one label only.
pub fn resolve<'a>(choices: &'a [Choice], typed: &str) -> Option<&'a Choice> {
    // As it is stored.
    if let Some(choice) = choices.iter().find(|c| c.code == typed) {
        return Some(choice);
    }
    let typed = fold(typed);
    if typed.is_empty() {
        return None;
    }
    by_code(choices, &typed)
        .or_else(|| choices.iter().find(|c| fold(c.label) == typed))
        .or_else(|| with_code(choices, &typed))
        .or_else(|| only(choices, |c| fold(c.label).starts_with(&typed)))
        .or_else(|| only(choices, |c| pinyin::is_initials(c.label, &typed)))
        .or_else(|| only(choices, |c| pinyin::matches_initials(c.label, &typed)))
}

/// The label of a stored code.
pub fn label(choices: &[Choice], code: &str) -> Option<&'static str> {
    choices.iter().find(|c| c.code == code).map(|c| c.label)
}

fn fold(text: &str) -> String {
    fold_width(&clean_line(text)).trim().to_lowercase()
}

fn by_code<'a>(choices: &'a [Choice], typed: &str) -> Option<&'a Choice> {
    let exact = choices.iter().find(|c| c.code.eq_ignore_ascii_case(typed));
    exact.or_else(|| {
        let bare = bare_code(typed);
        let number = typed.bytes().all(|b| b.is_ascii_digit());
        only(choices, |c| number && bare_code(c.code) == bare)
    })
}

/// Without leading zeros, but 0 stays 0.
fn bare_code(code: &str) -> &str {
    let bare = code.trim_start_matches('0');
    if bare.is_empty() && !code.is_empty() { "0" } else { bare }
}

/// `04 藏族`, `4.藏族`, `04藏族`, as lists show them.
fn with_code<'a>(choices: &'a [Choice], typed: &str) -> Option<&'a Choice> {
    choices.iter().find(|c| {
        typed.strip_suffix(&fold(c.label)).is_some_and(|head| {
            let head = head.trim_end_matches([' ', '.', ',', ':', '-']);
            !head.is_empty() && by_code(std::slice::from_ref(*c), head).is_some()
        })
    })
}

fn only(choices: &[Choice], fits: impl Fn(&Choice) -> bool) -> Option<&Choice> {
    let mut found = choices.iter().filter(|c| fits(c));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ethnic(typed: &str) -> Option<&'static str> {
        resolve(ETHNIC_GROUPS, typed).map(|c| c.label)
    }

    #[test]
    fn the_list_is_the_asset() {
        let rows: Vec<(&str, &str)> = include_str!("../../assets/ethnic_groups.csv")
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(','))
            .collect();
        let ours: Vec<(&str, &str)> = ETHNIC_GROUPS.iter().map(|c| (c.code, c.label)).collect();
        assert_eq!(ours, rows);
    }

    #[test]
    fn every_way_to_choose() {
        for (typed, label) in [
            ("04", "藏族"),
            ("4", "藏族"),
            ("004", "藏族"),
            ("\u{FF10}\u{FF14}", "藏族"),
            ("藏族", "藏族"),
            ("藏", "藏族"),
            (" 傈僳 ", "傈僳族"),
            ("nx", "纳西族"),
            ("NXZ", "纳西族"),
            ("04 藏族", "藏族"),
            ("4.藏族", "藏族"),
            ("97", "其他"),
        ] {
            assert_eq!(ethnic(typed), Some(label), "{typed}");
        }
        for typed in ["", "z", "99", "火星族", "05 藏族", "0"] {
            assert_eq!(ethnic(typed), None, "{typed}");
        }
        assert_eq!(resolve(YES_NO, "f").map(|c| c.code), Some("0"));
        assert_eq!(resolve(YES_NO, "0").map(|c| c.code), Some("0"));
        assert_eq!(resolve(YES_NO_UNKNOWN, "bqc").map(|c| c.code), Some("9"));
        let letters = choices![("A", "建议意见"), ("B", "检举控告"), ("C", "申诉求决")];
        assert_eq!(resolve(letters, "\u{FF43}").map(|c| c.label), Some("申诉求决"));
        assert_eq!(label(letters, "B"), Some("检举控告"));
    }

    proptest! {
        #[test]
        fn a_code_stays_itself(text in r"([0-9]{1,2}|藏|族|z|\PC){0,4}") {
            if let Some(choice) = resolve(ETHNIC_GROUPS, &text) {
                prop_assert_eq!(resolve(ETHNIC_GROUPS, choice.code), Some(choice));
            }
        }
    }
}
