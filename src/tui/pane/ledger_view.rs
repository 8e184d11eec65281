//! Drawing the import of a ledger. Changes nothing.

use super::ledger::{LedgerPane, Step, VIEWS};
use crate::exchange::import::Told;
use crate::tui::cells;
use crate::tui::theme::Theme;
use crate::tui::widget::modal::middle;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

/// Lines of text one below the other; the first line below them.
fn lines(frame: &mut Frame, area: Rect, texts: &[(String, Style)]) -> u16 {
    let mut y = area.y;
    for (text, style) in texts {
        for part in cells::wrap(text, usize::from(area.width)) {
            if y < area.bottom() {
                frame.render_widget(Line::styled(part, *style), Rect { y, height: 1, ..area });
                y += 1;
            }
        }
    }
    y
}

fn below(area: Rect, y: u16) -> Rect {
    Rect { y, height: area.bottom().saturating_sub(y), ..area }
}

pub fn view(pane: &LedgerPane, frame: &mut Frame, area: Rect, theme: &Theme) {
    let name = pane.path.text().trim().rsplit('/').next().unwrap_or_default().to_string();
    match &pane.step {
        Step::File => file(pane, frame, area, theme),
        Step::Columns => columns(pane, &name, frame, area, theme),
        Step::Working { storing, rows, .. } => {
            let doing = if *storing { "正在导入" } else { "正在核对" };
            let texts = [
                (format!("导入台账  {name}"), theme.strong()),
                (String::new(), theme.dim()),
                (format!("{doing},已到第{rows}行"), theme.accent()),
                ("整份一起存:导完之前什么都不算数。Esc停下,不存。".to_string(), theme.dim()),
            ];
            lines(frame, area, &texts);
        }
        Step::Verdicts | Step::Done => verdicts(pane, &name, frame, area, theme),
    }
}

fn file(pane: &LedgerPane, frame: &mut Frame, area: Rect, theme: &Theme) {
    let texts = [
        ("导入台账  选文件".to_string(), theme.strong()),
        ("xlsx、xls、ods或csv(UTF-8、GB18030)。先核对,看过结论再存;存后没人办过可以撤销。".to_string(), theme.dim()),
        (String::new(), theme.dim()),
    ];
    let y = lines(frame, area, &texts);
    let label = "文件 ";
    let at = u16::try_from(cells::width(label)).unwrap_or(0);
    frame.render_widget(Line::styled(label, theme.accent()), Rect { y, height: 1, ..area }.intersection(area));
    let field = Rect { x: area.x + at, y, width: area.width.saturating_sub(at), height: 1 }.intersection(area);
    pane.path.view(frame, field, theme.strong(), true);
    let rest = below(area, y + 2);
    let more = pane.files.len().saturating_sub(usize::from(rest.height).saturating_sub(1));
    let mut shown: Vec<(String, Style)> = pane
        .files
        .iter()
        .take(pane.files.len() - more.min(pane.files.len()))
        .map(|f| (f.clone(), theme.dim()))
        .collect();
    if more > 0 {
        shown.push((format!("还有{more}个;再输几个字"), theme.dim()));
    }
    lines(frame, rest, &shown);
}

fn columns(pane: &LedgerPane, name: &str, frame: &mut Frame, area: Rect, theme: &Theme) {
    let Some(look) = &pane.look else { return };
    let over =
        if pane.over { "全部存为旧案(已办结)" } else { "写明已办结的存为旧案,其余立为暂存" };
    let lack = if look.lack.is_empty() {
        "列已齐;F2核对".to_string()
    } else {
        format!("{};在列上按Enter对应", look.lack)
    };
    let texts = [
        (format!("导入台账  {name}  {},表头在第{}行", look.how, look.line), theme.strong()),
        (format!("F7 {over}"), theme.dim()),
        (lack, if look.lack.is_empty() { theme.accent() } else { theme.overdue() }),
    ];
    let y = lines(frame, area, &texts);
    pane.columns.view(frame, below(area, y), theme, pane.picker.is_none());
    if let Some(picker) = &pane.picker {
        let (width, height) = picker.wants();
        picker.view(frame, middle(area, width, height), theme);
    }
}

/// What became of it, in a line or two.
fn outcome(told: &Told, pane: &LedgerPane) -> Vec<String> {
    let count =
        format!("共{}行:好{} 警告{} 错{};其中已办结{}", told.rows, told.good, told.warnings, told.wrong, told.over);
    let mut list = vec![count];
    match &told.batch {
        Some(b) => {
            list.push(format!("已导入第{}批:暂存{}件,旧案{}件", b.id, b.cases, b.past));
            if let Some(path) = &pane.rejects {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                list.push(format!("有错的{}行连同原因写在台账旁边的 {name}", told.wrong));
            }
            list.push("没有人办过之前可以撤销:F9 案卷 导入批次,选这一批按F4".into());
        }
        None if told.wrong > 0 => list.push("还没有存。改好后按F2重新核对;或F6只导入合格的,有错的另存一份".into()),
        None => list.push("还没有存。F5全部导入;警告的行照样导入".into()),
    }
    if told.batch.is_none() {
        if !told.unknown.is_empty() {
            list.push(format!("没有对应的列不导入:{}", told.unknown.join("、")));
        }
        list.extend(told.lacks.iter().cloned());
        if told.merged > 0 {
            list.push(format!("{}行有合并单元格,值同合并的首行", told.merged));
        }
    }
    list
}

fn verdicts(pane: &LedgerPane, name: &str, frame: &mut Frame, area: Rect, theme: &Theme) {
    let Some(told) = &pane.told else { return };
    let mut texts = vec![(format!("导入台账  {name}  {}", told.how), theme.strong())];
    let first = if told.batch.is_some() { theme.accent() } else { theme.strong() };
    texts
        .extend(outcome(told, pane).into_iter().enumerate().map(|(i, t)| (t, if i < 2 { first } else { theme.dim() })));
    let views: Vec<String> = VIEWS
        .iter()
        .enumerate()
        .map(|(i, (label, _))| if i == pane.which { format!("[{label}]") } else { format!(" {label} ") })
        .collect();
    let many = told.rows > crate::tui::ledger_job::MOST as u64;
    let note = if many { format!("  每类只列前{}行", crate::tui::ledger_job::MOST) } else { String::new() };
    texts.push((format!("{}{note}", views.join(" ")), theme.accent()));
    let y = lines(frame, area, &texts);
    pane.rows.view(frame, below(area, y), theme, true);
}
