//! The studio's rules as data and pure functions: no clock, no file, no SQL, no terminal.

pub mod calendar;
pub mod deadline;
