//! The values of one document: what the dossier of a case says, under the names of `names`.

use super::names;
use super::subject::Subject;
use super::values::{Row, Values};
use super::volume::Contents;
use super::words::{capitals, day, day_of, value, yuan};
use crate::desk::documents::Dossier;
use crate::domain::case::Kept;
use crate::domain::deadline::{self, State};
use crate::domain::visit_table::VISIT;
use crate::domain::{checklist, codes, forms, obligation, subsidy};
use crate::validation::{Draft, Kind, Table, code, money};
use std::collections::HashMap;

/// The values for a document of this subject; `contents` are the lines of 卷内目录.
pub fn values(d: &Dossier, subject: Subject, contents: &Contents) -> Values {
    let mut v = names::blank().clone();
    let mut put = Put { v: &mut v, staff: &d.staff };
    put.table(&VISIT, &d.visit);
    records(&mut put, d, subject);
    case(&mut put, d);
    clocks(&mut put, d, subject);
    office(&mut put, d, subject);
    agreement(&mut put, d);
    let lines = contents.entries.iter().map(|e| {
        [("title", &e.title), ("page", &e.page), ("pages", &e.pages), ("note", &e.note)]
            .map(|(k, text)| (k, text.clone()))
    });
    put.rows("contents", lines);
    if let (true, Some(total)) = (d.volumes.is_empty(), contents.total) {
        put.set("volume.pages", total.to_string());
    }
    v
}

struct Put<'a> {
    v: &'a mut Values,
    staff: &'a HashMap<i64, String>,
}

