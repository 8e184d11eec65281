//! `print`: the documents of a case as .docx or PDF, their state, the signed paper, and the slips for the
//! hand of the petitioner as text.

use super::args::{flag, format, given, leaf, option, text, word};
use super::message::{Usage, say};
use super::output::{Cell, Column, Format};
use super::{Next, draft, output, queue, session};
use crate::desk::slips::{self, SLIPS};
use crate::desk::{Desk, Failure};
use crate::documents::{self, Line, Paper, State, volume};
use crate::exchange::copy::{self, SYSTEMS};
use clap::{Arg, ArgMatches, Command};
use std::path::{Path, PathBuf};

pub fn command() -> Command {
    leaf("print", "print [选项] [案号] [文书|all]", "制作文书(.docx、PDF);不写文书则列出本案的文书;--slip 打印提示单")
        .arg(word("number", "案号").required(false).help("案号、序号如0131、接谈号或 #编号"))
        .arg(
            Arg::new("document")
                .value_name("文书")
                .help_heading("参数")
                .help("名称或代码,如 调解协议书、mediation#2;all 为全卷"),
        )
        .arg(option("out", "文件夹").help("写到哪里;不写是数据库旁边的 文书/案号"))
        .arg(flag("pdf").help("再用LibreOffice转成PDF;全卷时把页号写进卷内目录"))
        .arg(option("attach", "扫描件").help("附上签字后的扫描件:记下路径和指纹,不制作"))
        .arg(option("slip", "单据").help("提示单的名称或代码,如 progress、期限提示单"))
        .arg(
            option("copy", "系统")
                .conflicts_with_all(["document", "slip", "attach"])
                .help("抄录单:按另一系统的栏目顺序一行一项(栏目、制表符、内容):xinfang 信访系统、sifa 司法行政系统"),
        )
        .arg(option("ticket", "号码").help("打印队列中一个号的取号单,如 A006"))
        .arg(format())
        .after_help("制作文书记入流水(版本和指纹);同名文件不覆盖。字段和模板:fengqiao template")
}

const LISTED: &[Column] = &[
    ("document", "代码"),
    ("title", "文书"),
    ("state", "状态"),
    ("made_at", "制作"),
    ("by", "制作人"),
    ("scan", "扫描件"),
    ("missing", "缺什么"),
    ("sha256", ""),
    ("path", ""),
];
const MADE: &[Column] =
    &[("document", ""), ("title", "文书"), ("version", "版本"), ("pages", "页数"), ("file", "文件"), ("pdf", "")];

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let wanted = text(here, "slip");
    if let Some(number) = given(here, "ticket") {
        let mut desk = session::desk(here)?;
        let ticket = queue::ticket_called(&desk, &number)?;
        output::print(&format!("{}\n", desk.ticket_slip(ticket.id)?.join("\n")))?;
        return Ok(Next::Exit(0));
    }
    let system = given(here, "copy");
    if text(here, "number").is_empty() {
        if system.is_some() {
            return Err(Usage("要写明案号,如 fengqiao print 0131 --copy xinfang".into()).into());
        }
        if !wanted.is_empty() {
            return Err(Usage("要写明案号,如 fengqiao print 0131 --slip progress".into()).into());
        }
        let all = SLIPS.iter().map(|s| format!("{} {}\n", s.id, s.title));
        output::print(&all.collect::<String>())?;
        return Ok(Next::Exit(0));
    }
    if !wanted.is_empty() {
        return slip(here, wanted);
    }
    if let Some(word) = system {
        return copied(here, &word);
    }
    let mut desk = session::desk(here)?;
    let case = draft::called(&desk, text(here, "number"))?.id;
    let name = text(here, "document");
    let attach = text(here, "attach");
    if name.is_empty() {
        if !attach.is_empty() || here.get_flag("pdf") {
            return Err(Usage("请写明是哪一份文书,如 fengqiao print 0131 调解协议书".into()).into());
        }
        return listed(here, &desk, case);
    }
    let whole = name == "all" || name == "全卷";
    if !attach.is_empty() {
        return signed(&mut desk, case, name, Path::new(attach));
    }
    let folder = folder(here, &desk, case)?;
    let pdf = here.get_flag("pdf");
    let (rows, without) =
        if whole { all(&mut desk, case, &folder, pdf)? } else { some(&mut desk, case, name, &folder, pdf)? };
    match Format::of(here) {
        // The paths whole, a line each, for the next program; in the order of the volume.
        Format::Table => output::print(&rows.iter().map(Row::lines).collect::<String>())?,
        other => output::list(other, MADE, &rows.iter().map(Row::cells).collect::<Vec<_>>())?,
    }
    if !without.is_empty() {
        say(&without);
    }
    Ok(Next::Exit(0))
}

