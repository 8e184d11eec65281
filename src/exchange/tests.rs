//! A ledger with every fault that offices' ledgers have, row by row; in, out and in again; taken back.

use super::export::{Target, What, export};
use super::import::{Row, RowVerdict as V, Told, Wish, import, rejects_beside};
use super::map::Map;
use super::reading;
use super::sheet::Form;
use crate::desk::register::{Ask, find};
use crate::desk::trial::{Office, now};
use crate::desk::{Clock, Desk};
use crate::validation::identity;
use rust_xlsxwriter::{Format, Workbook};
use std::path::{Path, PathBuf};

const HEAD: &[&str] =
    &["序号", "姓名", "身份证号", "联系电话", "来访时间", "人数", "反映事项", "户籍地", "办理情况", "备注"];

/// A cell as an office leaves it.
#[derive(Clone)]
enum C {
    S(String),
    N(f64),
    D(f64),
    /// Merged with the cell above.
    Up,
}

fn s(text: &str) -> C {
    C::S(text.into())
}

/// A well-formed number, not of a real person: `n` in its serial.
fn number(n: usize) -> String {
    let head = format!("5334221985{:02}{:02}{:03}", n / 27 % 12 + 1, n % 27 + 1, n / 324 % 800 + 101);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = head.bytes().zip(weights).map(|(b, w)| u32::from(b - b'0') * w).sum();
    format!("{head}{}", &"10X98765432"[sum as usize % 11..][..1])
}

/// What must be said of a row: verdict, field, words.
type Said = (V, &'static str, &'static str);

/// What is done to a sound row, and what must be said of it.
type Fault = (fn(&mut Vec<C>, usize), V, &'static str, &'static str);

/// Columns: 1 姓名 2 身份证号 3 电话 4 时间 5 人数 6 事项 7 户籍地 8 办理.
const FAULTS: &[Fault] = &[
    (|_, _| {}, V::Good, "", ""),
    (|r, _| r[2] = C::N(5.334_221_985_061_5e17), V::Wrong, "document_no", "丢失"),
    (|r, _| r[2] = s("5.33422E+17"), V::Wrong, "document_no", "设为文本"),
    (|r, _| r[2] = s("533422198506150000"), V::Wrong, "document_no", "末三位成了000"),
    (|r, n| r[2] = C::N(533_422_850_601_000.0 + n as f64), V::Warning, "document_no", "历史证件"),
    (|r, _| r[2] = s("533422198506150025"), V::Wrong, "document_no", "校验"),
    (|r, _| r[2] = s(""), V::Warning, "document_no", "旧台账未记"),
    (|r, n| r[3] = C::N(13_800_000_000.0 + n as f64), V::Good, "", ""),
    (|r, _| r[3] = s("13800000000.0"), V::Good, "", ""),
    (|r, _| r[3] = s("1.38E+10"), V::Wrong, "phone", "科学计数"),
    (|r, _| r[3] = s("13800000000/8221234"), V::Wrong, "phone", "一栏只填一个号码"),
    (|r, _| r[3] = s(""), V::Warning, "phone", "旧台账未记"),
    (|r, _| r[4] = s("2024.3.6"), V::Good, "", ""),
    (|r, _| r[4] = s("2024年3月6日"), V::Good, "", ""),
    (|r, _| r[4] = C::N(45357.0), V::Good, "", ""),
    (|r, _| r[4] = C::D(45357.5), V::Good, "", ""),
    (|r, _| r[4] = s("3.6"), V::Wrong, "visited_at", "写全年份"),
    (|r, _| r[4] = s("2027-03-06"), V::Wrong, "visited_at", "晚于"),
    (|r, _| r[4] = s(""), V::Wrong, "visited_at", "没有填"),
    (|r, _| r[5] = s("3人"), V::Good, "", ""),
    (|r, _| r[5] = s("许多"), V::Wrong, "people", "数"),
    (|r, _| r[6] = s(""), V::Wrong, "gist", "没有填"),
    (|r, _| r[7] = s("不知哪里"), V::Warning, "household", "此栏未导入"),
    (|r, _| r[8] = s("已办结,双方签协议"), V::Good, "", ""),
    (|r, _| r[8] = s("转农业局"), V::Warning, "status", "按在办导入"),
    (|r, _| r[1] = s(""), V::Wrong, "name", "没有填"),
    (|r, n| r[6] = C::S(format!("{n}{}", "水源".repeat(200))), V::Good, "", ""),
    (|r, _| r[7] = C::Up, V::Warning, "household", "合并单元格"),
];

