//! The supervisor's lists over all cases: overdue first, then red, amber; silent and paused apart.
//!
//! Owns the order, the filter and what is shown of a case to somebody who does not handle it: names
//! masked, sealed cases closed. Fetches windows by keyset; whose cases a role may see is asked of the
//! permission table. The light of a row and its place in the list come from the same dates.

use super::page::Page;
use super::reckoning::{light, rule_of};
use super::{Desk, Failure, Outcome, mask};
use crate::domain::calendar::Calendar;
use crate::domain::case::Stage;
use crate::domain::deadline::Light;
use crate::domain::number;
use crate::domain::role::{Grant, Operation, grant};
use crate::store;
use crate::store::deadline::{Deadline, DeadlineState};
use crate::store::overdue::{Edge, Found, Part, Whose, Window};
use chrono::{Days, NaiveDate};
use serde::Serialize;

/// What to list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OverdueFilter {
    /// Overdue, and due within so many days from today; [`OverdueFilter::LIGHTS`]: overdue and
    /// whatever is red or amber, however far.
    pub within_days: i64,
    /// Name, initials or number of a handler.
    pub handler: Option<String>,
    /// A unit, or part of its name.
    pub unit: Option<String>,
    pub team: Option<String>,
    /// `DL-07`.
    pub rule: Option<String>,
    /// `overdue`, `red`, `amber`, `normal` or `paused` only, whatever `within_days` says.
    pub light: Option<String>,
    /// Only clocks past half their time without a record of work.
    pub silent: bool,
}

impl OverdueFilter {
    /// For `within_days`: every clock with a light.
    pub const LIGHTS: i64 = -1;
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct OverdueRow {
    pub deadline: i64,
    pub case: i64,
    pub title: String,
    pub short: String,
    /// Masked; `密封件` for a sealed case.
    pub petitioner: String,
    pub rule: String,
    pub label: String,
    pub handler: String,
    pub unit: String,
    pub team: String,
    /// 考核届满.
    pub due_raw: NaiveDate,
    /// The day lights and lists go by.
    pub due: NaiveDate,
    /// 法定届满.
    pub rolled: NaiveDate,
    pub provisional: bool,
    /// Natural days to `due`, negative when overdue.
    pub days_left: i64,
    pub words: String,
    pub light: Light,
    pub silent_from: Option<NaiveDate>,
    pub last_action: String,
    /// `YYYY-MM-DD`, "" when nothing was recorded.
    pub last_action_on: String,
    pub stage: Stage,
    pub grade: String,
    pub listed: bool,
    pub gist: String,
    pub start: NaiveDate,
    pub extension_days: i64,
    pub basis: String,
}

/// A row as `fengqiao overdue --format json` prints it.
#[derive(Clone, Debug, Serialize)]
pub struct OverdueJson {
    pub case: String,
    pub petitioner: String,
    pub rule: String,
    pub label: String,
    pub handler: String,
    pub unit: String,
    /// 考核届满.
    pub due_raw: NaiveDate,
    /// 法定届满.
    pub due: NaiveDate,
    pub days_left: i64,
    pub light: &'static str,
}

impl From<&OverdueRow> for OverdueJson {
    fn from(row: &OverdueRow) -> Self {
        Self {
            case: row.title.clone(),
            petitioner: row.petitioner.clone(),
            rule: row.rule.clone(),
            label: row.label.clone(),
            handler: row.handler.clone(),
            unit: row.unit.clone(),
            due_raw: row.due_raw,
            due: row.rolled,
            days_left: row.days_left,
            light: row.light.code(),
        }
    }
}

/// What a list may be narrowed by: value, words, open cases (running clocks for rules).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    pub units: Vec<(String, String, i64)>,
    pub handlers: Vec<(String, String, i64)>,
    pub teams: Vec<(String, String, i64)>,
    pub rules: Vec<(String, String, i64)>,
}

/// The day before [`crate::domain::deadline::NEVER`]: clocks of other offices stand in no list.
const LAST: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 30).expect("invariant: a date");
const FIRST: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("invariant: a date");

