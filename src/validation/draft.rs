//! What was typed into a form, before any check.
//!
//! Owns how it is held: a short list in the order of the keys, keys and short texts in place. A ledger makes
//! a draft a row and copies it at each check, so that an allocation a text would be most of the work.

use compact_str::CompactString;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;

/// What a person typed, field by field. All text; nothing is lost by being wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft(Vec<Entry>);

/// A field that holds something.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    /// The first bytes of the key as a number in the same order: most comparisons end with it.
    head: u64,
    key: CompactString,
    text: CompactString,
}

/// The first eight bytes of a key, most significant first.
fn head_of(key: &str) -> u64 {
    let mut bytes = [0; 8];
    let length = key.len().min(8);
    bytes[..length].copy_from_slice(&key.as_bytes()[..length]);
    u64::from_be_bytes(bytes)
}

impl Draft {
    fn place(&self, key: &str) -> Result<usize, usize> {
        let head = head_of(key);
        let from = self.0.partition_point(|e| e.head < head);
        for (at, entry) in (from..).zip(&self.0[from..]) {
            match entry.head.cmp(&head).then_with(|| entry.key.as_str().cmp(key)) {
                Ordering::Less => {}
                Ordering::Equal => return Ok(at),
                Ordering::Greater => return Err(at),
            }
        }
        Err(self.0.len())
    }
    /// The text of a field, "" when nothing was typed.
    pub fn get(&self, key: &str) -> &str {
        self.place(key).map_or("", |at| self.0[at].text.as_str())
    }
    pub fn set(&mut self, key: &str, value: impl Into<CompactString>) {
        let text = value.into();
        match (self.place(key), text.is_empty()) {
            (Ok(at), true) => drop(self.0.remove(at)),
            (Ok(at), false) => self.0[at].text = text,
            (Err(_), true) => {}
            (Err(at), false) => self.0.insert(at, Entry { head: head_of(key), key: key.into(), text }),
        }
    }
    pub fn with(mut self, key: &str, value: impl Into<CompactString>) -> Self {
        self.set(key, value);
        self
    }
    pub fn has(&self, key: &str) -> bool {
        self.place(key).is_ok()
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// How many fields hold something.
    pub fn len(&self) -> usize {
        self.0.len()
    }
    /// Keys and texts, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|e| (e.key.as_str(), e.text.as_str()))
    }
}

impl Serialize for Draft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Draft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Draft;
            fn expecting(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
                to.write_str("an object of texts")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Draft, A::Error> {
                let mut draft = Draft::default();
                while let Some((key, value)) = map.next_entry::<String, String>()? {
                    draft.set(&key, value);
                }
                Ok(draft)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_goes_out_as_an_object_and_comes_back_and_empty_texts_are_none() {
        let long = "宅基地边界被邻居占用,要求划清".repeat(9);
        let draft = Draft::default().with("name", "和志强").with("gist", long.as_str()).with("a", "1").with("name", "");
        let text = serde_json::to_string(&draft).expect("JSON");
        assert_eq!(text, format!("{{\"a\":\"1\",\"gist\":\"{long}\"}}"));
        assert_eq!(serde_json::from_str::<Draft>(&text).expect("read"), draft);
        assert_eq!((draft.get("gist"), draft.has("name"), draft.len()), (long.as_str(), false, 2));
        // In the order of the keys, whatever they have in common and in whatever order they came.
        let keys = ["", "a", "document", "document_no", "document_type", "documents", "z"];
        let draft = keys.iter().rev().fold(Draft::default(), |d, k| d.with(k, format!("{k}1")));
        assert_eq!(draft.iter().map(|p| p.0).collect::<Vec<_>>(), keys);
        assert!(keys.iter().all(|k| draft.get(k) == format!("{k}1")) && !draft.has("document_") && !draft.has("zz"));
        assert!(serde_json::from_str::<Draft>("[]").is_err() && serde_json::from_str::<Draft>("{\"a\":1}").is_err());
    }
}
