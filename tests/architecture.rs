//! The rooms of the design: who may use whom. Reads every `use crate::` and `crate::` path in src/.

use std::path::{Path, PathBuf};

const ROOMS: &[(&str, &[&str])] = &[
    ("validation", &[]),
    ("domain", &["validation"]),
    ("store", &["domain", "validation"]),
    ("desk", &["store", "domain", "validation"]),
    ("documents", &["desk", "store", "domain", "validation"]),
    ("reports", &["desk", "store", "domain", "validation"]),
    ("exchange", &["desk", "store", "domain", "validation"]),
    ("tui", &["documents", "reports", "exchange", "desk", "store", "domain", "validation"]),
    ("cli", &["documents", "reports", "exchange", "desk", "store", "domain", "validation", "tui"]),
];

fn files(folder: &Path, list: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, list);
        } else if path.extension().is_some_and(|e| e == "rs") {
            list.push(path);
        }
    }
}

#[test]
fn rooms_use_only_the_rooms_below() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (room, allowed) in ROOMS {
        let mut list = Vec::new();
        files(&root.join(room), &mut list);
        for path in list {
            let text = std::fs::read_to_string(&path).expect("source");
            for (i, line) in text.lines().enumerate() {
                for (other, _) in ROOMS {
                    let used =
                        line.contains(&format!("crate::{other}::")) || line.contains(&format!("crate::{other}}}"));
                    if used && other != room && !allowed.contains(other) {
                        wrong.push(format!("{}:{}: {room} uses {other}", path.display(), i + 1));
                    }
                }
            }
        }
    }
    // One edge of cli into tui is the start of the terminal desk itself.
    wrong.retain(|w| !w.contains("cli uses tui") || !w.contains("/cli/mod.rs"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_desk_and_below_speak_sql() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for room in ["tui", "cli", "documents", "reports", "exchange", "domain", "validation"] {
        let mut list = Vec::new();
        files(&root.join(room), &mut list);
        for path in list {
            let text = std::fs::read_to_string(&path).expect("source");
            assert!(!text.contains("rusqlite"), "{} speaks SQL", path.display());
        }
    }
}

#[test]
fn files_stay_readable() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut list = Vec::new();
    files(&root.join("src"), &mut list);
    files(&root.join("tests"), &mut list);
    let long: Vec<_> = list
        .iter()
        .map(|p| (std::fs::read_to_string(p).expect("source").lines().count(), p))
        .filter(|(lines, _)| *lines > 700)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

/// Places where a word stands between quotes inside SQL: a stage, a state and a number of this program.
/// A text that somebody typed is always a parameter.
const QUOTED: &[(&str, &str)] = &[
    ("store/deadline.rs", "'{state}'"),
    ("store/listing.rs", "'{s}'"),
    ("store/report_sql.rs", "'-{days} days'"),
    ("store/station.rs", "'{}'"),
];

/// Files of the tests: `*tests.rs`, and the trials they share.
fn is_test(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with("tests.rs") || name.starts_with("trial")
}

#[test]
fn no_text_is_put_between_quotes_in_sql() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut list = Vec::new();
    files(&root.join("store"), &mut list);
    files(&root.join("desk"), &mut list);
    let words =
        ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WHERE ", "FROM ", "AND ", "SET ", " = '", "IN (", "date("];
    let mut wrong = Vec::new();
    for path in list.iter().filter(|p| !is_test(p)) {
        let name = path.strip_prefix(&root).expect("a source").display().to_string();
        let text = std::fs::read_to_string(path).expect("source");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code.lines().filter(|l| words.iter().any(|w| l.contains(w))) {
            let between = line.split('\'').skip(1).step_by(2).filter(|part| part.contains('{') && part.contains('}'));
            for part in between.map(|part| format!("'{part}'")) {
                if !QUOTED.contains(&(name.as_str(), part.as_str())) {
                    wrong.push(format!("{name}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "make these parameters:\n{}", wrong.join("\n"));
}
