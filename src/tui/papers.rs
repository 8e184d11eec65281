//! Documents made at the terminal: reading how they stand, and making them into the folder of the case.
//! The menu they are chosen from is `pane::papers`.

use super::msg::{Loaded, PaperLine};
use crate::desk::{Desk, Failure, Outcome};
use crate::documents::{self, State, volume};
use std::collections::HashMap;
use std::path::Path;

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
    let shown = lines.iter().filter(|l| l.paper.is_some() || l.is_next).map(|l| {
        let (word, name) = match l.paper {
            Some(paper) => (paper.word(), paper.label()),
            None => (l.sheet.id.to_string(), l.sheet.title.to_string()),
        };
        let missing = match &l.state {
            State::Absent(why) => format!("{};{}", why.what, why.remedy),
            _ => String::new(),
        };
        let label = if missing.is_empty() { format!("{name}  {}", l.state.words()) } else { name };
        PaperLine { word, label, missing }
    });
    Ok(Loaded::Papers { case, slips, lines: shown.collect(), barred: String::new() })
}

/// Makes a document into the folder of the case; answers where it lies.
///
/// # Errors
/// What is missing, or what making it met.
pub fn make(desk: &mut Desk, case: i64, word: &str) -> Outcome<String> {
    let folder = documents::folder_of(desk.path(), &desk.case_title(case)?);
    let (dossier, lines) = documents::list(desk, case)?;
    let contents = volume::contents(&dossier, &lines, &HashMap::new());
    let mut told = Vec::new();
    for line in documents::the_line(&lines, word)? {
        let Some(paper) = line.paper else { continue };
        let (path, version) = documents::make(desk, &dossier, &paper, &folder, &contents)?;
        told.push(format!("已制作{}(第{version}版)。文件在:\n{}", paper.label(), shown(&path)));
    }
    Ok(format!(
        "{}\n\n用WPS打开、核对、打印、签字。签字后的扫描件用 fengqiao print 案号 文书 --attach 文件 附上。",
        told.join("\n")
    ))
}

/// Makes the whole volume into the folder of the case; answers what was made, and what was not.
///
/// # Errors
/// As [`make`].
pub fn make_volume(desk: &mut Desk, case: i64) -> Outcome<String> {
    let folder = documents::folder_of(desk.path(), &desk.case_title(case)?);
    let volume = documents::make_volume(desk, case, &folder, true)?;
    let count = volume.pieces.len();
    let pages: usize = volume.pieces.iter().filter_map(|p| p.pdf.as_ref()).map(|(_, n)| n).sum();
    let rest = match volume.without.as_str() {
        "" => format!("都已转成PDF,共{pages}页,页号已写进卷内目录。"),
        why => format!("{why}。卷内目录没有页号,装订后手写。"),
    };
    Ok(format!("已按卷内目录制作{count}份文书,放在:\n{}\n\n{rest}", shown(&folder)))
}

fn shown(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()).display().to_string()
}