fn slip(here: &ArgMatches, wanted: &str) -> anyhow::Result<Next> {
    let all = || SLIPS.iter().map(|s| format!("{} {}", s.id, s.title)).collect::<Vec<_>>();
    let slip = slips::find(wanted).ok_or_else(|| Usage(format!("没有单据“{wanted}”,可用:{}", all().join("、"))))?;
    let mut desk = session::desk(here)?;
    let case = draft::called(&desk, text(here, "number"))?;
    output::print(&format!("{}\n", desk.slip(case.id, slip)?.join("\n")))?;
    Ok(Next::Exit(0))
}

/// The copy sheet: label, tab, value, ready to be pasted.
fn copied(here: &ArgMatches, word: &str) -> anyhow::Result<Next> {
    let system = copy::find(word).ok_or_else(|| {
        let all: Vec<String> = SYSTEMS.iter().map(|s| format!("{} {}", s.id, s.title)).collect();
        Usage(format!("没有抄录单“{word}”,可用:{}", all.join("、")))
    })?;
    let mut desk = session::desk(here)?;
    let case = draft::called(&desk, text(here, "number"))?.id;
    let lines = copy::copy(&mut desk, case, system)?;
    match Format::of(here) {
        Format::Table => output::print(&lines.iter().map(|(l, v)| format!("{l}\t{v}\n")).collect::<String>())?,
        other => {
            let rows: Vec<Vec<Cell>> = lines.into_iter().map(|(l, v)| vec![l.into(), v.into()]).collect();
            output::list(other, &[("label", "栏目"), ("value", "内容")], &rows)?;
        }
    }
    Ok(Next::Exit(0))
}

fn folder(here: &ArgMatches, desk: &Desk, case: i64) -> anyhow::Result<PathBuf> {
    match text(here, "out") {
        "" => Ok(documents::folder_of(desk.path(), &desk.case_title(case)?)),
        out => Ok(PathBuf::from(out)),
    }
}

/// The documents of the case: how each stands, and what is missing for it.
fn listed(here: &ArgMatches, desk: &Desk, case: i64) -> anyhow::Result<Next> {
    let (_, lines) = documents::list(desk, case)?;
    output::list(Format::of(here), LISTED, &lines.iter().map(told).collect::<Vec<_>>())?;
    if Format::of(here) == Format::Table {
        // Slips are text, not files: which can be printed now, and what the others wait for.
        let mut out = "\n提示单(--slip):\n".to_string();
        for (slip, hindrance) in desk.slips(case)? {
            let why = if hindrance.is_empty() { String::new() } else { format!("  还不能:{hindrance}") };
            out.push_str(&format!("{} {}{why}\n", slip.id, slip.title));
        }
        output::print(&out)?;
    }
    Ok(Next::Exit(0))
}

