//! Forms of what runs beside the main line (方案五(六)(七)): 司法确认, 赋强公证, 期限提示, 律师, 法律援助, 救助.

use super::opening::CONFIRM_YES;
use crate::domain::codes;
use crate::validation::{Choice, Draft, Field, Kind as K, Need, Table};
use Need::{Always, Optional, When};

const YES_NO: &[Choice] = codes::YES_NO;

pub const CONFIRMATION: &[Choice] =
    crate::choices![("1", "双方共同申请"), ("2", "法院受理"), ("3", "裁定有效"), ("4", "裁定驳回"), ("5", "撤回申请")];
pub const NOTARISATION: &[Choice] = crate::choices![
    ("1", "已申请"),
    ("5", "公证机构受理"),
    ("2", "已出证"),
    ("3", "已申请执行证书"),
    ("4", "不予办理")
];
pub const COUNSEL: &[Choice] = crate::choices![("1", "不委托"), ("2", "委托本案承办律师"), ("3", "另行委托律师")];
pub const AID: &[Choice] =
    crate::choices![("1", "已引导"), ("2", "已申请"), ("3", "决定给予"), ("5", "已指派律师"), ("4", "不予援助")];
pub const RELIEF: &[Choice] = crate::choices![
    ("1", "国家司法救助"),
    ("2", "最低生活保障"),
    ("3", "特困供养"),
    ("4", "受灾救助"),
    ("5", "医疗救助"),
    ("6", "教育救助"),
    ("7", "住房救助"),
    ("8", "就业救助"),
    ("9", "临时救助"),
    ("0", "慈善或其他"),
];
pub const RELIEF_EVENT: &[Choice] = crate::choices![
    ("1", "已引导"),
    ("2", "已申请"),
    ("5", "已报政法委审批"),
    ("6", "已批准"),
    ("3", "已获"),
    ("4", "未获或不符合条件"),
];

/// Limitation clocks that can be computed from one day (期限提示单).
pub const LIMIT: &[Choice] = crate::choices![
    ("G01", "民事诉讼时效3年"),
    ("G03", "劳动仲裁1年"),
    ("G03b", "离职后欠薪仲裁1年"),
    ("G05", "土地承包仲裁2年"),
    ("G07", "行政复议60日"),
    ("G10", "行政诉讼6个月"),
    ("G11", "经复议的行政诉讼15日"),
    ("G12", "诉不履责"),
    ("G13", "国家赔偿2年"),
    ("G15", "劳动监察投诉2年"),
    ("G17", "上诉15日"),
    ("G18", "申请再审6个月"),
    ("G19", "申请强制执行2年"),
    ("G20", "撤销调解协议1年"),
];

fn given(d: &Draft) -> bool {
    d.get("event") == "3"
}
fn with_lawyer(d: &Draft) -> bool {
    matches!(d.get("choice"), "2" | "3")
}
fn own_lawyer(d: &Draft) -> bool {
    d.get("choice") == "2"
}

/// R14 (人民调解法33; 民事诉讼法205).
pub static CONFIRMATION_FORM: Table = Table {
    name: "confirmation",
    title: "司法确认",
    fields: &[
        Field::new("event", "进展", K::Choice(CONFIRMATION), Always, "申请须双方共同提出"),
        Field::new("court", "法院", K::Line(60), Always, "当事人住所地、标的物或调解组织所在地的基层法院"),
        Field::new("number", "案号", K::Line(60), Optional, "法院的案号"),
        Field::new("on", "日期", K::PastDate, Always, "申请、受理或裁定的日期"),
    ],
};

/// R15 (公证法37).
pub static NOTARISATION_FORM: Table = Table {
    name: "notarisation",
    title: "赋强公证",
    fields: &[
        Field::new("event", "进展", K::Choice(NOTARISATION), Always, "给付协议可办具有强制执行效力的公证"),
        Field::new("office", "公证机构", K::Line(60), Always, "公证机构名称"),
        Field::new("consent", "愿受强制执行", K::Choice(CONFIRM_YES), Always, "债务人书面承诺愿意接受强制执行"),
        Field::new("number", "公证书编号", K::Line(60), Optional, "出证后填写"),
        Field::new("on", "日期", K::PastDate, Always, "申请或出证的日期"),
    ],
};

/// R16.
pub static LIMITS: Table = Table {
    name: "limits",
    title: "期限提示",
    fields: &[
        Field::new("route", "期限", K::Choice(LIMIT), Always, "要提示的时效或期限"),
        Field::new("start", "起算日", K::PastDate, Always, "知道或应当知道的日期,或收到文书的日期"),
        Field::new("fact", "起算事实", K::Line(120), Always, "从什么事起算"),
        Field::new("told_on", "告知日期", K::PastDate, Always, "交给信访人的日期"),
    ],
};

/// R17 (方案五(六)): the petitioner decides whether, and whom.
pub static COUNSEL_FORM: Table = Table {
    name: "counsel",
    title: "律师选择",
    fields: &[
        Field::new("choice", "选择", K::Choice(COUNSEL), Always, "由信访人自行决定"),
        Field::new("lawyer", "律师", K::Line(40), When(with_lawyer), "律师姓名和律所").shown(with_lawyer),
        Field::new("conflict", "利益冲突", K::Choice(YES_NO), When(own_lawyer), "该律师是否有应当回避的情形")
            .shown(own_lawyer),
        Field::new("own_will", "本人决定", K::Choice(CONFIRM_YES), Always, "已说明可以不委托,也可以另行委托"),
        Field::new("on", "日期", K::PastDate, Always, "选择的日期"),
    ],
};

/// R18.
pub static LEGAL_AID: Table = Table {
    name: "legal_aid",
    title: "法律援助",
    fields: &[
        Field::new("event", "进展", K::Choice(AID), Always, "引导、申请或决定"),
        Field::new("institution", "法援机构", K::Line(60), Always, "法律援助机构"),
        Field::new("on", "日期", K::PastDate, Always, "引导、申请或决定的日期"),
        Field::new("note", "说明", K::Line(200), Optional, "不予援助的写理由"),
    ],
};

/// R19 (方案五(七)).
pub static RELIEF_FORM: Table = Table {
    name: "relief",
    title: "救助",
    fields: &[
        Field::new("kind", "救助种类", K::Choice(RELIEF), Always, "先国家司法救助,再其他社会救助"),
        Field::new("event", "进展", K::Choice(RELIEF_EVENT), Always, "引导、申请或结果"),
        Field::new("organ", "受理部门", K::Line(60), Always, "向哪个部门申请"),
        Field::new("amount", "救助金额", K::Money, Optional, "获得的金额"),
        Field::new("still_hard", "仍有困难", K::Choice(YES_NO), When(given), "获得救助后是否仍有困难").shown(given),
        Field::new("on", "日期", K::PastDate, Always, "引导、申请或决定的日期"),
        Field::new("reason", "说明", K::Line(200), Optional, "不符合条件的写明"),
    ],
};

pub(super) static ALL: &[&Table] =
    &[&CONFIRMATION_FORM, &NOTARISATION_FORM, &LIMITS, &COUNSEL_FORM, &LEGAL_AID, &RELIEF_FORM];
