//! 督查: what is overdue, whose it is, why, and the key that presses it. Right at 80×24.

use super::case_file::{CaseFile, days_late, supervision_of};
use super::deadlines;
use crate::desk::{Filters, OverdueFilter, OverdueRow, Page};
use crate::domain::case::Case;
use crate::domain::warning::escalation;
use crate::domain::{codes, number};
use crate::tui::case_view::CaseView;
use crate::tui::cells;
use crate::tui::form_modal::{FormModal, Purpose};
use crate::tui::keymap::{Action, Scope};
use crate::tui::model::{Choice, FilterBy, Modal, Next};
use crate::tui::msg::{Effect, Query, Wanted, Write};
use crate::tui::papers::{At, of_case};
use crate::tui::theme::Theme;
use crate::tui::widget::modal::{MenuItem, Modal as Dialog};
use crate::tui::widget::table::{Column, List, ListEvent, Row, Window};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

const COLUMNS: &[Column] = &[
    Column::new("灯", 11),
    Column::new("案号", 8),
    Column::new("期限", 12).grow(),
    Column::new("届满", 5),
    Column::new("承办", 8),
    Column::new("责任单位", 10).grow().rank(1),
    Column::new("最近动作", 14).rank(2),
];

/// State of the screen.
#[derive(Debug)]
pub struct Supervise {
    rows: Vec<OverdueRow>,
    pub list: List<i64>,
    pub filter: OverdueFilter,
    filters: Filters,
    /// Where the window begins, to read the same one again when another desk wrote.
    from: (Option<OverdueRow>, bool),
    /// The case of a key that first had to be read (办理, 改派).
    pub wanted: Option<(i64, Action)>,
    /// The case last read for a key, with the rev that was seen.
    pub case: Option<Case>,
    /// The row told of below the list. It follows the selection once the keys rest, so that a held
    /// arrow key sends its mark only (a slow line carries some 70 bytes a row, not 170).
    told: Option<i64>,
}

impl Supervise {
    pub fn new() -> Self {
        let mut list = List::new(COLUMNS);
        list.empty = "没有逾期、临近或静默的期限";
        Self {
            rows: Vec::new(),
            list,
            filter: OverdueFilter { within_days: OverdueFilter::LIGHTS, ..OverdueFilter::default() },
            filters: Filters::default(),
            from: (None, false),
            wanted: None,
            case: None,
            told: None,
        }
    }

    pub fn loads(&self) -> Vec<Effect> {
        vec![Effect::Load(Query::Counts), Effect::Load(Query::Filters), Effect::Load(self.query())]
    }

    fn query(&self) -> Query {
        let (from, backwards) = self.from.clone();
        Query::Overdue { filter: self.filter.clone(), from, backwards }
    }

    pub fn set(&mut self, page: Page<OverdueRow>, backwards: bool) {
        self.rows = page.rows;
        let rows = self.rows.iter().map(row).collect();
        let fresh = self.list.selected().is_none_or(|id| !self.rows.iter().any(|r| r.deadline == *id));
        self.list.set_window(Window { rows, has_before: page.before, has_after: page.after });
        if fresh {
            let target = if backwards { self.rows.last() } else { self.rows.first() };
            if let Some(r) = target {
                self.list.select(&r.deadline);
            }
        }
        self.settle();
    }

    /// Whether the lines below tell of the selected row.
    pub fn is_settled(&self) -> bool {
        self.told == self.list.selected().copied()
    }

    pub fn settle(&mut self) {
        self.told = self.list.selected().copied();
    }

    pub fn set_filters(&mut self, filters: Filters) {
        self.filters = filters;
    }

    pub fn selected(&self) -> Option<&OverdueRow> {
        let id = self.list.selected()?;
        self.rows.iter().find(|r| r.deadline == *id)
    }

