//! 经费: claiming, reviewing, approving and paying what the plan grants (方案六(四)).
//!
//! Owns the chain 申报≠审核≠审批≠支付: four people. Rules and figures are in `domain::subsidy`; nobody
//! is ever billed who came with a petition.

use super::access::{allow, is_own};
use super::{Desk, Done, Failure, Outcome, Writing};
use crate::domain::forms;
use crate::domain::number::Series;
use crate::domain::role::{Grant, Operation, grant, who_may};
use crate::domain::subsidy;
use crate::store;
use crate::store::claim::{Claim, Share, Step, Wanted};
use crate::validation::{self, Checked, Draft, money};
use chrono::Datelike;

/// Points of the five factors, 0 to 100.
fn points(form: &Checked) -> i64 {
    ["quantity", "quality", "difficulty", "impact", "standard"].iter().filter_map(|k| form.number(k)).sum()
}

impl Desk {
    /// Claims a case subsidy (SB1 to SB3) for an archived case; one a case.
    ///
    /// # Errors
    /// A refusal that names the rule: not archived, outside the band, a second claim, 公职人员.
    pub fn claim(&mut self, draft: &Draft) -> Outcome<Done> {
        let form = validation::check(&forms::CLAIM, draft, self.now())?;
        self.write(|w| {
            let actor = w.actor()?;
            let id = form.number("case").unwrap_or_default();
            let case = store::case::load(w.tx, id)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))?;
            super::cases::check_readable(actor, &case)?;
            allow(actor, Operation::Claim, is_own(actor, &case))?;
            if let Some(other) = store::claim::subsidy_of(w.tx, id)? {
                return Err(Failure::refusal(
                    format!("本案已申报过{},一案一结(方案六(四))", other.number),
                    "退回的在原申报上作废后重报",
                ));
            }
            let facts = super::cases::facts(w.tx, &case, None, w.now)?;
            let (rule, least, most) = subsidy::of_case(&case, &facts, form.is("to_beijing", "1"))
                .map_err(|(what, remedy)| Failure::refusal(what, remedy))?;
            let score = points(&form);
            // Within the band by the points, to whole 元.
            let proposed = (least + (most - least) * score / 100) / 100 * 100;
            let amount = form.number("amount").unwrap_or(proposed.max(least));
            subsidy::within(amount, (least, most))
                .map_err(|what| Failure::problem("amount", format!("{rule}{what}")))?;
            let shares = shares(w, &form, amount)?;
            let factors = format!("评分{score}/100");
            let claim = store_claim(w, rule, Some(id), amount, factors, "{}", &form)?;
            for share in &shares {
                store::claim::insert_share(w.tx, claim.id, share)?;
            }
            let text = format!("已申报{},{rule} {}元,待主任审核", claim.number, money::format_yuan(amount));
            Ok(Done { text, id: claim.id })
        })
    }

    /// Claims travel or fees (SB5 to SB7) against an approval or a receipt.
    pub fn claim_fee(&mut self, draft: &Draft) -> Outcome<Done> {
        let form = validation::check(&forms::FEE_CLAIM, draft, self.now())?;
        self.write(|w| {
            let actor = w.actor()?;
            let id = form.number("case").unwrap_or_default();
            let case = store::case::load(w.tx, id)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))?;
            super::cases::check_readable(actor, &case)?;
            allow(actor, Operation::Claim, is_own(actor, &case))?;
            let detail =
                serde_json::json!({ "receipt": form.get("receipt"), "detail": form.get("detail") }).to_string();
            let amount = form.number("amount").unwrap_or_default();
            let claim = store_claim(w, form.get("rule"), Some(id), amount, String::new(), &detail, &form)?;
            Ok(Done { text: format!("已申报{},待主任审核", claim.number), id: claim.id })
        })
    }

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
            // What changed on the roster since is asked again before money goes out.
            for share in store::claim::shares(w.tx, id)? {
                refuse_barred(w, share.staff)?;
            }
            let voucher = form.get("voucher");
            if store::claim::voucher_used(w.tx, voucher, id)? {
                return Err(Failure::problem("voucher", format!("凭证{voucher}已用于另一笔申报;请核对凭证号")));
            }
            let on = form.date("paid_on").unwrap_or_else(|| w.today());
            if !store::claim::pay(w.tx, &held, actor.user, on, voucher)? {
                return Err(changed());
            }
            note(w, &held, "claim.pay", "支付登记", voucher)?;
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
            }
            let words = form.values().iter().map(|(_, v)| v.to_string()).collect::<Vec<_>>().join(" ");
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
            Ok(Done { text: format!("{}{label}", held.number), id })
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
    fn readable_claims(&self, case: i64) -> Outcome<()> {
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
        Ok(store::claim::totals(&self.conn, year)?)
    }

    /// The number of a case, for a ledger that shows nothing else of it.
    pub(super) fn claim_case(&self, case: Option<i64>) -> Outcome<String> {
        let found = case.map(|c| store::case::load(&self.conn, c)).transpose()?.flatten();
        Ok(found.map_or_else(String::new, |c| c.title()))
    }
}

