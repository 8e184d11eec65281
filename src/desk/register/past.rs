//! 旧案, what old ledgers say was over, and 导入批次, the ledgers that were taken in.

use super::people::push;
use super::shape::{col, limit};
use super::{Act, Facts, Line, Register, Tone};
use crate::desk::{Desk, Failure, Outcome, mask};
use crate::domain::forms;
use crate::domain::role::{Grant, Operation, grant};
use crate::domain::visit_table::VISIT;
use crate::store;
use crate::store::import::{Batch, Past};
use crate::validation::display::display;
use crate::validation::{Draft, Kind};

pub static PAST: Register = Register {
    id: "past",
    title: "旧案",
    group: "案卷",
    basis: "方案六(一)一案一号;信访工作条例19③判重",
    operation: Operation::ProposeRepeat,
    columns: &[
        col("happened_on", "来访", 10),
        col("name", "姓名", 8),
        col("gist", "诉求", 0),
        col("outcome", "原台账记载", 16),
        col("batch", "批次", 4),
    ],
    views: &[("all", "全部")],
    rows: |desk, ask| {
        if ask.case.is_some() {
            return Ok(Vec::new());
        }
        let below = ask.after.unwrap_or(i64::MAX);
        let found = store::import::window_past(&desk.conn, ask.search.trim(), sees_sealed(desk)?, below, limit(ask))?;
        let line = |p: Past| Line {
            id: p.id,
            case: None,
            cells: vec![p.happened_on, mask::name(&p.name), p.gist, p.outcome, p.import.to_string()],
            tone: Tone::Done,
        };
        Ok(found.into_iter().map(line).collect())
    },
    show,
    acts: &[],
};

fn sees_sealed(desk: &Desk) -> Outcome<bool> {
    Ok(grant(desk.require_actor()?.role, Operation::Sealed) != Grant::No)
}

fn show(desk: &Desk, id: i64) -> Outcome<Facts> {
    let none = || Failure::refusal("没有这件旧案", "在台账“旧案”中重新选择");
    let past = store::import::load_past(&desk.conn, id)?.ok_or_else(none)?;
    if past.sealed && !sees_sealed(desk)? {
        return Err(none());
    }
    let draft: Draft = serde_json::from_str(&past.body).unwrap_or_default();
    let mut facts = Facts::new();
    push(&mut facts, "原台账记载", past.outcome);
    for field in VISIT.fields {
        let text = draft.get(field.key);
        let shown = match (field.key, field.kind) {
            _ if text.is_empty() => continue,
            ("name", _) => mask::name(text),
            ("respondent", _) => mask::party(text),
            (_, Kind::Document(_)) => mask::document(text),
            (_, Kind::Phone) => mask::phone(text),
            ("birth" | "address" | "contact" | "representatives", _) | (_, Kind::Name) => "(遮盖)".to_string(),
            _ => display(field, text),
        };
        push(&mut facts, field.label, shown);
    }
    push(&mut facts, "来自", format!("第{}批第{}行", past.import, past.line));
    Ok(facts)
}

pub static IMPORTS: Register = Register {
    id: "imports",
    title: "导入批次",
    group: "案卷",
    basis: "工作室默认:旧台账一次导入一批,未办过可撤销",
    operation: Operation::Import,
    columns: &[
        col("batch", "批次", 4),
        col("at", "时间", 16),
        col("name", "文件", 0),
        col("cases", "暂存", 7),
        col("past", "旧案", 7),
        col("rejected", "未导入", 6),
        col("by", "导入人", 8),
        col("state", "状态", 6),
    ],
    views: &[("all", "全部")],
    rows: |desk, ask| {
        if ask.case.is_some() {
            return Ok(Vec::new());
        }
        let below = ask.after.unwrap_or(i64::MAX);
        let found = store::import::window(&desk.conn, &ask.search, below, limit(ask))?;
        let line = |b: Batch| {
            let undone = !b.undone_at.is_empty();
            Line {
                id: b.id,
                case: None,
                tone: if undone { Tone::Done } else { Tone::Plain },
                cells: vec![
                    b.id.to_string(),
                    b.at.replace('T', " "),
                    b.name,
                    b.cases.to_string(),
                    b.past.to_string(),
                    b.rejected.to_string(),
                    b.by,
                    if undone { "已撤销" } else { "" }.to_string(),
                ],
            }
        };
        Ok(found.into_iter().map(line).collect())
    },
    show: |desk, id| {
        let none = || Failure::refusal(format!("没有第{id}批"), "在台账“导入批次”中重新选择");
        let b = store::import::load(&desk.conn, id)?.ok_or_else(none)?;
        let mut facts = Facts::new();
        push(&mut facts, "文件", b.name);
        push(&mut facts, "SHA-256", b.sha256);
        push(&mut facts, "导入", format!("{} {}", b.at.replace('T', " "), b.by));
        push(&mut facts, "暂存案件", format!("{}件", b.cases));
        if b.cases > 0 {
            push(&mut facts, "暂存编号", format!("{}至{}", b.case_ids.0, b.case_ids.1));
        }
        push(&mut facts, "旧案", format!("{}件", b.past));
        push(&mut facts, "未导入", format!("{}行", b.rejected));
        push(&mut facts, "撤销", if b.undone_at.is_empty() { "没有".into() } else { b.undone_at.replace('T', " ") });
        Ok(facts)
    },
    acts: &[Act {
        id: "undo",
        label: "撤销导入",
        basis: "工作室默认:没有人办过之前可整批撤销",
        operation: Operation::Import,
        ..Act::base(&forms::UNDO, |desk, id, draft| {
            let form = crate::validation::check(&forms::UNDO, draft, desk.now())?;
            desk.undo_import(id.unwrap_or_default(), form.get("reason"))
        })
    }],
};
