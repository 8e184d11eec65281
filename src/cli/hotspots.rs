//! `hotspots`: units, places, types of dispute and words that rise in a month.

use super::args::{format, given, leaf, option};
use super::output::{Cell, Column, Format};
use super::{Next, message, output, session};
use crate::desk::{Failure, HOTSPOT_RULE};
use crate::reports::{Kind, Period};
use clap::{ArgMatches, Command};

pub fn command() -> Command {
    leaf("hotspots", "hotspots [选项]", "热点:本月比上月和去年同月上升的单位、属地、类型、词语")
        .arg(option("month", "月份").help("如 2026-11、上月;不写是本月"))
        .arg(format())
}

const COLUMNS: &[Column] = &[
    ("group", "类"),
    ("label", "内容"),
    ("now", "本期"),
    ("before", "上期"),
    ("year_ago", "去年同期"),
    ("ratio", "倍数"),
    ("chance", ""),
    ("cases", ""),
];

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let desk = session::desk(here)?;
    let typed = given(here, "month").unwrap_or_default();
    let period = Period::parse(&typed, desk.today()).map_err(|why| Failure::problem("month", why))?;
    if period.kind != Kind::Month {
        return Err(
            Failure::problem("month", format!("“{}”不是一个月,请写如 2026-11、上月", output::line(&typed))).into()
        );
    }
    let spots = desk.hotspots(period.from)?;
    message::say(&spots.head());
    let format = Format::of(here);
    if spots.rises.is_empty() && format == Format::Table {
        message::say("没有明显上升的单位、属地、类型和词语");
    }
    let rows: Vec<Vec<Cell>> = spots
        .rises
        .iter()
        .map(|r| {
            vec![
                Cell::coded(r.group.code(), r.group.label()),
                r.label.as_str().into(),
                r.now.into(),
                r.before.into(),
                r.year_ago.into(),
                r.ratio().into(),
                r.chance.into(),
                r.cases.clone().into(),
            ]
        })
        .collect();
    if !rows.is_empty() || format != Format::Table {
        output::list(format, COLUMNS, &rows)?;
    }
    if format == Format::Table {
        HOTSPOT_RULE.iter().for_each(|line| message::say(line));
    }
    Ok(Next::Exit(0))
}