fn sound(n: usize) -> Vec<C> {
    let name = ["和志强", "扎西顿珠", "李秀英", "杨文军"][n % 4];
    vec![
        C::S(n.to_string()),
        s(name),
        C::S(number(n)),
        s("13800000000"),
        s("2024-03-06"),
        C::N(1.0),
        C::S(format!("第{n}号地块的界线与邻村有争执,要求划清")),
        s("维西傈僳族自治县"),
        s("在办"),
        s("=1+1"),
    ]
}

fn workbook(path: &Path, rows: &[Vec<C>]) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    sheet.merge_range(0, 0, 0, 9, "某乡2024年来访登记台账", &Format::new()).expect("a title");
    for (i, word) in HEAD.iter().enumerate() {
        sheet.write_string(1, i as u16, *word).expect("a heading");
    }
    for (r, row) in rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            let (r, c) = (r as u32 + 2, c as u16);
            match cell {
                C::S(text) => sheet.write_string(r, c, text),
                C::N(n) => sheet.write_number(r, c, *n),
                C::D(n) => sheet.write_number_with_format(r, c, *n, &day),
                C::Up => {
                    let C::S(above) = &rows[r as usize - 3][usize::from(c)] else { panic!("a text above") };
                    sheet.merge_range(r - 1, c, r, c, above, &Format::new())
                }
            }
            .expect("a cell");
        }
    }
    book.save(path).expect("saved");
}

/// The same as a spreadsheet saves it as csv: long numbers shortened, dates as shown, merged cells spelled out.
fn saved_as_csv(path: &Path, rows: &[Vec<C>]) {
    let mut out = csv::Writer::from_path(path).expect("a file");
    out.write_record(["某乡2024年来访登记台账", "", "", "", "", "", "", "", "", ""]).expect("a title");
    out.write_record(HEAD).expect("headings");
    for (r, row) in rows.iter().enumerate() {
        let cell = |(c, cell): (usize, &C)| match cell {
            C::S(text) => text.clone(),
            C::N(n) if *n >= 1e17 => format!("{n:.8E}").replace('E', "E+"),
            C::N(n) => format!("{n:.0}"),
            C::D(_) => "2024-03-06 12:00".to_string(),
            C::Up => match &rows[r - 1][c] {
                C::S(above) => above.clone(),
                _ => panic!("a text above"),
            },
        };
        out.write_record(row.iter().enumerate().map(cell)).expect("a row");
    }
    out.flush().expect("written");
}

fn csv_of(path: &Path, head: &str, rows: &[&str]) -> PathBuf {
    std::fs::write(path, format!("{head}\n{}\n", rows.join("\n"))).expect("written");
    path.to_path_buf()
}

fn run(desk: &mut Desk, path: &Path, wish: &Wish) -> (Told, Vec<Row>) {
    let mut rows = Vec::new();
    let told = import(desk, path, wish, &mut |row| rows.push(row.clone())).expect("judged");
    (told, rows)
}

fn register(desk: &Desk, word: &str) -> Vec<Vec<String>> {
    let ask = Ask { limit: 5000, ..Ask::default() };
    desk.register_rows(find(word).expect("a register"), &ask).expect("rows").into_iter().map(|l| l.cells).collect()
}

/// Two thousand rows with a fault each in turn, the last a duplicate, and what must be said of each: known
/// from how they were made.
fn messy(csv: bool) -> (Vec<Vec<C>>, Vec<Said>) {
    let (mut rows, mut expected) = (Vec::new(), Vec::new());
    for n in 0..2000 {
        let mut row = sound(n);
        let (spoil, verdict, field, words) = FAULTS[n % FAULTS.len()];
        spoil(&mut row, n);
        // A csv knows no merged cells: what stands there is the office's own.
        let merged = matches!(row[7], C::Up);
        rows.push(row);
        expected.push(if merged && csv { (V::Good, "", "") } else { (verdict, field, words) });
    }
    rows.push(rows[FAULTS.len()].clone());
    expected.push((V::Wrong, "line", "与第31行重复"));
    (rows, expected)
}

fn gist_number(gist: &str) -> usize {
    let digits: String = gist.chars().filter(char::is_ascii_digit).collect();
    digits.parse().expect("a number")
}

