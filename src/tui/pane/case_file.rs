//! 案卷: one case full screen, page by page; read-only and masked, with the keys that act on it.

use super::case_tabs;
use super::deadlines::Deadlines;
use super::likes::Likes;
use super::moves::move_menu;
use crate::desk::{OverdueRow, Similar};
use crate::domain::deadline::Light;
use crate::tui::case_view::CaseView;
use crate::tui::cells;
use crate::tui::form_modal::{FormModal, Purpose};
use crate::tui::keymap::Action;
use crate::tui::model::{Modal, Next, Screen};
use crate::tui::msg::{Effect, Query, Write};
use crate::tui::papers::{At, of_case};
use crate::tui::theme::Theme;
use crate::tui::widget::modal::Modal as Dialog;
use crate::validation::Draft;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use std::cell::Cell;

/// The pages.
pub const TABS: &[&str] = &["概览", "登记", "办理", "小组", "期限", "流水", "类案"];
const CLOCKS: usize = 4;
const VISIT: usize = 1;
const LIKES: usize = 6;

/// State of the screen.
#[derive(Debug)]
pub struct CaseFile {
    pub id: i64,
    pub view: Option<CaseView>,
    visit: Vec<(String, String, String)>,
    pub tab: usize,
    top: usize,
    pub deadlines: Deadlines,
    likes: Likes,
    /// Lines and rows of the last drawing: a measurement for the page keys, not state.
    measured: Cell<(usize, usize)>,
}

impl CaseFile {
    pub fn open(id: i64) -> Screen {
        Screen::CaseFile(Box::new(Self {
            id,
            view: None,
            visit: Vec::new(),
            tab: 0,
            top: 0,
            deadlines: Deadlines::new(),
            likes: Likes::new(),
            measured: Cell::new((0, 1)),
        }))
    }

    pub fn loads(&self) -> Vec<Effect> {
        vec![Effect::Load(Query::Counts), Effect::Load(Query::Case(self.id)), Effect::Load(Query::Visit(self.id))]
    }

    pub fn set(&mut self, view: CaseView) {
        self.deadlines.set_case(Some(&view.deadlines));
        self.view = Some(view);
    }

    pub fn set_similar(&mut self, similar: Similar) {
        self.likes.set(similar);
    }

    /// Why nothing can be compared with this case.
    pub fn set_incomparable(&mut self, why: String) {
        self.likes.set_barred(why);
    }

    pub fn set_visit(&mut self, lines: Vec<(String, String, String)>) {
        self.visit = lines;
    }

    pub fn act(&mut self, action: Action) -> Vec<Next> {
        let Some(view) = &self.view else { return if action == Action::Back { vec![Next::Back] } else { Vec::new() } };
        let title = view.case.title();
        let boxed = |purpose: Purpose, draft: Draft| {
            vec![Next::Show(Modal::Form(Box::new(FormModal::new(purpose, draft, &title))))]
        };
        match action {
            Action::Back => vec![Next::Back],
            Action::Moves => vec![Next::Show(move_menu(view))],
            Action::NextTab => self.turn(1),
            Action::PreviousTab => self.turn(TABS.len() - 1),
            Action::Supervision => {
                let late = view.deadlines.iter().map(|d| days_late(d.light)).max().unwrap_or(0);
                let why = view.why_late.first().map_or("", String::as_str);
                supervision(self.id, &title, &view.handler, why, late)
            }
            Action::Reassign => reassign(view),
            Action::Recusal => boxed(Purpose::Recusal { case: self.id }, Draft::default()),
            Action::Reveal => boxed(Purpose::Reveal { case: self.id }, Draft::default()),
            Action::Slips => vec![Next::Do(Effect::Load(Query::Papers { case: self.id }))],
            Action::Paper => match of_case(At::Page(TABS[self.tab]), self.id, None) {
                Some(wanted) => vec![Next::Do(Effect::Save(Write::Paper(wanted)))],
                None => vec![Next::Do(Effect::Load(Query::Papers { case: self.id }))],
            },
            Action::Undo => boxed(Purpose::Undo { case: self.id }, Draft::default()),
            Action::Similar => self.show(LIKES),
            Action::Extend => self.on_deadlines(Deadlines::extend),
            Action::Pause => self.on_deadlines(Deadlines::pause),
            Action::Supervised => self.on_deadlines(Deadlines::told),
            _ => Vec::new(),
        }
    }

    /// Keys about a clock work on the page of deadlines; elsewhere they lead there.
    fn on_deadlines(&mut self, what: fn(&Deadlines) -> Vec<Next>) -> Vec<Next> {
        if self.tab == CLOCKS {
            return what(&self.deadlines);
        }
        self.tab = CLOCKS;
        vec![Next::Say("选好期限后再按一次".into())]
    }

    fn turn(&mut self, by: usize) -> Vec<Next> {
        self.show((self.tab + by) % TABS.len())
    }

    /// Turns to a page; what is like this case is looked up when its page is first opened.
    fn show(&mut self, tab: usize) -> Vec<Next> {
        self.tab = tab;
        self.top = 0;
        let asks = tab == LIKES && self.likes.is_unasked();
        asks.then_some(Next::Do(Effect::Load(Query::Similar(self.id)))).into_iter().collect()
    }

