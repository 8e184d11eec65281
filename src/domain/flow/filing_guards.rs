//! Conditions and effects of 材料入卷, 包案, 销号, 归档 and 重开. Each is a small pure function with the
//! refusal in the clerk's words. Which person may act is asked before the form opens.

use super::{Ending, Ground, Reason, Verdict};
use crate::domain::case::{Case, Facts, Stage};
use crate::domain::checklist;
use crate::domain::deadline::is_elsewhere;
use crate::validation::Checked;
use chrono::NaiveDate;

/// A request newer than what answers it, if it still waits: (user).
fn waiting(facts: &Facts, request: &str, answer: &str) -> Option<i64> {
    let answered = facts.last(answer).map_or(0, |r| r.id).max(facts.last("reopened").map_or(0, |r| r.id));
    facts.last(request).filter(|r| r.id >= answered).map(|r| r.user)
}

/// R34, R35: what only a 包案 has.
pub(super) fn is_listed(g: &Ground) -> Verdict {
    if g.case.listed {
        Ok(())
    } else {
        Err(Reason::new("本案不是包案", "需要包案的,由主任先“转为包案”"))
    }
}

/// R36.
pub(super) fn not_listed(g: &Ground) -> Verdict {
    if g.case.listed {
        Err(Reason::new("本案已是包案", "方案有变的,选“包案方案”重填"))
    } else {
        Ok(())
    }
}

/// R35: progress is measured against a plan.
pub(super) fn planned(g: &Ground) -> Verdict {
    is_listed(g)?;
    if g.facts.has("listing") {
        Ok(())
    } else {
        Err(Reason::new("还没有包案方案", "由主任先填“包案方案”(一案一策)"))
    }
}

/// R34: steps end neither before the approval nor without an order.
pub(super) fn plan_days(_: &Ground, form: &Checked) -> Verdict {
    let approved = form.date("approved_on");
    for row in form.rows("plan") {
        let due: Option<NaiveDate> = row.get(2).and_then(|d| d.parse().ok());
        if due.zip(approved).is_some_and(|(due, from)| due < from) {
            let step = row.first().copied().unwrap_or_default();
            return Err(Reason::new(format!("“{step}”的时限早于批准日期"), "请核对步骤的时限"));
        }
    }
    Ok(())
}

pub(super) fn name_leader(case: &mut Case, _: &Ground, form: &Checked) {
    case.leader = form.get("leader").to_string();
    case.listing_level = form.get("level").to_string();
}
pub(super) fn list_case(case: &mut Case, g: &Ground, form: &Checked) {
    case.listed = true;
    name_leader(case, g, form);
}
/// R36: 一案一组 as at T09; the handler stays, he is changed by 改派.
pub(super) fn whole_team(g: &Ground, form: &Checked) -> Verdict {
    if form.number("handler") != g.case.handler {
        return Err(Reason::new("转为包案不换承办人", "承办人一栏不改;要换的先“改派”"));
    }
    let listed = Case { listed: true, ..g.case.clone() };
    super::guards::team(&Ground { case: &listed, ..*g }, form)
}
pub(super) fn approved(g: &Ground, form: &Checked) -> NaiveDate {
    form.date("approved_on").unwrap_or(g.today)
}

/// R33: once at a time.
pub(super) fn may_ask_strike(g: &Ground) -> Verdict {
    planned(g)
}

/// T19: by a supervisor who neither handles the case nor asked for it (方案六(一)限时销号).
pub(super) fn may_strike(g: &Ground) -> Verdict {
    if !g.case.listed {
        return Err(Reason::new("本案不是包案,无须销号", "直接立卷归档"));
    }
    if !g.facts.has("listing") {
        return Err(Reason::new("没有包案方案,不能销号", "请主任补填“包案方案”"));
    }
    let Some(asked) = waiting(g.facts, "strike_request", "strike") else {
        return Err(Reason::new("还没有销号申请", "请承办人提出“销号申请”并附佐证"));
    };
    if asked == g.actor.user || g.actor.handles(g.case.handler) {
        return Err(Reason::new("承办人和申请人不能自己销号", "请另一名督查人员办理"));
    }
    Ok(())
}
pub(super) fn verified(_: &Ground, form: &Checked) -> Verdict {
    if form.is("verified", "1") {
        Ok(())
    } else {
        Err(Reason::new("佐证材料尚未核对", "核对后把“已核佐证”选“是”"))
    }
}

