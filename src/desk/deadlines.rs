//! The clocks of cases: started and stopped by moves, extended, paused, resumed, shown.
//!
//! Owns when a stored clock is counted anew and what is kept with it. Dates come from the engine of
//! `domain::deadline`; a clock is never typed. An extension of which the petitioner was not told is
//! kept, but moves nothing (信访工作条例34). Lists over all cases are in `overdue`.

use super::access::{allow, is_own};
use super::reckoning::{cap_day, count, fresh, light, rule_of};
use super::{Desk, Done, Failure, Outcome, Writing};
use crate::domain::calendar::{Calendar, Known};
use crate::domain::case::Case;
use crate::domain::codes;
use crate::domain::deadline::{Extension as May, Left, Light, Rule, Unit};
use crate::domain::flow::{Ending, Stop, Term};
use crate::domain::forms;
use crate::domain::role::Operation;
use crate::store;
use crate::store::deadline::{Deadline, DeadlineState, Extension, Pause};
use crate::validation::{self, Draft};
use chrono::{Datelike, NaiveDate};
use rusqlite::Connection;
use serde_json::{Value, json};

/// A clock of a case as it stands today.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadlineRow {
    pub id: i64,
    pub rev: i64,
    pub rule: String,
    pub label: String,
    /// Tells clocks of one rule apart: `第1期`.
    pub note: String,
    pub start: NaiveDate,
    /// 考核届满, 法定届满, and the day lights go by.
    pub raw: NaiveDate,
    pub rolled: NaiveDate,
    pub due: NaiveDate,
    /// Rests on a year whose holidays are not published.
    pub provisional: bool,
    /// A year without any arrangement that was reckoned by weekends.
    pub absent_year: Option<i32>,
    pub light: Light,
    /// `逾期3天`, `剩2工作日`, `暂停`.
    pub words: String,
    /// `running`, `paused`, `met`, `ended`.
    pub state: &'static str,
    pub extension_days: i64,
    pub paused_since: Option<NaiveDate>,
    pub basis: String,
    /// The other office that keeps it, for information; "" for a clock that counts here.
    pub keeper: &'static str,
    pub pauses: Vec<Pause>,
    pub extensions: Vec<Extension>,
}

/// Counts a stored clock anew and writes it.
fn recount(w: &Writing, clock: &mut Deadline, cal: &Calendar) -> Outcome<()> {
    let pauses = store::deadline::list_pauses(w.tx, clock.id)?;
    let others = store::deadline::list_of_case(w.tx, clock.case)?;
    count(clock, cal, &pauses, cap_day(clock, &others))?;
    Ok(store::deadline::update(w.tx, clock)?)
}

/// Counts the live clocks of a case by the calendar of now, those under a cap last.
pub(super) fn recount_case(w: &Writing, case: i64) -> Outcome<()> {
    let cal = super::calendar::current(w.tx)?;
    let mut clocks = store::deadline::list_of_case(w.tx, case)?;
    clocks.retain(|c| c.state.is_live());
    clocks.sort_by_key(|c| !c.cap.is_empty());
    clocks.iter_mut().try_for_each(|clock| recount(w, clock, &cal))
}

/// Starts a clock; `note` tells several of one rule apart. Returns it as stored.
pub(super) fn start(
    w: &Writing,
    case: i64,
    rule: &str,
    from: NaiveDate,
    cap: &str,
    note: &str,
    cal: &Calendar,
) -> Outcome<Deadline> {
    let mut clock = fresh(case, rule_of(rule)?, from, cap);
    clock.note = note.to_string();
    let others = store::deadline::list_of_case(w.tx, case)?;
    let cap = cap_day(&clock, &others);
    count(&mut clock, cal, &[], cap)?;
    clock.id = store::deadline::insert(w.tx, &clock)?;
    w.marks.clock("start", &clock, &[json!(clock.cap)]);
    Ok(clock)
}

/// Ends a live clock today; an open pause ends with it.
pub(super) fn finish(w: &Writing, clock: &mut Deadline, state: DeadlineState) -> Outcome<()> {
    store::deadline::close_pause(w.tx, clock.id, w.today())?;
    clock.state = state;
    clock.ended_on = Some(w.today());
    w.marks.clock("end", clock, &[json!(state.code())]);
    Ok(store::deadline::update(w.tx, clock)?)
}

