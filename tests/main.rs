//! The tests of the built program, in one binary.

mod access;
mod architecture;
mod cli;
mod desk;
mod pty;
mod screens;
mod ssh;
mod support;
mod tables;
mod trust;
