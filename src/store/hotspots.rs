//! What 热点 counts: the registered visits of a period, and which of them hold a word. Sealed cases are
//! never read here.
//!
//! Walks the index by registration day and bounded ranges of the words' index; decides no figure.

use super::narrative::pair_term;
use super::search::{NAME, NAME_TAIL};
use crate::domain::wording::Pair;
use chrono::NaiveDate;
use rusqlite::{Connection, Result};

/// A registered visit of a period, as far as it is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub visit: i64,
    /// The case, after a merge the one that goes on.
    pub case: i64,
    /// Division code.
    pub place: String,
    /// The unit answerable, else the respondent; in clear.
    pub unit: String,
    pub dispute: String,
}

const LINES: &str = "SELECT v.id, ifnull(c.merged_into, c.id), ifnull(v.place, ''), \
     iif(c.unit <> '', c.unit, ifnull(v.respondent, '')), c.dispute \
     FROM visit v INDEXED BY visit_report_registered JOIN cases c ON c.id = v.case_id \
     WHERE v.registered = 1 AND v.registered_on BETWEEN ?1 AND ?2 AND ifnull(v.category, '') <> 'B' AND ifnull(v.nature, '') <> '6' AND c.sealed = 0 \
     ORDER BY v.registered_on, v.id";

/// The visits registered from the first to the last day, both counted.
pub fn lines(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Vec<Line>> {
    conn.prepare_cached(LINES)?
        .query_map((from.to_string(), to.to_string()), |r| {
            Ok(Line { visit: r.get(0)?, case: r.get(1)?, place: r.get(2)?, unit: r.get(3)?, dispute: r.get(4)? })
        })?
        .collect()
}

/// The visits between two ids, both counted, that hold all these pairs of characters.
pub fn holders(conn: &Connection, pairs: &[Pair], low: i64, high: i64) -> Result<Vec<i64>> {
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let terms: Vec<String> = pairs.iter().map(|p| pair_term(*p)).collect();
    conn.prepare_cached("SELECT rowid FROM narrative WHERE narrative MATCH ?1 AND rowid BETWEEN ?2 AND ?3")?
        .query_map((terms.join(" "), low, high), |r| r.get(0))?
        .collect()
}

/// Whether somebody in the file bears this name, or one that begins or ends with it.
pub fn is_known_name(conn: &Connection, word: &str) -> Result<bool> {
    let mut begins = conn.prepare_cached(
        "SELECT 1 FROM lookup WHERE kind = ?1 AND key >= ?2 AND key < ?3 AND length(key) <= 5 LIMIT 1",
    )?;
    for kind in [NAME, NAME_TAIL] {
        if begins.exists((kind, word, format!("{word}\u{10FFFF}")))? {
            return Ok(true);
        }
    }
    conn.prepare_cached("SELECT 1 FROM staff WHERE instr(name, ?1) > 0 LIMIT 1")?.exists([word])
}

#[cfg(test)]
mod tests {
    use super::super::listing::fixture::plan;
    use super::*;

    #[test]
    fn a_period_is_one_range_of_the_index() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = super::super::open(&folder.path().join("desk.db"), true).expect("a file");
        let steps = plan(&conn, LINES).expect("a plan");
        assert!(steps.contains("visit_report_registered (registered_on>? AND registered_on<?)"), "{steps}");
        assert!(!steps.contains("SCAN"), "{steps}");
        assert!(holders(&conn, &[['水', '电'], ['电', '站']], 1, 9).expect("read").is_empty());
        assert!(!is_known_name(&conn, "水电站").expect("read"));
    }
}
