//! Choosing from a list, by arrows, by number, by pinyin initials or by words: code lists and lists
//! that the desk supplies (staff, divisions). The first row is 「请选择」: nothing is chosen until
//! somebody chooses. Items that can not be chosen stay visible with the reason.

use crate::tui::theme::{Theme, Tone};
use crate::tui::{cells, keys};
use crate::validation::{Choice, pinyin};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;
use std::collections::BTreeSet;

/// One thing to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What is stored: a code or a record's id.
    pub id: String,
    pub label: String,
    /// The number to type; empty: its place in the list.
    pub number: String,
    /// Shown dim behind the label.
    pub detail: String,
    /// Why it can not be chosen.
    pub blocked: Option<String>,
}

impl Item {
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into(), ..Self::default() }
    }
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
    pub fn blocked(mut self, reason: impl Into<String>) -> Self {
        self.blocked = Some(reason.into());
        self
    }
}

/// What a key did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PickEvent {
    None,
    Cancel,
    /// The chosen ids in list order; empty when 「请选择」 was taken.
    Chosen(Vec<String>),
    /// Only of lists the desk supplies: the words changed, [`Picker::set_items`] is awaited.
    Query(String),
}

/// The state of a picker.
#[derive(Clone, Debug)]
pub struct Picker {
    title: String,
    items: Vec<Item>,
    many: bool,
    supplied: bool,
    chosen: BTreeSet<String>,
    query: String,
    /// Row among the visible ones.
    cursor: usize,
    /// Rows of the last drawing: a measurement for the page keys, not state.
    page: Cell<usize>,
}

/// No name in a list is longer than this.
const MOST_TYPED: usize = 40;

const NONE: &str = "请选择";

impl Picker {
    /// One of a list; the cursor starts on `current`, or on 「请选择」.
    pub fn one(title: impl Into<String>, items: Vec<Item>, current: &str) -> Self {
        let cursor = items.iter().position(|i| i.id == current && !current.is_empty()).map_or(0, |i| i + 1);
        Self {
            title: title.into(),
            items,
            many: false,
            supplied: false,
            chosen: BTreeSet::new(),
            query: String::new(),
            cursor,
            page: Cell::new(10),
        }
    }
    /// Several of a list, marked by Space; `current` is joined by `,`.
    pub fn many(title: impl Into<String>, items: Vec<Item>, current: &str) -> Self {
        let chosen = current.split(',').filter(|c| !c.is_empty()).map(String::from).collect();
        Self { many: true, chosen, cursor: 0, ..Self::one(title, items, "") }
    }
    /// One of a list that the desk supplies by [`Picker::set_items`], anew at each [`PickEvent::Query`].
    pub fn supplied(title: impl Into<String>) -> Self {
        Self { supplied: true, ..Self::one(title, Vec::new(), "") }
    }
    /// The items of a code list. Where the codes are numbers they are what is typed, so that a number
    /// means the same here, in the form and in the command.
    pub fn choices(list: &[Choice]) -> Vec<Item> {
        let numbered = list.iter().all(|c| c.code.bytes().all(|b| b.is_ascii_digit()));
        let number = |c: &Choice| if numbered { c.code.to_string() } else { String::new() };
        list.iter().map(|c| Item { number: number(c), ..Item::new(c.code, c.label) }).collect()
    }

    /// The items that answer the query; the cursor stays on its id.
    pub fn set_items(&mut self, items: Vec<Item>) {
        let id = self.current().map(|i| i.id.clone());
        self.items = items;
        let rows = self.rows();
        let same = rows.iter().position(|r| id.is_some() && r.map(|i| &self.items[i].id) == id.as_ref());
        self.cursor = same.unwrap_or_else(|| self.first_free(&rows));
    }
    pub fn query(&self) -> &str {
        &self.query
    }
    /// Starts with a query typed already.
    pub fn with_query(mut self, query: &str) -> Self {
        self.set_query(query.to_string());
        self
    }
    pub fn label_of(&self, id: &str) -> Option<&str> {
        self.items.iter().find(|i| i.id == id).map(|i| i.label.as_str())
    }

