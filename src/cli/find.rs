//! `find`: cases by number, name, initials, document, phone or words of the narrative.

use super::args::{format, given, leaf, limit, limit_of, reveal, text, word};
use super::output::{Cell, Column, Format};
use super::{Next, message, output, session};
use crate::desk::{Desk, Failure};
use crate::domain::case::Stage;
use crate::domain::codes;
use clap::{ArgMatches, Command};

pub fn command() -> Command {
    leaf("find", "find [选项] <查询>", "查找:案号、姓名、拼音首字母、证件、电话、概况里的词,最准的在前")
        .arg(word("query", "查询").help("如 0131、和志强、hzq、证件后四位、宅基地"))
        .arg(limit("20").help("最多几条,默认20"))
        .arg(format())
        .arg(reveal())
}

pub const COLUMNS: &[Column] = &[
    ("case", "案号"),
    ("petitioner", "信访人"),
    ("stage", "阶段"),
    ("stage_label", ""),
    ("grade", "等级"),
    ("handler", "承办"),
    ("opened", "登记"),
    ("why", "相符"),
    ("case_id", ""),
];

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let mut desk = session::desk(here)?;
    let query = text(here, "query");
    let hits = desk.find(query, limit_of(here))?;
    let mut rows = Vec::new();
    for hit in hits {
        let petitioner = revealed(&mut desk, here, hit.case, hit.petitioner)?;
        rows.push(vec![
            hit.title.into(),
            petitioner.into(),
            stage(hit.stage),
            hit.stage.label().into(),
            grade(&hit.grade),
            hit.handler.into(),
            hit.opened.to_string().into(),
            hit.why.into(),
            hit.case.into(),
        ]);
    }
    let format = Format::of(here);
    if rows.is_empty() && format == Format::Table {
        message::say(&format!("没有找到“{}”", output::line(query)));
        return Ok(Next::Exit(0));
    }
    output::list(format, COLUMNS, &rows)?;
    Ok(Next::Exit(0))
}

pub fn stage(stage: Stage) -> Cell {
    Cell::coded(stage.code(), stage.label())
}

pub fn grade(code: &str) -> Cell {
    Cell::coded(code, codes::label(codes::GRADE, code))
}

/// The petitioner in full when `--reveal` gave a reason, journalled case by case; else as masked. In
/// a list, a case that may not be revealed stays masked, and that is said.
pub fn revealed(desk: &mut Desk, here: &ArgMatches, case: i64, masked: String) -> anyhow::Result<String> {
    let Some(reason) = given(here, "reveal") else { return Ok(masked) };
    match desk.reveal(case, &reason) {
        Ok(open) => Ok(open.name),
        Err(Failure::Refusal { reason, .. }) => {
            message::say(&format!("{masked} 仍遮盖:{reason}"));
            Ok(masked)
        }
        Err(other) => Err(other.into()),
    }
}
