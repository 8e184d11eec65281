//! The steps of a synthetic case from 指派 until mediation ends: inquiry, council, opinion, mediation.

use super::chronicle::{Act, Told, act};
use super::ending::Terms;
use super::life::Telling;
use super::papers::{filing, resolving, working as papers};
use super::people::chance;
use super::plot::End;
use super::roster::{DIRECTOR, RECEPTION};
use super::step::step;
use crate::desk::Outcome;
use crate::domain::case::Stage;
use crate::domain::number::Series;
use crate::store::bulk_beside::ListingRow;
use crate::store::bulk_rows::ExtensionRow;
use chrono::{Days, NaiveDate};

static EXTENDED: Act = act("deadline.extend", "调解期限延期30");

impl Telling<'_, '_> {
    /// From the day of 指派 on.
    pub(super) fn work(&mut self, assigned: NaiveDate) -> Outcome<()> {
        let c = self.course;
        if c.traits.listed {
            self.plan_listing(assigned.max(self.last.1.date()))?;
        }
        if let Some((from, back)) = c.appraisal {
            self.appraise(from, back)?;
        }
        if let Some(day) = c.inquired {
            self.inquire(day)?;
        }
        if let Some((from, back)) = c.consulted {
            let form = papers::consult_call(&self.cast, from.max(back.unwrap_or(from + Days::new(2))));
            let user = self.worker();
            self.plain(step("T11", from, user, form))?;
            if let Some(back) = back {
                let grade = self.case.grade.clone();
                let at = self.moment(back)?;
                let by = self.handler_name();
                let form = papers::consult(&mut self.rng, at, by, &grade);
                self.plain(step("T11b", back, user, form))?;
            }
        }
        if let Some(day) = c.advised {
            self.advise(day)?;
        }
        if let Some(day) = c.mediating {
            self.mediate(day)?;
        }
        if let Some((day, end)) = c.outcome {
            self.extend(day)?;
            let terms = self.decide(day, end)?;
            self.finish(end, &terms)?;
        }
        self.extend(self.t.now.date())?;
        self.ask()
    }

    /// 包案方案: one case, one plan, one team.
    fn plan_listing(&mut self, day: NaiveDate) -> Outcome<()> {
        let (level, approved) = (self.case.listing_level.clone(), self.case.accepted_on.unwrap_or(day));
        let by = self.handler_name();
        let plan = filing::listing(&mut self.rng, &level, self.cast.source, by, approved);
        let leader = plan.get("leader").to_string();
        let level = plan.get("level").to_string();
        self.carry_out(step("R34", day, DIRECTOR, plan.clone()), |case| {
            case.leader = leader;
            case.listing_level = level;
        })?;
        self.listing = Some(ListingRow {
            uid: self.c.uid(),
            case: self.case.id,
            team_number: self.c.number(Series::Team, day),
            plan,
            progress_on: None,
            struck_on: None,
        });
        Ok(())
    }

    /// 包案进度, of a listed case.
    pub(super) fn progress(&mut self, day: NaiveDate) -> Outcome<()> {
        if self.lean || self.listing.is_none() {
            return Ok(());
        }
        let form = filing::progress(&mut self.rng, day);
        self.plain(step("R35", day, self.worker(), form))?;
        if let Some(listing) = &mut self.listing {
            listing.progress_on = Some(day);
        }
        Ok(())
    }

    fn appraise(&mut self, from: NaiveDate, back: Option<NaiveDate>) -> Outcome<()> {
        let form = papers::appraisal_order(&self.cast, self.cast.unit.is_empty(), from);
        self.plain(step("T10", from, self.worker(), form))?;
        let Some(back) = back else { return Ok(()) };
        let form = papers::appraisal(&mut self.rng, back);
        self.plain(step("T10b", back, self.worker(), form))
    }

    /// 调查, 证据 and what goes with them.
    fn inquire(&mut self, day: NaiveDate) -> Outcome<()> {
        let user = self.worker();
        if !self.lean && chance(&mut self.rng, 45) {
            let form = papers::evidence(&mut self.rng, &self.cast, day);
            let number = self.c.number(Series::Receipt, day);
            self.plain(step("R02", day, user, form).numbered(Some(number)))?;
        }
        let at = self.moment(day)?;
        let by = self.handler_name();
        let form = papers::investigation(&mut self.rng, &self.cast, at, by);
        self.plain(step("R01", day, user, form))?;
        if !self.lean && chance(&mut self.rng, 40) {
            let form = papers::publicity(&mut self.rng, &self.cast, day);
            self.plain(step("R04", day, user, form))?;
        }
        if self.course.stage != Stage::Working || chance(&mut self.rng, 40) {
            let form = papers::analysis(&mut self.rng, &self.cast);
            self.plain(step("R03", day, user, form))?;
        }
        if !self.lean && self.course.traits.listed {
            self.progress(day)?;
        }
        Ok(())
    }

