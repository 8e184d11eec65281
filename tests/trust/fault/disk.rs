//! A disk that keeps apart what was written from what was synced, and fails where it is told.
//!
//! Watches one folder for one thread: every write, cut, sync, removal, renaming and link in it is counted,
//! whoever makes it. What a power failure leaves is what was synced, with any part of what was not: of a file
//! any 512-byte pieces of the writes since its last sync (a write tears nothing beside itself, which is what
//! SQLite relies on), of a folder the first so many of the names changed since its own last sync, as a
//! journalling file system keeps them. A file nobody synced the folder of may be gone, synced or not.

use super::kept::{Change, Content, Names, Node, Renamed, copy, is_index};
pub use super::plan::{Act, Plan, Verdict, spoilt};
use rustix::io::Errno;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ffi::{CStr, OsStr, OsString};
use std::fs::OpenOptions;
use std::io::Write;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirEntryExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

thread_local! {
    static WATCHING: Cell<bool> = const { Cell::new(false) };
    static DISK: RefCell<Option<Disk>> = const { RefCell::new(None) };
}

/// Whether this thread watches a folder; false once the thread ends.
pub fn is_watching() -> bool {
    WATCHING.try_with(Cell::get).unwrap_or(false)
}

pub fn path_of(path: &CStr) -> PathBuf {
    PathBuf::from(OsStr::from_bytes(path.to_bytes()))
}

/// What shall become of a change. What the trial itself does meanwhile is not watched.
pub fn ask(act: &Act) -> Verdict {
    WATCHING.set(false);
    let verdict = DISK.with_borrow_mut(|disk| disk.as_mut().map_or(Verdict::Go, |d| d.ask(act)));
    WATCHING.set(true);
    verdict
}

/// Watches a folder from now on: what is in it is taken to be on the disk. `survivors` is where a crash leaves
/// what outlives it.
pub fn watch(root: &Path, survivors: &Path) {
    let mut disk = Disk {
        root: root.to_path_buf(),
        survivors: survivors.to_path_buf(),
        folders: BTreeMap::new(),
        files: Vec::new(),
        known: HashMap::new(),
        seen: HashSet::new(),
        counting: false,
        done: 0,
        plan: Plan::Nothing,
        at: None,
        full: false,
        dead: false,
        log: Vec::new(),
    };
    disk.look(root, true);
    DISK.set(Some(disk));
    WATCHING.set(true);
}

/// Counts from here on, and lets it go wrong by plan.
pub fn start(plan: Plan) {
    with(|d| (d.counting, d.done, d.plan, d.log) = (true, 0, plan, Vec::new()));
}

/// There is room again, or the disk is well again.
pub fn mend() {
    with(|d| (d.full, d.plan) = (false, Plan::Nothing));
}

/// The power goes now, when it has not gone yet: leaves what survives.
pub fn crash(plan: Plan) {
    with(|d| {
        d.look_again();
        if !d.dead {
            d.die(plan);
        }
    });
}

/// Looks into the folder without being watched.
pub fn look(at: impl FnOnce(&Path)) {
    let root = with(|d| d.root.clone());
    WATCHING.set(false);
    at(&root);
    WATCHING.set(true);
}

/// Whether the crash has come.
pub fn is_dead() -> bool {
    with(|d| d.dead)
}

/// Ends the watch; what was changed since [`start`], in words.
pub fn leave() -> Vec<String> {
    WATCHING.set(false);
    DISK.take().map(|d| d.log).unwrap_or_default()
}

fn with<T>(look: impl FnOnce(&mut Disk) -> T) -> T {
    WATCHING.set(false);
    let found = DISK.with_borrow_mut(|d| look(d.as_mut().expect("a watch")));
    WATCHING.set(true);
    found
}

struct Disk {
    root: PathBuf,
    survivors: PathBuf,
    folders: BTreeMap<PathBuf, Names>,
    files: Vec<Content>,
    /// Place in `files` by inode, while the inode is in use.
    known: HashMap<u64, usize>,
    /// Inodes that were there at the last look.
    seen: HashSet<u64>,
    counting: bool,
    done: usize,
    plan: Plan,
    /// Number of the change that is being asked for.
    at: Option<usize>,
    full: bool,
    dead: bool,
    log: Vec<String>,
}

fn parts(path: &Path) -> (PathBuf, OsString) {
    (path.parent().unwrap_or(path).to_path_buf(), path.file_name().unwrap_or_default().to_os_string())
}

impl Disk {
    fn look_again(&mut self) {
        let root = self.root.clone();
        self.seen.clear();
        self.look(&root, false);
        // An inode that went unseen, with the folder it was in, may be another's by now.
        let seen = &self.seen;
        self.known.retain(|inode, _| seen.contains(inode));
    }

