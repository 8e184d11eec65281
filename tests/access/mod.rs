//! Access: who gets at what through terminal and commands, how a session ends, and what of the people's
//! data could leave by another door (memory, modes of files, words of a panic, orders to a terminal).

mod commands;
mod exits;
mod grants;
mod matrix;
mod menus;
mod process;
mod session;

use crate::support::Studio;
