//! Ledgers in, out and in again; known again, and taken back.

use super::export::{Target, What, export};
use super::import::{RowVerdict as V, Wish, import};
use super::map::Map;
use super::sheet::Form;
use super::trial::{csv_of, number, register, run, s, sound, workbook};
use crate::desk::register::find;
use crate::desk::trial::{Office, now};
use crate::desk::{Clock, Desk};
use std::path::Path;

#[test]
fn what_is_there_already_is_known_whatever_the_file_is_called() {
    let office = Office::new();
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = office.desk("zhuren", "窗口1");
    let mut closed = sound(1);
    closed[8] = s("已办结");
    let (first, again) = (folder.path().join("台账.xlsx"), folder.path().join("再来.xlsx"));
    workbook(&first, &[sound(0), closed.clone()]);
    run(&mut desk, &first, &Wish::default()).0.batch.expect("stored");
    workbook(&again, &[sound(0), closed, sound(2)]);
    let (_, seen) = run(&mut desk, &again, &Wish { dry_run: true, ..Wish::default() });
    assert!(seen[..2].iter().all(|r| r.verdict == V::Wrong && r.words().contains("已有同一人")), "{seen:?}");
    assert_eq!(seen[2].verdict, V::Good);
}

#[test]
fn a_batch_is_taken_back_whole_or_once_touched_not_at_all() {
    let office = Office::new();
    let folder = tempfile::tempdir().expect("a folder");
    let head = "姓名,身份证号,联系电话,来访日期,反映事项,状态";
    let rows =
        ["和志强,533422198506150026,13800000000,2024.3.6,宅基地边界被占,在办", "李四,,,2023-01-02,水源争执,已化解"];
    let path = csv_of(&folder.path().join("a.csv"), head, &rows);
    let mut desk = office.desk("qiantai", "窗口1");
    let first = run(&mut desk, &path, &Wish::default()).0.batch.expect("stored");
    assert_eq!((first.cases, first.past), (1, 1));
    let visit = &desk.visits(None, 5).expect("visits")[0];
    assert_eq!(visit.visited_at, "2024-03-06T00:00");
    let case = desk.readable_case(visit.case).expect("there");
    assert_eq!((case.opened.to_string().as_str(), case.stage.code()), ("2024-03-06", "S00"));
    assert!(
        (case.accepted_on, case.closed_on, case.number.as_deref(), case.docket.as_deref()) == (None, None, None, None)
    );
    assert_eq!(desk.find("宅基地", 5).expect("found").len(), 1);
    assert_eq!(desk.find("0026", 5).expect("found").len(), 1);

    desk.undo_import(first.id, "").expect("taken back");
    assert!(desk.visits(None, 5).expect("visits").is_empty() && register(&desk, "past").is_empty());
    assert!(desk.find("宅基地", 5).expect("found").is_empty() && desk.find("0026", 5).expect("found").is_empty());
    assert!(desk.undo_import(first.id, "").expect_err("once").to_string().contains("已于"));
    assert!(desk.undo_import(77, "").expect_err("none").to_string().contains("没有第77批"));

    let second = run(&mut desk, &path, &Wish::default()).0.batch.expect("stored again");
    let mut director = office.desk("zhuren", "窗口2");
    director.reveal(second.case_ids.0, "电话核对").expect("seen");
    let no = desk.undo_import(second.id, "").expect_err("touched").to_string();
    assert!(no.contains("暂存") && no.contains("不能撤销"), "{no}");
    assert_eq!(desk.visits(None, 5).expect("visits").len(), 1);
    let findings = office.desk("ducha", "终端").check().expect("checked");
    assert!(findings.iter().all(|f| f.ok), "{findings:?}");
}

#[test]
fn who_may_not_register_imports_nothing_and_an_accusation_is_sealed() {
    let office = Office::new();
    let folder = tempfile::tempdir().expect("a folder");
    let path = csv_of(
        &folder.path().join("a.csv"),
        "姓名,日期,反映事项,诉求分类,状态",
        &["李四,2024-1-2,举报村账不清,检举控告,已办结"],
    );
    let mut supervisor = office.desk("ducha", "终端");
    let no = import(&mut supervisor, &path, &Wish::default(), &mut |_| {}).expect_err("refused").to_string();
    assert!(no.contains("导入旧台账") && no.contains("前台、主任"), "{no}");
    assert!(supervisor.undo_import(1, "").is_err());
    let mut director = office.desk("zhuren", "窗口1");
    run(&mut director, &path, &Wish::default()).0.batch.expect("stored");
    assert_eq!(register(&director, "past").len(), 1);
    let clerk = office.desk("qiantai", "窗口2");
    assert!(register(&clerk, "past").is_empty());
    let past = find("past").expect("a register");
    assert!(clerk.register_line(past, 1).is_err() && director.register_line(past, 1).is_ok());
}

