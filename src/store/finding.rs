//! Findings of the discipline sheet (纪律检查): what the rules found, and what the check came to.

use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params};

/// A finding as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub id: i64,
    pub rev: i64,
    /// A row of `domain::discipline::CHECKS`.
    pub rule: String,
    pub claim: Option<i64>,
    /// Number of the claim, "" for none.
    pub number: String,
    pub case: Option<i64>,
    pub staff: Option<i64>,
    /// Name of the person it concerns, "" for none.
    pub person: String,
    pub fact: String,
    pub found_on: String,
    /// Code of `domain::discipline::VERDICT`, "" while unchecked.
    pub verdict: String,
    pub conclusion: String,
    pub checked_by: String,
    pub checked_on: String,
}

const SELECT: &str =
    "SELECT f.id, f.rev, f.rule, f.claim_id, ifnull(k.number, ''), k.case_id, f.staff_id, ifnull(s.name, ''), f.fact,
       f.found_on, f.verdict, f.conclusion, ifnull(u.name, ''), ifnull(f.checked_on, '')
     FROM finding f LEFT JOIN claim k ON k.id = f.claim_id LEFT JOIN staff s ON s.id = f.staff_id
     LEFT JOIN user u ON u.id = f.checked_by";

fn from_row(r: &Row) -> Result<Finding> {
    Ok(Finding {
        id: r.get(0)?,
        rev: r.get(1)?,
        rule: r.get(2)?,
        claim: r.get(3)?,
        number: r.get(4)?,
        case: r.get(5)?,
        staff: r.get(6)?,
        person: r.get(7)?,
        fact: r.get(8)?,
        found_on: r.get(9)?,
        verdict: r.get(10)?,
        conclusion: r.get(11)?,
        checked_by: r.get(12)?,
        checked_on: r.get(13)?,
    })
}

/// What a rule found; a fact found before (same rule and subject) is brought up to date while unchecked.
pub struct Found<'a> {
    pub rule: &'a str,
    pub subject: &'a str,
    pub claim: Option<i64>,
    pub staff: Option<i64>,
    pub fact: &'a str,
}

pub fn insert(tx: &Transaction, f: &Found, on: &str) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO finding (uid, rule, subject, claim_id, staff_id, fact, found_on)
         VALUES (:uid, :rule, :subject, :claim, :staff, :fact, :on)
         ON CONFLICT (rule, subject) DO UPDATE SET fact = excluded.fact, claim_id = excluded.claim_id, rev = rev + 1
           WHERE verdict = ''",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":rule": f.rule, ":subject": f.subject, ":claim": f.claim, ":staff": f.staff,
        ":fact": f.fact, ":on": on,
    })?;
    Ok(())
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Finding>> {
    conn.prepare_cached(&format!("{SELECT} WHERE f.id = ?1"))?.query_row([id], from_row).optional()
}

/// Newest first. `view`: `open`, `checked` or `all`; `case` narrows to the claims of one case.
pub fn window(
    conn: &Connection,
    view: &str,
    search: &str,
    case: Option<i64>,
    after: i64,
    limit: i64,
) -> Result<Vec<Finding>> {
    let view = match view {
        "open" => "f.verdict = ''",
        "checked" => "f.verdict <> ''",
        _ => "1",
    };
    conn.prepare_cached(&format!(
        "{SELECT} WHERE {view} AND f.id < :after AND (:case IS NULL OR k.case_id = :case)
         AND (:search = '' OR instr(f.fact, :search) OR instr(ifnull(k.number, ''), :search) OR instr(ifnull(s.name, ''), :search))
         ORDER BY f.id DESC LIMIT :limit"
    ))?
    .query_map(named_params! { ":after": after, ":case": case, ":search": search, ":limit": limit }, from_row)?
    .collect()
}

/// Writes what the check came to if nobody changed the finding since `rev`; false otherwise.
pub fn conclude(tx: &Transaction, f: &Finding, verdict: &str, words: &str, user: i64, on: &str) -> Result<bool> {
    let changed = tx
        .prepare_cached(
            "UPDATE finding SET rev = rev + 1, verdict = :verdict, conclusion = :words, checked_by = :user, checked_on = :on
             WHERE id = :id AND rev = :rev",
        )?
        .execute(named_params! {
            ":verdict": verdict, ":words": words, ":user": user, ":on": on, ":id": f.id, ":rev": f.rev,
        })?;
    Ok(changed == 1)
}
