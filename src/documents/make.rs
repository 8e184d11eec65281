//! The documents of one case: what there is to make, what was made, and making one.

use super::catalogue;
use super::docx;
use super::fill;
use super::sheet::Sheet;
use super::subject::{self, Missing, Subject};
use super::templates;
use super::volume::Contents;
use super::write;
use crate::desk::documents::{Document, Dossier, Made, Scan};
use crate::desk::{Desk, Failure, Outcome};
use crate::domain::number;
use crate::store::disk;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::{Path, PathBuf};

/// One document of a case.
#[derive(Clone, Copy)]
pub struct Paper {
    pub sheet: &'static Sheet,
    pub subject: Subject,
    /// Which of its kind, from 1, and of how many.
    pub nth: usize,
    pub of: usize,
}

impl Paper {
    /// `调解记录 第2份`; alone of its kind: `调解协议书`.
    pub fn label(&self) -> String {
        if self.of > 1 { format!("{} 第{}份", self.sheet.title, self.nth) } else { self.sheet.title.to_string() }
    }
    /// How a command calls it: `mediation#2`.
    pub fn word(&self) -> String {
        if self.of > 1 { format!("{}#{}", self.sheet.id, self.nth) } else { self.sheet.id.to_string() }
    }
}

/// How a document stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The case has not yet what it is made of.
    Absent(Missing),
    Unmade,
    Made(i64),
    /// The newest version was signed, and its scan attached.
    Signed(i64),
}

impl State {
    /// `未制作`, `已制作v2`, `已签v2`, `缺材料`.
    pub fn words(&self) -> String {
        match self {
            State::Absent(_) => "还不能制作".to_string(),
            State::Unmade => "未制作".to_string(),
            State::Made(version) => format!("已制作v{version}"),
            State::Signed(version) => format!("已签v{version}"),
        }
    }
}

/// A line of the list of documents of a case.
pub struct Line {
    pub sheet: &'static Sheet,
    /// `None` while the case has not what it is made of.
    pub paper: Option<Paper>,
    pub state: State,
    /// The newest version.
    pub newest: Option<Document>,
    /// The case is at a step that calls for it.
    pub is_next: bool,
}

/// Every document of the catalogue for a case, in the order of the volume.
///
/// # Errors
/// The refusal for who may not make documents of it.
pub fn list(desk: &Desk, case: i64) -> Outcome<(Dossier, Vec<Line>)> {
    let dossier = desk.dossier(case)?;
    let made = desk.documents_of(case)?;
    let mut sheets: Vec<&'static Sheet> = catalogue::all().collect();
    sheets.sort_by_key(|s| catalogue::place(s));
    let mut lines = Vec::new();
    for sheet in sheets {
        let is_next = subject::is_next(sheet, &dossier);
        match subject::of(sheet, &dossier) {
            Err(why) => {
                lines.push(Line { sheet, paper: None, state: State::Absent(why), newest: None, is_next });
            }
            Ok(subjects) => {
                for (i, subject) in subjects.iter().enumerate() {
                    let paper = Paper { sheet, subject: *subject, nth: i + 1, of: subjects.len() };
                    let code = subject.code();
                    let newest = made.iter().rev().find(|d| d.document == sheet.id && d.subject == code).cloned();
                    let state = match &newest {
                        None => State::Unmade,
                        Some(d) if d.scan.is_some() => State::Signed(d.version),
                        Some(d) => State::Made(d.version),
                    };
                    lines.push(Line { sheet, paper: Some(paper), state, newest, is_next });
                }
            }
        }
    }
    Ok((dossier, lines))
}

/// The lines that a word means: id or name, `#2` behind it for the second of its kind.
///
/// # Errors
/// A refusal: no such document, or what the case lacks for it.
pub fn the_line<'a>(lines: &'a [Line], word: &str) -> Outcome<Vec<&'a Line>> {
    let word = word.trim();
    let (name, nth) = match word.split_once(['#', '＃']) {
        Some((name, nth)) => (name, nth.trim().parse::<usize>().ok()),
        None => (word, None),
    };
    let sheet = catalogue::find(name.trim())
        .filter(|_| !word.contains(['#', '＃']) || nth.is_some())
        .ok_or_else(|| Failure::refusal(format!("没有叫“{word}”的文书"), "用 fengqiao print 案号 看有哪些文书"))?;
    let mut found = Vec::new();
    let mut count = 0;
    for line in lines.iter().filter(|l| l.sheet.id == sheet.id) {
        match (&line.state, line.paper) {
            (State::Absent(why), _) => {
                return Err(Failure::refusal(format!("“{}”还不能制作:{}", sheet.title, why.what), &*why.remedy));
            }
            (_, Some(paper)) if nth.is_none_or(|n| n == paper.nth) => found.push(line),
            (_, paper) => count = paper.map_or(0, |p| p.of),
        }
    }
    if found.is_empty() {
        return Err(Failure::refusal(format!("“{}”只有{count}份", sheet.title), format!("请写1至{count}")));
    }
    Ok(found)
}

