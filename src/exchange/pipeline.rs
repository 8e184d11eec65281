//! The rows of a ledger read on one thread and judged on others, given back in the order of the file.

use super::headings::{Plan, Rows, Target};
use super::reading::{Cell, Raw};
use super::row::{OF_ONE, judge};
use super::verdict::Judged;
use crate::desk::{Failure, Outcome};
use chrono::NaiveDateTime;
use std::collections::HashMap;
use std::iter::Peekable;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Rows handed to a judge at once.
const CHUNK: usize = 128;

/// Chunks that wait, judged or not: what memory holds of a ledger.
const WAITING: usize = 8;

type Chunk = Vec<Outcome<Judged>>;

/// Reads on one thread, judges on two, and gives the rows back in the order of the file. Empty rows are
/// passed over.
pub fn spread<'scope>(
    scope: &'scope std::thread::Scope<'scope, '_>,
    rows: Peekable<Rows>,
    plan: &Plan,
    now: NaiveDateTime,
    over: bool,
) -> Judgement {
    type Work = (Vec<Outcome<Raw>>, SyncSender<Chunk>);
    let (to_front, front) = sync_channel::<Receiver<Chunk>>(WAITING);
    let mut judges: Vec<SyncSender<Work>> = Vec::new();
    for _ in 0..2 {
        let (send, work) = sync_channel::<Work>(WAITING / 2);
        judges.push(send);
        let plan = plan.clone();
        scope.spawn(move || {
            for (chunk, back) in work {
                let done = chunk.into_iter().map(|raw| raw.map(|raw| judge(&plan, raw, now, over))).collect();
                let _ = back.send(done);
            }
        });
    }
    let mut down = Down::new(plan);
    scope.spawn(move || {
        let mut rows = rows.filter(|raw| raw.as_ref().map_or(true, |raw| !raw.is_blank())).map(move |raw| {
            raw.map(|mut raw| {
                down.fill(&mut raw);
                raw
            })
        });
        for turn in 0.. {
            let chunk: Vec<_> = rows.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                break;
            }
            let (back, done) = sync_channel(1);
            // Whoever waits went away when the import was broken off.
            if to_front.send(done).is_err() || judges[turn % judges.len()].send((chunk, back)).is_err() {
                break;
            }
        }
    });
    Judgement { front, ready: Vec::new().into_iter() }
}

/// The columns whose blank cells mean the cell above.
struct Down {
    columns: Vec<usize>,
    /// Those among them that belong to one person.
    of_one: Vec<usize>,
    name: Option<usize>,
    person: Cell,
    above: HashMap<usize, Cell>,
}

impl Down {
    fn new(plan: &Plan) -> Down {
        let key = |i: &usize| if let Target::Field(key) = plan.targets[*i] { key } else { "" };
        let all = 0..plan.targets.len();
        let columns: Vec<usize> = all.clone().filter(|i| plan.down.contains(&key(i))).collect();
        let of_one = columns.iter().copied().filter(|i| OF_ONE.contains(&key(i))).collect();
        let name = all.into_iter().find(|i| key(i) == "name");
        Down { columns, of_one, name, person: Cell::Empty, above: HashMap::new() }
    }

    fn fill(&mut self, raw: &mut Raw) {
        if self.columns.is_empty() {
            return;
        }
        // The number of whoever stands above is not that of another person.
        let name = self.name.and_then(|i| raw.cells.get(i)).filter(|c| !c.is_empty());
        if let Some(name) = name.filter(|n| **n != self.person) {
            self.person = name.clone();
            self.above.retain(|column, _| !self.of_one.contains(column));
        }
        for i in &self.columns {
            // A sheet ends each row with its last cell.
            raw.cells.resize(raw.cells.len().max(i + 1), Cell::Empty);
            let cell = &mut raw.cells[*i];
            if cell.is_empty() {
                *cell = self.above.get(i).cloned().unwrap_or(Cell::Empty);
            } else {
                self.above.insert(*i, cell.clone());
            }
        }
    }
}

/// The judged rows, in order.
pub struct Judgement {
    front: Receiver<Receiver<Chunk>>,
    ready: std::vec::IntoIter<Outcome<Judged>>,
}

impl Iterator for Judgement {
    type Item = Outcome<Judged>;
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.ready.next() {
                return Some(row);
            }
            self.ready = match self.front.recv().ok()?.recv() {
                Ok(chunk) => chunk.into_iter(),
                Err(_) => return Some(Err(Failure::Fault("核对中断;请重新导入".into()))),
            };
        }
    }
}
