//! Filling a .docx template: `{{字段}}`, also when Word split it over runs, and groups of table rows or
//! paragraphs between `{{#名单}}` and `{{/名单}}`.
//!
//! One pass from left to right over the template's own text: a value is never looked at again. What is
//! not filled is copied byte for byte. Knows nothing of cases.

use super::values::{BY_HAND, Scope, Values};
use super::xml::{self, Element, Node, escape, printable};
use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};

/// Largest template, and largest part of one, in bytes.
pub const LARGEST: u64 = 16 << 20;
/// Most parts of a template.
const MOST_PARTS: usize = 1000;

/// A filled document, and what the template asked for.
#[derive(Debug)]
pub struct Filled {
    pub bytes: Vec<u8>,
    /// Fields and lists that the template uses.
    pub used: BTreeSet<String>,
    /// Those that nobody knows; a document with one of them is not to be handed out.
    pub unknown: BTreeSet<String>,
}

/// Fills a template.
///
/// # Errors
/// In the user's words: why the file is no usable .docx.
pub fn fill(template: &[u8], values: &Values) -> Result<Filled, String> {
    let mut pass = Pass { used: BTreeSet::new(), unknown: BTreeSet::new() };
    let mut whole = false;
    let bytes = each_part(template, |name, text| {
        whole |= name == "word/document.xml";
        let mut tree = xml::parse(&text).map_err(|e| format!("{name}:{e}"))?;
        pass.walk(&mut tree, &Scope::of(values));
        let mut out = String::with_capacity(text.len());
        xml::write(&tree, &mut out);
        Ok(out)
    })?;
    if !whole {
        return Err("里面没有Word正文,不是.docx文件".to_string());
    }
    Ok(Filled { bytes, used: pass.used, unknown: pass.unknown })
}

