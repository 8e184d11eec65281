//! Turns the course of a case into the rows that the desk would have stored on the way.

use super::cast::{self, Cast, Occasion};
use super::chronicle::{Act, Chronicle, Told, act};
use super::deadlines::{Clock, fault};
use super::plot::Course;
use super::roster::RECEPTION;
use crate::desk::{Failure, Outcome};
use crate::domain::calendar::Calendar;
use crate::domain::case::{Case, Facts, Stage};
use crate::domain::number::Series;
use crate::domain::visit::{Completeness, Visit};
use crate::store::bulk_beside::{ListingRow, PendingRow};
use crate::store::bulk_rows::{CaseRow, VisitRow};
use crate::store::search;
use crate::validation::{Draft, Kind, Table};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use fastrand::Rng;

static SAVED: Act = act("visit.add", "暂存");

/// What every case needs to be told.
pub struct Teller<'a> {
    pub calendar: &'a Calendar,
    pub now: NaiveDateTime,
    /// Check each form before it is written, not only a sample.
    pub checked: bool,
}

/// The case that another was merged into.
#[derive(Clone, Copy)]
pub struct Original {
    pub id: i64,
    pub seed: u64,
    pub opened: NaiveDate,
}

/// A case that is being told: its row as it stands, and where the rest goes.
pub(super) struct Telling<'a, 'b> {
    pub(super) t: &'a Teller<'b>,
    pub(super) c: &'a mut Chronicle,
    pub(super) course: &'a Course,
    pub(super) cast: Cast,
    pub(super) rng: Rng,
    pub(super) case: Case,
    pub(super) last: (&'static str, NaiveDateTime),
    /// Every step is asked of the flow before it is told.
    pub(super) sure: bool,
    /// The record keeps a large file small: only what the flow asks for.
    pub(super) lean: bool,
    pub(super) facts: Facts,
    pub(super) clocks: Vec<Clock>,
    pub(super) waiting: Vec<PendingRow>,
    pub(super) listing: Option<ListingRow>,
    /// What the first visit said of the risk, and how the petition came.
    pub(super) threat: String,
    pub(super) petition_form: String,
    /// Day of the last warning of a risk.
    pub(super) warned: Option<NaiveDate>,
}

/// Cases that came in earlier are told with no more than the flow asks for.
const LEAN_AFTER: i64 = 365;

impl Teller<'_> {
    /// Tells a case. `number` is its 案号 and `into` the case it was merged into, with that course.
    ///
    /// # Errors
    /// [`Failure::Fault`] when a form is not as validation would store it.
    pub fn tell(
        &self,
        c: &mut Chronicle,
        course: &Course,
        id: i64,
        number: Option<String>,
        into: Option<Original>,
    ) -> Outcome<()> {
        // A merged case is about the person and matter of its original.
        let told = into.map_or(*course, |o| Course { seed: o.seed, opened: o.opened, ..*course });
        let cast = cast::cast(&told);
        let rng = Rng::with_seed(course.seed ^ 0x9E37_79B9);
        let opened = self.at(course, course.opened, 0);
        c.turn_to(opened);
        let case = Case {
            id,
            uid: c.uid(),
            rev: 1,
            station: Chronicle::station().to_string(),
            stage: Stage::Draft,
            docket: None,
            number,
            petitioner: if cast.anonymous { "匿名".to_string() } else { cast.petitioner.name.clone() },
            respondent: cast.respondent.clone(),
            gist: cast.gist.to_string(),
            category: cast.category.to_string(),
            nature: cast.nature.to_string(),
            dispute: if cast.category == "C" { cast.kind.dispute.to_string() } else { String::new() },
            grade: String::new(),
            place: plot_place(&cast).to_string(),
            language: cast.petitioner.language.to_string(),
            safety: cast.safety.to_string(),
            people: cast.people,
            involved: cast.involved,
            visits: 1 + i64::from(course.repeats) + i64::from(course.merges),
            unit: String::new(),
            handler: None,
            listed: false,
            listing_level: String::new(),
            leader: String::new(),
            outcome: String::new(),
            sealed: course.traits.sealed,
            opened: course.opened,
            accepted_on: None,
            entrusted_on: None,
            closed_on: None,
            registrar: 1,
            merged_into: into.map(|o| o.id),
        };
        let sure = self.checked || id % 64 == 0;
        Telling {
            t: self,
            c,
            course,
            cast,
            rng,
            case,
            last: ("暂存", opened),
            sure,
            lean: (self.now.date() - course.opened).num_days() > LEAN_AFTER,
            facts: Facts { petitioned_on: Some(course.opened), ..Facts::default() },
            clocks: Vec::new(),
            waiting: Vec::new(),
            listing: None,
            threat: String::new(),
            petition_form: String::new(),
            warned: None,
        }
        .tell()
    }

    /// The time of step `n` on `day`: in office hours, in order, never after now.
    pub(super) fn at(&self, course: &Course, day: NaiveDate, n: i64) -> NaiveDateTime {
        let minute = 8 * 60 + 40 + i64::try_from(course.seed % 90).unwrap_or(0) + n * 26;
        let at = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute);
        if day < self.now.date() {
            at
        } else {
            at.min(self.now - TimeDelta::minutes((20 - n) * 2)).max(day.and_time(NaiveTime::MIN))
        }
    }
}

fn plot_place(cast: &Cast) -> &'static str {
    super::people::TOWNS[cast.petitioner.town].code
}

