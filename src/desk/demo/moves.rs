//! The moves of a synthetic case: records, journal, team, warnings, supervision, later visits.

use super::deadlines::Deadline;
use super::life::{Telling, verify_form};
use super::papers;
use super::people::pick;
use super::plot;
use super::roster::{self, DIRECTOR, HANDLER, RECEPTION, SUPERVISOR};
use crate::desk::Outcome;
use crate::domain::case::Stage;
use crate::domain::number::Series;
use crate::store::bulk_rows::{SupervisionRow, TeamRow, WarningRow};
use crate::validation::Draft;
use chrono::{Days, NaiveDate};

/// A step after 指派: its day, move, place in the day, user, and stages.
type Walked = (Option<NaiveDate>, &'static str, i64, usize, Stage, Stage);

impl Telling<'_, '_> {
    pub(super) fn moves(&mut self) -> Outcome<()> {
        use Stage as S;
        let c = self.course;
        let blank = Draft::default();
        if c.stage == S::Draft {
            return Ok(());
        }
        self.step("T01", c.opened, 1, RECEPTION, Some(&blank), (S::Draft, S::Registered), self.case.docket.clone())?;
        let decided = c.decided.unwrap_or(c.opened);
        match c.stage {
            S::Merged => {
                let form = papers::merge(self.case.merged_into.unwrap_or_default());
                return self.step("T02", decided, 2, RECEPTION, Some(&form), (S::Registered, S::Merged), None);
            }
            S::Answered => {
                return self.step("T23", decided, 2, RECEPTION, Some(&blank), (S::Registered, S::Answered), None);
            }
            _ => {}
        }
        let Some(assessed) = c.assessed else { return Ok(()) };
        self.step("T03", assessed, 2, RECEPTION, Some(&blank), (S::Registered, S::Assessing), None)?;
        if let Some((from, back)) = c.supplement {
            let form = papers::supplement(&mut self.rng, from);
            self.step("T04", from, 3, DIRECTOR, Some(&form), (S::Assessing, S::Supplementing), None)?;
            if let Some(back) = back {
                self.step(
                    "T04b",
                    back,
                    3,
                    RECEPTION,
                    Some(&papers::supplemented(back)),
                    (S::Supplementing, S::Assessing),
                    None,
                )?;
            }
        }
        if c.decided.is_none() {
            return Ok(());
        }
        match c.stage {
            S::Declined => {
                let form = papers::decline(&mut self.rng, &self.cast, decided);
                self.step("T05", decided, 4, DIRECTOR, Some(&form), (S::Assessing, S::Declined), None)?;
                self.warn(&form, decided);
                Ok(())
            }
            S::Transferred => {
                let form = papers::transfer(&mut self.rng, decided);
                self.step("T06", decided, 4, DIRECTOR, Some(&form), (S::Assessing, S::Transferred), None)
            }
            S::Withdrawn => {
                let form = papers::withdraw(&mut self.rng, decided);
                self.step("T22", decided, 4, RECEPTION, Some(&form), (S::Assessing, S::Withdrawn), None)
            }
            _ => self.accepted(decided),
        }
    }

    pub(super) fn warn(&mut self, form: &Draft, day: NaiveDate) {
        let at = self.t.at(self.course, day, 4);
        let (recipient, way) = form.get("notified").split_once('\t').unwrap_or_default();
        let row = WarningRow {
            uid: self.c.uid(at),
            number: self.c.number(Series::Warning, day),
            case: self.case.id,
            fact: format!("{}:{}", form.get("reason"), form.get("advice")),
            recipient: recipient.to_string(),
            way: match way {
                "1" => "1",
                "2" => "2",
                _ => "3",
            },
            at,
            user: DIRECTOR as i64 + 1,
        };
        self.c.batch.warnings.push(row);
    }

    /// From 受理 to the end.
    pub(super) fn accepted(&mut self, decided: NaiveDate) -> Outcome<()> {
        use Stage as S;
        let c = self.course;
        let team = self.team();
        let level = pick(&mut self.rng, &["3", "3", "3", "2", "4", "5", "1"]);
        let form = papers::accept(&mut self.rng, &self.cast, c.traits.listed, level, team[0]);
        self.step("T07", decided, 4, DIRECTOR, Some(&form), (S::Assessing, S::Accepted), self.case.number.clone())?;
        self.case.accepted_on = Some(decided);
        self.case.grade = self.cast.grade.to_string();
        self.case.unit = self.cast.unit.clone();
        self.case.listed = c.traits.listed;
        self.case.listing_level = if c.traits.listed { level.to_string() } else { String::new() };
        let Some(entrusted) = c.entrusted else { return Ok(()) };
        let form = papers::entrust(&mut self.rng, &self.cast, entrusted);
        self.step("T08", entrusted, 5, RECEPTION, Some(&form), (S::Accepted, S::Entrusted), None)?;
        self.case.entrusted_on = Some(entrusted);
        self.case.unit = papers::principal(&self.cast);
        let Some(assigned) = c.assigned else { return Ok(()) };
        self.step("T09", assigned, 6, DIRECTOR, Some(&papers::assign(&team)), (S::Entrusted, S::Working), None)?;
        let team = self.reassign(team, assigned)?;
        self.case.handler = Some(team[0]);
        for (i, staff) in team.iter().enumerate() {
            self.c.batch.team.push(TeamRow { case: self.case.id, staff: *staff, handler: i == 0, since: assigned });
        }
        let walk: [Walked; 11] = [
            (c.appraisal.map(|p| p.0), "T10", 7, HANDLER, S::Working, S::Appraising),
            (c.appraisal.and_then(|p| p.1), "T10b", 7, HANDLER, S::Appraising, S::Working),
            (c.consulted.map(|p| p.0), "T11", 7, HANDLER, S::Working, S::Consulting),
            (c.consulted.and_then(|p| p.1), "T11b", 7, DIRECTOR, S::Consulting, S::Working),
            (c.advised, "T12", 8, HANDLER, S::Working, S::Advised),
            (c.mediating, "T13", 9, HANDLER, S::Advised, S::Mediating),
            (
                c.outcome.map(|o| o.0),
                match c.outcome {
                    Some((_, S::Guided)) => "T15",
                    Some((_, S::Failed)) => "T16",
                    _ => "T14",
                },
                10,
                HANDLER,
                S::Mediating,
                c.outcome.map_or(S::Agreed, |o| o.1),
            ),
            (c.performing, "T17", 11, HANDLER, S::Agreed, S::Performing),
            (
                c.closed,
                "T18",
                12,
                DIRECTOR,
                if c.performing.is_some() { S::Performing } else { c.outcome.map_or(S::Agreed, |o| o.1) },
                S::Closed,
            ),
            (c.struck, "T19", 13, SUPERVISOR, S::Closed, S::Struck),
            (c.archived, "T20", 14, RECEPTION, if c.struck.is_some() { S::Struck } else { S::Closed }, S::Archived),
        ];
        for (day, id, n, user, from, to) in walk {
            if let Some(day) = day {
                self.step(id, day, n, user, None, (from, to), None)?;
            }
        }
        self.case.closed_on = c.closed;
        self.supervise();
        Ok(())
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
        let handler = if fits.is_empty() { 1 } else { pick(&mut self.rng, &fits) };
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

    pub(super) fn reassign(&mut self, mut team: Vec<i64>, assigned: NaiveDate) -> Outcome<Vec<i64>> {
        let day = (assigned + Days::new(2)).min(self.t.now.date());
        if !self.course.traits.reassigned
            || self.course.closed.is_some_and(|end| end <= day)
            || assigned >= self.t.now.date()
        {
            return Ok(team);
        }
        let before = team.clone();
        team[0] = [2, 3, 4, 5, 13].into_iter().find(|id| !team.contains(id)).unwrap_or(team[0]);
        let at = self.t.at(self.course, day, 6);
        let form = papers::assign(&team).with("reason", papers::REASSIGNED);
        if self.sure {
            verify_form(&crate::domain::forms::REASSIGN, &form, at)?;
        }
        self.record("reassign", "case.reassign", &form, None, at, DIRECTOR);
        let change = serde_json::json!({ "handler": [before[0], team[0]], "team": [before, team] }).to_string();
        self.c.note(at, self.case.id, DIRECTOR, "case.reassign", papers::REASSIGNED, None, None, Some(change));
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
            self.c.note(at, self.case.id, RECEPTION, "visit.add", "重复来访,并入原案", None, None, None);
            self.case.rev += 1;
            if at > self.last.1 {
                self.last = ("重复来访", at);
            }
        }
        self.case.rev += i64::from(self.course.merges);
        Ok(())
    }

    pub(super) fn supervise(&mut self) {
        let Some(entrusted) = self.course.entrusted.filter(|_| self.course.traits.supervised) else { return };
        let today = self.t.now.date();
        let day = (entrusted + Days::new(27)).min(today - Days::new(3)).max(entrusted);
        let at = self.t.at(self.course, day, 8);
        let handler =
            self.case.handler.and_then(|h| roster::STAFF.get(usize::try_from(h - 1).unwrap_or(0))).map_or("", |s| s.0);
        let row = SupervisionRow {
            uid: self.c.uid(at),
            number: self.c.number(Series::Supervision, day),
            case: self.case.id,
            target: handler.to_string(),
            trigger: "调解期限临近届满,无近期办理记录".to_string(),
            demand: "三日内到现场核实,七日内书面反馈进展和下一步安排。",
            issued_at: at,
            feedback_by: day + Days::new(7),
            user: SUPERVISOR as i64 + 1,
            feedback: "",
            closed_on: None,
        };
        self.c.note(
            at,
            self.case.id,
            SUPERVISOR,
            "supervise",
            "督办",
            None,
            None,
            Some(serde_json::json!({ "number": row.number }).to_string()),
        );
        self.c.batch.supervisions.push(row);
        self.clock(Deadline::new("DL-19", day)).ok();
        self.case.rev += 1;
        if at > self.last.1 {
            self.last = ("督办", at);
        }
    }
}
