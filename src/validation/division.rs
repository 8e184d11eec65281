//! Divisions: GB/T 2260 counties of the country, townships and villages of 迪庆.
//!
//! Owns the list in `assets/divisions.csv` (sorted by code) and the ways to find a row. The list is
//! parsed on first use, the index of pinyin initials only when something is searched by letters.

use super::pinyin;
use super::text::{clean_line, fold_width};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A row of the list. `code` has 6 digits down to the county, 9 for a township, 12 for a village.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Division {
    pub code: &'static str,
    pub name: &'static str,
    /// From the province (for townships from the prefecture) down to the name.
    pub full_name: &'static str,
}

const LIST: &str = include_str!("../../assets/divisions.csv");

/// The division with exactly this code.
pub fn lookup(code: &str) -> Option<&'static Division> {
    let all = all();
    all.binary_search_by(|d| d.code.cmp(code)).ok().map(|i| &all[i])
}

/// At most `limit` counties and townships whose code begins with `query`, whose name contains it
/// or whose pinyin initials begin with it. The prefecture of the studio comes first, exact names before others.
pub fn search(query: &str, limit: usize) -> Vec<&'static Division> {
    let query = fold_width(&clean_line(query)).to_ascii_lowercase();
    let query = query.trim();
    if query.is_empty() {
        return Vec::new();
    }
    let all = all();
    let mut found: Vec<(u8, bool, &'static Division)> = if query.bytes().all(|b| b.is_ascii_digit()) {
        let from = all.partition_point(|d| d.code < query);
        all[from..].iter().take_while(|d| d.code.starts_with(query)).map(|d| (0, false, d)).collect()
    } else if query.is_ascii() {
        let hits = all.iter().zip(initials()).filter(|(_, i)| i.starts_with(query));
        hits.map(|(d, i)| (u8::from(i != query), !is_near(d), d)).collect()
    } else {
        let hits = all.iter().filter(|d| d.full_name.contains(query));
        hits.map(|d| (rank(d, query), !is_near(d), d)).collect()
    };
    found.retain(|(_, _, d)| d.code.len() <= 9);
    found.sort_by_key(|&(rank, far, d)| (rank / 2, far, rank, d.code.len(), d.code));
    found.into_iter().take(limit).map(|(_, _, d)| d).collect()
}

/// The division that a typed code or name names without doubt.
pub fn resolve(typed: &str) -> Option<&'static Division> {
    if let Some(found) = lookup(typed) {
        return Some(found);
    }
    let typed = fold_width(&clean_line(typed)).replace(' ', "");
    if let Some(found) = lookup(&typed) {
        return Some(found);
    }
    match named().get(typed.as_str()) {
        Some(one) => *one,
        None => sought(typed),
    }
}

/// Every way a division is called, and the one that is meant by it; `None` = several are called so.
fn named() -> &'static HashMap<&'static str, Option<&'static Division>> {
    static NAMED: OnceLock<HashMap<&'static str, Option<&'static Division>>> = OnceLock::new();
    NAMED.get_or_init(|| {
        let mut map: HashMap<&str, Option<&Division>> = HashMap::new();
        for d in all().iter().filter(|d| d.code.len() <= 9) {
            for name in [d.name, d.full_name, short_of(d)] {
                let seen = map.entry(name).or_insert(Some(d));
                if seen.is_some_and(|other| other.code != d.code) {
                    *seen = None;
                }
            }
        }
        map
    })
}

/// Kept answers for words that are no name: a ledger repeats the same few, and each costs a walk over the list.
const KEPT: usize = 1024;

/// The only division whose full name contains the words.
fn sought(typed: String) -> Option<&'static Division> {
    thread_local!(static SEEN: RefCell<HashMap<String, Option<&'static Division>>> = RefCell::default());
    SEEN.with_borrow_mut(|seen| {
        if let Some(found) = seen.get(&typed) {
            return *found;
        }
        let found = match search(&typed, 2).as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        if seen.len() >= KEPT {
            seen.clear();
        }
        seen.insert(typed, found);
        found
    })
}

/// The division above: county of a township, prefecture of a county, province of a prefecture.
pub fn parent(code: &str) -> Option<&'static Division> {
    match code.len() {
        12 => lookup(code.get(..9)?),
        9 => lookup(code.get(..6)?),
        6 if code.ends_with("0000") => None,
        6 => {
            let above = if code.ends_with("00") { 2 } else { 4 };
            lookup(&format!("{:0<6}", code.get(..above)?)).or_else(|| lookup(&format!("{}0000", code.get(..2)?)))
        }
        _ => None,
    }
}

