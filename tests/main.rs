//! The tests of the built program, in one binary.

mod architecture;
mod cli;
mod support;
