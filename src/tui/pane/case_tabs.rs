//! The pages of 案卷 as lines of text.

use crate::desk::{DeadlineRow, mask};
use crate::domain::case::Stage;
use crate::domain::{codes, flow, forms};
use crate::tui::case_view::CaseView;
use crate::tui::cells;
use crate::tui::pane::deadlines;
use crate::tui::theme::Theme;
use crate::validation::display::display;
use crate::validation::{Draft, Field, Kind};
use ratatui::text::{Line, Span};

/// The lines of a page, wrapped to `width` cells.
pub fn lines(
    tab: usize,
    view: &CaseView,
    visit: &[(String, String, String)],
    theme: &Theme,
    width: usize,
) -> Vec<Line<'static>> {
    let mut page = Page { theme, width, lines: Vec::new() };
    match tab {
        0 => overview(&mut page, view),
        1 => visit_form(&mut page, visit),
        2 => records(&mut page, view),
        3 => team(&mut page, view),
        _ => journal(&mut page, view),
    }
    page.lines
}

struct Page<'a> {
    theme: &'a Theme,
    width: usize,
    lines: Vec<Line<'static>>,
}

impl Page<'_> {
    fn head(&mut self, text: &str) {
        if !self.lines.is_empty() {
            self.lines.push(Line::raw(""));
        }
        self.lines.push(Line::styled(text.to_string(), self.theme.strong()));
    }
    /// A label of 14 cells and its value, wrapped under itself.
    fn pair(&mut self, label: &str, value: &str) {
        let room = self.width.saturating_sub(15).max(8);
        for (i, part) in cells::wrap(value, room).into_iter().enumerate() {
            let label = if i == 0 { cells::pad(label, 14) } else { " ".repeat(14) };
            self.lines.push(Line::from(vec![Span::styled(label, self.theme.dim()), Span::raw(" "), Span::raw(part)]));
        }
    }
    fn text(&mut self, text: &str) {
        for part in cells::wrap(text, self.width.max(8)) {
            self.lines.push(Line::raw(part));
        }
    }
}

/// The eight steps of the plan, the one in hand marked.
fn steps(view: &CaseView) -> String {
    const STEPS: [&str; 8] = ["接谈", "评析", "委托", "办理", "意见", "引导", "救助", "归档"];
    let now = view.case.stage.step();
    let mut words = Vec::new();
    for (i, name) in STEPS.iter().enumerate() {
        let n = u8::try_from(i + 1).unwrap_or(0);
        words.push(if n == now { format!("[{n}{name}]") } else { format!("{n}{name}") });
    }
    words.join(" ")
}

fn overview(page: &mut Page, view: &CaseView) {
    let c = &view.case;
    page.lines.push(Line::raw(cells::truncate(&steps(view), page.width)));
    let (live, over): (Vec<_>, Vec<_>) = view.deadlines.iter().partition(|d| matches!(d.state, "running" | "paused"));
    page.head("期限");
    clocks(page, &live);
    if live.is_empty() {
        page.text(if c.stage == Stage::Draft { "暂存:登记后开始计算" } else { "没有在走的期限" });
    }
    if !view.why_late.is_empty() {
        page.head("为何停在这里");
        for why in &view.why_late {
            page.text(why);
        }
    }
    page.head("卷宗");
    match view.lacking.len() {
        0 => page.text("走到这一步该有的材料都在"),
        n => page.text(&format!("还缺{n}件:{}", view.lacking.join("、"))),
    }
    page.head("案件");
    page.pair(
        "信访人",
        &format!("{}  {}次来访  来访{}人 涉及{}人", mask::name(&c.petitioner), c.visits, c.people, c.involved),
    );
    page.pair("被访单位", &if c.respondent.is_empty() { "未填".to_string() } else { mask::party(&c.respondent) });
    page.pair("责任单位", &if c.unit.is_empty() { "不明确".to_string() } else { mask::party(&c.unit) });
    page.pair("诉求", &c.gist);
    page.pair("纠纷类型", codes::label(codes::DISPUTE, &c.dispute));
    page.pair("争议性质", codes::label(codes::NATURE, &c.nature));
    page.pair("案件等级", codes::label(codes::GRADE, &c.grade));
    page.pair("安全评估", codes::label(codes::SAFETY, &c.safety));
    if c.listed {
        page.pair("包案", codes::label(codes::LISTING_LEVEL, &c.listing_level));
    }
    page.pair("承办人", if view.handler.is_empty() { "尚未指派" } else { &view.handler });
    let (intake, station, handovers) = &view.whereabouts;
    let lies = if intake == station { station.clone() } else { format!("{intake}首接,现在{station}") };
    page.pair("网点", &lies);
    page.pair("登记", &c.opened.to_string());
    if let Some(day) = c.accepted_on {
        page.pair("受理", &day.to_string());
    }
    if let Some(day) = c.entrusted_on {
        page.pair("委托", &day.to_string());
    }
    if !handovers.is_empty() {
        page.head("移交");
        handovers.iter().for_each(|line| page.text(line));
    }
    if !over.is_empty() {
        page.head("已了的期限");
        clocks(page, &over);
    }
    page.head("现在能办");
    for o in &view.offers {
        let line =
            if o.hindrance.is_empty() { o.label.to_string() } else { format!("{}(未能:{})", o.label, o.hindrance) };
        page.text(&line);
    }
}

