//! 经费: claiming, reviewing, approving and paying what the plan grants (方案六(四)).
//!
//! Owns the chain 申报≠审核≠审批≠支付: four people. Rules and figures are in `domain::subsidy`; nobody
//! is ever billed who came with a petition.

use super::access::{allow, is_own};
use super::claiming::still_holds;
use super::shares::refuse_barred;
use super::{Desk, Done, Failure, Outcome, Writing};
use crate::domain::role::{Grant, Operation, grant, who_may};
use crate::domain::{discipline, forms};
use crate::store;
use crate::store::claim::{Claim, Share, Step, Wanted};
use crate::store::finding::Found;
use crate::validation::{self, Checked, Draft, money};
use chrono::Datelike;

impl Desk {
    /// 主任审核: on to the office.
    pub fn review_claim(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.chain(id, "review", Operation::ReviewClaim, Step::Reviewed, &forms::CLAIM_STEP, draft)
    }

    /// 办公室审批: on to finance.
    pub fn approve_claim(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.chain(id, "approve", Operation::ApproveClaim, Step::Approved, &forms::CLAIM_STEP, draft)
    }

    /// Back to whoever claimed, from the desk it lies on.
    pub fn return_claim(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let held = self.claim_of(id)?;
        let operation = match held.state.as_str() {
            "review" => Operation::ReviewClaim,
            "approve" => Operation::ApproveClaim,
            _ => Operation::Pay,
        };
        let state = held.state.clone();
        self.chain(id, &state, operation, Step::Returned, &forms::CLAIM_BACK, draft)
    }

    /// A returned claim is given up, so that the case may be claimed anew.
    pub fn void_claim(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.chain(id, "returned", Operation::Claim, Step::Voided, &forms::CLAIM_BACK, draft)
    }

    /// 支付登记.
    pub fn pay_claim(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let form = validation::check(&forms::PAYMENT, draft, self.now())?;
        self.write(|w| {
            let held = in_state(w, id, "pay")?;
            let actor = w.actor()?;
            allow(actor, Operation::Pay, true)?;
            other_person(&held, actor.user, Operation::Pay)?;
            // What changed on the roster and in the case since is asked again before money goes out.
            let shares = store::claim::shares(w.tx, id)?;
            for share in &shares {
                refuse_barred(w, &held.rule, share.staff)?;
            }
            still_holds(w, &held)?;
            let voucher = form.get("voucher");
            let on = form.date("paid_on").unwrap_or_else(|| w.today());
            if on.to_string() < held.claimed_on {
                return Err(Failure::problem("paid_on", format!("支付日期: 早于申报日期{},请核对", held.claimed_on)));
            }
            if store::claim::voucher_used(w.tx, voucher, on.year(), id)? {
                return Err(Failure::problem("voucher", format!("凭证{voucher}已用于另一笔申报;请核对凭证号")));
            }
            if !store::claim::pay(w.tx, &held, actor.user, on, voucher)? {
                return Err(changed());
            }
            note(w, &held, "claim.pay", "支付登记", voucher)?;
            for share in &shares {
                look_at_sum(w, &held, share, on.year())?;
            }
            Ok(Done { text: format!("{}已登记支付,凭证{voucher}", held.number), id })
        })
    }

    fn chain(
        &mut self,
        id: i64,
        state: &str,
        operation: Operation,
        step: Step,
        table: &'static validation::Table,
        draft: &Draft,
    ) -> Outcome<Done> {
        let form = validation::check(table, draft, self.now())?;
        self.write(|w| {
            let held = in_state(w, id, state)?;
            let actor = w.actor()?;
            allow(actor, operation, held.claimed_by == actor.user)?;
            if matches!(step, Step::Reviewed | Step::Approved) {
                other_person(&held, actor.user, operation)?;
                still_holds(w, &held)?;
                explicit(&held, &form)?;
            }
            if step == Step::Voided && held.rule == "SB4" {
                store::duty::free(w.tx, id)?;
            }
            let words = match form.values().get("amount").parse::<i64>().ok() {
                Some(amount) => format!("{} 核定{}元", form.get("opinion"), money::format_yuan(amount)),
                None => form.values().iter().map(|(_, v)| v.to_string()).collect::<Vec<_>>().join(" "),
            };
            if !store::claim::step(w.tx, &held, step, actor.user, w.today(), &words)? {
                return Err(changed());
            }
            let (action, label) = match step {
                Step::Reviewed => ("claim.review", "经费审核通过"),
                Step::Approved => ("claim.approve", "经费审批通过"),
                Step::Returned => ("claim.return", "经费申报退回"),
                Step::Voided => ("claim.void", "经费申报作废"),
            };
            note(w, &held, action, label, &words)?;
            let mut text = format!("{}{label}", held.number);
            if step == Step::Approved {
                let beyond = super::budget::beyond(w.tx, &held, w.today())?;
                text = if beyond.is_empty() { text } else { format!("{text};{beyond}") };
            }
            Ok(Done { text, id })
        })
    }

    /// A claim the actor may see: finance and the office all, a handler those of his own cases.
    pub fn claim_of(&self, id: i64) -> Outcome<Claim> {
        let held =
            store::claim::load(&self.conn, id)?.ok_or_else(|| Failure::refusal("没有这笔申报", "重新打开经费台账"))?;
        self.may_see(&held)?;
        Ok(held)
    }

