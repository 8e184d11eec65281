//! Leads (苗头): disputes heard of before there is a case.

use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    pub id: i64,
    pub number: String,
    pub reporter: String,
    pub heard_on: String,
    pub place: String,
    pub parties: String,
    pub gist: String,
    pub handling: String,
    /// `new`, `watched`, `case`, `settled` or `closed`.
    pub state: String,
    pub case: Option<i64>,
    pub outcome: String,
    /// Name of the station that reported it.
    pub station: String,
}

const SELECT: &str = "SELECT id, number, reporter, heard_on, place, parties, gist, handling, state, case_id, outcome,
     ifnull((SELECT name FROM station WHERE station.id = lead.station_id), '') FROM lead";

fn from_row(r: &Row) -> Result<Lead> {
    Ok(Lead {
        id: r.get(0)?,
        number: r.get(1)?,
        reporter: r.get(2)?,
        heard_on: r.get(3)?,
        place: r.get(4)?,
        parties: r.get(5)?,
        gist: r.get(6)?,
        handling: r.get(7)?,
        state: r.get(8)?,
        case: r.get(9)?,
        outcome: r.get(10)?,
        station: r.get(11)?,
    })
}

pub fn insert(
    tx: &Transaction,
    number: &str,
    form: &crate::validation::Checked,
    station: Option<i64>,
    user: i64,
) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO lead (uid, number, station_id, reporter, heard_on, place, parties, gist, involved, safety, state, user_id)
         VALUES (:uid, :number, :station, :reporter, :heard, :place, :parties, :gist, :involved, :safety, 'new', :user)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":number": number, ":station": station, ":reporter": form.get("reporter"), ":heard": form.get("heard_on"),
        ":place": form.get("place"), ":parties": form.get("parties"), ":gist": form.get("gist"),
        ":involved": form.number("involved").unwrap_or(1), ":safety": form.get("safety"), ":user": user,
    })?;
    Ok(tx.last_insert_rowid())
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Lead>> {
    conn.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?.query_row([id], from_row).optional()
}

/// Newest first. `view`: `new`, `watched`, `case` or `all`.
pub fn window(
    conn: &Connection,
    view: &str,
    search: &str,
    case: Option<i64>,
    after: i64,
    limit: i64,
) -> Result<Vec<Lead>> {
    let view = match view {
        "all" => "1",
        "watched" => "state = 'watched'",
        "case" => "state = 'case'",
        _ => "state = 'new'",
    };
    conn.prepare_cached(&format!(
        "{SELECT} WHERE {view} AND id < ?1 AND (?2 = '' OR instr(number || gist || place, ?2))
         AND (?3 IS NULL OR case_id = ?3) ORDER BY id DESC LIMIT ?4"
    ))?
    .query_map((after, search, case, limit), from_row)?
    .collect()
}

pub fn watch(tx: &Transaction, id: i64, handling: &str) -> Result<()> {
    tx.prepare_cached("UPDATE lead SET rev = rev + 1, state = 'watched', handling = ?2 WHERE id = ?1")?
        .execute((id, handling))?;
    Ok(())
}

/// `state`: `settled` or `closed`.
pub fn end(tx: &Transaction, id: i64, state: &str, outcome: &str, on: &str) -> Result<()> {
    tx.prepare_cached("UPDATE lead SET rev = rev + 1, state = ?2, outcome = ?3, closed_on = ?4 WHERE id = ?1")?
        .execute((id, state, outcome, on))?;
    Ok(())
}

pub fn link(tx: &Transaction, id: i64, case: i64) -> Result<()> {
    tx.prepare_cached("UPDATE lead SET rev = rev + 1, state = 'case', case_id = ?2 WHERE id = ?1")?
        .execute((id, case))?;
    Ok(())
}
