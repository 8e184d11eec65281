//! 枫桥 `fengqiao`: the front desk of a county people's-mediation studio.
//!
//! The rooms, and who may use whom (checked by `tests/architecture.rs`):
//!
//! | room | owns | may use |
//! |---|---|---|
//! | [`validation`] | what a well-formed value is | nothing |
//! | [`domain`] | the studio's rules as data and pure functions | validation |
//! | [`store`] | the only SQL | domain, validation |
//! | [`desk`] | the one door for every read and write | store, domain, validation |
//! | [`documents`] | 文书: the catalogue, and filling its templates | desk and below |
//! | [`reports`] | 报表: R01-R15 as tables | desk and below |
//! | [`exchange`] | lists and ledgers as files, the copy sheet | desk and below |
//! | [`tui`] | the terminal | documents, reports, exchange and below |
//! | [`cli`] | the commands | documents, reports, exchange and below |
//! | [`guard`] | no core files, no private words in a panic | nothing |
//!
//! Invariants: a draft is text; a checked value has private fields and one constructor; the store
//! inserts only checked values; every write is one IMMEDIATE transaction with its journal row;
//! only `desk::cases` writes a stage; drawing never changes state.

// The filled sample forms of tests/tables serve the tests in here, too, under the name they know.
#[cfg(test)]
extern crate self as fengqiao;

pub mod cli;
pub mod desk;
pub mod documents;
pub mod domain;
pub mod exchange;
pub mod guard;
pub mod reports;
pub mod store;
pub mod tui;
pub mod validation;
