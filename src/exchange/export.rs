//! Lists as files: cases, visits, overdue deadlines, the roster and every register, read in windows.
//!
//! Owns which columns a list has as a file. What a line shows, and to whom, is the desk's; the columns
//! of a register are its own row of the table.

use super::sheet::{Column, Form, Value, Writer};
use crate::desk::export::Written;
use crate::desk::register::{Ask, Register};
use crate::desk::{CaseFilter, Desk, Failure, Outcome, OverdueFilter, OverdueRow, StaffRow, mask};
use crate::domain::visit_table::VISIT;
use crate::domain::{codes, forms};
use crate::validation::display::display;
use crate::validation::{Draft, Kind};
use std::path::Path;

/// Rows read at once.
const WINDOW: usize = 500;

/// A list to be taken along, with the filters of its screen.
pub enum What {
    Cases(CaseFilter),
    Visits,
    Overdue(OverdueFilter),
    Staff {
        /// Those who left too.
        all: bool,
    },
    Register(&'static Register, Ask),
}

impl What {
    /// Word and title, for the journal.
    pub fn name(&self) -> (&'static str, &'static str) {
        match self {
            What::Cases(_) => ("cases", "案件"),
            What::Visits => ("visits", "来访"),
            What::Overdue(_) => ("overdue", "期限"),
            What::Staff { .. } => ("staff", "人员库"),
            What::Register(register, _) => (register.id, register.title),
        }
    }
}

/// How it is written.
pub struct Target<'a> {
    pub path: &'a Path,
    pub form: Form,
    /// Whether a file that is there may be replaced.
    pub force: bool,
    /// Why people are named; "" = masked.
    pub reason: &'a str,
}

/// A list that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    pub rows: u64,
    /// Rows in clear.
    pub clear: u64,
    pub sha256: String,
}

/// Writes a list and journals that it left the house. `told` hears how many rows there are so far.
///
/// # Errors
/// The refusal of the list or of the file, a fault of the disk; no file is left then.
pub fn export(desk: &mut Desk, what: &What, target: &Target, told: &mut dyn FnMut(u64)) -> Outcome<Exported> {
    let reason = match target.reason {
        "" => String::new(),
        typed => desk.may_reveal_lists(typed)?,
    };
    if let (What::Register(register, _), false) = (what, reason.is_empty()) {
        return Err(Failure::refusal(
            format!("台账“{}”没有明文", register.title),
            "不写 --reveal;明文在案件、来访、期限、人员库的导出中",
        ));
    }
    let mut out = Out { clear: 0, reveal: !reason.is_empty(), told };
    let mut writer = Writer::create(target.path, target.form, columns(what, out.reveal), target.force)?;
    match what {
        What::Cases(filter) => out.cases(desk, filter, &mut writer)?,
        What::Visits => out.visits(desk, &mut writer)?,
        What::Overdue(filter) => out.overdue(desk, filter, &mut writer)?,
        What::Staff { all } => out.staff(desk, *all, &mut writer)?,
        What::Register(register, ask) => out.register(desk, register, ask, &mut writer)?,
    }
    let done = Exported { rows: writer.rows(), clear: out.clear, sha256: writer.close()? };
    let (what, title) = what.name();
    desk.keep_export(&Written {
        what,
        title,
        name: &target.path.file_name().unwrap_or_default().to_string_lossy(),
        sha256: &done.sha256,
        rows: done.rows,
        clear: done.clear,
        reason: &reason,
    })?;
    writer.finish()?;
    Ok(done)
}

