//! What has happened so far in the synthetic studio: numbers given, journal rows in the order of time,
//! rows waiting to be written.
//!
//! Cases are told one after another, but their moves interleave; the moves wait under their day until
//! no earlier one can come, so that the journal is in order without holding ten years of it.

use super::roster::USERS;
use crate::desk::STATION;
use crate::domain::case::Stage;
use crate::domain::number::Series;
use crate::store::bulk_batch::Batch;
use crate::store::bulk_rows::JournalRow;
use crate::store::journal::Entry;
use crate::store::key_sort::KeySort;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use fastrand::Rng;
use std::collections::BTreeMap;

/// What is told of an event besides its action, for those that have more to tell.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    /// The number that a move gave.
    Number(Box<str>),
    Change(Box<str>),
}

/// What is journalled, before it has its place. The order of the fields is the order of the journal.
/// Small: months of a large studio are held at a time.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    at: NaiveDateTime,
    order: u64,
    about: i64,
    act: &'static Act,
    detail: Option<Box<Detail>>,
    user: u8,
    stages: Option<(Stage, Stage)>,
}

/// An action with the note of its journal row.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct Act {
    pub action: &'static str,
    pub note: &'static str,
    pub object: &'static str,
}

/// An act on a case that is no move of the flow.
pub const fn act(action: &'static str, note: &'static str) -> Act {
    Act { action, note, object: "case" }
}

/// An event as it is told.
pub struct Told {
    pub at: NaiveDateTime,
    /// The case or claim it is about.
    pub about: i64,
    /// Index in [`USERS`].
    pub user: usize,
}

/// The growing story.
pub struct Chronicle {
    pub rng: Rng,
    pub batch: Batch,
    pub keys: KeySort,
    pub visits: i64,
    pub records: i64,
    pub claims: i64,
    pub volumes: i64,
    place: &'static str,
    counters: BTreeMap<(&'static str, String), (Series, i64)>,
    events: BTreeMap<NaiveDate, Vec<Event>>,
    order: u64,
    seq: i64,
    head: [u8; 32],
    /// Time and number of the last uid.
    uids: (NaiveDateTime, u16),
}

impl Chronicle {
    pub fn new(rng: Rng, keys: KeySort, place: &'static str) -> Chronicle {
        Chronicle {
            rng,
            batch: Batch::default(),
            keys,
            visits: 0,
            records: 0,
            claims: 0,
            volumes: 0,
            place,
            counters: BTreeMap::new(),
            events: BTreeMap::new(),
            order: 0,
            seq: 0,
            head: [0; 32],
            uids: (NaiveDateTime::MIN, 0),
        }
    }

    /// From here on uids are of that time, or a later one.
    pub fn turn_to(&mut self, at: NaiveDateTime) {
        self.uids.0 = self.uids.0.max(at);
    }

    /// A uid behind all before it: rows lie in their unique index as they are told, which fills it fast.
    pub fn uid(&mut self) -> String {
        self.uids.1 = (self.uids.1 + 1) % 4096;
        if self.uids.1 == 0 {
            self.uids.0 += TimeDelta::milliseconds(1);
        }
        super::uid(&mut self.rng, self.uids.0, self.uids.1)
    }

    /// The next number of a series on `day`, written out.
    pub fn number(&mut self, series: Series, day: NaiveDate) -> String {
        let entry = self.counters.entry((series.code(), series.period(day))).or_insert((series, 0));
        entry.1 += 1;
        series.write(self.place, day, entry.1)
    }

    /// Takes a number that was counted elsewhere into account.
    pub fn count(&mut self, series: Series, day: NaiveDate, last: i64) {
        self.counters.insert((series.code(), series.period(day)), (series, last));
    }

    /// Another act than a move of the flow.
    pub fn note(&mut self, told: &Told, act: &'static Act, change: Option<String>) {
        self.push(told, act, None, change.map(|c| Box::new(Detail::Change(c.into()))));
    }

    /// A move of the flow between two stages, with the number it gave.
    pub fn moved(&mut self, told: &Told, act: &'static Act, stages: (Stage, Stage), number: Option<&str>) {
        self.push(told, act, Some(stages), number.map(|n| Box::new(Detail::Number(n.into()))));
    }

    fn push(&mut self, told: &Told, act: &'static Act, stages: Option<(Stage, Stage)>, detail: Option<Box<Detail>>) {
        self.order += 1;
        let user = u8::try_from(told.user).unwrap_or_default();
        let (at, about) = (told.at, told.about);
        let event = Event { at, order: self.order, about, act, detail, user, stages };
        self.events.entry(at.date()).or_default().push(event);
    }

    /// Moves every event before `day` into the journal; all of them when `None`.
    pub fn settle(&mut self, day: Option<NaiveDate>) {
        while let Some(first) = self.events.first_entry() {
            if day.is_some_and(|day| *first.key() >= day) {
                return;
            }
            let mut events = first.remove();
            events.sort_unstable();
            events.into_iter().for_each(|event| self.enter(event));
        }
    }

    fn enter(&mut self, event: Event) {
        let change = match (event.stages, event.detail.map(|d| *d)) {
            (Some((from, to)), Some(Detail::Number(number))) => {
                format!(r#"{{"number":"{number}","stage":["{}","{}"]}}"#, from.code(), to.code())
            }
            (Some((from, to)), _) => format!(r#"{{"number":null,"stage":["{}","{}"]}}"#, from.code(), to.code()),
            (None, Some(Detail::Change(change))) => change.into(),
            (None, _) => "{}".to_string(),
        };
        let (login, _, role, _) = USERS[usize::from(event.user)];
        let entry = Entry {
            at: event.at,
            terminal: if event.user == 0 { "窗口1" } else { "内网" },
            actor: login,
            role,
            action: event.act.action,
            object: event.act.object,
            object_id: event.about,
            note: event.act.note,
            change: "",
        };
        self.seq += 1;
        let row = JournalRow::chained(&self.head, self.seq, entry, change);
        self.head = row.hash;
        self.batch.journal.push(row);
    }

    /// Keys and counters, when all is told.
    pub fn finish(self) -> (KeySort, Vec<(Series, String, i64)>) {
        let counters = self.counters.into_iter().map(|((_, period), (series, last))| (series, period, last)).collect();
        (self.keys, counters)
    }

    pub fn station() -> &'static str {
        STATION
    }
}
