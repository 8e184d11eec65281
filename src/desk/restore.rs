//! 恢复: a backup in the place of the file, and the drill that shows it would work.
//!
//! A backup is first copied apart and proved there from end to end; only then is the file taken, kept under
//! another name, and given the new content in one step. Cut off at any moment, the old or the new file is
//! there whole. Never writes to the backup itself.

use super::backup::{Note, alone_in, digest, disk, list, note_of};
use super::encrypted::{self, Key};
use super::{Clock, Desk, Failure, Outcome};
use crate::domain::backup::Head;
use crate::domain::role::Operation;
use crate::store::copy::{self, Alone, CopyError, Proof};
use crate::store::{self, OpenError, folder_of, journal};
use chrono::NaiveDateTime;
use std::fs::OpenOptions;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Older than this, the drill fails: the timer runs daily, one missed run is chance, two are a fault. 工作室默认.
const OLDEST: chrono::TimeDelta = chrono::TimeDelta::days(2);

/// What is to be restored, and over what.
pub struct Order<'a> {
    /// The file of the studio; it may be missing or damaged.
    pub db: &'a Path,
    pub backup: &'a Path,
    /// The head on a 日结单, instead of a note that was lost.
    pub told: Option<&'a Head>,
    /// For an encrypted backup.
    pub key: Option<&'a Key>,
    pub clock: Clock,
    pub terminal: &'a str,
}

/// A restore that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Head of the journal in the backup.
    pub head: Head,
    /// The file as it was before, when there was one.
    pub kept: Option<PathBuf>,
    /// Rows of its journal that the backup does not have; `None` when it could not be read.
    pub lost: Option<i64>,
}

/// What a drill showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drill {
    pub file: PathBuf,
    pub head: Head,
    /// Minutes since it was taken.
    pub age: i64,
    /// Journal rows written since, and among them visits taken in.
    pub rows: i64,
    pub visits: i64,
    /// "" or why the drill failed although the backup reads well.
    pub fault: String,
}

fn unsound(backup: &Path, what: &str) -> Failure {
    let name = backup.file_name().unwrap_or(backup.as_os_str()).to_string_lossy();
    Failure::refusal(format!("备份“{name}”不能用:{what}"), "换一个备份;现有的数据库没有改动")
}

/// A copy that stands apart, and goes with what lies beside it.
struct Apart(PathBuf);

impl Drop for Apart {
    fn drop(&mut self) {
        copy::clear(&self.0);
    }
}

/// Copies a backup to `stage` and proves it: the note or the told head, every page, the chain, the schema.
fn prove(
    backup: &Path,
    told: Option<&Head>,
    key: Option<&Key>,
    stage: PathBuf,
) -> Outcome<(Apart, Proof, Option<Note>)> {
    if !backup.is_file() {
        return Err(Failure::refusal(format!("没有备份文件 {}", backup.display()), "请核对路径,或看“备份”文件夹"));
    }
    let note = match std::fs::read_to_string(note_of(backup)) {
        Ok(text) => {
            let note = serde_json::from_str::<Note>(&text);
            Some(note.map_err(|_| unsound(backup, "旁注(.json)读不懂"))?)
        }
        Err(_) if told.is_some() => None,
        Err(_) => {
            let hint = "把旁注(.json)一起放回,或照日结单写 --head 序号:哈希";
            return Err(Failure::refusal(format!("备份“{}”旁边没有旁注,无从核对", backup.display()), hint));
        }
    };
    copy::clear(&stage);
    let mut to =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&stage).map_err(|e| disk(&stage, &e))?;
    let apart = Apart(stage);
    let (sha256, bytes) = if encrypted::is_encrypted(backup)? {
        let key = key.ok_or_else(|| {
            let name = backup.file_name().unwrap_or_default().to_string_lossy();
            Failure::refusal(
                format!("备份“{name}”是加密的"),
                "写 --identity 私钥文件;用口令加密的,在终端里运行后输入口令",
            )
        })?;
        if let Some(told) = note.as_ref().and_then(|n| n.encrypted.as_ref()) {
            let (sha256, bytes) = digest(backup, None)?;
            if (&told.sha256, told.bytes) != (&sha256, bytes) {
                return Err(unsound(backup, "内容与旁注的指纹不同,被改动过或不是同一份"));
            }
        }
        encrypted::decrypt_to(backup, &mut to, key)?;
        digest(&apart.0, None)?
    } else {
        digest(backup, Some((&apart.0, &mut to)))?
    };
    drop(to);
    if let Some(note) = &note {
        if note.bytes != bytes {
            return Err(unsound(backup, &format!("长度{bytes}字节,旁注是{}字节", note.bytes)));
        }
        if note.sha256 != sha256 {
            return Err(unsound(backup, "内容与旁注的指纹不同,被改动过或不是同一份"));
        }
    }
    let proof = copy::prove(&apart.0).map_err(|error| match error {
        CopyError::Unsound(what) => unsound(backup, &what),
        CopyError::Open(newer @ OpenError::Newer { .. }) => unsound(backup, &newer.to_string()),
        other => other.into(),
    })?;
    if note.as_ref().is_some_and(|n| n.head() != proof.head || n.schema != proof.schema) {
        return Err(unsound(backup, "旁注的流水末条或版本与内容不同,旁注不是它的"));
    }
    if let Some(told) = told {
        let there = copy::hash_in(&apart.0, told.seq)?;
        if !there.is_some_and(|hash| told.names(&hash)) {
            return Err(unsound(backup, &format!("其中没有所给的流水末条 {told}")));
        }
    }
    Ok((apart, proof, note))
}

