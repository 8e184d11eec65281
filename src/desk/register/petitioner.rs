//! Registers of the petitioner's side: 本人信息申请, 咨询摘要, 咨询登记.

use super::shape::{col, line, seen};
use super::{Act, Ask, Facts, Line, Register, Tone};
use crate::desk::guidance::{as_draft, rules};
use crate::desk::own_data::hide_numbers;
use crate::desk::slips::clock_line;
use crate::desk::{Desk, Failure, Outcome, mask};
use crate::domain::number::short;
use crate::domain::role::Operation;
use crate::domain::visit_table::VISIT;
use crate::domain::{codes, forms};
use crate::store;
use crate::store::request::Request;
use crate::validation::Draft;
use chrono::{Datelike, NaiveDate};

fn facts(rows: Vec<(&str, String)>) -> Facts {
    rows.into_iter().filter(|(_, v)| !v.is_empty()).map(|(label, v)| (label.to_string(), v)).collect()
}

pub static REQUESTS: Register = Register {
    id: "requests",
    title: "本人信息申请",
    group: "来访人服务",
    basis: "个人信息保护法44-47,50",
    operation: Operation::OwnData,
    columns: &[
        col("left", "答复", 9),
        col("number", "申请号", 15),
        col("kind", "事项", 8),
        col("case", "案号", 9),
        col("petitioner", "信访人", 8),
        col("asked_on", "申请", 10),
        col("state", "结果", 0),
    ],
    views: &[("open", "待答复"), ("answered", "已答复"), ("all", "全部")],
    rows: |desk, ask| {
        let seen = seen(desk, ask, Operation::OwnData)?;
        let today = desk.today();
        let rows = store::request::window(&desk.conn, &ask.view, &ask.search, &seen)?;
        Ok(rows
            .into_iter()
            .map(|r| {
                let (left, tone) = left(&r, today);
                let kind = codes::label(forms::REQUEST_KIND, &r.kind).to_string();
                let state = outcome(&r.outcome).to_string();
                let cells = vec![left, r.number, kind, short(&r.title), mask::name(&r.person), r.asked_on, state];
                Line { id: r.id, case: Some(r.case), cells, tone }
            })
            .collect())
    },
    show: |desk, id| {
        let (r, case) = desk.request(id)?;
        let corrections = store::request::corrections_of(&desk.conn, id)?;
        let done: Vec<String> = corrections
            .iter()
            .map(|c| {
                let label = VISIT.field(&c.field).map_or("", |f| f.label);
                format!("{} {label},{}", c.day, if c.note.is_empty() { "已改登记表" } else { "附注,原卷不改" })
            })
            .collect();
        Ok(facts(vec![
            ("申请号", r.number),
            ("案号", case.title()),
            ("事项", codes::label(forms::REQUEST_KIND, &r.kind).to_string()),
            ("信访人", mask::name(&r.person)),
            ("谁来申请", codes::label(forms::ASKER, &r.asker).to_string()),
            ("代理人", mask::name(&r.agent)),
            ("授权", hide_numbers(&r.authority, &[])),
            ("核对身份", r.identified),
            ("申请内容", hide_numbers(&r.detail, &[])),
            ("申请日期", r.asked_on),
            ("答复期限", format!("{}(15日为工作室默认,待核)", r.due)),
            ("结果", outcome(&r.outcome).to_string()),
            ("答复", hide_numbers(&r.answer, &[])),
            ("答复日期", r.answered_on.unwrap_or_default()),
            ("更正", done.join("\n")),
        ]))
    },
    acts: &[
        Act {
            id: "ask",
            label: "登记申请",
            basis: "个人信息保护法44-46",
            operation: Operation::OwnData,
            on_line: false,
            fill: fill_request,
            ..Act::base(&forms::OWN_DATA, |d, _, f| d.ask_own_data(f))
        },
        Act {
            id: "give",
            label: "答复",
            basis: "个人信息保护法45",
            operation: Operation::OwnData,
            ready: |desk, id| desk.open_request(line(id)?, &["1", "2", "5"]).map(|_| ()),
            fill: answered_today,
            ..Act::base(&forms::OWN_DATA_GIVEN, |d, id, f| d.give_own_data(line(id)?, f))
        },
        Act {
            id: "correct",
            label: "更正补充",
            basis: "个人信息保护法46",
            operation: Operation::OwnData,
            ready: |desk, id| desk.open_request(line(id)?, &["3", "4"]).map(|_| ()),
            ..Act::base(&forms::CORRECTION, |d, id, f| d.correct_own_data(line(id)?, f))
        },
        Act {
            id: "refuse",
            label: "不予办理",
            basis: "个人信息保护法50",
            operation: Operation::OwnData,
            ready: |desk, id| desk.open_request(line(id)?, &[]).map(|_| ()),
            fill: answered_today,
            ..Act::base(&forms::OWN_DATA_REFUSED, |d, id, f| d.refuse_own_data(line(id)?, f))
        },
        Act {
            id: "withdraw",
            label: "申请人撤回",
            basis: "个人信息保护法44",
            operation: Operation::OwnData,
            ready: |desk, id| desk.open_request(line(id)?, &[]).map(|_| ()),
            fill: answered_today,
            ..Act::base(&forms::OWN_DATA_WITHDRAWN, |d, id, f| d.withdraw_own_data(line(id)?, f))
        },
    ],
};

