//! `register`: every register of the office (台账), listed, looked into and worked on.

use super::args::{flag, format, given, group, leaf, limit, limit_of, option, text, word};
use super::message::Usage;
use super::output::{Cell, Format};
use super::{Next, draft, fields, output, session};
use crate::desk::Desk;
use crate::desk::register::{self, Act, Ask, Register};
use crate::validation::display::aligned;
use clap::{ArgMatches, Command};

pub fn command() -> Command {
    group("register", "台账:包案、卷宗、经费、预警、督办、苗头、人员等")
        .subcommand(leaf("list", "register list [选项]", "有哪些台账,各有哪些视图和办理").arg(format()))
        .subcommand(
            leaf("show", "register show [选项] <台账>", "列出一个台账")
                .arg(name())
                .arg(option("view", "视图").help("视图的名称或代码;不写是第一个"))
                .arg(option("search", "词").help("只列含有这些字的"))
                .arg(option("case", "案号").help("只列这件案件的"))
                .arg(option("after", "编号").value_parser(clap::value_parser!(i64)).help("从这一行之后接着列"))
                .arg(limit("200").help("最多几条,默认200"))
                .arg(format()),
        )
        .subcommand(
            leaf("line", "register line [选项] <台账> <编号>", "一行的全部内容和现在能办的事")
                .arg(name())
                .arg(id().required(true))
                .arg(format()),
        )
        .subcommand(
            leaf("act", "register act <台账> <办理> [编号] [--set 键=值]...", "办理台账中的一行,或新增一行")
                .arg(name().display_order(1))
                .arg(word("act", "办理").display_order(2).help("办理的名称或代码;用 register list 看"))
                .arg(id().display_order(3))
                .args(draft::options())
                .arg(option("case", "案号").help("新增的一行关于哪件案件"))
                .arg(flag("help-fields").help("列出要填的各项,不办理"))
                .arg(format()),
        )
}

fn name() -> clap::Arg {
    word("register", "台账").help("台账的名称或代码;用 register list 看")
}

fn id() -> clap::Arg {
    clap::Arg::new("id").value_name("编号").value_parser(clap::value_parser!(i64)).help_heading("参数").help("行的编号")
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    match here.subcommand() {
        Some(("show", here)) => show(here),
        Some(("line", here)) => line(here),
        Some(("act", here)) => act(here),
        Some((_, here)) => list(here),
        None => list(here),
    }
}

fn called(here: &ArgMatches) -> anyhow::Result<&'static Register> {
    let word = text(here, "register");
    Ok(register::find(word).ok_or_else(|| {
        let all: Vec<String> = register::REGISTERS.iter().map(|r| format!("{} {}", r.id, r.title)).collect();
        Usage(format!("没有台账“{word}”,可用:{}", all.join("、")))
    })?)
}

