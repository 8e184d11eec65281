//! What a ledger leaves in the file is what everyday writing would have left.

use super::import::{Arrival, Ledger};
use super::trial::{Office, now};
use crate::domain::visit::{Completeness, Visit};
use crate::store::import_rows::Prepared;
use crate::validation::Draft;

fn row(name: &str, petitioned: &str) -> Box<Prepared> {
    let draft = Draft::default().with("name", name).with("no_document", "9").with("no_phone", "9").with("people", "1");
    let draft = draft.with("gist", "宅基地边界").with("source", "4").with("visited_at", "2024-03-06T09:30");
    let draft = draft.with("petitioned_on", petitioned).with("repeat_answer", "1");
    Box::new(Prepared::new(Visit::check(&draft, Completeness::Fast, now()).expect("a visit"), None))
}

#[test]
fn a_case_stands_as_if_its_triggers_had_run_and_afterwards_they_do() {
    let office = Office::new();
    let mut desk = office.desk("zhuren", "窗口1");
    let sha256 = "a".repeat(64);
    let ledger = Ledger { name: "台账.csv", sha256: &sha256 };
    let mut rows = vec![row("和志强", "2024-03-01"), row("李秀英", "")];
    let batch = desk
        .import(&ledger, &mut |_| Ok(rows.pop().map_or(Arrival::End, |row| Arrival::Row { line: 2, row })))
        .expect("taken in");
    assert_eq!(batch.cases, 2);

    let conn = &desk.conn;
    let count = |sql: &str| -> i64 { conn.query_row(sql, [], |r| r.get(0)).expect("a count") };
    // What `visit_opens` and `cases_taken_in` write.
    let as_triggered = "SELECT count(*) FROM cases c JOIN visit v ON v.case_id = c.id
        WHERE c.first_visit IS v.id AND c.petitioned_on IS coalesce(v.petitioned_on, v.registered_on, c.opened)
          AND c.source = ifnull(v.source, '') AND c.repeat = ifnull(v.repeat_answer, '') AND c.accepted_after IS NULL
          AND c.intake = c.station";
    assert_eq!(count(as_triggered), 2);
    // What `case_comes` counts.
    assert_eq!(count("SELECT n FROM tally WHERE kind = 'stage' AND name = 'S00'"), 2);
    // A trigger that is not known to `Taking` must not be made to sleep unseen.
    let triggers = "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_master WHERE type = 'trigger'
        AND tbl_name IN ('cases', 'visit', 'past', 'lookup', 'import', 'journal') AND sql LIKE '%INSERT ON%' ORDER BY name)";
    let triggers: String = conn.query_row(triggers, [], |r| r.get(0)).expect("names");
    assert_eq!(triggers, "case_comes cases_taken_in visit_opens");

    // They are awake again, and references are looked up.
    assert_eq!(count("PRAGMA foreign_keys"), 1);
    conn.execute_batch(
        "INSERT INTO cases (uid, station, stage, petitioner, opened, registrar) VALUES ('u', '别处', 'S00', '某', '2024-03-06', 1)",
    )
    .expect("a case");
    assert_eq!(count("SELECT count(*) FROM cases WHERE uid = 'u' AND intake = '别处'"), 1);
    assert_eq!(count("SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

#[test]
fn an_import_that_is_broken_off_leaves_the_desk_as_careful_as_before() {
    let office = Office::new();
    let mut desk = office.desk("zhuren", "窗口1");
    let sha256 = "a".repeat(64);
    let ledger = Ledger { name: "台账.csv", sha256: &sha256 };
    let mut rows = vec![row("和志强", "")];
    let broken = desk.import(&ledger, &mut |_| match rows.pop() {
        Some(row) => Ok(Arrival::Row { line: 2, row }),
        None => Err(super::Failure::refusal("停", "")),
    });
    assert!(broken.is_err());
    let conn = &desk.conn;
    let count = |sql: &str| -> i64 { conn.query_row(sql, [], |r| r.get(0)).expect("a count") };
    assert_eq!((count("SELECT count(*) FROM cases"), count("PRAGMA foreign_keys")), (0, 1));
    conn.execute_batch(
        "INSERT INTO cases (uid, station, stage, petitioner, opened, registrar) VALUES ('u', '别处', 'S00', '某', '2024-03-06', 1)",
    )
    .expect("a case");
    assert_eq!(count("SELECT count(*) FROM cases WHERE intake = '别处'"), 1);
}
