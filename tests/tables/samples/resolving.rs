//! Satisfied forms of 引导解决, 履行, 救助 and 结案.

use super::draft;
use fengqiao::validation::Draft;

pub fn of(form: &str) -> Option<Vec<Draft>> {
    let agreement = draft(&[
        ("form", "1"),
        ("parties", "和志强,建塘镇政府"),
        ("facts", "院墙越界两米,双方认可测绘结果"),
        ("issues", "界址和补偿"),
        ("responsibility", "对方负主要责任"),
        ("content", "退还越界部分并补偿"),
        ("obligations", "建塘镇政府\t退还越界部分\t2026-11-23\n建塘镇政府\t补偿款\t2026-12-31\t5000元"),
        ("manner", "现场交界,转账"),
        ("reached_on", "2026-11-23"),
        ("parties_signed", "1"),
        ("mediator_signed", "1"),
        ("sealed_by", "香格里拉市人民调解委员会"),
        ("sealed_on", "2026-11-23"),
        ("mediator", "李秀英"),
        ("recorder", "杨文华"),
        ("court_told", "1"),
        ("ways_told", "1"),
    ]);
    let oral = ["parties_signed", "mediator_signed", "sealed_by", "sealed_on"]
        .into_iter()
        .fold(agreement.clone(), |d, key| d.with(key, ""))
        .with("form", "2")
        .with("confirmed_how", "当面复述无异议")
        .with("obligations", "建塘镇政府\t当面道歉\t2026-11-23");
    let breach = draft(&[("term", "2"), ("kind", "1"), ("reason", "资金未到"), ("on", "2026-11-23")]);
    Some(match form {
        "mediation_start" => vec![draft(&[
            ("petitioner_agrees", "1"),
            ("respondent_agrees", "1"),
            ("rights_signed_on", "2026-11-23"),
            ("ways_told", "1"),
            ("mediators", "李秀英"),
            ("chosen_by", "1"),
            ("open", "0"),
            ("free_told", "1"),
        ])],
        "mediation" => vec![draft(&[
            ("at", "2026-11-23 09:30"),
            ("place", "工作室"),
            ("parties", "和志强,建塘镇政府"),
            ("statements", "双方各自陈述了地界的由来"),
            ("risks_told", "1"),
            ("result", "1"),
            ("note", "同意按测绘结果交界"),
            ("recorder", "杨文华"),
            ("signed", "1"),
        ])],
        "agreement" => vec![agreement, oral],
        "guide" => vec![draft(&[
            ("route", "1"),
            ("organ", "香格里拉市人民法院"),
            ("papers", "起诉状、证据"),
            ("limits_told", "1"),
            ("aid_told", "1"),
            ("own_choice", "1"),
            ("signed_on", "2026-11-23"),
        ])],
        "termination" => vec![draft(&[
            ("reason", "1"),
            ("detail", "对方拒绝继续"),
            ("ways", "1,2"),
            ("risk", "1"),
            ("told_on", "2026-11-23"),
        ])],
        "performing" => vec![draft(&[("watcher", "李秀英")])],
        "performance" => {
            vec![draft(&[("term", "2"), ("performed_on", "2026-11-23"), ("amount", "5000元"), ("proof", "汇款单")])]
        }
        "breach" => vec![
            breach.clone().with("new_due", "2027-01-31").with("both_agree", "1"),
            breach.clone().with("kind", "2"),
            breach.with("kind", "4"),
        ],
        "satisfaction" => vec![draft(&[("level", "1"), ("way", "1"), ("asked_on", "2026-11-23")])],
        "closing_request" => vec![draft(&[("summary", "协议已经履行")])],
        "closing" => vec![draft(&[
            ("facts", "院墙越界两米"),
            ("result", "已按协议退还并补偿"),
            ("performed", "2"),
            ("receipt", "(2026)云3401民初12号"),
            ("opinion", "同意结案"),
        ])],
        "confirmation" => each(&["1", "2", "3", "5"], &[("court", "香格里拉市人民法院"), ("on", "2026-11-23")]),
        "notarisation" => {
            each(&["1", "5", "2"], &[("office", "香格里拉市公证处"), ("consent", "1"), ("on", "2026-11-23")])
        }
        "limits" => vec![draft(&[
            ("route", "G10"),
            ("start", "2026-10-01"),
            ("fact", "收到处理决定"),
            ("told_on", "2026-11-23"),
        ])],
        "counsel" => vec![draft(&[("choice", "1"), ("own_will", "1"), ("on", "2026-11-23")])],
        "legal_aid" => each(&["1", "2", "3", "5"], &[("institution", "市法律援助中心"), ("on", "2026-11-23")]),
        "relief" => each(
            &["2", "5", "6", "3"],
            &[("kind", "1"), ("organ", "市委政法委"), ("still_hard", "0"), ("on", "2026-11-23")],
        ),
        _ => return None,
    })
}

/// One form an event of a track.
fn each(events: &[&str], rest: &[(&str, &str)]) -> Vec<Draft> {
    events.iter().map(|event| draft(rest).with("event", *event)).collect()
}
