//! `day`: 日结单, the numbers of a day and the head of the journal, as text for the printer.

use super::args::{leaf, text};
use super::message::Usage;
use super::{Next, output, session};
use clap::{Arg, ArgMatches, Command};

pub fn command() -> Command {
    leaf("day", "day [选项] [日期]", "打印日结单:当天办了多少、在办和逾期、流水末条的序号和哈希")
        .arg(Arg::new("day").value_name("日期").help_heading("参数").help("哪一天,如 2026-11-23;不写是今天"))
        .after_help("只有件数,没有姓名。纸质存放;日后 fengqiao check --head 序号:哈希 可查流水是否被改写或截去")
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let desk = &mut session::desk(here)?;
    let day = match text(here, "day") {
        "" => desk.today(),
        typed => typed.parse().map_err(|_| Usage(format!("日期“{typed}”不对,请写成 2026-11-23")))?,
    };
    output::print(&format!("{}\n", desk.day_slip(day)?.join("\n")))?;
    Ok(Next::Exit(0))
}
