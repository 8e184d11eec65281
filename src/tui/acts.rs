//! What a command of the footer and an answer in a menu do: the other half of what a message changes.

use super::form_modal::{FormModal, Purpose};
use super::keymap::{Action, Scope, resolve};
use super::model::{Choice, Modal, Model, Next, Screen};
use super::msg::{Effect, Query, Work, Write};
use super::pane::cases::Cases;
use super::pane::find::Find;
use super::pane::hotspots::HotspotPane;
use super::pane::ledger::LedgerPane;
use super::pane::register::RegisterPane;
use super::pane::reports::Reports;
use super::pane::supervise::Supervise;
use super::update::{back, follow, open, scopes};
use super::widget::help::Help;
use super::widget::modal::ModalEvent;
use super::{help_text, saved};
use crate::desk::{self, Failure};
use crate::domain::role::{Operation, Role};
use crossterm::event::{KeyCode, KeyEvent};

pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
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
pub(super) fn refused(model: &Model, action: Action) -> Option<Failure> {
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

pub(super) fn modal_key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
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
