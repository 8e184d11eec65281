//! The desk as its users press it: keys in, screen and store out.

use super::model::{Model, Screen};
use super::msg::Msg;
use super::pane::home::{Home, PaneId};
use super::runtime::{Flow, step};
use super::testing::{ctrl, drawn, key, typing};
use super::theme::Theme;
use crate::desk::Desk;
use crate::desk::trial::{Office, now};
use crossterm::event::{KeyCode, KeyEvent};

/// A user at a window.
struct Sitting {
    model: Model,
    desk: Desk,
}

impl Sitting {
    fn new(office: &Office, login: &str, window: &str) -> Self {
        let mut sitting =
            Self { model: Model::new(Theme::from_env(false, false), (80, 24), now()), desk: office.desk(login, window) };
        step(&mut sitting.model, &mut sitting.desk, Msg::Start);
        sitting
    }
    fn press(&mut self, key: KeyEvent) -> Flow {
        step(&mut self.model, &mut self.desk, Msg::Key(key))
    }
    fn f(&mut self, n: u8) -> Flow {
        self.press(key(KeyCode::F(n)))
    }
    fn code(&mut self, code: KeyCode) {
        self.press(key(code));
    }
    fn text(&mut self, text: &str) {
        for key in typing(text) {
            self.press(key);
        }
    }
    fn screen(&self) -> String {
        drawn(80, 24, |frame| super::view::view(&self.model, frame)).0
    }
    fn home(&self) -> &Home {
        match self.model.screen() {
            Screen::Home(home) => home,
            other => panic!("not at the desk: {other:?}"),
        }
    }
    fn field(&self, key: &str) -> String {
        self.home().registration.form.draft().get(key).to_string()
    }
    /// Takes a number for a visitor.
    fn comes(&mut self, name: &str) {
        self.f(5);
        self.text(name);
        self.f(2);
    }
}

#[test]
fn a_new_number_takes_what_the_old_one_said_with_it() {
    let office = Office::new();
    let mut clerk = Sitting::new(&office, "qiantai", "1号窗口");
    clerk.press(ctrl('t'));
    clerk.code(KeyCode::Tab);
    clerk.code(KeyCode::Tab);
    // After fifteen digits this reads as an old number of 1920.
    clerk.text("533401200306242514");
    assert_eq!((clerk.field("birth").as_str(), clerk.field("age").as_str()), ("2003-06-24", "23"));
    clerk.press(ctrl('u'));
    assert_eq!(clerk.field("birth") + &clerk.field("sex") + &clerk.field("age"), "");
}
