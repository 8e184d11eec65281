//! A form in a box: what it is for, and the write it becomes.

use super::form_tables::{CALENDAR, REPORT, REVEAL, SCAN, user_table};
use super::model::Next;
use super::msg::{ChoiceItem, Effect, Query, Write};
use super::theme::Theme;
use super::widget::form::{Form, FormEvent};
use super::widget::picker::Item;
use super::{cells, widget::modal::middle};
use crate::desk::Failure;
use crate::domain::codes;
use crate::reports::Made;
use crate::validation::{Draft, Field, Kind, Table};
use chrono::NaiveDateTime;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

/// What a boxed form is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    Take,
    Act {
        case: i64,
        rev: i64,
        mv: &'static str,
    },
    Reassign {
        case: i64,
        rev: i64,
    },
    Recusal {
        case: i64,
    },
    Extend {
        deadline: i64,
    },
    Told {
        extension: i64,
    },
    Pause {
        deadline: i64,
    },
    Resume {
        deadline: i64,
    },
    Supervise {
        case: i64,
    },
    Reveal {
        case: i64,
    },
    Undo {
        case: i64,
    },
    AddUser,
    AddStaff,
    ImportCalendar,
    Register {
        register: &'static str,
        act: &'static str,
        line: Option<i64>,
        case: Option<i64>,
    },
    AttachScan {
        case: i64,
        word: String,
    },
    /// A report as it stands on the screen, to be written to a file.
    Report(Box<Made>),
}

impl Purpose {
    pub fn table(&self) -> &'static Table {
        use crate::domain::forms as f;
        match self {
            Purpose::Take => &f::TICKET,
            Purpose::Act { mv, .. } => crate::domain::flow::find(mv).and_then(|m| m.form).unwrap_or(&f::CONFIRM),
            Purpose::Reassign { .. } => &f::REASSIGN,
            Purpose::Recusal { .. } => &f::RECUSAL,
            Purpose::Extend { .. } => &f::EXTEND,
            Purpose::Told { .. } => &f::TOLD,
            Purpose::Pause { .. } => &f::PAUSE,
            Purpose::Resume { .. } => &f::RESUME,
            Purpose::Supervise { .. } => &f::SUPERVISION,
            Purpose::Reveal { .. } => &REVEAL,
            Purpose::Undo { .. } => &f::UNDO,
            Purpose::AddUser => user_table(),
            Purpose::AddStaff => &f::STAFF,
            Purpose::ImportCalendar => &CALENDAR,
            Purpose::AttachScan { .. } => &SCAN,
            Purpose::Report(_) => &REPORT,
            Purpose::Register { register, act, .. } => {
                crate::desk::register::find(register).and_then(|r| r.act(act)).map_or(&f::CONFIRM, |a| a.form)
            }
        }
    }

    fn title(&self) -> String {
        match self {
            Purpose::Act { mv, .. } => crate::domain::flow::find(mv).map_or("", |m| m.label).to_string(),
            other => other.table().title.to_string(),
        }
    }

    /// The case whose lists a record field offers.
    fn case(&self) -> Option<i64> {
        match self {
            Purpose::Act { case, .. }
            | Purpose::Reassign { case, .. }
            | Purpose::Recusal { case }
            | Purpose::Supervise { case }
            | Purpose::Reveal { case }
            | Purpose::Undo { case } => Some(*case),
            _ => None,
        }
    }

    /// Whose draft it is on disk; short forms keep none.
    fn subject(&self) -> Option<String> {
        match self {
            Purpose::Act { case, mv, .. } => Some(format!("case:{case}:{mv}")),
            Purpose::Reassign { case, .. } => Some(format!("case:{case}:reassign")),
            Purpose::Extend { deadline } => Some(format!("deadline:{deadline}")),
            Purpose::Supervise { case } => Some(format!("case:{case}:supervise")),
            Purpose::Register { register, act, line, case } => {
                Some(format!("register:{register}:{act}:{}:{}", line.unwrap_or_default(), case.unwrap_or_default()))
            }
            _ => None,
        }
    }

    fn write(&self, mut draft: Draft) -> Write {
        match self.clone() {
            Purpose::Take => Write::Take(draft),
            Purpose::Act { case, rev, mv } => Write::Act { case, rev, mv, draft },
            Purpose::Reassign { case, rev } => Write::Reassign { case, rev, draft },
            Purpose::Recusal { case } => Write::Recusal { case, draft },
            Purpose::Extend { deadline } => Write::Extend { deadline, draft },
            Purpose::Told { extension } => Write::Told { extension, draft },
            Purpose::Pause { deadline } => Write::Pause { deadline, draft },
            Purpose::Resume { deadline } => Write::Resume { deadline, draft },
            Purpose::Supervise { case } => Write::Supervise { case, draft },
            Purpose::Reveal { case } => Write::Reveal { case, reason: draft.get("reason").to_string() },
            Purpose::Undo { case } => Write::Undo { case, draft },
            Purpose::AddUser => {
                let password = draft.get("password").to_string();
                draft.set("password", "");
                Write::AddUser { draft, password }
            }
            Purpose::AddStaff => Write::AddStaff(draft),
            Purpose::Register { register, act, line, .. } => Write::RegisterAct { register, act, line, draft },
            Purpose::Report(made) => Write::Report { made, path: draft.get("path").to_string() },
            Purpose::ImportCalendar => Write::ImportCalendar { path: draft.get("path").to_string() },
            Purpose::AttachScan { case, word } => {
                Write::AttachScan { case, word, path: draft.get("attach").to_string() }
            }
        }
    }
}