/// The text of a document, a line a paragraph: header, body, footer. For reading back.
///
/// # Errors
/// As [`fill`].
pub fn text_of(document: &[u8]) -> Result<String, String> {
    let mut lines = String::new();
    each_part(document, |name, text| {
        let tree = xml::parse(&text).map_err(|e| format!("{name}:{e}"))?;
        paragraphs(&tree, &mut lines);
        Ok(text)
    })?;
    Ok(lines.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

fn paragraphs(nodes: &[Node], out: &mut String) {
    for e in nodes.iter().filter_map(Node::element) {
        if e.name == "w:p" {
            out.push_str(&e.text());
            out.push('\n');
        } else {
            paragraphs(&e.kids, out);
        }
    }
}

fn is_text(name: &str) -> bool {
    let part = name.strip_prefix("word/").and_then(|n| n.strip_suffix(".xml"));
    part.is_some_and(|n| {
        n == "document" || ["header", "footer", "footnotes", "endnotes"].iter().any(|p| n.starts_with(p))
    })
}

/// Copies a document, its parts of text through `change`.
fn each_part(
    template: &[u8],
    mut change: impl FnMut(&str, String) -> Result<String, String>,
) -> Result<Vec<u8>, String> {
    let broken = |e: &dyn std::fmt::Display| format!("不是完整的.docx文件({e});请在WPS或Word里另存为.docx");
    if template.len() as u64 > LARGEST {
        return Err("文件超过16MB;请减小图片后再用".to_string());
    }
    let mut from = zip::ZipArchive::new(Cursor::new(template)).map_err(|e| broken(&e))?;
    if from.len() > MOST_PARTS {
        return Err("里面的部分太多,不是正常的.docx".to_string());
    }
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..from.len() {
        let part = from.by_index(i).map_err(|e| broken(&e))?;
        let name = part.name().map_err(|e| broken(&e))?.to_string();
        if !is_text(&name) {
            to.raw_copy_file(part).map_err(|e| broken(&e))?;
            continue;
        }
        let mut raw = Vec::new();
        // The size that a file states of itself is not believed.
        part.take(LARGEST + 1).read_to_end(&mut raw).map_err(|e| broken(&e))?;
        if raw.len() as u64 > LARGEST {
            return Err(format!("{name}超过16MB,不是正常的文档"));
        }
        let text = String::from_utf8(raw).map_err(|_| format!("{name}不是UTF-8文字;请在WPS或Word里另存为.docx"))?;
        let text = change(&name, text)?;
        to.start_file(&name, zip::write::SimpleFileOptions::default()).map_err(|e| broken(&e))?;
        to.write_all(text.as_bytes()).map_err(|e| broken(&e))?;
    }
    Ok(to.finish().map_err(|e| broken(&e))?.into_inner())
}

/// What a pass found.
struct Pass {
    used: BTreeSet<String>,
    unknown: BTreeSet<String>,
}

impl Pass {
    fn walk(&mut self, nodes: &mut Vec<Node>, scope: &Scope) {
        let mut i = 0;
        while i < nodes.len() {
            if let Some(group) = self.group(nodes, i) {
                i = self.repeat(nodes, i, &group, scope);
                continue;
            }
            let Node::Element(e) = &mut nodes[i] else {
                i += 1;
                continue;
            };
            if e.name != "w:p" {
                self.walk(&mut e.kids, scope);
                i += 1;
                continue;
            }
            let Node::Element(paragraph) = nodes.remove(i) else { continue };
            let filled = self.paragraph(paragraph, scope);
            let count = filled.len();
            nodes.splice(i..i, filled.into_iter().map(Node::Element));
            i += count;
        }
    }

    /// A list that opens in the row or paragraph at `i`: its name and where it closes.
    fn group(&mut self, nodes: &[Node], i: usize) -> Option<(String, usize)> {
        let opener = nodes[i].element().filter(|e| matches!(e.name.as_str(), "w:tr" | "w:p"))?;
        let text = opener.text();
        let at = text.find("{{#")?;
        let name = text[at + 3..].split("}}").next()?.trim().to_string();
        let close = format!("{{{{/{name}}}}}");
        let end = (i..nodes.len()).find(|n| {
            nodes[*n].element().is_some_and(|e| e.name == opener.name && spaceless(&e.text()).contains(&close))
        });
        if end.is_none() {
            self.unknown.insert(format!("#{name}(没有对应的{{{{/{name}}}}})"));
        }
        Some((name, end.unwrap_or(i)))
    }

    /// Puts a copy of the group for each line of its list. Returns the place after them.
    fn repeat(&mut self, nodes: &mut Vec<Node>, i: usize, group: &(String, usize), scope: &Scope) -> usize {
        let (name, end) = group;
        let mut pattern: Vec<Node> = nodes.drain(i..=*end).collect();
        let bare: Vec<bool> = pattern.iter_mut().map(|n| strip_marks(n, name)).collect();
        // A row or paragraph that held nothing but a mark goes with it.
        let pattern: Vec<Node> = pattern.into_iter().zip(bare).filter(|(_, bare)| !bare).map(|(n, _)| n).collect();
        self.used.insert(format!("#{name}"));
        let rows = match scope.list(name) {
            Some(rows) => rows,
            None => {
                self.unknown.insert(format!("#{name}"));
                &[]
            }
        };
        let mut at = i;
        // A form without a line cannot be filled by hand: one empty row stays.
        let in_table = pattern.first().is_some_and(|n| n.is("w:tr"));
        let lines: Vec<Scope> = match (rows.is_empty(), in_table) {
            (true, true) => vec![scope.blank(name)],
            _ => rows.iter().map(|row| scope.inside(row)).collect(),
        };
        for line in &lines {
            let mut copy = pattern.clone();
            self.walk(&mut copy, line);
            let count = copy.len();
            nodes.splice(at..at, copy);
            at += count;
        }
        if lines.is_empty() {
            // Names in a list that stays empty are known or not all the same.
            self.walk(&mut pattern.clone(), &scope.blank(name));
        }
        at
    }

    /// A filled paragraph; a value of several lines makes several paragraphs of the same kind.
    fn paragraph(&mut self, mut paragraph: Element, scope: &Scope) -> Vec<Element> {
        if !paragraph.text().contains("{{") {
            nested(&mut paragraph, &mut |kids| self.walk(kids, scope));
            return vec![paragraph];
        }
        nested(&mut paragraph, &mut |kids| self.walk(kids, scope));
        let parts = texts(&paragraph);
        let lines = self.expand(&parts, scope);
        let last = lines.len() - 1;
        lines
            .iter()
            .enumerate()
            .map(|(n, line)| {
                let mut copy = paragraph.clone();
                let mut next = line.texts.iter();
                set_texts(&mut copy, &mut next);
                if last > 0 {
                    keep_runs(&mut copy, n == 0, n == last);
                }
                copy
            })
            .collect()
    }

    /// The texts of a paragraph, filled; a line break in a value opens a new line.
    fn expand(&mut self, parts: &[String], scope: &Scope) -> Vec<Filling> {
        let whole = parts.concat();
        let mut owner = Vec::with_capacity(whole.len());
        for (n, part) in parts.iter().enumerate() {
            owner.resize(owner.len() + part.len(), n);
        }
        let mut lines = vec![Filling { texts: vec![String::new(); parts.len()] }];
        let mut at = 0;
        while at < whole.len() {
            let rest = &whole[at..];
            let Some(end) = rest.starts_with("{{").then(|| rest.find("}}")).flatten() else {
                if rest.starts_with("{{") {
                    self.unknown.insert(format!("{}(没有}}}})", rest.chars().take(20).collect::<String>()));
                }
                let c = rest.chars().next().expect("invariant: at is inside the text");
                if let Some(line) = lines.last_mut() {
                    line.texts[owner[at]].push(c);
                }
                at += c.len_utf8();
                continue;
            };
            let name = rest[2..end].trim();
            self.used.insert(name.strip_suffix(BY_HAND).unwrap_or(name).to_string());
            let value = match scope.value(name) {
                Some(value) => printable(value),
                None => {
                    self.unknown.insert(name.to_string());
                    rest[..end + 2].to_string()
                }
            };
            for (n, text) in value.split('\n').enumerate() {
                if n > 0 {
                    lines.push(Filling { texts: vec![String::new(); parts.len()] });
                }
                if let Some(line) = lines.last_mut() {
                    line.texts[owner[at]].push_str(&escape(text));
                }
            }
            at += end + 2;
        }
        lines
    }
}

/// One line of a filled paragraph: a text for each `w:t`.
struct Filling {
    texts: Vec<String>,
}

fn spaceless(text: &str) -> String {
    text.replace("{{ /", "{{/").replace(" }}", "}}")
}

/// Texts inside a paragraph, those of paragraphs nested in it (text boxes) left out.
fn texts(e: &Element) -> Vec<String> {
    let mut list = Vec::new();
    for kid in e.kids.iter().filter_map(Node::element) {
        match kid.name.as_str() {
            "w:p" => {}
            "w:t" => list.push(kid.text()),
            _ => list.extend(texts(kid)),
        }
    }
    list
}

fn set_texts<'a>(e: &mut Element, next: &mut impl Iterator<Item = &'a String>) {
    for kid in &mut e.kids {
        let Node::Element(kid) = kid else { continue };
        match kid.name.as_str() {
            "w:p" => {}
            "w:t" => {
                if let Some(text) = next.next() {
                    kid.set_text(text.clone());
                }
            }
            _ => set_texts(kid, next),
        }
    }
}

/// What is no text (tabs, fields, pictures) before the first words of a later line, or after the last
/// of an earlier one, belongs to the other lines.
fn keep_runs(paragraph: &mut Element, first: bool, last: bool) {
    let filled = |n: &Node| n.element().is_some_and(|e| !texts(e).concat().is_empty());
    let begin = paragraph.kids.iter().position(filled);
    let end = paragraph.kids.iter().rposition(filled);
    let mut n = 0;
    paragraph.kids.retain(|kid| {
        let here = n;
        n += 1;
        let before = begin.is_none_or(|b| here < b);
        let after = end.is_none_or(|e| here > e);
        kid.is("w:pPr") || (first || !before) && (last || !after)
    });
}

/// Paragraphs nested in a paragraph.
fn nested(e: &mut Element, work: &mut impl FnMut(&mut Vec<Node>)) {
    if e.kids.iter().any(|k| k.is("w:p")) {
        work(&mut e.kids);
        return;
    }
    for kid in &mut e.kids {
        if let Node::Element(kid) = kid {
            nested(kid, work);
        }
    }
}

/// Takes the marks of a list out of a row or paragraph; true when nothing else was in it.
fn strip_marks(node: &mut Node, name: &str) -> bool {
    let Node::Element(e) = node else { return false };
    let had = e.text().contains("{{");
    strip(e, name);
    had && e.text().trim().is_empty()
}

fn strip(e: &mut Element, name: &str) {
    if e.name != "w:p" {
        for kid in &mut e.kids {
            if let Node::Element(kid) = kid {
                strip(kid, name);
            }
        }
        return;
    }
    let parts = texts(e);
    let whole = parts.concat();
    let mut gone = vec![false; whole.len()];
    let mut at = 0;
    while let Some(open) = whole[at..].find("{{").map(|n| n + at) {
        let Some(end) = whole[open..].find("}}").map(|n| n + open + 2) else { break };
        let word = whole[open + 2..end - 2].trim();
        if word.strip_prefix(['#', '/']).is_some_and(|w| w.trim() == name) {
            gone[open..end].fill(true);
        }
        at = end;
    }
    let mut start = 0;
    let mut kept = Vec::new();
    for part in &parts {
        let text: String = part.char_indices().filter(|(n, _)| !gone[start + n]).map(|(_, c)| c).collect();
        start += part.len();
        kept.push(text);
    }
    set_texts(e, &mut kept.iter());
}
