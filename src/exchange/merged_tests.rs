//! Values that an office wrote once for several rows: merged cells, and columns that are filled downwards.

use super::import::{Row, RowVerdict as V, Wish};
use super::map::Map;
use super::trial::{number, run};
use crate::desk::trial::Office;
use rust_xlsxwriter::{Format, Workbook};
use std::path::Path;

const HEAD: [&str; 6] = ["姓名", "身份证号", "联系电话", "来访时间", "反映事项", "详细住址"];

/// A workbook of three rows below its heading; of a column in `merged` only the first row's value stands,
/// merged over as many rows.
fn judged(path: &Path, rows: [[&str; 6]; 3], merged: &[(u16, u32)], map: Option<&Map>) -> Vec<Row> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, word) in (0..).zip(HEAD) {
        sheet.write_string(0, column, word).expect("a heading");
    }
    for (r, row) in (1..).zip(rows) {
        for (column, text) in (0..).zip(row).filter(|(_, text)| !text.is_empty()) {
            match merged.iter().find(|m| m.0 == column) {
                Some((_, down)) if r == 1 => {
                    drop(sheet.merge_range(r, column, r + down - 1, column, text, &Format::new()))
                }
                Some((_, down)) if r <= *down => continue,
                _ => drop(sheet.write_string(r, column, text)),
            }
        }
    }
    book.save(path).expect("saved");
    let office = Office::new();
    let wish = Wish { map, dry_run: true, ..Wish::default() };
    run(&mut office.desk("zhuren", "窗口1"), path, &wish).1
}

fn stored<'a>(row: &'a Row, key: &str) -> &'a str {
    row.visit.as_ref().map_or("", |v| v.visit.form().get(key))
}

#[test]
fn a_merged_cell_counts_for_each_of_its_rows_and_warns_of_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("台账.xlsx");
    let (a, b, c) = (number(1), number(2), number(3));
    let rows = [
        ["和志强", &a, "13800000001", "2024-03-06", "宅基地边界", "某镇某村1组"],
        ["李秀英", &b, "13800000002", "", "水源分配", ""],
        ["杨文军", &c, "13800000003", "", "林地权属", ""],
    ];
    let seen = judged(&path, rows, &[(3, 3), (5, 2)], None);
    assert!(seen.iter().all(|r| r.verdict == V::Good), "{seen:?}");
    assert_eq!(seen[1].words(), "来访时间: 同第2行(合并单元格); 详细住址: 同第2行(合并单元格)");
    assert_eq!(seen[2].words(), "来访时间: 同第2行(合并单元格)");
    assert_eq!(stored(&seen[2], "visited_at"), "2024-03-06T00:00");
    assert_eq!((stored(&seen[1], "address"), stored(&seen[2], "address")), ("某镇某村1组", ""));
}

#[test]
fn a_number_merged_over_several_people_is_a_fault_of_each_row_below() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("台账.xlsx");
    let a = number(1);
    let rows = [
        ["和志强", &a, "13800000001", "2024-03-06", "宅基地边界", ""],
        ["李秀英", "", "", "2024-03-07", "水源分配", ""],
        ["杨文军", "", "13800000003", "2024-03-08", "林地权属", ""],
    ];
    let seen = judged(&path, rows, &[(1, 3), (2, 2)], None);
    assert_eq!(seen.iter().map(|r| r.verdict).collect::<Vec<_>>(), [V::Good, V::Wrong, V::Wrong]);
    let fields = |row: &Row| row.notes.iter().map(|n| n.field.clone()).collect::<Vec<_>>();
    assert_eq!(fields(&seen[1]), ["document_no", "phone"]);
    assert_eq!(fields(&seen[2]), ["document_no"]);
    assert!(seen[2].words().contains("与第2行合并成一格") && seen[2].words().contains("拆开"), "{}", seen[2].words());
}

#[test]
fn whoever_came_three_times_has_one_name_and_one_number_merged() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("台账.xlsx");
    let a = number(1);
    let rows = [
        ["和志强", &a, "13800000001", "2024-03-06", "宅基地边界", ""],
        ["", "", "", "2024-03-07", "水源分配", ""],
        ["", "", "", "2024-03-08", "林地权属", ""],
    ];
    let seen = judged(&path, rows, &[(0, 3), (1, 3), (2, 3)], None);
    assert!(seen.iter().all(|r| r.verdict == V::Good), "{seen:?}");
    assert!(seen.iter().all(|r| stored(r, "document_no") == a && stored(r, "phone") == "13800000001"), "{seen:?}");
}

#[test]
fn filled_downwards_a_number_stays_with_its_person() {
    let folder = tempfile::tempdir().expect("a folder");
    let map = folder.path().join("对应.txt");
    std::fs::write(&map, "向下填充=姓名,身份证号,联系电话,详细住址\n").expect("written");
    let map = Map::open(&map).expect("read");
    let a = number(1);
    let rows = [
        ["和志强", &a, "13800000001", "2024-03-06", "宅基地边界", "某镇某村1组"],
        ["", "", "", "2024-03-07", "水源分配", ""],
        ["李秀英", "", "", "2024-03-08", "林地权属", ""],
    ];
    let seen = judged(&folder.path().join("台账.xlsx"), rows, &[], Some(&map));
    assert_eq!((stored(&seen[1], "name"), stored(&seen[1], "document_no")), ("和志强", a.as_str()));
    assert_eq!(
        (stored(&seen[2], "name"), stored(&seen[2], "document_no"), stored(&seen[2], "phone")),
        ("李秀英", "", "")
    );
    // The last column is not in the row at all.
    assert!(seen.iter().all(|r| stored(r, "address") == "某镇某村1组"), "{seen:?}");
}