impl Telling<'_, '_> {
    fn tell(mut self) -> Outcome<()> {
        let target = self.case.merged_into.unwrap_or(self.case.id);
        let quick = self.course.stage == Stage::Draft;
        if !quick {
            self.case.docket = Some(self.c.number(Series::Docket, self.course.opened));
        }
        let docket = self.case.docket.clone();
        let again = self.case.merged_into;
        let opened = self.last.1;
        self.visit(target, opened, docket.clone(), again, quick)?;
        self.c.note(&Told { at: opened, about: self.case.id, user: RECEPTION }, &SAVED, None);
        if quick {
            // Nothing but the quick save: what the form did not ask is not known.
            for field in [
                &mut self.case.respondent,
                &mut self.case.category,
                &mut self.case.nature,
                &mut self.case.dispute,
                &mut self.case.place,
                &mut self.case.language,
                &mut self.case.safety,
            ] {
                field.clear();
            }
            self.case.sealed = false;
        }
        if let Some(docket) = &docket {
            self.key(target, docket)?;
        }
        self.moves()?;
        self.repeats()?;
        if let Some(number) = self.case.number.clone() {
            self.key(self.case.id, &number)?;
        }
        self.keep_clocks();
        if self.case.stage != self.course.stage {
            return Err(fault(format!("案件{}停在“{}”", self.case.id, self.case.stage.label())));
        }
        self.c.batch.pending.append(&mut self.waiting);
        self.c.batch.listings.extend(self.listing.take());
        let row = CaseRow { case: self.case, last_action: self.last.0, last_at: self.last.1 };
        self.c.batch.cases.push(row);
        Ok(())
    }

    pub(super) fn key(&mut self, case: i64, number: &str) -> Outcome<()> {
        for key in search::number_keys(number) {
            self.c.keys.push(search::NUMBER, &key, case).map_err(disk)?;
        }
        Ok(())
    }

    pub(super) fn visit(
        &mut self,
        case: i64,
        at: NaiveDateTime,
        docket: Option<String>,
        repeats: Option<i64>,
        quick: bool,
    ) -> Outcome<()> {
        let occasion = Occasion { at, repeats, quick };
        let form = cast::form(&mut self.rng, self.course, &self.cast, &occasion);
        if self.sure {
            verify(&form, if quick { Completeness::Fast } else { Completeness::Full }, at)?;
        }
        if self.facts.handling.is_empty() {
            self.facts.repeat_answer = form.get("repeat_answer").to_string();
            self.facts.handling = form.get("handling").to_string();
            self.threat = form.get("threat").to_string();
            self.petition_form = form.get("petition_form").to_string();
        }
        for (kind, key) in search::keys_of(&form) {
            self.c.keys.push(kind, &key, case).map_err(disk)?;
        }
        self.c.visits += 1;
        let words = search::tokens(&super::words_of(&form));
        let uid = self.c.uid();
        self.c.batch.visits.push(VisitRow {
            id: self.c.visits,
            uid,
            station: Chronicle::station(),
            case,
            ticket: None,
            docket,
            created_at: at,
            registrar: 1,
            form,
            words,
        });
        Ok(())
    }
}

fn disk(error: std::io::Error) -> Failure {
    Failure::Fault(format!("写不进磁盘:{};请检查磁盘空间", crate::store::disk::words(&error)))
}

/// Whether validation gives a visit back just as it will be stored.
fn verify(form: &Draft, need: Completeness, at: NaiveDateTime) -> Outcome<()> {
    let visit = Visit::check(&retyped(form), need, at)?;
    same(form, visit.form().values())
}

/// Whether validation gives a filled form back just as it will be stored.
pub(super) fn verified(table: &'static Table, form: &Draft, at: NaiveDateTime) -> Outcome<crate::validation::Checked> {
    let typed = retyped_form(table, form);
    let checked = crate::validation::check(table, &typed, at)
        .map_err(|p| fault(format!("演示数据不合登记规则:{}:{}", table.title, p[0].text)))?;
    same(form, checked.values())?;
    Ok(checked)
}

/// As it would be typed: stored money is whole 分.
pub(super) fn retyped_form(table: &Table, form: &Draft) -> Draft {
    let mut typed = form.clone();
    for field in table.fields.iter().filter(|f| form.has(f.key)) {
        match field.kind {
            Kind::Money => typed.set(field.key, format!("{}分", form.get(field.key))),
            Kind::Rows(columns, _) if columns.iter().any(|c| matches!(c.kind, Kind::Money)) => {
                let line = |line: &str| {
                    let cells = line.split('\t').enumerate().map(|(i, cell)| match columns.get(i).map(|c| c.kind) {
                        Some(Kind::Money) if !cell.is_empty() => format!("{cell}分"),
                        _ => cell.to_string(),
                    });
                    cells.collect::<Vec<_>>().join("\t")
                };
                typed.set(field.key, form.get(field.key).lines().map(line).collect::<Vec<_>>().join("\n"));
            }
            _ => {}
        }
    }
    typed
}

fn same(made: &Draft, checked: &Draft) -> Outcome<()> {
    if made == checked {
        return Ok(());
    }
    let differs =
        |d: &Draft, other: &Draft| d.iter().find(|(k, v)| other.get(k) != *v).map(|(k, v)| format!("{k}={v}"));
    let words = differs(made, checked).or_else(|| differs(checked, made)).unwrap_or_default();
    Err(Failure::Fault(format!("演示数据不合登记规则:{words}")))
}

/// Stored money is whole 分; typed money is 元 unless it says so.
fn retyped(form: &Draft) -> Draft {
    let mut typed = form.clone();
    if let Some((ask, amount)) = form.get("claims").split_once('\t').filter(|c| !c.1.is_empty()) {
        typed.set("claims", format!("{ask}\t{amount}分"));
    }
    typed
}
