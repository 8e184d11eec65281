//! Who pays (方案六(四)1-4): proposed from the case, and what was typed checked against the rule.
//!
//! Owns the words of 责任主体 and 付款方. There is no way to bill a petitioner: mediation is free
//! (人民调解法4), and where he himself would be at fault, the finance office of the level pays.

use super::case::{Case, Facts};
use super::codes;
use crate::validation::{Checked, Choice, Problem, code};

/// 责任主体 for the case subsidy and travel (方案六(四)1、4). That of a person goes to the finance
/// office since the plan names departments, enterprises and units alone (工作室默认,待核).
pub const LIABLE: &[Choice] = crate::choices![
    ("1", "部门、企业、单位,能承担"),
    ("2", "不明确"),
    ("3", "企业停产停业,无力承担"),
    ("4", "责任主体是个人"),
];

/// 责任(过错)方 for fees (方案六(四)2、3).
pub const FAULT: &[Choice] = crate::choices![("1", "明确"), ("2", "不明确"), ("3", "是信访人本人")];

/// Who may pay fees: as [`codes::PAYER`], and the person at fault who is no petitioner.
pub const FEE_PAYER: &[Choice] = crate::choices![
    ("1", "责任部门"),
    ("2", "责任企业"),
    ("3", "责任单位"),
    ("4", "责任(过错)方个人"),
    ("5", "同级财政"),
];

/// 责任(过错)方个人.
pub const PERSON: &str = "4";
/// 同级财政.
pub const FINANCE: &str = "5";

/// The finance office of a level as it stands in the ledger: `同级财政(县级)`.
pub fn finance(level: &str) -> String {
    format!("同级财政({})", label(codes::OFFICE_LEVEL, level))
}

/// The finance office whose budget the studio keeps.
pub fn own_finance() -> String {
    finance("1")
}

fn label(list: &[Choice], code: &str) -> &'static str {
    code::label(list, code).unwrap_or_default()
}

/// The words of a payer's kind.
pub fn kind(code: &str) -> &'static str {
    label(FEE_PAYER, code)
}

/// What is known of the payer from the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub liable: &'static str,
    pub kind: &'static str,
    /// "" when the finance office pays.
    pub payer: String,
    /// Level of the finance office: a code of `codes::OFFICE_LEVEL`.
    pub finance: String,
    pub ground: &'static str,
}

/// The payer the case itself tells: the unit found liable, or the finance office of its level.
pub fn propose(case: &Case, facts: &Facts) -> Proposal {
    let entrust = facts.last("entrust");
    let level = entrust.map_or("", |e| e.get("office_level"));
    let finance = if level.is_empty() { "1" } else { level }.to_string();
    let unclear = entrust.is_some_and(|e| e.is("liable_clear", "0"));
    if case.unit.is_empty() || unclear {
        let ground = "责任主体不明确,按分级、属地由同级财政承担(方案六(四)1)";
        return Proposal { liable: "2", kind: FINANCE, payer: String::new(), finance, ground };
    }
    let agreed = match entrust.map_or("", |e| e.get("payer")) {
        "1" => "1",
        "2" => "2",
        "3" => "3",
        FINANCE => {
            let ground = "委托时确认由同级财政承担(方案六(四)1)";
            return Proposal { liable: "3", kind: FINANCE, payer: String::new(), finance, ground };
        }
        _ => of_name(&case.unit),
    };
    let ground = "产生信访问题的部门、企业、单位承担(方案六(四)1)";
    Proposal { liable: "1", kind: agreed, payer: case.unit.clone(), finance, ground }
}

/// A guess at the kind of a unit, which the form lets anyone change.
fn of_name(unit: &str) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|w| unit.contains(w));
    if has(&["公司", "厂", "集团", "合作社", "企业"]) {
        "2"
    } else if has(&["政府", "局", "委员会", "办公室"]) {
        "1"
    } else {
        "3"
    }
}

/// The payer of a case subsidy or a journey as the ledger names it.
///
/// # Errors
/// The field that breaks 方案六(四)1, with the remedy.
pub fn of_case(form: &Checked) -> Result<String, Problem> {
    let public = form.is("payer_kind", FINANCE);
    match (form.get("liable"), public) {
        ("1", true) => Err(Problem::new(
            "payer_kind",
            "付款方类型: 责任主体明确且能承担的由该单位承担(方案六(四)1);请选责任部门、企业或单位",
        )),
        ("1", false) => Ok(form.get("payer").to_string()),
        (_, true) => Ok(finance(form.get("finance"))),
        (liable, false) => Err(Problem::new(
            "payer_kind",
            format!("付款方类型: {}的由同级财政承担(方案六(四)1);请选同级财政", label(LIABLE, liable)),
        )),
    }
}

/// The payer of fees as the ledger names it.
///
/// # Errors
/// The field that breaks 方案六(四)2、3, with the remedy.
pub fn of_fees(form: &Checked) -> Result<String, Problem> {
    let public = form.is("payer_kind", FINANCE);
    let why = match form.get("liable") {
        "2" => "责任主体不明确",
        "3" => "责任方是信访人、调解不收费(人民调解法4)",
        _ if form.is("poor", "1") => "责任方为脱贫户、监测对象",
        _ => "",
    };
    match (why, public) {
        ("", false) => Ok(form.get("payer").to_string()),
        ("", true) => Err(Problem::new(
            "payer_kind",
            "付款方类型: 责任(过错)方明确且不是脱贫户、监测对象的由其承担(方案六(四)2、3);请选责任方",
        )),
        (_, true) => Ok(finance(form.get("finance"))),
        (why, false) => {
            Err(Problem::new("payer_kind", format!("付款方类型: {why},由同级财政承担(方案六(四)2、3);请选同级财政")))
        }
    }
}

/// Whether a payer would be one of the petitioners, by name; a person is also known by a name with words
/// around it.
pub fn bills_a_petitioner(kind: &str, payer: &str, petitioners: &[String]) -> bool {
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let payer = plain(payer);
    if ["信访人", "来访人", "上访人"].iter().any(|word| payer.contains(word)) {
        return true;
    }
    petitioners.iter().map(|name| plain(name)).filter(|name| name.chars().count() > 1).any(|name| {
        // Of units only the same name: 和平 came, 和平镇政府 may pay.
        payer == name || kind == PERSON && payer.contains(&name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_petitioner_is_known_under_any_kind_and_a_unit_of_like_name_is_not_him() {
        let came = ["和志强".to_string(), "和平".to_string()];
        for kind in ["1", "2", "3", "4"] {
            assert!(bills_a_petitioner(kind, "和 志强", &came), "{kind}");
            assert!(bills_a_petitioner(kind, "由信访人自付", &came), "{kind}");
        }
        assert!(bills_a_petitioner("4", "和志强(户主)", &came));
        assert!(!bills_a_petitioner("1", "和平镇政府", &came) && !bills_a_petitioner("4", "鲁茸", &came));
    }

    #[test]
    fn no_kind_of_payer_is_the_petitioner() {
        assert!(FEE_PAYER.iter().all(|p| !p.label.contains("信访人")));
        assert_eq!((kind("4"), own_finance().as_str()), ("责任(过错)方个人", "同级财政(县级)"));
    }

    #[test]
    fn a_unit_is_taken_for_what_its_name_says() {
        assert_eq!(["迪庆虎跳峡矿业有限公司", "县林草局", "县人民医院"].map(of_name), ["2", "1", "3"]);
    }
}
