//! 接谈登记: the field table of a visit. A row here is a column of `visit`, a line of the form, a
//! `--set` key and a printed line. Sources: 信访工作条例19, 20; 民法典18-20; 方案五(一).

use super::codes;
use crate::validation::code::ETHNIC_GROUPS;
use crate::validation::identity::DOCUMENT_TYPES;
use crate::validation::{Choice, Column, Draft, Field, Kind, Need, Table};

const YES_NO: &[Choice] = codes::YES_NO;

fn no_document(d: &Draft) -> bool {
    !d.has("document_no")
}
fn with_document(d: &Draft) -> bool {
    !d.has("no_document")
}
fn with_phone(d: &Draft) -> bool {
    !d.has("no_phone")
}
fn no_phone(d: &Draft) -> bool {
    !d.has("phone")
}
fn nameless(d: &Draft) -> bool {
    d.get("name") == "匿名"
}
fn interpreted(d: &Draft) -> bool {
    d.get("interpreter_needed") == "1"
}
fn joint(d: &Draft) -> bool {
    d.get("people").parse::<i64>().is_ok_and(|n| n > 1)
}
fn minor(d: &Draft) -> bool {
    d.get("age").parse::<i64>().is_ok_and(|n| n < 18)
}
fn repeated(d: &Draft) -> bool {
    matches!(d.get("repeat_answer"), "2")
}
fn pleads(d: &Draft) -> bool {
    d.get("category") == "C"
}
fn threatens(d: &Draft) -> bool {
    d.get("threat") == "1"
}
fn elsewhere(d: &Draft) -> bool {
    ["sued", "arbitrated", "reviewed", "concluded", "pending"].iter().any(|k| d.get(k) == "1")
}

const REPRESENTATIVE: &[Column] = &[
    Column { key: "name", label: "姓名", kind: Kind::Name, required: true },
    Column { key: "document_no", label: "证件号码", kind: Kind::Line(40), required: false },
    Column { key: "phone", label: "电话", kind: Kind::Phone, required: false },
];
const CLAIM: &[Column] = &[
    Column { key: "claim", label: "请求", kind: Kind::Line(200), required: true },
    Column { key: "amount", label: "金额(元)", kind: Kind::Money, required: false },
];
const MATERIAL: &[Column] = &[
    Column { key: "title", label: "名称", kind: Kind::Line(60), required: true },
    Column { key: "kind", label: "原件/复印件", kind: Kind::Choice(codes::ORIGINAL_OR_COPY), required: true },
    Column { key: "copies", label: "份数", kind: Kind::Number(1, 999), required: true },
    Column { key: "pages", label: "页数", kind: Kind::Number(1, 9999), required: false },
];

use Kind as K;
use Need::{Always, Auto, Optional, When};

/// The form of a visit.
pub static VISIT: Table = Table { name: "visit", title: "接谈登记", fields: FIELDS };

