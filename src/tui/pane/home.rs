//! 前台: the desk with its four panes, all at once on a wide terminal, one at a time on a small one.

use super::deadlines::Deadlines;
use super::moves::move_menu;
use super::queue::Queue;
use super::registration::Registration;
use super::team::Team;
use crate::desk::{DraftRow, OverdueFilter};
use crate::domain::queue::{Step, TicketState};
use crate::domain::visit_table::VISIT;
use crate::tui::case_view::CaseView;
use crate::tui::form_modal::{FormModal, Purpose};
use crate::tui::keymap::{Action, Scope};
use crate::tui::model::{Choice, Modal, Next};
use crate::tui::msg::{Effect, Query, Wanted, Write};
use crate::tui::papers::{At, of_case};
use crate::tui::theme::Theme;
use crate::tui::widget::modal::{MenuItem, Modal as Dialog};
use crate::tui::widget::table::ListEvent;
use chrono::NaiveDateTime;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};

/// The panes, in the order of their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaneId {
    Queue,
    Registration,
    Team,
    Deadlines,
}

const PANES: [PaneId; 4] = [PaneId::Queue, PaneId::Registration, PaneId::Team, PaneId::Deadlines];

/// From this size all four panes are shown at once.
pub const WIDE: (u16, u16) = (120, 36);

/// State of the screen.
#[derive(Debug)]
pub struct Home {
    pub focus: PaneId,
    pub queue: Queue,
    pub registration: Registration,
    pub team: Team,
    pub deadlines: Deadlines,
    pub case: Option<CaseView>,
    pub drafts: Vec<DraftRow>,
    /// Drafts were offered once after login.
    offered: bool,
    blanks: u32,
}

impl Home {
    pub fn new(now: NaiveDateTime) -> Self {
        Self {
            focus: PaneId::Queue,
            queue: Queue::new(),
            registration: Registration::blank("new:0".to_string(), now),
            team: Team::new(),
            deadlines: Deadlines::new(),
            case: None,
            drafts: Vec::new(),
            offered: false,
            blanks: 0,
        }
    }

    /// What the screen reads when it opens, and again when another desk wrote.
    pub fn loads(&self) -> Vec<Effect> {
        let mut list = vec![Effect::Load(Query::Counts), Effect::Load(Query::Queue), Effect::Load(pressing())];
        if let Some(case) = &self.case {
            list.push(Effect::Load(Query::Case(case.case.id)));
            list.push(Effect::Load(Query::Candidates(case.case.id)));
        }
        list
    }

    pub fn scopes(&self) -> Vec<Scope> {
        match self.focus {
            PaneId::Registration if self.registration.form.proposal().is_some() => {
                vec![Scope::Proposal, Scope::Registration, Scope::Desk, Scope::Global]
            }
            PaneId::Registration => vec![Scope::Registration, Scope::Desk, Scope::Global],
            PaneId::Deadlines => vec![Scope::Deadlines, Scope::Desk, Scope::List, Scope::Global],
            PaneId::Queue => vec![Scope::Queue, Scope::Desk, Scope::List, Scope::Global],
            PaneId::Team => vec![Scope::Team, Scope::Desk, Scope::List, Scope::Global],
        }
    }

    pub fn act(&mut self, action: Action, now: NaiveDateTime) -> Vec<Next> {
        match action {
            Action::Save => {
                self.focus = PaneId::Registration;
                self.registration.finish(now)
            }
            Action::Moves if self.focus == PaneId::Queue => self.queue.menu().map(Next::Show).into_iter().collect(),
            Action::Moves => self.moves(),
            Action::NewVisitor => {
                let form = FormModal::new(Purpose::Take, Purpose::Take.table().blank(), "");
                vec![Next::Show(Modal::Form(Box::new(form)))]
            }
            Action::CallNext => self.call_next(),
            Action::Assign => {
                self.focus = PaneId::Team;
                Vec::new()
            }
            Action::Deadlines => {
                self.focus = PaneId::Deadlines;
                Vec::new()
            }
            Action::NextPane => self.turn(1),
            Action::PreviousPane => self.turn(3),
            Action::Pane(n) => {
                self.focus = PANES[usize::from(n) % 4];
                Vec::new()
            }
            Action::NewForm => {
                let next = self.registration.save_draft();
                let blank = self.blank(now);
                self.take_form(blank);
                next
            }
            Action::TakenDrafts => self.offer_drafts(),
            Action::Attach => self.registration.attach(),
            Action::TakeProposal => self.registration.take_proposal(now),
            Action::Extend => self.deadlines.extend(),
            Action::Pause => self.deadlines.pause(),
            Action::Open => self.open(),
            Action::Paper => self.paper(),
            Action::DayPaper => vec![Next::Do(Effect::Save(Write::Paper(Wanted::Day)))],
            _ => Vec::new(),
        }
    }

