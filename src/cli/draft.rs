//! Reading a form from the command line: `--set key=value` and `--from FILE`, keys as in the field
//! tables. The same draft then goes through the same checks as one typed in the terminal.

use super::args::{option, text};
use super::message::Usage;
use crate::desk::{Desk, Failure};
use crate::validation::{Draft, Field, Kind, Problem, Table};
use clap::{Arg, ArgAction, ArgMatches};
use std::io::Read;

/// The options of a command that fills in a form.
pub fn options() -> [Arg; 2] {
    [
        option("set", "键=值").action(ArgAction::Append).help("填一项,可重复;列表类的项重复一次加一行"),
        option("from", "文件").help("从JSON对象读入各项,- 为标准输入;--set 优先"),
    ]
}

/// The draft of a form: `base`, what the file says, what `--set` says; names and case numbers are
/// turned into the ids of records.
///
/// # Errors
/// Unknown keys with near ones, names that mean nobody or several people.
pub fn read(here: &ArgMatches, table: &'static Table, base: Draft, desk: &Desk) -> anyhow::Result<Draft> {
    let mut draft = base;
    let mut problems = Vec::new();
    let mut put = |draft: &mut Draft, key: &str, value: &str, add: bool| match table.field(key) {
        None => problems.push(unknown(table, key)),
        Some(field) => match (joint(field.kind), draft.get(key)) {
            (Some(joint), before) if add && !before.is_empty() => {
                let value = format!("{before}{joint}{value}");
                draft.set(key, value);
            }
            (None, _) if add => problems.push(Problem::new(key, "同一项写了两次;请只留一个")),
            _ => draft.set(key, value),
        },
    };
    let file = from_file(text(here, "from"))?;
    for (key, value) in file.iter() {
        put(&mut draft, key, value, false);
    }
    let mut seen: Vec<&str> = Vec::new();
    for pair in here.get_many::<String>("set").unwrap_or_default() {
        let (key, value) = pair.split_once('=').ok_or_else(|| Usage(format!("--set 要写成 键=值,不是“{pair}”")))?;
        let key = key.trim();
        put(&mut draft, key, value, seen.contains(&key));
        seen.push(key);
    }
    // What the desk filled in holds ids already: an id read as a number would be another case's.
    let typed = |key: &str| seen.contains(&key) || file.has(key);
    for field in table.fields {
        if !draft.has(field.key) || !typed(field.key) {
            continue;
        }
        match record(field, draft.get(field.key), desk)? {
            Ok(id) => draft.set(field.key, id),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(draft) } else { Err(Failure::Problems(problems).into()) }
}

/// What parts two values of a field that takes several.
fn joint(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Rows(..) | Kind::Text(..) => Some("\n"),
        Kind::Many(_) => Some(","),
        _ => None,
    }
}

fn from_file(path: &str) -> anyhow::Result<Draft> {
    let content = match path {
        "" => return Ok(Draft::default()),
        "-" => {
            let mut content = String::new();
            std::io::stdin().lock().read_to_string(&mut content)?;
            content
        }
        path => std::fs::read_to_string(path)
            .map_err(|e| Usage(format!("读不了文件 {path}:{};请核对路径", crate::store::disk::words(&e))))?,
    };
    let values: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&content)
        .map_err(|e| Usage(format!("{path} 第{}行不是JSON对象;写成 {{\"键\": \"值\"}}", e.line())))?;
    let mut draft = Draft::default();
    for (key, value) in values {
        let value = match value {
            serde_json::Value::Null => String::new(),
            serde_json::Value::String(s) => s,
            other => other.to_string(),
        };
        draft.set(&key, value);
    }
    Ok(draft)
}

/// The id that a word means in a field of records; other fields keep their text.
fn record(field: &Field, typed: &str, desk: &Desk) -> anyhow::Result<Result<String, Problem>> {
    Ok(match field.kind {
        Kind::Record("case") => Ok(called(desk, typed)?.id.to_string()),
        Kind::Record("station") => match desk.station_called(typed) {
            Ok(found) => Ok(found.id.to_string()),
            Err(Failure::Problems(mut problems)) if !problems.is_empty() => Err(problems.remove(0)),
            Err(other) => return Err(other.into()),
        },
        Kind::Record(_) => staff(desk, field.key, typed)?,
        Kind::Line(_) if field.key == "members" => {
            let mut ids = Vec::new();
            for word in typed.split([',', ' ', '，', '、']).filter(|w| !w.is_empty()) {
                match staff(desk, field.key, word)? {
                    Ok(id) => ids.push(id),
                    Err(problem) => return Ok(Err(problem)),
                }
            }
            Ok(ids.join(","))
        }
        _ => Ok(typed.to_string()),
    })
}

/// The person of the roster that a number or a name means.
fn staff(desk: &Desk, key: &str, typed: &str) -> anyhow::Result<Result<String, Problem>> {
    let typed = typed.trim();
    if typed.chars().all(|c| c.is_ascii_digit()) {
        return Ok(Ok(typed.to_string()));
    }
    let roster = desk.roster()?;
    let same: Vec<_> = roster.iter().filter(|s| s.name == typed).collect();
    Ok(match same.as_slice() {
        [one] => Ok(one.id.to_string()),
        [] => Err(Problem::new(key, format!("人员库中没有“{typed}”;用 fengqiao staff list 查看名单"))),
        many => {
            let ids: Vec<String> = many.iter().map(|s| s.id.to_string()).collect();
            Err(Problem::new(key, format!("有{}人叫“{typed}”;请写编号 {}", many.len(), ids.join("、"))))
        }
    })
}

/// The case a person means; `暂存12` is its provisional mark.
pub fn called(desk: &Desk, title: &str) -> anyhow::Result<crate::domain::case::Case> {
    let title = title.trim();
    let provisional = title.strip_prefix("暂存").filter(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
    Ok(match provisional {
        Some(id) => desk.case_called(&format!("#{id}"))?,
        None => desk.case_called(title)?,
    })
}

fn unknown(table: &Table, key: &str) -> Problem {
    let near = near(table, key);
    let hint = match near.as_slice() {
        [] => format!("全部项目:{}", table.fields.iter().map(|f| f.key).collect::<Vec<_>>().join(" ")),
        some => format!("相近的有:{}", some.join("、")),
    };
    Problem::new(key, format!("“{}”没有这一项;{hint}", table.title))
}

/// Keys that may have been meant: by label, by part, or by a few letters of difference.
fn near(table: &Table, key: &str) -> Vec<String> {
    let typed = key.to_lowercase();
    let alike = |f: &&Field| {
        f.label == key
            || (typed.len() >= 3 && (f.key.contains(&typed) || typed.contains(f.key)))
            || (!key.is_ascii() && (f.label.contains(key) || key.contains(f.label)))
            || distance(&typed, f.key) <= 1 + typed.len() / 5
    };
    table.fields.iter().filter(alike).map(|f| format!("{}({})", f.key, f.label)).collect()
}

/// Letters to change, add or drop to come from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = before + usize::from(x != *y);
            before = row[j + 1];
            row[j + 1] = change.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::forms;

    #[test]
    fn a_wrong_key_names_the_near_ones() {
        assert_eq!(near(&forms::ASSIGN, "handlr"), ["handler(承办人)"]);
        assert_eq!(near(&forms::ASSIGN, "承办人"), ["handler(承办人)"]);
        assert!(near(&forms::ASSIGN, "colour").is_empty());
        assert!(unknown(&forms::ASSIGN, "colour").text.contains("handler members"));
        assert_eq!((distance("", "ab"), distance("abc", "axc"), distance("ab", "b")), (2, 1, 1));
    }
}
