//! What is proposed, where the right answer is known, and how proposals fare.

use super::*;
use crate::desk::demo;
use crate::desk::trial_file::File;
use crate::desk::{Clock, Desk};
use crate::domain::role::Role;

const LAND: [&str; 4] = [
    "邻居翻建房屋时围墙越过界石,占了我家宅基地两米,交涉不退",
    "隔壁砌围墙圈走滴水地,宅基地边界的界石被挖走",
    "分家时宅基地以界石为界,现在邻居砌围墙不认",
    "邻居修牛圈越过界石,占用宅基地,围墙也砌了过来",
];
const WAGES: [&str; 4] = [
    "在工地做工,包工头打了欠条,工资一直没有结清",
    "工地完工一年,包工头拖欠工资,欠条还在手上",
    "包工头拖欠民工工资,约好的日子过了电话不接",
    "做工的工资没有结清,包工头说工程款没有到",
];

/// Four matters of land and four of wages.
fn file() -> File {
    let mut f = File::open();
    for text in LAND {
        f.tell(text, &[("content", "02"), ("dispute", "03"), ("grade", "G1")]);
    }
    for text in WAGES {
        f.tell(text, &[("content", "04"), ("dispute", "10"), ("grade", "G2")]);
    }
    f
}

fn values(list: &[Proposal]) -> Vec<(&str, &str)> {
    list.iter().map(|p| (p.field, p.code.as_str())).collect()
}

#[test]
fn what_like_cases_have_is_proposed_with_the_words_that_led_there() {
    let f = file();
    let land = f.desk.propose_for_text("邻居砌围墙,占了宅基地,界石也挖走了").expect("proposals");
    assert_eq!(values(&land), [("content", "02"), ("dispute", "03"), ("grade", "G1")]);
    assert_eq!((land[0].value, land[0].same, land[0].of), ("国土资源", 4, 4));
    assert!(land[0].words.iter().any(|w| w == "宅基地" || w == "界石" || w == "围墙"), "{:?}", land[0].words);
    let said = land[1].text();
    assert!(said.starts_with("建议:房屋宅基地(依据:") && said.ends_with(";本室相近4件中4件)"), "{said}");
    let wages = f.desk.propose_for_text("包工头拖欠我们做工的工资,有欠条").expect("proposals");
    assert_eq!(values(&wages), [("content", "04"), ("dispute", "10"), ("grade", "G2")]);
}

#[test]
fn thin_or_divided_evidence_proposes_nothing() {
    let mut f = File::open();
    for text in &LAND[..2] {
        f.tell(text, &[("content", "02")]);
    }
    let text = "邻居砌围墙,占了宅基地,界石也挖走了";
    assert!(f.desk.propose_for_text(text).expect("none").is_empty(), "two are too few");
    for (text, content) in LAND.iter().zip(["03", "03", "03", "02"]) {
        f.tell(text, &[("content", content)]);
    }
    assert!(f.desk.propose_for_text(text).expect("none").is_empty(), "three against three");
    assert!(f.desk.propose_for_text("医院手术后留下后遗症要求鉴定").expect("none").is_empty(), "nothing like it");
    let short = f.desk.propose_for_text("宅基地").expect_err("too short").to_string();
    assert!(short.contains("太短"), "{short}");
}

#[test]
fn a_form_is_read_as_far_as_it_is_filled_and_never_changed() {
    let f = file();
    let draft = Draft::default().with("name", "和志强").with("category", "C");
    let draft = draft.with("summary", "邻居砌围墙,占了宅基地,界石也挖走了");
    let before = draft.clone();
    let made = f.desk.propose_for_visit(&draft, None).expect("proposals");
    assert_eq!(values(&made), [("content", "02"), ("dispute", "03")]);
    assert_eq!(draft, before);
    let accused = draft.with("category", "B");
    assert!(f.desk.propose_for_visit(&accused, None).expect("none").is_empty(), "检举控告件");
    let empty = Draft::default().with("name", "和志强");
    assert!(f.desk.propose_for_visit(&empty, None).expect("none").is_empty());
}

#[test]
fn a_case_learns_from_others_and_a_handler_from_his_own() {
    let mut f = file();
    let case = f.tell(LAND[0], &[("content", "09"), ("dispute", "09")]);
    let made = f.desk.propose_for_case(case).expect("proposals");
    assert_eq!(values(&made), [("content", "02"), ("dispute", "03"), ("grade", "G1")], "not from itself");
    f.set(case, "handler_id = 1");
    f.sit(Role::Handler);
    assert!(f.desk.propose_for_case(case).expect("none").is_empty(), "he has no other");
    f.sit(Role::Admin);
    assert!(f.desk.propose_for_text(LAND[0]).is_err());
}

#[test]
fn a_grade_that_nearly_every_case_has_is_not_worth_saying() {
    let mut f = File::open();
    for text in LAND.iter().chain(&WAGES) {
        f.tell(text, &[("content", "02"), ("grade", "G1")]);
    }
    let made = f.desk.propose_for_text("邻居砌围墙,占了宅基地,界石也挖走了").expect("proposals");
    assert_eq!(values(&made), [("content", "02")], "all are 一般 anyhow");
}

#[test]
fn sealed_cases_teach_nothing() {
    let f = file();
    f.set(1, "sealed = 1");
    f.set(2, "sealed = 1");
    assert!(f.desk.propose_for_text("邻居砌围墙,占了宅基地,界石也挖走了").expect("none").is_empty());
}

/// What a clerk would guess from the words of the list alone: the type of which most characters pairs
/// stand in the text.
fn guess(list: &'static [Choice], text: &str) -> &'static str {
    let score = |c: &Choice| {
        let chars: Vec<char> = c.label.chars().collect();
        chars.windows(2).filter(|p| text.contains(&p.iter().collect::<String>())).count()
    };
    list.iter().max_by_key(|c| score(c)).filter(|c| score(c) > 0).map_or("", |c| c.code)
}

#[test]
fn proposals_fare_better_than_the_words_of_the_list() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("demo.db");
    let now = "2026-11-23T16:42:00".parse().expect("a time");
    demo::demo(&path, 100, 3, now, &mut |_| {}).expect("a studio");
    let mut desk = Desk::open(&path, Clock::Fixed(now), "1号窗口").expect("a desk");
    desk.login_as("zhuren").expect("a user");
    let fared = desk.measure_proposals(25, false).expect("measured");
    let dispute = fared.iter().find(|r| r.label == "纠纷类型").expect("a row");
    let (mut asked, mut guessed) = (0, 0);
    for visit in store::similar::newest_openings(&desk.conn, 25).expect("visits") {
        let told = store::similar::load(&desk.conn, visit).expect("read").expect("told");
        asked += usize::from(!told.dispute.is_empty());
        guessed += usize::from(!told.dispute.is_empty() && guess(codes::DISPUTE, &told.text) == told.dispute);
    }
    assert_eq!(dispute.asked, asked);
    assert!(dispute.right > guessed, "{dispute:?} against {guessed}");
    assert!(dispute.right * 10 >= dispute.proposed * 9, "nine of ten that are proposed: {dispute:?}");
}
