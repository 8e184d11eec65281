//! 经费总账 (domain columns in full, one line a share) and 付款方合计.

use super::shape::col;
use super::{Ask, Facts, Line, Register, Tone};
use crate::desk::money::state_label;
use crate::desk::{Desk, Failure, Outcome, mask};
use crate::domain::role::Operation;
use crate::domain::{codes, payer, subsidy};
use crate::store::ledger::Entry;
use crate::validation::money;
use chrono::Datelike;

/// A line is a claim and a person: its id holds both.
const PEOPLE: i64 = 1_000_000_000;

pub static LEDGER: Register = Register {
    id: "ledger",
    title: "经费总账",
    group: "经费",
    basis: "方案六(四);九(四)",
    operation: Operation::Ledger,
    columns: &[
        col("number", "序号", 16),
        col("case", "案号", 26),
        col("rule", "类别", 4),
        col("payee", "领款人", 8),
        col("share", "分配额", 10),
        col("state", "状态", 6),
        col("kind", "补助类别", 20),
        col("cause", "案由", 10),
        col("grade", "等级", 8),
        col("outcome", "结案方式", 10),
        col("closed_on", "结案日", 10),
        col("volume", "卷宗号", 26),
        col("band", "包干标准", 12),
        col("amount", "核定金额", 11),
        col("score", "评分", 12),
        col("payer_kind", "付款方类型", 10),
        col("payer", "付款方", 20),
        col("ground", "依据", 20),
        col("profession", "身份类别", 12),
        col("official", "公职核验", 8),
        col("card", "卡末4", 5),
        col("claimed", "申报人/日", 19),
        col("reviewed", "审核/日", 19),
        col("approved", "审批/日", 19),
        col("paid", "支付/日", 19),
        col("voucher", "凭证号", 14),
        col("note", "备注", 0),
    ],
    views: &[
        ("all", "全部"),
        ("cases", "案件补助"),
        ("duty", "值班"),
        ("travel", "差旅"),
        ("fees", "鉴定公证"),
        ("suits", "诉讼仲裁代理"),
    ],
    rows: |desk, ask| {
        let rules: &[&str] = match ask.view.as_str() {
            "cases" => &["SB1", "SB2", "SB3"],
            "duty" => &["SB4"],
            "travel" => &["SB5"],
            "fees" => &["SB6"],
            "suits" => &["SB7"],
            _ => &[],
        };
        let after = ask.after.map(|id| (id / PEOPLE, id % PEOPLE));
        let entries = desk.ledger_entries(rules, ask.case, &ask.search, after, ask.limit)?;
        Ok(entries.into_iter().map(|e| line(desk, e)).collect())
    },
    show: |desk, id| {
        let entry = desk.ledger_entry(id / PEOPLE, Some(id % PEOPLE))?;
        let (rule, detail) = (entry.rule.clone(), entry.detail.clone());
        let cells = line(desk, entry).cells;
        let mut facts: Facts = LEDGER.columns.iter().map(|c| c.label.to_string()).zip(cells).collect();
        let basis = subsidy::find(&rule).map_or("", |r| r.basis);
        facts.push(("类别依据".into(), basis.into()));
        facts.extend(super::money::details(&rule, &detail));
        facts.retain(|(_, value)| !value.is_empty());
        Ok(facts)
    },
    acts: &[],
};

