//! 建议: what dispute type, content and grade the nearest cases had, told with the words that led there.
//!
//! A proposal is shown and taken by a key; nothing is ever filled in by itself, and nothing is proposed
//! on thin evidence. Learned anew each time from the studio's own cases: no model is kept.

use super::similar::{Near, Nearest, Question};
use super::{Desk, Failure, Outcome};
use crate::domain::codes;
use crate::domain::visit_table::VISIT;
use crate::domain::wording::{self, Pair};
use crate::store;
use crate::store::narrative;
use crate::store::similar::Told;
use crate::validation::{Choice, Draft};
use std::collections::{HashMap, HashSet};

/// A field that is proposed: table, key, list, and the least share of the nearest cases that must agree.
pub struct Proposed {
    pub table: &'static str,
    pub field: &'static str,
    pub label: &'static str,
    pub list: &'static [Choice],
    least: f64,
    /// By how much that share must exceed what all cases have: what nearly every case has tells nothing.
    above_usual: f64,
    of: fn(&Told) -> &str,
}

/// Every field that is proposed.
pub static PROPOSED: &[Proposed] = &[
    Proposed {
        table: "visit",
        field: "content",
        label: "内容分类",
        list: codes::CONTENT,
        least: 0.6,
        above_usual: 0.0,
        of: |t| &t.content,
    },
    Proposed {
        table: "visit",
        field: "dispute",
        label: "纠纷类型",
        list: codes::DISPUTE,
        least: 0.6,
        above_usual: 0.0,
        of: |t| &t.dispute,
    },
    // A grade follows from more than the words: more of the like cases must agree.
    Proposed {
        table: "accept",
        field: "grade",
        label: "案件等级",
        list: codes::GRADE,
        least: 0.75,
        above_usual: 0.1,
        of: |t| &t.grade,
    },
];

/// Nearest cases that are asked.
const ASKED: usize = 25;
/// Least likeness of a case that is asked: phrases of any petition alone make no proposal.
const NEAR: f64 = 0.2;
/// Fewest of them that must agree.
const AGREE: usize = 3;
/// Newest cases by which the usual grade is told.
const USUAL: i64 = 300;
/// Fewest pairs of characters that a narrative must have.
const TOLD: usize = 8;

/// A proposal for a field, with its ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub field: &'static str,
    pub label: &'static str,
    pub code: String,
    /// The words of the code.
    pub value: &'static str,
    /// Words of the narrative that the agreeing cases have, too.
    pub words: Vec<String>,
    /// So many of the nearest cases agree, of so many.
    pub same: usize,
    pub of: usize,
}

impl Proposal {
    /// `建议:国土资源(依据:宅基地、滴水;本室相近25件中23件)`.
    pub fn text(&self) -> String {
        let words = if self.words.is_empty() { "概况".to_string() } else { self.words.join("、") };
        format!("建议:{}(依据:{words};本室相近{}件中{}件)", self.value, self.of, self.same)
    }
}

/// How proposals of a field fared against what was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fared {
    pub label: &'static str,
    /// Cases with the field filled; those with a proposal; those where it was the same.
    pub asked: usize,
    pub proposed: usize,
    pub right: usize,
}

impl Desk {
    /// Proposals from a form of a visit as far as it is filled; `case` is its case, once it has one.
    pub fn propose_for_visit(&self, draft: &Draft, case: Option<i64>) -> Outcome<Vec<Proposal>> {
        if draft.get("category") == "B" || draft.get("nature") == "6" {
            return Ok(Vec::new());
        }
        let text = narrative::text_of(draft);
        let others = [draft.get("guardian"), draft.get("interpreter")];
        let respondent = draft.get("respondent");
        let people = store::similar::people(respondent, draft.get("name"), draft.get("representatives"), &others);
        self.propose(&text, &people, case, VISIT.name)
    }

    /// Proposals for the acceptance of a case, from its narrative.
    ///
    /// # Errors
    /// A refusal for a case that the actor may not read.
    pub fn propose_for_case(&self, case: i64) -> Outcome<Vec<Proposal>> {
        let case = self.readable_case(case)?;
        if case.sealed {
            return Ok(Vec::new());
        }
        let told = self.told_first(case.id)?;
        let mut all = self.propose(&told.text, &told.people, Some(case.id), VISIT.name)?;
        all.extend(self.propose(&told.text, &told.people, Some(case.id), "accept")?);
        Ok(all)
    }

    /// Proposals for a text alone, for every field.
    ///
    /// # Errors
    /// A problem when the text tells too little.
    pub fn propose_for_text(&self, text: &str) -> Outcome<Vec<Proposal>> {
        if wording::pairs(&wording::cleared(text, [])).len() < TOLD {
            return Err(Failure::problem("text", "太短,看不出是什么事;请写时间、地点、谁、何事、要求"));
        }
        let mut all = self.propose(text, &[], None, VISIT.name)?;
        all.extend(self.propose(text, &[], None, "accept")?);
        Ok(all)
    }

    fn propose(&self, text: &str, people: &[String], case: Option<i64>, table: &str) -> Outcome<Vec<Proposal>> {
        let except = match case {
            Some(case) => store::similar::same_matter(&self.conn, case)?.into_iter().collect(),
            None => HashSet::new(),
        };
        let question = question(text, people, except, None);
        let wanted: Vec<&Proposed> = PROPOSED.iter().filter(|p| p.table == table).collect();
        self.proposals(&question, &wanted)
    }

