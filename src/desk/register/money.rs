//! 经费台账 (方案六(四)).

use super::{Act, Ask, Column, Facts, Line, Register, Tone};
use crate::desk::money::state_label;
use crate::desk::{Desk, Failure, Outcome};
use crate::domain::role::{Operation, Role};
use crate::domain::{codes, forms, subsidy};
use crate::store::claim::Wanted;
use crate::validation::{Draft, money};
use chrono::Datelike;

const fn col(key: &'static str, label: &'static str, width: u16) -> Column {
    Column { key, label, width }
}

pub static CLAIMS: Register = Register {
    id: "claims",
    title: "经费台账",
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
            id: "fee",
            label: "申报差旅费用",
            basis: "方案六(四)2-4",
            operation: Operation::Claim,
            on_line: false,
            fill: fill_claim,
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
            id: "void",
            label: "作废",
            basis: "方案九(四)",
            operation: Operation::Claim,
            ready: |desk, id| at(desk, id, "returned"),
            ..Act::base(&forms::CLAIM_BACK, |desk, id, draft| desk.void_claim(line(id)?, draft))
        },
    ],
};

fn line(id: Option<i64>) -> Outcome<i64> {
    id.ok_or_else(|| Failure::refusal("没有选中申报", "先选一行"))
}

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

/// The case in hand, its responsible unit as payer.
fn fill_claim(desk: &Desk, _: Option<i64>, case: Option<i64>) -> Outcome<Draft> {
    let Some(case) = case.map(|id| desk.readable_case(id)).transpose()? else { return Ok(Draft::default()) };
    let (kind, payer, ground) = if case.unit.is_empty() {
        ("5", "同级财政", "责任主体不明确,由同级财政承担(方案六(四)1)")
    } else {
        ("3", case.unit.as_str(), "产生信访问题的单位承担(方案六(四)1)")
    };
    let draft = Draft::default().with("case", case.id.to_string()).with("payer_kind", kind);
    Ok(draft.with("payer", payer).with("ground", ground))
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
            c.payer,
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
        ("付款方".into(), format!("{} {}", codes::label(codes::PAYER, &c.payer_kind), c.payer)),
        ("承担依据".into(), c.ground.clone()),
    ];
    for share in desk.claim_shares(id)? {
        let card = if share.card.is_empty() { String::new() } else { format!(" 卡号末4位{}", share.card) };
        facts.push(("领款人".into(), format!("{} {}元{card}", share.name, money::format_yuan(share.amount))));
    }
    if !c.voucher.is_empty() {
        facts.push(("支付".into(), format!("{} 凭证{}", c.paid_on, c.voucher)));
    }
    if !c.note.is_empty() {
        facts.push(("意见".into(), c.note));
    }
    for (payer, count, sum) in desk.ledger_totals(desk.today().year())? {
        facts.push(("本年已付".into(), format!("{payer} {count}笔 {}元", money::format_yuan(sum))));
    }
    facts.retain(|(_, value)| !value.is_empty());
    Ok(facts)
}
