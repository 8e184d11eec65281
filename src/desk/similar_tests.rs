//! What is like a case, on hand-made narratives of which the right order is known.

use super::*;
use crate::desk::trial_file::File;
use crate::domain::role::Role;

const WALL: &str = "邻居翻建房屋时把围墙砌到我家宅基地上,还圈走了共用的滴水地,多次交涉不退";
const SAME: &str = "隔壁砌围墙占了我家宅基地,把两家共用的滴水地也圈走,雨水灌进堂屋";
const NEAR: &str = "分家后宅基地四至不清,邻居砌的围墙越过老界石";
const WAGES: &str = "在安置房工地做工,包工头打了欠条后一直拖欠工资,电话不接";

fn ids(similar: &Similar) -> Vec<i64> {
    similar.likes.iter().map(|l| l.case).collect()
}

#[test]
fn the_nearest_comes_first_with_how_it_ended_how_long_it_took_and_why() {
    let mut f = File::open();
    let near = f.tell(NEAR, &[("dispute", "03")]);
    f.tell(WAGES, &[("dispute", "10")]);
    let same = f.tell(SAME, &[("dispute", "03"), ("respondent", "建塘镇政府"), ("gist", "滴水地被圈走")]);
    let case = f.tell(WALL, &[("dispute", "03"), ("respondent", "建塘镇政府")]);
    f.close(same, "1", "2026-09-01", "2026-09-21");
    f.record(same, "analysis", &[("laws", "民法典\t第二百八十八条\n民法典\t第二百三十六条")]);
    f.record(same, "opinion", &[("laws", "民法典\t第二百八十八条")]);
    f.record(same, "agreement", &[("content", "按《云南省农村宅基地管理办法》恢复原界")]);
    let similar = f.desk.similar(case, 10).expect("similar");
    assert_eq!(ids(&similar), vec![same, near]);
    let first = &similar.likes[0];
    assert_eq!((first.gist.as_str(), first.unit.as_str(), first.days), ("滴水地被圈走", "建塘镇政府", Some(20)));
    assert_eq!((first.outcome.as_str(), first.dispute.as_str()), ("1", "03"));
    assert_eq!(first.same, ["同类型", "同单位"]);
    assert_eq!(first.basis, ["《云南省农村宅基地管理办法》", "民法典 第二百八十八条", "民法典 第二百三十六条"]);
    assert!(first.words.iter().any(|w| w.contains("滴水地")), "{:?}", first.words);
    assert!(first.alike > similar.likes[1].alike && similar.likes[1].days.is_none());
    assert_eq!(similar.ended.words(), "相近的已结1件,受理到结案中位数20天:书面协议1");
    assert_eq!(ids(&f.desk.similar(case, 1).expect("similar")), vec![same], "the limit");
}

#[test]
fn between_equal_narratives_the_same_unit_and_type_decide() {
    let mut f = File::open();
    let case = f.tell(WALL, &[("dispute", "03"), ("respondent", "建塘镇政府")]);
    let unit = f.tell(SAME, &[("dispute", "03"), ("respondent", "建塘镇政府")]);
    let plain = f.tell(SAME, &[("dispute", "18"), ("respondent", "三坝乡政府")]);
    let kind = f.tell(SAME, &[("dispute", "03"), ("respondent", "三坝乡政府")]);
    assert_eq!(ids(&f.desk.similar(case, 10).expect("similar")), vec![unit, kind, plain]);
}

#[test]
fn where_it_was_led_is_told_for_another_lawful_way() {
    let mut f = File::open();
    let case = f.tell(WALL, &[]);
    let court = f.tell(SAME, &[]);
    f.close(court, "4", "2026-08-01", "2026-08-31");
    f.record(court, "guide", &[("route", "1"), ("organ", "香格里拉市人民法院")]);
    let similar = f.desk.similar(case, 10).expect("similar");
    assert_eq!((similar.likes[0].way.as_str(), similar.likes[0].days), ("香格里拉市人民法院", Some(30)));
}

