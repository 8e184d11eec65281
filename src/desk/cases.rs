//! Cases: reading them, the moves that are lawful now, and carrying one out. Only this file writes a
//! stage.

use super::access::is_own;
use super::around::{self, After, Known};
use super::visits::update_case;
use super::{Desk, Done, Failure, Outcome, Writing};
use crate::domain::case::{Case, Chosen, Facts, Stage};
use crate::domain::flow::{self, Ground, Move, Offer, Plan};
use crate::domain::number::Series;
use crate::domain::role::{Actor, Grant, Operation, grant};
use crate::domain::team;
use crate::domain::visit::{Completeness, Visit};
use crate::store;
use crate::validation::{self, Checked, Draft};

/// What may stand between the members of a team.
pub(super) const SEPARATORS: [char; 4] = [',', ' ', '，', '、'];

impl Desk {
    /// A case the actor may read. Reading a sealed case needs its own permission; a supervisor or
    /// handler sees what the table grants.
    pub fn readable_case(&self, id: i64) -> Outcome<Case> {
        let actor = self.require_actor()?;
        let case =
            store::case::load(&self.conn, id)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))?;
        check_readable(actor, &case)?;
        Ok(case)
    }

    /// The case a person means: 案号, its serial of this year, 接谈号, or the row id as `#12`.
    ///
    /// # Errors
    /// A refusal when there is none, or more than one.
    pub fn case_called(&self, title: &str) -> Outcome<Case> {
        self.require_actor()?;
        let ids = store::search::cases_numbered(&self.conn, title, self.today())?;
        match ids.as_slice() {
            [id] => self.readable_case(*id),
            [] => Err(Failure::refusal(format!("没有案号为“{title}”的案件"), "用 fengqiao find 查找")),
            _ => Err(Failure::refusal(format!("“{title}”对应{}件案件", ids.len()), "请写完整案号")),
        }
    }

    /// Every move that leaves the case's stage, with what hinders the actor.
    pub fn offers(&self, case: i64) -> Outcome<Vec<Offer>> {
        let case = self.readable_case(case)?;
        let actor = self.require_actor()?;
        let facts = facts(&self.conn, &case, None, self.now())?;
        Ok(flow::offers(&Ground { case: &case, facts: &facts, actor, today: self.today() }))
    }

    /// The form of a move, prefilled with what is known.
    pub fn move_form(&self, case: i64, mv: &'static Move) -> Outcome<Draft> {
        let case = self.readable_case(case)?;
        let table = mv.form.ok_or_else(|| Failure::refusal("这一步的表单尚未启用", "按F4看现在能办的事"))?;
        let mut draft = table.blank();
        let facts = facts(&self.conn, &case, None, self.now())?;
        let known = Known { desk: self, case: &case, facts: &facts };
        for (key, value) in around::fill(mv, &known)? {
            if table.field(key).is_some() && !draft.has(key) {
                draft.set(key, value);
            }
        }
        Ok(draft)
    }

    /// Carries out a move: authorise, validate, plan, and write stage, record, deadlines and journal
    /// in one transaction. `rev` is the rev the caller saw, when it saw one.
    ///
    /// # Errors
    /// Problems of the form, the refusal of the flow, or a conflict; nothing is stored then.
    pub fn act(&mut self, case: i64, rev: Option<i64>, mv: &'static Move, draft: &Draft) -> Outcome<Done> {
        self.require_actor()?;
        let now = self.now();
        let table = mv.form.ok_or_else(|| Failure::refusal("这一步的表单尚未启用", "按F4看现在能办的事"))?;
        let draft = super::teams::by_number(&self.conn, draft)?;
        let form = validation::check(table, &draft, now)?;
        self.write(|w| {
            let actor = w.actor()?;
            let before =
                store::case::load(w.tx, case)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))?;
            check_readable(actor, &before)?;
            if rev.is_some_and(|seen| seen != before.rev) {
                return Err(super::visits::conflict(w, case)?);
            }
            let facts = &facts(w.tx, &before, Some(&form), now)?;
            let ground = Ground { case: &before, facts, actor, today: w.today() };
            let plan = flow::plan(mv, &ground, &form)?;
            w.marks.facts(case, facts, actor.staff);
            carry_out(w, mv, &before, plan, &form)
        })
    }

    /// 流水 of a case, newest first.
    pub fn journal_of(&self, case: i64) -> Outcome<Vec<store::journal::Row>> {
        self.readable_case(case)?;
        Ok(store::journal::list(&self.conn, "case", case, 200)?)
    }

    /// The filled forms of a case, oldest first.
    pub fn records(&self, case: i64) -> Outcome<Vec<store::case::Record>> {
        self.readable_case(case)?;
        Ok(store::case::list_records(&self.conn, case)?)
    }
}

/// Whether the actor may look at the case at all.
pub(super) fn check_readable(actor: &Actor, case: &Case) -> Outcome<()> {
    let own = is_own(actor, case);
    if case.sealed && !own && grant(actor.role, Operation::Sealed) != Grant::Full {
        return Err(Failure::refusal("检举控告件已密封(条例30③)", "由主任查看"));
    }
    if case.sealed && own && case.stage != Stage::Draft && grant(actor.role, Operation::Sealed) != Grant::Full {
        return Err(Failure::refusal("检举控告件登记后即密封(条例30③)", "由主任查看"));
    }
    match grant(actor.role, Operation::ReadCase) {
        Grant::Full | Grant::View => Ok(()),
        Grant::Own if own => Ok(()),
        _ => super::access::allow(actor, Operation::ReadCase, own),
    }
}

