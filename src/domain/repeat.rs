//! Repeat visits: how sure a likeness is, and what follows from the state of the earlier case.
//!
//! 重复 = the same person and the same matter. The program shows likenesses; the clerk answers.

use super::case::Stage;

/// How sure the likeness of a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// The same document number.
    Strong,
    /// The same name and telephone, or one of the two with a like matter.
    Medium,
    /// The same name only.
    Weak,
}

impl Strength {
    pub fn label(self) -> &'static str {
        match self {
            Strength::Strong => "证件相同",
            Strength::Medium => "姓名电话相同",
            Strength::Weak => "姓名相同",
        }
    }
}

/// Tells how alike a typed visitor and an earlier one are; `None` when not at all.
/// Empty values never match.
pub fn strength(typed: (&str, &str, &str), earlier: (&str, &str, &str)) -> Option<Strength> {
    let same = |a: &str, b: &str| !a.is_empty() && a == b;
    let (name, document, phone) = typed;
    let (was_name, was_document, was_phone) = earlier;
    if same(document, was_document) {
        Some(Strength::Strong)
    } else if !document.is_empty() && !was_document.is_empty() {
        // Two different documents are two persons, however alike the rest.
        None
    } else if same(name, was_name) && same(phone, was_phone) {
        Some(Strength::Medium)
    } else if same(name, was_name) || same(phone, was_phone) {
        Some(Strength::Weak)
    } else {
        None
    }
}

/// What to do with a repeat visit, by the state of the earlier case.
pub fn advice(earlier: Stage) -> &'static str {
    match earlier {
        Stage::Declined | Stage::Withdrawn => "原件已结束:作新事项登记,关联原件",
        Stage::Archived | Stage::Closed | Stage::Struck => "原件已结案:履行争议或反悔的可重开,或引导起诉",
        Stage::Transferred => "原件已转送:告知去向和查询方式",
        Stage::Merged => "原件已并案:并入主案",
        Stage::Answered => "上次是咨询:作新事项登记",
        _ => "在办:并入原案,不另立案",
    }
}

/// Whether the visit may be attached to the earlier case with one key.
pub fn attaches(earlier: Stage) -> bool {
    earlier.is_open() && earlier != Stage::Draft
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_decides_and_empty_values_never_match() {
        let one = ("和志强", "533401199001010012", "13800000000");
        assert_eq!(strength(one, one), Some(Strength::Strong));
        assert_eq!(strength(("和志强", "", "13800000000"), one), Some(Strength::Medium));
        assert_eq!(strength(("和志强", "", ""), one), Some(Strength::Weak));
        assert_eq!(strength(("和志强", "533422198506150026", "13800000000"), one), None);
        assert_eq!(strength(("", "", ""), ("", "", "")), None);
    }
}
