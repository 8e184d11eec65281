//! A visit from the window to the handler, and every way out, through the desk on a real file.

use super::trial::Office;
use super::trial_case::VISIT;
use super::{Desk, Failure, VisitSaved, VisitWrite};
use crate::domain::case::Stage;
use crate::domain::flow;
use crate::validation::Draft;

/// The 60-second fields.
fn fast(name: &str, document: &str) -> Draft {
    Draft::default()
        .with("name", name)
        .with("document_no", document)
        .with("phone", "13800000000")
        .with("people", "2")
        .with("gist", "宅基地被占要求退还")
        .with("source", "4")
}

/// All that 登记 asks for.
fn full(name: &str, document: &str) -> Draft {
    let draft = VISIT.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
    let draft = fast(name, document).iter().fold(draft, |d, (k, v)| d.with(k, v));
    draft
        .with("dispute", "03")
        .with("representatives", "和志军 533423197212310030 13800000003")
        .with("claims", "退还宅基地\n赔偿损失,5000.50")
}

fn save(desk: &mut Desk, draft: &Draft) -> VisitSaved {
    desk.save_visit(&VisitWrite { draft: draft.clone(), ..VisitWrite::default() }).expect("saved")
}

fn act(desk: &mut Desk, case: i64, mv: &str, draft: &Draft) -> Result<String, Failure> {
    desk.act(case, None, flow::find(mv).expect("a move"), draft).map(|d| d.text)
}

fn stage(desk: &Desk, case: i64) -> Stage {
    desk.readable_case(case).expect("readable").stage
}

fn staff(office: &Office, name: &str, profession: &str, employer: &str) -> i64 {
    let draft = Draft::default()
        .with("name", name)
        .with("profession", profession)
        .with("full_time", "1")
        .with("languages", "1")
        .with("official", "0")
        .with("employer", employer);
    office.desk("admin", "机房").add_staff(&draft).expect("added").id
}

fn accept() -> Draft {
    Draft::default()
        .with("abstract", "邻居建房占用宅基地两米")
        .with("focus", "宅基地四至")
        .with("nature", "1")
        .with("petitioner_agrees", "1")
        .with("respondent_agrees", "1")
        .with("liable_clear", "1")
        .with("liable_unit", "建塘镇政府")
        .with("grade", "G1")
        .with("risk", "1")
        .with("listed", "0")
        .with("term_days", "30")
        .with("consult", "0")
        .with("ways_told", "1")
        .with("opinion", "同意受理")
}

fn entrust() -> Draft {
    Draft::default()
        .with("liable_clear", "1")
        .with("principal_kind", "1")
        .with("principal", "建塘镇政府")
        .with("trustee", "本工作室")
        .with("matter", "宅基地纠纷调解")
        .with("powers", "调查、调解")
        .with("until", "2027-01-31")
        .with("payer", "3")
        .with("clerk", "杨文华")
        .with("clerk_phone", "0887-8222333")
        .with("signed_on", "2026-11-23")
        .with("petitioner_statement", "1")
}

fn to_assessing(desk: &mut Desk, draft: &Draft) -> i64 {
    let case = save(desk, draft).case;
    act(desk, case, "T01", &Draft::default()).expect("登记");
    act(desk, case, "T03", &Draft::default()).expect("提交评析");
    case
}

