//! The course of each synthetic case: when it came in, how far it got, and on which days.
//!
//! Owns dates and stages only; `life` turns a course into rows. The newest 300 follow a script that
//! shows every stage and every light; older ones are drawn so that fewer are open the older they are.

use super::people::{chance, pick};
use crate::domain::calendar::Calendar;
use crate::domain::case::Stage;
use chrono::{Days, NaiveDate};
use fastrand::Rng;

/// How a case that was mediated ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// 书面协议, performed at once or in instalments.
    Written,
    Oral,
    /// 司法确认.
    Confirmed,
    /// 赋强公证.
    Notarised,
    /// An instalment was not paid: 申请强制执行.
    Enforced,
    Court,
    Arbitration,
    Review,
    Failed,
}

impl End {
    pub const ALL: [End; 9] = [
        End::Written,
        End::Oral,
        End::Confirmed,
        End::Notarised,
        End::Enforced,
        End::Court,
        End::Arbitration,
        End::Review,
        End::Failed,
    ];

    /// The stage it leads to.
    pub fn stage(self) -> Stage {
        match self {
            End::Court | End::Arbitration | End::Review => Stage::Guided,
            End::Failed => Stage::Failed,
            _ => Stage::Agreed,
        }
    }

    /// How often among a hundred, for a goal.
    fn drawn(rng: &mut Rng, goal: Stage) -> End {
        use End as E;
        let table: &[(End, u32)] = match goal {
            Stage::Agreed => &[(E::Written, 70), (E::Oral, 30)],
            Stage::Performing => &[(E::Written, 60), (E::Confirmed, 25), (E::Notarised, 15)],
            Stage::Guided => &[(E::Court, 55), (E::Arbitration, 25), (E::Review, 20)],
            Stage::Failed => &[(E::Failed, 1)],
            _ => &[
                (E::Written, 46),
                (E::Oral, 16),
                (E::Confirmed, 9),
                (E::Notarised, 5),
                (E::Enforced, 4),
                (E::Court, 7),
                (E::Arbitration, 4),
                (E::Review, 3),
                (E::Failed, 6),
            ],
        };
        super::people::weighted(rng, table)
    }
}

/// What makes a case special.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Traits {
    /// How it shall end, where the script says so.
    pub end: Option<End>,
    /// A request of its handler waits.
    pub asks: bool,
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
    /// Day of the first investigation.
    pub inquired: Option<NaiveDate>,
    pub consulted: Option<(NaiveDate, Option<NaiveDate>)>,
    pub advised: Option<NaiveDate>,
    pub mediating: Option<NaiveDate>,
    pub outcome: Option<(NaiveDate, End)>,
    pub performing: Option<NaiveDate>,
    pub closed: Option<NaiveDate>,
    /// First and second 回访.
    pub revisited: (Option<NaiveDate>, Option<NaiveDate>),
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
    pub(super) fn on(&self, day: NaiveDate, n: u32) -> NaiveDate {
        let on =
            if n == 0 { self.calendar.next_working(day) } else { self.calendar.add_working(day, n).unwrap_or(day) };
        on.min(self.today)
    }
    pub(super) fn back(&self, day: NaiveDate, n: u32) -> NaiveDate {
        if n == 0 { day } else { self.calendar.sub_working(day, n).unwrap_or(day) }
    }
    pub(super) fn ago(&self, days: i64) -> NaiveDate {
        self.today.checked_sub_days(Days::new(days.unsigned_abs())).unwrap_or(self.today)
    }
    /// The working day on or before `day`.
    pub(super) fn workday(&self, mut day: NaiveDate) -> NaiveDate {
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
        inquired: None,
        consulted: None,
        advised: None,
        mediating: None,
        outcome: None,
        performing: None,
        closed: None,
        revisited: (None, None),
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
    let anchor = anchor(rng, a, goal).filter(|day| (*day - opened).num_days() > 28);
    let entrusted = entrusted.or_else(|| anchor.map(|day| a.back(day, rng.u32(12..19))));
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
    work(rng, a, &mut c, at, anchor);
    c
}

/// The day near today on which a case that still waits for its next step took the last one.
fn anchor(rng: &mut Rng, a: &Almanac, goal: Stage) -> Option<NaiveDate> {
    let back = match goal {
        Stage::Agreed | Stage::Guided | Stage::Failed => rng.u32(..12),
        Stage::Closed => rng.u32(1..14),
        Stage::Struck => rng.u32(3..13),
        _ => return None,
    };
    Some(a.back(a.workday(a.today), back))
}

/// From 指派 on. `anchor` is the earliest day of the outcome, or of the closing.
fn work(rng: &mut Rng, a: &Almanac, c: &mut Course, mut at: NaiveDate, anchor: Option<NaiveDate>) {
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
    if goal == Stage::Working && !c.traits.touched {
        return;
    }
    at = a.on(at, rng.u32(1..4));
    c.inquired = Some(at);
    if goal == Stage::Consulting {
        c.consulted = Some((a.on(at, rng.u32(1..6)), None));
        return;
    }
    // 重大、疑难、复杂先会商 (方案五(五)).
    let hard = super::cast::cast(c).grade != "G1";
    if if goal == Stage::Working { hard && chance(rng, 40) } else { hard || c.traits.listed || chance(rng, 6) } {
        let from = a.on(at, rng.u32(1..4));
        at = a.on(from, rng.u32(1..4));
        c.consulted = Some((from, Some(at)));
    }
    if goal == Stage::Working {
        return;
    }
    at = a.on(at, rng.u32(1..6));
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
    if goal.is_open() {
        at = at.max(anchor.unwrap_or(at));
    }
    let end = c.traits.end.unwrap_or_else(|| End::drawn(rng, goal));
    c.outcome = Some((at, end));
    if matches!(goal, Stage::Agreed | Stage::Guided | Stage::Failed) {
        return;
    }
    let instalments = matches!(end, End::Confirmed | End::Notarised | End::Enforced);
    if goal == Stage::Performing || instalments || (end == End::Written && chance(rng, 35)) {
        at = a.on(at, rng.u32(..2));
        c.performing = Some(at);
        if goal == Stage::Performing {
            return;
        }
        at = a.on(at, if anchor.is_some() { rng.u32(4..9) } else { rng.u32(15..60) });
    }
    at = a.on(at, rng.u32(1..8)).max(anchor.unwrap_or(at));
    c.closed = Some(at);
    let first = a.on(at, rng.u32(2..6));
    if goal == Stage::Closed {
        c.revisited.0 = Some(first).filter(|day| *day < a.today && chance(rng, 60));
        return;
    }
    c.revisited.0 = Some(first);
    at = first;
    if c.traits.listed {
        at = a.on(at, rng.u32(..4));
        c.struck = Some(at);
        if goal == Stage::Struck {
            return;
        }
    }
    at = a.on(at, rng.u32(..5));
    c.archived = Some(at);
    let again = c.closed.unwrap_or(at) + Days::new(rng.u64(55..88));
    c.revisited.1 = Some(a.workday(again.max(at))).filter(|day| *day <= a.today && *day >= at);
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