    /// One key: the paper of the pane.
    fn paper(&self) -> Vec<Next> {
        let hand = self.case.as_ref().map(|v| v.case.id);
        let (place, case) = match self.focus {
            PaneId::Queue => {
                return match self.queue.selected() {
                    Some(t) => vec![Next::Do(Effect::Save(Write::Paper(Wanted::Ticket(t.id))))],
                    None => vec![Next::Say("队列里没有号;来访人取号(F5)后再打印取号单".into())],
                };
            }
            PaneId::Registration => (Scope::Registration, self.registration.case.or(hand)),
            PaneId::Team => (Scope::Team, hand),
            PaneId::Deadlines => (Scope::Deadlines, self.deadlines.selected_case().or(hand)),
        };
        match case.and_then(|case| of_case(At::Place(place), case, None)) {
            Some(wanted) => vec![Next::Do(Effect::Save(Write::Paper(wanted)))],
            None => vec![Next::Say("先保存登记表(F2)或用F3打开一件案件,再打印".into())],
        }
    }

    fn turn(&mut self, by: usize) -> Vec<Next> {
        let at = PANES.iter().position(|p| *p == self.focus).unwrap_or(0);
        let next = if self.focus == PaneId::Registration { self.registration.save_draft() } else { Vec::new() };
        self.focus = PANES[(at + by) % 4];
        next
    }

    /// The visitor in hand is finished with, if saved; then the next is called.
    fn call_next(&mut self) -> Vec<Next> {
        let mut next = self.registration.save_draft();
        let serving = self.registration.ticket().and_then(|id| self.queue.ticket(id));
        if let Some(t) = serving.filter(|t| t.state == TicketState::Serving && self.registration.is_saved()) {
            next.push(Next::Do(Effect::Save(Write::Step(t.id, Step::Finish))));
        }
        next.push(Next::Do(Effect::Save(Write::CallNext)));
        next
    }

    /// F4: the moves of the case in hand, those not yet possible with what is missing.
    fn moves(&self) -> Vec<Next> {
        match &self.case {
            None => vec![Next::Say("先保存登记表(F2)或用F3打开一件案件".into())],
            Some(view) => vec![Next::Show(move_menu(view))],
        }
    }

    pub fn open(&mut self) -> Vec<Next> {
        match self.focus {
            PaneId::Queue => match self.queue.selected() {
                Some(t) if matches!(t.state, TicketState::Called | TicketState::Waiting) => {
                    vec![Next::Do(Effect::Save(Write::Step(t.id, Step::Serve)))]
                }
                Some(t) if t.state == TicketState::Held => {
                    vec![Next::Do(Effect::Save(Write::Step(t.id, Step::Return)))]
                }
                Some(t) => self.take_up(t.id),
                None => Vec::new(),
            },
            PaneId::Team => self.team.choose(),
            PaneId::Deadlines => match self.deadlines.selected_case() {
                Some(case) => vec![Next::Open(super::case_file::CaseFile::open(case))],
                None => self.deadlines.explain(),
            },
            PaneId::Registration => Vec::new(),
        }
    }

