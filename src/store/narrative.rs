//! The words of the narrative: how text becomes tokens, and the bounded walk over their index.
//!
//! Tokens are pairs of adjoining characters plus the last character of each run, so that one, two or
//! more characters are found alike. A long word is the AND of its pairs and is then verified in the
//! text itself. Every walk goes from the newest visit down and stops: after enough answers, or when
//! its [`Budget`] is spent, and then it says so. Decides nothing about who may see a case.

use crate::validation::Draft;
use crate::validation::text::{fold_char, is_han};
use rusqlite::{Connection, OptionalExtension, Result, Transaction};

/// Fields of a visit whose words are found.
pub const FIELDS: [&str; 4] = ["gist", "summary", "claims", "facts"];

/// The text whose words are indexed: one field a line.
pub fn text_of(draft: &Draft) -> String {
    FIELDS.map(|key| draft.get(key)).join("\n")
}

/// Letters and widths made alike; hanzi stay as they are.
pub fn fold(text: &str) -> String {
    text.chars().flat_map(|c| fold_char(c).to_lowercase()).collect()
}

/// A character as it stands in a token. The tokenizer of the index knows ASCII and the hanzi of the
/// basic plane; anything else gets a stand-in of the private use area, and answers are verified.
fn stand_in(c: char) -> char {
    let code = u32::from(c);
    if is_plain(c) { c } else { char::from_u32(0xE000 + code % 6400).unwrap_or('\u{E000}') }
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || is_han(c) && u32::from(c) < 0x1_0000
}

/// Runs of letters, digits and hanzi, folded.
fn runs(folded: &str) -> impl Iterator<Item = Vec<char>> + '_ {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()).map(|run| run.chars().collect())
}

/// The term of the index for two adjoining characters, folded.
pub(super) fn pair_term(pair: [char; 2]) -> String {
    format!("\"{}{}\"", stand_in(pair[0]), stand_in(pair[1]))
}

/// What is put into the index for a text: every pair of adjoining characters and the last character
/// of each run, parted by spaces.
pub fn tokens(text: &str) -> String {
    let folded = fold(text);
    let mut out = String::with_capacity(folded.len() * 3);
    for run in runs(&folded) {
        for pair in run.windows(2) {
            out.extend(pair.iter().map(|c| stand_in(*c)));
            out.push(' ');
        }
        out.extend(run.last().map(|c| stand_in(*c)));
        out.push(' ');
    }
    out.pop();
    out
}

/// Puts the words of a visit in place of what the index held for it.
pub fn write(tx: &Transaction, visit: i64, draft: &Draft) -> Result<()> {
    tx.prepare_cached("DELETE FROM narrative WHERE rowid = ?1")?.execute([visit])?;
    add(tx, visit, draft)
}

/// Puts the words of a new visit into the index.
pub fn add(tx: &Transaction, visit: i64, draft: &Draft) -> Result<()> {
    tx.prepare_cached("INSERT INTO narrative (rowid, words) VALUES (?1, ?2)")?
        .execute((visit, tokens(&text_of(draft))))?;
    Ok(())
}

/// How far a walk may go: entries of the index, and texts read to verify.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    pub entries: usize,
    pub reads: usize,
}

/// About 30 ms on an office machine.
pub const BUDGET: Budget = Budget { entries: 200_000, reads: 2000 };

/// Most index terms asked for one query; the rest is left to the verification.
const MOST_TERMS: usize = 12;
/// So few candidates are read rather than sought in the lists of the remaining terms.
const FEW: usize = 48;

/// What is looked for: words that must all occur.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
    terms: Vec<String>,
    /// The index alone is the proof: no word has more than two characters.
    exact: bool,
}

impl Query {
    /// Reads what was typed: words parted by blanks, every one wanted. `None` when there is no
    /// letter, digit or hanzi in it. Typed text never becomes syntax of the index.
    pub fn new(typed: &str) -> Option<Query> {
        let folded = fold(typed);
        let words: Vec<String> =
            folded.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).map(str::to_string).collect();
        let mut terms: Vec<String> = Vec::new();
        let mut exact = true;
        for word in &words {
            exact &= word.chars().count() <= 2 && word.chars().all(is_plain);
            for run in runs(word) {
                let quoted = |chars: &[char]| format!("\"{}\"", chars.iter().map(|c| stand_in(*c)).collect::<String>());
                if run.len() == 1 {
                    terms.push(format!("{} *", quoted(&run)));
                }
                terms.extend(run.windows(2).map(quoted));
            }
        }
        let mut seen = std::collections::HashSet::new();
        terms.retain(|t| seen.insert(t.clone()));
        if terms.len() > MOST_TERMS {
            let all = std::mem::take(&mut terms);
            terms = (0..MOST_TERMS).map(|i| all[i * (all.len() - 1) / (MOST_TERMS - 1)].clone()).collect();
            exact = false;
        }
        (!terms.is_empty()).then_some(Query { words, terms, exact })
    }

    /// Whether the text holds every word.
    pub fn is_in(&self, text: &str) -> bool {
        let mut folded = None;
        self.words.iter().all(|word| {
            text.contains(word.as_str())
                || !word.chars().all(is_han) && folded.get_or_insert_with(|| fold(text)).contains(word.as_str())
        })
    }
}

pub(super) const WALK: &str = "SELECT rowid FROM narrative WHERE narrative MATCH ?1 AND rowid BETWEEN ?2 AND ?3 \
     ORDER BY rowid DESC LIMIT ?4";

