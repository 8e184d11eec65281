//! Every write and sync of an act, one after another: the process dies there, the power goes, the disk is full,
//! the disk fails. Afterwards the file is what it was before or what it is after, nothing between.
//!
//! `FENGQIAO_TRUST_POINTS=all` tries every point of every act with several outcomes of a power failure, a number
//! so many points of each; without it a small spread of them is tried.

mod acts;
mod calls;
mod disk;
mod kept;
mod papers;
mod plan;
mod room;
mod sealed;
mod state;
mod upgrade;

use super::*;
use disk::Plan;
use fengqiao::desk::{Failure, Outcome};
use state::State;

/// Something that is done in a folder with a file in it.
pub struct Act {
    pub name: &'static str,
    /// Fills the folder, before anything is watched.
    pub prepare: fn(&Path),
    /// What was done and acknowledged by the same process just before, and is on the disk for that.
    pub begin: fn(&Path) -> Held,
    pub run: fn(&Path, &mut Held) -> Outcome<()>,
    /// Further things that must hold in the folder, however the act ended; whether it was `done`.
    pub look: fn(&Path, bool),
}

/// What the process holds open from one act to the next.
pub type Held = Option<fengqiao::desk::Desk>;

/// All points, or about so many, always with the first and the last.
fn spread(points: usize, few: usize) -> Vec<usize> {
    let few = match asked().as_deref() {
        Some("all") => usize::MAX,
        Some(number) => number.parse().expect("FENGQIAO_TRUST_POINTS: all, or a number above 1"),
        None => few,
    };
    if points <= few {
        return (0..points).collect();
    }
    (0..few).map(|i| i * (points - 1) / (few - 1)).collect()
}

fn asked() -> Option<String> {
    std::env::var("FENGQIAO_TRUST_POINTS").ok()
}

/// A long run, which tries more at each point, too.
fn everything() -> bool {
    asked().is_some()
}

/// An act, its folder, and the states before and after.
struct Trial {
    act: Act,
    base: tempfile::TempDir,
    before: State,
    after: State,
    /// The changes of the disk that the act makes, in words.
    changes: Vec<String>,
}

const FILE: &str = "desk.db";

/// A run of the act under a plan, in a folder of its own; what the crash left, if there was one.
struct Run {
    work: tempfile::TempDir,
    survivors: tempfile::TempDir,
    held: Held,
    said: Outcome<()>,
}

impl Run {
    fn db(&self) -> PathBuf {
        self.work.path().join(FILE)
    }
}

impl Trial {
    fn new(act: Act) -> Trial {
        let base = tempfile::tempdir().expect("a folder");
        (act.prepare)(base.path());
        let mut trial = Trial { act, base, before: State::default(), after: State::default(), changes: Vec::new() };
        let begun = trial.run(Plan::Kill(0));
        disk::leave();
        trial.before = State::of(&begun.survivors.path().join(FILE));
        let done = trial.run(Plan::Nothing);
        trial.changes = disk::leave();
        done.said.as_ref().expect(trial.act.name);
        let db = done.db();
        drop(done.held);
        trial.after = State::of(&db);
        assert!(trial.before != trial.after, "{} changes nothing", trial.act.name);
        trial
    }

    /// Leaves the disk watched.
    fn run(&self, plan: Plan) -> Run {
        let work = tempfile::tempdir().expect("a folder");
        let survivors = tempfile::tempdir().expect("a folder");
        kept::copy(self.base.path(), work.path());
        let db = work.path().join(FILE);
        disk::watch(work.path(), survivors.path());
        let mut held = (self.act.begin)(&db);
        disk::start(plan);
        let said = (self.act.run)(&db, &mut held);
        Run { work, survivors, held, said }
    }

    /// Which change it was, for a message.
    fn at(&self, plan: Plan, n: usize) -> String {
        format!("{} {plan:?}: {}", self.act.name, self.changes.get(n).map_or("the end", String::as_str))
    }

    /// The process or the machine dies at the point. `acknowledged`: after it was told that all is done.
    fn dies(&self, plan: Plan, n: usize) {
        let _where = Where(self.at(plan, n));
        let run = self.run(plan);
        let acknowledged = !disk::is_dead();
        disk::crash(plan);
        disk::leave();
        let what = self.at(plan, n);
        let db = run.survivors.path().join(FILE);
        let found = State::of(&db);
        assert!(found == self.after || (found == self.before && !acknowledged), "{what}: {}", self.unlike(&found));
        state::is_clean(&db, &what);
        (self.act.look)(run.survivors.path(), found == self.after);
        if found == self.before && n.is_multiple_of(7) {
            // What it left is in nobody's way.
            let mut held = (self.act.begin)(&db);
            (self.act.run)(&db, &mut held).unwrap_or_else(|e| panic!("{what}: and then {e}"));
            drop(held);
            let again = State::of(&db);
            assert!(again == self.after, "{what}: done again: {}", again.unlike(&self.after));
        }
    }

