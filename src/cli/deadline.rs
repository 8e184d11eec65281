//! `deadline`: the calculator. Needs no login; uses the calendar of the file when there is one.

use super::args::{format, leaf, text};
use super::message::{Usage, say};
use super::output::{Cell, Column, Format};
use super::{Next, output, session, validate};
use crate::desk::Failure;
use crate::domain::calendar::Calendar;
use crate::domain::deadline::{self, Calculation};
use crate::validation::date::parse_date;
use clap::{Arg, ArgMatches, Command};
use std::sync::Arc;

pub fn command() -> Command {
    let positional = |name, shown| Arg::new(name).value_name(shown).help_heading("参数");
    leaf("deadline", "deadline [规则 起算日]", "期限计算:考核届满和顺延后的届满,附依据")
        .arg(positional("rule", "规则").requires("start").help("期限编号,如 DL-07、G10;全部编号见 fengqiao manual"))
        .arg(positional("start", "起算日").help("起算当日不计入;2026-11-23、11-23、今天等"))
        .arg(format())
        .after_help("不写规则:从标准输入每行读“规则 起算日”,每行输出一个JSON")
}

const COLUMNS: &[Column] = &[
    ("rule", "期限"),
    ("start", "起算"),
    ("raw", "考核届满"),
    ("rolled", "法定届满"),
    ("provisional", "暂定"),
    ("basis", "依据"),
];

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let today = session::clock()?.now().date();
    let calendar = calendar(here)?;
    let (rule, start) = (text(here, "rule"), text(here, "start"));
    if !rule.is_empty() {
        let found = calculate(rule, start, today, &calendar).map_err(|e| Failure::problem("deadline", e))?;
        output::one(Format::of(here), COLUMNS, &row(&found))?;
        return Ok(Next::Exit(0));
    }
    if Format::of(here) == Format::Csv {
        return Err(Usage("从标准输入读时每行输出一个JSON,不用 --format csv".into()).into());
    }
    validate::lines(|line, out| {
        let mut words = line.split([' ', '\t', ',', '，']).filter(|w| !w.is_empty());
        let (rule, start) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let answer = match calculate(rule, start, today, &calendar) {
            Ok(found) => serde_json::to_value(&found)?,
            Err(error) => serde_json::json!({ "rule": rule, "start": start, "error": error }),
        };
        Ok(writeln!(out, "{answer}")?)
    })?;
    Ok(Next::Exit(0))
}

fn calculate(rule: &str, start: &str, today: chrono::NaiveDate, calendar: &Calendar) -> Result<Calculation, String> {
    if start.is_empty() {
        return Err("缺少起算日;每行写“规则 起算日”".to_string());
    }
    let day = parse_date(start, today)?;
    deadline::calculate(rule, &day.to_string(), calendar).map_err(|e| e.to_string())
}

fn row(found: &Calculation) -> Vec<Cell> {
    vec![
        found.rule.into(),
        found.start.to_string().into(),
        found.raw.to_string().into(),
        found.rolled.to_string().into(),
        found.provisional.into(),
        found.basis.into(),
    ]
}

/// The calendar of the file, if there is one; a file that was asked for must open.
fn calendar(here: &ArgMatches) -> anyhow::Result<Arc<Calendar>> {
    let embedded = || Arc::new(Calendar::embedded().clone());
    let asked = super::args::given(here, "db").is_some();
    if !asked && !session::path(here).is_ok_and(|p| p.exists()) {
        return Ok(embedded());
    }
    match session::open(here) {
        Ok(desk) => Ok(desk.calendar().clone()),
        Err(error) if asked => Err(error),
        Err(error) => {
            say(&format!("数据库打不开,改用内置日历:{error:#}"));
            Ok(embedded())
        }
    }
}
