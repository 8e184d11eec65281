//! Settings of the studio: name, division, and the like.

use rusqlite::{Connection, OptionalExtension, Result, Transaction, params};

pub fn load(conn: &Connection, key: &str) -> Result<Option<String>> {
    conn.prepare_cached("SELECT value FROM setting WHERE key = ?1")?.query_row([key], |r| r.get(0)).optional()
}

pub fn set(tx: &Transaction, key: &str, value: &str) -> Result<()> {
    let sql = "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    tx.prepare_cached(sql)?.execute(params![key, value])?;
    Ok(())
}
