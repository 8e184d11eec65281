//! The duty roster and its pay.
