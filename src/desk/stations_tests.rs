//! Stations through the desk: set up, staffed, closed; a line of its own each; cases handed over
//! against a receipt; and what stays at which level.

use super::register::{self, Ask, Line};
use super::trial::{Office, PASSWORD};
use super::trial_case::{VISIT, act};
use super::{Desk, Failure, VisitWrite};
use crate::domain::forms;
use crate::domain::queue::Step;
use crate::store;
use crate::validation::Draft;
use chrono::TimeDelta;

const TOWN: &str = "小中甸镇接待窗口";
const VILLAGE: &str = "联合村联系点";

fn draft(pairs: &[(&str, &str)]) -> Draft {
    pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v))
}

fn refused(answer: Result<impl std::fmt::Debug, Failure>) -> String {
    answer.expect_err("refused").to_string()
}

fn field(answer: Result<impl std::fmt::Debug, Failure>) -> (String, String) {
    match answer {
        Err(Failure::Problems(mut p)) => {
            let first = p.remove(0);
            (first.field, first.text)
        }
        other => panic!("a problem was due: {other:?}"),
    }
}

fn place(name: &str, level: &str) -> Draft {
    draft(&[("name", name), ("level", level), ("place", "533401102"), ("keeper", "和文军")])
}

fn rows(desk: &Desk, register: &str, view: &str, case: Option<i64>) -> Vec<Line> {
    let ask = Ask { view: view.into(), limit: 50, case, ..Ask::default() };
    desk.register_rows(register::find(register).expect("a register"), &ask).expect("rows")
}

fn cells(desk: &Desk, register: &str, view: &str, column: usize) -> Vec<String> {
    rows(desk, register, view, None).into_iter().map(|l| l.cells[column].clone()).collect()
}

/// An office with a township window (`zhen`) and a village contact point (`cun`), each with a clerk.
fn county() -> (Office, i64, i64) {
    let office = Office::new();
    let mut director = office.desk("zhuren", "主任室");
    let town = director.add_station(&place(TOWN, "township")).expect("a window").id;
    let village = director.add_station(&place(VILLAGE, "village")).expect("a contact point").id;
    let mut admin = office.desk("admin", "机房");
    for (login, name, station) in [("zhen", "杨文华", town), ("cun", "扎西", village)] {
        let user = draft(&[("login", login), ("name", name), ("role", "reception")]);
        admin.add_user(&user.with("station", station.to_string()), PASSWORD).expect("added");
    }
    (office, town, village)
}

/// A visit that becomes a registered case at the clerk's own station.
fn taken_in(desk: &mut Desk) -> i64 {
    let visit = draft(VISIT).with("dispute", "03");
    let case = desk.save_visit(&VisitWrite { draft: visit, ..VisitWrite::default() }).expect("saved").case;
    act(desk, case, "T01", &[]).expect("登记");
    case
}

fn send(desk: &mut Desk, case: i64, station: i64) -> Result<i64, Failure> {
    let form = draft(&[("reason", "镇里调解不成,双方愿到县里"), ("papers", "登记表1份")]);
    desk.send_handover(&form.with("case", case.to_string()).with("station", station.to_string())).map(|d| d.id)
}

fn receipt(words: &str) -> Draft {
    draft(&[("receipt", words)])
}

#[test]
fn the_county_studio_is_there_and_stays() {
    let office = Office::new();
    let mut director = office.desk("zhuren", "主任室");
    assert_eq!(cells(&director, "stations", "all", 0), ["县工作室"]);
    assert_eq!(director.own_station().expect("his").name, "县工作室");
    let why = draft(&[("reason", "试试")]);
    assert!(refused(director.set_station_open(1, false, &why)).contains("县工作室不能关闭"));
    let renamed = draft(&[("name", "州工作室"), ("place", "533401"), ("keeper", "李秀英")]);
    assert_eq!(field(director.amend_station(1, &renamed)).0, "name");
    director.amend_station(1, &renamed.with("name", "县工作室")).expect("the keeper may change");
    assert_eq!(cells(&director, "stations", "open", 2), ["李秀英"]);
}

