//! Filled forms of 办理 and 处理意见.

use super::super::cast::Cast;
use super::super::people::{chance, pick};
use super::law;
use crate::validation::Draft;
use crate::validation::date::canonical_time;
use chrono::{NaiveDate, NaiveDateTime};
use fastrand::Rng;

/// Who keeps the minutes.
pub const RECORDER: &str = "和丽英";

/// R01.
pub fn investigation(rng: &mut Rng, cast: &Cast, at: NaiveDateTime, by: &str) -> Draft {
    let kind = pick(rng, &["1", "2", "3", "4", "1", "3"]);
    let mut d = Draft::default()
        .with("kind", kind)
        .with("time", canonical_time(at))
        .with("place", cast.petitioner.village)
        .with("investigator", by)
        .with(
            "content",
            pick(
                rng,
                &[
                    "到现场查看，双方所指界线与材料不一致，已拍照。",
                    "村组干部和邻居证实起因，双方对数额说法不一。",
                    "查阅原始协议和收据，主要事实清楚。",
                    "双方当场各自说明，对经过没有大的分歧，对责任有争议。",
                    "走访三户，所说与信访人陈述基本一致。",
                ],
            ),
        )
        .with("recorder", RECORDER);
    if matches!(kind, "2" | "4") {
        d.set("subject", format!("{}(当事人)", cast.petitioner.name));
    }
    if kind == "3" || chance(rng, 10) {
        d.set("signed", "2,3");
        d.set("unsigned_why", if kind == "3" { "勘验没有被调查人" } else { "不识字，已向其宣读" });
    } else {
        d.set("signed", "1,2,3");
    }
    d
}

/// R02.
pub fn evidence(rng: &mut Rng, cast: &Cast, day: NaiveDate) -> Draft {
    Draft::default()
        .with("kind", pick(rng, &["2", "2", "3", "4"]))
        .with("name", pick(rng, cast.kind.papers))
        .with("provider", cast.petitioner.name.as_str())
        .with("original", pick(rng, &["1", "2"]))
        .with("copies", "1")
        .with("pages", rng.u32(1..9).to_string())
        .with("received_on", day.to_string())
        .with("kept_at", format!("卷宗柜{}-{}", rng.u32(1..5), rng.u32(1..7)))
}

/// R05 of all copies of an evidence.
pub fn evidence_return(cast: &Cast, number: &str, day: NaiveDate) -> Draft {
    Draft::default()
        .with("evidence", number)
        .with("copies", "1")
        .with("returned_to", cast.petitioner.name.as_str())
        .with("returned_on", day.to_string())
        .with("signed", "1")
}

/// R03.
pub fn analysis(rng: &mut Rng, cast: &Cast) -> Draft {
    Draft::default()
        .with("issue", format!("{}怎样认定", cast.kind.detail))
        .with("laws", law(cast.kind.dispute))
        .with(
            "application",
            pick(
                rng,
                &[
                    "已查明的事实符合所列条款的规定。",
                    "约定明确的从约定，没有约定的按所列条款。",
                    "双方都有一定责任，按所列条款分担。",
                ],
            ),
        )
        .with("conclusion", pick(rng, &["诉求有依据", "诉求部分有依据", "诉求依据不足"]))
}

/// R04.
pub fn publicity(rng: &mut Rng, cast: &Cast, day: NaiveDate) -> Draft {
    Draft::default()
        .with("on", day.to_string())
        .with("audience", format!("{}和{}", cast.petitioner.name, cast.respondent))
        .with("laws", law(cast.kind.dispute).replace('\t', ""))
        .with("way", pick(rng, &["1", "1", "2", "3", "4"]))
}

/// R06.
pub fn ways_told(rng: &mut Rng, day: NaiveDate) -> Draft {
    Draft::default()
        .with("ways", pick(rng, &["1,3", "3", "3,4", "2,3"]))
        .with("voluntary", "1")
        .with("free", "1")
        .with("told_on", day.to_string())
        .with("signed", "1")
}

