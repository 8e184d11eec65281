//! The terminal itself: taking it over, giving it back whatever happens, and its events as a channel.
//!
//! [`Session`] is started last, after everything that can fail; it is restored by Drop, by the panic
//! hook, and once only. It must not know what is drawn or what a key means. Mouse stays off, window
//! titles are ASCII (older terminals end a title inside a Chinese character).

use super::backend::{DeskBackend, Output};
use super::theme::Theme;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste, KeyEvent, KeyEventKind};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, SetTitle};
use crossterm::{cursor, event, execute, terminal};
use ratatui::layout::Size;
use ratatui::{Frame, Terminal};
use rustix::termios;
use signal_hook::consts::{SIGHUP, SIGTERM};
use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::AsFd;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// What comes from the person at the terminal, or from its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key pressed or repeated; releases are dropped.
    Key(KeyEvent),
    /// As pasted; whoever takes it cleans it.
    Paste(String),
    Resize(u16, u16),
    /// The line is gone or the process was told to end: save nothing new, leave within a second.
    Hangup,
}

/// Why the desk can not start here; the words are for stderr.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("枫桥要在终端里打开：标准输入或输出不是终端。脚本请用子命令，见 fengqiao --help")]
    NotATerminal,
    #[error("终端类型为 dumb，不能显示界面。请换终端，或用子命令，见 fengqiao --help")]
    Dumb,
    /// Chinese and ASCII, so that it can be read in either encoding.
    #[error(
        "区域设置 {0} 不是 UTF-8，请设 LANG=zh_CN.UTF-8，终端编码也选 UTF-8。\n\
         fengqiao: locale {0} is not UTF-8. Run: export LANG=zh_CN.UTF-8 and set the terminal to UTF-8 \
         (stop-gap: luit -encoding gbk fengqiao)."
    )]
    NotUtf8(String),
    #[error("打不开终端：{0}")]
    Io(#[from] io::Error),
}

/// The encoding that the environment names when it is not UTF-8. Without one (C, POSIX, unset) nothing
/// is known, and the desk starts.
pub fn foreign_locale(var: impl Fn(&str) -> Option<String>) -> Option<String> {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(var).find(|v| !v.is_empty())?;
    let lower = set.to_ascii_lowercase();
    let unknown = matches!(lower.split('.').next(), Some("c" | "posix")) && !lower.contains("gb");
    // zh_CN without an encoding is GB2312 to the C library.
    (!unknown && !lower.contains("utf-8") && !lower.contains("utf8")).then_some(set)
}

/// Looks at the environment before anything is opened.
pub fn check_place() -> Result<(), StartError> {
    if let Some(locale) = foreign_locale(|name| std::env::var(name).ok()) {
        return Err(StartError::NotUtf8(locale));
    }
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(StartError::NotATerminal);
    }
    if std::env::var_os("TERM").is_some_and(|t| t == "dumb") {
        return Err(StartError::Dumb);
    }
    Ok(())
}

static TAKEN: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

/// The terminal in our hands. Drop gives it back.
pub struct Session {
    pub terminal: Terminal<DeskBackend<File>>,
    /// The theme as asked, with ASCII borders when the probe found box glyphs two cells wide.
    pub theme: Theme,
    pub events: Receiver<Event>,
}

impl Session {
    /// Takes the terminal over. Errors leave it as it was.
    pub fn start(mut theme: Theme) -> Result<Self, StartError> {
        check_place()?;
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                restore();
                before(info);
            }));
        });
        terminal::enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        // Whatever failed half-way is given back here.
        open(&mut theme).inspect_err(|_| restore()).map_err(StartError::Io)
    }

    /// Draws a frame; false when the terminal is gone, which is a hangup.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame)) -> bool {
        self.terminal.draw(view).is_ok()
    }

    /// Forgets what is on screen; the next frame is drawn whole (after [`Event::Resize`], some terminals
    /// have cut or wrapped the old one even when the size is the same again).
    pub fn redraw(&mut self) -> bool {
        self.terminal.clear().is_ok()
    }
}

