//! The boxes that stand above everything: a message, a question, a refusal with its remedy, a menu of
//! numbered items where a blocked one says why. A question never has a dangerous answer as default.

use crate::tui::theme::{Theme, Tone};
use crate::tui::{cells, keys};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

/// An item of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    pub label: String,
    /// Why it can not be chosen now.
    pub blocked: Option<String>,
}

impl MenuItem {
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), blocked: None }
    }
    pub fn blocked(mut self, reason: impl Into<String>) -> Self {
        self.blocked = Some(reason.into());
        self
    }
}

#[derive(Clone, Debug)]
enum Kind {
    Message,
    Confirm { yes: String, no: String },
    Menu { items: Vec<MenuItem> },
}

/// A box, and which answer the cursor is on.
#[derive(Clone, Debug)]
pub struct Modal {
    title: String,
    text: String,
    kind: Kind,
    tone: Tone,
    cursor: usize,
    typed: String,
}

type StyledLine = (String, Tone);
/// Line and column of an answer.
type Place = (usize, usize);

/// What a key did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModalEvent {
    None,
    /// Closed without an answer, or answered no.
    Close,
    Yes,
    /// Index of the menu item.
    Picked(usize),
}

impl Modal {
    fn with(title: impl Into<String>, text: impl Into<String>, kind: Kind, tone: Tone) -> Self {
        Self { title: title.into(), text: text.into(), kind, tone, cursor: 0, typed: String::new() }
    }
    pub fn message(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self::with(title, text, Kind::Message, Tone::Accent)
    }
    /// A rule or a role says no: the reason, and what to do next.
    pub fn refusal(reason: &str, hint: &str) -> Self {
        let text = match hint {
            "" => reason.to_string(),
            // Whom to ask is a whole sentence already.
            hint if hint.starts_with("可由") => format!("{reason}\n\n{hint}"),
            hint => format!("{reason}\n\n可以：{hint}"),
        };
        Self::with("不能办理", text, Kind::Message, Tone::Red)
    }
    /// A question; the cursor starts on `no`.
    pub fn confirm(title: impl Into<String>, text: impl Into<String>, yes: &str, no: &str) -> Self {
        let mut modal = Self::with(title, text, Kind::Confirm { yes: yes.into(), no: no.into() }, Tone::Accent);
        modal.cursor = 1;
        modal
    }
    pub fn menu(title: impl Into<String>, items: Vec<MenuItem>) -> Self {
        let free = items.iter().position(|i| i.blocked.is_none()).unwrap_or(0);
        let mut modal = Self::with(title, "", Kind::Menu { items }, Tone::Accent);
        modal.cursor = free;
        modal
    }

    /// With words above its answers.
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    pub fn update(&mut self, key: KeyEvent) -> ModalEvent {
        let key = keys::ascii_key(key);
        if key.code == KeyCode::Esc {
            return ModalEvent::Close;
        }
        match &self.kind {
            Kind::Message if key.code == KeyCode::Enter => ModalEvent::Close,
            Kind::Message => ModalEvent::None,
            Kind::Confirm { .. } => match key.code {
                KeyCode::Left | KeyCode::Right | KeyCode::Up | KeyCode::Down | KeyCode::Tab => {
                    self.cursor = 1 - self.cursor.min(1);
                    ModalEvent::None
                }
                KeyCode::Char('1') => ModalEvent::Yes,
                KeyCode::Char('2') => ModalEvent::Close,
                KeyCode::Enter if self.cursor == 0 => ModalEvent::Yes,
                KeyCode::Enter => ModalEvent::Close,
                _ => ModalEvent::None,
            },
            Kind::Menu { items } => {
                let (items, last) = (items.clone(), items.len().saturating_sub(1));
                self.menu_key(key, &items, last)
            }
        }
    }

