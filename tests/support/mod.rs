//! A studio in a folder of its own, and the built program run on it with a fixed clock.

// A keyboard has more keys than the stories press, and the benchmark measures what they do not.
#[allow(dead_code)]
pub mod pty;

use fengqiao::desk::{Clock, Desk};
use fengqiao::domain::forms;
use fengqiao::validation::Draft;
use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub const NOW: &str = "2026-11-23T16:42";

/// What a run of the program left behind.
pub struct Transcript {
    line: String,
    pub out: String,
    pub err: String,
    pub code: i32,
}

impl Transcript {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}\n{self}"))
    }
    /// Checks the exit code; a wrong one shows the whole run.
    pub fn ends(self, code: i32) -> Transcript {
        assert_eq!(self.code, code, "\n{self}");
        self
    }
}

impl fmt::Display for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "$ fengqiao {}", self.line)?;
        write!(f, "{}", self.out)?;
        for line in self.err.lines() {
            writeln!(f, "! {line}")?;
        }
        writeln!(f, "= {}", self.code)
    }
}

/// A folder with, or without, a file in it.
pub struct Studio {
    folder: tempfile::TempDir,
    pub db: PathBuf,
}

impl Studio {
    /// A folder without a file.
    pub fn empty() -> Studio {
        let folder = tempfile::tempdir().expect("a folder");
        let db = folder.path().join("desk.db");
        Studio { folder, db }
    }

    /// A file that is there already, and stays; what is written besides goes into a folder of its own.
    pub fn at(db: &Path) -> Studio {
        Studio { folder: tempfile::tempdir().expect("a folder"), db: db.to_path_buf() }
    }

    /// A studio with one user a role and three people on the roster (1 李秀英, 2 扎西, 3 和文军).
    pub fn new() -> Studio {
        let studio = Studio::empty();
        let now = format!("{NOW}:00").parse().expect("a time");
        let mut desk = Desk::create(&studio.db, Clock::Fixed(now), "测试").expect("a desk");
        let answers = Draft::default()
            .with("studio", "香格里拉市人民调解工作室")
            .with("division", "533401")
            .with("admin", "admin")
            .with("password", "fengqiao");
        desk.set_up(&answers).expect("set up");
        let staff = [("李秀英", "01", "", "1,2"), ("扎西", "04", "", "1,2"), ("和文军", "04", "建塘镇政府", "1")];
        for (name, profession, employer, languages) in staff {
            let person = forms::STAFF
                .blank()
                .with("name", name)
                .with("profession", profession)
                .with("employer", employer)
                .with("official", if name == "李秀英" { "0" } else { "9" })
                .with("languages", languages);
            desk.add_staff(&person).expect("a person");
        }
        for (login, name, role, staff) in [
            ("qiantai", "和丽英", "reception", ""),
            ("zhuren", "和志刚", "director", ""),
            ("banli", "李秀英", "handler", "1"),
            ("ducha", "王建国", "supervisor", ""),
        ] {
            let user = Draft::default().with("login", login).with("name", name).with("role", role).with("staff", staff);
            desk.add_user(&user, "fengqiao").expect("a user");
        }
        studio
    }

    /// One user more.
    pub fn add_user(&self, login: &str, name: &str, role: &str) {
        let now = format!("{NOW}:00").parse().expect("a time");
        let mut desk = Desk::open(&self.db, Clock::Fixed(now), "测试").expect("a desk");
        desk.login_as("admin").expect("the administrator");
        let user = Draft::default().with("login", login).with("name", name).with("role", role);
        desk.add_user(&user, "fengqiao").expect("a user");
    }

    /// Runs the program as a user ("" = nobody said).
    pub fn run(&self, login: &str, arguments: &[&str]) -> Transcript {
        self.run_with(login, arguments, "")
    }

    /// Runs the program at another time.
    pub fn run_on(&self, login: &str, now: &str, arguments: &[&str]) -> Transcript {
        self.run_at(login, now, arguments, "")
    }

    /// Runs the program with something on stdin.
    pub fn run_with(&self, login: &str, arguments: &[&str], input: &str) -> Transcript {
        self.run_at(login, NOW, arguments, input)
    }

    /// Runs the program with one more variable.
    pub fn run_env(&self, login: &str, variable: (&str, &str), arguments: &[&str]) -> Transcript {
        self.run_whole(login, NOW, arguments, "", Some(variable))
    }

    fn run_at(&self, login: &str, now: &str, arguments: &[&str], input: &str) -> Transcript {
        self.run_whole(login, now, arguments, input, None)
    }

    fn run_whole(
        &self,
        login: &str,
        now: &str,
        arguments: &[&str],
        input: &str,
        variable: Option<(&str, &str)>,
    ) -> Transcript {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fengqiao"));
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("FENGQIAO_NOW", now)
            .env("FENGQIAO_DB", &self.db)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if !login.is_empty() {
            command.env("FENGQIAO_AS", login);
        }
        command.envs(variable);
        let mut child = command.spawn().expect("the program starts");
        // A program that does not read its input closes the pipe; that is its right.
        let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
        let done = child.wait_with_output().expect("the program ends");
        Transcript {
            line: arguments.join(" "),
            out: String::from_utf8(done.stdout).expect("UTF-8"),
            err: String::from_utf8(done.stderr).expect("UTF-8"),
            code: done.status.code().expect("an exit code"),
        }
    }

    /// A visit with every field, ready for 登记; returns its case as `#id`.
    pub fn full_visit(&self) -> String {
        let mut arguments = vec!["visit", "add", "--format", "json"];
        for pair in FULL {
            arguments.extend(["--set", pair]);
        }
        let done = self.run("qiantai", &arguments).ends(0);
        let json = done.json();
        assert_eq!(json["missing"], serde_json::json!([]), "\n{done}");
        format!("#{}", json["case_id"])
    }
}

/// A whole visit, as a clerk would type it.
pub const FULL: &[&str] = &[
    "name=和志强",
    "document_no=533422198506150026",
    "phone=13800000000",
    "people=1",
    "gist=宅基地边界被占",
    "source=4",
    "ethnic=纳西族",
    "language=1",
    "interpreter_needed=0",
    "residence=533401",
    "address=东到老槐树",
    "petitioned_on=2026-11-23",
    "repeat_answer=1",
    "respondent=建塘镇政府",
    "place=533401",
    "summary=2026年3月邻居扩建围墙占用宅基地约二十平方米,多次协商未果,要求恢复原界。",
    "claims=恢复宅基地原界",
    "facts=宅基地使用证载明四至,邻居围墙越界。",
    "category=C",
    "purpose=2",
    "content=02",
    "dispute=03",
    "nature=1",
    "sued=0",
    "arbitrated=0",
    "reviewed=0",
    "concluded=0",
    "pending=0",
    "mood=2",
    "safety=1",
    "threat=0",
    "handling=1",
    "notice_given=1",
];
