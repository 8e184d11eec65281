//! Arguments, then the terminal desk or a command, then the exit code.

use fengqiao::cli::{self, Next};
use fengqiao::{guard, tui};
use std::process::ExitCode;

/// SQLite and the program alike ask for many small pieces, on one thread, and give them back on another.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    guard::guard();
    let opening = match cli::run(std::env::args_os()) {
        Next::Exit(code) => return ExitCode::from(code),
        Next::Terminal(opening) => opening,
    };
    let options = tui::Options {
        db: opening.db,
        as_user: opening.as_user,
        ascii: opening.ascii,
        plain: opening.plain,
        place: opening.place,
        remote: opening.remote,
        own: opening.own,
    };
    match tui::run(options) {
        Ok(code) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        Err(error) => ExitCode::from(cli::report(&error)),
    }
}
