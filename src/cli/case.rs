//! `case`: listing cases, showing one, the form of a move, and carrying a move out.

use super::args::{flag, format, given, group, leaf, limit, limit_of, option, reveal, text, word};
use super::find::{grade, revealed, stage};
use super::message::Usage;
use super::output::{Cell, Column, Format};
use super::{Next, case_show, draft, fields, output, session};
use crate::desk::CaseFilter;
use crate::domain::case::Stage;
use crate::domain::flow::{self, FLOW, Move};
use crate::domain::forms;
use clap::{ArgMatches, Command};

pub fn command() -> Command {
    group("case", "案件:列表、查看、办理")
        .subcommand(
            leaf("list", "case list [选项]", "案件列表,新的在前")
                .arg(option("stage", "阶段").help("只列这一阶段:代码或名称,如 S20、评析中"))
                .arg(option("handler", "承办人").help("只列这名承办人的:姓名或人员编号"))
                .arg(flag("open").help("只列在办的"))
                .arg(flag("mine").help("只列我承办或登记的"))
                .arg(limit("50").help("最多几条,默认50"))
                .arg(format())
                .arg(reveal()),
        )
        .subcommand(
            leaf("show", "case show [选项] <案号>", "查看一件案件:登记、期限、小组、记录、流水、现在能办的事")
                .arg(word("number", "案号").help("案号、序号如0131、接谈号或 #编号"))
                .arg(format())
                .arg(reveal()),
        )
        .subcommand(
            leaf("act", "case act <案号> <步骤> [--set 键=值]...", "办理一步,如受理、不予受理、指派")
                .arg(word("number", "案号").display_order(1).help("案号、序号如0131、接谈号或 #编号"))
                .arg(
                    word("move", "步骤").display_order(2).help("步骤编号或名称,如 T07、受理;用 case show 看现在能办的"),
                )
                .args(draft::options())
                .arg(
                    option("rev", "版本")
                        .value_parser(clap::value_parser!(i64))
                        .help("看到的版本号;别人先改动时退出码为5"),
                )
                .arg(flag("help-fields").help("列出这一步要填的各项,不办理"))
                .arg(format()),
        )
        .subcommand(
            leaf("undo", "case undo <案号> --set reason=原因", "撤回刚办的一步:30分钟内,本人或主任")
                .arg(word("number", "案号").help("案号、序号如0131、接谈号或 #编号"))
                .args(draft::options())
                .arg(format()),
        )
        .subcommand(
            leaf("form", "case form [选项] <步骤>", "列出一步要填的各项")
                .arg(word("move", "步骤").help("步骤编号、名称,或表名如 visit、staff"))
                .arg(format()),
        )
        .subcommand(leaf("moves", "case moves [选项]", "全部步骤:从哪一阶段到哪一阶段").arg(format()))
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    match here.subcommand() {
        Some(("list", here)) => list(here),
        Some(("show", here)) => case_show::run(here),
        Some(("act", here)) => act(here),
        Some(("form", here)) => form(here),
        Some(("undo", here)) => undo(here),
        _ => moves(here.subcommand().map_or(here, |s| s.1)),
    }
}

const COLUMNS: &[Column] = &[
    ("case", "案号"),
    ("petitioner", "信访人"),
    ("stage", "阶段"),
    ("stage_label", ""),
    ("grade", "等级"),
    ("handler", "承办"),
    ("opened", "登记"),
    ("gist", "诉求"),
    ("last_action", ""),
    ("last_action_at", ""),
    ("case_id", ""),
    ("station", "网点"),
    ("intake", "首接网点"),
];

fn list(here: &ArgMatches) -> anyhow::Result<Next> {
    let mut desk = session::desk(here)?;
    let wanted = match text(here, "stage") {
        "" => None,
        word => Some(stage_called(word)?),
    };
    let handler = match text(here, "handler") {
        "" => None,
        word => Some(staff_id(&desk, word)?),
    };
    let set = |name| here.get_flag(name);
    let filter = CaseFilter { stage: wanted, handler, open_only: set("open"), mine: set("mine") };
    let page = desk.list_cases(&filter, None, limit_of(here), false)?;
    let mut rows = Vec::new();
    for row in page.rows {
        let petitioner = revealed(&mut desk, here, row.id, row.petitioner)?;
        rows.push(vec![
            row.title.into(),
            petitioner.into(),
            stage(row.stage),
            row.stage.label().into(),
            grade(&row.grade),
            row.handler.into(),
            row.opened.to_string().into(),
            row.gist.into(),
            row.last_action.into(),
            row.last_action_at.into(),
            row.id.into(),
            row.station.into(),
            row.intake.into(),
        ]);
    }
    output::list(Format::of(here), COLUMNS, &rows)?;
    if page.after && Format::of(here) == Format::Table {
        super::message::say(&format!("只列了前{}件;用 --limit 看更多", rows.len()));
    }
    Ok(Next::Exit(0))
}

/// The stage of that code or label.
pub fn stage_called(word: &str) -> anyhow::Result<Stage> {
    let found = Stage::ALL.iter().find(|r| r.1.eq_ignore_ascii_case(word) || r.2 == word);
    Ok(found.map(|r| r.0).ok_or_else(|| {
        let all: Vec<String> = Stage::ALL.iter().map(|r| format!("{}{}", r.1, r.2)).collect();
        Usage(format!("没有阶段“{word}”,可用:{}", all.join(" ")))
    })?)
}