fn clocks(page: &mut Page, list: &[&DeadlineRow]) {
    for d in list {
        let line = format!("{:<}  {}  考核{} 法定{}", d.words, d.label, d.raw, d.rolled);
        page.lines.push(Line::styled(cells::truncate(&line, page.width), page.theme.style(deadlines::tone(d.light))));
    }
}

fn visit_form(page: &mut Page, visit: &[(String, String, String)]) {
    page.text("证件、电话、住址已遮盖;F8写明理由看明文。本人登记的当天可按Enter修改。");
    let mut section = String::new();
    for (heading, label, value) in visit {
        if *heading != section && !heading.is_empty() {
            section.clone_from(heading);
            page.head(heading);
        }
        page.pair(label, value);
    }
}

fn records(page: &mut Page, view: &CaseView) {
    if view.records.is_empty() {
        page.text("还没有办理记录");
    }
    for record in &view.records {
        // What was done is told by the step; a form of no step (改派) by its own title.
        let form = || forms::find(&record.form).map_or(record.form.as_str(), |t| t.title);
        let title = flow::find(&record.mv).map_or_else(form, |m| m.label);
        let number = record.number.as_deref().unwrap_or("");
        let mark = if record.voided { " 已撤回" } else { "" };
        page.head(&format!("{} {title} {} {number}{mark}", record.at.replace('T', " "), record.by));
        let body: Draft = serde_json::from_str(&record.body).unwrap_or_default();
        match forms::find(&record.form) {
            Some(table) => {
                for field in table.fields.iter().filter(|f| body.has(f.key)) {
                    page.pair(field.label, &shown(view, field, body.get(field.key)));
                }
            }
            None => body.iter().for_each(|(k, v)| page.pair(k, v)),
        }
    }
}

/// A value of a record in words: people of the roster by name, parties masked.
fn shown(view: &CaseView, field: &Field, value: &str) -> String {
    let name = |id: &str| {
        let found = id.trim().parse::<i64>().ok().and_then(|id| view.names.iter().find(|n| n.0 == id));
        found.map_or_else(|| id.to_string(), |n| n.1.clone())
    };
    match (field.kind, field.key) {
        (Kind::Record("staff"), _) => name(value),
        (_, "members") => value.split(',').map(name).collect::<Vec<_>>().join("、"),
        (_, "liable_unit" | "principal" | "destination") => mask::party(value),
        (_, "clerk") => mask::name(value),
        (Kind::Phone, _) => mask::phone(value),
        _ => display(field, value),
    }
}

fn team(page: &mut Page, view: &CaseView) {
    if view.team.is_empty() {
        page.text("尚未指派承办人");
    }
    for m in &view.team {
        let part = if m.part == "handler" { "承办人" } else { "成员" };
        page.pair(part, &format!("{} {} 在办{}", m.name, codes::label(codes::PROFESSION, &m.profession), m.load));
    }
}

fn journal(page: &mut Page, view: &CaseView) {
    for row in &view.journal {
        let at: String = row.at.replace('T', " ").chars().take(16).collect();
        let role = crate::domain::role::Role::from_code(&row.role).map_or(row.role.as_str(), |r| r.label());
        let what = if row.note.is_empty() { &row.action } else { &row.note };
        page.text(&format!("{at} {role} {} {what}", row.actor));
    }
}
