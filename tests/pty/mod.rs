//! Stories at the terminal: the built program on a pty, Chinese typed key by key, the clock fixed.
//!
//! Each story waits for words on the screen or for a row on the disk, never for time to pass.

mod first_start;
mod keys;
mod ledger;
mod lost;
mod printing;
mod together;
mod visit;

pub use crate::support::pty::*;
use crate::support::{NOW, Studio};
use fengqiao::desk::{Clock, Desk};

pub const WIDE: (u16, u16) = (120, 40);
pub const SMALL: (u16, u16) = (80, 24);

/// The terminal desk of a user at a window; "" = the login screen or first start.
pub fn window(studio: &Studio, login: &str, place: &str, size: (u16, u16)) -> Screen {
    window_with(studio, login, place, size, &[], &[])
}

/// The same with more arguments and variables.
pub fn window_with(
    studio: &Studio,
    login: &str,
    place: &str,
    size: (u16, u16),
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> Screen {
    let db = arg(&studio.db);
    let mut all = vec!["--db", &db];
    if !login.is_empty() {
        all.extend(["--as", login]);
    }
    all.extend(arguments);
    let mut env = vec![("FENGQIAO_NOW", NOW), ("FENGQIAO_WINDOW", place), ("FENGQIAO_AUTO_BACKUP", "off")];
    env.extend(variables);
    Screen::start(program(), &all, &env, size)
}

/// A desk on the same file, for a look at what is stored.
pub fn look(studio: &Studio, login: &str) -> Desk {
    let now = format!("{NOW}:00").parse().expect("a time");
    let mut desk = Desk::open(&studio.db, Clock::Fixed(now), "旁观").expect("a desk");
    desk.login_as(login).expect("a user");
    desk
}
