//! 管理: users, roster and calendar. The administrator sees no case.

use crate::desk::{Imported, StaffRow, UserRow};
use crate::domain::codes;
use crate::tui::form_modal::{FormModal, Purpose};
use crate::tui::keymap::Action;
use crate::tui::model::{Modal, Next};
use crate::tui::msg::{Effect, Query};
use crate::tui::theme::Theme;
use crate::tui::widget::help::Help;
use crate::tui::widget::table::{Column, List, Row, Window};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

const USERS: &[Column] = &[
    Column::new("用户名", 12),
    Column::new("姓名", 10),
    Column::new("角色", 8),
    Column::new("状态", 8),
    Column::new("网点", 12).grow(),
];
const STAFF: &[Column] =
    &[Column::new("编号", 4).right(), Column::new("姓名", 12), Column::new("身份", 16), Column::new("状态", 8).grow()];
const CALENDAR: &[Column] = &[Column::new("年份", 6), Column::new("放假安排", 20).grow()];
const TABS: &[&str] = &["用户", "人员库", "日历"];

/// State of the screen.
#[derive(Debug)]
pub struct Manage {
    tab: usize,
    users: List<i64>,
    staff: List<i64>,
    calendar: List<i64>,
}

fn fill(list: &mut List<i64>, rows: Vec<Row<i64>>) {
    list.set_window(Window { rows, has_before: false, has_after: false });
}

impl Manage {
    pub fn new() -> Self {
        Self { tab: 0, users: List::new(USERS), staff: List::new(STAFF), calendar: List::new(CALENDAR) }
    }

    pub fn loads(&self) -> Vec<Effect> {
        vec![Effect::Load(Query::Users), Effect::Load(Query::Roster), Effect::Load(Query::Calendar)]
    }

    pub fn set_users(&mut self, users: &[UserRow]) {
        let words = |u: &UserRow| if u.active { "可用" } else { "停用" }.to_string();
        let row = |(i, u): (usize, &UserRow)| {
            let id = i64::try_from(i).unwrap_or(0);
            Row::new(id, [u.login.clone(), u.name.clone(), u.role.label().to_string(), words(u), u.station.clone()])
        };
        fill(&mut self.users, users.iter().enumerate().map(row).collect());
    }

    pub fn set_roster(&mut self, staff: &[StaffRow]) {
        let row = |s: &StaffRow| {
            let profession = codes::label(codes::PROFESSION, &s.profession).to_string();
            let state = if s.active { format!("在办{}", s.load) } else { "停用".to_string() };
            Row::new(s.id, [s.id.to_string(), s.name.clone(), profession, state])
        };
        fill(&mut self.staff, staff.iter().map(row).collect());
    }

    pub fn set_calendar(&mut self, years: &[(i32, String)]) {
        fill(
            &mut self.calendar,
            years.iter().map(|(y, w)| Row::new(i64::from(*y), [y.to_string(), w.clone()])).collect(),
        );
    }

    pub fn act(&mut self, action: Action) -> Vec<Next> {
        let purpose = match action {
            Action::AddUser => Purpose::AddUser,
            Action::AddStaff => Purpose::AddStaff,
            Action::ImportCalendar => Purpose::ImportCalendar,
            Action::NextTab => return self.turn(1),
            Action::PreviousTab => return self.turn(TABS.len() - 1),
            _ => return Vec::new(),
        };
        let draft = purpose.table().blank();
        vec![Next::Show(Modal::Form(Box::new(FormModal::new(purpose, draft, ""))))]
    }

    fn turn(&mut self, by: usize) -> Vec<Next> {
        self.tab = (self.tab + by) % TABS.len();
        Vec::new()
    }

    pub fn key(&mut self, key: KeyEvent) -> Vec<Next> {
        if let KeyCode::Char(c @ '1'..='3') = crate::tui::keys::ascii_key(key).code {
            self.tab = c as usize - '1' as usize;
            return Vec::new();
        }
        let list = match self.tab {
            0 => &mut self.users,
            1 => &mut self.staff,
            _ => &mut self.calendar,
        };
        list.update(key);
        Vec::new()
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme) {
        let mut x = area.x;
        for (i, tab) in TABS.iter().enumerate() {
            let text = format!("{}{tab}  ", i + 1);
            let style = if i == self.tab { theme.accent() } else { theme.dim() };
            if x < area.right() && area.height > 0 {
                frame.buffer_mut().set_stringn(x, area.y, &text, usize::from(area.right() - x), style);
            }
            x = x.saturating_add(u16::try_from(crate::tui::cells::width(&text)).unwrap_or(0));
        }
        let rest = Rect { y: area.y + 1.min(area.height), height: area.height.saturating_sub(1), ..area };
        match self.tab {
            0 => self.users.view(frame, rest, theme, true),
            1 => self.staff.view(frame, rest, theme, true),
            _ => self.calendar.view(frame, rest, theme, true),
        }
    }
}

/// What an imported calendar changed, for reading through.
pub fn imported(done: &Imported) -> Modal {
    let mut text = format!("{}年放假安排已导入,{}天。\n", done.year, done.days);
    for note in &done.notes {
        text.push_str(&format!("注意:{note}\n"));
    }
    text.push_str(&format!("\n移动的期限 {} 个:\n", done.moved.len()));
    for m in &done.moved {
        text.push_str(&format!("{} {} {} 改为 {}\n", m.case, m.label, m.old_due, m.new_due));
    }
    Modal::Help(Help::new("日历导入", text))
}
