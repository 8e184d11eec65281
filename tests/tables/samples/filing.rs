//! Satisfied forms of 材料入卷, 包案, 销号, 归档 and 重开.

use super::draft;
use fengqiao::domain::checklist;
use fengqiao::validation::Draft;

pub fn of(form: &str) -> Option<Vec<Draft>> {
    let papers: Vec<String> = checklist::ITEMS.iter().map(|i| format!("{}\t{}\t2\t1\t卷内", i.code, i.label)).collect();
    let pages: Vec<String> =
        checklist::ITEMS.iter().enumerate().map(|(n, i)| format!("{}\t{}", i.code, n + 1)).collect();
    Some(match form {
        "paper" => vec![draft(&[("papers", &papers.join("\n"))])],
        "reopening" => vec![draft(&[("reason", "2"), ("detail", "当事人提交了新的界址测绘图")])],
        "revisit" => {
            vec![draft(&[
                ("day", "2026-11-23"),
                ("way", "2"),
                ("performed", "1"),
                ("satisfied", "1"),
                ("trouble", "0"),
            ])]
        }
        "strike_request" => vec![draft(&[("result", "1"), ("proof", "调解协议书、收条")])],
        "strike" => vec![draft(&[("verified", "1"), ("opinion", "佐证齐全,同意销号")])],
        "listing" => vec![draft(&[
            ("leader", "杨文华"),
            ("post", "副市长"),
            ("level", "3"),
            ("source", "7"),
            ("approved_on", "2026-11-23"),
            ("goal", "退还所占宅基地"),
            ("plan", "现场踏勘\t李秀英\t2026-12-01"),
            ("posted", "0"),
        ])],
        "progress" => vec![draft(&[
            ("day", "2026-11-23"),
            ("progress", "已现场踏勘"),
            ("factual", "1"),
            ("reasonable", "1"),
            ("crux", "四至不清"),
            ("next", "请国土所测绘"),
        ])],
        "list_case" => vec![draft(&[
            ("leader", "杨文华"),
            ("level", "3"),
            ("approved_on", "2026-11-23"),
            ("reason", "多次重复来访"),
            ("handler", "7"),
            ("members", "8"),
            ("recusal_checked", "1"),
        ])],
        "filing" => vec![draft(&[
            ("pages", &pages.join("\n")),
            ("total", "60"),
            ("retention", "1"),
            ("ground", "涉及土地房屋权属"),
            ("place", "档案室1柜"),
            ("filer", "和丽英"),
            ("checker", "李秀英"),
        ])],
        "reopened" => vec![draft(&[("opinion", "同意重开"), ("told_on", "2026-11-23")])],
        _ => return None,
    })
}
