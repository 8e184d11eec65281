//! The full ledger (经费总账): one line a share of a claim, with the case, the people and the dates beside it.

use rusqlite::{Connection, OptionalExtension, Result, Row, named_params};

/// A line: a claim and one of its shares; a claim without shares is one line with `staff` 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub claim: i64,
    pub staff: i64,
    pub number: String,
    pub rule: String,
    pub case: Option<i64>,
    /// 案号 or 接谈号, "" without a case.
    pub title: String,
    pub sealed: bool,
    pub dispute: String,
    pub grade: String,
    pub outcome: String,
    pub closed_on: String,
    pub volume: String,
    pub amount: i64,
    pub factors: String,
    pub payer_kind: String,
    pub payer: String,
    pub ground: String,
    /// JSON of what only this kind of claim has.
    pub detail: String,
    pub from_on: String,
    pub to_on: String,
    pub receipt: String,
    pub payee: String,
    pub profession: String,
    pub official: String,
    pub share: i64,
    pub card: String,
    /// 申报, 审核, 审批, 支付: name and day, "" while not done.
    pub hands: [(String, String); 4],
    pub voucher: String,
    pub state: String,
    pub note: String,
}

const SELECT: &str = "SELECT k.id, ifnull(p.staff_id, 0), k.number, k.rule, k.case_id, coalesce(c.number, c.docket, ''),
       ifnull(c.sealed, 0), ifnull(c.dispute, ''), ifnull(c.grade, ''), ifnull(c.outcome, ''), ifnull(c.closed_on, ''),
       ifnull((SELECT v.number FROM volume v WHERE v.case_id = k.case_id ORDER BY v.id DESC LIMIT 1), ''),
       k.amount, k.factors, k.payer_kind, k.payer, k.ground, k.detail, ifnull(k.from_on, ''), ifnull(k.to_on, ''), k.receipt,
       ifnull(s.name, ''), ifnull(s.profession, ''), ifnull(s.official, ''), ifnull(p.amount, 0), ifnull(p.card, ''),
       ifnull(u1.name, ''), k.claimed_on, ifnull(u2.name, ''), ifnull(k.reviewed_on, ''), ifnull(u3.name, ''),
       ifnull(k.approved_on, ''), ifnull(u4.name, ''), ifnull(k.paid_on, ''), k.voucher, k.state, k.note";
const JOINS: &str = "LEFT JOIN share p ON p.claim_id = k.id LEFT JOIN staff s ON s.id = p.staff_id
     LEFT JOIN cases c ON c.id = k.case_id LEFT JOIN user u1 ON u1.id = k.claimed_by
     LEFT JOIN user u2 ON u2.id = k.reviewed_by LEFT JOIN user u3 ON u3.id = k.approved_by
     LEFT JOIN user u4 ON u4.id = k.paid_by";

fn entry(r: &Row) -> Result<Entry> {
    let hand = |at: usize| Ok::<_, rusqlite::Error>((r.get(at)?, r.get(at + 1)?));
    Ok(Entry {
        claim: r.get(0)?,
        staff: r.get(1)?,
        number: r.get(2)?,
        rule: r.get(3)?,
        case: r.get(4)?,
        title: r.get(5)?,
        sealed: r.get(6)?,
        dispute: r.get(7)?,
        grade: r.get(8)?,
        outcome: r.get(9)?,
        closed_on: r.get(10)?,
        volume: r.get(11)?,
        amount: r.get(12)?,
        factors: r.get(13)?,
        payer_kind: r.get(14)?,
        payer: r.get(15)?,
        ground: r.get(16)?,
        detail: r.get(17)?,
        from_on: r.get(18)?,
        to_on: r.get(19)?,
        receipt: r.get(20)?,
        payee: r.get(21)?,
        profession: r.get(22)?,
        official: r.get(23)?,
        share: r.get(24)?,
        card: r.get(25)?,
        hands: [hand(26)?, hand(28)?, hand(30)?, hand(32)?],
        voucher: r.get(34)?,
        state: r.get(35)?,
        note: r.get(36)?,
    })
}

/// Which lines are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Rules of the sub-ledger; none = all.
    pub rules: &'a [&'a str],
    pub case: Option<i64>,
    /// Part of a number, of a payer's or a payee's name.
    pub search: &'a str,
    /// Only what this user claimed, or what concerns the cases of this person: (user, staff).
    pub own: Option<(i64, Option<i64>)>,
    /// The line before the window: (claim, staff).
    pub after: (i64, i64),
    pub limit: usize,
}