/// R07.
pub fn extension_request(clock: &str) -> Draft {
    Draft::default()
        .with("clock", clock)
        .with("days", "30")
        .with("reason", "双方同意继续调解，需再次到现场勘验")
        .with("both_agree", "1")
}

/// T10: the petitioner entrusts; `public` when nobody is known to be responsible.
pub fn appraisal_order(cast: &Cast, public: bool, day: NaiveDate) -> Draft {
    let medical = cast.kind.dispute == "15";
    let mut d = Draft::default()
        .with("item", if medical { "诊疗行为与损害后果的因果关系" } else { "争议面积和损失数额" })
        .with("institution", if medical { "州医学会" } else { "迪庆州价格认定中心" })
        .with("who_entrusts", "1")
        .with("entruster", cast.petitioner.name.as_str())
        .with("papers", "委托书、现场照片和相关材料复印件")
        .with("payer", if public { "2" } else { "1" })
        .with("ordered_on", day.to_string());
    if public {
        d.set("public_why", "1");
    }
    d
}

/// T10b.
pub fn appraisal(rng: &mut Rng, day: NaiveDate) -> Draft {
    Draft::default()
        .with("opinion", pick(rng, &["存在一定因果关系，责任程度为次要", "损失数额按鉴定表计算", "界线以测绘图为准"]))
        .with("number", format!("迪鉴字〔{}〕第{}号", day.format("%Y"), rng.u32(10..900)))
        .with("received_on", day.to_string())
        .with("told_on", day.to_string())
}

/// T11.
pub fn consult_call(cast: &Cast, when: NaiveDate) -> Draft {
    Draft::default()
        .with("questions", format!("{}的责任怎样划分，如何处理", cast.kind.detail))
        .with("when", when.to_string())
        .with("invited", "杨德昌、木耀文、和继军")
}

const COUNCIL: &[(&str, &str, &str, &[&str])] = &[
    ("杨德昌", "专家组", "退休法官", &["事实清楚，可以依法调解", "先固定证据，再谈数额"]),
    ("木耀文", "专家组", "退休检察官", &["注意防止矛盾激化", "程序合法，同意调解"]),
    ("和继军", "云南省林业规划设计院", "高级工程师", &["以实测数据为准", "损失可按当地标准计算"]),
    ("段丽萍", "云南金沙律师事务所", "律师", &["调解不成的可起诉，注意时效", "建议写明履行期限"]),
];

/// T11b: three or four, each with a view; the grade stays.
pub fn consult(rng: &mut Rng, at: NaiveDateTime, host: &str, grade: &str) -> Draft {
    let few = rng.usize(3..=4);
    let views = COUNCIL.iter().take(few).map(|c| format!("{}\t{}\t{}\t{}", c.0, c.1, c.2, pick(rng, c.3)));
    let views: Vec<String> = views.collect();
    Draft::default()
        .with("kind", if grade == "G3" { "2" } else { "1" })
        .with("held_at", canonical_time(at))
        .with("place", "工作室会议室")
        .with("host", host)
        .with("participants", views.join("\n"))
        .with("conclusion", pick(rng, &["由承办人主持调解，分期履行", "先核实数额再调解", "分清责任，调解与救助同步"]))
        .with("grade", grade)
}

/// T12.
pub fn advice(rng: &mut Rng, cast: &Cast, day: NaiveDate) -> Draft {
    let way = pick(rng, &["1", "1", "1", "2", "4"]);
    Draft::default()
        .with("request", cast.gist)
        .with("facts", format!("{}争议属实，有材料可证。", cast.kind.detail))
        .with("reasons", "有调查记录，适用所列政策法规。")
        .with("opinion", pick(rng, &["1", "1", "1", "2"]))
        .with("detail", pick(rng, &["建议双方按责任协商解决", "建议对方限期履行或者补偿", "建议恢复原状，损失协商"]))
        .with("laws", law(cast.kind.dispute))
        .with("told_on", day.to_string())
        .with("told_how", way)
        .with("ways_told", "1")
        .with("petitioner_answer", pick(rng, &["1", "1", "2", "9"]))
        .with("respondent_answer", pick(rng, &["1", "1", "2", "9"]))
}
