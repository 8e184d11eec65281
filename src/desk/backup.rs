//! 备份: a copy of the whole file while everybody goes on, believed only after it was read from end to end.
//!
//! Owns the name, the note beside it, and which older ones go. A copy has its name only when it is proved;
//! what carries another name is never deleted. Scans and documents lie outside the file and are not in it.

use super::encrypted::{self, Lock, SUFFIX, Sealed};
use super::{Desk, Failure, Outcome};
use crate::domain::backup::{Head, hex, keep};
use crate::domain::role::Operation;
use crate::store::copy::{self, CopyError};
use crate::store::{self, folder_of, journal};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The folder of backups, beside the database.
pub const FOLDER: &str = "备份";
const TIME: &str = "%Y%m%d-%H%M%S";

/// Larger files are left to the timer: reading them would be felt at the windows. 工作室默认.
const BY_ITSELF: u64 = 2 << 30;
/// So long after the last one what was written since is worth another. 工作室默认.
const AGAIN: chrono::TimeDelta = chrono::TimeDelta::hours(4);

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
    /// Of an encrypted one: `sha256` and `bytes` tell of what is inside, this of the file itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encrypted: Option<Encrypted>,
}

/// What is told of an encrypted backup without opening it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Encrypted {
    /// 口令 or 公钥.
    pub by: String,
    pub sha256: String,
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

/// A backup by its name: `desk.20261123-164200.db`, a second one of that second `desk.20261123-164200-2.db`,
/// encrypted with `.age` behind.
pub(super) struct Found {
    pub at: NaiveDateTime,
    nth: u32,
    pub encrypted: bool,
    pub path: PathBuf,
}

/// Backups of a file in a folder by their names, oldest first.
pub(super) fn list(folder: &Path, db: &Path) -> Outcome<Vec<Found>> {
    let stem = db.file_stem().unwrap_or_default().to_string_lossy().to_string();
    let read = |name: &str| {
        let (name, encrypted) = name.strip_suffix(SUFFIX).map_or((name, false), |plain| (plain, true));
        let rest = name.strip_prefix(&stem)?.strip_prefix('.')?.strip_suffix(".db")?;
        let (time, again) = rest.split_at_checked(15)?;
        let nth = if again.is_empty() { 1 } else { again.strip_prefix('-')?.parse().ok()? };
        Some((NaiveDateTime::parse_from_str(time, TIME).ok()?, nth, encrypted))
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|e| disk(folder, &e))?.flatten() {
        if let Some((at, nth, encrypted)) = entry.file_name().to_str().and_then(read) {
            found.push(Found { at, nth, encrypted, path: entry.path() });
        }
    }
    found.sort_by_key(|f| (f.at, f.nth, f.path.clone()));
    Ok(found)
}

fn made_folder(folder: &Path) -> Outcome<()> {
    store::disk::make_folder(folder, 0o700).map_err(|e| disk(folder, &e))
}

/// Writes a note whole or not at all, and reads it back before it has its name.
fn write_note(path: &Path, part: &Path, text: &str) -> Outcome<()> {
    let written = || {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(part)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::read(part)
    };
    if written().map_err(|e| disk(path, &e))? != text.as_bytes() {
        return Err(Failure::Fault(format!("{} 写出后读回不一样;请换一个介质重做", path.display())));
    }
    std::fs::rename(part, path).map_err(|e| disk(path, &e))
}

impl Desk {
    /// Where backups are when nothing else is said.
    pub fn backup_folder(&self) -> PathBuf {
        folder_of(&self.path).join(FOLDER)
    }

    /// Copies the file as it is now into the folder (made with mode 0700 when it is not there), proves the
    /// copy, and lets older ones go ([`keep`]). With a lock the folder gets an encrypted file only; the copy
    /// that is proved lies beside the database meanwhile.
    ///
    /// # Errors
    /// A refusal of the role, or while another backup runs there; a fault when the disk refuses or the copy
    /// does not read as the file did: then nothing has the name of a backup, and none is deleted.
    pub fn backup(&mut self, folder: Option<&Path>, lock: Option<&Lock>) -> Outcome<BackedUp> {
        self.allow(Operation::Administer)?;
        let own = self.backup_folder();
        self.back_up(folder.unwrap_or(&own), lock)
    }

    fn back_up(&mut self, folder: &Path, lock: Option<&Lock>) -> Outcome<BackedUp> {
        let own = self.backup_folder();
        let staging = if lock.is_some() { own.as_path() } else { folder };
        made_folder(staging)?;
        made_folder(folder)?;
        let _alone = alone_in(folder)?;
        let _alone_here = if same_folder(staging, folder) { None } else { Some(alone_in(staging)?) };
        let (file, part) = self.free_name(folder, staging, lock.is_some())?;
        let sealed = folder.join(format!(".{}.part", file.file_name().unwrap_or_default().to_string_lossy()));
        let parts = [note_of(&sealed), sealed.clone()];
        let clear = || {
            copy::clear(&part);
            parts.iter().for_each(|p| drop(std::fs::remove_file(p)));
        };
        // What a killed one left.
        clear();
        let made = self.copy_to(&file, &part, &sealed, lock);
        clear();
        if made.is_err() && !file.exists() {
            let _ = std::fs::remove_file(note_of(&file));
        }
        let note = made?;
        let change = serde_json::json!({
            "head": note.head().to_string(), "sha256": note.sha256, "encrypted": note.encrypted.as_ref().map(|e| &e.by),
        });
        let name = file.file_name().unwrap_or_default().to_string_lossy().to_string();
        self.write(|w| w.journal("backup", "file", 0, &name, &change.to_string()))?;
        let dropped = rotate(folder, &self.path, &file)?;
        Ok(BackedUp { file, note, dropped })
    }