#[test]
fn merged_cells_are_carried_down_only_when_the_map_says_so() {
    let office = Office::new();
    let folder = tempfile::tempdir().expect("a folder");
    let path = csv_of(
        &folder.path().join("a.csv"),
        "群众,哪天,说了什么",
        &["和志强,2024-03-06,宅基地边界被占", ",,水源被截", ",2024-03-08,林地被占"],
    );
    let map = folder.path().join("map.toml");
    let mut desk = office.desk("zhuren", "窗口1");
    let no = import(&mut desk, &path, &Wish::default(), &mut |_| {}).expect_err("unknown heading").to_string();
    assert!(no.contains("群众、哪天、说了什么") && no.contains("--map"), "{no}");
    std::fs::write(&map, "群众=姓名\n哪天=visited_at\n说了什么=反映事项概况\n").expect("written");
    let own = Map::open(&map).expect("read");
    let wish = Wish { map: Some(&own), dry_run: true, ..Wish::default() };
    let (told, seen) = run(&mut desk, &path, &wish);
    assert_eq!((told.wrong, told.rows), (2, 3));
    assert!(seen[1].words().contains("向下填充"), "{}", seen[1].words());
    std::fs::write(&map, "群众=姓名\n哪天=visited_at\n说了什么=反映事项概况\n向下填充=姓名,来访时间\n")
        .expect("written");
    let own = Map::open(&map).expect("read");
    let (told, _) = run(&mut desk, &path, &Wish { map: Some(&own), ..Wish::default() });
    assert_eq!(told.batch.expect("stored").cases, 3);
    let days: Vec<String> = desk.visits(None, 5).expect("visits").into_iter().map(|v| v.visited_at).collect();
    assert_eq!(days, ["2024-03-08T00:00", "2024-03-06T00:00", "2024-03-06T00:00"]);
}

#[test]
fn what_goes_out_in_clear_comes_in_again_the_same() {
    let office = Office::new();
    let folder = tempfile::tempdir().expect("a folder");
    let rows: Vec<String> = (0..40)
        .map(|n| {
            format!(
                "和志强,{},0887-8221234,2024-03-{:02} 09:30,{},@要求{n},林地\"{n}\",男",
                number(n),
                n % 27 + 1,
                n % 3 + 1
            )
        })
        .collect();
    let lines: Vec<String> = rows.iter().map(|r| r.replace('"', "\"\"")).collect();
    let path = csv_of(
        &folder.path().join("a.csv"),
        "姓名,身份证号,电话,来访时间,来访人数,一句话诉求,详细住址,备注",
        &lines.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let mut desk = office.desk("zhuren", "窗口1");
    assert_eq!(run(&mut desk, &path, &Wish::default()).0.batch.expect("stored").cases, 40);
    let visits = |desk: &mut Desk, name: &str, form| {
        let path = folder.path().join(name);
        let target = Target { path: &path, form, force: false, reason: "数据迁移" };
        assert_eq!(export(desk, &What::Visits, &target, &mut |_| {}).expect("written").clear, 40);
        path
    };
    let first = visits(&mut desk, "b.xlsx", Form::Xlsx);
    let same = visits(&mut desk, "b.json", Form::Json);
    let other = Office::new();
    let mut there = Desk::open(&other.path(), Clock::Fixed(now()), "窗口1").expect("opened");
    there.login_as("zhuren").expect("logged in");
    let (told, _) = run(&mut there, &first, &Wish::default());
    assert_eq!((told.wrong, told.batch.expect("stored").cases), (0, 40));
    let json = |path: &Path| -> Vec<serde_json::Value> {
        let text = std::fs::read_to_string(path).expect("read");
        let mut list: Vec<serde_json::Value> = serde_json::from_str(&text).expect("json");
        list.iter_mut().filter_map(|v| v.as_object_mut()).for_each(|v| {
            v.remove("visit");
            v.remove("case");
        });
        list.sort_by_key(|v| v["document_no"].to_string());
        list
    };
    let back = visits(&mut there, "c.json", Form::Json);
    assert_eq!(json(&same), json(&back));
    assert_eq!(json(&same)[0]["gist"].as_str().map(|g| g.starts_with('@')), Some(true));
}
