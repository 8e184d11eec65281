//! The desk over a real SSH server: what a key reaches, what it does not, and what a lost line leaves.
//!
//! The server is as careless as one can be (every variable accepted, every forwarding allowed), so that
//! what holds is held by the key's own line and by the program. Where no OpenSSH is installed the tests
//! say so and have nothing to show.

mod line;
mod reach;
mod server;

pub use crate::support::Studio;
pub use crate::support::pty::*;
pub use server::{Key, Server};

/// The server with a studio and a key of that user's, or `None` after having said why not.
pub fn server(login: &str) -> Option<(Studio, Server, Key)> {
    let server = match Server::start() {
        Ok(server) => server,
        Err(why) => {
            println!("没有试:{why}");
            return None;
        }
    };
    let studio = Studio::new();
    let key = server.key(login);
    let line = studio.run("admin", &["ssh-key", login, &arg(&key.public)]).ends(0).out;
    server.allow(&line);
    Some((studio, server, key))
}
