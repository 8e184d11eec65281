//! The child process: told by its environment what to do over and over, it says on a pipe what is done.

use crate::desk::{desk, full};
use crate::support::{NOW, Studio};
use fengqiao::desk::restore::{Order, restore};
use fengqiao::desk::{Clock, Desk, Failure, VisitWrite};
use fengqiao::domain::flow;
use fengqiao::domain::queue::Step;
use fengqiao::validation::Draft;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const NAME: &str = "trust::child::a_child_does_as_it_is_told";

/// Past the harness, which would keep it back.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("+ {line}\n").as_bytes()).expect("the parent listens");
    out.flush().expect("the parent listens");
}

/// Does nothing unless a parent says what.
#[test]
fn a_child_does_as_it_is_told() {
    let Ok(task) = std::env::var("TRUST_TASK") else { return };
    let db = std::env::var("TRUST_DB").expect("a file");
    let word = std::env::var("TRUST_WORD").unwrap_or_default();
    let studio = Studio::at(Path::new(&db));
    match task.as_str() {
        "save" => save(&studio),
        "backup" => loop {
            let made = desk(&studio, "admin", "备份").backup(None, None).expect("a backup");
            say(&made.note.journal_seq.to_string());
        },
        "restore" => loop {
            put_back(&studio.db, Path::new(&word));
            say("restored");
        },
        "open" => {
            drop(Desk::open(&studio.db, clock(), "升级").expect("opened"));
            say("opened");
        }
        "write" => write(&studio, word.parse().expect("a number")),
        "read" => read(&studio),
        other => panic!("{other}?"),
    }
}

fn clock() -> Clock {
    Clock::Fixed(format!("{NOW}:00").parse().expect("a time"))
}

pub fn put_back(db: &Path, backup: &Path) {
    let order = Order { db, backup, told: None, key: None, clock: clock(), terminal: "恢复" };
    restore(&order, |desk| desk.login_as("admin").map(drop)).expect("restored");
}

/// Saves visits and takes their cases on; says each when it is promised to be on the disk.
fn save(studio: &Studio) {
    let mut front = desk(studio, "qiantai", "1号窗口");
    loop {
        let saved = front.save_visit(&VisitWrite { draft: full(), ..VisitWrite::default() }).expect("saved");
        say(&format!("visit {}", saved.case));
        for mv in ["T01", "T03"] {
            let mv = flow::find(mv).expect("a move");
            front.act(saved.case, None, mv, &mv.form.expect("a form").blank()).expect(mv.label);
            say(&format!("{} {}", mv.id, saved.case));
        }
    }
}

/// `n` turns of several kinds, most of them on what the others write, too: numbers, calls, visits with their moves,
/// amendments, records and assignments.
fn write(studio: &Studio, n: usize) {
    let place = format!("窗口{}", std::process::id());
    let mut front = desk(studio, "qiantai", &place);
    let mut head = desk(studio, "zhuren", &place);
    for i in 0..n {
        match i % 6 {
            0 => {
                let visitor = Draft::default().with("name", "和志强").with("people", "1");
                let id = timed(|| front.take_number(&visitor)).expect("a number").id;
                say(&format!("ticket {}", front.ticket(id).expect("the ticket").number));
            }
            // Everybody took a number before he calls one, so that nobody finds the queue empty.
            1 => {
                let ticket = timed(|| front.call_next()).expect("somebody waits");
                say(&format!("called {}", ticket.number));
                for step in [Step::Serve, Step::Finish] {
                    timed(|| front.step(ticket.id, step)).expect("it is at this window");
                }
            }
            2 => {
                let saved = timed(|| front.save_visit(&VisitWrite { draft: full(), ..VisitWrite::default() }));
                let case = saved.expect("saved").case;
                for mv in ["T01", "T03"] {
                    let mv = flow::find(mv).expect("a move");
                    let form = mv.form.expect("a form").blank();
                    timed(|| front.act(case, None, mv, &form)).expect(mv.label);
                }
                say(&format!("case {case}"));
            }
            3 => {
                amend(&mut front, 1 + i64::try_from(i).expect("few") / 6 % 2);
                say("amended");
            }
            4 => {
                let mv = flow::find("R02").expect("a record");
                let paper = [("kind", "2"), ("name", "承包合同"), ("original", "1"), ("kept_at", "卷宗柜2-3")];
                let form = head.move_form(SHARED, mv).expect("a form");
                let form = paper.into_iter().fold(form, |d, (k, v)| d.with(k, v));
                let told = timed(|| head.act(SHARED, None, mv, &form)).expect("a receipt").text;
                say(&format!("receipt {}", told.rsplit(',').next().expect("its number")));
            }
            _ => {
                assign(&mut head);
                say("assigned");
            }
        }
    }
}

/// The case in hand that all of them work on, after the two that they amend.
pub const SHARED: i64 = 3;

