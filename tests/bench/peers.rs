//! The same steps with other programs of the terminal, where they are installed, in the same run: the first
//! screen of the open cases, bytes and time of a move, as ratios to the desk.
//!
//! Each peer gets the same rows in its own form: a csv for csvlens and VisiData, tasks for Taskwarrior (which
//! shows one page and ends), the database itself for sqlite3 (which prints a page of it and ends). A peer that
//! is not there is passed over.

use crate::file::{NOW, PROGRAM, folder};
use crate::screen::{DOWN, Screen};
use crate::table::{Table, median, ms};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const RUNS: usize = 5;
const MOVES: usize = 60;

/// What was measured of a program.
struct Seen {
    name: &'static str,
    first: f64,
    /// Milliseconds and bytes of a move; none for those that print and end.
    moved: Option<(f64, f64)>,
}

pub fn measure(path: &Path, table: &Table) {
    let rows = rows(path);
    let own = own(path);
    let mut peers = Vec::new();
    if let Some(csv) = csv(&rows) {
        peers.extend(viewer("csvlens", &csv));
        peers.extend(viewer("vd", &csv));
    }
    peers.extend(sqlite(path));
    peers.extend(tasks(&rows));
    table.value("fengqiao: first screen", own.first, None, "ms", None);
    for peer in &peers {
        table.value(&format!("{}: first screen", peer.name), peer.first, None, "ms", None);
        table.value(&format!("{}: times the desk's", peer.name), peer.first / own.first, None, "x", None);
        if let (Some((time, bytes)), Some((own_time, own_bytes))) = (peer.moved, own.moved) {
            table.value(&format!("{}: a move", peer.name), time, None, "ms", None);
            table.value(&format!("{}: a move, times the desk's", peer.name), time / own_time, None, "x", None);
            table.value(&format!("{}: bytes of a move", peer.name), bytes, None, "B", None);
            table.value(&format!("{}: bytes, times the desk's", peer.name), bytes / own_bytes, None, "x", None);
        }
    }
    if let Some(best) = peers.iter().map(|p| p.first).min_by(f64::total_cmp) {
        table.value("first screen of the best peer, times the desk's (>= 5)", best / own.first, None, "x", None);
    }
}

fn half(runs: Vec<Duration>) -> f64 {
    median(runs.into_iter().map(ms).collect())
}

/// Time and bytes of moves down.
fn moves(screen: &mut Screen, key: &str) -> Option<(f64, f64)> {
    screen.rest(Duration::from_millis(300));
    let typed: Vec<_> = (0..MOVES).filter_map(|_| screen.key(key)).collect();
    #[allow(clippy::cast_precision_loss)]
    let bytes = typed.iter().map(|t| t.1 as f64).collect();
    (!typed.is_empty()).then(|| (half(typed.iter().map(|t| t.0).collect()), median(bytes)))
}

fn own(path: &Path) -> Seen {
    let file = path.display().to_string();
    let open = || {
        let env = [("FENGQIAO_NOW", NOW), ("FENGQIAO_AUTO_BACKUP", "off")];
        Screen::start(PROGRAM, &["--db", &file, "--as", "ducha"], &env)
    };
    let first = (0..RUNS).map(|_| open().ready(&["督查", "灯", "考核"])).collect();
    let mut screen = open();
    screen.ready(&["督查", "灯", "考核"]);
    Seen { name: "fengqiao", first: half(first), moved: moves(&mut screen, DOWN) }
}

/// Number, petitioner's initial, gist, unit and day of every case, as csv lines.
fn rows(path: &Path) -> Vec<[String; 4]> {
    let conn = rusqlite::Connection::open(path).expect("the file opens");
    let sql = "SELECT ifnull(number, '#' || id), gist, unit, opened FROM cases ORDER BY id DESC";
    let mut statement = conn.prepare(sql).expect("a statement");
    let rows = statement.query_map([], |r| Ok([r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?])).expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

fn csv(rows: &[[String; 4]]) -> Option<PathBuf> {
    let path = folder().join("peers.csv");
    let mut out = csv::Writer::from_path(&path).ok()?;
    out.write_record(["number", "gist", "unit", "opened"]).ok()?;
    rows.iter().try_for_each(|row| out.write_record(row)).ok()?;
    out.flush().ok()?;
    Some(path)
}

fn is_there(program: &str) -> bool {
    let asked = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

fn viewer(name: &'static str, csv: &Path) -> Option<Seen> {
    is_there(name).then_some(())?;
    let file = csv.display().to_string();
    let home = folder().display().to_string();
    let open = || Screen::start(name, &[&file], &[("HOME", &home)]);
    let first = (0..RUNS).map(|_| open().ready(&["gist", "opened"])).collect();
    let mut screen = open();
    screen.ready(&["gist", "opened"]);
    Some(Seen { name, first: half(first), moved: moves(&mut screen, DOWN) })
}

fn sqlite(path: &Path) -> Option<Seen> {
    is_there("sqlite3").then_some(())?;
    let file = path.display().to_string();
    let page = "SELECT number, gist, unit, opened FROM cases WHERE is_open = 1 ORDER BY opened DESC, id DESC LIMIT 36";
    let run = || Screen::start("sqlite3", &["-box", &file, page], &[]).ready(&["gist", "opened"]);
    Some(Seen { name: "sqlite3", first: half((0..RUNS).map(|_| run()).collect()), moved: None })
}

fn tasks(rows: &[[String; 4]]) -> Option<Seen> {
    is_there("task").then_some(())?;
    let data = folder().join("peers-tasks");
    std::fs::create_dir_all(&data).ok()?;
    let rc = data.join("taskrc");
    let settings = format!("data.location={}\nconfirmation=off\nverbose=label\ndetection=on\n", data.display());
    std::fs::write(&rc, settings).ok()?;
    let rc = rc.display().to_string();
    if !data.join("pending.data").exists() {
        let mut child = Command::new("task")
            .args(["import", "-"])
            .env("TASKRC", &rc)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let tasks: Vec<_> = rows
            .iter()
            .map(|[number, gist, unit, opened]| {
                serde_json::json!({
                    "description": format!("{number} {gist}"), "project": unit, "status": "pending",
                    "entry": format!("{}T000000Z", opened.replace('-', "")),
                })
            })
            .collect();
        child.stdin.take()?.write_all(&serde_json::to_vec(&tasks).ok()?).ok()?;
        child.wait().ok()?;
    }
    let run = || Screen::start("task", &["limit:page", "list"], &[("TASKRC", &rc)]).ready(&["Description"]);
    Some(Seen { name: "taskwarrior", first: half((0..RUNS).map(|_| run()).collect()), moved: None })
}
