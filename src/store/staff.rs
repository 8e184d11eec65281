//! The roster (人员库, 方案六(三)), the team of a case and declared relations.
//!
//! Owns `team_member` and `recusal`, and reads `staff` for them (`roster` writes it). The load of a
//! person is counted when asked, so that every window sees it right after a change. Decides nothing.

use crate::domain::case::Case;
use crate::domain::team::{Declared, Member, Party};
use crate::validation::Checked;
use crate::validation::date::canonical_time;
use chrono::{NaiveDate, NaiveDateTime};
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction};
use std::collections::HashMap;

/// Cases in the hand of one person: those he handles, and those he is a member of. Counts in indexes
/// of open cases only: a person may have closed a hundred thousand.
pub(super) const LOAD: &str =
    "(SELECT count(*) FROM cases c INDEXED BY cases_open_handler WHERE c.is_open = 1 AND c.handler_id = s.id)
   + (SELECT count(*) FROM team_member t INDEXED BY team_load
      WHERE t.active = 1 AND t.staff_id = s.id AND t.part = 'member')";

const COLUMNS: &str = "s.id, s.name, s.profession, s.employer, s.languages, s.skills, s.place, s.document_no, s.active";

fn member(row: &Row, load: i64) -> Result<Member> {
    Ok(Member {
        id: row.get(0)?,
        name: row.get(1)?,
        profession: row.get(2)?,
        employer: row.get(3)?,
        languages: row.get(4)?,
        skills: row.get(5)?,
        place: row.get(6)?,
        document_no: row.get(7)?,
        active: row.get(8)?,
        load,
    })
}

/// A person of the roster with his load.
pub fn load_member(conn: &Connection, id: i64) -> Result<Option<Member>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS}, {LOAD} FROM staff s WHERE s.id = ?1"))?
        .query_row([id], |r| member(r, r.get(9)?))
        .optional()
}

/// Name and 公职人员 code of a person.
pub fn standing(conn: &Connection, id: i64) -> Result<Option<(String, String)>> {
    conn.prepare_cached("SELECT name, official FROM staff WHERE id = ?1")?
        .query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()
}

/// The one person of that name or number; none when there are several.
pub fn called(conn: &Connection, word: &str) -> Result<Option<i64>> {
    let mut query = conn.prepare_cached("SELECT id FROM staff WHERE name = ?1 OR CAST(id AS TEXT) = ?1")?;
    let ids: Vec<i64> = query.query_map([word], |r| r.get(0))?.collect::<Result<_>>()?;
    Ok(if let [one] = ids.as_slice() { Some(*one) } else { None })
}

/// Open cases in hand, by person: one walk over the indexes of open cases, whatever the size of the file.
fn loads(conn: &Connection) -> Result<HashMap<i64, i64>> {
    let mut loads = HashMap::new();
    for sql in [
        "SELECT handler_id, count(*) FROM cases WHERE is_open = 1 AND handler_id IS NOT NULL GROUP BY handler_id",
        "SELECT staff_id, count(*) FROM team_member INDEXED BY team_load WHERE active = 1 AND part = 'member'
         GROUP BY staff_id",
    ] {
        let mut statement = conn.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            *loads.entry(row.get::<_, i64>(0)?).or_insert(0) += row.get::<_, i64>(1)?;
        }
    }
    Ok(loads)
}

/// The whole roster with loads, in the order of entry.
pub fn list_members(conn: &Connection) -> Result<Vec<Member>> {
    let loads = loads(conn)?;
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM staff s ORDER BY s.id"))?
        .query_map([], |r| member(r, loads.get(&r.get(0)?).copied().unwrap_or(0)))?
        .collect()
}

/// Ids and names, whether active or not.
pub fn list_names(conn: &Connection) -> Result<Vec<(i64, String)>> {
    conn.prepare_cached("SELECT id, name FROM staff ORDER BY id")?
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect()
}

/// What the roster shows beyond a [`Member`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffRow {
    pub id: i64,
    pub rev: i64,
    pub name: String,
    /// Pinyin initials, for choosing by letters.
    pub initials: String,
    /// Codes of `codes::PROFESSION`, `LANGUAGE`, `DISPUTE`, `OFFICIAL`.
    pub profession: String,
    pub full_time: bool,
    pub employer: String,
    pub languages: String,
    pub skills: String,
    pub place: String,
    pub official: String,
    pub phone: String,
    pub active: bool,
    /// Open cases in hand.
    pub load: i64,
}

