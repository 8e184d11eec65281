//! An office on a temporary file, for the tests of the desk: set up, with a clerk and a director.

use super::{Clock, Desk};
use crate::validation::Draft;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use std::path::PathBuf;

pub(crate) const PASSWORD: &str = "枫桥 Password 1";

/// 2026-11-23 16:42, a Monday.
pub(crate) fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|d| d.and_hms_opt(16, 42, 0)).expect("a time")
}

pub(super) fn studio() -> Draft {
    Draft::default()
        .with("studio", "香格里拉市人民调解工作室")
        .with("division", "533401")
        .with("admin", "admin")
        .with("password", PASSWORD)
}

pub(crate) struct Office {
    folder: tempfile::TempDir,
}

impl Office {
    /// A file with `admin`, `qiantai` (前台), `zhuren` (主任) and `ducha` (督查).
    pub fn new() -> Office {
        let office = Office { folder: tempfile::tempdir().expect("a folder") };
        let mut desk = office.closed("机房");
        desk.set_up(&studio()).expect("set up");
        for (login, name, role) in
            [("qiantai", "和丽英", "reception"), ("zhuren", "李秀英", "director"), ("ducha", "王建国", "supervisor")]
        {
            let draft = Draft::default().with("login", login).with("name", name).with("role", role);
            desk.add_user(&draft, PASSWORD).expect("added");
        }
        office
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("desk.db")
    }

    /// A desk at which nobody is logged in.
    pub fn closed(&self, terminal: &str) -> Desk {
        Desk::create(&self.path(), Clock::Fixed(now()), terminal).expect("opened")
    }

    pub fn desk(&self, login: &str, terminal: &str) -> Desk {
        self.desk_later(login, terminal, TimeDelta::zero())
    }

    /// A desk so much later than [`now`].
    pub fn desk_later(&self, login: &str, terminal: &str, later: TimeDelta) -> Desk {
        let mut desk = Desk::open(&self.path(), Clock::Fixed(now() + later), terminal).expect("opened");
        desk.login_as(login).expect("logged in");
        desk
    }
}
