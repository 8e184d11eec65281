//! The field tables in words: for `--help-fields`, `case form` and the manual.

use super::output::{Cell, Column};
use crate::validation::display::describe;
use crate::validation::{Field, Kind, Need, Table};

pub const COLUMNS: &[Column] = &[("key", "键"), ("label", "名称"), ("need", "必填"), ("help", "说明"), ("value", "")];

/// When a field must be filled, in a word.
pub fn need(field: &Field) -> &'static str {
    match field.need {
        Need::Always if field.show.is_some() => "显示时必填",
        Need::Always => "必填",
        Need::When(_) => "有条件",
        Need::Optional => "可不填",
        Need::Auto => "自动",
    }
}

fn kind_code(kind: Kind) -> &'static str {
    match kind {
        Kind::Line(_) => "line",
        Kind::Secret(_) => "secret",
        Kind::Text(..) => "text",
        Kind::Name => "name",
        Kind::Document(_) => "document",
        Kind::Phone => "phone",
        Kind::Date => "date",
        Kind::PastDate => "past_date",
        Kind::PastTime => "past_time",
        Kind::Number(..) => "number",
        Kind::Money => "money",
        Kind::Choice(_) => "choice",
        Kind::Many(_) => "many",
        Kind::Division => "division",
        Kind::Record(_) => "record",
        Kind::Rows(..) => "rows",
    }
}

/// Rows for a listing with [`COLUMNS`].
pub fn rows(table: &Table) -> Vec<Vec<Cell>> {
    let row = |f: &Field| {
        vec![
            f.key.into(),
            f.label.into(),
            need(f).into(),
            Cell::worded(f.help, format!("{};{}", f.help, choices(f.kind))),
            Cell::from(kind_code(f.kind)),
        ]
    };
    table.fields.iter().map(row).collect()
}

fn choices(kind: Kind) -> String {
    describe(kind)
}

/// A field table as text: every field with what may be typed and every code of its list.
pub fn text(table: &Table) -> String {
    let mut out = format!("{}({})\n", table.title, table.name);
    for f in table.fields {
        if !f.section.is_empty() {
            out.push_str(&format!("  [{}]\n", f.section));
        }
        out.push_str(&format!("  {} {} {} - {}\n", f.key, f.label, need(f), f.help));
        match f.kind {
            Kind::Choice(list) | Kind::Many(list) => {
                let items: Vec<String> = list.iter().map(|c| format!("{} {}", c.code, c.label)).collect();
                out.push_str(&format!("      {}\n", items.join("  ")));
            }
            kind => out.push_str(&format!("      {}\n", describe(kind))),
        }
    }
    out
}