/// T20: struck if listed, and nothing missing of what its path calls for.
pub(super) fn complete(g: &Ground) -> Verdict {
    if g.case.listed && g.case.stage == Stage::Closed {
        return Err(Reason::new("包案尚未销号", "承办人提出“销号申请”,督查销号后归档"));
    }
    let missing = checklist::missing(g.case, g.facts);
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|i| i.title).collect();
    Err(Reason::new(format!("卷内还缺{}件:{}", names.len(), names.join("、")), "请承办人补办;有纸件的用“材料入卷”登记"))
}

/// T20: page numbers rise and stay within the volume, everything that must be there has one, and a
/// second person checked.
pub(super) fn volume(g: &Ground, form: &Checked) -> Verdict {
    if form.get("filer") == form.get("checker") {
        return Err(Reason::new("检查人不能是立卷人", "请另一人检查后填写"));
    }
    let total = form.number("total").unwrap_or(0);
    let mut before = 0;
    let mut paged = Vec::new();
    for row in form.rows("pages") {
        let item = row.first().copied().unwrap_or_default();
        let title = crate::domain::codes::label(checklist::ITEMS, item);
        let start: i64 = row.get(1).and_then(|n| n.parse().ok()).unwrap_or(0);
        if start < before {
            return Err(Reason::new(format!("“{title}”起页{start}小于前一项的{before}"), "页号按卷内顺序递增"));
        }
        if start > total {
            return Err(Reason::new(format!("“{title}”起页{start}超过总页数{total}"), "请核对页号或总页数"));
        }
        before = start;
        paged.push(item);
    }
    // Cover, list and back bear no page number.
    let bare = |no: &str| matches!(no, "00" | "20") || paged.contains(&no);
    if let Some(item) = checklist::checklist(g.case, g.facts).iter().find(|i| i.must && !bare(i.no)) {
        return Err(Reason::new(format!("“{}”没有页号", item.title), "在“卷内页号”补一行"));
    }
    Ok(())
}

/// T21: asked for by one person, decided by another.
pub(super) fn may_reopen(g: &Ground) -> Verdict {
    match waiting(g.facts, "reopening", "reopened") {
        None => Err(Reason::new("还没有重开申请", "请主任先“申请重开”并写明理由")),
        Some(user) if user == g.actor.user => Err(Reason::new("重开须两人,申请人不能自己决定", "请另一名督查人员办理")),
        Some(_) => Ok(()),
    }
}
pub(super) fn reopen(case: &mut Case, _: &Ground, _: &Checked) {
    case.outcome.clear();
    case.closed_on = None;
}

/// R32: the first revisit ends the first clock, the next one the second. An open case is never left
/// without a clock.
pub(super) fn revisited(g: &Ground, _: &Checked) -> Vec<Ending> {
    let own = g.facts.clocks.iter().filter(|c| !is_elsewhere(&c.rule)).count();
    if g.case.stage.is_open() && own < 2 {
        return Vec::new();
    }
    ["DL-16", "DL-16b"]
        .into_iter()
        .find_map(|rule| g.facts.clocks.iter().find(|c| c.rule == rule).map(|c| (rule, c.note.clone())))
        .map(|(rule, note)| vec![Ending { rule, note, met: true }])
        .unwrap_or_default()
}

/// R32: nobody is visited again before the agreement or the closing.
pub(super) fn revisit_day(g: &Ground, form: &Checked) -> Verdict {
    let agreed = g.facts.last("agreement").and_then(|a| a.date("reached_on"));
    let (since, what) = match (g.case.closed_on, agreed) {
        (Some(day), _) => (day, "结案"),
        (None, Some(day)) => (day, "协议达成"),
        (None, None) => (g.case.opened, "登记"),
    };
    if form.date("day").is_some_and(|d| d < since) {
        return Err(Reason::new(format!("回访日期早于{what}日期{since}"), "请核对回访日期"));
    }
    Ok(())
}
