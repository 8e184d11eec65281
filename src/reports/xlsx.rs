//! A report as an xlsx file in official layout: title, unit line, bordered table, who filled it in and who
//! checked it, definitions; A4 landscape, one page wide, the headings repeated on each page.

use super::sheet::{Figure, Rank};
use super::{Cell, Made};
use crate::validation::text::shown;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

const TITLE: u32 = 0;
const UNIT: u32 = 1;
const HEAD: u32 = 2;
/// Height of a line of text, in points.
const LINE: usize = 14;

/// What is filled in by hand under the table.
const SIGNED: &str = "填表人:            审核人:            单位负责人:            填报日期:      年    月    日";

/// Formats of the cells.
struct Looks {
    text: Format,
    amber: Format,
    red: Format,
    number: Format,
    money: Format,
    percent: Format,
    tenths: Format,
    label: Format,
}

fn looks(rank: Rank) -> Looks {
    let mut base = Format::new().set_font_name("宋体").set_font_size(10).set_border(FormatBorder::Thin);
    base = base.set_align(FormatAlign::VerticalCenter);
    if rank != Rank::Plain {
        base = base.set_bold();
    }
    let right = base.clone().set_align(FormatAlign::Right);
    Looks {
        text: right.clone().set_text_wrap(),
        amber: right.clone().set_text_wrap().set_font_color(Color::RGB(0x00B4_5F06)),
        red: right.clone().set_text_wrap().set_font_color(Color::RGB(0x00C0_0000)),
        number: right.clone().set_num_format("0"),
        money: right.clone().set_num_format("#,##0.00"),
        percent: right.clone().set_num_format("0.0%"),
        tenths: right.set_num_format("0.0"),
        label: base.set_text_wrap(),
    }
}

#[allow(clippy::cast_precision_loss)]
fn put(page: &mut Worksheet, at: (u32, u16), cell: &Cell, looks: &Looks, many: bool) -> Result<(), XlsxError> {
    let (row, column) = at;
    match &cell.figure {
        Figure::Count(n) => page.write_number_with_format(row, column, *n as f64, &looks.number)?,
        Figure::Money(fen) => page.write_number_with_format(row, column, *fen as f64 / 100.0, &looks.money)?,
        Figure::Rate(part, whole) if *whole > 0 => {
            page.write_number_with_format(row, column, *part as f64 / *whole as f64, &looks.percent)?
        }
        Figure::Average(sum, n) if *n > 0 => {
            page.write_number_with_format(row, column, *sum as f64 / *n as f64, &looks.tenths)?
        }
        other => {
            let words = other.words();
            // The word says it; the colour only helps to find it.
            let look = match &words {
                w if w.ends_with("告警") => &looks.red,
                w if w.ends_with("异常") => &looks.amber,
                _ => &looks.text,
            };
            let words = shown(&words);
            // Left to itself a narrow column breaks the mark in two.
            let words = if many { words.replacen(' ', "\n", 1) } else { words.to_string() };
            page.write_string_with_format(row, column, words, look)?
        }
    };
    Ok(())
}

/// The bytes of the file.
///
/// # Errors
/// The words of what went wrong.
pub fn bytes(made: &Made) -> Result<Vec<u8>, String> {
    build(made).and_then(|mut book| book.save_to_buffer()).map_err(|e| e.to_string())
}

/// A line across the whole table, as high as its words need.
fn across(page: &mut Worksheet, at: u32, words: &str, columns: (u16, usize), look: &Format) -> Result<(), XlsxError> {
    let (last, room) = columns;
    page.merge_range(at, 0, at, last, words, look)?;
    // A line is seldom full to its last cell: room is taken a little smaller than it is.
    let lines = words.width().div_ceil((room * 9 / 10).max(1)).max(1);
    page.set_row_height(at, u32::try_from(lines * LINE + 2).unwrap_or(u32::MAX))?;
    Ok(())
}

