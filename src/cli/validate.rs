//! `validate`: the verdict on one value, or on each line of stdin.

use super::args::{leaf, text, word};
use super::message::Usage;
use super::{Next, output, session};
use crate::validation::verdict::{KINDS, Verdict, verdict};
use clap::{Arg, ArgMatches, Command};
use std::io::{BufRead, Write};

pub fn command() -> Command {
    leaf(
        "validate",
        "validate <类别> [值]",
        "核对一个值:id 身份证、uscc 统一社会信用代码、phone 电话、name 姓名、date 日期",
    )
    .arg(word("kind", "类别").help("哪一类:id、uscc、phone、name、date"))
    .arg(Arg::new("value").value_name("值").help("要核对的值;不写从标准输入每行读一个").help_heading("参数"))
    .after_help("结果为JSON,每行一个;单个值不合格时退出码为3")
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let kind = text(here, "kind");
    if !KINDS.contains(&kind) {
        return Err(Usage(format!("没有“{kind}”这一类,可用:{}", KINDS.join("、"))).into());
    }
    let today = session::clock()?.now().date();
    if let Some(value) = here.get_one::<String>("value") {
        let found = verdict(kind, value, today);
        output::print(&format!("{}\n", json(&found)?))?;
        return Ok(Next::Exit(if found.ok { 0 } else { 3 }));
    }
    lines(|line, out| Ok(writeln!(out, "{}", json(&verdict(kind, line, today))?)?))?;
    Ok(Next::Exit(0))
}

fn json(found: &Verdict) -> anyhow::Result<String> {
    Ok(output::spelled(&serde_json::to_string(found)?))
}

/// Answers each line of stdin. What is ready is sent on whenever no further line is waiting, so a
/// program at the other end gets its answer at once.
pub fn lines(mut answer: impl FnMut(&str, &mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut input = std::io::BufReader::new(std::io::stdin().lock());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let line = String::from_utf8_lossy(&bytes);
        answer(line.trim_end_matches(['\r', '\n']), &mut out)?;
        if !input.buffer().contains(&b'\n') {
            out.flush()?;
        }
    }
    Ok(out.flush()?)
}
