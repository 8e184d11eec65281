//! Keys and pastes: which field, what text, what the pane must know.

use super::super::Edit;
use super::super::picker::{PickEvent, Picker};
use super::state::Editor;
use super::{Form, FormEvent};
use crate::tui::{cells, keys};
use crate::validation::{Choice, Field, Kind, check_field, code, date, pinyin};
use chrono::NaiveDateTime;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

impl Form {
    /// Handles a key. `now` is the local time (+08:00). Keys that mean nothing here give no event.
    pub fn update(&mut self, key: KeyEvent, now: NaiveDateTime) -> Vec<FormEvent> {
        let Some(field) = self.focused() else {
            return if key.code == KeyCode::Esc { vec![FormEvent::Cancel] } else { vec![] };
        };
        if let Some(picker) = &mut self.picker {
            let event = picker.update(key);
            return self.picked(field, event, now);
        }
        if key.code == KeyCode::F(2) || keys::is_ctrl(key, 's') {
            return if self.read_only { vec![] } else { vec![self.leave(field, now), FormEvent::Submit] };
        }
        if let Some(events) = self.edit(field, key) {
            return events;
        }
        match key.code {
            // Nothing is taken back: an input method's own Esc may slip through. Ctrl-Z undoes.
            KeyCode::Esc => vec![FormEvent::Cancel],
            KeyCode::BackTab | KeyCode::Up => self.step(field, -1, now),
            KeyCode::Tab if key.modifiers.contains(KeyModifiers::SHIFT) => self.step(field, -1, now),
            KeyCode::Tab | KeyCode::Down | KeyCode::Enter => self.step(field, 1, now),
            KeyCode::PageUp => self.step(field, -8, now),
            KeyCode::PageDown => self.step(field, 8, now),
            _ => vec![],
        }
    }

    /// Handles pasted text: it goes into the field or the open list, cleaned; it never submits.
    pub fn paste(&mut self, text: &str, now: NaiveDateTime) -> Vec<FormEvent> {
        let Some(field) = self.focused().filter(|_| !self.read_only) else { return vec![] };
        if let Some(picker) = &mut self.picker {
            let event = picker.paste(text);
            return self.picked(field, event, now);
        }
        let before = self.length(field);
        let done = match self.editors.get_mut(field.key) {
            Some(Editor::Line(input)) => input.paste(text),
            // Rows copied from a spreadsheet come with tabs.
            Some(Editor::Text(area)) if matches!(field.kind, Kind::Rows(..)) => area.paste(&text.replace('\t', ",")),
            Some(Editor::Text(area)) => area.paste(text),
            Some(Editor::Picked(_)) => return self.open_picker(field, text.trim()),
            None => Edit::Ignored,
        };
        let mut events = self.take(field, done).unwrap_or_default();
        let clean = if matches!(field.kind, Kind::Text(..) | Kind::Rows(..)) {
            cells::clean_text(text)
        } else {
            cells::clean_line(text)
        };
        let lost = (before + clean.chars().count()).saturating_sub(self.length(field));
        if lost > 0 {
            events.push(FormEvent::Full { key: field.key, lost });
        }
        events
    }

    /// Characters in the field's editor.
    fn length(&self, field: &Field) -> usize {
        match self.editors.get(field.key) {
            Some(Editor::Line(input)) => input.text().chars().count(),
            Some(Editor::Text(area)) => area.len(),
            _ => 0,
        }
    }

    /// Lets the field's own editor have the key; `None` when it is not its key.
    fn edit(&mut self, field: &'static Field, key: KeyEvent) -> Option<Vec<FormEvent>> {
        if self.read_only {
            return None;
        }
        let done = match self.editors.get_mut(field.key)? {
            Editor::Line(input) => input.update(key),
            Editor::Text(area) => area.update(key),
            Editor::Picked(_) => return self.edit_picked(field, key),
        };
        self.take(field, done)
    }

