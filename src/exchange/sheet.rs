//! Writing a list as a file: xlsx, csv or json, row by row, never the whole list in memory.
//!
//! The file stands under another name until it is whole, readable by its owner alone; an existing file
//! is replaced only when that was asked for. Numbers of documents and telephones are text, and a text
//! that a spreadsheet would run as a formula is given a leading ' (taken off again by the import).

use crate::desk::{Failure, Outcome};
use crate::store::{disk, folder_of};
use crate::validation::text::shown;
use encoding_rs::GB18030;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A column: key in json, heading in csv and xlsx, width in characters there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub key: String,
    pub label: String,
    pub width: u16,
}

impl Column {
    pub fn new(key: &str, label: &str, width: u16) -> Column {
        Column { key: key.into(), label: label.into(), width }
    }
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    /// A count or money in 分; never a number of a document.
    Number(i64),
    Flag(bool),
    /// A stored code and its words: json gives the code, a sheet the words.
    Coded(String, String),
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}
impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.into())
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Number(number)
    }
}

/// How the file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// UTF-8 with a mark, as spreadsheets expect.
    Csv,
    /// For programs that know no UTF-8.
    CsvGb18030,
    Xlsx,
    Json,
}

/// Data rows of one worksheet: a row less than a worksheet has, for the heading.
const SHEET_ROWS: u32 = 1_048_575;

/// Why a file could not be written.
fn fault(path: &Path, error: &io::Error) -> Failure {
    let told = disk::words(error);
    Failure::Fault(format!("写不了文件 {}:{told};请检查文件夹、权限和磁盘空间", path.display()))
}

enum Body {
    Csv(csv::Writer<Encoder>),
    Json(BufWriter<File>),
    Xlsx { book: Box<Workbook>, text: Format, file: File },
}

/// A file that is being written. Dropped before [`Writer::finish`] it leaves nothing behind.
pub struct Writer {
    path: PathBuf,
    partial: Partial,
    force: bool,
    columns: Vec<Column>,
    body: Option<Body>,
    rows: u64,
    row: u32,
}

/// The name under which the file grows; gone when it is not made whole.
struct Partial(PathBuf);

impl Drop for Partial {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Writer {
    /// Begins a file at `path`.
    ///
    /// # Errors
    /// A refusal when there is one already and `force` was not given; a fault of the disk.
    pub fn create(path: &Path, form: Form, columns: Vec<Column>, force: bool) -> Outcome<Writer> {
        unoccupied(path, force)?;
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(format!(".部分{}", std::process::id()));
        let partial = path.with_file_name(name);
        let open = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&partial);
        let file = open.map_err(|e| fault(path, &e))?;
        let mut writer =
            Writer { path: path.to_path_buf(), partial: Partial(partial), force, columns, body: None, rows: 0, row: 0 };
        writer.begin(form, file).map_err(|e| fault(path, &e))?;
        Ok(writer)
    }