fn outcome(code: &str) -> &'static str {
    match code {
        "given" => "已答复",
        "corrected" => "已更正",
        "noted" => "附注更正",
        "refused" => "不予办理",
        "withdrawn" => "已撤回",
        _ => "待答复",
    }
}

/// How long until the answer is due, in words.
fn left(r: &Request, today: NaiveDate) -> (String, Tone) {
    if r.answered_on.is_some() {
        return ("-".to_string(), Tone::Done);
    }
    let Ok(due) = r.due.parse::<NaiveDate>() else { return (String::new(), Tone::Plain) };
    match (due - today).num_days() {
        n if n < 0 => (format!("逾期{}天", -n), Tone::Over),
        0 => ("今天".to_string(), Tone::Red),
        n if n <= 2 => (format!("剩{n}天"), Tone::Red),
        n if n <= 5 => (format!("剩{n}天"), Tone::Amber),
        n => (format!("剩{n}天"), Tone::Plain),
    }
}

fn fill_request(desk: &Desk, _: Option<i64>, case: Option<i64>) -> Outcome<Draft> {
    let draft = Draft::default().with("asked_on", desk.today().to_string());
    let Some(case) = case.map(|id| desk.readable_case(id)).transpose()? else { return Ok(draft) };
    let called = if case.number.is_none() && case.docket.is_none() { format!("#{}", case.id) } else { case.title() };
    // The name is not filled in: who asks says whose data it is.
    Ok(draft.with("case", called))
}

fn answered_today(desk: &Desk, _: Option<i64>, _: Option<i64>) -> Outcome<Draft> {
    Ok(Draft::default().with("answered_on", desk.today().to_string()))
}

