//! What the process owes the people whose papers it holds, before it does anything else.
//!
//! Memory holds names and numbers in clear: it is never written to a core file, no other process of the
//! same account may look into it, what a panic would print of it stays unsaid, and files are made for
//! their owner alone. Knows nothing of the studio.

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit};
use std::io::Write;

/// Sets all of it. What a system does not offer is left out: each of these is a second wall.
pub fn guard() {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let _ = rustix::process::setrlimit(Resource::Core, none);
    #[cfg(target_os = "linux")]
    {
        let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
    }
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|l| format!("{}:{}", l.file(), l.line())).unwrap_or_default();
        let _ = writeln!(std::io::stderr(), "{}", words(&place));
    }));
}

/// What a panic says: where, never what. Its own message may quote what was being worked on.
fn words(place: &str) -> String {
    format!("程序出错,已停下({place})。已保存的和草稿都在;请把这一行告诉管理员,再重新打开")
}
