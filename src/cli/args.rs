//! The parts of the command line that commands share, in Chinese down to the headings.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};

const TEMPLATE: &str = "{about}\n\n用法: {usage}\n\n{all-args}{after-help}";
pub const OPTIONS: &str = "选项";
const ARGUMENTS: &str = "参数";
const EVERYWHERE: &str = "通用选项";

/// The root: the options that hold everywhere.
pub fn root() -> Command {
    dress(Command::new("fengqiao"))
        .about("枫桥:人民调解参与信访问题化解工作室前台")
        .override_usage("fengqiao [选项] [命令]")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .args_override_self(true)
        .arg(flag("ascii").help("终端前台只用ASCII边框"))
        .arg(flag("plain").help("终端前台不画边框,供读屏软件使用"))
        .arg(option("window", "窗口").help("终端前台的窗口名,如 2号窗口;不写用 FENGQIAO_WINDOW"))
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help("显示版本")
                .help_heading(OPTIONS),
        )
        .arg(global("db", "文件").help("数据库文件;不写用 FENGQIAO_DB,再不写用默认位置"))
        .arg(global("as", "用户名").help("以谁的身份办理;不写用 FENGQIAO_AS"))
        .after_help("不写命令:打开终端前台,首次使用先建立工作室。全部说明:fengqiao manual")
}

fn global(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).global(true).help_heading(EVERYWHERE)
}

fn dress(command: Command) -> Command {
    command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
}

/// Adds `--help` as the last option of a command and of all below it.
pub fn finish(command: Command) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示帮助");
    command.arg(help.help_heading(EVERYWHERE)).mut_subcommands(finish)
}

/// A command that does something. `usage` is what follows `fengqiao`, e.g. `find [选项] <查询>`.
pub fn leaf(name: &'static str, usage: &str, about: &'static str) -> Command {
    dress(Command::new(name)).about(about).override_usage(format!("fengqiao {usage}"))
}

/// A command that only holds others.
pub fn group(name: &'static str, about: &'static str) -> Command {
    dress(Command::new(name))
        .about(about)
        .override_usage(format!("fengqiao {name} <命令> [选项]"))
        .subcommand_required(true)
}

/// A positional argument that must be there.
pub fn word(name: &'static str, shown: &'static str) -> Arg {
    Arg::new(name).value_name(shown).required(true).help_heading(ARGUMENTS)
}

/// An option with a value.
pub fn option(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help_heading(OPTIONS)
}

/// An option without one.
pub fn flag(name: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help_heading(OPTIONS)
}

/// `--format`, for every command that gives data.
pub fn format() -> Arg {
    option("format", "格式")
        .value_parser(PossibleValuesParser::new(["table", "json", "csv"]))
        .hide_possible_values(true)
        .default_value("table")
        .hide_default_value(true)
        .help("table 表格(默认)、json、csv")
}

/// `--reveal`, for every command that shows people.
pub fn reveal() -> Arg {
    option("reveal", "理由").help("显示姓名、证件、电话明文;理由记入流水")
}

/// `--limit`, with what holds when it is not given.
pub fn limit(default: &'static str) -> Arg {
    option("limit", "条数")
        .value_parser(clap::value_parser!(u32).range(1..))
        .default_value(default)
        .hide_default_value(true)
}

/// The limit as a number of rows.
pub fn limit_of(here: &ArgMatches) -> usize {
    here.get_one::<u32>("limit").map_or(usize::MAX, |n| usize::try_from(*n).unwrap_or(usize::MAX))
}

/// The text of an argument, "" when it was not given.
pub fn text<'a>(here: &'a ArgMatches, name: &str) -> &'a str {
    here.get_one::<String>(name).map_or("", String::as_str)
}

/// The text of an option, when it was given and holds something.
pub fn given(here: &ArgMatches, name: &str) -> Option<String> {
    here.get_one::<String>(name).filter(|t| !t.is_empty()).cloned()
}
