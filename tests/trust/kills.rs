//! Cut off in the middle: what was acknowledged is there, and a file is the old one or the new one, whole.

use super::child::{Told, put_back};
use super::tamper::chain;
use super::*;
use fengqiao::store::copy;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

fn case_of(line: &str) -> i64 {
    line.rsplit(' ').next().and_then(|n| n.parse().ok()).expect("an id")
}

/// Every acknowledged line holds in the file.
fn kept(db: &Path, said: &[String]) {
    let conn = Connection::open(db).expect("it opens");
    for line in said {
        let sql = match line.split(' ').next() {
            Some("visit") => "SELECT count(*) FROM visit WHERE case_id = ?1",
            Some("T01") => "SELECT count(*) FROM journal WHERE object_id = ?1 AND action = 'T01'",
            Some("T03") => "SELECT count(*) FROM cases WHERE id = ?1 AND stage = 'S20'",
            other => panic!("{other:?}"),
        };
        let n: i64 = conn.query_row(sql, [case_of(line)], |r| r.get(0)).expect(sql);
        // A case goes on to its next step, never back.
        let later = said.iter().any(|l| l.starts_with("T03") && case_of(l) == case_of(line));
        assert!(n == 1 || later, "acknowledged and lost: {line}");
    }
}

#[test]
fn a_save_that_was_acknowledged_outlives_sigkill() {
    let mut all = Vec::new();
    let mut studio = Studio::new();
    for round in 0..rounds(40) {
        let mut child = Told::start("save", &studio.db, "", None);
        child.hear(1 + fastrand::usize(0..3));
        let said = child.kill_after(Duration::from_micros(fastrand::u64(0..40_000)));
        sound(&studio.db);
        all.extend(said);
        kept(&studio.db, &all);
        if round % 10 == 9 {
            assert_eq!(wrong(&studio), Vec::<String>::new());
            studio = Studio::new();
            all.clear();
        }
    }
    assert_eq!(wrong(&studio), Vec::<String>::new());
}

/// The log grows by some 4 KiB a write; the one that passes the limit is the child's last, and is half done.
#[test]
fn a_save_that_was_acknowledged_outlives_death_at_any_write() {
    let studio = Studio::new();
    let mut all = Vec::new();
    let (mut died, cuts) = (0, rounds(12));
    for cut in 0..cuts {
        let limit = 34 + u64::try_from(cut).expect("few") * 700 / u64::try_from(cuts).expect("few");
        let (killed, said) = Told::start("save", &studio.db, "", Some(limit)).end();
        assert!(killed, "a limit of {limit} KiB was never met");
        died += usize::from(killed);
        sound(&studio.db);
        all.extend(said);
        kept(&studio.db, &all);
    }
    assert_eq!(died, cuts);
    assert_eq!(wrong(&studio), Vec::<String>::new());
}

#[test]
fn a_backup_cut_off_anywhere_leaves_whole_backups_only() {
    let studio = Studio::new();
    let folder = studio.db.with_file_name("备份");
    let look = |named: &[String]| {
        sound(&studio.db);
        if !folder.exists() {
            assert_eq!(named.len(), 0);
            return;
        }
        let mut newest = 0;
        for file in files(&folder, ".db") {
            newest = copy::prove(&file).expect("whatever has the name is whole").head.seq.max(newest);
            assert!(file.with_extension("db.json").exists(), "and has its note");
        }
        // An older one of the day may have gone for a newer one, never both.
        let told = named.last().map_or(0, |seq| seq.parse().expect("a number"));
        assert!(newest >= told, "what was acknowledged is there: {told}, {newest}");
    };
    let size = std::fs::metadata(&studio.db).expect("the file").len() / 1024;
    let cuts = rounds(10);
    for cut in 0..cuts {
        let limit = 40 + u64::try_from(cut).expect("few") * (size - 40) / u64::try_from(cuts).expect("few");
        let (killed, said) = Told::start("backup", &studio.db, "", Some(limit)).end();
        assert!(killed);
        look(&said);
    }
    for _ in 0..rounds(8) {
        let mut child = Told::start("backup", &studio.db, "", None);
        child.hear(1);
        look(&child.kill_after(Duration::from_micros(fastrand::u64(0..120_000))));
    }
    assert!(!files(&folder, ".db").is_empty());
    assert_eq!(wrong(&studio), Vec::<String>::new());
}

/// Large enough that a copy takes longer than a blink.
fn fill(db: &Path, key: &str) {
    let conn = Connection::open(db).expect("it opens");
    conn.execute("INSERT INTO setting (key, value) VALUES (?1, ?2)", [key, &"宅".repeat(2 << 20)]).expect("filled");
}

