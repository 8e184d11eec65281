//! The forms that moves ask for. Each is a field table; what was filled in is kept as a record of
//! the case under the table's name.

use super::codes;
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

/// Extension of a deadline, with its approver and the day the petitioner was told (条例34).
pub static EXTEND: Table = Table {
    name: "extend",
    title: "延期",
    fields: &[
        Field::new("days", "延长天数", K::Number(1, 60), Always, "不超过该期限允许的天数"),
        Field::new("reason", "理由", K::Text(2, 500), Always, "为什么需要延期"),
        Field::new("both_agree", "双方同意", K::Choice(YES_NO), Optional, "调解期限须双方同意才能延长"),
        Field::new("approver", "批准人", K::Name, Always, "负责人姓名"),
        Field::new("approved_on", "批准日期", K::PastDate, Always, "负责人批准的日期"),
        Field::new("told_on", "告知日期", K::PastDate, Optional, "告知信访人的日期;未告知前灯不变"),
    ],
};

/// The petitioner was told of an extension, which then comes into force (条例34).
pub static TOLD: Table = Table {
    name: "told",
    title: "延期告知",
    fields: &[Field::new("told_on", "告知日期", K::PastDate, Always, "告知信访人的日期(条例34)")],
};

/// The last day of a pause.
pub static RESUME: Table = Table {
    name: "resume",
    title: "恢复期限",
    fields: &[Field::new("until", "恢复日期", K::PastDate, Always, "恢复的当天不计,次日起接着计算")],
};

/// The answer to a 督办.
pub static FEEDBACK: Table = Table {
    name: "feedback",
    title: "督办反馈",
    fields: &[Field::new("feedback", "反馈内容", K::Text(2, 1000), Always, "办了什么、结果如何")],
};

/// Pausing a deadline (鉴定, 听证, 补正, 不可抗力).
pub static PAUSE: Table = Table {
    name: "pause",
    title: "暂停期限",
    fields: &[
        Field::new("from", "暂停日期", K::PastDate, Always, "从哪一天起不计"),
        Field::new("until", "恢复日期", K::PastDate, Optional, "已经恢复的填写;未恢复留空"),
        Field::new("why", "原因", K::Choice(PAUSE_WHY), Always, "依法不计入期限的情形"),
    ],
};
pub const PAUSE_WHY: &[Choice] = crate::choices![("1", "鉴定"), ("2", "听证"), ("3", "补正"), ("4", "不可抗力")];

/// 督办 note of a supervisor (条例39, 40).
pub static SUPERVISION: Table = Table {
    name: "supervision",
    title: "督办",
    fields: &[
        Field::new("target", "被督办人", K::Line(60), Always, "承办人或责任单位"),
        Field::new("trigger", "触发情形", K::Line(200), Always, "如:调解期限逾期3天"),
        Field::new("demand", "督办要求", K::Text(2, 1000), Always, "要求做什么"),
        Field::new("feedback_by", "限反馈日期", K::Date, Always, "默认7日,如 +7"),
    ],
};

/// Declared recusal relation between a member of the roster and a case.
pub static RECUSAL: Table = Table {
    name: "recusal",
    title: "回避申报",
    fields: &[
        Field::new("staff", "人员", K::Record("staff"), Always, "与本案有关系的人员"),
        Field::new("ground", "情形", K::Choice(codes::RECUSAL), Always, "回避的情形"),
        Field::new("detail", "说明", K::Line(200), Optional, "关系说明"),
    ],
};

/// A ticket at the queue.
pub static TICKET: Table = Table {
    name: "ticket",
    title: "新来访",
    fields: &[
        Field::new("name", "姓名", K::Name, Optional, "可不填;叫号只用号码"),
        Field::new("document_no", "证件或电话", K::Line(40), Optional, "用来认出已在等候的人;可不填"),
        Field::new("people", "来访人数", K::Number(1, 9999), Always, "一起来的人数").default("1"),
        Field::new("representatives", "代表人数", K::Number(1, 5), Optional, "多人来访时,代表不超过5人(条例20)"),
        Field::new("proxy_for", "代访", K::Name, Optional, "替谁来访;本人来访不填"),
        Field::new("priority", "优先原因", K::Choice(codes::PRIORITY), Optional, "需要照顾时选一项"),
        Field::new("language", "交流语言", K::Choice(codes::LANGUAGE), Optional, "来访人愿意用的语言"),
        Field::new("interpreter_needed", "需要翻译", K::Choice(YES_NO), Optional, "1 是  0 否"),
    ],
};

