//! What has happened so far in the synthetic studio: numbers given, journal rows in the order of time,
//! rows waiting to be written.
//!
//! Cases are told one after another, but their moves interleave; a heap keeps the moves until no
//! earlier one can come, so that the journal is in order without holding ten years of it.

use super::roster::USERS;
use crate::desk::STATION;
use crate::domain::number::Series;
use crate::store::bulk::Batch;
use crate::store::bulk_rows::JournalRow;
use crate::store::journal::Entry;
use crate::store::key_sort::KeySort;
use chrono::{NaiveDate, NaiveDateTime};
use fastrand::Rng;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// What is journalled, before it has its place. The order of the fields is the order of the journal.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    at: NaiveDateTime,
    order: u64,
    case: i64,
    action: &'static str,
    note: &'static str,
    user: usize,
    stages: Option<(&'static str, &'static str)>,
    number: Option<Box<str>>,
    /// A change that is not one of stage and number.
    change: Option<Box<str>>,
}

/// The growing story.
pub struct Chronicle {
    pub rng: Rng,
    pub batch: Batch,
    pub keys: KeySort,
    pub visits: i64,
    place: &'static str,
    counters: BTreeMap<(&'static str, String), (Series, i64)>,
    events: BinaryHeap<Reverse<Event>>,
    order: u64,
    seq: i64,
    head: [u8; 32],
    uids: u16,
}

impl Chronicle {
    pub fn new(rng: Rng, keys: KeySort, place: &'static str) -> Chronicle {
        Chronicle {
            rng,
            batch: Batch::default(),
            keys,
            visits: 0,
            place,
            counters: BTreeMap::new(),
            events: BinaryHeap::new(),
            order: 0,
            seq: 0,
            head: [0; 32],
            uids: 0,
        }
    }

    /// A uid of that time; later ones sort behind.
    pub fn uid(&mut self, at: NaiveDateTime) -> String {
        self.uids = (self.uids + 1) % 4096;
        super::uid(&mut self.rng, at, self.uids)
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

    /// A move of the flow, or another act on a case.
    #[allow(clippy::too_many_arguments)]
    pub fn note(
        &mut self,
        at: NaiveDateTime,
        case: i64,
        user: usize,
        action: &'static str,
        note: &'static str,
        stages: Option<(&'static str, &'static str)>,
        number: Option<&str>,
        change: Option<String>,
    ) {
        self.order += 1;
        self.events.push(Reverse(Event {
            at,
            order: self.order,
            case,
            action,
            note,
            user,
            stages,
            number: number.map(Into::into),
            change: change.map(Into::into),
        }));
    }

    /// Moves every event before `day` into the journal; all of them when `None`.
    pub fn settle(&mut self, day: Option<NaiveDate>) {
        while let Some(Reverse(next)) = self.events.peek() {
            if day.is_some_and(|day| next.at.date() >= day) {
                return;
            }
            let Some(Reverse(event)) = self.events.pop() else { return };
            let change = match (event.stages, event.number, event.change) {
                (Some((from, to)), None, _) => format!(r#"{{"number":null,"stage":["{from}","{to}"]}}"#),
                (Some((from, to)), Some(number), _) => format!(r#"{{"number":"{number}","stage":["{from}","{to}"]}}"#),
                (None, _, Some(change)) => change.into(),
                (None, ..) => "{}".to_string(),
            };
            let (login, _, role, _) = USERS[event.user];
            let entry = Entry {
                at: event.at,
                terminal: if event.user == 0 { "窗口1" } else { "内网" },
                actor: login,
                role,
                action: event.action,
                object: "case",
                object_id: event.case,
                note: event.note,
                change: "",
            };
            self.seq += 1;
            let row = JournalRow::chained(&self.head, self.seq, entry, change);
            self.head = row.hash;
            self.batch.journal.push(row);
        }
    }

    /// What is ready to be written.
    pub fn take(&mut self) -> Batch {
        std::mem::take(&mut self.batch)
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
