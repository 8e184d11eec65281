//! Registers of 方案四: 接待网点, 移交, and 分级统计 (小事不出村、大事不出乡镇).

use super::shape::{col, line, seen};
use super::{Act, Ask, Facts, Line, Register, Tone};
use crate::desk::handovers::state_label;
use crate::desk::{Desk, Failure, Outcome, stations};
use crate::domain::role::Operation;
use crate::domain::station::{INDUSTRIES, Level, share};
use crate::domain::{codes, forms};
use crate::store::station::{Counts, Station};
use crate::validation::{Draft, division};

fn pair(label: &str, value: impl Into<String>) -> (String, String) {
    (label.to_string(), value.into())
}

/// What of a list comes after the line of that id, at most as much as was asked for.
fn window(lines: Vec<Line>, ask: &Ask) -> Vec<Line> {
    let from = ask.after.and_then(|id| lines.iter().position(|l| l.id == id)).map_or(0, |at| at + 1);
    lines.into_iter().skip(from).take(ask.limit).collect()
}

pub static STATIONS: Register = Register {
    id: "stations",
    title: "接待网点",
    group: "网点",
    basis: "方案四(一)(二)(三)",
    operation: Operation::Stations,
    columns: &[
        col("name", "网点", 20),
        col("level", "级别", 12),
        col("keeper", "负责人", 8),
        col("state", "状态", 6),
        col("phone", "电话", 13),
        col("place", "所在地", 0),
    ],
    views: &[
        ("open", "开放"),
        ("township", "乡镇窗口"),
        ("village", "村联系点"),
        ("channel", "绿色通道"),
        ("closed", "已关闭"),
        ("all", "全部"),
    ],
    rows: station_rows,
    show: station_facts,
    acts: &[
        Act {
            id: "add",
            label: "设立网点",
            basis: "方案四(一)(二)(三)",
            operation: Operation::Stations,
            on_line: false,
            ..Act::base(&forms::STATION, |d, _, f| d.add_station(f))
        },
        Act {
            id: "amend",
            label: "修改",
            basis: "方案四(一)(二)(三)",
            operation: Operation::Stations,
            fill: fill_station,
            ..Act::base(&forms::STATION_AMEND, |d, id, f| d.amend_station(line(id)?, f))
        },
        Act {
            id: "close",
            label: "关闭",
            basis: "方案四(一)(二)(三)",
            operation: Operation::Stations,
            ready: |d, id| match id.map(|id| station_of(d, id)).transpose()? {
                Some(s) if !s.active => Err(Failure::refusal("网点已关闭", "要再用的选“恢复”")),
                Some(s) => stations::may_close(&d.conn, &s),
                None => Ok(()),
            },
            ..Act::base(&forms::STATION_CLOSE, |d, id, f| d.set_station_open(line(id)?, false, f))
        },
        Act {
            id: "reopen",
            label: "恢复",
            basis: "方案四(一)(二)(三)",
            operation: Operation::Stations,
            ready: |d, id| match id.map(|id| station_of(d, id)).transpose()? {
                Some(s) if s.active => Err(Failure::refusal("网点正开放", "不用恢复")),
                _ => Ok(()),
            },
            ..Act::base(&forms::STATION_REOPEN, |d, id, f| d.set_station_open(line(id)?, true, f))
        },
        Act {
            id: "seat",
            label: "派驻用户",
            basis: "方案四(一)(二)(三)",
            operation: Operation::Administer,
            ..Act::base(&forms::STATION_SEAT, |d, id, f| d.seat_user(f.get("login"), line(id)?))
        },
    ],
};

fn station_of(desk: &Desk, id: i64) -> Outcome<Station> {
    let found = desk.stations()?.into_iter().find(|s| s.id == id);
    found.ok_or_else(|| Failure::refusal("没有这个网点", "在接待网点台账中重新选择"))
}

fn place(code: &str) -> String {
    division::lookup(code).map_or_else(|| code.to_string(), |d| d.full_name.to_string())
}

fn station_rows(desk: &Desk, ask: &Ask) -> Outcome<Vec<Line>> {
    let mut lines = Vec::new();
    for s in desk.stations()? {
        let wanted = match ask.view.as_str() {
            "all" => true,
            "closed" => !s.active,
            "" | "open" => s.active,
            level => s.level.code() == level && s.active,
        };
        let place = division::lookup(&s.place).map_or("", |d| d.name).to_string();
        let words = [&s.name, &s.keeper, &place, &s.address];
        if !wanted || !ask.search.is_empty() && !words.iter().any(|w| w.contains(&ask.search)) {
            continue;
        }
        let (state, tone) = if s.active { ("开放", Tone::Plain) } else { ("已关闭", Tone::Done) };
        let cells = vec![s.name, s.level.label().to_string(), s.keeper, state.to_string(), s.phone, place];
        lines.push(Line { id: s.id, case: None, cells, tone });
    }
    Ok(window(lines, ask))
}

