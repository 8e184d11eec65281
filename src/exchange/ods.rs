//! An OpenDocument sheet, row by row: cells as a spreadsheet holds them, and which were merged.
//!
//! Owns the elements of `content.xml`. Keeps one row in memory, so a sheet may be as long as it likes.
//! Knows no column by name.

use super::reading::Cell;
use super::spreadsheet::{Give, Merged, WIDEST};
use chrono::{NaiveDate, NaiveDateTime};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Blank rows that stand for one another: more of them end a sheet.
const BLANK_ROWS: u64 = 10_000;

/// Hands the rows of the first sheet that holds two or more to `give`; its name goes to `named` first.
///
/// # Errors
/// In words: what is wrong with the file.
pub fn read(path: &Path, named: &mut dyn FnMut(&str), give: &mut Give) -> Result<(), String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    let mut zip = zip::ZipArchive::new(BufReader::new(file)).map_err(|e| e.to_string())?;
    let content = zip.by_name("content.xml").map_err(|e| e.to_string())?;
    let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, content));
    reader.config_mut().expand_empty_elements = true;
    let mut sheet = Sheet { xml: reader, buffer: Vec::new() };
    while let Some(name) = sheet.next_table()? {
        if sheet.rows(&mut || named(&name), give)? {
            break;
        }
    }
    Ok(())
}

struct Sheet<R> {
    xml: Reader<R>,
    buffer: Vec<u8>,
}

/// A cell as it stands in the file.
struct Found {
    cell: Cell,
    /// Columns it stands for.
    times: usize,
    /// Rows and columns it was merged over.
    span: (u32, u32),
}

fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok()??;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn count(element: &BytesStart, name: &str) -> u64 {
    attribute(element, name).and_then(|n| n.parse().ok()).unwrap_or(1).max(1)
}

