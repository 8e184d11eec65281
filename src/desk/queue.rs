//! The visitor queue: taking a number, calling, and every step until the visitor leaves.
//!
//! A number is taken by anyone who comes and is called by number alone. Who is next is decided inside
//! the transaction that calls. Each station has its own line, and numbers of its own. What a state allows is the table `domain::queue::STEPS`.

use super::{Desk, Done, Failure, Outcome, Writing, mask};
use crate::domain::forms;
use crate::domain::queue::{self, STEPS, Step, TicketState};
use crate::domain::role::{Grant, Operation, grant};
use crate::store;
use crate::validation::{self, Checked, Draft, Problem, text};

pub use crate::store::ticket::Ticket;

/// A joint visit speaks through five people at most (信访工作条例20).
const MOST_REPRESENTATIVES: i64 = 5;

fn check(draft: &Draft, now: chrono::NaiveDateTime) -> Outcome<Checked> {
    let few = || Problem::new("representatives", "代表人数不能超过5人(条例20),请选出5名以内代表,其余人员在旁等候");
    let typed = text::fold_width(draft.get("representatives"));
    let many = typed.trim().parse::<i64>().is_ok_and(|n| n > MOST_REPRESENTATIVES);
    let mut problems = match validation::check(&forms::TICKET, draft, now) {
        Ok(form) if !many => {
            let people = form.number("people").unwrap_or(1);
            if form.number("representatives").is_some_and(|n| n > people) {
                let text = format!("代表人数多于来访人数({people}人),请改正其中一个");
                return Err(Failure::problem("representatives", text));
            }
            return Ok(form);
        }
        Ok(_) => Vec::new(),
        Err(problems) => problems,
    };
    if many {
        problems.retain(|p| p.field != "representatives");
        problems.push(few());
    }
    Err(problems.into())
}

impl Desk {
    /// Takes the next number of the day. A person who seems to be waiting already is told of, not refused.
    ///
    /// # Errors
    /// Problems of [`forms::TICKET`]; nothing is stored then.
    pub fn take_number(&mut self, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Queue)?;
        let form = check(draft, self.now())?;
        let same = alike(self.open_here()?, form.get("name"), form.get("document_no"));
        let (id, number, before) = self.write(|w| {
            let station = w.station()?;
            let number = w.ticket_number(&station)?;
            let id = store::ticket::insert(w.tx, &form, &number, &station, w.actor()?.user, w.now)?;
            let ticket = load(w.tx, id)?;
            let note = if ticket.priority.is_empty() { number.clone() } else { format!("{number} 优先") };
            w.journal("ticket.take", "ticket", id, &note, "{}")?;
            Ok((id, number, store::ticket::count_before(w.tx, &ticket)?))
        })?;
        let mut text = format!("已取号{number},前面还有{before}个号");
        if let Some(first) = same.first() {
            text.push_str(&format!(";注意:{}像是同一人,已在队列({})", first.number, first.state.label()));
        }
        Ok(Done { text, id })
    }

    /// Calls the next visitor to this window: those with priority first, then as they came. A window may
    /// call again while it still serves; [`Desk::at_this_window`] tells whom.
    ///
    /// # Errors
    /// A refusal when nobody waits.
    pub fn call_next(&mut self) -> Outcome<Ticket> {
        self.allow(Operation::Queue)?;
        self.write(|w| {
            let station = w.station()?;
            let Some(ticket) = store::ticket::call_next(w.tx, &station, w.terminal, w.now)? else {
                let (_, held) = store::ticket::count_open(w.tx, &station)?;
                let hint = match held {
                    0 => "新来访按F5取号".to_string(),
                    n => format!("暂离的有{n}个号,回来后再叫;新来访按F5取号"),
                };
                return Err(Failure::refusal("没有等候的来访人", hint));
            };
            journal(w, &ticket, Step::Call, TicketState::Waiting)?;
            Ok(ticket)
        })
    }

    /// Carries a step out on a ticket.
    ///
    /// # Errors
    /// A refusal naming the state the ticket is in, and what can be done in it.
    pub fn step(&mut self, ticket: i64, step: Step) -> Outcome<Ticket> {
        self.allow(Operation::Queue)?;
        self.write(|w| {
            let before = load(w.tx, ticket)?;
            if before.station != w.station()? {
                let hint = "由那里的窗口叫号和接谈";
                return Err(Failure::refusal(format!("{}是{}的号", before.number, before.station), hint));
            }
            let row = queue::step(step);
            if !row.from.contains(&before.state) {
                let reason = format!("{}是“{}”,不能“{}”", before.number, before.state.label(), row.label);
                return Err(Failure::refusal(reason, lawful(before.state)));
            }
            if !store::ticket::update(w.tx, &before, step, w.terminal, w.now)? {
                return Err(Failure::Fault("队列没有更新;请再按一次".to_string()));
            }
            journal(w, &before, step, before.state)?;
            load(w.tx, ticket)
        })
    }

    /// Every open ticket of the user's station, of whatever day: called and served here, then at other windows, then waiting in
    /// the order of calling, then those who stepped away.
    pub fn queue(&self) -> Outcome<Vec<Ticket>> {
        self.allow_view(Operation::Queue)?;
        let mut tickets = self.shown(self.open_here()?)?;
        // A stable sort: inside each part the order of the line stays.
        tickets.sort_by_key(|t| match t.state {
            TicketState::Serving | TicketState::Called if t.window == self.terminal => 0,
            TicketState::Serving | TicketState::Called => 1,
            TicketState::Waiting => 2,
            _ => 3,
        });
        Ok(tickets)
    }

    /// Whom this window has called or serves.
    pub fn at_this_window(&self) -> Outcome<Vec<Ticket>> {
        let mut tickets = self.queue()?;
        tickets.retain(|t| matches!(t.state, TicketState::Called | TicketState::Serving) && t.window == self.terminal);
        Ok(tickets)
    }

    /// Open tickets that may be the same person's: the same document or telephone, or the same name.
    pub fn waiting_like(&self, name: &str, document_or_phone: &str) -> Outcome<Vec<Ticket>> {
        self.allow_view(Operation::Queue)?;
        let found = alike(self.open_here()?, name, document_or_phone);
        self.shown(found)
    }

    /// One ticket, open or not.
    pub fn ticket(&self, id: i64) -> Outcome<Ticket> {
        self.allow_view(Operation::Queue)?;
        let mut one = self.shown(vec![load(&self.conn, id)?])?;
        one.pop().ok_or_else(missing)
    }

    /// How many wait, and how many stepped away.
    pub fn queue_counts(&self) -> Outcome<(i64, i64)> {
        self.allow_view(Operation::Queue)?;
        Ok(store::ticket::count_open(&self.conn, &self.own_station()?.name)?)
    }

    /// The open tickets of the user's station.
    fn open_here(&self) -> Outcome<Vec<Ticket>> {
        Ok(store::ticket::list_open(&self.conn, &self.own_station()?.name)?)
    }

    /// Who only looks sees no names. A handler registers visits from the queue, so what he is shown goes
    /// into a form and must be whole.
    fn shown(&self, mut tickets: Vec<Ticket>) -> Outcome<Vec<Ticket>> {
        let role = self.require_actor()?.role;
        if grant(role, Operation::Queue) == Grant::View && grant(role, Operation::Register) == Grant::No {
            for t in &mut tickets {
                for name in [&mut t.name, &mut t.proxy_for].into_iter().filter(|n| !n.is_empty()) {
                    *name = mask::name(name);
                }
                t.document_no = mask::document(&t.document_no);
            }
        }
        Ok(tickets)
    }
}