#[test]
fn a_visit_goes_from_the_window_to_the_handler() {
    let office = Office::new();
    let li = staff(&office, "李秀英", "01", "");
    let (mut reception, mut director) = (office.desk("qiantai", "1号窗"), office.desk("zhuren", "主任室"));

    let saved = save(&mut reception, &fast("和志强", "533401199001010012"));
    assert!(!saved.missing.is_empty());
    let no = act(&mut reception, saved.case, "T01", &Draft::default()).expect_err("not complete");
    assert!(
        matches!(&no, Failure::Refusal { reason, hint } if reason.contains("未完成") && hint.contains("F2")),
        "{no}"
    );

    let whole = VisitWrite {
        visit: Some((saved.visit, saved.rev)),
        draft: full("和志强", "533401199001010012"),
        ..VisitWrite::default()
    };
    let saved = reception.save_visit(&whole).expect("amended");
    assert_eq!(saved.missing, []);
    let text = act(&mut reception, saved.case, "T01", &Draft::default()).expect("登记");
    assert_eq!(text, "已办:登记,JT-20261123-001");
    act(&mut reception, saved.case, "T03", &Draft::default()).expect("提交评析");

    let no = act(&mut reception, saved.case, "T07", &accept()).expect_err("not for the reception");
    assert!(no.to_string().contains("主任"), "{no}");
    let text = act(&mut director, saved.case, "T07", &accept()).expect("受理");
    assert_eq!(text, "已办:受理,香格里拉信调〔2026〕0001号");
    let no =
        act(&mut director, saved.case, "T09", &Draft::default().with("handler", li.to_string())).expect_err("early");
    assert!(matches!(no, Failure::Problems(_) | Failure::Refusal { .. }));
    act(&mut reception, saved.case, "T08", &entrust()).expect("委托");
    let live = |desk: &Desk| -> Vec<(String, String)> {
        let clocks = desk.deadlines_of(saved.case).expect("clocks").into_iter();
        clocks.filter(|c| c.state == "running").map(|c| (c.rule, c.due.to_string())).collect()
    };
    assert_eq!(live(&director), [("DL-06b".to_string(), "2026-11-26".to_string())]);
    let assign = Draft::default().with("handler", li.to_string()).with("recusal_checked", "1");
    act(&mut director, saved.case, "T09", &assign).expect("指派");

    let case = director.readable_case(saved.case).expect("a case");
    assert_eq!((case.stage, case.handler, case.unit.as_str()), (Stage::Working, Some(li), "建塘镇政府"));
    let clocks = director.deadlines_of(saved.case).expect("clocks");
    let mediation: Vec<_> = clocks.iter().filter(|c| c.rule == "DL-07").map(|c| c.raw.to_string()).collect();
    assert_eq!(mediation, ["2026-12-23"]);
    assert!(live(&director).iter().all(|(rule, _)| rule == "DL-07"), "指派 was kept: {:?}", live(&director));
    let load = director.roster().expect("roster").into_iter().find(|s| s.id == li).map(|s| s.load);
    assert_eq!(load, Some(1));
    let actions: Vec<String> =
        director.journal_of(saved.case).expect("journal").into_iter().map(|r| r.action).collect();
    assert_eq!(actions, ["T09", "T08", "T07", "T03", "T01", "visit.amend", "visit.add"]);
}

#[test]
fn amounts_stay_what_was_typed_however_often_a_visit_is_saved() {
    let office = Office::new();
    let mut desk = office.desk("qiantai", "1号窗");
    let mut saved = save(&mut desk, &full("和志强", "533401199001010012"));
    for _ in 0..3 {
        let stored = desk.visit(saved.visit).expect("stored");
        assert!(stored.draft.get("claims").contains("5000.50"), "{}", stored.draft.get("claims"));
        let again = VisitWrite { visit: Some((stored.id, stored.rev)), draft: stored.draft, ..VisitWrite::default() };
        saved = desk.save_visit(&again).expect("saved again");
        assert_eq!(saved.missing, []);
    }
}

#[test]
fn the_second_of_two_desks_is_told_who_was_first_and_nothing_is_overwritten() {
    let office = Office::new();
    let (mut one, mut two) = (office.desk("qiantai", "1号窗"), office.desk("zhuren", "主任室"));
    let saved = save(&mut one, &fast("和志强", "533401199001010012"));
    let write = |gist: &str| VisitWrite {
        visit: Some((saved.visit, saved.rev)),
        draft: fast("和志强", "533401199001010012").with("gist", gist),
        ..VisitWrite::default()
    };
    one.save_visit(&write("第一个人写的")).expect("first");
    let late = two.save_visit(&write("第二个人写的")).expect_err("second");
    assert!(matches!(&late, Failure::Conflict { who, .. } if who == "和丽英"), "{late:?}");
    assert_eq!(one.visit(saved.visit).expect("stored").draft.get("gist"), "第一个人写的");
}

