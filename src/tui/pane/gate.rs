//! Before the desk: the three questions of the first start, login, and the lock that hides all.

use crate::desk::Failure;
use crate::domain::forms;
use crate::tui::cells;
use crate::tui::form_modal::picker_item;
use crate::tui::model::Next;
use crate::tui::msg::{ChoiceItem, Effect, Query, Write};
use crate::tui::theme::Theme;
use crate::tui::widget::form::{Form, FormEvent};
use crate::tui::widget::input::Input;
use crate::tui::widget::modal::middle;
use chrono::NaiveDateTime;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

/// First start: studio, division, administrator.
#[derive(Debug)]
pub struct FirstStart {
    pub form: Form,
    error: String,
}

impl FirstStart {
    pub fn new() -> Self {
        Self { form: Form::new(&forms::STUDIO, forms::STUDIO.blank(), None), error: String::new() }
    }

    pub fn key(&mut self, key: KeyEvent, now: NaiveDateTime) -> Vec<Next> {
        if key.code == KeyCode::F(2) || key.modifiers.contains(KeyModifiers::ALT) && key.code == KeyCode::Char('2') {
            return self.submit();
        }
        let events = self.form.update(key, now);
        self.after(events)
    }

    pub fn paste(&mut self, text: &str, now: NaiveDateTime) -> Vec<Next> {
        let events = self.form.paste(text, now);
        self.after(events)
    }

    fn submit(&self) -> Vec<Next> {
        vec![Next::Do(Effect::Save(Write::SetUp(self.form.draft().clone())))]
    }

    fn after(&mut self, events: Vec<FormEvent>) -> Vec<Next> {
        let mut next = Vec::new();
        for event in events {
            match event {
                FormEvent::Submit => next.extend(self.submit()),
                FormEvent::NeedPick { source, query, .. } => {
                    next.push(Next::Do(Effect::Load(Query::Choices { source, query, case: None })));
                }
                _ => {}
            }
        }
        next
    }

    pub fn set_choices(&mut self, items: &[ChoiceItem]) {
        self.form.set_items(items.iter().map(picker_item).collect());
    }

    pub fn refused(&mut self, failure: &Failure) {
        match failure {
            Failure::Problems(list) => self.form.set_problems(list.clone()),
            other => self.error = other.to_string(),
        }
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme, now: NaiveDateTime) {
        let place = middle(area, area.width.min(84), area.height.min(20));
        let block = theme.pane(" 枫桥 首次启动:回答三个问题,F2建立 ", true);
        let inner = block.inner(place);
        frame.render_widget(block, place);
        let top = Rect { height: inner.height.min(2), ..inner };
        let words = if self.error.is_empty() {
            "这台机器上还没有工作室的数据库。工作室名称、所在区划、管理员。"
        } else {
            &self.error
        };
        frame.render_widget(Line::raw(cells::truncate(words, usize::from(inner.width))), top);
        let rest = Rect { y: inner.y + top.height, height: inner.height - top.height, ..inner };
        self.form.view(frame, rest, theme, true, now);
    }
}

/// User name and password.
#[derive(Debug)]
pub struct Login {
    name: Input,
    password: String,
    on_password: bool,
    pub error: String,
}

impl Login {
    /// `name` is filled in already when it was given on the command line.
    pub fn new(name: &str) -> Self {
        let on_password = !name.is_empty();
        Self { name: Input::new(name, 32), password: String::new(), on_password, error: String::new() }
    }

