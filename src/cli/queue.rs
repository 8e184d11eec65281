//! `queue`: numbers at the desk. Each step of the queue's own flow is a command of its word.

use super::args::{format, group, leaf, option, text, word};
use super::output::{Cell, Column, Format};
use super::{Next, draft, message, output, session};
use crate::desk::Ticket;
use crate::desk::{Desk, Failure, mask};
use crate::domain::queue::{STEPS, Step, waiting_words};
use crate::domain::{codes, forms};
use crate::validation::date::canonical_time;
use clap::{ArgMatches, Command};

pub fn command() -> Command {
    let steps = STEPS.iter().filter(|s| s.step != Step::Call).map(|s| {
        leaf(s.word, &format!("queue {} <号码>", s.word), s.label)
            .arg(word("number", "号码").help("如 A012;只写12也行"))
            .arg(window())
            .arg(format())
    });
    group("queue", "来访队列:取号、叫号、暂离、接谈")
        .subcommand(
            leaf("take", "queue take [--set 键=值]...", "取一个号").args(draft::options()).arg(window()).arg(format()),
        )
        .subcommand(leaf("next", "queue next [选项]", "叫下一位").arg(window()).arg(format()))
        .subcommands(steps)
        .subcommand(leaf("list", "queue list [选项]", "还在等候、接谈或暂离的号").arg(window()).arg(format()))
}

fn window() -> clap::Arg {
    option("window", "窗口").help("哪个窗口,如 窗口1;不写用 FENGQIAO_WINDOW")
}

const COLUMNS: &[Column] = &[
    ("number", "号码"),
    ("state", "状态"),
    ("day", ""),
    ("name", "来访人"),
    ("people", "人数"),
    ("priority", "优先"),
    ("language", "语言"),
    ("window", "窗口"),
    ("taken_at", ""),
    ("waited", "等候"),
    ("calls", "叫过"),
    ("id", ""),
];

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let (name, here) = here.subcommand().expect("invariant: a group has a command");
    let mut desk = session::desk(here)?;
    match name {
        "take" => {
            let filled = draft::read(here, &forms::TICKET, forms::TICKET.blank(), &desk)?;
            let done = desk.take_number(&filled)?;
            let ticket = desk.ticket(done.id)?;
            message::say(&done.text);
            show(&desk, here, &ticket)?;
        }
        "next" => {
            let ticket = desk.call_next()?;
            show(&desk, here, &ticket)?;
        }
        "list" => {
            let rows: Vec<Vec<Cell>> = desk.queue()?.iter().map(|t| row(&desk, t)).collect();
            output::list(Format::of(here), COLUMNS, &rows)?;
        }
        step => {
            let step = STEPS.iter().find(|s| s.word == step).expect("invariant: every command here is a step").step;
            let ticket = ticket_called(&desk, text(here, "number"))?;
            let ticket = desk.step(ticket.id, step)?;
            show(&desk, here, &ticket)?;
        }
    }
    Ok(Next::Exit(0))
}

fn show(desk: &Desk, here: &ArgMatches, ticket: &Ticket) -> anyhow::Result<()> {
    output::one(Format::of(here), COLUMNS, &row(desk, ticket))
}

fn row(desk: &Desk, t: &Ticket) -> Vec<Cell> {
    let waited = (t.served_at.unwrap_or_else(|| desk.now()) - t.taken_at).num_minutes();
    vec![
        t.number.clone().into(),
        Cell::coded(t.state.code(), t.state.label()),
        t.day.to_string().into(),
        if t.name.is_empty() { String::new() } else { mask::name(&t.name) }.into(),
        t.people.into(),
        Cell::coded(&t.priority, codes::label(codes::PRIORITY, &t.priority)),
        Cell::coded(&t.language, codes::label(codes::LANGUAGE, &t.language)),
        t.window.clone().into(),
        canonical_time(t.taken_at).into(),
        Cell::worded(waited, waiting_words(waited)),
        t.calls.into(),
        t.id.into(),
    ]
}

/// The open ticket of that number, `A012` or `12`; of two days, the newer one.
pub fn ticket_called(desk: &Desk, number: &str) -> anyhow::Result<Ticket> {
    let number = number.trim();
    let wanted = match number.parse::<i64>() {
        Ok(n) => crate::domain::station::ticket(&desk.own_station()?.mark, n),
        Err(_) => number.to_uppercase(),
    };
    let same = desk.queue()?.into_iter().filter(|t| t.number == wanted).max_by_key(|t| (t.day, t.id));
    Ok(same.ok_or_else(|| Failure::refusal(format!("队列里没有{wanted}"), "用 fengqiao queue list 查看"))?)
}
