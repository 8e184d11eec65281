//! Whatever came to stand in the file, no exit hands it to a terminal, a sheet or paper as an order.

use super::Studio;
use crate::pty::{ENTER, F3, SMALL, window};
use fengqiao::validation::text::is_unseen;
use std::io::Read;

/// Title, clear, colour by the one-character introducer, bell, turned-round text, unseen marks.
const HOSTILE: &str = "甲\u{1b}]0;改题\u{7}\u{1b}[2J\u{9b}31m\u{7f}\u{202e}乙\u{200b}\u{2066}丙";
const SEEN: &str = "甲]0;改题[2J31m乙丙";

/// A case whose texts were written past the program.
fn studio() -> (Studio, String) {
    let studio = Studio::new();
    let case = studio.full_visit();
    studio.run("qiantai", &["case", "act", &case, "T01"]).ends(0);
    let conn = rusqlite::Connection::open(&studio.db).expect("the file");
    for table in ["cases", "visit"] {
        for column in ["gist", "respondent"] {
            conn.execute(&format!("UPDATE {table} SET {column} = ?1"), [HOSTILE]).expect("written");
        }
    }
    conn.execute("UPDATE setting SET value = ?1 WHERE key = 'studio'", [HOSTILE]).expect("written");
    (studio, case)
}

fn clean(name: &str, text: &str, shows: bool) {
    let found: Vec<char> = text.chars().filter(|c| is_unseen(*c) && *c != '\r').collect();
    assert!(found.is_empty(), "{name}: {found:?} in {text:?}");
    assert!(!shows || text.contains("甲") && text.contains("丙"), "{name} does not show it at all: {text}");
}

#[test]
fn no_command_prints_it() {
    let (studio, case) = studio();
    for arguments in [
        &["case", "show", &case][..],
        &["case", "show", &case, "--format", "json"],
        &["case", "list", "--format", "json"],
        &["visit", "list", "--format", "csv"],
        &["visit", "list"],
        &["print", &case, "--copy", "sifa"],
        &["report", "R01", "--format", "json"],
    ] {
        let run = studio.run("zhuren", arguments).ends(0);
        clean(&arguments.join(" "), &run.out, arguments[0] == "case");
        clean(&arguments.join(" "), &run.err, false);
    }
}

#[test]
fn no_file_carries_it() {
    let (studio, case) = studio();
    let at = |name: &str| studio.db.with_file_name(name);
    for name in ["a.csv", "a.json", "a.xlsx"] {
        let path = at(name).display().to_string();
        studio.run("zhuren", &["export", "visits", "--out", &path]).ends(0);
        if name.ends_with("xlsx") {
            parts(&at(name), "xl/");
        } else {
            let text = std::fs::read_to_string(&path).expect("read");
            clean(name, text.trim_start_matches('\u{FEFF}'), true);
        }
    }
    let run = studio.run("zhuren", &["print", &case, "接谈登记表"]).ends(0);
    let folder = at("文书");
    let papers: Vec<_> = walk(&folder).into_iter().filter(|p| p.extension().is_some_and(|e| e == "docx")).collect();
    assert!(!papers.is_empty(), "{run}");
    assert!(papers.iter().any(|p| parts(p, "word/document").contains("丙")), "{run}");
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path());
    entries.flat_map(|p| if p.is_dir() { walk(&p) } else { vec![p] }).collect()
}

/// The text of the parts of a zipped document, each of them clean.
fn parts(path: &std::path::Path, start: &str) -> String {
    let file = std::fs::File::open(path).expect("a document");
    let mut zip = zip::ZipArchive::new(file).expect("a document");
    let mut all = String::new();
    for i in 0..zip.len() {
        let mut part = zip.by_index(i).expect("a part");
        let name = part.name().expect("a name").into_owned();
        if name.starts_with(start) && name.ends_with(".xml") {
            let mut text = String::new();
            part.read_to_string(&mut text).expect("text");
            clean(&name, &text, false);
            assert!(!text.contains("_x001B_") && !text.contains("&#27;"), "{}: {text}", name);
            all.push_str(&text);
        }
    }
    all
}

/// What is looked for is a value to the database, whatever signs it holds.
#[test]
fn no_question_becomes_an_order_to_the_database() {
    let (studio, case) = studio();
    let tables = || {
        let conn = rusqlite::Connection::open(&studio.db).expect("the file");
        conn.query_row("SELECT count(*), (SELECT count(*) FROM cases) FROM sqlite_schema", [], |r| {
            Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?))
        })
        .expect("counted")
    };
    let before = tables();
    for hostile in ["');DROP TABLE cases;--", "' OR 1=1 --", "\" OR \"\"=\"", "%_*?[", "NEAR(a b)", "a'\u{0}b"] {
        let hostile = hostile.replace('\u{0}', "");
        for arguments in [
            &["find", &hostile][..],
            &["overdue", "--handler", &hostile],
            &["overdue", "--unit", &hostile],
            &["overdue", "--rule", &hostile],
            &["case", "list", "--handler", &hostile],
            &["case", "show", &hostile],
            &["register", "show", "leads", "--search", &hostile],
            &["report", "R01", "--cell", &hostile],
        ] {
            let run = studio.run("zhuren", arguments);
            assert!(run.code != 1 && !run.err.contains("SQL") && !run.err.contains("syntax"), "{run}");
            assert!(!run.out.contains("和＊＊"), "it found somebody: {run}");
        }
    }
    assert_eq!(tables(), before);
    studio.run("zhuren", &["case", "show", &case]).ends(0);
}

#[test]
fn no_screen_obeys_it() {
    let (studio, _) = studio();
    let mut screen = window(&studio, "zhuren", "1号窗口", SMALL);
    screen.see("来访队列").keys(F3).keys("hzq").see("和＊").keys(ENTER).see("概览").see("丙");
    let text = screen.text();
    assert!(text.contains(&SEEN[..3]) && !text.contains(is_unseen), "{text:?}");
    // Neither cleared nor turned round: what stood around it stands.
    screen.keys("2").see("姓名或单位").see("甲]0;改题[2J31m乙丙").see("枫桥  甲");
}
