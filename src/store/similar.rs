//! What likeness reads: in how many visits a pair of characters stands, which visits hold the telling
//! ones, and what is known of those. Every read is bounded, whatever the size of the file.
//!
//! Decides neither what is alike nor who may see it.

use super::narrative::{WALK, pair_term};
use crate::domain::wording::{Pair, is_unit};
use rusqlite::{Connection, OptionalExtension, Result, Row};
use std::collections::HashMap;

/// Entries of the index read to estimate how common a pair is.
const PROBE: usize = 64;

/// In about how many visits each pair stands, and how many visits there are. Up to [`PROBE`] the number
/// is exact; beyond, the density among the newest stands for all.
pub fn spread(conn: &Connection, pairs: &[Pair]) -> Result<(Vec<f64>, f64)> {
    let newest = newest_visit(conn)?;
    let mut fetch = conn.prepare_cached(WALK)?;
    let mut spread = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let limit = i64::try_from(PROBE).unwrap_or(i64::MAX);
        let rows: Vec<i64> =
            fetch.query_map((pair_term(*pair), 1, newest, limit), |r| r.get(0))?.collect::<Result<_>>()?;
        #[allow(clippy::cast_precision_loss)]
        spread.push(match rows.last() {
            Some(last) if rows.len() == PROBE => PROBE as f64 * newest as f64 / (newest - last + 1) as f64,
            _ => rows.len() as f64,
        });
    }
    #[allow(clippy::cast_precision_loss)]
    Ok((spread, newest as f64))
}

fn newest_visit(conn: &Connection) -> Result<i64> {
    let newest: Option<i64> = conn.prepare_cached("SELECT max(id) FROM visit")?.query_row([], |r| r.get(0))?;
    Ok(newest.unwrap_or(0))
}

/// The visits that hold most of these pairs by what each is worth, best first, at most `most`. Of each
/// pair the newest `each` visits are looked at.
pub fn candidates(conn: &Connection, asked: &[(Pair, f64)], each: usize, most: usize) -> Result<Vec<i64>> {
    let newest = newest_visit(conn)?;
    let mut fetch = conn.prepare_cached(WALK)?;
    let mut worth: HashMap<i64, f64> = HashMap::new();
    for (pair, value) in asked {
        let limit = i64::try_from(each).unwrap_or(i64::MAX);
        let mut rows = fetch.query((pair_term(*pair), 1, newest, limit))?;
        while let Some(row) = rows.next()? {
            *worth.entry(row.get(0)?).or_default() += value;
        }
    }
    let mut all: Vec<(i64, f64)> = worth.into_iter().collect();
    let better = |a: &(i64, f64), b: &(i64, f64)| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0));
    if all.len() > most {
        all.select_nth_unstable_by(most, better);
        all.truncate(most);
    }
    all.sort_by(better);
    Ok(all.into_iter().map(|(visit, _)| visit).collect())
}

/// What a visit told, and what its case is; personal data in clear.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    pub visit: i64,
    pub case: i64,
    /// The fields of the narrative, one a line.
    pub text: String,
    pub respondent: String,
    /// Everybody named in the form who is no body.
    pub people: Vec<String>,
    pub gist: String,
    /// Codes of `codes::{CONTENT, DISPUTE, GRADE, OUTCOME}`, "" where not yet known.
    pub content: String,
    pub dispute: String,
    pub grade: String,
    pub outcome: String,
    pub unit: String,
    pub registered: bool,
    /// 检举控告, by the case or by this visit.
    pub sealed: bool,
    pub handler: Option<i64>,
    pub registrar: i64,
    pub merged_into: Option<i64>,
    /// ISO dates, "" where not yet.
    pub opened: String,
    pub accepted_on: String,
    pub closed_on: String,
}

const TOLD: &str = "SELECT v.id, v.case_id, concat_ws(char(10), coalesce(v.gist, ''), coalesce(v.summary, ''), \
     coalesce(v.claims, ''), coalesce(v.facts, '')), coalesce(v.respondent, ''), coalesce(v.name, ''), \
     coalesce(v.representatives, ''), coalesce(v.guardian, ''), coalesce(v.interpreter, ''), coalesce(v.gist, ''), \
     coalesce(v.content, ''), c.dispute, c.grade, c.outcome, c.unit, v.registered, \
     c.sealed OR ifnull(v.category = 'B', 0) OR ifnull(v.nature = '6', 0), c.handler_id, c.registrar, c.merged_into, c.opened, \
     coalesce(c.accepted_on, ''), coalesce(c.closed_on, ''), c.petitioner, c.respondent \
     FROM visit v JOIN cases c ON c.id = v.case_id WHERE v.id = ?1";

