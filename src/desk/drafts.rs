//! Drafts: what was typed is on disk before it is saved.
//!
//! One per user, form and subject, offered only to the one who typed it. Not journalled: a draft is
//! no record yet. Holds what it is given and checks nothing.

use super::{Desk, Outcome};
use crate::store;
use crate::validation::Draft;

pub use crate::store::draft::DraftRow;

impl Desk {
    /// Keeps what was typed so far; an empty form keeps nothing. `label` is what it is offered by later,
    /// `base_rev` the rev of the record the form was opened on.
    ///
    /// # Errors
    /// Not logged in, or the disk.
    pub fn save_draft(
        &mut self,
        form: &str,
        subject: &str,
        label: &str,
        draft: &Draft,
        base_rev: Option<i64>,
    ) -> Outcome<()> {
        let user = self.require_actor()?.user;
        self.write(|w| {
            if draft.is_empty() {
                store::draft::delete(w.tx, user, form, subject)?;
            } else {
                let place = store::draft::Place { user, form, subject, label };
                store::draft::save(w.tx, &place, draft, base_rev, w.now)?;
            }
            Ok(())
        })
    }

    /// One's own drafts, newest first.
    pub fn drafts(&self) -> Outcome<Vec<DraftRow>> {
        Ok(store::draft::list(&self.conn, self.require_actor()?.user)?)
    }

    /// One's own draft of a form for a subject.
    pub fn draft(&self, form: &str, subject: &str) -> Outcome<Option<DraftRow>> {
        Ok(store::draft::load(&self.conn, self.require_actor()?.user, form, subject)?)
    }

    /// Saves what a form holds, and its draft goes in the same transaction. A save that the disk failed but did
    /// not forget (its log is played in at the next opening) then brings no second one: where the record is, the
    /// draft is not.
    ///
    /// # Errors
    /// Those of `save`; the draft stays then.
    pub fn ending_draft<T>(
        &mut self,
        form: &'static str,
        subject: &str,
        save: impl FnOnce(&mut Desk) -> Outcome<T>,
    ) -> Outcome<T> {
        let left = self.draft(form, subject)?;
        self.ending = Some((form, subject.to_string()));
        let answer = save(self);
        self.ending = None;
        // What the save answered stands, whatever becomes of the draft from here on.
        let put = match (&answer, left) {
            // It had nothing to write.
            (Ok(_), Some(_)) if self.draft(form, subject).is_ok_and(|d| d.is_some()) => self.drop_draft(form, subject),
            // A first write went through and a later one did not: the form is not done.
            (Err(_), Some(left)) if self.draft(form, subject).is_ok_and(|d| d.is_none()) => {
                self.save_draft(form, subject, &left.label, &left.draft, left.base_rev)
            }
            _ => Ok(()),
        };
        if let Err(failure) = put {
            tracing::warn!("draft not as it should be: {failure}");
        }
        answer
    }

