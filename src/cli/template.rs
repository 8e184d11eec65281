//! `template`: the templates of documents, for an office that wants its own.

use super::args::{format, group, leaf, text, word};
use super::message::say;
use super::output::{Cell, Column, Format};
use super::{Next, output, session};
use crate::documents::templates;
use clap::{Arg, ArgMatches, Command};
use std::path::PathBuf;

pub fn command() -> Command {
    group("template", "文书模板:导出、核对、字段")
        .subcommand(
            leaf("export", "template export <文件夹>", "导出自带的全部模板,用WPS改好后放到数据库旁边的“文书模板”")
                .arg(word("folder", "文件夹").help("写到哪里;已有的同名文件不覆盖")),
        )
        .subcommand(
            leaf("check", "template check [选项] [文件夹]", "核对自己的模板:不认识的字段、少了的字段、坏文件")
                .arg(Arg::new("folder").value_name("文件夹").help_heading("参数").help("不写是数据库旁边的“文书模板”"))
                .arg(format())
                .after_help("有不能用的模板时退出码为3;只是少了字段的可以用"),
        )
        .subcommand(leaf("fields", "template fields [选项]", "模板里能用的全部字段和名单").arg(format()))
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    match here.subcommand() {
        Some(("export", here)) => export(here),
        Some(("check", here)) => check(here),
        Some((_, here)) => fields(here),
        None => fields(here),
    }
}

fn export(here: &ArgMatches) -> anyhow::Result<Next> {
    let (written, left) = templates::export(&PathBuf::from(text(here, "folder")))?;
    output::print(&written.iter().map(|name| format!("{name}\n")).collect::<String>())?;
    if !left.is_empty() {
        say(&format!("已有{}个同名文件,没有覆盖:{}", left.len(), left.join("、")));
    }
    Ok(Next::Exit(0))
}

const FINDINGS: &[Column] =
    &[("file", "模板"), ("ok", "可用"), ("broken", "坏在哪里"), ("unknown", "不认识的字段"), ("missing", "少了的字段")];

fn check(here: &ArgMatches) -> anyhow::Result<Next> {
    let folder = match text(here, "folder") {
        "" => templates::folder(&session::path(here)?),
        folder => PathBuf::from(folder),
    };
    let findings = templates::check(&folder)?;
    if Format::of(here) == Format::Table {
        // Names are told whole, whatever their number.
        let mut out = String::new();
        for f in &findings {
            out.push_str(&format!("{}  {}\n", f.file, if f.is_usable() { "可用" } else { "不能用" }));
            let lines = [
                ("坏文件", f.broken.clone()),
                ("不认识的字段", f.unknown.join(" ")),
                ("少了的字段", f.missing.join(" ")),
            ];
            for (label, words) in lines.iter().filter(|l| !l.1.is_empty()) {
                out.push_str(&format!("  {label}: {}\n", output::line(words)));
            }
        }
        output::print(&out)?;
    } else {
        let row = |f: &templates::Finding| -> Vec<Cell> {
            vec![
                f.file.clone().into(),
                f.is_usable().into(),
                f.broken.clone().into(),
                f.unknown.join(" ").into(),
                f.missing.join(" ").into(),
            ]
        };
        output::list(Format::of(here), FINDINGS, &findings.iter().map(row).collect::<Vec<_>>())?;
    }
    let bad = findings.iter().filter(|f| !f.is_usable()).count();
    if bad > 0 {
        say(&format!("有{bad}个模板不能用;字段看 fengqiao template fields,移走该文件就用自带的模板"));
    }
    Ok(Next::Exit(if bad > 0 { 3 } else { 0 }))
}

const FIELDS: &[Column] = &[("name", "字段"), ("label", "含义")];

fn fields(here: &ArgMatches) -> anyhow::Result<Next> {
    let rows: Vec<Vec<Cell>> =
        crate::documents::told().into_iter().map(|(name, label)| vec![name.into(), label.into()]).collect();
    output::list(Format::of(here), FIELDS, &rows)?;
    Ok(Next::Exit(0))
}
