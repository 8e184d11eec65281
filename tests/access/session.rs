//! How a session is locked, slowed down and ended.

use super::Studio;
use crate::pty::*;
use fengqiao::desk::Desk;
use fengqiao::tui::jobs::Jobs;
use fengqiao::tui::model::{LOCK_AFTER_MINUTES, Model};
use fengqiao::tui::msg::Msg;
use fengqiao::tui::runtime::{Flow, step};
use fengqiao::tui::theme::Theme;
use fengqiao::tui::{testing, view};
use rustix::process::{Pid, Signal, kill_process};

/// Somebody at a desk without a terminal, with the minutes that have passed.
struct Seat {
    desk: Desk,
    model: Model,
    jobs: Jobs,
}

impl Seat {
    fn new(studio: &Studio, login: &str) -> Seat {
        let desk = look(studio, login);
        let model = Model::new(Theme::default(), WIDE, desk.now());
        let mut seat = Seat { desk, model, jobs: Jobs::new() };
        seat.tell(Msg::Start);
        seat
    }
    fn tell(&mut self, msg: Msg) -> Flow {
        step(&mut self.model, &mut self.desk, &mut self.jobs, msg)
    }
    fn types(&mut self, text: &str) {
        for key in testing::typing(text) {
            self.tell(Msg::Key(key));
        }
    }
    fn idle(&mut self, minutes: i64) {
        let now = self.model.now + chrono::TimeDelta::minutes(minutes);
        self.tell(Msg::Tick { now, changed: false });
    }
    fn screen(&self) -> String {
        testing::drawn(WIDE.0, WIDE.1, |frame| view::view(&self.model, frame)).0
    }
}

#[test]
fn five_minutes_without_a_key_lock_the_screen_and_lose_nothing() {
    let studio = Studio::new();
    let mut seat = Seat::new(&studio, "qiantai");
    seat.tell(Msg::Key(crossterm::event::KeyEvent::new(
        crossterm::event::KeyCode::Char('t'),
        crossterm::event::KeyModifiers::CONTROL,
    )));
    seat.types("和志强");
    seat.idle(LOCK_AFTER_MINUTES - 1);
    assert!(seat.screen().contains("和志强"), "{}", seat.screen());
    // A key begins the five minutes anew.
    seat.types("一");
    seat.idle(LOCK_AFTER_MINUTES - 1);
    assert!(seat.screen().contains("和志强一"), "{}", seat.screen());
    seat.idle(1);
    let locked = seat.screen();
    assert!(locked.contains("已锁屏") && !locked.contains("和志强") && !locked.contains("来访队列"), "{locked}");
    let kept = look(&studio, "qiantai").drafts().expect("drafts");
    assert_eq!(kept[0].draft.get("name"), "和志强一");
    seat.types("fengqiao");
    seat.tell(Msg::Key(testing::key(crossterm::event::KeyCode::Enter)));
    assert!(seat.screen().contains("和志强一"), "{}", seat.screen());
}

#[test]
fn wrong_passwords_make_wait_at_the_screen_and_in_commands_alike() {
    let studio = Studio::new();
    let mut screen = window(&studio, "", "1号窗口", SMALL);
    screen.see("登录").keys("zhuren\t");
    for n in 1..=5 {
        let said = if n == 5 { "已连续错5次" } else { "用户名或密码不对" };
        screen.keys("cuode").see("*****").keys(ENTER).gone("*****").see(said);
    }
    screen.keys("fengqiao").see("********").keys(ENTER).see("密码错得太多");
    // Another window has no fresh five.
    let mut other = window(&studio, "", "2号窗口", SMALL);
    other.see("登录").keys("zhuren\tfengqiao\r").see("密码错得太多");
    // And nobody else waits.
    other.keys("\t\x15qiantai\tfengqiao\r").see("来访队列");
}

#[test]
fn whoever_is_told_to_end_keeps_the_draft_and_gives_the_terminal_back() {
    let studio = Studio::new();
    for signal in [Signal::TERM, Signal::HUP] {
        let mut screen = window(&studio, "qiantai", "1号窗口", WIDE);
        screen.see("来访队列").keys(ESC).keys("\x14").see("来访人姓名").keys("\x15扎西旺堆").see("扎西旺堆");
        let pid = screen.child.process_id().expect("a process").cast_signed();
        kill_process(Pid::from_raw(pid).expect("a process"), signal).expect("told");
        assert_eq!(screen.end(), 0);
        let kept = look(&studio, "qiantai").drafts().expect("drafts");
        assert!(kept.iter().any(|d| d.draft.get("name") == "扎西旺堆"), "{kept:?}");
        // The shell's own screen is back: nothing of the desk stands on it.
        assert!(!screen.text().contains("扎西旺堆"), "{}", screen.text());
    }
}

#[test]
fn who_is_turned_off_while_sitting_here_is_put_out_with_the_reason() {
    let studio = Studio::new();
    let mut screen = window(&studio, "qiantai", "1号窗口", WIDE);
    screen.see("来访队列").keys("\x14").see("来访人姓名").keys("和志强\t").see("> 证件类型");
    studio.run("admin", &["user", "off", "qiantai"]).ends(0);
    screen.see("该用户已停用").see("用户名").gone("和志强");
    // The draft waits for the day he is let in again.
    studio.run("admin", &["user", "on", "qiantai"]).ends(0);
    screen.keys("qiantai\tfengqiao\r").see("未保存的登记").keys("1").see("和志强");
}