pub static GUIDANCE: Register = Register {
    id: "guidance",
    title: "咨询摘要",
    group: "来访人服务",
    basis: "方案五(一),八(一)",
    operation: Operation::Guidance,
    columns: &[
        col("title", "题目", 30),
        col("dispute", "纠纷类型", 14),
        col("verified", "条文", 4),
        col("office", "去哪里", 0),
    ],
    views: &[("active", "在用"), ("unverified", "待核"), ("retired", "停用"), ("all", "全部")],
    rows: |desk, ask| {
        let active = match ask.view.as_str() {
            "retired" => Some(false),
            "all" => None,
            _ => Some(true),
        };
        let list = desk.guidance(&ask.search, active)?;
        let begun = ask.after.and_then(|id| list.iter().position(|g| g.id == id)).map_or(0, |at| at + 1);
        Ok(list
            .into_iter()
            .skip(begun)
            .filter(|g| ask.view != "unverified" || !g.verified)
            .take(ask.limit)
            .map(|g| {
                let dispute = codes::label(codes::DISPUTE, &g.dispute).to_string();
                let verified = if g.verified { "已核" } else { "待核" }.to_string();
                let tone = if g.active { Tone::Plain } else { Tone::Done };
                Line { id: g.id, case: None, cells: vec![g.title, dispute, verified, g.office], tone }
            })
            .collect())
    },
    show: |desk, id| {
        let g = desk.guidance_of(id)?;
        let clocks: Vec<String> = rules(&g).map(clock_line).collect();
        let mut rows = vec![
            ("题目", g.title),
            ("纠纷类型", codes::label(codes::DISPUTE, &g.dispute).to_string()),
            ("去哪里", g.office),
            ("带什么", g.bring),
        ];
        rows.extend(clocks.into_iter().map(|line| ("期限", line)));
        rows.extend([
            ("条文", format!("{}({})", g.article, if g.verified { "已核" } else { "待核" })),
            ("要点", g.body),
            ("状态", if g.active { String::new() } else { "已停用".to_string() }),
            ("接着办", "Esc返回,按F4:答复咨询、打印摘要".to_string()),
        ]);
        Ok(facts(rows))
    },
    acts: &[
        Act {
            id: "answer",
            label: "答复咨询",
            basis: "方案五(一)",
            operation: Operation::Guidance,
            ready: |desk, id| desk.usable(line(id)?).map(|_| ()),
            fill: fill_consulted,
            ..Act::base(&forms::CONSULTED, |d, id, f| d.consult(Some(line(id)?), f))
        },
        Act {
            id: "print",
            label: "打印摘要",
            basis: "方案五(一),八(一)",
            operation: Operation::Guidance,
            ready: |desk, id| desk.usable(line(id)?).map(|_| ()),
            ..Act::base(&forms::CONFIRM, |d, id, _| d.print_guidance(line(id)?))
        },
        Act {
            id: "add",
            label: "新增摘要",
            basis: "方案八(一)法治宣传",
            operation: Operation::EditGuidance,
            on_line: false,
            ..Act::base(&forms::GUIDANCE, |d, _, f| d.add_guidance(f))
        },
        Act {
            id: "edit",
            label: "修改摘要",
            basis: "方案八(一)法治宣传",
            operation: Operation::EditGuidance,
            fill: |desk, id, _| Ok(as_draft(&desk.guidance_of(line(id)?)?)),
            ..Act::base(&forms::GUIDANCE, |d, id, f| d.edit_guidance(line(id)?, f))
        },
        Act {
            id: "retire",
            label: "停用",
            basis: "方案八(一)法治宣传",
            operation: Operation::EditGuidance,
            ready: |desk, id| desk.usable(line(id)?).map(|_| ()),
            ..Act::base(&forms::GUIDANCE_RETIRED, |d, id, f| d.retire_guidance(line(id)?, false, f))
        },
        Act {
            id: "restore",
            label: "恢复使用",
            basis: "方案八(一)法治宣传",
            operation: Operation::EditGuidance,
            ready: |desk, id| match desk.guidance_of(line(id)?)?.active {
                true => Err(Failure::refusal("这份摘要正在使用", "停用的才需要恢复")),
                false => Ok(()),
            },
            ..Act::base(&forms::GUIDANCE_RETIRED, |d, id, f| d.retire_guidance(line(id)?, true, f))
        },
    ],
};

fn fill_consulted(desk: &Desk, _: Option<i64>, case: Option<i64>) -> Outcome<Draft> {
    let Some(case) = case.map(|id| desk.readable_case(id)).transpose()? else { return Ok(Draft::default()) };
    Ok(Draft::default().with("case", if case.number.is_none() { format!("#{}", case.id) } else { case.title() }))
}

