//! Papers made at the terminal: which paper one key makes where, how the documents of a case stand, and
//! making them into the folder of the case. The menus are `pane::papers`.

use super::keymap::Scope;
use super::msg::Loaded;
use crate::desk::{Desk, Failure, Outcome};
use crate::documents::{self, State, catalogue, scan_state, volume};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A document of a case in a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperLine {
    /// How the catalogue calls it: `mediation#2`.
    pub word: String,
    pub label: String,
    /// What is missing for it, and what to do about it; "" when it may be made now.
    pub missing: String,
    /// It was made before.
    pub made: bool,
    /// The newest version, where it still lies in the folder of the case.
    pub file: Option<PathBuf>,
    /// The signed paper: its path, and whether it is what it was when it was attached.
    pub scan: Option<(PathBuf, &'static str)>,
}

/// A paper to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// 取号单 of a number at the queue.
    Ticket(i64),
    /// 日结单 of today.
    Day,
    /// A document of a case, as the catalogue calls it.
    Document { case: i64, word: String, which: Which },
}

/// A paper that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadePaper {
    /// What was made and where it lies, in words.
    pub text: String,
    pub files: Vec<PathBuf>,
    /// Of one document: its case and word, for its signed scan.
    pub attach: Option<(i64, String)>,
}

/// Where a paper is called for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// A pane or a screen.
    Place(Scope),
    /// A page of the case file, by its title.
    Page(&'static str),
    /// A line of a register.
    Register(&'static str),
    /// What was just done: a move, or `take` (取号), `supervise` (督办). Then the line of status offers it.
    Done(&'static str),
}

/// What the key makes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 取号单 of the selected number.
    Ticket,
    /// A document of the case, the newest of its kind; of a register's line the one about that line.
    Document(&'static str),
}

/// One key: which paper is made where.
pub const AT_HAND: &[(At, Kind)] = &[
    (At::Place(Scope::Queue), Kind::Ticket),
    (At::Place(Scope::Registration), Kind::Document("material_receipt")),
    (At::Place(Scope::Team), Kind::Document("entrustment")),
    (At::Place(Scope::Deadlines), Kind::Document("limits")),
    (At::Place(Scope::Supervise), Kind::Document("supervision")),
    (At::Page("登记"), Kind::Document("material_receipt")),
    (At::Page("办理"), Kind::Document("evidence_receipt")),
    (At::Page("小组"), Kind::Document("entrustment")),
    (At::Page("期限"), Kind::Document("limits")),
    (At::Register("warnings"), Kind::Document("warning")),
    (At::Register("supervisions"), Kind::Document("supervision")),
    (At::Done("take"), Kind::Ticket),
    (At::Done("T01"), Kind::Document("material_receipt")),
    (At::Done("T08"), Kind::Document("entrustment")),
    (At::Done("R02"), Kind::Document("evidence_receipt")),
    (At::Done("R16"), Kind::Document("limits")),
    (At::Done("supervise"), Kind::Document("supervision")),
];

/// What the key makes at a place.
pub fn at(place: At) -> Option<Kind> {
    AT_HAND.iter().find(|(at, _)| *at == place).map(|(_, kind)| *kind)
}

/// The document of a place for a case, about `line` of a register.
pub fn of_case(place: At, case: i64, line: Option<i64>) -> Option<Wanted> {
    match at(place)? {
        Kind::Document(id) => {
            Some(Wanted::Document { case, word: id.to_string(), which: line.map_or(Which::Newest, Which::About) })
        }
        Kind::Ticket => None,
    }
}

/// Which of several documents of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that the word says.
    Named,
    Newest,
    /// About this warning or supervision.
    About(i64),
}

/// What can be made now after something was done.
///
/// # Errors
/// Only what a read meets; who may not make documents is offered none.
pub fn offer(desk: &Desk, done: &str, case: i64) -> Outcome<Loaded> {
    let Some((_, Kind::Document(id))) = AT_HAND.iter().find(|(at, _)| matches!(at, At::Done(d) if *d == done)) else {
        return Ok(Loaded::Nothing);
    };
    let lines = match documents::list(desk, case) {
        Ok((_, lines)) => lines,
        Err(Failure::Refusal { .. }) => return Ok(Loaded::Nothing),
        Err(other) => return Err(other),
    };
    Ok(match lines.iter().find(|l| l.sheet.id == *id && l.paper.is_some()) {
        Some(line) => Loaded::Offer {
            title: line.sheet.title,
            wanted: Wanted::Document { case, word: (*id).to_string(), which: Which::Newest },
        },
        None => Loaded::Nothing,
    })
}

/// The documents of a case as they stand.
///
/// # Errors
/// Only what a read meets; who may not make documents still gets his slips.
pub fn papers(desk: &Desk, case: i64) -> Outcome<Loaded> {
    let slips: Vec<_> = desk.slips(case)?.into_iter().map(|(s, why)| (s.id, why)).collect();
    let lines = match documents::list(desk, case) {
        Ok((_, lines)) => lines,
        Err(Failure::Refusal { reason, hint }) => {
            return Ok(Loaded::Papers { case, slips, lines: Vec::new(), barred: format!("{reason};{hint}") });
        }
        Err(other) => return Err(other),
    };
    let folder = documents::folder_of(desk.path(), &desk.case_title(case)?);
    let shown = lines.iter().filter(|l| l.paper.is_some() || l.is_next).map(|l| {
        let (word, name) = match l.paper {
            Some(paper) => (paper.word(), paper.label()),
            None => (l.sheet.id.to_string(), l.sheet.title.to_string()),
        };
        let missing = match &l.state {
            State::Absent(why) => format!("{};{}", why.what, why.remedy),
            _ => String::new(),
        };
        let scan = l.newest.as_ref().and_then(|d| d.scan.as_ref());
        let scan = scan.map(|s| (PathBuf::from(&s.path), scan_state(s)));
        let told = scan.as_ref().map_or_else(String::new, |(_, state)| format!(" 扫描件{state}"));
        let label = if missing.is_empty() { format!("{name}  {}{told}", l.state.words()) } else { name };
        let file = l.newest.as_ref().map(|d| folder.join(&d.name)).filter(|f| f.is_file());
        PaperLine { word, label, missing, made: l.newest.is_some(), file, scan }
    });
    Ok(Loaded::Papers { case, slips, lines: shown.collect(), barred: String::new() })
}

/// Makes a paper; answers where it lies.
///
/// # Errors
/// What is missing, or what making it met.
pub fn make(desk: &mut Desk, wanted: &Wanted) -> Outcome<MadePaper> {
    match wanted {
        Wanted::Document { case, word, which } => document(desk, *case, word, *which),
        Wanted::Ticket(ticket) => {
            let lines = desk.ticket_slip(*ticket)?;
            let number = lines.iter().find_map(|l| l.strip_prefix("号码: ")).unwrap_or("取号").to_string();
            slip(desk, "取号单", &format!("{}-{number}-取号单", desk.today()), &lines)
        }
        Wanted::Day => {
            let today = desk.today();
            let lines = desk.day_slip(today)?;
            slip(desk, "日结单", &format!("{today}-日结单"), &lines)
        }
    }
}

fn slip(desk: &Desk, title: &str, base: &str, lines: &[String]) -> Outcome<MadePaper> {
    let path = documents::make_slip(desk, title, base, lines)?;
    let text = format!("已制作{title}。文件在:\n{}", shown(&path));
    Ok(MadePaper { text, files: vec![path], attach: None })
}

fn document(desk: &mut Desk, case: i64, word: &str, which: Which) -> Outcome<MadePaper> {
    let folder = documents::folder_of(desk.path(), &desk.case_title(case)?);
    let (dossier, lines) = documents::list(desk, case)?;
    let contents = volume::contents(&dossier, &lines, &HashMap::new());
    let mut found: Vec<_> = documents::the_line(&lines, word)?.into_iter().filter_map(|l| l.paper).collect();
    match which {
        Which::Named => {}
        Which::Newest => found = found.pop().into_iter().collect(),
        Which::About(id) => found.retain(|p| p.subject.code().split(':').nth(1) == Some(&id.to_string())),
    }
    let mut told = Vec::new();
    let mut files = Vec::new();
    for paper in &found {
        let (path, version) = documents::make(desk, &dossier, paper, &folder, &contents)?;
        told.push(format!("已制作{}(第{version}版)。文件在:\n{}", paper.label(), shown(&path)));
        files.push(path);
    }
    if files.is_empty() {
        let title = catalogue::find(word).map_or(word, |s| s.title);
        return Err(Failure::refusal(format!("没有这一份{title}"), "在台账中重新选择一行"));
    }
    let attach = if let [one] = found.as_slice() { Some((case, one.word())) } else { None };
    Ok(MadePaper {
        text: format!("{}\n\n核对、打印、签字;签字后扫描,附在文书后面。", told.join("\n")), files, attach
    })
}

/// Attaches a signed scan; answers in words.
///
/// # Errors
/// A problem of the path, what is missing, or the refusal of the desk.
pub fn attach(desk: &mut Desk, case: i64, word: &str, typed: &str) -> Outcome<String> {
    let (_, lines) = documents::list(desk, case)?;
    let found = documents::the_line(&lines, word)?;
    let paper =
        found.first().and_then(|l| l.paper).ok_or_else(|| Failure::refusal("没有这份文书", "按Ctrl+P重新选择"))?;
    let (version, sha256) = documents::attach(desk, case, &paper, &typed_path(typed))?;
    Ok(format!("已附{}v{version}的签字扫描件,指纹 {}", paper.label(), sha256.get(..16).unwrap_or(&sha256)))
}

/// A path as it is typed, pasted or dragged into a terminal.
fn typed_path(typed: &str) -> PathBuf {
    let bare = typed.trim().trim_start_matches("file://");
    let bare = bare.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')).unwrap_or(bare);
    let bare = bare.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(bare);
    match (bare.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(bare),
    }
}

fn shown(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()).display().to_string()
}
