//! How things look, named by what they mean. One accent colour; bold and dim do the rest, and words
//! come before colours: no state may be told by colour alone.
//!
//! Three switches: `ascii` (borders and marks of certain width), `color` (off by `NO_COLOR`), `plain`
//! (no boxes, for screen readers). Panes take styles from here and never name a colour.

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders};

/// What a piece of text means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Normal,
    Dim,
    Strong,
    Accent,
    Overdue,
    Red,
    Amber,
}

/// The look of the whole desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    pub ascii: bool,
    pub color: bool,
    pub plain: bool,
}

impl Default for Theme {
    fn default() -> Self {
        Self { ascii: false, color: true, plain: false }
    }
}

const ASCII_BORDER: border::Set = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

impl Theme {
    /// From the environment: `NO_COLOR` set to anything but "" drops colours.
    pub fn from_env(ascii: bool, plain: bool) -> Self {
        let color = std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        Self { ascii, color, plain }
    }

    pub fn style(self, tone: Tone) -> Style {
        let (color, modifier) = match tone {
            Tone::Normal => (Color::Reset, Modifier::empty()),
            Tone::Dim => (Color::Reset, Modifier::DIM),
            Tone::Strong => (Color::Reset, Modifier::BOLD),
            Tone::Accent => (Color::Cyan, Modifier::BOLD),
            Tone::Overdue => (Color::Red, Modifier::BOLD),
            Tone::Red => (Color::Red, Modifier::empty()),
            Tone::Amber => (Color::Yellow, Modifier::empty()),
        };
        let style = Style::new().add_modifier(modifier);
        if self.color && color != Color::Reset { style.fg(color) } else { style }
    }
    pub fn dim(self) -> Style {
        self.style(Tone::Dim)
    }
    pub fn strong(self) -> Style {
        self.style(Tone::Strong)
    }
    pub fn accent(self) -> Style {
        self.style(Tone::Accent)
    }
    pub fn overdue(self) -> Style {
        self.style(Tone::Overdue)
    }
    pub fn red(self) -> Style {
        self.style(Tone::Red)
    }
    pub fn amber(self) -> Style {
        self.style(Tone::Amber)
    }

    pub fn border(self) -> border::Set<'static> {
        if self.ascii { ASCII_BORDER } else { border::PLAIN }
    }

    /// The frame of a pane or popup: a box with its title; only the title line when plain.
    pub fn pane(self, title: &str, focused: bool) -> Block<'static> {
        let style = if focused { self.accent() } else { self.dim() };
        let title = Line::from(Span::styled(title.to_string(), if focused { self.accent() } else { Style::new() }));
        if self.plain {
            return Block::new().title(title);
        }
        Block::new().borders(Borders::ALL).border_set(self.border()).border_style(style).title(title)
    }

    /// A rule across a pane, `cells` wide.
    pub fn rule(self, cells: usize) -> String {
        if self.plain { String::new() } else { if self.ascii { "-" } else { "─" }.repeat(cells) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_color_keeps_weight() {
        let theme = Theme { color: false, ..Theme::default() };
        assert_eq!(theme.overdue().fg, None);
        assert!(theme.overdue().add_modifier.contains(Modifier::BOLD));
        assert_eq!(Theme::default().overdue().fg, Some(Color::Red));
    }
}
