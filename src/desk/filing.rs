//! The archive at the desk: the catalogue of a case, and the loans of its volumes.
//!
//! Filing and reopening are moves of the flow (`desk::cases`). A volume is read and lent under the same
//! rules as its case: 检举控告 stay with the director. Every loan has its purpose and a journal row.

use super::access::{allow, is_own};
use super::cases::{check_readable, facts};
use super::{Desk, Done, Failure, Outcome, Writing};
use crate::domain::checklist::{self, Item};
use crate::domain::codes;
use crate::domain::forms;
use crate::domain::role::Operation;
use crate::store;
use crate::store::volume::{Loan, Volume};
use crate::validation::{self, Draft};

impl Desk {
    /// The catalogue of a case: what its volume must hold, what it may, and what is there.
    pub fn checklist(&self, case: i64) -> Outcome<Vec<Item>> {
        let case = self.readable_case(case)?;
        let facts = facts(&self.conn, &case, None, self.now())?;
        Ok(checklist::checklist(&case, &facts))
    }

    /// Volumes of a case, oldest first: a reopened case has more than one.
    pub fn volumes_of(&self, case: i64) -> Outcome<Vec<Volume>> {
        self.readable_case(case)?;
        Ok(store::volume::list_of_case(&self.conn, case)?)
    }

    pub(super) fn volume(&self, id: i64) -> Outcome<Volume> {
        let volume = store::volume::load(&self.conn, id)?.ok_or_else(no_volume)?;
        self.readable_case(volume.case)?;
        Ok(volume)
    }

    pub(super) fn loan(&self, id: i64) -> Outcome<Loan> {
        let loan = store::volume::load_loan(&self.conn, id)?.ok_or_else(no_loan)?;
        self.readable_case(loan.case)?;
        Ok(loan)
    }

    /// Lends a volume for reading, copying or taking out (档案法: 查阅留痕).
    pub fn lend(&mut self, volume: i64, draft: &Draft) -> Outcome<Done> {
        self.require_actor()?;
        let form = validation::check(&forms::LEND, draft, self.now())?;
        self.write(|w| {
            let held = store::volume::load(w.tx, volume)?.ok_or_else(no_volume)?;
            check(w, held.case)?;
            if let Some(out) = held.loan.map(|id| store::volume::load_loan(w.tx, id)).transpose()?.flatten() {
                let until = out.due.map(|d| format!(",应于{d}归还")).unwrap_or_default();
                return Err(Failure::refusal(format!("{}已借出{until}", held.number), "先办“归还”,再借阅"));
            }
            if form.get("approver") == form.get("borrower") {
                return Err(Failure::problem("approver", "批准人不能是借阅人;请填批准借阅的人"));
            }
            if form.date("until").is_some_and(|d| d < w.today()) {
                return Err(Failure::problem("until", "归还期限早于今天;请改为今天或以后"));
            }
            let id = store::volume::insert_loan(w.tx, volume, &form, w.today(), w.actor()?.user)?;
            let kind = codes::label(forms::LOAN_KIND, form.get("kind"));
            let change = serde_json::json!({
                "volume": held.number, "kind": kind, "until": form.get("until"), "purpose": form.get("purpose"),
            });
            w.journal("volume.lend", "case", held.case, &format!("{}{kind}", held.number), &change.to_string())?;
            Ok(Done { text: format!("已登记{kind},{}", held.number), id })
        })
    }

    /// A volume that was out came back.
    pub fn give_back(&mut self, loan: i64, draft: &Draft) -> Outcome<Done> {
        self.require_actor()?;
        let form = validation::check(&forms::GIVE_BACK, draft, self.now())?;
        self.write(|w| {
            let held = store::volume::load_loan(w.tx, loan)?.ok_or_else(no_loan)?;
            check(w, held.case)?;
            if let Some(day) = held.back_on {
                return Err(Failure::refusal(format!("{}已于{day}归还", held.number), "再借的,重新登记借阅"));
            }
            let day = form.date("back_on").unwrap_or_else(|| w.today());
            if day < held.out_on {
                return Err(Failure::problem("back_on", format!("归还日期早于借出日期{};请核对", held.out_on)));
            }
            store::volume::update_back(w.tx, loan, day, form.get("state"))?;
            let change =
                serde_json::json!({ "volume": held.number, "back_on": day.to_string(), "state": form.get("state") });
            w.journal("volume.back", "case", held.case, &format!("{}归还", held.number), &change.to_string())?;
            Ok(Done { text: format!("{}已归还", held.number), id: loan })
        })
    }
}

/// Who may archive lends, if he may read the case.
fn check(w: &Writing, case: i64) -> Outcome<()> {
    let case = store::case::load(w.tx, case)?.ok_or_else(no_volume)?;
    let actor = w.actor()?;
    check_readable(actor, &case)?;
    allow(actor, Operation::Archive, is_own(actor, &case))
}

pub(super) fn no_volume() -> Failure {
    Failure::refusal("没有这份卷宗", "在“卷宗”台账重新选择")
}
pub(super) fn no_loan() -> Failure {
    Failure::refusal("没有这条借阅", "在“借阅登记”重新选择")
}