const FIELDS: &[Field] = &[
    Field::new("name", "姓名或单位", K::Name, Always, "来访人姓名;拒绝提供时填“匿名”").section("信访人"),
    Field::new("anonymous", "匿名原因", K::Choice(codes::ANONYMOUS), When(nameless), "匿名也登记,记下原因")
        .shown(nameless),
    Field::new("document_type", "证件类型", K::Choice(DOCUMENT_TYPES), Optional, "默认居民身份证")
        .default("01")
        .shown(with_document),
    Field::new(
        "document_no",
        "证件号码",
        K::Document("document_type"),
        When(with_document),
        "身份证18位,自动填写性别、出生和户籍地;没有就留空并选原因",
    )
    .shown(with_document),
    Field::new("no_document", "无证件原因", K::Choice(codes::NO_DOCUMENT), Optional, "没有证件照常登记,选一项原因")
        .shown(no_document),
    Field::new("phone", "联系电话", K::Phone, When(with_phone), "手机或固话;本地7位号码自动加区号").shown(with_phone),
    Field::new("no_phone", "无电话原因", K::Choice(codes::NO_PHONE), Optional, "没有电话照常登记,选一项原因")
        .shown(no_phone),
    Field::new("contact", "代联系人", K::Line(60), Optional, "没有电话时,可转告的人和号码").shown(no_phone),
    Field::new("people", "来访人数", K::Number(1, 9999), Always, "本次一起来的人数;5人及以上为集体访").default("1"),
    Field::new("gist", "一句话诉求", K::Line(60), Always, "一句话说清要什么"),
    Field::new("source", "案件来源", K::Choice(codes::SOURCE), Always, "案件从哪里来"),
    Field::new(
        "representatives",
        "随访代表",
        K::Rows(REPRESENTATIVE, 5),
        When(joint),
        "每行一人:姓名 证件号码 电话;代表不超过5人(条例20)",
    )
    .shown(joint),
    Field::new("involved", "涉及人数", K::Number(1, 999_999), Always, "事项涉及的总人数;不少于来访人数").default("1"),
    Field::new("name_native", "民族文字姓名", K::Line(60), Optional, "藏文等文字的姓名"),
    Field::new("sex", "性别", K::Choice(codes::SEX), Optional, "身份证号自动填写,其他证件手填"),
    Field::new("birth", "出生日期", K::PastDate, Optional, "身份证号自动填写"),
    Field::new("age", "年龄", K::Number(0, 150), Auto, "按出生日期计算"),
    Field::new("ethnic", "民族", K::Choice(ETHNIC_GROUPS), Always, "编号、名称或拼音首字母"),
    Field::new("language", "交流语言", K::Choice(codes::LANGUAGE), Always, "来访人愿意用的语言"),
    Field::new("interpreter_needed", "需要翻译", K::Choice(YES_NO), Always, "1 是  0 否"),
    Field::new("interpreter", "翻译姓名", K::Name, When(interpreted), "谁来翻译").shown(interpreted),
    Field::new("household", "户籍地", K::Division, Always, "区划代码、名称或拼音首字母"),
    Field::new("residence", "常住地", K::Division, Always, "现在住哪里:区划到乡镇"),
    Field::new("address", "详细住址", K::Line(120), Always, "门牌或地标,如:东到老槐树"),
    Field::new("occupation", "职业", K::Choice(codes::OCCUPATION), Optional, "可不填"),
    Field::new("special", "需要照顾", K::Many(codes::SPECIAL), Optional, "来访人愿意说明、办理时应照顾的情况,可多选"),
    Field::new("guardian", "法定代理人", K::Name, When(minor), "未满18周岁必填(民法典18-20)").shown(minor),
    Field::new("reception_method", "接谈方式", K::Choice(codes::RECEPTION_METHOD), Always, "在哪里接谈")
        .section("来访")
        .default("1"),
    Field::new("petition_form", "信访形式", K::Choice(codes::PETITION_FORM), Always, "来访、来信等").default("2"),
    Field::new("visited_at", "来访时间", K::PastTime, Always, "不晚于现在;“现在”也可以"),
    Field::new("petitioned_on", "信访日期", K::PastDate, Always, "当事人提出信访事项的日期"),
    Field::new("registered_on", "登记日期", K::PastDate, Auto, "登记当天"),
    Field::new(
        "repeat_answer",
        "初访重访",
        K::Choice(codes::REPEAT),
        Always,
        "对照下面的来访记录回答:初访、重复、新事项、待定",
    ),
    Field::new("related_case", "关联案件", K::Record("case"), When(repeated), "重复来访属于哪一件").shown(repeated),
    Field::new("first_national", "全国初次信访", K::Choice(codes::YES_NO_UNKNOWN), Optional, "不清楚就选不清楚"),
    Field::new("respondent", "被访单位", K::Line(60), Always, "被反映的单位或个人;说不清就填“不明确”").section("事项"),
    Field::new("place", "问题属地", K::Division, Always, "问题发生在哪里"),
    Field::new("summary", "反映事项概况", K::Text(20, 2000), Always, "时间、地点、谁、何事、要求,20至2000字"),
    Field::new("claims", "请求", K::Rows(CLAIM, 10), Always, "每行一项,给付类在行末写金额(元),最多10项"),
    Field::new("facts", "事实与理由", K::Text(1, 4000), Always, "来访人陈述的事实与理由,如实记录(条例19)"),
    Field::new("category", "诉求分类", K::Choice(codes::CATEGORY), Always, "检举控告件登记后密封"),
    Field::new("purpose", "信访目的", K::Choice(codes::PURPOSE), Always, "来访想达到什么"),
    Field::new("content", "内容分类", K::Choice(codes::CONTENT), Always, "涉及哪一领域"),
    Field::new("content_detail", "二级分类", K::Line(30), Optional, "如:土地征收、医患纠纷"),
    Field::new("dispute", "纠纷类型", K::Choice(codes::DISPUTE), When(pleads), "申诉求决必选").shown(pleads),
    Field::new("nature", "争议性质", K::Choice(codes::NATURE), Always, "决定能否调解"),
    Field::new("sued", "已诉讼", K::Choice(codes::YES_NO_UNKNOWN), Always, "法院是否受理过").section("其他程序"),
    Field::new("arbitrated", "已仲裁", K::Choice(codes::YES_NO_UNKNOWN), Always, "仲裁机构是否受理过"),
    Field::new("reviewed", "已复议", K::Choice(codes::YES_NO_UNKNOWN), Always, "复议机关是否受理过"),
    Field::new("concluded", "已三级终结", K::Choice(codes::YES_NO_UNKNOWN), Always, "办理、复查、复核是否都已结束"),
    Field::new("pending", "别处在办", K::Choice(codes::YES_NO_UNKNOWN), Always, "其他机关是否正在办理"),
    Field::new("procedure_detail", "程序情况", K::Line(200), When(elsewhere), "机关、案号、日期").shown(elsewhere),
    Field::new("known_on", "知道受损日期", K::PastDate, Optional, "知道行政行为或权利受损的日期,用来提示时效"),
    Field::new("written_reply", "持有书面答复", K::Choice(YES_NO), Optional, "是否带来书面答复"),
    Field::new("materials", "材料清单", K::Rows(MATERIAL, 50), Optional, "每行一份:名称 原件或复印件 份数 页数"),
    Field::new("mood", "情绪", K::Choice(codes::MOOD), Always, "接谈时的情绪,便于安抚").section("安全与处理"),
    Field::new("safety", "安全评估", K::Choice(codes::SAFETY), Always, "评估的是纠纷,不是人"),
    Field::new("threat", "有无扬言", K::Choice(YES_NO), Always, "有则记原话"),
    Field::new("threat_words", "原话", K::Line(200), When(threatens), "照原话记录").shown(threatens),
    Field::new("report_needed", "需报告", K::Choice(YES_NO), Optional, "重大紧急事项须立即报告(条例25)"),
    Field::new("handling", "处理方式", K::Choice(codes::HANDLING), Always, "本次接谈怎样处理"),
    Field::new("receiver", "接谈人", K::Line(30), Optional, "与登记人不同时填写"),
    Field::new(
        "notice_given",
        "知情告知",
        K::Choice(YES_NO),
        Always,
        "已告知处理目的、方式、保存期限和权利(个人信息保护法17)",
    ),
    Field::new(
        "sensitive_consent",
        "敏感信息同意",
        K::Choice(YES_NO),
        Optional,
        "涉及医疗、未满14岁等信息时须单独同意(个人信息保护法29)",
    ),
];

/// What the 60-second save needs. 证件 and 电话 each may be replaced by their reason, which the
/// conditional rows of the table already say.
pub const FAST: &[&str] = &["name", "anonymous", "document_no", "phone", "people", "gist", "source"];
