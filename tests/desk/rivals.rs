//! Two desks that saw the same rev: the first write holds, the second is told who and when.

use super::*;
use fengqiao::desk::Failure;

#[test]
fn of_two_acts_on_the_same_rev_one_is_told_of_the_other() {
    let studio = Studio::new();
    let case = assessing(&mut desk(&studio, "qiantai", "1号窗口"));
    let seen = desk(&studio, "zhuren", "主任").readable_case(case).expect("the case").rev;
    let answers: Vec<_> = std::thread::scope(|scope| {
        let acts: Vec<_> = ["甲", "乙"]
            .map(|place| {
                let studio = &studio;
                scope.spawn(move || {
                    let mut desk = desk(studio, "zhuren", place);
                    let form = acceptance(&desk, case);
                    desk.act(case, Some(seen), flow::find("T07").expect("a move"), &form)
                })
            })
            .into_iter()
            .collect();
        acts.into_iter().map(|a| a.join().expect("an answer")).collect()
    });
    assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1, "{answers:?}");
    let told = answers.iter().find_map(|a| a.as_ref().err()).expect("one was second");
    let Failure::Conflict { who, when } = told else { panic!("{told:?}") };
    assert_eq!((who.as_str(), when.as_str()), ("和志刚", "2026-11-23 16:42"));
    assert_eq!(
        desk(&studio, "zhuren", "主任").records(case).expect("records").iter().filter(|r| r.form == "accept").count(),
        1
    );
}

#[test]
fn a_visit_saved_elsewhere_is_not_written_over() {
    let studio = Studio::new();
    let (mut first, mut second) = (desk(&studio, "qiantai", "1号窗口"), desk(&studio, "qiantai", "2号窗口"));
    let saved = first.save_visit(&VisitWrite { draft: full(), ..VisitWrite::default() }).expect("saved");
    let seen = Some((saved.visit, saved.rev));
    let change = |gist: &str| VisitWrite { visit: seen, draft: full().with("gist", gist), ..VisitWrite::default() };
    first.save_visit(&change("先改的")).expect("saved");
    let told = second.save_visit(&change("后改的")).expect_err("a conflict");
    assert!(matches!(&told, Failure::Conflict { who, .. } if who == "和丽英"), "{told:?}");
    assert_eq!(second.first_visit(saved.case).expect("the visit").draft.get("gist"), "先改的");
}

#[test]
fn a_window_hears_that_another_wrote() {
    let studio = Studio::new();
    let (mut first, mut second) = (desk(&studio, "qiantai", "1号窗口"), desk(&studio, "zhuren", "2号窗口"));
    assert!(!second.changed_elsewhere().expect("read"));
    first.save_visit(&VisitWrite { draft: full(), ..VisitWrite::default() }).expect("saved");
    assert!(second.changed_elsewhere().expect("read"));
    assert!(!second.changed_elsewhere().expect("read"));
}
