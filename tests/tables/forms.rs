//! Every form and label: rules that read a draft hold on an empty one, words fit their cells.

use fengqiao::domain::case::Stage;
use fengqiao::domain::flow::FLOW;
use fengqiao::domain::forms;
use fengqiao::tui::keymap::KEYS;
use fengqiao::validation::{Draft, Kind, check};
use unicode_width::UnicodeWidthStr;

#[test]
fn rules_of_fields_bear_an_empty_draft_and_one_full_of_nonsense() {
    for table in forms::all() {
        let nonsense = table
            .fields
            .iter()
            .fold(Draft::default(), |d, f| d.with(f.key, "\u{202e}９9\t,\n是否-99999999999999999999"));
        for draft in [Draft::default(), table.blank(), nonsense] {
            for field in table.fields {
                let _ = (field.is_shown(&draft), field.is_required(&draft));
            }
            let _ = check(table, &draft, super::now());
        }
    }
}

#[test]
fn defaults_are_well_formed() {
    for table in forms::all() {
        let problems = check(table, &table.blank(), super::now()).err().unwrap_or_default();
        for problem in problems {
            let wrong = table.field(&problem.field).is_some_and(|f| !f.default.is_empty());
            assert!(!wrong, "{}.{}: {}", table.name, problem.field, problem.text);
        }
    }
}

#[test]
fn labels_fit_their_cells() {
    let mut labels: Vec<(String, &str)> = Vec::new();
    for table in forms::all() {
        labels.push((table.name.to_string(), table.title));
        for field in table.fields {
            labels.push((format!("{}.{}", table.name, field.key), field.label));
            if let Kind::Rows(columns, _) = field.kind {
                labels.extend(columns.iter().map(|c| (format!("{}.{}.{}", table.name, field.key, c.key), c.label)));
            }
        }
    }
    labels.extend(FLOW.iter().map(|m| (m.id.to_string(), m.label)));
    labels.extend(KEYS.iter().filter(|k| !k.label.is_empty()).map(|k| (format!("{:?}", k.action), k.label)));
    let wide: Vec<_> = labels.iter().filter(|(_, l)| l.is_empty() || l.width() > 12).collect();
    assert!(wide.is_empty(), "{wide:?}");
    // A stage stands in lists, whose column is wider than the label of a form.
    for (_, code, label, _) in Stage::ALL {
        assert!(!label.is_empty() && label.width() <= 14, "{code} {label}");
    }
}