/// Names of people among the parties of a visit: bodies are no people.
pub fn people(respondent: &str, name: &str, representatives: &str, others: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = std::iter::once(name).chain(others.iter().copied()).map(str::to_string).collect();
    all.extend(representatives.lines().filter_map(|line| line.split(['\t', ',', ' ']).next()).map(str::to_string));
    let bare = respondent.split(['(', '（']).next().unwrap_or_default().trim();
    if !is_unit(bare) {
        all.push(bare.to_string());
    }
    all.retain(|n| n.chars().count() >= 2 && !is_unit(n) && n != "不明确" && n != "匿名");
    all
}

fn told(r: &Row) -> Result<Told> {
    let text = |i: usize| r.get::<_, String>(i);
    let respondent = text(3)?;
    let mut named = people(&respondent, &text(4)?, &text(5)?, &[&text(6)?, &text(7)?, &text(22)?]);
    named.extend(people(&text(23)?, "", "", &[]));
    named.sort();
    named.dedup();
    Ok(Told {
        visit: r.get(0)?,
        case: r.get(1)?,
        text: text(2)?,
        respondent,
        people: named,
        gist: text(8)?,
        content: text(9)?,
        dispute: text(10)?,
        grade: text(11)?,
        outcome: text(12)?,
        unit: text(13)?,
        registered: r.get(14)?,
        sealed: r.get(15)?,
        handler: r.get(16)?,
        registrar: r.get(17)?,
        merged_into: r.get(18)?,
        opened: text(19)?,
        accepted_on: text(20)?,
        closed_on: text(21)?,
    })
}

/// What a visit told.
pub fn load(conn: &Connection, visit: i64) -> Result<Option<Told>> {
    conn.prepare_cached(TOLD)?.query_row([visit], told).optional()
}

/// The case itself, the one it was merged into, and all that were merged into either: one matter.
pub fn same_matter(conn: &Connection, case: i64) -> Result<Vec<i64>> {
    let into: Option<i64> = conn
        .prepare_cached("SELECT merged_into FROM cases WHERE id = ?1")?
        .query_row([case], |r| r.get(0))
        .optional()?
        .flatten();
    let root = into.unwrap_or(case);
    let mut all = vec![case, root];
    let mut merged = conn.prepare_cached("SELECT id FROM cases WHERE merged_into = ?1")?;
    for id in [case, root] {
        all.extend(merged.query_map([id], |r| r.get::<_, i64>(0))?.collect::<Result<Vec<_>>>()?);
    }
    Ok(all)
}

/// Forms of a case that say on what it rests and where it was led, (form, body), latest first.
pub fn grounds(conn: &Connection, case: i64) -> Result<Vec<(String, String)>> {
    conn.prepare_cached(
        "SELECT form, body FROM record WHERE case_id = ?1 AND voided = 0 \
         AND form IN ('analysis', 'opinion', 'agreement', 'guide') ORDER BY id DESC",
    )?
    .query_map([case], |r| Ok((r.get(0)?, r.get(1)?)))?
    .collect()
}

/// Which share of the newest `most` graded cases has this grade.
pub fn share_of_grade(conn: &Connection, grade: &str, most: i64) -> Result<f64> {
    conn.prepare_cached(
        "SELECT ifnull(avg(grade = ?1), 0.0) FROM \
         (SELECT grade FROM cases WHERE grade <> '' AND sealed = 0 ORDER BY id DESC LIMIT ?2)",
    )?
    .query_row((grade, most), |r| r.get(0))
}

/// The newest registered visits that opened an unsealed case, at most `most`.
pub fn newest_openings(conn: &Connection, most: usize) -> Result<Vec<i64>> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    conn.prepare_cached(
        "SELECT v.id FROM cases c JOIN visit v ON v.id = c.first_visit \
         WHERE c.sealed = 0 AND c.merged_into IS NULL AND v.registered = 1 ORDER BY c.id DESC LIMIT ?1",
    )?
    .query_map([most], |r| r.get(0))?
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::listing::fixture::plan;
    use super::*;

    #[test]
    fn people_are_those_who_are_no_bodies() {
        let named = people("和志军(兄长)", "扎西", "李秀英\t5334\t138\n农布\t\t", &["", "阿茸"]);
        assert_eq!(named, ["扎西", "阿茸", "李秀英", "农布", "和志军"]);
        assert!(people("市自然资源局", "雪域旅行社", "", &[]).is_empty());
    }

    #[test]
    fn nothing_walks_a_table() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = super::super::open(&folder.path().join("desk.db"), true).expect("a file");
        let steps = plan(&conn, TOLD).expect("a plan");
        assert!(!steps.contains("SCAN"), "{steps}");
        assert!(load(&conn, 1).expect("read").is_none());
        assert_eq!(spread(&conn, &[['宅', '基']]).expect("read"), (vec![0.0], 0.0));
        assert!(candidates(&conn, &[(['宅', '基'], 1.0)], 10, 10).expect("read").is_empty());
        assert_eq!(same_matter(&conn, 1).expect("read"), vec![1, 1]);
    }
}
