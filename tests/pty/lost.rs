//! Power cut, lost line: what was typed is on the disk and comes back to the one who typed it.

use super::*;

/// What the draft on the disk holds in that field, "" without a draft.
fn kept(studio: &Studio, key: &str) -> String {
    let drafts = look(studio, "qiantai").drafts().expect("drafts");
    drafts.first().map(|d| d.draft.get(key).to_string()).unwrap_or_default()
}

/// A blank form at the desk, without a ticket.
fn form(studio: &Studio) -> Screen {
    let mut screen = window(studio, "qiantai", "1号窗口", WIDE);
    screen.see("没有人等候").keys("\x14").see("来访人姓名");
    screen
}

#[test]
fn a_power_cut_after_leaving_a_field_loses_nothing() {
    let studio = Studio::new();
    let mut screen = form(&studio);
    // Leaving the name stores the draft before the next key is looked at.
    screen.keys("和志强\t").see("> 证件类型").see("和志强");
    screen.keys("\t5334").see("5334");
    screen.kill();
    assert_eq!(kept(&studio, "name"), "和志强");

    let mut again = window(&studio, "qiantai", "1号窗口", WIDE);
    again.see("未保存的登记").see("2026-11-23 16:42:00").see("接谈登记 和志强");
    again.keys("1").gone("未保存的登记").see("和志强").see("未保存");
    // It is nobody else's.
    let mut other = window(&studio, "zhuren", "2号窗口", WIDE);
    other.see("没有人等候");
    assert!(!other.text().contains("和志强"));
}

#[test]
fn one_idle_second_stores_what_stands_in_the_field() {
    let studio = Studio::new();
    let mut screen = form(&studio);
    screen.keys("扎西旺堆").see("扎西旺堆");
    screen.until("the draft", || kept(&studio, "name") == "扎西旺堆");
    screen.kill();
    let mut again = window(&studio, "qiantai", "1号窗口", WIDE);
    again.see("接谈登记 扎西旺堆").keys("1").see("扎西旺堆").see("未保存");
}

#[test]
fn a_lost_line_ends_the_desk_and_keeps_the_draft() {
    let studio = Studio::new();
    let mut screen = form(&studio);
    screen.keys("和志强\t\t\t").see("和志强");
    screen.keys("\t宅基地").see("宅基地");
    screen.hang_up();
    // The desk notices by itself: nobody kills it here.
    screen.end();
    let drafts = look(&studio, "qiantai").drafts().expect("drafts");
    assert_eq!(drafts.len(), 1, "{drafts:?}");
    assert_eq!(drafts[0].draft.get("name"), "和志强");
    assert!(drafts[0].draft.iter().any(|(_, value)| value == "宅基地"), "{drafts:?}");
}
