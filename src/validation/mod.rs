//! The shared validation module: what a well-formed value is.
//!
//! Owns field tables ([`Field`], [`Kind`], [`Need`], [`Table`]), the text a person typed ([`Draft`]),
//! the proof that it was checked ([`Checked`]) and the error beside a field ([`Problem`]); identity
//! numbers, phones, names, dates and money, and their normalising. Knows nothing of the studio, of
//! files or of the terminal. Every way in (form, command, import) passes here.

pub mod check;
pub mod code;
pub mod date;
pub mod display;
pub mod division;
mod draft;
pub mod field;
pub mod identity;
pub mod money;
pub mod name;
pub mod phone;
pub mod pinyin;
pub mod public_key;
mod rows;
pub mod text;
pub mod uscc;
pub mod verdict;

pub use check::{check, check_field, check_part};
pub use display::{describe, display, editable};
pub use draft::Draft;
pub use field::{Checked, Choice, Column, Field, Kind, Need, Problem, Table, Value};
pub use verdict::verdict;
