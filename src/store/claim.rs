//! Claims (经费台账): one row a claim, its shares, and the steps of its approval.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params, params};

/// A claim as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub id: i64,
    pub rev: i64,
    pub number: String,
    pub year: i32,
    /// SB1 to SB7.
    pub rule: String,
    pub case: Option<i64>,
    /// In 分.
    pub amount: i64,
    pub factors: String,
    pub payer_kind: String,
    pub payer: String,
    pub ground: String,
    /// JSON of what only this kind has: receipt, notes.
    pub detail: String,
    /// 审批单号 or 票据号, "" for none.
    pub receipt: String,
    /// First and last day of a journey or of a month of duty, "" for none.
    pub from_on: String,
    pub to_on: String,
    /// `review`, `approve`, `pay`, `paid`, `returned`, `void`.
    pub state: String,
    pub claimed_by: i64,
    pub claimed_on: String,
    pub reviewed_by: Option<i64>,
    pub approved_by: Option<i64>,
    pub paid_by: Option<i64>,
    pub paid_on: String,
    pub voucher: String,
    pub note: String,
}

const COLUMNS: &str = "id, rev, number, year, rule, case_id, amount, factors, payer_kind, payer, ground, detail, receipt, \
     ifnull(from_on, '') AS from_on, ifnull(to_on, '') AS to_on, state, claimed_by, \
     claimed_on, reviewed_by, approved_by, paid_by, ifnull(paid_on, '') AS paid_on, voucher, note";

fn claim(r: &Row) -> Result<Claim> {
    Ok(Claim {
        id: r.get("id")?,
        rev: r.get("rev")?,
        number: r.get("number")?,
        year: r.get("year")?,
        rule: r.get("rule")?,
        case: r.get("case_id")?,
        amount: r.get("amount")?,
        factors: r.get("factors")?,
        payer_kind: r.get("payer_kind")?,
        payer: r.get("payer")?,
        ground: r.get("ground")?,
        detail: r.get("detail")?,
        receipt: r.get("receipt")?,
        from_on: r.get("from_on")?,
        to_on: r.get("to_on")?,
        state: r.get("state")?,
        claimed_by: r.get("claimed_by")?,
        claimed_on: r.get("claimed_on")?,
        reviewed_by: r.get("reviewed_by")?,
        approved_by: r.get("approved_by")?,
        paid_by: r.get("paid_by")?,
        paid_on: r.get("paid_on")?,
        voucher: r.get("voucher")?,
        note: r.get("note")?,
    })
}

/// A person's part of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub staff: i64,
    pub name: String,
    pub amount: i64,
    /// Last four digits of a card.
    pub card: String,
}

/// Stores a claim that goes to review; its id, rev and later steps are ignored.
pub fn insert(tx: &Transaction, c: &Claim) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO claim (uid, number, year, rule, case_id, amount, factors, payer_kind, payer, ground, detail, receipt,
           from_on, to_on, state, claimed_by, claimed_on)
         VALUES (:uid, :number, :year, :rule, :case, :amount, :factors, :payer_kind, :payer, :ground, :detail, :receipt,
           nullif(:from_on, ''), nullif(:to_on, ''), 'review', :claimed_by, :claimed_on)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":number": c.number, ":year": c.year, ":rule": c.rule, ":case": c.case,
        ":amount": c.amount, ":factors": c.factors, ":payer_kind": c.payer_kind, ":payer": c.payer, ":ground": c.ground,
        ":detail": c.detail, ":receipt": c.receipt, ":from_on": c.from_on, ":to_on": c.to_on,
        ":claimed_by": c.claimed_by, ":claimed_on": c.claimed_on,
    })?;
    Ok(tx.last_insert_rowid())
}

