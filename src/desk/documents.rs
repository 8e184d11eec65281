//! What a document is made from, and the record of what was made.
//!
//! A document holds personal data in clear, for it is the paper itself: making one needs its own
//! permission on a case that the actor may read, and is journalled with the fingerprint of the file.
//! Fills nothing and knows no template (that is `documents`).

use super::access::{allow, is_own};
use super::cases::{check_readable, facts};
use super::{DeadlineRow, Desk, Failure, Outcome, TeamMember};
use crate::domain::case::{Case, Facts};
use crate::domain::checklist::{self, Item};
use crate::domain::role::{Grant, Operation, grant};
use crate::domain::visit_table::VISIT;
use crate::store;
use crate::store::claim::{Claim, Share, Wanted};
use crate::store::supervision::Supervision;
use crate::store::volume::Volume;
use crate::store::warning::Listed;
use crate::validation::{Draft, Kind, money};
use chrono::NaiveDate;
use std::collections::HashMap;

pub use super::money::state_label as claim_state;
pub use crate::store::document::{Document, Scan};

/// All that is written on the papers of a case, in clear. For filling only, never for screen or log.
pub struct Dossier {
    pub studio: String,
    /// Short name of the county.
    pub place: String,
    pub today: NaiveDate,
    pub case: Case,
    /// The opening visit.
    pub visit: Draft,
    pub registrar: String,
    pub facts: Facts,
    pub clocks: Vec<DeadlineRow>,
    pub team: Vec<TeamMember>,
    /// Names by id of the roster.
    pub staff: HashMap<i64, String>,
    /// Names by id of the users.
    pub users: HashMap<i64, String>,
    pub warnings: Vec<Listed>,
    pub supervisions: Vec<Supervision>,
    pub volumes: Vec<Volume>,
    /// Empty for who may not see the ledger.
    pub claims: Vec<(Claim, Vec<Share>)>,
    pub checklist: Vec<Item>,
    pub calendar: std::sync::Arc<crate::domain::calendar::Calendar>,
}

/// A visit as it is stored: what a form holds in 元 is 分 again.
fn stored(draft: &Draft) -> Draft {
    fn canonical(kind: Kind, text: &str) -> String {
        match kind {
            Kind::Money => money::parse_money(text).map_or_else(|_| text.to_string(), |fen| fen.to_string()),
            Kind::Rows(columns, _) => {
                let line = |line: &str| {
                    let cells = columns.iter().zip(line.split('\t')).map(|(c, cell)| canonical(c.kind, cell));
                    cells.collect::<Vec<_>>().join("\t")
                };
                text.lines().map(line).collect::<Vec<_>>().join("\n")
            }
            _ => text.to_string(),
        }
    }
    VISIT.fields.iter().fold(Draft::default(), |d, f| d.with(f.key, canonical(f.kind, draft.get(f.key))))
}

/// A document about to be handed out.
#[derive(Clone, Copy, Debug)]
pub struct Made<'a> {
    pub case: i64,
    /// Id of the catalogue.
    pub document: &'a str,
    pub title: &'a str,
    /// What of several it tells; "" for what a case has once.
    pub subject: &'a str,
    pub sha256: &'a str,
}

impl Desk {
    /// Whether the actor may make documents of this case, which he must be able to read.
    ///
    /// # Errors
    /// The refusal of the table, or that of a sealed case.
    fn may_make(&self, case: i64) -> Outcome<Case> {
        let case = self.readable_case(case)?;
        let actor = self.require_actor()?;
        allow(actor, Operation::Document, is_own(actor, &case))?;
        Ok(case)
    }

