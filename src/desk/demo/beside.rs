//! What lies beside the steps of a synthetic case: warnings and their life, supervision, loans, claims.

use super::chronicle::{Act, Told, act};
use super::deadlines::once;
use super::life::Telling;
use super::people::{chance, pick};
use super::roster::{self, DIRECTOR, FINANCE, HANDLER, OFFICE, SUPERVISOR};
use crate::desk::Outcome;
use crate::domain::flow::Term;
use crate::domain::number::Series;
use crate::domain::warning::{self, is_before_higher_office, is_crowd, may_escalate};
use crate::domain::{subsidy, warning as rules};
use crate::store::bulk_beside::{ClaimRow, LoanRow, SupervisionRow, WarningRow};
use crate::validation::Draft;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

static WARNED: Act = act("warning", "预警");
static SUPERVISED: Act = act("supervise", "督办");
static ANSWERED: Act = act("supervise.answer", "督办反馈");
static ACCEPTED: Act = act("supervise.accept", "督办审结");
const fn of_claim(action: &'static str, note: &'static str) -> Act {
    Act { action, note, object: "claim" }
}
/// The steps of a claim, as the money desk journals them.
static CLAIMED: [Act; 6] = [
    of_claim("claim", "经费申报"),
    of_claim("claim.review", "经费审核通过"),
    of_claim("claim.approve", "经费审批通过"),
    of_claim("claim.pay", "支付登记"),
    of_claim("claim.return", "经费申报退回"),
    of_claim("claim.void", "经费申报作废"),
];

impl Telling<'_, '_> {
    /// What 登记 calls for (A4, A5, A6); the long years keep only what was decided (A7).
    pub(super) fn judge(&mut self) {
        if self.lean {
            return;
        }
        let day = self.last.1.date();
        let (people, involved) = (self.case.people, self.case.involved);
        if is_crowd(people, involved) {
            self.warn("A4", day, format!("来访{people}人,涉及{involved}人"));
        }
        if may_escalate(&self.case.safety, &self.threat) {
            self.warn("A5", day, "纠纷可能激化或民转刑,须及时报告".to_string());
        }
        if is_before_higher_office(&self.petition_form, self.cast.source) {
            self.warn("A6", day, "同一事项上级已转送、交办或批办".to_string());
        }
    }

    /// A later assessment of the risk (A5), once in its window.
    pub(super) fn risk(&mut self, day: NaiveDate) {
        if self.lean || !may_escalate(&self.case.safety, "0") {
            return;
        }
        let window = rules::rule("A5").map_or(0, |r| r.window);
        if self.warned.is_some_and(|before| before + TimeDelta::days(window) >= day) {
            return;
        }
        self.warn("A5", day, format!("{}时评估:纠纷可能激化或民转刑", self.last.0));
    }

    /// A7: what was declined is told to whom it concerns.
    pub(super) fn declined(&mut self, form: &Draft) {
        let (recipient, way) = form.get("notified").split_once('\t').unwrap_or_default();
        let way = match way {
            "1" => "1",
            "2" => "2",
            _ => "3",
        };
        let fact = format!("{}:{}", form.get("reason"), form.get("advice"));
        let recipient = if self.case.sealed { "主任" } else { recipient }.to_string();
        let row = self.warning("A7", self.last.1.date(), fact, recipient);
        let row = WarningRow { way, subject: String::new(), user: DIRECTOR as i64 + 1, ..self.lived(row) };
        self.c.batch.warnings.push(row);
    }

    fn warn(&mut self, rule: &'static str, day: NaiveDate, fact: String) {
        if rule == "A5" {
            self.warned = Some(day);
        }
        let to = warning::rule(rule).map_or("", |r| r.to);
        let to = if self.case.sealed { "主任" } else { to };
        let row = self.warning(rule, day, fact, to.to_string());
        let change = serde_json::json!({ "number": row.number, "rule": rule }).to_string();
        let told = Told { at: self.last.1, about: self.case.id, user: super::roster::RECEPTION };
        self.c.note(&told, &WARNED, Some(change));
        let row = self.lived(row);
        self.c.batch.warnings.push(row);
    }

    fn warning(&mut self, rule: &'static str, day: NaiveDate, fact: String, recipient: String) -> WarningRow {
        let at = self.last.1;
        WarningRow {
            uid: self.c.uid(),
            number: self.c.number(Series::Warning, day),
            case: self.case.id,
            rule,
            level: rules::rule(rule).map_or("黄", |r| r.level),
            fact: if self.case.sealed { "密封件".to_string() } else { fact },
            subject: format!("case:{}", self.case.id),
            recipient,
            way: "",
            at,
            user: 1,
            signed: "",
            signed_on: None,
            disposal: "",
            closed_on: None,
        }
    }

