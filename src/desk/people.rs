//! Standing of the people on the roster (方案六(三)): added, amended, verified, trained, gone and back.
//!
//! Nobody is removed and nothing is ranked: figures of a person stay with the person. Who leaves has no
//! open case in hand; 公职人员 is decided by somebody else than the person himself (方案六(四)6).

use super::cases::SEPARATORS;
use super::{Desk, Done, Failure, Outcome, Writing, mask};
use crate::domain::role::{Grant, Operation, Role, grant};
use crate::domain::{codes, forms};
use crate::store::reassignment::Wanted;
use crate::store::roster::Profile;
use crate::store::staff_event::{Event, New};
use crate::store::{self, roster, staff_event};
use crate::validation::{self, Checked, Draft, Table};
use chrono::Datelike;
use rusqlite::Connection;

/// People named in a field of rows, one a line however they were parted.
pub(super) fn one_a_line(draft: &Draft, key: &str) -> Draft {
    let parts = |c: char| c == '\n' || c == '\t' || c == ';' || c == '；' || SEPARATORS.contains(&c);
    let words: Vec<&str> = draft.get(key).split(parts).map(str::trim).filter(|w| !w.is_empty()).collect();
    draft.clone().with(key, words.join("\n"))
}

/// The people a field of rows names, each once: by name, or by number where two bear the same.
pub(super) fn named(conn: &Connection, form: &Checked, key: &str) -> Outcome<Vec<Profile>> {
    let mut list: Vec<Profile> = Vec::new();
    for row in form.rows(key) {
        let word = row.first().copied().unwrap_or_default();
        let found = store::staff::called(conn, word)?;
        let Some(person) = found.map(|id| roster::load_profile(conn, id, 0)).transpose()?.flatten() else {
            return Err(Failure::problem(key, format!("人员库中没有唯一的“{word}”;请核对姓名,同名的写编号")));
        };
        if !person.row.active {
            return Err(Failure::problem(key, format!("{word}已离任;请从名单中去掉")));
        }
        if !list.iter().any(|p| p.row.id == person.row.id) {
            list.push(person);
        }
    }
    Ok(list)
}

fn load(conn: &Connection, id: i64) -> Outcome<Profile> {
    roster::load_profile(conn, id, 0)?
        .ok_or_else(|| Failure::refusal(format!("人员库中没有编号{id}"), "用 fengqiao staff list 查看名单"))
}

/// Who changed a person or officer first, and when.
pub(super) fn overtaken(w: &Writing, object: &str, id: i64) -> Outcome<Failure> {
    let last = store::journal::list(w.tx, object, id, 1)?.into_iter().next();
    let (who, at) = last.map(|r| (r.actor, r.at)).unwrap_or_default();
    Ok(Failure::Conflict { who, when: at.replace('T', " ").chars().take(16).collect() })
}

/// `{field: [before, after]}` of what changed; telephones masked.
pub(super) fn changes(before: &Draft, form: &Checked) -> String {
    let shown = |key: &str, value: &str| if key == "phone" { mask::phone(value) } else { value.to_string() };
    let changed: serde_json::Map<String, serde_json::Value> = form
        .table()
        .fields
        .iter()
        .filter(|f| f.key != "rev" && before.get(f.key) != form.get(f.key))
        .map(|f| {
            (f.key.to_string(), serde_json::json!([shown(f.key, before.get(f.key)), shown(f.key, form.get(f.key))]))
        })
        .collect();
    serde_json::Value::Object(changed).to_string()
}

/// A person as the form of changes begins.
pub(super) fn as_draft(p: &Profile) -> Draft {
    let r = &p.row;
    let pairs = [
        ("name", &r.name),
        ("profession", &r.profession),
        ("employer", &r.employer),
        ("languages", &r.languages),
        ("skills", &r.skills),
        ("place", &r.place),
        ("phone", &r.phone),
        ("qualification", &p.qualification),
        ("industry", &p.industry),
        ("joined_on", &p.joined_on),
    ];
    let draft = pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, v.as_str()));
    draft.with("full_time", if r.full_time { "1" } else { "0" }).with("rev", r.rev.to_string())
}

fn note_event(w: &Writing, staff: i64, kind: &str, day: &str, year: i64, hours: i64, body: &Draft) -> Outcome<i64> {
    let at = store::journal::stamp(w.now);
    let event = New { staff, kind, day, year, hours, body, at: &at, user: w.actor()?.user };
    Ok(staff_event::insert(w.tx, &event)?)
}

