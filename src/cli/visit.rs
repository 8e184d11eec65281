//! `visit`: registering a visit, and the newest visits.

use super::args::{format, given, group, leaf, limit, limit_of, option, text};
use super::message::say;
use super::output::{Cell, Column, Format};
use super::{Next, draft, output, queue, session};
use crate::desk::VisitLine;
use crate::desk::VisitWrite;
use crate::domain::visit_table::{FAST, VISIT};
use clap::{ArgMatches, Command};

pub fn command() -> Command {
    group("visit", "来访:登记、列表")
        .subcommand(
            leaf("add", "visit add [选项] --set 键=值...", "登记一次来访,立为暂存案件或并入在办案件")
                .args(draft::options())
                .arg(option("ticket", "号码").help("正在接谈的号码,如 A012"))
                .arg(option("attach", "案号").help("重复来访:并入这件在办案件"))
                .arg(option("once", "词").help("认重:同一个词只存一次,没存成的再跑一遍不会重复"))
                .arg(format())
                .after_help(format!("先存至少要:{}。全部各项:fengqiao case form visit", FAST.join("、"))),
        )
        .subcommand(
            leaf("list", "visit list [选项]", "最近的来访,新的在前")
                .arg(option("case", "案号").help("只列这件案件的"))
                .arg(limit("30").help("最多几条,默认30"))
                .arg(format()),
        )
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    match here.subcommand() {
        Some(("add", here)) => add(here),
        _ => list(here.subcommand().map_or(here, |s| s.1)),
    }
}

fn add(here: &ArgMatches) -> anyhow::Result<Next> {
    let mut desk = session::desk(here)?;
    let filled = draft::read(here, &VISIT, VISIT.blank(), &desk)?;
    let ticket = match given(here, "ticket") {
        Some(number) => Some(queue::ticket_called(&desk, &number)?.id),
        None => None,
    };
    let attach = match given(here, "attach") {
        Some(title) => Some(draft::called(&desk, &title)?.id),
        None => None,
    };
    let once = here.get_one::<String>("once").cloned();
    let saved = desk.save_visit(&VisitWrite { visit: None, ticket, attach, once, draft: filled })?;
    let case = desk.readable_case(saved.case)?;
    saved.warnings.iter().for_each(|w| say(&format!("请核对 {}: {}", w.field, w.text)));
    let missing: Vec<&str> = saved.missing.iter().map(|p| p.field.as_str()).collect();
    let columns =
        [("case", "案件"), ("case_id", "编号"), ("visit", ""), ("rev", ""), ("missing", "还差"), ("text", "结果")];
    let row = [
        Cell::from(case.title()),
        Cell::worded(saved.case, format!("#{}", saved.case)),
        Cell::from(saved.visit),
        Cell::from(saved.rev),
        Cell::worded(missing.clone(), missing.join(" ")),
        Cell::from(saved.text),
    ];
    output::one(Format::of(here), &columns, &row)?;
    Ok(Next::Exit(0))
}

const COLUMNS: &[Column] = &[
    ("visited_at", "来访时间"),
    ("docket", "接谈号"),
    ("case", "案件"),
    ("name", "来访人"),
    ("people", "人数"),
    ("gist", "诉求"),
    ("visit", ""),
    ("case_id", ""),
];

fn list(here: &ArgMatches) -> anyhow::Result<Next> {
    let desk = session::desk(here)?;
    let case = match text(here, "case") {
        "" => None,
        title => Some(draft::called(&desk, title)?.id),
    };
    let row = |v: VisitLine| {
        vec![
            Cell::worded(v.visited_at.clone(), v.visited_at.replace('T', " ")),
            v.docket.into(),
            v.title.into(),
            v.name.into(),
            v.people.into(),
            v.gist.into(),
            v.id.into(),
            v.case.into(),
        ]
    };
    let rows: Vec<Vec<Cell>> = desk.visits(case, limit_of(here))?.into_iter().map(row).collect();
    output::list(Format::of(here), COLUMNS, &rows)?;
    Ok(Next::Exit(0))
}
