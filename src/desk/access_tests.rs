//! The permission table against every write of the desk: whoever is denied is refused, and nothing
//! changes, not even the journal.

use super::register::REGISTERS;
use super::trial_town::{PEOPLE, Town, dump};
use super::{Desk, Outcome, VisitWrite};
use crate::domain::case::Stage;
use crate::domain::flow;
use crate::domain::queue::Step;
use crate::domain::role::{Grant, Operation, Role, grant};
use crate::store;
use crate::validation::Draft;

type Act = fn(&mut Desk, i64) -> Outcome<()>;

fn blank() -> Draft {
    Draft::default()
}

fn form(pairs: &[(&str, &str)]) -> Draft {
    pairs.iter().fold(blank(), |d, (k, v)| d.with(k, *v))
}

fn clock(d: &Desk, case: i64) -> i64 {
    let list = store::deadline::list_of_case(&d.conn, case).expect("clocks");
    list.into_iter().find(|c| c.rule == "DL-07").expect("the clock of mediation").id
}

const EXTEND: &[(&str, &str)] = &[
    ("days", "5"),
    ("reason", "等待测绘"),
    ("both_agree", "1"),
    ("approver", "李秀英"),
    ("approved_on", "2026-11-23"),
];

/// Every write about a case or the office, with a form that would do, and what the table calls it.
#[rustfmt::skip]
const WRITES: &[(&str, Operation, Act)] = &[
    ("save_visit", Operation::Register, |d, _| {
        let draft = super::trial_case::VISIT.iter().fold(blank(), |v, (k, x)| v.with(k, *x));
        d.save_visit(&VisitWrite { draft, ..VisitWrite::default() }).map(drop)
    }),
    ("attach", Operation::Register, |d, case| {
        let draft = super::trial_case::VISIT.iter().fold(blank(), |v, (k, x)| v.with(k, *x));
        d.save_visit(&VisitWrite { draft, attach: Some(case), ..VisitWrite::default() }).map(drop)
    }),
    ("amend", Operation::AmendVisit, |d, case| {
        let first = store::visit::load_first(&d.conn, case)?.expect("a visit");
        let draft = first.draft.with("phone", "13800000001");
        d.save_visit(&VisitWrite { visit: Some((first.id, first.rev)), draft, ..VisitWrite::default() }).map(drop)
    }),
    ("open_visit", Operation::AmendVisit, |d, case| {
        let first = store::visit::load_first(&d.conn, case)?.expect("a visit");
        d.open_visit(first.id).map(drop)
    }),
    ("reassign", Operation::Assign, |d, case| {
        d.reassign(case, None, &form(&[("handler", "2"), ("recusal_checked", "1"), ("reason", "请假")])).map(drop)
    }),
    ("declare_recusal", Operation::Assign, |d, case| {
        d.declare_recusal(case, &form(&[("staff", "3"), ("ground", "2")])).map(drop)
    }),
    ("add_staff", Operation::Roster, |d, _| {
        d.add_staff(&form(&[("name", "鲁茸"), ("profession", "04"), ("languages", "1"), ("full_time", "0"), ("official", "9")])).map(drop)
    }),
    ("set_staff_active", Operation::Roster, |d, _| d.set_staff_active(3, false).map(drop)),
    ("extend", Operation::Extend, |d, case| { let c = clock(d, case); d.extend(c, &form(EXTEND)).map(drop) }),
    ("extension_told", Operation::Extend, |d, _| d.extension_told(1, &form(&[("told_on", "2026-11-23")])).map(drop)),
    ("pause", Operation::Work, |d, case| {
        let c = clock(d, case);
        d.pause(c, &form(&[("from", "2026-11-24"), ("why", "1")])).map(drop)
    }),
    ("resume", Operation::Work, |d, case| { let c = clock(d, case); d.resume(c, &form(&[("until", "2026-11-24")])).map(drop) }),
    ("supervise", Operation::Supervise, |d, case| {
        d.supervise(case, &form(&[("kind", "督办单"), ("reason", "5"), ("target", "承办人"), ("trigger", "逾期"), ("demand", "说明进展"), ("feedback_by", "2026-12-01")])).map(drop)
    }),
    ("answer_supervision", Operation::Work, |d, _| d.answer_supervision(1, &form(&[("feedback", "已约双方")])).map(drop)),
    ("raise_warning", Operation::RaiseWarning, |d, case| {
        let case = format!("#{case}");
        d.raise_warning(&form(&[("case", &case), ("level", "黄"), ("fact", "双方争执"), ("recipient", "主任")])).map(drop)
    }),
    ("take_number", Operation::Queue, |d, _| d.take_number(&crate::domain::forms::TICKET.blank()).map(drop)),
    ("call_next", Operation::Queue, |d, _| d.call_next().map(drop)),
    ("step", Operation::Queue, |d, _| d.step(1, Step::Hold).map(drop)),
    ("import_calendar", Operation::Administer, |d, _| d.import_calendar("2027-01-01,放假,元旦,official\n").map(drop)),
    ("add_user", Operation::Administer, |d, _| {
        d.add_user(&form(&[("login", "xin"), ("name", "新人"), ("role", "reception")]), "枫桥 Password 2").map(drop)
    }),
    ("set_password", Operation::Administer, |d, _| d.set_password("qiantai", "枫桥 Password 2").map(drop)),
    ("set_user_active", Operation::Administer, |d, _| d.set_user_active("qiantai", false).map(drop)),
    ("report_lead", Operation::Register, |d, _| {
        d.report_lead(&form(&[("reporter", "网格员"), ("heard_on", "2026-11-23"), ("gist", "两家争水")])).map(drop)
    }),
    ("watch_lead", Operation::Register, |d, _| d.watch_lead(1, &form(&[("handling", "已走访")])).map(drop)),
    ("end_lead", Operation::Register, |d, _| d.end_lead(1, true, &form(&[("outcome", "已和好")])).map(drop)),
    ("turn_lead", Operation::Register, |d, _| d.turn_lead(1, &form(&[("name", "和志军")])).map(drop)),
    ("reveal", Operation::Reveal, |d, case| d.reveal(case, "联系信访人").map(drop)),
];

