//! Forms of 预警, 督办反馈, 苗头 and 移交 (方案四, 五(二)).

use crate::domain::codes;
use crate::validation::{Choice, Field, Kind as K, Need, Table};
use Need::{Always, Optional};

const LEVEL: &[Choice] = crate::choices![("黄", "黄"), ("红", "红")];

/// 人工预警: about a matter, never about a person.
pub static WARNING_RAISE: Table = Table {
    name: "warning_raise",
    title: "人工预警",
    fields: &[
        Field::new("case", "案件", K::Line(40), Always, "案号或接谈号"),
        Field::new("level", "级别", K::Choice(LEVEL), Always, "红为重大紧急"),
        Field::new("fact", "事实", K::Text(2, 500), Always, "写事项和风险,不评价人"),
        Field::new("recipient", "通报对象", K::Line(60), Always, "岗位或单位"),
    ],
};
pub static WARNING_SEND: Table = Table {
    name: "warning_send",
    title: "预警通报",
    fields: &[
        Field::new("recipient", "通报对象", K::Line(60), Always, "岗位或单位"),
        Field::new("way", "通报方式", K::Choice(codes::NOTICE_WAY), Always, "函、电话或当面"),
    ],
};
pub static WARNING_RECEIPT: Table = Table {
    name: "warning_receipt",
    title: "预警签收",
    fields: &[
        Field::new("signed", "签收人", K::Name, Always, "对方签收人姓名"),
        Field::new("signed_on", "签收日期", K::PastDate, Always, "对方签收的日期"),
    ],
};
pub static WARNING_DISPOSAL: Table = Table {
    name: "warning_disposal",
    title: "预警处置",
    fields: &[Field::new("disposal", "处置情况", K::Text(2, 1000), Always, "做了什么、现状如何")],
};
pub static WARNING_CLOSE: Table = Table {
    name: "warning_close",
    title: "预警闭环",
    fields: &[Field::new("closed_on", "闭环日期", K::PastDate, Always, "风险消除的日期")],
};

pub static SUPERVISION_ACCEPT: Table = Table {
    name: "supervision_accept",
    title: "督办审结",
    fields: &[
        Field::new("closing", "审结意见", K::Text(2, 500), Always, "反馈是否到位"),
        Field::new("adopted", "建议采纳", K::Choice(super::ADOPTED), Optional, "提过改进建议的必填(条例40)"),
    ],
};
pub static SUPERVISION_RETURN: Table = Table {
    name: "supervision_return",
    title: "督办退回",
    fields: &[
        Field::new("closing", "退回理由", K::Text(2, 500), Always, "还差什么"),
        Field::new("feedback_by", "重新反馈期限", K::Date, Always, "如 +5"),
    ],
};

/// 苗头: about a dispute; no identity numbers are asked.
pub static LEAD_REPORT: Table = Table {
    name: "lead_report",
    title: "报送苗头",
    fields: &[
        Field::new("reporter", "报送人", K::Line(60), Always, "网格员、联系点等"),
        Field::new("station", "网点", K::Record("station"), Optional, "哪个联系点、窗口或绿色通道;不选为本网点"),
        Field::new("heard_on", "发现日期", K::PastDate, Always, "哪一天了解到"),
        Field::new("place", "发生地", K::Line(60), Optional, "村或社区"),
        Field::new("parties", "争议双方", K::Line(100), Optional, "称呼即可,不填证件号码"),
        Field::new("gist", "纠纷概况", K::Line(60), Always, "什么纠纷,到什么程度"),
        Field::new("involved", "涉及人数", K::Number(1, 9999), Optional, "大约多少人"),
        Field::new("safety", "纠纷态势", K::Choice(codes::SAFETY), Optional, "评估的是纠纷,不是人"),
    ],
};
pub static LEAD_WATCH: Table = Table {
    name: "lead_watch",
    title: "苗头跟踪",
    fields: &[Field::new("handling", "跟踪情况", K::Text(2, 500), Always, "做了什么、现状如何")],
};
pub static LEAD_SETTLE: Table = Table {
    name: "lead_settle",
    title: "就地化解",
    fields: &[Field::new("outcome", "化解情况", K::Text(2, 500), Always, "怎样化解")],
};
pub static LEAD_CLOSE: Table = Table {
    name: "lead_close",
    title: "苗头了结",
    fields: &[Field::new("outcome", "了结理由", K::Text(2, 500), Always, "如:查无此事")],
};

/// A lead becomes a visit and a case in 暂存; papers are asked for at the window, not here.
pub static LEAD_CASE: Table = Table {
    name: "lead_case",
    title: "苗头转接谈",
    fields: &[
        Field::new("name", "当事人", K::Name, Always, "愿意申请调解的一方"),
        Field::new("phone", "联系电话", K::Phone, Optional, "没有就留空"),
    ],
};

pub(super) static ALL: &[&Table] = &[
    &WARNING_RAISE,
    &WARNING_SEND,
    &WARNING_RECEIPT,
    &WARNING_DISPOSAL,
    &WARNING_CLOSE,
    &SUPERVISION_ACCEPT,
    &SUPERVISION_RETURN,
    &LEAD_REPORT,
    &LEAD_WATCH,
    &LEAD_SETTLE,
    &LEAD_CLOSE,
    &LEAD_CASE,
];
