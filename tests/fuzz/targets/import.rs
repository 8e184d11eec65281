//! Any bytes as a ledger: read or refused with words, never a panic, and a trial writes nothing.
#![no_main]

use fengqiao::desk::{Clock, Desk, demo};
use fengqiao::exchange::import::{Wish, import};
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
