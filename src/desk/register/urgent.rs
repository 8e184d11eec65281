//! 重大紧急 as a register: what is not yet reported first, its two clocks in minutes and words.

use super::alerts::pairs;
use super::shape::{col, limit, line};
use super::{Act, Ask, Facts, Line, Register, Tone};
use crate::desk::urgent::{minute, seen_by, told};
use crate::desk::{Desk, Failure, Outcome};
use crate::domain::codes;
use crate::domain::forms;
use crate::domain::number::short;
use crate::domain::role::Operation;
use crate::domain::urgent::{Report, report, untold};
use crate::store;
use crate::store::urgent::Urgent;
use crate::validation::display::display_kind;
use crate::validation::{Draft, Kind};

pub static URGENT: Register = Register {
    id: "urgent",
    title: "重大紧急",
    group: "预警督办",
    basis: "信访工作条例25;人民调解法25",
    operation: Operation::Urgent,
    columns: &[
        col("number", "编号", 10),
        col("oral", "口头报告", 11),
        col("written", "书面报告", 11),
        col("kind", "类别", 8),
        col("matter", "案号", 9),
        col("fact", "事实", 0),
        col("state", "状态", 6),
    ],
    views: &[("waiting", "待报告"), ("open", "在办"), ("closed", "已办结"), ("all", "全部")],
    rows,
    show,
    acts: &[
        Act {
            id: "raise",
            label: "报重大紧急",
            basis: "信访工作条例25",
            operation: Operation::Urgent,
            on_line: false,
            fill: begin,
            ..Act::base(&forms::URGENT_RAISE, |d, _, f| d.raise_urgent(f))
        },
        Act {
            id: "oral",
            label: "口头报告",
            basis: "信访工作条例25;人民调解法25;30分钟为内部要求",
            operation: Operation::Urgent,
            ready: unclosed,
            fill: reporter,
            ..Act::base(&forms::URGENT_ORAL, |d, id, f| d.report_urgent_orally(line(id)?, f))
        },
        Act {
            id: "written",
            label: "书面报告",
            basis: "信访工作条例25;2小时为内部要求",
            operation: Operation::Urgent,
            ready: unclosed,
            fill: told_before,
            ..Act::base(&forms::URGENT_WRITTEN, |d, id, f| d.report_urgent_in_writing(line(id)?, f))
        },
        Act {
            id: "follow",
            label: "续报",
            basis: "信访工作条例25",
            operation: Operation::Urgent,
            ready: unclosed,
            fill: now,
            ..Act::base(&forms::URGENT_FOLLOW, |d, id, f| d.follow_urgent(line(id)?, f))
        },
        Act {
            id: "amend",
            label: "补充情况",
            basis: "信访工作条例25",
            operation: Operation::Urgent,
            ready: unclosed,
            fill: known,
            ..Act::base(&forms::URGENT_AMEND, |d, id, f| d.amend_urgent(line(id)?, f))
        },
        Act {
            id: "close",
            label: "办结",
            basis: "信访工作条例25",
            operation: Operation::Urgent,
            ready: unclosed,
            fill: today,
            ..Act::base(&forms::URGENT_CLOSE, |d, id, f| d.close_urgent(line(id)?, f))
        },
    ],
};

/// What it belongs to, in the short form of lists; its own number when that is nothing yet.
pub(in crate::desk) fn matter(u: &Urgent) -> String {
    if u.case.is_some() { short(&u.matter) } else { u.matter.clone() }
}

/// How both reports stand. A report in writing is a report: nobody has to telephone after it.
pub(in crate::desk) fn reports(u: &Urgent, now: chrono::NaiveDateTime) -> [Report; 2] {
    let found = minute(&u.found_at).unwrap_or(now);
    let at = |text: &Option<String>| text.as_deref().and_then(minute);
    let (oral, written) = (at(&u.oral_at), at(&u.written_at));
    [report("DL-20", found, oral.or(written), now), report("DL-20b", found, written, now)]
}

fn kind(code: &str) -> &str {
    codes::label(forms::URGENT_KIND, code)
}

fn state(u: &Urgent) -> &'static str {
    match (&u.closed_on, &u.written_at) {
        (Some(_), _) => "已办结",
        (None, Some(_)) => "在办",
        _ => "待报告",
    }
}

fn rows(desk: &Desk, ask: &Ask) -> Outcome<Vec<Line>> {
    let limit = limit(ask);
    let seen = seen_by(desk.require_actor()?, ask.case, limit);
    let found = store::urgent::window(&desk.conn, &ask.view, &ask.search, ask.after, &seen)?;
    Ok(found
        .into_iter()
        .map(|u| {
            let [oral, written] = reports(&u, desk.now());
            let closed = u.closed_on.is_some();
            // What was found to be nothing of the kind needed no report.
            let words = |r: &Report| if closed && !r.done { "未报".to_string() } else { r.words.clone() };
            let tone = match (closed, written.done) {
                (true, _) => Tone::Done,
                (false, true) => Tone::Plain,
                _ if [&oral, &written].iter().any(|r| r.late && !r.done) => Tone::Over,
                _ => Tone::Red,
            };
            let state = state(&u).to_string();
            let cells = vec![
                u.number.clone(),
                words(&oral),
                words(&written),
                kind(&u.kind).trim_start_matches("可能").chars().take_while(|c| *c != '(').collect(),
                matter(&u),
                u.fact.clone(),
                state,
            ];
            Line { id: u.id, case: u.case, cells, tone }
        })
        .collect())
}

