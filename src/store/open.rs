//! Opening the file: place, mode, WAL, migrations under the lock. A newer file is refused, a damaged
//! one is never repaired in place.

use super::copy::{self, CopyError};
use super::is_busy;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::cell::Cell;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::time::{Duration, Instant};

/// Each step of the schema, in order; the position is the version it leads to.
const MIGRATIONS: &[&str] = &[
    include_str!("../../assets/migrations/001.sql"),
    include_str!("../../assets/migrations/002.sql"),
    include_str!("../../assets/migrations/003.sql"),
    include_str!("../../assets/migrations/004.sql"),
    include_str!("../../assets/migrations/005.sql"),
    include_str!("../../assets/migrations/006.sql"),
    include_str!("../../assets/migrations/007.sql"),
    include_str!("../../assets/migrations/008.sql"),
    include_str!("../../assets/migrations/009.sql"),
];

/// Cache of a connection: kibibytes, negative as the pragma wants it.
pub const CACHE: i64 = -12 * 1024;

/// Why a file could not be opened, with the remedy in the user's words.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("数据库由更新的程序建立(版本{found},本程序到{known});请先升级本程序,文件未改动")]
    Newer { found: usize, known: usize },
    #[error("数据库文件已损坏:{0};请勿删除,先复制一份,再用备份恢复")]
    Damaged(String),
    #[error("数据库在网络文件系统上({0});请放到本机磁盘,远程人员用SSH登录本机使用")]
    Network(String),
    #[error("找不到数据库 {0};先运行 fengqiao 建立,或用 --db 指定文件")]
    Missing(String),
    #[error("数据库只读或不能写入,程序没有打开;请管理员检查磁盘和文件权限,文件未改动")]
    ReadOnly,
    #[error("本机其他账户能读 {file},程序没有打开;请用文件所有者的账户运行:{remedy}")]
    Readable { file: String, remedy: String },
    #[error("数据库打不开:{0};请检查磁盘空间和文件权限")]
    Other(String),
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                OpenError::Damaged(error.to_string())
            }
            Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::ReadOnly) => OpenError::ReadOnly,
            _ => OpenError::Other(super::disk::words_of_sql(&error).unwrap_or_else(|| error.to_string())),
        }
    }
}

/// Opens the file, creating it (directory 0700, file 0600) when `create`, and brings its schema up; of an
/// older file a copy is kept first: `desk.v2-20261123.db`.
///
/// # Errors
/// See [`OpenError`]; nothing is changed then.
pub fn open(path: &Path, create: bool) -> Result<Connection, OpenError> {
    open_with(path, create, true)
}

/// Opens a copy of a file that stands apart and whose original is kept anyway.
///
/// # Errors
/// As [`open`].
pub fn open_apart(path: &Path) -> Result<Connection, OpenError> {
    open_with(path, false, false)
}

/// Version of the newest schema.
pub fn known() -> usize {
    MIGRATIONS.len()
}

/// Version of the schema of an open file.
pub fn version_of(conn: &Connection) -> rusqlite::Result<usize> {
    let version: i64 = conn.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}

fn open_with(path: &Path, create: bool, keep: bool) -> Result<Connection, OpenError> {
    if path.exists() {
        if let Some(kind) = network_kind(path) {
            return Err(OpenError::Network(kind.to_string()));
        }
        // A file that somebody made beforehand, empty: nothing was in it yet for others to read.
        if create && std::fs::metadata(path).is_ok_and(|m| m.len() == 0) {
            let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600));
        }
    } else if create {
        make_private(path).map_err(|e| OpenError::Other(super::disk::words(&e)))?;
    } else {
        return Err(OpenError::Missing(path.display().to_string()));
    }
    let mut conn = connect(path)?;
    conn.busy_handler(Some(wait))?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "secure_delete", true)?;
    // 12 MB instead of 2: the upper pages of every index stay at hand in a file of a million cases.
    conn.pragma_update(None, "cache_size", CACHE)?;
    conn.pragma_update(None, "journal_size_limit", 16 * 1024 * 1024)?;
    migrate(&mut conn, keep.then_some(path))?;
    Ok(conn)
}

