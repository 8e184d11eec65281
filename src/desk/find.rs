//! Finding a case by whatever the person at the window says: number, name, initials, document,
//! telephone, or words of the narrative. Exact answers first, then longer ones, then words.
//!
//! What was typed decides which indexes are asked; every question is one bounded index range.
//! Personal data stay masked; who sees what is the rule of `lists`.

use super::lists::{CaseFilter, SEALED, Sight, sight};
use super::{Desk, Outcome, mask};
use crate::domain::case::Stage;
use crate::domain::number;
use crate::domain::role::{Actor, Grant, Operation, grant};
use crate::store;
use crate::store::listing::{self, Among};
use crate::store::{narrative, search};
use chrono::NaiveDate;
use rusqlite::{Connection, Result};
use std::collections::HashSet;

/// A case that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub case: i64,
    pub title: String,
    pub short: String,
    /// Masked; 密封件 for a sealed case.
    pub petitioner: String,
    pub stage: Stage,
    /// Code of `codes::GRADE`.
    pub grade: String,
    pub handler: String,
    pub opened: NaiveDate,
    pub gist: String,
    /// What matched: 编号, 姓名, 首字母, 证件, 证件尾号, 电话, 电话尾号, 概况; "" for a sealed case.
    pub why: String,
}

/// What a search found, and whether it stopped before the oldest cases: then more words help.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub hits: Vec<Hit>,
    pub partial: bool,
}

/// Index rows looked at for one prefix. So many are sorted newest first; of more, the first keys.
const PREFIX_ROWS: usize = 2000;
/// Index rows looked at for one exact key.
const EXACT_ROWS: usize = 500;
/// Index rows for a handler, most of whose answers are cases of others.
const OWN_ROWS: usize = 20_000;
/// Cases read for one search.
const MOST_READ: usize = 1500;
/// Own cases of a handler that are known beforehand.
const MOST_OWN: usize = 2000;
/// Cases of others read for a handler, in case he took them in.
const MOST_OTHERS: usize = 100;
/// How far a handler's search for words goes among the cases of others.
const OTHERS: narrative::Budget = narrative::Budget { entries: 20_000, reads: 200 };

impl Desk {
    /// Cases a person may mean by `query`, at most `limit`. See [`Desk::search`].
    pub fn find(&self, query: &str, limit: usize) -> Outcome<Vec<Hit>> {
        Ok(self.search(query, limit)?.hits)
    }

    /// As [`Desk::find`], and whether older cases were left out. Blanks part words of the narrative,
    /// all of which must occur. No input is an error.
    pub fn search(&self, query: &str, limit: usize) -> Outcome<Found> {
        self.allow_view(Operation::ReadCase)?;
        let actor = self.require_actor()?;
        let query = crate::validation::text::clean_line(query);
        if query.is_empty() || limit == 0 {
            return Ok(Found::default());
        }
        let mut gather = Gather::new(&self.conn, actor, limit)?;
        gather.exact(&query, self.today())?;
        gather.longer(&query)?;
        gather.words(&query)?;
        Ok(Found { hits: gather.hits, partial: gather.partial })
    }

    /// The newest cases the actor may see.
    pub fn recent(&self, limit: usize) -> Outcome<Vec<Hit>> {
        let page = self.list_cases(&CaseFilter::default(), None, limit, false)?;
        let hit = |row: super::CaseRow| Hit {
            case: row.id,
            title: row.title,
            short: row.short,
            petitioner: row.petitioner,
            stage: row.stage,
            grade: row.grade,
            handler: row.handler,
            opened: row.opened,
            gist: row.gist,
            why: String::new(),
        };
        Ok(page.rows.into_iter().map(hit).collect())
    }
}

/// A search on its way: what was found, and what may still be read.
struct Gather<'a> {
    conn: &'a Connection,
    actor: &'a Actor,
    limit: usize,
    /// The newest cases of a handler, newest first; `None` for those who see all.
    own: Option<Vec<i64>>,
    mine: HashSet<i64>,
    /// Cases of others that were read for a handler.
    others: usize,
    seen: HashSet<i64>,
    read: usize,
    hits: Vec<Hit>,
    partial: bool,
}

