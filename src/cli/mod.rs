//! The commands: one file each, all over the same desk as the terminal.
//!
//! Owns arguments, tables, JSON and messages: results go to stdout, messages to stderr, and the exit
//! code says what happened (0 done, 1 fault, 2 usage, 3 problem, 4 refusal, 5 conflict). Decides
//! nothing about a case, and never opens the terminal desk itself: it hands that wish to `main`.

mod args;
mod backup;
mod calendar;
mod case;
mod case_show;
mod check;
mod completions;
mod day;
mod deadline;
mod demo;
mod draft;
mod export;
mod fields;
mod find;
mod guide;
mod hotspots;
mod import;
mod man;
mod manual;
mod message;
mod output;
mod overdue;
mod password;
mod personal;
mod print;
mod propose;
mod queue;
mod register;
mod remote;
mod report;
mod restore;
mod session;
mod similar;
mod ssh_key;
mod staff;
mod team;
mod template;
mod user;
mod validate;
mod visit;
mod warn;

use clap::{ArgMatches, Command};
use std::ffi::OsString;
use std::path::PathBuf;

/// What the process does after the arguments were read.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// The command is done; its exit code.
    Exit(u8),
    /// Open the terminal desk.
    Terminal(Opening),
}

/// How the terminal desk is to be opened.
#[derive(Debug, PartialEq, Eq)]
pub struct Opening {
    pub db: PathBuf,
    pub as_user: Option<String>,
    /// Borders and marks in ASCII only.
    pub ascii: bool,
    /// No boxes, for screen readers.
    pub plain: bool,
    /// Name of the window, for the journal and for calling visitors.
    pub place: String,
    /// Came over SSH: no file is made from there.
    pub remote: bool,
    /// The desk of one person's key: it ends where he leaves it, nobody else logs in there.
    pub own: bool,
}

/// A command: its arguments and what it does.
struct Entry {
    name: &'static str,
    command: fn() -> Command,
    run: fn(&ArgMatches) -> anyhow::Result<Next>,
}

/// Every command, in the order of the help.
const COMMANDS: &[Entry] = &[
    Entry { name: "overdue", command: overdue::command, run: overdue::run },
    Entry { name: "find", command: find::command, run: find::run },
    Entry { name: "similar", command: similar::command, run: similar::run },
    Entry { name: "propose", command: propose::command, run: propose::run },
    Entry { name: "case", command: case::command, run: case::run },
    Entry { name: "visit", command: visit::command, run: visit::run },
    Entry { name: "queue", command: queue::command, run: queue::run },
    Entry { name: "team", command: team::command, run: team::run },
    Entry { name: "staff", command: staff::command, run: staff::run },
    Entry { name: "user", command: user::command, run: user::run },
    Entry { name: "ssh-key", command: ssh_key::command, run: ssh_key::run },
    Entry { name: "register", command: register::command, run: register::run },
    Entry { name: "guide", command: guide::command, run: guide::run },
    Entry { name: "warn", command: warn::command, run: warn::run },
    Entry { name: "hotspots", command: hotspots::command, run: hotspots::run },
    Entry { name: "report", command: report::command, run: report::run },
    Entry { name: "print", command: print::command, run: print::run },
    Entry { name: "template", command: template::command, run: template::run },
    Entry { name: "import", command: import::command, run: import::run },
    Entry { name: "export", command: export::command, run: export::run },
    Entry { name: "deadline", command: deadline::command, run: deadline::run },
    Entry { name: "validate", command: validate::command, run: validate::run },
    Entry { name: "calendar", command: calendar::command, run: calendar::run },
    Entry { name: "day", command: day::command, run: day::run },
    Entry { name: "backup", command: backup::command, run: backup::run },
    Entry { name: "restore", command: restore::command, run: restore::run },
    Entry { name: "check", command: check::command, run: check::run },
    Entry { name: "demo", command: demo::command, run: demo::run },
    Entry { name: "manual", command: manual::command, run: manual::run },
    Entry { name: "completions", command: completions::command, run: completions::run },
];

/// The whole command line, as `--help` and the completions see it.
fn root() -> Command {
    args::finish(COMMANDS.iter().fold(args::root(), |root, entry| root.subcommand((entry.command)())))
}

/// Reads the arguments and carries the command out.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Next {
    let matches = match root().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return Next::Exit(message::usage(&error)),
    };
    carry_out(&matches).unwrap_or_else(|error| Next::Exit(report(&error)))
}

/// What the arguments say: a command, or the terminal desk.
fn carry_out(matches: &ArgMatches) -> anyhow::Result<Next> {
    match (matches.subcommand(), remote::place()) {
        (None, Some(place)) => remote::enter(matches, place),
        (None, None) => session::opening(matches).map(Next::Terminal),
        (Some((name, here)), _) => {
            let entry = COMMANDS.iter().find(|e| e.name == name).expect("invariant: clap knows these commands only");
            (entry.run)(here)
        }
    }
}

/// Says on stderr what went wrong; the exit code that goes with it.
pub fn report(error: &anyhow::Error) -> u8 {
    message::report(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Walks a command and what is below it.
    fn walk(command: &Command, path: &str, seen: &mut Vec<(String, Command)>) {
        let path = format!("{path} {}", command.get_name()).trim().to_string();
        seen.push((path.clone(), command.clone()));
        command.get_subcommands().for_each(|c| walk(c, &path, seen));
    }

    #[test]
    fn every_command_and_option_is_explained_in_chinese() {
        root().debug_assert();
        let mut seen = Vec::new();
        walk(&root(), "", &mut seen);
        let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        for (path, command) in &seen {
            assert!(command.get_about().is_some_and(|a| chinese(&a.to_string())), "{path}");
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_some_and(|h| chinese(&h.to_string())), "{path} {}", arg.get_id());
            }
        }
    }

    #[test]
    fn no_english_of_the_parser_shows_in_a_help_text() {
        let mut seen = Vec::new();
        walk(&root(), "", &mut seen);
        for (path, _) in &seen {
            let words: Vec<OsString> = path.split(' ').map(OsString::from).chain(["--help".into()]).collect();
            let text = root().try_get_matches_from(words).expect_err("help").to_string();
            for english in
                ["Usage", "Options", "Commands", "Arguments", "[OPTIONS]", "possible values", "default:", "Print"]
            {
                assert!(!text.contains(english), "{path}: {english}\n{text}");
            }
        }
    }
}
