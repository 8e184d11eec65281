//! Two desks changed the same visit: what each did, field by field. Nothing typed is dropped: where both
//! changed a field, this desk's words stay in the form and the other's are told.

use crate::validation::{Draft, Field, Kind, Table};

/// The outcome of comparing.
#[derive(Debug, Default, PartialEq)]
pub struct Merge {
    /// Fields only the other desk changed: taken over as they are.
    pub taken: Vec<(&'static str, String)>,
    /// What to tell, a line for each field.
    pub lines: Vec<String>,
}

/// `base` is what both began with.
pub fn merge(table: &'static Table, base: &Draft, theirs: &Draft, mine: &Draft) -> Merge {
    let mut merge = Merge::default();
    for field in table.fields {
        let (b, t, m) = (base.get(field.key), theirs.get(field.key), mine.get(field.key));
        if t == b || t == m {
            continue;
        }
        if m == b {
            merge.taken.push((field.key, t.to_string()));
            merge.lines.push(format!("{}:已换成对方填的“{}”", field.label, words(field, t)));
        } else {
            merge.lines.push(format!("{}:对方填“{}”,保留您的“{}”", field.label, words(field, t), words(field, m)));
        }
    }
    merge
}

fn words(field: &Field, value: &str) -> String {
    let known = if let Kind::Choice(list) = field.kind { list.iter().find(|c| c.code == value) } else { None };
    known.map_or_else(|| value.replace('\n', " "), |c| c.label.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::visit_table::VISIT;

    #[test]
    fn only_what_both_changed_is_disputed() {
        let base = Draft::default().with("name", "和志强").with("gist", "要补偿").with("sex", "1");
        let theirs = base.clone().with("gist", "要补偿款").with("sex", "2").with("phone", "13900008834");
        let mine = base.clone().with("gist", "要征地补偿").with("address", "北门街");
        let merge = merge(&VISIT, &base, &theirs, &mine);
        let keys: Vec<&str> = merge.taken.iter().map(|t| t.0).collect();
        assert_eq!(keys, ["phone", "sex"]);
        assert!(
            merge.lines.contains(&"一句话诉求:对方填“要补偿款”,保留您的“要征地补偿”".to_string()),
            "{:?}",
            merge.lines
        );
        assert!(merge.lines.iter().any(|l| l.starts_with("性别:已换成对方填的“女”")), "{:?}", merge.lines);
    }
}
