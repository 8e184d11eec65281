//! What a message changes. Nothing here reads the disk or draws; it answers with effects.

use super::form_modal::{FormModal, Purpose};
use super::keymap::{Action, Scope, resolve};
use super::model::{Choice, LOCK_AFTER_MINUTES, Modal, Model, Next, Screen};
use super::msg::{Effect, Msg, Query, Work, Write};
use super::pane::cases::Cases;
use super::pane::find::Find;
use super::pane::gate::Lock;
use super::pane::hotspots::HotspotPane;
use super::pane::ledger::LedgerPane;
use super::pane::register::RegisterPane;
use super::pane::reports::Reports;
use super::pane::supervise::Supervise;
use super::widget::help::Help;
use super::widget::modal::ModalEvent;
use super::{help_text, job_line, saved};
use crate::desk::{self, Failure};
use crate::domain::role::{Grant, Operation, Role, grant};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// One message; the effects are carried out before the next message is looked at.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Start => vec![Effect::Load(Query::Session)],
        Msg::Key(key) => {
            model.touched = model.now;
            key_pressed(model, key)
        }
        Msg::Paste(text) => {
            model.touched = model.now;
            pasted(model, &text)
        }
        Msg::Resize(width, height) => {
            model.size = (width, height);
            vec![Effect::Redraw]
        }
        Msg::Settled => settled(model),
        Msg::Tick { now, changed } => tick(model, now, changed),
        Msg::Loaded(loaded) => super::loaded::loaded(model, loaded),
        Msg::Failed(query, failure) => {
            // The list under a field simply stays empty; everything else is told.
            if !matches!(
                query,
                Query::Choices { .. }
                    | Query::Earlier { .. }
                    | Query::Names { .. }
                    | Query::Propose { .. }
                    | Query::ProposeFor(_)
            ) {
                if let (Query::Similar(_), Some(Screen::CaseFile(file))) = (&query, model.screens.last_mut()) {
                    file.set_incomparable(failure.to_string());
                }
                model.status = failure.to_string();
                if matches!(
                    query,
                    Query::Slip { .. } | Query::Papers { .. } | Query::RegisterForm { .. } | Query::LedgerLook { .. }
                ) {
                    model.modals.push(saved::told(&failure));
                }
                if matches!(query, Query::Case(_) | Query::Visit(_) | Query::EditFirst(_) | Query::Edit(_)) {
                    close_unopened(model);
                    model.modals.push(saved::told(&failure));
                }
            }
            Vec::new()
        }
        Msg::Saved(write, answer) => saved::saved(model, write, answer),
        Msg::Job(news) => job_line::job(model, news),
        Msg::Dismissed(failure) => {
            let effects = saved::left(model, &failure.to_string());
            model.dismissed = Some(failure);
            effects
        }
        Msg::Hangup => {
            let mut effects = keep_drafts(model);
            effects.push(Effect::Quit);
            effects
        }
    }
}

/// The keys rest: what follows the selection is drawn, and what may be proposed is asked for.
fn settled(model: &mut Model) -> Vec<Effect> {
    let next = match (model.modals.last_mut(), model.screens.last_mut()) {
        (Some(Modal::Form(form)), _) => form.ask_proposals(),
        (None, Some(Screen::Home(home))) => home.registration.ask_proposals(),
        (None, Some(Screen::Supervise(s))) => {
            s.settle();
            None
        }
        _ => None,
    };
    let mut effects: Vec<Effect> = next.into_iter().collect();
    let working = |s: &mut Screen| if let Screen::Ledger(pane) = s { Some(pane.settle()) } else { None };
    let next = model.screens.iter_mut().filter_map(working).flatten().collect();
    effects.extend(follow(model, next));
    effects
}

/// A case that could not be read leaves no empty screen behind.
fn close_unopened(model: &mut Model) {
    if matches!(model.screen(), Screen::CaseFile(file) if file.view.is_none()) && model.screens.len() > 1 {
        model.screens.pop();
    }
}

