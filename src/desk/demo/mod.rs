//! A synthetic studio for trying out, teaching and measuring: `fengqiao demo`.
//!
//! Owns the order of the work: the plan of the cases day by day, telling them on one thread, writing
//! them on another. The same seed, number of cases and time make the same rows. Nobody in it exists.

mod beside;
mod cast;
mod chronicle;
mod deadlines;
mod ending;
mod life;
mod matters;
mod moves;
mod papers;
mod people;
mod plot;
#[cfg(test)]
mod replay_tests;
mod roster;
mod script;
mod standing;
mod step;
mod studio;
#[cfg(test)]
mod tests;
mod work;
mod years;

use super::{Failure, Outcome, STATION};
use crate::domain::calendar::Calendar;
use crate::domain::number::Series;
use crate::store;
use crate::store::bulk::Load;
use crate::store::bulk_batch::Batch;
use crate::store::bulk_rows;
use crate::store::key_sort::KeySort;
use crate::validation::Draft;
use chronicle::Chronicle;
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use fastrand::Rng;
use life::{Original, Teller};
use plot::{Almanac, Course};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap, VecDeque};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

/// Cases told before they are handed to the writer.
const BATCH: usize = 128;
/// Every row of a file up to this size is checked; of a larger one a sample.
const CHECKED: u64 = 10_000;

/// Fills a new file with a synthetic studio of `cases` cases. `progress` hears how many are written.
///
/// # Errors
/// A refusal when the file is there already; a fault of the disk, after which no file is left.
pub fn demo(path: &Path, cases: u64, seed: u64, now: NaiveDateTime, progress: &mut dyn FnMut(u64)) -> Outcome<()> {
    if path.exists() {
        return Err(Failure::refusal(
            format!("{}已经存在,演示数据只写入新文件", path.display()),
            "用 --db 另指定一个文件名,或先移走原文件",
        ));
    }
    let done = fill(path, cases, seed, now, progress);
    if done.is_err() {
        for end in ["", "-wal", "-shm", "-journal"] {
            let mut name = path.as_os_str().to_owned();
            name.push(end);
            std::fs::remove_file(Path::new(&name)).ok();
        }
    }
    done
}

fn fill(path: &Path, cases: u64, seed: u64, now: NaiveDateTime, progress: &mut dyn FnMut(u64)) -> Outcome<()> {
    let mut rng = Rng::with_seed(seed);
    let mut load = Load::begin(store::open(path, true)?)?;
    bulk_rows::setting(load.conn(), "studio", roster::STUDIO)?;
    bulk_rows::setting(load.conn(), "division", roster::DIVISION)?;
    let founded = now - chrono::TimeDelta::days(3650);
    for row in roster::staff(&mut rng, founded) {
        row.insert(load.conn())?;
    }
    for row in roster::users(&mut rng, founded).map_err(Failure::Fault)? {
        row.insert(load.conn())?;
    }
    standing::insert(load.conn(), seed, now)?;
    let (queue, last) = roster::queue(&mut rng, now);
    for row in queue {
        row.insert(load.conn(), STATION, 1)?;
    }
    let mut chronicle = Chronicle::new(rng.fork(), KeySort::new(path), "香格里拉");
    chronicle.turn_to(founded);
    chronicle.count(Series::Ticket, now.date(), last);
    for row in studio::leads(&mut chronicle, now) {
        row.insert(load.conn())?;
    }
    studio::insert(load.conn(), &mut rng.fork(), Calendar::embedded(), now)?;
    let (keys, counters) = std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<Batch>(4);
        let (done, spent) = channel::<Batch>();
        let teller = scope.spawn(move || tell(&mut rng, chronicle, cases, now, &Way { sender, spent }));
        let written = write(&mut load, &receiver, &done, progress);
        // The teller stops at its next batch when nobody listens.
        drop(receiver);
        let told = teller.join().map_err(|_| Failure::Fault("生成演示数据时出错".to_string()))?;
        written?;
        told
    })?;
    load.finish(keys, &counters)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
        .map_err(|e| Failure::Fault(format!("不能设定文件权限:{}", crate::store::disk::words(&e))))
}

/// The way of the batches to the writer and back.
struct Way {
    sender: SyncSender<Batch>,
    /// Written ones, to be filled again.
    spent: Receiver<Batch>,
}

fn write(
    load: &mut Load,
    batches: &Receiver<Batch>,
    done: &Sender<Batch>,
    progress: &mut dyn FnMut(u64),
) -> Outcome<()> {
    let mut written = 0;
    for mut batch in batches {
        load.write(&mut batch)?;
        written += batch.cases.len() as u64;
        done.send(batch).ok();
        progress(written);
    }
    Ok(())
}

/// A case that waits for its 案号, which later ones may get before it.
struct Waiting {
    id: i64,
    course: Course,
    number: Option<i64>,
}

/// Cases in the order in which they came in, told once their number is known.
struct Line<'a> {
    teller: Teller<'a>,
    chronicle: Chronicle,
    way: &'a Way,
    ids: i64,
    waiting: VecDeque<Waiting>,
    /// Days of acceptance still to come, with the case.
    accepted: BinaryHeap<Reverse<(NaiveDate, i64)>>,
    serials: BTreeMap<i32, i64>,
    /// Cases that others were merged into, by seed.
    originals: HashMap<u64, Original>,
}

