//! 重大紧急事项 as a register.
