//! Values by the names that templates use: single ones, and lists of rows.
//!
//! Every name that a template may use is there from the start, empty; a name that is not there is
//! unknown. What the names mean is `names`' and `write`'s business.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Behind a name: while it has no value, a day to be written by hand.
pub const BY_HAND: &str = "|手填";
const BLANK_DAY: &str = "　　　　年　　月　　日";

/// A line of a list: values by column.
pub type Row = BTreeMap<String, String>;

/// A list and the columns its rows may have.
#[derive(Clone, Debug, Default)]
struct List {
    columns: Vec<String>,
    rows: Vec<Row>,
}

/// Everything a template may ask for.
#[derive(Clone, Debug, Default)]
pub struct Values {
    fields: BTreeMap<String, String>,
    lists: BTreeMap<String, List>,
}

impl Values {
    /// Makes a name known.
    pub fn know(&mut self, name: &str) {
        self.fields.entry(name.to_string()).or_default();
    }
    /// Makes a column of a list known.
    pub fn know_column(&mut self, list: &str, column: &str) {
        let list = self.lists.entry(list.to_string()).or_default();
        if !list.columns.iter().any(|c| c == column) {
            list.columns.push(column.to_string());
        }
    }
    /// Gives a known name its value.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        debug_assert!(self.fields.contains_key(name), "{name} is no known name");
        self.fields.insert(name.to_string(), value.into());
    }
    pub fn set_rows(&mut self, name: &str, rows: Vec<Row>) {
        debug_assert!(self.lists.contains_key(name), "{name} is no known list");
        if let Some(list) = self.lists.get_mut(name) {
            debug_assert!(rows.iter().flat_map(Row::keys).all(|k| list.columns.contains(k)), "columns of {name}");
            list.rows = rows;
        }
    }
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
    /// Every known name of a single value.
    #[cfg(test)]
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.keys().map(String::as_str)
    }
    /// Lists, each with its columns.
    pub fn lists(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.lists.iter().map(|(name, list)| (name.as_str(), list.columns.as_slice()))
    }
}

/// What is in sight at a place of the template: the row of a list before the names of all.
pub struct Scope<'a> {
    values: &'a Values,
    rows: Vec<Cow<'a, Row>>,
}

impl<'a> Scope<'a> {
    pub fn of(values: &'a Values) -> Scope<'a> {
        Scope { values, rows: Vec::new() }
    }
    pub fn inside(&self, row: &'a Row) -> Scope<'a> {
        self.with(Cow::Borrowed(row))
    }
    /// Inside a row of the list without any value.
    pub fn blank(&self, list: &str) -> Scope<'a> {
        let columns = self.values.lists.get(list).map_or(&[][..], |l| l.columns.as_slice());
        self.with(Cow::Owned(columns.iter().map(|c| (c.clone(), String::new())).collect()))
    }
    fn with(&self, row: Cow<'a, Row>) -> Scope<'a> {
        let mut rows = self.rows.clone();
        rows.push(row);
        Scope { values: self.values, rows }
    }
    /// The value of a name; `name|手填` is room to write a day by hand while there is none.
    pub fn value(&self, name: &str) -> Option<&str> {
        if let Some(name) = name.strip_suffix(BY_HAND) {
            return self.value(name.trim_end()).map(|v| if v.is_empty() { BLANK_DAY } else { v });
        }
        let inner = self.rows.iter().rev().find_map(|r| r.get(name).map(String::as_str));
        inner.or_else(|| self.values.get(name))
    }
    /// The rows of a list, `None` when it is unknown.
    pub fn list(&self, name: &str) -> Option<&'a [Row]> {
        self.values.lists.get(name).map(|l| l.rows.as_slice())
    }
}