/// The parts a filter asks for, in order.
fn parts(filter: &OverdueFilter) -> Outcome<Vec<Part>> {
    if filter.silent {
        return Ok(vec![Part::Silent]);
    }
    Ok(match filter.light.as_deref() {
        None | Some("") if filter.within_days < 0 => vec![Part::Overdue, Part::Red, Part::Amber],
        None | Some("") => vec![Part::Overdue, Part::Red, Part::Amber, Part::Normal],
        Some("overdue") => vec![Part::Overdue],
        Some("red") => vec![Part::Red],
        Some("amber") => vec![Part::Amber],
        Some("normal") => vec![Part::Normal],
        Some("paused") => vec![Part::Paused],
        Some(other) => {
            let what = format!("灯“{other}”不认识;请写 overdue、red、amber、normal 或 paused");
            return Err(Failure::problem("light", what));
        }
    })
}

/// First and last day of a part.
fn range(part: Part, filter: &OverdueFilter, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    match part {
        Part::Overdue => (FIRST, today.pred_opt().unwrap_or(today)),
        Part::Silent => (FIRST, today),
        Part::Paused => (FIRST, LAST),
        _ if filter.light.as_deref().is_some_and(|l| !l.is_empty()) || filter.within_days < 0 => (today, LAST),
        _ => {
            let days = Days::new(filter.within_days.unsigned_abs());
            (today, today.checked_add_days(days).map_or(LAST, |day| day.min(LAST)))
        }
    }
}

/// The part a row stands in, and its place there.
fn place(row: &OverdueRow, filter: &OverdueFilter) -> (Part, Edge) {
    let part = match row.light {
        _ if filter.silent => Part::Silent,
        Light::Overdue(_) => Part::Overdue,
        Light::Red(_) => Part::Red,
        Light::Amber(_) => Part::Amber,
        Light::Paused => Part::Paused,
        Light::Normal(_) | Light::Met => Part::Normal,
    };
    let day = if filter.silent { row.silent_from.unwrap_or(row.due) } else { row.due };
    (part, Edge { day, id: row.deadline })
}

impl Desk {
    /// Whose cases the actor may list, narrowed by the filter.
    fn whose(&self, filter: &OverdueFilter) -> Outcome<Whose> {
        self.allow_view(Operation::ReadCase)?;
        let actor = self.require_actor()?;
        let wanted = |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(String::from);
        let mut whose = Whose { team: wanted(&filter.team), ..Whose::default() };
        if let Some(word) = wanted(&filter.handler) {
            let ids = store::overdue::staff_called(&self.conn, &word)?;
            if ids.is_empty() {
                return Err(Failure::problem("handler", format!("人员库中没有“{word}”;请写姓名、拼音首字母或编号")));
            }
            whose.handlers = Some(ids);
        }
        if grant(actor.role, Operation::ReadCase) == Grant::Own {
            let mine: Vec<i64> = actor.staff.into_iter().collect();
            whose.handlers = Some(match whose.handlers {
                Some(ids) => ids.into_iter().filter(|id| mine.contains(id)).collect(),
                None => mine,
            });
        }
        if let Some(word) = wanted(&filter.unit) {
            let mut units: Vec<String> = store::tally::units(&self.conn)?.into_iter().map(|u| u.0).collect();
            let exact = units.contains(&word);
            units.retain(|unit| if exact { *unit == word } else { unit.contains(&word) });
            whose.units = Some(units);
        }
        if let Some(word) = wanted(&filter.rule) {
            let rule = crate::domain::deadline::find(&word)
                .ok_or_else(|| Failure::problem("rule", format!("没有编号为“{word}”的期限;请写如 DL-07")))?;
            whose.rule = Some(rule.id.to_string());
        }
        Ok(whose)
    }