fn told(line: &Line) -> Vec<Cell> {
    let newest = line.newest.as_ref();
    let scan = newest.and_then(|d| d.scan.as_ref());
    let state = match &line.state {
        State::Absent(_) => "absent",
        State::Unmade => "unmade",
        State::Made(_) => "made",
        State::Signed(_) => "signed",
    };
    let missing = match &line.state {
        State::Absent(why) => format!("{};{}", why.what, why.remedy),
        _ => String::new(),
    };
    vec![
        line.paper.map_or_else(|| line.sheet.id.to_string(), |p| p.word()).into(),
        line.paper.map_or_else(|| line.sheet.title.to_string(), |p| p.label()).into(),
        Cell::worded(state, line.state.words()),
        newest.map_or("", |d| d.made_at.as_str()).into(),
        newest.map_or("", |d| d.by.as_str()).into(),
        scan.map_or("", documents::scan_state).into(),
        missing.into(),
        newest.map_or("", |d| d.sha256.as_str()).into(),
        scan.map_or("", |s| s.path.as_str()).into(),
    ]
}

/// A document that was made.
struct Row {
    word: String,
    label: String,
    version: i64,
    docx: PathBuf,
    pdf: Option<(PathBuf, usize)>,
}

impl Row {
    fn lines(&self) -> String {
        let pdf = self.pdf.as_ref().map_or_else(String::new, |(path, _)| format!("{}\n", path.display()));
        format!("{}\n{pdf}", self.docx.display())
    }
    fn cells(&self) -> Vec<Cell> {
        vec![
            self.word.clone().into(),
            self.label.clone().into(),
            self.version.into(),
            self.pdf.as_ref().map(|(_, pages)| *pages).into(),
            self.docx.display().to_string().into(),
            self.pdf.as_ref().map(|(path, _)| path.display().to_string()).into(),
        ]
    }
}

fn all(desk: &mut Desk, case: i64, folder: &Path, pdf: bool) -> anyhow::Result<(Vec<Row>, String)> {
    let volume = documents::make_volume(desk, case, folder, pdf)?;
    let rows = volume.pieces.into_iter().map(|p| Row {
        word: p.word,
        label: p.label,
        version: p.version,
        docx: p.docx,
        pdf: p.pdf,
    });
    Ok((rows.collect(), volume.without))
}

fn some(desk: &mut Desk, case: i64, name: &str, folder: &Path, pdf: bool) -> anyhow::Result<(Vec<Row>, String)> {
    let (dossier, lines) = documents::list(desk, case)?;
    let papers: Vec<Paper> = documents::the_line(&lines, name)?.iter().filter_map(|l| l.paper).collect();
    let contents = volume::contents(&dossier, &lines, &std::collections::HashMap::new());
    let mut rows = Vec::new();
    for paper in &papers {
        let (docx, version) = documents::make(desk, &dossier, paper, folder, &contents)?;
        rows.push(Row { word: paper.word(), label: paper.label(), version, docx, pdf: None });
    }
    if !pdf {
        return Ok((rows, String::new()));
    }
    let files: Vec<PathBuf> = rows.iter().map(|r| r.docx.clone()).collect();
    match volume::to_pdf_here(&files, folder) {
        Ok(pdfs) => {
            rows.iter_mut().zip(pdfs).for_each(|(row, pdf)| row.pdf = Some(pdf));
            Ok((rows, String::new()))
        }
        Err(why) => Ok((rows, why)),
    }
}

fn signed(desk: &mut Desk, case: i64, name: &str, scan: &Path) -> anyhow::Result<Next> {
    let (_, lines) = documents::list(desk, case)?;
    let found = documents::the_line(&lines, name)?;
    let [line] = found.as_slice() else {
        let words: Vec<String> = found.iter().filter_map(|l| l.paper).map(|p| p.word()).collect();
        return Err(Failure::refusal(
            format!("“{name}”有{}份", words.len()),
            format!("请写明是哪一份:{}", words.join("、")),
        )
        .into());
    };
    let paper = line.paper.ok_or_else(|| Usage("没有这份文书".into()))?;
    let (version, sha256) = documents::attach(desk, case, &paper, scan)?;
    output::print(&format!("已附{}v{version}的签字扫描件,指纹 {sha256}\n", paper.label()))?;
    Ok(Next::Exit(0))
}
