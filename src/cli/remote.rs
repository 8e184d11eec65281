//! What a key may reach: the desk of the person it belongs to, and a few lists for scripts.
//!
//! Over SSH the service account's `authorized_keys` runs `fengqiao --as wang` whatever the client asks
//! for. Everything that comes from the client's side (the words of its command, variables it may have
//! been allowed to send) is looked at here and nowhere else, and either is on a list or is refused.

use super::message::Usage;
use super::session::environment;
use super::{Next, Opening, args, session};
use crate::desk::Failure;
use clap::ArgMatches;
use clap::parser::ValueSource;
use std::ffi::OsString;

/// Variables that say who acts, on which file, where and when: whoever came over the line may not set them.
const SAID_BY_THE_LINE: &[&str] = &[
    "FENGQIAO_DB",
    "FENGQIAO_AS",
    "FENGQIAO_NOW",
    "FENGQIAO_WINDOW",
    "FENGQIAO_PASSWORD",
    "FENGQIAO_NEW_PASSWORD",
    "XDG_DATA_HOME",
];

/// A command that may be asked for by name over the line, and the arguments it takes there: reading only,
/// masked, into no file.
struct Allowed {
    path: &'static [&'static str],
    arguments: &'static [&'static str],
}

const ALLOWED: &[Allowed] = &[
    Allowed {
        path: &["overdue"],
        arguments: &["within", "handler", "unit", "rule", "light", "silent", "limit", "format"],
    },
    Allowed { path: &["find"], arguments: &["query", "limit", "format"] },
    Allowed { path: &["case", "list"], arguments: &["stage", "handler", "open", "mine", "limit", "format"] },
    Allowed { path: &["case", "show"], arguments: &["number", "format"] },
    Allowed {
        path: &["report"],
        arguments: &["report", "period", "axis", "cell", "trend", "chart", "limit", "format"],
    },
];

/// Where the other end of the line is, when there is one. The server sets it after whatever the client sent.
pub fn address() -> Option<String> {
    let line = environment("SSH_CONNECTION")?;
    let client = line.split(' ').next().unwrap_or_default();
    // A link-local address carries the name of an interface, which says nothing here.
    let plain = client.split('%').next().unwrap_or_default();
    Some(plain.parse::<std::net::IpAddr>().map(|ip| ip.to_string()).unwrap_or_default())
}

/// The name of the place in the journal: `SSH 10.0.3.7`.
pub fn place() -> Option<String> {
    address().map(|from| format!("SSH {from}").trim_end().to_string())
}

/// The desk for whoever came over the line, or the list that was asked for.
///
/// # Errors
/// A refusal of whatever is not to be reached that way, with what to do instead.
pub fn enter(here: &ArgMatches, place: String) -> anyhow::Result<Next> {
    if let Some(name) = SAID_BY_THE_LINE.iter().find(|name| std::env::var_os(name).is_some()) {
        let why = format!("通过SSH进入时不采用环境变量 {name}");
        return Err(Failure::refusal(why, "去掉这个变量;数据库和用户写在钥匙那一行的 --db、--as 里").into());
    }
    let words = std::env::var_os("SSH_ORIGINAL_COMMAND").filter(|words| !words.is_empty());
    match words {
        None => {
            let opening = session::opening(here)?;
            let own = args::given(here, "as").is_some();
            let place = args::given(here, "window").unwrap_or(place);
            Ok(Next::Terminal(Opening { place, remote: true, own, ..opening }))
        }
        Some(words) => asked(here, &words.into_string().map_err(|_| refused("不是UTF-8文字"))?),
    }
}

fn refused(what: &str) -> Failure {
    let list: Vec<String> = ALLOWED.iter().map(|a| a.path.join(" ")).collect();
    let hint = format!("直接 ssh 登录进入前台;另只可带这几条只读命令:{}", list.join("、"));
    Failure::refusal(format!("这把钥匙不能运行所要求的命令:{what}"), hint)
}

