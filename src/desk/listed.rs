//! 包案看板: how each listed case stands against its 限时销号, and why it is late, in words.
//!
//! Reads only; whoever may not read a case does not see its line.

use super::cases::check_readable;
use super::reckoning::{light, rule_of};
use super::{Desk, Outcome, mask};
use crate::domain::case::{Case, Stage};
use crate::domain::deadline::Light;
use crate::store;
use crate::store::deadline::Deadline;
use crate::store::listing_case::Listing;

/// A listed case on the board.
#[derive(Clone, Debug)]
pub(super) struct Board {
    pub case: Case,
    pub listing: Listing,
    pub handler: String,
    /// The running 销号 clock.
    pub clock: Option<(Deadline, Light)>,
    /// What holds it up, "" when nothing does.
    pub why: String,
}

/// Without a word for so many days a listed case counts as standing still; the studio's default.
const STILL: i64 = 15;

/// Stages at which a listed case waits to be struck.
pub(super) fn in_hand() -> Vec<&'static str> {
    let waits = |s: &Stage| s.is_open() && *s != Stage::Draft || *s == Stage::Closed;
    Stage::ALL.iter().filter(|r| waits(&r.0)).map(|r| r.1).collect()
}

impl Desk {
    /// A line of the board, if the actor may read the case.
    pub(super) fn board(&self, id: i64) -> Outcome<Option<Board>> {
        let actor = self.require_actor()?;
        let Some(case) = store::case::load(&self.conn, id)? else { return Ok(None) };
        if !case.listed || check_readable(actor, &case).is_err() {
            return Ok(None);
        }
        let listing = store::listing_case::load(&self.conn, id)?.unwrap_or_default();
        let own = |c: &Deadline| matches!(c.rule.as_str(), "DL-18" | "DL-18b") && c.state.is_live();
        let mut clock = None;
        if let Some(c) = store::deadline::list_of_case(&self.conn, id)?.into_iter().find(own) {
            let light = light(rule_of(&c.rule)?, &c, self.today(), &self.calendar);
            clock = Some((c, light));
        }
        let handler = match case.handler {
            Some(staff) => store::user::load_staff(&self.conn, staff)?.map(|(name, _)| name).unwrap_or_default(),
            None => String::new(),
        };
        let asked = store::pending::waits(&self.conn, id, "strike_request")?;
        let why = self.why(&case, &listing, asked);
        Ok(Some(Board { case, listing, handler, clock, why }))
    }

    fn why(&self, case: &Case, listing: &Listing, asked: bool) -> String {
        if listing.struck_on.is_some() {
            return String::new();
        }
        if case.stage == Stage::Closed {
            return if asked { "销号申请待督查".into() } else { "已结案,未申请销号".into() };
        }
        if case.handler.is_none() {
            return "未指派承办人".into();
        }
        if listing.team_number.is_empty() {
            return "未定包案方案".into();
        }
        let last = listing.progress_on.or(listing.approved_on);
        match last.map(|day| (self.today() - day).num_days()) {
            Some(days) if days > STILL => format!("{days}天无进度"),
            _ => format!("停在{}", case.stage.label()),
        }
    }

    /// Cases in hand on the board, the most pressing first.
    pub(super) fn boards_in_hand(&self) -> Outcome<Vec<i64>> {
        Ok(store::listing_case::list_at(&self.conn, &in_hand())?)
    }
}

impl Board {
    pub fn is_late(&self) -> bool {
        matches!(self.clock, Some((_, Light::Overdue(_))))
    }
    /// Whether leader, team, handler or the case itself is called so.
    pub fn is_called(&self, words: &str) -> bool {
        let title = self.case.title();
        let fields = [&self.listing.leader, &self.case.leader, &self.listing.team_number, &self.handler, &title];
        words.split_whitespace().all(|word| fields.iter().any(|f| f.contains(word)))
    }
    pub fn leader(&self) -> String {
        let name = if self.case.leader.is_empty() { "未定" } else { &self.case.leader };
        match self.listing.post.as_str() {
            "" => name.to_string(),
            post => format!("{name}({post})"),
        }
    }
    pub fn parties(&self) -> String {
        format!("{}与{}", mask::name(&self.case.petitioner), mask::party(&self.case.respondent))
    }
    /// `逾期3天`, `剩12天`, `已销号`.
    pub fn left(&self) -> String {
        match (&self.clock, self.listing.struck_on) {
            (_, Some(day)) => format!("{day}销号"),
            (Some((_, light)), None) => light.words(),
            (None, None) => "未起算".into(),
        }
    }
    /// The light in words, for those who do not see colours.
    pub fn light(&self) -> &'static str {
        match (&self.clock, self.listing.struck_on) {
            (_, Some(_)) => "销",
            (Some((_, Light::Overdue(_))), None) => "超",
            (Some((_, Light::Red(_))), None) => "红",
            (Some((_, Light::Amber(_))), None) => "黄",
            (Some((_, Light::Paused)), None) => "停",
            (Some(_), None) => "绿",
            (None, None) => "-",
        }
    }
}
