//! Deadlines: which clock runs, from when, how long, on what ground, and whose it is.
//!
//! Owns the rule type and the table of all rules ([`RULES`]): the studio's clocks in [`rules`], the
//! limitation clocks told to petitioners in [`limits`]. [`count`] computes dates, [`light`] says
//! how a date stands today. Must not know a case, a clock or a file: a deadline is computed from a
//! start date, a calendar and what was approved, never typed.
//! Counting: 民法典201-203, 民事诉讼法85, 行政诉讼法解释48, 行政复议法88.

pub mod count;
pub mod light;
pub mod limits;
pub mod rules;
#[cfg(test)]
mod tests;

pub use count::{Calculation, Due, NotCounted, Paused, Span, State, calculate, compute};
pub use light::{Left, Light};

use crate::validation::display::aligned;
use chrono::NaiveDate;
use std::sync::OnceLock;

/// How long a rule runs. The start day is never counted (民法典201).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Natural days.
    Days(u16),
    WorkingDays(u16),
    /// To the corresponding day, or the end of the month (民法典202).
    Months(u16),
    Years(u16),
    /// Months, and from their end months again (行诉解释66).
    MonthsThen(u16, u16),
    /// On the spot.
    SameDay,
    /// Minutes; a date alone gives the same day, [`Rule::due_time`] the minute.
    Minutes(u16),
    /// The start date is itself the day agreed.
    Agreed,
    /// No length to compute; the explanation for the screen.
    Unmeasured(&'static str),
}

/// What an end counts in: what is left, the extension and the warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Days,
    WorkingDays,
}

impl Unit {
    pub fn label(self) -> &'static str {
        match self {
            Self::Days => "天",
            Self::WorkingDays => "工作日",
        }
    }
}

/// How a rule may be extended; days in the rule's [`Unit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extension {
    None,
    /// Once, at most so many days, approved by whom.
    Once {
        most: u16,
        by: &'static str,
    },
    /// By agreement of the parties; the usual number of days, 0 = none is usual.
    Agreement {
        usual: u16,
    },
}

impl Extension {
    /// Whether `days` more may be granted when `granted` extensions were granted before. The error is the reason.
    pub fn allows(self, days: u16, granted: usize) -> Result<(), String> {
        match self {
            Self::None => Err("本期限依规定不得延长".into()),
            Self::Once { .. } if granted > 0 => Err("本期限只能延长一次，已延长过".into()),
            Self::Once { most, .. } if days > most => Err(format!("延长不得超过{most}日，请改为{most}以内")),
            _ if days == 0 => Err("请填写延长的天数".into()),
            _ => Ok(()),
        }
    }
}

/// Whose clock it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Studio,
    PetitionOffice,
    ResponsibleUnit,
    /// The body that reviews or checks a decision: 复查、复核、复议机关.
    Reviewer,
    Agency,
    Court,
    Arbitration,
    LegalAid,
    Notary,
    Employer,
    Petitioner,
}

impl Owner {
    pub fn label(self) -> &'static str {
        match self {
            Self::Studio => "工作室",
            Self::PetitionOffice => "信访部门",
            Self::ResponsibleUnit => "责任单位",
            Self::Reviewer => "复查复核复议机关",
            Self::Agency => "行政机关",
            Self::Court => "法院",
            Self::Arbitration => "仲裁机构",
            Self::LegalAid => "法律援助机构",
            Self::Notary => "公证机构",
            Self::Employer => "用人单位",
            Self::Petitioner => "信访人",
        }
    }
}

