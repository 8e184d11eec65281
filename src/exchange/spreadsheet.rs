//! Sheets of a workbook as rows: xlsx and ods one row at a time, xls as a whole; merged cells filled.
//!
//! Owns what a merged region means: its value counts for each of its rows, and the row says so. A reader
//! that borrows its file stands on a thread of its own and sends rows in small lots, so that memory does
//! not grow with the file. Knows no column by name.

use super::ods;
use super::reading::{Cell, Raw};
use crate::desk::{Failure, Outcome};
use calamine::{Data, DataType, Dimensions, Reader, Xls, Xlsx, XlsxError, open_workbook};
use chrono::NaiveDate;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};

/// Columns looked at; a cell that strayed beyond is none of the ledger's.
pub const WIDEST: usize = 256;
/// Rows in a lot.
const LOT: usize = 128;
/// Bytes of the texts of an xlsx, which come before its rows and are held, and of an xls, which is held whole.
const HELD: u64 = 64 * 1024 * 1024;

/// Cells that were merged downwards: lines from 1, column from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    pub top: u64,
    pub bottom: u64,
    pub column: usize,
}

/// Takes a row: line, cells, regions that begin in it. False = no more are wanted.
pub type Give<'a> = dyn FnMut(u64, Vec<Cell>, Vec<Merged>) -> bool + 'a;

/// A sheet by its name and its rows.
pub type Sheet = (String, Box<dyn Iterator<Item = Outcome<Raw>> + Send>);

/// The first sheet that holds something.
///
/// # Errors
/// A damaged file; one that is larger than can be held; one without rows.
pub fn open(path: &Path, extension: &str) -> Outcome<Sheet> {
    let found = match extension {
        "xls" => whole(path)?,
        "ods" => streamed_ods(path)?,
        _ => streamed_xlsx(path)?,
    };
    found.ok_or_else(|| Failure::refusal("文件里没有带内容的工作表", "请核对是不是选错了文件"))
}

fn fault(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::Fault(format!("读不了文件 {}:{error};请检查路径,或在表格软件里打开后另存再试", path.display()))
}

fn too_large(what: &str) -> Failure {
    Failure::refusal(
        format!("{what}超过{}MB,整份读入会占满内存", HELD / 1024 / 1024),
        "在表格软件里另存为 csv 再导入,csv 不限大小;或按年份拆成几份",
    )
}

fn streamed_xlsx(path: &Path) -> Outcome<Option<Sheet>> {
    let file = File::open(path).map_err(|e| fault(path, &e))?;
    let mut zip = zip::ZipArchive::new(BufReader::new(file)).map_err(|e| fault(path, &e))?;
    if zip.by_name("xl/sharedStrings.xml").is_ok_and(|texts| texts.size() > HELD) {
        return Err(too_large("工作簿里的文字"));
    }
    drop(zip);
    let mut book: Xlsx<BufReader<File>> = open_workbook(path).map_err(|e: XlsxError| fault(path, &e))?;
    for name in book.sheet_names() {
        if !holds_rows(&mut book, &name).map_err(|e| fault(path, &e))? {
            continue;
        }
        let regions = book.merge_cells_by_sheet_name(&name).map_err(|e| fault(path, &e))?;
        let sheet = name.clone();
        let rows = sent(path, move |give| {
            let mut reader = book.worksheet_cells_reader(&name).map_err(|e| e.to_string())?;
            let (mut line, mut cells) = (0_u64, Vec::new());
            while let Some(found) = reader.next_cell().map_err(|e| e.to_string())? {
                let (row, column) = found.get_position();
                if line != u64::from(row) + 1 {
                    if !cells.is_empty() && !give(line, std::mem::take(&mut cells), Vec::new()) {
                        return Ok(());
                    }
                    line = u64::from(row) + 1;
                }
                put(&mut cells, column, cell(&Data::from(found.get_value().clone())));
            }
            if !cells.is_empty() {
                give(line, cells, Vec::new());
            }
            Ok(())
        });
        return Ok(Some((sheet, Box::new(Filled::new(rows, &regions)))));
    }
    Ok(None)
}

/// Whether two rows of a sheet hold something. A sheet of another kind (a chart) holds none.
fn holds_rows(book: &mut Xlsx<BufReader<File>>, name: &str) -> Result<bool, XlsxError> {
    let mut reader = match book.worksheet_cells_reader(name) {
        Err(XlsxError::NotAWorksheet(_)) => return Ok(false),
        other => other?,
    };
    let mut first = None;
    while let Some(found) = reader.next_cell()? {
        let row = found.get_position().0;
        if !found.get_value().is_empty() && *first.get_or_insert(row) != row {
            return Ok(true);
        }
    }
    Ok(false)
}

fn streamed_ods(path: &Path) -> Outcome<Option<Sheet>> {
    let (tell, name) = sync_channel(1);
    let file = path.to_path_buf();
    let rows = sent(path, move |give| {
        ods::read(
            &file,
            &mut |name| {
                let _ = tell.send(name.to_string());
            },
            give,
        )
    });
    let mut rows = Filled::new(rows, &[]);
    match name.recv() {
        Ok(name) => Ok(Some((name, Box::new(rows)))),
        // No sheet had rows, or the file cannot be read: the rows say which.
        Err(_) => rows.next().transpose().map(|_| None),
    }
}

