//! 重大紧急事项: rows in, rows out. Open ones are few and found by their partial indexes.

use crate::validation::Checked;
use crate::validation::date::canonical_time;
use chrono::NaiveDateTime;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params, params};

/// A row of `urgent` with what it belongs to. Times are `YYYY-MM-DDTHH:MM`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Urgent {
    pub id: i64,
    pub number: String,
    pub case: Option<i64>,
    /// 案号, else 接谈号, of the case; 苗头号 of the lead; "" for neither.
    pub matter: String,
    pub sealed: bool,
    pub handler: Option<i64>,
    pub registrar: Option<i64>,
    pub found_at: String,
    /// Code of `forms::URGENT_KIND`.
    pub kind: String,
    pub fact: String,
    pub place: String,
    pub involved: Option<i64>,
    pub measures: String,
    pub oral_at: Option<String>,
    /// Codes of `forms::REPORT_TO`, joined by commas.
    pub oral_to: String,
    pub oral_by: String,
    pub oral_heard: String,
    pub written_at: Option<String>,
    pub written_to: String,
    pub document: String,
    /// Code of `forms::URGENT_RESULT`, "" while open.
    pub result: String,
    pub outcome: String,
    pub closed_on: Option<String>,
    /// Who opened it, and his name.
    pub user: i64,
    pub by: String,
}

/// 续报.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub at: String,
    pub body: String,
    pub told: String,
    pub by: String,
}

/// What is written when one is opened.
pub struct New<'a> {
    pub number: &'a str,
    pub case: Option<i64>,
    pub lead: Option<i64>,
    pub found_at: &'a str,
    pub kind: &'a str,
    pub fact: &'a str,
    pub place: &'a str,
    pub involved: Option<i64>,
    pub measures: &'a str,
}

const SELECT: &str = "SELECT u.id, u.number, u.case_id, ifnull(c.number, ifnull(c.docket, ifnull(l.number, ''))) AS matter,
       ifnull(c.sealed, 0) AS sealed, c.handler_id, c.registrar, u.found_at, u.kind, u.fact, u.place, u.involved, u.measures,
       u.oral_at, u.oral_to, u.oral_by, u.oral_heard, u.written_at, u.written_to, u.document, u.result, u.outcome, u.closed_on,
       u.user_id, x.name AS by_name
     FROM urgent u LEFT JOIN cases c ON c.id = u.case_id LEFT JOIN lead l ON l.id = u.lead_id JOIN user x ON x.id = u.user_id";

fn from_row(r: &Row) -> Result<Urgent> {
    Ok(Urgent {
        id: r.get("id")?,
        number: r.get("number")?,
        case: r.get("case_id")?,
        matter: r.get("matter")?,
        sealed: r.get("sealed")?,
        handler: r.get("handler_id")?,
        registrar: r.get("registrar")?,
        found_at: r.get("found_at")?,
        kind: r.get("kind")?,
        fact: r.get("fact")?,
        place: r.get("place")?,
        involved: r.get("involved")?,
        measures: r.get("measures")?,
        oral_at: r.get("oral_at")?,
        oral_to: r.get("oral_to")?,
        oral_by: r.get("oral_by")?,
        oral_heard: r.get("oral_heard")?,
        written_at: r.get("written_at")?,
        written_to: r.get("written_to")?,
        document: r.get("document")?,
        result: r.get("result")?,
        outcome: r.get("outcome")?,
        closed_on: r.get("closed_on")?,
        user: r.get("user_id")?,
        by: r.get("by_name")?,
    })
}

