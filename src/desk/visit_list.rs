//! The newest visits, for a list. Shows only what the actor may read.

use super::{Desk, Outcome, mask};
use crate::domain::role::Operation;
use crate::store;

/// A visit in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitLine {
    pub id: i64,
    pub case: i64,
    /// What the case is called.
    pub title: String,
    /// 接谈号, "" before 登记.
    pub docket: String,
    /// `YYYY-MM-DDTHH:MM`.
    pub visited_at: String,
    /// Masked.
    pub name: String,
    pub people: i64,
    pub gist: String,
}

impl Desk {
    /// Visits of a case, or of the whole house, newest first. Cases that the actor may not read are
    /// left out.
    pub fn visits(&self, case: Option<i64>, limit: usize) -> Outcome<Vec<VisitLine>> {
        self.allow_view(Operation::ReadCase)?;
        if let Some(case) = case {
            self.readable_case(case)?;
        }
        let mut list = Vec::new();
        let mut below = i64::MAX;
        while list.len() < limit {
            let ids = store::visit::list_newest(&self.conn, case, below, 64)?;
            let Some(last) = ids.last() else { break };
            below = *last;
            for id in ids {
                if list.len() == limit {
                    break;
                }
                list.extend(self.line(id)?);
            }
        }
        Ok(list)
    }

    fn line(&self, id: i64) -> Outcome<Option<VisitLine>> {
        let Some(v) = store::visit::load(&self.conn, id)? else { return Ok(None) };
        let Ok(case) = self.readable_case(v.case) else { return Ok(None) };
        let text = |key: &str| v.draft.get(key).to_string();
        Ok(Some(VisitLine {
            id,
            case: v.case,
            title: case.title(),
            docket: v.docket.clone().unwrap_or_default(),
            visited_at: text("visited_at"),
            name: mask::name(v.draft.get("name")),
            people: v.draft.get("people").parse().unwrap_or(1),
            gist: text("gist"),
        }))
    }
}
