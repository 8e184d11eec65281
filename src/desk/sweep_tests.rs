//! The warnings that time causes, on a real file: each light of a clock once, to more people as it gets
//! later; by one desk only; a heap of them in one line.

use super::Desk;
use super::trial::Office;
use super::trial_case::{VISIT, act, in_hand};
use super::{Swept, VisitWrite};
use crate::domain::forms::SUPERVISION;
use crate::store;
use crate::validation::Draft;
use chrono::{Days, TimeDelta};

/// Rule, level, fact and whom it is told, of the warnings of a case, oldest first.
fn warned(desk: &Desk, case: i64) -> Vec<[String; 4]> {
    let list = desk.warnings(case).expect("warnings").into_iter();
    list.map(|w| [w.rule, w.level, w.fact, w.recipient]).collect()
}

fn on(office: &Office, days: i64) -> Desk {
    office.desk_later("ducha", "督查室", TimeDelta::days(days))
}

fn raised(desk: &mut Desk) -> usize {
    desk.sweep().expect("swept").raised
}

#[test]
fn each_light_of_a_clock_warns_once_and_reaches_further_up() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "03");
    let (mut desk, steps) = (on(&office, 0), [15, 23, 27, 31, 39]);
    assert_eq!(raised(&mut desk), 0, "nothing turned yet");
    for (i, days) in steps.into_iter().enumerate() {
        let mut desk = on(&office, days);
        assert_eq!(raised(&mut desk), 1, "day {days}");
        assert_eq!(desk.sweep().expect("again"), Swept { already: true, ..Swept::default() });
        assert_eq!(warned(&desk, case).len(), i + 1);
        // The day after nothing has turned.
        assert_eq!(raised(&mut on(&office, days + 1)), 0, "day {}", days + 1);
    }
    let expected = [
        ["A9", "黄", "调解期限过半没有办理记录", "督查"],
        ["A8", "黄", "调解期限还剩7天", "承办"],
        ["A8", "红", "调解期限还剩3天", "承办、主任"],
        ["A8", "红", "调解期限逾期1天,建议发督办单", "主任、督查"],
        ["A8", "红", "调解期限逾期9天,建议挂牌督办", "领导小组、主任、督查"],
    ];
    let seen = warned(&desk, case);
    for (seen, expected) in seen.iter().zip(expected).take(4) {
        assert_eq!(*seen, expected);
    }
    assert_eq!(seen[4], ["A8", "红", "调解期限逾期9天,建议挂牌督办", "领导小组、主任、督查"]);
}

#[test]
fn days_without_anybody_are_made_up_for_and_only_the_present_light_is_told() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "03");
    raised(&mut on(&office, 0));
    let mut desk = on(&office, 28);
    assert_eq!(raised(&mut desk), 2);
    let rules: Vec<String> = warned(&desk, case).into_iter().map(|w| format!("{}{}", w[1], w[2])).collect();
    assert_eq!(rules, ["黄调解期限过半没有办理记录", "红调解期限还剩2天"], "amber was passed unseen");
}

#[test]
fn a_look_that_was_cut_off_is_finished_without_warning_twice() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "03");
    let mut desk = on(&office, 31);
    assert_eq!(raised(&mut desk), 1, "late; that it was silent before says nothing new");
    // As if the process had ended before the day was marked as done.
    desk.write(|w| Ok(store::setting::set(w.tx, "sweep", "2026-11-01")?)).expect("unmarked");
    let mut other = office.desk_later("zhuren", "主任室", TimeDelta::days(31));
    assert_eq!(other.sweep().expect("swept"), Swept::default());
    assert_eq!(warned(&desk, case).len(), 1);
    assert!(desk.sweep().expect("again").already);
    assert_eq!(store::journal::first_break(&desk.conn).expect("read"), None);
}

#[test]
fn eight_desks_at_once_warn_once() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "03");
    let desks: Vec<Desk> = (0..8).map(|_| on(&office, 31)).collect();
    let raised: usize = std::thread::scope(|s| {
        let all: Vec<_> = desks.into_iter().map(|mut d| s.spawn(move || d.sweep().expect("swept").raised)).collect();
        all.into_iter().map(|t| t.join().expect("ended")).sum()
    });
    assert_eq!((raised, warned(&on(&office, 31), case).len()), (1, 1));
}