/// Columns of figures from which on they stand narrow, their marks on a second line: still one page wide.
const MANY: usize = 12;

/// Widths of the columns in characters, from what stands in them.
fn widths(made: &Made) -> Vec<usize> {
    let sheet = &made.sheet;
    let many = sheet.columns.len() > MANY;
    let label = sheet.rows.iter().map(|r| r.label.width()).max().unwrap_or(8).clamp(8, if many { 20 } else { 36 });
    let figures = sheet.columns.iter().enumerate().skip(1).map(|(i, head)| {
        let cells = sheet.rows.iter().filter_map(|r| r.cells.get(i - 1)).map(|c| c.figure.words());
        if many {
            let parts = cells.filter_map(|w| w.split(' ').map(UnicodeWidthStr::width).max());
            return parts.max().unwrap_or(4).clamp(4, 14);
        }
        cells.map(|w| w.width()).max().unwrap_or(6).max(head.width().min(8)).clamp(6, 18)
    });
    // Room beside the words: half a character on either side is enough where there are many.
    std::iter::once(label).chain(figures).map(|w| if many { w + 1 } else { w + 2 }).collect()
}

fn build(made: &Made) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name(made.report.id)?;
    let sheet = &made.sheet;
    let last = u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX).max(1);
    let plain = Format::new().set_font_name("宋体").set_font_size(10).set_text_wrap();
    let middle = plain.clone().set_align(FormatAlign::VerticalCenter);
    let above = plain.set_align(FormatAlign::Top);
    let title = Format::new().set_font_name("黑体").set_font_size(16).set_align(FormatAlign::Center);
    page.merge_range(TITLE, 0, TITLE, last, made.report.title, &title)?;
    page.set_row_height(TITLE, 28)?;
    let many = sheet.columns.len() > MANY;
    let widths = widths(made);
    let columns = (last, widths.iter().sum());
    across(page, UNIT, &made.unit_line(), columns, &middle)?;
    let head = Format::new()
        .set_font_name("黑体")
        .set_font_size(10)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_text_wrap();
    for (column, (label, width)) in (0u16..).zip(sheet.columns.iter().zip(&widths)) {
        page.write_string_with_format(HEAD, column, shown(label), &head)?;
        page.set_column_width(column, u32::try_from(*width).unwrap_or(10))?;
    }
    // The heading that wraps into the most lines decides.
    let heads = sheet.columns.iter().zip(&widths).map(|(head, w)| head.width().div_ceil(w.saturating_sub(1).max(2)));
    let lines = heads.max().unwrap_or(1).clamp(2, 8);
    page.set_row_height(HEAD, u32::try_from(lines * LINE + 4).unwrap_or(30))?;
    let mut at = HEAD + 1;
    for row in &sheet.rows {
        let looks = looks(row.rank);
        page.write_string_with_format(at, 0, shown(&row.label), &looks.label)?;
        for column in 1..=last {
            let empty = Cell::default();
            let cell = row.cells.get(usize::from(column) - 1).unwrap_or(&empty);
            put(page, (at, column), cell, &looks, many)?;
        }
        if many && row.cells.iter().any(|c| c.figure.words().contains(' ')) {
            page.set_row_height(at, u32::try_from(2 * LINE + 2).unwrap_or(30))?;
        }
        at += 1;
    }
    across(page, at, SIGNED, columns, &middle)?;
    page.set_row_height(at, 24)?;
    at += 1;
    for (i, text) in made.definitions().iter().enumerate() {
        across(page, at, &format!("{}. {text}", i + 1), columns, &above)?;
        at += 1;
    }
    across(page, at, &format!("依据 {}", made.report.basis), columns, &above)?;
    page.set_landscape();
    page.set_paper_size(9);
    page.set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(HEAD, HEAD)?;
    page.set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    page.set_print_center_horizontally(true);
    page.set_footer("&C第&P页 共&N页");
    page.set_freeze_panes(HEAD + 1, 1)?;
    Ok(book)
}