/// One term of a walk, and how dense it has been so far.
struct Term {
    text: String,
    found: usize,
    spanned: i64,
}

/// Hands the cases of the visits that hold the query to `take`, newest visit first (a case comes once
/// for each such visit), until it returns false. Returns whether the walk ended because the budget
/// was spent, so that older answers may exist.
///
/// Each round fetches one bounded chunk of the rarest term, narrows it by the others as far as that
/// pays, and reads the few that remain. `among` are the visits wanted, newest first; `None` = all.
pub fn walk(
    conn: &Connection,
    query: &Query,
    budget: Budget,
    among: Option<&[i64]>,
    mut take: impl FnMut(i64) -> Result<bool>,
) -> Result<bool> {
    let newest: Option<i64> = conn.prepare_cached("SELECT max(id) FROM visit")?.query_row([], |r| r.get(0))?;
    let Some(mut top) = newest else { return Ok(false) };
    let bottom = among.map_or(1, |visits| visits.last().copied().unwrap_or(i64::MAX));
    let mut fetch = conn.prepare_cached(WALK)?;
    let mut terms: Vec<Term> = query.terms.iter().map(|t| Term { text: t.clone(), found: 0, spanned: 1 }).collect();
    let (mut entries, mut reads, mut chunk) = (0, 0, 512_usize);
    while top >= bottom {
        #[allow(clippy::cast_precision_loss)]
        terms.sort_by(|a, b| (a.found as f64 / a.spanned as f64).total_cmp(&(b.found as f64 / b.spanned as f64)));
        let mut low = bottom;
        let mut set: Option<Vec<i64>> = None;
        let mut proven = query.exact;
        for term in &mut terms {
            if set.as_ref().is_some_and(|s| s.len() <= FEW) {
                proven = false;
                break;
            }
            let limit = i64::try_from(chunk).unwrap_or(i64::MAX);
            let rows: Vec<i64> =
                fetch.query_map((&term.text, low, top, limit), |r| r.get(0))?.collect::<Result<_>>()?;
            entries += rows.len();
            if rows.len() == chunk {
                low = rows.last().copied().unwrap_or(low);
            }
            term.found += rows.len();
            term.spanned += top - low + 1;
            set = Some(match set {
                None => match among {
                    None => rows,
                    Some(visits) => meet(&rows, visits, low),
                },
                Some(kept) => meet(&kept, &rows, low),
            });
        }
        for visit in set.unwrap_or_default() {
            if reads >= budget.reads {
                return Ok(true);
            }
            let Some(case) = case_of(conn, visit, (!proven).then_some(query), &mut reads)? else { continue };
            if !take(case)? {
                return Ok(false);
            }
        }
        top = low - 1;
        if entries >= budget.entries || reads >= budget.reads {
            return Ok(top >= bottom);
        }
        chunk = (chunk * 2).min(16_384);
    }
    Ok(false)
}

/// What two descending lists have in common, from `low` up.
fn meet(a: &[i64], b: &[i64], low: i64) -> Vec<i64> {
    let mut rest = b.iter().copied().peekable();
    a.iter()
        .copied()
        .take_while(|x| *x >= low)
        .filter(|x| {
            while rest.next_if(|y| y > x).is_some() {}
            rest.peek() == Some(x)
        })
        .collect()
}

/// The case of a visit, if the visit holds the words of `query`.
fn case_of(conn: &Connection, visit: i64, query: Option<&Query>, reads: &mut usize) -> Result<Option<i64>> {
    let Some(query) = query else {
        return conn
            .prepare_cached("SELECT case_id FROM visit WHERE id = ?1")?
            .query_row([visit], |r| r.get(0))
            .optional();
    };
    *reads += 1;
    let row: Option<(i64, String)> = conn
        .prepare_cached(
            "SELECT case_id, concat_ws(char(10), coalesce(gist, ''), coalesce(summary, ''), coalesce(claims, ''), \
             coalesce(facts, '')) FROM visit WHERE id = ?1",
        )?
        .query_row([visit], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    Ok(row.filter(|(_, text)| query.is_in(text)).map(|(case, _)| case))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_and_the_last_character_of_each_run() {
        assert_eq!(tokens("宅基地,A座。"), "宅基 基地 地 a座 座");
        assert_eq!(tokens("ＡＢ"), "ab b");
        assert_eq!(tokens("  ,\n"), "");
        assert_eq!(tokens("𠮷").chars().count(), 1);
    }

    #[test]
    fn typed_text_is_never_syntax() {
        assert_eq!(Query::new("\"*( "), None);
        let query = Query::new("a AND NEAR(").expect("words");
        assert!(query.terms.iter().all(|t| t.starts_with('"')), "{query:?}");
        assert!(query.is_in("A near( and"));
        assert!(!query.is_in("A near and"));
        assert!(Query::new("宅基 地").expect("words").exact);
        assert!(!Query::new("宅基地").expect("words").exact);
        assert!(
            Query::new(&"天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往".repeat(3)).expect("words").terms.len() <= MOST_TERMS
        );
    }

    #[test]
    fn lists_meet() {
        assert_eq!(meet(&[9, 7, 5, 3, 1], &[8, 7, 3, 2, 1], 2), vec![7, 3]);
        assert_eq!(meet(&[9], &[], 1), Vec::<i64>::new());
    }
}
