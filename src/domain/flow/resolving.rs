//! The flow of 引导解决 and 救助 (方案五(六)(七)), and 结案.

use super::guards::{any_form, every, today, ways_stated};
use super::resolving_guards as r;
use super::{BASE, Move, Start, Stop, elsewhere};
use crate::domain::case::Stage;
use crate::domain::forms;
use crate::domain::number::Series;
use crate::domain::role::Operation;

/// Once the matter is in hand and until it is closed: tracks beside the main line.
const BESIDE: &[Stage] = &[
    Stage::Working,
    Stage::Advised,
    Stage::Mediating,
    Stage::Agreed,
    Stage::Guided,
    Stage::Failed,
    Stage::Performing,
    Stage::Closed,
];
const WITH_AGREEMENT: &[Stage] = &[Stage::Agreed, Stage::Performing, Stage::Closed];
/// The end is reached; what is left is to close the case.
const DECIDED: &[Stage] = &[Stage::Agreed, Stage::Guided, Stage::Failed, Stage::Performing];

const CLOSE_IT: &[Start] = &[Start { rule: "DL-24", when: every, from: today, cap: "" }];
const MEDIATED: &[Stop] = &[Stop::Met("DL-07"), Stop::Met("DL-07m")];

#[rustfmt::skip]
pub const ROWS: &[Move] = &[
    Move { id: "T13", label: "开始调解", basis: "方案五(六);人民调解法17,19,23,24", from: &[Stage::Advised], to: Some(Stage::Mediating),
        form: Some(&forms::MEDIATION_START), guard: ways_stated, documents: &["当事人权利义务告知书"], ..BASE },
    Move { id: "R11", label: "记调解", basis: "人民调解法22,27;人民调解工作若干规定31", from: &[Stage::Mediating],
        form: Some(&forms::MEDIATION), documents: &["调解记录"], revocable: true, ..BASE },
    Move { id: "T14", label: "达成协议", basis: "人民调解法28-31", from: &[Stage::Mediating], to: Some(Stage::Agreed), form: Some(&forms::AGREEMENT),
        ready: r::mediated, guard: r::agreed, effect: r::agree, numbers: Some(Series::Agreement), terms: r::agreement_terms,
        starts: CLOSE_IT, stops: MEDIATED, documents: &["调解协议书", "口头协议登记表"], ..BASE },
    Move { id: "T15", label: "引导法定途径", basis: "方案五(六);人民调解法26", from: &[Stage::Advised, Stage::Mediating], to: Some(Stage::Guided),
        form: Some(&forms::GUIDE), ready: r::limits_told, effect: r::guide, starts: CLOSE_IT, stops: MEDIATED,
        documents: &["引导告知书", "期限提示单"], ..BASE },
    Move { id: "T16", label: "终止调解", basis: "人民调解法26", from: &[Stage::Mediating], to: Some(Stage::Failed),
        form: Some(&forms::TERMINATION), ready: r::mediated, effect: r::fail, starts: CLOSE_IT, stops: MEDIATED, documents: &["终止调解告知书"], ..BASE },
    Move { id: "T17", label: "转入履行", basis: "人民调解法31", from: &[Stage::Agreed], to: Some(Stage::Performing),
        form: Some(&forms::PERFORMING), ready: r::something_owed, stops: &[Stop::Ended("DL-24")], revocable: true, ..BASE },
    Move { id: "R12", label: "记履行", basis: "人民调解法31②", from: &[Stage::Agreed, Stage::Performing], form: Some(&forms::PERFORMANCE),
        ready: r::something_unperformed, guard: r::performance, kept: r::term_performed, terms: r::all_settled, documents: &["履行凭证"], revocable: true, ..BASE },
    Move { id: "R13", label: "逾期或反悔", basis: "人民调解法31②,32,33③", from: &[Stage::Agreed, Stage::Performing], form: Some(&forms::BREACH_FORM),
        ready: r::something_owed, guard: r::breach, kept: r::term_given_up, terms: r::breach_terms, ..BASE },
    Move { id: "R14", label: "司法确认", basis: "人民调解法33;民事诉讼法205;法释〔2011〕5号", from: WITH_AGREEMENT, form: Some(&forms::CONFIRMATION_FORM),
        ready: r::has_agreement, guard: r::confirmation, kept: elsewhere::kept, terms: elsewhere::terms, documents: &["司法确认申请书"], ..BASE },
    Move { id: "R15", label: "赋强公证", basis: "方案五(六);公证法37", from: WITH_AGREEMENT, form: Some(&forms::NOTARISATION_FORM),
        ready: r::owes_payment, guard: any_form, kept: elsewhere::kept, terms: elsewhere::terms, documents: &["公证申请材料"], ..BASE },
    Move { id: "R16", label: "提示期限", basis: "方案五(六);法律援助法44", from: BESIDE, form: Some(&forms::LIMITS),
        documents: &["期限提示单"], revocable: true, ..BASE },
    Move { id: "R17", label: "律师选择", basis: "方案五(六)", from: BESIDE, form: Some(&forms::COUNSEL_FORM), guard: r::no_conflict, ..BASE },
    Move { id: "R18", label: "法律援助", basis: "方案五(六);法律援助法", from: BESIDE, form: Some(&forms::LEGAL_AID), kept: elsewhere::kept,
        terms: elsewhere::terms, ..BASE },
    Move { id: "R19", label: "救助", basis: "方案五(七)", from: BESIDE, form: Some(&forms::RELIEF_FORM), guard: r::state_relief_first,
        kept: elsewhere::kept, terms: elsewhere::terms, documents: &["救助引导单"], ..BASE },
    Move { id: "R20", label: "满意度", basis: "信访工作条例33;方案六(一)", from: &[Stage::Agreed, Stage::Guided, Stage::Failed, Stage::Performing, Stage::Closed],
        operation: Operation::Entrust, form: Some(&forms::SATISFACTION_FORM), documents: &["满意度评价表"], ..BASE },
    Move { id: "R21", label: "申请结案", basis: "方案六(一)", from: DECIDED, form: Some(&forms::CLOSING_REQUEST), ready: r::closable,
        asks: Some(Operation::Close), revocable: true, ..BASE },
    Move { id: "T18", label: "结案", basis: "方案六(一)", from: DECIDED, to: Some(Stage::Closed), operation: Operation::Close, form: Some(&forms::CLOSING),
        ready: r::closable, guard: r::closing, effect: r::close, kept: r::lapsed,
        starts: &[
            Start { rule: "DL-16", when: every, from: today, cap: "" },
            Start { rule: "DL-16b", when: every, from: today, cap: "" },
            Start { rule: "DL-17", when: every, from: today, cap: "" },
        ],
        stops: &[Stop::Met("DL-24"), Stop::Ended("DL-15"), Stop::Met("DL-07"), Stop::Met("DL-07m")], documents: &["结案报告表"], ..BASE },
];
