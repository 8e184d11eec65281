//! Files of every schema that was ever released come up with every row they held, whoever opens them at once and
//! wherever it is cut off.

use super::*;
use crate::trust::child::Told;
use fengqiao::desk::{Clock, Desk};
use fengqiao::store::{copy, journal, open};
use sha2::{Digest, Sha256};
use std::os::unix::fs::PermissionsExt;

/// A released schema: how it was made from the one before, by its fingerprint, and what a file of it holds that
/// one of the schema before could not. A schema that was released is never edited.
struct Released {
    migration: &'static str,
    sha256: &'static str,
    story: &'static str,
}

macro_rules! released {
    ($n:literal, $sha256:literal) => {
        Released {
            migration: include_str!(concat!("../../../assets/migrations/", $n, ".sql")),
            sha256: $sha256,
            story: include_str!(concat!("../../fixtures/schema/", $n, ".sql")),
        }
    };
}

const RELEASED: &[Released] = &[
    released!("001", "2cbf0eee38b96a5d31c4c31944fa4e108efbaf0994ae89d2615e208a822c2682"),
    released!("002", "7f1b4bd8a08c6966b33e401c7fe827d728e2f49fef9e554eaeff7c57e10413b8"),
    released!("003", "d9ddf596d5cb1af954da05469f7708bcc2323727c80245d074c9ca4053edb257"),
    released!("004", "4eec9e536b615941505d21be425d9cc1ea3d0f0a2db35d430c07c061577434dc"),
    released!("005", "3386e87bddcf1c728368f1dd681857ecc524825b7bc5d6cec91bfde0f7985d83"),
    released!("006", "7449529c48003c2394b0ed2315b73925878169955ed84ba0cc05a21e1494c4d5"),
    released!("007", "539672df7b0121d19ce1cb5f3e9af3c600a8cca29bdecec6a526c817e8709322"),
    released!("008", "e2faaf2617afe40eb193769fbcc9e4908a4c7409cbb724c44ded10bb8da87930"),
];

/// Columns that a later schema fills where they were empty, on purpose.
const FILLED: &[(&str, &str)] = &[("lead", "station_id")];

#[test]
fn a_released_schema_is_never_edited_and_each_has_its_story() {
    for (i, schema) in RELEASED.iter().enumerate() {
        let found = fengqiao::domain::backup::hex(&Sha256::digest(schema.migration));
        assert_eq!(found, schema.sha256, "the schema {} is in use at the studios; write a further one", i + 1);
    }
    // The newest joins the list when it is released.
    assert!(open::known() - RELEASED.len() <= 1, "{} schemas, {} with a story", open::known(), RELEASED.len());
}

/// A file of that schema, as a program of its time left it.
fn older(db: &Path, version: usize) {
    let conn = Connection::open(db).expect("it opens");
    std::fs::set_permissions(db, std::fs::Permissions::from_mode(0o600)).expect("private");
    conn.pragma_update(None, "journal_mode", "WAL").expect("WAL");
    for schema in &RELEASED[..version] {
        conn.execute_batch(schema.migration).expect("the schema");
    }
    for schema in &RELEASED[..version] {
        conn.execute_batch(schema.story).expect("the story");
    }
    let tx = conn.unchecked_transaction().expect("begun");
    for (nth, note) in ["首次启动", "新增用户", "来访登记", "导出", "日结"].into_iter().enumerate() {
        let entry = journal::Entry {
            at: "2026-11-20T16:42:00".parse().expect("a time"),
            terminal: "1号窗口",
            actor: "admin",
            role: "admin",
            action: "export",
            object: "file",
            object_id: i64::try_from(nth).expect("few"),
            note,
            change: "{}",
        };
        journal::append(&tx, &entry).expect("added");
    }
    tx.commit().expect("stored");
    conn.pragma_update(None, "user_version", i64::try_from(version).expect("few")).expect("set");
    drop(conn);
    copy::settle(db).expect("one file");
}

/// What a file holds by its own tables and columns, and the head of its journal.
struct Held {
    tables: Vec<(String, Vec<String>, Vec<String>)>,
    head: fengqiao::domain::backup::Head,
}