/// Carries out what a pane asked for.
pub fn follow(model: &mut Model, next: Vec<Next>) -> Vec<Effect> {
    let mut effects = Vec::new();
    for step in next {
        match step {
            Next::Do(effect) => effects.push(effect),
            Next::Say(text) => model.status = text,
            Next::Show(mut modal) => {
                if let Modal::Form(form) = &mut modal {
                    form.begin(model.actor.as_ref().map_or("", |a| a.name.as_str()), model.now);
                    effects.extend(form.left());
                    effects.extend(form.names());
                }
                model.modals.push(modal);
            }
            Next::Open(screen) => effects.extend(open(model, screen)),
            Next::Back => effects.extend(back(model)),
        }
    }
    effects
}

pub fn open(model: &mut Model, screen: Screen) -> Vec<Effect> {
    let effects = loads(&screen);
    model.screens.push(screen);
    effects
}

fn back(model: &mut Model) -> Vec<Effect> {
    if model.modals.pop().is_some() {
        return Vec::new();
    }
    if model.screens.len() > 1 {
        model.screens.pop();
    }
    loads(model.screen())
}

/// What a screen reads when it comes up.
pub fn loads(screen: &Screen) -> Vec<Effect> {
    match screen {
        Screen::Home(home) => home.loads(),
        Screen::CaseFile(file) => file.loads(),
        Screen::Supervise(s) => s.loads(),
        Screen::Find(find) => find.loads(),
        Screen::Cases(cases) => cases.loads(),
        Screen::Manage(manage) => manage.loads(),
        Screen::Register(pane) => pane.loads(),
        Screen::Reports(pane) => pane.loads(),
        Screen::Hotspots(pane) => pane.loads(),
        Screen::Ledger(pane) => pane.loads(),
        Screen::Opening | Screen::FirstStart(_) | Screen::Login(_) => Vec::new(),
    }
}

/// Drafts of every open form, to disk.
pub fn keep_drafts(model: &mut Model) -> Vec<Effect> {
    let mut next = Vec::new();
    for screen in &mut model.screens {
        if let Screen::Home(home) = screen {
            next.extend(home.registration.save_draft());
        }
    }
    for modal in &mut model.modals {
        if let Modal::Form(form) = modal {
            next.extend(form.save_draft());
        }
    }
    next.into_iter().filter_map(|n| if let Next::Do(effect) = n { Some(effect) } else { None }).collect()
}

/// A draft that did not reach the disk is tried again with the next rest, though nobody types.
pub fn keep_again(model: &mut Model, form: &str, subject: &str) {
    for screen in &mut model.screens {
        if let Screen::Home(home) = screen {
            home.registration.keep_again(form, subject);
        }
    }
    for modal in &mut model.modals {
        if let Modal::Form(modal) = modal {
            modal.keep_again(form, subject);
        }
    }
}

fn tick(model: &mut Model, now: chrono::NaiveDateTime, changed: bool) -> Vec<Effect> {
    let another_day = now.date() != model.now.date();
    let another_minute = now.format("%H:%M").to_string() != model.now.format("%H:%M").to_string();
    model.now = now;
    let mut effects = keep_drafts(model);
    if model.actor.is_some() && model.lock.is_none() && (now - model.touched).num_minutes() >= LOCK_AFTER_MINUTES {
        model.lock = Some(Lock::default());
        effects.push(Effect::Save(Write::Lock));
    }
    if changed || another_day {
        effects.extend(loads(model.screen()));
    }
    effects.extend(day_opens(model));
    if another_minute && let Some(Screen::Home(home)) = model.screens.last_mut() {
        home.queue.remeasure(now);
    }
    effects
}

/// At rest, once a day, whoever answers for the clocks has those looked at that turned (A8, A9).
fn day_opens(model: &mut Model) -> Option<Effect> {
    let today = model.now.date();
    let answers = model.actor.as_ref().is_some_and(|a| grant(a.role, Operation::Warn) == Grant::Full);
    if !answers || model.lock.is_some() || model.swept == Some(today) {
        return None;
    }
    model.swept = Some(today);
    Some(Effect::Save(Write::Sweep))
}

fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    let now = model.now;
    if model.lock.is_some() {
        return Vec::new();
    }
    let next = if let Some(modal) = model.modals.last_mut() {
        match modal {
            Modal::Form(form) => form.paste(text, now),
            _ => Vec::new(),
        }
    } else {
        match model.screens.last_mut() {
            Some(Screen::Home(home)) if home.focus == super::pane::home::PaneId::Registration => {
                home.registration.paste(text, now)
            }
            Some(Screen::FirstStart(start)) => start.paste(text, now),
            Some(Screen::Find(find)) => find.paste(text),
            Some(Screen::Register(pane)) => pane.paste(text),
            Some(Screen::Reports(pane)) => {
                pane.paste(text);
                Vec::new()
            }
            Some(Screen::Ledger(pane)) => {
                pane.paste(text);
                Vec::new()
            }
            _ => Vec::new(),
        }
    };
    follow(model, next)
}

/// The scopes whose keys hold on the top screen.
pub fn scopes(model: &Model) -> Vec<Scope> {
    match model.screen() {
        Screen::Home(home) => home.scopes(),
        Screen::CaseFile(_) => vec![Scope::CaseFile, Scope::Global],
        Screen::Supervise(_) => vec![Scope::Supervise, Scope::Global],
        Screen::Find(_) => vec![Scope::Find, Scope::Global],
        Screen::Cases(_) => vec![Scope::Cases, Scope::Global],
        Screen::Manage(_) => vec![Scope::Manage, Scope::Global],
        Screen::Register(_) => vec![Scope::Register, Scope::Global],
        Screen::Reports(_) => vec![Scope::Reports, Scope::Global],
        Screen::Hotspots(_) => vec![Scope::Hotspots, Scope::Global],
        Screen::Ledger(_) => vec![Scope::Ledger, Scope::Global],
        Screen::Opening | Screen::FirstStart(_) | Screen::Login(_) => Vec::new(),
    }
}

fn key_pressed(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    let now = model.now;
    if let Some(lock) = &mut model.lock {
        let next = lock.key(key);
        let mut effects = if next.is_empty() { Vec::new() } else { keep_drafts(model) };
        effects.extend(follow(model, next));
        return effects;
    }
    let global = resolve(&[Scope::Global], key);
    match global {
        Some(Action::Redraw) => return vec![Effect::Redraw],
        Some(Action::Quit) => {
            let mut effects = keep_drafts(model);
            effects.push(Effect::Quit);
            return effects;
        }
        Some(Action::Lock) if model.actor.is_some() => {
            let mut effects = keep_drafts(model);
            effects.push(Effect::Save(Write::Lock));
            model.lock = Some(Lock::default());
            return effects;
        }
        _ => {}
    }
    if let Some(effects) = job_line::job_key(model, key, global) {
        return effects;
    }
    if !model.modals.is_empty() {
        return modal_key(model, key);
    }
    model.status.clear();
    let offer = model.offer.take();
    let in_form = matches!(model.screen(), Screen::Home(h) if h.focus == super::pane::home::PaneId::Registration && h.registration.form.is_picking());
    // While a search is typed bare keys are text; F-keys and control keys still act.
    let bare =
        !matches!(key.code, KeyCode::F(_)) && !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    let searching = bare
        && match model.screen() {
            Screen::Register(p) => p.is_typing(),
            Screen::Reports(p) => p.is_typing(),
            Screen::Ledger(p) => p.is_typing(),
            _ => false,
        };
    if !searching
        && let Some(action) = resolve(&scopes(model), command_key(model, key))
        && (!in_form || action == Action::Save)
    {
        if let (Action::Paper, Some(wanted)) = (action, offer) {
            return vec![Effect::Save(Write::Paper(wanted))];
        }
        return act(model, action);
    }
    let next = match model.screens.last_mut() {
        Some(Screen::Home(home)) => home.key(key, now),
        Some(Screen::CaseFile(file)) => file.key(key),
        Some(Screen::Supervise(s)) => s.key(key),
        Some(Screen::Find(find)) => find.key(key),
        Some(Screen::Cases(cases)) => cases.key(key),
        Some(Screen::Manage(manage)) => manage.key(key),
        Some(Screen::Register(pane)) => pane.key(key),
        Some(Screen::Reports(pane)) => pane.key(key, now.date()),
        Some(Screen::Hotspots(pane)) => pane.key(key),
        Some(Screen::Ledger(pane)) => pane.key(key),
        Some(Screen::FirstStart(start)) => start.key(key, now),
        Some(Screen::Login(login)) => login.key(key),
        Some(Screen::Opening) | None => Vec::new(),
    };
    follow(model, next)
}