    /// The backup that a desk makes by itself when it opens and when it closes: there is none of today, or the
    /// last is hours old and something was written since. Anybody's, for it tells nothing and lies beside
    /// the file; `None` when it is not due or the file is too large to be read aside.
    ///
    /// # Errors
    /// As [`Desk::backup`]; of a process that does not own the file.
    pub fn backup_if_due(&mut self) -> Outcome<Option<BackedUp>> {
        if !self.may_trust_as()? {
            return Err(Failure::refusal("本进程不是数据库文件的属主,不自动备份", "请用服务账户运行"));
        }
        let own = self.backup_folder();
        made_folder(&own)?;
        let bytes = std::fs::metadata(&self.path).map_err(|e| disk(&self.path, &e))?.len();
        if bytes > BY_ITSELF || !self.is_due(&own)? {
            return Ok(None);
        }
        self.back_up(&own, None).map(Some)
    }

    /// The backup before a ledger is taken in; none of a file too large to be read aside, or of another owner's.
    ///
    /// # Errors
    /// A refusal of who may not import; as [`Desk::backup`].
    pub fn backup_before_import(&mut self) -> Outcome<()> {
        self.allow(Operation::Import)?;
        let bytes = std::fs::metadata(&self.path).map_err(|e| disk(&self.path, &e))?.len();
        if bytes <= BY_ITSELF && self.may_trust_as()? {
            let own = self.backup_folder();
            self.back_up(&own, None)?;
        }
        Ok(())
    }

    /// When the newest backup beside the file was taken.
    pub fn last_backup(&self) -> Option<NaiveDateTime> {
        list(&self.backup_folder(), &self.path).ok()?.pop().map(|f| f.at)
    }

    fn is_due(&self, folder: &Path) -> Outcome<bool> {
        let Some(last) = list(folder, &self.path)?.into_iter().rfind(|f| !f.encrypted) else { return Ok(true) };
        if last.at.date() < self.today() {
            return Ok(true);
        }
        let note = std::fs::read_to_string(note_of(&last.path)).ok();
        let known = note.and_then(|text| serde_json::from_str::<Note>(&text).ok()).map_or(0, |note| note.journal_seq);
        Ok(self.now() - last.at >= AGAIN && journal::head(&self.conn)?.0 > known)
    }

    /// A name after all of this second, and the one the plain copy has until it is proved.
    fn free_name(&self, folder: &Path, staging: &Path, encrypted: bool) -> Outcome<(PathBuf, PathBuf)> {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        let now = self.now();
        let time = now.format(TIME);
        let there = list(folder, &self.path)?;
        // The names tell whole seconds.
        let second = time.to_string();
        let last = there.iter().filter(|f| f.at.format(TIME).to_string() == second).map(|f| f.nth).max();
        let again = last.map(|n| format!("-{}", n + 1)).unwrap_or_default();
        let end = if encrypted { SUFFIX } else { "" };
        Ok((folder.join(format!("{stem}.{time}{again}.db{end}")), staging.join(format!(".{stem}.part"))))
    }

    fn copy_to(&self, file: &Path, part: &Path, sealed: &Path, lock: Option<&Lock>) -> Outcome<Note> {
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
            encrypted: None,
        };
        let note = match lock {
            None => note,
            Some(lock) => {
                let Sealed { sha256, bytes } = encrypted::encrypt(part, sealed, lock, &note.sha256)?;
                Note { encrypted: Some(Encrypted { by: lock.how().to_string(), sha256, bytes }), ..note }
            }
        };
        let whole = if lock.is_some() { sealed } else { part };
        let text = serde_json::to_string(&note).map_err(|e| Failure::Fault(e.to_string()))? + "\n";
        // The note first: a backup never lies there without it.
        write_note(&note_of(file), &note_of(sealed), &text)?;
        std::fs::rename(whole, file).map_err(|e| disk(file, &e))?;
        copy::sync(folder_of(file))?;
        Ok(note)
    }
}

/// Lets go of the backups that are no longer kept, plain and encrypted ones each by themselves; says how
/// many. Called after a good one only, which stays whatever a clock set back makes of its name. One that the disk
/// does not let go of is no fault of the new one: it stays, and is let go of with a later backup.
fn rotate(folder: &Path, db: &Path, made: &Path) -> Outcome<usize> {
    let (encrypted, plain): (Vec<Found>, Vec<Found>) = list(folder, db)?.into_iter().partition(|f| f.encrypted);
    let mut dropped = 0;
    for there in [plain, encrypted] {
        let times: Vec<NaiveDateTime> = there.iter().map(|f| f.at).collect();
        for (old, _) in there.iter().zip(keep(&times)).filter(|(f, kept)| !kept && f.path != made) {
            if std::fs::remove_file(&old.path).is_ok() {
                let _ = std::fs::remove_file(note_of(&old.path));
                dropped += 1;
            }
        }
    }
    Ok(dropped)
}

fn same_folder(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}