impl Held {
    fn of(db: &Path) -> Held {
        let conn = Connection::open(db).expect("it opens");
        let names: Vec<(String, String)> = conn
            .prepare(
                "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c
                 WHERE m.type = 'table' AND m.name NOT LIKE 'narrative%' ORDER BY m.name, c.cid",
            )
            .and_then(|mut s| s.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
            .expect("the columns");
        let mut tables: Vec<(String, Vec<String>, Vec<String>)> = Vec::new();
        for (table, column) in names.into_iter().filter(|(t, c)| !FILLED.contains(&(t, c))) {
            match tables.last_mut() {
                Some(last) if last.0 == table => last.1.push(column),
                _ => tables.push((table, vec![column], Vec::new())),
            }
        }
        for (table, columns, rows) in &mut tables {
            *rows = State::rows(&conn, table, columns);
        }
        Held { tables, head: journal::head_told(&conn).expect("read") }
    }

    /// Every row is still there, every word of it.
    fn is_in(&self, db: &Path, what: &str) {
        let conn = Connection::open(db).expect("it opens");
        for (table, columns, rows) in &self.tables {
            let now = State::rows(&conn, table, columns);
            for row in rows {
                assert!(now.contains(row), "{what}: {table} lost or changed {row}");
            }
        }
        assert_eq!(journal::head_told(&conn).expect("read"), self.head, "{what}: the journal");
        let words = "SELECT count(*) FROM narrative WHERE narrative MATCH '围墙'";
        let found: i64 = conn.query_row(words, [], |r| r.get(0)).expect("a search");
        assert_eq!(found, 1, "{what}: the words are found");
    }
}

/// Copies kept beside a file that was brought up.
fn kept(folder: &Path) -> Vec<PathBuf> {
    files(folder, ".db").into_iter().filter(|f| f.file_name().is_some_and(|n| n != FILE)).collect()
}

#[test]
fn files_of_every_schema_come_up_whole_though_six_open_them_at_once() {
    for version in 1..=RELEASED.len() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = folder.path().join(FILE);
        older(&db, version);
        let held = Held::of(&db);
        assert!(held.tables.iter().filter(|t| !t.2.is_empty()).count() >= 15, "a story that touches most tables");
        let openers: Vec<Told> = (0..6).map(|_| Told::start("open", &db, "", None)).collect();
        for opener in openers {
            assert_eq!(opener.end(), (false, vec!["opened".to_string()]), "of schema {version}");
        }
        let what = format!("of schema {version}");
        held.is_in(&db, &what);
        let copies = kept(folder.path());
        assert_eq!(copies.len(), usize::from(version < open::known()), "{what}: {copies:?}");
        for file in &copies {
            assert_eq!(copy::prove(file).expect("whole").schema, version);
            held.is_in(file, "the copy that was kept");
        }
        state::is_clean(&db, &what);
        assert_eq!(number(&db, "PRAGMA user_version"), i64::try_from(open::known()).expect("few"));
    }
}

fn opened(db: &Path, _: &mut super::Held) -> Outcome<()> {
    let now = format!("{}:00", crate::support::NOW).parse().expect("a time");
    Desk::open(db, Clock::Fixed(now), "升级").map(drop)
}

/// A copy has its name only when it is whole, and is there before anything is changed.
fn the_older_file_is_kept(folder: &Path, done: bool) {
    let copies = kept(folder);
    assert!(!done || copies.len() == 1, "{copies:?}");
    for file in copies {
        copy::prove(&file).expect("what is kept is whole");
    }
}

macro_rules! cut_off {
    ($name:ident, $version:literal) => {
        #[test]
        fn $name() {
            let act = super::Act {
                name: concat!("upgrade from ", $version),
                prepare: |folder| older(&folder.join(FILE), $version),
                begin: |_| None,
                run: opened,
                look: the_older_file_is_kept,
            };
            Trial::new(act).everywhere(3);
        }
    };
}

cut_off!(an_upgrade_from_the_first_schema_that_is_cut_off_leaves_the_old_file_or_the_new_one, 1);
cut_off!(an_upgrade_from_the_second_schema_that_is_cut_off_leaves_the_old_file_or_the_new_one, 2);
cut_off!(an_upgrade_from_the_third_schema_that_is_cut_off_leaves_the_old_file_or_the_new_one, 3);
cut_off!(an_upgrade_from_the_fourth_schema_that_is_cut_off_leaves_the_old_file_or_the_new_one, 4);
cut_off!(an_upgrade_from_the_fifth_schema_that_is_cut_off_leaves_the_old_file_or_the_new_one, 5);
cut_off!(an_upgrade_from_the_sixth_schema_that_is_cut_off_leaves_the_old_file_or_the_new_one, 6);
cut_off!(an_upgrade_from_the_seventh_schema_that_is_cut_off_leaves_the_old_file_or_the_new_one, 7);
cut_off!(an_upgrade_from_the_eighth_schema_that_is_cut_off_leaves_the_old_file_or_the_new_one, 8);

#[test]
fn a_file_of_a_newer_program_is_refused_and_stays_as_it_is() {
    let studio = Studio::new();
    let conn = Connection::open(&studio.db).expect("it opens");
    conn.pragma_update(None, "user_version", i64::try_from(open::known() + 1).expect("few")).expect("set");
    drop(conn);
    copy::settle(&studio.db).expect("one file");
    let before = std::fs::read(&studio.db).expect("read");
    let no = studio.run("admin", &["check"]).ends(1);
    let versions = format!("版本{},本程序到{}", open::known() + 1, open::known());
    assert!(no.err.contains("更新的程序") && no.err.contains(&versions) && no.err.contains("请先升级本程序"), "{no}");
    assert!(State::of(&studio.db).unlike(&State::of(&studio.db)).is_empty());
    let now = std::fs::read(&studio.db).expect("read");
    // The header tells how the file was last opened; every page after it is as it was.
    assert_eq!((before.len(), &before[4096..]), (now.len(), &now[4096..]));
}