    fn begin(&mut self, form: Form, file: File) -> io::Result<()> {
        let headings: Vec<String> = self.columns.iter().map(|c| tamed(&c.label)).collect();
        self.body = Some(match form {
            Form::Csv | Form::CsvGb18030 => {
                let mut out = BufWriter::with_capacity(1 << 16, file);
                if form == Form::Csv {
                    out.write_all("\u{FEFF}".as_bytes())?;
                }
                let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Encoder {
                    out,
                    chinese: form == Form::CsvGb18030,
                    cut: Vec::new(),
                });
                csv.write_record(&headings)?;
                Body::Csv(csv)
            }
            Form::Json => {
                let mut out = BufWriter::with_capacity(1 << 16, file);
                out.write_all(b"[")?;
                Body::Json(out)
            }
            Form::Xlsx => {
                let mut book = Workbook::new();
                let folder = self.path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
                book.set_tempdir(folder).map_err(xlsx)?;
                let mut body = Body::Xlsx { book: Box::new(book), text: Format::new().set_num_format("@"), file };
                self.worksheet(&mut body).map_err(xlsx)?;
                body
            }
        });
        Ok(())
    }

    /// A worksheet with its heading, frozen.
    fn worksheet(&mut self, body: &mut Body) -> Result<(), XlsxError> {
        let Body::Xlsx { book, .. } = body else { return Ok(()) };
        let head = Format::new().set_bold().set_align(FormatAlign::Center).set_text_wrap();
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_freeze_panes(1, 0)?;
        for (i, column) in self.columns.iter().enumerate() {
            let at = u16::try_from(i).unwrap_or(u16::MAX);
            sheet.set_column_width(at, f64::from(column.width))?;
            sheet.write_string_with_format(0, at, tamed(&column.label), &head)?;
        }
        self.row = 0;
        Ok(())
    }

    /// Adds a row: a value a column.
    pub fn row(&mut self, values: &[Value]) -> Outcome<()> {
        debug_assert_eq!(values.len(), self.columns.len());
        let mut body = self.body.take().expect("invariant: a writer has its body until it is finished");
        let done = self.put(&mut body, values);
        self.body = Some(body);
        self.rows += 1;
        done.map_err(|e| fault(&self.path, &e))
    }

    fn put(&mut self, body: &mut Body, values: &[Value]) -> io::Result<()> {
        if matches!(body, Body::Xlsx { .. }) && self.row == SHEET_ROWS {
            self.worksheet(body).map_err(xlsx)?;
        }
        match body {
            Body::Csv(csv) => csv.write_record(values.iter().map(words))?,
            Body::Json(out) => {
                out.write_all(if self.rows == 0 { b"\n {" } else { b",\n {" })?;
                for (i, (column, value)) in self.columns.iter().zip(values).enumerate() {
                    let comma = if i == 0 { "" } else { "," };
                    write!(out, "{comma}{}:{}", serde_json::Value::from(column.key.as_str()), plain(value))?;
                }
                out.write_all(b"}")?;
            }
            Body::Xlsx { book, text, .. } => {
                let sheet = book.worksheets_mut().last_mut().expect("invariant: a workbook begins with a sheet");
                self.row += 1;
                for (i, value) in values.iter().enumerate() {
                    let at = u16::try_from(i).unwrap_or(u16::MAX);
                    match value {
                        // Beyond 2^53 a spreadsheet would round: text then.
                        Value::Number(n) if n.unsigned_abs() < 1 << 53 => sheet.write_number(self.row, at, *n as f64),
                        value => sheet.write_string_with_format(self.row, at, short(words(value)), text),
                    }
                    .map_err(xlsx)?;
                }
            }
        }
        Ok(())
    }

    /// How many columns it has.
    pub fn columns(&self) -> usize {
        self.columns.len()
    }

    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Makes the content whole, still under its other name; the fingerprint of the file.
    pub fn close(&mut self) -> Outcome<String> {
        let body = self.body.take().expect("invariant: a writer is closed once");
        self.end(body).map_err(|e| fault(&self.path, &e))
    }

    fn end(&self, body: Body) -> io::Result<String> {
        let mut file = match body {
            Body::Csv(csv) => csv.into_inner().map_err(|e| io::Error::other(e.to_string()))?.out.into_inner()?,
            Body::Json(mut out) => {
                out.write_all(if self.rows == 0 { b"]\n" } else { b"\n]\n" })?;
                out.into_inner()?
            }
            Body::Xlsx { mut book, file, .. } => {
                book.save_to_writer(BufWriter::new(&file)).map_err(xlsx)?;
                file
            }
        };
        file.sync_all()?;
        file.seek(SeekFrom::Start(0))?;
        fingerprint(&mut file)
    }

    /// Gives the closed file its name.
    ///
    /// # Errors
    /// A refusal when meanwhile another file has it.
    pub fn finish(self) -> Outcome<()> {
        unoccupied(&self.path, self.force)?;
        std::fs::rename(&self.partial.0, &self.path)
            .and_then(|()| disk::sync(folder_of(&self.path)))
            .map_err(|e| fault(&self.path, &e))
    }
}

/// Refuses to write over a file unless told to.
fn unoccupied(path: &Path, force: bool) -> Outcome<()> {
    if path.is_dir() {
        return Err(Failure::refusal(format!("{} 是文件夹", path.display()), "请写明文件名,如 名单.xlsx"));
    }
    if path.exists() && !force {
        return Err(Failure::refusal(format!("已有文件 {}", path.display()), "换一个文件名,或加 --force 覆盖"));
    }
    Ok(())
}

/// SHA-256 of what is left to read, in hex.
pub fn fingerprint(file: &mut impl Read) -> io::Result<String> {
    let mut sha = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(sha.finalize().iter().map(|b| format!("{b:02x}")).collect()),
            n => sha.update(&buffer[..n]),
        }
    }
}

/// Text as it goes to the file: as it is, or in GB18030, which knows every character.
struct Encoder {
    out: BufWriter<File>,
    chinese: bool,
    /// The beginning of a character that was cut in two: the writer above hands over full buffers.
    cut: Vec<u8>,
}

impl Write for Encoder {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.chinese {
            return self.out.write(bytes);
        }
        self.cut.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.cut) {
            Ok(text) => text.len(),
            Err(e) => e.valid_up_to(),
        };
        let text = std::str::from_utf8(&self.cut[..whole]).map_err(io::Error::other)?;
        self.out.write_all(&GB18030.encode(text).0)?;
        self.cut.drain(..whole);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn xlsx(error: XlsxError) -> io::Error {
    io::Error::other(error.to_string())
}

/// The words of a value in a sheet.
fn words(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Coded(_, text) => tamed(text),
        Value::Number(n) => n.to_string(),
        Value::Flag(flag) => if *flag { "是" } else { "否" }.to_string(),
    }
}

fn plain(value: &Value) -> serde_json::Value {
    match value {
        Value::Text(text) | Value::Coded(text, _) => shown(text).into(),
        Value::Number(n) => (*n).into(),
        Value::Flag(flag) => (*flag).into(),
    }
}

/// A text that no spreadsheet runs: what begins as a formula gets a leading '.
pub fn tamed(text: &str) -> String {
    let text = shown(text).into_owned();
    if text.starts_with(['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠']) { format!("'{text}") } else { text }
}

/// The text that [`tamed`] made safe.
pub fn untamed(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠']) => rest,
        _ => text,
    }
}

/// At most what a cell of a worksheet holds.
fn short(text: String) -> String {
    if text.len() <= 32_000 { text } else { text.chars().take(32_000).collect() }
}

#[cfg(test)]
#[path = "sheet_tests.rs"]
mod tests;
