//! What a message changes. Nothing here reads the disk or draws; it answers with effects.

use super::acts::{act, modal_key};
use super::keymap::{Action, Scope, resolve};
use super::model::{LOCK_AFTER_MINUTES, Modal, Model, Next, Screen};
use super::msg::{Effect, Msg, Query, Write};
use super::pane::gate::Lock;
use super::{job_line, saved};
use crate::domain::role::{Grant, Operation, grant};
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

pub(super) fn back(model: &mut Model) -> Vec<Effect> {
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
        Screen::Ledger(pane) => pane.scopes(),
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
