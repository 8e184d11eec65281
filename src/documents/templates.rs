//! Templates: the built-in one of each sheet, the office's own in a folder beside the database, and
//! checking those.
//!
//! A file `调解协议书.docx` in that folder stands in for the built-in template. The built-in ones lie in
//! `assets/templates`, too, as they are exported.

use super::fill::{self, LARGEST};
use super::sheet::Sheet;
use super::{catalogue, docx, names};
use crate::desk::{Failure, Outcome};
use crate::store::disk;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Name of the folder beside the database.
pub const FOLDER: &str = "文书模板";

/// The folder of the office's own templates.
pub fn folder(database: &Path) -> PathBuf {
    database.parent().unwrap_or(Path::new(".")).join(FOLDER)
}

/// The name of the template of a sheet.
pub fn file_name(sheet: &Sheet) -> String {
    format!("{}.docx", sheet.title)
}

/// The template of a sheet: the office's own if there is one.
///
/// # Errors
/// A refusal that names the file and the remedy.
pub fn load(sheet: &Sheet, folder: &Path) -> Outcome<Vec<u8>> {
    let path = folder.join(file_name(sheet));
    match std::fs::File::open(&path) {
        Ok(file) => read(file).map_err(|why| unusable(&path, &why)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(docx::template(sheet)),
        Err(e) => Err(unusable(&path, &format!("打不开:{}", disk::words(&e)))),
    }
}

fn read(file: std::fs::File) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| format!("读不了:{}", disk::words(&e)))?;
    Ok(bytes)
}

/// The refusal of a template that cannot be used.
pub fn unusable(path: &Path, why: &str) -> Failure {
    Failure::refusal(
        format!("模板 {} 不能用:{why}", path.display()),
        "改正后用 fengqiao template check 核对;移走该文件就用自带的模板",
    )
}

/// What is to be said of one file of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub file: String,
    /// Why it cannot be used at all, "" when it can.
    pub broken: String,
    /// Names that nobody knows.
    pub unknown: Vec<String>,
    /// Names of the built-in template that it leaves out: allowed, and told.
    pub missing: Vec<String>,
}

impl Finding {
    pub fn is_usable(&self) -> bool {
        self.broken.is_empty() && self.unknown.is_empty()
    }
}

/// Looks at every .docx of a folder.
///
/// # Errors
/// A refusal when there is no such folder.
pub fn check(folder: &Path) -> Outcome<Vec<Finding>> {
    let list = std::fs::read_dir(folder).map_err(|e| {
        Failure::refusal(
            format!("读不了文件夹 {}:{}", folder.display(), disk::words(&e)),
            "先用 fengqiao template export 导出模板,或写明文件夹",
        )
    })?;
    let mut files: Vec<PathBuf> = list.flatten().map(|e| e.path()).collect();
    files.sort();
    // ~$… is what Word keeps beside an open file.
    let templates = files.iter().filter(|p| {
        let name = p.file_name().unwrap_or_default().to_string_lossy();
        p.extension().is_some_and(|e| e.eq_ignore_ascii_case("docx")) && !name.starts_with(['~', '.'])
    });
    Ok(templates.map(|p| look_at(p)).collect())
}

fn look_at(path: &Path) -> Finding {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let broken = |why: String| Finding { file: file.clone(), broken: why, unknown: Vec::new(), missing: Vec::new() };
    let stem: Cow<str> = path.file_stem().unwrap_or_default().to_string_lossy();
    let Some(sheet) = catalogue::all().find(|s| s.title == stem) else {
        return broken("目录里没有这个名称的文书;文件名要与文书同名".to_string());
    };
    let bytes = match std::fs::File::open(path).map_err(|e| format!("打不开:{}", disk::words(&e))).and_then(read) {
        Ok(bytes) => bytes,
        Err(why) => return broken(why),
    };
    match fill::fill(&bytes, names::blank()) {
        Ok(filled) => {
            let wanted = used(sheet);
            Finding {
                missing: wanted.difference(&filled.used).cloned().collect(),
                unknown: filled.unknown.into_iter().collect(),
                broken: String::new(),
                file,
            }
        }
        Err(why) => broken(why),
    }
}

/// What the built-in template asks for.
pub fn used(sheet: &Sheet) -> BTreeSet<String> {
    fill::fill(&docx::template(sheet), names::blank()).map(|f| f.used).unwrap_or_default()
}

/// Writes the built-in templates into a folder; files that are there already stay as they are. Returns
/// the names written and those left.
///
/// # Errors
/// A fault of the disk.
pub fn export(folder: &Path) -> Outcome<(Vec<String>, Vec<String>)> {
    let fault = |e: std::io::Error| {
        let told = disk::words(&e);
        Failure::Fault(format!("写不了 {}:{told};请检查磁盘空间和权限,或换一个文件夹", folder.display()))
    };
    disk::make_folder(folder, 0o755).map_err(fault)?;
    let (mut written, mut left) = (Vec::new(), Vec::new());
    for sheet in catalogue::all() {
        let name = file_name(sheet);
        match disk::write_new(&folder.join(&name), 0o644, &docx::template(sheet)) {
            Ok(()) => written.push(name),
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => left.push(name),
            Err(e) => return Err(fault(e)),
        }
    }
    if !left.is_empty() {
        // One that a failing disk took only just now may be there and not yet last.
        disk::sync(folder).map_err(fault)?;
    }
    Ok((written, left))
}
