//! Earlier visits, windows on the cases, and data in clear, over real files.

use super::*;
use crate::domain::repeat::Strength;

#[test]
fn earlier_visits_strongest_first() {
    let mut o = Office::open();
    let name = o.add("和志强", "", "13900001111", WATER);
    let both = o.add("和志强", "", "13800000000", WATER);
    let document = o.add("和自强", MAN, "", WATER);
    let someone = o.add("和志强", OLD, "13800000000", WATER);
    let phone = o.add("李秀英", "", "13800000000", ROAD);
    let came_along = o.save(
        draft("张三", "", "", ROAD).with("people", "2").with("representatives", format!("和志强\t{MAN}\t13800000000")),
    );
    let earlier = o.desk.earlier("和志强", MAN, "13800000000", None).expect("earlier");
    let got: Vec<_> = earlier.iter().map(|e| (e.case, e.strength)).collect();
    assert_eq!(
        got,
        vec![
            (came_along.0, Strength::Strong),
            (document, Strength::Strong),
            (both, Strength::Medium),
            (phone, Strength::Weak),
            (name, Strength::Weak)
        ]
    );
    assert!(!got.iter().any(|g| g.0 == someone), "another document is another person");
    assert_eq!(o.desk.earlier("", MAN, "", Some(document)).expect("earlier").len(), 1);
    assert!(o.desk.earlier("", "", "", None).expect("none").is_empty());
    assert!(o.desk.earlier("匿名", "", "", None).expect("none").is_empty());
}

#[test]
fn windows_go_on_and_come_back() {
    let mut o = Office::open();
    let all: Vec<i64> = (0..7).map(|_| o.add("和志强", "", "", WATER)).collect();
    fixture::set(&o.desk.conn, all[3], "stage = 'S29', is_open = 0").expect("set");
    let newest: Vec<i64> = all.iter().rev().copied().collect();
    for open_only in [false, true] {
        let filter = CaseFilter { open_only, ..CaseFilter::default() };
        let kept: Vec<i64> = newest.iter().copied().filter(|id| !open_only || *id != all[3]).collect();
        let ids = |p: &crate::desk::page::Page<crate::desk::CaseRow>| p.rows.iter().map(|r| r.id).collect::<Vec<_>>();
        let first = o.desk.list_cases(&filter, None, 3, false).expect("first");
        assert_eq!((ids(&first), first.before, first.after), (kept[..3].to_vec(), false, true));
        let edge = first.rows[2].cursor();
        let second = o.desk.list_cases(&filter, Some(&edge), 3, false).expect("second");
        assert_eq!((ids(&second), second.before, second.after), (kept[3..6].to_vec(), true, !open_only));
        let back = o.desk.list_cases(&filter, Some(&second.rows[0].cursor()), 3, true).expect("back");
        assert_eq!((ids(&back), back.before, back.after), (kept[..3].to_vec(), false, true));
    }
    let declined = CaseFilter { stage: Some(Stage::Declined), ..CaseFilter::default() };
    let page = o.desk.list_cases(&declined, None, 3, false).expect("declined");
    assert_eq!(
        page.rows.iter().map(|r| (r.id, r.title.clone())).collect::<Vec<_>>(),
        vec![(all[3], format!("暂存{}", all[3]))]
    );
}

#[test]
fn data_in_clear_needs_a_reason_and_leaves_a_row() {
    let mut o = Office::open();
    let (case, _) = o.save(
        draft("和志强", MAN, "13800000000", WATER).with("people", "2").with("representatives", "李秀英\t\t13900001111"),
    );
    assert!(matches!(o.desk.reveal(case, " 看 "), Err(Failure::Problems(_))));
    let clear = o.desk.reveal(case, "电话通知到场").expect("revealed");
    assert_eq!((clear.name.as_str(), clear.document_no.as_str(), clear.phone.as_str()), ("和志强", MAN, "13800000000"));
    assert_eq!((clear.representatives[0].name.as_str(), clear.representatives.len()), ("李秀英", 1));
    let rows = o.desk.journal_of(case).expect("journal");
    assert_eq!((rows[0].action.as_str(), rows[0].note.as_str(), rows.len()), ("reveal", "电话通知到场", 2));
    o.desk.clock = Clock::Fixed("2026-11-24T09:00:00".parse().expect("a time"));
    assert!(
        matches!(o.desk.reveal(case, "电话通知"), Err(Failure::Refusal { .. })),
        "the next day it is the director's"
    );
    o.become_role(Role::Handler);
    assert!(o.desk.reveal(case, "电话通知").is_err());
    fixture::set(&o.desk.conn, case, "handler_id = 1, stage = 'S40'").expect("set");
    assert!(o.desk.reveal(case, "电话通知").is_ok());
    assert_eq!(o.desk.journal_of(case).expect("journal").len(), 3, "refusals reveal nothing and add nothing");
}
