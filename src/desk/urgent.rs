//! 重大紧急事项 (信访工作条例25; 人民调解法25): opened with the A5 warning or by hand, reported by word of
//! mouth and in writing within the studio's minutes, followed, closed.
//!
//! Facts of a dispute only; nobody is described. One open record a matter. Of a sealed matter the
//! program writes no word, and only who may read sealed matters sees that there is one.

use super::access::{allow, is_own};
use super::{Desk, Done, Failure, Outcome, Writing};
use crate::domain::case::Case;
use crate::domain::codes;
use crate::domain::forms;
use crate::domain::number::Series;
use crate::domain::role::{Actor, Grant, Operation, grant};
use crate::domain::urgent::untold;
use crate::store::{self, Seen, urgent::New, urgent::Urgent};
use crate::validation::date::canonical_time;
use crate::validation::{self, Checked, Draft};
use chrono::NaiveDateTime;

const MINUTE: &str = "%Y-%m-%dT%H:%M";

/// Whom the actor sees urgent matters of.
pub(super) fn seen_by(actor: &Actor, case: Option<i64>, limit: i64) -> Seen {
    let own = [Operation::Urgent, Operation::ReadCase].iter().any(|o| grant(actor.role, *o) == Grant::Own);
    Seen {
        case,
        after: i64::MAX,
        sealed: grant(actor.role, Operation::Sealed) == Grant::Full,
        all: !own,
        user: actor.user,
        staff: actor.staff,
        limit,
    }
}

/// Opens one for a case with what set the warning off, unless one is open.
pub(super) fn open_for(w: &Writing, case: i64, sealed: bool, kind: &str, fact: &str) -> Outcome<()> {
    if store::urgent::open_of_case(w.tx, case)?.is_some() {
        return Ok(());
    }
    let found = canonical_time(w.now);
    let new = New {
        number: &w.number(Series::Urgent)?,
        case: Some(case),
        lead: None,
        found_at: &found,
        kind,
        fact: if sealed { "密封件" } else { fact },
        place: "",
        involved: None,
        measures: "",
    };
    store::urgent::insert(w.tx, &new, w.now, w.actor()?.user)?;
    w.journal("urgent", "case", case, &format!("重大紧急{}", new.number), "{}")?;
    Ok(())
}

/// A record the actor may see, and one he may work on.
fn visible(conn: &rusqlite::Connection, actor: &Actor, id: i64) -> Outcome<Urgent> {
    let none = || Failure::refusal("没有这件重大紧急事项", "在“重大紧急”台账中重新选择");
    let held = store::urgent::load(conn, id)?.ok_or_else(none)?;
    let seen = seen_by(actor, None, 1);
    let own = is_own_urgent(actor, &held);
    if held.sealed && !seen.sealed || !seen.all && !own { Err(none()) } else { Ok(held) }
}

fn is_own_urgent(actor: &Actor, held: &Urgent) -> bool {
    held.user == actor.user || actor.handles(held.handler) || held.registrar == Some(actor.user)
}

fn workable(w: &Writing, id: i64) -> Outcome<Urgent> {
    let actor = w.actor()?;
    let held = visible(w.tx, actor, id)?;
    allow(actor, Operation::Urgent, is_own_urgent(actor, &held))?;
    if held.closed_on.is_some() {
        return Err(Failure::refusal(format!("{}已经办结", held.number), "有新情况的,另报重大紧急事项"));
    }
    Ok(held)
}

fn noted(w: &Writing, held: &Urgent, action: &str, what: &str, more: &str) -> Outcome<Done> {
    let (object, id) = held.case.map_or(("urgent", held.id), |case| ("case", case));
    w.journal(action, object, id, &format!("重大紧急{}{what}", held.number), "{}")?;
    Ok(Done { text: format!("{}已{what}{more}", held.number), id: held.id })
}

/// `YYYY-MM-DDTHH:MM` as kept.
pub(super) fn minute(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, MINUTE).ok()
}

/// No report before the matter was found.
fn after_found(held: &Urgent, form: &Checked) -> Outcome<()> {
    if minute(form.get("at")).zip(minute(&held.found_at)).is_some_and(|(at, found)| at < found) {
        let found = held.found_at.replace('T', " ");
        return Err(Failure::problem("at", format!("时间早于发现时间{found};请核对")));
    }
    Ok(())
}

