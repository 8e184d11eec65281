//! Steps that are never taken back, and why: somebody outside was told, has signed, or holds a paper.
//!
//! The row of a step that may be taken back says `revocable`; a new step that may not belongs here.

/// Steps and the reason, in the clerk's words.
const LASTING: &[(&[&str], &str)] = &[
    (&["T01"], "接谈号和知情告知书已交来访人"),
    (&["T04", "T05", "T06", "T12", "T15", "T16", "T10b", "T10c"], "已告知当事人或有关单位"),
    (&["T08", "T22", "T13", "T14", "R01", "R06", "R17"], "当事人或委托方已签字"),
    (&["R02", "R05", "R14", "R15", "R18", "R19"], "凭据、申请已给出或收下"),
    (&["T10"], "委托已交鉴定机构"),
    (&["T11b"], "会商纪要由各方署名"),
    (&["R13"], "已向双方核实并告知后果"),
    (&["R20"], "信访人的评价不由经办人撤回"),
    (&["T18", "T19", "T21"], "审批已作出并告知"),
    (&["T20", "R37"], "卷宗已编号入库"),
    (&["R34"], "方案已交包案领导;有变的重填一次“包案方案”"),
    (&["reassign"], "承办人已交接;指派有误的再改派一次"),
];

/// Why a step stays; "" for one that is not known to stay.
pub fn lasting(mv: &str) -> &'static str {
    let known = LASTING.iter().find(|row| row.0.contains(&mv)).map(|row| row.1);
    match (known, super::find(mv)) {
        (Some(why), _) => why,
        // A step that says nothing of itself stays: better once more than wrongly taken back.
        (None, Some(row)) if !row.revocable => "已告知、已签章或已编号给出",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::flow::FLOW;

    #[test]
    fn every_step_may_be_taken_back_or_says_why_not() {
        for mv in FLOW {
            let listed = LASTING.iter().filter(|row| row.0.contains(&mv.id)).count();
            assert!(listed <= 1, "{} stands twice", mv.id);
            assert_eq!(mv.revocable, lasting(mv.id).is_empty(), "{} {}", mv.id, mv.label);
        }
        for id in LASTING.iter().flat_map(|row| row.0).filter(|id| **id != "reassign") {
            assert!(FLOW.iter().any(|m| m.id == *id), "{id} is no step");
        }
    }
}
