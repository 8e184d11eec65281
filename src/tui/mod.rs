//! The terminal desk: what is drawn, and which key does what.
//!
//! The foundation (below) knows field tables and cells only, nothing of the studio: [`backend`] and
//! [`terminal`] own the screen and the keyboard, [`cells`] measures, [`theme`] names the styles,
//! [`widget`] holds the parts that every pane is made of. Views take `&state` and never change it.

pub mod backend;
pub mod cells;
pub mod keys;
pub mod terminal;
#[doc(hidden)]
pub mod testing;
pub mod theme;
pub mod widget;