/// What a move does to the clocks of its case: stops first, in their order, then starts. Any move is
/// a record of work, so clocks already running are no longer silent.
pub(super) fn carry(w: &Writing, case: &Case, starts: &[Term], kept: &[Ending], stops: &[Stop]) -> Outcome<()> {
    let cal = super::calendar::current(w.tx)?;
    store::deadline::clear_silence(w.tx, case.id)?;
    for stop in stops {
        for mut clock in store::deadline::list_of_case(w.tx, case.id)?.into_iter().filter(|c| c.state.is_live()) {
            match stop {
                Stop::All => finish(w, &mut clock, DeadlineState::Ended)?,
                Stop::Ended(rule) if clock.rule == *rule => finish(w, &mut clock, DeadlineState::Ended)?,
                Stop::Met(rule) if clock.rule == *rule => finish(w, &mut clock, DeadlineState::Met)?,
                Stop::Pause(rule) if clock.rule == *rule => {
                    let open = store::deadline::list_pauses(w.tx, clock.id)?.iter().any(|p| p.until.is_none());
                    if !open {
                        let why = if clock.rule == "DL-05" { "补正" } else { "鉴定" };
                        store::deadline::insert_pause(w.tx, clock.id, w.today(), None, why)?;
                        w.marks.clock("pause", &clock, &[json!(w.today().to_string()), Value::Null, json!(why)]);
                    }
                    recount(w, &mut clock, &cal)?;
                }
                Stop::Resume(rule) if clock.rule == *rule => {
                    store::deadline::close_pause(w.tx, clock.id, w.today())?;
                    w.marks.clock("resume", &clock, &[json!(w.today().to_string())]);
                    recount(w, &mut clock, &cal)?;
                }
                Stop::Met(_) | Stop::Ended(_) | Stop::Pause(_) | Stop::Resume(_) => {}
            }
        }
    }
    for ending in kept {
        for mut clock in store::deadline::list_of_case(w.tx, case.id)?.into_iter().filter(|c| c.state.is_live()) {
            if clock.rule == ending.rule && clock.note == ending.note {
                finish(w, &mut clock, if ending.met { DeadlineState::Met } else { DeadlineState::Ended })?;
            }
        }
    }
    for t in starts {
        start(w, case.id, t.rule, t.from, t.cap, &t.note, &cal)?;
    }
    Ok(())
}

fn row(conn: &Connection, c: Deadline, today: NaiveDate, cal: &Calendar) -> Outcome<DeadlineRow> {
    let rule = rule_of(&c.rule)?;
    let light = light(rule, &c, today, cal);
    let elsewhere = rule.is_elsewhere() && c.state == DeadlineState::Running;
    let (light, words) = if elsewhere { unlit(&c, today) } else { (light, light.words()) };
    let pauses = store::deadline::list_pauses(conn, c.id)?;
    let first = if rule.unit() == Unit::WorkingDays { c.start.year() } else { c.raw.year() };
    let absent = |year: &i32| {
        NaiveDate::from_ymd_opt(*year, 1, 1).is_some_and(|day| c.provisional && cal.status(day) == Known::Absent)
    };
    Ok(DeadlineRow {
        absent_year: (first..=c.rolled.year()).find(absent),
        extensions: store::deadline::list_extensions(conn, c.id)?,
        paused_since: pauses.iter().find(|p| c.state == DeadlineState::Paused && p.until.is_none()).map(|p| p.since),
        pauses,
        id: c.id,
        rev: c.rev,
        rule: c.rule,
        label: format!("{}{}", rule.label, c.note),
        note: c.note,
        start: c.start,
        raw: c.raw,
        rolled: c.rolled,
        due: c.due,
        provisional: c.provisional,
        words: if c.state == DeadlineState::Ended { "已终止".to_string() } else { words },
        keeper: if rule.is_elsewhere() { rule.owner.label() } else { "" },
        light,
        state: c.state.code(),
        extension_days: c.extension_days,
        basis: rule.basis.to_string(),
    })
}

/// How a clock of another office stands: in words only, the studio has no light to keep.
fn unlit(c: &Deadline, today: NaiveDate) -> (Light, String) {
    let left = (c.rolled - today).num_days();
    let words = match left {
        ..=-1 => format!("已过{}天", -left),
        0 => "今天到期".to_string(),
        _ => format!("剩{left}天"),
    };
    (Light::Normal(Left { count: left, unit: Unit::Days }), words)
}

/// A live clock with its case, for a write; the actor must be allowed the operation on that case.
fn hold(w: &Writing, id: i64, operation: Operation) -> Outcome<(Deadline, Case, &'static Rule)> {
    let clock = store::deadline::load(w.tx, id)?
        .ok_or_else(|| Failure::refusal("没有这个期限", "Esc返回,重新打开本案后再选"))?;
    let case = store::case::load(w.tx, clock.case)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))?;
    let actor = w.actor()?;
    super::cases::check_readable(actor, &case)?;
    allow(actor, operation, is_own(actor, &case))?;
    let rule = rule_of(&clock.rule)?;
    if !clock.state.is_live() {
        return Err(Failure::refusal(format!("{}已经结束", rule.label), "结束的期限不再改动"));
    }
    Ok((clock, case, rule))
}

