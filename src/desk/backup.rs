//! 备份: a copy of the whole file while everybody goes on, believed only after it was read from end to end.
//!
//! Owns the name, the note beside it, and which older ones go. A copy has its name only when it is proved;
//! what carries another name is never deleted. Scans and documents lie outside the file and are not in it.

use super::{Desk, Failure, Outcome};
use crate::domain::backup::{Head, hex, keep};
use crate::domain::role::Operation;
use crate::store::copy::{self, CopyError};
use crate::store::{self, folder_of, journal};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{DirBuilder, File};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The folder of backups, beside the database.
pub const FOLDER: &str = "备份";
const TIME: &str = "%Y%m%d-%H%M%S";

/// What stands beside a backup, one JSON object: `desk.20261123-164200.db.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Time of the office, with offset.
    pub taken: String,
    /// Version of the program that made it.
    pub program: String,
    /// Version of the schema.
    pub schema: usize,
    pub journal_seq: i64,
    /// Hash of that row, 64 hexadecimal digits.
    pub journal_hash: String,
    /// Of the whole file, 64 hexadecimal digits.
    pub sha256: String,
    /// Length of the file.
    pub bytes: u64,
}

impl Note {
    pub fn head(&self) -> Head {
        Head { seq: self.journal_seq, hash: self.journal_hash.clone() }
    }
}

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedUp {
    pub file: PathBuf,
    pub note: Note,
    /// Older ones that went.
    pub dropped: usize,
}

impl From<CopyError> for Failure {
    fn from(error: CopyError) -> Self {
        match error {
            CopyError::Sql(e) => e.into(),
            CopyError::InUse => {
                Failure::refusal("数据库正在别处打开或写入", "请先退出所有窗口(Ctrl+Q)和正在运行的命令,再重做")
            }
            other => Failure::Fault(other.to_string()),
        }
    }
}

pub(super) fn disk(path: &Path, error: &std::io::Error) -> Failure {
    // With its number, where it has one.
    let same = error.raw_os_error().map_or_else(|| error.kind().into(), std::io::Error::from_raw_os_error);
    CopyError::Disk(path.to_path_buf(), same).into()
}

/// The note of a backup.
pub(super) fn note_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".json");
    name.into()
}

/// SHA-256 and length of a file; with `to`, what was read is written there, a file of that name.
pub(super) fn digest(file: &Path, mut to: Option<(&Path, &mut File)>) -> Outcome<(String, u64)> {
    let unread = |e: std::io::Error| disk(file, &e);
    let mut from = File::open(file).map_err(unread)?;
    let (mut sha, mut bytes, mut part) = (Sha256::new(), 0, vec![0; 1 << 20]);
    loop {
        let n = from.read(&mut part).map_err(unread)?;
        if n == 0 {
            return Ok((hex(&sha.finalize()), bytes));
        }
        sha.update(&part[..n]);
        bytes += n as u64;
        if let Some((name, to)) = &mut to {
            to.write_all(&part[..n]).map_err(|e| disk(name, &e))?;
        }
    }
}

/// Keeps others from doing the same in a folder, until it is dropped.
pub(super) fn alone_in(folder: &Path) -> Outcome<File> {
    let open = File::open(folder).map_err(|e| disk(folder, &e))?;
    rustix::fs::flock(&open, rustix::fs::FlockOperation::NonBlockingLockExclusive)
        .map_err(|_| Failure::refusal("另一次备份或恢复正在进行", "等它结束后再做;它被中断时锁已自动解除"))?;
    Ok(open)
}

/// Backups of a file in a folder by their names, oldest first.
pub(super) fn list(folder: &Path, db: &Path) -> Outcome<Vec<(NaiveDateTime, PathBuf)>> {
    let stem = db.file_stem().unwrap_or_default().to_string_lossy().to_string();
    let taken = |name: &str| {
        let rest = name.strip_prefix(&stem)?.strip_prefix('.')?.strip_suffix(".db")?;
        let time = rest.get(..15)?;
        let again = rest[15..].strip_prefix('-').map(|n| n.parse::<u32>().is_ok());
        (rest.len() == 15 || again == Some(true)).then_some(())?;
        NaiveDateTime::parse_from_str(time, TIME).ok()
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|e| disk(folder, &e))?.flatten() {
        if let Some(at) = entry.file_name().to_str().and_then(taken) {
            found.push((at, entry.path()));
        }
    }
    // A second one of the same second is longer, and later.
    found.sort_by_key(|(at, path)| (*at, path.as_os_str().len(), path.clone()));
    Ok(found)
}

/// Writes a small file whole or not at all.
fn write_whole(path: &Path, part: &Path, text: &str) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(part)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(part, path)
}

impl Desk {
    /// Where backups are when nothing else is said.
    pub fn backup_folder(&self) -> PathBuf {
        folder_of(&self.path).join(FOLDER)
    }

