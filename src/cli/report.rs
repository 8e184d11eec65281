//! `report`: R01-R15 as a table, JSON, CSV or xlsx, and the cases behind a figure.

use super::args::{flag, format, given, leaf, limit, limit_of, option};
use super::message::{Usage, say};
use super::output::{Cell, Format};
use super::{Next, find, output, session};
use crate::desk::{Desk, Failure};
use crate::reports::{self, Axis, Made, Period, Report};
use clap::{Arg, ArgMatches, Command};
use std::path::Path;

pub fn command() -> Command {
    leaf("report", "report [选项] [报表]", "报表R01至R15:表格、json、csv、xlsx,或某一格背后的案件;不写报表列出目录")
        .arg(Arg::new("report").value_name("报表").help_heading("参数").help("代码或名称,如 R03"))
        .arg(
            option("period", "期间")
                .help("如 2026-11、2026-W47、2026-Q4、2026、本月、上月;不写是本月(周报、年报是本周、本年)"),
        )
        .arg(option("axis", "日期").help("按信访日期、登记日期或结案日统计;不写按报表的默认"))
        .arg(option("cell", "行,列").help("列出这一格背后的案件;行、列写序号或名称"))
        .arg(flag("trend").help("与--cell一起:这一格最近12期的走势"))
        .arg(option("chart", "列").help("在表下画出这一列的条形图;写序号或名称"))
        .arg(option("out", "文件").help("写成文件;格式看扩展名 .xlsx .csv .json,记入流水"))
        .arg(flag("force").help("同名文件已有时覆盖"))
        .arg(limit("200").help("列案件时最多几条,默认200"))
        .arg(format())
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let mut desk = session::desk(here)?;
    let Some(word) = given(here, "report") else { return list(here, &desk) };
    let Some(report) = reports::find(&word) else {
        let all: Vec<String> = reports::REPORTS.iter().map(|r| format!("{} {}", r.id, r.title)).collect();
        return Err(Usage(format!("没有报表“{word}”,可用:{}", all.join("、"))).into());
    };
    let period = match given(here, "period") {
        Some(typed) => Period::parse(&typed, desk.today()).map_err(|e| Failure::problem("period", e))?,
        None => report.usual(desk.today()),
    };
    let made = reports::make(&desk, report, period, axis(here, report)?)?;
    if let Some(cell) = given(here, "cell") {
        return behind(here, &desk, &made, &cell);
    }
    if let Some(out) = given(here, "out") {
        return write(&mut desk, &made, &out, here.get_flag("force"));
    }
    let words = match Format::of(here) {
        Format::Json => reports::json(&made),
        Format::Csv => reports::csv(&made)?,
        Format::Table => reports::table(&made),
    };
    output::print(&words)?;
    if let Some(column) = given(here, "chart") {
        output::print(&format!("\n{}\n", chart(&made, &column)?))?;
    }
    Ok(Next::Exit(0))
}

fn axis(here: &ArgMatches, report: &Report) -> anyhow::Result<Option<Axis>> {
    let Some(word) = given(here, "axis") else { return Ok(None) };
    let Some(axis) = Axis::find(&word) else {
        let all: Vec<String> = Axis::ALL.iter().map(|a| format!("{} {}", a.code(), a.label())).collect();
        return Err(Usage(format!("没有日期“{word}”,可用:{}", all.join("、"))).into());
    };
    if let reports::By::Fixed(by) = report.by {
        say(&format!("{}固定按{by}统计,--axis不起作用", report.title));
    }
    Ok(Some(axis))
}

fn list(here: &ArgMatches, desk: &Desk) -> anyhow::Result<Next> {
    let columns = [("report", "代码"), ("title", "报表"), ("frequency", "期间"), ("by", "口径"), ("basis", "依据")];
    let rows: Vec<Vec<Cell>> = reports::open_to(desk)
        .into_iter()
        .map(|r| {
            let frequency: Vec<&str> = r.frequency.iter().map(|k| k.label()).collect();
            let by = match r.by {
                reports::By::Choice(axis) => axis.label(),
                reports::By::Fixed(words) => words,
            };
            vec![r.id.into(), r.title.into(), frequency.join("、").into(), by.into(), r.basis.into()]
        })
        .collect();
    if rows.is_empty() {
        desk.report_scope(false)?;
    }
    output::list(Format::of(here), &columns, &rows)?;
    Ok(Next::Exit(0))
}

