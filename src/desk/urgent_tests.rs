//! 重大紧急事项 through the desk on a real file: opened by the warning or by hand, reported, followed, closed;
//! and who sees it.

use super::register::{self, Ask, Tone};
use super::trial::Office;
use super::trial_case::{VISIT, act};
use super::{Desk, Failure, VisitWrite};
use crate::validation::Draft;
use chrono::TimeDelta;

fn visit(more: &[(&str, &str)]) -> Draft {
    VISIT.iter().chain(&[("dispute", "03")]).chain(more).fold(Draft::default(), |d, (k, v)| d.with(k, *v))
}

/// A case registered by the front desk, with these answers in its visit.
fn registered(office: &Office, more: &[(&str, &str)]) -> i64 {
    let mut desk = office.desk("qiantai", "一号窗");
    let case = desk.save_visit(&VisitWrite { draft: visit(more), ..VisitWrite::default() }).expect("saved").case;
    act(&mut desk, case, "T01", &[]).expect("登记");
    case
}

const MAY_TURN: &[(&str, &str)] = &[("safety", "4")];
const FOUND: &[(&str, &str)] = &[
    ("found_at", "2026-11-23 16:30"),
    ("kind", "1"),
    ("fact", "两村因水源争执,约三十人聚在水口"),
    ("place", "仓房村水口"),
    ("involved", "30"),
    ("measures", "已请村委劝离"),
];

fn rows(desk: &Desk, view: &str) -> Vec<register::Line> {
    let ask = Ask { view: view.into(), limit: 9, ..Ask::default() };
    desk.register_rows(register::find("urgent").expect("重大紧急"), &ask).expect("rows")
}

/// An act of the register on the form as the desk fills it.
fn done(desk: &mut Desk, word: &str, id: Option<i64>, pairs: &[(&str, &str)]) -> Result<String, Failure> {
    let act = register::find("urgent").and_then(|r| r.act(word)).expect("an act");
    let known = desk.register_form(act, id, None)?;
    let draft = pairs.iter().fold(known, |d, (k, v)| d.with(k, *v));
    desk.register_act(act, id, &draft).map(|d| d.text)
}

fn refused(answer: Result<String, Failure>) -> String {
    answer.expect_err("refused").to_string()
}

#[test]
fn a_dispute_that_may_turn_into_a_crime_opens_one_in_the_same_write() {
    let office = Office::new();
    let case = registered(&office, MAY_TURN);
    let desk = office.desk("zhuren", "主任室");
    let rules: Vec<String> = desk.warnings(case).expect("warned").into_iter().map(|w| w.rule).collect();
    assert_eq!(rules, ["A5"]);
    let open = rows(&desk, "waiting");
    assert_eq!((open.len(), open[0].case, open[0].tone), (1, Some(case), Tone::Red));
    assert_eq!(open[0].cells[..4], ["JJ20260001", "剩30分", "剩2时00分", "民转刑"]);
    assert_eq!(desk.counts().expect("counts").urgent, 1);
    let first = &desk.todo().expect("a list")[0];
    assert_eq!((first.what.as_str(), first.case), ("紧急待报告", Some(case)), "before all else");

    // Minutes matter: 1 hour 35 minutes later the first is late, the second not yet.
    let late = office.desk_later("zhuren", "主任室", TimeDelta::minutes(95));
    let open = rows(&late, "waiting");
    assert_eq!((open[0].cells[1].as_str(), open[0].cells[2].as_str()), ("逾期1时05分", "剩25分"));
    assert_eq!(open[0].tone, Tone::Over);
    assert!(late.todo().expect("a list")[0].detail.starts_with("口头逾期1时05分 书面剩25分"));
}

#[test]
fn one_is_open_a_matter_and_a_calm_dispute_opens_none() {
    let office = Office::new();
    registered(&office, &[]);
    let mut desk = office.desk("qiantai", "一号窗");
    assert!(rows(&desk, "all").is_empty() && desk.counts().expect("counts").urgent == 0);
    let case = registered(&office, MAY_TURN);
    let again = VisitWrite { draft: visit(MAY_TURN), attach: Some(case), ..VisitWrite::default() };
    desk.save_visit(&again).expect("attached");
    let mut week = office.desk_later("qiantai", "一号窗", TimeDelta::days(9));
    let draft = visit(MAY_TURN);
    week.save_visit(&VisitWrite { draft, attach: Some(case), ..VisitWrite::default() }).expect("attached");
    let a5 = week.warnings(case).expect("warned").iter().filter(|w| w.rule == "A5").count();
    assert_eq!((a5, rows(&week, "all").len()), (2, 1), "warned anew after a week, still one record");
    let title = week.readable_case(case).expect("a case").title();
    let no = refused(done(&mut desk, "raise", None, &[FOUND, &[("case", &title)]].concat()));
    assert!(no.contains("JJ20260001"), "{no}");
}

