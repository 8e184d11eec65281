//! `print`: a slip for the hand of the petitioner, as text.

use super::args::{leaf, option, text, word};
use super::message::Usage;
use super::{Next, draft, output, session};
use crate::desk::slips::{self, SLIPS};
use clap::{ArgMatches, Command};

pub fn command() -> Command {
    leaf("print", "print <案号> [--slip 单据]", "打印给信访人的提示单;不写单据先列出有哪些")
        .arg(word("number", "案号").help("案号、序号如0131、接谈号或 #编号"))
        .arg(option("slip", "单据").help("单据的名称或代码,如 progress、期限提示单"))
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let wanted = text(here, "slip");
    let all = || SLIPS.iter().map(|s| format!("{} {}", s.id, s.title)).collect::<Vec<_>>();
    if wanted.is_empty() {
        output::print(&format!("{}\n", all().join("\n")))?;
        return Ok(Next::Exit(0));
    }
    let slip = slips::find(wanted).ok_or_else(|| Usage(format!("没有单据“{wanted}”,可用:{}", all().join("、"))))?;
    let mut desk = session::desk(here)?;
    let case = draft::called(&desk, text(here, "number"))?;
    output::print(&format!("{}\n", desk.slip(case.id, slip)?.join("\n")))?;
    Ok(Next::Exit(0))
}