/// The roster as a list: the active first.
pub fn list(conn: &Connection) -> Result<Vec<StaffRow>> {
    let loads = loads(conn)?;
    conn.prepare_cached(
        "SELECT id, rev, name, initials, profession, full_time, employer, languages, skills, place, official, phone,
           active FROM staff ORDER BY active DESC, id",
    )?
    .query_map([], |r| {
        let id = r.get(0)?;
        Ok(StaffRow {
            id,
            rev: r.get(1)?,
            name: r.get(2)?,
            initials: r.get(3)?,
            profession: r.get(4)?,
            full_time: r.get(5)?,
            employer: r.get(6)?,
            languages: r.get(7)?,
            skills: r.get(8)?,
            place: r.get(9)?,
            official: r.get(10)?,
            phone: r.get(11)?,
            active: r.get(12)?,
            load: loads.get(&id).copied().unwrap_or(0),
        })
    })?
    .collect()
}

/// The sides of a dispute: everyone who came about it, their representatives and guardians, and the
/// respondent.
pub fn parties(conn: &Connection, case: &Case) -> Result<Vec<Party>> {
    let mut list: Vec<Party> = Vec::new();
    let mut push = |name: &str, document: &str| {
        let (name, document_no) = (name.trim().to_string(), document.trim().to_string());
        if !matches!(name.as_str(), "" | "匿名" | "不明确") || !document_no.is_empty() {
            let party = Party { name, document_no };
            if !list.contains(&party) {
                list.push(party);
            }
        }
    };
    let mut statement = conn.prepare_cached(
        "SELECT ifnull(name, ''), ifnull(document_no, ''), ifnull(guardian, ''), ifnull(representatives, '')
         FROM visit WHERE case_id = ?1 ORDER BY id",
    )?;
    let mut rows = statement.query([case.id])?;
    while let Some(row) = rows.next()? {
        push(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?);
        push(&row.get::<_, String>(2)?, "");
        for line in row.get::<_, String>(3)?.lines() {
            let mut cells = line.split('\t');
            push(cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        }
    }
    push(&case.petitioner, "");
    push(&case.respondent, "");
    Ok(list)
}

/// Relations declared for a case.
pub fn declared(conn: &Connection, case: i64) -> Result<Vec<Declared>> {
    conn.prepare_cached("SELECT staff_id, ground, detail FROM recusal WHERE case_id = ?1 ORDER BY id")?
        .query_map([case], |r| Ok(Declared { staff: r.get(0)?, ground: r.get(1)?, detail: r.get(2)? }))?
        .collect()
}

/// A declared relation as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recusal {
    pub staff: i64,
    pub name: String,
    /// Code of `codes::RECUSAL`.
    pub ground: String,
    pub detail: String,
    pub at: String,
}

/// Declared relations with names, oldest first.
pub fn list_recusals(conn: &Connection, case: i64) -> Result<Vec<Recusal>> {
    conn.prepare_cached(
        "SELECT r.staff_id, s.name, r.ground, r.detail, r.at FROM recusal r JOIN staff s ON s.id = r.staff_id
         WHERE r.case_id = ?1 ORDER BY r.id",
    )?
    .query_map([case], |r| {
        Ok(Recusal { staff: r.get(0)?, name: r.get(1)?, ground: r.get(2)?, detail: r.get(3)?, at: r.get(4)? })
    })?
    .collect()
}

/// Keeps a checked form of `forms::RECUSAL`.
pub fn insert_recusal(tx: &Transaction, case: i64, form: &Checked, at: NaiveDateTime) -> Result<i64> {
    tx.prepare_cached("INSERT INTO recusal (case_id, staff_id, ground, detail, at) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute((case, form.number("staff"), form.get("ground"), form.get("detail"), canonical_time(at)))?;
    Ok(tx.last_insert_rowid())
}

/// Ids of the team of a case, the handler first.
pub fn list_team(conn: &Connection, case: i64) -> Result<Vec<(i64, String)>> {
    conn.prepare_cached("SELECT staff_id, part FROM team_member WHERE case_id = ?1 ORDER BY part, since, staff_id")?
        .query_map([case], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect()
}

/// Makes `ids` the team of a case, the first of them its handler. Whoever stays keeps his day.
pub fn set_team(tx: &Transaction, case: i64, ids: &[i64], today: NaiveDate) -> Result<()> {
    let since: HashMap<i64, String> = tx
        .prepare_cached("SELECT staff_id, since FROM team_member WHERE case_id = ?1")?
        .query_map([case], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<Result<_>>()?;
    tx.prepare_cached("DELETE FROM team_member WHERE case_id = ?1")?.execute([case])?;
    let sql = "INSERT INTO team_member (case_id, staff_id, part, since, active)
               VALUES (?1, ?2, ?3, ?4, ifnull((SELECT is_open FROM cases WHERE id = ?1), 1)) ON CONFLICT DO NOTHING";
    let mut insert = tx.prepare_cached(sql)?;
    for (i, id) in ids.iter().enumerate() {
        let part = if i == 0 { "handler" } else { "member" };
        let day = since.get(id).cloned().unwrap_or_else(|| today.to_string());
        insert.execute((case, id, part, day))?;
    }
    Ok(())
}