    /// Learns what came and went unseen: files that were opened anew, folders. What is `synced` has always been there.
    fn look(&mut self, folder: &Path, synced: bool) {
        let mut seen = BTreeMap::new();
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let (name, path) = (entry.file_name(), entry.path());
            if is_index(&path) {
                continue;
            }
            if entry.file_type().expect("a type").is_dir() {
                seen.insert(name, Node::Folder);
                self.look(&path, synced);
                continue;
            }
            self.seen.insert(entry.ino());
            let files = &mut self.files;
            let serial = *self.known.entry(entry.ino()).or_insert_with(|| {
                let bytes = std::fs::read(&path).expect("it can be read");
                files.push(match synced {
                    true => Content { synced: bytes, since: Vec::new() },
                    false => Content { synced: Vec::new(), since: vec![Change::Put(0, bytes)] },
                });
                files.len() - 1
            });
            seen.insert(name, Node::File(serial));
        }
        let names = self.folders.entry(folder.to_path_buf()).or_default();
        if synced {
            (names.synced, names.now) = (seen.clone(), seen);
            return;
        }
        for (name, node) in &seen {
            if names.now.get(name) != Some(node) {
                names.since.push(Renamed::Added(name.clone(), *node));
            }
        }
        let gone = names.now.keys().filter(|n| !seen.contains_key(*n));
        names.since.extend(gone.cloned().map(Renamed::Gone));
        names.now = seen;
    }

    /// The file of a descriptor, when it is one of the folder.
    fn file(&self, fd: BorrowedFd) -> Option<usize> {
        let path = std::fs::read_link(format!("/proc/self/fd/{}", fd.as_raw_fd())).ok()?;
        if is_index(&path) {
            return None;
        }
        self.known.get(&rustix::fs::fstat(fd).ok()?.st_ino).copied().filter(|_| path.starts_with(&self.root))
    }

    fn ask(&mut self, act: &Act) -> Verdict {
        self.look_again();
        let what = match act {
            Act::Write { fd, .. } | Act::Cut { fd, .. } if self.file(*fd).is_none() => return Verdict::Go,
            Act::Write { fd, at, bytes } => format!("write {} {at}+{}", self.named(*fd), bytes.len()),
            Act::Cut { fd, len } => format!("cut {} to {len}", self.named(*fd)),
            Act::Sync { fd } if self.file(*fd).is_none() && self.folder(*fd).is_none() => return Verdict::Go,
            Act::Sync { fd } => format!("sync {}", self.named(*fd)),
            Act::Remove { path } if !self.has(path) => return Verdict::Go,
            Act::Remove { path } => format!("remove {}", path.display()),
            Act::Move { from, .. } | Act::Link { from, .. } if !self.has(from) => return Verdict::Go,
            Act::Move { from, to } => format!("move {} {}", from.display(), to.display()),
            Act::Link { from, to } => format!("link {} {}", from.display(), to.display()),
        };
        if self.counting {
            self.log.push(what);
            self.at = Some(self.done);
            self.done += 1;
        }
        let verdict = self.judge(act);
        match verdict {
            Verdict::Go => self.record(act, usize::MAX),
            Verdict::Part(n) => self.record(act, n),
            Verdict::Spoil => {
                if let Act::Write { fd, at, bytes } = act {
                    self.record(&Act::Write { fd: *fd, at: *at, bytes: &spoilt(bytes) }, usize::MAX);
                }
            }
            Verdict::Refuse(_) => {}
        }
        verdict
    }

    fn judge(&mut self, act: &Act) -> Verdict {
        let here = self.at.take();
        let now = |n: usize| here == Some(n);
        let half = match act {
            Act::Write { bytes, .. } => Some(bytes.len() / 2),
            _ => None,
        };
        if self.dead {
            return Verdict::Refuse(Errno::IO);
        }
        match self.plan {
            Plan::Kill(n) if now(n) => self.die(self.plan),
            Plan::Half(n) if now(n) => {
                self.record(act, half.unwrap_or(0));
                if let (Act::Write { fd, at, bytes }, Some(half)) = (act, half) {
                    let _ = rustix::io::pwrite(*fd, &bytes[..half], *at);
                }
                self.die(self.plan);
            }
            Plan::Power(n, _) if now(n) => {
                // A sync that was cut off has synced nothing for sure.
                if !matches!(act, Act::Sync { .. }) {
                    self.record(act, usize::MAX);
                }
                self.die(self.plan);
            }
            Plan::Fault(n) if now(n) => return Verdict::Refuse(Errno::IO),
            Plan::Spoil(n) if now(n) && half.is_some() => return Verdict::Spoil,
            Plan::Full(n) | Plan::Short(n) | Plan::Faults(n) if here >= Some(n) => self.full = true,
            _ => {}
        }
        match (self.dead, self.full, self.plan) {
            (true, _, _) => Verdict::Refuse(Errno::IO),
            (_, true, Plan::Faults(_)) => Verdict::Refuse(Errno::IO),
            (_, true, Plan::Short(n)) if now(n) && half.is_some_and(|h| h > 0) => Verdict::Part(half.unwrap_or(0)),
            (_, true, _) if matches!(act, Act::Write { .. }) => Verdict::Refuse(Errno::NOSPC),
            _ => Verdict::Go,
        }
    }

    fn has(&self, path: &Path) -> bool {
        let (folder, name) = parts(path);
        self.folders.get(&folder).is_some_and(|names| names.now.contains_key(&name))
    }

    fn folder(&self, fd: BorrowedFd) -> Option<PathBuf> {
        let path = std::fs::read_link(format!("/proc/self/fd/{}", fd.as_raw_fd())).ok()?;
        self.folders.contains_key(&path).then_some(path)
    }

    fn named(&self, fd: BorrowedFd) -> String {
        let path = std::fs::read_link(format!("/proc/self/fd/{}", fd.as_raw_fd())).unwrap_or_default();
        path.strip_prefix(&self.root).unwrap_or(&path).display().to_string()
    }

    /// Remembers a change of which the first `most` bytes are made.
    fn record(&mut self, act: &Act, most: usize) {
        let place = |at: u64| usize::try_from(at).expect("small files");
        match act {
            Act::Write { fd, at, bytes } => {
                let change = Change::Put(place(*at), bytes[..bytes.len().min(most)].to_vec());
                let file = self.file(*fd).expect("known");
                self.files[file].since.push(change);
            }
            Act::Cut { fd, len } => {
                let file = self.file(*fd).expect("known");
                self.files[file].since.push(Change::Cut(place(*len)));
            }
            Act::Sync { fd } => {
                if let Some(file) = self.file(*fd) {
                    let now = std::fs::read(format!("/proc/self/fd/{}", fd.as_raw_fd())).expect("it can be read");
                    self.files[file] = Content { synced: now, since: Vec::new() };
                } else if let Some(names) = self.folder(*fd).and_then(|f| self.folders.get_mut(&f)) {
                    names.synced = names.now.clone();
                    names.since.clear();
                }
            }
            Act::Remove { path } => self.rename(path, Renamed::Gone),
            Act::Move { from, to } => {
                self.forget(to);
                let ((folder, _), (there, name)) = (parts(from), parts(to));
                assert_eq!(folder, there, "the trial knows moves within a folder only");
                self.rename(from, |old| Renamed::Moved(old, name));
            }
            Act::Link { from, to } => {
                let ((folder, old), (_, name)) = (parts(from), parts(to));
                let node = self.folders[&folder].now[&old];
                self.rename(to, |_| Renamed::Added(name, node));
            }
        }
    }

    fn rename(&mut self, path: &Path, how: impl FnOnce(OsString) -> Renamed) {
        let (folder, name) = parts(path);
        let how = how(name);
        if matches!(how, Renamed::Gone(_)) {
            self.forget(path);
        }
        let names = self.folders.get_mut(&folder).expect("a folder of the watch");
        how.apply(&mut names.now);
        names.since.push(how);
    }

    /// An inode whose last name goes may be given to another file.
    fn forget(&mut self, path: &Path) {
        use std::os::unix::fs::MetadataExt;
        if let Ok(meta) = std::fs::metadata(path)
            && meta.nlink() == 1
        {
            self.known.remove(&meta.ino());
        }
    }

    /// Leaves what survives, and does nothing more.
    fn die(&mut self, plan: Plan) {
        self.dead = true;
        let root = self.root.clone();
        match plan {
            Plan::Power(_, seed) => {
                let mut coin = fastrand::Rng::with_seed(seed);
                self.outlive(&root, &self.survivors, seed, &mut coin);
            }
            _ => copy(&root, &self.survivors),
        }
    }

    /// Seed 0 keeps nothing that was not synced, 1 all of it, the others any part.
    fn outlive(&self, folder: &Path, to: &Path, seed: u64, coin: &mut fastrand::Rng) {
        std::fs::create_dir_all(to).expect("a folder");
        let names = &self.folders[folder];
        let mut left = names.synced.clone();
        let most = match seed {
            0 => 0,
            1 => names.since.len(),
            _ => coin.usize(0..=names.since.len()),
        };
        names.since[..most].iter().for_each(|change| change.apply(&mut left));
        for (name, node) in left {
            let Node::File(serial) = node else {
                self.outlive(&folder.join(&name), &to.join(&name), seed, coin);
                continue;
            };
            let content = &self.files[serial];
            let mut bytes = content.synced.clone();
            // Now and then nearly all survives, or nearly nothing.
            let share = [0.02, 0.5, 0.98][coin.usize(0..3)];
            let mut survives = || match seed {
                0 => false,
                1 => true,
                _ => coin.f64() < share,
            };
            content.since.iter().for_each(|change| change.apply(&mut bytes, &mut survives));
            let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(to.join(name));
            file.as_mut().expect("a file").write_all(&bytes).expect("written");
        }
    }
}
