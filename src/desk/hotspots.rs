//! 热点: units, places, types of dispute and words whose matters rise in a month.
//!
//! Owns the rule of what rises ([`RULE`]). Counts matters, never people: a matter counts once however
//! often and by how many it is told, respondents that are no body are not shown, and neither is a word
//! that may be somebody's name. Sealed cases are not counted.

use super::lists::{CaseRow, Sight, row, sight};
use super::{Desk, Failure, Outcome};
use crate::domain::codes;
use crate::domain::role::Operation;
use crate::domain::wording::{self, Pair};
use crate::store;
use crate::store::hotspots::Line;
use crate::validation::division;
use chrono::{Datelike, Days, Months, NaiveDate};
use std::collections::{HashMap, HashSet};

/// What the figures mean, printed beneath them.
pub const RULE: &[&str] = &[
    "按登记日期数事项:一件事不论来几次、来几人只数一次;并案的归原案;检举控告件不计。",
    "上升:本期至少3件,多于上期和去年同期,且与上期相比不像偶然(泊松检验,单位、属地、类型小于5%,词语小于1%)。",
    "本月未过完的,与上月、去年同月的同样天数比。单位是责任单位,未明确的是被访单位;个人不列,人名不作词语。",
    "热点说的是事、地方和单位,不是人;数字只提示去看哪里,依据是背后的案件。",
];

/// Fewest matters of a hot spot.
const LEAST: usize = 3;
/// Chance below which a rise is told: for what is counted as a whole, and for words, of which many are tried.
const CHANCE: f64 = 0.05;
const CHANCE_OF_WORD: f64 = 0.01;
/// Narratives read for the words of a period; of more, so many evenly spread.
const READ: usize = 600;
/// Pieces of words that are looked at, the commonest.
const PIECES: usize = 120;
/// Words whose matters are counted exactly.
const WORDS: usize = 16;
/// Lines shown of a group.
const MOST: usize = 10;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    Unit,
    Place,
    Dispute,
    Word,
}

impl Group {
    pub fn code(self) -> &'static str {
        match self {
            Group::Unit => "unit",
            Group::Place => "place",
            Group::Dispute => "dispute",
            Group::Word => "word",
        }
    }
    pub fn label(self) -> &'static str {
        match self {
            Group::Unit => "单位",
            Group::Place => "属地",
            Group::Dispute => "类型",
            Group::Word => "词语",
        }
    }
}

/// Something that rises.
#[derive(Clone, Debug, PartialEq)]
pub struct Rise {
    pub group: Group,
    pub label: String,
    /// Matters of this period, of the one before, and of the same one a year ago.
    pub now: usize,
    pub before: usize,
    pub year_ago: usize,
    /// Chance of such a rise by accident.
    pub chance: f64,
    /// The matters of this period, newest first.
    pub cases: Vec<i64>,
}

impl Rise {
    /// `3.5倍`; `新出现` where there was none before.
    pub fn ratio(&self) -> String {
        if self.before == 0 {
            return "新出现".to_string();
        }
        let tenths = (self.now * 10 + self.before / 2) / self.before;
        format!("{}.{}倍", tenths / 10, tenths % 10)
    }
}

/// First and last day of a period, both counted, and the matters registered in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub matters: usize,
}

/// The hot spots of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Hotspots {
    pub now: Span,
    pub before: Span,
    pub year_ago: Span,
    /// The month is not over.
    pub unfinished: bool,
    /// By group, the least likely by accident first.
    pub rises: Vec<Rise>,
}

impl Hotspots {
    /// `2026年11月1日至23日登记120件(上期98件 去年同期80件)`.
    pub fn head(&self) -> String {
        format!(
            "{}{}登记{}件(上期{}件 去年同期{}件)",
            self.now.from.format("%Y年%-m月"),
            if self.unfinished { format!("1日至{}日", self.now.to.day()) } else { String::new() },
            self.now.matters,
            self.before.matters,
            self.year_ago.matters
        )
    }
}

/// A period and its lines.
struct Counted {
    span: Span,
    lines: Vec<Line>,
}

impl Counted {
    #[allow(clippy::cast_precision_loss)]
    fn days(&self) -> f64 {
        ((self.span.to - self.span.from).num_days() + 1) as f64
    }

    /// Matters by key.
    fn by<'a>(&'a self, key: impl Fn(&'a Line) -> Option<String>) -> HashMap<String, HashSet<i64>> {
        let mut all: HashMap<String, HashSet<i64>> = HashMap::new();
        for line in &self.lines {
            if let Some(key) = key(line) {
                all.entry(key).or_default().insert(line.case);
            }
        }
        all
    }
}

/// Narratives read for the words of a period, cleared of names.
struct Texts {
    cleared: Vec<String>,
    people: HashSet<String>,
    /// Which share of the period's matters was read, times its days.
    time: f64,
}

