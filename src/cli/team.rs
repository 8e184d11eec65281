//! `team`: who handles a case, who could, and assigning.

use super::args::{flag, format, given, group, leaf, option, text, word};
use super::output::{Cell, Column, Format};
use super::{Next, case, draft, output, session};
use crate::domain::case::Stage;
use crate::domain::{codes, flow, forms};
use clap::{ArgMatches, Command};

pub fn command() -> Command {
    let number = || word("number", "案号").help("案号、序号如0131、接谈号或 #编号");
    group("team", "专调小组:查看、候选、指派、批量改派、回避")
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
        .subcommand(
            leaf("move", "team move --from 人员 --to 人员,… [条件]", "批量改派:把一个人或符合条件的在办案件移交出去")
                .arg(option("from", "人员").help("移交谁的;不写则按条件,不论谁承办"))
                .arg(option("to", "人员").required(true).help("接收人,几个用逗号分开;每件给在办最少的"))
                .arg(option("unit", "单位").help("只要这个责任单位的,写全称"))
                .arg(option("stage", "阶段").help("只要这个阶段的,如 调解中"))
                .arg(option("dispute", "类型").help("只要这类纠纷的"))
                .arg(option("listed", "是否").help("是:只要包案  否:只要非包案"))
                .arg(flag("handled-only").help("只移交承办的,不动只是组员的"))
                .arg(flag("dry-run").help("只列出来,什么也不改"))
                .arg(flag("recusal-checked").help("已看过预览、核对过回避;办理时必写"))
                .arg(option("reason", "原因").help("改派原因;办理时必写"))
                .arg(format())
                .after_help("先加 --dry-run 看一遍。有回避等情形的留下不动并写明原因;办完用 team paper 打印交接清单"),
        )
        .subcommand(
            leaf("paper", "team paper <编号>", "交接清单,移交人和接收人签字")
                .arg(word("paper", "编号").value_parser(clap::value_parser!(i64)).help("交接清单的编号")),
        )
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let (name, here) = here.subcommand().expect("invariant: a group has a command");
    let mut desk = session::desk(here)?;
    match name {
        "move" => return move_caseload(here, &mut desk),
        "paper" => {
            let lines = desk.handover_paper(here.get_one("paper").copied().unwrap_or_default())?;
            output::print(&format!("{}\n", lines.join("\n")))?;
            return Ok(Next::Exit(0));
        }
        _ => {}
    }
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

const CASELOAD: &[Column] = &[
    ("case", "案号"),
    ("petitioner", "信访人"),
    ("stage", "阶段"),
    ("part", "分工"),
    ("from", "移交人"),
    ("to", "接收人"),
    ("due", "最近期限"),
    ("hindrance", "留下的原因"),
];

fn move_caseload(here: &clap::ArgMatches, desk: &mut crate::desk::Desk) -> anyhow::Result<Next> {
    let code = |yes: bool| if yes { "1" } else { "0" };
    let mut filled = forms::CASELOAD.blank().with("preview", code(here.get_flag("dry-run")));
    filled.set("members", code(!here.get_flag("handled-only")));
    if here.get_flag("recusal-checked") {
        filled.set("recusal_checked", "1");
    }
    for key in ["to", "unit", "stage", "dispute", "listed", "reason"] {
        filled.set(key, text(here, key));
    }
    if let Some(from) = given(here, "from") {
        filled.set("from", case::staff_id(desk, &from)?.to_string());
    }
    let load = desk.move_caseload(&filled)?;
    let row = |l: &crate::desk::CaseloadLine| -> Vec<Cell> {
        vec![
            l.title.clone().into(),
            l.petitioner.clone().into(),
            l.stage.into(),
            Cell::coded(&l.part, if l.part == "handler" { "承办" } else { "组员" }),
            l.from.clone().into(),
            l.to.clone().into(),
            l.due.clone().into(),
            l.hindrance.clone().into(),
        ]
    };
    let rows: Vec<Vec<Cell>> = load.lines.iter().map(row).collect();
    output::list(Format::of(here), CASELOAD, &rows)?;
    super::message::say(&load.words());
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
