//! 法律咨询 at the desk.
