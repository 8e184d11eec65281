//! Cases: loading, the one update that may write a stage, records of moves, and the facts guards ask.

use crate::domain::case::{Case, Kept, Stage};
use crate::validation::date::canonical_time;
use chrono::{NaiveDate, NaiveDateTime};
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params, params};

pub const COLUMNS: &str = "id, uid, rev, station, stage, docket, number, petitioner, respondent, gist, category, nature, \
     dispute, grade, place, language, safety, people, involved, visits, unit, handler_id, listed, listing_level, leader, outcome, sealed, \
     opened, accepted_on, entrusted_on, closed_on, registrar, merged_into";

fn day(row: &Row, column: &str) -> Result<Option<NaiveDate>> {
    Ok(row.get::<_, Option<String>>(column)?.and_then(|t| t.parse().ok()))
}

/// A row of `cases` selected with [`COLUMNS`].
pub fn from_row(row: &Row) -> Result<Case> {
    let stage: String = row.get("stage")?;
    let stage = Stage::from_code(&stage).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(4, rusqlite::types::Type::Text, format!("stage {stage}").into())
    })?;
    Ok(Case {
        id: row.get("id")?,
        uid: row.get("uid")?,
        rev: row.get("rev")?,
        station: row.get("station")?,
        stage,
        docket: row.get("docket")?,
        number: row.get("number")?,
        petitioner: row.get("petitioner")?,
        respondent: row.get("respondent")?,
        gist: row.get("gist")?,
        category: row.get("category")?,
        nature: row.get("nature")?,
        dispute: row.get("dispute")?,
        grade: row.get("grade")?,
        place: row.get("place")?,
        language: row.get("language")?,
        safety: row.get("safety")?,
        people: row.get("people")?,
        involved: row.get("involved")?,
        visits: row.get("visits")?,
        unit: row.get("unit")?,
        handler: row.get("handler_id")?,
        listed: row.get("listed")?,
        listing_level: row.get("listing_level")?,
        leader: row.get("leader")?,
        outcome: row.get("outcome")?,
        sealed: row.get("sealed")?,
        opened: day(row, "opened")?.unwrap_or_default(),
        accepted_on: day(row, "accepted_on")?,
        entrusted_on: day(row, "entrusted_on")?,
        closed_on: day(row, "closed_on")?,
        registrar: row.get("registrar")?,
        merged_into: row.get("merged_into")?,
    })
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Case>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM cases WHERE id = ?1"))?.query_row([id], from_row).optional()
}

/// Inserts a new case; its id and rev are ignored. Returns the id.
pub fn insert(tx: &Transaction, case: &Case, action: &str, at: NaiveDateTime) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO cases (uid, station, stage, is_open, docket, number, petitioner, respondent, gist, category, nature,
           dispute, grade, place, language, safety, people, involved, visits, unit, handler_id, listed, listing_level,
           leader, outcome, sealed, opened, accepted_on, entrusted_on, closed_on, registrar, merged_into, last_action, last_action_at)
         VALUES (:uid, :station, :stage, :is_open, :docket, :number, :petitioner, :respondent, :gist, :category, :nature,
           :dispute, :grade, :place, :language, :safety, :people, :involved, :visits, :unit, :handler_id, :listed,
           :listing_level, :leader, :outcome, :sealed, :opened, :accepted_on, :entrusted_on, :closed_on, :registrar, :merged_into,
           :last_action, :last_action_at)",
    )?
    .execute(named_params! {
        ":uid": case.uid, ":station": case.station, ":stage": case.stage.code(), ":is_open": case.stage.is_open(),
        ":docket": case.docket, ":number": case.number, ":petitioner": case.petitioner, ":respondent": case.respondent,
        ":gist": case.gist, ":category": case.category, ":nature": case.nature, ":dispute": case.dispute,
        ":grade": case.grade, ":place": case.place, ":language": case.language, ":safety": case.safety,
        ":people": case.people, ":involved": case.involved, ":visits": case.visits, ":unit": case.unit,
        ":handler_id": case.handler, ":listed": case.listed, ":listing_level": case.listing_level,
        ":leader": case.leader, ":outcome": case.outcome, ":sealed": case.sealed, ":opened": case.opened.to_string(),
        ":accepted_on": case.accepted_on.map(|d| d.to_string()), ":entrusted_on": case.entrusted_on.map(|d| d.to_string()),
        ":closed_on": case.closed_on.map(|d| d.to_string()), ":registrar": case.registrar,
        ":merged_into": case.merged_into, ":last_action": action, ":last_action_at": canonical_time(at),
    })?;
    Ok(tx.last_insert_rowid())
}

