//! `check`: whether the file is whole, its journal unbroken, and what should hold holds.

use super::args::{format, leaf};
use super::output::{Cell, Column, Format};
use super::{Next, args, message, output, session};
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
        .arg(format())
        .after_help("由管理员或督查办理;只读,什么也不改")
}

const COLUMNS: &[Column] = &[("name", "检查"), ("ok", "合格"), ("detail", "说明")];

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let findings = session::desk(here)?.check_with(here.get_flag("all"))?;
    let rows: Vec<Vec<Cell>> =
        findings.iter().map(|f| vec![Cell::from(f.name), f.ok.into(), f.detail.clone().into()]).collect();
    output::list(Format::of(here), COLUMNS, &rows)?;
    let bad = findings.iter().filter(|f| !f.ok).count();
    if bad > 0 {
        message::say(&format!("有{bad}项不合格;先复制一份数据库,再联系管理员,不要删除"));
    }
    Ok(Next::Exit(u8::from(bad > 0)))
}
