//! One's own data on request: who may have it, what it holds, how it is put right, and what never leaks.

use super::register::{self, Ask};
use super::trial::Office;
use super::trial_case::{act, act_filled, advised, in_mediation};
use super::{Desk, Done, Failure, VisitWrite, slips};
use crate::validation::Draft;

const ID: &str = "533401199001010012";

fn draft(pairs: &[(&str, &str)]) -> Draft {
    pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v))
}

fn title(desk: &Desk, case: i64) -> String {
    desk.readable_case(case).expect("readable").title()
}

fn ask(desk: &mut Desk, case: &str, kind: &str) -> Result<i64, Failure> {
    ask_with(desk, case, kind, &[])
}

fn ask_with(desk: &mut Desk, case: &str, kind: &str, more: &[(&str, &str)]) -> Result<i64, Failure> {
    let form = draft(&[
        ("case", case),
        ("kind", kind),
        ("person", "和志强"),
        ("asker", "1"),
        ("identified", "1"),
        ("tail", "0012"),
        ("detail", "电话换了"),
        ("asked_on", "2026-11-23"),
    ]);
    desk.ask_own_data(&more.iter().fold(form, |d, (k, v)| d.with(k, *v))).map(|d| d.id)
}

fn act_on(desk: &mut Desk, act: &str, id: i64, pairs: &[(&str, &str)]) -> Result<Done, Failure> {
    let requests = register::find("requests").expect("a register");
    let act = requests.act(act).expect("an act");
    let known = desk.register_form(act, Some(id), None)?;
    desk.register_act(act, Some(id), &pairs.iter().fold(known, |d, (k, v)| d.with(k, *v)))
}

fn rows(desk: &Desk, view: &str) -> Vec<Vec<String>> {
    let requests = register::find("requests").expect("a register");
    let ask = Ask { view: view.into(), limit: 50, ..Ask::default() };
    desk.register_rows(requests, &ask).expect("rows").into_iter().map(|l| l.cells).collect()
}

/// The journal as one text.
fn journal(desk: &Desk, case: i64) -> String {
    let rows = desk.journal_of(case).expect("journal");
    rows.iter().map(|r| format!("{} {} {}\n", r.action, r.note, r.change)).collect()
}

#[test]
fn a_copy_holds_what_he_gave_in_clear_and_nobody_elses() {
    let office = Office::new();
    let mut desk = office.desk("zhuren", "主任室");
    let visit = super::trial_case::VISIT.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
    let visit = visit
        .with("dispute", "03")
        .with("people", "2")
        .with("representatives", "杨文华\t533422198506150026\t13900000000")
        .with("respondent", "达娃安姆")
        .with("facts", "达娃安姆(电话13911112222)说墙不拆,杨文华在场")
        .with("claims", "补偿\t5000");
    let case = desk.save_visit(&VisitWrite { draft: visit, ..VisitWrite::default() }).expect("saved").case;
    act(&mut desk, case, "T01", &[]).expect("登记");
    // Somebody else came about the same matter: his visit is not hers to read.
    let other = super::trial_case::VISIT.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
    let other = other.with("name", "松吉定主").with("document_no", "533423197212310030").with("address", "康司村3号");
    desk.save_visit(&VisitWrite { draft: other.with("dispute", "03"), attach: Some(case), ..VisitWrite::default() })
        .expect("attached");
    let called = title(&desk, case);
    let id = ask(&mut desk, &called, "2").expect("asked");
    let text = act_on(&mut desk, "give", id, &[("way", "2"), ("reason", "起诉用")]).expect("given").text;
    for own in ["和志强", ID, "13800000000", "仓房村12号", "补偿  5000.00元", "说墙不拆"] {
        assert!(text.contains(own), "{own}\n{text}");
    }
    for other in ["杨文华", "533422198506150026", "13900000000", "13911112222", "达娃安姆", "松吉定主", "康司村"]
    {
        assert!(!text.contains(other), "{other}\n{text}");
    }
    assert!(text.contains("本案另有1次来访由他人提出"), "{text}");
    assert!(text.contains("随访代表: 已登记,是他人的信息"), "{text}");
    let kept = journal(&desk, case);
    assert!(kept.contains("request.give") && kept.contains("起诉用"), "{kept}");
    assert!(!kept.contains(ID) && !kept.contains("0012"), "the number is compared, not kept: {kept}");
    assert_eq!(rows(&desk, "answered").len(), 1);
    assert!(rows(&desk, "open").is_empty());
}

