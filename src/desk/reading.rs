//! Reading a visit: masked for looking, plain for the form of those who may change it, and then with
//! a row in the journal (what is read is logged).

use super::access::{allow, is_own_still};
use super::{Desk, Failure, Outcome, mask};
use crate::domain::case::Stage;
use crate::domain::role::Operation;
use crate::domain::visit_table::VISIT;
use crate::store;
use crate::store::visit::Stored;
use crate::validation::Field;
use crate::validation::display::display;

/// Fields that name or reach a person.
const PRIVATE: &[&str] = &[
    "document_no",
    "phone",
    "contact",
    "address",
    "representatives",
    "guardian",
    "birth",
    "name_native",
    "interpreter",
];

/// A value of a visit for looking.
pub(super) fn masked(field: &Field, value: &str) -> String {
    match field.key {
        "name" => mask::name(value),
        "document_no" => mask::document(value),
        "phone" => mask::phone(value),
        "respondent" => mask::party(value),
        "birth" => value.chars().take(4).chain("-**-**".chars()).collect(),
        "representatives" => format!("{}人", value.lines().count()),
        key if PRIVATE.contains(&key) => "＊＊".to_string(),
        _ => display(field, value),
    }
}

impl Desk {
    /// The opening visit of a case for looking: `(section, label, value)`, private fields masked.
    pub fn masked_visit(&self, case: i64) -> Outcome<Vec<(String, String, String)>> {
        let stored = self.first_visit(case)?;
        let mut section = "";
        let mut lines = Vec::new();
        for field in VISIT.fields {
            if !field.section.is_empty() {
                section = field.section;
            }
            let value = stored.draft.get(field.key);
            if value.is_empty() {
                continue;
            }
            let shown = masked(field, value);
            lines.push((section.to_string(), field.label.to_string(), shown));
        }
        for n in store::request::notes_of_case(&self.conn, case)?.iter().filter(|n| n.visit == stored.id) {
            let Some(field) = VISIT.field(&n.field) else { continue };
            let label = format!("更正{}", n.day);
            lines.push(("附注更正".to_string(), label, format!("{}: {}", field.label, masked(field, &n.note))));
        }
        Ok(lines)
    }

    /// A stored visit for the form: only for those who may change it; the reading is journalled.
    ///
    /// # Errors
    /// A refusal that names who may.
    pub fn open_visit(&mut self, id: i64) -> Outcome<Stored> {
        let stored = self.visit(id)?;
        let case = self.readable_case(stored.case)?;
        let actor = self.require_actor()?.clone();
        if case.stage == Stage::Draft && !stored.registered {
            self.allow(Operation::Register)?;
        } else {
            let same_day = stored.created_at.starts_with(&self.today().to_string());
            allow(&actor, Operation::AmendVisit, is_own_still(&actor, &case, same_day))?;
        }
        if !case.stage.is_open() {
            return Err(Failure::refusal(
                format!("案件已是“{}”,登记表只能看", case.stage.label()),
                "在案卷的登记页查看;F8写明理由看明文",
            ));
        }
        self.write(|w| w.journal("visit.read", "case", stored.case, "打开登记表", "{}"))?;
        Ok(stored)
    }

    /// The visit already taken in for a ticket, for the form; `None` when there is none yet.
    pub fn open_visit_of_ticket(&mut self, ticket: i64) -> Outcome<Option<Stored>> {
        self.allow(Operation::Register)?;
        match store::visit::of_ticket(&self.conn, ticket)? {
            Some(id) => self.open_visit(id).map(Some),
            None => Ok(None),
        }
    }

    /// The title under which a case is spoken of, for labels.
    pub fn case_title(&self, case: i64) -> Outcome<String> {
        Ok(store::case::load(&self.conn, case)?.map_or_else(String::new, |c| c.title()))
    }
}
