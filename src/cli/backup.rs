//! `backup`: a proved copy of the whole file while everybody goes on.

use super::args::{format, leaf, text};
use super::output::{Cell, Column, Format};
use super::{Next, message, output, session};
use clap::{Arg, ArgMatches, Command};
use std::path::Path;

pub fn command() -> Command {
    leaf("backup", "backup [选项] [文件夹]", "备份整个数据库,各窗口照常使用;逐页读过、核对流水后才算数")
        .arg(
            Arg::new("folder")
                .value_name("文件夹")
                .help_heading("参数")
                .help("备份放在哪里;不写是数据库旁边的“备份”,最好另有一处在别的磁盘"),
        )
        .arg(format())
        .after_help(
            "由管理员办理,可定时:fengqiao backup --as admin。保留每日7份、每周5份、每月12份。\n文书、扫描件在数据库外,另行复制",
        )
}

const COLUMNS: &[Column] = &[
    ("file", "文件"),
    ("taken", "时间"),
    ("bytes", "字节"),
    ("schema", "版本"),
    ("head", "流水末条"),
    ("sha256", "指纹"),
    ("dropped", "清理旧备份"),
];

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let folder = text(here, "folder");
    let mut desk = session::desk(here)?;
    let made = desk.backup((!folder.is_empty()).then(|| Path::new(folder)))?;
    let row = [
        Cell::from(made.file.display().to_string()),
        made.note.taken.clone().into(),
        made.note.bytes.into(),
        made.note.schema.into(),
        made.note.head().to_string().into(),
        made.note.sha256.clone().into(),
        made.dropped.into(),
    ];
    output::one(Format::of(here), COLUMNS, &row)?;
    message::say("已备份并核对;恢复用 fengqiao restore,演练用 fengqiao restore --drill");
    Ok(Next::Exit(0))
}
