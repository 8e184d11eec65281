//! How many there are: lights of all running clocks, cases by stage, unit, team and handler.
//!
//! Triggers keep these counts beside the rows (migration 009), so that a screen costs the same however large the
//! file is; `health` compares them with the rows.

use chrono::NaiveDate;
use rusqlite::{Connection, Result};

/// How many clocks there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub overdue: i64,
    pub red: i64,
    pub amber: i64,
    pub paused: i64,
    pub silent: i64,
}

/// What turned amber and did not turn red since is amber, and so on.
const TURNED: &str = "SELECT ifnull(sum(late), 0), ifnull(sum(red) - sum(late), 0), ifnull(sum(amber) - sum(red), 0),
       ifnull(sum(silent), 0) FROM clock_day WHERE staff = ?1 AND day <= ?2";

/// Counts over the whole file, or over the cases of one handler; clocks of other offices stand in none of them.
pub fn clocks(conn: &Connection, handler: Option<i64>, today: NaiveDate) -> Result<Tally> {
    let paused = match handler {
        None => sum(conn, "paused")?,
        Some(staff) => named(conn, "paused_of", &staff.to_string())?,
    };
    conn.prepare_cached(TURNED)?.query_row((handler.unwrap_or(0), today.to_string()), |r| {
        Ok(Tally { overdue: r.get(0)?, red: r.get(1)?, amber: r.get(2)?, silent: r.get(3)?, paused })
    })
}

fn sum(conn: &Connection, kind: &str) -> Result<i64> {
    conn.prepare_cached("SELECT ifnull(sum(n), 0) FROM tally WHERE kind = ?1")?.query_row([kind], |r| r.get(0))
}

/// Open cases of every stage.
pub fn open(conn: &Connection) -> Result<i64> {
    sum(conn, "stage")
}

/// Open cases in one stage.
pub fn open_in(conn: &Connection, stage: &str) -> Result<i64> {
    named(conn, "stage", stage)
}

fn named(conn: &Connection, kind: &str, name: &str) -> Result<i64> {
    conn.prepare_cached("SELECT ifnull(sum(n), 0) FROM tally WHERE kind = ?1 AND name = ?2")?
        .query_row([kind, name], |r| r.get(0))
}

/// People waiting. The list of states repeats the one of the partial index, which is how it is found.
pub fn waiting(conn: &Connection) -> Result<i64> {
    conn.prepare_cached(
        "SELECT count(*) FROM ticket INDEXED BY ticket_open
         WHERE state = 'waiting' AND state IN ('waiting','called','serving','held')",
    )?
    .query_row([], |r| r.get(0))
}

/// Units of cases with a clock with how many each has, most first.
pub fn units(conn: &Connection) -> Result<Vec<(String, i64)>> {
    by_name(conn, "unit")
}

/// Teams of cases with a clock with how many each has, most first.
pub fn teams(conn: &Connection) -> Result<Vec<(String, i64)>> {
    by_name(conn, "team")
}

/// Rules with their running clocks, most first.
pub fn rules(conn: &Connection) -> Result<Vec<(String, i64)>> {
    by_name(conn, "running")
}

