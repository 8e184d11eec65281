//! Registers of 预警, 督办 and 苗头. Sealed matters show to whoever may read them, and to nobody else.

use super::shape::{col, limit, line, seen};
use super::{Act, Line, Register, Tone};
use crate::desk::{Desk, Failure, Outcome};
use crate::domain::codes;
use crate::domain::forms;
use crate::domain::role::Operation;
use crate::store;
use crate::validation::Draft;

pub(super) fn pairs(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    rows.iter().map(|(label, value)| ((*label).to_string(), (*value).to_string())).collect()
}

pub static WARNINGS: Register = Register {
    id: "warnings",
    title: "预警",
    group: "预警督办",
    basis: "方案四(一),五(二)",
    operation: Operation::RaiseWarning,
    columns: &[
        col("number", "预警号", 12),
        col("level", "级别", 4),
        col("rule", "规则", 6),
        col("fact", "事实", 0),
        col("recipient", "通报对象", 20),
        col("state", "状态", 8),
    ],
    views: &[("open", "待处置"), ("red", "红"), ("all", "全部")],
    rows: |desk, ask| {
        let seen = seen(desk, ask, Operation::RaiseWarning)?;
        let rows = store::warning::window(&desk.conn, &ask.view, &ask.search, &seen)?;
        Ok(rows
            .into_iter()
            .map(|l| {
                let state = state(&l);
                let w = l.warning;
                let tone = match (&w.closed_on, w.level.as_str()) {
                    (Some(_), _) => Tone::Done,
                    (None, "红") => Tone::Red,
                    _ => Tone::Amber,
                };
                let cells = vec![w.number, w.level, w.rule, w.fact, w.recipient, state.to_string()];
                Line { id: w.id, case: Some(l.case), cells, tone }
            })
            .collect())
    },
    show: |desk, id| {
        let l = store::warning::load(&desk.conn, id)?
            .ok_or_else(|| Failure::refusal("没有这条预警", "在预警台账中重新选择"))?;
        let case = desk.readable_case(l.case)?;
        let w = &l.warning;
        Ok(pairs(&[
            ("预警号", &w.number),
            ("案件", &case.title()),
            ("级别", &w.level),
            ("规则", &w.rule),
            ("事实", &w.fact),
            ("通报对象", &w.recipient),
            ("时间", &w.at),
            ("签收", &w.signed),
            ("处置", &l.disposal),
            ("状态", state(&l)),
        ]))
    },
    acts: &[
        Act {
            id: "raise",
            label: "人工预警",
            basis: "方案二防控在先",
            operation: Operation::RaiseWarning,
            on_line: false,
            ..Act::base(&forms::WARNING_RAISE, |d, _, f| d.raise_warning(f))
        },
        Act {
            id: "send",
            label: "通报",
            basis: "方案五(二)",
            operation: Operation::Warn,
            fill: whom,
            ..Act::base(&forms::WARNING_SEND, |d, id, f| d.send_warning(line(id)?, f))
        },
        Act {
            id: "receipt",
            label: "签收",
            basis: "方案五(二)",
            operation: Operation::Warn,
            ..Act::base(&forms::WARNING_RECEIPT, |d, id, f| d.sign_warning(line(id)?, f))
        },
        Act {
            id: "dispose",
            label: "处置",
            basis: "方案二防控在先",
            operation: Operation::RaiseWarning,
            ..Act::base(&forms::WARNING_DISPOSAL, |d, id, f| d.dispose_warning(line(id)?, f))
        },
        Act {
            id: "close",
            label: "闭环",
            basis: "方案二防控在先",
            operation: Operation::Warn,
            ..Act::base(&forms::WARNING_CLOSE, |d, id, f| d.close_warning(line(id)?, f))
        },
    ],
};

/// Whom the rule names.
fn whom(desk: &Desk, id: Option<i64>, _: Option<i64>) -> Outcome<Draft> {
    let Some(held) = store::warning::load(&desk.conn, line(id)?)? else { return Ok(Draft::default()) };
    desk.readable_case(held.case)?;
    Ok(Draft::default().with("recipient", held.warning.recipient))
}

fn state(l: &store::warning::Listed) -> &'static str {
    match &l.warning {
        w if w.closed_on.is_some() => "已闭环",
        _ if !l.disposal.is_empty() => "已处置",
        w if !w.signed.is_empty() => "已签收",
        w if !w.way.is_empty() => "已通报",
        _ => "待通报",
    }
}

