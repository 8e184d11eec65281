//! Code lists of the desk: the stored code and the words shown.
//!
//! The order is the order of the forms they come from; a code never changes its meaning. National
//! lists (documents, ethnic groups, divisions) live in `validation`.

use crate::choices;
use crate::validation::Choice;

/// The words of a code, or the code itself when the list does not know it.
pub fn label<'a>(list: &'static [Choice], code: &'a str) -> &'a str {
    list.iter().find(|c| c.code == code).map_or(code, |c| c.label)
}

pub const RECEPTION_METHOD: &[Choice] = choices![("1", "工作室接谈"), ("2", "下基层接谈")];

/// 信访形式. Statutory channels: 信访工作条例17.
pub const PETITION_FORM: &[Choice] = choices![
    ("1", "来信"),
    ("2", "来访"),
    ("3", "网上信访"),
    ("4", "来电"),
    ("5", "传真"),
    ("6", "上级转送"),
    ("7", "领导批示"),
];

/// 接谈处理方式.
pub const HANDLING: &[Choice] = choices![
    ("1", "受理或待定受理"),
    ("2", "政策咨询予以解答"),
    ("3", "转送单位办理"),
    ("4", "不属信访受理范围"),
    ("5", "告知不予受理"),
    ("6", "编发信息"),
];

/// 案件来源渠道: 方案五(二), 四(一)(四).
pub const SOURCE: &[Choice] = choices![
    ("1", "信访工作联席会议交办"),
    ("2", "党委政府领导批办"),
    ("3", "被访单位申请提交"),
    ("4", "信访当事人申请"),
    ("5", "矛盾纠纷排查"),
    ("6", "其他人民调解组织移交"),
    ("7", "领导包案交办"),
    ("8", "联系点或接待窗口上报"),
    ("9", "其他"),
];

/// 诉求三分类: 信访工作条例29-31.
pub const CATEGORY: &[Choice] = choices![("A", "建议意见"), ("B", "检举控告"), ("C", "申诉求决")];

pub const PURPOSE: &[Choice] =
    choices![("1", "申诉"), ("2", "求决"), ("3", "揭发控告"), ("4", "意见建议"), ("5", "咨询"), ("9", "其他")];

/// 内容分类一级.
pub const CONTENT: &[Choice] = choices![
    ("01", "农村农业"),
    ("02", "国土资源"),
    ("03", "城乡建设"),
    ("04", "劳动和社会保障"),
    ("05", "卫生计生"),
    ("06", "教育文体"),
    ("07", "民政"),
    ("08", "政法"),
    ("09", "经济管理"),
    ("10", "交通运输"),
    ("11", "商贸旅游"),
    ("12", "科技与信息产业"),
    ("13", "环境保护"),
    ("14", "党务政务"),
    ("15", "组织人事"),
    ("16", "纪检监察"),
    ("99", "其他"),
];

/// 纠纷类型, in the order of the national case table.
pub const DISPUTE: &[Choice] = choices![
    ("01", "婚姻家庭"),
    ("02", "邻里"),
    ("03", "房屋宅基地"),
    ("04", "合同"),
    ("05", "生产经营"),
    ("06", "损害赔偿"),
    ("07", "山林土地"),
    ("08", "征地拆迁"),
    ("09", "环境污染"),
    ("10", "拖欠农民工工资"),
    ("11", "其他劳动争议"),
    ("12", "旅游"),
    ("13", "电子商务"),
    ("14", "其他消费"),
    ("15", "医疗"),
    ("16", "道路交通事故"),
    ("17", "物业"),
    ("18", "其他"),
];

/// 争议性质. 1 and 2 may be mediated; 5 and 8 need the director.
pub const NATURE: &[Choice] = choices![
    ("1", "民事"),
    ("2", "具有民事权利义务内容的政民争议"),
    ("3", "行政争议"),
    ("4", "涉法涉诉未终结"),
    ("5", "涉法涉诉已终结"),
    ("6", "检举控告"),
    ("7", "建议意见"),
    ("8", "不明"),
];

/// 案件等级: 方案六(四)1.
pub const GRADE: &[Choice] = choices![("G1", "一般"), ("G2", "疑难复杂"), ("G3", "重大")];

