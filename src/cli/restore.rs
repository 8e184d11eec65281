//! `restore`: a proved backup in the place of the file, and the drill that shows it would work.

use super::args::{self, flag, format, leaf, option, text};
use super::output::{Cell, Column, Format};
use super::{Next, message, output, password, session};
use crate::desk::encrypted::{Key, is_encrypted};
use crate::desk::restore::{Order, restore};
use crate::desk::{Failure, may};
use crate::domain::backup::Head;
use crate::domain::role::Operation;
use clap::{Arg, ArgMatches, Command};
use message::Usage;
use std::path::Path;

pub fn command() -> Command {
    leaf("restore", "restore [选项] <备份文件>", "用备份恢复数据库:先证明备份完好,旧文件改名保留")
        .override_usage("fengqiao restore [选项] <备份文件>\n      fengqiao restore --drill [备份文件夹]")
        .arg(
            Arg::new("file")
                .value_name("备份文件")
                .help_heading("参数")
                .help("备份文件,旁边要有它的旁注(.json);演练时是备份文件夹"),
        )
        .arg(flag("drill").help("演练:在临时文件夹里恢复最近的备份并检查,不动数据库;不合格时退出码为1"))
        .arg(option("head", "序号:哈希").help("没有旁注时,照日结单核对流水末条;哈希可只写前16位"))
        .arg(option("identity", "私钥文件").help("打开加密备份的私钥;用口令加密的不写,在终端里输入口令"))
        .arg(format())
        .after_help("由管理员以数据库文件属主的账户办理;其他窗口和命令要先退出。记入恢复后的流水")
}

const RESTORED: &[Column] =
    &[("file", "数据库"), ("backup", "来自备份"), ("head", "流水末条"), ("kept", "原文件保留为"), ("lost", "少了流水")];
const DRILLED: &[Column] = &[
    ("file", "最近的备份"),
    ("ok", "合格"),
    ("age_minutes", "距今"),
    ("lost_rows", "恢复会少流水"),
    ("lost_visits", "其中来访"),
    ("head", "流水末条"),
    ("fault", "问题"),
];

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let file = text(here, "file");
    if here.get_flag("drill") {
        return drill(here, file);
    }
    if file.is_empty() {
        return Err(Usage("请写明备份文件,或用 --drill 演练".into()).into());
    }
    let told = args::given(here, "head").map(|t| Head::parse(&t).map_err(Usage)).transpose()?;
    let db = session::path(here)?;
    let key = key(here, Path::new(file))?;
    let order = Order {
        db: &db,
        backup: Path::new(file),
        told: told.as_ref(),
        key: key.as_ref(),
        clock: session::clock()?,
        terminal: &session::terminal(here),
    };
    let done = restore(&order, |desk| session::sign_in(here, desk))?;
    let kept = done.kept.map(|k| k.display().to_string()).unwrap_or_default();
    let row = [
        Cell::from(db.display().to_string()),
        file.into(),
        done.head.to_string().into(),
        kept.into(),
        done.lost.map_or_else(
            || Cell::worded(serde_json::Value::Null, "原流水读不出"),
            |n| Cell::worded(n, format!("{n}条")),
        ),
    ];
    output::one(Format::of(here), RESTORED, &row)?;
    message::say("已恢复,备份之后办的事要对照纸质材料补录;请运行 fengqiao check");
    Ok(Next::Exit(0))
}

/// What opens an encrypted backup, asked for only when it is one.
fn key(here: &ArgMatches, backup: &Path) -> anyhow::Result<Option<Key>> {
    let file = text(here, "identity");
    if !file.is_empty() {
        return Ok(Some(Key::file(Path::new(file))?));
    }
    if !backup.is_file() || !is_encrypted(backup)? {
        return Ok(None);
    }
    Ok(Some(Key::passphrase(&password::passphrase(false)?)))
}

fn drill(here: &ArgMatches, folder: &str) -> anyhow::Result<Next> {
    let mut desk = session::desk(here)?;
    let folder = (!folder.is_empty()).then(|| Path::new(folder));
    let key = match desk.newest_backup(folder)? {
        Some(newest) => key(here, &newest)?,
        None => None,
    };
    let drill = match desk.drill(folder, key.as_ref()) {
        // For a timer a backup that does not work is a fault, as none is.
        Err(refused @ Failure::Refusal { .. })
            if desk.actor().is_some_and(|a| may(a, Operation::Administer).is_ok()) =>
        {
            message::say(&format!("演练不合格:{refused}"));
            return Ok(Next::Exit(1));
        }
        other => other?,
    };
    let age = match drill.age {
        m if m >= 24 * 60 => format!("{}天{}小时", m / (24 * 60), m / 60 % 24),
        m => format!("{}小时{}分", m / 60, m % 60),
    };
    let row = [
        Cell::from(drill.file.display().to_string()),
        drill.fault.is_empty().into(),
        Cell::worded(drill.age, age),
        Cell::worded(drill.rows, format!("{}条", drill.rows)),
        Cell::worded(drill.visits, format!("{}次", drill.visits)),
        drill.head.to_string().into(),
        drill.fault.clone().into(),
    ];
    output::one(Format::of(here), DRILLED, &row)?;
    if drill.fault.is_empty() {
        message::say("演练合格:备份完好,能恢复");
    } else {
        message::say(&format!("演练不合格:{}", drill.fault));
    }
    Ok(Next::Exit(u8::from(!drill.fault.is_empty())))
}
