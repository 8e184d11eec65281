//! `team`: who handles a case, who could, and assigning.

use super::args::{format, group, leaf, text, word};
use super::output::{Cell, Column, Format};
use super::{Next, draft, output, session};
use crate::domain::case::Stage;
use crate::domain::{codes, flow, forms};
use clap::{ArgMatches, Command};

pub fn command() -> Command {
    let number = || word("number", "案号").help("案号、序号如0131、接谈号或 #编号");
    group("team", "专调小组:查看、候选、指派、回避")
        .subcommand(leaf("show", "team show [选项] <案号>", "本案小组").arg(number()).arg(format()))
        .subcommand(
            leaf("candidates", "team candidates [选项] <案号>", "候选人和理由,应当回避的列在最后")
                .arg(number())
                .arg(format()),
        )
        .subcommand(
            leaf("assign", "team assign <案号> --set handler=…", "指派承办人和小组;已指派的即改派")
                .arg(number())
                .args(draft::options())
                .arg(
                    clap::Arg::new("rev")
                        .long("rev")
                        .value_name("版本")
                        .value_parser(clap::value_parser!(i64))
                        .help("看到的版本号;别人先改动时退出码为5")
                        .help_heading("选项"),
                )
                .after_help("handler、members 可写姓名或人员编号;各项:fengqiao case form assign 或 reassign"),
        )
        .subcommand(
            leaf("recusal", "team recusal <案号> [--set 键=值]...", "申报回避;不填则列出已申报的")
                .arg(number())
                .args(draft::options())
                .arg(format()),
        )
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let (name, here) = here.subcommand().expect("invariant: a group has a command");
    let mut desk = session::desk(here)?;
    let case = draft::called(&desk, text(here, "number"))?;
    match name {
        "show" => output::list(Format::of(here), MEMBERS, &members(&desk, case.id)?)?,
        "candidates" => output::list(Format::of(here), CANDIDATES, &candidates(&desk, case.id)?)?,
        "assign" => {
            let rev = here.get_one::<i64>("rev").copied();
            let done = if case.handler.is_some() && case.stage != Stage::Entrusted {
                let filled = draft::read(here, &forms::REASSIGN, forms::REASSIGN.blank(), &desk)?;
                desk.reassign(case.id, rev, &filled)?
            } else {
                let mv = flow::find("T09").expect("invariant: the flow has the move that assigns");
                let filled = draft::read(here, &forms::ASSIGN, desk.move_form(case.id, mv)?, &desk)?;
                desk.act(case.id, rev, mv, &filled)?
            };
            output::print(&format!("{}\n", done.text))?;
        }
        _ if here.contains_id("set") || here.contains_id("from") => {
            let filled = draft::read(here, &forms::RECUSAL, forms::RECUSAL.blank(), &desk)?;
            output::print(&format!("{}\n", desk.declare_recusal(case.id, &filled)?.text))?;
        }
        _ => output::list(Format::of(here), RECUSALS, &recusals(&desk, case.id)?)?,
    }
    Ok(Next::Exit(0))
}

const MEMBERS: &[Column] =
    &[("staff", "编号"), ("part", "分工"), ("name", "姓名"), ("profession", "身份"), ("load", "在办")];

fn members(desk: &crate::desk::Desk, case: i64) -> anyhow::Result<Vec<Vec<Cell>>> {
    let row = |m: crate::desk::TeamMember| {
        vec![
            m.staff.into(),
            Cell::coded(&m.part, if m.part == "handler" { "承办人" } else { "组员" }),
            m.name.into(),
            profession(&m.profession),
            m.load.into(),
        ]
    };
    Ok(desk.team_of(case)?.into_iter().map(row).collect())
}

pub fn profession(code: &str) -> Cell {
    Cell::coded(code, codes::label(codes::PROFESSION, code))
}

const CANDIDATES: &[Column] = &[
    ("staff", "编号"),
    ("name", "姓名"),
    ("profession", "身份"),
    ("load", "在办"),
    ("score", "分"),
    ("reasons", "理由"),
    ("conflict", "回避"),
];

fn candidates(desk: &crate::desk::Desk, case: i64) -> anyhow::Result<Vec<Vec<Cell>>> {
    let row = |c: crate::domain::team::Candidate| {
        vec![
            c.member.id.into(),
            c.member.name.into(),
            profession(&c.member.profession),
            c.member.load.into(),
            c.score.into(),
            Cell::worded(c.reasons.clone(), c.reasons.join("、")),
            c.conflict.into(),
        ]
    };
    Ok(desk.candidates(case)?.into_iter().map(row).collect())
}

const RECUSALS: &[Column] =
    &[("staff", "编号"), ("name", "姓名"), ("ground", "情形"), ("detail", "说明"), ("at", "申报")];

fn recusals(desk: &crate::desk::Desk, case: i64) -> anyhow::Result<Vec<Vec<Cell>>> {
    let row = |r: crate::desk::Recusal| {
        vec![
            r.staff.into(),
            r.name.into(),
            Cell::coded(&r.ground, codes::label(codes::RECUSAL, &r.ground)),
            r.detail.into(),
            r.at.into(),
        ]
    };
    Ok(desk.recusals(case)?.into_iter().map(row).collect())
}