/// Opens a proved copy, brings its schema up, and looks at every rule of the desk.
fn open_sound(apart: &Apart, backup: &Path, clock: Clock, terminal: &str) -> Outcome<Desk> {
    let desk = Desk::from(store::open_apart(&apart.0)?, &apart.0, clock, terminal)?;
    let bad: Vec<String> =
        desk.look(false)?.into_iter().filter(|f| !f.ok).map(|f| format!("{}({})", f.name, f.detail)).collect();
    if bad.is_empty() { Ok(desk) } else { Err(unsound(backup, &bad.join(";"))) }
}

/// Puts a backup in the place of the file. `sign_in` logs in at the proved copy, which knows its users even
/// when the file itself no longer opens.
///
/// # Errors
/// A refusal: not the owner of the file, not an administrator, a backup that does not prove itself, the file
/// open in another process. A fault of the disk. The file is as it was then.
pub fn restore<E: From<Failure>>(
    order: &Order,
    sign_in: impl FnOnce(&mut Desk) -> Result<(), E>,
) -> Result<Restored, E> {
    let folder = folder_of(order.db);
    own(order.db, folder)?;
    if same_file(order.db, order.backup) {
        return Err(Failure::refusal("这就是正在用的数据库", "请写明一个备份文件").into());
    }
    let _alone = alone_in(folder)?;
    let name = order.db.file_name().unwrap_or_default().to_string_lossy().to_string();
    let (apart, proof, _) = prove(order.backup, order.told, order.key, folder.join(format!(".{name}.恢复")))?;
    let mut desk = open_sound(&apart, order.backup, order.clock, order.terminal)?;
    sign_in(&mut desk)?;
    desk.allow(Operation::Administer)?;

    let held = hold(order.db)?;
    let kept = held.as_ref().map(|_| kept_name(order.db, desk.now()));
    let old = match &held {
        Some(Held::Sound(alone)) => alone.head(),
        _ => None,
    };
    let said = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().to_string();
    let change = serde_json::json!({
        "head": [old.as_ref().map(Head::to_string), proof.head.to_string()],
        "kept": kept.as_deref().map(said),
    });
    desk.write(|w| w.journal("restore", "file", 0, &format!("由{}恢复", said(order.backup)), &change.to_string()))?;
    let whole = journal::head_told(&desk.conn).map_err(Failure::from)?;
    drop(desk);
    copy::settle(&apart.0).map_err(Failure::from)?;
    put(order.db, &apart, held, kept.as_deref())?;
    let there = copy::prove(order.db).map_err(Failure::from)?;
    if there.head != whole {
        return Err(Failure::Fault("恢复后的内容与备份不一致;请勿使用,联系管理员".to_string()).into());
    }
    let lost = match (&kept, old) {
        (None, _) => Some(0),
        (_, old) => old.map(|old| (old.seq - proof.head.seq).max(0)),
    };
    Ok(Restored { head: proof.head, kept, lost })
}

