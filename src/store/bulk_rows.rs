//! The rows of a bulk load. Those that come by the million are written by `bulk`; the rarer ones
//! (roster, users, today's tickets, settings) know their own statement; what lies beside a case is in
//! `bulk_beside`.

use super::deadline::{Deadline, Pause};
use super::journal::Entry;
use crate::domain::case::Case;
use crate::validation::Draft;
use crate::validation::date::canonical_time;
use chrono::{NaiveDate, NaiveDateTime};
use rusqlite::{Connection, Result, named_params, params};

/// A case with what was done last.
pub struct CaseRow {
    pub case: Case,
    pub last_action: &'static str,
    pub last_at: NaiveDateTime,
}

/// A visit: `form` holds its canonical values.
pub struct VisitRow {
    pub id: i64,
    pub uid: String,
    pub station: &'static str,
    pub case: i64,
    pub ticket: Option<i64>,
    pub docket: Option<String>,
    pub created_at: NaiveDateTime,
    pub registrar: i64,
    pub form: Draft,
    /// The tokens of its narrative.
    pub words: String,
}

/// An extension as it was approved.
pub struct ExtensionRow {
    pub days: i64,
    pub reason: String,
    pub approver: String,
    pub approved_on: NaiveDate,
    pub told_on: Option<NaiveDate>,
    pub user: i64,
}

/// A clock as it stands at the end of the story, with its spans and its extension.
pub struct DeadlineRow {
    pub uid: String,
    pub clock: Deadline,
    pub pauses: Vec<Pause>,
    pub extension: Option<ExtensionRow>,
}

pub struct RecordRow {
    pub id: i64,
    pub uid: String,
    pub case: i64,
    pub form: &'static str,
    pub mv: &'static str,
    pub number: Option<String>,
    pub at: NaiveDateTime,
    pub user: i64,
    pub body: String,
}

pub struct TeamRow {
    pub case: i64,
    pub staff: i64,
    pub handler: bool,
    pub since: NaiveDate,
}

/// A journal row in its place in the chain.
pub struct JournalRow {
    pub seq: i64,
    pub at: String,
    pub terminal: &'static str,
    pub actor: &'static str,
    pub role: &'static str,
    pub action: &'static str,
    pub object: &'static str,
    pub object_id: i64,
    pub note: &'static str,
    pub change: String,
    pub hash: [u8; 32],
}

impl JournalRow {
    /// Puts a row after the one whose hash is `before`.
    pub fn chained(before: &[u8; 32], seq: i64, entry: Entry<'static>, change: String) -> JournalRow {
        let at = super::journal::stamp(entry.at);
        let hash = super::journal::hash(before, seq, &at, &Entry { change: &change, ..entry.clone() });
        JournalRow {
            seq,
            at,
            terminal: entry.terminal,
            actor: entry.actor,
            role: entry.role,
            action: entry.action,
            object: entry.object,
            object_id: entry.object_id,
            note: entry.note,
            change,
            hash,
        }
    }
}

pub struct StaffRow {
    pub id: i64,
    pub uid: String,
    pub name: &'static str,
    pub initials: String,
    pub profession: &'static str,
    pub full_time: bool,
    pub employer: &'static str,
    pub languages: &'static str,
    pub skills: &'static str,
    pub place: &'static str,
    pub official: &'static str,
    pub phone: String,
    pub document_no: String,
}

pub struct UserRow {
    pub id: i64,
    pub uid: String,
    pub login: &'static str,
    pub name: &'static str,
    pub role: &'static str,
    pub staff: Option<i64>,
    pub password: String,
}

/// What is known of a person beyond [`StaffRow`].
pub struct StandingRow {
    pub staff: i64,
    pub joined: NaiveDate,
    pub ground: &'static str,
    pub verifier: &'static str,
    pub verified: NaiveDate,
}

pub struct EventRow {
    pub uid: String,
    pub staff: i64,
    pub kind: &'static str,
    pub day: NaiveDate,
    pub year: i64,
    pub hours: i64,
    pub body: serde_json::Value,
    pub at: NaiveDateTime,
    pub user: i64,
}

pub struct OfficerRow {
    pub uid: String,
    pub body: &'static str,
    pub post: &'static str,
    pub name: &'static str,
    pub employer: &'static str,
    pub duty: &'static str,
    pub phone: String,
    pub since: NaiveDate,
}