fn missing() -> Failure {
    Failure::refusal("没有这个号", "请在来访队列中重选")
}

fn load(conn: &rusqlite::Connection, id: i64) -> Outcome<Ticket> {
    store::ticket::load(conn, id)?.ok_or_else(missing)
}

/// What a ticket in that state allows.
fn lawful(state: TicketState) -> String {
    let words: Vec<&str> = STEPS.iter().filter(|r| r.from.contains(&state)).map(|r| r.label).collect();
    if words.is_empty() {
        "再来的请重新取号".to_string()
    } else {
        format!("现在可以:{}", words.join("、"))
    }
}

/// The row of a step; the number says who it was, no name is needed.
fn journal(w: &Writing, ticket: &Ticket, step: Step, from: TicketState) -> Outcome<()> {
    let row = queue::step(step);
    let change = serde_json::json!({ "state": [from.code(), row.to.code()] });
    let note = match ticket.window.as_str() {
        "" => format!("{} {}", ticket.number, row.label),
        other if other == w.terminal => format!("{} {}", ticket.number, row.label),
        other => format!("{} {},原在{other}", ticket.number, row.label),
    };
    w.journal(&format!("ticket.{}", row.word), "ticket", ticket.id, &note, &change.to_string())?;
    Ok(())
}

/// Letters and digits alone, half-width and in capitals: how numbers are compared.
fn bare(number: &str) -> String {
    text::fold_width(number).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

fn alike(mut tickets: Vec<Ticket>, name: &str, number: &str) -> Vec<Ticket> {
    let (name, number) = (text::clean_line(name), bare(number));
    let known = !name.is_empty() && name != "匿名"; // 匿名 is nobody in particular
    tickets.retain(|t| (!number.is_empty() && bare(&t.document_no) == number) || (known && t.name == name));
    tickets
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
