//! Forms of 办理 and 处理意见 (方案五(四)(五)): investigation, evidence, appraisal, the council on hard
//! cases, and the opinion the petitioner is told. What must hold between them is the flow's business.

use crate::domain::codes;
use crate::validation::{Choice, Column, Draft, Field, Kind as K, Need, Table};
use Need::{Always, Optional, When};

const YES_NO: &[Choice] = codes::YES_NO;

/// 方案五(四): 实地走访、调查、勘验.
pub const INVESTIGATION_KIND: &[Choice] = crate::choices![("1", "走访"), ("2", "调查"), ("3", "勘验"), ("4", "询问")];
/// Who signs an investigation.
pub const INVESTIGATION_SIGNED: &[Choice] = crate::choices![("1", "被调查人"), ("2", "调查人"), ("3", "记录人")];
pub const EVIDENCE_KIND: &[Choice] = crate::choices![
    ("1", "证言"),
    ("2", "书证"),
    ("3", "物证"),
    ("4", "视听资料"),
    ("5", "电子数据"),
    ("6", "鉴定意见"),
    ("7", "勘验笔录"),
];
pub const PUBLICITY_WAY: &[Choice] =
    crate::choices![("1", "当面讲解"), ("2", "书面资料"), ("3", "电话"), ("4", "集体宣讲"), ("9", "其他")];
/// Ways beside mediation (人民调解法26).
pub const OTHER_WAY: &[Choice] = crate::choices![
    ("1", "仲裁"),
    ("2", "行政复议"),
    ("3", "诉讼"),
    ("4", "行政裁决"),
    ("5", "劳动监察"),
    ("6", "信访复查复核"),
    ("9", "其他"),
];
/// 方案五(四): the parties entrust, the studio only coordinates.
pub const ENTRUSTING: &[Choice] = crate::choices![("1", "信访人"), ("2", "对方"), ("3", "双方")];
/// 方案六(四)2: never a petitioner who is not at fault.
pub const APPRAISAL_PAYER: &[Choice] = crate::choices![("1", "责任(过错)方"), ("2", "同级财政")];
pub const APPRAISAL_PUBLIC: &[Choice] = crate::choices![("1", "责任主体不明确"), ("2", "责任方为脱贫或监测户")];
pub const CONSULT_KIND: &[Choice] = crate::choices![("1", "会商"), ("2", "专家会诊")];
/// 信访工作条例32.
pub const OPINION: &[Choice] = crate::choices![("1", "支持"), ("2", "解释说明"), ("3", "不予支持")];
pub const OPINION_TOLD: &[Choice] =
    crate::choices![("1", "当面宣读并交付"), ("2", "直接送达"), ("3", "邮寄送达"), ("4", "委托送达")];
pub const ANSWER: &[Choice] = crate::choices![
    ("1", "同意,愿调解"),
    ("2", "部分同意"),
    ("3", "不同意"),
    ("4", "要求走法定途径"),
    ("9", "尚未表态")
];
/// Clocks of the studio that may be extended.
pub const EXTENSIBLE: &[Choice] = crate::choices![
    ("DL-06", "委托手续办结"),
    ("DL-06b", "指派承办人"),
    ("DL-07", "调解期限"),
    ("DL-07m", "调解期限(医疗)"),
    ("DL-18", "包案销号(一般)"),
    ("DL-18b", "包案销号(疑难重大)"),
];

fn unsigned(d: &Draft) -> bool {
    d.has("signed") && !d.get("signed").split(',').any(|c| c == "1")
}
fn of_a_person(d: &Draft) -> bool {
    matches!(d.get("kind"), "2" | "4")
}
fn no_signature(d: &Draft) -> bool {
    d.get("signed") == "0"
}
fn public_pays(d: &Draft) -> bool {
    d.get("payer") == "2"
}
fn other_way(d: &Draft) -> bool {
    d.get("ways").split(',').any(|c| c == "9")
}
fn by_agreement(d: &Draft) -> bool {
    matches!(d.get("clock"), "DL-07" | "DL-07m")
}

