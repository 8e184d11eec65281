//! Ledgers for the tests: rows as an office leaves them, written as a workbook or as csv, and judged.

use super::import::{Row, Told, Wish, import};
use crate::desk::Desk;
use crate::desk::register::{Ask, find};
use rust_xlsxwriter::{Format, Workbook};
use std::path::{Path, PathBuf};

pub const HEAD: &[&str] =
    &["序号", "姓名", "身份证号", "联系电话", "来访时间", "人数", "反映事项", "户籍地", "办理情况", "备注"];

/// A cell as an office leaves it.
#[derive(Clone)]
pub enum C {
    S(String),
    N(f64),
    D(f64),
    /// Merged with the cell above.
    Up,
}

pub fn s(text: &str) -> C {
    C::S(text.into())
}

/// A well-formed number, not of a real person: `n` in its serial.
pub fn number(n: usize) -> String {
    let head = format!("5334221985{:02}{:02}{:03}", n / 27 % 12 + 1, n % 27 + 1, n / 324 % 800 + 101);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = head.bytes().zip(weights).map(|(b, w)| u32::from(b - b'0') * w).sum();
    format!("{head}{}", &"10X98765432"[sum as usize % 11..][..1])
}

pub fn sound(n: usize) -> Vec<C> {
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

pub fn workbook(path: &Path, rows: &[Vec<C>]) {
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

pub fn csv_of(path: &Path, head: &str, rows: &[&str]) -> PathBuf {
    std::fs::write(path, format!("{head}\n{}\n", rows.join("\n"))).expect("written");
    path.to_path_buf()
}

pub fn run(desk: &mut Desk, path: &Path, wish: &Wish) -> (Told, Vec<Row>) {
    let mut rows = Vec::new();
    let told = import(desk, path, wish, &mut |row| rows.push(row.clone())).expect("judged");
    (told, rows)
}

pub fn register(desk: &Desk, word: &str) -> Vec<Vec<String>> {
    let ask = Ask { limit: 5000, ..Ask::default() };
    desk.register_rows(find(word).expect("a register"), &ask).expect("rows").into_iter().map(|l| l.cells).collect()
}
