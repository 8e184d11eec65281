//! The petitioner's own data on request (个人信息保护法44-47, 50): asked for, identified, answered.
//!
//! Owns who may ask and how a request ends. A document number is compared and never stored again; an
//! amended visit goes through the one way of amending it; a case that is over is never rewritten, its
//! correction stands beside it. What a copy holds is `slips::own`'s business.

use super::access::{allow, is_own};
use super::reading::masked;
use super::visits;
use super::{Desk, Done, Failure, Outcome, Writing, mask, slips};
use crate::domain::case::Case;
use crate::domain::deadline::{self, State};
use crate::domain::number::Series;
use crate::domain::role::Operation;
use crate::domain::visit::{Completeness, Visit};
use crate::domain::visit_table::VISIT;
use crate::domain::{codes, forms};
use crate::store;
use crate::store::request::{Correction, New, Request};
use crate::store::visit::Stored;
use crate::validation::{self, Checked, Draft, Field, Kind, Problem};
use chrono::NaiveDate;

/// The clock of an answer.
const CLOCK: &str = "DL-30";

impl Desk {
    /// Takes a request down. Registration is never refused for form's sake; only somebody else's data is.
    ///
    /// # Errors
    /// Problems of [`forms::OWN_DATA`]; a refusal when the case holds no visit of that person, or the
    /// number shown is not his.
    pub fn ask_own_data(&mut self, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::OwnData)?;
        let form = validation::check(&forms::OWN_DATA, draft, self.now())?;
        let case = self.case_called(form.get("case"))?;
        allow(self.require_actor()?, Operation::OwnData, is_own(self.require_actor()?, &case))?;
        let visit = self.visit_of(&case, form.get("person"))?;
        let identified = identified(&form, &visit)?;
        let asked = form.date("asked_on").unwrap_or_else(|| self.today());
        let due = self.answer_due(asked)?;
        let kind = codes::label(forms::REQUEST_KIND, form.get("kind")).to_string();
        self.write(|w| {
            let number = w.number(Series::Request)?;
            let new = New {
                number: &number,
                case: case.id,
                visit: visit.id,
                identified: &identified,
                due: &due.to_string(),
                user: w.actor()?.user,
            };
            let id = store::request::insert(w.tx, &new, &form)?;
            let change = serde_json::json!({ "request": id, "identified": identified }).to_string();
            w.journal("request.ask", "case", case.id, &format!("{number} {kind}"), &change)?;
            Ok(Done { text: format!("已登记{number},{due}前答复"), id })
        })
    }

    fn answer_due(&self, asked: NaiveDate) -> Outcome<NaiveDate> {
        let rule = deadline::find(CLOCK).expect("invariant: the clock of an answer is in the table");
        match deadline::compute(rule, asked, &self.calendar, &[], 0) {
            Ok(State::Running(due)) => Ok(due.raw),
            _ => Err(Failure::problem("asked_on", "申请日期算不出答复期限,请核对")),
        }
    }

    /// The first visit of that person in the case.
    fn visit_of(&self, case: &Case, person: &str) -> Outcome<Stored> {
        if person == "匿名" {
            return Err(Failure::refusal(
                "匿名来访没有登记姓名,不能核对是本人",
                "请信访人表明身份后重新登记来访,再申请",
            ));
        }
        for (id, _) in store::visit::list_of_case(&self.conn, case.id)? {
            if let Some(stored) = store::visit::load(&self.conn, id)?.filter(|v| v.draft.get("name") == person) {
                return Ok(stored);
            }
        }
        Err(Failure::refusal(
            format!("{}没有这个姓名的来访登记,不能提供他人的信息", case.title()),
            "“信息是谁的”按来访登记的姓名填写;只有来访本人或其代理人可以申请",
        ))
    }

    /// A request the actor may see, with its case.
    pub(super) fn request(&self, id: i64) -> Outcome<(Request, Case)> {
        self.allow_view(Operation::OwnData)?;
        let request = store::request::load(&self.conn, id)?
            .ok_or_else(|| Failure::refusal("没有这份申请", "在本人信息申请中重新选择"))?;
        let case = self.readable_case(request.case)?;
        Ok((request, case))
    }

    /// An open request of one of these kinds; the actor may answer it.
    pub(super) fn open_request(&self, id: i64, kinds: &[&str]) -> Outcome<(Request, Case)> {
        self.allow(Operation::OwnData)?;
        let (request, case) = self.request(id)?;
        allow(self.require_actor()?, Operation::OwnData, is_own(self.require_actor()?, &case))?;
        if case.sealed {
            self.allow(Operation::Sealed)?;
        }
        if request.answered_on.is_some() {
            return Err(Failure::refusal(format!("{}已经答复", request.number), "又有要求的另行登记申请"));
        }
        if !kinds.is_empty() && !kinds.contains(&request.kind.as_str()) {
            let kind = codes::label(forms::REQUEST_KIND, &request.kind);
            let remedy = if matches!(request.kind.as_str(), "3" | "4") {
                "选“更正补充”办理"
            } else {
                "选“答复”办理"
            };
            return Err(Failure::refusal(format!("{}申请的是“{kind}”", request.number), remedy));
        }
        Ok((request, case))
    }

    /// Answers 查阅, 复制 and 查询进度; the text is the paper to hand over.
    pub fn give_own_data(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let (request, case) = self.open_request(id, &["1", "2", "5"])?;
        let form = self.answered(&forms::OWN_DATA_GIVEN, draft, &request)?;
        let (title, lines) = if request.kind == "5" {
            ("办理进度告知单", slips::progress(self, &case)?)
        } else {
            ("本人信息副本", slips::own_copy(self, &case, &request)?)
        };
        let purpose = match form.get("reason") {
            "" => String::new(),
            words => format!(",用途:{words}"),
        };
        let way = codes::label(forms::HANDED, form.get("way"));
        let answer = format!("{title},{way}{purpose}");
        let note = format!("{} {title};本人申请{}{purpose}", request.number, way);
        self.write(|w| {
            close(w, &request, "given", &answer, &form)?;
            w.journal("request.give", "case", case.id, &note, "{}")?;
            Ok(Done { text: format!("{}已答复,{title}:\n{}", request.number, slips::fold(&lines).join("\n")), id })
        })
    }

    /// Puts one item right.
    ///
    /// # Errors
    /// Problems of the value under `value`; the refusal of the table of permissions, of a conflict.
    pub fn correct_own_data(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let (request, case) = self.open_request(id, &["3", "4"])?;
        let form = validation::check(&forms::CORRECTION, draft, self.now())?;
        let field = VISIT.field(form.get("field")).expect("invariant: what may be put right is a row of the visit");
        let stored = store::visit::load(&self.conn, request.visit)?
            .ok_or_else(|| Failure::refusal("登记表已不在", "请管理员检查数据库"))?;
        let visit = corrected(&stored, field, form.get("value"), self.now())?;
        let value = visit.form().get(field.key).to_string();
        let before = stored.draft.get(field.key);
        if validation::display::editable(field.kind, &value) == before {
            return Err(Failure::problem("value", "与原登记相同;没有可改的,选“不予办理”说明理由"));
        }
        let over = !case.stage.is_open();
        let done = Correction {
            visit: stored.id,
            field: field.key.to_string(),
            note: if over { value.clone() } else { String::new() },
            ground: hide_numbers(form.get("ground"), &[]),
            day: self.today().to_string(),
        };
        let change = serde_json::json!({
            "field": field.key, "before": masked_for_journal(field, before),
            "after": masked_for_journal(field, &value),
        })
        .to_string();
        let more = form.is("more", "1");
        let words = if over { "附注更正" } else { "已更正" };
        let text = format!("{}{words}“{}”{}", request.number, field.label, if more { ",接着更正下一项" } else { "" });
        self.write(|w| {
            if !over {
                visits::amend(w, stored.id, stored.rev, &visit)?;
                if field.key == "name" {
                    rename(w, &case, stored.id, &value)?;
                }
            }
            store::request::insert_correction(w.tx, &request, &done, w.actor()?.user)?;
            w.journal(
                "request.correct",
                "case",
                case.id,
                &format!("{} {words}{}", request.number, field.label),
                &change,
            )?;
            if !more {
                let outcome = if over { "noted" } else { "corrected" };
                let answer = format!("{words}:{}", field.label);
                end(w, &request, outcome, &answer, &w.today().to_string())?;
            }
            Ok(Done { text, id })
        })
    }

    /// Refuses with the ground; the text is the paper that says so, and where to turn.
    pub fn refuse_own_data(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let (request, case) = self.open_request(id, &[])?;
        let form = self.answered(&forms::OWN_DATA_REFUSED, draft, &request)?;
        let ground = codes::label(forms::REFUSAL_GROUND, form.get("ground"));
        let answer = format!("{ground}。{}", form.get("reason"));
        let lines = slips::refusal_of(self, &case, &request, ground, form.get("reason"));
        self.write(|w| {
            close(w, &request, "refused", &answer, &form)?;
            w.journal("request.refuse", "case", case.id, &format!("{} {ground}", request.number), "{}")?;
            Ok(Done {
                text: format!("{}已答复,不予办理:\n{}", request.number, slips::fold(&lines).join("\n")), id
            })
        })
    }

    pub fn withdraw_own_data(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let (request, case) = self.open_request(id, &[])?;
        let form = self.answered(&forms::OWN_DATA_WITHDRAWN, draft, &request)?;
        self.write(|w| {
            close(w, &request, "withdrawn", form.get("reason"), &form)?;
            w.journal("request.withdraw", "case", case.id, &format!("{}申请人撤回", request.number), "{}")?;
            Ok(Done { text: format!("{}已撤回", request.number), id })
        })
    }

    /// A form whose day of answer may not lie before the request.
    fn answered(&self, table: &'static validation::Table, draft: &Draft, request: &Request) -> Outcome<Checked> {
        let form = validation::check(table, draft, self.now())?;
        if form.get("answered_on") < request.asked_on.as_str() {
            return Err(Failure::problem("answered_on", format!("早于申请日期{},请核对", request.asked_on)));
        }
        Ok(form)
    }
}