fn by_name(conn: &Connection, kind: &str) -> Result<Vec<(String, i64)>> {
    conn.prepare_cached("SELECT name, n FROM tally WHERE kind = ?1 AND n > 0 ORDER BY n DESC, name")?
        .query_map([kind], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect()
}

/// Handlers with their cases that have a clock, most first.
pub fn handlers(conn: &Connection) -> Result<Vec<(String, i64)>> {
    conn.prepare_cached(
        "SELECT s.name, t.n FROM tally t JOIN staff s ON s.id = CAST(t.name AS INTEGER)
         WHERE t.kind = 'handler' AND t.n > 0 ORDER BY t.n DESC, s.name",
    )?
    .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
    .collect()
}

/// Counts anew what the triggers keep, after rows were written while they slept. The tables must be empty.
pub(super) fn fill(conn: &Connection) -> Result<()> {
    conn.execute_batch(
        "INSERT INTO clock_day SELECT * FROM clock_day_reckoned;
         INSERT INTO tally SELECT * FROM tally_reckoned;",
    )
}

/// Open cases of a stage were written while the triggers slept.
pub(super) fn add_open(conn: &Connection, stage: &str, n: i64) -> Result<()> {
    conn.prepare_cached("INSERT INTO tally VALUES ('stage', ?1, ?2) ON CONFLICT DO UPDATE SET n = n + excluded.n")?
        .execute((stage, n))
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::health::{INVARIANTS, broken};
    use chrono::Days;

    /// The same, counted over the rows.
    fn counted(conn: &Connection, handler: Option<i64>, today: NaiveDate) -> Tally {
        let count = |light: &str| -> i64 {
            let sql = format!(
                "SELECT count(*) FROM deadline JOIN cases c ON c.id = case_id
                 WHERE due < '9999-12-31' AND (?2 IS NULL OR c.handler_id = ?2) AND {light}"
            );
            conn.query_row(&sql, (today.to_string(), handler), |r| r.get(0)).expect("a count")
        };
        let running = "state = 'running' AND due >= ?1 AND";
        Tally {
            overdue: count("state = 'running' AND due < ?1"),
            red: count(&format!("{running} red_from <= ?1")),
            amber: count(&format!("{running} red_from > ?1 AND amber_from <= ?1")),
            paused: count("state = 'paused' AND ?1 <> ''"),
            silent: count("state = 'running' AND silent_from <= ?1"),
        }
    }

    /// Numbers that look random and are the same in every run.
    struct Dice(u64);
    impl Dice {
        fn below(&mut self, n: u32) -> u32 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u32::try_from(self.0 >> 33).expect("31 bits") % n
        }
        fn one_of<'a>(&mut self, list: &[&'a str]) -> &'a str {
            let n = u32::try_from(list.len()).expect("few");
            list[usize::try_from(self.below(n)).expect("few")]
        }
    }

    const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 1).expect("invariant: a date");

    /// Days of a clock in any order, also such as no rule of law gives: red after the end, amber after red.
    fn days(dice: &mut Dice) -> [String; 4] {
        let mut day = || (FIRST + Days::new(dice.below(30).into())).to_string();
        let [due, amber, red, silent] = [day(), day(), day(), day()];
        let due = if dice.below(20) == 0 { "9999-12-31".to_string() } else { due };
        [due, amber, red, silent]
    }

    #[test]
    fn what_is_kept_is_what_the_rows_say_on_every_day_and_after_every_change() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = crate::store::open(&folder.path().join("a.db"), true).expect("open");
        conn.execute_batch(
            "PRAGMA foreign_keys = OFF;
             CREATE TEMP TRIGGER clocks_go BEFORE DELETE ON cases BEGIN DELETE FROM deadline WHERE case_id = old.id; END",
        )
        .expect("set");
        let mut dice = Dice(7);
        for step in 0..600u32 {
            let [due, amber, red, silent] = days(&mut dice);
            let state = dice.one_of(&["running", "running", "paused", "met", "ended"]);
            let silent = (dice.below(3) > 0).then_some(silent);
            let (rule, case) = (dice.one_of(&["DL-02", "DL-07", "DL-30"]), dice.below(40) + 1);
            let id = dice.below(step / 2 + 1) + 1;
            match dice.below(14) {
                0 => conn.execute("DELETE FROM deadline WHERE id = ?1", [id]).expect("deleted"),
                1 | 2 => conn
                    .execute(
                        "UPDATE deadline SET due = ?2, amber_from = ?3, red_from = ?4, silent_from = ?5, state = ?6 WHERE id = ?1",
                        (id, due, amber, red, silent, state),
                    )
                    .expect("changed"),
                3 => conn.execute("UPDATE deadline SET silent_from = NULL WHERE id = ?1", [id]).expect("changed"),
                4 | 5 => conn
                    .execute(
                        "INSERT OR REPLACE INTO cases (id, uid, station, stage, is_open, petitioner, opened, registrar, unit)
                         SELECT ?1, 'c' || ?1, '县', ?2, ?3, '某', '2026-11-01', 1, ?4 WHERE ?1 NOT IN (SELECT id FROM cases)",
                        (case, dice.one_of(&["S10", "S40"]), dice.below(2), dice.one_of(&["", "镇", "局"])),
                    )
                    .expect("a case"),
                6 | 7 => conn
                    .execute(
                        "UPDATE cases SET stage = ?2, is_open = ?3, unit = ?4, team = ?5, handler_id = nullif(?6, 0) WHERE id = ?1",
                        (case, dice.one_of(&["S10", "S50"]), dice.below(2), dice.one_of(&["", "镇"]), dice.one_of(&["", "一组"]), dice.below(4)),
                    )
                    .expect("changed"),
                8 if dice.below(3) == 0 => conn.execute("DELETE FROM cases WHERE id = ?1", [case]).expect("deleted"),
                _ => conn
                    .execute(
                        "INSERT INTO deadline (uid, case_id, rule, start, raw, rolled, due, amber_from, red_from, silent_from, state)
                         SELECT ?1, id, ?3, '2026-11-01', '2026-11-01', '2026-11-01', ?4, ?5, ?6, ?7, ?8 FROM cases WHERE id = ?2",
                        (format!("d{step}"), case, rule, due, amber, red, silent, state),
                    )
                    .expect("a clock"),
            };
            let today = FIRST + Days::new(dice.below(34).into());
            for handler in [None, Some(1), Some(2)] {
                let (kept, counted) = (clocks(&conn, handler, today).expect("counts"), counted(&conn, handler, today));
                assert_eq!(kept, counted, "step {step}, {today}, {handler:?}");
            }
            for rule in
                INVARIANTS.iter().filter(|rule| rule.name.starts_with("各类件数") || rule.name.starts_with("逐日亮灯"))
            {
                assert_eq!(broken(&conn, rule).expect("looked at").0, 0, "step {step}: {}", rule.name);
            }
        }
        let days: Vec<Tally> = (0..34).map(|n| clocks(&conn, None, FIRST + Days::new(n)).expect("counts")).collect();
        let most = |of: fn(&Tally) -> i64| days.iter().map(of).max().unwrap_or(0);
        let most = [most(|t| t.overdue), most(|t| t.red), most(|t| t.amber), most(|t| t.paused), most(|t| t.silent)];
        assert!(most.iter().all(|n| *n > 3), "{most:?}");
        let named: Vec<i64> = [units, teams, rules, handlers]
            .iter()
            .map(|f| f(&conn).expect("named").iter().map(|n| n.1).sum())
            .collect();
        assert!(open(&conn).expect("a count") > 3 && named[..3].iter().all(|n| *n > 1), "{named:?}");
    }

    #[test]
    fn a_count_that_drifted_from_the_rows_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = crate::store::open(&folder.path().join("a.db"), true).expect("open");
        conn.execute_batch(
            "INSERT INTO clock_day (staff, day, red) VALUES (0, '2026-11-05', 1); INSERT INTO tally VALUES ('stage', 'S10', 2)",
        )
        .expect("stored");
        let found: Vec<_> = INVARIANTS.iter().flat_map(|rule| broken(&conn, rule).expect("looked at").1).collect();
        assert_eq!(found, ["stage S10", "0 2026-11-05"]);
    }
}
