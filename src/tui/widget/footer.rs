//! The line of keys at the bottom: whole items only, the most needed first when the width is short.
//! What keys there are is told by the caller (the key table), never kept here.

use crate::tui::cells;
use crate::tui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::Rect;

/// A key and what it does; a lower `rank` is kept longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub key: String,
    pub label: String,
    pub rank: u8,
}

impl Item {
    pub fn new(key: impl Into<String>, label: impl Into<String>, rank: u8) -> Self {
        Self { key: key.into(), label: label.into(), rank }
    }
    fn width(&self) -> usize {
        cells::width(&self.key) + cells::width(&self.label)
    }
}

/// The items that fit in `room` cells, in their given order.
pub fn fitting(items: &[Item], room: usize) -> Vec<&Item> {
    let mut by_rank: Vec<usize> = (0..items.len()).collect();
    by_rank.sort_by_key(|i| items[*i].rank);
    let (mut kept, mut used) = (Vec::new(), 0);
    for i in by_rank {
        let cost = items[i].width() + usize::from(used > 0);
        if used + cost <= room {
            used += cost;
            kept.push(i);
        }
    }
    kept.sort_unstable();
    kept.into_iter().map(|i| &items[i]).collect()
}

/// Draws the items that fit in the first row of `area`, a space apart.
pub fn view(items: &[Item], frame: &mut Frame, area: Rect, theme: &Theme) {
    let area = area.intersection(frame.area());
    if area.is_empty() {
        return;
    }
    let mut x = area.x;
    for item in fitting(items, area.width.into()) {
        let buffer = frame.buffer_mut();
        let room = |x: u16| usize::from(area.right().saturating_sub(x));
        (x, _) = buffer.set_stringn(x, area.y, &item.key, room(x), theme.strong());
        (x, _) = buffer.set_stringn(x, area.y, &item.label, room(x), ratatui::style::Style::new());
        x = x.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::drawn;

    #[test]
    fn whole_items_by_rank() {
        let items = [Item::new("F2", "保存", 1), Item::new("F9", "打印", 9), Item::new("F1", "帮助", 0)];
        let show = |width| drawn(width, 1, |f| view(&items, f, f.area(), &Theme::default())).0;
        assert_eq!(show(20), "F2保存 F9打印 F1帮助");
        assert_eq!(show(19), "F2保存 F1帮助");
        assert_eq!(show(12), "F1帮助");
        assert_eq!(show(5), "");
    }
}
