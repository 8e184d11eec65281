//! A whole caseload moved at once.
