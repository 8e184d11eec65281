//! The terminal desk: what is drawn, and which key does what.
//!
//! The foundation ([`backend`], [`terminal`], [`cells`], [`theme`], [`widget`]) knows field tables and
//! cells only. On it stand the state ([`model`]), what a message changes ([`update`]), how it looks
//! ([`view`]) and the loop ([`runtime`]). Views take `&state` and never change it; the desk is reached
//! only from [`perform`], and from [`ledger_job`] for work beside the screen.

mod acts;
mod aside;
pub mod backend;
pub mod case_view;
pub mod cells;
#[cfg(test)]
mod desk_tests;
pub mod form_modal;
mod form_tables;
pub mod help_text;
mod job_line;
pub mod jobs;
pub mod keymap;
pub mod keys;
pub mod ledger_job;
pub mod loaded;
pub mod model;
pub mod msg;
pub mod pane;
pub mod papers;
pub mod perform;
pub mod probe;
pub mod runtime;
pub mod saved;
pub mod terminal;
#[doc(hidden)]
pub mod testing;
pub mod theme;
pub mod update;
pub mod view;
pub mod widget;
pub mod writes;

pub use runtime::{Options, run};