/// The file that is to be replaced.
enum Held {
    Sound(Alone),
    /// Not readable as a database; locked by its bytes.
    Damaged(std::fs::File),
}

/// Takes the file for this process alone; `None` when there is none.
fn hold(db: &Path) -> Outcome<Option<Held>> {
    if !db.exists() {
        return Ok(None);
    }
    let taken = if copy::is_database(db)? { Alone::take(db) } else { Err(CopyError::Unsound(String::new())) };
    match taken {
        Ok(alone) => Ok(Some(Held::Sound(alone))),
        Err(error) if error.is_damage() => lock_bytes(db).map(|file| Some(Held::Damaged(file))),
        Err(error) => Err(error.into()),
    }
}

fn lock_bytes(db: &Path) -> Outcome<std::fs::File> {
    let file = OpenOptions::new().read(true).write(true).open(db).map_err(|e| disk(db, &e))?;
    rustix::fs::fcntl_lock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive)
        .map_err(|_| Failure::from(CopyError::InUse))?;
    Ok(file)
}

/// The switch.
fn put(db: &Path, apart: &Apart, held: Option<Held>, kept: Option<&Path>) -> Outcome<()> {
    let (Some(held), Some(kept)) = (held, kept) else {
        return move_in(db, &apart.0, None);
    };
    match held {
        Held::Damaged(_lock) => move_in(db, &apart.0, Some(kept)),
        Held::Sound(mut alone) => {
            let part = kept.with_extension("part");
            copy::clear(&part);
            let copied = alone.keep(&part).and_then(|()| {
                std::fs::rename(&part, kept).map_err(|e| CopyError::Disk(kept.to_path_buf(), e))?;
                copy::sync(folder_of(db))
            });
            if let Err(error) = copied {
                copy::clear(&part);
                return Err(error.into());
            }
            alone.become_like(&apart.0)?;
            Ok(())
        }
    }
}

/// For a file that SQLite cannot read: what lies beside it goes aside with it, or it would be played into
/// the new one; then the new one takes the name in one step.
fn move_in(db: &Path, new: &Path, kept: Option<&Path>) -> Outcome<()> {
    let beside = |path: &Path, end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    let moved = || {
        if let Some(kept) = kept {
            std::fs::hard_link(db, kept)?;
        }
        for end in ["-wal", "-journal", "-shm"] {
            let (from, to) = (beside(db, end), beside(kept.unwrap_or(db), end));
            if from.exists() {
                // Without a file, what is left beside it belongs to nothing; it is kept all the same.
                let to = if kept.is_some() { to } else { beside(&to, ".旧") };
                std::fs::rename(from, to)?;
            }
        }
        std::fs::rename(new, db)
    };
    moved().map_err(|e| disk(db, &e))?;
    Ok(copy::sync(folder_of(db))?)
}

fn kept_name(db: &Path, now: NaiveDateTime) -> PathBuf {
    let stem = db.file_stem().unwrap_or_default().to_string_lossy();
    let named = |n: usize| {
        let again = if n > 1 { format!("-{n}") } else { String::new() };
        db.with_file_name(format!("{stem}.恢复前-{}{again}.db", now.format("%Y%m%d-%H%M%S")))
    };
    (1..).map(named).find(|p| !p.exists()).expect("invariant: numbers do not end")
}

/// Only the owner of the file, or of the folder where it is missing.
fn own(db: &Path, folder: &Path) -> Outcome<()> {
    let of = if db.exists() { db } else { folder };
    let owner = std::fs::metadata(of).map_err(|e| disk(of, &e))?.uid();
    if rustix::process::geteuid().as_raw() == owner {
        return Ok(());
    }
    Err(Failure::refusal("本进程不是数据库文件的属主,不能恢复", "请用服务账户登录这台机器后再做"))
}