    /// Copies the editor's text to the draft.
    fn take(&mut self, field: &'static Field, done: Edit) -> Option<Vec<FormEvent>> {
        if done == Edit::Full {
            return Some(vec![FormEvent::Full { key: field.key, lost: 1 }]);
        }
        if done != Edit::Changed {
            return (done != Edit::Ignored).then(Vec::new);
        }
        let text = match self.editors.get(field.key)? {
            Editor::Line(input) => input.text().to_string(),
            Editor::Text(area) => area.text(),
            Editor::Picked(_) => return None,
        };
        self.draft.set(field.key, text);
        self.problems.retain(|p| p.field != field.key);
        self.dirty = true;
        Some(vec![FormEvent::Changed(field.key)])
    }

    fn edit_picked(&mut self, field: &'static Field, key: KeyEvent) -> Option<Vec<FormEvent>> {
        let key = keys::ascii_key(key);
        match key.code {
            KeyCode::Enter if !key.modifiers.is_empty() => None,
            KeyCode::Enter | KeyCode::Char(' ') => Some(self.open_picker(field, "")),
            KeyCode::Backspace | KeyCode::Delete => Some(self.put(field, String::new())),
            KeyCode::Char('u') if keys::is_ctrl(key, 'u') => Some(self.put(field, String::new())),
            KeyCode::Char('z') if keys::is_ctrl(key, 'z') => Some(self.unpick(field)),
            _ => {
                let c = keys::typed(key)?;
                match field.kind {
                    Kind::Choice(list) => Some(self.type_choice(field, list, c)),
                    _ => Some(self.open_picker(field, &c.to_string())),
                }
            }
        }
    }

    /// A number or initials typed on a choice: chooses when it means one entry, else opens the list.
    fn type_choice(&mut self, field: &'static Field, list: &'static [Choice], c: char) -> Vec<FormEvent> {
        let longer = format!("{}{c}", self.typed);
        let fresh = c.to_string();
        for typed in [longer, fresh] {
            if let Some(choice) = code::resolve(list, &typed) {
                self.typed = typed;
                return self.put(field, choice.code.to_string());
            }
            let code = |x: &Choice| x.code.get(..typed.len()).is_some_and(|c| c.eq_ignore_ascii_case(&typed));
            let starts = |x: &Choice| code(x) || pinyin::matches_initials(x.label, &typed);
            if list.iter().any(starts) {
                self.typed.clear();
                return self.open_picker(field, &typed);
            }
        }
        self.typed.clear();
        // A digit that is no code is the place in the list.
        let place = if c.is_ascii_digit() { c.to_string() } else { String::new() };
        self.open_picker(field, &place)
    }

    fn open_picker(&mut self, field: &'static Field, query: &str) -> Vec<FormEvent> {
        let current = self.draft.get(field.key);
        let (picker, source) = match field.kind {
            Kind::Choice(list) => (Picker::one(field.label, Picker::choices(list), current), None),
            Kind::Many(list) => (Picker::many(field.label, Picker::choices(list), current), None),
            Kind::Division => (Picker::supplied(field.label), Some("division")),
            Kind::Record(source) => (Picker::supplied(field.label), Some(source)),
            _ => return vec![],
        };
        self.picker = Some(if query.is_empty() { picker } else { picker.with_query(query) });
        let need = |source| FormEvent::NeedPick { key: field.key, source, query: query.to_string() };
        source.map(need).into_iter().collect()
    }

    fn picked(&mut self, field: &'static Field, event: PickEvent, now: NaiveDateTime) -> Vec<FormEvent> {
        match event {
            PickEvent::None => vec![],
            PickEvent::Cancel => {
                self.picker = None;
                vec![]
            }
            PickEvent::Query(query) => {
                let source = if let Kind::Record(source) = field.kind { source } else { "division" };
                vec![FormEvent::NeedPick { key: field.key, source, query }]
            }
            PickEvent::Chosen(ids) => {
                let value = ids.join(",");
                let label = self.picker.take().and_then(|p| p.label_of(&value).map(String::from));
                if matches!(field.kind, Kind::Record(_) | Kind::Division) {
                    self.labels.insert(field.key.to_string(), label.unwrap_or_default());
                }
                let chosen = !value.is_empty();
                let mut events = self.put(field, value);
                if chosen {
                    events.extend(self.step(field, 1, now));
                }
                events
            }
        }
    }

