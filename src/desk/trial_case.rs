//! A case on its way, for the tests of the desk: assigned, advised, in mediation.

use super::trial::Office;
use super::{Desk, Failure, VisitWrite};
use crate::domain::flow;
use crate::validation::Draft;

/// Carries a move out with exactly these fields.
pub(crate) fn act(desk: &mut Desk, case: i64, mv: &str, pairs: &[(&str, &str)]) -> Result<String, Failure> {
    let draft = pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
    desk.act(case, None, flow::find(mv).expect("a move"), &draft).map(|d| d.text)
}

/// As [`act`], on the form as the desk fills it.
pub(crate) fn act_filled(desk: &mut Desk, case: i64, mv: &str, pairs: &[(&str, &str)]) -> Result<String, Failure> {
    let mv = flow::find(mv).expect("a move");
    let known = desk.move_form(case, mv).expect("a form");
    let draft = pairs.iter().fold(known, |d, (k, v)| d.with(k, *v));
    desk.act(case, None, mv, &draft).map(|d| d.text)
}

pub(crate) const VISIT: &[(&str, &str)] = &[
    ("name", "和志强"),
    ("document_no", "533401199001010012"),
    ("phone", "13800000000"),
    ("people", "1"),
    ("gist", "宅基地被占要求退还"),
    ("source", "4"),
    ("involved", "2"),
    ("ethnic", "27"),
    ("language", "1"),
    ("interpreter_needed", "0"),
    ("residence", "533401101"),
    ("address", "仓房村12号"),
    ("reception_method", "1"),
    ("petition_form", "2"),
    ("repeat_answer", "1"),
    ("respondent", "建塘镇政府"),
    ("place", "533401101"),
    ("summary", "2025年春天邻居建房时把围墙砌到我家宅基地上,多次交涉不退,要求退还。"),
    ("claims", "退还宅基地"),
    ("facts", "有宅基地使用证为凭"),
    ("category", "C"),
    ("purpose", "2"),
    ("content", "02"),
    ("nature", "1"),
    ("sued", "0"),
    ("arbitrated", "0"),
    ("reviewed", "0"),
    ("concluded", "0"),
    ("pending", "0"),
    ("mood", "1"),
    ("safety", "1"),
    ("threat", "0"),
    ("handling", "1"),
    ("notice_given", "1"),
];

/// A case of a grade and kind of dispute, assigned and in hand.
pub(super) fn in_hand(office: &Office, grade: &str, dispute: &str) -> i64 {
    let person = [("name", "李秀英"), ("profession", "01"), ("full_time", "1"), ("languages", "1"), ("official", "0")];
    let person = person.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
    let handler = office.desk("admin", "机房").add_staff(&person).expect("added").id.to_string();
    let mut director = office.desk("zhuren", "主任室");
    let visit = VISIT.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v)).with("dispute", dispute);
    let case = director.save_visit(&VisitWrite { draft: visit, ..VisitWrite::default() }).expect("saved").case;
    act(&mut director, case, "T01", &[]).expect("登记");
    act(&mut director, case, "T03", &[]).expect("提交评析");
    let accept = [
        ("abstract", "邻居建房占用宅基地两米"),
        ("focus", "宅基地四至"),
        ("nature", "1"),
        ("petitioner_agrees", "1"),
        ("respondent_agrees", "1"),
        ("liable_clear", "1"),
        ("liable_unit", "建塘镇政府"),
        ("grade", grade),
        ("risk", "1"),
        ("listed", "0"),
        ("term_days", "30"),
        ("consult", if grade == "G1" { "0" } else { "1" }),
        ("ways_told", "1"),
        ("opinion", "同意受理"),
    ];
    act(&mut director, case, "T07", &accept).expect("受理");
    let entrust = [
        ("liable_clear", "1"),
        ("principal_kind", "1"),
        ("principal", "建塘镇政府"),
        ("trustee", "本工作室"),
        ("matter", "宅基地纠纷调解"),
        ("powers", "调查、调解"),
        ("until", "2027-01-31"),
        ("payer", "3"),
        ("clerk", "杨文华"),
        ("clerk_phone", "0887-8222333"),
        ("signed_on", "2026-11-23"),
        ("petitioner_statement", "1"),
    ];
    act(&mut director, case, "T08", &entrust).expect("委托");
    act(&mut director, case, "T09", &[("handler", &handler), ("recusal_checked", "1")]).expect("指派");
    case
}

