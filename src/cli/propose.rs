//! `propose`: what the studio's own cases suggest for a narrative, and how well such proposals fare.

use super::args::{flag, format, given, leaf, option};
use super::message::Usage;
use super::output::{Cell, Column, Format};
use super::{Next, message, output, session};
use clap::{ArgMatches, Command};

pub fn command() -> Command {
    leaf(
        "propose",
        "propose [选项] (--text 概况 | --case 案号 | --measure 件数)",
        "建议:按本室相近案件,提示内容分类、纠纷类型、案件等级和依据的词",
    )
    .arg(option("text", "概况").help("一段概况;写 - 从标准输入读"))
    .arg(option("case", "案号").help("按这件案件的登记内容"))
    .arg(
        option("measure", "件数")
            .value_parser(clap::value_parser!(u32).range(1..))
            .help("最近这些案件逐件留出,数一数建议与已登记的相符多少"),
    )
    .arg(flag("apart").help("与 --measure 同用:诉求相同的案件也不参考"))
    .arg(format())
}

const COLUMNS: &[Column] = &[
    ("field", ""),
    ("label", "栏目"),
    ("code", ""),
    ("value", "建议"),
    ("words", "依据的词"),
    ("same", "相符"),
    ("of", "相近"),
];
const FARED: &[Column] = &[("label", "栏目"), ("asked", "案件"), ("proposed", "有建议"), ("right", "与登记相符")];

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let (typed, case) = (given(here, "text"), given(here, "case"));
    let measure = here.get_one::<u32>("measure").copied();
    if usize::from(typed.is_some()) + usize::from(case.is_some()) + usize::from(measure.is_some()) != 1 {
        return Err(Usage("请写 --text、--case、--measure 中的一个".to_string()).into());
    }
    let desk = session::desk(here)?;
    let format = Format::of(here);
    if let Some(cases) = measure {
        let fared = desk.measure_proposals(usize::try_from(cases)?, here.get_flag("apart"))?;
        let rows: Vec<Vec<Cell>> = fared
            .into_iter()
            .map(|f| vec![f.label.into(), f.asked.into(), f.proposed.into(), f.right.into()])
            .collect();
        output::list(format, FARED, &rows)?;
        return Ok(Next::Exit(0));
    }
    let proposals = match case {
        Some(number) => desk.propose_for_case(desk.case_called(&number)?.id)?,
        None => desk.propose_for_text(&read(typed.unwrap_or_default())?)?,
    };
    if proposals.is_empty() && format == Format::Table {
        message::say("依据不足,没有建议");
        return Ok(Next::Exit(0));
    }
    let rows: Vec<Vec<Cell>> = proposals
        .into_iter()
        .map(|p| {
            vec![
                p.field.into(),
                p.label.into(),
                p.code.into(),
                p.value.into(),
                Cell::worded(p.words.clone(), p.words.join("、")),
                p.same.into(),
                p.of.into(),
            ]
        })
        .collect();
    output::list(format, COLUMNS, &rows)?;
    Ok(Next::Exit(0))
}

/// The text given, or all of stdin for `-`.
fn read(text: String) -> anyhow::Result<String> {
    if text == "-" { Ok(std::io::read_to_string(std::io::stdin())?) } else { Ok(text) }
}