pub const OCCUPATION: &[Choice] = choices![
    ("01", "农民"),
    ("02", "工人"),
    ("03", "个体经营者"),
    ("04", "自由职业者"),
    ("05", "企业管理人员"),
    ("06", "专业技术人员"),
    ("07", "公务员"),
    ("08", "事业单位工作人员"),
    ("09", "教师"),
    ("10", "医生"),
    ("11", "律师"),
    ("12", "学生"),
    ("13", "文体人员"),
    ("14", "现役军人"),
    ("15", "退(离)休人员"),
    ("16", "无业人员"),
    ("99", "其他"),
];

/// How a case ended.
pub const OUTCOME: &[Choice] = choices![
    ("1", "书面协议"),
    ("2", "口头协议"),
    ("3", "和解撤回"),
    ("4", "导入诉讼"),
    ("5", "导入仲裁"),
    ("6", "导入复议"),
    ("7", "导入其他行政程序"),
    ("8", "调解不成终止"),
    ("9", "其他"),
];

/// 包案级别. A provincial leader's case takes the second subsidy band (方案六(四)1).
pub const LISTING_LEVEL: &[Choice] =
    choices![("1", "省级领导"), ("2", "州级"), ("3", "县级"), ("4", "乡镇级"), ("5", "部门")];

pub const LANGUAGE: &[Choice] = choices![
    ("1", "汉语"),
    ("2", "藏语"),
    ("3", "傈僳语"),
    ("4", "纳西语"),
    ("5", "白语"),
    ("6", "彝语"),
    ("7", "普米语"),
    ("8", "苗语"),
    ("9", "手语"),
    ("0", "其他"),
];

pub const MOOD: &[Choice] = choices![("1", "低"), ("2", "中"), ("3", "高")];

/// 安全评估: of the dispute, never of the person.
pub const SAFETY: &[Choice] =
    choices![("1", "平稳"), ("2", "存在反复"), ("3", "可能激化"), ("4", "可能民转刑"), ("5", "难以确定"),];

pub const SPECIAL: &[Choice] = choices![
    ("1", "脱贫户或监测对象"),
    ("2", "低保"),
    ("3", "特困"),
    ("4", "残疾"),
    ("5", "军人退役军人"),
    ("6", "老年人"),
    ("7", "未成年人"),
    ("8", "孕妇"),
    ("9", "农民工"),
    ("0", "涉侨港澳台外"),
];

pub const SEX: &[Choice] = choices![("1", "男"), ("2", "女"), ("9", "未说明")];

pub const YES_NO: &[Choice] = choices![("1", "是"), ("0", "否")];

pub const YES_NO_UNKNOWN: &[Choice] = choices![("1", "是"), ("0", "否"), ("9", "不清楚")];

/// Why no number of a document was written down. Registration is never refused for it.
/// 9 is for what an imported ledger does not tell.
pub const NO_DOCUMENT: &[Choice] = choices![("1", "未携带"), ("2", "无证件"), ("3", "不愿提供"), ("9", "旧台账未记")];

pub const NO_PHONE: &[Choice] = choices![("1", "无电话"), ("2", "不愿提供"), ("9", "旧台账未记")];

/// 匿名 is accepted with its reason.
pub const ANONYMOUS: &[Choice] = choices![("1", "检举控告要求保密"), ("2", "不愿提供姓名")];

/// The clerk's answer to the repeat check.
pub const REPEAT: &[Choice] = choices![("1", "初访"), ("2", "重复"), ("3", "新事项"), ("4", "待定")];

pub const ORIGINAL_OR_COPY: &[Choice] = choices![("1", "原件"), ("2", "复印件")];

/// Reasons for 不予受理 with the law they rest on (方案五(二); 信访工作条例; 人民调解法).
pub const DECLINE_REASON: &[Choice] = choices![
    ("N01", "依法由专门机关管辖或禁止民间调解"),
    ("N02", "法院、公安或其他机关已受理或已解决"),
    ("N03", "应走诉讼、复议、检察或公安程序"),
    ("N04", "行政争议,非民事权利义务"),
    ("N05", "一方明确拒绝调解"),
    ("N06", "三级终结后同一事实理由再诉"),
    ("N07", "正在办理期限内又提同一事项"),
    ("N08", "检举控告类,密送纪检监察"),
    ("N09", "建议意见类,转研究采纳单位"),
    ("N10", "不属本级或属地"),
    ("N11", "不符合申请条件的其他情形"),
];

