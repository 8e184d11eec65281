//! Whole sets: a finished case and a refused one, carried along by the desk, on paper.

use super::super::fill::text_of;
use super::super::make::{attach, list, make, scan_state, the_line};
use super::super::volume::{Contents, contents, make_volume};
use super::super::{Paper, State, templates};
use super::part;
use crate::desk::documents::Made;
use crate::desk::trial::Office;
use crate::desk::trial_case::{REPORT, SATISFIED, VISIT, act, act_filled, agreement, in_mediation};
use crate::desk::{Desk, VisitWrite};
use crate::validation::Draft;
use std::collections::HashMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

const FINGERPRINT: &str = "0000000000000000000000000000000000000000000000000000000000000000";
const CLAIM: &str = "退还宅基地\t\n赔偿{{studio}}与<b>&误工\t12340.5";
const TERMS: &str = "建塘镇政府\t拆墙交界\t2026-11-23\t\n建塘镇政府\t补偿款\t2026-12-20\t12340.50元";

/// A case that was closed with a written agreement, performed, and visited again.
fn finished(office: &Office) -> i64 {
    let case = in_mediation(office);
    let mut desk = office.desk("zhuren", "主任室");
    let second = [("at", "2026-11-23 10:30"), ("place", "工作室"), ("parties", "和志强,建塘镇政府")];
    let more = [
        ("statements", "当场写下协议草稿"),
        ("risks_told", "1"),
        ("result", "1"),
        ("note", "签字"),
        ("recorder", "杨文华"),
        ("signed", "1"),
    ];
    act_filled(&mut desk, case, "R11", &[&second[..], &more[..]].concat()).expect("第二次调解");
    let evil = "{{visit.document_no}} <越界> & 赔偿\u{1b}[31m!\n𠮷家巷 ཀ་ཁ";
    let mut owed = agreement(TERMS, true);
    owed.retain(|(k, _)| *k != "content");
    owed.push(("content", evil));
    act_filled(&mut desk, case, "T14", &owed).expect("达成协议");
    act_filled(&mut desk, case, "T17", &[("watcher", "李秀英")]).expect("转入履行");
    let paid = [("term", "2"), ("performed_on", "2026-11-23"), ("amount", "12340.5"), ("proof", "汇款单")];
    act_filled(&mut desk, case, "R12", &paid).expect("履行");
    act_filled(&mut desk, case, "R20", SATISFIED).expect("满意度");
    act_filled(&mut desk, case, "T18", REPORT).expect("结案");
    act_filled(&mut desk, case, "R30", &[("papers", "06\t身份证复印件\t2\t2\t卷内")]).expect("材料入卷");
    case
}

/// A case that was refused.
fn refused(office: &Office) -> i64 {
    let mut desk = office.desk("zhuren", "主任室");
    let visit = VISIT.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v)).with("dispute", "03");
    let case = desk
        .save_visit(&VisitWrite { draft: visit.with("claims", CLAIM), ..VisitWrite::default() })
        .expect("saved")
        .case;
    act(&mut desk, case, "T01", &[]).expect("登记");
    act(&mut desk, case, "T03", &[]).expect("提交评析");
    let why = [
        ("reason", "N04"),
        ("advice", "向州人民政府申请行政复议,或者起诉。"),
        ("notified", "建塘镇政府\t1"),
        ("risk", "1"),
        ("told_on", "2026-11-23"),
    ];
    act(&mut desk, case, "T05", &why).expect("不予受理");
    case
}

fn out(office: &Office) -> PathBuf {
    office.path().parent().expect("a folder").join("out")
}

/// The paper of that word, filled: its text.
fn read(desk: &mut Desk, case: i64, word: &str, folder: &Path) -> String {
    let (dossier, lines) = list(desk, case).expect("a list");
    let paper = the_line(&lines, word).expect("found")[0].paper.expect("a paper");
    let pages = contents(&dossier, &lines, &HashMap::new());
    let (path, _) = make(desk, &dossier, &paper, folder, &pages).expect("made");
    text_of(&std::fs::read(path).expect("a file")).expect("text")
}

