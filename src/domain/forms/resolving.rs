//! Forms of 引导解决 (方案五(六)): mediation, agreement, performance, the way to court, closing.

use super::opening::CONFIRM_YES;
use super::working::OTHER_WAY;
use crate::domain::codes;
use crate::validation::{Choice, Column, Draft, Field, Kind as K, Need, Table};
use Need::{Always, Optional, When};

const YES_NO: &[Choice] = codes::YES_NO;

fn written(d: &Draft) -> bool {
    d.get("form") == "1"
}
fn oral(d: &Draft) -> bool {
    d.get("form") == "2"
}
fn changed(d: &Draft) -> bool {
    d.get("kind") == "1"
}

pub const AGREEMENT_FORM: &[Choice] = crate::choices![("1", "书面协议"), ("2", "口头协议")];
pub const SESSION_RESULT: &[Choice] =
    crate::choices![("1", "达成一致"), ("2", "部分一致,继续"), ("3", "未达成,继续"), ("4", "调解不成")];
pub const ROUTE: &[Choice] = crate::choices![("1", "诉讼"), ("2", "仲裁"), ("3", "行政复议"), ("4", "其他行政程序")];
pub const FAILURE: &[Choice] = crate::choices![
    ("1", "一方明确拒绝继续"),
    ("2", "调解期限届满未达成"),
    ("3", "双方分歧过大"),
    ("4", "可能激化,转有权机关"),
    ("5", "其他"),
];
pub const BREACH: &[Choice] = crate::choices![
    ("1", "双方同意变更期限"),
    ("2", "申请强制执行"),
    ("3", "就履行或内容起诉"),
    ("4", "对方催告后履行中")
];
pub const PERFORMANCE_STATE: &[Choice] =
    crate::choices![("1", "即时履行"), ("2", "已全部履行"), ("3", "部分履行"), ("4", "未履行"), ("5", "转司法")];
pub const SATISFACTION: &[Choice] = crate::choices![("1", "满意"), ("2", "基本满意"), ("3", "不满意"), ("4", "未评价")];
pub const ASKED: &[Choice] = crate::choices![("1", "当面"), ("2", "电话"), ("3", "书面"), ("4", "信息")];

/// One line an obligation: 期次 is the number of the line.
const OBLIGATIONS: &[Column] = &[
    Column { key: "debtor", label: "义务人", kind: K::Line(30), required: true },
    Column { key: "what", label: "履行内容", kind: K::Line(80), required: true },
    Column { key: "due", label: "履行期限", kind: K::Date, required: true },
    Column { key: "amount", label: "金额", kind: K::Money, required: false },
];

/// T13: both agree, and both know their rights (人民调解法23, 24).
pub static MEDIATION_START: Table = Table {
    name: "mediation_start",
    title: "开始调解",
    fields: &[
        Field::new("petitioner_agrees", "信访人同意", K::Choice(CONFIRM_YES), Always, "自愿接受调解"),
        Field::new("respondent_agrees", "对方同意", K::Choice(CONFIRM_YES), Always, "自愿接受调解"),
        Field::new("rights_signed_on", "权利义务告知", K::PastDate, Always, "双方签收权利义务告知书的日期"),
        Field::new("mediators", "调解员", K::Line(60), Always, "当事人选择或接受的调解员"),
        Field::new("chosen_by", "调解员由谁定", K::Choice(CHOSEN_BY), Always, "选择或接受(人民调解法19)"),
        Field::new("open", "公开调解", K::Choice(YES_NO), Always, "涉及隐私、商业秘密或一方反对的不公开").default("0"),
        Field::new("interpreter", "翻译", K::Line(30), Optional, "需要翻译的写姓名"),
        Field::new("ways_told", "其他途径告知", K::Choice(YES_NO), Always, "已交其他途径告知单,说明调解自愿、免费"),
        Field::new("free_told", "已告知免费", K::Choice(CONFIRM_YES), Always, "调解不收任何费用(人民调解法4)"),
    ],
};
pub const CHOSEN_BY: &[Choice] = crate::choices![("1", "双方选择"), ("2", "指定,双方接受")];