#[test]
fn the_median_is_of_the_closed_ones_alone() {
    let mut f = File::open();
    let case = f.tell(WALL, &[]);
    for (days, outcome) in [("11", "1"), ("21", "1"), ("31", "4")] {
        let over = f.tell(SAME, &[]);
        f.close(over, outcome, "2026-08-01", &format!("2026-08-{days}"));
    }
    f.tell(SAME, &[]);
    let ended = f.desk.similar(case, 2).expect("similar").ended;
    assert_eq!((ended.closed, ended.median), (3, Some(20)));
    assert_eq!(ended.outcomes, vec![("1".to_string(), 2), ("4".to_string(), 1)]);
}

#[test]
fn the_same_matter_sealed_cases_and_unregistered_ones_are_never_among_them() {
    let mut f = File::open();
    let case = f.tell(WALL, &[]);
    let merged = f.tell(SAME, &[]);
    f.set(merged, &format!("merged_into = {case}"));
    let sealed = f.tell(SAME, &[]);
    f.set(sealed, "sealed = 1");
    let accused = f.tell(SAME, &[]);
    f.desk.conn.execute("UPDATE visit SET category = 'B' WHERE case_id = ?1", [accused]).expect("set");
    let draft = f.tell(SAME, &[]);
    f.desk.conn.execute("UPDATE visit SET registered = 0 WHERE case_id = ?1", [draft]).expect("set");
    for role in [Role::Director, Role::Supervisor, Role::Reception] {
        f.sit(role);
        assert_eq!(ids(&f.desk.similar(case, 10).expect("similar")), Vec::<i64>::new(), "{role:?}");
    }
    f.sit(Role::Director);
    let refused = f.desk.similar(sealed, 10).expect_err("sealed").to_string();
    assert!(refused.contains("检举控告件不比对类案"), "{refused}");
    let other = f.tell(SAME, &[]);
    assert_eq!(ids(&f.desk.similar(merged, 10).expect("similar")), vec![other], "nor the original of a merged one");
}

#[test]
fn who_somebody_is_makes_nothing_alike() {
    let mut f = File::open();
    let name = ("name", "培楚格茸阿主");
    let told = |matter: &str| format!("我叫培楚格茸阿主,{matter}");
    let case = f.tell(&told(WALL), &[name, ("respondent", "马建国(邻居)")]);
    let his = f.tell(&told(WAGES), &[name]);
    let likes = ids(&f.desk.similar(case, 10).expect("similar"));
    assert!(!likes.contains(&his), "the same person with another matter");
    f.tell(&format!("培楚格茸阿主和马建国都在场,{SAME}"), &[name, ("respondent", "马建国")]);
    let similar = f.desk.similar(case, 10).expect("similar");
    let words = similar.likes[0].words.join(" ");
    assert!(!words.contains("培楚") && !words.contains("马建国") && words.contains("滴水"), "{words}");
}

#[test]
fn a_handler_compares_with_his_own_and_others_cases_stay_closed() {
    let mut f = File::open();
    let (case, own, other) = (f.tell(WALL, &[]), f.tell(SAME, &[]), f.tell(SAME, &[]));
    f.set(case, "handler_id = 1");
    f.set(own, "handler_id = 1");
    f.sit(Role::Handler);
    assert_eq!(ids(&f.desk.similar(case, 10).expect("similar")), vec![own]);
    assert!(f.desk.similar(other, 10).is_err(), "not his");
    f.sit(Role::Director);
    assert_eq!(ids(&f.desk.similar(case, 10).expect("similar")).len(), 2);
    for role in [Role::Admin, Role::Finance] {
        f.sit(role);
        assert!(f.desk.similar(case, 10).is_err(), "{role:?}");
    }
}

#[test]
fn a_case_that_tells_nothing_is_answered_with_the_remedy() {
    let mut f = File::open();
    let case = f.tell("", &[("gist", "求助")]);
    let refused = f.desk.similar(case, 10).expect_err("nothing told").to_string();
    assert!(refused.contains("还没有写概况") && refused.contains("反映事项概况"), "{refused}");
}