/// A row or a column by its number or its words. Column 0 holds the labels.
fn place<'a>(word: &str, labels: impl Iterator<Item = &'a str>, what: &str) -> anyhow::Result<usize> {
    let labels: Vec<&str> = labels.collect();
    let word = word.trim();
    if let Ok(n) = word.parse::<usize>()
        && (1..=labels.len()).contains(&n)
    {
        return Ok(n);
    }
    match labels.iter().position(|l| l.trim() == word) {
        Some(at) => Ok(at + 1),
        None => Err(Usage(format!("没有{what}“{word}”;共{}{what},用序号或名称", labels.len())).into()),
    }
}

fn column(made: &Made, word: &str) -> anyhow::Result<usize> {
    place(word, made.sheet.columns.iter().skip(1).map(String::as_str), "列")
}

fn behind(here: &ArgMatches, desk: &Desk, made: &Made, cell: &str) -> anyhow::Result<Next> {
    let Some((row, col)) = cell.split_once([',', '，']) else {
        return Err(Usage(format!("“{cell}”要写成 行,列,如 --cell 3,1 或 --cell 受理,本期件次")).into());
    };
    let row = place(row, made.sheet.rows.iter().map(|r| r.label.as_str()), "行")?;
    let col = column(made, col)?;
    let filter = made.sheet.cell(row, col).and_then(|(_, c)| c.behind.as_ref());
    let Some(filter) = filter else {
        return Err(Usage("这一格是算出来的比例或说明,背后没有案件;请选件次或人次的格".to_string()).into());
    };
    if here.get_flag("trend") {
        let values = reports::trend(desk, made.report, made.period, Some(made.axis), filter)?;
        let rows: Vec<Vec<Cell>> = values.iter().map(|(p, n)| vec![p.as_str().into(), (*n).into()]).collect();
        if Format::of(here) == Format::Table {
            let bars: Vec<(String, i64, String)> =
                values.into_iter().map(|(period, n)| (period, n, n.to_string())).collect();
            output::print(&format!("{}\n", reports::bars(&bars, 50).join("\n")))?;
        } else {
            output::list(Format::of(here), &[("period", "期间"), ("count", "件次")], &rows)?;
        }
        return Ok(Next::Exit(0));
    }
    let page = desk.report_cases(made.report.money, filter, None, limit_of(here))?;
    let rows: Vec<Vec<Cell>> = page
        .rows
        .into_iter()
        .map(|c| {
            vec![
                c.title.into(),
                c.petitioner.into(),
                find::stage(c.stage),
                find::grade(&c.grade),
                c.handler.into(),
                c.opened.to_string().into(),
                c.id.into(),
            ]
        })
        .collect();
    let columns = [
        ("case", "案号"),
        ("petitioner", "信访人"),
        ("stage", "阶段"),
        ("grade", "等级"),
        ("handler", "承办"),
        ("opened", "登记"),
        ("case_id", ""),
    ];
    if page.after {
        say(&format!("只列了{}件,更多用 --limit", rows.len()));
    }
    output::list(Format::of(here), &columns, &rows)?;
    Ok(Next::Exit(0))
}

fn chart(made: &Made, word: &str) -> anyhow::Result<String> {
    let at = column(made, word)?;
    let values: Vec<(String, i64, String)> = made
        .sheet
        .rows
        .iter()
        .filter(|r| r.rank == reports::Rank::Plain)
        .filter_map(|r| {
            let figure = &r.cells.get(at - 1)?.figure;
            Some((r.label.clone(), figure.size()?, figure.words()))
        })
        .collect();
    Ok(format!("{}\n{}", made.sheet.columns[at], reports::bars(&values, 50).join("\n")))
}

fn write(desk: &mut Desk, made: &Made, out: &str, force: bool) -> anyhow::Result<Next> {
    let path = Path::new(out);
    if path.exists() && !path.is_dir() && !force {
        return Err(Failure::refusal(format!("已有文件 {out}"), "换一个文件名,或加 --force 覆盖").into());
    }
    let file = reports::file::save(desk, made, path, force)?;
    say(&format!("已写入{}", file.display()));
    Ok(Next::Exit(0))
}