/// A case in hand of the first handler, with a lead, a ticket, a 督办 and an extension to act on.
fn town() -> (Town, i64) {
    let mut town = Town::new();
    let case = town.along(&["T01", "T03", "T07", "T08", "T09"]);
    town.later(1);
    let lead = form(&[("reporter", "网格员"), ("heard_on", "2026-11-23"), ("gist", "两家争水")]);
    town.seat("qiantai").report_lead(&lead).expect("a lead");
    town.desk.take_number(&crate::domain::forms::TICKET.blank()).expect("a ticket");
    let note = [
        ("kind", "督办单"),
        ("reason", "5"),
        ("target", "承办人"),
        ("trigger", "逾期"),
        ("demand", "说明进展"),
        ("feedback_by", "2026-12-01"),
    ];
    town.seat("ducha").supervise(case, &form(&note)).expect("a note");
    let clock = clock(&town.desk, case);
    town.seat("zhuren").extend(clock, &form(EXTEND)).expect("an extension");
    (town, case)
}

/// Whether the table lets him, for a case that the front desk took in today or earlier and 李秀英 handles.
fn may(role: Role, staff: Option<i64>, operation: Operation) -> bool {
    match grant(role, operation) {
        Grant::Full => true,
        Grant::Own => role == Role::Reception || staff == Some(1),
        Grant::No | Grant::View => false,
    }
}

#[test]
fn every_write_refuses_whom_the_table_denies_and_leaves_no_trace() {
    let (mut town, case) = town();
    let mut refused = 0;
    for (name, operation, act) in WRITES {
        for (login, role, staff) in PEOPLE {
            // The roster and the calendar are kept by two offices each.
            let also = matches!(*name, "add_staff" | "set_staff_active") && *role == Role::Admin;
            if may(*role, *staff, *operation) || also {
                continue;
            }
            let before = dump(&town.desk);
            let answer = act(town.seat(login), case);
            let Err(no) = answer else { panic!("{name} by {login} went through") };
            assert_eq!(no.exit_code(), 4, "{name} by {login}: {no}");
            assert_eq!(before, dump(&town.desk), "{name} by {login} left a trace");
            refused += 1;
        }
    }
    assert!(refused > WRITES.len() * 3, "{refused}");
}