fn act_called(register: &'static Register, word: &str) -> anyhow::Result<&'static Act> {
    Ok(register.act(word).ok_or_else(|| {
        let all: Vec<String> = register.acts.iter().map(|a| format!("{} {}", a.id, a.label)).collect();
        Usage(format!("{}没有“{word}”,可用:{}", register.title, all.join("、")))
    })?)
}

fn list(here: &ArgMatches) -> anyhow::Result<Next> {
    let desk = session::desk(here)?;
    let columns = [("register", "代码"), ("title", "台账"), ("views", "视图"), ("acts", "办理"), ("basis", "依据")];
    let words = |list: Vec<(&str, &str)>| {
        let pairs: Vec<String> = list.iter().map(|(id, label)| format!("{id}={label}")).collect();
        pairs.join(" ")
    };
    let rows: Vec<Vec<Cell>> = desk
        .registers()
        .into_iter()
        .map(|r| {
            vec![
                r.id.into(),
                r.title.into(),
                words(r.views.to_vec()).into(),
                words(r.acts.iter().map(|a| (a.id, a.label)).collect()).into(),
                r.basis.into(),
            ]
        })
        .collect();
    output::list(Format::of(here), &columns, &rows)?;
    Ok(Next::Exit(0))
}

fn show(here: &ArgMatches) -> anyhow::Result<Next> {
    let register = called(here)?;
    let desk = session::desk(here)?;
    let view = view_called(register, text(here, "view"))?;
    let case = case_of(here, &desk)?;
    let search = text(here, "search").to_string();
    let ask = Ask { view, search, case, after: here.get_one("after").copied(), limit: limit_of(here) };
    let lines = desk.register_rows(register, &ask)?;
    let mut columns = vec![("id", "编号")];
    columns.extend(register.columns.iter().map(|c| (c.key, c.label)));
    let rows: Vec<Vec<Cell>> = lines
        .into_iter()
        .map(|line| std::iter::once(line.id.into()).chain(line.cells.into_iter().map(Cell::from)).collect())
        .collect();
    output::list(Format::of(here), &columns, &rows)?;
    Ok(Next::Exit(0))
}

/// Word of the view of that word or label; "" is the first.
pub fn view_called(register: &Register, word: &str) -> anyhow::Result<String> {
    let found = register.views.iter().find(|v| word.is_empty() || v.0 == word || v.1 == word);
    Ok(found.map(|v| v.0.to_string()).ok_or_else(|| {
        let all: Vec<String> = register.views.iter().map(|v| format!("{} {}", v.0, v.1)).collect();
        Usage(format!("{}没有视图“{word}”,可用:{}", register.title, all.join("、")))
    })?)
}

fn case_of(here: &ArgMatches, desk: &Desk) -> anyhow::Result<Option<i64>> {
    Ok(match given(here, "case") {
        Some(title) => Some(draft::called(desk, &title)?.id),
        None => None,
    })
}

fn line(here: &ArgMatches) -> anyhow::Result<Next> {
    let register = called(here)?;
    let desk = session::desk(here)?;
    let id = here.get_one::<i64>("id").copied().unwrap_or_default();
    let mut pairs = desk.register_line(register, id)?;
    for (act, hindrance) in desk.register_acts(register, Some(id))?.into_iter().filter(|a| a.0.on_line) {
        let words = if hindrance.is_empty() { "现在能办".to_string() } else { format!("未能:{hindrance}") };
        pairs.push((format!("办理 {} {}", act.id, act.label), words));
    }
    match Format::of(here) {
        Format::Table => {
            let lines: Vec<Vec<String>> = pairs.into_iter().map(|(label, value)| vec![label, value]).collect();
            output::print(&format!("{}\n", aligned(&lines).trim_end()))?;
        }
        format => {
            let rows: Vec<Vec<Cell>> = pairs.into_iter().map(|(l, v)| vec![l.into(), v.into()]).collect();
            output::list(format, &[("label", ""), ("value", "")], &rows)?;
        }
    }
    Ok(Next::Exit(0))
}

fn act(here: &ArgMatches) -> anyhow::Result<Next> {
    let register = called(here)?;
    let act = act_called(register, text(here, "act"))?;
    if here.get_flag("help-fields") {
        output::print(&format!("{} {} 依据:{}\n{}", act.id, act.label, act.basis, fields::text(act.form)))?;
        return Ok(Next::Exit(0));
    }
    let mut desk = session::desk(here)?;
    let id = here.get_one::<i64>("id").copied();
    if act.on_line && id.is_none() {
        return Err(
            Usage(format!("“{}”要写明编号,如 fengqiao register act {} {} 12", act.label, register.id, act.id)).into()
        );
    }
    let case = case_of(here, &desk)?;
    let known = desk.register_form(act, id, case)?;
    let filled = draft::read(here, act.form, known, &desk)?;
    let done = desk.register_act(act, id, &filled)?;
    // The first line is the result; what is to be read below it comes as lines.
    let (head, rest) = done.text.split_once('\n').unwrap_or((&done.text, ""));
    let columns = [("register", ""), ("act", ""), ("text", "结果"), ("id", ""), ("lines", "")];
    let lines: Vec<&str> = rest.lines().collect();
    let row = [register.id.into(), act.id.into(), head.into(), done.id.into(), lines.into()];
    let format = Format::of(here);
    output::one(format, &columns[..if rest.is_empty() { 4 } else { 5 }], &row)?;
    if format == Format::Table && !rest.is_empty() {
        output::print(&format!("{}\n", rest.trim_end()))?;
    }
    Ok(Next::Exit(0))
}
