//! From the form to the store and back: F2, the draft, the case that a visit is put to.

use super::Registration;
use crate::desk::{Earlier, VisitSaved, VisitWrite};
use crate::domain::visit_table::VISIT;
use crate::store::visit::Stored;
use crate::tui::model::{Choice, Modal, Next};
use crate::tui::msg::{Effect, Write};
use crate::tui::widget::modal::{MenuItem, Modal as Dialog};
use chrono::NaiveDateTime;
use crossterm::event::KeyCode;

impl Registration {
    /// F2: what is marked in an open list is taken first.
    pub fn finish(&mut self, now: NaiveDateTime) -> Vec<Next> {
        let mut next = if self.form.is_picking() { self.key(KeyCode::Enter.into(), now) } else { Vec::new() };
        // Words that mean no entry keep the list open: saved without them they would be lost in silence.
        if self.form.is_picking() {
            next.push(Next::Say("没有保存:列表里没有符合的,退格重输".into()));
            return next;
        }
        next.extend(self.save());
        next
    }

    /// F2. Saved once and unchanged, it points at what is still missing.
    pub(super) fn save(&mut self) -> Vec<Next> {
        if !self.dirty && self.visit.is_some() && !self.missing.is_empty() {
            self.form.set_problems(self.missing.clone());
            let first = self.form.focused().map_or("", |f| f.label);
            return vec![Next::Say(format!("已保存;登记前还差{}项,光标在“{first}”", self.missing.len()))];
        }
        if self.visit.is_none() && self.subject.starts_with("visit:") {
            return vec![Next::Say("这份草稿的来访已不能修改;内容仍在,可抄到新的登记表(Ctrl-T)".into())];
        }
        let write = VisitWrite {
            visit: self.visit,
            ticket: self.ticket,
            attach: self.attach.filter(|_| self.visit.is_none()),
            draft: self.form.draft().clone(),
            ..VisitWrite::default()
        };
        vec![Next::Do(Effect::Finish { write: Write::Visit(write), form: VISIT.name, subject: self.subject.clone() })]
    }

    /// The save is through: its draft is gone, the rev is the new one.
    pub fn saved(&mut self, saved: &VisitSaved) {
        self.visit = Some((saved.visit, saved.rev));
        // What is typed from now on belongs to this visit: taken up again, it must not become a second one.
        self.subject = format!("visit:{}", saved.visit);
        self.case = Some(saved.case);
        self.missing = saved.missing.clone();
        self.base = self.form.draft().clone();
        self.unsaved = false;
        self.dirty = false;
    }

    /// The visit changed by a move (its rev rose); the form stays as it is. After a conflict, what the
    /// other desk alone changed is taken over, and the rest is told.
    pub fn take_rev(&mut self, stored: &Stored) -> Vec<Next> {
        if self.visit.is_none_or(|(id, _)| id != stored.id) {
            return Vec::new();
        }
        self.visit = Some((stored.id, stored.rev));
        if !std::mem::take(&mut self.overtaken) {
            return Vec::new();
        }
        let base = std::mem::replace(&mut self.base, stored.draft.clone());
        self.unsaved = true;
        let opening = "另一台已先保存这次来访。您填的都还在;核对后再按F2保存。";
        vec![self.merged(&base, &stored.draft, "与另一台的不同", opening)]
    }

    pub fn visit_id(&self) -> Option<i64> {
        self.visit.map(|v| v.0)
    }

    /// What was typed, to disk, if there is anything new.
    pub fn save_draft(&mut self) -> Vec<Next> {
        if !self.unsaved {
            return Vec::new();
        }
        self.unsaved = false;
        let name = self.form.draft().get("name");
        let who = if name.is_empty() { "未填姓名" } else { name };
        vec![Next::Do(Effect::Draft {
            form: VISIT.name,
            subject: self.subject.clone(),
            label: format!("接谈登记 {} {who}", self.ticket_number).replace("  ", " "),
            draft: self.form.draft().clone(),
            base_rev: self.visit.map(|v| v.1),
        })]
    }

    /// The draft of this form did not reach the disk.
    pub fn keep_again(&mut self, form: &str, subject: &str) {
        self.unsaved |= form == VISIT.name && subject == self.subject;
    }

    /// One key: this visit belongs to an open case. With several, a menu asks which.
    pub fn attach(&mut self) -> Vec<Next> {
        if self.visit.is_some() {
            return vec![Next::Say("已保存的来访用F4“并入在办案件”".into())];
        }
        let open: Vec<&Earlier> = self.earlier.iter().filter(|e| e.attaches).collect();
        match open.as_slice() {
            [] => vec![Next::Say("没有可并入的在办案件;照新事项登记即可".into())],
            [one] => {
                let id = one.case;
                self.attach_to(id)
            }
            several => {
                let items = several
                    .iter()
                    .map(|e| MenuItem::new(format!("{} {} {}", e.title, e.stage.label(), e.gist)))
                    .collect();
                let choices = several.iter().map(|e| Choice::Attach(e.case)).collect();
                vec![Next::Show(Modal::Menu(Dialog::menu("并入哪一件", items), choices))]
            }
        }
    }

    pub fn attach_to(&mut self, case: i64) -> Vec<Next> {
        let Some(found) = self.earlier.iter().find(|e| e.case == case) else { return Vec::new() };
        self.unsaved = true;
        self.dirty = true;
        if self.attach.take() == Some(case) {
            // The same key takes a wrong answer back.
            self.form.set("related_case", "");
            self.form.set("repeat_answer", "");
            return vec![Next::Say("已取消并入".into())];
        }
        let text = format!("本次来访并入 {}({});F2保存,再按^G取消", found.title, found.stage.label());
        self.attach = Some(case);
        self.form.set("repeat_answer", "2".to_string());
        self.form.set("related_case", case.to_string());
        self.form.set_label("related_case", found.title.clone());
        vec![Next::Say(text)]
    }
}
