//! What follows a write: close the form it came from, tell the clerk, read again what it changed.
//! A form is closed only by success; whatever is refused stays as it was typed.

use super::form_modal::{FormModal, Purpose};
use super::model::{Modal, Model, Next, Screen};
use super::msg::{Effect, Query, Reply, Wanted, Work, Write};
use super::pane::gate::Login;
use super::pane::home::{Home, PaneId};
use super::pane::registration::Registration;
use super::pane::{manage, papers};
use super::update::{follow, loads};
use super::widget::form::Form;
use super::widget::help::Help;
use super::widget::modal::Modal as Dialog;
use crate::desk::Failure;
use crate::domain::case::Stage;
use crate::domain::queue::{Step, TicketState};
use crate::domain::visit_table::VISIT;
use crate::store::visit::Stored;
use crate::validation::Draft;

/// The answer of a write.
pub fn saved(model: &mut Model, write: Write, answer: Result<Reply, Failure>) -> Vec<Effect> {
    if write == Write::Sweep {
        return swept(model, answer);
    }
    if matches!(write, Write::Ledger(_) | Write::LedgerMap(_)) {
        return ledger_begun(model, &write, answer);
    }
    match answer {
        Ok(reply) => succeeded(model, write, reply),
        Err(failure) => {
            if let (Failure::Conflict { .. }, Write::Visit(visit), Some(Screen::Home(home))) =
                (&failure, &write, model.screens.last_mut())
                && let Some((id, _)) = visit.visit
            {
                // Read what the other desk saved; the form compares.
                home.registration.overtaken = true;
                model.status = failure.to_string();
                return vec![Effect::Load(Query::Revisit(id))];
            }
            refused(model, &write, &failure);
            if matches!(failure, Failure::Conflict { .. }) { loads(model.screen()) } else { Vec::new() }
        }
    }
}

/// The work goes on beside the screen, or it could not begin.
fn ledger_begun(model: &mut Model, write: &Write, answer: Result<Reply, Failure>) -> Vec<Effect> {
    if let Err(failure) = answer {
        if let (Write::Ledger(_), Some(Screen::Ledger(pane))) = (write, model.screens.last_mut()) {
            pane.refused();
        }
        model.modals.push(told(&failure));
    }
    Vec::new()
}

/// Nobody asked for it: no box is opened, no form closed.
fn swept(model: &mut Model, answer: Result<Reply, Failure>) -> Vec<Effect> {
    match answer {
        Ok(Reply::Done(text)) if !text.is_empty() => {
            model.status = text;
            loads(model.screen())
        }
        Ok(_) => Vec::new(),
        Err(failure) => {
            tracing::warn!("clocks not looked at: {failure}");
            Vec::new()
        }
    }
}

/// A box that tells why not, and what to do.
pub fn told(failure: &Failure) -> Modal {
    Modal::Message(match failure {
        Failure::Refusal { reason, hint } => Dialog::refusal(reason, hint),
        Failure::Conflict { .. } => Dialog::message(
            "他人已先改动",
            format!("{failure}\n\n您填的还在:按Esc留作草稿,看过案卷现在的样子再打开同一项办理,内容会接回来。"),
        ),
        Failure::Fault(text) => Dialog::message("没有存下", text.clone()),
        Failure::Problems(list) => {
            let text = list.iter().map(|p| p.text.clone()).collect::<Vec<_>>().join("\n");
            Dialog::message("请改正", text)
        }
    })
}

fn refused(model: &mut Model, write: &Write, failure: &Failure) {
    match (write, model.screens.last_mut()) {
        (Write::Unlock { .. }, _) => {
            if let Some(lock) = &mut model.lock {
                lock.error = failure.to_string();
            }
            return;
        }
        (Write::Login { .. }, Some(Screen::Login(login))) => {
            login.error = failure.to_string();
            return;
        }
        (Write::SetUp(_), Some(Screen::FirstStart(start))) => {
            start.refused(failure);
            return;
        }
        (Write::Visit(_), Some(Screen::Home(home))) => {
            if let Failure::Problems(list) = failure {
                home.focus = PaneId::Registration;
                home.registration.form.set_problems(list.clone());
                model.status = format!("没有保存:{}", to_mend(&home.registration.form));
                return;
            }
        }
        _ => {}
    }
    if let Some(Modal::Form(form)) = model.modals.last_mut()
        && form.refused(failure)
    {
        model.status = format!("没有提交:{}", to_mend(&form.form));
        return;
    }
    model.modals.push(told(failure));
}

