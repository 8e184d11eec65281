//! Clocks of other offices beside the main line (DL-14, 14a, 21, 21b, 22, 23 to 23c): which record of
//! 司法确认, 公证, 法律援助 and 国家司法救助 starts one, and which brings its result.
//!
//! One table for all; the rows of the flow name [`terms`] and [`kept`]. They are told to the petitioner and
//! asked after; they count in no light and oblige the studio to nothing.

use super::{Ending, Ground, Term};
use crate::validation::Checked;

/// What one record does to clocks kept elsewhere.
struct Step {
    form: &'static str,
    /// Code of 进展.
    event: &'static str,
    /// Clocks that this record ends; `met` says that their result came.
    ends: &'static [&'static str],
    met: bool,
    /// Clocks that it starts, from the day of the record.
    starts: &'static [&'static str],
}

const fn step(
    form: &'static str,
    event: &'static str,
    ends: &'static [&'static str],
    met: bool,
    starts: &'static [&'static str],
) -> Step {
    Step { form, event, ends, met, starts }
}

const COURT: &[&str] = &["DL-14a", "DL-14"];
const AID: &[&str] = &["DL-21", "DL-21b"];
const RELIEF: &[&str] = &["DL-23", "DL-23b", "DL-23c"];

#[rustfmt::skip]
const STEPS: &[Step] = &[
    // 法释〔2011〕5号4,5. DL-13 is the studio's own: both applied in time.
    step("confirmation", "1", &["DL-13"], true, &["DL-14a"]),
    step("confirmation", "2", &["DL-14a"], true, &["DL-14"]),
    step("confirmation", "3", COURT, true, &[]),
    step("confirmation", "4", COURT, true, &[]),
    step("confirmation", "5", COURT, false, &[]),
    // 公证法30: from the day the notary accepts.
    step("notarisation", "5", &[], true, &["DL-22"]),
    step("notarisation", "2", &["DL-22"], true, &[]),
    step("notarisation", "4", &["DL-22"], false, &[]),
    // 法律援助法43.
    step("legal_aid", "2", &[], true, &["DL-21"]),
    step("legal_aid", "3", &["DL-21"], true, &["DL-21b"]),
    step("legal_aid", "4", AID, true, &[]),
    step("legal_aid", "5", AID, true, &[]),
    // 中政委〔2014〕3号; other relief (方案五(七)) has rules of its own.
    step("relief", "2", &[], true, &["DL-23"]),
    step("relief", "5", &["DL-23"], true, &["DL-23b"]),
    step("relief", "6", &["DL-23", "DL-23b"], true, &["DL-23c"]),
    step("relief", "3", RELIEF, true, &[]),
    step("relief", "4", RELIEF, true, &[]),
];

fn steps(form: &Checked) -> impl Iterator<Item = &'static Step> {
    let name = form.table().name;
    let (event, other) = (form.get("event").to_string(), name == "relief" && !form.is("kind", "1"));
    STEPS.iter().filter(move |s| s.form == name && s.event == event && !other)
}

/// The clocks a record starts; one that runs already is not started again.
pub(super) fn terms(g: &Ground, form: &Checked) -> Vec<Term> {
    let from = form.date("on").unwrap_or(g.today);
    let runs = |rule: &str| g.facts.clocks.iter().any(|c| c.rule == rule);
    let starts = steps(form).flat_map(|s| s.starts).filter(|rule| !runs(rule));
    starts.map(|rule| Term { rule, from, cap: "", note: String::new() }).collect()
}

/// The clocks a record ends.
pub(super) fn kept(_: &Ground, form: &Checked) -> Vec<Ending> {
    let of = |s: &'static Step| s.ends.iter().map(|rule| Ending { rule, note: String::new(), met: s.met });
    steps(form).flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deadline;

    #[test]
    fn every_clock_that_is_started_is_ended_by_some_record_of_its_form() {
        for s in STEPS {
            for rule in s.starts {
                assert!(deadline::is_elsewhere(rule), "{rule} is the studio's own");
                assert!(STEPS.iter().any(|o| o.form == s.form && o.ends.contains(rule)), "{rule} is never ended");
            }
        }
    }
}