    pub fn key(&mut self, key: KeyEvent, now: NaiveDateTime) -> Vec<Next> {
        match self.focus {
            PaneId::Registration => {
                let mut next = self.registration.key(key, now);
                if next.iter().any(|n| matches!(n, Next::Back)) {
                    next.retain(|n| !matches!(n, Next::Back));
                    self.focus = PaneId::Queue;
                }
                next
            }
            PaneId::Team if key.code == KeyCode::Char(' ') || key.code == KeyCode::Char('\u{3000}') => {
                self.team.mark();
                Vec::new()
            }
            _ => {
                let list = match self.focus {
                    PaneId::Queue => &mut self.queue.list,
                    PaneId::Team => &mut self.team.list,
                    _ => &mut self.deadlines.list,
                };
                match list.update(key) {
                    ListEvent::Open => self.open(),
                    ListEvent::Ignored if key.code == KeyCode::Tab => self.turn(1),
                    ListEvent::Ignored if key.code == KeyCode::BackTab => self.turn(3),
                    _ => Vec::new(),
                }
            }
        }
    }

    /// Goes to the form of a ticket that is being served.
    pub fn take_up(&mut self, ticket: i64) -> Vec<Next> {
        if self.registration.ticket() == Some(ticket) {
            self.focus = PaneId::Registration;
            return Vec::new();
        }
        vec![Next::Do(Effect::Load(Query::EditTicket(ticket)))]
    }

    /// Puts another form in the pane; the case in hand goes with the old one.
    pub fn take_form(&mut self, form: Registration) {
        self.registration = form;
        self.focus = PaneId::Registration;
        self.set_case(None);
    }

    /// A form that is nobody's yet.
    fn blank(&mut self, now: NaiveDateTime) -> Registration {
        self.blanks += 1;
        Registration::blank(format!("new:{}-{}", now.format("%Y%m%d%H%M%S"), self.blanks), now)
    }

    /// The visitor has gone: the form goes with him. What was not saved stays a draft under his number.
    pub fn put_away(&mut self, ticket: i64, now: NaiveDateTime) -> Vec<Next> {
        if self.registration.ticket() != Some(ticket) {
            return Vec::new();
        }
        let mut next = self.registration.save_draft();
        if self.registration.dirty {
            next.push(Next::Say("未保存的内容留作草稿(Ctrl-D)".into()));
        }
        let blank = self.blank(now);
        self.take_form(blank);
        self.focus = PaneId::Queue;
        next
    }

    /// The form of a ticket that was called or is served: its draft, if there is one, else blank.
    pub fn serve(&mut self, ticket: &crate::desk::Ticket, now: NaiveDateTime) -> Vec<Next> {
        if self.registration.ticket() == Some(ticket.id) {
            self.focus = PaneId::Registration;
            return Vec::new();
        }
        let mut next = self.registration.save_draft();
        let mut form = Registration::for_ticket(ticket, now);
        let found = self.drafts.iter().find(|d| d.form == VISIT.name && d.subject == form.subject());
        if let Some(draft) = found {
            form.resume(draft.draft.clone());
            next.push(Next::Say(format!("已接回 {} 未保存的内容({})", ticket.number, draft.at.replace('T', " "))));
        }
        self.take_form(form);
        next.push(Next::Do(Effect::Load(self.registration.recall())));
        next
    }

    pub fn set_case(&mut self, case: Option<CaseView>) {
        self.team.set_case(case.as_ref().map(|c| (&c.case, c.team.as_slice())));
        self.deadlines.set_case(case.as_ref().map(|c| c.deadlines.as_slice()));
        self.case = case;
    }

    /// After login, drafts left behind are offered by visitor and time.
    pub fn set_drafts(&mut self, drafts: Vec<DraftRow>) -> Vec<Next> {
        self.drafts = drafts;
        if std::mem::replace(&mut self.offered, true) || self.drafts.is_empty() {
            return Vec::new();
        }
        self.offer_drafts()
    }

    fn offer_drafts(&mut self) -> Vec<Next> {
        let mine: Vec<(usize, &DraftRow)> =
            self.drafts.iter().enumerate().filter(|(_, d)| d.form == VISIT.name).collect();
        if mine.is_empty() {
            return vec![Next::Say("没有未保存的草稿".into())];
        }
        let items =
            mine.iter().map(|(_, d)| MenuItem::new(format!("{}  {}", d.at.replace('T', " "), d.label))).collect();
        let choices = mine.iter().map(|(i, _)| Choice::Draft(*i)).collect();
        vec![Next::Show(Modal::Menu(Dialog::menu("未保存的登记,选一份接着填(Esc以后再说,内容仍保留)", items), choices))]
    }

