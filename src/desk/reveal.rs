//! Seeing personal data in clear: with a reason, within the table of permissions, and journalled in
//! the same transaction that reads them (个人信息保护法6, 51).

use super::access::{allow, is_own_still};
use super::{Desk, Failure, Outcome};
use crate::domain::role::Operation;
use crate::store;
use crate::store::search::{Person, people_of};

/// The people of a case in clear, as the first visit has them. Keep it on screen only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revealed {
    pub case: i64,
    pub name: String,
    pub name_native: String,
    /// Code of `identity::DOCUMENT_TYPES`.
    pub document_type: String,
    pub document_no: String,
    pub phone: String,
    pub contact: String,
    /// Division codes.
    pub household: String,
    pub residence: String,
    pub address: String,
    pub representatives: Vec<Person>,
}

/// Fewest characters of a reason.
const LEAST_REASON: usize = 2;

/// A reason as it is kept, or what is wrong with it.
pub(super) fn reason(typed: &str) -> Outcome<String> {
    let reason = crate::validation::text::clean_line(typed);
    if reason.chars().count() < LEAST_REASON {
        return Err(Failure::problem("reason", "请写明查看理由,至少2个字,如“电话通知到场”"));
    }
    Ok(reason)
}

impl Desk {
    /// Shows the personal data of a case. Reception: cases taken in by oneself, on the same day; a
    /// handler: cases in hand, or the same.
    ///
    /// # Errors
    /// A problem of the field `reason`, or the refusal of the table; nothing is shown then.
    pub fn reveal(&mut self, case: i64, reason: &str) -> Outcome<Revealed> {
        let reason = self::reason(reason)?;
        let readable = self.readable_case(case)?;
        self.allow(Operation::Reveal)?;
        self.write(|w| {
            let actor = w.actor()?;
            let stored = store::visit::load_first(w.tx, readable.id)?
                .ok_or_else(|| Failure::refusal("本案没有来访记录", "用F3重新查找"))?;
            let today = stored.created_at.starts_with(&w.today().to_string());
            allow(actor, Operation::Reveal, is_own_still(actor, &readable, today))?;
            w.journal("reveal", "case", case, &reason, "{}")?;
            // Of a case that is over a correction stands beside the visit: it is the right one to call by.
            let notes = store::request::notes_of_case(w.tx, case)?;
            let noted = |key: &str| notes.iter().rev().find(|n| n.visit == stored.id && n.field == key);
            let text = |key: &str| noted(key).map_or(stored.draft.get(key), |n| n.note.as_str()).to_string();
            Ok(Revealed {
                case,
                name: text("name"),
                name_native: text("name_native"),
                document_type: text("document_type"),
                document_no: text("document_no"),
                phone: text("phone"),
                contact: text("contact"),
                household: text("household"),
                residence: text("residence"),
                address: text("address"),
                representatives: people_of(&stored.draft).split_off(1),
            })
        })
    }
}
