//! `similar`: cases like one, with how they ended, how long they took and on what basis.

use super::args::{format, leaf, limit, limit_of, text, word};
use super::find::stage;
use super::output::{Cell, Column, Format};
use super::{Next, message, output, session};
use crate::domain::codes;
use clap::{ArgMatches, Command};

pub fn command() -> Command {
    leaf("similar", "similar [选项] <案号>", "类案:与一件案件相近的,怎样结的、用了多久、依据什么")
        .arg(word("number", "案号").help("案号、接谈号或 #编号"))
        .arg(limit("20").help("最多几件,默认20"))
        .arg(format())
}

const COLUMNS: &[Column] = &[
    ("case", "案号"),
    ("alike", "相近"),
    ("gist", "诉求"),
    ("dispute", "纠纷类型"),
    ("unit", "单位"),
    ("stage", "阶段"),
    ("outcome", "结案方式"),
    ("way", ""),
    ("days", "天数"),
    ("basis", "依据"),
    ("words", "相同的词"),
    ("same", ""),
    ("id", ""),
];

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let desk = session::desk(here)?;
    let case = desk.case_called(text(here, "number"))?;
    let similar = desk.similar(case.id, limit_of(here))?;
    let format = Format::of(here);
    if similar.likes.is_empty() {
        message::say("没有相近的案件");
    } else {
        message::say(&similar.ended.words());
    }
    let rows: Vec<Vec<Cell>> = similar
        .likes
        .into_iter()
        .map(|l| {
            let words: Vec<&str> = l.words.iter().map(String::as_str).chain(l.same.iter().copied()).collect();
            vec![
                l.title.into(),
                Cell::worded(l.alike, format!("{}%", l.alike)),
                l.gist.into(),
                Cell::coded(&l.dispute, codes::label(codes::DISPUTE, &l.dispute)),
                l.unit.into(),
                stage(l.stage),
                Cell::coded(&l.outcome, codes::label(codes::OUTCOME, &l.outcome)),
                l.way.into(),
                l.days.into(),
                Cell::worded(l.basis.clone(), l.basis.join(";")),
                Cell::worded(l.words.clone(), words.join("、")),
                l.same.into(),
                l.case.into(),
            ]
        })
        .collect();
    if !rows.is_empty() || format != Format::Table {
        output::list(format, COLUMNS, &rows)?;
    }
    Ok(Next::Exit(0))
}