    /// Copies the file as it is now into the folder (made with mode 0700 when it is not there), proves the
    /// copy, and lets older ones go ([`keep`]).
    ///
    /// # Errors
    /// A refusal of the role, or while another backup runs there; a fault when the disk refuses or the copy
    /// does not read as the file did: then nothing has the name of a backup, and none is deleted.
    pub fn backup(&mut self, folder: Option<&Path>) -> Outcome<BackedUp> {
        self.allow(Operation::Administer)?;
        let own = self.backup_folder();
        let folder = folder.unwrap_or(&own);
        if !folder.is_dir() {
            DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|e| disk(folder, &e))?;
            // Its own name, too, is to outlive a power failure.
            copy::sync(folder_of(folder))?;
        }
        let _alone = alone_in(folder)?;
        let (file, part) = self.free_name(folder)?;
        let note = note_of(&part);
        let clear = || {
            copy::clear(&part);
            let _ = std::fs::remove_file(&note);
        };
        // What a killed one left.
        clear();
        let made = self.copy_to(&file, &part);
        clear();
        if made.is_err() && !file.exists() {
            let _ = std::fs::remove_file(note_of(&file));
        }
        let note = made?;
        let change = serde_json::json!({ "head": note.head().to_string(), "sha256": note.sha256 });
        let name = file.file_name().unwrap_or_default().to_string_lossy().to_string();
        self.write(|w| w.journal("backup", "file", 0, &name, &change.to_string()))?;
        let dropped = rotate(folder, &self.path, &file)?;
        Ok(BackedUp { file, note, dropped })
    }

    /// A name after all of this second, and the one the copy has until it is proved.
    fn free_name(&self, folder: &Path) -> Outcome<(PathBuf, PathBuf)> {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        let now = self.now();
        let time = now.format(TIME);
        let before = list(folder, &self.path)?.into_iter().filter(|t| t.0 == now).map(|t| t.1).next_back();
        let again = before.map(|last| {
            let name = last.file_stem().unwrap_or_default().to_string_lossy().to_string();
            let nth = name
                .rsplit_once('-')
                .and_then(|(_, n)| n.parse::<u32>().ok())
                .filter(|_| !name.ends_with(&time.to_string()));
            format!("-{}", nth.unwrap_or(1) + 1)
        });
        Ok((
            folder.join(format!("{stem}.{time}{}.db", again.unwrap_or_default())),
            folder.join(format!(".{stem}.part")),
        ))
    }

    fn copy_to(&self, file: &Path, part: &Path) -> Outcome<Note> {
        let unlike = |what: &str| Failure::Fault(format!("备份没有做成:{what};原有的备份都在,请查磁盘后重做"));
        // What is on the disk before the copy begins must be in it.
        let known = journal::head_told(&self.conn)?;
        let schema = store::open::version_of(&self.conn)?;
        let head = copy::snapshot(&self.path, part)?;
        let proof = match copy::prove(part) {
            Err(CopyError::Unsound(what)) => {
                return Err(unlike(&format!("副本{what},请运行 fengqiao check 看数据库本身")));
            }
            other => other?,
        };
        if proof.head != head || proof.schema != schema {
            return Err(unlike("副本与数据库当时的内容不一致"));
        }
        if known.seq > 0 && copy::hash_in(part, known.seq)?.as_deref() != Some(known.hash.as_str()) {
            return Err(unlike("副本里没有开始前已存下的流水"));
        }
        let (sha256, bytes) = digest(part, None)?;
        let note = Note {
            taken: journal::stamp(self.now()),
            program: env!("CARGO_PKG_VERSION").to_string(),
            schema,
            journal_seq: head.seq,
            journal_hash: head.hash,
            sha256,
            bytes,
        };
        let text = serde_json::to_string(&note).map_err(|e| Failure::Fault(e.to_string()))? + "\n";
        // The note first: a backup never lies there without it.
        write_whole(&note_of(file), &note_of(part), &text).map_err(|e| disk(file, &e))?;
        std::fs::rename(part, file).map_err(|e| disk(file, &e))?;
        copy::sync(folder_of(file))?;
        Ok(note)
    }
}

/// Lets go of the backups that are no longer kept; says how many. Called after a good one only, which stays
/// whatever a clock set back makes of its name.
fn rotate(folder: &Path, db: &Path, made: &Path) -> Outcome<usize> {
    let there = list(folder, db)?;
    let times: Vec<NaiveDateTime> = there.iter().map(|t| t.0).collect();
    let mut dropped = 0;
    for ((_, path), _) in there.iter().zip(keep(&times)).filter(|((_, path), kept)| !kept && path != made) {
        std::fs::remove_file(path).map_err(|e| disk(path, &e))?;
        let _ = std::fs::remove_file(note_of(path));
        dropped += 1;
    }
    Ok(dropped)
}