impl<'a> Gather<'a> {
    fn new(conn: &'a Connection, actor: &'a Actor, limit: usize) -> Result<Self> {
        let own = if grant(actor.role, Operation::ReadCase) == Grant::Own {
            let among = match actor.staff {
                Some(staff) => Among::Mine { staff, user: actor.user, open_only: false },
                None => Among::Registered { user: actor.user, open_only: false },
            };
            Some(listing::list_ids(conn, &among, None, MOST_OWN, false)?)
        } else {
            None
        };
        let mine = own.iter().flatten().copied().collect();
        Ok(Self {
            conn,
            actor,
            limit,
            own,
            mine,
            others: 0,
            seen: HashSet::new(),
            read: 0,
            hits: Vec::new(),
            partial: false,
        })
    }

    /// Takes a case in if the actor may see it; false once no more are wanted.
    fn take(&mut self, id: i64, why: &str) -> Result<bool> {
        if self.hits.len() >= self.limit {
            return Ok(false);
        }
        if !self.seen.insert(id) {
            return Ok(true);
        }
        if self.read >= MOST_READ {
            self.partial = true;
            return Ok(false);
        }
        if self.own.is_some() && !self.mine.contains(&id) && !self.handles(id)? {
            // A case of others; he may have taken it in, which the case itself must tell.
            if self.others >= MOST_OTHERS {
                self.partial = true;
                return Ok(true);
            }
            self.others += 1;
        }
        self.read += 1;
        let Some(brief) = listing::load_brief(self.conn, id)? else { return Ok(true) };
        let sight = sight(self.actor, &brief);
        if sight == Sight::None {
            return Ok(true);
        }
        let clear = sight == Sight::Masked;
        let title = brief.title();
        self.hits.push(Hit {
            case: id,
            short: number::short(&title),
            title,
            petitioner: if clear { mask::name(&brief.petitioner) } else { SEALED.to_string() },
            stage: brief.stage,
            grade: brief.grade,
            handler: brief.handler,
            opened: brief.opened,
            gist: if clear { brief.gist } else { String::new() },
            why: if clear { why.to_string() } else { String::new() },
        });
        Ok(self.hits.len() < self.limit)
    }

    fn handles(&self, id: i64) -> Result<bool> {
        self.actor.staff.map_or(Ok(false), |staff| listing::is_handled_by(self.conn, id, staff))
    }

    /// Takes cases in order; a handler's own before those that must be read to tell.
    fn take_all(&mut self, mut ids: Vec<i64>, why: &str) -> Result<()> {
        if self.own.is_some() {
            ids.sort_by_key(|id| !self.mine.contains(id));
        }
        for id in ids {
            if !self.take(id, why)? {
                break;
            }
        }
        Ok(())
    }

    fn full(&self) -> bool {
        self.hits.len() >= self.limit
    }

    fn key(&mut self, kind: i64, key: &str, why: &str) -> Result<()> {
        if key.is_empty() || self.full() {
            return Ok(());
        }
        let rows = if self.own.is_some() { OWN_ROWS } else { EXACT_ROWS.max(self.limit * 2) };
        let ids = search::list_exact(self.conn, kind, key, rows)?;
        self.take_all(ids, why)
    }

    fn prefix(&mut self, kind: i64, prefix: &str, least: usize, why: &str) -> Result<()> {
        if prefix.chars().count() < least.max(1) || self.full() {
            return Ok(());
        }
        let rows = if self.own.is_some() { OWN_ROWS } else { PREFIX_ROWS };
        let ids = search::list_prefix(self.conn, kind, prefix, rows)?;
        self.take_all(ids, why)
    }

