//! A pseudo-terminal that notes when each block of bytes came, and knows the end of a frame.

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

pub const DOWN: &str = "\x1b[B";
pub const PAGE_DOWN: &str = "\x1b[6~";
pub const ENTER: &str = "\r";
pub const ESC: &str = "\x1b";
/// The end of a synchronized update: what stands before it is drawn at once.
const FRAME_END: &[u8] = b"\x1b[?2026l";
/// After this, a key is taken to draw nothing.
const PATIENCE: Duration = Duration::from_millis(400);

pub struct Screen {
    parser: vt100::Parser,
    blocks: Receiver<(Instant, Vec<u8>)>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    /// Kept open: closing it ends the program.
    _master: Box<dyn MasterPty + Send>,
    begun: Instant,
}

impl Screen {
    pub fn start(program: &str, args: &[&str], env: &[(&str, &str)]) -> Screen {
        let (cols, rows) = (120, 40);
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pty");
        let mut command = CommandBuilder::new(program);
        command.args(args);
        for (key, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("LC_ALL", "C.UTF-8")].iter().chain(env) {
            command.env(key, value);
        }
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let keyboard = pair.master.take_writer().expect("a keyboard");
        let (sender, blocks) = channel();
        std::thread::spawn(move || {
            let mut block = [0; 65536];
            while let Ok(n) = reader.read(&mut block) {
                if n == 0 || sender.send((Instant::now(), block[..n].to_vec())).is_err() {
                    break;
                }
            }
        });
        let cells = |n: u16| std::num::NonZeroU16::new(n).expect("not zero");
        let parser = vt100::Parser::new(cells(rows), cells(cols), 0);
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        Screen { parser, blocks, keyboard, child, _master: pair.master, begun }
    }

    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap_or_default()
    }

    /// Time from the start until every text stands on the screen.
    pub fn ready(&mut self, texts: &[&str]) -> Duration {
        loop {
            let (at, block) = self.blocks.recv_timeout(Duration::from_secs(20)).unwrap_or_else(|_| {
                panic!("waited in vain for {texts:?}; the screen:\n{}", self.text());
            });
            self.parser.process(&block);
            let text = self.text();
            if texts.iter().all(|t| text.contains(t)) {
                return at - self.begun;
            }
        }
    }

    /// Types a key. Time until its frame has come, and its bytes; `None` when it draws nothing.
    pub fn key(&mut self, keys: &str) -> Option<(Duration, usize)> {
        self.rest(Duration::ZERO);
        let start = Instant::now();
        self.keyboard.write_all(keys.as_bytes()).and_then(|()| self.keyboard.flush()).expect("typed");
        let mut frame: Vec<u8> = Vec::new();
        let mut last = None;
        let mut wait = PATIENCE;
        while let Ok((at, block)) = self.blocks.recv_timeout(wait) {
            self.parser.process(&block);
            frame.extend_from_slice(&block);
            last = Some(at);
            // A drawn frame is complete; a cursor that only moves has no end to wait for.
            wait = Duration::from_millis(if frame.ends_with(FRAME_END) { 1 } else { 20 });
        }
        last.map(|at| (at - start, frame.len()))
    }

    /// Bytes that come within the time.
    pub fn rest(&mut self, time: Duration) -> usize {
        let end = Instant::now() + time;
        let mut bytes = 0;
        while let Ok((_, block)) = self.blocks.recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.parser.process(&block);
            bytes += block.len();
        }
        bytes
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // A program that has ended already needs no killing.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
