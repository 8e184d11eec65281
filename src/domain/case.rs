//! A case as the flow sees it: its stage, what was decided, and the facts that guards ask for.

use chrono::NaiveDate;

/// Stages of a case, 方案五. `code` is stored, `step` is the step of the plan it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    Draft,
    Registered,
    Assessing,
    Supplementing,
    Declined,
    Accepted,
    Entrusted,
    Working,
    Appraising,
    Consulting,
    Advised,
    Mediating,
    Agreed,
    Guided,
    Failed,
    Performing,
    Closed,
    Struck,
    Archived,
    Withdrawn,
    Merged,
    Transferred,
    Answered,
}

impl Stage {
    /// Every stage, in the order of the flow: (stage, code, label, step of the plan).
    pub const ALL: &[(Stage, &'static str, &'static str, u8)] = &[
        (Stage::Draft, "S00", "暂存", 1),
        (Stage::Registered, "S10", "已登记", 1),
        (Stage::Assessing, "S20", "评析中", 2),
        (Stage::Supplementing, "S21", "待补正", 2),
        (Stage::Declined, "S29", "不予受理", 2),
        (Stage::Accepted, "S30", "已受理", 2),
        (Stage::Entrusted, "S35", "已委托", 3),
        (Stage::Working, "S40", "调查办理中", 4),
        (Stage::Appraising, "S45", "鉴定中", 4),
        (Stage::Consulting, "S48", "会商中", 5),
        (Stage::Advised, "S50", "处理意见已告知", 5),
        (Stage::Mediating, "S60", "调解中", 6),
        (Stage::Agreed, "S61", "达成协议", 6),
        (Stage::Guided, "S62", "已导入法定途径", 6),
        (Stage::Failed, "S63", "调解不成", 6),
        (Stage::Performing, "S65", "协议履行中", 6),
        (Stage::Closed, "S80", "已结案", 8),
        (Stage::Struck, "S85", "已销号", 8),
        (Stage::Archived, "S90", "已归档", 8),
        (Stage::Withdrawn, "X10", "撤回", 0),
        (Stage::Merged, "X20", "并案", 0),
        (Stage::Transferred, "X30", "移送转送", 0),
        (Stage::Answered, "X40", "咨询答复", 0),
    ];

    fn row(self) -> &'static (Stage, &'static str, &'static str, u8) {
        Stage::ALL.iter().find(|r| r.0 == self).expect("invariant: every stage has a row")
    }
    pub fn code(self) -> &'static str {
        self.row().1
    }
    pub fn label(self) -> &'static str {
        self.row().2
    }
    /// 1-8 as in 方案五, 0 for a case that left the flow.
    pub fn step(self) -> u8 {
        self.row().3
    }
    /// `第2步`; of a case that left the flow: `已出流程`.
    pub fn step_words(self) -> String {
        match self.step() {
            0 => "已出流程".to_string(),
            n => format!("第{n}步"),
        }
    }
    pub fn from_code(code: &str) -> Option<Stage> {
        Stage::ALL.iter().find(|r| r.1 == code).map(|r| r.0)
    }
    /// Whether somebody at the studio still has work to do on the matter itself.
    pub fn is_open(self) -> bool {
        !matches!(
            self,
            Stage::Declined
                | Stage::Closed
                | Stage::Struck
                | Stage::Archived
                | Stage::Withdrawn
                | Stage::Merged
                | Stage::Transferred
                | Stage::Answered
        )
    }
}