#[test]
fn reports_are_made_once_not_before_it_was_found_and_to_whom_the_law_names() {
    let office = Office::new();
    registered(&office, MAY_TURN);
    let mut desk = office.desk("zhuren", "主任室");
    let id = Some(rows(&desk, "waiting")[0].id);
    let no = refused(done(&mut desk, "oral", id, &[("to", "1")]));
    assert!(no.contains("公安机关") && no.contains("人民调解法25"), "{no}");
    let no = refused(done(&mut desk, "oral", id, &[("to", "1,2"), ("at", "2026-11-23 16:00")]));
    assert!(no.contains("早于发现时间2026-11-23 16:42"), "{no}");
    let no = refused(done(&mut desk, "close", id, &[("result", "1"), ("outcome", "已劝离")]));
    assert!(no.contains("还没有书面报告"), "{no}");
    let told = done(&mut desk, "oral", id, &[("to", "1,2")]).expect("口头报告");
    assert!(told.contains("尚未报告:联席办"), "{told}");
    assert!(refused(done(&mut desk, "oral", id, &[("to", "1,2")])).contains("已经口头报告"));
    assert_eq!(desk.counts().expect("counts").urgent, 1, "the written one still waits");
    let mut late = office.desk_later("zhuren", "主任室", TimeDelta::minutes(130));
    done(&mut late, "written", id, &[("document", "枫工报〔2026〕3号")]).expect("书面报告");
    assert!(refused(done(&mut late, "written", id, &[("document", "3号")])).contains("已经书面报告"));
    assert_eq!(late.counts().expect("counts").urgent, 0);
    let open = rows(&late, "open");
    assert_eq!((open[0].cells[1].as_str(), open[0].cells[2].as_str()), ("已报", "迟报10分"));

    let no = refused(done(&mut late, "close", id, &[("result", "1"), ("outcome", "已劝离")]));
    assert!(no.contains("尚未报告联席办"), "{no}");
    done(&mut late, "follow", id, &[("body", "人已散去"), ("told", "3")]).expect("续报");
    done(&mut late, "close", id, &[("result", "1"), ("outcome", "双方已签和解")]).expect("办结");
    assert!(rows(&late, "open").is_empty());
    assert_eq!(rows(&late, "closed")[0].tone, Tone::Done);
    assert!(refused(done(&mut late, "follow", id, &[("body", "又来了")])).contains("办结"));
    let facts =
        late.register_line(register::find("urgent").expect("重大紧急"), rows(&late, "closed")[0].id).expect("facts");
    let all: String = facts.iter().map(|(label, value)| format!("{label}:{value}\n")).collect();
    for word in ["文号:枫工报〔2026〕3号", "人已散去 报联席办", "口头报告:已报 2026-11-23 16:42 党委政府、公安机关"]
    {
        assert!(all.contains(word), "{word}\n{all}");
    }
    assert!(!all.contains("志强"), "facts of the dispute only: {all}");
}

#[test]
fn what_is_no_case_yet_is_reported_all_the_same_and_joined_to_one_later() {
    let office = Office::new();
    let mut desk = office.desk("qiantai", "一号窗");
    let lead = Draft::default().with("reporter", "网格员").with("heard_on", "2026-11-23").with("gist", "两村争水");
    desk.report_lead(&lead).expect("reported");
    let no = refused(done(&mut desk, "raise", None, &[FOUND, &[("lead", "苗〔2026〕9999号")]].concat()));
    assert!(no.contains("没有苗头"), "{no}");
    let no = refused(done(&mut desk, "raise", None, &[FOUND, &[("found_at", "2026-11-24 10:00")]].concat()));
    assert!(!no.is_empty() && rows(&desk, "all").is_empty(), "nothing is found tomorrow: {no}");
    let with_lead = [FOUND, &[("lead", "苗〔2026〕0001号")]].concat();
    let told = done(&mut desk, "raise", None, &with_lead).expect("记下");
    assert!(told.contains("JJ20260001") && told.contains("党委政府、联席办"), "{told}");
    assert!(refused(done(&mut desk, "raise", None, &with_lead)).contains("已有未办结的JJ20260001"));
    let line = rows(&desk, "waiting").remove(0);
    assert_eq!((line.case, line.cells[4].as_str(), line.cells[1].as_str()), (None, "苗〔2026〕0001号", "剩18分"));
    assert_eq!(desk.todo().expect("a list")[0].case, None, "who raised it is reminded");
    let todo = desk.register_line(register::find("todo").expect("待我办"), 1).expect("shown");
    assert!(todo.iter().any(|(_, v)| v == "紧急待报告"), "{todo:?}");

    let case = registered(&office, &[]);
    let title = desk.readable_case(case).expect("a case").title();
    let amend = [("case", title.as_str()), ("measures", "已请村委劝离,派出所到场")];
    done(&mut desk, "amend", Some(line.id), &amend).expect("补充");
    assert_eq!(rows(&desk, "waiting")[0].case, Some(case));
    let other = registered(&office, &[]);
    let other = desk.readable_case(other).expect("a case").title();
    assert!(refused(done(&mut desk, "amend", Some(line.id), &[("case", &other)])).contains("不能改挂"));
}

