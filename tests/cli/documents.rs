//! Documents by the command: listing, making, templates of one's own, the signed paper.

use crate::support::Studio;
use fengqiao::documents::text_of;
use std::path::{Path, PathBuf};

/// A studio with a refused case, `#1`.
fn refused() -> Studio {
    let studio = Studio::new();
    let case = studio.full_visit();
    studio.run("qiantai", &["case", "act", &case, "T01"]).ends(0);
    studio.run("qiantai", &["case", "act", &case, "T03"]).ends(0);
    let mut no = vec!["case", "act", &case, "T05"];
    for pair in
        ["reason=N04", "advice=向州人民政府申请行政复议,或者起诉。", "notified=建塘镇政府 函", "risk=1", "told_on=今天"]
    {
        no.extend(["--set", pair]);
    }
    studio.run("zhuren", &no).ends(0);
    studio
}

fn beside(studio: &Studio, name: &str) -> PathBuf {
    studio.db.with_file_name(name)
}

fn text(path: &Path) -> String {
    text_of(&std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))).expect("a document")
}

#[test]
fn what_can_be_made_and_what_is_missing_is_listed() {
    let studio = refused();
    let list = studio.run("zhuren", &["print", "#1", "--format", "json"]).ends(0).json();
    let line =
        |id: &str| list.as_array().expect("a list").iter().find(|l| l["document"] == id).expect("a line").clone();
    assert_eq!((&line("refusal")["title"], &line("refusal")["state"]), (&"不予受理告知书".into(), &"unmade".into()));
    let agreement = line("agreement");
    assert_eq!(agreement["state"], "absent");
    assert!(agreement["missing"].as_str().expect("words").contains("先按F4办理“达成协议”(T14)"), "{agreement}");
    let table = studio.run("zhuren", &["print", "#1"]).ends(0);
    assert!(table.out.contains("还不能制作") && table.out.contains("提示单(--slip)"), "{table}");
    assert!(!table.out.contains("和志强") && !table.out.contains("5334"), "a list names nobody: {table}");
}

#[test]
fn a_document_is_made_by_name_and_its_making_is_journalled() {
    let studio = refused();
    let out = beside(&studio, "出");
    let folder = out.to_str().expect("a path");
    let done = studio.run("zhuren", &["print", "#1", "不予受理告知书", "--out", folder]).ends(0);
    let file = out.join("1123-001-不予受理告知书.docx");
    assert_eq!(done.out.trim(), file.to_str().expect("a path"), "{done}");
    let words = text(&file);
    assert!(words.contains("和志强:") && words.contains("向州人民政府申请行政复议"), "{words}");
    assert!(!words.contains("{{"), "{words}");
    let again = studio.run("zhuren", &["print", "#1", "refusal", "--out", folder, "--format", "json"]).ends(0).json();
    assert_eq!(again[0]["version"], 2);
    assert!(out.join("1123-001-不予受理告知书-v2.docx").is_file(), "the first stays");
    let journal = studio.run("zhuren", &["case", "show", "#1"]).ends(0);
    assert!(journal.out.contains("制作不予受理告知书"), "{journal}");
    studio.run("ducha", &["check"]).ends(0);
}

#[test]
fn the_whole_is_made_beside_the_database_and_without_libreoffice_it_says_so() {
    let studio = refused();
    let done = studio.run("zhuren", &["print", "#1", "all", "--pdf"]).ends(0);
    assert!(done.err.contains("没有LibreOffice") && done.err.contains(".docx可用"), "{done}");
    let files: Vec<PathBuf> = done.out.lines().map(PathBuf::from).collect();
    assert!(files.len() >= 7 && files.iter().all(|f| f.extension().is_some_and(|e| e == "docx")), "{done}");
    assert_eq!(files[0], beside(&studio, "文书").join("JT-20261123-001").join("1123-001-卷宗封面.docx"));
    assert!(files.last().is_some_and(|f| f.ends_with("1123-001-封底.docx")), "in the order of the volume");
    let contents = text(&files[1]);
    assert!(contents.contains("不予受理告知书") && contents.contains("预警通报函"), "{contents}");
    for file in &files {
        assert!(!text(file).contains("{{"), "{}", file.display());
    }
    let one = studio.run("zhuren", &["print", "#1", "不予受理告知书", "--pdf"]).ends(0);
    assert!(one.err.contains("没有LibreOffice"), "{one}");
    let lines: Vec<&str> = one.out.lines().collect();
    assert!(lines.len() == 1 && text(Path::new(lines[0])).contains("不予受理"), "the .docx stays: {one}");
}

