//! 经费纪律检查 (方案九(四) 不虚报冒领办案补助): what is looked at in the claims, as data and pure functions.
//!
//! A finding is a fact to be checked by a person against the papers, never a verdict. It concerns money
//! claimed; nobody is ranked.

use super::case::{Case, Facts};
use crate::validation::Choice;
use chrono::NaiveDate;

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    pub id: &'static str,
    pub label: &'static str,
    /// What makes a finding.
    pub trigger: &'static str,
    pub basis: &'static str,
    /// The measure stands in the plan; false: the studio's default.
    pub verified: bool,
}

/// Every check of the sheet.
#[rustfmt::skip]
pub const CHECKS: &[Check] = &[
    Check { id: "J1", label: "依据变动", trigger: "补助支付后案件重开、撤回归档,或结案方式变更", basis: "方案六(四)一案一结;九(四)", verified: true },
    Check { id: "J2", label: "等级依据", trigger: "按重大疑难复杂申报,而没有会商记录,或等级在协议之后、结案前3日内提高", basis: "方案五(五),六(四)1;九(四)", verified: false },
    Check { id: "J3", label: "重复申领", trigger: "同一案件作废后又申报,同一凭证付两笔,同一人同日既值班又出差", basis: "方案六(四)一案一结;九(四)", verified: true },
    Check { id: "J4", label: "人均偏高", trigger: "一人本年领取的补助超过领款人中位数的3倍(领款人不少于5人;差旅不计)", basis: "方案九(四)", verified: false },
    Check { id: "J5", label: "四人分办", trigger: "申报、审核、审批、支付中有两项由同一人办理", basis: "方案九(四)", verified: false },
    Check { id: "J6", label: "公职身份", trigger: "支付后领款人被核为公职人员", basis: "方案六(四)6;公务员法44", verified: true },
];

/// What the check of a finding came to.
pub const VERDICT: &[Choice] =
    crate::choices![("1", "核对无误"), ("2", "已更正"), ("3", "应退回款项"), ("4", "移送有关部门")];

/// The row of that name.
pub fn find(id: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|c| c.id == id)
}

/// Days before the closing within which a raised grade is looked at again.
const LATE_DAYS: i64 = 3;

/// J2: why the grade that a claim under SB2 rests on should be looked at again, "" when nothing stands out.
pub fn doubtful_grade(case: &Case, facts: &Facts) -> String {
    if case.grade == "G1" {
        return String::new();
    }
    if !facts.has("consult") {
        return "按重大疑难复杂申报,卷内没有会商记录".to_string();
    }
    let agreed = facts.last("agreement").map(|a| a.id);
    let mut before = "";
    let mut raised: Option<(i64, NaiveDate)> = None;
    for record in facts.records.iter().filter(|r| matches!(r.form.as_str(), "accept" | "consult")) {
        let grade = record.get("grade");
        if !before.is_empty() && grade > before {
            raised = Some((record.id, record.on));
        }
        before = grade;
    }
    if before != case.grade {
        return "案件等级与评析、会商所定等级不一致".to_string();
    }
    let Some((id, on)) = raised else { return String::new() };
    if agreed.is_some_and(|agreed| id > agreed) {
        return format!("等级在达成协议之后({on})提高");
    }
    match case.closed_on.map(|closed| (closed - on).num_days()) {
        Some(days) if (0..=LATE_DAYS).contains(&days) => format!("等级在结案前{days}日({on})提高"),
        _ => String::new(),
    }
}

/// J4: whether a year's sum stands out. All in 分; `payees` is how many people were paid that year.
pub fn stands_out(sum: i64, median: i64, payees: i64) -> bool {
    payees >= 5 && sum > 3 * median
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::{Kept, Stage};
    use crate::validation::Draft;

    fn kept(id: i64, form: &str, day: &str, grade: &str) -> Kept {
        let body = Draft::default().with("grade", grade);
        let on = day.parse().expect("a day");
        Kept { id, form: form.into(), mv: String::new(), number: String::new(), on, user: 1, body }
    }

    fn case(closed: &str) -> Case {
        let day = |text: &str| text.parse().expect("a day");
        let text = String::new;
        Case {
            id: 1,
            uid: text(),
            rev: 1,
            station: text(),
            stage: Stage::Archived,
            docket: None,
            number: None,
            petitioner: text(),
            respondent: text(),
            gist: text(),
            category: text(),
            nature: text(),
            dispute: text(),
            grade: "G2".into(),
            place: text(),
            language: text(),
            safety: text(),
            people: 1,
            involved: 1,
            visits: 1,
            unit: text(),
            handler: None,
            listed: false,
            listing_level: text(),
            leader: text(),
            outcome: "1".into(),
            sealed: false,
            opened: day("2026-09-01"),
            accepted_on: None,
            entrusted_on: None,
            closed_on: Some(day(closed)),
            registrar: 1,
            merged_into: None,
        }
    }

    #[test]
    fn a_grade_is_looked_at_when_nobody_met_or_when_it_rose_late() {
        let facts = |records: Vec<Kept>| Facts { records, ..Facts::default() };
        let accept = |grade| kept(1, "accept", "2026-09-02", grade);
        let met = |id, day| kept(id, "consult", day, "G2");
        let agreed = kept(5, "agreement", "2026-10-10", "");
        let case = case("2026-10-20");
        let told = |records| doubtful_grade(&case, &facts(records));
        assert!(told(vec![accept("G2"), agreed.clone()]).contains("没有会商记录"));
        assert!(told(vec![accept("G1"), agreed.clone(), met(6, "2026-10-12")]).contains("达成协议之后"));
        assert!(told(vec![accept("G1"), met(4, "2026-10-18")]).contains("结案前2日"));
        assert!(told(vec![accept("G2"), kept(3, "consult", "2026-09-20", "G1")]).contains("不一致"));
        assert_eq!(told(vec![accept("G1"), met(3, "2026-09-20"), agreed.clone()]), "", "raised in good time");
        assert_eq!(told(vec![accept("G2"), met(6, "2026-10-19"), agreed]), "", "confirmed, not raised");
        assert_eq!(doubtful_grade(&Case { grade: "G1".into(), ..case.clone() }, &facts(vec![])), "");
    }

    #[test]
    fn three_times_the_median_of_five_people_stands_out() {
        assert!(stands_out(1_200_001, 400_000, 5));
        assert!(!stands_out(1_200_000, 400_000, 5), "exactly three times does not");
        assert!(!stands_out(9_000_000, 400_000, 4), "of four nothing can be said");
    }

    #[test]
    fn each_check_has_its_basis_and_accuses_nobody() {
        for (i, c) in CHECKS.iter().enumerate() {
            assert!(!c.basis.is_empty() && CHECKS[..i].iter().all(|o| o.id != c.id), "{}", c.id);
            assert!(["虚报", "冒领", "违纪", "骗"].iter().all(|w| !c.label.contains(w) && !c.trigger.contains(w)));
        }
    }
}
