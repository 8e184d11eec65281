//! 咨询摘要 and the consultations given with them. The summaries a new file begins with are compiled in.

use super::Seen;
use crate::validation::{Checked, pinyin};
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params};

/// The office's first summaries; afterwards they are its own to change.
const EMBEDDED: &str = include_str!("../../assets/guidance.csv");

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guidance {
    pub id: i64,
    /// Code of `codes::DISPUTE`, "" = of every kind.
    pub dispute: String,
    pub title: String,
    pub initials: String,
    pub office: String,
    pub bring: String,
    /// Ids of rules of `deadline`, parted by blanks.
    pub clock: String,
    pub article: String,
    pub body: String,
    pub verified: bool,
    pub active: bool,
}

const SELECT: &str =
    "SELECT id, dispute, title, initials, office, bring, clock, article, body, verified, active FROM guidance";

fn from_row(r: &Row) -> Result<Guidance> {
    Ok(Guidance {
        id: r.get(0)?,
        dispute: r.get(1)?,
        title: r.get(2)?,
        initials: r.get(3)?,
        office: r.get(4)?,
        bring: r.get(5)?,
        clock: r.get(6)?,
        article: r.get(7)?,
        body: r.get(8)?,
        verified: r.get(9)?,
        active: r.get(10)?,
    })
}

const INSERT: &str =
    "INSERT INTO guidance (uid, dispute, title, initials, office, bring, clock, article, body, verified)
     VALUES (:uid, :dispute, :title, :initials, :office, :bring, :clock, :article, :body, :verified)";

/// Puts the compiled-in summaries into a file that has none. Their uids are fixed, so that two files
/// that began alike can be told so when they are merged.
///
/// # Errors
/// Those of the database.
pub fn seed(tx: &Transaction) -> Result<()> {
    let mut insert = tx.prepare(&INSERT.replacen("INSERT", "INSERT OR IGNORE", 1))?;
    let mut reader = csv::Reader::from_reader(EMBEDDED.as_bytes());
    for row in reader.records() {
        let row = row.expect("invariant: the embedded summaries are well formed");
        let cell = |i: usize| row.get(i).unwrap_or("");
        insert.execute(named_params! {
            ":uid": format!("guidance-{}", cell(0)), ":dispute": cell(1), ":title": cell(2),
            ":initials": pinyin::initials(cell(2)), ":office": cell(3), ":bring": cell(4), ":clock": cell(5),
            ":article": cell(6), ":body": cell(7), ":verified": i64::from(cell(8) == "1"),
        })?;
    }
    Ok(())
}

/// Every summary, oldest first: the office keeps some dozens of them.
pub fn list(conn: &Connection) -> Result<Vec<Guidance>> {
    conn.prepare_cached(&format!("{SELECT} ORDER BY id"))?.query_map([], from_row)?.collect()
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Guidance>> {
    conn.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?.query_row([id], from_row).optional()
}

pub fn insert(tx: &Transaction, form: &Checked) -> Result<i64> {
    tx.prepare_cached(INSERT)?.execute(named_params! {
        ":uid": super::new_uid(), ":dispute": form.get("dispute"), ":title": form.get("title"),
        ":initials": pinyin::initials(form.get("title")), ":office": form.get("office"), ":bring": form.get("bring"),
        ":clock": form.get("clock"), ":article": form.get("article"), ":body": form.get("body"),
        ":verified": i64::from(form.is("verified", "1")),
    })?;
    Ok(tx.last_insert_rowid())
}

pub fn update(tx: &Transaction, id: i64, form: &Checked) -> Result<()> {
    tx.prepare_cached(
        "UPDATE guidance SET rev = rev + 1, dispute = :dispute, title = :title, initials = :initials, office = :office,
           bring = :bring, clock = :clock, article = :article, body = :body, verified = :verified WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": id, ":dispute": form.get("dispute"), ":title": form.get("title"),
        ":initials": pinyin::initials(form.get("title")), ":office": form.get("office"), ":bring": form.get("bring"),
        ":clock": form.get("clock"), ":article": form.get("article"), ":body": form.get("body"),
        ":verified": i64::from(form.is("verified", "1")),
    })?;
    Ok(())
}

