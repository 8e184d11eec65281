//! Forms of the petitioner's side: own data on request (个人信息保护法44-47), consultation (方案五(一)).

use crate::domain::codes;
use crate::validation::{Choice, Draft, Field, Kind as K, Need, Table};
use Need::{Always, Optional, When};

const YES_NO: &[Choice] = codes::YES_NO;

pub const REQUEST_KIND: &[Choice] =
    crate::choices![("1", "查阅"), ("2", "复制"), ("3", "更正"), ("4", "补充"), ("5", "查询进度")];
pub const ASKER: &[Choice] = crate::choices![("1", "本人"), ("2", "代理人")];
/// How the person was known to be the one; numbers are compared, never kept.
pub const IDENTIFIED: &[Choice] =
    crate::choices![("1", "身份证件原件"), ("2", "原登记电话"), ("3", "村(居)委会证明"), ("9", "其他方式")];
pub const HANDED: &[Choice] = crate::choices![("1", "当面阅看"), ("2", "交付纸质件"), ("3", "口头告知")];
/// 个人信息保护法18, 35, 45, 46.
pub const REFUSAL_GROUND: &[Choice] = crate::choices![
    ("1", "不能证明是本人或有授权"),
    ("2", "要求的是他人的信息"),
    ("3", "依法应当保密(个人信息保护法18,35)"),
    ("4", "核实后原登记准确(个人信息保护法46)"),
    ("9", "其他"),
];
/// What a petitioner himself gave and may have put right; keys of the visit.
pub const CORRECTABLE: &[Choice] = crate::choices![
    ("name", "姓名或单位"),
    ("document_no", "证件号码"),
    ("phone", "联系电话"),
    ("contact", "代联系人"),
    ("name_native", "民族文字姓名"),
    ("sex", "性别"),
    ("birth", "出生日期"),
    ("ethnic", "民族"),
    ("language", "交流语言"),
    ("household", "户籍地"),
    ("residence", "常住地"),
    ("address", "详细住址"),
    ("occupation", "职业"),
    ("gist", "一句话诉求"),
    ("respondent", "被访单位"),
    ("summary", "反映事项概况"),
    ("claims", "请求"),
    ("facts", "事实与理由"),
    ("known_on", "知道受损日期"),
];

fn by_agent(d: &Draft) -> bool {
    d.get("asker") == "2"
}
fn by_number(d: &Draft) -> bool {
    matches!(d.get("identified"), "1" | "2")
}
fn otherwise(d: &Draft) -> bool {
    matches!(d.get("identified"), "3" | "9")
}
fn to_be_changed(d: &Draft) -> bool {
    matches!(d.get("kind"), "3" | "4")
}

/// Asking for one's own data.
pub static OWN_DATA: Table = Table {
    name: "own_data",
    title: "本人信息申请",
    fields: &[
        Field::new("case", "案件", K::Line(40), Always, "案号或接谈号"),
        Field::new("kind", "申请事项", K::Choice(REQUEST_KIND), Always, "要做什么(个人信息保护法44-46)"),
        Field::new("person", "信息是谁的", K::Name, Always, "来访登记的姓名"),
        Field::new("asker", "谁来申请", K::Choice(ASKER), Always, "本人或有授权的代理人"),
        Field::new("agent", "代理人", K::Name, When(by_agent), "代理人姓名").shown(by_agent),
        Field::new("authority", "授权", K::Line(80), When(by_agent), "如:2026-11-20授权委托书,特别授权")
            .shown(by_agent),
        Field::new("identified", "核对身份", K::Choice(IDENTIFIED), Always, "看了什么;证件号码只核对,不再存一遍"),
        Field::new("tail", "号码后四位", K::Line(4), When(by_number), "本人证件或原登记电话的后四位,核对后不保存")
            .shown(by_number),
        Field::new("shown", "核对说明", K::Line(80), When(otherwise), "怎样认定是本人;不写证件号码").shown(otherwise),
        Field::new("detail", "申请内容", K::Text(2, 500), When(to_be_changed), "更正补充的写清哪一项、改成什么"),
        Field::new("asked_on", "申请日期", K::PastDate, Always, "提出申请的日期"),
    ],
};

/// The answer to 查阅, 复制 and 查询进度.
pub static OWN_DATA_GIVEN: Table = Table {
    name: "own_data_given",
    title: "答复申请",
    fields: &[
        Field::new("way", "方式", K::Choice(HANDED), Always, "怎样交给申请人"),
        Field::new("reason", "用途", K::Line(60), Optional, "申请人说的用途,可不说"),
        Field::new("answered_on", "答复日期", K::PastDate, Always, "答复的日期"),
    ],
};