/// What each reason rests on and what the petitioner is told next.
pub const DECLINE_BASIS: &[(&str, &str, &str)] = &[
    ("N01", "人民调解工作若干规定22(一)", "告知有权管辖的机关"),
    ("N02", "人民调解工作若干规定22(二)", "告知原办理机关和程序"),
    ("N03", "信访工作条例22②,31(一)", "转同级政法部门并引导"),
    ("N04", "行政复议法20;行政诉讼法45,46", "引导行政复议或行政诉讼,提示期限"),
    ("N05", "人民调解法17", "告知仲裁、行政、司法途径(人民调解法26)"),
    ("N06", "信访工作条例36③,37③", "说明不再受理,疏导帮扶"),
    ("N07", "信访工作条例19③", "告知查询办理进度的方式"),
    ("N08", "信访工作条例22②,30③", "密送纪检监察机关,不得告知被检举人"),
    ("N09", "信访工作条例29", "转有权研究采纳的单位并回复"),
    ("N10", "信访工作条例20①", "引导到有权处理的本级或上一级接待场所"),
    ("N11", "方案五(二)", "说明理由并建议其他途径"),
];

/// How a notice goes out.
pub const NOTICE_WAY: &[Choice] = choices![("1", "函"), ("2", "电话"), ("3", "当面")];

/// Signs of a 疑难复杂 case: 方案六(四)1.
pub const DIFFICULTY: &[Choice] = choices![
    ("1", "案情复杂"),
    ("2", "时间跨度大"),
    ("3", "政策界线模糊"),
    ("4", "调查取证难度大"),
    ("5", "需赋强公证"),
    ("6", "需诉讼仲裁"),
    ("7", "10人以上群众性"),
];

/// Who pays what the law lets be paid. The petitioner never does (人民调解法4).
pub const PAYER: &[Choice] = choices![("1", "责任部门"), ("2", "责任企业"), ("3", "责任单位"), ("5", "同级财政")];

pub const OFFICE_LEVEL: &[Choice] = choices![("1", "县级"), ("2", "乡镇级"), ("3", "州级"), ("4", "省级")];

/// 人员库: 方案六(三).
pub const PROFESSION: &[Choice] = choices![
    ("01", "律师"),
    ("02", "公证员"),
    ("03", "基层法律服务工作者"),
    ("04", "人民调解员"),
    ("05", "医生"),
    ("06", "教师"),
    ("07", "专家学者"),
    ("08", "退休法官"),
    ("09", "退休检察官"),
    ("10", "退休民警"),
    ("11", "退休司法行政干警"),
    ("12", "其他退休人员"),
    ("13", "信访辅助人员"),
];

/// 公职人员: blocked from subsidies until it is 否 (方案六(四)6).
pub const OFFICIAL: &[Choice] = choices![("0", "否"), ("1", "是"), ("9", "待核")];

/// Grounds of recusal: 信访工作条例28, 人民调解工作若干规定.
pub const RECUSAL: &[Choice] = choices![
    ("1", "本人是当事人"),
    ("2", "与当事人有近亲属关系"),
    ("3", "与被访单位同一单位"),
    ("4", "曾任一方代理人"),
    ("5", "与当事人有其他利害关系"),
];

/// 优先 at the queue: what the person needs, not who he is.
pub const PRIORITY: &[Choice] = choices![
    ("1", "老年"),
    ("2", "疾病"),
    ("3", "残疾"),
    ("4", "孕妇或带婴儿"),
    ("5", "军人"),
    ("6", "紧急事项"),
    ("7", "远道"),
];

// 包案进度.
pub const FACTUAL: &[Choice] = choices![("1", "属实"), ("2", "部分属实"), ("3", "不属实")];
pub const REASONABLE: &[Choice] = choices![("1", "有理"), ("2", "部分有理"), ("3", "无理")];
