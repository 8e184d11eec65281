//! 人员 through the desk: verified by another, one pledge a year, gone with empty hands, never ranked.

use super::register::{self, Ask, Register};
use super::trial::{Office, PASSWORD};
use super::trial_case::in_hand;
use super::{Desk, Failure};
use crate::validation::Draft;
use chrono::TimeDelta;

fn draft(pairs: &[(&str, &str)]) -> Draft {
    pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v))
}

fn book(id: &str) -> &'static Register {
    register::find(id).expect("a register")
}

/// Carries an act out on the form as the desk fills it.
fn act(desk: &mut Desk, book_id: &str, id: Option<i64>, word: &str, pairs: &[(&str, &str)]) -> Result<String, Failure> {
    let act = book(book_id).act(word).expect("an act");
    let known = desk.register_form(act, id, None)?;
    let form = pairs.iter().fold(known, |d, (k, v)| d.with(k, *v));
    desk.register_act(act, id, &form).map(|d| d.text)
}

fn rows(desk: &Desk, book_id: &str, view: &str, search: &str) -> Vec<Vec<String>> {
    let ask = Ask { view: view.into(), search: search.into(), limit: 50, ..Ask::default() };
    desk.register_rows(book(book_id), &ask).expect("rows").into_iter().map(|l| l.cells).collect()
}

fn names(desk: &Desk, view: &str, search: &str) -> Vec<String> {
    rows(desk, "staff", view, search).into_iter().map(|cells| cells[0].clone()).collect()
}

fn facts(desk: &Desk, book_id: &str, id: i64) -> String {
    let facts = desk.register_line(book(book_id), id).expect("facts");
    facts.into_iter().map(|(l, v)| format!("{l} {v}\n")).collect()
}

fn refused(answer: Result<impl std::fmt::Debug, Failure>) -> String {
    answer.expect_err("refused").to_string()
}

fn journal(desk: &Desk, id: i64) -> String {
    let rows = crate::store::journal::list(&desk.conn, "staff", id, 50).expect("journal");
    rows.into_iter().map(|r| format!("{} {} {}\n", r.action, r.note, r.change)).collect()
}

/// An office with 扎西 (1), a mediator, and 和文军 (2), a retired judge; 扎西 has a user.
fn office() -> Office {
    let office = Office::new();
    let mut director = office.desk("zhuren", "主任室");
    for (name, profession, languages) in [("扎西", "04", "1,2"), ("和文军", "08", "1")] {
        let person = [("name", name), ("profession", profession), ("languages", languages), ("phone", "13800000000")];
        act(&mut director, "staff", None, "add", &person).expect("added");
    }
    let mut admin = office.desk("admin", "机房");
    for (login, role, staff) in [("zhaxi", "handler", "1"), ("bangong", "office", "")] {
        let user = draft(&[("login", login), ("name", "扎西"), ("role", role)]).with("staff", staff);
        admin.add_user(&user, PASSWORD).expect("added");
    }
    office
}

const TRAINING: &[(&str, &str)] =
    &[("mode", "3"), ("topic", "调解技巧"), ("day", "2026-11-20"), ("hours", "4"), ("place", "县司法局")];

