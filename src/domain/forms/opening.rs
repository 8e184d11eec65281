//! Forms of the steps from 接谈 to 指派 (方案五(一)-(三)), and of the ways out of the flow.

use crate::domain::codes;
use crate::validation::{Choice, Column, Draft, Field, Kind as K, Need, Table};
use Need::{Always, Optional, When};

const YES_NO: &[Choice] = codes::YES_NO;

fn listed(d: &Draft) -> bool {
    d.get("listed") == "1"
}
fn unclear(d: &Draft) -> bool {
    d.get("liable_clear") == "0"
}
fn clear(d: &Draft) -> bool {
    d.get("liable_clear") == "1"
}
fn office(d: &Draft) -> bool {
    d.get("principal_kind") == "2"
}
fn other_sign(d: &Draft) -> bool {
    d.get("reason") == "N11"
}

/// A point that must be affirmed before the form is true.
pub const CONFIRM_YES: &[Choice] = crate::choices![("1", "是")];

const NOTIFIED: &[Column] = &[
    Column { key: "recipient", label: "地区或部门", kind: K::Line(60), required: true },
    Column { key: "way", label: "方式", kind: K::Choice(codes::NOTICE_WAY), required: true },
];

/// A move that asks nothing but a confirmation.
pub static CONFIRM: Table =
    Table {
        name: "confirm", title: "确认", fields: &[Field::new("note", "备注", K::Line(200), Optional, "可不填")]
    };

/// T02 并案.
pub static MERGE: Table = Table {
    name: "merge",
    title: "并入在办案件",
    fields: &[
        Field::new("target", "并入案件", K::Record("case"), Always, "同一人同一事的在办案件"),
        Field::new("same_matter", "同人同事", K::Choice(YES_NO), Always, "确认是同一人、同一事"),
        Field::new("note", "说明", K::Line(200), Optional, "可不填"),
    ],
};

/// T04 补正.
pub static SUPPLEMENT: Table = Table {
    name: "supplement",
    title: "补正通知",
    fields: &[
        Field::new("list", "补正清单", K::Text(2, 1000), Always, "一次性写全,每行一项"),
        Field::new("told_on", "告知日期", K::PastDate, Always, "告知来访人的日期"),
    ],
};

/// T04 补正 back.
pub static SUPPLEMENTED: Table = Table {
    name: "supplemented",
    title: "补正收到",
    fields: &[
        Field::new("received_on", "收到日期", K::PastDate, Always, "补正材料收到的日期"),
        Field::new("note", "收到内容", K::Line(200), Optional, "可不填"),
    ],
};

/// T05 不予受理: reason, advice and whom to warn (方案五(二)).
pub static DECLINE: Table = Table {
    name: "decline",
    title: "不予受理",
    fields: &[
        Field::new("reason", "理由", K::Choice(codes::DECLINE_REASON), Always, "选一项,依据随选随示"),
        Field::new("reason_text", "理由说明", K::Text(2, 1000), When(other_sign), "选“其他情形”时必填"),
        Field::new("advice", "建议", K::Text(5, 1000), Always, "向信访人提出的建议和其他途径"),
        Field::new("notified", "预警通报", K::Rows(NOTIFIED, 10), Always, "至少一行:地区或部门 方式(函/电话/当面)"),
        Field::new("risk", "纠纷风险", K::Choice(codes::SAFETY), Always, "纠纷可能的走向"),
        Field::new("told_on", "告知日期", K::PastDate, Always, "书面告知信访人的日期"),
    ],
};

/// T06 转送.
pub static TRANSFER: Table = Table {
    name: "transfer",
    title: "转送",
    fields: &[
        Field::new("destination", "转送去向", K::Line(60), Always, "有权处理的机关或单位"),
        Field::new("reason", "理由", K::Text(2, 500), Always, "为什么转送"),
        Field::new("told_on", "告知日期", K::PastDate, Always, "告知信访人去向的日期"),
    ],
};

/// T07 评析表 and 受理.
pub static ACCEPT: Table = Table {
    name: "accept",
    title: "评析受理",
    fields: &[
        Field::new("abstract", "案情摘要", K::Text(10, 2000), Always, "几句话说清来龙去脉"),
        Field::new("focus", "争议焦点", K::Text(2, 500), Always, "双方争的是什么"),
        Field::new("nature", "争议性质", K::Choice(codes::NATURE), Always, "只有民事权利义务争议可以调解"),
        Field::new("petitioner_agrees", "信访人同意", K::Choice(codes::YES_NO_UNKNOWN), Always, "信访人是否同意调解"),
        Field::new(
            "respondent_agrees",
            "对方同意",
            K::Choice(codes::YES_NO_UNKNOWN),
            Always,
            "对方是否同意调解;一方明确拒绝不得调解(人民调解法17)",
        ),
        Field::new("liable_clear", "责任主体明确", K::Choice(YES_NO), Always, "不明确时由信访部门委托(方案五(三))"),
        Field::new("liable_unit", "责任单位", K::Line(60), When(clear), "产生问题的部门、企业或单位").shown(clear),
        Field::new("difficulty", "疑难标志", K::Many(codes::DIFFICULTY), Optional, "可多选;决定案件等级"),
        Field::new("grade", "案件等级", K::Choice(codes::GRADE), Always, "涉及10人及以上为疑难复杂"),
        Field::new("risk", "安全评估", K::Choice(codes::SAFETY), Always, "评估的是纠纷,不是人"),
        Field::new("listed", "是否包案", K::Choice(YES_NO), Always, "党政领导包案"),
        Field::new("listing_level", "包案级别", K::Choice(codes::LISTING_LEVEL), When(listed), "包案领导的级别")
            .shown(listed),
        Field::new("handler", "拟承办人", K::Record("staff"), Optional, "办理安排;正式指派在委托之后"),
        Field::new("term_days", "办理期限", K::Number(1, 365), Always, "办理安排:多少日内办完").default("30"),
        Field::new("consult", "是否会商", K::Choice(YES_NO), Always, "重大、疑难、复杂必须会商(方案五(五))"),
        Field::new("ways_told", "其他途径告知", K::Choice(YES_NO), Always, "已交其他途径告知单,说明调解自愿、免费"),
        Field::new("opinion", "主任意见", K::Line(200), Always, "同意受理及办理要求"),
    ],
};

