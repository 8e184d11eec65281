//! 经费台账 (方案六(四)).

use super::shape::{col, line};
use super::{Act, Ask, Facts, Line, Register, Tone};
use crate::desk::claiming::kind_of;
use crate::desk::money::state_label;
use crate::desk::{Desk, Done, Failure, Outcome, mask};
use crate::domain::role::{Operation, Role};
use crate::domain::{forms, payer, subsidy};
use crate::store::claim::Wanted;
use crate::validation::{self, Draft, Table, money};
use chrono::Datelike;

pub static CLAIMS: Register = Register {
    id: "claims",
    title: "经费台账",
    group: "经费",
    basis: "方案六(四);九(四)",
    operation: Operation::Ledger,
    columns: &[
        col("state", "状态", 6),
        col("number", "申报号", 16),
        col("rule", "类别", 4),
        col("amount", "金额", 11),
        col("case", "案号", 24),
        col("claimed_on", "申报", 10),
        col("payer", "付款方", 0),
    ],
    views: &[("mine", "待我办"), ("open", "在途"), ("paid", "已付"), ("back", "退回作废"), ("all", "全部")],
    rows,
    show,
    acts: &[
        Act {
            id: "claim",
            label: "申报案件补助",
            basis: "方案六(四)1",
            operation: Operation::Claim,
            on_line: false,
            fill: fill_claim,
            ..Act::base(&forms::CLAIM, |desk, _, draft| desk.claim(draft))
        },
        Act {
            id: "travel",
            label: "申报差旅",
            basis: "方案六(四)4",
            operation: Operation::Claim,
            on_line: false,
            fill: fill_claim,
            ..Act::base(&forms::TRAVEL_CLAIM, |desk, _, draft| desk.claim_travel(draft))
        },
        Act {
            id: "fee",
            label: "申报鉴定诉讼费",
            basis: "方案六(四)2,3",
            operation: Operation::Claim,
            on_line: false,
            fill: fill_fee,
            ..Act::base(&forms::FEE_CLAIM, |desk, _, draft| desk.claim_fee(draft))
        },
        Act {
            id: "review",
            label: "审核",
            basis: "方案九(四)",
            operation: Operation::ReviewClaim,
            ready: |desk, id| at(desk, id, "review"),
            ..Act::base(&forms::CLAIM_STEP, |desk, id, draft| desk.review_claim(line(id)?, draft))
        },
        Act {
            id: "approve",
            label: "审批",
            basis: "方案六(一)领导小组办公室",
            operation: Operation::ApproveClaim,
            ready: |desk, id| at(desk, id, "approve"),
            ..Act::base(&forms::CLAIM_STEP, |desk, id, draft| desk.approve_claim(line(id)?, draft))
        },
        Act {
            id: "pay",
            label: "支付登记",
            basis: "方案六(四)",
            operation: Operation::Pay,
            ready: |desk, id| at(desk, id, "pay"),
            ..Act::base(&forms::PAYMENT, |desk, id, draft| desk.pay_claim(line(id)?, draft))
        },
        Act {
            id: "review-back",
            label: "退回(审核)",
            basis: "方案九(四)",
            operation: Operation::ReviewClaim,
            ready: |desk, id| at(desk, id, "review"),
            ..Act::base(&forms::CLAIM_BACK, |desk, id, draft| desk.return_claim(line(id)?, draft))
        },
        Act {
            id: "approve-back",
            label: "退回(审批)",
            basis: "方案九(四)",
            operation: Operation::ApproveClaim,
            ready: |desk, id| at(desk, id, "approve"),
            ..Act::base(&forms::CLAIM_BACK, |desk, id, draft| desk.return_claim(line(id)?, draft))
        },
        Act {
            id: "pay-back",
            label: "退回(支付)",
            basis: "方案九(四)",
            operation: Operation::Pay,
            ready: |desk, id| at(desk, id, "pay"),
            ..Act::base(&forms::CLAIM_BACK, |desk, id, draft| desk.return_claim(line(id)?, draft))
        },
        Act {
            id: "amend",
            label: "改后重报(补助)",
            basis: "方案六(四)1;九(四)",
            operation: Operation::Claim,
            ready: |desk, id| amendable(desk, id, &forms::CLAIM),
            fill: fill_amend,
            ..Act::base(&forms::CLAIM, amend)
        },
        Act {
            id: "amend-travel",
            label: "改后重报(差旅)",
            basis: "方案六(四)4;九(四)",
            operation: Operation::Claim,
            ready: |desk, id| amendable(desk, id, &forms::TRAVEL_CLAIM),
            fill: fill_amend,
            ..Act::base(&forms::TRAVEL_CLAIM, amend)
        },
        Act {
            id: "amend-fee",
            label: "改后重报(费用)",
            basis: "方案六(四)2,3;九(四)",
            operation: Operation::Claim,
            ready: |desk, id| amendable(desk, id, &forms::FEE_CLAIM),
            fill: fill_amend,
            ..Act::base(&forms::FEE_CLAIM, amend)
        },
        Act {
            id: "amend-duty",
            label: "改后重报(值班)",
            basis: "方案六(四)5;九(四)",
            operation: Operation::Claim,
            ready: |desk, id| amendable(desk, id, &forms::DUTY_PAY),
            fill: fill_amend,
            ..Act::base(&forms::DUTY_PAY, amend)
        },
        Act {
            id: "void",
            label: "作废",
            basis: "方案九(四)",
            operation: Operation::Claim,
            ready: |desk, id| at(desk, id, "returned"),
            ..Act::base(&forms::CLAIM_BACK, |desk, id, draft| desk.void_claim(line(id)?, draft))
        },
    ],
};

