//! The names that a template may use: fields of every form of a case, and what the case itself knows.
//!
//! `form.key` is a field of the newest record of a form, or of the record the sheet is about; money
//! has `form.key|大写` beside it, rows are a list of that name. `{{#form}}` lists the records of a form.

use super::values::Values;
use crate::domain::deadline;
use crate::domain::flow::FLOW;
use crate::domain::visit_table::VISIT;
use crate::validation::{Kind, Table};
use std::sync::OnceLock;

/// What a record has besides its fields: its number, its day, who kept it, which of its kind it is.
pub const RECORD: &[(&str, &str)] =
    &[("given", "编号"), ("kept_on", "记录日期"), ("kept_by", "记录人"), ("nth", "第几次")];

/// Names that belong to no form, with their labels.
pub const OTHERS: &[(&str, &str)] = &[
    ("studio", "工作室名称"),
    ("place", "县的简称"),
    ("today", "制作日期"),
    ("case.title", "案号或接谈号"),
    ("case.number", "案号"),
    ("case.docket", "接谈号"),
    ("case.petitioner", "信访人"),
    ("case.respondent", "被访单位"),
    ("case.gist", "一句话诉求"),
    ("case.dispute", "纠纷类型"),
    ("case.nature", "争议性质"),
    ("case.grade", "案件等级"),
    ("case.safety", "安全评估"),
    ("case.place", "问题属地"),
    ("case.people", "来访人数"),
    ("case.involved", "涉及人数"),
    ("case.visits", "来访次数"),
    ("case.unit", "责任单位"),
    ("case.handler", "承办人"),
    ("case.members", "小组成员"),
    ("case.leader", "包案领导"),
    ("case.listing_level", "包案级别"),
    ("case.stage", "阶段"),
    ("case.outcome", "结果"),
    ("case.opened", "登记日期"),
    ("case.accepted_on", "受理日期"),
    ("case.entrusted_on", "委托日期"),
    ("case.closed_on", "结案日期"),
    ("case.registrar", "登记人"),
    ("case.retention", "保管期限"),
    ("case.retention_why", "保管期限依据"),
    ("decline.basis", "不予受理的依据"),
    ("decline.next", "不予受理后的去向"),
    ("agreement.copies", "协议份数"),
    ("extended.start", "申请延长的期限:起算日"),
    ("extended.raw", "考核届满"),
    ("extended.rolled", "法定届满"),
    ("extended.decision", "延期审批结果"),
    ("extended.approver", "批准人"),
    ("extended.approved_on", "批准日期"),
    ("extended.told_on", "告知日期"),
    ("warning.number", "预警编号"),
    ("warning.level", "预警级别"),
    ("warning.fact", "事实"),
    ("warning.recipient", "主送"),
    ("warning.way", "通报方式"),
    ("warning.on", "通报日期"),
    ("warning.signed", "签收人"),
    ("warning.disposal", "处置情况"),
    ("supervision.number", "督办号"),
    ("supervision.target", "被督办"),
    ("supervision.trigger", "触发情形"),
    ("supervision.demand", "督办要求"),
    ("supervision.issued_on", "签发日期"),
    ("supervision.feedback_by", "限反馈日"),
    ("supervision.by", "签发人"),
    ("supervision.feedback", "反馈"),
    ("supervision.answered_on", "反馈日期"),
    ("supervision.closing", "闭环意见"),
    ("supervision.closed_on", "闭环日期"),
    ("volume.number", "卷号"),
    ("volume.place", "存放处"),
    ("volume.pages", "全卷页数"),
    ("volume.filed_on", "立卷日期"),
    ("volume.filer", "立卷人"),
    ("volume.checker", "检查人"),
    ("volume.note", "卷宗说明"),
    ("claim.number", "申报编号"),
    ("claim.rule", "补助类别"),
    ("claim.amount", "申报金额"),
    ("claim.amount|大写", "申报金额大写"),
    ("claim.factors", "评分"),
    ("claim.payer", "付款方"),
    ("claim.payer_kind", "付款方类型"),
    ("claim.ground", "承担依据"),
    ("claim.state", "状态"),
    ("claim.claimed_by", "申报人"),
    ("claim.claimed_on", "申报日期"),
    ("claim.reviewed_by", "审核人"),
    ("claim.approved_by", "审批人"),
    ("claim.paid_on", "支付日期"),
    ("claim.voucher", "支付凭证"),
    ("claim.note", "备注"),
];

