//! 培训考核 (方案六(三), 八(四)) and 承诺书 (方案九(四)): what happened to whom, the newest first, and no ranking.

use super::people::{push, this_year};
use super::shape::{col, limit, line};
use super::{Act, Line, Register, Tone};
use crate::desk::Failure;
use crate::desk::people::voidable;
use crate::domain::role::Operation;
use crate::domain::{codes, forms};
use crate::store::staff_event::{self, Event};
use crate::validation::Choice;
use chrono::Datelike;

pub static TRAINING: Register = Register {
    id: "training",
    title: "培训考核",
    group: "人员",
    basis: "方案六(三),八(四),九(四)",
    operation: Operation::Roster,
    columns: &[
        col("day", "日期", 10),
        col("name", "姓名", 10),
        col("kind", "记录", 8),
        col("words", "内容", 0),
        col("by", "登记人", 8),
    ],
    views: &[
        ("all", "全部"),
        ("training", "培训"),
        ("appraisal", "考核"),
        ("selection", "遴选"),
        ("pledge", "承诺书"),
        ("verification", "公职核验"),
        ("leave", "离任"),
        ("return", "返岗"),
    ],
    rows: |desk, ask| {
        let kind = if ask.view == "all" { "" } else { ask.view.as_str() };
        if let Some(case) = ask.case {
            desk.readable_case(case)?;
        }
        let after = ask.after.unwrap_or(i64::MAX);
        let events = staff_event::window(&desk.conn, kind, &ask.search, ask.case, after, limit(ask))?;
        Ok(events
            .into_iter()
            .map(|e| {
                let words = event_words(&e, desk.may_see_result(e.staff));
                let label = codes::label(forms::STAFF_EVENT, &e.kind).to_string();
                let tone = if e.void.is_empty() { Tone::Plain } else { Tone::Done };
                Line { id: e.id, case: None, cells: vec![e.day, e.name, label, words, e.by], tone }
            })
            .collect())
    },
    show: |desk, id| {
        let e = staff_event::load(&desk.conn, id)?
            .ok_or_else(|| Failure::refusal("没有这条记录", "在培训考核台账中重新选择"))?;
        let mut facts = vec![("姓名".to_string(), e.name.clone())];
        push(&mut facts, "记录", codes::label(forms::STAFF_EVENT, &e.kind));
        push(&mut facts, "日期", &*e.day);
        push(&mut facts, "内容", event_words(&e, desk.may_see_result(e.staff)));
        push(&mut facts, "备注", e.body.get("note"));
        push(&mut facts, "登记人", &*e.by);
        let year = desk.today().year();
        let hours = staff_event::hours(&desk.conn, e.staff, year.into())?;
        push(&mut facts, "本年培训", format!("{hours}学时"));
        Ok(facts)
    },
    acts: &[
        Act {
            id: "train",
            label: "培训",
            basis: "方案六(三),八(四)",
            operation: Operation::Roster,
            on_line: false,
            ..Act::base(&forms::STAFF_TRAINING, |d, _, f| d.record_event("training", f))
        },
        Act {
            id: "pledge",
            label: "签承诺书",
            basis: "方案九(四)",
            operation: Operation::Roster,
            on_line: false,
            fill: |desk, _, _| this_year(desk, None),
            ..Act::base(&forms::STAFF_PLEDGE, |d, _, f| d.record_event("pledge", f))
        },
        Act {
            id: "appraise",
            label: "考核",
            basis: "方案六(三)培训、考核",
            operation: Operation::Roster,
            on_line: false,
            fill: |desk, _, _| this_year(desk, None),
            ..Act::base(&forms::STAFF_APPRAISAL, |d, _, f| d.record_event("appraisal", f))
        },
        Act {
            id: "select",
            label: "遴选",
            basis: "方案六(三)择优选聘",
            operation: Operation::Roster,
            on_line: false,
            ..Act::base(&forms::STAFF_SELECTION, |d, _, f| d.record_event("selection", f))
        },
        Act {
            id: "void",
            label: "作废",
            basis: "方案九(四)不虚报",
            operation: Operation::Roster,
            ready: |desk, id| match staff_event::load(&desk.conn, line(id)?)? {
                Some(event) => voidable(&event),
                None => Err(Failure::refusal("没有这条记录", "在培训考核台账中重新选择")),
            },
            ..Act::base(&forms::STAFF_EVENT_VOID, |d, id, f| d.void_event(line(id)?, f))
        },
    ],
};

/// An event in words, without name and day. A result that is not for the reader is left out.
pub(super) fn event_words(e: &Event, result: bool) -> String {
    let of = |list: &'static [Choice], key: &str| codes::label(list, e.body.get(key)).to_string();
    let get = |key: &str| e.body.get(key).to_string();
    let parts = match e.kind.as_str() {
        "training" => vec![of(forms::TRAINING_KIND, "mode"), get("topic"), format!("{}学时", e.hours), get("place")],
        "appraisal" if result => vec![format!("{}年", e.year), of(forms::APPRAISAL_RESULT, "result"), get("organ")],
        "appraisal" => vec![format!("{}年", e.year), "已考核".to_string()],
        "pledge" => vec![format!("{}年承诺书", e.year), get("kept_at")],
        "selection" => {
            vec![of(forms::SELECTION_WAY, "way"), of(forms::SELECTED, "result"), get("organ"), until(&get("until"))]
        }
        "verification" => {
            let by = format!("{}核验", get("verifier"));
            vec![of(codes::OFFICIAL, "official"), of(forms::OFFICIAL_GROUND, "ground"), get("evidence"), by]
        }
        _ => vec![get("why")],
    };
    let mut words = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ");
    if !e.void.is_empty() {
        words.push_str(&format!(" 作废:{}", e.void));
    }
    words
}

fn until(day: &str) -> String {
    if day.is_empty() { String::new() } else { format!("聘期至{day}") }
}
