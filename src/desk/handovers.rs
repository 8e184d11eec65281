//! 移交: a case goes from station to station against a receipt (方案四(一)(二)(三)(四)).
//!
//! While a hand-over is open the case stays with its sender, and its clocks run on: the law's terms
//! count for the studio as a whole, not for a window. Only the receipt moves the case.

use super::access::{allow, is_own};
use super::cases::check_readable;
use super::visits::update_case;
use super::{Desk, Done, Failure, Outcome, Writing};
use crate::domain::case::Case;
use crate::domain::forms;
use crate::domain::role::{Actor, Grant, Operation, Role, grant};
use crate::store;
use crate::store::Seen;
use crate::store::handover::Handover;
use crate::validation::date::canonical_time;
use crate::validation::{self, Draft};
use rusqlite::Connection;

fn missing() -> Failure {
    Failure::refusal("没有这次移交", "在移交台账中重新选择")
}

/// An open hand-over with its case, which the actor may read.
fn open(w: &Writing, id: i64) -> Outcome<(Handover, Case)> {
    let held = store::handover::load(w.tx, id)?.ok_or_else(missing)?;
    let case = store::case::load(w.tx, held.case)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))?;
    check_readable(w.actor()?, &case)?;
    still_open(&held)?;
    Ok((held, case))
}

/// Who answers: people of the receiving station; for a station without users the director, in its
/// name: then true. `here` is where the actor serves.
fn may_answer(conn: &Connection, actor: &Actor, here: &str, held: &Handover, case: &Case) -> Outcome<bool> {
    allow(actor, Operation::HandOver, is_own(actor, case))?;
    if here == held.receiver {
        return Ok(false);
    }
    if actor.role == Role::Director && store::station::people(conn, &held.receiver)?.is_empty() {
        return Ok(true);
    }
    Err(Failure::refusal(
        format!("这件是移交给{}的", held.receiver),
        "由该网点的前台或主任办理;该网点没有用户的,由主任代录",
    ))
}

/// Who takes back: whoever sent it, or the director.
fn may_withdraw(actor: &Actor, held: &Handover, case: &Case) -> Outcome<()> {
    allow(actor, Operation::HandOver, is_own(actor, case))?;
    if held.user == actor.user || actor.role == Role::Director {
        return Ok(());
    }
    Err(Failure::refusal(format!("这次移交是{}办的", held.by), "由移交人或主任撤回"))
}

/// Refuses what was answered already.
fn still_open(held: &Handover) -> Outcome<()> {
    if held.state == "sent" {
        return Ok(());
    }
    let when = held.answered_at.replace('T', " ");
    let what = format!("这次移交{}({when} {})", state_label(&held.state), held.answered_by);
    Err(Failure::refusal(what, "要再移交的,另办一次移交"))
}

