//! 在办案件: the open cases, newest first, fetched window by window.

use super::case_file::CaseFile;
use crate::desk::{CaseFilter, CaseRow, Page};
use crate::domain::case::Stage;
use crate::domain::codes;
use crate::tui::model::Next;
use crate::tui::msg::{Effect, Query};
use crate::tui::theme::Theme;
use crate::tui::widget::table::{Column, List, ListEvent, Row, Window};
use crate::tui::{cells, keys};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

const COLUMNS: &[Column] = &[
    Column::new("案号", 9),
    Column::new("信访人", 8),
    Column::new("阶段", 14),
    Column::new("等级", 8).rank(3),
    Column::new("承办", 8).rank(1),
    Column::new("登记", 10).rank(2),
    Column::new("诉求", 10).grow().rank(4),
    Column::new("网点", 26).rank(5),
];

/// The lists that Tab goes through.
const LISTS: [&str; 6] = ["全部在办", "待评析", "待委托", "待指派", "我经手的", "含已结"];

fn filter(list: usize) -> CaseFilter {
    let open = CaseFilter { open_only: true, ..CaseFilter::default() };
    match list {
        1 => CaseFilter { stage: Some(Stage::Assessing), ..open },
        2 => CaseFilter { stage: Some(Stage::Accepted), ..open },
        3 => CaseFilter { stage: Some(Stage::Entrusted), ..open },
        4 => CaseFilter { mine: true, ..open },
        5 => CaseFilter::default(),
        _ => open,
    }
}

/// Where a case lies; when that is not where it was taken in, both.
fn lies(c: &CaseRow) -> String {
    if c.intake == c.station { c.station.clone() } else { format!("{}>{}", c.intake, c.station) }
}

/// State of the screen.
#[derive(Debug)]
pub struct Cases {
    /// Which of [`LISTS`].
    shown: usize,
    /// Where the window begins, to read the same one again when another desk wrote.
    from: (Option<CaseRow>, bool),
    rows: Vec<CaseRow>,
    list: List<i64>,
}

impl Cases {
    /// The list of open cases; for who assesses, of those that wait for it (方案五(二)).
    pub fn new(assesses: bool) -> Self {
        let mut list = List::new(COLUMNS);
        list.empty = "这一类没有案件;Tab换一类";
        Self { shown: usize::from(assesses), from: (None, false), rows: Vec::new(), list }
    }

    pub fn loads(&self) -> Vec<Effect> {
        vec![Effect::Load(Query::Counts), Effect::Load(self.query())]
    }

    fn query(&self) -> Query {
        let (from, backwards) = self.from.clone();
        Query::Cases { filter: filter(self.shown), from, backwards }
    }

    /// The next list, or the one before.
    pub fn turn(&mut self, backwards: bool) -> Vec<Next> {
        let by = if backwards { LISTS.len() - 1 } else { 1 };
        self.show((self.shown + by) % LISTS.len())
    }

    fn show(&mut self, list: usize) -> Vec<Next> {
        self.shown = list;
        self.from = (None, false);
        self.rows.clear();
        self.list.set_window(Window::default());
        vec![Next::Do(Effect::Load(self.query()))]
    }

    pub fn set(&mut self, page: Page<CaseRow>, backwards: bool) {
        self.rows = page.rows;
        let rows = self
            .rows
            .iter()
            .map(|c| {
                Row::new(
                    c.id,
                    [
                        c.short.clone(),
                        c.petitioner.clone(),
                        c.stage.label().to_string(),
                        codes::label(codes::GRADE, &c.grade).to_string(),
                        c.handler.clone(),
                        c.opened.to_string(),
                        c.gist.clone(),
                        lies(c),
                    ],
                )
            })
            .collect();
        let fresh = self.list.selected().is_none_or(|id| !self.rows.iter().any(|r| r.id == *id));
        self.list.set_window(Window { rows, has_before: page.before, has_after: page.after });
        let edge = if backwards { self.rows.last() } else { self.rows.first() };
        if let Some(row) = edge.filter(|_| fresh) {
            self.list.select(&row.id);
        }
    }

    pub fn key(&mut self, key: KeyEvent) -> Vec<Next> {
        if key.code == KeyCode::Esc {
            return vec![Next::Back];
        }
        if let KeyCode::Char(c @ '1'..='6') = keys::ascii_key(key).code {
            return self.show(c as usize - '1' as usize);
        }
        let (from, backwards) = match self.list.update(key) {
            ListEvent::Open => {
                return self.list.selected().map(|id| Next::Open(CaseFile::open(*id))).into_iter().collect();
            }
            ListEvent::NeedAfter => (self.rows.last(), false),
            ListEvent::NeedBefore => (self.rows.first(), true),
            _ => return Vec::new(),
        };
        self.from = (from.cloned(), backwards);
        vec![Next::Do(Effect::Load(self.query()))]
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme) {
        let mut x = area.x;
        for (i, name) in LISTS.iter().enumerate() {
            let text = format!("{}{name}  ", i + 1);
            let text = if i == self.shown { format!("[{}] ", text.trim_end()) } else { text };
            let style = if i == self.shown { theme.accent() } else { theme.dim() };
            if x < area.right() && area.height > 0 {
                frame.buffer_mut().set_stringn(x, area.y, &text, usize::from(area.right() - x), style);
            }
            x = x.saturating_add(u16::try_from(cells::width(&text)).unwrap_or(0));
        }
        let top = area.height.min(1);
        self.list.view(frame, Rect { y: area.y + top, height: area.height - top, ..area }, theme, true);
    }
}
