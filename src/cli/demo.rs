//! `demo`: a new file with a made-up studio, to try things out.

use super::args::{flag, given, leaf, option};
use super::{Next, Opening, message, output, session};
use crate::desk::{self, Failure};
use clap::{ArgMatches, Command};
use std::path::{Path, PathBuf};

pub fn command() -> Command {
    leaf("demo", "demo [选项]", "建立演示数据库(全部虚构)并打开")
        .arg(
            option("cases", "件数")
                .value_parser(clap::value_parser!(u64))
                .default_value("300")
                .hide_default_value(true)
                .help("多少件案件,默认300"),
        )
        .arg(
            option("seed", "种子")
                .value_parser(clap::value_parser!(u64))
                .default_value("1")
                .hide_default_value(true)
                .help("同一种子得到同样的数据,默认1"),
        )
        .arg(flag("no-open").help("只建立,不打开终端前台"))
        .after_help("不写 --db 和 FENGQIAO_DB 时建在默认位置的 demo.db;已有内容的文件不会被改动")
}

fn path(here: &ArgMatches) -> anyhow::Result<PathBuf> {
    if given(here, "db").is_some() || session::environment("FENGQIAO_DB").is_some() {
        return session::path(here);
    }
    Ok(session::data_folder()?.join("demo.db"))
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let path = path(here)?;
    if std::fs::metadata(&path).is_ok_and(|m| m.len() > 0) {
        return Err(Failure::refusal(
            format!("{} 已经存在,没有改动", path.display()),
            format!("打开它用 fengqiao --db {};另建用 --db 指定新文件", path.display()),
        )
        .into());
    }
    if path.is_file() {
        // An empty file, as mktemp leaves it: nothing is lost.
        std::fs::remove_file(&path)?;
    }
    let number = |name| here.get_one::<u64>(name).copied().unwrap_or_default();
    let cases = number("cases");
    build(&path, cases, number("seed"))?;
    output::print(&format!("{}\n", path.display()))?;
    message::say(&format!("已建立{cases}件案件。用户 qiantai zhuren banli ducha caiwu admin bangongshi,密码 fengqiao"));
    if here.get_flag("no-open") {
        return Ok(Next::Exit(0));
    }
    Ok(Next::Terminal(Opening { db: path, ..session::opening(here)? }))
}

fn build(path: &Path, cases: u64, seed: u64) -> anyhow::Result<()> {
    let mut told = 0;
    let mut progress = |done: u64| {
        let percent = (done * 100).checked_div(cases).unwrap_or(100);
        if cases >= 10_000 && percent >= told + 10 {
            told = percent;
            message::say(&format!("已写入{done}件({percent}%)"));
        }
    };
    Ok(desk::demo::demo(path, cases, seed, session::clock()?.now(), &mut progress)?)
}
