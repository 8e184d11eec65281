//! 类案: the page of a case file that lists cases like it; below the list, the ground of the one in hand.

use crate::desk::{Like, Similar};
use crate::domain::codes;
use crate::tui::cells;
use crate::tui::theme::Theme;
use crate::tui::widget::table::{Column, List, ListEvent, Row, Window};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

const COLUMNS: &[Column] = &[
    Column::new("案号", 9),
    Column::new("相近", 4).right(),
    Column::new("诉求", 14).grow(),
    Column::new("类型", 14).rank(3),
    Column::new("单位", 20).rank(5),
    Column::new("怎样结的", 16).rank(1),
    Column::new("天数", 4).right().rank(2),
    Column::new("相同", 13).rank(4),
];

/// Rows kept below the list for the case in hand.
const GROUND: u16 = 4;

/// State of the page.
#[derive(Debug)]
pub struct Likes {
    similar: Option<Similar>,
    /// Why nothing can be compared, "" when it can.
    barred: String,
    list: List<i64>,
}

impl Likes {
    pub fn new() -> Self {
        let mut list = List::new(COLUMNS);
        list.empty = "没有相近的案件";
        Self { similar: None, barred: String::new(), list }
    }

    /// Whether nobody has looked yet.
    pub fn is_unasked(&self) -> bool {
        self.similar.is_none() && self.barred.is_empty()
    }

    pub fn set_barred(&mut self, why: String) {
        self.barred = why;
    }

    pub fn set(&mut self, similar: Similar) {
        let row = |l: &Like| {
            let days = l.days.map_or_else(String::new, |d| d.to_string());
            let dispute = codes::label(codes::DISPUTE, &l.dispute).to_string();
            let cells =
                [l.short.clone(), format!("{}%", l.alike), l.gist.clone(), dispute, l.unit.clone(), ending(l), days];
            Row::new(l.case, cells.into_iter().chain([l.same.join(" ")]))
        };
        let rows = similar.likes.iter().map(row).collect();
        self.list.set_window(Window { rows, has_before: false, has_after: false });
        self.similar = Some(similar);
    }

    /// The case that is to be opened.
    pub fn key(&mut self, key: KeyEvent) -> Option<i64> {
        match self.list.update(key) {
            ListEvent::Open => self.list.selected().copied(),
            _ => None,
        }
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme) {
        let line = |y: u16| Rect { y, height: 1, ..area }.intersection(area);
        let width = usize::from(area.width);
        let Some(similar) = &self.similar else {
            let text = if self.barred.is_empty() { "正在比对.." } else { &self.barred };
            for (y, part) in (area.y..area.bottom()).zip(cells::wrap(text, width)) {
                frame.render_widget(Line::raw(part), line(y));
            }
            return;
        };
        if !similar.likes.is_empty() {
            let text = cells::truncate(&similar.ended.words(), width);
            frame.render_widget(Line::styled(text, theme.strong()), line(area.y));
        }
        let ground = GROUND.min(area.height.saturating_sub(4));
        let list = Rect { y: area.y + 1, height: area.height.saturating_sub(1 + ground), ..area }.intersection(area);
        self.list.view(frame, list, theme, true);
        let chosen = self.list.selected().and_then(|id| similar.likes.iter().find(|l| l.case == *id));
        let Some(like) = chosen else { return };
        let mut lines = vec![
            format!("{}  {}", like.title, if like.unit.is_empty() { "单位未填" } else { &like.unit }),
            format!("相同的词  {}", or_none(&like.words.join("、"))),
            format!("依据  {}", or_none(&like.basis.join(";"))),
        ];
        if !like.way.is_empty() {
            lines.push(format!("去向  {}", like.way));
        }
        for (i, text) in lines.iter().enumerate().take(usize::from(ground)) {
            let y = area.bottom() - ground + i as u16;
            let style = if i == 0 { theme.accent() } else { ratatui::style::Style::new() };
            frame.render_widget(Line::styled(cells::truncate(text, width), style), line(y));
        }
    }
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "没有记录" } else { text }
}

/// How it ended, else where it stands.
fn ending(like: &Like) -> String {
    if like.outcome.is_empty() {
        return like.stage.label().to_string();
    }
    codes::label(codes::OUTCOME, &like.outcome).to_string()
}
