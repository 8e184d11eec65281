//! Forms of the roster, its training and duty (方案六(三)), of the leading group (方案六(一)) and of a
//! caseload that changes hands at once.

use crate::domain::codes;
use crate::validation::{Choice, Column, Draft, Field, Kind as K, Need, Table};
use Need::{Always, Auto, Optional, When};

const YES_NO: &[Choice] = codes::YES_NO;

/// Kinds of `staff_event`, in the words of the lists.
pub const STAFF_EVENT: &[Choice] = crate::choices![
    ("selection", "遴选"),
    ("appraisal", "考核"),
    ("training", "培训"),
    ("pledge", "承诺书"),
    ("verification", "公职核验"),
    ("leave", "离任"),
    ("return", "返岗"),
];
/// What a finding on 公职人员 rests on: 1 to 6 are the kinds of 监察法15, the others are none of them.
pub const OFFICIAL_GROUND: &[Choice] = crate::choices![
    ("1", "机关公务员、参公人员"),
    ("2", "受托管理公共事务"),
    ("3", "国有企业管理人员"),
    ("4", "公办科教文卫体管理人员"),
    ("5", "村(居)组织管理人员"),
    ("6", "其他履行公职人员"),
    ("7", "离退休公职人员"),
    ("8", "不属于以上各类"),
];
/// 择优选聘 and what came of it (方案六(三)).
pub const SELECTION_WAY: &[Choice] =
    crate::choices![("1", "公开选聘"), ("2", "单位推荐"), ("3", "聘任返聘"), ("4", "信访部门安排")];
pub const SELECTED: &[Choice] = crate::choices![("1", "聘用"), ("2", "续聘"), ("3", "未聘")];
pub const APPRAISAL_RESULT: &[Choice] =
    crate::choices![("1", "优秀"), ("2", "合格"), ("3", "基本合格"), ("4", "不合格")];
/// 方案六(三), 八(四).
pub const TRAINING_KIND: &[Choice] =
    crate::choices![("1", "集中授课"), ("2", "交流研讨"), ("3", "案例评析"), ("4", "实训演练")];
pub const OFFICER_BODY: &[Choice] = crate::choices![("1", "领导小组"), ("2", "领导小组办公室"), ("3", "工作室")];
pub const OFFICER_POST: &[Choice] =
    crate::choices![("1", "组长"), ("2", "副组长"), ("3", "成员"), ("4", "主任"), ("5", "副主任")];
/// Stages at which a case has a handler.
pub const HELD_STAGE: &[Choice] = crate::choices![
    ("S40", "调查办理中"),
    ("S45", "鉴定中"),
    ("S48", "会商中"),
    ("S50", "处理意见已告知"),
    ("S60", "调解中"),
    ("S61", "达成协议"),
    ("S62", "已导入法定途径"),
    ("S63", "调解不成"),
    ("S65", "协议履行中"),
];

const PEOPLE: &[Column] = &[Column { key: "person", label: "姓名", kind: K::Line(30), required: true }];
const WHO: Field = Field::new("people", "人员", K::Rows(PEOPLE, 100), Always, "姓名或编号,一行一人或用逗号分开");
const NOTE: Field = Field::new("note", "备注", K::Line(200), Optional, "可不填");
const REV: Field = Field::new("rev", "版本", K::Number(1, i64::MAX), Auto, "打开时的版本;别人先改过就不存");

const NAME: Field = Field::new("name", "姓名", K::Name, Always, "姓名");
const PROFESSION: Field =
    Field::new("profession", "身份", K::Choice(codes::PROFESSION), Always, "律师、人民调解员等(方案六(三))");
const FULL_TIME: Field = Field::new("full_time", "专职", K::Choice(YES_NO), Always, "1 专职  0 兼职").default("0");
const EMPLOYER: Field = Field::new("employer", "工作单位", K::Line(60), Optional, "用于回避核对");
const LANGUAGES: Field = Field::new("languages", "语言", K::Many(codes::LANGUAGE), Always, "能用来接谈的语言,可多选");
const SKILLS: Field = Field::new("skills", "擅长纠纷", K::Many(codes::DISPUTE), Optional, "擅长的纠纷类型,可多选");
const PLACE: Field = Field::new("place", "所在地", K::Division, Optional, "常在的乡镇");
const PHONE: Field = Field::new("phone", "电话", K::Phone, Optional, "联系电话");
const QUALIFICATION: Field =
    Field::new("qualification", "资格证书", K::Line(60), Optional, "如:律师执业证、法律职业资格、主治医师");
const INDUSTRY: Field = Field::new("industry", "行业", K::Line(30), Optional, "专业或行业,如:医疗、林草、劳动");
const JOINED: Field = Field::new("joined_on", "加入日期", K::PastDate, Optional, "留空为今天");

