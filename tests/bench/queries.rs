//! The reads of the desk, asked of the library: lists, counts, search, the check for earlier visits.

use crate::file::forget;
use crate::table::Table;
use fengqiao::desk::{CaseFilter, Desk, OverdueFilter};
use fengqiao::domain::case::Stage;
use fengqiao::validation::Draft;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::{Duration, Instant};

const LIST: Option<(f64, f64)> = Some((20.0, 20.0));
const KEYED: Option<(f64, f64)> = Some((10.0, 10.0));
const WORD: Option<(f64, f64)> = Some((50.0, 50.0));

pub fn measure(path: &Path, table: &Table) {
    lists(path, table);
    finds(path, table);
    words(path, table);
}

pub fn runs<T>(n: usize, mut work: impl FnMut(usize) -> T) -> Vec<Duration> {
    (0..n)
        .map(|i| {
            let start = Instant::now();
            std::hint::black_box(work(i));
            start.elapsed()
        })
        .collect()
}

fn lists(path: &Path, table: &Table) {
    let desk = crate::desk(path, "zhuren");
    table.times("counts of the header, nothing changed", runs(200, |_| desk.counts().expect("counts")), LIST);
    let mut writer = crate::desk(path, "qiantai");
    let own = crate::desk(path, "banli");
    let (mut times, mut narrowed, mut handler) = (Vec::new(), Vec::new(), Vec::new());
    for i in 0..50 {
        let draft = Draft::default().with("name", format!("扎西{i}"));
        writer.save_draft("visit", "draft", "接谈登记", &draft, None).expect("kept");
        times.extend(runs(1, |_| desk.counts().expect("counts")));
        handler.extend(runs(1, |_| own.counts().expect("counts")));
        narrowed.extend(runs(1, |_| desk.filters().expect("filters")));
    }
    writer.drop_draft("visit", "draft").expect("dropped");
    table.times("counts of the header, after a change elsewhere", times, LIST);
    table.times("filters of the overdue list, after a change elsewhere", narrowed, LIST);
    let lights = OverdueFilter { within_days: OverdueFilter::LIGHTS, ..OverdueFilter::default() };
    let week = OverdueFilter { within_days: 7, ..OverdueFilter::default() };
    let light = |l: &str| OverdueFilter { light: Some(l.to_string()), ..OverdueFilter::default() };
    let filters = desk.filters().expect("filters");
    let first = |list: &[(String, String, i64)]| list.first().map(|f| f.0.clone());
    let of = |handler, unit, rule| OverdueFilter { handler, unit, rule, ..lights.clone() };
    for (what, filter) in [
        ("overdue, first window", week.clone()),
        ("overdue, red only", light("red")),
        ("overdue, amber only", light("amber")),
        ("overdue, no light yet", light("normal")),
        ("overdue, paused only", light("paused")),
        ("overdue, silent only", OverdueFilter { silent: true, ..OverdueFilter::default() }),
        ("overdue, of the busiest handler", of(first(&filters.handlers), None, None)),
        ("overdue, of the busiest unit", of(None, first(&filters.units), None)),
        ("overdue, of the rarest rule", of(None, None, filters.rules.last().map(|f| f.0.clone()))),
    ] {
        table.times(what, runs(200, |_| desk.overdue(&filter, None, 60, false).expect("rows")), LIST);
    }
    let mut from = None;
    let mut page = |nth: usize| {
        if nth == 0 {
            from = None;
        }
        let page = desk.overdue(&lights, from.as_ref(), 60, false).expect("rows");
        from = page.rows.last().cloned();
    };
    let first = runs(30, &mut page);
    table.times("overdue, window after window", runs(30, &mut page), LIST);
    table.times("  the same, asked the first time", first, LIST);
    table.times("queue", runs(200, |_| desk.queue().expect("queue")), LIST);
    cases(&desk, table);
    table.times("counts of a handler, after a change elsewhere", handler, LIST);
    table.times("overdue of a handler", runs(200, |_| own.overdue(&week, None, 60, false).expect("rows")), LIST);
    let mine = CaseFilter { mine: true, ..CaseFilter::default() };
    table.times("cases of a handler", runs(200, |_| own.list_cases(&mine, None, 60, false).expect("rows")), LIST);
}

fn cases(desk: &Desk, table: &Table) {
    let open = CaseFilter { open_only: true, ..CaseFilter::default() };
    let stage = |stage| CaseFilter { stage: Some(stage), ..CaseFilter::default() };
    for (what, filter) in [
        ("cases, newest", CaseFilter::default()),
        ("cases, open", open),
        ("cases, in hand", stage(Stage::Working)),
        ("cases, archived", stage(Stage::Archived)),
        ("cases, of one handler", CaseFilter { handler: Some(2), ..CaseFilter::default() }),
    ] {
        table.times(what, runs(200, |_| desk.list_cases(&filter, None, 60, false).expect("rows")), LIST);
    }
    let slowest = Stage::ALL
        .iter()
        .filter(|s| !s.0.is_open())
        .map(|s| runs(3, |_| desk.list_cases(&stage(s.0), None, 60, false).expect("rows")))
        .max();
    table.times("cases, closed stage that takes longest", slowest.unwrap_or_default(), LIST);
}

/// What people of the file may be found by.
struct Sample {
    name: String,
    document: String,
    phone: String,
    docket: String,
}

