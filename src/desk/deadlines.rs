//! stub
use super::{Desk, Outcome, Writing};
use crate::domain::case::Case;
use crate::domain::flow::Stop;
use chrono::NaiveDate;
pub(super) fn carry(
    _w: &Writing,
    _case: &Case,
    _starts: &[(&'static str, NaiveDate, &'static str)],
    _stops: &[Stop],
) -> Outcome<()> {
    Ok(())
}
impl Desk {
    pub(super) fn load_calendar(&mut self) -> Outcome<()> {
        Ok(())
    }
}
use crate::domain::deadline::Light;
use crate::validation::Draft;
use super::{Done, Page};
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OverdueFilter { pub within_days: i64, pub handler: Option<String>, pub unit: Option<String>, pub team: Option<String>, pub rule: Option<String>, pub light: Option<String>, pub silent: bool }
#[derive(Clone, Debug, PartialEq)]
pub struct OverdueRow { pub deadline: i64, pub case: i64, pub title: String, pub short: String, pub petitioner: String, pub rule: String, pub label: String, pub handler: String, pub unit: String, pub due_raw: NaiveDate, pub due: NaiveDate, pub rolled: NaiveDate, pub start: NaiveDate, pub days_left: i64, pub words: String, pub light: Light, pub last_action: String, pub last_action_on: String, pub stage: crate::domain::case::Stage, pub grade: String, pub listed: bool, pub gist: String, pub extension_days: i64, pub basis: String }
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts { pub overdue: i64, pub red: i64, pub amber: i64, pub paused: i64, pub silent: i64, pub pending: i64, pub waiting: i64 }
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters { pub handlers: Vec<(String, String, i64)>, pub units: Vec<(String, String, i64)>, pub rules: Vec<(String, String, i64)> }
#[derive(Clone, Debug, PartialEq)]
pub struct Moved { pub title: String, pub rule: String, pub label: String, pub old_due: NaiveDate, pub new_due: NaiveDate }
#[derive(Clone, Debug, PartialEq)]
pub struct Imported { pub year: i32, pub days: usize, pub moved: Vec<Moved>, pub notes: Vec<String> }
#[derive(Clone, Debug, PartialEq)]
pub struct DeadlineRow { pub id: i64, pub rule: String, pub label: String, pub start: NaiveDate, pub raw: NaiveDate, pub rolled: NaiveDate, pub due: NaiveDate, pub provisional: bool, pub light: Light, pub words: String, pub extension_days: i64, pub paused_since: Option<NaiveDate>, pub basis: String, pub pauses: Vec<crate::desk::Pause>, pub extensions: Vec<crate::desk::Extension> }
#[derive(Clone, Debug, PartialEq)]
pub struct Pause { pub since: NaiveDate, pub until: Option<NaiveDate>, pub why: String }
#[derive(Clone, Debug, PartialEq)]
pub struct Extension { pub id: i64, pub days: i64, pub approver: String, pub applied: bool }
impl Desk {
    pub fn calendar_years(&self) -> Outcome<Vec<(i32, String)>> { Ok(vec![]) }
    pub fn import_calendar(&mut self, _: &str) -> Outcome<Imported> { Ok(Imported{year:0,days:0,moved:vec![],notes:vec![]}) }
    pub fn deadlines_of(&self, _: i64) -> Outcome<Vec<DeadlineRow>> { Ok(vec![]) }
    pub fn overdue(&self, _: &OverdueFilter, _: Option<&OverdueRow>, _: usize, _: bool) -> Outcome<Page<OverdueRow>> { Ok(Page::default()) }
    pub fn why_late(&self, _: i64) -> Outcome<Vec<String>> { Ok(vec![]) }
    pub fn counts(&self) -> Outcome<Counts> { Ok(Counts::default()) }
    pub fn filters(&self) -> Outcome<Filters> { Ok(Filters::default()) }
    pub fn extend(&mut self, _: i64, _: &Draft) -> Outcome<Done> { Ok(Done::default()) }
    pub fn extension_told(&mut self, _: i64, _: &Draft) -> Outcome<Done> { Ok(Done::default()) }
    pub fn pause(&mut self, _: i64, _: &Draft) -> Outcome<Done> { Ok(Done::default()) }
    pub fn resume(&mut self, _: i64, _: &Draft) -> Outcome<Done> { Ok(Done::default()) }
    pub fn supervise(&mut self, _: i64, _: &Draft) -> Outcome<Done> { Ok(Done::default()) }
}
