//! Forms of 重大紧急事项 (信访工作条例25; 人民调解法25). About a dispute and its danger, never about a person.

use crate::validation::{Choice, Field, Kind as K, Need, Table};
use Need::{Always, Optional};

/// What threatens; `domain::urgent` says who must be told of which.
pub const URGENT_KIND: &[Choice] = crate::choices![
    ("1", "群体性"),
    ("2", "可能激化(人身安全)"),
    ("3", "可能民转刑"),
    ("4", "可能治安刑事"),
    ("9", "其他"),
];
/// Whom 条例25, 人民调解法25 and 方案六(一) name.
pub const REPORT_TO: &[Choice] =
    crate::choices![("1", "党委政府"), ("2", "公安机关"), ("3", "联席办"), ("4", "领导小组办")];
pub const URGENT_RESULT: &[Choice] = crate::choices![("1", "已妥善处置"), ("2", "经核实不属于重大紧急")];

const KIND: Field = Field::new("kind", "类别", K::Choice(URGENT_KIND), Always, "评估的是纠纷,不是人");
const FACT: Field = Field::new("fact", "事实", K::Text(2, 1000), Always, "什么纠纷、到什么程度;写事项,不评价人");
const PLACE: Field = Field::new("place", "地点", K::Line(60), Optional, "发生或可能发生的地点");
const INVOLVED: Field = Field::new("involved", "涉及人数", K::Number(1, 9999), Optional, "大约多少人");

pub static URGENT_RAISE: Table = Table {
    name: "urgent_raise",
    title: "重大紧急事项",
    fields: &[
        Field::new("case", "案件", K::Line(40), Optional, "案号或接谈号;还没有成案的留空"),
        Field::new("lead", "苗头", K::Line(40), Optional, "苗头号;没有的留空"),
        Field::new("found_at", "发现时间", K::PastTime, Always, "口头、书面报告的时限从这一刻起算"),
        KIND,
        FACT,
        PLACE,
        INVOLVED,
        Field::new("measures", "已采取措施", K::Text(2, 1000), Always, "先做了什么:劝离、隔开、报警等"),
    ],
};

/// What was not yet known when it was found, or opened by the program.
pub static URGENT_AMEND: Table = Table {
    name: "urgent_amend",
    title: "补充情况",
    fields: &[
        Field::new("case", "案件", K::Line(40), Optional, "后来成案的,填案号或接谈号"),
        KIND,
        FACT,
        PLACE,
        INVOLVED,
        Field::new("measures", "已采取措施", K::Text(2, 1000), Always, "做了什么"),
    ],
};

pub static URGENT_ORAL: Table = Table {
    name: "urgent_oral",
    title: "口头报告",
    fields: &[
        Field::new("to", "报告对象", K::Many(REPORT_TO), Always, "可多选;可能治安刑事的须报公安机关"),
        Field::new("at", "报告时间", K::PastTime, Always, "第一次报告的时间"),
        Field::new("by", "报告人", K::Name, Always, "谁报告的"),
        Field::new("heard", "接报人", K::Line(60), Optional, "谁接的报告"),
    ],
};

pub static URGENT_WRITTEN: Table = Table {
    name: "urgent_written",
    title: "书面报告",
    fields: &[
        Field::new("to", "报告对象", K::Many(REPORT_TO), Always, "可多选"),
        Field::new("at", "报告时间", K::PastTime, Always, "送出的时间"),
        Field::new("document", "文号", K::Line(60), Always, "书面报告的文号或编号"),
    ],
};

pub static URGENT_FOLLOW: Table = Table {
    name: "urgent_follow",
    title: "续报",
    fields: &[
        Field::new("at", "时间", K::PastTime, Always, "情况发生或续报的时间"),
        Field::new("body", "情况", K::Text(2, 1000), Always, "有什么变化、做了什么"),
        Field::new("told", "报告对象", K::Many(REPORT_TO), Optional, "这次又报告了谁"),
    ],
};

pub static URGENT_CLOSE: Table = Table {
    name: "urgent_close",
    title: "办结",
    fields: &[
        Field::new("result", "结果", K::Choice(URGENT_RESULT), Always, "不属于重大紧急的由主任确认"),
        Field::new("closed_on", "办结日期", K::PastDate, Always, "危险消除或核实的日期"),
        Field::new("outcome", "办结情况", K::Text(2, 1000), Always, "怎样处置,现在如何"),
    ],
};

pub(super) static ALL: &[&Table] =
    &[&URGENT_RAISE, &URGENT_AMEND, &URGENT_ORAL, &URGENT_WRITTEN, &URGENT_FOLLOW, &URGENT_CLOSE];
