//! 人员库 (方案六(三)).
//!
//! People stand in the order of entry, never by load, hours or result: figures of a person are his own, no
//! ranking is made of them. A result of 考核 shows to who keeps the roster and to the person.

use super::caseload::{is_preview, move_caseload};
use super::shape::{col, limit, line};
use super::training::event_words;
use super::{Act, Facts, Line, Register, Tone};
use crate::desk::people::{may_leave, may_return};
use crate::desk::{Desk, Outcome, mask, people};
use crate::domain::role::{Grant, Operation, grant};
use crate::domain::{codes, forms};
use crate::store::roster::{Profile, Window};
use crate::store::{self, staff_event};
use crate::validation::display::display;
use crate::validation::{Choice, Draft};
use chrono::Datelike;

pub(super) fn push(facts: &mut Facts, label: &str, value: impl Into<String>) {
    let value = value.into();
    if !value.is_empty() {
        facts.push((label.to_string(), value));
    }
}

/// Codes whose words hold the text, as a JSON array.
fn codes_named(list: &'static [Choice], text: &str) -> String {
    let codes: Vec<&str> = list.iter().filter(|c| !text.is_empty() && c.label.contains(text)).map(|c| c.code).collect();
    serde_json::json!(codes).to_string()
}

pub static STAFF: Register = Register {
    id: "staff",
    title: "人员库",
    group: "人员",
    basis: "方案六(三),九(四);监察法15",
    operation: Operation::Roster,
    columns: &[
        col("name", "姓名", 10),
        col("profession", "身份", 18),
        col("full_time", "专兼", 4),
        col("official", "公职", 4),
        col("pledge", "承诺", 4),
        col("load", "在办", 4),
        col("employer", "单位", 0),
        col("languages", "语言", 12),
        col("since", "加入", 10),
    ],
    views: &[
        ("active", "在册"),
        ("unverified", "待核"),
        ("unpledged", "本年未签承诺书"),
        ("left", "离任"),
        ("all", "全部"),
    ],
    rows: |desk, ask| {
        let window = Window {
            view: &ask.view,
            search: &ask.search,
            professions: codes_named(codes::PROFESSION, &ask.search),
            languages: codes_named(codes::LANGUAGE, &ask.search),
            case: ask.case,
            year: desk.today().year().into(),
            after: ask.after.unwrap_or(0),
            limit: limit(ask),
        };
        if let Some(case) = ask.case {
            desk.readable_case(case)?;
        }
        Ok(store::roster::window(&desk.conn, &window)?.into_iter().map(staff_line).collect())
    },
    show: show_staff,
    acts: &[
        Act {
            id: "add",
            label: "加入",
            basis: "方案六(三)",
            operation: Operation::Roster,
            on_line: false,
            ..Act::base(&forms::STAFF, |d, _, f| d.add_staff(f))
        },
        Act {
            id: "amend",
            label: "修改",
            basis: "方案六(三)",
            operation: Operation::Roster,
            fill: |desk, id, _| Ok(people::as_draft(&desk.person(line(id)?)?)),
            ..Act::base(&forms::STAFF_AMEND, |d, id, f| d.amend_staff(line(id)?, f))
        },
        Act {
            id: "verify",
            label: "公职核验",
            basis: "方案六(四)6;监察法15;公务员法44",
            operation: Operation::Roster,
            fill: fill_verification,
            ..Act::base(&forms::STAFF_VERIFICATION, |d, id, f| d.verify_staff(line(id)?, f))
        },
        Act {
            id: "select",
            label: "遴选",
            basis: "方案六(三)择优选聘",
            operation: Operation::Roster,
            fill: |desk, id, _| whom(desk, id),
            ..Act::base(&forms::STAFF_SELECTION, |d, _, f| d.record_event("selection", f))
        },
        Act {
            id: "appraise",
            label: "考核",
            basis: "方案六(三)培训、考核",
            operation: Operation::Roster,
            fill: |desk, id, _| this_year(desk, id),
            ..Act::base(&forms::STAFF_APPRAISAL, |d, _, f| d.record_event("appraisal", f))
        },
        Act {
            id: "train",
            label: "培训",
            basis: "方案六(三),八(四)",
            operation: Operation::Roster,
            fill: |desk, id, _| whom(desk, id),
            ..Act::base(&forms::STAFF_TRAINING, |d, _, f| d.record_event("training", f))
        },
        Act {
            id: "pledge",
            label: "签承诺书",
            basis: "方案九(四)",
            operation: Operation::Roster,
            fill: |desk, id, _| this_year(desk, id),
            ..Act::base(&forms::STAFF_PLEDGE, |d, _, f| d.record_event("pledge", f))
        },
        Act {
            id: "move",
            label: "批量改派",
            basis: "方案六(一);信访工作条例28",
            operation: Operation::Assign,
            fill: |_, id, _| Ok(Draft::default().with("from", line(id)?.to_string())),
            tells: is_preview,
            ..Act::base(&forms::CASELOAD, move_caseload)
        },
        Act {
            id: "leave",
            label: "离任",
            basis: "方案六(三)",
            operation: Operation::Roster,
            ready: |desk, id| may_leave(desk.require_actor()?.staff, &desk.person(line(id)?)?),
            ..Act::base(&forms::STAFF_LEAVE, |d, id, f| d.leave_staff(line(id)?, f))
        },
        Act {
            id: "return",
            label: "返岗",
            basis: "方案六(三)",
            operation: Operation::Roster,
            ready: |desk, id| may_return(&desk.person(line(id)?)?),
            ..Act::base(&forms::STAFF_RETURN, |d, id, f| d.return_staff(line(id)?, f))
        },
    ],
};

