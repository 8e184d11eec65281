//! 期限: the deadlines of the case in hand, both dates and what is left in words; without a case, those
//! that press most.

use crate::desk::{DeadlineRow, OverdueRow};
use crate::domain::deadline::Light;
use crate::tui::form_modal::{FormModal, Purpose};
use crate::tui::model::{Modal, Next};
use crate::tui::theme::{Theme, Tone};
use crate::tui::widget::modal::Modal as Dialog;
use crate::tui::widget::table::{Column, List, Row, Window};
use crate::validation::Draft;
use ratatui::Frame;
use ratatui::layout::Rect;

const COLUMNS: &[Column] = &[
    Column::new("剩余", 10),
    Column::new("期限", 10).grow(),
    Column::new("考核届满", 10).rank(1),
    Column::new("法定届满", 10).rank(2),
    Column::new("案号", 6).rank(3),
];

/// State of the pane.
#[derive(Debug)]
pub struct Deadlines {
    own: Vec<DeadlineRow>,
    pressing: Vec<OverdueRow>,
    /// Whether the rows are those of the case in hand.
    of_case: bool,
    pub list: List<i64>,
}

/// The tone of a light.
pub fn tone(light: Light) -> Tone {
    match light {
        Light::Overdue(_) => Tone::Overdue,
        Light::Red(_) => Tone::Red,
        Light::Amber(_) => Tone::Amber,
        Light::Paused | Light::Met => Tone::Dim,
        Light::Normal(_) => Tone::Normal,
    }
}

impl Deadlines {
    pub fn new() -> Self {
        let mut list = List::new(COLUMNS);
        list.empty = "没有期限";
        Self { own: Vec::new(), pressing: Vec::new(), of_case: false, list }
    }

    pub fn set_case(&mut self, rows: Option<&[DeadlineRow]>) {
        self.of_case = rows.is_some();
        self.own = rows.unwrap_or_default().to_vec();
        self.rows();
    }

    pub fn set_pressing(&mut self, rows: Vec<OverdueRow>) {
        self.pressing = rows;
        self.rows();
    }

    fn rows(&mut self) {
        let rows = if self.of_case {
            self.own
                .iter()
                .map(|d| {
                    let mark = if d.provisional { "暂定" } else { "" };
                    Row::new(
                        d.id,
                        [
                            d.words.clone(),
                            format!("{}{mark}", d.label),
                            d.raw.to_string(),
                            d.rolled.to_string(),
                            String::new(),
                        ],
                    )
                    .tone(0, tone(d.light))
                })
                .collect()
        } else {
            self.pressing
                .iter()
                .map(|d| {
                    Row::new(
                        d.deadline,
                        [
                            d.words.clone(),
                            d.label.clone(),
                            d.due_raw.to_string(),
                            d.rolled.to_string(),
                            d.short.clone(),
                        ],
                    )
                    .tone(0, tone(d.light))
                })
                .collect()
        };
        self.list.set_window(Window { rows, has_before: false, has_after: false });
    }

    /// The case of the selected clock, when the list is of all cases.
    pub fn selected_case(&self) -> Option<i64> {
        let id = self.list.selected()?;
        self.pressing.iter().find(|d| !self.of_case && d.deadline == *id).map(|d| d.case)
    }

    fn selected(&self) -> Option<&DeadlineRow> {
        let id = self.list.selected()?;
        self.own.iter().find(|d| d.id == *id)
    }

    /// Enter: how the date came about, with its basis.
    pub fn explain(&self) -> Vec<Next> {
        let Some(d) = self.selected() else { return Vec::new() };
        vec![Next::Show(Modal::Message(Dialog::message(d.label.clone(), explanation(d))))]
    }

    /// The selected clock if it still runs or is paused, else why nothing can be done to it.
    fn live(&self) -> Result<&DeadlineRow, Vec<Next>> {
        let say = |text: String| Err(vec![Next::Say(text)]);
        match self.selected() {
            None if !self.of_case && !self.pressing.is_empty() => say("先按Enter打开案卷,在“期限”页办理".into()),
            None => say("没有选中期限".into()),
            Some(d) if matches!(d.light, Light::Met) || matches!(d.state, "met" | "ended") => {
                say(format!("“{}”{},不再延期或暂停;请选还在计算的期限", d.label, d.words))
            }
            Some(d) => Ok(d),
        }
    }

    pub fn extend(&self) -> Vec<Next> {
        let d = match self.live() {
            Ok(d) => d,
            Err(why) => return why,
        };
        vec![form(Purpose::Extend { deadline: d.id }, &d.label)]
    }

    /// Records that the petitioner was told of an extension not yet in force.
    pub fn told(&self) -> Vec<Next> {
        let Some(d) = self.selected() else { return Vec::new() };
        match d.extensions.iter().find(|e| !e.applied) {
            Some(e) => vec![form(Purpose::Told { extension: e.id }, &d.label)],
            None => vec![Next::Say("所选期限没有待告知的延期".into())],
        }
    }

    /// Pauses a running clock, resumes a paused one.
    pub fn pause(&self) -> Vec<Next> {
        let d = match self.live() {
            Ok(d) => d,
            Err(why) => return why,
        };
        let purpose = match d.paused_since {
            Some(_) => Purpose::Resume { deadline: d.id },
            None => Purpose::Pause { deadline: d.id },
        };
        vec![form(purpose, &d.label)]
    }

    pub fn view(&self, frame: &mut Frame, area: Rect, theme: &Theme, focused: bool) {
        self.list.view(frame, area, theme, focused);
    }
}

fn form(purpose: Purpose, label: &str) -> Next {
    let draft: Draft = purpose.table().blank();
    Next::Show(Modal::Form(Box::new(FormModal::new(purpose, draft, label))))
}

/// `起10-20 考核11-20 法定11-20 延期无`, the pauses and the basis.
pub fn explanation(d: &DeadlineRow) -> String {
    let mut lines = vec![
        format!("{}({})  {}", d.label, d.rule, d.words),
        format!("起算 {}(当日不计)", d.start),
        format!("考核届满 {}   法定届满 {}", d.raw, d.rolled),
    ];
    if !d.keeper.is_empty() {
        lines.push(format!("由{}掌握,仅供提示;不计入工作室的灯和逾期", d.keeper));
    }
    if d.provisional {
        lines.push("所涉年份放假安排未正式发布或未录入,日期暂定".to_string());
    }
    if d.extension_days > 0 {
        lines.push(format!("已延期 {}", d.extension_days));
    }
    for e in d.extensions.iter().filter(|e| !e.applied) {
        lines.push(format!("延期{}已批准({}),尚未告知信访人,灯不变(条例34)", e.days, e.approver));
    }
    for p in &d.pauses {
        let until = p.until.map_or_else(|| "至今".to_string(), |u| format!("至{u}"));
        lines.push(format!("暂停 {}{until} {}", p.since, p.why));
    }
    lines.push(format!("依据 {}", d.basis));
    lines.join("\n")
}
