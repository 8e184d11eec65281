//! How a synthetic case ends: agreement and its terms, performance, 结案, 回访, 销号, 归档.

use super::deadlines::once;
use super::life::Telling;
use super::papers::{filing, resolving as papers, working};
use super::people::chance;
use super::plot::End;
use super::roster::{DIRECTOR, HANDLER, RECEPTION, SUPERVISOR};
use super::step::step;
use crate::desk::Outcome;
use crate::domain::checklist;
use crate::domain::flow::{Ending, Term};
use crate::domain::number::Series;
use crate::domain::{obligation, subsidy};
use crate::store::bulk_beside::VolumeRow;
use chrono::{Days, NaiveDate};

/// What was agreed: (due, 分) a term, and when each was performed; none = not yet.
#[derive(Default)]
pub(super) struct Terms {
    list: Vec<(NaiveDate, i64, Option<NaiveDate>)>,
    /// The last term goes to court on this day.
    breach: Option<NaiveDate>,
}

impl Telling<'_, '_> {
    /// T14: written or by word of mouth, at once or in instalments.
    pub(super) fn agree(&mut self, day: NaiveDate, end: End) -> Outcome<Terms> {
        let terms = self.terms(day, end);
        let debtor = self.cast.respondent.clone();
        let line = |(i, t): (usize, &(NaiveDate, i64, Option<NaiveDate>))| {
            let what = if t.1 == 0 {
                "恢复原状".to_string()
            } else if terms.list.len() == 1 {
                "支付补偿款".to_string()
            } else {
                format!("第{}笔", i + 1)
            };
            let amount = if t.1 > 0 { t.1.to_string() } else { String::new() };
            format!("{debtor}\t{what}\t{}\t{amount}", t.0)
        };
        let lines: Vec<String> = terms.list.iter().enumerate().map(line).collect();
        let mut clocks = vec![once("DL-13", day)];
        for (i, term) in terms.list.iter().enumerate().filter(|(_, t)| t.0 > day) {
            clocks.push(Term { note: obligation::note(i + 1), ..once("DL-15", term.0) });
        }
        let by = self.handler_name();
        let form = papers::agreement(&mut self.rng, &self.cast, end, &lines, day, by);
        let number = self.c.number(Series::Agreement, day);
        let outcome = form.get("form").to_string();
        let agreed = step("T14", day, self.worker(), form).numbered(Some(number)).clocks(Vec::new(), clocks);
        self.carry_out(agreed, |case| case.outcome = outcome)?;
        Ok(terms)
    }

    /// The terms of the agreement, and how they will be kept.
    fn terms(&mut self, day: NaiveDate, end: End) -> Terms {
        let (c, today) = (self.course, self.t.now.date());
        let money = self.cast.kind.money;
        let (least, most) = if money.1 == 0 { (1_000, 20_000) } else { (money.0.max(500), money.1.min(120_000)) };
        let total = self.rng.i64(least.cast_signed()..=most.cast_signed().max(least.cast_signed())) / 100 * 10_000;
        let total = total.max(50_000);
        let spread = |days: Vec<NaiveDate>, paid: &dyn Fn(NaiveDate) -> Option<NaiveDate>| {
            let parts = subsidy::split(total, days.len());
            days.into_iter().zip(parts).map(|(due, part)| (due, part, paid(due))).collect()
        };
        let Some(from) = c.performing else {
            // At once; an agreement of these days may leave a term for later.
            let later = c.closed.is_none() && !c.traits.asks && chance(&mut self.rng, 50);
            let due = if later { today + Days::new(self.rng.u64(3..30)) } else { day };
            let amount = if money.1 == 0 && chance(&mut self.rng, 60) { 0 } else { total };
            return Terms { list: vec![(due, amount, None)], breach: None };
        };
        if let Some(closed) = c.closed {
            let span = (closed - from).num_days().unsigned_abs();
            let most = if self.lean && end != End::Enforced { 1 } else { 3 };
            let n = self.rng.u64(1..=most).min(span.saturating_sub(1)).max(1);
            let days = (1..=n).map(|i| (from + Days::new(span * i / (n + 1))).max(day + Days::new(1))).collect();
            let broken = end == End::Enforced && n > 1;
            let early = self.rng.u64(..3);
            let paid = |due: NaiveDate| Some((due - Days::new(early)).max(from).min(closed));
            let mut list: Vec<(NaiveDate, i64, Option<NaiveDate>)> = spread(days, &paid);
            let breach = broken.then(|| list.last().map_or(closed, |t| (t.0 + Days::new(3)).min(closed)));
            if let (true, Some(last)) = (broken, list.last_mut()) {
                last.2 = None;
            }
            return Terms { list, breach };
        }
        // Still in performance: the next term falls due about now, those before it are paid.
        let next = (today + Days::new(self.rng.u64(..27)) - Days::new(5)).max(day + Days::new(1));
        let step = ((next - day).num_days() / 8).max(30).unsigned_abs();
        let mut days = vec![next];
        while days[0] > day + Days::new(step) && days.len() < 12 {
            days.insert(0, days[0] - Days::new(step));
        }
        for _ in 0..self.rng.usize(..3) {
            days.push(days[days.len() - 1] + Days::new(step));
        }
        let early = self.rng.u64(..3);
        let paid = |due: NaiveDate| (due < next).then(|| (due - Days::new(early)).max(from).min(today));
        Terms { list: spread(days, &paid), breach: None }
    }

