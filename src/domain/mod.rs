//! The studio's rules as data and pure functions: no clock, no file, no SQL, no terminal.
//!
//! Owns the code lists, the forms of visit and moves, the flow table, deadlines and calendar, who
//! may do what, team and recusal rules. May use `validation` only.

pub mod backup;
pub mod calendar;
pub mod case;
pub mod checklist;
pub mod codes;
pub mod deadline;
pub mod discipline;
pub mod flow;
pub mod forms;
pub mod number;
pub mod obligation;
pub mod payer;
pub mod queue;
pub mod repeat;
pub mod role;
pub mod station;
pub mod subsidy;
pub mod team;
pub mod urgent;
pub mod visit;
pub mod visit_table;
pub mod warning;
pub mod ways;
pub mod wording;
