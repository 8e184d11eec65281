//! Checking the file: whole, its journal unbroken, and what should hold holds. Changes nothing; a
//! damaged file is never repaired in place.

use super::replay::{self, Replayed};
use super::{Desk, Outcome};
use crate::domain::backup::Head;
use crate::domain::role::Operation;
use crate::store;
use crate::store::health::INVARIANTS;
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was checked, in the user's words.
    pub name: &'static str,
    pub ok: bool,
    /// What was found; when all is well, "" or how much was looked at.
    pub detail: String,
}

impl Desk {
    /// Looks at everything, and goes on after a bad finding.
    ///
    /// # Errors
    /// A refusal for who may not audit; a fault when the file cannot be read at all.
    pub fn check(&self) -> Outcome<Vec<Finding>> {
        self.check_with(false)
    }

    /// As [`Desk::check`]; with `all` every case is replayed, not only those of the latest acts.
    ///
    /// # Errors
    /// As [`Desk::check`].
    pub fn check_with(&self, all: bool) -> Outcome<Vec<Finding>> {
        self.allow(Operation::Audit)?;
        self.look(all)
    }

    /// The looking itself; whoever calls has asked who may.
    pub(super) fn look(&self, all: bool) -> Outcome<Vec<Finding>> {
        let list = |name, rows: Vec<String>| Finding { name, ok: rows.is_empty(), detail: rows.join(";") };
        let mut findings = vec![
            list("文件完整", store::health::integrity(&self.conn)?),
            list("记录相互对应", store::health::dangling(&self.conn)?),
        ];
        let broken = store::journal::first_break(&self.conn)?;
        findings.push(Finding {
            name: "流水链未断",
            ok: broken.is_none(),
            detail: broken.map(|seq| format!("第{seq}条起对不上:被改动或删除过")).unwrap_or_default(),
        });
        for rule in INVARIANTS {
            let (count, first) = store::health::broken(&self.conn, rule)?;
            let detail =
                if count > 0 { format!("{count}条不合,如编号 {}", first.join("、")) } else { String::new() };
            findings.push(Finding { name: rule.name, ok: count == 0, detail });
        }
        findings.push(self.replayed(all)?);
        Ok(findings)
    }

    /// Whether the journal still holds the row that a 日结单 or the note of a backup named: what was cut off its
    /// end, or written anew from some row on, is found by nothing inside the file.
    ///
    /// # Errors
    /// As [`Desk::check`].
    pub fn check_head(&self, told: &Head) -> Outcome<Finding> {
        self.allow(Operation::Audit)?;
        self.look_head(told)
    }

    pub(super) fn look_head(&self, told: &Head) -> Outcome<Finding> {
        let detail = match store::journal::hash_at(&self.conn, told.seq)? {
            Some(hash) if told.names(&hash) => String::new(),
            Some(_) => format!("第{}条与所给的哈希不同:该条或它以前被改写过", told.seq),
            None => {
                let last = store::journal::head_told(&self.conn)?.seq;
                format!("流水只到第{last}条,从第{}条起被截去", last + 1)
            }
        };
        Ok(Finding { name: "流水与所给末条一致", ok: detail.is_empty(), detail })
    }

    /// Cases worked out again from their journal, newest acts first, until the budget is spent.
    fn replayed(&self, all: bool) -> Outcome<Finding> {
        let mut said = Replays::default();
        let Some(calendars) = replay::calendars(&self.conn)? else {
            return Ok(said.finding(Some("日历的导入没有留下内容(旧版流水),未逐件重放".into())));
        };
        let began = Instant::now();
        let mut seen = HashSet::new();
        let (mut after, mut before) = (0, i64::MAX);
        loop {
            let ids = if all {
                let ids = store::case::list_ids(&self.conn, after, CHUNK)?;
                after = ids.last().copied().unwrap_or(after);
                ids
            } else {
                let rows = store::journal::list_latest_cases(&self.conn, before, CHUNK)?;
                before = rows.last().map_or(before, |r| r.0);
                rows.into_iter().map(|r| r.1).collect()
            };
            if ids.is_empty() {
                return Ok(said.finding(None));
            }
            for id in ids.into_iter().filter(|id| all || seen.insert(*id)) {
                said.take(id, replay::replay(&self.conn, &calendars, id)?);
                if !all && began.elapsed() > BUDGET {
                    said.more = true;
                    return Ok(said.finding(None));
                }
            }
        }
    }
}

/// Time for the replays of one check.
const BUDGET: Duration = Duration::from_secs(2);
const CHUNK: i64 = 500;

/// What the replays found.
#[derive(Default)]
struct Replays {
    same: u64,
    untold: u64,
    wrong: u64,
    first: String,
    /// The budget ended before the cases did.
    more: bool,
}

impl Replays {
    fn take(&mut self, id: i64, found: Replayed) {
        match found {
            Replayed::Same => self.same += 1,
            Replayed::Untold => self.untold += 1,
            Replayed::Differs(what) => {
                self.wrong += 1;
                if self.wrong == 1 {
                    self.first = format!("编号{id} {what}");
                }
            }
        }
    }

    fn finding(self, other: Option<String>) -> Finding {
        let mut words = Vec::new();
        if self.wrong > 0 {
            words.push(format!("{}件与流水不符,如{}", self.wrong, self.first));
        }
        if self.same > 0 {
            words.push(format!("重放{}件", self.same));
        }
        if self.untold > 0 {
            words.push(format!("演示数据或旧版流水{}件,未逐件重放", self.untold));
        }
        words.extend(other);
        if self.more {
            words.push("其余用 --all".into());
        }
        Finding { name: "案件可由流水重放", ok: self.wrong == 0, detail: words.join(";") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Clock;
    use crate::domain::role::{Actor, Role};

    fn bad(desk: &Desk) -> Vec<&'static str> {
        desk.check().expect("checked").iter().filter(|f| !f.ok).map(|f| f.name).collect()
    }

    #[test]
    fn a_new_file_is_whole_and_tampering_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let now = "2026-11-23T16:42:00".parse().expect("a time");
        let path = folder.path().join("desk.db");
        let mut desk = Desk::create(&path, Clock::Fixed(now), "命令行").expect("a desk");
        desk.conn
            .execute_batch(
                "INSERT INTO user (id, uid, login, name, role, password) VALUES (1, 'u', 'admin', '管理', 'admin', '')",
            )
            .expect("a user");
        let (login, name) = ("admin".to_string(), "管理".to_string());
        desk.actor = Some(Actor { user: 1, login, name, role: Role::Admin, staff: None });
        desk.write(|w| w.journal("user.add", "user", 1, "新建", "{}")).expect("journalled");
        assert_eq!(bad(&desk), Vec::<&str>::new());
        desk.conn
            .execute_batch(
                "DROP TRIGGER journal_keeps; UPDATE journal SET note = '改过' WHERE seq = 1;
                 INSERT INTO cases (uid, station, stage, is_open, petitioner, opened, registrar)
                   VALUES ('c', '县工作室', 'S29', 1, '和志强', '2026-11-01', 1);",
            )
            .expect("tampered");
        assert_eq!(bad(&desk), ["流水链未断", "在办标志与阶段一致", "每件案件都有来访(并案除外)"]);
        if let Some(actor) = desk.actor.as_mut() {
            actor.role = Role::Reception;
        }
        assert_eq!(desk.check().expect_err("not hers").exit_code(), 4);
    }
}