/// A member of the roster.
pub static STAFF: Table = Table {
    name: "staff",
    title: "人员",
    fields: &[
        NAME,
        PROFESSION,
        FULL_TIME,
        QUALIFICATION,
        EMPLOYER,
        INDUSTRY,
        LANGUAGES,
        SKILLS,
        PLACE,
        Field::new("official", "公职人员", K::Choice(codes::OFFICIAL), Always, "是、否、待核;待核的不能领补助")
            .default("9"),
        PHONE,
        JOINED,
    ],
};

/// Changes to it. 公职人员 is changed by its own form only, which names who verified it.
pub static STAFF_AMEND: Table = Table {
    name: "staff_amend",
    title: "修改人员",
    fields: &[
        NAME,
        PROFESSION,
        FULL_TIME,
        QUALIFICATION,
        EMPLOYER,
        INDUSTRY,
        LANGUAGES,
        SKILLS,
        PLACE,
        PHONE,
        JOINED,
        REV,
    ],
};

fn is_decided(d: &Draft) -> bool {
    matches!(d.get("official"), "0" | "1")
}

/// 公职核验.
pub static STAFF_VERIFICATION: Table = Table {
    name: "staff_verification",
    title: "公职核验",
    fields: &[
        Field::new("official", "公职人员", K::Choice(codes::OFFICIAL), Always, "按本人身份,不按职业(监察法15)"),
        Field::new("ground", "核验情形", K::Choice(OFFICIAL_GROUND), When(is_decided), "1-6属公职人员,7-8不属")
            .shown(is_decided),
        Field::new("evidence", "核验材料", K::Line(120), When(is_decided), "如:单位人事证明、退休证"),
        Field::new("verifier", "核验人", K::Name, Always, "谁核验的;不能是本人"),
        Field::new("verified_on", "核验日期", K::PastDate, Always, "哪天核验").default("今天"),
    ],
};

/// 遴选.
pub static STAFF_SELECTION: Table = Table {
    name: "staff_selection",
    title: "遴选记录",
    fields: &[
        WHO,
        Field::new("way", "方式", K::Choice(SELECTION_WAY), Always, "择优选聘,专兼结合(方案六(三))"),
        Field::new("organ", "选聘单位", K::Line(60), Always, "哪个单位选聘,如县司法局"),
        Field::new("day", "日期", K::PastDate, Always, "哪天定的").default("今天"),
        Field::new("result", "结果", K::Choice(SELECTED), Always, "聘用、续聘、未聘"),
        Field::new("until", "聘期至", K::Date, Optional, "没有期限的不填"),
        NOTE,
    ],
};

/// 考核.
pub static STAFF_APPRAISAL: Table = Table {
    name: "staff_appraisal",
    title: "考核记录",
    fields: &[
        WHO,
        Field::new("year", "年度", K::Number(2000, 2100), Always, "考核哪一年"),
        Field::new("result", "结果", K::Choice(APPRAISAL_RESULT), Always, "优秀、合格、基本合格、不合格"),
        Field::new("organ", "考核单位", K::Line(60), Always, "谁考核的"),
        Field::new("day", "日期", K::PastDate, Always, "哪天考核").default("今天"),
        NOTE,
    ],
};

/// 培训.
pub static STAFF_TRAINING: Table = Table {
    name: "staff_training",
    title: "培训记录",
    fields: &[
        WHO,
        Field::new("mode", "方式", K::Choice(TRAINING_KIND), Always, "集中授课、交流研讨、案例评析、实训演练"),
        Field::new("topic", "内容", K::Line(60), Always, "如:调解技巧、法律政策、职业道德"),
        Field::new("day", "日期", K::PastDate, Always, "哪天培训").default("今天"),
        Field::new("hours", "学时", K::Number(1, 200), Always, "1-200"),
        Field::new("place", "地点", K::Line(60), Always, "在哪里"),
        NOTE,
    ],
};

/// 承诺书 of a year (方案九(四)).
pub static STAFF_PLEDGE: Table = Table {
    name: "staff_pledge",
    title: "承诺书",
    fields: &[
        WHO,
        Field::new("year", "年度", K::Number(2000, 2100), Always, "哪一年的承诺书;一人一年一份"),
        Field::new(
            "signed",
            "四项承诺",
            K::Choice(super::CONFIRM_YES),
            Always,
            "不私自接受委托、不收受财物、不虚报冒领、不唆使信访(方案九(四))",
        ),
        Field::new("day", "签字日期", K::PastDate, Always, "本人签字的日期").default("今天"),
        Field::new("kept_at", "存放处", K::Line(60), Optional, "原件放在哪里"),
    ],
};

/// What was recorded by mistake.
pub static STAFF_EVENT_VOID: Table = Table {
    name: "staff_event_void",
    title: "作废一条记录",
    fields: &[Field::new("reason", "原因", K::Line(120), Always, "错在哪里;原记录保留并标明作废")],
};

