//! The registers, a whole case, and the saves of a step, beside a bare commit of as many pages.

use crate::queries::runs;
use crate::table::{Table, median, ms};
use crate::writes::{bare_commits, checkpoint, pages};
use fengqiao::desk::register::{Ask, REGISTERS};
use fengqiao::domain::flow;
use fengqiao::validation::Draft;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Instant;

const LIST: Option<(f64, f64)> = Some((20.0, 20.0));
const SAVES: i64 = 20;

pub fn measure(path: &Path, table: &Table) {
    let desk = crate::desk(path, "zhuren");
    for name in ["todo", "listed", "volumes", "loans", "claims", "warnings", "supervisions", "leads"] {
        let Some(register) = REGISTERS.iter().find(|r| r.id == name) else { continue };
        for view in register.views.iter().take(2) {
            let ask = Ask { view: view.0.to_string(), limit: 60, ..Ask::default() };
            let lines = desk.register_rows(register, &ask).map_or(0, |l| l.len());
            let what = format!("register {name} {}, first window ({lines} lines)", view.0);
            table.times(&what, runs(50, |_| desk.register_rows(register, &ask).map_or(0, |l| l.len())), LIST);
        }
    }
    let own = crate::desk(path, "banli");
    for name in ["todo", "claims", "volumes"] {
        let Some(register) = REGISTERS.iter().find(|r| r.id == name) else { continue };
        let ask = Ask { limit: 60, ..Ask::default() };
        let what = format!("register {name}, of a handler");
        table.times(&what, runs(50, |_| own.register_rows(register, &ask).map_or(0, |l| l.len())), LIST);
    }
    whole_case(path, table);
    saves(path, table);
}

fn ids(path: &Path, sql: &str) -> Vec<i64> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file");
    let mut query = conn.prepare(sql).expect("a statement");
    query.query_map([SAVES], |r| r.get(0)).expect("rows").collect::<Result<_, _>>().expect("ids")
}

/// The pages of cases with many records.
fn whole_case(path: &Path, table: &Table) {
    let list = ids(
        path,
        "SELECT c.id FROM cases c WHERE c.stage = 'S65' AND (SELECT count(*) FROM record r WHERE r.case_id = c.id) > 20
         ORDER BY c.id DESC LIMIT ?1",
    );
    if list.is_empty() {
        return;
    }
    let desk = crate::desk(path, "zhuren");
    let n = list.len();
    table.times("a full case: journal", runs(100, |i| desk.journal_of(list[i % n]).expect("rows")), LIST);
    table.times("a full case: records", runs(100, |i| desk.records(list[i % n]).expect("rows")), LIST);
    table.times("a full case: clocks", runs(100, |i| desk.deadlines_of(list[i % n]).expect("rows")), LIST);
    let offers = runs(100, |i| desk.offers(list[i % n]).expect("offers").len());
    table.times("a full case: moves that are lawful", offers, LIST);
}

/// A record, and a step that ends one clock and starts three.
fn saves(path: &Path, table: &Table) {
    let list = ids(
        path,
        "SELECT id FROM cases WHERE stage = 'S62' AND sealed = 0
         AND NOT EXISTS (SELECT 1 FROM record r WHERE r.case_id = cases.id AND r.form = 'satisfaction')
         ORDER BY id DESC LIMIT ?1",
    );
    let mut desk = crate::desk(path, "zhuren");
    let today = desk.now().date().to_string();
    let asked = Draft::default().with("level", "1").with("way", "2").with("asked_on", today);
    let closing = Draft::default()
        .with("facts", "双方因界线发生争议")
        .with("result", "已导入诉讼")
        .with("receipt", "民初9号")
        .with("opinion", "同意结案");
    for (what, id, draft) in
        [("save of a record (R20)", "R20", asked), ("save of a step with four clocks (T18)", "T18", closing)]
    {
        let Some(mv) = flow::find(id) else { continue };
        let (mut times, mut sizes) = (Vec::new(), Vec::new());
        for case in &list {
            checkpoint(path);
            let start = Instant::now();
            let done = desk.act(*case, None, mv, &draft);
            times.push(start.elapsed());
            assert!(done.is_ok(), "{id} of {case}: {:?}", done.err());
            sizes.push(pages(&path.with_extension("db-wal")));
        }
        if times.is_empty() {
            continue;
        }
        let size = median(sizes);
        let bare = bare_commits(path, size as usize);
        let base = median(bare.iter().copied().map(ms).collect());
        let ratio = median(times.iter().copied().map(ms).collect()) / base.max(0.001);
        table.times(&format!("{what}, {size} pages"), times, None);
        table.value("  beside the bare commit", ratio, None, "times", Some(2.0));
    }
}
