//! A part of a .docx as a tree, read and written back as it was.
//!
//! Keeps tags, attributes and entities in their own spelling, so that what is not filled comes out
//! unchanged. Refuses DOCTYPE, other encodings and absurd depth; resolves nothing, fetches nothing.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Deepest nesting of elements; Word writes a few dozen.
const DEEPEST: usize = 256;

/// A node of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    Element(Element),
    /// Text as spelled, entities included.
    Text(String),
    /// The declaration.
    Raw(String),
}

/// An element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// With prefix: `w:p`.
    pub name: String,
    /// The start tag between `<` and `>`.
    pub start: String,
    pub kids: Vec<Node>,
}

impl Element {
    pub fn new(name: &str) -> Element {
        Element { name: name.to_string(), start: name.to_string(), kids: Vec::new() }
    }
    /// The text of all `w:t` below, as spelled.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.each_text(&mut |t| out.push_str(t));
        out
    }
    fn each_text(&self, take: &mut impl FnMut(&str)) {
        for kid in &self.kids {
            match kid {
                Node::Element(e) => e.each_text(take),
                Node::Text(t) if self.name == "w:t" => take(t),
                Node::Text(_) | Node::Raw(_) => {}
            }
        }
    }
    /// The text of a `w:t` replaced; spaces at its ends count.
    pub fn set_text(&mut self, text: String) {
        if !self.start.contains("xml:space") {
            self.start.push_str(" xml:space=\"preserve\"");
        }
        self.kids = vec![Node::Text(text)];
    }
}

impl Node {
    pub fn element(&self) -> Option<&Element> {
        if let Node::Element(e) = self { Some(e) } else { None }
    }
    /// Whether it is an element of that name.
    pub fn is(&self, name: &str) -> bool {
        self.element().is_some_and(|e| e.name == name)
    }
}

/// Reads a part.
///
/// # Errors
/// In the user's words: what is wrong with the file.
pub fn parse(xml: &str) -> Result<Vec<Node>, String> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let mut open: Vec<Element> = vec![Element::new("")];
    let named = |b: &BytesStart| Element {
        name: b.name().as_ref().to_string(),
        start: (**b).trim_end().to_string(),
        kids: Vec::new(),
    };
    loop {
        let event = reader.read_event().map_err(|e| format!("XML有错:{e}"))?;
        let node = match event {
            Event::Start(b) => {
                if open.len() > DEEPEST {
                    return Err("XML嵌套太深".to_string());
                }
                open.push(named(&b));
                continue;
            }
            Event::End(_) => {
                let done = open.pop().ok_or("XML不成对")?;
                Node::Element(done)
            }
            Event::Empty(b) => Node::Element(named(&b)),
            Event::Text(t) => Node::Text((*t).to_string()),
            Event::GeneralRef(r) => Node::Text(format!("&{};", &*r)),
            Event::CData(c) => Node::Text(escape(&c)),
            Event::Decl(d) => Node::Raw(format!("<?{}?>", &*d)),
            Event::DocType(_) => return Err("含有DOCTYPE,不是正常的文档".to_string()),
            Event::Comment(_) | Event::PI(_) => continue,
            Event::Eof => break,
        };
        open.last_mut().ok_or("XML不成对")?.kids.push(node);
    }
    match (open.pop(), open.is_empty()) {
        (Some(root), true) => Ok(root.kids),
        _ => Err("XML不完整".to_string()),
    }
}

/// Writes a tree back.
pub fn write(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(t) | Node::Raw(t) => out.push_str(t),
            Node::Element(e) => {
                out.push('<');
                out.push_str(&e.start);
                if e.kids.is_empty() {
                    out.push_str("/>");
                } else {
                    out.push('>');
                    write(&e.kids, out);
                    out.push_str("</");
                    out.push_str(&e.name);
                    out.push('>');
                }
            }
        }
    }
}

/// Text made safe for XML.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out
}

/// A value as it may stand on paper: lines kept, control characters, terminal escapes and marks that
/// turn the direction of writing dropped.
pub fn printable(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\n' => out.push('\n'),
            '\t' => out.push(' '),
            // ESC [ … letter, and ESC with one sign.
            '\u{1b}' => {
                if rest.next_if_eq(&'[').is_some() {
                    for sign in rest.by_ref() {
                        if ('@'..='~').contains(&sign) || sign == '\n' {
                            break;
                        }
                    }
                }
            }
            c if crate::validation::text::is_unseen(c) => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validation::text::is_unseen;

    proptest::proptest! {
        /// Nothing stored reaches paper but what is seen, and the part stays well-formed.
        #[test]
        fn what_is_printed_is_seen_and_well_formed(text in r"(?s)(\x{1B}\[|\x{9B}|\x{202E}|\x{0}|<|&|\]\]>|\n|.){0,40}") {
            let value = printable(&text);
            proptest::prop_assert!(!value.contains(is_unseen));
            let part = format!("<w:t>{}</w:t>", escape(&value));
            proptest::prop_assert!(parse(&part).is_ok());
        }
    }
}