/// 离任.
pub static STAFF_LEAVE: Table = Table {
    name: "staff_leave",
    title: "离任",
    fields: &[
        Field::new("left_on", "离任日期", K::PastDate, Always, "从哪天起不再办案").default("今天"),
        Field::new("why", "原因", K::Line(120), Always, "如:调离、聘期届满、本人提出"),
    ],
};

/// 返岗.
pub static STAFF_RETURN: Table = Table {
    name: "staff_return",
    title: "返岗",
    fields: &[
        Field::new("joined_on", "返岗日期", K::PastDate, Always, "从哪天起").default("今天"),
        Field::new("why", "原因", K::Line(120), Always, "如:续聘"),
    ],
};

/// A post in 领导小组, its 办公室 or 工作室 (方案六(一)).
pub static OFFICER: Table = Table { name: "officer", title: "领导小组成员", fields: OFFICER_FIELDS };
const OFFICER_FIELDS: &[Field] = &[
    Field::new("body", "机构", K::Choice(OFFICER_BODY), Always, "工作室主任由领导小组办公室主任兼任"),
    Field::new("post", "职务", K::Choice(OFFICER_POST), Always, "组长:司法局信访局主要领导;副组长:分管领导"),
    Field::new("name", "姓名", K::Name, Always, "姓名"),
    Field::new("employer", "单位", K::Line(60), Always, "如:县司法局、县信访局"),
    Field::new("duty", "单位职务", K::Line(60), Optional, "在本单位的职务,如:局长"),
    Field::new("phone", "电话", K::Phone, Optional, "联系电话;列表中遮盖"),
    Field::new("since", "任职日期", K::PastDate, Always, "从哪天起").default("今天"),
];

pub static OFFICER_AMEND: Table = Table {
    name: "officer_amend",
    title: "修改任职",
    fields: &[
        OFFICER_FIELDS[0],
        OFFICER_FIELDS[1],
        OFFICER_FIELDS[2],
        OFFICER_FIELDS[3],
        OFFICER_FIELDS[4],
        OFFICER_FIELDS[5],
        OFFICER_FIELDS[6],
        REV,
    ],
};

pub static OFFICER_END: Table = Table {
    name: "officer_end",
    title: "免职",
    fields: &[
        Field::new("until", "免职日期", K::PastDate, Always, "任到哪天").default("今天"),
        Field::new("reason", "原因", K::Line(120), Always, "如:调整、退休"),
    ],
};

fn is_carried_out(d: &Draft) -> bool {
    d.get("preview") == "0"
}

/// A caseload that changes hands at once.
pub static CASELOAD: Table = Table {
    name: "caseload",
    title: "移交在办案件",
    fields: &[
        Field::new("from", "移交人", K::Record("staff"), Optional, "移交谁的案件;留空则按下面的条件"),
        Field::new("to", "接收人", K::Rows(PEOPLE, 20), Always, "姓名或编号;几个人的,每件给在办最少的一人"),
        Field::new("preview", "仅预览", K::Choice(YES_NO), Always, "是:只列出来,什么也不改  否:办理").default("1"),
        Field::new(
            "recusal_checked",
            "已核对回避",
            K::Choice(YES_NO),
            When(is_carried_out),
            "看过预览并核对回避(条例28)",
        ),
        Field::new("reason", "改派原因", K::Line(200), When(is_carried_out), "为什么改派"),
        Field::new("members", "连同组员", K::Choice(YES_NO), Always, "移交人只是组员的案件也换人").default("1"),
        Field::new("unit", "责任单位", K::Line(60), Optional, "只移交这个单位的;写全称").section("只移交其中一部分"),
        Field::new("stage", "阶段", K::Choice(HELD_STAGE), Optional, "只移交这个阶段的"),
        Field::new("dispute", "纠纷类型", K::Choice(codes::DISPUTE), Optional, "只移交这一类的"),
        Field::new("listed", "包案", K::Choice(YES_NO), Optional, "1 只要包案  0 只要非包案"),
    ],
};

pub(super) static ALL: &[&Table] = &[
    &STAFF,
    &STAFF_AMEND,
    &STAFF_VERIFICATION,
    &STAFF_SELECTION,
    &STAFF_APPRAISAL,
    &STAFF_TRAINING,
    &STAFF_PLEDGE,
    &STAFF_EVENT_VOID,
    &STAFF_LEAVE,
    &STAFF_RETURN,
    &OFFICER,
    &OFFICER_AMEND,
    &OFFICER_END,
    &CASELOAD,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Stage;

    #[test]
    fn the_stages_with_a_handler_are_those_of_the_flow() {
        let held = |s: Stage| s.is_open() && s.code() >= "S40" && s.code().starts_with('S');
        let stages: Vec<(&str, &str)> = Stage::ALL.iter().filter(|r| held(r.0)).map(|r| (r.1, r.2)).collect();
        assert_eq!(HELD_STAGE.iter().map(|c| (c.code, c.label)).collect::<Vec<_>>(), stages);
    }
}
