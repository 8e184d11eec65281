//! Any bytes as a ledger: read or refused with words, never a panic, and a trial writes nothing.
#![no_main]

use fengqiao::desk::{Clock, Desk, demo};
use fengqiao::exchange::import::{Wish, import};
use fengqiao::store::journal;
use libfuzzer_sys::fuzz_target;
use std::path::PathBuf;
use std::sync::OnceLock;

const ENDS: [&str; 4] = ["csv", "xlsx", "xls", "ods"];
const HEAD: &str = "姓名,证件号码,联系电话,信访日期,来访人数,一句话诉求,户籍地,案件来源\n";

fn clock() -> Clock {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    Clock::Fixed(day.and_hms_opt(16, 42, 0).expect("a time"))
}

fn studio() -> &'static (tempfile::TempDir, PathBuf) {
    static STUDIO: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    STUDIO.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("desk.db");
        demo::demo(&path, 5, 7, clock().now(), &mut |_| {}).expect("a studio");
        (folder, path)
    })
}

fuzz_target!(|data: &[u8]| {
    let Some((kind, rest)) = data.split_first() else { return };
    let (folder, db) = studio();
    let end = ENDS[usize::from(*kind) % ENDS.len()];
    let file = folder.path().join(format!("台账.{end}"));
    // Half of the csv files have a heading that is understood, so that their cells are reached.
    let mut bytes = if *kind % 8 == 0 { HEAD.as_bytes().to_vec() } else { Vec::new() };
    bytes.extend_from_slice(rest);
    std::fs::write(&file, &bytes).expect("written");
    let mut desk = Desk::open(db, clock(), "命令行").expect("a desk");
    desk.login_as("qiantai").expect("a user");
    let head = || journal::head_told(&rusqlite::Connection::open(db).expect("it opens")).expect("read");
    let before = head();
    let wish = Wish { dry_run: true, ..Wish::default() };
    if let Ok(told) = import(&mut desk, &file, &wish, &mut |_| ()) {
        assert!(told.batch.is_none() && told.good + told.wrong <= told.rows);
    }
    assert_eq!(head(), before, "a trial writes nothing");
});
