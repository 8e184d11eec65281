//! A form on the screen while the disk is full or fails: told, kept, and saved once there is room.

use super::acts::studio;
use super::*;
use crate::screens::{Seat, WIDE};
use crossterm::event::KeyCode;
use fengqiao::tui::msg::Msg;

/// What a clerk has typed, field by field.
const TYPED: [&str; 7] = ["和志强", "", "533422198506150026", "13800000000", "", "宅基地边界被占", "4"];

/// A clerk at a form in a watched folder, with all that was typed left behind but the last field.
fn typing(survivors: &Path) -> Seat {
    let folder = tempfile::tempdir().expect("a folder");
    studio(folder.path());
    let db = folder.path().join(FILE);
    disk::watch(folder.path(), survivors);
    let mut seat = Seat::at(folder, &db, "qiantai", WIDE);
    seat.ctrl('t');
    for text in TYPED {
        seat.types(text).key(KeyCode::Tab);
    }
    seat
}

fn shows_all(seat: &Seat, what: &str) {
    let screen = seat.screen();
    for text in TYPED.iter().filter(|t| t.chars().count() > 1) {
        assert!(screen.contains(text), "{what}: {text} is gone\n{screen}");
    }
}

fn rest(seat: &mut Seat) {
    seat.tell(Msg::Tick { now: "2026-11-23T16:43:00".parse().expect("a time"), changed: false });
}

/// What the drafts hold of the gist and the name in the script of the people.
fn drafts(db: &Path) -> Vec<String> {
    let desk = crate::desk::desk(&Studio::at(db), "qiantai", "2号窗口");
    desk.drafts()
        .expect("read")
        .into_iter()
        .map(|d| d.draft.get("gist").to_string() + d.draft.get("name_native"))
        .collect()
}

#[test]
fn a_full_or_failing_disk_is_told_at_f2_and_the_form_is_saved_when_there_is_room() {
    for (plan, words) in
        [(Plan::Full(0), "磁盘已满,没有存下"), (Plan::Short(1), "磁盘已满,没有存下"), (Plan::Faults(2), "读写磁盘出错")]
    {
        let what = format!("{plan:?}");
        let survivors = tempfile::tempdir().expect("a folder");
        let mut seat = typing(survivors.path());
        disk::start(plan);
        seat.f(2);
        let told = seat.screen();
        assert!(told.contains(words) && told.contains("您的内容仍保留"), "{what}\n{told}");
        seat.key(KeyCode::Enter);
        shows_all(&seat, &what);
        // The clerk goes on typing; the draft on the disk stays the last one that fitted.
        seat.key(KeyCode::Tab).types("乙").key(KeyCode::Tab);
        rest(&mut seat);
        assert!(seat.screen().contains("草稿没有存到磁盘"), "{what}\n{}", seat.screen());
        shows_all(&seat, &what);
        disk::mend();
        // Nobody types; the draft that did not reach the disk does so with the next rest.
        rest(&mut seat);
        disk::look(|folder| assert_eq!(drafts(&folder.join(FILE)), ["宅基地边界被占乙"], "{what}"));
        seat.f(2);
        let saved = seat.screen();
        assert!(saved.contains("已保存"), "{what}\n{saved}");
        disk::crash(Plan::Power(0, 0));
        disk::leave();
        let db = survivors.path().join(FILE);
        let visits = number(&db, "SELECT count(*) FROM visit WHERE gist = '宅基地边界被占' AND phone = '13800000000'");
        assert_eq!(visits, 3, "{what}: once, and on the disk");
        assert_eq!(drafts(&db), Vec::<String>::new(), "{what}");
    }
}

#[test]
fn the_power_takes_at_most_the_field_that_is_being_typed() {
    let survivors = tempfile::tempdir().expect("a folder");
    let mut seat = typing(survivors.path());
    disk::start(Plan::Nothing);
    seat.types("正在打的");
    disk::crash(Plan::Power(0, 0));
    disk::leave();
    assert_eq!(drafts(&survivors.path().join(FILE)), ["宅基地边界被占"]);
}
