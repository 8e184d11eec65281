//! Figures of reports and the cases behind them: one query a fact and period, read in one index.
//!
//! A figure and its list of cases are made from the same filter, so they cannot disagree.

use super::report_sql::{Day, Dim, Fact, Mark, Weight};
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Result, ToSql};

/// Whose facts are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    All,
    /// What a station took in.
    Station(String),
    /// What a person handles or registered.
    Own {
        staff: i64,
        user: i64,
    },
}

/// Facts of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base {
    pub fact: Fact,
    pub day: Day,
    /// First and last day, both counted; nothing to a base that counts what runs now.
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// What a figure counts: the facts that carry all marks, of one group or of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    pub base: Base,
    pub marks: Vec<Mark>,
    /// Only lines of these groups.
    pub group: Option<(Dim, Vec<String>)>,
}

/// A column of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    pub marks: Vec<Mark>,
    pub weight: Weight,
}

/// Lines, and the sum of their weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub lines: i64,
    pub weight: i64,
}

impl std::ops::AddAssign for Sum {
    fn add_assign(&mut self, o: Sum) {
        self.lines += o.lines;
        self.weight += o.weight;
    }
}

/// Marks that every figure of a base shares: the day, the scope, and of some facts the form.
fn conditions(base: &Base, scope: &Scope) -> Vec<String> {
    let mut list = vec![base.fact.from(base.day).1.to_string()];
    match base.fact.day(base.day) {
        Some((day, true)) => list.push(format!("{day} >= :since AND {day} < :until || 'U'")),
        Some((day, false)) => list.push(format!("{day} >= :since AND {day} <= :until")),
        None => {}
    }
    match scope {
        Scope::All => {}
        Scope::Station(_) => list.push(base.fact.station().to_string()),
        Scope::Own { .. } => list.push(base.fact.own().to_string()),
    }
    list
}

fn marked(fact: Fact, marks: &[Mark]) -> String {
    if marks.is_empty() {
        return "1".to_string();
    }
    let list: Vec<String> = marks.iter().map(|m| m.sql(fact)).collect();
    list.join(" AND ")
}

/// The SQL of the figures of a base.
fn figures_sql(base: &Base, scope: &Scope, dim: Option<Dim>, sought: &[Sought]) -> String {
    let fact = base.fact;
    let columns: Vec<String> = sought
        .iter()
        .map(|s| {
            let when = marked(fact, &s.marks);
            let lines = fact.line().replace("{}", &when);
            format!("{lines}, ifnull(sum(CASE WHEN {when} THEN {} END), 0)", s.weight.sql(fact))
        })
        .collect();
    let (tables, _) = fact.from(base.day);
    let mut all = conditions(base, scope);
    // A mark that every column carries is looked at once, and by index where there is one.
    if let Some((first, others)) = sought.split_first() {
        let shared = first.marks.iter().filter(|m| others.iter().all(|s| s.marks.contains(m)));
        all.extend(shared.map(|m| m.sql(fact)));
    }
    // The lines of many columns are wanted only if one of them may count.
    let key = dim.map_or("''", |d| d.sql(fact));
    let group = if dim.is_some() { " GROUP BY 1" } else { "" };
    format!("SELECT {key}, {} FROM {tables} WHERE {}{group}", columns.join(", "), all.join(" AND "))
}

