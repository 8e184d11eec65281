//! 预算 and 纪律检查 as registers.

use super::shape::{col, limit, line};
use super::{Act, Facts, Line, Register, Tone};
use crate::desk::budget::Year;
use crate::desk::{Desk, Failure, Outcome};
use crate::domain::role::Operation;
use crate::domain::{codes, discipline, forms, payer};
use crate::store;
use crate::store::finding::Finding;
use crate::validation::{Draft, money};
use chrono::Datelike;

pub static BUDGET: Register = Register {
    id: "budget",
    title: "预算",
    group: "经费",
    basis: "方案六(四)7",
    operation: Operation::Budget,
    columns: &[
        col("year", "年度", 4),
        col("granted", "拨款", 13),
        col("proposed", "建议数", 13),
        col("paid", "已付", 13),
        col("under_way", "在途", 13),
        col("left", "余额", 13),
        col("rate", "执行率", 0),
    ],
    views: &[("all", "全部")],
    rows: |desk, ask| {
        if ask.case.is_some() {
            return Ok(Vec::new());
        }
        let years = desk.budget_years(ask.after, ask.limit)?;
        let found = |y: &Year| ask.search.is_empty() || y.year.to_string().contains(&ask.search);
        Ok(years.iter().filter(|y| found(y)).map(year_line).collect())
    },
    show: |desk, id| {
        let y = desk.budget_year(id)?;
        let cells = year_line(&y).cells;
        let mut facts: Facts = BUDGET.columns.iter().map(|c| c.label.to_string()).zip(cells).collect();
        if let Some(b) = &y.budget {
            facts.push(("来源".into(), b.source.clone()));
            facts.push(("文号".into(), b.document.clone()));
            facts.push(("说明".into(), b.note.clone()));
        }
        facts
            .push(("口径".into(), format!("付款方为{}的申报;建议数是上年实际支出(方案六(四)7)", payer::own_finance())));
        facts.retain(|(_, value)| !value.is_empty());
        Ok(facts)
    },
    acts: &[
        Act {
            id: "set",
            label: "列入预算",
            basis: "方案六(四)7",
            operation: Operation::Budget,
            on_line: false,
            fill: fill_budget,
            ..Act::base(&forms::BUDGET, |desk, _, draft| desk.set_budget(draft))
        },
        Act {
            id: "amend",
            label: "调整预算",
            basis: "方案六(四)7",
            operation: Operation::Budget,
            ready: |desk, id| {
                let y = desk.budget_year(line(id)?)?;
                let missing = || Failure::refusal(format!("{}年预算还没有列入", y.year), "先办“列入预算”");
                y.budget.as_ref().map(|_| ()).ok_or_else(missing)
            },
            fill: |desk, id, _| {
                let Some(b) = desk.budget_year(line(id)?)?.budget else { return Ok(Draft::default()) };
                let draft = Draft::default().with("granted", money::format_yuan(b.granted)).with("source", b.source);
                Ok(draft.with("document", b.document))
            },
            ..Act::base(&forms::BUDGET_AMEND, |desk, id, draft| desk.amend_budget(line(id)?, draft))
        },
    ],
};

fn year_line(y: &Year) -> Line {
    let yuan = money::format_yuan;
    let granted = y.budget.as_ref().map_or_else(|| "未列入".to_string(), |b| yuan(b.granted));
    let proposed = y.proposed.map_or_else(|| "首年拨专项".to_string(), yuan);
    let left = if y.budget.is_some() { yuan(y.left()) } else { String::new() };
    let rate = y.rate().map_or_else(String::new, |r| format!("{}.{}%", r / 10, r % 10));
    let tone = if y.budget.is_some() && y.left() < 0 { Tone::Over } else { Tone::Plain };
    let cells = vec![y.year.to_string(), granted, proposed, yuan(y.paid), yuan(y.under_way), left, rate];
    Line { id: y.year.into(), case: None, cells, tone }
}

/// The first year without a grant, this one or the next, with last year's spending as the amount.
fn fill_budget(desk: &Desk, _: Option<i64>, _: Option<i64>) -> Outcome<Draft> {
    let this = i64::from(desk.today().year());
    let mut year = desk.budget_year(this)?;
    if year.budget.is_some() {
        year = desk.budget_year(this + 1)?;
    }
    let draft = Draft::default().with("year", year.year.to_string());
    Ok(year.proposed.map_or(draft.clone(), |p| draft.with("granted", money::format_yuan(p))))
}

pub static DISCIPLINE: Register = Register {
    id: "discipline",
    title: "纪律检查",
    group: "经费",
    basis: "方案九(四)",
    operation: Operation::Discipline,
    columns: &[
        col("rule", "事项", 8),
        col("number", "申报号", 16),
        col("found_on", "发现", 10),
        col("fact", "情形(待核对)", 0),
        col("verdict", "核对结论", 10),
    ],
    views: &[("open", "待核对"), ("checked", "已核对"), ("all", "全部")],
    rows: |desk, ask| {
        let limit = limit(ask);
        let after = ask.after.unwrap_or(i64::MAX);
        let view = if ask.view.is_empty() { "open" } else { &ask.view };
        let found = store::finding::window(&desk.conn, view, &ask.search, ask.case, after, limit)?;
        Ok(found.into_iter().map(|f| finding_line(desk, f)).collect())
    },
    show: |desk, id| {
        let f = desk.finding(id)?;
        let check = discipline::find(&f.rule);
        let mut facts: Facts = vec![
            ("事项".into(), check.map_or(String::new(), |c| format!("{} {}", c.id, c.label))),
            ("规则".into(), check.map_or("", |c| c.trigger).into()),
            (
                "依据".into(),
                check.map_or(String::new(), |c| {
                    format!("{}({})", c.basis, if c.verified { "已核" } else { "工作室默认,待核" })
                }),
            ),
            ("情形".into(), f.fact),
            ("申报号".into(), f.number),
            ("领款人".into(), f.person),
            ("发现".into(), f.found_on),
            ("核对结论".into(), verdict(&f.verdict)),
            ("核对情况".into(), f.conclusion),
            ("核对人".into(), format!("{} {}", f.checked_by, f.checked_on).trim().to_string()),
            ("说明".into(), "规则只提示要核对的事,不是结论;请对照卷宗和票据".into()),
        ];
        facts.retain(|(_, value)| !value.is_empty());
        Ok(facts)
    },
    acts: &[Act {
        id: "check",
        label: "核对结论",
        basis: "方案九(四)",
        operation: Operation::Discipline,
        ready: |desk, id| match desk.finding(line(id)?)? {
            f if f.verdict.is_empty() => Ok(()),
            f => Err(Failure::refusal(format!("已由{}于{}核对", f.checked_by, f.checked_on), "有新情况的另行核对")),
        },
        ..Act::base(&forms::FINDING, |desk, id, draft| desk.check_finding(line(id)?, draft))
    }],
};

fn verdict(code: &str) -> String {
    if code.is_empty() { String::new() } else { codes::label(discipline::VERDICT, code).to_string() }
}

fn finding_line(desk: &Desk, f: Finding) -> Line {
    let case = f.case.filter(|id| desk.readable_case(*id).is_ok());
    let label = discipline::find(&f.rule).map_or(f.rule.clone(), |c| c.label.to_string());
    let (words, tone) = match verdict(&f.verdict) {
        none if none.is_empty() => ("待核对".to_string(), Tone::Amber),
        words => (words, Tone::Done),
    };
    Line { id: f.id, case, cells: vec![label, f.number, f.found_on, f.fact, words], tone }
}
