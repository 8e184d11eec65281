//! 专调小组: who is on the case, and who could be, each with reasons; recusal bars with its ground.

use crate::desk::TeamMember;
use crate::domain::case::{Case, Stage};
use crate::domain::codes;
use crate::domain::team::Candidate;
use crate::tui::cells;
use crate::tui::form_modal::{FormModal, Purpose};
use crate::tui::model::{Modal, Next};
use crate::tui::theme::{Theme, Tone};
use crate::tui::widget::modal::Modal as Dialog;
use crate::tui::widget::table::{Column, List, Row, Window};
use crate::validation::Draft;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

const COLUMNS: &[Column] =
    &[Column::new("人员", 10), Column::new("在办", 4).right(), Column::new("理由或回避", 10).grow()];

/// State of the pane.
#[derive(Debug)]
pub struct Team {
    members: Vec<TeamMember>,
    candidates: Vec<Candidate>,
    /// Marked with Space to be members of the team.
    marked: Vec<i64>,
    case: Option<Case>,
    pub list: List<i64>,
}

impl Team {
    pub fn new() -> Self {
        let mut list = List::new(COLUMNS);
        list.empty = "打开一件案件后显示候选人";
        Self { members: Vec::new(), candidates: Vec::new(), marked: Vec::new(), case: None, list }
    }

    pub fn set_case(&mut self, case: Option<(&Case, &[TeamMember])>) {
        match case {
            Some((case, members)) => {
                if self.case.as_ref().map(|c| c.id) != Some(case.id) {
                    self.marked.clear();
                    self.candidates.clear();
                }
                self.case = Some(case.clone());
                self.members = members.to_vec();
            }
            None => *self = Self::new(),
        }
        self.rows();
    }

    pub fn set_candidates(&mut self, case: i64, list: Vec<Candidate>) {
        if self.case.as_ref().is_some_and(|c| c.id == case) {
            self.candidates = list;
            self.rows();
        }
    }

    fn rows(&mut self) {
        let rows = self
            .candidates
            .iter()
            .map(|c| {
                let on = self.members.iter().find(|m| m.staff == c.member.id);
                let mark = match on {
                    Some(m) if m.part == "handler" => "承办 ",
                    Some(_) => "组员 ",
                    None if self.marked.contains(&c.member.id) => "[x] ",
                    None => "",
                };
                let why = if c.conflict.is_empty() { c.reasons.join(" ") } else { format!("回避:{}", c.conflict) };
                let profession = codes::label(codes::PROFESSION, &c.member.profession);
                Row::new(
                    c.member.id,
                    [c.member.name.clone(), c.member.load.to_string(), format!("{mark}{profession} {why}")],
                )
                .tone(2, if c.conflict.is_empty() { Tone::Normal } else { Tone::Dim })
            })
            .collect();
        self.list.set_window(Window { rows, has_before: false, has_after: false });
    }

    /// Space marks a member; the mark goes into the form.
    pub fn mark(&mut self) {
        if let Some(id) = self.list.selected().copied() {
            match self.marked.iter().position(|m| *m == id) {
                Some(at) => drop(self.marked.remove(at)),
                None => self.marked.push(id),
            }
            self.rows();
        }
    }

    /// Enter: the assignment or reassignment form with the selected person in it.
    pub fn choose(&self) -> Vec<Next> {
        let (Some(case), Some(id)) = (&self.case, self.list.selected().copied()) else { return Vec::new() };
        if let Some(c) = self.candidates.iter().find(|c| c.member.id == id && !c.conflict.is_empty()) {
            let text = format!("{}应当回避:{}", c.member.name, c.conflict);
            return vec![Next::Show(Modal::Message(Dialog::refusal(&text, "另选人员(条例28)")))];
        }
        let name = |m: &i64| {
            let same = |c: &&Candidate| c.member.id == *m;
            let one = self.candidates.iter().find(same).map(|c| c.member.name.clone());
            let alone = |n: &String| self.candidates.iter().filter(|c| c.member.name == *n).count() == 1;
            one.filter(alone).unwrap_or_else(|| m.to_string())
        };
        let members: Vec<String> = self.marked.iter().filter(|m| **m != id).map(name).collect();
        let purpose = match case.stage {
            Stage::Entrusted => Purpose::Act { case: case.id, rev: case.rev, mv: "T09" },
            _ if case.handler.is_some() => Purpose::Reassign { case: case.id, rev: case.rev },
            stage => {
                let text = format!("案件现在是“{}”,还不能指派", stage.label());
                return vec![Next::Show(Modal::Message(Dialog::refusal(
                    &text,
                    "受理并办理委托手续后再指派(方案五(三)(四))",
                )))];
            }
        };
        let mut form = FormModal::new(purpose, Draft::default(), &case.title());
        // Set, not prefilled: a draft left earlier must not replace who was chosen just now.
        form.form.set("handler", id.to_string());
        form.form.set("members", members.join(","));
        vec![Next::Show(Modal::Form(Box::new(form)))]
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme, focused: bool) {
        let names: Vec<String> = self
            .members
            .iter()
            .map(|m| format!("{}{}", if m.part == "handler" { "承办 " } else { "" }, m.name))
            .collect();
        let head = match (&self.case, names.is_empty()) {
            (None, _) => String::new(),
            (Some(_), true) => "尚未指派;Enter选承办人 空格标组员".to_string(),
            (Some(_), false) => names.join(" "),
        };
        let top = Rect { height: area.height.min(1), ..area };
        frame.render_widget(Line::styled(head, theme.strong()), top);
        let mut rest = Rect { y: area.y + top.height, height: area.height - top.height, ..area };
        // In a narrow column the whole reasons of the selected person have a place of their own.
        let chosen = self.list.selected().and_then(|id| self.candidates.iter().find(|c| c.member.id == *id));
        if let Some(c) = chosen.filter(|_| area.height > 8 && area.width < 60) {
            let why = if c.conflict.is_empty() { c.reasons.join(" ") } else { format!("回避:{}", c.conflict) };
            let lines = cells::wrap(&format!("{} {why}", c.member.name), area.width.into());
            let foot = u16::try_from(lines.len().min(3)).unwrap_or(3);
            rest.height -= foot.min(rest.height);
            for (y, line) in (rest.bottom()..area.bottom()).zip(lines.into_iter().take(3)) {
                frame.render_widget(Line::styled(line, theme.accent()), Rect { y, height: 1, ..area });
            }
        }
        self.list.view(frame, rest, theme, focused);
    }
}
