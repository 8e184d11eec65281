//! R01 接待来访, R02 工作简报, R09 群体性: what is counted by visits.

use super::grid::{Column, Grid, Place, Shown};
use super::lines::{self, Line};
use super::period::Kind::{Day, Month, Week};
use super::{Axis, By, Cell, Frame, Report, Row, Sheet};
use crate::desk::{Outcome, mask};
use crate::domain::codes;
use crate::store::report_sql::{Col, Dim, Fact, Mark, SEALED_KEY};
use crate::validation::division;

const GROUP: Mark = Mark::Between(Col::People, 5, i64::MAX);
const SINGLE: Mark = Mark::Between(Col::People, 0, 4);
const AGAIN: Mark = Mark::Is(Col::Repeat, "2");
const FIRST: Mark = Mark::Not(Col::Repeat, "2");

const R01_WORDS: &[&str] = &[
    "件次:登记完毕的来访,一次接谈登记一件次;暂存未登记的不计。人次:各次来访人数之和。",
    "集体访:来访5人以上(信访工作条例20;人数为工作室默认);个体访:不满5人。",
    "重复访:判重时由人确认为“重复”的(同人、同事);初件(纯案):其余各次,含新事项和待定。",
    "各问题性质按登记表“争议性质”分列。",
];

pub static R01: Report = Report {
    id: "R01",
    title: "接待来访报表(按问题属地)",
    basis: "方案五(一);信访工作条例20,41",
    frequency: &[Week, Month],
    by: By::Choice(Axis::Registered),
    unit: "件次、人次",
    money: false,
    definitions: R01_WORDS,
    build: |frame| received(frame, "问题属地", Dim::Place, &place),
};

pub static R01U: Report = Report {
    id: "R01U",
    title: "接待来访报表(按被访单位)",
    basis: "方案五(一);信访工作条例20,41",
    frequency: &[Week, Month],
    by: By::Choice(Axis::Registered),
    unit: "件次、人次",
    money: false,
    definitions: &[
        R01_WORDS[0],
        R01_WORDS[1],
        R01_WORDS[2],
        R01_WORDS[3],
        "被访方是个人的并为一行,不列姓名;单位列件次最多的30个,其余并为一行。单位名称按登记的写法,同一单位写法不同的分列。",
    ],
    build: |frame| received(frame, "被访单位", Dim::Respondent, &respondent),
};

/// The township, with its county.
pub fn place(key: &str) -> Place {
    if key == SEALED_KEY {
        return Place { label: "密封件(不列属地)".to_string(), order: 2 };
    }
    match (key, division::lookup(key)) {
        ("", _) => Place { label: "未填属地".to_string(), order: 1 },
        (_, Some(d)) => {
            let above = division::parent(key).filter(|_| key.len() > 6).map_or("", |p| p.name);
            Place { label: format!("{above}{}", d.name), order: 0 }
        }
        (code, None) => Place { label: code.to_string(), order: 0 },
    }
}

/// The unit; persons share a row.
pub fn respondent(key: &str) -> Place {
    match key {
        SEALED_KEY => Place { label: "密封件(不列单位)".to_string(), order: 2 },
        "" | "不明确" => Place { label: "不明确".to_string(), order: 1 },
        unit if mask::party(unit) == unit => Place { label: unit.to_string(), order: 0 },
        _ => Place { label: "个人(不列姓名)".to_string(), order: 1 },
    }
}

fn received(frame: &Frame, heading: &'static str, dim: Dim, place: &dyn Fn(&str) -> Place) -> Outcome<Sheet> {
    let mut columns = Vec::new();
    for (label, marks) in [
        ("总量", &[][..]),
        ("集体访", &[GROUP]),
        ("个体访", &[SINGLE]),
        ("初件集体", &[FIRST, GROUP]),
        ("初件个体", &[FIRST, SINGLE]),
        ("重复集体", &[AGAIN, GROUP]),
        ("重复个体", &[AGAIN, SINGLE]),
    ] {
        columns.extend(Column::pair(label, marks));
    }
    for nature in codes::NATURE {
        columns.extend(Column::pair(short(nature.label), &[Mark::Is(Col::Nature, nature.code)]));
    }
    let grid = Grid { heading, fact: Fact::Visits, day: None, dim, columns: &columns, place, fixed: &[], most: 30 };
    grid.sheet(frame)
}