/// What the generator calls good goes in and nothing else; the rest comes back with reasons, is mended, goes
/// in in its turn; and all of it is taken back.
fn the_messy_ledger_as(kind: &str) {
    let office = Office::new();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(format!("台账.{kind}"));
    let (rows, expected) = messy(kind == "csv");
    if kind == "csv" {
        saved_as_csv(&path, &rows)
    } else {
        workbook(&path, &rows)
    }
    assert!(identity::facts(&number(7)).is_some(), "the fixture itself is well formed");

    let mut desk = office.desk("zhuren", "窗口1");
    let (told, seen) = run(&mut desk, &path, &Wish { dry_run: true, ..Wish::default() });
    assert_eq!((seen.len(), told.batch), (2001, None));
    for (row, (verdict, field, words)) in seen.iter().zip(&expected) {
        let at = format!("line {} {:?} {}", row.line, row.verdict, row.words());
        assert_eq!(row.verdict, *verdict, "{at}");
        if *verdict != V::Good {
            assert!(row.notes.iter().any(|p| p.field == *field && p.text.contains(words)), "{field} {words}: {at}");
        }
    }
    assert!(told.unknown.is_empty(), "{:?}", told.unknown);

    // One wrong row keeps the file out, and nothing of it is stored.
    let (told, _) = run(&mut desk, &path, &Wish::default());
    assert_eq!(told.batch, None);
    assert!(register(&desk, "imports").is_empty() && desk.visits(None, 5).expect("visits").is_empty());

    // The good rows go in, the others into a file of their own.
    let rejects = rejects_beside(&path);
    let wish = Wish { only_good: true, rejects: Some(&rejects), ..Wish::default() };
    let (told, _) = run(&mut desk, &path, &wish);
    let batch = told.batch.expect("stored");
    let wrong: Vec<usize> = (0..2001).filter(|n| expected[*n].0 == V::Wrong).collect();
    let over = |n: &usize| n % FAULTS.len() == 23;
    let past = (0..2000).filter(over).count() as i64;
    assert_eq!((batch.cases, batch.past, batch.rejected), (2001 - wrong.len() as i64 - past, past, wrong.len() as i64));
    assert_eq!(register(&desk, "past").len() as i64, past);
    let line = &register(&desk, "past")[0];
    assert!(line[1].ends_with('＊') && line[3] == "已办结,双方签协议", "{line:?}");
    let mut stored: Vec<usize> =
        desk.visits(None, 5000).expect("visits").iter().map(|v| gist_number(&v.gist)).collect();
    stored.sort_unstable();
    let good: Vec<usize> = (0..2000).filter(|n| !wrong.contains(n) && !over(n)).collect();
    assert_eq!(stored, good);

    // The same form, and two columns more.
    let back: Vec<reading::Raw> = reading::open(&rejects).expect("opened").rows.map(|r| r.expect("a row")).collect();
    let words = |raw: &reading::Raw| raw.cells.iter().map(reading::Cell::text).collect::<Vec<_>>();
    assert_eq!(words(&back[0]), HEAD.iter().copied().chain(["行号", "原因"]).collect::<Vec<_>>());
    assert_eq!(back.len(), wrong.len() + 1);
    for (raw, n) in back[1..].iter().zip(&wrong) {
        let cells = words(raw);
        assert_eq!((cells[9].as_str(), cells[10].as_str()), ("'=1+1", (n + 3).to_string().as_str()));
        assert!(cells[11].contains(expected[*n].2), "{cells:?}");
    }

    // Mended: each faulty cell as it should have been, the row that stands there twice left out.
    let mended = folder.path().join("改好.csv");
    let mut out = csv::Writer::from_path(&mended).expect("a file");
    out.write_record(words(&back[0])).expect("headings");
    for (raw, n) in back[1..].iter().zip(&wrong).filter(|(_, n)| **n < 2000) {
        let mut cells = words(raw);
        for (cell, sound) in cells.iter_mut().zip(sound(*n)) {
            if let C::S(text) = sound {
                *cell = text;
            } else {
                *cell = "1".into();
            }
        }
        out.write_record(cells).expect("a row");
    }
    out.flush().expect("written");
    let (told, _) = run(&mut desk, &mended, &Wish::default());
    let second = told.batch.expect("stored");
    assert_eq!((second.cases, told.wrong), (wrong.len() as i64 - 1, 0));

    let no = import(&mut desk, &path, &Wish::default(), &mut |_| {}).expect_err("the same file").to_string();
    assert!(no.contains("第1批") && no.contains("--undo 1"), "{no}");
    for id in [batch.id, second.id] {
        desk.undo_import(id, "试导").expect("taken back");
    }
    assert!(desk.visits(None, 5).expect("visits").is_empty() && register(&desk, "past").is_empty());
    let findings = office.desk("ducha", "终端").check().expect("checked");
    assert!(findings.iter().all(|f| f.ok), "{findings:?}");
}

#[test]
fn a_messy_workbook_of_two_thousand_rows_gets_a_verdict_for_each() {
    the_messy_ledger_as("xlsx");
}

#[test]
fn a_messy_csv_of_two_thousand_rows_gets_a_verdict_for_each() {
    the_messy_ledger_as("csv");
}

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
