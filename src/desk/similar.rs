//! 类案: cases like the one in hand, with how they ended, how long they took and on what basis; and the
//! nearest cases to a narrative, from which proposals are learned.
//!
//! Owns what counts as alike: the words of the narrative (BM25 over pairs of characters, names taken
//! out), and a little for the same type of dispute and the same unit. Sealed cases are never among
//! them, and whoever sees only his own cases finds only his own.

use super::lists::{Sight, sight};
use super::{Desk, Failure, Outcome, mask};
use crate::domain::case::Stage;
use crate::domain::codes;
use crate::domain::number;
use crate::domain::role::{Actor, Grant, Operation, grant};
use crate::domain::wording::{self, Corpus, Pair};
use crate::store;
use crate::store::listing::{self, Among};
use crate::store::similar::Told;
use crate::validation::Draft;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// Pairs by which candidates are sought: the rarest, and the rarest of those that are not rare.
const RAREST: usize = 20;
const COMMONER: usize = 20;
/// Visits looked at for one pair, the newest.
const EACH: usize = 1500;
/// Candidates whose texts are read and compared.
const COMPARED: usize = 90;
/// Visits of his own that are compared for a handler: he has few, and they may lie anywhere.
const OWN: usize = 500;
/// Pairs of a narrative that are weighed; a longer one is thinned out evenly.
const PAIRS: usize = 160;
/// A young file knows little of which words are rare: it is weighed as if it held so many visits.
const YOUNG: f64 = 200.0;
/// Least share of the narrative's weight that two texts have in common to be called alike.
const ALIKE: f64 = 0.12;
/// Least pairs in common.
const COMMON: usize = 4;
/// What the same type of dispute and the same unit add.
const SAME_DISPUTE: f64 = 0.15;
const SAME_UNIT: f64 = 0.10;

/// A case like the one in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Like {
    pub case: i64,
    pub title: String,
    pub short: String,
    pub gist: String,
    /// Code of `codes::DISPUTE`.
    pub dispute: String,
    /// The unit answerable, else the respondent; a person masked.
    pub unit: String,
    pub stage: Stage,
    /// Code of `codes::OUTCOME`, "" while it has none.
    pub outcome: String,
    /// Where it was led, for one that went another lawful way; "" for any other.
    pub way: String,
    /// Days from 受理 to 结案; `None` until it is closed.
    pub days: Option<i64>,
    /// Policies and laws cited in its records.
    pub basis: Vec<String>,
    /// Words that both narratives have.
    pub words: Vec<String>,
    /// 同类型, 同单位.
    pub same: Vec<&'static str>,
    /// Share of the narrative that it answers, in a hundred.
    pub alike: u8,
}

/// How the like cases that are over ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    pub closed: usize,
    /// Code of `codes::OUTCOME` and how many, the most first.
    pub outcomes: Vec<(String, usize)>,
    /// Median of the days from 受理 to 结案.
    pub median: Option<i64>,
}

/// What a pair tells: the rarer, the more.
type Worth = HashMap<Pair, f64>;

impl Ended {
    /// `相近的已结24件,受理到结案中位数23天:书面协议15 导入诉讼4`.
    pub fn words(&self) -> String {
        if self.closed == 0 {
            return "相近的案件都还没有结案".to_string();
        }
        let each: Vec<String> =
            self.outcomes.iter().map(|(code, n)| format!("{}{n}", codes::label(codes::OUTCOME, code))).collect();
        let median = self.median.map_or_else(String::new, |days| format!(",受理到结案中位数{days}天"));
        format!("相近的已结{}件{median}:{}", self.closed, each.join(" "))
    }
}

/// Cases like one, best first, and how they ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Similar {
    pub likes: Vec<Like>,
    pub ended: Ended,
}

/// What is compared with the file.
pub(super) struct Question {
    /// Cleared of names.
    pub text: String,
    pub dispute: String,
    pub unit: String,
    /// Cases of the same matter.
    pub except: HashSet<i64>,
    /// Also leave out what has this gist: for measuring on matters that are told in other words.
    pub apart: Option<String>,
}

