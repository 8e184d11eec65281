//! Saves of a registration, beside a bare commit of as many pages on the same disk.

use crate::table::{Table, median, ms};
use fengqiao::desk::VisitWrite;
use fengqiao::domain::visit::{Completeness, Visit};
use fengqiao::validation::Draft;
use rusqlite::Connection;
use std::path::Path;
use std::time::Instant;

const SAVES: usize = 40;

pub fn measure(path: &Path, table: &Table) {
    let mut desk = crate::desk(path, "qiantai");
    let drafts = drafts(path, &desk);
    let log = path.with_extension("db-wal");
    let now = desk.now();
    let checks = drafts.iter().map(|draft| {
        let start = Instant::now();
        std::hint::black_box(Visit::check(draft, Completeness::Full, now).is_ok());
        start.elapsed()
    });
    table.times("a complete form checked", checks.collect(), None);
    // A checkpoint by another process makes the desk forget every page it has in hand: the save after one is a
    // figure of its own, and so is the first on a file that is not in memory.
    let (mut saves, mut firsts, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
    for (i, draft) in drafts.into_iter().enumerate() {
        let first = i.is_multiple_of(SAVES / 4);
        if first {
            checkpoint(path);
        }
        let before = pages(&log);
        let write = VisitWrite { draft, ..VisitWrite::default() };
        let start = Instant::now();
        desk.save_visit(&write).expect("a complete form is saved");
        if first { &mut firsts } else { &mut saves }.push(start.elapsed());
        sizes.push(pages(&log) - before);
    }
    let size = median(sizes.clone());
    let bare = bare_commits(path, size as usize);
    let base = median(bare.iter().copied().map(ms).collect());
    let most = sizes.iter().copied().fold(0.0, f64::max);
    table.value("save of a registration: pages written", size, Some(most), "pages", None);
    table.times(&format!("a bare commit of {size} pages"), bare, None);
    let ratio = median(saves.iter().copied().map(ms).collect()) / base.max(0.001);
    table.times("save of a registration", saves, None);
    table.value("  beside the bare commit", ratio, None, "times", Some(2.0));
    table.times("save of a registration, nothing in hand", firsts, None);
    let half = (desk, "draft");
    let (mut desk, subject) = half;
    let mut times = Vec::new();
    for i in 0..SAVES {
        let draft = Draft::default().with("name", format!("扎西{i}"));
        let start = Instant::now();
        desk.save_draft("visit", subject, "接谈登记", &draft, None).expect("kept");
        times.push(start.elapsed());
    }
    desk.drop_draft("visit", subject).expect("dropped");
    table.times("a draft kept", times, None);
    let mut supervisor = crate::desk(path, "ducha");
    let start = Instant::now();
    supervisor.sweep().expect("looked at");
    table.times("the clocks of the first day looked at", vec![start.elapsed()], None);
}

/// Complete forms, as they were saved before.
fn drafts(path: &Path, desk: &fengqiao::desk::Desk) -> Vec<Draft> {
    let conn = Connection::open(path).expect("the file");
    let sql = "SELECT v.id FROM visit v JOIN cases c ON c.id = v.case_id
               WHERE v.registered = 1 AND c.sealed = 0 AND v.name <> '' ORDER BY v.id DESC LIMIT ?1";
    let mut query = conn.prepare(sql).expect("a statement");
    let ids: Vec<i64> =
        query.query_map([SAVES as i64], |r| r.get(0)).expect("visits").collect::<Result<_, _>>().expect("ids");
    ids.into_iter().map(|id| desk.visit(id).expect("a visit").draft).collect()
}

/// Empties the log, so that its length afterwards is what one save wrote.
pub fn checkpoint(path: &Path) {
    let conn = Connection::open(path).expect("the file");
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("a checkpoint");
}

pub fn pages(log: &Path) -> f64 {
    let bytes = std::fs::metadata(log).map_or(0, |m| m.len());
    f64::from(u32::try_from(bytes / 4120).unwrap_or_default())
}

/// Commits that write as many pages, with the settings of the desk and nothing else to do.
pub fn bare_commits(path: &Path, pages: usize) -> Vec<std::time::Duration> {
    let folder = tempfile::tempdir_in(path.parent().expect("a folder")).expect("a folder");
    let mut conn = Connection::open(folder.path().join("bare.db")).expect("a file");
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE page (id INTEGER PRIMARY KEY, body BLOB)",
    )
    .expect("a table");
    for _ in 0..pages {
        conn.execute("INSERT INTO page (body) VALUES (randomblob(4000))", []).expect("a page");
    }
    (0..SAVES)
        .map(|run| {
            conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("a checkpoint");
            // Equal content would not be written at all.
            let body = vec![u8::try_from(run).expect("few"); 4000];
            let start = Instant::now();
            let tx = conn.transaction().expect("begun");
            let mut update = tx.prepare_cached("UPDATE page SET body = ?2 WHERE id = ?1").expect("a statement");
            for id in 1..=pages {
                update.execute((i64::try_from(id).expect("few"), &body)).expect("written");
            }
            drop(update);
            tx.commit().expect("committed");
            start.elapsed()
        })
        .collect()
}