    /// Visible rows: None is 「请选择」, else an index into the items.
    fn rows(&self) -> Vec<Option<usize>> {
        let none = (self.query.is_empty() && !self.many).then_some(None);
        let fits = |(i, item): &(usize, &Item)| self.supplied || self.is_match(*i, item);
        none.into_iter().chain(self.items.iter().enumerate().filter(fits).map(|(i, _)| Some(i))).collect()
    }

    fn is_match(&self, index: usize, item: &Item) -> bool {
        let query = self.query.as_str();
        if query.is_empty() {
            return true;
        }
        if query.bytes().all(|b| b.is_ascii_digit()) {
            return self.number(index).starts_with(query);
        }
        let code = item.id.get(..query.len()).is_some_and(|start| start.eq_ignore_ascii_case(query));
        code || item.label.contains(query) || pinyin::matches_initials(&item.label, query)
    }

    fn number(&self, index: usize) -> String {
        let number = &self.items[index].number;
        if number.is_empty() { (index + 1).to_string() } else { number.clone() }
    }

    fn current(&self) -> Option<&Item> {
        self.rows().get(self.cursor).copied().flatten().map(|i| &self.items[i])
    }

    fn first_free(&self, rows: &[Option<usize>]) -> usize {
        // A full number typed means that very item, not the first that starts with it.
        let is_exact = |r: &Option<usize>| r.is_some_and(|i| !self.supplied && self.number(i) == self.query);
        let exact = rows.iter().position(is_exact);
        let free = || rows.iter().position(|r| r.is_none_or(|i| self.items[i].blocked.is_none()));
        exact.or_else(free).unwrap_or(0)
    }

    fn set_query(&mut self, query: String) -> PickEvent {
        self.query = query.chars().take(MOST_TYPED).collect();
        let rows = self.rows();
        self.cursor = self.first_free(&rows);
        if self.supplied { PickEvent::Query(self.query.clone()) } else { PickEvent::None }
    }

    /// Keys: arrows, PgUp/PgDn, Home/End; digits and letters filter; Backspace; Space or a comma marks; Enter; Esc.
    pub fn update(&mut self, key: KeyEvent) -> PickEvent {
        let key = keys::ascii_key(key);
        let last = self.rows().len().saturating_sub(1);
        let page = self.page.get().max(1);
        match key.code {
            KeyCode::Up => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Down => self.cursor = (self.cursor + 1).min(last),
            KeyCode::PageUp => self.cursor = self.cursor.saturating_sub(page),
            KeyCode::PageDown => self.cursor = (self.cursor + page).min(last),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = last,
            KeyCode::Esc if self.query.is_empty() => return PickEvent::Cancel,
            KeyCode::Esc => return self.set_query(String::new()),
            KeyCode::Backspace => {
                let mut query = self.query.clone();
                query.pop();
                return self.set_query(query);
            }
            // As a list is typed anywhere else: `1,3`; 、 reads as the slash of its key.
            KeyCode::Char(' ' | ',' | '/') if self.many => self.toggle(),
            // Tab takes what is marked, as it leaves any other field with what stands in it.
            KeyCode::Enter | KeyCode::Tab => return self.choose(),
            _ => {
                if let Some(c) = keys::typed(key).filter(|c| *c != ' ' || self.supplied) {
                    return self.set_query(format!("{}{c}", self.query));
                }
            }
        }
        PickEvent::None
    }

    /// Pasted text becomes part of the query.
    pub fn paste(&mut self, text: &str) -> PickEvent {
        self.set_query(format!("{}{}", self.query, cells::clean_line(text)))
    }

