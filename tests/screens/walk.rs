//! Random walks: whatever is pressed, pasted or resized, in whatever order, the desk does not panic and
//! draws within its screen. The walks are the same in every run.

use super::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const USERS: &[&str] = &["", "qiantai", "zhuren", "banli", "ducha", "caiwu", "admin"];

#[derive(Clone, Debug)]
enum Event {
    Key(KeyEvent),
    Type(&'static str),
    Paste(&'static str),
    Resize(u16, u16),
    /// So many minutes pass without a key.
    Idle(i64),
}

fn key() -> impl Strategy<Value = KeyEvent> {
    use KeyCode as K;
    let plain = |code| KeyEvent::new(code, KeyModifiers::NONE);
    let moves = vec![
        K::Enter,
        K::Tab,
        K::BackTab,
        K::Esc,
        K::Up,
        K::Down,
        K::Left,
        K::Right,
        K::Home,
        K::End,
        K::PageUp,
        K::PageDown,
        K::Backspace,
        K::Delete,
    ];
    prop_oneof![
        6 => prop::sample::select(moves).prop_map(plain),
        4 => (1u8..=12).prop_map(move |n| plain(K::F(n))),
        3 => prop::sample::select("0123456789 ?yx１／　和𠮷་".chars().collect::<Vec<_>>()).prop_map(move |c| plain(K::Char(c))),
        2 => prop::sample::select("abdegklnoprstuwxyz".chars().collect::<Vec<_>>())
            .prop_map(|c| KeyEvent::new(K::Char(c), KeyModifiers::CONTROL)),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let texts = vec!["和志强", "533422198506150026", "13800000000", "xgll", "+15", "ཀ་ཁ", "hzq", "fengqiao"];
    let pastes = vec!["a\r\nb\x07\x1b[31m", "王·五\t张", "", "宅基地\n边界\n"];
    let sizes = vec![(1, 1), (2, 60), (79, 24), (80, 24), (81, 23), (120, 36), (120, 40), (300, 100), (500, 1)];
    prop_oneof![
        12 => key().prop_map(Event::Key),
        3 => prop::sample::select(texts).prop_map(Event::Type),
        1 => prop::sample::select(pastes).prop_map(Event::Paste),
        1 => prop::sample::select(sizes).prop_map(|(w, h)| Event::Resize(w, h)),
        1 => (0i64..7).prop_map(Event::Idle),
    ]
}

#[test]
fn no_walk_over_the_desk_panics() {
    // Longer on request: 20000 walks are a million events.
    let cases = std::env::var("FENGQIAO_WALKS").ok().and_then(|n| n.parse().ok()).unwrap_or(48);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let told = std::cell::Cell::new(0u64);
    let walks = (prop::sample::select(USERS), prop::collection::vec(event(), 20..80));
    let walked = runner.run(&walks, |(login, events)| {
        let mut seat = Seat::new(login, SMALL);
        for event in events {
            let flow = match event {
                Event::Key(key) => seat.tell(Msg::Key(key)),
                Event::Type(text) => {
                    seat.types(text);
                    Flow::Go
                }
                Event::Paste(text) => seat.tell(Msg::Paste(text.to_string())),
                Event::Resize(width, height) => seat.tell(Msg::Resize(width, height)),
                Event::Idle(minutes) => {
                    let now = seat.model.now + chrono::TimeDelta::minutes(minutes);
                    seat.tell(Msg::Tick { now, changed: minutes % 2 == 1 })
                }
            };
            seat.screen();
            told.set(told.get() + 1);
            if flow == Flow::Quit {
                break;
            }
        }
        Ok(())
    });
    println!("{} events", told.get());
    if let Err(error) = walked {
        panic!("{error}");
    }
    assert!(told.get() > u64::from(cases) * 20, "most walks go to their end");
}
