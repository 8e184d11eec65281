//! 经费 through the desk: one claim a case, inside the band, four people, no official paid.

use super::register::{self, Ask};
use super::trial::{Office, PASSWORD};
use super::trial_case::in_hand;
use super::{Desk, Failure};
use crate::validation::Draft;

/// An office with finance, a second director and the group's office, and a case that was filed.
pub(super) fn filed(outcome: &str, grade: &str) -> (Office, i64) {
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

pub(super) fn claim(case: i64, amount: &str, shares: &str) -> Draft {
    let pairs = [
        ("liable", "1"),
        ("payer_kind", "3"),
        ("payer", "建塘镇政府"),
        ("ground", "产生问题的单位"),
        ("to_beijing", "0"),
    ];
    let draft = pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
    let factors = ["quantity", "quality", "difficulty", "impact", "standard"];
    let draft = factors.iter().fold(draft, |d, k| d.with(k, "10"));
    draft.with("case", case.to_string()).with("amount", amount).with("shares", shares)
}

pub(super) fn refused(answer: Result<impl std::fmt::Debug, Failure>) -> String {
    answer.expect_err("refused").to_string()
}

pub(super) fn ok(opinion: &str) -> Draft {
    Draft::default().with("opinion", opinion)
}

pub(super) fn states(desk: &Desk, view: &str) -> Vec<String> {
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

/// Brings a claim from review to payment.
pub(super) fn pay_out(office: &Office, claim: i64, voucher: &str) {
    office.desk("fuzhuren", "主任室").review_claim(claim, &ok("同意")).expect("reviewed");
    office.desk("bangong", "司法局").approve_claim(claim, &ok("同意")).expect("approved");
    let pay = Draft::default().with("voucher", voucher).with("paid_on", "2026-11-23");
    office.desk("caiwu", "财务室").pay_claim(claim, &pay).expect("paid");
}

#[test]
fn a_case_graded_otherwise_is_claimed_anew_under_its_band_and_approved_anew() {
    let (office, case) = filed("1", "G1");
    let mut director = office.desk("zhuren", "主任室");
    let id = director.claim(&claim(case, "4000元", "扎西 3000元 1234\n李秀英 1000元")).expect("claimed").id;
    let mut second = office.desk("fuzhuren", "主任室");
    let mut group = office.desk("bangong", "司法局");
    second.review_claim(id, &ok("同意")).expect("reviewed");
    director.conn.execute("UPDATE cases SET grade = 'G2' WHERE id = ?1", [case]).expect("regraded");
    let no = refused(group.approve_claim(id, &ok("同意")));
    assert!(no.contains("应按SB2申报") && no.contains("改后重报"), "{no}");
    group.return_claim(id, &Draft::default().with("reason", "等级已变")).expect("returned");

    // The form comes back as it was filled in; outside the new band it is refused.
    let form = director.claim_form(id).expect("a form");
    assert_eq!((form.get("amount"), form.get("payer")), ("4000.00", "建塘镇政府"));
    assert_eq!(form.get("shares"), "李秀英\t1000.00\t\n扎西\t3000.00\t1234");
    assert!(refused(director.amend_claim(id, &form)).contains("10000元至30000元"));
    let mut other = office.desk("fuzhuren", "主任室");
    let anew = form.with("amount", "12000元").with("shares", "扎西");
    assert!(refused(other.amend_claim(id, &anew)).contains("自己经手"), "who did not claim it does not amend it");
    let done = director.amend_claim(id, &anew).expect("amended");
    assert!(done.text.contains("SB2 12,000.00元") && done.text.contains("待主任审核"), "{}", done.text);
    let held = director.claim_of(id).expect("a claim");
    assert_eq!((held.state.as_str(), held.reviewed_by, held.number.as_str()), ("review", None, "经〔2026〕0001号"));
    assert_eq!(director.claim_shares(id).expect("shares").len(), 1);
    let kept = crate::store::journal::list(&director.conn, "claim", id, 9).expect("journal");
    assert!(kept.iter().any(|r| r.change.contains("原SB1 4,000.00元")), "what stood there before stays in the journal");
    pay_out(&office, id, "记-11-0032");
}

#[test]
fn an_appropriate_subsidy_is_named_by_the_director_and_by_the_office() {
    let (office, case) = filed("8", "G1");
    let id = office.desk("zhuren", "主任室").claim(&claim(case, "2000元", "扎西")).expect("claimed").id;
    let mut second = office.desk("fuzhuren", "主任室");
    assert!(refused(second.review_claim(id, &ok("同意"))).contains("写明金额"));
    let other = ok("建议1500元").with("amount", "1500元");
    assert!(refused(second.review_claim(id, &other)).contains("与申报的2,000.00元不符"));
    second.review_claim(id, &ok("建议").with("amount", "2000元")).expect("advised");
    let mut group = office.desk("bangong", "司法局");
    assert!(refused(group.approve_claim(id, &ok("批准"))).contains("写明金额"));
    group.approve_claim(id, &ok("批准").with("amount", "2000元")).expect("approved");
    let note = group.claim_of(id).expect("a claim").note;
    assert!(note.contains("批准 核定2,000.00元"), "{note}");
}

#[test]
fn nobody_who_petitioned_is_ever_billed() {
    let (office, case) = filed("1", "G1");
    let mut director = office.desk("zhuren", "主任室");
    for name in ["和志强", "和 志强", "信访人和某"] {
        let no = refused(director.claim(&claim(case, "4000元", "扎西").with("payer", name)));
        assert!(no.contains("不得由信访人承担") && no.contains("人民调解法4"), "{name}: {no}");
    }
    let fee = [
        ("rule", "SB6"),
        ("amount", "800元"),
        ("receipt", "票00123"),
        ("payee", "迪庆测绘院"),
        ("detail", "界址测绘"),
        ("liable", "1"),
        ("poor", "0"),
        ("payer_kind", "4"),
        ("payer", "和志强(户主)"),
        ("ground", "过错方"),
    ];
    let fee = fee.iter().fold(Draft::default().with("case", case.to_string()), |d, (k, v)| d.with(k, *v));
    assert!(refused(director.claim_fee(&fee)).contains("不得由信访人承担"));
    // Where he himself is at fault the finance office pays, and nobody else may be named.
    assert!(refused(director.claim_fee(&fee.clone().with("liable", "3").with("poor", ""))).contains("请选同级财政"));
    let public = fee.clone().with("liable", "3").with("poor", "").with("payer_kind", "5").with("finance", "1");
    let done = director.claim_fee(&public).expect("claimed");
    assert!(done.text.contains("同级财政(县级)付"), "{}", done.text);
    assert!(refused(director.claim_fee(&public)).contains("不重复申报"), "one receipt is claimed once");
}

#[test]
fn the_payer_follows_the_plan() {
    let (office, case) = filed("1", "G1");
    let mut director = office.desk("zhuren", "主任室");
    let public = claim(case, "4000元", "扎西").with("payer_kind", "5").with("payer", "").with("finance", "2");
    assert!(refused(director.claim(&public)).contains("由该单位承担"), "a unit that is able pays");
    let idle = claim(case, "4000元", "扎西").with("liable", "3");
    assert!(refused(director.claim(&idle)).contains("停产停业,无力承担的由同级财政承担"));
    let done = director.claim(&public.with("liable", "2")).expect("claimed");
    assert!(done.text.contains("同级财政(乡镇级)付"), "{}", done.text);

    // Fees: 脱贫户、监测对象 are asked after, and never pay.
    let fee = [
        ("rule", "SB7"),
        ("amount", "500元"),
        ("receipt", "票77"),
        ("payee", "香格里拉市人民法院"),
        ("detail", "诉讼费"),
        ("liable", "1"),
        ("payer_kind", "4"),
        ("payer", "鲁茸"),
        ("ground", "过错方"),
    ];
    let fee = fee.iter().fold(Draft::default().with("case", case.to_string()), |d, (k, v)| d.with(k, *v));
    assert!(refused(director.claim_fee(&fee)).contains("脱贫户"), "the question must be answered");
    let no = refused(director.claim_fee(&fee.clone().with("poor", "1")));
    assert!(no.contains("由同级财政承担(方案六(四)2、3)"), "{no}");
    let public = fee.clone().with("poor", "0").with("payer_kind", "5").with("finance", "1");
    assert!(refused(director.claim_fee(&public)).contains("由其承担"), "finance does not pay for whoever is at fault");
    let done = director.claim_fee(&fee.with("poor", "0")).expect("the person at fault, who is no petitioner, pays");
    assert!(done.text.contains("鲁＊＊付"), "{}", done.text);
    for name in ["claims", "ledger"] {
        let register = register::find(name).expect("a register");
        let ask = Ask { view: "all".into(), limit: 9, ..Ask::default() };
        let rows = director.register_rows(register, &ask).expect("rows");
        let facts = director.register_line(register, rows[0].id).expect("facts");
        assert!(!format!("{rows:?} {facts:?}").contains("鲁茸"), "a person who pays is masked in {name}");
    }
}
