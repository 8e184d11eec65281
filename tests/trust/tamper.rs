//! A journal of ten thousand rows that somebody meddled with: found, and the first bad row named.

use super::*;
use crate::support::Transcript;
use fengqiao::store::journal::{self, Entry};

const ROWS: i64 = 10_000;

/// Adds `n` rows of chance to the journal.
pub fn chain(conn: &Connection, n: i64) {
    let tx = conn.unchecked_transaction().expect("begun");
    let word = || (0..fastrand::usize(1..12)).map(|_| fastrand::alphanumeric()).collect::<String>();
    for _ in 0..n {
        let (actor, note) = (word(), format!("和＊{}", word()));
        let entry = Entry {
            at: "2026-11-23T16:42:00".parse().expect("a time"),
            terminal: "1号窗口",
            actor: &actor,
            role: "reception",
            action: "T01",
            object: "case",
            object_id: fastrand::i64(1..500),
            note: &note,
            change: r#"{"stage":["S10","S20"]}"#,
        };
        journal::append(&tx, &entry).expect("added");
    }
    tx.commit().expect("stored");
}

fn ten_thousand() -> (Studio, Connection) {
    let studio = Studio::new();
    let conn = Connection::open(&studio.db).expect("it opens");
    chain(&conn, ROWS - journal::head(&conn).expect("read").0);
    conn.execute_batch("DROP TRIGGER journal_keeps; DROP TRIGGER journal_stays").expect("as a forger would");
    (studio, conn)
}

/// What is done to the row `k`, and the first row that is then bad.
fn meddle(conn: &Connection, kind: usize, k: i64) -> i64 {
    let run = |sql: &str| assert!(conn.execute(sql, [k]).unwrap_or_else(|e| panic!("{sql}: {e}")) > 0, "{sql}");
    match kind {
        // One character of one column, one byte of the hash, what is no text at all.
        0 => run("UPDATE journal SET note = note || ' ' WHERE seq = ?1"),
        1 => run("UPDATE journal SET object_id = object_id + 1 WHERE seq = ?1"),
        2 => run("UPDATE journal SET at = replace(at, ':42:00', ':42:01') WHERE seq = ?1"),
        3 => run("UPDATE journal SET hash = CAST(x'00' || substr(hash, 2) AS BLOB) WHERE seq = ?1"),
        4 => run("UPDATE journal SET actor = CAST(x'ff' AS TEXT) WHERE seq = ?1"),
        // Two columns whose joined text stays the same.
        5 => run("UPDATE journal SET actor = actor || role, role = '' WHERE seq = ?1"),
        // Gone, and gone with the numbers closed up.
        6 => run("DELETE FROM journal WHERE seq = ?1"),
        7 => {
            run("DELETE FROM journal WHERE seq = ?1");
            run("UPDATE journal SET seq = -(seq - 1) WHERE seq > ?1");
            assert!(conn.execute("UPDATE journal SET seq = -seq WHERE seq < 0", []).expect("renumbered") > 0);
        }
        // One more, between two and below the first.
        8 => {
            run("UPDATE journal SET seq = -(seq + 1) WHERE seq >= ?1");
            assert!(conn.execute("UPDATE journal SET seq = -seq WHERE seq < 0", []).expect("renumbered") > 0);
            run("INSERT INTO journal SELECT ?1, at, terminal, actor, role, action, object, object_id, note, change, hash
                 FROM journal WHERE seq = ?1 + 1");
            // The copy is what stood there; its original now follows itself.
            return k + 1;
        }
        // Two neighbours in the other order.
        _ => {
            run("UPDATE journal SET seq = -1 WHERE seq = ?1");
            run("UPDATE journal SET seq = ?1 WHERE seq = ?1 + 1");
            run("UPDATE journal SET seq = ?1 + 1 WHERE seq = -1");
        }
    }
    k
}

#[test]
fn every_meddling_is_found_and_the_first_bad_row_named() {
    let (_studio, conn) = ten_thousand();
    assert_eq!(journal::first_break(&conn).expect("read"), None);
    for round in 0..rounds(2) {
        for kind in 0..10 {
            let k = match round {
                0 => [1, ROWS - 1][kind % 2],
                _ => fastrand::i64(1..ROWS),
            };
            conn.execute_batch("SAVEPOINT trial").expect("begun");
            let first = meddle(&conn, kind, k);
            assert_eq!(journal::first_break(&conn).expect("read"), Some(first), "kind {kind} at {k}");
            conn.execute_batch("ROLLBACK TO trial; RELEASE trial").expect("as before");
        }
    }
    assert_eq!(journal::first_break(&conn).expect("read"), None);
}

fn check(studio: &Studio, head: &str) -> Transcript {
    studio.run("admin", &["check", "--head", head, "--format", "csv"])
}

#[test]
fn a_tail_cut_off_and_a_chain_written_anew_are_found_by_the_head_on_paper() {
    let (studio, conn) = ten_thousand();
    let paper = studio.run("admin", &["day"]).ends(0).out;
    let told: Vec<&str> = paper.lines().skip_while(|l| !l.starts_with("流水末条")).take(3).collect();
    let seq: i64 = told[0].trim_start_matches("流水末条: ").parse().expect("a number");
    let head = format!("{seq}:{}", told[1]);
    check(&studio, &head).ends(0);
    let whole = format!("{head}{}", told[2]);
    check(&studio, &whole).ends(0);

    let cut = fastrand::i64(2..50);
    conn.execute("DELETE FROM journal WHERE seq > ?1", [seq - cut]).expect("cut off");
    // Inside the file nothing shows: it is shorter, and fits. The check's own login is its newest row.
    assert_eq!(journal::first_break(&conn).expect("read"), None);
    let found = check(&studio, &head).ends(1);
    assert!(found.out.contains("流水与所给末条一致,0"), "{found}");
    let named = format!("从第{}条起被截去", seq - cut + 2);
    assert!(found.out.contains(&named), "{named}\n{found}");

    // Written anew to the old length: the chain fits again, the paper does not.
    chain(&conn, seq);
    assert_eq!(journal::first_break(&conn).expect("read"), None);
    let found = check(&studio, &head).ends(1);
    assert!(found.out.contains(&format!("第{seq}条与所给的哈希不同")), "{found}");
    let typo = studio.run("admin", &["check", "--head", "12"]).ends(2);
    assert!(typo.err.contains("日结单"), "{typo}");
}