#[test]
fn a_person_is_added_found_and_amended_and_the_second_writer_is_told() {
    let office = office();
    let mut director = office.desk("zhuren", "主任室");
    assert_eq!(names(&director, "active", ""), ["扎西", "和文军"]);
    assert_eq!(names(&director, "active", "藏语"), ["扎西"], "by a language he speaks");
    assert_eq!(names(&director, "active", "退休法官"), ["和文军"], "by profession");
    assert_eq!(names(&director, "active", "zx"), ["扎西"], "by initials");
    assert_eq!(names(&director, "unverified", ""), ["扎西", "和文军"], "nobody is taken to be no official");
    let again = act(&mut director, "staff", None, "add", &[("name", "扎西"), ("profession", "04"), ("languages", "1")]);
    assert!(again.expect("a namesake is no error").contains("另有1人同名"));

    let amend = book("staff").act("amend").expect("an act");
    let seen = director.register_form(amend, Some(1), None).expect("a form");
    assert_eq!((seen.get("languages"), seen.get("phone"), seen.get("joined_on")), ("1,2", "13800000000", "2026-11-23"));
    let change = [("qualification", "人民调解员证"), ("industry", "农牧"), ("phone", "13900000001")];
    act(&mut office.desk("bangong", "司法局"), "staff", Some(1), "amend", &change).expect("amended");
    let late = director.register_act(amend, Some(1), &seen.with("employer", "建塘镇政府"));
    assert!(matches!(&late, Err(Failure::Conflict { who, .. }) if who == "扎西"), "{late:?}");
    let told = facts(&director, "staff", 1);
    assert!(told.contains("人民调解员证") && told.contains("农牧") && !told.contains("建塘镇政府"), "{told}");
    let kept = journal(&director, 1);
    assert!(kept.contains(r#""qualification":["","人民调解员证"]"#), "{kept}");
    assert!(kept.contains("139****0001") && !kept.contains("13900000001"), "{kept}");
}

#[test]
fn who_may_not_keep_the_roster_sees_it_masked_and_changes_nothing() {
    let office = office();
    let mut clerk = office.desk("qiantai", "1号窗口");
    let told = facts(&clerk, "staff", 1);
    assert!(told.contains("138****0000") && !told.contains("13800000000"), "{told}");
    for (word, pairs) in [
        ("amend", &[("name", "扎西顿珠")][..]),
        ("verify", &[("official", "0"), ("ground", "8")]),
        ("train", TRAINING),
        ("leave", &[("why", "调离")]),
    ] {
        assert!(refused(act(&mut clerk, "staff", Some(1), word, pairs)).contains("人员库与领导小组"), "{word}");
    }
    let officer = [("body", "1"), ("post", "1"), ("name", "杨文华"), ("employer", "县司法局")];
    assert!(refused(act(&mut clerk, "officers", None, "add", &officer)).contains("主任、办公室"));
    let admin = office.desk("admin", "机房");
    assert!(refused(admin.register_rows(book("staff"), &Ask::default())).contains("管理员没有"));
    // Not through the door behind the menu either.
    assert!(clerk.record_event("pledge", &draft(&[("people", "扎西")])).is_err());
    assert!(clerk.leave_staff(1, &draft(&[("why", "调离")])).is_err());
    assert!(clerk.void_event(1, &draft(&[("reason", "错")])).is_err());
}

#[test]
fn an_official_is_found_by_another_and_money_follows() {
    let office = office();
    let mut director = office.desk("zhuren", "主任室");
    let verify = |desk: &mut Desk, id, pairs: &[(&str, &str)]| {
        let mut all = vec![("evidence", "单位人事证明"), ("verified_on", "2026-11-20")];
        all.extend_from_slice(pairs);
        act(desk, "staff", Some(id), "verify", &all)
    };
    assert!(refused(verify(&mut director, 1, &[("official", "1"), ("ground", "8")])).contains("1-6"));
    assert!(refused(verify(&mut director, 1, &[("official", "0"), ("ground", "5")])).contains("选7或8"));
    assert!(refused(verify(&mut director, 1, &[("official", "0")])).contains("核验情形"));
    let own = refused(verify(&mut director, 1, &[("official", "0"), ("ground", "8"), ("verifier", "扎西")]));
    assert!(own.contains("不能由本人核验"), "{own}");
    assert_eq!(director.person(1).expect("a person").row.official, "9", "nothing stored by the refusals");

    let done = verify(&mut director, 1, &[("official", "1"), ("ground", "5")]).expect("verified");
    assert!(done.contains("不得领取办案补助"), "{done}");
    let retired = verify(&mut director, 2, &[("official", "0"), ("ground", "7")]).expect("verified");
    assert!(retired.contains("离退休兼职取酬需核"), "{retired}");
    let told = facts(&director, "staff", 2);
    assert!(told.contains("否(离退休公职人员) 2026-11-20李秀英核验;离退休兼职取酬需核"), "{told}");
    assert!(names(&director, "unverified", "").is_empty());
    let standing = |id| crate::store::staff::standing(&director.conn, id).expect("read").expect("a person");
    let barred = |id| crate::domain::subsidy::barred(&standing(id).0, &standing(id).1);
    assert!(barred(1).is_some() && barred(2).is_none());
    assert!(journal(&director, 1).contains(r#""official":["9","1"]"#));
    // Back to open: blocked again.
    let mut office_desk = office.desk("bangong", "司法局");
    verify(&mut office_desk, 2, &[("official", "9"), ("ground", ""), ("verifier", "李秀英")]).expect("open again");
    assert_eq!(names(&office_desk, "unverified", ""), ["和文军"]);
}

#[test]
fn nobody_states_of_himself_that_he_is_no_official() {
    let office = Office::new();
    let mut director = office.desk("zhuren", "主任室");
    let own = [("name", "李秀英"), ("profession", "01"), ("languages", "1"), ("official", "0")];
    assert!(refused(act(&mut director, "staff", None, "add", &own)).contains("由别人核验"));
    let other = [("name", "扎西"), ("profession", "04"), ("languages", "1"), ("official", "0")];
    act(&mut director, "staff", None, "add", &other).expect("added");
    assert!(facts(&director, "staff", 1).contains("李秀英核验"), "who stated it answers for it");
}

#[test]
fn several_are_trained_at_once_or_none_and_a_mistake_is_marked() {
    let office = office();
    let mut director = office.desk("zhuren", "主任室");
    let with = |people: &'static str| [TRAINING, &[("people", people)]].concat();
    assert!(refused(act(&mut director, "training", None, "train", &with("扎西、木耀文"))).contains("木耀文"));
    assert!(rows(&director, "training", "all", "").is_empty(), "all or none");
    let many = [TRAINING, &[("people", "扎西"), ("hours", "201")]].concat();
    assert!(refused(act(&mut director, "training", None, "train", &many)).contains("1至200"));
    let done = act(&mut director, "training", None, "train", &with("扎西、2\n扎西")).expect("two people");
    assert!(done.contains("2人:扎西、和文军"), "{done}");
    assert!(refused(act(&mut director, "staff", Some(2), "train", TRAINING)).contains("已经记过培训:和文军"));
    let list = rows(&director, "training", "training", "调解技巧");
    assert_eq!(list.len(), 2);
    assert!(list[0][3].contains("案例评析 调解技巧 4学时 县司法局"), "{list:?}");
    assert!(facts(&director, "staff", 1).contains("本年培训 4学时"));
    let last = 2;
    assert!(facts(&director, "training", last).contains("本年培训 4学时"));

    act(&mut director, "training", Some(last), "void", &[("reason", "记错了人")]).expect("marked");
    let told = facts(&director, "staff", 2);
    assert!(told.contains("本年培训 0学时") && told.contains("作废:记错了人"), "{told}");
    assert!(refused(act(&mut director, "training", Some(last), "void", &[("reason", "再错")])).contains("已经作废"));
    act(&mut director, "staff", Some(2), "train", TRAINING).expect("entered anew");
}

#[test]
fn one_pledge_a_person_and_year() {
    let office = office();
    let mut director = office.desk("zhuren", "主任室");
    assert_eq!(names(&director, "unpledged", ""), ["扎西", "和文军"]);
    let none = refused(act(&mut director, "staff", Some(1), "pledge", &[]));
    assert!(none.contains("四项承诺"), "{none}");
    act(&mut director, "staff", Some(1), "pledge", &[("signed", "1")]).expect("signed");
    assert_eq!(names(&director, "unpledged", ""), ["和文军"]);
    assert!(facts(&director, "staff", 1).contains("本年承诺书 2026-11-23签"));
    let both = [("people", "扎西,和文军"), ("signed", "1")];
    assert!(refused(act(&mut director, "training", None, "pledge", &both)).contains("已经记过承诺书:扎西"));
    assert_eq!(names(&director, "unpledged", ""), ["和文军"], "nothing of the refused list is stored");
    let wrong = [("people", "和文军"), ("signed", "1"), ("year", "2025")];
    assert!(refused(act(&mut director, "training", None, "pledge", &wrong)).contains("2025年的承诺书"));
    let next = office.desk_later("zhuren", "主任室", TimeDelta::days(60));
    assert_eq!(names(&next, "unpledged", ""), ["扎西", "和文军"], "another year, another pledge");
}

#[test]
fn a_result_is_for_the_person_and_who_keeps_the_roster() {
    let office = office();
    let mut director = office.desk("zhuren", "主任室");
    let result = [("result", "4"), ("organ", "县司法局")];
    act(&mut director, "staff", Some(1), "appraise", &result).expect("appraised");
    assert!(refused(act(&mut director, "staff", Some(1), "appraise", &result)).contains("已经记过考核"));
    act(&mut director, "staff", Some(2), "appraise", &[("result", "1"), ("organ", "县司法局")]).expect("appraised");
    act(&mut director, "staff", Some(2), "select", &[("way", "1"), ("result", "1"), ("organ", "县司法局")])
        .expect("chosen");
    let seen = |login: &str| {
        let desk = office.desk(login, "窗口");
        rows(&desk, "training", "appraisal", "").into_iter().map(|c| format!("{} {}", c[1], c[3])).collect::<Vec<_>>()
    };
    // The newest first, whatever the result.
    assert_eq!(seen("zhuren"), ["和文军 2026年 优秀 县司法局", "扎西 2026年 不合格 县司法局"]);
    assert_eq!(seen("zhaxi"), ["和文军 2026年 已考核", "扎西 2026年 不合格 县司法局"]);
    assert_eq!(seen("ducha"), ["和文军 2026年 已考核", "扎西 2026年 已考核"]);
    assert!(!facts(&office.desk("ducha", "督查室"), "staff", 1).contains("不合格"));
}

#[test]
fn nobody_leaves_with_cases_and_his_user_goes_with_him() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "03");
    let mut admin = office.desk("admin", "机房");
    let user = draft(&[("login", "banli"), ("name", "李秀英"), ("role", "handler"), ("staff", "1")]);
    admin.add_user(&user, PASSWORD).expect("added");
    let mut director = office.desk("zhuren", "主任室");
    let why = [("why", "聘期届满")];
    let held = refused(act(&mut director, "staff", Some(1), "leave", &why));
    assert!(held.contains("还有1件在办案件") && held.contains("先用批量改派"), "{held}");
    assert!(
        refused(director.leave_staff(1, &draft(&why).with("left_on", "今天"))).contains("还有1件"),
        "not behind the menu either"
    );
    director.conn.execute("UPDATE cases SET is_open = 0, stage = 'S80' WHERE id = ?1", [case]).expect("closed");
    let early = [("why", "聘期届满"), ("left_on", "2026-11-01")];
    assert!(refused(act(&mut director, "staff", Some(1), "leave", &early)).contains("早于加入日期"));
    let mut handler = office.desk("banli", "办案室");
    let done = act(&mut director, "staff", Some(1), "leave", &why).expect("gone");
    assert!(done.contains("用户banli已停用"), "{done}");
    assert!(handler.renew_actor().is_err(), "out at once");
    assert!(names(&director, "active", "").is_empty());
    assert_eq!(names(&director, "left", ""), ["李秀英(离)"]);
    assert!(facts(&director, "staff", 1).contains("离任 2026-11-23 聘期届满"));
    assert_eq!(director.team_of(case).expect("team")[0].name, "李秀英", "kept in the history of his cases");
    let training = [TRAINING, &[("people", "李秀英")]].concat();
    assert!(refused(act(&mut director, "training", None, "train", &training)).contains("已离任"));

    let done = act(&mut director, "staff", Some(1), "return", &[("why", "续聘")]).expect("back");
    assert!(done.contains("请管理员启用"), "{done}");
    assert_eq!(names(&director, "active", ""), ["李秀英"]);
    assert!(office.closed("窗口").login_as("banli").is_err(), "his user waits for the administrator");
    assert!(journal(&director, 1).contains("staff.return") && journal(&director, 1).contains("staff.leave"));
}

#[test]
fn nobody_sends_himself_away() {
    let office = office();
    let mut admin = office.desk("admin", "机房");
    let user = draft(&[("login", "erzhuren"), ("name", "和文军"), ("role", "director"), ("staff", "2")]);
    admin.add_user(&user, PASSWORD).expect("added");
    let mut second = office.desk("erzhuren", "主任室");
    assert!(refused(act(&mut second, "staff", Some(2), "leave", &[("why", "调离")])).contains("自己的离任"));
    let verify = [("official", "0"), ("ground", "8"), ("evidence", "证明"), ("verifier", "李秀英")];
    assert!(refused(act(&mut second, "staff", Some(2), "verify", &verify)).contains("本人"), "nor verifies himself");
}

#[test]
fn the_leading_group_is_kept_as_the_plan_has_it() {
    let office = office();
    let mut keeper = office.desk("bangong", "司法局");
    let add = |desk: &mut Desk, body, post, name, employer| {
        let pairs = [("body", body), ("post", post), ("name", name), ("employer", employer), ("phone", "13800000000")];
        act(desk, "officers", None, "add", &pairs)
    };
    assert!(refused(add(&mut keeper, "1", "4", "杨文华", "县司法局")).contains("领导小组设组长、副组长、成员"));
    let done = add(&mut keeper, "1", "1", "杨文华", "县司法局").expect("registered");
    assert!(!done.contains("请核对"), "{done}");
    assert!(add(&mut keeper, "1", "2", "段丽萍", "县林草局").expect("a hint only").contains("请核对单位"));
    add(&mut keeper, "2", "4", "木耀文", "县信访局").expect("director of the office");
    assert!(refused(add(&mut keeper, "2", "4", "罗学英", "县信访局")).contains("现任领导小组办公室主任是木耀文"));
    let other = add(&mut keeper, "3", "4", "罗学英", "县信访局").expect("a hint only");
    assert!(other.contains("兼任") && other.contains("木耀文"), "{other}");
    let list = rows(&keeper, "officers", "now", "");
    assert_eq!(list.len(), 4);
    assert!(list.iter().all(|c| c[5] == "138****0000"), "masked in lists");
    assert!(facts(&keeper, "officers", 1).contains("13800000000"));
    assert!(facts(&office.desk("ducha", "督查室"), "officers", 1).contains("138****0000"));

    let amend = book("officers").act("amend").expect("an act");
    let seen = keeper.register_form(amend, Some(1), None).expect("a form");
    act(&mut office.desk("zhuren", "主任室"), "officers", Some(1), "amend", &[("duty", "局长")]).expect("amended");
    assert!(matches!(keeper.register_act(amend, Some(1), &seen), Err(Failure::Conflict { .. })));
    let early = [("until", "2026-01-01"), ("reason", "调整")];
    assert!(refused(act(&mut keeper, "officers", Some(1), "end", &early)).contains("早于任职"));
    act(&mut keeper, "officers", Some(1), "end", &[("reason", "调整")]).expect("out of office");
    assert!(rows(&keeper, "officers", "now", "杨文华").is_empty());
    assert_eq!(rows(&keeper, "officers", "past", "").len(), 1);
    assert!(refused(act(&mut keeper, "officers", Some(1), "end", &[("reason", "再免")])).contains("免职"));
}
