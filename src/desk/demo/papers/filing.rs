//! Filled forms of 包案, 回访, 销号, 归档 and what comes after.

use super::super::people::pick;
use super::super::plot::End;
use super::super::roster;
use crate::validation::Draft;
use chrono::{Days, NaiveDate};
use fastrand::Rng;

/// 包案领导: name and post by the level of the leader.
const LEADERS: &[(&str, &str, &str)] = &[
    ("1", "杨国华", "省政府副秘书长"),
    ("2", "和立新", "副州长"),
    ("2", "扎西尼玛", "州委常委"),
    ("3", "李文才", "副市长"),
    ("3", "七林农布", "市委副书记"),
    ("3", "赵晓燕", "市委常委"),
    ("4", "和学军", "镇长"),
    ("4", "余建华", "乡党委书记"),
    ("5", "段文斌", "市林草局局长"),
];

/// R34, approved on the day of 受理 at the earliest.
pub fn listing(rng: &mut Rng, level: &str, source: &str, who: &str, day: NaiveDate) -> Draft {
    let fits: Vec<_> = LEADERS.iter().copied().filter(|l| l.0 == level).collect();
    let (_, leader, post) = if fits.is_empty() { LEADERS[3] } else { pick(rng, &fits) };
    let on = |days: u64| day + Days::new(days);
    let steps = [
        format!("约见双方，听取诉求\t{who}\t{}", on(7)),
        format!("会商并提出方案\t{who}\t{}", on(15)),
        format!("主持调解，督促履行\t{who}\t{}", on(28)),
    ];
    let posted = rng.u32(..5) == 0;
    let mut d = Draft::default()
        .with("leader", leader)
        .with("post", post)
        .with("level", level)
        .with("source", source)
        .with("approved_on", day.to_string())
        .with("goal", pick(rng, &["达成协议并履行到位", "化解矛盾，不再上访", "导入法定途径，帮扶到位"]))
        .with("plan", steps.join("\n"))
        .with("posted", if posted { "1" } else { "0" });
    if posted {
        d.set("posted_by", "市信访工作联席会议办公室");
    }
    if rng.bool() {
        d.set("budget", (rng.i64(5..30) * 100_000).to_string());
    }
    d
}

/// R35.
pub fn progress(rng: &mut Rng, day: NaiveDate) -> Draft {
    Draft::default()
        .with("day", day.to_string())
        .with("progress", pick(rng, &["已到现场走访，双方愿意协商", "已会商，提出两套方案", "已约谈对方单位负责人"]))
        .with("factual", pick(rng, &["1", "1", "2"]))
        .with("reasonable", pick(rng, &["1", "2", "2"]))
        .with("crux", pick(rng, &["补偿数额差距较大", "界线没有书面依据", "对方资金紧张"]))
        .with("next", pick(rng, &["再约双方见面", "请专家测算", "协调单位筹款"]))
}

/// R32; `performed` as a code of the form.
pub fn revisit(rng: &mut Rng, performed: &str, day: NaiveDate) -> Draft {
    let trouble = rng.u32(..20) == 0;
    let mut d = Draft::default()
        .with("day", day.to_string())
        .with("way", pick(rng, &["1", "2", "2", "3"]))
        .with("performed", performed)
        .with("satisfied", pick(rng, &["1", "1", "1", "2", "4"]))
        .with("trouble", if trouble { "1" } else { "0" });
    if trouble {
        d.set("measures", "双方仍有口角，请村委会跟进");
    }
    d
}

/// R33.
pub fn strike_request(end: End) -> Draft {
    let (result, proof) = match end {
        End::Court | End::Arbitration | End::Review => ("2", "引导告知书、受理回执"),
        End::Failed => ("3", "终止调解告知书、回访记录"),
        _ => ("1", "调解协议、履行凭证、回访记录"),
    };
    Draft::default().with("result", result).with("proof", proof)
}

/// T19.
pub fn strike() -> Draft {
    Draft::default().with("verified", "1").with("opinion", "佐证齐全，同意销号")
}

/// R30: what the volume needs and no step makes.
pub fn identity(rng: &mut Rng, has_document: bool) -> Draft {
    let name = if has_document { "身份证复印件" } else { "身份情况说明" };
    let copy = if has_document { "2" } else { "1" };
    Draft::default().with("papers", format!("06\t{name}\t{copy}\t{}\t卷宗柜{}", rng.u32(1..3), rng.u32(1..6)))
}

/// T20 and R37; `pages` are the lines of the catalogue.
pub fn filing(rng: &mut Rng, pages: String, total: usize, retention: &str, ground: &str) -> Draft {
    Draft::default()
        .with("pages", pages)
        .with("total", total.to_string())
        .with("retention", retention)
        .with("ground", ground)
        .with("place", format!("档案室{}柜{}层", rng.u32(1..9), rng.u32(1..6)))
        .with("filer", roster::USERS[roster::RECEPTION].1)
        .with("checker", "格桑卓玛")
}

/// R31.
pub fn reopening(rng: &mut Rng) -> Draft {
    Draft::default().with("reason", pick(rng, &["1", "2"])).with("detail", "信访人来室称对方反悔，提交了新的收条")
}