/// A row of the deadline table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// `DL-07`, `G10`; a row of several clocks has its main clock under the plain number.
    pub id: &'static str,
    /// At most 24 cells wide.
    pub label: &'static str,
    /// What starts it, in words.
    pub start_event: &'static str,
    pub length: Length,
    pub extension: Extension,
    /// Whether spans of suspension move the end.
    pub pausable: bool,
    /// Amber and red: so many days ([`Rule::unit`]) left or fewer. `None`: see [`count`].
    pub amber: Option<u16>,
    pub red: Option<u16>,
    pub owner: Owner,
    /// Shown for information: not the studio's to keep.
    pub info_only: bool,
    /// The law or rule it stands on, with the article.
    pub basis: &'static str,
    /// The length was read in the law or the plan; false: practice or a default, the administrator may change it.
    pub verified: bool,
    /// Day its basis took effect, where one is named.
    pub from: Option<NaiveDate>,
    pub note: &'static str,
}

impl Rule {
    const fn new(
        id: &'static str,
        label: &'static str,
        start_event: &'static str,
        length: Length,
        basis: &'static str,
    ) -> Self {
        Self {
            id,
            label,
            start_event,
            length,
            extension: Extension::None,
            pausable: false,
            amber: None,
            red: None,
            owner: Owner::Studio,
            info_only: false,
            basis,
            verified: true,
            from: None,
            note: "",
        }
    }
    const fn warn(mut self, amber: u16, red: u16) -> Self {
        self.amber = Some(amber);
        self.red = Some(red);
        self
    }
    const fn red(mut self, red: u16) -> Self {
        self.red = Some(red);
        self
    }
    const fn once(mut self, most: u16, by: &'static str) -> Self {
        self.extension = Extension::Once { most, by };
        self
    }
    const fn by_agreement(mut self, usual: u16) -> Self {
        self.extension = Extension::Agreement { usual };
        self
    }
    const fn pausable(mut self) -> Self {
        self.pausable = true;
        self
    }
    /// Somebody else's clock, shown for information.
    const fn of(mut self, owner: Owner) -> Self {
        self.owner = owner;
        self.info_only = true;
        self
    }
    const fn unverified(mut self) -> Self {
        self.verified = false;
        self
    }
    const fn from(mut self, year: i32, month: u32, day: u32) -> Self {
        self.from = NaiveDate::from_ymd_opt(year, month, day);
        self
    }
    const fn note(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    /// Kept by another office, and by nobody at the front desk: told for information, in no light and
    /// no count. 信访部门 manages the studio day by day (方案三), so its own clocks do count.
    pub fn is_elsewhere(&self) -> bool {
        self.info_only && self.owner != Owner::PetitionOffice
    }

    /// What is left, an extension and the warnings are counted in.
    pub fn unit(&self) -> Unit {
        if matches!(self.length, Length::WorkingDays(_)) { Unit::WorkingDays } else { Unit::Days }
    }

    /// The minute a rule of minutes is due; `None` for all others.
    pub fn due_time(&self, start: chrono::NaiveDateTime) -> Option<chrono::NaiveDateTime> {
        match self.length {
            Length::Minutes(n) => start.checked_add_signed(chrono::TimeDelta::minutes(i64::from(n))),
            _ => None,
        }
    }

    /// The length in words: `30日`, `5工作日`, `6个月`.
    pub fn length_words(&self) -> String {
        match self.length {
            Length::Days(n) => format!("{n}日"),
            Length::WorkingDays(n) => format!("{n}工作日"),
            Length::Months(n) => format!("{n}个月"),
            Length::Years(n) => format!("{n}年"),
            Length::MonthsThen(a, b) => format!("{a}个月后{b}个月内"),
            Length::SameDay => "当场".into(),
            Length::Minutes(n) if n % 60 == 0 => format!("{}小时", n / 60),
            Length::Minutes(n) => format!("{n}分钟"),
            Length::Agreed => "按约定日".into(),
            Length::Unmeasured(_) => "不计算".into(),
        }
    }
}

const COUNT: usize = rules::STUDIO.len() + limits::GUIDE_OUT.len();
static ALL: [Rule; COUNT] = {
    let mut all = [rules::STUDIO[0]; COUNT];
    let mut i = 0;
    while i < COUNT {
        all[i] = if i < rules::STUDIO.len() { rules::STUDIO[i] } else { limits::GUIDE_OUT[i - rules::STUDIO.len()] };
        i += 1;
    }
    all
};

/// Every rule: the studio's clocks, then the limitation clocks.
pub static RULES: &[Rule] = &ALL;

/// Letters under which the main clock of a row of several is also known.
const ALSO: &[(&str, &str)] = &[
    ("DL-06a", "DL-06"),
    ("DL-14b", "DL-14"),
    ("DL-16a", "DL-16"),
    ("DL-18a", "DL-18"),
    ("DL-20a", "DL-20"),
    ("DL-21a", "DL-21"),
    ("DL-23a", "DL-23"),
    ("G01a", "G01"),
    ("G03a", "G03"),
    ("G04b", "G04"),
    ("G05a", "G05"),
    ("G07a", "G07"),
    ("G09b", "G09"),
    ("G10a", "G10"),
    ("G12b", "G12"),
    ("G13a", "G13"),
    ("G14b", "G14"),
    ("G16a", "G16"),
    ("G17a", "G17"),
    ("G20a", "G20"),
];

/// Prefix, number, letter of a rule's name, however it was typed: `dl07`, `DL-7`, `g10`.
fn name_key(id: &str) -> Option<(String, u32, String)> {
    let bare: String = id.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_uppercase()).collect();
    let digits = bare.find(|c: char| c.is_ascii_digit())?;
    let rest = &bare[digits..];
    let letter = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    Some((bare[..digits].to_string(), rest[..letter].parse().ok()?, rest[letter..].to_string()))
}

