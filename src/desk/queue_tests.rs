use super::super::trial::Office;
use super::*;
use chrono::TimeDelta;
use std::collections::BTreeSet;

fn visitor(name: &str) -> Draft {
    forms::TICKET.blank().with("name", name)
}

fn numbers(tickets: &[Ticket]) -> Vec<&str> {
    tickets.iter().map(|t| t.number.as_str()).collect()
}

fn come(desk: &mut Desk, names: &[&str]) -> Vec<i64> {
    names.iter().map(|n| desk.take_number(&visitor(n)).expect("taken").id).collect()
}

#[test]
fn windows_calling_at_once_never_get_the_same_visitor() {
    const WINDOWS: usize = 4;
    const EACH: usize = 6;
    let office = Office::new();
    let mut desk = office.desk("qiantai", "1号窗口");
    for _ in 0..WINDOWS * EACH {
        desk.take_number(&forms::TICKET.blank()).expect("taken");
    }
    let gate = std::sync::Barrier::new(WINDOWS);
    let called: Vec<String> = std::thread::scope(|scope| {
        // Opened before the threads start: whoever failed to would leave the others at the gate.
        let window = |n: usize| {
            let mut desk = office.desk("qiantai", &format!("{n}号窗口"));
            let gate = &gate;
            scope.spawn(move || {
                gate.wait();
                (0..EACH).map(|_| desk.call_next().expect("somebody waits").number).collect::<Vec<_>>()
            })
        };
        let windows: Vec<_> = (0..WINDOWS).map(window).collect();
        windows.into_iter().flat_map(|w| w.join().expect("no panic")).collect()
    });
    let distinct: BTreeSet<&String> = called.iter().collect();
    assert_eq!((called.len(), distinct.len()), (WINDOWS * EACH, WINDOWS * EACH));
    let refused = desk.call_next().expect_err("nobody is left").to_string();
    assert!(refused.contains("没有等候的来访人"), "{refused}");
    assert_eq!(store::journal::first_break(&desk.conn).expect("read"), None);
}

#[test]
fn numbers_taken_at_once_are_without_double_or_gap() {
    let office = Office::new();
    std::thread::scope(|scope| {
        for n in 0..4 {
            let office = &office;
            scope.spawn(move || {
                let mut desk = office.desk("qiantai", &format!("{n}号窗口"));
                (0..5).for_each(|_| drop(desk.take_number(&forms::TICKET.blank()).expect("taken")));
            });
        }
    });
    let queue = office.desk("qiantai", "1号窗口").queue().expect("read");
    let expected: Vec<String> = (1..=20).map(|n| format!("A{n:03}")).collect();
    assert_eq!(numbers(&queue), expected);
}

#[test]
fn who_steps_away_keeps_the_place_and_priority_goes_first() {
    let office = Office::new();
    let mut desk = office.desk("qiantai", "1号窗口");
    let ids = come(&mut desk, &["和志强", "扎西", "李文"]);
    assert_eq!(desk.step(ids[0], Step::Hold).expect("held").state, TicketState::Held);
    assert_eq!(numbers(&desk.queue().expect("read")), ["A002", "A003", "A001"]);
    assert_eq!(desk.queue_counts().expect("read"), (2, 1));
    desk.step(ids[0], Step::Return).expect("back");
    let done = desk.take_number(&visitor("央宗").with("priority", "1")).expect("taken");
    assert!(done.text.contains("A004") && done.text.contains("前面还有0个号"), "{}", done.text);
    let first = desk.call_next().expect("called");
    assert_eq!((first.number.as_str(), first.calls, first.window.as_str()), ("A004", 1, "1号窗口"));
    assert_eq!(desk.call_next().expect("called").number, "A001");
    // Held again while called, and back once more: still before the others.
    desk.step(ids[0], Step::Hold).expect("held");
    let back = desk.step(ids[0], Step::Return).expect("back");
    assert_eq!((back.called_at, back.window.as_str(), back.calls), (None, "", 1));
    let mut other = office.desk("zhuren", "2号窗口");
    assert_eq!(other.call_next().expect("called").number, "A001");
    assert_eq!(numbers(&other.queue().expect("read")), ["A001", "A004", "A002", "A003"]);
    assert_eq!(numbers(&desk.at_this_window().expect("read")), ["A004"]);
}

#[test]
fn a_step_out_of_turn_is_refused_with_what_can_be_done() {
    let office = Office::new();
    let mut desk = office.desk("qiantai", "1号窗口");
    let id = come(&mut desk, &["和志强"])[0];
    let refused = desk.step(id, Step::Return).expect_err("not away").to_string();
    assert_eq!(refused, "A001是“等候”,不能“回来”。现在可以:叫号、开始接谈、暂离、离开");
    desk.call_next().expect("called");
    assert_eq!(desk.step(id, Step::Recall).expect("again").calls, 2);
    let served = desk.step(id, Step::Serve).expect("served");
    assert_eq!(served.served_at, Some(desk.now()));
    desk.step(id, Step::Finish).expect("done");
    assert!(desk.step(id, Step::Leave).expect_err("gone").to_string().contains("请重新取号"));
    assert!(desk.queue().expect("read").is_empty());
    assert!(desk.step(99, Step::Call).is_err());
    let steps: Vec<String> =
        store::journal::list(&desk.conn, "ticket", id, 9).expect("read").into_iter().map(|r| r.action).collect();
    assert_eq!(steps, ["ticket.finish", "ticket.serve", "ticket.recall", "ticket.call", "ticket.take"]);
}