/// Lists that belong to no form, with their columns.
pub const LISTS: &[(&str, &str, &[&str])] = &[
    (
        "obligations",
        "履行计划的现状",
        &["no", "term", "debtor", "what", "due", "amount", "amount|大写", "paid", "state"],
    ),
    ("agreement.payment", "有给付时一行", &["no", "total", "total|大写"]),
    ("team", "专调小组", &["no", "name", "profession", "part"]),
    ("clocks", "期限", &["no", "label", "start", "raw", "rolled", "state", "basis"]),
    ("limits", "期限提示的届满日", &["raw", "rolled", "basis", "note", "left"]),
    ("contents", "卷内目录", &["no", "title", "page", "pages", "note"]),
    ("claim.shares", "领款人", &["no", "name", "amount", "amount|大写", "card"]),
];

/// What each clock of the studio has: `{{clock.DL-07.raw}}`.
pub const CLOCK: &[(&str, &str)] = &[("start", "起算"), ("raw", "考核届满"), ("rolled", "法定届满"), ("due", "届满")];

/// The forms that leave records in a case.
pub fn forms() -> impl Iterator<Item = &'static Table> {
    let mut seen: Vec<&str> = Vec::new();
    FLOW.iter().filter_map(|m| m.form).filter(move |t| {
        let new = !seen.contains(&t.name);
        seen.push(t.name);
        new
    })
}

/// Every known name, without a value.
pub fn blank() -> &'static Values {
    static BLANK: OnceLock<Values> = OnceLock::new();
    BLANK.get_or_init(|| {
        let mut values = Values::default();
        know_table(&mut values, &VISIT);
        for table in forms() {
            know_table(&mut values, table);
            for (key, _) in RECORD {
                values.know(&format!("{}.{key}", table.name));
                values.know_column(table.name, key);
            }
            values.know_column(table.name, "no");
            for field in table.fields {
                values.know_column(table.name, field.key);
                if matches!(field.kind, Kind::Money) {
                    values.know_column(table.name, &format!("{}|大写", field.key));
                }
            }
        }
        for (name, _) in OTHERS {
            values.know(name);
        }
        for (list, _, columns) in LISTS {
            columns.iter().for_each(|c| values.know_column(list, c));
        }
        for rule in deadline::RULES {
            for (key, _) in CLOCK {
                values.know(&format!("clock.{}.{key}", rule.id));
            }
        }
        values
    })
}

fn know_table(values: &mut Values, table: &Table) {
    for field in table.fields {
        let name = format!("{}.{}", table.name, field.key);
        values.know(&name);
        match field.kind {
            Kind::Money => values.know(&format!("{name}|大写")),
            Kind::Rows(columns, _) => {
                values.know_column(&name, "no");
                for column in columns {
                    values.know_column(&name, column.key);
                    if matches!(column.kind, Kind::Money) {
                        values.know_column(&name, &format!("{}|大写", column.key));
                    }
                }
            }
            _ => {}
        }
    }
}

/// Every name a template may use, with its words, for who edits templates: `(name, label)`; a list as
/// `#name`, its columns below it.
pub fn told() -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut add = |name: String, label: String| lines.push((name, label));
    for (name, label) in OTHERS {
        add((*name).to_string(), (*label).to_string());
    }
    for table in std::iter::once(&VISIT).chain(forms()) {
        for field in table.fields {
            add(format!("{}.{}", table.name, field.key), format!("{}:{}", table.title, field.label));
            if matches!(field.kind, Kind::Money) {
                add(format!("{}.{}|大写", table.name, field.key), format!("{}:{}大写", table.title, field.label));
            }
        }
        if !std::ptr::eq(table, &raw const VISIT) {
            for (key, label) in RECORD {
                add(format!("{}.{key}", table.name), format!("{}:{label}", table.title));
            }
        }
    }
    for (list, columns) in blank().lists() {
        let label = LISTS.iter().find(|l| l.0 == list).map_or("", |l| l.1);
        let label = if label.is_empty() { list_label(list) } else { label.to_string() };
        add(format!("#{list}"), format!("{label},各列:{}", columns.join(" ")));
    }
    for rule in deadline::RULES {
        add(format!("clock.{}.due", rule.id), format!("{}届满(另有 start raw rolled)", rule.label));
    }
    lines
}

fn list_label(list: &str) -> String {
    let (form, key) = list.split_once('.').unwrap_or((list, ""));
    let table = std::iter::once(&VISIT).chain(forms()).find(|t| t.name == form);
    let title = table.map_or("", |t| t.title);
    match table.and_then(|t| t.field(key)) {
        Some(field) => format!("{title}:{}", field.label),
        None => format!("{title}的全部记录"),
    }
}