    fn menu_key(&mut self, key: KeyEvent, items: &[MenuItem], last: usize) -> ModalEvent {
        let digit = if let KeyCode::Char(c @ '0'..='9') = key.code { Some(c) } else { None };
        match (key.code, digit) {
            (_, Some(digit)) => {
                self.typed.push(digit);
                let number = self.typed.parse::<usize>().unwrap_or(0);
                if number == 0 || number > items.len() {
                    self.typed.clear();
                    return ModalEvent::None;
                }
                self.cursor = number - 1;
                // With eleven items, 1 may be the start of 10: wait for Enter.
                if number * 10 > items.len() { self.pick(items) } else { ModalEvent::None }
            }
            (KeyCode::Enter, _) => self.pick(items),
            (code, _) => {
                self.typed.clear();
                match code {
                    KeyCode::Up => self.cursor = self.cursor.saturating_sub(1),
                    KeyCode::Down => self.cursor = (self.cursor + 1).min(last),
                    KeyCode::Home | KeyCode::PageUp => self.cursor = 0,
                    KeyCode::End | KeyCode::PageDown => self.cursor = last,
                    _ => {}
                }
                ModalEvent::None
            }
        }
    }

    fn pick(&mut self, items: &[MenuItem]) -> ModalEvent {
        self.typed.clear();
        match items.get(self.cursor) {
            Some(item) if item.blocked.is_none() => ModalEvent::Picked(self.cursor),
            _ => ModalEvent::None,
        }
    }

    /// Draws the box in the middle of `area`, no larger than needed; the cursor is on the answer.
    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme) {
        let area = area.intersection(frame.area());
        let (lines, answers, foot) = self.lines(usize::from(area.width.saturating_sub(4)).clamp(1, 60));
        let widest = lines.iter().map(|l| cells::width(&l.0)).max().unwrap_or(0).max(cells::width(&self.title) + 2);
        let place = middle(area, widest as u16 + 4, lines.len() as u16 + 2);
        let Some(inner) = super::popup(frame, place, &self.title, theme) else { return };
        let at = answers.get(self.cursor).copied().unwrap_or((lines.len().saturating_sub(1), 0));
        // Of a menu longer than the box the items move, and why one can not be chosen stays in sight.
        let rows = usize::from(inner.height);
        let foot = if lines.len() > rows && foot < rows { foot } else { 0 };
        let room = rows - foot;
        let top = (at.0 + 1).saturating_sub(room);
        let (items, reason) = lines.split_at(lines.len() - foot);
        let pad = room.saturating_sub(items.len().saturating_sub(top));
        let gap = (String::new(), Tone::Normal);
        let shown = items.iter().skip(top).take(room).chain(std::iter::repeat_n(&gap, pad)).chain(reason);
        for (y, (line, tone)) in shown.take(rows).enumerate() {
            let (x, room) = (inner.x + u16::from(inner.width > 2), usize::from(inner.width.saturating_sub(1).max(1)));
            frame.buffer_mut().set_stringn(x, inner.y + y as u16, line, room, theme.style(*tone));
        }
        let x = (inner.x + 1).saturating_add(at.1 as u16).min(inner.right() - 1);
        frame.set_cursor_position(Position::new(x, inner.y + (at.0 - top) as u16));
    }

    /// The lines, for each answer its line and column, and how many lines at the end are its reason.
    fn lines(&self, width: usize) -> (Vec<StyledLine>, Vec<Place>, usize) {
        let mut lines: Vec<StyledLine> = Vec::new();
        if !self.text.is_empty() {
            let tone = if self.tone == Tone::Red { Tone::Red } else { Tone::Normal };
            lines.extend(cells::wrap(&self.text, width).into_iter().map(|l| (l, tone)));
            lines.push((String::new(), Tone::Normal));
        }
        let mut answers = Vec::new();
        let mut foot = 0;
        match &self.kind {
            Kind::Message => lines.push(("Enter 知道了".into(), Tone::Dim)),
            Kind::Confirm { yes, no } => {
                for (i, answer) in [yes, no].into_iter().enumerate() {
                    answers.push((lines.len(), 0));
                    lines.push(self.answer(i, answer, false, width));
                }
            }
            Kind::Menu { items } => {
                for (i, item) in items.iter().enumerate() {
                    answers.push((lines.len(), 0));
                    lines.push(self.answer(i, &item.label, item.blocked.is_some(), width));
                }
                let before = lines.len();
                self.reason(items, width, &mut lines);
                foot = lines.len() - before;
            }
        }
        (lines, answers, foot)
    }

    /// Why the marked item can not be chosen, whole; its lines are kept free so that the box stays.
    fn reason(&self, items: &[MenuItem], width: usize, lines: &mut Vec<StyledLine>) {
        let wrapped = |item: &MenuItem| item.blocked.as_ref().map(|why| cells::wrap(&format!("不能：{why}"), width));
        let most = items.iter().filter_map(|i| wrapped(i).map(|w| w.len())).max().unwrap_or(0);
        if most == 0 {
            return;
        }
        lines.push((String::new(), Tone::Normal));
        let mut why = items.get(self.cursor).and_then(wrapped).unwrap_or_default();
        why.resize(most, String::new());
        lines.extend(why.into_iter().map(|line| (line, Tone::Red)));
    }

    fn answer(&self, index: usize, label: &str, blocked: bool, width: usize) -> (String, Tone) {
        let mark = if index == self.cursor { ">" } else { " " };
        let not = if blocked { "(不能)" } else { "" };
        let text = format!("{mark}{:>2} {label}{not}", index + 1);
        let tone = match blocked {
            true => Tone::Dim,
            false if index == self.cursor => Tone::Strong,
            false => Tone::Normal,
        };
        (cells::truncate(&text, width), tone)
    }
}

