//! 卷宗 and their 借阅: a volume a filing, a row a loan. A volume is never changed after filing.

use crate::validation::Checked;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params, params};

/// A filed volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volume {
    pub id: i64,
    pub case: i64,
    /// 卷号.
    pub number: String,
    /// Code of `checklist::RETENTION`.
    pub retention: String,
    pub place: String,
    pub pages: i64,
    pub filed_on: NaiveDate,
    pub filer: String,
    pub checker: String,
    /// JSON: a list of [item, start page].
    pub contents: String,
    pub note: String,
    /// The loan by which it is out, if it is.
    pub loan: Option<i64>,
}

/// A loan of a volume: reading, copying or taking out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loan {
    pub id: i64,
    pub volume: i64,
    pub case: i64,
    pub number: String,
    /// Code of `forms::LOAN_KIND`.
    pub kind: String,
    pub borrower: String,
    pub unit: String,
    pub purpose: String,
    pub approver: String,
    pub out_on: NaiveDate,
    pub due: Option<NaiveDate>,
    pub back_on: Option<NaiveDate>,
    pub state: String,
}

/// Only cases of one person: (staff, user).
pub type Own = Option<(Option<i64>, i64)>;

const VOLUME: &str = "v.id, v.case_id, v.number, v.retention, v.place, v.pages, v.filed_on, v.filer, v.checker, v.contents, v.note, \
     (SELECT l.id FROM loan l WHERE l.volume_id = v.id AND l.back_on IS NULL LIMIT 1) AS loan";

fn volume(r: &Row) -> Result<Volume> {
    Ok(Volume {
        id: r.get("id")?,
        case: r.get("case_id")?,
        number: r.get("number")?,
        retention: r.get("retention")?,
        place: r.get("place")?,
        pages: r.get("pages")?,
        filed_on: super::deadline::day(r, "filed_on")?,
        filer: r.get("filer")?,
        checker: r.get("checker")?,
        contents: r.get("contents")?,
        note: r.get("note")?,
        loan: r.get("loan")?,
    })
}

const LOAN: &str = "l.id, l.volume_id, v.case_id, v.number, l.kind, l.borrower, l.unit, l.purpose, l.approver, l.out_on, l.due, \
     l.back_on, l.state";

fn loan(r: &Row) -> Result<Loan> {
    Ok(Loan {
        id: r.get("id")?,
        volume: r.get("volume_id")?,
        case: r.get("case_id")?,
        number: r.get("number")?,
        kind: r.get("kind")?,
        borrower: r.get("borrower")?,
        unit: r.get("unit")?,
        purpose: r.get("purpose")?,
        approver: r.get("approver")?,
        out_on: super::deadline::day(r, "out_on")?,
        due: super::deadline::maybe_day(r, "due")?,
        back_on: super::deadline::maybe_day(r, "back_on")?,
        state: r.get("state")?,
    })
}

/// Keeps the volume of a filing under its number. Returns the id.
pub fn insert(tx: &Transaction, case: i64, number: &str, form: &Checked, on: NaiveDate) -> Result<i64> {
    let contents: Vec<Vec<&str>> = form.rows("pages").collect();
    tx.prepare_cached(
        "INSERT INTO volume (uid, case_id, number, retention, place, pages, filed_on, filer, checker, contents, note)
         VALUES (:uid, :case, :number, :retention, :place, :pages, :on, :filer, :checker, :contents, :note)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":case": case, ":number": number, ":retention": form.get("retention"),
        ":place": form.get("place"), ":pages": form.number("total").unwrap_or(0), ":on": on.to_string(),
        ":filer": form.get("filer"), ":checker": form.get("checker"),
        ":contents": serde_json::json!(contents).to_string(), ":note": form.get("note"),
    })?;
    Ok(tx.last_insert_rowid())
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Volume>> {
    conn.prepare_cached(&format!("SELECT {VOLUME} FROM volume v WHERE v.id = ?1"))?.query_row([id], volume).optional()
}

/// Volumes of a case, oldest first.
pub fn list_of_case(conn: &Connection, case: i64) -> Result<Vec<Volume>> {
    conn.prepare_cached(&format!("SELECT {VOLUME} FROM volume v WHERE v.case_id = ?1 ORDER BY v.id"))?
        .query_map([case], volume)?
        .collect()
}

