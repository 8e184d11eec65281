//! The journal replayed.