impl Desk {
    /// The hot spots of the month in which a day lies.
    ///
    /// # Errors
    /// A refusal of the role; a problem for a month to come.
    pub fn hotspots(&self, day: NaiveDate) -> Outcome<Hotspots> {
        self.allow_view(Operation::Hotspots)?;
        let today = self.today();
        let from = day.with_day(1).unwrap_or(day);
        if from > today {
            return Err(Failure::problem("month", "这个月还没有到,请写本月或以前的月份,如 2026-11"));
        }
        let last = |first: NaiveDate| first + Months::new(1) - Days::new(1);
        let unfinished = last(from) > today;
        // The same days of the other months, as far as they have them.
        let to = |first: NaiveDate| {
            let same = first + Days::new(u64::from(today.day().saturating_sub(1)));
            if unfinished { same.min(last(first)) } else { last(first) }
        };
        let read = |first: NaiveDate| -> Outcome<Counted> {
            let lines = store::hotspots::lines(&self.conn, first, to(first))?;
            let matters = lines.iter().map(|l| l.case).collect::<HashSet<_>>().len();
            Ok(Counted { span: Span { from: first, to: to(first), matters }, lines })
        };
        let periods = [read(from)?, read(from - Months::new(1))?, read(from - Months::new(12))?];
        let mut rises = Vec::new();
        let unit = |l: &Line| is_shown_unit(&l.unit).then(|| l.unit.clone());
        let place = |l: &Line| {
            let own = division::lookup(&l.place)?.name;
            Some(division::parent(&l.place).map_or_else(|| own.to_string(), |above| format!("{}{own}", above.name)))
        };
        let dispute = |l: &Line| codes::DISPUTE.iter().find(|c| c.code == l.dispute).map(|c| c.label.to_string());
        rises.extend(risen(Group::Unit, &periods, unit));
        rises.extend(risen(Group::Place, &periods, place));
        rises.extend(risen(Group::Dispute, &periods, dispute));
        rises.extend(self.risen_words(&periods)?);
        rises.sort_by(|a, b| {
            a.group.cmp(&b.group).then(a.chance.total_cmp(&b.chance)).then_with(|| a.label.cmp(&b.label))
        });
        let mut shown: HashMap<Group, usize> = HashMap::new();
        rises.retain(|r| {
            let n = shown.entry(r.group).or_default();
            *n += 1;
            *n <= MOST
        });
        let [now, before, year_ago] = periods.map(|p| p.span);
        Ok(Hotspots { now, before, year_ago, unfinished, rises })
    }

    /// The cases behind a hot spot as lines, in the order given, at most `limit`.
    pub fn hotspot_cases(&self, cases: &[i64], limit: usize) -> Outcome<Vec<CaseRow>> {
        self.allow_view(Operation::Hotspots)?;
        self.allow_view(Operation::ReadCase)?;
        let actor = self.require_actor()?;
        let mut rows = Vec::new();
        for id in cases {
            if rows.len() >= limit {
                break;
            }
            let Some(brief) = store::listing::load_brief(&self.conn, *id)? else { continue };
            if !brief.sealed && sight(actor, &brief) == Sight::Masked {
                rows.push(row(brief, Sight::Masked));
            }
        }
        Ok(rows)
    }

    /// Words that rise: found in narratives read, counted in the index.
    fn risen_words(&self, periods: &[Counted; 3]) -> Outcome<Vec<Rise>> {
        let texts = [self.texts(&periods[0])?, self.texts(&periods[1])?, self.texts(&periods[2])?];
        let [now, before, _] = &texts;
        let share = now.time / (now.time + before.time).max(f64::MIN_POSITIVE);
        let (pairs_now, pairs_before) = (now.pairs(), before.pairs());
        let rising: HashSet<Pair> = pairs_now
            .into_iter()
            .filter(|(pair, n)| {
                let was = pairs_before.get(pair).copied().unwrap_or(0);
                *n as usize >= LEAST && wording::chance(u64::from(*n), u64::from(was), share) < CHANCE_OF_WORD
            })
            .map(|(pair, _)| pair)
            .collect();
        let corpus = wording::Corpus::new(now.cleared.iter().map(String::as_str));
        let mut pieces: HashMap<String, usize> = HashMap::new();
        for text in &now.cleared {
            for piece in wording::merged(text, &rising) {
                *pieces.entry(piece).or_default() += 1;
            }
        }
        let mut pieces: Vec<(String, usize)> = pieces.into_iter().filter(|(_, n)| *n >= LEAST).collect();
        pieces.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        pieces.truncate(PIECES);
        let found: HashSet<String> = pieces.iter().filter_map(|(piece, _)| corpus.grown(piece)).collect();
        let people: HashSet<&String> = texts.iter().flat_map(|t| &t.people).collect();
        let is_named = |word: &str| people.iter().any(|name| name.contains(word) || word.contains(name.as_str()));
        let mut words: Vec<(String, f64)> = Vec::new();
        let told = |texts: &Texts, word: &str| texts.cleared.iter().filter(|t| t.contains(word)).count();
        for word in found {
            let n = told(now, &word);
            if n < LEAST
                || wording::may_be_name(&word)
                || is_named(&word)
                || store::hotspots::is_known_name(&self.conn, &word)?
            {
                continue;
            }
            let chance = wording::chance(n as u64, told(before, &word) as u64, share);
            words.push((word, chance));
        }
        words.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
        words.truncate(WORDS);
        let mut rises: Vec<Rise> = Vec::new();
        for (word, _) in words {
            let rise = self.counted_word(&word, periods)?;
            rises.extend(rise.filter(|r| !rises.iter().any(|known| same_matters(known, r))));
        }
        Ok(rises)
    }