fn staff_line(p: Profile) -> Line {
    let r = p.row;
    let languages = forms::STAFF.field("languages").map_or_else(String::new, |f| display(f, &r.languages));
    let official = codes::label(codes::OFFICIAL, &r.official).to_string();
    let tone = match (r.active, r.official.as_str()) {
        (false, _) => Tone::Done,
        (true, "0" | "1") => Tone::Plain,
        _ => Tone::Amber,
    };
    let cells = vec![
        if r.active { r.name } else { format!("{}(离)", r.name) },
        codes::label(codes::PROFESSION, &r.profession).to_string(),
        if r.full_time { "专职" } else { "兼职" }.to_string(),
        official,
        if p.pledged { "已签" } else { "未签" }.to_string(),
        r.load.to_string(),
        r.employer,
        languages,
        p.joined_on,
    ];
    Line { id: r.id, case: None, cells, tone }
}

fn show_staff(desk: &Desk, id: i64) -> Outcome<Facts> {
    let p = desk.person(id)?;
    let year = desk.today().year();
    let r = &p.row;
    let shown = |key: &str, value: &str| forms::STAFF.field(key).map_or_else(String::new, |f| display(f, value));
    let keeps = grant(desk.require_actor()?.role, Operation::Roster) == Grant::Full;
    let mut facts = vec![("姓名".to_string(), format!("{}  编号{id}", r.name))];
    push(&mut facts, "身份", codes::label(codes::PROFESSION, &r.profession));
    push(&mut facts, "专兼", if r.full_time { "专职" } else { "兼职" });
    push(&mut facts, "资格证书", &*p.qualification);
    push(&mut facts, "工作单位", &*r.employer);
    push(&mut facts, "行业", &*p.industry);
    push(&mut facts, "语言", shown("languages", &r.languages));
    push(&mut facts, "擅长纠纷", shown("skills", &r.skills));
    push(&mut facts, "所在地", shown("place", &r.place));
    push(&mut facts, "电话", if keeps { r.phone.clone() } else { mask::phone(&r.phone) });
    push(&mut facts, "公职人员", official_words(&p));
    push(&mut facts, "加入", &*p.joined_on);
    if !r.active {
        push(&mut facts, "离任", format!("{} {}", p.left_on, p.left_why));
    }
    push(&mut facts, "在办", format!("{}件", r.load));
    let hours = staff_event::hours(&desk.conn, id, year.into())?;
    push(&mut facts, "本年培训", format!("{hours}学时"));
    let pledge = staff_event::pledged(&desk.conn, id, year.into())?;
    push(&mut facts, "本年承诺书", pledge.map_or_else(|| "未签".to_string(), |day| format!("{day}签")));
    for event in staff_event::list_of(&desk.conn, id, 100)? {
        let words = event_words(&event, desk.may_see_result(id));
        let void = if event.void.is_empty() { "" } else { "(作废)" };
        let label = codes::label(forms::STAFF_EVENT, &event.kind);
        push(&mut facts, &format!("{label}{void}"), format!("{} {words}", event.day));
    }
    Ok(facts)
}

/// What is known of 公职人员, with what follows for money.
fn official_words(p: &Profile) -> String {
    let words = codes::label(codes::OFFICIAL, &p.row.official);
    let ground = codes::label(forms::OFFICIAL_GROUND, &p.official_ground);
    let ground = if ground.is_empty() { String::new() } else { format!("({ground})") };
    let by = if p.verifier.is_empty() { String::new() } else { format!(" {}{}核验", p.verified_on, p.verifier) };
    let hint = match (p.row.official.as_str(), p.official_ground.as_str()) {
        ("1", _) => ";不得领取办案补助(方案六(四)6)",
        ("0", "7") => ";离退休兼职取酬需核",
        ("0", _) => "",
        _ => ";核实前不得领取补助",
    };
    format!("{words}{ground}{by}{hint}")
}

/// The selected person, as the field of names wants him.
fn whom(desk: &Desk, id: Option<i64>) -> Outcome<Draft> {
    let Some(id) = id else { return Ok(Draft::default()) };
    let name = desk.person(id)?.row.name;
    let word = if store::staff::called(&desk.conn, &name)? == Some(id) { name } else { id.to_string() };
    Ok(Draft::default().with("people", word))
}

pub(super) fn this_year(desk: &Desk, id: Option<i64>) -> Outcome<Draft> {
    Ok(whom(desk, id)?.with("year", desk.today().year().to_string()))
}

/// Whoever opened the form verifies, unless it is he himself.
fn fill_verification(desk: &Desk, id: Option<i64>, _: Option<i64>) -> Outcome<Draft> {
    let actor = desk.require_actor()?;
    let p = desk.person(line(id)?)?;
    let own = actor.staff == id || actor.name == p.row.name;
    let verifier = if own { "" } else { actor.name.as_str() };
    Ok(Draft::default().with("verifier", verifier).with("ground", p.official_ground))
}