#[test]
fn a_repeat_visit_joins_the_open_case_and_a_closed_one_is_refused_with_advice() {
    let office = Office::new();
    let mut desk = office.desk("qiantai", "1号窗");
    let case = to_assessing(&mut desk, &full("和志强", "533401199001010012"));
    let earlier = desk.earlier("和志强", "533401199001010012", "", None).expect("earlier");
    assert!(earlier.len() == 1 && earlier[0].attaches);
    let again = VisitWrite {
        attach: Some(case),
        draft: fast("和志强", "533401199001010012").with("repeat_answer", "2").with("related_case", case.to_string()),
        ..VisitWrite::default()
    };
    assert_eq!(desk.save_visit(&again).expect("joined").case, case);
    assert_eq!(desk.readable_case(case).expect("a case").visits, 2);

    let withdraw = Draft::default().with("ground", "1").with("signed_on", "2026-11-23").with("reason", "已和解");
    act(&mut desk, case, "T22", &withdraw).expect("撤回");
    let no = desk.save_visit(&again).expect_err("closed");
    assert!(no.to_string().contains("撤回"), "{no}");
}

#[test]
fn merging_moves_the_visits_and_ends_the_clocks() {
    let office = Office::new();
    let mut desk = office.desk("qiantai", "1号窗");
    let first = to_assessing(&mut desk, &full("和志强", "533401199001010012"));
    let second = save(&mut desk, &full("和志强", "533401199001010012")).case;
    act(&mut desk, second, "T01", &Draft::default()).expect("登记");
    let no =
        act(&mut desk, second, "T02", &Draft::default().with("target", second.to_string()).with("same_matter", "1"));
    assert!(no.expect_err("into itself").to_string().contains("自己"));
    let form = Draft::default().with("target", first.to_string()).with("same_matter", "1");
    act(&mut desk, second, "T02", &form).expect("并案");
    assert_eq!(stage(&desk, second), Stage::Merged);
    assert_eq!(desk.readable_case(first).expect("original").visits, 2);
    let live = desk.deadlines_of(second).expect("clocks").into_iter().filter(|d| d.words.starts_with('剩')).count();
    assert_eq!(live, 0);
}

#[test]
fn declining_needs_advice_and_a_recipient_and_warns_each() {
    let office = Office::new();
    let (mut reception, mut director) = (office.desk("qiantai", "1号窗"), office.desk("zhuren", "主任室"));
    let case = to_assessing(&mut reception, &full("和志强", "533401199001010012"));
    let bare = Draft::default().with("reason", "N02").with("risk", "1").with("told_on", "2026-11-23");
    let Err(Failure::Problems(problems)) = act(&mut director, case, "T05", &bare) else { panic!("refused by field") };
    let fields: Vec<_> = problems.iter().map(|p| p.field.as_str()).collect();
    assert_eq!(fields, ["advice", "notified"]);
    let sealed = bare.clone().with("reason", "N08").with("advice", "向纪检监察机关反映").with("notified", "县纪委 函");
    assert!(act(&mut director, case, "T05", &sealed).expect_err("not sealed").to_string().contains("检举控告"));
    let form = bare.with("advice", "向原办理法院申请执行").with("notified", "建塘镇政府 函\n县林草局 电话");
    act(&mut director, case, "T05", &form).expect("不予受理");
    let warnings = director.warnings(case).expect("warnings");
    assert_eq!(warnings.iter().map(|w| w.number.as_str()).collect::<Vec<_>>(), ["YJ20260001", "YJ20260002"]);
    assert_eq!(stage(&director, case), Stage::Declined);
    let running = director.deadlines_of(case).expect("clocks").into_iter().filter(|d| d.words.contains('剩')).count();
    assert_eq!(running, 0);
}

#[test]
fn what_may_not_be_mediated_is_not_accepted() {
    let office = Office::new();
    let (mut reception, mut director) = (office.desk("qiantai", "1号窗"), office.desk("zhuren", "主任室"));
    let mass = full("和志强", "533401199001010012").with("involved", "12");
    let case = to_assessing(&mut reception, &mass);
    for (form, word) in [
        (accept().with("nature", "3"), "N04"),
        (accept().with("respondent_agrees", "0"), "人民调解法17"),
        (accept(), "疑难复杂"),
        (accept().with("grade", "G2"), "会商"),
    ] {
        let no = act(&mut director, case, "T07", &form).expect_err(word);
        assert!(no.to_string().contains(word), "{no}");
    }
    act(&mut director, case, "T07", &accept().with("grade", "G2").with("consult", "1")).expect("受理");
}