fn station_facts(desk: &Desk, id: i64) -> Outcome<Facts> {
    let s = station_of(desk, id)?;
    let (cases, visits) = desk.station_load(&s)?;
    let people = desk.station_people(&s)?;
    let mut facts = vec![
        pair("网点", s.name.clone()),
        pair("级别", format!("{} {}", s.level.label(), s.level.basis())),
        pair("行业", codes::label(INDUSTRIES, &s.industry)),
        pair("所在地", place(&s.place)),
        pair("地址", s.address.clone()),
        pair("电话", s.phone.clone()),
        pair("负责人", s.keeper.clone()),
        pair("在办案件", format!("{cases}件")),
        pair("本月接谈", format!("{visits}次")),
        pair("派驻用户", if people.is_empty() { "没有,移交由主任代收".to_string() } else { people.join("、") }),
        pair("取号", format!("{}开头", s.mark)),
    ];
    if !s.active {
        facts.push(pair("已关闭", format!("{} {}", s.closed_on, s.closed_why)));
    }
    facts.retain(|(_, value)| !value.is_empty());
    Ok(facts)
}

fn fill_station(desk: &Desk, id: Option<i64>, _: Option<i64>) -> Outcome<Draft> {
    let s = station_of(desk, line(id)?)?;
    let pairs = [
        ("name", s.name),
        ("industry", s.industry),
        ("place", s.place),
        ("address", s.address),
        ("phone", s.phone),
        ("keeper", s.keeper),
    ];
    Ok(pairs.into_iter().fold(Draft::default(), |d, (k, v)| d.with(k, v)))
}

pub static HANDOVERS: Register = Register {
    id: "handovers",
    title: "移交",
    group: "网点",
    basis: "方案四(一)(二)(三)(四)",
    operation: Operation::HandOver,
    columns: &[
        col("state", "状态", 6),
        col("case", "案号", 9),
        col("sender", "移出", 16),
        col("receiver", "移入", 16),
        col("at", "移交", 10),
        col("reason", "原因", 0),
    ],
    views: &[("open", "待接收"), ("here", "本网点"), ("all", "全部")],
    rows: |desk, ask| {
        let rows = desk.handovers(
            if ask.view.is_empty() { "open" } else { &ask.view },
            &ask.search,
            &seen(desk, ask, Operation::HandOver)?,
        )?;
        let row = |h: crate::store::handover::Handover| {
            let tone = if h.state == "sent" { Tone::Amber } else { Tone::Done };
            let cells = vec![
                state_label(&h.state).to_string(),
                crate::domain::number::short(&h.title),
                h.sender,
                h.receiver,
                h.at.chars().take(10).collect(),
                h.reason,
            ];
            Line { id: h.id, case: Some(h.case), cells, tone }
        };
        Ok(rows.into_iter().map(row).collect())
    },
    show: |desk, id| {
        let h = desk.handover(id)?;
        let mut facts = vec![
            pair("案号", h.title),
            pair("移出", h.sender),
            pair("移入", h.receiver),
            pair("原因", h.reason),
            pair("材料", h.papers),
            pair("移交", format!("{} {}", h.at.replace('T', " "), h.by)),
            pair("状态", state_label(&h.state)),
        ];
        if h.state == "sent" {
            facts.push(pair("说明", "接收前案件仍由移出网点办理;期限照走"));
        } else {
            facts.push(pair("答复", format!("{} {}", h.answered_at.replace('T', " "), h.answered_by)));
            facts.push(pair(if h.state == "received" { "收据" } else { "退回原因" }, h.answer));
        }
        Ok(facts)
    },
    acts: &[
        Act {
            id: "send",
            label: "移交案件",
            basis: "方案四(一)(二)(三)",
            operation: Operation::HandOver,
            on_line: false,
            fill: |desk, _, case| match case {
                Some(case) => Ok(Draft::default().with("case", desk.readable_case(case)?.id.to_string())),
                None => Ok(Draft::default()),
            },
            ..Act::base(&forms::HANDOVER, |d, _, f| d.send_handover(f))
        },
        Act {
            id: "receive",
            label: "接收",
            basis: "方案四(二)(四)",
            operation: Operation::HandOver,
            ready: answers,
            ..Act::base(&forms::HANDOVER_RECEIVE, |d, id, f| d.receive_handover(line(id)?, f))
        },
        Act {
            id: "return",
            label: "退回",
            basis: "方案四(二)(四)",
            operation: Operation::HandOver,
            ready: answers,
            ..Act::base(&forms::HANDOVER_RETURN, |d, id, f| d.return_handover(line(id)?, f))
        },
        Act {
            id: "withdraw",
            label: "撤回移交",
            basis: "方案四(二)(四)",
            operation: Operation::HandOver,
            ready: takes_back,
            ..Act::base(&forms::HANDOVER_RETURN, |d, id, f| d.withdraw_handover(line(id)?, f))
        },
    ],
};

