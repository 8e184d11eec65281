//! A visit that passed its checks. Owns the rules between fields that the table cannot say.

use super::visit_table::{FAST, VISIT};
use crate::validation::{self, Checked, Draft, Problem, identity};
use chrono::{NaiveDate, NaiveDateTime};

/// How much of the form must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// The 60-second save (暂存).
    Fast,
    /// All that 登记 asks for.
    Full,
}

/// A visit that may be stored. Made only by [`Visit::check`].
#[derive(Clone, Debug)]
pub struct Visit {
    form: Checked,
}

impl Visit {
    /// Checks the draft of a visit: the table first, then what spans fields.
    ///
    /// # Errors
    /// Every problem at once, each naming its field and the remedy.
    pub fn check(draft: &Draft, need: Completeness, now: NaiveDateTime) -> Result<Visit, Vec<Problem>> {
        let mut draft = draft.clone();
        fill(&mut draft, now.date());
        let required = match need {
            Completeness::Fast => Some(FAST),
            Completeness::Full => None,
        };
        let form = validation::check_part(&VISIT, &draft, now, required).map_err(|p| with_ways_out(p, &draft))?;
        let problems = across(&form, need);
        if problems.is_empty() { Ok(Visit { form }) } else { Err(problems) }
    }

    pub fn form(&self) -> &Checked {
        &self.form
    }
    pub fn name(&self) -> &str {
        self.form.get("name")
    }
    /// People at the window, at least 1.
    pub fn people(&self) -> i64 {
        self.form.number("people").unwrap_or(1)
    }
    /// People the matter concerns, at least those at the window.
    pub fn involved(&self) -> i64 {
        self.form.number("involved").unwrap_or(1).max(self.people())
    }
    /// 集体访: five people or more.
    pub fn is_group(&self) -> bool {
        self.people() >= 5
    }
    /// 群众性: ten people concerned or more, which makes a case 疑难复杂 (方案六(四)1).
    pub fn is_mass(&self) -> bool {
        self.involved() >= 10
    }
    /// 检举控告 is sealed from the accused (信访工作条例30③).
    pub fn is_sealed(&self) -> bool {
        self.form.is("category", "B") || self.form.is("nature", "6")
    }
}

/// Registration never depends on papers: who has none is told of the reason that stands in for them.
fn with_ways_out(mut problems: Vec<Problem>, draft: &Draft) -> Vec<Problem> {
    for (key, text) in [
        ("document_no", "请填写证件号码;没有就在“无证件原因”选一项,照常登记"),
        ("phone", "请填写联系电话;没有就在“无电话原因”选一项,照常登记"),
    ] {
        if let Some(problem) = problems.iter_mut().find(|p| p.field == key && !draft.has(key)) {
            problem.text = text.to_string();
        }
    }
    problems
}

/// Fills what an identity number says into fields still empty, and the age. Used while typing
/// and again at each check, so that every way in gives the same visit.
pub fn fill(draft: &mut Draft, today: NaiveDate) {
    let number = crate::validation::text::fold_width(draft.get("document_no"));
    if let Some(facts) = identity::facts(number.trim()) {
        for (key, value) in [
            ("sex", facts.sex.code().to_string()),
            ("birth", facts.birth.to_string()),
            ("household", facts.division.unwrap_or_default().to_string()),
        ] {
            if !draft.has(key) {
                draft.set(key, value);
            }
        }
    }
    if let Ok(birth) = validation::date::parse_date(draft.get("birth"), today)
        && birth <= today
    {
        draft.set("age", identity::age(birth, today).to_string());
    }
    if draft.get("name") == "匿名" && draft.has("anonymous") {
        if !draft.has("document_no") && !draft.has("no_document") {
            draft.set("no_document", "3");
        }
        if !draft.has("phone") && !draft.has("no_phone") {
            draft.set("no_phone", "2");
        }
    }
}

/// Rules between fields: (keys looked at, what is wrong). Each names one field and the remedy.
fn across(form: &Checked, need: Completeness) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut say = |field: &str, text: String| problems.push(Problem::new(field, text));
    let people = form.number("people").unwrap_or(1);
    let representatives = form.rows("representatives").count();
    if form.number("involved").is_some_and(|n| n < people) {
        say("involved", format!("涉及人数不能少于来访人数({people}),请改正其中一个"));
    }
    if i64::try_from(representatives).unwrap_or(i64::MAX) > people {
        say("representatives", format!("代表{representatives}人,多于来访人数{people}人,请核对人数"));
    }
    if let Some(facts) = identity::facts(form.get("document_no")) {
        if form.date("birth").is_some_and(|d| d != facts.birth) {
            say("birth", format!("与证件号码不一致:证件上是{},请核对", facts.birth));
        }
        if matches!(form.get("sex"), "1" | "2") && !form.is("sex", facts.sex.code()) {
            say("sex", "与证件号码不一致,请核对证件".to_string());
        }
    }
    if let (Some(petitioned), Some(registered)) = (form.date("petitioned_on"), form.date("registered_on"))
        && registered < petitioned
    {
        say("petitioned_on", "信访日期不能晚于登记日期,请改正".to_string());
    }
    if need == Completeness::Full {
        if form.is("notice_given", "0") {
            say("notice_given", "请先向来访人告知,再选“是”".to_string());
        }
        if form.is("nature", "6") != form.is("category", "B") {
            say("nature", "诉求分类与争议性质不一致:检举控告应两处都选检举控告".to_string());
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> NaiveDateTime {
        "2026-11-23T16:42:00".parse().expect("a time")
    }
    fn fast() -> Draft {
        Draft::default()
            .with("name", "和志强")
            .with("document_no", "533422198506150026")
            .with("phone", "13800000000")
            .with("people", "1")
            .with("gist", "宅基地边界被占")
            .with("source", "4")
    }

    #[test]
    fn the_short_save_fills_what_the_number_says() {
        let visit = Visit::check(&fast(), Completeness::Fast, noon()).expect("well formed");
        assert_eq!(visit.form().get("sex"), "2");
        assert_eq!(visit.form().get("birth"), "1985-06-15");
        assert_eq!(visit.form().get("age"), "41");
        assert_eq!(visit.form().get("household"), "533422");
    }

    #[test]
    fn a_reason_stands_in_for_a_missing_number_but_silence_does_not() {
        let mut draft = fast();
        draft.set("document_no", "");
        let problems = Visit::check(&draft, Completeness::Fast, noon()).expect_err("no reason given");
        assert_eq!(problems.len(), 1);
        assert!(problems[0].field == "document_no" && problems[0].text.contains("无证件原因"), "{problems:?}");
        draft.set("no_document", "2");
        assert!(Visit::check(&draft, Completeness::Fast, noon()).is_ok());
    }

    #[test]
    fn fields_that_contradict_each_other_are_named() {
        let draft = fast().with("birth", "1990-01-01").with("involved", "1").with("people", "3");
        let problems = Visit::check(&draft, Completeness::Fast, noon()).expect_err("contradictions");
        let fields: Vec<_> = problems.iter().map(|p| p.field.as_str()).collect();
        assert!(fields.contains(&"birth") && fields.contains(&"involved"), "{fields:?}");
    }

    #[test]
    fn fast_keys_are_rows_of_the_table() {
        assert!(FAST.iter().all(|k| VISIT.field(k).is_some()));
    }
}