pub const PRINCIPAL: &[Choice] = crate::choices![("1", "被访单位"), ("2", "党委政府信访部门")];

/// T08 委托手续 (方案五(三)).
pub static ENTRUST: Table = Table {
    name: "entrust",
    title: "委托手续",
    fields: &[
        Field::new("liable_clear", "责任主体明确", K::Choice(YES_NO), Always, "不具体、不明确的,由信访部门委托"),
        Field::new("principal_kind", "委托方类别", K::Choice(PRINCIPAL), Always, "责任主体不明确时选信访部门"),
        Field::new("principal", "委托方", K::Line(60), Always, "单位全称"),
        Field::new("office_level", "信访部门级别", K::Choice(codes::OFFICE_LEVEL), When(office), "按属地和分级")
            .shown(office),
        Field::new("unclear_why", "不明确说明", K::Line(200), When(unclear), "为什么责任主体不明确").shown(unclear),
        Field::new("trustee", "受托方", K::Line(60), Always, "本工作室和盖章的人民调解委员会"),
        Field::new("matter", "委托事项", K::Text(2, 500), Always, "委托办什么"),
        Field::new("powers", "委托权限", K::Line(120), Always, "如:调查、调解、提出处理意见"),
        Field::new("until", "委托期限至", K::Date, Always, "日期,如 +60 或 2026-12-31"),
        Field::new("payer", "费用承担", K::Choice(codes::PAYER), Always, "信访人不承担任何费用"),
        Field::new("clerk", "经办人", K::Name, Always, "委托方经办人"),
        Field::new("clerk_phone", "经办电话", K::Phone, Always, "委托方经办人电话"),
        Field::new("signed_on", "签章日期", K::PastDate, Always, "委托方签章的日期"),
        Field::new("petitioner_statement", "同意调解声明", K::Choice(YES_NO), Always, "信访人是否已声明同意调解"),
        Field::new("enclosures", "附件", K::Line(200), Optional, "附件清单"),
    ],
};

/// T09 指派: the handler and, for 包案, the team.
pub static ASSIGN: Table = Table {
    name: "assign",
    title: "指派承办人",
    fields: &[
        Field::new("handler", "承办人", K::Record("staff"), Always, "按专业、在办件数、语言、地点推荐"),
        Field::new("members", "小组成员", K::Line(60), Optional, "包案必填:成员姓名或编号,用逗号分开"),
        Field::new("recusal_checked", "已核对回避", K::Choice(YES_NO), Always, "是否已核对回避情形(条例28)"),
        Field::new("note", "办理要求", K::Line(200), Optional, "可不填"),
    ],
};

/// Reassigning outside a move.
pub static REASSIGN: Table = Table {
    name: "reassign",
    title: "改派",
    fields: &[
        Field::new("handler", "新承办人", K::Record("staff"), Always, "按专业、在办件数、语言、地点推荐"),
        Field::new("members", "小组成员", K::Line(60), Optional, "成员姓名或编号,用逗号分开;留空不变"),
        Field::new("recusal_checked", "已核对回避", K::Choice(YES_NO), Always, "是否已核对回避情形(条例28)"),
        Field::new("reason", "改派原因", K::Line(200), Always, "为什么改派"),
    ],
};

/// T22 撤回.
pub static WITHDRAW: Table = Table {
    name: "withdraw",
    title: "撤回",
    fields: &[
        Field::new("ground", "撤回情形", K::Choice(WITHDRAWAL), Always, "撤回须信访人签字"),
        Field::new("signed_on", "签字日期", K::PastDate, Always, "信访人签字或一方拒绝的日期"),
        Field::new("reason", "原因", K::Line(200), Always, "简要写明"),
    ],
};
pub const WITHDRAWAL: &[Choice] = crate::choices![("1", "信访人签字撤回"), ("2", "一方拒绝继续调解")];

pub(super) static ALL: &[&Table] = &[
    &crate::domain::visit_table::VISIT,
    &CONFIRM,
    &MERGE,
    &SUPPLEMENT,
    &SUPPLEMENTED,
    &DECLINE,
    &TRANSFER,
    &ACCEPT,
    &ENTRUST,
    &ASSIGN,
    &REASSIGN,
    &WITHDRAW,
];
