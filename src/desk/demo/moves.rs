//! The steps of a synthetic case from 接谈 to 指派, the ways out before it, and later visits.

use super::chronicle::{Act, Told, act};
use super::life::{Telling, verified};
use super::papers::opening as papers;
use super::people::{chance, pick};
use super::plot;
use super::roster::{self, DIRECTOR, RECEPTION};
use super::step::step;
use crate::desk::Outcome;
use crate::domain::case::Stage;
use crate::domain::number::Series;
use crate::store::bulk_rows::TeamRow;
use crate::validation::Draft;
use chrono::{Days, NaiveDate};

static ATTACHED: Act = act("visit.add", "重复来访,并入原案");
static REASSIGNED: Act = act("case.reassign", papers::REASSIGNED);

impl Telling<'_, '_> {
    pub(super) fn moves(&mut self) -> Outcome<()> {
        use Stage as S;
        let c = self.course;
        if c.stage == S::Draft {
            return Ok(());
        }
        let docket = self.case.docket.clone();
        self.plain(step("T01", c.opened, RECEPTION, Draft::default()).numbered(docket))?;
        self.judge();
        let decided = c.decided.unwrap_or(c.opened);
        match c.stage {
            S::Merged => {
                let form = papers::merge(self.case.merged_into.unwrap_or_default());
                return self.plain(step("T02", decided, RECEPTION, form));
            }
            S::Answered => return self.plain(step("T23", decided, RECEPTION, Draft::default())),
            _ => {}
        }
        let Some(assessed) = c.assessed else { return Ok(()) };
        self.plain(step("T03", assessed, RECEPTION, Draft::default()))?;
        if let Some((from, back)) = c.supplement {
            let form = papers::supplement(&mut self.rng, from);
            self.plain(step("T04", from, DIRECTOR, form))?;
            if let Some(back) = back {
                self.plain(step("T04b", back, RECEPTION, papers::supplemented(back)))?;
            }
        }
        if c.decided.is_none() {
            return Ok(());
        }
        match c.stage {
            S::Declined => {
                let form = papers::decline(&mut self.rng, &self.cast, decided);
                self.plain(step("T05", decided, DIRECTOR, form.clone()))?;
                self.declined(&form);
            }
            S::Transferred => {
                let form = papers::transfer(&mut self.rng, decided);
                self.plain(step("T06", decided, DIRECTOR, form))?;
            }
            S::Withdrawn => {
                let form = papers::withdraw(&mut self.rng, decided);
                let withdrawn = step("T22", decided, RECEPTION, form);
                self.carry_out(withdrawn, |case| case.outcome = "3".to_string())?;
            }
            _ => self.accepted(decided)?,
        }
        Ok(())
    }

    /// From 受理 to 指派, and on.
    fn accepted(&mut self, decided: NaiveDate) -> Outcome<()> {
        let c = self.course;
        let team = self.team();
        let level = pick(&mut self.rng, &["3", "3", "3", "2", "4", "5", "1"]);
        let form = papers::accept(&mut self.rng, &self.cast, c.traits.listed, level, team[0]);
        let (grade, unit) = (self.cast.grade.to_string(), self.cast.unit.clone());
        let accepted = step("T07", decided, DIRECTOR, form).numbered(self.case.number.clone());
        self.carry_out(accepted, |case| {
            case.accepted_on = Some(decided);
            case.grade = grade;
            case.unit = unit;
            case.listed = c.traits.listed;
            case.listing_level = if c.traits.listed { level.to_string() } else { String::new() };
        })?;
        self.risk(decided);
        let Some(entrusted) = c.entrusted else { return Ok(()) };
        let form = papers::entrust(&mut self.rng, &self.cast, entrusted);
        let unit = self.cast.unit.clone();
        self.carry_out(step("T08", entrusted, RECEPTION, form), |case| {
            case.entrusted_on = Some(entrusted);
            case.unit = unit;
        })?;
        let Some(assigned) = c.assigned else { return Ok(()) };
        let assignment = step("T09", assigned, DIRECTOR, papers::assign(&team));
        self.carry_out(assignment, |case| case.handler = Some(team[0]))?;
        let team = self.reassign(team, assigned)?;
        self.case.handler = Some(team[0]);
        for (i, staff) in team.iter().enumerate() {
            self.c.batch.team.push(TeamRow { case: self.case.id, staff: *staff, handler: i == 0, since: assigned });
        }
        self.work(assigned)?;
        self.supervise()
    }

