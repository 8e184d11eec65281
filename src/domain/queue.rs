//! The visitor queue: the states of a ticket and who is next.

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TicketState {
    Waiting,
    /// Called to a window, not yet there.
    Called,
    Serving,
    /// Stepped away; keeps the place in the line.
    Held,
    Left,
    Done,
}

impl TicketState {
    pub const ALL: &[(TicketState, &'static str, &'static str)] = &[
        (TicketState::Waiting, "waiting", "等候"),
        (TicketState::Called, "called", "已叫"),
        (TicketState::Serving, "serving", "接谈中"),
        (TicketState::Held, "held", "暂离"),
        (TicketState::Left, "left", "已离开"),
        (TicketState::Done, "done", "已办"),
    ];
    pub fn code(self) -> &'static str {
        TicketState::ALL.iter().find(|r| r.0 == self).map_or("", |r| r.1)
    }
    pub fn label(self) -> &'static str {
        TicketState::ALL.iter().find(|r| r.0 == self).map_or("", |r| r.2)
    }
    pub fn from_code(code: &str) -> Option<TicketState> {
        TicketState::ALL.iter().find(|r| r.1 == code).map(|r| r.0)
    }
    /// Whether the visitor is still in the house.
    pub fn is_open(self) -> bool {
        !matches!(self, TicketState::Left | TicketState::Done)
    }
}

/// A step at the queue: `(step, word, label, from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    Call,
    Recall,
    Serve,
    Hold,
    Return,
    Leave,
    Finish,
}

/// A row of the queue's own little flow.
pub struct StepRow {
    pub step: Step,
    pub word: &'static str,
    pub label: &'static str,
    pub from: &'static [TicketState],
    pub to: TicketState,
}

use TicketState as T;

#[rustfmt::skip]
pub const STEPS: &[StepRow] = &[
    StepRow { step: Step::Call,   word: "call",   label: "叫号",   from: &[T::Waiting],            to: T::Called },
    StepRow { step: Step::Recall, word: "recall", label: "再叫",   from: &[T::Called],             to: T::Called },
    StepRow { step: Step::Serve,  word: "serve",  label: "开始接谈", from: &[T::Called, T::Waiting], to: T::Serving },
    StepRow { step: Step::Hold,   word: "hold",   label: "暂离",   from: &[T::Waiting, T::Called, T::Serving], to: T::Held },
    StepRow { step: Step::Return, word: "return", label: "回来",   from: &[T::Held],               to: T::Waiting },
    StepRow { step: Step::Leave,  word: "leave",  label: "离开",   from: &[T::Waiting, T::Called, T::Held, T::Serving], to: T::Left },
    StepRow { step: Step::Finish, word: "finish", label: "接谈结束", from: &[T::Serving, T::Called], to: T::Done },
];

pub fn step(step: Step) -> &'static StepRow {
    STEPS.iter().find(|r| r.step == step).expect("invariant: every step has a row")
}

/// Words for a wait of so many minutes: `9分`, `1时05分`, `隔日`.
pub fn waiting_words(minutes: i64) -> String {
    match minutes.max(0) {
        m if m < 60 => format!("{m}分"),
        m if m < 24 * 60 => format!("{}时{:02}分", m / 60, m % 60),
        m => format!("{}天", m / (24 * 60)),
    }
}
