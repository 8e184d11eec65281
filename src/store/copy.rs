//! Whole copies of a file: taken while others write, proved by reading them, and put in the place of another.
//!
//! All copying goes through SQLite's backup, never over the bytes of a file in use: those may lie in the
//! -wal file, and closing a second handle would drop the locks of this process. Decides nothing.

use super::{OpenError, health, is_busy, journal, open};
use crate::domain::backup::Head;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why a copy was not made or is not believed.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error("{0}:{words};请检查磁盘空间和文件夹的权限", words = super::disk::words(.1))]
    Disk(PathBuf, std::io::Error),
    #[error("{0}")]
    Open(#[from] OpenError),
    #[error("数据库出错:{words};请检查磁盘空间", words = super::disk::words_of_sql(.0).unwrap_or_else(|| .0.to_string()))]
    Sql(#[from] rusqlite::Error),
    #[error("{0}:没有写完;请检查磁盘空间和文件夹的权限")]
    Unsettled(PathBuf),
    #[error("{0}")]
    Unsound(String),
    #[error("数据库正在别处打开")]
    InUse,
}

impl CopyError {
    /// Whether the file itself is what is wrong.
    pub fn is_damage(&self) -> bool {
        match self {
            CopyError::Open(OpenError::Damaged(_)) | CopyError::Unsound(_) => true,
            CopyError::Sql(e) => matches!(
                e.sqlite_error_code(),
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown)
            ),
            _ => false,
        }
    }
}

fn disk(path: &Path) -> impl FnOnce(std::io::Error) -> CopyError {
    let path = path.to_path_buf();
    move |error| CopyError::Disk(path, error)
}

/// What reading a file from end to end showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Version of the schema.
    pub schema: usize,
    pub head: Head,
}

/// Copies the state of `source` as of one commit into a new private file, while others go on writing.
/// Returns the head of the journal in that very state, read from the live file.
///
/// # Errors
/// [`CopyError`]; a half-written target is the caller's to remove.
pub fn snapshot(source: &Path, target: &Path) -> Result<Head, CopyError> {
    let from =
        Connection::open_with_flags(source, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    from.busy_timeout(Duration::from_secs(5))?;
    // The read transaction holds one state from the head to the last page; in WAL no writer waits for it.
    let state = from.unchecked_transaction()?;
    let head = journal::head_told(&state)?;
    fill(&state, target)?;
    Ok(head)
}

/// Writes everything `from` sees into a new file of mode 0600, without side files, on the disk when this returns.
fn fill(from: &Connection, target: &Path) -> Result<(), CopyError> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(target).map_err(disk(target))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut to = Connection::open_with_flags(target, flags)?;
    // Nobody reads it before it is whole and synced.
    to.pragma_update(None, "journal_mode", "OFF")?;
    to.pragma_update(None, "synchronous", "OFF")?;
    pour(from, &mut to)?;
    drop(to);
    settle(target)
}

fn pour(from: &Connection, to: &mut Connection) -> Result<(), CopyError> {
    match Backup::new(from, to)?.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(CopyError::InUse),
    }
}

/// Makes one file of a database that nobody has open, and waits for the disk.
///
/// # Errors
/// [`CopyError`].
pub fn settle(path: &Path) -> Result<(), CopyError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    // A switch that fails half way is no error to SQLite: it answers with the mode that stays, or, when the disk
    // takes nothing any more, leaves the journal by which the next opening would take it back.
    let mode: String = conn.query_row("PRAGMA journal_mode = DELETE", [], |r| r.get(0))?;
    drop(conn);
    if mode != "delete" || beside(path, "-journal").exists() {
        return Err(CopyError::Unsettled(path.to_path_buf()));
    }
    sync(path)
}

/// Waits until the file, or the names in the folder, are on the disk.
pub fn sync(path: &Path) -> Result<(), CopyError> {
    super::disk::sync(path).map_err(disk(path))
}

/// Removes a copy that nobody has open, with what may lie beside it: left there, it would be played into the
/// next file of the name.
pub fn clear(path: &Path) {
    for end in ["", "-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(beside(path, end));
    }
}