impl<R: BufRead> Sheet<R> {
    fn next(&mut self) -> Result<Event<'static>, String> {
        self.buffer.clear();
        match self.xml.read_event_into(&mut self.buffer) {
            Ok(Event::Eof) => Ok(Event::Eof),
            Ok(event) => Ok(event.into_owned()),
            Err(e) => Err(e.to_string()),
        }
    }

    /// The name of the next sheet; `None` when there is none.
    fn next_table(&mut self) -> Result<Option<String>, String> {
        loop {
            match self.next()? {
                Event::Start(e) if e.name().as_ref() == "table:table" => {
                    return Ok(Some(attribute(&e, "table:name").unwrap_or_default()));
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// The rows of a sheet. False when it holds fewer than two, and then nothing was given.
    fn rows(&mut self, named: &mut dyn FnMut(), give: &mut Give) -> Result<bool, String> {
        let mut line = 0_u64;
        let mut first: Option<(u64, Vec<Cell>, Vec<Merged>)> = None;
        let mut begun = false;
        loop {
            match self.next()? {
                Event::Start(e) if e.name().as_ref() == "table:table-row" => {
                    let times = count(&e, "table:number-rows-repeated");
                    let (cells, merged) = self.row(line)?;
                    let blank = cells.iter().all(Cell::is_empty);
                    for _ in 0..if blank { 0 } else { times.min(BLANK_ROWS) } {
                        line += 1;
                        if !begun {
                            match first.take() {
                                None => {
                                    first = Some((line, cells.clone(), merged.clone()));
                                    continue;
                                }
                                Some((at, cells, merged)) => {
                                    named();
                                    begun = true;
                                    give(at, cells, merged);
                                }
                            }
                        }
                        if !give(line, cells.clone(), merged.clone()) {
                            return Ok(true);
                        }
                    }
                    line += if blank { times } else { times.saturating_sub(BLANK_ROWS) };
                }
                Event::End(e) if e.name().as_ref() == "table:table" => return Ok(begun),
                Event::Eof => return Err("文件不完整".into()),
                _ => {}
            }
        }
    }

    /// The cells of the row that begins below `line`.
    fn row(&mut self, line: u64) -> Result<(Vec<Cell>, Vec<Merged>), String> {
        let (mut cells, mut merged, mut blank) = (Vec::new(), Vec::new(), 0_usize);
        loop {
            match self.next()? {
                Event::Start(e) if matches!(e.name().as_ref(), "table:table-cell" | "table:covered-table-cell") => {
                    let found = self.cell(&e)?;
                    let room = WIDEST.saturating_sub(cells.len() + blank);
                    let times = found.times.min(room);
                    if found.cell.is_empty() {
                        blank += times;
                        continue;
                    }
                    cells.extend(std::iter::repeat_n(Cell::Empty, std::mem::take(&mut blank)));
                    if found.span.0 > 1 {
                        merged.push(Merged {
                            top: line + 1,
                            bottom: line + u64::from(found.span.0),
                            column: cells.len(),
                        });
                    }
                    cells.extend(std::iter::repeat_n(found.cell, times));
                }
                Event::End(e) if e.name().as_ref() == "table:table-row" => return Ok((cells, merged)),
                Event::Eof => return Err("文件不完整".into()),
                _ => {}
            }
        }
    }

    /// A cell; read to its end.
    fn cell(&mut self, start: &BytesStart) -> Result<Found, String> {
        let name = start.name().as_ref().to_string();
        let span = |key: &str| u32::try_from(count(start, key)).unwrap_or(1);
        let times = usize::try_from(count(start, "table:number-columns-repeated")).unwrap_or(WIDEST);
        let span = (span("table:number-rows-spanned"), span("table:number-columns-spanned"));
        let text = self.text(&name)?;
        let kind = attribute(start, "office:value-type").unwrap_or_default();
        let broken = attribute(start, "calcext:value-type").is_some_and(|k| k == "error");
        let cell = match kind.as_str() {
            _ if broken => Cell::Broken(text),
            "float" | "percentage" | "currency" => {
                match attribute(start, "office:value").and_then(|v| v.parse().ok()) {
                    Some(number) => Cell::Number(number),
                    None => Cell::Text(text),
                }
            }
            "date" => {
                attribute(start, "office:date-value").and_then(|v| moment(&v)).map_or(Cell::Text(text), Cell::Time)
            }
            "boolean" => {
                let yes = attribute(start, "office:boolean-value").is_some_and(|v| v == "true");
                Cell::Text(if yes { "是" } else { "否" }.into())
            }
            _ if text.is_empty() => Cell::Empty,
            _ => Cell::Text(text),
        };
        Ok(Found { cell, times, span })
    }

    /// The text of a cell, paragraph by paragraph, without notes.
    fn text(&mut self, end: &str) -> Result<String, String> {
        let (mut text, mut paragraphs, mut notes) = (String::new(), 0, 0);
        loop {
            match self.next()? {
                Event::End(e) if e.name().as_ref() == end => return Ok(text),
                Event::End(e) if e.name().as_ref() == "office:annotation" => notes -= 1,
                Event::Start(e) if e.name().as_ref() == "office:annotation" => notes += 1,
                _ if notes > 0 => {}
                Event::Start(e) => match e.name().as_ref() {
                    "text:p" => {
                        text.push_str(if paragraphs > 0 { "\n" } else { "" });
                        paragraphs += 1;
                    }
                    "text:s" => text
                        .extend(std::iter::repeat_n(' ', usize::try_from(count(&e, "text:c").min(200)).unwrap_or(1))),
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    _ => {}
                },
                Event::Text(t) if paragraphs > 0 => text.push_str(&t.xml10_content()),
                Event::GeneralRef(r) if paragraphs > 0 => match r.resolve_char_ref() {
                    Ok(Some(c)) => text.push(c),
                    _ => text.push_str(quick_xml::escape::resolve_predefined_entity(&r).unwrap_or_default()),
                },
                Event::Eof => return Err("文件不完整".into()),
                _ => {}
            }
        }
    }
}

/// `2024-03-06` or `2024-03-06T09:30:00`.
fn moment(text: &str) -> Option<NaiveDateTime> {
    let day = || text.parse::<NaiveDate>().ok().and_then(|d| d.and_hms_opt(0, 0, 0));
    text.parse().ok().or_else(day)
}
