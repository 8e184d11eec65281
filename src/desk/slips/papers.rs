//! The slips themselves: 进度告知单 and 期限提示单.

use crate::desk::{DeadlineRow, Failure};
use crate::desk::{Desk, Outcome};
use crate::domain::case::{Case, Kept};
use crate::domain::deadline::{self, Due, State};
use crate::domain::flow;
use crate::store;
use crate::validation::display::display;
use chrono::NaiveDate;

/// Clocks inside the office: 销号, 督办, 紧急报告. They bind it, and are not told to a party.
const INSIDE: [&str; 3] = ["DL-18", "DL-19", "DL-20"];

const STEPS: [&str; 8] =
    ["接谈登记", "评析受理", "办理委托", "调查办理", "处理意见", "引导解决", "申请救助", "立卷归档"];

pub(super) fn head(desk: &Desk, case: &Case, title: &str) -> Vec<String> {
    vec![
        desk.studio.clone(),
        title.to_string(),
        String::new(),
        format!("案号: {}", case.title()),
        format!("信访人: {}", case.petitioner),
        format!("日期: {}", desk.today()),
        String::new(),
    ]
}

/// What everyone is told in the end: voluntary, free, the other ways open (人民调解法3,4,26).
pub(super) fn foot() -> Vec<String> {
    vec![
        String::new(),
        "调解自愿,您可以随时拒绝或终止;调解不收任何费用(人民调解法3,4)。".to_string(),
        "调解不影响您依法申请仲裁、行政复议或向法院起诉(人民调解法3,26)。".to_string(),
        "您可以查阅、复制、更正本人的登记信息(个人信息保护法45,46)。".to_string(),
    ]
}

pub(super) fn records(desk: &Desk, case: &Case) -> Outcome<Vec<Kept>> {
    Ok(store::case::list_kept(&desk.conn, case.id)?)
}

/// What was done, what comes next, by when, whom to ask.
pub(in crate::desk) fn progress(desk: &Desk, case: &Case) -> Outcome<Vec<String>> {
    let mut lines = head(desk, case, "办理进度告知单");
    let step = usize::from(case.stage.step());
    lines.push(format!("现在: {}", case.stage.label()));
    for (i, name) in STEPS.iter().enumerate() {
        let mark = match (i + 1).cmp(&step) {
            _ if step == 0 => "-",
            std::cmp::Ordering::Less => "已办",
            std::cmp::Ordering::Equal => "在办",
            std::cmp::Ordering::Greater => "-",
        };
        lines.push(format!("  第{}步 {name}  {mark}", i + 1));
    }
    lines.push(String::new());
    lines.push("已经办理:".to_string());
    let done: Vec<Kept> = records(desk, case)?;
    // Only steps: what others said or handed in is not the petitioner's to read here.
    for kept in done.iter().filter(|r| flow::find(&r.mv).is_some_and(|m| !m.is_record())) {
        lines.push(format!("  {}  {}", kept.on, flow::find(&kept.mv).map_or("", |m| m.label)));
    }
    lines.push(String::new());
    lines.push("接下来:".to_string());
    let clocks = desk.deadlines_of(case.id)?;
    let told = |c: &&DeadlineRow| {
        matches!(c.state, "running" | "paused") && !INSIDE.iter().any(|rule| c.rule.starts_with(rule))
    };
    let live: Vec<&DeadlineRow> = clocks.iter().filter(told).collect();
    for c in &live {
        let when = if c.state == "paused" { "暂停计算".to_string() } else { format!("{}前", c.raw) };
        let later =
            if c.rolled == c.raw { String::new() } else { format!("(遇法定休假日可顺延至{})", c.rolled) };
        let unsure = if c.provisional { ",该年放假安排尚未公布,为暂定" } else { "" };
        lines.push(format!("  {}  {when}{later}{unsure}", c.label));
    }
    if live.is_empty() {
        lines.push(if case.stage.is_open() { "  等待下一步安排" } else { "  本事项已经办结" }.to_string());
    }
    let handler = match case.handler {
        Some(id) => store::overdue::staff_name(&desk.conn, id)?.unwrap_or_default(),
        None => String::new(),
    };
    lines.push(String::new());
    lines.push(if handler.is_empty() {
        format!("询问: {}接待窗口", desk.studio)
    } else {
        format!("询问: 承办人{handler},或{}接待窗口", desk.studio)
    });
    lines.extend(foot());
    Ok(lines)
}

/// A clock was told.
pub(super) fn limits_told(desk: &Desk, case: &Case) -> Outcome<()> {
    if records(desk, case)?.iter().any(|r| r.form == "limits") {
        return Ok(());
    }
    Err(Failure::refusal("还没有提示过期限", "先选“提示期限”,记下途径和起算日"))
}

/// The limitation clocks that were told, with the end of each and what it rests on.
pub(super) fn limits(desk: &Desk, case: &Case) -> Outcome<Vec<String>> {
    let told: Vec<Kept> = records(desk, case)?.into_iter().filter(|r| r.form == "limits").collect();
    let mut lines = head(desk, case, "诉讼仲裁复议期限提示单");
    let table = &crate::domain::forms::LIMITS;
    for kept in &told {
        let route = table.field("route").map_or_else(String::new, |f| display(f, kept.get("route")));
        lines.push(route);
        lines.push(format!("  起算: {} {}", kept.get("start"), kept.get("fact")));
        match end(desk, kept)? {
            Some((due, basis, note)) => {
                let left = (due.raw - desk.today()).num_days();
                let state =
                    if left < 0 { format!("已过{}天,请尽快咨询", -left) } else { format!("还有{left}天") };
                lines.push(format!("  届满: {}  {state}", due.raw));
                if due.rolled != due.raw {
                    lines.push(format!("  届满日遇法定休假日,可顺延至{}", due.rolled));
                }
                if (0..=7).contains(&left) {
                    lines.push("  不足七日:可先行获得法律援助,请立即提出(法律援助法44)".to_string());
                }
                lines.push(format!("  依据: {basis}"));
                if !note.is_empty() {
                    lines.push(format!("  说明: {note}"));
                }
            }
            None => lines.push("  这一项没有固定的届满日".to_string()),
        }
        lines.push(String::new());
    }
    lines.push("本提示按您所说的起算日计算,不代替法律意见。".to_string());
    if case.stage.is_open() {
        lines.push("办理和调解期间上述期限照常计算,请注意不要错过。".to_string());
    }
    lines.extend(foot());
    Ok(lines)
}

fn end(desk: &Desk, kept: &Kept) -> Outcome<Option<(Due, &'static str, &'static str)>> {
    let Some(rule) = deadline::find(kept.get("route")) else { return Ok(None) };
    let Some(start) = kept.get("start").parse::<NaiveDate>().ok() else { return Ok(None) };
    Ok(match deadline::compute(rule, start, &desk.calendar, &[], 0) {
        Ok(State::Running(due)) => Some((due, rule.basis, rule.note)),
        _ => None,
    })
}
