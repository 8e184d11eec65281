//! What was typed into a form, before any check.
//!
//! Owns how it is held: a short list in the order of the keys, keys and short texts in place. A ledger makes
//! a draft a row and copies it at each check, so that an allocation a text would be most of the work.

use compact_str::CompactString;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a person typed, field by field. All text; nothing is lost by being wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft(Vec<(CompactString, CompactString)>);

impl Draft {
    fn place(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(k, _)| k.as_str().cmp(key))
    }
    /// The text of a field, "" when nothing was typed.
    pub fn get(&self, key: &str) -> &str {
        self.place(key).map_or("", |at| self.0[at].1.as_str())
    }
    pub fn set(&mut self, key: &str, value: impl Into<CompactString>) {
        let value = value.into();
        match (self.place(key), value.is_empty()) {
            (Ok(at), true) => drop(self.0.remove(at)),
            (Ok(at), false) => self.0[at].1 = value,
            (Err(_), true) => {}
            (Err(at), false) => self.0.insert(at, (key.into(), value)),
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
        self.0.iter().map(|(k, v)| (k.as_str(), v.as_str()))
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
        assert!(serde_json::from_str::<Draft>("[]").is_err() && serde_json::from_str::<Draft>("{\"a\":1}").is_err());
    }
}
