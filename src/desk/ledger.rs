//! 经费总账 and what a claim begins with: reads only.
//!
//! Whoever sees only his own sees the claims of his own cases (`Operation::Ledger`).

use super::{Desk, Failure, Outcome};
use crate::domain::payer::{self, Proposal};
use crate::domain::role::{Grant, Operation, grant};
use crate::domain::subsidy;
use crate::store;
use crate::store::budget::Sum;
use crate::store::ledger::{Entry, Wanted};

impl Desk {
    /// A window of the full ledger; `after` is the (claim, person) before it.
    pub fn ledger_entries(
        &self,
        rules: &[&str],
        case: Option<i64>,
        search: &str,
        after: Option<(i64, i64)>,
        limit: usize,
    ) -> Outcome<Vec<Entry>> {
        self.allow_view(Operation::Ledger)?;
        let actor = self.require_actor()?;
        let own = (grant(actor.role, Operation::Ledger) == Grant::Own).then_some((actor.user, actor.staff));
        if let Some(case) = case {
            self.readable_claims(case)?;
        }
        let after = after.unwrap_or((i64::MAX, -1));
        let wanted = Wanted { rules, case, search, own, after, limit };
        let mut list = store::ledger::window(&self.conn, &wanted)?;
        list.iter_mut().for_each(|e| self.seal(e));
        Ok(list)
    }

    /// One line of the full ledger, or the first of a claim.
    pub fn ledger_entry(&self, claim: i64, staff: Option<i64>) -> Outcome<Entry> {
        self.claim_of(claim)?;
        let mut entry = store::ledger::load(&self.conn, claim, staff)?
            .ok_or_else(|| Failure::refusal("没有这一行", "重新打开经费总账"))?;
        self.seal(&mut entry);
        Ok(entry)
    }

    /// Of a sealed case (条例30③) the ledger tells nothing to whoever may not read it.
    fn seal(&self, entry: &mut Entry) {
        let sealed = self.actor().is_none_or(|a| grant(a.role, Operation::Sealed) != Grant::Full);
        if entry.sealed && sealed {
            for told in [&mut entry.dispute, &mut entry.grade, &mut entry.outcome, &mut entry.detail] {
                told.clear();
            }
            "密封".clone_into(&mut entry.title);
        }
    }

    /// Sums of what was paid, year by year and payer by payer, and by rule if asked.
    pub fn spent(&self, years: (i32, i32), by_rule: bool, search: &str) -> Outcome<Vec<Sum>> {
        self.allow_view(Operation::Budget)?;
        Ok(store::budget::sums(&self.conn, years, by_rule, search)?)
    }

    /// All that the payer of a sum paid.
    pub fn spent_by(&self, id: i64) -> Outcome<Vec<Sum>> {
        self.allow_view(Operation::Budget)?;
        Ok(store::budget::sums_of(&self.conn, id)?)
    }

    /// Who pays, as the case tells it.
    pub(super) fn payer_of(&self, case: i64) -> Outcome<Proposal> {
        let case = self.readable_case(case)?;
        let facts = super::cases::facts(&self.conn, &case, None, self.now())?;
        Ok(payer::propose(&case, &facts))
    }

    /// The team of a case without those who may not be paid, as one writes them in a form.
    pub(super) fn payable_team(&self, case: i64) -> Outcome<Vec<String>> {
        let mut words = Vec::new();
        for (staff, _) in store::staff::list_team(&self.conn, case)? {
            if let Some((name, official)) = store::staff::standing(&self.conn, staff)?
                && subsidy::barred(&name, &official).is_none()
            {
                words.push(self.word_for(staff, &name)?);
            }
        }
        Ok(words)
    }

    /// The name of a person, or his number where the name is not his alone.
    pub(super) fn word_for(&self, staff: i64, name: &str) -> Outcome<String> {
        let alone = store::staff::called(&self.conn, name)? == Some(staff);
        Ok(if alone { name.to_string() } else { staff.to_string() })
    }
}