/// Writes a case back if nobody changed it since `case.rev`; false otherwise. Raises rev.
pub fn update(tx: &Transaction, case: &Case, action: &str, at: NaiveDateTime) -> Result<bool> {
    let changed = tx
        .prepare_cached(
            "UPDATE cases SET rev = rev + 1, station = :station, stage = :stage, is_open = :is_open, docket = :docket, number = :number,
               petitioner = :petitioner, respondent = :respondent, gist = :gist, category = :category, nature = :nature,
               dispute = :dispute, grade = :grade, place = :place, language = :language, safety = :safety,
               people = :people, involved = :involved, visits = :visits, unit = :unit, handler_id = :handler_id,
               listed = :listed, listing_level = :listing_level, leader = :leader, outcome = :outcome, sealed = :sealed, accepted_on = :accepted_on,
               entrusted_on = :entrusted_on, closed_on = :closed_on, merged_into = :merged_into,
               last_action = :last_action, last_action_at = :last_action_at
             WHERE id = :id AND rev = :rev",
        )?
        .execute(named_params! {
            ":id": case.id, ":rev": case.rev, ":station": case.station, ":stage": case.stage.code(), ":is_open": case.stage.is_open(),
            ":docket": case.docket, ":number": case.number, ":petitioner": case.petitioner,
            ":respondent": case.respondent, ":gist": case.gist, ":category": case.category, ":nature": case.nature,
            ":dispute": case.dispute, ":grade": case.grade, ":place": case.place, ":language": case.language,
            ":safety": case.safety, ":people": case.people, ":involved": case.involved, ":visits": case.visits,
            ":unit": case.unit, ":handler_id": case.handler, ":listed": case.listed,
            ":listing_level": case.listing_level, ":leader": case.leader,
            ":outcome": case.outcome, ":sealed": case.sealed,
            ":accepted_on": case.accepted_on.map(|d| d.to_string()),
            ":entrusted_on": case.entrusted_on.map(|d| d.to_string()),
            ":closed_on": case.closed_on.map(|d| d.to_string()), ":merged_into": case.merged_into,
            ":last_action": action, ":last_action_at": canonical_time(at),
        })?;
    Ok(changed == 1)
}

/// The filled form of a move, as it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub id: i64,
    pub form: String,
    pub mv: String,
    pub number: Option<String>,
    pub at: String,
    pub by: String,
    /// JSON object of field keys and canonical values.
    pub body: String,
    /// Taken back; kept, but no longer counted.
    pub voided: bool,
}

/// Keeps the filled form of a move.
pub fn insert_record(
    tx: &Transaction,
    case: i64,
    mv: &str,
    form: &crate::validation::Checked,
    number: Option<&str>,
    at: NaiveDateTime,
    user: i64,
) -> Result<i64> {
    let body = serde_json::to_string(form.values()).expect("invariant: a map of texts is JSON");
    tx.prepare_cached(
        "INSERT INTO record (uid, case_id, form, move, number, at, user_id, body)
         VALUES (:uid, :case, :form, :move, :number, :at, :user, :body)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":case": case, ":form": form.table().name, ":move": mv, ":number": number,
        ":at": canonical_time(at), ":user": user, ":body": body,
    })?;
    Ok(tx.last_insert_rowid())
}

/// Records of a case, oldest first.
pub fn list_records(conn: &Connection, case: i64) -> Result<Vec<Record>> {
    conn.prepare_cached(
        "SELECT r.id, r.form, r.move, r.number, r.at, u.name, r.body, r.voided FROM record r JOIN user u ON u.id = r.user_id
         WHERE r.case_id = ?1 ORDER BY r.id",
    )?
    .query_map([case], |r| {
        Ok(Record {
            id: r.get(0)?,
            form: r.get(1)?,
            mv: r.get(2)?,
            number: r.get(3)?,
            at: r.get(4)?,
            by: r.get(5)?,
            body: r.get(6)?,
            voided: r.get(7)?,
        })
    })?
    .collect()
}

const KEPT: &str = "id, form, move, coalesce(number, ''), substr(at, 1, 10), user_id, body, voided FROM record";

fn kept(r: &Row) -> Result<Kept> {
    let (on, body): (String, String) = (r.get(4)?, r.get(6)?);
    Ok(Kept {
        id: r.get(0)?,
        form: r.get(1)?,
        mv: r.get(2)?,
        number: r.get(3)?,
        on: on.parse().unwrap_or_default(),
        user: r.get(5)?,
        body: serde_json::from_str(&body).unwrap_or_default(),
    })
}

/// What guards see of the records of a case: oldest first, without what was taken back.
pub fn list_kept(conn: &Connection, case: i64) -> Result<Vec<Kept>> {
    conn.prepare_cached(&format!("SELECT {KEPT} WHERE case_id = ?1 AND voided = 0 ORDER BY id"))?
        .query_map([case], kept)?
        .collect()
}

/// Every record of a case, oldest first, and whether it was taken back.
pub fn list_all_kept(conn: &Connection, case: i64) -> Result<Vec<(Kept, bool)>> {
    conn.prepare_cached(&format!("SELECT {KEPT} WHERE case_id = ?1 ORDER BY id"))?
        .query_map([case], |r| Ok((kept(r)?, r.get(7)?)))?
        .collect()
}

/// Ids of cases above `after`, in order.
pub fn list_ids(conn: &Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
    conn.prepare_cached("SELECT id FROM cases WHERE id > ?1 ORDER BY id LIMIT ?2")?
        .query_map([after, limit], |r| r.get(0))?
        .collect()
}

/// Who changed a case last, and when: for the text of a conflict.
pub fn last_change(conn: &Connection, case: i64) -> Result<Option<(String, String)>> {
    conn.prepare_cached(
        "SELECT actor, at FROM journal WHERE object = 'case' AND object_id = ?1 ORDER BY seq DESC LIMIT 1",
    )?
    .query_row(params![case], |r| Ok((r.get(0)?, r.get(1)?)))
    .optional()
}