/// Whether so many days may be granted: the rule's own limit, and 双方同意 where the rule asks for
/// it.
fn may_extend(rule: &Rule, days: i64, agreed: bool, granted: usize) -> Outcome<()> {
    let no =
        |what: String| Failure::refusal(format!("{}:{what}({})", rule.label, rule.basis), "请按规定办理,或转入下一步");
    let count = u16::try_from(days).unwrap_or(u16::MAX);
    rule.extension.allows(count, granted).map_err(no)?;
    if let May::Agreement { usual } = rule.extension {
        if usual > 0 && granted > 0 {
            return Err(no(format!("双方同意延期一次为限,已延过{granted}次")));
        }
        if usual > 0 && count > usual {
            return Err(no(format!("延长不得超过{usual}日,请改为{usual}以内")));
        }
        if !agreed {
            return Err(Failure::problem("both_agree", format!("{}须双方同意才能延长;取得同意后选“是”", rule.label)));
        }
    }
    Ok(())
}

impl Desk {
    /// Every clock of a case, live ones first, with pauses, extensions and basis.
    pub fn deadlines_of(&self, case: i64) -> Outcome<Vec<DeadlineRow>> {
        self.readable_case(case)?;
        let cal = super::calendar::current(&self.conn)?;
        let clocks = store::deadline::list_of_case(&self.conn, case)?;
        clocks.into_iter().map(|c| row(&self.conn, c, self.today(), &cal)).collect()
    }

    /// Approves an extension. Without 告知日期 it is kept and changes nothing yet (条例34).
    pub fn extend(&mut self, deadline: i64, draft: &Draft) -> Outcome<Done> {
        self.require_actor()?;
        let form = validation::check(&forms::EXTEND, draft, self.now())?;
        self.write(|w| {
            let (mut clock, case, rule) = hold(w, deadline, Operation::Extend)?;
            let days = form.number("days").unwrap_or_default();
            let granted = store::deadline::list_extensions(w.tx, clock.id)?.len();
            may_extend(rule, days, form.is("both_agree", "1"), granted)?;
            let approved_on = form.date("approved_on").unwrap_or_else(|| w.today());
            if approved_on < clock.start {
                return Err(Failure::problem("approved_on", format!("批准日期早于起算日{};请核对", clock.start)));
            }
            let told_on = form.date("told_on");
            if told_on.is_some_and(|day| day < approved_on) {
                return Err(Failure::problem("told_on", "告知日期早于批准日期;请核对"));
            }
            let before = end(&clock);
            let extension = Extension {
                id: 0,
                deadline: clock.id,
                days,
                reason: form.get("reason").to_string(),
                approver: form.get("approver").to_string(),
                approved_on,
                told_on,
                applied: told_on.is_some(),
            };
            let id = store::deadline::insert_extension(w.tx, &extension, w.actor()?.user)?;
            store::pending::answer(w.tx, case.id, "extension_request")?;
            w.marks.put(case.id, "answers", json!("extension_request"));
            let text = if told_on.is_some() {
                clock.extension_days += days;
                w.marks.clock("extend", &clock, &[json!(clock.extension_days)]);
                recount(w, &mut clock, &super::calendar::current(w.tx)?)?;
                format!("已延期,{}届满日由{before}改为{}", rule.label, end(&clock))
            } else {
                format!("延期已记录;告知信访人之前灯不变(条例34),告知后补记告知日期,现届满日仍为{before}")
            };
            journal(w, "deadline.extend", &clock, &format!("{}延期{days}", rule.label), before)?;
            Ok(Done { text, id })
        })
    }

    /// Records that the petitioner was told of an extension, which counts from now on.
    pub fn extension_told(&mut self, extension: i64, draft: &Draft) -> Outcome<Done> {
        self.require_actor()?;
        let form = validation::check(&forms::TOLD, draft, self.now())?;
        self.write(|w| {
            let kept = store::deadline::load_extension(w.tx, extension)?
                .ok_or_else(|| Failure::refusal("没有这次延期", "在期限上重新选择"))?;
            let (mut clock, _, rule) = hold(w, kept.deadline, Operation::Extend)?;
            if kept.applied {
                return Err(Failure::refusal("这次延期已经告知并生效", "无需再记"));
            }
            let told_on = form.date("told_on").unwrap_or_else(|| w.today());
            if told_on < kept.approved_on {
                return Err(Failure::problem("told_on", format!("告知日期早于批准日期{};请核对", kept.approved_on)));
            }
            let before = end(&clock);
            store::deadline::apply_extension(w.tx, extension, told_on)?;
            clock.extension_days += kept.days;
            w.marks.clock("extend", &clock, &[json!(clock.extension_days)]);
            recount(w, &mut clock, &super::calendar::current(w.tx)?)?;
            journal(w, "deadline.told", &clock, &format!("{}延期已告知", rule.label), before)?;
            Ok(Done {
                text: format!("延期生效,{}届满日由{before}改为{}", rule.label, end(&clock)), id: clock.id
            })
        })
    }

