//! 督办 of each kind through the desk on a real file: who may decide it, its answer, its review, the advice.

use super::register::{self, Ask};
use super::trial::Office;
use super::trial_case::{VISIT, act, in_hand};
use super::{Desk, Failure, VisitWrite};
use crate::domain::forms::SUPERVISION;
use crate::validation::Draft;
use chrono::TimeDelta;

fn demand(more: &[(&str, &str)]) -> Draft {
    let known =
        [("target", "建塘镇政府"), ("trigger", "调解期限逾期3天"), ("demand", "限期办结"), ("feedback_by", "+5")];
    known.iter().chain(more).fold(SUPERVISION.blank(), |d, (k, v)| d.with(k, *v))
}

fn rows(desk: &Desk, view: &str) -> Vec<register::Line> {
    let ask = Ask { view: view.into(), limit: 9, ..Ask::default() };
    desk.register_rows(register::find("supervisions").expect("督办"), &ask).expect("rows")
}

fn done(desk: &mut Desk, word: &str, id: i64, pairs: &[(&str, &str)]) -> Result<String, Failure> {
    let act = register::find("supervisions").and_then(|r| r.act(word)).expect("an act");
    let draft = pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
    desk.register_act(act, Some(id), &draft).map(|d| d.text)
}

fn refused<T>(answer: Result<T, Failure>) -> String {
    answer.err().expect("refused").to_string()
}

#[test]
fn each_kind_is_decided_by_whom_the_rules_name() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "03");
    let mut desk = office.desk("ducha", "督查室");
    assert!(refused(desk.supervise(case, &demand(&[("reason", "")]))).contains("督办理由"));
    let no = refused(desk.supervise(case, &demand(&[("kind", "挂牌督办")])));
    assert!(no.contains("决定单位"), "{no}");
    for kind in ["通报", "约谈", "责令限期整改"] {
        let no = refused(desk.supervise(case, &demand(&[("kind", kind), ("decided_by", "1")])));
        assert!(no.contains("联席会议决定(条例39)"), "{kind}: {no}");
    }
    assert!(rows(&desk, "all").is_empty(), "nothing half written");
    let listed = demand(&[("kind", "挂牌督办"), ("decided_by", "1"), ("reason", "2")]);
    let told = desk.supervise(case, &listed).expect("挂牌").text;
    assert!(told.contains("已挂牌督办,DB20260001"), "{told}");
    let id = desk.supervise(case, &demand(&[("kind", "约谈"), ("decided_by", "2"), ("reason", "4")])).expect("约谈").id;
    let all = rows(&desk, "all");
    assert_eq!((all[0].cells[1].as_str(), all[1].cells[1].as_str()), ("约谈", "挂牌督办"));
    let facts = desk.register_line(register::find("supervisions").expect("督办"), id).expect("facts");
    for pair in [("督办理由", "拒不执行"), ("决定单位", "信访工作联席会议")] {
        assert!(facts.iter().any(|(l, v)| (l.as_str(), v.as_str()) == pair), "{pair:?} {facts:?}");
    }
    for login in ["zhuren", "qiantai"] {
        let no = refused(office.desk(login, "窗口").supervise(case, &listed));
        assert!(no.contains("可由督查办理"), "{login}: {no}");
    }
}

#[test]
fn an_answer_is_reviewed_sent_back_answered_anew_and_closed_with_what_became_of_the_advice() {
    let office = Office::new();
    let case = in_hand(&office, "G1", "03");
    let (mut desk, mut director) = (office.desk("ducha", "督查室"), office.desk("zhuren", "主任室"));
    let id = desk.supervise(case, &demand(&[("advice", "建立院墙纠纷现场勘验制度")])).expect("督办").id;
    assert!(refused(done(&mut desk, "accept", id, &[("closing", "到位")])).contains("尚未反馈"));
    assert!(refused(done(&mut desk, "return", id, &[("closing", "不够"), ("feedback_by", "+3")])).contains("尚未反馈"));
    assert!(refused(done(&mut desk, "answer", id, &[("feedback", "自己答自己")])).contains("没有“调查调解”的权限"));
    done(&mut director, "answer", id, &[("feedback", "已约双方勘验")]).expect("反馈");
    assert_eq!((rows(&desk, "review").len(), rows(&desk, "waiting").len()), (1, 0));
    assert!(refused(done(&mut director, "accept", id, &[("closing", "到位")])).contains("没有“督办”的权限"));
    let early = [("closing", "没有日期"), ("feedback_by", "2026-11-20")];
    assert!(refused(done(&mut desk, "return", id, &early)).contains("早于今天"));
    done(&mut desk, "return", id, &[("closing", "没有日期"), ("feedback_by", "+3")]).expect("退回");
    let clock = |desk: &Desk| {
        let all = desk.deadlines_of(case).expect("clocks").into_iter().filter(|c| c.rule == "DL-19");
        all.map(|c| (c.raw.to_string(), c.state)).collect::<Vec<_>>()
    };
    assert_eq!(clock(&desk).iter().filter(|c| c.1 == "running").count(), 1);
    let late = office.desk_later("ducha", "督查室", TimeDelta::days(4));
    assert_eq!(rows(&late, "late")[0].cells[5], "逾期");
    done(&mut director, "answer", id, &[("feedback", "11月25日勘验")]).expect("重报");
    assert!(clock(&desk).iter().all(|c| c.1 == "met"));
    let no = refused(done(&mut desk, "accept", id, &[("closing", "到位")]));
    assert!(no.contains("是否采纳(条例40)"), "{no}");
    done(&mut desk, "accept", id, &[("closing", "到位"), ("adopted", "1")]).expect("审结");
    assert!(refused(done(&mut desk, "return", id, &[("closing", "反悔"), ("feedback_by", "+3")])).contains("已经审结"));
    let facts = desk.register_line(register::find("supervisions").expect("督办"), id).expect("facts");
    assert!(facts.iter().any(|(l, v)| l == "建议采纳" && v == "已采纳"), "{facts:?}");
}

#[test]
fn a_sealed_matter_is_not_supervised_by_who_may_not_read_it() {
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
    let no = refused(office.desk("ducha", "督查室").supervise(case, &demand(&[])));
    assert!(no.contains("密封"), "{no}");
}