#[test]
fn an_unclear_party_is_stood_in_for_by_the_petition_office() {
    let office = Office::new();
    let (mut reception, mut director) = (office.desk("qiantai", "1号窗"), office.desk("zhuren", "主任室"));
    let case = to_assessing(&mut reception, &full("和志强", "533401199001010012"));
    act(&mut director, case, "T07", &accept()).expect("受理");
    let unclear = entrust().with("liable_clear", "0").with("unclear_why", "原企业已注销");
    assert!(act(&mut reception, case, "T08", &unclear).expect_err("wrong principal").to_string().contains("信访部门"));
    let office_form = unclear.with("principal_kind", "2").with("principal", "县信访局").with("office_level", "1");
    act(&mut reception, case, "T08", &office_form).expect("委托");
}

#[test]
fn a_listed_case_needs_a_team_with_a_mediator_and_no_conflict() {
    let office = Office::new();
    let lawyer = staff(&office, "李秀英", "01", "");
    let mediator = staff(&office, "扎西顿珠", "04", "");
    let insider = staff(&office, "杨文华", "04", "建塘镇政府");
    let (mut reception, mut director) = (office.desk("qiantai", "1号窗"), office.desk("zhuren", "主任室"));
    let case = to_assessing(&mut reception, &full("和志强", "533401199001010012"));
    act(&mut director, case, "T07", &accept().with("listed", "1").with("listing_level", "3")).expect("受理");
    act(&mut reception, case, "T08", &entrust()).expect("委托");
    let assign = |handler: i64, members: String| {
        Draft::default().with("handler", handler.to_string()).with("members", members).with("recusal_checked", "1")
    };
    assert!(
        act(&mut director, case, "T09", &assign(lawyer, String::new())).expect_err("alone").to_string().contains("2人")
    );
    let no = act(&mut director, case, "T09", &assign(insider, mediator.to_string())).expect_err("same unit");
    assert!(no.to_string().contains("同一单位"), "{no}");
    let nobody = act(&mut director, case, "T09", &assign(lawyer, "扎西".into())).expect_err("no such name");
    assert!(nobody.to_string().contains("“扎西”不是人员库中唯一的姓名"), "{nobody}");
    act(&mut director, case, "T09", &assign(lawyer, "扎西顿珠".into())).expect("指派");
    assert_eq!(director.team_of(case).expect("team").len(), 2);
    let rules: Vec<String> = director.deadlines_of(case).expect("clocks").into_iter().map(|d| d.rule).collect();
    assert!(rules.contains(&"DL-18".to_string()) && rules.contains(&"DL-07".to_string()), "{rules:?}");
}

#[test]
fn a_report_of_misconduct_is_sealed_once_registered() {
    let office = Office::new();
    let mut reception = office.desk("qiantai", "1号窗");
    let draft = full("和志强", "533401199001010012").with("category", "B").with("nature", "6").with("dispute", "");
    let case = save(&mut reception, &draft).case;
    act(&mut reception, case, "T01", &Draft::default()).expect("登记");
    let no = reception.readable_case(case).expect_err("sealed");
    assert!(no.to_string().contains("密封"), "{no}");
    assert!(office.desk("ducha", "远程").readable_case(case).is_err());
    assert!(office.desk("zhuren", "主任室").readable_case(case).is_ok());
}

#[test]
fn a_supplement_stops_the_clock_and_its_receipt_starts_it_again() {
    let office = Office::new();
    let (mut reception, mut director) = (office.desk("qiantai", "1号窗"), office.desk("zhuren", "主任室"));
    let case = to_assessing(&mut reception, &full("和志强", "533401199001010012"));
    let list = Draft::default().with("list", "宅基地使用证\n身份证复印件").with("told_on", "2026-11-23");
    act(&mut director, case, "T04", &list).expect("通知补正");
    let words = |desk: &Desk| {
        let clocks = desk.deadlines_of(case).expect("clocks");
        clocks.into_iter().find(|d| d.rule == "DL-05").map(|d| d.words).unwrap_or_default()
    };
    assert_eq!(words(&director), "暂停");

    let mut later = office.desk_later("qiantai", "1号窗", chrono::TimeDelta::days(3));
    act(&mut later, case, "T04b", &Draft::default().with("received_on", "2026-11-26")).expect("补正收到");
    assert!(words(&later).starts_with('剩'), "{}", words(&later));
    let mut director = office.desk_later("zhuren", "主任室", chrono::TimeDelta::days(3));
    let no = act(&mut director, case, "T04", &list).expect_err("only once");
    assert!(no.to_string().contains("一次"), "{no}");
}