    pub fn key(&mut self, key: KeyEvent) -> Vec<Next> {
        match key.code {
            KeyCode::Tab | KeyCode::Down | KeyCode::Up | KeyCode::BackTab => self.on_password = !self.on_password,
            KeyCode::Enter if !self.on_password => self.on_password = true,
            KeyCode::Enter => {
                let login = crate::validation::text::fold_width(self.name.text()).trim().to_string();
                let password = std::mem::take(&mut self.password);
                return vec![Next::Do(Effect::Save(Write::Login { login, password }))];
            }
            KeyCode::Esc => self.password.clear(),
            _ if self.on_password => secret_key(&mut self.password, key),
            _ => drop(self.name.update(key)),
        }
        Vec::new()
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme, studio: &str) {
        let place = middle(area, area.width.min(50), area.height.min(9));
        let block = theme.pane(" 枫桥 登录 ", true);
        let inner = block.inner(place);
        frame.render_widget(block, place);
        line(frame, inner, 0, &cells::truncate(studio, usize::from(inner.width)), theme.strong());
        line(frame, inner, 2, "用户名", theme.dim());
        line(frame, inner, 3, "密  码", theme.dim());
        if inner.height > 3 && inner.width > 10 {
            let field = Rect { x: inner.x + 8, y: inner.y + 2, width: inner.width - 8, height: 1 };
            self.name.view(frame, field, theme.style(crate::tui::theme::Tone::Normal), !self.on_password);
            stars(frame, Rect { y: inner.y + 3, ..field }, &self.password, self.on_password);
        }
        line(frame, inner, 5, &cells::truncate(&self.error, usize::from(inner.width)), theme.red());
        line(frame, inner, 6, "Tab换行 Enter登录 Ctrl-Q退出", theme.dim());
    }
}

/// The lock: only the studio's name and a password.
#[derive(Debug, Default)]
pub struct Lock {
    password: String,
    pub error: String,
}

impl Lock {
    pub fn key(&mut self, key: KeyEvent) -> Vec<Next> {
        match key.code {
            KeyCode::Enter => {
                let password = std::mem::take(&mut self.password);
                return vec![Next::Do(Effect::Save(Write::Unlock { password }))];
            }
            KeyCode::Esc => self.password.clear(),
            // The next shift must not wait for the one that left: its drafts stay its own.
            _ if crate::tui::keys::is_ctrl(key, 'q') => return vec![Next::Do(Effect::Save(Write::Logout))],
            _ => secret_key(&mut self.password, key),
        }
        Vec::new()
    }

    /// `own`: nobody else sits down here, who leaves ends the program.
    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme, studio: &str, who: &str, own: bool) {
        let place = middle(area, area.width.min(50), area.height.min(8));
        let block = theme.pane(" 已锁屏 ", true);
        let inner = block.inner(place);
        frame.render_widget(block, place);
        line(frame, inner, 0, &cells::truncate(studio, usize::from(inner.width)), theme.strong());
        line(frame, inner, 2, &cells::truncate(&format!("{who} 的密码"), usize::from(inner.width)), theme.dim());
        if inner.height > 3 && inner.width > 4 {
            stars(frame, Rect { y: inner.y + 3, height: 1, ..inner }, &self.password, true);
        }
        line(frame, inner, 4, &cells::truncate(&self.error, usize::from(inner.width)), theme.red());
        let leave = if own { "Ctrl-Q断开" } else { "Ctrl-Q换人登录" };
        line(frame, inner, 5, &format!("Enter解锁,内容都还在;{leave}"), theme.dim());
    }
}

fn secret_key(text: &mut String, key: KeyEvent) {
    match key.code {
        KeyCode::Backspace => drop(text.pop()),
        KeyCode::Char('u') if key.modifiers.contains(KeyModifiers::CONTROL) => text.clear(),
        _ => {
            if let Some(c) = crate::tui::keys::typed(key).filter(|_| text.chars().count() < 128) {
                text.push(c);
            }
        }
    }
}

fn stars(frame: &mut Frame, area: Rect, text: &str, focused: bool) {
    let count = text.chars().count().min(usize::from(area.width.saturating_sub(1)));
    frame.render_widget(Line::raw("*".repeat(count)), area);
    if focused {
        let x = area.x + u16::try_from(count).unwrap_or(0);
        frame.set_cursor_position(Position::new(x, area.y));
    }
}

fn line(frame: &mut Frame, area: Rect, row: u16, text: &str, style: ratatui::style::Style) {
    if row < area.height {
        frame.render_widget(Line::styled(text.to_string(), style), Rect { y: area.y + row, height: 1, ..area });
    }
}
