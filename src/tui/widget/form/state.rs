//! What a form holds, and how the pane reads and sets it.

use super::super::input::Input;
use super::super::picker::{Item, Picker};
use super::super::textarea::TextArea;
use crate::desk::{PROPOSED, Proposal};
use crate::validation::{Draft, Field, Kind, Need, Problem, Table};
use std::collections::BTreeMap;

/// The editor of a field, kept after leaving it, so that undo still works on coming back.
#[derive(Clone, Debug)]
pub(super) enum Editor {
    Line(Input),
    Text(Box<TextArea>),
    /// Of a picked field: earlier values.
    Picked(Vec<String>),
}

/// A form. Drawing never changes it.
#[derive(Clone, Debug)]
pub struct Form {
    pub(super) table: &'static Table,
    pub(super) draft: Draft,
    pub(super) focus: usize,
    pub(super) problems: Vec<Problem>,
    pub(super) warnings: Vec<Problem>,
    pub(super) editors: BTreeMap<&'static str, Editor>,
    pub(super) picker: Option<Picker>,
    /// Number or initials typed on a choice so far.
    pub(super) typed: String,
    pub(super) labels: BTreeMap<String, String>,
    pub(super) dirty: bool,
    pub(super) read_only: bool,
    /// What is proposed for a field while it is empty: code and words.
    proposals: BTreeMap<&'static str, (String, String)>,
    origin: Option<i64>,
}

impl Form {
    /// A form over `draft` (of [`Table::blank`] or a kept one). `origin` is the `rev` of the record it
    /// changes, `None` for a new record.
    pub fn new(table: &'static Table, draft: Draft, origin: Option<i64>) -> Self {
        let mut form = Self {
            table,
            draft,
            focus: 0,
            problems: Vec::new(),
            warnings: Vec::new(),
            editors: BTreeMap::new(),
            picker: None,
            typed: String::new(),
            labels: BTreeMap::new(),
            dirty: false,
            read_only: false,
            proposals: BTreeMap::new(),
            origin,
        };
        form.focus = form.stops().first().copied().unwrap_or(0);
        form.enter();
        form
    }

    /// A form to read; values are shown in words, nothing is typed.
    pub fn read_only(table: &'static Table, draft: Draft) -> Self {
        let mut form = Self::new(table, draft, None);
        form.read_only = true;
        form
    }

