//! 抄录单: what is typed again into another system, in the order of its form, one label and value a line,
//! with its codes (domain.md 17: one entry, no second thinking).
//!
//! Owns the forms of the other systems as rows of a table. The order of the fields is 待核 against the screen
//! of the system itself: it rests on published columns, and a field it does not have is simply passed over.
//! Reads through the desk, which asks for the permission and journals that it was taken.

use crate::desk::documents::Dossier;
use crate::desk::{Desk, Outcome};
use crate::domain::visit_table::VISIT;
use crate::validation::display::display;

/// Another system.
pub struct System {
    /// Word of the command.
    pub id: &'static str,
    pub title: &'static str,
    pub basis: &'static str,
    lines: &'static [(&'static str, Source)],
}

/// Where a line comes from.
enum Source {
    /// A field of the opening visit, in words.
    Field(&'static str),
    /// A field of the visit by the codes of the other system.
    Coded(&'static str, &'static [(&'static str, &'static str)]),
    /// The case.
    Case(fn(&Dossier) -> String),
    /// Of the newest record of a form.
    Record(&'static str, &'static str),
}

use Source::{Case, Coded, Field, Record};

/// 案件来源 to 来源 of the 司法行政 statistics (domain.md E03, default map, 工作室默认).
const ORIGIN: &[(&str, &str)] = &[
    ("1", "接受委托移送-信访部门"),
    ("2", "接受委托移送-信访部门"),
    ("3", "接受委托移送-信访部门"),
    ("4", "依申请"),
    ("5", "主动调解"),
    ("6", "接受委托移送-其他部门"),
    ("7", "接受委托移送-信访部门"),
    ("8", "主动调解"),
    ("9", "接受委托移送-其他部门"),
];
/// 纠纷类型 in the words of the 司法部 case table (E07), with its number.
const KIND: &[(&str, &str)] = &[
    ("01", "1 婚姻家庭纠纷"),
    ("02", "2 邻里纠纷"),
    ("03", "3 房屋宅基地纠纷"),
    ("04", "4 合同纠纷"),
    ("05", "5 生产经营纠纷"),
    ("06", "6 损害赔偿纠纷"),
    ("07", "7 山林土地纠纷"),
    ("08", "8 征地拆迁纠纷"),
    ("09", "9 环境污染纠纷"),
    ("10", "10 拖欠农民工工资纠纷"),
    ("11", "11 其他劳动争议纠纷"),
    ("12", "12 旅游纠纷"),
    ("13", "13 电子商务纠纷"),
    ("14", "14 其他消费纠纷"),
    ("15", "15 医疗纠纷"),
    ("16", "16 道路交通事故纠纷"),
    ("17", "17 物业纠纷"),
    ("18", "18 其他纠纷"),
];
/// 信访形式 as national statistics collapse it (E01).
const SHAPE: &[(&str, &str)] =
    &[("1", "来信"), ("2", "来访"), ("3", "网信"), ("4", "来电"), ("5", "来信"), ("6", "来信"), ("7", "来信")];
/// National code of 信访目的 (E05).
const PURPOSE: &[(&str, &str)] =
    &[("1", "申诉"), ("2", "求决"), ("3", "揭发控告"), ("4", "意见建议"), ("5", "咨询"), ("9", "99 其他")];

fn day(d: Option<chrono::NaiveDate>) -> String {
    d.map_or_else(String::new, |d| d.to_string())
}

/// The systems that the office types into again.
pub static SYSTEMS: &[System] = &[
    System {
        id: "xinfang",
        title: "信访信息系统",
        basis: "信访工作条例19,22;信访件登记栏目(顺序待核)",
        lines: &[
            ("信访日期", Field("petitioned_on")),
            ("登记日期", Field("registered_on")),
            ("信访形式", Coded("petition_form", SHAPE)),
            ("来访人数", Field("people")),
            ("姓名", Field("name")),
            ("证件类型", Field("document_type")),
            ("证件号码", Field("document_no")),
            ("性别", Field("sex")),
            ("出生日期", Field("birth")),
            ("民族", Field("ethnic")),
            ("职业", Field("occupation")),
            ("联系电话", Field("phone")),
            ("户籍地", Field("household")),
            ("住址", Field("residence")),
            ("详细住址", Field("address")),
            ("初重信访", Field("repeat_answer")),
            ("问题属地", Field("place")),
            ("被反映单位", Field("respondent")),
            ("诉求分类", Field("category")),
            ("信访目的", Coded("purpose", PURPOSE)),
            ("内容分类", Field("content")),
            ("二级分类", Field("content_detail")),
            ("涉及人数", Field("involved")),
            ("概况", Field("summary")),
            ("诉求", Case(claims)),
            ("事实与理由", Field("facts")),
            ("办理方式", Field("handling")),
            ("接谈号", Case(|d| d.case.docket.clone().unwrap_or_default())),
        ],
    },
    System {
        id: "sifa",
        title: "司法行政基层工作管理系统",
        basis: "人民调解法;人民调解案件统计口径(顺序待核)",
        lines: &[
            ("受理日期", Case(|d| day(d.case.accepted_on))),
            ("案件来源", Coded("source", ORIGIN)),
            ("纠纷类型", Coded("dispute", KIND)),
            ("纠纷发生地", Field("place")),
            ("申请人姓名", Field("name")),
            ("申请人性别", Field("sex")),
            ("申请人民族", Field("ethnic")),
            ("申请人证件号码", Field("document_no")),
            ("申请人电话", Field("phone")),
            ("申请人住址", Field("address")),
            ("被申请人", Field("respondent")),
            ("涉及当事人数", Field("involved")),
            ("纠纷简要情况", Field("summary")),
            ("当事人请求", Case(claims)),
            ("调解员", Case(people)),
            ("是否疑难复杂", Case(|d| if matches!(d.case.grade.as_str(), "G2" | "G3") { "是" } else { "否" }.into())),
            ("调解日期", Record("mediation", "at")),
            ("协议内容", Record("agreement", "content")),
            ("涉及金额(元)", Case(money)),
            ("结案方式", Case(|d| crate::domain::codes::label(crate::domain::codes::OUTCOME, &d.case.outcome).into())),
            ("结案日期", Case(|d| day(d.case.closed_on))),
            ("本室案号", Case(|d| d.case.number.clone().unwrap_or_default())),
        ],
    },
];

/// What is asked for, one after another.
fn claims(d: &Dossier) -> String {
    let lines = d.visit.get("claims").lines();
    let words: Vec<String> = lines
        .enumerate()
        .map(|(i, line)| {
            let (claim, amount) = line.split_once('\t').unwrap_or((line, ""));
            let amount = if amount.is_empty() { String::new() } else { format!(" {}元", yuan(amount)) };
            format!("{}. {claim}{amount}", i + 1)
        })
        .collect();
    words.join("; ")
}

fn yuan(fen: &str) -> String {
    fen.parse::<i64>().map_or_else(|_| fen.to_string(), |n| format!("{}.{:02}", n / 100, n % 100))
}

/// The money asked for in all.
fn money(d: &Dossier) -> String {
    let amounts = d.visit.get("claims").lines().filter_map(|l| l.split_once('\t')?.1.parse::<i64>().ok());
    match amounts.sum::<i64>() {
        0 => String::new(),
        fen => yuan(&fen.to_string()),
    }
}

/// The handler first.
fn people(d: &Dossier) -> String {
    let mut team: Vec<_> = d.team.iter().collect();
    team.sort_by_key(|m| m.part != "handler");
    team.iter().map(|m| m.name.as_str()).collect::<Vec<_>>().join("、")
}

/// The system of that word or title.
pub fn find(word: &str) -> Option<&'static System> {
    SYSTEMS.iter().find(|s| s.id == word || s.title == word)
}