const ATTACHED: &[Column] = &[
    Column { key: "title", label: "名称", kind: K::Line(60), required: true },
    Column { key: "kind", label: "种类", kind: K::Choice(EVIDENCE_KIND), required: true },
    Column { key: "copies", label: "份数", kind: K::Number(1, 999), required: false },
];
const LAWS: &[Column] = &[
    Column { key: "law", label: "政策法规", kind: K::Line(80), required: true },
    Column { key: "article", label: "条款", kind: K::Line(60), required: true },
];
const COUNCIL: &[Column] = &[
    Column { key: "name", label: "姓名", kind: K::Name, required: true },
    Column { key: "unit", label: "单位", kind: K::Line(40), required: true },
    Column { key: "profession", label: "专业", kind: K::Line(20), required: true },
    Column { key: "view", label: "意见", kind: K::Line(300), required: true },
];

/// R01 调查记录 (人民调解文书格式, 司法部第239号).
pub static INVESTIGATION: Table = Table {
    name: "investigation",
    title: "调查记录",
    fields: &[
        Field::new("kind", "方式", K::Choice(INVESTIGATION_KIND), Always, "走访、调查、勘验或询问(方案五(四))"),
        Field::new("time", "时间", K::PastTime, Always, "调查的日期和时间,如 昨天 15:30"),
        Field::new("place", "地点", K::Line(80), Always, "在哪里调查"),
        Field::new("participants", "参加人", K::Line(120), Optional, "在场的其他人,用顿号分开"),
        Field::new("investigator", "调查人", K::Line(60), Always, "调查人姓名,多人用顿号分开"),
        Field::new("subject", "被调查人", K::Line(120), When(of_a_person), "姓名和与案件的关系;勘验、走访可不填"),
        Field::new("content", "记录内容", K::Text(10, 4000), Always, "问到、看到、量到的事实"),
        Field::new("recorder", "记录人", K::Name, Always, "记录人姓名"),
        Field::new("signed", "已签名", K::Many(INVESTIGATION_SIGNED), Always, "在记录上签名的人,可多选"),
        Field::new("unsigned_why", "未签原因", K::Line(120), When(unsigned), "被调查人为什么没有签名").shown(unsigned),
        Field::new("attached", "附件", K::Rows(ATTACHED, 20), Optional, "每行:名称 种类 份数"),
    ],
};

/// R02 证据登记, for which a receipt is given.
pub static EVIDENCE: Table = Table {
    name: "evidence",
    title: "证据登记",
    fields: &[
        Field::new("kind", "证据种类", K::Choice(EVIDENCE_KIND), Always, "选一种"),
        Field::new("name", "证据名称", K::Line(80), Always, "如:宅基地使用证"),
        Field::new("provider", "提供人", K::Name, Always, "谁提供的;收据交给他"),
        Field::new("original", "原件/复印件", K::Choice(codes::ORIGINAL_OR_COPY), Always, "原件用完要退还"),
        Field::new("copies", "份数", K::Number(1, 999), Always, "多少份或件").default("1"),
        Field::new("pages", "页数", K::Number(1, 9999), Optional, "书证的总页数"),
        Field::new("received_on", "收到日期", K::PastDate, Always, "收到证据的日期"),
        Field::new("kept_at", "存放处", K::Line(60), Always, "如:卷宗柜2-3"),
        Field::new("proves", "证明事实", K::Line(200), Optional, "用来证明什么"),
        Field::new("photo", "照片", K::Line(120), Optional, "照片编号或存放位置"),
    ],
};

/// R05 证据退还; of several copies some may go back first.
pub static EVIDENCE_RETURN: Table = Table {
    name: "evidence_return",
    title: "证据退还",
    fields: &[
        Field::new("evidence", "收据编号", K::Line(40), Always, "如 收〔2026〕012号,也可只写12"),
        Field::new("copies", "退还份数", K::Number(1, 999), Always, "这次退还多少份或件").default("1"),
        Field::new("returned_to", "领取人", K::Name, Always, "谁领回的"),
        Field::new("returned_on", "退还日期", K::PastDate, Always, "退还的日期"),
        Field::new("signed", "领取人签字", K::Choice(YES_NO), Always, "领取人是否在收据上签字"),
        Field::new("note", "备注", K::Line(120), Optional, "可不填"),
    ],
};

/// R03 政策法规适用性分析 (方案五(四)).
pub static ANALYSIS: Table = Table {
    name: "analysis",
    title: "政策法规分析",
    fields: &[
        Field::new("issue", "争议问题", K::Text(4, 1000), Always, "要判断的是什么"),
        Field::new("laws", "政策法规", K::Rows(LAWS, 20), Always, "每行:名称 条款"),
        Field::new("application", "适用分析", K::Text(10, 4000), Always, "事实怎样对应条款"),
        Field::new("conclusion", "结论", K::Text(4, 1000), Always, "诉求有无依据,到什么程度"),
    ],
};