/// A member of the roster.
pub static STAFF: Table = Table {
    name: "staff",
    title: "人员",
    fields: &[
        Field::new("name", "姓名", K::Name, Always, "姓名"),
        Field::new("profession", "身份", K::Choice(codes::PROFESSION), Always, "律师、人民调解员等(方案六(三))"),
        Field::new("full_time", "专职", K::Choice(YES_NO), Always, "1 专职  0 兼职").default("0"),
        Field::new("employer", "工作单位", K::Line(60), Optional, "用于回避核对"),
        Field::new("languages", "语言", K::Many(codes::LANGUAGE), Always, "能用来接谈的语言,可多选"),
        Field::new("skills", "擅长纠纷", K::Many(codes::DISPUTE), Optional, "擅长的纠纷类型,可多选"),
        Field::new("place", "所在地", K::Division, Optional, "常在的乡镇"),
        Field::new("official", "公职人员", K::Choice(codes::OFFICIAL), Always, "是、否、待核").default("9"),
        Field::new("phone", "电话", K::Phone, Optional, "联系电话"),
    ],
};

/// A user of the desk.
pub static USER: Table = Table {
    name: "user",
    title: "用户",
    fields: &[
        Field::new("login", "用户名", K::Line(32), Always, "字母和数字"),
        Field::new("name", "姓名", K::Name, Always, "姓名"),
        Field::new("role", "角色", K::Choice(ROLES), Always, "前台、主任、承办、督查、财务、管理员、办公室"),
        Field::new("staff", "对应人员", K::Record("staff"), Optional, "承办人须对应人员库中的一人"),
    ],
};
pub const ROLES: &[Choice] = crate::choices![
    ("reception", "前台"),
    ("director", "主任"),
    ("handler", "承办"),
    ("supervisor", "督查"),
    ("finance", "财务"),
    ("admin", "管理员"),
    ("office", "办公室"),
];

/// The three questions of the first start.
pub static STUDIO: Table = Table {
    name: "studio",
    title: "首次启动",
    fields: &[
        Field::new("studio", "工作室名称", K::Line(60), Always, "如:香格里拉市人民调解参与信访问题化解工作室"),
        Field::new("division", "所在区划", K::Division, Always, "区划代码、名称或拼音首字母,到县一级"),
        Field::new("admin", "管理员用户名", K::Line(32), Always, "字母和数字").default("admin"),
        Field::new("password", "管理员密码", K::Secret(128), Always, "至少8个字符"),
    ],
};

/// Every table of the desk, for the walks of the tests and for `--help`.
pub static ALL: &[&Table] = &[
    &super::visit_table::VISIT,
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
    &EXTEND,
    &PAUSE,
    &TOLD,
    &RESUME,
    &FEEDBACK,
    &SUPERVISION,
    &RECUSAL,
    &TICKET,
    &STAFF,
    &USER,
    &STUDIO,
];

/// The table of that name.
pub fn find(name: &str) -> Option<&'static Table> {
    ALL.iter().copied().find(|t| t.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn rows_are_unique_labelled_and_explained() {
        for table in ALL {
            for field in table.fields {
                let name = format!("{}.{}", table.name, field.key);
                assert_eq!(table.fields.iter().filter(|f| f.key == field.key).count(), 1, "{name} twice");
                assert!(field.label.width() <= 14 && !field.label.is_empty(), "{name} label");
                assert!(!field.help.is_empty(), "{name} help");
                if let K::Choice(list) | K::Many(list) = field.kind {
                    assert!(!list.is_empty(), "{name} choices");
                }
            }
        }
    }
}
