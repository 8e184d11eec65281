//! The tables: every document has its row, every row its template, every name its meaning.

use super::super::fill::fill;
use super::super::sheet::{From, Part};
use super::super::{catalogue, docx, names, templates, xml};
use super::part;
use crate::domain::checklist;
use crate::domain::flow::FLOW;
use crate::validation::money;
use std::path::Path;

#[test]
fn every_document_a_move_calls_for_is_in_the_catalogue() {
    for mv in FLOW {
        for name in mv.documents {
            assert!(catalogue::find(name).is_some(), "{} calls for {name}", mv.id);
        }
    }
}

#[test]
fn rows_are_unique_placed_and_based_on_something() {
    let all: Vec<_> = catalogue::all().collect();
    assert!(all.len() >= 40, "{}", all.len());
    for sheet in &all {
        assert_eq!(all.iter().filter(|s| s.id == sheet.id || s.title == sheet.title).count(), 1, "{}", sheet.id);
        assert!(checklist::ITEMS.iter().any(|i| i.code == sheet.item), "{} has no place", sheet.id);
        assert!(!sheet.basis.is_empty() && !sheet.body.is_empty(), "{}", sheet.id);
        if let From::Each(form) | From::EachWith(form, ..) = sheet.from {
            assert!(names::forms().any(|t| t.name == form), "{}: no move leaves a {form}", sheet.id);
        }
        if let From::EachWith(form, key, code) = sheet.from {
            let field = names::forms().find(|t| t.name == form).and_then(|t| t.field(key));
            let kind = field.expect("a field").kind;
            assert!(matches!(kind, crate::validation::Kind::Choice(list) if list.iter().any(|c| c.code == code)));
        }
    }
    // Everything the volume must hold can be made, or is brought in from outside.
    for item in checklist::ITEMS.iter().filter(|i| i.code != "06") {
        assert!(all.iter().any(|s| s.item == item.code), "{} has no document", item.label);
    }
}

#[test]
fn every_template_is_sound_and_asks_only_for_known_names() {
    for sheet in catalogue::all() {
        let bytes = docx::template(sheet);
        let filled = fill(&bytes, names::blank()).unwrap_or_else(|e| panic!("{}: {e}", sheet.id));
        assert!(filled.unknown.is_empty(), "{}: {:?}", sheet.id, filled.unknown);
        for name in ["studio", "case.title"] {
            assert!(filled.used.contains(name), "{}: {name} on every page", sheet.id);
        }
        let footer = part(&bytes, "word/footer1.xml");
        assert!(footer.contains(" PAGE ") && footer.contains(" NUMPAGES "));
        let body = part(&bytes, "word/document.xml");
        assert!(body.contains(r#"w:w="11906" w:h="16838""#) && body.contains(r#"w:top="2098""#), "A4, 37 mm");
        for column in row_widths(&body) {
            assert_eq!(column, 12, "{}: a row of the table does not fill it", sheet.id);
        }
    }
}

/// The columns that each row of a document takes.
fn row_widths(body: &str) -> Vec<usize> {
    let span = |cell: &str| cell.split('"').next().and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
    let rows = body.split("<w:tr>").skip(1);
    rows.map(|r| r.split("<w:gridSpan w:val=\"").skip(1).map(span).sum()).collect()
}

#[test]
fn the_templates_in_assets_are_those_the_program_makes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/templates");
    let told = "run `fengqiao template export` into an empty assets/templates";
    let mut files = 0;
    for sheet in catalogue::all() {
        let path = folder.join(templates::file_name(sheet));
        let kept = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}; {told}", path.display()));
        let made = docx::template(sheet);
        for name in
            ["word/document.xml", "word/header1.xml", "word/footer1.xml", "word/styles.xml", "word/fontTable.xml"]
        {
            assert!(part(&kept, name) == part(&made, name), "{} {name} differs; {told}", sheet.title);
        }
        files += 1;
    }
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), files, "no other file lies there");
}

#[test]
fn names_told_are_names_known() {
    let blank = names::blank();
    for (name, label) in names::told() {
        assert!(!label.is_empty(), "{name}");
        let known = match name.strip_prefix('#') {
            Some(list) => blank.lists().any(|l| l.0 == list),
            None => blank.get(&name).is_some(),
        };
        assert!(known, "{name} is told and unknown");
    }
}

#[test]
fn no_sheet_asks_a_petitioner_for_money() {
    for sheet in catalogue::all() {
        let texts = sheet.body.iter().filter_map(|p| if let Part::Text(t) = p { Some(*t) } else { None });
        let text: String = texts.collect();
        assert!(!text.contains("交费") && !text.contains("缴费") && !text.contains("收取调解费"), "{}", sheet.id);
    }
    assert_eq!(xml::escape(&money::uppercase(1_234_050)), "壹万贰仟叁佰肆拾元伍角整");
}