#[test]
fn only_the_person_or_his_agent_is_answered() {
    let office = Office::new();
    let case = advised(&office);
    let mut desk = office.desk("qiantai", "窗口1");
    let called = title(&desk, case);
    let stranger = ask_with(&mut desk, &called, "2", &[("person", "杨文华")]).expect_err("not in the case");
    assert!(stranger.to_string().contains("没有这个姓名的来访登记"), "{stranger}");
    let wrong = ask_with(&mut desk, &called, "2", &[("tail", "0026")]).expect_err("not his number");
    assert!(wrong.to_string().contains("后四位不符"), "{wrong}");
    let agent = ask_with(&mut desk, &called, "2", &[("asker", "2")]).expect_err("no authority");
    assert!(matches!(&agent, Failure::Problems(list) if list.iter().any(|p| p.field == "authority")), "{agent}");
    ask_with(&mut desk, &called, "2", &[("asker", "2"), ("agent", "杨文华"), ("authority", "11-20授权委托书")])
        .expect("an agent with authority");
    let other = [("identified", "9"), ("shown", "同事认识,证件533401199001010012")];
    let id = ask_with(&mut desk, &called, "5", &other).expect("known otherwise");
    let (kept, _) = desk.request(id).expect("kept");
    assert_eq!(kept.identified, "其他方式:同事认识,证件533401********0012", "no number is stored again");
    let ducha = office.desk("ducha", "督查室");
    let requests = register::find("requests").expect("a register");
    let acts = ducha.register_acts(requests, None).expect("acts");
    assert!(acts.iter().all(|(_, why)| why.contains("没有“本人信息申请”的权限")), "a supervisor only looks");
    let open = rows(&ducha, "open");
    let line = open.last().expect("a line");
    assert!(line.contains(&"和＊＊".to_string()) && line.contains(&"剩15天".to_string()), "{line:?}");
}

#[test]
fn the_slip_of_own_data_waits_for_a_request_and_names_it_in_the_journal() {
    let office = Office::new();
    let case = advised(&office);
    let mut desk = office.desk("qiantai", "窗口1");
    let slip = slips::find("own-data").expect("a slip");
    let no = desk.slip(case, slip).expect_err("nobody asked").to_string();
    assert!(no.contains("没有本人查阅或复制的申请"), "{no}");
    let menu = desk.slips(case).expect("slips");
    let why = |id: &str| menu.iter().find(|(s, _)| s.id == id).map(|(_, why)| why.clone()).expect("a slip");
    assert!(why("own-data").contains("本人信息申请") && why("limits").contains("提示期限"), "the menu says why");
    assert!(why("progress").is_empty() && why("ways").is_empty());
    let called = title(&desk, case);
    ask(&mut desk, &called, "1").expect("asked");
    let text = desk.slip(case, slip).expect("made").join("\n");
    assert!(text.contains(ID) && !text.contains("越过使用证载明"), "what others found is not in it: {text}");
    assert!(journal(&desk, case).contains("本人信息副本;依信〔2026〕001号"));
}

