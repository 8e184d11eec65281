//! Registering visits: the 60-second save, the full form, and attaching a visit to an open case.

use super::access::{allow, is_own, is_own_still};
use super::{Desk, Failure, Outcome, Writing};
use crate::domain::case::{Case, Stage};
use crate::domain::queue::{Step, TicketState};
use crate::domain::role::{Grant, Operation, grant};
use crate::domain::visit::{Completeness, Visit};
use crate::store;
use crate::store::visit::Origin;
use crate::validation::date::canonical_time;
use crate::validation::{Draft, Problem};

/// What the registration form hands over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VisitWrite {
    /// The stored visit this form edits, with the rev it was read at; `None` for a new one.
    pub visit: Option<(i64, i64)>,
    /// The ticket being served.
    pub ticket: Option<i64>,
    /// An open case this visit belongs to (重复访, one key).
    pub attach: Option<i64>,
    /// A word by which this user stores a visit once however often it is asked, for scripts that try again.
    pub once: Option<String>,
    pub draft: Draft,
}

/// A visit that was stored.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitSaved {
    pub visit: i64,
    pub rev: i64,
    pub case: i64,
    /// What is still missing for 登记; empty = complete.
    pub missing: Vec<Problem>,
    /// What the clerk should still look at.
    pub warnings: Vec<Problem>,
    pub text: String,
}

impl Desk {
    /// Stores a visit as far as it is filled in: at least the 60-second fields. A new visit opens a
    /// case in 暂存, or joins the open case in `attach`.
    ///
    /// # Errors
    /// Problems per field; a conflict when another desk saved it first; nothing is stored then.
    pub fn save_visit(&mut self, write: &VisitWrite) -> Outcome<VisitSaved> {
        self.allow(Operation::Register)?;
        let now = self.now();
        let mut draft = write.draft.clone();
        for (key, value) in self.begun(write.visit.map(|v| v.0))? {
            if !draft.has(key) {
                draft.set(key, value);
            }
        }
        let visit = Visit::check(&draft, Completeness::Fast, now)?;
        let missing = Visit::check(&draft, Completeness::Full, now).err().unwrap_or_default();
        let warnings = visit.form().warnings().to_vec();
        let uid = write.once.as_deref().map_or(Ok(String::new()), |once| self.uid_of(once))?;
        let mut known = false;
        let (visit_id, rev, case) = self.write(|w| {
            if let Some(stored) = stored_once(w, &uid, &visit)? {
                known = true;
                return Ok(stored);
            }
            match write.visit {
                None => insert(w, &visit, write.ticket, write.attach, &uid),
                Some((id, rev)) => amend(w, id, rev, &visit),
            }
        })?;
        let text = if known {
            "这次来访已存过,没有再存".to_string()
        } else if missing.is_empty() {
            "已保存,登记表完整;按F4办理下一步".to_string()
        } else {
            format!("已保存,登记前还差{}项", missing.len())
        };
        Ok(VisitSaved { visit: visit_id, rev, case, missing, warnings, text })
    }

    /// The uid of a visit that is stored once.
    ///
    /// # Errors
    /// A problem for a word that is empty, so that a script with an empty variable is not left unprotected, or long.
    fn uid_of(&self, once: &str) -> Outcome<String> {
        match once.trim().chars().count() {
            1..=64 => Ok(format!("once:{}:{}", self.require_actor()?.user, once.trim())),
            _ => Err(Failure::problem("once", "认重的词须有1到64个字")),
        }
    }