/// Carries out a command from the list in the name that the key's own line gives.
fn asked(here: &ArgMatches, line: &str) -> anyhow::Result<Next> {
    let words = split(line).ok_or_else(|| refused("引号没有成对"))?;
    let row = ALLOWED.iter().find(|a| words.iter().map(String::as_str).take(a.path.len()).eq(a.path.iter().copied()));
    let row = row.ok_or_else(|| refused(&format!("“{}”", words.first().map_or("", String::as_str))))?;
    let Some(user) = args::given(here, "as") else {
        return Err(Failure::refusal("这把钥匙没有写明是谁", "请管理员用 fengqiao ssh-key 重做这一行").into());
    };
    let program = || OsString::from("fengqiao");
    let said = match super::root().try_get_matches_from(std::iter::once(program()).chain(words.iter().map(Into::into)))
    {
        Ok(said) => said,
        Err(error) => return Ok(Next::Exit(super::message::usage(&error))),
    };
    // Whatever was said before the command's own name belongs to the whole program.
    if let Some(id) = said.ids().find(|id| said.value_source(id.as_str()) == Some(ValueSource::CommandLine)) {
        return Err(refused(&format!("选项 {id}")).into());
    }
    let mut below = &said;
    for _ in row.path {
        below = below.subcommand().map(|(_, below)| below).ok_or_else(|| Usage("缺少命令".into()))?;
    }
    let given = below.ids().filter(|id| below.value_source(id.as_str()) == Some(ValueSource::CommandLine));
    if let Some(other) = given.map(clap::Id::as_str).find(|id| !row.arguments.contains(id)) {
        return Err(refused(&format!("选项 --{other}")).into());
    }
    let mut own = vec![program(), "--as".into(), user.into()];
    if let Some(file) = args::given(here, "db") {
        own.extend(["--db".into(), file.into()]);
    }
    let whole = super::root().try_get_matches_from(own.into_iter().chain(words.iter().map(Into::into)))?;
    super::carry_out(&whole)
}

/// The words of a command as a shell would part them: blanks, `'…'`, `"…"` and `\`. Nothing is expanded.
/// `None` when a quotation is left open.
fn split(line: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        match c {
            ' ' | '\t' | '\n' => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match rest.next()? {
                        '\'' => break,
                        c => word.push(c),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match rest.next()? {
                        '"' => break,
                        '\\' => word.push(rest.next()?),
                        c => word.push(c),
                    }
                }
            }
            '\\' => word.get_or_insert_default().push(rest.next()?),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_as_by_a_shell_and_nothing_is_expanded() {
        for (line, words) in [
            ("overdue --within 7", vec!["overdue", "--within", "7"]),
            ("  find  '和 志强' ", vec!["find", "和 志强"]),
            (r#"find "a\"b" c\ d """#, vec!["find", "a\"b", "c d", ""]),
            ("find $(id) `id` ; rm", vec!["find", "$(id)", "`id`", ";", "rm"]),
            ("", vec![]),
        ] {
            assert_eq!(split(line).expect("closed"), words, "{line}");
        }
        for open in ["find 'a", "find \"a", "find a\\"] {
            assert_eq!(split(open), None, "{open}");
        }
    }

    /// A row that names no command or no argument would allow nothing, or one day something else.
    #[test]
    fn every_row_names_a_command_and_arguments_that_exist_and_none_that_writes_or_reveals() {
        for row in ALLOWED {
            let root = super::super::root();
            let command = row.path.iter().fold(&root, |c, name| c.find_subcommand(name).expect("a command"));
            for id in row.arguments {
                assert!(command.get_arguments().any(|a| a.get_id() == id), "{:?} {id}", row.path);
            }
            for never in ["db", "as", "out", "reveal", "set", "force"] {
                assert!(!row.arguments.contains(&never), "{:?} {never}", row.path);
            }
        }
    }
}
