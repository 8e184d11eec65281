//! `import`: an old ledger, with a verdict for each row; and taking one back.

use super::args::{flag, format, given, leaf, limit, limit_of, option, word};
use super::message::{Usage, say};
use super::output::{Cell, Column, Format};
use super::{Next, output, session};
use crate::exchange::import::{Row, RowVerdict, Told, Wish, import, rejects_beside};
use crate::exchange::map::Map;
use clap::{ArgMatches, Command};
use std::path::{Path, PathBuf};

pub fn command() -> Command {
    leaf("import", "import [选项] <文件>", "导入旧台账(xlsx、xls、ods、csv),逐行给出结论")
        .arg(word("file", "文件").required(false).help("台账文件;csv 可以是 UTF-8 或 GB18030"))
        .arg(option("map", "对应表").help("列名不同时的对应表,每行 列名=键;向下填充=列名 用于合并单元格"))
        .arg(flag("dry-run").help("只核对,不存"))
        .arg(flag("only-good").help("有错的行不导入,其余导入;不写则有一行错就整份不存"))
        .arg(option("rejects", "文件").help("把有错的行连同原因写成 csv 或 xlsx,改好后可再导入"))
        .arg(flag("over").help("整份都是已办结的:全部存为旧案"))
        .arg(flag("force").help("--rejects 的文件已有时覆盖"))
        .arg(
            option("undo", "批次")
                .value_parser(clap::value_parser!(i64))
                .conflicts_with("file")
                .help("撤销一批导入;其中有人办过的不能撤销"),
        )
        .arg(limit("50").help("最多列出几行有提示的,默认50"))
        .arg(format())
        .after_help(
            "在办的行立为暂存案件,日期照台账;写明已办结的存为旧案(register show past),不补造手续。\n\
             警告的行照样导入。一次导入是一件事,记一行流水;批次:register show imports",
        )
}

const COLUMNS: &[Column] = &[("line", "行"), ("verdict", "结论"), ("fields", ""), ("notes", "问题和改法")];

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    if let Some(batch) = here.get_one::<i64>("undo") {
        let mut desk = session::desk(here)?;
        output::print(&format!("{}\n", desk.undo_import(*batch, "")?.text))?;
        return Ok(Next::Exit(0));
    }
    let file =
        given(here, "file").ok_or_else(|| Usage("要写明台账文件,如 fengqiao import 台账.xlsx --dry-run".into()))?;
    let mut desk = session::desk(here)?;
    let set = |name| here.get_flag(name);
    let rejects = given(here, "rejects").map(PathBuf::from).or_else(|| {
        // Good rows are stored and the others must not be lost: they are written beside the ledger.
        set("only-good").then(|| rejects_beside(Path::new(&file)))
    });
    // What was said on the screen, or in a file for this once.
    let map = match given(here, "map") {
        Some(path) => Map::open(Path::new(&path))?,
        None => Map::kept(desk.path())?,
    };
    let wish = Wish {
        map: Some(&map),
        dry_run: set("dry-run"),
        only_good: set("only-good"),
        over: set("over"),
        rejects: rejects.as_deref(),
        force: set("force"),
        ..Wish::default()
    };
    if !wish.dry_run {
        desk.backup_before_import()?;
    }
    let most = limit_of(here);
    let (mut wrong, mut warnings): (Vec<Vec<Cell>>, Vec<Vec<Cell>>) = (Vec::new(), Vec::new());
    let mut rows = 0u64;
    let told = import(&mut desk, Path::new(&file), &wish, &mut |row: &Row| {
        rows += 1;
        if rows.is_multiple_of(50_000) {
            say(&format!("已核对{rows}行"));
        }
        let shown = if row.verdict == RowVerdict::Wrong { &mut wrong } else { &mut warnings };
        if row.verdict != RowVerdict::Good && shown.len() < most {
            let fields: Vec<&str> = row.notes.iter().map(|n| n.field.as_str()).collect();
            let code = match row.verdict {
                RowVerdict::Good => "good",
                RowVerdict::Warning => "warning",
                RowVerdict::Wrong => "wrong",
            };
            shown.push(vec![
                row.line.into(),
                Cell::worded(code, row.verdict.word()),
                Cell::from(fields),
                row.words().into(),
            ]);
        }
    })?;
    // What is wrong before what is only to be looked at.
    wrong.append(&mut warnings);
    wrong.truncate(most);
    let (shown, format) = (wrong, Format::of(here));
    if format == Format::Table {
        // Whole sentences: a remedy that is cut helps nobody.
        let lines = shown.iter().map(|r| format!("第{}行 {} {}\n", r[0].words(), r[1].words(), r[3].words()));
        output::print(&lines.collect::<String>())?;
    } else {
        output::list(format, COLUMNS, &shown)?;
    }
    Ok(Next::Exit(tell(&told, &wish, shown.len())))
}

/// Says on stderr what became of the ledger; the exit code.
fn tell(told: &Told, wish: &Wish, shown: usize) -> u8 {
    let faulty = told.warnings + told.wrong;
    if faulty > shown as u64 {
        say(&format!("只列了{shown}行,错的在前;用 --limit 看更多"));
    }
    if !told.unknown.is_empty() {
        say(&format!("没有导入的列:{};需要的用 --map 写对应表", told.unknown.join("、")));
    }
    told.lacks.iter().for_each(|lack| say(lack));
    if told.merged > 0 {
        say(&format!("{}行有合并单元格,值同合并的首行", told.merged));
    }
    say(&format!(
        "{}:共{}行,好{} 警告{} 错{};其中已办结{}",
        told.how, told.rows, told.good, told.warnings, told.wrong, told.over
    ));
    if let (Some(path), true) = (wish.rejects, told.wrong > 0) {
        say(&format!("有错的{}行写在 {}", told.wrong, path.display()));
    }
    match &told.batch {
        Some(b) => {
            say(&format!("已导入第{}批:暂存{}件,旧案{}件", b.id, b.cases, b.past));
            say(&format!("没有人办过之前可以撤销:fengqiao import --undo {}", b.id));
            0
        }
        None if told.wrong == 0 => {
            say("只核对,没有存;去掉 --dry-run 导入");
            0
        }
        None => {
            say("没有存;改好有错的行再导入,或加 --only-good 只导入好的行");
            3
        }
    }
}