#[test]
fn a_finished_case_makes_its_whole_volume_without_a_field_left() {
    let office = Office::new();
    let case = finished(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let folder = out(&office);
    let volume = make_volume(&mut desk, case, &folder, false).expect("made");
    let names: Vec<String> = volume.pieces.iter().map(|p| p.label.clone()).collect();
    for name in [
        "卷宗封面",
        "卷内目录",
        "接谈登记表",
        "知情告知书",
        "评析表",
        "受理告知书",
        "委托函",
        "人民调解受理登记表",
        "当事人权利义务告知书",
        "调查记录",
        "政策法规适用性分析",
        "处理意见书",
        "调解记录 第1份",
        "调解记录 第2份",
        "调解协议书",
        "履行凭证",
        "结案报告表",
        "满意度评价表",
        "封底",
    ] {
        assert!(names.iter().any(|n| n == name), "{name} is missing in {names:?}");
    }
    for name in ["口头协议登记表", "不予受理告知书", "终止调解告知书", "授权委托书"] {
        assert!(!names.iter().any(|n| n == name), "{name} has no place here");
    }
    assert_eq!((names[0].as_str(), names.last().map(String::as_str)), ("卷宗封面", Some("封底")));
    for piece in &volume.pieces {
        let bytes = std::fs::read(&piece.docx).expect("a file");
        let text = text_of(&bytes).expect("text");
        assert!(text.contains("香格里拉市人民调解工作室") && text.contains("信调〔2026〕0001号"), "{}", piece.label);
        let own = piece.label == "调解协议书";
        assert_eq!(text.contains("{{"), own, "{}: only what a party said may look like a field\n{text}", piece.label);
        assert!(!part(&bytes, "word/document.xml").contains('\u{1b}'), "{}", piece.label);
        assert_eq!(std::fs::metadata(&piece.docx).expect("a file").permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(std::fs::metadata(&folder).expect("a folder").permissions().mode() & 0o777, 0o700);
    assert!(folder.join("0001-调解协议书.docx").is_file() && folder.join("0001-调解记录-2.docx").is_file());
}

#[test]
fn the_agreement_says_who_owes_what_until_when_in_figures_and_capitals() {
    let office = Office::new();
    let case = finished(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let text = read(&mut desk, case, "调解协议书", &out(&office));
    for words in [
        "（2026）香格里拉人调字第0001号",
        "和志强",
        "533401199001010012",
        "13800000000",
        "2026年12月20日",
        "12,340.50元\n壹万贰仟叁佰肆拾元伍角整",
        "给付金额合计12,340.50元(大写:壹万贰仟叁佰肆拾元伍角整)",
        "一式3份",
        "香格里拉市人民调解委员会(印章)\n2026年11月23日",
        "{{visit.document_no}} <越界> & 赔偿!\n𠮷家巷 ཀ་ཁ\n",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let first = read(&mut desk, case, "调解记录#1", &out(&office));
    let second = read(&mut desk, case, "mediation#2", &out(&office));
    assert!(first.contains("第1次") && first.contains("同意按测绘结果交界") && !first.contains("草稿"));
    assert!(
        second.contains("第2次") && second.contains("当场写下协议草稿") && second.contains("2026年11月23日10时30分")
    );
    let report = read(&mut desk, case, "结案报告表", &out(&office));
    assert!(report.contains("已按协议退还并补偿") && report.contains("李秀英"), "{report}");
    let contents = read(&mut desk, case, "卷内目录", &out(&office));
    let (agreed, identity) = (contents.find("调解协议书"), contents.find("身份证复印件"));
    assert!(identity.is_some() && identity < agreed, "what was brought in has its place: {contents}");
}

#[test]
fn a_refused_case_gets_its_notice_and_its_warning_and_no_more() {
    let office = Office::new();
    let case = refused(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let text = read(&mut desk, case, "不予受理告知书", &out(&office));
    for words in [
        "和志强:",
        "行政争议,非民事权利义务",
        "依据:行政复议法20",
        "向州人民政府申请行政复议",
        "2026年11月23日",
        "签收人",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(read(&mut desk, case, "预警通报函", &out(&office)).contains("建塘镇政府:"));
    let form = read(&mut desk, case, "接谈登记表", &out(&office));
    assert!(form.contains("赔偿{{studio}}与<b>&误工\n12,340.50元"), "{form}");
    let (_, lines) = list(&desk, case).expect("a list");
    let no = the_line(&lines, "调解协议书").err().expect("not there").to_string();
    assert!(no.contains("还不能制作") && no.contains("达成协议"), "{no}");
    let none = the_line(&lines, "结婚证").err().expect("unknown").to_string();
    assert!(none.contains("没有叫“结婚证”的文书"), "{none}");
}

#[test]
fn making_again_is_a_new_version_and_never_writes_over_a_file() {
    let office = Office::new();
    let case = finished(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let folder = out(&office);
    read(&mut desk, case, "agreement", &folder);
    let first = folder.join("0001-调解协议书.docx");
    std::fs::write(&first, "改过的").expect("edited by hand");
    read(&mut desk, case, "agreement", &folder);
    assert_eq!(std::fs::read(&first).expect("kept"), "改过的".as_bytes());
    assert!(folder.join("0001-调解协议书-v2.docx").is_file());
    let (_, lines) = list(&desk, case).expect("a list");
    let line = the_line(&lines, "agreement").expect("found")[0];
    assert_eq!(line.state, State::Made(2));
    let kept = line.newest.as_ref().expect("kept");
    let journal = desk.journal_of(case).expect("journal");
    assert_eq!(journal[0].action, "document");
    assert!(journal[0].change.contains(&kept.sha256), "the fingerprint is in the journal: {}", journal[0].change);
    assert!(!journal[0].change.contains("和志强"), "and no personal data");
}

#[test]
fn a_signed_paper_is_told_from_a_changed_one() {
    let office = Office::new();
    let case = finished(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let scan = office.path().with_file_name("扫描.pdf");
    std::fs::write(&scan, "签字").expect("written");
    let paper = |desk: &Desk| -> Paper {
        let (_, lines) = list(desk, case).expect("a list");
        the_line(&lines, "agreement").expect("found")[0].paper.expect("a paper")
    };
    let it = paper(&desk);
    let early = attach(&mut desk, case, &it, &scan).expect_err("not made yet").to_string();
    assert!(early.contains("还没有制作过"), "{early}");
    read(&mut desk, case, "agreement", &out(&office));
    let gone = attach(&mut desk, case, &it, Path::new("/没有/这个.pdf")).expect_err("no file").to_string();
    assert!(gone.contains("读不了扫描件"), "{gone}");
    attach(&mut desk, case, &it, &scan).expect("attached");
    let state = |desk: &Desk| {
        let (_, lines) = list(desk, case).expect("a list");
        let line = the_line(&lines, "agreement").expect("found")[0];
        let scan = line.newest.as_ref().and_then(|d| d.scan.clone()).expect("a scan");
        (line.state.clone(), scan_state(&scan))
    };
    assert_eq!(state(&desk), (State::Signed(1), "原样"));
    std::fs::write(&scan, "改了").expect("written");
    assert_eq!(state(&desk).1, "已被改动");
    std::fs::remove_file(&scan).expect("removed");
    assert_eq!(state(&desk).1, "找不到");
    read(&mut desk, case, "agreement", &out(&office));
    let (_, lines) = list(&desk, case).expect("a list");
    assert_eq!(the_line(&lines, "agreement").expect("found")[0].state, State::Made(2), "a new version is not signed");
}

#[test]
fn the_office_puts_its_own_template_in_place_and_a_wrong_one_makes_nothing() {
    let office = Office::new();
    let case = finished(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let own = templates::folder(&office.path());
    std::fs::create_dir_all(&own).expect("a folder");
    let file = own.join("调解协议书.docx");
    let body = |text: &str| super::with_body(&format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"));
    std::fs::write(&file, body("本县格式:{{agreement.given}}")).expect("written");
    let text = read(&mut desk, case, "agreement", &out(&office));
    assert!(text.contains("本县格式:（2026）香格里拉人调字第0001号"), "{text}");
    std::fs::write(&file, body("{{agreement.contnet}}{{#visit.nothing}}{{/visit.nothing}}")).expect("written");
    let found = templates::check(&own).expect("checked");
    assert_eq!(found[0].unknown, ["#visit.nothing", "agreement.contnet"]);
    assert!(found[0].missing.iter().any(|m| m == "agreement.content") && !found[0].is_usable());
    let (dossier, lines) = list(&desk, case).expect("a list");
    let paper = the_line(&lines, "agreement").expect("found")[0].paper.expect("a paper");
    let before = std::fs::read_dir(out(&office)).expect("a folder").count();
    let no = make(&mut desk, &dossier, &paper, &out(&office), &Contents::default()).expect_err("refused").to_string();
    assert!(no.contains("agreement.contnet") && no.contains("调解协议书.docx"), "{no}");
    assert_eq!(std::fs::read_dir(out(&office)).expect("a folder").count(), before, "no file");
    assert_eq!(desk.documents_of(case).expect("kept").len(), 1, "no version");
    std::fs::write(own.join("协议.docx"), "x").expect("written");
    std::fs::write(&file, "不是文档").expect("written");
    let found = templates::check(&own).expect("checked");
    assert!(found.iter().all(|f| !f.broken.is_empty()), "{found:?}");
    assert!(templates::check(&own.join("没有")).expect_err("no folder").to_string().contains("读不了文件夹"));
}

#[test]
fn what_is_exported_is_found_to_be_whole_and_nothing_is_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let (written, left) = templates::export(folder.path()).expect("exported");
    assert!(written.len() >= 40 && left.is_empty());
    let found = templates::check(folder.path()).expect("checked");
    assert!(found.iter().all(|f| f.is_usable() && f.missing.is_empty()), "{found:?}");
    std::fs::write(folder.path().join("封底.docx"), "我的").expect("written");
    let (written, left) = templates::export(folder.path()).expect("exported");
    assert!(written.is_empty() && left.iter().any(|n| n == "封底.docx"));
    assert_eq!(std::fs::read(folder.path().join("封底.docx")).expect("kept"), "我的".as_bytes());
}

#[test]
fn who_may_not_have_the_paper_gets_none() {
    let office = Office::new();
    let case = refused(&office);
    let clerk = Draft::default().with("login", "caiwu").with("name", "王会计").with("role", "finance");
    office.desk("admin", "机房").add_user(&clerk, crate::desk::trial::PASSWORD).expect("added");
    for login in ["caiwu", "admin"] {
        let desk = office.desk(login, "窗口");
        assert!(list(&desk, case).is_err(), "{login} has no business with papers");
    }
    assert!(list(&office.desk("qiantai", "窗口1"), case).is_ok());
    // 办公室 reads cases, masked, and has no papers of them.
    let reader = Draft::default().with("login", "bangong").with("name", "木增").with("role", "office");
    office.desk("admin", "机房").add_user(&reader, crate::desk::trial::PASSWORD).expect("added");
    let mut reader = office.desk("bangong", "办公室");
    assert!(reader.readable_case(case).is_ok());
    let made =
        |case| Made { case, document: "refusal", title: "不予受理告知书", subject: "", sha256: FINGERPRINT };
    for no in [
        list(&reader, case).err(),
        reader.keep_document(made(case), |_| panic!("no file is written")).err(),
        reader.attach_scan(made(case), "/扫描.pdf").err(),
    ] {
        let no = no.expect("refused").to_string();
        assert!(no.contains("制作文书"), "{no}");
    }
    // 检举控告: only the director.
    let mut director = office.desk("zhuren", "主任室");
    let visit =
        VISIT.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v)).with("category", "B").with("nature", "6");
    let sealed = director.save_visit(&VisitWrite { draft: visit, ..VisitWrite::default() }).expect("saved").case;
    act(&mut director, sealed, "T01", &[]).expect("登记");
    for login in ["qiantai", "ducha"] {
        let no = list(&office.desk(login, "窗口1"), sealed).err().expect("sealed").to_string();
        assert!(no.contains("密封"), "{no}");
        let mut desk = office.desk(login, "窗口1");
        let made_none = desk.keep_document(made(sealed), |_| panic!("no file is written")).err();
        for no in [made_none, desk.attach_scan(made(sealed), "/扫描.pdf").err()] {
            assert!(no.expect("sealed").to_string().contains("密封"));
        }
    }
    assert!(list(&director, sealed).is_ok());
}

#[test]
fn page_numbers_follow_the_counted_pages_and_a_filed_volume_keeps_its_own() {
    let office = Office::new();
    let case = finished(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let (dossier, lines) = list(&desk, case).expect("a list");
    let all = lines.iter().filter_map(|l| l.paper).map(|p| (p.word(), 2)).collect::<HashMap<_, _>>();
    let counted = contents(&dossier, &lines, &all);
    assert_eq!((counted.entries[0].page.as_str(), counted.entries[1].page.as_str()), ("1", "3"));
    let count = counted.entries.len();
    assert_eq!(counted.total, Some(count * 2), "every paper has two pages, the one brought in as well");
    assert!(contents(&dossier, &lines, &HashMap::new()).entries[1].page.is_empty(), "unknown is left empty");
    let seen = [("way", "2"), ("performed", "1"), ("satisfied", "1"), ("trouble", "0")];
    act_filled(&mut desk, case, "R32", &seen).expect("回访");
    let file = crate::domain::flow::find("T20").expect("归档");
    let mut front = office.desk("qiantai", "窗口1");
    let form = front.move_form(case, file).expect("a form").with("place", "档案室1柜").with("checker", "李秀英");
    let start =
        form.get("pages").lines().find_map(|l| l.strip_prefix("12\t")).expect("the agreement's page").to_string();
    front.act(case, None, file, &form).expect("归档");
    let (dossier, lines) = list(&desk, case).expect("a list");
    let bound = contents(&dossier, &lines, &all);
    let agreed = bound.entries.iter().find(|e| e.title == "调解协议书").expect("the agreement");
    assert_eq!(agreed.page, start, "the page it was bound with");
    let cover = read(&mut desk, case, "卷宗封面", &out(&office));
    assert!(cover.contains("人调卷字第0001号") && cover.contains("档案室1柜"), "{cover}");
}

#[test]
fn a_document_becomes_a_pdf_where_libreoffice_is_installed() {
    if super::super::pdf::program().is_none() {
        eprintln!("LibreOffice is not installed here: PDF is not tried");
        return;
    }
    let office = Office::new();
    let case = refused(&office);
    let volume = make_volume(&mut office.desk("zhuren", "主任室"), case, &out(&office), true).expect("made");
    assert_eq!(volume.without, "");
    assert!(volume.pieces.iter().all(|p| p.pdf.as_ref().is_some_and(|(path, n)| path.is_file() && *n >= 1)));
    let contents = volume.pieces.iter().find(|p| p.word == "contents").expect("contents");
    let text = text_of(&std::fs::read(&contents.docx).expect("a file")).expect("text");
    let first = volume.pieces.iter().find(|p| p.word == "reception").and_then(|p| p.pdf.as_ref()).expect("pages").1;
    assert!(text.contains(&format!("知情告知书\n{}\n", first + 1)), "the second begins where the first ends: {text}");
}
