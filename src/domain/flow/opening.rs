//! The flow from 接谈 to 指派 (方案五(一)-(三)), and the ways out of it.

use super::guards as g;
use super::{BASE, Move, Start, Stop};
use crate::domain::case::Stage;
use crate::domain::forms;
use crate::domain::number::Series;
use crate::domain::role::Operation;

/// Every stage that T22 leaves.
const UNTIL_CLOSED: &[Stage] = &[
    Stage::Registered,
    Stage::Assessing,
    Stage::Supplementing,
    Stage::Accepted,
    Stage::Entrusted,
    Stage::Working,
    Stage::Appraising,
    Stage::Consulting,
    Stage::Advised,
    Stage::Mediating,
];

#[rustfmt::skip]
pub const ROWS: &[Move] = &[
    Move { id: "T01", label: "登记", basis: "信访工作条例19,22①;方案五(一)", from: &[Stage::Draft], to: Some(Stage::Registered),
        operation: Operation::Register, form: Some(&forms::CONFIRM), ready: g::visit_complete, numbers: Some(Series::Docket),
        starts: &[Start { rule: "DL-02", when: g::every, from: g::petitioned, cap: "" }], documents: &["接谈登记表", "知情告知书"], ..BASE },
    Move { id: "T02", label: "并入在办案件", basis: "信访工作条例19③;方案六(一)一案一号", from: &[Stage::Registered], to: Some(Stage::Merged),
        operation: Operation::ProposeRepeat, form: Some(&forms::MERGE), guard: g::same_matter, effect: g::merge, stops: &[Stop::All], revocable: true, ..BASE },
    Move { id: "T03", label: "提交评析", basis: "方案五(二)", from: &[Stage::Registered], to: Some(Stage::Assessing),
        operation: Operation::Register, form: Some(&forms::CONFIRM), ready: g::classified,
        starts: &[Start { rule: "DL-05", when: g::every, from: g::today, cap: "DL-02" }], revocable: true, ..BASE },
    Move { id: "T04", label: "通知补正", basis: "方案五(二)", from: &[Stage::Assessing], to: Some(Stage::Supplementing),
        operation: Operation::Assess, form: Some(&forms::SUPPLEMENT), ready: g::once_only, stops: &[Stop::Pause("DL-05")], documents: &["补正通知书"], ..BASE },
    Move { id: "T04b", label: "补正收到", basis: "方案五(二)", from: &[Stage::Supplementing], to: Some(Stage::Assessing),
        operation: Operation::Entrust, form: Some(&forms::SUPPLEMENTED), stops: &[Stop::Resume("DL-05")], revocable: true, ..BASE },
    Move { id: "T05", label: "不予受理", basis: "方案五(二);信访工作条例22②", from: &[Stage::Assessing], to: Some(Stage::Declined),
        operation: Operation::Assess, form: Some(&forms::DECLINE), guard: g::decline, stops: &[Stop::Met("DL-02"), Stop::Met("DL-05"), Stop::All],
        documents: &["不予受理告知书", "预警通报函"], ..BASE },
    Move { id: "T06", label: "转送", basis: "信访工作条例22②", from: &[Stage::Assessing], to: Some(Stage::Transferred),
        operation: Operation::Assess, form: Some(&forms::TRANSFER), stops: &[Stop::Met("DL-02"), Stop::Met("DL-05"), Stop::All], documents: &["转送函"], ..BASE },
    Move { id: "T07", label: "受理", basis: "方案五(二);人民调解法17", from: &[Stage::Assessing], to: Some(Stage::Accepted),
        operation: Operation::Assess, form: Some(&forms::ACCEPT), guard: g::mediable, effect: g::accept, numbers: Some(Series::Case),
        starts: &[Start { rule: "DL-06", when: g::every, from: g::today, cap: "" }], stops: &[Stop::Met("DL-02"), Stop::Met("DL-05")],
        documents: &["受理告知书", "人民调解受理登记表"], revocable: true, ..BASE },
    Move { id: "T08", label: "办理委托", basis: "方案五(三)", from: &[Stage::Accepted], to: Some(Stage::Entrusted),
        operation: Operation::Entrust, form: Some(&forms::ENTRUST), guard: g::principal, effect: g::entrust,
        starts: &[Start { rule: "DL-06b", when: g::every, from: g::today, cap: "" }], stops: &[Stop::Met("DL-06")],
        documents: &["委托函"], ..BASE },
    Move { id: "T09", label: "指派承办", basis: "方案五(四);信访工作条例28", from: &[Stage::Entrusted], to: Some(Stage::Working),
        operation: Operation::Assign, form: Some(&forms::ASSIGN), guard: g::team, effect: g::assign, starts: &[
            Start { rule: "DL-07", when: g::not_medical, from: g::entrusted, cap: "" },
            Start { rule: "DL-07m", when: g::medical, from: g::entrusted, cap: "" },
            Start { rule: "DL-18", when: g::listed_plain, from: g::accepted, cap: "" },
            Start { rule: "DL-18b", when: g::listed_hard, from: g::accepted, cap: "" },
        ], stops: &[Stop::Met("DL-06b")], revocable: true, ..BASE },
    Move { id: "T22", label: "撤回", basis: "人民调解法23(二)", from: UNTIL_CLOSED, to: Some(Stage::Withdrawn),
        operation: Operation::Entrust, form: Some(&forms::WITHDRAW), effect: g::withdraw, stops: &[Stop::All], ..BASE },
    Move { id: "T23", label: "咨询办结", basis: "方案五(一)提供法律咨询解答", from: &[Stage::Registered], to: Some(Stage::Answered),
        operation: Operation::Register, form: Some(&forms::CONFIRM), ready: g::answered, stops: &[Stop::Met("DL-02"), Stop::All], revocable: true, ..BASE },
];