    /// From the outcome to the archive, as far as the course goes.
    pub(super) fn finish(&mut self, end: End, terms: &Terms) -> Outcome<()> {
        let c = self.course;
        let owed = terms.list.iter().any(|t| c.outcome.is_some_and(|o| t.0 > o.0));
        if let Some(day) = c.performing.filter(|_| owed) {
            let watcher = self.handler_name();
            self.plain(step("T17", day, self.worker(), papers::performing(watcher)))?;
        }
        let from = c.performing.or(c.outcome.map(|o| o.0)).unwrap_or(c.opened);
        self.perform(end, terms, from)?;
        let Some(closed) = c.closed else { return Ok(()) };
        self.close(closed, end, owed)?;
        if let Some(day) = c.revisited.0 {
            self.revisit(day, end)?;
        }
        if let Some(day) = c.struck {
            self.plain(step("R33", day, self.worker(), filing::strike_request(end)))?;
            self.plain(step("T19", day, SUPERVISOR, filing::strike()))?;
            if let Some(listing) = &mut self.listing {
                listing.struck_on = Some(day);
            }
        }
        if let Some(day) = c.archived {
            self.archive(day)?;
            if let Some(again) = c.revisited.1 {
                self.revisit(again, end)?;
            }
        }
        Ok(())
    }

    /// 司法确认 or 公证, and each term in the order of its day.
    fn perform(&mut self, end: End, terms: &Terms, from: NaiveDate) -> Outcome<()> {
        let last = self.course.closed.unwrap_or(self.t.now.date());
        let user = self.worker();
        // A right that lapses unused would be late for ever: who pays over months has it confirmed.
        let confirmed = end == End::Confirmed
            || self.course.closed.is_none() && self.course.performing.is_some() && end == End::Written;
        let mut due: Vec<(NaiveDate, usize)> = Vec::new();
        due.extend(terms.list.iter().enumerate().filter_map(|(i, t)| Some((t.2?, i + 1))));
        due.extend(terms.breach.map(|day| (day, 0)));
        due.extend(confirmed.then_some((from, 101)));
        due.extend((end == End::Notarised).then_some((from, 201)));
        due.extend(confirmed.then_some(((from + Days::new(9)).min(last), 103)));
        due.extend((end == End::Notarised).then_some(((from + Days::new(12)).min(last), 202)));
        due.sort_by_key(|d| d.0);
        for (day, what) in due.into_iter().filter(|d| d.0 <= last) {
            match what {
                0 => self.broken(day, terms.list.len())?,
                101 | 103 => {
                    let form = papers::confirmation(&mut self.rng, if what == 101 { "1" } else { "3" }, day);
                    self.plain(step("R14", day, user, form).by_flow())?;
                }
                201 | 202 => {
                    let form = papers::notarisation(&mut self.rng, if what == 201 { "1" } else { "2" }, day);
                    self.plain(step("R15", day, user, form).by_flow())?;
                }
                term => {
                    let form = papers::performance(&mut self.rng, term, terms.list[term - 1].1, day);
                    self.settle("R12", day, form, term, true)?;
                }
            }
        }
        Ok(())
    }

