//! The cases of the long years: drawn by their age, the older the fewer are still open.

use super::people::{chance, weighted};
use super::plot::{Almanac, Course, Traits, course, is_accepted};
use crate::domain::case::Stage;
use chrono::{Datelike, Days, NaiveDate};
use fastrand::Rng;

/// A case of the long years, opened on `day`.
pub fn drawn(rng: &mut Rng, a: &Almanac, day: NaiveDate) -> Course {
    let seed = rng.u64(..);
    let age = (a.today - day).num_days();
    #[allow(clippy::cast_precision_loss)]
    let open = rng.f64() < 0.93 * (-(age as f64) / 110.0).exp() + 0.003 * f64::from(u8::from(age < 700));
    let stage = if open { open_stage(rng, age) } else { closed_stage(rng, age) };
    let t = Traits {
        listed: stage == Stage::Struck || ((3..45).contains(&age) || !open) && chance(rng, 5),
        sealed: stage == Stage::Declined && chance(rng, 9),
        supervised: chance(rng, 1),
        reassigned: chance(rng, 2),
        group: chance(rng, 4),
        medical: chance(rng, 4),
        extended: false,
        touched: chance(rng, 60),
        supplemented: chance(rng, 7),
        asks: open && chance(rng, 3),
        end: None,
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
        41..=120 => &[
            (S::Performing, 48),
            (S::Guided, 8),
            (S::Failed, 4),
            (S::Agreed, 8),
            (S::Appraising, 8),
            (S::Mediating, 12),
            (S::Working, 9),
            (S::Advised, 3),
        ],
        // What is open for longer is paid in instalments.
        _ => return S::Performing,
    };
    weighted(rng, table)
}

fn closed_stage(rng: &mut Rng, age: i64) -> Stage {
    use Stage as S;
    let table: &[(Stage, u32)] = match age {
        ..=5 => &[(S::Answered, 70), (S::Merged, 30)],
        6..=40 => &[(S::Answered, 28), (S::Merged, 18), (S::Declined, 26), (S::Transferred, 16), (S::Withdrawn, 12)],
        41..=100 => &[
            (S::Closed, 22),
            (S::Struck, 3),
            (S::Archived, 43),
            (S::Declined, 10),
            (S::Transferred, 6),
            (S::Answered, 7),
            (S::Merged, 5),
            (S::Withdrawn, 4),
        ],
        _ => &[
            (S::Archived, 76),
            (S::Declined, 7),
            (S::Transferred, 4),
            (S::Answered, 6),
            (S::Merged, 4),
            (S::Withdrawn, 3),
        ],
    };
    weighted(rng, table)
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