    fn may_see(&self, claim: &Claim) -> Outcome<()> {
        let actor = self.require_actor()?;
        if grant(actor.role, Operation::Ledger) != Grant::Own || claim.claimed_by == actor.user {
            return self.allow_view(Operation::Ledger);
        }
        let case = claim.case.map(|c| store::case::load(&self.conn, c)).transpose()?.flatten();
        allow(actor, Operation::Ledger, case.is_some_and(|c| is_own(actor, &c)))
    }

    /// The claims of a view that the actor may see, the newest first.
    pub fn claims(&self, wanted: &Wanted) -> Outcome<Vec<Claim>> {
        self.allow_view(Operation::Ledger)?;
        let actor = self.require_actor()?;
        let own = (grant(actor.role, Operation::Ledger) == Grant::Own).then_some((actor.user, actor.staff));
        if let Some(case) = wanted.case {
            self.readable_claims(case)?;
        }
        Ok(store::claim::list(&self.conn, &Wanted { own, ..wanted.clone() })?)
    }

    /// Who sees only his own sees the claims of a case only if the case is his.
    pub(super) fn readable_claims(&self, case: i64) -> Outcome<()> {
        let actor = self.require_actor()?;
        let held =
            store::case::load(&self.conn, case)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))?;
        if grant(actor.role, Operation::Ledger) == Grant::Own {
            allow(actor, Operation::Ledger, is_own(actor, &held))
        } else {
            Ok(())
        }
    }

    /// Who gets what of a claim.
    pub fn claim_shares(&self, id: i64) -> Outcome<Vec<Share>> {
        self.claim_of(id)?;
        Ok(store::claim::shares(&self.conn, id)?)
    }

    /// Paid in a year by payer: name, claims, 分.
    pub fn ledger_totals(&self, year: i32) -> Outcome<Vec<(String, i64, i64)>> {
        self.allow_view(Operation::Ledger)?;
        let sums = store::budget::sums(&self.conn, (year, year), false, "")?;
        Ok(sums.into_iter().map(|s| (s.payer, s.claims, s.amount)).collect())
    }

    /// The number of a case, for a ledger that shows nothing else of it.
    pub(super) fn claim_case(&self, case: Option<i64>) -> Outcome<String> {
        let found = case.map(|c| store::case::load(&self.conn, c)).transpose()?.flatten();
        Ok(found.map_or_else(String::new, |c| c.title()))
    }
}

pub(super) fn changed() -> Failure {
    Failure::refusal("这笔申报刚被他人改动", "重新打开经费台账,看过后再办")
}

pub(super) fn in_state(w: &Writing, id: i64, state: &str) -> Outcome<Claim> {
    let held = store::claim::load(w.tx, id)?.ok_or_else(|| Failure::refusal("没有这笔申报", "重新打开经费台账"))?;
    if held.state == state {
        return Ok(held);
    }
    Err(Failure::refusal(format!("{}现在是“{}”", held.number, state_label(&held.state)), "按F4看现在能办的事"))
}

/// 申报≠审核≠审批≠支付.
fn other_person(claim: &Claim, user: i64, operation: Operation) -> Outcome<()> {
    let done = [Some(claim.claimed_by), claim.reviewed_by, claim.approved_by, claim.paid_by];
    if done.contains(&Some(user)) {
        return Err(Failure::refusal(
            "申报、审核、审批、支付须由不同的人办理(方案九(四))",
            format!("请另一名有权的人办理:{}", who_may(operation)),
        ));
    }
    Ok(())
}

/// 适当补助 has no figure in the plan: 主任建议 and 办公室批准 each name it.
fn explicit(claim: &Claim, form: &Checked) -> Outcome<()> {
    let named = form.number("amount");
    if named.is_none() && claim.rule == "SB3" {
        return Err(Failure::problem("amount", "核定金额: 适当补助须由主任建议、办公室批准,请写明金额(方案六(四)1)"));
    }
    if named.is_some_and(|amount| amount != claim.amount) {
        let amount = money::format_yuan(claim.amount);
        return Err(Failure::problem("amount", format!("核定金额: 与申报的{amount}元不符;同意则照写,不同意请退回")));
    }
    Ok(())
}

/// J4: whether what a person was paid this year stands out among the payees.
fn look_at_sum(w: &Writing, claim: &Claim, share: &Share, year: i32) -> Outcome<()> {
    let (sum, median, payees) = store::budget::payee(w.tx, year, share.staff)?;
    if !discipline::stands_out(sum, median, payees) {
        return Ok(());
    }
    let (sum, median) = (money::format_yuan(sum), money::format_yuan(median));
    let fact = format!("{}{year}年已领{sum}元,{payees}名领款人的中位数{median}元,待核对", share.name);
    let subject = format!("{year}:{}", share.staff);
    let found = Found { rule: "J4", subject: &subject, claim: Some(claim.id), staff: Some(share.staff), fact: &fact };
    Ok(store::finding::insert(w.tx, &found, &w.today().to_string())?)
}

/// The journal row of a step; `words` is the opinion, the reason or the voucher, which the row keeps.
pub(super) fn note(w: &Writing, claim: &Claim, action: &str, label: &str, words: &str) -> Outcome<i64> {
    let change = serde_json::json!({
        "claim": claim.number, "rule": claim.rule, "amount": claim.amount, "words": words,
    })
    .to_string();
    w.journal(action, "claim", claim.id, &format!("{}{label}", claim.number), &change)
}

/// `待审核`, `已支付`.
pub fn state_label(state: &str) -> &'static str {
    match state {
        "review" => "待审核",
        "approve" => "待审批",
        "pay" => "待支付",
        "paid" => "已支付",
        "returned" => "已退回",
        "void" => "已作废",
        _ => "草稿",
    }
}
