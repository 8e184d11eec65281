//! 重大紧急事项 and their reports.