fn close(w: &Writing, request: &Request, outcome: &str, words: &str, form: &Checked) -> Outcome<()> {
    end(w, request, outcome, words, form.get("answered_on"))
}

fn end(w: &Writing, request: &Request, outcome: &str, words: &str, on: &str) -> Outcome<()> {
    if store::request::answer(w.tx, request.id, outcome, words, on)? {
        return Ok(());
    }
    Err(Failure::refusal(format!("{}已由他人答复", request.number), "重新打开本人信息申请查看"))
}

/// How the person was identified, in words that repeat no number.
fn identified(form: &Checked, visit: &Stored) -> Outcome<String> {
    let way = codes::label(forms::IDENTIFIED, form.get("identified"));
    let (key, what, other) = match form.get("identified") {
        "1" => ("document_no", "证件号码", "“核对身份”另选一种,写明怎样认定"),
        "2" => ("phone", "联系电话", "“核对身份”另选一种,写明怎样认定"),
        // A number written down here all the same is not kept in clear.
        _ => return Ok(format!("{way}:{}", hide_numbers(form.get("shown"), &[]))),
    };
    let number: Vec<char> = visit.draft.get(key).chars().filter(char::is_ascii_alphanumeric).collect();
    if number.is_empty() {
        return Err(Failure::problem("identified", format!("来访登记没有{what},不能这样核对;{other}")));
    }
    let tail: String = number[number.len().saturating_sub(4)..].iter().collect();
    if !tail.eq_ignore_ascii_case(form.get("tail")) {
        return Err(Failure::problem("tail", format!("与登记的{what}后四位不符;请看清证件,不是本人的不能提供")));
    }
    Ok(format!("{way},后四位相符"))
}