type Told = (KeySort, Vec<(Series, String, i64)>);

fn tell(rng: &mut Rng, chronicle: Chronicle, cases: u64, now: NaiveDateTime, way: &Way) -> Outcome<Told> {
    let calendar = Calendar::embedded();
    let almanac = Almanac { calendar, today: now.date() };
    let scripted =
        script::scripted(rng, &almanac, usize::try_from(cases).unwrap_or(script::SCRIPTED).min(script::SCRIPTED));
    let days = years::days(&almanac, cases - scripted.len() as u64);
    let mut line = Line {
        teller: Teller { calendar, now, checked: cases <= CHECKED },
        chronicle,
        way,
        ids: 0,
        waiting: VecDeque::new(),
        accepted: BinaryHeap::new(),
        serials: BTreeMap::new(),
        originals: HashMap::new(),
    };
    let mut scripted = scripted.into_iter().peekable();
    let mut block: Vec<Course> = Vec::new();
    for (i, (day, count)) in days.iter().enumerate() {
        for _ in 0..*count {
            block.push(years::drawn(rng, &almanac, *day));
        }
        if block.len() < 2048 && i + 1 < days.len() {
            continue;
        }
        // Merged cases find their originals within the block.
        plot::merge_into(rng, &mut block, almanac.today);
        for course in block.drain(..) {
            while let Some(first) = scripted.next_if(|s| s.opened <= course.opened) {
                line.join(first)?;
            }
            line.join(course)?;
        }
    }
    for course in scripted {
        line.join(course)?;
    }
    line.finish()
}

impl Line<'_> {
    fn join(&mut self, course: Course) -> Outcome<()> {
        let day = course.opened;
        self.number_until(Some(day));
        self.ids += 1;
        if let Some(decided) = course.decided.filter(|_| plot::is_accepted(&course)) {
            self.accepted.push(Reverse((decided, self.ids)));
        }
        if course.merges > 0 {
            self.originals.insert(course.seed, Original { id: self.ids, seed: course.seed, opened: course.opened });
        }
        self.waiting.push_back(Waiting { id: self.ids, course, number: None });
        self.tell_ready()
    }

    /// Gives numbers in the order of acceptance, as far as no earlier one can come any more.
    fn number_until(&mut self, day: Option<NaiveDate>) {
        while let Some(Reverse((decided, id))) = self.accepted.peek().copied() {
            if day.is_some_and(|day| decided >= day) {
                return;
            }
            self.accepted.pop();
            let serial = self.serials.entry(decided.year()).or_insert(0);
            *serial += 1;
            let first = self.waiting.front().map_or(id, |w| w.id);
            if let Some(w) = usize::try_from(id - first).ok().and_then(|i| self.waiting.get_mut(i)) {
                w.number = Some(*serial);
            }
        }
    }

    fn tell_ready(&mut self) -> Outcome<()> {
        while let Some(w) = self.waiting.front() {
            if w.number.is_none() && plot::is_accepted(&w.course) {
                return Ok(());
            }
            let Some(w) = self.waiting.pop_front() else { return Ok(()) };
            let decided = w.course.decided.unwrap_or(w.course.opened);
            let number = w.number.map(|n| Series::Case.write("香格里拉", decided, n));
            let into = w.course.merged_into.and_then(|seed| self.originals.get(&seed).copied());
            self.teller.tell(&mut self.chronicle, &w.course, w.id, number, into)?;
            if self.chronicle.batch.cases.len() >= BATCH {
                self.chronicle.settle(Some(w.course.opened));
                self.send()?;
            }
        }
        Ok(())
    }

    fn send(&mut self) -> Outcome<()> {
        let mut next = self.way.spent.try_recv().unwrap_or_default();
        next.clear();
        self.way
            .sender
            .send(std::mem::replace(&mut self.chronicle.batch, next))
            .map_err(|_| Failure::Fault("写入已中断".to_string()))
    }

    fn finish(mut self) -> Outcome<Told> {
        self.number_until(None);
        self.tell_ready()?;
        self.chronicle.settle(None);
        self.send()?;
        for (year, last) in std::mem::take(&mut self.serials) {
            if let Some(day) = NaiveDate::from_ymd_opt(year, 1, 1) {
                self.chronicle.count(Series::Case, day, last);
            }
        }
        Ok(self.chronicle.finish())
    }
}

/// A uid in the shape of UUIDv7, of a time and a generator instead of clock and chance.
fn uid(rng: &mut Rng, at: NaiveDateTime, counter: u16) -> String {
    let millis = u64::try_from(at.and_utc().timestamp_millis()).unwrap_or(0) & 0xFFFF_FFFF_FFFF;
    let high = (u128::from(millis) << 80) | (7 << 76) | (u128::from(counter & 0xFFF) << 64);
    let low = (u128::from(rng.u64(..)) & 0x3FFF_FFFF_FFFF_FFFF) | (2 << 62);
    uuid::Uuid::from_u128(high | low).to_string()
}

/// The text of a visit whose words are found.
fn words_of(form: &Draft) -> String {
    store::narrative::text_of(form)
}
