//! The flow of 办理 and 处理意见 (方案五(四)(五)).

use super::{BASE, Move, Stop};
use crate::domain::case::Stage;
use crate::domain::role::Operation;

#[rustfmt::skip]
pub const ROWS: &[Move] = &[
    Move { id: "T10", label: "委托鉴定", basis: "方案五(四)", from: &[Stage::Working], to: Some(Stage::Appraising), stops: &[Stop::Pause("DL-07"), Stop::Pause("DL-07m")], ..BASE },
    Move { id: "T10b", label: "鉴定完成", basis: "方案五(四)", from: &[Stage::Appraising], to: Some(Stage::Working), stops: &[Stop::Resume("DL-07"), Stop::Resume("DL-07m")], ..BASE },
    Move { id: "T11", label: "提交会商", basis: "方案五(五)", from: &[Stage::Working], to: Some(Stage::Consulting), operation: Operation::Consult, ..BASE },
    Move { id: "T11b", label: "会商结论", basis: "方案五(五)", from: &[Stage::Consulting], to: Some(Stage::Working), operation: Operation::Consult, ..BASE },
    Move { id: "T12", label: "告知处理意见", basis: "方案五(五)", from: &[Stage::Working], to: Some(Stage::Advised), ..BASE },
];
