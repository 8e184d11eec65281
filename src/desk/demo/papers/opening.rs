//! Filled forms of the steps from 接谈 to 指派, and of the ways out.

use super::super::cast::Cast;
use super::super::people::{self, TOWNS, chance, pick};
use super::super::roster;
use crate::validation::Draft;
use chrono::{Days, NaiveDate};
use fastrand::Rng;

/// T05.
pub fn decline(rng: &mut Rng, cast: &Cast, day: NaiveDate) -> Draft {
    let (way, destination) = match cast.reason {
        "N08" => ("请向纪检监察机关反映，本工作室已依规密送", "市纪委监委信访室"),
        "N04" => ("可在知道行政行为之日起六十日内申请行政复议", "市司法局"),
        "N03" => ("案件尚在诉讼程序中，请向审理法院反映", "市委政法委"),
        "N05" => ("对方明确拒绝调解，可申请仲裁或向法院起诉", "市司法局"),
        "N09" => ("建议已转有关单位研究，采纳情况另行回复", "市信访局"),
        "N10" => ("事项不属本市管辖，请向问题属地信访部门提出", "州信访局"),
        "N06" => ("已三级终结，可通过救助帮扶解决生活困难", "市信访局"),
        "N07" => ("同一事项正在办理，可凭接谈号查询进度", "市信访局"),
        _ => ("请向原办理机关了解情况，可申请法律援助", "市信访局"),
    };
    let mut d = Draft::default()
        .with("reason", cast.reason)
        .with("advice", way)
        .with("notified", format!("{destination}\t{}", pick(rng, &["1", "1", "2", "3"])))
        .with("risk", cast.safety)
        .with("told_on", day.to_string());
    if cast.reason == "N11" {
        d.set("reason_text", "事实不清，当事人未提供可以核实的材料");
    }
    d
}

/// T06.
pub fn transfer(rng: &mut Rng, day: NaiveDate) -> Draft {
    Draft::default()
        .with(
            "destination",
            pick(
                rng,
                &[
                    "市自然资源局",
                    "市人力资源和社会保障局",
                    "市住房和城乡建设局",
                    "市林业和草原局",
                    "市交通运输局",
                    "市公安局",
                ],
            ),
        )
        .with(
            "reason",
            pick(rng, &["属该单位职责范围，依法转送办理", "需由主管部门先行作出处理", "事项在该单位办理期限内"]),
        )
        .with("told_on", day.to_string())
}

pub fn supplement(rng: &mut Rng, day: NaiveDate) -> Draft {
    Draft::default()
        .with(
            "list",
            pick(
                rng,
                &[
                    "土地承包经营权证复印件\n村民小组证明",
                    "工资欠条原件\n考勤记录",
                    "病历复印件\n费用清单",
                    "身份证复印件\n现场照片",
                ],
            ),
        )
        .with("told_on", day.to_string())
}

pub fn supplemented(day: NaiveDate) -> Draft {
    Draft::default().with("received_on", day.to_string()).with("note", "材料补齐")
}

/// T07.
pub fn accept(rng: &mut Rng, cast: &Cast, listed: bool, level: &str, handler: i64) -> Draft {
    let unclear = cast.unit.is_empty();
    let mut d = Draft::default()
        .with("abstract", format!("与{}的{}争议：{}。", cast.respondent, cast.kind.detail, cast.gist))
        .with(
            "focus",
            pick(
                rng,
                &[
                    "四至界线如何认定",
                    "金额是否属实、由谁支付",
                    "责任划分",
                    "老规矩与承包证哪个为准",
                    "损失大小及因果关系",
                ],
            ),
        )
        .with("nature", cast.nature)
        .with("petitioner_agrees", "1")
        .with("respondent_agrees", if chance(rng, 80) { "1" } else { "9" })
        .with("liable_clear", if unclear { "0" } else { "1" })
        .with("liable_unit", cast.unit.as_str())
        .with("difficulty", cast.difficulty)
        .with("grade", cast.grade)
        .with("risk", cast.safety)
        .with("listed", if listed { "1" } else { "0" })
        .with("term_days", "30")
        .with("consult", if cast.grade == "G1" { "0" } else { "1" })
        .with("ways_told", "1")
        .with(
            "opinion",
            pick(
                rng,
                &["同意受理，尽快办理委托", "同意受理，注意稳控情绪", "同意，先到现场看一看", "同意受理，做好双语调解"],
            ),
        );
    if listed {
        d.set("listing_level", level);
    }
    if chance(rng, 40) {
        d.set("handler", handler.to_string());
    }
    d
}

/// T08.
pub fn entrust(rng: &mut Rng, cast: &Cast, day: NaiveDate) -> Draft {
    let unclear = cast.unit.is_empty();
    let man = rng.bool();
    let mut d = Draft::default()
        .with("liable_clear", if unclear { "0" } else { "1" })
        .with("principal_kind", if unclear { "2" } else { "1" })
        .with("principal", principal(cast))
        .with("trustee", roster::STUDIO)
        .with("matter", format!("与{}的纠纷", cast.respondent))
        .with("powers", "调查、调解")
        .with("until", (day + Days::new(60)).to_string())
        .with("payer", if unclear { "5" } else { "3" })
        .with("clerk", people::name(rng, people::People::Han, man))
        .with("clerk_phone", people::phone(rng))
        .with("signed_on", day.to_string())
        .with("petitioner_statement", "1");
    if unclear {
        d.set("office_level", "1");
        d.set("unclear_why", "涉及多个责任主体，责任尚未划分");
    }
    d
}

/// Who entrusts: the unit itself, or the petition office when the responsible one is unclear.
pub fn principal(cast: &Cast) -> String {
    if cast.unit.is_empty() {
        let county = match &TOWNS[cast.petitioner.town].code[..6] {
            "533422" => "德钦县",
            "533423" => "维西傈僳族自治县",
            _ => "香格里拉市",
        };
        format!("{county}信访局")
    } else {
        cast.unit.clone()
    }
}

/// T09 and 改派.
pub fn assign(team: &[i64]) -> Draft {
    let members: Vec<String> = team.iter().skip(1).map(ToString::to_string).collect();
    Draft::default()
        .with("handler", team.first().map(ToString::to_string).unwrap_or_default())
        .with("members", members.join(","))
        .with("recusal_checked", "1")
}

pub const REASSIGNED: &str = "原承办人外出培训，改由熟悉当地语言的人员承办";

/// T02.
pub fn merge(target: i64) -> Draft {
    Draft::default().with("target", target.to_string()).with("same_matter", "1")
}

/// T22.
pub fn withdraw(rng: &mut Rng, day: NaiveDate) -> Draft {
    Draft::default()
        .with("ground", pick(rng, &["1", "1", "2"]))
        .with("signed_on", day.to_string())
        .with("reason", pick(rng, &["双方自行和解", "信访人另行起诉", "对方已经兑现", "信访人认为可以放一放"]))
}
