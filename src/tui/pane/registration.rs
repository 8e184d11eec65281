//! 登记: the form of a visit, the earlier visits it recalls, and the draft that is always on disk.

use crate::desk::{Earlier, Ticket};
use crate::domain::visit;
use crate::domain::visit_table::VISIT;
use crate::store::visit::Stored;
use crate::tui::cells;
use crate::tui::model::{Modal, Next};
use crate::tui::msg::{ChoiceItem, Effect, Query};
use crate::tui::theme::Theme;
use crate::tui::widget::form::{Form, FormEvent};
use crate::tui::widget::help::Help;
use crate::validation::date::canonical_time;
use crate::validation::{Draft, Problem, identity};
use chrono::NaiveDateTime;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

mod saving;

/// State of the pane.
#[derive(Debug)]
pub struct Registration {
    pub form: Form,
    /// The stored visit and its rev, once saved.
    visit: Option<(i64, i64)>,
    pub case: Option<i64>,
    ticket: Option<i64>,
    ticket_number: String,
    /// For whom the visitor came, as told when the number was taken.
    proxy_for: String,
    attach: Option<i64>,
    earlier: Vec<Earlier>,
    /// What 登记 still asks for, told by the last save.
    missing: Vec<Problem>,
    subject: String,
    unsaved: bool,
    /// What the store held when this form last read or wrote it.
    base: Draft,
    /// Another desk saved first: the next reading is compared with what stands here.
    pub overtaken: bool,
    /// What the number in the form says of sex, birth and origin.
    told: Draft,
    /// Typed since the last save to the case.
    pub dirty: bool,
    /// The narrative for which proposals were last asked.
    proposed_for: String,
}

/// A blank form with the day and time it was begun.
fn begun(now: NaiveDateTime) -> Draft {
    let today = now.date().to_string();
    VISIT
        .blank()
        .with("visited_at", canonical_time(now))
        .with("petitioned_on", today.clone())
        .with("registered_on", today)
}

/// What the identity number of a draft says.
fn told(draft: &Draft) -> Draft {
    let mut said = Draft::default();
    let number = crate::validation::text::fold_width(draft.get("document_no"));
    if let Some(facts) = identity::facts(number.trim()) {
        said.set("sex", facts.sex.code());
        said.set("birth", facts.birth.to_string());
        said.set("household", facts.division.unwrap_or_default());
    }
    said
}

/// What proposals are drawn from: the narrative and the category, without which nothing is proposed.
fn narrative(draft: &Draft) -> String {
    ["gist", "summary", "claims", "facts", "category"].map(|key| draft.get(key)).join("\n")
}

impl Registration {
    /// An empty form that belongs to nobody yet; `subject` keeps its draft apart from all others.
    pub fn blank(subject: String, now: NaiveDateTime) -> Self {
        Self::over(begun(now), subject)
    }

    fn over(draft: Draft, subject: String) -> Self {
        Self {
            told: told(&draft),
            base: draft.clone(),
            overtaken: false,
            form: Form::new(&VISIT, draft, None),
            visit: None,
            case: None,
            ticket: None,
            ticket_number: String::new(),
            proxy_for: String::new(),
            attach: None,
            earlier: Vec::new(),
            missing: Vec::new(),
            subject,
            unsaved: false,
            dirty: false,
            proposed_for: String::new(),
        }
    }

    /// The form of a visitor who was called, with what the ticket says.
    pub fn for_ticket(ticket: &Ticket, now: NaiveDateTime) -> Self {
        let mut draft = begun(now);
        draft.set("name", ticket.name.clone());
        // The ticket holds a document or a telephone, whichever was told.
        let number = if identity::facts(&ticket.document_no).is_some() { "document_no" } else { "phone" };
        draft.set(number, ticket.document_no.clone());
        visit::fill(&mut draft, now.date());
        draft.set("people", ticket.people.to_string());
        draft.set("involved", ticket.people.to_string());
        draft.set("language", ticket.language.clone());
        draft.set("interpreter_needed", if ticket.interpreter_needed { "1" } else { "" });
        let mut pane = Self::over(draft, format!("ticket:{}", ticket.id));
        pane.ticket = Some(ticket.id);
        pane.ticket_number = ticket.number.clone();
        pane.proxy_for = ticket.proxy_for.clone();
        pane
    }