/// A case near to a question.
pub(super) struct Near {
    pub told: Told,
    /// Its narrative, cleared of names.
    pub text: String,
    /// Share of the question's weight, 0 to 1.
    pub alike: f64,
    rank: f64,
}

/// What lies near a question, nearest first, and what the question's pairs are worth.
pub(super) struct Nearest {
    pub list: Vec<Near>,
    pub worth: HashMap<Pair, f64>,
}

impl Nearest {
    /// The texts at hand, by which whole words are told.
    pub(super) fn corpus<'a>(&'a self, question: &'a Question) -> Corpus<'a> {
        Corpus::new(self.list.iter().map(|n| n.text.as_str()).chain([question.text.as_str()]))
    }
}

impl Desk {
    /// Cases like this one, at most `limit`.
    ///
    /// # Errors
    /// A refusal for a case that the actor may not read, for a sealed one, and for one that tells nothing yet.
    pub fn similar(&self, case: i64, limit: usize) -> Outcome<Similar> {
        let case = self.readable_case(case)?;
        if case.sealed || case.category == "B" || case.nature == "6" {
            return Err(Failure::refusal("检举控告件不比对类案(条例30③)", "按密封件办理"));
        }
        let first = self.told_first(case.id)?;
        let text = wording::cleared(&first.text, first.people.iter().map(String::as_str));
        if wording::pairs(&text).len() < COMMON {
            return Err(Failure::refusal("本案还没有写概况,无从比对", "在登记表写“反映事项概况”后再看"));
        }
        let question = Question {
            text,
            dispute: case.dispute.clone(),
            unit: unit_of(&case.unit, &case.respondent).to_string(),
            except: store::similar::same_matter(&self.conn, case.id)?.into_iter().collect(),
            apart: None,
        };
        let nearest = self.nearest(&question)?;
        let mut similar = Similar { ended: ended(&nearest.list), likes: Vec::new() };
        let mut corpus = nearest.corpus(&question);
        for near in &nearest.list {
            if similar.likes.len() >= limit {
                break;
            }
            similar.likes.extend(self.like(&question, near, &nearest.worth, &mut corpus)?);
        }
        Ok(similar)
    }

    /// What the visit that opened a case told.
    pub(super) fn told_first(&self, case: i64) -> Outcome<Told> {
        let visit = self.first_visit(case)?.id;
        let none = || Failure::refusal("本案没有来访记录", "用F3重新查找");
        store::similar::load(&self.conn, visit)?.ok_or_else(none)
    }

    /// The cases nearest to a question among those that the actor may see.
    pub(super) fn nearest(&self, question: &Question) -> Outcome<Nearest> {
        self.allow_view(Operation::ReadCase)?;
        let actor = self.require_actor()?;
        let (worth, ranked) = self.weigh(&question.text)?;
        let own = grant(actor.role, Operation::ReadCase) == Grant::Own;
        let visits = if own {
            let among = match actor.staff {
                Some(staff) => Among::Mine { staff, user: actor.user, open_only: false },
                None => Among::Registered { user: actor.user, open_only: false },
            };
            let mine = listing::list_ids(&self.conn, &among, None, OWN, false)?;
            let mut visits = store::visit::list_of_cases(&self.conn, &mine)?;
            visits.truncate(OWN);
            visits
        } else {
            store::similar::candidates(&self.conn, &ranked, EACH, COMPARED)?
        };
        let mut told = Vec::new();
        for visit in visits {
            let found = store::similar::load(&self.conn, visit)?;
            told.extend(found.filter(|t| may_compare(actor, own, t) && !question.leaves_out(t)));
        }
        Ok(Nearest { list: question.rank(told, &worth), worth })
    }