    /// A window of the list, after `from` or, going backwards, before it: overdue (longest first),
    /// red, amber, then what is due later. Silent and paused clocks are lists of their own.
    ///
    /// # Errors
    /// Problems for a handler, rule or light that does not exist; a refusal of the role.
    pub fn overdue(
        &self,
        filter: &OverdueFilter,
        from: Option<&OverdueRow>,
        limit: usize,
        backwards: bool,
    ) -> Outcome<Page<OverdueRow>> {
        let whose = self.whose(filter)?;
        let today = self.today();
        let cal = super::calendar::current(&self.conn)?;
        let start = from.map(|row| place(row, filter));
        let mut order = parts(filter)?;
        if backwards {
            order.reverse();
        }
        let reached = |part: &Part| match &start {
            None => true,
            Some((first, _)) if backwards => part <= first,
            Some((first, _)) => part >= first,
        };
        let most = limit.saturating_add(1);
        let mut rows: Vec<OverdueRow> = Vec::new();
        for part in order.into_iter().filter(reached) {
            let edge = start.filter(|(first, _)| *first == part).map(|(_, edge)| edge);
            let left = most - rows.len();
            let range = range(part, filter, today);
            if left == 0 || range.0 > range.1 {
                continue;
            }
            let window = Window { today, floor: range.0, until: range.1, edge, backwards, limit: left };
            let found = store::overdue::list(&self.conn, part, &whose, &window)?;
            for f in found {
                rows.push(row(f, today, &cal)?);
            }
        }
        let more = rows.len() > limit;
        rows.truncate(limit);
        if backwards {
            rows.reverse();
            return Ok(Page { rows, before: more, after: from.is_some() });
        }
        Ok(Page { rows, before: from.is_some(), after: more })
    }

    /// What the list may be narrowed by, most first.
    pub fn filters(&self) -> Outcome<Filters> {
        self.allow_view(Operation::ReadCase)?;
        self.kept(&self.narrowed, |_| self.narrow())
    }

    fn narrow(&self) -> Outcome<Filters> {
        if grant(self.require_actor()?.role, Operation::ReadCase) == Grant::Own {
            return Ok(Filters { rules: rule_words(store::tally::rules(&self.conn)?), ..Filters::default() });
        }
        let same = |list: Vec<(String, i64)>| list.into_iter().map(|(v, n)| (v.clone(), v, n)).collect();
        Ok(Filters {
            // A person among the units is masked here as in the rows.
            units: store::tally::units(&self.conn)?
                .into_iter()
                .map(|(unit, n)| (unit.clone(), super::mask::party(&unit), n))
                .collect(),
            handlers: same(store::tally::handlers(&self.conn)?),
            teams: same(store::tally::teams(&self.conn)?),
            rules: rule_words(store::tally::rules(&self.conn)?),
        })
    }
}

fn rule_words(list: Vec<(String, i64)>) -> Vec<(String, String, i64)> {
    let label = |id: &str| crate::domain::deadline::find(id).map_or_else(|| id.to_string(), |r| r.label.to_string());
    list.into_iter().map(|(id, n)| (id.clone(), label(&id), n)).collect()
}

/// What is shown of a found row.
fn row(f: Found, today: NaiveDate, cal: &Calendar) -> Outcome<OverdueRow> {
    let rule = rule_of(&f.rule)?;
    let clock = Deadline {
        id: f.deadline,
        rev: 0,
        case: f.case,
        rule: f.rule,
        start: f.start,
        raw: f.raw,
        rolled: f.rolled,
        due: f.due,
        provisional: f.provisional,
        amber_from: f.amber_from,
        red_from: f.red_from,
        silent_from: f.silent_from,
        extension_days: f.extension_days,
        cap: String::new(),
        note: f.note,
        state: if f.paused { DeadlineState::Paused } else { DeadlineState::Running },
        ended_on: None,
    };
    let light = light(rule, &clock, today, cal);
    let title = f.number.or(f.docket).unwrap_or_else(|| format!("暂存{}", f.case));
    let hidden = |text: String| if f.sealed { "密封件".to_string() } else { text };
    Ok(OverdueRow {
        deadline: clock.id,
        case: clock.case,
        short: number::short(&title),
        title,
        petitioner: hidden(mask::name(&f.petitioner)),
        unit: if f.sealed { String::new() } else { super::mask::party(&f.unit) },
        gist: hidden(f.gist),
        rule: clock.rule,
        label: format!("{}{}", rule.label, clock.note),
        handler: f.handler,
        team: f.team,
        due_raw: f.raw,
        due: f.due,
        rolled: f.rolled,
        provisional: f.provisional,
        days_left: (f.due - today).num_days(),
        words: light.words(),
        light,
        silent_from: f.silent_from,
        last_action: f.last_action,
        last_action_on: f.last_action_on,
        stage: Stage::from_code(&f.stage).unwrap_or(Stage::Draft),
        grade: f.grade,
        listed: f.listed,
        start: f.start,
        extension_days: f.extension_days,
        basis: rule.basis.to_string(),
    })
}