/// The box.
#[derive(Debug)]
pub struct FormModal {
    pub purpose: Purpose,
    pub form: Form,
    /// Whose form it is, for the title: case or visitor.
    label: String,
    /// Typed since the last draft was saved.
    unsaved: bool,
    /// Proposals were asked for.
    proposed: bool,
}

impl FormModal {
    pub fn new(purpose: Purpose, draft: Draft, label: &str) -> Self {
        let form = Form::new(purpose.table(), draft, None);
        Self { purpose, form, label: label.to_string(), unsaved: false, proposed: false }
    }

    /// Who approves, and when, is usually whoever opened the form, today; both can be changed.
    pub fn begin(&mut self, who: &str, now: NaiveDateTime) {
        for (key, value) in [("approver", who.to_string()), ("approved_on", now.date().to_string())] {
            if self.form.table().field(key).is_some() && !self.form.draft().has(key) {
                self.form.set(key, value);
            }
        }
    }

    pub fn key(&mut self, key: KeyEvent, now: NaiveDateTime) -> Vec<Next> {
        let events = self.form.update(key, now);
        self.after(events)
    }

    /// F2: what is marked in an open list is taken first.
    pub fn finish(&mut self, now: NaiveDateTime) -> Vec<Next> {
        let mut next = if self.form.is_picking() { self.key(KeyCode::Enter.into(), now) } else { Vec::new() };
        // Words that mean no entry keep the list open: saved without them they would be lost in silence.
        if self.form.is_picking() {
            next.push(Next::Say("没有保存:列表里没有符合的,退格重输".into()));
            return next;
        }
        next.extend(self.submit());
        next
    }

    pub fn paste(&mut self, text: &str, now: NaiveDateTime) -> Vec<Next> {
        let events = self.form.paste(text, now);
        self.after(events)
    }

    /// Whether the field in hand waits for a proposal.
    pub fn wants_proposals(&self) -> bool {
        !self.proposed && matches!(self.purpose, Purpose::Act { .. }) && self.form.takes_proposals()
    }

    /// Asks, once, what may be proposed from the narrative of the case.
    pub fn ask_proposals(&mut self) -> Option<Effect> {
        if !self.wants_proposals() {
            return None;
        }
        self.proposed = true;
        self.purpose.case().map(|case| Effect::Load(Query::ProposeFor(case)))
    }

    /// Takes what is proposed for the field in hand.
    pub fn take_proposal(&mut self, now: NaiveDateTime) -> Vec<Next> {
        let events = self.form.take_proposal(now);
        self.after(events)
    }

    /// F2, or Enter in the last field.
    pub fn submit(&mut self) -> Vec<Next> {
        let write = self.purpose.write(self.form.draft().clone());
        vec![Next::Do(match self.purpose.subject().filter(|_| !write.only_tells()) {
            Some(subject) => Effect::Finish { write, form: self.purpose.table().name, subject },
            None => Effect::Save(write),
        })]
    }

