//! A form over a field table and a draft: focus, editing by kind, the problem beside its field.
//!
//! `state` holds it, `update` turns keys into draft changes and [`FormEvent`]s, `layout` says where each
//! field lies, `view` draws. The form asks [`crate::validation`] whether a field is right; it never
//! saves, never clears text by itself, and knows no record: lists of records come from the caller.

mod layout;
mod state;
mod update;
mod view;

pub use state::Form;

/// What happened in a form, for the pane to act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormEvent {
    /// The draft's field is another one now.
    Changed(&'static str),
    /// The field was left and checked: the moment to save the draft.
    Left(&'static str),
    /// F2 or Ctrl-S: check all and save.
    Submit,
    /// So many characters did not fit into the field and were not taken.
    Full { key: &'static str, lost: usize },
    /// Esc.
    Cancel,
    /// A list is wanted for the field: answer by [`Form::set_items`]. `source` is that of
    /// [`crate::validation::Kind::Record`], or `division`.
    NeedPick { key: &'static str, source: &'static str, query: String },
}

#[cfg(test)]
mod tests;
