//! Stations (网点), who serves there, and what each took in. Their names stand in the rows of
//! tickets, visits and cases, so a name that was used does not change. Decides nothing.

use crate::domain::case::Stage;
use crate::domain::station::{DONE, Level};
use crate::validation::Checked;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params, params};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    pub id: i64,
    pub rev: i64,
    pub name: String,
    pub level: Level,
    /// Code of `station::INDUSTRIES`, "" for none.
    pub industry: String,
    /// Division code, "" for none.
    pub place: String,
    pub address: String,
    pub phone: String,
    pub keeper: String,
    /// Letters before its queue's numbers.
    pub mark: String,
    pub active: bool,
    pub closed_on: String,
    pub closed_why: String,
}

const SELECT: &str = "SELECT id, rev, name, level, industry, place, address, phone, keeper, mark, active, \
     ifnull(closed_on, ''), closed_why FROM station";
/// County, townships, villages, channels; in each as they were added.
const ORDER: &str = "CASE level WHEN 'county' THEN 0 WHEN 'township' THEN 1 WHEN 'village' THEN 2 ELSE 3 END, id";

fn from_row(r: &Row) -> Result<Station> {
    let level: String = r.get(3)?;
    let level = Level::from_code(&level).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(3, rusqlite::types::Type::Text, format!("level {level}").into())
    })?;
    Ok(Station {
        id: r.get(0)?,
        rev: r.get(1)?,
        name: r.get(2)?,
        level,
        industry: r.get(4)?,
        place: r.get(5)?,
        address: r.get(6)?,
        phone: r.get(7)?,
        keeper: r.get(8)?,
        mark: r.get(9)?,
        active: r.get(10)?,
        closed_on: r.get(11)?,
        closed_why: r.get(12)?,
    })
}

/// Every station, closed ones too. A county has hundreds at most.
pub fn list(conn: &Connection) -> Result<Vec<Station>> {
    conn.prepare_cached(&format!("{SELECT} ORDER BY {ORDER}"))?.query_map([], from_row)?.collect()
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Station>> {
    conn.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?.query_row([id], from_row).optional()
}

pub fn load_by_name(conn: &Connection, name: &str) -> Result<Option<Station>> {
    conn.prepare_cached(&format!("{SELECT} WHERE name = ?1"))?.query_row([name], from_row).optional()
}

/// How many there ever were; none is deleted.
pub fn count(conn: &Connection) -> Result<i64> {
    conn.prepare_cached("SELECT count(*) FROM station")?.query_row([], |r| r.get(0))
}

pub fn insert(tx: &Transaction, form: &Checked, mark: &str) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO station (uid, name, level, industry, place, address, phone, keeper, mark)
         VALUES (:uid, :name, :level, :industry, :place, :address, :phone, :keeper, :mark)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":name": form.get("name"), ":level": form.get("level"),
        ":industry": form.get("industry"), ":place": form.get("place"), ":address": form.get("address"),
        ":phone": form.get("phone"), ":keeper": form.get("keeper"), ":mark": mark,
    })?;
    Ok(tx.last_insert_rowid())
}

/// Writes what may change; false when it was changed since `rev`.
pub fn update(tx: &Transaction, id: i64, rev: i64, form: &Checked) -> Result<bool> {
    let changed = tx
        .prepare_cached(
            "UPDATE station SET rev = rev + 1, name = :name, industry = :industry, place = :place, address = :address,
               phone = :phone, keeper = :keeper WHERE id = :id AND rev = :rev",
        )?
        .execute(named_params! {
            ":id": id, ":rev": rev, ":name": form.get("name"), ":industry": form.get("industry"),
            ":place": form.get("place"), ":address": form.get("address"), ":phone": form.get("phone"),
            ":keeper": form.get("keeper"),
        })?;
    Ok(changed == 1)
}

/// Closed on a day and why; `None`: open again.
pub fn update_closed(tx: &Transaction, id: i64, closed: Option<(NaiveDate, &str)>) -> Result<()> {
    tx.prepare_cached("UPDATE station SET rev = rev + 1, active = ?2, closed_on = ?3, closed_why = ?4 WHERE id = ?1")?
        .execute(params![id, closed.is_none(), closed.map(|c| c.0.to_string()), closed.map_or("", |c| c.1)])?;
    Ok(())
}

