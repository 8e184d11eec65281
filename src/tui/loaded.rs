//! What a read brought, put into the screen that asked for it. A screen that is gone by then loses nothing:
//! the answer is dropped.

use super::model::{Modal, Model, Next, Screen};
use super::msg::{Effect, Loaded, Query};
use super::pane::gate::{FirstStart, Login};
use super::pane::home::Home;
use super::pane::ledger::LedgerPane;
use super::pane::register;
use super::pane::reports::{Reports, Table};
use super::saved;
use super::update::{follow, loads};
use super::widget::help::Help;
use crate::domain::role::Operation;

/// Hands the answer on.
pub fn loaded(model: &mut Model, loaded: Loaded) -> Vec<Effect> {
    let home = |model: &mut Model, f: &mut dyn FnMut(&mut Home) -> Vec<Next>| -> Vec<Effect> {
        let next = model.screens.iter_mut().find_map(|s| if let Screen::Home(h) = s { Some(f(h)) } else { None });
        next.map_or_else(Vec::new, |n| follow(model, n))
    };
    match loaded {
        Loaded::Session { set_up, studio, actor, now } => {
            model.studio = studio;
            model.now = now;
            model.touched = now;
            model.screens = vec![match (&actor, set_up) {
                (_, false) => Screen::FirstStart(Box::new(FirstStart::new())),
                (None, true) => Screen::Login(Login::new(&model.asked_user)),
                (Some(actor), true) => Model::home_of(actor, now),
            }];
            model.actor = actor;
            let mut effects = loads(model.screen());
            if matches!(model.screen(), Screen::Home(_)) {
                effects.push(Effect::Load(Query::Drafts));
            }
            effects
        }
        Loaded::Counts(counts) => {
            model.counts = counts;
            Vec::new()
        }
        Loaded::Queue(tickets) => {
            let now = model.now;
            let mut tickets = Some(tickets);
            home(model, &mut |h| {
                h.queue.set(tickets.take().unwrap_or_default(), now);
                Vec::new()
            })
        }
        Loaded::Drafts(drafts) => {
            let mut drafts = Some(drafts);
            home(model, &mut |h| h.set_drafts(drafts.take().unwrap_or_default()))
        }
        Loaded::Earlier(list) => {
            let mut list = Some(list);
            home(model, &mut |h| {
                h.registration.set_earlier(list.take().unwrap_or_default());
                Vec::new()
            })
        }
        Loaded::Edit(stored) => saved::edit_into(model, *stored),
        Loaded::Unregistered(ticket) => {
            let now = model.now;
            home(model, &mut |h| match h.queue.ticket(ticket).cloned() {
                Some(ticket) => h.serve(&ticket, now),
                None => Vec::new(),
            })
        }
        Loaded::Visit(case, lines) => {
            if let Some(Screen::CaseFile(file)) = model.screens.last_mut()
                && file.id == case
            {
                file.set_visit(lines);
            }
            Vec::new()
        }
        Loaded::Case(view) => match model.screens.last_mut() {
            Some(Screen::CaseFile(file)) if file.id == view.case.id => {
                file.set(*view);
                Vec::new()
            }
            Some(Screen::Supervise(s)) => {
                let next = s.take_case(&view);
                follow(model, next)
            }
            Some(Screen::Home(h)) => {
                h.set_case(Some(*view));
                Vec::new()
            }
            _ => Vec::new(),
        },
        Loaded::Similar(case, similar) => {
            if let Some(Screen::CaseFile(file)) = model.screens.last_mut()
                && file.id == case
            {
                file.set_similar(similar);
            }
            Vec::new()
        }
        Loaded::Proposals(list) => {
            match (model.modals.last_mut(), model.screens.last_mut()) {
                (Some(Modal::Form(form)), _) => form.form.set_proposals(&list),
                (None, Some(Screen::Home(home))) => home.registration.form.set_proposals(&list),
                _ => {}
            }
            Vec::new()
        }
        Loaded::Hotspots(spots) => {
            if let Some(Screen::Hotspots(pane)) = model.screens.last_mut() {
                pane.set(*spots);
            }
            Vec::new()
        }
        Loaded::HotspotCases(rows) => {
            if let Some(Screen::Hotspots(pane)) = model.screens.last_mut() {
                pane.set_cases(&rows);
            }
            Vec::new()
        }
        Loaded::Candidates(case, list) => {
            let mut list = Some(list);
            home(model, &mut |h| {
                h.team.set_candidates(case, list.take().unwrap_or_default());
                Vec::new()
            })
        }
        Loaded::MoveForm { case, mv, draft } => saved::open_move(model, case, mv, draft),
        Loaded::Nothing => Vec::new(),
        Loaded::Names(names) => {
            if let Some(Modal::Form(form)) = model.modals.last_mut() {
                for (key, name) in names {
                    form.form.set_label(key, name);
                }
            }
            Vec::new()
        }
        Loaded::Left(subject, draft) => {
            if let Some(Modal::Form(form)) = model.modals.last_mut()
                && form.resume(&subject, draft)
            {
                model.status = "已接回上次没提交的内容;不要的按Ctrl-U清空".to_string();
                return form.names().into_iter().collect();
            }
            Vec::new()
        }
        Loaded::Choices { items, .. } => {
            if let Some(Modal::Form(form)) = model.modals.last_mut() {
                form.set_choices(&items);
                return Vec::new();
            }
            if let Some(Screen::FirstStart(start)) = model.screens.last_mut() {
                start.set_choices(&items);
                return Vec::new();
            }
            home(model, &mut |h| {
                h.registration.set_choices(&items);
                Vec::new()
            })
        }
        Loaded::Overdue { page, backwards } => {
            match model.screens.last_mut() {
                Some(Screen::Supervise(s)) => s.set(page, backwards),
                Some(Screen::Home(h)) => h.deadlines.set_pressing(page.rows),
                _ => {}
            }
            Vec::new()
        }
        Loaded::Filters(filters) => {
            if let Some(Screen::Supervise(s)) = model.screens.last_mut() {
                s.set_filters(filters);
            }
            Vec::new()
        }
        Loaded::Found { query, hits } => {
            if let Some(Screen::Find(find)) = model.screens.last_mut() {
                find.set(&query, hits);
            }
            Vec::new()
        }
        Loaded::Cases { page, backwards } => {
            if let Some(Screen::Cases(cases)) = model.screens.last_mut() {
                cases.set(page, backwards);
            }
            Vec::new()
        }
        Loaded::Slip(title, lines) => {
            model.modals.push(Modal::Help(Help::new(title, lines.join("\n"))));
            Vec::new()
        }
        Loaded::Offer { title, wanted } => {
            model.status.push_str(&format!(";Ctrl+E打印{title}"));
            model.offer = Some(wanted);
            Vec::new()
        }
        Loaded::Papers { case, slips, lines, barred } => {
            follow(model, vec![Next::Show(super::pane::papers::menu(case, &slips, &lines, &barred))])
        }
        Loaded::Registers(ids, case) => {
            let list: Vec<_> = ids.into_iter().filter_map(crate::desk::register::find).collect();
            let may = |operation| model.actor.as_ref().is_some_and(|a| crate::desk::may_view(a, operation).is_ok());
            let import =
                case.is_none() && model.actor.as_ref().is_some_and(|a| crate::desk::may(a, Operation::Import).is_ok());
            let beside =
                register::Beside { hotspots: may(Operation::Hotspots), reports: may(Operation::Report), import };
            follow(model, vec![Next::Show(register::menu(&list, case, beside))])
        }
        Loaded::Register(id, lines) => {
            if let Some(Screen::Register(pane)) = model.screens.last_mut()
                && pane.register == id
            {
                pane.set(lines);
            }
            Vec::new()
        }
        Loaded::Reports(ids) => reports(model, |pane| pane.set_menu(&ids)),
        Loaded::Files(typed, files) => ledger(model, |pane| pane.set_files(&typed, files)),
        Loaded::LedgerLook(look, map) => ledger(model, |pane| pane.set_look(look, map)),
        Loaded::Report(made) => reports(model, |pane| pane.set(*made)),
        Loaded::ReportCases(filter, page) => reports(model, |pane| pane.set_cases(&filter, page)),
        Loaded::ReportTrend(title, values) => {
            let width = model.size.0;
            follow(model, vec![Next::Show(Table::trend_box(title, values, width))])
        }
        Loaded::RegisterLine(id, facts) => follow(model, vec![Next::Show(register::line_box(id, &facts))]),
        Loaded::RegisterActs { register, line, case, acts } => {
            follow(model, vec![Next::Show(register::acts_menu(register, line, case, acts))])
        }
        Loaded::RegisterForm { register, act, line, case, draft } => {
            follow(model, vec![Next::Show(register::act_form(register, act, line, case, draft))])
        }
        Loaded::Users(users) => manage(model, |m| m.set_users(&users)),
        Loaded::Roster(staff) => manage(model, |m| m.set_roster(&staff)),
        Loaded::Calendar(years) => manage(model, |m| m.set_calendar(&years)),
    }
}

fn reports(model: &mut Model, set: impl FnOnce(&mut Reports)) -> Vec<Effect> {
    if let Some(Screen::Reports(pane)) = model.screens.last_mut() {
        set(pane);
    }
    Vec::new()
}

fn ledger(model: &mut Model, set: impl FnOnce(&mut LedgerPane)) -> Vec<Effect> {
    if let Some(Screen::Ledger(pane)) = model.screens.last_mut() {
        set(pane);
    }
    Vec::new()
}

fn manage(model: &mut Model, set: impl FnOnce(&mut super::pane::manage::Manage)) -> Vec<Effect> {
    if let Some(Screen::Manage(m)) = model.screens.last_mut() {
        set(m);
    }
    Vec::new()
}
