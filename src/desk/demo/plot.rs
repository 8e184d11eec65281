//! The course of each synthetic case: when it came in, how far it got, and on which days.
//!
//! Owns dates and stages only; `life` turns a course into rows. The newest 300 follow a script that
//! shows every stage and every light; older ones are drawn so that fewer are open the older they are.

use super::people::{chance, pick};
use crate::domain::calendar::Calendar;
use crate::domain::case::Stage;
use chrono::{Datelike, Days, Months, NaiveDate};
use fastrand::Rng;

/// What makes a case special.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Traits {
    pub listed: bool,
    pub sealed: bool,
    pub supervised: bool,
    pub reassigned: bool,
    pub group: bool,
    pub medical: bool,
    pub extended: bool,
    /// Worked on since it was assigned, so not silent.
    pub touched: bool,
    pub supplemented: bool,
}

/// The days on which a case moved; `None` = it did not get there.
#[derive(Clone, Copy)]
pub struct Course {
    pub seed: u64,
    pub stage: Stage,
    pub traits: Traits,
    pub opened: NaiveDate,
    pub assessed: Option<NaiveDate>,
    pub supplement: Option<(NaiveDate, Option<NaiveDate>)>,
    /// Day of 受理, 不予受理, 转送, 并案, 咨询办结 or 撤回.
    pub decided: Option<NaiveDate>,
    pub entrusted: Option<NaiveDate>,
    pub assigned: Option<NaiveDate>,
    pub appraisal: Option<(NaiveDate, Option<NaiveDate>)>,
    pub consulted: Option<(NaiveDate, Option<NaiveDate>)>,
    pub advised: Option<NaiveDate>,
    pub mediating: Option<NaiveDate>,
    pub outcome: Option<(NaiveDate, Stage)>,
    pub performing: Option<NaiveDate>,
    pub closed: Option<NaiveDate>,
    pub struck: Option<NaiveDate>,
    pub archived: Option<NaiveDate>,
    /// Later visits on the same matter that were attached, and cases merged into this one.
    pub repeats: u8,
    pub merges: u8,
    /// The course this one was merged into: its opening day and seed.
    pub merged_into: Option<u64>,
}

/// Whether the case was accepted, so that it has a 案号.
pub fn is_accepted(course: &Course) -> bool {
    course.entrusted.is_some() || course.stage == Stage::Accepted
}

/// The office calendar and today, to move on working days.
pub struct Almanac<'a> {
    pub calendar: &'a Calendar,
    pub today: NaiveDate,
}

impl Almanac<'_> {
    /// `n` working days on, never after today.
    fn on(&self, day: NaiveDate, n: u32) -> NaiveDate {
        let on =
            if n == 0 { self.calendar.next_working(day) } else { self.calendar.add_working(day, n).unwrap_or(day) };
        on.min(self.today)
    }
    fn back(&self, day: NaiveDate, n: u32) -> NaiveDate {
        if n == 0 { day } else { self.calendar.sub_working(day, n).unwrap_or(day) }
    }
    fn ago(&self, days: i64) -> NaiveDate {
        self.today.checked_sub_days(Days::new(days.unsigned_abs())).unwrap_or(self.today)
    }
    /// The working day on or before `day`.
    fn workday(&self, mut day: NaiveDate) -> NaiveDate {
        while self.calendar.is_rest(day) {
            day = day.pred_opt().unwrap_or(day);
        }
        day
    }
}