    /// Stops a clock for 鉴定, 听证, 补正 or 不可抗力; with both dates it records a span that is over.
    pub fn pause(&mut self, deadline: i64, draft: &Draft) -> Outcome<Done> {
        self.require_actor()?;
        let form = validation::check(&forms::PAUSE, draft, self.now())?;
        self.write(|w| {
            let (mut clock, _, rule) = hold(w, deadline, Operation::Work)?;
            if !rule.pausable {
                return Err(Failure::refusal(
                    format!("{}不得暂停({})", rule.label, rule.basis),
                    "确需延长的,看该期限能否延期",
                ));
            }
            let from = form.date("from").unwrap_or_else(|| w.today());
            let until = form.date("until");
            if from <= clock.start {
                return Err(Failure::problem("from", format!("暂停日期须在起算日{}之后", clock.start)));
            }
            if from > end(&clock) {
                return Err(Failure::problem("from", format!("{}已于{}届满,届满后不能暂停", rule.label, end(&clock))));
            }
            if until.is_some_and(|day| day < from) {
                return Err(Failure::problem("until", "恢复日期早于暂停日期;请核对"));
            }
            if store::deadline::list_pauses(w.tx, clock.id)?.iter().any(|p| p.until.is_none()) {
                return Err(Failure::refusal(format!("{}已在暂停中", rule.label), "先恢复,再记新的暂停"));
            }
            let before = end(&clock);
            let why = codes::label(forms::PAUSE_WHY, form.get("why"));
            store::deadline::insert_pause(w.tx, clock.id, from, until, why)?;
            let days = [json!(from.to_string()), json!(until.map(|d| d.to_string())), json!(why)];
            w.marks.clock("pause", &clock, &days);
            recount(w, &mut clock, &super::calendar::current(w.tx)?)?;
            journal(w, "deadline.pause", &clock, &format!("{}暂停:{why}", rule.label), before)?;
            let text = match until {
                Some(_) => format!("暂停已记,{}届满日由{before}改为{}", rule.label, end(&clock)),
                None => format!("{}自{from}起暂停", rule.label),
            };
            Ok(Done { text, id: clock.id })
        })
    }

    /// Lets a paused clock run again; the day itself still does not count (民法典201).
    pub fn resume(&mut self, deadline: i64, draft: &Draft) -> Outcome<Done> {
        self.require_actor()?;
        let form = validation::check(&forms::RESUME, draft, self.now())?;
        self.write(|w| {
            let (mut clock, _, rule) = hold(w, deadline, Operation::Work)?;
            let until = form.date("until").unwrap_or_else(|| w.today());
            let pauses = store::deadline::list_pauses(w.tx, clock.id)?;
            let Some(open) = pauses.iter().find(|p| p.until.is_none()) else {
                return Err(Failure::refusal(format!("{}没有暂停", rule.label), "Esc返回,重新打开本案后再选"));
            };
            if until < open.since {
                return Err(Failure::problem("until", format!("恢复日期早于暂停日期{};请核对", open.since)));
            }
            let before = end(&clock);
            store::deadline::close_pause(w.tx, clock.id, until)?;
            w.marks.clock("resume", &clock, &[json!(until.to_string())]);
            recount(w, &mut clock, &super::calendar::current(w.tx)?)?;
            journal(w, "deadline.resume", &clock, &format!("{}恢复", rule.label), before)?;
            Ok(Done {
                text: format!("{}已恢复,届满日由{before}改为{}", rule.label, end(&clock)), id: clock.id
            })
        })
    }
}

/// The day it ends, as it is told: lists never come to that of another office, people do.
fn end(clock: &Deadline) -> NaiveDate {
    if clock.due == crate::domain::deadline::NEVER { clock.rolled } else { clock.due }
}

/// The journal row of a clock that was touched, with its old and new end.
fn journal(w: &Writing, action: &str, clock: &Deadline, note: &str, before: NaiveDate) -> Outcome<i64> {
    let change = serde_json::json!({
        "rule": clock.rule, "due": [before.to_string(), end(clock).to_string()], "state": clock.state.code(),
    });
    w.journal(action, "case", clock.case, note, &change.to_string())
}