/// 更正, 补充: one item; the visit is amended, or, once the case is over, the correction is noted beside it.
pub static CORRECTION: Table = Table {
    name: "correction",
    title: "更正补充",
    fields: &[
        Field::new("field", "哪一项", K::Choice(CORRECTABLE), Always, "本人提供的登记内容"),
        Field::new("value", "正确内容", K::Text(1, 4000), Always, "改成什么;补充的写全"),
        Field::new("ground", "依据", K::Line(120), Always, "凭什么更正,如:身份证原件;不写号码"),
        Field::new("more", "还有更正", K::Choice(YES_NO), Always, "选是,本申请暂不办结").default("0"),
    ],
};

/// A refusal, with its ground and where to turn (个人信息保护法50).
pub static OWN_DATA_REFUSED: Table = Table {
    name: "own_data_refused",
    title: "不予办理",
    fields: &[
        Field::new("ground", "理由", K::Choice(REFUSAL_GROUND), Always, "须说明理由(个人信息保护法50)"),
        Field::new("reason", "说明", K::Text(4, 500), Always, "具体情况;不写他人信息"),
        Field::new("answered_on", "告知日期", K::PastDate, Always, "告知申请人的日期"),
    ],
};

pub static OWN_DATA_WITHDRAWN: Table = Table {
    name: "own_data_withdrawn",
    title: "申请人撤回",
    fields: &[
        Field::new("reason", "情况", K::Line(100), Always, "申请人怎样说的"),
        Field::new("answered_on", "撤回日期", K::PastDate, Always, "撤回的日期"),
    ],
};

/// A summary of the office's own. The clock is named, not typed.
pub static GUIDANCE: Table = Table {
    name: "guidance",
    title: "咨询摘要",
    fields: &[
        Field::new("dispute", "纠纷类型", K::Choice(codes::DISPUTE), Optional, "各类通用的不选"),
        Field::new("title", "题目", K::Line(30), Always, "来访人会怎样问"),
        Field::new("office", "去哪里", K::Line(80), Always, "哪个机关、机构"),
        Field::new("bring", "带什么", K::Line(120), Always, "要带的材料"),
        Field::new("clock", "期限规则", K::Line(60), Always, "期限编号,空格分开,如 G03 G15;长度由期限表算"),
        Field::new("article", "条文", K::Line(120), Always, "法律名称和条号"),
        Field::new("body", "要点", K::Text(10, 600), Always, "几句话,自己的话"),
        Field::new("verified", "已核对条文", K::Choice(YES_NO), Always, "没有核对原文的选否").default("0"),
    ],
};

pub static GUIDANCE_RETIRED: Table = Table {
    name: "guidance_retired",
    title: "停用或恢复",
    fields: &[Field::new("reason", "原因", K::Line(100), Always, "为什么")],
};

/// 答复咨询 with a summary.
pub static CONSULTED: Table = Table {
    name: "consulted",
    title: "答复咨询",
    fields: &[
        Field::new("people", "人数", K::Number(1, 999), Always, "几个人来问").default("1"),
        Field::new("note", "备注", K::Line(120), Optional, "问的要点;不写姓名证件电话"),
        Field::new("case", "关于案件", K::Line(40), Optional, "与某件案件有关的写案号"),
    ],
};

/// 登记咨询 for which there is no summary.
pub static CONSULTATION: Table = Table {
    name: "consultation",
    title: "登记咨询",
    fields: &[
        Field::new("people", "人数", K::Number(1, 999), Always, "几个人来问").default("1"),
        Field::new("note", "问答要点", K::Line(120), Always, "问了什么、怎样答的;不写姓名证件电话"),
        Field::new("case", "关于案件", K::Line(40), Optional, "与某件案件有关的写案号"),
    ],
};

pub(super) static ALL: &[&Table] = &[
    &OWN_DATA,
    &OWN_DATA_GIVEN,
    &CORRECTION,
    &OWN_DATA_REFUSED,
    &OWN_DATA_WITHDRAWN,
    &GUIDANCE,
    &GUIDANCE_RETIRED,
    &CONSULTED,
    &CONSULTATION,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::visit_table::VISIT;

    #[test]
    fn what_may_be_put_right_is_a_row_of_the_visit_under_its_own_words() {
        for c in CORRECTABLE {
            assert_eq!(VISIT.field(c.code).map(|f| f.label), Some(c.label), "{}", c.code);
        }
    }
}