/// In command position full-width signs count as ASCII; in a form they are text.
fn command_key(model: &Model, key: KeyEvent) -> KeyEvent {
    let typing = match model.screen() {
        Screen::Home(home) => home.focus == super::pane::home::PaneId::Registration,
        Screen::Find(_) => true,
        _ => false,
    };
    if typing { key } else { super::keys::ascii_key(key) }
}

fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let now = model.now;
    match action {
        Action::Help => {
            let help = Help::new("帮助", help_text::of(&scopes(model)));
            model.modals.push(Modal::Help(help));
            return Vec::new();
        }
        Action::Find if matches!(model.screen(), Screen::Find(_)) => return Vec::new(),
        Action::Find if refused(model, action).is_none() => {
            return open(model, Screen::Find(Box::new(Find::new())));
        }
        Action::Cases if matches!(model.screen(), Screen::Cases(_)) => return Vec::new(),
        Action::Cases if refused(model, action).is_none() => {
            return open(model, Screen::Cases(Box::new(Cases::new(assesses(model)))));
        }
        Action::Overview => return overview(model),
        Action::Jobs => {
            model.status = "没有在做的打印".to_string();
            return Vec::new();
        }
        Action::Registers => {
            let case = if let Screen::CaseFile(file) = model.screen() { Some(file.id) } else { None };
            return vec![Effect::Load(Query::Registers { case })];
        }
        _ => {}
    }
    if let Some(refusal) = refused(model, action) {
        model.modals.push(saved::told(&refusal));
        return Vec::new();
    }
    let next = match model.screens.last_mut() {
        Some(Screen::Home(home)) => home.act(action, now),
        Some(Screen::CaseFile(file)) => file.act(action),
        Some(Screen::Supervise(s)) => s.act(action),
        Some(Screen::Manage(_)) if action == Action::DayPaper => {
            vec![Next::Do(Effect::Save(Write::Paper(super::msg::Wanted::Day)))]
        }
        Some(Screen::Manage(manage)) => manage.act(action),
        Some(Screen::Register(pane)) => pane.act(action),
        Some(Screen::Reports(pane)) => pane.act(action, now.date()),
        Some(Screen::Hotspots(pane)) => pane.act(action, now.date()),
        Some(Screen::Ledger(pane)) => pane.act(action),
        Some(Screen::Find(find)) => match action {
            Action::Open => find.key(KeyEvent::from(KeyCode::Enter)),
            Action::Back => find.key(KeyEvent::from(KeyCode::Esc)),
            _ => Vec::new(),
        },
        Some(Screen::Cases(cases)) => match action {
            Action::Open => cases.key(KeyEvent::from(KeyCode::Enter)),
            Action::NextTab => cases.turn(false),
            Action::PreviousTab => cases.turn(true),
            Action::Back => vec![Next::Back],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    follow(model, next)
}

fn assesses(model: &Model) -> bool {
    model.actor.as_ref().is_some_and(|a| desk::may(a, Operation::Assess).is_ok())
}

/// Whether the role could never do this: said before a form is filled in for nothing.
fn refused(model: &Model, action: Action) -> Option<Failure> {
    let operation = match action {
        Action::NewVisitor | Action::CallNext => Operation::Queue,
        Action::NewForm => Operation::Register,
        Action::Supervision => Operation::Supervise,
        Action::Extend | Action::Supervised => Operation::Extend,
        Action::Reassign => Operation::Assign,
        Action::Pause => Operation::Work,
        Action::Reveal => Operation::Reveal,
        Action::Find | Action::Cases => return desk::may_view(model.actor.as_ref()?, Operation::ReadCase).err(),
        _ => return None,
    };
    desk::may(model.actor.as_ref()?, operation).err()
}

/// The director works at both: the desk and the overview of deadlines.
fn overview(model: &mut Model) -> Vec<Effect> {
    if matches!(model.screen(), Screen::Supervise(_)) && model.screens.len() > 1 {
        return back(model);
    }
    match model.actor.as_ref().map(|a| a.role) {
        Some(Role::Director | Role::Handler | Role::Reception) if matches!(model.screen(), Screen::Home(_)) => {
            open(model, Screen::Supervise(Box::new(Supervise::new())))
        }
        _ => Vec::new(),
    }
}

fn modal_key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    let now = model.now;
    let action = resolve(&[Scope::Desk], key);
    let next = match model.modals.last_mut() {
        Some(Modal::Form(form)) if action == Some(Action::Save) => form.finish(now),
        Some(Modal::Form(form))
            if form.form.proposal().is_some() && resolve(&[Scope::Proposal], key) == Some(Action::TakeProposal) =>
        {
            form.take_proposal(now)
        }
        Some(Modal::Form(form)) => {
            model.status.clear();
            form.key(key, now)
        }
        Some(Modal::Help(help)) => {
            if help.update(key) {
                vec![Next::Back]
            } else {
                Vec::new()
            }
        }
        Some(Modal::Message(dialog)) => match dialog.update(key) {
            ModalEvent::None => Vec::new(),
            _ => vec![Next::Back],
        },
        Some(Modal::Menu(dialog, choices)) => match dialog.update(key) {
            ModalEvent::Picked(nth) => {
                let choice = choices.get(nth).cloned();
                model.modals.pop();
                return choice.map_or_else(Vec::new, |c| chosen(model, c));
            }
            ModalEvent::None => Vec::new(),
            _ => vec![Next::Back],
        },
        None => Vec::new(),
    };
    follow(model, next)
}

