//! 值班 through the desk: a person once a day, confirmed by another, paid once, never to an official.

use super::money_tests::{filed, ok, pay_out, refused};
use super::register::{self, Ask};
use super::trial::Office;
use super::{Desk, Failure};
use crate::validation::Draft;
use chrono::TimeDelta;

fn draft(pairs: &[(&str, &str)]) -> Draft {
    pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v))
}

fn plan(day: &str, people: &str) -> Draft {
    draft(&[("day", day), ("people", people), ("station", "接待大厅")])
}

fn rows(desk: &Desk, view: &str) -> Vec<(i64, Vec<String>)> {
    let ask = Ask { view: view.into(), limit: 99, ..Ask::default() };
    let rows = desk.register_rows(register::find("duty").expect("值班"), &ask).expect("rows");
    rows.into_iter().map(|l| (l.id, l.cells)).collect()
}

fn days(desk: &Desk, view: &str) -> Vec<String> {
    rows(desk, view).into_iter().map(|(_, cells)| cells[0].clone()).collect()
}

/// A roster for 23 November, today: 扎西, 李秀英, an official, and one not verified yet.
fn on_duty() -> Office {
    let (office, _) = filed("1", "G1");
    let mut front = office.desk("qiantai", "窗口");
    front.plan_duty(&plan("2026-11-23", "扎西\n李秀英\n熊干部\n杨待核")).expect("planned");
    office
}

fn month() -> Draft {
    draft(&[("month", "2026-11"), ("finance", "1")])
}

#[test]
fn weekends_and_holidays_are_left_out_and_one_person_stands_once_a_day() {
    let office = on_duty();
    let mut front = office.desk("qiantai", "窗口");
    let range = plan("2026-12-31", "扎西").with("until", "2027-01-05").with("workdays", "1");
    let done = front.plan_duty(&range).expect("planned");
    let kept: Vec<String> = days(&front, "all").into_iter().filter(|d| d.starts_with("2027")).collect();
    assert!(done.text.contains("1人") && kept.iter().all(|d| d != "2027-01-01"), "{} {kept:?}", done.text);
    let again = plan("2026-11-23", "和文军\n扎西");
    assert!(refused(front.plan_duty(&again)).contains("和文军"), "nobody of that name");
    let before = rows(&front, "all").len();
    let no =
        refused(front.plan_duty(
            &plan("2026-11-20", "李秀英").with("until", "2026-11-24").with("workdays", "1").with("note", "补"),
        ));
    assert!(no.contains("李秀英2026-11-23") && no.contains("接待大厅") && no.contains("和丽英"), "{no}");
    assert_eq!(rows(&front, "all").len(), before, "a roster that clashes stores nothing");
    assert!(refused(front.plan_duty(&plan("2026-11-20", "扎西"))).contains("补排已过的日子须写原因"));
    assert!(
        refused(front.plan_duty(&plan("2026-10-01", "扎西").with("note", "漏排"))).contains("最早补排到2026-10-23")
    );
    let weekend = plan("2026-11-28", "扎西").with("until", "2026-11-29");
    assert!(refused(front.plan_duty(&weekend.clone().with("workdays", "1"))).contains("没有工作日"));
    front.plan_duty(&weekend.with("workdays", "0")).expect("a weekend may be planned on purpose");
    assert!(refused(office.desk("ducha", "督查室").plan_duty(&plan("2026-12-01", "扎西"))).contains("权限"));
}

#[test]
fn what_is_to_come_is_changed_or_taken_off_and_what_was_served_is_not() {
    let office = on_duty();
    let mut front = office.desk("qiantai", "窗口");
    let id = front.plan_duty(&plan("2026-11-25", "扎西")).expect("planned").id;
    let change = draft(&[("day", "2026-11-26"), ("person", "李秀英"), ("reason", "扎西出差")]);
    front.change_duty(id, &change).expect("changed");
    assert!(rows(&front, "week").iter().any(|(_, c)| c[0] == "2026-11-26" && c[2] == "李秀英"));
    let back = change.clone().with("day", "2026-11-23");
    assert!(refused(front.change_duty(id, &back)).contains("一人一天只排一次"));
    front.remove_duty(id, &draft(&[("reason", "停班")])).expect("taken off");
    let kept = crate::store::journal::list(&front.conn, "duty", id, 9).expect("journal");
    assert!(kept.iter().any(|r| r.note.contains("取消值班") && r.change.contains("停班")), "{kept:?}");

    let mut director = office.desk("zhuren", "主任室");
    let served = rows(&front, "week")[0].0;
    assert!(refused(front.serve_duty(served, &Draft::default())).contains("主任"), "who plans does not confirm");
    director.serve_duty(served, &Draft::default()).expect("confirmed");
    assert!(refused(front.remove_duty(served, &draft(&[("reason", "误")]))).contains("已确认到岗"));
    let past = rows(&front, "week")[1].0;
    let mut later = office.desk_later("qiantai", "窗口", TimeDelta::days(1));
    assert!(refused(later.remove_duty(past, &draft(&[("reason", "误")]))).contains("已过"));
    let tomorrow = front.plan_duty(&plan("2026-11-24", "扎西")).expect("planned").id;
    assert!(refused(director.serve_duty(tomorrow, &Draft::default())).contains("还没有到"));
}

