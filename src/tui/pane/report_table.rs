//! Drawing a report: the first column stands, the others scroll sideways; bars; definitions below.

use super::reports::Table;
use crate::reports::{self, By, Made, Rank, Row};
use crate::tui::cells;
use crate::tui::theme::{Theme, Tone};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

/// Rows kept for the definitions.
const FOOT: u16 = 3;

/// Report, period, axis and scope in a line.
pub fn title(table: &Table, frame: &mut Frame, area: Rect, theme: &Theme) {
    let by = match table.report.by {
        By::Choice(own) => table.axis.unwrap_or(own).label(),
        By::Fixed(words) => words,
    };
    let scope = table.made.as_ref().map_or("", |m| m.scope.as_str());
    let title = format!("{} {}  ", table.report.id, table.report.title);
    let rest = format!("{}  按{by}  {scope}", table.period.label());
    let room = usize::from(area.width);
    frame.render_widget(Line::styled(cells::truncate(&title, room), theme.strong()), area);
    let x = u16::try_from(cells::width(&title)).unwrap_or(0).min(area.width);
    let rest = cells::truncate(&rest, room - usize::from(x));
    frame.render_widget(Line::styled(rest, theme.accent()), Rect { x: area.x + x, width: area.width - x, ..area });
}

pub fn view(table: &Table, frame: &mut Frame, area: Rect, theme: &Theme, focused: bool) {
    let Some(made) = &table.made else {
        frame.render_widget(Line::styled("正在统计..", theme.dim()), area);
        return;
    };
    let foot = FOOT.min(area.height / 3);
    let body = Rect { height: area.height - foot, ..area };
    if made.period != table.period {
        frame.render_widget(Line::styled("正在统计..", theme.dim()), body);
    } else if table.chart {
        chart(table, made, frame, body, theme);
    } else {
        grid(table, made, frame, body, theme, focused);
    }
    let below = Rect { y: body.bottom(), height: foot, ..area };
    let words = made.definitions().join(" ");
    for (y, line) in (below.y..below.bottom()).zip(cells::wrap(&words, usize::from(area.width).saturating_sub(1))) {
        let last = y + 1 == below.bottom();
        let line = if last {
            format!("{}  全部说明按F7", cells::truncate(&line, usize::from(area.width).saturating_sub(16)))
        } else {
            line
        };
        frame.render_widget(Line::styled(line, theme.dim()), Rect { y, height: 1, ..area });
    }
}

/// Cells of the first column.
fn label_width(made: &Made, room: usize) -> usize {
    let widest = made.sheet.rows.iter().map(|r| cells::width(&r.label)).max().unwrap_or(8);
    widest.max(cells::width(&made.sheet.columns[0])).min(room * 2 / 5)
}

/// Cells of a column of figures.
fn width(made: &Made, column: usize) -> usize {
    let head = cells::width(&made.sheet.columns[column + 1]);
    let figures = made.sheet.rows.iter().filter_map(|r| r.cells.get(column)).map(|c| cells::width(&c.figure.words()));
    figures.max().unwrap_or(0).max(head)
}

/// The columns that are shown: as many as fit with the selected one among them.
fn shown(made: &Made, selected: usize, room: usize) -> Vec<(usize, usize)> {
    let all: Vec<usize> = (0..made.sheet.columns.len() - 1).map(|c| width(made, c)).collect();
    let mut first = 0;
    loop {
        let mut used = 0;
        let fit: Vec<(usize, usize)> = (first..all.len())
            .map(|c| (c, all[c]))
            .take_while(|(_, w)| {
                used += w + 2;
                used <= room
            })
            .collect();
        if first >= selected || fit.iter().any(|(c, _)| *c == selected) {
            return fit;
        }
        first += 1;
    }
}

fn tone(words: &str, rank: Rank) -> Tone {
    if words.ends_with("告警") {
        Tone::Red
    } else if words.ends_with("异常") {
        Tone::Amber
    } else if rank == Rank::Total {
        Tone::Strong
    } else {
        Tone::Normal
    }
}

