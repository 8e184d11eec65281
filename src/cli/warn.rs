//! `warn`: the warnings that time causes, for a timer of the machine.

use super::args::{format, group, leaf};
use super::output::{Column, Format};
use super::{Next, output, session};
use clap::{ArgMatches, Command};

pub fn command() -> Command {
    group("warn", "预警:查今天变灯、停滞的期限,适合定时任务每天早上运行").subcommand(
        leaf("sweep", "warn sweep [选项]", "查一遍今天的期限,该预警的记入预警台账;一天只记一次").arg(format()),
    )
}

const COLUMNS: &[Column] = &[("raised", ""), ("already", ""), ("summed", ""), ("text", "结果")];

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let here = here.subcommand().map_or(here, |(_, below)| below);
    let swept = session::desk(here)?.sweep()?;
    let raised = i64::try_from(swept.raised).unwrap_or(i64::MAX);
    let cells = [raised.into(), swept.already.into(), swept.summed.into(), swept.text().into()];
    output::one(Format::of(here), COLUMNS, &cells)?;
    Ok(Next::Exit(0))
}