fn line(desk: &Desk, e: Entry) -> Line {
    let tone = match e.state.as_str() {
        "paid" | "void" => Tone::Done,
        "returned" => Tone::Amber,
        _ => Tone::Plain,
    };
    let label = |list, code: &str| if code.is_empty() { String::new() } else { codes::label(list, code).to_string() };
    let rule = subsidy::find(&e.rule);
    let band = rule.and_then(|r| r.band).map_or_else(
        || if e.rule == "SB3" { "不超过下限".to_string() } else { "凭据".to_string() },
        |(least, most)| {
            if least == most { format!("{}/人天", least / 100) } else { format!("{}-{}", least / 100, most / 100) }
        },
    );
    let [claimed, reviewed, approved, paid] = e.hands.map(|(name, on)| format!("{name} {on}").trim().to_string());
    let mut note = Vec::new();
    if !e.receipt.is_empty() {
        note.push(format!("单据{}", e.receipt));
    }
    if !e.from_on.is_empty() {
        note.push(format!("{}至{}", e.from_on, e.to_on));
    }
    let draft: crate::validation::Draft = serde_json::from_str(&e.detail).unwrap_or_default();
    if e.rule == "SB5" && draft.has("place") {
        note.push(format!("{} {}天 {}", draft.get("place"), draft.get("days"), draft.get("rate")));
    }
    if matches!(e.rule.as_str(), "SB6" | "SB7") && draft.has("payee") {
        note.push(format!("{} {}", draft.get("payee"), draft.get("detail")));
    }
    if !e.note.is_empty() {
        note.push(e.note);
    }
    let share = if e.staff == 0 { String::new() } else { money::format_yuan(e.share) };
    // Who pays sees the number of a case, and nothing else of it.
    let case = e.case.filter(|id| desk.readable_case(*id).is_ok());
    let cells = vec![
        e.number,
        e.title,
        e.rule,
        e.payee,
        share,
        state_label(&e.state).into(),
        rule.map_or("", |r| r.label).into(),
        label(codes::DISPUTE, &e.dispute),
        label(codes::GRADE, &e.grade),
        label(codes::OUTCOME, &e.outcome),
        e.closed_on,
        e.volume,
        band,
        money::format_yuan(e.amount),
        e.factors,
        payer::kind(&e.payer_kind).into(),
        mask::payer(&e.payer_kind, &e.payer),
        e.ground,
        label(codes::PROFESSION, &e.profession),
        label(codes::OFFICIAL, &e.official),
        e.card,
        claimed,
        reviewed,
        approved,
        paid,
        e.voucher,
        note.join(";"),
    ];
    Line { id: e.claim * PEOPLE + e.staff, case, cells, tone }
}

pub static TOTALS: Register = Register {
    id: "totals",
    title: "付款方合计",
    group: "经费",
    basis: "方案六(四)分级负责、费随案走",
    operation: Operation::Budget,
    columns: &[
        col("year", "年度", 4),
        col("payer", "付款方", 0),
        col("kind", "付款方类型", 16),
        col("rule", "类别", 4),
        col("claims", "笔数", 6),
        col("paid", "已付", 14),
    ],
    views: &[("year", "本年"), ("rules", "本年按类别"), ("last", "上年"), ("all", "历年")],
    rows: totals,
    show: |desk, id| {
        let all = desk.spent_by(id)?;
        let Some(first) = all.first() else {
            return Err(Failure::refusal("没有这一行", "重新打开付款方合计"));
        };
        let yuan = |fen: i64| format!("{}元", money::format_yuan(fen));
        let mut facts: Facts = vec![
            (
                "付款方".into(),
                format!("{} {}", payer::kind(&first.payer_kind), mask::payer(&first.payer_kind, &first.payer)),
            ),
            ("历年合计".into(), yuan(all.iter().map(|s| s.amount).sum())),
        ];
        for s in &all {
            let label = subsidy::find(&s.rule).map_or("", |r| r.label);
            facts.push((format!("{}年 {}", s.year, s.rule), format!("{label} {}笔 {}", s.claims, yuan(s.amount))));
        }
        Ok(facts)
    },
    acts: &[],
};

fn totals(desk: &Desk, ask: &Ask) -> Outcome<Vec<Line>> {
    let year = desk.today().year();
    let (years, by_rule) = match ask.view.as_str() {
        "rules" => ((year, year), true),
        "last" => ((year - 1, year - 1), false),
        "all" => ((0, 9999), false),
        _ => ((year, year), false),
    };
    let sums = desk.spent(years, by_rule, &ask.search)?;
    // The line before the window is found by its id; sums are few: years times payers.
    let skip = ask.after.and_then(|id| sums.iter().position(|s| s.id == id)).map_or(0, |at| at + 1);
    let line = |s: crate::store::budget::Sum| Line {
        id: s.id,
        case: None,
        cells: vec![
            s.year.to_string(),
            mask::payer(&s.payer_kind, &s.payer),
            payer::kind(&s.payer_kind).into(),
            s.rule,
            s.claims.to_string(),
            money::format_yuan(s.amount),
        ],
        tone: Tone::Plain,
    };
    Ok(sums.into_iter().skip(skip).take(ask.limit).map(line).collect())
}
