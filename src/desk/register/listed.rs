//! 包案看板 (方案六(一)).

use super::filing::{Shown, pair, window};
use super::shape::col;
use super::{Ask, Line, Register, Tone};
use crate::desk::listed::Board;
use crate::desk::{Desk, Failure, Outcome};
use crate::domain::codes;
use crate::domain::deadline::Light;
use crate::domain::role::Operation;
use crate::store;
use crate::validation::money;

pub static LISTED: Register = Register {
    id: "listed",
    title: "包案看板",
    group: "案卷",
    basis: "方案六(一)限时销号",
    operation: Operation::ReadCase,
    columns: &[
        col("light", "灯", 2),
        col("case", "案号", 5),
        col("left", "销号期限", 10),
        col("why", "卡在何处", 0),
        col("handler", "承办人", 8),
        col("leader", "包案领导", 10),
        col("team", "小组", 16),
        col("parties", "当事人", 18),
    ],
    views: &[("open", "在办"), ("late", "逾期"), ("struck", "已销号"), ("all", "全部")],
    rows: listed_rows,
    show: listed_show,
    acts: &[],
};

fn listed_rows(desk: &Desk, ask: &Ask) -> Outcome<Vec<Line>> {
    let fits = |b: &Board| b.is_called(&ask.search) && ask.case.is_none_or(|c| c == b.case.id);
    let view = ask.view.as_str();
    if matches!(view, "" | "open" | "late") && ask.case.is_none() {
        let ids = desk.boards_in_hand()?;
        let shown = |b: &Board| fits(b) && (view != "late" || b.is_late());
        let rows = window(&ids, ask, |i| Ok(desk.board(ids[i])?.filter(|b| shown(b))))?;
        return Ok(rows.iter().map(listed_line).collect());
    }
    let mut lines = Vec::new();
    let mut before = ask.after.unwrap_or(i64::MAX);
    loop {
        let ids = match ask.case {
            Some(case) if before > case => vec![case],
            Some(_) => Vec::new(),
            None => store::listing_case::list_before(&desk.conn, before, 200)?,
        };
        let Some(last) = ids.last() else { return Ok(lines) };
        before = *last;
        for id in ids {
            let Some(board) = desk.board(id)?.filter(fits) else { continue };
            if view == "struck" && board.listing.struck_on.is_none() {
                continue;
            }
            lines.push(listed_line(&board));
            if lines.len() >= ask.limit {
                return Ok(lines);
            }
        }
    }
}

fn listed_line(b: &Board) -> Line {
    let tone = match (&b.clock, b.listing.struck_on) {
        (_, Some(_)) => Tone::Done,
        (Some((_, Light::Overdue(_))), None) => Tone::Over,
        (Some((_, Light::Red(_))), None) => Tone::Red,
        (Some((_, Light::Amber(_))), None) => Tone::Amber,
        _ => Tone::Plain,
    };
    let cells = vec![
        b.light().to_string(),
        crate::domain::number::short(&b.case.title()),
        b.left(),
        b.why.clone(),
        b.handler.clone(),
        b.leader(),
        b.listing.team_number.clone(),
        b.parties(),
    ];
    Line { id: b.case.id, case: Some(b.case.id), cells, tone }
}

fn listed_show(desk: &Desk, id: i64) -> Outcome<Shown> {
    desk.readable_case(id)?;
    let b = desk.board(id)?.ok_or_else(|| Failure::refusal("本案不是包案", "在看板重新选择"))?;
    let l = &b.listing;
    let mut shown = vec![
        pair("案号", b.case.title()),
        pair("当事人", b.parties()),
        pair("包案领导", b.leader()),
        pair("包案级别", codes::label(codes::LISTING_LEVEL, &b.case.listing_level)),
        pair("包案来源", codes::label(codes::SOURCE, &l.source)),
        pair("专调小组", l.team_number.clone()),
        pair("承办人", b.handler.clone()),
        pair("化解目标", l.goal.clone()),
    ];
    for step in l.plan.lines() {
        shown.push(pair("步骤", step.replace('\t', " ")));
    }
    shown.extend([
        pair("挂牌督办", if l.posted_by.is_empty() { "否" } else { &l.posted_by }),
        pair("经费包干额", format!("{}元", money::format_yuan(l.budget))),
        pair("销号期限", b.clock.as_ref().map_or(String::new(), |c| c.0.due.to_string())),
        pair("现状", b.left()),
        pair("卡在何处", b.why.clone()),
    ]);
    Ok(shown)
}
