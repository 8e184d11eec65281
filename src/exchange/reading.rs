//! Reading a ledger as it comes: csv in UTF-8, UTF-16 or GB18030, or a sheet of a workbook, row by row.
//!
//! Owns what a cell may hold and the fingerprint of the file. Knows no column by name and corrects
//! nothing: what a spreadsheet did to a number is seen by `row`.

use super::sheet::fingerprint;
use super::spreadsheet;
use crate::desk::{Failure, Outcome};
use crate::store::disk::words;
use chrono::NaiveDateTime;
use encoding_rs::{Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// A cell of a ledger.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(f64),
    Time(NaiveDateTime),
    /// `#REF!` and the like.
    Broken(String),
}

impl Cell {
    /// As it would be typed.
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::Broken(text) => text.clone(),
            Cell::Number(n) if n.fract() == 0.0 && n.abs() < 1e15 => format!("{n:.0}"),
            Cell::Number(n) if n.abs() >= 1e15 => format!("{n:E}").replace('E', "E+"),
            Cell::Number(n) => n.to_string(),
            Cell::Time(at) if at.time() == chrono::NaiveTime::MIN => at.date().to_string(),
            Cell::Time(at) => at.format("%Y-%m-%d %H:%M").to_string(),
        }
    }
    pub fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// A row as it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Raw {
    /// Its number in the file, from 1.
    pub line: u64,
    pub cells: Vec<Cell>,
    /// Columns that have their value from a merged cell, and the line in which it begins.
    pub merged: Vec<(usize, u64)>,
}

impl Raw {
    pub fn new(line: u64, cells: Vec<Cell>) -> Raw {
        Raw { line, cells, merged: Vec::new() }
    }
    /// Whether nothing stands in the row itself.
    pub fn is_blank(&self) -> bool {
        let own = |(i, cell): (usize, &Cell)| cell.is_empty() || self.merged.iter().any(|m| m.0 == i);
        self.cells.iter().enumerate().all(own)
    }
}

/// A ledger that was opened.
pub struct Source {
    /// Name without the folder.
    pub name: String,
    pub sha256: String,
    /// How it was read, in words: `csv GB18030`, `工作表“2025年”`.
    pub how: String,
    pub rows: Box<dyn Iterator<Item = Outcome<Raw>> + Send>,
}

fn fault(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::Fault(format!("读不了文件 {}:{error};请检查路径,或在表格软件里打开后另存再试", path.display()))
}

/// Opens a ledger by its extension.
///
/// # Errors
/// A fault of the disk or of a damaged file, a refusal for a kind of file that is no ledger.
pub fn open(path: &Path) -> Outcome<Source> {
    let mut file = File::open(path).map_err(|e| fault(path, &words(&e)))?;
    let sha256 = fingerprint(&mut file).map_err(|e| fault(path, &words(&e)))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    let (how, rows): (String, Box<dyn Iterator<Item = _> + Send>) = match extension.as_str() {
        "csv" | "txt" => {
            let encoding = encoding_of(&mut file).map_err(|e| fault(path, &words(&e)))?;
            file.seek(SeekFrom::Start(0)).map_err(|e| fault(path, &words(&e)))?;
            (format!("csv {}", encoding.name()), Box::new(csv_rows(file, encoding, path)))
        }
        "xlsx" | "xls" | "ods" | "xlsm" => {
            let (sheet, rows) = spreadsheet::open(path, &extension)?;
            (format!("工作表“{sheet}”"), rows)
        }
        other => {
            return Err(Failure::refusal(
                format!("不认识的文件类型“{other}”"),
                "台账请另存为 xlsx、xls、ods 或 csv 再导入",
            ));
        }
    };
    Ok(Source { name, sha256, how, rows })
}

/// UTF-8 if every byte says so, UTF-16 by its mark, else GB18030.
fn encoding_of(file: &mut File) -> io::Result<&'static Encoding> {
    file.seek(SeekFrom::Start(0))?;
    let (mut buffer, mut held, mut first) = (vec![0; 1 << 16], 0, true);
    loop {
        let n = file.read(&mut buffer[held..])?;
        let bytes = &buffer[..held + n];
        if std::mem::take(&mut first) {
            match bytes {
                [0xFF, 0xFE, ..] => return Ok(UTF_16LE),
                [0xFE, 0xFF, ..] => return Ok(UTF_16BE),
                _ => {}
            }
        }
        match std::str::from_utf8(bytes) {
            Ok(_) if n == 0 => return Ok(UTF_8),
            Ok(_) => held = 0,
            // A character cut in two by the buffer is whole in the next.
            Err(e) if e.error_len().is_none() && n > 0 => {
                let from = e.valid_up_to();
                let to = bytes.len();
                buffer.copy_within(from..to, 0);
                held = to - from;
            }
            Err(_) => return Ok(GB18030),
        }
    }
}

fn csv_rows(file: File, encoding: &'static Encoding, path: &Path) -> impl Iterator<Item = Outcome<Raw>> + Send + use<> {
    let path = path.to_path_buf();
    let text =
        Decoding { file, decoder: encoding.new_decoder(), raw: vec![0; 1 << 15], text: Vec::new(), at: 0, end: false };
    let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(BufReader::new(text));
    let (mut reader, mut record, mut line) = (reader, csv::StringRecord::new(), 0);
    std::iter::from_fn(move || match reader.read_record(&mut record) {
        Ok(false) => None,
        Ok(true) => {
            // The row as a spreadsheet counts it: a cell may hold several lines.
            line += 1;
            let cell = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_string()) };
            Some(Ok(Raw::new(line, record.iter().map(cell).collect())))
        }
        Err(e) => Some(Err(fault(&path, &e))),
    })
}

/// A file as UTF-8, whatever it is in; a mark at its beginning is dropped.
struct Decoding {
    file: File,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    end: bool,
}

impl Read for Decoding {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() && !self.end {
            let n = self.file.read(&mut self.raw)?;
            self.end = n == 0;
            self.text.resize(self.decoder.max_utf8_buffer_length(n).unwrap_or(1 << 17), 0);
            let (_, _, written, _) = self.decoder.decode_to_utf8(&self.raw[..n], &mut self.text, self.end);
            self.text.truncate(written);
            self.at = 0;
        }
        let n = out.len().min(self.text.len() - self.at);
        out[..n].copy_from_slice(&self.text[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> (String, Vec<Raw>) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        std::fs::write(&path, bytes).expect("written");
        let source = open(&path).expect("opened");
        (source.how, source.rows.map(|r| r.expect("a row")).collect())
    }

    #[test]
    fn an_encoding_is_told_by_its_bytes_and_characters_cut_by_a_buffer_stay_whole() {
        let text = format!("姓名,诉求\r\n{}\r\n", "和志强,𠮷㐂水源争执".repeat(4000));
        let expected =
            |list: &[Raw]| list[0].cells[0] == Cell::Text("姓名".into()) && list[1].cells[1].text().starts_with("𠮷㐂");
        let (how, list) = rows(text.as_bytes());
        assert!(how == "csv UTF-8" && expected(&list), "{how}");
        let (how, list) = rows(format!("\u{FEFF}{text}").as_bytes());
        assert!(how == "csv UTF-8" && expected(&list), "{how}");
        let (how, list) = rows(&GB18030.encode(&text).0);
        assert!(how == "csv gb18030" && expected(&list), "{how}");
        assert!(!list[1].cells.iter().any(|c| c.text().contains('\u{FFFD}')));
        let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let (how, list) = rows(&utf16);
        assert!(how == "csv UTF-16LE" && expected(&list), "{how}");
    }
}