#[test]
fn nobody_confirms_himself() {
    let office = on_duty();
    let director = office.desk("zhuren", "主任室");
    let staff: i64 =
        director.conn.query_row("SELECT id FROM staff WHERE name = '李秀英'", [], |r| r.get(0)).expect("id");
    director.conn.execute("UPDATE user SET staff_id = ?1 WHERE login = 'zhuren'", [staff]).expect("bound");
    let mut director = office.desk("zhuren", "主任室");
    let own = rows(&director, "week").iter().find(|(_, c)| c[2] == "李秀英").expect("own").0;
    assert!(refused(director.serve_duty(own, &Draft::default())).contains("不能自己确认"));
    let done = director.serve_day(&draft(&[("day", "2026-11-23"), ("absent", "杨待核")])).expect("confirmed");
    assert!(
        done.text.contains("扎西") && !done.text.contains("李秀英") && !done.text.contains("杨待核"),
        "{}",
        done.text
    );
    assert_eq!(rows(&director, "waiting").len(), 2, "the absent and himself still wait");
}

#[test]
fn a_month_is_paid_once_by_four_people_and_officials_are_named() {
    let office = on_duty();
    let mut director = office.desk("zhuren", "主任室");
    let none = refused(director.claim_duty(&month()));
    assert!(none.contains("没有已确认到岗"), "without a confirmed line nothing is payable: {none}");
    director.serve_day(&draft(&[("day", "2026-11-23")])).expect("confirmed");
    assert!(refused(office.desk("qiantai", "窗口").claim_duty(&month())).contains("权限"));
    assert!(refused(director.claim_duty(&month().with("month", "2026-13"))).contains("看不懂"));
    let done = director.claim_duty(&month().with("cards", "扎西 6789")).expect("claimed");
    assert!(done.text.contains("SB4 400.00元") && done.text.contains("同级财政(县级)付"), "{}", done.text);
    assert!(done.text.contains("熊干部是公职人员") && done.text.contains("杨待核的公职身份待核"), "{}", done.text);
    assert!(done.text.contains("公务员法44"), "{}", done.text);
    let shares = director.claim_shares(done.id).expect("shares");
    let told: Vec<_> = shares.iter().map(|s| (s.name.as_str(), s.amount, s.card.as_str())).collect();
    assert_eq!(told, [("李秀英", 20_000, ""), ("扎西", 20_000, "6789")]);
    let no = refused(director.claim_duty(&month()));
    assert!(no.contains("没有可以申报的值班费") && no.contains("熊干部"), "claimed days are not claimed twice: {no}");
    let line = rows(&director, "week").into_iter().find(|(_, c)| c[2] == "扎西").expect("a line");
    assert!(line.1[5].contains("经〔2026〕0001号 待审核"), "{:?}", line.1);
    let undo = draft(&[("reason", "误认")]);
    assert!(refused(director.unserve_duty(line.0, &undo)).contains("已列入经〔2026〕0001号"));
    pay_out(&office, done.id, "记-11-0040");
    let line = rows(&director, "week").into_iter().find(|(_, c)| c[2] == "扎西").expect("a line");
    assert!(line.1[5].contains("已支付"), "{:?}", line.1);
}

#[test]
fn a_voided_claim_frees_its_days_and_an_amended_one_counts_them_anew() {
    let office = on_duty();
    let mut director = office.desk("zhuren", "主任室");
    director.serve_day(&draft(&[("day", "2026-11-23")])).expect("confirmed");
    let id = director.claim_duty(&month()).expect("claimed").id;
    let back = draft(&[("reason", "人数有误")]);
    office.desk("fuzhuren", "主任室").return_claim(id, &back).expect("returned");
    // 扎西 turns out to be an official meanwhile: the amended claim leaves him out.
    director.conn.execute("UPDATE staff SET official = '1' WHERE name = '扎西'", []).expect("verified");
    let form = director.claim_form(id).expect("a form");
    let done = director.amend_claim(id, &form).expect("amended");
    assert!(done.text.contains("SB4 200.00元") && done.text.contains("扎西是公职人员"), "{}", done.text);
    office.desk("fuzhuren", "主任室").return_claim(id, &back).expect("returned again");
    director.void_claim(id, &back).expect("given up");
    let free = |desk: &Desk| rows(desk, "week").iter().filter(|(_, c)| c[5] == "未申报").count();
    assert_eq!(free(&director), 1);
    assert!(director.claim_duty(&month()).expect("claimed anew").text.contains("200.00元"));
}

#[test]
fn an_official_found_out_before_payment_is_not_paid() {
    let office = on_duty();
    let mut director = office.desk("zhuren", "主任室");
    director.serve_day(&draft(&[("day", "2026-11-23")])).expect("confirmed");
    let id = director.claim_duty(&month()).expect("claimed").id;
    office.desk("fuzhuren", "主任室").review_claim(id, &ok("同意")).expect("reviewed");
    office.desk("bangong", "司法局").approve_claim(id, &ok("同意")).expect("approved");
    director.conn.execute("UPDATE staff SET official = '9' WHERE name = '扎西'", []).expect("doubted");
    let pay = draft(&[("voucher", "记-11-0041"), ("paid_on", "2026-11-23")]);
    let no: Result<_, Failure> = office.desk("caiwu", "财务室").pay_claim(id, &pay);
    assert!(refused(no).contains("待核"));
}