/// Only the parameters that a query names.
fn bound<'a>(sql: &str, all: &'a [(&'static str, Value)]) -> Vec<(&'static str, &'a dyn ToSql)> {
    all.iter().filter(|(name, _)| sql.contains(name)).map(|(name, value)| (*name, value as &dyn ToSql)).collect()
}

fn values(base: &Base, scope: &Scope, today: NaiveDate) -> Vec<(&'static str, Value)> {
    let mut list = vec![
        (":since", Value::Text(base.from.to_string())),
        (":until", Value::Text(base.to.to_string())),
        (":now", Value::Text(today.to_string())),
    ];
    match scope {
        Scope::All => {}
        Scope::Station(name) => list.push((":station", Value::Text(name.clone()))),
        Scope::Own { staff, user } => {
            list.extend([(":staff", Value::Integer(*staff)), (":user", Value::Integer(*user))]);
        }
    }
    list
}

/// The figures of a base, a row a group (one row with key "" without a group), a sum a column.
pub fn figures(
    conn: &Connection,
    base: &Base,
    scope: &Scope,
    today: NaiveDate,
    dim: Option<Dim>,
    sought: &[Sought],
) -> Result<Vec<(String, Vec<Sum>)>> {
    let sql = figures_sql(base, scope, dim, sought);
    let all = values(base, scope, today);
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map(bound(&sql, &all).as_slice(), |r| {
        let sums = (0..sought.len()).map(|i| Ok(Sum { lines: r.get(1 + i * 2)?, weight: r.get(2 + i * 2)? }));
        Ok((r.get::<_, Option<String>>(0)?.unwrap_or_default(), sums.collect::<Result<Vec<Sum>>>()?))
    })?;
    rows.collect()
}

/// Cases behind a figure, newest first, those before `before`; each once.
pub fn cases_behind(
    conn: &Connection,
    filter: &Filter,
    scope: &Scope,
    today: NaiveDate,
    before: i64,
    limit: usize,
) -> Result<Vec<i64>> {
    let fact = filter.base.fact;
    let (tables, _) = fact.from(filter.base.day);
    let case = fact.case();
    let mut all = conditions(&filter.base, scope);
    all.extend(filter.marks.iter().map(|m| m.sql(fact)));
    all.push(format!("{case} < :before"));
    let mut given = values(&filter.base, scope, today);
    if let Some((dim, keys)) = &filter.group {
        all.push(format!("{} IN (SELECT value FROM json_each(:keys))", dim.sql(fact)));
        given.push((":keys", Value::Text(serde_json::Value::from(keys.clone()).to_string())));
    }
    given.push((":before", Value::Integer(before)));
    given.push((":limit", Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX))));
    let sql = format!("SELECT DISTINCT {case} FROM {tables} WHERE {} ORDER BY 1 DESC LIMIT :limit", all.join(" AND "));
    conn.prepare_cached(&sql)?.query_map(bound(&sql, &given).as_slice(), |r| r.get(0))?.collect()
}

/// What a budget of a year was granted, in 分.
pub fn granted(conn: &Connection, year: i32) -> Result<Option<i64>> {
    conn.prepare_cached("SELECT granted FROM budget WHERE year = ?1")?.query_row([year], |r| r.get(0)).optional()
}

/// The name of a person of the roster.
pub fn person(conn: &Connection, id: &str) -> Result<Option<String>> {
    conn.prepare_cached("SELECT name FROM staff WHERE id = CAST(?1 AS INTEGER)")?
        .query_row([id], |r| r.get(0))
        .optional()
}

#[cfg(test)]
mod tests {
    use super::super::listing::fixture::plan;
    use super::super::report_sql::Col;
    use super::*;

    fn base(fact: Fact, day: Day) -> Base {
        let date = |text: &str| text.parse().expect("a date");
        Base { fact, day, from: date("2026-11-01"), to: date("2026-11-30") }
    }