    /// Takes up a draft: the form as it was left, under the same subject.
    pub fn resume(&mut self, nth: usize, now: NaiveDateTime) -> Vec<Next> {
        let Some(row) = self.drafts.get(nth).cloned() else { return Vec::new() };
        let mut next = self.registration.save_draft();
        let (kind, id) = row.subject.split_once(':').unwrap_or(("", ""));
        let ticket = id.parse().ok().filter(|_| kind == "ticket").and_then(|id| self.queue.ticket(id).cloned());
        let mut form = match ticket {
            Some(ticket) => Registration::for_ticket(&ticket, now),
            None => Registration::blank(row.subject.clone(), now),
        };
        form.resume(row.draft);
        self.take_form(form);
        if let (true, Ok(visit)) = (kind == "visit", id.parse()) {
            next.push(Next::Do(Effect::Load(Query::Edit(visit))));
        }
        next.push(Next::Do(Effect::Load(self.registration.recall())));
        next
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme, now: NaiveDateTime) {
        let titles = [
            format!(" 1 来访队列 {} ", self.queue.waiting()),
            format!(" 2 {} ", self.registration.title()),
            format!(
                " 3 专调小组{} ",
                self.case
                    .as_ref()
                    .map_or(String::new(), |c| format!(" {}", crate::domain::number::short(&c.case.title())))
            ),
            format!(" 4 期限{} ", if self.case.is_some() { " 本案" } else { " 全部临近" }),
        ];
        if area.width >= WIDE.0 && area.height + 3 >= WIDE.1 {
            let [left, middle, right] =
                Layout::horizontal([Constraint::Length(30), Constraint::Fill(1), Constraint::Length(40)])
                    // Without borders the columns need a gap.
                    .spacing(if theme.plain { 2 } else { 0 })
                    .areas(area);
            let [team, deadlines] =
                Layout::vertical([Constraint::Percentage(50), Constraint::Percentage(50)]).areas(right);
            for (pane, place, title) in [
                (PaneId::Queue, left, &titles[0]),
                (PaneId::Registration, middle, &titles[1]),
                (PaneId::Team, team, &titles[2]),
                (PaneId::Deadlines, deadlines, &titles[3]),
            ] {
                self.pane(pane, frame, place, theme, title, now);
            }
            return;
        }
        let [tabs, rest] = Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]).areas(area);
        let mut x = tabs.x;
        for (pane, title) in PANES.iter().zip(&titles) {
            let style = if *pane == self.focus { theme.accent() } else { theme.dim() };
            let room = usize::from(tabs.right().saturating_sub(x));
            let text = crate::tui::cells::truncate(title, room);
            let width = u16::try_from(crate::tui::cells::width(&text)).unwrap_or(0);
            frame.buffer_mut().set_stringn(x, tabs.y, &text, room, style);
            x = x.saturating_add(width);
        }
        self.pane(self.focus, frame, rest, theme, "", now);
    }

    fn pane(&self, pane: PaneId, frame: &mut Frame, area: Rect, theme: &Theme, title: &str, now: NaiveDateTime) {
        let focused = pane == self.focus;
        let block = theme.pane(title, focused);
        let inner = block.inner(area);
        frame.render_widget(block, area);
        match pane {
            PaneId::Queue => self.queue.view(frame, inner, theme, focused),
            PaneId::Registration => self.registration.view(frame, inner, theme, focused, now),
            PaneId::Team => self.team.view(frame, inner, theme, focused),
            PaneId::Deadlines => self.deadlines.view(frame, inner, theme, focused),
        }
    }
}

/// The deadlines that press most, for the pane without a case.
pub fn pressing() -> Query {
    Query::Overdue {
        filter: OverdueFilter { within_days: 7, ..OverdueFilter::default() },
        from: None,
        backwards: false,
    }
}
