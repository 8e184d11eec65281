//! Filled forms of 引导解决, 履行, 救助 and 结案.

use super::super::cast::Cast;
use super::super::people::{chance, pick};
use super::super::plot::End;
use super::working::RECORDER;
use crate::validation::Draft;
use crate::validation::date::canonical_time;
use chrono::{NaiveDate, NaiveDateTime};
use fastrand::Rng;

const COURT: &str = "香格里拉市人民法院";
pub const COMMITTEE: &str = "香格里拉市人民调解委员会";

fn parties(cast: &Cast) -> String {
    format!("{},{}", cast.petitioner.name, cast.respondent)
}

/// T13.
pub fn mediation_start(rng: &mut Rng, cast: &Cast, day: NaiveDate, mediator: &str) -> Draft {
    let mut d = Draft::default()
        .with("petitioner_agrees", "1")
        .with("respondent_agrees", "1")
        .with("rights_signed_on", day.to_string())
        .with("mediators", mediator)
        .with("ways_told", "1")
        .with("chosen_by", pick(rng, &["1", "2"]))
        .with("open", "0")
        .with("free_told", "1");
    if cast.petitioner.language == "2" && chance(rng, 50) {
        d.set("interpreter", "格桑卓玛");
    }
    d
}

/// R11; `result` is a code of `SESSION_RESULT`.
pub fn mediation(rng: &mut Rng, cast: &Cast, at: NaiveDateTime, result: &str) -> Draft {
    Draft::default()
        .with("at", canonical_time(at))
        .with("place", pick(rng, &["工作室调解室", "村委会", "工作室调解室", "乡镇接待窗口"]))
        .with("parties", parties(cast))
        .with(
            "statements",
            pick(rng, &["双方各自陈述了经过和理由", "信访人要求兑现，对方称有困难", "双方对起因无异议，对数额有分歧"]),
        )
        .with("risks_told", "1")
        .with("result", result)
        .with(
            "note",
            match result {
                "1" => "双方意见一致，同意签订协议",
                "4" => "分歧较大，无法达成一致",
                _ => "部分一致，约定再次协商",
            },
        )
        .with("recorder", RECORDER)
        .with("signed", "1")
}

/// T14; `lines` are the cells of 履行计划.
pub fn agreement(rng: &mut Rng, cast: &Cast, end: End, lines: &[String], day: NaiveDate, mediator: &str) -> Draft {
    let oral = end == End::Oral;
    let mut d = Draft::default()
        .with("form", if oral { "2" } else { "1" })
        .with("parties", parties(cast))
        .with("facts", format!("{}争议，事实清楚。", cast.kind.detail))
        .with("issues", cast.kind.detail)
        .with("responsibility", pick(rng, &["对方负主要责任", "双方各负一半责任", "对方同意承担"]))
        .with("content", pick(rng, &["对方按期履行，双方互不再究。", "按履行计划履行。"]))
        .with("obligations", lines.join("\n"))
        .with("manner", if lines.len() > 1 { "分期转账" } else { "当面履行" })
        .with("reached_on", day.to_string())
        .with("mediator", mediator)
        .with("recorder", RECORDER)
        .with("ways_told", "1")
        .with("court_told", "1");
    if oral {
        d.set("confirmed_how", "当面复述无异议，在登记表上按印");
    } else {
        d.set("parties_signed", "1");
        d.set("mediator_signed", "1");
        d.set("sealed_by", COMMITTEE);
        d.set("sealed_on", day.to_string());
    }
    d
}

/// T15.
pub fn guide(end: End, day: NaiveDate) -> Draft {
    let (route, organ, papers) = match end {
        End::Arbitration => ("2", "香格里拉市劳动人事争议仲裁委员会", "仲裁申请书、劳动关系证明、工资凭证"),
        End::Review => ("3", "香格里拉市人民政府", "复议申请书、行政行为文书、身份证明"),
        _ => ("1", COURT, "起诉状、证据材料、身份证明"),
    };
    Draft::default()
        .with("route", route)
        .with("organ", organ)
        .with("papers", papers)
        .with("limits_told", "1")
        .with("aid_told", "1")
        .with("own_choice", "1")
        .with("signed_on", day.to_string())
}

/// R16; `since` is the day of the fact.
pub fn limits(end: End, since: NaiveDate, day: NaiveDate) -> Draft {
    let (route, fact) = match end {
        End::Arbitration => ("G03", "劳动争议发生"),
        End::Review => ("G07", "知道行政行为"),
        _ => ("G01", "知道权利受到损害"),
    };
    Draft::default()
        .with("route", route)
        .with("start", since.to_string())
        .with("fact", fact)
        .with("told_on", day.to_string())
}

