//! All that the screens show of one case, read in one go through the desk.

use crate::desk::{DeadlineRow, Desk, Outcome, TeamMember};
use crate::domain::case::Case;
use crate::domain::flow::Offer;
use crate::store::case::Record;
use crate::store::journal::Row;

/// One case in the hand of a screen.
#[derive(Debug)]
pub struct CaseView {
    pub case: Case,
    pub handler: String,
    pub offers: Vec<OfferLine>,
    pub deadlines: Vec<DeadlineRow>,
    pub team: Vec<TeamMember>,
    pub records: Vec<Record>,
    pub journal: Vec<Row>,
    pub why_late: Vec<String>,
    /// Papers that the path of the case calls for and the volume lacks.
    pub lacking: Vec<&'static str>,
    /// Ids and names of the roster, for records that hold ids.
    pub names: Vec<(i64, String)>,
    /// Where it was taken in, where it lies now, and its hand-overs as lines.
    pub whereabouts: (String, String, Vec<String>),
}

/// A line of the F4 menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferLine {
    pub id: &'static str,
    pub label: &'static str,
    pub basis: &'static str,
    /// Why not yet, and what to do about it; "" when it may be done now.
    pub hindrance: String,
}

impl From<Offer> for OfferLine {
    fn from(offer: Offer) -> Self {
        let hindrance = offer.hindrance.map_or_else(String::new, |r| format!("{};{}", r.what, r.remedy));
        Self { id: offer.mv.id, label: offer.mv.label, basis: offer.mv.basis, hindrance }
    }
}

impl CaseView {
    pub fn load(desk: &Desk, id: i64) -> Outcome<CaseView> {
        let case = desk.readable_case(id)?;
        let team = desk.team_of(id)?;
        let handler = team.iter().find(|m| Some(m.staff) == case.handler).map_or_else(String::new, |m| m.name.clone());
        Ok(CaseView {
            handler,
            offers: desk.offers(id)?.into_iter().map(OfferLine::from).collect(),
            deadlines: desk.deadlines_of(id)?,
            records: desk.records(id)?,
            journal: desk.journal_of(id)?,
            why_late: desk.why_late(id)?,
            lacking: desk.checklist(id)?.iter().filter(|i| i.must && i.present == 0).map(|i| i.title).collect(),
            names: desk.staff_names()?,
            whereabouts: desk.whereabouts(id)?,
            team,
            case,
        })
    }
}
