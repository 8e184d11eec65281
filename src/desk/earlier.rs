//! Earlier visits of the person at the window, while the form is being typed (同人, 信访工作条例19③).
//!
//! Shows likenesses, strongest first; the clerk answers whether it is the same matter. Five bounded
//! index reads and at most [`MOST_READ`] cases, so that it may run at each pause of typing.

use super::lists::{SEALED, is_sealed_to, owns};
use super::{Desk, Outcome, mask};
use crate::domain::case::Stage;
use crate::domain::repeat::{self, Strength};
use crate::domain::role::{Grant, Operation, grant};
use crate::store::{listing, search};
use chrono::NaiveDate;
use std::cmp::Reverse;

/// An earlier case of somebody like the visitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    pub case: i64,
    pub title: String,
    pub stage: Stage,
    pub strength: Strength,
    /// Masked; 密封件 for a sealed case.
    pub petitioner: String,
    /// "" for a sealed case, and for a case of others when a handler asks.
    pub gist: String,
    pub opened: NaiveDate,
    pub visits: i64,
    /// Whether the new visit may join it with one key.
    pub attaches: bool,
    pub advice: &'static str,
}

/// Most answers.
const MOST: usize = 20;
/// Cases looked at for each of document, name with telephone, telephone, name.
const MOST_READ: usize = MOST;

impl Desk {
    /// Earlier cases like a visitor of whom this much is known; empty texts never match, nor does
    /// 匿名. `except_case` is the case being edited. Newest first among equals.
    pub fn earlier(&self, name: &str, document: &str, phone: &str, except_case: Option<i64>) -> Outcome<Vec<Earlier>> {
        let actor = self.require_actor()?;
        if grant(actor.role, Operation::Register) == Grant::No {
            self.allow_view(Operation::ProposeRepeat)?;
        }
        let name = Some(search::name_key(name)).filter(|n| n != "匿名").unwrap_or_default();
        let document = search::document_key(document);
        let phone = search::phone_key(phone);
        let mut ids = Vec::new();
        let mut ask = |kind: i64, key: &str| -> rusqlite::Result<()> {
            if !key.is_empty() {
                ids.extend(search::list_exact(&self.conn, kind, key, MOST_READ)?);
            }
            Ok(())
        };
        ask(search::DOCUMENT, &document)?;
        ask(search::PHONE, &phone)?;
        ask(search::NAME, &name)?;
        if !name.is_empty() && !phone.is_empty() {
            let (phone, name) = ((search::PHONE, phone.as_str()), (search::NAME, name.as_str()));
            ids.extend(search::list_both(&self.conn, phone, name, MOST_READ)?);
        }
        ids.sort_unstable();
        ids.dedup();
        let typed = (name.as_str(), document.as_str(), phone.as_str());
        let mut found = Vec::new();
        for id in ids.into_iter().filter(|id| Some(*id) != except_case) {
            let Some(strength) = self.likeness(typed, id)? else { continue };
            let Some(brief) = listing::load_brief(&self.conn, id)? else { continue };
            let sealed = is_sealed_to(actor, &brief);
            let others = grant(actor.role, Operation::ReadCase) == Grant::Own && !owns(actor, &brief);
            found.push(Earlier {
                case: id,
                title: brief.title(),
                stage: brief.stage,
                strength,
                petitioner: if sealed { SEALED.to_string() } else { mask::name(&brief.petitioner) },
                gist: if sealed || others { String::new() } else { brief.gist },
                opened: brief.opened,
                visits: brief.visits,
                attaches: repeat::attaches(brief.stage) && !sealed,
                advice: repeat::advice(brief.stage),
            });
        }
        found.sort_by_key(|e| (e.strength, Reverse((e.opened, e.case))));
        found.truncate(MOST);
        Ok(found)
    }

    /// The strongest likeness between the visitor and anyone who came in the case.
    fn likeness(&self, typed: (&str, &str, &str), case: i64) -> Outcome<Option<Strength>> {
        let people = listing::list_people(&self.conn, case)?;
        let strengths = people.iter().filter_map(|p| {
            let (name, document, phone) =
                (search::name_key(&p.name), search::document_key(&p.document_no), search::phone_key(&p.phone));
            repeat::strength(typed, (&name, &document, &phone))
        });
        Ok(strengths.min())
    }
}