    fn proposals(&self, question: &Question, wanted: &[&Proposed]) -> Outcome<Vec<Proposal>> {
        if wording::pairs(&question.text).len() < TOLD {
            return Ok(Vec::new());
        }
        let nearest = self.nearest(question)?;
        let mut made = Vec::new();
        for field in wanted {
            let Some((proposal, share)) = propose(field, question, &nearest) else { continue };
            let usual = match field.above_usual {
                above if above > 0.0 => above + store::similar::share_of_grade(&self.conn, &proposal.code, USUAL)?,
                _ => 0.0,
            };
            made.extend((share >= usual).then_some(proposal));
        }
        Ok(made)
    }

    /// How the proposals fare on the newest `cases` cases, each left out in its turn. With `apart` also
    /// all that have the same gist: what remains is how they fare on a matter told in other words.
    pub fn measure_proposals(&self, cases: usize, apart: bool) -> Outcome<Vec<Fared>> {
        let visits = store::similar::newest_openings(&self.conn, cases)?;
        let fields: Vec<&Proposed> = PROPOSED.iter().collect();
        let mut fared: Vec<Fared> =
            PROPOSED.iter().map(|p| Fared { label: p.label, asked: 0, proposed: 0, right: 0 }).collect();
        let actor = self.require_actor()?;
        for visit in visits {
            let Some(told) = store::similar::load(&self.conn, visit)? else { continue };
            if super::access::allow_view(actor, crate::domain::role::Operation::ReadCase).is_err() || told.sealed {
                continue;
            }
            let except = store::similar::same_matter(&self.conn, told.case)?.into_iter().collect();
            let question = question(&told.text, &told.people, except, apart.then(|| told.gist.clone()));
            let made = self.proposals(&question, &fields)?;
            for (field, row) in PROPOSED.iter().zip(&mut fared) {
                let truth = (field.of)(&told);
                if truth.is_empty() {
                    continue;
                }
                row.asked += 1;
                if let Some(p) = made.iter().find(|p| p.field == field.field) {
                    row.proposed += 1;
                    row.right += usize::from(p.code == truth);
                }
            }
        }
        Ok(fared)
    }
}

fn question(text: &str, people: &[String], except: HashSet<i64>, apart: Option<String>) -> Question {
    Question {
        text: wording::cleared(text, people.iter().map(String::as_str)),
        dispute: String::new(),
        unit: String::new(),
        except,
        apart,
    }
}

/// What most of the nearest cases have, the nearer counting more, and their share; `None` where too few
/// agree.
fn propose(field: &Proposed, question: &Question, nearest: &Nearest) -> Option<(Proposal, f64)> {
    let asked: Vec<&Near> =
        nearest.list.iter().filter(|n| n.alike >= NEAR && !(field.of)(&n.told).is_empty()).take(ASKED).collect();
    let mut votes: HashMap<&str, (f64, usize)> = HashMap::new();
    for n in &asked {
        let vote = votes.entry((field.of)(&n.told)).or_default();
        vote.0 += n.alike * n.alike;
        vote.1 += 1;
    }
    let all: f64 = votes.values().map(|v| v.0).sum();
    let (code, (weight, same)) = votes.into_iter().max_by(|a, b| a.1.0.total_cmp(&b.1.0).then(b.0.cmp(a.0)))?;
    if same < AGREE || weight / all < field.least {
        return None;
    }
    let value = field.list.iter().find(|c| c.code == code)?.label;
    let agreeing: Vec<&&Near> = asked.iter().filter(|n| (field.of)(&n.told) == code).collect();
    let words = reasons(question, &agreeing, nearest);
    let (code, of) = (code.to_string(), asked.len());
    Some((Proposal { field: field.field, label: field.label, code, value, words, same, of }, weight / all))
}

/// Words that the narrative shares with the agreeing cases: with most of them first.
fn reasons(question: &Question, agreeing: &[&&Near], nearest: &Nearest) -> Vec<String> {
    let worth = |p: &Pair| nearest.worth.get(p).copied().unwrap_or(0.0);
    let mut corpus = nearest.corpus(question);
    let mut counted: HashMap<String, usize> = HashMap::new();
    for near in agreeing.iter().take(8) {
        for word in wording::shared(&question.text, &near.text, &mut corpus, worth, 6) {
            *counted.entry(word).or_default() += 1;
        }
    }
    let value = |word: &str| {
        let chars: Vec<char> = word.chars().collect();
        chars.windows(2).map(|p| worth(&[p[0], p[1]])).sum::<f64>()
    };
    let mut words: Vec<(String, usize)> = counted.into_iter().filter(|(w, _)| !wording::may_be_name(w)).collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then(value(&b.0).total_cmp(&value(&a.0))).then_with(|| a.0.cmp(&b.0)));
    let mut kept: Vec<String> = Vec::new();
    for (word, _) in words {
        if kept.len() < 3 && !kept.iter().any(|k| k.contains(&word) || word.contains(k.as_str())) {
            kept.push(word);
        }
    }
    kept
}

#[cfg(test)]
#[path = "proposing_tests.rs"]
mod tests;
