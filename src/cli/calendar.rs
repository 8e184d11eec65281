//! `calendar`: the rest days, and a new year's notice.

use super::args::{format, group, leaf, text, word};
use super::message::{Usage, say};
use super::output::{Cell, Column, Format};
use super::{Next, output, session};
use crate::domain::calendar::{Calendar, DayKind};
use chrono::Datelike;
use clap::{Arg, ArgMatches, Command};
use std::io::Read;
use std::sync::Arc;

pub fn command() -> Command {
    group("calendar", "工作日历:查看、导入放假通知")
        .subcommand(
            leaf("show", "calendar show [选项] [年份]", "哪些年已知;写年份列出放假和补班")
                .arg(
                    Arg::new("year")
                        .value_name("年份")
                        .value_parser(clap::value_parser!(i32))
                        .help("如 2026")
                        .help_heading("参数"),
                )
                .arg(format()),
        )
        .subcommand(
            leaf("import", "calendar import [选项] <文件>", "导入一年的放假通知,重算所有在走的期限")
                .arg(word("file", "文件").help("csv:date,kind,name,status(放假/补班);- 为标准输入"))
                .arg(format()),
        )
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    match here.subcommand() {
        Some(("import", here)) => import(here),
        other => show(other.map_or(here, |s| s.1)),
    }
}

fn show(here: &ArgMatches) -> anyhow::Result<Next> {
    let Some(year) = here.get_one::<i32>("year").copied() else {
        let desk = session::desk(here)?;
        let rows: Vec<Vec<Cell>> =
            desk.calendar_years()?.into_iter().map(|(year, status)| vec![Cell::from(year), status.into()]).collect();
        output::list(Format::of(here), &[("year", "年份"), ("status", "情况")], &rows)?;
        return Ok(Next::Exit(0));
    };
    let calendar = if session::path(here)?.exists() {
        session::open(here)?.calendar().clone()
    } else {
        Arc::new(Calendar::embedded().clone())
    };
    const COLUMNS: &[Column] = &[("date", "日期"), ("kind", "安排"), ("name", "名称"), ("status", "通知")];
    let rows: Vec<Vec<Cell>> = calendar
        .days()
        .iter()
        .filter(|d| d.date.year() == year)
        .map(|d| {
            let kind = if d.kind == DayKind::Off { "放假" } else { "补班" };
            let status = if d.official { ("official", "已公布") } else { ("provisional", "暂定") };
            vec![d.date.to_string().into(), kind.into(), d.name.clone().into(), Cell::coded(status.0, status.1)]
        })
        .collect();
    if rows.is_empty() {
        say(&format!("{year}年没有安排,只按周末休息计算;用 fengqiao calendar import 导入通知"));
    }
    output::list(Format::of(here), COLUMNS, &rows)?;
    Ok(Next::Exit(0))
}

fn import(here: &ArgMatches) -> anyhow::Result<Next> {
    let path = text(here, "file");
    let content = if path == "-" {
        let mut content = String::new();
        std::io::stdin().lock().read_to_string(&mut content)?;
        content
    } else {
        std::fs::read_to_string(path)
            .map_err(|e| Usage(format!("读不了文件 {path}:{};请核对路径", crate::store::disk::words(&e))))?
    };
    let mut desk = session::desk(here)?;
    let done = desk.import_calendar(&content)?;
    done.notes.iter().for_each(|note| say(&format!("请核对:{note}")));
    say(&format!("已导入{}年{}天;{}个期限改动", done.year, done.days, done.moved.len()));
    const COLUMNS: &[Column] =
        &[("case", "案号"), ("rule", ""), ("label", "期限"), ("old_due", "原届满"), ("new_due", "现届满")];
    let rows: Vec<Vec<Cell>> = done
        .moved
        .iter()
        .map(|m| {
            vec![
                m.case.clone().into(),
                m.rule.clone().into(),
                m.label.clone().into(),
                m.old_due.to_string().into(),
                m.new_due.to_string().into(),
            ]
        })
        .collect();
    output::list(Format::of(here), COLUMNS, &rows)?;
    Ok(Next::Exit(0))
}
