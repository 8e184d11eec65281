//! Eight processes that write the same cases while four read: none lost, none twice, nobody sent away.

use super::child::{SHARED, Told};
use super::*;
use crate::desk::{acceptance, assessing, desk};
use fengqiao::domain::flow;
use std::collections::BTreeSet;
use std::time::Duration;

/// Turns of each process: `FENGQIAO_TRUST_WRITES`, or few enough for every run.
fn writes() -> usize {
    std::env::var("FENGQIAO_TRUST_WRITES").ok().and_then(|n| n.parse().ok()).unwrap_or(12)
}

const ENTRUST: &[(&str, &str)] = &[
    ("liable_clear", "1"),
    ("principal_kind", "1"),
    ("principal", "建塘镇政府"),
    ("powers", "调查、调解、提出处理意见"),
    ("until", "2027-01-31"),
    ("payer", "3"),
    ("clerk", "杨文华"),
    ("clerk_phone", "0887-8222333"),
    ("petitioner_statement", "1"),
];

#[test]
fn eight_writing_processes_and_four_reading_ones_lose_nothing() {
    let studio = Studio::new();
    {
        // The two visits that all of them amend, and the case that all of them work on.
        let mut front = desk(&studio, "qiantai", "1号窗口");
        let cases: Vec<i64> = (0..3).map(|_| assessing(&mut front)).collect();
        assert_eq!(cases.last(), Some(&SHARED));
        let mut head = desk(&studio, "zhuren", "主任");
        let form = acceptance(&head, SHARED);
        head.act(SHARED, None, flow::find("T07").expect("a move"), &form).expect("受理");
        for (mv, pairs) in [("T08", ENTRUST), ("T09", &[("handler", "1"), ("recusal_checked", "1")])] {
            let mv = flow::find(mv).expect("a move");
            let form = head.move_form(SHARED, mv).expect("a form");
            let form = pairs.iter().fold(form, |d, (k, v)| d.with(k, *v));
            head.act(SHARED, None, mv, &form).expect(mv.label);
        }
    }
    let revs = "SELECT sum(rev) FROM visit WHERE id IN (1, 2)";
    let before = usize::try_from(number(&studio.db, revs)).expect("few");
    let n = writes();
    let mut readers: Vec<Told> = (0..4).map(|_| Told::start("read", &studio.db, "", None)).collect();
    readers.iter_mut().for_each(|r| r.hear(1));
    let writers: Vec<Told> = (0..8).map(|_| Told::start("write", &studio.db, &n.to_string(), None)).collect();
    let said: Vec<String> = writers
        .into_iter()
        .flat_map(|w| {
            let (killed, said) = w.end();
            assert!(!killed);
            said
        })
        .collect();
    for reader in readers {
        // It went on reading to the end: an error would have ended it.
        assert!(reader.kill_after(Duration::ZERO).iter().all(|l| l.starts_with("read ")));
    }
    let of = |word: &str| -> Vec<String> {
        said.iter().filter_map(|l| l.strip_prefix(word)?.strip_prefix(' ')).map(str::to_string).collect()
    };
    let told = |line: &str| said.iter().filter(|l| *l == line).count();
    let (amended, assigned) = (told("amended"), told("assigned"));
    let mut done = amended + assigned;
    for what in ["ticket", "called", "case", "receipt"] {
        let list = of(what);
        assert_eq!(list.iter().collect::<BTreeSet<_>>().len(), list.len(), "{what} twice");
        done += list.len();
    }
    assert_eq!(done, 8 * n, "none was sent away");
    let count = |sql: &str| usize::try_from(number(&studio.db, sql)).expect("few");
    assert_eq!(count("SELECT count(*) FROM ticket"), of("ticket").len());
    assert_eq!(count("SELECT count(*) FROM ticket WHERE state = 'done'"), of("called").len());
    assert_eq!(count("SELECT count(*) FROM cases"), of("case").len() + 3);
    assert_eq!(count("SELECT count(DISTINCT docket) FROM cases"), count("SELECT count(*) FROM cases"));
    assert_eq!(count("SELECT count(*) FROM record WHERE case_id = 3 AND form = 'evidence'"), of("receipt").len());
    assert_eq!(count("SELECT count(*) FROM journal WHERE action = 'case.reassign'"), assigned);
    // Every amendment stands on the one before it.
    assert_eq!(count(revs) - before, amended);
    assert_eq!(count("SELECT count(*) FROM journal WHERE action = 'visit.amend'"), amended);
    assert_eq!(wrong(&studio), Vec::<String>::new());
    let mut waits: Vec<u64> = of("wait").iter().filter_map(|w| w.parse().ok()).collect();
    waits.sort_unstable();
    let at = |share: usize| waits.get((waits.len() * share / 100).min(waits.len() - 1)).copied().unwrap_or(0) / 1000;
    eprintln!("{} writes of 8 processes: p50 {} ms, p99 {} ms, longest {} ms", waits.len(), at(50), at(99), at(100));
}
