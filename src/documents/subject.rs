//! What a case has for a sheet: which records, warnings or claims it is made of, or what is missing.

use super::sheet::{From, Sheet};
use crate::desk::documents::Dossier;
use crate::domain::case::Kept;
use crate::domain::flow;
use crate::domain::forms;

/// What one document is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The case as a whole.
    Case,
    Record(i64),
    Warning(i64),
    Supervision(i64),
    Claim(i64),
}

impl Subject {
    /// As stored: `record:12`, "" for the whole case.
    pub fn code(self) -> String {
        match self {
            Subject::Case => String::new(),
            Subject::Record(id) => format!("record:{id}"),
            Subject::Warning(id) => format!("warning:{id}"),
            Subject::Supervision(id) => format!("supervision:{id}"),
            Subject::Claim(id) => format!("claim:{id}"),
        }
    }
}

/// Why a sheet cannot be made yet, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub what: String,
    pub remedy: String,
}

fn missing(what: impl Into<String>, remedy: impl Into<String>) -> Missing {
    Missing { what: what.into(), remedy: remedy.into() }
}

/// What the sheet can be made of, oldest first; never empty.
///
/// # Errors
/// What is missing.
pub fn of(sheet: &Sheet, d: &Dossier) -> Result<Vec<Subject>, Missing> {
    let found = |ids: Vec<Subject>, why: fn() -> Missing| if ids.is_empty() { Err(why()) } else { Ok(ids) };
    match sheet.from {
        From::Visit if d.case.docket.is_none() => Err(missing("还没有登记", "登记表填齐后按F4选“登记”")),
        From::Visit => Ok(vec![Subject::Case]),
        From::Materials if d.case.docket.is_none() => Err(missing("还没有登记", "登记表填齐后按F4选“登记”")),
        From::Materials if !d.visit.has("materials") => {
            Err(missing("登记表里没有材料", "交来材料的,在登记表的“材料清单”里写上"))
        }
        From::Materials => Ok(vec![Subject::Case]),
        From::Any(names) if names.iter().any(|n| d.facts.has(n)) => Ok(vec![Subject::Case]),
        From::Any(names) => Err(no_record(names[0])),
        From::Each(form) => records(d, form, |_| true),
        From::EachWith(form, key, code) => records(d, form, |r| r.is(key, code)),
        From::Over if d.case.stage.is_open() => Err(missing("案件还没有办结", "结案或出流程后再立卷")),
        From::Over => Ok(vec![Subject::Case]),
        From::Warnings => found(d.warnings.iter().map(|w| Subject::Warning(w.warning.id)).collect(), || {
            missing("本案没有预警通报", "在“预警”台账办理")
        }),
        From::Supervisions => found(d.supervisions.iter().map(|s| Subject::Supervision(s.id)).collect(), || {
            missing("本案没有督办", "由督查按F5督办")
        }),
        From::Claims => found(d.claims.iter().map(|c| Subject::Claim(c.0.id)).collect(), || {
            missing("本案没有您能看的经费申报", "归档后在“经费”台账申报;前台不看经费,由承办人或主任制作")
        }),
    }
}

fn records(d: &Dossier, form: &str, fits: impl Fn(&Kept) -> bool) -> Result<Vec<Subject>, Missing> {
    let list: Vec<Subject> = d.facts.all(form).filter(|r| fits(r)).map(|r| Subject::Record(r.id)).collect();
    if list.is_empty() { Err(no_record(form)) } else { Ok(list) }
}

/// A record of the form is missing; the move that leaves one is named.
fn no_record(form: &str) -> Missing {
    let title = forms::find(form).map_or(form, |t| t.title);
    let mv = flow::FLOW.iter().find(|m| m.form.is_some_and(|t| t.name == form));
    let remedy = mv.map_or_else(String::new, |m| format!("先按F4办理“{}”({})", m.label, m.id));
    missing(format!("本案还没有“{title}”的记录"), remedy)
}

/// Whether the next steps of the case call for it: some move that may be taken now names it.
pub fn is_next(sheet: &Sheet, d: &Dossier) -> bool {
    flow::FLOW.iter().any(|m| m.from.contains(&d.case.stage) && m.documents.contains(&sheet.title))
}
