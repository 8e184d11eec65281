//! 导入台账: the file, what its columns mean, a verdict for each row, and only then the storing.
//!
//! Knows no rule of a row; verdicts come from `exchange::import` by way of `ledger_job`. Drawn by
//! `ledger_view`.

use crate::desk::{Failure, mask};
use crate::domain::visit_table::VISIT;
use crate::exchange::headings::Target;
use crate::exchange::import::{Look, RowVerdict, Told, rejects_beside};
use crate::exchange::map::Map;
use crate::tui::keymap::{Action, Scope};
use crate::tui::ledger_job::{Job, News, Report, Seen, Store};
use crate::tui::model::{Modal, Next, Screen};
use crate::tui::msg::{Effect, Query, Write};
use crate::tui::saved;
use crate::tui::theme::{Theme, Tone};
use crate::tui::widget::help::Help;
use crate::tui::widget::input::Input;
use crate::tui::widget::picker::{Item, PickEvent, Picker};
use crate::tui::widget::table::{Column, List, ListEvent, Row, Window};
use crate::validation::Kind;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use std::path::PathBuf;

/// Columns of the ledger and what they mean.
const COLUMNS: &[Column] =
    &[Column::new("台账的列", 16), Column::new("登记表的项", 14), Column::new("里面是", 20).grow().rank(1)];
const ROWS: &[Column] = &[
    Column::new("行", 7).right(),
    Column::new("结论", 4),
    Column::new("姓名", 10).rank(1),
    Column::new("问题和改法", 20).grow(),
];

/// Where the import stands.
#[derive(Debug)]
pub enum Step {
    File,
    Columns,
    /// The thread works: judging, or storing.
    Working {
        news: News,
        storing: bool,
        rows: u64,
    },
    Verdicts,
    Done,
}

/// Which rows are listed.
pub const VIEWS: [(&str, Option<RowVerdict>); 3] =
    [("错", Some(RowVerdict::Wrong)), ("警告", Some(RowVerdict::Warning)), ("全部", None)];

/// State of the screen.
#[derive(Debug)]
pub struct LedgerPane {
    pub step: Step,
    pub path: Input,
    /// What could follow what was typed.
    pub files: Vec<String>,
    pub look: Option<Look>,
    map: Map,
    pub columns: List<usize>,
    pub picker: Option<Picker>,
    /// The whole ledger is of matters that are over.
    pub over: bool,
    pub told: Option<Told>,
    seen: Vec<Seen>,
    pub which: usize,
    pub rows: List<u64>,
    /// Where the wrong rows went.
    pub rejects: Option<PathBuf>,
}

/// A value of the ledger as it may stand on a screen that faces the public.
fn masked(target: Target, text: &str) -> String {
    let kind = if let Target::Field(key) = target { VISIT.field(key).map(|f| f.kind) } else { None };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    match (kind, target) {
        (Some(Kind::Document(_)), _) => mask::document(text),
        (Some(Kind::Phone), _) => mask::phone(text),
        (Some(Kind::Name), _) => mask::name(text),
        (_, Target::Field("birth" | "address" | "contact" | "representatives")) => "(遮盖)".to_string(),
        // Nobody said what it is: a long number may be somebody's.
        (None, _) if digits >= 9 => mask::document(text),
        _ => text.to_string(),
    }
}

/// What a column may mean, to choose from.
fn meanings() -> Vec<Item> {
    let special = [Target::Skip, Target::Status].map(|t| Item::new(t.word(), t.label()));
    let fields = VISIT.fields.iter().map(|f| Item::new(f.key, f.label).detail(f.key));
    special.into_iter().chain(fields).collect()
}

impl LedgerPane {
    pub fn open() -> Screen {
        let (mut columns, mut rows) = (List::new(COLUMNS), List::new(ROWS));
        columns.empty = "没有列";
        rows.empty = "没有这样的行;Tab换一类";
        Screen::Ledger(Box::new(Self {
            step: Step::File,
            path: Input::new("", 400),
            files: Vec::new(),
            look: None,
            map: Map::default(),
            columns,
            picker: None,
            over: false,
            told: None,
            seen: Vec::new(),
            which: 0,
            rows,
            rejects: None,
        }))
    }

    pub fn loads(&self) -> Vec<Effect> {
        Vec::new()
    }

    fn file(&self) -> PathBuf {
        PathBuf::from(self.path.text().trim())
    }

    /// Whether letters are text now.
    pub fn is_typing(&self) -> bool {
        matches!(self.step, Step::File) || self.picker.is_some()
    }

    /// Whether a thread works for this screen.
    pub fn is_working(&self) -> bool {
        matches!(self.step, Step::Working { .. })
    }

    /// What a folder holds, to complete the path by.
    pub fn set_files(&mut self, typed: &str, files: Vec<String>) {
        if typed != self.path.text() {
            return;
        }
        let common = files.iter().skip(1).fold(files.first().cloned().unwrap_or_default(), |common, file| {
            common.chars().zip(file.chars()).take_while(|(a, b)| a == b).map(|p| p.0).collect()
        });
        if common.chars().count() > typed.chars().count() {
            self.path = Input::new(&common, 400);
        }
        self.files = if files.len() > 1 { files } else { Vec::new() };
    }