    /// A term that is settled by payment or given up to a court; the last one calls for 结案.
    fn settle(
        &mut self,
        mv: &'static str,
        day: NaiveDate,
        form: crate::validation::Draft,
        term: usize,
        met: bool,
    ) -> Outcome<()> {
        let mut kept = vec![Ending { rule: "DL-15", note: obligation::note(term), met }];
        kept.extend(self.lapsed(day));
        let rest = obligation::open(&self.facts).iter().any(|o| o.term != term);
        let soon = !rest && !self.runs("DL-24");
        let terms = soon.then(|| once("DL-24", day)).into_iter().collect();
        self.plain(step(mv, day, self.worker(), form).clocks(kept, terms))
    }

    fn broken(&mut self, day: NaiveDate, term: usize) -> Outcome<()> {
        self.settle("R13", day, papers::breach(term, day), term, false)
    }

    /// 共同申请司法确认 once its days are over.
    fn lapsed(&self, day: NaiveDate) -> Option<Ending> {
        let over = self.rolled("DL-13").is_some_and(|last| last < day);
        over.then(|| Ending { rule: "DL-13", note: String::new(), met: false })
    }

    fn close(&mut self, day: NaiveDate, end: End, instalments: bool) -> Outcome<()> {
        let form = papers::satisfaction(&mut self.rng, day);
        self.plain(step("R20", day, RECEPTION, form))?;
        if !self.lean && self.worker() == HANDLER {
            self.plain(step("R21", day, HANDLER, papers::closing_request(end)))?;
        }
        let form = papers::closing(&mut self.rng, &self.cast, end, instalments, day);
        let kept = self.lapsed(day).into_iter().collect();
        let closing = step("T18", day, DIRECTOR, form).clocks(kept, Vec::new());
        self.carry_out(closing, |case| case.closed_on = Some(day))?;
        let receipt = self.facts.last("evidence").map(|e| e.number.clone());
        if let Some(number) = receipt.filter(|_| chance(&mut self.rng, 60)) {
            let form = working::evidence_return(&self.cast, &number, day);
            self.plain(step("R05", day, self.worker(), form))?;
        }
        Ok(())
    }

    fn revisit(&mut self, day: NaiveDate, end: End) -> Outcome<()> {
        let performed = match end {
            End::Written | End::Oral | End::Confirmed | End::Notarised => "1",
            End::Enforced => "2",
            _ => "4",
        };
        let form = filing::revisit(&mut self.rng, performed, day);
        let rule = ["DL-16", "DL-16b"].into_iter().find(|r| self.runs(r));
        let kept = rule.map(|rule| Ending { rule, note: String::new(), met: true }).into_iter().collect();
        self.plain(step("R32", day, self.worker(), form).clocks(kept, Vec::new()))
    }

    /// One case, one volume.
    fn archive(&mut self, day: NaiveDate) -> Outcome<()> {
        let has_document = !self.cast.petitioner.document_no.is_empty();
        let paper = filing::identity(&mut self.rng, has_document);
        self.plain(step("R30", day, RECEPTION, paper))?;
        let (mut next, mut lines, mut contents) = (1usize, Vec::new(), Vec::new());
        for item in checklist::checklist(&self.case, &self.facts).iter().filter(|i| i.present > 0) {
            if !matches!(item.no, "00" | "20") {
                lines.push(format!("{}\t{next}", item.no));
                contents.push([item.no.to_string(), next.to_string()]);
                next += item.present;
            }
        }
        self.facts.clocks = self.live();
        let (retention, ground) = checklist::retention(&self.case, &self.facts);
        let form = filing::filing(&mut self.rng, lines.join("\n"), next - 1, retention, &ground);
        let number = self.c.number(Series::Volume, day);
        let place = form.get("place").to_string();
        self.plain(step("T20", day, RECEPTION, form).numbered(Some(number.clone())))?;
        let uid = self.c.uid();
        self.c.volumes += 1;
        let id = self.c.volumes;
        self.c.batch.volumes.push(VolumeRow {
            id,
            uid,
            case: self.case.id,
            number,
            filed_on: day,
            contents: serde_json::json!(contents).to_string(),
            retention: retention.to_string(),
            place,
            pages: i64::try_from(next - 1).unwrap_or(0),
            filer: super::roster::USERS[RECEPTION].1,
            checker: "格桑卓玛",
        });
        self.lend(id, day);
        self.claim(day);
        Ok(())
    }
}
