//! Satisfied forms of 接谈 to 指派 and of the ways out.

use super::draft;
use fengqiao::validation::Draft;

pub fn of(form: &str) -> Option<Vec<Draft>> {
    let accept = draft(&[
        ("abstract", "邻居建房占用宅基地两米"),
        ("focus", "宅基地四至"),
        ("nature", "1"),
        ("petitioner_agrees", "1"),
        ("respondent_agrees", "1"),
        ("liable_clear", "1"),
        ("liable_unit", "建塘镇政府"),
        ("grade", "G1"),
        ("risk", "1"),
        ("listed", "0"),
        ("term_days", "30"),
        ("consult", "0"),
        ("ways_told", "1"),
        ("opinion", "同意受理"),
    ]);
    let listed = accept.clone().with("listed", "1").with("listing_level", "3");
    let hard = listed.clone().with("grade", "G2").with("consult", "1");
    Some(match form {
        "confirm" => vec![Draft::default()],
        "merge" => vec![draft(&[("target", "2"), ("same_matter", "1")])],
        "supplement" => vec![draft(&[("list", "身份证复印件"), ("told_on", "2026-11-23")])],
        "supplemented" => vec![draft(&[("received_on", "2026-11-23")])],
        "decline" => vec![draft(&[
            ("reason", "N02"),
            ("advice", "向原办理法院申请执行"),
            ("notified", "建塘镇政府 函"),
            ("risk", "1"),
            ("told_on", "2026-11-23"),
        ])],
        "transfer" => {
            vec![draft(&[("destination", "县林草局"), ("reason", "属该局职权"), ("told_on", "2026-11-23")])]
        }
        "accept" => vec![accept, listed, hard],
        "entrust" => vec![draft(&[
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
        ])],
        "assign" => vec![draft(&[("handler", "7"), ("members", "8"), ("recusal_checked", "1")])],
        "withdraw" => vec![draft(&[("ground", "1"), ("signed_on", "2026-11-23"), ("reason", "已和解")])],
        _ => return None,
    })
}