#[test]
fn only_the_director_says_that_it_was_nothing() {
    let office = Office::new();
    registered(&office, MAY_TURN);
    let mut front = office.desk("qiantai", "一号窗");
    let id = Some(rows(&front, "waiting")[0].id);
    let nothing = [("result", "2"), ("outcome", "系误记,核实无此事")];
    let no = refused(done(&mut front, "close", id, &nothing));
    assert!(no.contains("由主任确认"), "{no}");
    let mut director = office.desk("zhuren", "主任室");
    done(&mut director, "close", id, &nothing).expect("办结");
    let line = rows(&director, "closed").remove(0);
    assert_eq!((line.cells[1].as_str(), line.cells[6].as_str()), ("未报", "已办结"));
}

#[test]
fn a_sealed_matter_is_the_directors_alone() {
    let office = Office::new();
    let sealed = [("category", "B"), ("nature", "6"), ("safety", "4"), ("respondent", "建塘镇政府")];
    let case = registered(&office, &sealed);
    let director = office.desk("zhuren", "主任室");
    assert!(director.readable_case(case).expect("a case").sealed, "检举控告");
    let line = rows(&director, "waiting").remove(0);
    assert_eq!(line.cells[5], "密封件", "the program writes no word of it");
    for login in ["qiantai", "ducha"] {
        let mut other = office.desk(login, "窗口");
        assert!(rows(&other, "all").is_empty(), "{login}");
        assert_eq!(other.counts().expect("counts").urgent, 0, "{login}");
        assert!(other.register_line(register::find("urgent").expect("重大紧急"), line.id).is_err(), "{login}");
        assert!(done(&mut other, "oral", Some(line.id), &[("to", "1,2")]).is_err(), "{login}");
    }
    assert!(office.desk("qiantai", "窗口").todo().expect("a list").iter().all(|t| t.what != "紧急待报告"));
}

#[test]
fn a_supervisor_looks_and_finance_does_not() {
    let office = Office::new();
    registered(&office, MAY_TURN);
    let mut supervisor = office.desk("ducha", "督查室");
    assert_eq!(rows(&supervisor, "waiting").len(), 1);
    assert_eq!(supervisor.counts().expect("counts").urgent, 1);
    let no = supervisor.raise_urgent(&FOUND.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v)));
    assert!(no.expect_err("only looks").to_string().contains("没有“重大紧急事项”的权限"));
    let user = Draft::default().with("login", "caiwu").with("name", "和文军").with("role", "finance");
    office.desk("admin", "机房").add_user(&user, super::trial::PASSWORD).expect("added");
    let finance = office.desk("caiwu", "财务室");
    let ask = Ask { limit: 9, ..Ask::default() };
    assert!(finance.register_rows(register::find("urgent").expect("重大紧急"), &ask).is_err());
    assert_eq!(finance.counts().expect("counts").urgent, 0);
}

#[test]
fn a_handler_raises_and_sees_his_own() {
    let office = Office::new();
    let case = super::trial_case::in_hand(&office, "G1", "03");
    let other = registered(&office, MAY_TURN);
    let user =
        Draft::default().with("login", "banli").with("name", "李秀英").with("role", "handler").with("staff", "1");
    office.desk("admin", "机房").add_user(&user, super::trial::PASSWORD).expect("added");
    let mut desk = office.desk("banli", "办公室");
    assert!(rows(&desk, "all").is_empty(), "another's is not his");
    assert_eq!(desk.counts().expect("counts").urgent, 0);
    let title = |id: i64| office.desk("zhuren", "主任室").readable_case(id).expect("a case").title();
    assert!(done(&mut desk, "raise", None, &[FOUND, &[("case", &title(other))]].concat()).is_err(), "not his case");
    let foreign = rows(&office.desk("zhuren", "主任室"), "all")[0].id;
    assert!(refused(done(&mut desk, "follow", Some(foreign), &[("body", "听说")])).contains("没有这件"));
    done(&mut desk, "raise", None, &[FOUND, &[("case", &title(case))]].concat()).expect("his own");
    assert_eq!((rows(&desk, "waiting").len(), desk.counts().expect("counts").urgent), (1, 1));
    let known = register::find("urgent").and_then(|r| r.act("raise")).expect("an act");
    let form = desk.register_form(known, None, Some(case)).expect("a form");
    assert_eq!((form.get("case"), form.get("found_at")), (title(case).as_str(), "2026-11-23 16:42"));
}
