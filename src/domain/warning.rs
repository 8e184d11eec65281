//! The warning rules A1-A9 (方案二防控在先, 四(一), 五(二)): what calls for a warning, how urgent, to whom.
//!
//! Pure: counts come in, words go out. A warning is about a matter and its risk; nothing here scores,
//! tags or remembers a person. A sealed matter is named by no word but 密封件.

/// A rule.
pub struct Rule {
    pub id: &'static str,
    pub label: &'static str,
    /// What sets it off, in words.
    pub trigger: &'static str,
    pub level: &'static str,
    pub to: &'static str,
    pub basis: &'static str,
    /// Whether the law or the plan itself says it.
    pub verified: bool,
    /// Days in which one fact warns once.
    pub window: i64,
}

#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    Rule { id: "A1", label: "同一事项再次来访", trigger: "7日内同一事项再次来访", level: "黄", to: "承办、主任", basis: "方案四(一)", verified: false, window: 7 },
    Rule { id: "A2", label: "同一单位集中", trigger: "同一单位7日内5件以上", level: "黄", to: "主任、督查", basis: "方案二防控在先", verified: false, window: 7 },
    Rule { id: "A3", label: "单位件次上升", trigger: "本月5件以上且比上月多一半以上", level: "黄", to: "督查", basis: "方案二防控在先", verified: false, window: 31 },
    Rule { id: "A4", label: "群体性", trigger: "来访5人以上或涉及10人以上", level: "红", to: "主任、领导小组办公室", basis: "方案六(四);信访工作条例25", verified: true, window: 7 },
    Rule { id: "A5", label: "可能激化", trigger: "有扬言,可能激化或可能民转刑", level: "红", to: "公安机关、党委政府、联席办", basis: "人民调解法25;信访工作条例25", verified: true, window: 7 },
    Rule { id: "A6", label: "上级已在办", trigger: "上级转送、交办或批办的同一事项", level: "黄", to: "主任", basis: "方案六(四)", verified: true, window: 31 },
    Rule { id: "A7", label: "不予受理", trigger: "评析决定不予受理", level: "黄", to: "相关地区和部门", basis: "方案五(二)", verified: true, window: 0 },
    Rule { id: "A8", label: "期限预警", trigger: "期限转黄、转红或逾期", level: "黄", to: "黄告承办,红告承办和主任,逾期告主任和督查,逾期7日以上再告领导小组", basis: "信访工作条例39,40", verified: false, window: 7 },
    Rule { id: "A9", label: "办理停滞", trigger: "期限过半无记录,反馈退回超过5日,督办期间信访人再次反映", level: "黄", to: "督查", basis: "信访工作条例39,40", verified: false, window: 7 },
];

pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|r| r.id == id)
}

/// A3: this month against the month before.
pub fn rises(now: i64, before: i64) -> bool {
    now >= 5 && before > 0 && now * 2 >= before * 3
}

/// A4.
pub fn is_crowd(people: i64, involved: i64) -> bool {
    people >= 5 || involved >= 10
}

/// A5, by the code of 安全评估 and whether a threat was heard.
pub fn may_escalate(safety: &str, threat: &str) -> bool {
    threat == "1" || matches!(safety, "3" | "4")
}

/// A6: 上级转送, 领导批示; 联席会议交办, 领导批办, 包案交办.
pub fn is_before_higher_office(petition_form: &str, source: &str) -> bool {
    matches!(petition_form, "6" | "7") || matches!(source, "1" | "2" | "7")
}

/// A8: what a late clock calls for next, by the days past its end.
pub fn escalation(late: i64) -> &'static str {
    match late {
        ..=0 => "",
        1..=7 => "建议发督办单",
        _ => "建议挂牌督办",
    }
}

/// A8: how far a clock has come, each step told once and to more people (工作室默认, 待核).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Past its end by more than a week.
    Long,
    Late,
    Red,
    Amber,
    /// Past half its time without a record of work (A9).
    Silent,
}

impl Step {
    pub const ALL: [Step; 5] = [Step::Long, Step::Late, Step::Red, Step::Amber, Step::Silent];

    /// The word in what a warning remembers.
    pub fn code(self) -> &'static str {
        match self {
            Step::Long => "long",
            Step::Late => "late",
            Step::Red => "red",
            Step::Amber => "amber",
            Step::Silent => "silent",
        }
    }
    pub fn rule(self) -> &'static str {
        if self == Step::Silent { "A9" } else { "A8" }
    }
    pub fn level(self) -> &'static str {
        if matches!(self, Step::Amber | Step::Silent) { "黄" } else { "红" }
    }
    /// 黄→承办, 红→承办和主任, 超期→主任和督查, 超期7日以上→领导小组; without a handler the director stands in.
    pub fn to(self, handled: bool) -> &'static str {
        match self {
            Step::Long => "领导小组、主任、督查",
            Step::Late => "主任、督查",
            Step::Red if handled => "承办、主任",
            Step::Amber if handled => "承办",
            Step::Red | Step::Amber => "主任",
            Step::Silent => "督查",
        }
    }
    /// What is said of a clock called `label`, `days` before (or after) its end.
    pub fn fact(self, label: &str, days: i64) -> String {
        match self {
            Step::Long | Step::Late => format!("{label}逾期{days}天,{}", escalation(days)),
            Step::Red | Step::Amber if days == 0 => format!("{label}今天到期"),
            Step::Red | Step::Amber => format!("{label}还剩{days}天"),
            Step::Silent => format!("{label}过半没有办理记录"),
        }
    }
}

/// What a 督办 of a clock late by so many days begins with: kind and demand.
pub fn proposal(late: i64) -> (&'static str, &'static str) {
    match late {
        ..=0 => ("督办单", ""),
        1..=7 => ("督办单", "说明逾期原因,提出办结时间,按期反馈办理进展"),
        _ => ("挂牌督办", "逾期超过7日,限期办结,办结前逐日报告进展"),
    }
}

/// What is said and to whom: of a sealed matter nothing, and only to 主任.
pub fn told<'a>(sealed: bool, fact: &'a str, to: &'a str) -> (&'a str, &'a str) {
    if sealed { ("密封件", "主任") } else { (fact, to) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_stand_where_the_rules_say() {
        assert!(rises(6, 4) && !rises(5, 4) && !rises(4, 1) && !rises(9, 0));
        assert!(is_crowd(5, 5) && is_crowd(1, 10) && !is_crowd(4, 9));
        assert!(may_escalate("1", "1") && may_escalate("4", "0") && !may_escalate("2", "0"));
        assert!(
            is_before_higher_office("6", "4")
                && is_before_higher_office("2", "7")
                && !is_before_higher_office("2", "4")
        );
        assert_eq!((escalation(0), escalation(7), escalation(8)), ("", "建议发督办单", "建议挂牌督办"));
        assert_eq!((proposal(0).0, proposal(7).0, proposal(8).0), ("督办单", "督办单", "挂牌督办"));
        assert_eq!((Step::Amber.to(true), Step::Amber.to(false)), ("承办", "主任"));
        assert_eq!(Step::Late.fact("调解期限", 3), "调解期限逾期3天,建议发督办单");
    }

    #[test]
    fn a_sealed_matter_is_told_to_nobody_outside() {
        for rule in RULES {
            assert_eq!(told(true, "事实", rule.to), ("密封件", "主任"), "{}", rule.id);
        }
    }
}