/// A case in the hand of the desk.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub id: i64,
    pub uid: String,
    pub rev: i64,
    pub station: String,
    pub stage: Stage,
    /// 接谈号 of the visit that opened it; given at 登记.
    pub docket: Option<String>,
    /// 案号; given at 受理.
    pub number: Option<String>,
    pub petitioner: String,
    pub respondent: String,
    pub gist: String,
    /// Codes of the lists in `codes`, "" while unknown.
    pub category: String,
    pub nature: String,
    pub dispute: String,
    pub grade: String,
    pub place: String,
    pub language: String,
    pub safety: String,
    pub people: i64,
    pub involved: i64,
    /// Visits on this matter.
    pub visits: i64,
    /// 责任单位 once known; "" = 不明确.
    pub unit: String,
    pub handler: Option<i64>,
    /// 包案.
    pub listed: bool,
    pub listing_level: String,
    /// 包案领导, "" while none is named.
    pub leader: String,
    /// How it ended: a code of `codes::OUTCOME`, "" while open.
    pub outcome: String,
    pub sealed: bool,
    pub opened: NaiveDate,
    pub accepted_on: Option<NaiveDate>,
    pub entrusted_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    /// Registration of the person who took the visit in (首接责任).
    pub registrar: i64,
    /// The case this one was merged into.
    pub merged_into: Option<i64>,
}

impl Case {
    /// What a clerk calls the case: 案号, else 接谈号, else its provisional mark.
    pub fn title(&self) -> String {
        self.number.clone().or_else(|| self.docket.clone()).unwrap_or_else(|| format!("暂存{}", self.id))
    }
}

/// What guards need to know beyond the case itself, read in the same transaction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Problems that keep the opening visit from being 登记.
    pub visit_problems: Vec<crate::validation::Problem>,
    pub petitioned_on: Option<NaiveDate>,
    pub repeat_answer: String,
    pub handling: String,
    /// Stage of the case chosen in 并案.
    pub target: Option<Stage>,
    /// Whether that case is a sealed one.
    pub target_sealed: bool,
    /// The chosen handler and members, as the roster knows them.
    pub chosen: Vec<Chosen>,
    /// Whether the entrustment was signed, if the case has one.
    pub entrusted: bool,
    /// The case's own petitioner or the other side refused mediation.
    pub refused: bool,
    /// What was kept with the case, oldest first, without what was taken back.
    pub records: Vec<Kept>,
    /// The clocks that run or stand still.
    pub clocks: Vec<LiveClock>,
}

impl Facts {
    /// The records of a form, oldest first.
    pub fn all<'a>(&'a self, form: &'a str) -> impl DoubleEndedIterator<Item = &'a Kept> {
        self.records.iter().filter(move |r| r.form == form)
    }
    /// The newest record of a form.
    pub fn last(&self, form: &str) -> Option<&Kept> {
        self.records.iter().rev().find(|r| r.form == form)
    }
    pub fn records_of(&self, form: &str) -> usize {
        self.records.iter().filter(|r| r.form == form).count()
    }
    /// Whether the case holds a record of that form.
    pub fn has(&self, form: &str) -> bool {
        self.last(form).is_some()
    }
}

/// The filled form of a move as guards see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub id: i64,
    pub form: String,
    pub mv: String,
    /// The number it was given, "" for none.
    pub number: String,
    pub on: NaiveDate,
    /// The user who kept it.
    pub user: i64,
    pub body: crate::validation::Draft,
}

impl Kept {
    pub fn get(&self, key: &str) -> &str {
        self.body.get(key)
    }
    pub fn is(&self, key: &str, code: &str) -> bool {
        self.get(key) == code
    }
    pub fn date(&self, key: &str) -> Option<NaiveDate> {
        self.get(key).get(..10)?.parse().ok()
    }
    /// The lines of a rows field, each as its cells.
    pub fn rows(&self, key: &str) -> impl Iterator<Item = Vec<&str>> {
        self.get(key).lines().map(|line| line.split('\t').collect())
    }
}

/// A clock that runs or stands still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveClock {
    pub rule: String,
    /// Tells clocks of one rule apart, e.g. `第1期`.
    pub note: String,
    pub due: NaiveDate,
    /// 法定届满, over a holiday.
    pub rolled: NaiveDate,
    pub paused: bool,
}

/// A person chosen for a case, with what stands against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub staff: i64,
    pub name: String,
    pub profession: String,
    pub active: bool,
    /// Ground of recusal, "" when there is none.
    pub conflict: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_found_again() {
        for (stage, code, label, _) in Stage::ALL {
            assert_eq!(Stage::from_code(code), Some(*stage));
            assert_eq!(Stage::ALL.iter().filter(|r| r.1 == *code || r.2 == *label).count(), 1);
        }
    }
}