    pub fn key(&mut self, key: KeyEvent) -> Vec<Next> {
        let code = crate::tui::keys::ascii_key(key).code;
        if let KeyCode::Char(c @ '1'..='7') = code {
            return self.show(c as usize - '1' as usize);
        }
        if self.tab == LIKES {
            return self.likes.key(key).map(|case| Next::Open(CaseFile::open(case))).into_iter().collect();
        }
        if self.tab == CLOCKS {
            if self.deadlines.list.update(key) == crate::tui::widget::table::ListEvent::Open {
                return self.deadlines.explain();
            }
            return Vec::new();
        }
        let (lines, rows) = self.measured.get();
        let last = lines.saturating_sub(rows);
        self.top = match code {
            KeyCode::Up => self.top.saturating_sub(1),
            KeyCode::Down => (self.top + 1).min(last),
            KeyCode::PageUp => self.top.saturating_sub(rows),
            KeyCode::PageDown => (self.top + rows).min(last),
            KeyCode::Home => 0,
            KeyCode::End => last,
            KeyCode::Enter if self.tab == VISIT => {
                return vec![Next::Do(Effect::Load(Query::EditFirst(self.id)))];
            }
            _ => self.top,
        };
        Vec::new()
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme) {
        let Some(view) = &self.view else {
            frame.render_widget(Line::raw("正在打开.."), area);
            return;
        };
        let width = usize::from(area.width);
        let case = &view.case;
        let head = format!(
            "{} {} {} {} {}",
            case.title(),
            crate::desk::mask::name(&case.petitioner),
            case.stage.step_words(),
            case.stage.label(),
            crate::domain::codes::label(crate::domain::codes::GRADE, &case.grade)
        );
        frame.render_widget(
            Line::styled(cells::truncate(&head, width), theme.strong()),
            Rect { height: area.height.min(1), ..area },
        );
        let mut x = area.x;
        for (i, tab) in TABS.iter().enumerate() {
            let text = format!("{}{} ", i + 1, tab);
            let style = if i == self.tab { theme.accent() } else { theme.dim() };
            if area.height > 1 && x < area.right() {
                frame.buffer_mut().set_stringn(x, area.y + 1, &text, usize::from(area.right() - x), style);
            }
            x = x.saturating_add(u16::try_from(cells::width(&text)).unwrap_or(0));
        }
        let body = Rect { y: area.y + 2.min(area.height), height: area.height.saturating_sub(2), ..area };
        if self.tab == CLOCKS {
            self.deadlines.view(frame, body, theme, true);
            return;
        }
        if self.tab == LIKES {
            self.likes.view(frame, body, theme);
            return;
        }
        let lines = case_tabs::lines(self.tab, view, &self.visit, theme, width);
        self.measured.set((lines.len(), usize::from(body.height).max(1)));
        for (row, line) in lines.into_iter().skip(self.top).take(usize::from(body.height)).enumerate() {
            let y = body.y + u16::try_from(row).unwrap_or(0);
            frame.render_widget(line, Rect { y, height: 1, ..body });
        }
        frame.set_cursor_position(Position::new(body.x, body.y.min(area.bottom().saturating_sub(1))));
    }
}

/// F7: the first assignment where none was made, else the change of handler.
pub fn reassign(view: &CaseView) -> Vec<Next> {
    let case = &view.case;
    if case.handler.is_some() {
        let purpose = Purpose::Reassign { case: case.id, rev: case.rev };
        let blank = purpose.table().blank();
        return vec![Next::Show(Modal::Form(Box::new(FormModal::new(purpose, blank, &case.title()))))];
    }
    if case.stage == crate::domain::case::Stage::Entrusted {
        return vec![Next::Do(Effect::Load(Query::MoveForm { case: case.id, mv: "T09" }))];
    }
    let text = format!("案件现在是“{}”,还没有承办人", case.stage.label());
    vec![Next::Show(Modal::Message(Dialog::refusal(
        &text,
        "受理并办理委托手续后再指派,按F4看现在能办的事(方案五(三)(四))",
    )))]
}

/// The 督办 form with what is known filled in; `late`: days past the end of its clock.
pub fn supervision(case: i64, title: &str, handler: &str, why: &str, late: i64) -> Vec<Next> {
    let (kind, demand) = crate::domain::warning::proposal(late);
    let purpose = Purpose::Supervise { case };
    let draft = purpose.table().blank();
    let draft = draft.with("target", handler).with("trigger", why).with("feedback_by", "+7");
    let form = FormModal::new(purpose, draft.with("kind", kind).with("demand", demand), title);
    vec![Next::Show(Modal::Form(Box::new(form)))]
}

/// The 督办 form of a row of the supervisor's list: its draft proposes what the lateness calls for.
pub fn supervision_of(row: &OverdueRow) -> Vec<Next> {
    let target = if row.handler.is_empty() { "工作室主任" } else { &row.handler };
    supervision(row.case, &row.title, target, &format!("{}{}", row.label, row.words), days_late(row.light))
}

/// Days past the end, 0 for none and while the clock stands still.
pub fn days_late(light: Light) -> i64 {
    if let Light::Overdue(days) = light { days } else { 0 }
}
