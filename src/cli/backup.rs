//! `backup`: a proved copy of the whole file while everybody goes on.

use super::args::{flag, format, leaf, option, text};
use super::output::{Cell, Column, Format};
use super::{Next, message, output, password, session};
use crate::desk::encrypted::{Lock, new_key};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::path::Path;

pub fn command() -> Command {
    leaf("backup", "backup [选项] [文件夹]", "备份整个数据库,各窗口照常使用;逐页读过、核对流水后才算数")
        .arg(
            Arg::new("folder")
                .value_name("文件夹")
                .help_heading("参数")
                .help("备份放在哪里;不写是数据库旁边的“备份”,最好另有一处在别的磁盘"),
        )
        .arg(flag("encrypt").conflicts_with("to").help("加密(age 格式),口令在终端里输入两次;带出门的介质用"))
        .arg(
            option("to", "公钥")
                .action(ArgAction::Append)
                .help("加密给这把公钥(age1…),可写几次,任一把私钥都能打开;定时任务用"),
        )
        .arg(
            option("new-key", "私钥文件")
                .conflicts_with_all(["folder", "encrypt", "to", "if-due"])
                .help("只生成一对钥匙:私钥写入新文件,打印公钥;私钥不要与备份放在一起"),
        )
        .arg(
            flag("if-due")
                .conflicts_with_all(["folder", "encrypt", "to"])
                .help("到该备份时才备份:今天还没有,或上次已过4小时且又办过事;2GB以上的留给定时任务"),
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
    let key = text(here, "new-key");
    if !key.is_empty() {
        let public = new_key(Path::new(key))?;
        output::print(&format!("{public}\n"))?;
        message::say(&format!("私钥在 {key};加密备份:fengqiao backup --to {public} 文件夹"));
        return Ok(Next::Exit(0));
    }
    let folder = text(here, "folder");
    let keys: Vec<&String> = here.get_many("to").into_iter().flatten().collect();
    let lock = match keys.is_empty() {
        true if here.get_flag("encrypt") => Some(Lock::passphrase(&password::passphrase(true)?)?),
        true => None,
        false => Some(Lock::keys(keys.iter().map(|k| k.as_str()))?),
    };
    let mut desk = session::desk(here)?;
    let made = if here.get_flag("if-due") {
        let Some(made) = desk.backup_if_due()? else {
            message::say("还不到备份的时候");
            return Ok(Next::Exit(0));
        };
        made
    } else {
        desk.backup((!folder.is_empty()).then(|| Path::new(folder)), lock.as_ref())?
    };
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
    if lock.is_some() {
        message::say("已加密;口令或私钥丢失后谁也打不开,请现在就演练一次:fengqiao restore --drill");
    }
    message::say("已备份并核对;恢复用 fengqiao restore,演练用 fengqiao restore --drill");
    Ok(Next::Exit(0))
}