    /// The columns of the ledger, with what the office said of them before.
    pub fn set_look(&mut self, look: Look, map: Map) {
        self.map = map;
        self.step = Step::Columns;
        let row = |i: usize| {
            let tone = if look.targets[i] == Target::Unknown { Tone::Amber } else { Tone::Normal };
            let samples: Vec<String> = look.samples[i].iter().map(|s| masked(look.targets[i], s)).collect();
            let cells = [look.headings[i].trim(), look.targets[i].label(), &samples.join(" / ")].map(str::to_string);
            Row::new(i, cells).tone(1, tone)
        };
        let rows = (0..look.headings.len()).filter(|i| !look.headings[*i].trim().is_empty()).map(row).collect();
        self.columns.set_window(Window { rows, has_before: false, has_after: false });
        self.look = Some(look);
    }

    /// Looks whether the thread has something to tell.
    pub fn settle(&mut self) -> Vec<Next> {
        let Step::Working { news, storing, rows } = &mut self.step else { return Vec::new() };
        *rows = news.rows();
        let storing = *storing;
        match news.take() {
            None => Vec::new(),
            Some(Ok(report)) => self.finished(report, storing),
            Some(Err(failure)) => {
                self.step = if storing && self.told.is_some() { Step::Verdicts } else { Step::Columns };
                vec![Next::Show(saved::told(&failure))]
            }
        }
    }

    fn finished(&mut self, report: Report, storing: bool) -> Vec<Next> {
        let stored = storing && report.told.batch.is_some();
        self.step = if stored { Step::Done } else { Step::Verdicts };
        self.seen = report.rows;
        self.which = if report.told.wrong > 0 { 0 } else { usize::from(report.told.warnings > 0).clamp(1, 2) };
        if report.told.wrong == 0 && report.told.warnings == 0 {
            self.which = 2;
        }
        self.told = Some(report.told);
        self.list();
        vec![Next::Say(if stored { "已导入".into() } else { "已核对,没有存".into() })]
    }

    fn list(&mut self) {
        let only = VIEWS[self.which].1;
        let row = |s: &Seen| {
            let tone = match s.verdict {
                RowVerdict::Good => Tone::Normal,
                RowVerdict::Warning => Tone::Amber,
                RowVerdict::Wrong => Tone::Red,
            };
            Row::new(s.line, [s.line.to_string(), s.verdict.word().into(), s.name.clone(), s.words.clone()])
                .tone(1, tone)
        };
        let rows = self.seen.iter().filter(|s| only.is_none_or(|v| v == s.verdict)).map(row).collect();
        self.rows.set_window(Window { rows, has_before: false, has_after: false });
    }

    fn begin(&mut self, store: Option<Store>) -> Vec<Next> {
        let news = News::default();
        self.step = Step::Working { news: news.clone(), storing: store.is_some(), rows: 0 };
        let job = Job { path: self.file(), map: self.map.clone(), over: self.over, store, news };
        vec![Next::Do(Effect::Save(Write::Ledger(Box::new(job))))]
    }

    /// The work could not be started.
    pub fn refused(&mut self) {
        self.step = if self.told.is_some() { Step::Verdicts } else { Step::Columns };
    }

    fn store(&mut self, only_good: bool) -> Vec<Next> {
        let Some(told) = self.told.as_ref().filter(|_| matches!(self.step, Step::Verdicts)) else {
            return vec![Next::Say("先按F2核对,看过结论再导入".into())];
        };
        if told.good + told.warnings == 0 {
            let failure = Failure::refusal("没有一行可以导入", "请按各行的提示改正后重新核对");
            return vec![Next::Show(saved::told(&failure))];
        }
        if told.wrong > 0 && !only_good {
            let failure = Failure::refusal(
                format!("有{}行错,整份不能导入", told.wrong),
                "改好后重新核对;或按F6只导入合格的,有错的行连同原因另存一份",
            );
            return vec![Next::Show(saved::told(&failure))];
        }
        self.rejects = (only_good && told.wrong > 0).then(|| rejects_beside(&self.file()));
        let store = Store { sha256: told.sha256.clone(), rejects: self.rejects.clone() };
        self.begin(Some(store))
    }

    pub fn scopes(&self) -> Vec<Scope> {
        let mut scopes = match self.step {
            Step::File => vec![Scope::LedgerFile],
            Step::Columns => vec![Scope::LedgerColumns],
            Step::Working { .. } => vec![Scope::LedgerWorking],
            Step::Verdicts => vec![Scope::LedgerVerdicts, Scope::LedgerRows],
            Step::Done => vec![Scope::LedgerRows],
        };
        scopes.extend([Scope::Ledger, Scope::Global]);
        scopes
    }