#[test]
fn a_restore_cut_off_anywhere_leaves_the_old_file_or_the_new_one() {
    let studio = Studio::new();
    let folder = studio.db.parent().expect("a folder").to_path_buf();
    fill(&studio.db, "filler");
    let backup = crate::desk::desk(&studio, "admin", "备份").backup(None, None).expect("a backup").file;
    crate::desk::assessing(&mut crate::desk::desk(&studio, "qiantai", "1号窗口"));
    fill(&studio.db, "more");
    copy::settle(&studio.db).expect("one file");
    let old = folder.join("old");
    std::fs::copy(&studio.db, &old).expect("copied");
    let mut seen = [0, 0];
    for round in 0..rounds(16) {
        // Begun so far: the copy apart, the old one kept, the switch itself.
        let begun = |stage: usize| match stage {
            0 => folder.join(".desk.db.恢复").exists(),
            1 => files(&folder, "").iter().any(|f| f.to_string_lossy().contains("恢复前")),
            _ => folder.join("desk.db-journal").exists(),
        };
        let mut child = Told::start("restore", &studio.db, &backup.display().to_string(), None);
        child.until(|| begun(round % 4));
        let said = child.kill_after(Duration::from_micros(fastrand::u64(0..30_000)));
        let restored = number(&studio.db, "SELECT count(*) FROM journal WHERE action = 'restore'") > 0;
        let visits = number(&studio.db, "SELECT count(*) FROM visit");
        assert!(restored || said.is_empty(), "it said that it was done");
        assert_eq!(visits, i64::from(!restored), "neither the old file nor the new one");
        sound(&studio.db);
        seen[usize::from(restored)] += 1;
        for kept in files(&folder, ".db").iter().filter(|f| f.to_string_lossy().contains("恢复前")) {
            copy::prove(kept).expect("what is kept is whole");
            std::fs::remove_file(kept).expect("removed");
        }
        for end in ["-wal", "-shm", "-journal"] {
            let _ = std::fs::remove_file(folder.join(format!("desk.db{end}")));
        }
        std::fs::copy(&old, &studio.db).expect("as it was");
    }
    assert!(seen[0] > 0, "it was never cut off before the switch: {seen:?}");
    // What the dead ones left is in nobody's way.
    put_back(&studio.db, &backup);
    assert_eq!(wrong(&studio), Vec::<String>::new());
}

/// A file of the second schema with a visit and three journal rows.
fn older(db: &Path) {
    let conn = Connection::open(db).expect("it opens");
    std::fs::set_permissions(db, std::fs::Permissions::from_mode(0o600)).expect("private");
    conn.pragma_update(None, "journal_mode", "WAL").expect("WAL");
    for step in [include_str!("../../assets/migrations/001.sql"), include_str!("../../assets/migrations/002.sql")] {
        conn.execute_batch(step).expect("the second schema");
    }
    conn.execute_batch(
        "INSERT INTO user (id, uid, login, name, role, password) VALUES (1, 'u1', 'admin', '管理员', 'admin', '-');
         INSERT INTO cases (id, uid, station, stage, petitioner, opened, registrar)
           VALUES (1, 'c1', '县工作室', 'S10', '和志强', '2026-11-01', 1);
         INSERT INTO visit (uid, station, case_id, created_at, registrar, name)
           VALUES ('v1', '县工作室', 1, '2026-11-01T09:00', 1, '和志强');
         PRAGMA user_version = 2;",
    )
    .expect("rows");
    chain(&conn, 3);
}

#[test]
fn a_migration_cut_off_anywhere_keeps_the_older_file_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("desk.db");
    older(&db);
    let studio = Studio::at(&db);
    let size = std::fs::metadata(&db).expect("the file").len() / 1024;
    // First the copy is cut off, then the log of the migration.
    let (mut limit, mut cut) = (8, 0);
    loop {
        let (killed, said) = Told::start("open", &db, "", Some(limit)).end();
        sound(&db);
        assert_eq!(number(&db, "SELECT count(*) FROM visit"), 1);
        assert_eq!(number(&db, "SELECT max(seq) FROM journal"), 3);
        for file in files(folder.path(), ".db").into_iter().filter(|f| *f != db) {
            assert_eq!(copy::prove(&file).expect("a kept copy is whole").schema, 2);
        }
        if !killed {
            assert_eq!(said, ["opened"]);
            break;
        }
        assert!(number(&db, "PRAGMA user_version") == 2 || !said.is_empty() || limit > size);
        (limit, cut) = (limit + size.div_ceil(10), cut + 1);
    }
    assert!(cut > 4, "{cut}");
    let known = i64::try_from(fengqiao::store::open::known()).expect("few");
    assert_eq!(number(&studio.db, "PRAGMA user_version"), known);
    let kept: Vec<_> = files(folder.path(), ".db").into_iter().filter(|f| *f != db).collect();
    assert_eq!(kept.len(), 1, "one copy of the older file, however often it was tried: {kept:?}");
    assert!(kept[0].to_string_lossy().contains("desk.v2-"), "{kept:?}");
}