/// Lets a case that came in on `opened` run until `goal`. `entrusted` fixes the day its mediation
/// clock starts.
pub fn course(
    rng: &mut Rng,
    a: &Almanac,
    seed: u64,
    opened: NaiveDate,
    goal: Stage,
    t: Traits,
    entrusted: Option<NaiveDate>,
) -> Course {
    let mut c = Course {
        seed,
        stage: goal,
        traits: t,
        opened,
        assessed: None,
        supplement: None,
        decided: None,
        entrusted: None,
        assigned: None,
        appraisal: None,
        consulted: None,
        advised: None,
        mediating: None,
        outcome: None,
        performing: None,
        closed: None,
        struck: None,
        archived: None,
        repeats: 0,
        merges: 0,
        merged_into: None,
    };
    match goal {
        Stage::Draft | Stage::Registered => return c,
        Stage::Merged | Stage::Answered => {
            c.decided = Some(opened);
            return c;
        }
        _ => {}
    }
    let assessed = a.on(opened, rng.u32(..2));
    c.assessed = Some(assessed);
    let mut at = assessed;
    if goal == Stage::Supplementing {
        c.supplement = Some((a.on(at, rng.u32(1..3)), None));
        return c;
    }
    if goal == Stage::Assessing {
        return c;
    }
    if t.supplemented {
        let from = a.on(at, 1);
        at = a.on(from, rng.u32(2..7));
        c.supplement = Some((from, Some(at)));
    }
    let decided = a.on(at, rng.u32(1..4));
    c.decided = Some(match entrusted {
        Some(day) => a.back(day, rng.u32(..3)).max(at),
        None => decided,
    });
    at = c.decided.unwrap_or(at);
    if matches!(goal, Stage::Declined | Stage::Transferred | Stage::Accepted | Stage::Withdrawn) {
        return c;
    }
    at = entrusted.unwrap_or_else(|| a.on(at, rng.u32(..4))).max(at);
    c.entrusted = Some(at);
    if goal == Stage::Entrusted {
        return c;
    }
    at = a.on(at, rng.u32(..2));
    c.assigned = Some(at);
    work(rng, a, &mut c, at);
    c
}

/// From 指派 on.
fn work(rng: &mut Rng, a: &Almanac, c: &mut Course, mut at: NaiveDate) {
    let goal = c.stage;
    let closed = !goal.is_open();
    if goal == Stage::Appraising {
        c.appraisal = Some((a.on(at, rng.u32(2..6)), None));
        return;
    }
    if closed && c.traits.medical && chance(rng, 60) {
        let from = a.on(at, rng.u32(2..6));
        at = a.on(from, rng.u32(8..25));
        c.appraisal = Some((from, Some(at)));
    }
    if goal == Stage::Consulting {
        c.consulted = Some((a.on(at, rng.u32(3..9)), None));
        return;
    }
    if (goal != Stage::Working && (c.traits.listed || chance(rng, 22))) || (goal == Stage::Working && c.traits.touched)
    {
        let from = a.on(at, rng.u32(2..6));
        at = a.on(from, rng.u32(1..4));
        c.consulted = Some((from, Some(at)));
    }
    if goal == Stage::Working {
        return;
    }
    at = a.on(at, rng.u32(2..9));
    c.advised = Some(at);
    if goal == Stage::Advised {
        return;
    }
    at = a.on(at, rng.u32(1..4));
    c.mediating = Some(at);
    if goal == Stage::Mediating {
        return;
    }
    at = a.on(at, rng.u32(1..8));
    let outcome = match goal {
        Stage::Agreed | Stage::Performing => Stage::Agreed,
        Stage::Guided => Stage::Guided,
        Stage::Failed => Stage::Failed,
        _ => match rng.u32(..100) {
            0..=77 => Stage::Agreed,
            78..=89 => Stage::Guided,
            _ => Stage::Failed,
        },
    };
    c.outcome = Some((at, outcome));
    if matches!(goal, Stage::Agreed | Stage::Guided | Stage::Failed) {
        return;
    }
    if goal == Stage::Performing || (outcome == Stage::Agreed && chance(rng, 45)) {
        at = a.on(at, rng.u32(..2));
        c.performing = Some(at);
        if goal == Stage::Performing {
            return;
        }
        at = a.on(at, rng.u32(5..40));
    }
    at = a.on(at, rng.u32(1..10));
    c.closed = Some(at);
    if goal == Stage::Closed {
        return;
    }
    if c.traits.listed {
        at = a.on(at, rng.u32(1..7));
        c.struck = Some(at);
        if goal == Stage::Struck {
            return;
        }
    }
    c.archived = Some(a.on(at, rng.u32(1..11)));
}

const PLAIN: Traits = Traits {
    listed: false,
    sealed: false,
    supervised: false,
    reassigned: false,
    group: false,
    medical: false,
    extended: false,
    touched: false,
    supplemented: false,
};

/// How the script fixes the time of a case.
#[derive(Clone, Copy)]
enum When {
    /// Opened so many days ago, or a little more.
    Ago(i64, i64),
    /// The clock of its stage falls due in so many days (negative: is overdue).
    Due(i64),
}
use When::{Ago, Due};

