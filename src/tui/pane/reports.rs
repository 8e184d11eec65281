//! 报表: the list of reports, the table of one with its definitions, and the cases behind a figure.
//!
//! Knows no figure: tables come made from `reports`, drawn by `report_table`.

use super::case_file::CaseFile;
use super::report_table;
use crate::desk::{CaseRow, Page};
use crate::domain::codes;
use crate::reports::{self, Axis, By, Made, Period, Report};
use crate::store::report::Filter;
use crate::tui::form_modal::{FormModal, Purpose};
use crate::tui::keymap::Action;
use crate::tui::model::{Modal, Next, Screen};
use crate::tui::msg::{Effect, Query};
use crate::tui::theme::Theme;
use crate::tui::widget::help::Help;
use crate::tui::widget::table::{Column, List, ListEvent, Row, Window};
use crate::tui::{cells, keys};
use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use std::cell::Cell;

const MENU: &[Column] = &[
    Column::new("代码", 4),
    Column::new("报表", 30).grow(),
    Column::new("期间", 8),
    Column::new("口径", 14),
    Column::new("依据", 34).rank(3),
];

const CASES: &[Column] = &[
    Column::new("案号", 9),
    Column::new("信访人", 8),
    Column::new("阶段", 14),
    Column::new("等级", 8).rank(3),
    Column::new("承办", 8).rank(1),
    Column::new("登记", 10).rank(2),
    Column::new("诉求", 10).grow().rank(4),
];

/// Cases fetched at once.
const WINDOW: usize = 60;

/// State of the screen.
#[derive(Debug)]
pub struct Reports {
    menu: List<&'static str>,
    table: Option<Table>,
    /// What is typed for another period.
    typed: Option<String>,
}

/// The report in hand.
#[derive(Debug)]
pub struct Table {
    pub report: &'static Report,
    pub period: Period,
    pub axis: Option<Axis>,
    /// What was last read; of another period until the new one is there.
    pub made: Option<Made>,
    pub row: usize,
    /// Column of figures, from 0.
    pub column: usize,
    /// Bars of the column instead of the table.
    pub chart: bool,
    /// Rows of the last drawing: a measurement for the page keys, not state.
    pub page: Cell<usize>,
    behind: Option<Behind>,
}

/// The cases behind a figure.
#[derive(Debug)]
struct Behind {
    title: String,
    filter: Filter,
    /// Cases after which the windows began, the first with none.
    trail: Vec<Option<i64>>,
    list: List<i64>,
}

impl Reports {
    pub fn open() -> Screen {
        let mut menu = List::new(MENU);
        menu.empty = "您的角色没有可以看的报表";
        Screen::Reports(Box::new(Self { menu, table: None, typed: None }))
    }

    pub fn loads(&self) -> Vec<Effect> {
        let mut all = vec![Effect::Load(Query::Counts)];
        match &self.table {
            None => all.push(Effect::Load(Query::Reports)),
            Some(table) => {
                // A report stands as it was made, its time under the title: others write all day long.
                all.extend(table.made.is_none().then(|| table.query()));
                all.extend(table.behind.as_ref().map(|b| b.query(table.report)));
            }
        }
        all
    }