    /// Time and days of a visit that were not written down: those it was stored with, else now.
    pub(super) fn begun(&self, visit: Option<i64>) -> Outcome<[(&'static str, String); 3]> {
        let stored = match visit {
            Some(id) => store::visit::load(&self.conn, id)?.map(|v| v.draft).unwrap_or_default(),
            None => Draft::default(),
        };
        let now = self.now();
        let kept = |key: &str, fresh: String| if stored.has(key) { stored.get(key).to_string() } else { fresh };
        let today = now.date().to_string();
        Ok([
            ("visited_at", kept("visited_at", canonical_time(now))),
            ("petitioned_on", kept("petitioned_on", today.clone())),
            ("registered_on", kept("registered_on", today)),
        ])
    }

    /// A stored visit, for the form. Reading a sealed case asks for its own permission.
    pub fn visit(&self, id: i64) -> Outcome<store::visit::Stored> {
        let stored =
            store::visit::load(&self.conn, id)?.ok_or_else(|| Failure::refusal("没有这次来访", "用F3重新查找"))?;
        self.readable_case(stored.case)?;
        Ok(stored)
    }

    /// The visit that opened a case.
    pub fn first_visit(&self, case: i64) -> Outcome<store::visit::Stored> {
        self.readable_case(case)?;
        store::visit::load_first(&self.conn, case)?.ok_or_else(|| Failure::refusal("本案没有来访记录", "用F3重新查找"))
    }
}

/// Visit, rev and case that this user stored before by the same word.
///
/// # Errors
/// A problem when the word stands for another visit.
fn stored_once(w: &Writing, uid: &str, visit: &Visit) -> Outcome<Option<(i64, i64, i64)>> {
    if uid.is_empty() {
        return Ok(None);
    }
    let Some(stored) = store::visit::load_called(w.tx, uid)? else { return Ok(None) };
    let same =
        ["name", "document_no", "phone", "gist"].iter().all(|key| stored.draft.get(key) == visit.form().get(key));
    if !same {
        return Err(Failure::problem("once", "这个词已用于另一次来访;另一次来访用另一个词"));
    }
    Ok(Some((stored.id, stored.rev, stored.case)))
}

/// Stores a new visit; `uid` "" = one of its own.
pub(super) fn insert(
    w: &Writing,
    visit: &Visit,
    ticket: Option<i64>,
    attach: Option<i64>,
    uid: &str,
) -> Outcome<(i64, i64, i64)> {
    let actor = w.actor()?;
    let (case_id, note) = match attach {
        None => {
            let mut case = new_case(w, &w.station()?, visit)?;
            case.id = store::case::insert(w.tx, &case, "暂存", w.now)?;
            w.marks.opened(&case);
            (case.id, "暂存")
        }
        Some(id) => {
            let mut case = store::case::load(w.tx, id)?
                .ok_or_else(|| Failure::refusal("没有找到要并入的案件", "用F3查到原案后重选"))?;
            if !crate::domain::repeat::attaches(case.stage) {
                return Err(Failure::refusal(
                    format!("原案已是“{}”,不能并入", case.stage.label()),
                    crate::domain::repeat::advice(case.stage),
                ));
            }
            may_join(w, visit, &case)?;
            case.visits += 1;
            case.people = case.people.max(visit.people());
            case.involved = case.involved.max(visit.involved());
            update_case(w, &case, "重复来访")?;
            (id, "重复来访,并入原案")
        }
    };
    let station = w.station()?;
    let origin = Origin { uid, station: &station, case: case_id, ticket, registrar: actor.user, at: w.now };
    let id = store::visit::insert(w.tx, visit, &origin)?;
    if attach.is_some() {
        let docket = w.number(crate::domain::number::Series::Docket)?;
        store::visit::register(w.tx, id, &docket)?;
    }
    store::search::index_visit(w.tx, case_id, id, visit)?;
    if let Some(ticket) = ticket {
        store::ticket::link(w.tx, ticket, TicketState::Serving, Step::Serve, w.now)?;
    }
    w.journal("visit.add", "case", case_id, note, &serde_json::json!({ "visit": id }).to_string())?;
    super::warnings::after_visit(w, case_id, visit, attach.is_some())?;
    let rev = store::visit::load_rev(w.tx, id)?;
    Ok((id, rev, case_id))
}

/// A visit lies with its case: an accusation must not come to lie in an open file, and who may not read a
/// sealed one adds nothing to it (信访工作条例30③). Taking the visit in by itself is never refused.
fn may_join(w: &Writing, visit: &Visit, case: &Case) -> Outcome<()> {
    if case.sealed {
        return super::cases::check_readable(w.actor()?, case);
    }
    if visit.is_sealed() {
        return Err(Failure::refusal("检举控告件不并入其他案件(条例30③)", "不选并入,另行登记;登记后即密封,由主任查看"));
    }
    Ok(())
}

/// A case in 暂存 of which only its opening visit is known.
pub(super) fn new_case(w: &Writing, station: &str, visit: &Visit) -> Outcome<Case> {
    let mut case = Case {
        id: 0,
        uid: store::new_uid(),
        rev: 1,
        station: station.to_string(),
        stage: Stage::Draft,
        docket: None,
        number: None,
        petitioner: String::new(),
        respondent: String::new(),
        gist: String::new(),
        category: String::new(),
        nature: String::new(),
        dispute: String::new(),
        grade: String::new(),
        place: String::new(),
        language: String::new(),
        safety: String::new(),
        people: 1,
        involved: 1,
        visits: 1,
        unit: String::new(),
        handler: None,
        listed: false,
        listing_level: String::new(),
        leader: String::new(),
        outcome: String::new(),
        sealed: false,
        opened: w.today(),
        accepted_on: None,
        entrusted_on: None,
        closed_on: None,
        registrar: w.actor()?.user,
        merged_into: None,
    };
    copy_into_case(&mut case, visit);
    Ok(case)
}

/// What the case shows of its opening visit.
pub(super) fn copy_into_case(case: &mut Case, visit: &Visit) {
    let form = visit.form();
    for (field, key) in [
        (&mut case.petitioner, "name"),
        (&mut case.respondent, "respondent"),
        (&mut case.gist, "gist"),
        (&mut case.category, "category"),
        (&mut case.nature, "nature"),
        (&mut case.dispute, "dispute"),
        (&mut case.place, "place"),
        (&mut case.language, "language"),
        (&mut case.safety, "safety"),
    ] {
        *field = form.get(key).to_string();
    }
    case.people = visit.people();
    case.involved = visit.involved();
    case.sealed = visit.is_sealed();
}

/// Writes a stored visit again, as far as the actor may and the case is open.
pub(super) fn amend(w: &Writing, id: i64, rev: i64, visit: &Visit) -> Outcome<(i64, i64, i64)> {
    let actor = w.actor()?;
    let stored = store::visit::load(w.tx, id)?.ok_or_else(|| Failure::refusal("没有这次来访", "用F3重新查找"))?;
    let mut case =
        store::case::load(w.tx, stored.case)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))?;
    if stored.registered || case.stage != Stage::Draft {
        let same_day = stored.created_at.starts_with(&w.today().to_string());
        allow(actor, Operation::AmendVisit, is_own_still(actor, &case, same_day))?;
        if !case.stage.is_open() {
            return Err(Failure::refusal(
                format!("案件已是“{}”,登记表不能再改", case.stage.label()),
                "需要更正的,由主任重开后修改",
            ));
        }
    } else if !is_own(actor, &case) && grant(actor.role, Operation::AmendVisit) == Grant::No {
        allow(actor, Operation::AmendVisit, false)?;
    }
    let opening = store::visit::load_first(w.tx, stored.case)?.is_some_and(|first| first.id == id);
    if !opening {
        may_join(w, visit, &case)?;
    }
    if !store::visit::update(w.tx, id, rev, visit)? {
        return Err(conflict(w, stored.case)?);
    }
    if opening && case.stage < Stage::Accepted {
        copy_into_case(&mut case, visit);
        update_case(w, &case, "修改登记")?;
    }
    store::search::reindex_visit(w.tx, stored.case, id, &stored.draft, visit)?;
    w.marks.put(stored.case, "visit", serde_json::json!([id, rev + 1]));
    w.journal("visit.amend", "case", stored.case, "修改登记", &changed_fields(&stored.draft, visit))?;
    Ok((id, rev + 1, stored.case))
}

/// Names of the fields that changed; their private contents stay out of the journal.
fn changed_fields(before: &Draft, after: &Visit) -> String {
    let keys: Vec<&str> = crate::domain::visit_table::VISIT
        .fields
        .iter()
        .map(|f| f.key)
        .filter(|k| before.get(k) != after.form().get(k))
        .collect();
    serde_json::json!({ "fields": keys }).to_string()
}

/// Writes a case back, or tells who was first.
pub(super) fn update_case(w: &Writing, case: &Case, action: &str) -> Outcome<()> {
    let before = store::case::load(w.tx, case.id)?;
    if !store::case::update(w.tx, case, action, w.now)? {
        return Err(conflict(w, case.id)?);
    }
    if let Some(before) = before {
        w.marks.changed(&before, case);
    }
    Ok(())
}

pub(super) fn conflict(w: &Writing, case: i64) -> Outcome<Failure> {
    let (login, when) = store::case::last_change(w.tx, case)?.unwrap_or_default();
    let who = store::user::load_by_login(w.tx, &login)?.map_or(login, |user| user.name);
    Ok(Failure::Conflict { who, when: when.replace('T', " ").chars().take(16).collect() })
}
