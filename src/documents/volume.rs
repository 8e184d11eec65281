//! The whole volume: every document of a case in the order of 卷内目录, with true page numbers where
//! LibreOffice can count them.

use super::make::{Line, Paper, State, list, make};
use super::pdf;
use crate::desk::documents::Dossier;
use crate::desk::{Desk, Failure, Outcome};
use crate::domain::{checklist, codes};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A line of 卷内目录.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub title: String,
    /// Where it begins, "" while unknown.
    pub page: String,
    pub pages: String,
    pub note: String,
}

/// 卷内目录: its lines, and the pages in all where they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    pub entries: Vec<Entry>,
    pub total: Option<usize>,
}

/// A document that was made with the volume.
pub struct Piece {
    /// How a command calls it.
    pub word: String,
    pub label: String,
    pub version: i64,
    pub docx: PathBuf,
    /// With its pages, where it was converted.
    pub pdf: Option<(PathBuf, usize)>,
}

/// What making a volume left.
pub struct Volume {
    /// In the order of the volume.
    pub pieces: Vec<Piece>,
    /// Why there are no PDFs or page numbers, "" when there are.
    pub without: String,
}

/// Cover, contents and back: they bear no page numbers of the volume.
fn is_shell(paper: &Paper) -> bool {
    matches!(paper.sheet.item, "00" | "20")
}

/// What belongs to the volume now: what can be made, on-demand papers only when made before.
fn belongs(lines: &[Line]) -> Vec<Paper> {
    let taken = lines.iter().filter(|l| !l.sheet.on_demand || l.state != State::Unmade);
    taken.filter_map(|l| l.paper).collect()
}

/// 卷内目录 of a case from what belongs to its volume; `counted` are the pages of documents.
pub fn contents(d: &Dossier, lines: &[Line], counted: &HashMap<String, usize>) -> Contents {
    let papers = belongs(lines);
    // A filed volume keeps the numbers it was bound with.
    let filed: Option<HashMap<&str, &str>> =
        d.facts.last("filing").map(|r| r.get("pages").lines().filter_map(|l| l.split_once('\t')).collect());
    let mut next = Some(1);
    let mut entries = Vec::new();
    for item in checklist::ITEMS.iter().filter(|i| !matches!(i.code, "00" | "20")) {
        let made = papers.iter().filter(|p| p.sheet.item == item.code);
        let made = made.map(|p| (p.label(), counted.get(&p.word()).copied(), String::new()));
        let brought = checklist::papers(&d.facts).filter(|p| p.first() == Some(&item.code)).map(|p| {
            let cell = |n: usize| p.get(n).copied().unwrap_or_default();
            let kind = codes::label(codes::ORIGINAL_OR_COPY, cell(2));
            (cell(1).to_string(), cell(3).parse().ok(), kind.to_string())
        });
        for (n, (title, pages, note)) in made.chain(brought).enumerate() {
            let page = match (&filed, next) {
                (Some(starts), _) if n == 0 => starts.get(item.code).map(|p| (*p).to_string()).unwrap_or_default(),
                (Some(_), _) | (None, None) => String::new(),
                (None, Some(page)) => page.to_string(),
            };
            next = next.zip(pages).map(|(page, pages): (usize, usize)| page + pages);
            let pages = pages.map(|n: usize| n.to_string()).unwrap_or_default();
            entries.push(Entry { title, page, pages, note });
        }
    }
    let total = next.map(|n| n - 1).filter(|n| *n > 0);
    Contents { entries, total }
}

/// Makes every document that belongs to the volume, and PDFs and page numbers when `count` is set and
/// LibreOffice is there.
///
/// # Errors
/// A refusal when there is nothing to make; what [`make`] meets.
pub fn make_volume(desk: &mut Desk, case: i64, folder: &Path, count: bool) -> Outcome<Volume> {
    let (dossier, lines) = list(desk, case)?;
    let papers = belongs(&lines);
    if papers.is_empty() {
        return Err(Failure::refusal("本案还没有可以制作的文书", "登记之后才有文书,按F4看现在能办的事"));
    }
    let (shell, inner): (Vec<Paper>, Vec<Paper>) = papers.iter().partition(|p| is_shell(p));
    let mut made: HashMap<String, Piece> = HashMap::new();
    let mut without = String::new();
    let mut counted = HashMap::new();
    for (papers, nothing_counted) in [(&inner, true), (&shell, false)] {
        let contents = if nothing_counted { Contents::default() } else { contents(&dossier, &lines, &counted) };
        let mut files = Vec::new();
        for paper in papers {
            let (docx, version) = make(desk, &dossier, paper, folder, &contents)?;
            files.push(docx.clone());
            let (word, label) = (paper.word(), paper.label());
            made.insert(word.clone(), Piece { word, label, version, docx, pdf: None });
        }
        if count && without.is_empty() && !files.is_empty() {
            match to_pdf(&files, folder) {
                Ok(pdfs) => {
                    for (paper, (pdf, pages)) in papers.iter().zip(pdfs) {
                        counted.insert(paper.word(), pages);
                        if let Some(piece) = made.get_mut(&paper.word()) {
                            piece.pdf = Some((pdf, pages));
                        }
                    }
                }
                Err(why) => without = why,
            }
        }
    }
    let pieces = papers.iter().filter_map(|p| made.remove(&p.word())).collect();
    Ok(Volume { pieces, without })
}

/// Converts documents, private as they are, and counts the pages of each.
///
/// # Errors
/// In the user's words; the .docx stay.
pub fn to_pdf(files: &[PathBuf], folder: &Path) -> Result<Vec<(PathBuf, usize)>, String> {
    use std::os::unix::fs::PermissionsExt;
    pdf::convert(files, folder)?;
    let counted = files.iter().map(|docx| {
        let path = pdf::pdf_of(docx, folder);
        let wrong = |e: std::io::Error| format!("{}:{e}", path.display());
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).map_err(wrong)?;
        let pages = pdf::pages(&std::fs::read(&path).map_err(wrong)?);
        Ok((path, pages.unwrap_or(1)))
    });
    counted.collect()
}