impl Desk {
    /// Sends a case to another station. The case stays until it is received.
    ///
    /// # Errors
    /// A refusal for a case that is done, lies elsewhere, is on its way already, or is sealed while
    /// nobody there may read it; a problem for the same or a closed station.
    pub fn send_handover(&mut self, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::HandOver)?;
        let form = validation::check(&forms::HANDOVER, draft, self.now())?;
        self.write(|w| {
            let actor = w.actor()?;
            let id = form.number("case").unwrap_or_default();
            let case = store::case::load(w.tx, id)?
                .ok_or_else(|| Failure::problem("case", "没有这件案件;请用F3查到后重选"))?;
            check_readable(actor, &case)?;
            allow(actor, Operation::HandOver, is_own(actor, &case))?;
            if !case.stage.is_open() {
                return Err(Failure::refusal(
                    format!("案件已是“{}”,不再移交", case.stage.label()),
                    "需要再办的,由主任重开后移交",
                ));
            }
            // A clerk sends what lies at his own station; the director coordinates all (方案四(四)).
            if actor.role == Role::Reception && w.station()? != case.station {
                return Err(Failure::refusal(
                    format!("案件在{},不在您的网点", case.station),
                    format!("由{}的前台或主任移交", case.station),
                ));
            }
            if let Some(on_way) = store::handover::open_of(w.tx, id)? {
                return Err(Failure::refusal(
                    format!("案件已移交{},等待接收", on_way.receiver),
                    "对方接收或退回,或由移交人撤回后再办",
                ));
            }
            let to = super::stations::chosen(w.tx, &form)?
                .ok_or_else(|| Failure::problem("station", "请选择移交到哪个网点"))?;
            if to.name == case.station {
                return Err(Failure::problem("station", format!("案件就在{};请选另一个网点", to.name)));
            }
            let readers: Vec<&str> =
                Role::ALL.iter().filter(|r| grant(**r, Operation::Sealed) == Grant::Full).map(|r| r.code()).collect();
            if case.sealed && !store::station::has_role(w.tx, &to.name, &readers)? {
                return Err(Failure::refusal(
                    format!("检举控告件只能移交给有权查看的人(条例30③),{}没有", to.name),
                    "由本网点主任办理,或移交到有主任的网点",
                ));
            }
            let made = store::handover::insert(
                w.tx,
                id,
                (&case.station, &to.name),
                &form,
                &canonical_time(w.now),
                actor.user,
            )?;
            let change = serde_json::json!({ "handover": made, "to": to.name }).to_string();
            w.journal("handover.send", "case", id, &format!("移交{},等待接收", to.name), &change)?;
            Ok(Done {
                text: format!("{}已移交{},等待接收;接收前仍由{}办理", case.title(), to.name, case.station),
                id: made,
            })
        })
    }

    /// Receives a case against a receipt: from here on it lies at the receiving station.
    pub fn receive_handover(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let form = validation::check(&forms::HANDOVER_RECEIVE, draft, self.now())?;
        self.write(|w| {
            let (held, mut case) = open(w, id)?;
            let for_them = may_answer(w.tx, w.actor()?, &w.station()?, &held, &case)?;
            if !case.stage.is_open() {
                return Err(Failure::refusal(format!("案件已是“{}”,不用再接收", case.stage.label()), "请退回这次移交"));
            }
            answer(w, &held, "received", form.get("receipt"), for_them)?;
            let change = serde_json::json!({ "station": [case.station, held.receiver], "handover": id }).to_string();
            case.station.clone_from(&held.receiver);
            update_case(w, &case, "接收移交")?;
            let note = format!("{}接收移交,收据 {}", held.receiver, form.get("receipt"));
            w.journal("handover.receive", "case", case.id, &note, &change)?;
            Ok(Done { text: format!("{}已由{}接收", case.title(), held.receiver), id })
        })
    }

    /// The receiver sends a case back, with the reason.
    pub fn return_handover(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let form = validation::check(&forms::HANDOVER_RETURN, draft, self.now())?;
        self.write(|w| {
            let (held, case) = open(w, id)?;
            let for_them = may_answer(w.tx, w.actor()?, &w.station()?, &held, &case)?;
            back(w, &held, "退回", form.get("reason"), for_them)
        })
    }

    /// The sender takes a hand-over back that nobody answered yet.
    pub fn withdraw_handover(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let form = validation::check(&forms::HANDOVER_RETURN, draft, self.now())?;
        self.write(|w| {
            let (held, case) = open(w, id)?;
            may_withdraw(w.actor()?, &held, &case)?;
            back(w, &held, "撤回", form.get("reason"), false)
        })
    }

    /// Refuses while the actor could not answer the hand-over, or could not take it back.
    pub(super) fn handover_ready(&self, id: i64, taking_back: bool) -> Outcome<()> {
        let held = self.handover(id)?;
        still_open(&held)?;
        let (actor, case) = (self.require_actor()?, self.readable_case(held.case)?);
        if taking_back {
            return may_withdraw(actor, &held, &case);
        }
        may_answer(&self.conn, actor, &self.own_station()?.name, &held, &case).map(drop)
    }

    /// A hand-over of a case that the actor may read.
    pub fn handover(&self, id: i64) -> Outcome<Handover> {
        self.allow_view(Operation::HandOver)?;
        let held = store::handover::load(&self.conn, id)?.ok_or_else(missing)?;
        self.readable_case(held.case)?;
        Ok(held)
    }

    /// A window of the hand-overs the actor may see, newest first.
    pub(super) fn handovers(&self, view: &str, search: &str, seen: &Seen) -> Outcome<Vec<Handover>> {
        self.allow_view(Operation::HandOver)?;
        if let Some(case) = seen.case {
            self.readable_case(case)?;
        }
        let here = self.own_station()?.name;
        Ok(store::handover::window(&self.conn, view, search, &here, seen)?)
    }

    /// Where a case was taken in, where it lies now, and each hand-over as a line, oldest first.
    pub fn whereabouts(&self, case: i64) -> Outcome<(String, String, Vec<String>)> {
        let case = self.readable_case(case)?;
        let intake = store::station::intake(&self.conn, case.id)?.unwrap_or_else(|| case.station.clone());
        let lines = store::handover::list(&self.conn, case.id)?.iter().map(words).collect();
        Ok((intake, case.station, lines))
    }
}

/// One hand-over in a line.
fn words(h: &Handover) -> String {
    let day = |at: &str| at.chars().take(10).collect::<String>();
    let end = match h.state.as_str() {
        "sent" => "待接收;接收前仍由移出网点办理".to_string(),
        state => format!("{} {} {}:{}", day(&h.answered_at), h.answered_by, state_label(state), h.answer),
    };
    format!("{} {}移交{}({});{end}", day(&h.at), h.sender, h.receiver, h.reason)
}

fn answer(w: &Writing, held: &Handover, state: &str, words: &str, for_them: bool) -> Outcome<()> {
    let mut by = w.actor()?.name.clone();
    if for_them {
        by = format!("{by}代{}", held.receiver);
    }
    if store::handover::answer(w.tx, held.id, state, &canonical_time(w.now), &by, words)? {
        Ok(())
    } else {
        Err(Failure::refusal("这次移交刚被他人办理", "重新打开移交台账"))
    }
}

fn back(w: &Writing, held: &Handover, word: &str, reason: &str, for_them: bool) -> Outcome<Done> {
    let words = if word == "撤回" { format!("撤回:{reason}") } else { reason.to_string() };
    answer(w, held, "returned", &words, for_them)?;
    let change = serde_json::json!({ "handover": held.id }).to_string();
    w.journal("handover.return", "case", held.case, &format!("移交{}被{word}:{reason}", held.receiver), &change)?;
    Ok(Done { text: format!("{}的移交已{word},案件仍在{}", held.title, held.sender), id: held.id })
}

/// `待接收`, `已接收`, `已退回`.
pub fn state_label(state: &str) -> &'static str {
    match state {
        "received" => "已接收",
        "returned" => "已退回",
        _ => "待接收",
    }
}