/// The table above refuses nobody because its forms are bad: somebody gets through each of them.
#[test]
fn every_write_is_open_to_somebody() {
    for (name, operation, act) in WRITES {
        let may = PEOPLE.iter().filter(|(_, role, staff)| may(*role, *staff, *operation));
        let mut said = Vec::new();
        let through = may.into_iter().any(|(login, ..)| {
            let (mut town, case) = town();
            if *name == "resume" {
                let c = clock(&town.desk, case);
                town.seat("zhuren").pause(c, &form(&[("from", "2026-11-24"), ("why", "1")])).expect("paused");
            }
            if *name == "extend" {
                town.desk.conn.execute("DELETE FROM extension", []).expect("none granted");
            }
            let answer = act(town.seat(login), case);
            said.extend(answer.as_ref().err().map(|e| format!("{login}: {e}")));
            answer.is_ok()
        });
        assert!(through, "{name}: {said:?}");
    }
}

#[test]
fn every_act_of_every_register_refuses_whom_the_table_denies() {
    let (mut town, _) = town();
    for register in REGISTERS {
        for act in register.acts {
            for (login, role, _) in PEOPLE {
                if matches!(grant(*role, act.operation), Grant::Full | Grant::Own) {
                    continue;
                }
                let before = dump(&town.desk);
                let answer = town.seat(login).register_act(act, act.on_line.then_some(1), &blank());
                let Err(no) = answer else { panic!("{} {} by {login} went through", register.id, act.id) };
                assert_eq!(no.exit_code(), 4, "{} {} by {login}: {no}", register.id, act.id);
                assert_eq!(before, dump(&town.desk), "{} {} by {login}", register.id, act.id);
            }
        }
    }
}

/// Of a closed or archived case nobody changes anything but by the moves that the flow names.
#[test]
fn a_case_that_is_over_is_read_only() {
    let (mut town, case) = town();
    let writes = ["attach", "amend", "open_visit", "reassign", "declare_recusal", "supervise", "pause", "extend"];
    for stage in [Stage::Closed, Stage::Struck, Stage::Archived, Stage::Withdrawn, Stage::Merged] {
        let sql = "UPDATE cases SET stage = ?1, is_open = 0 WHERE id = ?2";
        town.desk.conn.execute(sql, (stage.code(), case)).expect("over");
        town.desk
            .conn
            .execute("UPDATE deadline SET state = 'ended', ended_on = '2026-11-24' WHERE case_id = ?1", [case])
            .expect("over");
        for (name, _, act) in WRITES.iter().filter(|w| writes.contains(&w.0)) {
            for (login, ..) in PEOPLE {
                let before = dump(&town.desk);
                let answer = act(town.seat(login), case);
                assert!(answer.is_err(), "{name} by {login} at {}", stage.label());
                assert_eq!(before, dump(&town.desk), "{name} by {login} at {}", stage.label());
            }
        }
        for mv in flow::FLOW.iter().filter(|m| !m.from.contains(&stage)) {
            let form = town.forms(case, mv).swap_remove(0);
            for (login, ..) in PEOPLE {
                let before = dump(&town.desk);
                assert!(town.seat(login).act(case, None, mv, &form).is_err(), "{} by {login}", mv.id);
                assert_eq!(before, dump(&town.desk), "{} by {login} at {}", mv.id, stage.label());
            }
        }
    }
    assert_eq!(
        flow::FLOW.iter().filter(|m| m.from.contains(&Stage::Archived)).map(|m| m.id).collect::<Vec<_>>(),
        ["R32", "R31", "T21"],
    );
}