    /// A handler who knows the kind of dispute or the language, and members for 包案.
    pub(super) fn team(&mut self) -> Vec<i64> {
        let dispute = self.cast.kind.dispute;
        let language = self.cast.petitioner.language;
        let fits: Vec<i64> = (1_i64..)
            .zip(roster::STAFF)
            .filter(|(_, s)| {
                let knows =
                    s.5.split(',').any(|k| k == dispute) || (language != "1" && s.4.split(',').any(|l| l == language));
                knows && s.3 != self.cast.respondent && s.0 != self.cast.petitioner.name
            })
            .map(|(id, _)| id)
            .collect();
        // Who is a user takes more, so that a handler has his own cases to see.
        let own = fits.contains(&1) && chance(&mut self.rng, 70);
        let handler = if fits.is_empty() || own { 1 } else { pick(&mut self.rng, &fits) };
        let mut team = vec![handler];
        if self.course.traits.listed {
            for _ in 0..self.rng.usize(2..4) {
                let id = self.rng.i64(1..=24);
                if !team.contains(&id) && roster::STAFF[usize::try_from(id - 1).unwrap_or(0)].3 != self.cast.respondent
                {
                    team.push(id);
                }
            }
            if !team.iter().any(|id| matches!(id, 2..=5 | 22 | 23)) {
                team.push(pick(&mut self.rng, &[2, 3, 4, 5]));
            }
            if team.len() < 2 {
                team.push(if team[0] == 3 { 2 } else { 3 });
            }
        }
        team
    }

    fn reassign(&mut self, mut team: Vec<i64>, assigned: NaiveDate) -> Outcome<Vec<i64>> {
        let next = self.course.appraisal.map(|a| a.0).into_iter().chain(self.course.inquired).min();
        let day = (assigned + Days::new(2)).min(self.t.now.date()).min(next.unwrap_or(NaiveDate::MAX));
        if !self.course.traits.reassigned || assigned >= self.t.now.date() {
            return Ok(team);
        }
        let before = team.clone();
        team[0] = [2, 3, 4, 5, 13].into_iter().find(|id| !team.contains(id)).unwrap_or(team[0]);
        let at = self.moment(day)?;
        let form = papers::assign(&team).with("reason", papers::REASSIGNED);
        let table = &crate::domain::forms::REASSIGN;
        if self.sure {
            verified(table, &form, at)?;
        }
        self.record(table, "case.reassign", form, None, at, DIRECTOR);
        let change = serde_json::json!({ "handler": [before[0], team[0]], "team": [before, team] }).to_string();
        self.c.note(&Told { at, about: self.case.id, user: DIRECTOR }, &REASSIGNED, Some(change));
        self.case.rev += 1;
        self.last = ("改派", at);
        Ok(team)
    }

    /// Later visits that were attached on the spot.
    pub(super) fn repeats(&mut self) -> Outcome<()> {
        let from = self.course.opened;
        let span = (plot::last_open_day(self.course, self.t.now.date()) - from).num_days();
        for i in 0..self.course.repeats {
            let mut day = from + Days::new((span * (i64::from(i) + 1) / 3).unsigned_abs());
            while self.t.calendar.is_rest(day) && day > from {
                day = day - Days::new(1);
            }
            let at = self.t.at(self.course, day, 3 + i64::from(i));
            let docket = self.c.number(Series::Docket, day);
            self.key(self.case.id, &docket)?;
            self.visit(self.case.id, at, Some(docket), Some(self.case.id), false)?;
            self.c.note(&Told { at, about: self.case.id, user: RECEPTION }, &ATTACHED, None);
            self.case.rev += 1;
            if at > self.last.1 {
                self.last = ("重复来访", at);
            }
        }
        self.case.rev += i64::from(self.course.merges);
        Ok(())
    }
}