/// Where a user serves.
pub fn of_user(conn: &Connection, user: i64) -> Result<Option<String>> {
    conn.prepare_cached("SELECT station FROM user WHERE id = ?1")?.query_row([user], |r| r.get(0)).optional()
}

pub fn update_user(tx: &Transaction, user: i64, station: &str) -> Result<()> {
    tx.prepare_cached("UPDATE user SET rev = rev + 1, station = ?2 WHERE id = ?1")?.execute(params![user, station])?;
    Ok(())
}

/// Names of those who may log in and serve there.
pub fn people(conn: &Connection, station: &str) -> Result<Vec<String>> {
    conn.prepare_cached("SELECT name FROM user WHERE station = ?1 AND active = 1 ORDER BY id")?
        .query_map([station], |r| r.get(0))?
        .collect()
}

/// Whether somebody with one of these roles serves there.
pub fn has_role(conn: &Connection, station: &str, roles: &[&str]) -> Result<bool> {
    let mut query = conn.prepare_cached("SELECT 1 FROM user WHERE station = ?1 AND active = 1 AND role = ?2")?;
    for role in roles {
        if query.exists((station, role))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether rows carry the name already.
pub fn is_used(conn: &Connection, name: &str) -> Result<bool> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM user WHERE station = ?1) OR EXISTS (SELECT 1 FROM visit WHERE station = ?1)
         OR EXISTS (SELECT 1 FROM cases WHERE intake = ?1) OR EXISTS (SELECT 1 FROM ticket WHERE station = ?1)
         OR EXISTS (SELECT 1 FROM handover WHERE sender = ?1 OR receiver = ?1)",
    )?
    .query_row([name], |r| r.get(0))
}

pub(super) const OPEN_CASES: &str =
    "SELECT count(*) FROM cases INDEXED BY cases_open_station WHERE station = ?1 AND is_open = 1";

/// Open cases that lie there.
pub fn count_open_cases(conn: &Connection, name: &str) -> Result<i64> {
    conn.prepare_cached(OPEN_CASES)?.query_row([name], |r| r.get(0))
}

/// Hand-overs to or from it without an answer.
pub fn count_open_handovers(conn: &Connection, name: &str) -> Result<i64> {
    conn.prepare_cached("SELECT count(*) FROM handover WHERE state = 'sent' AND (sender = ?1 OR receiver = ?1)")?
        .query_row([name], |r| r.get(0))
}

/// What a station did in a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub leads: i64,
    /// Leads settled on the spot.
    pub settled: i64,
    pub visits: i64,
    /// Cases taken in, from 登记 on.
    pub cases: i64,
    /// Of them at a higher level now or once.
    pub up: i64,
    /// Of them done (结案, 销号, 归档).
    pub done: i64,
    /// Of the done, those that never left the station.
    pub done_here: i64,
    /// Of the done, those that never left the level.
    pub done_in_level: i64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, o: Counts) {
        self.leads += o.leads;
        self.settled += o.settled;
        self.visits += o.visits;
        self.cases += o.cases;
        self.up += o.up;
        self.done += o.done;
        self.done_here += o.done_here;
        self.done_in_level += o.done_in_level;
    }
}

const LEADS: &str = "SELECT count(*), ifnull(sum(state = 'settled'), 0) FROM lead INDEXED BY lead_station
     WHERE station_id = ?1 AND heard_on >= ?2 AND heard_on <= ?3";
const VISITS: &str = "SELECT count(*) FROM visit INDEXED BY visit_station
     WHERE station = ?1 AND created_at >= ?2 AND created_at < ?3 || 'U'";

