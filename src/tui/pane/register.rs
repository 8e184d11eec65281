//! 台账: any register of the office as a list, with its views, a search, and what can be done.
//!
//! Knows no register: columns, views and acts come from the row of `desk::register::REGISTERS`.

use super::case_file::CaseFile;
use crate::desk::register::{self, Line as Entry, Register, Tone as Press};
use crate::tui::form_modal::{FormModal, Purpose};
use crate::tui::keymap::Action;
use crate::tui::model::{Choice, Modal, Next, Screen};
use crate::tui::msg::{ActLine, Effect, Query, Write};
use crate::tui::papers::{At, at, of_case};
use crate::tui::theme::{Theme, Tone};
use crate::tui::widget::help::Help;
use crate::tui::widget::modal::{MenuItem, Modal as Dialog};
use crate::tui::widget::table::{Column, List, ListEvent, Row, Window};
use crate::tui::{cells, keys};
use crate::validation::Draft;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use std::sync::OnceLock;

/// Lines fetched at once.
const WINDOW: usize = 60;

/// State of the screen.
#[derive(Debug)]
pub struct RegisterPane {
    pub register: &'static str,
    /// Which of the register's views.
    view: usize,
    search: String,
    searching: bool,
    /// Only what concerns this case.
    case: Option<i64>,
    /// Ids after which the windows before this one began, the first with none.
    trail: Vec<Option<i64>>,
    lines: Vec<Entry>,
    list: List<i64>,
}

/// The columns of each register as the list wants them; made once.
fn columns(register: &Register) -> &'static [Column] {
    static ALL: OnceLock<Vec<(&'static str, Vec<Column>)>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let of = |r: &Register| {
            let made = (0u8..).zip(r.columns).map(|(i, c)| match c.width {
                0 => Column::new(c.label, 10).grow().rank(i),
                width => Column::new(c.label, width).rank(if i < 3 { 0 } else { i }),
            });
            made.collect::<Vec<_>>()
        };
        register::REGISTERS.iter().map(|r| (r.id, of(r))).collect()
    });
    all.iter().find(|(id, _)| *id == register.id).map_or(&[], |(_, columns)| columns.as_slice())
}

impl RegisterPane {
    pub fn open(register: &'static Register, case: Option<i64>) -> Screen {
        let mut list = List::new(columns(register));
        list.empty = "没有记录;Tab换一类";
        // Of one case everything is shown: the last view holds all.
        let view = if case.is_some() { register.views.len().saturating_sub(1) } else { 0 };
        Screen::Register(Box::new(Self {
            register: register.id,
            view,
            search: String::new(),
            searching: false,
            case,
            trail: vec![None],
            lines: Vec::new(),
            list,
        }))
    }