/// Lines of the view of counts carry the summary's id below zero, the sum stands first under this.
const SUM: i64 = i64::MIN;

pub static CONSULTATIONS: Register = Register {
    id: "consultations",
    title: "咨询登记",
    group: "来访人服务",
    basis: "方案五(一)提供法律咨询解答",
    operation: Operation::Guidance,
    columns: &[
        col("day", "日期", 10),
        col("title", "咨询", 30),
        col("people", "人数", 6),
        col("case", "案号", 9),
        col("by", "答复人", 8),
        col("note", "备注", 0),
    ],
    views: &[("today", "今天"), ("month", "本月"), ("counts", "本月计数"), ("all", "全部")],
    rows: |desk, ask| {
        let today = desk.today();
        let month = today.with_day(1).unwrap_or(today).to_string();
        if ask.view == "counts" {
            return counts(desk, &month, ask);
        }
        let day = today.to_string();
        let since = match ask.view.as_str() {
            "all" => None,
            "month" => Some(month.as_str()),
            _ => Some(day.as_str()),
        };
        let seen = seen(desk, ask, Operation::Guidance)?;
        let rows = store::guidance::consultations(&desk.conn, since, &ask.search, &seen)?;
        Ok(rows
            .into_iter()
            .map(|k| {
                let title = if k.title.is_empty() { "其他咨询".to_string() } else { k.title };
                let cells = vec![k.day, title, k.people.to_string(), short(&k.case_title), k.user, k.note];
                Line { id: k.id, case: k.case, cells, tone: Tone::Plain }
            })
            .collect())
    },
    show: |desk, id| {
        if id <= 0 {
            let held = if id == SUM || id == 0 { None } else { Some(desk.guidance_of(-id)?.title) };
            return Ok(facts(vec![("本月计数", held.unwrap_or_else(|| "全部或没有摘要的咨询".to_string()))]));
        }
        let k = store::guidance::load_consultation(&desk.conn, id)?
            .ok_or_else(|| Failure::refusal("没有这条咨询", "在咨询登记中重新选择"))?;
        if let Some(case) = k.case {
            desk.readable_case(case)?;
        }
        Ok(facts(vec![
            ("日期", k.day),
            ("咨询", if k.title.is_empty() { "其他咨询".to_string() } else { k.title }),
            ("人数", k.people.to_string()),
            ("案号", k.case_title),
            ("答复人", k.user),
            ("备注", k.note),
        ]))
    },
    acts: &[Act {
        id: "add",
        label: "登记咨询",
        basis: "方案五(一)",
        operation: Operation::Guidance,
        on_line: false,
        fill: fill_consulted,
        ..Act::base(&forms::CONSULTATION, |d, _, f| d.consult(None, f))
    }],
};

fn counts(desk: &Desk, month: &str, ask: &Ask) -> Outcome<Vec<Line>> {
    if ask.after.is_some() {
        return Ok(Vec::new());
    }
    let rows = store::guidance::counts(&desk.conn, month)?;
    let (times, people) = rows.iter().fold((0, 0), |(t, p), r| (t + r.2, p + r.3));
    let row = |id: i64, day: &str, title: String, times: i64, people: i64, tone: Tone| Line {
        id,
        case: None,
        cells: vec![
            day.to_string(),
            title,
            people.to_string(),
            String::new(),
            String::new(),
            format!("{times}次 {people}人"),
        ],
        tone,
    };
    let sum = row(SUM, &month[..7], "合计".to_string(), times, people, Tone::Plain);
    let each =
        rows.into_iter().filter(|r| ask.search.is_empty() || r.1.contains(&ask.search)).map(|(id, title, t, p)| {
            row(-id, &month[..7], if title.is_empty() { "其他咨询".to_string() } else { title }, t, p, Tone::Plain)
        });
    Ok(std::iter::once(sum).chain(each).collect())
}