    /// What became of a warning: the older, the further.
    fn lived(&mut self, mut row: WarningRow) -> WarningRow {
        let (day, today) = (row.at.date(), self.t.now.date());
        let age = (today - day).num_days() + self.rng.i64(-4..5);
        let on = |days: u64| (day + Days::new(days)).min(today);
        if age > 1 {
            row.way = pick(&mut self.rng, &["1", "2", "3"]);
        }
        if age > 4 {
            row.signed = pick(&mut self.rng, &["杨文华", "和学军", "余建华", "李文才"]);
            row.signed_on = Some(on(2));
        }
        if age > 9 {
            row.disposal = pick(&mut self.rng, &["已派人稳控,约双方见面", "已报告并列入排查", "责任单位已约谈信访人"]);
        }
        if age > 16 {
            row.closed_on = Some(on(15));
        }
        row
    }

    /// 督办 of a case that was slow; answered and closed when it moved on.
    pub(super) fn supervise(&mut self) -> Outcome<()> {
        let Some(entrusted) = self.course.entrusted.filter(|_| self.course.traits.supervised) else { return Ok(()) };
        let today = self.t.now.date();
        let open = self.case.stage.is_open();
        let Some(last) = self.course.closed.or(Some(today)) else { return Ok(()) };
        let day = if open { (entrusted + Days::new(27)).min(today - Days::new(3)) } else { last - Days::new(8) };
        let day = day.max(entrusted);
        let at = self.t.at(self.course, day, 8);
        let feedback_by = day + Days::new(7);
        let number = self.c.number(Series::Supervision, day);
        let term = Term { note: number.clone(), ..once("DL-19", day) };
        let clock = self.start_capped(&term, &feedback_by.to_string())?;
        let answered = (day + Days::new(3)).min(last);
        let old = (today - day).num_days() > 12;
        let answered = (!open || old || chance(&mut self.rng, 35)).then_some(answered);
        let closed = answered.filter(|_| !open || old);
        let change = Some(serde_json::json!({ "number": number }).to_string());
        let case = self.case.id;
        self.c.note(&Told { at, about: case, user: SUPERVISOR }, &SUPERVISED, change.clone());
        if let Some(on) = answered {
            self.met(clock, on);
            let at = self.t.at(self.course, on, 9).max(at);
            self.c.note(&Told { at, about: case, user: self.worker() }, &ANSWERED, change);
            if closed.is_some() {
                self.c.note(&Told { at, about: case, user: SUPERVISOR }, &ACCEPTED, None);
            }
        }
        let row = SupervisionRow {
            uid: self.c.uid(),
            number,
            case,
            target: self.handler_name().to_string(),
            trigger: "调解期限临近届满,无近期办理记录",
            demand: "三日内到现场核实,七日内书面反馈进展和下一步安排。",
            issued_at: at,
            feedback_by,
            user: SUPERVISOR as i64 + 1,
            feedback: if answered.is_some() { "已到现场核实,约定本周内双方见面协商。" } else { "" },
            answered_on: answered,
            closing: if closed.is_some() { "反馈属实,已推进办理" } else { "" },
            closed_on: closed,
        };
        self.c.batch.supervisions.push(row);
        Ok(())
    }

    /// 借阅 of a few volumes; some are still out.
    pub(super) fn lend(&mut self, volume: i64, filed: NaiveDate) {
        let today = self.t.now.date();
        let mut day = filed + Days::new(self.rng.u64(5..60));
        // Some are out these days, so that the register of loans is never without one.
        let now_out = !self.lean && volume % 23 == 5;
        if now_out || !self.lean && chance(&mut self.rng, 40) {
            day = day.max(today - Days::new(self.rng.u64(1..24)));
        }
        let some = chance(&mut self.rng, if self.lean { 1 } else { 9 });
        if !(some || now_out) || day > today {
            return;
        }
        let kind = if now_out { "3" } else { pick(&mut self.rng, &["1", "2", "3"]) };
        let out = kind == "3";
        let due = out.then(|| day + Days::new(15));
        let back = if out { (day + Days::new(self.rng.u64(4..30))).min(today) } else { day };
        let still = out && (today - day).num_days() < 40;
        let row = LoanRow {
            uid: self.c.uid(),
            volume,
            kind,
            borrower: pick(&mut self.rng, &["杨文华", "和继军", "段丽萍"]),
            unit: pick(&mut self.rng, &["市司法局", "市信访局", "市人民法院"]),
            purpose: pick(&mut self.rng, &["案件评查", "信访人申请复制协议", "法院调卷"]),
            approver: roster::USERS[DIRECTOR].1,
            out_on: day,
            due,
            back_on: (!still).then_some(back),
            state: if !still && out { "完好,页数相符" } else { "" },
            user: 1,
        };
        self.c.batch.loans.push(row);
    }