    /// What each pair of a text is worth, and those by which candidates are sought.
    fn weigh(&self, text: &str) -> Outcome<(Worth, Vec<(Pair, f64)>)> {
        let mut all: Vec<Pair> = wording::pairs(text).into_keys().collect();
        all.sort_unstable();
        if all.len() > PAIRS {
            let step = all.len();
            all = (0..PAIRS).map(|i| all[i * step / PAIRS]).collect();
        }
        let (spread, visits) = store::similar::spread(&self.conn, &all)?;
        let weighed = visits.max(YOUNG);
        let mut known: Vec<(Pair, f64)> = all.into_iter().zip(spread).collect();
        let worth = known.iter().map(|(pair, with)| (*pair, wording::worth(*with, weighed))).collect();
        known.retain(|(_, with)| *with >= 1.0);
        known.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let common = known.iter().skip(RAREST).filter(|(_, with)| *with >= visits / 2000.0).take(COMMONER);
        let chosen = known.iter().take(RAREST).chain(common);
        let ranked = chosen.map(|(pair, with)| (*pair, wording::worth(*with, weighed))).collect();
        Ok((worth, ranked))
    }

    fn like(
        &self,
        question: &Question,
        near: &Near,
        worth: &HashMap<Pair, f64>,
        corpus: &mut Corpus,
    ) -> Outcome<Option<Like>> {
        let Some(brief) = listing::load_brief(&self.conn, near.told.case)? else { return Ok(None) };
        if sight(self.require_actor()?, &brief) != Sight::Masked || brief.sealed {
            return Ok(None);
        }
        let told = &near.told;
        let unit = unit_of(&told.unit, &told.respondent);
        let (basis, way) = self.grounds(told.case, &told.outcome)?;
        let mut same = Vec::new();
        same.extend((!told.dispute.is_empty() && told.dispute == question.dispute).then_some("同类型"));
        same.extend(question.is_of(unit).then_some("同单位"));
        let title = brief.title();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let alike = (near.alike * 100.0).round().clamp(1.0, 100.0) as u8;
        Ok(Some(Like {
            case: told.case,
            short: number::short(&title),
            title,
            gist: brief.gist,
            dispute: told.dispute.clone(),
            unit: mask::party(unit),
            stage: brief.stage,
            outcome: told.outcome.clone(),
            way,
            days: days(told),
            basis,
            words: wording::shared(&question.text, &near.text, corpus, |p| worth.get(p).copied().unwrap_or(0.0), 4),
            same,
            alike,
        }))
    }

    /// Policies and laws that the records of a case cite, and where it was led.
    fn grounds(&self, case: i64, outcome: &str) -> Outcome<(Vec<String>, String)> {
        let (mut basis, mut way) = (Vec::new(), String::new());
        for (form, body) in store::similar::grounds(&self.conn, case)? {
            let body: Draft = serde_json::from_str(&body).unwrap_or_default();
            for line in body.get("laws").lines().filter(|l| !l.trim().is_empty()) {
                let cells: Vec<&str> = line.split('\t').map(str::trim).filter(|c| !c.is_empty()).collect();
                let cited = cells.join(" ");
                if !basis.contains(&cited) {
                    basis.push(cited);
                }
            }
            if form == "guide" && way.is_empty() && matches!(outcome, "4" | "5" | "6" | "7") {
                way = body.get("organ").to_string();
            }
            if form == "agreement" {
                cited_in(body.get("content"), &mut basis);
            }
        }
        Ok((basis, way))
    }
}

/// Laws and policies named in 《》 in a text.
fn cited_in(text: &str, basis: &mut Vec<String>) {
    for part in text.split('《').skip(1) {
        let Some((name, _)) = part.split_once('》') else { continue };
        if name.chars().count() <= 40 && !basis.iter().any(|b| b.contains(name)) {
            basis.push(format!("《{name}》"));
        }
    }
}

/// The unit answerable once it is known, else the respondent.
pub(super) fn unit_of<'a>(unit: &'a str, respondent: &'a str) -> &'a str {
    if unit.is_empty() { respondent } else { unit }
}