/// R04 政策法规宣传 (方案五(四)).
pub static PUBLICITY: Table = Table {
    name: "publicity",
    title: "政策法规宣传",
    fields: &[
        Field::new("on", "日期", K::PastDate, Always, "宣传的日期"),
        Field::new("audience", "对象", K::Line(80), Always, "向谁宣传"),
        Field::new("laws", "宣传内容", K::Text(4, 1000), Always, "讲了哪些政策法规"),
        Field::new("way", "方式", K::Choice(PUBLICITY_WAY), Always, "怎样宣传"),
    ],
};

/// R06 其他途径告知: mediation is a choice, not a condition.
pub static WAYS_TOLD: Table = Table {
    name: "ways_told",
    title: "其他途径告知",
    fields: &[
        Field::new("ways", "告知的途径", K::Many(OTHER_WAY), Always, "可多选;当事人可随时选用"),
        Field::new("other", "其他途径", K::Line(80), When(other_way), "写明是什么途径").shown(other_way),
        Field::new("voluntary", "已说明自愿", K::Choice(YES_NO), Always, "是否参加调解由当事人决定(人民调解法3)"),
        Field::new("free", "已说明免费", K::Choice(YES_NO), Always, "调解不收任何费用(人民调解法4)"),
        Field::new("told_on", "告知日期", K::PastDate, Always, "告知当事人的日期"),
        Field::new("signed", "签收", K::Choice(YES_NO), Always, "当事人是否签收"),
        Field::new("unsigned_why", "未签原因", K::Line(120), When(no_signature), "为什么没有签收").shown(no_signature),
    ],
};

/// R07 延期申请, decided by whoever may extend.
pub static EXTENSION_REQUEST: Table = Table {
    name: "extension_request",
    title: "延期申请",
    fields: &[
        Field::new("clock", "申请延长", K::Choice(EXTENSIBLE), Always, "哪一个期限"),
        Field::new("days", "延长天数", K::Number(1, 60), Always, "不超过该期限允许的天数"),
        Field::new("reason", "理由", K::Text(4, 500), Always, "为什么需要延期"),
        Field::new("both_agree", "双方同意", K::Choice(YES_NO), When(by_agreement), "调解期限须双方同意才能延长")
            .shown(by_agreement),
    ],
};

/// R08: the request is answered, not forgotten.
pub static EXTENSION_REFUSAL: Table = Table {
    name: "extension_refusal",
    title: "不予延期",
    fields: &[Field::new("reason", "理由", K::Text(2, 500), Always, "为什么不延期,期限内怎样办完")],
};

/// T10 委托鉴定 (方案五(四), 六(四)2).
pub static APPRAISAL_ORDER: Table = Table {
    name: "appraisal_order",
    title: "委托鉴定",
    fields: &[
        Field::new("item", "鉴定事项", K::Text(4, 500), Always, "要鉴定什么"),
        Field::new("institution", "鉴定机构", K::Line(80), Always, "工作室协调联系的机构"),
        Field::new("who_entrusts", "委托人", K::Choice(ENTRUSTING), Always, "由当事人委托,工作室只协调联系"),
        Field::new("entruster", "委托人姓名", K::Line(80), Always, "签委托书的当事人;代理人代签的写“某某(代理人某某)”"),
        Field::new("papers", "移交材料", K::Text(2, 1000), Always, "交给鉴定机构的材料,每行一项"),
        Field::new(
            "payer",
            "鉴定费承担",
            K::Choice(APPRAISAL_PAYER),
            Always,
            "责任(过错)方;不明确或该方为建档立卡户的由财政承担",
        ),
        Field::new(
            "public_why",
            "财政承担原因",
            K::Choice(APPRAISAL_PUBLIC),
            When(public_pays),
            "为什么由同级财政承担",
        )
        .shown(public_pays),
        Field::new("ordered_on", "委托日期", K::PastDate, Always, "签委托书的日期"),
    ],
};

/// T10b 鉴定完成.
pub static APPRAISAL: Table = Table {
    name: "appraisal",
    title: "鉴定完成",
    fields: &[
        Field::new("opinion", "鉴定意见", K::Text(4, 2000), Always, "鉴定意见的要点"),
        Field::new("number", "鉴定书编号", K::Line(60), Always, "鉴定意见书上的编号"),
        Field::new("received_on", "收到日期", K::PastDate, Always, "收到鉴定意见书的日期"),
        Field::new("told_on", "告知双方日期", K::PastDate, Always, "把鉴定意见告知双方的日期"),
    ],
};

