//! 批量改派: caseloads that changed hands at once, each with the paper that both sign.

use super::shape::{col, limit};
use super::{Act, Line, Register, Tone};
use crate::desk::{Caseload, CaseloadLine, Desk, Done, Outcome};
use crate::domain::role::Operation;
use crate::domain::{codes, forms};
use crate::validation::Draft;

pub static REASSIGNMENTS: Register = Register {
    id: "reassignments",
    title: "批量改派",
    group: "人员",
    basis: "方案六(一);信访工作条例28",
    operation: Operation::Assign,
    columns: &[
        col("at", "时间", 16),
        col("from", "移交人", 10),
        col("cases", "件数", 4),
        col("to", "接收人", 0),
        col("reason", "原因", 16),
        col("by", "经办", 8),
    ],
    views: &[("all", "全部")],
    rows: |desk, ask| {
        if let Some(case) = ask.case {
            desk.readable_case(case)?;
        }
        let list = desk.reassignments(&ask.search, ask.case, ask.after.unwrap_or(i64::MAX), limit(ask))?;
        Ok(list
            .into_iter()
            .map(|r| {
                let from = if r.origin.is_empty() { "按条件".to_string() } else { r.origin };
                let cells = vec![r.at.replace('T', " "), from, r.cases.to_string(), r.to, r.reason, r.by];
                Line { id: r.id, case: None, cells, tone: Tone::Plain }
            })
            .collect())
    },
    show: |desk, id| {
        let rows = desk.handover_paper(id)?.into_iter().filter(|l| !l.is_empty());
        Ok(rows.enumerate().map(|(i, l)| (if i == 0 { "交接清单" } else { "" }.to_string(), l)).collect())
    },
    acts: &[Act {
        id: "move",
        label: "批量改派",
        basis: "方案六(一);信访工作条例28",
        operation: Operation::Assign,
        on_line: false,
        tells: is_preview,
        ..Act::base(&forms::CASELOAD, move_caseload)
    }],
};
pub(super) fn is_preview(draft: &Draft) -> bool {
    crate::validation::code::resolve(codes::YES_NO, draft.get("preview")).is_some_and(|c| c.code == "1")
}

pub(super) fn move_caseload(desk: &mut Desk, _: Option<i64>, draft: &Draft) -> Outcome<Done> {
    let load = desk.move_caseload(draft)?;
    let mut text = vec![load.words()];
    match load.id {
        Some(id) => text.extend(desk.handover_paper(id)?),
        None => text.extend(going(&load)),
    }
    if load.left() > 0 {
        text.push(format!("# 留下{}件", load.left()));
        let stays = load.lines.iter().filter(|l| !l.hindrance.is_empty());
        text.extend(stays.map(|l| format!("{} {} {}:{}", l.title, l.petitioner, l.stage, l.hindrance)));
    }
    Ok(Done { text: text.join("\n"), id: load.id.unwrap_or_default() })
}

/// The cases that would go, one a line.
fn going(load: &Caseload) -> Vec<String> {
    let part = |l: &CaseloadLine| if l.part == "handler" { "承办" } else { "组员" };
    let to = |to: &str| if to.is_empty() { "退出小组".to_string() } else { format!("给{to}") };
    let goes = load.lines.iter().filter(|l| l.hindrance.is_empty());
    let mut lines: Vec<String> = goes
        .map(|l| {
            let due = if l.due.is_empty() { String::new() } else { format!(" 期限{}", l.due) };
            format!("{} {} {} {}{}{due}", l.title, l.petitioner, l.stage, part(l), to(&l.to))
        })
        .collect();
    if !lines.is_empty() {
        lines.insert(0, format!("# 可改派{}件", load.moved()));
    }
    lines
}