const CASES: &[(&str, &str, u16)] = &[
    ("case", "案号", 28),
    ("petitioner", "信访人", 12),
    ("stage", "阶段", 14),
    ("grade", "等级", 10),
    ("handler", "承办", 10),
    ("opened", "登记", 12),
    ("gist", "诉求", 40),
    ("last_action", "最近动作", 16),
    ("last_action_at", "动作时间", 18),
    ("station", "网点", 14),
    ("intake", "首接网点", 14),
    ("case_id", "编号", 10),
];
/// What a case shows of its petitioner in clear.
const CLEAR: &[(&str, &str, u16)] = &[
    ("document_no", "证件号码", 22),
    ("phone", "联系电话", 16),
    ("household", "户籍地", 24),
    ("residence", "常住地", 24),
    ("address", "详细住址", 30),
];
const VISIT_HEAD: &[(&str, &str, u16)] = &[("visit", "来访编号", 10), ("case", "案号", 28), ("docket", "接谈号", 20)];
const OVERDUE: &[(&str, &str, u16)] = &[
    ("case", "案号", 28),
    ("petitioner", "信访人", 12),
    ("label", "期限", 20),
    ("rule", "规则", 8),
    ("handler", "承办", 10),
    ("unit", "责任单位", 20),
    ("due_raw", "考核届满", 12),
    ("due", "法定届满", 12),
    ("days_left", "剩余天数", 8),
    ("light", "灯", 14),
    ("stage", "阶段", 14),
    ("grade", "等级", 10),
    ("last_action", "最近动作", 16),
    ("last_action_on", "动作日期", 12),
    ("provisional", "暂定", 6),
    ("basis", "依据", 30),
    ("case_id", "编号", 10),
];
const STAFF: &[(&str, &str, u16)] = &[
    ("id", "编号", 8),
    ("name", "姓名", 12),
    ("profession", "身份", 16),
    ("full_time", "专职", 6),
    ("load", "在办", 6),
    ("languages", "语言", 18),
    ("skills", "擅长", 24),
    ("employer", "单位", 22),
    ("place", "所在地", 24),
    ("official", "公职人员", 10),
    ("phone", "电话", 16),
    ("active", "在岗", 6),
];

fn columns(what: &What, reveal: bool) -> Vec<Column> {
    let made = |list: &[(&str, &str, u16)]| list.iter().map(|(k, l, w)| Column::new(k, l, *w)).collect::<Vec<_>>();
    match what {
        What::Cases(_) if reveal => made(&[CASES, CLEAR].concat()),
        What::Cases(_) => made(CASES),
        What::Visits => {
            let mut all = made(VISIT_HEAD);
            all.extend(VISIT.fields.iter().map(|f| Column::new(f.key, f.label, width(f.kind))));
            all
        }
        What::Overdue(_) => made(OVERDUE),
        What::Staff { .. } => made(STAFF),
        What::Register(register, _) => {
            let mut all = vec![Column::new("id", "编号", 8)];
            all.extend(
                register
                    .columns
                    .iter()
                    .map(|c| Column::new(c.key, c.label, if c.width == 0 { 40 } else { c.width + 4 })),
            );
            all
        }
    }
}

fn width(kind: Kind) -> u16 {
    match kind {
        Kind::Text(..) | Kind::Rows(..) => 50,
        Kind::Line(most) if most > 40 => 40,
        Kind::Document(_) | Kind::Division => 22,
        Kind::PastTime | Kind::Phone => 18,
        _ => 12,
    }
}

/// A field of a stored draft: the code and its words.
fn field(key: &str, draft: &Draft) -> Value {
    let text = draft.get(key);
    let Some(field) = VISIT.field(key) else { return text.into() };
    match field.kind {
        Kind::Number(..) => text.parse().map_or_else(|_| text.into(), Value::Number),
        Kind::Choice(_) | Kind::Many(_) | Kind::Division => Value::Coded(text.into(), display(field, text)),
        Kind::PastTime => Value::Coded(text.into(), text.replace('T', " ")),
        _ => text.into(),
    }
}

fn coded(code: &str, label: &str) -> Value {
    Value::Coded(code.into(), label.into())
}

/// What goes out, and what of it in clear.
struct Out<'a> {
    clear: u64,
    reveal: bool,
    told: &'a mut dyn FnMut(u64),
}

