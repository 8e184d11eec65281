//! 本人信息副本: what a petitioner himself gave, in clear, since it is his own; never what others said,
//! never names or numbers of other people (个人信息保护法45). And the paper that refuses one.

use super::papers::head;
use crate::desk::own_data::hide_numbers;
use crate::desk::{Desk, Failure, Outcome, mask};
use crate::domain::case::Case;
use crate::domain::role::Operation;
use crate::domain::visit_table::VISIT;
use crate::domain::{codes, forms};
use crate::store;
use crate::store::request::Request;
use crate::store::visit::Stored;
use crate::validation::display::display;
use crate::validation::{Draft, Field};

/// Other people, the office's own views of the matter, other cases.
const NOT_HIS: &[&str] = &[
    "representatives",
    "guardian",
    "contact",
    "interpreter",
    "receiver",
    "related_case",
    "safety",
    "report_needed",
    "handling",
    "source",
];

/// The request a copy may be made for: open, or answered today (the printer may have failed).
pub(super) fn request_for(desk: &Desk, case: &Case) -> Outcome<Request> {
    desk.allow(Operation::OwnData)?;
    if case.sealed {
        desk.allow(Operation::Sealed)?;
    }
    let today = desk.today().to_string();
    let fits = |r: &Request| {
        let live = r.answered_on.is_none() || r.outcome == "given" && r.answered_on.as_deref() == Some(today.as_str());
        matches!(r.kind.as_str(), "1" | "2") && live
    };
    store::request::list_of_case(&desk.conn, case.id)?.into_iter().rev().find(fits).ok_or_else(|| {
        Failure::refusal("没有本人查阅或复制的申请,不能打印本人信息", "按F9打开“本人信息申请”,核对身份、登记后再打印")
    })
}

pub(super) fn asked(desk: &Desk, case: &Case) -> Outcome<()> {
    request_for(desk, case).map(|_| ())
}

pub(super) fn copy(desk: &Desk, case: &Case) -> Outcome<Vec<String>> {
    let request = request_for(desk, case)?;
    own_copy(desk, case, &request)
}

/// What the office wrote down of the visit itself: about him, and his to know, but not his words.
const OFFICE: &[&str] = &[
    "repeat_answer",
    "first_national",
    "category",
    "purpose",
    "content",
    "content_detail",
    "dispute",
    "nature",
    "mood",
    "threat",
    "notice_given",
    "sensitive_consent",
];

/// Whether a visit is the same person's: same name, and the same number where there are numbers.
fn same_person(one: &Stored, other: &Stored) -> bool {
    let both = |key: &str| (one.draft.get(key), other.draft.get(key));
    let (a, b) = both("document_no");
    let (p, q) = both("phone");
    let numbered = if a.is_empty() || b.is_empty() { !p.is_empty() && p == q } else { a == b };
    one.id == other.id || one.draft.get("name") == other.draft.get("name") && numbered
}

/// Everything the person of the request gave in his visits.
pub(in crate::desk) fn own_copy(desk: &Desk, case: &Case, request: &Request) -> Outcome<Vec<String>> {
    let mine = store::visit::load(&desk.conn, request.visit)?
        .ok_or_else(|| Failure::refusal("登记表已不在", "请管理员检查数据库"))?;
    let mut lines = head(desk, case, "本人信息副本");
    lines.retain(|l| !l.starts_with("信访人:"));
    lines.insert(4, format!("本人: {}", mine.draft.get("name")));
    lines.insert(5, format!("申请: {} {}", request.number, codes::label(forms::REQUEST_KIND, &request.kind)));
    let mut others = 0;
    let notes = store::request::notes_of_case(&desk.conn, case.id)?;
    for (id, at) in store::visit::list_of_case(&desk.conn, case.id)? {
        let Some(visit) = store::visit::load(&desk.conn, id)? else { continue };
        if !same_person(&visit, &mine) {
            others += 1;
            continue;
        }
        let docket = visit.docket.clone().unwrap_or_default();
        lines.push(format!("{} 来访登记 {docket}", at.replace('T', " ")));
        lines.extend(visit_lines(&visit.draft));
        for n in notes.iter().filter(|n| n.visit == id) {
            let field = VISIT.field(&n.field);
            let value = field.map_or_else(|| n.note.clone(), |f| display(f, &n.note));
            lines.push(format!("  附注更正 {} {}: {value}", n.day, field.map_or("", |f| f.label)));
        }
        lines.push(String::new());
    }
    if others > 0 {
        lines.push(format!("本案另有{others}次来访由他人提出,不在副本中。"));
    }
    let told = [
        "副本含您本人提供的内容和对您来访的登记;他人的姓名、号码和陈述不在其中(个人信息保护法45)。",
        "不准确、不完整的,可以要求更正、补充(个人信息保护法46)。提供副本不收费用。",
    ];
    lines.extend(told.map(str::to_string));
    Ok(lines)
}

