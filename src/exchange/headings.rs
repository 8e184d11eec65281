//! Which column of a ledger is which field: the labels and keys of the visit table, the headings that
//! offices use, and the map of the office for the rest.
//!
//! Owns the words of headings, and which row is one. Reads no cell but those of the heading.

use super::map::Map;
use super::reading::{Cell, Raw};
use crate::desk::{Failure, Outcome};
use crate::domain::visit_table::VISIT;
use crate::validation::text::fold_width;
use std::iter::Peekable;

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Field(&'static str),
    /// Whether the matter is over, in the words of the ledger.
    Status,
    /// Known, and left out.
    Skip,
    Unknown,
}

impl Target {
    /// As a map file writes it.
    pub fn word(self) -> &'static str {
        match self {
            Target::Field(key) => key,
            Target::Status => "状态",
            Target::Skip | Target::Unknown => "忽略",
        }
    }
    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Target::Field(key) => VISIT.field(key).map_or(key, |f| f.label),
            Target::Status => "办理状态",
            Target::Skip => "不导入",
            Target::Unknown => "还没有对应",
        }
    }
}

/// Headings that offices use, by field; the labels and keys of the table need no row.
const SYNONYMS: &[(&str, &[&str])] = &[
    (
        "name",
        &[
            "姓名",
            "信访人",
            "信访人姓名",
            "来访人",
            "来访人姓名",
            "当事人",
            "当事人姓名",
            "申请人",
            "反映人",
            "上访人",
            "群众姓名",
            "姓名/单位名称",
        ],
    ),
    ("document_type", &["证件种类"]),
    ("document_no", &["身份证号", "身份证号码", "身份证", "证件号", "公民身份号码", "身份号码"]),
    ("phone", &["电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", "联系号码"]),
    (
        "visited_at",
        &["来访日期", "接访时间", "接访日期", "接待时间", "接待日期", "接谈时间", "接谈日期", "日期", "时间"],
    ),
    ("petitioned_on", &["信访时间", "申请日期", "申请时间"]),
    ("registered_on", &["登记时间"]),
    ("people", &["人数", "来访人次", "批次人数"]),
    ("gist", &["诉求", "主要诉求", "事由", "标题", "信访诉求"]),
    (
        "summary",
        &[
            "反映事项",
            "反映问题",
            "反映内容",
            "信访事项",
            "信访内容",
            "事项概况",
            "主要内容",
            "问题概述",
            "反映的主要问题",
            "纠纷简要情况",
            "基本情况",
            "主要问题",
        ],
    ),
    ("source", &["来源", "线索来源", "案件来源渠道"]),
    ("address", &["住址", "地址", "家庭住址", "联系地址", "家庭地址"]),
    ("household", &["户籍", "户籍所在地"]),
    ("residence", &["常住地址", "现住地", "居住地"]),
    ("respondent", &["被反映人", "被反映单位", "对方当事人", "被申请人", "被访单位/被反映人"]),
    ("place", &["属地", "发生地", "问题发生地"]),
    ("dispute", &["纠纷类别", "矛盾类型", "案件类型"]),
    ("category", &["信访类别", "诉求类别", "三分类"]),
    ("content", &["内容类别", "问题类别"]),
    ("receiver", &["接访人", "接待人", "接访领导", "接待人员"]),
    ("petition_form", &["来访形式", "形式"]),
    (
        "@status",
        &[
            "办理状态",
            "办理情况",
            "办结情况",
            "是否办结",
            "办理结果",
            "处理结果",
            "结案情况",
            "状态",
            "案件状态",
            "化解情况",
            "是否化解",
            "化解状态",
            "办理进度",
        ],
    ),
    ("@skip", &["序号", "编号", "备注", "行号", "原因"]),
];

/// A heading without what makes no difference.
pub(super) fn plain(text: &str) -> String {
    let folded = fold_width(text);
    let mut depth = 0;
    let kept = folded.chars().filter(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => return depth <= 0 && !c.is_whitespace() && !matches!(c, '*' | ':' | '\u{FEFF}'),
        }
        false
    });
    kept.collect()
}

/// What the words of a map or of a heading mean.
pub(super) fn meaning(word: &str) -> Option<Target> {
    if matches!(word, "" | "-" | "忽略" | "不导入") {
        return Some(Target::Skip);
    }
    let key = SYNONYMS.iter().find(|s| s.0 == word || s.1.contains(&word)).map(|s| s.0);
    match key {
        Some("@status") => Some(Target::Status),
        Some("@skip") => Some(Target::Skip),
        _ => VISIT
            .fields
            .iter()
            .find(|f| f.label == word || f.key == word || Some(f.key) == key)
            .map(|f| Target::Field(f.key)),
    }
}

/// The heading of a ledger, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// As they stand in the file.
    pub headings: Vec<String>,
    pub targets: Vec<Target>,
    /// Number of the heading's row.
    pub line: u64,
    pub down: Vec<&'static str>,
}

/// The rows of a ledger.
pub type Rows = Box<dyn Iterator<Item = Outcome<Raw>> + Send>;

/// Rows looked at for a heading: titles stand above it.
const HEAD_ROWS: usize = 10;

