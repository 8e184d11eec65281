//! Any keys, pastes, sizes and waits on the desk of any user: no panic, and a screen for each.
#![no_main]

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use fengqiao::desk::{Clock, Desk, demo};
use fengqiao::tui::jobs::Jobs;
use fengqiao::tui::model::Model;
use fengqiao::tui::msg::Msg;
use fengqiao::tui::runtime::{Flow, step};
use fengqiao::tui::theme::Theme;
use fengqiao::tui::view;
use libfuzzer_sys::fuzz_target;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::sync::OnceLock;

const USERS: [&str; 8] = ["", "qiantai", "zhuren", "banli", "ducha", "caiwu", "admin", "bangongshi"];
const TEXTS: [&str; 8] = ["和志强", "533422198506150026", "13800000000", "xgll", "+15", "ཀ་ཁ", "hzq", "T07"];

fn clock() -> Clock {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    Clock::Fixed(day.and_hms_opt(16, 42, 0).expect("a time"))
}

fn studio() -> &'static std::path::Path {
    static STUDIO: OnceLock<(tempfile::TempDir, std::path::PathBuf)> = OnceLock::new();
    let (_, path) = STUDIO.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("demo.db");
        demo::demo(&path, 30, 7, clock().now(), &mut |_| {}).expect("a studio");
        (folder, path)
    });
    path
}

fn message(kind: u8, value: u8, model: &Model) -> Msg {
    use KeyCode as K;
    let plain = [
        K::Enter, K::Tab, K::BackTab, K::Esc, K::Up, K::Down, K::Left, K::Right, K::Home, K::End, K::PageUp,
        K::PageDown, K::Backspace, K::Delete,
    ];
    let key = |code| Msg::Key(KeyEvent::new(code, KeyModifiers::NONE));
    match kind % 8 {
        0 | 1 => key(plain[usize::from(value) % plain.len()]),
        2 => key(K::F(value % 12 + 1)),
        3 => key(K::Char(char::from(value.clamp(32, 126)))),
        4 => Msg::Key(KeyEvent::new(K::Char(char::from(b'a' + value % 26)), KeyModifiers::CONTROL)),
        5 => Msg::Paste(TEXTS[usize::from(value) % TEXTS.len()].to_string()),
        6 => Msg::Resize(u16::from(value) + 1, u16::from(value.rotate_left(3) % 100) + 1),
        _ => {
            let now = model.now + chrono::TimeDelta::minutes(i64::from(value % 7));
            Msg::Tick { now, changed: value % 2 == 1 }
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((user, rest)) = data.split_first() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("desk.db");
    std::fs::copy(studio(), &path).expect("a copy");
    let mut desk = Desk::create(&path, clock(), "1号窗口").expect("a desk");
    let login = USERS[usize::from(*user) % USERS.len()];
    if !login.is_empty() {
        desk.login_as(login).expect("a user");
    }
    let mut jobs = Jobs::new();
    let mut model = Model::new(Theme::default(), (80, 24), desk.now());
    step(&mut model, &mut desk, &mut jobs, Msg::Start);
    for pair in rest.chunks_exact(2).take(200) {
        let msg = message(pair[0], pair[1], &model);
        if step(&mut model, &mut desk, &mut jobs, msg) == Flow::Quit {
            return;
        }
        let mut terminal = Terminal::new(TestBackend::new(model.size.0, model.size.1)).expect("a terminal");
        terminal.draw(|frame| view::view(&model, frame)).expect("a screen");
    }
});