#[test]
fn stations_are_set_up_with_what_their_level_asks_and_by_who_may() {
    let (office, town, _) = county();
    let mut director = office.desk("zhuren", "主任室");
    assert_eq!(field(director.add_station(&place(TOWN, "village"))).0, "name");
    assert_eq!(field(director.add_station(&place("州窗口", "county"))).0, "level");
    assert_eq!(field(director.add_station(&place("新窗口", "township").with("place", "533401"))).0, "place");
    assert_eq!(field(director.add_station(&place("医调委通道", "channel"))).0, "industry");
    director.add_station(&place("医调委通道", "channel").with("industry", "1")).expect("a channel");
    let industry = draft(&[("name", TOWN), ("place", "533401102"), ("keeper", "和文军"), ("industry", "1")]);
    assert_eq!(field(director.amend_station(town, &industry)).0, "industry");
    assert_eq!(cells(&director, "stations", "channel", 0), ["医调委通道"]);
    assert_eq!(cells(&director, "stations", "all", 0), ["县工作室", TOWN, VILLAGE, "医调委通道"]);
    let mut admin = office.desk("admin", "机房");
    let user = draft(&[("login", "bangong"), ("name", "赵主任"), ("role", "office")]);
    admin.add_user(&user, PASSWORD).expect("added");
    admin.add_station(&place("团结村联系点", "village")).expect("the administrator may");
    office.desk("bangong", "办公室").add_station(&place("支特村联系点", "village")).expect("the office may");
    for login in ["qiantai", "ducha"] {
        let mut watcher = office.desk(login, "窗口");
        assert_eq!(cells(&watcher, "stations", "village", 0).len(), 3);
        assert!(refused(watcher.add_station(&place("别处", "village"))).contains("接待网点"));
        assert!(refused(watcher.seat_user("zhen", 1)).contains("管理员"));
    }
}

#[test]
fn a_station_with_something_in_hand_is_not_closed_and_a_closed_one_gets_nothing() {
    let (office, town, village) = county();
    let mut director = office.desk("zhuren", "主任室");
    let why = draft(&[("reason", "撤并")]);
    assert!(refused(director.set_station_open(town, false, &why)).contains("还有用户:杨文华"));
    let mut clerk = office.desk("zhen", "镇窗口");
    let case = taken_in(&mut clerk);
    let mut admin = office.desk("admin", "机房");
    admin.seat_user("zhen", 1).expect("moved");
    assert!(refused(director.set_station_open(town, false, &why)).contains("1件在办案件"));
    let sent = send(&mut director, case, village).expect("sent");
    let mut contact = office.desk("cun", "村里");
    contact.receive_handover(sent, &receipt("收1")).expect("received");
    let back = send(&mut contact, case, town).expect("sent back");
    assert!(refused(director.set_station_open(town, false, &why)).contains("1件移交没有答复"));
    contact.withdraw_handover(back, &draft(&[("reason", "对方要撤并")])).expect("withdrawn");
    director.set_station_open(town, false, &why).expect("closed");
    assert_eq!(cells(&director, "stations", "closed", 0), [TOWN]);
    assert_eq!(field(send(&mut contact, case, town)), ("station".into(), format!("{TOWN}已关闭;请选开放的网点")));
    assert!(refused(admin.seat_user("zhen", town)).contains("已关闭"));
    assert!(refused(director.set_station_open(town, false, &why)).contains("现在就是关闭的"));
    director.set_station_open(town, true, &why).expect("open again");
    admin.seat_user("zhen", town).expect("back");
}

#[test]
fn each_station_calls_its_own_line() {
    let (office, ..) = county();
    let mut county = office.desk("qiantai", "1号窗口");
    let mut town = office.desk("zhen", "1号窗口");
    let take = |desk: &mut Desk| desk.take_number(&forms::TICKET.blank()).expect("taken");
    let first = take(&mut county).id;
    assert_eq!(take(&mut town).text, "已取号B001,前面还有0个号");
    assert_eq!(take(&mut county).text, "已取号A002,前面还有1个号");
    assert_eq!(take(&mut town).text, "已取号B002,前面还有1个号");
    let called = town.call_next().expect("its own");
    assert_eq!((called.number.as_str(), called.station.as_str()), ("B001", TOWN));
    assert_eq!(town.call_next().expect("its own").number, "B002");
    assert!(refused(town.call_next()).contains("没有等候的来访人"));
    assert!(refused(town.step(first, Step::Serve)).contains("A001是县工作室的号"));
    let here: Vec<String> = county.queue().expect("read").into_iter().map(|t| t.number).collect();
    assert_eq!(here, ["A001", "A002"]);
    assert_eq!((county.queue_counts().expect("read"), town.queue_counts().expect("read")), ((2, 0), (0, 0)));
    assert!(county.at_this_window().expect("read").is_empty(), "another 1号窗口 called");
    // Numbers begin again with the day, at each station.
    let mut tomorrow = office.desk_later("zhen", "1号窗口", TimeDelta::days(1));
    assert!(take(&mut tomorrow).text.starts_with("已取号B001"));
}