    fn after(&mut self, events: Vec<FormEvent>) -> Vec<Next> {
        let mut next = Vec::new();
        for event in events {
            match event {
                FormEvent::Changed(key) => {
                    self.unsaved = true;
                    next.extend(self.ground_of(key));
                }
                FormEvent::Full { key, lost } => next.push(Next::Say(self.form.full(key, lost))),
                FormEvent::Left(_) => next.extend(self.save_draft()),
                FormEvent::Submit => next.extend(self.submit()),
                FormEvent::Cancel => {
                    next.extend(self.save_draft());
                    next.push(Next::Back);
                }
                FormEvent::NeedPick { source, query, .. } => {
                    let case = self.purpose.case();
                    next.push(Next::Do(Effect::Load(Query::Choices { source, query, case })));
                }
            }
        }
        next
    }

    /// The law a chosen reason of 不予受理 rests on, and what the petitioner is told next.
    fn ground_of(&self, key: &str) -> Option<Next> {
        let chosen = self.form.draft().get(key);
        let (_, basis, advice) = codes::DECLINE_BASIS.iter().find(|row| key == "reason" && row.0 == chosen)?;
        Some(Next::Say(format!("依据 {basis};{advice}")))
    }

    /// What was typed, to disk, if there is anything new.
    pub fn save_draft(&mut self) -> Vec<Next> {
        let Some(subject) = self.purpose.subject().filter(|_| self.unsaved) else { return Vec::new() };
        self.unsaved = false;
        vec![Next::Do(Effect::Draft {
            form: self.purpose.table().name,
            subject,
            label: format!("{} {}", self.purpose.title(), self.label),
            draft: self.form.draft().clone(),
            base_rev: None,
        })]
    }

    /// The draft of this form did not reach the disk.
    pub fn keep_again(&mut self, form: &str, subject: &str) {
        self.unsaved |= form == self.purpose.table().name && self.purpose.subject().is_some_and(|s| s == subject);
    }

    /// Where a draft of this form may lie.
    pub fn left(&self) -> Option<Effect> {
        let subject = self.purpose.subject()?;
        Some(Effect::Load(Query::Left { form: self.purpose.table().name, subject }))
    }

    /// Asks for the names behind the ids that stand in the form.
    pub fn names(&self) -> Option<Effect> {
        let ids = self.form.unnamed();
        (!ids.is_empty()).then(|| Effect::Load(Query::Names { ids, case: self.purpose.case() }))
    }

    /// Takes up what was left, as long as nothing is typed yet.
    pub fn resume(&mut self, subject: &str, draft: Draft) -> bool {
        let mine = self.purpose.subject().as_deref() == Some(subject) && !self.form.is_dirty();
        if mine {
            self.form = Form::new(self.purpose.table(), draft, None);
        }
        mine
    }

    /// A refusal by field goes beside the fields; anything else is for a message over the form.
    pub fn refused(&mut self, failure: &Failure) -> bool {
        match failure {
            Failure::Problems(list) => {
                self.form.set_problems(list.clone());
                true
            }
            _ => false,
        }
    }

    pub fn set_choices(&mut self, items: &[ChoiceItem]) {
        self.form.set_items(items.iter().map(picker_item).collect());
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme, now: NaiveDateTime) {
        let width = area.width.saturating_sub(4).min(96);
        let wanted: u16 = self.form.table().fields.iter().filter(|f| f.is_shown(self.form.draft())).map(rows_of).sum();
        let wanted = wanted.saturating_add(8);
        let place = middle(area, width, wanted.clamp(8, area.height.saturating_sub(2).max(1)));
        cells::clear_wide(frame.buffer_mut(), place);
        frame.render_widget(ratatui::widgets::Clear, place);
        let title = if self.label.is_empty() {
            self.purpose.title()
        } else {
            format!("{}  {}", self.purpose.title(), self.label)
        };
        let block = theme.pane(&format!(" {title}  F2确定 Esc返回 "), true);
        let inner = block.inner(place);
        frame.render_widget(block, place);
        self.form.view(frame, inner, theme, true, now);
    }
}

/// Lines a field is likely to take.
fn rows_of(field: &Field) -> u16 {
    match field.kind {
        Kind::Text(..) | Kind::Rows(..) => 5,
        _ => 1,
    }
}

/// A row of a list to choose from, as the picker shows it.
pub fn picker_item(item: &ChoiceItem) -> Item {
    let row = Item::new(item.id.clone(), item.label.clone()).detail(item.detail.clone());
    if item.barred.is_empty() { row } else { row.blocked(item.barred.clone()) }
}
