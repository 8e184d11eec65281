use super::*;
use crate::domain::case::Stage;
use crate::domain::number::case_serial;
use crate::domain::visit::{Completeness, Visit};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

fn now() -> NaiveDateTime {
    "2026-11-23T16:42:00".parse().expect("a time")
}

fn made(cases: u64, seed: u64) -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("desk.db");
    let mut last = 0;
    demo(&path, cases, seed, now(), &mut |n| last = n).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(last, cases);
    let conn = store::open(&path, false).expect("opens");
    (folder, conn)
}

fn texts(conn: &Connection, sql: &str) -> Vec<String> {
    let mut statement = conn.prepare(sql).expect("sql");
    let rows = statement.query_map([], |r| r.get(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("text")
}

fn number(conn: &Connection, sql: &str) -> i64 {
    conn.query_row(sql, [], |r| r.get(0)).expect(sql)
}

/// Everything in a table, as text.
fn dump(conn: &Connection, table: &str) -> Vec<String> {
    let mut statement = conn.prepare(&format!("SELECT * FROM {table}")).expect("table");
    let columns = statement.column_count();
    statement
        .query_map([], |r| (0..columns).map(|i| r.get_ref(i).map(|v| format!("{v:?}"))).collect::<Result<String, _>>())
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("values")
}

#[test]
fn a_small_studio_shows_every_stage_and_light() {
    let (_folder, conn) = made(300, 1);
    let stages: BTreeSet<String> = texts(&conn, "SELECT DISTINCT stage FROM cases").into_iter().collect();
    let missing: Vec<_> = Stage::ALL.iter().map(|s| s.1).filter(|s| !stages.contains(*s)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let open = number(&conn, "SELECT count(*) FROM cases WHERE is_open = 1");
    assert!((90..=120).contains(&open), "{open}");
    let lights = |condition: &str| {
        number(&conn, &format!("SELECT count(*) FROM deadline WHERE state = 'running' AND {condition}"))
    };
    let today = "'2026-11-23'";
    assert!(lights(&format!("due < {today} AND due >= date({today}, '-10 days')")) >= 8);
    assert_eq!(lights(&format!("due < date({today}, '-12 days')")), 0);
    assert!(lights(&format!("due >= {today} AND red_from <= {today}")) >= 4);
    assert!(lights(&format!("due >= {today} AND red_from > {today} AND amber_from <= {today}")) >= 4);
    assert!(lights(&format!("amber_from > {today}")) >= 10);
    assert!(lights(&format!("silent_from <= {today}")) >= 3);
    assert!(number(&conn, "SELECT count(*) FROM deadline WHERE state = 'paused'") >= 6);
    for sql in [
        "SELECT count(*) FROM cases WHERE merged_into IS NOT NULL",
        "SELECT count(*) FROM cases WHERE visits >= 3",
        "SELECT count(*) FROM cases WHERE listed = 1 AND is_open = 1",
        "SELECT count(*) FROM cases WHERE sealed = 1",
        "SELECT count(*) FROM cases WHERE people >= 5",
        "SELECT count(*) FROM supervision",
        "SELECT count(*) FROM warning",
        "SELECT count(*) FROM extension",
        "SELECT count(*) FROM record WHERE form = 'reassign'",
        "SELECT count(*) FROM ticket WHERE state = 'held'",
        "SELECT count(*) FROM ticket WHERE state = 'serving'",
        "SELECT count(*) FROM ticket WHERE language = '2' AND interpreter_needed = '1'",
    ] {
        assert!(number(&conn, sql) > 0, "{sql}");
    }
    assert_eq!(number(&conn, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_eq!(texts(&conn, "PRAGMA integrity_check"), ["ok"]);
    assert_eq!(
        number(
            &conn,
            "SELECT count(*) FROM cases c WHERE merged_into IS NULL AND visits <> (SELECT count(*) FROM visit v WHERE v.case_id = c.id)"
        ),
        0
    );
}

#[test]
fn a_small_studio_has_every_ending_and_what_lies_beside_the_cases() {
    let (_folder, conn) = made(300, 1);
    let body = |form: &str, key: &str, code: &str| {
        format!("SELECT count(*) FROM record WHERE form = '{form}' AND json_extract(body, '$.{key}') = '{code}'")
    };
    let state = |table: &str, condition: &str| format!("SELECT count(*) FROM {table} WHERE {condition}");
    for sql in [
        // The endings: outcomes of `codes::OUTCOME`, then what stands beside them.
        state("cases", "outcome = '1' AND is_open = 0"),
        state("cases", "outcome = '2' AND is_open = 0"),
        state("cases", "outcome = '3'"),
        state("cases", "outcome = '4'"),
        state("cases", "outcome = '5'"),
        state("cases", "outcome = '6'"),
        state("cases", "outcome = '8'"),
        body("breach", "kind", "2"),
        body("confirmation", "event", "3"),
        body("notarisation", "event", "2"),
        state("cases c", "stage = 'S29' AND EXISTS (SELECT 1 FROM warning w WHERE w.case_id = c.id AND w.rule = 'A7')"),
        state("cases", "stage = 'X20' AND merged_into > 0"),
        state("listing", "struck_on IS NOT NULL"),
        state("listing", "struck_on IS NULL AND leader <> ''"),
        state("pending", "form = 'extension_request'"),
        state("pending", "form = 'closing_request'"),
        state("pending", "form = 'strike_request'"),
        state("pending", "form = 'reopening'"),
        state("claim", "state = 'paid' AND voucher <> ''"),
        state("claim", "state IN ('review', 'approve', 'pay')"),
        state("loan", "back_on IS NOT NULL"),
        state("loan", "back_on IS NULL"),
        state("warning", "closed_on IS NULL"),
        state("warning", "closed_on IS NOT NULL AND disposal <> '' AND signed <> ''"),
        state("supervision", "closed_on IS NOT NULL AND answered_on IS NOT NULL"),
        state("supervision", "answered_on IS NULL"),
        state("lead", "state = 'new'"),
        state("deadline", "rule = 'DL-15' AND state = 'running'"),
    ] {
        assert!(number(&conn, &sql) > 0, "{sql}");
    }
    for (what, sql) in [
        (
            "an archived case without its volume",
            "SELECT count(*) FROM cases c WHERE stage = 'S90' AND (SELECT count(*) FROM volume v WHERE v.case_id = c.id) <> 1",
        ),
        (
            "one hand twice in a claim",
            "SELECT count(*) FROM claim WHERE claimed_by IN (reviewed_by, approved_by, paid_by) OR reviewed_by IN (approved_by, paid_by) OR approved_by = paid_by",
        ),
        (
            "parts that are not the whole",
            "SELECT count(*) FROM claim c WHERE amount <> (SELECT sum(amount) FROM share s WHERE s.claim_id = c.id)",
        ),
        (
            "an official who is paid",
            "SELECT count(*) FROM share s JOIN staff p ON p.id = s.staff_id WHERE p.official <> '0'",
        ),
        (
            "outside the band",
            "SELECT count(*) FROM claim WHERE rule = 'SB1' AND amount NOT BETWEEN 300000 AND 500000 OR rule = 'SB2' AND amount NOT BETWEEN 1000000 AND 3000000",
        ),
        (
            "a claim before the archive",
            "SELECT count(*) FROM claim k JOIN volume v ON v.case_id = k.case_id WHERE k.claimed_on < v.filed_on",
        ),
        (
            "an official on duty",
            "SELECT count(*) FROM duty d JOIN staff p ON p.id = d.staff_id WHERE p.official <> '0'",
        ),
    ] {
        assert_eq!(number(&conn, sql), 0, "{what}");
    }
}

#[test]
fn the_same_seed_makes_the_same_rows_and_another_does_not() {
    let (_a, one) = made(300, 7);
    let (_b, two) = made(300, 7);
    for table in [
        "setting",
        "staff",
        "user",
        "ticket",
        "cases",
        "visit",
        "deadline",
        "record",
        "lookup",
        "journal",
        "counter",
        "warning",
        "supervision",
        "team_member",
        "staff_event",
        "officer",
        "volume",
        "claim",
        "share",
        "listing",
        "pending",
        "lead",
        "loan",
        "duty",
        "station",
    ] {
        let rows = dump(&one, table);
        assert!(!rows.is_empty(), "{table}");
        assert!(rows == dump(&two, table), "{table}");
    }
    let (_c, other) = made(60, 8);
    assert_ne!(texts(&one, "SELECT uid FROM cases LIMIT 1"), texts(&other, "SELECT uid FROM cases LIMIT 1"));
}

#[test]
fn every_stored_visit_is_well_formed() {
    let (_folder, conn) = made(700, 3);
    for id in 1..=number(&conn, "SELECT max(id) FROM visit") {
        let stored = store::visit::load(&conn, id).expect("read").expect("no gap");
        let need = if stored.registered { Completeness::Full } else { Completeness::Fast };
        if let Err(problems) = Visit::check(&stored.draft, need, now()) {
            panic!("{id}: {problems:?}");
        }
    }
}

#[test]
fn numbers_have_no_gap_and_the_next_real_one_follows() {
    let (_folder, mut conn) = made(1500, 5);
    assert_eq!(store::journal::first_break(&conn).expect("read"), None);
    assert!(number(&conn, "SELECT count(*) FROM journal") > 5000);
    assert_eq!(
        number(&conn, "SELECT count(*) FROM journal a JOIN journal b ON b.seq = a.seq + 1 WHERE b.at < a.at"),
        0
    );
    let mut years: BTreeMap<i32, Vec<i64>> = BTreeMap::new();
    for text in texts(&conn, "SELECT number FROM cases WHERE number IS NOT NULL ORDER BY accepted_on, id") {
        let (year, serial) = case_serial(&text).expect("a 案号");
        years.entry(year).or_default().push(serial);
    }
    for (year, serials) in &years {
        assert!(serials.iter().copied().eq(1..=serials.len() as i64), "{year}: not in the order of acceptance");
    }
    let today = texts(&conn, "SELECT docket FROM visit WHERE docket LIKE 'JT-20261123-%'").len() as i64;
    let tx = conn.transaction().expect("begin");
    let next = |series, day: NaiveDate| store::counter::next(&tx, series, day).expect("counted");
    assert_eq!(next(Series::Case, now().date()), years[&2026].len() as i64 + 1);
    assert_eq!(next(Series::Docket, now().date()), today + 1);
    assert_eq!(next(Series::Ticket, now().date()), 13);
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("desk.db");
    std::fs::write(&path, "mine").expect("written");
    assert!(matches!(demo(&path, 10, 1, now(), &mut |_| ()), Err(Failure::Refusal { .. })));
    assert_eq!(std::fs::read(&path).expect("read"), b"mine");
}

/// A load puts the triggers aside and reckons what they keep; let loose on the same rows they keep the same.
#[test]
fn what_triggers_keep_is_in_a_filled_file_as_they_would_have_kept_it() {
    let (_folder, conn) = made(400, 3);
    let told = "SELECT count(*) FROM told WHERE event <> ''";
    let kept = "SELECT count(*) FROM cases WHERE first_visit > 0 AND petitioned_on <> '' AND source <> ''";
    assert!(number(&conn, told) > 20 && number(&conn, kept) > 300);
    for column in ["declined_for <> ''", "satisfied <> ''", "amount > 0", "clocked = 1", "accepted_after > 0"] {
        assert!(number(&conn, &format!("SELECT count(*) FROM cases WHERE {column}")) > 5, "{column}");
    }
    let counted = ["tally WHERE n <> 0", "clock_day WHERE amber <> 0 OR red <> 0 OR late <> 0 OR silent <> 0"];
    let counts = || counted.map(|table| dump(&conn, table));
    assert!(counts().iter().all(|rows| rows.len() > 20));
    let before = (dump(&conn, "cases"), dump(&conn, "told"), counts());
    conn.execute_batch(
        "PRAGMA foreign_keys = OFF;
         UPDATE cases SET first_visit = NULL, petitioned_on = NULL, source = '', repeat = '', accepted_after = NULL,
           clocked = 0, declined_for = '', satisfied = '', amount = 0;
         CREATE TEMP TABLE visits AS SELECT * FROM visit;
         DELETE FROM visit;
         INSERT INTO visit SELECT * FROM visits ORDER BY id;
         CREATE TEMP TABLE clocks AS SELECT * FROM deadline;
         DELETE FROM deadline;
         INSERT INTO deadline SELECT * FROM clocks ORDER BY id;
         CREATE TEMP TABLE records AS SELECT * FROM record;
         DELETE FROM record;",
    )
    .expect("emptied");
    assert_eq!(number(&conn, "SELECT count(*) FROM told"), 0);
    conn.execute_batch("INSERT INTO record SELECT * FROM records ORDER BY id").expect("filled again");
    let after = (dump(&conn, "cases"), dump(&conn, "told"), counts());
    let differs = before.0.iter().zip(&after.0).find(|(a, b)| a != b);
    assert_eq!(differs, None, "cases");
    assert_eq!(before.1, after.1);
    assert_eq!(before.2, after.2);
}
