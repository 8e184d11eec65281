//! The flow of 引导解决 and 救助 (方案五(六)(七)).

use super::{BASE, Move};
use crate::domain::case::Stage;
use crate::domain::role::Operation;

#[rustfmt::skip]
pub const ROWS: &[Move] = &[
    Move { id: "T13", label: "开始调解", basis: "方案五(六);人民调解法23", from: &[Stage::Advised], to: Some(Stage::Mediating), ..BASE },
    Move { id: "T14", label: "达成协议", basis: "人民调解法28-30", from: &[Stage::Mediating], to: Some(Stage::Agreed), ..BASE },
    Move { id: "T15", label: "引导法定途径", basis: "方案五(六)", from: &[Stage::Advised, Stage::Mediating], to: Some(Stage::Guided), ..BASE },
    Move { id: "T16", label: "终止调解", basis: "人民调解法26", from: &[Stage::Mediating], to: Some(Stage::Failed), ..BASE },
    Move { id: "T17", label: "转入履行", basis: "人民调解法31", from: &[Stage::Agreed], to: Some(Stage::Performing), ..BASE },
    Move { id: "T18", label: "结案", basis: "方案六(一)", from: &[Stage::Agreed, Stage::Guided, Stage::Failed, Stage::Performing], to: Some(Stage::Closed), operation: Operation::Close, ..BASE },
];