/// Whom the law names and nobody told, as the end of an answer.
fn still(kind: &str, told: &str) -> String {
    let rest = untold(kind, told);
    if rest.is_empty() { String::new() } else { format!(";尚未报告:{}", rest.join("、")) }
}

/// Everybody told so far: by word of mouth, in writing, in a 续报.
pub(super) fn told(conn: &rusqlite::Connection, held: &Urgent) -> Outcome<String> {
    let mut told = vec![held.oral_to.clone(), held.written_to.clone()];
    told.extend(store::urgent::list_notes(conn, held.id)?.into_iter().map(|n| n.told));
    Ok(told.join(","))
}

fn taken(number: &str) -> Failure {
    Failure::refusal(format!("这件事已有未办结的{number}"), "在“重大紧急”台账中就它报告、续报")
}

impl Desk {
    /// A record the actor may see.
    pub(super) fn urgent(&self, id: i64) -> Outcome<Urgent> {
        self.allow_view(Operation::Urgent)?;
        visible(&self.conn, self.require_actor()?, id)
    }

    /// What waits to be reported: all of it for the director, what he raised himself for anybody else.
    pub(super) fn urgent_waiting(&self) -> Outcome<Vec<Urgent>> {
        let actor = self.require_actor()?;
        if grant(actor.role, Operation::Urgent) == Grant::No {
            return Ok(Vec::new());
        }
        let director = grant(actor.role, Operation::Close) == Grant::Full;
        let list = store::urgent::window(&self.conn, "waiting", "", None, &seen_by(actor, None, 200))?;
        Ok(list.into_iter().filter(|u| director || u.user == actor.user).collect())
    }

    /// The case a form names, if it names one; refuses another's and one with an open record.
    fn urgent_case(&self, form: &Checked) -> Outcome<Option<Case>> {
        if form.get("case").is_empty() {
            return Ok(None);
        }
        let case = self.case_called(form.get("case"))?;
        let actor = self.require_actor()?;
        allow(actor, Operation::Urgent, is_own(actor, &case))?;
        Ok(Some(case))
    }