/// Headings stay short: the whole words stand in the registration form.
fn short(nature: &'static str) -> &'static str {
    match nature {
        "具有民事权利义务内容的政民争议" => "政民争议",
        other => other,
    }
}

pub static R02: Report = Report {
    id: "R02",
    title: "工作简报",
    basis: "方案五(一);信访工作条例41",
    frequency: &[Day, Week, Month],
    by: By::Choice(Axis::Registered),
    unit: "件次、人次",
    money: false,
    definitions: &[
        R01_WORDS[0],
        R01_WORDS[1],
        R01_WORDS[2],
        "信访形式、诉求分类按登记表;信访形式的法定渠道见信访工作条例17,诉求分类见29至31。",
    ],
    build: |frame| {
        let visits = |label: &str, marks: &[Mark]| Line::count(label, Fact::Visits, marks);
        let mut list = vec![
            visits("来访总量", &[]),
            visits("集体访", &[GROUP]),
            visits("单访", &[SINGLE]),
            visits("初访", &[FIRST]),
            visits("重复访", &[AGAIN]),
            visits("重复访中集体访", &[AGAIN, GROUP]),
            Line::section("信访形式"),
        ];
        list.extend(codes::PETITION_FORM.iter().map(|c| visits(c.label, &[Mark::Is(Col::Form, c.code)])));
        list.push(Line::section("诉求分类"));
        list.extend(codes::CATEGORY.iter().map(|c| visits(c.label, &[Mark::Is(Col::Category, c.code)])));
        list.push(Line::section("案件来源"));
        list.extend(codes::SOURCE.iter().map(|c| visits(c.label, &[Mark::Is(Col::Source, c.code)])));
        lines::sheet(frame, &list)
    },
};

pub static R09: Report = Report {
    id: "R09",
    title: "群体性与集体访",
    basis: "方案二防控在先,六(四)1;信访工作条例20,25",
    frequency: &[Month],
    by: By::Choice(Axis::Registered),
    unit: "批次、人次",
    money: false,
    definitions: &[
        "批次:来访5人以上的一次接谈登记;人次:来访人数之和。人数段5-10、11-20、21-50、51-100、100以上。",
        "群众性案件:涉及10人以上的案件(方案六(四)1),按案件计,一案一件,人次为首次来访人数;结果是到制表时的结果。",
        "按被访单位列批次最多的20个,个人并为一行。",
    ],
    build: |frame| {
        let band = |label: &str, least, most| {
            Line::count(label, Fact::Visits, &[GROUP, Mark::Between(Col::People, least, most)])
        };
        let mass = Mark::Between(Col::Involved, 10, i64::MAX);
        let case = |label: &str, mark: Mark| Line::count(label, Fact::Cases, &[mass, mark]);
        let list = [
            Line::count("集体访批次", Fact::Visits, &[GROUP]),
            Line::count("其中重复", Fact::Visits, &[GROUP, AGAIN]),
            Line::section("人数段"),
            band("5-10人", 5, 10),
            band("11-20人", 11, 20),
            band("21-50人", 21, 50),
            band("51-100人", 51, 100),
            band("100人以上", 101, i64::MAX),
            Line::section("群众性案件(涉及10人以上)"),
            Line::count("案件", Fact::Cases, &[mass]),
            case("已受理", Mark::Filled(Col::AcceptedOn)),
            case("达成协议", Mark::In(Col::Outcome, &["1", "2"])),
            case("导入法定途径", Mark::In(Col::Outcome, &["4", "5", "6", "7"])),
            case("调解不成", Mark::Is(Col::Outcome, "8")),
            case("已结案", Mark::Filled(Col::ClosedOn)),
            Line::section("集体访的被访单位"),
        ];
        let mut sheet = lines::sheet(frame, &list)?;
        let columns = Column::pair("", &[GROUP]);
        let grid = Grid {
            heading: "",
            fact: Fact::Visits,
            day: None,
            dim: Dim::Respondent,
            columns: &columns,
            place: &respondent,
            fixed: &[],
            most: 20,
        };
        append(&mut sheet, grid.rows(frame)?);
        Ok(sheet)
    },
};

/// Rows of a grid under a table of lines: what they do not count stays empty.
pub fn append(sheet: &mut Sheet, rows: Vec<Row>) {
    let width = sheet.columns.len().saturating_sub(1);
    sheet.rows.extend(rows.into_iter().map(|mut row| {
        row.cells.resize_with(width, Cell::default);
        row
    }));
}

/// Lines and their weight, for [`append`].
pub fn pair(marks: &[Mark], money: bool) -> [Column; 2] {
    if money {
        [
            Column::new("", marks, Shown::Money),
            Column { weight: crate::store::report_sql::Weight::Money, ..Column::new("", marks, Shown::Lines) },
        ]
    } else {
        Column::pair("", marks)
    }
}