/// Gives the shared case to another handler, until nobody was quicker.
fn assign(head: &mut Desk) {
    loop {
        let case = head.readable_case(SHARED).expect("the case");
        let next = if case.handler == Some(1) { "2" } else { "1" };
        let form = [("handler", next), ("recusal_checked", "1"), ("reason", "轮流承办")];
        let form = form.into_iter().fold(Draft::default(), |d, (k, v)| d.with(k, v));
        match timed(|| head.reassign(SHARED, Some(case.rev), &form)) {
            Ok(_) => return,
            Err(Failure::Conflict { .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
}

/// One write; says how long it took in microseconds.
fn timed<T>(write: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = write();
    say(&format!("wait {}", began.elapsed().as_micros()));
    done
}

/// Saves a shared visit until nobody was quicker.
fn amend(front: &mut Desk, visit: i64) {
    loop {
        let stored = front.visit(visit).expect("the visit");
        let gist = format!("改到第{}次", stored.rev);
        let write = VisitWrite {
            visit: Some((visit, stored.rev)),
            draft: stored.draft.with("gist", &gist),
            ..Default::default()
        };
        match timed(|| front.save_visit(&write)) {
            Ok(_) => return,
            Err(Failure::Conflict { .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
}

fn read(studio: &Studio) {
    let desk = desk(studio, "zhuren", "读");
    let filter = fengqiao::desk::CaseFilter::default();
    loop {
        desk.queue().expect("the queue");
        desk.counts().expect("the counts");
        let page = desk.list_cases(&filter, None, 40, false).expect("a page");
        say(&format!("read {}", page.rows.len()));
        // As a window does, which looks again after a while; without it four readers are all a small machine does.
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A running child and what it says.
pub struct Told {
    child: Child,
    lines: Receiver<String>,
    /// What it says when it fails, read as it comes: a full pipe would hold it up for ever.
    wrong: Option<JoinHandle<String>>,
    /// What it said so far.
    pub said: Vec<String>,
}

impl Told {
    /// `limit`: a file may grow to so many KiB; the write that passes it kills the child (SIGXFSZ).
    pub fn start(task: &str, db: &Path, word: &str, limit: Option<u64>) -> Told {
        let own = std::env::current_exe().expect("this binary");
        let mut command = match limit {
            None => Command::new(own),
            Some(kib) => {
                let mut shell = Command::new("bash");
                shell.args(["-c", &format!("ulimit -c 0; ulimit -f {kib}; exec \"$0\" \"$@\"")]).arg(own);
                shell
            }
        };
        let mut child = command
            .args(["--exact", NAME, "--nocapture", "--test-threads=1"])
            .env("TRUST_TASK", task)
            .env("TRUST_DB", db)
            .env("TRUST_WORD", word)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a child");
        let (tell, lines) = channel();
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                // The harness may have begun the line.
                let Some((_, said)) = line.split_once("+ ") else { continue };
                if tell.send(said.to_string()).is_err() {
                    return;
                }
            }
        });
        let mut err = child.stderr.take().expect("a pipe");
        let wrong = std::thread::spawn(move || {
            let mut text = String::new();
            let _ = err.read_to_string(&mut text);
            text
        });
        Told { child, lines, wrong: Some(wrong), said: Vec::new() }
    }

    /// Waits for `n` answers more, at most a while.
    pub fn hear(&mut self, n: usize) {
        for _ in 0..n {
            match self.lines.recv_timeout(Duration::from_secs(60)) {
                Ok(line) => self.said.push(line),
                Err(why) => panic!("{why}: {}", self.error()),
            }
        }
    }

    /// Waits until something can be seen from outside, or the child has said that it is done.
    pub fn until(&mut self, mut seen: impl FnMut() -> bool) {
        let late = Instant::now() + Duration::from_secs(60);
        while !seen() && self.said.is_empty() {
            match self.lines.recv_timeout(Duration::from_micros(200)) {
                Ok(line) => self.said.push(line),
                Err(RecvTimeoutError::Timeout) => assert!(Instant::now() < late, "nothing was seen"),
                Err(RecvTimeoutError::Disconnected) => panic!("it ended by itself: {}", self.error()),
            }
        }
    }

    /// SIGKILL after so long, whatever it is doing then; returns all that it had said.
    pub fn kill_after(mut self, wait: Duration) -> Vec<String> {
        let until = Instant::now() + wait;
        loop {
            match self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) => self.said.push(line),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => panic!("it ended by itself: {}", self.error()),
            }
        }
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
        self.said.extend(self.lines.iter());
        self.said
    }

    /// Waits for the end; whether a signal ended it, and all it had said. One that says nothing for minutes
    /// hangs, and is told apart from one that is slow.
    pub fn end(mut self) -> (bool, Vec<String>) {
        loop {
            match self.lines.recv_timeout(Duration::from_secs(180)) {
                Ok(line) => self.said.push(line),
                Err(RecvTimeoutError::Timeout) => {
                    let error = self.error();
                    panic!("it hangs after {:?}: {error}", self.said.last());
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let status = self.child.wait().expect("gone");
        assert!(status.success() || status.signal().is_some(), "{}", self.error());
        (status.signal().is_some(), self.said)
    }

    fn error(&mut self) -> String {
        let _ = self.child.kill();
        self.wrong.take().and_then(|reader| reader.join().ok()).unwrap_or_default()
    }
}