    fn row(&self) -> Option<&'static Register> {
        register::find(self.register)
    }

    fn query(&self) -> Query {
        let view = self.row().and_then(|r| r.views.get(self.view)).map_or("", |v| v.0);
        Query::Register {
            register: self.register,
            ask: register::Ask {
                view: view.to_string(),
                search: self.search.clone(),
                case: self.case,
                after: self.trail.last().copied().flatten(),
                limit: WINDOW + 1,
            },
        }
    }

    pub fn loads(&self) -> Vec<Effect> {
        vec![Effect::Load(Query::Counts), Effect::Load(self.query())]
    }

    pub fn set(&mut self, mut lines: Vec<Entry>) {
        let has_after = lines.len() > WINDOW;
        lines.truncate(WINDOW);
        let rows = lines
            .iter()
            .map(|line| {
                let tone = match line.tone {
                    Press::Plain => Tone::Normal,
                    Press::Amber => Tone::Amber,
                    Press::Red => Tone::Red,
                    Press::Over => Tone::Overdue,
                    Press::Done => Tone::Dim,
                };
                Row::new(line.id, line.cells.iter().map(String::as_str)).tone(0, tone)
            })
            .collect();
        self.lines = lines;
        self.list.set_window(Window { rows, has_before: self.trail.len() > 1, has_after });
    }

    fn again(&mut self) -> Vec<Next> {
        self.trail = vec![None];
        vec![Next::Do(Effect::Load(self.query()))]
    }

    fn turn(&mut self, by: usize) -> Vec<Next> {
        let views = self.row().map_or(1, |r| r.views.len()).max(1);
        self.view = (self.view + by) % views;
        self.again()
    }

    fn line(&self) -> Option<&Entry> {
        let id = self.list.selected()?;
        self.lines.iter().find(|l| l.id == *id)
    }

    pub fn act(&mut self, action: Action) -> Vec<Next> {
        match action {
            Action::Back if self.searching || !self.search.is_empty() => {
                self.searching = false;
                self.search.clear();
                self.again()
            }
            Action::Back => vec![Next::Back],
            Action::NextTab => self.turn(1),
            Action::PreviousTab => self.turn(self.row().map_or(1, |r| r.views.len()).max(1) - 1),
            Action::Search => {
                self.searching = true;
                vec![Next::Say("输入要找的字,Enter确定,Esc取消".into())]
            }
            Action::Moves | Action::NewLine => {
                let line = self.list.selected().copied().filter(|_| action == Action::Moves);
                vec![Next::Do(Effect::Load(Query::RegisterActs { register: self.register, line, case: self.case }))]
            }
            Action::OpenCase => match self.line().and_then(|l| l.case) {
                Some(case) => vec![Next::Open(CaseFile::open(case))],
                None => vec![Next::Say("这一行不属于某件案件".into())],
            },
            Action::Paper => match self.line().and_then(|l| Some((l.id, l.case?))) {
                _ if at(At::Register(self.register)).is_none() => {
                    vec![Next::Say("这个台账没有一键出的文书;在案卷按Ctrl+P".into())]
                }
                None => vec![Next::Say("没有选中一行".into())],
                Some((line, case)) => of_case(At::Register(self.register), case, Some(line))
                    .map(|wanted| Next::Do(Effect::Save(Write::Paper(wanted))))
                    .into_iter()
                    .collect(),
            },
            Action::Open => match self.list.selected() {
                Some(id) => vec![Next::Do(Effect::Load(Query::RegisterLine { register: self.register, id: *id }))],
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    pub fn key(&mut self, key: KeyEvent) -> Vec<Next> {
        if self.searching {
            return self.search_key(key);
        }
        if let KeyCode::Char(c @ '1'..='9') = keys::ascii_key(key).code {
            let view = c as usize - '1' as usize;
            if self.row().is_some_and(|r| view < r.views.len()) {
                self.view = view;
                return self.again();
            }
        }
        match self.list.update(key) {
            ListEvent::NeedAfter => {
                self.trail.push(self.lines.last().map(|l| l.id));
                vec![Next::Do(Effect::Load(self.query()))]
            }
            ListEvent::NeedBefore if self.trail.len() > 1 => {
                self.trail.pop();
                vec![Next::Do(Effect::Load(self.query()))]
            }
            ListEvent::Open => self.act(Action::Open),
            _ => Vec::new(),
        }
    }

    /// Whether letters are text now.
    pub fn is_typing(&self) -> bool {
        self.searching
    }

    fn search_key(&mut self, key: KeyEvent) -> Vec<Next> {
        match key.code {
            KeyCode::Char(c) => self.search.push(c),
            KeyCode::Backspace => {
                self.search.pop();
            }
            KeyCode::Esc => return self.act(Action::Back),
            KeyCode::Enter => self.searching = false,
            _ => return Vec::new(),
        }
        self.again()
    }

    pub fn paste(&mut self, text: &str) -> Vec<Next> {
        if !self.searching {
            return Vec::new();
        }
        self.search.push_str(&cells::clean_line(text));
        self.again()
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme) {
        let Some(register) = self.row() else { return };
        let mut x = area.x;
        let head = format!("{}  ", register.title);
        let mut words = vec![(head, theme.strong())];
        for (i, (_, label)) in register.views.iter().enumerate() {
            let text = if i == self.view { format!("[{}{label}] ", i + 1) } else { format!("{}{label}  ", i + 1) };
            words.push((text, if i == self.view { theme.accent() } else { theme.dim() }));
        }
        if self.searching || !self.search.is_empty() {
            words.push((format!(" 查:{}", self.search), theme.strong()));
        }
        if self.case.is_some() {
            words.push((" 只列本案".to_string(), theme.dim()));
        }
        for (text, style) in &words {
            if x < area.right() && area.height > 0 {
                frame.buffer_mut().set_stringn(x, area.y, text, usize::from(area.right() - x), *style);
            }
            x = x.saturating_add(u16::try_from(cells::width(text)).unwrap_or(0));
        }
        let top = area.height.min(1);
        let foot = area.height.saturating_sub(top).min(1);
        let body = Rect { y: area.y + top, height: area.height - top - foot, ..area };
        self.list.view(frame, body, theme, !self.searching);
        let basis = Rect { y: area.bottom().saturating_sub(1), height: foot, ..area };
        let text = cells::truncate(&format!("依据 {}", register.basis), usize::from(area.width));
        frame.render_widget(Line::styled(text, theme.dim()), basis);
        if self.searching {
            let at = x.min(area.right().saturating_sub(1));
            frame.set_cursor_position(ratatui::layout::Position::new(at, area.y));
        }
    }
}

/// What can be done, as a menu; what stands in the way is said.
pub fn acts_menu(register: &'static str, line: Option<i64>, case: Option<i64>, acts: Vec<ActLine>) -> Modal {
    let title = register::find(register).map_or(register, |r| r.title);
    if acts.is_empty() {
        return Modal::Message(Dialog::message(title, "这个台账只供查看"));
    }
    let item = |a: &ActLine| {
        let item = MenuItem::new(format!("{}  {}", a.label, a.basis));
        if a.hindrance.is_empty() { item } else { item.blocked(a.hindrance.clone()) }
    };
    let items = acts.iter().map(item).collect();
    let choices = acts.iter().map(|a| Choice::RegisterAct { register, act: a.id, line, case }).collect();
    Modal::Menu(Dialog::menu(title, items), choices)
}

/// The form of an act, as the desk filled it.
pub fn act_form(
    register: &'static str,
    act: &'static str,
    line: Option<i64>,
    case: Option<i64>,
    draft: Draft,
) -> Modal {
    let title = register::find(register).and_then(|r| r.act(act)).map_or("", |a| a.label);
    Modal::Form(Box::new(FormModal::new(Purpose::Register { register, act, line, case }, draft, title)))
}

/// All about a line, to be read.
pub fn line_box(register: &'static str, facts: &[(String, String)]) -> Modal {
    let title = register::find(register).map_or(register, |r| r.title);
    let text: Vec<String> = facts.iter().map(|(label, value)| format!("{}  {value}", cells::pad(label, 14))).collect();
    Modal::Help(Help::new(title, text.join("\n")))
}

/// What stands in the menu beside the registers.
#[derive(Clone, Copy, Debug)]
pub struct Beside {
    pub hotspots: bool,
    pub reports: bool,
    pub import: bool,
}

/// The registers the actor may open, a line a group, then hot spots, reports and the import of a ledger; a group
/// of one is opened at once.
pub fn menu(registers: &[&'static Register], case: Option<i64>, beside: Beside) -> Modal {
    if registers.is_empty() && !beside.reports && !beside.import {
        return Modal::Message(Dialog::message("台账", "您的角色没有可以打开的台账"));
    }
    let (mut items, mut choices) = (Vec::new(), Vec::new());
    for group in registers.chunk_by(|a, b| a.group == b.group) {
        let titles: Vec<&str> = group.iter().map(|r| r.title).collect();
        if let [one] = group {
            items.push(MenuItem::new(one.title));
            choices.push(Choice::Register { register: one.id, case });
        } else {
            items.push(MenuItem::new(format!("{}  {}", group[0].group, titles.join("、"))));
            choices.push(Choice::Registers { ids: group.iter().map(|r| r.id).collect(), case });
        }
    }
    if beside.hotspots {
        items.push(MenuItem::new("热点  上升的单位、属地、类型、词语"));
        choices.push(Choice::Hotspots);
    }
    if beside.reports {
        items.push(MenuItem::new("报表  R01至R15"));
        choices.push(Choice::Reports);
    }
    if beside.import {
        items.push(MenuItem::new("导入台账  旧台账xlsx、xls、ods、csv"));
        choices.push(Choice::Ledger);
    }
    Modal::Menu(Dialog::menu("台账", items), choices)
}

/// The registers of a group.
pub fn group_menu(ids: &[&'static str], case: Option<i64>) -> Modal {
    let registers: Vec<&Register> = ids.iter().filter_map(|id| register::find(id)).collect();
    let items = registers.iter().map(|r| MenuItem::new(format!("{}  {}", r.title, r.basis))).collect();
    let choices = registers.iter().map(|r| Choice::Register { register: r.id, case }).collect();
    Modal::Menu(Dialog::menu(registers.first().map_or("台账", |r| r.group), items), choices)
}
