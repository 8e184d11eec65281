//! The program as it is used: started on a pseudo-terminal, typed at, left alone.

use crate::file::{NOW, PROGRAM, forget, memory};
use crate::screen::{DOWN, ENTER, ESC, PAGE_DOWN, Screen};
use crate::table::{Table, median, ms};
use std::path::Path;
use std::time::{Duration, Instant};

const F3: &str = "\x1bOR";
const F11: &str = "\x1b[23~";
const NEW_FORM: &str = "\x14";
const ERASE: &str = "\x7f";
const START: &[&str] = &["来访队列", "登记", "专调小组", "期限 全部临近", "逾期"];

fn open(path: &Path, user: &str) -> Screen {
    let file = path.display().to_string();
    Screen::start(PROGRAM, &["--db", &file, "--as", user], &[("FENGQIAO_NOW", NOW), ("FENGQIAO_AUTO_BACKUP", "off")])
}

pub fn measure(path: &Path, table: &Table) {
    drop_drafts(path);
    starts(path, table);
    lists(path, table);
    desk(path, table);
    drop_drafts(path);
    cold_starts(path, table);
}

/// Drafts of an earlier run would be offered after the start.
fn drop_drafts(path: &Path) {
    let mut desk = crate::desk(path, "qiantai");
    for draft in desk.drafts().expect("drafts") {
        desk.drop_draft(&draft.form, &draft.subject).expect("dropped");
    }
}

fn starts(path: &Path, table: &Table) {
    open(path, "qiantai").ready(START);
    let runs = (0..15).map(|_| open(path, "qiantai").ready(START)).collect();
    table.times("start to the first full desk", runs, Some((60.0, 60.0)));
    let runs = (0..5).map(|_| open(path, "ducha").ready(&["督查", "灯", "考核"])).collect();
    table.times("start to the first supervision screen", runs, Some((60.0, 60.0)));
}

/// Last, since the file must come back from the disk after it.
fn cold_starts(path: &Path, table: &Table) {
    let runs = (0..5)
        .map(|_| {
            forget(path);
            open(path, "qiantai").ready(START)
        })
        .collect();
    table.times("start, file not in memory", runs, None);
}

/// Types keys one by one, each after the frame of the one before.
struct Keys {
    times: Vec<Duration>,
    bytes: Vec<f64>,
}

impl Keys {
    fn typed<'a>(screen: &mut Screen, keys: impl Iterator<Item = &'a str>) -> Keys {
        let (times, bytes) = keys.filter_map(|k| screen.key(k)).map(|(t, b)| (t, f64::from(b as u32))).unzip();
        Keys { times, bytes }
    }

    fn most(&self) -> f64 {
        self.bytes.iter().copied().fold(0.0, f64::max)
    }

    /// The times, then the bytes of the usual key and of the greatest.
    fn show(self, what: &str, table: &Table, times: (f64, f64), usual: Option<f64>, greatest: f64) {
        let (half, most) = (median(self.bytes.clone()), self.most());
        table.times(&format!("{what}: key to frame"), self.times, Some(times));
        if let Some(usual) = usual {
            table.value(&format!("{what}: bytes of a move"), half, None, "B", Some(usual));
        } else {
            table.value(&format!("{what}: bytes of a key"), half, None, "B", None);
        }
        table.value(&format!("{what}: bytes of a page, most"), most, None, "B", Some(greatest));
    }
}

const KEY: (f64, f64) = (2.0, 10.0);
const PAGE_BYTES: f64 = 12.0 * 1024.0;

