//! Budgets and the ledger of a year.