    /// Takes what is proposed for the field in hand, and goes on; Ctrl-Z on it takes it back.
    pub fn take_proposal(&mut self, now: NaiveDateTime) -> Vec<FormEvent> {
        let Some(code) = self.proposal().map(|(code, _)| code.to_string()) else { return vec![] };
        let Some(field) = self.focused() else { return vec![] };
        let mut events = self.put(field, code);
        events.extend(self.step(field, 1, now));
        events
    }

    /// Sets a picked field, remembering what it held.
    fn put(&mut self, field: &'static Field, value: String) -> Vec<FormEvent> {
        let before = self.draft.get(field.key).to_string();
        if before == value {
            return vec![];
        }
        if let Some(Editor::Picked(earlier)) = self.editors.get_mut(field.key) {
            earlier.push(before);
        }
        self.draft.set(field.key, value);
        self.problems.retain(|p| p.field != field.key);
        self.dirty = true;
        vec![FormEvent::Changed(field.key)]
    }

    fn unpick(&mut self, field: &'static Field) -> Vec<FormEvent> {
        let Some(Editor::Picked(earlier)) = self.editors.get_mut(field.key) else { return vec![] };
        let Some(value) = earlier.pop() else { return vec![] };
        // The words of a record's earlier id are not known here.
        self.labels.remove(field.key);
        self.draft.set(field.key, value);
        self.problems.retain(|p| p.field != field.key);
        self.dirty = true;
        vec![FormEvent::Changed(field.key)]
    }

    /// Moves the focus by so many fields, checking the one that is left; stops at the ends.
    fn step(&mut self, field: &'static Field, by: isize, now: NaiveDateTime) -> Vec<FormEvent> {
        let events = if self.read_only { vec![] } else { vec![self.leave(field, now)] };
        let stops = self.stops();
        let here = stops.iter().position(|i| *i >= self.focus).unwrap_or(0);
        let there = here.saturating_add_signed(by).min(stops.len().saturating_sub(1));
        if let Some(index) = stops.get(there).copied() {
            self.move_to(index);
        }
        events
    }

    /// Checks the field, and again those already marked: their problem may be gone with this one.
    fn leave(&mut self, field: &'static Field, now: NaiveDateTime) -> FormEvent {
        self.fix_date(field, now);
        let mut keys: Vec<String> = self.problems.iter().chain(&self.warnings).map(|p| p.field.clone()).collect();
        keys.push(field.key.to_string());
        keys.sort();
        keys.dedup();
        for key in keys {
            self.recheck(&key, now);
        }
        FormEvent::Left(field.key)
    }

    fn recheck(&mut self, key: &str, now: NaiveDateTime) {
        // What the desk found (not the table) stays until the next submit.
        let Some(field) = self.table.field(key) else { return };
        self.problems.retain(|p| p.field != key);
        self.warnings.retain(|p| p.field != key);
        if !field.is_shown(&self.draft) {
            return;
        }
        match check_field(field, &self.draft, now) {
            Ok(value) => {
                let warning = value.warning.map(|text| crate::validation::Problem::new(key, text));
                self.warnings.extend(warning);
            }
            Err(problem) => self.problems.push(problem),
        }
    }

    /// A day typed as 明天 or +15 is stored as its date on leaving: a draft may be opened another day.
    fn fix_date(&mut self, field: &'static Field, now: NaiveDateTime) {
        if !matches!(field.kind, Kind::Date | Kind::PastDate) || !self.draft.has(field.key) {
            return;
        }
        let Ok(day) = date::parse_date(self.draft.get(field.key), now.date()) else { return };
        let text = day.format("%Y-%m-%d").to_string();
        if text != self.draft.get(field.key) {
            self.draft.set(field.key, text);
            self.editors.remove(field.key);
            self.enter();
        }
    }
}