fn chosen(model: &mut Model, choice: Choice) -> Vec<Effect> {
    let now = model.now;
    let next = match (choice, model.screens.last_mut()) {
        (Choice::Quit, _) => vec![Next::Do(Effect::Quit)],
        (Choice::Step(ticket, step), _) => vec![Next::Do(Effect::Save(Write::Step(ticket, step)))],
        (Choice::Serve(ticket), _) => {
            vec![Next::Do(Effect::Save(Write::Step(ticket, crate::domain::queue::Step::Serve)))]
        }
        (Choice::Move { case, mv }, _) => vec![Next::Do(Effect::Load(Query::MoveForm { case, mv }))],
        (Choice::Slip { case, slip }, _) => vec![Next::Do(Effect::Load(Query::Slip { case, slip }))],
        (Choice::Make(wanted), _) => vec![Next::Do(Effect::Save(Write::Paper(wanted)))],
        (Choice::Paper { case, line }, _) => vec![Next::Show(super::pane::papers::made_before(case, &line))],
        (Choice::Volume { case }, _) => vec![Next::Do(Effect::Work(Work::Volume { case }))],
        (Choice::Pdf(docx), _) => vec![Next::Do(Effect::Work(Work::Pdf { docx }))],
        (Choice::Open(file), _) => vec![Next::Do(Effect::Work(Work::Open { file }))],
        (Choice::AttachScan { case, word }, _) => {
            let purpose = Purpose::AttachScan { case, word };
            let blank = purpose.table().blank();
            vec![Next::Show(Modal::Form(Box::new(FormModal::new(purpose, blank, ""))))]
        }
        (Choice::Nothing, _) => Vec::new(),
        (Choice::Register { register, case }, _) => match desk::register::find(register) {
            Some(row) => vec![Next::Open(RegisterPane::open(row, case))],
            None => Vec::new(),
        },
        (Choice::Registers { ids, case }, _) => vec![Next::Show(super::pane::register::group_menu(&ids, case))],
        (Choice::Reports, _) => vec![Next::Open(Reports::open())],
        (Choice::Hotspots, _) => vec![Next::Open(HotspotPane::open(now.date()))],
        (Choice::Ledger, _) => vec![Next::Open(LedgerPane::open())],
        (Choice::RegisterAct { register, act, line, case }, _) => {
            vec![Next::Do(Effect::Load(Query::RegisterForm { register, act, line, case }))]
        }
        (Choice::Draft(nth), Some(Screen::Home(home))) => home.resume(nth, now),
        (Choice::Attach(case), Some(Screen::Home(home))) => home.registration.attach_to(case),
        (Choice::Filter(filter), Some(Screen::Supervise(s))) => s.narrow(filter),
        (Choice::FilterMenu(by), Some(Screen::Supervise(s))) => vec![Next::Show(s.filter_values(by))],
        _ => Vec::new(),
    };
    follow(model, next)
}
