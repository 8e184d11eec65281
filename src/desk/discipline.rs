//! 纪律检查 (方案九(四)): findings about claims, to be looked at, and what the look came to.
//!
//! Findings are raised by the writes that cause them. Whoever had a hand in a claim does not check it.

use super::money::changed;
use super::{Desk, Done, Failure, Outcome};
use crate::domain::role::Operation;
use crate::domain::{codes, discipline, forms};
use crate::store;
use crate::store::finding::Finding;
use crate::validation::{self, Draft};

impl Desk {
    /// A finding, for whoever may look at the sheet.
    pub fn finding(&self, id: i64) -> Outcome<Finding> {
        self.allow_view(Operation::Discipline)?;
        store::finding::load(&self.conn, id)?.ok_or_else(|| Failure::refusal("没有这一行", "重新打开纪律检查"))
    }

    /// Notes what the check of a finding came to.
    ///
    /// # Errors
    /// A refusal when it was checked already, or the actor had a hand in the claim.
    pub fn check_finding(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Discipline)?;
        let form = validation::check(&forms::FINDING, draft, self.now())?;
        self.write(|w| {
            let held =
                store::finding::load(w.tx, id)?.ok_or_else(|| Failure::refusal("没有这一行", "重新打开纪律检查"))?;
            if !held.verdict.is_empty() {
                return Err(Failure::refusal(
                    format!("已由{}于{}核对", held.checked_by, held.checked_on),
                    "有新情况的另行核对",
                ));
            }
            let user = w.actor()?.user;
            let claim = held.claim.map(|c| store::claim::load(w.tx, c)).transpose()?.flatten();
            let hands =
                claim.map(|c| [Some(c.claimed_by), c.reviewed_by, c.approved_by, c.paid_by]).unwrap_or_default();
            if hands.contains(&Some(user)) {
                return Err(Failure::refusal("经办过这笔申报的人不能核对它(工作室默认)", "请督查或办公室的另一人核对"));
            }
            let (verdict, words) = (form.get("verdict"), form.get("conclusion"));
            if !store::finding::conclude(w.tx, &held, verdict, words, user, &w.today().to_string())? {
                return Err(changed());
            }
            let label = codes::label(discipline::VERDICT, verdict);
            let change = serde_json::json!({ "rule": held.rule, "claim": held.number, "verdict": verdict }).to_string();
            w.journal("finding.check", "finding", id, &format!("纪律检查核对:{label}"), &change)?;
            Ok(Done { text: format!("已记核对结论:{label}"), id })
        })
    }
}