fn whole(path: &Path) -> Outcome<Option<Sheet>> {
    if std::fs::metadata(path).map_err(|e| fault(path, &e))?.len() > HELD {
        return Err(too_large("xls文件"));
    }
    let mut book: Xls<BufReader<File>> = open_workbook(path).map_err(|e: calamine::XlsError| fault(path, &e))?;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(|e| fault(path, &e))?;
        let Some((top, left)) = range.start().filter(|_| range.height() >= 2) else { continue };
        let regions = book.merge_cells_by_sheet_name(&name).map_err(|e| fault(path, &e))?;
        let rows: Vec<Outcome<Sent>> = range
            .rows()
            .enumerate()
            .map(|(i, row)| {
                let line = u64::from(top) + i as u64 + 1;
                let blank = std::iter::repeat_n(Cell::Empty, left as usize);
                Ok((line, blank.chain(row.iter().map(cell)).take(WIDEST).collect(), Vec::new()))
            })
            .collect();
        return Ok(Some((name, Box::new(Filled::new(rows.into_iter(), &regions)))));
    }
    Ok(None)
}

fn put(cells: &mut Vec<Cell>, column: u32, cell: Cell) {
    let at = column as usize;
    if at < WIDEST && cell != Cell::Empty {
        if cells.len() <= at {
            cells.resize(at + 1, Cell::Empty);
        }
        cells[at] = cell;
    }
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::String(text) if text.is_empty() => Cell::Empty,
        Data::String(text) => Cell::Text(text.clone()),
        Data::Int(n) => Cell::Number(*n as f64),
        Data::Float(n) => Cell::Number(*n),
        Data::Bool(flag) => Cell::Text(if *flag { "是" } else { "否" }.into()),
        Data::DateTime(at) if at.is_datetime() => {
            let (y, m, d, h, min, s, _) = at.to_ymd_hms_milli();
            NaiveDate::from_ymd_opt(i32::from(y), u32::from(m), u32::from(d))
                .and_then(|day| day.and_hms_opt(u32::from(h), u32::from(min), u32::from(s)))
                .map_or(Cell::Number(at.as_f64()), Cell::Time)
        }
        Data::DateTime(at) => Cell::Number(at.as_f64()),
        Data::DateTimeIso(text) => {
            let day = || text.parse::<NaiveDate>().ok().and_then(|d| d.and_hms_opt(0, 0, 0));
            text.parse().ok().or_else(day).map_or_else(|| Cell::Text(text.clone()), Cell::Time)
        }
        Data::DurationIso(text) => Cell::Text(text.clone()),
        Data::Error(error) => Cell::Broken(error.to_string()),
    }
}

/// A row with the regions that begin in it, if the file tells them there.
type Sent = (u64, Vec<Cell>, Vec<Merged>);

/// The rows that `work` gives, on a thread of its own; it ends when nobody listens any more.
fn sent(
    path: &Path,
    work: impl FnOnce(&mut Give) -> Result<(), String> + Send + 'static,
) -> Box<dyn Iterator<Item = Outcome<Sent>> + Send> {
    let (send, receive): (_, Receiver<Outcome<Vec<Sent>>>) = sync_channel(4);
    let path = path.to_path_buf();
    std::thread::spawn(move || {
        let mut lot = Vec::with_capacity(LOT);
        let done = work(&mut |line, cells, merged| {
            lot.push((line, cells, merged));
            lot.len() < LOT || send.send(Ok(std::mem::replace(&mut lot, Vec::with_capacity(LOT)))).is_ok()
        });
        let _ = send.send(Ok(lot));
        if let Err(error) = done {
            let _ = send.send(Err(fault(&path, &error)));
        }
    });
    Box::new(receive.into_iter().flat_map(|lot| match lot {
        Ok(rows) => rows.into_iter().map(Ok).collect::<Vec<_>>(),
        Err(failure) => vec![Err(failure)],
    }))
}

/// Rows with the value of merged cells in each of their rows.
struct Filled<I> {
    rows: I,
    /// Regions still to come, those that begin last first.
    ahead: Vec<Merged>,
    /// Regions the row lies in, with their value.
    open: Vec<(Merged, Cell)>,
}

impl<I> Filled<I> {
    fn new(rows: I, regions: &[Dimensions]) -> Filled<I> {
        let down = regions.iter().filter(|r| r.end.0 > r.start.0 && (r.start.1 as usize) < WIDEST);
        let mut ahead: Vec<Merged> = down
            .map(|r| Merged {
                top: u64::from(r.start.0) + 1,
                bottom: u64::from(r.end.0) + 1,
                column: r.start.1 as usize,
            })
            .collect();
        ahead.sort_by_key(|r| std::cmp::Reverse(r.top));
        Filled { rows, ahead, open: Vec::new() }
    }
}

impl<I: Iterator<Item = Outcome<Sent>>> Iterator for Filled<I> {
    type Item = Outcome<Raw>;
    fn next(&mut self) -> Option<Self::Item> {
        let (line, mut cells, begin) = match self.rows.next()? {
            Ok(row) => row,
            Err(failure) => return Some(Err(failure)),
        };
        self.open.retain(|(region, _)| region.bottom >= line);
        let mut merged = Vec::new();
        for (region, value) in &self.open {
            let own = cells.get(region.column).is_some_and(|c| !c.is_empty());
            if !own {
                if cells.len() <= region.column {
                    cells.resize(region.column + 1, Cell::Empty);
                }
                cells[region.column] = value.clone();
                merged.push((region.column, region.top));
            }
        }
        merged.sort_unstable();
        let mut begins = |region: Merged, cells: &[Cell]| {
            let value = cells.get(region.column).filter(|c| region.top == line && !c.is_empty());
            if let Some(value) = value {
                self.open.push((region, value.clone()));
            }
        };
        while self.ahead.last().is_some_and(|r| r.top <= line) {
            let region = self.ahead.pop().expect("invariant: a last one was seen");
            begins(region, &cells);
        }
        begin.into_iter().for_each(|region| begins(region, &cells));
        Some(Ok(Raw { line, cells, merged }))
    }
}
