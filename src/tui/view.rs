//! Drawing the whole screen from the state. Changes nothing.

use super::cells;
use super::keymap::{Scope, hints};
use super::model::{Modal, Model, Screen};
use super::update::scopes;
use super::widget::footer;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// The smallest terminal the desk works on.
pub const LEAST: (u16, u16) = (80, 24);

pub fn view(model: &Model, frame: &mut Frame) {
    let area = frame.area();
    if area.is_empty() {
        return;
    }
    if area.width < LEAST.0 || area.height < LEAST.1 {
        let text = format!("窗口太小:至少{}列{}行,现在{}列{}行", LEAST.0, LEAST.1, area.width, area.height);
        for (row, part) in
            cells::wrap(&text, usize::from(area.width)).into_iter().take(usize::from(area.height)).enumerate()
        {
            let y = area.y + u16::try_from(row).unwrap_or(0);
            frame.render_widget(Line::raw(part), Rect { y, height: 1, ..area });
        }
        return;
    }
    let theme = &model.theme;
    if let Some(lock) = &model.lock {
        let who = model.actor.as_ref().map_or("", |a| a.name.as_str());
        lock.view(frame, area, theme, &model.studio, who, model.own);
        return;
    }
    let header = Rect { height: 1, ..area };
    let body = Rect { y: area.y + 1, height: area.height - 3, ..area };
    match model.screen() {
        Screen::Opening => {}
        Screen::FirstStart(start) => start.view(frame, area, theme, model.now),
        Screen::Login(login) => login.view(frame, area, theme, &model.studio),
        Screen::Home(home) => home.view(frame, body, theme, model.now),
        Screen::CaseFile(file) => file.view(frame, body, theme),
        Screen::Supervise(s) => s.view(frame, body, theme),
        Screen::Find(find) => find.view(frame, body, theme),
        Screen::Cases(cases) => cases.view(frame, body, theme),
        Screen::Manage(manage) => manage.view(frame, body, theme),
        Screen::Register(pane) => pane.view(frame, body, theme),
        Screen::Reports(pane) => pane.view(frame, body, theme),
        Screen::Hotspots(pane) => pane.view(frame, body, theme),
        Screen::Ledger(pane) => pane.view(frame, body, theme),
    }
    let gate = matches!(model.screen(), Screen::Opening | Screen::FirstStart(_) | Screen::Login(_));
    if !gate {
        head(model, frame, header);
        let status = Rect { y: area.bottom() - 2, height: 1, ..area };
        let words = cells::truncate(&super::job_line::status_words(model, area.width.into()), usize::from(area.width));
        frame.render_widget(Line::styled(words, if model.at_job { theme.accent() } else { theme.strong() }), status);
        let items: Vec<footer::Item> = match model.modals.last() {
            _ if model.at_job => {
                vec![footer::Item::new("Esc", "停止转PDF", 0), footer::Item::new("Enter", "继续做", 1)]
            }
            // Under a box only its own keys hold.
            Some(modal) => box_keys(modal),
            None => hints(&scopes(model))
                .into_iter()
                .map(|(rank, key, label)| footer::Item::new(key, label, rank))
                .collect(),
        };
        footer::view(&items, frame, Rect { y: area.bottom() - 1, height: 1, ..area }, theme);
    }
    if let Some(modal) = model.modals.last() {
        // The status line below says what became of a submit: no box covers it.
        let area = Rect { height: area.height - 2, ..area };
        match modal {
            Modal::Message(dialog) | Modal::Menu(dialog, _) => dialog.view(frame, area, theme),
            Modal::Form(form) => form.view(frame, area, theme, model.now),
            Modal::Help(help) => help.view(frame, area, theme),
        }
    }
}

fn box_keys(modal: &Modal) -> Vec<footer::Item> {
    let keys: &[(&str, &str)] = match modal {
        Modal::Form(_) => {
            &[("F2", "确定"), ("Tab", "下一项"), ("Shift+Tab", "上一项"), ("Esc", "返回"), ("^Q", "退出")]
        }
        Modal::Menu(..) => &[("数字", "选中"), ("↑↓", "移动"), ("Enter", "确定"), ("Esc", "返回")],
        Modal::Message(_) => &[("Enter", "知道了")],
        Modal::Help(_) => &[("↑↓PgUp PgDn", "翻看"), ("Esc", "返回")],
    };
    let mut items: Vec<footer::Item> = Vec::new();
    if matches!(modal, Modal::Form(form) if form.form.proposal().is_some()) {
        items.extend(hints(&[Scope::Proposal]).into_iter().map(|(_, key, label)| footer::Item::new(key, label, 0)));
    }
    items.extend((1..).zip(keys).map(|(rank, (key, word))| footer::Item::new(*key, *word, rank)));
    items
}

/// `枫桥  studio  who   11-23 周一 16:42   逾期2 临期5 待批1`, losing the middle first.
fn head(model: &Model, frame: &mut Frame, area: Rect) {
    let theme = &model.theme;
    let width = usize::from(area.width);
    let c = &model.counts;
    let urgent = if c.urgent > 0 { format!("紧急{} ", c.urgent) } else { String::new() };
    let lights = format!("{urgent}逾期{} 红{} 黄{} 静默{} 待批{}", c.overdue, c.red, c.amber, c.silent, c.pending);
    let weekday = crate::validation::date::weekday_name(model.now.date());
    let time = format!("{} {weekday} {}", model.now.format("%m-%d"), model.now.format("%H:%M"));
    let who = model.actor.as_ref().map_or(String::new(), |a| format!("{} {}", a.name, a.role.label()));
    let title = if matches!(model.screen(), Screen::Supervise(_)) { "枫桥 督查" } else { "枫桥" };
    let fixed = cells::width(&lights) + cells::width(&time) + cells::width(&who) + cells::width(title) + 9;
    let studio = cells::truncate(&model.studio, width.saturating_sub(fixed));
    let left = format!(" {title}  {studio}");
    let right = format!("{who}  {time}  ");
    let room = width.saturating_sub(cells::width(&right) + cells::width(&lights) + 1);
    let tone = if c.overdue > 0 || c.urgent > 0 { theme.overdue() } else { theme.strong() };
    let line = Line::from(vec![
        Span::styled(cells::pad(&left, room), theme.strong()),
        Span::raw(right),
        Span::styled(lights, tone),
    ]);
    frame.render_widget(line, area);
}
