//! 来访队列: who waits, who is served, and for how long. In public a visitor is a number.

use crate::desk::Ticket;
use crate::domain::codes;
use crate::domain::queue::{STEPS, Step, TicketState, waiting_words};
use crate::tui::cells;
use crate::tui::model::{Choice, Modal};
use crate::tui::msg::Wanted;
use crate::tui::theme::{Theme, Tone};
use crate::tui::widget::modal::{MenuItem, Modal as Dialog};
use crate::tui::widget::table::{Column, List, Row, Window};
use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

const COLUMNS: &[Column] = &[
    Column::new("号", 4),
    Column::new("来访", 6).grow(),
    Column::new("状态", 6),
    Column::new("等候", 7).right().rank(1),
];

/// State of the pane.
#[derive(Debug)]
pub struct Queue {
    tickets: Vec<Ticket>,
    pub list: List<i64>,
    /// The ticket just dealt with: the selection goes there when the list comes.
    pub wanted: Option<i64>,
}

impl Queue {
    pub fn new() -> Self {
        let mut list = List::new(COLUMNS);
        list.empty = "没有人等候;F5 取号";
        Self { tickets: Vec::new(), list, wanted: None }
    }

    pub fn set(&mut self, tickets: Vec<Ticket>, now: NaiveDateTime) {
        self.tickets = tickets;
        self.remeasure(now);
        if let Some(id) = self.wanted.take() {
            self.list.select(&id);
        }
    }

    /// Waiting times go on with the clock.
    pub fn remeasure(&mut self, now: NaiveDateTime) {
        let rows = self.tickets.iter().map(|t| row(t, now)).collect();
        self.list.set_window(Window { rows, has_before: false, has_after: false });
    }

    /// `候5号11人`: who waits to be called.
    pub fn waiting(&self) -> String {
        let waiting = self.tickets.iter().filter(|t| t.state == TicketState::Waiting);
        let (numbers, people) = waiting.fold((0, 0), |(n, p), t| (n + 1, p + t.people.max(1)));
        format!("候{numbers}号{people}人")
    }

    /// A visitor called to `window` who has not come and is not dealt with otherwise.
    pub fn not_come(&self, window: &str, but: i64) -> Option<&Ticket> {
        self.tickets.iter().find(|t| t.state == TicketState::Called && t.window == window && t.id != but)
    }

    pub fn selected(&self) -> Option<&Ticket> {
        let id = self.list.selected()?;
        self.tickets.iter().find(|t| t.id == *id)
    }

    pub fn ticket(&self, id: i64) -> Option<&Ticket> {
        self.tickets.iter().find(|t| t.id == id)
    }

    /// The steps the selected ticket may take.
    pub fn menu(&self) -> Option<Modal> {
        let ticket = self.selected()?;
        let mut items = Vec::new();
        let mut choices = Vec::new();
        for row in STEPS.iter().filter(|r| r.step != Step::Call && r.from.contains(&ticket.state)) {
            items.push(MenuItem::new(row.label));
            choices.push(if row.step == Step::Serve {
                Choice::Serve(ticket.id)
            } else {
                Choice::Step(ticket.id, row.step)
            });
        }
        items.push(MenuItem::new("打印取号单"));
        choices.push(Choice::Make(Wanted::Ticket(ticket.id)));
        Some(Modal::Menu(Dialog::menu(format!("{} {}", ticket.number, describe(ticket)), items), choices))
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme, focused: bool) {
        // In a narrow column the needs of the selected visitor have a place of their own.
        let whole = self.selected().map(|t| (t, describe(t))).filter(|(_, d)| cells::width(d) + 26 > area.width.into());
        let Some((ticket, words)) = whole.filter(|_| area.height > 8) else {
            self.list.view(frame, area, theme, focused);
            return;
        };
        let lines = cells::wrap(&format!("{} {words}", ticket.number), area.width.into());
        let foot = u16::try_from(lines.len().min(3)).unwrap_or(3);
        for (y, line) in (area.bottom() - foot..).zip(lines.into_iter().take(3)) {
            frame.render_widget(Line::styled(line, theme.accent()), Rect { y, height: 1, ..area });
        }
        self.list.view(frame, Rect { height: area.height - foot, ..area }, theme, focused);
    }
}

/// Who it is, without a name: joint visits, proxies, needs.
fn describe(t: &Ticket) -> String {
    let mut words = Vec::new();
    if t.people > 1 {
        words.push(format!("{}人{}", t.people, if t.people >= 5 { "集体" } else { "" }));
    }
    if !t.proxy_for.is_empty() {
        words.push("代访".to_string());
    }
    if !t.priority.is_empty() {
        words.push(format!("优先:{}", codes::label(codes::PRIORITY, &t.priority)));
    }
    if !matches!(t.language.as_str(), "" | "1") {
        words.push(codes::label(codes::LANGUAGE, &t.language).to_string());
    }
    if t.interpreter_needed {
        words.push("需翻译".to_string());
    }
    words.join(" ")
}

fn row(t: &Ticket, now: NaiveDateTime) -> Row<i64> {
    let since = match t.state {
        TicketState::Serving => t.served_at.unwrap_or(t.taken_at),
        _ => t.taken_at,
    };
    let waited = waiting_words((now - since).num_minutes());
    let tone = match t.state {
        TicketState::Serving => Tone::Accent,
        TicketState::Called => Tone::Strong,
        TicketState::Held => Tone::Dim,
        _ => Tone::Normal,
    };
    Row::new(t.id, [t.number.clone(), describe(t), t.state.label().to_string(), waited]).tone(2, tone)
}