#[test]
fn a_matter_for_others_is_passed_on_and_a_question_answered_ends_there() {
    let office = Office::new();
    let (mut reception, mut director) = (office.desk("qiantai", "1号窗"), office.desk("zhuren", "主任室"));
    let case = to_assessing(&mut reception, &full("和志强", "533401199001010012"));
    let form =
        Draft::default().with("destination", "县林草局").with("reason", "属于林权登记").with("told_on", "2026-11-23");
    act(&mut director, case, "T06", &form).expect("转送");
    assert_eq!(stage(&director, case), Stage::Transferred);

    let question = full("央金拉姆", "533422198506150026").with("handling", "2");
    let case = save(&mut reception, &question).case;
    act(&mut reception, case, "T01", &Draft::default()).expect("登记");
    let no = act(&mut reception, case, "T03", &Draft::default()).expect_err("only a question");
    assert!(no.to_string().contains("咨询办结"), "{no}");
    act(&mut reception, case, "T23", &Draft::default()).expect("咨询办结");
    assert_eq!(stage(&reception, case), Stage::Answered);
    let live = reception.deadlines_of(case).expect("clocks").into_iter().filter(|d| d.words.starts_with('剩')).count();
    assert_eq!(live, 0);
}

#[test]
fn a_declared_relation_bars_a_handler_with_its_ground() {
    let office = Office::new();
    let li = staff(&office, "李秀英", "01", "");
    let (mut reception, mut director) = (office.desk("qiantai", "1号窗"), office.desk("zhuren", "主任室"));
    let case = to_assessing(&mut reception, &full("和志强", "533401199001010012"));
    act(&mut director, case, "T07", &accept()).expect("受理");
    act(&mut reception, case, "T08", &entrust()).expect("委托");
    let kin = Draft::default().with("staff", li.to_string()).with("ground", "2").with("detail", "表兄妹");
    director.declare_recusal(case, &kin).expect("declared");
    let bar =
        director.candidates(case).expect("candidates").into_iter().find(|c| c.member.id == li).map(|c| c.conflict);
    assert_eq!(bar.as_deref(), Some("与当事人有近亲属关系(表兄妹)"));
    let assign = Draft::default().with("handler", li.to_string()).with("recusal_checked", "1");
    let no = act(&mut director, case, "T09", &assign).expect_err("barred");
    assert!(no.to_string().contains("近亲属"), "{no}");
}

#[test]
fn counts_follow_what_others_write_what_oneself_writes_and_who_sits_there() {
    let office = Office::new();
    let (mut reception, mut director) = (office.desk("qiantai", "1号窗"), office.desk("zhuren", "主任室"));
    let pending = |desk: &Desk| desk.counts().expect("counts").pending;
    let rules = |desk: &Desk| desk.filters().expect("filters").rules.iter().map(|r| r.2).sum::<i64>();
    assert_eq!((pending(&director), pending(&director)), (0, 0));
    assert_eq!(rules(&director), 0);
    let case = to_assessing(&mut reception, &full("和志强", "533401199001010012"));
    assert_eq!((pending(&director), pending(&director)), (1, 1), "the front desk wrote");
    let clocks = rules(&director);
    assert!(clocks > 0);
    let form = [("reason", "N02"), ("risk", "1"), ("told_on", "2026-11-23"), ("advice", "向原办理法院申请执行")];
    let form = form.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v)).with("notified", "建塘镇政府 函");
    act(&mut director, case, "T05", &form).expect("不予受理");
    assert_eq!(pending(&director), 0, "the director wrote");
    assert!(rules(&director) < clocks);
    to_assessing(&mut reception, &full("李秀英", "533401199001010039"));
    assert_eq!(pending(&director), 1);
    director.logout().expect("left");
    director.login_as("qiantai").expect("the front desk");
    assert_eq!(pending(&director), 0, "who does not assess has none waiting");
}