fn cases_sql() -> String {
    let done: Vec<String> = DONE.iter().map(|s| format!("'{}'", s.code())).collect();
    let done = format!("stage IN ({})", done.join(", "));
    format!(
        "SELECT count(*), ifnull(sum(moved = 3), 0), ifnull(sum({done}), 0), ifnull(sum({done} AND moved = 0), 0),
           ifnull(sum({done} AND moved < 2), 0)
         FROM cases INDEXED BY cases_taken_in WHERE intake = ?1 AND opened >= ?2 AND opened <= ?3 AND stage <> '{}'",
        Stage::Draft.code()
    )
}

/// What a station did from one day to another, both counted; "" and "9" bound nothing.
pub fn counts(conn: &Connection, station: &Station, from: &str, to: &str) -> Result<Counts> {
    let (leads, settled) =
        conn.prepare_cached(LEADS)?.query_row((station.id, from, to), |r| Ok((r.get(0)?, r.get(1)?)))?;
    let visits = count_visits(conn, &station.name, from, to)?;
    conn.prepare_cached(&cases_sql())?.query_row((&station.name, from, to), |r| {
        Ok(Counts {
            leads,
            settled,
            visits,
            cases: r.get(0)?,
            up: r.get(1)?,
            done: r.get(2)?,
            done_here: r.get(3)?,
            done_in_level: r.get(4)?,
        })
    })
}

/// Visits received there from one day to another.
pub fn count_visits(conn: &Connection, name: &str, from: &str, to: &str) -> Result<i64> {
    conn.prepare_cached(VISITS)?.query_row((name, from, to), |r| r.get(0))
}

/// The station that took a case in.
pub fn intake(conn: &Connection, case: i64) -> Result<Option<String>> {
    conn.prepare_cached("SELECT intake FROM cases WHERE id = ?1")?.query_row([case], |r| r.get(0)).optional()
}

#[cfg(test)]
mod tests {
    use super::super::listing::fixture::plan;
    use super::*;

    #[test]
    fn every_count_is_read_in_an_index_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = super::super::open(&folder.path().join("desk.db"), true).expect("a file");
        for sql in [cases_sql(), LEADS.to_string(), VISITS.to_string(), OPEN_CASES.to_string()] {
            let plan = plan(&conn, &sql).expect(&sql);
            assert!(plan.starts_with("SEARCH") && plan.contains("USING COVERING INDEX"), "{sql}\n{plan}");
            assert_eq!(plan.lines().count(), 1, "{plan}");
        }
    }

    /// The trigger `cases_moved` and `Level::height` say the same.
    #[test]
    fn a_case_counts_as_moved_by_the_levels() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = super::super::open(&folder.path().join("desk.db"), true).expect("a file");
        super::super::listing::fixture::user(&conn, 1, "qiantai", "reception", None).expect("a user");
        for (level, code, ..) in Level::ALL {
            for n in 1..=2 {
                let name = format!("{code}{n}");
                let row = "INSERT INTO station (uid, name, level, mark) VALUES (?1, ?1, ?2, ?1)";
                conn.execute(row, (&name, level.code())).expect("a station");
            }
        }
        for (home, from, ..) in Level::ALL {
            for (there, to, ..) in Level::ALL {
                let (intake, station) = (format!("{from}1"), format!("{to}2"));
                let row = "INSERT INTO cases (uid, station, stage, petitioner, opened, registrar)
                           VALUES (?1, ?2, 'S10', '和志强', '2026-11-23', 1)";
                conn.execute(row, (format!("{from}{to}"), &intake)).expect("a case");
                let case = conn.last_insert_rowid();
                assert_eq!(super::intake(&conn, case).expect("read"), Some(intake.clone()));
                let moved = || -> i64 {
                    conn.query_row("SELECT moved FROM cases WHERE id = ?1", [case], |r| r.get(0)).expect("read")
                };
                let go = |to: &str| conn.execute("UPDATE cases SET station = ?1 WHERE id = ?2", (to, case));
                assert_eq!(moved(), 0);
                go(&station).expect("moved");
                let expected = match there.height().cmp(&home.height()) {
                    _ if home == there => 1,
                    std::cmp::Ordering::Greater => 3,
                    _ => 2,
                };
                assert_eq!(moved(), expected, "{intake} {station}");
                go(&intake).expect("back");
                assert_eq!(moved(), expected, "what left has left");
            }
        }
    }
}