    /// Reads what the documents of a case are filled with.
    pub fn dossier(&self, case: i64) -> Outcome<Dossier> {
        let case = self.may_make(case)?;
        let facts = facts(&self.conn, &case, None, self.now())?;
        let visit = store::visit::load_first(&self.conn, case.id)?.map(|v| stored(&v.draft)).unwrap_or_default();
        let users: HashMap<i64, String> = store::user::list(&self.conn)?.into_iter().map(|u| (u.id, u.name)).collect();
        let seen = store::Seen {
            case: Some(case.id),
            after: i64::MAX,
            sealed: true,
            all: true,
            user: 0,
            staff: None,
            limit: 1000,
        };
        let mut warnings = store::warning::window(&self.conn, "all", "", &seen)?;
        warnings.reverse();
        let mut supervisions = store::supervision::list(&self.conn, case.id)?;
        supervisions.reverse();
        let claims = self.claims_on_paper(case.id)?;
        Ok(Dossier {
            studio: self.studio.clone(),
            place: self.place.clone(),
            today: self.today(),
            registrar: users.get(&case.registrar).cloned().unwrap_or_default(),
            checklist: checklist::checklist(&case, &facts),
            clocks: self.deadlines_of(case.id)?,
            team: self.team_of(case.id)?,
            staff: self.staff_names()?.into_iter().collect(),
            volumes: store::volume::list_of_case(&self.conn, case.id)?,
            calendar: self.calendar.clone(),
            visit,
            facts,
            users,
            warnings,
            supervisions,
            claims,
            case,
        })
    }

    fn claims_on_paper(&self, case: i64) -> Outcome<Vec<(Claim, Vec<Share>)>> {
        let actor = self.require_actor()?;
        if grant(actor.role, Operation::Ledger) == Grant::No {
            return Ok(Vec::new());
        }
        let states = &["review", "approve", "pay", "paid", "returned"];
        let wanted = Wanted { states, case: Some(case), search: "", own: None, before: None, limit: 100 };
        let mut list = Vec::new();
        for claim in self.claims(&wanted)?.into_iter().rev() {
            let shares = store::claim::shares(&self.conn, claim.id)?;
            list.push((claim, shares));
        }
        Ok(list)
    }

    /// Every version made of the documents of a case.
    pub fn documents_of(&self, case: i64) -> Outcome<Vec<Document>> {
        let case = self.readable_case(case)?;
        Ok(store::document::list(&self.conn, case.id)?)
    }

    /// Keeps that a document was made: its next version, with a row in the journal. `hand_out` writes
    /// the file for that version and answers with its name; when it fails, nothing is kept.
    ///
    /// # Errors
    /// As [`Desk::dossier`], and what `hand_out` met.
    pub fn keep_document(
        &mut self,
        made: Made,
        hand_out: impl FnOnce(i64) -> Outcome<String>,
    ) -> Outcome<(i64, String)> {
        self.write(|w| {
            let actor = w.actor()?;
            let case =
                store::case::load(w.tx, made.case)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))?;
            check_readable(actor, &case)?;
            allow(actor, Operation::Document, is_own(actor, &case))?;
            let version = store::document::next_version(w.tx, case.id, made.document, made.subject)?;
            let name = hand_out(version)?;
            store::document::insert(
                w.tx,
                case.id,
                made.document,
                made.subject,
                version,
                made.sha256,
                &name,
                w.now,
                actor.user,
            )?;
            let change = serde_json::json!({ "document": made.document, "version": version, "sha256": made.sha256 });
            w.journal("document", "case", case.id, &format!("制作{}", made.title), &change.to_string())?;
            Ok((version, name))
        })
    }

    /// Keeps where the signed paper of the newest version lies, and its fingerprint.
    ///
    /// # Errors
    /// A refusal when the document was never made.
    pub fn attach_scan(&mut self, made: Made, path: &str) -> Outcome<i64> {
        self.write(|w| {
            let actor = w.actor()?;
            let case =
                store::case::load(w.tx, made.case)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))?;
            check_readable(actor, &case)?;
            allow(actor, Operation::Document, is_own(actor, &case))?;
            let all = store::document::list(w.tx, case.id)?;
            let newest = all.iter().rev().find(|d| d.document == made.document && d.subject == made.subject);
            let newest = newest.ok_or_else(|| {
                Failure::refusal(format!("“{}”还没有制作过", made.title), "先制作、打印、签字,再附扫描件")
            })?;
            store::document::attach(w.tx, newest.id, path, made.sha256, w.now)?;
            let change = serde_json::json!({
                "document": made.document, "version": newest.version, "sha256": made.sha256,
            });
            w.journal("document.signed", "case", case.id, &format!("{}附签字扫描件", made.title), &change.to_string())?;
            Ok(newest.version)
        })
    }
}