/// Writes a returned claim anew if nobody changed it since `c.rev`, and sends it to review; false
/// otherwise. Its number stays, its shares and the steps of its approval are gone.
pub fn amend(tx: &Transaction, c: &Claim) -> Result<bool> {
    let changed = tx
        .prepare_cached(
            "UPDATE claim SET rev = rev + 1, rule = :rule, amount = :amount, factors = :factors, payer_kind = :payer_kind,
               payer = :payer, ground = :ground, detail = :detail, receipt = :receipt, from_on = nullif(:from_on, ''),
               to_on = nullif(:to_on, ''), state = 'review', claimed_by = :claimed_by, claimed_on = :claimed_on,
               reviewed_by = NULL, reviewed_on = NULL, approved_by = NULL, approved_on = NULL, note = ''
             WHERE id = :id AND rev = :rev AND state = 'returned'",
        )?
        .execute(named_params! {
            ":id": c.id, ":rev": c.rev, ":rule": c.rule, ":amount": c.amount, ":factors": c.factors,
            ":payer_kind": c.payer_kind, ":payer": c.payer, ":ground": c.ground, ":detail": c.detail,
            ":receipt": c.receipt, ":from_on": c.from_on, ":to_on": c.to_on, ":claimed_by": c.claimed_by,
            ":claimed_on": c.claimed_on,
        })?;
    tx.prepare_cached("DELETE FROM share WHERE claim_id = ?1")?.execute([c.id])?;
    Ok(changed == 1)
}

pub fn insert_share(tx: &Transaction, claim: i64, share: &Share) -> Result<()> {
    tx.prepare_cached("INSERT INTO share (claim_id, staff_id, amount, card) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![claim, share.staff, share.amount, share.card])?;
    Ok(())
}

pub fn shares(conn: &Connection, claim: i64) -> Result<Vec<Share>> {
    conn.prepare_cached(
        "SELECT p.staff_id, s.name, p.amount, p.card FROM share p JOIN staff s ON s.id = p.staff_id
         WHERE p.claim_id = ?1 ORDER BY p.staff_id",
    )?
    .query_map([claim], |r| Ok(Share { staff: r.get(0)?, name: r.get(1)?, amount: r.get(2)?, card: r.get(3)? }))?
    .collect()
}

pub fn load(conn: &Connection, id: i64) -> Result<Option<Claim>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM claim WHERE id = ?1"))?.query_row([id], claim).optional()
}

/// The case subsidy of a case that was not voided.
pub fn subsidy_of(conn: &Connection, case: i64) -> Result<Option<Claim>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM claim WHERE case_id = ?1 AND rule IN ('SB1','SB2','SB3') AND state <> 'void'"
    ))?
    .query_row([case], claim)
    .optional()
}

/// Which claims are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    pub states: &'a [&'a str],
    pub case: Option<i64>,
    /// Part of a number or of a payer's name.
    pub search: &'a str,
    /// Only what this user claimed, or what concerns the cases of this person: (user, staff).
    pub own: Option<(i64, Option<i64>)>,
    /// Ids below this one.
    pub before: Option<i64>,
    pub limit: usize,
}

/// The newest first. Each state is a range of its index, or the few of one case or person.
pub fn list(conn: &Connection, wanted: &Wanted) -> Result<Vec<Claim>> {
    let mut list = Vec::new();
    for state in wanted.states {
        let from = match (wanted.case, wanted.own) {
            (Some(_), _) => "claim INDEXED BY claim_case WHERE case_id = :case AND state = :state",
            // What is done with is most of the file: his own are looked up there.
            (None, Some(_)) if matches!(*state, "paid" | "void") => {
                "claim WHERE state = :state AND id IN (SELECT id FROM claim INDEXED BY claim_by WHERE claimed_by = :user
                   UNION SELECT k.id FROM cases c JOIN claim k ON k.case_id = c.id WHERE c.handler_id = :staff)"
            }
            // What is under way is little: it is looked through for his own.
            (None, Some(_)) => {
                "claim INDEXED BY claim_state WHERE state = :state AND (claimed_by = :user
                   OR EXISTS (SELECT 1 FROM cases c WHERE c.id = claim.case_id AND c.handler_id = :staff))"
            }
            (None, None) => "claim INDEXED BY claim_state WHERE state = :state",
        };
        // One set of parameters for all: those that a range does not name are asked for nothing.
        let sql = format!(
            "SELECT {COLUMNS} FROM {from} AND id < :before
             AND (:search = '' OR instr(number, :search) OR instr(payer, :search))
             AND ifnull(:case, 0) >= 0 AND ifnull(:user, 0) >= 0 AND ifnull(:staff, 0) >= 0
             ORDER BY id DESC LIMIT :limit"
        );
        let mut query = conn.prepare_cached(&sql)?;
        let rows = query.query_map(
            named_params! {
                ":state": state, ":case": wanted.case, ":user": wanted.own.map(|o| o.0),
                ":staff": wanted.own.and_then(|o| o.1), ":search": wanted.search,
                ":before": wanted.before.unwrap_or(i64::MAX), ":limit": i64::try_from(wanted.limit).unwrap_or(i64::MAX),
            },
            claim,
        )?;
        for row in rows {
            list.push(row?);
        }
    }
    list.sort_by_key(|c| std::cmp::Reverse(c.id));
    list.truncate(wanted.limit);
    Ok(list)
}

