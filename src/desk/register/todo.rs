//! 待我办 as a register.

use super::{Ask, Column, Facts, Line, Register, Tone};
use crate::desk::{Desk, Failure, Outcome};
use crate::domain::role::Operation;
use chrono::NaiveDate;

pub static TODO: Register = Register {
    id: "todo",
    title: "待我办",
    group: "待办",
    basis: "方案六(一);权限表",
    operation: Operation::ReadCase,
    columns: &[
        Column { key: "what", label: "待办", width: 12 },
        Column { key: "case", label: "案号", width: 9 },
        Column { key: "petitioner", label: "信访人", width: 8 },
        Column { key: "due", label: "最近期限", width: 10 },
        Column { key: "left", label: "剩余", width: 9 },
        Column { key: "since", label: "自", width: 10 },
        Column { key: "detail", label: "说明", width: 0 },
    ],
    views: &[("all", "全部"), ("late", "逾期"), ("week", "近7日")],
    rows,
    show,
    acts: &[],
};

/// Days left in words: `逾期3天`, `剩2天`, `今天`.
fn left(due: &str, today: NaiveDate) -> (String, Tone) {
    let Ok(day) = due.parse::<NaiveDate>() else { return (String::new(), Tone::Plain) };
    match (day - today).num_days() {
        n if n < 0 => (format!("逾期{}天", -n), Tone::Over),
        0 => ("今天".to_string(), Tone::Red),
        n if n <= 2 => (format!("剩{n}天"), Tone::Red),
        n if n <= 7 => (format!("剩{n}天"), Tone::Amber),
        n => (format!("剩{n}天"), Tone::Plain),
    }
}

fn rows(desk: &Desk, ask: &Ask) -> Outcome<Vec<Line>> {
    let today = desk.today();
    let soon = (today + chrono::Days::new(7)).to_string();
    let now = today.to_string();
    let mut lines = Vec::new();
    for (i, t) in (1..).zip(desk.todo()?) {
        let wanted = match ask.view.as_str() {
            "late" => !t.due.is_empty() && t.due < now,
            "week" => !t.due.is_empty() && t.due <= soon,
            _ => true,
        };
        let found = ask.search.is_empty() || [&t.what, &t.title, &t.detail].iter().any(|x| x.contains(&ask.search));
        if !wanted || !found || ask.case.is_some_and(|c| Some(c) != t.case) || ask.after.is_some_and(|a| i <= a) {
            continue;
        }
        if lines.len() >= ask.limit {
            break;
        }
        let (words, tone) = left(&t.due, today);
        let cells = vec![t.what, t.title, t.petitioner, t.due, words, t.since, t.detail];
        lines.push(Line { id: i, case: t.case, cells, tone });
    }
    Ok(lines)
}

fn show(desk: &Desk, id: i64) -> Outcome<Facts> {
    let all = desk.todo()?;
    let nth = usize::try_from(id - 1).unwrap_or(usize::MAX);
    let t = all.into_iter().nth(nth).ok_or_else(|| Failure::refusal("没有这一行", "重新打开待我办"))?;
    let Some(case) = t.case.map(|id| desk.readable_case(id)).transpose()? else {
        return Ok(vec![
            ("待办".into(), t.what),
            ("编号".into(), t.title),
            ("自".into(), t.since),
            ("说明".into(), t.detail),
        ]);
    };
    Ok(vec![
        ("待办".into(), t.what),
        ("案号".into(), case.title()),
        ("信访人".into(), t.petitioner),
        ("诉求".into(), case.gist),
        ("阶段".into(), case.stage.label().into()),
        ("最近期限".into(), t.due),
        ("自".into(), t.since),
        ("说明".into(), t.detail),
    ])
}
