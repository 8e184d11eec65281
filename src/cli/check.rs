//! `check`: whether the file is whole, its journal unbroken, and what should hold holds.

use super::args::{format, leaf};
use super::output::{Cell, Column, Format};
use super::{Next, args, message, output, session};
use crate::domain::backup::Head;
use clap::{Arg, ArgAction, ArgMatches, Command};

pub fn command() -> Command {
    leaf("check", "check [选项]", "检查数据库:文件完整、流水链、数据规则、由流水重放案件;有问题时退出码为1")
        .arg(
            Arg::new("all")
                .long("all")
                .action(ArgAction::SetTrue)
                .help_heading(args::OPTIONS)
                .help("由流水逐件重放全部案件(默认只重放近来办过的)"),
        )
        .arg(args::option("head", "序号:哈希").help("核对日结单或备份旁注上的流水末条;哈希可只写前16位"))
        .arg(format())
        .after_help("由管理员或督查办理;只读,什么也不改")
}

const COLUMNS: &[Column] = &[("name", "检查"), ("ok", "合格"), ("detail", "说明")];

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let told = args::given(here, "head").map(|t| Head::parse(&t).map_err(message::Usage)).transpose()?;
    let desk = session::desk(here)?;
    let mut findings = desk.check_with(here.get_flag("all"))?;
    if let Some(told) = told {
        findings.push(desk.check_head(&told)?);
    }
    let rows: Vec<Vec<Cell>> =
        findings.iter().map(|f| vec![Cell::from(f.name), f.ok.into(), f.detail.clone().into()]).collect();
    output::list(Format::of(here), COLUMNS, &rows)?;
    let bad = findings.iter().filter(|f| !f.ok).count();
    if bad > 0 {
        message::say(&format!("有{bad}项不合格;先复制一份数据库,再联系管理员,不要删除"));
    }
    Ok(Next::Exit(u8::from(bad > 0)))
}
