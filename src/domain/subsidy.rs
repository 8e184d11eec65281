//! 经费 (方案六(四)): the subsidies the plan grants, their bands, who pays, who must not be paid.
//!
//! Data and pure functions. All amounts are whole 分. There is no way to name a petitioner as payer:
//! mediation is free (人民调解法4).

use super::case::{Case, Facts, Stage};

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Subsidy {
    pub id: &'static str,
    pub label: &'static str,
    /// Least and most in 分; `None` where the plan gives no figure.
    pub band: Option<(i64, i64)>,
    /// Who pays, in the words of the plan.
    pub payer: &'static str,
    pub basis: &'static str,
    /// The figure stands in the plan; false: the studio's default.
    pub verified: bool,
    pub note: &'static str,
}

const fn yuan(n: i64) -> i64 {
    n * 100
}

const UNIT: &str = "产生问题的部门、企业、单位;主体不明确或停产停业无力承担的由同级财政";
const FAULT: &str = "责任(过错)方;主体不明确或责任方为脱贫户、监测对象的由同级财政";

/// Every rule of the plan on money.
#[rustfmt::skip]
pub const SUBSIDIES: &[Subsidy] = &[
    Subsidy { id: "SB1", label: "一般案件", band: Some((yuan(3000), yuan(5000))), payer: UNIT, basis: "方案六(四)1", verified: true, note: "化解1起,达成协议;一案一结" },
    Subsidy { id: "SB2", label: "重大疑难复杂、进京上访、省级领导包案", band: Some((yuan(10000), yuan(30000))), payer: UNIT, basis: "方案六(四)1", verified: true, note: "化解1起,达成协议;一案一结" },
    Subsidy { id: "SB3", label: "非调解方式处置或调解不成", band: None, payer: UNIT, basis: "方案六(四)1", verified: false, note: "视工作情况适当补助;工作室默认不超过该等级下限,主任建议、办公室批准,各写明金额" },
    Subsidy { id: "SB4", label: "值班", band: Some((yuan(200), yuan(200))), payer: "同级财政", basis: "方案六(四)5", verified: true, note: "每人每天;排班并由主任确认到岗的才算,公职人员不领(工作室默认)" },
    Subsidy { id: "SB5", label: "外地办案出差", band: None, payer: "与案件补助相同", basis: "方案六(四)4", verified: true, note: "须主管部门审核同意,参照行政机关标准;公职人员按本单位办法(工作室默认)" },
    Subsidy { id: "SB6", label: "公证费、司法鉴定费", band: None, payer: FAULT, basis: "方案六(四)2", verified: true, note: "凭票据;信访人不付,他有过错的由同级财政(工作室默认)" },
    Subsidy { id: "SB7", label: "诉讼费、仲裁费、代理费", band: None, payer: FAULT, basis: "方案六(四)3", verified: true, note: "凭票据;信访人不付,他有过错的由同级财政(工作室默认)" },
    Subsidy { id: "SB8", label: "公职人员不得领取", band: None, payer: "-", basis: "方案六(四)6;公务员法44", verified: true, note: "待核的同样不得领取" },
    Subsidy { id: "SB9", label: "预算", band: None, payer: "同级财政", basis: "方案六(四)7", verified: true, note: "首年拨专项,以后按上年实际支出" },
    Subsidy { id: "SB10", label: "不虚报冒领", band: None, payer: "-", basis: "方案九(四)", verified: true, note: "一案一结,四人分办" },
];

/// The rule of that name.
pub fn find(id: &str) -> Option<&'static Subsidy> {
    SUBSIDIES.iter().find(|s| s.id == id)
}

/// The subsidy a case may be claimed under, with the least and the most in 分.
///
/// # Errors
/// Why none may be claimed (yet), and what to do: (reason, remedy).
pub fn of_case(
    case: &Case,
    facts: &Facts,
    to_beijing: bool,
) -> Result<(&'static str, i64, i64), (String, &'static str)> {
    if case.stage != Stage::Archived {
        return Err((format!("案件现在是“{}”,归档后才能申报(一案一结)", case.stage.label()), "先结案、归档"));
    }
    let hard = case.grade != "G1" || case.listed && case.listing_level == "1" || to_beijing;
    let rule = if hard { "SB2" } else { "SB1" };
    let (least, most) = find(rule).and_then(|s| s.band).unwrap_or_default();
    match case.outcome.as_str() {
        "1" => Ok((rule, least, most)),
        "2" if facts.has("revisit") => Ok((rule, least, most)),
        "2" => Err(("口头协议须有回访记录才能申报".to_string(), "承办人先记“回访”")),
        "4" | "5" | "6" | "7" | "8" => Ok(("SB3", 1, least)),
        _ => Err(("案件没有协议,也没有导入法定途径或调解不成的结果".to_string(), "撤回、并案等不予补助")),
    }
}

/// Whether an amount lies within a band; the words of the refusal otherwise.
pub fn within(amount: i64, (least, most): (i64, i64)) -> Result<(), String> {
    if (least..=most).contains(&amount) {
        return Ok(());
    }
    Err(format!("金额须在{}元至{}元之间", (least + 99) / 100, most / 100))
}

/// Splits an amount into `n` parts that sum to it exactly; the first parts take the odd 分.
pub fn split(amount: i64, n: usize) -> Vec<i64> {
    let Some(count) = i64::try_from(n).ok().filter(|n| *n > 0) else { return Vec::new() };
    (0..count).map(|i| amount / count + i64::from(i < amount % count)).collect()
}

/// Why a person must not be paid: 公职人员, or not yet verified. `official` is the code of the roster.
pub fn barred(name: &str, official: &str) -> Option<(String, &'static str)> {
    match official {
        "0" => None,
        "1" => Some((
            format!("{name}是公职人员,不得领取办案补助(方案六(四)6;公务员法44)"),
            "从领款人中去掉,由其他成员领取",
        )),
        _ => Some((format!("{name}的公职身份待核,核实前不得领取(方案六(四)6)"), "先在人员库核实公职身份")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_sum_to_the_whole_and_differ_by_one_fen(amount in 0i64..10_000_000, n in 1usize..40) {
            let parts = split(amount, n);
            prop_assert_eq!(parts.len(), n);
            prop_assert_eq!(parts.iter().sum::<i64>(), amount);
            let (least, most) = (parts.iter().min().copied(), parts.iter().max().copied());
            prop_assert!(most.zip(least).is_some_and(|(m, l)| m - l <= 1));
        }
    }

    #[test]
    fn between_the_bands_nothing_is_payable() {
        let first = find("SB1").and_then(|s| s.band).expect("a band");
        let second = find("SB2").and_then(|s| s.band).expect("a band");
        for amount in [yuan(3000), yuan(5000)] {
            assert!(within(amount, first).is_ok());
        }
        for amount in [yuan(3000) - 1, yuan(5000) + 1, yuan(8000), yuan(10000) - 1] {
            assert!(within(amount, first).is_err() && within(amount, second).is_err());
        }
        assert!(within(yuan(10000), second).is_ok() && within(yuan(30000), second).is_ok());
    }

    #[test]
    fn no_petitioner_ever_pays() {
        for s in SUBSIDIES {
            assert!(!s.payer.contains("信访人") && !s.basis.is_empty(), "{}", s.id);
        }
        assert!(crate::domain::codes::PAYER.iter().all(|p| !p.label.contains("信访人")));
    }
}