impl Desk {
    /// The roster is kept by whoever may, or by the administrator, who makes users of it (方案六(三)).
    pub(super) fn allow_roster(&self) -> Outcome<()> {
        if grant(self.require_actor()?.role, Operation::Administer) == Grant::Full {
            return Ok(());
        }
        self.allow(Operation::Roster)
    }

    /// One person.
    pub fn person(&self, id: i64) -> Outcome<Profile> {
        self.require_actor()?;
        roster::load_profile(&self.conn, id, self.today().year().into())?
            .ok_or_else(|| Failure::refusal("没有这个人", "在人员库中重新选择"))
    }

    /// Adds a person. Who states 公职人员 here is its verifier, so nobody does for himself.
    pub fn add_staff(&mut self, draft: &Draft) -> Outcome<Done> {
        self.allow_roster()?;
        let form = validation::check(&forms::STAFF, draft, self.now())?;
        let today = self.today().to_string();
        self.write(|w| {
            let name = form.get("name");
            let decided = !form.is("official", "9");
            if decided && w.actor()?.name == name {
                return Err(Failure::problem("official", "自己的公职身份由别人核验;请先选“待核”"));
            }
            let same = store::staff::list_names(w.tx)?.iter().filter(|(_, n)| n == name).count();
            let joined = if form.get("joined_on").is_empty() { today.as_str() } else { form.get("joined_on") };
            let id = roster::add(w.tx, &form, joined)?;
            let change = serde_json::json!({ "profession": form.get("profession") }).to_string();
            w.journal("staff.add", "staff", id, "加入人员库", &change)?;
            if decided {
                let verifier = w.actor()?.name.clone();
                let official = form.get("official");
                roster::update_official(w.tx, id, official, "", &verifier, &today)?;
                let body = Draft::default().with("official", official).with("verifier", verifier);
                let body = body.with("evidence", "加入时填报");
                note_event(w, id, "verification", &today, w.today().year().into(), 0, &body)?;
            }
            let again =
                if same > 0 { format!(";库中另有{same}人同名,请核对是否同一人") } else { String::new() };
            Ok(Done { text: format!("已加入人员库:{name},编号{id}{again}"), id })
        })
    }

    /// Changes what is known of a person.
    ///
    /// # Errors
    /// Problems of the form; a conflict when somebody changed him since the form was opened.
    pub fn amend_staff(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.allow_roster()?;
        let form = validation::check(&forms::STAFF_AMEND, draft, self.now())?;
        self.write(|w| {
            let held = load(w.tx, id)?;
            let before = as_draft(&held);
            let rev = form.number("rev").unwrap_or(0);
            if !roster::update(w.tx, id, rev, &form)? {
                return Err(overtaken(w, "staff", id)?);
            }
            w.journal("staff.amend", "staff", id, "修改人员", &changes(&before, &form))?;
            let employer = form.get("employer");
            let near = if employer == held.row.employer { 0 } else { at_odds(w.tx, id, employer)? };
            let hint = if near > 0 {
                format!(";有{near}件在办案件的被访或责任单位就是{employer},请核对回避")
            } else {
                String::new()
            };
            Ok(Done { text: format!("已修改:{}{hint}", form.get("name")), id })
        })
    }