    pub fn set_menu(&mut self, ids: &[&'static str]) {
        let rows = ids.iter().filter_map(|id| reports::find(id)).map(|r| {
            let by = match r.by {
                By::Choice(axis) => axis.label(),
                By::Fixed(words) => words,
            };
            let often: Vec<&str> = r.frequency.iter().map(|k| k.label()).collect();
            Row::new(r.id, [r.id, r.title, &often.join("、"), by, r.basis])
        });
        self.menu.set_window(Window { rows: rows.collect(), has_before: false, has_after: false });
    }

    pub fn set(&mut self, made: Made) {
        if let Some(table) = self.table.as_mut().filter(|t| t.report.id == made.report.id && t.period == made.period) {
            table.row = table.row.min(made.sheet.rows.len().saturating_sub(1));
            table.column = table.column.min(made.sheet.columns.len().saturating_sub(2));
            table.made = Some(made);
        }
    }

    pub fn set_cases(&mut self, filter: &Filter, page: Page<CaseRow>) {
        let Some(behind) = self.table.as_mut().and_then(|t| t.behind.as_mut()) else { return };
        if behind.filter != *filter {
            return;
        }
        let row = |c: &CaseRow| {
            let grade = codes::label(codes::GRADE, &c.grade).to_string();
            let opened = c.opened.to_string();
            let cells = [&c.short, &c.petitioner, c.stage.label(), &grade, &c.handler, &opened, &c.gist];
            Row::new(c.id, cells)
        };
        let rows = page.rows.iter().map(row).collect();
        behind.list.set_window(Window { rows, has_before: behind.trail.len() > 1, has_after: page.after });
    }

    /// Whether letters are text now.
    pub fn is_typing(&self) -> bool {
        self.typed.is_some()
    }

    fn start(&mut self, today: NaiveDate) -> Vec<Next> {
        let Some(report) = self.menu.selected().and_then(|id| reports::find(id)) else { return Vec::new() };
        let table = Table {
            report,
            period: report.usual(today),
            axis: None,
            made: None,
            row: 0,
            column: 0,
            chart: false,
            page: Cell::new(10),
            behind: None,
        };
        let query = table.query();
        self.table = Some(table);
        vec![Next::Do(query)]
    }

    pub fn act(&mut self, action: Action, today: NaiveDate) -> Vec<Next> {
        let Some(table) = &mut self.table else {
            return match action {
                Action::Back => vec![Next::Back],
                Action::Open => self.start(today),
                _ => Vec::new(),
            };
        };
        if let Some(behind) = &table.behind {
            return match action {
                Action::Back => {
                    table.behind = None;
                    Vec::new()
                }
                Action::Open => behind.list.selected().map(|id| Next::Open(CaseFile::open(*id))).into_iter().collect(),
                _ => Vec::new(),
            };
        }
        match action {
            Action::Back if self.typed.is_some() => self.typed = None,
            Action::Back => {
                self.table = None;
                return vec![Next::Do(Effect::Load(Query::Reports))];
            }
            Action::Open => return table.open_cell(),
            Action::NextTab => table.turn(1),
            Action::PreviousTab => table.turn(-1),
            Action::Earlier | Action::Later => {
                let other = if action == Action::Later { table.period.next() } else { table.period.previous() };
                return table.read(other);
            }
            Action::Period => {
                self.typed = Some(String::new());
                return vec![Next::Say(format!("输入期间,Enter确定,Esc取消:{}", reports::FORMS))];
            }
            Action::Axis => return table.turn_axis(),
            Action::Definitions => return table.definitions(),
            Action::Chart => table.chart = !table.chart,
            Action::Trend => return table.trend(),
            Action::Export => return table.export(),
            _ => {}
        }
        Vec::new()
    }

    pub fn key(&mut self, key: KeyEvent, today: NaiveDate) -> Vec<Next> {
        if self.typed.is_some() {
            return self.type_period(key, today);
        }
        let Some(table) = &mut self.table else {
            return match self.menu.update(key) {
                ListEvent::Open => self.start(today),
                _ => Vec::new(),
            };
        };
        if let Some(behind) = &mut table.behind {
            match behind.list.update(key) {
                ListEvent::NeedAfter => {
                    behind.trail.push(behind.list.edges().map(|e| *e.1));
                    return vec![Next::Do(behind.query(table.report))];
                }
                ListEvent::NeedBefore if behind.trail.len() > 1 => {
                    behind.trail.pop();
                    return vec![Next::Do(behind.query(table.report))];
                }
                _ => return Vec::new(),
            }
        }
        table.step(keys::ascii_key(key).code);
        Vec::new()
    }

    fn type_period(&mut self, key: KeyEvent, today: NaiveDate) -> Vec<Next> {
        let (Some(typed), Some(table)) = (&mut self.typed, &mut self.table) else { return Vec::new() };
        match key.code {
            KeyCode::Esc => self.typed = None,
            KeyCode::Backspace => {
                typed.pop();
            }
            KeyCode::Enter => match Period::parse(typed, today) {
                Ok(period) => {
                    self.typed = None;
                    return table.read(period);
                }
                Err(why) => return vec![Next::Say(why)],
            },
            _ => typed.extend(keys::typed(key)),
        }
        Vec::new()
    }

    pub fn paste(&mut self, text: &str) {
        if let Some(typed) = &mut self.typed {
            typed.push_str(&cells::clean_line(text));
        }
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme) {
        let head = Rect { height: area.height.min(1), ..area };
        let body = Rect { y: area.y + head.height, height: area.height - head.height, ..area };
        let Some(table) = &self.table else {
            frame.render_widget(Line::styled("报表  选一个,Enter打开", theme.strong()), head);
            self.menu.view(frame, body, theme, true);
            return;
        };
        if let Some(typed) = &self.typed {
            let text = format!("{} {}  期间:{typed}", table.report.id, table.report.title);
            frame.render_widget(Line::styled(text.clone(), theme.strong()), head);
            let x = area.x + u16::try_from(cells::width(&text)).unwrap_or(0);
            frame.set_cursor_position(Position::new(x.min(area.right().saturating_sub(1)), area.y));
        } else {
            report_table::title(table, frame, head, theme);
        }
        match &table.behind {
            Some(behind) => {
                let line = Rect { height: body.height.min(1), ..body };
                frame.render_widget(Line::styled(behind.title.clone(), theme.accent()), line);
                let rest = Rect { y: body.y + line.height, height: body.height - line.height, ..body };
                behind.list.view(frame, rest, theme, self.typed.is_none());
            }
            None => report_table::view(table, frame, body, theme, self.typed.is_none()),
        }
    }
}

impl Behind {
    fn query(&self, report: &'static Report) -> Effect {
        Effect::Load(Query::ReportCases {
            report: report.id,
            filter: self.filter.clone(),
            after: self.trail.last().copied().flatten(),
            limit: WINDOW,
        })
    }
}

impl Table {
    fn query(&self) -> Effect {
        Effect::Load(Query::Report { report: self.report.id, period: self.period, axis: self.axis })
    }

