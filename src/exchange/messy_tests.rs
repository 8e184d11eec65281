//! A ledger with every fault that offices' ledgers have, row by row; mended and taken in again; taken back.

use super::import::{RowVerdict as V, Wish, import, rejects_beside};
use super::reading;
use super::trial::{C, HEAD, number, register, run, s, sound, workbook};
use crate::desk::trial::Office;
use crate::validation::identity;
use std::path::Path;

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
    (|r, _| r[7] = C::Up, V::Good, "household", "合并单元格"),
];

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
        let said = row.notes.iter().chain(&row.taken).any(|p| p.field == *field && p.text.contains(words));
        assert!(said || field.is_empty(), "{field} {words}: {at}");
    }
    assert!(told.unknown.is_empty(), "{:?}", told.unknown);
    assert_eq!(told.merged, if kind == "csv" { 0 } else { 2000 / FAULTS.len() as u64 });

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
