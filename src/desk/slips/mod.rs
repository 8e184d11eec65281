//! Slips (提示单): short papers for the hand of a petitioner, as plain lines of text.
//!
//! A row of [`SLIPS`] makes the item of the print menu and the word of `fengqiao print`. Says only what
//! is the petitioner's own; never a bill: mediation is free (人民调解法4).

mod papers;

use super::{Desk, Outcome};
use crate::domain::case::Case;

/// Every slip.
pub static SLIPS: &[Slip] = &[
    Slip {
        id: "progress", title: "办理进度告知单", basis: "信访工作条例19;个人信息保护法44", lines: papers::progress
    },
    Slip { id: "limits", title: "期限提示单", basis: "方案五(六);法律援助法44", lines: papers::limits },
];

/// A slip.
pub struct Slip {
    /// Word of the command: `progress`.
    pub id: &'static str,
    pub title: &'static str,
    pub basis: &'static str,
    /// The lines, wrapped to 76 cells by whoever shows them; a refusal says what it waits for.
    pub lines: fn(&Desk, &Case) -> Outcome<Vec<String>>,
}

/// The slip of that word or title.
pub fn find(word: &str) -> Option<&'static Slip> {
    SLIPS.iter().find(|s| s.id == word || s.title == word)
}

impl Desk {
    /// The lines of a slip of a case the actor may read; that it was made is journalled.
    pub fn slip(&mut self, case: i64, slip: &Slip) -> Outcome<Vec<String>> {
        let held = self.readable_case(case)?;
        let lines = (slip.lines)(self, &held)?;
        self.write(|w| w.journal("slip", "case", case, slip.title, "{}"))?;
        Ok(lines)
    }
}
