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

/// A volume on its way: documents are made at the desk, converted elsewhere, and the cover and contents made
/// once the pages of all others are counted.
pub struct Making {
    pub folder: PathBuf,
    dossier: Dossier,
    lines: Vec<Line>,
    papers: Vec<Paper>,
    made: HashMap<String, Piece>,
    counted: HashMap<String, usize>,
    /// Words of what was made last and waits to be converted.
    fresh: Vec<String>,
    /// Cover, contents and back are made.
    closed: bool,
    without: String,
}

impl Making {
    /// Makes all but cover, contents and back.
    ///
    /// # Errors
    /// A refusal when there is nothing to make; what [`make`] meets.
    pub fn begin(desk: &mut Desk, case: i64, folder: &Path) -> Outcome<Making> {
        let (dossier, lines) = list(desk, case)?;
        let papers = belongs(&lines);
        if papers.is_empty() {
            return Err(Failure::refusal("本案还没有可以制作的文书", "登记之后才有文书,按F4看现在能办的事"));
        }
        let mut making = Making {
            folder: folder.to_path_buf(),
            dossier,
            lines,
            papers,
            made: HashMap::new(),
            counted: HashMap::new(),
            fresh: Vec::new(),
            closed: false,
            without: String::new(),
        };
        making.put(desk, false, &Contents::default())?;
        Ok(making)
    }

    fn put(&mut self, desk: &mut Desk, shell: bool, contents: &Contents) -> Outcome<()> {
        self.fresh.clear();
        for paper in self.papers.iter().filter(|p| is_shell(p) == shell) {
            let (docx, version) = make(desk, &self.dossier, paper, &self.folder, contents)?;
            let (word, label) = (paper.word(), paper.label());
            self.fresh.push(word.clone());
            self.made.insert(word.clone(), Piece { word, label, version, docx, pdf: None });
        }
        Ok(())
    }

    /// What is to be converted now.
    pub fn files(&self) -> Vec<PathBuf> {
        self.fresh.iter().filter_map(|w| self.made.get(w)).map(|p| p.docx.clone()).collect()
    }

    /// How many documents the volume has.
    pub fn count(&self) -> usize {
        self.papers.len()
    }

    /// How many are converted.
    pub fn converted(&self) -> usize {
        self.counted.len()
    }

    /// Whether cover, contents and back are made, too.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Takes the PDFs of [`Making::files`] with their pages, or why there are none: then nothing more is
    /// converted.
    pub fn take(&mut self, pdfs: Result<Vec<(PathBuf, usize)>, String>) {
        match pdfs {
            Ok(pdfs) => {
                for (word, (pdf, pages)) in self.fresh.drain(..).zip(pdfs) {
                    self.counted.insert(word.clone(), pages);
                    if let Some(piece) = self.made.get_mut(&word) {
                        piece.pdf = Some((pdf, pages));
                    }
                }
            }
            Err(why) => self.without = why,
        }
    }

    /// Whether nothing more is to be converted.
    pub fn is_without(&self) -> bool {
        !self.without.is_empty()
    }

    /// Makes cover, contents and back, with the pages as far as they were counted.
    ///
    /// # Errors
    /// What [`make`] meets.
    pub fn close(&mut self, desk: &mut Desk) -> Outcome<()> {
        let contents = contents(&self.dossier, &self.lines, &self.counted);
        self.closed = true;
        self.put(desk, true, &contents)
    }

    /// What was made.
    pub fn volume(&mut self) -> Volume {
        let pieces = self.papers.iter().filter_map(|p| self.made.remove(&p.word())).collect();
        Volume { pieces, without: std::mem::take(&mut self.without) }
    }
}

/// Makes every document that belongs to the volume, and PDFs and page numbers when `count` is set and
/// LibreOffice is there.
///
/// # Errors
/// As [`Making::begin`].
pub fn make_volume(desk: &mut Desk, case: i64, folder: &Path, count: bool) -> Outcome<Volume> {
    let mut making = Making::begin(desk, case, folder)?;
    if count {
        making.take(to_pdf_here(&making.files(), folder));
    }
    making.close(desk)?;
    if count && !making.is_without() {
        making.take(to_pdf_here(&making.files(), folder));
    }
    Ok(making.volume())
}

/// As [`to_pdf`], with the LibreOffice of this machine, to its end.
///
/// # Errors
/// In the user's words; the .docx stay.
pub fn to_pdf_here(files: &[PathBuf], folder: &Path) -> Result<Vec<(PathBuf, usize)>, String> {
    to_pdf(&pdf::program().ok_or(pdf::NONE)?, files, folder, &mut |_| true)
}

/// Converts documents, private as they are, and counts the pages of each. `watch` as of [`pdf::convert`].
///
/// # Errors
/// In the user's words; the .docx stay.
pub fn to_pdf(
    program: &Path,
    files: &[PathBuf],
    folder: &Path,
    watch: &mut dyn FnMut(usize) -> bool,
) -> Result<Vec<(PathBuf, usize)>, String> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    pdf::convert(program, files, folder, watch)?;
    let counted = files.iter().map(|docx| {
        let path = pdf::pdf_of(docx, folder);
        let bytes =
            std::fs::read(&path).map_err(|e| format!("{}:{}", path.display(), crate::store::disk::words(&e)))?;
        Ok((path, pdf::pages(&bytes).unwrap_or(1)))
    });
    counted.collect()
}