    #[test]
    fn visits_and_cases_are_counted_in_an_index_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = super::super::open(&folder.path().join("desk.db"), true).expect("a file");
        let visits = [Mark::Between(Col::People, 5, i64::MAX), Mark::Is(Col::Repeat, "2"), Mark::Is(Col::Nature, "1")];
        let cases =
            [Mark::Is(Col::Stage, "S29"), Mark::Is(Col::DeclinedFor, "N01"), Mark::In(Col::Outcome, &["1", "2"])];
        let own = Scope::Own { staff: 1, user: 1 };
        for (fact, days, marks, dims) in [
            (Fact::Visits, [Day::Registered, Day::Petitioned], visits, [None, Some(Dim::Respondent)]),
            (Fact::Cases, [Day::Registered, Day::Closed], cases, [None, Some(Dim::Dispute)]),
        ] {
            for day in days {
                for dim in dims {
                    for scope in [&Scope::All, &Scope::Station("县工作室".into()), &own] {
                        let sought = [Sought { marks: marks.to_vec(), weight: Weight::People }];
                        let sql = figures_sql(&base(fact, day), scope, dim, &sought);
                        let plan = plan(&conn, &sql).expect(&sql);
                        let first = plan.lines().next().unwrap_or_default();
                        assert!(first.starts_with("SEARCH") && first.contains("COVERING INDEX"), "{sql}\n{plan}");
                    }
                }
            }
        }
    }

    /// What lies beside the cases is counted in narrow rows alone: in a large file each row of a table would
    /// be a page read from the disk.
    #[test]
    fn what_lies_beside_a_case_is_counted_in_narrow_rows() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = super::super::open(&folder.path().join("desk.db"), true).expect("a file");
        let guide = Mark::Is(Col::Rule, "guide");
        for (fact, day, marks, weight) in [
            (Fact::Clocks, Day::Due, vec![Mark::In(Col::Rule, &["DL-05"]), Mark::MetInTime], Weight::People),
            (Fact::Supervisions, Day::Done, vec![Mark::AnswerLate], Weight::People),
            (Fact::Warnings, Day::Done, vec![Mark::Is(Col::Rule, "A1"), Mark::Filled(Col::Signed)], Weight::Response),
            (Fact::Records, Day::Done, vec![guide, Mark::Is(Col::Route, "1")], Weight::People),
            (
                Fact::Records,
                Day::Done,
                vec![Mark::Is(Col::Rule, "relief"), Mark::Is(Col::Kind, "1"), Mark::Is(Col::Event, "1")],
                Weight::People,
            ),
            (Fact::Returns, Day::Closed, vec![Mark::Is(Col::Repeat, "1")], Weight::Involved),
            (Fact::Visits, Day::Closed, vec![Mark::Is(Col::Nature, "1")], Weight::People),
            (Fact::Claims, Day::Paid, vec![Mark::Is(Col::State, "paid")], Weight::Money),
            (Fact::Cases, Day::Registered, vec![Mark::AcceptedWithin(30), Mark::WaitsOver(30)], Weight::People),
            (Fact::Cases, Day::Accepted, vec![], Weight::People),
        ] {
            let sought = [Sought { marks, weight }];
            for scope in [Scope::All, Scope::Station("县工作室".into()), Scope::Own { staff: 1, user: 1 }] {
                let sql = figures_sql(&base(fact, day), &scope, None, &sought);
                let plan = plan(&conn, &sql).expect(&sql);
                // Not the words that look up whose a visit is, nor the few visits that name an earlier case.
                let walked =
                    |l: &&str| ["c", "d", "k", "r", "s", "v", "w"].iter().any(|t| l.contains(&format!(" {t} ")));
                for line in plan.lines().filter(walked).filter(|l| !l.contains("visit_again")) {
                    let narrow = line.contains("COVERING INDEX") || line.contains("SEARCH r USING PRIMARY KEY");
                    assert!(line.contains("SEARCH") && narrow, "{sql}\n{plan}");
                }
            }
        }
    }

    #[test]
    fn no_fact_is_walked_from_end_to_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = super::super::open(&folder.path().join("desk.db"), true).expect("a file");
        for (fact, day, mark) in [
            (Fact::Clocks, Day::Due, Mark::In(Col::Rule, &["DL-05"])),
            (Fact::Clocks, Day::Now, Mark::LightOver),
            (Fact::Supervisions, Day::Done, Mark::AnswerLate),
            (Fact::Warnings, Day::Done, Mark::Is(Col::Rule, "A1")),
            (Fact::Records, Day::Done, Mark::Is(Col::Rule, "guide")),
            (Fact::Claims, Day::Paid, Mark::Is(Col::State, "paid")),
            (Fact::Returns, Day::Closed, Mark::Is(Col::Repeat, "1")),
        ] {
            let sought = [Sought { marks: vec![mark], weight: Weight::People }];
            let sql = figures_sql(&base(fact, day), &Scope::All, None, &sought);
            let plan = plan(&conn, &sql).expect(&sql);
            let walks = plan.lines().any(|l| l.trim_start().starts_with("SCAN") && !l.contains("json_each"));
            assert!(!walks, "{sql}\n{plan}");
        }
    }
}
