//! A terminal for the program: types keys, waits for text, never sleeps for luck.

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long a text may take to appear before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Screen {
    parser: vt100::Parser,
    bytes: Receiver<Vec<u8>>,
    keyboard: Box<dyn Write + Send>,
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
        let pair = native_pty_system()
            .openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 })
            .expect("a pty");
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("LC_ALL", "C.UTF-8");
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
            parser: vt100::Parser::new(rows, cols, 0),
            bytes,
            keyboard,
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

    fn take(&mut self, block: &[u8]) {
        self.received += block.len();
        self.parser.process(block);
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
        self.keyboard.write_all(keys.as_bytes()).and_then(|()| self.keyboard.flush()).expect("typed");
        self
    }

    /// Pastes, as a terminal with bracketed paste does.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.keys(&format!("\x1b[200~{text}\x1b[201~"))
    }

    pub fn resize(&mut self, cols: u16, rows: u16) -> &mut Self {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().expect("open").resize(size).expect("resized");
        self.parser.screen_mut().set_size(rows, cols);
        self
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

    /// As a power cut: no chance to save anything.
    pub fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }

    /// As a lost line: the terminal goes away.
    pub fn hang_up(&mut self) {
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

/// The program under test.
pub fn program() -> &'static str {
    env!("CARGO_BIN_EXE_fengqiao")
}

/// The path as an argument.
pub fn arg(path: &Path) -> String {
    path.display().to_string()
}