    /// A stored visit, to go on with.
    pub fn edit(stored: Stored) -> Self {
        let mut pane = Self::over(stored.draft, format!("visit:{}", stored.id));
        pane.visit = Some((stored.id, stored.rev));
        pane.case = Some(stored.case);
        pane.ticket = stored.ticket;
        pane
    }

    /// A draft of a visit that another desk saved since: what differs is told, what is blank here is taken.
    pub fn differs(&mut self, stored: &Draft) -> Next {
        let opening = "这份草稿之后,别处保存过这次来访。核对后再按F2保存。";
        self.merged(&Draft::default(), stored, "草稿与已保存内容的不同", opening)
    }

    /// Takes over what only they changed since `base`, and tells of the rest.
    fn merged(&mut self, base: &Draft, theirs: &Draft, title: &str, opening: &str) -> Next {
        let merge = super::merge::merge(&VISIT, base, theirs, self.form.draft());
        for (key, value) in &merge.taken {
            self.form.set(key, value.clone());
        }
        let lines = if merge.lines.is_empty() { "内容没有分歧".to_string() } else { merge.lines.join("\n") };
        Next::Show(Modal::Help(Help::new(title, format!("{opening}\n\n{lines}"))))
    }

    /// A draft from the disk.
    pub fn resume(&mut self, draft: Draft) {
        self.told = told(&draft);
        self.form = Form::new(&VISIT, draft, None);
        self.dirty = true;
    }

    pub fn ticket(&self) -> Option<i64> {
        self.ticket
    }
    pub fn subject(&self) -> &str {
        &self.subject
    }
    pub fn is_saved(&self) -> bool {
        self.visit.is_some()
    }

    pub fn key(&mut self, key: KeyEvent, now: NaiveDateTime) -> Vec<Next> {
        let events = self.form.update(key, now);
        self.after(events, now)
    }

    pub fn paste(&mut self, text: &str, now: NaiveDateTime) -> Vec<Next> {
        let events = self.form.paste(text, now);
        self.after(events, now)
    }

    fn after(&mut self, events: Vec<FormEvent>, now: NaiveDateTime) -> Vec<Next> {
        let mut next = Vec::new();
        for event in events {
            match event {
                FormEvent::Changed(key) => {
                    self.unsaved = true;
                    self.dirty = true;
                    if matches!(key, "document_no" | "birth" | "name") {
                        let mut draft = self.form.draft().clone();
                        self.take_back(&mut draft);
                        visit::fill(&mut draft, now.date());
                        if !draft.has("birth") {
                            draft.set("age", "");
                        }
                        self.told = told(&draft);
                        for key in ["sex", "birth", "household", "age"] {
                            if draft.get(key) != self.form.draft().get(key) {
                                self.form.set(key, draft.get(key).to_string());
                            }
                        }
                    }
                    if matches!(key, "name" | "document_no" | "phone") {
                        next.push(Next::Do(Effect::Load(self.recall())));
                    }
                }
                FormEvent::Full { key, lost } => next.push(Next::Say(self.form.full(key, lost))),
                FormEvent::Left(_) => next.extend(self.save_draft()),
                FormEvent::Submit => next.extend(self.save()),
                FormEvent::Cancel => {
                    next.extend(self.save_draft());
                    next.push(Next::Back);
                }
                FormEvent::NeedPick { source, query, .. } => {
                    next.push(Next::Do(Effect::Load(Query::Choices { source, query, case: None })));
                }
            }
        }
        next
    }

    /// What an identity number said goes with that number: its first fifteen digits may read as an old
    /// number of somebody else. What the clerk typed stays.
    fn take_back(&self, draft: &mut Draft) {
        for (key, value) in self.told.iter() {
            if draft.get(key) == value {
                draft.set(key, "");
            }
        }
    }

