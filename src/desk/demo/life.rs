//! Turns the course of a case into the rows that the desk would have stored on the way.

use super::cast::{self, Cast, Occasion};
use super::chronicle::Chronicle;
use super::papers;
use super::people::{chance, pick};
use super::plot::{self, Course, is_accepted};
use super::roster::{self, DIRECTOR, HANDLER, RECEPTION, SUPERVISOR};
use crate::desk::{Failure, Outcome};
use crate::domain::calendar::Calendar;
use crate::domain::case::{Case, Stage};
use crate::domain::deadline::{self, Span, State};
use crate::domain::flow;
use crate::domain::number::Series;
use crate::domain::visit::{Completeness, Visit};
use crate::store::bulk::{CaseRow, DeadlineRow, ExtensionRow, PauseRow, RecordRow, TeamRow, VisitRow};
use crate::store::bulk_rows::{SupervisionRow, WarningRow};
use crate::store::search;
use crate::validation::Draft;
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use fastrand::Rng;

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

/// A deadline about to be computed.
struct Clock {
    rule: &'static str,
    from: NaiveDate,
    cap: (&'static str, Option<NaiveDate>),
    ended: Option<(NaiveDate, bool)>,
    pauses: Vec<(NaiveDate, Option<NaiveDate>, &'static str)>,
    extended: bool,
    silent: bool,
}

impl Clock {
    fn new(rule: &'static str, from: NaiveDate) -> Clock {
        Clock { rule, from, cap: ("", None), ended: None, pauses: Vec::new(), extended: false, silent: false }
    }
    fn met(mut self, on: Option<NaiveDate>) -> Clock {
        self.ended = on.map(|day| (day, true));
        self
    }
    fn over(mut self, on: Option<NaiveDate>) -> Clock {
        self.ended = on.map(|day| (day, false));
        self
    }
}

/// A case that is being told: its row as it stands, and where the rest goes.
struct Telling<'a, 'b> {
    t: &'a Teller<'b>,
    c: &'a mut Chronicle,
    course: &'a Course,
    cast: Cast,
    rng: Rng,
    case: Case,
    last: (&'static str, NaiveDateTime),
    sure: bool,
}

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
        let case = Case {
            id,
            uid: c.uid(opened),
            rev: 1,
            station: Chronicle::station().to_string(),
            stage: course.stage,
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
            sealed: course.traits.sealed,
            opened: course.opened,
            accepted_on: None,
            entrusted_on: None,
            closed_on: None,
            registrar: 1,
            merged_into: into.map(|o| o.id),
        };
        let sure = self.checked || id % 64 == 0;
        Telling { t: self, c, course, cast, rng, case, last: ("暂存", opened), sure }.tell()
    }

    /// The time of step `n` on `day`: in office hours, in order, never after now.
    fn at(&self, course: &Course, day: NaiveDate, n: i64) -> NaiveDateTime {
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
        self.c.note(opened, self.case.id, RECEPTION, "visit.add", "暂存", None, None, None);
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
        self.clocks()?;
        let row = CaseRow { case: self.case, last_action: self.last.0, last_at: self.last.1 };
        self.c.batch.cases.push(row);
        Ok(())
    }

    fn key(&mut self, case: i64, number: &str) -> Outcome<()> {
        for key in search::number_keys(number) {
            self.c.keys.push(search::NUMBER, &key, case).map_err(disk)?;
        }
        Ok(())
    }

    fn visit(
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
        for (kind, key) in search::keys_of(&form) {
            self.c.keys.push(kind, &key, case).map_err(disk)?;
        }
        self.c.visits += 1;
        let words = search::tokens(&super::words_of(&form));
        let uid = self.c.uid(self.last.1);
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

    /// A move of the flow on `day`, with its record and journal row.
    fn step(
        &mut self,
        id: &'static str,
        day: NaiveDate,
        n: i64,
        user: usize,
        form: Option<&Draft>,
        stages: (Stage, Stage),
        number: Option<String>,
    ) -> Outcome<()> {
        let at = self.t.at(self.course, day, n);
        let Some(mv) = flow::find(id) else { return Err(Failure::Fault(format!("没有“{id}”这一步"))) };
        self.c.note(
            at,
            self.case.id,
            user,
            mv.id,
            mv.label,
            Some((stages.0.code(), stages.1.code())),
            number.as_deref(),
            None,
        );
        if let (Some(form), Some(table)) = (form, mv.form) {
            if self.sure {
                verify_form(table, form, at)?;
            }
            self.record(table.name, mv.id, form, number, at, user);
        }
        self.case.rev += 1;
        self.last = (mv.label, at);
        Ok(())
    }

    fn record(
        &mut self,
        form: &'static str,
        mv: &'static str,
        body: &Draft,
        number: Option<String>,
        at: NaiveDateTime,
        user: usize,
    ) {
        let body = serde_json::to_string(body).expect("invariant: a map of texts is JSON");
        let uid = self.c.uid(self.t.at(self.course, self.course.opened, 0));
        self.c.batch.records.push(RecordRow {
            uid,
            case: self.case.id,
            form,
            mv,
            number,
            at,
            user: user as i64 + 1,
            body,
        });
    }

    fn moves(&mut self) -> Outcome<()> {
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

    fn warn(&mut self, form: &Draft, day: NaiveDate) {
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
    fn accepted(&mut self, decided: NaiveDate) -> Outcome<()> {
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
        let walk: [(Option<NaiveDate>, &'static str, i64, usize, S, S); 11] = [
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
    fn team(&mut self) -> Vec<i64> {
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

    fn reassign(&mut self, mut team: Vec<i64>, assigned: NaiveDate) -> Outcome<Vec<i64>> {
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
    fn repeats(&mut self) -> Outcome<()> {
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

    fn supervise(&mut self) {
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
        self.clock(Clock::new("DL-19", day)).ok();
        self.case.rev += 1;
        if at > self.last.1 {
            self.last = ("督办", at);
        }
    }

    /// The clocks that the moves started and stopped.
    fn clocks(&mut self) -> Outcome<()> {
        use Stage as S;
        let c = self.course;
        if c.stage == S::Draft {
            return Ok(());
        }
        let left = matches!(c.stage, S::Merged | S::Withdrawn);
        let first = Clock::new("DL-02", c.opened);
        let capped = self.clock(if left { first.over(c.decided) } else { first.met(c.decided) })?;
        let Some(assessed) = c.assessed else { return Ok(()) };
        let mut second = Clock::new("DL-05", assessed);
        second.cap = ("DL-02", Some(capped));
        second.pauses = c.supplement.map(|(from, back)| (from, back, "3")).into_iter().collect();
        self.clock(if left { second.over(c.decided) } else { second.met(c.decided) })?;
        let Some(decided) = c.decided.filter(|_| is_accepted(c)) else { return Ok(()) };
        self.clock(Clock::new("DL-06", decided).met(c.entrusted))?;
        let (Some(entrusted), Some(_)) = (c.entrusted, c.assigned) else { return Ok(()) };
        let mut main = Clock::new(if self.case.dispute == "15" { "DL-07m" } else { "DL-07" }, entrusted);
        main.pauses = c.appraisal.map(|(from, back)| (from, back, "1")).into_iter().collect();
        main.extended = c.traits.extended;
        main.silent = c.appraisal.is_none() && c.consulted.is_none() && c.advised.is_none();
        self.clock(main.met(c.outcome.map(|o| o.0)))?;
        if c.traits.listed {
            let mut listed = Clock::new(if self.cast.grade == "G1" { "DL-18" } else { "DL-18b" }, decided);
            listed.silent = c.appraisal.is_none() && c.consulted.is_none() && c.advised.is_none();
            self.clock(listed.met(c.struck.or(c.closed)))?;
        }
        Ok(())
    }

    /// Computes a clock and keeps its row; gives the day it falls due.
    fn clock(&mut self, clock: Clock) -> Outcome<NaiveDate> {
        let Some(rule) = deadline::find(clock.rule) else {
            return Err(Failure::Fault(format!("没有期限“{}”", clock.rule)));
        };
        let spans: Vec<Span> =
            clock.pauses.iter().map(|p| Span { from: p.0, until: p.1, why: p.2.to_string() }).collect();
        let extension = clock.extended.then(|| self.extension(clock.from)).flatten();
        let days = extension.as_ref().map_or(0, |e| u16::try_from(e.days).unwrap_or(0));
        let state = deadline::compute(rule, clock.from, self.t.calendar, &spans, days)
            .map_err(|e| Failure::Fault(e.to_string()))?;
        let (due, running) = match state {
            State::Running(due) => (due, "running"),
            State::Paused(paused) => (paused.without, "paused"),
        };
        let silent = clock.silent && clock.ended.is_none();
        let row = DeadlineRow {
            uid: self.c.uid(self.t.at(self.course, self.course.opened, 0)),
            case: self.case.id,
            rule: rule.id,
            due,
            silent_from: silent.then(|| clock.from + Days::new(((due.raw - clock.from).num_days() / 2).unsigned_abs())),
            cap: clock.cap,
            state: match clock.ended {
                Some((_, true)) => "met",
                Some((_, false)) => "ended",
                None => running,
            },
            ended_on: clock.ended.map(|e| e.0),
            pauses: clock.pauses.iter().map(|p| PauseRow { since: p.0, until: p.1, why: p.2.to_string() }).collect(),
            extension,
        };
        let end = row.cap.1.map_or(due.raw, |cap| cap.min(due.raw));
        self.c.batch.deadlines.push(row);
        Ok(end)
    }

    fn extension(&mut self, from: NaiveDate) -> Option<ExtensionRow> {
        let day = from + Days::new(26);
        if day > self.t.now.date() {
            return None;
        }
        let told = chance(&mut self.rng, 90).then_some(day);
        Some(ExtensionRow {
            days: if told.is_some() { 30 } else { 0 },
            reason: "双方同意继续调解，需再次到现场勘验".to_string(),
            approver: "王建国".to_string(),
            approved_on: day,
            told_on: told,
            user: DIRECTOR as i64 + 1,
        })
        .filter(|e| e.days > 0)
    }
}

fn disk(error: std::io::Error) -> Failure {
    Failure::Fault(format!("写不进磁盘:{error};请检查磁盘空间"))
}

/// Whether validation gives a visit back just as it will be stored.
fn verify(form: &Draft, need: Completeness, at: NaiveDateTime) -> Outcome<()> {
    let visit = Visit::check(&retyped(form), need, at)?;
    same(form, visit.form().values())
}

fn verify_form(table: &'static crate::validation::Table, form: &Draft, at: NaiveDateTime) -> Outcome<()> {
    same(form, crate::validation::check(table, form, at)?.values())
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