fn same_file(a: &Path, b: &Path) -> bool {
    let of = |p: &Path| std::fs::metadata(p).map(|m| (m.dev(), m.ino())).ok();
    of(a).is_some() && of(a) == of(b)
}

impl Desk {
    /// The newest backup of a folder, the own one when none is named.
    ///
    /// # Errors
    /// A refusal of the role; a fault of the disk.
    pub fn newest_backup(&self, folder: Option<&Path>) -> Outcome<Option<PathBuf>> {
        self.allow(Operation::Administer)?;
        let own = self.backup_folder();
        let folder = folder.unwrap_or(&own);
        let newest = if folder.is_dir() { list(folder, &self.path)?.pop() } else { None };
        Ok(newest.map(|f| f.path))
    }

    /// Restores the newest backup of the folder apart from everything, looks at all of it, and says how old it
    /// is and what would be lost. Changes nothing but the journal.
    ///
    /// # Errors
    /// A refusal of the role, when there is no backup, and when the newest does not prove itself.
    pub fn drill(&mut self, folder: Option<&Path>, key: Option<&Key>) -> Outcome<Drill> {
        self.allow(Operation::Administer)?;
        let own = self.backup_folder();
        let folder = folder.unwrap_or(&own);
        let none = || Failure::refusal(format!("{} 里没有备份", folder.display()), "先运行 fengqiao backup");
        if !folder.is_dir() {
            return Err(none());
        }
        let newest = list(folder, &self.path)?.pop().ok_or_else(none)?;
        let file = newest.path;
        // What is decrypted never lies on the medium.
        let room = Room::new(if newest.encrypted { folder_of(&self.path) } else { folder })?;
        let (apart, proof, note) = prove(&file, None, key, room.0.join("drill.db"))?;
        drop(open_sound(&apart, &file, self.clock, &self.terminal)?);
        let mut fault = String::new();
        if !journal::hash_at(&self.conn, proof.head.seq)?.is_some_and(|hash| proof.head.names(&hash)) {
            fault = "备份的流水末条不在现在的数据库里:不是它的备份,或流水被改写过".to_string();
        }
        let taken = note.and_then(|n| NaiveDateTime::parse_from_str(&n.taken, "%Y-%m-%dT%H:%M:%S+08:00").ok());
        let age = self.now() - taken.ok_or_else(|| unsound(&file, "旁注的时间读不懂"))?;
        if fault.is_empty() && age > OLDEST {
            fault = format!("最近的备份已过{}天;请查定时任务", age.num_days());
        }
        let (rows, visits) = journal::count_after(&self.conn, proof.head.seq)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().to_string();
        let how = if fault.is_empty() { "合格".to_string() } else { fault.clone() };
        self.write(|w| w.journal("drill", "file", 0, &format!("恢复演练{name}:{how}"), "{}"))?;
        Ok(Drill { file, head: proof.head, age: age.num_minutes(), rows, visits, fault })
    }
}

/// A folder of this process alone, which goes with what is in it.
struct Room(PathBuf);

impl Room {
    const NAME: &str = ".演练-";

    fn new(folder: &Path) -> Outcome<Room> {
        // What a drill that was killed left is as readable as the file, and grows with each.
        for old in std::fs::read_dir(folder).map_err(|e| disk(folder, &e))?.flatten() {
            let name = old.file_name().to_string_lossy().into_owned();
            let of = name.strip_prefix(Room::NAME).and_then(|pid| rustix::process::Pid::from_raw(pid.parse().ok()?));
            if of.is_some_and(|pid| rustix::process::test_kill_process(pid) == Err(rustix::io::Errno::SRCH)) {
                let _ = std::fs::remove_dir_all(old.path());
            }
        }
        let path = folder.join(format!("{}{}", Room::NAME, std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::DirBuilder::new().mode(0o700).create(&path).map_err(|e| disk(&path, &e))?;
        Ok(Room(path))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
