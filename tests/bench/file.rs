//! The demo file that is measured: made once for its size and schema, kept in `target/bench/`.

use crate::table::Table;
use rustix::fs::{Advice, fadvise};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The day of the demo data; the file is read on the same day, or everything would be overdue.
pub const NOW: &str = "2026-11-23T16:42";

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_fengqiao");

/// `target/bench`.
pub fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    std::fs::create_dir_all(&folder).expect("a folder for the demo files");
    folder
}

/// Changes with the schema, so that no file of an older one is measured: every migration there is, by its number.
fn schema() -> u32 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/migrations");
    let entries = std::fs::read_dir(&folder).expect("the migrations");
    let mut files: Vec<PathBuf> = entries.map(|e| e.expect("a migration").path()).collect();
    files.sort();
    files
        .iter()
        .flat_map(|f| std::fs::read(f).expect("a migration"))
        .fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The file with `cases` cases; made by the program itself when there is none yet.
pub fn demo(cases: u64, table: &Table) -> PathBuf {
    let path = folder().join(format!("{cases}-{:08x}.db", schema()));
    let told = path.with_extension("built");
    if !path.exists() || !told.exists() {
        build(cases, &path, &told);
    }
    let text = std::fs::read_to_string(&told).unwrap_or_default();
    let mut numbers = text.split_whitespace().filter_map(|n| n.parse::<f64>().ok());
    let (seconds, memory) = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    table.value("demo --no-open, time", seconds, None, "s", (cases == 1_000_000).then_some(240.0));
    table.value("demo --no-open, most memory", memory, None, "MB", None);
    #[allow(clippy::cast_precision_loss)]
    let size = std::fs::metadata(&path).map_or(0.0, |m| (m.len() / 1024 / 1024) as f64);
    table.value("size of the file", size, None, "MB", None);
    path
}

fn build(cases: u64, path: &Path, told: &Path) {
    // Older files of this size are of another schema, or were cut short.
    for entry in std::fs::read_dir(folder()).expect("the folder").flatten() {
        if entry.file_name().to_string_lossy().starts_with(&format!("{cases}-")) {
            std::fs::remove_file(entry.path()).expect("an old file goes");
        }
    }
    let cases = cases.to_string();
    let (seconds, most) = watched(path, &["demo", "--no-open", "--cases", &cases]);
    std::fs::write(told, format!("{seconds:.1} {most}")).expect("written down");
}

/// Runs the program on a file to its end: seconds, and the most memory in MB.
pub fn watched(path: &Path, arguments: &[&str]) -> (f64, f64) {
    let start = Instant::now();
    let mut child = Command::new(PROGRAM)
        .args(arguments)
        .arg("--db")
        .arg(path)
        .env("FENGQIAO_NOW", NOW)
        .env("FENGQIAO_AUTO_BACKUP", "off")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut most = 0.0;
    let status = loop {
        most = memory(child.id(), "VmHWM").unwrap_or(most);
        if let Some(status) = child.try_wait().expect("a status") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(status.success(), "{arguments:?}");
    (start.elapsed().as_secs_f64(), most)
}

/// A figure of `/proc/<pid>/status` in MB; `None` where there is no such file.
pub fn memory(pid: u32, name: &str) -> Option<f64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = text.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(':'))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some((kilobytes / 102.4).round() / 10.0)
}

/// Makes the system forget the file, so that the next read comes from the disk.
pub fn forget(path: &Path) {
    if let Ok(file) = std::fs::File::open(path) {
        file.sync_all().ok();
        fadvise(&file, 0, None, Advice::DontNeed).ok();
    }
}
