//! Registers of 接待网点 and 移交.