/// The visit as it would be with that item put right.
fn corrected(stored: &Stored, field: &Field, value: &str, now: chrono::NaiveDateTime) -> Outcome<Visit> {
    let mut draft = stored.draft.clone();
    draft.set(field.key, value);
    match field.key {
        // What the old number said of him goes with it.
        "document_no" => ["no_document", "sex", "birth"].iter().for_each(|key| draft.set(key, "")),
        "phone" => ["no_phone", "contact"].iter().for_each(|key| draft.set(key, "")),
        _ => {}
    }
    let known = |p: Problem| {
        let named = VISIT.field(&p.field).filter(|f| f.key != field.key).map_or("", |f| f.label);
        let text = if named.is_empty() { p.text } else { format!("{named}:{}", p.text) };
        Problem::new("value", text)
    };
    Visit::check(&draft, Completeness::Fast, now)
        .map_err(|list| Failure::Problems(list.into_iter().map(known).collect()))
}

/// The case carries the name of its opening visit, also after 受理.
fn rename(w: &Writing, case: &Case, visit: i64, name: &str) -> Outcome<()> {
    if store::visit::load_first(w.tx, case.id)?.is_none_or(|first| first.id != visit) {
        return Ok(());
    }
    let Some(mut held) = store::case::load(w.tx, case.id)? else { return Ok(()) };
    held.petitioner = name.to_string();
    visits::update_case(w, &held, "更正姓名")
}

/// Old and new for the journal: masked; of what he told only the length.
fn masked_for_journal(field: &Field, value: &str) -> String {
    match field.kind {
        _ if value.is_empty() => String::new(),
        Kind::Text(..) | Kind::Rows(..) => format!("{}字", value.chars().count()),
        _ if field.key == "gist" => format!("{}字", value.chars().count()),
        _ => masked(field, value),
    }
}

/// Digits in free words that look like somebody's number.
pub(super) fn hide_numbers(text: &str, but: &[&str]) -> String {
    let mut out = String::new();
    let mut run = String::new();
    let flush = |run: &mut String, out: &mut String| {
        let private = run.chars().count() >= 7 && !but.iter().any(|own| own == run);
        out.push_str(&if private { mask::document(run) } else { run.clone() });
        run.clear();
    };
    for c in text.chars() {
        if c.is_ascii_digit() || !run.is_empty() && matches!(c, 'x' | 'X') {
            run.push(c);
        } else {
            flush(&mut run, &mut out);
            out.push(c);
        }
    }
    flush(&mut run, &mut out);
    out
}
