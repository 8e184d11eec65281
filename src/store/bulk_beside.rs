//! Rows of a bulk load that lie beside a case: warnings, supervision, 包案, volumes, loans, claims,
//! waiting requests, leads. Each knows its own statement; none decides anything.

use crate::validation::date::canonical_time;
use chrono::{NaiveDate, NaiveDateTime};
use rusqlite::{Connection, Result, named_params, params};

fn day(day: Option<NaiveDate>) -> Option<String> {
    day.map(|d| d.to_string())
}

/// 预警 with as much of its life as it has had.
pub struct WarningRow {
    pub uid: String,
    pub number: String,
    pub case: i64,
    pub rule: &'static str,
    pub level: &'static str,
    pub fact: String,
    pub subject: String,
    pub recipient: String,
    /// Code of `codes::NOTICE_WAY`, "" while nobody was told.
    pub way: &'static str,
    pub at: NaiveDateTime,
    pub user: i64,
    pub signed: &'static str,
    pub signed_on: Option<NaiveDate>,
    pub disposal: &'static str,
    pub closed_on: Option<NaiveDate>,
}

impl WarningRow {
    pub(super) fn insert(&self, conn: &Connection) -> Result<()> {
        conn.prepare_cached(
            "INSERT INTO warning (uid, number, case_id, rule, level, fact, subject, recipient, way, at, user_id, signed,
               signed_on, disposal, closed_on)
             VALUES (:uid, :number, :case, :rule, :level, :fact, :subject, :recipient, :way, :at, :user, :signed,
               :signed_on, :disposal, :closed_on)",
        )?
        .execute(named_params! {
            ":uid": self.uid, ":number": self.number, ":case": self.case, ":rule": self.rule, ":level": self.level,
            ":fact": self.fact, ":subject": self.subject, ":recipient": self.recipient, ":way": self.way,
            ":at": canonical_time(self.at), ":user": self.user, ":signed": self.signed, ":signed_on": day(self.signed_on),
            ":disposal": self.disposal, ":closed_on": day(self.closed_on),
        })
        .map(|_| ())
    }
}

/// 督办单.
pub struct SupervisionRow {
    pub uid: String,
    pub number: String,
    pub case: i64,
    pub target: String,
    pub trigger: &'static str,
    pub demand: &'static str,
    pub issued_at: NaiveDateTime,
    pub feedback_by: NaiveDate,
    pub user: i64,
    pub feedback: &'static str,
    pub answered_on: Option<NaiveDate>,
    pub closing: &'static str,
    pub closed_on: Option<NaiveDate>,
}

impl SupervisionRow {
    pub(super) fn insert(&self, conn: &Connection) -> Result<()> {
        conn.prepare_cached(
            "INSERT INTO supervision (uid, number, case_id, target, trigger, demand, issued_at, feedback_by, user_id,
               feedback, answered_on, closing, closed_on)
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
        )?
        .execute(params![
            self.uid,
            self.number,
            self.case,
            self.target,
            self.trigger,
            self.demand,
            canonical_time(self.issued_at),
            self.feedback_by.to_string(),
            self.user,
            self.feedback,
            day(self.answered_on),
            self.closing,
            day(self.closed_on)
        ])
        .map(|_| ())
    }
}

/// A request that waits for its answer.
pub struct PendingRow {
    pub record: i64,
    pub case: i64,
    pub form: &'static str,
    pub at: NaiveDateTime,
    pub user: i64,
}

impl PendingRow {
    pub(super) fn insert(&self, conn: &Connection) -> Result<()> {
        conn.prepare_cached("INSERT INTO pending (record_id, case_id, form, at, user_id) VALUES (?1,?2,?3,?4,?5)")?
            .execute(params![self.record, self.case, self.form, canonical_time(self.at), self.user])
            .map(|_| ())
    }
}

/// 包案: the plan of a case and how far it got.
pub struct ListingRow {
    pub uid: String,
    pub case: i64,
    pub team_number: String,
    /// The filled 包案方案.
    pub plan: crate::validation::Draft,
    pub progress_on: Option<NaiveDate>,
    pub struck_on: Option<NaiveDate>,
}

impl ListingRow {
    pub(super) fn insert(&self, conn: &Connection) -> Result<()> {
        let p = &self.plan;
        conn.prepare_cached(
            "INSERT INTO listing (case_id, uid, team_number, leader, post, level, source, approved_on, goal, plan,
               posted_by, budget, progress_on, struck_on)
             VALUES (:case, :uid, :team, :leader, :post, :level, :source, :approved, :goal, :plan, :posted_by, :budget,
               :progress, :struck)",
        )?
        .execute(named_params! {
            ":case": self.case, ":uid": self.uid, ":team": self.team_number, ":leader": p.get("leader"),
            ":post": p.get("post"), ":level": p.get("level"), ":source": p.get("source"),
            ":approved": p.get("approved_on"), ":goal": p.get("goal"), ":plan": p.get("plan"),
            ":posted_by": p.get("posted_by"), ":budget": p.get("budget").parse::<i64>().unwrap_or(0),
            ":progress": day(self.progress_on), ":struck": day(self.struck_on),
        })
        .map(|_| ())
    }
}

/// 卷宗; its id is given, for loans name it.
pub struct VolumeRow {
    pub id: i64,
    pub uid: String,
    pub case: i64,
    pub number: String,
    pub filed_on: NaiveDate,
    /// JSON: a list of [item, start page].
    pub contents: String,
    /// The filled 立卷归档.
    pub retention: String,
    pub place: String,
    pub pages: i64,
    pub filer: &'static str,
    pub checker: &'static str,
}