pub struct TicketRow {
    pub id: i64,
    pub uid: String,
    pub day: NaiveDate,
    pub number: String,
    pub state: &'static str,
    pub name: String,
    pub document_no: String,
    pub people: i64,
    pub representatives: Option<i64>,
    pub priority: &'static str,
    pub language: &'static str,
    pub interpreter_needed: bool,
    pub taken_at: NaiveDateTime,
    pub called_at: Option<NaiveDateTime>,
    pub served_at: Option<NaiveDateTime>,
    pub ended_at: Option<NaiveDateTime>,
    pub calls: i64,
    pub window: &'static str,
}

pub fn setting(conn: &Connection, key: &str, value: &str) -> Result<()> {
    conn.execute("INSERT INTO setting (key, value) VALUES (?1, ?2)", params![key, value]).map(|_| ())
}

impl StaffRow {
    pub fn insert(&self, conn: &Connection) -> Result<()> {
        conn.execute(
            "INSERT INTO staff (id, uid, name, initials, profession, full_time, employer, languages, skills, place,
               official, phone, document_no)
             VALUES (:id, :uid, :name, :initials, :profession, :full_time, :employer, :languages, :skills, :place,
               :official, :phone, :document_no)",
            named_params! {
                ":id": self.id, ":uid": self.uid, ":name": self.name, ":initials": self.initials,
                ":profession": self.profession, ":full_time": self.full_time, ":employer": self.employer,
                ":languages": self.languages, ":skills": self.skills, ":place": self.place,
                ":official": self.official, ":phone": self.phone, ":document_no": self.document_no,
            },
        )
        .map(|_| ())
    }
}

impl StandingRow {
    pub fn update(&self, conn: &Connection) -> Result<()> {
        conn.execute(
            "UPDATE staff SET joined_on = ?2, official_ground = ?3, verifier = ?4, verified_on = ?5 WHERE id = ?1",
            params![self.staff, self.joined.to_string(), self.ground, self.verifier, self.verified.to_string()],
        )
        .map(|_| ())
    }
}

impl EventRow {
    pub fn insert(&self, conn: &Connection) -> Result<()> {
        conn.execute(
            "INSERT INTO staff_event (uid, staff_id, kind, day, year, hours, body, at, user_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                self.uid,
                self.staff,
                self.kind,
                self.day.to_string(),
                self.year,
                self.hours,
                self.body.to_string(),
                canonical_time(self.at),
                self.user
            ],
        )
        .map(|_| ())
    }
}

impl OfficerRow {
    pub fn insert(&self, conn: &Connection) -> Result<()> {
        conn.execute(
            "INSERT INTO officer (uid, body, post, name, employer, duty, phone, since)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                self.uid,
                self.body,
                self.post,
                self.name,
                self.employer,
                self.duty,
                self.phone,
                self.since.to_string()
            ],
        )
        .map(|_| ())
    }
}

impl UserRow {
    pub fn insert(&self, conn: &Connection) -> Result<()> {
        conn.execute(
            "INSERT INTO user (id, uid, login, name, role, staff_id, password) VALUES (?1,?2,?3,?4,?5,?6,?7)",
            params![self.id, self.uid, self.login, self.name, self.role, self.staff, self.password],
        )
        .map(|_| ())
    }
}

impl TicketRow {
    pub fn insert(&self, conn: &Connection, station: &str, user: i64) -> Result<()> {
        conn.execute(
            "INSERT INTO ticket (id, uid, station, day, number, state, name, document_no, people, representatives,
               priority, language, interpreter_needed, taken_at, called_at, served_at, ended_at, calls, window, user_id)
             VALUES (:id, :uid, :station, :day, :number, :state, :name, :document_no, :people, :representatives,
               :priority, :language, :interpreter_needed, :taken_at, :called_at, :served_at, :ended_at, :calls, :window,
               :user)",
            named_params! {
                ":id": self.id, ":uid": self.uid, ":station": station, ":day": self.day.to_string(),
                ":number": self.number, ":state": self.state, ":name": self.name, ":document_no": self.document_no,
                ":people": self.people, ":representatives": self.representatives, ":priority": self.priority,
                ":language": self.language,
                ":interpreter_needed": if self.interpreter_needed { "1" } else { "0" },
                ":taken_at": canonical_time(self.taken_at), ":called_at": self.called_at.map(canonical_time),
                ":served_at": self.served_at.map(canonical_time), ":ended_at": self.ended_at.map(canonical_time),
                ":calls": self.calls, ":window": self.window, ":user": user,
            },
        )
        .map(|_| ())
    }
}
