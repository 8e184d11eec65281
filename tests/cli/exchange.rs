//! Lists out, ledgers in, the copy sheet: what a clerk sees.

use crate::support::Studio;
use std::path::PathBuf;

fn beside(studio: &Studio, name: &str) -> PathBuf {
    studio.db.with_file_name(name)
}

fn ledger(studio: &Studio, name: &str, text: &str) -> String {
    let path = beside(studio, name);
    std::fs::write(&path, text).expect("written");
    path.display().to_string()
}

#[test]
fn a_list_goes_out_masked_and_in_clear_only_with_a_reason_and_the_permission() {
    let studio = Studio::new();
    studio.add_user("caiwu", "杨财", "finance");
    studio.add_user("bangongshi", "白玛", "office");
    studio.full_visit();
    let out = beside(&studio, "案件.csv").display().to_string();
    let export = |user: &str, more: &[&str]| studio.run(user, &[&["export", "cases", "--out", &out], more].concat());
    let done = export("zhuren", &[]).ends(0);
    assert!(done.out.contains("已导出案件1行到"), "{done}");
    let text = std::fs::read_to_string(&out).expect("read");
    assert!(text.starts_with("\u{FEFF}案号,信访人,") && text.contains('＊'), "{text}");
    assert!(!text.contains("证件号码"), "{text}");
    assert!(export("zhuren", &[]).ends(4).err.contains("--force"));
    let no = export("caiwu", &["--force"]).ends(4);
    assert!(no.err.contains("查看案件"), "{no}");
    let no = studio.run("bangongshi", &["export", "cases", "--out", &out, "--force", "--reveal", "报送名单"]).ends(4);
    assert!(no.err.contains("查看明文") && no.err.contains("主任"), "{no}");
    assert!(export("zhuren", &["--force", "--reveal", ""]).ends(3).err.contains("理由"));
    assert_eq!(std::fs::read_to_string(&out).expect("read"), text, "a refusal leaves the file");
    let done = export("zhuren", &["--force", "--reveal", "报送县委"]).ends(0);
    assert!(done.out.contains("明文1行") && done.err.contains("xlsx"), "{done}");
    let text = std::fs::read_to_string(&out).expect("read");
    assert!(text.contains("证件号码") && !text.contains('＊'), "{text}");
    assert!(export("zhuren", &["--view", "x"]).ends(2).err.contains("没有 --view"));
    let bad = studio.run("zhuren", &["export", "cases", "--out", "名单"]).ends(2);
    assert!(bad.err.contains(".xlsx"), "{bad}");
    let no = studio.run("zhuren", &["export", "past", "--out", &out, "--force", "--reveal", "报送"]).ends(4);
    assert!(no.err.contains("没有明文"), "{no}");
    for what in ["visits", "overdue", "staff", "imports", "待我办"] {
        let out = beside(&studio, "一份.xlsx").display().to_string();
        studio.run("zhuren", &["export", what, "--out", &out, "--force"]).ends(0);
    }
    assert!(studio.run("zhuren", &["check"]).code != 1);
}

#[test]
fn a_ledger_is_looked_at_stored_and_taken_back() {
    let studio = Studio::new();
    let text = "姓名,身份证号,电话,来访日期,反映事项,办理状态\r\n\
        和志强,533422198506150026,13800000000,2024.3.6,宅基地边界被占,在办\r\n\
        李四,5.33422E+17,13800000001,2024.3.7,水源争执,已办结\r\n\
        王五,,13800000002,2024年3月8日,林地被占,已办结\r\n";
    let path = ledger(&studio, "台账.csv", text);
    let look = studio.run("qiantai", &["import", &path, "--dry-run", "--format", "json"]).ends(3);
    let rows = look.json();
    assert_eq!((&rows[0]["line"], &rows[0]["verdict"]), (&3.into(), &"wrong".into()), "{look}");
    assert_eq!((&rows[1]["line"], &rows[1]["fields"][0]), (&4.into(), &"document_no".into()), "{look}");
    assert!(look.err.contains("共3行,好1 警告1 错1"), "{look}");
    let no = studio.run("qiantai", &["import", &path]).ends(3);
    assert!(no.out.contains("第3行 错 证件号码") && no.err.contains("没有存"), "{no}");
    assert!(studio.run("ducha", &["import", &path]).ends(4).err.contains("导入旧台账"));
    let done = studio.run("qiantai", &["import", &path, "--only-good"]).ends(0);
    assert!(done.err.contains("暂存1件,旧案1件") && done.err.contains("未导入.csv"), "{done}");
    let kept = std::fs::read_dir(beside(&studio, "备份")).expect("a backup before").flatten();
    assert!(kept.filter(|f| f.path().extension().is_some_and(|e| e == "db")).count() == 1);
    let rejects = std::fs::read_to_string(beside(&studio, "台账.未导入.csv")).expect("rejects");
    assert!(rejects.contains("李四") && rejects.contains("丢失") && !rejects.contains("和志强"), "{rejects}");
    let list = studio.run("qiantai", &["register", "show", "imports", "--format", "json"]).ends(0).json();
    assert_eq!((&list[0]["cases"], &list[0]["past"]), (&"1".into(), &"1".into()), "{list}");
    let past = studio.run("qiantai", &["register", "line", "past", "1"]).ends(0);
    assert!(past.out.contains("已办结") && past.out.contains("王＊"), "{past}");
    let undone = studio.run("qiantai", &["import", "--undo", "1"]).ends(0);
    assert!(undone.out.contains("已撤销第1批:暂存1件,旧案1件"), "{undone}");
    assert!(studio.run("qiantai", &["import", "--undo", "1"]).ends(4).err.contains("已于"));
    assert!(studio.run("ducha", &["check"]).ends(0).out.contains("流水链"));
    assert!(studio.run("qiantai", &["import"]).ends(2).err.contains("台账文件"));
    let other = ledger(&studio, "台账.doc", text);
    assert!(studio.run("qiantai", &["import", &other]).ends(4).err.contains("xlsx"));
}

#[test]
fn a_copy_sheet_is_one_line_a_field_with_the_codes_of_the_other_system() {
    let studio = Studio::new();
    studio.add_user("caiwu", "杨财", "finance");
    let case = studio.full_visit();
    let sheet = studio.run("qiantai", &["print", &case, "--copy", "sifa"]).ends(0);
    let line = |label: &str| {
        let found = sheet.out.lines().find_map(|l| l.strip_prefix(&format!("{label}\t")));
        found.unwrap_or_else(|| panic!("no {label}\n{sheet}")).to_string()
    };
    assert!(sheet.out.lines().all(|l| l.matches('\t').count() == 1), "{sheet}");
    assert!(!line("申请人姓名").contains('＊') && line("申请人证件号码").len() == 18);
    assert_eq!(line("案件来源"), "依申请");
    let sheet = studio.run("qiantai", &["print", &case, "--copy", "xinfang"]).ends(0);
    assert!(sheet.out.starts_with("信访日期\t20"), "{sheet}");
    let told = studio.run("zhuren", &["case", "show", &case]).ends(0);
    assert!(told.out.contains("抄录到信访信息系统"), "{told}");
    assert!(studio.run("caiwu", &["print", &case, "--copy", "sifa"]).ends(4).err.contains("权限"));
    assert!(studio.run("qiantai", &["print", &case, "--copy", "x"]).ends(2).err.contains("xinfang"));
}
