//! 领导小组, its 办公室 and 工作室 (方案六(一)): who holds which post. What the plan says of a post is told
//! as a hint; a county may be staffed otherwise, and then that stands in the register as it is.

use super::people::{changes, overtaken};
use super::{Desk, Done, Failure, Outcome};
use crate::domain::role::Operation;
use crate::domain::{codes, forms};
use crate::store::officer::{self, Officer};
use crate::validation::{self, Checked, Draft};
use rusqlite::Connection;

/// The posts a body has (方案六(一)).
fn posts(body: &str) -> &'static [&'static str] {
    match body {
        "1" => &["1", "2", "3"],
        "2" => &["4", "5", "3"],
        _ => &["4", "5"],
    }
}

pub(super) fn as_draft(o: &Officer) -> Draft {
    let pairs = [
        ("body", &o.body),
        ("post", &o.post),
        ("name", &o.name),
        ("employer", &o.employer),
        ("duty", &o.duty),
        ("phone", &o.phone),
        ("since", &o.since),
    ];
    pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, v.as_str())).with("rev", o.rev.to_string())
}

/// `领导小组组长`.
pub(super) fn title(body: &str, post: &str) -> String {
    format!("{}{}", codes::label(forms::OFFICER_BODY, body), codes::label(forms::OFFICER_POST, post))
}

/// Refuses a post the body has not, and a second holder of it; tells where the plan says otherwise.
fn fits(conn: &Connection, form: &Checked, own: Option<i64>) -> Outcome<String> {
    let (body, post, name) = (form.get("body"), form.get("post"), form.get("name"));
    if !posts(body).contains(&post) {
        let all: Vec<&str> = posts(body).iter().map(|p| codes::label(forms::OFFICER_POST, p)).collect();
        let text = format!("{}设{};请重选职务", codes::label(forms::OFFICER_BODY, body), all.join("、"));
        return Err(Failure::problem("post", text));
    }
    let others: Vec<Officer> = officer::list(conn)?.into_iter().filter(|o| Some(o.id) != own).collect();
    let same = |o: &&Officer| o.body == body && o.post == post;
    if others.iter().filter(same).any(|o| o.name == name) {
        return Err(Failure::refusal(format!("{name}已经是{}", title(body, post)), "不必重复登记"));
    }
    if let Some(now) = others.iter().filter(same).find(|_| post == "4") {
        let text = format!("现任{}是{}", title(body, post), now.name);
        return Err(Failure::refusal(text, "先把现任免职,再登记"));
    }
    // 方案六(一): the heads of the two bureaus lead; the director of the office is director of the studio.
    let other = if body == "2" { "3" } else { "2" };
    let twin = others.iter().find(|o| post == "4" && body != "1" && o.body == other && o.post == "4");
    let employer = form.get("employer");
    Ok(match twin {
        Some(o) if o.name != name => {
            format!(";方案六(一):工作室主任由领导小组办公室主任兼任,现任{}是{},请核对", title(&o.body, &o.post), o.name)
        }
        _ if matches!(post, "1" | "2") && !employer.contains("司法局") && !employer.contains("信访局") => {
            ";方案六(一):组长、副组长由司法局、信访局领导担任,请核对单位".to_string()
        }
        _ => String::new(),
    })
}

impl Desk {
    pub fn officer(&self, id: i64) -> Outcome<Officer> {
        self.allow_view(Operation::Roster)?;
        officer::load(&self.conn, id)?.ok_or_else(|| Failure::refusal("没有这一行", "在领导小组台账中重新选择"))
    }

    pub fn add_officer(&mut self, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Roster)?;
        let form = validation::check(&forms::OFFICER, draft, self.now())?;
        self.write(|w| {
            let hint = fits(w.tx, &form, None)?;
            let id = officer::insert(w.tx, &form)?;
            let title = title(form.get("body"), form.get("post"));
            w.journal("officer.add", "officer", id, &title, &changes(&Draft::default(), &form))?;
            Ok(Done { text: format!("已登记{title}:{}{hint}", form.get("name")), id })
        })
    }

    /// # Errors
    /// A conflict when somebody changed it since the form was opened.
    pub fn amend_officer(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Roster)?;
        let form = validation::check(&forms::OFFICER_AMEND, draft, self.now())?;
        self.write(|w| {
            let before = in_office(w.tx, id)?;
            let hint = fits(w.tx, &form, Some(id))?;
            if !officer::update(w.tx, id, form.number("rev").unwrap_or(0), &form)? {
                return Err(overtaken(w, "officer", id)?);
            }
            w.journal("officer.amend", "officer", id, "修改", &changes(&as_draft(&before), &form))?;
            Ok(Done { text: format!("已修改:{}{hint}", form.get("name")), id })
        })
    }

    /// Out of office; kept under 历任.
    pub fn end_officer(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Roster)?;
        let form = validation::check(&forms::OFFICER_END, draft, self.now())?;
        self.write(|w| {
            let held = in_office(w.tx, id)?;
            let day = form.get("until");
            if day < held.since.as_str() {
                return Err(Failure::problem("until", format!("免职日期早于任职日期{}", held.since)));
            }
            officer::update_until(w.tx, id, day)?;
            let change = serde_json::json!({ "until": ["", day], "reason": form.get("reason") }).to_string();
            let title = title(&held.body, &held.post);
            w.journal("officer.end", "officer", id, &format!("{title}免职"), &change)?;
            Ok(Done { text: format!("已免职:{title}{}", held.name), id })
        })
    }
}

/// The row, still in office.
pub(super) fn in_office(conn: &Connection, id: i64) -> Outcome<Officer> {
    let held = officer::load(conn, id)?.ok_or_else(|| Failure::refusal("没有这一行", "在领导小组台账中重新选择"))?;
    match &held.until {
        Some(day) => Err(Failure::refusal(format!("{}已于{day}免职", held.name), "重新任职的另登记一行")),
        None => Ok(held),
    }
}
