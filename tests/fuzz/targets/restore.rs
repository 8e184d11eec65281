//! A backup with any bytes changed and a note that fits them: refused, or restored to a sound file.
#![no_main]

use fengqiao::desk::restore::{Order, restore};
use fengqiao::desk::{Clock, Desk, Failure, demo};
use fengqiao::store::copy;
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::sync::OnceLock;

fn clock() -> Clock {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    Clock::Fixed(day.and_hms_opt(16, 42, 0).expect("a time"))
}

struct Made {
    _folder: tempfile::TempDir,
    db: PathBuf,
    bytes: Vec<u8>,
    note: serde_json::Value,
}

fn made() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let db = folder.path().join("desk.db");
        demo::demo(&db, 5, 7, clock().now(), &mut |_| {}).expect("a studio");
        let mut desk = Desk::open(&db, clock(), "命令行").expect("a desk");
        desk.login_as("admin").expect("a user");
        let backup = desk.backup(None, None).expect("a backup");
        let bytes = std::fs::read(&backup.file).expect("the backup");
        let note = serde_json::to_value(&backup.note).expect("a note");
        Made { _folder: folder, db, bytes, note }
    })
}

fuzz_target!(|data: &[u8]| {
    let made = made();
    let mut bytes = made.bytes.clone();
    for change in data.chunks_exact(4).take(64) {
        let at = u32::from_le_bytes([change[0], change[1], change[2], 0]) as usize % bytes.len();
        bytes[at] ^= change[3];
    }
    if let [.., cut] = data
        && cut % 16 == 0
    {
        bytes.truncate(bytes.len() - usize::from(*cut) * 64);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (db, backup) = (folder.path().join("desk.db"), folder.path().join("旧.db"));
    std::fs::copy(&made.db, &db).expect("a copy");
    std::fs::write(&backup, &bytes).expect("written");
    let mut note = made.note.clone();
    note["bytes"] = bytes.len().into();
    note["sha256"] = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect::<String>().into();
    std::fs::write(folder.path().join("旧.db.json"), note.to_string()).expect("written");
    let order = Order { db: &db, backup: &backup, told: None, key: None, clock: clock(), terminal: "恢复" };
    let before = copy::prove(&db).expect("whole").head;
    let done = restore(&order, |desk| desk.login_as("admin").map(|_| ()));
    let after = copy::prove(&db).expect("whole in every case").head;
    if let Err(failure) = done {
        assert!(matches!(failure, Failure::Refusal { .. } | Failure::Fault(_)), "{failure}");
        assert_eq!(before, after, "nothing was changed");
    }
});