/// Opens the screen once raw mode is on.
fn open(theme: &mut Theme) -> io::Result<Session> {
    let (sender, events) = channel();
    if !theme.ascii && std::env::var_os("FENGQIAO_PROBE").is_some_and(|v| v == "1") {
        let answer = super::probe::box_width();
        theme.ascii = answer.width.is_some_and(|w| w > 1);
        for key in answer.keys {
            // The receiver lives in this very function.
            let _ = sender.send(Event::Key(key));
        }
    }
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, SetTitle("fengqiao"))?;
    let file = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    let output = Output { ascii: theme.ascii, color: theme.color, sync: true };
    let terminal = Terminal::new(DeskBackend::new(file, output, size))?;
    watch(sender.clone())?;
    thread::Builder::new().name("keys".into()).spawn(move || read(&sender))?;
    Ok(Session { terminal, theme: *theme, events })
}

impl Drop for Session {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back; harmless when it is not taken. A dead terminal gives errors nobody needs.
pub fn restore() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(io::stdout(), DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
        let _ = terminal::disable_raw_mode();
    }
}

/// Size in cells; a terminal that says nothing gets 80×24.
fn size() -> io::Result<Size> {
    let told = termios::tcgetwinsize(io::stdout())?;
    let or = |n: u16, usual| if n == 0 { usual } else { n };
    Ok(Size::new(or(told.ws_col, 80), or(told.ws_row, 24)))
}

/// Watches for the end: signals, and a terminal that no longer answers. The key reader can not tell,
/// since crossterm reads a closed terminal over and over.
fn watch(sender: Sender<Event>) -> io::Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGTERM])?;
    let alive = || termios::tcgetwinsize(io::stdin()).is_ok();
    thread::Builder::new().name("watch".into()).spawn(move || {
        while signals.pending().next().is_none() && alive() {
            thread::sleep(Duration::from_millis(250));
        }
        let _ = sender.send(Event::Hangup);
    })?;
    Ok(())
}

/// Reads events until nobody listens.
fn read(sender: &Sender<Event>) {
    loop {
        let event = match event::read() {
            Ok(event::Event::Key(key)) if key.kind != KeyEventKind::Release => Event::Key(key),
            Ok(event::Event::Paste(text)) => Event::Paste(text),
            Ok(event::Event::Resize(width, height)) => Event::Resize(width, height),
            Ok(_) => continue,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => Event::Hangup,
        };
        let last = event == Event::Hangup;
        if sender.send(event).is_err() || last {
            return;
        }
    }
}

/// Waits for an event, at most so long, then takes all that have come: a burst (an input method's
/// sentence, type-ahead) is handled before one drawing. Empty when the time is over. A closed channel
/// is a hangup.
pub fn drain(events: &Receiver<Event>, wait: Duration) -> Vec<Event> {
    let first = match events.recv_timeout(wait) {
        Ok(event) => event,
        Err(RecvTimeoutError::Timeout) => return Vec::new(),
        Err(RecvTimeoutError::Disconnected) => Event::Hangup,
    };
    std::iter::once(first).chain(events.try_iter()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::typing;

    #[test]
    fn locales() {
        let ask = |name: &str, value: &str| {
            let (name, value) = (name.to_string(), value.to_string());
            foreign_locale(move |n| (n == name).then(|| value.clone()))
        };
        assert_eq!(ask("LANG", "zh_CN.GBK").as_deref(), Some("zh_CN.GBK"));
        assert_eq!(ask("LC_ALL", "zh_CN").as_deref(), Some("zh_CN"));
        assert_eq!(ask("LANG", "zh_CN.UTF-8"), None);
        assert_eq!(ask("LC_CTYPE", "C.utf8"), None);
        assert_eq!(ask("LANG", "C"), None);
        assert_eq!(ask("LANG", ""), None);
        let text = StartError::NotUtf8("zh_CN.GBK".into()).to_string();
        assert!(text.lines().nth(1).is_some_and(|l| l.is_ascii()), "{text}");
    }

    #[test]
    fn a_burst_comes_at_once_and_in_order() {
        let (sender, events) = channel();
        for k in typing("一二三") {
            sender.send(Event::Key(k)).unwrap();
        }
        let batch = drain(&events, Duration::ZERO);
        assert_eq!(batch, typing("一二三").map(Event::Key).collect::<Vec<_>>());
        assert_eq!(drain(&events, Duration::ZERO), []);
        drop(sender);
        assert_eq!(drain(&events, Duration::ZERO), [Event::Hangup]);
    }
}
