//! Eight processes that write the same cases while four read: none lost, none twice, nobody sent away.

use super::child::Told;
use super::*;
use std::collections::BTreeSet;
use std::time::Duration;

/// Writes of each process: `FENGQIAO_TRUST_WRITES`, or few enough for every run.
fn writes() -> usize {
    std::env::var("FENGQIAO_TRUST_WRITES").ok().and_then(|n| n.parse().ok()).unwrap_or(12)
}

#[test]
fn eight_writing_processes_and_four_reading_ones_lose_nothing() {
    let studio = Studio::new();
    {
        // The two visits that all of them amend.
        let mut front = crate::desk::desk(&studio, "qiantai", "1号窗口");
        crate::desk::assessing(&mut front);
        crate::desk::assessing(&mut front);
    }
    let revs = "SELECT sum(rev) FROM visit WHERE id IN (1, 2)";
    let before = number(&studio.db, revs);
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
    let (tickets, cases) = (of("ticket"), of("case"));
    assert_eq!(tickets.len() + cases.len() + said.iter().filter(|l| *l == "amended").count(), 8 * n);
    for (what, list) in [("tickets", &tickets), ("cases", &cases)] {
        assert_eq!(list.iter().collect::<BTreeSet<_>>().len(), list.len(), "{what} twice");
    }
    let count = |sql: &str| number(&studio.db, sql);
    assert_eq!(usize::try_from(count("SELECT count(*) FROM ticket")).expect("few"), tickets.len());
    assert_eq!(usize::try_from(count("SELECT count(*) FROM cases")).expect("few"), cases.len() + 2);
    assert_eq!(count("SELECT count(DISTINCT docket) FROM cases"), count("SELECT count(*) FROM cases"));
    // Every amendment stands on the one before it.
    let amended = i64::try_from(said.iter().filter(|l| *l == "amended").count()).expect("few");
    assert_eq!(count(revs) - before, amended);
    assert_eq!(count("SELECT count(*) FROM journal WHERE action = 'visit.amend'"), amended);
    assert_eq!(wrong(&studio), Vec::<String>::new());
    let mut waits: Vec<u64> = of("wait").iter().filter_map(|w| w.parse().ok()).collect();
    waits.sort_unstable();
    let at = |share: usize| waits.get((waits.len() * share / 100).min(waits.len() - 1)).copied().unwrap_or(0) / 1000;
    eprintln!("{} writes of 8 processes: p50 {} ms, p99 {} ms, longest {} ms", waits.len(), at(50), at(99), at(100));
}
