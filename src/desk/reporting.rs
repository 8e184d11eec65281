//! What reports may read: whose facts a role counts, the figures, and the cases behind a figure.
//!
//! The only way from `reports` to the store. Counts everything in scope, sealed cases too; lists show
//! them as 密封件 to whoever may not read them.

use super::lists::{CaseRow, Sight, row, sight};
use super::page::Page;
use super::{Desk, Failure, Outcome};
use crate::domain::role::{Grant, Operation, Role, grant, who_may};
use crate::store;
use crate::store::report::{Base, Filter, Scope, Sought, Sum};
use crate::store::report_sql::Dim;

impl Desk {
    /// Whose facts the user may count; `money`: a report about 经费.
    ///
    /// # Errors
    /// A refusal for a role without reports, and for 财务 outside 经费.
    pub fn report_scope(&self, money: bool) -> Outcome<Scope> {
        self.allow_view(Operation::Report)?;
        if money {
            self.allow_view(Operation::Ledger)?;
        }
        let actor = self.require_actor()?;
        match (actor.role, grant(actor.role, Operation::Report)) {
            (Role::Finance, _) if !money => Err(Failure::refusal(
                "财务只看经费类报表",
                format!("用 R13 经费台账与预算;其他报表由{}查看", who_may(Operation::Report)),
            )),
            (Role::Reception, _) => Ok(Scope::Station(self.own_station()?.name)),
            (_, Grant::Own) => Ok(Scope::Own { staff: actor.staff.unwrap_or(-1), user: actor.user }),
            _ => Ok(Scope::All),
        }
    }

    /// The words of a scope, printed under a table.
    pub fn report_scope_words(&self, money: bool) -> Outcome<String> {
        Ok(match self.report_scope(money)? {
            Scope::All => "全部".to_string(),
            Scope::Station(name) => format!("本台({name})"),
            Scope::Own { .. } => "本人经手".to_string(),
        })
    }

    /// The figures of a base: a row a group, a sum a column.
    pub fn report_figures(
        &self,
        money: bool,
        base: &Base,
        dim: Option<Dim>,
        sought: &[Sought],
    ) -> Outcome<Vec<(String, Vec<Sum>)>> {
        let scope = self.report_scope(money)?;
        Ok(store::report::figures(&self.conn, base, &scope, self.today(), dim, sought)?)
    }

    /// The cases behind a figure, newest first, after the case `after`; masked, and sealed ones as 密封件.
    ///
    /// # Errors
    /// A refusal for a role that may not look at cases.
    pub fn report_cases(
        &self,
        money: bool,
        filter: &Filter,
        after: Option<i64>,
        limit: usize,
    ) -> Outcome<Page<CaseRow>> {
        let scope = self.report_scope(money)?;
        if grant(self.require_actor()?.role, Operation::ReadCase) == Grant::No {
            return Err(Failure::refusal("您的角色不看案件,只看数字", "经费明细在经费台账中看(F9)"));
        }
        let actor = self.require_actor()?;
        let edge = after.unwrap_or(i64::MAX);
        let ids = store::report::cases_behind(&self.conn, filter, &scope, self.today(), edge, limit.saturating_add(1))?;
        let more = ids.len() > limit;
        let mut rows = Vec::new();
        for id in ids.into_iter().take(limit) {
            let Some(brief) = store::listing::load_brief(&self.conn, id)? else { continue };
            // A handler may count a claim of a case that he does not read: it stays a number.
            let seen = match sight(actor, &brief) {
                Sight::None => Sight::Sealed,
                seen => seen,
            };
            rows.push(row(brief, seen));
        }
        Ok(Page { rows, before: after.is_some(), after: more })
    }

    /// Keeps that a report left the house as a file; asked before the file gets its name.
    pub fn keep_report_file(&mut self, id: &str, words: &str, scope: &str, name: &str, sha256: &str) -> Outcome<()> {
        self.write(|w| {
            w.actor()?;
            let change = serde_json::json!({ "what": id, "file": name, "sha256": sha256 });
            w.journal("export", "export", 0, &format!("报表写成文件:{words},范围{scope}"), &change.to_string())?;
            Ok(())
        })
    }

    /// Budget granted for a year, in 分.
    pub fn report_budget(&self, year: i32) -> Outcome<Option<i64>> {
        self.report_scope(true)?;
        Ok(store::report::granted(&self.conn, year)?)
    }

    /// The name of a person of the roster who is paid.
    pub fn report_person(&self, id: &str) -> Outcome<String> {
        self.report_scope(true)?;
        Ok(store::report::person(&self.conn, id)?.unwrap_or_else(|| format!("编号{id}")))
    }
}
