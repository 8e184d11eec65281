//! 包案: the plan of a listed case in one row for the board, and the rows of the board.

use crate::validation::Checked;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params, params};

/// The row of a listed case; empty texts while there is no plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    pub case: i64,
    pub team_number: String,
    pub leader: String,
    pub post: String,
    /// Code of `codes::LISTING_LEVEL`.
    pub level: String,
    /// Code of `codes::SOURCE`.
    pub source: String,
    pub approved_on: Option<NaiveDate>,
    pub goal: String,
    /// One step a line, cells parted by tabs: step, who, due.
    pub plan: String,
    pub posted_by: String,
    /// 经费包干额 in 分.
    pub budget: i64,
    pub progress_on: Option<NaiveDate>,
    pub struck_on: Option<NaiveDate>,
}

fn from_row(r: &Row) -> Result<Listing> {
    Ok(Listing {
        case: r.get("case_id")?,
        team_number: r.get("team_number")?,
        leader: r.get("leader")?,
        post: r.get("post")?,
        level: r.get("level")?,
        source: r.get("source")?,
        approved_on: super::deadline::maybe_day(r, "approved_on")?,
        goal: r.get("goal")?,
        plan: r.get("plan")?,
        posted_by: r.get("posted_by")?,
        budget: r.get("budget")?,
        progress_on: super::deadline::maybe_day(r, "progress_on")?,
        struck_on: super::deadline::maybe_day(r, "struck_on")?,
    })
}

pub fn load(conn: &Connection, case: i64) -> Result<Option<Listing>> {
    conn.prepare_cached("SELECT * FROM listing WHERE case_id = ?1")?.query_row([case], from_row).optional()
}

/// Keeps the plan of a case, the first or a revised one.
pub fn save_plan(tx: &Transaction, case: i64, team_number: &str, form: &Checked) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO listing (case_id, uid, team_number, leader, post, level, source, approved_on, goal, plan, posted_by, budget)
         VALUES (:case, :uid, :team, :leader, :post, :level, :source, :approved, :goal, :plan, :posted_by, :budget)
         ON CONFLICT (case_id) DO UPDATE SET rev = rev + 1, team_number = excluded.team_number, leader = excluded.leader,
           post = excluded.post, level = excluded.level, source = excluded.source, approved_on = excluded.approved_on,
           goal = excluded.goal, plan = excluded.plan, posted_by = excluded.posted_by, budget = excluded.budget",
    )?
    .execute(named_params! {
        ":case": case, ":uid": super::new_uid(), ":team": team_number, ":leader": form.get("leader"),
        ":post": form.get("post"), ":level": form.get("level"), ":source": form.get("source"),
        ":approved": form.date("approved_on").map(|d| d.to_string()), ":goal": form.get("goal"),
        ":plan": form.get("plan"), ":posted_by": form.get("posted_by"), ":budget": form.number("budget").unwrap_or(0),
    })?;
    Ok(())
}

/// The case became a 包案; its plan follows.
pub fn insert(tx: &Transaction, case: i64, form: &Checked) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO listing (case_id, uid, leader, level, approved_on) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (case_id) DO NOTHING",
    )?
    .execute(params![
        case,
        super::new_uid(),
        form.get("leader"),
        form.get("level"),
        form.date("approved_on").map(|d| d.to_string())
    ])?;
    Ok(())
}

pub fn update_progress(tx: &Transaction, case: i64, on: NaiveDate) -> Result<()> {
    tx.prepare_cached(
        "UPDATE listing SET rev = rev + 1, progress_on = max(coalesce(progress_on, ''), ?2) WHERE case_id = ?1",
    )?
    .execute(params![case, on.to_string()])?;
    Ok(())
}

/// Struck on a day; `None`: the case was reopened.
pub fn update_struck(tx: &Transaction, case: i64, on: Option<NaiveDate>) -> Result<()> {
    tx.prepare_cached("UPDATE listing SET rev = rev + 1, struck_on = ?2 WHERE case_id = ?1")?
        .execute(params![case, on.map(|d| d.to_string())])?;
    Ok(())
}

/// Listed cases at these stages, the one to be struck first before all, those without a clock last.
pub fn list_at(conn: &Connection, stages: &[&str]) -> Result<Vec<i64>> {
    let mut found: Vec<(Option<String>, i64)> = Vec::new();
    let mut statement = conn.prepare_cached(
        "SELECT (SELECT min(due) FROM deadline d WHERE d.case_id = c.id AND d.state IN ('running','paused')
           AND d.rule IN ('DL-18','DL-18b')), c.id
         FROM cases c WHERE c.listed = 1 AND c.stage = ?1",
    )?;
    for stage in stages {
        for row in statement.query_map([stage], |r| Ok((r.get(0)?, r.get(1)?)))? {
            found.push(row?);
        }
    }
    found.sort_by(|a, b| (a.0.is_none(), a).cmp(&(b.0.is_none(), b)));
    Ok(found.into_iter().map(|f| f.1).collect())
}

/// Listed cases older than this one, newest first.
pub fn list_before(conn: &Connection, before: i64, limit: usize) -> Result<Vec<i64>> {
    conn.prepare_cached("SELECT id FROM cases WHERE listed = 1 AND id < ?1 ORDER BY id DESC LIMIT ?2")?
        .query_map(params![before, i64::try_from(limit).unwrap_or(i64::MAX)], |r| r.get(0))?
        .collect()
}