/// The statement of a window; rules, case and own choose where it begins.
fn sql(rules: &[&str], case: Option<i64>, own: Option<(i64, Option<i64>)>) -> String {
    let of_rule = if rules.is_empty() { "" } else { "AND rule = :rule" };
    let from = match (case, own) {
        (Some(_), _) => "claim INDEXED BY claim_case WHERE case_id = :case",
        (None, Some(_)) => {
            "claim WHERE id IN (SELECT id FROM claim INDEXED BY claim_by WHERE claimed_by = :user
               UNION SELECT o.id FROM cases h JOIN claim o ON o.case_id = h.id WHERE h.handler_id = :staff)"
        }
        (None, None) if rules.is_empty() => "claim WHERE 1",
        (None, None) => "claim INDEXED BY claim_rule WHERE 1",
    };
    // One set of parameters for all ranges: those that a range does not name are asked for nothing.
    format!(
        "{SELECT} FROM (SELECT * FROM {from} {of_rule} AND id <= :claim
           AND (:search = '' OR instr(number, :search) OR instr(payer, :search) OR EXISTS (SELECT 1 FROM share q
             JOIN staff t ON t.id = q.staff_id WHERE q.claim_id = claim.id AND instr(t.name, :search)))
           AND ifnull(:case, 0) >= 0 AND ifnull(:user, 0) >= 0 AND ifnull(:staff, 0) >= 0 AND :rule = :rule
           ORDER BY id DESC LIMIT :limit + 1) k {JOINS}
         WHERE k.id < :claim OR ifnull(p.staff_id, 0) > :person ORDER BY k.id DESC, p.staff_id LIMIT :limit"
    )
}

/// A window, newest claim first and its shares by person. Each rule is a range of its index, cut to the
/// window before the names are looked up.
pub fn window(conn: &Connection, wanted: &Wanted) -> Result<Vec<Entry>> {
    let sql = sql(wanted.rules, wanted.case, wanted.own);
    let all = [""];
    let rules = if wanted.rules.is_empty() { &all[..] } else { wanted.rules };
    let mut list = Vec::new();
    for rule in rules {
        let mut query = conn.prepare_cached(&sql)?;
        let rows = query.query_map(
            named_params! {
                ":rule": rule, ":case": wanted.case, ":user": wanted.own.map(|o| o.0),
                ":staff": wanted.own.and_then(|o| o.1), ":search": wanted.search, ":claim": wanted.after.0,
                ":person": wanted.after.1, ":limit": i64::try_from(wanted.limit).unwrap_or(i64::MAX - 1),
            },
            entry,
        )?;
        for row in rows {
            list.push(row?);
        }
    }
    list.sort_by_key(|e| (std::cmp::Reverse(e.claim), e.staff));
    list.truncate(wanted.limit);
    Ok(list)
}

/// One line; without a person the first of the claim.
pub fn load(conn: &Connection, claim: i64, staff: Option<i64>) -> Result<Option<Entry>> {
    let sql = format!(
        "{SELECT} FROM claim k {JOINS} WHERE k.id = ?1 AND (?2 IS NULL OR ifnull(p.staff_id, 0) = ?2) ORDER BY p.staff_id LIMIT 1"
    );
    conn.prepare_cached(&sql)?.query_row(rusqlite::params![claim, staff], entry).optional()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::listing::fixture;

    /// Claims may be hundreds of thousands: every list and sum of money begins at a range of an index.
    #[test]
    fn every_read_of_money_goes_by_an_index() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = crate::store::open(&folder.path().join("a.db"), true).expect("open");
        let whole = [
            (sql(&[], None, None), "SEARCH claim USING INTEGER PRIMARY KEY (rowid<?)"),
            (sql(&["SB5"], None, None), "SEARCH claim USING INDEX claim_rule (rule=? AND id<?)"),
            (sql(&[], Some(1), None), "SEARCH claim USING INDEX claim_case (case_id=? AND rowid<?)"),
        ];
        for (sql, index) in whole {
            let plan = fixture::plan(&conn, &sql).expect(&sql);
            assert!(plan.contains(index), "{plan}");
        }
        for (sql, index) in [
            (
                "SELECT sum(amount) FROM claim WHERE payer = 1 AND state IN ('review','approve','pay')",
                "claim_under_way (payer=?)",
            ),
            ("SELECT sum(amount) FROM spent WHERE payer = ?1 AND year = ?2", "spent_payer (payer=? AND year=?)"),
            (
                "SELECT 1 FROM claim WHERE voucher = ?1 AND voucher <> '' AND paid_on BETWEEN ?2 AND ?3",
                "claim_voucher (voucher=?",
            ),
            (
                "SELECT 1 FROM claim WHERE receipt = ?1 AND receipt <> '' AND state <> 'void'",
                "claim_receipt (receipt=?)",
            ),
            (
                "SELECT * FROM duty WHERE day BETWEEN ?1 AND ?2 AND served = 0 ORDER BY day, id",
                "duty_waiting (day>? AND day<?)",
            ),
            ("SELECT * FROM duty WHERE day BETWEEN ?1 AND ?2 ORDER BY day DESC, id DESC", "duty_day (day>? AND day<?)"),
            (
                "SELECT * FROM duty WHERE served = 1 AND claim_id IS NULL AND day BETWEEN ?1 AND ?2",
                "duty_unpaid (day>? AND day<?)",
            ),
            ("SELECT * FROM finding f WHERE f.verdict = '' AND f.id < ?1 ORDER BY f.id DESC", "finding_open"),
            ("SELECT amount FROM payee WHERE year = ?1 ORDER BY amount", "payee_amount (year=?)"),
        ] {
            let plan = fixture::plan(&conn, sql).expect(sql);
            assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
        }
    }
}
