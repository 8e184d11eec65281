//! The commands as transcripts: what goes to stdout, what to stderr, and the exit code.

mod calculators;
mod demo;
mod integrity;
mod endings;
mod people;
mod stations;
mod petitioner;
mod usage;
mod work;