    pub fn act(&mut self, action: Action) -> Vec<Next> {
        match (action, &self.step) {
            (Action::Back, Step::Working { news, .. }) => {
                news.stop();
                return vec![Next::Say("正在停下;没有存".into())];
            }
            (Action::Back, Step::File | Step::Done) => return vec![Next::Back],
            (Action::Back, Step::Columns) => self.step = Step::File,
            (Action::Back | Action::Mapping, Step::Verdicts) => {
                self.step = Step::Columns;
                self.told = None;
            }
            (Action::Save, Step::File) => return self.enter(),
            (Action::Save, Step::Columns | Step::Verdicts) => return self.judge(),
            (Action::Open, Step::Columns) => self.choose(),
            (Action::Open, Step::Verdicts | Step::Done) => return self.read_row(),
            (Action::NextTab, Step::Verdicts | Step::Done) => self.turn(1),
            (Action::PreviousTab, Step::Verdicts | Step::Done) => self.turn(VIEWS.len() - 1),
            (Action::StoreAll, _) => return self.store(false),
            (Action::StoreGood, _) => return self.store(true),
            (Action::Over, Step::Columns) => self.over = !self.over,
            _ => {}
        }
        Vec::new()
    }

    fn enter(&mut self) -> Vec<Next> {
        if self.path.text().trim().is_empty() {
            return vec![Next::Say("请写台账文件的路径,如 /home/zhang/台账.xlsx;Tab补全".into())];
        }
        self.files.clear();
        vec![Next::Do(Effect::Load(Query::LedgerLook { path: self.file() }))]
    }

    fn judge(&mut self) -> Vec<Next> {
        match self.look.as_ref().map(|l| l.lack.clone()) {
            Some(lack) if !lack.is_empty() => {
                vec![Next::Show(saved::told(&Failure::Refusal {
                    reason: lack,
                    hint: "在列上按Enter,选它是登记表的哪一项".into(),
                }))]
            }
            Some(_) => {
                self.told = None;
                self.begin(None)
            }
            None => Vec::new(),
        }
    }

    fn choose(&mut self) {
        let (Some(i), Some(look)) = (self.columns.selected(), &self.look) else { return };
        let current = if look.targets[*i] == Target::Unknown { "" } else { look.targets[*i].word() };
        self.picker = Some(Picker::one(format!("“{}”是", look.headings[*i].trim()), meanings(), current));
    }

    fn read_row(&self) -> Vec<Next> {
        let found = self.rows.selected().and_then(|line| self.seen.iter().find(|s| s.line == *line));
        found.map_or_else(Vec::new, |s| {
            let words = if s.words.is_empty() { "没有问题".to_string() } else { s.words.replace("; ", "\n") };
            let text = format!("{} {}\n\n{words}", s.verdict.word(), s.name);
            vec![Next::Show(Modal::Help(Help::new(format!("第{}行", s.line), text)))]
        })
    }

    fn turn(&mut self, by: usize) {
        self.which = (self.which + by) % VIEWS.len();
        self.list();
    }

    pub fn key(&mut self, key: KeyEvent) -> Vec<Next> {
        if let Some(picker) = &mut self.picker {
            match picker.update(key) {
                PickEvent::Chosen(ids) => {
                    self.picker = None;
                    return ids.first().map_or_else(Vec::new, |word| self.chosen(word));
                }
                PickEvent::Cancel => self.picker = None,
                PickEvent::None | PickEvent::Query(_) => {}
            }
            return Vec::new();
        }
        match &self.step {
            Step::File => match key.code {
                KeyCode::Enter => self.enter(),
                KeyCode::Esc => self.act(Action::Back),
                KeyCode::Tab => vec![Next::Do(Effect::Load(Query::Files(self.path.text().to_string())))],
                _ => {
                    self.path.update(key);
                    Vec::new()
                }
            },
            Step::Columns => match self.columns.update(key) {
                ListEvent::Open => self.act(Action::Open),
                _ => Vec::new(),
            },
            Step::Verdicts | Step::Done => {
                self.rows.update(key);
                Vec::new()
            }
            Step::Working { .. } => Vec::new(),
        }
    }

    /// What a column means is kept at once, so that it is asked but once.
    fn chosen(&mut self, word: &str) -> Vec<Next> {
        let (Some(i), Some(look)) = (self.columns.selected(), &self.look) else { return Vec::new() };
        let target = match word {
            w if w == Target::Skip.word() => Target::Skip,
            w if w == Target::Status.word() => Target::Status,
            key => VISIT.field(key).map_or(Target::Unknown, |f| Target::Field(f.key)),
        };
        self.map.set(&look.headings[*i], target);
        vec![
            Next::Do(Effect::Save(Write::LedgerMap(self.map.clone()))),
            Next::Do(Effect::Load(Query::LedgerLook { path: self.file() })),
        ]
    }

    pub fn paste(&mut self, text: &str) {
        if let Some(picker) = &mut self.picker {
            picker.paste(text);
        } else if matches!(self.step, Step::File) {
            // A path dropped on the terminal comes in quotes.
            self.path.paste(text.trim().trim_matches(['\'', '"']));
        }
    }
}

impl LedgerPane {
    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme) {
        super::ledger_view::view(self, frame, area, theme);
    }
}