#[test]
fn what_a_user_takes_in_is_his_stations() {
    let (office, ..) = county();
    let mut town = office.desk("zhen", "镇窗口");
    let case = taken_in(&mut town);
    assert_eq!(town.readable_case(case).expect("read").station, TOWN);
    assert_eq!(town.whereabouts(case).expect("read"), (TOWN.into(), TOWN.into(), Vec::new()));
    let station: String =
        town.conn.query_row("SELECT station FROM visit WHERE case_id = ?1", [case], |r| r.get(0)).expect("a visit");
    assert_eq!(station, TOWN);
    // His station was changed while he sat there: from now on it is the other one.
    office.desk("admin", "机房").seat_user("zhen", 1).expect("moved");
    let later = taken_in(&mut town);
    assert_eq!(town.whereabouts(later).expect("read").0, "县工作室");
    let line = register::find("stations").map(|r| town.register_line(r, 1).expect("facts")).expect("a register");
    let fact = |label: &str| line.iter().find(|f| f.0 == label).map(|f| f.1.as_str());
    assert_eq!((fact("在办案件"), fact("本月接谈")), (Some("1件"), Some("1次")));
}

#[test]
fn a_station_works_off_its_own_cases_and_the_county_director_sees_all() {
    let (office, ..) = county();
    let mut town = office.desk("zhen", "镇窗口");
    taken_in(&mut town);
    taken_in(&mut office.desk("qiantai", "1号窗口"));
    let waits = |login: &str| {
        let list = office.desk(login, "窗口").todo().expect("a list");
        list.iter().filter(|t| t.what == "待提交评析").count()
    };
    assert_eq!((waits("zhen"), waits("qiantai"), waits("cun"), waits("zhuren")), (1, 1, 0, 2));
}

#[test]
fn a_case_goes_up_against_a_receipt_and_the_file_says_so() {
    let (office, town, village) = county();
    let mut contact = office.desk("cun", "村里");
    let case = taken_in(&mut contact);
    let before = contact.readable_case(case).expect("read").rev;
    assert_eq!(field(send(&mut contact, case, village)).1, format!("案件就在{VILLAGE};请选另一个网点"));
    assert_eq!(field(send(&mut contact, case, 77)).0, "station");
    let mut other = office.desk("qiantai", "1号窗口");
    assert!(refused(send(&mut other, case, town)).contains(&format!("由{VILLAGE}的前台或主任移交")));
    assert!(refused(send(&mut office.desk("ducha", "ssh"), case, town)).contains("没有“网点移交”的权限"));
    let person = draft(&[("name", "杨德昌"), ("profession", "04"), ("languages", "1"), ("official", "0")]);
    let staff = office.desk("admin", "机房").add_staff(&person.with("full_time", "0")).expect("added").id.to_string();
    let user = draft(&[("login", "banli"), ("name", "杨德昌"), ("role", "handler"), ("staff", &staff)]);
    office.desk("admin", "机房").add_user(&user, PASSWORD).expect("added");
    let stranger = refused(send(&mut office.desk("banli", "办公室"), case, town));
    assert!(stranger.contains("自己经手"), "{stranger}");
    let sent = send(&mut contact, case, town).expect("sent");
    assert!(rows(&office.desk("banli", "办公室"), "handovers", "open", None).is_empty(), "not his case");
    assert_eq!(contact.readable_case(case).expect("read").station, VILLAGE, "the sender keeps it until then");
    assert!(refused(send(&mut contact, case, 1)).contains("等待接收"));
    assert!(refused(contact.receive_handover(sent, &receipt("收1"))).contains(&format!("移交给{TOWN}的")));
    // The window sees what waits for it; nobody else does.
    let mut clerk = office.desk("zhen", "镇窗口");
    let waits = |desk: &Desk| desk.todo().expect("a list").iter().filter(|t| t.what == "待接收移交").count();
    let director = office.desk("zhuren", "主任室");
    assert_eq!((waits(&clerk), waits(&contact), waits(&other), waits(&director)), (1, 0, 0, 0));
    clerk.return_handover(sent, &draft(&[("reason", "缺证据,补齐再来")])).expect("returned");
    assert!(refused(clerk.receive_handover(sent, &receipt("收1"))).contains("已退回"));
    let again = send(&mut contact, case, town).expect("sent again");
    clerk.receive_handover(again, &receipt("收〔2026〕1号")).expect("received");
    let held = clerk.readable_case(case).expect("read");
    assert_eq!((held.station.as_str(), held.rev), (TOWN, before + 1));
    assert_eq!(waits(&clerk), 0);
    let (intake, now, lines) = clerk.whereabouts(case).expect("read");
    assert_eq!((intake.as_str(), now.as_str(), lines.len()), (VILLAGE, TOWN, 2));
    assert!(
        lines[0].contains("已退回:缺证据,补齐再来") && lines[1].contains("杨文华 已接收:收〔2026〕1号"),
        "{lines:?}"
    );
    let notes: Vec<String> = clerk.journal_of(case).expect("read").into_iter().map(|r| r.note).collect();
    assert_eq!(notes[0], format!("{TOWN}接收移交,收据 收〔2026〕1号"));
    assert!(notes.contains(&format!("移交{TOWN},等待接收")), "{notes:?}");
    let seen = |desk: &Desk| rows(desk, "handovers", "all", Some(case)).len();
    assert_eq!((seen(&clerk), seen(&director), cells(&clerk, "handovers", "open", 0).len()), (2, 2, 0));
    assert_eq!(store::journal::first_break(&clerk.conn).expect("read"), None);
}