fn at(desk: &Desk, id: Option<i64>, state: &str) -> Outcome<()> {
    let held = desk.claim_of(line(id)?)?;
    if held.state == state {
        return Ok(());
    }
    Err(Failure::refusal(
        format!("{}现在是“{}”", held.number, state_label(&held.state)),
        "按顺序:申报、审核、审批、支付",
    ))
}

fn amend(desk: &mut Desk, id: Option<i64>, draft: &Draft) -> Outcome<Done> {
    desk.amend_claim(line(id)?, draft)
}

/// Returned, and of the kind that this form is for.
fn amendable(desk: &Desk, id: Option<i64>, table: &'static Table) -> Outcome<()> {
    let held = desk.claim_of(line(id)?)?;
    if kind_of(&held.rule).0.name != table.name {
        return Err(Failure::refusal(
            format!("{}是{}", held.number, kind_of(&held.rule).0.title),
            "选相应的“改后重报”",
        ));
    }
    at(desk, id, "returned")
}

fn fill_amend(desk: &Desk, id: Option<i64>, _: Option<i64>) -> Outcome<Draft> {
    desk.claim_form(line(id)?)
}

/// The case in hand, who pays as the case tells it, and the team that may be paid.
fn fill_claim(desk: &Desk, _: Option<i64>, case: Option<i64>) -> Outcome<Draft> {
    let Some(case) = case else { return Ok(Draft::default()) };
    let p = desk.payer_of(case)?;
    let draft = Draft::default().with("case", case.to_string()).with("liable", p.liable).with("payer_kind", p.kind);
    let draft = draft.with("payer", p.payer).with("finance", p.finance).with("ground", p.ground);
    Ok(draft.with("shares", desk.payable_team(case)?.join("\n")))
}

/// As [`fill_claim`], for fees: 责任(过错)方 in place of 责任主体.
fn fill_fee(desk: &Desk, _: Option<i64>, case: Option<i64>) -> Outcome<Draft> {
    let Some(case) = case else { return Ok(Draft::default()) };
    let p = desk.payer_of(case)?;
    let draft = Draft::default().with("case", case.to_string()).with("finance", p.finance);
    if p.liable == "2" {
        let ground = "责任主体不明确,按分级、属地由同级财政承担(方案六(四)2,3)";
        return Ok(draft.with("liable", "2").with("payer_kind", p.kind).with("ground", ground));
    }
    // Whether the unit is poor, and whether it is at fault, is asked and not guessed.
    Ok(draft.with("payer", p.payer))
}