/// R11 调解记录.
pub static MEDIATION: Table = Table {
    name: "mediation",
    title: "调解记录",
    fields: &[
        Field::new("at", "时间", K::PastTime, Always, "开始的时间"),
        Field::new("place", "地点", K::Line(60), Always, "调解地点"),
        Field::new("parties", "到场当事人", K::Line(200), Always, "到场的全部当事人,用逗号分开"),
        Field::new("others", "参加人", K::Line(120), Optional, "邀请参加的人"),
        Field::new("statements", "双方陈述", K::Text(5, 4000), Always, "各方说了什么"),
        Field::new("verified", "核实质证", K::Text(2, 2000), Optional, "核对了哪些证据"),
        Field::new("risks_told", "风险告知", K::Choice(YES_NO), Always, "是否告知不履行和另行起诉的风险"),
        Field::new("result", "结果", K::Choice(SESSION_RESULT), Always, "本次调解的结果"),
        Field::new("note", "结果说明", K::Text(2, 2000), Always, "一致的内容,或分歧在哪里"),
        Field::new("recorder", "记录人", K::Name, Always, "记录人姓名"),
        Field::new("signed", "已签名", K::Choice(YES_NO), Always, "当事人、调解员、记录人是否都已签名"),
    ],
};

/// T14 协议书 or 口头协议登记表 (人民调解法28-30).
pub static AGREEMENT: Table = Table {
    name: "agreement",
    title: "调解协议",
    fields: &[
        Field::new("form", "协议形式", K::Choice(AGREEMENT_FORM), Always, "书面或口头"),
        Field::new("parties", "当事人", K::Line(200), Always, "全部当事人,用逗号分开"),
        Field::new("facts", "主要事实", K::Text(5, 4000), Always, "纠纷的主要事实"),
        Field::new("issues", "争议事项", K::Text(2, 1000), Always, "争的是什么"),
        Field::new("responsibility", "各方责任", K::Text(2, 1000), Always, "各方的责任"),
        Field::new("content", "协议内容", K::Text(5, 4000), Always, "约定了什么"),
        Field::new(
            "obligations",
            "履行计划",
            K::Rows(OBLIGATIONS, 60),
            Always,
            "每行一期:义务人 内容 期限 金额;当日的为即时履行",
        ),
        Field::new("manner", "履行方式地点", K::Line(120), Always, "如:转账;当面交付;现场交界"),
        Field::new("reached_on", "达成日期", K::PastDate, Always, "达成协议的日期"),
        Field::new(
            "parties_signed",
            "当事人签名",
            K::Choice(CONFIRM_YES),
            When(written),
            "全部当事人签名、盖章或按指印",
        )
        .shown(written),
        Field::new("mediator_signed", "调解员签名", K::Choice(CONFIRM_YES), When(written), "人民调解员签名")
            .shown(written),
        Field::new("sealed_by", "盖章调委会", K::Line(60), When(written), "盖人民调解委员会印章(人民调解法29)")
            .shown(written),
        Field::new("sealed_on", "签章齐全日", K::PastDate, When(written), "书面协议自这一天起生效").shown(written),
        Field::new("confirmed_how", "双方确认方式", K::Line(120), When(oral), "如:当面复述无异议,在登记表上按印")
            .shown(oral),
        Field::new("mediator", "调解员", K::Line(60), Always, "主持调解的调解员"),
        Field::new("recorder", "记录人", K::Name, Always, "记录人姓名"),
        Field::new("ways_told", "其他途径告知", K::Choice(YES_NO), Always, "已交其他途径告知单,说明调解自愿、免费"),
        Field::new("court_told", "告知司法确认", K::Choice(CONFIRM_YES), Always, "已告知30日内可共同申请司法确认"),
    ],
};

/// T15 (方案五(六)): the petitioner decides, the studio shows the way.
pub static GUIDE: Table = Table {
    name: "guide",
    title: "引导法定途径",
    fields: &[
        Field::new("route", "途径", K::Choice(ROUTE), Always, "信访人要求走的途径"),
        Field::new("organ", "受理机关", K::Line(60), Always, "有管辖权的法院、仲裁机构或机关"),
        Field::new("papers", "须带材料", K::Line(200), Always, "起诉状、证据等"),
        Field::new("limits_told", "期限已告知", K::Choice(CONFIRM_YES), Always, "期限提示单已交信访人"),
        Field::new("aid_told", "法律援助告知", K::Choice(CONFIRM_YES), Always, "已告知法律援助的条件和申请处"),
        Field::new("own_choice", "信访人自愿", K::Choice(CONFIRM_YES), Always, "由信访人自行决定"),
        Field::new("signed_on", "签收日期", K::PastDate, Always, "信访人签收引导告知书的日期"),
    ],
};

