//! Budgets of a year, and the sums of what was paid (`spent`, kept up by a trigger as claims are paid).

use crate::validation::date::canonical_time;
use chrono::NaiveDateTime;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params, params};

/// The grant of a year. Amounts in 分.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    pub year: i32,
    pub rev: i64,
    pub granted: i64,
    pub source: String,
    pub document: String,
    pub note: String,
}

fn budget(r: &Row) -> Result<Budget> {
    Ok(Budget {
        year: r.get(0)?,
        rev: r.get(1)?,
        granted: r.get(2)?,
        source: r.get(3)?,
        document: r.get(4)?,
        note: r.get(5)?,
    })
}

pub fn load(conn: &Connection, year: i32) -> Result<Option<Budget>> {
    conn.prepare_cached("SELECT year, rev, granted, source, document, note FROM budget WHERE year = ?1")?
        .query_row([year], budget)
        .optional()
}

/// Stores or replaces the grant of a year; false when somebody changed it since `b.rev`.
pub fn save(tx: &Transaction, b: &Budget, user: i64, at: NaiveDateTime) -> Result<bool> {
    let changed = tx
        .prepare_cached(
            "INSERT INTO budget (year, granted, source, document, note, user_id, at)
             VALUES (:year, :granted, :source, :document, :note, :user, :at)
             ON CONFLICT (year) DO UPDATE SET rev = rev + 1, granted = :granted, source = :source,
               document = :document, note = :note, user_id = :user, at = :at WHERE rev = :rev",
        )?
        .execute(named_params! {
            ":year": b.year, ":granted": b.granted, ":source": b.source, ":document": b.document, ":note": b.note,
            ":user": user, ":at": canonical_time(at), ":rev": b.rev,
        })?;
    Ok(changed == 1)
}

/// First year with a grant or a payment, if any.
pub fn first_year(conn: &Connection) -> Result<Option<i32>> {
    conn.prepare_cached("SELECT min(y) FROM (SELECT min(year) AS y FROM budget UNION ALL SELECT min(year) FROM spent)")?
        .query_row([], |r| r.get(0))
}

/// Last year with a grant.
pub fn last_year(conn: &Connection) -> Result<Option<i32>> {
    conn.prepare_cached("SELECT max(year) FROM budget")?.query_row([], |r| r.get(0))
}

/// Paid by a payer in a year, in 分.
pub fn paid(conn: &Connection, payer: &str, year: i32) -> Result<i64> {
    conn.prepare_cached("SELECT ifnull(sum(amount), 0) FROM spent WHERE payer = ?1 AND year = ?2")?
        .query_row(params![payer, year], |r| r.get(0))
}

/// Claimed from a payer and neither paid nor returned yet, in 分.
pub fn under_way(conn: &Connection, payer: &str) -> Result<i64> {
    conn.prepare_cached(
        "SELECT ifnull(sum(amount), 0) FROM claim WHERE payer = ?1 AND state IN ('review','approve','pay')",
    )?
    .query_row([payer], |r| r.get(0))
}

/// A sum of what was paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// A row of the group, by which it is found again.
    pub id: i64,
    pub year: i32,
    pub payer_kind: String,
    pub payer: String,
    /// "" over all rules.
    pub rule: String,
    pub claims: i64,
    pub amount: i64,
}

fn sum(r: &Row) -> Result<Sum> {
    Ok(Sum {
        id: r.get(0)?,
        year: r.get(1)?,
        payer_kind: r.get(2)?,
        payer: r.get(3)?,
        rule: r.get(4)?,
        claims: r.get(5)?,
        amount: r.get(6)?,
    })
}

/// Sums by payer from year to year, newest year first and the largest sum first; by rule, too, if asked.
pub fn sums(conn: &Connection, years: (i32, i32), by_rule: bool, search: &str) -> Result<Vec<Sum>> {
    let (rule, group) = if by_rule { ("rule", ", rule") } else { ("''", "") };
    conn.prepare_cached(&format!(
        "SELECT min(id), year, payer_kind, payer, {rule}, sum(claims), sum(amount) FROM spent
         WHERE year BETWEEN ?1 AND ?2 AND (?3 = '' OR instr(payer, ?3))
         GROUP BY year, payer_kind, payer{group} ORDER BY year DESC, 7 DESC, payer"
    ))?
    .query_map(params![years.0, years.1, search], sum)?
    .collect()
}

/// The payer of a sum, and all it paid: each year and rule.
pub fn sums_of(conn: &Connection, id: i64) -> Result<Vec<Sum>> {
    conn.prepare_cached(
        "SELECT s.id, s.year, s.payer_kind, s.payer, s.rule, s.claims, s.amount
         FROM spent one JOIN spent s INDEXED BY spent_payer ON s.payer = one.payer AND s.payer_kind = one.payer_kind
         WHERE one.id = ?1 ORDER BY s.year DESC, s.rule",
    )?
    .query_map([id], sum)?
    .collect()
}

/// Sums a person received in a year (SB1 to SB4), and of how many people the median is: (sum, median, people).
pub fn payee(conn: &Connection, year: i32, staff: i64) -> Result<(i64, i64, i64)> {
    let people: i64 =
        conn.prepare_cached("SELECT count(*) FROM payee WHERE year = ?1")?.query_row([year], |r| r.get(0))?;
    let middle: Vec<i64> = conn
        .prepare_cached("SELECT amount FROM payee WHERE year = ?1 ORDER BY amount LIMIT ?2 OFFSET ?3")?
        .query_map(params![year, 2 - people % 2, (people - 1).max(0) / 2], |r| r.get(0))?
        .collect::<Result<_>>()?;
    let median = middle.iter().sum::<i64>() / i64::try_from(middle.len()).unwrap_or(1).max(1);
    let own = conn
        .prepare_cached("SELECT amount FROM payee WHERE year = ?1 AND staff_id = ?2")?
        .query_row(params![year, staff], |r| r.get(0))
        .optional()?;
    Ok((own.unwrap_or(0), median, people))
}
