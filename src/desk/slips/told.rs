//! What is told at each step: the other ways, the rights of who mediates, what happens to his data.

use super::papers::{foot, head};
use crate::desk::{Desk, Failure, Outcome};
use crate::domain::case::Case;
use crate::domain::deadline::{self, Length, Rule, State};
use crate::domain::{codes, ways};
use crate::store;
use chrono::NaiveDate;

/// A clock in one line, its length from the table: `申请行政复议 60日,自知道行政行为起算(行政复议法第20条)`.
pub(in crate::desk) fn clock_line(rule: &Rule) -> String {
    let length = match rule.length {
        Length::Unmeasured(why) => return format!("{}: {why}({})", rule.label, rule.basis),
        _ => rule.length_words(),
    };
    let unsure = if rule.verified { "" } else { ",待核" };
    format!("{} {length},自{}起算({}{unsure})", rule.label, rule.start_event, rule.basis)
}

/// The end of a clock that runs from the day the petitioner named.
fn end_line(desk: &Desk, rule: &Rule, known: Option<NaiveDate>) -> Option<String> {
    let start = known.filter(|_| rule.start_event.starts_with("知道"))?;
    match deadline::compute(rule, start, &desk.calendar, &[], 0) {
        Ok(State::Running(due)) => {
            let left = (due.raw - desk.today()).num_days();
            let words =
                if left < 0 { format!("已过{}天,请尽快咨询", -left) } else { format!("还有{left}天") };
            Some(format!("      按您说的{start}起算,到{}届满,{words}", due.raw))
        }
        _ => None,
    }
}

/// 其他途径告知单: which ways stay open for this kind of matter.
pub(super) fn ways(desk: &Desk, case: &Case) -> Outcome<Vec<String>> {
    let known = store::visit::load_first(&desk.conn, case.id)?.and_then(|v| v.draft.get("known_on").parse().ok());
    let mut lines = head(desk, case, "其他途径告知单");
    let nature = if case.nature.is_empty() { "尚待查明" } else { codes::label(codes::NATURE, &case.nature) };
    lines.push(format!("争议性质: {nature}"));
    if !case.dispute.is_empty() {
        lines.push(format!("纠纷类型: {}", codes::label(codes::DISPUTE, &case.dispute)));
    }
    lines.push(String::new());
    lines.push(if may_be_mediated(desk, case).is_ok() {
        "调解由您自愿决定,随时可以不参加、终止,不收任何费用。您还可以走:".to_string()
    } else {
        "这类事项不作调解。您可以走:".to_string()
    });
    for way in ways::open_to(&case.nature, &case.dispute) {
        lines.push(String::new());
        lines.push(format!("  {}", way.title));
        lines.push(format!("    去哪里: {}", way.office));
        for rule in way.rules.iter().filter_map(|id| deadline::find(id)) {
            lines.push(format!("    期限: {}", clock_line(rule)));
            lines.extend(end_line(desk, rule, known));
        }
        if way.rules.is_empty() {
            lines.push("    期限: 没有单独的申请期限,宜尽早;起诉、仲裁的期限照常计算".to_string());
        }
        lines.push(format!("    依据: {}", way.basis));
        if !way.note.is_empty() {
            lines.push(format!("    说明: {}", way.note));
        }
    }
    lines.push(String::new());
    lines.push("上述期限在信访和调解期间照常计算,届满日遇法定休假日可顺延。".to_string());
    lines.push("本告知单不代替法律意见。".to_string());
    lines.extend(foot());
    lines.push(String::new());
    lines.push("签收:                    日期:".to_string());
    Ok(lines)
}

/// 权利义务告知单 is for who may be asked to mediate.
pub(super) fn may_be_mediated(_: &Desk, case: &Case) -> Outcome<()> {
    if matches!(case.nature.as_str(), "3" | "4" | "6" | "7") || case.sealed {
        let nature = codes::label(codes::NATURE, &case.nature);
        return Err(Failure::refusal(format!("争议性质是“{nature}”,这类事项不作调解"), "改用其他途径告知单"));
    }
    Ok(())
}

/// 权利义务告知单 (人民调解法23, 24).
pub(super) fn rights(desk: &Desk, case: &Case) -> Outcome<Vec<String>> {
    let mut lines = head(desk, case, "当事人权利义务告知单");
    let told = [
        "您的权利(人民调解法23):",
        "  选择调解员,或者接受指定的调解员",
        "  接受调解、拒绝调解,或者随时要求终止调解",
        "  要求公开进行,或者要求不公开进行",
        "  自主表达意愿,自愿达成或者不达成协议",
        "您的义务(人民调解法24):",
        "  如实陈述纠纷事实",
        "  遵守调解现场秩序,尊重调解员",
        "  尊重对方当事人行使权利",
        "",
        "协议签字盖章后有法律约束力,应当履行(人民调解法31)。",
        "协议生效后30日内双方可共同向法院申请司法确认(人民调解法33)。",
        "调解员不得偏袒、侮辱当事人,不得收受财物、泄露隐私(人民调解法15)。",
    ];
    lines.extend(told.map(str::to_string));
    lines.extend(foot());
    lines.push(String::new());
    lines.push("当事人签收:                    日期:".to_string());
    Ok(lines)
}

/// 个人信息告知单 (个人信息保护法17).
pub(super) fn notice(desk: &Desk, case: &Case) -> Outcome<Vec<String>> {
    let mut lines = head(desk, case, "个人信息告知单");
    lines.push(format!("处理者: {},联系方式见接待窗口", desk.studio));
    let told = [
        "目的: 登记和办理您提出的信访事项,调解纠纷,保障您查询和参加办理",
        "依据: 履行法定职责所必需,不以您同意为条件(个人信息保护法13,34,35)",
        "方式: 在本机登记、查询、打印和归档,存放在境内,不连接外部网络",
        "种类: 姓名、证件、电话、住址、民族和语言、诉求和事实、您交来的材料",
        "敏感信息: 医疗健康、金融账户、未满十四岁的信息等,另行取得您的单独同意",
        "          (个人信息保护法28,29,31);不同意不影响登记和办理",
        "谁能看: 经办人员按权限查看,平时遮盖,看明文须写理由并有记录",
        "提供给谁: 只为办理提供给有权处理的机关;检举控告不转给被检举的人",
        "保存: 一般10年,疑难复杂30年,死亡、群体性、权属、身份、重大事项永久",
        "      (工作室默认,待核)",
        "您的权利: 查阅、复制、更正、补充本人的信息,要求说明规则",
        "          (个人信息保护法44-48);依法应当归档的不能随意删除",
        "怎样行使: 到接待窗口口头或书面提出,可由代理人提出;15日内答复",
        "          (工作室默认,待核)",
        "不服的: 可向网信等部门投诉,或向法院起诉(个人信息保护法50,65)",
        "",
        "没有证件、电话,不愿写姓名的,说明原因照常登记。",
    ];
    lines.extend(told.map(str::to_string));
    lines.push(String::new());
    lines.push("已告知并听懂,签收:                    日期:".to_string());
    Ok(lines)
}