    /// A case subsidy (方案六(四)1), claimed by the handler who is a user, through four hands.
    pub(super) fn claim(&mut self, archived: NaiveDate) {
        let today = self.t.now.date();
        if self.worker() != HANDLER || self.lean && !chance(&mut self.rng, 30) {
            return;
        }
        let Ok((rule, least, most)) = subsidy::of_case(&self.case, &self.facts, false) else { return };
        // Many are claimed late: some of these days, still on one of the four desks.
        let late = !self.lean && chance(&mut self.rng, 60);
        let recent = today - Days::new(self.rng.u64(1..26));
        let from = if late { recent.max(archived + Days::new(2)) } else { archived + Days::new(2) };
        let score = self.rng.i64(45..90);
        let amount = ((least + (most - least) * score / 100) / 10_000 * 10_000).max(least);
        let day = |days: u64| self.t.calendar.next_working(from + Days::new(days));
        let steps = [(HANDLER, day(0)), (DIRECTOR, day(4)), (OFFICE, day(9)), (FINANCE, day(17))];
        let reached = steps.iter().take_while(|s| s.1 <= today).count();
        if reached == 0 {
            return;
        }
        // A few were sent back or given up.
        let back = reached > 1 && reached < 4 && chance(&mut self.rng, 15);
        let gone = reached > 1 && chance(&mut self.rng, 5);
        let reached = if back || gone { 1 } else { reached };
        let state = match (gone, back) {
            (true, _) => "void",
            (_, true) => "returned",
            _ => ["review", "approve", "pay", "paid"][reached - 1],
        };
        self.c.claims += 1;
        let id = self.c.claims;
        let number = self.c.number(Series::Claim, steps[0].1);
        let mut times: Vec<(usize, usize, NaiveDate)> =
            steps.iter().take(reached).enumerate().map(|(i, s)| (i, s.0, s.1)).collect();
        if back || gone {
            times.push((4, DIRECTOR, steps[1].1.min(today)));
        }
        if gone {
            times.push((5, HANDLER, steps[1].1.min(today)));
        }
        for (act, user, on) in times {
            let change = serde_json::json!({ "claim": number, "rule": rule, "amount": amount }).to_string();
            let told = Told { at: office_hour(on, self.t.now), about: id, user };
            self.c.note(&told, &CLAIMED[act], Some(change));
        }
        let handler = self.case.handler.unwrap_or(1);
        let mut people = vec![handler];
        if chance(&mut self.rng, 50) {
            people.push(pick(&mut self.rng, &[2, 3, 4, 5]));
        }
        let parts = subsidy::split(amount, people.len());
        let shares = people.into_iter().zip(parts);
        let shares = shares.map(|(p, part)| (p, part, format!("{:04}", self.rng.u32(..10_000)))).collect();
        let unclear = self.cast.unit.is_empty();
        let row = ClaimRow {
            id,
            uid: self.c.uid(),
            year: steps[0].1.year(),
            rule,
            case: self.case.id,
            amount,
            factors: format!("评分{score}/100"),
            payer_kind: if unclear { "5" } else { "3" },
            payer: if unclear { crate::domain::payer::own_finance() } else { self.cast.unit.clone() },
            state,
            steps: std::array::from_fn(|i| steps.get(i).filter(|_| i < reached).map(|s| (s.0 as i64 + 1, s.1))),
            voucher: if state == "paid" {
                format!("PZ{}", number.trim_matches(|c: char| !c.is_ascii_digit()))
            } else {
                String::new()
            },
            note: match state {
                "returned" => "缺履行凭证,补后重报",
                "void" => "与另一笔重复,作废",
                "review" => "",
                _ => "同意",
            },
            number,
            shares,
        };
        self.c.batch.claims.push(row);
    }
}

fn office_hour(day: NaiveDate, now: NaiveDateTime) -> NaiveDateTime {
    (day.and_time(NaiveTime::MIN) + TimeDelta::hours(10)).min(now)
}
