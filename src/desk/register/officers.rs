//! 领导小组, its 办公室 and 工作室 (方案六(一)).

use super::people::push;
use super::shape::{col, limit, line};
use super::{Act, Line, Register, Tone};
use crate::desk::mask;
use crate::desk::officers::{as_draft, in_office, title};
use crate::domain::role::{Grant, Operation, grant};
use crate::domain::{codes, forms};
use crate::store::officer;

pub static OFFICERS: Register = Register {
    id: "officers",
    title: "领导小组",
    group: "人员",
    basis: "方案六(一);工作室主任由办公室主任兼任",
    operation: Operation::Roster,
    columns: &[
        col("body", "机构", 14),
        col("post", "职务", 6),
        col("name", "姓名", 10),
        col("employer", "单位", 0),
        col("duty", "单位职务", 12),
        col("phone", "电话", 12),
        col("since", "任职", 10),
        col("until", "免职", 10),
    ],
    views: &[("now", "在任"), ("past", "历任")],
    rows: |desk, ask| {
        // The leading group is of no case.
        if ask.case.is_some() {
            return Ok(Vec::new());
        }
        let list = officer::window(&desk.conn, ask.view != "past", &ask.search, ask.after.unwrap_or(0), limit(ask))?;
        Ok(list
            .into_iter()
            .map(|o| {
                let tone = if o.until.is_some() { Tone::Done } else { Tone::Plain };
                let cells = vec![
                    codes::label(forms::OFFICER_BODY, &o.body).to_string(),
                    codes::label(forms::OFFICER_POST, &o.post).to_string(),
                    o.name,
                    o.employer,
                    o.duty,
                    mask::phone(&o.phone),
                    o.since,
                    o.until.unwrap_or_default(),
                ];
                Line { id: o.id, case: None, cells, tone }
            })
            .collect())
    },
    show: |desk, id| {
        let o = desk.officer(id)?;
        let keeps = grant(desk.require_actor()?.role, Operation::Roster) == Grant::Full;
        let mut facts = vec![("职务".to_string(), title(&o.body, &o.post))];
        push(&mut facts, "姓名", &*o.name);
        push(&mut facts, "单位", &*o.employer);
        push(&mut facts, "单位职务", &*o.duty);
        push(&mut facts, "电话", if keeps { o.phone.clone() } else { mask::phone(&o.phone) });
        push(&mut facts, "任职", &*o.since);
        push(&mut facts, "免职", o.until.unwrap_or_default());
        Ok(facts)
    },
    acts: &[
        Act {
            id: "add",
            label: "登记任职",
            basis: "方案六(一)",
            operation: Operation::Roster,
            on_line: false,
            ..Act::base(&forms::OFFICER, |d, _, f| d.add_officer(f))
        },
        Act {
            id: "amend",
            label: "修改",
            basis: "方案六(一)",
            operation: Operation::Roster,
            ready: |desk, id| in_office(&desk.conn, line(id)?).map(drop),
            fill: |desk, id, _| Ok(as_draft(&desk.officer(line(id)?)?)),
            ..Act::base(&forms::OFFICER_AMEND, |d, id, f| d.amend_officer(line(id)?, f))
        },
        Act {
            id: "end",
            label: "免职",
            basis: "方案六(一)",
            operation: Operation::Roster,
            ready: |desk, id| in_office(&desk.conn, line(id)?).map(drop),
            ..Act::base(&forms::OFFICER_END, |d, id, f| d.end_officer(line(id)?, f))
        },
    ],
};
