//! Rows of lists: what one line of a list needs of a case, and the ids of a window on the cases.
//!
//! Windows go by keyset over an index and read ids first; the few rows shown are read by id. Decides
//! nothing about who may see a case: callers do, with the fields given here.

use super::search::{Person, people_of};
use crate::domain::case::Stage;
use crate::validation::Draft;
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Result, params_from_iter};

/// A case as a line of a list; personal data in clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    pub id: i64,
    pub docket: Option<String>,
    pub number: Option<String>,
    pub petitioner: String,
    pub gist: String,
    pub stage: Stage,
    /// Code of `codes::GRADE`, "" before it is graded.
    pub grade: String,
    /// Name of the handler, "" when there is none.
    pub handler: String,
    pub handler_id: Option<i64>,
    pub registrar: i64,
    pub sealed: bool,
    pub opened: NaiveDate,
    pub visits: i64,
    pub last_action: String,
    pub last_action_at: String,
    /// The station that took it in, and where it lies now.
    pub intake: String,
    pub station: String,
}

impl Brief {
    /// As [`crate::domain::case::Case::title`].
    pub fn title(&self) -> String {
        self.number.clone().or_else(|| self.docket.clone()).unwrap_or_else(|| format!("暂存{}", self.id))
    }
}

const BRIEF: &str = "SELECT c.id, c.docket, c.number, c.petitioner, c.gist, c.stage, c.grade, coalesce(s.name, ''), \
     c.handler_id, c.registrar, c.sealed, c.opened, c.visits, c.last_action, c.last_action_at, c.intake, c.station \
     FROM cases c LEFT JOIN staff s ON s.id = c.handler_id WHERE c.id = ?1";

/// One line.
pub fn load_brief(conn: &Connection, id: i64) -> Result<Option<Brief>> {
    conn.prepare_cached(BRIEF)?
        .query_row([id], |r| {
            let code: String = r.get(5)?;
            let stage = Stage::from_code(&code).ok_or_else(|| {
                rusqlite::Error::FromSqlConversionFailure(
                    5,
                    rusqlite::types::Type::Text,
                    format!("stage {code}").into(),
                )
            })?;
            Ok(Brief {
                id: r.get(0)?,
                docket: r.get(1)?,
                number: r.get(2)?,
                petitioner: r.get(3)?,
                gist: r.get(4)?,
                stage,
                grade: r.get(6)?,
                handler: r.get(7)?,
                handler_id: r.get(8)?,
                registrar: r.get(9)?,
                sealed: r.get(10)?,
                opened: r.get::<_, String>(11)?.parse().unwrap_or_default(),
                visits: r.get(12)?,
                last_action: r.get(13)?,
                last_action_at: r.get(14)?,
                intake: r.get(15)?,
                station: r.get(16)?,
            })
        })
        .optional()
}

/// Whether somebody handles, or handled, a case: in the index alone.
pub fn is_handled_by(conn: &Connection, id: i64, staff: i64) -> Result<bool> {
    conn.prepare_cached("SELECT 1 FROM cases INDEXED BY cases_handler WHERE handler_id = ?1 AND id = ?2")?
        .exists((staff, id))
}

const PEOPLE: &str =
    "SELECT name, document_no, phone, representatives FROM visit WHERE case_id = ?1 ORDER BY id DESC LIMIT 20";

/// Everyone who came in the visits of a case (at most the newest 20), in clear.
pub fn list_people(conn: &Connection, case: i64) -> Result<Vec<Person>> {
    let mut people = Vec::new();
    // Four columns, not the whole form: the check for earlier visits asks this of a hundred cases.
    let mut query = conn.prepare_cached(PEOPLE)?;
    let mut rows = query.query([case])?;
    while let Some(row) = rows.next()? {
        let mut draft = Draft::default();
        for (i, key) in ["name", "document_no", "phone", "representatives"].into_iter().enumerate() {
            draft.set(key, row.get::<_, Option<String>>(i)?.unwrap_or_default());
        }
        people.extend(people_of(&draft));
    }
    Ok(people)
}