#[test]
fn the_line_survives_midnight_and_a_restart_while_numbers_begin_again() {
    let office = Office::new();
    let ids = come(&mut office.desk("qiantai", "1号窗口"), &["和志强", "扎西"]);
    let night = TimeDelta::hours(16);
    let mut morning = office.desk_later("qiantai", "1号窗口", night);
    come(&mut morning, &["李文"]);
    let queue = morning.queue().expect("read");
    assert_eq!(numbers(&queue), ["A001", "A002", "A001"]);
    assert_eq!((queue[1].day.to_string(), queue[2].day.to_string()), ("2026-11-23".into(), "2026-11-24".into()));
    assert_eq!((queue[0].waited(morning.now()), queue[2].minutes(morning.now())), (16 * 60, 0));
    let called = morning.call_next().expect("called");
    assert_eq!((called.id, called.waited(called.taken_at + TimeDelta::minutes(61))), (ids[0], 61));
    drop(morning);
    let mut noon = office.desk_later("qiantai", "1号窗口", night + TimeDelta::minutes(12));
    assert_eq!(noon.ticket(ids[0]).expect("read").minutes(noon.now()), 12);
    let served = noon.step(ids[0], Step::Serve).expect("served");
    assert_eq!(served.waited(noon.now() + TimeDelta::hours(9)), 16 * 60 + 12);
}

#[test]
fn a_joint_visit_has_five_representatives_at_most() {
    let office = Office::new();
    let mut desk = office.desk("qiantai", "1号窗口");
    let group = visitor("和志强").with("people", "12");
    let joint = desk.take_number(&group.clone().with("representatives", "5").with("proxy_for", "扎西"));
    let ticket = desk.ticket(joint.expect("taken").id).expect("read");
    assert_eq!((ticket.people, ticket.representatives, ticket.proxy_for.as_str()), (12, Some(5), "扎西"));
    for six in ["6", "６"] {
        let Err(Failure::Problems(problems)) = desk.take_number(&group.clone().with("representatives", six)) else {
            panic!("six are too many");
        };
        assert_eq!((problems.len(), problems[0].field.as_str()), (1, "representatives"));
        assert!(problems[0].text.contains("选出5名以内代表"), "{}", problems[0].text);
    }
    let more = desk.take_number(&visitor("李文").with("people", "2").with("representatives", "3"));
    assert!(matches!(more, Err(Failure::Problems(p)) if p[0].field == "representatives"));
    assert_eq!(desk.queue().expect("read").len(), 1);
}

#[test]
fn who_waits_already_is_recognised_and_who_only_looks_sees_no_name() {
    let office = Office::new();
    let mut desk = office.desk("qiantai", "1号窗口");
    let known = visitor("和志强").with("document_no", "138 8888 0001").with("language", "2");
    let id = desk.take_number(&known.with("interpreter_needed", "1")).expect("taken").id;
    let ticket = desk.ticket(id).expect("read");
    assert_eq!((ticket.language.as_str(), ticket.interpreter_needed), ("2", true));
    for (name, number, found) in
        [("", "１３８８８８８０００１", 1), ("和志强", "", 1), ("和志", "1388888", 0), ("", "", 0), ("匿名", " - ", 0)]
    {
        assert_eq!(desk.waiting_like(name, number).expect("read").len(), found, "{name} {number}");
    }
    let again = desk.take_number(&visitor("和志强")).expect("not refused");
    assert!(again.text.contains("A001像是同一人"), "{}", again.text);
    let watcher = office.desk("ducha", "ssh");
    assert_eq!(watcher.queue().expect("read")[0].name, "和＊＊");
    assert!(office.desk("admin", "机房").queue().is_err());
    assert!(office.desk("ducha", "ssh").call_next().is_err());
}

#[test]
fn a_registration_takes_its_ticket_along_only_where_that_may_be() {
    let office = Office::new();
    let mut desk = office.desk("qiantai", "1号窗口");
    let ids = come(&mut desk, &["和志强", "扎西"]);
    desk.step(ids[1], Step::Hold).expect("held");
    desk.write(|w| {
        for id in ids.iter().copied().chain([99]) {
            store::ticket::link(w.tx, id, TicketState::Serving, Step::Serve, w.now)?;
        }
        Ok(())
    })
    .expect("linked");
    let states: Vec<_> = ids.iter().map(|id| desk.ticket(*id).expect("read").state).collect();
    assert_eq!(states, [TicketState::Serving, TicketState::Held]);
}
