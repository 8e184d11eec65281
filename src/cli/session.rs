//! Opening the file and logging in, as `--db`, `--as` and the environment say.

use super::args::given;
use super::message::Usage;
use super::{Opening, password};
use crate::desk::{Clock, Desk, Failure};
use clap::ArgMatches;
use std::io::IsTerminal;
use std::path::PathBuf;

/// The file: `--db`, `FENGQIAO_DB`, or the platform's data directory.
pub fn path(here: &ArgMatches) -> anyhow::Result<PathBuf> {
    match given(here, "db").or_else(|| environment("FENGQIAO_DB")) {
        Some(path) => Ok(PathBuf::from(path)),
        None => Ok(data_folder()?.join("fengqiao.db")),
    }
}

/// Where the platform keeps the data of a program.
pub fn data_folder() -> anyhow::Result<PathBuf> {
    if let Some(folder) = environment("XDG_DATA_HOME") {
        return Ok(PathBuf::from(folder).join("fengqiao"));
    }
    let home = environment("HOME").ok_or_else(|| Usage("找不到数据目录;请用 --db 指定数据库文件".into()))?;
    let folder = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".local/share" };
    Ok(PathBuf::from(home).join(folder).join("fengqiao"))
}

pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.is_empty())
}

/// The clock of the office, or the fixed one of `FENGQIAO_NOW`.
pub fn clock() -> anyhow::Result<Clock> {
    Ok(Clock::from_environment().map_err(Usage)?)
}

/// Who is to act, when that was said.
pub fn wanted(here: &ArgMatches) -> Option<String> {
    given(here, "as").or_else(|| environment("FENGQIAO_AS"))
}

/// What the terminal desk needs to open.
pub fn opening(here: &ArgMatches) -> anyhow::Result<Opening> {
    clock()?;
    let set = |name| here.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or(false);
    let place = terminal_named(here).unwrap_or_else(|| "1号窗口".to_string());
    Ok(Opening {
        db: path(here)?,
        as_user: wanted(here),
        ascii: set("ascii"),
        plain: set("plain"),
        place,
        remote: false,
        own: false,
    })
}

/// Where the commands are typed, for the journal.
pub fn terminal(here: &ArgMatches) -> String {
    terminal_named(here).unwrap_or_else(|| match super::remote::address() {
        Some(from) => format!("命令行SSH {from}").trim_end().to_string(),
        None => "命令行".to_string(),
    })
}

/// The name that was given to the window.
fn terminal_named(here: &ArgMatches) -> Option<String> {
    let window = here.try_get_one::<String>("window").ok().flatten().cloned();
    window.or_else(|| environment("FENGQIAO_WINDOW"))
}

/// The file, opened; nobody logged in.
pub fn open(here: &ArgMatches) -> anyhow::Result<Desk> {
    Ok(Desk::open(&path(here)?, clock()?, &terminal(here))?)
}

/// The desk with its actor: `--as` is believed when the process owns the file, else a password is
/// asked for.
///
/// # Errors
/// A refusal when nobody can be asked, or the password is wrong.
pub fn desk(here: &ArgMatches) -> anyhow::Result<Desk> {
    let mut desk = open(here)?;
    sign_in(here, &mut desk)?;
    Ok(desk)
}

/// Logs in at an open desk as the options and the environment say.
///
/// # Errors
/// As [`desk`].
pub fn sign_in(here: &ArgMatches, desk: &mut Desk) -> anyhow::Result<()> {
    if !desk.is_set_up()? {
        return Err(Failure::refusal(
            "数据库里还没有工作室",
            "先运行 fengqiao 完成首次启动,或用 fengqiao demo 建立演示库",
        )
        .into());
    }
    match wanted(here) {
        Some(login) if desk.may_trust_as()? => desk.login_as(&login)?,
        Some(login) => {
            let secret = ask_secret(&login)?;
            desk.login(&login, &secret)?
        }
        None if std::io::stdin().is_terminal() => {
            let login = password::line("用户名: ")?;
            let secret = ask_secret(&login)?;
            desk.login(&login, &secret)?
        }
        None => {
            return Err(Failure::refusal("没有说明以谁的身份办理", "加 --as 用户名,或设环境变量 FENGQIAO_AS").into());
        }
    };
    Ok(())
}

fn ask_secret(login: &str) -> anyhow::Result<String> {
    match environment("FENGQIAO_PASSWORD") {
        Some(secret) => Ok(secret),
        None if std::io::stdin().is_terminal() => password::secret(&format!("{login}的密码: ")),
        None => Err(Failure::refusal(
            "本进程不是数据库文件的属主,--as 不能直接采信",
            "设环境变量 FENGQIAO_PASSWORD,或在终端里运行后输入密码",
        )
        .into()),
    }
}
