//! The screens as text, over a small synthetic studio with a fixed clock and seed; and walks of random
//! keys over them.
//!
//! Pictures lie in `tests/snapshots`. After a change that is meant, look at the difference and run the
//! tests once with `INSTA_UPDATE=always`.

mod day;
mod ledger;
mod likes;
mod papers;
mod pictures;
mod printing;
mod terminals;
mod volume;
mod walk;

use crate::support::FULL;
use crate::support::NOW;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use fengqiao::desk::{Clock, Desk, VisitWrite, demo};
use fengqiao::domain::visit_table::VISIT;
use fengqiao::tui::jobs::Jobs;
use fengqiao::tui::model::Model;
use fengqiao::tui::msg::Msg;
use fengqiao::tui::runtime::{Flow, poll, step};
use fengqiao::tui::theme::Theme;
use fengqiao::tui::{cells, testing, view};
use fengqiao::validation::Draft;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub const SMALL: (u16, u16) = (80, 24);
pub const WIDE: (u16, u16) = (120, 40);

fn clock() -> Clock {
    Clock::Fixed(format!("{NOW}:00").parse().expect("a time"))
}

/// The synthetic studio, made once for all tests of this process.
fn studio() -> &'static Path {
    static STUDIO: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = STUDIO.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("demo.db");
        demo::demo(&path, 60, 7, clock().now(), &mut |_| {}).expect("a studio");
        (folder, path)
    });
    path
}

/// Somebody at a desk without a terminal: keys go in, the screen comes out as text.
pub struct Seat {
    desk: Desk,
    pub model: Model,
    pub jobs: Jobs,
    folder: tempfile::TempDir,
}

impl Seat {
    /// At a copy of the synthetic studio; "" = nobody has logged in.
    pub fn new(login: &str, size: (u16, u16)) -> Seat {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("desk.db");
        std::fs::copy(studio(), &path).expect("a copy");
        Seat::at(folder, &path, login, size)
    }

    /// Where no studio is yet.
    pub fn first(size: (u16, u16)) -> Seat {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("desk.db");
        Seat::at(folder, &path, "", size)
    }

    pub fn at(folder: tempfile::TempDir, path: &Path, login: &str, size: (u16, u16)) -> Seat {
        let mut desk = Desk::create(path, clock(), "1号窗口").expect("a desk");
        if !login.is_empty() {
            desk.login_as(login).expect("a user");
        }
        let model = Model::new(Theme::default(), size, desk.now());
        let jobs = Jobs::with(None, Err("这里没有图形界面,打不开文件".into()));
        let mut seat = Seat { desk, model, jobs, folder };
        seat.tell(Msg::Start);
        seat
    }

    /// Changes the file behind the back of the desk.
    pub fn alters(&self, sql: &str) {
        let conn = rusqlite::Connection::open(self.folder.path().join("desk.db")).expect("the file");
        conn.execute_batch(sql).expect(sql);
    }

    /// A number from the file.
    pub fn count(&self, sql: &str) -> i64 {
        let conn = rusqlite::Connection::open(self.folder.path().join("desk.db")).expect("the file");
        conn.query_row(sql, [], |r| r.get(0)).expect(sql)
    }

    pub fn tell(&mut self, msg: Msg) -> Flow {
        step(&mut self.model, &mut self.desk, &mut self.jobs, msg)
    }

    /// What the work beside the desk has to say now.
    pub fn hears(&mut self) -> &mut Seat {
        poll(&mut self.model, &mut self.desk, &mut self.jobs);
        self
    }

    pub fn key(&mut self, code: KeyCode) -> &mut Seat {
        self.tell(Msg::Key(testing::key(code)));
        self
    }

    /// A function key.
    pub fn f(&mut self, n: u8) -> &mut Seat {
        self.key(KeyCode::F(n))
    }

    pub fn ctrl(&mut self, letter: char) -> &mut Seat {
        self.tell(Msg::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)));
        self
    }

    pub fn types(&mut self, text: &str) -> &mut Seat {
        for key in testing::typing(text) {
            self.tell(Msg::Key(key));
        }
        self
    }

    /// Takes in and registers a matter against one company, by a petitioner of its own.
    pub fn rise(&mut self, nth: usize) {
        let draft = FULL.iter().filter_map(|pair| pair.split_once('=')).fold(VISIT.blank(), |d, (k, v)| d.with(k, v));
        let draft = draft
            .with("name", ["丁一", "丁二", "丁三", "丁四", "丁五", "丁六", "丁七"][nth])
            .with("document_no", "")
            .with("no_document", "2")
            .with("respondent", "雪域高原客运有限公司")
            .with("ethnic", "27")
            .with("household", "533401")
            .with("visited_at", NOW)
            .with("registered_on", &NOW[..10])
            .with("gist", "客运班线停开");
        let case = self.desk.save_visit(&VisitWrite { draft, ..VisitWrite::default() }).expect("saved").case;
        let registering = fengqiao::domain::flow::find("T01").expect("a move");
        self.desk.act(case, None, registering, &Draft::default()).expect("registered");
    }

    /// A register by its title, through the group it stands under.
    pub fn register(&mut self, title: &str) -> &mut Seat {
        let open = self.desk.registers();
        let group = open.iter().find(|r| r.title == title).expect("a register").group;
        self.f(9);
        if open.iter().filter(|r| r.group == group).count() > 1 {
            self.item(group);
        }
        self.item(title)
    }

    /// An item of the open menu, wherever it stands in it.
    pub fn item(&mut self, title: &str) -> &mut Seat {
        for _ in 0..40 {
            let text = self.screen();
            if text.split('>').skip(1).any(|rest| rest.split_whitespace().nth(1) == Some(title)) {
                return self.key(KeyCode::Enter);
            }
            self.key(KeyCode::Down);
        }
        panic!("no item {title}:\n{}", self.screen());
    }

    /// What stands on the screen; no line is wider than it.
    pub fn screen(&self) -> String {
        let (width, height) = self.model.size;
        let (text, _) = testing::drawn(width, height, |frame| view::view(&self.model, frame));
        for line in text.lines() {
            assert!(cells::width(line) <= usize::from(width), "wider than {width}: {line}\n{text}");
        }
        text
    }
}