/// Makes a document: fills its template, keeps it at the desk, writes it into `folder`. Answers with
/// the file.
///
/// # Errors
/// A template that cannot be used, the refusal of the desk, or a fault of the disk; nothing is kept then.
pub fn make(
    desk: &mut Desk,
    dossier: &Dossier,
    paper: &Paper,
    folder: &Path,
    contents: &Contents,
) -> Outcome<(PathBuf, i64)> {
    let own = templates::folder(desk.path());
    let template = templates::load(paper.sheet, &own)?;
    let place = own.join(templates::file_name(paper.sheet));
    let values = write::values(dossier, paper.subject, contents);
    let filled = fill::fill(&template, &values).map_err(|why| templates::unusable(&place, &why))?;
    if !filled.unknown.is_empty() {
        let names: Vec<String> = filled.unknown.into_iter().collect();
        return Err(templates::unusable(&place, &format!("有不认识的字段 {}", names.join("、"))));
    }
    let sha256 = hex(&Sha256::digest(&filled.bytes));
    let base = base_name(dossier, paper);
    let (subject, title) = (paper.subject.code(), paper.label());
    let made =
        Made { case: dossier.case.id, document: paper.sheet.id, title: &title, subject: &subject, sha256: &sha256 };
    let mut handed = None;
    let kept = desk.keep_document(made, |version| {
        let name = hand_out(folder, &base, version, &filled.bytes)?;
        handed = Some(folder.join(&name));
        Ok(name)
    });
    match kept {
        Ok((version, name)) => Ok((folder.join(name), version)),
        Err(failure) => {
            // What the desk did not keep must not lie there as if it had.
            if let Some(file) = handed {
                let _ = std::fs::remove_file(file);
            }
            Err(failure)
        }
    }
}

/// Where documents of a case lie unless somebody says otherwise: `文书/<案号>` beside the database.
pub fn folder_of(database: &Path, title: &str) -> PathBuf {
    let name = title.replace(['/', '\\'], "-");
    database.parent().unwrap_or(Path::new(".")).join("文书").join(name)
}

/// Writes the lines of a slip as a .docx into `文书/<folder>` beside the database; answers with the file.
///
/// # Errors
/// A fault of the disk.
pub fn make_slip(desk: &Desk, folder: &str, base: &str, lines: &[String]) -> Outcome<PathBuf> {
    let folder = folder_of(desk.path(), folder);
    let name = hand_out(&folder, base, 2, &docx::plain(desk.studio(), base, lines))?;
    Ok(folder.join(name))
}

/// `0131-调解协议书`; of several `0131-调解记录-2`.
fn base_name(dossier: &Dossier, paper: &Paper) -> String {
    let short = number::short(&dossier.case.title()).replace(['/', '\\'], "-");
    let nth = if paper.of > 1 { format!("-{}", paper.nth) } else { String::new() };
    format!("{short}-{}{nth}", paper.sheet.title)
}

/// Writes the file, never over another: what the office changed by hand stays. Answers with its name.
fn hand_out(folder: &Path, base: &str, version: i64, bytes: &[u8]) -> Outcome<String> {
    let fault = |e: std::io::Error| {
        let told = disk::words(&e);
        Failure::Fault(format!("写不了 {}:{told};请检查磁盘空间和权限,或换一个文件夹", folder.display()))
    };
    disk::make_folder(folder, 0o700).map_err(fault)?;
    let later = (0..1000).map(|n| match n {
        0 => format!("{base}.docx"),
        1 => format!("{base}-v{version}.docx"),
        n => format!("{base}-v{version}-{n}.docx"),
    });
    for name in later {
        match disk::write_new(&folder.join(&name), 0o600, bytes) {
            Ok(()) => return Ok(name),
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(fault(e)),
        }
    }
    Err(Failure::Fault(format!("{} 里同名文件太多;请换一个文件夹", folder.display())))
}

/// Attaches the signed paper of a document: the path of a scan, kept with its fingerprint.
///
/// # Errors
/// A problem of the file, or the refusal of the desk.
pub fn attach(desk: &mut Desk, case: i64, paper: &Paper, scan: &Path) -> Outcome<(i64, String)> {
    let unreadable = |e: std::io::Error| {
        Failure::problem("attach", format!("读不了扫描件 {}:{};请核对路径和权限", scan.display(), disk::words(&e)))
    };
    let path = scan.canonicalize().map_err(unreadable)?;
    if path.is_dir() {
        return Err(Failure::problem("attach", format!("{} 是文件夹,请写到文件名", path.display())));
    }
    let sha256 = fingerprint(&path).map_err(unreadable)?;
    let Some(text) = path.to_str() else {
        return Err(Failure::problem("attach", "扫描件的路径不是UTF-8文字;请改名后再附"));
    };
    let (subject, title) = (paper.subject.code(), paper.label());
    let made = Made { case, document: paper.sheet.id, title: &title, subject: &subject, sha256: &sha256 };
    let version = desk.attach_scan(made, text)?;
    Ok((version, sha256))
}

/// Whether an attached scan is still what it was: `原样`, `已被改动`, `找不到`.
pub fn scan_state(scan: &Scan) -> &'static str {
    match fingerprint(Path::new(&scan.path)) {
        Ok(now) if now == scan.sha256 => "原样",
        Ok(_) => "已被改动",
        Err(_) => "找不到",
    }
}

fn fingerprint(path: &Path) -> std::io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(&buffer[..n]);
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}