#[test]
fn a_station_without_users_is_answered_for_by_the_director() {
    let (office, town, _) = county();
    let mut director = office.desk("zhuren", "主任室");
    let bare = director.add_station(&place("和平村联系点", "village")).expect("a point").id;
    let mut clerk = office.desk("zhen", "镇窗口");
    let case = taken_in(&mut clerk);
    let sent = send(&mut clerk, case, bare).expect("sent");
    assert!(refused(clerk.receive_handover(sent, &receipt("收1"))).contains("由主任代录"));
    assert_eq!(director.todo().expect("a list").iter().filter(|t| t.what == "待接收移交").count(), 1);
    director.receive_handover(sent, &receipt("收1")).expect("in its name");
    let lines = director.whereabouts(case).expect("read").2;
    assert!(lines[0].contains("李秀英代和平村联系点"), "{lines:?}");
    // Where somebody serves, the director does not sign for him.
    let back = send(&mut director, case, town).expect("sent");
    assert!(refused(director.receive_handover(back, &receipt("收2"))).contains("移交给"));
}

#[test]
fn a_sealed_case_goes_only_where_somebody_may_read_it_and_shows_to_nobody_else() {
    let (office, town, _) = county();
    let mut clerk = office.desk("zhen", "镇窗口");
    let case = taken_in(&mut clerk);
    clerk.conn.execute("UPDATE cases SET sealed = 1 WHERE id = ?1", [case]).expect("sealed");
    assert!(refused(send(&mut clerk, case, 1)).contains("密封"));
    let mut director = office.desk("zhuren", "主任室");
    let sent = send(&mut director, case, 1).expect("the county has a director");
    director.receive_handover(sent, &receipt("收1")).expect("received");
    assert!(refused(send(&mut director, case, town)).contains(&format!("{TOWN}没有")));
    assert_eq!(rows(&director, "handovers", "all", None).len(), 1);
    for login in ["zhen", "ducha", "qiantai"] {
        let desk = office.desk(login, "窗口");
        assert!(rows(&desk, "handovers", "all", None).is_empty(), "{login}");
        assert!(refused(desk.handover(sent)).contains("密封"), "{login}");
        assert!(desk.whereabouts(case).is_err(), "{login}");
    }
}

#[test]
fn a_case_that_is_done_is_not_handed_over() {
    let (office, town, _) = county();
    let mut clerk = office.desk("qiantai", "1号窗口");
    let case = taken_in(&mut clerk);
    let sent = send(&mut clerk, case, town).expect("sent");
    clerk.conn.execute("UPDATE cases SET stage = 'S80', is_open = 0 WHERE id = ?1", [case]).expect("closed");
    let mut there = office.desk("zhen", "镇窗口");
    assert!(refused(there.receive_handover(sent, &receipt("收1"))).contains("不用再接收"));
    there.return_handover(sent, &draft(&[("reason", "已结案")])).expect("returned");
    assert!(refused(send(&mut clerk, case, town)).contains("不再移交"));
}

fn lead(gist: &str) -> Draft {
    draft(&[("reporter", "网格员"), ("heard_on", "2026-11-23"), ("gist", gist)])
}