/// Reads the version without the lock first, which is the usual case and writes nothing; when it is
/// behind, reads it again inside the lock, where it is the truth. Nobody can write from there on, so the
/// copy that is kept beside `path` holds all that was ever saved under the older schema.
fn migrate(conn: &mut Connection, path: Option<&Path>) -> Result<(), OpenError> {
    let known = known();
    let found = version_of(conn)?;
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    if found == known {
        return Ok(());
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version_of(&tx)?;
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    if let Some(path) = path.filter(|_| (1..known).contains(&found)) {
        keep_older(path, found)?;
    }
    for step in &MIGRATIONS[found..] {
        tx.execute_batch(step)?;
    }
    // The third schema is the first that reads summaries; what the office later changes is never overwritten.
    if found < 3 {
        super::guidance::seed(&tx)?;
    }
    tx.pragma_update(None, "user_version", i64::try_from(known).unwrap_or(i64::MAX))?;
    tx.commit()?;
    Ok(())
}

/// Keeps a proved copy of an older file beside it. One that is there with the same head, from an opening
/// that was cut off, serves as well.
fn keep_older(path: &Path, version: usize) -> Result<(), OpenError> {
    let other = |error: CopyError| OpenError::Other(format!("升级前的备份没有做成,没有升级({error})"));
    let day = (chrono::Utc::now() + chrono::Duration::hours(8)).format("%Y%m%d");
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let named = |n: usize| {
        let again = if n > 1 { format!("-{n}") } else { String::new() };
        path.with_file_name(format!("{stem}.v{version}-{day}{again}.db"))
    };
    let part = path.with_file_name(format!(".{stem}.v{version}.part"));
    copy::clear(&part);
    let made = copy::snapshot(path, &part).and_then(|head| {
        let proof = copy::prove(&part)?;
        let same = (proof.schema, &proof.head) == (version, &head);
        same.then_some(proof).ok_or_else(|| CopyError::Unsound("副本与原文件不一致".to_string()))
    });
    let proof = made.map_err(|error| {
        copy::clear(&part);
        other(error)
    })?;
    let free = (1..).map(named).find(|p| match copy::prove(p) {
        Ok(there) => there == proof,
        Err(_) => !p.exists(),
    });
    let target = free.expect("invariant: numbers do not end");
    std::fs::rename(&part, &target).map_err(|e| other(CopyError::Disk(target.clone(), e)))?;
    copy::sync(super::folder_of(path)).map_err(other)
}

/// How long a write waits for the others before it gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long it waits while a ledger is taken in, which lasts longer than anybody waits.
const BRIEFLY: Duration = Duration::from_millis(300);

/// Waits only a moment for the others' writes, or as long as usual again.
pub fn hurry(conn: &mut Connection, brief: bool) -> rusqlite::Result<()> {
    conn.busy_handler(Some(if brief { wait_briefly } else { wait }))
}

fn wait(tried: i32) -> bool {
    wait_up_to(PATIENCE, tried)
}

fn wait_briefly(tried: i32) -> bool {
    wait_up_to(BRIEFLY, tried)
}

/// Called while another process holds the lock, `tried` times so far: whether to go on waiting. SQLite's own
/// waits grow to 100 ms, so that of many who write, the one who waited longest is served last and after
/// seconds sent away; short ones of unlike length give everyone a turn.
fn wait_up_to(patience: Duration, tried: i32) -> bool {
    thread_local!(static SINCE: Cell<Option<Instant>> = const { Cell::new(None) });
    let now = Instant::now();
    if tried == 0 {
        SINCE.set(Some(now));
    }
    if SINCE.get().is_some_and(|since| now - since > patience) {
        return false;
    }
    std::thread::sleep(Duration::from_micros(fastrand::u64(300..3000)));
    true
}

/// The busy handler does not cover the switch to WAL, so it is tried again by hand, as long.
fn retry_busy<T>(mut action: impl FnMut() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    let began = Instant::now();
    loop {
        match action() {
            Err(e) if is_busy(&e) && began.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(20)),
            other => return other,
        }
    }
}

