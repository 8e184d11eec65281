//! Encrypted backups on a medium, and the drill of one: nothing readable is ever on the medium, and what has the name
//! decrypts to a whole file.

use super::acts::studio;
use super::*;
use fengqiao::desk::encrypted::{Key, Lock, decrypt_to, new_key};
use fengqiao::store::copy;
use std::sync::LazyLock;

const MEDIUM: &str = "U盘";

/// A private key and its public one, for all trials.
static KEYS: LazyLock<(tempfile::TempDir, PathBuf, String)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("私钥");
    let public = new_key(&file).expect("a key");
    (folder, file, public)
});

fn lock() -> Lock {
    Lock::keys([KEYS.2.as_str()]).expect("a public key")
}

fn key() -> Key {
    Key::file(&KEYS.1).expect("the private key")
}

fn admin(db: &Path) -> Held {
    Some(crate::desk::desk(&Studio::at(db), "admin", "备份"))
}

/// Every file of a folder and those below it.
fn all(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.flat_map(|e| if e.path().is_dir() { all(&e.path()) } else { vec![e.path()] }).collect()
}

fn sealed_and_whole(folder: &Path, done: bool) {
    let medium = folder.join(MEDIUM);
    for file in all(&medium) {
        let bytes = std::fs::read(&file).expect("read");
        let is_plain = |words: &str| bytes.windows(words.len()).any(|w| w == words.as_bytes());
        assert!(
            !is_plain("SQLite format 3") && !is_plain("CREATE TABLE"),
            "readable on the medium: {}",
            file.display()
        );
    }
    let sealed = if medium.is_dir() { files(&medium, ".age") } else { Vec::new() };
    assert!(!done || !sealed.is_empty(), "no backup on the medium");
    for file in sealed {
        let room = tempfile::tempdir().expect("a folder");
        let plain = room.path().join("plain.db");
        let mut to = std::fs::File::create(&plain).expect("created");
        decrypt_to(&file, &mut to, &key()).expect("whatever has the name decrypts");
        drop(to);
        copy::prove(&plain).expect("and is whole");
        let note = std::fs::read_to_string(file.with_extension("age.json")).expect("and has its note");
        let note: fengqiao::desk::backup::Note = serde_json::from_str(&note).expect("a note");
        let told = note.encrypted.expect("what is told of the encrypted file");
        assert_eq!(told.bytes, std::fs::metadata(&file).expect("the file").len());
        assert_eq!(note.bytes, std::fs::metadata(&plain).expect("the file").len());
    }
}

fn backed_up(db: &Path, held: &mut Held) -> Outcome<()> {
    held.as_mut().expect("a desk").backup(Some(&db.with_file_name(MEDIUM)), Some(&lock())).map(drop)
}

#[test]
fn an_encrypted_backup_is_whole_and_nothing_readable_is_ever_on_its_medium() {
    let act = Act { name: "encrypted backup", prepare: studio, begin: admin, run: backed_up, look: sealed_and_whole };
    let trial = Trial::new(act);
    trial.everywhere(4);
    // The encrypted file, and the note beside it.
    trial.spoils(".age.part", 4);
}

#[test]
fn a_drill_never_lays_open_on_the_medium_what_it_decrypts() {
    let act = Act {
        name: "encrypted drill",
        prepare: |folder| {
            studio(folder);
            let db = folder.join(FILE);
            let mut held = admin(&db);
            backed_up(&db, &mut held).expect("a backup");
            drop(held);
            copy::settle(&db).expect("one file");
        },
        begin: admin,
        run: |db, held| {
            let medium = db.with_file_name(MEDIUM);
            held.as_mut().expect("a desk").drill(Some(&medium), Some(&key())).map(drop)
        },
        look: |folder, done| {
            sealed_and_whole(folder, done);
            let left = files(folder, "").iter().filter(|f| f.to_string_lossy().contains("演练")).count();
            assert_eq!(left, 0);
        },
    };
    Trial::new(act).everywhere(3);
}
