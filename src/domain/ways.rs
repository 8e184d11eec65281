//! The other lawful ways of a matter (人民调解法26): which stay open beside mediation, before which
//! office, under which clock.
//!
//! Data and one pure choice by 争议性质 and 纠纷类型. The clock is a row of the deadline table, never
//! typed here. Nothing decides for a petitioner: all ways that fit are told, he chooses.

/// A way beside mediation.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    pub title: &'static str,
    pub office: &'static str,
    /// Rules of `deadline` that run on it; none for a complaint the law sets no day for.
    pub rules: &'static [&'static str],
    /// Article it rests on.
    pub basis: &'static str,
    pub note: &'static str,
    /// Codes of `codes::NATURE` it fits; empty = all.
    natures: &'static [&'static str],
    /// Codes of `codes::DISPUTE` it fits; empty = all.
    disputes: &'static [&'static str],
}

const fn way(
    title: &'static str,
    office: &'static str,
    rules: &'static [&'static str],
    basis: &'static str,
    note: &'static str,
    natures: &'static [&'static str],
    disputes: &'static [&'static str],
) -> Way {
    Way { title, office, rules, basis, note, natures, disputes }
}

/// 民事, 具有民事权利义务内容的政民争议, 不明.
const CIVIL: &[&str] = &["1", "2", "8"];
/// 政民争议, 行政争议, 不明.
const PUBLIC: &[&str] = &["2", "3", "8"];

/// A matter of labour goes to arbitration first (劳动争议调解仲裁法5), so the three years of a suit are not
/// told of it: who waits for them loses the one year.
const NOT_LABOUR: &[&str] =
    &["", "01", "02", "03", "04", "05", "06", "07", "08", "09", "12", "13", "14", "15", "16", "17", "18"];

/// Every way, the most particular first.
pub static WAYS: &[Way] = &[
    way(
        "劳动争议仲裁",
        "劳动争议仲裁委员会",
        &["G03", "G04", "G04c"],
        "劳动争议调解仲裁法第5、27条",
        "先仲裁后诉讼,仲裁不收费",
        CIVIL,
        &["10", "11"],
    ),
    way("离职后追讨工资", "劳动争议仲裁委员会", &["G03b"], "劳动争议调解仲裁法第27条第4款", "", CIVIL, &["10", "11"]),
    way(
        "劳动保障监察投诉",
        "县人力资源和社会保障局",
        &["G15"],
        "劳动保障监察条例第20条",
        "欠薪、未参保等可直接投诉",
        CIVIL,
        &["10", "11"],
    ),
    way(
        "申请工伤认定",
        "县人力资源和社会保障局",
        &["G14a", "G14"],
        "工伤保险条例第17条",
        "属工伤的先认定",
        CIVIL,
        &["11"],
    ),
    way(
        "土地承包仲裁",
        "农村土地承包仲裁委员会",
        &["G05", "G05c"],
        "农村土地承包经营纠纷调解仲裁法第2、18条",
        "征地补偿不属此列",
        CIVIL,
        &["07"],
    ),
    way(
        "行政裁决",
        "乡镇人民政府或县级人民政府",
        &["G08", "G07"],
        "土地管理法第14条(待核)",
        "权属由政府处理;不服处理决定的先复议",
        CIVIL,
        &["03", "07"],
    ),
    way(
        "商事仲裁",
        "合同约定的仲裁机构",
        &["G06"],
        "仲裁法(2025修订)第3、4条",
        "须有书面仲裁协议",
        CIVIL,
        &["03", "04", "05", "12", "13", "14", "17"],
    ),
    way(
        "医疗纠纷行政调解",
        "县卫生健康局",
        &["DL-07m"],
        "医疗纠纷预防和处理条例第22、38条",
        "也可申请医疗纠纷人民调解",
        CIVIL,
        &["15"],
    ),
    way(
        "交通事故认定复核",
        "上一级公安机关交通管理部门",
        &["G16"],
        "道路交通事故处理程序规定第71条",
        "期限很短",
        CIVIL,
        &["16"],
    ),
    way(
        "申请交警调解",
        "公安机关交通管理部门",
        &["G16b"],
        "道路交通事故处理程序规定第86条",
        "须各方一致书面申请",
        CIVIL,
        &["16"],
    ),
    way(
        "消费者投诉",
        "县市场监督管理局、消费者协会",
        &[],
        "消费者权益保护法第39条(待核)",
        "拨打12315或网上投诉",
        CIVIL,
        &["12", "13", "14"],
    ),
    way("环境污染投诉", "县生态环境局", &[], "民法典第196条", "停止侵害随时可以请求", CIVIL, &["09"]),
    way("物业服务投诉", "街道或乡镇、县住房和城乡建设局", &[], "民法典第188条", "也可由业主委员会交涉", CIVIL, &["17"]),
    way(
        "治安案件的处理",
        "当地公安派出所",
        &["G22"],
        "治安管理处罚法(2025修订)第9条",
        "打架、毁坏财物等",
        CIVIL,
        &["02", "06"],
    ),
    way(
        "凭工资欠条直接起诉",
        "有管辖权的基层人民法院",
        &["G01"],
        "法释〔2020〕26号第15条(待核)",
        "只有欠条、不涉及其他劳动争议的;其他劳动争议须先仲裁",
        CIVIL,
        &["10"],
    ),
    way(
        "民事诉讼",
        "有管辖权的基层人民法院",
        &["G01"],
        "民法典第188、194、195条",
        "主张权利、对方同意履行或起诉的重新计算",
        CIVIL,
        NOT_LABOUR,
    ),
    way(
        "不受时效限制的请求",
        "有管辖权的基层人民法院",
        &["G02"],
        "民法典第196条",
        "停止侵害、返还不动产、赡养抚养费",
        CIVIL,
        &["01", "02", "03", "07", "09"],
    ),
    way(
        "行政复议",
        "本级人民政府(县司法局办理)",
        &["G07", "G07b"],
        "行政复议法第20、21条",
        "不收费;未告知权利的另有最长期限",
        PUBLIC,
        &[],
    ),
    way(
        "先复议后诉讼的事项",
        "本级人民政府(县司法局办理)",
        &["G08"],
        "行政复议法第23条",
        "自然资源权利、不履职、不公开信息等",
        PUBLIC,
        &[],
    ),
    way(
        "行政诉讼",
        "有管辖权的人民法院",
        &["G10", "G11"],
        "行政诉讼法第45、46条",
        "直接起诉与复议后起诉期限不同",
        PUBLIC,
        &[],
    ),
    way("诉行政机关不履责", "有管辖权的人民法院", &["G12"], "行政诉讼法第47条", "先书面申请并留收件凭据", PUBLIC, &[]),
    way("国家赔偿", "赔偿义务机关", &["G13", "G13b"], "国家赔偿法第13、39条", "", PUBLIC, &[]),
    way("上诉", "上一级人民法院", &["G17", "G17b"], "民事诉讼法第171条", "判决裁定尚未生效的", &["4"], &[]),
    way(
        "向原办理机关提出",
        "正在办理的法院、检察院或公安机关",
        &[],
        "信访工作条例第22、31条",
        "诉讼中的意见向办案机关提出",
        &["4"],
        &[],
    ),
    way("申请再审", "上一级人民法院", &["G18"], "民事诉讼法第216条", "判决裁定已经生效的;不停止执行", &["4", "5"], &[]),
    way(
        "申请强制执行",
        "一审法院或被执行财产所在地法院",
        &["G19"],
        "民事诉讼法第250条",
        "对方不履行生效文书的",
        &["4", "5"],
        &[],
    ),
    way(
        "向纪检监察机关反映",
        "纪检监察机关或有权处理的机关",
        &["DL-02"],
        "信访工作条例第22、30条",
        "材料不会转给被检举的人;不作调解",
        &["6"],
        &[],
    ),
    way(
        "向研究采纳单位提出",
        "有权研究处理的机关、单位",
        &["DL-03a"],
        "信访工作条例第22、29条",
        "可以要求答复采纳情况",
        &["7"],
        &[],
    ),
    way(
        "信访复查、复核",
        "上一级机关",
        &["DL-09", "DL-11"],
        "信访工作条例第35、36条",
        "已有书面答复而不服的",
        &["1", "2", "3", "5", "8"],
        &[],
    ),
    way("法律援助", "县法律援助中心", &["DL-21"], "法律援助法第43、44条", "期限不足七日的可先行援助", &[], &[]),
];

