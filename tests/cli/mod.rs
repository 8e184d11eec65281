//! The commands as transcripts: what goes to stdout, what to stderr, and the exit code.

mod alerts;
mod calculators;
mod demo;
mod people;
mod usage;
mod work;