/// A rectangle of at most that size in the middle of `area`.
pub fn middle(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::{drawn, key};

    #[test]
    fn a_question_defaults_to_no() {
        let mut ask = Modal::confirm("确认", "确定撤回？", "撤回", "不撤回");
        assert_eq!(ask.clone().update(key(KeyCode::Enter)), ModalEvent::Close);
        assert_eq!(ask.clone().update(key(KeyCode::Char('１'))), ModalEvent::Yes);
        ask.update(key(KeyCode::Left));
        assert_eq!(ask.update(key(KeyCode::Enter)), ModalEvent::Yes);
    }

    #[test]
    fn a_menu_says_why_not() {
        let items = vec![MenuItem::new("受理"), MenuItem::new("委托").blocked("未受理")];
        let mut menu = Modal::menu("办理", items);
        let (text, cursor) = drawn(40, 6, |f| menu.view(f, f.area(), &Theme { ascii: true, ..Theme::default() }));
        assert!(text.contains("> 1 受理") && text.contains("  2 委托(不能)"), "{text}");
        assert!(cursor.is_some());
        assert_eq!(menu.update(key(KeyCode::Char('2'))), ModalEvent::None);
        let (text, _) = drawn(40, 8, |f| menu.view(f, f.area(), &Theme { ascii: true, ..Theme::default() }));
        assert!(text.contains("不能：未受理"), "{text}");
        assert_eq!(menu.update(key(KeyCode::Char('1'))), ModalEvent::Picked(0));
    }

    #[test]
    fn a_long_menu_keeps_its_reason_in_sight() {
        let mut items: Vec<MenuItem> = (0..20).map(|i| MenuItem::new(format!("第{i}项"))).collect();
        items[15] = MenuItem::new("委托").blocked("未受理");
        let mut menu = Modal::menu("办理", items);
        for _ in 0..15 {
            menu.update(key(KeyCode::Down));
        }
        let (text, cursor) = drawn(40, 12, |f| menu.view(f, f.area(), &Theme { ascii: true, ..Theme::default() }));
        assert!(text.contains(">16 委托(不能)") && text.contains("不能：未受理"), "{text}");
        assert_eq!(
            cursor.map(|c| text.lines().nth(c.y.into()).is_some_and(|l| l.contains(">16"))),
            Some(true),
            "{text}"
        );
    }

    #[test]
    fn long_menus_take_two_digits() {
        let mut menu = Modal::menu("办理", (0..12).map(|i| MenuItem::new(format!("第{i}项"))).collect());
        assert_eq!(menu.update(key(KeyCode::Char('1'))), ModalEvent::None);
        assert_eq!(menu.update(key(KeyCode::Char('2'))), ModalEvent::Picked(11));
        assert_eq!(menu.update(key(KeyCode::Char('3'))), ModalEvent::Picked(2));
    }

    #[test]
    fn fits_any_size() {
        let refusal = Modal::refusal("调解期限已满, 不能再办", "先报工作室主任批准延期");
        for (w, h) in [(1, 1), (2, 2), (5, 3), (80, 24)] {
            drawn(w, h, |f| refusal.view(f, f.area(), &Theme::default()));
        }
    }
}
