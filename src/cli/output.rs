//! Results on stdout: a table in cells, JSON or CSV from the same rows.

use crate::validation::display::aligned;
use crate::validation::text::{is_unseen, shown};
use clap::ArgMatches;
use serde_json::Value;
use std::io::Write as _;
use unicode_width::UnicodeWidthStr;

/// Writes a result. The error of a reader that went away is told apart in `message::report`.
pub fn print(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(shown(text).as_bytes())?;
    out.flush()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Table,
    Json,
    Csv,
}

impl Format {
    pub fn of(here: &ArgMatches) -> Format {
        match super::args::text(here, "format") {
            "json" => Format::Json,
            "csv" => Format::Csv,
            _ => Format::Table,
        }
    }
}

/// A column: its key in JSON and CSV, its heading in a table ("" = not in the table).
pub type Column = (&'static str, &'static str);

/// A value for machines, and the words for people.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    value: Value,
    words: String,
}

impl Cell {
    /// A stored code with its label.
    pub fn coded(code: &str, label: &str) -> Cell {
        Cell { value: code.into(), words: label.to_string() }
    }
    /// The words for people.
    pub fn words(&self) -> &str {
        &self.words
    }
    /// Any value with other words for people.
    pub fn worded(value: impl Into<Value>, words: impl Into<String>) -> Cell {
        Cell { value: value.into(), words: words.into() }
    }
}

impl<T: Into<Value>> From<T> for Cell {
    fn from(value: T) -> Cell {
        let value = value.into();
        let words = plain(&value);
        Cell { value, words }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        Value::Bool(b) => if *b { "是" } else { "否" }.to_string(),
        other => other.to_string(),
    }
}

/// Prints rows in the format asked for.
pub fn list(format: Format, columns: &[Column], rows: &[Vec<Cell>]) -> anyhow::Result<()> {
    let text = match format {
        Format::Table => table(columns, rows),
        Format::Json => json(columns, rows),
        Format::Csv => csv_text(columns, rows)?,
    };
    Ok(print(&text)?)
}

/// A JSON array, one object a line, keys in the order of the columns.
fn json(columns: &[Column], rows: &[Vec<Cell>]) -> String {
    let mut out = String::from("[");
    for (i, row) in rows.iter().enumerate() {
        out.push_str(if i == 0 { "\n " } else { ",\n " });
        out.push_str(&object(columns, row));
    }
    out.push_str(if rows.is_empty() { "]\n" } else { "\n]\n" });
    out
}

fn object(columns: &[Column], row: &[Cell]) -> String {
    let pairs: Vec<String> =
        columns.iter().zip(row).map(|((key, _), cell)| format!("{}:{}", Value::from(*key), cell.value)).collect();
    spelled(&format!("{{{}}}", pairs.join(",")))
}

/// JSON whose unseen characters are spelled out: whoever reads it as JSON gets all, a terminal obeys none.
pub fn spelled(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut units = [0; 2];
    for c in json.chars() {
        if is_unseen(c) {
            c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}

fn csv_text(columns: &[Column], rows: &[Vec<Cell>]) -> anyhow::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns.iter().map(|c| c.0))?;
    for row in rows {
        writer.write_record(
            row.iter().map(|c| if let Value::Bool(b) = c.value { u8::from(b).to_string() } else { plain(&c.value) }),
        )?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// Widest cell of a table; longer text is cut between glyphs.
const WIDEST: usize = 44;

fn table(columns: &[Column], rows: &[Vec<Cell>]) -> String {
    let shown: Vec<usize> = (0..columns.len()).filter(|i| !columns[*i].1.is_empty()).collect();
    let mut lines = vec![shown.iter().map(|i| columns[*i].1.to_string()).collect::<Vec<_>>()];
    lines.extend(rows.iter().map(|row| shown.iter().map(|i| cut(&line(&row[*i].words), WIDEST)).collect()));
    aligned(&lines)
}

/// One line without control characters: stored text never reaches the terminal as an order.
pub fn line(text: &str) -> String {
    text.chars().map(|c| if is_unseen(c) || c.is_control() { ' ' } else { c }).collect()
}

/// At most so many cells, whole glyphs only.
fn cut(text: &str, cells: usize) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    if text.width() <= cells {
        return text.to_string();
    }
    let mut out = String::new();
    for glyph in text.graphemes(true) {
        if out.width() + glyph.width() > cells - 2 {
            break;
        }
        out.push_str(glyph);
    }
    out.push_str("..");
    out
}

/// Prints one object: JSON as it is, else a line per key. CSV is `key,value`.
pub fn one(format: Format, columns: &[Column], row: &[Cell]) -> anyhow::Result<()> {
    match format {
        Format::Json => Ok(print(&format!("{}\n", object(columns, row)))?),
        Format::Csv => list(format, columns, std::slice::from_ref(&row.to_vec())),
        Format::Table => {
            let lines: Vec<Vec<String>> = columns
                .iter()
                .zip(row)
                .filter(|((_, label), _)| !label.is_empty())
                .map(|((_, label), cell)| vec![(*label).to_string(), line(&cell.words)])
                .collect();
            Ok(print(&aligned(&lines))?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_aligned_in_cells_and_cut_between_glyphs() {
        let rows =
            vec![vec![Cell::from("0131"), Cell::from("和＊＊")], vec![Cell::from("2"), Cell::from("a\u{1b}[2J")]];
        let text = table(&[("case", "案号"), ("name", "信访人")], &rows);
        assert_eq!(text, "案号  信访人\n0131  和＊＊\n2     a [2J\n");
        assert_eq!(cut("宅基地边界被占", 8), "宅基地..");
    }

    proptest::proptest! {
        /// A terminal obeys nothing of what is stored; who reads JSON gets it whole.
        #[test]
        fn no_format_lets_an_order_to_the_terminal_through(text in r"(?s)(\x{1B}|\x{9B}|\x{7F}|\x{202E}|\x{E0041}|\PC|.){0,30}") {
            let columns = [("gist", "诉求")];
            let rows = vec![vec![Cell::from(text.clone())]];
            let csv = csv_text(&columns, &rows).expect("csv");
            for out in [table(&columns, &rows), csv, json(&columns, &rows)] {
                proptest::prop_assert!(!shown(&out).contains(is_unseen));
            }
            let json = json(&columns, &rows);
            proptest::prop_assert!(!json.contains(is_unseen));
            let back: Value = serde_json::from_str(&json).expect("JSON");
            proptest::prop_assert_eq!(back[0]["gist"].as_str(), Some(text.as_str()));
        }
    }

    #[test]
    fn json_and_csv_carry_the_keys_in_order() {
        let columns = [("case", "案号"), ("days_left", ""), ("stage", "阶段")];
        let rows = vec![vec![Cell::from("a\"b"), Cell::from(-3), Cell::coded("S20", "评析中")]];
        assert_eq!(json(&columns, &rows), "[\n {\"case\":\"a\\\"b\",\"days_left\":-3,\"stage\":\"S20\"}\n]\n");
        assert_eq!(csv_text(&columns, &rows).expect("csv"), "case,days_left,stage\n\"a\"\"b\",-3,S20\n");
        assert_eq!(json(&columns, &[]), "[]\n");
    }
}