/// Reads what the guards ask for, on the connection of the transaction.
pub(super) fn facts(
    conn: &rusqlite::Connection,
    case: &Case,
    form: Option<&Checked>,
    now: chrono::NaiveDateTime,
) -> Outcome<Facts> {
    let mut facts = Facts {
        records: store::case::list_kept(conn, case.id)?,
        clocks: store::deadline::list_live_of(conn, case.id)?,
        ..Facts::default()
    };
    if let Some(first) = store::visit::load_first(conn, case.id)? {
        if case.stage == Stage::Draft {
            facts.visit_problems = Visit::check(&first.draft, Completeness::Full, now).err().unwrap_or_default();
        }
        facts.petitioned_on = first.draft.get("petitioned_on").parse().ok();
        facts.repeat_answer = first.draft.get("repeat_answer").to_string();
        facts.handling = first.draft.get("handling").to_string();
    }
    facts.entrusted = facts.has("entrust");
    let Some(form) = form else { return Ok(facts) };
    if form.table().field("target").is_some()
        && let Some(target) = form.number("target")
    {
        let held = store::case::load(conn, target)?;
        facts.target_sealed = held.as_ref().is_some_and(|c| c.sealed);
        facts.target = held.map(|c| c.stage);
    }
    if matches!(form.table().name, "assign" | "reassign" | "list_case") {
        facts.chosen = chosen(conn, case, form)?;
    }
    Ok(facts)
}

/// The handler and members of an assignment as the roster knows them, each with his conflict.
pub(super) fn chosen(conn: &rusqlite::Connection, case: &Case, form: &Checked) -> Outcome<Vec<Chosen>> {
    if let Some(word) = members(form).find(|word| word.parse::<i64>().is_err()) {
        return Err(Failure::problem(
            "members",
            format!("小组成员“{word}”不是人员库中唯一的姓名或编号;请按F7在小组格核对"),
        ));
    }
    let parties = store::staff::parties(conn, case)?;
    let declared = store::staff::declared(conn, case.id)?;
    let mut list = Vec::new();
    for id in team_ids(form) {
        let Some(member) = store::staff::load_member(conn, id)? else {
            return Err(Failure::problem("members", format!("人员库中没有编号{id};请从名单中选择")));
        };
        let conflict = team::conflict(&member, case, &parties, &declared);
        list.push(Chosen {
            staff: member.id,
            name: member.name,
            profession: member.profession,
            active: member.active,
            conflict,
        });
    }
    Ok(list)
}

/// Writes a plan: numbers, case, record, deadlines, what lies around the move, and the journal row.
fn carry_out(w: &Writing, mv: &'static Move, before: &Case, plan: Plan, form: &Checked) -> Outcome<Done> {
    let actor = w.actor()?;
    let mut after = plan.after;
    let mut given = None;
    match plan.numbers {
        // Given before, and taken back: the number stays with the case, so none is lost or doubled.
        Some(Series::Case) if before.number.is_some() => given.clone_from(&before.number),
        Some(Series::Docket) => {
            let docket = w.number(Series::Docket)?;
            if let Some(first) = store::visit::load_first(w.tx, before.id)? {
                store::visit::register(w.tx, first.id, &docket)?;
            }
            store::search::index_number(w.tx, before.id, &docket)?;
            after.docket = Some(docket.clone());
            given = Some(docket);
        }
        Some(Series::Case) => {
            let number = w.number(Series::Case)?;
            store::search::index_number(w.tx, before.id, &number)?;
            after.number = Some(number.clone());
            given = Some(number);
        }
        Some(other) => given = Some(w.number(other)?),
        None => {}
    }
    let was = super::undo::snapshot(w, mv, before, &after)?;
    update_case(w, &after, mv.label)?;
    let record = store::case::insert_record(w.tx, before.id, mv.id, form, given.as_deref(), w.now, actor.user)?;
    w.marks.put(before.id, "record", record.into());
    super::deadlines::carry(w, &after, &plan.starts, &plan.kept, plan.stops)?;
    if mv.asks.is_some() {
        store::pending::insert(w.tx, record, before.id, form.table().name, w.now, actor.user)?;
    }
    if mv.to.is_some() {
        store::pending::answer_all(w.tx, before.id)?;
    }
    for asked in mv.answers {
        store::pending::answer(w.tx, before.id, asked)?;
    }
    around::after(mv, &After { w, before, after: &after, form, given: given.as_deref() })?;
    let change = serde_json::json!({ "stage": [before.stage.code(), after.stage.code()], "number": given }).to_string();
    let seq = w.journal(mv.id, "case", before.id, mv.label, &change)?;
    w.marks.came_of(seq);
    super::undo::keep(w, before.id, record, seq, was)?;
    super::warnings::after_move(w, mv, &after, form)?;
    let text = match given {
        Some(number) => format!("已{},{number}", mv.label),
        None => format!("已{}", mv.label),
    };
    Ok(Done { text, id: before.id })
}

/// The words of 小组成员.
fn members(form: &Checked) -> impl Iterator<Item = &str> {
    form.get("members").split(SEPARATORS).filter(|word| !word.is_empty())
}

/// Handler first, then members, as chosen in the form.
pub(super) fn team_ids(form: &Checked) -> Vec<i64> {
    let mut ids: Vec<i64> = form.number("handler").into_iter().collect();
    for id in members(form).filter_map(|word| word.parse().ok()) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}
