//! The room of documents: its tables, filling, and whole sets made of cases that the desk carried along.

mod extreme;
mod fill;
mod sets;
mod table;

use super::docx;
use super::fill::{Filled, fill};
use super::sheet::{FORM, From, Part, Sheet};
use super::values::{Row, Values};
use std::io::{Read, Write};

/// A template with this body in place of its own.
fn with_body(body: &str) -> Vec<u8> {
    static BLANK: Sheet = Sheet { id: "blank", title: "空白", body: &[Part::Text("-")], from: From::Visit, ..FORM };
    let xml = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    changed(&docx::template(&BLANK), "word/document.xml", xml.as_bytes())
}

/// A document with one part replaced.
fn changed(document: &[u8], part: &str, with: &[u8]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(document)).expect("a zip");
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..from.len() {
        let mut file = from.by_index(i).expect("a part");
        let name = file.name().expect("a name").to_string();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("read");
        to.start_file(&name, zip::write::SimpleFileOptions::default()).expect("begun");
        to.write_all(if name == part { with } else { &bytes }).expect("written");
    }
    to.finish().expect("done").into_inner()
}

/// The text of a part of a document.
fn part(document: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(document)).expect("a zip");
    let mut text = String::new();
    zip.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}

/// Values of these names, and one list `名单` of columns 名 and 额.
fn some(fields: &[(&str, &str)], rows: &[(&str, &str)]) -> Values {
    let mut values = Values::default();
    for name in ["studio", "case.title"] {
        values.know(name);
    }
    for (name, value) in fields {
        values.know(name);
        values.set(name, *value);
    }
    values.know_column("名单", "名");
    values.know_column("名单", "额");
    let row = |(name, amount): &(&str, &str)| {
        Row::from([("名".to_string(), (*name).to_string()), ("额".to_string(), (*amount).to_string())])
    };
    values.set_rows("名单", rows.iter().map(row).collect());
    values
}

fn filled(body: &str, values: &Values) -> Filled {
    fill(&with_body(body), values).expect("filled")
}
