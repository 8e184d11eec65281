//! `print`: a slip for the hand of the petitioner, as text.

use super::args::{given, leaf, option, text, word};
use super::message::Usage;
use super::{Next, draft, output, queue, session};
use crate::desk::slips::{self, SLIPS};
use clap::{ArgMatches, Command};

pub fn command() -> Command {
    leaf("print", "print [案号] [--slip 单据]", "打印给信访人的提示单;不写单据先列出有哪些")
        .arg(word("number", "案号").required(false).help("案号、序号如0131、接谈号或 #编号"))
        .arg(option("slip", "单据").help("单据的名称或代码,如 progress、期限提示单"))
        .arg(option("ticket", "号码").help("打印队列中一个号的取号单,如 A006"))
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let wanted = text(here, "slip");
    let all = || SLIPS.iter().map(|s| format!("{} {}", s.id, s.title)).collect::<Vec<_>>();
    if let Some(number) = given(here, "ticket") {
        let mut desk = session::desk(here)?;
        let ticket = queue::ticket_called(&desk, &number)?;
        output::print(&format!("{}\n", desk.ticket_slip(ticket.id)?.join("\n")))?;
        return Ok(Next::Exit(0));
    }
    let number = text(here, "number");
    if wanted.is_empty() && number.is_empty() {
        output::print(&format!("{}\n", all().join("\n")))?;
        return Ok(Next::Exit(0));
    }
    if wanted.is_empty() {
        // Of a case: which can be made now, and what the others wait for.
        let desk = session::desk(here)?;
        let case = draft::called(&desk, number)?;
        for (slip, hindrance) in desk.slips(case.id)? {
            let why = if hindrance.is_empty() { String::new() } else { format!("  还不能:{hindrance}") };
            output::print(&format!("{} {}{why}\n", slip.id, slip.title))?;
        }
        return Ok(Next::Exit(0));
    }
    if number.is_empty() {
        return Err(Usage("要写明案号,如 fengqiao print 0131 --slip progress".into()).into());
    }
    let slip = slips::find(wanted).ok_or_else(|| Usage(format!("没有单据“{wanted}”,可用:{}", all().join("、"))))?;
    let mut desk = session::desk(here)?;
    let case = draft::called(&desk, number)?;
    output::print(&format!("{}\n", desk.slip(case.id, slip)?.join("\n")))?;
    Ok(Next::Exit(0))
}
