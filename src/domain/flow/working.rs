//! The flow of 办理 and 处理意见 (方案五(四)(五)): what is kept while a matter is looked into, the
//! appraisal and the council as detours, and the opinion at the end.

use super::working_guards as wg;
use super::{BASE, Move, Stop};
use crate::domain::case::Stage;
use crate::domain::forms;
use crate::domain::number::Series;
use crate::domain::role::Operation;

/// From 受理 until mediation ends.
const IN_HAND: &[Stage] = &[
    Stage::Accepted,
    Stage::Entrusted,
    Stage::Working,
    Stage::Appraising,
    Stage::Consulting,
    Stage::Advised,
    Stage::Mediating,
];
/// While facts are sought.
const INQUIRY: &[Stage] = &[Stage::Working, Stage::Appraising, Stage::Mediating];
/// While a clock of the studio may need more days.
const CLOCKED: &[Stage] = &[
    Stage::Accepted,
    Stage::Entrusted,
    Stage::Working,
    Stage::Appraising,
    Stage::Consulting,
    Stage::Advised,
    Stage::Mediating,
    Stage::Agreed,
    Stage::Guided,
    Stage::Failed,
    Stage::Performing,
];
/// Papers go back whenever they are done with, also after the case is over.
const RETURNS: &[Stage] = &[
    Stage::Accepted,
    Stage::Entrusted,
    Stage::Working,
    Stage::Appraising,
    Stage::Consulting,
    Stage::Advised,
    Stage::Mediating,
    Stage::Agreed,
    Stage::Guided,
    Stage::Failed,
    Stage::Performing,
    Stage::Closed,
    Stage::Struck,
    Stage::Withdrawn,
];

#[rustfmt::skip]
pub const ROWS: &[Move] = &[
    Move { id: "R01", label: "调查记录", basis: "方案五(四)", from: INQUIRY, form: Some(&forms::INVESTIGATION), guard: wg::investigated,
        documents: &["调查记录"], ..BASE },
    Move { id: "R02", label: "证据登记", basis: "方案五(四)", from: IN_HAND, form: Some(&forms::EVIDENCE), numbers: Some(Series::Receipt),
        documents: &["证据收据"], ..BASE },
    Move { id: "R05", label: "证据退还", basis: "方案五(四)", from: RETURNS, form: Some(&forms::EVIDENCE_RETURN), ready: wg::holds_evidence, guard: wg::returned,
        documents: &["证据退还签收"], ..BASE },
    Move { id: "R03", label: "政策法规分析", basis: "方案五(四)", from: INQUIRY, form: Some(&forms::ANALYSIS),
        documents: &["政策法规适用性分析"], revocable: true, ..BASE },
    Move { id: "R04", label: "政策法规宣传", basis: "方案五(四)", from: IN_HAND, form: Some(&forms::PUBLICITY), revocable: true, ..BASE },
    Move { id: "R06", label: "其他途径告知", basis: "人民调解法3,4,26", from: IN_HAND, form: Some(&forms::WAYS_TOLD), guard: wg::ways_told,
        documents: &["其他途径告知书"], ..BASE },
    Move { id: "R08", label: "不予延期", basis: "信访工作条例34", from: CLOCKED, operation: Operation::Extend, form: Some(&forms::EXTENSION_REFUSAL), ready: wg::extension_asked,
        answers: &["extension_request"], revocable: true, ..BASE },
    Move { id: "R07", label: "延期申请", basis: "信访工作条例34;人民调解工作若干规定33", from: CLOCKED, form: Some(&forms::EXTENSION_REQUEST), guard: wg::extensible,
        asks: Some(Operation::Extend), documents: &["延期审批表"], revocable: true, ..BASE },
    Move { id: "T10", label: "委托鉴定", basis: "方案五(四);医疗纠纷条例38", from: &[Stage::Working], to: Some(Stage::Appraising),
        form: Some(&forms::APPRAISAL_ORDER), guard: wg::entrusted_by_a_party, stops: &[Stop::Pause("DL-07"), Stop::Pause("DL-07m")],
        documents: &["鉴定委托函"], ..BASE },
    Move { id: "T10b", label: "鉴定完成", basis: "方案五(四);医疗纠纷条例38", from: &[Stage::Appraising], to: Some(Stage::Working),
        form: Some(&forms::APPRAISAL), guard: wg::appraised, stops: &[Stop::Resume("DL-07"), Stop::Resume("DL-07m")],
        documents: &["鉴定意见书"], ..BASE },
    Move { id: "T10c", label: "鉴定终止", basis: "方案五(四);医疗纠纷条例38", from: &[Stage::Appraising], to: Some(Stage::Working),
        form: Some(&forms::APPRAISAL_END), guard: wg::appraisal_ended, stops: &[Stop::Resume("DL-07"), Stop::Resume("DL-07m")], ..BASE },
    Move { id: "T11", label: "提交会商", basis: "方案三(四),五(五)", from: &[Stage::Working], to: Some(Stage::Consulting), operation: Operation::Consult,
        form: Some(&forms::CONSULT_CALL), guard: wg::called, revocable: true, ..BASE },
    Move { id: "T11b", label: "会商结论", basis: "方案五(五)", from: &[Stage::Consulting], to: Some(Stage::Working), operation: Operation::Consult,
        form: Some(&forms::CONSULT), guard: wg::consulted, effect: wg::regrade, documents: &["会商纪要"], ..BASE },
    Move { id: "T12", label: "告知处理意见", basis: "方案五(五);信访工作条例32", from: &[Stage::Working], to: Some(Stage::Advised),
        form: Some(&forms::ADVICE), ready: wg::ripe, guard: wg::told, documents: &["处理意见书"], ..BASE },
];