fn show(desk: &Desk, id: i64) -> Outcome<Facts> {
    let u = desk.urgent(id)?;
    let [oral, written] = reports(&u, desk.now());
    let to = |codes_of: &str| {
        let words: Vec<&str> =
            codes_of.split(',').filter(|c| !c.is_empty()).map(|c| codes::label(forms::REPORT_TO, c)).collect();
        words.join("、")
    };
    let clock = |at: &Option<String>| at.as_deref().unwrap_or("").replace('T', " ");
    let involved = u.involved.map_or(String::new(), |n| format!("{n}人"));
    let waits =
        |report: &Report| if u.closed_on.is_some() && !report.done { String::new() } else { report.words.clone() };
    let mut facts = pairs(&[
        ("编号", &u.number),
        ("状态", state(&u)),
        ("案件或苗头", if u.matter.is_empty() { "尚未成案" } else { &u.matter }),
        ("类别", kind(&u.kind)),
        ("发现时间", &u.found_at.replace('T', " ")),
        ("发现人", &u.by),
        ("事实", &u.fact),
        ("地点", &u.place),
        ("涉及人数", &involved),
        ("已采取措施", &u.measures),
        ("口头报告", format!("{} {} {}", waits(&oral), clock(&u.oral_at), to(&u.oral_to)).trim()),
        ("报告人", &u.oral_by),
        ("接报人", &u.oral_heard),
        ("书面报告", format!("{} {} {}", waits(&written), clock(&u.written_at), to(&u.written_to)).trim()),
        ("文号", &u.document),
    ]);
    for note in store::urgent::list_notes(&desk.conn, id)? {
        let told = if note.told.is_empty() { String::new() } else { format!(" 报{}", to(&note.told)) };
        facts.push(("续报".into(), format!("{} {} {}{told}", note.at.replace('T', " "), note.by, note.body)));
    }
    let rest = untold(&u.kind, &told(&desk.conn, &u)?);
    if u.closed_on.is_none() && !rest.is_empty() {
        facts.push(("尚未报告".into(), rest.join("、")));
    }
    if let Some(day) = &u.closed_on {
        let result = codes::label(forms::URGENT_RESULT, &u.result);
        facts.push(("办结".into(), format!("{day} {result} {}", u.outcome)));
    }
    Ok(facts)
}

fn unclosed(desk: &Desk, id: Option<i64>) -> Outcome<()> {
    let u = desk.urgent(line(id)?)?;
    match u.closed_on {
        None => Ok(()),
        Some(day) => Err(Failure::refusal(format!("{}已于{day}办结", u.number), "有新情况的,另报重大紧急事项")),
    }
}

fn minute_now(desk: &Desk) -> String {
    desk.now().format("%Y-%m-%d %H:%M").to_string()
}

fn begin(desk: &Desk, _: Option<i64>, case: Option<i64>) -> Outcome<Draft> {
    let mut draft = Draft::default().with("found_at", minute_now(desk));
    if let Some(case) = case {
        let case = desk.readable_case(case)?;
        draft = draft.with("case", case.title()).with("place", display_kind(Kind::Division, &case.place));
    }
    Ok(draft)
}

fn reporter(desk: &Desk, _: Option<i64>, _: Option<i64>) -> Outcome<Draft> {
    Ok(Draft::default().with("at", minute_now(desk)).with("by", desk.require_actor()?.name.clone()))
}

fn told_before(desk: &Desk, id: Option<i64>, _: Option<i64>) -> Outcome<Draft> {
    Ok(Draft::default().with("at", minute_now(desk)).with("to", desk.urgent(line(id)?)?.oral_to))
}

fn now(desk: &Desk, _: Option<i64>, _: Option<i64>) -> Outcome<Draft> {
    Ok(Draft::default().with("at", minute_now(desk)))
}

fn today(desk: &Desk, _: Option<i64>, _: Option<i64>) -> Outcome<Draft> {
    Ok(Draft::default().with("closed_on", desk.today().to_string()))
}

fn known(desk: &Desk, id: Option<i64>, _: Option<i64>) -> Outcome<Draft> {
    let u = desk.urgent(line(id)?)?;
    Ok(Draft::default()
        .with("kind", u.kind)
        .with("fact", u.fact)
        .with("place", u.place)
        .with("involved", u.involved.map(|n| n.to_string()).unwrap_or_default())
        .with("measures", u.measures))
}