impl Plan {
    /// Finds the heading among the first rows and takes them from `rows`.
    ///
    /// # Errors
    /// A refusal that says which columns are missing or stand twice.
    pub fn find(rows: &mut Peekable<Rows>, map: &Map) -> Outcome<Plan> {
        let plan = Plan::seek(rows, map)?;
        plan.check()?;
        Ok(plan)
    }

    /// As [`Plan::find`], whatever is missing.
    ///
    /// # Errors
    /// A refusal when no row looks like a heading.
    pub fn seek(rows: &mut Peekable<Rows>, map: &Map) -> Outcome<Plan> {
        let mut seen = Vec::new();
        for raw in rows.by_ref().take(HEAD_ROWS) {
            let Raw { line, cells, .. } = raw?;
            let mut plan = Plan::new(line, cells.iter().map(Cell::text).collect(), map);
            if plan.fields() >= 2 {
                plan.take_lower(rows, map)?;
                return Ok(plan);
            }
            seen.extend(plan.headings.into_iter().map(|h| h.trim().to_string()).filter(|h| !h.is_empty()));
        }
        seen.truncate(12);
        Err(Failure::refusal(
            format!("前{HEAD_ROWS}行里没有认识的表头;看到:{}", seen.join("、")),
            "表头要有姓名、来访时间、反映事项等列;列名不同的用 --map 写对应表,每行 列名=键",
        ))
    }

    /// The row that looks most like a heading when no word of it is known; the rows before it and it are taken.
    ///
    /// # Errors
    /// Of the file.
    pub fn guess(rows: &mut Peekable<Rows>, map: &Map) -> Outcome<Option<Plan>> {
        let mut best: Option<(usize, Plan)> = None;
        for raw in rows.by_ref().take(HEAD_ROWS) {
            let raw = raw?;
            let words = raw.cells.iter().filter(|c| matches!(c, Cell::Text(t) if !t.trim().is_empty())).count();
            if words >= 2 && best.as_ref().is_none_or(|b| words > b.0) {
                best = Some((words, Plan::new(raw.line, raw.cells.iter().map(Cell::text).collect(), map)));
            }
        }
        Ok(best.map(|b| b.1))
    }

    fn new(line: u64, headings: Vec<String>, map: &Map) -> Plan {
        let targets = headings.iter().map(|h| map.meaning(h)).collect();
        Plan { headings, targets, line, down: map.down.clone() }
    }

    fn fields(&self) -> usize {
        self.targets.iter().filter(|t| matches!(t, Target::Field(_))).count()
    }

    /// A heading of two rows: some of its cells were merged downwards, the others say more below.
    fn take_lower(&mut self, rows: &mut Peekable<Rows>, map: &Map) -> Outcome<()> {
        let first = self.line;
        let belongs = |raw: &Raw| raw.merged.iter().any(|m| m.1 >= first);
        while let Some(Ok(raw)) = rows.next_if(|r| r.as_ref().is_ok_and(belongs)) {
            let mut headings = std::mem::take(&mut self.headings);
            headings.resize(headings.len().max(raw.cells.len()), String::new());
            for (heading, cell) in headings.iter_mut().zip(&raw.cells).filter(|(_, c)| !c.is_empty()) {
                *heading = cell.text();
            }
            *self = Plan::new(raw.line, headings, map);
        }
        Ok(())
    }

    /// # Errors
    /// A refusal that says which columns are missing or stand twice.
    pub fn check(&self) -> Outcome<()> {
        for (i, target) in self.targets.iter().enumerate() {
            let twice = self.targets[..i].iter().position(|t| t == target);
            if let (Some(first), Target::Field(_) | Target::Status) = (twice, target) {
                return Err(Failure::refusal(
                    format!("“{}”和“{}”两列说的是同一项", self.headings[first], self.headings[i]),
                    "在 --map 对应表里把其中一列写成 列名=忽略",
                ));
            }
        }
        for (keys, words) in [
            (&["name"][..], "姓名"),
            (&["visited_at", "petitioned_on"], "来访时间"),
            (&["gist", "summary"], "反映事项"),
        ] {
            if !keys.iter().any(|k| self.has(k)) {
                return Err(Failure::refusal(
                    format!("表头里没有“{words}”这一列"),
                    format!("把列名改成“{words}”,或用 --map 写对应表:列名={}", keys[0]),
                ));
            }
        }
        Ok(())
    }

    pub fn has(&self, key: &str) -> bool {
        self.targets.contains(&Target::Field(VISIT.field(key).map_or("", |f| f.key)))
    }

    /// Columns that are not taken in.
    pub fn unknown(&self) -> Vec<&str> {
        let pairs = self.headings.iter().zip(&self.targets);
        pairs.filter(|(_, t)| **t == Target::Unknown).map(|(h, _)| h.trim()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_synonym_is_of_a_field_and_means_one() {
        let mut all: Vec<&str> = Vec::new();
        for (key, words) in SYNONYMS {
            assert!(key.starts_with('@') || VISIT.field(key).is_some(), "{key}");
            for word in *words {
                assert!(meaning(&plain(word)).is_some(), "{word} is not found");
                assert!(!all.contains(word), "{word} twice");
                let label = VISIT.fields.iter().find(|f| f.label == *word && f.key != *key);
                assert!(label.is_none(), "{word} is another field");
                all.push(word);
            }
        }
    }
}
