//! The rows of a bulk load that are written together.

use super::bulk_beside::{ClaimRow, ListingRow, LoanRow, PendingRow, SupervisionRow, VolumeRow, WarningRow};
use super::bulk_rows::{CaseRow, DeadlineRow, JournalRow, RecordRow, TeamRow, VisitRow};

/// What is written together.
#[derive(Default)]
pub struct Batch {
    pub cases: Vec<CaseRow>,
    pub visits: Vec<VisitRow>,
    pub deadlines: Vec<DeadlineRow>,
    pub records: Vec<RecordRow>,
    pub team: Vec<TeamRow>,
    pub warnings: Vec<WarningRow>,
    pub supervisions: Vec<SupervisionRow>,
    pub pending: Vec<PendingRow>,
    pub listings: Vec<ListingRow>,
    pub volumes: Vec<VolumeRow>,
    pub loans: Vec<LoanRow>,
    pub claims: Vec<ClaimRow>,
    pub journal: Vec<JournalRow>,
}

impl Batch {
    /// Empties it; its memory stays for the next rows.
    pub fn clear(&mut self) {
        self.cases.clear();
        self.visits.clear();
        self.deadlines.clear();
        self.records.clear();
        self.team.clear();
        self.warnings.clear();
        self.supervisions.clear();
        self.pending.clear();
        self.listings.clear();
        self.volumes.clear();
        self.loans.clear();
        self.claims.clear();
        self.journal.clear();
    }
}
