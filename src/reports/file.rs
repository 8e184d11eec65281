//! A report as a file: xlsx, csv or json by the ending of its name. It stands under another name until it is
//! whole, and never takes the place of a file that is there unless that was asked for.

use super::{By, Made, text, xlsx};
use crate::desk::{Desk, Failure, Outcome};
use crate::store::disk;
use crate::validation::text::shown;
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Where reports lie beside the database, when no folder was written.
pub const FOLDER: &str = "报表";

/// A name to begin with: `R03-受理与办结-2026-11.xlsx`; of another day than the report's own, with that day.
pub fn name(made: &Made) -> String {
    let title = made.report.title.split('(').next().unwrap_or_default();
    let by = match made.report.by {
        By::Choice(own) if own != made.axis => format!("-按{}", made.axis.label()),
        _ => String::new(),
    };
    format!("{}-{title}-{}{by}.xlsx", made.report.id, made.period.code())
}

/// The file that was meant: a name alone lies in [`FOLDER`] beside the database.
pub fn place(desk: &Desk, typed: &str) -> PathBuf {
    let path = Path::new(typed.trim());
    if path.components().count() == 1 && !path.has_root() {
        desk.path().parent().unwrap_or(Path::new("")).join(FOLDER).join(path)
    } else {
        path.to_path_buf()
    }
}

/// The bytes, by the ending of the name; `None`: no such form.
fn content(made: &Made, path: &Path) -> Option<Result<Vec<u8>, String>> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "xlsx" => Some(xlsx::bytes(made)),
        "csv" => Some(text::csv(made).map(|t| csv_file(&t).into_bytes()).map_err(|e| e.to_string())),
        "json" => Some(Ok(text::json(made).into_bytes())),
        _ => None,
    }
}

/// The text of a file: the mark by which a spreadsheet knows UTF-8 is itself unseen, and stays.
fn csv_file(text: &str) -> String {
    let mark = if text.starts_with('\u{FEFF}') { "\u{FEFF}" } else { "" };
    format!("{mark}{}", shown(text))
}

/// Writes a report that was made, and journals that it left the house; the absolute name of the file.
///
/// # Errors
/// A problem of `path`: no such form or folder, a file that is there and `force` not given; the refusal of the
/// role; a fault of the disk. No half file is left then.
pub fn save(desk: &mut Desk, made: &Made, path: &Path, force: bool) -> Outcome<PathBuf> {
    // Who may not make it may not write it: rights may have changed since it was made.
    desk.report_scope(made.report.money)?;
    let problem = |text: String| Failure::problem("path", text);
    if path.as_os_str().is_empty() {
        return Err(problem("请写文件名,如 R03.xlsx".to_string()));
    }
    let named = path.file_name().unwrap_or_default().to_string_lossy();
    let Some(content) = content(made, path) else {
        return Err(problem(format!("文件名“{named}”看不出格式;请以 .xlsx、.csv 或 .json 结尾")));
    };
    let fault =
        |e: &dyn std::fmt::Display| problem(format!("写不了文件 {}:{e};请检查文件夹、权限和磁盘空间", path.display()));
    let bytes = content.map_err(|e| fault(&e))?;
    unoccupied(path, force)?;
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if Some(folder) == desk.path().parent().map(|p| p.join(FOLDER)).as_deref() {
        disk::make_folder(folder, 0o700).map_err(|e| fault(&disk::words(&e)))?;
    }
    if !folder.is_dir() {
        return Err(problem(format!("没有文件夹 {};请先建好,或只写文件名", folder.display())));
    }
    let mut partial = path.file_name().unwrap_or_default().to_os_string();
    partial.push(format!(".部分{}", std::process::id()));
    let partial = Partial(path.with_file_name(partial));
    partial.fill(&bytes).map_err(|e| fault(&disk::words(&e)))?;
    let hash: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    let words = format!("{} {} {} 按{}", made.report.id, made.report.title, made.period.label(), made.by());
    desk.keep_report_file(made.report.id, &words, &made.scope, &named, &hash)?;
    unoccupied(path, force)?;
    let named = || std::fs::rename(&partial.0, path).and_then(|()| disk::sync(folder));
    named().map_err(|e| fault(&disk::words(&e)))?;
    Ok(std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()))
}

/// The name under which the file grows; gone when it is not made whole.
struct Partial(PathBuf);

impl Partial {
    fn fill(&self, bytes: &[u8]) -> io::Result<()> {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&self.0)?;
        file.write_all(bytes)?;
        file.sync_all()
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Refuses to write over a file unless told to; another name is proposed.
fn unoccupied(path: &Path, force: bool) -> Outcome<()> {
    let problem = |text: String| Err(Failure::problem("path", text));
    if path.is_dir() {
        return problem(format!("{} 是文件夹;请写明文件名,如 R03.xlsx", path.display()));
    }
    if force || !path.exists() {
        return Ok(());
    }
    let (stem, ending) = (path.file_stem().unwrap_or_default(), path.extension().unwrap_or_default());
    let numbered = |n: usize| format!("{}-{n}.{}", stem.to_string_lossy(), ending.to_string_lossy());
    let free = (2..1000).map(numbered).find(|name| !path.with_file_name(name).exists()).unwrap_or_default();
    problem(format!("已有同名文件,没有覆盖;请换一个名字,如 {free}"))
}
