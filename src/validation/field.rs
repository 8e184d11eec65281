//! Field tables: a field is declared once, as a row. The row makes the form, its check, its hint,
//! the command's `--set key=value`, the column and the printed sheet.

use super::draft::Draft;
use serde::Serialize;

/// One entry of a code list: the stored code and the words on screen and paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    pub code: &'static str,
    pub label: &'static str,
}

/// Builds a code list: `choices![("1", "来信"), ("2", "来访")]`.
#[macro_export]
macro_rules! choices {
    ($(($code:expr, $label:expr)),* $(,)?) => {
        &[$($crate::validation::Choice { code: $code, label: $label }),*]
    };
}

/// One cell of a [`Kind::Rows`] line.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub key: &'static str,
    pub label: &'static str,
    pub kind: Kind,
    pub required: bool,
}

/// What kind of value a field holds. Stored values are text in the canonical form named here.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// One line of at most so many characters.
    Line(usize),
    /// A password, taken as typed; never shown, at most so many characters.
    Secret(usize),
    /// Several lines; fewest and most characters.
    Text(usize, usize),
    /// Name of a person or of a unit (民委发〔2016〕33号).
    Name,
    /// Number of a document; the key of the field that holds its type (E23 code).
    Document(&'static str),
    /// Mobile or fixed telephone number.
    Phone,
    /// `YYYY-MM-DD`, any day.
    Date,
    /// `YYYY-MM-DD`, not after today.
    PastDate,
    /// `YYYY-MM-DDTHH:MM`, not after now.
    PastTime,
    /// Whole number, least and most.
    Number(i64, i64),
    /// Money, stored as whole 分.
    Money,
    /// One code of a list. The stored value is the code.
    Choice(&'static [Choice]),
    /// Several codes of a list, stored joined by `,` in list order.
    Many(&'static [Choice]),
    /// Division: 6-digit county or 9-digit township code (GB/T 2260).
    Division,
    /// A record chosen from a list that the desk supplies (`"staff"`, `"case"`, `"station"`); stored as its id.
    Record(&'static str),
    /// One record a line, cells separated by tabs in the stored form (spaces or commas when typed);
    /// at most so many lines.
    Rows(&'static [Column], usize),
}

/// When a field must be filled.
#[derive(Clone, Copy, Debug)]
pub enum Need {
    Always,
    Optional,
    /// Required while the rule holds for the rest of the draft.
    When(fn(&Draft) -> bool),
    /// Filled by the program; shown, not typed.
    Auto,
}

/// A row of a field table.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Column, `--set` key, import header and [`Problem::field`].
    pub key: &'static str,
    /// Words on screen and paper; at most 12 cells wide.
    pub label: &'static str,
    /// The hint line, and `--help`.
    pub help: &'static str,
    pub kind: Kind,
    pub need: Need,
    /// Shown only while the rule holds (conditional parts); `None` = always shown.
    pub show: Option<fn(&Draft) -> bool>,
    /// Heading of the section this field opens, or "".
    pub section: &'static str,
    /// What a new draft holds, or "".
    pub default: &'static str,
}

impl Field {
    /// A plain row; the builder methods below add what is rarer.
    pub const fn new(key: &'static str, label: &'static str, kind: Kind, need: Need, help: &'static str) -> Self {
        Self { key, label, help, kind, need, show: None, section: "", default: "" }
    }
    pub const fn section(mut self, title: &'static str) -> Self {
        self.section = title;
        self
    }
    pub const fn shown(mut self, when: fn(&Draft) -> bool) -> Self {
        self.show = Some(when);
        self
    }
    pub const fn default(mut self, value: &'static str) -> Self {
        self.default = value;
        self
    }
    /// Whether the field is on screen for this draft.
    pub fn is_shown(&self, draft: &Draft) -> bool {
        self.show.is_none_or(|rule| rule(draft))
    }
    /// Whether the field must be filled for this draft. A hidden field is never required.
    pub fn is_required(&self, draft: &Draft) -> bool {
        self.is_shown(draft)
            && match self.need {
                Need::Always => true,
                Need::Optional | Need::Auto => false,
                Need::When(rule) => rule(draft),
            }
    }
}

/// A field table: one form.
#[derive(Debug)]
pub struct Table {
    /// Name in drafts, records and commands, e.g. `visit`.
    pub name: &'static str,
    /// Title on screen and paper, e.g. `接谈登记`.
    pub title: &'static str,
    pub fields: &'static [Field],
}

impl Table {
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.key == key)
    }
    /// An empty form with its defaults.
    pub fn blank(&self) -> Draft {
        let mut draft = Draft::default();
        for f in self.fields.iter().filter(|f| !f.default.is_empty()) {
            draft.set(f.key, f.default);
        }
        draft
    }
}

/// What is wrong with a field, and the remedy, in the user's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub field: String,
    pub text: String,
}

impl Problem {
    pub fn new(field: &str, text: impl Into<String>) -> Self {
        Self { field: field.to_string(), text: text.into() }
    }
}

/// A well-formed value in canonical form, with what the clerk should still look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    pub text: String,
    pub warning: Option<String>,
}

/// A draft that passed its table. Private fields, made only by [`crate::validation::check`]:
/// whoever holds one need not check again.
#[derive(Clone, Debug)]
pub struct Checked {
    table: &'static Table,
    values: Draft,
    warnings: Vec<Problem>,
}

impl Checked {
    pub(super) fn new(table: &'static Table, values: Draft, warnings: Vec<Problem>) -> Self {
        Self { table, values, warnings }
    }
    pub fn table(&self) -> &'static Table {
        self.table
    }
    /// Canonical text of a field, "" when empty.
    pub fn get(&self, key: &str) -> &str {
        debug_assert!(self.table.field(key).is_some(), "no field {key} in {}", self.table.name);
        self.values.get(key)
    }
    pub fn number(&self, key: &str) -> Option<i64> {
        self.get(key).parse().ok()
    }
    pub fn date(&self, key: &str) -> Option<chrono::NaiveDate> {
        self.get(key).get(..10)?.parse().ok()
    }
    pub fn is(&self, key: &str, code: &str) -> bool {
        self.get(key) == code
    }
    /// The lines of a [`Kind::Rows`] field, each as its cells.
    pub fn rows(&self, key: &str) -> impl Iterator<Item = Vec<&str>> {
        self.get(key).lines().map(|line| line.split('\t').collect())
    }
    pub fn values(&self) -> &Draft {
        &self.values
    }
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }
}