/// The short name of a division: 香格里拉市 → 香格里拉, 维西傈僳族自治县 → 维西.
pub fn short_name(code: &str) -> Option<&'static str> {
    lookup(code).map(short_of)
}

fn short_of(division: &Division) -> &'static str {
    let name = division.name;
    let bare = ["自治州", "自治县", "自治旗", "自治区"].iter().find_map(|s| name.strip_suffix(s));
    if let Some(bare) = bare {
        // The people's name goes too, and every further one: 双江拉祜族佤族布朗族傣族 → 双江.
        let mut bare = bare;
        'peel: loop {
            for group in super::code::ETHNIC_GROUPS {
                let short = group.label.trim_end_matches('族');
                let rest = bare
                    .strip_suffix(group.label)
                    .or_else(|| (short.chars().count() > 2).then(|| bare.strip_suffix(short)).flatten());
                if let Some(rest) = rest.filter(|r| r.chars().count() >= 2) {
                    bare = rest;
                    continue 'peel;
                }
            }
            return bare;
        }
    }
    let bare = ["特别行政区", "地区", "市", "县", "区", "盟", "旗", "省", "镇", "乡"]
        .iter()
        .find_map(|s| name.strip_suffix(s));
    bare.filter(|b| b.chars().count() >= 2).unwrap_or(name)
}

/// The prefecture of the studio, offered first.
fn is_near(division: &Division) -> bool {
    division.code.starts_with("5334")
}

fn rank(division: &Division, query: &str) -> u8 {
    if division.name == query {
        0
    } else if short_of(division) == query {
        1
    } else if division.name.starts_with(query) {
        2
    } else if division.name.contains(query) {
        3
    } else {
        4
    }
}

fn all() -> &'static [Division] {
    static ALL: OnceLock<Vec<Division>> = OnceLock::new();
    ALL.get_or_init(|| {
        LIST.lines()
            .skip(1)
            .filter_map(|line| {
                let (code, rest) = line.split_once(',')?;
                let (name, full_name) = rest.split_once(',')?;
                Some(Division { code, name, full_name })
            })
            .collect()
    })
}

fn initials() -> impl Iterator<Item = &'static str> {
    static INITIALS: OnceLock<Vec<String>> = OnceLock::new();
    INITIALS.get_or_init(|| all().iter().map(|d| pinyin::initials(d.name)).collect()).iter().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_list_is_sorted_and_whole() {
        assert!(all().is_sorted_by(|a, b| a.code < b.code));
        assert_eq!(all().len(), LIST.lines().count() - 1);
        for d in all() {
            assert!(matches!(d.code.len(), 6 | 9 | 12), "{}", d.code);
            assert!(d.full_name.ends_with(d.name), "{}", d.code);
        }
        let townships = |county: &str| all().iter().filter(|d| d.code.len() == 9 && d.code.starts_with(county)).count();
        assert_eq!((townships("533401"), townships("533422"), townships("533423")), (12, 8, 10));
    }

    #[test]
    fn by_code_name_and_letters() {
        assert_eq!(lookup("533401101").unwrap().name, "建塘镇");
        assert_eq!(lookup("533421"), None);
        assert_eq!(lookup(""), None);
        assert_eq!(search("533422", 99).len(), 9);
        assert_eq!(search("德钦", 3)[0].code, "533422");
        assert_eq!(search("xgll", 3)[0].code, "533401");
        assert_eq!(search("建塘", 3)[0].code, "533401101");
        assert!(search("", 5).is_empty());
        assert!(search("村民委员会", 5).is_empty());
        assert_eq!(resolve("香格里拉市").unwrap().code, "533401");
        assert_eq!(resolve("奔子栏").unwrap().code, "533422102");
        assert!(resolve("朝阳区").is_none());
    }

    #[test]
    fn above_and_short() {
        assert_eq!(parent("533401101").unwrap().code, "533401");
        assert_eq!(parent("533401").unwrap().code, "533400");
        assert_eq!(parent("533400").unwrap().code, "530000");
        assert_eq!(parent("530000"), None);
        assert_eq!(parent("110101").unwrap().code, "110000");
        for (code, short) in
            [("533401", "香格里拉"), ("533422", "德钦"), ("533423", "维西"), ("533400", "迪庆"), ("530000", "云南")]
        {
            assert_eq!(short_name(code), Some(short));
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(text in r"\PC{0,12}") {
            let _ = (lookup(&text), search(&text, 5), resolve(&text), parent(&text), short_name(&text));
        }
    }
}
