//! `user`: who may log in. For the administrator.

use super::args::{flag, format, group, leaf, text, word};
use super::output::{Cell, Column, Format};
use super::{Next, draft, output, password, session};
use crate::domain::forms;
use clap::{ArgMatches, Command};

pub fn command() -> Command {
    let login = || word("login", "用户名").help("登录用的名字");
    let stdin = || flag("password-stdin").help("密码从标准输入读一行;不写则在终端输入两次");
    group("user", "用户:列表、新建、改密码、改派网点、停用、恢复")
        .subcommand(leaf("list", "user list [选项]", "全部用户").arg(format()))
        .subcommand(
            leaf("add", "user add --set 键=值...", "新建用户")
                .args(draft::options())
                .arg(stdin())
                .after_help("各项:fengqiao case form user。密码也可放在 FENGQIAO_NEW_PASSWORD"),
        )
        .subcommand(leaf("password", "user password [选项] <用户名>", "改密码").arg(login()).arg(stdin()))
        .subcommand(
            leaf("station", "user station <用户名> <网点>", "改派到另一个网点办公")
                .arg(login().display_order(1))
                .arg(word("station", "网点").display_order(2).help("网点的名称或编号")),
        )
        .subcommand(leaf("off", "user off <用户名>", "停用").arg(login()))
        .subcommand(leaf("on", "user on <用户名>", "恢复").arg(login()))
}

const COLUMNS: &[Column] = &[
    ("login", "用户名"),
    ("name", "姓名"),
    ("role", "角色"),
    ("staff", "人员编号"),
    ("active", "启用"),
    ("station", "网点"),
];

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let (name, here) = here.subcommand().expect("invariant: a group has a command");
    let mut desk = session::desk(here)?;
    let login = here.try_get_one::<String>("login").ok().flatten().cloned().unwrap_or_default();
    let done = match name {
        "list" => {
            let row = |u: crate::desk::UserRow| {
                vec![
                    Cell::from(u.login),
                    u.name.into(),
                    Cell::coded(u.role.code(), u.role.label()),
                    u.staff.into(),
                    u.active.into(),
                    u.station.into(),
                ]
            };
            let rows: Vec<Vec<Cell>> = desk.users()?.into_iter().map(row).collect();
            output::list(Format::of(here), COLUMNS, &rows)?;
            return Ok(Next::Exit(0));
        }
        "add" => {
            let filled = draft::read(here, &forms::USER, forms::USER.blank(), &desk)?;
            let secret = password::new_secret(here.get_flag("password-stdin"))?;
            desk.add_user(&filled, &secret)?
        }
        "password" => {
            let secret = password::new_secret(here.get_flag("password-stdin"))?;
            desk.set_password(text(here, "login"), &secret)?
        }
        "station" => {
            let station = desk.station_called(text(here, "station"))?;
            desk.seat_user(&login, station.id)?
        }
        switch => desk.set_user_active(&login, switch == "on")?,
    };
    output::print(&format!("{}\n", done.text))?;
    Ok(Next::Exit(0))
}