    /// Opens one by hand: of a case, of a lead, or of what is neither yet.
    ///
    /// # Errors
    /// Problems of the form; a refusal of the role, or when the matter has an open one.
    pub fn raise_urgent(&mut self, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Urgent)?;
        let form = validation::check(&forms::URGENT_RAISE, draft, self.now())?;
        let case = self.urgent_case(&form)?;
        self.write(|w| {
            let lead = match form.get("lead") {
                "" => None,
                number => Some(store::urgent::lead_numbered(w.tx, number)?.ok_or_else(|| {
                    Failure::problem("lead", format!("没有苗头“{number}”;请填苗头台账中的编号,或留空"))
                })?),
            };
            let id = case.as_ref().map(|c| c.id);
            let open_case = id.map(|c| store::urgent::open_of_case(w.tx, c)).transpose()?.flatten();
            let open_lead = lead.map(|l| store::urgent::open_of_lead(w.tx, l)).transpose()?.flatten();
            if let Some(number) = open_case.or(open_lead) {
                return Err(taken(&number));
            }
            let new = New {
                number: &w.number(Series::Urgent)?,
                case: id,
                lead,
                found_at: form.get("found_at"),
                kind: form.get("kind"),
                fact: form.get("fact"),
                place: form.get("place"),
                involved: form.number("involved"),
                measures: form.get("measures"),
            };
            let made = store::urgent::insert(w.tx, &new, w.now, w.actor()?.user)?;
            let (object, object_id) = id.map_or(("urgent", made), |c| ("case", c));
            w.journal("urgent", object, object_id, &format!("重大紧急{}", new.number), "{}")?;
            let text = format!("已记{},请立即口头报告{}", new.number, still(new.kind, "").replace(";尚未报告:", ":"));
            Ok(Done { text, id: made })
        })
    }

    /// Fills in what was not known, or corrects it.
    pub fn amend_urgent(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let form = validation::check(&forms::URGENT_AMEND, draft, self.now())?;
        let case = self.urgent_case(&form)?;
        self.write(|w| {
            let held = workable(w, id)?;
            if let Some(case) = case.as_ref().filter(|c| held.case != Some(c.id)) {
                if held.case.is_some() {
                    return Err(Failure::problem(
                        "case",
                        format!("{}已属于{};不能改挂别的案件", held.number, held.matter),
                    ));
                }
                if let Some(number) = store::urgent::open_of_case(w.tx, case.id)? {
                    return Err(taken(&number));
                }
            }
            store::urgent::amend(w.tx, id, case.as_ref().map(|c| c.id), &form)?;
            noted(w, &held, "urgent.amend", "补充情况", "")
        })
    }

    /// The first report, by word of mouth (DL-20).
    pub fn report_urgent_orally(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let form = validation::check(&forms::URGENT_ORAL, draft, self.now())?;
        self.write(|w| {
            let held = workable(w, id)?;
            if held.oral_at.is_some() {
                return Err(Failure::refusal(format!("{}已经口头报告", held.number), "有新情况的,选“续报”"));
            }
            after_found(&held, &form)?;
            if matches!(held.kind.as_str(), "3" | "4") && !form.get("to").split(',').any(|t| t == "2") {
                let what = "可能民转刑、可能治安刑事的须及时报告公安机关(人民调解法25);请在报告对象中加选";
                return Err(Failure::problem("to", what));
            }
            store::urgent::report_orally(w.tx, id, &form)?;
            noted(w, &held, "urgent.oral", "口头报告", &still(&held.kind, form.get("to")))
        })
    }

    /// The report in writing (DL-20b).
    pub fn report_urgent_in_writing(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let form = validation::check(&forms::URGENT_WRITTEN, draft, self.now())?;
        self.write(|w| {
            let held = workable(w, id)?;
            if held.written_at.is_some() {
                return Err(Failure::refusal(format!("{}已经书面报告", held.number), "有新情况的,选“续报”"));
            }
            after_found(&held, &form)?;
            store::urgent::report_in_writing(w.tx, id, &form)?;
            let all = format!("{},{}", told(w.tx, &held)?, form.get("to"));
            noted(w, &held, "urgent.written", "书面报告", &still(&held.kind, &all))
        })
    }

    /// What changed since, and who was told of it.
    pub fn follow_urgent(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let form = validation::check(&forms::URGENT_FOLLOW, draft, self.now())?;
        self.write(|w| {
            let held = workable(w, id)?;
            after_found(&held, &form)?;
            store::urgent::insert_note(w.tx, id, &form, w.actor()?.user)?;
            noted(w, &held, "urgent.follow", "续报", "")
        })
    }

    /// Closes one: dealt with and reported to all whom the law names, or found to be nothing of the kind.
    pub fn close_urgent(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let form = validation::check(&forms::URGENT_CLOSE, draft, self.now())?;
        self.write(|w| {
            let held = workable(w, id)?;
            if form.get("closed_on") < held.found_at.get(..10).unwrap_or_default() {
                return Err(Failure::problem("closed_on", "办结日期早于发现日期;请核对"));
            }
            if form.is("result", "2") {
                if grant(w.actor()?.role, Operation::Close) != Grant::Full {
                    return Err(Failure::refusal("“经核实不属于重大紧急”由主任确认", "请主任办结;属实的,报告后再办结"));
                }
            } else {
                if held.written_at.is_none() {
                    return Err(Failure::refusal(
                        format!("{}还没有书面报告(条例25)", held.number),
                        "先办理“书面报告”;经核实不属于重大紧急的,由主任办结",
                    ));
                }
                let rest = untold(&held.kind, &told(w.tx, &held)?);
                if !rest.is_empty() {
                    return Err(Failure::refusal(
                        format!("尚未报告{}(信访工作条例25,人民调解法25)", rest.join("、")),
                        "选“续报”,在报告对象中补上",
                    ));
                }
            }
            store::urgent::close(w.tx, id, &form)?;
            let result = codes::label(forms::URGENT_RESULT, form.get("result"));
            noted(w, &held, "urgent.close", "办结", &format!(",{result}"))
        })
    }
}
