//! `cargo bench`: how fast the desk is on a large file. `FENGQIAO_BENCH_CASES` is the size (100000),
//! or several with commas: then a second table tells how the figures grow.
//!
//! One table: the program on a pseudo-terminal (start, keys, bytes, memory, rest), the reads and
//! writes of the desk, and a bare commit of the same size beside a save. Targets stand beside the
//! figures; nothing fails by being slow. `FENGQIAO_BENCH_ONLY=terminal` (queries, registers,
//! reports, writes, import, peers) is one part; the peers are csvlens, VisiData (vd), Taskwarrior and sqlite3, where
//! installed. Each run leaves some forty visits and twenty closed cases in the file.

mod file;
mod import;
mod peers;
mod queries;
mod registers;
mod reports;
mod screen;
mod table;
mod terminal;
mod writes;

use fengqiao::desk::{Clock, Desk};
use std::path::Path;
use table::Table;

/// A desk on the file, as `user`, on the day of its data.
fn desk(path: &Path, user: &str) -> Desk {
    let now = file::NOW.parse::<chrono::NaiveDateTime>().or_else(|_| format!("{}:00", file::NOW).parse());
    let mut desk = Desk::open(path, Clock::Fixed(now.expect("a time")), "9号窗口").expect("the file opens");
    desk.login_as(user).expect("a user of the demo");
    desk
}

/// Measures one side of the desk on the file and adds its rows.
type Part = fn(&Path, &Table);

fn main() {
    // `cargo test --benches` runs this too; only `cargo bench` means it.
    if !std::env::args().any(|a| a == "--bench") {
        return;
    }
    let sizes = std::env::var("FENGQIAO_BENCH_CASES").unwrap_or_else(|_| "100000".to_string());
    let tables: Vec<Table> = sizes.split(',').filter_map(|n| n.trim().parse().ok()).map(measured).collect();
    if tables.len() > 1 {
        table::growth(&tables);
    }
}

/// The largest file that the peers are given: one of them takes hours over more.
const PEERS: u64 = 100_000;

fn measured(cases: u64) -> Table {
    let table = Table::begin(cases);
    let path = file::demo(cases, &table);
    let only = std::env::var("FENGQIAO_BENCH_ONLY").unwrap_or_default();
    let parts: [(&str, Part); 7] = [
        ("terminal", terminal::measure),
        ("queries", queries::measure),
        ("registers", registers::measure),
        ("reports", reports::measure),
        ("writes", writes::measure),
        ("import", import::measure),
        ("peers", peers::measure),
    ];
    for (name, measure) in parts {
        if (only.is_empty() || only == name) && (name != "peers" || cases <= PEERS) {
            measure(&path, &table);
        }
    }
    table
}
