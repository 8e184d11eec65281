//! Lists that leave the house as a file: what an actor may take along, window by window, and the
//! journal row of each file (网络数据安全管理条例12: 对外提供的记录至少保存3年).
//!
//! A list holds no more than its screen shows. In clear it needs a reason and the permission for each
//! case; sealed cases (信访工作条例30③) never leave in clear, whoever asks. Writes no file.

use super::access::{allow, is_own, is_own_still};
use super::lists::{CaseFilter, CaseRow};
use super::page::{Cursor, Page};
use super::{Desk, Failure, Outcome, mask};
use crate::domain::role::{Grant, Operation, grant, label, who_may};
use crate::domain::visit_table::VISIT;
use crate::store;
use crate::validation::{Draft, Kind};

/// A case of a list, with what may be read in clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseOut {
    pub row: CaseRow,
    pub clear: Option<Draft>,
}

/// A visit of a list. Masked, its free texts are left out: they name people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitOut {
    pub id: i64,
    pub title: String,
    pub docket: String,
    pub draft: Draft,
    pub clear: bool,
}

/// A file that was written.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// Word of the list: `cases`.
    pub what: &'a str,
    pub title: &'a str,
    /// Name of the file, without its folder.
    pub name: &'a str,
    pub sha256: &'a str,
    pub rows: u64,
    /// Rows in clear, and why.
    pub clear: u64,
    pub reason: &'a str,
}

impl Desk {
    /// Whether lists may be taken along in clear, before anything is read. The reason, cleaned.
    ///
    /// # Errors
    /// A problem of `reason`; the refusal of the table.
    pub fn may_reveal_lists(&self, reason: &str) -> Outcome<String> {
        let actor = self.require_actor()?;
        if matches!(grant(actor.role, Operation::Reveal), Grant::No | Grant::View) {
            return Err(Failure::refusal(
                format!("{}没有“{}”的权限,不能导出明文", actor.role.label(), label(Operation::Reveal)),
                format!("可由{}导出;不写 --reveal 导出遮盖的名单", who_may(Operation::Reveal)),
            ));
        }
        super::reveal::reason(reason)
    }

    /// A window of the list of cases.
    pub fn cases_out(
        &self,
        filter: &CaseFilter,
        cursor: Option<&Cursor>,
        limit: usize,
        clear: bool,
    ) -> Outcome<Page<CaseOut>> {
        let page = self.list_cases(filter, cursor, limit, false)?;
        let mut rows = Vec::with_capacity(page.rows.len());
        for row in page.rows {
            let clear = if clear { self.in_clear(row.id)? } else { None };
            rows.push(CaseOut { row, clear });
        }
        Ok(Page { rows, before: page.before, after: page.after })
    }

    /// The opening visit of a case in clear; `None` when the actor may not have it.
    pub fn in_clear(&self, case: i64) -> Outcome<Option<Draft>> {
        let Some(stored) = store::visit::load_first(&self.conn, case)? else { return Ok(None) };
        Ok(self.visit_in_clear(&stored, case)?.then_some(stored.draft))
    }

    fn visit_in_clear(&self, stored: &store::visit::Stored, case: i64) -> Outcome<bool> {
        let Ok(case) = self.readable_case(case) else { return Ok(false) };
        let today = stored.created_at.starts_with(&self.today().to_string());
        let actor = self.require_actor()?;
        Ok(!case.sealed && allow(actor, Operation::Reveal, is_own_still(actor, &case, today)).is_ok())
    }

    /// Visits below `below`, newest first, and where the next window begins. Those of cases that the
    /// actor may not read, and of sealed ones, are left out.
    pub fn visits_out(&self, below: i64, limit: i64, clear: bool) -> Outcome<(Vec<VisitOut>, Option<i64>)> {
        self.allow_view(Operation::ReadCase)?;
        let ids = store::visit::list_newest(&self.conn, None, below, limit)?;
        let next = ids.last().copied();
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            let Some(stored) = store::visit::load(&self.conn, id)? else { continue };
            let Ok(case) = self.readable_case(stored.case) else { continue };
            if case.sealed {
                continue;
            }
            let clear = clear && self.visit_in_clear(&stored, stored.case)?;
            let draft = if clear { stored.draft } else { masked(&stored.draft) };
            rows.push(VisitOut { id, title: case.title(), docket: stored.docket.unwrap_or_default(), draft, clear });
        }
        Ok((rows, next))
    }

    /// Keeps that a list left the house; asked before the file gets its name.
    pub fn keep_export(&mut self, written: &Written) -> Outcome<()> {
        self.write(|w| {
            w.actor()?;
            let change = serde_json::json!({
                "what": written.what, "file": written.name, "sha256": written.sha256,
                "rows": written.rows, "clear": written.clear,
            });
            let note = match written.reason {
                "" => format!("导出{}{}行,遮盖", written.title, written.rows),
                reason => format!("导出{}{}行,明文{}行,理由:{reason}", written.title, written.rows, written.clear),
            };
            w.journal("export", "export", 0, &note, &change.to_string())?;
            Ok(())
        })
    }
}

impl Desk {
    /// Keeps that a case was copied in clear for another system.
    ///
    /// # Errors
    /// The refusal of the role; 检举控告 is typed into no general system (信访工作条例30③).
    pub fn keep_copy(&mut self, case: i64, system: &str, title: &str) -> Outcome<()> {
        let case = self.readable_case(case)?;
        if case.sealed {
            return Err(Failure::refusal("检举控告件不抄录(条例30③)", "由主任按保密规定另行报送"));
        }
        self.write(|w| {
            let actor = w.actor()?;
            allow(actor, Operation::Document, is_own(actor, &case))?;
            let change = serde_json::json!({ "system": system });
            w.journal("copy.read", "case", case.id, &format!("抄录到{title}"), &change.to_string())?;
            Ok(())
        })
    }
}

/// A visit as a list may show it: people masked, free text and other people left out.
fn masked(draft: &Draft) -> Draft {
    let mut out = Draft::default();
    for field in VISIT.fields {
        let text = draft.get(field.key);
        let shown = match (field.key, field.kind) {
            ("gist", _) => text.to_string(),
            ("name", _) => mask::name(text),
            ("respondent", _) => mask::party(text),
            ("document_no", _) => mask::document_tail(text),
            ("phone", _) => mask::phone(text),
            ("birth", _) | (_, Kind::Line(_) | Kind::Text(..) | Kind::Rows(..) | Kind::Name | Kind::Record(_)) => {
                String::new()
            }
            _ => text.to_string(),
        };
        out.set(field.key, shown);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_holds_no_name_number_or_free_text() {
        let draft = Draft::default()
            .with("name", "和志强")
            .with("document_no", "533422198506150026")
            .with("phone", "13800000000")
            .with("address", "建塘镇和平路3号")
            .with("summary", "和志强与和文军争水")
            .with("representatives", "和文军\t\t13800000001")
            .with("gist", "要求划清水源")
            .with("source", "4");
        let out = masked(&draft);
        let all: Vec<&str> = out.iter().map(|(_, v)| v).collect();
        assert_eq!(all, ["0026", "要求划清水源", "和＊＊", "138****0000", "4"], "{out:?}");
    }
}