/// The rule of this name. Case, dash and leading zeros do not matter.
pub fn find(id: &str) -> Option<&'static Rule> {
    type Named = ((String, u32, String), &'static Rule);
    static BY_NAME: OnceLock<Vec<Named>> = OnceLock::new();
    if let Some(rule) = RULES.iter().find(|r| r.id == id) {
        return Some(rule);
    }
    let by_name = BY_NAME.get_or_init(|| {
        let own = RULES.iter().filter_map(|r| Some((name_key(r.id)?, r)));
        let also = ALSO.iter().filter_map(|(a, main)| Some((name_key(a)?, RULES.iter().find(|r| r.id == *main)?)));
        own.chain(also).collect()
    });
    let key = name_key(id)?;
    by_name.iter().find(|(k, _)| *k == key).map(|(_, rule)| *rule)
}

/// The day that lists go by for a clock of another office: it never comes.
pub const NEVER: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("invariant: a date");

/// [`Rule::is_elsewhere`] of a rule's name.
pub fn is_elsewhere(id: &str) -> bool {
    find(id).is_some_and(Rule::is_elsewhere)
}

/// All rows as plain text for a lawyer's review, one rule a line, columns by display width.
pub fn rules_table() -> String {
    let head = ["编号", "期限", "起算", "长度", "延长", "黄/红", "主体", "依据", "核实", "施行", "说明"];
    let mut lines = vec![head.map(str::to_string).to_vec()];
    for r in RULES {
        let extension = match r.extension {
            Extension::None => "-".to_string(),
            Extension::Once { most, by } => format!("一次≤{most}（{by}）"),
            Extension::Agreement { usual: 0 } => "协商".into(),
            Extension::Agreement { usual } => format!("协商，一般{usual}"),
        };
        let warn = |n: Option<u16>| n.map_or("默认".to_string(), |n| n.to_string());
        let note = match r.length {
            Length::Unmeasured(why) => why,
            _ => r.note,
        };
        lines.push(vec![
            r.id.to_string(),
            r.label.to_string(),
            r.start_event.to_string(),
            r.length_words(),
            if r.pausable { format!("{extension} 可暂停") } else { extension },
            format!("{}/{}", warn(r.amber), warn(r.red)),
            format!("{}{}", r.owner.label(), if r.info_only { "（提示）" } else { "" }),
            r.basis.to_string(),
            if r.verified { "已核" } else { "待核" }.to_string(),
            r.from.map_or("-".to_string(), |d| d.to_string()),
            note.to_string(),
        ]);
    }
    aligned(&lines)
}
