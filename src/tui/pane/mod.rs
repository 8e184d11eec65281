//! The panes and screens. Each file holds the state of one, what keys do to it, and how it looks.

pub mod case_file;
pub mod case_tabs;
pub mod cases;
pub mod deadlines;
pub mod find;
pub mod gate;
pub mod home;
pub mod hotspots;
pub mod ledger;
mod ledger_view;
pub mod likes;
pub mod manage;
pub mod merge;
pub mod moves;
pub mod papers;
pub mod queue;
pub mod register;
pub mod registration;
pub mod report_table;
pub mod reports;
pub mod supervise;
pub mod team;
