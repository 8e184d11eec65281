//! 重大紧急事项: who must be told, and the two clocks in minutes (DL-20, DL-20b).
//!
//! Pure. 信访工作条例25 says 及时; 30 minutes by word of mouth and 2 hours in writing are the studio's
//! own demand. Nothing here concerns a person: the kinds are of disputes.

use super::codes;
use super::deadline;
use super::forms::REPORT_TO;
use chrono::{NaiveDateTime, TimeDelta, Timelike};

/// 党委政府, 公安机关, 联席办 as codes of [`REPORT_TO`].
const GOVERNMENT: &str = "1";
const POLICE: &str = "2";
const COUNCIL: &str = "3";

/// Whom the law names for a kind: 党委政府 and 联席办 (信访工作条例25); of what may become a 治安 or 刑事
/// case also 公安机关 (人民调解法25).
pub fn must_tell(kind: &str) -> &'static [&'static str] {
    if matches!(kind, "3" | "4") { &[GOVERNMENT, POLICE, COUNCIL] } else { &[GOVERNMENT, COUNCIL] }
}

/// Whom the law names and nobody told yet, in words; `told` are codes joined by commas.
pub fn untold(kind: &str, told: &str) -> Vec<&'static str> {
    let reached = |code: &str| told.split(',').any(|t| t == code);
    must_tell(kind).iter().filter(|code| !reached(code)).map(|code| codes::label(REPORT_TO, code)).collect()
}

/// The kind that the code of 安全评估 makes of what may escalate (A5).
pub fn kind_of(safety: &str) -> &'static str {
    if safety == "4" { "3" } else { "2" }
}

/// How one of the two reports stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// `剩12分`, `逾期1时05分`, `已报`, `迟报5分`.
    pub words: String,
    pub done: bool,
    pub late: bool,
}

/// The clock of a report: `rule` is DL-20 or DL-20b, `told` the minute it was made.
pub fn report(rule: &str, found: NaiveDateTime, told: Option<NaiveDateTime>, now: NaiveDateTime) -> Report {
    let due = deadline::find(rule).and_then(|r| r.due_time(found)).expect("invariant: both rules are of minutes");
    let minute = |at: NaiveDateTime| at.with_second(0).and_then(|t| t.with_nanosecond(0)).unwrap_or(at);
    let left = (minute(due) - minute(told.unwrap_or(now))).num_minutes();
    let words = match (told.is_some(), left < 0) {
        (true, false) => "已报".to_string(),
        (true, true) => format!("迟报{}", span(-left)),
        (false, true) => format!("逾期{}", span(-left)),
        (false, false) => format!("剩{}", span(left)),
    };
    Report { words, done: told.is_some(), late: left < 0 }
}

/// `5分`, `1时05分`, `3天`: from a day on minutes say nothing.
fn span(minutes: i64) -> String {
    match TimeDelta::minutes(minutes) {
        d if d.num_days() > 0 => format!("{}天", d.num_days()),
        d if d.num_hours() > 0 => format!("{}时{:02}分", d.num_hours(), minutes % 60),
        _ => format!("{minutes}分"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        format!("2026-11-23T{text}").parse().expect("a time")
    }

    #[test]
    fn minutes_are_told_to_the_last_one() {
        let words = |now: &str| report("DL-20", at("16:42:00"), None, at(now)).words;
        assert_eq!(words("16:42:10"), "剩30分");
        assert_eq!(words("17:12:59"), "剩0分", "the thirtieth minute is still in time");
        assert_eq!(words("17:13:00"), "逾期1分");
        assert_eq!(words("18:17:00"), "逾期1时05分");
        assert_eq!(report("DL-20b", at("16:42:00"), None, at("16:50:00")).words, "剩1时52分");
        assert_eq!(report("DL-20", at("16:42:00"), None, at("16:42:00") + TimeDelta::days(3)).words, "逾期2天");
    }

    #[test]
    fn a_report_made_too_late_stays_late() {
        let made = |told: &str| report("DL-20", at("16:42:00"), Some(at(told)), at("23:00:00"));
        assert_eq!((made("17:12:00").words.as_str(), made("17:12:00").late), ("已报", false));
        assert_eq!((made("17:20:00").words.as_str(), made("17:20:00").late), ("迟报8分", true));
    }

    #[test]
    fn what_may_become_a_crime_is_told_to_the_police_too() {
        assert_eq!(untold("1", ""), ["党委政府", "联席办"]);
        assert_eq!(untold("4", "1,3"), ["公安机关"]);
        assert!(untold("3", "1,2,3,4").is_empty());
        assert_eq!((kind_of("4"), kind_of("3"), kind_of("1")), ("3", "2", "2"));
    }
}