    fn texts(&self, counted: &Counted) -> Outcome<Texts> {
        let mut seen = HashSet::new();
        let first: Vec<i64> = counted.lines.iter().filter(|l| seen.insert(l.case)).map(|l| l.visit).collect();
        let read = first.len().min(READ);
        let mut texts = Texts { cleared: Vec::with_capacity(read), people: HashSet::new(), time: counted.days() };
        for i in 0..read {
            let Some(told) = store::similar::load(&self.conn, first[i * first.len() / read])? else { continue };
            texts.cleared.push(wording::cleared(&told.text, told.people.iter().map(String::as_str)));
            texts.people.extend(told.people);
        }
        if first.len() > READ {
            #[allow(clippy::cast_precision_loss)]
            let part = READ as f64 / first.len() as f64;
            texts.time *= part;
        }
        Ok(texts)
    }

    /// The matters of a word in each period, if they rise.
    fn counted_word(&self, word: &str, periods: &[Counted; 3]) -> Outcome<Option<Rise>> {
        let chars: Vec<char> = word.chars().collect();
        let pairs: Vec<Pair> = chars.windows(2).map(|p| [p[0], p[1]]).collect();
        let mut matters: [HashSet<i64>; 3] = Default::default();
        for (set, period) in matters.iter_mut().zip(periods) {
            let ids = period.lines.iter().map(|l| l.visit);
            let (Some(low), Some(high)) = (ids.clone().min(), ids.max()) else { continue };
            let of: HashMap<i64, i64> = period.lines.iter().map(|l| (l.visit, l.case)).collect();
            let holders = store::hotspots::holders(&self.conn, &pairs, low, high)?;
            set.extend(holders.iter().filter_map(|visit| of.get(visit)));
        }
        let [now, before, year_ago] = matters;
        let group = if word.ends_with('村') || word.ends_with("社区") { Group::Place } else { Group::Word };
        Ok(rise(group, word.to_string(), periods, now, before.len(), year_ago.len(), CHANCE_OF_WORD))
    }
}

impl Texts {
    /// In how many narratives each pair stands.
    fn pairs(&self) -> HashMap<Pair, u32> {
        let mut all: HashMap<Pair, u32> = HashMap::new();
        for text in &self.cleared {
            for pair in wording::pairs(text).into_keys() {
                *all.entry(pair).or_default() += 1;
            }
        }
        all
    }
}

/// Whether two words stand for nearly the same matters: one line tells of both.
fn same_matters(known: &Rise, rise: &Rise) -> bool {
    let both = rise.cases.iter().filter(|c| known.cases.contains(c)).count();
    both * 10 >= known.cases.len().max(rise.cases.len()) * 8
}

/// Bodies alone are shown: a name of two or three characters that may be a person's is not.
fn is_shown_unit(unit: &str) -> bool {
    let short = unit.chars().count() <= 3 && wording::may_be_name(unit);
    wording::is_unit(unit) && !short && !unit.contains(['(', '（'])
}

/// The keys of a group that rise.
fn risen(group: Group, periods: &[Counted; 3], key: impl Fn(&Line) -> Option<String>) -> Vec<Rise> {
    let [now, before, year_ago] = periods;
    let (now, before, year_ago) = (now.by(&key), before.by(&key), year_ago.by(&key));
    let count = |of: &HashMap<String, HashSet<i64>>, key: &str| of.get(key).map_or(0, HashSet::len);
    now.into_iter()
        .filter_map(|(key, cases)| {
            let (was, year) = (count(&before, &key), count(&year_ago, &key));
            rise(group, key, periods, cases, was, year, CHANCE)
        })
        .collect()
}

/// By [`RULE`].
fn rise(
    group: Group,
    label: String,
    periods: &[Counted; 3],
    cases: HashSet<i64>,
    before: usize,
    year_ago: usize,
    most: f64,
) -> Option<Rise> {
    let [this, last, year] = periods;
    let now = cases.len();
    let chance = wording::chance(now as u64, before as u64, this.days() / (this.days() + last.days()));
    let above = now > before && (year.span.matters == 0 || now > year_ago);
    let mut cases: Vec<i64> = cases.into_iter().collect();
    cases.sort_unstable_by(|a, b| b.cmp(a));
    (now >= LEAST && above && chance < most).then_some(Rise { group, label, now, before, year_ago, chance, cases })
}

#[cfg(test)]
#[path = "hotspots_tests.rs"]
mod tests;
