//! Requests of petitioners about their own data.
