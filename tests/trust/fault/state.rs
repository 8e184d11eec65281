//! What a file holds, row by row, to be held against another.

use super::*;
use rusqlite::types::ValueRef;
use std::collections::BTreeMap;

/// The rows of every table as text, without what is new at each making: uids, hashes, who logged in to do it and
/// the numbers of the rows of the journal that shift with that. The chain holds their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State(BTreeMap<String, Vec<String>>);

impl State {
    /// Opens the file as any SQLite does, which plays in what lies beside it.
    pub fn of(db: &Path) -> State {
        let conn = &Connection::open(db).expect("it opens");
        let mut tables = BTreeMap::new();
        let version: i64 = conn.query_row("PRAGMA user_version", [], |r| r.get(0)).expect("a version");
        tables.insert("user_version".to_string(), vec![version.to_string()]);
        let names: Vec<String> = conn
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect())
            .expect("the tables");
        // The words of the narrative have no rows of their own to be read; their segments are.
        for name in names.into_iter().filter(|n| n != "narrative") {
            let mut rows = State::rows(conn, &name, &["*".to_string()]);
            rows.retain(|r| name != "journal" || !r.contains(" action=login "));
            tables.insert(name, rows);
        }
        State(tables)
    }

    /// Rows of a table, those columns of it.
    pub fn rows(conn: &Connection, table: &str, columns: &[String]) -> Vec<String> {
        let mut statement = conn.prepare(&format!("SELECT {} FROM {table}", columns.join(", "))).expect(table);
        let names: Vec<String> = statement.column_names().map(ToString::to_string).collect();
        let mut rows = statement.query([]).expect(table);
        let mut list = Vec::new();
        while let Some(row) = rows.next().expect(table) {
            let cells = names.iter().enumerate().map(|(i, name)| {
                let value = match row.get_ref(i).expect("a cell") {
                    _ if name == "seq" || name == "hash" => "#".to_string(),
                    ValueRef::Blob(b) => fengqiao::domain::backup::hex(b),
                    ValueRef::Text(t) => plain(&String::from_utf8_lossy(t)),
                    other => format!("{other:?}"),
                };
                format!("{name}={value}")
            });
            list.push(cells.collect::<Vec<_>>().join(" "));
        }
        list.sort();
        list
    }

    /// The rows that the other has and this has not, and the other way.
    pub fn unlike(&self, other: &State) -> String {
        let mut text = String::new();
        for (mine, theirs, mark) in [(self, other, '+'), (other, self, '-')] {
            for (table, rows) in &theirs.0 {
                let known = mine.0.get(table);
                for row in rows.iter().filter(|r| !known.is_some_and(|k| k.contains(r))) {
                    text += &format!("{mark} {table}: {}\n", row.chars().take(160).collect::<String>());
                }
            }
        }
        text
    }
}

/// Uids, hashes and second names (of one second's backups, of a paper whose file a killed process left) are not the
/// same twice.
fn plain(text: &str) -> String {
    let is_hex = |c: char| c.is_ascii_hexdigit() || c == '-';
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(is_hex) {
        let run = &rest[at..];
        let end = run.find(|c| !is_hex(c)).unwrap_or(run.len());
        out += &rest[..at];
        if end >= 32 {
            // A head is a number, a colon and a hash.
            out.truncate(
                out.strip_suffix(':').map_or(out.len(), |o| o.trim_end_matches(|c: char| c.is_ascii_digit()).len()),
            );
            out.push('#');
        } else {
            out += &run[..end];
        }
        rest = &run[end..];
    }
    out += rest;
    for again in 2..5 {
        out = out.replace(&format!("00-{again}.db"), "00.db");
    }
    out.replace("-v1.docx", ".docx")
}

/// The program itself finds nothing wrong with it.
pub fn is_clean(db: &Path, what: &str) {
    let found = wrong(&Studio::at(db));
    assert_eq!(found, Vec::<String>::new(), "{what}");
}
