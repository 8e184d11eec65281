//! A row of a ledger becomes the draft of a visit, and its verdict.
//!
//! Owns what spreadsheets do to cells (numbers of documents in scientific notation, telephones with a
//! decimal point, days as serials) and how it is seen. Whether the draft is a visit is decided by
//! [`Visit::check`], as at the window. What cannot be taken in is told, never guessed.

use super::headings::{Plan, Target};
use super::reading::{Cell, Raw};
use super::sheet::untamed;
use crate::domain::visit::{Completeness, Visit};
use crate::domain::visit_table::VISIT;
use crate::store::import_rows::Prepared;
use crate::validation::text::{clean_line, clean_text, fold_width};
use crate::validation::{Draft, Kind, Problem, date};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

/// How a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Good,
    /// Taken in; somebody should look at it.
    Warning,
    /// Not taken in.
    Wrong,
}

impl Verdict {
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Good => "好",
            Verdict::Warning => "警告",
            Verdict::Wrong => "错",
        }
    }
}

/// A row that was looked at.
#[derive(Clone, Debug)]
pub struct Judged {
    pub line: u64,
    pub verdict: Verdict,
    /// Field and words with the remedy; of a wrong row what is wrong, else what to look at.
    pub notes: Vec<Problem>,
    /// `None` when wrong.
    pub visit: Option<Box<Prepared>>,
    /// As they stand: whoever is rejected gets them back.
    pub cells: Vec<Cell>,
    /// The person, as far as one was read.
    name: String,
}

impl Judged {
    /// Makes it wrong for another reason.
    pub fn reject(&mut self, field: &str, text: String) {
        self.verdict = Verdict::Wrong;
        self.notes = vec![Problem::new(field, text)];
        self.visit = None;
    }
    /// Whether the matter is over.
    pub fn is_over(&self) -> bool {
        self.visit.as_ref().is_some_and(|v| v.outcome().is_some())
    }
    pub fn name(&self) -> &str {
        &self.name
    }
    pub fn words(&self) -> String {
        self.notes.iter().map(|n| n.text.as_str()).collect::<Vec<_>>().join("; ")
    }
}

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

/// Longest 一句话诉求; the rest of a longer one is the summary.
const GIST: usize = 60;

/// Judges a row. `over`: the whole ledger is of matters that are over.
pub fn judge(plan: &Plan, raw: Raw, now: NaiveDateTime, over: bool) -> Judged {
    let Raw { line, cells, merged } = raw;
    let mut row = Row { draft: VISIT.blank(), wrong: Vec::new(), look: Vec::new(), status: String::new() };
    for (column, from) in merged {
        row.say_merged(plan, column, from);
    }
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
        visit: visit.map(|visit| Box::new(Prepared::new(visit, outcome))),
        cells,
        name: row.draft.get("name").to_string(),
    }
}

struct Row {
    draft: Draft,
    wrong: Vec<Problem>,
    look: Vec<Problem>,
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

    /// A value that the office wrote once for several rows.
    fn say_merged(&mut self, plan: &Plan, column: usize, from: u64) {
        let (key, word) = match plan.targets.get(column) {
            Some(Target::Field(key)) => (*key, label(key)),
            Some(Target::Status) => ("status", "办理状态"),
            _ => return,
        };
        self.look.push(Problem::new(key, format!("{word}: 取自第{from}行的合并单元格")));
    }

