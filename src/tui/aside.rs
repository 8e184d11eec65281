//! The backup of the day, made aside: a process of its own, so that no key waits for it and leaving does not.
//!
//! Whether one is due is the desk's to say (`Desk::backup_if_due`); this only starts the asking, once
//! somebody is logged in and once more when the desk closes. What it says is nobody's to read: the journal
//! and the 日结单 tell whether there is a backup.

use crate::desk::Desk;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Starts the backup of a desk.
pub struct Aside {
    db: PathBuf,
    login: Option<String>,
    /// Kept so that it is waited for when it ends.
    running: Option<Child>,
}

impl Aside {
    pub fn new(db: &Path) -> Aside {
        Aside { db: db.to_path_buf(), login: None, running: None }
    }

    /// Looks whether somebody is logged in now; the first time a backup is asked for.
    pub fn see(&mut self, desk: &Desk) {
        if let Some(child) = &mut self.running
            && !matches!(child.try_wait(), Ok(None))
        {
            self.running = None;
        }
        if let (None, Some(actor)) = (&self.login, desk.actor()) {
            self.login = Some(actor.login.clone());
            self.ask();
        }
    }

    /// The desk closes.
    pub fn close(mut self) {
        if self.running.is_none() {
            self.ask();
        }
    }

    fn ask(&mut self) {
        let off = std::env::var("FENGQIAO_AUTO_BACKUP").is_ok_and(|v| v == "off");
        let (Some(login), false, Ok(program)) = (&self.login, off, std::env::current_exe()) else { return };
        let started = Command::new(program)
            .args(["backup", "--if-due", "--as", login, "--db"])
            .arg(&self.db)
            .env("FENGQIAO_WINDOW", "自动")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Apart from the terminal's group: its end does not end a half-made copy.
            .process_group(0)
            .spawn();
        match started {
            Ok(child) => self.running = Some(child),
            Err(error) => tracing::warn!("no backup aside: {error}"),
        }
    }
}