    fn advise(&mut self, day: NaiveDate) -> Outcome<()> {
        let user = self.worker();
        self.extend(day)?;
        let form = papers::advice(&mut self.rng, &self.cast, day);
        self.plain(step("T12", day, user, form))?;
        if !self.lean && chance(&mut self.rng, 60) {
            let form = papers::ways_told(&mut self.rng, day);
            self.plain(step("R06", day, user, form))?;
        }
        Ok(())
    }

    fn mediate(&mut self, day: NaiveDate) -> Outcome<()> {
        let user = self.worker();
        self.extend(day)?;
        let by = self.handler_name();
        let form = resolving::mediation_start(&mut self.rng, &self.cast, day, by);
        self.plain(step("T13", day, user, form))?;
        let open = self.course.stage == Stage::Mediating;
        if if open { chance(&mut self.rng, 60) } else { !self.lean && chance(&mut self.rng, 30) } {
            let at = self.moment(day)?;
            let form = resolving::mediation(&mut self.rng, &self.cast, at, "2");
            self.plain(step("R11", day, user, form))?;
        }
        self.progress(day)
    }

    /// The last session and what came of it.
    fn decide(&mut self, day: NaiveDate, end: End) -> Outcome<Terms> {
        let user = self.worker();
        let agreed = end.stage() == Stage::Agreed;
        let at = self.moment(day)?;
        let form = resolving::mediation(&mut self.rng, &self.cast, at, if agreed { "1" } else { "4" });
        self.plain(step("R11", day, user, form))?;
        if agreed {
            return self.agree(day, end);
        }
        let told = !self.lean && chance(&mut self.rng, 30);
        if end.stage() == Stage::Guided {
            let since = self.course.opened;
            self.plain(step("R16", day, user, resolving::limits(end, since, day)))?;
            let outcome = match end {
                End::Arbitration => "5",
                End::Review => "6",
                _ => "4",
            };
            self.carry_out(step("T15", day, user, resolving::guide(end, day)), |case| {
                case.outcome = outcome.to_string();
            })?;
        } else {
            let risk = self.case.safety.clone();
            let form = resolving::termination(&mut self.rng, &risk, day);
            self.carry_out(step("T16", day, user, form), |case| case.outcome = "8".to_string())?;
            self.risk(day);
        }
        if told {
            let form = resolving::legal_aid(&mut self.rng, day);
            self.plain(step("R18", day, user, form).by_flow())?;
        }
        if !self.lean && chance(&mut self.rng, 12) {
            let form = resolving::relief(&mut self.rng, day);
            self.plain(step("R19", day, user, form).by_flow())?;
        }
        Ok(Terms::default())
    }

    /// An extension asked for and granted before `day`, once.
    fn extend(&mut self, day: NaiveDate) -> Outcome<()> {
        let Some(entrusted) = self.course.entrusted.filter(|_| self.course.traits.extended) else { return Ok(()) };
        let asked = (entrusted + Days::new(24)).max(self.last.1.date());
        let Some(clock) = ["DL-07", "DL-07m"].into_iter().find(|r| self.runs(r)) else { return Ok(()) };
        if self.facts.has("extension_request") || asked + Days::new(2) > day {
            return Ok(());
        }
        self.plain(step("R07", asked, self.worker(), papers::extension_request(clock)))?;
        let approved = asked + Days::new(2);
        let told = chance(&mut self.rng, 90).then_some(approved);
        let at = self.moment(approved)?;
        self.prolong(ExtensionRow {
            days: 30,
            reason: "双方同意继续调解，需再次到现场勘验".to_string(),
            approver: "王建国".to_string(),
            approved_on: approved,
            told_on: told,
            user: DIRECTOR as i64 + 1,
        })?;
        self.waiting.retain(|p| p.form != "extension_request");
        self.c.note(&Told { at, about: self.case.id, user: DIRECTOR }, &EXTENDED, None);
        self.last.1 = at;
        self.case.rev += 1;
        Ok(())
    }

    /// Requests that wait for their answer today.
    fn ask(&mut self) -> Outcome<()> {
        let day = self.last.1.date().max(self.t.now.date() - Days::new(1));
        let user = self.worker();
        match self.case.stage {
            Stage::Working | Stage::Advised | Stage::Mediating if self.course.traits.asks => {
                let Some(clock) = ["DL-07", "DL-07m"].into_iter().find(|r| self.runs(r)) else { return Ok(()) };
                if self.facts.has("extension_request") {
                    return Ok(());
                }
                self.plain(step("R07", day, user, papers::extension_request(clock)))
            }
            Stage::Agreed | Stage::Guided | Stage::Failed if self.course.traits.asks => {
                let end = self.course.outcome.map_or(End::Written, |o| o.1);
                let form = resolving::satisfaction(&mut self.rng, day);
                self.plain(step("R20", day, RECEPTION, form))?;
                self.plain(step("R21", day, user, resolving::closing_request(end)))
            }
            Stage::Closed if self.case.listed => {
                let end = self.course.outcome.map_or(End::Written, |o| o.1);
                self.plain(step("R33", day, user, filing::strike_request(end)))
            }
            Stage::Archived if self.course.traits.asks => {
                let form = filing::reopening(&mut self.rng);
                self.plain(step("R31", day, DIRECTOR, form))
            }
            _ => Ok(()),
        }
    }
}
