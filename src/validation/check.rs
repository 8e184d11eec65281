//! Checking a draft against its table: normalise each field by its kind, say what is wrong.

use super::field::{Checked, Draft, Field, Problem, Table, Value};
use chrono::NaiveDateTime;

/// Checks one field of `draft`. `now` is the local time (+08:00).
pub fn check_field(_field: &Field, _draft: &Draft, _now: NaiveDateTime) -> Result<Value, Problem> {
    unimplemented!()
}

/// Checks every shown field; hidden fields are dropped.
pub fn check(table: &'static Table, draft: &Draft, now: NaiveDateTime) -> Result<Checked, Vec<Problem>> {
    check_part(table, draft, now, None)
}

/// As [`check`], but when `required` is given only those keys are required (the 60-second save);
/// other fields may be empty, yet what is typed must be well formed.
pub fn check_part(
    _table: &'static Table,
    _draft: &Draft,
    _now: NaiveDateTime,
    _required: Option<&[&str]>,
) -> Result<Checked, Vec<Problem>> {
    unimplemented!()
}