/// Receiving and sending back ask the same; taking back is the sender's.
fn answers(desk: &Desk, id: Option<i64>) -> Outcome<()> {
    id.map_or(Ok(()), |id| desk.handover_ready(id, false))
}
fn takes_back(desk: &Desk, id: Option<i64>) -> Outcome<()> {
    id.map_or(Ok(()), |id| desk.handover_ready(id, true))
}

/// Lines of 分级统计: 1 to 4 are the levels, then each station by its id and this.
const STATIONS_FROM: i64 = 10;

pub static LEVELS: Register = Register {
    id: "levels",
    title: "分级统计",
    group: "网点",
    basis: "方案四(一)小事不出村;四(二)大事不出乡镇",
    operation: Operation::Stations,
    columns: &[
        col("name", "网点", 18),
        col("leads", "苗头", 4),
        col("settled", "化解", 4),
        col("visits", "接谈", 6),
        col("cases", "收案", 6),
        col("up", "上交", 4),
        col("done_here", "就地结", 6),
        col("in_level", "不出本级", 0),
    ],
    views: &[("month", "本月"), ("year", "本年"), ("all", "全部")],
    rows: |desk, ask| {
        let view = if ask.view.is_empty() { "month" } else { &ask.view };
        let mut lines = Vec::new();
        for (id, name, c) in table(desk, view)? {
            if !ask.search.is_empty() && !name.contains(&ask.search) {
                continue;
            }
            let mut cells = vec![name];
            cells.extend([c.leads, c.settled, c.visits, c.cases, c.up, c.done_here].map(|n| n.to_string()));
            cells.push(share(c.done_in_level, c.done));
            lines.push(Line { id, case: None, cells, tone: Tone::Plain });
        }
        Ok(window(lines, ask))
    },
    show: level_facts,
    acts: &[],
};

/// Each level with the sum of its stations, then these: id of the line, name, counts.
fn table(desk: &Desk, view: &str) -> Outcome<Vec<(i64, String, Counts)>> {
    let counts = desk.station_counts(view)?;
    let mut list = Vec::new();
    for (n, (level, ..)) in (1..).zip(Level::ALL) {
        let of_level = || counts.iter().filter(|(s, _)| s.level == *level);
        let mut sum = Counts::default();
        of_level().for_each(|(_, c)| sum += *c);
        let name = format!("{}合计", level.label());
        // The county has one station: its own line says all.
        if *level != Level::County {
            list.push((n, name, sum));
        }
        list.extend(of_level().map(|(s, c)| (s.id + STATIONS_FROM, s.name.clone(), *c)));
    }
    Ok(list)
}

fn level_facts(desk: &Desk, id: i64) -> Outcome<Facts> {
    let mut found = Vec::new();
    for view in ["month", "year", "all"] {
        found.extend(table(desk, view)?.into_iter().filter(|row| row.0 == id));
    }
    let [(_, name, month), (_, _, year), (_, _, all)] = found.as_slice() else {
        return Err(Failure::refusal("没有这一行", "重新打开分级统计"));
    };
    let mut facts = vec![pair("网点", name.clone()), pair("口径", "每项依次为本月、本年、全部")];
    let mut figure = |label: &str, of: fn(&Counts) -> String, meaning: &str| {
        facts.push(pair(label, format!("{} | {} | {}", of(month), of(year), of(all))));
        facts.push(pair("", meaning));
    };
    figure("苗头", |c| c.leads.to_string(), "本网点报送的苗头,按发现日期");
    figure("化解", |c| c.settled.to_string(), "其中已就地化解、没有成案的");
    figure("接谈", |c| c.visits.to_string(), "本网点接谈的来访,按接谈时间,一次一计");
    figure("收案", |c| c.cases.to_string(), "本网点首接并已登记的案件,按登记日期;暂存的不计");
    figure("上交", |c| c.up.to_string(), "收案中移交到过比首接网点高的一级的;村低于乡镇和绿色通道,都低于县");
    figure("已结", |c| c.done.to_string(), "收案中已结案、已销号、已归档的");
    figure("就地结", |c| c.done_here.to_string(), "已结的案件中从未移出首接网点的");
    figure(
        "不出本级",
        |c| share(c.done_in_level, c.done),
        "已结的案件中从未移交到别的级别的;百分比舍去小数(工作室默认)",
    );
    Ok(facts)
}
