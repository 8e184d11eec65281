//! The script of the newest cases: every stage, every light, and what else a studio lives through.

use super::people::chance;
use super::plot::{Almanac, Course, End, Traits, course, is_accepted, merge_into};
use crate::domain::case::Stage;
use chrono::{Days, Months};
use fastrand::Rng;

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
    asks: false,
    end: None,
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
        (S::Advised, Due(9), Traits { touched: true, ..t }), (S::Mediating, Due(3), t), (S::Agreed, Ago(36, 48), Traits { asks: true, ..t }),
        (S::Guided, Ago(38, 50), t), (S::Failed, Ago(36, 48), t), (S::Performing, Ago(60, 150), t), (S::Closed, Ago(42, 60), t),
        (S::Struck, Ago(45, 60), Traits { listed: true, ..t }), (S::Archived, Ago(120, 540), t), (S::Withdrawn, Ago(20, 200), t),
        (S::Transferred, Ago(12, 200), t), (S::Answered, Ago(1, 100), t),
    ];
    for due in [-9, -7, -5, -2, -1, -1, 0, 1, 2, 3, 5, 6, 7, 10, 13, 16, 19, 22, 25, 27] {
        let traits = Traits { touched: due % 2 == 0, listed: due % 5 == 0, group: due == 2, reassigned: due == 1 || due == -7,
            extended: due == 3, supervised: due < -4, medical: due == 13, asks: due == 2 || due == 6, ..t };
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
    for i in 0..3 { list.push((S::Agreed, Ago(36, 50), Traits { asks: i == 1, ..t })); }
    for _ in 0..2 { list.push((S::Guided, Ago(36, 52), t)); }
    list.push((S::Failed, Ago(36, 50), t));
    for _ in 0..7 { list.push((S::Performing, Ago(50, 240), t)); }
    for i in 0..15 { list.push((S::Declined, Ago(8, 400), Traits { sealed: i % 5 == 1, ..t })); }
    for _ in 0..9 { list.push((S::Merged, Ago(1, 25), t)); }
    for _ in 0..7 { list.push((S::Transferred, Ago(8, 400), t)); }
    for _ in 0..9 { list.push((S::Withdrawn, Ago(15, 400), t)); }
    for _ in 0..9 { list.push((S::Answered, Ago(0, 300), t)); }
    for i in 0..16 { list.push((S::Closed, Ago(42, 70), Traits { medical: i == 3, group: i == 5, listed: i % 8 == 4, ..t })); }
    for _ in 0..5 { list.push((S::Struck, Ago(45, 62), Traits { listed: true, ..t })); }
    let mut i = 0;
    while list.len() < SCRIPTED {
        let end = (i % 3 == 0).then(|| End::ALL[i / 3 % End::ALL.len()]);
        list.push((S::Archived, Ago(110, 560), Traits { listed: i % 9 == 0, group: i % 14 == 3, medical: i % 17 == 2, supplemented: i % 6 == 1,
            reassigned: i % 20 == 7, supervised: i % 30 == 11, asks: i == 20, end, ..t }));
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