#[test]
fn an_extended_clock_warns_anew() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "03");
    assert_eq!(raised(&mut on(&office, 27)), 2, "red, and silent");
    let mut director = office.desk_later("zhuren", "主任室", TimeDelta::days(27));
    let clock =
        director.deadlines_of(case).expect("clocks").into_iter().find(|c| c.rule == "DL-07").expect("running").id;
    let more = [("days", "10"), ("reason", "等鉴定"), ("both_agree", "1"), ("approver", "李秀英")];
    let more = more.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
    director.extend(clock, &more.with("approved_on", "2026-12-20").with("told_on", "2026-12-20")).expect("extended");
    assert_eq!(raised(&mut on(&office, 28)), 0);
    let mut desk = on(&office, 37);
    assert_eq!(raised(&mut desk), 1);
    assert_eq!(warned(&desk, case).last().expect("warned")[2], "调解期限还剩3天");
}

#[test]
fn a_sealed_matter_is_told_to_the_director_without_a_word() {
    let office = Office::new();
    let mut director = office.desk("zhuren", "主任室");
    let visit = VISIT
        .iter()
        .fold(Draft::default(), |d, (k, v)| d.with(k, *v))
        .with("category", "B")
        .with("nature", "6")
        .with("dispute", "18");
    let case = director.save_visit(&VisitWrite { draft: visit, ..VisitWrite::default() }).expect("saved").case;
    act(&mut director, case, "T01", &[]).expect("登记");
    let mut desk = on(&office, 20);
    assert!(raised(&mut desk) > 0);
    for w in warned(&director, case) {
        assert_eq!((w[2].as_str(), w[3].as_str()), ("密封件", "主任"));
    }
    assert!(desk.warnings(case).is_err(), "the supervisor who opened the day does not see them");
}

#[test]
fn too_many_become_one_line_a_handler_and_lead_to_the_latest() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "03");
    let desk = on(&office, 0);
    let clock =
        store::deadline::list_of_case(&desk.conn, case).expect("clocks").into_iter().find(|c| c.rule == "DL-07");
    let clock = clock.expect("running");
    let mut desk = desk;
    desk.write(|w| {
        for i in 0..210 {
            let mut more = clock.clone();
            more.due = clock.due - Days::new(60 + i);
            more.note = format!("第{i}");
            more.silent_from = None;
            store::deadline::insert(w.tx, &more)?;
        }
        Ok(())
    })
    .expect("a heap");
    let swept = desk.sweep().expect("swept");
    assert_eq!((swept.raised, swept.summed), (1, true));
    let all = warned(&desk, case);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0][2], "李秀英的期限:逾期210件(超7日210件)、红0件、黄0件、静默0件,最久逾期239天,建议挂牌督办");
    assert!(desk.sweep().expect("again").already);
}

#[test]
fn a_demand_sent_back_and_a_petitioner_come_again_warn_of_the_office() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "03");
    let mut desk = on(&office, 0);
    let demand = [("target", "李秀英"), ("trigger", "进展慢"), ("demand", "尽快办理"), ("feedback_by", "+7")];
    let demand = demand.iter().fold(SUPERVISION.blank(), |d, (k, v)| d.with(k, *v));
    let id = desk.supervise(case, &demand).expect("督办").id;
    let mut director = office.desk("zhuren", "主任室");
    let again = VISIT.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
    director.save_visit(&VisitWrite { draft: again, attach: Some(case), ..VisitWrite::default() }).expect("attached");
    let a9 =
        |desk: &Desk| warned(desk, case).into_iter().filter(|w| w[0] == "A9").map(|w| w[2].clone()).collect::<Vec<_>>();
    assert_eq!(a9(&desk), ["DB20260001督办期间,信访人再次反映"]);

    director.answer_supervision(id, &Draft::default().with("feedback", "正在办理")).expect("反馈");
    let back = Draft::default().with("closing", "没有写办理结果").with("feedback_by", "+5");
    desk.return_supervision(id, &back).expect("退回");
    let sent_back = |desk: &Desk| a9(desk).into_iter().filter(|fact| fact.contains("退回")).collect::<Vec<_>>();
    let mut later = on(&office, 5);
    later.sweep().expect("swept");
    assert!(sent_back(&later).is_empty(), "five days are not more than five");
    let mut later = on(&office, 6);
    later.sweep().expect("swept");
    assert_eq!(sent_back(&later), ["DB20260001反馈于2026-11-23退回,超过5日未重报"]);
    on(&office, 7).sweep().expect("swept");
    assert_eq!(sent_back(&later).len(), 1, "told once");
    // Answered anew and sent back again, it is told again; not before.
    let answer = Draft::default().with("feedback", "已约定到场");
    office.desk_later("zhuren", "主任室", TimeDelta::days(7)).answer_supervision(id, &answer).expect("重报");
    on(&office, 20).sweep().expect("swept");
    assert_eq!(sent_back(&later).len(), 1);
}

#[test]
fn the_front_desk_does_not_open_the_day() {
    let office = Office::new();
    let no = office.desk("qiantai", "一号窗").sweep().expect_err("refused").to_string();
    assert!(no.contains("主任、督查"), "{no}");
}
