//! The desk on real files, with several threads and processes at once, and with disks that refuse.

mod disk;
mod numbers;
mod reports;
mod rivals;

use crate::support::{FULL, NOW, Studio};
use fengqiao::desk::{Clock, Desk, VisitWrite};
use fengqiao::domain::flow;
use fengqiao::domain::visit_table::VISIT;
use fengqiao::validation::Draft;

/// A desk of its own on the file, as every window has one.
pub fn desk(studio: &Studio, login: &str, place: &str) -> Desk {
    let now = format!("{NOW}:00").parse().expect("a time");
    let mut desk = Desk::open(&studio.db, Clock::Fixed(now), place).expect("a desk");
    desk.login_as(login).expect("a user");
    desk
}

/// A whole visit as a draft.
pub fn full() -> Draft {
    FULL.iter()
        .filter_map(|pair| pair.split_once('='))
        .fold(VISIT.blank(), |draft, (key, value)| draft.with(key, value))
}

/// Saves a visit and takes its case to 评析中.
pub fn assessing(desk: &mut Desk) -> i64 {
    let saved = desk.save_visit(&VisitWrite { draft: full(), ..VisitWrite::default() }).expect("saved");
    assert_eq!(saved.missing, []);
    for mv in ["T01", "T03"] {
        let mv = flow::find(mv).expect("a move");
        desk.act(saved.case, None, mv, &mv.form.expect("a form").blank()).expect(mv.label);
    }
    saved.case
}

/// The form of 受理, filled.
pub fn acceptance(desk: &Desk, case: i64) -> Draft {
    let form = desk.move_form(case, flow::find("T07").expect("a move")).expect("a form");
    [
        ("abstract", "邻居扩建围墙越界占用宅基地"),
        ("focus", "界址在哪里"),
        ("petitioner_agrees", "1"),
        ("respondent_agrees", "1"),
        ("liable_clear", "1"),
        ("grade", "G1"),
        ("listed", "0"),
        ("consult", "0"),
        ("ways_told", "1"),
        ("opinion", "同意受理"),
    ]
    .into_iter()
    .fold(form, |draft, (key, value)| draft.with(key, value))
}
