//! A report as text, JSON and CSV.

use super::sheet::{Figure, Rank};
use super::{Made, Row};
use serde_json::{Value, json as value};

/// The table in cells, with title, unit line and definitions.
pub fn table(made: &Made) -> String {
    let head = std::iter::once("行".to_string()).chain(made.sheet.columns.iter().cloned());
    let mut lines: Vec<Vec<String>> = vec![head.collect()];
    for (i, row) in made.sheet.rows.iter().enumerate() {
        let label = if row.rank == Rank::Section { format!("[{}]", row.label) } else { row.label.clone() };
        let cells = row.cells.iter().map(|c| c.figure.words());
        lines.push([(i + 1).to_string(), label].into_iter().chain(cells).collect());
    }
    let mut out = format!("{} {}\n{}\n\n", made.report.id, made.report.title, made.unit_line());
    out.push_str(&crate::validation::display::aligned(&lines));
    out.push_str("\n说明\n");
    for (i, words) in made.definitions().iter().enumerate() {
        out.push_str(&format!("{}. {words}\n", i + 1));
    }
    out.push_str(&format!("依据 {}\n", made.report.basis));
    out
}

/// What a machine reads of a figure: counts, 分 and percentages as numbers, the rest in words.
fn plain(figure: &Figure) -> Value {
    match figure {
        Figure::None => Value::Null,
        Figure::Count(n) | Figure::Money(n) => value!(n),
        Figure::Rate(_, 0) | Figure::Average(_, 0) => Value::Null,
        Figure::Rate(part, whole) => value!({ "part": part, "whole": whole, "text": figure.words() }),
        other => Value::String(other.words()),
    }
}

fn row(row: &Row) -> Value {
    let cells: Vec<Value> = row.cells.iter().map(|c| plain(&c.figure)).collect();
    let rank = match row.rank {
        Rank::Plain => "row",
        Rank::Section => "section",
        Rank::Total => "total",
        Rank::Compare => "compare",
    };
    value!({ "label": row.label, "rank": rank, "cells": cells })
}

/// One object: what it is, headings, rows with figures (money in 分), definitions.
pub fn json(made: &Made) -> String {
    let rows: Vec<Value> = made.sheet.rows.iter().map(row).collect();
    let whole = value!({
        "report": made.report.id,
        "title": made.report.title,
        "basis": made.report.basis,
        "period": made.period.code(),
        "from": made.period.from.to_string(),
        "to": made.period.to.to_string(),
        "by": made.by(),
        "scope": made.scope,
        "columns": made.sheet.columns,
        "rows": rows,
        "definitions": made.definitions(),
    });
    format!("{whole:#}\n")
}

/// What a spreadsheet would take for a formula is text: a `'` stands before it.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.len() > 1 {
        format!("'{text}")
    } else {
        text.to_string()
    }
}

/// UTF-8 with BOM, the table alone. Numbers stay numbers; changes such as `-3.0%` are text.
///
/// # Errors
/// None on memory; the type is that of the writer.
pub fn csv(made: &Made) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    writer.write_record(made.sheet.columns.iter().map(|c| harmless(c)))?;
    for row in &made.sheet.rows {
        let cells = row.cells.iter().map(|c| match &c.figure {
            Figure::Count(n) => n.to_string(),
            // In yuan without the commas that `words` sets.
            Figure::Money(fen) => {
                format!("{}{}.{:02}", if *fen < 0 { "-" } else { "" }, fen.abs() / 100, fen.abs() % 100)
            }
            other => harmless(&other.words()),
        });
        writer.write_record(std::iter::once(harmless(&row.label)).chain(cells))?;
    }
    let bytes = writer.into_inner().map_err(|e| csv::Error::from(std::io::Error::other(e.to_string())))?;
    Ok(format!("\u{feff}{}", String::from_utf8_lossy(&bytes)))
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn formulas_are_text() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-20.0% 告警", "'-20.0% 告警"),
            ("+86", "'+86"),
            ("县林草局", "县林草局"),
            ("-", "-"),
        ] {
            assert_eq!(harmless(text), safe);
        }
    }
}
