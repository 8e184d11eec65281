//! Masking what commands show of people (个人信息保护法6). Unmasked values come from the desk's
//! `reveal` only, which journals the reason.

use crate::desk::mask;
use crate::validation::display::display_kind;
use crate::validation::{Column, Draft, Field, Kind, Table};

/// A stored value of a form as it may be shown.
pub fn masked(field: &Field, value: &str) -> String {
    match field.key {
        _ if value.is_empty() => String::new(),
        "document_no" => mask::document(value),
        "address" | "contact" | "name_native" => "＊＊".to_string(),
        // The birthday is part of the number that is masked.
        "birth" => value.get(..4).unwrap_or_default().to_string(),
        _ => match field.kind {
            Kind::Rows(columns, _) => value.lines().map(|l| masked_row(columns, l)).collect::<Vec<_>>().join("\n"),
            kind => masked_kind(kind, value),
        },
    }
}

fn masked_kind(kind: Kind, value: &str) -> String {
    match kind {
        Kind::Name => mask::name(value),
        Kind::Document(_) => mask::document(value),
        Kind::Phone => mask::phone(value),
        _ => value.to_string(),
    }
}

fn masked_row(columns: &[Column], line: &str) -> String {
    let cell = |(column, cell): (&Column, &str)| match column.key {
        "document_no" => mask::document(cell),
        _ => masked_kind(column.kind, cell),
    };
    columns.iter().zip(line.split('\t')).map(cell).collect::<Vec<_>>().join("\t")
}

/// The filled fields of a form, masked: key, label, value for machines, words for people.
pub fn shown(table: &'static Table, draft: &Draft) -> Vec<(&'static str, &'static str, String, String)> {
    table
        .fields
        .iter()
        .filter(|f| draft.has(f.key))
        .map(|f| {
            let value = masked(f, draft.get(f.key));
            let words = display_kind(f.kind, &value);
            (f.key, f.label, value, words)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::visit_table::VISIT;

    #[test]
    fn nothing_that_names_a_person_shows_in_full() {
        let draft = Draft::default()
            .with("name", "和志强")
            .with("document_no", "533422198506150026")
            .with("phone", "13800000000")
            .with("birth", "1985-06-15")
            .with("address", "东到老槐树")
            .with("representatives", "扎西次仁\t533401199001010012\t13900000000");
        let text = format!("{:?}", shown(&VISIT, &draft));
        for part in ["志强", "19850615", "1380000", "06-15", "老槐树", "次仁", "19900101"] {
            assert!(!text.contains(part), "{part} in {text}");
        }
        assert!(text.contains("和＊＊") && text.contains("533422********0026"));
    }
}
