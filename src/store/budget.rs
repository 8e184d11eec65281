//! Budgets of a year.