/// The file that SQLite keeps beside another.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Whether the file begins as every SQLite file does.
pub fn is_database(path: &Path) -> Result<bool, CopyError> {
    let mut start = [0; 16];
    match File::open(path).and_then(|mut f| f.read_exact(&mut start)) {
        Ok(()) => Ok(&start == b"SQLite format 3\0"),
        Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => Ok(false),
        Err(e) => Err(disk(path)(e)),
    }
}

/// Reads a closed file from end to end, read-only: every page, the schema, the chain of the journal.
///
/// # Errors
/// [`CopyError::Unsound`] with what was found, [`OpenError::Newer`].
pub fn prove(path: &Path) -> Result<Proof, CopyError> {
    if !is_database(path)? {
        return Err(CopyError::Unsound("不是数据库文件,或开头已损坏".to_string()));
    }
    prove_open(path).map_err(|error| match error {
        // What the disk refuses says nothing about the file.
        CopyError::Sql(e) if !is_busy(&e) && super::disk::words_of_sql(&e).is_none() => {
            CopyError::Unsound(format!("读不通({e})"))
        }
        other => other,
    })
}

fn prove_open(path: &Path) -> Result<Proof, CopyError> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let schema = open::version_of(&conn)?;
    if schema > open::known() {
        return Err(OpenError::Newer { found: schema, known: open::known() }.into());
    }
    if schema == 0 {
        return Err(CopyError::Unsound("不是枫桥的数据库".to_string()));
    }
    let found = health::integrity(&conn)?;
    if !found.is_empty() {
        return Err(CopyError::Unsound(format!("文件不完整({})", found.join(";"))));
    }
    if let Some(seq) = journal::first_break(&conn)? {
        return Err(CopyError::Unsound(format!("流水第{seq}条起对不上:被改动或删除过")));
    }
    Ok(Proof { schema, head: journal::head_told(&conn)? })
}

/// Hash of a row in a closed file.
pub fn hash_in(path: &Path, seq: i64) -> Result<Option<String>, CopyError> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    Ok(journal::hash_at(&conn, seq)?)
}

/// A file that no other process has open, and none can open while this lives.
pub struct Alone(Connection);

impl Alone {
    /// Takes the file for this process alone.
    ///
    /// # Errors
    /// [`CopyError::InUse`] when anybody has it open, though he does nothing; [`CopyError::is_damage`].
    pub fn take(path: &Path) -> Result<Alone, CopyError> {
        let busy = |e: rusqlite::Error| if is_busy(&e) { CopyError::InUse } else { e.into() };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags)?;
        // A window that starts or ends just now is waited for; one that stays is not.
        conn.busy_timeout(Duration::from_millis(500))?;
        conn.pragma_update(None, "locking_mode", "EXCLUSIVE").map_err(busy)?;
        // Leaving WAL needs the file alone, and gathers what lies beside it.
        let mode: String = conn.query_row("PRAGMA journal_mode = DELETE", [], |r| r.get(0)).map_err(busy)?;
        if mode != "delete" {
            return Err(CopyError::InUse);
        }
        conn.pragma_update(None, "synchronous", "EXTRA")?;
        // From here on the lock stays until the connection is closed.
        conn.execute_batch("BEGIN EXCLUSIVE; COMMIT").map_err(busy)?;
        Ok(Alone(conn))
    }

    /// The head of its journal, when there is one that can be read.
    pub fn head(&self) -> Option<Head> {
        journal::head_told(&self.0).ok()
    }

    /// Copies it into a new file.
    pub fn keep(&self, target: &Path) -> Result<(), CopyError> {
        fill(&self.0, target)
    }

    /// Puts the content of a closed file in its place, in one transaction: cut off at any moment, the next
    /// opening finds the old content or the new.
    pub fn become_like(&mut self, source: &Path) -> Result<(), CopyError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let from = Connection::open_with_flags(source, flags)?;
        pour(&from, &mut self.0)
    }
}
