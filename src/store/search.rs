//! The keys under which a case is found: numbers, names, initials, documents and telephones.
//!
//! Owns the shape of every key, so that what is written and what is sought are made alike, and the
//! index reads of `lookup`. Each read is one range of the primary key with a LIMIT. Words of the
//! narrative are in [`super::narrative`]. Decides nothing about who may see a case.

use super::narrative;
use crate::domain::visit::Visit;
use crate::validation::text::{fold_width, is_han};
use crate::validation::{Draft, name, pinyin};
use chrono::{Datelike, NaiveDate};
use rusqlite::{Connection, OptionalExtension, Result, Transaction};
use std::collections::HashSet;

pub use super::narrative::tokens;

pub const NUMBER: i64 = 1;
pub const NAME: i64 = 2;
pub const INITIALS: i64 = 3;
pub const DOCUMENT: i64 = 4;
pub const DOCUMENT_REVERSED: i64 = 5;
pub const PHONE: i64 = 6;
pub const PHONE_REVERSED: i64 = 7;
/// A name from its second character on, third, …: a name is found by any part of it, as many Tibetan
/// names have no surname to begin with.
pub const NAME_TAIL: i64 = 8;

/// A name as key: one spelling, without blanks and separators, lower case.
pub fn name_key(text: &str) -> String {
    let plain = fold_width(&name::normalize(text));
    let kept: String = plain.chars().filter(|c| !matches!(c, ' ' | '·')).flat_map(char::to_lowercase).collect();
    kept.trim_end_matches(['་', '།']).to_string()
}

/// A document as key: capital letters and digits only.
pub fn document_key(text: &str) -> String {
    fold_width(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// A telephone as key: digits only.
pub fn phone_key(text: &str) -> String {
    fold_width(text).chars().filter(char::is_ascii_digit).collect()
}

pub fn reversed(key: &str) -> String {
    key.chars().rev().collect()
}

/// Someone who came with a visit, as typed: the petitioner or a representative.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub document_no: String,
    pub phone: String,
}

/// The petitioner first, then the representatives.
pub fn people_of(draft: &Draft) -> Vec<Person> {
    let mut people = vec![Person {
        name: draft.get("name").to_string(),
        document_no: draft.get("document_no").to_string(),
        phone: draft.get("phone").to_string(),
    }];
    for line in draft.get("representatives").lines() {
        let mut cells = line.split('\t').map(|c| c.trim().to_string());
        let mut next = || cells.next().unwrap_or_default();
        people.push(Person { name: next(), document_no: next(), phone: next() });
    }
    people
}

/// Every key of a visit but its numbers, without repeats: (kind, key).
pub fn keys_of(draft: &Draft) -> Vec<(i64, String)> {
    let mut keys = Vec::new();
    let mut add = |kind: i64, key: String| {
        if !key.is_empty() && !keys.contains(&(kind, key.clone())) {
            keys.push((kind, key));
        }
    };
    let mut names = vec![draft.get("name_native").to_string()];
    for person in people_of(draft) {
        let document = document_key(&person.document_no);
        add(DOCUMENT_REVERSED, reversed(&document));
        add(DOCUMENT, document);
        for phone in phones(&person.phone) {
            add(PHONE_REVERSED, reversed(&phone));
            add(PHONE, phone);
        }
        names.push(person.name);
    }
    for phone in fold_width(draft.get("contact")).split(|c: char| !c.is_ascii_digit() && c != '-').flat_map(phones) {
        if phone.len() >= 7 {
            add(PHONE_REVERSED, reversed(&phone));
            add(PHONE, phone);
        }
    }
    for name in names {
        let key = name_key(&name);
        for reading in pinyin::readings(&name) {
            add(INITIALS, reading);
        }
        for tail in tails(&key) {
            add(NAME_TAIL, tail.to_string());
        }
        add(NAME, key);
    }
    keys
}

/// The number as digits; one with an extension also without it.
fn phones(text: &str) -> Vec<String> {
    let folded = fold_width(text);
    let mut all = vec![phone_key(&folded)];
    if folded.matches('-').count() == 2 {
        all.extend(folded.rsplit_once('-').map(|(head, _)| phone_key(head)));
    }
    all.retain(|p| !p.is_empty());
    all
}

/// A name from each later character on, two characters at least; in Tibetan script from each later
/// syllable on, in other alphabets not at all.
fn tails(key: &str) -> Vec<&str> {
    key.char_indices()
        .skip(1)
        .filter(|(at, c)| is_han(*c) || key[..*at].ends_with('་'))
        .map(|(at, _)| &key[at..])
        .filter(|tail| tail.chars().nth(1).is_some())
        .collect()
}

/// Keys of a 案号 or 接谈号: `20260131` and `0131`; `20261123012`. A number of another shape is kept
/// as its letters and digits.
pub fn number_keys(number: &str) -> Vec<String> {
    match NumberQuery::read(number) {
        Some(NumberQuery { year: Some(year), serial, .. }) => {
            vec![format!("{year}{serial:0>4}"), format!("{serial:0>4}")]
        }
        Some(NumberQuery { serial, .. }) if number.starts_with("JT-") => vec![serial],
        _ => vec![document_key(number)],
    }
}

/// A number as people write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberQuery {
    /// Written apart from the serial: `2026-0131`, `〔2026〕0131号`.
    pub year: Option<String>,
    /// Digits: the serial, or all there are when they stand together.
    pub serial: String,
    /// What stands before the digits, e.g. `香格里拉信调`; the number found must begin with it.
    pub place: String,
}