/// T16.
pub fn termination(rng: &mut Rng, risk: &str, day: NaiveDate) -> Draft {
    Draft::default()
        .with("reason", pick(rng, &["1", "3", "3", "2"]))
        .with("detail", "多次协商，数额和责任仍有分歧")
        .with("ways", pick(rng, &["3", "1,3", "3,4"]))
        .with("risk", risk)
        .with("told_on", day.to_string())
}

/// T17.
pub fn performing(watcher: &str) -> Draft {
    Draft::default().with("watcher", watcher).with("note", "到期前三天提醒")
}

/// R12; `amount` in 分, 0 for what is no payment.
pub fn performance(rng: &mut Rng, term: usize, amount: i64, day: NaiveDate) -> Draft {
    let mut d = Draft::default()
        .with("term", term.to_string())
        .with("performed_on", day.to_string())
        .with("proof", pick(rng, &["收条", "汇款单", "转账截图"]));
    if amount > 0 {
        d.set("amount", amount.to_string());
    }
    d
}

/// R13: 申请强制执行.
pub fn breach(term: usize, day: NaiveDate) -> Draft {
    Draft::default()
        .with("term", term.to_string())
        .with("kind", "2")
        .with("reason", "催告三次仍未履行，信访人申请强制执行")
        .with("on", day.to_string())
}

/// R14; `event` is a code of `CONFIRMATION`.
pub fn confirmation(rng: &mut Rng, event: &str, day: NaiveDate) -> Draft {
    let mut d = Draft::default().with("event", event).with("court", COURT).with("on", day.to_string());
    if event != "1" {
        d.set("number", format!("（{}）云3401民特{}号", day.format("%Y"), rng.u32(1..300)));
    }
    d
}

/// R15; `event` is a code of `NOTARISATION`.
pub fn notarisation(rng: &mut Rng, event: &str, day: NaiveDate) -> Draft {
    let mut d = Draft::default()
        .with("event", event)
        .with("office", "迪庆州公证处")
        .with("consent", "1")
        .with("on", day.to_string());
    if event == "2" {
        d.set("number", format!("（{}）云迪证字第{}号", day.format("%Y"), rng.u32(1..900)));
    }
    d
}

/// R18.
pub fn legal_aid(rng: &mut Rng, day: NaiveDate) -> Draft {
    Draft::default()
        .with("event", pick(rng, &["1", "2", "3"]))
        .with("institution", "香格里拉市法律援助中心")
        .with("on", day.to_string())
}

/// R19: 国家司法救助, the way to it.
pub fn relief(rng: &mut Rng, day: NaiveDate) -> Draft {
    Draft::default()
        .with("kind", "1")
        .with("event", pick(rng, &["1", "2", "4"]))
        .with("organ", "市委政法委")
        .with("on", day.to_string())
}

/// R20.
pub fn satisfaction(rng: &mut Rng, day: NaiveDate) -> Draft {
    Draft::default()
        .with("level", pick(rng, &["1", "1", "1", "1", "2", "2", "3", "4"]))
        .with("way", pick(rng, &["1", "2", "2", "3"]))
        .with("asked_on", day.to_string())
}

/// R21.
pub fn closing_request(end: End) -> Draft {
    Draft::default().with("summary", result(end))
}

fn result(end: End) -> &'static str {
    match end {
        End::Written => "达成书面协议，已经履行",
        End::Oral => "达成口头协议，当场履行",
        End::Confirmed => "达成协议并经司法确认，已经履行",
        End::Notarised => "达成协议并办理赋强公证，已经履行",
        End::Enforced => "达成协议，余款逾期，已申请强制执行",
        End::Court => "双方愿意诉讼，已导入诉讼",
        End::Arbitration => "已导入劳动仲裁",
        End::Review => "已导入行政复议",
        End::Failed => "调解不成，已书面告知其他途径",
    }
}

/// T18.
pub fn closing(rng: &mut Rng, cast: &Cast, end: End, instalments: bool, day: NaiveDate) -> Draft {
    let mut d = Draft::default()
        .with("facts", format!("与{}的{}争议", cast.respondent, cast.kind.detail))
        .with("result", result(end))
        .with("opinion", "同意结案");
    match end {
        End::Court if chance(rng, 70) => {
            d.set("receipt", format!("（{}）云3401民初{}号", day.format("%Y"), rng.u32(1..2000)));
        }
        End::Court | End::Arbitration | End::Review => d.set("own_choice", "1"),
        End::Failed => {}
        End::Enforced if instalments => d.set("performed", "5"),
        _ => d.set("performed", if instalments { "2" } else { "1" }),
    }
    d
}
