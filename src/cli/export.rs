//! `export`: a list as an xlsx, csv or json file.

use super::args::{flag, given, leaf, option, text, word};
use super::message::{Usage, say};
use super::{Next, case, draft, output, session};
use crate::desk::register::{self, Ask, REGISTERS};
use crate::desk::{CaseFilter, Desk, OverdueFilter};
use crate::exchange::export::{Target, What, export};
use crate::exchange::sheet::Form;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use std::path::Path;

/// The filters of each list, by its word.
const FILTERS: &[(&str, &[&str])] = &[
    ("cases", &["stage", "handler", "open", "mine"]),
    ("visits", &[]),
    ("overdue", &["within", "handler", "unit", "rule", "light", "silent"]),
    ("staff", &["all"]),
    ("", &["view", "search", "case"]),
];

fn choice(name: &'static str, shown: &'static str, values: &[&'static str]) -> Arg {
    option(name, shown).value_parser(PossibleValuesParser::new(values.to_vec())).hide_possible_values(true)
}

pub fn command() -> Command {
    let registers: Vec<String> = REGISTERS.iter().map(|r| format!("{} {}", r.id, r.title)).collect();
    leaf("export", "export [选项] <名单> --out 文件", "把名单导出成 xlsx、csv 或 json 文件")
        .arg(word("what", "名单").help("cases 案件、visits 来访、overdue 期限、staff 人员库,或台账的代码、名称"))
        .arg(option("out", "文件").required(true).help("写到哪个文件;格式看扩展名 .xlsx .csv .json"))
        .arg(choice("format", "格式", &["xlsx", "csv", "json"]).help("xlsx、csv、json;不写看扩展名"))
        .arg(choice("encoding", "编码", &["utf-8", "gb18030"]).help("csv 的编码:utf-8(默认)或 gb18030"))
        .arg(flag("force").help("同名文件已有时覆盖"))
        .arg(option("reveal", "理由").help("姓名、证件、电话导出明文;理由和行数记入流水"))
        .arg(option("stage", "阶段").help("案件:只列这一阶段"))
        .arg(option("handler", "承办人").help("案件、期限:只列这名承办人的"))
        .arg(flag("open").help("案件:只列在办的"))
        .arg(flag("mine").help("案件:只列我承办或登记的"))
        .arg(
            option("within", "天数")
                .value_parser(clap::value_parser!(i64).range(0..=3660))
                .help("期限:连同今后这么多天内到期的"),
        )
        .arg(option("unit", "单位").help("期限:只列这个责任单位的"))
        .arg(option("rule", "规则").help("期限:只列这一种,如 DL-07"))
        .arg(choice("light", "灯", super::overdue::LIGHTS).help("期限:只列这一种灯"))
        .arg(flag("silent").help("期限:只列静默的"))
        .arg(flag("all").help("人员库:连同已停用的"))
        .arg(option("view", "视图").help("台账:视图的名称或代码"))
        .arg(option("search", "词").help("台账:只列含有这些字的"))
        .arg(option("case", "案号").help("台账:只列这件案件的"))
        .after_help(format!(
            "不写 --reveal 时个人信息遮盖,与屏幕上的名单相同;每次导出都记入流水。\n台账:{}",
            registers.join("、")
        ))
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let path = Path::new(text(here, "out"));
    let form = form(here, path)?;
    let mut desk = session::desk(here)?;
    let what = what(here, &desk)?;
    let reason = match (here.contains_id("reveal"), text(here, "reveal")) {
        (true, "") => " ",
        (_, reason) => reason,
    };
    let target = Target { path, form, force: here.get_flag("force"), reason };
    let mut next = 50_000;
    let done = export(&mut desk, &what, &target, &mut |rows| {
        if rows >= next {
            say(&format!("已写{rows}行"));
            next += 50_000;
        }
    })?;
    if done.clear > 0 && matches!(form, Form::Csv | Form::CsvGb18030) {
        say("csv 用表格软件直接打开会改写长号码;要用表格软件的,请导出 xlsx");
    }
    if !reason.is_empty() && done.clear < done.rows {
        say(&format!("{}行仍遮盖:不是自己经手的,或是检举控告件", done.rows - done.clear));
    }
    let clear = if done.clear > 0 { format!(",明文{}行", done.clear) } else { String::new() };
    output::print(&format!(
        "已导出{}{}行{clear}到 {}\nSHA-256 {}\n",
        what.name().1,
        done.rows,
        path.display(),
        done.sha256
    ))?;
    Ok(Next::Exit(0))
}

fn form(here: &ArgMatches, path: &Path) -> anyhow::Result<Form> {
    let chinese = text(here, "encoding") == "gb18030";
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    let form = match given(here, "format").as_deref().unwrap_or(&extension) {
        "xlsx" => Form::Xlsx,
        "csv" if chinese => Form::CsvGb18030,
        "csv" => Form::Csv,
        "json" => Form::Json,
        _ => return Err(Usage("看不出格式;文件名请以 .xlsx、.csv 或 .json 结尾,或写 --format".into()).into()),
    };
    if chinese && form != Form::CsvGb18030 {
        return Err(Usage("--encoding 只用于 csv".into()).into());
    }
    Ok(form)
}

fn what(here: &ArgMatches, desk: &Desk) -> anyhow::Result<What> {
    let word = text(here, "what");
    let list = match word {
        "案件" => "cases",
        "来访" => "visits",
        "期限" | "逾期" => "overdue",
        "人员库" => "staff",
        other => other,
    };
    let known = FILTERS.iter().find(|f| f.0 == list).or(FILTERS.last()).map_or(&[][..], |f| f.1);
    for (_, names) in FILTERS {
        for name in names.iter().filter(|n| !known.contains(n)) {
            if here.value_source(name) == Some(clap::parser::ValueSource::CommandLine) {
                return Err(Usage(format!("“{word}”没有 --{name} 这个筛选")).into());
            }
        }
    }
    let set = |name| here.get_flag(name);
    Ok(match list {
        "cases" => {
            let stage = given(here, "stage").map(|word| case::stage_called(&word)).transpose()?;
            let handler = given(here, "handler").map(|word| case::staff_id(desk, &word)).transpose()?;
            What::Cases(CaseFilter { stage, handler, open_only: set("open"), mine: set("mine") })
        }
        "visits" => What::Visits,
        "overdue" => What::Overdue(OverdueFilter {
            within_days: here.get_one::<i64>("within").copied().unwrap_or(0),
            handler: given(here, "handler"),
            unit: given(here, "unit"),
            rule: given(here, "rule"),
            light: given(here, "light"),
            silent: set("silent"),
            ..OverdueFilter::default()
        }),
        "staff" => What::Staff { all: set("all") },
        other => {
            let register = register::find(other).ok_or_else(|| {
                let all: Vec<&str> = REGISTERS.iter().map(|r| r.id).collect();
                Usage(format!("没有名单“{word}”,可用:cases、visits、overdue、staff、{}", all.join("、")))
            })?;
            let view = super::register::view_called(register, &text_of(here, "view"))?;
            let case = given(here, "case").map(|title| draft::called(desk, &title)).transpose()?.map(|c| c.id);
            What::Register(register, Ask { view, search: text_of(here, "search"), case, ..Ask::default() })
        }
    })
}

fn text_of(here: &ArgMatches, name: &str) -> String {
    text(here, name).to_string()
}