pub static SUPERVISIONS: Register = Register {
    id: "supervisions",
    title: "督办",
    group: "预警督办",
    basis: "信访工作条例39,40",
    operation: Operation::Supervise,
    columns: &[
        col("number", "督办号", 10),
        col("kind", "方式", 12),
        col("target", "被督办人", 12),
        col("demand", "要求", 0),
        col("feedback_by", "限反馈", 10),
        col("state", "状态", 8),
    ],
    views: &[("waiting", "待反馈"), ("review", "待审结"), ("late", "逾期"), ("all", "全部")],
    rows: |desk, ask| {
        let seen = seen(desk, ask, Operation::Supervise)?;
        let today = desk.today();
        let rows = store::supervision::window(&desk.conn, &ask.view, &ask.search, today, &seen)?;
        Ok(rows
            .into_iter()
            .map(|s| {
                let (state, tone) = match (s.closed_on, s.answered_on) {
                    (Some(_), _) => ("已审结", Tone::Done),
                    (None, Some(_)) => ("待审结", Tone::Plain),
                    _ if s.feedback_by < today => ("逾期", Tone::Over),
                    _ => ("待反馈", Tone::Amber),
                };
                let cells = vec![s.number, s.kind, s.target, s.demand, s.feedback_by.to_string(), state.to_string()];
                Line { id: s.id, case: Some(s.case), cells, tone }
            })
            .collect())
    },
    show: |desk, id| {
        let s = store::supervision::load(&desk.conn, id)?
            .ok_or_else(|| Failure::refusal("没有这份督办单", "在督办台账中重新选择"))?;
        let case = desk.readable_case(s.case)?;
        Ok(pairs(&[
            ("督办号", &s.number),
            ("案件", &case.title()),
            ("方式", &s.kind),
            ("决定单位", codes::label(forms::SUPERVISION_BY, &s.decided_by)),
            ("被督办人", &s.target),
            ("督办理由", codes::label(forms::SUPERVISION_REASON, &s.reason)),
            ("触发情形", &s.trigger),
            ("督办要求", &s.demand),
            ("改进建议", &s.advice),
            ("限反馈日期", &s.feedback_by.to_string()),
            ("反馈", &s.feedback),
            ("审核意见", &s.closing),
            ("建议采纳", codes::label(forms::ADOPTED, &s.adopted)),
        ]))
    },
    acts: &[
        Act {
            id: "issue",
            label: "发督办",
            basis: "信访工作条例39,40",
            operation: Operation::Supervise,
            on_line: false,
            fill: |d, _, case| case.map_or(Ok(Draft::default()), |c| d.supervision_known(c)),
            ..Act::base(&forms::SUPERVISION_ISSUE, |d, _, f| d.issue_supervision(f))
        },
        Act {
            id: "answer",
            label: "反馈",
            basis: "信访工作条例40",
            operation: Operation::Work,
            ..Act::base(&forms::FEEDBACK, |d, id, f| d.answer_supervision(line(id)?, f))
        },
        Act {
            id: "accept",
            label: "审结",
            basis: "信访工作条例39,40",
            operation: Operation::Supervise,
            ..Act::base(&forms::SUPERVISION_ACCEPT, |d, id, f| d.accept_supervision(line(id)?, f))
        },
        Act {
            id: "return",
            label: "退回",
            basis: "信访工作条例40",
            operation: Operation::Supervise,
            ..Act::base(&forms::SUPERVISION_RETURN, |d, id, f| d.return_supervision(line(id)?, f))
        },
    ],
};

pub static LEADS: Register = Register {
    id: "leads",
    title: "苗头",
    group: "预警督办",
    basis: "方案二防控在先",
    operation: Operation::Lead,
    columns: &[
        col("number", "苗头号", 16),
        col("heard_on", "发现", 10),
        col("place", "发生地", 14),
        col("gist", "概况", 0),
        col("station", "网点", 16),
        col("state", "状态", 8),
    ],
    views: &[("new", "新报"), ("watched", "跟踪"), ("case", "已转"), ("all", "全部")],
    rows: |desk, ask| {
        let after = ask.after.unwrap_or(i64::MAX);
        let rows = store::lead::window(&desk.conn, &ask.view, &ask.search, ask.case, after, limit(ask))?;
        Ok(rows
            .into_iter()
            .map(|l| {
                let state = lead_state(&l.state).to_string();
                Line {
                    id: l.id,
                    case: l.case,
                    cells: vec![l.number, l.heard_on, l.place, l.gist, l.station, state],
                    tone: Tone::Plain,
                }
            })
            .collect())
    },
    show: |desk, id| {
        let l = store::lead::load(&desk.conn, id)?
            .ok_or_else(|| Failure::refusal("没有这条苗头", "在苗头台账中重新选择"))?;
        Ok(pairs(&[
            ("苗头号", &l.number),
            ("网点", &l.station),
            ("报送人", &l.reporter),
            ("概况", &l.gist),
            ("争议双方", &l.parties),
            ("跟踪", &l.handling),
            ("结果", &l.outcome),
            ("状态", lead_state(&l.state)),
        ]))
    },
    acts: &[
        Act {
            id: "report",
            label: "报送苗头",
            basis: "方案四(一)",
            operation: Operation::Lead,
            on_line: false,
            fill: |desk, _, _| Ok(Draft::default().with("station", desk.own_station()?.id.to_string())),
            ..Act::base(&forms::LEAD_REPORT, |d, _, f| d.report_lead(f))
        },
        Act {
            id: "watch",
            label: "跟踪",
            basis: "方案四(一)",
            operation: Operation::Lead,
            ..Act::base(&forms::LEAD_WATCH, |d, id, f| d.watch_lead(line(id)?, f))
        },
        Act {
            id: "settle",
            label: "就地化解",
            basis: "方案四(一)小事不出村",
            operation: Operation::Lead,
            ..Act::base(&forms::LEAD_SETTLE, |d, id, f| d.end_lead(line(id)?, true, f))
        },
        Act {
            id: "close",
            label: "了结",
            basis: "方案二防控在先",
            operation: Operation::Lead,
            ..Act::base(&forms::LEAD_CLOSE, |d, id, f| d.end_lead(line(id)?, false, f))
        },
        Act {
            id: "turn",
            label: "转接谈",
            basis: "方案四(一),五(二)",
            operation: Operation::Register,
            ..Act::base(&forms::LEAD_CASE, |d, id, f| d.turn_lead(line(id)?, f))
        },
    ],
};

fn lead_state(state: &str) -> &'static str {
    match state {
        "watched" => "跟踪",
        "case" => "已转",
        "settled" => "已化解",
        "closed" => "已了结",
        _ => "新报",
    }
}
