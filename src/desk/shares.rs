//! Who gets what of a claim: the people of the roster who may be paid, and their parts.
//!
//! Officials and the unverified get nothing (方案六(四)6). Reads only whether a person is one.

use super::{Failure, Outcome, Writing};
use crate::domain::{forms, subsidy};
use crate::store;
use crate::store::claim::Share;
use crate::validation::{Checked, money};

/// The one person that a name or a number means.
pub(super) fn person(w: &Writing, field: &str, word: &str) -> Outcome<i64> {
    store::staff::called(w.tx, word)?
        .ok_or_else(|| Failure::problem(field, format!("人员库中没有唯一的“{word}”;请核对姓名或写编号")))
}

/// The last four digits of a card.
pub(super) fn card(field: &str, typed: &str) -> Outcome<String> {
    if typed.is_empty() || typed.len() == 4 && typed.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(typed.to_string());
    }
    Err(Failure::problem(field, format!("卡号末4位: “{typed}”应为4位数字;只写末4位")))
}

/// Refuses whoever must not be paid; travel of an official has its own way.
pub(super) fn refuse_barred(w: &Writing, rule: &str, staff: i64) -> Outcome<()> {
    let Some((name, official)) = store::staff::standing(w.tx, staff)? else {
        return Err(Failure::problem("shares", "人员库中没有这名领款人;请核对姓名"));
    };
    match subsidy::barred(&name, &official) {
        Some(_) if rule == "SB5" && official == "1" => Err(Failure::refusal(
            format!("{name}是公职人员,差旅按本单位差旅办法报销,不从办案经费列支(方案六(四)6;工作室默认)"),
            "从出差人中去掉,由本单位报销",
        )),
        Some((what, remedy)) => Err(Failure::refusal(what, remedy)),
        None => Ok(()),
    }
}

/// Who gets what: named amounts must sum to the whole; none named means equal parts.
pub(super) fn shares(w: &Writing, form: &Checked, amount: i64) -> Outcome<Vec<Share>> {
    let rule = if form.table().name == forms::TRAVEL_CLAIM.name { "SB5" } else { "SB1" };
    let mut list: Vec<Share> = Vec::new();
    for row in form.rows("shares") {
        let cell = |n: usize| row.get(n).copied().unwrap_or_default();
        let staff = person(w, "shares", cell(0))?;
        refuse_barred(w, rule, staff)?;
        if list.iter().any(|s| s.staff == staff) {
            return Err(Failure::problem("shares", format!("“{}”写了两次;请合为一行", cell(0))));
        }
        let name = store::staff::standing(w.tx, staff)?.map_or_else(String::new, |s| s.0);
        let part = cell(1).parse().unwrap_or(0);
        list.push(Share { staff, name, amount: part, card: card("shares", cell(2))? });
    }
    let named: i64 = list.iter().map(|s| s.amount).sum();
    if named == 0 {
        let parts = subsidy::split(amount, list.len());
        for (share, part) in list.iter_mut().zip(parts) {
            share.amount = part;
        }
    } else if named != amount {
        let (a, b) = (money::format_yuan(named), money::format_yuan(amount));
        return Err(Failure::problem("shares", format!("各人合计{a}元,与申报金额{b}元不符;请改正,或都留空平均分")));
    }
    Ok(list)
}
