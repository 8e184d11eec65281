//! Forms of 值班, 预算 and 纪律检查 (方案六(四)5、7;九(四)).

use crate::domain::{codes, discipline};
use crate::validation::{Column, Draft, Field, Kind as K, Need, Table};
use Need::{Always, Optional, When};

const PEOPLE: &[Column] = &[Column { key: "person", label: "值班人", kind: K::Line(30), required: true }];
const CARDS: &[Column] = &[
    Column { key: "person", label: "领款人", kind: K::Line(30), required: true },
    Column { key: "card", label: "卡号末4位", kind: K::Line(4), required: true },
];

fn several(d: &Draft) -> bool {
    d.has("until")
}

/// Days of duty put on the roster.
pub static DUTY_PLAN: Table = Table {
    name: "duty_plan",
    title: "值班排班",
    fields: &[
        Field::new("day", "日期", K::Date, Always, "值班的日期;一段时间的写第一天"),
        Field::new("until", "至", K::Date, Optional, "一段时间的最后一天;只排一天的不填"),
        Field::new("workdays", "只排工作日", K::Choice(codes::YES_NO), When(several), "按日历跳过休息日和放假")
            .shown(several)
            .default("1"),
        Field::new("people", "值班人", K::Rows(PEOPLE, 30), Always, "每行一人:姓名或人员编号"),
        Field::new("station", "值班地点", K::Line(40), Optional, "如:县信访局接待大厅"),
        Field::new("note", "说明", K::Line(120), Optional, "补排已过的日子须写原因"),
    ],
};

/// Another day, person or place, before it is served.
pub static DUTY_CHANGE: Table = Table {
    name: "duty_change",
    title: "调班",
    fields: &[
        Field::new("day", "日期", K::Date, Always, "改到哪一天"),
        Field::new("person", "值班人", K::Line(30), Always, "姓名或人员编号"),
        Field::new("station", "值班地点", K::Line(40), Optional, "可不填"),
        Field::new("reason", "原因", K::Line(120), Always, "为什么调班"),
    ],
};

/// Taking a line off, or a confirmation back.
pub static DUTY_REASON: Table = Table {
    name: "duty_reason",
    title: "值班更正",
    fields: &[Field::new("reason", "原因", K::Line(120), Always, "为什么取消或更正")],
};

/// One person was there.
pub static DUTY_SERVED: Table = Table {
    name: "duty_served",
    title: "确认到岗",
    fields: &[Field::new("note", "说明", K::Line(120), Optional, "可不填")],
};

/// Everybody of a day was there, but for those named.
pub static DUTY_DAY: Table = Table {
    name: "duty_day",
    title: "确认一天到岗",
    fields: &[
        Field::new("day", "日期", K::PastDate, Always, "哪一天"),
        Field::new("absent", "未到岗", K::Rows(PEOPLE, 30), Optional, "没有到岗的人,每行一人"),
    ],
};

/// SB4: the duty pay of a month.
pub static DUTY_PAY: Table = Table {
    name: "duty_pay",
    title: "值班费申报",
    fields: &[
        Field::new("month", "月份", K::Line(7), Always, "年-月,如 2026-11;每人每天200元"),
        Field::new("finance", "财政级别", K::Choice(codes::OFFICE_LEVEL), Always, "由哪一级财政承担(方案六(四)5)")
            .default("1"),
        Field::new("cards", "卡号", K::Rows(CARDS, 60), Optional, "每行:姓名 卡号末4位;可不填"),
    ],
};

/// The grant of a year.
pub static BUDGET: Table = Table {
    name: "budget",
    title: "经费预算",
    fields: &[
        Field::new("year", "年度", K::Number(2000, 2100), Always, "预算年度"),
        Field::new("granted", "拨款", K::Money, Always, "首年拨专项;以后按上年实际支出"),
        Field::new("source", "来源", K::Line(60), Always, "如:县财政专项,司法行政部门预算"),
        Field::new("document", "文号", K::Line(60), Optional, "批复的文号"),
        Field::new("note", "说明", K::Line(200), Optional, "与建议数不同的写原因"),
    ],
};

/// The grant of a year, amended.
pub static BUDGET_AMEND: Table = Table {
    name: "budget_amend",
    title: "预算调整",
    fields: &[
        Field::new("granted", "拨款", K::Money, Always, "调整后的全年拨款"),
        Field::new("source", "来源", K::Line(60), Always, "拨款的来源"),
        Field::new("document", "文号", K::Line(60), Optional, "批复的文号"),
        Field::new("reason", "调整原因", K::Line(200), Always, "为什么调整"),
    ],
};

/// What the check of a finding came to.
pub static FINDING: Table = Table {
    name: "finding",
    title: "核对结论",
    fields: &[
        Field::new("verdict", "结论", K::Choice(discipline::VERDICT), Always, "对照卷宗、票据核对的结果"),
        Field::new("conclusion", "核对情况", K::Text(4, 500), Always, "看了什么,情况如何"),
    ],
};

pub(super) static ALL: &[&Table] =
    &[&DUTY_PLAN, &DUTY_CHANGE, &DUTY_REASON, &DUTY_SERVED, &DUTY_DAY, &DUTY_PAY, &BUDGET, &BUDGET_AMEND, &FINDING];
