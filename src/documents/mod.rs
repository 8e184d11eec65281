//! 文书: the documents of a case (方案五; 卷内目录), as .docx that the office may edit.
//!
//! Owns the catalogue, the making of templates, filling them from the dossier that the desk hands out,
//! and the files. Speaks no SQL and decides no permission: every document is kept by the desk, which
//! authorises and journals it. A value is text on paper, never a template.

pub mod catalogue;
mod docx;
pub mod fill;
mod make;
mod names;
pub mod open;
pub mod pdf;
pub mod sheet;
pub mod subject;
pub mod templates;
pub mod values;
pub mod volume;
mod words;
mod write;
mod xml;

#[cfg(test)]
mod tests;

pub use fill::text_of;
pub use make::{Line, Paper, State, attach, folder_of, list, make, make_slip, scan_state, the_line};
pub use names::told;
pub use volume::{Making, make_volume};