/// Nobody sits here any more: the login screen, with why; at the desk of a key the end.
pub fn left(model: &mut Model, why: &str) -> Vec<Effect> {
    model.actor = None;
    model.lock = None;
    model.modals.clear();
    model.status.clear();
    model.counts = crate::desk::Counts::default();
    let mut login = Login::new("");
    login.error = why.to_string();
    model.screens = vec![Screen::Login(login)];
    model.news.clear();
    let stop = Effect::Work(Work::StopAll);
    if model.own { vec![stop, Effect::Quit] } else { vec![stop] }
}

/// How much there is to mend, and where the cursor stands now.
fn to_mend(form: &Form) -> String {
    let count = form.problems().len();
    match form.focused().filter(|f| form.problems().iter().any(|p| p.field == f.key)) {
        Some(field) => format!("{count}处要改,光标在“{}”", field.label),
        None => form.problems().first().map_or_else(|| format!("{count}处要改"), |p| p.text.clone()),
    }
}

/// Whether a write came out of the boxed form on top.
fn from_form(write: &Write) -> bool {
    !matches!(
        write,
        Write::SetUp(_)
            | Write::Login { .. }
            | Write::Unlock { .. }
            | Write::Lock
            | Write::Logout
            | Write::CallNext
            | Write::Step(..)
            | Write::Visit(_)
            | Write::Paper(_)
    )
}

fn succeeded(model: &mut Model, write: Write, reply: Reply) -> Vec<Effect> {
    let mut effects = Vec::new();
    if from_form(&write) && !write.only_tells() && matches!(model.modals.pop(), Some(Modal::Form(_))) {
        effects.push(Effect::Load(Query::Drafts));
    }
    if matches!(reply, Reply::Ticket(_)) && matches!(write, Write::CallNext | Write::Step(_, Step::Recall)) {
        effects.push(Effect::Bell);
    }
    match reply {
        Reply::Actor(actor) => {
            model.status = format!("{} {},您好", actor.role.label(), actor.name);
            model.actor = Some(actor);
            return vec![Effect::Load(Query::Session)];
        }
        Reply::Done(text) => {
            match write {
                Write::Unlock { .. } => model.lock = None,
                Write::SetUp(_) => return vec![Effect::Load(Query::Session)],
                Write::Logout => return left(model, ""),
                _ => {}
            }
            // More than a line is read in a box; above a form that only told, it leads back to the form.
            if let Some((head, rest)) = text.split_once('\n') {
                model.modals.push(Modal::Help(Help::new(head, rest)));
                model.status = head.to_string();
            } else {
                model.status = text;
            }
        }
        Reply::Taken(text, ticket) => {
            model.status = format!("{text};Ctrl+E打印取号单");
            model.offer = Some(Wanted::Ticket(ticket));
        }
        Reply::Paper(paper) => {
            // Where a file lies is longer than the line of status.
            model.modals.push(papers::made(&paper));
            return Vec::new();
        }
        Reply::Ticket(ticket) => {
            model.status = match ticket.state {
                TicketState::Called => format!("请 {} 到{}", ticket.number, ticket.window),
                state => format!("{} {}", ticket.number, state.label()),
            };
            let serve = write == Write::CallNext || matches!(write, Write::Step(_, Step::Serve));
            if let Some(Screen::Home(home)) = model.screens.last_mut() {
                if let Some(earlier) =
                    home.queue.not_come(&ticket.window, ticket.id).filter(|_| write == Write::CallNext)
                {
                    model.status.push_str(&format!(";{}叫过还没来,在队列按F4:再叫、暂离或离开", earlier.number));
                }
                // The list must know the ticket before its form is asked for.
                effects.push(Effect::Load(Query::Queue));
                let next = match ticket.state {
                    _ if serve => home.take_up(ticket.id),
                    TicketState::Done | TicketState::Left => home.put_away(ticket.id, model.now),
                    _ => Vec::new(),
                };
                home.queue.wanted = Some(ticket.id);
                effects.extend(follow(model, next));
            }
        }
        Reply::Visit(visit) => {
            model.status = visit.text.clone();
            if let Some(Screen::Home(home)) = model.screens.last_mut() {
                home.registration.saved(&visit);
                effects.push(Effect::Load(Query::Case(visit.case)));
                effects.push(Effect::Load(Query::Candidates(visit.case)));
                effects.push(Effect::Load(Query::Queue));
                effects.push(Effect::Load(Query::Drafts));
            }
        }
        Reply::Revealed(lines) => {
            let text = lines.iter().map(|(label, value)| format!("{label}  {value}")).collect::<Vec<_>>().join("\n");
            model.modals.push(Modal::Help(Help::new("明文(已记入流水)", text)));
        }
        Reply::Imported(done) => model.modals.push(manage::imported(&done)),
    }
    // The visit's rev rises with 登记: the form in hand must know it before its next save.
    if let (Write::Act { case, .. }, Some(Screen::Home(home))) = (&write, model.screens.last())
        && home.registration.case == Some(*case)
        && home.registration.visit_id().is_some()
    {
        effects.push(Effect::Load(Query::Revisit(home.registration.visit_id().unwrap_or_default())));
    }
    match write {
        Write::Act { case, mv, .. } => effects.push(Effect::Load(Query::Offer { done: mv, case })),
        Write::Supervise { case, .. } => effects.push(Effect::Load(Query::Offer { done: "supervise", case })),
        _ => {}
    }
    effects.extend(loads(model.screen()));
    if matches!(write, Write::Take(_) | Write::Step(..)) {
        effects.push(Effect::Load(Query::Queue));
    }
    effects
}