#[test]
fn a_lead_belongs_to_the_station_that_heard_of_it() {
    let (office, town, _) = county();
    let mut contact = office.desk("cun", "村里");
    contact.report_lead(&lead("两家争水")).expect("reported");
    contact.report_lead(&lead("界桩被挪").with("station", town.to_string())).expect("reported");
    assert_eq!(field(contact.report_lead(&lead("别处").with("station", "99"))).0, "station");
    // 督查 and 办公室 look, and do no more.
    let mut watcher = office.desk("ducha", "ssh");
    assert_eq!(cells(&watcher, "leads", "new", 4), [TOWN, VILLAGE]);
    assert!(refused(watcher.report_lead(&lead("督查发现"))).contains("苗头排查"));
    assert!(
        office.desk("admin", "机房").register_rows(register::find("leads").expect("苗头"), &Ask::default()).is_err()
    );
}

#[test]
fn levels_are_counted_by_where_a_case_was_taken_in_and_how_far_it_went() {
    let (office, town, _) = county();
    let mut contact = office.desk("cun", "村里");
    let stays = taken_in(&mut contact);
    let goes_up = taken_in(&mut contact);
    let open = taken_in(&mut contact);
    // A draft is no case yet, but the visit was received.
    contact.save_visit(&VisitWrite { draft: draft(&VISIT[..6]), ..VisitWrite::default() }).expect("saved");
    let settled = contact.report_lead(&lead("两家争水")).expect("reported").id;
    contact.report_lead(&lead("界桩被挪")).expect("reported");
    contact.end_lead(settled, true, &draft(&[("outcome", "当面说和")])).expect("settled");
    let mut clerk = office.desk("zhen", "镇窗口");
    let sent = send(&mut contact, goes_up, town).expect("sent");
    clerk.receive_handover(sent, &receipt("收1")).expect("received");
    for case in [stays, goes_up] {
        clerk.conn.execute("UPDATE cases SET stage = 'S80', is_open = 0 WHERE id = ?1", [case]).expect("done");
    }
    // It comes back to the village: it did leave the level all the same.
    let director = office.desk("zhuren", "主任室");
    director.conn.execute("UPDATE cases SET station = ?1 WHERE id = ?2", (VILLAGE, goes_up)).expect("back");
    let line = |desk: &Desk, view: &str, name: &str| {
        let all = rows(desk, "levels", view, None);
        all.into_iter().find(|l| l.cells[0] == name).expect("a line").cells[1..].to_vec()
    };
    let village = ["2", "1", "4", "3", "1", "1", "2件中1件 50%"];
    assert_eq!(line(&director, "month", VILLAGE), village);
    assert_eq!(line(&director, "year", "村联系点合计"), village);
    assert_eq!(line(&director, "all", TOWN), ["0", "0", "0", "0", "0", "0", "尚无结案"]);
    // Next year nothing of this counts for the year, all of it for all.
    let later = office.desk_later("zhuren", "主任室", TimeDelta::days(60));
    assert_eq!(line(&later, "year", VILLAGE)[3], "0");
    assert_eq!(line(&later, "all", VILLAGE), village);
    let levels = register::find("levels").expect("分级统计");
    let id = rows(&director, "levels", "all", None).into_iter().find(|l| l.cells[0] == VILLAGE).expect("a line").id;
    let facts = director.register_line(levels, id).expect("facts");
    assert!(facts.iter().any(|f| f.0 == "上交" && f.1 == "1 | 1 | 1"), "{facts:?}");
    assert!(facts.iter().any(|f| f.1.contains("从未移出首接网点")), "every figure is explained");
    // Sideways to another village: left the station, not the level.
    let mut director = director;
    let near = director.add_station(&place("和平村联系点", "village")).expect("a point").id;
    let sent = send(&mut director, open, near).expect("sent");
    director.receive_handover(sent, &receipt("收2")).expect("received");
    director.conn.execute("UPDATE cases SET stage = 'S90', is_open = 0 WHERE id = ?1", [open]).expect("done");
    assert_eq!(line(&director, "all", VILLAGE)[3..], ["3", "1", "1", "3件中2件 66%"]);
}

#[test]
fn windows_of_a_register_go_on_where_the_last_one_ended() {
    let (office, ..) = county();
    let desk = office.desk("zhuren", "主任室");
    for register in ["stations", "levels"] {
        let all: Vec<i64> = rows(&desk, register, "all", None).into_iter().map(|l| l.id).collect();
        let ask = |after| Ask { view: "all".into(), after, limit: 2, ..Ask::default() };
        let part = |after| -> Vec<i64> {
            let row = register::find(register).expect("a register");
            desk.register_rows(row, &ask(after)).expect("rows").into_iter().map(|l| l.id).collect()
        };
        assert_eq!(part(None), all[..2]);
        assert_eq!(part(Some(all[1])), all[2..4.min(all.len())]);
        assert!(part(all.last().copied()).is_empty());
    }
}