#[test]
fn who_may_not_and_what_is_not_there_is_refused() {
    let studio = refused();
    studio.add_user("caiwu", "杨洁", "finance");
    let no = studio.run("caiwu", &["print", "#1", "refusal"]).ends(4);
    assert!(no.err.contains("不能办理"), "{no}");
    let early = studio.run("zhuren", &["print", "#1", "调解协议书"]).ends(4);
    assert!(early.err.contains("“调解协议书”还不能制作") && early.err.contains("达成协议"), "{early}");
    let none = studio.run("zhuren", &["print", "#1", "结婚证"]).ends(4);
    assert!(none.err.contains("没有叫“结婚证”的文书"), "{none}");
    let nth = studio.run("zhuren", &["print", "#1", "不予受理告知书#3"]).ends(4);
    assert!(nth.err.contains("只有1份"), "{nth}");
    assert!(!beside(&studio, "文书").exists(), "nothing was written");
}

#[test]
fn the_signed_paper_is_attached_and_a_changed_scan_is_noticed() {
    let studio = refused();
    let scan = beside(&studio, "扫描.pdf");
    std::fs::write(&scan, "签字").expect("written");
    let path = scan.to_str().expect("a path");
    let early = studio.run("zhuren", &["print", "#1", "refusal", "--attach", path]).ends(4);
    assert!(early.err.contains("还没有制作过"), "{early}");
    studio.run("zhuren", &["print", "#1", "refusal"]).ends(0);
    let done = studio.run("zhuren", &["print", "#1", "refusal", "--attach", path]).ends(0);
    assert!(done.out.contains("已附不予受理告知书v1的签字扫描件"), "{done}");
    let scanned = || {
        let list = studio.run("zhuren", &["print", "#1", "--format", "json"]).ends(0).json();
        let line =
            list.as_array().expect("a list").iter().find(|l| l["document"] == "refusal").expect("a line").clone();
        (line["state"].clone(), line["scan"].clone())
    };
    assert_eq!(scanned(), ("signed".into(), "原样".into()));
    std::fs::write(&scan, "涂改").expect("written");
    assert_eq!(scanned(), ("signed".into(), "已被改动".into()));
    let none = studio.run("zhuren", &["print", "#1", "refusal", "--attach", "/没有.pdf"]).ends(3);
    assert!(none.err.contains("读不了扫描件"), "{none}");
}

#[test]
fn an_office_changes_its_templates_and_check_names_what_is_wrong() {
    let studio = refused();
    let own = beside(&studio, "文书模板");
    let folder = own.to_str().expect("a path");
    let done = studio.run("", &["template", "export", folder]).ends(0);
    assert!(done.out.lines().count() >= 40 && done.out.contains("调解协议书.docx"), "{done}");
    studio.run("", &["template", "check"]).ends(0);
    // A template of another document, under the name of this one: some fields are missing, all are known.
    std::fs::copy(own.join("转送函.docx"), own.join("不予受理告知书.docx")).expect("copied");
    let told = studio.run("", &["template", "check"]).ends(0);
    assert!(told.out.contains("不予受理告知书.docx  可用") && told.out.contains("decline.advice"), "{told}");
    let letter = studio.run("zhuren", &["print", "#1", "refusal"]).ends(0);
    assert!(text(Path::new(letter.out.trim())).contains("现予转送"), "the office's own stands in");
    std::fs::write(own.join("不予受理告知书.docx"), "不是文档").expect("written");
    let bad = studio.run("", &["template", "check", folder, "--format", "json"]).ends(3);
    let line = bad.json().as_array().expect("a list").iter().find(|l| l["ok"] == false).expect("a line").clone();
    assert_eq!(line["file"], "不予受理告知书.docx");
    let no = studio.run("zhuren", &["print", "#1", "refusal"]).ends(4);
    assert!(no.err.contains("不予受理告知书.docx 不能用"), "{no}");
    let fields = studio.run("", &["template", "fields", "--format", "csv"]).ends(0);
    for name in ["agreement.content,", "visit.name,", "claim.amount|大写,", "#evidence,"] {
        assert!(fields.out.contains(name), "{name}\n{fields}");
    }
    let none = studio.run("", &["template", "check", "/没有这个文件夹"]).ends(4);
    assert!(none.err.contains("读不了文件夹"), "{none}");
}