    fn read(&mut self, period: Period) -> Vec<Next> {
        let yearly = self.report.frequency == [reports::Kind::Year];
        self.period = if yearly { Period::of(reports::Kind::Year, period.from) } else { period };
        vec![Next::Do(self.query())]
    }

    fn turn(&mut self, by: isize) {
        let all = self.made.as_ref().map_or(1, |m| m.sheet.columns.len() - 1).max(1);
        self.column = (self.column + all).saturating_add_signed(by) % all;
    }

    fn turn_axis(&mut self) -> Vec<Next> {
        match self.report.by {
            By::Fixed(words) => vec![Next::Say(format!("这个报表固定按{words}统计"))],
            By::Choice(own) => {
                let at = Axis::ALL.iter().position(|a| *a == self.axis.unwrap_or(own)).unwrap_or(0);
                self.axis = Some(Axis::ALL[(at + 1) % Axis::ALL.len()]);
                vec![Next::Do(self.query())]
            }
        }
    }

    fn step(&mut self, code: KeyCode) {
        let last = self.made.as_ref().map_or(0, |m| m.sheet.rows.len().saturating_sub(1));
        let page = self.page.get().max(1);
        self.row = match code {
            KeyCode::Up => self.row.saturating_sub(1),
            KeyCode::Down => self.row + 1,
            KeyCode::PageUp => self.row.saturating_sub(page),
            KeyCode::PageDown => self.row + page,
            KeyCode::Home => 0,
            KeyCode::End => last,
            _ => self.row,
        }
        .min(last);
    }

    /// The selected figure: its words and what lies behind it.
    fn cell(&self) -> Option<(String, Filter)> {
        let made = self.made.as_ref()?;
        let (row, cell) = made.sheet.cell(self.row + 1, self.column + 1)?;
        let words = format!("{} {}:{}", row.label.trim(), made.sheet.columns[self.column + 1], cell.figure.words());
        Some((words, cell.behind.clone()?))
    }

    fn open_cell(&mut self) -> Vec<Next> {
        let Some((title, filter)) = self.cell() else {
            return vec![Next::Say("这一格背后没有案件:请选件次或人次的格".into())];
        };
        let mut list = List::new(CASES);
        list.empty = "没有案件";
        let behind = Behind { title, filter, trail: vec![None], list };
        let query = behind.query(self.report);
        self.behind = Some(behind);
        vec![Next::Do(query)]
    }

    fn definitions(&self) -> Vec<Next> {
        let Some(made) = &self.made else { return Vec::new() };
        let mut text = vec![made.unit_line(), String::new()];
        text.extend(made.definitions().iter().enumerate().map(|(i, d)| format!("{}. {d}", i + 1)));
        text.push(format!("依据 {}", self.report.basis));
        vec![Next::Show(Modal::Help(Help::new(self.report.title, text.join("\n"))))]
    }

    fn trend(&self) -> Vec<Next> {
        match self.cell() {
            Some((_, filter)) => {
                let query = Query::ReportTrend { report: self.report.id, period: self.period, axis: self.axis, filter };
                vec![Next::Do(Effect::Load(query))]
            }
            None => vec![Next::Say("这一格没有走势:请选件次或人次的格".into())],
        }
    }

    /// Asks for the file; what is written is what stands on the screen.
    fn export(&self) -> Vec<Next> {
        let Some(made) = self.made.as_ref().filter(|m| m.period == self.period) else {
            return vec![Next::Say("正在统计,统计好再导出".into())];
        };
        let purpose = Purpose::Report(Box::new(made.clone()));
        let draft = purpose.table().blank().with("path", reports::file::name(made));
        let label = format!("{} {}", self.report.id, made.period.label());
        vec![Next::Show(Modal::Form(Box::new(FormModal::new(purpose, draft, &label))))]
    }

    /// A trend, to be read.
    pub fn trend_box(title: &str, values: Vec<(String, i64)>, width: u16) -> Modal {
        let bars: Vec<(String, i64, String)> = values.into_iter().map(|(p, n)| (p, n, n.to_string())).collect();
        let room = usize::from(width).saturating_sub(32).clamp(10, 60);
        Modal::Help(Help::new(title, format!("最近12期件次\n\n{}", reports::bars(&bars, room).join("\n"))))
    }
}