pub(super) const INVESTIGATION: &[(&str, &str)] = &[
    ("kind", "3"),
    ("time", "2026-11-23 10:00"),
    ("place", "仓房村"),
    ("content", "量得围墙越过使用证载明的界线两米。"),
    ("signed", "2,3"),
    ("unsigned_why", "勘验无被调查人"),
];
pub(super) const ANALYSIS: &[(&str, &str)] = &[
    ("issue", "围墙占地归谁使用"),
    ("laws", "民法典  第二百三十六条"),
    ("application", "使用证载明四至,围墙在界内,妨害了使用。"),
    ("conclusion", "返还请求有依据"),
];
pub(super) const ADVICE: &[(&str, &str)] = &[
    ("facts", "围墙越过使用证载明的界线两米。"),
    ("opinion", "1"),
    ("detail", "建议对方拆除越界围墙"),
    ("told_how", "1"),
    ("ways_told", "1"),
    ("petitioner_answer", "1"),
    ("respondent_answer", "2"),
];
pub(super) const ORDER: &[(&str, &str)] =
    &[("item", "宅基地界址测绘"), ("institution", "迪庆测绘院"), ("papers", "宅基地使用证复印件"), ("payer", "1")];

/// A plain case whose opinion was told, in the hands of the director.
pub(super) fn advised(office: &Office) -> i64 {
    let case = in_hand(office, "G1", "03");
    let mut desk = office.desk("zhuren", "主任室");
    act_filled(&mut desk, case, "R01", INVESTIGATION).expect("调查记录");
    act_filled(&mut desk, case, "R03", ANALYSIS).expect("分析");
    act_filled(&mut desk, case, "T12", ADVICE).expect("处理意见");
    case
}

pub(super) const START: &[(&str, &str)] = &[
    ("petitioner_agrees", "1"),
    ("respondent_agrees", "1"),
    ("rights_signed_on", "2026-11-23"),
    ("ways_told", "1"),
    ("mediators", "李秀英"),
    ("chosen_by", "1"),
    ("free_told", "1"),
];
pub(super) const SESSION: &[(&str, &str)] = &[
    ("at", "2026-11-23 09:30"),
    ("place", "工作室"),
    ("parties", "和志强,建塘镇政府"),
    ("statements", "双方各自陈述了地界的由来"),
    ("risks_told", "1"),
    ("result", "1"),
    ("note", "同意按测绘结果交界"),
    ("recorder", "杨文华"),
    ("signed", "1"),
];

/// A plain case with one session of mediation on record.
pub(crate) fn in_mediation(office: &Office) -> i64 {
    let case = advised(office);
    let mut desk = office.desk("zhuren", "主任室");
    act_filled(&mut desk, case, "T13", START).expect("开始调解");
    act_filled(&mut desk, case, "R11", SESSION).expect("调解记录");
    case
}

/// An agreement with these lines of performance; written, or by word of mouth.
pub(crate) fn agreement(obligations: &'static str, written: bool) -> Vec<(&'static str, &'static str)> {
    let mut form = vec![
        ("form", if written { "1" } else { "2" }),
        ("parties", "和志强,建塘镇政府"),
        ("facts", "院墙越界两米,双方认可测绘结果"),
        ("issues", "界址和补偿"),
        ("responsibility", "对方负主要责任"),
        ("content", "退还越界部分并补偿"),
        ("obligations", obligations),
        ("manner", "现场交界,转账"),
        ("reached_on", "2026-11-23"),
        ("mediator", "李秀英"),
        ("recorder", "杨文华"),
        ("court_told", "1"),
        ("ways_told", "1"),
    ];
    if written {
        form.extend([
            ("parties_signed", "1"),
            ("mediator_signed", "1"),
            ("sealed_by", "香格里拉市人民调解委员会"),
            ("sealed_on", "2026-11-23"),
        ]);
    } else {
        form.push(("confirmed_how", "当面复述无异议"));
    }
    form
}

pub(crate) const SATISFIED: &[(&str, &str)] = &[("level", "1"), ("way", "1"), ("asked_on", "2026-11-23")];
pub(crate) const REPORT: &[(&str, &str)] =
    &[("facts", "院墙越界两米"), ("result", "已按协议退还并补偿"), ("performed", "2"), ("opinion", "同意结案")];