/// A step of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Reviewed,
    Approved,
    Returned,
    Voided,
}

/// Writes a step of a claim if nobody changed it since `rev`; false otherwise.
pub fn step(tx: &Transaction, c: &Claim, step: Step, user: i64, on: NaiveDate, note: &str) -> Result<bool> {
    let set = match step {
        Step::Reviewed => "state = 'approve', reviewed_by = :user, reviewed_on = :on",
        Step::Approved => "state = 'pay', approved_by = :user, approved_on = :on",
        Step::Returned => "state = 'returned'",
        Step::Voided => "state = 'void'",
    };
    let sql = format!(
        "UPDATE claim SET rev = rev + 1, {set}, note = :note
         WHERE id = :id AND rev = :rev AND :user > 0 AND :on <> ''"
    );
    let changed = tx.prepare_cached(&sql)?.execute(named_params! {
        ":user": user, ":on": on.to_string(), ":note": note, ":id": c.id, ":rev": c.rev,
    })?;
    Ok(changed == 1)
}

pub fn pay(tx: &Transaction, c: &Claim, user: i64, on: NaiveDate, voucher: &str) -> Result<bool> {
    let changed = tx
        .prepare_cached(
            "UPDATE claim SET rev = rev + 1, state = 'paid', paid_by = :user, paid_on = :on, voucher = :voucher
             WHERE id = :id AND rev = :rev",
        )?
        .execute(named_params! {
            ":user": user, ":on": on.to_string(), ":voucher": voucher, ":id": c.id, ":rev": c.rev,
        })?;
    Ok(changed == 1)
}

/// Whether a voucher of that year stands in another claim already; numbers begin anew each year.
pub fn voucher_used(conn: &Connection, voucher: &str, year: i32, except: i64) -> Result<bool> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM claim WHERE voucher = ?1 AND voucher <> '' AND paid_on BETWEEN ?2 AND ?3 AND id <> ?4)",
    )?
    .query_row(params![voucher, format!("{year}-01-01"), format!("{year}-12-31"), except], |r| r.get(0))
}

/// The number of another claim, not voided, under the same 审批单 or 票据.
pub fn receipt_used(conn: &Connection, receipt: &str, except: i64) -> Result<Option<String>> {
    conn.prepare_cached(
        "SELECT number FROM claim WHERE receipt = ?1 AND receipt <> '' AND state <> 'void' AND id <> ?2 LIMIT 1",
    )?
    .query_row(params![receipt, except], |r| r.get(0))
    .optional()
}

/// The number of an earlier claim of a case that was voided, the newest first.
pub fn voided_of(conn: &Connection, case: i64, before: i64) -> Result<Option<String>> {
    conn.prepare_cached(
        "SELECT number FROM claim INDEXED BY claim_case WHERE case_id = ?1 AND rule IN ('SB1','SB2','SB3')
         AND state = 'void' AND id < ?2 ORDER BY id DESC LIMIT 1",
    )?
    .query_row([case, before], |r| r.get(0))
    .optional()
}

/// A journey of a person that covers a day: the number of its claim.
pub fn travel_on(conn: &Connection, staff: i64, day: &str) -> Result<Option<String>> {
    conn.prepare_cached(
        "SELECT k.number FROM share p INDEXED BY share_person JOIN claim k ON k.id = p.claim_id
         WHERE p.staff_id = ?1 AND k.rule = 'SB5' AND k.state <> 'void' AND ?2 BETWEEN k.from_on AND k.to_on LIMIT 1",
    )?
    .query_row(params![staff, day], |r| r.get(0))
    .optional()
}