/// Which cases a window looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Among {
    All,
    /// Cases still open.
    Open,
    /// Cases of one stage.
    Stage(Stage),
    /// Cases in the hand of one person of the roster.
    Handler {
        staff: i64,
        open_only: bool,
    },
    /// What a user works on: as handler, or registered by him and not yet assigned.
    Mine {
        staff: i64,
        user: i64,
        open_only: bool,
    },
    /// What a user registered.
    Registered {
        user: i64,
        open_only: bool,
    },
}

/// Where a window starts: (opened, id) of the row just outside it.
pub type Edge<'a> = Option<(&'a str, i64)>;

/// Ids of up to `limit` cases next to `edge`: newest first, or with `backwards` from the edge towards
/// newer ones. [`Among::All`] goes by (opened, id), the others by id.
pub fn list_ids(conn: &Connection, among: &Among, edge: Edge, limit: usize, backwards: bool) -> Result<Vec<i64>> {
    let (sql, values) = window(among, edge, limit, backwards);
    conn.prepare_cached(&sql)?.query_map(params_from_iter(values), |r| r.get(0))?.collect()
}

const OPEN_STAGES: fn() -> Vec<&'static str> =
    || Stage::ALL.iter().filter(|s| s.0.is_open()).map(|s| s.0.code()).collect();

/// The SQL of a window and its values. Each branch walks one index in order and stops at the limit.
pub(super) fn window(among: &Among, edge: Edge, limit: usize, backwards: bool) -> (String, Vec<Value>) {
    let (sign, order) = if backwards { (">", "ASC") } else { ("<", "DESC") };
    let none = if backwards { ("", 0) } else { ("9999-12-31", i64::MAX) };
    let (opened, id) = edge.unwrap_or(none);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut values = vec![Value::Integer(id), Value::Integer(limit)];
    // Branches of a walk by id: FROM … WHERE …, and the name of the id column.
    let by_id = |branches: &[(String, &str)]| {
        let parts: Vec<String> = branches
            .iter()
            .map(|(from, id)| {
                format!(
                    "SELECT * FROM (SELECT {id} AS id FROM {from} AND {id} {sign} ?1 ORDER BY {id} {order} LIMIT ?2)"
                )
            })
            .collect();
        match parts.as_slice() {
            [one] => one.clone(),
            _ => format!("SELECT id FROM ({}) ORDER BY id {order} LIMIT ?2", parts.join(" UNION ALL ")),
        }
    };
    let by_day = |condition: &str| {
        format!(
            "SELECT id FROM cases WHERE (opened, id) {sign} (?3, ?1) {condition} ORDER BY opened {order}, id {order} LIMIT ?2"
        )
    };
    let held = "cases INDEXED BY cases_open_handler WHERE is_open = 1 AND handler_id = ?3".to_string();
    let all = "cases INDEXED BY cases_handler WHERE handler_id = ?3".to_string();
    let sql = match among {
        Among::All => {
            values.push(Value::Text(opened.to_string()));
            by_day("")
        }
        Among::Open => {
            let branches: Vec<(String, &str)> = OPEN_STAGES()
                .into_iter()
                .map(|s| (format!("cases INDEXED BY cases_open_stage WHERE is_open = 1 AND stage = '{s}'"), "id"))
                .collect();
            by_id(&branches)
        }
        Among::Stage(stage) if stage.is_open() => {
            values.push(Value::Text(stage.code().to_string()));
            by_id(&[("cases INDEXED BY cases_open_stage WHERE is_open = 1 AND stage = ?3".to_string(), "id")])
        }
        Among::Stage(stage) => {
            values.extend([Value::Text(opened.to_string()), Value::Text(stage.code().to_string())]);
            let closed = format!(
                "SELECT id FROM cases INDEXED BY cases_closed_stage WHERE is_open = 0 AND stage = ?4
                 AND (opened, id) {sign} (?3, ?1) ORDER BY opened {order}, id {order} LIMIT ?2"
            );
            return (closed, values);
        }
        Among::Handler { staff, open_only } => {
            values.push(Value::Integer(*staff));
            by_id(&[(if *open_only { held } else { all }, "id")])
        }
        Among::Mine { staff, user, open_only } => {
            values.extend([Value::Integer(*staff), Value::Integer(*user)]);
            let taken_in =
                "cases INDEXED BY cases_unassigned WHERE is_open = 1 AND handler_id IS NULL AND registrar = ?4";
            by_id(&[(if *open_only { held } else { all }, "id"), (taken_in.to_string(), "id")])
        }
        Among::Registered { user, open_only } => {
            values.extend([Value::Text(opened.to_string()), Value::Integer(*user)]);
            by_day(if *open_only { "AND registrar = ?4 AND is_open = 1" } else { "AND registrar = ?4" })
        }
    };
    (sql, values)
}