    /// 公职核验 (方案六(四)6, 监察法15): by somebody else than the person himself.
    pub fn verify_staff(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Roster)?;
        let form = validation::check(&forms::STAFF_VERIFICATION, draft, self.now())?;
        let (official, ground) = (form.get("official"), form.get("ground"));
        match (official, matches!(ground, "1" | "2" | "3" | "4" | "5" | "6")) {
            ("1", false) => return Err(Failure::problem("ground", "是公职人员的,核验情形选1-6中的一项(监察法15)")),
            ("0", true) => return Err(Failure::problem("ground", "这一项属于公职人员;不是公职人员的选7或8")),
            _ => {}
        }
        self.write(|w| {
            let held = load(w.tx, id)?;
            if w.actor()?.staff == Some(id) || form.get("verifier") == held.row.name {
                return Err(Failure::problem("verifier", "公职身份不能由本人核验;请另一人核验"));
            }
            let day = form.get("verified_on");
            roster::update_official(w.tx, id, official, ground, form.get("verifier"), day)?;
            note_event(w, id, "verification", day, year_of(day), 0, form.values())?;
            let change = serde_json::json!({ "official": [held.row.official, official], "ground": ground }).to_string();
            w.journal("staff.verify", "staff", id, "公职核验", &change)?;
            let words = codes::label(codes::OFFICIAL, official);
            let hint = match (official, ground) {
                ("1", _) => ";不得领取办案补助(方案六(四)6)",
                ("0", "7") => ";离退休兼职取酬需核",
                ("0", _) => "",
                _ => ";核实前不得领取补助",
            };
            Ok(Done { text: format!("{}公职人员:{words}{hint}", held.row.name), id })
        })
    }

    /// 遴选, 考核, 培训 or 承诺书 of one or several people; all of them or none.
    pub fn record_event(&mut self, kind: &'static str, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Roster)?;
        let table: &'static Table = match kind {
            "selection" => &forms::STAFF_SELECTION,
            "appraisal" => &forms::STAFF_APPRAISAL,
            "training" => &forms::STAFF_TRAINING,
            _ => &forms::STAFF_PLEDGE,
        };
        let form = validation::check(table, &one_a_line(draft, "people"), self.now())?;
        let day = form.get("day");
        let year = if matches!(kind, "appraisal" | "pledge") { form.number("year").unwrap_or(0) } else { year_of(day) };
        if kind == "appraisal" && year > year_of(day) {
            return Err(Failure::problem("year", format!("{year}年还没有到,请核对年度和日期")));
        }
        // A pledge is signed in its year, or ahead of it in the December before.
        if kind == "pledge" && year != year_of(day) && !(year == year_of(day) + 1 && day.get(5..7) == Some("12")) {
            return Err(Failure::problem("year", format!("{year}年的承诺书不会在{day}签,请核对年度和日期")));
        }
        let hours = if kind == "training" { form.number("hours").unwrap_or(0) } else { 0 };
        let label = codes::label(forms::STAFF_EVENT, kind);
        self.write(|w| {
            let people = named(w.tx, &form, "people")?;
            let mut twice = Vec::new();
            for p in &people {
                let stands = match kind {
                    "pledge" => staff_event::pledged(w.tx, p.row.id, year)?.is_some(),
                    "appraisal" => staff_event::is_appraised(w.tx, p.row.id, year)?,
                    "training" => staff_event::is_trained(w.tx, p.row.id, day, form.get("mode"), form.get("topic"))?,
                    _ => false,
                };
                if stands {
                    twice.push(p.row.name.as_str());
                }
            }
            if !twice.is_empty() {
                return Err(Failure::refusal(
                    format!("已经记过{label}:{}", twice.join("、")),
                    "从名单中去掉;原来记错的,在培训考核台账先作废",
                ));
            }
            let body = form.values().clone().with("people", "");
            let mut id = 0;
            for p in &people {
                id = note_event(w, p.row.id, kind, day, year, hours, &body)?;
                let change = serde_json::json!({ "event": id, "day": day, "year": year }).to_string();
                w.journal(&format!("staff.{kind}"), "staff", p.row.id, label, &change)?;
            }
            let names: Vec<&str> = people.iter().map(|p| p.row.name.as_str()).collect();
            Ok(Done { text: format!("已记{label}{}人:{}", names.len(), names.join("、")), id })
        })
    }

    /// Marks what was entered by mistake.
    pub fn void_event(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Roster)?;
        let form = validation::check(&forms::STAFF_EVENT_VOID, draft, self.now())?;
        self.write(|w| {
            let event = staff_event::load(w.tx, id)?
                .ok_or_else(|| Failure::refusal("没有这条记录", "在培训考核台账中重新选择"))?;
            voidable(&event)?;
            staff_event::update_void(w.tx, id, form.get("reason"))?;
            let label = codes::label(forms::STAFF_EVENT, &event.kind);
            let change = serde_json::json!({ "event": id, "reason": form.get("reason") }).to_string();
            w.journal("staff.void", "staff", event.staff, &format!("作废{label}"), &change)?;
            Ok(Done { text: format!("已作废{}的{label}", event.name), id })
        })
    }

    /// 离任: out of service, kept in all history; his users may not log in any more.
    ///
    /// # Errors
    /// A refusal while he has open cases, for oneself, and for the last administrator.
    pub fn leave_staff(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.allow_roster()?;
        let form = validation::check(&forms::STAFF_LEAVE, draft, self.now())?;
        self.write(|w| {
            let held = load(w.tx, id)?;
            may_leave(w.actor()?.staff, &held)?;
            let day = form.get("left_on");
            if !held.joined_on.is_empty() && day < held.joined_on.as_str() {
                return Err(Failure::problem("left_on", format!("离任日期早于加入日期{}", held.joined_on)));
            }
            roster::update_service(w.tx, id, Some(day), form.get("why"))?;
            note_event(w, id, "leave", day, year_of(day), 0, form.values())?;
            let change = serde_json::json!({ "active": [true, false], "left_on": day }).to_string();
            w.journal("staff.leave", "staff", id, form.get("why"), &change)?;
            let mut text = format!("已离任:{}", held.row.name);
            for user in store::user::list(w.tx)?.into_iter().filter(|u| u.active && u.staff == Some(id)) {
                store::user::update_active(w.tx, user.id, false)?;
                if user.role == Role::Admin && store::user::count_active(w.tx, Role::Admin)? == 0 {
                    return Err(Failure::refusal("他是最后一位管理员", "请先添加另一位管理员"));
                }
                w.journal("user.active", "user", user.id, "离任停用", r#"{"active":[true,false]}"#)?;
                text.push_str(&format!(";用户{}已停用", user.login));
            }
            Ok(Done { text, id })
        })
    }

    /// 返岗. His user stays turned off until the administrator turns it on.
    pub fn return_staff(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.allow_roster()?;
        let form = validation::check(&forms::STAFF_RETURN, draft, self.now())?;
        self.write(|w| {
            let held = load(w.tx, id)?;
            may_return(&held)?;
            let day = form.get("joined_on");
            if day < held.left_on.as_str() {
                return Err(Failure::problem("joined_on", format!("返岗日期早于离任日期{}", held.left_on)));
            }
            roster::update_service(w.tx, id, None, "")?;
            note_event(w, id, "return", day, year_of(day), 0, form.values())?;
            w.journal("staff.return", "staff", id, form.get("why"), r#"{"active":[false,true]}"#)?;
            let users = store::user::list(w.tx)?.into_iter().filter(|u| !u.active && u.staff == Some(id)).count();
            let hint = if users > 0 { ";登录用户仍停用,需要的请管理员启用" } else { "" };
            Ok(Done { text: format!("已返岗:{}{hint}", held.row.name), id })
        })
    }

    /// [`Desk::leave_staff`] and [`Desk::return_staff`] as of today, in a word.
    pub fn set_staff_active(&mut self, id: i64, active: bool) -> Outcome<Done> {
        if active {
            self.return_staff(id, &forms::STAFF_RETURN.blank().with("why", "恢复"))
        } else {
            self.leave_staff(id, &forms::STAFF_LEAVE.blank().with("why", "停用"))
        }
    }

    /// Whether the result of an appraisal may be shown: to who keeps the roster, and to the person.
    pub(super) fn may_see_result(&self, staff: i64) -> bool {
        self.actor().is_some_and(|a| a.staff == Some(staff) || grant(a.role, Operation::Roster) == Grant::Full)
    }
}

/// Whether a person may leave now.
pub(super) fn may_leave(own: Option<i64>, held: &Profile) -> Outcome<()> {
    let row = &held.row;
    if !row.active {
        return Err(Failure::refusal(format!("{}已离任({})", row.name, held.left_on), "返岗后才能再办离任"));
    }
    if own == Some(row.id) {
        return Err(Failure::refusal("不能办理自己的离任", "请另一名有权的人办理"));
    }
    if row.load > 0 {
        return Err(Failure::refusal(format!("{}还有{}件在办案件", row.name, row.load), "先用批量改派移交,再办离任"));
    }
    Ok(())
}

pub(super) fn may_return(held: &Profile) -> Outcome<()> {
    if held.row.active {
        Err(Failure::refusal(format!("{}在册", held.row.name), "不必办理返岗"))
    } else {
        Ok(())
    }
}

/// Whether an event may be marked as a mistake: a finding or a departure is corrected by the next one.
pub(super) fn voidable(event: &Event) -> Outcome<()> {
    if !event.void.is_empty() {
        return Err(Failure::refusal("这条记录已经作废", "不必再办"));
    }
    match event.kind.as_str() {
        "verification" => Err(Failure::refusal("公职核验不作废", "重新核验一次,以最近一次为准")),
        "leave" | "return" => Err(Failure::refusal("离任和返岗不作废", "办错的,再办返岗或离任")),
        _ => Ok(()),
    }
}

/// Open cases in his hand against the unit he now belongs to.
fn at_odds(conn: &Connection, id: i64, employer: &str) -> Outcome<usize> {
    let wanted = Wanted { from: Some(id), members: true, ..Wanted::default() };
    let mut near = 0;
    for (case, _) in store::reassignment::list_caseload(conn, &wanted)? {
        let case = store::case::load(conn, case)?;
        near +=
            usize::from(case.is_some_and(|c| !employer.is_empty() && (c.respondent == employer || c.unit == employer)));
    }
    Ok(near)
}

fn year_of(day: &str) -> i64 {
    day.get(..4).and_then(|y| y.parse().ok()).unwrap_or_default()
}
