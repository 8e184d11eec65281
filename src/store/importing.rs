//! Whether a ledger is being taken in just now: for whoever has to wait because of it.
//!
//! Owns a small file beside the database, held locked by the importing process; the lock goes with the
//! process, so a file that was left behind means nothing.

use rustix::fs::{FlockOperation, flock};
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Held while a ledger is taken in.
#[derive(Debug)]
pub struct Mark {
    path: PathBuf,
    _file: File,
}

fn beside(db: &Path) -> PathBuf {
    let mut name = db.file_name().unwrap_or_default().to_os_string();
    name.push("-import");
    db.with_file_name(name)
}

impl Mark {
    /// Tells the others `words` until it is dropped. `None` when the file cannot be made: nobody is told then.
    pub fn set(db: &Path, words: &str) -> Option<Mark> {
        let path = beside(db);
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path).ok()?;
        flock(&file, FlockOperation::NonBlockingLockExclusive).ok()?;
        file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(words.as_bytes())).ok()?;
        Some(Mark { path, _file: file })
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// What another process that takes a ledger in says of itself.
pub fn told(db: &Path) -> Option<String> {
    let mut file = File::open(beside(db)).ok()?;
    if flock(&file, FlockOperation::NonBlockingLockShared).is_ok() {
        return None;
    }
    let mut words = String::new();
    file.read_to_string(&mut words).ok()?;
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_while_it_lasts_and_a_file_left_behind_means_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = folder.path().join("desk.db");
        assert_eq!(told(&db), None);
        let mark = Mark::set(&db, "李秀英 09:30").expect("set");
        assert_eq!(told(&db).as_deref(), Some("李秀英 09:30"));
        assert!(Mark::set(&db, "another").is_none());
        drop(mark);
        assert_eq!(told(&db), None);
        std::fs::write(folder.path().join("desk.db-import"), "left").expect("written");
        assert_eq!(told(&db), None);
    }
}
