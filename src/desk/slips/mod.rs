//! Slips (提示单): short papers for the hand of a petitioner, as plain lines of text.
//!
//! A row of [`SLIPS`] makes the item of the print menu and the word of `fengqiao print`. Says only what
//! is the petitioner's own; never a bill: mediation is free (人民调解法4).

mod day;
mod own;
mod papers;
mod receipts;
mod told;

pub(super) use own::{own_copy, refusal_of};
pub(super) use papers::progress;
pub(super) use receipts::ticket_lines;
pub(super) use told::clock_line;

use super::{Desk, Failure, Outcome};
use crate::domain::case::Case;
use crate::domain::role::Operation;
use crate::store;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Cells of a line of paper.
pub const WIDTH: usize = 76;

/// Every slip.
pub static SLIPS: &[Slip] = &[
    Slip::of("progress", "办理进度告知单", "信访工作条例19;个人信息保护法44", papers::progress),
    Slip::of("ways", "其他途径告知单", "人民调解法3,4,26", told::ways),
    Slip::of("limits", "期限提示单", "方案五(六);法律援助法44", papers::limits).once(papers::limits_told),
    Slip::of("rights", "权利义务告知单", "人民调解法23,24", told::rights).once(told::may_be_mediated),
    Slip::of("materials", "材料收据", "信访工作条例19;方案五(四)", receipts::materials).once(receipts::holds_materials),
    Slip::of("notice", "个人信息告知单", "个人信息保护法17,30,35", told::notice),
    Slip::of("own-data", "本人信息副本", "个人信息保护法45", own::copy).once(own::asked),
    Slip::of("ticket", "取号单", "方案五(一)", receipts::ticket).once(receipts::has_ticket),
];

/// A slip.
pub struct Slip {
    /// Word of the command: `progress`.
    pub id: &'static str,
    pub title: &'static str,
    pub basis: &'static str,
    /// Refuses with what it waits for; the menu says so.
    pub ready: fn(&Desk, &Case) -> Outcome<()>,
    /// The lines; wrapped to [`WIDTH`] by [`Desk::slip`].
    pub lines: fn(&Desk, &Case) -> Outcome<Vec<String>>,
}

impl Slip {
    const fn of(
        id: &'static str,
        title: &'static str,
        basis: &'static str,
        lines: fn(&Desk, &Case) -> Outcome<Vec<String>>,
    ) -> Self {
        Self { id, title, basis, ready: always, lines }
    }
    /// Only once this holds.
    const fn once(mut self, ready: fn(&Desk, &Case) -> Outcome<()>) -> Self {
        self.ready = ready;
        self
    }
}

fn always(_: &Desk, _: &Case) -> Outcome<()> {
    Ok(())
}

/// The slip of that word or title.
pub fn find(word: &str) -> Option<&'static Slip> {
    SLIPS.iter().find(|s| s.id == word || s.title == word)
}

impl Desk {
    /// Every slip of a case the actor may read, and what each still waits for: "" = nothing.
    pub fn slips(&self, case: i64) -> Outcome<Vec<(&'static Slip, String)>> {
        let held = self.readable_case(case)?;
        let hindrance = |s: &Slip| (s.ready)(self, &held).err().map_or_else(String::new, |f| f.to_string());
        Ok(SLIPS.iter().map(|s| (s, hindrance(s))).collect())
    }

    /// The lines of a slip of a case the actor may read; that it was made is journalled, of a copy of
    /// personal data with the request it answers.
    pub fn slip(&mut self, case: i64, slip: &Slip) -> Outcome<Vec<String>> {
        let held = self.readable_case(case)?;
        (slip.ready)(self, &held)?;
        let lines = fold(&(slip.lines)(self, &held)?);
        let note = match slip.id {
            "own-data" => format!("{};依{}", slip.title, own::request_for(self, &held)?.number),
            _ => slip.title.to_string(),
        };
        self.write(|w| w.journal("slip", "case", case, &note, "{}"))?;
        Ok(lines)
    }

    /// The slip of a number at the queue: no name, only the number and who is before it.
    pub fn ticket_slip(&mut self, ticket: i64) -> Outcome<Vec<String>> {
        self.allow(Operation::Queue)?;
        let held = store::ticket::load(&self.conn, ticket)?
            .ok_or_else(|| Failure::refusal("没有这个号", "在来访队列中重新选择"))?;
        let lines = fold(&ticket_lines(self, &held)?);
        self.write(|w| w.journal("slip", "ticket", ticket, "取号单", "{}"))?;
        Ok(lines)
    }
}

/// Wraps lines to the width of the paper; what follows stands under the text of its line. No line
/// begins with a mark that closes, but for the second of two.
pub(super) fn fold(lines: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    for line in lines.iter().flat_map(|l| l.split('\n')) {
        if line.width() <= WIDTH {
            out.push(line.to_string());
            continue;
        }
        let indent = line.len() - line.trim_start_matches(' ').len();
        let hang = if indent == 0 { 0 } else { indent + 2 };
        let mut now = String::new();
        for c in line.chars() {
            let closing =
                matches!(c, ',' | ';' | '.' | ':' | ')' | '。' | '、' | '，' | '；' | '）' | '》' | '」' | '〕');
            let room = if closing { WIDTH } else { WIDTH - 2 };
            if now.width() + c.width().unwrap_or(0) > room && now.trim() != "" {
                // A number or word goes down whole.
                let kept = now.trim_end_matches(|l: char| c.is_ascii_alphanumeric() && l.is_ascii_alphanumeric()).len();
                let rest = if kept > indent && now.len() - kept < 24 { now.split_off(kept) } else { String::new() };
                out.push(std::mem::replace(&mut now, " ".repeat(hang) + &rest));
                if c == ' ' {
                    continue;
                }
            }
            now.push(c);
        }
        out.push(now);
    }
    out
}
