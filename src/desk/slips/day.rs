//! 日结单: what was done on a day in numbers, and the head of the journal on paper.
//!
//! The paper is the one witness that whoever owns the file cannot change afterwards (domain.md 14). Counts
//! only, no name; of sealed cases only for who may read them.

use super::fold;
use crate::desk::{Desk, Failure, Outcome};
use crate::domain::backup::Head;
use crate::domain::flow;
use crate::domain::role::{Grant, Operation, grant};
use crate::store;
use crate::validation::date::with_weekday;
use chrono::NaiveDate;
use unicode_width::UnicodeWidthStr;

/// What is told by its own line: the action in the journal, its words.
const TOLD: &[(&str, &str)] = &[
    ("ticket.take", "取号"),
    ("ticket.leave", "取号后离开"),
    ("visit.add", "接谈登记"),
    ("visit.amend", "修改登记"),
    ("document", "制作文书"),
    ("document.signed", "附签字扫描件"),
    ("slip", "打印提示单"),
    ("warning", "预警"),
    ("supervise", "督办"),
    ("urgent", "重大紧急事项"),
    ("request.ask", "本人信息申请"),
    ("handover.send", "网点移交"),
    ("undo", "撤回"),
    ("backup", "备份"),
    ("restore", "恢复"),
];
/// Coming and going of users and looks at the screen are no work.
const QUIET: &[&str] = &["login", "logout", "lock", "unlock", "read", "sweep", "drill"];

impl Desk {
    /// The slip of a day. That it was made is journalled, after the head it tells.
    ///
    /// # Errors
    /// A refusal for who neither sees all cases nor audits, and for a day to come.
    pub fn day_slip(&mut self, day: NaiveDate) -> Outcome<Vec<String>> {
        let actor = self.require_actor()?.clone();
        let sees_all = matches!(grant(actor.role, Operation::ReadCase), Grant::Full | Grant::View);
        if !sees_all {
            self.allow(Operation::Audit)?;
        }
        if day > self.today() {
            return Err(Failure::refusal(format!("{day}还没有到"), "请写今天或以前的日期"));
        }
        let sealed = grant(actor.role, Operation::Sealed) == Grant::Full;
        let mut span = store::journal::span(&self.conn, day)?;
        if day == self.today() {
            // A clock that was set back hides nothing: today ends with the newest row.
            span.1 = store::journal::head(&self.conn)?.0 + 1;
        }
        let done = store::journal::count_actions(&self.conn, span, sealed)?;
        let last = span.1 - 1;
        let hash = store::journal::hash_at(&self.conn, last)?.unwrap_or_default();
        let mut lines = vec![self.studio.clone(), "日结单".to_string(), String::new()];
        lines.push(format!("日期: {}", with_weekday(day)));
        lines.push(format!("制单: {} {}", actor.name, self.now().format("%Y-%m-%d %H:%M")));
        let count = |action: &str| done.iter().find(|d| d.0 == action).map_or(0, |d| d.1);
        section(&mut lines, "来访和材料", TOLD.iter().map(|(action, label)| (*label, count(action))));
        section(&mut lines, "案件各步", flow::FLOW.iter().map(|mv| (mv.label, count(mv.id))));
        let named = |action: &str| TOLD.iter().any(|t| t.0 == action) || flow::find(action).is_some();
        let quiet = |action: &str| QUIET.contains(&action) || action.ends_with(".read") || action.ends_with(".failed");
        let other = done.iter().filter(|d| !named(&d.0) && !quiet(&d.0)).map(|d| d.1).sum();
        section(&mut lines, "其他", [("其他办理", other)].into_iter());
        let now = store::tally::clocks(&self.conn, None, self.today())?;
        let numbers = [
            ("在办案件", store::tally::open(&self.conn)?),
            ("逾期期限", now.overdue),
            ("红灯", now.red),
            ("黄灯", now.amber),
            ("静默", now.silent),
            ("暂停", now.paused),
        ];
        lines.push(String::new());
        lines.push("制单时在办".to_string());
        pairs(&mut lines, &numbers);
        lines.push(String::new());
        lines.push(format!("流水: 当天{}条", span.1 - span.0));
        lines.extend(head_lines(&Head { seq: last, hash }));
        lines.push(match self.last_backup() {
            Some(at) => format!("最近备份: {}", at.format("%Y-%m-%d %H:%M")),
            None => "最近备份: 没有,请管理员办理".to_string(),
        });
        lines.push(String::new());
        lines.push("制单人签字:                    主任签字:".to_string());
        self.write(|w| w.journal("slip", "day", 0, &format!("日结单{day}"), "{}"))?;
        Ok(fold(&lines))
    }
}

/// The head so that it can be typed again: the hash in groups of eight, half on a line.
fn head_lines(head: &Head) -> Vec<String> {
    if head.seq < 1 {
        return vec!["流水末条: 无".to_string()];
    }
    let groups: Vec<&str> = (0..head.hash.len()).step_by(8).filter_map(|i| head.hash.get(i..i + 8)).collect();
    let half = |part: &[&str]| format!("  {}", part.join(" "));
    let (first, second) = groups.split_at(groups.len() / 2);
    vec![
        format!("流水末条: {}", head.seq),
        half(first),
        half(second),
        "日后核对: fengqiao check --head 序号:哈希(可只写前16位)".to_string(),
    ]
}

fn section<'a>(lines: &mut Vec<String>, title: &str, rows: impl Iterator<Item = (&'a str, i64)>) {
    let rows: Vec<(&str, i64)> = rows.filter(|r| r.1 > 0).collect();
    if rows.is_empty() {
        return;
    }
    lines.push(String::new());
    lines.push(title.to_string());
    pairs(lines, &rows);
}

/// Two counts on a line, the second column at the middle of the paper.
fn pairs(lines: &mut Vec<String>, rows: &[(&str, i64)]) {
    for pair in rows.chunks(2) {
        let mut line = String::new();
        for (i, (label, n)) in pair.iter().enumerate() {
            line.push_str(&" ".repeat((i * 38).saturating_sub(line.width())));
            line.push_str(&format!("  {label} {n}"));
        }
        lines.push(line);
    }
}