fn visit_lines(draft: &Draft) -> Vec<String> {
    let own = [draft.get("document_no"), draft.get("phone")];
    let named = people_in(draft);
    let mut lines = Vec::new();
    let mut put = |field: &Field| {
        let value = draft.get(field.key);
        let shown = match field.key {
            "respondent" => mask::party(value),
            "claims" => claims(value),
            "document_no" | "phone" => value.to_string(),
            _ => display(field, value),
        };
        let shown = match field.key {
            "name" | "document_no" | "phone" | "birth" | "address" => shown,
            _ => named.iter().fold(hide_numbers(&shown, &own), |text, name| text.replace(name, &mask::name(name))),
        };
        let mut parts = shown.lines();
        lines.push(format!("  {}: {}", field.label, parts.next().unwrap_or("")));
        lines.extend(parts.map(|part| format!("    {part}")));
    };
    let filled = || VISIT.fields.iter().filter(|f| draft.has(f.key) && !NOT_HIS.contains(&f.key));
    filled().filter(|f| !OFFICE.contains(&f.key)).for_each(&mut put);
    let said = lines.len();
    let mut put = |field: &Field| lines.push(format!("    {}: {}", field.label, display(field, draft.get(field.key))));
    filled().filter(|f| OFFICE.contains(&f.key)).for_each(&mut put);
    if lines.len() > said {
        lines.insert(said, "  工作室对这次来访的登记:".to_string());
    }
    let others = NOT_HIS[..4].iter().filter(|key| draft.has(key)).filter_map(|key| VISIT.field(key));
    lines.extend(others.map(|f| format!("  {}: 已登记,是他人的信息,不在副本中", f.label)));
    lines
}

/// Claims as the form holds them: the amount stands in 元.
fn claims(value: &str) -> String {
    let line = |row: &str| {
        let (what, amount) = row.split_once('\t').unwrap_or((row, ""));
        if amount.trim().is_empty() { what.to_string() } else { format!("{what}  {}元", amount.trim()) }
    };
    value.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Names of other people that the visit itself knows, to be hidden in his words.
fn people_in(draft: &Draft) -> Vec<String> {
    let mut names: Vec<String> = ["guardian", "interpreter"].iter().map(|key| draft.get(key).to_string()).collect();
    names.extend(draft.get("representatives").lines().map(|row| row.split('\t').next().unwrap_or("").to_string()));
    let respondent = draft.get("respondent");
    if mask::party(respondent) != respondent {
        names.push(respondent.split(['(', '（']).next().unwrap_or("").trim().to_string());
    }
    names.retain(|n| n.chars().count() >= 2 && n != draft.get("name"));
    names
}

/// The paper of a refusal: the ground, and where to turn (个人信息保护法50).
pub(in crate::desk) fn refusal_of(
    desk: &Desk,
    case: &Case,
    request: &Request,
    ground: &str,
    reason: &str,
) -> Vec<String> {
    let mut lines = head(desk, case, "本人信息申请不予办理告知单");
    // Who could not prove that it is he is told no name.
    lines.retain(|l| !l.starts_with("信访人:"));
    lines.push(format!("申请: {} {}", request.number, codes::label(forms::REQUEST_KIND, &request.kind)));
    lines.push(format!("理由: {ground}"));
    lines.push(format!("说明: {reason}"));
    lines.push(String::new());
    lines.push("补充材料后可以再次申请。不服的,可以向人民法院起诉(个人信息保护法50)。".to_string());
    lines
}