    pub fn table(&self) -> &'static Table {
        self.table
    }
    pub fn draft(&self) -> &Draft {
        &self.draft
    }
    pub fn origin(&self) -> Option<i64> {
        self.origin
    }
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }
    /// Whether anything was changed since opening or [`Form::mark_saved`].
    pub fn is_dirty(&self) -> bool {
        self.dirty
    }
    pub fn mark_saved(&mut self) {
        self.dirty = false;
    }
    /// The focused field; `None` in an empty table.
    pub fn focused(&self) -> Option<&'static Field> {
        self.table.fields.get(self.focus)
    }
    /// Whether a list is open over the form (then Esc belongs to it).
    pub fn is_picking(&self) -> bool {
        self.picker.is_some()
    }
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Shows what is wrong and goes to the first field of it, in the table's order.
    pub fn set_problems(&mut self, problems: Vec<Problem>) {
        self.problems = problems;
        let stops = self.stops();
        let has = |i: &usize| self.problems.iter().any(|p| p.field == self.table.fields[*i].key);
        if let Some(first) = stops.into_iter().find(has) {
            self.move_to(first);
        }
    }

    /// Fills a field from outside (what an identity number tells, a looked-up case). Unknown keys are ignored.
    pub fn set(&mut self, key: &str, value: impl Into<String>) {
        let value = value.into();
        let Some(field) = self.table.field(key).filter(|_| self.draft.get(key) != value) else { return };
        self.draft.set(key, value);
        self.editors.remove(field.key);
        self.problems.retain(|p| p.field != key);
        self.dirty = true;
        if self.focused().is_some_and(|f| f.key == key) {
            self.enter();
        }
    }

    /// The words for a record's id in this field, else the id itself is shown.
    pub fn set_label(&mut self, key: &str, label: impl Into<String>) {
        self.labels.insert(key.to_string(), label.into());
    }

    /// Records chosen by id whose words are not known here: field, list and id.
    pub fn unnamed(&self) -> Vec<(&'static str, &'static str, String)> {
        let known = |key: &str| self.labels.get(key).is_some_and(|l| !l.is_empty());
        let record = |f: &Field| if let Kind::Record(source) = f.kind { Some(source) } else { None };
        let fields = self.table.fields.iter().filter(|f| self.draft.has(f.key) && !known(f.key));
        fields.filter_map(|f| Some((f.key, record(f)?, self.draft.get(f.key).to_string()))).collect()
    }

    /// The words for [`super::FormEvent::Full`].
    pub fn full(&self, key: &str, lost: usize) -> String {
        let label = self.table.field(key).map_or("", |f| f.label);
        match lost {
            1 => format!("“{label}”已满,多出的字没有放进来"),
            n => format!("“{label}”已满,后面{n}字没有放进来;请分到别的栏或删减"),
        }
    }

    /// The answer to [`super::FormEvent::NeedPick`]; ignored when the list was closed meanwhile.
    pub fn set_items(&mut self, items: Vec<Item>) {
        if let Some(picker) = &mut self.picker {
            picker.set_items(items);
        }
    }

    /// What may be taken for empty fields; another list takes the place of the last.
    pub fn set_proposals(&mut self, list: &[Proposal]) {
        self.proposals = list.iter().map(|p| (p.field, (p.code.clone(), p.text()))).collect();
    }

    /// Whether the field in hand is one that proposals are made for, empty, and open to them.
    pub fn takes_proposals(&self) -> bool {
        let known = |key: &str| PROPOSED.iter().any(|p| p.table == self.table.name && p.field == key);
        let here = self.focused().is_some_and(|f| known(f.key) && !self.draft.has(f.key));
        here && !self.read_only && self.picker.is_none()
    }

    /// What is proposed for the field in hand: code and words.
    pub fn proposal(&self) -> Option<(&str, &str)> {
        let (code, words) = self.proposals.get(self.focused()?.key)?;
        self.takes_proposals().then_some((code, words))
    }

    /// Puts the focus on a field; false when it is not shown. The field that is left is not checked.
    pub fn focus_on(&mut self, key: &str) -> bool {
        let found = self.stops().into_iter().find(|i| self.table.fields[*i].key == key);
        if let Some(index) = found {
            self.move_to(index);
        }
        found.is_some()
    }

    /// The fields that are shown, with their index.
    pub(super) fn shown(&self) -> impl Iterator<Item = (usize, &'static Field)> + '_ {
        self.table.fields.iter().enumerate().filter(|(_, f)| f.is_shown(&self.draft))
    }

    /// The fields where the focus can stand.
    pub(super) fn stops(&self) -> Vec<usize> {
        let free = |f: &Field| self.read_only || !matches!(f.need, Need::Auto);
        self.shown().filter(|(_, f)| free(f)).map(|(i, _)| i).collect()
    }

    pub(super) fn move_to(&mut self, index: usize) {
        self.picker = None;
        self.focus = index;
        self.enter();
    }

    /// Opens the editor of the focused field.
    pub(super) fn enter(&mut self) {
        self.typed.clear();
        let Some(field) = self.focused() else { return };
        let text = self.draft.get(field.key);
        self.editors.entry(field.key).or_insert_with(|| match field.kind {
            Kind::Choice(_) | Kind::Many(_) | Kind::Division | Kind::Record(_) => Editor::Picked(Vec::new()),
            Kind::Text(_, max) => Editor::Text(Box::new(TextArea::new(text, max))),
            // A tab can not be typed in a form: cells are parted by commas here.
            Kind::Rows(_, lines) => Editor::Text(Box::new(TextArea::new(&text.replace('\t', ","), lines * 200))),
            Kind::Secret(max) => Editor::Line(Input::new(text, max).secret()),
            kind => Editor::Line(Input::new(text, line_limit(kind))),
        });
    }

    pub(super) fn editor(&self) -> Option<&Editor> {
        self.editors.get(self.focused()?.key)
    }
    pub(super) fn problem(&self, key: &str) -> Option<&Problem> {
        self.problems.iter().find(|p| p.field == key)
    }
    pub(super) fn warning(&self, key: &str) -> Option<&Problem> {
        self.warnings.iter().find(|p| p.field == key)
    }
}

/// Most characters a line may take while typing; the check says the rest.
fn line_limit(kind: Kind) -> usize {
    match kind {
        Kind::Line(max) => max,
        Kind::Name => 100,
        Kind::Document(_) => 40,
        _ => 30,
    }
}