/// T10c: the appraisal is not done; the clock goes on.
pub static APPRAISAL_END: Table = Table {
    name: "appraisal_end",
    title: "鉴定终止",
    fields: &[
        Field::new("reason", "终止原因", K::Text(4, 500), Always, "如:委托人撤回、机构退回、材料不足"),
        Field::new("ended_on", "终止日期", K::PastDate, Always, "知道鉴定不再进行的日期"),
        Field::new("told_on", "告知双方日期", K::PastDate, Always, "告知双方的日期"),
    ],
};

/// T11 提交会商 (方案五(五)).
pub static CONSULT_CALL: Table = Table {
    name: "consult_call",
    title: "提交会商",
    fields: &[
        Field::new("questions", "会商问题", K::Text(4, 1000), Always, "请会商回答的问题,每行一项"),
        Field::new("when", "会商日期", K::Date, Always, "打算哪天会商,如 +3"),
        Field::new("invited", "邀请人员", K::Text(2, 500), Always, "至少三人:姓名、单位、专业"),
    ],
};

/// T11b 会商纪要.
pub static CONSULT: Table = Table {
    name: "consult",
    title: "会商纪要",
    fields: &[
        Field::new("kind", "形式", K::Choice(CONSULT_KIND), Always, "重大疑难复杂的可专家会诊(方案三(四))"),
        Field::new("held_at", "会商时间", K::PastTime, Always, "会商的日期和时间"),
        Field::new("place", "地点", K::Line(80), Always, "在哪里会商"),
        Field::new("host", "主持人", K::Name, Always, "主持人姓名"),
        Field::new("participants", "参会人", K::Rows(COUNCIL, 30), Always, "至少三行:姓名 单位 专业 意见(逐人)"),
        Field::new("conclusion", "结论", K::Text(4, 2000), Always, "会商的结论和办理建议"),
        Field::new("grade", "会商定级", K::Choice(codes::GRADE), Always, "确认、提高或降低案件等级"),
        Field::new("grade_why", "定级理由", K::Line(200), Optional, "等级有变动的必填"),
        Field::new("dissent", "不同意见", K::Text(0, 1000), Optional, "谁保留了什么意见"),
    ],
};

/// T12 处理意见书 (方案五(五), 信访工作条例32).
pub static ADVICE: Table = Table {
    name: "opinion",
    title: "处理意见",
    fields: &[
        Field::new("request", "诉求", K::Text(4, 1000), Always, "信访人要求什么"),
        Field::new("facts", "查明事实", K::Text(10, 4000), Always, "调查查明的事实"),
        Field::new("reasons", "理由", K::Text(10, 4000), Always, "事实、政策和法律怎样支持意见"),
        Field::new("opinion", "处理意见", K::Choice(OPINION), Always, "支持、解释说明或不予支持(条例32)"),
        Field::new("detail", "意见内容", K::Text(4, 2000), Always, "具体怎样处理"),
        Field::new("laws", "政策法律依据", K::Rows(LAWS, 20), Always, "每行:名称 条款"),
        Field::new("told_on", "告知日期", K::PastDate, Always, "告知信访人的日期"),
        Field::new("told_how", "告知方式", K::Choice(OPINION_TOLD), Always, "怎样告知的"),
        Field::new("ways_told", "其他途径告知", K::Choice(YES_NO), Always, "已交其他途径告知单,说明调解自愿、免费"),
        Field::new("petitioner_answer", "信访人意见", K::Choice(ANSWER), Always, "信访人听后的意思"),
        Field::new("respondent_answer", "对方意见", K::Choice(ANSWER), Always, "对方听后的意思"),
        Field::new("answer_text", "意见原话", K::Text(0, 1000), Optional, "双方的理由或附加要求"),
    ],
};

pub(super) static ALL: &[&Table] = &[
    &INVESTIGATION,
    &EVIDENCE,
    &ANALYSIS,
    &PUBLICITY,
    &EVIDENCE_RETURN,
    &WAYS_TOLD,
    &EXTENSION_REQUEST,
    &EXTENSION_REFUSAL,
    &APPRAISAL_ORDER,
    &APPRAISAL,
    &APPRAISAL_END,
    &CONSULT_CALL,
    &CONSULT,
    &ADVICE,
];