#[test]
fn a_correction_amends_the_visit_while_the_case_is_open() {
    let office = Office::new();
    let case = advised(&office);
    let mut clerk = office.desk("qiantai", "窗口1");
    let called = title(&clerk, case);
    let id = ask(&mut clerk, &called, "3").expect("asked");
    let phone = [("field", "phone"), ("value", "13911112222"), ("ground", "本人当面说明")];
    let no = act_on(&mut clerk, "correct", id, &phone).expect_err("registered by the director");
    assert!(no.to_string().contains("自己经手"), "the one way of amending holds: {no}");
    let mut desk = office.desk("zhuren", "主任室");
    let give = act_on(&mut desk, "give", id, &[("way", "2")]).expect_err("asked to be corrected");
    assert!(give.to_string().contains("申请的是“更正”"), "{give}");
    let bad = act_on(&mut desk, "correct", id, &[("field", "phone"), ("value", "123"), ("ground", "本人说明")]);
    assert!(matches!(bad, Err(Failure::Problems(ref l)) if l[0].field == "value"), "{bad:?}");
    let same = act_on(&mut desk, "correct", id, &[("field", "phone"), ("value", "13800000000"), ("ground", "同")]);
    assert!(same.expect_err("nothing to change").to_string().contains("与原登记相同"));
    act_on(
        &mut desk,
        "correct",
        id,
        &[("field", "name"), ("value", "和志坚"), ("ground", "身份证原件"), ("more", "1")],
    )
    .expect("a name");
    act_on(&mut desk, "correct", id, &phone).expect("corrected");
    let visit = desk.first_visit(case).expect("a visit");
    assert_eq!((visit.draft.get("phone"), visit.draft.get("name")), ("13911112222", "和志坚"));
    assert_eq!(desk.readable_case(case).expect("readable").petitioner, "和志坚");
    let kept = journal(&desk, case);
    assert!(kept.contains("138****0000") && kept.contains("139****2222"), "{kept}");
    assert!(!kept.contains("13911112222") && !kept.contains("13800000000"), "{kept}");
    assert!(act_on(&mut desk, "correct", id, &phone).expect_err("answered").to_string().contains("已经答复"));
}

#[test]
fn a_case_that_is_over_keeps_its_visit_and_the_correction_beside_it() {
    let office = Office::new();
    let case = in_mediation(&office);
    let mut desk = office.desk("zhuren", "主任室");
    act_filled(&mut desk, case, "T22", &[]).ok();
    if desk.readable_case(case).expect("readable").stage.is_open() {
        let end = [("reason", "3"), ("detail", "分歧过大"), ("ways", "1,3"), ("risk", "1"), ("told_on", "2026-11-23")];
        act_filled(&mut desk, case, "T16", &end).expect("终止");
        act_filled(&mut desk, case, "R20", super::trial_case::SATISFIED).expect("满意度");
        let report = [("facts", "院墙越界两米"), ("result", "调解不成,已告知途径"), ("opinion", "同意结案")];
        act_filled(&mut desk, case, "T18", &report).expect("结案");
    }
    let called = title(&desk, case);
    let id = ask(&mut desk, &called, "3").expect("asked");
    let done = act_on(&mut desk, "correct", id, &[("field", "address"), ("value", "仓房村21号"), ("ground", "户口簿")])
        .expect("noted");
    assert!(done.text.contains("附注更正"), "{}", done.text);
    assert_eq!(desk.first_visit(case).expect("a visit").draft.get("address"), "仓房村12号", "the volume stays");
    let copy = ask(&mut desk, &called, "2").expect("asked");
    let text = act_on(&mut desk, "give", copy, &[("way", "2")]).expect("given").text;
    assert!(text.contains("仓房村12号") && text.contains("附注更正 2026-11-23 详细住址: 仓房村21号"), "{text}");
    let plain = desk.reveal(case, "电话回访").expect("revealed");
    assert_eq!((plain.address.as_str(), plain.phone.as_str()), ("仓房村21号", "13800000000"), "the right one");
    let shown = desk.masked_visit(case).expect("shown");
    assert!(shown.iter().any(|(section, _, v)| section == "附注更正" && v == "详细住址: ＊＊"), "{shown:?}");
    assert!(rows(&desk, "all").iter().any(|l| l.contains(&"附注更正".to_string())));
}