impl Out<'_> {
    fn cases(&mut self, desk: &Desk, filter: &CaseFilter, writer: &mut Writer) -> Outcome<()> {
        let mut cursor = None;
        loop {
            let page = desk.cases_out(filter, cursor.as_ref(), WINDOW, self.reveal)?;
            cursor = page.rows.last().map(|out| out.row.cursor());
            for out in &page.rows {
                let r = &out.row;
                self.clear += u64::from(out.clear.is_some());
                let name = out.clear.as_ref().map_or(r.petitioner.as_str(), |d| d.get("name"));
                let mut cells: Vec<Value> = vec![
                    r.title.as_str().into(),
                    name.into(),
                    coded(r.stage.code(), r.stage.label()),
                    coded(&r.grade, codes::label(codes::GRADE, &r.grade)),
                    r.handler.as_str().into(),
                    r.opened.to_string().into(),
                    r.gist.as_str().into(),
                    r.last_action.as_str().into(),
                    Value::Coded(r.last_action_at.clone(), r.last_action_at.replace('T', " ")),
                    r.station.as_str().into(),
                    r.intake.as_str().into(),
                    r.id.into(),
                ];
                if self.reveal {
                    let none = Draft::default();
                    let draft = out.clear.as_ref().unwrap_or(&none);
                    cells.extend(CLEAR.iter().map(|c| field(c.0, draft)));
                }
                writer.row(&cells)?;
            }
            (self.told)(writer.rows());
            if !page.after || page.rows.is_empty() {
                return Ok(());
            }
        }
    }

    fn visits(&mut self, desk: &Desk, writer: &mut Writer) -> Outcome<()> {
        let mut below = i64::MAX;
        loop {
            let (rows, next) = desk.visits_out(below, 500, self.reveal)?;
            for v in rows {
                self.clear += u64::from(v.clear);
                let mut cells = vec![v.id.into(), v.title.into(), v.docket.into()];
                cells.extend(VISIT.fields.iter().map(|f| field(f.key, &v.draft)));
                writer.row(&cells)?;
            }
            (self.told)(writer.rows());
            match next {
                Some(next) => below = next,
                None => return Ok(()),
            }
        }
    }

    fn overdue(&mut self, desk: &Desk, filter: &OverdueFilter, writer: &mut Writer) -> Outcome<()> {
        let mut from: Option<OverdueRow> = None;
        loop {
            let mut page = desk.overdue(filter, from.as_ref(), WINDOW, false)?;
            for r in &page.rows {
                let clear = if self.reveal { desk.in_clear(r.case)? } else { None };
                self.clear += u64::from(clear.is_some());
                writer.row(&[
                    r.title.as_str().into(),
                    clear.as_ref().map_or(r.petitioner.as_str(), |d| d.get("name")).into(),
                    r.label.as_str().into(),
                    r.rule.as_str().into(),
                    r.handler.as_str().into(),
                    r.unit.as_str().into(),
                    r.due_raw.to_string().into(),
                    r.rolled.to_string().into(),
                    r.days_left.into(),
                    coded(r.light.code(), &r.words),
                    coded(r.stage.code(), r.stage.label()),
                    coded(&r.grade, codes::label(codes::GRADE, &r.grade)),
                    r.last_action.as_str().into(),
                    r.last_action_on.to_string().into(),
                    Value::Flag(r.provisional),
                    r.basis.as_str().into(),
                    r.case.into(),
                ])?;
            }
            (self.told)(writer.rows());
            match page.rows.pop() {
                Some(last) if page.after => from = Some(last),
                _ => return Ok(()),
            }
        }
    }

    fn staff(&mut self, desk: &Desk, all: bool, writer: &mut Writer) -> Outcome<()> {
        for s in desk.roster()?.iter().filter(|s| all || s.active) {
            let phone = if self.reveal { s.phone.clone() } else { mask::phone(&s.phone) };
            self.clear += u64::from(self.reveal);
            writer.row(&person(s, phone))?;
        }
        Ok(())
    }

    fn register(&mut self, desk: &Desk, register: &Register, ask: &Ask, writer: &mut Writer) -> Outcome<()> {
        let mut ask = Ask { limit: WINDOW, ..ask.clone() };
        loop {
            let lines = desk.register_rows(register, &ask)?;
            // The last window is empty; one that does not move on would be written for ever.
            let last = lines.last().map(|line| line.id);
            if last.is_none() || last == ask.after {
                return Ok(());
            }
            ask.after = last;
            for line in lines {
                let cells: Vec<Value> =
                    std::iter::once(line.id.into()).chain(line.cells.into_iter().map(Value::from)).collect();
                writer.row(&cells)?;
            }
            (self.told)(writer.rows());
        }
    }
}

fn person(s: &StaffRow, phone: String) -> Vec<Value> {
    let words = |key: &str, text: &str| {
        Value::Coded(text.into(), forms::STAFF.field(key).map_or_else(String::new, |f| display(f, text)))
    };
    vec![
        s.id.into(),
        s.name.as_str().into(),
        words("profession", &s.profession),
        Value::Flag(s.full_time),
        s.load.into(),
        words("languages", &s.languages),
        words("skills", &s.skills),
        s.employer.as_str().into(),
        words("place", &s.place),
        coded(&s.official, codes::label(codes::OFFICIAL, &s.official)),
        phone.into(),
        Value::Flag(s.active),
    ]
}
