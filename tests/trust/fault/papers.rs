//! Templates that are written beside the database, where they stand in for the built-in ones, and a paper made of
//! one of them.

use super::acts::studio;
use super::*;
use crate::desk::desk;
use fengqiao::documents::{self, Paper, templates};

/// The kinds of paper that a case in 评析中 has, the first of which is made.
fn first(desk: &fengqiao::desk::Desk) -> (fengqiao::desk::documents::Dossier, Paper) {
    let (dossier, lines) = documents::list(desk, 1).expect("the papers");
    (dossier, lines.iter().find_map(|l| l.paper).expect("one that can be made"))
}

fn changed(db: &Path, held: &mut Held) -> Outcome<()> {
    templates::export(&templates::folder(db))?;
    let desk = held.as_mut().expect("a desk");
    let (dossier, paper) = first(desk);
    let folder = documents::folder_of(db, &dossier.case.title());
    documents::make(desk, &dossier, &paper, &folder, &documents::volume::Contents::default()).map(drop)
}

/// A template has its name only when it is whole; a paper that is kept at the desk lies there, as it was made.
fn papers_are_whole(folder: &Path, done: bool) {
    let db = folder.join(FILE);
    let own = templates::folder(&db);
    let there = if own.is_dir() { templates::check(&own).expect("read") } else { Vec::new() };
    for template in &there {
        assert!(template.broken.is_empty(), "{}: {}", template.file, template.broken);
        assert!(template.missing.is_empty() && template.unknown.is_empty(), "{}", template.file);
    }
    let (dossier, _) = first(&desk(&Studio::at(&db), "zhuren", "查"));
    let own = documents::folder_of(&db, &dossier.case.title());
    let made = if own.is_dir() { files(&own, ".docx") } else { Vec::new() };
    for paper in &made {
        documents::text_of(&std::fs::read(paper).expect("the paper")).expect("whole");
    }
    if done {
        assert_eq!(there.len(), documents::catalogue::all().count(), "a template went with the power");
        assert!(!made.is_empty(), "a paper went with the power");
    }
}

#[test]
fn templates_and_a_paper_of_them_are_whole_or_not_there() {
    let act = Act {
        name: "templates",
        prepare: studio,
        begin: |db| Some(desk(&Studio::at(db), "zhuren", "1号窗口")),
        run: changed,
        look: papers_are_whole,
    };
    Trial::new(act).everywhere(3);
}

/// A paper that the desk did not keep is not left lying as if it had.
#[test]
fn a_paper_whose_row_is_refused_does_not_lie_there() {
    let folder = tempfile::tempdir().expect("a folder");
    studio(folder.path());
    let db = folder.path().join(FILE);
    let mut held = Some(desk(&Studio::at(&db), "zhuren", "1号窗口"));
    let lying = || {
        let (dossier, _) = first(&desk(&Studio::at(&db), "zhuren", "查"));
        let own = documents::folder_of(&db, &dossier.case.title());
        files(&own, ".docx").into_iter().map(|f| f.file_name().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    let rule = |sql: &str| Connection::open(&db).expect("it opens").execute_batch(sql).expect("a rule");
    rule("CREATE TRIGGER refuse BEFORE INSERT ON document BEGIN SELECT RAISE(ABORT, 'no'); END");
    changed(&db, &mut held).expect_err("refused");
    assert!(lying().is_empty(), "{:?}", lying());
    rule("DROP TRIGGER refuse");
    changed(&db, &mut held).expect("made");
    let made = lying();
    assert!(made.len() == 1 && !made[0].to_string_lossy().contains("-v"), "{made:?}");
}
