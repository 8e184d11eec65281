//! 值班 as a register.

use super::shape::{col, limit, line};
use super::{Act, Ask, Facts, Line, Register, Tone};
use crate::desk::duty::{may_change, may_serve, may_unserve};
use crate::desk::money::state_label;
use crate::desk::{Desk, Failure, Outcome};
use crate::domain::role::Operation;
use crate::domain::{forms, subsidy};
use crate::store;
use crate::store::duty::{Duty, Part};
use crate::validation::{Draft, date};
use chrono::{Datelike, Days, Months, NaiveDate};

pub static DUTY: Register = Register {
    id: "duty",
    title: "值班",
    group: "经费",
    basis: "方案六(四)5",
    operation: Operation::Duty,
    columns: &[
        col("day", "日期", 10),
        col("weekday", "星期", 4),
        col("person", "值班人", 10),
        col("served", "到岗", 6),
        col("station", "值班地点", 18),
        col("pay", "值班费", 0),
    ],
    views: &[("week", "本周"), ("month", "本月"), ("waiting", "待确认"), ("all", "全部")],
    rows,
    show,
    acts: &[
        Act {
            id: "plan",
            label: "排班",
            basis: "方案六(四)5",
            operation: Operation::Duty,
            on_line: false,
            ..Act::base(&forms::DUTY_PLAN, |desk, _, draft| desk.plan_duty(draft))
        },
        Act {
            id: "serve-day",
            label: "确认一天到岗",
            basis: "方案六(四)5;九(四)",
            operation: Operation::ReviewClaim,
            on_line: false,
            fill: |desk, _, _| Ok(Draft::default().with("day", desk.today().to_string())),
            ..Act::base(&forms::DUTY_DAY, |desk, _, draft| desk.serve_day(draft))
        },
        Act {
            id: "claim",
            label: "申报值班费",
            basis: "方案六(四)5,6",
            operation: Operation::Claim,
            on_line: false,
            fill: |desk, _, _| Ok(Draft::default().with("month", desk.today().format("%Y-%m").to_string())),
            ..Act::base(&forms::DUTY_PAY, |desk, _, draft| desk.claim_duty(draft))
        },
        Act {
            id: "serve",
            label: "确认到岗",
            basis: "方案六(四)5;九(四)",
            operation: Operation::ReviewClaim,
            ready: |desk, id| {
                let staff = desk.actor().and_then(|a| a.staff);
                may_serve(&held(desk, id)?, desk.today(), staff)
            },
            ..Act::base(&forms::DUTY_SERVED, |desk, id, draft| desk.serve_duty(line(id)?, draft))
        },
        Act {
            id: "unserve",
            label: "更正为未到岗",
            basis: "方案九(四)",
            operation: Operation::ReviewClaim,
            ready: |desk, id| may_unserve(&held(desk, id)?),
            ..Act::base(&forms::DUTY_REASON, |desk, id, draft| desk.unserve_duty(line(id)?, draft))
        },
        Act {
            id: "change",
            label: "调班",
            basis: "方案六(四)5",
            operation: Operation::Duty,
            ready: |desk, id| may_change(&held(desk, id)?, desk.today()),
            fill: |desk, id, _| {
                let d = held(desk, id)?;
                let draft = Draft::default().with("day", d.day.to_string()).with("station", d.station);
                Ok(draft.with("person", desk.word_for(d.staff, &d.name)?))
            },
            ..Act::base(&forms::DUTY_CHANGE, |desk, id, draft| desk.change_duty(line(id)?, draft))
        },
        Act {
            id: "remove",
            label: "取消",
            basis: "方案六(四)5",
            operation: Operation::Duty,
            ready: |desk, id| may_change(&held(desk, id)?, desk.today()),
            ..Act::base(&forms::DUTY_REASON, |desk, id, draft| desk.remove_duty(line(id)?, draft))
        },
    ],
};

fn held(desk: &Desk, id: Option<i64>) -> Outcome<Duty> {
    let id = line(id)?;
    store::duty::load(&desk.conn, id)?.ok_or_else(|| Failure::refusal("没有这一行值班", "重新打开值班表"))
}

/// First and last day of the month of a day.
fn month_of(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = day.with_day(1).unwrap_or(day);
    (first, first + Months::new(1) - Days::new(1))
}

fn rows(desk: &Desk, ask: &Ask) -> Outcome<Vec<Line>> {
    // The roster belongs to no case.
    if ask.case.is_some() {
        return Ok(Vec::new());
    }
    let today = desk.today();
    let monday = today - Days::new(today.weekday().num_days_from_monday().into());
    let (first, last) = month_of(today);
    let (from, to) = match ask.view.as_str() {
        "month" => (first.to_string(), last.to_string()),
        "waiting" => ("0000".to_string(), today.to_string()),
        "all" => ("0000".to_string(), "9999".to_string()),
        _ => (monday.to_string(), (monday + Days::new(6)).to_string()),
    };
    let (waiting, latest_first) = (ask.view == "waiting", ask.view == "all");
    let part = Part { from: &from, to: &to, waiting, latest_first };
    let limit = limit(ask);
    let lines = store::duty::window(&desk.conn, part, &ask.search, ask.after, limit)?;
    Ok(lines.into_iter().map(|d| shown(d, today)).collect())
}

fn shown(d: Duty, today: NaiveDate) -> Line {
    let (served, tone) = match (d.served, d.day <= today) {
        (true, _) if d.claim.is_some() => ("已到岗", Tone::Done),
        (true, _) => ("已到岗", Tone::Plain),
        (false, true) => ("待确认", Tone::Amber),
        (false, false) => ("待值", Tone::Plain),
    };
    let weekday: String = date::weekday_name(d.day);
    let pay = pay(&d);
    Line { id: d.id, case: None, cells: vec![d.day.to_string(), weekday, d.name, served.into(), d.station, pay], tone }
}

/// What becomes of the pay of a line.
fn pay(d: &Duty) -> String {
    match (subsidy::barred(&d.name, &d.official), d.claim, d.served) {
        (_, Some(_), _) => format!("{} {}", d.number, state_label(&d.state)),
        (Some(_), ..) if d.official == "1" => "公职人员不领".to_string(),
        (Some(_), ..) => "公职身份待核".to_string(),
        (_, _, true) => "未申报".to_string(),
        _ => String::new(),
    }
}

fn show(desk: &Desk, id: i64) -> Outcome<Facts> {
    let d = held(desk, Some(id))?;
    let served = if d.served { format!("已到岗,{}确认", d.served_by) } else { "没有确认".to_string() };
    let barred = subsidy::barred(&d.name, &d.official).map_or_else(String::new, |(why, _)| why);
    let mut facts: Facts = vec![
        ("日期".into(), date::with_weekday(d.day)),
        ("值班人".into(), d.name.clone()),
        ("值班地点".into(), d.station.clone()),
        ("排班".into(), d.planned_by.clone()),
        ("到岗".into(), served),
        ("说明".into(), d.note.clone()),
        ("值班费".into(), pay(&d)),
        ("不得领取".into(), barred),
        ("标准".into(), "每人每天200元,同级财政承担(方案六(四)5)".into()),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    Ok(facts)
}