fn changed() -> Failure {
    Failure::refusal("这笔申报刚被他人改动", "重新打开经费台账,看过后再办")
}

fn in_state(w: &Writing, id: i64, state: &str) -> Outcome<Claim> {
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

fn refuse_barred(w: &Writing, staff: i64) -> Outcome<()> {
    let Some((name, official)) = store::staff::standing(w.tx, staff)? else {
        return Err(Failure::problem("shares", "人员库中没有这名领款人;请核对姓名"));
    };
    match subsidy::barred(&name, &official) {
        Some((what, remedy)) => Err(Failure::refusal(what, remedy)),
        None => Ok(()),
    }
}

/// Who gets what: named amounts must sum to the whole; none named means equal parts.
fn shares(w: &Writing, form: &Checked, amount: i64) -> Outcome<Vec<Share>> {
    let mut list = Vec::new();
    for row in form.rows("shares") {
        let cell = |n: usize| row.get(n).copied().unwrap_or_default();
        let Some(staff) = store::staff::called(w.tx, cell(0))? else {
            return Err(Failure::problem("shares", format!("人员库中没有唯一的“{}”;请核对姓名或写编号", cell(0))));
        };
        refuse_barred(w, staff)?;
        if list.iter().any(|s: &Share| s.staff == staff) {
            return Err(Failure::problem("shares", format!("“{}”写了两次;请合为一行", cell(0))));
        }
        let part = cell(1).parse().unwrap_or(0);
        list.push(Share { staff, name: cell(0).to_string(), amount: part, card: cell(2).to_string() });
    }
    let named: i64 = list.iter().map(|s| s.amount).sum();
    if named == 0 {
        for (share, part) in list.iter_mut().zip(subsidy::split(amount, form.rows("shares").count())) {
            share.amount = part;
        }
    } else if named != amount {
        let (a, b) = (money::format_yuan(named), money::format_yuan(amount));
        return Err(Failure::problem("shares", format!("各人合计{a}元,与申报金额{b}元不符;请改正,或都留空平均分")));
    }
    Ok(list)
}

fn store_claim(
    w: &Writing,
    rule: &str,
    case: Option<i64>,
    amount: i64,
    factors: String,
    detail: &str,
    form: &Checked,
) -> Outcome<Claim> {
    let mut claim = Claim {
        id: 0,
        rev: 1,
        number: w.number(Series::Claim)?,
        year: w.today().year(),
        rule: rule.to_string(),
        case,
        amount,
        factors,
        payer_kind: form.get("payer_kind").to_string(),
        payer: form.get("payer").to_string(),
        ground: form.get("ground").to_string(),
        detail: detail.to_string(),
        state: "review".to_string(),
        claimed_by: w.actor()?.user,
        claimed_on: w.today().to_string(),
        reviewed_by: None,
        approved_by: None,
        paid_by: None,
        paid_on: String::new(),
        voucher: String::new(),
        note: String::new(),
    };
    claim.id = store::claim::insert(w.tx, &claim)?;
    note(w, &claim, "claim", "经费申报", "")?;
    Ok(claim)
}

/// The journal row of a step; `words` is the opinion, the reason or the voucher, which the row keeps.
fn note(w: &Writing, claim: &Claim, action: &str, label: &str, words: &str) -> Outcome<i64> {
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