    fn exact(&mut self, query: &str, today: NaiveDate) -> Result<()> {
        if let Some(id) = search::row_called(query) {
            self.take(id, "编号")?;
        }
        if let Some(number) = search::NumberQuery::read(query) {
            for key in number.keys(today) {
                let ids = search::list_exact(self.conn, search::NUMBER, &key, OWN_ROWS)?;
                let mut fitting = Vec::new();
                for id in ids.into_iter().take(if number.place.is_empty() { OWN_ROWS } else { 50 }) {
                    let fits = number.place.is_empty()
                        || listing::load_brief(self.conn, id)?.is_some_and(|b| number.fits(&b.title()));
                    if fits {
                        fitting.push(id);
                    }
                }
                self.take_all(fitting, "编号")?;
            }
        }
        if let Some(document) = document(query) {
            self.key(search::DOCUMENT, &document, "证件")?;
        }
        if let Some(phone) = phone(query) {
            self.key(search::PHONE, &phone, "电话")?;
        }
        self.key(search::NAME, &search::name_key(query), "姓名")?;
        self.key(search::INITIALS, &initials(query), "首字母")
    }

    fn longer(&mut self, query: &str) -> Result<()> {
        let document = document(query).unwrap_or_default();
        let phone = phone(query).unwrap_or_default();
        self.prefix(search::DOCUMENT_REVERSED, &search::reversed(&document), 3, "证件尾号")?;
        self.prefix(search::PHONE_REVERSED, &search::reversed(&phone), 3, "电话尾号")?;
        if let Some(number) = search::NumberQuery::read(query).filter(|n| n.place.is_empty()) {
            let digits = format!("{}{}", number.year.unwrap_or_default(), number.serial);
            self.prefix(search::NUMBER, &digits, 4, "编号")?;
        }
        self.prefix(search::DOCUMENT, &document, 4, "证件")?;
        self.prefix(search::PHONE, &phone, 3, "电话")?;
        let name = search::name_key(query);
        self.prefix(search::NAME, &name, 1, "姓名")?;
        self.key(search::NAME_TAIL, &name, "姓名")?;
        self.prefix(search::NAME_TAIL, &name, 2, "姓名")?;
        self.prefix(search::INITIALS, &initials(query), 1, "首字母")
    }

    fn words(&mut self, typed: &str) -> Result<()> {
        let Some(query) = narrative::Query::new(typed) else { return Ok(()) };
        // Figures that led to somebody are not also sought in what people told.
        let figures = document(typed).is_some_and(|d| d.len() >= 6) && typed.is_ascii();
        if self.full() || figures && !self.hits.is_empty() {
            return Ok(());
        }
        let (conn, mut budget) = (self.conn, narrative::BUDGET);
        if let Some(own) = &self.own {
            // A handler's cases may lie anywhere: the index is asked for their visits only, then, for
            // what he took in and others handle, a short way down all.
            let visits = store::visit::list_of_cases(conn, own)?;
            self.partial |= own.len() >= MOST_OWN;
            self.partial |= narrative::walk(conn, &query, budget, Some(&visits), |case| self.take(case, "概况"))?;
            budget = OTHERS;
        }
        if !self.full() {
            self.partial |= narrative::walk(conn, &query, budget, None, |case| {
                Ok(self.take(case, "概况")? && self.others < MOST_OTHERS)
            })?;
        }
        Ok(())
    }
}

/// Digits and capital letters with at least one digit, three or more; `None` for anything else.
fn document(query: &str) -> Option<String> {
    let key = search::document_key(query);
    let fits = key.len() >= 3 && key.chars().all(|c| c.is_ascii_alphanumeric());
    (fits && key.chars().any(|c| c.is_ascii_digit())).then_some(key)
}

/// Three digits or more, blanks, dashes, brackets and + aside.
fn phone(query: &str) -> Option<String> {
    let key = search::phone_key(query);
    let plain = search::document_key(query).len() == key.len();
    (plain && key.len() >= 3).then_some(key)
}

/// Letters only, lower case; "" for anything else.
fn initials(query: &str) -> String {
    let key = search::document_key(query);
    if key.chars().all(|c| c.is_ascii_alphabetic()) { key.to_lowercase() } else { String::new() }
}

#[cfg(test)]
#[path = "find_tests.rs"]
mod tests;
