//! Making a template: a sheet of the catalogue as the bytes of a .docx that WPS, Word and LibreOffice
//! open and an office may edit.
//!
//! A4 with the margins of 党政机关公文格式 (GB/T 9704: 37, 35, 28, 26 mm), fonts named and not embedded,
//! with fallbacks; studio and case on top of every page, 第X页 共Y页 below. The same sheet always makes
//! the same bytes. Fills nothing.

use super::sheet::{Line, Part, Sheet};
use super::xml::escape;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

/// Twips between the margins: 156 mm, in twelve columns.
const COLUMN: usize = 737;
const CM: usize = 567;
const BODY: &str = "仿宋_GB2312";
const TITLE: &str = "方正小标宋简体";
const HEAD: &str = "黑体";

const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// The template of a sheet.
pub fn template(sheet: &Sheet) -> Vec<u8> {
    let top = header("{{studio}}", "{{case.title}}");
    package(&core(sheet.title, sheet.basis), &document(sheet), &top)
}

/// Lines of text, for slips. Three blanks or more inside a line part its columns: they become a tab to the
/// middle of the paper, for in most fonts blanks do not stand below each other.
pub fn plain(studio: &str, title: &str, lines: &[String]) -> Vec<u8> {
    let even = format!(r#"<w:tabs><w:tab w:val="left" w:pos="{}"/></w:tabs>{}"#, COLUMN * 6, pitch(340));
    let body: String = lines
        .iter()
        .map(|line| {
            let text = line.trim_start_matches(' ');
            let indent = &line[..line.len() - text.len()];
            let parts: Vec<String> = text
                .split("   ")
                .map(|part| part.trim_start_matches(' '))
                .filter(|part| !part.is_empty())
                .enumerate()
                .map(|(n, part)| run(&if n == 0 { format!("{indent}{part}") } else { part.to_string() }, BODY, 24))
                .collect();
            format!(r"<w:p><w:pPr>{even}</w:pPr>{}</w:p>", parts.join("<w:r><w:tab/></w:r>"))
        })
        .collect();
    package(&core(title, ""), &page(&body), &header(studio, title))
}

/// The parts of a document as one file.
fn package(core: &str, document: &str, header: &str) -> Vec<u8> {
    let parts: [(&str, String); 9] = [
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", RELS.to_string()),
        ("docProps/core.xml", core.to_string()),
        ("word/document.xml", document.to_string()),
        ("word/_rels/document.xml.rels", DOCUMENT_RELS.to_string()),
        ("word/styles.xml", styles()),
        ("word/fontTable.xml", font_table()),
        ("word/header1.xml", header.to_string()),
        ("word/footer1.xml", footer()),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let put = zip
            .start_file(name, zip::write::SimpleFileOptions::default())
            .map_err(std::io::Error::other)
            .and_then(|()| zip.write_all(DECLARATION.as_bytes()))
            .and_then(|()| zip.write_all(text.as_bytes()));
        put.expect("invariant: a buffer in memory takes every byte");
    }
    zip.finish().expect("invariant: a buffer in memory takes every byte").into_inner()
}

/// Size of the text of a sheet in half points, and its line pitch in twips.
fn size(sheet: &Sheet) -> (usize, usize) {
    if sheet.letter { (32, 560) } else { (24, 400) }
}

fn fonts(name: &str) -> String {
    format!(r#"<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}" w:hint="eastAsia"/>"#)
}

fn run(text: &str, font: &str, half: usize) -> String {
    let text = escape(text);
    format!(
        r#"<w:r><w:rPr>{}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>"#,
        fonts(font)
    )
}

/// A paragraph: `jc` both, left, center or right; indent of the first line in hundredths of a character.
fn paragraph(text: &str, font: &str, half: usize, jc: &str, indent: usize, spacing: &str) -> String {
    let indent = if indent > 0 {
        format!(r#"<w:ind w:firstLineChars="{indent}" w:firstLine="{}"/>"#, indent * half / 10)
    } else {
        String::new()
    };
    format!("<w:p><w:pPr>{spacing}{indent}<w:jc w:val=\"{jc}\"/></w:pPr>{}</w:p>", run(text, font, half))
}

fn pitch(line: usize) -> String {
    format!(r#"<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="atLeast"/>"#)
}

fn document(sheet: &Sheet) -> String {
    let mut body = String::new();
    let title = if sheet.heading.is_empty() { sheet.title } else { sheet.heading };
    let above = r#"<w:keepNext/><w:spacing w:before="120" w:after="240" w:line="600" w:lineRule="atLeast"/>"#;
    body.push_str(&paragraph(title, TITLE, 44, "center", 0, above));
    for (n, part) in sheet.body.iter().enumerate() {
        put(&mut body, sheet, part, sheet.body.get(n + 1));
    }
    page(&body)
}

/// A4 with its header and footer.
fn page(body: &str) -> String {
    format!(
        r#"<w:document {W}><w:body>{body}<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="1134" w:footer="1134" w:gutter="0"/></w:sectPr></w:body></w:document>"#
    )
}

/// What is signed or handed back: never alone on a page, the text above it goes along.
fn is_foot(part: Option<&Part>) -> bool {
    matches!(part, Some(Part::Close(_) | Part::Sign(_) | Part::Receipt(_)))
}

/// `next` is what stands below.
fn put(body: &mut String, sheet: &Sheet, part: &Part, next: Option<&Part>) {
    let (half, line) = size(sheet);
    let keep = if is_foot(next) { "<w:keepNext/>" } else { "" };
    // A table below does not touch the text.
    let after = if matches!(next, Some(Part::Table(_) | Part::Paste(..))) { 100 } else { 0 };
    let even = format!(r#"{keep}<w:spacing w:before="0" w:after="{after}" w:line="{line}" w:lineRule="atLeast"/>"#);
    let mut lines = |text: &str, font: &str, jc: &str, indent: usize, spacing: &str| {
        for text in text.split('\n') {
            body.push_str(&paragraph(text, font, half, jc, indent, spacing));
        }
    };
    match part {
        Part::Number(text) => lines(text, BODY, "right", 0, &even),
        Part::To(text) => lines(text, BODY, "left", 0, &even),
        Part::Text(text) => lines(text, BODY, "both", 200, &even),
        Part::Head(text) => lines(text, HEAD, "left", 200, &format!("<w:keepNext/>{even}")),
        Part::Group(list, text) => lines(&format!("{{{{#{list}}}}}{text}{{{{/{list}}}}}"), BODY, "both", 200, &even),
        Part::Close(text) => {
            for (n, text) in text.split('\n').enumerate() {
                let before = if n == 0 { 240 } else { 0 };
                let keep = format!(
                    r#"<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="0" w:line="{line}" w:lineRule="atLeast"/>"#
                );
                lines(text, BODY, "right", 0, &keep);
            }
        }
        Part::Sign(signs) => {
            for (n, text) in signs.iter().enumerate() {
                let more = if n + 1 < signs.len() { "<w:keepNext/>" } else { keep };
                let keep = format!(
                    r#"{more}<w:keepLines/><w:spacing w:before="240" w:after="0" w:line="{line}" w:lineRule="atLeast"/>"#
                );
                lines(text, BODY, "left", 0, &keep);
            }
        }
        Part::Receipt(text) => {
            let border = r#"<w:pBdr><w:top w:val="dashed" w:sz="6" w:space="6" w:color="auto"/></w:pBdr>"#;
            let last = text.split('\n').count() - 1;
            for (n, text) in text.split('\n').enumerate() {
                let (border, before) = if n == 0 { (border, 240) } else { ("", 120) };
                let more = if n < last { "<w:keepNext/>" } else { keep };
                let keep = format!(
                    r#"{more}<w:keepLines/>{border}<w:spacing w:before="{before}" w:after="0" w:line="{line}" w:lineRule="atLeast"/>"#
                );
                lines(text, BODY, "left", 0, &keep);
            }
        }
        Part::Table(rows) => body.push_str(&table(rows, half, line, keep)),
        Part::Paste(text, cm) => body.push_str(&table(&[Line::Wide(text, *cm)], half, line, keep)),
    }
    // Two tables without a paragraph between them would be one.
    if matches!(part, Part::Table(_) | Part::Paste(..)) {
        let _ = write!(
            body,
            r#"<w:p><w:pPr>{keep}<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>"#
        );
    }
}

/// `keep` goes into the paragraphs of the last row: it stays with what is below the table.
fn table(lines: &[Line], half: usize, pitch: usize, keep: &str) -> String {
    let mut rows = String::new();
    for (n, line) in lines.iter().enumerate() {
        let keep = if n + 1 == lines.len() { keep } else { "" };
        // The headings of a list that fills the table stand on every page.
        let head = if n == 0 { "<w:cantSplit/>{height}<w:tblHeader/>" } else { "<w:cantSplit/>{height}" };
        match line {
            Line::Pairs(pairs) => {
                let (label, value) = match pairs.len() {
                    1 => (2, 10),
                    2 => (2, 4),
                    _ => (2, 2),
                };
                let cells: Vec<Cell> =
                    pairs.iter().flat_map(|(l, v)| [Cell::label(l, label), Cell::value(v, value)]).collect();
                rows.push_str(&row(&cells, 0, half, pitch, "{height}", keep));
            }
            Line::Tall(l, v, cm) => {
                // Lines to be signed stay together; what is written above them may be longer than a page.
                let short = v.contains('>') && v.split('\n').all(|l| l.starts_with('>') || !l.contains("{{"));
                let whole = if short { "<w:cantSplit/>{height}" } else { "{height}" };
                let cells = [Cell::label(l, 2), Cell::value(v, 10)];
                rows.push_str(&row(&cells, usize::from(*cm), half, pitch, whole, keep));
            }
            Line::Wide(text, cm) => {
                rows.push_str(&row(&[Cell::top(text, 12)], usize::from(*cm), half, pitch, "{height}", keep));
            }
            Line::Title(text) => {
                let cell = Cell { font: HEAD, ..Cell::label(text, 12) };
                rows.push_str(&row(&[cell], 0, half, pitch, "<w:cantSplit/>{height}", "<w:keepNext/>"));
            }
            Line::List(list, columns) => {
                let heads: Vec<Cell> = columns.iter().map(|(head, _, span)| Cell::label(head, *span)).collect();
                rows.push_str(&row(&heads, 0, half, pitch, head, "<w:keepNext/>"));
                let last = columns.len() - 1;
                let cells: Vec<(String, usize)> = columns
                    .iter()
                    .enumerate()
                    .map(|(n, (_, value, span))| {
                        let open = if n == 0 { format!("{{{{#{list}}}}}") } else { String::new() };
                        let close = if n == last { format!("{{{{/{list}}}}}") } else { String::new() };
                        (format!("{open}{value}{close}"), *span)
                    })
                    .collect();
                let cells: Vec<Cell> = cells.iter().map(|(text, span)| Cell::value(text, *span)).collect();
                rows.push_str(&row(&cells, 0, half, pitch, "{height}", keep));
            }
        }
    }
    let grid = format!(r#"<w:gridCol w:w="{COLUMN}"/>"#).repeat(12);
    let mut borders = String::new();
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ = write!(borders, r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>"#);
    }
    format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="{}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"#,
        COLUMN * 12
    )
}

/// A cell: its text, how many columns it takes, and how it stands.
struct Cell<'a> {
    text: &'a str,
    span: usize,
    font: &'a str,
    jc: &'a str,
    vertical: &'a str,
}

impl<'a> Cell<'a> {
    fn label(text: &'a str, span: usize) -> Cell<'a> {
        Cell { text, span, font: BODY, jc: "center", vertical: "center" }
    }
    fn value(text: &'a str, span: usize) -> Cell<'a> {
        Cell { text, span, font: BODY, jc: "left", vertical: "center" }
    }
    fn top(text: &'a str, span: usize) -> Cell<'a> {
        Cell { vertical: "top", ..Cell::label(text, span) }
    }
}

/// `look` of the row with its `{height}`, in the order the format wants; `keep` for its paragraphs.
fn row(cells: &[Cell], cm: usize, half: usize, pitch: usize, look: &str, keep: &str) -> String {
    let height = format!(r#"<w:trHeight w:val="{}" w:hRule="atLeast"/>"#, (cm * CM).max(510));
    let mut out = format!("<w:tr><w:trPr>{}</w:trPr>", look.replace("{height}", &height));
    let even = format!("{keep}{}", self::pitch(pitch.min(400)));
    for cell in cells {
        let _ = write!(
            out,
            r#"<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/><w:gridSpan w:val="{}"/><w:vAlign w:val="{}"/></w:tcPr>"#,
            cell.span * COLUMN,
            cell.span,
            cell.vertical
        );
        for text in cell.text.split('\n') {
            // A line that begins with > stands at the right.
            let (text, jc) = text.strip_prefix('>').map_or((text, cell.jc), |t| (t, "right"));
            out.push_str(&paragraph(text, cell.font, half.min(22), jc, 0, &even));
        }
        out.push_str("</w:tc>");
    }
    out.push_str("</w:tr>");
    out
}

fn header(left: &str, right: &str) -> String {
    let tab = "<w:r><w:tab/></w:r>";
    format!(
        r#"<w:hdr {W}><w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="{}"/></w:tabs></w:pPr>{}{tab}{}</w:p></w:hdr>"#,
        COLUMN * 12,
        run(left, BODY, 18),
        run(right, BODY, 18)
    )
}

fn footer() -> String {
    let field = |code: &str| {
        let look = format!(r#"<w:rPr>{}<w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>"#, fonts(BODY));
        format!(
            r#"<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r><w:r>{look}<w:instrText xml:space="preserve"> {code} </w:instrText></w:r><w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{look}<w:t>1</w:t></w:r><w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    format!(
        r#"<w:ftr {W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{}{}{}{}{}</w:p></w:ftr>"#,
        run("第", BODY, 18),
        field("PAGE"),
        run("页 共", BODY, 18),
        field("NUMPAGES"),
        run("页", BODY, 18)
    )
}

fn styles() -> String {
    format!(
        r#"<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{}<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="bo-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>"#,
        fonts(BODY)
    )
}

/// Named fonts, and what stands in where an office has them not.
fn font_table() -> String {
    let font = |name: &str, others: &str| {
        format!(
            r#"<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>"#
        )
    };
    format!(
        "<w:fonts {W}>{}{}{}</w:fonts>",
        font(BODY, "FangSong,仿宋,SimSun,Noto Serif CJK SC"),
        font(TITLE, "FZXiaoBiaoSong-B05S,SimSun,宋体,Noto Serif CJK SC"),
        font(HEAD, "SimHei,Noto Sans CJK SC")
    )
}

fn core(title: &str, subject: &str) -> String {
    format!(
        r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:subject>{}</dc:subject></cp:coreProperties>"#,
        escape(title),
        escape(subject)
    )
}

fn content_types() -> String {
    let part = |name: &str, kind: &str| {
        format!(
            r#"<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>"#
        )
    };
    format!(
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{}{}{}{}{}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#,
        part("document", "document.main"),
        part("styles", "styles"),
        part("fontTable", "fontTable"),
        part("header1", "header"),
        part("footer1", "footer")
    )
}

const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

const DOCUMENT_RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"#;
