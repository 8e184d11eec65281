//! 查找: one line to type in, the hits below while typing.

use super::case_file::CaseFile;
use crate::desk::Hit;
use crate::domain::codes;
use crate::tui::model::Next;
use crate::tui::msg::{Effect, Query};
use crate::tui::theme::{Theme, Tone};
use crate::tui::widget::Edit;
use crate::tui::widget::input::Input;
use crate::tui::widget::table::{Column, List, ListEvent, Row, Window};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

const COLUMNS: &[Column] = &[
    // A whole case number: the year tells apart what bears the same serial.
    Column::new("案号", 26).grow(),
    Column::new("信访人", 6),
    Column::new("阶段", 14),
    Column::new("等级", 8).rank(3),
    Column::new("承办", 8).rank(1),
    Column::new("登记", 10).rank(2),
    Column::new("命中", 8).rank(1),
];

const HINT: &str = "案号、姓名、拼音首字母、证件、电话、尾号或概况中的词";

/// State of the screen.
#[derive(Debug)]
pub struct Find {
    input: Input,
    list: List<i64>,
}

impl Find {
    pub fn new() -> Self {
        let mut list = List::new(COLUMNS);
        list.empty = HINT;
        Self { input: Input::new("", 60), list }
    }

    pub fn loads(&self) -> Vec<Effect> {
        vec![Effect::Load(Query::Find(self.input.text().to_string()))]
    }

    /// Hits of an older query are dropped.
    pub fn set(&mut self, query: &str, hits: Vec<Hit>) {
        if query != self.input.text() {
            return;
        }
        self.list.empty =
            if query.trim().is_empty() { HINT } else { "没有找到;少写几个字,或换姓名、电话再试" };
        let rows = hits
            .into_iter()
            .map(|h| {
                Row::new(
                    h.case,
                    [
                        h.title,
                        h.petitioner,
                        h.stage.label().to_string(),
                        codes::label(codes::GRADE, &h.grade).to_string(),
                        h.handler,
                        h.opened.to_string(),
                        h.why,
                    ],
                )
                .tone(6, Tone::Dim)
            })
            .collect();
        self.list.set_window(Window { rows, has_before: false, has_after: false });
    }

    pub fn key(&mut self, key: KeyEvent) -> Vec<Next> {
        if key.code == KeyCode::Esc {
            return vec![Next::Back];
        }
        if matches!(key.code, KeyCode::Up | KeyCode::Down | KeyCode::PageUp | KeyCode::PageDown | KeyCode::Enter) {
            return match (self.list.update(key), self.list.selected()) {
                (ListEvent::Open, Some(id)) => vec![Next::Open(CaseFile::open(*id))],
                _ => Vec::new(),
            };
        }
        match self.input.update(key) {
            Edit::Changed => self.loads().into_iter().map(Next::Do).collect(),
            _ => Vec::new(),
        }
    }

    pub fn paste(&mut self, text: &str) -> Vec<Next> {
        self.input.paste(text);
        self.loads().into_iter().map(Next::Do).collect()
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme) {
        let top = Rect { height: area.height.min(1), ..area };
        frame.render_widget(Line::styled("查找", theme.strong()), top);
        if area.width > 8 {
            let field = Rect { x: area.x + 6, width: area.width - 6, ..top };
            self.input.view(frame, field, theme.style(Tone::Normal), true);
        }
        let rest = Rect { y: area.y + 2.min(area.height), height: area.height.saturating_sub(2), ..area };
        self.list.view(frame, rest, theme, false);
    }
}