impl NumberQuery {
    /// Reads `香格里拉信调〔2026〕0131号`, `2026-0131`, `0131`, `JT-20261123-012`, `20261123-012`;
    /// `None` when it is no number.
    pub fn read(text: &str) -> Option<NumberQuery> {
        let folded = fold_width(text).to_uppercase();
        let folded = folded.trim();
        let body = folded.strip_prefix("JT").unwrap_or(folded);
        let start = body.find(|c: char| c.is_ascii_digit())?;
        let (head, rest) = body.split_at(start);
        let place: String = head.chars().filter(|c| c.is_alphanumeric()).collect();
        let rest = rest.strip_suffix('号').unwrap_or(rest);
        if !place.chars().all(is_han) || rest.chars().any(char::is_alphabetic) {
            return None;
        }
        let groups: Vec<&str> = rest.split(|c: char| !c.is_ascii_digit()).filter(|g| !g.is_empty()).collect();
        let (year, serial) = match groups.as_slice() {
            [all] => (None, (*all).to_string()),
            [year, serial] if year.len() == 4 && serial.len() <= 6 => {
                (Some((*year).to_string()), (*serial).to_string())
            }
            [day, serial] if day.len() == 8 => (None, format!("{day}{serial:0>3}")),
            _ => return None,
        };
        Some(NumberQuery { year, serial, place })
    }

    /// Keys to look up, the likeliest first: a serial alone means this year's before others'.
    pub fn keys(&self, today: NaiveDate) -> Vec<String> {
        let serial = &self.serial;
        match &self.year {
            // `1123-004`, as lists show a 接谈号: month and day of this year.
            Some(day) if day.as_str() < "1900" => vec![format!("{}{day}{serial:0>3}", today.year())],
            Some(year) => vec![format!("{year}{serial:0>4}")],
            None if serial.len() <= 6 => vec![format!("{}{serial:0>4}", today.year()), format!("{serial:0>4}")],
            None => vec![serial.clone()],
        }
    }

    /// Whether a 案号 is of the place that was written.
    pub fn fits(&self, number: &str) -> bool {
        self.place.is_empty() || number.starts_with(&self.place)
    }
}

/// A case named by its row: `#12`, or `暂存12` before it has a number.
pub fn row_called(text: &str) -> Option<i64> {
    let folded = fold_width(text);
    let folded = folded.trim();
    folded.strip_prefix('#').or_else(|| folded.strip_prefix("暂存"))?.trim().parse().ok()
}