    fn take(&mut self, key: &'static str, cell: &Cell, now: NaiveDateTime) {
        if let Cell::Broken(what) = cell {
            return self.say_wrong(key, format!("公式出错{what},请在表格软件里改正"));
        }
        let text = clean_text(untamed(&cell.text()));
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
                self.say_wrong(key, "没有填;合并单元格的,在 --map 对应表里写 向下填充=列名");
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

const RUINED: &str = "长号码被表格软件改写,后几位已经丢失;请从原件重填,先把这一列设为文本";

/// Whether a text is a number as a spreadsheet shortens it: `5.33422E+17`.
fn is_scientific(text: &str) -> bool {
    let folded = fold_width(text).to_uppercase();
    folded.split_once('E').is_some_and(|(head, tail)| {
        head.parse::<f64>().is_ok() && tail.trim_start_matches('+').parse::<u8>().is_ok_and(|n| n >= 9)
    })
}

fn document(cell: &Cell, text: &str) -> Result<String, String> {
    match cell {
        // 15 digits are still exact; a number of 18 is not.
        Cell::Number(n) if n.abs() >= 1e15 || n.fract() != 0.0 => Err(format!("{RUINED}({text})")),
        Cell::Time(_) => Err("这一格是日期,请核对列".into()),
        _ if is_scientific(text) => Err(format!("{RUINED}({text})")),
        _ => Ok(clean_line(text)),
    }
}

fn phone(cell: &Cell, text: &str) -> Result<String, String> {
    match cell {
        Cell::Number(n) if n.fract() != 0.0 || n.abs() >= 1e15 => Err(format!("“{text}”不是电话号码,请核对")),
        Cell::Time(_) => Err("这一格是日期,请核对列".into()),
        _ if is_scientific(text) => Err(format!("“{text}”是科学计数,末几位已经丢失;请从原件重填,先把这一列设为文本")),
        _ => Ok(clean_line(text.strip_suffix(".0").unwrap_or(text))),
    }
}

/// A day with its year, and the time when there is one. A ledger has no "this year".
fn moment(cell: &Cell, text: &str, now: NaiveDateTime) -> Result<NaiveDateTime, String> {
    let serial = |n: f64| {
        // Days since 1899-12-30; 1950 to 2100.
        (18_264.0..73_051.0).contains(&n).then(|| {
            let minutes = (n.fract() * 1440.0).round();
            #[allow(clippy::cast_possible_truncation)]
            let (days, minutes) = (n.trunc() as i64, minutes as i64);
            NaiveDate::from_ymd_opt(1899, 12, 30)
                .and_then(|d| d.and_hms_opt(0, 0, 0))
                .map(|start| start + TimeDelta::days(days) + TimeDelta::minutes(minutes))
        })
    };
    let folded = fold_width(text);
    let text = folded.trim();
    let found = match cell {
        Cell::Time(at) => Some(*at),
        Cell::Number(n) => serial(*n).flatten(),
        _ => text.parse().ok().filter(|_| text.len() == 5 || text.contains('.')).and_then(|n| serial(n).flatten()),
    };
    if let Some(at) = found {
        return Ok(at);
    }
    let year: String = text.chars().take_while(char::is_ascii_digit).collect();
    if !(year.len() == 4 || year.len() >= 8) || !matches!(year.get(..2), Some("19" | "20")) {
        return Err(format!("“{text}”没有写全年份,请写成2024-03-06"));
    }
    let midnight = |day: NaiveDate| day.and_hms_opt(0, 0, 0).ok_or_else(String::new);
    match date::parse_date(text, now.date()) {
        Ok(day) => midnight(day),
        Err(problem) => date::parse_datetime(text, now).map_err(|_| problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(cell: &Cell) -> Result<String, String> {
        let now = "2026-11-23T16:42:00".parse().expect("a time");
        moment(cell, &cell.text(), now).map(date::canonical_time)
    }
    fn text(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[test]
    fn days_are_read_as_text_serial_and_time_but_never_without_their_year() {
        for cell in ["2024.3.6", "2024年3月6日", "2024/3/6", "2024-03-06", "20240306", "45357", "２０２４．３．６"]
        {
            assert_eq!(at(&text(cell)).as_deref(), Ok("2024-03-06T00:00"), "{cell}");
        }
        assert_eq!(at(&Cell::Number(45357.4)).as_deref(), Ok("2024-03-06T09:36"));
        assert_eq!(at(&text("2024-3-6 9:30")).as_deref(), Ok("2024-03-06T09:30"));
        for cell in ["3.6", "3月6日", "今天", "24.3.6", "+15", "下周一"] {
            assert!(at(&text(cell)).expect_err(cell).contains("年份"), "{cell}");
        }
        assert!(at(&text("2024-02-30")).is_err());
    }

    #[test]
    fn long_numbers_that_were_rounded_are_refused_and_exact_ones_kept() {
        assert!(document(&Cell::Number(5.334_221_985_061_5e17), "5.3342E+17").is_err());
        assert!(document(&text("5.33422E+17"), "5.33422E+17").expect_err("lost").contains("丢失"));
        let old = Cell::Number(533_422_850_615_002.0);
        assert_eq!(document(&old, &old.text()).as_deref(), Ok("533422850615002"));
        let mobile = Cell::Number(13_800_000_000.0);
        assert_eq!(phone(&mobile, &mobile.text()).as_deref(), Ok("13800000000"));
        assert_eq!(phone(&text("13800000000.0"), "13800000000.0").as_deref(), Ok("13800000000"));
        assert!(phone(&text("1.38E+10"), "1.38E+10").is_err());
    }
}