/// Volumes with a lower id, newest first; a handler's own are found by his cases.
pub fn list_before(conn: &Connection, before: i64, own: Own, limit: usize) -> Result<Vec<Volume>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    if let Some((staff, _)) = own {
        // Who has many finds them among the newest; who has few has few to sort.
        let newest = conn
            .prepare_cached(&format!(
                "SELECT {VOLUME} FROM (SELECT id FROM volume WHERE id < ?1 ORDER BY id DESC LIMIT 2000) n
                 CROSS JOIN volume v ON v.id = n.id CROSS JOIN cases c ON c.id = v.case_id
                 WHERE c.handler_id = ?3 ORDER BY v.id DESC LIMIT ?2"
            ))?
            .query_map(params![before, limit, staff], volume)?
            .collect::<Result<Vec<_>>>()?;
        if i64::try_from(newest.len()).is_ok_and(|n| n >= limit) {
            return Ok(newest);
        }
        return conn
            .prepare_cached(&format!(
                "SELECT {VOLUME} FROM cases c JOIN volume v ON v.case_id = c.id
                 WHERE c.handler_id = ?3 AND v.id < ?1 ORDER BY v.id DESC LIMIT ?2"
            ))?
            .query_map(params![before, limit, staff], volume)?
            .collect();
    }
    conn.prepare_cached(&format!("SELECT {VOLUME} FROM volume v WHERE v.id < ?1 ORDER BY v.id DESC LIMIT ?2"))?
        .query_map(params![before, limit], volume)?
        .collect()
}

/// Keeps a loan; reading and copying end the same day. Returns the id.
pub fn insert_loan(tx: &Transaction, volume: i64, form: &Checked, on: NaiveDate, user: i64) -> Result<i64> {
    let out = form.is("kind", "3");
    let purpose = match form.get("copied") {
        "" => form.get("purpose").to_string(),
        pages => format!("{}(复印{pages})", form.get("purpose")),
    };
    tx.prepare_cached(
        "INSERT INTO loan (uid, volume_id, kind, borrower, unit, purpose, approver, out_on, due, back_on, user_id)
         VALUES (:uid, :volume, :kind, :borrower, :unit, :purpose, :approver, :on, :due, :back, :user)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":volume": volume, ":kind": form.get("kind"), ":borrower": form.get("borrower"),
        ":unit": form.get("unit"), ":purpose": purpose, ":approver": form.get("approver"), ":on": on.to_string(),
        ":due": form.date("until").filter(|_| out).map(|d| d.to_string()),
        ":back": (!out).then(|| on.to_string()), ":user": user,
    })?;
    Ok(tx.last_insert_rowid())
}

pub fn load_loan(conn: &Connection, id: i64) -> Result<Option<Loan>> {
    conn.prepare_cached(&format!("SELECT {LOAN} FROM loan l JOIN volume v ON v.id = l.volume_id WHERE l.id = ?1"))?
        .query_row([id], loan)
        .optional()
}

/// The volume came back.
pub fn update_back(tx: &Transaction, loan: i64, on: NaiveDate, state: &str) -> Result<()> {
    tx.prepare_cached("UPDATE loan SET rev = rev + 1, back_on = ?2, state = ?3 WHERE id = ?1")?.execute(params![
        loan,
        on.to_string(),
        state
    ])?;
    Ok(())
}

/// Loans that are out, the one due first before all: ids of loan and volume, by the index of open loans alone.
pub fn list_out(conn: &Connection) -> Result<Vec<(i64, i64)>> {
    conn.prepare_cached("SELECT id, volume_id FROM loan INDEXED BY loan_out WHERE back_on IS NULL ORDER BY due, id")?
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect()
}

/// Loans with a lower id, newest first.
pub fn list_loans_before(conn: &Connection, before: i64, limit: usize) -> Result<Vec<Loan>> {
    conn.prepare_cached(&format!(
        "SELECT {LOAN} FROM loan l JOIN volume v ON v.id = l.volume_id WHERE l.id < ?1 ORDER BY l.id DESC LIMIT ?2"
    ))?
    .query_map(params![before, i64::try_from(limit).unwrap_or(i64::MAX)], loan)?
    .collect()
}

/// Loans of a volume, newest first.
pub fn list_loans_of(conn: &Connection, volume: i64) -> Result<Vec<Loan>> {
    conn.prepare_cached(&format!(
        "SELECT {LOAN} FROM loan l JOIN volume v ON v.id = l.volume_id WHERE l.volume_id = ?1 ORDER BY l.id DESC"
    ))?
    .query_map([volume], loan)?
    .collect()
}