fn grid(table: &Table, made: &Made, frame: &mut Frame, area: Rect, theme: &Theme, focused: bool) {
    let room = usize::from(area.width);
    let label = label_width(made, room);
    let columns = shown(made, table.column, room.saturating_sub(label + 2));
    let put = |frame: &mut Frame, x: usize, y: u16, text: &str, style| {
        let x = area.x + u16::try_from(x).unwrap_or(area.width);
        if x < area.right() {
            frame.buffer_mut().set_stringn(x, y, text, usize::from(area.right() - x), style);
        }
    };
    // More columns on a side are told by a sign.
    let more =
        (columns.first().is_some_and(|c| c.0 > 0), columns.last().is_some_and(|c| c.0 + 2 < made.sheet.columns.len()));
    put(frame, 2, area.y, &cells::truncate(&made.sheet.columns[0], label), theme.dim());
    let mut x = 2 + label;
    for (column, wide) in &columns {
        let style = if *column == table.column { theme.accent() } else { theme.dim() };
        put(frame, x + 2, area.y, &cells::pad_left(&made.sheet.columns[column + 1], *wide), style);
        x += wide + 2;
    }
    if more.0 {
        put(frame, 1 + label, area.y, "<", theme.accent());
    }
    if more.1 {
        put(frame, room - 1, area.y, ">", theme.accent());
    }
    let height = usize::from(area.height.saturating_sub(1)).max(1);
    table.page.set(height);
    let first = table.row / height * height;
    for (y, (i, row)) in (area.y + 1..area.bottom()).zip(made.sheet.rows.iter().enumerate().skip(first)) {
        let here = i == table.row;
        if here {
            put(frame, 0, y, "> ", theme.accent());
            if focused {
                frame.set_cursor_position(Position::new(area.x, y));
            }
        }
        let style = match row.rank {
            Rank::Section => theme.strong(),
            Rank::Total => theme.strong(),
            Rank::Compare => theme.dim(),
            Rank::Plain => theme.style(Tone::Normal),
        };
        let words = if row.rank == Rank::Section { format!("[{}]", row.label) } else { row.label.clone() };
        let space = if row.rank == Rank::Section { room - 2 } else { label };
        put(frame, 2, y, &cells::truncate(&words, space), style);
        let mut x = 2 + label;
        for (column, wide) in &columns {
            figure(row, *column, |words| {
                let chosen = here && *column == table.column;
                let style = if chosen { theme.accent() } else { theme.style(tone(words, row.rank)) };
                let mut text = cells::pad_left(words, *wide);
                // The selected figure is marked by a sign, not by colour alone.
                if chosen {
                    text = format!(">{text}");
                }
                put(frame, x + 2 - usize::from(chosen), y, &text, style);
            });
            x += wide + 2;
        }
    }
}

fn figure(row: &Row, column: usize, mut draw: impl FnMut(&str)) {
    if let Some(cell) = row.cells.get(column) {
        draw(&cell.figure.words());
    }
}

fn chart(table: &Table, made: &Made, frame: &mut Frame, area: Rect, theme: &Theme) {
    let room = usize::from(area.width);
    let most = label_width(made, room);
    let values: Vec<(String, i64, String)> = made
        .sheet
        .rows
        .iter()
        .filter(|r| r.rank == Rank::Plain)
        .filter_map(|r| {
            let figure = &r.cells.get(table.column)?.figure;
            Some((cells::truncate(&r.label, most), figure.size()?, figure.words()))
        })
        .collect();
    let words = values.iter().map(|v| cells::width(&v.2)).max().unwrap_or(0);
    let head = format!("{} 条形图(F8回到表格)", made.sheet.columns[table.column + 1]);
    frame.render_widget(Line::styled(head, theme.strong()), Rect { height: 1, ..area });
    let height = usize::from(area.height.saturating_sub(1)).max(1);
    table.page.set(height);
    let lines = reports::bars(&values, room.saturating_sub(most + words + 4));
    let first = (table.row / height * height).min(lines.len().saturating_sub(1) / height * height);
    for (y, line) in (area.y + 1..area.bottom()).zip(lines.iter().skip(first)) {
        frame.render_widget(Line::raw(line.as_str()), Rect { y, height: 1, ..area });
    }
}
