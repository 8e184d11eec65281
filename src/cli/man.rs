//! The manual page: the commands as `man fengqiao` shows them, from the same rows as `--help`.

use clap::{Arg, Command};
use std::fmt::Write as _;

/// A line that roff leaves as it is.
fn plain(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    text.lines().map(|l| if l.starts_with(['.', '\'']) { format!("\\&{l}\n") } else { format!("{l}\n") }).collect()
}

fn line(text: &str) -> String {
    plain(text).trim_end().replace('\n', " ")
}

/// `--within <天数>`, or the name of a positional argument.
fn shown(arg: &Arg) -> String {
    let value = arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string).unwrap_or_default();
    let taken = arg.get_action().takes_values();
    let value = if taken && !value.is_empty() { format!(" <{value}>") } else { String::new() };
    match (arg.get_short(), arg.get_long()) {
        (Some(short), Some(long)) => format!("-{short}, --{long}{value}"),
        (None, Some(long)) => format!("--{long}{value}"),
        _ => value.trim_start().to_string(),
    }
}

fn arguments(command: &Command, out: &mut String) {
    for arg in command.get_arguments().filter(|a| !a.is_hide_set() && !a.is_global_set() && a.get_id() != "help") {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(out, ".TP\n.B {}\n{}", line(&shown(arg)), line(&help));
    }
}

/// A command and what is below it.
fn command(path: &str, here: &Command, out: &mut String) {
    let about = here.get_about().map(ToString::to_string).unwrap_or_default();
    let _ = writeln!(out, ".SS {}\n{}", line(path), line(&about));
    arguments(here, out);
    if let Some(after) = here.get_after_help() {
        let _ = write!(out, ".PP\n{}", plain(&after.to_string()));
    }
    for below in here.get_subcommands().filter(|c| c.get_name() != "help") {
        command(&format!("{path} {}", below.get_name()), below, out);
    }
}

/// The page in roff, UTF-8.
pub fn page(root: &Command) -> String {
    let mut out = String::from(".\\\" -*- coding: utf-8 -*-\n");
    let about = root.get_about().map(ToString::to_string).unwrap_or_default();
    let _ = writeln!(out, ".TH FENGQIAO 1 \"\" \"fengqiao {}\" 枫桥\n.ad l", line(env!("CARGO_PKG_VERSION")));
    let _ = writeln!(out, ".SH 名称\nfengqiao \\- {}", line(&about));
    out.push_str(".SH 用法\n.B fengqiao\n[选项] [命令]\n.PP\n");
    out.push_str(&plain("不写命令打开终端前台。全部说明:fengqiao manual;每个命令也有 --help。"));
    out.push_str(".SH 选项\n");
    for arg in root.get_arguments() {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(out, ".TP\n.B {}\n{}", line(&shown(arg)), line(&help));
    }
    out.push_str(".SH 命令\n");
    for below in root.get_subcommands() {
        command(below.get_name(), below, &mut out);
    }
    out.push_str(".SH 环境变量\n");
    for (name, words) in [
        ("FENGQIAO_DB", "数据库文件"),
        ("FENGQIAO_AS", "命令的用户"),
        ("FENGQIAO_WINDOW", "窗口名"),
        ("FENGQIAO_PASSWORD, FENGQIAO_NEW_PASSWORD", "脚本里的密码"),
        ("FENGQIAO_NOW", "固定时钟,测试和演示用"),
        ("NO_COLOR", "不用颜色"),
    ] {
        let _ = writeln!(out, ".TP\n.B {}\n{}", line(name), line(words));
    }
    out.push_str(&format!(".PP\n{}", plain("通过SSH的钥匙进入时,以 FENGQIAO_ 开头的一概不采用。")));
    out.push_str(".SH 退出码\n");
    out.push_str(&plain("0 办成,1 故障,2 用法错误,3 有处要改,4 不能办理,5 他人已先改动。"));
    out.push_str(".SH 文件\n");
    for (name, words) in [
        ("/var/lib/fengqiao/desk.db", "软件包安装时的数据库;旁边有 备份、文书、文书模板、每日期限"),
        ("/etc/fengqiao/fengqiao.conf", "定时任务用的设置"),
        ("/usr/share/doc/fengqiao/examples/sshd_config.example", "SSH服务器一方的设置"),
    ] {
        let _ = writeln!(out, ".TP\n.I {}\n{}", line(name), line(words));
    }
    out
}
