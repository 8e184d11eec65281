//! `overdue`: deadlines that are over, or soon will be, the most overdue first.

use super::args::{flag, format, given, leaf, limit, limit_of, option, reveal};
use super::find::{grade, revealed, stage};
use super::message::Usage;
use super::output::{Cell, Column, Format};
use super::{Next, message, output, session};
use crate::desk::OverdueFilter;
use crate::domain::number::short;
use clap::{ArgMatches, Command};

pub fn command() -> Command {
    leaf("overdue", "overdue [选项]", "逾期和将到期的期限,逾期最久的在前")
        .arg(
            option("within", "天数")
                .value_parser(clap::value_parser!(i64).range(0..=3660))
                .default_value("0")
                .hide_default_value(true)
                .help("连同今后这么多天内到期的;默认0,只列已逾期和今天到期的"),
        )
        .arg(option("handler", "承办人").help("只列这名承办人的"))
        .arg(option("unit", "单位").help("只列这个责任单位的"))
        .arg(option("rule", "规则").help("只列这一种期限,如 DL-07"))
        .arg(option("light", "灯").help("只列这一种灯:overdue、red、amber、normal、paused"))
        .arg(flag("silent").help("只列静默的:过半仍没有办理记录"))
        .arg(limit("1000000").help("最多几条,默认全部"))
        .arg(format())
        .arg(reveal())
}

const COLUMNS: &[Column] = &[
    ("case", ""),
    ("short", "案号"),
    ("petitioner", "信访人"),
    ("rule", ""),
    ("label", "期限"),
    ("handler", "承办"),
    ("unit", "责任单位"),
    ("due_raw", "考核届满"),
    ("due", "法定届满"),
    ("days_left", ""),
    ("light", "灯"),
    ("stage", "阶段"),
    ("grade", ""),
    ("last_action", "最近动作"),
    ("last_action_on", ""),
    ("provisional", ""),
    ("basis", ""),
    ("case_id", ""),
];

pub const LIGHTS: &[&str] = &["overdue", "red", "amber", "normal", "paused"];

fn light(here: &ArgMatches) -> anyhow::Result<Option<String>> {
    match given(here, "light") {
        Some(word) if !LIGHTS.contains(&word.as_str()) => {
            Err(Usage(format!("没有灯“{word}”,可用:{}", LIGHTS.join("、"))).into())
        }
        light => Ok(light),
    }
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let mut desk = session::desk(here)?;
    let filter = OverdueFilter {
        within_days: here.get_one::<i64>("within").copied().unwrap_or(0),
        handler: given(here, "handler"),
        unit: given(here, "unit"),
        rule: given(here, "rule"),
        light: light(here)?,
        silent: here.get_flag("silent"),
        ..OverdueFilter::default()
    };
    let page = desk.overdue(&filter, None, limit_of(here), false)?;
    let mut rows = Vec::new();
    for row in page.rows {
        let petitioner = revealed(&mut desk, here, row.case, row.petitioner)?;
        rows.push(vec![
            row.title.clone().into(),
            short(&row.title).into(),
            petitioner.into(),
            row.rule.clone().into(),
            row.label.clone().into(),
            row.handler.clone().into(),
            row.unit.clone().into(),
            row.due_raw.to_string().into(),
            row.rolled.to_string().into(),
            row.days_left.into(),
            Cell::coded(row.light.code(), &row.words),
            stage(row.stage),
            grade(&row.grade),
            row.last_action.clone().into(),
            row.last_action_on.to_string().into(),
            row.provisional.into(),
            row.basis.into(),
            row.case.into(),
        ]);
    }
    let format = Format::of(here);
    if rows.is_empty() && format == Format::Table {
        message::say("没有逾期的期限");
        return Ok(Next::Exit(0));
    }
    output::list(format, COLUMNS, &rows)?;
    Ok(Next::Exit(0))
}