/// Opens one. Returns its id.
pub fn insert(tx: &Transaction, new: &New, now: NaiveDateTime, user: i64) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO urgent (uid, number, case_id, lead_id, found_at, kind, fact, place, involved, measures, at, user_id)
         VALUES (:uid, :number, :case, :lead, :found, :kind, :fact, :place, :involved, :measures, :at, :user)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":number": new.number, ":case": new.case, ":lead": new.lead, ":found": new.found_at,
        ":kind": new.kind, ":fact": new.fact, ":place": new.place, ":involved": new.involved,
        ":measures": new.measures, ":at": canonical_time(now), ":user": user,
    })?;
    Ok(tx.last_insert_rowid())
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Urgent>> {
    conn.prepare_cached(&format!("{SELECT} WHERE u.id = ?1"))?.query_row([id], from_row).optional()
}

/// The number of the open one of a case.
pub fn open_of_case(conn: &Connection, case: i64) -> Result<Option<String>> {
    conn.prepare_cached(
        "SELECT number FROM urgent INDEXED BY urgent_case WHERE closed_on IS NULL AND case_id IS NOT NULL AND case_id = ?1",
    )?
    .query_row([case], |r| r.get(0))
    .optional()
}

/// The number of the open one of a lead.
pub fn open_of_lead(conn: &Connection, lead: i64) -> Result<Option<String>> {
    conn.prepare_cached(
        "SELECT number FROM urgent INDEXED BY urgent_lead WHERE closed_on IS NULL AND lead_id IS NOT NULL AND lead_id = ?1",
    )?
    .query_row([lead], |r| r.get(0))
    .optional()
}

/// The lead of that number.
pub fn lead_numbered(conn: &Connection, number: &str) -> Result<Option<i64>> {
    conn.prepare_cached("SELECT id FROM lead WHERE number = ?1")?.query_row([number], |r| r.get(0)).optional()
}

/// The index, the condition and whether the oldest comes first, of a view.
fn view_of(view: &str) -> (&'static str, &'static str, bool) {
    match view {
        "all" => ("", "", false),
        "open" => (" INDEXED BY urgent_open", " AND u.closed_on IS NULL AND u.written_at IS NOT NULL", false),
        "closed" => ("", " AND u.closed_on IS NOT NULL", false),
        _ => (" INDEXED BY urgent_unreported", " AND u.closed_on IS NULL AND u.written_at IS NULL", true),
    }
}

fn statement(view: &str, of_case: bool) -> String {
    let (index, condition, oldest) = view_of(view);
    let (case, index) = if of_case { ("u.case_id = :case", "") } else { (":case IS NULL", index) };
    let (edge, order) = if oldest { ("u.id > :after", "ASC") } else { ("u.id < :after", "DESC") };
    let from = SELECT.replacen("FROM urgent u", &format!("FROM urgent u{index}"), 1);
    format!(
        "{from} WHERE {case}{condition} AND {edge} AND (:sealed OR ifnull(c.sealed, 0) = 0)
         AND (:all OR u.user_id = :user OR c.registrar = :user OR c.handler_id = :staff)
         AND (:search = '' OR instr(u.number || u.fact || u.place || ifnull(c.number, ''), :search))
         ORDER BY u.id {order} LIMIT :limit"
    )
}

/// A window. `view`: `waiting` (not reported in writing, the oldest first), `open`, `closed` or `all`, newest first.
pub fn window(
    conn: &Connection,
    view: &str,
    search: &str,
    after: Option<i64>,
    seen: &super::Seen,
) -> Result<Vec<Urgent>> {
    let after = after.unwrap_or(if view_of(view).2 { -1 } else { i64::MAX });
    conn.prepare_cached(&statement(view, seen.case.is_some()))?
        .query_map(
            named_params! { ":case": seen.case, ":after": after, ":sealed": seen.sealed, ":all": seen.all,
            ":user": seen.user, ":staff": seen.staff, ":search": search, ":limit": seen.limit },
            from_row,
        )?
        .collect()
}

const UNREPORTED: &str =
    "SELECT count(*) FROM urgent u INDEXED BY urgent_unreported LEFT JOIN cases c ON c.id = u.case_id
     WHERE u.closed_on IS NULL AND u.written_at IS NULL AND (:sealed OR ifnull(c.sealed, 0) = 0)
     AND (:all OR u.user_id = :user OR c.registrar = :user OR c.handler_id = :staff)";

