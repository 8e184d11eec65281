//! `guide`: the office's summaries for legal questions, looked up, read, given and counted.

use super::args::{format, given, leaf, option, text};
use super::output::{Cell, Column, Format};
use super::{Next, message, output, session};
use crate::desk::Failure;
use crate::domain::codes;
use crate::validation::Draft;
use clap::{Arg, ArgMatches, Command};

pub fn command() -> Command {
    leaf("guide", "guide [选项] [词]...", "法律咨询摘要:去哪里、带什么、期限多长、依据哪一条")
        .arg(
            Arg::new("words")
                .value_name("词")
                .num_args(0..)
                .help_heading("参数")
                .help("题目或内容里的字,或题目的拼音首字母,如 工资 仲裁、gsrd;#12 是编号"),
        )
        .arg(option("count", "人数").help("登记一次咨询:几个人来问;须只有一份摘要相符"))
        .arg(option("note", "备注").help("登记咨询时的备注,不写姓名证件电话"))
        .arg(option("case", "案号").help("咨询关于哪件案件"))
        .arg(format())
}

const COLUMNS: &[Column] = &[
    ("id", "编号"),
    ("title", "题目"),
    ("dispute", "纠纷类型"),
    ("office", "去哪里"),
    ("bring", ""),
    ("clock", "期限"),
    ("article", "条文"),
    ("verified", "条文核对"),
    ("body", ""),
];

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let mut desk = session::desk(here)?;
    let words: Vec<&str> = here.get_many::<String>("words").map_or_else(Vec::new, |w| w.map(String::as_str).collect());
    let words = words.join(" ");
    let mut found = match words.strip_prefix('#').and_then(|n| n.parse::<i64>().ok()) {
        Some(id) => vec![desk.guidance_of(id)?],
        None => desk.guidance(&words, Some(true))?,
    };
    if let Some(exact) = found.iter().position(|g| g.title == words) {
        found = vec![found.swap_remove(exact)];
    }
    let counted = given(here, "count");
    if found.is_empty() {
        return Err(Failure::refusal(
            format!("没有与“{}”相符的咨询摘要", output::line(&words)),
            "换几个字再查;都没有的,用 fengqiao register act consultations 登记咨询",
        )
        .into());
    }
    if found.len() > 1 && counted.is_some() {
        let some: Vec<String> = found.iter().take(6).map(|g| format!("#{} {}", g.id, g.title)).collect();
        return Err(Failure::refusal(
            format!("有{}份摘要相符,不知道记哪一份", found.len()),
            format!("写编号,如 {}", some.join("、")),
        )
        .into());
    }
    let shape = Format::of(here);
    if found.len() > 1 || shape != Format::Table {
        let rows: Vec<Vec<Cell>> = found
            .iter()
            .map(|g| {
                vec![
                    g.id.into(),
                    g.title.clone().into(),
                    Cell::coded(&g.dispute, codes::label(codes::DISPUTE, &g.dispute)),
                    g.office.clone().into(),
                    g.bring.clone().into(),
                    g.clock.clone().into(),
                    g.article.clone().into(),
                    if g.verified { "已核" } else { "待核" }.into(),
                    g.body.clone().into(),
                ]
            })
            .collect();
        output::list(shape, COLUMNS, &rows)?;
    } else {
        let paper = desk.guidance_paper(found[0].id)?;
        output::print(&format!("{}\n", paper.join("\n")))?;
    }
    if let Some(people) = counted {
        let draft =
            Draft::default().with("people", people).with("note", text(here, "note")).with("case", text(here, "case"));
        message::say(&desk.consult(Some(found[0].id), &draft)?.text);
    }
    Ok(Next::Exit(0))
}
