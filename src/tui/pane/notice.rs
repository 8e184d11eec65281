//! A home for roles whose work has no screen yet: says what they may do and which keys hold.

use crate::tui::cells;
use crate::tui::msg::{Effect, Query};
use crate::tui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

/// The words of the screen.
#[derive(Debug)]
pub struct Notice(pub &'static str);

/// 财务 sees no case; payments come from approved claims only (权限表).
pub const FINANCE: &str =
    "财务的工作是支付登记,不查看案件内容。\n支付登记的画面还没有启用。\n\nF1 帮助   F10 锁屏   Ctrl-Q 退出";

impl Notice {
    pub fn loads(&self) -> Vec<Effect> {
        vec![Effect::Load(Query::Counts)]
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, _theme: &Theme) {
        let lines = self.0.lines().flat_map(|l| cells::wrap(l, usize::from(area.width.saturating_sub(4))));
        for (y, line) in (area.y + 1..area.bottom()).zip(lines) {
            frame.render_widget(
                Line::raw(line),
                Rect { x: area.x + 2, y, width: area.width.saturating_sub(4), height: 1 },
            );
        }
        frame.set_cursor_position(Position::new(area.x, area.y));
    }
}
