//! Standing of the people on the roster.