fn times(key: &'static str, n: usize) -> impl Iterator<Item = &'static str> {
    std::iter::repeat_n(key, n)
}

fn lists(path: &Path, table: &Table) {
    // What a working day has long read once; the first look is a figure of its own.
    let mut screen = open(path, "ducha");
    screen.ready(&["督查", "灯", "考核"]);
    let first = Keys::typed(&mut screen, times(DOWN, 300).chain(times(PAGE_DOWN, 40)));
    table.times("supervision, the first time: key to frame", first.times, None);
    let mut screen = open(path, "ducha");
    screen.ready(&["督查", "灯", "考核"]);
    screen.rest(Duration::from_millis(50));
    Keys::typed(&mut screen, times(DOWN, 300)).show("supervision, 300 x down", table, KEY, Some(120.0), PAGE_BYTES);
    Keys::typed(&mut screen, times(PAGE_DOWN, 40)).show("supervision, 40 x page down", table, KEY, None, PAGE_BYTES);
    let (mut opened, mut left) = (Vec::new(), Vec::new());
    for _ in 0..20 {
        opened.extend(screen.key(ENTER).map(|(time, _)| time));
        left.extend(screen.key(ESC).map(|(time, _)| time));
        screen.key(DOWN);
        // What stands beside the list comes when the keys rest.
        screen.rest(Duration::from_millis(250));
    }
    table.times("a case file opened", opened, Some((10.0, 10.0)));
    table.times("a case file left", left, Some((10.0, 10.0)));
}

fn desk(path: &Path, table: &Table) {
    let mut screen = open(path, "qiantai");
    screen.ready(START);
    screen.rest(Duration::from_millis(50));
    let (bytes, cpu) = at_rest(&mut screen);
    table.value("at rest for 3 s: bytes", bytes, None, "B", Some(0.0));
    table.value("at rest for 3 s: processor", cpu, None, "ms", Some(5.0));

    screen.key(F11).expect("the list of cases");
    Keys::typed(&mut screen, times(DOWN, 300)).show("open cases, 300 x down", table, KEY, Some(120.0), PAGE_BYTES);
    Keys::typed(&mut screen, times(PAGE_DOWN, 40)).show("open cases, 40 x page down", table, KEY, None, PAGE_BYTES);
    screen.key(ESC);

    screen.key(NEW_FORM).expect("an empty form");
    let name = ["和", "建", "国", ERASE, ERASE, ERASE, "李", "秀", "英", ERASE, ERASE, ERASE];
    let keys = name.into_iter().cycle().take(120).chain(["扎", "西", "\t"]).chain(times("3", 15)).chain(["\t"]);
    let keys = keys.chain(times("8", 20)).chain(["\t"]).chain("邻居占用我家宅基地".split_inclusive(|_| true));
    Keys::typed(&mut screen, keys).show("typing in the form", table, KEY, None, PAGE_BYTES);

    let mut typed = Keys { times: Vec::new(), bytes: Vec::new() };
    for word in ["宅基地边界", "hly", "和丽英", "松茸山", "8912", "2024-0131", "彩礼退还", "zhuang"] {
        screen.key(F3);
        let keys = Keys::typed(&mut screen, word.split_inclusive(|_| true));
        typed.times.extend(keys.times);
        typed.bytes.extend(keys.bytes);
        screen.key(ESC);
    }
    typed.show("typing in find", table, (50.0, 50.0), None, PAGE_BYTES);
    if let (Some(now), most) = (memory(screen.pid(), "VmRSS"), memory(screen.pid(), "VmHWM")) {
        table.value("resident memory after all that", now, most, "MB", Some(40.0));
    }
}

/// Bytes and milliseconds of processor time while nobody types.
fn at_rest(screen: &mut Screen) -> (f64, f64) {
    let before = processor(screen.pid());
    let start = Instant::now();
    let bytes = screen.rest(Duration::from_secs(3));
    debug_assert!(ms(start.elapsed()) >= 3000.0);
    (f64::from(bytes as u32), processor(screen.pid()) - before)
}

/// Milliseconds all threads have run; 0 where the system does not tell.
fn processor(pid: u32) -> f64 {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    tasks
        .filter_map(|t| std::fs::read_to_string(t.path().join("schedstat")).ok())
        .filter_map(|text| text.split_whitespace().next()?.parse::<f64>().ok())
        .sum::<f64>()
        / 1e6
}
