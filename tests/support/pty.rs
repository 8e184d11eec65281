//! A terminal for the program: types keys, waits for text, never sleeps for luck.

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// How long a text may take to appear before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Screen {
    parser: vt100::Parser,
    /// What has come of a frame that is not whole yet.
    pending: Vec<u8>,
    bytes: Receiver<Vec<u8>>,
    keyboard: Option<Box<dyn Write + Send>>,
    /// Holds the empty channel open after a hang-up.
    still: Option<Sender<Vec<u8>>>,
    pub master: Option<Box<dyn MasterPty + Send>>,
    pub child: Box<dyn portable_pty::Child + Send + Sync>,
    pub received: usize,
}

pub const F1: &str = "\x1bOP";
pub const F2: &str = "\x1bOQ";
pub const F3: &str = "\x1bOR";
pub const F4: &str = "\x1bOS";
pub const F5: &str = "\x1b[15~";
pub const F6: &str = "\x1b[17~";
pub const F7: &str = "\x1b[18~";
pub const F8: &str = "\x1b[19~";
pub const F10: &str = "\x1b[21~";
pub const ESC: &str = "\x1b";
pub const UP: &str = "\x1b[A";
pub const DOWN: &str = "\x1b[B";
pub const TAB: &str = "\t";
pub const ENTER: &str = "\r";