#[test]
fn a_refusal_names_its_ground_and_where_to_turn_and_a_request_waits_for_the_desk() {
    let office = Office::new();
    let case = advised(&office);
    let mut desk = office.desk("qiantai", "窗口1");
    let called = title(&desk, case);
    let id = ask(&mut desk, &called, "4").expect("asked");
    let todo = desk.todo().expect("todo");
    let mine = todo.iter().find(|t| t.what == "本人信息申请").expect("it waits");
    assert_eq!((mine.due.as_str(), mine.case), ("2026-12-08", Some(case)));
    let early =
        act_on(&mut desk, "refuse", id, &[("ground", "4"), ("reason", "核对原件无误"), ("answered_on", "2026-11-22")]);
    assert!(early.expect_err("before it was asked").to_string().contains("早于申请日期"));
    let paper = act_on(&mut desk, "refuse", id, &[("ground", "4"), ("reason", "核对原件无误")]).expect("refused").text;
    assert!(paper.contains("个人信息保护法46") && paper.contains("可以向人民法院起诉"), "{paper}");
    assert!(desk.todo().expect("todo").iter().all(|t| t.what != "本人信息申请"));
}

#[test]
fn a_sealed_matter_shows_to_the_director_alone() {
    let office = Office::new();
    let mut clerk = office.desk("qiantai", "窗口1");
    let visit = super::trial_case::VISIT.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
    let visit = visit.with("category", "B").with("nature", "6").with("purpose", "3");
    let case = clerk.save_visit(&VisitWrite { draft: visit, ..VisitWrite::default() }).expect("saved").case;
    act(&mut clerk, case, "T01", &[]).expect("登记");
    let mut director = office.desk("zhuren", "主任室");
    let called = title(&director, case);
    assert!(ask(&mut clerk, &called, "2").expect_err("sealed").to_string().contains("密封"));
    let id = ask(&mut director, &called, "2").expect("the director takes it down");
    let with = draft(&[("people", "1"), ("note", "问检举进展"), ("case", &called)]);
    assert!(clerk.consult(None, &with).expect_err("sealed").to_string().contains("密封"));
    director.consult(None, &with).expect("the director may");
    let consultations = register::find("consultations").expect("a register");
    for login in ["qiantai", "ducha"] {
        let mut other = office.desk(login, "别处");
        assert!(rows(&other, "all").is_empty(), "{login}");
        assert!(other.todo().expect("todo").iter().all(|t| t.case != Some(case)), "{login}");
        assert!(other.request(id).is_err(), "{login}");
        assert!(other.slips(case).is_err() && other.slip(case, &slips::SLIPS[0]).is_err(), "{login}");
        let ask = Ask { view: "all".into(), limit: 9, ..Ask::default() };
        assert!(other.register_rows(consultations, &ask).expect("rows").is_empty(), "{login}");
        assert!(other.register_line(consultations, 1).is_err(), "{login}");
    }
    let copy = act_on(&mut director, "give", id, &[("way", "1")]).expect("the director answers").text;
    assert!(copy.contains("和志强"), "{copy}");
    let ways = director.slip(case, slips::find("ways").expect("a slip")).expect("made").join("\n");
    assert!(ways.contains("纪检监察") && ways.contains("不作调解"), "{ways}");
    assert!(director.slip(case, slips::find("rights").expect("a slip")).is_err(), "it is not mediated");
}

#[test]
fn the_paper_of_a_step_refuses_no_and_says_what_to_print() {
    let office = Office::new();
    let case = advised(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let start = super::trial_case::START.iter().filter(|(k, _)| *k != "ways_told");
    let blank: Vec<(&str, &str)> = start.clone().copied().collect();
    let empty = act_filled(&mut desk, case, "T13", &blank).expect_err("not ticked");
    assert!(matches!(&empty, Failure::Problems(l) if l[0].field == "ways_told"), "{empty}");
    let no: Vec<(&str, &str)> = start.copied().chain([("ways_told", "0")]).collect();
    let refused = act_filled(&mut desk, case, "T13", &no).expect_err("not told").to_string();
    assert!(refused.contains("先打印其他途径告知单交给信访人"), "{refused}");
}
