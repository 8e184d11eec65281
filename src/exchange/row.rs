//! A row of a ledger becomes the draft of a visit, and its verdict.
//!
//! Owns what a ledger leaves unsaid and what its merged cells say. Whether the draft is a visit is decided
//! by [`Visit::check`], as at the window. What cannot be taken in is told, never guessed.

use super::headings::{Plan, Target};
use super::reading::{Cell, Raw};
use super::sheet::untamed;
use super::spoiled::{RUINED, document, moment, phone};
use super::verdict::{Judged, Verdict};
use crate::domain::visit::{Completeness, Visit};
use crate::domain::visit_table::VISIT;
use crate::store::import_rows::Prepared;
use crate::validation::text::{clean_line, clean_text};
use crate::validation::{Draft, Kind, Problem, date};
use chrono::NaiveDateTime;

/// Fields without which, or with which wrong, a row is not taken in. Any other field that cannot be read
/// is left out with a warning: the visit itself is sound.
const ESSENTIAL: &[&str] = &[
    "name",
    "document_no",
    "phone",
    "people",
    "gist",
    "summary",
    "visited_at",
    "petitioned_on",
    "registered_on",
    "source",
];

/// Fields that belong to one person: a merged cell holds for each of its rows only where the name is merged
/// with it.
pub const OF_ONE: &[&str] = &["document_no", "phone"];

/// Longest 一句话诉求; the rest of a longer one is the summary.
const GIST: usize = 60;

/// Judges a row. `over`: the whole ledger is of matters that are over.
pub fn judge(plan: &Plan, raw: Raw, now: NaiveDateTime, over: bool) -> Judged {
    let Raw { line, cells, merged } = raw;
    let mut row = Row { draft: VISIT.blank(), ..Row::default() };
    row.take_merged(plan, &merged);
    for (target, cell) in plan.targets.iter().zip(&cells) {
        match target {
            _ if cell.is_empty() => {}
            Target::Field(key) => row.take(key, cell, now),
            Target::Status => row.status = clean_line(&cell.text()),
            Target::Skip | Target::Unknown => {}
        }
    }
    row.complete(plan);
    let outcome = row.outcome(over);
    let visit = row.check(now);
    let verdict = match (&visit, row.look.is_empty()) {
        (None, _) => Verdict::Wrong,
        (_, false) => Verdict::Warning,
        _ => Verdict::Good,
    };
    let wrong = visit.is_none();
    Judged {
        line,
        verdict,
        notes: if wrong { row.wrong } else { row.look },
        taken: if wrong { Vec::new() } else { row.taken },
        visit: visit.map(|visit| Box::new(Prepared::new(visit, outcome))),
        cells,
        name: row.draft.get("name").to_string(),
    }
}

#[derive(Default)]
struct Row {
    draft: Draft,
    wrong: Vec<Problem>,
    look: Vec<Problem>,
    taken: Vec<Problem>,
    status: String,
}

fn label(key: &str) -> &'static str {
    VISIT.field(key).map_or("", |f| f.label)
}

impl Row {
    fn say_wrong(&mut self, key: &str, text: impl AsRef<str>) {
        self.wrong.push(Problem::new(key, format!("{}: {}", label(key), text.as_ref())));
    }
    fn say_look(&mut self, key: &str, text: impl AsRef<str>) {
        self.look.push(Problem::new(key, format!("{}: {}", label(key), text.as_ref())));
    }

    /// Values that the office wrote once for several rows.
    fn take_merged(&mut self, plan: &Plan, merged: &[(usize, u64)]) {
        let target = |column: usize| plan.targets.get(column).copied();
        for (column, from) in merged {
            let (key, word) = match target(*column) {
                Some(Target::Field(key)) => (key, label(key)),
                Some(Target::Status) => ("status", "办理状态"),
                _ => continue,
            };
            let same_person = || merged.iter().any(|m| target(m.0) == Some(Target::Field("name")) && m.1 <= *from);
            if OF_ONE.contains(&key) && !same_person() {
                let text = format!("与第{from}行合并成一格,姓名却各是各的;一人一个号码,请拆开这一格逐行填写");
                self.say_wrong(key, text);
            } else {
                self.taken.push(Problem::new(key, format!("{word}: 同第{from}行(合并单元格)")));
            }
        }
    }

    fn take(&mut self, key: &'static str, cell: &Cell, now: NaiveDateTime) {
        if let Cell::Broken(what) = cell {
            return self.say_wrong(key, format!("公式出错{what},请在表格软件里改正"));
        }
        let text = match cell {
            Cell::Text(text) => clean_text(untamed(text)),
            other => clean_text(untamed(&other.text())),
        };
        if text.contains('\u{FFFD}') {
            return self.say_wrong(key, "有读不出的字,请在表格软件里另存为xlsx或UTF-8的csv");
        }
        let kind = VISIT.field(key).map_or(Kind::Line(60), |f| f.kind);
        let taken = match kind {
            Kind::Document(_) => document(cell, &text),
            Kind::Phone => phone(cell, &text),
            Kind::PastTime => moment(cell, &text, now).map(date::canonical_time),
            Kind::PastDate | Kind::Date => moment(cell, &text, now).map(|at| at.date().to_string()),
            Kind::Number(..) => Ok(text.trim_end_matches(['人', '名', '次']).trim().to_string()),
            Kind::Text(..) | Kind::Rows(..) => Ok(text),
            _ => Ok(clean_line(&text)),
        };
        match taken {
            Ok(text) => self.draft.set(key, text),
            Err(text) if ESSENTIAL.contains(&key) => self.say_wrong(key, text),
            Err(text) => self.say_look(key, format!("{text};此栏未导入")),
        }
    }