    /// The disk refuses at the point; then it is well again.
    fn refuses(&self, plan: Plan, n: usize) {
        let _where = Where(self.at(plan, n));
        let mut run = self.run(plan);
        let what = self.at(plan, n);
        let said = std::mem::replace(&mut run.said, Ok(()));
        if let Err(failure) = &said {
            told_well(failure, plan, &what);
            disk::mend();
            (self.act.run)(&run.db(), &mut run.held).unwrap_or_else(|e| panic!("{what}: and then {e}"));
        }
        // Acknowledged is on the disk, though the disk failed on the way.
        disk::crash(Plan::Power(n, 0));
        disk::leave();
        let db = run.survivors.path().join(FILE);
        let found = State::of(&db);
        assert!(found == self.after, "{what}: {said:?}: {}", self.unlike(&found));
        state::is_clean(&db, &what);
        (self.act.look)(run.survivors.path(), true);
    }

    /// Writes of these files come out otherwise than they were written, each once: it is noticed, and nothing is
    /// there that looks as if it were whole.
    fn spoils(&self, name: &str, few: usize) {
        let writes = |at: &usize| self.changes[*at].starts_with("write") && self.changes[*at].contains(name);
        let all: Vec<usize> = (0..self.changes.len()).filter(writes).collect();
        assert!(!all.is_empty(), "{}: {:?}", self.act.name, self.changes);
        for at in spread(all.len(), few).into_iter().map(|i| all[i]) {
            let plan = Plan::Spoil(at);
            let mut run = self.run(plan);
            let what = self.at(plan, at);
            let said = std::mem::replace(&mut run.said, Ok(())).expect_err(&what).to_string();
            assert!(said.contains("请换一个介质重做"), "{what}: {said}");
            disk::look(|folder| (self.act.look)(folder, false));
            (self.act.run)(&run.db(), &mut run.held).unwrap_or_else(|e| panic!("{what}: and then {e}"));
            disk::leave();
            (self.act.look)(run.work.path(), true);
        }
    }

    fn unlike(&self, found: &State) -> String {
        format!("since before:\n{}\nagainst after:\n{}", self.before.unlike(found), found.unlike(&self.after))
    }

    /// Points that tell more than others, tried in every run: in the midst of the writes to the file itself, between
    /// two commits, before and after a file gets its name, and where a journal is synced, which SQLite leaves behind
    /// when nothing more can be written.
    fn telling(&self) -> Vec<usize> {
        let all = |start: &str, end: &str| -> Vec<usize> {
            let is_one = |c: &String| c.starts_with(start) && c.ends_with(end);
            (0..self.changes.len()).filter(|i| is_one(&self.changes[*i])).collect()
        };
        let own = all(&format!("write {FILE} "), "");
        let middle = own.get(own.len() / 2).copied();
        let journals = all("sync ", "-journal").into_iter().take(3);
        let commits = all("sync ", &format!("{FILE}-wal")).into_iter().skip(1).take(2);
        let named = all("move ", "").into_iter().take(4).flat_map(|at| [at, at + 1]);
        middle.into_iter().chain(journals).chain(commits).chain(named).collect()
    }

    /// All that can go wrong, `few` points of each kind.
    fn everywhere(&self, few: usize) {
        let n = self.changes.len();
        assert!(n > 1, "{}: {:?}", self.act.name, self.changes);
        let powers: &[u64] = if everything() { &[0, 1, 2, 3, 4, 5] } else { &[0, 2] };
        for at in self.telling().into_iter().chain(spread(n + 1, few)) {
            self.dies(Plan::Kill(at), at);
            if at < n && self.changes[at].starts_with("write") {
                self.dies(Plan::Half(at), at);
            }
        }
        for at in spread(n + 1, few) {
            for seed in powers {
                // Not the same coins at every point.
                let seed = if *seed < 2 { *seed } else { seed + 10 * u64::try_from(at).expect("few") };
                self.dies(Plan::Power(at, seed), at);
            }
        }
        for at in self.telling() {
            for plan in [Plan::Full(at), Plan::Faults(at), Plan::Fault(at)] {
                self.refuses(plan, at);
            }
        }
        for (nth, at) in spread(n, few).into_iter().enumerate() {
            let plans = [Plan::Full(at), Plan::Fault(at), Plan::Short(at), Plan::Faults(at)];
            for (kind, plan) in plans.into_iter().enumerate() {
                // Two of the four at each point, in turn.
                if everything() || kind / 2 == nth % 2 {
                    self.refuses(plan, at);
                }
            }
        }
        if everything() {
            eprintln!("{}: {n} changes of the disk", self.act.name);
        }
    }
}

/// Told when a trial fails.
struct Where(String);

impl Drop for Where {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("at {}", self.0);
        }
    }
}

/// In the user's words, with the remedy, and not as if it were done.
fn told_well(failure: &Failure, plan: Plan, what: &str) {
    let text = failure.to_string();
    let full = matches!(plan, Plan::Full(_) | Plan::Short(_));
    assert!(matches!(failure, Failure::Fault(_)), "{what}: {text}");
    assert!(text.contains('请') && text.contains("磁盘"), "{what}: no remedy: {text}");
    assert!(!full || text.contains("磁盘已满") || text.contains("磁盘空间"), "{what}: {text}");
    assert!(!text.contains("os error") && !text.contains("disk"), "{what}: not in Chinese: {text}");
}
