//! The commands as transcripts: what goes to stdout, what to stderr, and the exit code.

mod alerts;
mod calculators;
mod demo;
mod documents;
mod endings;
mod exchange;
mod integrity;
mod likes;
mod money;
mod packaging;
mod people;
mod petitioner;
mod reports;
mod stations;
mod usage;
mod work;
