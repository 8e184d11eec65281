//! Summaries of 法律咨询 and each time one was given.