/// How many are not yet reported in writing, of those the reader sees.
pub fn count_unreported(conn: &Connection, seen: &super::Seen) -> Result<i64> {
    conn.prepare_cached(UNREPORTED)?.query_row(
        named_params! { ":sealed": seen.sealed, ":all": seen.all, ":user": seen.user, ":staff": seen.staff },
        |r| r.get(0),
    )
}

/// Kind, facts, place, people and first measures; the case, once there is one.
pub fn amend(tx: &Transaction, id: i64, case: Option<i64>, form: &Checked) -> Result<()> {
    tx.prepare_cached(
        "UPDATE urgent SET rev = rev + 1, case_id = ifnull(case_id, :case), kind = :kind, fact = :fact, place = :place,
           involved = :involved, measures = :measures WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": id, ":case": case, ":kind": form.get("kind"), ":fact": form.get("fact"), ":place": form.get("place"),
        ":involved": form.number("involved"), ":measures": form.get("measures"),
    })?;
    Ok(())
}

pub fn report_orally(tx: &Transaction, id: i64, form: &Checked) -> Result<()> {
    tx.prepare_cached(
        "UPDATE urgent SET rev = rev + 1, oral_at = ?2, oral_to = ?3, oral_by = ?4, oral_heard = ?5 WHERE id = ?1",
    )?
    .execute(params![id, form.get("at"), form.get("to"), form.get("by"), form.get("heard")])?;
    Ok(())
}

pub fn report_in_writing(tx: &Transaction, id: i64, form: &Checked) -> Result<()> {
    tx.prepare_cached(
        "UPDATE urgent SET rev = rev + 1, written_at = ?2, written_to = ?3, document = ?4 WHERE id = ?1",
    )?
    .execute(params![id, form.get("at"), form.get("to"), form.get("document")])?;
    Ok(())
}

pub fn insert_note(tx: &Transaction, id: i64, form: &Checked, user: i64) -> Result<()> {
    tx.prepare_cached("INSERT INTO urgent_note (urgent_id, at, body, told, user_id) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![id, form.get("at"), form.get("body"), form.get("told"), user])?;
    Ok(())
}

/// 续报 of one, oldest first.
pub fn list_notes(conn: &Connection, id: i64) -> Result<Vec<Note>> {
    conn.prepare_cached(
        "SELECT n.at, n.body, n.told, x.name FROM urgent_note n JOIN user x ON x.id = n.user_id
         WHERE n.urgent_id = ?1 ORDER BY n.id",
    )?
    .query_map([id], |r| Ok(Note { at: r.get(0)?, body: r.get(1)?, told: r.get(2)?, by: r.get(3)? }))?
    .collect()
}

pub fn close(tx: &Transaction, id: i64, form: &Checked) -> Result<()> {
    tx.prepare_cached("UPDATE urgent SET rev = rev + 1, result = ?2, outcome = ?3, closed_on = ?4 WHERE id = ?1")?
        .execute(params![id, form.get("result"), form.get("outcome"), form.get("closed_on")])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_is_found_by_its_partial_index() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = crate::store::open(&folder.path().join("a.db"), true).expect("open");
        let plan = |sql: &str| {
            let mut statement = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("a statement");
            let mut rows = statement.raw_query();
            let mut lines = String::new();
            while let Some(row) = rows.next().expect("a row") {
                lines.push_str(&row.get::<_, String>(3).expect("text"));
                lines.push('\n');
            }
            lines
        };
        for (sql, index) in [
            (statement("waiting", false), "urgent_unreported"),
            (statement("open", false), "urgent_open"),
            (UNREPORTED.to_string(), "urgent_unreported"),
            (statement("waiting", true), "(case_id=?"),
        ] {
            let plan = plan(&sql);
            assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{index}: {plan}");
        }
    }
}