impl Put<'_> {
    fn set(&mut self, name: &str, value: impl Into<String>) {
        self.v.set(name, value);
    }
    fn each<const N: usize>(&mut self, of: &str, pairs: [(&str, String); N]) {
        for (key, value) in pairs {
            self.set(&format!("{of}.{key}"), value);
        }
    }
    /// Sets a list; `no` counts its rows.
    fn rows<const N: usize>(&mut self, list: &str, lines: impl Iterator<Item = [(&'static str, String); N]>) {
        let numbered = lines.enumerate().map(|(i, line)| {
            let mut row: Row = line.into_iter().map(|(k, text)| (k.to_string(), text)).collect();
            row.insert("no".to_string(), (i + 1).to_string());
            row
        });
        let rows = numbered.collect();
        self.v.set_rows(list, rows);
    }
    fn table(&mut self, table: &Table, body: &Draft) {
        for field in table.fields {
            let (name, text) = (format!("{}.{}", table.name, field.key), body.get(field.key));
            self.set(&name, value(field.kind, field.key, text, self.staff));
            match field.kind {
                Kind::Money => self.set(&format!("{name}|大写"), capitals(text)),
                Kind::Rows(columns, _) => {
                    let rows = text.lines().enumerate().map(|(i, line)| {
                        let mut row = Row::from([("no".to_string(), (i + 1).to_string())]);
                        let cells = line.split('\t').chain(std::iter::repeat(""));
                        for (column, cell) in columns.iter().zip(cells) {
                            row.insert(column.key.to_string(), value(column.kind, column.key, cell, self.staff));
                            if matches!(column.kind, Kind::Money) {
                                row.insert(format!("{}|大写", column.key), capitals(cell));
                            }
                        }
                        row
                    });
                    let rows = rows.collect();
                    self.v.set_rows(&name, rows);
                }
                _ => {}
            }
        }
    }
}

/// The newest record of each form, or the one the document is about, and the lists of all.
fn records(put: &mut Put, d: &Dossier, subject: Subject) {
    for table in names::forms() {
        let all: Vec<&Kept> = d.facts.all(table.name).collect();
        let about = all.iter().position(|r| Subject::Record(r.id) == subject);
        let Some(nth) = about.or_else(|| all.len().checked_sub(1)) else { continue };
        put.table(table, &all[nth].body);
        for (key, text) in kept(d, all[nth], nth) {
            put.set(&format!("{}.{key}", table.name), text);
        }
        let rows = all.iter().enumerate().map(|(nth, record)| {
            let mut row: Row = kept(d, record, nth).into_iter().map(|(k, text)| (k.to_string(), text)).collect();
            row.insert("no".to_string(), (nth + 1).to_string());
            for field in table.fields {
                let text = record.get(field.key);
                row.insert(field.key.to_string(), value(field.kind, field.key, text, &d.staff));
                if matches!(field.kind, Kind::Money) {
                    row.insert(format!("{}|大写", field.key), capitals(text));
                }
            }
            if table.name == forms::LIMITS.name {
                row.extend(limit(d, record));
            }
            row
        });
        let rows = rows.collect();
        put.v.set_rows(table.name, rows);
    }
    if let Some(record) = d.facts.last("decline") {
        let found = codes::DECLINE_BASIS.iter().find(|b| b.0 == record.get("reason"));
        let (_, basis, next) = found.copied().unwrap_or_default();
        put.each("decline", [("basis", basis.to_string()), ("next", next.to_string())]);
    }
}

fn kept(d: &Dossier, record: &Kept, nth: usize) -> [(&'static str, String); 4] {
    [
        ("given", record.number.clone()),
        ("kept_on", day(record.on)),
        ("kept_by", d.users.get(&record.user).cloned().unwrap_or_default()),
        ("nth", (nth + 1).to_string()),
    ]
}

/// When a limitation that was told ends.
fn limit(d: &Dossier, record: &Kept) -> Row {
    let due =
        deadline::find(record.get("route")).zip(record.date("start")).and_then(
            |(rule, start)| match deadline::compute(rule, start, &d.calendar, &[], 0) {
                Ok(State::Running(due)) => Some((rule, due)),
                _ => None,
            },
        );
    let Some((rule, due)) = due else {
        return Row::from(
            [("raw", "没有固定的届满日"), ("rolled", "不适用"), ("basis", ""), ("note", ""), ("left", "")]
                .map(|(k, t)| (k.to_string(), t.to_string())),
        );
    };
    let left = (due.raw - d.today).num_days();
    let left = if left < 0 { format!("已过{}天,请尽快咨询", -left) } else { format!("还有{left}天") };
    let rolled = if due.rolled == due.raw { "不顺延".to_string() } else { day(due.rolled) };
    let cells = [
        ("raw", format!("{}\n{left}", day(due.raw))),
        ("rolled", rolled),
        ("basis", rule.basis.to_string()),
        ("note", rule.note.to_string()),
        ("left", left),
    ];
    Row::from(cells.map(|(k, text)| (k.to_string(), text)))
}

fn case(put: &mut Put, d: &Dossier) {
    let c = &d.case;
    let label = |list, code: &str| code::label(list, code).unwrap_or(code).to_string();
    put.set("studio", d.studio.clone());
    put.set("place", d.place.clone());
    put.set("today", day(d.today));
    let members: Vec<&str> = d.team.iter().filter(|m| m.part != "handler").map(|m| m.name.as_str()).collect();
    let on = |date: Option<chrono::NaiveDate>| date.map(day).unwrap_or_default();
    let volume = d.volumes.last();
    let (proposed, why) = checklist::retention(c, &d.facts);
    let filed = d.facts.last("filing");
    put.each(
        "case",
        [
            ("title", c.title()),
            ("number", c.number.clone().unwrap_or_default()),
            ("docket", c.docket.clone().unwrap_or_default()),
            ("petitioner", c.petitioner.clone()),
            ("respondent", c.respondent.clone()),
            ("gist", c.gist.clone()),
            ("dispute", label(codes::DISPUTE, &c.dispute)),
            ("nature", label(codes::NATURE, &c.nature)),
            ("grade", label(codes::GRADE, &c.grade)),
            ("safety", label(codes::SAFETY, &c.safety)),
            ("place", value(Kind::Division, "", &c.place, &d.staff)),
            ("people", c.people.to_string()),
            ("involved", c.involved.to_string()),
            ("visits", c.visits.to_string()),
            ("unit", if c.unit.is_empty() { "不明确".to_string() } else { c.unit.clone() }),
            ("handler", c.handler.and_then(|h| d.staff.get(&h)).cloned().unwrap_or_default()),
            ("members", members.join("、")),
            ("leader", c.leader.clone()),
            ("listing_level", label(codes::LISTING_LEVEL, &c.listing_level)),
            ("stage", c.stage.label().to_string()),
            ("outcome", label(codes::OUTCOME, &c.outcome)),
            ("opened", day(c.opened)),
            ("accepted_on", on(c.accepted_on)),
            ("entrusted_on", on(c.entrusted_on)),
            ("closed_on", on(c.closed_on)),
            ("registrar", d.registrar.clone()),
            ("retention", label(checklist::RETENTION, volume.map_or(proposed, |v| v.retention.as_str()))),
            ("retention_why", filed.map_or(why, |r| r.get("ground").to_string())),
        ],
    );
    put.rows(
        "team",
        d.team.iter().map(|m| {
            [
                ("name", m.name.clone()),
                ("profession", label(codes::PROFESSION, &m.profession)),
                ("part", if m.part == "handler" { "承办人" } else { "成员" }.to_string()),
            ]
        }),
    );
}

fn clocks(put: &mut Put, d: &Dossier, subject: Subject) {
    for c in &d.clocks {
        let of = format!("clock.{}", c.rule);
        put.each(
            &of,
            [("start", c.start), ("raw", c.raw), ("rolled", c.rolled), ("due", c.due)].map(|(k, t)| (k, day(t))),
        );
    }
    put.rows(
        "clocks",
        d.clocks.iter().map(|c| {
            [
                ("label", c.label.clone()),
                ("start", day(c.start)),
                ("raw", day(c.raw)),
                ("rolled", day(c.rolled)),
                ("state", c.words.clone()),
                ("basis", c.basis.clone()),
            ]
        }),
    );
    let asked = d.facts.all("extension_request").rfind(|r| Subject::Record(r.id) == subject);
    let Some(asked) = asked.or_else(|| d.facts.last("extension_request")) else { return };
    let Some(clock) = d.clocks.iter().find(|c| c.rule == asked.get("clock")) else { return };
    // The request is answered by the extension that follows it, or by a refusal.
    let granted = clock.extensions.iter().find(|e| e.approved_on >= asked.on);
    let refused = d.facts.all("extension_refusal").find(|r| r.id > asked.id);
    let decision = match (granted, refused) {
        (Some(e), _) => format!("同意延长{}日。{}", e.days, e.reason),
        (None, Some(r)) => format!("不予延期。{}", r.get("reason")),
        (None, None) => String::new(),
    };
    let told = granted.and_then(|e| e.told_on).map(day).unwrap_or_default();
    put.each(
        "extended",
        [
            ("start", day(clock.start)),
            ("raw", day(clock.raw)),
            ("rolled", day(clock.rolled)),
            ("decision", decision),
            ("approver", granted.map(|e| e.approver.clone()).unwrap_or_default()),
            ("approved_on", granted.map(|e| day(e.approved_on)).unwrap_or_default()),
            ("told_on", told),
        ],
    );
}

/// Warnings, supervisions, volumes and claims.
fn office(put: &mut Put, d: &Dossier, subject: Subject) {
    let w = d.warnings.iter().find(|w| Subject::Warning(w.warning.id) == subject).or(d.warnings.last());
    if let Some(held) = w {
        let w = &held.warning;
        let way = codes::label(codes::NOTICE_WAY, &w.way).to_string();
        put.each(
            "warning",
            [
                ("number", w.number.clone()),
                ("level", w.level.clone()),
                ("fact", w.fact.clone()),
                ("recipient", w.recipient.clone()),
                ("way", way),
                ("on", day_of(&w.at)),
                ("signed", w.signed.clone()),
                ("disposal", held.disposal.clone()),
            ],
        );
    }
    let s = d.supervisions.iter().find(|s| Subject::Supervision(s.id) == subject).or(d.supervisions.last());
    if let Some(s) = s {
        put.each(
            "supervision",
            [
                ("number", s.number.clone()),
                ("target", s.target.clone()),
                ("trigger", s.trigger.clone()),
                ("demand", s.demand.clone()),
                ("issued_on", day(s.issued_on)),
                ("feedback_by", day(s.feedback_by)),
                ("by", s.by.clone()),
                ("feedback", s.feedback.clone()),
                ("answered_on", s.answered_on.map(day).unwrap_or_default()),
                ("closing", s.closing.clone()),
                ("closed_on", s.closed_on.map(day).unwrap_or_default()),
            ],
        );
    }
    if let Some(v) = d.volumes.last() {
        put.each(
            "volume",
            [
                ("number", v.number.clone()),
                ("place", v.place.clone()),
                ("pages", v.pages.to_string()),
                ("filed_on", day(v.filed_on)),
                ("filer", v.filer.clone()),
                ("checker", v.checker.clone()),
                ("note", v.note.clone()),
            ],
        );
    }
    claim(put, d, subject);
}

fn claim(put: &mut Put, d: &Dossier, subject: Subject) {
    let Some((c, shares)) = d.claims.iter().find(|c| Subject::Claim(c.0.id) == subject).or(d.claims.last()) else {
        return;
    };
    let user = |id: Option<i64>| id.and_then(|id| d.users.get(&id)).cloned().unwrap_or_default();
    put.each(
        "claim",
        [
            ("number", c.number.clone()),
            ("rule", subsidy::find(&c.rule).map_or_else(|| c.rule.clone(), |r| format!("{} {}", r.id, r.label))),
            ("amount", yuan(c.amount)),
            ("amount|大写", money::uppercase(c.amount)),
            ("factors", c.factors.clone()),
            ("payer", c.payer.clone()),
            ("payer_kind", codes::label(codes::PAYER, &c.payer_kind).to_string()),
            ("ground", c.ground.clone()),
            ("state", crate::desk::documents::claim_state(&c.state).to_string()),
            ("claimed_by", user(Some(c.claimed_by))),
            ("claimed_on", day_of(&c.claimed_on)),
            ("reviewed_by", user(c.reviewed_by)),
            ("approved_by", user(c.approved_by)),
            ("paid_on", day_of(&c.paid_on)),
            ("voucher", c.voucher.clone()),
            ("note", c.note.clone()),
        ],
    );
    put.rows(
        "claim.shares",
        shares.iter().map(|s| {
            [
                ("name", s.name.clone()),
                ("amount", yuan(s.amount)),
                ("amount|大写", money::uppercase(s.amount)),
                ("card", s.card.clone()),
            ]
        }),
    );
}

/// Copies, what is owed in all, and how the terms stand.
fn agreement(put: &mut Put, d: &Dossier) {
    let Some(record) = d.facts.last("agreement") else { return };
    // 当事人各执一份, 调委会留一份 (人民调解法29).
    let parties = record.get("parties").split([',', '，', '、', ';', '；']).filter(|p| !p.trim().is_empty()).count();
    put.set("agreement.copies", (parties.max(2) + 1).to_string());
    let owed = obligation::of(&d.facts);
    let total: i64 = owed.iter().map(|o| o.amount).sum();
    let payment = (total > 0).then(|| [("total", yuan(total)), ("total|大写", money::uppercase(total))]);
    put.rows("agreement.payment", payment.into_iter());
    put.rows(
        "obligations",
        owed.iter().map(|o| {
            let amount = |fen: i64| if fen > 0 { yuan(fen) } else { String::new() };
            let state = match o.state {
                obligation::State::Open if o.is_overdue(d.today) => "逾期未履行",
                obligation::State::Open => "未到期",
                obligation::State::Performed => "已履行",
                obligation::State::InCourt => "转司法",
            };
            [
                ("term", o.term.to_string()),
                ("debtor", o.debtor.clone()),
                ("what", o.what.clone()),
                ("due", day(o.due)),
                ("amount", amount(o.amount)),
                ("amount|大写", if o.amount > 0 { money::uppercase(o.amount) } else { String::new() }),
                ("paid", amount(o.paid)),
                ("state", state.to_string()),
            ]
        }),
    );
}