impl Screen {
    /// Starts `program` with `args` on a terminal of that size.
    pub fn start(program: &str, args: &[&str], env: &[(&str, &str)], (cols, rows): (u16, u16)) -> Screen {
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).expect("a pty");
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("LC_ALL", "C.UTF-8");
        // Whoever runs the tests over SSH himself is not the one at this terminal.
        for own in ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "SSH_ORIGINAL_COMMAND"] {
            command.env_remove(own);
        }
        for (key, value) in env {
            command.env(key, value);
        }
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let keyboard = pair.master.take_writer().expect("a keyboard");
        let (send, bytes) = channel();
        std::thread::spawn(move || {
            let mut block = [0; 65536];
            while let Ok(n) = reader.read(&mut block) {
                if n == 0 || send.send(block[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        Screen {
            parser: vt100::Parser::new(cells(rows), cells(cols), 0),
            pending: Vec::new(),
            bytes,
            keyboard: Some(keyboard),
            still: None,
            master: Some(pair.master),
            child,
            received: 0,
        }
    }

    /// What stands on the screen now, without the half cells behind wide glyphs.
    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    pub fn cursor(&self) -> (u16, u16) {
        self.parser.screen().cursor_position()
    }

    /// Shows whole frames only, as terminals with synchronized output do: a frame begun waits for its end.
    fn take(&mut self, block: &[u8]) {
        const BEGIN: &[u8] = b"\x1b[?2026h";
        const END: &[u8] = b"\x1b[?2026l";
        let last = |bytes: &[u8], mark: &[u8]| bytes.windows(mark.len()).rposition(|w| w == mark);
        self.received += block.len();
        self.pending.extend_from_slice(block);
        let begun = last(&self.pending, BEGIN).filter(|at| last(&self.pending[*at..], END).is_none());
        let cut = (1..BEGIN.len()).rev().find(|n| self.pending.ends_with(&BEGIN[..*n])).unwrap_or(0);
        let ready: Vec<u8> = self.pending.drain(..begun.unwrap_or(self.pending.len() - cut)).collect();
        self.parser.process(&ready);
    }

    /// Waits until the text stands on the screen.
    pub fn see(&mut self, text: &str) -> &mut Self {
        self.wait(text, |screen| screen.contains(text))
    }

    /// Waits until the text is gone.
    pub fn gone(&mut self, text: &str) -> &mut Self {
        self.wait(text, |screen| !screen.contains(text))
    }

    fn wait(&mut self, what: &str, done: impl Fn(&str) -> bool) -> &mut Self {
        let end = Instant::now() + PATIENCE;
        while !done(&self.text()) {
            let left = end.saturating_duration_since(Instant::now());
            match self.bytes.recv_timeout(left) {
                Ok(block) => self.take(&block),
                Err(RecvTimeoutError::Timeout) => panic!("waited in vain for {what:?}; the screen:\n{}", self.text()),
                Err(RecvTimeoutError::Disconnected) => {
                    assert!(done(&self.text()), "the program ended before {what:?}; the screen:\n{}", self.text());
                }
            }
        }
        self
    }

    /// Types text or keys.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        let keyboard = self.keyboard.as_mut().expect("a line");
        keyboard.write_all(keys.as_bytes()).and_then(|()| keyboard.flush()).expect("typed");
        self
    }

    /// Pastes, as a terminal with bracketed paste does.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.keys(&format!("\x1b[200~{text}\x1b[201~"))
    }

    pub fn resize(&mut self, cols: u16, rows: u16) -> &mut Self {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().expect("open").resize(size).expect("resized");
        self.parser.screen_mut().set_size(cells(rows), cells(cols));
        self
    }

    /// How many cells on the screen are coloured.
    pub fn colours(&self) -> usize {
        let screen = self.parser.screen();
        let (rows, cols) = screen.size();
        let coloured =
            |cell: &vt100::Cell| (cell.fgcolor(), cell.bgcolor()) != (vt100::Color::Default, vt100::Color::Default);
        let at = |row, col| screen.cell(row, col).is_some_and(coloured);
        (0..rows.into()).map(|row| (0..cols.into()).filter(|col| at(row, *col)).count()).sum()
    }

    /// Waits until the condition holds for the whole screen.
    pub fn shows(&mut self, what: &str, done: impl Fn(&str) -> bool) -> &mut Self {
        self.wait(what, done)
    }

    /// Waits for the end of the program; its exit code.
    pub fn end(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a status") {
                return status.exit_code();
            }
            assert!(Instant::now() < end, "the program does not end; the screen:\n{}", self.text());
            if let Ok(block) = self.bytes.recv_timeout(Duration::from_millis(20)) {
                self.take(&block);
            }
        }
    }

    /// As a power cut: no chance to save anything. (The child's own `kill` would send SIGHUP first.)
    pub fn kill(&mut self) {
        let pid = self.child.process_id().and_then(|id| rustix::process::Pid::from_raw(id.cast_signed()));
        rustix::process::kill_process(pid.expect("a process"), rustix::process::Signal::KILL).expect("killed");
        self.child.wait().expect("ended");
    }

    /// Waits for something outside the screen (a row on the disk), reading along what is drawn.
    pub fn until(&mut self, what: &str, mut done: impl FnMut() -> bool) -> &mut Self {
        let end = Instant::now() + PATIENCE;
        while !done() {
            assert!(Instant::now() < end, "waited in vain for {what}; the screen:\n{}", self.text());
            if let Ok(block) = self.bytes.recv_timeout(Duration::from_millis(20)) {
                self.take(&block);
            }
        }
        self
    }

    /// The line of the screen that holds `text`.
    pub fn line(&self, text: &str) -> String {
        let screen = self.text();
        let line = screen.lines().find(|l| l.contains(text)).map(str::to_string);
        line.unwrap_or_else(|| panic!("no line with {text:?} on the screen:\n{screen}"))
    }

    /// As a lost line: every handle of the terminal's far side is closed. The reader lets go of its own
    /// at the next output, which the end of the keyboard causes (it types Ctrl-J Ctrl-D).
    pub fn hang_up(&mut self) {
        let (still, nothing) = channel();
        self.bytes = nothing;
        self.still = Some(still);
        self.keyboard = None;
        self.master = None;
    }

    /// Time until the first byte after a key and the bytes until it is quiet: for measuring only.
    pub fn timed(&mut self, keys: &str, quiet: Duration) -> (Duration, usize) {
        while let Ok(block) = self.bytes.try_recv() {
            self.take(&block);
        }
        let before = self.received;
        let start = Instant::now();
        self.keys(keys);
        let mut last = start;
        let mut wait = Duration::from_secs(3);
        while let Ok(block) = self.bytes.recv_timeout(wait) {
            last = Instant::now();
            self.take(&block);
            wait = quiet;
        }
        (last - start, self.received - before)
    }
}

impl Drop for Screen {
    /// No process outlives its story, not even that of a failed one.
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.kill();
        }
    }
}

fn cells(n: u16) -> NonZero<u16> {
    NonZero::new(n).expect("a terminal has a size")
}

/// The program under test.
pub fn program() -> &'static str {
    env!("CARGO_BIN_EXE_fengqiao")
}

/// The path as an argument.
pub fn arg(path: &Path) -> String {
    path.display().to_string()
}