/// The script of the newest cases: one of each stage first, so that a small studio has them all.
#[rustfmt::skip]
fn script() -> Vec<(Stage, When, Traits)> {
    use Stage as S;
    let t = PLAIN;
    let mut list = vec![
        (S::Working, Due(-3), Traits { supervised: true, ..t }),
        (S::Merged, Ago(2, 6), t),
        (S::Draft, Ago(0, 0), t), (S::Registered, Ago(1, 2), t), (S::Assessing, Due(2), t), (S::Supplementing, Ago(8, 15), t),
        (S::Declined, Ago(10, 60), Traits { sealed: true, ..t }), (S::Accepted, Due(1), t), (S::Entrusted, Ago(9, 14), t),
        (S::Appraising, Ago(20, 35), Traits { medical: true, ..t }), (S::Consulting, Due(12), Traits { listed: true, group: true, ..t }),
        (S::Advised, Due(9), Traits { touched: true, ..t }), (S::Mediating, Due(3), t), (S::Agreed, Ago(30, 50), t),
        (S::Guided, Ago(40, 80), t), (S::Failed, Ago(35, 60), t), (S::Performing, Ago(60, 150), t), (S::Closed, Ago(70, 120), t),
        (S::Struck, Ago(80, 140), Traits { listed: true, ..t }), (S::Archived, Ago(120, 540), t), (S::Withdrawn, Ago(20, 200), t),
        (S::Transferred, Ago(12, 200), t), (S::Answered, Ago(1, 100), t),
    ];
    for due in [-9, -7, -5, -2, -1, -1, 0, 1, 2, 3, 5, 6, 7, 10, 13, 16, 19, 22, 25, 27] {
        let traits = Traits { touched: due % 2 == 0, listed: due % 5 == 0, group: due == 2, reassigned: due == 1 || due == -7,
            extended: due == 3, supervised: due < -4, medical: due == 13, ..t };
        list.push((S::Working, Due(due), traits));
    }
    for due in [-4, -1, 0, 1, 2, 3, 4, 5, 6] { list.push((S::Assessing, Due(due), Traits { sealed: due == 4, group: due == 5, ..t })); }
    for due in [-2, -1, 0, 0, 1, 2, 2] { list.push((S::Accepted, Due(due), Traits { listed: due == 2, ..t })); }
    for due in [-6, -2, 1, 4, 8, 15, 20] { list.push((S::Mediating, Due(due), Traits { listed: due == 4, supervised: due == -6, extended: due == 15, ..t })); }
    for due in [2, 6, 11, 18] { list.push((S::Advised, Due(due), t)); }
    for due in [7, 14, 24] { list.push((S::Consulting, Due(due), Traits { group: due == 7, ..t })); }
    for due in [-1, 2, 4] { list.push((S::Registered, Due(due), t)); }
    for ago in [0, 0, 1, 3, 5] { list.push((S::Registered, Ago(ago, ago + 1), t)); }
    for ago in [0, 0, 0, 1, 2, 4] { list.push((S::Draft, Ago(ago, ago), t)); }
    for _ in 0..3 { list.push((S::Supplementing, Ago(6, 20), t)); }
    for _ in 0..5 { list.push((S::Entrusted, Ago(8, 20), t)); }
    for i in 0..3 { list.push((S::Appraising, Ago(18, 40), Traits { medical: i < 2, ..t })); }
    for _ in 0..3 { list.push((S::Agreed, Ago(25, 60), t)); }
    for _ in 0..2 { list.push((S::Guided, Ago(30, 90), t)); }
    list.push((S::Failed, Ago(30, 60), t));
    for _ in 0..7 { list.push((S::Performing, Ago(50, 240), t)); }
    for i in 0..15 { list.push((S::Declined, Ago(8, 400), Traits { sealed: i % 5 == 1, ..t })); }
    for _ in 0..9 { list.push((S::Merged, Ago(1, 25), t)); }
    for _ in 0..7 { list.push((S::Transferred, Ago(8, 400), t)); }
    for _ in 0..9 { list.push((S::Withdrawn, Ago(15, 400), t)); }
    for _ in 0..9 { list.push((S::Answered, Ago(0, 300), t)); }
    for i in 0..16 { list.push((S::Closed, Ago(65, 160), Traits { medical: i == 3, group: i == 5, ..t })); }
    for _ in 0..5 { list.push((S::Struck, Ago(75, 180), Traits { listed: true, ..t })); }
    let mut i = 0;
    while list.len() < SCRIPTED {
        list.push((S::Archived, Ago(110, 560), Traits { listed: i % 9 == 0, group: i % 14 == 3, medical: i % 17 == 2, supplemented: i % 6 == 1, reassigned: i % 20 == 7, ..t }));
        i += 1;
    }
    list
}

