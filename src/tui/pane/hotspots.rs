//! 热点: what rises in a month, the rule beneath, and the cases behind each line.

use super::case_file::CaseFile;
use crate::desk::{CaseRow, HOTSPOT_RULE, Hotspots, Rise};
use crate::domain::codes;
use crate::tui::cells;
use crate::tui::keymap::Action;
use crate::tui::model::{Next, Screen};
use crate::tui::msg::{Effect, Query};
use crate::tui::theme::Theme;
use crate::tui::widget::table::{Column, List, Row, Window};
use chrono::{Datelike, Months, NaiveDate};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

const RISES: &[Column] = &[
    Column::new("类", 4),
    Column::new("内容", 24).grow(),
    Column::new("本期", 5).right(),
    Column::new("上期", 5).right(),
    Column::new("去年同期", 8).right(),
    Column::new("倍数", 8).right(),
];

const CASES: &[Column] = &[
    Column::new("案号", 9),
    Column::new("阶段", 14),
    Column::new("等级", 8).rank(3),
    Column::new("承办", 8).rank(1),
    Column::new("登记", 10).rank(2),
    Column::new("诉求", 20).grow(),
];

/// State of the screen.
#[derive(Debug)]
pub struct HotspotPane {
    /// First day of the month.
    month: NaiveDate,
    spots: Option<Hotspots>,
    list: List<usize>,
    /// The line whose cases are shown.
    behind: Option<(String, List<i64>)>,
}

impl HotspotPane {
    pub fn open(today: NaiveDate) -> Screen {
        let mut list = List::new(RISES);
        list.empty = "没有明显上升的单位、属地、类型和词语";
        let month = today.with_day(1).unwrap_or(today);
        Screen::Hotspots(Box::new(Self { month, spots: None, list, behind: None }))
    }

    pub fn loads(&self) -> Vec<Effect> {
        let mut all = vec![Effect::Load(Query::Counts)];
        // It stands as it was made: others write all day long.
        all.extend(self.spots.is_none().then_some(Effect::Load(Query::Hotspots(self.month))));
        all
    }

    pub fn set(&mut self, spots: Hotspots) {
        let row = |(i, r): (usize, &Rise)| {
            let numbers = [r.now, r.before, r.year_ago].map(|n| n.to_string());
            let [now, before, year_ago] = numbers;
            Row::new(i, [r.group.label().to_string(), r.label.clone(), now, before, year_ago, r.ratio()])
        };
        let rows = spots.rises.iter().enumerate().map(row).collect();
        self.list.set_window(Window { rows, has_before: false, has_after: false });
        self.spots = Some(spots);
    }

    pub fn set_cases(&mut self, rows: &[CaseRow]) {
        let Some((_, list)) = &mut self.behind else { return };
        let row = |c: &CaseRow| {
            let grade = codes::label(codes::GRADE, &c.grade);
            let opened = c.opened.to_string();
            Row::new(c.id, [c.short.as_str(), c.stage.label(), grade, c.handler.as_str(), &opened, c.gist.as_str()])
        };
        list.set_window(Window { rows: rows.iter().map(row).collect(), has_before: false, has_after: false });
    }

    fn turn(&mut self, month: Option<NaiveDate>, today: NaiveDate) -> Vec<Next> {
        let Some(month) = month.filter(|m| *m <= today) else {
            return vec![Next::Say("后面的月份还没有到".into())];
        };
        self.month = month;
        vec![Next::Do(Effect::Load(Query::Hotspots(month)))]
    }

    pub fn act(&mut self, action: Action, today: NaiveDate) -> Vec<Next> {
        if let Some((_, list)) = &self.behind {
            return match action {
                Action::Open => list.selected().map(|id| Next::Open(CaseFile::open(*id))).into_iter().collect(),
                Action::Back => {
                    self.behind = None;
                    Vec::new()
                }
                _ => Vec::new(),
            };
        }
        match action {
            Action::Back => vec![Next::Back],
            Action::Earlier => self.turn(self.month.checked_sub_months(Months::new(1)), today),
            Action::Later => self.turn(self.month.checked_add_months(Months::new(1)), today),
            Action::Open => {
                let rises = self.spots.as_ref().map_or(&[][..], |s| &s.rises);
                let Some(rise) = self.list.selected().and_then(|i| rises.get(*i)) else { return Vec::new() };
                let title = format!("{} {}  本期{}件 上期{}件", rise.group.label(), rise.label, rise.now, rise.before);
                self.behind = Some((title, List::new(CASES)));
                vec![Next::Do(Effect::Load(Query::HotspotCases(rise.cases.clone())))]
            }
            _ => Vec::new(),
        }
    }

    pub fn key(&mut self, key: KeyEvent) -> Vec<Next> {
        match &mut self.behind {
            Some((_, list)) => list.update(key),
            None => self.list.update(key),
        };
        Vec::new()
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme) {
        let width = usize::from(area.width);
        let head = Rect { height: area.height.min(1), ..area };
        let text = match &self.spots {
            Some(spots) => format!("热点  {}", spots.head()),
            None => "热点".to_string(),
        };
        frame.render_widget(Line::styled(cells::truncate(&text, width), theme.strong()), head);
        let body = Rect { y: area.y + head.height, height: area.height - head.height, ..area };
        if let Some((title, list)) = &self.behind {
            let line = Rect { height: body.height.min(1), ..body };
            frame.render_widget(Line::styled(cells::truncate(title, width), theme.accent()), line);
            let rest = Rect { y: body.y + line.height, height: body.height - line.height, ..body };
            list.view(frame, rest, theme, true);
            return;
        }
        let rule: Vec<String> = HOTSPOT_RULE.iter().flat_map(|line| cells::wrap(line, width)).collect();
        let foot = u16::try_from(rule.len()).unwrap_or(0).min(body.height / 2);
        self.list.view(frame, Rect { height: body.height - foot, ..body }, theme, true);
        for (y, line) in (body.bottom() - foot..body.bottom()).zip(rule) {
            frame.render_widget(Line::styled(line, theme.dim()), Rect { y, height: 1, ..body });
        }
    }
}