/// The form of a move has come, prefilled: its draft, if one was left, goes before.
pub fn open_move(model: &mut Model, case: i64, mv: &'static str, draft: Draft) -> Vec<Effect> {
    let known = match model.screen() {
        Screen::Home(home) => home.case.as_ref().map(|v| v.case.clone()),
        Screen::CaseFile(file) => file.view.as_ref().map(|v| v.case.clone()),
        Screen::Supervise(s) => s.case.clone(),
        _ => None,
    };
    let (rev, label, stage) = match &known {
        Some(c) if c.id == case => (Some(c.rev), c.title(), Some(c.stage)),
        _ => (None, String::new(), None),
    };
    let Some(rev) = rev else {
        model.status = "案件已变动,请重新打开后再办".to_string();
        return loads(model.screen());
    };
    // Registering without a complete form: lead to the first missing field instead.
    if mv == "T01"
        && stage == Some(Stage::Draft)
        && let Some(Screen::Home(home)) = model.screens.last_mut()
    {
        home.focus = PaneId::Registration;
    }
    let purpose = Purpose::Act { case, rev, mv };
    follow(model, vec![Next::Show(Modal::Form(Box::new(FormModal::new(purpose, draft, &label))))])
}

/// A stored visit was read for the form.
pub fn edit_into(model: &mut Model, stored: Stored) -> Vec<Effect> {
    // From the case file: go to the desk with it.
    if matches!(model.screen(), Screen::CaseFile(_)) {
        while model.screens.len() > 1 && !matches!(model.screen(), Screen::Home(_)) {
            model.screens.pop();
        }
        if !matches!(model.screen(), Screen::Home(_)) {
            model.screens.push(Screen::Home(Box::new(Home::new(model.now))));
        }
    }
    let Some(Screen::Home(home)) = model.screens.last_mut() else { return Vec::new() };
    if home.registration.visit_id() == Some(stored.id) {
        let next = home.registration.take_rev(&stored);
        return follow(model, next);
    }
    let case = stored.case;
    let mut next = home.registration.save_draft();
    let subject = format!("visit:{}", stored.id);
    let left = home.drafts.iter().find(|d| d.form == VISIT.name && d.subject == subject).cloned();
    let (rev, saved) = (stored.rev, stored.draft.clone());
    home.take_form(Registration::edit(stored));
    if let Some(left) = left {
        home.registration.resume(left.draft);
        next.push(Next::Say(format!("已接回未保存的内容({})", left.at.replace('T', " "))));
        if left.base_rev.is_some_and(|base| base != rev) {
            next.push(home.registration.differs(&saved));
        }
    }
    let mut effects = follow(model, next);
    effects.extend([
        Effect::Load(Query::Case(case)),
        Effect::Load(Query::Candidates(case)),
        Effect::Load(Query::Queue),
        Effect::Load(Query::Counts),
    ]);
    effects
}

/// Name of the form of visits, for drafts.
pub const VISIT_FORM: &str = VISIT.name;
