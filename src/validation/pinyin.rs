//! Pinyin of hanzi: initials for finding and choosing, full syllables for sorting.
//!
//! Owns the readings of surnames, which dictionaries of common readings get wrong (单 is shan as a
//! surname). A surname is only guessed for the index: every reading leads to the name, and nothing
//! here splits a name for display.

use super::text::fold_char;
use pinyin::{ToPinyin, ToPinyinMulti};

/// Most readings of one name in the index.
pub const MOST_READINGS: usize = 8;

/// Initials in the first reading: `和志强` → `hzq`. Letters and digits stay (lower case, half width);
/// everything else, and hanzi without a reading, is skipped.
pub fn initials(text: &str) -> String {
    let mut out = String::with_capacity(text.len() / 3 + 1);
    out.extend(text.chars().filter_map(initial));
    out
}

/// Initials of a name in every reading of its surname, the likeliest first; at least one unless the
/// name has no letters, at most [`MOST_READINGS`].
pub fn readings(name: &str) -> Vec<String> {
    let common = initials(name);
    if common.is_empty() {
        return Vec::new();
    }
    let Some((surname, syllables)) = surname_of(name) else {
        return vec![common];
    };
    let rest = initials(&name[surname.len()..]);
    let mut all: Vec<String> = Vec::with_capacity(syllables.len() + 1);
    for reading in syllables {
        let mut text: String = reading.split(' ').filter_map(|s| s.chars().next()).collect();
        text.push_str(&rest);
        if !all.contains(&text) {
            all.push(text);
        }
    }
    if !all.contains(&common) {
        all.push(common);
    }
    all.truncate(MOST_READINGS);
    all
}

/// Full syllables in the first reading, parted by spaces, for sorting: `和志强` → `he zhi qiang`.
/// Other characters stay, lower case.
pub fn full(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        match c.to_pinyin() {
            Some(reading) => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
                out.extend(reading.plain().chars().map(plain_letter));
                out.push(' ');
            }
            None => out.extend(fold_char(c).to_lowercase()),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// [`full`] of a name, its surname in the reading of surnames: `单于飞` → `chan yu fei`.
pub fn name_key(name: &str) -> String {
    match surname_of(name) {
        Some((surname, [first, ..])) => format!("{first} {}", full(&name[surname.len()..])).trim_end().to_string(),
        _ => full(name),
    }
}

/// Whether `query` (letters, any width and case) begins the initials of `label`, each hanzi in any
/// of its readings: both `zd` and `cd` find 重大.
pub fn matches_initials(label: &str, query: &str) -> bool {
    matched(label, query).is_some()
}

/// Whether `query` is the whole of the initials of `label`.
pub fn is_initials(label: &str, query: &str) -> bool {
    matched(label, query) == Some(true)
}

/// `Some(whole)` when the query begins the initials.
fn matched(label: &str, query: &str) -> Option<bool> {
    let mut query = query.chars().map(fold_char).filter(|c| *c != ' ').map(|c| c.to_ascii_lowercase()).peekable();
    query.peek()?;
    let mut sounding = label.chars().filter(|c| initial(*c).is_some());
    for letter in query {
        let c = sounding.next()?;
        if !reads_as(c, letter) {
            return None;
        }
    }
    Some(sounding.next().is_none())
}

fn reads_as(c: char, letter: char) -> bool {
    initial(c) == Some(letter)
        || c.to_pinyin_multi().is_some_and(|all| all.into_iter().any(|r| first_letter(r.plain()) == Some(letter)))
}

/// The initial of one character in its first reading.
fn initial(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase());
    }
    match c.to_pinyin() {
        Some(reading) => first_letter(reading.plain()),
        None => Some(fold_char(c)).filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()),
    }
}

fn first_letter(syllable: &str) -> Option<char> {
    syllable.chars().next().map(plain_letter)
}

/// Letters of pinyin that no keyboard has: ü as v.
fn plain_letter(c: char) -> char {
    match c {
        'ü' => 'v',
        'ê' | 'ế' | 'ề' => 'e',
        'ń' | 'ň' | 'ǹ' => 'n',
        'ḿ' => 'm',
        c => c,
    }
}

