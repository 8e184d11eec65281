//! Forms around clocks: extension, pause, 督办.

use crate::domain::codes;
use crate::validation::{Choice, Draft, Field, Kind as K, Need, Table};
use Need::{Always, Optional, When};

const YES_NO: &[Choice] = codes::YES_NO;

/// Extension of a deadline, with its approver and the day the petitioner was told (条例34).
pub static EXTEND: Table = Table {
    name: "extend",
    title: "延期",
    fields: &[
        Field::new("days", "延长天数", K::Number(1, 60), Always, "不超过该期限允许的天数"),
        Field::new("reason", "理由", K::Text(2, 500), Always, "为什么需要延期"),
        Field::new("both_agree", "双方同意", K::Choice(YES_NO), Optional, "调解期限须双方同意才能延长"),
        Field::new("approver", "批准人", K::Name, Always, "负责人姓名"),
        Field::new("approved_on", "批准日期", K::PastDate, Always, "负责人批准的日期"),
        Field::new("told_on", "告知日期", K::PastDate, Optional, "告知信访人的日期;未告知前灯不变"),
    ],
};

/// The petitioner was told of an extension, which then comes into force (条例34).
pub static TOLD: Table = Table {
    name: "told",
    title: "延期告知",
    fields: &[Field::new("told_on", "告知日期", K::PastDate, Always, "告知信访人的日期(条例34)")],
};

/// The last day of a pause.
pub static RESUME: Table = Table {
    name: "resume",
    title: "恢复期限",
    fields: &[Field::new("until", "恢复日期", K::PastDate, Always, "恢复的当天不计,次日起接着计算")],
};

/// The answer to a 督办.
pub static FEEDBACK: Table = Table {
    name: "feedback",
    title: "督办反馈",
    fields: &[Field::new("feedback", "反馈内容", K::Text(2, 1000), Always, "办了什么、结果如何")],
};

/// Pausing a deadline (鉴定, 听证, 补正, 不可抗力).
pub static PAUSE: Table = Table {
    name: "pause",
    title: "暂停期限",
    fields: &[
        Field::new("from", "暂停日期", K::PastDate, Always, "从哪一天起不计"),
        Field::new("until", "恢复日期", K::PastDate, Optional, "已经恢复的填写;未恢复留空"),
        Field::new("why", "原因", K::Choice(PAUSE_WHY), Always, "依法不计入期限的情形"),
    ],
};
pub const PAUSE_WHY: &[Choice] = crate::choices![("1", "鉴定"), ("2", "听证"), ("3", "补正"), ("4", "不可抗力")];

/// Kinds of 督办: a plain note, 挂牌督办, and what 条例39 gives to 联席会议. Stored by their words.
pub const SUPERVISION_KIND: &[Choice] = crate::choices![
    ("督办单", "督办单"),
    ("挂牌督办", "挂牌督办"),
    ("通报", "通报"),
    ("约谈", "约谈"),
    ("责令限期整改", "责令限期整改"),
];
/// Why: 条例40 names the first four.
pub const SUPERVISION_REASON: &[Choice] = crate::choices![
    ("1", "未按规定受理办理"),
    ("2", "推诿敷衍拖延"),
    ("3", "弄虚作假"),
    ("4", "拒不执行"),
    ("5", "期限逾期或临近"),
    ("9", "其他"),
];
/// By whose decision more than a plain note goes out.
pub const SUPERVISION_BY: &[Choice] =
    crate::choices![("1", "领导小组"), ("2", "信访工作联席会议"), ("3", "信访部门(督办单位)")];
pub const ADOPTED: &[Choice] = crate::choices![("1", "已采纳"), ("2", "部分采纳"), ("0", "未采纳")];

fn decided(d: &Draft) -> bool {
    !matches!(d.get("kind"), "" | "督办单")
}

const DEMAND: [Field; 8] = [
    Field::new("kind", "督办方式", K::Choice(SUPERVISION_KIND), Always, "一般用督办单;逾期7日以上可挂牌督办")
        .default("督办单"),
    Field::new(
        "decided_by",
        "决定单位",
        K::Choice(SUPERVISION_BY),
        When(decided),
        "通报、约谈、整改由联席会议决定(条例39)",
    )
    .shown(decided),
    Field::new("target", "被督办人", K::Line(60), Always, "承办人或责任单位"),
    Field::new("reason", "督办理由", K::Choice(SUPERVISION_REASON), Always, "前四项见信访工作条例40").default("5"),
    Field::new("trigger", "触发情形", K::Line(200), Always, "如:调解期限逾期3天"),
    Field::new("demand", "督办要求", K::Text(2, 1000), Always, "要求做什么"),
    Field::new("advice", "改进建议", K::Text(2, 500), Optional, "对被督办单位工作的建议(条例40)"),
    Field::new("feedback_by", "限反馈日期", K::Date, Always, "默认7日,如 +7"),
];

/// 督办 note of a supervisor (条例39, 40).
pub static SUPERVISION: Table = Table { name: "supervision", title: "督办", fields: &DEMAND };

/// The same from the register, where no case is in hand.
pub static SUPERVISION_ISSUE: Table = Table {
    name: "supervision_issue",
    title: "发督办",
    fields: &{
        let mut all = [Field::new("case", "案件", K::Line(40), Always, "案号或接谈号"); 9];
        let mut i = 0;
        while i < DEMAND.len() {
            all[i + 1] = DEMAND[i];
            i += 1;
        }
        all
    },
};

/// Taking the last step back.
pub static UNDO: Table = Table {
    name: "undo",
    title: "撤回上一步",
    fields: &[Field::new("reason", "撤回原因", K::Line(200), Always, "为什么撤回;原记录保留并标明已撤回")],
};

pub(super) static ALL: &[&Table] =
    &[&UNDO, &EXTEND, &TOLD, &RESUME, &FEEDBACK, &PAUSE, &SUPERVISION, &SUPERVISION_ISSUE];
