//! The flow of 结案, 销号, 归档 and 重开 (方案五(八), 六(一)).

use super::{BASE, Move};
use crate::domain::case::Stage;
use crate::domain::role::Operation;

#[rustfmt::skip]
pub const ROWS: &[Move] = &[
    Move { id: "T19", label: "销号", basis: "方案六(一)限时销号", from: &[Stage::Closed], to: Some(Stage::Struck), operation: Operation::Strike, ..BASE },
    Move { id: "T20", label: "归档", basis: "方案五(八)", from: &[Stage::Closed, Stage::Struck], to: Some(Stage::Archived), operation: Operation::Archive, ..BASE },
    Move { id: "T21", label: "重开", basis: "人民调解法32", from: &[Stage::Archived], to: Some(Stage::Working), operation: Operation::Reopen, ..BASE },
];