fn may_compare(actor: &Actor, own: bool, told: &Told) -> bool {
    !told.sealed && told.merged_into.is_none() && (!own || actor.owns(told.handler, told.registrar))
}

/// Days from 受理 (from taking in, for one that was never accepted) to 结案.
fn days(told: &Told) -> Option<i64> {
    let closed: NaiveDate = told.closed_on.parse().ok()?;
    let from: NaiveDate = told.accepted_on.parse().or_else(|_| told.opened.parse()).ok()?;
    Some((closed - from).num_days())
}

fn ended(list: &[Near]) -> Ended {
    let closed: Vec<&Told> = list.iter().map(|n| &n.told).filter(|t| !t.closed_on.is_empty()).collect();
    let mut outcomes: Vec<(String, usize)> = Vec::new();
    for told in &closed {
        let code = if told.outcome.is_empty() { "9" } else { told.outcome.as_str() };
        match outcomes.iter_mut().find(|o| o.0 == code) {
            Some(known) => known.1 += 1,
            None => outcomes.push((code.to_string(), 1)),
        }
    }
    outcomes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut took: Vec<i64> = closed.iter().filter(|t| !t.accepted_on.is_empty()).filter_map(|t| days(t)).collect();
    took.sort_unstable();
    let middle = took.len() / 2;
    let median = match took.len() {
        0 => None,
        n if n % 2 == 0 => Some((took[middle - 1] + took[middle] + 1) / 2),
        _ => Some(took[middle]),
    };
    Ended { closed: closed.len(), outcomes, median }
}

impl Question {
    fn leaves_out(&self, told: &Told) -> bool {
        !told.registered || self.except.contains(&told.case) || self.apart.as_ref().is_some_and(|g| *g == told.gist)
    }

    fn is_of(&self, unit: &str) -> bool {
        !unit.is_empty() && unit != "不明确" && wording::is_unit(unit) && unit == self.unit
    }

    /// What is alike, best first; of a case told several times, the visit that is nearest.
    fn rank(&self, told: Vec<Told>, worth: &HashMap<Pair, f64>) -> Vec<Near> {
        let texts: Vec<(Told, String, HashMap<Pair, u32>)> = told
            .into_iter()
            .map(|t| {
                let text = wording::cleared(&t.text, t.people.iter().map(String::as_str));
                let pairs = wording::pairs(&text);
                (t, text, pairs)
            })
            .collect();
        let length = |pairs: &HashMap<Pair, u32>| pairs.values().sum::<u32>();
        let mine = wording::pairs(&self.text);
        #[allow(clippy::cast_precision_loss)]
        let usual =
            f64::from(texts.iter().map(|t| length(&t.2)).sum::<u32>().max(length(&mine))) / texts.len().max(1) as f64;
        let whole = wording::score(worth, &mine, usual);
        let mut best: HashMap<i64, Near> = HashMap::new();
        for (told, text, pairs) in texts {
            let common = worth.keys().filter(|p| pairs.contains_key(*p)).count();
            let score = wording::score(worth, &pairs, usual);
            let alike = (score / whole.max(f64::MIN_POSITIVE)).min(1.0);
            if common < COMMON || alike < ALIKE {
                continue;
            }
            let mut rank = score;
            if !told.dispute.is_empty() && told.dispute == self.dispute {
                rank += score * SAME_DISPUTE;
            }
            if self.is_of(unit_of(&told.unit, &told.respondent)) {
                rank += score * SAME_UNIT;
            }
            if best.get(&told.case).is_none_or(|b| b.rank < rank) {
                best.insert(told.case, Near { told, text, alike, rank });
            }
        }
        let mut list: Vec<Near> = best.into_values().collect();
        list.sort_by(|a, b| b.rank.total_cmp(&a.rank).then(b.told.case.cmp(&a.told.case)));
        list
    }
}

#[cfg(test)]
#[path = "similar_tests.rs"]
mod tests;