    pub fn act(&mut self, action: Action) -> Vec<Next> {
        if action == Action::Filter {
            return vec![Next::Show(self.filter_menu())];
        }
        if action == Action::DayPaper {
            return vec![Next::Do(Effect::Save(Write::Paper(Wanted::Day)))];
        }
        let Some(row) = self.selected() else { return Vec::new() };
        match action {
            Action::Open => vec![Next::Open(CaseFile::open(row.case))],
            Action::Supervision => supervision_of(row),
            Action::Paper => of_case(At::Place(Scope::Supervise), row.case, None)
                .map(|wanted| Next::Do(Effect::Save(Write::Paper(wanted))))
                .into_iter()
                .collect(),
            Action::Extend => {
                let purpose = Purpose::Extend { deadline: row.deadline };
                let form = FormModal::new(
                    purpose,
                    crate::domain::forms::EXTEND.blank(),
                    &format!("{} {}", row.short, row.label),
                );
                vec![Next::Show(Modal::Form(Box::new(form)))]
            }
            Action::Moves | Action::Reassign => {
                let case = row.case;
                self.wanted = Some((case, action));
                vec![Next::Do(Effect::Load(Query::Case(case)))]
            }
            _ => Vec::new(),
        }
    }

    /// The case asked for has come: the key goes on.
    pub fn take_case(&mut self, view: &CaseView) -> Vec<Next> {
        self.case = Some(view.case.clone());
        match self.wanted.take() {
            Some((id, Action::Moves)) if id == view.case.id => vec![Next::Show(super::moves::move_menu(view))],
            Some((id, Action::Reassign)) if id == view.case.id => super::case_file::reassign(view),
            _ => Vec::new(),
        }
    }

    pub fn key(&mut self, key: KeyEvent) -> Vec<Next> {
        let (from, backwards) = match self.list.update(key) {
            ListEvent::Open => return self.act(Action::Open),
            ListEvent::NeedAfter => (self.rows.last(), false),
            ListEvent::NeedBefore => (self.rows.first(), true),
            // A page is drawn anew anyway.
            ListEvent::PageUp | ListEvent::PageDown => {
                self.settle();
                return Vec::new();
            }
            _ => return Vec::new(),
        };
        self.from = (from.cloned(), backwards);
        vec![Next::Do(Effect::Load(self.query()))]
    }

    pub fn narrow(&mut self, filter: OverdueFilter) -> Vec<Next> {
        self.filter = filter;
        self.from = (None, false);
        vec![Next::Do(Effect::Load(self.query()))]
    }

    /// What handler, unit, team and rule are narrowed to, as the filters call them.
    fn chosen_words(&self) -> [String; 4] {
        let (f, known) = (&self.filter, &self.filters);
        [(&f.handler, &known.handlers), (&f.unit, &known.units), (&f.team, &known.teams), (&f.rule, &known.rules)].map(
            |(value, list)| match value {
                None => "全部".to_string(),
                Some(v) => list.iter().find(|l| l.0 == *v).map_or_else(|| v.clone(), |l| l.1.clone()),
            },
        )
    }

    fn filter_menu(&self) -> Modal {
        let [handler, unit, team, rule] = self.chosen_words();
        let items = vec![
            MenuItem::new(format!("灯: {}", light_words(&self.filter))),
            MenuItem::new(format!("承办: {handler}")),
            MenuItem::new(format!("单位: {unit}")),
            MenuItem::new(format!("小组: {team}")),
            MenuItem::new(format!("期限: {rule}")),
            MenuItem::new("全部清除"),
        ];
        let choices = vec![
            Choice::FilterMenu(FilterBy::Light),
            Choice::FilterMenu(FilterBy::Handler),
            Choice::FilterMenu(FilterBy::Unit),
            Choice::FilterMenu(FilterBy::Team),
            Choice::FilterMenu(FilterBy::Rule),
            Choice::Filter(OverdueFilter { within_days: OverdueFilter::LIGHTS, ..OverdueFilter::default() }),
        ];
        Modal::Menu(Dialog::menu("筛选", items), choices)
    }

