//! A report as an xlsx file in official layout: title, unit line, bordered table, definitions; A4
//! landscape, one page wide, the headings repeated on each page.

use super::sheet::{Figure, Rank};
use super::{Cell, Made};
use crate::validation::text::shown;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use std::path::Path;
use unicode_width::UnicodeWidthStr;

const TITLE: u32 = 0;
const UNIT: u32 = 1;
const HEAD: u32 = 2;

/// Formats of the cells.
struct Looks {
    text: Format,
    number: Format,
    money: Format,
    percent: Format,
    strong: Format,
}

fn looks(rank: Rank) -> Looks {
    let mut base = Format::new().set_font_name("宋体").set_font_size(10).set_border(FormatBorder::Thin);
    base = base.set_align(FormatAlign::VerticalCenter);
    if rank != Rank::Plain {
        base = base.set_bold();
    }
    let right = base.clone().set_align(FormatAlign::Right);
    Looks {
        text: right.clone(),
        number: right.clone().set_num_format("0"),
        money: right.clone().set_num_format("#,##0.00"),
        percent: right.set_num_format("0.0%"),
        strong: base.set_text_wrap(),
    }
}

#[allow(clippy::cast_precision_loss)]
fn put(page: &mut Worksheet, row: u32, column: u16, cell: &Cell, looks: &Looks) -> Result<(), XlsxError> {
    match &cell.figure {
        Figure::Count(n) => page.write_number_with_format(row, column, *n as f64, &looks.number)?,
        Figure::Money(fen) => page.write_number_with_format(row, column, *fen as f64 / 100.0, &looks.money)?,
        Figure::Rate(part, whole) if *whole > 0 => {
            page.write_number_with_format(row, column, *part as f64 / *whole as f64, &looks.percent)?
        }
        other => page.write_string_with_format(row, column, shown(&other.words()), &looks.text)?,
    };
    Ok(())
}

/// Writes the file.
///
/// # Errors
/// The words of what went wrong: disk, rights, place.
pub fn write(made: &Made, path: &Path) -> Result<(), String> {
    build(made).and_then(|mut book| book.save(path)).map_err(|e| format!("不能写{}:{e}", path.display()))
}

fn build(made: &Made) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name(made.report.id)?;
    let sheet = &made.sheet;
    let last = u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX).max(1);
    let plain = Format::new().set_font_name("宋体").set_font_size(10);
    let title = Format::new().set_font_name("黑体").set_font_size(16).set_align(FormatAlign::Center);
    page.merge_range(TITLE, 0, TITLE, last, made.report.title, &title)?;
    page.set_row_height(TITLE, 28)?;
    page.merge_range(UNIT, 0, UNIT, last, &made.unit_line(), &plain)?;
    let head = Format::new()
        .set_font_name("黑体")
        .set_font_size(10)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_text_wrap();
    let mut widest = sheet.rows.iter().map(|r| r.label.width()).max().unwrap_or(8).clamp(8, 36);
    for (column, label) in (0u16..).zip(&sheet.columns) {
        page.write_string_with_format(HEAD, column, shown(label), &head)?;
        let cells = sheet.rows.iter().filter_map(|r| r.cells.get(usize::from(column).checked_sub(1)?));
        if column > 0 {
            widest = cells.map(|c| c.figure.words().width()).max().unwrap_or(6).max(label.width().min(8)).clamp(6, 18);
        }
        page.set_column_width(column, u32::try_from(widest + 2).unwrap_or(10))?;
    }
    page.set_row_height(HEAD, 30)?;
    let mut at = HEAD + 1;
    for row in &sheet.rows {
        let looks = looks(row.rank);
        page.write_string_with_format(at, 0, shown(&row.label), &looks.strong)?;
        for column in 1..=last {
            let empty = Cell::default();
            let cell = row.cells.get(usize::from(column) - 1).unwrap_or(&empty);
            put(page, at, column, cell, &looks)?;
        }
        at += 1;
    }
    let words = plain.clone().set_text_wrap().set_align(FormatAlign::Top);
    for (i, text) in made.definitions().iter().enumerate() {
        page.merge_range(at, 0, at, last, &format!("{}. {text}", i + 1), &words)?;
        page.set_row_height(at, 28)?;
        at += 1;
    }
    page.merge_range(at, 0, at, last, &format!("依据 {}", made.report.basis), &plain)?;
    page.set_landscape();
    page.set_paper_size(9);
    page.set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(HEAD, HEAD)?;
    page.set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    page.set_footer("&C第&P页 共&N页");
    page.set_freeze_panes(HEAD + 1, 1)?;
    Ok(book)
}
