//! 在办案件: the open cases, newest first, fetched window by window.

use super::case_file::CaseFile;
use crate::desk::{CaseFilter, CaseRow, Page};
use crate::domain::codes;
use crate::tui::model::Next;
use crate::tui::msg::{Effect, Query};
use crate::tui::theme::Theme;
use crate::tui::widget::table::{Column, List, ListEvent, Row, Window};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

const COLUMNS: &[Column] = &[
    Column::new("案号", 14),
    Column::new("信访人", 8),
    Column::new("阶段", 14),
    Column::new("等级", 8).rank(3),
    Column::new("承办", 8).rank(1),
    Column::new("登记", 10).rank(2),
    Column::new("诉求", 10).grow().rank(4),
];

/// State of the screen.
#[derive(Debug)]
pub struct Cases {
    filter: CaseFilter,
    rows: Vec<CaseRow>,
    list: List<i64>,
}

impl Cases {
    pub fn new() -> Self {
        let filter = CaseFilter { open_only: true, ..CaseFilter::default() };
        Self { filter, rows: Vec::new(), list: List::new(COLUMNS) }
    }

    pub fn loads(&self) -> Vec<Effect> {
        vec![Effect::Load(Query::Cases { filter: self.filter, from: None, backwards: false })]
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
                        c.title.clone(),
                        c.petitioner.clone(),
                        c.stage.label().to_string(),
                        codes::label(codes::GRADE, &c.grade).to_string(),
                        c.handler.clone(),
                        c.opened.to_string(),
                        c.gist.clone(),
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
        let more = |from: Option<&CaseRow>, backwards| {
            let filter = self.filter;
            vec![Next::Do(Effect::Load(Query::Cases { filter, from: from.cloned(), backwards }))]
        };
        match self.list.update(key) {
            ListEvent::Open => self.list.selected().map(|id| Next::Open(CaseFile::open(*id))).into_iter().collect(),
            ListEvent::NeedAfter => more(self.rows.last(), false),
            ListEvent::NeedBefore => more(self.rows.first(), true),
            _ => Vec::new(),
        }
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme) {
        self.list.view(frame, area, theme, true);
    }
}