    /// The values of one filter, with how many stand behind each.
    pub fn filter_values(&self, by: FilterBy) -> Modal {
        let base = &self.filter;
        let mut items = vec![MenuItem::new("全部")];
        let mut choices = Vec::new();
        let values = match by {
            FilterBy::Light => {
                choices.push(Choice::Filter(OverdueFilter { light: None, silent: false, ..base.clone() }));
                for (word, light, silent) in [
                    ("逾期", Some("overdue"), false),
                    ("红", Some("red"), false),
                    ("黄", Some("amber"), false),
                    ("暂停", Some("paused"), false),
                    ("静默", None, true),
                ] {
                    items.push(MenuItem::new(word));
                    choices.push(Choice::Filter(OverdueFilter {
                        light: light.map(String::from),
                        silent,
                        ..base.clone()
                    }));
                }
                return Modal::Menu(Dialog::menu("灯", items), choices);
            }
            FilterBy::Handler => &self.filters.handlers,
            FilterBy::Unit => &self.filters.units,
            FilterBy::Team => &self.filters.teams,
            FilterBy::Rule => &self.filters.rules,
        };
        let with = |value: Option<String>| {
            let mut f = base.clone();
            match by {
                FilterBy::Handler => f.handler = value,
                FilterBy::Unit => f.unit = value,
                FilterBy::Team => f.team = value,
                _ => f.rule = value,
            }
            Choice::Filter(f)
        };
        choices.push(with(None));
        for (value, label, count) in values {
            items.push(MenuItem::new(format!("{label}  {count}")));
            choices.push(with(Some(value.clone())));
        }
        Modal::Menu(Dialog::menu("筛选", items), choices)
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme) {
        if area.height < 6 {
            self.list.view(frame, area, theme, true);
            return;
        }
        let width = usize::from(area.width);
        let [handler, unit, team, rule] = self.chosen_words();
        let light = light_words(&self.filter);
        let head = format!("灯:{light} 单位:{unit} 承办:{handler} 小组:{team} 期限:{rule}  F8筛选");
        line(frame, area, 0, &cells::truncate(&head, width), theme.dim());
        let detail = 5.min(area.height / 3);
        let table = Rect { y: area.y + 1, height: area.height - 1 - detail, ..area };
        self.list.view(frame, table, theme, true);
        let Some(row) = self.rows.iter().find(|r| Some(r.deadline) == self.told) else { return };
        let below = area.height - detail;
        line(frame, area, below, &theme.rule(width), theme.dim());
        for (i, text) in details(row).into_iter().enumerate() {
            let y = below + 1 + u16::try_from(i).unwrap_or(0);
            line(frame, area, y, &cells::truncate(&text, width), ratatui::style::Style::new());
        }
    }
}

fn line(frame: &mut Frame, area: Rect, row: u16, text: &str, style: ratatui::style::Style) {
    if row < area.height {
        frame.render_widget(Line::styled(text.to_string(), style), Rect { y: area.y + row, height: 1, ..area });
    }
}

fn light_words(f: &OverdueFilter) -> &'static str {
    match (f.light.as_deref(), f.silent) {
        (_, true) => "静默",
        (Some("overdue"), _) => "逾期",
        (Some("red"), _) => "红",
        (Some("amber"), _) => "黄",
        (Some("paused"), _) => "暂停",
        _ => "全部",
    }
}

fn row(r: &OverdueRow) -> Row<i64> {
    let last = if r.last_action.is_empty() {
        String::new()
    } else {
        format!("{} {}", month_day(&r.last_action_on), r.last_action)
    };
    let handler = if r.handler.is_empty() { "主任".to_string() } else { r.handler.clone() };
    let unit = if r.unit.is_empty() { "-".to_string() } else { r.unit.clone() };
    Row::new(
        r.deadline,
        [
            r.words.clone(),
            number::short(&r.title),
            r.label.clone(),
            r.due.format("%m-%d").to_string(),
            handler,
            unit,
            last,
        ],
    )
    .tone(0, deadlines::tone(r.light))
}

fn month_day(text: &str) -> String {
    text.get(5..10).unwrap_or("").to_string()
}

/// The lines under the list: who, what kind, how the date came about, why it stands.
fn details(r: &OverdueRow) -> Vec<String> {
    let grade = codes::label(codes::GRADE, &r.grade);
    let listed = if r.listed { " 包案" } else { "" };
    let extended = if r.extension_days > 0 { format!("已延{}", r.extension_days) } else { "未延期".to_string() };
    vec![
        format!(
            "{} {} {} {grade}{listed} {} {}",
            number::short(&r.title),
            r.petitioner,
            r.gist,
            r.stage.step_words(),
            r.stage.label()
        ),
        format!(
            "{}: 起{} 考核{} 法定{} {extended} ({})",
            r.label,
            r.start.format("%m-%d"),
            r.due_raw.format("%m-%d"),
            r.rolled.format("%m-%d"),
            r.basis
        ),
        if r.last_action.is_empty() {
            "为何停: 没有任何动作".to_string()
        } else {
            format!("为何停: {} {}后无记录", r.last_action_on.replace('T', " "), r.last_action)
        },
        match escalation(days_late(r.light)) {
            "" => String::new(),
            word => format!("下一步: {word};按F5,方式和要求已拟好"),
        },
    ]
}
