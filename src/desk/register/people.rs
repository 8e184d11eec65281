//! 人员 registers.