/// Rows that tests of the desk start from.
#[cfg(test)]
pub(crate) mod fixture {
    use rusqlite::{Connection, Result};

    /// A user of the desk, and his entry in the roster when `staff`.
    pub fn user(conn: &Connection, id: i64, login: &str, role: &str, staff: Option<i64>) -> Result<()> {
        if let Some(staff) = staff {
            conn.execute(
                "INSERT INTO staff (id, uid, name, profession) VALUES (?1, ?2, ?3, '04')",
                (staff, format!("s{staff}"), login),
            )?;
        }
        conn.execute(
            "INSERT INTO user (id, uid, login, name, role, staff_id, password) VALUES (?1, ?2, ?3, ?3, ?4, ?5, '')",
            (id, format!("u{id}"), login, role, staff),
        )?;
        Ok(())
    }

    /// Sets columns of a case as later steps of the flow would.
    pub fn set(conn: &Connection, case: i64, assignment: &str) -> Result<()> {
        conn.execute(&format!("UPDATE cases SET {assignment} WHERE id = ?1"), [case])?;
        Ok(())
    }

    /// The steps of the plan of a query, joined.
    pub fn plan(conn: &Connection, sql: &str) -> Result<String> {
        let mut statement = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
        let steps: Vec<String> = statement.raw_query_details()?;
        Ok(steps.join("\n"))
    }

    trait Details {
        fn raw_query_details(&mut self) -> Result<Vec<String>>;
    }
    impl Details for rusqlite::Statement<'_> {
        fn raw_query_details(&mut self) -> Result<Vec<String>> {
            let mut rows = self.raw_query();
            let mut out = Vec::new();
            while let Some(row) = rows.next()? {
                out.push(row.get(3)?);
            }
            Ok(out)
        }
    }

    /// How often a key leads to a case, and how many visits have words.
    pub fn counts(conn: &Connection, case: i64) -> Result<(i64, i64)> {
        conn.query_row(
            "SELECT (SELECT count(*) FROM lookup WHERE case_id = ?1), (SELECT count(*) FROM narrative)",
            [case],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{narrative, search};

    /// Steps that would walk a big table. Walking `cases` is allowed through an index only, and lists
    /// are never sorted but for the few rows of joined branches.
    fn assert_index_only(conn: &Connection, sql: &str) {
        let plan = fixture::plan(conn, sql).expect(sql);
        for line in plan.lines() {
            let scan = line.trim_start().strip_prefix("SCAN ").unwrap_or_default();
            let walks = ["cases", "visit", "lookup", "team_member", "a", "b", "c", "t"];
            let table = scan.split(' ').next().unwrap_or_default();
            let in_order = scan.contains("USING") && scan.contains("INDEX cases_opened");
            assert!(!walks.contains(&table) || in_order, "{sql}\n{plan}");
        }
        let branches = sql.contains("UNION ALL");
        assert!(branches || !plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
    }

    #[test]
    fn every_read_goes_by_an_index() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = super::super::open(&folder.path().join("desk.db"), true).expect("a file");
        for sql in [search::EXACT, search::PREFIX, search::PREFIX_DOWN, search::BOTH, narrative::WALK, BRIEF, PEOPLE] {
            assert_index_only(&conn, sql);
        }
        let (staff, user) = (1, 1);
        for among in [
            Among::All,
            Among::Open,
            Among::Stage(Stage::Working),
            Among::Stage(Stage::Archived),
            Among::Handler { staff, open_only: true },
            Among::Handler { staff, open_only: false },
            Among::Mine { staff, user, open_only: false },
            Among::Registered { user, open_only: true },
        ] {
            for backwards in [false, true] {
                for edge in [None, Some(("2026-01-01", 5))] {
                    let (sql, values) = window(&among, edge, 40, backwards);
                    assert_index_only(&conn, &sql);
                    assert!(list_ids(&conn, &among, edge, 40, backwards).expect(&sql).is_empty(), "{values:?}");
                }
            }
        }
    }
}