/// How many of the newest cases follow the script.
pub const SCRIPTED: usize = 300;

/// The scripted cases, in the order in which they came in.
pub fn scripted(rng: &mut Rng, a: &Almanac, count: usize) -> Vec<Course> {
    let mut list: Vec<Course> =
        script().into_iter().take(count).map(|(stage, when, t)| one(rng, a, stage, when, t)).collect();
    list.sort_by_key(|c| (c.opened, c.seed));
    merge_into(rng, &mut list, a.today);
    for c in &mut list {
        let live = is_accepted(c) && c.stage.is_open() && c.opened < a.today;
        c.repeats = if live && chance(rng, 22) { rng.u8(1..3) } else { 0 };
    }
    list
}

fn one(rng: &mut Rng, a: &Almanac, stage: Stage, when: When, t: Traits) -> Course {
    let seed = rng.u64(..);
    let (opened, entrusted) = match when {
        Ago(least, most) => (a.workday(a.ago(rng.i64(least..=most))), None),
        Due(days) => {
            let due = a.ago(-days.min(0)) + Days::new(days.max(0).unsigned_abs());
            match stage {
                Stage::Registered => (a.workday(due - Days::new(15)), None),
                // Assessed on the day it came in, or the day after: see `course`.
                Stage::Assessing => (a.back(due, 5).min(a.today), None),
                Stage::Accepted => (a.back(a.back(due, 3).min(a.today), 2), None),
                _ => {
                    let wait = if t.extended { 30 } else { 0 };
                    let start = a.workday((due - Days::new(wait)).checked_sub_months(Months::new(1)).unwrap_or(due));
                    let opened = a.back(start, 3 + rng.u32(..5));
                    (opened, Some(start.min(a.today)))
                }
            }
        }
    };
    let mut c = course(rng, a, seed, opened, stage, t, entrusted);
    if let (Due(days), Stage::Accepted) = (when, stage) {
        // 委托 is due three working days after 受理: put that day where the light asks for it.
        let due = a.today + Days::new(days.max(0).unsigned_abs()) - Days::new(days.min(0).unsigned_abs());
        c.decided = Some(a.back(due, 3).clamp(c.assessed.unwrap_or(c.opened), a.today));
    }
    if let (Due(_), Stage::Assessing) = (when, stage) {
        c.assessed = Some(c.opened);
    }
    c
}

/// Gives each merged case an older one that was open when it came, if there is one; otherwise it was
/// a question answered.
pub fn merge_into(rng: &mut Rng, list: &mut [Course], today: NaiveDate) {
    for i in 0..list.len() {
        if list[i].stage != Stage::Merged || list[i].merged_into.is_some() {
            continue;
        }
        let day = list[i].opened;
        let fits: Vec<usize> = (0..i)
            .rev()
            .filter(|&j| {
                let c = &list[j];
                is_accepted(c)
                    && !c.traits.group
                    && c.merges < 2
                    && c.opened < day
                    && ends(c, today) > day
                    && !c.traits.sealed
            })
            .take(12)
            .collect();
        if fits.is_empty() {
            list[i].stage = Stage::Answered;
        } else {
            let j = pick(rng, &fits);
            list[j].merges += 1;
            list[i].merged_into = Some(list[j].seed);
        }
    }
}

/// The day from which no visit can join the case.
fn ends(c: &Course, today: NaiveDate) -> NaiveDate {
    if c.stage.is_open() { today + Days::new(1) } else { c.closed.or(c.decided).unwrap_or(c.opened) }
}

/// The day of the last possible repeat visit.
pub fn last_open_day(c: &Course, today: NaiveDate) -> NaiveDate {
    if c.stage.is_open() { today } else { c.outcome.map(|o| o.0).or(c.decided).unwrap_or(c.opened) }
}