/// The id of a person named or numbered on the command line.
pub fn staff_id(desk: &crate::desk::Desk, word: &str) -> anyhow::Result<i64> {
    if let Ok(id) = word.parse() {
        return Ok(id);
    }
    let roster = desk.roster()?;
    let same: Vec<_> = roster.iter().filter(|s| s.name == word).collect();
    match same.as_slice() {
        [one] => Ok(one.id),
        [] => Err(Usage(format!("人员库中没有“{word}”;用 fengqiao staff list 查看名单")).into()),
        many => {
            let ids: Vec<String> = many.iter().map(|s| s.id.to_string()).collect();
            Err(Usage(format!("有{}人叫“{word}”;请写编号 {}", many.len(), ids.join("、"))).into())
        }
    }
}

/// The move of that id or label.
pub fn move_called(word: &str) -> anyhow::Result<&'static Move> {
    Ok(flow::find(word).ok_or_else(|| {
        let all: Vec<String> =
            FLOW.iter().filter(|m| m.form.is_some()).map(|m| format!("{}{}", m.id, m.label)).collect();
        Usage(format!("没有步骤“{word}”,可用:{}", all.join(" ")))
    })?)
}

fn act(here: &ArgMatches) -> anyhow::Result<Next> {
    let mv = move_called(text(here, "move"))?;
    if here.get_flag("help-fields") {
        return show_form(here, mv);
    }
    let mut desk = session::desk(here)?;
    let case = draft::called(&desk, text(here, "number"))?;
    let table = mv.form.ok_or_else(|| no_form(mv))?;
    let filled = draft::read(here, table, desk.move_form(case.id, mv)?, &desk)?;
    let done = desk.act(case.id, here.get_one::<i64>("rev").copied(), mv, &filled)?;
    let after = desk.readable_case(case.id);
    let (title, now) = after.map_or((case.title(), mv.leads_to(case.stage)), |c| (c.title(), c.stage));
    let columns = [("case", "案号"), ("move", ""), ("stage", "阶段"), ("text", "结果"), ("case_id", "")];
    let row = [title.into(), Cell::from(mv.id), stage(now), Cell::from(done.text), Cell::from(case.id)];
    output::one(Format::of(here), &columns, &row)?;
    Ok(Next::Exit(0))
}

fn undo(here: &ArgMatches) -> anyhow::Result<Next> {
    let mut desk = session::desk(here)?;
    let case = draft::called(&desk, text(here, "number"))?;
    let filled = draft::read(here, &forms::UNDO, forms::UNDO.blank(), &desk)?;
    let done = desk.undo(case.id, &filled)?;
    let after = desk.readable_case(case.id)?;
    let columns = [("case", "案号"), ("stage", "阶段"), ("text", "结果"), ("case_id", "")];
    let row = [Cell::from(after.title()), stage(after.stage), Cell::from(done.text), Cell::from(case.id)];
    output::one(Format::of(here), &columns, &row)?;
    Ok(Next::Exit(0))
}

fn no_form(mv: &Move) -> crate::desk::Failure {
    crate::desk::Failure::refusal(format!("“{}”的表单尚未启用", mv.label), "用 fengqiao case show 看现在能办的事")
}

fn form(here: &ArgMatches) -> anyhow::Result<Next> {
    let word = text(here, "move");
    if let Some(table) = forms::find(word) {
        output::list(Format::of(here), fields::COLUMNS, &fields::rows(table))?;
        return Ok(Next::Exit(0));
    }
    show_form(here, move_called(word)?)
}

fn show_form(here: &ArgMatches, mv: &'static Move) -> anyhow::Result<Next> {
    let table = mv.form.ok_or_else(|| no_form(mv))?;
    match Format::of(here) {
        Format::Table => output::print(&format!("{} {} 依据:{}\n{}", mv.id, mv.label, mv.basis, fields::text(table)))?,
        format => output::list(format, fields::COLUMNS, &fields::rows(table))?,
    }
    Ok(Next::Exit(0))
}

fn moves(here: &ArgMatches) -> anyhow::Result<Next> {
    let columns =
        [("move", "步骤"), ("label", "名称"), ("from", "从"), ("to", "到"), ("operation", "权限"), ("basis", "依据")];
    let rows: Vec<Vec<Cell>> = FLOW
        .iter()
        .filter(|m| m.form.is_some())
        .map(|m| {
            let codes: Vec<&str> = m.from.iter().map(|s| s.code()).collect();
            let labels: Vec<&str> = m.from.iter().map(|s| s.label()).collect();
            vec![
                m.id.into(),
                m.label.into(),
                Cell::coded(&codes.join(","), &labels.join("、")),
                m.to.map_or_else(|| Cell::coded("", "不变"), stage),
                crate::domain::role::label(m.operation).into(),
                m.basis.into(),
            ]
        })
        .collect();
    output::list(Format::of(here), &columns, &rows)?;
    Ok(Next::Exit(0))
}

/// `--reveal` with its reason, for the commands that show one case.
pub fn reason(here: &ArgMatches) -> Option<String> {
    given(here, "reveal")
}