/// The lines of a case for a system, in clear; that they were taken is journalled.
///
/// # Errors
/// The refusal of the role, or for a sealed case.
pub fn copy(desk: &mut Desk, case: i64, system: &System) -> Outcome<Vec<(&'static str, String)>> {
    let dossier = desk.dossier(case)?;
    desk.keep_copy(case, system.id, system.title)?;
    Ok(system.fill(&dossier))
}

impl System {
    /// Label and value a line, each on one line; what is not known is empty.
    pub fn fill(&self, d: &Dossier) -> Vec<(&'static str, String)> {
        let words = |key: &str, text: &str| VISIT.field(key).map_or_else(|| text.to_string(), |f| display(f, text));
        let line = |(label, source): &(&'static str, Source)| {
            let text = match source {
                Field(key) => words(key, d.visit.get(key)),
                Coded(key, map) => {
                    let code = d.visit.get(key);
                    map.iter().find(|m| m.0 == code).map_or_else(|| words(key, code), |m| m.1.to_string())
                }
                Case(made) => made(d),
                Record(form, key) => d.facts.last(form).map_or("", |r| r.get(key)).replace('T', " "),
            };
            (*label, text.split(['\n', '\t', '\r']).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" "))
        };
        self.lines.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{codes, forms};
    use crate::validation::Kind;

    #[test]
    fn every_line_has_its_field_and_every_code_its_word() {
        for system in SYSTEMS {
            assert!(!system.basis.is_empty());
            for (label, source) in system.lines {
                match source {
                    Field(key) => assert!(VISIT.field(key).is_some(), "{} {label}", system.id),
                    Coded(key, map) => {
                        let Some(Kind::Choice(list)) = VISIT.field(key).map(|f| f.kind) else {
                            panic!("{} {label} is no list", system.id)
                        };
                        for choice in list {
                            assert!(map.iter().any(|m| m.0 == choice.code), "{label} {}", choice.label);
                        }
                    }
                    Record(form, key) => {
                        assert!(forms::find(form).is_some_and(|t| t.field(key).is_some()), "{form}.{key}");
                    }
                    Case(_) => {}
                }
            }
        }
        assert_eq!(codes::DISPUTE.len(), KIND.len());
    }
}
