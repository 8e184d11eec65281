//! Receipts for what was handed over, and the slip of a number.

use super::papers::{foot, head, records};
use crate::desk::{Desk, Failure, Outcome};
use crate::domain::case::{Case, Facts, Kept};
use crate::domain::queue::TicketState;
use crate::domain::{codes, flow};
use crate::store;
use crate::store::ticket::Ticket;
use crate::store::visit::Stored;

/// The visits of the petitioner himself.
fn visits(desk: &Desk, case: &Case) -> Outcome<Vec<Stored>> {
    let mut list = Vec::new();
    for (id, _) in store::visit::list_of_case(&desk.conn, case.id)? {
        list.extend(store::visit::load(&desk.conn, id)?.filter(|v| v.draft.get("name") == case.petitioner));
    }
    Ok(list)
}

/// Evidence the petitioner handed in; what others gave is not his to read here.
fn evidence(desk: &Desk, case: &Case) -> Outcome<(Facts, Vec<Kept>)> {
    let facts = Facts { records: records(desk, case)?, ..Facts::default() };
    let his = facts.all("evidence").filter(|r| r.get("provider") == case.petitioner).cloned().collect();
    Ok((facts, his))
}

pub(super) fn holds_materials(desk: &Desk, case: &Case) -> Outcome<()> {
    let listed = visits(desk, case)?.iter().any(|v| v.draft.has("materials"));
    if listed || !evidence(desk, case)?.1.is_empty() {
        return Ok(());
    }
    Err(Failure::refusal("信访人没有交过材料", "收到材料时在登记表“材料清单”或按F4“证据登记”记下"))
}

/// 材料收据: lists of the visits, evidence with its receipt numbers, who took it in.
pub(super) fn materials(desk: &Desk, case: &Case) -> Outcome<Vec<String>> {
    let mut lines = head(desk, case, "材料收据");
    for visit in visits(desk, case)?.iter().filter(|v| v.draft.has("materials")) {
        let day: String = visit.created_at.chars().take(10).collect();
        let taker = store::user::load(&desk.conn, visit.registrar)?.map_or_else(String::new, |u| u.name);
        lines.push(format!("来访时交来({day},收件人 {taker}):"));
        for (i, row) in visit.draft.get("materials").lines().enumerate() {
            let cell = |n: usize| row.split('\t').nth(n).unwrap_or("");
            lines.push(format!("  {}. {}", i + 1, item(cell(0), cell(1), cell(2), cell(3))));
        }
        lines.push(String::new());
    }
    let (facts, his) = evidence(desk, case)?;
    if !his.is_empty() {
        lines.push("作为证据收存:".to_string());
    }
    for kept in &his {
        let taker = store::user::load(&desk.conn, kept.user)?.map_or_else(String::new, |u| u.name);
        let left = flow::held_evidence(&facts).find(|(e, _)| e.id == kept.id).map_or(0, |(_, n)| n);
        let total: i64 = kept.get("copies").parse().unwrap_or(1);
        let back = match total - left {
            0 => String::new(),
            n if left == 0 => format!(",已全部退还({n}份)"),
            n => format!(",已退还{n}份"),
        };
        let name = item(kept.get("name"), kept.get("original"), kept.get("copies"), kept.get("pages"));
        lines.push(format!("  {} {name}{back}", kept.number));
        lines.push(format!("    {}收,收件人 {taker}", kept.get("received_on")));
    }
    lines.push(String::new());
    lines.push("原件用完退还;凭本收据可随时查询和领回。收取材料不收费用。".to_string());
    lines.extend(foot());
    lines.push(String::new());
    lines.push("收件人签名:                    交件人签名:".to_string());
    Ok(lines)
}

fn item(name: &str, original: &str, copies: &str, pages: &str) -> String {
    let mut text = format!("{name} {} ", codes::label(codes::ORIGINAL_OR_COPY, original));
    text.push_str(&format!("{}份", if copies.is_empty() { "1" } else { copies }));
    if !pages.is_empty() {
        text.push_str(&format!(" {pages}页"));
    }
    text
}

/// The open ticket of today under which the case was taken in.
fn ticket_of(desk: &Desk, case: &Case) -> Outcome<Ticket> {
    let newest = store::visit::list_newest(&desk.conn, Some(case.id), i64::MAX, 1)?;
    let ticket = match newest.first() {
        Some(id) => store::visit::load(&desk.conn, *id)?.and_then(|v| v.ticket),
        None => None,
    };
    if let Some(id) = ticket
        && let Some(held) = store::ticket::load(&desk.conn, id)?
        && held.day == desk.today()
        && !matches!(held.state, TicketState::Left | TicketState::Done)
    {
        return Ok(held);
    }
    Err(Failure::refusal("本案今天没有还在队列里的号", "来访人再来时按F5取号;取号单也可在来访队列按F4打印"))
}

pub(super) fn has_ticket(desk: &Desk, case: &Case) -> Outcome<()> {
    ticket_of(desk, case).map(|_| ())
}

pub(super) fn ticket(desk: &Desk, case: &Case) -> Outcome<Vec<String>> {
    ticket_lines(desk, &ticket_of(desk, case)?)
}

/// 取号单: in public a visitor is a number.
pub(in crate::desk) fn ticket_lines(desk: &Desk, ticket: &Ticket) -> Outcome<Vec<String>> {
    let waiting = match ticket.state {
        TicketState::Waiting => format!("前面还有{}个号", store::ticket::count_before(&desk.conn, ticket)?),
        state => format!("现在: {}", state.label()),
    };
    let taken = ticket.taken_at.format("%Y-%m-%d %H:%M");
    let mut lines = vec![desk.studio.clone(), "取号单".to_string(), String::new()];
    lines.push(format!("号码: {}", ticket.number));
    lines.push(format!("取号: {taken}"));
    lines.push(waiting);
    if ticket.people > 1 {
        lines.push(format!("一起来的: {}人,集体来访请推选代表,不超过5人", ticket.people));
    }
    lines.push(String::new());
    let told = [
        "叫号只叫号码,不叫姓名。走开一会请告诉窗口,号码保留。",
        "年老、生病、带小孩、军人和有急事的,请告诉窗口优先接谈。",
        "需要藏语、傈僳语、纳西语等语言或手语的,请告诉窗口。",
        "没有证件也照常登记;接谈、登记、调解都不收费用。",
    ];
    lines.extend(told.map(str::to_string));
    Ok(lines)
}
