//! Which column of a ledger is which field: the labels and keys of the visit table, the headings that
//! offices use, and a map file for the rest.
//!
//! Owns the words of headings and the map file. Reads no cell but those of the heading.

use super::reading::{Cell, Raw};
use crate::desk::{Failure, Outcome};
use crate::domain::visit_table::VISIT;
use crate::validation::text::fold_width;
use std::path::Path;

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
fn plain(text: &str) -> String {
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

fn meaning(word: &str) -> Option<Target> {
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

/// What an office says about its own ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// Heading as it stands, plain, and what it means.
    columns: Vec<(String, Target)>,
    /// Fields whose blank cells mean the cell above: merged cells.
    pub down: Vec<&'static str>,
}

/// The line of a map that names the columns with merged cells.
const DOWN: &str = "向下填充";

impl Map {
    /// Reads a map file: a `.json` object, or lines `列名 = 键` (TOML with quotes is the same).
    ///
    /// # Errors
    /// Problems that name the line and the remedy.
    pub fn open(path: &Path) -> Outcome<Map> {
        let text = std::fs::read_to_string(path)
            .map_err(|e| Failure::Fault(format!("读不了对应表 {}:{e};请存为UTF-8文本", path.display())))?;
        Map::read(text.trim_start_matches('\u{FEFF}'))
    }

    pub(super) fn read(text: &str) -> Outcome<Map> {
        let mut map = Map::default();
        if text.trim_start().starts_with('{') {
            let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text)
                .map_err(|e| Failure::problem("map", format!("对应表不是JSON对象:{e};写成 {{\"列名\": \"键\"}}")))?;
            for (heading, value) in object {
                let words = match value {
                    serde_json::Value::Array(list) => {
                        list.iter().filter_map(|v| v.as_str()).collect::<Vec<_>>().join(",")
                    }
                    value => value.as_str().unwrap_or_default().to_string(),
                };
                map.add(&heading, &words)?;
            }
            return Ok(map);
        }
        for (i, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') || line.starts_with('[') && line.ends_with(']') {
                continue;
            }
            let (heading, word) = line.split_once('=').ok_or_else(|| {
                Failure::problem("map", format!("对应表第{}行“{line}”没有等号;写成 列名=键,如 群众姓名=name", i + 1))
            })?;
            map.add(heading, word)?;
        }
        Ok(map)
    }

    fn add(&mut self, heading: &str, word: &str) -> Outcome<()> {
        let bare = |text: &str| text.trim().trim_matches(['"', '\'', '[', ']', ' ']).to_string();
        let (heading, word) = (bare(heading), bare(word));
        let target = |word: &str| {
            meaning(&plain(word)).ok_or_else(|| {
                Failure::problem("map", format!("对应表里“{word}”不是登记表的项;键用 fengqiao case form visit 看"))
            })
        };
        if heading == DOWN {
            for word in word.split([',', '、', '，']).map(bare).filter(|w| !w.is_empty()) {
                if let Target::Field(key) = target(&word)? {
                    self.down.push(key);
                }
            }
            return Ok(());
        }
        let found = if matches!(word.as_str(), "状态" | "status") { Target::Status } else { target(&word)? };
        self.columns.push((plain(&heading), found));
        Ok(())
    }

    fn meaning(&self, heading: &str) -> Target {
        let word = plain(heading);
        if word.is_empty() {
            return Target::Skip;
        }
        let own = self.columns.iter().find(|c| c.0 == word).map(|c| c.1);
        own.or_else(|| meaning(&word)).unwrap_or(Target::Unknown)
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

/// Rows looked at for a heading: titles stand above it.
const HEAD_ROWS: usize = 10;

impl Plan {
    /// Finds the heading among the first rows and takes them from `rows`.
    ///
    /// # Errors
    /// A refusal that says which columns are missing or stand twice.
    pub fn find(rows: &mut dyn Iterator<Item = Outcome<Raw>>, map: &Map) -> Outcome<Plan> {
        let mut seen = Vec::new();
        for raw in rows.take(HEAD_ROWS) {
            let (line, cells) = raw?;
            let headings: Vec<String> = cells.iter().map(Cell::text).collect();
            let targets: Vec<Target> = headings.iter().map(|h| map.meaning(h)).collect();
            let fields = targets.iter().filter(|t| matches!(t, Target::Field(_))).count();
            if fields >= 2 {
                let plan = Plan { headings, targets, line, down: map.down.clone() };
                plan.check()?;
                return Ok(plan);
            }
            seen.extend(headings.into_iter().map(|h| h.trim().to_string()).filter(|h| !h.is_empty()));
        }
        seen.truncate(12);
        Err(Failure::refusal(
            format!("前{HEAD_ROWS}行里没有认识的表头;看到:{}", seen.join("、")),
            "表头要有姓名、来访时间、反映事项等列;列名不同的用 --map 写对应表,每行 列名=键",
        ))
    }

    fn check(&self) -> Outcome<()> {
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

    #[test]
    fn a_map_is_lines_or_json_and_says_what_it_does_not_know() {
        let lines = Map::read(
            "# 我县的列名\n[列]\n\"群众\" = \"name\"\n 经手情况=状态\n街道=忽略\n向下填充 = [\"姓名\", \"联系电话\"]\n",
        );
        let json =
            Map::read("{\"群众\":\"姓名\",\"经手情况\":\"status\",\"街道\":\"-\",\"向下填充\":[\"name\",\"phone\"]}");
        let sorted = |map: &Outcome<Map>| {
            let mut map = map.clone().expect("read");
            map.columns.sort_by(|a, b| a.0.cmp(&b.0));
            map
        };
        assert_eq!(sorted(&lines), sorted(&json));
        let map = lines.expect("read");
        assert_eq!(map.down, ["name", "phone"]);
        assert_eq!(map.meaning("群 众(必填)"), Target::Field("name"));
        assert_eq!(map.meaning("经手情况"), Target::Status);
        assert_eq!(map.meaning("街道"), Target::Skip);
        let no = Map::read("群众=名字啊").expect_err("no field").to_string();
        assert!(no.contains("名字啊") && no.contains("case form visit"), "{no}");
        assert!(Map::read("群众").expect_err("no sign").to_string().contains("第1行"));
    }
}
