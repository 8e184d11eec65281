//! Satisfied forms of 办理 and 处理意见.

use super::draft;
use fengqiao::validation::Draft;

pub fn of(form: &str) -> Option<Vec<Draft>> {
    Some(match form {
        "investigation" => vec![draft(&[
            ("kind", "2"),
            ("time", "2026-11-23T10:00"),
            ("place", "仓房村村委会"),
            ("investigator", "李秀英"),
            ("subject", "和志强(信访人)"),
            ("content", "双方到场,指认宅基地四至,量得围墙越界两米。"),
            ("recorder", "杨文华"),
            ("signed", "1,2,3"),
            ("attached", "现场照片  勘验笔录  2"),
        ])],
        "evidence" => vec![draft(&[
            ("kind", "2"),
            ("name", "宅基地使用证"),
            ("provider", "和志强"),
            ("original", "1"),
            ("copies", "2"),
            ("received_on", "2026-11-23"),
            ("kept_at", "卷宗柜2-3"),
        ])],
        // One of the two copies, so that one is left.
        "evidence_return" => vec![draft(&[
            ("evidence", "收〔2026〕001号"),
            ("copies", "1"),
            ("returned_to", "和志强"),
            ("returned_on", "2026-11-23"),
            ("signed", "1"),
        ])],
        "analysis" => vec![draft(&[
            ("issue", "围墙占地归谁使用"),
            ("laws", "民法典  第二百三十六条"),
            ("application", "使用证载明四至,围墙在界内,妨害了使用。"),
            ("conclusion", "返还请求有依据"),
        ])],
        "publicity" => {
            vec![draft(&[("on", "2026-11-23"), ("audience", "和志强"), ("laws", "民法典相邻关系各条"), ("way", "1")])]
        }
        "ways_told" => vec![draft(&[
            ("ways", "1,3"),
            ("voluntary", "1"),
            ("free", "1"),
            ("told_on", "2026-11-23"),
            ("signed", "1"),
        ])],
        "extension_request" => [("DL-07", "10"), ("DL-07m", "10"), ("DL-18b", "20")]
            .into_iter()
            .map(|(clock, days)| {
                let form = draft(&[("clock", clock), ("days", days), ("reason", "等待测绘结果")]);
                if clock == "DL-18b" { form } else { form.with("both_agree", "1") }
            })
            .collect(),
        "extension_refusal" => vec![draft(&[("reason", "测绘结果已到,期内可以办完")])],
        "appraisal_order" => vec![draft(&[
            ("item", "宅基地界址测绘"),
            ("institution", "迪庆测绘院"),
            ("who_entrusts", "1"),
            ("entruster", "和志强"),
            ("papers", "宅基地使用证复印件"),
            ("payer", "2"),
            ("public_why", "1"),
            ("ordered_on", "2026-11-23"),
        ])],
        "appraisal" => vec![draft(&[
            ("opinion", "围墙越界1.98米"),
            ("number", "测鉴〔2026〕12号"),
            ("received_on", "2026-11-23"),
            ("told_on", "2026-11-23"),
        ])],
        "appraisal_end" => {
            vec![draft(&[("reason", "委托人撤回委托"), ("ended_on", "2026-11-23"), ("told_on", "2026-11-23")])]
        }
        "consult_call" => vec![draft(&[
            ("questions", "使用证与现状不符时以何为准"),
            ("when", "2026-11-24"),
            ("invited", "李秀英、扎西顿珠、杨文华"),
        ])],
        "consult" => vec![draft(&[
            ("kind", "1"),
            ("held_at", "2026-11-23T15:00"),
            ("place", "工作室会议室"),
            ("host", "李秀英"),
            (
                "participants",
                "李秀英  工作室  律师  支持返还\n扎西顿珠  工作室  调解员  先调解\n杨文华  县自然资源局  测绘  以测绘为准",
            ),
            ("conclusion", "以测绘结果为准组织调解"),
            ("grade", "G2"),
            ("grade_why", "政策界线模糊"),
        ])],
        "opinion" => vec![draft(&[
            ("request", "退还宅基地"),
            ("facts", "围墙越过使用证载明的界线两米。"),
            ("reasons", "使用证合法有效,围墙妨害使用。"),
            ("opinion", "1"),
            ("detail", "建议对方拆除越界围墙"),
            ("laws", "民法典  第二百三十六条"),
            ("told_on", "2026-11-23"),
            ("told_how", "1"),
            ("ways_told", "1"),
            ("petitioner_answer", "1"),
            ("respondent_answer", "2"),
        ])],
        _ => return None,
    })
}
