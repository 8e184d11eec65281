//! One ledger as each office sends it: xlsx, xls and ods as a spreadsheet program saves them, csv in every
//! encoding. The verdicts are the same.

use super::import::{Row, RowVerdict as V, Wish, import};
use crate::desk::trial::Office;
use encoding_rs::GB18030;
use std::path::{Path, PathBuf};

fn fixture(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/台账.{kind}"))
}

fn judged(path: &Path) -> Vec<Row> {
    let office = Office::new();
    let mut desk = office.desk("zhuren", "窗口1");
    let mut rows = Vec::new();
    let wish = Wish { dry_run: true, ..Wish::default() };
    import(&mut desk, path, &wish, &mut |row: &Row| rows.push(row.clone())).expect("judged");
    rows
}

/// Line, verdict, and what is said of it: as the fixture was made.
const EXPECTED: &[(u64, V, &str)] = &[
    (3, V::Good, ""),
    (4, V::Wrong, "丢失"),
    (5, V::Warning, "历史证件"),
    (6, V::Good, ""),
    (7, V::Good, ""),
    (8, V::Good, ""),
    (9, V::Good, ""),
    (10, V::Wrong, "写全年份"),
    (11, V::Good, ""),
    (12, V::Good, ""),
    (13, V::Good, "户籍地: 同第12行(合并单元格)"),
    (14, V::Good, "户籍地: 同第12行(合并单元格)"),
    (15, V::Wrong, "没有填"),
    (16, V::Wrong, "没有填"),
    (17, V::Good, ""),
    (18, V::Good, "来访时间: 同第17行(合并单元格)"),
];

#[test]
fn workbooks_of_every_kind_get_the_same_verdicts() {
    for kind in ["xlsx", "xls", "ods"] {
        let rows = judged(&fixture(kind));
        let seen: Vec<(u64, V)> = rows.iter().map(|r| (r.line, r.verdict)).collect();
        assert_eq!(seen, EXPECTED.iter().map(|e| (e.0, e.1)).collect::<Vec<_>>(), "{kind}");
        for (row, (line, _, words)) in rows.iter().zip(EXPECTED) {
            assert!(row.words().contains(words), "{kind} {line}: {}", row.words());
        }
        let at = |line: u64| {
            let row = rows.iter().find(|r| r.line == line).and_then(|r| r.visit.as_ref()).expect("a visit");
            (row.visit.form().get("visited_at").to_string(), row.visit.form().get("household").to_string())
        };
        assert_eq!(at(8).0, "2024-03-06T09:30", "{kind}");
        assert_eq!(at(9).0, "2024-03-06T00:00", "{kind}");
        assert_eq!(at(13).1, "533423", "{kind}");
        assert_eq!(at(18).0, "2024-03-08T00:00", "{kind}");
        assert_eq!(rows.iter().filter(|r| r.is_over()).map(|r| r.line).collect::<Vec<_>>(), [14], "{kind}");
    }
}

#[test]
fn a_csv_in_every_encoding_gets_the_same_verdicts() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "某乡来访登记台账,,,,,\r\n姓名,身份证号,联系电话,来访时间,反映事项,户籍地\r\n\
        扎西·次仁,533422198506150026,13800000000,2024.3.6,第1号地块的界线,维西傈僳族自治县\r\n\
        𠮷㐂,5.33422E+17,13800000000,2024-03-06,第2号地块的界线,德钦县\r\n\
        和志强,533422850601003,13800000000.0,45357,第3号地块的界线,德钦县\r\n";
    let expected = [(3, V::Good), (4, V::Wrong), (5, V::Warning)];
    for (name, bytes) in [
        ("utf8", text.as_bytes().to_vec()),
        ("bom", format!("\u{FEFF}{text}").into_bytes()),
        ("gb18030", GB18030.encode(text).0.into_owned()),
    ] {
        let path = folder.path().join(format!("{name}.csv"));
        std::fs::write(&path, bytes).expect("written");
        let rows = judged(&path);
        assert_eq!(rows.iter().map(|r| (r.line, r.verdict)).collect::<Vec<_>>(), expected, "{name}");
        let names: Vec<&str> = rows.iter().map(Row::name).collect();
        assert_eq!(names, ["扎西·次仁", "𠮷㐂", "和志强"], "{name}");
    }
}

#[test]
fn a_heading_of_two_rows_is_read_as_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("台账.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let plain = rust_xlsxwriter::Format::new();
    sheet.merge_range(0, 0, 0, 4, "某乡来访登记台账", &plain).expect("a title");
    for (column, word) in [(0, "姓名"), (1, "来访时间"), (4, "反映事项")] {
        sheet.merge_range(1, column, 2, column, word, &plain).expect("a heading");
    }
    sheet.merge_range(1, 2, 1, 3, "联系方式", &plain).expect("a heading");
    sheet.write_string(2, 2, "联系电话").expect("a heading");
    sheet.write_string(2, 3, "详细住址").expect("a heading");
    for (column, word) in (0..).zip(["和志强", "2024-03-06", "13800000000", "建塘镇", "宅基地边界被占"]) {
        sheet.write_string(3, column, word).expect("a cell");
    }
    book.save(&path).expect("saved");
    let rows = judged(&path);
    assert_eq!(rows.len(), 1);
    let visit = &rows[0].visit.as_ref().expect("a visit").visit;
    assert_eq!((rows[0].line, visit.form().get("phone"), visit.form().get("address")), (4, "13800000000", "建塘镇"));
}
