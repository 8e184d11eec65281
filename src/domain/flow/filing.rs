//! The flow of 包案, 回访, 结案之后的销号, 归档 and 重开 (方案五(八), 六(一)).
//!
//! An archived case is read-only: only 回访 and 重开 leave from there; loans are kept with the volume.

use super::filing_guards as f;
use super::guards as g;
use super::{BASE, Move, Start, Stop};
use crate::domain::case::Stage::{self, *};
use crate::domain::forms;
use crate::domain::number::Series;
use crate::domain::role::Operation;

/// Papers come in from 登记 until the volume is closed.
const PAPERS: &[Stage] = &[
    Registered,
    Assessing,
    Supplementing,
    Declined,
    Accepted,
    Entrusted,
    Working,
    Appraising,
    Consulting,
    Advised,
    Mediating,
    Agreed,
    Guided,
    Failed,
    Performing,
    Closed,
    Struck,
    Withdrawn,
    Transferred,
];
/// From the day there is a handler until the case is closed.
const IN_HAND: &[Stage] = &[Working, Appraising, Consulting, Advised, Mediating, Agreed, Guided, Failed, Performing];
const UNTIL_STRUCK: &[Stage] =
    &[Working, Appraising, Consulting, Advised, Mediating, Agreed, Guided, Failed, Performing, Closed];

/// Filed in time; and an archived case takes no record that could bring another office's result.
const NO_MORE_RECORDS: &[Stop] = &[
    Stop::Met("DL-17"),
    Stop::Ended("DL-13"),
    Stop::Ended("DL-14"),
    Stop::Ended("DL-14a"),
    Stop::Ended("DL-21"),
    Stop::Ended("DL-21b"),
    Stop::Ended("DL-22"),
    Stop::Ended("DL-23"),
    Stop::Ended("DL-23b"),
    Stop::Ended("DL-23c"),
];

#[rustfmt::skip]
pub const ROWS: &[Move] = &[
    Move { id: "R30", label: "材料入卷", basis: "方案五(八)一案一卷;档案法14", from: PAPERS, operation: Operation::Entrust,
        form: Some(&forms::PAPER), revocable: true, ..BASE },
    Move { id: "R34", label: "包案方案", basis: "方案六(一)一案一策", from: UNTIL_STRUCK, operation: Operation::Assign,
        form: Some(&forms::LISTING), ready: f::is_listed, guard: f::plan_days, effect: f::name_leader, documents: &["包案方案"], ..BASE },
    Move { id: "R35", label: "包案进度", basis: "方案六(一)", from: UNTIL_STRUCK, operation: Operation::Work,
        form: Some(&forms::PROGRESS), ready: f::planned, revocable: true, ..BASE },
    Move { id: "R36", label: "转为包案", basis: "方案六(一)领导包案", from: IN_HAND, operation: Operation::Assign,
        form: Some(&forms::LIST_CASE), ready: f::not_listed, guard: f::whole_team, effect: f::list_case, starts: &[
            Start { rule: "DL-18", when: g::listed_plain, from: f::approved, cap: "" },
            Start { rule: "DL-18b", when: g::listed_hard, from: f::approved, cap: "" },
        ], revocable: true, ..BASE },
    Move { id: "R32", label: "回访", basis: "人民调解工作若干规定37;人民调解法31②", from: &[Performing, Closed, Struck, Archived],
        operation: Operation::Work, form: Some(&forms::REVISIT), guard: f::revisit_day, kept: f::revisited, documents: &["回访记录"], revocable: true, ..BASE },
    Move { id: "R33", label: "销号申请", basis: "方案六(一)限时销号", from: &[Closed], operation: Operation::Work,
        form: Some(&forms::STRIKE_REQUEST), ready: f::may_ask_strike, asks: Some(Operation::Strike), revocable: true, ..BASE },
    Move { id: "T19", label: "销号", basis: "方案六(一)限时销号", from: &[Closed], to: Some(Struck), operation: Operation::Strike,
        form: Some(&forms::STRIKE), ready: f::may_strike, guard: f::verified, stops: &[Stop::Met("DL-18"), Stop::Met("DL-18b")],
        documents: &["销号审批表"], ..BASE },
    Move { id: "T20", label: "归档", basis: "方案五(八);人民调解法27", from: &[Closed, Struck], to: Some(Archived), operation: Operation::Archive,
        form: Some(&forms::FILING), ready: f::complete, guard: f::volume, numbers: Some(Series::Volume), stops: NO_MORE_RECORDS,
        documents: &["卷宗封面", "卷内目录", "封底"], ..BASE },
    Move { id: "R37", label: "出流程立卷", basis: "方案五(八);人民调解法27", from: &[Declined, Withdrawn, Transferred], operation: Operation::Archive,
        form: Some(&forms::FILING), ready: f::complete, guard: f::volume, numbers: Some(Series::Volume),
        documents: &["卷宗封面", "卷内目录", "封底"], ..BASE },
    Move { id: "R31", label: "申请重开", basis: "人民调解法32", from: &[Archived], operation: Operation::Reopen,
        form: Some(&forms::REOPENING), asks: Some(Operation::SecondReopen), revocable: true, ..BASE },
    Move { id: "T21", label: "重开", basis: "人民调解法32", from: &[Archived], to: Some(Working), operation: Operation::SecondReopen,
        form: Some(&forms::REOPENED), ready: f::may_reopen, effect: f::reopen, starts: &[
            Start { rule: "DL-07", when: g::not_medical, from: g::today, cap: "" },
            Start { rule: "DL-07m", when: g::medical, from: g::today, cap: "" },
            Start { rule: "DL-18", when: g::listed_plain, from: g::today, cap: "" },
            Start { rule: "DL-18b", when: g::listed_hard, from: g::today, cap: "" },
        ], stops: &[Stop::Ended("DL-13"), Stop::Ended("DL-15"), Stop::Ended("DL-16"), Stop::Ended("DL-16b"), Stop::Ended("DL-17")], ..BASE },
];