fn put(tx: &Transaction, kind: i64, key: &str, case: i64) -> Result<()> {
    tx.prepare_cached("INSERT OR IGNORE INTO lookup (kind, key, case_id) VALUES (?1, ?2, ?3)")?
        .execute((kind, key, case))?;
    Ok(())
}

/// Makes a new visit found: its keys and its words.
pub fn index_visit(tx: &Transaction, case: i64, visit: i64, v: &Visit) -> Result<()> {
    for (kind, key) in keys_of(v.form().values()) {
        put(tx, kind, &key, case)?;
    }
    narrative::add(tx, visit, v.form().values())
}

/// Puts the keys and words of an amended visit in place of the old ones. A key that another visit of
/// the case has too stays.
pub fn reindex_visit(tx: &Transaction, case: i64, visit: i64, before: &Draft, v: &Visit) -> Result<()> {
    let after = v.form().values();
    let keys = keys_of(after);
    let mut gone: HashSet<(i64, String)> = keys_of(before).into_iter().filter(|k| !keys.contains(k)).collect();
    if !gone.is_empty() {
        for (other, _) in super::visit::list_of_case(tx, case)?.into_iter().filter(|(id, _)| *id != visit) {
            if let Some(stored) = super::visit::load(tx, other)? {
                for key in keys_of(&stored.draft) {
                    gone.remove(&key);
                }
            }
        }
    }
    for (kind, key) in gone {
        tx.prepare_cached("DELETE FROM lookup WHERE kind = ?1 AND key = ?2 AND case_id = ?3")?
            .execute((kind, key, case))?;
    }
    for (kind, key) in keys {
        put(tx, kind, &key, case)?;
    }
    if narrative::text_of(before) == narrative::text_of(after) {
        return Ok(());
    }
    narrative::write(tx, visit, after)
}

/// Makes a case found by a number it was given.
pub fn index_number(tx: &Transaction, case: i64, number: &str) -> Result<()> {
    number_keys(number).iter().try_for_each(|key| put(tx, NUMBER, key, case))
}

/// A merge is taken back: what leads to these visits leads to `to` again, and to `from` only where it
/// has the key by itself. Call it after the visits were moved.
pub fn return_keys(tx: &Transaction, from: i64, to: i64) -> Result<()> {
    let staying = keys_of_case(tx, from)?;
    for (kind, key) in keys_of_case(tx, to)? {
        put(tx, kind, &key, to)?;
        if !staying.contains(&(kind, key.clone())) {
            tx.prepare_cached("DELETE FROM lookup WHERE kind = ?1 AND key = ?2 AND case_id = ?3")?
                .execute((kind, &key, from))?;
        }
    }
    Ok(())
}

