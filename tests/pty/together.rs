//! Two windows on one file: the same visitor is never called twice, nobody's text is written over.

use super::*;

#[test]
fn two_windows_calling_at_once_get_two_visitors() {
    let studio = Studio::new();
    for name in ["和志强", "扎西旺堆"] {
        studio.run("qiantai", &["queue", "take", "--set", &format!("name={name}")]).ends(0);
    }
    let mut first = window(&studio, "qiantai", "1号窗口", WIDE);
    let mut second = window(&studio, "zhuren", "2号窗口", WIDE);
    first.see("候2");
    second.see("候2");
    first.keys(F6);
    second.keys(F6);
    first.see("到1号窗口");
    second.see("到2号窗口");
    let called = |screen: &Screen, number: &str| screen.line("到").contains(number);
    assert!(called(&first, "A001") != called(&second, "A001"), "{}\n{}", first.text(), second.text());
    assert!(called(&first, "A002") != called(&second, "A002"), "{}\n{}", first.text(), second.text());
    // Each window soon shows both as called.
    for screen in [&mut first, &mut second] {
        screen.shows("both called", |text| text.matches("已叫").count() == 2);
        screen.keys("\x1b").see("A001").see("A002");
    }
}

#[test]
fn a_second_desk_that_saved_first_is_told_of_and_the_text_stays() {
    let studio = Studio::new();
    let case = studio.full_visit();
    let mut screen = window(&studio, "qiantai", "1号窗口", WIDE);
    screen.see("没有人等候").keys(F3).keys("hzq").see("和＊").keys(ENTER).see("概览");
    screen.keys("2").see("宅基地边界被占").keys(ENTER).see("已保存");
    // Meanwhile another process saves the same visit.
    let mut other = look(&studio, "qiantai");
    let id = case.trim_start_matches('#').parse().expect("an id");
    let stored = other.first_visit(id).expect("the visit");
    let draft = stored.draft.clone().with("gist", "别处改过的诉求");
    let write = fengqiao::desk::VisitWrite { visit: Some((stored.id, stored.rev)), draft, ..Default::default() };
    other.save_visit(&write).expect("saved");

    screen.keys("\x15杨丽花").see("杨丽花").keys(F2);
    screen.see("另一台已先保存这次来访").see("别处改过的诉求");
    screen.keys(ESC).gone("与另一台的不同").see("杨丽花").see("未保存");
    assert_eq!(other.first_visit(id).expect("the visit").draft.get("name"), "和志强");
}

#[test]
fn six_windows_open_one_fresh_file_and_one_of_them_sets_it_up() {
    let studio = Studio::empty();
    let mut windows: Vec<Screen> = (1..=6).map(|n| window(&studio, "", &format!("{n}号窗口"), SMALL)).collect();
    for (n, screen) in windows.iter_mut().enumerate() {
        screen.see("首次启动").keys(&format!("第{n}调解室\t533401")).see("香格里拉市");
        screen.keys(ENTER).see("云南省迪庆藏族自治州香格里拉市").keys("\tduanmiaotian").see("************");
    }
    for screen in &mut windows {
        screen.keys(F2);
    }
    let done = |text: &str| text.contains("F7导入日历");
    let late = |text: &str| text.contains("已经建立");
    for screen in &mut windows {
        screen.shows("an answer", |t| done(t) || late(t));
    }
    assert_eq!(windows.iter().filter(|s| done(&s.text())).count(), 1);
    let founder = windows.iter().position(|s| done(&s.text())).expect("one");
    assert_eq!(look(&studio, "admin").studio(), format!("第{founder}调解室"));
}