    /// Whether the field in hand waits for a proposal: it is empty, there is a narrative, and nobody asked
    /// for this one yet.
    pub fn wants_proposals(&self) -> bool {
        self.form.takes_proposals() && narrative(self.form.draft()) != self.proposed_for
    }

    /// Asks what may be proposed; once for each narrative.
    pub fn ask_proposals(&mut self) -> Option<Effect> {
        if !self.wants_proposals() {
            return None;
        }
        self.proposed_for = narrative(self.form.draft());
        self.form.set_proposals(&[]);
        Some(Effect::Load(Query::Propose { draft: self.form.draft().clone(), case: self.case }))
    }

    /// Takes what is proposed for the field in hand.
    pub fn take_proposal(&mut self, now: NaiveDateTime) -> Vec<Next> {
        let events = self.form.take_proposal(now);
        self.after(events, now)
    }

    /// The repeat check: who was here before.
    pub fn recall(&self) -> Query {
        let d = self.form.draft();
        Query::Earlier {
            name: d.get("name").to_string(),
            document: d.get("document_no").to_string(),
            phone: d.get("phone").to_string(),
            except: self.case,
        }
    }

    pub fn set_earlier(&mut self, list: Vec<Earlier>) {
        self.earlier = list;
    }

    pub fn set_choices(&mut self, items: &[ChoiceItem]) {
        self.form.set_items(items.iter().map(crate::tui::form_modal::picker_item).collect());
    }

    /// ` 2 登记 A012 第3次来访 `
    pub fn title(&self) -> String {
        let mut words = vec!["登记".to_string()];
        if !self.ticket_number.is_empty() {
            words.push(self.ticket_number.clone());
        }
        if !self.proxy_for.is_empty() {
            words.push(format!("代{}来访", self.proxy_for));
        }
        let before = self.earlier.iter().map(|e| e.visits).sum::<i64>();
        if before > 0 {
            words.push(format!("第{}次来访", before + 1));
        }
        if self.dirty {
            words.push("未保存".to_string());
        } else if self.visit.is_some() {
            words.push("已保存".to_string());
        }
        words.join(" ")
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme, focused: bool, now: NaiveDateTime) {
        let width = usize::from(area.width);
        let room = usize::from(area.height / 3);
        let lines = if self.earlier.is_empty() { Vec::new() } else { self.recalled(width, room) };
        let below = u16::try_from(lines.len()).unwrap_or(0);
        let top = Rect { height: area.height - below, ..area };
        self.form.view(frame, top, theme, focused, now);
        for (i, (y, line)) in (top.bottom()..).zip(lines).enumerate() {
            let style = if i == 0 { theme.strong() } else { ratatui::style::Style::new() };
            frame.render_widget(Line::styled(line, style), Rect { y, height: 1, ..area });
        }
    }

    /// The earlier visits in at most `room` lines: two for each where there is room, for the advice.
    fn recalled(&self, width: usize, room: usize) -> Vec<String> {
        let open = self.earlier.iter().filter(|e| e.attaches).count();
        let hint = if open > 0 { "  ^G并入在办案件" } else { "" };
        let mut lines = vec![cells::truncate(&format!("来访记录{}件{hint}", self.earlier.len()), width)];
        let each = if self.earlier.len().min(3) * 2 < room { 2 } else { 1 };
        for e in self.earlier.iter().take(3.min(room.saturating_sub(1) / each)) {
            let mark = if self.attach == Some(e.case) { "*" } else { " " };
            let (stage, strength) = (e.stage.label(), e.strength.label());
            let line = format!("{mark}{} {stage} {} {strength} {} | {}", e.title, e.opened, e.gist, e.advice);
            let parts = cells::wrap(&line, width);
            let cut = parts.len() > each;
            let mut shown: Vec<String> = parts.into_iter().take(each).collect();
            if let Some(last) = shown.last_mut().filter(|_| cut) {
                *last = cells::truncate(&format!("{last}   "), width.saturating_sub(2)).trim_end().to_string() + "..";
            }
            lines.extend(shown);
        }
        lines.truncate(room);
        lines
    }
}