/// Every key that leads to a case: by its visits and its own numbers.
fn keys_of_case(conn: &Connection, case: i64) -> Result<HashSet<(i64, String)>> {
    let mut keys: HashSet<(i64, String)> = HashSet::new();
    for (visit, _) in super::visit::list_of_case(conn, case)? {
        if let Some(stored) = super::visit::load(conn, visit)? {
            keys.extend(keys_of(&stored.draft));
            keys.extend(stored.docket.iter().flat_map(|d| number_keys(d)).map(|k| (NUMBER, k)));
        }
    }
    let numbers: Option<(Option<String>, Option<String>)> = conn
        .prepare_cached("SELECT docket, number FROM cases WHERE id = ?1")?
        .query_row([case], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    if let Some((docket, number)) = numbers {
        keys.extend([docket, number].iter().flatten().flat_map(|n| number_keys(n)).map(|k| (NUMBER, k)));
    }
    Ok(keys)
}

/// 并案: whatever led to `from` leads to `to`. Call it after the visits were moved: the keys are
/// those of the visits of `to` and of the numbers of `from`, so no list is walked.
pub fn move_keys(tx: &Transaction, from: i64, to: i64) -> Result<()> {
    let mut keys = keys_of_case(tx, from)?;
    keys.extend(keys_of_case(tx, to)?);
    for (kind, key) in keys {
        let moved = tx
            .prepare_cached("DELETE FROM lookup WHERE kind = ?1 AND key = ?2 AND case_id = ?3")?
            .execute((kind, &key, from))?;
        if moved == 1 {
            put(tx, kind, &key, to)?;
        }
    }
    Ok(())
}

/// The cases a title means: 案号, its serial of this year, 接谈号, `#12` or `暂存12`. Ids, newest first.
pub fn cases_numbered(conn: &Connection, title: &str, today: NaiveDate) -> Result<Vec<i64>> {
    if let Some(id) = row_called(title) {
        let found =
            conn.prepare_cached("SELECT id FROM cases WHERE id = ?1")?.query_row([id], |r| r.get(0)).optional()?;
        return Ok(found.into_iter().collect());
    }
    let Some(query) = NumberQuery::read(title) else {
        return list_exact(conn, NUMBER, &document_key(title), 20);
    };
    let key = query.keys(today).swap_remove(0);
    let mut ids = list_exact(conn, NUMBER, &key, 20)?;
    if !query.place.is_empty() {
        let mut fitting = Vec::new();
        for id in ids {
            let number: Option<String> =
                conn.prepare_cached("SELECT number FROM cases WHERE id = ?1")?.query_row([id], |r| r.get(0))?;
            if number.is_some_and(|n| query.fits(&n)) {
                fitting.push(id);
            }
        }
        ids = fitting;
    }
    Ok(ids)
}

pub(super) const EXACT: &str = "SELECT case_id FROM lookup WHERE kind = ?1 AND key = ?2 ORDER BY case_id DESC LIMIT ?3";
pub(super) const PREFIX: &str =
    "SELECT case_id FROM lookup WHERE kind = ?1 AND key > ?2 AND key < ?3 ORDER BY key LIMIT ?4";
pub(super) const PREFIX_DOWN: &str =
    "SELECT case_id FROM lookup WHERE kind = ?1 AND key > ?2 AND key < ?3 ORDER BY key DESC LIMIT ?4";
pub(super) const BOTH: &str = "SELECT a.case_id FROM lookup a CROSS JOIN lookup b ON b.kind = ?3 AND b.key = ?4 \
     AND b.case_id = a.case_id WHERE a.kind = ?1 AND a.key = ?2 ORDER BY a.case_id DESC LIMIT ?5";

/// Cases with exactly this key, newest first.
pub fn list_exact(conn: &Connection, kind: i64, key: &str, limit: usize) -> Result<Vec<i64>> {
    conn.prepare_cached(EXACT)?.query_map((kind, key, bound(limit)), |r| r.get(0))?.collect()
}

/// Cases with a longer key that begins so, newest first among the first `limit` in the order of the
/// keys (numbers: the last `limit`).
pub fn list_prefix(conn: &Connection, kind: i64, prefix: &str, limit: usize) -> Result<Vec<i64>> {
    let sql = if kind == NUMBER { PREFIX_DOWN } else { PREFIX };
    let end = format!("{prefix}\u{10FFFF}");
    let mut ids: Vec<i64> =
        conn.prepare_cached(sql)?.query_map((kind, prefix, end, bound(limit)), |r| r.get(0))?.collect::<Result<_>>()?;
    ids.sort_unstable_by(|a, b| b.cmp(a));
    ids.dedup();
    Ok(ids)
}

/// Cases that have both keys, newest first; the first should be the rarer.
pub fn list_both(conn: &Connection, a: (i64, &str), b: (i64, &str), limit: usize) -> Result<Vec<i64>> {
    conn.prepare_cached(BOTH)?.query_map((a.0, a.1, b.0, b.1, bound(limit)), |r| r.get(0))?.collect()
}

fn bound(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