/// The surname that `name` begins with and its readings, compound ones first.
fn surname_of(name: &str) -> Option<(&'static str, &'static [&'static str])> {
    SURNAMES.iter().find(|(surname, _)| name.starts_with(surname)).copied()
}

/// Surnames with a reading of their own or several: the surname's first, then those that people
/// type because they know the character from elsewhere.
const SURNAMES: &[(&str, &[&str])] = &[
    ("尉迟", &["yu chi", "wei chi"]),
    ("万俟", &["mo qi", "wan qi", "wan si"]),
    ("澹台", &["tan tai", "dan tai"]),
    ("单于", &["chan yu", "shan yu", "dan yu"]),
    ("长孙", &["zhang sun", "chang sun"]),
    ("令狐", &["ling hu"]),
    ("宰父", &["zai fu"]),
    ("亓官", &["qi guan"]),
    ("拓跋", &["tuo ba", "ta ba"]),
    ("鲜于", &["xian yu"]),
    ("皇甫", &["huang fu"]),
    ("夏侯", &["xia hou"]),
    ("呼延", &["hu yan"]),
    ("百里", &["bai li", "bo li"]),
    ("单", &["shan", "dan", "chan"]),
    ("仇", &["qiu", "chou"]),
    ("曾", &["zeng", "ceng"]),
    ("解", &["xie", "jie"]),
    ("区", &["ou", "qu"]),
    ("朴", &["piao", "pu", "po"]),
    ("查", &["zha", "cha"]),
    ("盖", &["ge", "gai"]),
    ("缪", &["miao", "mou"]),
    ("翟", &["zhai", "di"]),
    ("乐", &["yue", "le"]),
    ("覃", &["qin", "tan", "xun"]),
    ("种", &["chong", "zhong"]),
    ("繁", &["po", "fan"]),
    ("召", &["shao", "zhao"]),
    ("洗", &["xian", "xi"]),
    ("冼", &["xian"]),
    ("员", &["yun", "yuan"]),
    ("黑", &["he", "hei"]),
    ("秘", &["bi", "mi"]),
    ("折", &["she", "zhe"]),
    ("重", &["chong", "zhong"]),
    ("隗", &["wei", "kui"]),
    ("郇", &["xun", "huan"]),
    ("乜", &["nie", "mie"]),
    ("那", &["na"]),
    ("句", &["gou", "ju"]),
    ("阚", &["kan"]),
    ("车", &["che", "ju"]),
    ("石", &["shi", "dan"]),
    ("沈", &["shen", "chen"]),
    ("谌", &["chen", "shen"]),
    ("盛", &["sheng", "cheng"]),
    ("宿", &["su", "xiu"]),
    ("祭", &["zhai", "ji"]),
    ("褚", &["chu", "zhu"]),
    ("晁", &["chao"]),
    ("燕", &["yan"]),
    ("都", &["du"]),
    ("叶", &["ye", "xie"]),
    ("俞", &["yu", "shu"]),
    ("佴", &["nai", "er"]),
    ("行", &["xing", "hang"]),
    ("牟", &["mou", "mu"]),
    ("臧", &["zang", "cang"]),
    ("藏", &["zang", "cang"]),
    ("贾", &["jia", "gu"]),
    ("郗", &["xi", "chi"]),
    ("郄", &["qie", "xi"]),
    ("钭", &["tou", "dou"]),
    ("费", &["fei", "bi"]),
    ("贲", &["ben", "fei"]),
    ("於", &["yu", "wu"]),
    ("阿", &["a", "e"]),
    ("能", &["nai", "neng"]),
    ("角", &["jue", "jiao"]),
    ("瞿", &["qu", "ju"]),
    ("尉", &["wei", "yu"]),
    ("省", &["xing", "sheng"]),
    ("降", &["xiang", "jiang"]),
    ("强", &["qiang", "jiang"]),
    ("奇", &["qi", "ji"]),
    ("适", &["kuo", "shi"]),
    ("粘", &["nian", "zhan"]),
    ("逄", &["pang"]),
    ("长", &["zhang", "chang"]),
    ("会", &["gui", "hui", "kuai"]),
    ("撒", &["sa"]),
    ("扎", &["zha", "za"]),
    ("卜", &["bu"]),
    ("薄", &["bo", "bao"]),
    ("柏", &["bai", "bo"]),
    ("葛", &["ge"]),
    ("过", &["guo"]),
    ("华", &["hua"]),
    ("任", &["ren"]),
    ("宁", &["ning"]),
    ("应", &["ying"]),
    ("曲", &["qu"]),
    ("幺", &["yao"]),
    ("逯", &["lu"]),
    ("吕", &["lv"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn first_readings() {
        for (text, letters) in [
            ("和志强", "hzq"),
            ("扎西·次仁", "zxcr"),
            ("香格里拉市", "xglls"),
            ("A座3号", "az3h"),
            ("\u{FF21}座", "az"),
            ("吕", "l"),
            ("བཀྲ", ""),
            ("", ""),
        ] {
            assert_eq!(initials(text), letters, "{text}");
        }
        assert_eq!(full("吕丽英"), "lv li ying");
        assert_eq!(full("A座3号"), "a zuo 3 hao");
        assert_eq!(name_key("单于飞"), "chan yu fei");
        assert_eq!(name_key("单丽英"), "shan li ying");
    }

    #[test]
    fn every_reading_of_a_surname() {
        for (name, wanted) in [
            ("单丽英", &["sly", "dly", "cly"][..]),
            ("仇和", &["qh", "ch"]),
            ("曾志强", &["zzq", "czq"]),
            ("尉迟恭", &["ycg", "wcg"]),
            ("万俟卨", &["mqx", "wqx"]),
            ("澹台明", &["ttm", "dtm"]),
            ("解珍", &["xz", "jz"]),
            ("区少云", &["osy", "qsy"]),
            ("覃丽", &["ql", "tl"]),
            ("盖志", &["gz"]),
            ("和志强", &["hzq"]),
        ] {
            let found = readings(name);
            for one in wanted {
                assert!(found.iter().any(|r| r == one), "{name}: {found:?} without {one}");
            }
            assert_eq!(found[0], wanted[0], "{name}");
            assert!(found.len() <= MOST_READINGS);
        }
        assert!(readings("བཀྲ").is_empty());
    }

    #[test]
    fn the_surnames_of_the_table_are_read_in_order() {
        assert!(SURNAMES.len() >= 60);
        let first_single = SURNAMES.iter().position(|(s, _)| s.chars().count() == 1).unwrap();
        assert!(SURNAMES[first_single..].iter().all(|(s, _)| s.chars().count() == 1), "compound surnames come first");
        for (i, (surname, syllables)) in SURNAMES.iter().enumerate() {
            assert!(!syllables.is_empty());
            assert!(SURNAMES[..i].iter().all(|(s, _)| s != surname), "{surname} twice");
            for s in *syllables {
                assert_eq!(s.split(' ').count(), surname.chars().count(), "{surname}");
                assert!(s.bytes().all(|b| b.is_ascii_lowercase() || b == b' '), "{surname}");
            }
        }
    }

    #[test]
    fn choosing_by_initials() {
        assert!(matches_initials("重大", "zd") && matches_initials("重大", "CD") && matches_initials("重大", "z"));
        assert!(matches_initials("藏族", "\u{FF5A}z"));
        assert!(!matches_initials("重大", "zdx") && !matches_initials("重大", ""));
        assert!(is_initials("藏族", "zz") && !is_initials("藏族", "z"));
    }

    proptest! {
        #[test]
        fn nothing_panics(text in r"(单|尉迟|a|·|\PC){0,12}", query in r"\PC{0,4}") {
            let found = readings(&text);
            prop_assert!(found.len() <= MOST_READINGS);
            prop_assert!(initials(&text).bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
            let _ = (full(&text), name_key(&text), matches_initials(&text, &query));
        }
    }
}
