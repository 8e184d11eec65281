//! 经费 through the desk: one claim a case, inside the band, four people, no official paid.

use super::register::{self, Ask};
use super::trial::{Office, PASSWORD};
use super::trial_case::in_hand;
use super::{Desk, Failure};
use crate::validation::Draft;

/// An office with finance, a second director and the group's office, and a case that was filed.
fn filed(outcome: &str, grade: &str) -> (Office, i64) {
    let office = Office::new();
    let case = in_hand(&office, "G1", "03");
    let mut admin = office.desk("admin", "机房");
    for (login, name, role) in
        [("caiwu", "杨会计", "finance"), ("bangong", "赵主任", "office"), ("fuzhuren", "和副主任", "director")]
    {
        let draft = Draft::default().with("login", login).with("name", name).with("role", role);
        admin.add_user(&draft, PASSWORD).expect("added");
    }
    for (name, official) in [("扎西", "0"), ("熊干部", "1"), ("杨待核", "9")] {
        let person =
            [("name", name), ("profession", "04"), ("full_time", "0"), ("languages", "1"), ("official", official)];
        let person = person.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
        admin.add_staff(&person).expect("added");
    }
    let set = "UPDATE cases SET stage = 'S90', is_open = 0, outcome = ?1, grade = ?2 WHERE id = ?3";
    admin.conn.execute(set, rusqlite::params![outcome, grade, case]).expect("filed");
    (office, case)
}

fn claim(case: i64, amount: &str, shares: &str) -> Draft {
    let pairs = [("payer_kind", "3"), ("payer", "建塘镇政府"), ("ground", "产生问题的单位"), ("to_beijing", "0")];
    let draft = pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
    let factors = ["quantity", "quality", "difficulty", "impact", "standard"];
    let draft = factors.iter().fold(draft, |d, k| d.with(k, "10"));
    draft.with("case", case.to_string()).with("amount", amount).with("shares", shares)
}

fn refused(answer: Result<impl std::fmt::Debug, Failure>) -> String {
    answer.expect_err("refused").to_string()
}

fn ok(opinion: &str) -> Draft {
    Draft::default().with("opinion", opinion)
}

fn states(desk: &Desk, view: &str) -> Vec<String> {
    let ask = Ask { view: view.into(), limit: 9, ..Ask::default() };
    let rows = desk.register_rows(register::find("claims").expect("经费台账"), &ask).expect("rows");
    rows.into_iter().map(|l| l.cells[0].clone()).collect()
}

#[test]
fn four_people_bring_a_claim_to_payment() {
    let (office, case) = filed("1", "G1");
    let mut director = office.desk("zhuren", "主任室");
    let done = director.claim(&claim(case, "", "李秀英\n扎西")).expect("claimed");
    // 50 of 100 points lie in the middle of 3000 to 5000.
    assert!(done.text.contains("SB1 4,000.00元") || done.text.contains("SB1 4000.00元"), "{}", done.text);
    let shares = director.claim_shares(done.id).expect("shares");
    assert_eq!(shares.iter().map(|s| s.amount).collect::<Vec<_>>(), [200_000, 200_000]);
    assert!(refused(director.claim(&claim(case, "", "扎西"))).contains("一案一结"));

    assert!(refused(director.review_claim(done.id, &ok("同意"))).contains("不同的人"));
    assert!(refused(office.desk("bangong", "司法局").approve_claim(done.id, &ok("同意"))).contains("待审核"));
    let mut second = office.desk("fuzhuren", "主任室");
    assert_eq!(states(&second, "mine"), ["待审核"]);
    second.review_claim(done.id, &ok("同意")).expect("reviewed");
    let mut group = office.desk("bangong", "司法局");
    assert_eq!(states(&group, "mine"), ["待审批"]);
    group.approve_claim(done.id, &ok("同意")).expect("approved");
    let mut finance = office.desk("caiwu", "财务室");
    assert!(finance.readable_case(case).is_err(), "who pays sees no case");
    assert_eq!(states(&finance, "mine"), ["待支付"]);
    let pay = Draft::default().with("voucher", "记-11-0032").with("paid_on", "2026-11-23");
    finance.pay_claim(done.id, &pay).expect("paid");
    assert_eq!(states(&finance, "paid"), ["已支付"]);
    assert_eq!(finance.ledger_totals(2026).expect("totals"), [("建塘镇政府".to_string(), 1, 400_000)]);
    assert!(refused(finance.pay_claim(done.id, &pay)).contains("已支付"));
}

#[test]
fn officials_and_the_unverified_are_not_paid() {
    let (office, case) = filed("1", "G1");
    let mut director = office.desk("zhuren", "主任室");
    let no = refused(director.claim(&claim(case, "4000元", "扎西 2000元\n熊干部 2000元")));
    assert!(no.contains("公职人员") && no.contains("公务员法44"), "{no}");
    assert!(refused(director.claim(&claim(case, "4000元", "杨待核"))).contains("待核"));
    assert!(refused(director.claim(&claim(case, "4000元", "扎西 3999元"))).contains("不符"));
    director.claim(&claim(case, "4000元", "扎西 2500元\n李秀英 1500元")).expect("claimed");
}

#[test]
fn the_band_follows_grade_and_outcome() {
    let (office, case) = filed("1", "G1");
    let mut director = office.desk("zhuren", "主任室");
    for amount in ["2999元", "8000元", "12000元"] {
        assert!(refused(director.claim(&claim(case, amount, "扎西"))).contains("3000元至5000元"), "{amount}");
    }
    let (office, case) = filed("1", "G2");
    let mut director = office.desk("zhuren", "主任室");
    assert!(refused(director.claim(&claim(case, "8000元", "扎西"))).contains("10000元至30000元"));
    director.claim(&claim(case, "30000元", "扎西")).expect("claimed");
    let (office, case) = filed("4", "G1");
    let mut director = office.desk("zhuren", "主任室");
    assert!(refused(director.claim(&claim(case, "3001元", "扎西"))).contains("SB3"));
    assert!(director.claim(&claim(case, "3000元", "扎西")).expect("claimed").text.contains("SB3"));
    let (office, case) = filed("2", "G1");
    let mut director = office.desk("zhuren", "主任室");
    assert!(refused(director.claim(&claim(case, "4000元", "扎西"))).contains("回访"));
    let set = "UPDATE cases SET stage = 'S80' WHERE id = ?1";
    director.conn.execute(set, [case]).expect("closed only");
    assert!(refused(director.claim(&claim(case, "4000元", "扎西"))).contains("归档后才能申报"));
}

#[test]
fn what_was_returned_is_given_up_and_claimed_anew() {
    let (office, case) = filed("1", "G1");
    let mut director = office.desk("zhuren", "主任室");
    let first = director.claim(&claim(case, "4000元", "扎西")).expect("claimed").id;
    let back = Draft::default().with("reason", "缺票据");
    office.desk("fuzhuren", "主任室").return_claim(first, &back).expect("returned");
    let kept = crate::store::journal::list(&director.conn, "claim", first, 9).expect("journal");
    assert!(kept.iter().any(|r| r.change.contains("缺票据")), "the reason stays in the journal");
    assert!(refused(director.claim(&claim(case, "4000元", "扎西"))).contains("一案一结"));
    director.void_claim(first, &back).expect("given up");
    let second = director.claim(&claim(case, "4000元", "扎西")).expect("claimed anew");
    assert!(second.text.contains("0002号"), "{}", second.text);
}