/// A connection in WAL, as the file itself says. A switch that the disk did not take is no error to SQLite, and the
/// connection that asked for it goes on as if it were made; after a power failure its work would be taken back.
/// What was asked for is therefore read from the file anew, and asked for twice more, before nothing is opened.
fn connect(path: &Path) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut asked = 0;
    loop {
        let conn = Connection::open_with_flags(path, flags)?;
        conn.set_prepared_statement_cache_capacity(128);
        conn.busy_timeout(Duration::ZERO)?;
        let mode = |sql: &str| retry_busy(|| conn.query_row(sql, [], |r| r.get::<_, String>(0)));
        if mode("PRAGMA journal_mode")? == "wal" {
            return Ok(conn);
        }
        if asked == 3 {
            return Err(if conn.is_readonly("main")? {
                OpenError::ReadOnly
            } else {
                OpenError::Other("写前日志打不开".into())
            });
        }
        mode("PRAGMA journal_mode = WAL")?;
        asked += 1;
    }
}

fn make_private(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty() && !p.exists()) {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    std::fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
    let folder = super::folder_of(path);
    super::disk::sync(folder)?;
    super::disk::sync(super::folder_of(folder))
}

/// WAL needs shared memory, which no network file system gives.
fn network_kind(path: &Path) -> Option<&'static str> {
    let stat = rustix::fs::statfs(path).ok()?;
    #[allow(clippy::cast_sign_loss, clippy::unnecessary_cast)]
    match stat.f_type as u64 & 0xFFFF_FFFF {
        0x6969 => Some("NFS"),
        0xFF53_4D42 | 0xFE53_4D42 | 0x517B => Some("SMB"),
        0x0102_1997 => Some("9P"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_is_private_and_a_newer_one_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("data/desk.db");
        assert!(matches!(open(&path, false), Err(OpenError::Missing(_))));
        drop(open(&path, true).expect("created"));
        assert_eq!(std::fs::metadata(&path).expect("file").permissions().mode() & 0o777, 0o600);
        let parent = path.parent().expect("folder");
        assert_eq!(std::fs::metadata(parent).expect("folder").permissions().mode() & 0o777, 0o700);
        let conn = Connection::open(&path).expect("open");
        conn.pragma_update(None, "user_version", 99).expect("set");
        drop(conn);
        assert!(matches!(open(&path, false), Err(OpenError::Newer { found: 99, .. })));
    }

    /// A file of the first schema keeps what it holds and learns the rest.
    #[test]
    fn an_older_file_is_brought_up_with_its_rows() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("desk.db");
        let old = Connection::open(&path).expect("open");
        old.execute_batch(MIGRATIONS[0]).expect("the first schema");
        old.execute_batch(
            "INSERT INTO user (id, uid, login, name, role, password) VALUES (1, 'u1', 'zhuren', '李秀英', 'director', '-');
             INSERT INTO cases (id, uid, station, stage, petitioner, opened, registrar)
             VALUES (1, 'c1', '县工作室', 'S40', '和志强', '2026-11-01', 1), (2, 'c2', '县工作室', 'S29', '杨文华', '2026-11-01', 1);
             INSERT INTO deadline (uid, case_id, rule, start, raw, rolled, due, amber_from, red_from, state)
             VALUES ('d1', 1, 'DL-07', '2026-11-01', '2026-12-01', '2026-12-01', '2026-12-01', '2026-11-24', '2026-11-28', 'running'),
                    ('d2', 2, 'DL-02', '2026-11-01', '2026-11-16', '2026-11-16', '2026-11-16', '2026-11-11', '2026-11-14', 'met');
             PRAGMA user_version = 1;",
        )
        .expect("rows");
        drop(old);
        let conn = open(&path, false).expect("brought up");
        let version: i64 = conn.query_row("PRAGMA user_version", [], |r| r.get(0)).expect("version");
        assert_eq!(version, i64::try_from(MIGRATIONS.len()).expect("few"));
        let rows: Vec<(String, bool)> = conn
            .prepare("SELECT petitioner, clocked FROM cases ORDER BY id")
            .expect("SQL")
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
            .expect("rows")
            .collect::<Result<_, _>>()
            .expect("rows");
        assert_eq!(rows, [("和志强".to_string(), true), ("杨文华".to_string(), false)]);
        let summaries: i64 = conn.query_row("SELECT count(*) FROM guidance", [], |r| r.get(0)).expect("a count");
        assert!(summaries >= 40, "an older file is given its summaries, too");
    }

    fn told(conn: &Connection) -> String {
        let sql = "SELECT group_concat(record_id || event || kind, ' ') FROM (SELECT * FROM told ORDER BY record_id)";
        conn.query_row(sql, [], |r| r.get(0)).expect("told")
    }

    /// What reports count of records and of 受理 is filled in for what an older file holds, and kept from then on.
    #[test]
    fn what_reports_count_is_there_for_older_rows_and_follows_newer_ones() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("desk.db");
        let old = Connection::open(&path).expect("open");
        for step in &MIGRATIONS[..6] {
            old.execute_batch(step).expect("an older schema");
        }
        let record = |id: i64, form: &str, body: &str| {
            format!(
                "INSERT INTO record (id, uid, case_id, form, move, at, user_id, body)
                 VALUES ({id}, 'r{id}', 1, '{form}', 'R', '2026-11-0{id}T09:00', 1, '{body}');"
            )
        };
        let rows = [
            "INSERT INTO user (id, uid, login, name, role, password) VALUES (1, 'u1', 'zhuren', '李秀英', 'director', '-');
             INSERT INTO cases (id, uid, station, stage, petitioner, opened, accepted_on, registrar)
             VALUES (1, 'c1', '县工作室', 'S40', '和志强', '2026-10-28', '2026-11-03', 1),
                    (2, 'c2', '县工作室', 'S10', '杨文华', '2026-11-01', NULL, 1);"
                .to_string(),
            record(1, "guide", r#"{"route":"2","event":"9"}"#),
            record(2, "relief", r#"{"kind":"1","event":"3"}"#),
            record(3, "legal_aid", r#"{"event":"4"}"#),
            record(4, "mediation", r#"{"event":"1"}"#),
            record(5, "confirmation", "{}"),
            "UPDATE record SET voided = 1 WHERE id = 3; PRAGMA user_version = 6;".to_string(),
        ];
        old.execute_batch(&rows.concat()).expect("rows");
        drop(old);
        let conn = open(&path, false).expect("brought up");
        assert_eq!(told(&conn), "12 231 5");
        let days = |conn: &Connection| -> Vec<Option<i64>> {
            let mut query = conn.prepare("SELECT accepted_after FROM cases ORDER BY id").expect("SQL");
            query.query_map([], |r| r.get(0)).expect("rows").collect::<Result<_, _>>().expect("rows")
        };
        assert_eq!(days(&conn), [Some(6), None]);
        // A new record, a correction of an older one, a step taken back; 受理, and 受理 taken back.
        let later = [
            record(6, "relief", r#"{"kind":"2","event":"1"}"#),
            record(7, "assign", "{}"),
            r#"UPDATE record SET body = '{"route":"3"}' WHERE id = 1;
               UPDATE record SET voided = 1 WHERE id = 2;
               UPDATE record SET voided = 0 WHERE id = 3;
               DELETE FROM record WHERE id = 5;
               UPDATE cases SET accepted_on = '2026-11-11' WHERE id = 2;
               UPDATE cases SET accepted_on = NULL WHERE id = 1;
               INSERT INTO cases (id, uid, station, stage, petitioner, opened, accepted_on, registrar)
               VALUES (3, 'c3', '县工作室', 'S40', '和文军', '2026-11-01', '2026-11-02', 1);
               INSERT INTO visit (uid, station, case_id, created_at, registrar)
               VALUES ('v3', '县工作室', 3, '2026-11-01T09:00', 1)"#
                .to_string(),
        ];
        conn.execute_batch(&later.concat()).expect("later rows");
        assert_eq!(told(&conn), "13 34 612");
        assert_eq!(days(&conn), [None, Some(10), Some(1)]);
    }

    #[test]
    fn a_damaged_file_is_refused_and_left_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("desk.db");
        std::fs::write(&path, "这不是数据库。".repeat(200)).expect("written");
        let before = std::fs::read(&path).expect("read");
        assert!(matches!(open(&path, false), Err(OpenError::Damaged(_))));
        assert_eq!(std::fs::read(&path).expect("read"), before);
    }
}
