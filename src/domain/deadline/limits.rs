//! Limitation clocks told to petitioners (期限提示单): G01 to G22.
//!
//! Data only. None of them binds the studio: they are printed so that nobody loses a right while
//! mediating. Red from seven days left, when legal aid may be given first (法律援助法44).
//! Rows without a length of their own are listed and explained, not computed.

use super::Length::{Days, Months, MonthsThen, Unmeasured, WorkingDays, Years};
use super::Owner::{Agency, Arbitration, Employer, Petitioner, Reviewer};
use super::{Length, Owner, Rule};

/// A limitation clock: never the studio's, red at seven days left.
const fn limit(
    owner: Owner,
    id: &'static str,
    label: &'static str,
    start_event: &'static str,
    length: Length,
    basis: &'static str,
) -> Rule {
    Rule::new(id, label, start_event, length, basis).of(owner).red(7)
}

const KNEW_ACT: &str = "知道或应当知道行政行为";
const ACT_DONE: &str = "行政行为作出";

pub const GUIDE_OUT: &[Rule] = &[
    limit(Petitioner, "G01", "民事诉讼时效", "知道或应知权利受损及义务人", Years(3), "民法典第188、189、194、195条")
        .from(2021, 1, 1)
        .note("分期履行从最后一期届满起；请求履行、同意履行、起诉或仲裁则中断重算；最后6个月内有障碍的中止"),
    limit(Petitioner, "G01b", "民事诉讼最长时效", "权利受到损害之日", Years(20), "民法典第188条第2款").from(2021, 1, 1),
    limit(
        Petitioner,
        "G02",
        "不适用诉讼时效",
        "-",
        Unmeasured("请求停止侵害、返还不动产或登记动产、支付抚养费赡养费扶养费，不受诉讼时效限制，没有届满日"),
        "民法典第196条",
    )
    .from(2021, 1, 1),
    limit(Petitioner, "G03", "劳动争议申请仲裁", "知道或应知权利被侵害", Years(1), "劳动争议调解仲裁法第27条")
        .from(2008, 5, 1)
        .note("在职期间拖欠报酬不受限；主张权利、请求救济、对方同意履行则中断重算"),
    limit(Petitioner, "G03b", "离职后欠薪申请仲裁", "劳动关系终止", Years(1), "劳动争议调解仲裁法第27条第4款")
        .from(2008, 5, 1),
    limit(Arbitration, "G04a", "劳动仲裁受理", "收到仲裁申请", Days(5), "劳动争议调解仲裁法第29条").from(2008, 5, 1),
    limit(Arbitration, "G04", "劳动仲裁审理", "受理仲裁申请", Days(45), "劳动争议调解仲裁法第43条")
        .once(15, "仲裁委员会主任，书面通知当事人")
        .from(2008, 5, 1),
    limit(Petitioner, "G04c", "不服劳动仲裁起诉", "收到裁决书", Days(15), "劳动争议调解仲裁法第48、50条")
        .from(2008, 5, 1),
    limit(
        Petitioner,
        "G05",
        "土地承包申请仲裁",
        "知道或应知权利被侵害",
        Years(2),
        "农村土地承包经营纠纷调解仲裁法第2、18条",
    )
    .from(2010, 1, 1)
    .note("征地补偿不属仲裁，走复议或诉讼"),
    limit(Arbitration, "G05b", "土地承包仲裁审理", "受理仲裁申请", Days(60), "农村土地承包经营纠纷调解仲裁法第47条")
        .once(30, "仲裁委员会主任")
        .from(2010, 1, 1),
    limit(Petitioner, "G05c", "不服土地仲裁起诉", "收到裁决书", Days(30), "农村土地承包经营纠纷调解仲裁法第48条")
        .from(2010, 1, 1),
    limit(
        Petitioner,
        "G06",
        "商事仲裁",
        "-",
        Unmeasured("没有专门规定的适用诉讼时效，请按G01计算；须有仲裁协议，婚姻收养监护扶养继承和行政争议不可仲裁"),
        "仲裁法（2025修订）第3、4、90条",
    )
    .from(2026, 3, 1),
    limit(Petitioner, "G07", "申请行政复议", KNEW_ACT, Days(60), "行政复议法第20条")
        .from(2024, 1, 1)
        .note("法律规定更长的从其规定；未告知权利的从知道权利起算"),
    limit(Petitioner, "G07b", "申请复议（未告知权利）", KNEW_ACT, Years(1), "行政复议法第20条第3款")
        .from(2024, 1, 1)
        .note("从知道权利之日起60日，且最长不过此日"),
    limit(Petitioner, "G07c", "申请复议最长（不动产）", ACT_DONE, Years(20), "行政复议法第21条").from(2024, 1, 1),
    limit(Petitioner, "G07d", "申请复议最长（其他）", ACT_DONE, Years(5), "行政复议法第21条").from(2024, 1, 1),
    limit(
        Petitioner,
        "G08",
        "复议前置",
        "-",
        Unmeasured("不是期限：当场处罚、侵犯已取得的自然资源权属、不履职、不公开信息等须先复议再诉讼，期限请按G07计算"),
        "行政复议法第23条",
    )
    .from(2024, 1, 1),
    limit(Reviewer, "G09a", "复议机关受理审查", "收到复议申请", WorkingDays(5), "行政复议法第30、88条")
        .from(2024, 1, 1)
        .note("逾期未决定的视为受理"),
    limit(Reviewer, "G09", "复议审理（普通程序）", "受理复议申请", Days(60), "行政复议法第62条")
        .once(30, "复议机构负责人，书面告知当事人")
        .from(2024, 1, 1),
    limit(Reviewer, "G09c", "复议审理（简易程序）", "受理复议申请", Days(30), "行政复议法第62条").from(2024, 1, 1),
    limit(Petitioner, "G10", "行政诉讼（直接起诉）", "知道或应知行政行为作出", Months(6), "行政诉讼法第46条")
        .from(2017, 7, 1),
    limit(
        Petitioner,
        "G10b",
        "行政诉讼（未告知期限）",
        "知道或应知行政行为内容",
        Years(1),
        "行政诉讼法解释（2018）第64条",
    )
    .from(2018, 2, 8)
    .note("从知道起诉期限之日起算，且最长不过此日"),
    limit(Petitioner, "G10c", "行政诉讼最长（不动产）", ACT_DONE, Years(20), "行政诉讼法第46条第2款").from(2017, 7, 1),
    limit(Petitioner, "G10d", "行政诉讼最长（其他）", ACT_DONE, Years(5), "行政诉讼法第46条第2款").from(2017, 7, 1),
    limit(
        Petitioner,
        "G11",
        "行政诉讼（经复议）",
        "收到复议决定或复议期满",
        Days(15),
        "行政诉讼法第45条；行政复议法第34条",
    )
    .from(2017, 7, 1),
    limit(Agency, "G12a", "行政机关履行职责", "提出申请", Months(2), "行政诉讼法第47条")
        .from(2017, 7, 1)
        .note("紧急情况不受此限"),
    limit(
        Petitioner,
        "G12",
        "诉行政机关不履责",
        "向机关提出申请",
        MonthsThen(2, 6),
        "行政诉讼法第47条；行政诉讼法解释（2018）第66条",
    )
    .from(2018, 2, 8)
    .note("机关2个月不履行后6个月内起诉；紧急情况不受2个月限制"),
    limit(Petitioner, "G13", "请求国家赔偿", "知道或应知侵害", Years(2), "国家赔偿法第39条")
        .pausable()
        .from(2013, 1, 1)
        .note("被羁押等限制人身自由期间不计"),
    limit(Agency, "G13b", "赔偿义务机关决定", "收到赔偿申请", Months(2), "国家赔偿法第13条").from(2013, 1, 1),
    limit(Employer, "G14a", "工伤认定（单位申请）", "事故或诊断日", Days(30), "工伤保险条例第17条").from(2011, 1, 1),
    limit(Petitioner, "G14", "工伤认定（职工申请）", "事故或诊断日", Years(1), "工伤保险条例第17条")
        .from(2011, 1, 1)
        .note("职工、近亲属或工会可申请"),
    limit(Petitioner, "G15", "劳动保障监察投诉", "违法行为发生或终了", Years(2), "劳动保障监察条例第20条")
        .from(2004, 12, 1),
    limit(Petitioner, "G16", "交通事故认定复核", "认定书送达", Days(3), "道路交通事故处理程序规定第71条")
        .from(2018, 5, 1),
    limit(Petitioner, "G16b", "申请交警调解", "认定书送达", Days(10), "道路交通事故处理程序规定第86条")
        .from(2018, 5, 1)
        .note("当事人一致书面申请"),
    limit(Petitioner, "G17", "上诉（判决）", "判决书送达", Days(15), "民事诉讼法第171条").from(2024, 1, 1),
    limit(Petitioner, "G17b", "上诉（裁定）", "裁定书送达", Days(10), "民事诉讼法第171条").from(2024, 1, 1),
    limit(Petitioner, "G18", "申请再审", "判决裁定生效", Months(6), "民事诉讼法第216条")
        .from(2024, 1, 1)
        .note("新证据等情形从知道或应知之日起"),
    limit(Petitioner, "G19", "申请强制执行", "履行期间最后一日", Years(2), "民事诉讼法第250条；法释〔2018〕18号第9条")
        .from(2024, 1, 1)
        .note("可中止中断；分期：民诉从最后一期，公证债权文书从每期；申请执行证书则中断；含司法确认裁定"),
    limit(Petitioner, "G20", "撤销调解协议", "知道或应知撤销事由", Years(1), "民法典第147-152条")
        .from(2021, 1, 1)
        .note("欺诈、显失公平；胁迫从终止之日起"),
    limit(Petitioner, "G20b", "撤销协议（重大误解）", "知道或应知撤销事由", Days(90), "民法典第147、152条")
        .from(2021, 1, 1),
    limit(Petitioner, "G20c", "撤销调解协议最长", "协议成立", Years(5), "民法典第152条第2款").from(2021, 1, 1),
    limit(Petitioner, "G21", "案外人请求撤销确认", "知道或应知权益受侵害", Years(1), "法释〔2011〕5号第10条")
        .from(2011, 3, 30),
    limit(
        Petitioner,
        "G22",
        "治安案件因民间纠纷",
        "-",
        Unmeasured("没有期限：经人民调解达成协议并履行，书面申请公安机关认可的，不予处罚"),
        "治安管理处罚法（2025修订）第9条",
    )
    .from(2026, 1, 1),
];