fn samples(path: &Path, n: i64) -> Vec<Sample> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file");
    let last: i64 = conn.query_row("SELECT max(id) FROM visit", [], |r| r.get(0)).expect("visits");
    let sql = "SELECT name, document_no, phone, docket FROM visit WHERE id >= ?1 AND name <> '' AND document_no <> ''
               AND phone <> '' AND docket <> '' LIMIT 1";
    let mut query = conn.prepare(sql).expect("a statement");
    (0..n)
        .filter_map(|i| {
            let row = |r: &rusqlite::Row| {
                Ok(Sample { name: r.get(0)?, document: r.get(1)?, phone: r.get(2)?, docket: r.get(3)? })
            };
            query.query_row([last * i / n + 1], row).ok()
        })
        .collect()
}

fn finds(path: &Path, table: &Table) {
    let list = samples(path, 60);
    let tail = |text: &str, n: usize| text.chars().skip(text.chars().count().saturating_sub(n)).collect::<String>();
    let head = |text: &str, n: usize| text.chars().take(n).collect::<String>();
    type Made<'a> = Box<dyn Fn(&Sample) -> String + 'a>;
    let kinds: Vec<(&str, Made)> = vec![
        ("find: number of a visit", Box::new(|s| s.docket.clone())),
        ("find: serial of a case", Box::new(|s| tail(&s.document, 4))),
        ("find: whole name", Box::new(|s| s.name.clone())),
        ("find: surname", Box::new(|s| head(&s.name, 1))),
        ("find: given name", Box::new(|s| tail(&s.name, 2))),
        (
            "find: initials",
            Box::new(|s| fengqiao::validation::pinyin::readings(&s.name).first().cloned().unwrap_or_default()),
        ),
        ("find: whole document", Box::new(|s| s.document.clone())),
        ("find: last four of a document", Box::new(|s| tail(&s.document, 4))),
        ("find: last six of a document", Box::new(|s| tail(&s.document, 6))),
        ("find: whole telephone", Box::new(|s| s.phone.clone())),
        ("find: last four of a telephone", Box::new(|s| tail(&s.phone, 4))),
    ];
    let desk = crate::desk(path, "zhuren");
    for (what, made) in &kinds {
        let hits: usize = list.iter().map(|s| desk.find(&made(s), 40).expect("hits").len()).sum();
        let warm = runs(list.len(), |i| desk.find(&made(&list[i]), 40).expect("hits"));
        table.times(&format!("{what} ({} hits)", hits / list.len().max(1)), warm, KEYED);
    }
    let cold = list
        .iter()
        .take(20)
        .map(|s| {
            forget(path);
            let desk = crate::desk(path, "zhuren");
            let start = Instant::now();
            desk.find(&s.name, 40).expect("hits");
            start.elapsed()
        })
        .collect();
    table.times("find: whole name, file not in memory", cold, None);
    let own = crate::desk(path, "banli");
    twice(table, "find: whole name, as a handler", list.len(), |i| own.find(&list[i].name, 40).expect("hits"));
    twice(table, "word, 2 characters, as a handler", 5, |i| own.find(PAIRS[i], 40).expect("hits"));
    let reception = crate::desk(path, "qiantai");
    twice(table, "earlier visits of a visitor", list.len(), |i| {
        let s = &list[i];
        reception.earlier(&s.name, &s.document, &s.phone, None).expect("answers")
    });
    twice(table, "earlier visits, name only", list.len(), |i| {
        reception.earlier(&list[i].name, "", "", None).expect("answers")
    });
}

const PAIRS: &[&str] = &["草场", "松茸", "彩礼", "赡养", "藏獒"];

/// Each of `n` questions twice: the first time its pages may come from the disk, the second not.
fn twice<T>(table: &Table, what: &str, n: usize, mut work: impl FnMut(usize) -> T) {
    let first = runs(n, &mut work);
    table.times(what, runs(n, &mut work), KEYED);
    table.times("  the same, asked the first time", first, None);
}

fn words(path: &Path, table: &Table) {
    let groups: [(&str, &[&str]); 5] = [
        ("1 character", &["草", "路", "水", "彩", "犬"]),
        ("2 characters", PAIRS),
        ("3 and more", &["宅基地", "虫草采集证", "彩礼退还", "要求归还借款", "摩托车被撞"]),
        ("two words", &["松茸 界线", "工资 欠条", "果树 粉尘"]),
        ("not in the file", &["鲸", "核电", "核电站", "草茸工资", "地要求的路人不给我家水"]),
    ];
    let desk = crate::desk(path, "zhuren");
    for (what, list) in groups {
        let (mut all, mut hits, mut partial) = (Vec::new(), 0, 0);
        for word in list {
            let found = desk.search(word, 40).expect("hits");
            hits += found.hits.len();
            partial += usize::from(found.partial);
            all.extend(runs(10, |_| desk.search(word, 40).expect("hits")));
        }
        let told = if partial == 0 { String::new() } else { format!(", {partial} cut short") };
        table.times(&format!("word, {what} ({} hits{told})", hits / list.len()), all, WORD);
        let cold = list
            .iter()
            .map(|word| {
                forget(path);
                let desk = crate::desk(path, "zhuren");
                let start = Instant::now();
                desk.search(word, 40).expect("hits");
                start.elapsed()
            })
            .collect();
        table.times("  the same, file not in memory", cold, WORD);
    }
}