/// T16 (人民调解法26).
pub static TERMINATION: Table = Table {
    name: "termination",
    title: "终止调解",
    fields: &[
        Field::new("reason", "终止原因", K::Choice(FAILURE), Always, "为什么终止"),
        Field::new("detail", "说明", K::Text(2, 1000), Always, "分歧和做过的工作"),
        Field::new("ways", "已告知途径", K::Many(OTHER_WAY), Always, "仲裁、行政、司法等途径(人民调解法26)"),
        Field::new("risk", "安全评估", K::Choice(codes::SAFETY), Always, "纠纷可能的走向"),
        Field::new("told_on", "告知日期", K::PastDate, Always, "书面告知双方的日期"),
    ],
};

/// R12 履行登记.
pub static PERFORMANCE: Table = Table {
    name: "performance",
    title: "履行登记",
    fields: &[
        Field::new("term", "期次", K::Number(1, 60), Always, "履行计划的第几期"),
        Field::new("performed_on", "履行日期", K::PastDate, Always, "履行的日期"),
        Field::new("amount", "本次金额", K::Money, Optional, "给付类填写;没有金额的留空"),
        Field::new("proof", "凭证", K::Line(80), Always, "收条、汇款单或现场确认"),
    ],
};

/// R13 反悔、逾期.
pub static BREACH_FORM: Table = Table {
    name: "breach",
    title: "逾期或反悔",
    fields: &[
        Field::new("term", "期次", K::Number(1, 60), Always, "履行计划的第几期"),
        Field::new("kind", "处理", K::Choice(BREACH), Always, "变更、申请执行或起诉(人民调解法31,32)"),
        Field::new("new_due", "新的期限", K::Date, When(changed), "双方同意的新日期").shown(changed),
        Field::new("both_agree", "双方同意", K::Choice(CONFIRM_YES), When(changed), "变更须双方同意").shown(changed),
        Field::new("reason", "情况", K::Text(2, 1000), Always, "为什么没有履行,做了什么工作"),
        Field::new("on", "日期", K::PastDate, Always, "发生或约定的日期"),
    ],
};

/// R20 满意度.
pub static SATISFACTION_FORM: Table = Table {
    name: "satisfaction",
    title: "满意度",
    fields: &[
        Field::new("level", "评价", K::Choice(SATISFACTION), Always, "信访人的评价;不愿评价选未评价"),
        Field::new("way", "询问方式", K::Choice(ASKED), Always, "怎样问的"),
        Field::new("asked_on", "询问日期", K::PastDate, Always, "询问的日期"),
        Field::new("words", "意见", K::Line(200), Optional, "信访人的原话"),
    ],
};

/// T17.
pub static PERFORMING: Table = Table {
    name: "performing",
    title: "转入履行",
    fields: &[
        Field::new("watcher", "督促人", K::Line(30), Always, "督促履行的人(人民调解法31)"),
        Field::new("note", "安排", K::Line(200), Optional, "提醒和督促的安排"),
    ],
};

/// R21.
pub static CLOSING_REQUEST: Table = Table {
    name: "closing_request",
    title: "结案申请",
    fields: &[Field::new("summary", "办理结果", K::Text(5, 1000), Always, "怎样办结的,请主任审定")],
};

/// T18 结案报告表.
pub static CLOSING: Table = Table {
    name: "closing",
    title: "结案报告",
    fields: &[
        Field::new("facts", "纠纷事实", K::Text(5, 2000), Always, "几句话写清"),
        Field::new("result", "结果", K::Text(5, 2000), Always, "怎样办结的"),
        Field::new("performed", "履行情况", K::Choice(PERFORMANCE_STATE), Optional, "有协议的填写"),
        Field::new("receipt", "受理回执号", K::Line(60), Optional, "导入法定途径的:法院、仲裁或机关的案号"),
        Field::new("own_choice", "书面选择", K::Choice(YES_NO), Optional, "没有回执的,信访人书面写明自行处理"),
        Field::new("opinion", "主任意见", K::Line(200), Always, "同意结案"),
    ],
};

pub(super) static ALL: &[&Table] = &[
    &MEDIATION_START,
    &MEDIATION,
    &AGREEMENT,
    &GUIDE,
    &TERMINATION,
    &PERFORMANCE,
    &BREACH_FORM,
    &SATISFACTION_FORM,
    &PERFORMING,
    &CLOSING_REQUEST,
    &CLOSING,
];
