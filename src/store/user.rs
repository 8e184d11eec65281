//! Users of the desk: who may log in, with which role, and how long after wrong passwords.
//!
//! Stores the password's hash as it is given and never hands out the words themselves. Decides
//! nothing about waiting or roles.

use crate::domain::role::Role;
use crate::validation::Checked;
use chrono::NaiveDateTime;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, params};

/// A stored user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub id: i64,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub staff: Option<i64>,
    /// Argon2 hash in PHC form.
    pub password: String,
    /// Wrong passwords since the last right one.
    pub failed: i64,
    /// No password is looked at before this time.
    pub wait_until: Option<NaiveDateTime>,
    pub active: bool,
    /// Name of the station where he serves.
    pub station: String,
}

const COLUMNS: &str = "id, login, name, role, staff_id, password, failed, wait_until, active, station";
const TIME: &str = "%Y-%m-%dT%H:%M:%S";

fn from_row(row: &Row) -> Result<User> {
    let role: String = row.get("role")?;
    let role = Role::from_code(&role).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(3, rusqlite::types::Type::Text, format!("role {role}").into())
    })?;
    let wait: Option<String> = row.get("wait_until")?;
    Ok(User {
        id: row.get("id")?,
        login: row.get("login")?,
        name: row.get("name")?,
        role,
        staff: row.get("staff_id")?,
        password: row.get("password")?,
        failed: row.get("failed")?,
        wait_until: wait.and_then(|t| NaiveDateTime::parse_from_str(&t, TIME).ok()),
        active: row.get("active")?,
        station: row.get("station")?,
    })
}

/// Whether nobody was ever made: the file of a first start.
pub fn is_empty(conn: &Connection) -> Result<bool> {
    conn.prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM user)")?.query_row([], |r| r.get(0))
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<User>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM user WHERE id = ?1"))?.query_row([id], from_row).optional()
}

pub fn load_by_login(conn: &Connection, login: &str) -> Result<Option<User>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM user WHERE login = ?1"))?
        .query_row([login], from_row)
        .optional()
}

/// Everybody, those who may still log in first.
pub fn list(conn: &Connection) -> Result<Vec<User>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM user ORDER BY active DESC, login"))?
        .query_map([], from_row)?
        .collect()
}

/// How many of a role may log in.
pub fn count_active(conn: &Connection, role: Role) -> Result<i64> {
    conn.prepare_cached("SELECT count(*) FROM user WHERE role = ?1 AND active = 1")?
        .query_row([role.code()], |r| r.get(0))
}

/// Name and whether still active of a member of the roster.
pub fn load_staff(conn: &Connection, staff: i64) -> Result<Option<(String, bool)>> {
    conn.prepare_cached("SELECT name, active FROM staff WHERE id = ?1")?
        .query_row([staff], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()
}

/// Stores a new user from the checked form of a user; returns the id.
pub fn insert(tx: &Transaction, form: &Checked, password: &str) -> Result<i64> {
    tx.prepare_cached("INSERT INTO user (uid, login, name, role, staff_id, password) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![
            super::new_uid(),
            form.get("login"),
            form.get("name"),
            form.get("role"),
            form.number("staff"),
            password
        ])?;
    Ok(tx.last_insert_rowid())
}

/// A new password; whoever was waiting need not any more.
pub fn update_password(tx: &Transaction, id: i64, password: &str) -> Result<()> {
    tx.prepare_cached("UPDATE user SET password = ?2, failed = 0, wait_until = NULL, rev = rev + 1 WHERE id = ?1")?
        .execute(params![id, password])?;
    Ok(())
}

/// The count of wrong passwords, and until when none is looked at. No change of the record itself,
/// so the rev stays.
pub fn update_failed(tx: &Transaction, id: i64, failed: i64, wait_until: Option<NaiveDateTime>) -> Result<()> {
    let wait = wait_until.map(|t| t.format(TIME).to_string());
    tx.prepare_cached("UPDATE user SET failed = ?2, wait_until = ?3 WHERE id = ?1")?
        .execute(params![id, failed, wait])?;
    Ok(())
}

pub fn update_active(tx: &Transaction, id: i64, active: bool) -> Result<()> {
    tx.prepare_cached("UPDATE user SET active = ?2, rev = rev + 1 WHERE id = ?1")?.execute(params![id, active])?;
    Ok(())
}
