//! The duty roster (值班, 方案六(四)5): a person once a day, whether he was there, and which claim pays it.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params, params};

/// A line of the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    pub id: i64,
    pub rev: i64,
    pub day: NaiveDate,
    pub staff: i64,
    pub name: String,
    /// 公职人员 code of the person.
    pub official: String,
    pub station: String,
    pub served: bool,
    pub note: String,
    pub claim: Option<i64>,
    /// Number and state of the claim that pays it, "" for none.
    pub number: String,
    pub state: String,
    pub planned_by: String,
    pub served_by: String,
}

const SELECT: &str =
    "SELECT d.id, d.rev, d.day, d.staff_id, s.name, s.official, d.station, d.served, d.note, d.claim_id,
       ifnull(k.number, ''), ifnull(k.state, ''), u.name, ifnull(v.name, '')
     FROM duty d JOIN staff s ON s.id = d.staff_id JOIN user u ON u.id = d.user_id
     LEFT JOIN claim k ON k.id = d.claim_id LEFT JOIN user v ON v.id = d.served_by";

fn from_row(r: &Row) -> Result<Duty> {
    Ok(Duty {
        id: r.get(0)?,
        rev: r.get(1)?,
        day: r.get::<_, String>(2)?.parse().unwrap_or_default(),
        staff: r.get(3)?,
        name: r.get(4)?,
        official: r.get(5)?,
        station: r.get(6)?,
        served: r.get(7)?,
        note: r.get(8)?,
        claim: r.get(9)?,
        number: r.get(10)?,
        state: r.get(11)?,
        planned_by: r.get(12)?,
        served_by: r.get(13)?,
    })
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Duty>> {
    conn.prepare_cached(&format!("{SELECT} WHERE d.id = ?1"))?.query_row([id], from_row).optional()
}

/// The line of a person on a day.
pub fn of_day(conn: &Connection, day: NaiveDate, staff: i64) -> Result<Option<Duty>> {
    conn.prepare_cached(&format!("{SELECT} WHERE d.day = ?1 AND d.staff_id = ?2"))?
        .query_row(params![day.to_string(), staff], from_row)
        .optional()
}

pub fn insert(tx: &Transaction, day: NaiveDate, staff: i64, form: (&str, &str), at: &str, user: i64) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO duty (uid, day, staff_id, station, note, at, user_id)
         VALUES (:uid, :day, :staff, :station, :note, :at, :user)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":day": day.to_string(), ":staff": staff, ":station": form.0, ":note": form.1,
        ":at": at, ":user": user,
    })?;
    Ok(tx.last_insert_rowid())
}

/// Another day, person or place; false when somebody changed the line since.
pub fn change(tx: &Transaction, d: &Duty, day: NaiveDate, staff: i64, station: &str, note: &str) -> Result<bool> {
    let changed = tx
        .prepare_cached(
            "UPDATE duty SET rev = rev + 1, day = :day, staff_id = :staff, station = :station, note = :note
             WHERE id = :id AND rev = :rev AND served = 0 AND claim_id IS NULL",
        )?
        .execute(named_params! {
            ":id": d.id, ":rev": d.rev, ":day": day.to_string(), ":staff": staff, ":station": station, ":note": note,
        })?;
    Ok(changed == 1)
}

/// Takes a line off that was neither served nor claimed; false when it was.
pub fn remove(tx: &Transaction, d: &Duty) -> Result<bool> {
    let gone = tx
        .prepare_cached("DELETE FROM duty WHERE id = ?1 AND rev = ?2 AND served = 0 AND claim_id IS NULL")?
        .execute([d.id, d.rev])?;
    Ok(gone == 1)
}

/// Whether the person was there, and who says so; false when somebody changed the line since.
pub fn serve(tx: &Transaction, d: &Duty, by: Option<i64>, on: NaiveDate, note: &str) -> Result<bool> {
    let changed = tx
        .prepare_cached(
            "UPDATE duty SET rev = rev + 1, served = :by IS NOT NULL, served_by = :by,
               served_on = iif(:by IS NULL, NULL, :on), note = iif(:note = '', note, :note)
             WHERE id = :id AND rev = :rev AND claim_id IS NULL",
        )?
        .execute(named_params! { ":id": d.id, ":rev": d.rev, ":by": by, ":on": on.to_string(), ":note": note })?;
    Ok(changed == 1)
}

/// Which part of the roster is wanted: days from and to, waiting ones only, latest first.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    pub from: &'a str,
    pub to: &'a str,
    pub waiting: bool,
    pub latest_first: bool,
}

/// A window of the roster by day. `after` is the line before the window.
pub fn window(conn: &Connection, part: Part, search: &str, after: Option<i64>, limit: i64) -> Result<Vec<Duty>> {
    let (cut, order) = if part.latest_first { ("<", "DESC") } else { (">", "ASC") };
    let waiting = if part.waiting { "AND d.served = 0" } else { "" };
    conn.prepare_cached(&format!(
        "{SELECT} WHERE d.day BETWEEN :from AND :to {waiting}
         AND (:after IS NULL OR (d.day, d.id) {cut} ((SELECT day FROM duty WHERE id = :after), :after))
         AND (:search = '' OR instr(s.name, :search) OR instr(d.day, :search) OR instr(d.station, :search))
         ORDER BY d.day {order}, d.id {order} LIMIT :limit"
    ))?
    .query_map(
        named_params! { ":from": part.from, ":to": part.to, ":after": after, ":search": search, ":limit": limit },
        from_row,
    )?
    .collect()
}

/// Served days from and to that no claim pays yet, by person and day.
pub fn unpaid(conn: &Connection, from: &str, to: &str) -> Result<Vec<Duty>> {
    conn.prepare_cached(&format!(
        "{SELECT} WHERE d.served = 1 AND d.claim_id IS NULL AND d.day BETWEEN ?1 AND ?2 ORDER BY d.staff_id, d.day"
    ))?
    .query_map([from, to], from_row)?
    .collect()
}

/// The days a claim pays, by person and day.
pub fn of_claim(conn: &Connection, claim: i64) -> Result<Vec<Duty>> {
    conn.prepare_cached(&format!("{SELECT} WHERE d.claim_id = ?1 ORDER BY d.staff_id, d.day"))?
        .query_map([claim], from_row)?
        .collect()
}

/// Binds a day to the claim that pays it.
pub fn bind(tx: &Transaction, id: i64, claim: i64) -> Result<()> {
    tx.prepare_cached("UPDATE duty SET rev = rev + 1, claim_id = ?2 WHERE id = ?1 AND claim_id IS NULL")?
        .execute([id, claim])?;
    Ok(())
}

/// Frees the days of a claim, so that they may be claimed again.
pub fn free(tx: &Transaction, claim: i64) -> Result<()> {
    tx.prepare_cached("UPDATE duty SET rev = rev + 1, claim_id = NULL WHERE claim_id = ?1")?.execute([claim])?;
    Ok(())
}

/// A served day of a person within a journey, the first.
pub fn served_within(conn: &Connection, staff: i64, from: &str, to: &str) -> Result<Option<String>> {
    conn.prepare_cached(
        "SELECT day FROM duty INDEXED BY duty_person WHERE staff_id = ?1 AND day BETWEEN ?2 AND ?3 AND served = 1 LIMIT 1",
    )?
    .query_row(params![staff, from, to], |r| r.get(0))
    .optional()
}