    fn toggle(&mut self) {
        let Some(item) = self.current().filter(|i| i.blocked.is_none()) else { return };
        let id = item.id.clone();
        if !self.chosen.remove(&id) {
            self.chosen.insert(id);
        }
        // A number typed for one item must not hide the others from the next.
        if !self.query.is_empty() {
            self.query.clear();
            self.cursor = 0;
        }
    }

    fn choose(&mut self) -> PickEvent {
        if self.many {
            // What was typed last is meant, too, though no comma follows it.
            if !self.query.is_empty() {
                match self.current().filter(|i| i.blocked.is_none()).map(|i| i.id.clone()) {
                    Some(id) => self.chosen.insert(id),
                    None => return PickEvent::None,
                };
            }
            let ids = self.items.iter().map(|i| &i.id).filter(|id| self.chosen.contains(*id));
            return PickEvent::Chosen(ids.cloned().collect());
        }
        match (self.rows().get(self.cursor), self.current()) {
            (Some(None), _) => PickEvent::Chosen(Vec::new()),
            (_, Some(item)) if item.blocked.is_none() => PickEvent::Chosen(vec![item.id.clone()]),
            _ => PickEvent::None,
        }
    }

    /// Rows and cells it would like, borders included.
    pub fn wants(&self) -> (u16, u16) {
        let widest =
            self.items.iter().map(|i| cells::width(&i.label) + cells::width(&i.detail) + 14).max().unwrap_or(0);
        (widest.clamp(24, 60) as u16, (self.items.len() + 4).min(18) as u16)
    }