    /// Forgets one's own draft.
    pub fn drop_draft(&mut self, form: &str, subject: &str) -> Outcome<()> {
        let user = self.require_actor()?.user;
        self.write(|w| Ok(store::draft::delete(w.tx, user, form, subject)?))
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::Office;
    use super::*;
    use crate::desk::Failure;
    use chrono::TimeDelta;
    use rusqlite::Connection;

    #[test]
    fn a_draft_goes_with_what_is_saved_from_it_and_stays_when_that_fails() {
        let office = Office::new();
        let mut desk = office.desk("qiantai", "1号窗口");
        let typed = Draft::default().with("name", "和志强");
        let kept = |desk: &Desk| desk.draft("visit", "new:1").expect("read").map(|d| (d.label, d.draft, d.base_rev));
        let whole = Some(("和志强".to_string(), typed.clone(), Some(3)));
        desk.save_draft("visit", "new:1", "和志强", &typed, Some(3)).expect("kept");
        desk.save_draft("visit", "new:2", "", &typed, None).expect("kept");
        let failed: Outcome<()> =
            desk.ending_draft("visit", "new:1", |desk| desk.write(|_| Err(Failure::refusal("不行", "再来"))));
        assert!(failed.is_err() && kept(&desk) == whole);
        // Part of it was written, then it failed.
        let failed: Outcome<()> = desk.ending_draft("visit", "new:1", |desk| {
            desk.write(|w| w.journal("a", "setting", 0, "", ""))?;
            Err(Failure::refusal("不行", "再来"))
        });
        assert!(failed.is_err() && kept(&desk) == whole);
        let other = Connection::open(desk.path()).expect("open");
        desk.ending_draft("visit", "new:1", |desk| {
            desk.write(|w| {
                w.journal("b", "setting", 0, "", "")?;
                // Nobody sees the one without the other.
                let rows: i64 = other.query_row("SELECT count(*) FROM draft", [], |r| r.get(0))?;
                assert_eq!(rows, 2);
                Ok(())
            })?;
            let rows: i64 = other.query_row("SELECT count(*) FROM draft", [], |r| r.get(0))?;
            assert_eq!(rows, 1, "it goes with the commit, not after it");
            Ok(())
        })
        .expect("saved");
        desk.ending_draft("visit", "new:2", |_| Ok(())).expect("nothing to write");
        assert_eq!(desk.drafts().expect("read"), []);
    }

    #[test]
    fn a_draft_belongs_to_its_user_and_subject_and_survives_a_restart() {
        let office = Office::new();
        let mut first = office.desk("qiantai", "1号窗口");
        let mut other = office.desk("zhuren", "2号窗口");
        let typed = Draft::default().with("name", "和志强").with("gist", "两行\n未完");
        first.save_draft("visit", "ticket:1", "A001 和志强", &typed, None).expect("kept");
        other.save_draft("visit", "ticket:1", "A001", &Draft::default().with("name", "别人"), Some(4)).expect("kept");
        assert_eq!(first.draft("visit", "ticket:2").expect("read"), None);
        assert_eq!(first.draft("accept", "ticket:1").expect("read"), None);
        drop(first);
        let mut again = office.desk("qiantai", "1号窗口");
        let kept = again.draft("visit", "ticket:1").expect("read").expect("kept");
        assert_eq!((kept.draft, kept.label.as_str(), kept.base_rev), (typed, "A001 和志强", None));
        assert_eq!(kept.at, "2026-11-23T16:42:00");
        again.drop_draft("visit", "ticket:1").expect("dropped");
        assert!(again.drafts().expect("read").is_empty());
        assert_eq!(other.drafts().expect("read").len(), 1);
    }

    #[test]
    fn the_newest_comes_first_a_later_text_replaces_and_an_empty_one_forgets() {
        let office = Office::new();
        let mut desk = office.desk("qiantai", "1号窗口");
        let text = |t: &str| Draft::default().with("gist", t);
        desk.save_draft("visit", "new", "甲", &text("一"), None).expect("kept");
        let mut later = office.desk_later("qiantai", "1号窗口", TimeDelta::minutes(5));
        later.save_draft("visit", "case:7", "乙", &text("二"), Some(3)).expect("kept");
        let labels = |desk: &Desk| desk.drafts().expect("read").into_iter().map(|d| d.label).collect::<Vec<_>>();
        assert_eq!(labels(&desk), ["乙", "甲"]);
        let mut last = office.desk_later("qiantai", "1号窗口", TimeDelta::minutes(9));
        last.save_draft("visit", "new", "甲二", &text("三"), None).expect("kept");
        assert_eq!(labels(&desk), ["甲二", "乙"]);
        last.save_draft("visit", "new", "甲三", &Draft::default(), None).expect("forgotten");
        assert_eq!(labels(&desk), ["乙"]);
    }

    #[test]
    fn nobody_reads_drafts_before_logging_in() {
        let office = Office::new();
        let mut desk = office.closed("1号窗口");
        assert!(desk.drafts().is_err());
        assert!(desk.save_draft("visit", "new", "", &Draft::default(), None).is_err());
    }
}