    /// What the ledger does not write down, and says by that.
    fn complete(&mut self, plan: &Plan) {
        let draft = &mut self.draft;
        let copy = |draft: &mut Draft, from: &str, to: &str| {
            if !draft.has(to) && draft.has(from) {
                let day = draft.get(from).get(..10).unwrap_or_default();
                let value = if to == "visited_at" { format!("{day}T00:00") } else { day.to_string() };
                draft.set(to, value);
            }
        };
        copy(draft, "petitioned_on", "visited_at");
        copy(draft, "visited_at", "petitioned_on");
        copy(draft, "visited_at", "registered_on");
        let long = draft.get("gist").chars().count() > GIST;
        if long && !draft.has("summary") {
            let whole = draft.get("gist").to_string();
            draft.set("summary", whole);
        }
        if !draft.has("gist") || long && draft.has("summary") {
            let from = if draft.has("gist") { "gist" } else { "summary" };
            let begin: String = clean_line(draft.get(from)).chars().take(GIST).collect();
            draft.set("gist", begin);
        }
        if let Ok(people) = draft.get("people").parse::<i64>()
            && !plan.has("involved")
        {
            draft.set("involved", people.to_string());
        }
        let faulty = |wrong: &[Problem], key: &str| wrong.iter().any(|p| p.field == key);
        for (key, reason) in [("document_no", "no_document"), ("phone", "no_phone")] {
            if !self.draft.has(key)
                && !self.draft.has(reason)
                && !faulty(&self.wrong, key)
                && self.draft.get("name") != "匿名"
            {
                self.draft.set(reason, "9");
                if plan.has(key) {
                    self.say_look(key, "原台账未记,按“旧台账未记”登记");
                }
            }
        }
        let number = self.draft.get("document_no");
        if number.len() == 18 && number.ends_with("000") {
            self.say_look("document_no", "末三位是000,可能被表格软件改写过,请对照原件");
        }
        if self.draft.get("name") == "匿名" && !self.draft.has("anonymous") {
            self.draft.set("anonymous", "2");
        }
        if !self.draft.has("source") {
            self.draft.set("source", "9");
            if plan.has("source") {
                self.say_look("source", "没有填,按“其他”登记");
            }
        }
        for key in ["visited_at", "name", "gist"] {
            let other = if key == "visited_at" { "petitioned_on" } else { "" };
            if !self.draft.has(key) && !faulty(&self.wrong, key) && !faulty(&self.wrong, other) {
                self.say_wrong(key, "没有填;同上而留空的,在 --map 对应表里写 向下填充=列名");
            }
        }
    }

    /// How the matter ended, in the words of the ledger; `None` = open.
    fn outcome(&mut self, over: bool) -> Option<String> {
        let status = self.status.clone();
        let says = |words: &[&str]| words.iter().any(|w| status.contains(w));
        if over {
            return Some(if status.is_empty() { "原台账记为已办结".into() } else { status });
        }
        if status.is_empty()
            || status == "否"
            || says(&["未", "在办", "办理中", "正在", "待", "调解中", "没有", "不成"])
        {
            return None;
        }
        if status == "是"
            || says(&[
                "办结",
                "结案",
                "化解",
                "归档",
                "销号",
                "息访",
                "终结",
                "撤回",
                "撤诉",
                "已答复",
                "已处理",
                "已解决",
            ])
        {
            return Some(status);
        }
        self.look.push(Problem::new("status", format!("办理状态: “{status}”没有说是否办结,按在办导入")));
        None
    }

    /// The check of the desk. Its day is that of the ledger, so that ages are those of then.
    fn check(&mut self, now: NaiveDateTime) -> Option<Visit> {
        let then = date::parse_date(self.draft.get("registered_on"), now.date()).ok().filter(|d| *d < now.date());
        let then = then.and_then(|d| d.and_hms_opt(23, 59, 0)).unwrap_or(now);
        for _ in 0..2 {
            let problems = match Visit::check(&self.draft, Completeness::Fast, then) {
                Ok(visit) if self.wrong.is_empty() => {
                    self.look.extend(visit.form().warnings().iter().cloned());
                    return Some(visit);
                }
                Ok(_) => return None,
                Err(problems) => problems,
            };
            for p in problems {
                if ESSENTIAL.contains(&p.field.as_str()) {
                    if !self.wrong.iter().any(|w| w.field == p.field) {
                        let seen = lost(&self.draft, &p);
                        self.wrong.push(seen);
                    }
                } else {
                    self.draft.set(&p.field, VISIT.field(&p.field).map_or("", |f| f.default));
                    self.look.push(Problem::new(&p.field, format!("{};此栏未导入", p.text)));
                }
            }
            if !self.wrong.is_empty() {
                return None;
            }
        }
        None
    }
}

/// A number whose check fails because a spreadsheet rounded it says so.
fn lost(draft: &Draft, problem: &Problem) -> Problem {
    let number = draft.get("document_no");
    if problem.field == "document_no" && number.len() == 18 && number.ends_with("000") {
        return Problem::new("document_no", format!("{}: 末三位成了000,{RUINED}", label("document_no")));
    }
    problem.clone()
}
