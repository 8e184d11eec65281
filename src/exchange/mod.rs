//! Files in and out: lists as xlsx, csv and json; the ledgers an office kept before; the copy sheet for
//! other systems.
//!
//! Owns file formats, headings and the reading of cells. Everything of a case is read and written
//! through the desk, which decides who may; a row of a ledger becomes the same draft that the form
//! fills, and passes the same check. Speaks no SQL and prints nothing.

pub mod copy;
pub mod export;
pub mod headings;
pub mod import;
pub mod map;
mod ods;
mod pipeline;
mod prints;
mod reading;
mod row;
pub mod sheet;
mod spoiled;
mod spreadsheet;
mod verdict;

#[cfg(test)]
mod format_tests;
#[cfg(test)]
mod merged_tests;
#[cfg(test)]
mod messy_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trial;
