//! Whether a file is whole: SQLite's own checks, and counts of rows that break a rule of the desk.
//!
//! Reads only.

use crate::domain::case::Stage;
use rusqlite::types::Value;
use rusqlite::{Connection, Result};

/// SQLite's findings; empty when the file is whole.
pub fn integrity(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare("PRAGMA integrity_check(20)")?;
    let lines: Vec<String> = statement.query_map([], |r| r.get(0))?.collect::<Result<_>>()?;
    Ok(lines.into_iter().filter(|l| l != "ok").collect())
}

/// Rows that point at nothing: `table rowid`.
pub fn dangling(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare("PRAGMA foreign_key_check")?;
    let rows = statement.query_map([], |r| {
        Ok(format!("{} {}", r.get::<_, String>(0)?, r.get::<_, Option<i64>>(1)?.unwrap_or_default()))
    })?;
    rows.take(20).collect()
}

/// A rule that holds for every row: its words, and SQL that gives the ids (or names) of rows that break it.
pub struct Invariant {
    pub name: &'static str,
    /// May use `:open`, the codes of open stages as a JSON array.
    sql: &'static str,
}

pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "在办标志与阶段一致",
        sql: "SELECT id FROM cases WHERE is_open <> (stage IN (SELECT value FROM json_each(:open)))",
    },
    Invariant {
        name: "有期限在走的标志与期限一致",
        sql: "SELECT id FROM cases c WHERE :open <> '' AND clocked <> EXISTS
              (SELECT 1 FROM deadline d WHERE d.case_id = c.id AND d.state IN ('running', 'paused'))",
    },
    Invariant {
        name: "案号不重复",
        sql: "SELECT min(id) FROM cases WHERE number IS NOT NULL AND :open <> '' GROUP BY number HAVING count(*) > 1",
    },
    Invariant {
        name: "受理的案件都有案号",
        sql: "SELECT id FROM cases WHERE accepted_on IS NOT NULL AND number IS NULL AND :open <> ''",
    },
    Invariant {
        name: "办理中的案件都有承办人",
        sql: "SELECT id FROM cases WHERE stage IN ('S40', 'S45', 'S48', 'S50', 'S60') AND handler_id IS NULL AND :open <> ''",
    },
    Invariant {
        name: "小组的承办人就是案件的承办人",
        sql: "SELECT c.id FROM cases c JOIN team_member t ON t.case_id = c.id AND t.part = 'handler'
              WHERE c.is_open = 1 AND t.staff_id IS NOT c.handler_id AND :open <> ''",
    },
    Invariant {
        name: "并案都有主案",
        sql: "SELECT id FROM cases WHERE stage = 'X20' AND merged_into IS NULL AND :open <> ''",
    },
    Invariant {
        name: "每件案件都有来访(并案除外)",
        sql: "SELECT id FROM cases c WHERE stage <> 'X20' AND :open <> ''
              AND NOT EXISTS (SELECT 1 FROM visit v WHERE v.case_id = c.id)",
    },
    Invariant {
        name: "期限的早届满不晚于两个届满",
        sql: "SELECT id FROM deadline WHERE (due > raw OR due > rolled) AND due < '9999-12-31' AND :open <> ''",
    },
    Invariant {
        name: "法定届满不早于考核届满", sql: "SELECT id FROM deadline WHERE raw > rolled AND :open <> ''"
    },
    Invariant {
        name: "结束的期限有结束日,没有未结束的暂停",
        sql: "SELECT id FROM deadline d WHERE state IN ('met', 'ended') AND :open <> '' AND (ended_on IS NULL
              OR EXISTS (SELECT 1 FROM pause p WHERE p.deadline_id = d.id AND p.until IS NULL))",
    },
    Invariant {
        name: "一个期限同时只有一次未结束的暂停",
        sql: "SELECT deadline_id FROM pause WHERE until IS NULL AND :open <> '' GROUP BY deadline_id HAVING count(*) > 1",
    },
    Invariant {
        name: "暂停的期限都有未结束的暂停",
        sql: "SELECT id FROM deadline d WHERE state = 'paused' AND :open <> ''
              AND NOT EXISTS (SELECT 1 FROM pause p WHERE p.deadline_id = d.id AND p.until IS NULL)",
    },
    Invariant {
        name: "各类件数与案件、期限一致",
        sql: "SELECT ifnull(r.kind, t.kind) || ' ' || ifnull(r.name, t.name) FROM tally_reckoned r
              FULL JOIN (SELECT * FROM tally WHERE n <> 0) t ON t.kind = r.kind AND t.name = r.name
              WHERE r.n IS NOT t.n AND :open <> ''",
    },
    Invariant {
        name: "逐日亮灯数与期限一致",
        sql: "SELECT ifnull(r.staff, t.staff) || ' ' || ifnull(r.day, t.day) FROM clock_day_reckoned r FULL JOIN
              (SELECT * FROM clock_day WHERE amber <> 0 OR red <> 0 OR late <> 0 OR silent <> 0) t
              ON t.staff = r.staff AND t.day = r.day
              WHERE (r.amber, r.red, r.late, r.silent) IS NOT (t.amber, t.red, t.late, t.silent) AND :open <> ''",
    },
];

/// How many rows break a rule, and the first of their ids (or names).
pub fn broken(conn: &Connection, rule: &Invariant) -> Result<(i64, Vec<String>)> {
    let open: Vec<&str> = Stage::ALL.iter().filter(|r| r.0.is_open()).map(|r| r.1).collect();
    let open = serde_json::json!(open).to_string();
    let mut statement = conn.prepare(rule.sql)?;
    let mut rows = statement.query([open])?;
    let (mut count, mut first) = (0, Vec::new());
    while let Some(row) = rows.next()? {
        count += 1;
        if first.len() < 5 {
            first.push(match row.get(0)? {
                Value::Text(name) => name,
                Value::Integer(id) => id.to_string(),
                other => format!("{other:?}"),
            });
        }
    }
    Ok((count, first))
}