    /// Draws the list over `area`, with what was typed in the last line and the cursor there or on the row.
    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme) {
        let area = area.intersection(frame.area());
        let Some(inner) = super::popup(frame, area, &self.title, theme) else { return };
        let foot = u16::from(inner.height > 1);
        let height = usize::from(inner.height - foot);
        self.page.set(height);
        let rows = self.rows();
        let first = self.cursor / height * height;
        for (y, (i, row)) in rows.iter().enumerate().skip(first).take(height).enumerate() {
            let place = Rect { y: inner.y + y as u16, height: 1, ..inner };
            self.row(frame, place, *row, i == self.cursor, theme);
        }
        frame.set_cursor_position(Position::new(inner.x, inner.y + (self.cursor - first) as u16));
        if foot > 0 {
            let blocked = self.current().and_then(|i| i.blocked.as_deref()).map(|b| format!("不能选：{b}"));
            let keys = if self.many {
                "空格或逗号勾选 Enter确定"
            } else {
                "数字或首字母 Enter确定 Esc取消"
            };
            let (text, tone) = match (blocked, rows.is_empty(), self.query.is_empty()) {
                (Some(why), ..) => (why, Tone::Red),
                (None, true, _) => (format!("查: {} 没有符合的，退格重输", self.query), Tone::Amber),
                (None, false, false) => (format!("查: {}", self.query), Tone::Accent),
                _ => (keys.to_string(), Tone::Dim),
            };
            let text = cells::truncate(&text, inner.width.into());
            frame.buffer_mut().set_stringn(inner.x, inner.bottom() - 1, text, inner.width.into(), theme.style(tone));
        }
    }

    fn row(&self, frame: &mut Frame, area: Rect, row: Option<usize>, at: bool, theme: &Theme) {
        let mark = if at { ">" } else { " " };
        let room = usize::from(area.width);
        let tone = if at { theme.strong() } else { ratatui::style::Style::new() };
        let Some(index) = row else {
            frame.buffer_mut().set_stringn(area.x, area.y, format!("{mark} 0 {NONE}"), room, tone);
            return;
        };
        let item = &self.items[index];
        let tick = match (self.many, self.chosen.contains(&item.id)) {
            (true, true) => "[x] ",
            (true, false) => "[ ] ",
            _ => "",
        };
        let label = cells::truncate(&format!("{mark}{:>2} {tick}{}", self.number(index), item.label), room);
        let tone = if item.blocked.is_some() { theme.dim() } else { tone };
        let (x, _) = frame.buffer_mut().set_stringn(area.x, area.y, &label, room, tone);
        let detail = item.blocked.as_ref().unwrap_or(&item.detail);
        let left = usize::from(area.right().saturating_sub(x.saturating_add(2)));
        if !detail.is_empty() && left > 3 {
            let detail = cells::truncate(detail, left);
            frame.buffer_mut().set_stringn(x + 2, area.y, detail, left, theme.dim());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::{drawn, key, typing};

    fn items(n: usize) -> Vec<Item> {
        (1..=n).map(|i| Item::new(format!("c{i}"), format!("第{i}类纠纷"))).collect()
    }
    fn type_in(picker: &mut Picker, text: &str) -> PickEvent {
        typing(text).map(|k| picker.update(k)).last().unwrap_or(PickEvent::None)
    }
    fn one(id: &str) -> PickEvent {
        PickEvent::Chosen(vec![id.into()])
    }

    #[test]
    fn nothing_is_chosen_silently() {
        let mut picker = Picker::one("类型", items(12), "");
        assert_eq!(picker.update(key(KeyCode::Enter)), PickEvent::Chosen(vec![]));
        assert_eq!(picker.update(key(KeyCode::Esc)), PickEvent::Cancel);
    }

    #[test]
    fn numbers_of_several_digits_and_full_width() {
        assert_eq!(type_in(&mut Picker::one("类型", items(12), ""), "１２\n"), one("c12"));
        assert_eq!(type_in(&mut Picker::one("类型", items(12), ""), "1\n"), one("c1"));
        assert_eq!(type_in(&mut Picker::one("类型", items(12), "c3"), "\n"), one("c3"));
        assert_eq!(type_in(&mut Picker::one("类型", items(12), ""), "第7\n"), one("c7"));
        assert_eq!(type_in(&mut Picker::one("类型", items(12), ""), "99\n"), PickEvent::None);
    }

    #[test]
    fn blocked_items_say_why() {
        let staff =
            vec![Item::new("1", "和丽英").blocked("与申请人近亲属, 应回避"), Item::new("2", "扎西").detail("在办3")];
        let mut picker = Picker::one("承办人", staff, "");
        picker.update(key(KeyCode::Down));
        assert_eq!(picker.update(key(KeyCode::Enter)), PickEvent::None);
        let (text, _) = drawn(40, 8, |f| picker.view(f, f.area(), &Theme::default()));
        assert!(text.contains("不能选：与申请人近亲属") && text.contains(" 2 扎西  在办3"), "{text}");
    }

    #[test]
    fn several_are_marked_by_space() {
        let mut picker = Picker::many("诉求", items(5), "c2,c4");
        picker.update(key(KeyCode::Char(' ')));
        type_in(&mut picker, "4 ");
        assert_eq!(picker.update(key(KeyCode::Enter)), PickEvent::Chosen(vec!["c1".into(), "c2".into()]));
    }

    #[test]
    fn several_are_typed_as_a_list() {
        let two = PickEvent::Chosen(vec!["c1".into(), "c3".into()]);
        for typed in ["1,3\n", "1 3\n", "1，3\n", "１、３\n", "3,1,\n"] {
            assert_eq!(type_in(&mut Picker::many("签名", items(5), ""), typed), two, "{typed}");
        }
        // What means nothing is not dropped in silence.
        assert_eq!(type_in(&mut Picker::many("签名", items(5), ""), "1,9\n"), PickEvent::None);
    }

    #[test]
    fn a_supplied_list_is_asked_for() {
        let mut picker = Picker::supplied("承办人");
        assert_eq!(type_in(&mut picker, "和"), PickEvent::Query("和".into()));
        picker.set_items(vec![Item::new("7", "和丽英")]);
        assert_eq!(picker.update(key(KeyCode::Enter)), one("7"));
    }
}