fn rows(desk: &Desk, ask: &Ask) -> Outcome<Vec<Line>> {
    let mine: &[&str] = match desk.actor().map(|a| a.role) {
        Some(Role::Director) => &["review"],
        Some(Role::Office) => &["approve"],
        Some(Role::Finance) => &["pay"],
        _ => &["returned"],
    };
    let states: &[&str] = match ask.view.as_str() {
        "open" => &["review", "approve", "pay"],
        "paid" => &["paid"],
        "back" => &["returned", "void"],
        "all" => &["review", "approve", "pay", "paid", "returned", "void"],
        _ => mine,
    };
    let mut lines = Vec::new();
    let wanted = Wanted { states, case: ask.case, search: &ask.search, own: None, before: ask.after, limit: ask.limit };
    for c in desk.claims(&wanted)? {
        let title = desk.claim_case(c.case)?;
        let tone = match c.state.as_str() {
            "paid" | "void" => Tone::Done,
            "returned" => Tone::Amber,
            _ => Tone::Plain,
        };
        // Who pays sees the number of a case, and nothing else of it.
        let case = c.case.filter(|id| desk.readable_case(*id).is_ok());
        let cells = vec![
            state_label(&c.state).into(),
            c.number,
            c.rule,
            money::format_yuan(c.amount),
            title,
            c.claimed_on,
            mask::payer(&c.payer_kind, &c.payer),
        ];
        lines.push(Line { id: c.id, case, cells, tone });
    }
    Ok(lines)
}

fn show(desk: &Desk, id: i64) -> Outcome<Facts> {
    let c = desk.claim_of(id)?;
    let rule = subsidy::find(&c.rule);
    let mut facts: Facts = vec![
        ("申报号".into(), c.number.clone()),
        ("状态".into(), state_label(&c.state).into()),
        ("类别".into(), format!("{} {}", c.rule, rule.map_or("", |r| r.label))),
        ("依据".into(), rule.map_or("", |r| r.basis).into()),
        ("案号".into(), desk.claim_case(c.case)?),
        ("金额".into(), format!("{}元 {}", money::format_yuan(c.amount), money::uppercase(c.amount))),
        ("评定".into(), c.factors.clone()),
        ("付款方".into(), format!("{} {}", payer::kind(&c.payer_kind), mask::payer(&c.payer_kind, &c.payer))),
        ("承担依据".into(), c.ground.clone()),
    ];
    facts.extend(details(&c.rule, &c.detail));
    for share in desk.claim_shares(id)? {
        let card = if share.card.is_empty() { String::new() } else { format!(" 卡号末4位{}", share.card) };
        facts.push(("领款人".into(), format!("{} {}元{card}", share.name, money::format_yuan(share.amount))));
    }
    for (label, (name, on)) in ["申报", "审核", "审批", "支付"].iter().zip(desk.ledger_entry(id, None)?.hands) {
        facts.push(((*label).into(), format!("{name} {on}").trim().to_string()));
    }
    facts.push(("凭证".into(), c.voucher));
    facts.push(("意见".into(), c.note));
    for (_, count, sum) in desk.ledger_totals(desk.today().year())?.into_iter().filter(|t| t.0 == c.payer) {
        facts.push(("付款方本年已付".into(), format!("{count}笔 {}元", money::format_yuan(sum))));
    }
    facts.retain(|(_, value)| !value.is_empty());
    Ok(facts)
}

/// What only this kind of claim has: the fields of its form that stand in no column.
pub(super) fn details(rule: &str, detail: &str) -> Facts {
    const SHOWN: &[&str] = &["case", "rule", "amount", "liable", "payer_kind", "payer", "finance", "ground", "shares"];
    const SCORES: &[&str] = &["quantity", "quality", "difficulty", "impact", "standard"];
    let draft: Draft = serde_json::from_str(detail).unwrap_or_default();
    let fields = kind_of(rule).0.fields.iter().filter(|f| draft.has(f.key));
    fields
        .filter(|f| !SHOWN.contains(&f.key) && !SCORES.contains(&f.key))
        .map(|f| (f.label.to_string(), validation::display(f, draft.get(f.key))))
        .collect()
}