pub fn set_active(tx: &Transaction, id: i64, active: bool) -> Result<()> {
    tx.prepare_cached("UPDATE guidance SET rev = rev + 1, active = ?2 WHERE id = ?1")?.execute((id, active))?;
    Ok(())
}

/// A consultation given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultation {
    pub id: i64,
    pub day: String,
    /// Title of the summary, "" when there was none.
    pub title: String,
    pub case: Option<i64>,
    /// 案号 or 接谈号 of the case, "" for none.
    pub case_title: String,
    pub people: i64,
    pub note: String,
    pub user: String,
}

const CONSULTED: &str = "SELECT k.id, k.day, ifnull(g.title, ''), k.case_id, \
    CASE WHEN c.id IS NULL THEN '' ELSE ifnull(c.number, ifnull(c.docket, '暂存' || c.id)) END, k.people, k.note, u.name";
const JOINED: &str = "LEFT JOIN guidance g ON g.id = k.guidance_id LEFT JOIN cases c ON c.id = k.case_id \
    JOIN user u ON u.id = k.user_id";

fn consultation(r: &Row) -> Result<Consultation> {
    Ok(Consultation {
        id: r.get(0)?,
        day: r.get(1)?,
        title: r.get(2)?,
        case: r.get(3)?,
        case_title: r.get(4)?,
        people: r.get(5)?,
        note: r.get(6)?,
        user: r.get(7)?,
    })
}

/// What is kept of a consultation; the note without anybody's numbers.
pub struct NewConsultation<'a> {
    pub day: &'a str,
    pub guidance: Option<i64>,
    pub case: Option<i64>,
    pub people: i64,
    pub note: &'a str,
}

pub fn insert_consultation(tx: &Transaction, new: &NewConsultation, user: i64) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO consultation (uid, day, guidance_id, case_id, people, note, user_id)
         VALUES (:uid, :day, :guidance, :case, :people, :note, :user)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":day": new.day, ":guidance": new.guidance, ":case": new.case,
        ":people": new.people, ":note": new.note, ":user": user,
    })?;
    Ok(tx.last_insert_rowid())
}

/// Newest first, from a day on, or of all time. One about a matter shows to whoever may read the matter.
pub fn consultations(conn: &Connection, since: Option<&str>, search: &str, seen: &Seen) -> Result<Vec<Consultation>> {
    let from = match since {
        Some(_) => "consultation k INDEXED BY consultation_day",
        None => "consultation k",
    };
    let range = if since.is_some() { "k.day >= :since" } else { ":since IS NULL" };
    let case = if seen.case.is_some() { "k.case_id = :case" } else { ":case IS NULL" };
    let sql = format!(
        "{CONSULTED} FROM {from} {JOINED} WHERE {range} AND {case} AND k.id < :after
         AND (c.id IS NULL OR ((:sealed OR c.sealed = 0) AND (:all OR c.registrar = :user OR c.handler_id = :staff)))
         AND (:search = '' OR instr(ifnull(g.title, '') || k.note, :search)) ORDER BY k.id DESC LIMIT :limit"
    );
    conn.prepare_cached(&sql)?
        .query_map(
            named_params! { ":since": since, ":case": seen.case, ":after": seen.after, ":sealed": seen.sealed,
            ":all": seen.all, ":user": seen.user, ":staff": seen.staff, ":search": search, ":limit": seen.limit },
            consultation,
        )?
        .collect()
}

pub fn load_consultation(conn: &Connection, id: i64) -> Result<Option<Consultation>> {
    conn.prepare_cached(&format!("{CONSULTED} FROM consultation k {JOINED} WHERE k.id = ?1"))?
        .query_row([id], consultation)
        .optional()
}

/// How often each summary was given since a day: id and title ("" = without one), times, people.
pub fn counts(conn: &Connection, since: &str) -> Result<Vec<(i64, String, i64, i64)>> {
    conn.prepare_cached(
        "SELECT ifnull(g.id, 0), ifnull(g.title, ''), count(*), sum(k.people)
         FROM consultation k INDEXED BY consultation_day LEFT JOIN guidance g ON g.id = k.guidance_id
         WHERE k.day >= ?1 GROUP BY k.guidance_id ORDER BY 3 DESC, 1",
    )?
    .query_map([since], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?
    .collect()
}