impl VolumeRow {
    pub(super) fn insert(&self, conn: &Connection) -> Result<()> {
        conn.prepare_cached(
            "INSERT INTO volume (id, uid, case_id, number, retention, place, pages, filed_on, filer, checker, contents)
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)",
        )?
        .execute(params![
            self.id,
            self.uid,
            self.case,
            self.number,
            self.retention,
            self.place,
            self.pages,
            self.filed_on.to_string(),
            self.filer,
            self.checker,
            self.contents
        ])
        .map(|_| ())
    }
}

/// 借阅.
pub struct LoanRow {
    pub uid: String,
    pub volume: i64,
    /// Code of `forms::LOAN_KIND`.
    pub kind: &'static str,
    pub borrower: &'static str,
    pub unit: &'static str,
    pub purpose: &'static str,
    pub approver: &'static str,
    pub out_on: NaiveDate,
    pub due: Option<NaiveDate>,
    pub back_on: Option<NaiveDate>,
    pub state: &'static str,
    pub user: i64,
}

impl LoanRow {
    pub(super) fn insert(&self, conn: &Connection) -> Result<()> {
        conn.prepare_cached(
            "INSERT INTO loan (uid, volume_id, kind, borrower, unit, purpose, approver, out_on, due, back_on, state, user_id)
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)",
        )?
        .execute(params![
            self.uid,
            self.volume,
            self.kind,
            self.borrower,
            self.unit,
            self.purpose,
            self.approver,
            self.out_on.to_string(),
            day(self.due),
            day(self.back_on),
            self.state,
            self.user
        ])
        .map(|_| ())
    }
}

/// A claim with its parts; who took which step, as far as it got.
pub struct ClaimRow {
    pub id: i64,
    pub uid: String,
    pub number: String,
    pub year: i32,
    pub rule: &'static str,
    pub case: i64,
    /// In 分.
    pub amount: i64,
    pub factors: String,
    pub payer_kind: &'static str,
    pub payer: String,
    pub state: &'static str,
    /// 申报, 审核, 审批, 支付: user and day.
    pub steps: [Option<(i64, NaiveDate)>; 4],
    pub voucher: String,
    pub note: &'static str,
    /// Person, 分, last four of a card.
    pub shares: Vec<(i64, i64, String)>,
}

impl ClaimRow {
    pub(super) fn insert(&self, conn: &Connection) -> Result<()> {
        let user = |i: usize| self.steps[i].map(|s| s.0);
        let on = |i: usize| day(self.steps[i].map(|s| s.1));
        conn.prepare_cached(
            "INSERT INTO claim (id, uid, number, year, rule, case_id, amount, factors, payer_kind, payer, ground, state,
               claimed_by, claimed_on, reviewed_by, reviewed_on, approved_by, approved_on, paid_by, paid_on, voucher, note)
             VALUES (:id, :uid, :number, :year, :rule, :case, :amount, :factors, :kind, :payer, '方案六(四)1', :state,
               :claimed_by, :claimed_on, :reviewed_by, :reviewed_on, :approved_by, :approved_on, :paid_by, :paid_on,
               :voucher, :note)",
        )?
        .execute(named_params! {
            ":id": self.id, ":uid": self.uid, ":number": self.number, ":year": self.year, ":rule": self.rule,
            ":case": self.case, ":amount": self.amount, ":factors": self.factors, ":kind": self.payer_kind,
            ":payer": self.payer, ":state": if self.state == "paid" { "pay" } else { self.state }, ":claimed_by": user(0), ":claimed_on": on(0),
            ":reviewed_by": user(1), ":reviewed_on": on(1), ":approved_by": user(2), ":approved_on": on(2),
            ":paid_by": user(3), ":paid_on": on(3), ":voucher": self.voucher, ":note": self.note,
        })?;
        for (staff, amount, card) in &self.shares {
            conn.prepare_cached("INSERT INTO share (claim_id, staff_id, amount, card) VALUES (?1,?2,?3,?4)")?
                .execute(params![self.id, staff, amount, card])?;
        }
        // What is paid is summed as it turns.
        if self.state == "paid" {
            conn.prepare_cached("UPDATE claim SET state = 'paid' WHERE id = ?1")?.execute([self.id])?;
        }
        Ok(())
    }
}

/// 苗头.
pub struct LeadRow {
    pub uid: String,
    pub number: String,
    pub reporter: &'static str,
    pub heard_on: NaiveDate,
    pub place: &'static str,
    pub parties: &'static str,
    pub gist: &'static str,
    pub dispute: &'static str,
    pub involved: i64,
    pub safety: &'static str,
    pub state: &'static str,
    pub handling: &'static str,
    pub outcome: &'static str,
    pub closed_on: Option<NaiveDate>,
    pub user: i64,
}

impl LeadRow {
    /// # Errors
    /// Of the file.
    pub fn insert(&self, conn: &Connection) -> Result<()> {
        conn.execute(
            "INSERT INTO lead (uid, number, reporter, heard_on, place, parties, gist, dispute, involved, safety, handling,
               state, outcome, closed_on, user_id, station_id)
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,1)",
            params![
                self.uid,
                self.number,
                self.reporter,
                self.heard_on.to_string(),
                self.place,
                self.parties,
                self.gist,
                self.dispute,
                self.involved,
                self.safety,
                self.handling,
                self.state,
                self.outcome,
                day(self.closed_on),
                self.user
            ],
        )
        .map(|_| ())
    }
}