/// A case of the long years, opened on `day`.
pub fn drawn(rng: &mut Rng, a: &Almanac, day: NaiveDate) -> Course {
    let seed = rng.u64(..);
    let age = (a.today - day).num_days();
    #[allow(clippy::cast_precision_loss)]
    let open = rng.f64() < 0.93 * (-(age as f64) / 88.0).exp() + 0.003 * f64::from(u8::from(age < 700));
    let stage = if open { open_stage(rng, age) } else { closed_stage(rng, age) };
    let t = Traits {
        listed: stage == Stage::Struck || (age > 3 && chance(rng, 5)),
        sealed: stage == Stage::Declined && chance(rng, 9),
        supervised: open && chance(rng, 1),
        reassigned: chance(rng, 2),
        group: chance(rng, 4),
        medical: chance(rng, 4),
        extended: false,
        touched: chance(rng, 60),
        supplemented: chance(rng, 7),
    };
    // A mediation that still runs was entrusted lately, or prolonged.
    let (mut t, mut entrusted) = (t, None);
    if age > 40 && matches!(stage, Stage::Working | Stage::Consulting | Stage::Advised | Stage::Mediating) {
        let back = if chance(rng, 80) { rng.i64(0..36) } else { 36 + rng.i64(0..4) };
        t.extended = chance(rng, 30);
        entrusted = Some(a.workday(a.ago(back + if t.extended { 30 } else { 0 }).max(day + Days::new(5)).min(a.today)));
    }
    let mut c = course(rng, a, seed, day, stage, t, entrusted);
    if is_accepted(&c) && chance(rng, 9) {
        c.repeats = rng.u8(1..3);
    }
    c
}

fn open_stage(rng: &mut Rng, age: i64) -> Stage {
    use Stage as S;
    let table: &[(Stage, u32)] = match age {
        ..=2 => &[(S::Draft, 10), (S::Registered, 45), (S::Assessing, 45)],
        3..=7 => {
            &[(S::Registered, 12), (S::Assessing, 44), (S::Supplementing, 6), (S::Accepted, 22), (S::Entrusted, 16)]
        }
        8..=14 => &[
            (S::Assessing, 4),
            (S::Supplementing, 12),
            (S::Accepted, 8),
            (S::Entrusted, 20),
            (S::Working, 48),
            (S::Consulting, 8),
        ],
        15..=40 => &[
            (S::Working, 42),
            (S::Appraising, 8),
            (S::Consulting, 8),
            (S::Advised, 12),
            (S::Mediating, 20),
            (S::Supplementing, 2),
            (S::Agreed, 4),
            (S::Performing, 4),
        ],
        _ => &[
            (S::Performing, 52),
            (S::Guided, 10),
            (S::Failed, 4),
            (S::Agreed, 6),
            (S::Appraising, 6),
            (S::Mediating, 10),
            (S::Working, 9),
            (S::Advised, 3),
        ],
    };
    weighted(rng, table)
}

fn closed_stage(rng: &mut Rng, age: i64) -> Stage {
    use Stage as S;
    let table: &[(Stage, u32)] = match age {
        ..=5 => &[(S::Answered, 70), (S::Merged, 30)],
        6..=75 => &[(S::Answered, 28), (S::Merged, 18), (S::Declined, 26), (S::Transferred, 16), (S::Withdrawn, 12)],
        76..=140 => &[
            (S::Closed, 40),
            (S::Struck, 3),
            (S::Archived, 25),
            (S::Declined, 10),
            (S::Transferred, 6),
            (S::Answered, 7),
            (S::Merged, 5),
            (S::Withdrawn, 4),
        ],
        _ => &[
            (S::Archived, 75),
            (S::Closed, 1),
            (S::Declined, 7),
            (S::Transferred, 4),
            (S::Answered, 6),
            (S::Merged, 4),
            (S::Withdrawn, 3),
        ],
    };
    weighted(rng, table)
}

fn weighted(rng: &mut Rng, table: &[(Stage, u32)]) -> Stage {
    let total: u32 = table.iter().map(|r| r.1).sum();
    let mut roll = rng.u32(..total);
    for (stage, weight) in table {
        if roll < *weight {
            return *stage;
        }
        roll -= weight;
    }
    table[0].0
}

/// Days on which the long years' cases came in, with how many on each: working days from the start to
/// yesterday, filled evenly.
pub fn days(a: &Almanac, cases: u64) -> Vec<(NaiveDate, u64)> {
    let span = (540 + cases / 10).min(3650);
    let first = NaiveDate::from_ymd_opt(a.today.year() - 9, 1, 3).unwrap_or(a.today);
    let start = a.today.checked_sub_days(Days::new(span)).unwrap_or(first).max(first);
    let working: Vec<NaiveDate> =
        start.iter_days().take_while(|d| *d < a.today).filter(|d| a.calendar.is_working(*d)).collect();
    let count = working.len().max(1) as u64;
    let share = |i: u64| cases * i / count;
    working
        .into_iter()
        .enumerate()
        .map(|(i, d)| (d, share(i as u64 + 1) - share(i as u64)))
        .filter(|(_, n)| *n > 0)
        .collect()
}