/// The ways that fit; a nature not yet known counts as 不明.
pub fn open_to(nature: &str, dispute: &str) -> impl Iterator<Item = &'static Way> {
    let nature = if nature.is_empty() { "8" } else { nature }.to_string();
    let dispute = dispute.to_string();
    WAYS.iter().filter(move |w| {
        (w.natures.is_empty() || w.natures.contains(&nature.as_str()))
            && (w.disputes.is_empty() || w.disputes.contains(&dispute.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{codes, deadline};

    #[test]
    fn every_kind_of_matter_has_a_way_with_office_clock_and_article() {
        for nature in codes::NATURE {
            for dispute in codes::DISPUTE {
                let ways: Vec<&Way> = open_to(nature.code, dispute.code).collect();
                assert!(ways.len() >= 2, "{} {}", nature.label, dispute.label);
                assert!(ways.iter().any(|w| w.title == "法律援助"));
            }
        }
        for w in WAYS {
            assert!(!w.office.is_empty() && !w.basis.is_empty(), "{}", w.title);
            assert!(!w.rules.is_empty() || w.title.contains("投诉") || w.title.contains("提出"), "{}", w.title);
            for rule in w.rules {
                assert!(deadline::RULES.iter().any(|r| r.id == *rule), "{} names {rule}", w.title);
            }
        }
    }

    #[test]
    fn wages_go_to_arbitration_and_an_accusation_never_to_court() {
        let titles = |n: &str, d: &str| open_to(n, d).map(|w| w.title).collect::<Vec<_>>().join(",");
        assert!(titles("1", "10").contains("劳动争议仲裁") && titles("1", "10").contains("劳动保障监察投诉"));
        assert!(!titles("1", "11").contains("民事诉讼") && !titles("2", "10").contains("民事诉讼"));
        assert!(titles("1", "03").contains("行政裁决") && !titles("1", "03").contains("行政复议"));
        assert!(titles("3", "08").contains("行政复议") && !titles("3", "08").contains("民事诉讼"));
        assert!(titles("6", "").contains("纪检监察") && !titles("6", "").contains("诉讼"));
        assert!(titles("", "").contains("民事诉讼") && titles("", "").contains("行政复议"));
    }
}
