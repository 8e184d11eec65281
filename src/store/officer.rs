//! 领导小组, its 办公室 and 工作室: who holds which post (方案六(一)).

use crate::validation::Checked;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params};

/// A post and who holds, or held, it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    pub id: i64,
    pub rev: i64,
    /// Codes of `forms::OFFICER_BODY` and `forms::OFFICER_POST`.
    pub body: String,
    pub post: String,
    pub name: String,
    pub employer: String,
    pub duty: String,
    pub phone: String,
    pub since: String,
    /// The last day, `None` while in office.
    pub until: Option<String>,
}

const SELECT: &str = "SELECT id, rev, body, post, name, employer, duty, phone, since, until FROM officer";

fn from_row(r: &Row) -> Result<Officer> {
    Ok(Officer {
        id: r.get(0)?,
        rev: r.get(1)?,
        body: r.get(2)?,
        post: r.get(3)?,
        name: r.get(4)?,
        employer: r.get(5)?,
        duty: r.get(6)?,
        phone: r.get(7)?,
        since: r.get(8)?,
        until: r.get(9)?,
    })
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Officer>> {
    conn.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?.query_row([id], from_row).optional()
}

/// Those in office in the order in which they were entered, or those who were. `after`: the last id seen.
pub fn window(conn: &Connection, in_office: bool, search: &str, after: i64, limit: i64) -> Result<Vec<Officer>> {
    let view = if in_office { "until IS NULL" } else { "until IS NOT NULL" };
    conn.prepare_cached(&format!(
        "{SELECT} WHERE {view} AND id > ?1 AND (?2 = '' OR instr(name || employer || duty, ?2)) ORDER BY id LIMIT ?3"
    ))?
    .query_map((after, search, limit), from_row)?
    .collect()
}

/// Everyone in office; a dozen people.
pub fn list(conn: &Connection) -> Result<Vec<Officer>> {
    window(conn, true, "", 0, i64::MAX)
}

pub fn insert(tx: &Transaction, form: &Checked) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO officer (uid, body, post, name, employer, duty, phone, since)
         VALUES (:uid, :body, :post, :name, :employer, :duty, :phone, :since)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":body": form.get("body"), ":post": form.get("post"), ":name": form.get("name"),
        ":employer": form.get("employer"), ":duty": form.get("duty"), ":phone": form.get("phone"),
        ":since": form.get("since"),
    })?;
    Ok(tx.last_insert_rowid())
}

/// Writes a changed form over the version that was seen; false when somebody was first.
pub fn update(tx: &Transaction, id: i64, rev: i64, form: &Checked) -> Result<bool> {
    let changed = tx
        .prepare_cached(
            "UPDATE officer SET rev = rev + 1, body = :body, post = :post, name = :name, employer = :employer,
               duty = :duty, phone = :phone, since = :since WHERE id = :id AND rev = :rev",
        )?
        .execute(named_params! {
            ":id": id, ":rev": rev, ":body": form.get("body"), ":post": form.get("post"), ":name": form.get("name"),
            ":employer": form.get("employer"), ":duty": form.get("duty"), ":phone": form.get("phone"),
            ":since": form.get("since"),
        })?;
    Ok(changed == 1)
}

pub fn update_until(tx: &Transaction, id: i64, until: &str) -> Result<()> {
    tx.prepare_cached("UPDATE officer SET rev = rev + 1, until = ?2 WHERE id = ?1")?.execute((id, until))?;
    Ok(())
}
